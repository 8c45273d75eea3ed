//! A whole project read, indexed and judged.
//!
//! Reading and judging run on all threads; what they give is put in order of path before anyone sees it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use rayon::prelude::*;
use seaworthy_core::report::{FileNote, NoteKind, Texts};
use seaworthy_core::syntax::{Problem, ProblemKind};
use seaworthy_core::{Change, FileFacts, Finding, Judgement, Project};

use crate::classify::{Skipped, skip_by_text};
use crate::contain::contained;
use crate::kinds::is_read;
use crate::read::{ReadError, TextFile, Unreadable, read_file};
use crate::tracked::Tracked;
use crate::workspace::{Targets, Workspace};

/// What is under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Reading and parsing.
    Reading,
    /// Judging.
    Judging,
}

/// Someone who wants to know how far a scan is. Called from many threads.
pub trait Progress: Sync {
    /// One more file of `total` is done.
    fn step(&self, stage: Stage, total: usize);
}

impl Progress for () {
    fn step(&self, _stage: Stage, _total: usize) {}
}

/// What is to be judged. The whole project is read in any case, since a verdict needs its surroundings.
#[derive(Clone, Debug, Default)]
pub struct ScanRequest {
    /// Files and folders (absolute, in the project); none means everything.
    pub targets: Vec<PathBuf>,
    /// Texts that stand for the files at project-relative paths, whatever is on disk. Where they are given, they alone are
    /// judged.
    pub overlays: Option<BTreeMap<String, String>>,
}

/// A project read, indexed and judged.
#[derive(Clone, Debug, Default)]
pub struct Scan {
    /// The index.
    pub project: Project,
    /// The texts findings point into, by path.
    pub texts: BTreeMap<String, TextFile>,
    /// What judging gave, for every file that was to be judged.
    pub judged: BTreeMap<String, Judgement>,
    /// Files that were left out, and why.
    pub skipped: Vec<Skipped>,
    /// Files that could not be read, and why.
    pub unread: Vec<Unreadable>,
    /// Files a person named that are of no kind Seaworthy reads.
    pub foreign: Vec<String>,
    /// Remarks about files that were judged outside the project's index.
    pub remarks: Vec<FileNote>,
    /// The environment files git tracked when the scan began.
    pub tracked: Tracked,
}

impl Texts for Scan {
    fn text(&self, path: &str) -> Option<&str> {
        self.texts.get(path).map(|file| file.text.as_str())
    }
}

impl Scan {
    /// Every finding, in order of path and place.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.judged.values().flat_map(|judgement| &judgement.findings)
    }

    /// How many findings ignore comments silenced.
    pub fn suppressed(&self) -> usize {
        self.judged.values().map(|judgement| judgement.suppressed).sum()
    }

    /// Remarks about files: not read, read in part, useless ignore comments. Of files that were to be judged only.
    pub fn notes(&self) -> Vec<FileNote> {
        let unread = self.unread.iter().map(|entry| FileNote {
            path: entry.path.clone(),
            range: None,
            kind: NoteKind::Unread,
            message: entry.reason.to_string(),
        });
        let mut notes: Vec<FileNote> = unread.chain(self.remarks.iter().cloned()).collect();
        for (path, judgement) in &self.judged {
            notes.extend(self.project.file(path).and_then(|facts| problem_note(path, &facts.problems)));
            notes.extend(judgement.notices.iter().map(|notice| FileNote {
                path: path.clone(),
                range: Some(notice.range),
                kind: NoteKind::Notice,
                message: notice.message.clone(),
            }));
        }
        notes
    }

    /// Judges the files that were to be judged once more, after the project changed.
    pub(crate) fn judge(&mut self, workspace: &Workspace, paths: &BTreeSet<String>, progress: &dyn Progress) {
        let project = &self.project;
        let judge = |path: &String| {
            progress.step(Stage::Judging, paths.len());
            contained(path, || project.judge(path)).map(|judgement| (path.clone(), judgement))
        };
        let results: Vec<_> = workspace.pool().install(|| paths.par_iter().map(judge).collect());
        self.judged.clear();
        for result in results {
            match result {
                Ok((path, mut judgement)) => {
                    for finding in &mut judgement.findings {
                        finding.fixes.retain(|fix| workspace.can_make(fix, &self.project));
                    }
                    self.judged.insert(path, judgement);
                }
                Err(failed) => self.unread.push(failed),
            }
        }
    }

    /// Lets go of texts nothing points into: a large project would otherwise be kept in memory whole.
    fn keep_mentioned(&mut self) {
        let mut mentioned = BTreeSet::new();
        for finding in self.judged.values().flat_map(|judgement| &judgement.findings) {
            mentioned.insert(finding.path.as_str());
            mentioned.extend(finding.related.iter().map(|related| related.path.as_str()));
            mentioned.extend(finding.fixes.iter().flat_map(|fix| &fix.edits).map(|edit| edit.path.as_str()));
        }
        let project = &self.project;
        let judged = &self.judged;
        self.texts.retain(|path, _| {
            let noted = judged.get(path).is_some_and(|judgement| !judgement.notices.is_empty())
                || project.file(path).is_some_and(|facts| !facts.problems.is_empty());
            noted || mentioned.contains(path.as_str())
        });
    }
}

