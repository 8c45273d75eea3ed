//! `cargo run -p seaworthy-core --example reach -- FOLDER [PATH…]`: which files of a folder get to the browser, each with
//! the chain of imports that brings it there. With paths it says it of these alone, and of those that do not get there too.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use seaworthy_core::syntax::Language;
use seaworthy_core::{Change, Config, FileFacts, Project, analyse};

/// Deep code needs room.
const STACK: usize = 64 << 20;
/// Folders that hold no sources.
const SKIPPED: [&str; 6] = ["node_modules", "dist", "build", ".next", "coverage", "out"];

fn main() {
    let worker = std::thread::Builder::new().stack_size(STACK).spawn(run);
    if !matches!(worker.map(std::thread::JoinHandle::join), Ok(Ok(()))) {
        std::process::exit(1);
    }
}

fn run() {
    let mut arguments = std::env::args().skip(1);
    let Some(folder) = arguments.next().map(PathBuf::from) else {
        eprintln!("usage: reach FOLDER [PATH…]");
        return;
    };
    let asked: Vec<String> = arguments.collect();
    let mut facts = Vec::new();
    read(&folder, &folder, &mut facts);
    let mut project = Project::new(Config::default());
    project.apply(facts.into_iter().map(|facts| Change::Set(Box::new(facts))));
    if asked.is_empty() {
        let paths: Vec<&str> = project.files().map(|file| file.path.as_str()).collect();
        paths.iter().filter(|path| project.client_reach(path).is_some()).for_each(|path| tell(&project, path));
        summary(&project);
    } else {
        for path in &asked {
            tell(&project, path);
        }
    }
}

fn read(root: &Path, folder: &Path, facts: &mut Vec<FileFacts>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if is_folder && !SKIPPED.contains(&name.as_str()) && !name.starts_with('.') {
            read(root, &path, facts);
        } else if !is_folder
            && Language::from_path(&name) != Language::Other
            && let Ok(text) = std::fs::read_to_string(&path)
            && let Ok(relative) = path.strip_prefix(root)
        {
            facts.push(analyse(&relative.to_string_lossy().replace('\\', "/"), &text));
        }
    }
}

fn tell(project: &Project, path: &str) {
    let Some(reach) = project.client_reach(path) else {
        println!("{path}\n    not in the browser, as far as can be proven");
        return;
    };
    println!("{path}\n    {}", reach.why.words());
    for (from, range) in &reach.chain {
        println!("    ← {from} at byte {}", range.start);
    }
    let Some(file) = project.file(path) else { return };
    let left_out: Vec<&str> = file
        .declarations
        .iter()
        .filter(|declaration| !project.runs_in_browser(file, declaration.range, None))
        .flat_map(|declaration| declaration.exported_as.iter().map(smol_str::SmolStr::as_str))
        .collect();
    if !left_out.is_empty() {
        println!("    without {}", left_out.join(", "));
    }
}

fn summary(project: &Project) {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut scripts = 0;
    for file in project.files().filter(|file| file.language.has_script()) {
        scripts += 1;
        if let Some(reach) = project.client_reach(&file.path) {
            *counts.entry(reach.why.words()).or_default() += 1;
        }
    }
    println!("{} of {scripts} scripts and components get to the browser:", counts.values().sum::<usize>());
    for (words, count) in counts {
        println!("{count:>6}  {words}");
    }
}
