//! URLs that code builds and goes to, with the parameters it puts into them.

use smol_str::SmolStr;

use super::callee::{imported, is_export, method, result_of};
use super::cookies::{is_response, root_name};
use crate::facts::{FileFacts, FunctionId, UrlKind, UrlUse, Value};
use crate::syntax::digest::{CallKind, CallSite, Script};
use crate::text::TextRange;

/// Finds URLs with parameters that are no literals.
pub fn recognise(script: &Script, facts: &mut FileFacts) {
    for site in &script.calls {
        if let Some((index, kind)) = url_argument(site, script) {
            let range = site.argument_ranges.get(index).copied().unwrap_or(site.call.range);
            url(site.argument(index), kind, range, site.function, facts);
        }
        search_parameter(site, script, facts);
        element(site, facts);
    }
    for assignment in &script.assignments {
        if is_location(&assignment.target) {
            url(&assignment.value, UrlKind::Navigation, assignment.value_range, assignment.function, facts);
        }
    }
}

/// Which argument of a call is a URL, and what happens with it.
pub(super) fn url_argument(site: &CallSite, script: &Script) -> Option<(usize, UrlKind)> {
    let callee = &site.call.callee;
    if site.kind == CallKind::New {
        let is_socket = callee.is_global("WebSocket", &[]) || callee.is_global("EventSource", &[]);
        return is_socket.then_some((0, UrlKind::Socket));
    }
    if callee.is_global("fetch", &[]) || imported(callee, &["axios", "ky", "got"]).is_some() {
        return Some((0, UrlKind::Request));
    }
    if is_export(callee, &["next/navigation", "@remix-run/node", "react-router", "@remix-run/cloudflare"], "redirect") {
        return Some((0, UrlKind::Redirect));
    }
    if is_export(callee, &["@sveltejs/kit"], "redirect") {
        return Some((1, UrlKind::Redirect));
    }
    if callee.is_global("window.open", &[]) || callee.is_global("open", &[]) {
        return Some((0, UrlKind::Navigation));
    }
    if callee.is_global("location", &["assign"]) || callee.is_global("location", &["replace"]) {
        return Some((0, UrlKind::Navigation));
    }
    // `const navigate = useNavigate()` and `useRouter().push`.
    if let Some((call, path)) = result_of(callee) {
        let hook = call.callee.last_segment().unwrap_or("");
        if (hook == "useNavigate" && path.is_empty())
            || (hook == "useRouter" && matches!(path, [last] if last == "push" || last == "replace"))
        {
            return Some((0, UrlKind::Navigation));
        }
    }
    let (receiver, name) = method(callee)?;
    let redirects = name == "redirect"
        && (is_response(&receiver, script)
            || receiver.is_global("Response", &[])
            || imported(&receiver, &["next/server"]).is_some()
            || root_name(&receiver, script).is_some_and(|name| matches!(name.as_str(), "c" | "ctx")));
    redirects.then(|| {
        (
            usize::from(site.argument(0).text().is_none() && matches!(site.argument(0), Value::Number(_))),
            UrlKind::Redirect,
        )
    })
}

/// `url.searchParams.set("token", token)` on something that is a URL or its parameters.
fn search_parameter(site: &CallSite, script: &Script, facts: &mut FileFacts) {
    let Some((receiver, "set" | "append")) = method(&site.call.callee) else { return };
    let Some(name) = site.argument(0).text().filter(|_| !is_literal(site.argument(1))) else { return };
    let made = result_of(&receiver).filter(|(call, path)| {
        call.callee.is_global("URL", &[]) && matches!(path, [last] if last == "searchParams")
            || call.callee.is_global("URLSearchParams", &[]) && path.is_empty()
    });
    let base = made.and_then(|(call, _)| call.arguments.first()).map(base_of).unwrap_or_default();
    let kind = match made {
        Some((call, _)) => use_of(call.range, script).unwrap_or(UrlKind::Request),
        // `nextUrl.searchParams`: a URL that came from elsewhere.
        None if receiver.last_segment() == Some("searchParams") => UrlKind::Request,
        None => return,
    };
    facts.url_uses.push(UrlUse {
        range: site.call.range,
        kind,
        parameters: vec![(SmolStr::new(name), site.argument(1).clone())],
        base,
        function: site.function,
    });
}

