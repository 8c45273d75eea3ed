//! What is known of an expression's value, without its tree: enough to see where a value comes from, and no more.
//!
//! Invariant: a value is owned, bounded data. It names no node, holds no lifetime, and never decides whether the code
//! is good. Names of the file's own scopes have been replaced by what they stand for wherever that is certain.

use std::sync::Arc;

use smol_str::SmolStr;

use crate::text::TextRange;

/// A function of the same file: its place in [`super::FileFacts::functions`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FunctionId(pub u32);

/// What is known of an expression's value.
#[derive(Clone, Debug, PartialEq, Default)]
pub enum Value {
    /// Nothing.
    #[default]
    Unknown,
    /// A string literal, or a template without holes.
    Text(SmolStr),
    /// A number literal, as written.
    Number(SmolStr),
    /// `true` or `false`.
    Bool(bool),
    /// `null` or `undefined`.
    Nothing,
    /// A template or a chain of `+` with at least one string in it.
    Concat(Arc<[Value]>),
    /// A name and the members read from it.
    Ref(Reference),
    /// A call, or a construction with `new`.
    Call(Arc<CallValue>),
    /// An object literal.
    Object(Arc<ObjectValue>),
    /// An array literal.
    Array(Arc<[Value]>),
    /// One of several: `a ? b : c`, `a || b`, `a ?? b`, `a && b`.
    Choice(Arc<[Value]>),
    /// A comparison or negation; its operands tell what it depends on.
    Test(Arc<[Value]>),
    /// A function of this file.
    Function(FunctionId),
    /// What is left of an object when some of its keys are taken: `const { id, ...rest } = row`.
    Rest(Arc<RestValue>),
}

/// What is left of an object when some of its keys are taken.
#[derive(Clone, Debug, PartialEq)]
pub struct RestValue {
    /// The object.
    pub of: Value,
    /// The keys it no longer has.
    pub taken: Vec<SmolStr>,
}

/// A name and the members read from it: `window.localStorage` is the global `window` with the path `["localStorage"]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Reference {
    /// Where the chain begins.
    pub root: Root,
    /// The members read, outermost last. An index that is not a literal is `*`.
    pub path: Vec<SmolStr>,
}

/// Where a chain of members begins.
#[derive(Clone, Debug, PartialEq)]
pub enum Root {
    /// A name no scope of the file declares.
    Global(SmolStr),
    /// Something imported. The first path segment is the export (`default` for the default export, none for the whole
    /// namespace).
    Module(SmolStr),
    /// A parameter, by position.
    Param(FunctionId, u16),
    /// A name of the file whose value is not certain (reassigned, or declared without a value). The number tells
    /// declarations of the same name apart.
    Local(SmolStr, u32),
    /// The value of another expression: `fetch(url).ok`.
    Value(Arc<Value>),
    /// `this`.
    This,
}

/// A call and its arguments.
#[derive(Clone, Debug, PartialEq)]
pub struct CallValue {
    /// What is called.
    pub callee: Value,
    /// The arguments in order; a spread argument is `Unknown` and ends the list.
    pub arguments: Vec<Value>,
    /// Whether it is a construction with `new`.
    pub is_new: bool,
    /// The call expression.
    pub range: TextRange,
}

/// An object literal.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ObjectValue {
    /// The properties as written, later ones winning.
    pub properties: Vec<Property>,
    /// The literal with its braces.
    pub range: TextRange,
}

/// One entry of an object literal.
#[derive(Clone, Debug, PartialEq)]
pub struct Property {
    /// The key; `None` for a spread or a computed key.
    pub key: Option<SmolStr>,
    /// The value; for a spread, what is spread.
    pub value: Value,
    /// Whether this is `...value`, or, with a key, an entry that came with such a spread.
    pub is_spread: bool,
    /// The whole entry, without its comma.
    pub range: TextRange,
    /// The value alone (the whole entry for a shorthand).
    pub value_range: TextRange,
}

impl Value {
    /// The literal text, when it is one.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The names in a chain of members, the last first; that of an import is not among them.
    pub fn last_names(&self) -> impl Iterator<Item = &str> {
        let reference = self.reference();
        let path = reference.map(|reference| reference.path.as_slice()).unwrap_or_default();
        let root = match reference.map(|reference| &reference.root) {
            Some(Root::Local(name, _) | Root::Global(name)) => Some(name.as_str()),
            _ => None,
        };
        path.iter().rev().map(SmolStr::as_str).chain(root)
    }

    /// The chain of members, when it is one.
    pub fn reference(&self) -> Option<&Reference> {
        match self {
            Self::Ref(reference) => Some(reference),
            _ => None,
        }
    }

    /// The call, when it is one.
    pub fn call(&self) -> Option<&CallValue> {
        match self {
            Self::Call(call) => Some(call),
            _ => None,
        }
    }

    /// The object literal, when it is one.
    pub fn object(&self) -> Option<&ObjectValue> {
        match self {
            Self::Object(object) => Some(object),
            _ => None,
        }
    }

    /// The last member of a chain.
    pub fn last_segment(&self) -> Option<&str> {
        self.reference()?.path.last().map(SmolStr::as_str)
    }

    /// Whether this is the global `name` with exactly the members `path`.
    pub fn is_global(&self, name: &str, path: &[&str]) -> bool {
        self.reference().is_some_and(|reference| {
            matches!(&reference.root, Root::Global(global) if global == name) && reference.path == path
        })
    }

