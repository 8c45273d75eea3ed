//! What a half-written statement still needs once its brackets are closed.

use super::close::HOLE;
use super::element::Elements;
use crate::syntax::scan::{FrameKind, Operand, Scan, TokenKind};

/// Words that may stand before a declaration.
const MODIFIERS: [&str; 5] = ["export", "default", "declare", "abstract", "async"];

/// Words that can be no shorthand property.
const RESERVED: [&str; 31] = [
    "break", "case", "catch", "class", "const", "continue", "default", "delete", "do", "else", "export", "extends",
    "false", "finally", "for", "function", "if", "import", "in", "new", "null", "return", "super", "switch", "this",
    "throw", "true", "try", "typeof", "var", "void",
];

/// Whether the text ends with a statement of nothing but its first words, which no completion makes meaningful.
pub(super) fn is_bare_head(text: &str, scan: &Scan) -> bool {
    let elements = Elements { text, scan };
    let depth = scan.stack.len();
    if !matches!(elements.top(), None | Some(FrameKind::Block)) {
        return false;
    }
    matches!(
        element_words(&elements, depth).as_slice(),
        ["import" | "export" | "const" | "let" | "var" | "enum"]
            | ["import" | "export", "type"]
            | ["export", "const" | "let" | "var" | "async" | "abstract" | "declare" | "enum" | "interface"]
    )
}

/// The words of the last element in the frame at depth `depth`, without closing brackets.
fn element_words<'a>(elements: &Elements<'a>, depth: usize) -> Vec<&'a str> {
    let Some(first) = element_start(elements, depth) else { return Vec::new() };
    elements.scan.tokens[first..]
        .iter()
        .filter(|token| token.depth == depth && token.kind != TokenKind::Close)
        .map(|token| &elements.text[token.start..token.end])
        .collect()
}

/// The index of the first token of the last element at depth `depth`; `None` if there is no element yet.
fn element_start(elements: &Elements<'_>, depth: usize) -> Option<usize> {
    let last = elements.scan.tokens.len().checked_sub(1)?;
    let token = elements.scan.tokens[last];
    if token.depth < depth {
        return None;
    }
    let separates = token.depth == depth
        && token.kind == TokenKind::Punct
        && (elements.word(last) == ";" || (elements.word(last) == "," && elements.commas(last, depth)));
    if separates { None } else { Some(elements.first(last, depth)) }
}

/// The first word of the last element.
pub(super) fn head<'a>(elements: &Elements<'a>, depth: usize) -> Option<&'a str> {
    element_words(elements, depth).first().copied()
}

/// Whether `word`, which ends the text, needs an operand after it.
pub(super) fn wants(elements: &Elements<'_>, word: &str, depth: usize) -> bool {
    match word {
        "default" => head(elements, depth) == Some("export"),
        "of" => is_for_head(elements, depth),
        "keyof" | "is" => true,
        _ => false,
    }
}

/// Whether the frame at depth `depth` is the parenthesis of a `for`.
pub(super) fn is_for_head(elements: &Elements<'_>, depth: usize) -> bool {
    word_before_frame(elements, depth) == Some("for")
        || (word_before_frame(elements, depth) == Some("await")
            && elements.top() == Some(FrameKind::Paren { keyword: true }))
}

fn opener(elements: &Elements<'_>, depth: usize) -> Option<usize> {
    let start = elements.scan.stack.get(depth.checked_sub(1)?)?.start;
    elements.token_at(start)
}

fn word_before_frame<'a>(elements: &Elements<'a>, depth: usize) -> Option<&'a str> {
    let opener = opener(elements, depth)?;
    opener.checked_sub(1).map(|before| elements.word(before))
}

/// Whether the innermost frame is an attribute's value rather than a child.
pub(super) fn is_attribute(scan: &Scan) -> bool {
    scan.stack.iter().rev().nth(1).is_some_and(|frame| frame.kind == FrameKind::Tag)
}

/// Whether the text ends with the name of a property or method, where keywords are plain names.
pub(super) fn is_property_name(elements: &Elements<'_>, depth: usize) -> bool {
    element_words(elements, depth).len() == 1 && elements.top() == Some(FrameKind::Object)
}

/// Whether the last element may be a type: then `>` ends type arguments.
pub(super) fn may_be_type(elements: &Elements<'_>, depth: usize) -> bool {
    let words = element_words(elements, depth);
    words.contains(&"<")
}

/// Appends what the last element of the frame at depth `depth` needs.
pub(super) fn finish(elements: &Elements<'_>, depth: usize, kind: Option<FrameKind>, out: &mut String) {
    let words = element_words(elements, depth);
    angles(elements, depth, &words, out);
    match kind {
        Some(FrameKind::Object) => property(&words, out),
        Some(FrameKind::Paren { keyword: true }) => head_of_loop(elements, depth, &words, out),
        Some(FrameKind::Block) | None => statement(elements, depth, &words, out),
        _ => {}
    }
    if !matches!(kind, Some(FrameKind::Object)) || words.first() != Some(&"?") {
        ternary(&words, out);
    }
    parameters(elements, depth, kind, &words, out);
}

