//! The pure analysis core of Seaworthy: text in, findings out.
//!
//! Invariant: nothing here touches a file system, a network, a clock, threads or global state, so the same code runs
//! in the language server, the command line and the browser.
//!
//! ```
//! use seaworthy_core::{Change, Config, Project, analyse};
//!
//! let mut project = Project::new(Config::default());
//! let text = "localStorage.setItem('access_token', session.access_token);";
//! project.apply([Change::Set(Box::new(analyse("src/login.ts", text)))]);
//! let found = project.judge("src/login.ts").findings;
//! assert_eq!(found[0].rule.id, "token-in-web-storage");
//! ```

pub mod checklist;
pub mod config;
pub mod csp;
pub mod facts;
pub mod finding;
pub mod headers;
pub mod ignore_fix;
pub mod jwt;
pub mod names;
#[cfg(feature = "dependencies")]
pub mod packages;
pub mod policy;
pub mod project;
pub mod recognise;
pub mod redact;
pub mod report;
pub mod rules;
pub mod secrets;
pub mod site;
pub mod suppress;
pub mod syntax;
pub mod text;

pub use config::{Config, ConfigFile};
pub use facts::FileFacts;
pub use finding::{Certainty, Edit, Finding, Fix, FixLevel, Message, Related, Severity};
pub use project::{Change, ClientReach, EntryKind, Judgement, Notice, Project};
pub use recognise::analyse;
pub use rules::{Gap, RULES, Rule, RuleMeta};
pub use text::{ColumnUnit, LineColumn, LineIndex, TextRange};
