//! From an expression to a value whose names are not looked up yet: a name is `Root::Local(name, scope)` until
//! [`super::resolve`] replaces it.
#![allow(clippy::disallowed_types, reason = "this module turns swc's positions into TextRange")]

use std::sync::Arc;

use smol_str::SmolStr;
use swc_common::Spanned;
use swc_ecma_ast::{
    ArrayLit, BinExpr, BinaryOp, CallExpr, Callee, Expr, ExprOrSpread, JSXAttrName, JSXAttrOrSpread, JSXAttrValue,
    JSXElementName, JSXExpr, JSXObject, JSXOpeningElement, Lit, MemberExpr, MemberProp, MetaPropKind, NewExpr,
    ObjectLit, OptChainBase, OptChainExpr, Prop, PropName, PropOrSpread, TaggedTpl, Tpl, UnaryOp,
};

use super::VALUE_DEPTH_LIMIT;
use super::visit::Digester;
use crate::facts::{CallValue, ObjectValue, Property, Reference, Root, Value};
use crate::syntax::parse::range_of;

/// A segment of a path that is not known.
pub const ANY_SEGMENT: SmolStr = SmolStr::new_static("*");

impl Digester {
    /// What is known of an expression.
    pub fn value(&self, expression: &Expr) -> Value {
        self.value_at(expression, 0)
    }

    fn value_at(&self, expression: &Expr, depth: u32) -> Value {
        if depth > VALUE_DEPTH_LIMIT {
            return Value::Unknown;
        }
        let next = depth + 1;
        match expression {
            Expr::Paren(inner) => self.value_at(&inner.expr, next),
            Expr::Await(inner) => self.value_at(&inner.arg, next),
            Expr::TsAs(inner) => self.value_at(&inner.expr, next),
            Expr::TsSatisfies(inner) => self.value_at(&inner.expr, next),
            Expr::TsNonNull(inner) => self.value_at(&inner.expr, next),
            Expr::TsConstAssertion(inner) => self.value_at(&inner.expr, next),
            Expr::TsTypeAssertion(inner) => self.value_at(&inner.expr, next),
            Expr::TsInstantiation(inner) => self.value_at(&inner.expr, next),
            Expr::Seq(seq) => seq.exprs.last().map_or(Value::Unknown, |last| self.value_at(last, next)),
            Expr::Assign(assign) => self.value_at(&assign.right, next),
            Expr::Ident(ident) if &*ident.sym == "undefined" => Value::Nothing,
            Expr::Ident(ident) => self.name(&ident.sym),
            Expr::This(_) => self.name("this"),
            Expr::MetaProp(meta) if meta.kind == MetaPropKind::ImportMeta => {
                Value::Ref(Reference::global("import.meta"))
            }
            Expr::Lit(literal) => literal_value(literal),
            Expr::Tpl(template) => self.template(template, next),
            Expr::Member(member) => self.member(member, next),
            Expr::OptChain(chain) => self.optional_chain(chain, next),
            Expr::Call(call) => self.call(call, next),
            Expr::New(new) => self.construction(new, next),
            Expr::TaggedTpl(tagged) => self.tagged(tagged, next),
            Expr::Object(object) => Value::Object(Arc::new(self.object(object, next))),
            Expr::Array(array) => self.array(array, next),
            Expr::Cond(cond) => Value::Choice([self.value_at(&cond.cons, next), self.value_at(&cond.alt, next)].into()),
            Expr::Bin(binary) => self.binary(binary, next),
            Expr::Unary(unary) => match unary.op {
                UnaryOp::Bang | UnaryOp::TypeOf => Value::Test([self.value_at(&unary.arg, next)].into()),
                UnaryOp::Void => Value::Nothing,
                UnaryOp::Minus | UnaryOp::Plus => match self.value_at(&unary.arg, next) {
                    Value::Number(number) if unary.op == UnaryOp::Minus => Value::Number(format!("-{number}").into()),
                    Value::Number(number) => Value::Number(number),
                    _ => Value::Unknown,
                },
                _ => Value::Unknown,
            },
            Expr::Arrow(arrow) => self.function_at(arrow.span.lo.0),
            Expr::Fn(function) => self.function_at(function.function.span.lo.0),
            Expr::Class(class) => self.class_at(class.class.span.lo.0),
            _ => Value::Unknown,
        }
    }