/// One note for all of a file's problems: a half-written file would otherwise drown the findings.
pub(crate) fn problem_note(path: &str, problems: &[Problem]) -> Option<FileNote> {
    let first = problems.first()?;
    let (kind, message) = match first.kind {
        ProblemKind::Syntax if problems.len() == 1 => {
            (NoteKind::Partial, format!("a part could not be parsed ({}); the rest was checked", first.message))
        }
        ProblemKind::Syntax => {
            let count = problems.len();
            (
                NoteKind::Partial,
                format!("{count} parts could not be parsed (first: {}); the rest was checked", first.message),
            )
        }
        _ => (NoteKind::Unread, first.message.clone()),
    };
    Some(FileNote { path: path.to_owned(), range: Some(first.range), kind, message })
}

enum Outcome {
    Facts(Box<FileFacts>, TextFile),
    Skipped(Skipped),
    Unread(Unreadable),
}

struct Job {
    path: String,
    on_disk: PathBuf,
    is_named: bool,
}

impl Workspace {
    /// Reads the whole project and judges what the request asks for.
    pub fn scan(&self, request: &ScanRequest, progress: &dyn Progress) -> Scan {
        let targets = Targets::new(self, &request.targets);
        let tracked = Tracked::ask(self.root());
        let mut scan = Scan { project: self.empty_project(), tracked, ..Scan::default() };
        let jobs = self.jobs(&targets, request, &mut scan);
        let run = |job: &Job| {
            progress.step(Stage::Reading, jobs.len());
            self.run(job)
        };
        let outcomes: Vec<Outcome> = self.pool().install(|| jobs.par_iter().map(run).collect());

        let mut judged: BTreeSet<String> = BTreeSet::new();
        let mut changes = Vec::new();
        for (job, outcome) in jobs.iter().zip(outcomes) {
            let is_target =
                request.overlays.is_none() && (request.targets.is_empty() || targets.contain(&job.path, &job.on_disk));
            match outcome {
                Outcome::Facts(mut facts, file) => {
                    facts.is_tracked = scan.tracked.of(&job.path);
                    changes.push(Change::Set(facts));
                    scan.texts.insert(job.path.clone(), file);
                    if is_target {
                        judged.insert(job.path.clone());
                    }
                }
                Outcome::Skipped(skipped) if is_target => scan.skipped.push(skipped),
                Outcome::Unread(unread) if is_target => scan.unread.push(unread),
                Outcome::Skipped(_) | Outcome::Unread(_) => {}
            }
        }
        if let Some(overlays) = &request.overlays {
            self.overlay(overlays, &mut scan, &mut changes, &mut judged);
        }
        scan.project.apply(changes);
        scan.judge(self, &judged, progress);
        scan.keep_mentioned();
        scan.skipped.sort();
        scan.unread.sort_by(|one, other| one.path.cmp(&other.path));
        scan
    }

