//! Entries put into texts of every shape and taken out again.

use proptest::prelude::*;

use super::*;

fn server() -> Entry {
    let value = Tree::Object(vec![("command", Tree::Text("seaworthy")), ("args", Tree::List(vec![Tree::Text("mcp")]))]);
    Entry { keys: &["mcpServers"], name: Some("seaworthy"), value, beside: None }
}

fn hook() -> Entry {
    let command = Tree::Object(vec![("command", Tree::Text("seaworthy hook claude-code"))]);
    let value = Tree::Object(vec![("matcher", Tree::Text("Edit")), ("hooks", Tree::List(vec![command]))]);
    Entry { keys: &["hooks", "Stop"], name: None, value, beside: None }
}

fn cursor() -> Entry {
    let value = Tree::Object(vec![("command", Tree::Text("seaworthy hook cursor"))]);
    Entry { keys: &["hooks", "stop"], name: None, value, beside: Some(("version", Tree::Number(1))) }
}

fn put(text: &str, entry: &Entry) -> String {
    put_in(Some(text), entry).unwrap().unwrap()
}

/// Puts every entry in, one after the other, and takes them out in turn: the bytes are the same after each step.
fn there_and_back(before: Option<&str>) {
    let entries = [server(), hook(), cursor()];
    let mut texts = vec![before.map(str::to_owned)];
    for entry in &entries {
        let text = put_in(texts.last().unwrap().as_deref(), entry).unwrap().unwrap();
        assert_eq!(find(&text, entry), Ok(Found::Here), "{text}");
        assert_eq!(put_in(Some(&text), entry), Ok(None), "once is enough: {text}");
        texts.push(Some(text));
    }
    for entry in entries.iter().rev() {
        let text = texts.pop().flatten().unwrap();
        let out = take_out(&text, entry).unwrap().unwrap();
        assert_eq!(&out, texts.last().unwrap(), "taken out of {text}");
    }
    for entry in &entries {
        let text = put_in(before, entry).unwrap().unwrap();
        assert_eq!(take_out(&text, entry).unwrap().unwrap().as_deref(), before, "{text}");
    }
}

#[test]
fn what_is_there_stays_as_it_is() {
    let text = "{\n    // mine\n    \"mcpServers\": {\n        \"other\": { \"command\": \"x\" } // kept\n    },\n    \"z\": 1\n}\n";
    assert_eq!(
        put(text, &server()),
        "{\n    // mine\n    \"mcpServers\": {\n        \"other\": { \"command\": \"x\" }, // kept\n        \"seaworthy\": {\n            \
         \"command\": \"seaworthy\",\n            \"args\": [\"mcp\"]\n        }\n    },\n    \"z\": 1\n}\n"
    );
    assert_eq!(
        put("{ \"a\": 1 }", &server()),
        r#"{ "a": 1, "mcpServers": { "seaworthy": { "command": "seaworthy", "args": ["mcp"] } } }"#
    );
    assert_eq!(
        put_in(None, &cursor()).unwrap().unwrap(),
        "{\n  \"hooks\": {\n    \"stop\": [\n      {\n        \"command\": \"seaworthy hook cursor\"\n      }\n    ]\n  },\n  \"version\": \
         1\n}\n"
    );
}

#[test]
fn the_bytes_come_back() {
    let texts = [
        "",
        "\n",
        " \r\n",
        "{}",
        "{ }",
        "{\n}",
        "{}\n",
        "{\n}\n",
        "{\"a\":1}",
        "{ \"a\": 1, }",
        "{\n  \"a\": 1\n}\n",
        "{\n  \"a\": 1,\n}\n",
        "{ // c\n}",
        "{\n  /* c */\n}\n",
        "{\n\t\"a\": 1 // last\n}\n",
        "{\r\n  \"a\": 1\r\n}\r\n",
        "// head\n{\n  \"hooks\": {}\n}\n// foot\n",
        "{\"hooks\":{\"Stop\":[]}}",
        "{\"hooks\":{\"Stop\":[ ]},\"mcpServers\":{ }}",
        "{\n  \"hooks\": {\n    \"Stop\": [\n      { \"hooks\": [{ \"command\": \"x\" }] }\n    ]\n  }\n}\n",
        "{\n  \"version\": 1\n}\n",
        "{\n  \"version\": 1,\n  \"hooks\": {}\n}\n",
        "{\"version\":1}",
        "{ \"mcpServers\": { \"a\": {}, }, }",
        "{\n  \"mcpServers\": { // c, d\n  },\n}\n",
        "{\"mcpServers\":{},\"hooks\":{\"Stop\":[1,2],\"stop\":[3]}}",
    ];
    there_and_back(None);
    for text in texts {
        there_and_back(Some(text));
    }
}

