//! Built output as a browser gets it: scripts, pages and data that a walk leaves out, each judged alone as code that is
//! delivered.
//!
//! Invariant: nothing below a named folder is dropped silently. A file is judged, named with a reason, or of a kind that
//! holds no code (pictures, fonts, styles); a source map is counted but not read.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs::DirEntry;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use seaworthy_core::report::{FileNote, NoteKind};
use seaworthy_core::site::LARGEST_SCRIPT;
use seaworthy_core::syntax::Problem;
use seaworthy_core::{Change, Config, Judgement, Project, analyse};

use crate::contain::contained;
use crate::paths::relative;
use crate::read::{TextFile, Unreadable, read_up_to};
use crate::scan::{Progress, Scan, Stage, problem_note};
use crate::workspace::Workspace;

/// Endings of what is read.
const ENDINGS: [&str; 6] = [".js", ".mjs", ".cjs", ".html", ".htm", ".json"];
const SOURCE_MAP: &str = ".map";

/// Next.js: what the browser gets lies in `static`, all else stays on the server.
const NEXT: &str = ".next";
const NEXT_STATIC: &str = "static";
/// Build output that has one of these beside a folder for browsers is an application with a server (Astro, Nuxt, Remix,
/// React Router, SvelteKit: `client` and `server`, `public` and `server`; Vercel: `static` and `functions`).
const FOR_SERVERS: [&str; 2] = ["server", "functions"];
const FOR_BROWSERS: [&str; 3] = ["client", "public", "static"];
/// Never delivered.
const NEVER: [&str; 2] = ["node_modules", ".git"];

/// Why built output cannot be checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BundlesError {
    /// It lies outside the project.
    Outside(PathBuf),
    /// A `.next` folder that was not built.
    NotBuilt(PathBuf),
    /// A part of `.next` that stays on the server.
    OnServer(PathBuf),
}

impl fmt::Display for BundlesError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Outside(path) => write!(formatter, "{} lies outside the project", path.display()),
            Self::NotBuilt(path) => {
                write!(formatter, "{} holds no static/ folder; build the app first", path.display())
            }
            Self::OnServer(path) => write!(
                formatter,
                "{} stays on the server; what browsers get is in {NEXT}/{NEXT_STATIC}",
                path.display()
            ),
        }
    }
}

impl std::error::Error for BundlesError {}

/// What lies in folders of built output.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bundles {
    files: BTreeMap<String, PathBuf>,
    unread: Vec<Unreadable>,
    /// Project-relative paths of source maps, and their size in bytes.
    pub source_maps: BTreeMap<String, u64>,
    /// Project-relative paths of folders that were left out since they stay on the server.
    pub on_server: BTreeSet<String>,
    /// Project-relative paths of `.next` folders, of which only `static` is read.
    pub next: BTreeSet<String>,
}

impl Bundles {
    /// How many files there are to judge.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there is nothing to judge.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    fn folder(&mut self, root: &Path, start: &Path) {
        let mut open = vec![start.to_owned()];
        while let Some(folder) = open.pop() {
            match entries(&folder) {
                Ok(entries) => open.extend(self.entries(root, &folder, &entries)),
                Err(error) => {
                    let path = relative(root, &folder).unwrap_or_default();
                    self.unread.push(Unreadable { path, reason: error.into() });
                }
            }
        }
    }

    /// Takes the files of a folder; gives the folders in it that are to be looked at.
    fn entries(&mut self, root: &Path, folder: &Path, entries: &[DirEntry]) -> Vec<PathBuf> {
        let is_next = folder.file_name().is_some_and(|name| name == NEXT);
        if is_next {
            self.next.extend(relative(root, folder));
        }
        // What a link leads to is read where it is.
        let kinds = entries.iter().filter_map(|entry| Some((entry, entry.file_type().ok()?)));
        let (folders, files): (Vec<_>, Vec<_>) = kinds.partition(|(_, kind)| kind.is_dir());
        let names: Vec<String> =
            folders.iter().map(|(entry, _)| entry.file_name().to_string_lossy().into_owned()).collect();
        let has_browser_folder = names.iter().any(|name| FOR_BROWSERS.contains(&name.as_str()));
        for (entry, _) in files.iter().filter(|(_, kind)| kind.is_file() && !is_next) {
            self.file(root, &entry.path());
        }
        let mut open = Vec::new();
        for ((entry, _), name) in folders.iter().zip(&names) {
            if NEVER.contains(&name.as_str()) || is_next && name != NEXT_STATIC {
                continue;
            }
            if has_browser_folder && FOR_SERVERS.contains(&name.as_str()) {
                self.on_server.extend(relative(root, &entry.path()));
            } else {
                open.push(entry.path());
            }
        }
        open
    }

    fn file(&mut self, root: &Path, on_disk: &Path) {
        let Some(path) = relative(root, on_disk) else { return };
        let name = path.to_ascii_lowercase();
        if ENDINGS.iter().any(|end| name.ends_with(end)) {
            self.files.insert(path, on_disk.to_owned());
        } else if name.ends_with(SOURCE_MAP) {
            self.source_maps.insert(path, on_disk.metadata().map_or(0, |metadata| metadata.len()));
        }
    }
}

