//! What names the one who asks: results of calls that find them out, and what middleware leaves on the request.
//!
//! Invariant: an expression is one the code itself writes, so that it also stands for the same thing at a query nearby.

use std::collections::HashMap;

use smol_str::SmolStr;

use crate::facts::{CallerName, FileFacts, Function, FunctionId};
use crate::names::ownership::{Belonging, asks_who, belonging, is_caller};
use crate::recognise::script::callee::result_of;
use crate::recognise::script::models::last_name;
use crate::syntax::digest::{Local, Script};

/// Where requests carry the id of their sender, the surest first.
const IDS: [&[&str]; 7] = [
    &["user", "id"],
    &["user", "_id"],
    &["userId"],
    &["auth", "userId"],
    &["user", "userId"],
    &["user", "sub"],
    &["session", "user", "id"],
];
/// What of a request the tenant's id is a member of.
const BEARERS: [&[&str]; 4] = [&["user"], &["auth"], &["session", "user"], &[]];

/// More are not told apart in one function.
const MOST_NAMES: usize = 8;

/// Finds them. `text` is what the script was read from.
pub fn recognise(script: &Script, text: &str, facts: &mut FileFacts) {
    facts.caller_names = script.locals.iter().filter_map(caller).collect();
    let is_typed = [".ts", ".tsx", ".mts", ".cts", ".vue", ".svelte"].iter().any(|end| facts.path.ends_with(end));
    let mut said: HashMap<&str, Said> = HashMap::new();
    for (function, id) in script.functions.iter().zip(0..) {
        let Some(first) = function.parameters.first().filter(|name| is_request(name)) else { continue };
        let said = said.entry(first).or_insert_with(|| Said::new(text, first, is_typed));
        facts.caller_names.extend(given(function, FunctionId(id), said));
    }
}

/// `const session = await auth()`, `const { userId } = await auth()`.
fn caller(local: &Local) -> Option<CallerName> {
    let (call, path) = result_of(&local.value)?;
    let name = last_name(&call.callee)?;
    if !(asks_who(&name) || is_caller(&local.name) && name == "get") {
        return None;
    }
    let of = |expression: String| CallerName {
        expression: SmolStr::new(expression),
        tenant: None,
        from: local.end,
        function: Some(local.function),
        is_spoken: true,
    };
    let own = local.name.as_str();
    match own {
        "userId" | "uid" | "currentUserId" => Some(of(own.to_owned())),
        "session" if path.iter().all(|segment| matches!(segment.as_str(), "data" | "session")) => {
            Some(of(format!("{own}.user.id")))
        }
        "user" | "currentUser" | "me" | "authUser" | "dbUser" | "sessionUser" => Some(of(format!("{own}.id"))),
        _ => None,
    }
}

fn is_request(name: &str) -> bool {
    matches!(name, "req" | "request" | "ctx" | "c")
}

/// What a file says of a request by one name.
struct Said {
    /// In order.
    mentions: Vec<Mention>,
    /// The surest of them.
    surest: Vec<Mention>,
}

impl Said {
    fn new(text: &str, first: &str, is_typed: bool) -> Self {
        let mentions = mentions(text, first, is_typed);
        Self { surest: surest(&mentions), mentions }
    }
}

/// Words that take the sender, or their tenant, from a request.
#[derive(Clone)]
struct Mention {
    /// Where they stand.
    at: usize,
    /// How they are best repeated: `req.user!.id`.
    expression: SmolStr,
    /// The place in [`IDS`] or [`BEARERS`].
    rank: usize,
    /// The member that names a tenant.
    tenant: Option<SmolStr>,
}

/// What a function that is given a request may call its sender and their tenant: as its own words do, else as the words of
/// the file do.
fn given(function: &Function, id: FunctionId, said: &Said) -> Vec<CallerName> {
    let place = |offset: u32| said.mentions.partition_point(|mention| mention.at < offset as usize);
    let mut chosen = surest(&said.mentions[place(function.range.start)..place(function.range.end)]);
    let own = chosen.len();
    for mention in &said.surest {
        if chosen.iter().all(|known| known.tenant != mention.tenant) {
            chosen.push(mention.clone());
        }
    }
    let name = |(at, mention): (usize, Mention)| CallerName {
        expression: mention.expression,
        tenant: mention.tenant,
        from: function.range.start,
        function: Some(id),
        is_spoken: at < own,
    };
    chosen.into_iter().enumerate().map(name).collect()
}

/// The surest mention of the sender, and of each column of a tenant.
fn surest(mentions: &[Mention]) -> Vec<Mention> {
    let mut chosen: Vec<Mention> = Vec::new();
    for mention in mentions {
        let has_room = chosen.len() < MOST_NAMES;
        match chosen.iter_mut().find(|known| known.tenant == mention.tenant) {
            Some(known) if mention.rank < known.rank => *known = mention.clone(),
            Some(_) => {}
            None if has_room => chosen.push(mention.clone()),
            None => {}
        }
    }
    chosen
}

