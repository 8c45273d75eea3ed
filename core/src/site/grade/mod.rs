//! The grade of a page's headers, by the scoring of MDN's HTTP Observatory
//! (<https://developer.mozilla.org/en-US/observatory/docs/tests_and_scoring>), against which a test holds it.
//!
//! Invariant: each test gives one outcome by the Observatory's own word; outcomes alone make the score. What was not seen
//! (cookies a browser hides, a redirect nobody followed) is no outcome and costs nothing, and the report says so.

mod content;
mod cookies;
mod table;
mod transport;

use super::facts::SiteFacts;
use super::report::{Grade, GradeTest};
use table::{Outcome, outcome};

/// Bonuses count from here up.
const BONUS_FROM: i32 = 90;

/// The grade of the page's answer; none when no headers were seen, or the address is one of this machine, where the host in
/// front is missing.
pub(super) fn grade(facts: &SiteFacts) -> Option<Grade> {
    let answer = facts.document().filter(|_| !facts.is_loopback)?;
    let results: [(&str, Option<&'static str>); 10] = [
        ("content-security-policy", Some(content::policy(facts, answer))),
        ("cookies", cookies::cookies(facts, answer)),
        ("cross-origin-resource-sharing", Some(content::sharing(answer))),
        ("redirection", transport::redirection(&facts.route)),
        ("referrer-policy", Some(content::referrer(facts, answer))),
        ("strict-transport-security", Some(transport::hsts(facts, answer))),
        ("subresource-integrity", content::integrity(facts)),
        ("x-content-type-options", Some(content::sniffing(answer))),
        ("x-frame-options", Some(content::framing(facts, answer))),
        ("cross-origin-resource-policy", Some(content::resource_policy(answer))),
    ];
    let tests: Vec<GradeTest> = results
        .into_iter()
        .map(|(name, result)| {
            let Outcome { modifier, reason, .. } = result.map_or(table::NOT_SEEN, outcome);
            GradeTest {
                name: name.to_owned(),
                result: result.unwrap_or_default().to_owned(),
                modifier,
                reason: reason.to_owned(),
            }
        })
        .collect();
    let (score, letter) = score(tests.iter().map(|test| test.modifier));
    Some(Grade { score, letter: letter.to_owned(), tests })
}

/// Adds up: penalties always count, bonuses only on top of a score that is good without them.
fn score(modifiers: impl Iterator<Item = i32>) -> (i32, &'static str) {
    let (penalties, bonuses) =
        modifiers.fold((0, 0), |(down, up), one| if one < 0 { (down + one, up) } else { (down, up + one) });
    let plain = 100 + penalties;
    let score = if plain >= BONUS_FROM { plain + bonuses } else { plain }.max(0);
    (score, letter(score))
}

fn letter(score: i32) -> &'static str {
    match score {
        100.. => "A+",
        90..=99 => "A",
        85..=89 => "A-",
        80..=84 => "B+",
        70..=79 => "B",
        65..=69 => "B-",
        60..=64 => "C+",
        50..=59 => "C",
        45..=49 => "C-",
        40..=44 => "D+",
        30..=39 => "D",
        25..=29 => "D-",
        _ => "F",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bonuses_count_from_ninety() {
        for (modifiers, expected) in [
            (vec![], (100, "A+")),
            (vec![-10, 5, 5, 10], (110, "A+")),
            (vec![-5, -10, 20], (85, "A-")),
            (vec![-20, -25, 10], (55, "C")),
            (vec![-50, -40, -30], (0, "F")),
            (vec![-5], (95, "A")),
        ] {
            assert_eq!(score(modifiers.into_iter()), expected);
        }
    }
}
