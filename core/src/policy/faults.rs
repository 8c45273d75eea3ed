//! What speaks against a text being this site's own and finished.

use super::{LegalKind, MarkKind, PolicyText, SERVICES, Services};
use crate::text::TextRange;

/// Fewer words are no policy that says what it has to: GDPR, article 13, alone asks for a dozen facts.
const SHORTEST: usize = 90;
/// Names of products whose texts are copied along with their code.
const COPIED: [&str; 6] = ["taxonomy", "makerkit", "shipfast", "saasify", "relivator", "skateshop"];
/// Names that many projects have, and that therefore say nothing of one.
const COMMON: [&str; 26] = [
    "app",
    "web",
    "website",
    "site",
    "frontend",
    "client",
    "my",
    "vite",
    "react",
    "next",
    "nextjs",
    "shadcn",
    "ts",
    "starter",
    "template",
    "project",
    "saas",
    "the",
    "ui",
    "www",
    "com",
    "main",
    "landing",
    "marketing",
    "app1",
    "root",
];

/// Something that speaks against a text being this site's own and finished.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What it is.
    pub kind: FaultKind,
    /// Where it stands; the beginning of the text for what is missing.
    pub range: TextRange,
    /// What it is about, in a clause without a full stop, for people.
    pub what: String,
}

/// A kind of fault, the gravest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FaultKind {
    /// A place that was not filled in, or filler text.
    Blank,
    /// A name or an address that belongs to nobody.
    Sample,
    /// Words that speak to the author.
    Leftover,
    /// A date that is none.
    BrokenDate,
    /// It speaks for somebody else.
    OtherName,
    /// It is too short to say what it has to.
    TooShort,
    /// Its date is made anew on every visit.
    ClockDate,
    /// Its date lies in the future, or before there were web sites.
    OddDate,
    /// It names a service that the project was not seen to use.
    UnusedService,
    /// It names none of the services that the project was seen to use.
    NoService,
    /// It credits a generator: good to know, and no fault by itself.
    Generator,
}

impl FaultKind {
    /// Whether it shows by itself that the text is a template, or unfinished. Others are worth knowing.
    pub const fn is_unfinished(self) -> bool {
        matches!(
            self,
            Self::Blank | Self::Sample | Self::Leftover | Self::BrokenDate | Self::OtherName | Self::TooShort
        )
    }
}

/// What speaks against a text, the gravest first, then in order of place.
pub fn faults(text: &PolicyText, services: &Services) -> Vec<Fault> {
    let mut found = marks(text, services);
    found.extend(other_name(text, services));
    found.extend(odd_date(text, services));
    found.extend(too_short(text));
    if text.kind == Some(LegalKind::Privacy) {
        found.extend(about_services(text, services));
    }
    found.extend(text.generators.iter().map(|(name, range)| Fault {
        kind: FaultKind::Generator,
        range: *range,
        what: format!("made with {name}"),
    }));
    found.sort_by_key(|fault| (fault.kind, fault.range));
    found
}

fn marks(text: &PolicyText, services: &Services) -> Vec<Fault> {
    let is_own =
        |name: &str| services.names.iter().any(|own| words(own).any(|word| name.to_lowercase().contains(&word)));
    let marks = text.marks.iter().filter(|mark| mark.kind != MarkKind::Sample || !is_own(&mark.text));
    marks
        .map(|mark| {
            let shown = &mark.text;
            let (kind, what) = match mark.kind {
                MarkKind::Blank => (FaultKind::Blank, format!("`{shown}` is still to be filled in")),
                MarkKind::Sample => (FaultKind::Sample, format!("`{shown}` stands for nobody")),
                MarkKind::Leftover => {
                    (FaultKind::Leftover, format!("\"{shown}\" speaks to whoever fills in the template"))
                }
                MarkKind::Date => (FaultKind::BrokenDate, format!("its date reads \"{shown}\"")),
                MarkKind::Clock => (
                    FaultKind::ClockDate,
                    "its date is today's on every visit, so nobody can tell which version they agreed to".to_owned(),
                ),
            };
            Fault { kind, range: mark.range, what }
        })
        .collect()
}

/// The words of a name that tell it from others.
fn words(name: &str) -> impl Iterator<Item = String> {
    crate::names::words(name).into_iter().filter(|word| word.chars().count() > 2 && !COMMON.contains(&word.as_str()))
}

/// A text that calls itself by names of which none is the site's, whose own name never stands in it.
fn other_name(text: &PolicyText, services: &Services) -> Option<Fault> {
    let own: Vec<String> = services.names.iter().flat_map(|name| words(name).collect::<Vec<_>>()).collect();
    let joined: Vec<String> = services.names.iter().map(|name| crate::names::words(name).concat()).collect();
    let copied = text.names.iter().find(|name| COPIED.contains(&name.as_str()));
    let stands = |word: &String| {
        text.names.iter().any(|name| name.contains(word.as_str()) || word.contains(name.as_str()) && name.len() > 3)
    };
    if own.is_empty() || own.iter().chain(&joined).any(stands) {
        return None;
    }
    let speaker = text.speakers.first().map(|(name, range)| (name.to_string(), *range));
    let copied = || copied.map(|name| (name.to_string(), TextRange::empty(0)));
    let (name, range) = speaker.or_else(copied)?;
    Some(Fault {
        kind: FaultKind::OtherName,
        range,
        what: format!("it speaks for \"{name}\", and this site's own name never stands in it"),
    })
}

fn odd_date(text: &PolicyText, services: &Services) -> Option<Fault> {
    let (year, range) = text.year?;
    let latest = services.year.map_or(2099, |now| now.saturating_add(1));
    (year < 1995 || year > latest).then(|| Fault {
        kind: FaultKind::OddDate,
        range,
        what: format!("its date is of {year}"),
    })
}

fn too_short(text: &PolicyText) -> Option<Fault> {
    let must_say_more = matches!(text.kind, Some(LegalKind::Privacy | LegalKind::Terms));
    (text.is_whole && must_say_more && text.words < SHORTEST).then(|| Fault {
        kind: FaultKind::TooShort,
        range: TextRange::empty(0),
        what: format!("it has {} words, too few to say what it has to", text.words),
    })
}

fn about_services(text: &PolicyText, services: &Services) -> Vec<Fault> {
    // What is used is not known at all: nothing can be held against the text.
    if services.used.is_empty() {
        return Vec::new();
    }
    let shows = |name: &str| SERVICES.iter().any(|service| service.name == name && service.shows);
    let mut found: Vec<Fault> = text
        .services
        .iter()
        .filter(|(name, _)| shows(name) && !services.used.contains(name))
        .map(|(name, range)| Fault {
            kind: FaultKind::UnusedService,
            range: *range,
            what: format!("it names {name}, which the project was not seen to use"),
        })
        .collect();
    if text.is_whole && !text.services.iter().any(|(name, _)| services.used.contains(name)) {
        let used: Vec<&str> = services.used.iter().copied().take(4).collect();
        let what = format!("it names none of the services that receive data here ({})", used.join(", "));
        found.push(Fault { kind: FaultKind::NoService, range: TextRange::empty(0), what });
    }
    found
}
