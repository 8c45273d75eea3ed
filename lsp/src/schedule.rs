//! When a document is analysed: at once after a lone change, once after a burst, and never twice at the same time.
//!
//! A person or a tool that changes a text faster than [`BURST_GAP`] is waited for until it pauses for [`QUIET`], but never
//! longer than [`MAX_WAIT`], so that a steady stream of edits still gets answers.

use std::time::{Duration, Instant};

/// Changes closer together than this belong to one burst. People type slower.
const BURST_GAP: Duration = Duration::from_millis(25);
/// The pause that ends a burst.
const QUIET: Duration = Duration::from_millis(6);
/// The longest a change waits.
const MAX_WAIT: Duration = Duration::from_millis(80);

/// The schedule of one document. Tickets name the states of its text.
#[derive(Debug, Default)]
pub struct Schedule {
    running: Option<u64>,
    due: Option<Instant>,
    last_change: Option<Instant>,
    waiting_since: Option<Instant>,
}

impl Schedule {
    /// The text changed. True when the change belongs to the burst of the one before it.
    pub fn changed(&mut self, now: Instant) -> bool {
        let burst = self.last_change.is_some_and(|last| now.duration_since(last) < BURST_GAP);
        self.last_change = Some(now);
        let since = *self.waiting_since.get_or_insert(now);
        self.due = Some(if burst { (now + QUIET).min(since + MAX_WAIT) } else { now });
        burst
    }

    /// Somebody waits for the answer.
    pub fn hurry(&mut self, now: Instant) {
        self.due = Some(now);
    }

    /// Whether an analysis should start now.
    pub fn is_due(&self, now: Instant) -> bool {
        self.running.is_none() && self.due.is_some_and(|due| due <= now)
    }

    /// When an analysis should start, if none is running.
    pub fn deadline(&self) -> Option<Instant> {
        if self.running.is_some() { None } else { self.due }
    }

    /// The analysis of the text named by `ticket` started.
    pub fn started(&mut self, ticket: u64) {
        self.running = Some(ticket);
        self.due = None;
        self.waiting_since = None;
    }

    /// The analysis of the text named by `ticket` ended.
    pub fn finished(&mut self, ticket: u64) {
        if self.running == Some(ticket) {
            self.running = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Plays changes at the given milliseconds against an analysis that takes `cost` ms; gives the start times.
    fn starts(changes: &[u64], cost: u64) -> Vec<u64> {
        let zero = Instant::now();
        let at = |ms| zero + Duration::from_millis(ms);
        let mut schedule = Schedule::default();
        let (mut begun, mut running) = (Vec::new(), None);
        for ms in 0..1000 {
            if changes.contains(&ms) {
                schedule.changed(at(ms));
            }
            if running.is_some_and(|end| end <= ms) {
                schedule.finished(1);
                running = None;
            }
            if schedule.is_due(at(ms)) {
                schedule.started(1);
                running = Some(ms + cost);
                begun.push(ms);
            }
        }
        begun
    }

    #[test]
    fn a_lone_change_is_answered_at_once() {
        assert_eq!(starts(&[10, 100, 300], 3), [10, 100, 300]);
    }

    #[test]
    fn a_burst_costs_two() {
        let burst: Vec<u64> = (10..60).collect();
        assert_eq!(starts(&burst, 2), [10, 65]);
    }

    #[test]
    fn a_stream_is_answered_while_it_flows() {
        let stream: Vec<u64> = (0..200).map(|n| n * 4).collect();
        let begun = starts(&stream, 2);
        assert!(begun.len() >= 8, "{begun:?}");
        assert!(begun.windows(2).all(|pair| pair[1] - pair[0] <= 90), "{begun:?}");
    }

    #[test]
    fn never_two_at_the_same_time() {
        assert_eq!(starts(&[0, 30, 60, 90], 50), [0, 50, 100]);
    }
}
