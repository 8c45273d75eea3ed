//! What makes a finding the same finding tomorrow, when lines were added above it.
//!
//! A fingerprint is a hash of the rule, the path and the line's text with its white space evened out, plus a counter for
//! findings that agree in all of these. Of a line longer than people write, only the text around the finding counts. Baselines and SARIF's `partialFingerprints` use it, so it never changes within
//! [`SCHEME`].

use std::collections::BTreeMap;

use super::{mask::mask_part, place::Texts};
use crate::finding::Finding;
use crate::rules::Gap;
use crate::text::LineIndex;

/// The name of the scheme in reports; it changes when fingerprints do.
pub(crate) const SCHEME: &str = "seaworthy/v1";

/// A longer line is a program's: each build makes another one, of which only the finding's surroundings may stay. In bytes.
const LONGEST: usize = 4 * 1024;
/// So many characters on each side are such surroundings.
const BESIDE: usize = 80;

/// A finding and what makes it the same finding tomorrow.
#[derive(Clone, Debug)]
pub struct Marked<'a> {
    /// The finding.
    pub finding: &'a Finding,
    /// Its fingerprint.
    pub fingerprint: String,
}

/// Gives every finding its fingerprint. `findings` come in order of path and place and are all there are of their rules:
/// equal ones are counted in this order, so leave some out only afterwards.
pub fn mark<'a>(findings: impl IntoIterator<Item = &'a Finding>, texts: &dyn Texts) -> Vec<Marked<'a>> {
    let mut seen: BTreeMap<u64, u32> = BTreeMap::new();
    let mut indexes: BTreeMap<&str, Option<(&str, LineIndex)>> = BTreeMap::new();
    let mark_one = |finding: &'a Finding| {
        let file = indexes.entry(&finding.path).or_insert_with(|| {
            let text = texts.text(&finding.path)?;
            Some((text, LineIndex::new(text)))
        });
        let line = file.as_ref().map_or(String::new(), |(text, index)| line_around(text, index, finding));
        let hash = hash(finding, &line);
        let count = seen.entry(hash).or_default();
        *count += 1;
        Marked { finding, fingerprint: format!("{hash:016x}:{count}") }
    };
    findings.into_iter().map(mark_one).collect()
}

/// The finding's line without its credentials: a hash of a line with a weak password in it would let people try passwords
/// against a committed baseline.
fn line_around(text: &str, index: &LineIndex, finding: &Finding) -> String {
    let range = index.line_range(text, index.line_of(finding.range.start));
    let line = range.slice(text);
    let place = (finding.range.start.clamp(range.start, range.end) - range.start) as usize;
    let part = if line.len() <= LONGEST { 0..line.len() } else { beside(line, place) };
    mask_part(line, part, finding.rule.gap == Gap::ClientSecret)
}

/// A few characters before and after a place in a line.
fn beside(line: &str, place: usize) -> std::ops::Range<usize> {
    let start = line[..place].char_indices().rev().take(BESIDE).last().map_or(place, |(at, _)| at);
    let end = line[place..].char_indices().nth(BESIDE).map_or(line.len(), |(at, _)| place + at);
    start..end
}

fn hash(finding: &Finding, line: &str) -> u64 {
    let mut hash = Fnv::new();
    hash.add(finding.rule.id);
    hash.add(&finding.path);
    for word in line.split_whitespace() {
        hash.add(word);
    }
    hash.0
}

/// FNV-1a with 64 bits (draft-eastlake-fnv): the same on every machine and in every release, which no hasher of the standard
/// library promises.
pub(super) struct Fnv(pub(super) u64);

impl Fnv {
    pub(super) const fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    pub(super) fn add(&mut self, text: &str) {
        for byte in text.bytes().chain(std::iter::once(0xff)) {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{findings_in, with_report};
    use super::*;

    fn of(text: &str) -> Vec<String> {
        with_report(&findings_in("src/login.ts", text), text, |report| {
            report.findings.iter().map(|marked| marked.fingerprint.clone()).collect()
        })
    }

    #[test]
    fn lines_above_and_white_space_do_not_matter() {
        let before = of("localStorage.setItem('token', a);\n");
        assert_eq!(before.len(), 1);
        assert_eq!(before, of("import x from 'y';\n\n\t localStorage.setItem('token',  a);\r\n"));
        assert_ne!(before, of("localStorage.setItem('token', b);\n"));
    }

    #[test]
    fn equal_lines_are_counted() {
        let found = of("localStorage.setItem('token', a);\nlocalStorage.setItem('token', a);\n");
        assert_eq!(found.len(), 2);
        assert_ne!(found[0], found[1]);
        assert_eq!(found[0].split(':').next(), found[1].split(':').next());
    }

    #[test]
    fn the_hash_is_the_published_one() {
        // Test vector of draft-eastlake-fnv for "foobar", with our separator undone.
        let mut hash = Fnv::new();
        for byte in "foobar".bytes() {
            hash.0 = (hash.0 ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
        assert_eq!(hash.0, 0x8594_4171_f739_67e8);
    }
}
