//! Headers: what a page's own answer says, and what it comes to.

use super::*;

/// A page at `url` whose answer has these headers.
pub fn sent(url: &str, headers: &[(&str, &str)]) -> Snapshot {
    let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let response = Response {
        url: url.into(),
        kind: ResourceKind::Document,
        status: 200,
        headers,
        shows_set_cookie: true,
        ..Response::default()
    };
    Snapshot { responses: Seen::Inspected { value: vec![response] }, ..page(url) }
}

const PAGE: &str = "https://acme.com/";
const HSTS: (&str, &str) = ("strict-transport-security", "max-age=63072000; includeSubDomains");
const STRICT: &str = "default-src 'self'; script-src 'nonce-8IBTHwOdqNKAWeKl7plt8g==' 'strict-dynamic'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";
const CSP: (&str, &str) = ("Content-Security-Policy", STRICT);
const COMPANIONS: [(&str, &str); 3] =
    [("x-frame-options", "DENY"), ("x-content-type-options", "nosniff"), ("referrer-policy", "same-origin")];

/// What `rule` says of a page.
fn of(rule: &str, snapshot: &Snapshot) -> Vec<Severity> {
    found(snapshot).into_iter().filter(|(id, _)| *id == rule).map(|(_, severity)| severity).collect()
}

/// Headers of a sound page with one replaced (or, with an empty value, left out).
fn with(name: &str, value: &str) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> =
        [HSTS, CSP].into_iter().chain(COMPANIONS).map(|(n, v)| (n.to_lowercase(), v.into())).collect();
    all.retain(|(own, _)| own != name);
    if !value.is_empty() {
        all.push((name.into(), value.into()));
    }
    all
}

fn sent_with(url: &str, name: &str, value: &str) -> Snapshot {
    let headers = with(name, value);
    let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    sent(url, &headers)
}

#[test]
fn a_sound_answer_gives_nothing() {
    assert_eq!(found(&sent_with(PAGE, "", "")), []);
    let report = inspect(&sent_with(PAGE, "", ""), &Config::default());
    assert_eq!((report.suggested_csp, report.snippets.len()), (None, 0));
    let verdict = |number: usize| report.items[number - 1].verdict.as_str();
    assert_eq!((verdict(5), verdict(6)), ("holds", "holds"));
}

#[test]
fn missing_and_weak_hsts_is_told() {
    const STS: &str = "strict-transport-security";
    for (url, value, rule, expected) in [
        (PAGE, "", "missing-hsts", Some(Severity::Warning)),
        ("https://acme.app/", "", "missing-hsts", Some(Severity::Info)),
        ("https://acme.com:8443/x", "", "missing-hsts", Some(Severity::Warning)),
        ("https://localhost:3000/", "", "missing-hsts", None),
        ("http://acme.com/", "", "missing-hsts", None),
        (PAGE, "max-age=0", "missing-hsts", None),
        (PAGE, "max-age=0", "weak-hsts", Some(Severity::Warning)),
        (PAGE, "includeSubDomains", "weak-hsts", Some(Severity::Warning)),
        (PAGE, "max-age=3600; includeSubDomains", "weak-hsts", Some(Severity::Warning)),
        (PAGE, "max-age=63072000", "weak-hsts", Some(Severity::Info)),
        (PAGE, "max-age=x", "weak-hsts", Some(Severity::Warning)),
        (PAGE, "max-age=31536000; includeSubDomains; preload", "weak-hsts", None),
        ("https://127.0.0.1/", "max-age=1", "weak-hsts", None),
        ("http://acme.com/", "max-age=1", "weak-hsts", None),
    ] {
        assert_eq!(of(rule, &sent_with(url, STS, value)).first().copied(), expected, "{url} {value}");
    }
    // What nobody saw is not called missing.
    assert_eq!(found(&page(PAGE)), []);
}

#[test]
fn missing_and_weak_policies_are_told() {
    const NAME: &str = "content-security-policy";
    for (value, rule, expected) in [
        ("", "missing-csp", Some(Severity::Warning)),
        (STRICT, "missing-csp", None),
        ("script-src 'self' 'unsafe-inline'; object-src 'none'", "weak-csp", Some(Severity::Warning)),
        ("script-src *; object-src 'none'", "weak-csp", Some(Severity::Warning)),
        ("default-src https:", "weak-csp", Some(Severity::Warning)),
        ("script-src 'self' https://cdnjs.cloudflare.com; object-src 'none'", "weak-csp", Some(Severity::Warning)),
        ("script-src 'self'; base-uri 'self'", "weak-csp", Some(Severity::Info)),
        ("upgrade-insecure-requests", "weak-csp", Some(Severity::Info)),
        (STRICT, "weak-csp", None),
        ("default-src 'none'", "weak-csp", None),
        ("script-src 'self'; object-src 'none'", "weak-csp", None),
        // Two policies hold together: the second forbids what the first lets in.
        ("script-src * 'unsafe-inline', script-src 'self'; object-src 'none'", "weak-csp", None),
        ("script-src * , script-src 'unsafe-inline' 'self'; object-src 'none'", "weak-csp", Some(Severity::Warning)),
    ] {
        assert_eq!(of(rule, &sent_with(PAGE, NAME, value)).first().copied(), expected, "{value}");
    }
}

