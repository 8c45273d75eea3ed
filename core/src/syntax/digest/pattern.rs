//! Patterns: the names that destructuring declares, and the part of the value each stands for.
#![allow(clippy::disallowed_types, reason = "this module turns swc's positions into TextRange")]

use smol_str::SmolStr;
use swc_ecma_ast::{ObjectPat, ObjectPatProp, Pat, TsEntityName, TsKeywordTypeKind, TsType, TsUnionOrIntersectionType};
use swc_ecma_visit::VisitWith;

use super::expression::ANY_SEGMENT;
use super::visit::Digester;
use crate::facts::{RestValue, Value};

impl Digester {
    /// Declares the names of a pattern; `value` is what is taken apart.
    pub fn declare_pattern(&mut self, pattern: &Pat, hoists: bool, value: &Value) {
        self.pattern(pattern, value, &mut |digester, name, value| {
            digester.scopes.declare(name, hoists, (!matches!(value, Value::Unknown)).then_some(value));
        });
    }

    /// Hands every name of a pattern, and the part of `value` it stands for, to `bind`.
    pub fn pattern(&mut self, pattern: &Pat, value: &Value, bind: &mut dyn FnMut(&mut Self, &str, Value)) {
        match pattern {
            Pat::Ident(ident) => bind(self, &ident.id.sym, value.clone()),
            Pat::Assign(assign) => self.pattern(&assign.left, value, bind),
            Pat::Rest(rest) => self.pattern(&rest.arg, &Value::Unknown, bind),
            Pat::Array(array) => {
                for (index, element) in array.elems.iter().enumerate() {
                    if let Some(element) = element {
                        let part = match value {
                            Value::Array(items) => items.get(index).cloned().unwrap_or_default(),
                            other => other.clone().member(index.to_string()),
                        };
                        self.pattern(element, &part, bind);
                    }
                }
            }
            Pat::Object(object) => {
                for property in &object.props {
                    match property {
                        ObjectPatProp::KeyValue(pair) => {
                            let key = self.key(&pair.key, 0).unwrap_or(ANY_SEGMENT);
                            self.pattern(&pair.value, &value.clone().member(key), bind);
                        }
                        ObjectPatProp::Assign(assign) => {
                            bind(self, &assign.key.id.sym, value.clone().member(SmolStr::new(&*assign.key.id.sym)));
                        }
                        ObjectPatProp::Rest(rest) => {
                            let taken = self.taken(object);
                            let left = RestValue { of: value.clone(), taken }.into_value();
                            self.pattern(&rest.arg, &left, bind);
                        }
                    }
                }
            }
            _ => {}
        }
    }

    /// The keys a pattern takes by name; `*` when it takes one that is not known.
    fn taken(&self, object: &ObjectPat) -> Vec<SmolStr> {
        let key = |property: &ObjectPatProp| match property {
            ObjectPatProp::KeyValue(pair) => Some(self.key(&pair.key, 0).unwrap_or(ANY_SEGMENT)),
            ObjectPatProp::Assign(assign) => Some(SmolStr::new(&*assign.key.id.sym)),
            ObjectPatProp::Rest(_) => None,
        };
        object.props.iter().filter_map(key).collect()
    }
}

/// Visits default values inside a pattern, which run like any other expression.
pub fn default_values(pattern: &Pat, digester: &mut Digester) {
    match pattern {
        Pat::Assign(assign) => {
            assign.right.visit_with(digester);
            default_values(&assign.left, digester);
        }
        Pat::Array(array) => array.elems.iter().flatten().for_each(|element| default_values(element, digester)),
        Pat::Object(object) => {
            for property in &object.props {
                match property {
                    ObjectPatProp::KeyValue(pair) => default_values(&pair.value, digester),
                    ObjectPatProp::Assign(assign) => assign.value.visit_with(digester),
                    ObjectPatProp::Rest(_) => {}
                }
            }
        }
        _ => {}
    }
}

/// The name of a plain parameter; `_` for a pattern.
pub fn parameter_name(pattern: &Pat) -> SmolStr {
    match pattern {
        Pat::Ident(ident) => SmolStr::new(&*ident.id.sym),
        Pat::Assign(assign) => parameter_name(&assign.left),
        _ => SmolStr::new_static("_"),
    }
}

/// The type a parameter is annotated with, when it is a plain name.
pub fn parameter_type(pattern: &Pat) -> Option<SmolStr> {
    Some(entity(&annotation(pattern)?.as_ts_type_ref()?.type_name))
}

/// The first argument of the generic type a parameter is annotated with, when it is a plain name: `User` of
/// `Repository<User>`.
pub fn parameter_type_argument(pattern: &Pat) -> Option<SmolStr> {
    let arguments = annotation(pattern)?.as_ts_type_ref()?.type_params.as_ref()?;
    type_name(arguments.params.first()?)
}

/// The name of a type, when it is one: `string`, `Date`, `User` of `User[]`.
pub fn type_name(annotation: &TsType) -> Option<SmolStr> {
    match annotation {
        TsType::TsTypeRef(reference) => Some(entity(&reference.type_name)),
        TsType::TsArrayType(array) => type_name(&array.elem_type),
        TsType::TsKeywordType(keyword) => match keyword.kind {
            TsKeywordTypeKind::TsStringKeyword => Some(SmolStr::new_static("string")),
            TsKeywordTypeKind::TsNumberKeyword => Some(SmolStr::new_static("number")),
            TsKeywordTypeKind::TsBooleanKeyword => Some(SmolStr::new_static("boolean")),
            _ => None,
        },
        TsType::TsUnionOrIntersectionType(TsUnionOrIntersectionType::TsUnionType(union)) => {
            union.types.iter().find_map(|option| type_name(option))
        }
        _ => None,
    }
}

fn annotation(pattern: &Pat) -> Option<&TsType> {
    match pattern {
        Pat::Ident(ident) => ident.type_ann.as_ref().map(|annotation| &*annotation.type_ann),
        Pat::Object(object) => object.type_ann.as_ref().map(|annotation| &*annotation.type_ann),
        Pat::Assign(assign) => annotation(&assign.left),
        _ => None,
    }
}

fn entity(name: &TsEntityName) -> SmolStr {
    match name {
        TsEntityName::Ident(ident) => SmolStr::new(&*ident.sym),
        TsEntityName::TsQualifiedName(name) => SmolStr::new(&*name.right.sym),
    }
}