/// Every mention in a text, in order.
fn mentions(text: &str, first: &str, is_typed: bool) -> Vec<Mention> {
    let starts = text.match_indices(first).filter(|(at, _)| !ends_in_name(&text[..*at]));
    let mention = |(at, _): (usize, &str)| {
        let (root, rest) = cast(text, at, first).unwrap_or((first, &text[at + first.len()..]));
        let of = |path: &[&str]| followed(root, rest, path, is_typed);
        let id = IDS.iter().enumerate().find_map(|(rank, path)| {
            let (expression, rest) = of(path)?;
            (!begins_with_name(rest)).then_some(Mention { at, expression: expression.into(), rank, tenant: None })
        });
        id.or_else(|| {
            BEARERS.iter().enumerate().find_map(|(rank, path)| {
                let (expression, rest) = of(path)?;
                let (expression, name) = member(expression, rest, is_typed)?;
                let is_tenant = belonging(name) == Some(Belonging::Tenant) && name.len() > 2;
                is_tenant.then(|| Mention { at, expression: expression.into(), rank, tenant: Some(name.into()) })
            })
        })
    };
    starts.filter_map(mention).collect()
}

/// `(req as AuthRequest)` and what follows it, when the name at `at` stands in one.
fn cast<'a>(text: &'a str, at: usize, first: &str) -> Option<(&'a str, &'a str)> {
    let rest = text[at + first.len()..].strip_prefix(" as ")?;
    let end = rest.find(|letter: char| !is_name(letter))?;
    let rest = rest[end..].strip_prefix(')').filter(|_| end > 0 && text[..at].ends_with('('))?;
    Some((&text[at - 1..text.len() - rest.len()], rest))
}

/// The expression that `root` and `path` make, when `rest` goes on with that path, and what comes behind it.
fn followed<'a>(root: &str, mut rest: &'a str, path: &[&str], is_typed: bool) -> Option<(String, &'a str)> {
    let mut expression = root.to_owned();
    for segment in path {
        let (link, after) = link(rest, is_typed)?;
        rest = after.strip_prefix(segment)?;
        expression.push_str(link);
        expression.push_str(segment);
    }
    Some((expression, rest))
}

/// One member more, whatever its name.
fn member(mut expression: String, rest: &str, is_typed: bool) -> Option<(String, &str)> {
    let (link, after) = link(rest, is_typed)?;
    let end = after.find(|letter: char| !is_name(letter)).unwrap_or(after.len());
    let name = &after[..end];
    expression.push_str(link);
    expression.push_str(name);
    (!after[end..].starts_with('(')).then_some((expression, name))
}

/// How one member follows another. Where the code asks whether somebody is signed in at all (`?.`), a condition must not
/// fall away when nobody is, so the link there is one that throws.
fn link(rest: &str, is_typed: bool) -> Option<(&'static str, &str)> {
    let sure = if is_typed { "!." } else { "." };
    [("!.", "!."), ("?.", sure), (".", ".")]
        .iter()
        .find_map(|(written, link)| Some((*link, rest.strip_prefix(written)?)))
}

fn is_name(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '_' | '$')
}

fn ends_in_name(text: &str) -> bool {
    text.chars().next_back().is_some_and(|last| is_name(last) || last == '.')
}

fn begins_with_name(text: &str) -> bool {
    text.chars().next().is_some_and(is_name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_repeated_as_they_are_written() {
        for (text, typed, expected) in [
            ("f(req.user.id)", false, &["req.user.id"][..]),
            ("f(req.user!.id, 1)", true, &["req.user!.id"]),
            ("if (req.user?.id) {}", true, &["req.user!.id"]),
            ("if (req.user?.id) {}", false, &["req.user.id"]),
            ("(req as AuthRequest).user.id.toString()", true, &["(req as AuthRequest).user.id"]),
            ("req.session.user.id; req.userId", false, &["req.session.user.id", "req.userId"]),
            ("eq(projects.workspaceId, req.user!.workspaceId)", true, &["req.user!.workspaceId"]),
            ("req.auth.orgId + req.tenantId", false, &["req.auth.orgId", "req.tenantId"]),
            // Something else.
            ("myreq.user.id; x.req.user.id; req.user.idea; req.username; req.userIds", false, &[]),
            ("req.user.team(); req.user.name; req.org; req.user; req.", false, &["req.org"]),
            ("(req as ", true, &[]),
            ("req as A).user.id", true, &[]),
        ] {
            let found: Vec<_> = mentions(text, "req", typed).into_iter().map(|mention| mention.expression).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
