//! Tenant isolation, attacked: a small app as AI tools write it, with two customers. Before it is mended, one of them reads
//! and changes the other's rows through every unsound route; `seaworthy check` names just those routes; after its fixes the
//! same requests come to nothing, and all that is rightful still works.
//!
//! The app is in `tests/attack/app` and runs for real: Express and Drizzle over a PostgreSQL in the process (PGlite). Each
//! time it is built by the TypeScript compiler, so mended code that does not fit its types fails here too.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod app;
mod calls;
mod check;
mod expected;
mod http;

use app::{Copy, Server};
use calls::{ATTACKS, Attack, Closed, RIGHTFUL, SOUND, Wanted};
use http::{Answer, Client};
use serde_json::{Value, json};

#[test]
#[ignore = "needs node and the packages of tests/attack/app, which `cargo xtask test` installs"]
fn attacks_succeed_until_the_app_is_mended() {
    let copy = Copy::new();

    let open = attack(&copy, "as written");
    assert_eq!(open, names(|_| true), "as written, every attack succeeds");
    let found = check::tenant_findings(&copy);
    assert_eq!(found, expected::found(|_| true), "every unsound route is found, and no other place");

    check::fix_all(&copy);
    let open = attack(&copy, "after the fixes");
    assert_eq!(open, names(|attack| attack.closed == Closed::ByHand), "the fixes close all but what has only a guide");
    assert_eq!(check::findings_with_a_fix(&copy), Vec::<String>::new(), "nothing is left that has a fix");
    let found = check::tenant_findings(&copy);
    assert_eq!(found, expected::found(|place| !place.has_fix), "what has only a guide is still reported");

    for (path, from, to) in expected::MENDED_BY_HAND {
        copy.replace(path, from, to);
    }
    let open = attack(&copy, "after the guides");
    assert_eq!(open, Vec::<&str>::new(), "no attack succeeds");
    assert_eq!(check::tenant_findings(&copy), expected::found(|_| false), "nothing is found any more");
}

fn names(test: impl Fn(&Attack) -> bool) -> Vec<&'static str> {
    ATTACKS.iter().filter(|attack| test(attack)).map(|attack| attack.name).collect()
}

/// Builds and starts the app, makes every rightful call and gives the attacks that succeed.
fn attack(copy: &Copy, stage: &str) -> Vec<&'static str> {
    copy.build();
    let server = Server::start(copy);
    let world = World { anna: sign_in(&server, "anna@north.example"), boris: sign_in(&server, "boris@south.example") };
    let stranger = Client::new(server.port);
    assert_eq!(stranger.call("GET", "/api/notes/1", &Value::Null).status, 401, "{stage}: nobody is let in unknown");

    for call in RIGHTFUL {
        let answer = world.anna.call(call.method, call.path, &json_of(call.body));
        let Answer { status, text } = &answer;
        assert_eq!(*status, call.status, "{stage}: {} {}: {text}", call.method, call.path);
        let is_wanted = match call.wanted {
            Wanted::Anything => true,
            Wanted::Says(words) => text.contains(words),
            Wanted::Lacks(words) => !text.contains(words),
        };
        assert!(is_wanted, "{stage}: {} {}: {:?} in {text}", call.method, call.path, call.wanted);
    }
    for twin in SOUND {
        assert!(!world.falls_to(twin), "{stage}: the sound route of {}", twin.name);
    }
    let open = ATTACKS.iter().filter(|attack| world.falls_to(attack)).map(|attack| attack.name).collect();
    sign_out(&server, stage);
    open
}

/// The two customers, signed in.
struct World {
    anna: Client,
    boris: Client,
}

impl World {
    /// Whether Anna's attack succeeds: she gets to see what is Boris's, his rows change, or her rights grow.
    fn falls_to(&self, attack: &Attack) -> bool {
        let before = self.state();
        let answer = self.anna.call(attack.method, attack.path, &json_of(attack.body));
        assert_ne!(answer.status, 500, "{}: {}", attack.name, answer.text);
        answer.text.contains("Boris") || self.state() != before
    }

    /// All of Boris's rows as he himself gets them, and what Anna may do.
    fn state(&self) -> (Value, Value) {
        let export = self.boris.call("GET", "/api/account/export", &Value::Null).json();
        assert!(export["notes"].as_array().is_some_and(|notes| !notes.is_empty()), "{export}");
        let anna = self.anna.call("GET", "/api/auth/me", &Value::Null).json();
        (export, anna["role"].clone())
    }
}

fn json_of(text: &str) -> Value {
    if text.is_empty() { Value::Null } else { serde_json::from_str(text).unwrap() }
}

fn sign_in(server: &Server, email: &str) -> Client {
    let mut client = Client::new(server.port);
    let password = if email.starts_with("anna") { "demo-Anna" } else { "demo-Boris" };
    client.sign_in("/api/auth/login", &json!({ "email": email, "password": password }));
    client
}

/// Signing out ends the session, which is looked up by what the cookie holds alone.
fn sign_out(server: &Server, stage: &str) {
    let anna = sign_in(server, "anna@north.example");
    assert_eq!(anna.call("POST", "/api/auth/logout", &Value::Null).status, 204, "{stage}");
    assert_eq!(anna.call("GET", "/api/auth/me", &Value::Null).status, 401, "{stage}");
}
