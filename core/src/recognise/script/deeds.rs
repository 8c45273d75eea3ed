//! What functions do that nobody should make them do without end: passwords and codes that are compared, mails and
//! messages that are sent, models that are asked; and what keeps count of it.

use smol_str::SmolStr;

use super::callee::method;
use super::services::{Use, use_of};
use crate::facts::{Deed, DeedKind, FileFacts, Reference, Root, Value};
use crate::names::limits::{names_code, names_limiter, names_password, names_quota};
use crate::names::ownership::is_secret_name;
use crate::names::words;
use crate::syntax::digest::{CallKind, CallSite, Script};

const HASHERS: [&str; 9] = [
    "bcrypt",
    "bcryptjs",
    "bcrypt-ts",
    "@node-rs/bcrypt",
    "argon2",
    "@node-rs/argon2",
    "oslo/password",
    "bcrypt-nodejs",
    "@phc/argon2",
];
const CODE_CHECKERS: [&str; 6] = ["otplib", "speakeasy", "otpauth", "node-2fa", "@oslojs/otp", "oslo/otp"];

/// Finds what calls and tests do. Queries must have been found before.
pub fn recognise(script: &Script, facts: &mut FileFacts) {
    for site in &script.calls {
        if matches!(site.kind, CallKind::Call | CallKind::New) {
            let found = of_call(site, script);
            facts.deeds.extend(found.into_iter().map(|kind| Deed {
                kind,
                range: site.head(),
                function: site.function,
            }));
        }
    }
    for (value, range, function) in &script.tests {
        let found = of_test(value);
        facts.deeds.extend(found.into_iter().map(|kind| Deed { kind, range: *range, function: *function }));
    }
    let requests = facts.service_calls.iter().filter(|call| call.is_request).filter_map(|call| {
        let kind = match use_of(call.service)? {
            Use::Model => DeedKind::AsksModel,
            Use::Mail => DeedKind::SendsMail,
            Use::Message => DeedKind::SendsMessage,
        };
        Some(Deed { kind, range: call.range, function: call.function })
    });
    let mut more: Vec<Deed> = requests.collect();
    more.extend(facts.queries.iter().flat_map(|query| {
        let kinds = of_query(query);
        kinds.into_iter().map(|kind| Deed { kind, range: query.head, function: query.function })
    }));
    facts.deeds.extend(more);
}

/// What a query does by what it asks for: the password, a short code, how often somebody tried.
fn of_query(query: &crate::facts::Query) -> Vec<DeedKind> {
    let mut found = Vec::new();
    if names_limiter(&query.model.name) || query.model.name.to_ascii_lowercase().contains("attempt") {
        found.push(DeedKind::Limits);
    }
    for condition in &query.conditions {
        let Some(column) = condition.path.last() else { continue };
        let is_given = !matches!(
            condition.value,
            Value::Text(_) | Value::Number(_) | Value::Bool(_) | Value::Nothing | Value::Object(_)
        );
        if is_given && names_password(column) {
            found.push(DeedKind::ComparesPassword);
        } else if is_given && names_code(column) {
            found.push(DeedKind::ComparesCode);
        } else if names_limiter(column) {
            found.push(DeedKind::Limits);
        }
    }
    found
}

fn of_call(site: &CallSite, script: &Script) -> Vec<DeedKind> {
    let names = Names::new(&site.call.callee, script);
    let mut found = Vec::new();
    if names.all().any(names_limiter) || is_counter(&names) || takes_key(site, &names) || refuses(site, script) {
        found.push(DeedKind::Limits);
    }
    if names.last.as_deref().is_some_and(|last| names_quota(last) && words(last).len() > 1) {
        found.push(DeedKind::ChecksQuota);
    }
    found.extend(password(site, &names));
    if let Some(last) = names.last.as_deref() {
        found.extend(machine(last, &names, site));
        found.extend(sent(last, &names, site));
        if asks_model(last, &names, site) {
            found.push(DeedKind::AsksModel);
        }
        if issues_session(last, &names) {
            found.push(DeedKind::IssuesSession);
        }
    }
    found
}

/// What a callee is called: its root, the module it comes from, the members that lead to it.
struct Names {
    module: Option<SmolStr>,
    parts: Vec<SmolStr>,
    last: Option<SmolStr>,
}

