//! Code that runs on the server only although it stands in a file for both sides: behind a condition that frameworks and
//! bundlers decide when they build for the browser, such as `typeof window === "undefined"`.

use swc_ecma_ast::{
    BinExpr, BinaryOp, CondExpr, Expr, IfStmt, ImportDecl, ImportSpecifier, Lit, MemberExpr, Stmt, UnaryOp,
};
use swc_ecma_visit::VisitWith;

use super::modules::export_name;
use super::visit::Digester;
use crate::syntax::parse::range_of;
use crate::text::TextRange;

/// How deep a condition is looked into.
const CONDITION_LIMIT: u32 = 16;

/// Exports that tell the side: package, name, whether true means the browser (svelte.dev, "$app/environment";
/// tanstack.com/query, "isServer").
const FLAGS: [(&str, &str, bool); 6] = [
    ("$app/environment", "browser", true),
    ("esm-env", "BROWSER", true),
    ("@tanstack/react-query", "isServer", false),
    ("@tanstack/vue-query", "isServer", false),
    ("@tanstack/svelte-query", "isServer", false),
    ("solid-js/web", "isServer", false),
];

/// What a condition says of the side when it holds, or when it does not.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Sides {
    /// When it holds, the code runs on the server.
    true_is_server: bool,
    /// When it does not hold, the code runs on the server.
    false_is_server: bool,
}

const SERVER: Sides = Sides { true_is_server: true, false_is_server: false };
const CLIENT: Sides = Sides { true_is_server: false, false_is_server: true };

impl Digester {
    /// Notes imported names that tell the side.
    pub fn note_side_flags(&mut self, import: &ImportDecl) {
        let from = import.src.value.to_string_lossy();
        for entry in &import.specifiers {
            let ImportSpecifier::Named(single) = entry else { continue };
            let local = smol_str::SmolStr::new(&*single.local.sym);
            let name = single.imported.as_ref().map_or_else(|| local.clone(), export_name);
            let flag = FLAGS.iter().find(|(package, flag, _)| *package == from && name == *flag);
            if let Some((_, _, is_client)) = flag {
                self.side_flags.push((local, *is_client));
            }
        }
    }

    /// Reads code that runs on the server only when `is_server` holds.
    fn on_side(&mut self, is_server: bool, range: TextRange, read: impl FnOnce(&mut Self)) {
        if !is_server || self.is_server_side {
            return read(self);
        }
        self.is_server_side = true;
        self.script.server_ranges.push(range);
        read(self);
        self.is_server_side = false;
    }

    /// Reads the branches of an `if`.
    pub fn if_statement(&mut self, node: &IfStmt) {
        let sides = self.sides(&node.test, CONDITION_LIMIT);
        node.test.visit_with(self);
        self.note_test(&node.test);
        self.on_side(sides.true_is_server, range_of(&*node.cons), |digester| digester.body(&node.cons));
        if let Some(otherwise) = &node.alt {
            self.on_side(sides.false_is_server, range_of(&**otherwise), |digester| digester.body(otherwise));
        }
    }

    /// Notes what is tested, in functions: code that only runs once decides nothing about requests.
    fn note_test(&mut self, test: &Expr) {
        if self.function.is_some() {
            let value = self.value(test);
            if value != crate::facts::Value::Unknown {
                self.script.tests.push((value, range_of(test), self.function));
            }
        }
    }

    /// Reads `test ? a : b`.
    pub fn conditional(&mut self, node: &CondExpr) {
        let sides = self.sides(&node.test, CONDITION_LIMIT);
        node.test.visit_with(self);
        self.note_test(&node.test);
        self.on_side(sides.true_is_server, range_of(&*node.cons), |digester| node.cons.visit_with(digester));
        self.on_side(sides.false_is_server, range_of(&*node.alt), |digester| node.alt.visit_with(digester));
    }

    /// Reads `a && b` and the like.
    pub fn binary_expression(&mut self, node: &BinExpr) {
        node.left.visit_with(self);
        let is_server = match node.op {
            BinaryOp::LogicalAnd => self.sides(&node.left, CONDITION_LIMIT).true_is_server,
            BinaryOp::LogicalOr => self.sides(&node.left, CONDITION_LIMIT).false_is_server,
            _ => false,
        };
        self.on_side(is_server, range_of(&*node.right), |digester| node.right.visit_with(digester));
    }

    /// Reads statements: what follows `if (typeof window !== "undefined") return …` runs on the server.
    pub fn statements(&mut self, list: &[Stmt]) {
        for (at, statement) in list.iter().enumerate() {
            statement.visit_with(self);
            if let (Stmt::If(node), Some(next), Some(last)) = (statement, list.get(at + 1), list.last())
                && !self.is_server_side
                && node.alt.is_none()
                && leaves(&node.cons)
                && self.sides(&node.test, CONDITION_LIMIT).false_is_server
            {
                let rest = TextRange::new(range_of(next).start, range_of(last).end);
                return self.on_side(true, rest, |digester| digester.statements(&list[at + 1..]));
            }
        }
    }

    fn sides(&self, test: &Expr, left: u32) -> Sides {
        if left == 0 {
            return Sides::default();
        }
        match test {
            Expr::Paren(inner) => self.sides(&inner.expr, left - 1),
            Expr::Unary(unary) if unary.op == UnaryOp::Bang => {
                let Sides { true_is_server, false_is_server } = self.sides(&unary.arg, left - 1);
                Sides { true_is_server: false_is_server, false_is_server: true_is_server }
            }
            Expr::Ident(name) => match self.side_flags.iter().find(|(flag, _)| *flag == *name.sym) {
                Some((_, true)) => CLIENT,
                Some((_, false)) => SERVER,
                None => Sides::default(),
            },
            Expr::Member(member) => flag_member(member),
            Expr::Bin(binary) => self.sides_of_binary(binary, left - 1),
            _ => Sides::default(),
        }
    }

