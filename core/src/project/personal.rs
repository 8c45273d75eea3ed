//! What data about people a project keeps, asks for and describes, app by app.
//!
//! Invariant: what a schema says goes before what a form or a type says, and each column is told once, however many files
//! declare its table; data of a package that several apps share belongs to none of them.

use std::collections::{BTreeMap, HashSet};

use smol_str::SmolStr;

use super::Project;
use crate::facts::{DataOrigin, FileFacts, Mapper, Model, ModelField};
use crate::names::personal::{DataClass, class_of};
use crate::names::words;
use crate::text::TextRange;

/// How surely data is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kept {
    /// A schema has a column for it.
    Stored,
    /// A form or a validator takes it.
    Asked,
    /// A type describes it.
    Described,
}

/// A piece of data about people.
#[derive(Clone, Debug, PartialEq)]
pub struct DataItem {
    /// Its class.
    pub class: DataClass,
    /// How surely it is kept.
    pub kept: Kept,
    /// The file.
    pub path: String,
    /// Where it stands.
    pub range: TextRange,
    /// The model, form or type; may be empty.
    pub owner: SmolStr,
    /// A place that stands for the whole model, when it is one.
    pub owner_range: Option<TextRange>,
    /// Its name.
    pub name: SmolStr,
}

impl DataItem {
    /// `Booking.medicalNotes`.
    pub fn title(&self) -> String {
        if self.owner.is_empty() { self.name.to_string() } else { format!("{}.{}", self.owner, self.name) }
    }
}

/// The data of one app, or of what several apps share.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PersonalData {
    /// The folder of the app; none for what lies in no app.
    pub app: Option<String>,
    /// The items, the gravest class first, then in order of file and place.
    pub items: Vec<DataItem>,
}

impl PersonalData {
    /// Whether a schema stores any of it.
    pub fn is_stored(&self) -> bool {
        self.items.iter().any(|item| item.kept == Kept::Stored)
    }
}

/// Folders whose code is not what people's data goes through.
const ASIDE: [&str; 18] = [
    "test",
    "tests",
    "__tests__",
    "mock",
    "mocks",
    "__mocks__",
    "fixtures",
    "stories",
    "storybook",
    "examples",
    "example",
    "e2e",
    "seed",
    "seeds",
    "demo",
    "docs",
    "__fixtures__",
    "cypress",
];

impl Project {
    /// The data about people of each app, in order of folder; what no app holds comes first.
    pub fn personal_data(&self) -> &[PersonalData] {
        self.index.personal.get_or_init(|| self.gather_personal())
    }

    fn gather_personal(&self) -> Vec<PersonalData> {
        let mut groups: BTreeMap<Option<String>, Vec<DataItem>> = BTreeMap::new();
        let mut seen: HashSet<(String, String)> = HashSet::new();
        let mut models: Vec<(&FileFacts, &Model)> = self.models().filter(|(file, _)| !is_aside(&file.path)).collect();
        // A schema of an object mapper says more than the SQL that was made of it.
        models.sort_by_key(|(file, model)| (model.mapper == Mapper::Table, &file.path, model.range.start));
        for (file, model) in models {
            let group = groups.entry(self.app_of(&file.path).map(|app| app.root.clone())).or_default();
            for field in model.fields.iter().filter(|field| !field.is_relation) {
                let Some(class) = class_of_field(model, field) else { continue };
                if seen.insert((singular(model.table.as_deref().unwrap_or(&model.name)), singular(&field.name))) {
                    group.push(stored(file, model, field, class));
                }
            }
        }
        for file in self.files.values().filter(|file| !file.data_fields.is_empty() && !is_aside(&file.path)) {
            let group = groups.entry(self.app_of(&file.path).map(|app| app.root.clone())).or_default();
            group.extend(file.data_fields.iter().filter_map(|field| {
                Some(DataItem {
                    class: class_of(&field.name, &field.owner)?,
                    kept: if field.origin == DataOrigin::Type { Kept::Described } else { Kept::Asked },
                    path: file.path.clone(),
                    range: field.range,
                    owner: field.owner.clone(),
                    owner_range: None,
                    name: field.name.clone(),
                })
            }));
        }
        let group = |(app, mut items): (Option<String>, Vec<DataItem>)| {
            items.sort_by(|one, other| {
                let key = |item: &DataItem| (item.class, item.kept);
                (key(one), &one.path, one.range).cmp(&(key(other), &other.path, other.range))
            });
            PersonalData { app, items }
        };
        groups.into_iter().filter(|(_, items)| !items.is_empty()).map(group).collect()
    }
}

/// Whether a file lies among tests, examples and the like.
pub fn is_aside(path: &str) -> bool {
    let folders = path.rsplit_once('/').map(|(folders, _)| folders).unwrap_or_default();
    folders.split('/').any(|part| ASIDE.contains(&part))
}

