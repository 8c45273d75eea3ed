//! SQL into tokens, statements and expressions; the only place that touches the parser for them.

mod cursor;
mod expression;
mod lex;
mod split;

pub use cursor::Cursor;
pub use expression::{condition, query};
pub use lex::{Lexer, Token, TokenKind};
pub use split::{Statement, each_statement, forward_part};
