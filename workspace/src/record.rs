//! What a person puts on record, written into `seaworthy.toml`.
//!
//! Invariant: nothing that stands in the file is changed, comments and layout included; what is written can be read again,
//! or nothing is written at all.

use std::fmt;
use std::path::{Path, PathBuf};

use seaworthy_core::checklist::{Attestation, Date, Review};
use toml_edit::{Array, ArrayOfTables, DocumentMut, InlineTable, Item, Table, Value};

use crate::config::{CONFIG_NAME, ConfigProblem, parse};
use crate::read::{TextFile, read_file};
use crate::workspace::Workspace;
use crate::write::{WriteError, write_new, write_text};

/// Something a person puts on record.
#[derive(Clone, Debug, PartialEq)]
pub enum Record {
    /// A person's word.
    Attestation(Attestation),
    /// A review that was done.
    Review(Review),
}

/// Why nothing was put on record.
#[derive(Debug)]
pub enum RecordError {
    /// The configuration cannot be read, or could not be with the entry in it.
    Unusable(ConfigProblem),
    /// It cannot be written.
    Unwritten(PathBuf, WriteError),
}

impl fmt::Display for RecordError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unusable(problem) => problem.fmt(formatter),
            Self::Unwritten(path, error) => write!(formatter, "cannot write {}: {error}", path.display()),
        }
    }
}

impl std::error::Error for RecordError {}

impl Workspace {
    /// Writes an entry behind those that are there; makes the configuration where there is none. Gives its path.
    ///
    /// # Errors
    /// The configuration cannot be read or written; it is then as it was.
    pub fn put_on_record(&self, record: &Record) -> Result<PathBuf, RecordError> {
        let path = self.config_path().map_or_else(|| self.root().join(CONFIG_NAME), Path::to_owned);
        let unusable = |place, reason| RecordError::Unusable(ConfigProblem { path: path.clone(), place, reason });
        let is_there = path.symlink_metadata().is_ok();
        let file = if is_there {
            read_file(CONFIG_NAME, &path, true).map_err(|error| unusable(None, error.reason.to_string()))?
        } else {
            TextFile::default()
        };
        let after = with_entry(&file.text, record).map_err(|reason| unusable(None, reason))?;
        parse(&after).map_err(|(place, reason)| unusable(place, reason))?;
        let written = if is_there {
            write_text(&path, &file.text, &after, file.form)
        } else {
            write_new(self.root(), CONFIG_NAME, &after)
        };
        written.map_err(|error| RecordError::Unwritten(path.clone(), error))?;
        Ok(path)
    }
}

/// The text of a configuration with one more entry.
fn with_entry(text: &str, record: &Record) -> Result<String, String> {
    let mut document: DocumentMut = text.parse().map_err(|error: toml_edit::TomlError| error.message().to_owned())?;
    let (name, fields) = match record {
        Record::Attestation(given) => ("attestations", attestation(given)),
        Record::Review(done) => ("reviews", review(done)),
    };
    // Comments below the last entry belong to no table: a new list goes below them, not above.
    let mut above = String::new();
    if !document.contains_key(name) && !text.trim().is_empty() {
        above.push_str(document.trailing().as_str().unwrap_or_default());
        document.set_trailing("");
        if !above.is_empty() && !above.ends_with('\n') {
            above.push('\n');
        }
    }
    match document.entry(name).or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new())) {
        Item::ArrayOfTables(tables) => {
            let mut table = Table::new();
            let is_first = text.trim().is_empty();
            table.decor_mut().set_prefix(if is_first { String::new() } else { above + "\n" });
            for (key, value) in fields {
                table.insert(key, Item::Value(value));
            }
            tables.push(table);
        }
        // Somebody wrote them all on one line.
        Item::Value(Value::Array(array)) => push_inline(array, fields),
        _ => return Err(format!("`{name}` is no list of tables")),
    }
    let after = document.to_string();
    // The library breaks its own lines as Unix does.
    let is_crlf = text.contains("\r\n");
    Ok(if is_crlf { after.replace("\r\n", "\n").replace('\n', "\r\n") } else { after })
}

