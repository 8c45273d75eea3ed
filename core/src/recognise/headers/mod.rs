//! Response headers in files that are no scripts: configurations of hosts, web servers and proxies, and `<meta>` elements.

#[cfg(feature = "server-files")]
mod host_json;
#[cfg(feature = "server-files")]
mod lines;

use smol_str::SmolStr;

use crate::facts::{FileFacts, HeaderScope, HeaderSetting, HeaderSource};
use crate::syntax::MarkupElement;

/// Headers this crate has something to say about, lower case.
pub const KNOWN: [&str; 9] = [
    "strict-transport-security",
    "content-security-policy",
    "content-security-policy-report-only",
    "x-frame-options",
    "x-content-type-options",
    "referrer-policy",
    "permissions-policy",
    "access-control-allow-origin",
    "access-control-allow-credentials",
];

/// The name as [`KNOWN`] has it.
pub fn known(name: &str) -> Option<&'static str> {
    let length = name.len();
    KNOWN.iter().copied().find(|known| known.len() == length && known.eq_ignore_ascii_case(name))
}

/// Reads a file of a host, web server or proxy; other files hold nothing of the kind.
#[cfg(feature = "server-files")]
pub fn recognise(text: &str, facts: &mut FileFacts) {
    let path = facts.path.clone();
    match path.rsplit('/').next().unwrap_or(&path) {
        "vercel.json" => host_json::vercel(text, facts),
        "firebase.json" => host_json::firebase(text, facts),
        "staticwebapp.config.json" => host_json::azure(text, facts),
        _ => lines::recognise(text, facts),
    }
}

/// The browser meets no such files.
#[cfg(not(feature = "server-files"))]
pub fn recognise(_: &str, _: &mut FileFacts) {}

/// `<meta http-equiv="Content-Security-Policy" content="…">`. Of the headers here a page can set only this one, and the
/// referrer's by `<meta name="referrer">` (HTML Standard, "Pragma directives").
pub fn in_markup(elements: &[MarkupElement], facts: &mut FileFacts) {
    for element in elements.iter().filter(|element| element.name.eq_ignore_ascii_case("meta")) {
        let name = element.attribute("http-equiv").map(|attribute| attribute.value.trim());
        let is_referrer = element.attribute("name").is_some_and(|attribute| attribute.value == "referrer");
        let name = if is_referrer { Some("referrer-policy") } else { name.and_then(known) };
        let (Some(name), Some(content)) = (name, element.attribute("content")) else { continue };
        if matches!(name, "content-security-policy" | "referrer-policy") {
            facts.header_settings.push(HeaderSetting {
                name: SmolStr::new_static(name),
                value: Some(SmolStr::new(&content.value)),
                range: element.range,
                value_range: content.value_range,
                scope: HeaderScope::Unknown,
                by: HeaderSource::Meta,
            });
        }
    }
}
