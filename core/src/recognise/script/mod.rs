//! Recognisers that read the digest of a script: one file per kind of thing read.

mod addresses;
mod callee;
mod calls;
mod cookie_options;
mod cookie_text;
mod cookies;
mod cors;
mod credentials;
mod deeds;
mod device_storage;
pub mod environment;
mod headers;
mod hooks;
mod limiters;
mod models;
mod page_data;
mod persisted_state;
mod personal;
mod public_settings;
mod queries;
mod requests;
mod responses;
mod route_table;
mod routes;
mod rows;
mod script_cookies;
mod services;
mod session_cookies;
mod session_stores;
mod signing;
mod storage;
mod urls;
mod uses;

pub use personal::of_input;

use crate::facts::FileFacts;
use crate::syntax::digest::Script;

/// Turns a script into facts.
pub fn recognise(mut script: Script, text: &str, facts: &mut FileFacts) {
    storage::recognise(&script, facts);
    device_storage::recognise(&script, facts);
    hooks::recognise(&script, facts);
    persisted_state::recognise(&script, facts);
    session_stores::recognise(&script, facts);
    cookies::recognise(&script, facts);
    cookie_text::recognise(&script, facts);
    session_cookies::recognise(&script, facts);
    script_cookies::recognise(&script, facts);
    routes::recognise(&script, text, facts);
    responses::recognise(&script, facts);
    page_data::recognise(&script, facts);
    requests::recognise(&script, facts);
    urls::recognise(&script, facts);
    addresses::recognise(&script, text, facts);
    headers::recognise(&script, text, facts);
    cors::recognise(&script, text, facts);
    environment::recognise(&script, text, facts);
    public_settings::recognise(&script, facts);
    services::recognise(&script, facts);
    credentials::recognise(&script, text, facts);
    calls::recognise(&script, facts);
    models::recognise(&script, facts);
    rows::recognise(&script, facts);
    queries::recognise(&script, text, facts);
    deeds::recognise(&script, facts);
    limiters::recognise(&script, text, facts);
    personal::recognise(&script, text, facts);
    route_table::recognise(&script, facts);
    uses::recognise(&mut script, facts);
    facts.directives = script.directives;
    facts.imports = script.imports;
    facts.exports = script.exports;
    facts.server_ranges = script.server_ranges;
    facts.declarations = script.declarations;
    facts.functions = script.functions;
}
