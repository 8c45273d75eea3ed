//! How requests get to a query, and whether something on the way checks whose rows they may touch.
//!
//! Invariant: a check that may be one counts as one. Only where every way to a query is seen to its end, and none has a
//! check, is a rule to speak.

use std::collections::HashSet;

use super::super::Context;
use crate::facts::{Call, Check, FileFacts, FunctionId, Query, QueryAction, Reference, Root, Value};
use crate::names::ownership::{
    SEARCHES, asks_who, belonging, checks_rights, is_about_membership, is_caller, is_people, is_right, is_secret_name,
};
use crate::names::words;
use crate::project::{CHAIN_LIMIT, Entry, Located, Project, Provenance, is_membership, tells_whose};

/// Through how many functions a query is followed to what answers requests.
const DEPTH_LIMIT: u32 = 4;
/// Through how many helpers a check is looked for.
const HELPER_LIMIT: u32 = 2;
/// More ways are not looked at one by one.
const WAYS_LIMIT: usize = 24;

/// One way from a request to a query.
pub struct Way<'a> {
    /// What answers the request.
    pub entry: &'a Entry,
    /// The functions on the way, that of the query first.
    pub functions: Vec<Located<'a, FunctionId>>,
}

/// Every way from requests to a query; empty when there is none, or when one of them cannot be followed.
pub fn ways<'a>(context: &Context<'a>, query: &Query) -> Vec<Way<'a>> {
    let mut found = Vec::new();
    let Some(function) = query.function else { return found };
    let mut walk = Walk { project: context.project, found: &mut found, seen: HashSet::new() };
    walk.from(context.file, function, &mut Vec::new(), DEPTH_LIMIT);
    if found.len() > WAYS_LIMIT {
        found.clear();
    }
    found
}

struct Walk<'a, 'w> {
    project: &'a Project,
    found: &'w mut Vec<Way<'a>>,
    seen: HashSet<(String, FunctionId)>,
}

impl<'a> Walk<'a, '_> {
    fn from(
        &mut self,
        file: &'a FileFacts,
        function: FunctionId,
        before: &mut Vec<Located<'a, FunctionId>>,
        left: u32,
    ) {
        let Some(left) = left.checked_sub(1) else { return };
        before.push((file, function));
        // A callback is part of the function around it.
        let mut at = Some(function);
        while let Some(id) = at {
            if !self.seen.insert((file.path.clone(), id)) {
                break;
            }
            let entries = self.project.entries_of(file, id);
            self.found.extend(entries.iter().map(|entry| Way { entry, functions: before.clone() }));
            if !entries.is_empty() {
                break;
            }
            for (caller, call) in self.project.callers(file, id) {
                if let Some(outer) = call.function {
                    self.from(caller, outer, before, left);
                }
            }
            at = file.function(id).and_then(|function| function.parent);
        }
        before.pop();
    }
}

/// Whether something on a way checks whose rows may be touched, or that the caller is more than anyone who signed in.
pub fn is_checked(context: &Context<'_>, way: &Way<'_>, query: &Query) -> bool {
    let project = context.project;
    is_for_insiders(&way.entry.path)
        || way.functions.iter().any(|(file, _)| is_for_insiders(&file.path))
        || is_for_insiders(&way.entry.place.0)
        || way.entry.guards.iter().any(|(path, guard)| guards_rights(project, path, guard, CHAIN_LIMIT))
        || way.functions.iter().any(|(file, id)| function_checks(project, file, *id, Some(query), HELPER_LIMIT))
}

/// Whether the one who asks is known on a way: only then is "their own" more than a wish.
pub fn knows_caller(context: &Context<'_>, way: &Way<'_>) -> bool {
    let names_caller = |(_, guard): &(String, Value)| guard.any(&|value| value.last_names().any(speaks_of_caller));
    way.entry.guards.iter().any(names_caller)
        || way.functions.iter().any(|(file, id)| {
            let root = file.outermost(*id);
            let within = |function: Option<FunctionId>| function.is_some_and(|id| file.outermost(id) == root);
            let calls = file.calls.iter().filter(|call| within(call.function));
            calls.into_iter().any(|call| call.callee.last_names().any(asks_who))
                || file.caller_names.iter().any(|name| name.is_spoken && within(name.function))
                || file.queries.iter().filter(|other| within(other.function)).any(|other| {
                    other
                        .conditions
                        .iter()
                        .any(|condition| context.project.provenance(file, &condition.value) == Provenance::Caller)
                })
        })
}

fn speaks_of_caller(name: &str) -> bool {
    asks_who(name)
        || words(name).iter().any(|word| {
            matches!(
                word.as_str(),
                "auth"
                    | "authenticate"
                    | "authenticated"
                    | "login"
                    | "logged"
                    | "protect"
                    | "protected"
                    | "jwt"
                    | "session"
                    | "token"
                    | "passport"
                    | "private"
                    | "user"
                    | "verify"
            )
        })
}