fn push_inline(array: &mut Array, fields: Vec<(&'static str, Value)>) {
    let mut table = InlineTable::new();
    for (key, value) in fields {
        table.insert(key, value);
    }
    array.push(table);
}

fn attestation(given: &Attestation) -> Vec<(&'static str, Value)> {
    let mut fields = vec![
        ("item", i64::from(given.item.get()).into()),
        ("by", given.by.as_str().into()),
        ("on", day(given.on)),
        ("note", given.note.as_str().into()),
    ];
    fields.extend(given.link.as_deref().map(|link| ("link", link.into())));
    fields.extend(given.valid_for.map(|span| ("valid-for", span.to_string().into())));
    fields
}

fn review(done: &Review) -> Vec<(&'static str, Value)> {
    let mut fields = vec![("kind", done.kind.as_str().into()), ("on", day(done.on)), ("by", done.by.as_str().into())];
    fields.extend(done.note.as_deref().map(|note| ("note", note.into())));
    fields.extend(done.link.as_deref().map(|link| ("link", link.into())));
    fields
}

/// A bare date of TOML; as text should the library not take it.
fn day(date: Date) -> Value {
    let text = date.to_string();
    text.parse::<toml_edit::Datetime>().map_or_else(|_| text.into(), Value::from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::OpenOptions;
    use seaworthy_core::checklist::{ItemNumber, ReviewKind};
    use std::fs;

    fn given() -> Record {
        Record::Attestation(Attestation {
            item: ItemNumber::new(8).unwrap(),
            by: "Ada \"A\" Ü".into(),
            on: "2026-11-01".parse().unwrap(),
            note: "read\nby our lawyer".into(),
            link: None,
            valid_for: Some("6 months".parse().unwrap()),
        })
    }

    fn done() -> Record {
        Record::Review(Review {
            kind: ReviewKind::CodeReview,
            on: "2026-11-02".parse().unwrap(),
            by: "Bo".into(),
            note: None,
            link: Some("https://example.com".into()),
        })
    }

    #[test]
    fn what_is_there_stays_as_it_is() {
        for text in [
            "",
            "# only a comment\n",
            "# only\n\n# comments",
            "[rules]\nheaders = 'off'\n\n# the end\n",
            "# ours\nignore = [ 'a' ]   # odd  spaces\n\n[rules] # levels\ntoken-in-url   = \"warning\"\n",
            "[names]\ntokens = ['x'] # no line break at the end",
            "ignore = []\r\n[rules]\r\ntoken-in-url = 'off'\r\n",
            "[[attestations]]\nitem = 1\nby = 'Bo'\non = 2026-01-01\nnote = 'one' # kept\n\n[rules]\nheaders = 'off'\n# the end\n",
        ] {
            for record in [given(), done()] {
                let after = with_entry(text, &record).unwrap();
                let config = parse(&after).unwrap_or_else(|error| panic!("{error:?}: {after}"));
                assert_eq!(
                    config.attestations().len() + config.reviews().len(),
                    1 + text.matches("[[").count(),
                    "{after}"
                );
                let is_continued = text.contains("[[attestations]]") && matches!(record, Record::Attestation(_));
                assert!(is_continued || after.starts_with(text.trim_end()), "what is new stands below: {after}");
                for line in text.lines() {
                    assert!(after.lines().any(|other| other == line), "{line} is missing: {after}");
                }
                assert!(
                    !text.contains("\r\n") || after.matches('\n').count() == after.matches("\r\n").count(),
                    "{after:?}"
                );
            }
        }
    }

    #[test]
    fn an_entry_reads_as_a_person_would_write_it() {
        let after = with_entry("ignore = []\n", &done()).unwrap();
        let expected = "ignore = []\n\n[[reviews]]\nkind = \"code-review\"\non = 2026-11-02\nby = \"Bo\"\nlink = \"https://example.com\"\n";
        assert_eq!(after, expected);
        let read = parse(&with_entry("", &given()).unwrap()).unwrap();
        assert_eq!(Record::Attestation(read.attestations()[0].clone()), given());
    }

    #[test]
    fn a_list_on_one_line_is_continued() {
        let text = "reviews = [{ kind = 'code-review', on = 2026-01-01, by = 'Bo' }]\n";
        let config = parse(&with_entry(text, &done()).unwrap()).unwrap();
        assert_eq!(config.reviews().len(), 2);
        assert!(with_entry("reviews = 5\n", &done()).unwrap_err().contains("no list"));
    }

    #[test]
    fn the_file_is_made_or_left_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let open = || Workspace::open(folder.path(), OpenOptions::default()).unwrap();
        let path = open().put_on_record(&given()).unwrap();
        open().put_on_record(&done()).unwrap();
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.starts_with("[[attestations]]\n") && text.contains("\n\n[[reviews]]\n"), "{text}");
        let workspace = open();
        fs::write(&path, "[rules\n").unwrap();
        assert!(matches!(workspace.put_on_record(&done()), Err(RecordError::Unusable(_))));
        assert_eq!(fs::read_to_string(&path).unwrap(), "[rules\n");
    }
}
