//! Measures how much of a file is read while it is being written: cuts real files at many places and parses each prefix
//! (`--mode prefix`), or takes a stretch out of the middle (`--mode middle`), or puts a stray token there (`--mode stray`).
//!
//! `cargo run --release -p seaworthy-core --example streaming -- [--files N] [--cuts N] [--worst N] [--mode MODE] FOLDER…`
//!
//! Prints the share of bytes analysed, the share of the sound tree's names, calls and elements outside the damage that are
//! found again with the same place (a check on the first number that does not trust it), the share of texts that needed
//! a repair, panics, and the cost against one plain parse.

#![allow(clippy::cast_precision_loss, reason = "the figures are for people")]

use seaworthy_core::syntax::{Language, Parsed, parse, parse_plain, range_of};
use seaworthy_core::text::TextRange;
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use swc_ecma_ast::{CallExpr, Ident, JSXOpeningElement};
use swc_ecma_visit::{Visit, VisitWith};

struct Options {
    files: usize,
    cuts: usize,
    worst: usize,
    mode: String,
    folders: Vec<PathBuf>,
}

#[derive(Default)]
struct Totals {
    prefixes: usize,
    bytes: u64,
    analysed: u64,
    plain_analysed: u64,
    nodes: usize,
    nodes_kept: usize,
    repaired: usize,
    panics: usize,
    plain: Duration,
    resilient: Duration,
    slowest: f64,
}

struct Loss {
    bytes: usize,
    path: PathBuf,
    cut: usize,
}

fn main() {
    let options = options();
    std::panic::set_hook(Box::new(|_| {}));
    let files = sample(&options);
    let mut totals = Totals::default();
    let mut losses = Vec::new();
    for (path, language, text) in &files {
        let sound = nodes(&parse(text, *language));
        let started = Instant::now();
        parse_plain(text, *language);
        let whole = started.elapsed().as_secs_f64() / text.len().max(1) as f64;
        for cut in cuts(text, options.cuts) {
            let damage = damage(text, cut, &options.mode);
            let lost = measure(&damage, *language, &sound, whole, &mut totals);
            losses.push(Loss { bytes: lost, path: path.clone(), cut });
        }
    }
    report(files.len(), &totals);
    losses.sort_by_key(|loss| std::cmp::Reverse(loss.bytes));
    for loss in losses.iter().take(options.worst) {
        println!("{:>7} bytes lost  cut {:>6}  {}", loss.bytes, loss.cut, loss.path.display());
    }
}

fn options() -> Options {
    let mut options = Options { files: 240, cuts: 20, worst: 0, mode: "prefix".to_owned(), folders: Vec::new() };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--files" => options.files = number(&mut arguments),
            "--cuts" => options.cuts = number(&mut arguments),
            "--mode" => options.mode = arguments.next().unwrap_or_default(),
            "--worst" => options.worst = number(&mut arguments),
            _ => options.folders.push(PathBuf::from(argument)),
        }
    }
    options
}

fn number(arguments: &mut impl Iterator<Item = String>) -> usize {
    arguments.next().and_then(|value| value.parse().ok()).unwrap_or(0)
}

/// The files with the smallest hash of their path: the same ones each time, spread over all folders.
fn sample(options: &Options) -> Vec<(PathBuf, Language, String)> {
    let mut paths = Vec::new();
    options.folders.iter().for_each(|folder| walk(folder, &mut paths));
    paths.sort_by_cached_key(|path| {
        let mut hasher = DefaultHasher::new();
        path.hash(&mut hasher);
        hasher.finish()
    });
    let mut files = Vec::new();
    for path in paths {
        let name = path.to_string_lossy().replace('\\', "/");
        let language = Language::from_path(&name);
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        let minified = text.lines().any(|line| line.len() > 1000);
        if language != Language::Declaration && (1024..=60 * 1024).contains(&text.len()) && !minified {
            files.push((path, language, text));
        }
        if files.len() == options.files {
            break;
        }
    }
    files
}

fn walk(folder: &Path, paths: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        if path.is_dir() && !matches!(name.as_str(), "node_modules" | ".git" | ".next" | "dist" | "build") {
            walk(&path, paths);
        } else if Language::from_path(&name).is_script() {
            paths.push(path);
        }
    }
}

fn cuts(text: &str, count: usize) -> Vec<usize> {
    (1..=count)
        .map(|step| {
            let mut at = text.len() * step / (count + 1);
            while !text.is_char_boundary(at) {
                at += 1;
            }
            at
        })
        .collect()
}

/// A damaged text, and what stands where in the sound one.
struct Damaged {
    text: String,
    /// Sound text up to here.
    before: usize,
    /// Sound text from here on, `shift` bytes further on in the sound text.
    after: usize,
    shift: isize,
}

