//! Where scripts read the environment, and what typed schemas and build settings say of it.

use smol_str::SmolStr;

use super::callee::{imported, is_export};
use crate::facts::{EnvMention, EnvRead, EnvSource, FileFacts, FunctionId, Import, ObjectValue, Property};
use crate::names::environment::public_prefix;
use crate::syntax::digest::{CallSite, Script};
use crate::text::{TextRange, offset};

/// Finds reads of environment variables.
pub fn recognise(script: &Script, text: &str, facts: &mut FileFacts) {
    let schemas: Vec<TextRange> =
        script.calls.iter().filter(|site| is_schema(site)).map(|site| site.call.range).collect();
    for member in &script.env_members {
        // A typed schema refuses to give private variables to the browser, so naming them there reads nothing.
        let is_in_schema = schemas.iter().any(|schema| schema.contains(member.range));
        match EnvSource::of(&member.value) {
            Some((name, _)) if is_in_schema && public_prefix(name).is_none() => {
                facts.env_mentions.push(EnvMention { name: name.clone(), name_range: member.name_range });
            }
            // What is only compared with a literal is a switch; a renaming still has to know of it.
            Some((name, _)) if member.is_compared => {
                facts.env_mentions.push(EnvMention { name: name.clone(), name_range: member.name_range });
            }
            Some((name, source)) => push(name, source, member.range, member.name_range, member.function, facts),
            None => {}
        }
    }
    for site in &script.calls {
        getter(site, facts);
        schema(site, text, facts);
    }
    for import in &script.imports {
        imported_variables(import, facts);
    }
    facts.env_reads.sort_by_key(|read| read.range);
    facts.env_reads.dedup_by_key(|read| read.range);
}

fn push(
    name: &SmolStr,
    source: EnvSource,
    range: TextRange,
    name_range: TextRange,
    function: Option<FunctionId>,
    facts: &mut FileFacts,
) {
    // `process.env["*"]` is an index that is not known; `MODE`, `DEV` and the like are the bundler's own words.
    if name != "*" && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
        facts.env_reads.push(EnvRead { range, name_range, name: name.clone(), source, function });
    }
}

/// `Deno.env.get("NAME")`, Nest's `configService.get("NAME")`.
fn getter(site: &CallSite, facts: &mut FileFacts) {
    let is_deno = site.call.callee.is_global("Deno", &["env", "get"]);
    if let (true, Some(name), Some(range)) = (is_deno, site.argument(0).text(), site.argument_ranges.first()) {
        push(&SmolStr::new(name), EnvSource::Process, site.call.range, range.inside_quotes(), site.function, facts);
    }
}

/// `import { NAME } from "$env/static/private"`.
fn imported_variables(import: &Import, facts: &mut FileFacts) {
    let Some(source) = EnvSource::of_module(&import.specifier) else { return };
    for (_, name) in &import.names {
        if name != "env" && name != "*" {
            push(name, source, import.range, import.range, None, facts);
        }
    }
}

fn is_schema(site: &CallSite) -> bool {
    is_export(&site.call.callee, &["@t3-oss/env-nextjs", "@t3-oss/env-core", "@t3-oss/env-nuxt"], "createEnv")
}

/// t3-env's `createEnv({ server, client, shared, runtimeEnv })`, envsafe's `envsafe({ … })`, `z.object({ … }).parse(process.env)`.
fn schema(site: &CallSite, text: &str, facts: &mut FileFacts) {
    let callee = &site.call.callee;
    if is_schema(site) {
        let Some(options) = site.argument(0).object() else { return };
        for part in ["server", "client", "shared", "runtimeEnv", "runtimeEnvStrict", "experimental__runtimeEnv"] {
            if let Some(entries) = options.get(part).and_then(|property| property.value.object()) {
                keys(entries, text, facts);
            }
        }
    } else if is_export(callee, &["envsafe"], "envsafe") || is_export(callee, &["envalid"], "cleanEnv") {
        let at = usize::from(callee.last_segment() == Some("cleanEnv"));
        if let Some(entries) = site.argument(at).object() {
            keys(entries, text, facts);
        }
    } else if imported(callee, &["zod"]).is_some_and(|path| path.last().is_some_and(|last| last == "object")) {
        // Any object of constant-cased keys could be an environment; a renaming touches only names that are one.
        if let Some(entries) = site.argument(0).object() {
            keys(entries, text, facts);
        }
    }
}

fn keys(entries: &ObjectValue, text: &str, facts: &mut FileFacts) {
    for property in &entries.properties {
        if let Some(key) = property.key.as_ref().filter(|key| is_variable_name(key)) {
            let entry = key_range(property, key, text);
            facts.env_mentions.extend(entry.map(|name_range| EnvMention { name: key.clone(), name_range }));
        }
    }
}

/// Where a key stands, without quotes: at the start of its property. None for an entry that came with a spread.
fn key_range(property: &Property, key: &str, text: &str) -> Option<TextRange> {
    let start = property.range.start as usize;
    let rest = text.get(start..)?;
    let inside = start + usize::from(rest.starts_with(['"', '\'', '`']));
    let end = inside + key.len();
    (text.get(inside..end)? == key).then(|| TextRange::new(offset(inside), offset(end)))
}

fn is_variable_name(key: &str) -> bool {
    key.len() >= 3
        && key.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
        && key.contains('_')
}