#[test]
fn what_a_person_changed_since_stays() {
    let with = put("{\n  \"a\": 1\n}\n", &server());
    let more = with.replace("\n}\n", ",\n  \"later\": true\n}\n").replace("[\"mcp\"]", "[\"mcp\", \"--allow-edits\"]");
    let out = take_out(&more, &server()).unwrap().unwrap().unwrap();
    assert!(out.contains("\"later\": true") && out.contains("\"a\": 1") && !out.contains("seaworthy"), "{out}");
    assert_eq!(find(&out, &server()), Ok(Found::Missing));
    let shared = put("{}", &hook()).replace("claude-code\" }", "claude-code\" }, { \"command\": \"mine\" }");
    assert_eq!(take_out(&shared, &hook()), Ok(None), "{shared}");
}

#[test]
fn what_is_no_json_is_refused_with_its_place() {
    for (text, words) in [
        ("{\n  \"a\": ,\n}", "line 2, column "),
        ("{ \"a\": 1", "line 1, column "),
        ("{ 'a': 1 }", "line 1, column "),
        ("[]", "it holds no object"),
        ("// only", "comments only"),
        ("{ \"mcpServers\": [] }", "`mcpServers` is no object"),
        ("{ \"a\": 1 } x", "line 1, column "),
    ] {
        let refused = put_in(Some(text), &server()).unwrap_err();
        assert!(refused.contains(words), "{text}: {refused}");
    }
    assert!(put_in(Some("{ \"hooks\": { \"Stop\": {} } }"), &hook()).unwrap_err().contains("`hooks.Stop` is no list"));
    assert!(put_in(Some(&"[".repeat(100_000)), &hook()).is_err());
}

/// White space and comments as people leave them.
fn filler() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => Just(String::new()),
        3 => Just(" ".to_owned()),
        2 => Just("\n  ".to_owned()),
        1 => Just("\r\n\t".to_owned()),
        1 => Just(" // note, }\n".to_owned()),
        1 => Just("/* é , */".to_owned()),
    ]
}

/// Values in a layout of their own.
fn value() -> impl Strategy<Value = String> {
    let leaf =
        prop_oneof![Just("1".to_owned()), Just("\"x, }\"".to_owned()), Just("{}".to_owned()), Just("[]".to_owned())];
    leaf.prop_recursive(3, 24, 3, |inner| {
        prop_oneof![
            (prop::collection::vec(inner.clone(), 0..3), filler(), any::<bool>()).prop_map(|(values, gap, comma)| {
                let last = if comma && !values.is_empty() { "," } else { "" };
                format!("[{gap}{}{last}{gap}]", values.join(&format!("{gap},{gap}")))
            }),
            object(inner),
        ]
    })
}

fn object(inner: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
    let key = prop_oneof![Just("a"), Just("b"), Just("version"), Just("é")];
    let member = (key, inner);
    (prop::collection::vec(member, 0..3), filler(), filler(), any::<bool>()).prop_map(|(members, open, gap, comma)| {
        let last = if comma && !members.is_empty() { "," } else { "" };
        let members: Vec<String> = members.iter().map(|(key, value)| format!("\"{key}\":{gap}{value}")).collect();
        format!("{{{open}{}{last}{gap}}}", members.join(&format!(",{gap}")))
    })
}

/// Texts that hold some of what the entries go into.
fn text() -> impl Strategy<Value = String> {
    let own = |keys: &'static str| {
        prop::option::of(value()).prop_map(move |value| value.map(|value| format!("\"{keys}\": {value}")))
    };
    let servers =
        prop::option::of(object(value())).prop_map(|value| value.map(|value| format!("\"mcpServers\": {value}")));
    let list = |name: &'static str| {
        prop::option::of((prop::collection::vec(value(), 0..2), filler()))
            .prop_map(move |list| list.map(|(values, gap)| format!("\"{name}\":[{gap}{}{gap}]", values.join(", "))))
    };
    let hooks = prop::option::of((list("Stop"), list("stop"), filler())).prop_map(|hooks| {
        hooks.map(|(one, other, gap)| {
            let lists: Vec<String> = [one, other].into_iter().flatten().collect();
            format!("\"hooks\": {{{gap}{}{gap}}}", lists.join(&format!(",{gap}")))
        })
    });
    (own("first"), servers, hooks, own("version"), filler(), filler(), any::<bool>()).prop_map(
        |(first, servers, hooks, version, around, gap, comma)| {
            let members: Vec<String> = [first, servers, hooks, version].into_iter().flatten().collect();
            let last = if comma && !members.is_empty() { "," } else { "" };
            format!("{around}{{{gap}{}{last}{gap}}}{around}", members.join(&format!(",{gap}")))
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn any_text_comes_back_byte_for_byte(text in text()) {
        there_and_back(Some(&text));
    }

    #[test]
    fn nothing_written_by_hand_brings_it_down(text in "[{}\\[\\]\":,/* \\n\\w]{0,60}") {
        let _ = put_in(Some(&text), &hook());
        let _ = take_out(&text, &hook());
    }
}
