//! Configuration that sends the headers a page lacks, for the host in front.
//!
//! Invariant: only headers that a finding asks for are in it; values hold no double quote.

use std::fmt::Write as _;

use super::facts::SiteFacts;
use super::report::{SiteFinding, Snippet};

/// One for each host that the page's answer shows; for all that are known when it shows none. Empty when nothing is missing.
pub(super) fn snippets(facts: &SiteFacts, findings: &[SiteFinding], csp: Option<&str>) -> Vec<Snippet> {
    let headers = missing(facts, findings, csp);
    if headers.is_empty() {
        return Vec::new();
    }
    let seen: Vec<&Host> = HOSTS.iter().filter(|host| (host.shows)(facts)).collect();
    let shown: Vec<&Host> = if seen.is_empty() { HOSTS.iter().collect() } else { seen.clone() };
    let snippet = |host: &&Host| Snippet {
        host: host.name.to_owned(),
        file: host.file.to_owned(),
        text: (host.write)(&headers),
        detected: !seen.is_empty(),
    };
    shown.iter().map(snippet).collect()
}

type Headers = Vec<(&'static str, String)>;

struct Host {
    name: &'static str,
    file: &'static str,
    shows: fn(&SiteFacts) -> bool,
    write: fn(&Headers) -> String,
}

const HOSTS: [Host; 5] = [
    Host {
        name: "Next.js",
        file: "next.config.mjs",
        shows: |facts| has(facts, "x-powered-by", "next") || has_header(facts, "x-nextjs-cache"),
        write: next,
    },
    Host { name: "Vercel", file: "vercel.json", shows: is_bare_vercel, write: vercel },
    Host { name: "Netlify", file: "_headers", shows: |facts| has_header(facts, "x-nf-request-id"), write: underscore },
    Host {
        name: "Cloudflare Pages",
        file: "_headers",
        // Cloudflare stands in front of many others; only its own Pages read this file.
        shows: |facts| has_header(facts, "cf-ray") && facts.host.ends_with(".pages.dev"),
        write: underscore,
    },
    Host { name: "nginx", file: "nginx.conf", shows: |facts| has(facts, "server", "nginx"), write: nginx },
];

/// Vercel without Next.js, whose own configuration goes first there.
fn is_bare_vercel(facts: &SiteFacts) -> bool {
    let is_vercel = has_header(facts, "x-vercel-id") || has(facts, "server", "vercel");
    is_vercel && !(HOSTS[0].shows)(facts)
}

fn has_header(facts: &SiteFacts, name: &str) -> bool {
    facts.document().is_some_and(|answer| answer.get(name).is_some())
}

fn has(facts: &SiteFacts, name: &str, word: &str) -> bool {
    let value = facts.document().and_then(|answer| answer.get(name)).unwrap_or_default();
    value.to_ascii_lowercase().contains(word)
}

fn missing(facts: &SiteFacts, findings: &[SiteFinding], csp: Option<&str>) -> Headers {
    let is_found = |id: &str| findings.iter().any(|finding| finding.rule.id == id);
    let mut headers = Headers::new();
    if is_found("missing-hsts") || is_found("weak-hsts") {
        headers.push(("Strict-Transport-Security", "max-age=63072000; includeSubDomains".to_owned()));
    }
    if let Some(csp) = csp {
        headers.push(("Content-Security-Policy-Report-Only", csp.to_owned()));
    }
    if is_found("missing-companion-headers") {
        headers.extend(
            [
                ("X-Frame-Options", "SAMEORIGIN"),
                ("X-Content-Type-Options", "nosniff"),
                ("Referrer-Policy", "strict-origin-when-cross-origin"),
                ("Permissions-Policy", "camera=(), microphone=(), geolocation=()"),
            ]
            .into_iter()
            .filter(|(name, _)| !is_sound(facts, name))
            .map(|(name, value)| (name, value.to_owned())),
        );
    }
    headers
}

/// Whether a header is sent already; what is sent and misunderstood is written anew.
fn is_sound(facts: &SiteFacts, name: &str) -> bool {
    use crate::headers::{Framing, Referrer, is_nosniff};
    let value = facts.document().and_then(|answer| answer.get(&name.to_ascii_lowercase()));
    value.is_some_and(|value| match name {
        "X-Frame-Options" => Framing::parse(value) == Framing::Refused,
        "X-Content-Type-Options" => is_nosniff(value),
        "Referrer-Policy" => Referrer::parse(value) == Referrer::Private,
        _ => true,
    })
}

fn each(headers: &Headers, write: impl Fn(&str, &str) -> String) -> String {
    headers.iter().fold(String::new(), |mut all, (name, value)| {
        let _ = write!(all, "{}", write(name, value));
        all
    })
}

fn next(headers: &Headers) -> String {
    let entries = each(headers, |name, value| format!("          {{ key: \"{name}\", value: \"{value}\" }},\n"));
    format!(
        "const nextConfig = {{\n  async headers() {{\n    return [\n      {{\n        source: \"/(.*)\",\n        headers: [\n{entries}        ],\n      }},\n    ];\n  }},\n}};\n\nexport default nextConfig;\n"
    )
}

fn vercel(headers: &Headers) -> String {
    let entries = each(headers, |name, value| format!("        {{ \"key\": \"{name}\", \"value\": \"{value}\" }},\n"));
    let entries = entries.trim_end_matches(",\n");
    format!(
        "{{\n  \"headers\": [\n    {{\n      \"source\": \"/(.*)\",\n      \"headers\": [\n{entries}\n      ]\n    }}\n  ]\n}}\n"
    )
}

fn underscore(headers: &Headers) -> String {
    format!("/*\n{}", each(headers, |name, value| format!("  {name}: {value}\n")))
}

fn nginx(headers: &Headers) -> String {
    each(headers, |name, value| format!("add_header {name} \"{value}\" always;\n"))
}
