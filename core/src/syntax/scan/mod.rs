//! A forgiving lexical scan of JavaScript, TypeScript and JSX: it knows strings, templates, regular expressions,
//! comments and tags, never fails, and keeps the stack of what is open.
//!
//! It exists because swc's parser recurses on the machine's stack and gives no tree for broken text: the depth guard needs
//! to know the nesting before swc sees the text, and recovery needs to know what is open where a text ends.
//!
//! Invariant: `next` always moves forward, so a scan takes time linear in the text.

mod code;
mod markup;

/// What is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum FrameKind {
    /// `(`. `keyword`: the head of `if`, `for`, `while`, `with`, `switch` or `catch`.
    Paren { keyword: bool },
    /// `[`
    Bracket,
    /// `{` of statements or of class and type bodies.
    Block,
    /// `{` of an object literal or pattern.
    Object,
    /// `{` in JSX, in an attribute or among children.
    JsxExpression,
    /// `${` in a template.
    Substitution,
    /// A template literal.
    Template,
    /// `<name …` up to its `>`.
    Tag,
    /// The children of an element.
    Children,
    /// `<` of type arguments after a tag's name.
    TypeArguments,
}

/// One open bracket, template or tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Frame {
    pub kind: FrameKind,
    /// Where it opens.
    pub start: usize,
    /// For tags and children: where the tag's name stands.
    pub name: (usize, usize),
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TokenKind {
    Word,
    Number,
    String {
        closed: bool,
    },
    Regex {
        closed: bool,
    },
    /// A stretch of a template's text.
    TemplateText,
    /// A stretch of text between tags.
    JsxText,
    /// Opens a frame.
    Open,
    /// Closes the innermost frame.
    Close,
    /// A closing bracket or tag that fits nothing that is open.
    Stray,
    /// An operator or a separator.
    Punct,
    Comment {
        closed: bool,
    },
}

/// One token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub kind: TokenKind,
    pub start: usize,
    pub end: usize,
    /// Whether a line ends between the token before and this one.
    pub newline: bool,
    /// How many frames were open before the token.
    pub depth: usize,
    /// Whether a statement begins here although no `;` says so: at a line end between two operands, or after a block.
    pub begins: bool,
    /// What the token before left: an operand, or something that wants one.
    pub after: Operand,
}

/// Whether the token before ends an operand, so that `/` divides and `<` compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Operand {
    No,
    Yes,
    /// It takes a parser to know: after a block's `}`, after `>`, after words like `await`.
    Maybe,
}

/// How the scan reads a place that takes a parser to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// The likelier of the two.
    Likely,
    /// As an operator: division, less-than.
    Operator,
    /// As the beginning of an operand: a regular expression, a tag.
    Start,
}

/// The scan. Cloning it forks it.
#[derive(Clone, Debug)]
pub(super) struct Scanner<'a> {
    pub(super) text: &'a str,
    pub(super) bytes: &'a [u8],
    pub(super) at: usize,
    pub(super) stack: Vec<Frame>,
    pub(super) operand: Operand,
    /// The last word, when the token before is one.
    pub(super) word: (usize, usize),
    /// The last byte of the token before; 0 at the start.
    pub(super) last: u8,
    /// Whether a dot stands before the last word.
    pub(super) after_dot: bool,
    pub(super) jsx: bool,
}

impl<'a> Scanner<'a> {
    /// A scan of `text`; `jsx` tells whether `<` may open an element.
    pub fn new(text: &'a str, jsx: bool) -> Self {
        Self {
            text,
            bytes: text.as_bytes(),
            at: 0,
            stack: Vec::new(),
            operand: Operand::No,
            word: (0, 0),
            last: 0,
            after_dot: false,
            jsx,
        }
    }

    /// Where the scan stands.
    pub fn position(&self) -> usize {
        self.at
    }

    /// What is open, outermost first.
    pub fn stack(&self) -> &[Frame] {
        &self.stack
    }

    /// The line that the next token begins, if it begins one at column 0 outside a template.
    pub fn line_ahead(&self) -> Option<std::ops::Range<usize>> {
        if self.stack.last().is_some_and(|frame| frame.kind == FrameKind::Template) {
            return None;
        }
        let mut start = self.at;
        self.skip_space(&mut start);
        let at_column_0 = start == 0 || matches!(self.byte(start - 1), b'\n' | b'\r');
        if !at_column_0 || start >= self.bytes.len() {
            return None;
        }
        let end = memchr::memchr2(b'\n', b'\r', &self.bytes[start..]).map_or(self.bytes.len(), |found| start + found);
        Some(start..end)
    }

    /// Closes the innermost frame without a token.
    pub fn pop(&mut self) -> Option<Frame> {
        let frame = self.stack.pop();
        self.operand = Operand::Yes;
        frame
    }

    /// Goes on at byte `at`, a character boundary after the current one.
    pub fn skip_to(&mut self, at: usize) {
        self.at = at.max(self.at);
    }

    /// Whether this scan and `other` read on in the same way.
    pub fn reads_as(&self, other: &Self) -> bool {
        let kinds = |scanner: &Self| scanner.stack.iter().map(|frame| (frame.kind, frame.name)).collect::<Vec<_>>();
        (self.at, self.operand, self.last, self.after_dot, self.word)
            == (other.at, other.operand, other.last, other.after_dot, other.word)
            && self.stack.len() == other.stack.len()
            && kinds(self) == kinds(other)
    }

