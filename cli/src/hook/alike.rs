//! Whether an edit left everything that is judged as it was, so that the project need not be read.
//!
//! Invariant: two texts are alike only when their facts are the same but for places, and all places stand in the same order and
//! nest in the same way. A verdict is made of facts, never of the text, so what was found before is found now and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use seaworthy_core::FileFacts;

const START: &str = "TextRange { start: ";
const END: &str = ", end: ";

/// Whether what is found in one is found in the other, whatever the rest of the project holds.
pub(super) fn alike(before: &FileFacts, now: &FileFacts) -> bool {
    // Ignore comments count by lines, and of what cannot be read nothing is known.
    let is_plain = |facts: &FileFacts| facts.suppressions.is_empty() && facts.problems.is_empty();
    is_plain(before) && is_plain(now) && shape(before) == shape(now)
}

/// The facts in words, every place replaced by its rank among all places. An insertion that is kept as a bare number stays one,
/// so where it moved the texts are taken for different.
fn shape(facts: &FileFacts) -> Option<String> {
    let words = format!("{:?}", FileFacts { length: 0, ..facts.clone() });
    let places = places(&words)?;
    let sorted: BTreeSet<u32> = places.iter().map(|(_, _, place)| *place).collect();
    let ranks: BTreeMap<u32, usize> = sorted.into_iter().zip(0..).collect();
    let mut shape = String::with_capacity(words.len());
    let mut at = 0;
    for (from, to, place) in places {
        shape.push_str(&words[at..from]);
        shape.push_str(&ranks.get(&place)?.to_string());
        at = to;
    }
    Some(shape + &words[at..])
}

/// Every number that is a place: where it stands in the words, and which it is. None where the words are not as expected.
fn places(words: &str) -> Option<Vec<(usize, usize, u32)>> {
    let mut found = Vec::new();
    for (at, _) in words.match_indices(START) {
        let start = number(words, at + START.len())?;
        let end = number(words, start.1 + words[start.1..].strip_prefix(END).map(|_| END.len())?)?;
        found.extend([start, end]);
    }
    Some(found)
}

fn number(words: &str, from: usize) -> Option<(usize, usize, u32)> {
    let length = words[from..].bytes().take_while(u8::is_ascii_digit).count();
    let to = from + length;
    Some((from, to, words[from..to].parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use seaworthy_core::analyse;

    const BEFORE: &str = "import { db } from './db';\nexport async function GET(request) {\n  const label = 'one';\n  await check(request);\n  return db.invoice.findMany({ where: { id: 1 } });\n}\n";

    #[test]
    fn only_what_changes_no_fact_is_alike() {
        let facts = |text: &str| analyse("app/api/a/route.ts", text);
        let is_alike = |now: &str| alike(&facts(BEFORE), &facts(now));
        assert!(is_alike(BEFORE));
        let plain = "import { f } from './f';\nexport function g(a) {\n  return f(a);\n}\n";
        assert!(alike(&facts(plain), &facts(&format!("\n// a remark\n{plain}"))), "all places moved");
        for (old, new) in [
            ("await check(request);\n", ""),
            ("id: 1", "owner: 1"),
            ("findMany", "deleteMany"),
            ("'./db'", "'./other'"),
            ("const label = 'one';", "localStorage.setItem('access_token', request.token);"),
            ("const label", "// seaworthy-ignore lookup-by-id-only: x\nconst label"),
            ("const label = 'one'", "const label = ("),
        ] {
            assert!(!is_alike(&BEFORE.replace(old, new)), "{old} {new}");
        }
    }

    #[test]
    fn the_order_of_places_counts() {
        let facts = |text: &str| analyse("a.ts", text);
        let one = facts("f(a);\ng(b);\nexport function f() {}\nexport function g() {}\n");
        let other = facts("export function f() {}\nexport function g() {}\nf(a);\ng(b);\n");
        assert!(!alike(&one, &other));
    }
}
