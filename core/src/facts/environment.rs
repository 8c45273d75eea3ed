//! Environment variables: where code reads them, where files give them values, and what build settings hand to the
//! browser.
//!
//! Invariant: a variable's value is never kept, only what kind of value it is.

use smol_str::SmolStr;

use super::{Credential, FunctionId, Reference, Root, Value};
use crate::text::TextRange;

/// Code reads an environment variable.
#[derive(Clone, Debug, PartialEq)]
pub struct EnvRead {
    /// The whole expression, such as `process.env.API_KEY`.
    pub range: TextRange,
    /// The variable's name alone, as it stands in the text, without quotes.
    pub name_range: TextRange,
    /// The variable's name.
    pub name: SmolStr,
    /// Through what it is read.
    pub source: EnvSource,
    /// The function it stands in.
    pub function: Option<FunctionId>,
}

/// Through what a variable is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EnvSource {
    /// `process.env`, `Bun.env`, `Deno.env`: the environment of a process. Bundlers put only what a public prefix or a
    /// setting names in its place.
    Process,
    /// `import.meta.env`: what the bundler makes of the environment.
    ImportMeta,
    /// A module that hands out private variables only and that builds refuse in client code
    /// (`SvelteKit`'s `$env/static/private`, Astro's `astro:env/server`).
    PrivateModule,
    /// A module that hands out public variables (`$env/static/public`, `astro:env/client`).
    PublicModule,
}

/// A file gives an environment variable a value: a `.env` file, a workflow, a container file.
#[derive(Clone, Debug, PartialEq)]
pub struct EnvVariable {
    /// The whole entry.
    pub range: TextRange,
    /// The variable's name.
    pub name: SmolStr,
    /// Where the name stands.
    pub name_range: TextRange,
    /// Where the value stands, without quotes; empty without a value.
    pub value_range: TextRange,
    /// What kind of value it is.
    pub value: EnvValue,
}

/// What kind of value a variable has.
#[derive(Clone, Debug, PartialEq)]
pub enum EnvValue {
    /// None.
    Empty,
    /// A stand-in such as `your-key-here`, `changeme` or `xxxx`.
    Placeholder,
    /// It is taken from somewhere else: `${OTHER}`, `op://vault/item`.
    Reference,
    /// `true`, a number, a URL without credentials, a word: nothing to keep secret.
    Plain,
    /// A long random text that no detector knows.
    Random,
    /// What a detector knows.
    Credential(Box<Credential>),
}

/// A build setting hands a value to code that ends up in the browser: `env` of a Next configuration, Vite's `define`,
/// Nuxt's `runtimeConfig.public`, Expo's `extra`.
#[derive(Clone, Debug, PartialEq)]
pub struct PublicDefine {
    /// The entry.
    pub range: TextRange,
    /// The name under which client code sees it.
    pub name: SmolStr,
    /// The value.
    pub value: Value,
    /// The setting, in words: "`env` in the Next configuration".
    pub setting: &'static str,
    /// Whether the value goes only where code asks for it by name; other settings hand over all they have.
    pub is_on_demand: bool,
}

/// A file names a variable without reading it or giving it a value: a typed environment schema (t3-env, envsafe, zod), a
/// workflow, a container file.
#[derive(Clone, Debug, PartialEq)]
pub struct EnvMention {
    /// The variable's name.
    pub name: SmolStr,
    /// Where the name stands, without quotes.
    pub name_range: TextRange,
}

/// Modules that hand out the environment, and what of it.
const MODULES: [(&str, EnvSource); 6] = [
    ("$env/static/private", EnvSource::PrivateModule),
    ("$env/dynamic/private", EnvSource::PrivateModule),
    ("astro:env/server", EnvSource::PrivateModule),
    ("$env/static/public", EnvSource::PublicModule),
    ("$env/dynamic/public", EnvSource::PublicModule),
    ("astro:env/client", EnvSource::PublicModule),
];

impl EnvSource {
    /// The environment variable a value is, and through what it is read.
    pub fn of(value: &Value) -> Option<(&SmolStr, Self)> {
        let Reference { root, path } = value.reference()?;
        match (root, path.as_slice()) {
            (Root::Global(name), [env, variable]) if env == "env" => match name.as_str() {
                "process" | "Bun" | "Deno" => Some((variable, Self::Process)),
                "import.meta" => Some((variable, Self::ImportMeta)),
                _ => None,
            },
            (Root::Module(module), path) => match (Self::of_module(module), path) {
                (Some(source), [variable]) if variable != "env" && variable != "*" => Some((variable, source)),
                (Some(source), [env, variable]) if env == "env" => Some((variable, source)),
                (Some(_), _) => None,
                (None, path) => Some((process_module(module, path)?, Self::Process)),
            },
            _ => None,
        }
    }

    /// What of the environment a module hands out.
    pub fn of_module(specifier: &str) -> Option<Self> {
        MODULES.iter().find(|(name, _)| *name == specifier).map(|(_, source)| *source)
    }
}

/// `import process from "node:process"` and `import { env } from "process"`.
fn process_module<'a>(module: &str, path: &'a [SmolStr]) -> Option<&'a SmolStr> {
    match path {
        _ if !matches!(module, "process" | "node:process") => None,
        [first, rest @ ..] if first == "default" => process_module(module, rest),
        [env, variable] if env == "env" => Some(variable),
        _ => None,
    }
}

/// Every environment variable a value is made of, with what it is read through.
pub fn variables_in(value: &Value) -> Vec<(&SmolStr, EnvSource)> {
    let mut found = Vec::new();
    value.walk(&mut |inner| {
        if let Some(variable) = EnvSource::of(inner) {
            found.push(variable);
        } else if let Value::Call(call) = inner
            && call.callee.is_global("Deno", &["env", "get"])
            && let Some(Value::Text(name)) = call.arguments.first()
        {
            found.push((name, EnvSource::Process));
        }
    });
    found
}
