//! Expressions, by precedence.
//!
//! Invariant: nesting and chains are bounded by [`DEEPEST`] and [`HIGHEST`], so a tree can be walked and dropped without care.

use smol_str::SmolStr;

use super::cursor::{Cursor, is_word_part};
use super::{Dialect, Expr, ExprKind, Operator, PathPart};

/// The deepest recursion. Firebase itself refuses to evaluate more than 1,000 expressions in a request and calls
/// deeper than 20 (firebase.google.com/docs/firestore/security/rules-structure, "Security rule limits").
const DEEPEST: u32 = 96;

/// The highest tree that is built.
const HIGHEST: u16 = 128;

/// Why an expression could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// It is broken or unfinished.
    Broken,
    /// It nests deeper than is safe.
    TooDeep,
}

type Read<T> = Result<T, Failure>;

/// Reads a text that is one expression, as the strings of Realtime Database rules are. `None` when it is not.
pub fn parse_expression(text: &str, dialect: Dialect) -> Option<Expr> {
    let mut parser = Parser::new(Cursor::new(text), dialect);
    let expr = parser.expression().ok()?;
    parser.cursor.eat(";");
    parser.cursor.is_done().then_some(expr)
}

/// Reads expressions from a place on.
pub struct Parser<'a> {
    /// Where it is.
    pub cursor: Cursor<'a>,
    dialect: Dialect,
    depth: u32,
}

impl<'a> Parser<'a> {
    /// A parser at a place.
    pub fn new(cursor: Cursor<'a>, dialect: Dialect) -> Self {
        Self { cursor, dialect, depth: 0 }
    }

    /// The expression that begins here.
    pub fn expression(&mut self) -> Read<Expr> {
        self.deeper(|parser| {
            let start = parser.cursor.at();
            let test = parser
                .joined("||", ExprKind::Any, |parser| parser.joined("&&", ExprKind::All, |parser| parser.binary(0)))?;
            if !parser.cursor.eat("?") {
                return Ok(test);
            }
            let yes = parser.expression()?;
            parser.expect(":")?;
            let no = parser.expression()?;
            parser.made(start, ExprKind::Choice(Box::new([test, yes, no])))
        })
    }

    fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> Read<T>) -> Read<T> {
        if self.depth >= DEEPEST {
            return Err(Failure::TooDeep);
        }
        self.depth += 1;
        let result = read(self);
        self.depth -= 1;
        result
    }

    /// An expression from `start` to here. A chain (`a.b.c`, `a + b + c`) makes a tree as deep as it is long, so the height is
    /// bounded as well as the recursion.
    fn made(&self, start: u32, kind: ExprKind) -> Read<Expr> {
        let height = 1 + kind.children().map(|child| child.height).max().unwrap_or(0);
        if height > HIGHEST {
            return Err(Failure::TooDeep);
        }
        Ok(Expr { range: self.cursor.since(start), kind, height })
    }

    fn expect(&mut self, sign: &str) -> Read<()> {
        if self.cursor.eat(sign) { Ok(()) } else { Err(Failure::Broken) }
    }

    /// Operands joined by `sign`, flat.
    fn joined(
        &mut self,
        sign: &str,
        kind: fn(Vec<Expr>) -> ExprKind,
        operand: impl Fn(&mut Self) -> Read<Expr>,
    ) -> Read<Expr> {
        let start = self.cursor.at();
        let first = operand(self)?;
        if !self.cursor.is_at(sign) {
            return Ok(first);
        }
        let mut operands = vec![first];
        while self.cursor.eat(sign) {
            operands.push(operand(self)?);
        }
        self.made(start, kind(operands))
    }

    /// Operands joined by operators of at least `level`.
    fn binary(&mut self, level: u8) -> Read<Expr> {
        let start = self.cursor.at();
        let mut left = self.unary()?;
        while let Some((sign, operator, of_level)) = self.operator().filter(|(_, _, found)| *found >= level) {
            self.cursor.advance(sign);
            left = match operator {
                None => {
                    let name = self.cursor.word().ok_or(Failure::Broken)?;
                    self.made(start, ExprKind::Is(Box::new(left), name))?
                }
                Some(operator) => {
                    let right = self.deeper(|parser| parser.binary(of_level + 1))?;
                    self.made(start, ExprKind::Binary(operator, Box::new(left), Box::new(right)))?
                }
            };
        }
        Ok(left)
    }

    /// The operator that is next: its length, what it is (`None` for `is`), and how strongly it binds.
    fn operator(&self) -> Option<(usize, Option<Operator>, u8)> {
        const SIGNS: [(&str, Operator, u8); 13] = [
            ("===", Operator::Equal, 0),
            ("!==", Operator::NotEqual, 0),
            ("==", Operator::Equal, 0),
            ("!=", Operator::NotEqual, 0),
            ("<=", Operator::LessOrEqual, 1),
            (">=", Operator::GreaterOrEqual, 1),
            ("<", Operator::Less, 1),
            (">", Operator::Greater, 1),
            ("+", Operator::Add, 2),
            ("-", Operator::Subtract, 2),
            ("*", Operator::Multiply, 3),
            ("/", Operator::Divide, 3),
            ("%", Operator::Remainder, 3),
        ];
        if self.cursor.is_at_word("in") {
            return Some((2, Some(Operator::In), 1));
        }
        if self.cursor.is_at_word("is") {
            return Some((2, None, 1));
        }
        let found = SIGNS.iter().find(|(sign, _, _)| self.cursor.is_at(sign))?;
        Some((found.0.len(), Some(found.1), found.2))
    }

    fn unary(&mut self) -> Read<Expr> {
        let start = self.cursor.at();
        let kind = match self.cursor.peek() {
            b'!' => ExprKind::Not,
            b'-' => ExprKind::Negative,
            _ => return self.postfix(),
        };
        self.cursor.advance(1);
        let operand = self.deeper(Self::unary)?;
        self.made(start, kind(Box::new(operand)))
    }

    fn postfix(&mut self) -> Read<Expr> {
        let start = self.cursor.at();
        let mut value = self.primary()?;
        loop {
            let kind = match self.cursor.peek() {
                b'.' => {
                    self.cursor.advance(1);
                    ExprKind::Member(Box::new(value), self.cursor.word().ok_or(Failure::Broken)?)
                }
                b'[' => self.index(value)?,
                b'(' => ExprKind::Call(Box::new(value), self.list("(", ")")?),
                _ => return Ok(value),
            };
            value = self.made(start, kind)?;
        }
    }

    fn index(&mut self, value: Expr) -> Read<ExprKind> {
        self.expect("[")?;
        let first = self.expression()?;
        let kind = if self.cursor.eat(":") {
            ExprKind::Slice(Box::new(value), Box::new((first, self.expression()?)))
        } else {
            ExprKind::Index(Box::new(value), Box::new(first))
        };
        self.expect("]")?;
        Ok(kind)
    }

    /// Expressions in brackets, with commas between; one after the last is allowed.
    fn list(&mut self, open: &str, close: &str) -> Read<Vec<Expr>> {
        self.expect(open)?;
        let mut items = Vec::new();
        while !self.cursor.eat(close) {
            items.push(self.expression()?);
            if !self.cursor.eat(",") {
                self.expect(close)?;
                break;
            }
        }
        Ok(items)
    }

    fn primary(&mut self) -> Read<Expr> {
        let start = self.cursor.at();
        let kind = match self.cursor.peek() {
            b'(' => {
                self.cursor.advance(1);
                let mut inner = self.expression()?;
                self.expect(")")?;
                inner.range = self.cursor.since(start);
                return Ok(inner);
            }
            b'[' => ExprKind::List(self.list("[", "]")?),
            b'{' => ExprKind::Map(self.map()?),
            b'\'' | b'"' => ExprKind::Text(self.cursor.string().ok_or(Failure::Broken)?),
            b'/' if self.dialect == Dialect::Database => ExprKind::Pattern(self.pattern()?),
            b'/' => ExprKind::Path(self.path()?),
            b'0'..=b'9' => self.number(),
            b'b' if self.cursor.is_at("b'") || self.cursor.is_at("b\"") => {
                self.cursor.advance(1);
                ExprKind::Text(self.cursor.string().ok_or(Failure::Broken)?)
            }
            _ if self.dialect == Dialect::Rules && is_at_statement(&self.cursor) => return Err(Failure::Broken),
            _ => match self.cursor.word().ok_or(Failure::Broken)?.as_str() {
                "null" => ExprKind::Null,
                "true" => ExprKind::Bool(true),
                "false" => ExprKind::Bool(false),
                name => ExprKind::Name(SmolStr::new(name)),
            },
        };
        self.made(start, kind)
    }

    fn number(&mut self) -> ExprKind {
        let is_part = |letter: char| letter.is_ascii_alphanumeric() || letter == '.' || letter == '_';
        let number = SmolStr::new(self.cursor.run(is_part));
        self.cursor.advance(0);
        ExprKind::Number(number)
    }

    fn map(&mut self) -> Read<Vec<(Expr, Expr)>> {
        self.expect("{")?;
        let mut entries = Vec::new();
        while !self.cursor.eat("}") {
            // A choice in a key would take the colon.
            let key = self.deeper(|parser| parser.binary(0))?;
            self.expect(":")?;
            entries.push((key, self.expression()?));
            if !self.cursor.eat(",") {
                self.expect("}")?;
                break;
            }
        }
        Ok(entries)
    }

    /// `/^[a-z]+$/i`, on one line.
    fn pattern(&mut self) -> Read<String> {
        let rest = self.cursor.rest();
        let mut is_escaped = false;
        for (at, character) in rest.char_indices().skip(1) {
            match character {
                '\n' => break,
                '/' if !is_escaped => {
                    self.cursor.advance(at + 1);
                    self.cursor.eat("i");
                    return Ok(rest[1..at].to_owned());
                }
                _ => is_escaped = character == '\\' && !is_escaped,
            }
        }
        Err(Failure::Broken)
    }

    /// `/databases/$(database)/documents`, without spaces but in its brackets.
    fn path(&mut self) -> Read<Vec<PathPart>> {
        let mut parts = Vec::new();
        while self.cursor.peek() == b'/' {
            // No space may follow, so comments (`//`) are not looked for here.
            self.cursor.step();
            if self.cursor.is_at("$(") {
                self.cursor.advance(2);
                let value = self.expression()?;
                if self.cursor.peek() != b')' {
                    return Err(Failure::Broken);
                }
                self.cursor.step();
                parts.push(PathPart::Value(value));
            } else {
                let literal = self.cursor.run(is_path_part);
                if !literal.is_empty() {
                    parts.push(PathPart::Literal(SmolStr::new(literal)));
                }
            }
        }
        self.cursor.advance(0);
        if parts.is_empty() { Err(Failure::Broken) } else { Ok(parts) }
    }
}

/// Whether a character may stand in a path of an expression.
fn is_path_part(letter: char) -> bool {
    is_word_part(letter) && letter != '$' || matches!(letter, '-' | '.' | '~' | '%' | '@')
}

/// Whether a word is next that begins a statement, and so never an operand.
pub fn is_at_statement(cursor: &Cursor<'_>) -> bool {
    ["allow", "match", "function", "service"].iter().any(|word| cursor.is_at_word(word))
}
