//! Times what a change of one file costs in a project: reading it anew, bringing the index up to date, judging the file.
//!
//! `cargo run --release -p seaworthy-workspace --example rejudge -- FOLDER [FILES]`: changes that many files in turn, the
//! largest ones first, each with a line added at its end, and prints the median and the slowest of each step.

use std::path::Path;
use std::time::{Duration, Instant};

use seaworthy_core::project::Change;
use seaworthy_workspace::{OpenOptions, ScanRequest, Workspace};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().ok_or("which folder?")?;
    let count: usize = arguments.next().map_or(Ok(40), |count| count.parse())?;
    let workspace = Workspace::open(Path::new(&folder), OpenOptions::default())?;
    let started = Instant::now();
    let scan = workspace.scan(&ScanRequest::default(), &());
    println!("{} files in {:.2?}", scan.project.files().count(), started.elapsed());
    let mut project = scan.project;
    let mut paths: Vec<(u32, String)> = project.files().map(|file| (file.length, file.path.clone())).collect();
    paths.sort_unstable_by(|one, other| other.cmp(one));
    let mut steps: [Vec<Duration>; 3] = Default::default();
    let is_script = |path: &String| [".ts", ".tsx", ".js", ".jsx"].iter().any(|end| path.ends_with(end));
    for path in paths.into_iter().map(|(_, path)| path).filter(is_script).take(count) {
        let Ok(file) = workspace.read(&path) else { continue };
        let text = file.text + "\nconsole.log(process.env.CHANGED);\n";
        let mut at = Instant::now();
        let mut lap = |step: &mut Vec<Duration>| {
            step.push(at.elapsed());
            at = Instant::now();
        };
        let Ok(facts) = workspace.analyse(&path, &text) else { continue };
        lap(&mut steps[0]);
        project.apply([Change::Set(Box::new(facts))]);
        lap(&mut steps[1]);
        project.judge(&path);
        lap(&mut steps[2]);
    }
    for (name, step) in ["read", "index", "judge"].iter().zip(&mut steps) {
        step.sort_unstable();
        let (Some(slowest), Some(median)) = (step.last(), step.get(step.len() / 2)) else { continue };
        println!("{name:6} median {median:>9.2?}, slowest {slowest:>9.2?}");
    }
    Ok(())
}
