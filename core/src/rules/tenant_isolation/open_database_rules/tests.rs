use super::RULE;
use crate::finding::Severity;
use crate::rules::testing::{Files, bad, sound};
use crate::{Change, Config, Project, analyse};

fn firestore(body: &str) -> String {
    format!(
        "rules_version = '2';\nservice cloud.firestore {{\n  match /databases/{{database}}/documents {{\n{body}\n  }}\n}}\n"
    )
}

fn storage(body: &str) -> String {
    format!("service firebase.storage {{\n  match /b/{{bucket}}/o {{\n{body}\n  }}\n}}\n")
}

fn each(path: &str, texts: impl IntoIterator<Item = String>, run: fn(&str, &[Files<'_>])) {
    let texts: Vec<String> = texts.into_iter().collect();
    let files: Vec<[(&str, &str); 1]> = texts.iter().map(|text| [(path, text.as_str())]).collect();
    let cases: Vec<Files<'_>> = files.iter().map(<[_; 1]>::as_slice).collect();
    run(RULE.meta.id, &cases);
}

/// Severity and first line of each finding.
fn said(path: &str, text: &str) -> Vec<(Severity, String)> {
    let mut project = Project::new(Config::default());
    project.apply([Change::Set(Box::new(analyse(path, text)))]);
    let found = project.judge(path).findings.into_iter().filter(|finding| finding.rule == RULE.meta);
    found.map(|finding| (finding.severity, finding.message.what)).collect()
}

const BAD_DOCUMENTS: &[&str] = &[
    // A prototype.
    "match /{document=**} { «allow read, write»; }",
    "match /{document=**} {\n  «allow read, write: if true»;\n}",
    "match /{collection}/{id} { «allow read, write: if request.auth == null || request.auth != null»; }",
    // Test mode, as the console writes it.
    "match /{document=**} {\n  «allow read, write: if\n    request.time < timestamp.date(2024, 3, 9)»;\n}",
    // Everybody who signs in.
    "match /{document=**} { «allow read, write: if request.auth != null»; }",
    "function signedIn() { return request.auth != null && request.auth.uid != null; }\n match /orders/{id} { «allow read: if signedIn()»; allow write: if false; }",
    "match /users/{userId} {\n  «allow read: if request.auth.token.email_verified == true»;\n  allow write: if request.auth.uid == userId;\n}",
    "match /users/{userId}/notes/{noteId} { «allow read, write: if request.auth != null»; }",
    // A wide rule over a narrow one: one finding, at the cause.
    "match /{document=**} { «allow read, write: if request.auth != null»; }\n match /users/{userId} { allow read, write: if request.auth.uid == userId;\n match /private/{id} { allow read: if request.auth != null; } }",
    // A shop: anyone may change products, prices included.
    "match /products/{id} { allow read: if true; «allow write: if true»; }",
    "match /products/{id} {\n  «allow read, write: if true»;\n}",
    // A blog where anyone signed in may edit any post.
    "match /posts/{postId} {\n  allow read;\n  «allow write: if request.auth != null»;\n}",
    "match /posts/{postId} { allow read: if true; allow create: if request.auth.uid == request.resource.data.authorId; «allow update, delete: if request.auth != null»; }",
    // The owner of the new data only.
    "match /todos/{id} { allow read: if request.auth.uid == resource.data.userId;\n  «allow write: if request.auth.uid == request.resource.data.userId»; }",
    "match /todos/{id} {\n  «allow create, update: if request.auth != null && request.resource.data.uid == request.auth.uid && request.resource.data.title is string»;\n}",
    // In the name of others.
    "match /comments/{id} { allow read: if true; «allow create: if request.auth != null»; allow update, delete: if resource.data.authorId == request.auth.uid; }",
    // A role that users give themselves.
    "function isAdmin() { return get(/databases/$(database)/documents/users/$(request.auth.uid)).data.role == 'admin'; }\n match /users/{userId} { allow read: if request.auth.uid == userId; «allow write: if request.auth.uid == userId»; }\n match /products/{id} { allow read; allow write: if isAdmin(); }",
    "match /users/{uid} {\n  allow read: if request.auth.uid == uid;\n  «allow create, update: if request.auth.uid == uid && request.resource.data.name is string»;\n}\n match /invoices/{id} { allow read: if get(/databases/$(database)/documents/users/$(request.auth.uid)).data.orgId == resource.data.orgId; }",
    // A SaaS whose tenants see each other.
    "match /organizations/{orgId} { allow read: if request.auth.uid in resource.data.members;\n match /projects/{id} { «allow read: if request.auth != null»; allow write: if request.auth.token.orgId == orgId; } }",
    // A chat that everyone reads.
    "match /chats/{chatId}/messages/{id} { «allow read: if request.auth != null»; allow create: if request.auth.uid == request.resource.data.senderId; }",
    // A role behind a choice, and a confirmed address, which everybody has.
    "function role() { let path = /databases/$(database)/documents/users/$(request.auth.uid); return exists(path) ? get(path).data : {'role': 'guest'}; }\n match /users/{id} { allow read: if request.auth.uid == id; allow create: if false; «allow update: if request.auth.token.email_verified == true && (request.auth.uid == id || role().get('role', '') == 'admin')»; }\n match /clinics/{id} { allow write: if role().role == 'admin'; }",
    // Admins by their own entry.
    "match /roles_admin/{uid} { allow get: if request.auth != null; «allow create, delete: if request.auth.uid == uid»; }\n match /books/{id} { allow read; allow write: if exists(/databases/$(database)/documents/roles_admin/$(request.auth.uid)); }",
    // Who may not be got may be listed.
    "match /visits/{id} { allow get: if request.auth.uid == resource.data.patientId; «allow list: if request.auth != null»; }",
    // A check of the form is no check of who.
    "match /settings/{id} { allow read: if true; «allow write: if request.resource.data.title is string»; }",
];

const SOUND_DOCUMENTS: &[&str] = &[
    // A chat with members.
    "match /chats/{chatId} {\n function member() { return request.auth != null && request.auth.uid in get(/databases/$(database)/documents/chats/$(chatId)).data.members; }\n allow read: if request.auth.uid in resource.data.members;\n allow create: if request.auth.uid in request.resource.data.members;\n match /messages/{id} { allow read: if member(); allow create: if member() && request.resource.data.senderId == request.auth.uid; } }",
    // A shop with claims; orders of their owner.
    "match /products/{id} { allow read: if true; allow write: if request.auth.token.admin == true; }\n match /orders/{id} { allow read: if request.auth.uid == resource.data.customerId; allow create: if request.auth.uid == request.resource.data.customerId; }",
    // A blog with likes.
    "match /posts/{id} { allow read: if resource.data.published || resource.data.authorId == request.auth.uid;\n allow create: if request.auth.uid == request.resource.data.authorId;\n allow update: if request.auth.uid == resource.data.authorId || (request.auth != null && request.resource.data.diff(resource.data).affectedKeys().hasOnly(['likes']));\n allow delete: if request.auth.uid == resource.data.authorId; }",
    // Organisations with roles by document.
    "match /orgs/{orgId} {\n function role() { let member = get(/databases/$(database)/documents/orgs/$(orgId)/members/$(request.auth.uid)); return member.data.role; }\n allow read: if role() in ['admin', 'member']; allow write: if role() == 'admin';\n match /invoices/{id} { allow read, write: if role() == 'admin'; }\n match /members/{uid} { allow read: if role() != null; allow write: if role() == 'admin'; } }",
    // A role that users cannot set.
    "function isAdmin() { return get(/databases/$(database)/documents/users/$(request.auth.uid)).data.role == 'admin'; }\n match /users/{uid} { allow read: if request.auth.uid == uid || isAdmin(); allow create: if request.auth.uid == uid && request.resource.data.role == 'user'; allow update: if request.auth.uid == uid && !request.resource.data.diff(resource.data).affectedKeys().hasAny(['role']); }",
    "function isAdmin() { return exists(/databases/$(database)/documents/admins/$(request.auth.uid)); }\n match /admins/{uid} { allow read: if isAdmin(); allow write: if false; }\n match /config/{id} { allow read; allow write: if isAdmin(); }",
    // An owner who stays the owner.
    "match /todos/{id} { allow read, delete: if request.auth.uid == resource.data.uid; allow create: if request.auth.uid == request.resource.data.uid; allow update: if request.auth.uid == request.resource.data.uid && request.resource.data.uid == resource.data.uid; }",
    "match /users/{userId}/{document=**} { allow read, write: if request.auth != null\n    && request.auth.uid == userId; }",
    // A contact form.
    "match /contacts/{id} { allow create: if true; allow read, update, delete: if request.auth.token.admin == true; }\n match /newsletter/{id} { allow create: if request.resource.data.keys().hasOnly(['email']) && request.resource.data.email is string; }",
    // Closed, and made with functions of arguments.
    "match /{document=**} { allow read, write: if false; }\n function owns(data) { return request.auth != null && data.ownerId == request.auth.uid; }\n match /boards/{id} { allow read, update, delete: if owns(resource.data); allow create: if owns(request.resource.data); }",
    // What cannot be understood is not judged.
    "match /things/{id} { allow write: if somewhere.else(request.resource.data); }",
    "match /public/{id} { allow read: if true; allow write: if request.auth.token.role in ['editor']; }",
    // Sent to others, who own it.
    "match /notifications/{id} { allow read, update, delete: if request.auth.uid == resource.data.userId; allow create: if request.auth != null; }",
    // People named one by one.
    "function email() { return request.auth != null ? request.auth.token.email : ''; }\n match /tasks/{id} { allow read: if email() in ['a@example.com', 'b@example.com']; allow write: if email() == 'a@example.com'; }",
    // Guests, by ids that nobody can guess or list.
    "match /events/{eventId} { allow read; allow write: if request.auth.token.admin == true;\n match /guests/{guestId} { allow get: if true; allow list, write: if request.auth.token.admin == true;\n match /plusOneRequests/{id} { allow get, create: if true; } } }",
    // Tenants by a claim, with fields that may change.
    "function isStaff(clinic) { return request.auth != null && request.auth.token.clinicId == clinic; }\n match /appointments/{id} { allow read: if isStaff(resource.data.clinicId); allow create: if false; allow update: if isStaff(resource.data.clinicId) && request.resource.data.diff(resource.data).affectedKeys().hasOnly(['status']); }",
    // Being written.
    "match /users/{id} { allow read: if ",
    "match /{document=**} { allow read, write",
];

#[test]
fn finds_open_documents() {
    each("firestore.rules", BAD_DOCUMENTS.iter().map(|body| firestore(body)), bad);
}

#[test]
fn leaves_sound_documents() {
    each("firestore.rules", SOUND_DOCUMENTS.iter().map(|body| firestore(body)), sound);
}

#[test]
fn judges_files() {
    let found = [
        "match /{allPaths=**} { «allow read, write: if request.auth != null»; }",
        "match /{allPaths=**} { allow read: if resource.metadata.public == 'yes'; «allow write»; }",
        "match /avatars/{userId} { allow read; «allow write: if request.auth != null && request.resource.size < 5 * 1024 * 1024»; }\n match /avatars/{userId}/{file} { allow write: if request.auth.uid == userId; }",
        "match /uploads/{userId}/{file=**} { allow read: if true; «allow write: if request.auth != null»; }",
    ];
    each("storage.rules", found.iter().map(|body| storage(body)), bad);
    let silent = [
        "match /avatars/{userId}/{file} { allow read; allow write: if request.auth.uid == userId && request.resource.size < 5 * 1024 * 1024 && request.resource.contentType.matches('image/.*'); }",
        "match /teams/{team}/{file=**} { allow read, write: if firestore.exists(/databases/(default)/documents/teams/$(team)/members/$(request.auth.uid)); }",
        "match /proofs/{userId}.png { allow read, write: if request.auth.uid == userId; }",
        "match /media/{file=**} { allow read: if true; allow create: if request.auth != null && request.resource.size < 1024; allow delete: if request.auth.token.admin == true; }",
    ];
    each("storage.rules", silent.iter().map(|body| storage(body)), sound);
}

#[test]
fn judges_the_realtime_database() {
    let found = [
        r#"{ "rules": { «".read": true», «".write": true» } }"#,
        r#"{ "rules": { «".read": "now < 1670000000000"», «".write": "now < 1670000000000"» } }"#,
        r#"{ "rules": { «".read": "auth != null"», «".write": "auth != null"» } } // prototype"#,
        r#"{ "rules": { "users": { "$uid": { «".read": "auth != null"», ".write": "$uid === auth.uid" } } } }"#,
        r#"{ "rules": { "posts": { ".read": true, "$id": { «".write": "auth != null && newData.child('uid').val() === auth.uid"» } } } }"#,
        r#"{ "rules": { "users": { "$uid": { ".read": "auth.uid === $uid", «".write": "auth.uid === $uid"» } }, "settings": { ".write": "root.child('users').child(auth.uid).child('role').val() === 'admin'" } } }"#,
        r#"{ "rules": { «".write": "auth.uid != null"», "users": { "$uid": { ".write": "auth.uid == $uid" } } } }"#,
    ];
    each("database.rules.json", found.iter().map(ToString::to_string), bad);
    let silent = [
        r#"{ "rules": { "users": { "$uid": { ".read": "$uid === auth.uid", ".write": "$uid === auth.uid" } } } }"#,
        r#"{ "rules": { "rooms": { "$room": { ".read": "data.child('members').child(auth.uid).exists()", "messages": { "$id": { ".write": "root.child('rooms/' + $room + '/members/' + auth.uid).val() === true && !data.exists()", ".validate": "newData.hasChildren(['text', 'uid']) && newData.child('uid').val() === auth.uid" } } } } } }"#,
        r#"{ "rules": { "posts": { ".read": true, "$id": { ".write": "auth != null && (!data.exists() || data.child('uid').val() === auth.uid) && (!newData.exists() || newData.child('uid').val() === auth.uid)" } } } }"#,
        r#"{ "rules": { "users": { "$uid": { ".write": "auth.uid === $uid", "role": { ".validate": "newData.val() === data.val()" } } }, "settings": { ".write": "root.child('users').child(auth.uid).child('role').val() === 'admin'" } } }"#,
        r#"{ "rules": { "tasks": { "$id": { ".write": "auth != null && (!data.exists() || data.child('by').val() === auth.uid)", ".validate": "newData.hasChildren(['by'])", "by": { ".validate": "newData.val() === auth.uid" } } } } }"#,
        r#"{ "rules": { ".read": false, ".write": false } }"#,
        r#"{ "rules": ["no rules"], "x": ".read" }"#,
        r#"{ "rules": { ".read": "auth != null &&", ".write": "(" } }"#,
    ];
    each("database.rules.json", silent.iter().map(ToString::to_string), sound);
}

#[test]
fn is_as_grave_as_it_is_sure() {
    for (body, severity, what) in [
        ("match /{a=**} { allow read, write; }", Severity::Error, "Anyone may read and write the whole database"),
        (
            "match /{a=**} { allow read, write: if request.time < timestamp.date(2026, 12, 1); }",
            Severity::Error,
            "Anyone may read and write the whole database until 2026-12-01, and nobody after it",
        ),
        (
            "match /{a=**} { allow read: if request.auth != null; }",
            Severity::Warning,
            "Anyone who signs in may read the whole database",
        ),
        ("match /posts/{p} { allow update: if true; }", Severity::Error, "Anyone may change `posts/{p}`"),
        ("match /payments/{p} { allow get; }", Severity::Error, "Anyone may get `payments/{p}`"),
        ("match /users/{u} { allow read; }", Severity::Warning, "Anyone may read `users/{u}`"),
        (
            "match /profiles/{u} { allow read: if request.auth != null; }",
            Severity::Info,
            "Anyone who signs in may read `profiles/{u}`",
        ),
        (
            "match /a/{id} { allow update: if request.auth.uid == request.resource.data.by; }",
            Severity::Error,
            "Anyone who signs in may take over `a/{id}`",
        ),
    ] {
        assert_eq!(said("firestore.rules", &firestore(body)), [(severity, what.to_owned())], "{body}");
    }
}

#[test]
fn a_file_that_is_not_deployed_is_less_grave() {
    let open = firestore("match /{a=**} { allow read, write; }");
    let mut project = Project::new(Config::default());
    let configuration = r#"{ "firestore": { "rules": "./rules/live.rules" } }"#;
    for (path, text) in [
        ("app/firebase.json", configuration),
        ("app/rules/live.rules", open.as_str()),
        ("app/rules/emulator.rules", open.as_str()),
        ("other/firestore.rules", open.as_str()),
    ] {
        project.apply([Change::Set(Box::new(analyse(path, text)))]);
    }
    for (path, severity) in [
        ("app/rules/live.rules", Severity::Error),
        ("app/rules/emulator.rules", Severity::Info),
        ("other/firestore.rules", Severity::Error),
    ] {
        let found = project.judge(path).findings;
        assert_eq!(found.iter().map(|finding| finding.severity).collect::<Vec<_>>(), [severity], "{path}");
    }
}

#[test]
fn damaged_rules_do_no_harm() {
    let samples = [
        ("firestore.rules", firestore(&BAD_DOCUMENTS.concat().replace(['«', '»'], ""))),
        ("storage.rules", storage("match /é/{userId}/{file=**} { allow write: if request.auth.uid == userId; }")),
        (
            "database.rules.json",
            r#"{ "rules": { "ü": { "$uid": { ".write": "auth.uid === $uid", ".validate": "newData.hasChildren(['a'])" } } } }"#.to_owned(),
        ),
    ];
    for (path, text) in samples {
        // The first sample is long; each of its lines ends somewhere in every other one.
        let step = if text.len() > 2_000 { 7 } else { 1 };
        for end in (0..text.len()).step_by(step).filter(|end| text.is_char_boundary(*end)) {
            said(path, &text[..end]);
        }
    }
    let lines = |count: usize, line: fn(usize) -> String| (0..count).map(line).collect::<Vec<_>>().join("\n");
    let chain = lines(200, |at| format!("function f{at}() {{ return f{0}() && f{0}(); }}", at + 1));
    let bindings = lines(500, |at| format!("let a{0} = a{at} || !a{at};", at + 1));
    let nested = "match /{a=**} { ".repeat(200);
    for text in [
        firestore(&format!("{chain} match /a/{{b}} {{ allow read: if f0(); }}")),
        firestore("function f() { return f(); } match /users/{b} { allow read: if f(); }"),
        firestore(&format!(
            "function f(a0) {{ {bindings} return a500; }} match /a/{{b}} {{ allow read: if f(request.auth != null); }}"
        )),
        firestore(&format!("{nested} allow read;")),
        firestore(&format!("match /a/{{b}} {{ allow read: if {}; }}", "(a || b) && ".repeat(60) + "c")),
        firestore(&"match /a/{b} { allow read, write: if request.auth != null; }\n".repeat(2_000)),
        firestore("\0\u{fffd} allow"),
    ] {
        said("firestore.rules", &text);
    }
}
