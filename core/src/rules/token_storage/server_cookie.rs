//! The other half of taking a token out of web storage: the handler that answers the login sets it as a cookie.

use smol_str::SmolStr;

use super::super::Context;
use crate::facts::{ResponseBody, ResponseKind, Root, StorageWrite, Value};
use crate::finding::{Edit, Fix, FixLevel};
use crate::project::Located;

/// A fix that makes the answering handler set the cookie, when the token comes straight from a request to a route of the
/// project and the handler's answer names it. The caller adds the removal of the write.
pub fn fix(context: &Context<'_>, write: &StorageWrite) -> Option<Fix> {
    let value = context.project.expand(context.file, &write.value);
    let member = value.last_segment()?;
    let url = requested_url(&value)?;
    let (file, response) = answering_handler(context, &url, member)?;
    let insertion = response.cookie_insertion.as_ref()?;
    let expression = expression(response, member)?;
    let text = insertion.template.replace("$NAME", "session").replace("$VALUE", &expression);
    let edit = Edit { path: file.path.clone(), range: crate::text::TextRange::empty(insertion.at), text };
    Some(Fix {
        title: format!("Set the token as a cookie in {} and remove this write", file.path),
        level: FixLevel::Suggestion,
        edits: vec![edit],
    })
}

/// The path of the request a value is the answer to.
fn requested_url(value: &Value) -> Option<SmolStr> {
    let mut found = None;
    value.walk(&mut |inner| {
        if let Value::Call(call) = inner
            && let Some(url) = call.arguments.first().and_then(Value::text)
            && url.contains('/')
        {
            found.get_or_insert_with(|| SmolStr::new(url));
        }
    });
    found
}

/// The response of the handler behind `url` whose body names `member`.
fn answering_handler<'a>(context: &Context<'a>, url: &str, member: &str) -> Option<Located<'a, &'a ResponseBody>> {
    let path = url.split(['?', '#']).next().unwrap_or(url);
    for file in context.project.files() {
        for route in &file.routes {
            let answers = matches!(route.method.as_str(), "POST" | "ANY")
                && ends_like(path, &context.project.full_path(file, route));
            let Some((found_in, id)) =
                route.handlers.last().filter(|_| answers).and_then(|handler| context.project.handler_of(file, handler))
            else {
                continue;
            };
            let response = found_in.responses.iter().find(|response| {
                response.kind == ResponseKind::Body
                    && response.function == Some(id)
                    && response.body.object().is_some_and(|body| body.get(member).is_some())
            });
            if let Some(response) = response {
                return Some((found_in, response));
            }
        }
    }
    None
}

/// `/api/auth/login` is asked for as itself, with a host before it, or below a prefix the router is mounted under.
fn ends_like(asked: &str, route: &str) -> bool {
    let route = route.trim_end_matches('/');
    route.len() > 1 && asked.trim_end_matches('/').ends_with(route)
}

/// The expression the body gives for `member`, where it can be written again: a plain name.
fn expression(response: &ResponseBody, member: &str) -> Option<String> {
    let property = response.body.object()?.get(member)?;
    if property.range == property.value_range {
        return Some(member.to_owned());
    }
    match property.value.reference() {
        Some(reference) if reference.path.is_empty() => match &reference.root {
            Root::Local(name, _) => Some(name.to_string()),
            _ => None,
        },
        _ => None,
    }
}
