//! A section between markers in a text that somebody wrote, put in at its end and taken out again.
//!
//! Invariant: as for JSON, putting in only adds characters, and they tell what was there before, so taking out gives back the
//! very bytes.

use super::After;

const BEGIN: &str = "<!-- seaworthy:begin -->";
const END: &str = "<!-- seaworthy:end -->";

/// A text with the section at its end; none when it is in already.
pub(super) fn put_in(text: Option<&str>, body: &str) -> Result<Option<String>, String> {
    if text.map(place).transpose()?.flatten().is_some() {
        return Ok(None);
    }
    let before = text.unwrap_or_default();
    let eol = if before.contains("\r\n") { "\r\n" } else { "\n" };
    let section = format!("{BEGIN}\n{}\n{END}", body.trim()).replace('\n', eol);
    Ok(Some(match text {
        None => section + "\n",
        Some("") => section,
        Some(before) if before.ends_with('\n') => format!("{before}{eol}{section}{eol}"),
        Some(before) => format!("{before}{eol}{eol}{section}"),
    }))
}

/// A text without the section; `Some(None)` when nothing else was there, so that the file goes too. None when it is not in.
pub(super) fn take_out(text: &str, body: &str) -> Result<Option<After>, String> {
    let Some((begin, end)) = place(text)? else { return Ok(None) };
    let eol = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let before = &text[..begin];
    let one_less = before.strip_suffix(eol);
    let two_less = one_less.and_then(|text| text.strip_suffix(eol));
    let candidates = [Some(None), Some(Some("")), one_less.map(Some), two_less.map(Some)];
    let again = |before: Option<&str>| put_in(before, body).ok().flatten().as_deref() == Some(text);
    if let Some(exact) = candidates.into_iter().flatten().find(|before| again(*before)) {
        return Ok(Some(exact.map(str::to_owned)));
    }
    let after = text[end..].strip_prefix(eol).unwrap_or(&text[end..]);
    Ok(Some(Some(format!("{}{after}", if after.is_empty() { one_less.unwrap_or(before) } else { before }))))
}

/// Whether the section is in a text.
pub(super) fn is_in(text: &str) -> Result<bool, String> {
    Ok(place(text)?.is_some())
}

/// From the first marker to the end of the second.
fn place(text: &str) -> Result<Option<(usize, usize)>, String> {
    let Some(begin) = text.find(BEGIN) else { return Ok(None) };
    match text[begin..].find(END) {
        Some(end) => Ok(Some((begin, begin + end + END.len()))),
        None => Err(format!("`{BEGIN}` has no `{END}` after it")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &str = "## Checks\n\n- one\n";

    #[test]
    fn what_was_there_comes_back() {
        for text in [
            None,
            Some(""),
            Some("\n"),
            Some("a"),
            Some("a\n"),
            Some("a\n\n"),
            Some("a\r\nb"),
            Some("a\r\n"),
            Some("\u{feff}a"),
        ] {
            let with = put_in(text, BODY).unwrap().unwrap();
            assert!(is_in(&with).unwrap() && with.contains("- one"), "{with:?}");
            assert_eq!(put_in(Some(&with), BODY).unwrap(), None, "once is enough");
            assert_eq!(take_out(&with, BODY).unwrap(), Some(text.map(str::to_owned)), "{text:?} {with:?}");
        }
        assert_eq!(take_out("a\n", BODY).unwrap(), None);
    }

    #[test]
    fn what_was_added_since_stays() {
        let with = put_in(Some("a\n"), BODY).unwrap().unwrap();
        assert_eq!(take_out(&format!("{with}\nb\n"), BODY).unwrap().unwrap().unwrap(), "a\n\n\nb\n");
        let older = with.replace("one", "two");
        assert_eq!(take_out(&older, BODY).unwrap().unwrap().unwrap(), "a\n");
        assert!(put_in(Some("<!-- seaworthy:begin -->\nx"), BODY).is_err());
    }
}