    fn name(&self, name: &str) -> Value {
        Value::Ref(Reference { root: Root::Local(SmolStr::new(name), self.scopes.current()), path: Vec::new() })
    }

    fn function_at(&self, lo: u32) -> Value {
        self.functions_by_start.get(&lo).map_or(Value::Unknown, |id| Value::Function(*id))
    }

    fn class_at(&self, lo: u32) -> Value {
        self.classes.get(&lo).cloned().unwrap_or_default()
    }

    fn template(&self, template: &Tpl, depth: u32) -> Value {
        let mut parts = Vec::with_capacity(template.exprs.len() * 2 + 1);
        for (index, quasi) in template.quasis.iter().enumerate() {
            let text =
                quasi.cooked.as_ref().map_or_else(|| quasi.raw.to_string().into(), |text| text.to_string_lossy());
            if !text.is_empty() || template.exprs.is_empty() {
                parts.push(Value::Text(SmolStr::new(text)));
            }
            if let Some(hole) = template.exprs.get(index) {
                parts.push(self.value_at(hole, depth));
            }
        }
        match parts.as_slice() {
            [Value::Text(text)] => Value::Text(text.clone()),
            _ => Value::Concat(parts.into()),
        }
    }

    /// The member of an object.
    pub fn member(&self, member: &MemberExpr, depth: u32) -> Value {
        let segment = match &member.prop {
            MemberProp::Ident(ident) => SmolStr::new(&*ident.sym),
            MemberProp::PrivateName(name) => SmolStr::new(format!("#{}", name.name)),
            MemberProp::Computed(computed) => self.segment(&computed.expr, depth),
        };
        self.value_at(&member.obj, depth).member(segment)
    }

    /// The path segment an index expression stands for.
    pub fn segment(&self, index: &Expr, depth: u32) -> SmolStr {
        match self.value_at(index, depth) {
            Value::Text(text) => text,
            Value::Number(number) => number,
            _ => ANY_SEGMENT,
        }
    }

    fn optional_chain(&self, chain: &OptChainExpr, depth: u32) -> Value {
        match &*chain.base {
            OptChainBase::Member(member) => self.member(member, depth),
            OptChainBase::Call(call) => {
                let range = range_of(call);
                if let Some(known) = self.known_calls.get(&range) {
                    return known.clone();
                }
                call_value(self.value_at(&call.callee, depth), self.arguments(&call.args, depth), false, range)
            }
        }
    }

    /// A call.
    pub fn call(&self, call: &CallExpr, depth: u32) -> Value {
        let range = range_of(call);
        if let Some(known) = self.known_calls.get(&range) {
            return known.clone();
        }
        match &call.callee {
            Callee::Expr(callee) => {
                let callee = self.value_at(callee, depth);
                call_value(callee, self.arguments(&call.args, depth), false, range)
            }
            Callee::Import(_) => match call.args.first().map(|first| self.value_at(&first.expr, depth)) {
                Some(Value::Text(specifier)) => module(specifier),
                _ => Value::Unknown,
            },
            Callee::Super(_) => Value::Unknown,
        }
    }

    /// A construction with `new`.
    pub fn construction(&self, new: &NewExpr, depth: u32) -> Value {
        let range = range_of(new);
        if let Some(known) = self.known_calls.get(&range) {
            return known.clone();
        }
        let arguments = new.args.as_deref().map_or_else(Vec::new, |arguments| self.arguments(arguments, depth));
        call_value(self.value_at(&new.callee, depth), arguments, true, range)
    }

    /// The arguments up to a spread one.
    pub fn arguments(&self, arguments: &[ExprOrSpread], depth: u32) -> Vec<Value> {
        let mut values = Vec::with_capacity(arguments.len());
        for argument in arguments {
            if argument.spread.is_some() {
                values.push(Value::Unknown);
                break;
            }
            values.push(self.value_at(&argument.expr, depth));
        }
        values
    }

