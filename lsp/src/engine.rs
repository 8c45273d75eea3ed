//! What the server asks of the core: two functions. Tests put slow, counting or panicking ones in their place.

use std::sync::Arc;

use seaworthy_core::{FileFacts, Judgement, Project};

type Analyse = dyn Fn(&str, &str) -> FileFacts + Send + Sync;
type Judge = dyn Fn(&Project, &str) -> Judgement + Send + Sync;

/// The analysis the server runs.
#[derive(Clone)]
pub struct Engine {
    pub(crate) analyse: Arc<Analyse>,
    pub(crate) judge: Arc<Judge>,
}

impl Engine {
    /// An engine that reads a file with `analyse(path, text)` and judges it with `judge(project, path)`.
    pub fn new(
        analyse: impl Fn(&str, &str) -> FileFacts + Send + Sync + 'static,
        judge: impl Fn(&Project, &str) -> Judgement + Send + Sync + 'static,
    ) -> Self {
        Self { analyse: Arc::new(analyse), judge: Arc::new(judge) }
    }
}

impl Default for Engine {
    /// The core as it is.
    fn default() -> Self {
        Self::new(seaworthy_core::analyse, Project::judge)
    }
}