fn damage(text: &str, cut: usize, mode: &str) -> Damaged {
    let boundary = |mut at: usize| {
        at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at += 1;
        }
        at
    };
    match mode {
        "middle" => {
            let end = boundary(cut + 120);
            let text = format!("{}{}", &text[..cut], &text[end..]);
            Damaged { text, before: cut, after: cut, shift: (end - cut).cast_signed() }
        }
        "stray" => {
            let token =
                ["}", ")", "<div>", "{", "(", "foo bar baz", "`", "const a =", "import {", "]", "</b>", "'"][cut % 12];
            let text = format!("{} {token} {}", &text[..cut], &text[cut..]);
            let length = token.len() + 2;
            Damaged { text, before: cut, after: cut + length, shift: -length.cast_signed() }
        }
        _ => Damaged { text: text[..cut].to_owned(), before: cut, after: usize::MAX, shift: 0 },
    }
}

type Node = (&'static str, TextRange, String);

/// Names, calls and elements with their places.
fn nodes(parsed: &Parsed) -> HashSet<Node> {
    #[derive(Default)]
    struct Collect(HashSet<Node>);
    impl Visit for Collect {
        fn visit_ident(&mut self, node: &Ident) {
            self.0.insert(("name", range_of(node), node.sym.to_string()));
        }
        fn visit_call_expr(&mut self, node: &CallExpr) {
            self.0.insert(("call", range_of(node), String::new()));
            node.visit_children_with(self);
        }
        fn visit_jsx_opening_element(&mut self, node: &JSXOpeningElement) {
            self.0.insert(("element", range_of(node), String::new()));
            node.visit_children_with(self);
        }
    }
    let mut collect = Collect::default();
    parsed.units.iter().for_each(|unit| unit.module.visit_with(&mut collect));
    collect.0
}

/// The nodes of the sound text that the damage did not touch, at their places in the damaged text.
fn expected<'a>(damage: &'a Damaged, sound: &'a HashSet<Node>) -> impl Iterator<Item = Node> + 'a {
    sound.iter().filter_map(|(kind, range, name)| {
        if (range.end as usize) < damage.before {
            return Some((*kind, *range, name.clone()));
        }
        let start = (range.start as usize).checked_add_signed(-damage.shift)?;
        if start <= damage.after {
            return None;
        }
        let start = u32::try_from(start).ok()?;
        Some((*kind, TextRange::new(start, start + range.len()), name.clone()))
    })
}

/// Parses one damaged text both ways and gives how many bytes were lost.
fn measure(damage: &Damaged, language: Language, sound: &HashSet<Node>, per_byte: f64, totals: &mut Totals) -> usize {
    let prefix = damage.text.as_str();
    let plain = parse_plain(prefix, language);
    let plain_time = Duration::from_secs_f64(per_byte * prefix.len() as f64);
    let started = Instant::now();
    let parsed = std::panic::catch_unwind(|| parse(prefix, language));
    let time = started.elapsed();
    totals.prefixes += 1;
    totals.bytes += prefix.len() as u64;
    totals.plain += plain_time;
    totals.resilient += time;
    totals.slowest = totals.slowest.max(time.as_secs_f64() / plain_time.as_secs_f64().max(1e-6));
    if plain {
        totals.plain_analysed += prefix.len() as u64;
    }
    let Ok(parsed) = parsed else {
        totals.panics += 1;
        return prefix.len();
    };
    let found = nodes(&parsed);
    for node in expected(damage, sound) {
        totals.nodes += 1;
        totals.nodes_kept += usize::from(found.contains(&node));
    }
    totals.repaired += usize::from(!parsed.is_complete());
    totals.analysed += u64::from(parsed.coverage.analysed_bytes);
    prefix.len() - parsed.coverage.analysed_bytes as usize
}

fn report(files: usize, totals: &Totals) {
    let share = |part: f64, whole: f64| 100.0 * part / whole.max(1.0);
    let (bytes, prefixes) = (totals.bytes as f64, totals.prefixes as f64);
    let (analysed, plain, repaired) = (totals.analysed as f64, totals.plain_analysed as f64, totals.repaired as f64);
    println!("files {files}, texts {}, bytes {}", totals.prefixes, totals.bytes);
    println!("bytes analysed: {:.2} % (one plain parse alone: {:.2} %)", share(analysed, bytes), share(plain, bytes));
    let (nodes, kept) = (totals.nodes as f64, totals.nodes_kept as f64);
    println!("names, calls and elements found again: {:.2} % of {}", share(kept, nodes), totals.nodes);
    println!("texts repaired: {:.1} %", share(repaired, prefixes));
    println!("panics: {}", totals.panics);
    println!(
        "cost against one plain parse of as much sound text: {:.2} times on the whole, {:.1} times at worst",
        totals.resilient.as_secs_f64() / totals.plain.as_secs_f64(),
        totals.slowest
    );
}
