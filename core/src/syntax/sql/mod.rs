//! SQL into tokens, statements and expressions; the only place that touches the parser for them.

mod command;
mod cursor;
mod expression;
mod lex;
mod slots;
mod split;

pub use command::{Command, LENGTH_LIMIT, Operand, Verb, WHOLE, begins_as_command, command};
pub use cursor::Cursor;
pub use expression::{condition, query};
pub use lex::{Lexer, Token, TokenKind};
pub use slots::{Piece, Slot};
pub use split::{Statement, each_statement, forward_part};
