//! Applies fixes: in memory first, pass after pass until nothing is left to mend, then to disk.
//!
//! Invariants: a fix is applied whole or not at all; two fixes never touch the same bytes in one pass; a fix that leaves
//! a file worse to parse than before is taken back; a file that a fix makes takes no other's place.

use std::collections::{BTreeMap, BTreeSet};

use seaworthy_core::{Change, Edit, Finding, Fix, Project, TextRange};

use crate::read::{Form, TextFile};
use crate::scan::Scan;
use crate::workspace::Workspace;
use crate::write::{WriteError, can_make, write_new, write_text};

/// Passes after which fixes that undo each other are given up.
const MOST_PASSES: usize = 10;

/// A file that fixes changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedFile {
    /// Project-relative path with forward slashes.
    pub path: String,
    /// The text that was read; none of a file that is to be made.
    pub before: Option<String>,
    /// The mended text.
    pub after: String,
    /// The form of both.
    pub form: Form,
}

/// What fixing in memory gave.
#[derive(Debug, Default)]
pub struct Fixed {
    /// The changed files, in order of path.
    pub files: Vec<ChangedFile>,
    /// How many fixes were applied.
    pub applied: usize,
    /// Files whose fixes were taken back since the text would no longer parse.
    pub taken_back: Vec<String>,
}

/// Applies fixes to texts: of overlapping ones the first wins, edits that several fixes share are made once. An edit that is
/// empty at 0 of a path without a text makes that text; several follow each other. Gives the changed texts and the number
/// of fixes applied.
pub fn apply<'a>(
    texts: &BTreeMap<String, String>,
    fixes: impl IntoIterator<Item = &'a Fix>,
) -> (BTreeMap<String, String>, usize) {
    let mut accepted: BTreeMap<&str, Vec<&Edit>> = BTreeMap::new();
    let mut applied = 0;
    for fix in fixes {
        if fix.edits.is_empty() || !fix.edits.iter().all(|edit| fits(texts, edit)) {
            continue;
        }
        let is_taken = |edit: &Edit| {
            texts.contains_key(&edit.path)
                && accepted.get(edit.path.as_str()).is_some_and(|taken| collides(taken, edit))
        };
        if fix.edits.iter().any(is_taken) {
            continue;
        }
        applied += 1;
        for edit in &fix.edits {
            let edits = accepted.entry(&edit.path).or_default();
            if !edits.contains(&edit) {
                edits.push(edit);
            }
        }
    }
    let changed = accepted.into_iter().map(|(path, mut edits)| {
        let Some(mut text) = texts.get(path).cloned() else {
            return (path.to_owned(), edits.iter().map(|edit| edit.text.as_str()).collect());
        };
        edits.sort_by_key(|edit| std::cmp::Reverse((edit.range.start, edit.range.end)));
        for edit in edits {
            text.replace_range(edit.range.start as usize..edit.range.end as usize, &edit.text);
        }
        (path.to_owned(), text)
    });
    (changed.collect(), applied)
}

fn fits(texts: &BTreeMap<String, String>, edit: &Edit) -> bool {
    match texts.get(&edit.path) {
        Some(text) => text.get(edit.range.start as usize..edit.range.end as usize).is_some(),
        None => edit.range == TextRange::empty(0),
    }
}

/// Ranges that only touch are apart, unless one of them is an insertion: its place would then depend on the order.
fn collides(taken: &[&Edit], edit: &Edit) -> bool {
    let apart = |one: &Edit, other: &Edit| {
        let touching_insertion = (one.range.is_empty() || other.range.is_empty()) && one.range.intersects(other.range);
        !touching_insertion && (one.range.end <= other.range.start || other.range.end <= one.range.start)
    };
    taken.iter().any(|other| **other != *edit && !apart(other, edit))
}