/// Places that only staff, machines or the project itself get to.
fn is_for_insiders(path: &str) -> bool {
    path.split(['/', '.', '-', '_', ':', '(', ')']).any(|part| {
        matches!(
            part.to_ascii_lowercase().as_str(),
            "admin"
                | "admins"
                | "webhook"
                | "webhooks"
                | "cron"
                | "crons"
                | "internal"
                | "seed"
                | "seeds"
                | "seeder"
                | "seeders"
                | "migration"
                | "migrations"
                | "scripts"
                | "backoffice"
                | "superadmin"
                | "test"
                | "tests"
                | "mock"
                | "mocks"
                | "fixtures"
                | "superuser"
        )
    })
}

/// Whether what stands in front of a handler checks rights, by its name or by what it does.
fn guards_rights(project: &Project, path: &str, guard: &Value, left: u32) -> bool {
    let Some(left) = left.checked_sub(1) else { return true };
    let Some(file) = project.file(path) else { return false };
    // The base of a procedure that is none of the usual ones was made to do more than to ask who is there.
    let mut is_special = false;
    guard.walk(&mut |value| {
        is_special |= value
            .last_names()
            .any(|name| checks_rights(name) || name.ends_with("rocedure") && !is_plain_procedure(name));
    });
    if is_special {
        return true;
    }
    let named: Vec<&Value> = match guard {
        Value::Array(items) => items.iter().collect(),
        one => vec![one],
    };
    named.into_iter().any(|guard| {
        let callee = guard.call().map_or(guard, |call| &call.callee);
        match project.function_of(file, callee) {
            Some((found_in, id)) => function_checks(project, found_in, id, None, HELPER_LIMIT),
            None => matches!(guard, Value::Array(_)) && guards_rights(project, path, guard, left),
        }
    })
}

fn is_plain_procedure(name: &str) -> bool {
    matches!(
        name.to_ascii_lowercase().as_str(),
        "publicprocedure"
            | "protectedprocedure"
            | "authedprocedure"
            | "authprocedure"
            | "privateprocedure"
            | "procedure"
            | "baseprocedure"
            | "userprocedure"
            | "loggedinprocedure"
            | "authenticatedprocedure"
    )
}

/// Whether a function, with those in it and around it, checks whose rows may be touched.
fn function_checks(
    project: &Project,
    file: &FileFacts,
    function: FunctionId,
    query: Option<&Query>,
    helpers: u32,
) -> bool {
    let root = file.outermost(function);
    let within = |other: Option<FunctionId>| other.is_some_and(|id| file.outermost(id) == root);
    let checks = file.checks.iter().filter(|check| within(check.function));
    checks.into_iter().any(|check| is_check(project, file, check))
        || file
            .queries
            .iter()
            .filter(|other| within(other.function))
            .any(|other| query.is_none_or(|query| may_check(other, query)) && ties_to_caller(project, file, other))
        || file.calls.iter().filter(|call| within(call.function)).any(|call| {
            // A query that is given both says itself what it does with them.
            !file.queries.iter().any(|query| query.range.contains(call.range))
                && (hands_both(project, file, &call.arguments)
                    || verifies_id(project, file, call, query)
                    || helper_checks(project, file, call, helpers))
        })
}

/// `const admin = await getAuthenticatedAdmin(teamId)`: a function of the project that is told what is asked for, and checks
/// in it.
fn helper_checks(project: &Project, file: &FileFacts, call: &Call, helpers: u32) -> bool {
    let Some(left) = helpers.checked_sub(1) else { return false };
    let is_told = call.arguments.iter().any(|argument| project.provenance(file, argument) == Provenance::Client);
    is_told
        && project.function_of(file, &call.callee).is_some_and(|(found_in, id)| {
            let is_here = found_in.path == file.path
                && call.function.is_some_and(|own| file.outermost(own) == file.outermost(id));
            !is_here && function_checks(project, found_in, id, None, left)
        })
}

/// Whether one query may be there to check what another does: the list of some other model checks nothing.
fn may_check(other: &Query, query: &Query) -> bool {
    query.range != other.range
        && (other.action != QueryAction::ReadMany
            || other.model.name == query.model.name
            || is_membership(&other.model.name)
            || query.action != QueryAction::ReadMany)
}

/// `findFirst({ where: { id, userId: session.user.id } })`: what is not theirs is not found. Reading one's own account by the
/// session's id is no such thing.
fn ties_to_caller(project: &Project, file: &FileFacts, query: &Query) -> bool {
    let by_caller =
        |condition: &crate::facts::QueryCondition| project.provenance(file, &condition.value) == Provenance::Caller;
    let is_own_account = is_people(&query.model.name) && query.conditions.len() == 1;
    // Whose rows are asked for may have been settled where nothing can be seen; only the request's own word settles nothing.
    let may_be_settled = |condition: &crate::facts::QueryCondition| {
        matches!(project.provenance(file, &condition.value), Provenance::Caller | Provenance::Unknown)
    };
    query.conditions.len() > 1
        && query.conditions.iter().any(|condition| tells_whose(condition) && may_be_settled(condition))
        || query.conditions.iter().any(|condition| tells_whose(condition) && by_caller(condition))
        || !is_own_account && query.conditions.len() > 1 && query.conditions.iter().any(by_caller)
}

