//! Where reports go.

use std::io::{self, Write as _};
use std::path::Path;

use seaworthy_core::report::{Marked, Report, agent};
use seaworthy_workspace::Scan;

use crate::Failure;

/// Writes a report to a file, or to standard output; styles are kept only where they are understood. A reader who went away
/// (`| head`) is no failure.
pub(crate) fn deliver(report: &str, file: Option<&Path>) -> Result<(), Failure> {
    if let Some(path) = file {
        let plain = anstream::adapter::strip_str(report).to_string();
        let written = seaworthy_workspace::write_bytes(path, plain.as_bytes());
        return written.map_err(|error| format!("cannot write {}: {error}", path.display()));
    }
    let mut out = anstream::stdout().lock();
    match out.write_all(report.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(format!("cannot write the report: {error}")),
        _ => Ok(()),
    }
}

/// Findings as agents read them, a line each.
pub(crate) fn agent_lines(scan: &Scan, found: &[Marked<'_>]) -> String {
    agent(&Report {
        version: env!("CARGO_PKG_VERSION"),
        prefix: "",
        findings: found,
        texts: scan,
        notes: &[],
        files: scan.judged.len(),
        suppressed: 0,
        baselined: 0,
    })
}

/// Writes text that holds no styles of ours to standard output, byte for byte.
pub(crate) fn deliver_exactly(report: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    match out.write_all(report.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(format!("cannot write the report: {error}")),
        _ => Ok(()),
    }
}
