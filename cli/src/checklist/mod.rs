//! `seaworthy checklist`: the ten launch items and the review calendar.

mod record;
mod table;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use seaworthy_core::checklist::{Automation, Checklist, Date, Input, checklist};
use seaworthy_core::report::{
    ChecklistReport, NoteKind, checklist_html, checklist_json, checklist_markdown, encode_path,
};
use seaworthy_workspace::{OpenOptions, Scan, Workspace, absolute, today};

use crate::Failure;
use crate::args::{ChecklistArguments, ChecklistFormat};
use crate::check::scan_of;
use crate::output::{deliver, deliver_exactly};
use crate::text::Paths;

pub(crate) use record::{attest, review};

/// Prints the checklist. The exit code is 1 only where `--strict` asks for it and something is left to do.
pub(crate) fn run(arguments: &ChecklistArguments) -> Result<u8, Failure> {
    if !arguments.path.is_dir() {
        let words = if arguments.path.exists() { "is no folder" } else { "is not there" };
        return Err(format!("{} {words}; a checklist is of a folder", arguments.path.display()));
    }
    let options = OpenOptions { config: arguments.config.clone(), include_tests: false };
    let (workspace, scan) = scan_of(&arguments.path, options)?;
    let list = judge(&scan, arguments.on.unwrap_or_else(today));
    let made = write(arguments, &workspace, &scan, &list)?;
    match (&arguments.output, arguments.format) {
        (file, ChecklistFormat::Text) => deliver(&made, file.as_deref())?,
        (Some(file), _) => deliver(&made, Some(file))?,
        (None, _) => deliver_exactly(&made)?,
    }
    Ok(u8::from(arguments.strict && !list.is_settled()))
}

/// The checklist of a folder (absolute, in the project) as Markdown, of today, with paths from the project's root.
pub(crate) fn as_markdown(folder: &Path, workspace: &Workspace, scan: &Scan) -> String {
    let list = judge(scan, today());
    let project = name(folder, workspace, scan);
    let link = |_: &str, _: u32| -> Option<String> { None };
    checklist_markdown(&ChecklistReport {
        version: env!("CARGO_PKG_VERSION"),
        project: &project,
        prefix: "",
        checklist: &list,
        texts: scan,
        link: &link,
    })
}

fn judge(scan: &Scan, today: Date) -> Checklist {
    let notes = scan.notes();
    let is_unread = |kind| matches!(kind, NoteKind::Unread | NoteKind::Partial);
    let unread: BTreeSet<&str> =
        notes.iter().filter(|note| is_unread(note.kind)).map(|note| note.path.as_str()).collect();
    checklist(&Input {
        project: &scan.project,
        judged: &scan.judged,
        automation: &Automation::of(&scan.project),
        unread: unread.len(),
        today,
    })
}

fn write(
    arguments: &ChecklistArguments,
    workspace: &Workspace,
    scan: &Scan,
    list: &Checklist,
) -> Result<String, Failure> {
    let paths = Paths::new(workspace.root());
    let from_page = paths_from_page(workspace.root(), arguments.output.as_deref())?;
    let link = |path: &str, _line: u32| Some(encode_path(&from_page.show(path)));
    let project = name(&arguments.path, workspace, scan);
    let report = ChecklistReport {
        version: env!("CARGO_PKG_VERSION"),
        project: &project,
        prefix: prefix_of(&paths),
        checklist: list,
        texts: scan,
        link: &link,
    };
    Ok(match arguments.format {
        ChecklistFormat::Text => table::table(list, &project, scan, &paths, crate::terminal::width()),
        ChecklistFormat::Json => checklist_json(&report),
        ChecklistFormat::Markdown => checklist_markdown(&report),
        ChecklistFormat::Html => checklist_html(&report),
    })
}

/// What a page puts before paths. One that is made outside of the project names them from the project's root: where it lies
/// on a disk is nobody's business who reads the page.
fn prefix_of(paths: &Paths) -> &str {
    let prefix = paths.prefix();
    if Path::new(prefix).has_root() { "" } else { prefix }
}

/// Paths as they lead from the folder a page is written to.
fn paths_from_page(root: &Path, output: Option<&Path>) -> Result<Paths, Failure> {
    let folder = output.and_then(Path::parent).filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let folder = absolute(folder).map_err(|error| format!("cannot write to {}: {error}", folder.display()))?;
    Ok(Paths::leading_from(&folder, root))
}

/// The name the folder's manifest gives it, else that of the folder.
fn name(path: &Path, workspace: &Workspace, scan: &Scan) -> String {
    let full = absolute(path).unwrap_or_else(|_| workspace.root().to_owned());
    let below = seaworthy_workspace::relative(workspace.root(), &full).filter(|below| !below.is_empty());
    let manifest = below.map_or("package.json".to_owned(), |below| format!("{below}/package.json"));
    let named = scan.project.file(&manifest).and_then(|file| file.manifest.as_ref()?.name.clone());
    let folder = || full.file_name().map(|name| name.to_string_lossy().into_owned());
    named.map(|name| name.to_string()).or_else(folder).unwrap_or_else(|| "this project".to_owned())
}

/// The folder a person means, which must be there.
fn folder(path: &Path) -> Result<PathBuf, Failure> {
    absolute(path).map_err(|error| format!("{}: {error}", path.display()))
}
