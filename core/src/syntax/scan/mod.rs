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
    String { closed: bool },
    Regex { closed: bool },
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
    Comment { closed: bool },
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
        Token { kind, start, end: self.at, newline, depth }
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

/// All tokens of the likely reading, and what is open at the end.
pub(super) fn scan(text: &str, jsx: bool) -> (Vec<Token>, Vec<Frame>) {
    let mut scanner = Scanner::new(text, jsx);
    let mut tokens = Vec::with_capacity(text.len() / 4);
    while let Some(token) = scanner.next(Reading::Likely) {
        tokens.push(token);
    }
    (tokens, scanner.stack)
}