fn entries(folder: &Path) -> std::io::Result<Vec<DirEntry>> {
    std::fs::read_dir(folder)?.collect()
}

/// What reading and judging one file gave.
struct Judged {
    text: TextFile,
    judgement: Judgement,
    problems: Vec<Problem>,
}

impl Workspace {
    /// Looks for what browsers get in folders (or files) of built output, absolute paths that are there.
    ///
    /// # Errors
    /// One of them lies outside the project, or is or holds only what stays on the server.
    pub fn bundles(&self, places: &[PathBuf]) -> Result<Bundles, BundlesError> {
        let mut bundles = Bundles::default();
        for place in places {
            let path = relative(self.root(), place).ok_or_else(|| BundlesError::Outside(place.clone()))?;
            if format!("/{path}/").contains("/.next/server/") {
                return Err(BundlesError::OnServer(place.clone()));
            }
            if place.file_name().is_some_and(|name| name == NEXT) && !place.join(NEXT_STATIC).is_dir() {
                return Err(BundlesError::NotBuilt(place.clone()));
            }
            if place.is_dir() {
                bundles.folder(self.root(), place);
            } else {
                bundles.files.insert(path, place.clone());
            }
        }
        Ok(bundles)
    }

    /// A scan of nothing, for what is judged outside the project's index.
    pub fn empty_scan(&self) -> Scan {
        Scan { project: self.empty_project(), ..Scan::default() }
    }

    /// Judges built output and puts what is found into a scan.
    pub fn judge_bundles(&self, bundles: &Bundles, scan: &mut Scan, progress: &dyn Progress) {
        let judge = |(path, on_disk): (&String, &PathBuf)| {
            progress.step(Stage::Reading, bundles.len());
            let text = read_up_to(path, on_disk, LARGEST_SCRIPT as u64)?;
            let (judgement, problems) = contained(path, || judge_deployed(self.config(), path, &text.text))?;
            Ok((path.clone(), Judged { text, judgement, problems }))
        };
        let outcomes: Vec<Result<_, Unreadable>> =
            self.pool().install(|| bundles.files.par_iter().map(judge).collect());
        scan.skipped.retain(|skipped| !bundles.files.contains_key(&skipped.path));
        for outcome in outcomes {
            match outcome {
                Ok((path, judged)) => take(scan, path, judged),
                Err(unread) => scan.unread.push(unread),
            }
        }
        scan.unread.extend(bundles.unread.iter().cloned());
        scan.unread.sort_by(|one, other| one.path.cmp(&other.path));
        scan.unread.dedup();
        scan.remarks.extend(bundles.source_maps.iter().map(|(path, size)| FileNote {
            path: path.clone(),
            range: None,
            kind: NoteKind::SourceMap,
            message: format!("a source map of {}; its content was not read", size_in_words(*size)),
        }));
    }
}

/// Judges one file alone, as code that is in the browser.
fn judge_deployed(config: &Config, path: &str, text: &str) -> (Judgement, Vec<Problem>) {
    let facts = analyse(path, text);
    let problems = facts.problems.clone();
    let mut project = Project::new(config.clone());
    project.apply([Change::Set(Box::new(facts))]);
    (project.judge(path), problems)
}

/// Puts a judged file into the scan. Where the walk read it too, what both say is said once.
fn take(scan: &mut Scan, path: String, judged: Judged) {
    let Judged { text, judgement, problems } = judged;
    if !scan.judged.contains_key(&path) {
        scan.remarks.extend(problem_note(&path, &problems));
    }
    let known = scan.judged.entry(path.clone()).or_default();
    known.suppressed = known.suppressed.max(judgement.suppressed);
    for mut finding in judgement.findings {
        let is_known = |other: &seaworthy_core::Finding| other.rule == finding.rule && other.range == finding.range;
        if !known.findings.iter().any(is_known) {
            // The next build would undo it: what is to be mended is the source.
            finding.fixes.clear();
            known.findings.push(finding);
        }
    }
    known.findings.sort_by_key(|finding| finding.range);
    if !known.findings.is_empty() || !problems.is_empty() {
        scan.texts.insert(path, text);
    }
}

