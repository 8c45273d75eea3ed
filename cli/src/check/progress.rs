//! A line on standard error that tells how far a long check is, when a person is watching.

use std::io::{IsTerminal as _, Write as _};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use seaworthy_workspace::{Progress, Stage};

use crate::terminal::grouped;

/// A check shorter than this shows nothing.
const PATIENCE: Duration = Duration::from_millis(400);
/// Time between two changes of the line.
const PACE: Duration = Duration::from_millis(80);

/// The line.
pub(super) struct Line {
    is_shown: bool,
    read: AtomicUsize,
    judged: AtomicUsize,
    next: Mutex<Instant>,
}

impl Line {
    /// A line, unless `quiet` or nobody is watching.
    pub(super) fn new(quiet: bool) -> Self {
        let is_shown = !quiet && std::io::stderr().is_terminal();
        let next = Mutex::new(Instant::now() + PATIENCE);
        Self { is_shown, read: AtomicUsize::new(0), judged: AtomicUsize::new(0), next }
    }

    /// Takes the line away.
    pub(super) fn clear(&self) {
        if self.is_shown {
            let _ = write!(std::io::stderr(), "\r\u{1b}[K");
        }
    }
}

impl Progress for Line {
    fn step(&self, stage: Stage, total: usize) {
        if !self.is_shown {
            return;
        }
        let (counter, word) = match stage {
            Stage::Reading => (&self.read, "Reading"),
            Stage::Judging => (&self.judged, "Judging"),
        };
        let done = counter.fetch_add(1, Ordering::Relaxed) + 1;
        // Another thread is just writing: this step need not be shown.
        let Ok(mut next) = self.next.try_lock() else { return };
        let now = Instant::now();
        if now >= *next {
            *next = now + PACE;
            let _ = write!(std::io::stderr(), "\r\u{1b}[K{word} {} of {} files", grouped(done), grouped(total));
        }
    }
}
