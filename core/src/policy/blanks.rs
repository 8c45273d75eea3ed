//! Filler text, and names and addresses that belong to nobody.

use super::fold::{is_apart, words_at};
use super::{Mark, MarkKind, mark};

/// Filler, in lower case.
const FILLER: [&str; 22] = [
    "lorem ipsum",
    "dolor sit amet",
    "consectetur adipiscing",
    "your privacy policy content",
    "your terms of service content",
    "your terms and conditions content",
    "your cookie policy content",
    "your content here",
    "content goes here",
    "content will go here",
    "policy goes here",
    "terms go here",
    "text goes here",
    "policy content here",
    "terms content here",
    "company name here",
    "your name here",
    "to be added",
    "hier text einfügen",
    "insérer le texte ici",
    "insertar texto aquí",
    "inserir texto aqui",
];

/// Names and addresses that belong to nobody, as they are written.
const SAMPLES: [&str; 27] = [
    "John Doe",
    "Jane Doe",
    "Max Mustermann",
    "Erika Mustermann",
    "Mustermann",
    "Musterfirma",
    "Musterstraße",
    "Musterstrasse",
    "Musterstadt",
    "Muster GmbH",
    "Beispiel GmbH",
    "Musterunternehmen",
    "Acme Inc",
    "Acme Corp",
    "Acme Corporation",
    "ACME",
    "Your Company Name",
    "Your Business Name",
    "Your App Name",
    "Your Website Name",
    "Your Organization Name",
    "YourCompany",
    "YourAppName",
    "123 Main Street",
    "123 Main St",
    "Anytown",
    "123-456-7890",
];

/// Hosts of mail and web addresses that belong to nobody (RFC 2606, section 3, and what templates write instead).
const HOSTS: [&str; 33] = [
    "example",
    "company",
    "mycompany",
    "companyname",
    "yourcompany",
    "yourcompanyname",
    "your-company",
    "yourdomain",
    "your-domain",
    "yoursite",
    "your-site",
    "yourwebsite",
    "yourapp",
    "your-app",
    "yourbusiness",
    "yourstartup",
    "yourbrand",
    "domain",
    "website",
    "acme",
    "ihredomain",
    "ihre-domain",
    "ihrefirma",
    "musterfirma",
    "mustermann",
    "beispiel",
    "votredomaine",
    "votresite",
    "tuempresa",
    "tudominio",
    "suaempresa",
    "seudominio",
    "seusite",
];

/// Finds filler and samples.
pub(super) fn find(text: &str, folded: &str) -> Vec<Mark> {
    let mut found = Vec::new();
    for filler in FILLER {
        found.extend(words_at(folded, filler).map(|at| mark(text, at, at + filler.len(), MarkKind::Blank)));
    }
    for sample in SAMPLES {
        found.extend(words_at(text, sample).map(|at| mark(text, at, at + sample.len(), MarkKind::Sample)));
    }
    found.extend(your_company(text));
    found.extend(addresses(text, folded));
    found.extend(runs(text));
    found.extend(soon(text, folded));
    found
}

/// `Your Company, Inc.`: with capitals, and where a name stands. "Your Company Data" is a term that contracts define.
fn your_company(text: &str) -> impl Iterator<Item = Mark> {
    const NAMES: [&str; 5] = ["Your Company", "Your Business", "Your Organization", "Your App", "Your Website"];
    let ends_name = |after: &str| {
        [
            " (\"",
            " (“",
            " (&quot;",
            ", Inc",
            " Inc",
            ", LLC",
            " LLC",
            ", Ltd",
            " Ltd",
            " GmbH",
            "'s Privacy",
            "’s Privacy",
        ]
        .iter()
        .any(|end| after.starts_with(end))
    };
    let at = NAMES.into_iter().flat_map(move |name| words_at(text, name).map(move |at| (at, at + name.len())));
    at.filter(move |(_, end)| text.get(*end..).is_some_and(ends_name))
        .map(|(at, end)| mark(text, at, end, MarkKind::Sample))
}

