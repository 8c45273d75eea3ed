//! The core of Seaworthy for JavaScript.
//!
//! Invariant: the only place that knows JavaScript values. What goes out is plain data with UTF-16 offsets, JavaScript's
//! own unit; `types.ts` beside this file is the contract, and a test compiles a consumer of it.

mod place;
mod report;
mod source;

use seaworthy_core::site::{PageScript, Snapshot};
use seaworthy_core::{Config, ConfigFile, RULES};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("types.ts");

/// Judges everything in a snapshot of a page.
///
/// # Errors
/// A snapshot or configuration of another form; the message names the field.
#[wasm_bindgen(unchecked_return_type = "SiteReport")]
pub fn inspect(
    #[wasm_bindgen(unchecked_param_type = "Snapshot")] snapshot: JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "Config")] config: JsValue,
) -> Result<JsValue, JsError> {
    let snapshot: Snapshot = read(snapshot, "snapshot")?;
    let report = seaworthy_core::site::inspect(&snapshot, &configuration(config)?);
    write(&report::SiteReport::new(report, snapshot.scripts.value().map_or(&[], Vec::as_slice)))
}

/// Judges everything in a snapshot, except that its scripts are searched but not read as code. A caller that reads them one by
/// one adds what `inspectScripts` says of each, then takes items and sentence from `conclude`.
///
/// # Errors
/// A snapshot or configuration of another form; the message names the field.
#[wasm_bindgen(js_name = inspectPage, unchecked_return_type = "SiteReport")]
pub fn inspect_page(
    #[wasm_bindgen(unchecked_param_type = "Snapshot")] snapshot: JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "Config")] config: JsValue,
) -> Result<JsValue, JsError> {
    let snapshot: Snapshot = read(snapshot, "snapshot")?;
    let report = seaworthy_core::site::inspect_page(&snapshot, &configuration(config)?);
    write(&report::SiteReport::new(report, snapshot.scripts.value().map_or(&[], Vec::as_slice)))
}

/// Judges the launch items anew by all findings of a report that was put together from several.
///
/// # Errors
/// A report of another form; the message names the field.
#[wasm_bindgen(unchecked_return_type = "Conclusion")]
pub fn conclude(
    #[wasm_bindgen(unchecked_param_type = "Pick<SiteReport, 'items' | 'findings'>")] report: JsValue,
) -> Result<JsValue, JsError> {
    let gathered: report::Gathered = read(report, "report")?;
    write(&report::Conclusion::from(gathered))
}

/// Judges scripts of a page alone, so that a caller can read them one by one.
///
/// # Errors
/// Scripts or a configuration of another form; the message names the field.
#[wasm_bindgen(js_name = inspectScripts, unchecked_return_type = "SiteReport")]
pub fn inspect_scripts(
    #[wasm_bindgen(unchecked_param_type = "PageScript[]")] scripts: JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "Config")] config: JsValue,
) -> Result<JsValue, JsError> {
    let scripts: Vec<PageScript> = read(scripts, "scripts")?;
    let report = seaworthy_core::site::inspect_scripts(&scripts, &configuration(config)?);
    write(&report::SiteReport::new(report, &scripts))
}

/// Judges source files together, as one project.
///
/// # Errors
/// Sources or a configuration of another form; the message names the field.
#[wasm_bindgen(unchecked_return_type = "AnalysisReport")]
pub fn analyze(
    #[wasm_bindgen(unchecked_param_type = "Source | Source[]")] sources: JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "Config")] config: JsValue,
) -> Result<JsValue, JsError> {
    let sources: Vec<source::Source> =
        if js_is_array(&sources) { read(sources, "sources")? } else { vec![read(sources, "source")?] };
    write(&source::analyze(&sources, configuration(config)?))
}

/// Every rule, in the order of the launch checklist.
///
/// # Errors
/// None in practice; the signature follows from building a JavaScript value.
#[wasm_bindgen(unchecked_return_type = "RuleInfo[]")]
pub fn rules() -> Result<JsValue, JsError> {
    write(&RULES.iter().map(|rule| report::RuleInfo::new(rule.meta)).collect::<Vec<_>>())
}

/// The version of the core.
#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

#[cfg(feature = "panic-hook")]
mod panic_hook {
    use wasm_bindgen::prelude::*;

    #[wasm_bindgen]
    extern "C" {
        #[wasm_bindgen(js_namespace = console)]
        fn error(text: &str);
    }

    #[wasm_bindgen(start)]
    fn install() {
        std::panic::set_hook(Box::new(|info| error(&info.to_string())));
    }
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Array, js_name = isArray)]
    fn js_is_array(value: &JsValue) -> bool;
}

fn configuration(value: JsValue) -> Result<Config, JsError> {
    if value.is_undefined() || value.is_null() {
        return Ok(Config::default());
    }
    let file: ConfigFile = read(value, "config")?;
    Config::new(file).map_err(|error| JsError::new(&error.to_string()))
}

fn read<T: DeserializeOwned>(value: JsValue, what: &str) -> Result<T, JsError> {
    serde_wasm_bindgen::from_value(value).map_err(|error| JsError::new(&format!("{what}: {error}")))
}

fn write<T: Serialize>(value: &T) -> Result<JsValue, JsError> {
    Ok(value.serialize(&serde_wasm_bindgen::Serializer::json_compatible())?)
}
