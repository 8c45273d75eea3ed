//! Whole texts, as sites have them, each with what is to be said of it.

use crate::facts::FileFacts;
use crate::policy::{FaultKind, LegalKind, PolicyText, Section, Services, faults, read};

/// A text of `texts/`, the path it pretends to have, and what is to be said of it.
struct Case {
    name: &'static str,
    path: &'static str,
    text: &'static str,
    kind: LegalKind,
    /// The faults that show a text to be unfinished, and a place that must be among them.
    unfinished: &'static [(FaultKind, &'static str)],
}

macro_rules! case {
    ($file:literal, $path:literal, $kind:ident, $unfinished:expr) => {
        Case {
            name: $file,
            path: $path,
            text: include_str!(concat!("texts/", $file)),
            kind: LegalKind::$kind,
            unfinished: &$unfinished,
        }
    };
}

use FaultKind::{Blank, BrokenDate, Leftover, Sample, TooShort};

const CASES: [Case; 28] = [
    case!("sound_en.md", "content/legal/privacy.md", Privacy, []),
    case!("sound_de.html", "public/datenschutz.html", Privacy, []),
    case!("sound_fr.md", "src/content/confidentialite.md", Privacy, []),
    case!("sound_es.tsx", "app/privacidad/page.tsx", Privacy, []),
    case!("sound_pt.md", "content/politica-de-privacidade.mdx", Privacy, []),
    case!("sound_he.html", "public/privacy.html", Privacy, []),
    case!("sound_terms_en.md", "content/terms.md", Terms, []),
    case!("sound_terms_de.md", "content/agb.md", Terms, []),
    case!("sound_imprint_de.html", "public/impressum.html", Imprint, []),
    case!("sound_cookies.md", "content/cookie-policy.md", Cookies, []),
    case!(
        "open_en.md",
        "content/privacy.mdx",
        Privacy,
        [(Blank, "[Date]"), (Blank, "[Company Name]"), (Blank, "[your email address]")]
    ),
    case!("half_en.md", "content/privacy.mdx", Privacy, [(Blank, "[Insert registered address here]")]),
    case!(
        "open_mustache.html",
        "public/privacy.html",
        Privacy,
        [(Blank, "{{company_name}}"), (Blank, "{{ contact_email }}"), (TooShort, "")]
    ),
    case!(
        "open_de.md",
        "content/datenschutz.md",
        Privacy,
        [(Sample, "Max Mustermann"), (Sample, "info@musterfirma.de"), (TooShort, "")]
    ),
    case!(
        "open_de_brackets.md",
        "content/datenschutz.md",
        Privacy,
        [(Blank, "[Firmenname]"), (Blank, "[Straße, PLZ Ort]"), (TooShort, "")]
    ),
    case!(
        "open_fr.md",
        "content/mentions-legales.md",
        Imprint,
        [(Blank, "[Nom de la société]"), (Sample, "contact@votresite.fr")]
    ),
    case!(
        "open_es.md",
        "content/privacidad.md",
        Privacy,
        [(Blank, "[Nombre de la empresa]"), (Sample, "contacto@tuempresa.com"), (TooShort, "")]
    ),
    case!(
        "open_pt.tsx",
        "src/pages/PrivacyPage.tsx",
        Privacy,
        [(Blank, "[SEU NOME COMPLETO]"), (Blank, "[SEU E-MAIL DE CONTATO]")]
    ),
    case!("open_he.html", "public/privacy.html", Privacy, [(Blank, "[שם החברה]"), (Blank, "[תאריך]"), (TooShort, "")]),
    case!(
        "open_terms.md",
        "content/terms.md",
        Terms,
        [(Sample, "Your Company"), (Sample, "www.yourdomain.com"), (Blank, "[Country/State]"), (TooShort, "")]
    ),
    case!("lorem.mdx", "content/pages/privacy.mdx", Privacy, [(Blank, "Lorem ipsum"), (TooShort, "")]),
    case!("stub.tsx", "app/privacy-policy/page.tsx", Privacy, [(Blank, "Your privacy policy content")]),
    case!("short.html", "public/privacy.html", Privacy, [(TooShort, "")]),
    case!("soon.html", "public/terms.html", Terms, [(Blank, "Coming soon"), (TooShort, "")]),
    case!(
        "chat.md",
        "content/privacy.md",
        Privacy,
        [(Leftover, "Here's a privacy policy"), (Leftover, "I hope this helps")]
    ),
    case!("messages_en.json", "locales/en.json", Privacy, [(Blank, "[Your Company]"), (Sample, "support@yourapp.com")]),
    case!("clock.tsx", "src/pages/TermsOfService.tsx", Terms, []),
    case!("undefined.html", "public/terms.html", Terms, [(BrokenDate, "Invalid Date")]),
];