/// Mail and web addresses at hosts that belong to nobody.
fn addresses<'t>(text: &'t str, folded: &'t str) -> impl Iterator<Item = Mark> + 't {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b'+' | b'@');
    let hosts = HOSTS.into_iter().flat_map(move |host| {
        memchr::memmem::find_iter(folded.as_bytes(), host.as_bytes()).map(move |at| (at, host)).collect::<Vec<_>>()
    });
    hosts.filter_map(move |(at, host)| {
        let bytes = folded.as_bytes();
        let end = at + host.len();
        let top = &folded[end..];
        let top_level = top.strip_prefix('.')?;
        let ending = top_level.split(|character: char| !character.is_ascii_lowercase()).next()?;
        let is_top = matches!(
            ending,
            "com" | "org" | "net" | "io" | "app" | "dev" | "co" | "de" | "fr" | "es" | "br" | "ai" | "eu"
        );
        // `company.com` alone may be a site people are told of; at the end of a mail address it is nobody's.
        let before = at.checked_sub(1).map(|before| bytes[before]);
        let is_mail = before == Some(b'@');
        let is_host = !matches!(host, "company" | "domain" | "website" | "acme")
            && !before.is_some_and(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        if !is_top || !(is_mail || is_host) {
            return None;
        }
        let start = bytes[..at].iter().rposition(|byte| !is_part(*byte)).map_or(0, |before| before + 1);
        Some(mark(text, start, end + 1 + ending.len(), MarkKind::Sample))
    })
}

/// `XXXX`, and lines to write on.
fn runs(text: &str) -> impl Iterator<Item = Mark> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < bytes.len() {
            let start = at;
            let letter = bytes[at];
            while at < bytes.len() && bytes[at] == letter {
                at += 1;
            }
            let is_run = letter == b'X' && at - start >= 3 || letter == b'_' && at - start >= 5;
            if is_run && is_apart(text, start, at) {
                return Some(mark(text, start, at, MarkKind::Blank));
            }
        }
        None
    })
    .chain(
        ["TODO:", "FIXME", "TBD"]
            .into_iter()
            .flat_map(move |word| words_at(text, word).map(move |at| mark(text, at, at + word.len(), MarkKind::Blank))),
    )
}

/// "Coming soon" in a text that says little else.
fn soon<'t>(text: &'t str, folded: &'t str) -> Option<Mark> {
    const FEW: usize = 80;
    const WORDS: [&str; 8] = [
        "coming soon",
        "under construction",
        "work in progress",
        "folgt in kürze",
        "bientôt disponible",
        "próximamente",
        "em breve",
        "בקרוב",
    ];
    if folded.split_whitespace().count() > FEW {
        return None;
    }
    WORDS
        .iter()
        .find_map(|words| words_at(folded, words).next().map(|at| mark(text, at, at + words.len(), MarkKind::Blank)))
}

#[cfg(test)]
mod tests {
    use super::super::fold::fold;
    use super::*;

    fn found(text: &str) -> Vec<String> {
        find(text, &fold(text)).into_iter().map(|mark| mark.range.slice(text).to_owned()).collect()
    }

    #[test]
    fn filler_and_samples_are_found() {
        for (text, expected) in [
            ("Lorem ipsum sit", "Lorem ipsum"),
            ("Your terms of service content here", "Your terms of service content"),
            ("write to privacy@example.com.", "privacy@example.com"),
            ("write to privacy@yourcompany.io", "privacy@yourcompany.io"),
            ("see www.yourdomain.com/terms", "www.yourdomain.com"),
            ("Your Company, Inc. runs", "Your Company"),
            ("by Your Company (\"we\")", "Your Company"),
            ("Max Mustermann, Musterstraße 1", "Max Mustermann"),
            ("HRB XXXXX", "XXXXX"),
            ("founded in ______", "______"),
            ("Privacy Policy. Coming soon!", "Coming soon"),
            ("contact info@company.com now", "info@company.com"),
            ("Phone: 123-456-7890", "123-456-7890"),
        ] {
            assert_eq!(found(text).first().map(String::as_str), Some(expected), "{text}");
        }
    }

    #[test]
    fn real_names_and_addresses_are_none() {
        for text in [
            "write to privacy@harbor-berths.com",
            "Your Company Data means data of your company.",
            "we collect your company name and your website name",
            "see company.com for news of the company",
            "support@bestcompany.com",
            "XXL sizes, XX years",
            "a_b__c",
            "mycompany.company",
            "Todo lo que hacemos: TODO",
        ] {
            assert_eq!(found(text), Vec::<String>::new(), "{text}");
        }
    }
}
