//! Limiters as they are made: how much they let through, where they keep their counts, and by what they tell clients apart.

use smol_str::SmolStr;

use super::callee::{imported, method};
use crate::facts::{Deed, DeedKind, FileFacts, Limiter, ObjectValue, Property, Reference, Root, Value};
use crate::names::limits::names_limiter;
use crate::names::words;
use crate::syntax::digest::{CallKind, CallSite, Script};
use crate::text::TextRange;

/// Packages that limit, and whether they count in the process unless they are given a store.
const PACKAGES: [(&str, bool); 13] = [
    ("express-rate-limit", true),
    ("express-slow-down", true),
    ("hono-rate-limiter", true),
    ("@fastify/rate-limit", true),
    ("fastify-rate-limit", true),
    ("koa-ratelimit", false),
    ("koa2-ratelimit", true),
    ("rate-limiter-flexible", false),
    ("express-brute", false),
    ("@upstash/ratelimit", false),
    ("@nestjs/throttler", true),
    ("limiter", true),
    ("elysia-rate-limit", true),
];

/// Finds limiters, and where functions count by hand. `text` is what the script was read from.
pub fn recognise(script: &Script, text: &str, facts: &mut FileFacts) {
    for site in &script.calls {
        facts.limiters.extend(limiter(site, script, text));
        if let Some(range) = trusting_proxy(site) {
            facts.trusting_proxies.push(range);
        }
    }
    by_hand(script, text, facts);
    let guards_app = |value: &Value| {
        value.any(&|part| {
            part.object().is_some_and(|object| {
                let provides = object.get("provide").is_some_and(|it| last(&it.value) == Some("APP_GUARD"));
                provides
                    && ["useClass", "useExisting"]
                        .iter()
                        .any(|key| object.get(key).is_some_and(|it| last(&it.value).is_some_and(names_limiter)))
            })
        })
    };
    if let Some(decorator) = script.decorators.iter().find(|decorator| guards_app(&decorator.value)) {
        facts.limiters.push(Limiter { is_app_wide: true, ..made(decorator.class, decorator.class) });
    }
}

fn last(value: &Value) -> Option<&str> {
    match value.reference()? {
        Reference { path, .. } if !path.is_empty() => path.last().map(SmolStr::as_str),
        Reference { root: Root::Global(name) | Root::Local(name, _), .. } => Some(name),
        _ => None,
    }
}

fn made(range: TextRange, call: TextRange) -> Limiter {
    Limiter {
        range,
        call,
        is_by_hand: false,
        is_in_memory: false,
        amount: None,
        window: None,
        is_app_wide: false,
        spoofable_key: None,
    }
}

/// `rateLimit({ … })`, `new RateLimiterMemory({ … })`, `fastify.register(rateLimit, { … })`.
fn limiter(site: &CallSite, script: &Script, text: &str) -> Option<Limiter> {
    let registered = method(&site.call.callee).filter(|(_, name)| *name == "register").map(|_| site.argument(0));
    let callee = registered.unwrap_or(&site.call.callee);
    let (package, counts_here) = PACKAGES.iter().find(|(package, _)| imported(callee, &[package]).is_some())?;
    let export = imported(callee, &[package]).and_then(<[SmolStr]>::last).map(SmolStr::as_str).unwrap_or_default();
    let makes = match *package {
        "@upstash/ratelimit" => export == "Ratelimit" && site.kind == CallKind::New,
        "@nestjs/throttler" => export.starts_with("forRoot"),
        "@fastify/rate-limit" | "fastify-rate-limit" => registered.is_some(),
        "rate-limiter-flexible" => site.kind == CallKind::New,
        _ => true,
    };
    if !makes {
        return None;
    }
    let options = site.call.arguments.iter().find_map(Value::object);
    let get = |key: &str| options.and_then(|options| options.get(key));
    let has_store = options.is_some_and(ObjectValue::is_open)
        || ["store", "redis", "storage", "storeClient", "nameSpace", "client", "db"]
            .iter()
            .any(|key| get(key).is_some())
        || options.is_none() && site.call.arguments.first().is_some_and(|first| !matches!(first, Value::Nothing));
    let is_in_memory = match *package {
        "rate-limiter-flexible" => export == "RateLimiterMemory",
        "express-brute" => site.call.arguments.first().and_then(last) == Some("MemoryStore"),
        "koa-ratelimit" => get("driver").is_some_and(|it| it.value.text() == Some("memory")),
        _ => *counts_here && (!has_store || registered.is_some() && get("redis").is_none() && get("store").is_none()),
    };
    let is_global = get("global").is_none_or(|it| it.value != Value::Bool(false));
    let (amount, window) = numbers(site, options, text);
    Some(Limiter {
        is_in_memory,
        amount,
        window,
        is_app_wide: registered.is_some() && is_global,
        spoofable_key: get("keyGenerator").and_then(|key| spoofable(key, script)),
        ..made(site.head(), site.call.range)
    })
}