/// Mends a scan in memory with the fix that `choose` picks for each finding, re-judging after every pass; `scan` holds the
/// state after the last one.
pub fn fix_scan(workspace: &Workspace, scan: &mut Scan, choose: &dyn Fn(&Finding) -> Option<Fix>) -> Fixed {
    let targets: BTreeSet<String> = scan.judged.keys().cloned().collect();
    let mut originals: BTreeMap<String, Option<TextFile>> = BTreeMap::new();
    let mut fixed = Fixed::default();
    for _ in 0..MOST_PASSES {
        let blocked = fixed.taken_back.clone();
        let is_open = |fix: &Fix| !fix.edits.iter().any(|edit| blocked.contains(&edit.path));
        let can_make = |fix: &Fix| workspace.can_make(fix, &scan.project);
        let wanted: Vec<Fix> = scan.findings().filter_map(choose).filter(is_open).filter(can_make).collect();
        load_texts(workspace, scan, &wanted);
        let texts: BTreeMap<String, String> =
            scan.texts.iter().map(|(path, file)| (path.clone(), file.text.clone())).collect();
        let (changed, applied) = apply(&texts, &wanted);
        let changed: BTreeMap<String, String> =
            changed.into_iter().filter(|(path, text)| texts.get(path) != Some(text)).collect();
        if changed.is_empty() || !take_in(workspace, scan, changed, &mut originals, &mut fixed) {
            if changed_nothing_more(&fixed, &blocked) {
                break;
            }
            continue;
        }
        fixed.applied += applied;
        scan.judge(workspace, &targets, &());
    }
    fixed.files = changed_files(scan, originals);
    fixed
}

/// Whether the last pass took nothing back either, so that another one would do the same.
fn changed_nothing_more(fixed: &Fixed, blocked: &[String]) -> bool {
    fixed.taken_back.len() == blocked.len()
}

/// Takes changed texts into the scan. When one of them parses worse than before, none is taken (a fix may span files) and
/// the culprits are blocked from further passes.
fn take_in(
    workspace: &Workspace,
    scan: &mut Scan,
    changed: BTreeMap<String, String>,
    originals: &mut BTreeMap<String, Option<TextFile>>,
    fixed: &mut Fixed,
) -> bool {
    let mut new_facts = Vec::new();
    let mut broken = Vec::new();
    for (path, text) in &changed {
        let before = scan.project.file(path).map_or(0, |facts| facts.problems.len());
        match workspace.analyse(path, text) {
            Ok(mut facts) if facts.problems.len() <= before => {
                facts.is_tracked = scan.tracked.of(path);
                new_facts.push(Change::Set(Box::new(facts)));
            }
            _ => broken.push(path.clone()),
        }
    }
    if !broken.is_empty() {
        fixed.taken_back.extend(broken);
        return false;
    }
    scan.project.apply(new_facts);
    for (path, text) in changed {
        let file = scan.texts.get(&path);
        originals.entry(path.clone()).or_insert_with(|| file.cloned());
        scan.texts.entry(path).or_default().text = text;
    }
    true
}

/// A later pass may touch a file no finding pointed into before.
fn load_texts(workspace: &Workspace, scan: &mut Scan, fixes: &[Fix]) {
    for edit in fixes.iter().flat_map(|fix| &fix.edits) {
        if !scan.texts.contains_key(&edit.path)
            && scan.project.file(&edit.path).is_some()
            && let Ok(file) = workspace.read(&edit.path)
        {
            scan.texts.insert(edit.path.clone(), file);
        }
    }
}

fn changed_files(scan: &Scan, originals: BTreeMap<String, Option<TextFile>>) -> Vec<ChangedFile> {
    let changed = originals.into_iter().filter_map(|(path, original)| {
        let after = scan.texts.get(&path)?.text.clone();
        let (before, form) = original.map_or((None, None), |file| (Some(file.text), file.form));
        (before.as_ref() != Some(&after)).then_some(ChangedFile { path, before, after, form })
    });
    changed.collect()
}

impl Workspace {
    /// Whether every file that a fix makes can be made. A file the project does not read (it is ignored, or a test) may be
    /// there all the same.
    pub(crate) fn can_make(&self, fix: &Fix, project: &Project) -> bool {
        let mut new = fix.edits.iter().filter(|edit| project.file(&edit.path).is_none());
        new.all(|edit| edit.range == TextRange::empty(0) && can_make(self.root(), &edit.path).is_ok())
    }
}

