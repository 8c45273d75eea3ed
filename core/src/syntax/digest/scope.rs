//! The scopes of a file and what their names were given.
//!
//! Names are looked up only after the whole file was read, since a function may use what is declared below it.

use std::collections::HashMap;

use smol_str::SmolStr;

use crate::facts::Value;

/// A scope's place in [`Scopes`].
pub type ScopeId = u32;
/// A binding's place in [`Scopes`].
pub type BindingId = u32;

/// One declared name.
#[derive(Debug)]
pub struct Binding {
    /// The name.
    pub name: SmolStr,
    /// What it was declared as or assigned, unresolved, in order.
    pub values: Vec<Value>,
    /// Members assigned later: `name.outer.key = value`.
    pub members: Vec<(Vec<SmolStr>, Value, crate::text::TextRange)>,
}

#[derive(Debug)]
struct Scope {
    parent: Option<ScopeId>,
    is_function: bool,
    names: HashMap<SmolStr, BindingId>,
}

/// The scopes of a file.
#[derive(Debug)]
pub struct Scopes {
    all: Vec<Scope>,
    /// Every declared name.
    pub bindings: Vec<Binding>,
    current: ScopeId,
}

impl Default for Scopes {
    fn default() -> Self {
        let root = Scope { parent: None, is_function: true, names: HashMap::new() };
        Self { all: vec![root], bindings: Vec::new(), current: 0 }
    }
}

impl Scopes {
    /// The scope being read.
    pub fn current(&self) -> ScopeId {
        self.current
    }

    /// Enters a new scope; give the returned id to [`Self::leave`].
    pub fn enter(&mut self, is_function: bool) -> ScopeId {
        let outer = self.current;
        self.all.push(Scope { parent: Some(outer), is_function, names: HashMap::new() });
        self.current = u32::try_from(self.all.len() - 1).unwrap_or(outer);
        outer
    }

    /// Goes back to the scope that [`Self::enter`] left.
    pub fn leave(&mut self, outer: ScopeId) {
        self.current = outer;
    }

    /// Declares `name` here, or in the function around when it `hoists` (`var`, and function declarations).
    pub fn declare(&mut self, name: &str, hoists: bool, value: Option<Value>) -> BindingId {
        let scope = if hoists { self.function_scope() } else { self.current };
        let next = u32::try_from(self.bindings.len()).unwrap_or(u32::MAX);
        let names = &mut self.all[scope as usize].names;
        let id = *names.entry(SmolStr::new(name)).or_insert(next);
        if id == next {
            self.bindings.push(Binding { name: SmolStr::new(name), values: Vec::new(), members: Vec::new() });
        }
        self.bindings[id as usize].values.extend(value);
        id
    }

    /// What `name` means when used in `scope`.
    pub fn find(&self, name: &str, scope: ScopeId) -> Option<BindingId> {
        let mut at = Some(scope);
        while let Some(id) = at {
            let scope = self.all.get(id as usize)?;
            if let Some(binding) = scope.names.get(name) {
                return Some(*binding);
            }
            at = scope.parent;
        }
        None
    }

    fn function_scope(&self) -> ScopeId {
        let mut id = self.current;
        while let (false, Some(parent)) = (self.all[id as usize].is_function, self.all[id as usize].parent) {
            id = parent;
        }
        id
    }
}
