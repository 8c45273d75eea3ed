//! `cargo xtask bench [FOLDER…]`: the time to analyse and judge folders as a ratio to plain parsing of the same scripts, in
//! the same run and on the same thread. Without folders it measures the example app.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use seaworthy_core::syntax::{Language, parse_plain};
use seaworthy_core::{Change, Config, FileFacts, Project, analyse};
use seaworthy_workspace::{OpenOptions, ScanRequest, Workspace};

/// Each measurement is the best of this many.
const RUNS: u32 = 5;
/// Deep code needs room; see the depth guard.
const STACK: usize = 64 << 20;

fn main() {
    let named: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let folders = if named.is_empty() {
        vec![PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../examples/harbor")]
    } else {
        named
    };
    let worker =
        std::thread::Builder::new().stack_size(STACK).spawn(move || folders.iter().for_each(|folder| measure(folder)));
    match worker.map(std::thread::JoinHandle::join) {
        Ok(Ok(())) => {}
        _ => std::process::exit(1),
    }
}

fn measure(folder: &std::path::Path) {
    let workspace = match Workspace::open(folder, OpenOptions::default()) {
        Ok(workspace) => workspace,
        Err(error) => {
            eprintln!("{}: {error}", folder.display());
            std::process::exit(2);
        }
    };
    let scan = workspace.scan(&ScanRequest::default(), &());
    let read = |path: &str| std::fs::read_to_string(folder.join(path)).ok().map(|text| (path.to_owned(), text));
    let texts: Vec<(String, String)> = scan.project.files().filter_map(|file| read(&file.path)).collect();
    let scripts: Vec<&(String, String)> =
        texts.iter().filter(|(path, _)| Language::from_path(path).is_script()).collect();
    let bytes: usize = scripts.iter().map(|(_, text)| text.len()).sum();
    let parsing = best(|| {
        for (path, text) in &scripts {
            std::hint::black_box(parse_plain(text, Language::from_path(path)));
        }
    });
    let reading = best(|| {
        for (path, text) in &texts {
            std::hint::black_box(analyse(path, text));
        }
    });
    let facts: Vec<FileFacts> = texts.iter().map(|(path, text)| analyse(path, text)).collect();
    let linked = || {
        let mut project = Project::new(Config::default());
        project.apply(facts.iter().map(|facts| Change::Set(Box::new(facts.clone()))));
        project
    };
    let linking = best(|| {
        std::hint::black_box(linked());
    });
    let project = linked();
    let judging = best(|| {
        for (path, _) in &texts {
            std::hint::black_box(project.judge(path));
        }
    });
    // A keystroke brings the index up to date for one file; the last one stands for any that few others import.
    let mut project = project;
    let relinking = best(|| project.apply(facts.last().map(|facts| Change::Set(Box::new(facts.clone())))));
    let everything = reading + linking + judging;
    println!(
        "{}: {} scripts, {bytes} bytes; plain parsing {parsing:.1?}; reading {reading:.1?} + linking {linking:.1?} + judging {judging:.1?}: ratio {:.2}; relinking after one change {relinking:.1?}",
        folder.display(),
        scripts.len(),
        everything.as_secs_f64() / parsing.as_secs_f64()
    );
}

fn best(mut run: impl FnMut()) -> Duration {
    let timed = |_| {
        let start = Instant::now();
        run();
        start.elapsed()
    };
    (0..RUNS).map(timed).min().unwrap_or_default()
}
