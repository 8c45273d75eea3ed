//! Headers in configurations that are read line by line: `_headers`, `netlify.toml`, nginx, Caddy, Apache, Traefik, Fly.
//!
//! One name and what follows it on its line is how all of them say it; what differs are comments and patterns.

use smol_str::SmolStr;

use super::{KNOWN, known};
use crate::facts::{
    FileFacts, HeaderHome, HeaderInsertion, HeaderScope, HeaderSetting, HeaderSource, HeaderStyle, HomeKind,
};
use crate::syntax::Language;
use crate::text::{TextRange, offset};

/// Settings of Traefik's headers middleware that stand for headers (doc.traefik.io, "Headers").
const TRAEFIK: [(&str, &str); 7] = [
    ("stsseconds", "strict-transport-security"),
    ("contentsecuritypolicy", "content-security-policy"),
    ("framedeny", "x-frame-options"),
    ("customframeoptionsvalue", "x-frame-options"),
    ("contenttypenosniff", "x-content-type-options"),
    ("referrerpolicy", "referrer-policy"),
    ("permissionspolicy", "permissions-policy"),
];

/// Reads a file line by line, when its name says that it configures a server.
pub fn recognise(text: &str, facts: &mut FileFacts) {
    let Some(kind) = kind(facts) else { return };
    if kind == HomeKind::Proxy && !mentions(text) {
        return;
    }
    let by = if matches!(kind, HomeKind::Proxy) { HeaderSource::Proxy } else { HeaderSource::Host };
    let before = facts.header_settings.len();
    let mut scope = HeaderScope::Everything;
    let mut block = None;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim();
        let is_comment = trimmed.starts_with('#') || trimmed.starts_with("//");
        if !is_comment {
            if let Some(pattern) = pattern(kind, line) {
                scope = HeaderScope::of_pattern(pattern);
                if kind == HomeKind::HeadersFile && scope == HeaderScope::Everything && block.is_none() {
                    block = Some(offset(start + line.len())).filter(|_| line.ends_with('\n'));
                }
            }
            read(text, start, line, kind, &scope, by, facts);
        }
        start += line.len();
    }
    // A proxy's file speaks of headers, or of something else altogether.
    if facts.header_settings.len() > before || kind != HomeKind::Proxy {
        let end = offset(text.len());
        let insertion = match (kind, block) {
            (HomeKind::HeadersFile, Some(at)) => Some(HeaderInsertion { at, style: HeaderStyle::HeadersLines }),
            (HomeKind::HeadersFile, None) => Some(HeaderInsertion { at: end, style: HeaderStyle::HeadersBlock }),
            (HomeKind::Netlify, _) => Some(HeaderInsertion { at: end, style: HeaderStyle::NetlifySection }),
            _ => None,
        };
        let first = facts.header_settings.get(before).map(|setting| setting.range);
        let line = offset(text.find('\n').unwrap_or(text.len()));
        let range = first.unwrap_or(TextRange::new(0, line));
        facts.header_homes.push(HeaderHome { kind, range, insertion });
    }
}

/// A cheap look before lines are taken apart: most YAML says nothing of the kind.
fn mentions(text: &str) -> bool {
    let words = KNOWN.into_iter().chain(TRAEFIK.map(|(setting, _)| setting));
    let words = aho_corasick::AhoCorasick::builder().ascii_case_insensitive(true).build(words);
    words.is_ok_and(|words| words.is_match(text))
}

fn kind(facts: &FileFacts) -> Option<HomeKind> {
    let name = facts.path.rsplit('/').next().unwrap_or(&facts.path);
    match name {
        "_headers" => Some(HomeKind::HeadersFile),
        "netlify.toml" => Some(HomeKind::Netlify),
        "Caddyfile" | ".htaccess" | "fly.toml" | "Dockerfile" => Some(HomeKind::Proxy),
        _ if [".conf", ".conf.template"].iter().any(|end| name.ends_with(end))
            || name.contains("nginx") && facts.language == Language::Other =>
        {
            Some(HomeKind::Proxy)
        }
        _ if matches!(facts.language, Language::Yaml | Language::Toml) => Some(HomeKind::Proxy),
        _ => None,
    }
}