#[test]
fn policies_in_markup_and_reports_count_for_what_they_are() {
    let plain = || sent_with(PAGE, "content-security-policy", "");
    let html = |content: &str| {
        let text =
            format!("<html><head><meta http-equiv=\"Content-Security-Policy\" content=\"{content}\"></head></html>");
        Snapshot { html: Seen::Inspected { value: text }, ..plain() }
    };
    assert_eq!(of("missing-csp", &html("script-src 'self'; object-src 'none'")), []);
    assert_eq!(of("weak-csp", &html("script-src 'unsafe-inline'; object-src 'none'")), [Severity::Warning]);
    let mut reports = plain();
    let Seen::Inspected { value } = &mut reports.responses else { panic!() };
    value[0].headers.push(("content-security-policy-report-only".into(), "script-src *; object-src 'none'".into()));
    assert_eq!(of("missing-csp", &reports), [Severity::Info]);
    assert_eq!(of("weak-csp", &reports), [Severity::Info]);
    // Markup cannot keep others from framing the page.
    let framed = html("script-src 'self'; object-src 'none'; frame-ancestors 'none'");
    let Seen::Inspected { mut value } = framed.responses.clone() else { panic!() };
    value[0].headers.retain(|(name, _)| name != "x-frame-options");
    let framed = Snapshot { responses: Seen::Inspected { value }, ..framed };
    assert_eq!(of("missing-companion-headers", &framed), [Severity::Info]);
}

#[test]
fn companions_are_told_in_one() {
    for (name, value, expected) in [
        ("x-frame-options", "", 0),
        ("x-content-type-options", "", 1),
        ("x-content-type-options", "sniff", 1),
        ("referrer-policy", "", 1),
        ("referrer-policy", "unsafe-url", 1),
        ("referrer-policy", "origin, no-referrer", 0),
        ("permissions-policy", "camera=()", 0),
    ] {
        assert_eq!(of("missing-companion-headers", &sent_with(PAGE, name, value)).len(), expected, "{name}: {value}");
    }
    for (framing, expected) in [("", 1), ("ALLOW-FROM https://a.com", 1), ("SAMEORIGIN", 0)] {
        let headers = [("x-frame-options", framing), COMPANIONS[1], COMPANIONS[2]];
        assert_eq!(of("missing-companion-headers", &sent(PAGE, &headers)).len(), expected, "{framing}");
    }
    let referrer = "<meta name=referrer content=no-referrer>".to_owned();
    let in_markup = Snapshot { html: Seen::Inspected { value: referrer }, ..sent_with(PAGE, "referrer-policy", "") };
    assert_eq!(of("missing-companion-headers", &in_markup), []);
}

#[test]
fn sharing_with_credentials_is_told() {
    const ID: &str = "cors-allows-any-origin-with-credentials";
    for (origin, credentials, expected) in [
        ("*", "true", 1),
        ("null", "true", 1),
        ("*", "TRUE", 1),
        ("*", "false", 0),
        ("https://app.acme.com", "true", 0),
        ("null", "", 0),
    ] {
        let mut headers = vec![("Access-Control-Allow-Origin", origin)];
        if !credentials.is_empty() {
            headers.push(("Access-Control-Allow-Credentials", credentials));
        }
        assert_eq!(of(ID, &sent(PAGE, &headers)).len(), expected, "{origin} {credentials}");
    }
}

#[test]
fn uses_without_encryption_are_told() {
    let html = |html: &str| Snapshot { html: Seen::Inspected { value: html.into() }, ..page(PAGE) };
    let asked = |url: &str, kind| {
        let request = Request { url: url.into(), kind, ..Request::default() };
        Snapshot { requests: Seen::Inspected { value: vec![request] }, ..page(PAGE) }
    };
    for (snapshot, expected) in [
        (html("<script src=http://cdn.acme.com/a.js></script>"), Some(Severity::Warning)),
        (html("<iframe src=http://x.acme.com/></iframe>"), Some(Severity::Warning)),
        (html("<form action=http://forms.acme.com/send></form>"), Some(Severity::Warning)),
        (html("<link rel=stylesheet href=http://x.acme.com/a.css>"), Some(Severity::Warning)),
        (html("<img src=http://x.acme.com/a.png>"), Some(Severity::Info)),
        (asked("http://api.acme.com/v1", ResourceKind::Fetch), Some(Severity::Warning)),
        (asked("ws://live.acme.com/feed", ResourceKind::WebSocket), Some(Severity::Warning)),
        (page("http://acme.com/"), Some(Severity::Warning)),
        (page("http://localhost:3000/"), None),
        (page("http://192.168.1.4/"), None),
        (html("<a href=http://acme.com/>x</a>"), None),
        (html("<link rel=canonical href=http://acme.com/>"), None),
        (html("<script src=http://localhost:5173/a.js></script>"), None),
        (html("<script src=//cdn.acme.com/a.js></script>"), None),
        (asked("https://api.acme.com/v1", ResourceKind::Fetch), None),
    ] {
        assert_eq!(of("insecure-url", &snapshot).first().copied(), expected, "{snapshot:?}");
    }
}