    /// The export path when this was imported from `module`.
    pub fn imported_from(&self, module: &str) -> Option<&[SmolStr]> {
        let reference = self.reference()?;
        matches!(&reference.root, Root::Module(from) if from == module).then_some(reference.path.as_slice())
    }

    /// The module and export path when this was imported.
    pub fn import(&self) -> Option<(&str, &[SmolStr])> {
        let reference = self.reference()?;
        match &reference.root {
            Root::Module(from) => Some((from, &reference.path)),
            _ => None,
        }
    }

    /// This value with one more member read from it.
    #[must_use]
    pub fn member(self, name: impl Into<SmolStr>) -> Self {
        let name = name.into();
        match self {
            Self::Ref(mut reference) => {
                reference.path.push(name);
                Self::Ref(reference)
            }
            Self::Object(object) => match object.get(&name) {
                Some(property) => property.value.clone(),
                None if object.is_open() => Self::member_of(Self::Object(object), name),
                None => Self::Unknown,
            },
            Self::Unknown => Self::Unknown,
            Self::Rest(rest) if rest.taken.contains(&name) => Self::Unknown,
            Self::Rest(rest) => rest.of.clone().member(name),
            other => Self::member_of(other, name),
        }
    }

    fn member_of(value: Self, name: SmolStr) -> Self {
        Self::Ref(Reference { root: Root::Value(Arc::new(value)), path: vec![name] })
    }

    /// What reading a member gives once names are resolved: an entry of an object or array, a member of what a class
    /// constructs, a choice of members for a choice.
    #[must_use]
    pub fn read(self, segment: &SmolStr) -> Self {
        match &self {
            Self::Object(object) => match object.get(segment) {
                Some(property) => property.value.clone(),
                None => self.member(segment.clone()),
            },
            Self::Array(items) => match segment.parse::<usize>() {
                Ok(index) => items.get(index).cloned().unwrap_or_default(),
                Err(_) => Self::Ref(Reference { root: Root::Value(Arc::new(self)), path: vec![segment.clone()] }),
            },
            Self::Call(call) if call.is_new && matches!(call.callee, Self::Object(_)) => {
                call.callee.clone().read(segment)
            }
            Self::Choice(options) => Self::Choice(options.iter().map(|option| option.clone().read(segment)).collect()),
            Self::Rest(rest) if !rest.taken.contains(segment) => rest.of.clone().read(segment),
            _ => self.member(segment.clone()),
        }
    }

    /// Visits this value and everything in it, outermost first. Values share parts, so a small one can unfold without
    /// end; the visit stops after [`Self::WALK_LIMIT`] steps.
    pub fn walk<'a>(&'a self, visit: &mut dyn FnMut(&'a Self)) {
        let mut left = Self::WALK_LIMIT;
        self.walk_within(&mut left, visit);
    }

    /// How many values [`Self::walk`] visits at the most.
    pub const WALK_LIMIT: u32 = 2_000;

    fn walk_within<'a>(&'a self, left: &mut u32, visit: &mut dyn FnMut(&'a Self)) {
        if *left == 0 {
            return;
        }
        *left -= 1;
        visit(self);
        match self {
            Self::Concat(parts) | Self::Array(parts) | Self::Choice(parts) | Self::Test(parts) => {
                parts.iter().for_each(|part| part.walk_within(left, visit));
            }
            Self::Ref(Reference { root: Root::Value(inner), .. }) => inner.walk_within(left, visit),
            Self::Call(call) => {
                call.callee.walk_within(left, visit);
                call.arguments.iter().for_each(|argument| argument.walk_within(left, visit));
            }
            Self::Object(object) => {
                object.properties.iter().for_each(|property| property.value.walk_within(left, visit));
            }
            Self::Rest(rest) => rest.of.walk_within(left, visit),
            _ => {}
        }
    }

    /// Whether any value inside satisfies `test`.
    pub fn any(&self, test: &dyn Fn(&Self) -> bool) -> bool {
        let mut found = false;
        self.walk(&mut |value| found = found || test(value));
        found
    }
}

impl RestValue {
    /// The rest as a value: an object literal without the keys when the object is one.
    pub fn into_value(self) -> Value {
        match self.of {
            Value::Unknown => Value::Unknown,
            Value::Object(object) => {
                let is_taken = |property: &Property| property.key.as_ref().is_some_and(|key| self.taken.contains(key));
                let properties = object.properties.iter().filter(|property| !is_taken(property)).cloned().collect();
                Value::Object(Arc::new(ObjectValue { properties, range: object.range }))
            }
            of => Value::Rest(Arc::new(Self { of, taken: self.taken })),
        }
    }
}

impl ObjectValue {
    /// The last property written under `key`, unless a later spread may replace it with something unknown.
    pub fn get(&self, key: &str) -> Option<&Property> {
        self.properties.iter().rev().find(|property| property.key.as_deref() == Some(key))
    }

    /// The entries as they stand in an object that spreads this one by `entry`: at the place of that entry.
    pub fn spread_at(&self, entry: &Property) -> impl Iterator<Item = Property> {
        let (range, value_range) = (entry.range, entry.value_range);
        self.properties.iter().map(move |own| Property { range, value_range, is_spread: true, ..own.clone() })
    }

    /// Whether the object may have keys that cannot be seen (a spread or computed key of unknown content).
    pub fn is_open(&self) -> bool {
        self.properties.iter().any(|property| property.key.is_none())
    }
}

impl Reference {
    /// The bare global `name`.
    pub fn global(name: impl Into<SmolStr>) -> Self {
        Self { root: Root::Global(name.into()), path: Vec::new() }
    }
}