/// A size for people: `340 KiB`, `1.2 MiB`.
pub fn size_in_words(bytes: u64) -> String {
    let (kib, mib) = (1024, 1024 * 1024);
    match bytes {
        0..1024 => format!("{bytes} bytes"),
        _ if bytes < mib => format!("{} KiB", bytes.div_ceil(kib)),
        _ => format!("{}.{} MiB", bytes / mib, bytes % mib * 10 / mib),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::OpenOptions;
    use std::fs;

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

    fn found(workspace: &Workspace, folders: &[&str]) -> Result<Bundles, BundlesError> {
        workspace.bundles(&folders.iter().map(|folder| workspace.on_disk(folder)).collect::<Vec<_>>())
    }

    /// The folder named, the files that are there, those found, the folders left out.
    type Case<'a> = (&'a str, &'a [&'a str], &'a [&'a str], &'a [&'a str]);

    #[test]
    fn what_browsers_get_is_found() {
        let table: [Case<'_>; 7] = [
            (
                "dist",
                &["dist/index.html", "dist/a.JS", "dist/a.js.map", "dist/a.css", "dist/data/x.json", "dist/logo.png"],
                &["dist/a.JS", "dist/data/x.json", "dist/index.html"],
                &[],
            ),
            (
                ".next",
                &[".next/static/chunks/a.js", ".next/server/app/b.js", ".next/build-manifest.json", ".next/cache/c.js"],
                &[".next/static/chunks/a.js"],
                &[],
            ),
            ("build", &["build/client/a.js", "build/server/b.js"], &["build/client/a.js"], &["build/server"]),
            (
                ".output",
                &[".output/public/a.js", ".output/server/b.mjs"],
                &[".output/public/a.js"],
                &[".output/server"],
            ),
            ("dist", &["dist/server/a.js"], &["dist/server/a.js"], &[]),
            (
                "web",
                &["web/.next/static/a.js", "web/.next/server/b.js", "web/node_modules/c.js"],
                &["web/.next/static/a.js"],
                &[],
            ),
            ("dist/a.js", &["dist/a.js", "dist/b.js"], &["dist/a.js"], &[]),
        ];
        for (place, files, expected, on_server) in table {
            let (_folder, workspace) = project(&files.iter().map(|path| (*path, "x")).collect::<Vec<_>>());
            let bundles = found(&workspace, &[place]).unwrap();
            assert_eq!(bundles.files.keys().collect::<Vec<_>>(), expected, "{files:?}");
            assert_eq!(bundles.on_server.iter().collect::<Vec<_>>(), on_server, "{files:?}");
            let maps = files.iter().filter(|path| path.contains(".map")).count();
            assert_eq!(bundles.source_maps.len(), maps, "{files:?}");
        }
    }

    #[test]
    fn what_stays_on_the_server_is_refused() {
        let (folder, workspace) = project(&[(".next/server/a.js", "x"), ("a.ts", "")]);
        assert!(matches!(found(&workspace, &[".next"]), Err(BundlesError::NotBuilt(_))));
        assert!(matches!(found(&workspace, &[".next/server"]), Err(BundlesError::OnServer(_))));
        let outside = crate::paths::absolute(folder.path()).unwrap().parent().unwrap().to_owned();
        assert_eq!(workspace.bundles(std::slice::from_ref(&outside)), Err(BundlesError::Outside(outside)));
    }

    #[test]
    fn each_file_is_judged_alone_and_none_is_mended() {
        let minified = format!("{}{BAD}", "x;".repeat(20_000));
        let files = [("dist/a.js", minified.as_str()), ("dist/ok.js", "x"), ("public/b.js", BAD), ("src/c.ts", BAD)];
        let (_folder, workspace) = project(&files);
        let bundles = found(&workspace, &["dist", "public"]).unwrap();
        for (mut scan, expected) in [
            (workspace.empty_scan(), &["dist/a.js", "public/b.js"][..]),
            (workspace.scan(&crate::ScanRequest::default(), &()), &["dist/a.js", "public/b.js", "src/c.ts"]),
        ] {
            workspace.judge_bundles(&bundles, &mut scan, &());
            assert_eq!(scan.findings().map(|finding| finding.path.as_str()).collect::<Vec<_>>(), expected);
            let fixes = |path: &str| scan.judged[path].findings[0].fixes.len();
            assert_eq!(fixes("dist/a.js"), 0);
            assert!(scan.texts.contains_key("dist/a.js") && !scan.texts.contains_key("dist/ok.js"));
        }
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        let (folder, workspace) = project(&[("dist/a.js.map", "{}"), ("dist/ok.js", "x")]);
        fs::write(folder.path().join("dist/bin.js"), b"a\0b").unwrap();
        fs::write(folder.path().join("dist/large.js"), vec![b' '; LARGEST_SCRIPT + 1]).unwrap();
        let mut scan = workspace.empty_scan();
        workspace.judge_bundles(&found(&workspace, &["dist"]).unwrap(), &mut scan, &());
        let notes: Vec<_> = scan.notes().into_iter().map(|note| format!("{}: {}", note.path, note.message)).collect();
        assert_eq!(
            notes,
            [
                "dist/bin.js: it is not text",
                "dist/large.js: larger than 8 MiB",
                "dist/a.js.map: a source map of 2 bytes; its content was not read"
            ]
        );
    }

    #[test]
    fn sizes_are_for_people() {
        for (bytes, words) in [(0, "0 bytes"), (1025, "2 KiB"), (1024 * 1024, "1.0 MiB"), (5_500_000, "5.2 MiB")] {
            assert_eq!(size_in_words(bytes), words);
        }
    }
}
