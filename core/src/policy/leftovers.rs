//! Words of a template or a chat that speak to the author and not to the reader, and generators that a text credits.

use super::fold::words_at;
use super::{Mark, MarkKind, mark};
use crate::text::{TextRange, offset};

/// What speaks to the author, in lower case.
const LEFTOVERS: [&str; 40] = [
    "this terms template",
    "this is a template",
    "this is a sample",
    "this template is",
    "use this template",
    "sample privacy policy",
    "privacy policy template",
    "terms of service template",
    "terms and conditions template",
    "replace the text in brackets",
    "replace the placeholders",
    "replace the bracketed",
    "replace this text",
    "replace this with",
    "replace with your",
    "fill in the blanks",
    "customize this",
    "customise this",
    "tailor this",
    "make sure to replace",
    "remember to replace",
    "be sure to replace",
    "update this section",
    "delete this section if",
    "as an ai language model",
    "as an ai,",
    "i hope this helps",
    "here is a privacy policy",
    "here's a privacy policy",
    "consult a lawyer before using",
    "consult with a lawyer before",
    "have it reviewed by a lawyer before",
    "for demonstration purposes",
    "for demo purposes",
    "dies ist ein muster",
    "mustervorlage",
    "ceci est un modèle",
    "esta es una plantilla",
    "este é um modelo",
    "זוהי תבנית",
];

/// Generators and how texts credit them, in lower case.
const GENERATORS: [(&str, &str); 14] = [
    ("termly", "Termly"),
    ("iubenda", "iubenda"),
    ("termsfeed", "TermsFeed"),
    ("freeprivacypolicy", "FreePrivacyPolicy"),
    ("privacypolicies.com", "PrivacyPolicies.com"),
    ("privacypolicygenerator", "Privacy Policy Generator"),
    ("privacy policy generator", "Privacy Policy Generator"),
    ("terms and conditions generator", "Terms and Conditions Generator"),
    ("getterms", "GetTerms"),
    ("datenschutz-generator", "Datenschutz-Generator.de"),
    ("e-recht24", "eRecht24"),
    ("erecht24", "eRecht24"),
    ("generador de política de privacidad", "a generator"),
    ("enzuzo", "Enzuzo"),
];

/// Finds what speaks to the author.
pub(super) fn find(text: &str, folded: &str) -> Vec<Mark> {
    let at = LEFTOVERS.iter().flat_map(|words| words_at(folded, words).map(move |at| (at, at + words.len())));
    at.map(|(start, end)| mark(text, start, end, MarkKind::Leftover)).collect()
}

/// The generators a text credits, each once.
pub(super) fn generators(folded: &str) -> Vec<(&'static str, TextRange)> {
    let mut found: Vec<(&'static str, TextRange)> = Vec::new();
    for (words, name) in GENERATORS {
        let Some(at) = words_at(folded, words).next() else { continue };
        if !found.iter().any(|(known, _)| *known == name) {
            found.push((name, TextRange::new(offset(at), offset(at + words.len()))));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::fold::fold;
    use super::*;

    #[test]
    fn what_speaks_to_the_author_is_found() {
        for (text, expected) in [
            ("This privacy policy template was made for shops.", 1),
            ("Remember to replace the name. I hope this helps!", 2),
            ("Dies ist ein Muster.", 1),
            ("We replace lost parcels. Consult a lawyer if you wish.", 0),
        ] {
            assert_eq!(find(text, &fold(text)).len(), expected, "{text}");
        }
    }

    #[test]
    fn generators_are_credited_once() {
        let text = fold("Made with Termly. Termly is good. Quelle: eRecht24, e-recht24.de");
        assert_eq!(generators(&text).into_iter().map(|(name, _)| name).collect::<Vec<_>>(), ["Termly", "eRecht24"]);
    }
}