/// Closes type arguments: `<` right after a name, as people write them, and no `>` yet.
fn angles(elements: &Elements<'_>, depth: usize, words: &[&str], out: &mut String) {
    let Some(first) = element_start(elements, depth) else { return };
    let mut open = 0usize;
    let tokens = &elements.scan.tokens[first..];
    for pair in tokens.windows(2) {
        if pair[1].depth != depth || pair[1].kind != TokenKind::Punct {
            continue;
        }
        match elements.text.as_bytes()[pair[1].start] {
            b'<' if pair[0].end == pair[1].start && pair[0].kind == TokenKind::Word => open += 1,
            b'>' => open = open.saturating_sub(1),
            _ => {}
        }
    }
    let is_call_in_expression = words.last() == Some(&"(");
    if open > 0 && !is_call_in_expression {
        out.push_str(&">".repeat(open));
        if words.first().is_some_and(|word| matches!(*word, "const" | "let" | "var" | "return" | "export"))
            && words.contains(&"=")
        {
            out.push_str("()");
        }
    }
}

fn property(words: &[&str], out: &mut String) {
    match words {
        [only]
            if only.starts_with(['"', '\'', '['])
                || only.starts_with(|c: char| c.is_ascii_digit())
                || RESERVED.contains(only) =>
        {
            out.push_str(": ");
            out.push_str(HOLE);
        }
        ["async" | "get" | "set" | "*", name] if !matches!(*name, ":" | "(" | "=" | "," | "as") => {
            out.push_str("() {}");
        }
        _ => {}
    }
}

fn head_of_loop(elements: &Elements<'_>, depth: usize, words: &[&str], out: &mut String) {
    let before = word_before_frame(elements, depth);
    if !matches!(before, Some("for" | "await")) {
        return;
    }
    let first = opener(elements, depth).map_or(0, |opener| opener + 1);
    let all: Vec<&str> = elements.scan.tokens[first..]
        .iter()
        .filter(|token| token.depth == depth)
        .map(|token| &elements.text[token.start..token.end])
        .collect();
    if all.iter().any(|word| matches!(*word, "of" | "in")) {
        return;
    }
    let semicolons = all.iter().filter(|word| **word == ";").count();
    let declares = matches!(words.first(), Some(&("const" | "let" | "var")));
    if semicolons == 0 && declares && !words.contains(&"=") {
        if words.len() == 1 {
            out.push_str(HOLE);
        }
        out.push_str(" of _$");
    } else {
        out.push_str(&";".repeat(2usize.saturating_sub(semicolons)));
    }
}

fn statement(elements: &Elements<'_>, depth: usize, words: &[&str], out: &mut String) {
    if words.is_empty() {
        return;
    }
    tail(words, out);
    let declared: Vec<&str> = words.iter().copied().skip_while(|word| MODIFIERS.contains(word)).collect();
    match declared.first().copied() {
        Some("import") => import(words, out),
        Some("const" | "let" | "var") if declared.get(1) == Some(&"enum") => body(&declared[1..], out),
        Some("const" | "let" | "var") if words.len() > 1 && !words.contains(&"=") => out.push_str(" = _$"),
        Some("function") => function(&declared, out),
        Some("class") => {
            if declared.len() == 1 {
                out.push_str(HOLE);
            }
            body(&declared, out);
        }
        Some("interface" | "enum" | "namespace") => body(&declared, out),
        Some("type") if declared.len() == 2 => out.push_str(" = _$"),
        Some("case") if !words.contains(&":") => out.push(':'),
        Some("*") if words.first() == Some(&"export") && !words.contains(&"from") => out.push_str(" from \"\""),
        Some("{") if words == ["export", "{", "from"] => out.push_str(" \"\""),
        Some(word) if word.starts_with('@') => decorated(elements, depth, words, out),
        None if words == ["default"] => out.push(':'),
        _ => {}
    }
}

/// What the last word or two need, whatever the statement.
fn tail(words: &[&str], out: &mut String) {
    let before = |back: usize| words.len().checked_sub(back).and_then(|at| words.get(at)).copied().unwrap_or("");
    match (before(2), before(1)) {
        ("if" | "while" | "with" | "switch" | "catch" | "for" | "await", "(")
            if before(2) != "await" || before(3) == "for" =>
        {
            out.push_str(" {}");
        }
        (".", _) => {}
        (_, "if" | "while" | "switch") => out.push_str("(_$) {}"),
        (_, "for") => out.push_str("(;;) {}"),
        (_, "try") => out.push_str(" {} finally {}"),
        (_, "catch" | "finally" | "else") => out.push_str(" {}"),
        (_, "do") => out.push_str(" {} while (_$)"),
        ("try", "{") => out.push_str(" finally {}"),
        ("do", "{") => out.push_str(" while (_$)"),
        _ => {}
    }
}

