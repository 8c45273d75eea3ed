//! What a rule may see while it judges one file.

use crate::config::Names;
use crate::facts::FileFacts;
use crate::finding::{Certainty, Related};
use crate::project::Project;
use crate::text::TextRange;

/// What a rule may see while it judges one file.
pub struct Context<'a> {
    /// The file.
    pub file: &'a FileFacts,
    /// The project it belongs to.
    pub project: &'a Project,
}

impl Context<'_> {
    /// The names the project uses in its own way.
    pub fn names(&self) -> &Names {
        self.project.config().names()
    }

    /// Whether the code at `range` was read whole.
    pub fn certainty(&self, range: TextRange) -> Certainty {
        self.file.certainty(range)
    }

    /// A related place in this file.
    pub fn here(&self, range: TextRange, note: impl Into<String>) -> Related {
        Related { path: self.file.path.clone(), range, note: note.into() }
    }
}
