use super::*;

/// A chat with organisations, functions and every form of statement.
pub(crate) const CHAT: &str = r#"rules_version = '2';
// Chat
service cloud.firestore {
  match /databases/{database}/documents {
    /* who
       is it */
    function isMember(room) {
      let members = get(/databases/$(database)/documents/rooms/$(room)).data.members;
      return request.auth != null && request.auth.uid in members;
    }
    match /rooms/{roomId} {
      allow get, list: if isMember(roomId);
      allow create: if request.auth.uid == request.resource.data.owner
        && request.resource.data.keys().hasOnly(['owner', "name"]) && request.resource.data.name.size() < 5 * 10;
      match /messages/{messageId=**} {
        allow read: if isMember(roomId) ? true : false
        allow write: if resource.data.tags[0:2] == ['a', 'b'] || resource.data['x'] is string && -1 < 1.5 % 2;
      }
    }
    match /public/{rest=**} { allow read; }
  }
}
"#;

fn text(range: TextRange, source: &str) -> &str {
    range.slice(source)
}

fn rooms(file: &RulesFile) -> &Match {
    &file.services[0].block.matches[0].block.matches[0]
}

#[test]
fn a_file_is_read_whole_with_true_places() {
    let file = parse(CHAT);
    assert_eq!(file.problems, []);
    assert_eq!(file.version.as_deref(), Some("2"));
    assert_eq!(file.services[0].name, "cloud.firestore");
    let documents = &file.services[0].block.matches[0];
    assert_eq!(text(documents.pattern_range, CHAT), "/databases/{database}/documents");
    assert_eq!(documents.block.functions[0].bindings.len(), 1);
    let rooms = rooms(&file);
    assert_eq!(rooms.pattern, [Segment::Literal("rooms".into()), Segment::One("roomId".into())]);
    assert_eq!(text(rooms.block.allows[0].range, CHAT), "allow get, list: if isMember(roomId)");
    assert!(text(rooms.block.allows[1].range, CHAT).ends_with("< 5 * 10"));
    let messages = &rooms.block.matches[0];
    assert_eq!(messages.pattern[1], Segment::Rest("messageId".into()));
    assert_eq!(text(messages.block.allows[0].range, CHAT), "allow read: if isMember(roomId) ? true : false");
    let public = &documents.block.matches[1];
    assert_eq!(public.block.allows[0].condition, None);
}

#[test]
fn operators_bind_as_they_should() {
    fn show(expr: &Expr) -> String {
        let list = |items: &[Expr], sign: &str| items.iter().map(show).collect::<Vec<_>>().join(sign);
        match &expr.kind {
            ExprKind::Name(name) | ExprKind::Number(name) => name.to_string(),
            ExprKind::All(items) => format!("({})", list(items, " && ")),
            ExprKind::Any(items) => format!("({})", list(items, " || ")),
            ExprKind::Binary(operator, left, right) => format!("({operator:?} {} {})", show(left), show(right)),
            ExprKind::Is(value, kind) => format!("(is {} {kind})", show(value)),
            ExprKind::Not(value) => format!("(! {})", show(value)),
            ExprKind::Choice(three) => format!("({})", list(three.as_slice(), " ? ")),
            ExprKind::Member(value, name) => format!("{}.{name}", show(value)),
            ExprKind::Call(callee, arguments) => format!("{}({})", show(callee), list(arguments, ", ")),
            other => format!("{other:?}"),
        }
    }
    for (source, expected) in [
        ("a || b && c || d", "(a || (b && c) || d)"),
        ("a == b && !c.d(e, f,)", "((Equal a b) && (! c.d(e, f)))"),
        ("a + b * c - d < e", "(Less (Subtract (Add a (Multiply b c)) d) e)"),
        ("a ? b : c ? d : e", "(a ? b ? (c ? d ? e))"),
        ("(a || b) && c", "((a || b) && c)"),
        ("a in b && a is int", "((In a b) && (is a int))"),
        ("index in inbox", "(In index inbox)"),
        ("a === b", "(Equal a b)"),
    ] {
        assert_eq!(show(&parse_expression(source, Dialect::Rules).unwrap()), expected, "{source}");
    }
    for broken in ["", "a ||", "a b", "(a", "a.", "f(a", "'x", "[a", "a ? b", "/", "{a}", "a is", "!"] {
        assert_eq!(parse_expression(broken, Dialect::Rules), None, "{broken}");
    }
}