    /// A tagged template: a call whose only argument is the template.
    pub fn tagged(&self, tagged: &TaggedTpl, depth: u32) -> Value {
        let template = self.template(&tagged.tpl, depth);
        call_value(self.value_at(&tagged.tag, depth), vec![template], false, range_of(tagged))
    }

    fn array(&self, array: &ArrayLit, depth: u32) -> Value {
        let values = array.elems.iter().map(|element| match element {
            Some(element) if element.spread.is_none() => self.value_at(&element.expr, depth),
            _ => Value::Unknown,
        });
        Value::Array(values.collect())
    }

    fn binary(&self, binary: &BinExpr, depth: u32) -> Value {
        let sides = || [self.value_at(&binary.left, depth), self.value_at(&binary.right, depth)];
        match binary.op {
            BinaryOp::Add => {
                let mut parts = Vec::new();
                for side in sides() {
                    match side {
                        Value::Concat(inner) => parts.extend(inner.iter().cloned()),
                        other => parts.push(other),
                    }
                }
                // Whether it adds texts or numbers shows only when names are resolved (`PREFIX + key`).
                let only_numbers = parts.iter().all(|part| matches!(part, Value::Number(_)));
                if only_numbers { Value::Unknown } else { Value::Concat(parts.into()) }
            }
            BinaryOp::LogicalOr | BinaryOp::LogicalAnd | BinaryOp::NullishCoalescing => Value::Choice(sides().into()),
            BinaryOp::EqEq
            | BinaryOp::EqEqEq
            | BinaryOp::NotEq
            | BinaryOp::NotEqEq
            | BinaryOp::Lt
            | BinaryOp::LtEq
            | BinaryOp::Gt
            | BinaryOp::GtEq
            | BinaryOp::In
            | BinaryOp::InstanceOf => Value::Test(sides().into()),
            _ => Value::Unknown,
        }
    }

    /// An object literal.
    pub fn object(&self, object: &ObjectLit, depth: u32) -> ObjectValue {
        let properties = object.props.iter().map(|entry| self.entry(entry, depth)).collect();
        ObjectValue { properties, range: range_of(object) }
    }

    fn entry(&self, entry: &PropOrSpread, depth: u32) -> Property {
        let range = range_of(entry);
        let property = |key, value, value_range| Property { key, value, is_spread: false, range, value_range };
        match entry {
            PropOrSpread::Spread(spread) => Property {
                key: None,
                value: self.spread(&spread.expr, depth),
                is_spread: true,
                range,
                value_range: range_of(&*spread.expr),
            },
            PropOrSpread::Prop(prop) => match &**prop {
                Prop::Shorthand(ident) => property(Some(SmolStr::new(&*ident.sym)), self.name(&ident.sym), range),
                Prop::KeyValue(pair) => {
                    property(self.key(&pair.key, depth), self.value_at(&pair.value, depth), range_of(&*pair.value))
                }
                Prop::Method(method) => {
                    property(self.key(&method.key, depth), self.function_at(method.function.span.lo.0), range)
                }
                Prop::Getter(getter) => property(self.key(&getter.key, depth), Value::Unknown, range),
                _ => property(None, Value::Unknown, range),
            },
        }
    }

    /// What `...expression` spreads: `...(condition && { … })` gives nothing or the right side.
    fn spread(&self, expression: &Expr, depth: u32) -> Value {
        match expression {
            Expr::Paren(inner) if depth < VALUE_DEPTH_LIMIT => self.spread(&inner.expr, depth + 1),
            Expr::Bin(binary) if binary.op == BinaryOp::LogicalAnd => {
                Value::Choice([Value::Nothing, self.value_at(&binary.right, depth)].into())
            }
            other => self.value_at(other, depth),
        }
    }

    /// The name of a property, when it is not computed from something unknown.
    pub fn key(&self, key: &PropName, depth: u32) -> Option<SmolStr> {
        match key {
            PropName::Ident(ident) => Some(SmolStr::new(&*ident.sym)),
            PropName::Str(text) => Some(SmolStr::new(text.value.to_string_lossy())),
            PropName::Num(number) => Some(SmolStr::new(number.value.to_string())),
            PropName::Computed(computed) => {
                let segment = self.segment(&computed.expr, depth);
                (segment != ANY_SEGMENT).then_some(segment)
            }
            PropName::BigInt(_) => None,
        }
    }

