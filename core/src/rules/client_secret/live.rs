//! The live half of `hardcoded-secret`: credentials in a page's inline data and storage. Its scripts are read as code.

use super::hardcoded_secret::{capitalised, severity};
use super::uses::{article, detector_name};
use crate::finding::Message;
use crate::site::{SiteFacts, SiteVerdict, Subject};

/// Speaks about each credential that the page carries as data.
pub fn check(facts: &SiteFacts, verdicts: &mut Vec<SiteVerdict>) {
    for (subject, credential) in &facts.secrets {
        let Some(severity) = severity(credential) else { continue };
        let name = detector_name(credential.detector);
        verdicts.push(SiteVerdict {
            subject: subject.clone(),
            severity,
            message: Message::new(
                format!("{} {name} is in the page's data: {}", capitalised(article(&name)), credential.redacted),
                credential.detector.leak,
                format!(
                    "Replace the key now ({}), and let the page ask a route of your server that holds the new one.",
                    credential.detector.rotate
                ),
            ),
            evidence: place(subject).into_iter().collect(),
        });
    }
}

/// Where the credential lies, as a line of its own.
fn place(subject: &Subject) -> Option<String> {
    match subject {
        Subject::Storage { area, key } => Some(format!("It lies in {area}, in the value of `{key}`")),
        _ => None,
    }
}
