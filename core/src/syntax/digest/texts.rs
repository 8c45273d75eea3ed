//! String literals that may hold a credential, with what the code around calls them, and reads of the environment.
//!
//! Invariant: a cheap look at the text comes first, so that sentences, class names and markup cost nothing more.
#![allow(clippy::disallowed_types, reason = "this module turns swc's positions into TextRange")]

use smol_str::SmolStr;
use swc_common::Spanned;
use swc_ecma_ast::{
    AssignTarget, BinExpr, BinaryOp, Callee, Expr, Lit, MemberExpr, MemberProp, ObjectPatProp, Pat, PropName,
    SimpleAssignTarget, Str, Tpl,
};

use super::visit::Digester;
use crate::facts::{FunctionId, Value};
use crate::syntax::parse::range_of;
use crate::text::TextRange;

/// The shortest text that may be a credential whatever it is called.
const SHORTEST: usize = 16;
/// Longer texts are data.
const LONGEST: usize = 16 * 1024;
/// How many literals are joined.
const MOST_PARTS: usize = 64;

/// A string literal, or several joined with `+`.
#[derive(Clone, Debug)]
pub struct TextSite {
    /// The whole expression, with its quotes.
    pub range: TextRange,
    /// The text, escapes resolved.
    pub text: SmolStr,
    /// What it is given to: a variable, property, attribute or parameter.
    pub name: Option<SmolStr>,
    /// Whether several literals were joined.
    pub is_joined: bool,
    /// Whether an expression may stand in its place as it is; in `<F key="…">` it may not.
    pub is_expression: bool,
    /// The function it stands in.
    pub function: Option<FunctionId>,
}

/// `process.env.NAME`, `import.meta.env.NAME`, `env.NAME`, or an entry of a pattern that takes such a thing apart.
#[derive(Clone, Debug)]
pub struct EnvMember {
    /// What is read.
    pub value: Value,
    /// The whole expression.
    pub range: TextRange,
    /// The variable's name, without quotes.
    pub name_range: TextRange,
    /// Whether it is only compared with a literal: a switch, not a secret.
    pub is_compared: bool,
    /// The function it stands in.
    pub function: Option<FunctionId>,
}

impl Digester {
    /// Notes that `expression` is given to `name`, through what does not change a text.
    pub(super) fn name_texts(&mut self, expression: &Expr, name: &str) {
        match expression {
            Expr::Lit(Lit::Str(text)) => self.name_text(text.span, name),
            Expr::Tpl(template) if template.exprs.is_empty() => self.name_text(template.span, name),
            Expr::Paren(inner) => self.name_texts(&inner.expr, name),
            Expr::TsAs(inner) => self.name_texts(&inner.expr, name),
            Expr::TsSatisfies(inner) => self.name_texts(&inner.expr, name),
            Expr::TsConstAssertion(inner) => self.name_texts(&inner.expr, name),
            Expr::TsNonNull(inner) => self.name_texts(&inner.expr, name),
            Expr::Bin(binary) => match binary.op {
                BinaryOp::LogicalOr | BinaryOp::NullishCoalescing => {
                    self.name_texts(&binary.left, name);
                    self.name_texts(&binary.right, name);
                }
                BinaryOp::LogicalAnd => self.name_texts(&binary.right, name),
                BinaryOp::Add => self.name_text(binary.span, name),
                _ => {}
            },
            Expr::Cond(cond) => {
                self.name_texts(&cond.cons, name);
                self.name_texts(&cond.alt, name);
            }
            _ => {}
        }
    }

    /// Keeps the name of a text that may be looked at later.
    pub(super) fn name_text(&mut self, span: swc_common::Span, name: &str) {
        if (span.hi.0 - span.lo.0) as usize >= SHORTEST || may_be_secret(name) {
            self.text_names.insert(span.lo.0, SmolStr::new(name));
        }
    }

    pub(super) fn name_assigned(&mut self, target: &AssignTarget, value: &Expr) {
        match target {
            AssignTarget::Simple(SimpleAssignTarget::Ident(ident)) => self.name_texts(value, &ident.id.sym),
            AssignTarget::Simple(SimpleAssignTarget::Member(member)) => match &member.prop {
                MemberProp::Ident(ident) => self.name_texts(value, &ident.sym),
                MemberProp::Computed(computed) => {
                    if let Expr::Lit(Lit::Str(key)) = &*computed.expr {
                        self.name_texts(value, &key.value.to_string_lossy());
                    }
                }
                MemberProp::PrivateName(name) => self.name_texts(value, &name.name),
            },
            _ => {}
        }
    }

