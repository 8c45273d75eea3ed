//! Recognisers that read the digest of a script: one file per kind of thing read.

mod callee;
mod calls;
mod cookie_options;
mod cookie_text;
mod cookies;
mod device_storage;
mod hooks;
mod models;
mod page_data;
mod persisted_state;
mod requests;
mod responses;
mod routes;
mod rows;
mod script_cookies;
mod session_cookies;
mod session_stores;
mod storage;
mod urls;

use crate::facts::FileFacts;
use crate::syntax::digest::Script;

/// Turns a script into facts.
pub fn recognise(script: Script, facts: &mut FileFacts) {
    storage::recognise(&script, facts);
    device_storage::recognise(&script, facts);
    hooks::recognise(&script, facts);
    persisted_state::recognise(&script, facts);
    session_stores::recognise(&script, facts);
    cookies::recognise(&script, facts);
    cookie_text::recognise(&script, facts);
    session_cookies::recognise(&script, facts);
    script_cookies::recognise(&script, facts);
    routes::recognise(&script, facts);
    responses::recognise(&script, facts);
    page_data::recognise(&script, facts);
    requests::recognise(&script, facts);
    urls::recognise(&script, facts);
    calls::recognise(&script, facts);
    models::recognise(&script, facts);
    rows::recognise(&script, facts);
    facts.directives = script.directives;
    facts.imports = script.imports;
    facts.exports = script.exports;
    facts.functions = script.functions;
}
