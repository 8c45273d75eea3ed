//! What a constructor is given by the framework: `constructor(private users: UserService)` is an instance of that class.

use smol_str::SmolStr;

use super::Project;
use super::follow::{CHAIN_LIMIT, Located};
use crate::facts::{FileFacts, FunctionId, Reference, Root, Value};

impl Project {
    /// The method `path` of the class that a parameter's type names.
    pub(super) fn injected<'a>(&'a self, file: &'a FileFacts, value: &Value) -> Option<Located<'a, FunctionId>> {
        let Reference { root: Root::Param(function, index), path } = value.reference()? else { return None };
        let [method] = path.as_slice() else { return None };
        let kind = file.function(*function)?.parameter_types.get(usize::from(*index))?.as_ref()?;
        let (file, class) = self.class_named(file, kind)?;
        match class.object()?.get(method)?.value {
            Value::Function(id) => Some((file, id)),
            _ => None,
        }
    }

    /// The class a name stands for in a file: imported, or exported by the file itself.
    fn class_named<'a>(&'a self, file: &'a FileFacts, name: &SmolStr) -> Option<Located<'a, Value>> {
        let imported = file.imports.iter().find_map(|import| {
            let (_, export) = import.names.iter().find(|(local, _)| local == name)?;
            Some(Value::Ref(Reference { root: Root::Module(import.specifier.clone()), path: vec![export.clone()] }))
        });
        let own = || file.exports.iter().find(|export| export.name == *name).map(|export| export.value.clone());
        Some(self.follow(file, &imported.or_else(own)?, CHAIN_LIMIT))
    }
}