#[test]
fn the_grade_adds_up() {
    let grade = |snapshot: &Snapshot| inspect(snapshot, &Config::default()).grade;
    let bare = grade(&sent(PAGE, &[("content-type", "text/html")])).unwrap();
    // No policy, no HSTS, no framing, no nosniff: -25 -20 -20 -5.
    assert_eq!((bare.score, bare.letter.as_str()), (30, "D"));
    let sound = grade(&sent_with(PAGE, "", "")).unwrap();
    assert_eq!((sound.score, sound.letter.as_str()), (115, "A+"));
    assert_eq!(sound.tests.iter().map(|test| test.modifier).sum::<i32>(), 15);
    assert!(sound.tests.iter().all(|test| !test.reason.is_empty()));
    assert_eq!(grade(&sent("http://localhost:3000/", &[])), None);
    assert_eq!(grade(&page(PAGE)), None);
    let hidden = sent(PAGE, &[]);
    let Seen::Inspected { mut value } = hidden.responses.clone() else { panic!() };
    value[0].shows_set_cookie = false;
    let hidden = Snapshot { responses: Seen::Inspected { value }, ..hidden };
    let cookies = grade(&hidden).unwrap().tests.into_iter().find(|test| test.name == "cookies").unwrap();
    assert_eq!((cookies.result.as_str(), cookies.modifier), ("", 0));
}

#[test]
fn a_policy_is_made_of_what_the_page_loads() {
    let html = "<script src=https://cdn.acme.io/a.js></script><script>alert(1)</script><style>p{}</style>\
        <script type=application/json>{}</script><img src=https://pics.acme.io/x.png?token=abc><iframe src=https://pay.acme.io/f></iframe>";
    let requests = [
        ("https://api.acme.io/v1?key=1", ResourceKind::Fetch),
        ("wss://live.acme.io/x", ResourceKind::WebSocket),
        ("http://fonts.acme.io/a.woff2", ResourceKind::Font),
        ("https://acme.com/own.js", ResourceKind::Script),
        ("data:image/png;base64,AAAA", ResourceKind::Image),
    ];
    let requests = requests.map(|(url, kind)| Request { url: url.into(), kind, ..Request::default() }).to_vec();
    let snapshot = Snapshot {
        html: Seen::Inspected { value: html.into() },
        requests: Seen::Inspected { value: requests },
        ..sent(PAGE, &[("server", "nginx/1.25")])
    };
    let report = inspect(&snapshot, &Config::default());
    let policy = report.suggested_csp.unwrap();
    assert_eq!(
        policy,
        "default-src 'self'; script-src 'self' 'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI=' https://cdn.acme.io; \
style-src 'self' 'unsafe-inline'; img-src 'self' data: https://pics.acme.io; font-src 'self' https://fonts.acme.io; \
connect-src 'self' https://api.acme.io wss://live.acme.io; frame-src 'self' https://pay.acme.io; form-action 'self'; \
object-src 'none'; base-uri 'self'; frame-ancestors 'self'; upgrade-insecure-requests"
    );
    assert_eq!(report.snippets.len(), 1);
    let snippet = &report.snippets[0];
    assert_eq!((snippet.host.as_str(), snippet.detected), ("nginx", true));
    assert!(
        snippet.text.contains("add_header Content-Security-Policy-Report-Only \"default-src 'self'"),
        "{}",
        snippet.text
    );
    assert!(snippet.text.contains("Strict-Transport-Security"));
    // What it suggests holds against our own rule.
    assert_eq!(of("weak-csp", &sent_with(PAGE, "content-security-policy", &policy)), []);
}

#[test]
fn snippets_are_for_the_host_in_front() {
    let hosts = |headers: &[(&str, &str)]| {
        let report = inspect(&sent(PAGE, headers), &Config::default());
        report.snippets.iter().map(|snippet| (snippet.host.clone(), snippet.detected)).collect::<Vec<_>>()
    };
    let one = |name: &str| vec![(name.to_owned(), true)];
    assert_eq!(hosts(&[("x-vercel-id", "fra1::abc")]), one("Vercel"));
    assert_eq!(hosts(&[("x-vercel-id", "fra1::abc"), ("x-powered-by", "Next.js")]), one("Next.js"));
    assert_eq!(hosts(&[("X-NF-Request-ID", "1")]), one("Netlify"));
    assert_eq!(hosts(&[("server", "nginx")]), one("nginx"));
    assert_eq!(hosts(&[("cf-ray", "1"), ("server", "cloudflare")]).len(), 5);
    let vercel = inspect(&sent(PAGE, &[("x-vercel-id", "1")]), &Config::default()).snippets.remove(0);
    let json: serde_json::Value = serde_json::from_str(&vercel.text).unwrap();
    assert_eq!(json["headers"][0]["headers"][0]["key"], "Strict-Transport-Security");
}