/// How many requests are let through in how many seconds.
fn numbers(site: &CallSite, options: Option<&ObjectValue>, text: &str) -> (Option<u32>, Option<u32>) {
    let number = |keys: &[&str]| {
        let property = keys.iter().find_map(|key| options?.get(key)).filter(|property| !property.is_spread)?;
        product(property.value_range.slice(text))
    };
    let milliseconds = number(&["windowMs", "duration", "ttl"]);
    let is_seconds = options.is_some_and(|options| options.get("points").is_some());
    let window = match milliseconds {
        Some(amount) if is_seconds => u32::try_from(amount).ok(),
        Some(amount) => u32::try_from(amount / 1000).ok(),
        None => {
            let written = options.and_then(|options| options.get("timeWindow")?.value.text().and_then(seconds));
            let plain = number(&["timeWindow"]).and_then(|amount| u32::try_from(amount / 1000).ok());
            written.or(plain)
        }
    };
    let amount = number(&["limit", "max", "points"]).and_then(|amount| u32::try_from(amount).ok());
    let sliding = options.and_then(|options| options.get("limiter")?.value.call()).or(Some(&site.call));
    let from_call = sliding.filter(|call| matches!(last(&call.callee), Some("slidingWindow" | "fixedWindow")));
    match from_call.map(|call| call.arguments.as_slice()) {
        Some([Value::Number(amount), Value::Text(window), ..]) => (amount.parse().ok(), seconds(window)),
        _ => (amount, window),
    }
}

/// `15 * 60 * 1000`, `60_000`.
fn product(text: &str) -> Option<u64> {
    text.split('*').try_fold(1_u64, |product, factor| {
        let factor: String = factor.trim().chars().filter(|letter| *letter != '_').collect();
        product.checked_mul(factor.parse().ok()?)
    })
}

/// `15 minutes`, `10 m`, `1h`.
fn seconds(text: &str) -> Option<u32> {
    let text = text.trim();
    let at = text.find(|letter: char| !letter.is_ascii_digit())?;
    let amount: u32 = text[..at].parse().ok()?;
    let unit = match text[at..].trim() {
        "ms" => return Some(amount / 1000),
        unit if unit.starts_with('s') => 1,
        unit if unit.starts_with('m') => 60,
        unit if unit.starts_with('h') => 3600,
        unit if unit.starts_with('d') => 86_400,
        _ => return None,
    };
    amount.checked_mul(unit)
}

/// Where a key is made of a header that clients write themselves.
fn spoofable(key: &Property, script: &Script) -> Option<TextRange> {
    let Value::Function(id) = key.value else { return None };
    let function = script.functions.get(id.0 as usize)?;
    let reads = |value: &Value| value.any(&reads_forwarded);
    function.returns.iter().any(reads).then_some(key.range)
}

/// `req.headers["x-forwarded-for"]`, `c.req.header("x-forwarded-for")`.
fn reads_forwarded(value: &Value) -> bool {
    let is_it = |name: &str| name.eq_ignore_ascii_case("x-forwarded-for") || name.eq_ignore_ascii_case("x-real-ip");
    match value {
        Value::Ref(reference) => reference.path.iter().any(|part| is_it(part)),
        Value::Call(call) => call.arguments.first().and_then(Value::text).is_some_and(is_it),
        _ => false,
    }
}

/// `app.set("trust proxy", true)`.
fn trusting_proxy(site: &CallSite) -> Option<TextRange> {
    let (_, name) = method(&site.call.callee)?;
    let trusts =
        name == "set" && site.argument(0).text() == Some("trust proxy") && *site.argument(1) == Value::Bool(true);
    trusts.then(|| site.argument_ranges.get(1).copied()).flatten()
}

/// A `Map` or object at the top of a file in which functions count requests.
fn by_hand(script: &Script, text: &str, facts: &mut FileFacts) {
    let mut counters: Vec<TextRange> = Vec::new();
    for site in script.calls.iter().filter(|site| site.kind == CallKind::New && site.function.is_none()) {
        let is_map = site.call.callee.is_global("Map", &[])
            || imported(&site.call.callee, &["lru-cache", "node-cache", "@isaacs/ttlcache"]).is_some();
        let name = is_map.then(|| declared_name(text, site.call.range.start as usize)).flatten();
        if name.is_some_and(|name| counts(name, &facts.path)) {
            counters.push(site.call.range);
            facts.limiters.push(Limiter {
                is_in_memory: true,
                is_by_hand: true,
                ..made(site.call.range, site.call.range)
            });
        }
    }
    let is_counter = |value: &Value| {
        value.any(&|part| matches!(part, Value::Call(call) if call.is_new && counters.contains(&call.range)))
    };
    for site in script.calls.iter().filter(|site| site.function.is_some() && is_counter(&site.call.callee)) {
        facts.deeds.push(Deed { kind: DeedKind::Limits, range: site.call.range, function: site.function });
    }
}

fn counts(name: &str, path: &str) -> bool {
    let file = path.rsplit('/').next().unwrap_or(path);
    let own = words(name);
    names_limiter(name)
        || own.iter().any(|word| {
            matches!(word.as_str(), "hits" | "attempts" | "attempt" | "tries" | "failures" | "buckets" | "bucket")
        })
        || names_limiter(file) && !own.is_empty()
        || own.iter().any(|word| matches!(word.as_str(), "requests" | "request" | "ip" | "ips"))
            && own
                .iter()
                .any(|word| matches!(word.as_str(), "count" | "counts" | "log" | "times" | "ip" | "per" | "rate"))
}

/// The name that a declaration gives what begins at `at`.
fn declared_name(text: &str, at: usize) -> Option<&str> {
    let before = text.get(..at)?;
    let line = &before[before.rfind('\n').map_or(0, |found| found + 1)..];
    let rest = ["const ", "let ", "var "].iter().find_map(|word| line.find(word).map(|at| &line[at + word.len()..]))?;
    let end = rest.find(|letter: char| !letter.is_alphanumeric() && letter != '_' && letter != '$')?;
    rest.get(..end)
}