    /// Whether the operand state of the token before is `No`, `Yes` or unknown.
    pub fn operand(&self) -> Operand {
        self.operand
    }

    /// Whether the next token can be read in two ways that only a parser can tell apart.
    pub fn is_ambiguous(&self) -> bool {
        if !self.in_code() {
            return false;
        }
        let mut ahead = self.at;
        self.skip_space(&mut ahead);
        match self.byte(ahead) {
            b'/' => self.operand == Operand::Maybe && !matches!(self.byte(ahead + 1), b'/' | b'*'),
            b'<' if self.jsx && is_tag_start(self.byte(ahead + 1)) => match self.operand {
                Operand::Maybe => true,
                Operand::Yes => false,
                Operand::No => self.looks_generic(ahead),
            },
            _ => false,
        }
    }

    /// The next token; `None` at the end.
    pub fn next(&mut self, reading: Reading) -> Option<Token> {
        if self.at >= self.bytes.len() {
            return None;
        }
        match self.stack.last().map(|frame| frame.kind) {
            Some(FrameKind::Template) => Some(self.template()),
            Some(FrameKind::Children) => Some(self.children()),
            Some(FrameKind::Tag) => self.tag(),
            _ => self.code(reading),
        }
    }

    fn in_code(&self) -> bool {
        !matches!(
            self.stack.last().map(|frame| frame.kind),
            Some(FrameKind::Template | FrameKind::Children | FrameKind::Tag)
        )
    }

    pub(super) fn byte(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or(0)
    }

    /// Moves `at` over white space; tells whether a line ended.
    pub(super) fn skip_space(&self, at: &mut usize) -> bool {
        let mut newline = false;
        while let Some(byte) = self.bytes.get(*at) {
            match byte {
                b'\n' | b'\r' => newline = true,
                b' ' | b'\t' | 0x0b | 0x0c => {}
                // No-break space, line and paragraph separators, byte order mark.
                0xc2 if self.byte(*at + 1) == 0xa0 => *at += 1,
                0xe2 if self.byte(*at + 1) == 0x80 && matches!(self.byte(*at + 2), 0xa8 | 0xa9) => {
                    newline = true;
                    *at += 2;
                }
                0xef if self.byte(*at + 1) == 0xbb && self.byte(*at + 2) == 0xbf => *at += 2,
                _ => break,
            }
            *at += 1;
        }
        newline
    }

    pub(super) fn push(&mut self, kind: FrameKind, start: usize) {
        self.stack.push(Frame { kind, start, name: (start, start) });
    }

    pub(super) fn token(&mut self, kind: TokenKind, start: usize, end: usize, newline: bool, depth: usize) -> Token {
        self.at = end.max(start + 1).min(self.bytes.len());
        self.last = self.byte(self.at.wrapping_sub(1));
        Token { kind, start, end: self.at, newline, depth, begins: false, after: Operand::No }
    }
}

/// Whether `byte` may stand after the `<` of a tag.
pub(super) fn is_tag_start(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte >= 0x80 || matches!(byte, b'_' | b'$' | b'>')
}

/// Whether `byte` belongs to a name.
pub(super) fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 0x80 || matches!(byte, b'_' | b'$')
}

/// Whether a word goes on with the statement before it.
pub(super) fn continues(word: &str) -> bool {
    matches!(
        word,
        "else"
            | "catch"
            | "finally"
            | "while"
            | "in"
            | "of"
            | "instanceof"
            | "as"
            | "satisfies"
            | "is"
            | "extends"
            | "from"
    )
}

/// All tokens of the likely reading, without comments, and the state at the end.
pub(super) struct Scan {
    /// The tokens in order.
    pub tokens: Vec<Token>,
    /// What is open at the end, outermost first.
    pub stack: Vec<Frame>,
    /// Whether the text ends with an operand.
    pub operand: Operand,
    /// The last comment, if the text ends in it.
    pub comment: Option<Token>,
}

/// Scans the whole text.
pub(super) fn scan(text: &str, jsx: bool) -> Scan {
    let mut scanner = Scanner::new(text, jsx);
    let mut tokens: Vec<Token> = Vec::with_capacity(text.len() / 4);
    let mut comment = None;
    let mut newline = false;
    loop {
        let operand = scanner.operand;
        let Some(mut token) = scanner.next(Reading::Likely) else { break };
        token.newline |= newline;
        if matches!(token.kind, TokenKind::Comment { .. }) {
            newline = token.newline || text[token.start..token.end].contains('\n');
            comment = Some(token);
            continue;
        }
        newline = false;
        let after_block =
            tokens.last().is_some_and(|last| last.kind == TokenKind::Close && scanner.bytes[last.start] == b'}');
        token.after = operand;
        token.begins = token.kind == TokenKind::Word
            && ((token.newline && operand != Operand::No) || (after_block && operand == Operand::Maybe))
            && !continues(&text[token.start..token.end]);
        tokens.push(token);
    }
    let comment = comment.filter(|comment| comment.end == text.len());
    Scan { tokens, stack: scanner.stack, operand: scanner.operand, comment }
}
