//! What has to be looked at again and again, and when it is due next.

use serde::{Deserialize, Serialize};

use super::date::{Date, Span};
use super::record::Review;
use crate::project::Project;

/// A review is announced so many days before it is due.
const NOTICE: Span = Span::Days(14);

/// The reviews of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReviewKind {
    /// Known holes in the packages, before every deploy.
    DependencyAudit,
    /// Static analysis of every change.
    StaticAnalysis,
    /// Which packages there are, and whether each is still needed and kept up.
    DependencyReview,
    /// Who may do what.
    PermissionsReview,
    /// The code that guards money, accounts and data.
    CodeReview,
    /// Strangers who try to get in.
    PenetrationTest,
}

/// How often something is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cadence {
    /// Whenever the app is deployed.
    EveryDeploy,
    /// Whenever a change is proposed.
    EveryPullRequest,
    /// Each month.
    EveryMonth,
    /// Each quarter.
    EveryQuarter,
    /// Each year.
    EveryYear,
}

impl Cadence {
    /// In words: `each month`.
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::EveryDeploy => "on every deploy",
            Self::EveryPullRequest => "on every pull request",
            Self::EveryMonth => "each month",
            Self::EveryQuarter => "each quarter",
            Self::EveryYear => "each year",
        }
    }

    /// The time between two; none for what an event brings about.
    pub const fn span(self) -> Option<Span> {
        match self {
            Self::EveryDeploy | Self::EveryPullRequest => None,
            Self::EveryMonth => Some(Span::Months(1)),
            Self::EveryQuarter => Some(Span::Months(3)),
            Self::EveryYear => Some(Span::Months(12)),
        }
    }
}

impl ReviewKind {
    /// Every kind, the most frequent first.
    pub const ALL: [Self; 6] = [
        Self::DependencyAudit,
        Self::StaticAnalysis,
        Self::CodeReview,
        Self::DependencyReview,
        Self::PermissionsReview,
        Self::PenetrationTest,
    ];

    /// The kebab-case name used in configuration and reports.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::DependencyAudit => "dependency-audit",
            Self::StaticAnalysis => "static-analysis",
            Self::DependencyReview => "dependency-review",
            Self::PermissionsReview => "permissions-review",
            Self::CodeReview => "code-review",
            Self::PenetrationTest => "penetration-test",
        }
    }

    /// A title a person reads.
    pub const fn title(self) -> &'static str {
        match self {
            Self::DependencyAudit => "Dependency audit",
            Self::StaticAnalysis => "Static analysis",
            Self::DependencyReview => "Dependency review",
            Self::PermissionsReview => "Permissions review",
            Self::CodeReview => "Code review",
            Self::PenetrationTest => "External penetration test",
        }
    }

    /// How often.
    pub const fn cadence(self) -> Cadence {
        match self {
            Self::DependencyAudit => Cadence::EveryDeploy,
            Self::StaticAnalysis => Cadence::EveryPullRequest,
            Self::DependencyReview | Self::CodeReview => Cadence::EveryMonth,
            Self::PermissionsReview => Cadence::EveryQuarter,
            Self::PenetrationTest => Cadence::EveryYear,
        }
    }

    /// What is looked at, one step a line.
    pub const fn steps(self) -> &'static [&'static str] {
        match self {
            Self::DependencyAudit => &["The package manager's audit runs, and a grave finding stops the deploy."],
            Self::StaticAnalysis => &["seaworthy check runs on the change, and an error stops the merge."],
            Self::DependencyReview => &[
                "Packages nobody uses any more are taken out.",
                "Packages without a release in two years, or with a new owner, are looked at.",
                "Major versions that are behind are planned.",
            ],
            Self::PermissionsReview => &[
                "Everyone with access to hosting, database, repository and mail is still with you and still needs it.",
                "API keys and service accounts can do no more than they must; unused ones are revoked.",
                "Administrators of the app itself are counted, and sign in with a second factor.",
            ],
            Self::CodeReview => &[
                "New routes and actions: who may call each, and how often.",
                "New queries and tables: whose rows, and what the database itself forbids.",
                "New cookies, storage and environment variables: what reaches the browser.",
                "Sign-in, payment and deletion: what changed, who looked at it, what is recorded.",
                "Ignore comments and lowered rules: whether each reason still holds.",
            ],
            Self::PenetrationTest => &[
                "People from outside try to get in, with an account of their own and without one.",
                "Each of their findings is closed, or accepted in writing.",
            ],
        }
    }

    /// The kind of this name.
    ///
    /// # Errors
    /// There is none of that name; the words list all.
    pub fn named(name: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.as_str() == name)
            .ok_or_else(|| format!("there is no review `{name}`; there are {}", Self::ALL.map(Self::as_str).join(", ")))
    }
}

/// How a review stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DueState {
    /// Done, and not due for more than two weeks.
    Done,
    /// Due within two weeks.
    DueSoon,
    /// Its day has passed.
    Overdue,
    /// Nothing is on record.
    NeverRecorded,
    /// A workflow does it by itself.
    Automated,
}

impl DueState {
    /// The word used in every report.
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::DueSoon => "due soon",
            Self::Overdue => "overdue",
            Self::NeverRecorded => "not on record",
            Self::Automated => "runs by itself",
        }
    }
}

/// Workflows that do a review by themselves: project-relative paths of their files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Automation {
    /// Workflows that audit dependencies before a deploy.
    pub audits: Vec<String>,
    /// Workflows that analyse every proposed change.
    pub analyses: Vec<String>,
}