/// A function of the project that is given both who asks and what they ask for most likely compares the two.
fn hands_both(project: &Project, file: &FileFacts, arguments: &[Value]) -> bool {
    let (mut client, mut caller) = (false, false);
    let mut note = |value: &Value| match project.provenance(file, value) {
        Provenance::Client => client = true,
        Provenance::Caller => caller = true,
        _ => {}
    };
    for argument in arguments {
        match argument {
            Value::Object(object) => object.properties.iter().for_each(|property| note(&property.value)),
            value => note(value),
        }
    }
    client && caller
}

/// `verifyDataroomSession(request, linkId, dataroomId)`: what verifies is told which row is meant.
fn verifies_id(project: &Project, file: &FileFacts, call: &Call, query: Option<&Query>) -> bool {
    let name = call.callee.last_names().next().map(words).unwrap_or_default();
    // Another id than that of the row says nothing of the row.
    let is_meant = |argument: &Value| {
        query.is_none_or(|query| {
            !file.queries.contains(query) || query.conditions.iter().any(|condition| condition.value == *argument)
        })
    };
    let verifies = name.first().is_some_and(|first| {
        matches!(
            first.as_str(),
            "verify" | "assert" | "ensure" | "require" | "check" | "enforce" | "authorize" | "guard"
        )
    });
    let is_id = |argument: &Value| {
        argument.last_names().next().is_some_and(|last| last == "id" || last.ends_with("Id") || last.ends_with("_id"))
            && is_meant(argument)
            && project.provenance(file, argument) == Provenance::Client
    };
    verifies && call.arguments.iter().any(is_id)
}

/// Whether something tested or called is about rights, and not only about someone being signed in.
fn is_check(project: &Project, file: &FileFacts, check: &Check) -> bool {
    let mut found = false;
    check.value.walk(&mut |part| {
        found = found
            || match part {
                Value::Test(parts) => compares(project, file, parts),
                Value::Call(call) => {
                    let name = match &call.callee {
                        Value::Function(id) => file.function(*id).and_then(|function| function.name.as_deref()),
                        other => other.last_names().next(),
                    };
                    let name = name.unwrap_or_default();
                    let is_told =
                        !is_about_membership(name) || call.arguments.iter().any(|argument| !is_request(argument));
                    checks_rights(name) && is_told
                        || name == "constructEvent"
                        || name.starts_with("verify") && call.arguments.iter().any(is_signed)
                        || SEARCHES.contains(&name)
                            && call.arguments.iter().any(|argument| looks_for_caller(project, file, argument))
                }
                Value::Ref(reference) => reference.path.iter().any(|name| is_right(name)) || is_flag(&reference.root),
                _ => false,
            };
    });
    found
}

/// `users.some((user) => user.userId === session.user.id)`, `ids.includes(session.user.id)`.
fn looks_for_caller(project: &Project, file: &FileFacts, argument: &Value) -> bool {
    if let Value::Function(id) = argument {
        let returns = file.function(*id).map(|function| function.returns.as_slice()).unwrap_or_default();
        return returns.iter().any(|returned| {
            returned.any(&|part| matches!(part, Value::Test(parts) if compares(project, file, parts)))
        });
    }
    project.provenance(file, argument) == Provenance::Caller || names_owner(argument)
}

/// A parameter as a whole: the request, its context.
fn is_request(argument: &Value) -> bool {
    matches!(argument, Value::Ref(Reference { root: Root::Param(..), path }) if path.is_empty())
}

fn is_signed(argument: &Value) -> bool {
    argument.object().is_some_and(|object| object.get("signature").is_some())
}

/// `isOwner`, `canEdit`: a name whose value was made elsewhere.
fn is_flag(root: &Root) -> bool {
    matches!(root, Root::Local(name, _) | Root::Global(name) if checks_rights(name) || is_right(name))
}

/// Whether a comparison holds whose row it is against something that was not written down.
fn compares(project: &Project, file: &FileFacts, parts: &[Value]) -> bool {
    if parts.len() < 2 {
        return false;
    }
    let is_literal =
        |value: &Value| matches!(value, Value::Nothing | Value::Bool(_) | Value::Number(_) | Value::Text(_));
    let mentions_right = parts.iter().any(|part| part.any(&|value| value.last_names().any(is_right)));
    let is_between = !parts.iter().any(is_literal);
    // A secret that only the server and its machines have.
    let has_secret = parts.iter().any(|part| part.any(&|value| value.last_names().any(is_secret_name)));
    mentions_right
        || has_secret
        || is_between
            && parts.iter().any(|part| part.any(&names_owner) || project.provenance(file, part) == Provenance::Caller)
}

fn names_owner(value: &Value) -> bool {
    value.last_names().any(|name| belonging(name).is_some() || is_caller(name))
}