impl Names {
    fn new(callee: &Value, script: &Script) -> Self {
        let mut names = Self { module: None, parts: Vec::new(), last: None };
        names.add(callee, script, 4);
        names.last = names.parts.last().cloned();
        names
    }

    fn add(&mut self, value: &Value, script: &Script, left: u32) {
        let Some(left) = left.checked_sub(1) else { return };
        match value {
            Value::Function(id) => {
                self.parts.extend(script.functions.get(id.0 as usize).and_then(|one| one.name.clone()));
            }
            Value::Call(call) => self.add(&call.callee, script, left),
            Value::Ref(Reference { root, path }) => {
                match root {
                    Root::Module(module) => self.module = Some(module.clone()),
                    Root::Global(name) | Root::Local(name, _) => self.parts.push(name.clone()),
                    Root::Param(function, index) => self.parts.extend(
                        script
                            .functions
                            .get(function.0 as usize)
                            .and_then(|one| one.parameters.get(usize::from(*index)).cloned()),
                    ),
                    Root::Value(inner) => self.add(inner, script, left),
                    Root::This => {}
                }
                self.parts.extend(path.iter().filter(|part| *part != "default").cloned());
            }
            Value::Choice(options) => options.iter().take(3).for_each(|option| self.add(option, script, left)),
            _ => {}
        }
    }

    /// The members, and the packages they come from; a file of the project says nothing by its own name.
    fn all(&self) -> impl Iterator<Item = &str> {
        let module = self.module.as_deref().filter(|module| !module.starts_with(['.', '/', '~']));
        self.parts.iter().map(SmolStr::as_str).chain(module)
    }

    fn is_from(&self, packages: &[&str]) -> bool {
        self.module.as_deref().is_some_and(|module| packages.contains(&module))
    }

    fn ends_with(&self, end: &[&str]) -> bool {
        self.parts.len() >= end.len()
            && self.parts[self.parts.len() - end.len()..].iter().zip(end).all(|(part, end)| part == end)
    }

    fn speaks_of(&self, list: &[&str]) -> bool {
        self.all().any(|name| words(name).iter().any(|word| list.contains(&word.as_str())))
    }
}

/// `redis.incr(key)`, `kv.incrby(…)`: a count that is kept for all requests.
fn is_counter(names: &Names) -> bool {
    names.last.as_deref().is_some_and(|last| {
        matches!(
            last.to_ascii_lowercase().as_str(),
            "incr" | "incrby" | "incrbyfloat" | "hincrby" | "zremrangebyscore" | "zcard" | "zincrby"
        )
    })
}

/// `env.LIMIT.limit({ key })`, `limit.consume(ip)`, `aj.protect(request)`; `query.limit(10)` is something else.
fn takes_key(site: &CallSite, names: &Names) -> bool {
    let first = site.argument(0);
    let is_key = match first {
        Value::Number(_) | Value::Unknown | Value::Nothing => false,
        Value::Object(object) => object.get("key").is_some(),
        _ => true,
    };
    match names.last.as_deref() {
        Some("limit") => {
            first.object().is_some_and(|object| object.get("key").is_some())
                || is_key && matches!(first, Value::Text(_) | Value::Concat(_))
        }
        Some("consume") => is_key,
        Some("protect") => names.speaks_of(&["aj", "arcjet"]),
        _ => false,
    }
}

/// An answer with status 429, unless it only hands on that some other service gave it.
fn refuses(site: &CallSite, script: &Script) -> bool {
    let is_refusal = |value: &Value| match value {
        Value::Number(number) => number == "429",
        Value::Text(text) => matches!(text.as_str(), "TOO_MANY_REQUESTS" | "too-many-requests" | "resource-exhausted"),
        _ => false,
    };
    let hands_on = || {
        script.tests.iter().any(|(value, _, function)| {
            *function == site.function && value.any(&|part| matches!(part, Value::Number(number) if number == "429"))
        })
    };
    let says = site.call.arguments.iter().any(|argument| {
        is_refusal(argument)
            || argument
                .object()
                .is_some_and(|object| object.properties.iter().any(|property| is_refusal(&property.value)))
    });
    says && !hands_on()
}

