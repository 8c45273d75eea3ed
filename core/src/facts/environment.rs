//! Environment variables: where code reads them, where files give them values, and what build settings hand to the
//! browser.
//!
//! Invariant: a variable's value is never kept, only what kind of value it is.

use smol_str::SmolStr;

use super::{Credential, FunctionId, Value};
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
    /// Where its value stands.
    pub value_range: TextRange,
    /// The name under which client code sees it.
    pub name: SmolStr,
    /// The value.
    pub value: Value,
    /// The setting, in words: "`env` in the Next configuration".
    pub setting: &'static str,
}

/// A typed environment schema names a variable (t3-env, envsafe, zod over `process.env`).
#[derive(Clone, Debug, PartialEq)]
pub struct EnvSchemaEntry {
    /// The variable's name.
    pub name: SmolStr,
    /// Where the name stands, as a key.
    pub name_range: TextRange,
}
