use super::Project;
use crate::facts::{FileFacts, FunctionId};
use crate::finding::Related;
use crate::text::TextRange;
impl Project {
    pub fn runs_in_browser(&self, file: &FileFacts, _range: TextRange, _function: Option<FunctionId>) -> bool {
        file.directives.iter().any(|directive| directive == "use client")
    }
    pub fn related_chain(&self, _path: &str) -> Vec<Related> {
        Vec::new()
    }
}