    /// Every file to read: the project's, and those named although the walk leaves them out.
    fn jobs(&self, targets: &Targets, request: &ScanRequest, scan: &mut Scan) -> Vec<Job> {
        // The walk of the root finds what lies below it; a second walk of the root itself would find nothing else.
        let folders = targets.folders.iter().map(PathBuf::as_path).filter(|folder| *folder != self.root());
        let folders = std::iter::once(self.root()).chain(folders);
        let mut listing = self.files_below(folders, &scan.tracked);
        for (path, on_disk) in &targets.named {
            if is_read(path) {
                listing.files.insert(path.clone(), on_disk.clone());
            } else {
                scan.foreign.push(path.clone());
            }
        }
        for path in request.overlays.iter().flat_map(BTreeMap::keys) {
            listing.files.remove(path);
        }
        let is_asked = |path: &str| {
            request.overlays.is_none() && (request.targets.is_empty() || targets.contain(path, &self.on_disk(path)))
        };
        // A file may be left out by the walk of the root and found by the walk of a folder that was named.
        let files = &listing.files;
        scan.skipped.extend(
            listing.skipped.into_iter().filter(|entry| is_asked(&entry.path) && !files.contains_key(&entry.path)),
        );
        scan.unread.extend(listing.unread.into_iter().filter(|entry| is_asked(&entry.path) || entry.path == "."));
        let job = |(path, on_disk): (String, PathBuf)| {
            let is_named = targets.named.contains_key(&path);
            Job { path, on_disk, is_named }
        };
        listing.files.into_iter().map(job).collect()
    }

    fn run(&self, job: &Job) -> Outcome {
        let file = match read_file(&job.path, &job.on_disk, job.is_named) {
            Ok(file) => file,
            Err(unread) => return Outcome::Unread(unread),
        };
        if !job.is_named
            && let Some(reason) = skip_by_text(&job.path, &file.text)
        {
            return Outcome::Skipped(Skipped { path: job.path.clone(), reason });
        }
        match self.analyse(&job.path, &file.text) {
            Ok(facts) => Outcome::Facts(Box::new(facts), file),
            Err(unread) => Outcome::Unread(unread),
        }
    }

    fn overlay(
        &self,
        overlays: &BTreeMap<String, String>,
        scan: &mut Scan,
        changes: &mut Vec<Change>,
        judged: &mut BTreeSet<String>,
    ) {
        let read = |(path, text): (&String, &String)| (path.clone(), text.clone(), self.analyse(path, text));
        let outcomes: Vec<_> = self.pool().install(|| overlays.par_iter().map(read).collect());
        for (path, text, outcome) in outcomes {
            match outcome {
                Ok(mut facts) => {
                    facts.is_tracked = scan.tracked.of(&path);
                    changes.push(Change::Set(Box::new(facts)));
                    scan.texts.insert(path.clone(), TextFile { text, ..TextFile::default() });
                    judged.insert(path);
                }
                Err(unread) => scan.unread.push(unread),
            }
        }
    }
}

