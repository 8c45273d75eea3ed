//! The report on a live page, as data.
//!
//! Invariant: nothing here repeats a secret. Lists that were not filled because nobody looked stand beside an [`Area`] that
//! says so.

use serde::{Deserialize, Serialize};

use super::snapshot::NotInspected;
use super::subject::Subject;
use crate::checklist::{ItemNumber, Verdict};
use crate::finding::{Certainty, Message, Severity};
use crate::rules::RuleMeta;

/// A rule's verdict on a live page.
#[derive(Clone, Debug, PartialEq)]
pub struct SiteFinding {
    /// The rule that speaks.
    pub rule: &'static RuleMeta,
    /// What it is about.
    pub subject: Subject,
    /// After configuration.
    pub severity: Severity,
    /// Whether what it speaks about was read whole.
    pub certainty: Certainty,
    /// What is wrong, what it allows, what to do.
    pub message: Message,
    /// What was seen, redacted; one plain line each.
    pub evidence: Vec<String>,
}

/// How much was looked at; none where nothing was.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LookedAt {
    /// Scripts read.
    pub scripts: Option<u32>,
    /// Their size in bytes.
    pub script_bytes: u64,
    /// Storage entries.
    pub storage_entries: Option<u32>,
    /// Cookies of the browser's jar, or those that scripts can read when the jar could not be asked.
    pub cookies: Option<u32>,
}

/// What inspecting a page gave.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SiteReport {
    /// The verdict, as one or two sentences.
    pub sentence: String,
    /// The ten launch items in order; empty where scripts alone were judged.
    pub items: Vec<SiteItem>,
    /// By gravity, then by rule.
    pub findings: Vec<SiteFinding>,
    /// The parts of the page, and whether each was looked at.
    pub areas: Vec<Area>,
    /// The grade of the document's headers; none when they were not seen, or the page is a development one.
    pub grade: Option<Grade>,
    /// A policy to start from, made of what the page loads.
    pub suggested_csp: Option<String>,
    /// Configuration that sends the missing headers, for the host in front first.
    pub snippets: Vec<Snippet>,
    /// Services with a database of their own that the page talks to.
    pub services: Vec<Service>,
    /// What may be asked of these services, on the user's click.
    pub questions: Vec<Question>,
    /// Libraries recognised in the scripts.
    pub libraries: Vec<Library>,
    /// Who else the page talks to.
    pub third_parties: Vec<ThirdParty>,
    /// What nobody looked at, and why.
    pub not_inspected: Vec<NotInspected>,
    /// How much was looked at.
    pub looked_at: LookedAt,
}

/// A launch item, and how the page stands to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteItem {
    /// Which.
    pub number: ItemNumber,
    /// Its id.
    pub id: String,
    /// A few words.
    pub title: String,
    /// What is asked, and why.
    pub question: String,
    /// How it stands.
    pub verdict: Verdict,
    /// Why, as a clause without a full stop.
    pub reason: String,
    /// What was looked at, as clauses without a full stop.
    pub evidence: Vec<String>,
    /// What the page alone shows, findings apart.
    pub seen: SeenOfItem,
}

/// What a page alone shows of an item, findings apart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "standing", content = "reason", rename_all = "kebab-case")]
pub enum SeenOfItem {
    /// It was seen to do it, in these words.
    Shown(String),
    /// It has nothing of the kind, for this reason.
    Absent(String),
    /// A page does not tell, for this reason; a person can.
    Unclear(String),
    /// Nobody looked, for this reason.
    Unread(String),
}

/// A part of the page, and whether it was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Area {
    /// Kebab-case, stable.
    pub id: String,
    /// As people read it.
    pub title: String,
    /// Whether it was looked at.
    pub inspected: bool,
    /// Why it was not, or what is missing of it all the same; empty when nothing is.
    pub reason: String,
    /// What was there, in a few words; empty when nobody looked.
    pub seen: String,
}

/// The grade of a document's headers, by the scoring of MDN's HTTP Observatory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grade {
    /// 0 and up; above 100 with bonuses.
    pub score: i32,
    /// `A+` to `F`.
    pub letter: String,
    /// What it is made of.
    pub tests: Vec<GradeTest>,
}

/// One test of a grade.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GradeTest {
    /// Its name: `content-security-policy`.
    pub name: String,
    /// Its outcome, by the Observatory's own word: `csp-implemented-with-no-unsafe`.
    pub result: String,
    /// What it adds to the score.
    pub modifier: i32,
    /// The outcome in words.
    pub reason: String,
}

/// Text for a host's configuration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snippet {
    /// The host or server, as people know it: `Vercel`.
    pub host: String,
    /// The file it goes into: `vercel.json`.
    pub file: String,
    /// The text.
    pub text: String,
    /// Whether the page's own answer shows that this host is in front.
    pub detected: bool,
}

/// A service with a database of its own that the page talks to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Service {
    /// Which.
    pub kind: ServiceKind,
    /// Its address; the project's own origin.
    pub url: String,
    /// What the key on the page may do: `anon`, `publishable`, `service_role`, `web`; none when no key was seen.
    pub key_role: Option<String>,
    /// Tables or collections that the scripts name.
    pub tables: Vec<String>,
}

/// Which service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ServiceKind {
    /// Supabase.
    Supabase,
    /// Firebase.
    Firebase,
}

/// A read-only question to a service of the page. It is asked only when the user clicks, and only as it stands here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Names it; its answer carries the same.
    pub id: String,
    /// `GET` or `HEAD`.
    pub method: String,
    /// What is asked; always a public host of the service.
    pub url: String,
    /// Headers to send. The key among them is the public one that every visitor gets with the page.
    pub headers: Vec<(String, String)>,
    /// What is asked and what the answer tells, for people.
    pub explains: String,
}

/// A library recognised in a script.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Library {
    /// Its name on npm.
    pub name: String,
    /// Its version; empty when only its name is known.
    pub version: String,
    /// The script it was found in.
    pub script: String,
}

/// Somebody else the page talks to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ThirdParty {
    /// The registrable domain, or the host where none is known.
    pub domain: String,
    /// Who that is; empty when unknown.
    pub entity: String,
    /// `analytics`, `ad`, `consent` and so on; `other` when unknown.
    pub category: String,
    /// Requests to it.
    pub requests: u32,
    /// Names of cookies it set, identifiers redacted.
    pub cookies: Vec<String>,
    /// Whether it was asked before the first click or key press; none when nobody watched from the beginning.
    pub before_consent: Option<bool>,
}

impl SiteReport {
    /// Puts findings in order: the gravest first, then by rule and by subject.
    pub(super) fn sort(&mut self) {
        self.findings.sort_by(|a, b| {
            let order = |finding: &SiteFinding| (std::cmp::Reverse(finding.severity), finding.rule.id);
            order(a).cmp(&order(b)).then_with(|| a.message.what.cmp(&b.message.what))
        });
    }
}
