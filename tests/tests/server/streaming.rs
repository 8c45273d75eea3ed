//! Code as a model writes it, in four ways, into the server as a process. At every check the server must say what a fresh
//! look at the same texts says, and while a file only grows, nothing the finished file will not have.

use std::collections::BTreeSet;
use std::time::Instant;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::client::{Client, Seen, edit};
use crate::model::{Model, harbor, scripts, uri_in};
use crate::random::Random;
use crate::rounds;

/// A table is secured by a statement of its own, further down: until that is typed it is as open as it looks.
const SECURED_LATER: &str = "table-without-row-level-security";
/// Rules about something that is there: they speak once its statement is finished, whatever follows.
const PRESENT: [&str; 3] = ["token-in-web-storage", "token-in-url", "cookie-written-by-script"];

#[derive(Debug, Default)]
struct Totals {
    files: usize,
    steps: usize,
    checks: usize,
    publications: usize,
    flickers: usize,
    longest_wait_ms: u128,
}

struct Studio {
    folder: TempDir,
    client: Client,
    model: Model,
    whole: Model,
    totals: Totals,
    /// Files that changed since they were checked last.
    changed: BTreeSet<String>,
    /// What was shown and is not in the finished file, or came and went.
    early: Vec<String>,
}

impl Studio {
    fn new() -> Self {
        let folder = harbor();
        let client = Client::in_folder(folder.path());
        let (model, whole) = (Model::of(folder.path()), Model::of(folder.path()));
        Self { folder, client, model, whole, totals: Totals::default(), changed: BTreeSet::new(), early: Vec::new() }
    }

    fn uri(&self, path: &str) -> String {
        uri_in(&self.folder, path)
    }

    fn open(&mut self, path: &str, text: &str) {
        let uri = self.uri(path);
        self.client.open(&uri, 1, text);
        self.model.set(path, text);
        self.totals.files += 1;
    }

    /// Sends changes that lead to `text`.
    fn change(&mut self, path: &str, changes: &Value, text: String) {
        let uri = self.uri(path);
        self.client.change(&uri, changes);
        self.model.texts.insert(path.into(), text);
        self.changed.insert(path.into());
        self.totals.steps += 1;
    }

    /// Closes a file; the disk, which has it whole, is the truth again.
    fn close(&mut self, path: &str) {
        let uri = self.uri(path);
        self.client.close(&uri);
        let text = self.whole.texts[path].clone();
        self.model.set(path, &text);
    }

    /// The server's answer for a file must be what a fresh look at the texts as they are gives.
    fn check(&mut self, path: &str, open: &[String]) -> Vec<Seen> {
        for other in open {
            if !self.changed.remove(other) {
                continue;
            }
            let text = self.model.texts[other].clone();
            self.model.set(other, &text);
            let uri = self.uri(other);
            self.client.findings(&uri);
        }
        let started = Instant::now();
        let uri = self.uri(path);
        let found = self.client.findings(&uri);
        self.totals.longest_wait_ms = self.totals.longest_wait_ms.max(started.elapsed().as_millis());
        self.totals.checks += 1;
        assert_eq!(found, self.model.findings(path), "{path}:\n{}", self.model.texts[path]);
        found
    }

    /// Types a file piece by piece, each at its end.
    fn type_file(&mut self, path: &str, pieces: &[&str], check_every: usize) {
        let (uri, open) = (self.uri(path), [path.to_owned()]);
        let goal = self.whole.findings(path);
        self.open(path, "");
        let mut text = String::new();
        for (step, piece) in pieces.iter().enumerate() {
            let change = edit(&text, text.len()..text.len(), piece);
            text.push_str(piece);
            self.change(path, &json!([change]), text.clone());
            if step % check_every == 0 {
                let found = self.check(path, &open);
                self.assert_finished_is_found(path, &text, &found, &goal);
            }
        }
        assert_eq!(self.check(path, &open), goal, "{path} whole");
        let published = self.client.published.get(&uri).map(Vec::as_slice).unwrap_or_default();
        self.totals.publications += published.len();
        let sets: Vec<BTreeSet<Place>> = published.iter().map(|one| one.set.iter().map(place).collect()).collect();
        let goal: BTreeSet<Place> = goal.iter().map(place).collect();
        for (set, one) in sets.iter().zip(published) {
            let surplus = set.difference(&goal).filter(|(rule, _)| rule != SECURED_LATER);
            self.early.extend(surplus.map(|place| format!("{path} at version {:?}: {place:?}", one.version)));
        }
        let flickers = flickers(&sets);
        self.totals.flickers += flickers.len();
        self.early.extend(flickers.iter().map(|place| format!("{path} flickers: {place:?}")));
        assert_eq!(sets.last(), Some(&goal), "{path}: what is shown in the end");
        self.close(path);
    }

