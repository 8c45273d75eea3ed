//! Third parties, consent, leftovers, foreign scripts, services and source maps.

use super::*;
use crate::site::ProbeAnswer;

const PAGE: &str = "https://acme.com/";

fn html(url: &str, html: &str) -> Snapshot {
    Snapshot { html: Seen::Inspected { value: html.into() }, ..page(url) }
}

fn script(url: &str, text: &str) -> Snapshot {
    let script = PageScript { url: format!("{url}app.js"), text: text.into(), source_map: None };
    Snapshot { scripts: Seen::Inspected { value: vec![script] }, ..page(url) }
}

fn request(url: &str, early: bool) -> Request {
    Request { url: url.into(), kind: ResourceKind::Script, before_interaction: Some(early), ..Request::default() }
}

fn watched(requests: Vec<Request>) -> Snapshot {
    Snapshot { mode: Mode::Reloaded, requests: Seen::Inspected { value: requests }, ..page(PAGE) }
}

fn of(rule: &str, snapshot: &Snapshot) -> Vec<Severity> {
    found(snapshot).into_iter().filter(|(id, _)| *id == rule).map(|(_, severity)| severity).collect()
}

#[test]
fn trackers_before_consent_are_told_when_watched() {
    let tracker = |url: &str| watched(vec![request(url, true)]);
    for url in [
        "https://www.google-analytics.com/g/collect?v=2",
        "https://connect.facebook.net/en_US/fbevents.js",
        "https://static.hotjar.com/c/hotjar-1.js",
        "https://stats.g.doubleclick.net/dc.js",
        "https://eu.i.posthog.com/e/",
        "https://px.ads.linkedin.com/collect",
    ] {
        assert_eq!(of("tracker-before-consent", &tracker(url)), [Severity::Warning], "{url}");
    }
    for url in [
        "https://js.stripe.com/v3/",
        "https://plausible.io/js/script.js",
        "https://consent.cookiebot.com/uc.js",
        "https://www.googletagmanager.com/gtm.js?id=GTM-1",
        "https://abcdefghijklmnopqrst.supabase.co/rest/v1/x",
        "https://acme.com/collect",
        "https://cdn.acme.com/analytics.js",
        "https://www.google-analytics.com/g/collect?gcs=G100&v=2",
        "https://unknown-host.net/a.js",
    ] {
        assert_eq!(of("tracker-before-consent", &tracker(url)), [], "{url}");
    }
    let later = watched(vec![request("https://www.google-analytics.com/g/collect", false)]);
    assert_eq!(of("tracker-before-consent", &later), []);
}

#[test]
fn what_was_not_watched_is_information() {
    let requests = vec![request("https://www.google-analytics.com/g/collect", true)];
    let found_so = Snapshot { mode: Mode::AsFound, ..watched(requests.clone()) };
    assert_eq!(of("tracker-before-consent", &found_so), [Severity::Info]);
    let chosen = Snapshot {
        script_cookies: vec![ScriptCookie { name: "CookieConsent".into(), value: "x".into() }],
        ..watched(requests.clone())
    };
    assert_eq!(of("tracker-before-consent", &chosen), [Severity::Info]);
    let own = Snapshot { url: "http://localhost:3000/".into(), ..watched(requests.clone()) };
    assert_eq!(of("tracker-before-consent", &own), []);
    let report = inspect(&watched(requests), &Config::default());
    let party = &report.third_parties[0];
    assert_eq!((party.entity.as_str(), party.category.as_str()), ("Google Analytics", "analytics"));
    assert_eq!((party.requests, party.before_consent), (1, Some(true)));
    assert!(report.areas.iter().any(|area| area.id == "consent" && area.inspected));
}

#[test]
fn consent_managers_are_recognised() {
    let banner = r#"<div id="CybotCookiebotDialog"></div><script src="https://static.hotjar.com/c/h.js"></script>"#;
    let snapshot = Snapshot { html: Seen::Inspected { value: banner.into() }, ..page(PAGE) };
    let report = inspect(&snapshot, &Config::default());
    let finding = report.findings.iter().find(|finding| finding.rule.id == "tracker-before-consent").unwrap();
    assert!(finding.evidence.iter().any(|line| line.contains("Cookiebot")), "{:?}", finding.evidence);
    assert_eq!(report.third_parties[0].before_consent, None);
}

