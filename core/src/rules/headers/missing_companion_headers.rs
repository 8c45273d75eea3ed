//! An app leaves out the small headers that stand beside a policy.

use super::super::{Context, Example, Gap, Rule, RuleMeta};
use super::app::Served;
use super::fixes::{self, Header};
use super::live;
use crate::finding::{Finding, FixLevel, Message, Severity};

/// The rule.
pub static RULE: Rule = Rule { meta: &META, check, check_site: Some(live::missing_companions) };

static META: RuleMeta = RuleMeta {
    id: "missing-companion-headers",
    gap: Gap::Headers,
    launch_item: 6,
    title: "Pages come without the headers that stand beside a policy",
    severity: Severity::Info,
    fix: Some(FixLevel::Suggestion),
    cwe: &[1021, 693],
    owasp: &["A05:2021"],
    docs: "\
Finds apps with pages that leave out one of `X-Frame-Options` (or `frame-ancestors` in a policy), `X-Content-Type-Options`, \
`Referrer-Policy` and `Permissions-Policy`, and names all that are missing in one finding per app. Where only `Permissions-Policy` is \
missing it stays silent: a page without it is no weaker than the web at large.",
    bad: Example { path: "index.html", code: "<!doctype html>\n<title>Harbor</title>\n<p>Berths by the day.</p>\n" },
    sound: Example {
        path: "next.config.mjs",
        code: "export default {\n  async headers() {\n    return [\n      {\n        source: \"/(.*)\",\n        headers: [{ key: \"X-Content-Type-Options\", value: \"nosniff\" }, { key: \"X-Frame-Options\", value: \"DENY\" }, { key: \"Referrer-Policy\", value: \"same-origin\" }],\n      },\n    ];\n  },\n};\n",
    },
    sources: &[
        "https://cheatsheetseries.owasp.org/cheatsheets/HTTP_Headers_Cheat_Sheet.html",
        "https://developer.mozilla.org/en-US/docs/Web/Security/Practical_implementation_guides",
    ],
    since: "0.1.0",
};

/// Each with the value the fix writes.
const COMPANIONS: [(&str, Header<'static>); 4] = [
    ("x-frame-options", ("X-Frame-Options", "SAMEORIGIN")),
    ("x-content-type-options", ("X-Content-Type-Options", "nosniff")),
    ("referrer-policy", ("Referrer-Policy", "strict-origin-when-cross-origin")),
    ("permissions-policy", ("Permissions-Policy", "camera=(), microphone=(), geolocation=()")),
];

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(served) = Served::by(context) else { return };
    let missing: Vec<Header<'static>> =
        COMPANIONS.iter().filter(|(name, _)| !has(&served, name)).map(|(_, header)| *header).collect();
    if missing.iter().all(|(name, _)| *name == "Permissions-Policy") {
        return;
    }
    let names: Vec<&str> = missing.iter().map(|(name, _)| *name).collect();
    findings.push(Finding {
        rule: &META,
        path: context.file.path.clone(),
        range: served.range,
        severity: Severity::Info,
        certainty: context.certainty(served.range),
        message: Message::new(
            format!("Pages come without {}", names.join(", ")),
            "Another site can put the page in a frame and have the user click in it unawares; browsers guess at types of files; addresses leak to other sites.",
            "Send them with every page. They seldom break anything.",
        ),
        related: Vec::new(),
        fixes: vec![fixes::add(context, &served, "Send the missing headers", &missing)],
    });
}

fn has(served: &Served<'_>, name: &str) -> bool {
    // What is not known of a policy may forbid frames.
    let forbids_frames = |name| {
        served
            .values(name)
            .any(|setting| setting.value.as_deref().is_none_or(|value| value.contains("frame-ancestors")))
    };
    served.sets(name) || name == "x-frame-options" && forbids_frames("content-security-policy")
}
