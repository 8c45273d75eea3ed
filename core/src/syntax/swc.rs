//! One call of swc's parser. Invariant: byte offset = `BytePos` - 1, wherever in the file the script begins.
#![allow(clippy::disallowed_types, reason = "this module turns swc's positions into TextRange")]

use super::guard;
use super::language::Language;
use super::parse::{Comment, Problem, ProblemKind};
use crate::text::{TextRange, offset};
use std::panic::AssertUnwindSafe;
use swc_common::comments::SingleThreadedComments;
use swc_common::{BytePos, Span, Spanned};
use swc_ecma_ast::{EsVersion, Module, ModuleItem};
use swc_ecma_parser::error::{Error, SyntaxError};
use swc_ecma_parser::{EsSyntax, Lexer, PResult, Parser, StringInput, Syntax, TsSyntax};

/// A tree, its comments, and the errors that swc itself recovered from.
pub(super) struct Tree {
    pub module: Module,
    pub comments: Vec<Comment>,
    pub recovered: Vec<Problem>,
}

/// Parses `text`, which begins at byte `base` of its file, after the guard has let it pass.
///
/// # Errors
/// What the guard refused, or the first error after which swc gives no tree.
#[allow(clippy::redundant_closure_for_method_calls, reason = "the method itself is not general enough in its lifetime")]
pub(super) fn parse_once(text: &str, base: u32, language: Language) -> Result<Tree, Problem> {
    contained(text, base, language, |parser| parser.parse_module())
}

/// Parses `text` as a sloppy script, which allows what strict mode forbids (`with`, octal numbers, `await` as a name).
///
/// # Errors
/// As [`parse_once`].
pub(super) fn parse_sloppy(text: &str, base: u32, language: Language) -> Result<Tree, Problem> {
    contained(text, base, language, |parser| {
        let script = parser.parse_script()?;
        let body = script.body.into_iter().map(ModuleItem::Stmt).collect();
        Ok(Module { span: script.span, body, shebang: script.shebang })
    })
}

/// Runs one parse. swc checks its own assumptions with assertions in debug builds, and broken text breaks some; such a panic
/// counts as an error at the text's start.
fn contained(
    text: &str,
    base: u32,
    language: Language,
    parse: impl FnOnce(&mut Parser<Lexer<'_>>) -> PResult<Module>,
) -> Result<Tree, Problem> {
    guard::check(text, base, language)?;
    let run = || {
        let comments = SingleThreadedComments::default();
        let start = BytePos(base.saturating_add(1));
        let end = BytePos(start.0.saturating_add(offset(text.len())));
        let input = StringInput::new(text, start, end);
        let mut parser = Parser::new_from(Lexer::new(syntax(language), EsVersion::EsNext, input, Some(&comments)));
        let module = parse(&mut parser).map_err(|error| problem(&error))?;
        let recovered = parser.take_errors().iter().filter(|error| is_structural(error.kind())).map(problem).collect();
        Ok(Tree { module, comments: collect(comments), recovered })
    };
    std::panic::catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|_| {
        let message = "The parser stumbled over this text.".to_owned();
        Err(Problem { range: TextRange::empty(base), kind: ProblemKind::Syntax, message })
    })
}

/// A module of `items` at `range`.
pub(super) fn module(range: TextRange, items: Vec<ModuleItem>) -> Module {
    let span = Span::new(BytePos(range.start.saturating_add(1)), BytePos(range.end.saturating_add(1)));
    Module { span, body: items, shebang: None }
}

fn syntax(language: Language) -> Syntax {
    if language.has_types() {
        return Syntax::Typescript(TsSyntax {
            tsx: language.has_jsx(),
            decorators: true,
            dts: language == Language::Declaration,
            // On, because swc hides with them that it invented a name or an expression; `is_structural` sorts them out.
            no_early_errors: false,
            disallow_ambiguous_jsx_like: false,
        });
    }
    Syntax::Es(EsSyntax {
        jsx: true,
        decorators: true,
        decorators_before_export: true,
        export_default_from: true,
        import_attributes: true,
        allow_super_outside_method: true,
        allow_return_outside_function: true,
        auto_accessors: true,
        explicit_resource_management: true,
        fn_bind: false,
    })
}

fn collect(comments: SingleThreadedComments) -> Vec<Comment> {
    let (leading, trailing) = comments.take_all();
    let mut all = Vec::new();
    for map in [leading, trailing] {
        for comment in map.borrow().values().flatten() {
            all.push(Comment { range: range(comment.span), text: comment.text.to_string() });
        }
    }
    all.sort_by_key(|comment| comment.range);
    all.dedup_by_key(|comment| comment.range);
    all
}

/// Whether swc went on after it skipped or invented something. The other errors it reports are early errors (a name declared
/// twice, `await` out of place): the tree is whole, and they are the compiler's business.
fn is_structural(kind: &SyntaxError) -> bool {
    matches!(
        kind,
        SyntaxError::Eof
            | SyntaxError::Unexpected { .. }
            | SyntaxError::UnexpectedTokenWithSuggestions { .. }
            | SyntaxError::UnexpectedChar { .. }
            | SyntaxError::Expected(..)
            | SyntaxError::ExpectedSemi
            | SyntaxError::ExpectedSemiForExprStmt { .. }
            | SyntaxError::ExpectedIdent
            | SyntaxError::UnterminatedBlockComment
            | SyntaxError::UnterminatedStrLit
            | SyntaxError::UnterminatedRegExp
            | SyntaxError::UnterminatedTpl
            | SyntaxError::UnterminatedJSXContents
            | SyntaxError::EmptyJSXAttr
            | SyntaxError::InvalidJSXValue
            | SyntaxError::JSXExpectedClosingTagForLtGt
            | SyntaxError::JSXExpectedClosingTag { .. }
            | SyntaxError::InvalidExpr
            | SyntaxError::InvalidPat
            | SyntaxError::TS1003
            | SyntaxError::TS1005
            | SyntaxError::TS1109
            | SyntaxError::TS1110
            | SyntaxError::TS1123
            | SyntaxError::TS1185
    )
}

fn problem(error: &Error) -> Problem {
    Problem { range: range(error.span()), kind: ProblemKind::Syntax, message: error.kind().msg().into_owned() }
}

/// The byte range of a span; the dummy span is the empty range at 0.
pub(super) fn range(span: Span) -> TextRange {
    TextRange::new(span.lo.0.saturating_sub(1), span.hi.0.saturating_sub(1))
}
