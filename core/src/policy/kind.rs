//! Which kind of text it is, told by its headings and words, and by the names of files, addresses and links.

mod tables;

use super::fold::{fold, words_at};
use crate::names::words;
use tables::{NAMES, TITLES, VOCABULARY};

/// A kind of text by which a site speaks of law.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LegalKind {
    /// What happens with people's data.
    Privacy,
    /// Under which terms people use the site.
    Terms,
    /// Which cookies are set.
    Cookies,
    /// Who runs the site.
    Imprint,
}

impl LegalKind {
    /// As people say it, without an article.
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Privacy => "privacy policy",
            Self::Terms => "terms",
            Self::Cookies => "cookie policy",
            Self::Imprint => "imprint",
        }
    }
}

/// Words that a name may have around what it names: `OurPrivacyPolicyPage`, `privacy-policy.en.md`.
const AROUND: [&str; 28] = [
    "page",
    "view",
    "screen",
    "route",
    "component",
    "content",
    "contents",
    "layout",
    "section",
    "text",
    "modal",
    "dialog",
    "index",
    "client",
    "our",
    "the",
    "website",
    "site",
    "app",
    "legal",
    "static",
    "public",
    "en",
    "de",
    "fr",
    "es",
    "pt",
    "he",
];

/// How far a heading may lie from the beginning, in bytes.
const HEAD: usize = 600;

/// The kind of a text in lower case: the heading that comes first and is borne out by the rest.
pub(super) fn kind_of_text(folded: &str) -> Option<LegalKind> {
    let mut scores: Vec<(LegalKind, usize)> = Vec::new();
    let mut add = |kind, score| match scores.iter_mut().find(|(known, _)| *known == kind) {
        Some((_, sum)) => *sum += score,
        None => scores.push((kind, score)),
    };
    let mut first: Option<(usize, LegalKind)> = None;
    for (title, kind) in TITLES {
        for (nth, at) in words_at(folded, title).take(5).enumerate() {
            add(kind, 1);
            if nth == 0 && at < HEAD && first.is_none_or(|(known, _)| at < known) {
                first = Some((at, kind));
            }
        }
    }
    for (words, kind) in VOCABULARY {
        add(kind, words_at(folded, words).take(3).count());
    }
    if let Some((_, kind)) = first {
        add(kind, 6);
    }
    scores
        .into_iter()
        .filter(|(_, score)| *score > 1)
        .max_by_key(|(kind, score)| (*score, std::cmp::Reverse(*kind)))
        .map(|(kind, _)| kind)
}

/// The kind that a few words name: the text of a link, a key of translations.
pub fn kind_of_words(text: &str) -> Option<LegalKind> {
    if text.len() > 120 {
        return None;
    }
    let folded = fold(text.trim());
    if let Some(kind) = kind_of_name(&folded) {
        return Some(kind);
    }
    TITLES.iter().find(|(title, _)| words_at(&folded, title).next().is_some()).map(|(_, kind)| *kind)
}

/// The kind that a name tells: `privacy`, `PrivacyPolicy`, `politica-de-privacidad`, `TermsPage`.
pub fn kind_of_name(name: &str) -> Option<LegalKind> {
    if name.len() > 60 {
        return None;
    }
    let words = words(name);
    let mut words: Vec<&str> = words.iter().map(String::as_str).collect();
    let kind_of = |words: &[&str]| {
        let joined = without_accents(&words.concat());
        NAMES.iter().find(|(known, _)| *known == joined).map(|(_, kind)| *kind)
    };
    if let Some(kind) = kind_of(&words) {
        return Some(kind);
    }
    while words.len() > 1 && words.last().is_some_and(|last| AROUND.contains(last) || is_number(last)) {
        words.pop();
    }
    while words.len() > 1 && words.first().is_some_and(|first| AROUND.contains(first)) {
        words.remove(0);
    }
    kind_of(&words)
}

/// The kind of page that an address leads to: `/legal/privacy?lang=en`, `https://example.org/datenschutz.html`.
pub fn kind_of_address(address: &str) -> Option<LegalKind> {
    let path = address.split(['?', '#']).next().unwrap_or(address);
    let of_path = path
        .trim_end_matches('/')
        .rsplit('/')
        .take(2)
        .find_map(|part| kind_of_name(part.split('.').next().unwrap_or(part)));
    let fragment =
        || address.split_once('#').and_then(|(_, fragment)| kind_of_name(fragment.trim_start_matches(['/', '!'])));
    of_path.or_else(fragment)
}

/// The kind of page or text that a file is by its place: `app/(legal)/privacy/page.tsx`, `content/terms.mdx`.
pub fn kind_of_path(path: &str) -> Option<LegalKind> {
    const ENDINGS: [&str; 12] =
        ["tsx", "jsx", "ts", "js", "vue", "svelte", "astro", "html", "htm", "md", "mdx", "markdown"];
    const INNER: [&str; 8] = ["page", "index", "+page", "default", "en", "de", "fr", "es"];
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    let (stem, ending) = name.rsplit_once('.')?;
    if !ENDINGS.contains(&ending)
        || stem.contains(".test")
        || stem.contains(".spec")
        || stem.contains(".d") && ending == "ts"
    {
        return None;
    }
    // A text without a place of its own is about the project, not the site: PRIVACY.md beside the read-me.
    if matches!(ending, "md" | "mdx" | "markdown") && folders.is_empty() {
        return None;
    }
    let by_stem = stem.split('.').find_map(kind_of_name);
    let is_inner =
        INNER.contains(&stem) || stem.len() == 2 || stem.split('.').next().is_some_and(|first| first == "page");
    let folder = folders.rsplit('/').next().unwrap_or("");
    by_stem.or_else(|| if is_inner { kind_of_name(folder) } else { None })
}

