//! Data about people in scripts: what forms and types name, what is handed to logs and services, what ends it.

mod addresses;
mod care;
mod fields;
mod logs;
mod mentions;
mod services;

use crate::facts::FileFacts;
use crate::syntax::digest::{CallKind, Script};

pub use fields::of_input;

/// Finds it. Deeds must have been found before.
pub fn recognise(script: &Script, text: &str, facts: &mut FileFacts) {
    facts.data_care.extend(care::documented(&facts.path, text));
    fields::recognise(script, facts);
    for site in &script.calls {
        match site.kind {
            CallKind::Call | CallKind::New => {
                let callee = mentions::written_callee(site, text);
                facts.outflows.extend(logs::log(site, &callee, text));
                facts.outflows.extend(services::handed(site, &callee, text, facts));
                facts.outflows.extend(addresses::of_call(site, script, text));
                facts.data_care.extend(care::of_call(site, &callee));
            }
            CallKind::Element => {
                facts.outflows.extend(addresses::of_element(site, text));
                facts.data_care.extend(care::of_element(site));
            }
            CallKind::Tagged => {}
        }
    }
}