/// The paths that the following lines speak of.
fn pattern(kind: HomeKind, line: &str) -> Option<&str> {
    match kind {
        HomeKind::HeadersFile => Some(line.trim()).filter(|_| line.starts_with(['/', 'h'])),
        HomeKind::Netlify => {
            let (key, value) = line.split_once('=')?;
            (key.trim() == "for").then(|| value.trim().trim_matches(['"', '\'']))
        }
        _ => None,
    }
}

fn read(
    text: &str,
    start: usize,
    line: &str,
    kind: HomeKind,
    scope: &HeaderScope,
    by: HeaderSource,
    facts: &mut FileFacts,
) {
    let Some((name, name_at, value_at)) = named(line, kind) else { return };
    let is_block = line[value_at..].trim_matches([' ', '\t', '=', ':', '\r', '\n']);
    let (value, range) = match is_block {
        // TOML's texts over several lines.
        "\"\"\"" | "'''" => {
            let from = start + line.len();
            let end = text[from..].find(is_block).map_or(text.len(), |at| from + at);
            (text[from..end].split_whitespace().collect::<Vec<_>>().join(" "), from..end)
        }
        _ => {
            let value = value_of(&line[value_at..]);
            let at = start + line.find(value).unwrap_or(value_at);
            (value.to_owned(), at..at + value.len())
        }
    };
    let head = &line[..name_at];
    // Caddy takes a header away with a minus before its name.
    let is_removed = value.is_empty() || head.contains("unset") || head.contains("remove") || head.ends_with('-');
    if is_removed {
        return;
    }
    let value = match (name, value.as_str()) {
        ("strict-transport-security", digits) if digits.bytes().all(|byte| byte.is_ascii_digit()) => {
            format!("max-age={digits}")
        }
        (_, "true") => String::new(),
        _ => value,
    };
    // `$variable` of nginx, `{placeholder}` of Caddy.
    let is_known = !value.is_empty() && !value.contains(['$', '{']);
    facts.header_settings.push(HeaderSetting {
        name: SmolStr::new_static(name),
        value: is_known.then(|| SmolStr::new(value)),
        range: TextRange::new(offset(start + name_at), offset(range.end.max(start + name_at))),
        value_range: TextRange::new(offset(range.start), offset(range.end)),
        scope: scope.clone(),
        by,
    });
}

/// The header a line names, where, and where what follows begins.
fn named(line: &str, kind: HomeKind) -> Option<(&'static str, usize, usize)> {
    if !line.contains('-') && kind != HomeKind::Proxy {
        return None;
    }
    let lower = line.to_ascii_lowercase();
    // The longest name first, since one begins another.
    let mut names = KNOWN;
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    for name in names {
        let Some(at) = lower.find(name) else { continue };
        let is_word = !line[..at].ends_with(char::is_alphanumeric);
        if is_word {
            return Some((known(name)?, at, at + name.len()));
        }
    }
    let at = lower.rfind("headers.").map_or(0, |at| at + "headers.".len());
    let is_traefik = lower.contains("headers.") || matches!(kind, HomeKind::Proxy);
    let word = lower[at..].trim_start().trim_start_matches(['-', '"', '\'', ' ']);
    let from = line.len() - word.len();
    let (setting, name) =
        TRAEFIK.iter().find(|(setting, _)| is_traefik && word.strip_prefix(setting).is_some_and(starts_value))?;
    Some((name, from, from + setting.len()))
}

fn starts_value(rest: &str) -> bool {
    rest.starts_with(['=', ':'])
}

/// What follows a name: quotes, separators, comments and words of the format taken off.
fn value_of(rest: &str) -> &str {
    let rest = rest.trim().trim_start_matches(['"', '\'']).trim_start().trim_start_matches(['=', ':', ',']).trim();
    for quote in ['"', '\'', '`'] {
        if let Some(inner) = rest.strip_prefix(quote) {
            return inner.split(quote).next().unwrap_or(inner).trim();
        }
    }
    let rest = rest.trim_end_matches(['"', ',', '\\', '{', '}', ']', ';', ' ']);
    // A lone quote at the end belongs to the format, a pair of them to a source such as 'self'.
    let rest = if rest.matches('\'').count() % 2 == 1 { rest.trim_end_matches('\'') } else { rest };
    rest.strip_suffix("always").unwrap_or(rest).trim_end_matches([' ', '"'])
}