/// Whether a text holds one of the words by which such pages and links are named: a quick look before a thorough one.
pub fn mentions(text: &str) -> bool {
    static WORDS: std::sync::LazyLock<Option<aho_corasick::AhoCorasick>> = std::sync::LazyLock::new(|| {
        let words = [
            "privacy",
            "privacid",
            "terms",
            "datenschutz",
            "confidentialit",
            "données",
            "nutzungsbedingungen",
            "agb",
            "/cgu",
            "/cgv",
            "/tos",
            "términos",
            "terminos",
            "termos",
            "termini",
            "condicion",
            "condições",
            "conditions d",
            "conditions g",
            "riservatezza",
            "/policy",
            "cookie policy",
            "impressum",
            "imprint",
            "eula",
            "agreement",
            "פרטיות",
            "תנאי",
            "תקנון",
            "legal",
            "voorwaarden",
            "regulamin",
            "prywatno",
            "personvern",
        ];
        aho_corasick::AhoCorasick::builder().ascii_case_insensitive(true).build(words).ok()
    });
    WORDS.as_ref().is_some_and(|words| words.is_match(text))
}

fn is_number(word: &str) -> bool {
    word.chars().all(|character| character.is_ascii_digit())
}

fn without_accents(word: &str) -> String {
    let plain = |character| match character {
        'á' | 'à' | 'â' | 'ã' => 'a',
        'é' | 'è' | 'ê' => 'e',
        'í' => 'i',
        'ó' | 'õ' | 'ô' => 'o',
        'ú' | 'ü' => 'u',
        'ç' => 'c',
        'ć' => 'c',
        'ś' => 's',
        other => other,
    };
    word.replace('ä', "ae").chars().map(plain).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_the_kind() {
        for (name, expected) in [
            ("privacy", Some(LegalKind::Privacy)),
            ("PrivacyPolicy", Some(LegalKind::Privacy)),
            ("PrivacyPolicyPage", Some(LegalKind::Privacy)),
            ("política-de-privacidade", Some(LegalKind::Privacy)),
            ("Datenschutzerklärung", Some(LegalKind::Privacy)),
            ("terms-and-conditions", Some(LegalKind::Terms)),
            ("TermsOfService", Some(LegalKind::Terms)),
            ("תקנון", Some(LegalKind::Terms)),
            ("cookie-policy", Some(LegalKind::Cookies)),
            ("Impressum", Some(LegalKind::Imprint)),
            ("PrivacyToggle", None),
            ("privacy-settings", None),
            ("PrivacyBanner", None),
            ("payment_terms", None),
            ("terminal", None),
            ("", None),
        ] {
            assert_eq!(kind_of_name(name), expected, "{name}");
        }
    }

    #[test]
    fn paths_tell_the_kind() {
        for (path, expected) in [
            ("app/(marketing)/privacy/page.tsx", Some(LegalKind::Privacy)),
            ("src/pages/privacy-policy.vue", Some(LegalKind::Privacy)),
            ("pages/PrivacyPolicy.tsx", Some(LegalKind::Privacy)),
            ("app/datenschutz/page.tsx", Some(LegalKind::Privacy)),
            ("public/privacy.html", Some(LegalKind::Privacy)),
            ("content/pages/privacy.mdx", Some(LegalKind::Privacy)),
            ("content/privacy/de.md", Some(LegalKind::Privacy)),
            ("app/routes/_marketing.privacy.tsx", Some(LegalKind::Privacy)),
            ("src/routes/(legal)/terms/+page.svelte", Some(LegalKind::Terms)),
            ("src/app/terms/terms.component.html", Some(LegalKind::Terms)),
            ("src/lib/privacy-settings.ts", None),
            ("src/lib/private.ts", None),
            ("privacy.md", None),
            ("src/terminal.ts", None),
            ("src/privacy/helpers.ts", None),
            ("src/privacy.test.ts", None),
            ("src/privacy.css", None),
        ] {
            assert_eq!(kind_of_path(path), expected, "{path}");
        }
    }

    #[test]
    fn addresses_tell_the_kind() {
        for (address, expected) in [
            ("/privacy", Some(LegalKind::Privacy)),
            ("/legal/privacy/", Some(LegalKind::Privacy)),
            ("https://a.example/legal/privacy-policy.pdf?x=1", Some(LegalKind::Privacy)),
            ("/#/privacy", Some(LegalKind::Privacy)),
            ("terms.html", Some(LegalKind::Terms)),
            ("/privacy/settings", Some(LegalKind::Privacy)),
            ("/settings", None),
            ("#", None),
            ("", None),
        ] {
            assert_eq!(kind_of_address(address), expected, "{address}");
        }
    }

    #[test]
    fn titles_are_in_lower_case_and_mentioned() {
        for (title, _) in TITLES {
            assert_eq!(fold(title), title);
        }
        for text in ["Privacy Policy", "AGB", "Termos de Uso", "מדיניות פרטיות", "/legal"] {
            assert!(mentions(text), "{text}");
        }
        assert!(!mentions("const a = 1;"));
    }
}
