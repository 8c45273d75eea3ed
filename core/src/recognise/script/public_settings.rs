//! Build settings that put values into client code: `env` of a Next configuration, Vite's and webpack's `define`, Nuxt's
//! `runtimeConfig.public`, Expo's `extra`.

use smol_str::SmolStr;

use super::callee::nested;
use crate::facts::{FileFacts, ObjectValue, PublicDefine, Reference, Root, Value};
use crate::syntax::digest::Script;

/// A section of a configuration.
struct Section {
    path: &'static [&'static str],
    words: &'static str,
    is_on_demand: bool,
}

const fn whole(path: &'static [&'static str], words: &'static str) -> Section {
    Section { path, words, is_on_demand: false }
}

const fn on_demand(path: &'static [&'static str], words: &'static str) -> Section {
    Section { path, words, is_on_demand: true }
}

const NEXT: &[Section] = &[
    on_demand(&["env"], "`env` in the Next configuration"),
    whole(&["publicRuntimeConfig"], "`publicRuntimeConfig` in the Next configuration"),
];
const NUXT: &[Section] = &[
    whole(&["runtimeConfig", "public"], "`runtimeConfig.public` in the Nuxt configuration"),
    whole(&["publicRuntimeConfig"], "`publicRuntimeConfig` in the Nuxt configuration"),
    whole(&["env"], "`env` in the Nuxt configuration"),
    on_demand(&["vite", "define"], "`define` in the Nuxt configuration"),
];
const BUNDLER: &[Section] = &[
    on_demand(&["define"], "`define` in the bundler's configuration"),
    on_demand(&["vite", "define"], "`define` in the bundler's configuration"),
    on_demand(&["source", "define"], "`define` in the bundler's configuration"),
];
const EXPO: &[Section] = &[
    whole(&["extra"], "`extra` in the Expo configuration"),
    whole(&["expo", "extra"], "`extra` in the Expo configuration"),
];
const DEFINE_PLUGIN: Section = whole(&[], "webpack's `DefinePlugin`");
const ENVIRONMENT_PLUGIN: Section = whole(&[], "webpack's `EnvironmentPlugin`");

/// Finds the settings of a configuration file.
pub fn recognise(script: &Script, facts: &mut FileFacts) {
    let name = facts.path.rsplit('/').next().unwrap_or(&facts.path);
    let Some(stem) = name.split('.').next().filter(|_| is_config(name)) else { return };
    let sections = match stem {
        "next" => NEXT,
        "nuxt" => NUXT,
        "vite" | "astro" | "electron" | "vitest" | "svelte" | "rsbuild" | "rspack" | "esbuild" | "tsup" | "wxt" => {
            BUNDLER
        }
        "app" => EXPO,
        _ => &[],
    };
    for configuration in configurations(script) {
        for section in sections {
            if let Some(entries) = nested(configuration, section.path).and_then(|property| property.value.object()) {
                define(entries, section, facts);
            }
        }
    }
    plugins(script, facts);
    facts.public_defines.sort_by_key(|entry| entry.range);
    facts.public_defines.dedup_by_key(|entry| entry.range);
}

/// The objects of the default export. `defineConfig(({ mode }) => ({ … }))` says it in what a function returns.
fn configurations(script: &Script) -> Vec<&ObjectValue> {
    let default = script.exports.iter().rev().find(|export| export.name == "default").map(|export| &export.value);
    let returned = script.functions.iter().flat_map(|function| &function.returns);
    let mut found: Vec<&ObjectValue> = Vec::new();
    for value in default.into_iter().chain(returned) {
        value.walk(&mut |inner| found.extend(inner.object()));
    }
    found
}

/// webpack's `new DefinePlugin({ … })` and `new EnvironmentPlugin([ … ])`.
fn plugins(script: &Script, facts: &mut FileFacts) {
    for site in &script.calls {
        match (site.call.callee.last_segment(), site.argument(0)) {
            (Some("DefinePlugin"), Value::Object(entries)) => define(entries, &DEFINE_PLUGIN, facts),
            (Some("EnvironmentPlugin"), Value::Array(names)) => {
                let range = site.argument_ranges.first().copied().unwrap_or(site.call.range);
                for name in names.iter().filter_map(Value::text) {
                    let path = vec![SmolStr::new_static("env"), SmolStr::new(name)];
                    let value = Value::Ref(Reference { root: Root::Global("process".into()), path });
                    facts.public_defines.push(ENVIRONMENT_PLUGIN.entry(range, SmolStr::new(name), value));
                }
            }
            _ => {}
        }
    }
}

fn define(entries: &ObjectValue, section: &Section, facts: &mut FileFacts) {
    for property in &entries.properties {
        // `...process.env` hands out everything; `"process.env": process.env` likewise.
        let name = property.key.clone().unwrap_or_else(|| SmolStr::new_static("*"));
        match &property.value {
            Value::Object(inner) => define(inner, section, facts),
            value => facts.public_defines.push(section.entry(property.range, name, value.clone())),
        }
    }
}

impl Section {
    fn entry(&self, range: crate::text::TextRange, name: SmolStr, value: Value) -> PublicDefine {
        PublicDefine { range, name, value, setting: self.words, is_on_demand: self.is_on_demand }
    }
}

fn is_config(name: &str) -> bool {
    let is_script = [".js", ".mjs", ".cjs", ".ts", ".mts", ".cts"].iter().any(|end| name.ends_with(end));
    is_script && (name.contains(".config.") || name.contains("webpack") || name.contains("config-overrides"))
}
