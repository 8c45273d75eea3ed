//! A page in, a report out; and in every report no trace of what must not be repeated.

mod headers;
mod strangers;

use super::*;
use crate::config::{Config, ConfigFile, Level, Names};
use crate::finding::Severity;
use crate::jwt::tests::token;

const NOW: f64 = 1_800_000_000.0;

fn page(url: &str) -> Snapshot {
    Snapshot {
        url: url.into(),
        taken_at: Some(NOW),
        scripts: Seen::Inspected { value: Vec::new() },
        storage: Seen::Inspected { value: Vec::new() },
        cookies: Seen::Inspected { value: Vec::new() },
        ..Snapshot::default()
    }
}

fn with_entry(key: &str, value: &str) -> Snapshot {
    let entry =
        StorageEntry { area: "localStorage".into(), place: String::new(), key: key.into(), value: value.into() };
    Snapshot { storage: Seen::Inspected { value: vec![entry] }, ..page("https://shop.test/cart?ref=1") }
}

fn cookie(name: &str, value: &str) -> Cookie {
    Cookie {
        name: name.into(),
        value: value.into(),
        http_only: true,
        secure: true,
        same_site: "lax".into(),
        domain: "shop.test".into(),
        path: "/".into(),
        expiration_date: None,
        partition_key: None,
    }
}

fn with_cookie(url: &str, cookie: Cookie) -> Snapshot {
    Snapshot { cookies: Seen::Inspected { value: vec![cookie] }, ..page(url) }
}

/// Rule ids with severities.
fn found(snapshot: &Snapshot) -> Vec<(&'static str, Severity)> {
    let report = inspect(snapshot, &Config::default());
    report.findings.iter().map(|finding| (finding.rule.id, finding.severity)).collect()
}

/// A random-looking value, made anew so that no key stands in the repository.
fn random() -> String {
    (0..32_u32).map(|at| char::from(b"a7Bq9ZkT2mX4"[(at * 7 % 12) as usize])).collect()
}