#[test]
fn leftovers_of_development_are_told() {
    let test_key = format!("const k = 'pk_test_{}'", "51Ha9".repeat(8));
    for (snapshot, count) in [
        (script(PAGE, "fetch('http://localhost:8080/api')"), 1),
        (script(PAGE, "fetch('http://127.0.0.1:54321/rest/v1/x')"), 1),
        (script(PAGE, "Download the React DevTools for a better development experience"), 1),
        (script(PAGE, "You are running a development build of Vue."), 1),
        (script(PAGE, &test_key), 1),
        (script(PAGE, "new WebSocket('wss://abc.ngrok-free.app/x')"), 1),
        (html(PAGE, "<script src=/@vite/client type=module></script>"), 1),
        (html(PAGE, "<script src=http://localhost:5173/src/main.ts></script>"), 1),
        (watched(vec![request("https://id-1.lovableproject.com/api", true)]), 1),
        // Libraries' defaults, own machines, previews with keys for testing, words in prose.
        (script(PAGE, "const URL='http://localhost:9999',x=1"), 0),
        (script(PAGE, "new URL('http://localhost')"), 0),
        (script("http://localhost:3000/", "fetch('http://localhost:8080/api')"), 0),
        (script("https://acme-git-main.vercel.app/", &test_key), 0),
        (script(PAGE, "const prefix = 'pk_test_'"), 0),
        (script(PAGE, "see ngrok.io for tunnels"), 0),
        (script("http://192.168.0.10/", "Download the React DevTools for a better development experience"), 0),
        (html(PAGE, "<script src=/assets/index-1a2b.js type=module></script>"), 0),
    ] {
        let found = of("development-leftover", &snapshot);
        assert_eq!(found.len(), count, "{:?}", snapshot.scripts);
        assert!(found.iter().all(|severity| *severity == Severity::Info));
    }
}

#[test]
fn scripts_of_package_hosts_are_judged_by_their_address() {
    const ID: &str = "third-party-script-without-integrity";
    for (tag, expected) in [
        ("<script src=https://unpkg.com/htmx.org></script>", Some(Severity::Warning)),
        ("<script src=//cdn.jsdelivr.net/npm/vue@3></script>", Some(Severity::Warning)),
        ("<script src=https://code.jquery.com/jquery-3.7.1.min.js></script>", Some(Severity::Info)),
        ("<script src=https://cdnjs.cloudflare.com/ajax/libs/d3/7.9.0/d3.min.js></script>", Some(Severity::Info)),
        ("<script src=https://cdn.polyfill.io/v3/polyfill.min.js></script>", Some(Severity::Error)),
        ("<script src=https://code.jquery.com/jquery-3.7.1.min.js integrity=sha384-x crossorigin></script>", None),
        ("<script src=https://js.stripe.com/v3/></script>", None),
        ("<script src=https://www.googletagmanager.com/gtag/js?id=G-1></script>", None),
        ("<script src=https://static.acme.com/a.js></script>", None),
        ("<script src=/a.js></script>", None),
        ("<script type=text/template src=https://unpkg.com/x></script>", None),
    ] {
        assert_eq!(of(ID, &html(PAGE, tag)).first().copied(), expected, "{tag}");
    }
}

