//! Measures how much of a file is read while it is being written: cuts real files at many places and parses each prefix.
//!
//! `cargo run --release -p seaworthy-core --example streaming -- [--files N] [--cuts N] [--worst N] FOLDER…`
//!
//! Prints the share of bytes analysed, of prefixes that needed a repair, panics, and the cost against one plain parse.

use seaworthy_core::syntax::{Language, parse, parse_plain};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

struct Options {
    files: usize,
    cuts: usize,
    worst: usize,
    folders: Vec<PathBuf>,
}

#[derive(Default)]
struct Totals {
    prefixes: usize,
    bytes: u64,
    analysed: u64,
    plain_analysed: u64,
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
        for cut in cuts(text, options.cuts) {
            let lost = measure(&text[..cut], *language, &mut totals);
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
    let mut options = Options { files: 240, cuts: 20, worst: 0, folders: Vec::new() };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut number = || arguments.next().and_then(|value| value.parse().ok()).unwrap_or(0);
        match argument.as_str() {
            "--files" => options.files = number(),
            "--cuts" => options.cuts = number(),
            "--worst" => options.worst = number(),
            _ => options.folders.push(PathBuf::from(argument)),
        }
    }
    options
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

/// Parses one prefix both ways and gives how many bytes were lost.
fn measure(prefix: &str, language: Language, totals: &mut Totals) -> usize {
    let started = Instant::now();
    let plain = parse_plain(prefix, language);
    let plain_time = started.elapsed();
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
    totals.repaired += usize::from(!parsed.is_complete());
    totals.analysed += u64::from(parsed.coverage.analysed_bytes);
    prefix.len() - parsed.coverage.analysed_bytes as usize
}

fn report(files: usize, totals: &Totals) {
    let share = |part: f64, whole: f64| 100.0 * part / whole.max(1.0);
    #[allow(clippy::cast_precision_loss, reason = "shares for people")]
    let (bytes, prefixes) = (totals.bytes as f64, totals.prefixes as f64);
    #[allow(clippy::cast_precision_loss, reason = "shares for people")]
    let (analysed, plain, repaired) = (totals.analysed as f64, totals.plain_analysed as f64, totals.repaired as f64);
    println!("files {files}, prefixes {}, bytes {}", totals.prefixes, totals.bytes);
    println!("bytes analysed: {:.2} % (one plain parse alone: {:.2} %)", share(analysed, bytes), share(plain, bytes));
    println!("prefixes repaired: {:.1} %", share(repaired, prefixes));
    println!("panics: {}", totals.panics);
    println!(
        "cost against one plain parse: {:.2} times on the whole, {:.1} times at worst",
        totals.resilient.as_secs_f64() / totals.plain.as_secs_f64(),
        totals.slowest
    );
}
