//! Places in a command's text that code fills: placeholders of every driver, and holes of templates.
//!
//! Invariant: one pass over the text; what stands in quotes and comments is no placeholder, but a hole is one everywhere.

use smol_str::SmolStr;

use super::command::WHOLE;

/// Stands around the number of a hole within quotes: a character of no language.
const QUOTED_MARK: char = '\u{e000}';

/// A part of a command's text.
#[derive(Clone, Copy, Debug)]
pub enum Piece<'a> {
    /// Text as written.
    Text(&'a str),
    /// A value put into the text: its number.
    Hole(usize),
}

impl Piece<'_> {
    /// Bytes of text.
    pub fn length(&self) -> usize {
        match self {
            Self::Text(text) => text.len(),
            Self::Hole(_) => 1,
        }
    }
}

/// What fills a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Slot {
    /// The value of this hole.
    Hole(usize),
    /// The value at this position of those handed over, from 0.
    Position(usize),
    /// The value of this name among those handed over.
    Name(SmolStr),
}

/// A command's text in which every place is `$` and its number in `slots`.
pub struct Marked {
    /// The text.
    pub text: String,
    /// What fills each place.
    pub slots: Vec<Slot>,
}

/// Where the reader stands.
#[derive(Clone, Copy, PartialEq)]
enum State {
    Plain,
    Quoted(char),
    Line,
    Block,
}

struct Marker {
    text: String,
    slots: Vec<Slot>,
    state: State,
    positions: usize,
}

/// Puts marks in the place of what code fills.
pub fn marked(pieces: &[Piece<'_>]) -> Marked {
    let mut marker = Marker { text: String::new(), slots: Vec::new(), state: State::Plain, positions: 0 };
    for piece in pieces {
        match piece {
            Piece::Text(text) => marker.read(text),
            Piece::Hole(number) => marker.slot(Slot::Hole(*number)),
        }
    }
    Marked { text: marker.text, slots: marker.slots }
}

/// The numbers of the places that stand in a quoted text or name.
pub fn in_quotes(text: &str) -> Vec<usize> {
    text.split(QUOTED_MARK).skip(1).step_by(2).filter_map(|number| number.parse().ok()).collect()
}

impl Marker {
    fn read(&mut self, text: &str) {
        let mut rest = text;
        while let Some(character) = rest.chars().next() {
            let taken = match self.state {
                State::Plain => self.plain(rest, character),
                State::Quoted(quote) => {
                    if character == quote {
                        self.state = State::Plain;
                    }
                    self.text.push(character);
                    character.len_utf8()
                }
                State::Line => {
                    if character == '\n' {
                        self.state = State::Plain;
                        self.text.push('\n');
                    }
                    character.len_utf8()
                }
                State::Block if rest.starts_with("*/") => {
                    self.state = State::Plain;
                    self.text.push(' ');
                    2
                }
                State::Block => character.len_utf8(),
            };
            rest = &rest[taken..];
        }
    }

    /// Reads what stands outside quotes, and gives how many bytes that were.
    fn plain(&mut self, rest: &str, character: char) -> usize {
        let follows = |start: &str| rest.starts_with(start);
        match character {
            '\'' | '"' | '`' => self.state = State::Quoted(character),
            '-' if follows("--") => {
                self.state = State::Line;
                return 2;
            }
            '/' if follows("/*") => {
                self.state = State::Block;
                return 2;
            }
            '?' => {
                let digits = digits(&rest[1..]);
                let position = digits.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
                let position = position.unwrap_or_else(|| {
                    self.positions += 1;
                    self.positions - 1
                });
                self.slot(Slot::Position(position));
                return 1 + digits.len();
            }
            '$' | ':' | '@' => {
                if let Some((slot, taken)) = self.named(rest, character) {
                    self.slot(slot);
                    return taken;
                }
                if follows("::") {
                    self.text.push_str("::");
                    return 2;
                }
            }
            _ => {}
        }
        self.text.push(character);
        character.len_utf8()
    }

    /// `$1`, `:name`, `@name`, `$name`, and `${name}` of pg-promise.
    fn named(&self, rest: &str, sign: char) -> Option<(Slot, usize)> {
        let after = &rest[1..];
        let digits = digits(after);
        if sign == '$' && !digits.is_empty() {
            let number: usize = digits.parse().ok()?;
            return Some((Slot::Position(number.checked_sub(1)?), 1 + digits.len()));
        }
        let is_part = |character: char| character.is_alphanumeric() || character == '_';
        if self.text.ends_with(|before| is_part(before) || before == sign) {
            return None;
        }
        let close = match after.chars().next()? {
            '{' => Some('}'),
            '<' => Some('>'),
            '(' => Some(')'),
            '[' => Some(']'),
            _ => None,
        };
        let open = usize::from(sign == '$' && close.is_some());
        let name: &str = after.get(open..)?;
        let end = name.find(|character: char| !is_part(character)).unwrap_or(name.len());
        let name = &name[..end];
        if !name.starts_with(|first: char| first.is_alphabetic() || first == '_') {
            return None;
        }
        let behind = after[open + end..].chars().next();
        match (open, behind) {
            // `$tag$` begins a text.
            (0, Some('$')) if sign == '$' => None,
            (0, _) => Some((Slot::Name(SmolStr::new(name)), 1 + end)),
            (_, behind) => (behind == close).then(|| (Slot::Name(SmolStr::new(name)), 3 + end)),
        }
    }

    fn slot(&mut self, slot: Slot) {
        let number = self.slots.len();
        self.slots.push(slot);
        match self.state {
            State::Plain => self.plain_slot(number),
            State::Quoted(_) => self.text.extend([format!("{QUOTED_MARK}{number}{QUOTED_MARK}")]),
            State::Line | State::Block => {}
        }
    }

    /// A place outside quotes. `SET ?` and `INSERT INTO orders SET ?` take a whole object, as does
    /// `` INSERT INTO orders ${sql(order)} ``.
    fn plain_slot(&mut self, number: usize) {
        let before = self.text.trim_end();
        let last = before.rsplit(|character: char| !character.is_alphanumeric() && character != '_').next();
        let last = last.unwrap_or_default().to_ascii_lowercase();
        let is_insert = before.get(..6).is_some_and(|start| start.eq_ignore_ascii_case("insert"));
        if is_insert && !before.contains('(') && !matches!(last.as_str(), "into" | "insert" | "values" | "select" | "")
        {
            let end = if last == "set" { before.len() - 3 } else { before.len() };
            self.text.truncate(end);
            self.text.extend([format!(" ({WHOLE}) VALUES (${number}) ")]);
        } else if last == "set" {
            self.text.extend([format!(" {WHOLE} = ${number} ")]);
        } else {
            self.text.extend([format!("${number}")]);
        }
    }
}

fn digits(text: &str) -> &str {
    let end = text.find(|character: char| !character.is_ascii_digit()).unwrap_or(text.len());
    &text[..end]
}
