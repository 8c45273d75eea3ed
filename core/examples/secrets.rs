//! Scans every text file below some folders for credentials and prints what it finds, redacted.
//!
//! `cargo run --release -p seaworthy-core --example secrets -- [--all] FOLDER…`
//!
//! One line per find: exposure, kind, redacted form, place. Public credentials are counted, and listed with `--all`. At
//! the end: files, megabytes and speed of the scan alone, and the slowest file per megabyte.

#![allow(clippy::cast_precision_loss, reason = "the figures are for people")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use seaworthy_core::secrets::{Exposure, scan};

#[derive(Default)]
struct Totals {
    files: usize,
    bytes: usize,
    scanning: Duration,
    slowest: (f64, PathBuf),
    kinds: BTreeMap<(Exposure, &'static str), usize>,
}

fn main() {
    let (options, folders): (Vec<_>, Vec<_>) =
        std::env::args().skip(1).partition(|argument| argument.starts_with("--"));
    let lists_public = options.iter().any(|option| option == "--all");
    let mut totals = Totals::default();
    for folder in folders {
        walk(Path::new(&folder), &mut |path, text| scan_file(path, text, lists_public, &mut totals));
    }
    print(&totals);
}

fn scan_file(path: &Path, text: &str, lists_public: bool, totals: &mut Totals) {
    let started = Instant::now();
    let found = scan(text);
    let took = started.elapsed();
    totals.files += 1;
    totals.bytes += text.len();
    totals.scanning += took;
    let pace = took.as_secs_f64() * 1e9 / text.len().max(1) as f64;
    if text.len() > 100_000 && pace > totals.slowest.0 {
        totals.slowest = (pace, path.to_path_buf());
    }
    for found in found {
        let detector = found.detector;
        *totals.kinds.entry((detector.exposure, detector.id)).or_default() += 1;
        if lists_public || detector.exposure != Exposure::Public {
            let line = text[..found.range.start].bytes().filter(|byte| *byte == b'\n').count() + 1;
            let place = path.display();
            println!("{:?}\t{}\t{}\t{place}:{line}", detector.exposure, detector.id, found.redacted);
        }
    }
}

fn print(totals: &Totals) {
    for ((exposure, id), count) in &totals.kinds {
        println!("{count:>6} {exposure:?} {id}");
    }
    let megabytes = totals.bytes as f64 / 1e6;
    let seconds = totals.scanning.as_secs_f64();
    println!("{} files, {megabytes:.1} MB, {:.1} MB/s", totals.files, megabytes / seconds.max(1e-9));
    println!("slowest: {:.1} ns a byte in {}", totals.slowest.0, totals.slowest.1.display());
}

fn walk(folder: &Path, visit: &mut impl FnMut(&Path, &str)) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_symlink() || path.ends_with(".git") {
            continue;
        }
        if path.is_dir() {
            walk(&path, visit);
        } else if let Ok(text) = std::fs::read_to_string(&path) {
            visit(&path, &text);
        }
    }
}
