//! What a page loads, by its markup: inline scripts and data, scripts to ask for, source maps, kinds of resources.

use std::collections::BTreeSet;

use base64::Engine as _;
use seaworthy_core::site::{Document, PageScript, ResourceKind, ScriptKind, resolve};

/// The scripts and data that stand in the markup, named as in the browser extension's snapshots.
pub(super) fn inline_scripts(document: &Document, url: &str) -> Vec<PageScript> {
    let page = url.split('#').next().unwrap_or_default();
    let (mut codes, mut data) = (0_u32, 0_u32);
    let mut scripts = Vec::new();
    for script in document.all("script").filter(|script| script.attribute("src").is_none()) {
        let name = match script.script_kind() {
            ScriptKind::Code => {
                codes += 1;
                format!("{page}#inline-{codes}")
            }
            ScriptKind::Data => {
                data += 1;
                format!("{page}#data-{data}")
            }
            ScriptKind::Other => continue,
        };
        if !script.text.trim().is_empty() {
            scripts.push(PageScript { url: name, text: script.text.clone(), source_map: None });
        }
    }
    scripts
}

/// Addresses of the scripts that the markup names: `script` elements and preloads, in order, each once.
pub(super) fn script_addresses(document: &Document) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for element in &document.elements {
        let attribute = match element.name.as_str() {
            "script" if element.script_kind() == ScriptKind::Code => "src",
            "link" if is_script_preload(element.attribute("rel"), element.attribute("as")) => "href",
            _ => continue,
        };
        let Some(address) = document.address(element, attribute) else { continue };
        let address = address.split('#').next().unwrap_or_default().to_owned();
        if seen.insert(address.clone()) {
            found.push(address);
        }
    }
    found
}

fn is_script_preload(rel: Option<&str>, kind: Option<&str>) -> bool {
    let rel = rel.unwrap_or_default().to_ascii_lowercase();
    let mut words = rel.split_ascii_whitespace();
    words.any(|word| {
        word == "modulepreload" || (word == "preload" && kind.is_some_and(|kind| kind.eq_ignore_ascii_case("script")))
    })
}

/// Where a script says its source map is: the header, or the last `sourceMappingURL` comment (ECMA-426). A `data:` URL
/// comes back as it is.
pub(super) fn map_address(script: &str, text: &str, header: Option<&str>) -> Option<String> {
    const MARK: &str = "sourceMappingURL=";
    let tail = text.len().saturating_sub(if text.ends_with("==") || text.contains("sourceMappingURL=data:") {
        text.len()
    } else {
        4096
    });
    let tail = (tail..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let comment = text[tail..].rfind(MARK).map(|at| &text[tail + at + MARK.len()..]);
    let written = comment.and_then(|rest| rest.split(['\n', '\r', ' ', '*', '\'', '"', '`']).next());
    let reference = header.or(written).map(str::trim).filter(|reference| !reference.is_empty())?;
    resolve(script, reference)
}

/// The text of a source map that stands in a `data:` URL.
pub(super) fn inline_map(address: &str) -> Option<String> {
    let (head, body) = address.strip_prefix("data:")?.split_once(',')?;
    if head.split(';').any(|part| part.trim() == "base64") { from_base64(body) } else { None }
}

/// Base64 as text; none when it is no base64 or no UTF-8.
pub(super) fn from_base64(text: &str) -> Option<String> {
    let packed: String = text.chars().filter(|c| !c.is_ascii_whitespace()).collect();
    let bytes = base64::engine::general_purpose::STANDARD.decode(packed).ok()?;
    String::from_utf8(bytes).ok()
}

/// What a resource is, by its content type and, where that is missing or means nothing, by its address.
pub(super) fn kind_of(url: &str, content_type: &str) -> ResourceKind {
    let essence = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match essence.as_str() {
        "text/html" | "application/xhtml+xml" => return ResourceKind::Document,
        "text/css" => return ResourceKind::Style,
        "application/json" | "text/event-stream" => return ResourceKind::Fetch,
        other if other.ends_with("javascript") || other.ends_with("ecmascript") => return ResourceKind::Script,
        other if other.starts_with("image/") => return ResourceKind::Image,
        other if other.starts_with("font/") => return ResourceKind::Font,
        other if other.starts_with("audio/") || other.starts_with("video/") => return ResourceKind::Media,
        _ => {}
    }
    let path = url.split(['?', '#']).next().unwrap_or_default();
    match path.rsplit_once('.').map(|(_, extension)| extension) {
        Some("js" | "mjs" | "cjs") => ResourceKind::Script,
        Some("css") => ResourceKind::Style,
        Some("png" | "jpg" | "jpeg" | "gif" | "webp" | "avif" | "svg" | "ico") => ResourceKind::Image,
        Some("woff" | "woff2" | "ttf" | "otf") => ResourceKind::Font,
        Some("html" | "htm") => ResourceKind::Document,
        _ => ResourceKind::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_and_preloads_are_found_once() {
        let html = "<link rel=modulepreload href=/a.js><script type=module src=/a.js#x></script><link rel=preload as=style href=b.css>\
            <script src='https://cdn.test/c.js'></script><script type='text/template' src=/t.js></script>\
            <link rel='preload' as='SCRIPT' href='d.js'>";
        let document = Document::read(html, "https://shop.test/x/");
        let expected = ["https://shop.test/a.js", "https://cdn.test/c.js", "https://shop.test/x/d.js"];
        assert_eq!(script_addresses(&document), expected);
    }

    #[test]
    fn source_maps_are_found() {
        let at = |text: &str, header| map_address("https://shop.test/js/app.js", text, header);
        assert_eq!(
            at("let a\n//# sourceMappingURL=app.js.map\n", None).as_deref(),
            Some("https://shop.test/js/app.js.map")
        );
        assert_eq!(at("let a", Some("/maps/a.map")).as_deref(), Some("https://shop.test/maps/a.map"));
        assert_eq!(at("let a", None), None);
        let inline = at("//# sourceMappingURL=data:application/json;base64,eyJ2ZXJzaW9uIjozfQ==", None);
        assert_eq!(inline.as_deref().and_then(inline_map).as_deref(), Some(r#"{"version":3}"#));
        let wide = format!("{}\n//# sourceMappingURL=é.map", "é".repeat(4000));
        assert_eq!(at(&wide, None).as_deref(), Some("https://shop.test/js/é.map"));
    }
}