    pub(super) fn name_property(&mut self, key: &PropName, value: &Expr) {
        match key {
            PropName::Ident(ident) => self.name_texts(value, &ident.sym),
            PropName::Str(text) => self.name_texts(value, &text.value.to_string_lossy()),
            _ => {}
        }
    }

    /// `<F name="…">` and `<F name={…}>`.
    pub(super) fn name_attribute(&mut self, node: &swc_ecma_ast::JSXAttr) {
        if let swc_ecma_ast::JSXAttrName::Ident(name) = &node.name {
            match &node.value {
                Some(swc_ecma_ast::JSXAttrValue::Str(text)) => {
                    self.name_text(text.span, &name.sym);
                    self.attribute_texts.insert(text.span.lo.0);
                }
                Some(swc_ecma_ast::JSXAttrValue::JSXExprContainer(container)) => {
                    if let swc_ecma_ast::JSXExpr::Expr(expression) = &container.expr {
                        self.name_texts(expression, &name.sym);
                    }
                }
                _ => {}
            }
        }
    }

    pub(super) fn string(&mut self, text: &Str) {
        let lo = text.span.lo.0;
        let value = text.value.to_string_lossy();
        if self.is_worth_keeping(lo, &value) {
            self.push_text(lo, range_of(text), SmolStr::new(value), false);
        }
    }

    pub(super) fn template_text(&mut self, template: &Tpl) {
        if let ([only], []) = (template.quasis.as_slice(), template.exprs.as_slice())
            && let Some(text) = &only.cooked
        {
            let (lo, value) = (template.span.lo.0, text.to_string_lossy());
            if self.is_worth_keeping(lo, &value) {
                self.push_text(lo, range_of(template), SmolStr::new(value), false);
            }
        }
    }

    fn is_worth_keeping(&self, lo: u32, text: &str) -> bool {
        is_worth_a_look(text)
            || (1..=LONGEST).contains(&text.len()) && self.text_names.get(&lo).is_some_and(|name| may_be_secret(name))
    }

    /// `"sk_" + "live_" + "…"`: the outermost chain of literals only.
    pub(super) fn joined_text(&mut self, sum: &BinExpr) {
        if self.joined_until >= sum.span.hi.0 {
            return;
        }
        let Some(text) = joined(sum) else { return };
        self.joined_until = sum.span.hi.0;
        if is_worth_a_look(&text) {
            self.push_text(sum.span.lo.0, range_of(sum), SmolStr::new(text), true);
        }
    }

    fn push_text(&mut self, lo: u32, range: TextRange, text: SmolStr, is_joined: bool) {
        let name = self.text_names.get(&lo).cloned();
        let is_expression = !self.attribute_texts.contains(&lo);
        self.script.texts.push(TextSite { range, text, name, is_joined, is_expression, function: self.function });
    }

    /// Notes `….env.NAME`. The name that the environment goes by is looked up later.
    pub(super) fn env_member(&mut self, member: &MemberExpr) {
        if !is_environment(&member.obj) {
            return;
        }
        let name_range = match &member.prop {
            MemberProp::Ident(ident) => range_of(ident),
            MemberProp::Computed(computed) => match &*computed.expr {
                Expr::Lit(Lit::Str(key)) => range_of(key).inside_quotes(),
                _ => return,
            },
            MemberProp::PrivateName(_) => return,
        };
        let value = self.member(member, 0);
        let range = range_of(member);
        let is_compared = self.compared.contains(&member.span.lo.0);
        self.script.env_members.push(EnvMember { value, range, name_range, is_compared, function: self.function });
    }

    /// `const { NAME } = process.env`.
    pub(super) fn env_pattern(&mut self, pattern: &Pat, init: &Expr) {
        let (Pat::Object(object), true) = (pattern, is_environment(init)) else { return };
        let environment = self.value(init);
        for property in &object.props {
            let (key, name_range, range) = match property {
                ObjectPatProp::Assign(assign) => {
                    (SmolStr::new(&*assign.key.id.sym), range_of(&assign.key.id), range_of(assign))
                }
                ObjectPatProp::KeyValue(pair) => match &pair.key {
                    PropName::Ident(ident) => (SmolStr::new(&*ident.sym), range_of(ident), range_of(pair)),
                    PropName::Str(text) => {
                        (SmolStr::new(text.value.to_string_lossy()), range_of(text).inside_quotes(), range_of(pair))
                    }
                    _ => continue,
                },
                ObjectPatProp::Rest(_) => continue,
            };
            let value = environment.clone().member(key);
            self.script.env_members.push(EnvMember {
                value,
                range,
                name_range,
                is_compared: false,
                function: self.function,
            });
        }
    }