impl Unreadable {
    /// Whether the system, rather than the file's content, is the reason.
    pub fn is_io(&self) -> bool {
        matches!(self.reason, ReadError::Io(..) | ReadError::NotAFile)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::OpenOptions;
    use seaworthy_core::syntax::decode::DecodeError;
    use std::fs;
    use std::path::Path;

    const BAD: &str = "localStorage.setItem('token', x);\n";

    fn project(files: &[(&str, &str)]) -> (tempfile::TempDir, Workspace) {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let workspace = Workspace::open(folder.path(), OpenOptions::default()).unwrap();
        (folder, workspace)
    }

    fn paths(scan: &Scan) -> Vec<&str> {
        scan.findings().map(|finding| finding.path.as_str()).collect()
    }

    fn at(workspace: &Workspace, path: &str) -> PathBuf {
        workspace.root().join(Path::new(path))
    }

    #[test]
    fn everything_is_judged_in_order_of_path() {
        let (_folder, workspace) = project(&[("b.ts", BAD), ("a.ts", BAD), ("c/d.ts", BAD), ("e.ts", "")]);
        let scan = workspace.scan(&ScanRequest::default(), &());
        assert_eq!(paths(&scan), ["a.ts", "b.ts", "c/d.ts"]);
        assert_eq!(scan.judged.len(), 4);
        assert!(!scan.texts.contains_key("e.ts"), "a text nothing points into is let go");
    }

    #[test]
    fn named_files_are_judged_whatever_they_are() {
        let files = [
            ("a.ts", BAD),
            ("a.test.ts", BAD),
            ("gen.ts", &format!("// @generated\n{BAD}")),
            (".gitignore", "a.ts"),
            ("a.md", ""),
        ];
        let (_folder, workspace) = project(&files);
        let scan = workspace.scan(&ScanRequest::default(), &());
        assert!(paths(&scan).is_empty());
        assert_eq!(scan.skipped.len(), 2);
        let targets = ["a.ts", "a.test.ts", "gen.ts", "a.md"].map(|path| at(&workspace, path)).to_vec();
        let scan = workspace.scan(&ScanRequest { targets, overlays: None }, &());
        assert_eq!(paths(&scan), ["a.test.ts", "a.ts", "gen.ts"]);
        assert_eq!(scan.foreign, ["a.md"]);
    }

    #[test]
    fn a_folder_is_judged_within_the_project() {
        let (_folder, workspace) = project(&[("a.ts", BAD), ("b/c.ts", BAD), ("dist/d.ts", BAD), ("e2e/f.ts", BAD)]);
        for (target, expected) in [("b", "b/c.ts"), ("dist", "dist/d.ts"), ("e2e", "e2e/f.ts")] {
            let scan = workspace.scan(&ScanRequest { targets: vec![at(&workspace, target)], overlays: None }, &());
            assert_eq!(paths(&scan), [expected]);
            assert!(scan.project.file("a.ts").is_some(), "the rest is indexed");
            assert!(scan.skipped.is_empty(), "{:?}", scan.skipped);
        }
    }

    #[test]
    fn an_overlay_stands_for_the_file() {
        let (_folder, workspace) = project(&[("a.ts", ""), ("b.ts", BAD), ("d.ts", BAD)]);
        let overlays = ["a.ts", "c.ts"].map(|path| (path.to_owned(), BAD.to_owned()));
        let overlays = Some([("d.ts".to_owned(), String::new())].into_iter().chain(overlays).collect());
        let scan = workspace.scan(&ScanRequest { targets: Vec::new(), overlays }, &());
        assert_eq!(paths(&scan), ["a.ts", "c.ts"]);
        assert_eq!(scan.text("a.ts"), Some(BAD));
        assert!(scan.project.file("b.ts").is_some(), "the rest is indexed");
        let none = workspace.scan(&ScanRequest { targets: Vec::new(), overlays: Some(BTreeMap::new()) }, &());
        assert_eq!((none.judged.len(), none.project.files().count()), (0, 3));
    }

    #[test]
    fn what_is_no_text_is_named() {
        let (folder, workspace) = project(&[("a.ts", BAD)]);
        fs::write(folder.path().join("bin.ts"), b"a\0b").unwrap();
        let scan = workspace.scan(&ScanRequest::default(), &());
        assert_eq!(
            scan.unread,
            [Unreadable { path: "bin.ts".into(), reason: ReadError::NotText(DecodeError::Binary { at: 1 }) }]
        );
        assert_eq!(scan.notes().len(), 1);
    }

    #[test]
    fn changed_files_are_told_by_path() {
        let (_folder, workspace) = project(&[("seaworthy.toml", "ignore = ['legacy/**']")]);
        for (path, expected) in [
            ("src/a.ts", true),
            (".env", true),
            (".gitignore", true),
            ("a.png", false),
            ("node_modules/a/b.js", false),
            ("legacy/a.ts", false),
            ("a.test.ts", false),
            (".git/config.json", false),
        ] {
            assert_eq!(workspace.wants(path), expected, "{path}");
        }
    }
}