/// The class of a column: of what is text, a number or a date, never of yes and no.
fn class_of_field(model: &Model, field: &ModelField) -> Option<DataClass> {
    let own = field.name.rsplit('.').next().unwrap_or(&field.name);
    let class = class_of(own, &model.name)?;
    let kind = field.kind.to_ascii_lowercase();
    let is_flag = matches!(kind.as_str(), "boolean" | "bool" | "tinyint");
    let speaks_as_flag = matches!(class, DataClass::Health | DataClass::Children | DataClass::Belief);
    (!is_flag || speaks_as_flag).then_some(class)
}

fn stored(file: &FileFacts, model: &Model, field: &ModelField, class: DataClass) -> DataItem {
    DataItem {
        class,
        kept: Kept::Stored,
        path: file.path.clone(),
        range: field.range,
        owner: model.name.clone(),
        owner_range: Some(head(model, field)),
        name: field.name.clone(),
    }
}

/// Where a model is named: its whole block may span screens.
fn head(model: &Model, field: &ModelField) -> TextRange {
    match model.mapper {
        // `model Name`, in letters of one byte each (prisma.io/docs, "Naming conventions").
        Mapper::Prisma => {
            let length = u32::try_from("model ".len() + model.name.len()).unwrap_or_default();
            TextRange::new(model.range.start, model.range.end.min(model.range.start + length))
        }
        Mapper::Table if model.range.end - model.range.start < 200 => model.range,
        _ => field.range,
    }
}

/// A name as it is compared across schemas: `users` and `User` alike.
fn singular(name: &str) -> String {
    let joined = words(name).concat();
    joined.strip_suffix('s').map_or_else(|| joined.clone(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::project::Change;

    fn shown(files: &[(&str, &str)]) -> String {
        let mut project = Project::new(Config::default());
        project.apply(files.iter().map(|(path, text)| Change::Set(Box::new(crate::analyse(path, text)))));
        let group = |data: &PersonalData| {
            let items: Vec<String> =
                data.items.iter().map(|item| format!("{:?}/{:?} {}", item.class, item.kept, item.title())).collect();
            format!("{}: {}", data.app.as_deref().unwrap_or("-"), items.join(", "))
        };
        project.personal_data().iter().map(group).collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn schemas_forms_and_types_are_taken_together() {
        let next = ("package.json", r#"{"dependencies":{"next":"16"}}"#);
        let cases: &[(&[(&str, &str)], &str)] = &[
            (
                &[
                    next,
                    (
                        "prisma/schema.prisma",
                        "model User {\n  id String @id\n  email String\n  dateOfBirth DateTime?\n  posts Post[]\n}\nmodel Card {\n  id String @id\n  title String\n}\n",
                    ),
                ],
                ": BirthDate/Stored User.dateOfBirth, Contact/Stored User.email",
            ),
            (
                &[(
                    "db/schema.ts",
                    "import { pgTable, text } from \"drizzle-orm/pg-core\";\nexport const patients = pgTable(\"patients\", { diagnosis: text(\"diagnosis\"), phone: text(\"phone\") });\n",
                )],
                "-: Health/Stored patients.diagnosis, Contact/Stored patients.phone",
            ),
            (
                &[(
                    "models/user.js",
                    "const mongoose = require(\"mongoose\");\nmodule.exports = mongoose.model(\"User\", new mongoose.Schema({ ssn: String, emailVerified: Boolean }));\n",
                )],
                "-: GovernmentId/Stored User.ssn",
            ),
            (
                &[(
                    "src/user.ts",
                    "export interface Patient { medication: string; email: string }\nexport interface CardProps { email: string }\n",
                )],
                "-: Health/Described Patient.medication, Contact/Described Patient.email",
            ),
            (
                &[
                    next,
                    (
                        "app/page.tsx",
                        "export default function Checkout() { return <input name=\"cardNumber\" autoComplete=\"cc-number\" />; }\n",
                    ),
                ],
                ": PaymentCard/Asked Checkout.cardNumber",
            ),
            (&[next, ("index.html", "<form><input type=\"tel\" name=\"t\"></form>")], ": Contact/Asked email"),
            (&[next, ("tests/a.prisma", "model User {\n  email String\n}\n")], ""),
        ];
        for (files, expected) in cases {
            assert_eq!(shown(files), *expected, "{files:?}");
        }
    }

    #[cfg(feature = "sql")]
    #[test]
    fn tables_of_sql_are_told_once() {
        let files = [
            ("prisma/schema.prisma", "model User {\n  email String\n  @@map(\"users\")\n}\n"),
            ("prisma/migrations/1_a/migration.sql", "CREATE TABLE \"users\" (\"email\" TEXT NOT NULL, \"ssn\" TEXT);"),
        ];
        assert_eq!(shown(&files), "-: GovernmentId/Stored users.ssn, Contact/Stored User.email");
    }
}
