use crate::analyse;
use crate::facts::{
    AccessEffect, AccessRule, Comparison, Condition, DataStore, FieldName, FieldSet, FieldTest, Operand, Operations,
    PathSegment,
};

fn rules(path: &str, text: &str) -> Vec<AccessRule> {
    analyse(path, text).access_rules
}

/// The condition of the last grant.
fn condition(functions: &str, condition: &str) -> Condition {
    let text = format!(
        "service cloud.firestore {{ match /databases/{{database}}/documents {{ {functions} match /notes/{{id}} {{ allow update: if {condition}; }} }} }}"
    );
    rules("a.rules", &text).pop().unwrap().condition
}

fn in_database(condition: &str) -> Condition {
    let text = format!(r#"{{"rules": {{"notes": {{"$id": {{".write": "{condition}"}}}}}}}}"#);
    rules("rules.json", &text).pop().unwrap().condition
}

fn named(names: &[&str]) -> Vec<FieldName> {
    names.iter().map(|name| FieldName::Name((*name).into())).collect()
}

fn is_user(operand: Operand) -> Condition {
    Condition::Compare(Comparison::Equal, Operand::UserId, operand)
}

#[test]
fn conditions_are_read_in_one_vocabulary() {
    let owner = "function owns(data) { let uid = request.auth.uid; return signedIn() && uid == data.owner; } function signedIn() { return request.auth != null; }";
    for (functions, text, expected) in [
        ("", "true", Condition::Constant(true)),
        ("", "1 == 1 || resource.data.x", Condition::Constant(true)),
        ("", "'a' in ['b']", Condition::Constant(false)),
        ("", "request.auth.uid != null", Condition::SignedIn),
        ("", "null != request.auth", Condition::SignedIn),
        ("", "!(request.auth == null)", Condition::SignedIn),
        ("", "request.auth.uid == request.auth.uid", Condition::SignedIn),
        ("", "id == request.auth.uid", is_user(Operand::Variable("id".into()))),
        ("", "resource.id == request.auth.uid", is_user(Operand::Variable("id".into()))),
        ("", "resource.data.get(['a', 'b'], '') == request.auth['uid']", is_user(Operand::Stored(named(&["a", "b"])))),
        (
            owner,
            "owns(resource.data)",
            Condition::All(vec![Condition::SignedIn, is_user(Operand::Stored(named(&["owner"])))]),
        ),
        (
            "",
            "request.time < timestamp.date(2024, 2, 29)",
            Condition::Compare(Comparison::Less, Operand::Now, Operand::Moment(1_709_164_800_000)),
        ),
        (
            "",
            "request.resource.data.diff(resource.data).affectedKeys().hasOnly(['a'])",
            Condition::Fields(FieldSet::Changed, FieldTest::Only, vec!["a".into()]),
        ),
        (
            "",
            "'role' in request.resource.data.keys()",
            Condition::Fields(FieldSet::Incoming, FieldTest::Any, vec!["role".into()]),
        ),
        (
            "function role() { return request.auth != null ? get(/databases/$(database)/documents/users/$(request.auth.uid)).data.role : null; }",
            "role() == 'admin'",
            Condition::Compare(
                Comparison::Equal,
                Operand::Elsewhere {
                    path: Some(vec![FieldName::Name("users".into()), FieldName::UserId]),
                    field: named(&["role"]),
                },
                Operand::Text("admin".into()),
            ),
        ),
        (
            "",
            "resource.data.members.hasAny([request.auth.uid])",
            Condition::Compare(Comparison::In, Operand::UserId, Operand::Stored(named(&["members"]))),
        ),
    ] {
        assert_eq!(condition(functions, text), expected, "{text}");
    }
}

#[test]
fn the_realtime_database_speaks_of_the_same() {
    let member = vec![FieldName::Name("rooms".into()), FieldName::Variable("$id".into()), FieldName::UserId];
    for (text, expected) in [
        ("auth != null", Condition::SignedIn),
        ("auth.uid === $id", is_user(Operand::Variable("$id".into()))),
        ("data.child('by/uid').val() === auth.uid", is_user(Operand::Stored(named(&["by", "uid"])))),
        ("!data.exists()", Condition::Compare(Comparison::Equal, Operand::Stored(Vec::new()), Operand::Null)),
        ("now < 5", Condition::Compare(Comparison::Less, Operand::Now, Operand::Moment(5))),
        (
            "root.child('rooms/' + $id).hasChild(auth.uid)",
            Condition::Compare(
                Comparison::NotEqual,
                Operand::Elsewhere { path: Some(member), field: Vec::new() },
                Operand::Null,
            ),
        ),
    ] {
        assert_eq!(in_database(text), expected, "{text}");
    }
}

#[test]
fn paths_and_operations_are_told() {
    let text = "service firebase.storage { match /b/{bucket}/o { match /{userId}/pics/{rest=**} {\n  allow get, create, update; } } }";
    let found = rules("storage.rules", text);
    assert_eq!(found.len(), 1);
    let expected =
        [PathSegment::Any("userId".into()), PathSegment::Name("pics".into()), PathSegment::Rest("rest".into())];
    assert_eq!((found[0].store, found[0].path.as_slice()), (DataStore::Storage, expected.as_slice()));
    let operations = Operations::GET.or(Operations::CREATE).or(Operations::UPDATE);
    assert_eq!(found[0].effect, AccessEffect::Grants(operations));
    assert_eq!(found[0].range.slice(text), "allow get, create, update");
    assert_eq!((found[0].indent.as_deref(), &found[0].written), (Some("  "), &None));

    let text = r#"{ "rules": { "users/$uid": { ".validate": "newData.hasChildren(['a'])", ".read": false } } }"#;
    let found = rules("x/database.rules.json", text);
    assert_eq!(found[0].effect, AccessEffect::Validates);
    assert_eq!(found[0].path, [PathSegment::Name("users".into()), PathSegment::Any("$uid".into())]);
    assert_eq!((found[1].range.slice(text), &found[1].condition), (r#"".read": false"#, &Condition::Constant(false)));
    assert_eq!(found[1].path.len(), 3, "a grant holds for all below");
}

#[test]
fn other_files_hold_no_rules() {
    for (path, text) in [
        ("udev.rules", "SUBSYSTEM==\"usb\", MODE=\"0666\""),
        ("alert.rules", "groups:\n - name: x"),
        ("lint.json", r#"{ "rules": { "semi": "error" } }"#),
        ("package.json", r#"{ "rules": { ".write": 5 } }"#),
        ("a.ts", "service cloud.firestore { match /a { allow read; } }"),
        ("x.rules", "service somewhere.else { match /a { allow read; } } // cloud.firestore"),
    ] {
        assert_eq!(rules(path, text), [], "{path}");
    }
}

#[test]
fn a_configuration_names_what_is_deployed() {
    let text = r#"{ "firestore": [{ "rules": "./a.rules" }, { "rules": "../b.rules" }], "database": { "rules": "../../c.json" }, "storage": 1 }"#;
    let found = analyse("app/firebase.json", text).deployed_rules;
    let named: Vec<_> = found.iter().map(|one| (one.store, one.path.as_str(), one.range.slice(text))).collect();
    let expected =
        [(DataStore::Firestore, "app/a.rules", "./a.rules"), (DataStore::Firestore, "b.rules", "../b.rules")];
    assert_eq!(named, expected);
}