#[test]
fn paths_and_patterns_differ_by_dialect() {
    let path = parse_expression("/users/$(request.auth.uid)/private-data/x", Dialect::Rules).unwrap();
    let ExprKind::Path(parts) = path.kind else { panic!("{path:?}") };
    assert_eq!(parts.len(), 4);
    assert_eq!(parts[2], PathPart::Literal("private-data".into()));
    let call = parse_expression("newData.val().matches(/^[a-z\\/]+$/i)", Dialect::Database).unwrap();
    let ExprKind::Call(_, arguments) = call.kind else { panic!("{call:?}") };
    assert_eq!(arguments[0].kind, ExprKind::Pattern("^[a-z\\/]+$".into()));
}

#[test]
fn a_broken_statement_hides_no_other() {
    for broken in [
        "allow read: if ;",
        "allow read: if a &&",
        "allow read if true;",
        "allow : if true;",
        "allow red: if true;",
        "allow read: if get(/users/$(a).data;",
        "allow read: if 'open;",
        "match users/{id} { allow write: if x; }",
        "match /users/{id { allow write: if x; }",
        "function ( { return true; }",
        "function f() { return ; }",
        "nonsense;",
        "allow read: if a ? b;",
        "allow",
        "allow read",
        "~~~",
    ] {
        let source = format!(
            "service cloud.firestore {{ match /a/{{b}} {{ allow get: if first(); {broken} allow list: if last(); }} }}"
        );
        let file = parse(&source);
        let allows = &file.services[0].block.matches[0].block.allows;
        let ends = ["allow get: if first()", "allow list: if last()"];
        let found: Vec<_> = allows.iter().map(|allow| text(allow.range, &source)).collect();
        assert!(ends.iter().all(|end| found.contains(end)), "{broken}: {found:?}");
        assert!(!file.problems.is_empty(), "{broken}");
    }
}

#[test]
fn hostile_texts_do_no_harm() {
    let deep = |open: &str, close: &str| {
        format!(
            "service cloud.firestore {{ match /a/{{b}} {{ allow read: if {}x{}; allow list; }} }}",
            open.repeat(20_000),
            close.repeat(20_000)
        )
    };
    for text in [
        deep("(", ")"),
        deep("!", ""),
        deep("[", "]"),
        deep("a ? b : ", ""),
        deep("a.", ""),
        deep("f(", ")"),
        deep("", "(a)"),
        deep("a + ", ""),
        deep("", "[1]"),
        deep("{'a':", "}"),
        deep("(a.b.c.d.e.f == ", ".g.h)"),
        deep("/a/$(", ")"),
    ] {
        let file = parse(&text);
        assert!(file.problems.iter().any(|problem| problem.is_too_deep), "{}", &text[..90]);
        assert!(file.services[0].block.matches[0].block.allows.iter().any(|allow| allow.methods == ["list"]));
    }
    let blocks = format!("service cloud.firestore {{ {}", "match /a/{b} { ".repeat(20_000));
    assert!(parse(&blocks).problems[0].is_too_deep);
    for text in
        ["\0\u{1}service", "service {", "service cloud.firestore {{{{", "}}}}", "é allow ü", "/*", "'\\", "match /"]
    {
        parse(text);
    }
    // Each would take minutes if a statement looked through what another has looked through.
    for part in ["match ", "\\'", "allow read: if '\\' ", "match /{a ", "function f(", "{'a' ", "/* ", "é'\""] {
        parse(&format!("service cloud.firestore {{ {}", part.repeat(100_000)));
    }
    let wide = format!("service a {{ match /a {{ allow read: if {}; }} }}", vec!["x"; 50_000].join(" && "));
    assert_eq!(parse(&wide).problems, []);
}

#[test]
fn every_prefix_is_read() {
    for end in 0..CHAT.len() {
        let file = parse(&CHAT[..end]);
        assert!(file.problems.iter().all(|problem| problem.range.end as usize <= end));
    }
}