fn import(words: &[&str], out: &mut String) {
    let has_source = words.iter().skip(1).any(|word| word.starts_with(['"', '\'']));
    if has_source || words.len() < 2 || matches!(words[1], "(" | ".") || words.contains(&"=") {
        return;
    }
    match words.last().copied() {
        Some("from") if words.len() > 2 => out.push_str(" \"\""),
        Some(",") => out.push_str(" {} from \"\""),
        _ => out.push_str(" from \"\""),
    }
}

fn function(declared: &[&str], out: &mut String) {
    let Some(open) = declared.iter().position(|word| *word == "(") else {
        if declared.iter().all(|word| matches!(*word, "function" | "*")) {
            out.push_str(HOLE);
        }
        out.push_str("() {}");
        return;
    };
    if !declared[open..].contains(&"{") {
        out.push_str(" {}");
    }
}

fn body(declared: &[&str], out: &mut String) {
    if !declared.contains(&"{") && (declared.len() > 1 || declared == ["class"]) {
        out.push_str(" {}");
    }
}

fn decorated(elements: &Elements<'_>, depth: usize, words: &[&str], out: &mut String) {
    let only = words.iter().all(|word| word.starts_with('@') || matches!(*word, "(" | "." | "export" | "default"));
    if only {
        out.push_str(if is_class_body(elements, depth) { " _$() {}" } else { " class _$ {}" });
    }
}

/// The other half of `a ? b`.
fn ternary(words: &[&str], out: &mut String) {
    let Some(first) = words.iter().position(|word| *word == "?") else { return };
    let question = words.iter().filter(|word| **word == "?").count();
    let colons = words[first..].iter().filter(|word| **word == ":").count();
    for _ in colons..question {
        out.push_str(": _$");
    }
}

fn is_class_body(elements: &Elements<'_>, depth: usize) -> bool {
    let Some(opener) = opener(elements, depth) else { return false };
    if elements.scan.stack[depth - 1].kind != FrameKind::Block {
        return false;
    }
    let first = elements.first(opener, depth - 1);
    let words = elements.words(first, opener, depth - 1);
    words.contains(&"class") && !words.contains(&"=>") && !words.contains(&"function")
}

/// What a closed parameter list needs: a body, or an arrow.
fn parameters(elements: &Elements<'_>, depth: usize, kind: Option<FrameKind>, words: &[&str], out: &mut String) {
    if words.last() != Some(&"(") {
        let typed = words.iter().position(|word| *word == "(").is_some_and(|open| words.get(open + 1) == Some(&":"));
        let method = (kind == Some(FrameKind::Object) || is_class_body(elements, depth)) && is_method(words);
        if typed && method && words.last() != Some(&"{") {
            out.push_str(" {}");
        }
        return;
    }
    let method = (kind == Some(FrameKind::Object) || is_class_body(elements, depth)) && is_method(words);
    let named_function =
        words.len() >= 2 && words[..words.len() - 1].iter().rev().take(3).any(|word| *word == "function");
    if method || (named_function && words.iter().find(|word| !MODIFIERS.contains(word)) != Some(&"function")) {
        out.push_str(" {}");
        return;
    }
    let Some(open) =
        elements.scan.tokens.iter().rposition(|token| token.depth == depth && token.kind == TokenKind::Open)
    else {
        return;
    };
    let before = open.checked_sub(1).map_or("", |before| elements.word(before));
    if (elements.scan.tokens[open].after == Operand::No || before == "async")
        && looks_like_parameters(elements, open, depth + 1)
    {
        out.push_str(" => {}");
    }
}

/// Whether the element is a method's head: a name and a parameter list, maybe after modifiers.
fn is_method(words: &[&str]) -> bool {
    let Some(open) = words.iter().position(|word| *word == "(") else { return false };
    open > 0
        && words[..open].iter().all(|word| {
            word.starts_with(|first: char| {
                first.is_alphabetic() || matches!(first, '_' | '$' | '#' | '"' | '\'' | '[' | '*' | '@')
            })
        })
}

fn looks_like_parameters(elements: &Elements<'_>, open: usize, depth: usize) -> bool {
    let inside = elements.words(open + 1, elements.scan.tokens.len(), depth);
    let last = inside.iter().rfind(|word| **word != ")").copied();
    last.is_none() || last == Some(",") || inside.contains(&"...") || (inside.contains(&":") && !inside.contains(&"?"))
}
