//! What a person sets in the editor. Everything about rules is in `seaworthy.toml`, which the terminal reads too, so
//! that every face shows the same.

use std::time::Instant;

use serde::Deserialize;
use serde_json::Value;
use tower_lsp::lsp_types::MessageType;

use crate::event::Request;
use crate::folder::FolderId;
use crate::owner::{Owner, Stale};

/// When a document is analysed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Run {
    /// With every change.
    #[default]
    OnType,
    /// When it is opened and saved.
    OnSave,
}

/// The `seaworthy` section of the editor's settings.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Settings {
    /// Whether anything is shown at all.
    pub enable: bool,
    /// When a document is analysed.
    pub run: Run,
    /// Whether files that are not open get findings too.
    pub workspace_diagnostics: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self { enable: true, run: Run::OnType, workspace_diagnostics: false }
    }
}

impl Settings {
    /// Reads the section, given alone or under its name. `None` when there is none.
    ///
    /// # Errors
    /// A section that has a value of the wrong kind.
    pub fn read(value: &Value) -> Result<Option<Self>, String> {
        let section = value.get("seaworthy").unwrap_or(value);
        if !section.is_object() {
            return Ok(None);
        }
        Self::deserialize(section).map(Some).map_err(|error| format!("the editor's settings cannot be used: {error}"))
    }
}

impl Owner {
    /// Puts settings in force; broken ones leave those before them.
    pub(crate) fn apply_settings(&mut self, settings: Result<Option<Settings>, String>) {
        match settings {
            Ok(Some(settings)) if settings != self.settings => {
                let before = std::mem::replace(&mut self.settings, settings);
                self.settings_changed(&before);
            }
            Ok(_) => {}
            Err(error) => self.log(MessageType::WARNING, error),
        }
    }

    fn settings_changed(&mut self, before: &Settings) {
        let now = Instant::now();
        for (url, document) in &mut self.documents {
            if !self.settings.enable {
                document.parked.drain(..).for_each(Request::answer_nothing);
            }
            if !document.is_settled() {
                document.schedule.hurry(now);
            }
            self.stale.insert(Stale::Open(url.clone()));
        }
        let ids: Vec<FolderId> = self.folders.rooted().map(|(id, _)| id).collect();
        for id in ids {
            if self.settings.enable && !before.enable {
                self.walk(id);
            }
            if self.settings.enable && self.settings.workspace_diagnostics {
                self.mark_closed_stale(id);
            } else {
                self.clear_closed(id);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_section_is_read_with_or_without_its_name() {
        let off = Settings { enable: false, ..Settings::default() };
        assert_eq!(Settings::read(&json!({ "seaworthy": { "enable": false } })), Ok(Some(off.clone())));
        assert_eq!(Settings::read(&json!({ "enable": false, "unheardOf": 1 })), Ok(Some(off)));
        assert_eq!(Settings::read(&json!(null)), Ok(None));
        assert!(Settings::read(&json!({ "run": "sometimes" })).is_err());
        let run = Settings::read(&json!({ "run": "onSave" })).map(|settings| settings.map(|settings| settings.run));
        assert_eq!(run, Ok(Some(Run::OnSave)));
    }
}
