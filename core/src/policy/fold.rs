//! Texts in lower case, byte for byte at the same place.

/// The text in lower case. Invariant: every character keeps its length, so that ranges mean the same in both; the few
/// letters whose lower case is longer or shorter stay as they are.
pub(super) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for character in text.chars() {
        let mut lower = character.to_lowercase();
        match (lower.next(), lower.next()) {
            (Some(one), None) if one.len_utf8() == character.len_utf8() => folded.push(one),
            _ => folded.push(character),
        }
    }
    folded
}

/// Where `phrase` stands in a text as words of its own.
pub(super) fn words_at<'t>(text: &'t str, phrase: &'t str) -> impl Iterator<Item = usize> + 't {
    memchr::memmem::find_iter(text.as_bytes(), phrase.as_bytes())
        .filter(move |at| is_apart(text, *at, *at + phrase.len()))
}

/// Whether a phrase stands in a text as words of its own.
#[cfg(test)]
fn has(text: &str, phrase: &str) -> bool {
    words_at(text, phrase).next().is_some()
}

/// Whether neither a letter nor a digit touches `start..end`.
pub(super) fn is_apart(text: &str, start: usize, end: usize) -> bool {
    let before = text.get(..start).and_then(|before| before.chars().next_back());
    let after = text.get(end..).and_then(|after| after.chars().next());
    !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_stays_in_place() {
        for text in ["ABC", "Ürün İstanbul", "ΣΑΣ", "מדיניות פרטיות", "ẞtraße K", "", "😀A"] {
            let folded = fold(text);
            assert_eq!(folded.len(), text.len(), "{text}");
            let places = |text: &str| text.char_indices().map(|(at, _)| at).collect::<Vec<_>>();
            assert_eq!(places(&folded), places(text), "{text}");
        }
    }

    #[test]
    fn words_stand_alone() {
        assert!(has("the agb, too", "agb") && has("agb", "agb"));
        assert!(!has("agbar", "agb") && !has("xagb", "agb") && !has("äagb", "agb"));
    }
}
