//! Tables of databases as models, so that queries which name a table find out whose rows it holds.
//!
//! Invariant: built from the folded SQL files and rebuilt only with them; tables that scripts declare are models of their
//! files.

use std::sync::LazyLock;

use smol_str::SmolStr;

use super::Project;
use super::database::{Database, Databases, Table};
use super::follow::Located;
use super::models::shared_folders;
use crate::facts::{Hidden, Mapper, Model, ModelField};
use crate::names::ownership::{PEOPLE, is_people};
use crate::text::TextRange;

/// A table as a model, and the file that makes it.
pub type Declared = (String, Model);

/// People's tables that nobody declares: the name alone tells what a row is.
static UNDECLARED: LazyLock<Vec<Model>> = LazyLock::new(|| {
    let names =
        PEOPLE.iter().filter(|name| !name.contains(' ')).flat_map(|name| [(*name).to_owned(), format!("{name}s")]);
    names
        .map(|name| Model {
            mapper: Mapper::Table,
            name: SmolStr::new(name),
            table: None,
            range: TextRange::default(),
            fields: Vec::new(),
        })
        .collect()
});

/// Every table of the databases.
pub fn declared(databases: &Databases) -> Vec<Declared> {
    databases.list().iter().flat_map(Database::tables_in_order).map(model).collect()
}

fn model(table: &Table) -> Declared {
    let field = |state: &super::database::ColumnState| {
        let reference = table.references.iter().find(|reference| reference.column == state.column.name);
        // A column that another file adds is shown at the table.
        let range = if state.path == table.place.path { state.column.range } else { table.place.range };
        ModelField {
            name: state.column.name.clone(),
            range,
            kind: reference.map_or_else(|| state.column.kind.clone(), |reference| reference.table.1.clone()),
            hidden: Hidden::Never,
            is_relation: false,
        }
    };
    let model = Model {
        mapper: Mapper::Table,
        name: table.key.1.clone(),
        table: None,
        range: table.place.range,
        fields: table.columns.iter().map(field).collect(),
    };
    (table.place.path.clone(), model)
}

impl Project {
    /// Every model: those that files declare, and the tables of databases.
    pub(super) fn models(&self) -> impl Iterator<Item = Located<'_, &Model>> {
        let of_files = self.files.values().flat_map(|file| file.models.iter().map(move |model| (file, model)));
        let of_tables = self.index.tables.iter().filter_map(|(path, model)| Some((self.files.get(path)?, model)));
        of_files.chain(of_tables)
    }

    /// The table of that name which stands nearest to `path`, as SQL declares it, else as an object mapper does.
    pub(super) fn table_named(&self, path: &str, name: &str) -> Option<Located<'_, &Model>> {
        let nearest = |is_it: &dyn Fn(&Model) -> bool| {
            let found = self.models().filter(|(_, model)| is_it(model));
            found.max_by_key(|(file, _)| shared_folders(&file.path, path))
        };
        nearest(&|model| model.mapper == Mapper::Table && model.name.eq_ignore_ascii_case(name)).or_else(|| {
            nearest(&|model| {
                let in_database = model.table.as_ref().unwrap_or(&model.name);
                model.mapper != Mapper::Table && in_database.eq_ignore_ascii_case(name)
            })
        })
    }

    /// A table that nobody declares, when its name says that its rows are people.
    pub(super) fn undeclared_people(name: &str) -> Option<&'static Model> {
        UNDECLARED.iter().find(|model| is_people(name) && model.name.eq_ignore_ascii_case(name))
    }
}
