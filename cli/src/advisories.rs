//! `seaworthy advisories`: the store of advisories that checks judge by.

use std::path::PathBuf;

use seaworthy_workspace::advisories::{DATA_DIR, data_folder, import, load, store_path};

use crate::Failure;
use crate::args::AdvisoriesCommand;
use crate::output::deliver;
use crate::terminal::{clean, complain, counted};

/// How many refused files are named.
const NAMED: usize = 5;

/// Runs the command and gives the exit code.
pub(crate) fn run(command: &AdvisoriesCommand) -> Result<u8, Failure> {
    let folder = folder()?;
    match command {
        AdvisoriesCommand::Import { paths } => {
            let imported = import(paths, &folder).map_err(|error| error.to_string())?;
            for refused in imported.refused.iter().take(NAMED) {
                complain(&refused.to_string());
            }
            let more = imported.refused.len().saturating_sub(NAMED);
            if more > 0 {
                complain(&format!("{} more hold no advisory", counted(more, "file", "files")));
            }
            let kept = counted(imported.kept, "advisory", "advisories");
            let files = counted(imported.files, "file", "files");
            let place = clean(&store_path(&folder).display().to_string());
            deliver(&format!("Kept {kept} of {files} in {place}.\n"), None)?;
        }
        AdvisoriesCommand::Show => {
            let all = load(&folder).map_err(|error| error.to_string())?;
            let place = clean(&store_path(&folder).display().to_string());
            let words = if all.is_empty() {
                format!("No advisories were imported; {place} is not there.\n")
            } else {
                format!("{} in {place}.\n", counted(all.len(), "advisory", "advisories"))
            };
            deliver(&words, None)?;
        }
    }
    Ok(0)
}

fn folder() -> Result<PathBuf, Failure> {
    data_folder().ok_or_else(|| format!("no home folder is known; set {DATA_DIR}"))
}