#[cfg(test)]
mod tests {
    use crate::analyse;

    #[test]
    fn servers_and_hosts_say_it_in_their_own_ways() {
        let hsts = "max-age=31536000; includeSubDomains";
        for (path, text) in [
            ("nginx.conf", format!("server {{\n  add_header Strict-Transport-Security \"{hsts}\" always;\n}}\n")),
            ("Caddyfile", format!("a.test {{\n  header {{\n    Strict-Transport-Security \"{hsts}\"\n  }}\n}}\n")),
            (".htaccess", format!("Header always set Strict-Transport-Security \"{hsts}\"\n")),
            ("public/_headers", format!("# all\n/*\n  Strict-Transport-Security: {hsts}\n")),
            (
                "netlify.toml",
                format!(
                    "[[headers]]\n  for = \"/*\"\n  [headers.values]\n    Strict-Transport-Security = \"{hsts}\"\n"
                ),
            ),
            ("traefik.yml", format!("http:\n  customResponseHeaders:\n    Strict-Transport-Security: \"{hsts}\"\n")),
            (
                "fly.toml",
                format!("[http_service.http_options.response.headers]\n  Strict-Transport-Security = '{hsts}'\n"),
            ),
            (
                "vercel.json",
                format!(
                    "{{\"headers\":[{{\"source\":\"/(.*)\",\"headers\":[{{\"key\":\"Strict-Transport-Security\",\"value\":\"{hsts}\"}}]}}]}}"
                ),
            ),
            (
                "firebase.json",
                format!(
                    "{{\"hosting\":{{\"headers\":[{{\"source\":\"**\",\"headers\":[{{\"key\":\"Strict-Transport-Security\",\"value\":\"{hsts}\"}}]}}]}}}}"
                ),
            ),
            ("staticwebapp.config.json", format!("{{\"globalHeaders\":{{\"Strict-Transport-Security\":\"{hsts}\"}}}}")),
        ] {
            let facts = analyse(path, &text);
            let [setting] = facts.header_settings.as_slice() else { panic!("{path}: {:?}", facts.header_settings) };
            assert_eq!(
                (setting.name.as_str(), setting.value.as_deref()),
                ("strict-transport-security", Some(hsts)),
                "{path}"
            );
            assert_eq!(setting.scope, crate::facts::HeaderScope::Everything, "{path}");
            assert_eq!(setting.value_range.slice(&text).trim_matches('"'), hsts, "{path}");
        }
    }

    #[test]
    fn what_is_commented_out_or_taken_away_is_not_set() {
        for (path, text) in [
            ("nginx.conf", "# add_header X-Frame-Options DENY;\n"),
            (".htaccess", "Header unset X-Frame-Options\n"),
            ("ci.yml", "run: grep -q x file\n"),
            ("_headers", ""),
        ] {
            assert!(analyse(path, text).header_settings.is_empty(), "{path}");
        }
        let labels = "  - \"traefik.http.middlewares.a.headers.stsSeconds=600\"\n  - \"traefik.http.middlewares.a.headers.frameDeny=true\"\n";
        let facts = analyse("compose.yaml", labels);
        let found: Vec<_> = facts.header_settings.iter().map(|one| (one.name.as_str(), one.value.as_deref())).collect();
        assert_eq!(found, [("strict-transport-security", Some("max-age=600")), ("x-frame-options", None)]);
    }

    #[test]
    fn values_may_span_lines() {
        let text = "[headers.values]\nContent-Security-Policy = '''\ndefault-src 'self';\nimg-src *'''\n";
        let facts = analyse("netlify.toml", text);
        assert_eq!(facts.header_settings[0].value.as_deref(), Some("default-src 'self'; img-src *"));
    }

    #[test]
    fn hostile_texts_do_no_harm() {
        for text in
            ["Strict-Transport-Security", "é Strict-Transport-Security é", "X-Frame-Options '''", "headers.stsSeconds="]
        {
            for path in ["nginx.conf", "_headers", "netlify.toml", "Caddyfile"] {
                let _ = analyse(path, text);
            }
        }
    }
}
