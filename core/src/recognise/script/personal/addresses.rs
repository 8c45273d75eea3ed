//! Addresses with data about people in them: in the path, in the query, in the objects that routers and clients make
//! queries of.

use smol_str::SmolStr;

use super::mentions::within;
use crate::facts::{Given, Outflow, Outlet, UrlKind, Value};
use crate::names::personal::may_tell;
use crate::recognise::script::callee::{imported, method};
use crate::recognise::script::urls::{base_of, url_argument};
use crate::syntax::digest::{CallSite, Script};
use crate::text::TextRange;

/// What a call puts into an address.
pub fn of_call(site: &CallSite, script: &Script, text: &str) -> Vec<Outflow> {
    let mut found = Vec::new();
    let client = ["get", "post", "put", "patch", "delete"];
    let by_client = method(&site.call.callee).filter(|(on, name)| {
        client.contains(name) && (imported(on, &["axios", "ky", "got"]).is_some() || on.is_global("axios", &[]))
    });
    let place = url_argument(site, script).or_else(|| by_client.map(|_| (0, UrlKind::Request)));
    let Some((index, kind)) = place else { return found };
    let Some(range) = site.argument_ranges.get(index) else { return found };
    let value = site.argument(index);
    found.extend(outflow(site, value, *range, kind, text));
    let base = base_of(value);
    for object in site.call.arguments.iter().filter_map(Value::object) {
        for key in ["params", "query", "searchParams"] {
            if let Some(entry) = object.get(key).filter(|entry| site.call.range.contains(entry.range)) {
                let given = within(&entry.value, entry.value_range, text, &may_tell);
                found.extend(of(site, given, kind, base.clone()));
            }
        }
    }
    found
}

/// What a link puts into its address.
pub fn of_element(site: &CallSite, text: &str) -> Vec<Outflow> {
    let Some(attributes) = site.argument(0).object() else { return Vec::new() };
    let entries = ["href", "to"].iter().filter_map(|key| attributes.get(key));
    entries.filter_map(|entry| outflow(site, &entry.value, entry.value_range, UrlKind::Navigation, text)).collect()
}

fn outflow(site: &CallSite, value: &Value, range: TextRange, kind: UrlKind, text: &str) -> Option<Outflow> {
    // The whole address in one name says nothing of what is in it.
    if !matches!(value, Value::Concat(_) | Value::Choice(_)) {
        return None;
    }
    of(site, within(value, range, text, &may_tell), kind, base_of(value))
}

fn of(site: &CallSite, given: Vec<Given>, kind: UrlKind, base: SmolStr) -> Option<Outflow> {
    let range = given.first()?.range;
    Some(Outflow {
        to: Outlet::Address(kind, base),
        head: range,
        range: site.call.range,
        given,
        function: site.function,
    })
}