#[test]
fn people_in_storage_are_told_without_their_data() {
    const ID: &str = "personal-data-in-storage";
    let mail = "jane.doe@acme.com";
    for (key, value, count) in [
        ("user", format!(r#"{{"id":1,"email":"{mail}"}}"#), 1),
        ("userEmail", mail.to_owned(), 1),
        ("checkout", format!(r#"{{"steps":[{{"contact":"{mail}"}}]}}"#), 1),
        ("profile", r#"{"phone":"+49 30 901820"}"#.to_owned(), 1),
        ("app-state", format!(r#"{{"customer":{{"mail":"{mail}"}}}}"#), 1),
        ("user", r#"{"id":1,"theme":"dark"}"#.to_owned(), 0),
        ("support", format!(r#"{{"link":"{mail}"}}"#), 0),
        ("user", r#"{"email":"me@example.com"}"#.to_owned(), 0),
        ("profile", r#"{"created":"2026-11-24","version":"+1.2.3"}"#.to_owned(), 0),
        ("email", "not an address".to_owned(), 0),
        ("phone", "12345678".to_owned(), 0),
    ] {
        let report = inspect(&with_entry(key, &value), &Config::default());
        assert_eq!(report.findings.iter().filter(|finding| finding.rule.id == ID).count(), count, "{key}={value}");
        assert!(!format!("{report:?}").contains("jane"));
    }
}

/// A key by which Supabase lets everybody ask.
fn anonymous_key() -> String {
    token(r#"{"iss":"supabase","ref":"abcdefghijklmnopqrst","role":"anon","iat":1700000000,"exp":2000000000}"#)
}

fn client(key: &str) -> String {
    format!(
        "const s=createClient('https://abcdefghijklmnopqrst.supabase.co','{key}');s.from('profiles').select('*');\
s.from(\"orders\").insert(x);s.storage.from('avatars').upload(y);Array.from('abc');s.from('profiles').update(z)"
    )
}

#[test]
fn services_are_recognised_and_questions_are_harmless() {
    let key = anonymous_key();
    let report = inspect(&script(PAGE, &client(&key)), &Config::default());
    assert_eq!(report.services.len(), 1);
    let service = &report.services[0];
    assert_eq!(service.url, "https://abcdefghijklmnopqrst.supabase.co");
    assert_eq!(service.key_role.as_deref(), Some("anon"));
    assert_eq!(service.tables, ["profiles", "orders"]);
    let urls: Vec<&str> = report.questions.iter().map(|question| question.url.as_str()).collect();
    assert_eq!(urls, ["profiles", "orders"].map(|table| format!("{}/rest/v1/{table}?select=*&limit=0", service.url)));
    assert!(report.questions.iter().all(|question| question.method == "GET"));
    assert_eq!(report.items[2].verdict.as_str(), "not-inspected");
    // A service key opens everything: it never enters a question.
    let service_key =
        token(r#"{"iss":"supabase","ref":"abcdefghijklmnopqrst","role":"service_role","exp":2000000000}"#);
    let report = inspect(&script(PAGE, &client(&service_key)), &Config::default());
    assert_eq!(report.services[0].key_role.as_deref(), Some("service_role"));
    assert_eq!(report.questions, []);
    assert!(!format!("{report:?}").contains(&service_key[40..60]));
    for text in
        ["'https://supabase.co'", "'http://x.supabase.co'", "'https://x.supabase.co.evil.net'", "'https://10.0.0.1'"]
    {
        assert_eq!(inspect(&script(PAGE, text), &Config::default()).services, [], "{text}");
    }
}

fn answered(id: &str, status: u16, content_range: Option<&str>, body: &str) -> Snapshot {
    let answer =
        ProbeAnswer { id: id.into(), status, content_range: content_range.map(str::to_owned), body: body.into() };
    Snapshot { probes: vec![answer], ..page(PAGE) }
}

#[test]
fn answers_to_strangers_are_judged() {
    const DATABASE: &str = "open-database-rules";
    const ID: &str = "table-without-row-level-security";
    const TABLE: &str = "supabase:abc.supabase.co:";
    for (table, status, range, expected) in [
        ("profiles", 200, Some("*/41"), Some(Severity::Error)),
        ("customer_orders", 206, Some("0-0/2"), Some(Severity::Error)),
        ("userMessages", 200, Some("*/1"), Some(Severity::Error)),
        ("products", 200, Some("*/12"), Some(Severity::Warning)),
        ("posts", 200, Some("*/3"), Some(Severity::Warning)),
        ("profiles", 200, Some("*/0"), None),
        ("profiles", 401, Some("*/41"), None),
        ("profiles", 404, None, None),
        ("profiles", 200, None, None),
        ("profiles", 200, Some("*/*"), None),
        ("profiles", 0, None, None),
    ] {
        let snapshot = answered(&format!("{TABLE}{table}"), status, range, "[]");
        assert_eq!(of(ID, &snapshot).first().copied(), expected, "{table} {status} {range:?}");
    }
    for (id, status, body, count) in [
        ("firebase:x.firebaseio.com:", 200, r#"{"users":true}"#, 1),
        ("firebase:x.firebaseio.com:", 200, "null", 0),
        ("firebase:x.firebaseio.com:", 401, r#"{"error":"Permission denied"}"#, 0),
        ("nonsense", 200, "{}", 0),
        ("other:x:y", 200, "{1}", 0),
    ] {
        assert_eq!(of(DATABASE, &answered(id, status, None, body)).len(), count, "{id} {status} {body}");
    }
    let refused = inspect(&answered(&format!("{TABLE}profiles"), 200, Some("*/0"), "[]"), &Config::default());
    assert_eq!(refused.items[2].verdict.as_str(), "needs-word");
}

fn map_of(sources: &[(&str, &str)]) -> String {
    let paths: Vec<&str> = sources.iter().map(|(path, _)| *path).collect();
    let texts: Vec<&str> = sources.iter().map(|(_, text)| *text).collect();
    serde_json::json!({ "version": 3, "sources": paths, "sourcesContent": texts, "names": [], "mappings": "AAAA" })
        .to_string()
}

/// 24 letters and digits without a pattern, made anew so that no key stands in the repository.
fn varied() -> String {
    let letters = b"abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    let step = |state: &mut u32| {
        *state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        char::from(letters[(*state >> 16) as usize % letters.len()])
    };
    let mut state = 0x2545_f491_u32;
    (0..24).map(|_| step(&mut state)).collect()
}

fn mapped(url: &str, text: &str, map: &str) -> Snapshot {
    let source_map = Some(SourceMap { url: format!("{url}app.js.map"), text: map.into() });
    let script = PageScript { url: format!("{url}app.js"), text: text.into(), source_map };
    Snapshot { scripts: Seen::Inspected { value: vec![script] }, ..page(url) }
}

#[test]
fn exposed_maps_are_told_by_their_content() {
    const ID: &str = "source-map-exposed";
    let key = varied();
    let secret = format!("export const key = \"sk_live_{key}\";");
    for (url, map, expected) in [
        (PAGE, map_of(&[("src/a.ts", "export {}")]), Some(Severity::Info)),
        (PAGE, map_of(&[("webpack://app/./src/a.ts", "x()"), ("node_modules/b/c.js", "y()")]), Some(Severity::Info)),
        (PAGE, map_of(&[("../../app/page.tsx", "x()")]), Some(Severity::Info)),
        (PAGE, map_of(&[("src/a.ts", &secret)]), Some(Severity::Error)),
        (PAGE, map_of(&[("src/a.ts", "x()"), ("src/lib/pay.ts", &secret)]), Some(Severity::Error)),
        (PAGE, "<!doctype html><title>Acme</title>".to_owned(), None),
        (PAGE, map_of(&[("node_modules/b/c.js", "y()")]), None),
        (PAGE, map_of(&[("webpack/bootstrap", "y()")]), None),
        (PAGE, r#"{"version":3,"sources":["src/a.ts"],"mappings":""}"#.to_owned(), None),
        ("http://localhost:3000/", map_of(&[("src/a.ts", "export {}")]), None),
        (PAGE, String::new(), None),
    ] {
        let snapshot = mapped(url, "x()", &map);
        assert_eq!(of(ID, &snapshot).first().copied(), expected, "{map}");
        let report = inspect(&snapshot, &Config::default());
        assert!(!format!("{report:?}").contains(&key[4..20]), "{report:?}");
    }
}

#[test]
fn originals_are_judged_by_the_source_rules() {
    let source = "// é\nexport const keep = (session: Session) =>\n  localStorage.setItem(\"access_token\", session.access_token);\n";
    let map = map_of(&[("webpack://app/src/login.ts", source), ("node_modules/x/i.js", source)]);
    let report = inspect(&mapped(PAGE, "x()", &map), &Config::default());
    let found: Vec<_> = report.findings.iter().filter(|finding| finding.rule.id == "token-in-web-storage").collect();
    assert_eq!(found.len(), 1);
    let Subject::Script { url, range: None, original: Some(original), .. } = &found[0].subject else { panic!() };
    assert_eq!((url.as_str(), original.file.as_str()), ("https://acme.com/app.js", "src/login.ts"));
    assert_eq!((original.start.line, original.start.column), (2, 2));
    // What shows in the script too is told once, with its way back.
    let text = "localStorage.setItem(\"access_token\",s.access_token);";
    let map = serde_json::json!({ "version": 3, "sources": ["src/login.ts"], "sourcesContent": [source], "names": [],
        "mappings": "AAEE" })
    .to_string();
    let report = inspect(&mapped(PAGE, text, &map), &Config::default());
    let found: Vec<_> = report.findings.iter().filter(|finding| finding.rule.id == "token-in-web-storage").collect();
    assert_eq!(found.len(), 1, "{found:?}");
    let Subject::Script { range: Some(_), original: Some(original), .. } = &found[0].subject else { panic!() };
    assert_eq!((original.file.as_str(), original.start.line), ("src/login.ts", 2));
}

#[test]
fn hostile_parts_never_panic() {
    let odd = [
        "",
        "é",
        "://",
        "https://",
        "https://[",
        "data:",
        "\u{0}",
        "pk_test_",
        "https://é.supabase.co",
        ".from(",
        ".from('é",
    ];
    for text in odd {
        let scripts = vec![PageScript {
            url: text.into(),
            text: text.into(),
            source_map: Some(SourceMap { url: text.into(), text: text.into() }),
        }];
        let response = Response {
            url: text.into(),
            kind: ResourceKind::Document,
            headers: vec![(text.into(), text.into()), ("content-security-policy".into(), text.into())],
            ..Response::default()
        };
        let snapshot = Snapshot {
            url: text.into(),
            scripts: Seen::Inspected { value: scripts },
            responses: Seen::Inspected { value: vec![response] },
            html: Seen::Inspected { value: format!("<script src='{text}'>{text}") },
            requests: Seen::Inspected { value: vec![request(text, true)] },
            probes: vec![ProbeAnswer { id: text.into(), body: text.into(), ..ProbeAnswer::default() }],
            ..page(text)
        };
        let report = inspect(&snapshot, &Config::default());
        assert_eq!(report.items.len(), 10);
        assert!(!report.sentence.is_empty());
    }
}