    fn assert_finished_is_found(&self, path: &str, text: &str, found: &[Seen], goal: &[Seen]) {
        let lines = text.matches('\n').count() as u64;
        for finding in goal.iter().filter(|(rule, _, _, end)| PRESENT.contains(&rule.as_str()) && end.0 < lines) {
            let line = self.whole.texts[path].lines().nth(usize::try_from(finding.3.0).unwrap()).unwrap();
            let units: Vec<u16> = line.encode_utf16().take(usize::try_from(finding.3.1).unwrap()).collect();
            // A store or a hook is pointed at by its head; its statement ends further down.
            if String::from_utf16_lossy(&units).ends_with([')', '`']) {
                assert!(found.contains(finding), "{path}, {lines} lines typed: {finding:?} is missing");
            }
        }
    }

    fn report(mut self, name: &str) {
        self.client.listen(std::time::Duration::ZERO);
        println!("{name}: {:?}", self.totals);
        assert!(self.early.is_empty(), "{:#?}", self.early);
        self.client.end();
    }
}

type Place = (String, (u64, u64));

fn place(seen: &Seen) -> Place {
    (seen.0.clone(), seen.2)
}

/// What was shown, then was not, and then was again.
fn flickers(sets: &[BTreeSet<Place>]) -> BTreeSet<Place> {
    let (mut seen, mut gone, mut again) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for set in sets {
        again.extend(set.intersection(&gone).cloned());
        gone.extend(seen.difference(set).cloned());
        seen.extend(set.iter().cloned());
    }
    again
}

/// A text as a model's tokens: runs of letters of at most six, of blanks, and single other characters.
fn tokens(text: &str) -> Vec<&str> {
    let kind = |character: char| match character {
        'a'..='z' | 'A'..='Z' | '0'..='9' | '_' => 1,
        ' ' | '\n' => 2,
        _ => 3,
    };
    let (mut tokens, mut start, mut length, mut last) = (Vec::new(), 0, 0, 0);
    for (at, character) in text.char_indices() {
        let now = kind(character);
        if at > start && (now != last || now == 3 || length == 6) {
            tokens.push(&text[start..at]);
            (start, length) = (at, 0);
        }
        (last, length) = (now, length + 1);
    }
    tokens.push(&text[start..]);
    tokens
}

/// A text as blocks, each of which ends with a blank line.
fn blocks(text: &str) -> Vec<&str> {
    text.split_inclusive("\n\n").collect()
}

#[test]
#[ignore = "takes minutes on a busy machine; run with `--ignored`"]
fn token_by_token() {
    let mut studio = Studio::new();
    let all = scripts(&studio.whole);
    for (at, path) in all.iter().enumerate().filter(|(at, _)| rounds() > 1 || at % 3 == 0) {
        let text = studio.whole.texts[path].clone();
        // A prime, so that checks fall on every kind of place.
        let every = if rounds() > 1 { 7 } else { 61 + at % 5 };
        studio.type_file(path, &tokens(&text), every);
    }
    assert!(studio.totals.steps > 2_000);
    studio.report("token by token");
}

#[test]
fn block_by_block() {
    let mut studio = Studio::new();
    for path in scripts(&studio.whole) {
        let text = studio.whole.texts[&path].clone();
        studio.type_file(&path, &blocks(&text), 1);
    }
    assert!(studio.totals.steps > 200);
    studio.report("block by block");
}

