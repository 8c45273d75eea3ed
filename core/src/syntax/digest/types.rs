//! Shapes of data that a script only describes: interfaces and types of object literals, one level deep.
#![allow(clippy::disallowed_types, reason = "this module turns swc's positions into TextRange")]

use smol_str::SmolStr;
use swc_ecma_ast::{Expr, Ident, TsType, TsTypeAliasDecl, TsTypeElement};

use super::visit::Digester;
use super::{TypeMember, TypeShape};
use crate::syntax::parse::range_of;

impl Digester {
    /// Notes an interface, or the type of an object literal.
    pub(super) fn note_type(&mut self, name: &Ident, members: &[TsTypeElement]) {
        let members: Vec<TypeMember> = members.iter().filter_map(member).collect();
        if !members.is_empty() {
            self.script.types.push(TypeShape { name: SmolStr::new(&*name.sym), members });
        }
    }

    /// `type Patient = { … }`, also as part of an intersection.
    pub(super) fn note_alias(&mut self, alias: &TsTypeAliasDecl) {
        match &*alias.type_ann {
            TsType::TsTypeLit(literal) => self.note_type(&alias.id, &literal.members),
            TsType::TsUnionOrIntersectionType(swc_ecma_ast::TsUnionOrIntersectionType::TsIntersectionType(all)) => {
                for part in all.types.iter().filter_map(|part| part.as_ts_type_lit()) {
                    self.note_type(&alias.id, &part.members);
                }
            }
            _ => {}
        }
    }
}

fn member(element: &TsTypeElement) -> Option<TypeMember> {
    let property = element.as_ts_property_signature()?;
    let name = match &*property.key {
        Expr::Ident(ident) if !property.computed => SmolStr::new(&*ident.sym),
        Expr::Lit(swc_ecma_ast::Lit::Str(text)) => SmolStr::new(text.value.to_string_lossy()),
        _ => return None,
    };
    Some(TypeMember { name, range: range_of(property) })
}
