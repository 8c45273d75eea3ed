//! Tells in what a place of a source text lies: code, the children of an element, or something a comment cannot stand in.
//!
//! A scanner, not a parser: it must give a sensible answer for code that is half written, and it needs only to know where
//! strings, comments, regular expressions, templates, tags and holes begin and end. It looks at every byte once.

/// What the text is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grammar {
    /// TypeScript without JSX.
    Script,
    /// JavaScript or TypeScript with JSX.
    Jsx,
    /// HTML.
    Html,
    /// Vue single-file component.
    Vue,
    /// Svelte component.
    Svelte,
    /// Astro component.
    Astro,
}

/// In what a place lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Site {
    /// Code: `//` begins a comment.
    Code,
    /// A style sheet.
    Style,
    /// Between tags.
    Children,
    /// A string, a comment or a tag of a markup language: no comment can begin here.
    Closed,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Frame {
    /// Code between braces, or all of it.
    Code,
    /// A template literal.
    Template,
    /// An opening tag; the byte where its name begins.
    Tag(usize),
    /// Between an opening and its closing tag.
    Children,
}

/// In what the byte `at` of `text` lies.
pub fn site(text: &str, grammar: Grammar, at: usize) -> Site {
    match grammar {
        Grammar::Script | Grammar::Jsx => Scanner::new(text, grammar, at, 0, Frame::Code).run(),
        Grammar::Astro => match frontmatter(text) {
            Some(end) if at < end => Scanner::new(text, Grammar::Script, at, 3, Frame::Code).run(),
            end => Scanner::new(text, grammar, at, end.map_or(0, |end| end + 4), Frame::Children).run(),
        },
        Grammar::Html | Grammar::Vue | Grammar::Svelte => Scanner::new(text, grammar, at, 0, Frame::Children).run(),
    }
}

/// Where an Astro component's frontmatter ends.
fn frontmatter(text: &str) -> Option<usize> {
    text.strip_prefix("---")?.find("\n---").map(|end| end + 3)
}

struct Scanner<'a> {
    text: &'a str,
    bytes: &'a [u8],
    grammar: Grammar,
    /// The byte asked about.
    at: usize,
    now: usize,
    /// Where the last piece of code that is no comment ended.
    significant: usize,
    /// The outermost frame is never left.
    frames: Vec<Frame>,
    /// The answer, once something closed reached over `at`.
    answer: Option<Site>,
}

impl<'a> Scanner<'a> {
    fn new(text: &'a str, grammar: Grammar, at: usize, from: usize, base: Frame) -> Self {
        Self {
            text,
            bytes: text.as_bytes(),
            grammar,
            at,
            now: from,
            significant: from,
            frames: vec![base],
            answer: None,
        }
    }

    fn run(mut self) -> Site {
        while self.now < self.at && self.answer.is_none() {
            match self.frame() {
                Frame::Code => self.code(),
                Frame::Template => self.template(),
                Frame::Tag(name) => self.tag(name),
                Frame::Children => self.children(),
            }
        }
        self.answer.unwrap_or(match self.frame() {
            // Comments may stand between the attributes of a JSX tag, not of others.
            Frame::Tag(_) if self.grammar != Grammar::Jsx => Site::Closed,
            Frame::Code | Frame::Tag(_) => Site::Code,
            Frame::Template => Site::Closed,
            Frame::Children => Site::Children,
        })
    }

    fn frame(&self) -> Frame {
        self.frames.last().copied().unwrap_or(Frame::Code)
    }

    fn leave(&mut self) {
        if self.frames.len() > 1 {
            self.frames.pop();
        }
    }

    fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.now..).unwrap_or_default()
    }

    /// Goes past something closed that ends with `end`; the place asked about may lie in it.
    fn skip_past(&mut self, opener: usize, end: &str) {
        let from = (self.now + opener).min(self.bytes.len());
        let found = memchr::memmem::find(&self.bytes[from..], end.as_bytes());
        self.now = found.map_or(self.bytes.len(), |found| from + found + end.len());
        if self.now > self.at {
            self.answer = Some(Site::Closed);
        }
    }

    /// Goes past a quoted string that ends at its quote, or at the end of the line where `one_line`.
    fn skip_string(&mut self, one_line: bool) {
        let quote = self.bytes[self.now];
        self.now += 1;
        while let Some(&byte) = self.bytes.get(self.now) {
            self.now += 1;
            match byte {
                b'\\' if one_line => self.now += 1,
                b'\n' if one_line => return,
                _ if byte == quote => break,
                _ => {}
            }
        }
        if self.now > self.at {
            self.answer = Some(Site::Closed);
        }
    }

    fn code(&mut self) {
        match self.rest() {
            [b'/', b'/', ..] => {
                self.now = memchr::memchr(b'\n', self.rest()).map_or(self.bytes.len(), |end| self.now + end);
                return;
            }
            [b'/', b'*', ..] => return self.skip_past(2, "*/"),
            [b' ' | b'\t' | b'\r' | b'\n', ..] => {
                self.now += 1;
                return;
            }
            [b'/', ..] if self.expects_operand() => self.skip_regex(),
            [b'"' | b'\'', ..] => self.skip_string(true),
            [b'`', ..] => self.enter(Frame::Template, 1),
            [b'{', ..] => self.enter(Frame::Code, 1),
            [b'}', ..] => {
                self.leave();
                self.now += 1;
            }
            [b'<', next, ..] if self.has_jsx() && begins_tag(*next) && self.expects_operand() && !self.is_generic() => {
                self.enter(Frame::Tag(self.now + 1), 1);
            }
            _ => self.now += 1,
        }
        self.significant = self.now;
    }

    fn template(&mut self) {
        match self.rest() {
            [b'\\', ..] => self.now += 2,
            [b'`', ..] => {
                self.leave();
                self.now += 1;
                self.significant = self.now;
            }
            [b'$', b'{', ..] => self.enter(Frame::Code, 2),
            _ => self.now += 1,
        }
    }

    fn tag(&mut self, name: usize) {
        let jsx = self.grammar == Grammar::Jsx;
        match self.rest() {
            [b'"' | b'\'', ..] => self.skip_string(false),
            [b'/', b'/', ..] if jsx => self.code(),
            [b'/', b'*', ..] if jsx => self.skip_past(2, "*/"),
            [b'{', ..] if self.has_holes() => self.enter(Frame::Code, 1),
            [b'/', b'>', ..] => {
                self.leave();
                self.now += 2;
                self.significant = self.now;
            }
            [b'>', ..] => {
                self.now += 1;
                self.leave();
                match self.raw_text(name) {
                    Some(end) => self.skip_raw(name, end),
                    None => self.frames.push(Frame::Children),
                }
            }
            _ => self.now += 1,
        }
    }

    fn children(&mut self) {
        match self.rest() {
            [b'<', b'!', b'-', b'-', ..] if !matches!(self.grammar, Grammar::Jsx) => self.skip_past(4, "-->"),
            [b'<', b'/', ..] => {
                self.leave();
                self.skip_past(2, ">");
                self.significant = self.now;
            }
            [b'<', next, ..] if begins_tag(*next) => self.enter(Frame::Tag(self.now + 1), 1),
            [b'{', ..] if self.has_holes() => self.enter(Frame::Code, 1),
            _ => self.now += 1,
        }
    }

    fn enter(&mut self, frame: Frame, width: usize) {
        self.frames.push(frame);
        self.now += width;
    }

    fn has_jsx(&self) -> bool {
        matches!(self.grammar, Grammar::Jsx | Grammar::Astro)
    }

    fn has_holes(&self) -> bool {
        self.grammar != Grammar::Html
    }

    /// Where the raw text of a `script` or `style` element ends.
    fn raw_text(&self, name: usize) -> Option<usize> {
        if self.grammar == Grammar::Jsx {
            return None;
        }
        let closing = ["script", "style"].into_iter().find(|tag| {
            let found = self.bytes.get(name..name + tag.len());
            found.is_some_and(|found| found.eq_ignore_ascii_case(tag.as_bytes()))
        })?;
        let mut from = self.now;
        while let Some(found) = memchr::memmem::find(&self.bytes[from..], b"</") {
            let end = from + found;
            let after = self.bytes.get(end + 2..end + 2 + closing.len());
            if after.is_some_and(|after| after.eq_ignore_ascii_case(closing.as_bytes())) {
                return Some(end);
            }
            from = end + 2;
        }
        Some(self.bytes.len())
    }

    /// Goes past the raw text of an element; what is asked about may lie in it.
    fn skip_raw(&mut self, name: usize, end: usize) {
        if self.at <= end {
            let is_style = self.bytes[name..].first().is_some_and(|byte| byte.eq_ignore_ascii_case(&b's'))
                && self.bytes.get(name + 1).is_some_and(|byte| byte.eq_ignore_ascii_case(&b't'));
            let inner = || Scanner::new(self.text, Grammar::Script, self.at, self.now, Frame::Code).run();
            self.answer = Some(if is_style { Site::Style } else { inner() });
        }
        self.now = end;
        // The closing tag leaves it again.
        self.frames.push(Frame::Children);
    }

    fn skip_regex(&mut self) {
        let mut class = false;
        self.now += 1;
        while let Some(&byte) = self.bytes.get(self.now) {
            match byte {
                b'\n' => return,
                b'\\' => self.now += 1,
                b'[' => class = true,
                b']' => class = false,
                b'/' if !class => {
                    self.now += 1;
                    return;
                }
                _ => {}
            }
            self.now += 1;
        }
    }

    /// Whether a value may begin here, so that `/` begins a regular expression and `<` an element.
    fn expects_operand(&self) -> bool {
        const WORDS: [&[u8]; 12] = [
            b"return", b"case", b"typeof", b"default", b"await", b"yield", b"in", b"of", b"do", b"else", b"void",
            b"throw",
        ];
        let before = &self.bytes[..self.significant.min(self.bytes.len())];
        let Some(last) = before.last() else { return true };
        if is_name_byte(*last) {
            let start = before.iter().rposition(|byte| !is_name_byte(*byte)).map_or(0, |at| at + 1);
            return WORDS.contains(&&before[start..]);
        }
        match last {
            b')' | b']' | b'}' | b'"' | b'\'' | b'`' | b'/' => false,
            b'>' => before.ends_with(b"=>"),
            _ => true,
        }
    }

    /// Whether the `<` here begins type parameters of an arrow function: `<T,>` or `<T extends …>`.
    fn is_generic(&self) -> bool {
        let rest = self.text.get(self.now + 1..).unwrap_or("");
        let after = rest.trim_start_matches(is_name);
        after.starts_with(',') || after.trim_start().starts_with("extends ")
    }
}

fn begins_tag(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'$' | b'>')
}

fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$') || !byte.is_ascii()
}

fn is_name(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '_' | '$')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_of_half_written_code_has_an_answer() {
        let text =
            "const a = <T,>(x) => <div a={`${b}`} c='\\n'>{/* ` */}\n<p>é漢</p> {x ? /[/\"]/ : \"'\"} <br/></div>;\n";
        for grammar in [Grammar::Script, Grammar::Jsx, Grammar::Html, Grammar::Vue, Grammar::Svelte, Grammar::Astro] {
            for cut in (0..=text.len()).filter(|cut| text.is_char_boundary(*cut)) {
                for at in 0..=cut {
                    site(&text[..cut], grammar, at);
                }
                site(&text[cut..], grammar, text.len());
            }
        }
    }
}