/// What happens with the URL that the construction at `made` gives.
fn use_of(made: TextRange, script: &Script) -> Option<UrlKind> {
    let is_made = |value: &Value| value.any(&|inner| inner.call().is_some_and(|call| call.range == made));
    let called = script.calls.iter().find_map(|site| {
        let (index, kind) = url_argument(site, script)?;
        (site.call.range != made && is_made(site.argument(index))).then_some(kind)
    });
    let assigned = || {
        let mut targets = script.assignments.iter().filter(|assignment| is_location(&assignment.target));
        targets.any(|assignment| is_made(&assignment.value)).then_some(UrlKind::Navigation)
    };
    called.or_else(assigned)
}

fn is_location(target: &Value) -> bool {
    target.is_global("location", &["href"]) || target.is_global("location", &[])
}

/// The literal text of a URL before its first parameter.
pub(super) fn base_of(value: &Value) -> SmolStr {
    match value {
        Value::Text(_) => base(std::slice::from_ref(value)),
        Value::Concat(parts) => base(parts),
        _ => SmolStr::default(),
    }
}

/// `<a href={…}>` and `<Link href={…}>`.
fn element(site: &CallSite, facts: &mut FileFacts) {
    if site.kind != CallKind::Element {
        return;
    }
    let Some(attributes) = site.argument(0).object() else { return };
    for key in ["href", "to"] {
        if let Some(entry) = attributes.get(key) {
            url(&entry.value, UrlKind::Navigation, entry.value_range, site.function, facts);
        }
    }
}

fn url(value: &Value, kind: UrlKind, range: TextRange, function: Option<FunctionId>, facts: &mut FileFacts) {
    match value {
        Value::Choice(options) => options.iter().for_each(|option| url(option, kind, range, function, facts)),
        Value::Call(call) if call.callee.is_global("URL", &[]) || call.callee.last_segment() == Some("toString") => {
            if let Some(inner) = call.arguments.first() {
                url(inner, kind, range, function, facts);
            }
        }
        Value::Concat(parts) => {
            let parameters = parameters(parts);
            if !parameters.is_empty() {
                facts.url_uses.push(UrlUse { range, kind, parameters, base: base(parts), function });
            }
        }
        _ => {}
    }
}

/// `?name=` at the end of a literal part names the value that follows it.
fn parameters(parts: &[Value]) -> Vec<(SmolStr, Value)> {
    let mut found = Vec::new();
    for pair in parts.windows(2) {
        if let Some(name) = pair[0].text().and_then(parameter_name)
            && !is_literal(&pair[1])
        {
            found.push((SmolStr::new(name), unencoded(&pair[1])));
        }
    }
    found
}

fn parameter_name(text: &str) -> Option<&str> {
    let before = text.strip_suffix('=')?;
    let at = before.rfind(['?', '&', '#'])?;
    Some(&before[at + 1..])
}

fn unencoded(value: &Value) -> Value {
    match value.call() {
        Some(call) if call.callee.is_global("encodeURIComponent", &[]) => {
            call.arguments.first().cloned().unwrap_or_default()
        }
        _ => value.clone(),
    }
}

fn base(parts: &[Value]) -> SmolStr {
    let literal: String = parts.iter().filter_map(Value::text).collect();
    SmolStr::new(literal.split(['?', '#']).next().unwrap_or(""))
}

fn is_literal(value: &Value) -> bool {
    matches!(value, Value::Text(_) | Value::Number(_) | Value::Bool(_) | Value::Nothing)
}
