//! Services, matches, grants and functions.
//!
//! Invariant: every loop reads at least one character in each round, and a statement that is broken ends at the next
//! statement or bracket of its block.

use smol_str::SmolStr;

use super::cursor::{Cursor, is_word_part};
use super::expression::{Failure, Parser, is_at_statement};
use super::{Allow, Block, Dialect, Expr, Function, Match, RulesFile, RulesProblem, Segment, Service};
use crate::text::TextRange;

/// Matches in matches deeper than this are passed over. Firebase allows ten.
const DEEPEST_BLOCK: u32 = 32;

/// The block of a match whose path is broken begins within so many characters.
const LONGEST_HEAD: usize = 400;

/// Reads a file of rules.
pub fn parse(text: &str) -> RulesFile {
    let mut reader = Reader { cursor: Cursor::new(text), file: RulesFile::default(), depth: 0 };
    while !reader.cursor.is_done() {
        reader.top();
    }
    reader.file
}

struct Reader<'a> {
    cursor: Cursor<'a>,
    file: RulesFile,
    depth: u32,
}

impl Reader<'_> {
    /// One statement outside of all braces.
    fn top(&mut self) {
        let start = self.cursor.at();
        if self.cursor.eat_word("rules_version") {
            self.cursor.eat("=");
            self.file.version = self.cursor.string().map(SmolStr::new);
            self.cursor.eat(";");
        } else if self.cursor.eat_word("function") {
            let function = self.function(start);
            self.file.functions.extend(function);
        } else if self.cursor.eat_word("service") {
            let is_part = |letter| is_word_part(letter) || letter == '.';
            let name = SmolStr::new(self.cursor.run(is_part));
            self.cursor.advance(0);
            if self.cursor.eat("{") {
                let block = self.block();
                self.file.services.push(Service { name, block });
            } else {
                self.fail(start, Failure::Broken, "a service needs a block in braces");
            }
        } else {
            self.cursor.skip_one();
        }
    }

    /// Statements up to the closing brace.
    fn block(&mut self) -> Block {
        let mut block = Block::default();
        while !self.cursor.is_done() && !self.cursor.eat("}") {
            let start = self.cursor.at();
            if self.cursor.eat_word("allow") {
                let allow = self.allow(start);
                block.allows.extend(allow);
            } else if self.cursor.eat_word("match") {
                let inner = self.inner_match(start);
                block.matches.extend(inner);
            } else if self.cursor.eat_word("function") {
                let function = self.function(start);
                block.functions.extend(function);
            } else if self.cursor.is_at_word("service") {
                // The braces before it are not balanced; what follows is a service of its own.
                break;
            } else if !self.cursor.eat(";") {
                self.fail(start, Failure::Broken, "this is no `match`, `allow` or `function`");
            }
        }
        block
    }

    /// `match` was read.
    fn inner_match(&mut self, start: u32) -> Option<Match> {
        let pattern_start = self.cursor.at();
        let pattern = self.pattern();
        let pattern_range = self.cursor.since(pattern_start);
        self.cursor.advance(0);
        let is_whole = !pattern.is_empty() && self.cursor.eat("{");
        if !is_whole {
            let message = "a match needs a path and a block in braces";
            if !self.skip_to_block() {
                self.fail(start, Failure::Broken, message);
                return None;
            }
            self.problem(start, Failure::Broken, message);
        }
        if self.depth >= DEEPEST_BLOCK {
            self.skip_block();
            self.problem(start, Failure::TooDeep, "matches nest too deep");
            return None;
        }
        self.depth += 1;
        let block = self.block();
        self.depth -= 1;
        // Nobody knows what the grants in it are about.
        is_whole.then_some(Match { pattern, pattern_range, block })
    }

    /// `/users/{id}/{rest=**}`. A brace counts as part of it after a slash only.
    fn pattern(&mut self) -> Vec<Segment> {
        let mut pattern = Vec::new();
        while self.cursor.peek() == b'/' {
            self.cursor.step();
            if self.cursor.peek() == b'{' {
                self.cursor.step();
                let inside = self.cursor.run(|letter| !matches!(letter, '}' | '{' | '/' | '\n' | ';'));
                if self.cursor.peek() != b'}' {
                    return Vec::new();
                }
                self.cursor.step();
                // `{name}.png` is one segment still.
                self.cursor.run(is_literal_part);
                pattern.push(match inside.split_once('=') {
                    Some((name, stars)) if stars.contains("**") => Segment::Rest(SmolStr::new(name.trim())),
                    Some((name, _)) => Segment::One(SmolStr::new(name.trim())),
                    None => Segment::One(SmolStr::new(inside.trim())),
                });
            } else {
                let literal = self.cursor.run(is_literal_part);
                if !literal.is_empty() {
                    pattern.push(Segment::Literal(SmolStr::new(literal)));
                }
            }
        }
        pattern
    }

    /// `allow` was read.
    fn allow(&mut self, start: u32) -> Option<Allow> {
        let mut methods = Vec::new();
        while !self.is_at_statement()
            && let Some(method) = self.cursor.word()
        {
            methods.push(method);
            if !self.cursor.eat(",") {
                break;
            }
        }
        let known = |method: &SmolStr| {
            matches!(method.as_str(), "read" | "write" | "get" | "list" | "create" | "update" | "delete")
        };
        if methods.is_empty() || !methods.iter().all(known) {
            self.fail(start, Failure::Broken, "an `allow` needs methods such as `read` or `write`");
            return None;
        }
        let mut condition = None;
        if self.cursor.eat(":") {
            if !self.cursor.eat_word("if") {
                self.fail(start, Failure::Broken, "an `allow` needs `if` and a condition after its colon");
                return None;
            }
            condition = Some(self.expression(start, "the condition of this `allow` cannot be read")?);
        }
        let range = self.cursor.since(start);
        // Without a semicolon more may belong to it than was read, or is being written right now.
        let is_ended =
            self.cursor.eat(";") || condition.is_some() && (self.cursor.peek() == b'}' || self.is_at_statement());
        if !is_ended {
            self.fail(start, Failure::Broken, "this `allow` does not end");
            return None;
        }
        Some(Allow { methods, condition, range })
    }

    /// `function` was read.
    fn function(&mut self, start: u32) -> Option<Function> {
        let name = self.cursor.word();
        let mut parameters = Vec::new();
        let is_open = name.is_some() && self.cursor.eat("(");
        while is_open && let Some(parameter) = self.cursor.word() {
            parameters.push(parameter);
            self.cursor.eat(",");
        }
        let (Some(name), true) = (name, is_open && self.cursor.eat(")") && self.cursor.eat("{")) else {
            self.fail(start, Failure::Broken, "a function needs a name, parameters and a block in braces");
            return None;
        };
        let mut function = Function { name, parameters, bindings: Vec::new(), result: None };
        while !self.cursor.is_done() && !self.cursor.eat("}") {
            let start = self.cursor.at();
            if self.cursor.eat_word("let") {
                let name = self.cursor.word();
                self.cursor.eat("=");
                let value = self.expression(start, "this `let` cannot be read");
                function.bindings.extend(name.zip(value));
            } else if self.cursor.eat_word("return") {
                function.result = self.expression(start, "what this function returns cannot be read");
            } else if self.is_at_statement() {
                self.problem(start, Failure::Broken, "the block of a function does not end");
                break;
            } else if !self.cursor.eat(";") {
                self.fail(start, Failure::Broken, "this is no `let` or `return`");
            }
        }
        Some(function)
    }

    fn expression(&mut self, start: u32, message: &'static str) -> Option<Expr> {
        let mut parser = Parser::new(self.cursor, Dialect::Rules);
        match parser.expression() {
            Ok(expr) => {
                self.cursor = parser.cursor;
                Some(expr)
            }
            // From where the expression began, so that brackets are counted in pairs.
            Err(failure) => {
                self.fail(start, failure, message);
                None
            }
        }
    }

    fn is_at_statement(&self) -> bool {
        is_at_statement(&self.cursor)
    }

    /// Notes that the statement from `start` on cannot be read, and goes to its end.
    fn fail(&mut self, start: u32, failure: Failure, message: &'static str) {
        if self.cursor.at() == start {
            self.cursor.skip_one();
        }
        let mut brackets = 0u32;
        while !self.cursor.is_done() {
            match self.cursor.peek() {
                b';' if brackets == 0 => {
                    self.cursor.advance(1);
                    break;
                }
                b'{' => brackets += 1,
                b'}' if brackets == 0 => break,
                b'}' => brackets -= 1,
                b'\'' | b'"' if self.cursor.string().is_some() => continue,
                _ if self.is_at_statement() => break,
                _ => {
                    self.skip_part();
                    continue;
                }
            }
            self.cursor.advance(1);
        }
        self.problem(start, failure, message);
    }

    /// Skips a word, so that none is taken for its end (`disallow`), or one sign.
    fn skip_part(&mut self) {
        if self.cursor.run(is_word_part).is_empty() {
            self.cursor.skip_one();
        } else {
            self.cursor.advance(0);
        }
    }

    /// Goes into the block of a match whose path is broken: after the first brace that a space follows, unlike that of a
    /// wildcard.
    fn skip_to_block(&mut self) -> bool {
        let rest = self.cursor.rest();
        let line = rest.char_indices().take(LONGEST_HEAD).find(|(_, letter)| matches!(letter, ';' | '\n'));
        let head = line.map_or_else(|| rest.get(..LONGEST_HEAD).unwrap_or(rest), |(end, _)| &rest[..end]);
        let begins = |at: &usize| rest[at + 1..].starts_with(char::is_whitespace);
        let open = head.match_indices('{').map(|(at, _)| at).find(begins);
        open.inspect(|at| self.cursor.advance(at + 1)).is_some()
    }

    fn skip_block(&mut self) {
        let mut open = 1u32;
        while open > 0 && !self.cursor.is_done() {
            match self.cursor.peek() {
                b'{' => open += 1,
                b'}' => open -= 1,
                _ => {}
            }
            self.cursor.skip_one();
        }
    }

    fn problem(&mut self, start: u32, failure: Failure, message: &'static str) {
        let range: TextRange = self.cursor.since(start);
        self.file.problems.push(RulesProblem { range, message, is_too_deep: failure == Failure::TooDeep });
    }
}

/// Whether a character may stand in a part of a path pattern that is no wildcard.
fn is_literal_part(letter: char) -> bool {
    !letter.is_whitespace() && !matches!(letter, '/' | '{' | '}' | ';')
}