impl Automation {
    /// What the pipelines of a project do by themselves, as far as they were read: one that could not be read whole counts
    /// for nothing here.
    pub fn of(project: &Project) -> Self {
        let mut found = Self::default();
        for file in project.files() {
            let Some(pipeline) = file.pipeline.as_ref().filter(|pipeline| !pipeline.is_cut) else { continue };
            if pipeline.audits {
                found.audits.push(file.path.clone());
            }
            if pipeline.analyses {
                found.analyses.push(file.path.clone());
            }
        }
        found
    }
}

/// A review and when it is due.
#[derive(Clone, Debug, PartialEq)]
pub struct CalendarEntry {
    /// Which.
    pub kind: ReviewKind,
    /// The last time it was done, as far as it is on record.
    pub last: Option<Review>,
    /// The day it is due; none for what an event brings about, and where nothing is on record.
    pub due: Option<Date>,
    /// How it stands.
    pub state: DueState,
    /// The workflow that does it.
    pub workflow: Option<String>,
}

/// The calendar as it stands on a day. A review dated after that day does not count yet.
pub fn calendar(reviews: &[Review], automation: &Automation, today: Date) -> Vec<CalendarEntry> {
    ReviewKind::ALL.into_iter().map(|kind| entry(kind, reviews, automation, today)).collect()
}

fn entry(kind: ReviewKind, reviews: &[Review], automation: &Automation, today: Date) -> CalendarEntry {
    let done = reviews.iter().filter(|review| review.kind == kind && review.on <= today);
    let last = done.max_by_key(|review| review.on).cloned();
    let due = last.as_ref().zip(kind.cadence().span()).map(|(review, span)| review.on.after(span));
    let workflow = match kind {
        ReviewKind::DependencyAudit => automation.audits.first(),
        ReviewKind::StaticAnalysis => automation.analyses.first(),
        _ => None,
    };
    let state = match (&last, due) {
        _ if workflow.is_some() => DueState::Automated,
        (None, _) => DueState::NeverRecorded,
        (Some(_), Some(due)) if due < today => DueState::Overdue,
        (Some(_), Some(due)) if due <= today.after(NOTICE) => DueState::DueSoon,
        (Some(_), _) => DueState::Done,
    };
    CalendarEntry { kind, last, due, state, workflow: workflow.cloned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn review(kind: ReviewKind, on: &str) -> Review {
        Review { kind, on: on.parse().unwrap(), by: "Ada".into(), note: None, link: None }
    }

    #[test]
    fn what_is_due_is_told() {
        let today: Date = "2026-11-24".parse().unwrap();
        for (kind, on, state, due) in [
            (ReviewKind::CodeReview, "2026-11-20", DueState::Done, Some("2026-12-20")),
            (ReviewKind::CodeReview, "2026-11-01", DueState::DueSoon, Some("2026-12-01")),
            (ReviewKind::CodeReview, "2026-10-24", DueState::DueSoon, Some("2026-11-24")),
            (ReviewKind::CodeReview, "2026-10-23", DueState::Overdue, Some("2026-11-23")),
            (ReviewKind::PermissionsReview, "2026-10-23", DueState::Done, Some("2027-01-23")),
            (ReviewKind::PenetrationTest, "2025-11-23", DueState::Overdue, Some("2026-11-23")),
            (ReviewKind::DependencyAudit, "2020-01-01", DueState::Done, None),
            (ReviewKind::CodeReview, "2026-11-25", DueState::NeverRecorded, None),
        ] {
            let found = entry(kind, &[review(kind, on)], &Automation::default(), today);
            assert_eq!((found.state, found.due.map(|due| due.to_string()).as_deref()), (state, due), "{kind:?} {on}");
        }
    }

    #[test]
    fn the_newest_review_counts_and_a_workflow_does_its_own() {
        let today: Date = "2026-11-24".parse().unwrap();
        let reviews = [review(ReviewKind::CodeReview, "2026-11-20"), review(ReviewKind::CodeReview, "2026-01-01")];
        let automation = Automation { audits: vec![".github/workflows/ci.yml".into()], analyses: Vec::new() };
        let all = calendar(&reviews, &automation, today);
        assert_eq!(all.len(), ReviewKind::ALL.len());
        let state = |kind| all.iter().find(|entry| entry.kind == kind).unwrap().state;
        assert_eq!(state(ReviewKind::CodeReview), DueState::Done);
        assert_eq!(state(ReviewKind::DependencyAudit), DueState::Automated);
        assert_eq!(state(ReviewKind::StaticAnalysis), DueState::NeverRecorded);
    }

    #[test]
    #[cfg(feature = "dependencies")]
    fn workflows_are_taken_from_the_project() {
        let step = |step: &str| format!("jobs:\n  a:\n    steps:\n      - {step}\n");
        let mut project = Project::new(crate::Config::default());
        let files = [
            (".github/workflows/audit.yml", step("run: npm audit")),
            (".github/workflows/codeql.yml", step("uses: github/codeql-action/analyze@v3")),
            (".github/workflows/test.yml", step("run: npm test # no semgrep yet")),
            (".github/workflows/broken.yml", "jobs: [\n".to_owned()),
            (".github/dependabot.yml", "version: 2\n".to_owned()),
        ];
        project.apply(files.iter().map(|(path, text)| crate::Change::Set(Box::new(crate::analyse(path, text)))));
        let found = Automation::of(&project);
        let audits = [".github/dependabot.yml", ".github/workflows/audit.yml", ".github/workflows/codeql.yml"];
        assert_eq!(found.audits, audits);
        assert_eq!(found.analyses, [".github/workflows/codeql.yml"]);
    }

    #[test]
    fn kinds_are_found_by_name() {
        for kind in ReviewKind::ALL {
            assert_eq!(ReviewKind::named(kind.as_str()), Ok(kind));
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
            assert!(!kind.steps().is_empty());
        }
        assert!(ReviewKind::named("pentest").unwrap_err().contains("penetration-test"));
    }
}