    /// What a JSX element calls, and its attributes as an object.
    pub fn element(&self, opening: &JSXOpeningElement) -> (Value, ObjectValue) {
        let callee = match &opening.name {
            JSXElementName::Ident(ident) if ident.sym.starts_with(|first: char| first.is_ascii_lowercase()) => {
                Value::Text(SmolStr::new(&*ident.sym))
            }
            JSXElementName::Ident(ident) => self.name(&ident.sym),
            JSXElementName::JSXMemberExpr(member) => {
                self.element_object(&member.obj, 0).member(SmolStr::new(&*member.prop.sym))
            }
            JSXElementName::JSXNamespacedName(_) => Value::Unknown,
        };
        let properties = opening.attrs.iter().map(|attribute| self.attribute(attribute)).collect();
        (callee, ObjectValue { properties, range: range_of(opening) })
    }

    fn element_object(&self, object: &JSXObject, depth: u32) -> Value {
        match object {
            JSXObject::Ident(ident) => self.name(&ident.sym),
            JSXObject::JSXMemberExpr(member) if depth < VALUE_DEPTH_LIMIT => {
                self.element_object(&member.obj, depth + 1).member(SmolStr::new(&*member.prop.sym))
            }
            JSXObject::JSXMemberExpr(_) => Value::Unknown,
        }
    }

    fn attribute(&self, attribute: &JSXAttrOrSpread) -> Property {
        let range = range_of(attribute);
        match attribute {
            JSXAttrOrSpread::SpreadElement(spread) => Property {
                key: None,
                value: self.value_at(&spread.expr, 1),
                is_spread: true,
                range,
                value_range: range_of(&*spread.expr),
            },
            JSXAttrOrSpread::JSXAttr(attribute) => {
                let key = match &attribute.name {
                    JSXAttrName::Ident(ident) => Some(SmolStr::new(&*ident.sym)),
                    JSXAttrName::JSXNamespacedName(_) => None,
                };
                let (value, value_range) = match &attribute.value {
                    None => (Value::Bool(true), range),
                    Some(JSXAttrValue::Str(text)) => {
                        (Value::Text(SmolStr::new(text.value.to_string_lossy())), range_of(text))
                    }
                    Some(JSXAttrValue::JSXExprContainer(container)) => match &container.expr {
                        JSXExpr::Expr(inner) => (self.value_at(inner, 1), range_of(&**inner)),
                        JSXExpr::JSXEmptyExpr(_) => (Value::Unknown, range),
                    },
                    Some(_) => (Value::Unknown, range),
                };
                Property { key, value, is_spread: false, range, value_range }
            }
        }
    }
}

/// Everything `specifier` exports.
pub fn module(specifier: SmolStr) -> Value {
    Value::Ref(Reference { root: Root::Module(specifier), path: Vec::new() })
}

fn call_value(callee: Value, arguments: Vec<Value>, is_new: bool, range: crate::text::TextRange) -> Value {
    if let (Value::Ref(Reference { root: Root::Local(name, _), path }), [Value::Text(specifier)]) =
        (&callee, arguments.as_slice())
        && name == "require"
        && path.is_empty()
        && !is_new
    {
        return module(specifier.clone());
    }
    Value::Call(Arc::new(CallValue { callee, arguments, is_new, range }))
}

fn literal_value(literal: &Lit) -> Value {
    match literal {
        Lit::Str(text) => Value::Text(SmolStr::new(text.value.to_string_lossy())),
        Lit::Bool(bool) => Value::Bool(bool.value),
        Lit::Null(_) => Value::Nothing,
        Lit::Num(number) => Value::Number(SmolStr::new(number.value.to_string())),
        _ => Value::Unknown,
    }
}

/// Whether a node's span lies in the text at all; swc gives invented nodes an empty one.
pub fn is_real(node: &impl Spanned) -> bool {
    node.span().lo.0 > 0
}