    /// Notes that the operands of `a === "literal"` are compared only.
    pub(super) fn comparison(&mut self, binary: &BinExpr) {
        let is_comparison =
            matches!(binary.op, BinaryOp::EqEq | BinaryOp::EqEqEq | BinaryOp::NotEq | BinaryOp::NotEqEq);
        if is_comparison && (binary.left.is_lit() || binary.right.is_lit()) {
            self.compared.insert(binary.left.span_lo().0);
            self.compared.insert(binary.right.span_lo().0);
        }
    }

    /// Names arguments by their place.
    pub(super) fn name_arguments(&mut self, callee: &Callee, arguments: &[swc_ecma_ast::ExprOrSpread]) {
        let Callee::Expr(callee) = callee else { return };
        let name = match &**callee {
            Expr::Ident(ident) => &*ident.sym,
            Expr::Member(member) => match &member.prop {
                MemberProp::Ident(ident) => &*ident.sym,
                _ => return,
            },
            _ => return,
        };
        // `headers.set("x-api-key", "…")`, `setItem("token", "…")`: the first argument names the second.
        // `jwt.sign(payload, "…")`, `createHmac("sha256", "…")`, `cookieParser("…")`
        let key = match name {
            "sign" | "verify" | "createHmac" | "jwtVerify" => arguments.get(1),
            "cookieParser" | "encode" => arguments.first(),
            _ => None,
        };
        if let Some(key) = key {
            self.name_texts(&key.expr, "secret");
        }
        if let ("set" | "append" | "setHeader" | "header", [first, second]) = (name, arguments)
            && let Expr::Lit(Lit::Str(key)) = &*first.expr
        {
            self.name_texts(&second.expr, &key.value.to_string_lossy());
        }
    }
}

/// Whether a name may call its value a secret, so that a short text or a sentence may be one as well.
fn may_be_secret(name: &str) -> bool {
    const ENDS: [&str; 9] = ["secret", "password", "passwd", "pwd", "pass", "key", "keys", "token", "salt"];
    ENDS.iter().any(|end| {
        name.len() >= end.len()
            && name.is_char_boundary(name.len() - end.len())
            && name[name.len() - end.len()..].eq_ignore_ascii_case(end)
    })
}

/// Whether a text could hold a credential: no sentence, no markup.
fn is_worth_a_look(text: &str) -> bool {
    (SHORTEST..=LONGEST).contains(&text.len())
        && (!text.bytes().any(|byte| byte.is_ascii_whitespace())
            || text.contains("-----BEGIN")
            || text.contains("://")
            || is_scheme(text))
}

/// `Bearer abc…`, `Basic abc…`, `token abc…`
fn is_scheme(text: &str) -> bool {
    let mut words = text.split_ascii_whitespace();
    matches!((words.next(), words.next(), words.next()), (Some(_), Some(second), None) if second.len() >= 16)
}

/// The text of a chain of `+` over literals; none when anything else is in it. Read from the right, so that a long chain
/// that begins with something else costs no more than [`MOST_PARTS`] steps.
fn joined(sum: &BinExpr) -> Option<String> {
    let mut parts = Vec::new();
    let mut sum = sum;
    while sum.op == BinaryOp::Add && parts.len() < MOST_PARTS {
        parts.push(literal(&sum.right)?);
        match &*sum.left {
            Expr::Bin(inner) => sum = inner,
            first => {
                parts.push(literal(first)?);
                parts.reverse();
                return Some(parts.concat());
            }
        }
    }
    None
}

fn literal(expression: &Expr) -> Option<String> {
    match expression {
        Expr::Lit(Lit::Str(text)) => Some(text.value.to_string_lossy().into_owned()),
        Expr::Tpl(template) if template.exprs.is_empty() => {
            template.quasis.first()?.cooked.as_ref().map(|text| text.to_string_lossy().into_owned())
        }
        Expr::Paren(inner) => literal(&inner.expr),
        _ => None,
    }
}

/// A cheap look at names: `process.env`, `import.meta.env`, `env`.
fn is_environment(expression: &Expr) -> bool {
    match expression {
        Expr::Ident(ident) => matches!(&*ident.sym, "env" | "environment" | "ENV"),
        Expr::Member(member) => member.prop.as_ident().is_some_and(|name| &*name.sym == "env"),
        Expr::Paren(inner) => is_environment(&inner.expr),
        Expr::TsAs(inner) => is_environment(&inner.expr),
        Expr::TsNonNull(inner) => is_environment(&inner.expr),
        _ => false,
    }
}