fn password(site: &CallSite, names: &Names) -> Option<DeedKind> {
    let last = names.last.as_deref()?;
    if names.is_from(&HASHERS) {
        return match last {
            "compare" | "compareSync" | "verify" | "verifySync" => Some(DeedKind::ComparesPassword),
            "hash" | "hashSync" => Some(DeedKind::HashesPassword),
            _ => None,
        };
    }
    let words = words(last);
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    if !has(&["password", "passwd", "pwd", "passwords"])
        || names.speaks_of(&["schema", "validator", "validators", "zod"])
    {
        return has(&["bcrypt"])
            .then_some(DeedKind::ComparesPassword)
            .filter(|_| has(&["compare", "verify", "check"]))
            .or_else(|| (last == "compare" && names.speaks_of(&["bcrypt"])).then_some(DeedKind::ComparesPassword));
    }
    let has_two =
        site.call.arguments.len() > 1 || method(&site.call.callee).is_some_and(|(on, _)| on.import().is_none());
    if has(&["hash", "encrypt", "generate"]) && !has(&["compare", "verify", "check", "reset"]) {
        return Some(DeedKind::HashesPassword);
    }
    (has(&["compare", "verify", "check", "match", "matches", "valid", "validate", "correct", "authenticate", "same"])
        && has_two
        && !has(&["strength", "strong", "reset", "token"]))
    .then_some(DeedKind::ComparesPassword)
}

/// What only a machine with a secret gets past, or a short code that is compared.
fn machine(last: &str, names: &Names, site: &CallSite) -> Option<DeedKind> {
    let own = words(last);
    let has = |list: &[&str]| own.iter().any(|word| list.contains(&word.as_str()));
    let verifies = has(&["verify", "validate", "check", "require", "assert", "authenticate", "is", "with"]);
    if last == "constructEvent"
        || last == "constructEventAsync"
        || verifies && has(&["signature", "webhook", "hmac", "cron", "qstash", "svix"])
        || verifies && has(&["key", "apikey"]) && has(&["api", "apikey", "service", "secret"])
        || names.speaks_of(&["unkey", "svix"]) && last == "verify"
    {
        return Some(DeedKind::KnowsMachine);
    }
    let hosted = names.parts.iter().any(|part| part == "auth");
    let checks_code = names.is_from(&CODE_CHECKERS) && matches!(last, "verify" | "check" | "validate" | "verifyToken")
        || !hosted
            && has(&["verify", "check", "validate", "compare", "confirm", "consume"])
            && (names_code(last) || has(&["otp", "totp", "2fa", "mfa"]) || has(&["factor"]));
    (checks_code && !site.call.arguments.is_empty()).then_some(DeedKind::ComparesCode)
}

fn sent(last: &str, names: &Names, site: &CallSite) -> Option<DeedKind> {
    let own = words(last);
    let has = |list: &[&str]| own.iter().any(|word| list.contains(&word.as_str()));
    let sends = has(&["send", "sends", "deliver"]);
    if names.ends_with(&["messages", "create"]) {
        let asks = site.argument(0).object().is_some_and(|options| options.get("model").is_some());
        let is_message = site.argument(0).object().is_some_and(|options| options.get("to").is_some());
        return if asks || names.speaks_of(&["anthropic", "claude"]) {
            Some(DeedKind::AsksModel)
        } else {
            (is_message || names.speaks_of(&["twilio", "sms"])).then_some(DeedKind::SendsMessage)
        };
    }
    if names.ends_with(&["verifications", "create"])
        || sends && has(&["sms", "whatsapp", "otp", "text"]) && !has(&["email", "mail"])
    {
        return Some(DeedKind::SendsMessage);
    }
    let is_mail = names.ends_with(&["emails", "send"])
        || matches!(last, "sendMail" | "sendEmail" | "SendEmailCommand" | "sendTransactionalEmail")
        || sends && has(&["mail", "email", "emails"])
        || last == "send"
            && (names.is_from(&["@sendgrid/mail", "resend", "postmark", "mailersend"])
                || names.speaks_of(&["sgmail", "resend", "mailer", "mailgun", "sendgrid", "email"]));
    is_mail.then_some(DeedKind::SendsMail)
}