#[test]
fn tokens_in_storage_are_found_by_gravity() {
    let live = token(&format!(r#"{{"sub":"u","exp":{}}}"#, NOW + 3600.0));
    let expired = token(&format!(r#"{{"sub":"u","exp":{}}}"#, NOW - 60.0));
    let flags = token(r#"{"features":["a"]}"#);
    for (key, value, severity) in [
        ("access_token", live.as_str(), Severity::Error),
        ("anything", &live, Severity::Error),
        ("access_token", &expired, Severity::Warning),
        ("anything", &flags, Severity::Warning),
        ("refreshToken", &random(), Severity::Error),
        ("token", &random(), Severity::Warning),
        ("anything", &token(r#"{"iss":"supabase","role":"service_role"}"#), Severity::Error),
    ] {
        assert_eq!(found(&with_entry(key, value)), [("token-in-web-storage", severity)], "{key}");
    }
}

#[test]
fn ordinary_storage_is_silent() {
    for (key, value) in [
        ("theme", "dark".to_owned()),
        ("supabaseKey", token(r#"{"iss":"supabase","role":"anon"}"#)),
        ("csrf-token", random()),
        ("ajs_anonymous_id", random()),
        ("ph_phc_project_posthog", format!(r#"{{"distinct_id":"{}"}}"#, random())),
        ("nextPageToken", random()),
        ("fcmToken", random()),
        ("feature-flags", r#"{"newCheckout":true}"#.to_owned()),
        ("token_expires_at", "2026-11-24T03:47:23.000Z".to_owned()),
        ("deviceId", random()),
    ] {
        assert_eq!(found(&with_entry(key, &value)), [], "{key}");
    }
}

#[test]
fn an_indexed_db_record_is_named_with_its_place() {
    let entry = StorageEntry {
        area: "IndexedDB".into(),
        place: "firebaseLocalStorageDb / firebaseLocalStorage".into(),
        key: format!("firebase:authUser:{}:[DEFAULT]", random()),
        value: format!(r#"{{"value":{{"stsTokenManager":{{"refreshToken":"{}"}}}}}}"#, random()),
    };
    let snapshot = Snapshot { storage: Seen::Inspected { value: vec![entry] }, ..page("https://shop.test/") };
    let report = inspect(&snapshot, &Config::default());
    let Subject::Storage { area, key } = &report.findings[0].subject else { panic!() };
    assert_eq!(area, "IndexedDB");
    assert!(key.starts_with("firebaseLocalStorageDb / firebaseLocalStorage / firebase:authUser:"), "{key}");
}

#[test]
fn a_sound_session_cookie_gets_advice_at_most() {
    let sound = cookie("__Host-session", &random());
    assert_eq!(found(&with_cookie("https://shop.test/", sound)), []);
    let plain = cookie("session", &random());
    assert_eq!(
        found(&with_cookie("https://shop.test/", plain)),
        [("session-cookie-without-host-prefix", Severity::Info)]
    );
}

#[test]
fn each_missing_flag_is_found() {
    let base = || cookie("__Host-sid", &random());
    let table = [
        (Cookie { http_only: false, ..base() }, "session-cookie-readable-by-script", Severity::Error),
        (Cookie { secure: false, ..base() }, "session-cookie-not-secure", Severity::Error),
        (Cookie { same_site: "no_restriction".into(), ..base() }, "session-cookie-weak-samesite", Severity::Warning),
        (Cookie { same_site: "unspecified".into(), ..base() }, "session-cookie-weak-samesite", Severity::Info),
    ];
    for (cookie, rule, severity) in table {
        assert_eq!(found(&with_cookie("https://shop.test/", cookie)), [(rule, severity)]);
    }
}

#[test]
fn loopback_needs_no_secure_flag() {
    for (url, count) in [("http://localhost:3000/", 0), ("http://[::1]/", 0), ("http://shop.test/", 1)] {
        let cookie = Cookie { secure: false, ..cookie("sid", &random()) };
        let found = found(&with_cookie(url, cookie));
        assert_eq!(found.iter().filter(|(rule, _)| *rule == "session-cookie-not-secure").count(), count, "{url}");
    }
}

#[test]
fn cookies_that_log_nobody_in_are_silent() {
    for name in [
        "_ga",
        "_fbp",
        "intercom-session-x",
        "ajs_user_id",
        "hubspotutk",
        "csrftoken",
        "XSRF-TOKEN",
        "cookie_consent",
        "locale",
        "theme",
        "_hjSession_1",
        "__stripe_sid",
        "next-auth.csrf-token",
        "next-auth.callback-url",
        "NEXT_LOCALE",
    ] {
        let open =
            Cookie { http_only: false, secure: false, same_site: "no_restriction".into(), ..cookie(name, &random()) };
        assert_eq!(found(&with_cookie("https://shop.test/", open)), [], "{name}");
    }
    let empty = Cookie { http_only: false, ..cookie("session", "") };
    assert_eq!(found(&with_cookie("https://shop.test/", empty)), []);
}

#[test]
fn a_login_is_recognised_by_its_value_too() {
    let jwt = token(r#"{"sub":"u","iat":1,"exp":9000000000}"#);
    let open = Cookie { http_only: false, ..cookie("__Host-plume", &jwt) };
    assert_eq!(
        found(&with_cookie("https://shop.test/", open)),
        [("session-cookie-readable-by-script", Severity::Error)]
    );
    let minute = token(r#"{"sub":"u","iat":1000,"exp":1060}"#);
    let refreshed = Cookie { http_only: false, ..cookie("__session", &minute) };
    assert_eq!(
        found(&with_cookie("https://shop.test/", refreshed)),
        [("session-cookie-readable-by-script", Severity::Info)]
    );
}

#[test]
fn what_was_not_looked_at_is_said() {
    let no = || "You did not allow it.".to_owned();
    let snapshot = Snapshot {
        scripts: Seen::NotInspected { reason: no() },
        storage: Seen::NotInspected { reason: no() },
        cookies: Seen::NotInspected { reason: no() },
        ..page("https://shop.test/")
    };
    let report = inspect(&snapshot, &Config::default());
    let whats: Vec<&str> = report.not_inspected.iter().map(|entry| entry.what.as_str()).collect();
    assert_eq!(whats, ["The page's scripts", "Browser storage", "Cookies"]);
    assert_eq!(report.looked_at, LookedAt::default());
}

#[test]
fn what_scripts_see_of_cookies_is_enough_for_one_rule() {
    let snapshot = Snapshot {
        cookies: Seen::NotInspected { reason: "You did not allow it.".into() },
        script_cookies: vec![ScriptCookie { name: "session".into(), value: random() }],
        ..page("https://shop.test/")
    };
    assert_eq!(found(&snapshot), [("session-cookie-readable-by-script", Severity::Error)]);
    let report = inspect(&snapshot, &Config::default());
    assert_eq!(report.not_inspected[0].what, "HttpOnly cookies, and the attributes of the others");
    assert!(report.findings[0].evidence[0].contains("Secure and SameSite not known"));
}

#[test]
fn scripts_are_judged_by_the_source_rules() {
    let text = "/* é */ localStorage.setItem('access_token', session.access_token);";
    let script = |url: &str| PageScript { url: url.into(), text: text.into(), source_map: None };
    let large =
        PageScript { url: "https://shop.test/big.js".into(), text: " ".repeat(LARGEST_SCRIPT + 1), source_map: None };
    let scripts = vec![large, script("https://cdn.test/app.js?v=1"), script("https://shop.test/#inline-1")];
    let report = inspect_scripts(&scripts, &Config::default());
    assert_eq!((report.findings.len(), report.looked_at.scripts), (2, Some(2)));
    assert_eq!(report.not_inspected[0].what, "https://shop.test/big.js");
    for finding in &report.findings {
        let Subject::Script { url, range: Some(range), index, .. } = &finding.subject else { panic!() };
        assert!(!url.contains('?'));
        assert!(range.slice(&scripts[*index].text).starts_with("localStorage.setItem"), "{range:?}");
    }
}

#[test]
fn configuration_reaches_the_live_page() {
    let names = Names { tokens: vec!["plume".into()], not_tokens: vec!["access_token".into()], ..Names::default() };
    let rules = [("token-storage".to_owned(), Level::Info)].into();
    let config = Config::new(ConfigFile { rules, names, ..ConfigFile::default() }).unwrap();
    let report = inspect(&with_entry("plume", &random()), &config);
    assert_eq!(report.findings[0].severity, Severity::Info);
    assert!(inspect(&with_entry("access_token", &random()), &config).findings.is_empty());
}

#[test]
fn no_report_repeats_a_secret() {
    let secret = random();
    let middle = &secret[6..26];
    let jwt = token(&format!(r#"{{"sub":"{secret}","role":"{secret}","iss":"{secret}"}}"#));
    let firebase = format!("firebase:authUser:{secret}:x");
    let entries = ["access_token", "refresh_token", &secret, &firebase]
        .into_iter()
        .flat_map(|key| [(key.to_owned(), secret.clone()), (key.to_owned(), jwt.clone())])
        .chain([("s".into(), format!(r#"{{"{secret}":{{"access_token":"{secret}"}}}}"#))])
        .map(|(key, value)| StorageEntry { area: "localStorage".into(), place: secret.clone(), key, value });
    let cookies = [&*secret, "session", "token"].into_iter().flat_map(|name| {
        [&secret, &jwt].map(|value| Cookie { http_only: false, secure: false, ..cookie(name, value) })
    });
    let snapshot = Snapshot {
        storage: Seen::Inspected { value: entries.collect() },
        cookies: Seen::Inspected { value: cookies.collect() },
        ..page(&format!("https://shop.test/{secret}?access_token={secret}#{secret}"))
    };
    let report = inspect(&snapshot, &Config::default());
    let text = format!("{report:?}");
    assert!(report.findings.len() >= 10, "{}", report.findings.len());
    assert!(!text.contains(middle), "{text}");
    assert!(!text.contains(&jwt[40..60]), "{text}");
}