    fn sides_of_binary(&self, binary: &BinExpr, left: u32) -> Sides {
        let both = || (self.sides(&binary.left, left), self.sides(&binary.right, left));
        match binary.op {
            BinaryOp::LogicalAnd => {
                let (one, other) = both();
                Sides {
                    true_is_server: one.true_is_server || other.true_is_server,
                    false_is_server: one.false_is_server && other.false_is_server,
                }
            }
            BinaryOp::LogicalOr => {
                let (one, other) = both();
                Sides {
                    true_is_server: one.true_is_server && other.true_is_server,
                    false_is_server: one.false_is_server || other.false_is_server,
                }
            }
            BinaryOp::EqEq | BinaryOp::EqEqEq => compared(binary),
            BinaryOp::NotEq | BinaryOp::NotEqEq => {
                let Sides { true_is_server, false_is_server } = compared(binary);
                Sides { true_is_server: false_is_server, false_is_server: true_is_server }
            }
            _ => Sides::default(),
        }
    }
}

/// `typeof window === "undefined"` and `process.env.NEXT_RUNTIME === "nodejs"`, in either order.
fn compared(binary: &BinExpr) -> Sides {
    let ((Expr::Lit(Lit::Str(text)), other) | (other, Expr::Lit(Lit::Str(text)))) = (&*binary.left, &*binary.right)
    else {
        return Sides::default();
    };
    match other {
        Expr::Unary(unary) if unary.op == UnaryOp::TypeOf => match &*unary.arg {
            Expr::Ident(name) if matches!(&*name.sym, "window" | "document") => {
                if text.value == *"undefined" {
                    SERVER
                } else {
                    CLIENT
                }
            }
            _ => Sides::default(),
        },
        // Next puts an empty text in its place in the browser.
        Expr::Member(member) if path(member) == Some(["process", "env", "NEXT_RUNTIME"]) && !text.value.is_empty() => {
            SERVER
        }
        _ => Sides::default(),
    }
}

/// What bundlers put a constant in the place of (vite.dev, "Env Variables and Modes"; nuxt.com, "import.meta").
fn flag_member(member: &MemberExpr) -> Sides {
    match path(member) {
        Some(["import.meta", "env", "SSR"] | ["", "import.meta" | "process", "server"]) => SERVER,
        Some(["", "import.meta" | "process", "client"] | ["", "process", "browser"]) => CLIENT,
        _ => Sides::default(),
    }
}

/// The three names of `a.b.c`; the first is empty for `a.b`.
fn path(member: &MemberExpr) -> Option<[&str; 3]> {
    let last = &*member.prop.as_ident()?.sym;
    match &*member.obj {
        Expr::Member(inner) => Some([root(&inner.obj)?, &inner.prop.as_ident()?.sym, last]),
        object => Some(["", root(object)?, last]),
    }
}

fn root(object: &Expr) -> Option<&str> {
    match object {
        Expr::Ident(name) => Some(&name.sym),
        Expr::MetaProp(_) => Some("import.meta"),
        _ => None,
    }
}

/// Whether a statement surely leaves what it stands in.
fn leaves(statement: &Stmt) -> bool {
    match statement {
        Stmt::Return(_) | Stmt::Throw(_) => true,
        Stmt::Block(block) => block.stmts.last().is_some_and(|last| matches!(last, Stmt::Return(_) | Stmt::Throw(_))),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::analyse;

    #[test]
    fn what_runs_on_the_server_is_told_by_conditions() {
        for (text, expected) in [
            ("if (typeof window === 'undefined') { a() } else { b() }", &["{ a() }"][..]),
            ("if ('undefined' != typeof window) { a() } else { b() }", &["{ b() }"]),
            ("x = typeof document === 'object' ? a() : b()", &["b()"]),
            ("typeof window === 'undefined' && x && a(); typeof window === 'undefined' || b()", &["x", "a()"]),
            (
                "if (process.env.NEXT_RUNTIME === 'nodejs' && x) { await import('./a') }",
                &["x", "{ await import('./a') }"],
            ),
            (
                "if (import.meta.env.SSR) a(); if (!import.meta.client) b(); if (process.browser) c();",
                &["a();", "b();"],
            ),
            ("import { browser as here } from '$app/environment'; if (!here) { a() }", &["{ a() }"]),
            ("import { isServer } from '@tanstack/react-query'; isServer ? a() : b()", &["a()"]),
            (
                "function f() { if (typeof window !== 'undefined') return ''; if (x) return y; return `${z}` }",
                &["if (x) return y; return `${z}`"],
            ),
            ("function f() { if (typeof window !== 'undefined') { return 1 } return 2 }", &["return 2"]),
            ("function f() { if (typeof window === 'undefined') return; a() }", &["return;"]),
            ("if (browser) { a() } if (typeof x === 'undefined') { b() } if (window) { c() }", &[]),
            ("if (process.env.NODE_ENV === 'production') { a() }", &[]),
        ] {
            let facts = analyse("a.ts", text);
            let seen: Vec<&str> = facts.server_ranges.iter().map(|range| range.slice(text)).collect();
            assert_eq!(seen, expected, "{text}");
        }
    }
}