/// Writes changed files and makes new ones. Gives those that could not be written, with the reason.
pub fn write(workspace: &Workspace, files: &[ChangedFile]) -> Vec<(String, WriteError)> {
    let write_one = |file: &ChangedFile| {
        let written = match &file.before {
            Some(before) => write_text(&workspace.on_disk(&file.path), before, &file.after, file.form),
            None => write_new(workspace.root(), &file.path, &file.after),
        };
        written.err().map(|error| (file.path.clone(), error))
    };
    files.iter().filter_map(write_one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use seaworthy_core::{FixLevel, TextRange};

    fn fix(edits: &[(&str, u32, u32, &str)]) -> Fix {
        let edit = |(path, start, end, text): &(&str, u32, u32, &str)| Edit {
            path: (*path).to_owned(),
            range: TextRange::new(*start, *end),
            text: (*text).to_owned(),
        };
        Fix { title: String::new(), level: FixLevel::Safe, edits: edits.iter().map(edit).collect() }
    }

    fn applied(fixes: &[Fix]) -> (String, String, usize) {
        let texts = BTreeMap::from([("a".to_owned(), "0123456789".to_owned()), ("b".to_owned(), "é".to_owned())]);
        let (mut changed, count) = apply(&texts, fixes);
        (changed.remove("a").unwrap_or_default(), changed.remove("b").unwrap_or_default(), count)
    }

    #[test]
    fn edits_are_made_from_the_end() {
        let fixes = [fix(&[("a", 0, 1, "zero"), ("a", 9, 10, "")]), fix(&[("a", 4, 4, "-"), ("b", 0, 2, "e")])];
        assert_eq!(applied(&fixes), ("zero123-45678".into(), "e".into(), 2));
    }

    #[test]
    fn shared_edits_are_made_once() {
        let fixes =
            [fix(&[("a", 0, 0, "import;"), ("a", 2, 3, "x")]), fix(&[("a", 0, 0, "import;"), ("a", 5, 6, "y")])];
        assert_eq!(applied(&fixes).0, "import;01x34y6789");
    }

    #[test]
    fn of_overlapping_fixes_the_first_wins_whole() {
        for second in [
            fix(&[("a", 3, 6, "!"), ("b", 0, 2, "!")]),
            fix(&[("a", 5, 5, "!"), ("b", 0, 2, "!")]),
            fix(&[("a", 2, 5, "other"), ("b", 0, 2, "!")]),
            fix(&[("a", 8, 99, "!"), ("b", 0, 2, "!")]),
            fix(&[("b", 1, 2, "!")]),
            fix(&[("c", 0, 1, "!"), ("b", 0, 2, "!")]),
            fix(&[("c", 1, 1, "!")]),
        ] {
            assert_eq!(applied(&[fix(&[("a", 2, 5, "x")]), second]), ("01x56789".into(), String::new(), 1));
        }
    }

    #[test]
    fn edits_of_a_path_without_a_text_make_it() {
        let texts = BTreeMap::from([("a".to_owned(), "0".to_owned())]);
        let first = fix(&[("new", 0, 0, "one\n"), ("a", 0, 1, "x"), ("new", 0, 0, "two\n")]);
        let second = fix(&[("new", 0, 0, "three\n"), ("new", 0, 0, "one\n")]);
        let collides = fix(&[("new", 0, 0, "four\n"), ("a", 0, 1, "y")]);
        let (changed, applied) = apply(&texts, [&first, &second, &collides]);
        let expected = [("a", "x"), ("new", "one\ntwo\nthree\n")];
        assert_eq!(changed, expected.map(|(path, text)| (path.to_owned(), text.to_owned())).into());
        assert_eq!(applied, 2);
    }

    /// Removes the finding's bytes and makes a file.
    fn moving(finding: &Finding) -> Fix {
        let mut fix = removal(finding);
        fix.edits.push(Edit { path: "new/b.ts".into(), range: TextRange::empty(0), text: "export {};\n".into() });
        fix
    }

    #[test]
    fn a_fix_can_make_a_file() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.ts"), "localStorage.setItem('token', x)").unwrap();
        let workspace = Workspace::open(folder.path(), crate::OpenOptions::default()).unwrap();
        let mut scan = workspace.scan(&crate::ScanRequest::default(), &());
        let mut late = scan.clone();
        let fixed = fix_scan(&workspace, &mut scan, &|finding| Some(moving(finding)));
        assert_eq!(fixed.files.iter().map(|file| file.before.is_none()).collect::<Vec<_>>(), [false, true]);
        assert!(scan.project.file("new/b.ts").is_some());
        assert!(write(&workspace, &fixed.files).is_empty());
        let made = || std::fs::read_to_string(folder.path().join("new/b.ts")).unwrap();
        assert_eq!(made(), "export {};\n");

        // The file came between judging and mending, or between mending and writing.
        std::fs::write(folder.path().join("new/b.ts"), "mine").unwrap();
        let (path, error) = &write(&workspace, &fixed.files[1..])[0];
        assert_eq!((path.as_str(), error.to_string().as_str()), ("new/b.ts", "it is there already"));
        assert_eq!(fix_scan(&workspace, &mut late, &|finding| Some(moving(finding))).applied, 0);
        assert_eq!(made(), "mine");
    }

    #[test]
    fn a_file_the_project_does_not_read_is_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.ts"), "localStorage.setItem('token', x)").unwrap();
        std::fs::create_dir(folder.path().join("new")).unwrap();
        std::fs::write(folder.path().join("new/b.ts"), "mine").unwrap();
        std::fs::write(folder.path().join(".gitignore"), "new/\n").unwrap();
        let workspace = Workspace::open(folder.path(), crate::OpenOptions::default()).unwrap();
        let mut scan = workspace.scan(&crate::ScanRequest::default(), &());
        let fixed = fix_scan(&workspace, &mut scan, &|finding| Some(moving(finding)));
        assert!(fixed.files.is_empty(), "{fixed:?}");
        let project = &scan.project;
        for (path, possible) in [("new/b.ts", false), ("new/c.ts", true), ("../c.ts", false), (".gitignore", true)] {
            assert_eq!(workspace.can_make(&fix(&[(path, 0, 0, "x")]), project), possible, "{path}");
        }
    }

    #[test]
    fn a_line_is_appended_to_an_ignore_file() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.ts"), "localStorage.setItem('token', x)").unwrap();
        std::fs::write(folder.path().join(".gitignore"), "dist").unwrap();
        let workspace = Workspace::open(folder.path(), crate::OpenOptions::default()).unwrap();
        let mut scan = workspace.scan(&crate::ScanRequest::default(), &());
        let ignore = scan.project.file(".gitignore").unwrap();
        let at = TextRange::empty(ignore.length);
        assert!(!ignore.ends_with_newline);
        let fixed = fix_scan(&workspace, &mut scan, &move |finding| {
            let mut fix = removal(finding);
            fix.edits.push(Edit { path: ".gitignore".into(), range: at, text: "\n.env\n".into() });
            Some(fix)
        });
        assert!(write(&workspace, &fixed.files).is_empty());
        assert_eq!(std::fs::read_to_string(folder.path().join(".gitignore")).unwrap(), "dist\n.env\n");
    }

    /// Removes the finding's bytes, as a rule's own fix would.
    fn removal(finding: &Finding) -> Fix {
        let edit = Edit { path: finding.path.clone(), range: finding.range, text: String::new() };
        Fix { title: String::new(), level: FixLevel::Safe, edits: vec![edit] }
    }

    #[test]
    fn fixing_keeps_the_form_and_ends() {
        let folder = tempfile::tempdir().unwrap();
        let bad = "localStorage.setItem('token', x)";
        let before = format!("\u{feff}a;\r\n{bad};\r\n{bad};\r\n");
        std::fs::write(folder.path().join("a.ts"), &before).unwrap();
        let workspace = Workspace::open(folder.path(), crate::OpenOptions::default()).unwrap();
        let fix = || {
            let mut scan = workspace.scan(&crate::ScanRequest::default(), &());
            let fixed = fix_scan(&workspace, &mut scan, &|finding| Some(removal(finding)));
            assert_eq!(scan.findings().count(), 0);
            assert!(write(&workspace, &fixed.files).is_empty());
            (fixed.applied, std::fs::read_to_string(folder.path().join("a.ts")).unwrap())
        };
        let after = "\u{feff}a;\r\n;\r\n;\r\n".to_owned();
        assert_eq!(fix(), (2, after.clone()));
        assert_eq!(fix(), (0, after));
    }

    #[test]
    fn fixes_that_never_settle_are_given_up() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.ts"), "localStorage.setItem('token', x)").unwrap();
        let workspace = Workspace::open(folder.path(), crate::OpenOptions::default()).unwrap();
        let mut scan = workspace.scan(&crate::ScanRequest::default(), &());
        let grow = |finding: &Finding| {
            let edit = Edit { path: finding.path.clone(), range: TextRange::empty(0), text: ";".to_owned() };
            Some(Fix { title: String::new(), level: FixLevel::Safe, edits: vec![edit] })
        };
        assert_eq!(fix_scan(&workspace, &mut scan, &grow).applied, MOST_PASSES);
    }

    #[test]
    fn ranges_that_touch_are_apart() {
        assert_eq!(applied(&[fix(&[("a", 2, 5, "x")]), fix(&[("a", 5, 7, "y")])]).0, "01xy789");
    }
}