/// Several files grow at once, in blocks that come in any order, as agents write them that work on many files.
#[test]
fn many_files_out_of_order() {
    let mut studio = Studio::new();
    let all = scripts(&studio.whole);
    for round in 0..2 * rounds() {
        let mut random = Random::new(round as u64);
        let paths: BTreeSet<String> = (0..5).map(|_| random.pick(&all).clone()).collect();
        let paths: Vec<String> = paths.into_iter().collect();
        let texts: Vec<String> = paths.iter().map(|path| studio.whole.texts[path].clone()).collect();
        let mut left: Vec<(usize, usize)> = texts
            .iter()
            .enumerate()
            .flat_map(|(file, text)| (0..blocks(text).len()).map(move |at| (file, at)))
            .collect();
        let mut there: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); paths.len()];
        for path in &paths {
            studio.open(path, "");
        }
        let mut step = 0;
        while !left.is_empty() {
            let (file, at) = left.swap_remove(random.below(left.len()));
            let pieces = blocks(&texts[file]);
            let before: usize = there[file].range(..at).map(|piece| pieces[*piece].len()).sum();
            let mut text = studio.model.texts[&paths[file]].clone();
            let change = edit(&text, before..before, pieces[at]);
            text.insert_str(before, pieces[at]);
            there[file].insert(at);
            studio.change(&paths[file], &json!([change]), text);
            step += 1;
            if step % 9 == 0 {
                studio.check(&paths[file], &paths);
            }
        }
        for path in &paths {
            assert_eq!(studio.check(path, &paths), studio.whole.findings(path), "{path}");
        }
        for path in &paths {
            let (uri, goal) = (studio.uri(path), studio.whole.findings(path));
            studio.client.wait_for_set(&uri, &goal);
            studio.totals.publications += studio.client.published[&uri].len();
            studio.close(path);
        }
    }
    studio.report("many files out of order");
}

/// A patch: several hunks of a file in one change, to and fro between what a file was and what it is to be.
#[test]
#[ignore = "takes minutes on a busy machine; run with `--ignored`"]
fn patch_by_patch() {
    let mut studio = Studio::new();
    let all = scripts(&studio.whole);
    let mut random = Random::new(7);
    // Two of three files; all of them, and other patches, in a longer run.
    for path in all.iter().cycle().take(all.len() * rounds() * 2 / 3) {
        let new = studio.whole.texts[path].clone();
        let (old, hunks) = older(&new, &mut random);
        studio.open(path, &old);
        let open = [path.clone()];
        for _ in 0..2 {
            studio.check(path, &open);
            // From the last to the first: each hunk's place is the one it has before the patch.
            let forward: Vec<Value> = hunks
                .iter()
                .rev()
                .map(|hunk| edit(&old, hunk.at..hunk.at + hunk.old.len(), &hunk.old_to_new))
                .collect();
            studio.change(path, &json!(forward), new.clone());
            assert_eq!(studio.check(path, &open), studio.whole.findings(path), "{path}");
            studio.change(path, &json!([{ "text": old }]), old.clone());
        }
        let uri = studio.uri(path);
        studio.totals.publications += studio.client.published.get(&uri).map_or(0, Vec::len);
        studio.close(path);
    }
    studio.report("patch by patch");
}

/// A place in the old text, what stands there, and what is to.
struct Hunk {
    at: usize,
    old: String,
    old_to_new: String,
}

/// A text that a patch makes `new` of: up to four groups of lines are missing or others.
fn older(new: &str, random: &mut Random) -> (String, Vec<Hunk>) {
    let lines: Vec<&str> = new.split_inclusive('\n').collect();
    let mut cuts: Vec<usize> = (0..4).map(|_| random.below(lines.len())).collect();
    cuts.sort_unstable();
    let (mut old, mut hunks, mut from) = (String::new(), Vec::new(), 0);
    for cut in cuts {
        if cut < from {
            continue;
        }
        old.extend(lines[from..cut].iter().copied());
        let end = (cut + 1 + random.below(4)).min(lines.len());
        let stood = ["", "// to be done\n", "function half(a, {\n"][random.below(3)];
        hunks.push(Hunk { at: old.len(), old: stood.into(), old_to_new: lines[cut..end].concat() });
        old.push_str(stood);
        from = end;
    }
    old.extend(lines[from..].iter().copied());
    (old, hunks)
}