fn facts(case: &Case) -> FileFacts {
    crate::analyse(case.path, case.text)
}

fn text(case: &Case) -> PolicyText {
    facts(case).legal.text.unwrap_or_else(|| panic!("{}: no text was read", case.name))
}

/// What is wrong with what is said of a text.
fn mistakes(case: &Case) -> Vec<String> {
    let read = text(case);
    let mut wrong = Vec::new();
    if read.kind != Some(case.kind) {
        wrong.push(format!("{}: kind is {:?}", case.name, read.kind));
    }
    let found: Vec<_> =
        faults(&read, &Services::default()).into_iter().filter(|fault| fault.kind.is_unfinished()).collect();
    for fault in &found {
        if !case.unfinished.iter().any(|(kind, _)| *kind == fault.kind) {
            wrong.push(format!("{}: {:?} {:?}", case.name, fault.kind, fault.range.slice(case.text)));
        }
    }
    for (kind, place) in case.unfinished {
        if !found.iter().any(|fault| fault.kind == *kind && fault.range.slice(case.text) == *place) {
            wrong.push(format!("{}: {kind:?} at {place:?} is not among {found:?}", case.name));
        }
    }
    wrong
}

#[test]
fn every_text_is_judged_rightly() {
    let wrong: Vec<String> = CASES.iter().flat_map(mistakes).collect();
    println!("{} texts, {} mistakes", CASES.len(), wrong.len());
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn sound_policies_speak_of_what_they_have_to() {
    for case in CASES.iter().filter(|case| case.name.starts_with("sound") && case.kind == LegalKind::Privacy) {
        let read = text(case);
        let missing: Vec<_> = Section::ALL.into_iter().filter(|section| !read.speaks_of(*section)).collect();
        let may_lack = [Section::LegalBasis, Section::Sale, Section::Children];
        assert!(missing.iter().all(|section| may_lack.contains(section)), "{}: {missing:?}", case.name);
    }
    let lorem = CASES.iter().find(|case| case.name == "lorem.mdx").map(text).unwrap();
    assert!(!lorem.speaks_of(Section::Rights) && !lorem.speaks_of(Section::Retention));
}

#[test]
fn dates_by_the_clock_are_told() {
    let case = CASES.iter().find(|case| case.name == "clock.tsx").unwrap();
    let found = faults(&text(case), &Services::default());
    assert_eq!(
        found.iter().map(|fault| (fault.kind, fault.range.slice(case.text))).collect::<Vec<_>>(),
        [(FaultKind::ClockDate, "new Date()")]
    );
}

fn harbor(used: &[&'static str], name: &str) -> Services {
    Services { used: used.iter().copied().collect(), names: vec![name.to_owned()], year: Some(2026) }
}

#[test]
fn texts_are_held_against_what_is_used() {
    let sound = CASES.iter().find(|case| case.name == "sound_en.md").map(text).unwrap();
    let kinds = |services: &Services| faults(&sound, services).into_iter().map(|fault| fault.kind).collect::<Vec<_>>();
    assert_eq!(kinds(&harbor(&["Stripe", "Supabase", "Resend"], "harbor-berths")), []);
    assert_eq!(kinds(&harbor(&["Stripe", "Resend"], "harbor")), [FaultKind::UnusedService]);
    assert_eq!(
        kinds(&harbor(&["PostHog"], "harbor")),
        [FaultKind::UnusedService; 3].into_iter().chain([FaultKind::NoService]).collect::<Vec<_>>()
    );
    assert_eq!(kinds(&harbor(&["Stripe", "Supabase", "Resend"], "zephyr-mail")), [FaultKind::OtherName]);
    assert_eq!(
        kinds(&harbor(&["Stripe", "Supabase", "Resend"], "my-app")),
        [],
        "a name that many projects have tells nothing"
    );
    assert_eq!(kinds(&Services { year: Some(2020), ..Services::default() }), [FaultKind::OddDate]);
}

#[test]
fn any_text_is_read() {
    let nested = "[".repeat(5000) + "{{" + &"<".repeat(5000);
    let long = "Privacy Policy [Company Name] ".repeat(50_000);
    for text in
        ["", "\u{0}", "é[", "[é", "{{é", "Last updated: é", "(\"we\"", "A (\"we\"", "\u{feff}---", &nested, &long]
    {
        let found = read(text);
        for mark in &found.marks {
            assert!(text.get(mark.range.start as usize..mark.range.end as usize).is_some(), "{:?}", mark.range);
        }
        for path in
            ["a/privacy.md", "a/privacy.html", "a/privacy.tsx", "a/privacy.vue", "a/privacy.astro", "locales/en.json"]
        {
            crate::analyse(path, text);
        }
    }
}