fn asks_model(last: &str, names: &Names, site: &CallSite) -> bool {
    const AI: [&str; 8] = [
        "generateText",
        "streamText",
        "generateObject",
        "streamObject",
        "experimental_generateImage",
        "generateImage",
        "generateSpeech",
        "experimental_generateSpeech",
    ];
    if names.is_from(&["ai"]) {
        return AI.contains(&last);
    }
    if site.kind == CallKind::New {
        return false;
    }
    let ends = |end: &[&str]| names.ends_with(end);
    ends(&["completions", "create"])
        || ends(&["completions", "parse"])
        || ends(&["completions", "stream"])
        || ends(&["responses", "create"]) && names.speaks_of(&["openai", "ai", "client"])
        || ends(&["images", "generate"])
        || ends(&["images", "edit"])
        || ends(&["speech", "create"])
        || ends(&["transcriptions", "create"])
        || ends(&["messages", "stream"])
        || ends(&["predictions", "create"])
        || ends(&["replicate", "run"])
        || last == "run" && names.is_from(&["replicate"])
        || matches!(last, "generateContent" | "generateContentStream" | "createChatCompletion")
        || matches!(last, "subscribe" | "run") && names.is_from(&["@fal-ai/client", "@fal-ai/serverless-client"])
}

fn issues_session(last: &str, names: &Names) -> bool {
    let own = words(last);
    let has = |list: &[&str]| own.iter().any(|word| list.contains(&word.as_str()));
    last == "sign" && names.is_from(&["jsonwebtoken"])
        || names.is_from(&["jose"]) && names.parts.iter().any(|part| part == "SignJWT")
        || has(&["create", "generate", "sign", "issue", "set", "send", "start"])
            && has(&["session", "token", "tokens", "jwt"])
            && !has(&["reset", "verification", "csrf", "upload", "verify"])
}

fn of_test(value: &Value) -> Vec<DeedKind> {
    let mut found = Vec::new();
    let mut note = |kind| {
        if !found.contains(&kind) {
            found.push(kind);
        }
    };
    value.walk(&mut |part| match part {
        Value::Test(sides) => {
            if let [one, other] = &sides[..] {
                if holds_secret(one) && is_given(other) || holds_secret(other) && is_given(one) {
                    note(DeedKind::KnowsMachine);
                }
                if equal_names(one, other, &names_password) {
                    note(DeedKind::ComparesPassword);
                } else if equal_names(one, other, &names_code) {
                    note(DeedKind::ComparesCode);
                }
            }
        }
        Value::Ref(Reference { root, path }) => {
            let own = match root {
                Root::Local(name, _) | Root::Global(name) => Some(name),
                _ => None,
            };
            for name in own.into_iter().chain(path) {
                if names_limiter(name) {
                    note(DeedKind::Limits);
                } else if names_quota(name) {
                    note(DeedKind::ChecksQuota);
                }
            }
        }
        _ => {}
    });
    found
}

/// A secret of the environment: `process.env.CRON_SECRET`, `Deno.env.get("CRON_SECRET")`, a constant named like one.
fn holds_secret(value: &Value) -> bool {
    value.any(&|part| match part {
        Value::Ref(Reference { root, path }) => {
            path.iter().any(|name| is_secret_name(name))
                || matches!(root, Root::Local(name, _) | Root::Global(name) if is_secret_name(name))
        }
        Value::Call(call) => {
            call.callee.last_segment() == Some("get")
                && call.arguments.first().and_then(Value::text).is_some_and(is_secret_name)
        }
        _ => false,
    })
}

/// Whether a value is more than what stands in the code.
fn is_given(value: &Value) -> bool {
    !matches!(value, Value::Nothing | Value::Text(_) | Value::Number(_) | Value::Bool(_))
}

/// Whether two sides are the same kind of secret, one of them at least on record: `user.password === password`.
fn equal_names(one: &Value, other: &Value, is_it: &dyn Fn(&str) -> bool) -> bool {
    let name = |value: &Value| super::models::last_name(value);
    let is_sent = |value: &Value| {
        let is_part = |value: &Value| matches!(value, Value::Ref(Reference { root: Root::Param(..), .. }));
        value.any(&is_part) && !value.any(&|part| matches!(part, Value::Call(call) if call.arguments.len() > 1))
    };
    let (Some(first), Some(second)) = (name(one), name(other)) else { return false };
    is_it(&first) && is_it(&second) && one != other && !(is_sent(one) && is_sent(other) && same_root(one, other))
}

fn same_root(one: &Value, other: &Value) -> bool {
    match (one.reference(), other.reference()) {
        (Some(one), Some(other)) => {
            one.root == other.root
                && one.path.split_last().map(|(_, rest)| rest) == other.path.split_last().map(|(_, rest)| rest)
        }
        _ => false,
    }
}
