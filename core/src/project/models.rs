//! Which model a read is of: what its name stands for, wherever that is declared.

use smol_str::SmolStr;

use super::Project;
use super::follow::{CHAIN_LIMIT, Located};
use crate::facts::{FileFacts, FunctionId, Mapper, Model, ModelName, Value};

/// Where a name leads.
enum Lead<'a> {
    Model(Located<'a, &'a Model>),
    /// To something else: a model that merely has the same name is not meant.
    Elsewhere,
    /// Out of sight.
    Lost,
}

impl Project {
    /// The model that `name` means in `file`: the one its value leads to, else the nearest of that name.
    pub fn model_of<'a>(
        &'a self,
        file: &'a FileFacts,
        mappers: &[Mapper],
        name: &ModelName,
    ) -> Option<Located<'a, &'a Model>> {
        match self.lead(file, &name.value, CHAIN_LIMIT) {
            Lead::Model(found) => mappers.contains(&found.1.mapper).then_some(found),
            Lead::Elsewhere => None,
            Lead::Lost => self.model_named(&file.path, mappers, &name.name),
        }
    }

    /// The model of that name which stands nearest to `path`.
    pub fn model_named(&self, path: &str, mappers: &[Mapper], name: &str) -> Option<Located<'_, &Model>> {
        self.models()
            .filter(|(_, model)| mappers.contains(&model.mapper) && is_called(model, name))
            .max_by_key(|(file, _)| shared_folders(&file.path, path))
    }

    /// Whether every read of a model leaves a column out, because the database client says so.
    pub fn hides_column(&self, model: &str, column: &str) -> bool {
        let mut hidden = self.files.values().flat_map(|file| &file.hidden_columns);
        hidden.any(|hidden| hidden.column == column && same_but_first_letter(&hidden.model, model))
    }

    fn lead<'a>(&'a self, file: &'a FileFacts, value: &Value, left: u32) -> Lead<'a> {
        let (file, value) = self.follow(file, value, CHAIN_LIMIT);
        let declared = |range| file.models.iter().find(|model| model.range == range).map(|model| (file, model));
        match &value {
            Value::Call(call) => {
                if let Some(found) = declared(call.range) {
                    return Lead::Model(found);
                }
                let Some(left) = left.checked_sub(1) else { return Lead::Lost };
                // A function that makes the model, or one that is given it: `define(sequelize)`, `getRepository(User)`.
                let made =
                    self.function_of(file, &call.callee).and_then(|(file, id)| self.returned_model(file, id, left));
                let given = || {
                    let first = call.arguments.first()?;
                    matches!(first, Value::Ref(_) | Value::Object(_) | Value::Call(_))
                        .then(|| self.lead(file, first, left))
                };
                match made.map(Lead::Model).or_else(given) {
                    Some(Lead::Model(found)) => Lead::Model(found),
                    _ => Lead::Lost,
                }
            }
            Value::Object(object) => declared(object.range).map_or(Lead::Elsewhere, Lead::Model),
            Value::Function(_) => Lead::Elsewhere,
            Value::Choice(options) => {
                let leads = options.iter().filter_map(|option| match (left.checked_sub(1), option) {
                    (Some(left), option) => Some(self.lead(file, option, left)),
                    (None, _) => None,
                });
                leads.into_iter().find(|lead| matches!(lead, Lead::Model(_))).unwrap_or(Lead::Lost)
            }
            _ => Lead::Lost,
        }
    }

    fn returned_model<'a>(
        &'a self,
        file: &'a FileFacts,
        function: FunctionId,
        left: u32,
    ) -> Option<Located<'a, &'a Model>> {
        file.function(function)?.returns.iter().find_map(|returned| match self.lead(file, returned, left) {
            Lead::Model(found) => Some(found),
            _ => None,
        })
    }
}

/// Whether code that writes `name` may mean the model: `user` of `prisma.user`, `usersRepository`, `UserDocument`.
fn is_called(model: &Model, name: &str) -> bool {
    match model.mapper {
        Mapper::Prisma => same_but_first_letter(&model.name, name),
        Mapper::Drizzle => model.name == name,
        Mapper::Table => model.name.eq_ignore_ascii_case(name),
        _ => {
            let bare = ["Repository", "Repo", "Model", "Document", "Entity"]
                .iter()
                .find_map(|end| name.strip_suffix(end).filter(|bare| !bare.is_empty()))
                .unwrap_or(name);
            let own = model.name.strip_suffix("Entity").filter(|own| !own.is_empty()).unwrap_or(&model.name);
            own.eq_ignore_ascii_case(bare) || bare.strip_suffix('s').is_some_and(|one| own.eq_ignore_ascii_case(one))
        }
    }
}

fn same_but_first_letter(one: &str, other: &str) -> bool {
    let split = |name: &str| -> Option<(SmolStr, char)> {
        let first = name.chars().next()?;
        Some((SmolStr::new(&name[first.len_utf8()..]), first.to_ascii_lowercase()))
    };
    split(one).is_some_and(|one| Some(one) == split(other))
}

/// How many leading folders two paths share.
pub(super) fn shared_folders(one: &str, other: &str) -> usize {
    one.split('/').zip(other.split('/')).take_while(|(one, other)| one == other).count()
}
