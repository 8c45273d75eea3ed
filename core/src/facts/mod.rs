//! The vocabulary of the domain: what recognisers saw, without judgement.
//!
//! Invariant: plain owned data with byte ranges, `Send`, comparable, without lifetimes into the tree.

mod access_rule;
pub mod condition;
mod config;
mod cookie;
mod credential;
mod database;
mod deed;
mod dependency;
mod environment;
mod header;
mod legal;
mod model;
mod module;
mod personal;
mod query;
mod service;
mod storage;
mod value;
mod web;

pub use access_rule::{
    AccessEffect, AccessRule, Comparison, Condition, DataStore, DeployedRules, FieldName, FieldSet, FieldTest, Operand,
    Operations, PathSegment,
};
pub use config::{CompilerPaths, Dependency, PackageManifest};
pub use cookie::{
    Attribute, CookieAttributes, CookieDefaults, CookieWrite, CookieWriter, OptionsPlace, OptionsStyle, SameSite,
};
pub use credential::{Credential, CredentialPlace};
pub use database::{
    Bucket, ChangeKind, Column, Command, Constraint, DatabaseFunction, DynamicSecurity, Grant, GrantTarget, NewTable,
    ObjectName, Policy, PolicyChange, PolicyCondition, RowSecurity, SchemaChange, View,
};
pub use deed::{Deed, DeedKind, Limiter};
pub use dependency::{
    DependencyKind, Ecosystem, LOCKFILES, LockedPackage, Lockfile, PackageManager, Pipeline, PipelineStep,
    PipelineStyle, Requirements, Resolution,
};
pub use environment::{EnvMention, EnvRead, EnvSource, EnvValue, EnvVariable, PublicDefine, variables_in};
pub use header::{
    AddressPurpose, CorsOrigins, CorsPolicy, HeaderHome, HeaderInsertion, HeaderScope, HeaderSetting, HeaderSource,
    HeaderStyle, HomeKind, PlainAddress,
};
pub use legal::{Asked, AskedFor, LegalFacts, LegalTrace, Shows};
pub use model::{
    ColumnRemoval, Columns, Deselection, Hidden, HiddenColumn, Included, Mapper, Model, ModelField, ModelName,
    Operation, RowRead,
};
pub use module::{Call, Declaration, DeclarationId, Export, Function, Import, NameUse, ScriptSource, Used};
pub use personal::{CareKind, DataCare, DataField, DataOrigin, Given, Outflow, Outlet, OutletKind};
pub use query::{CallerName, Check, EntryPoint, Query, QueryAction, QueryCondition, RowFilter};
pub use service::{Service, ServiceCall, ServiceKey, ServiceRequest};
pub use storage::{SessionStoreChoice, StorageApi, StorageArea, StorageRead, StorageWrite};
pub use value::{CallValue, FunctionId, ObjectValue, Property, Reference, RestValue, Root, Value};
pub use web::{CookieInsertion, Mount, RequestHeader, ResponseBody, ResponseKind, Route, UrlKind, UrlUse};

use smol_str::SmolStr;

use crate::finding::Certainty;
use crate::suppress::Suppression;
use crate::syntax::{Language, Problem};
use crate::text::TextRange;

/// How deep functions are looked for in each other.
const NESTING_LIMIT: u32 = 32;

/// Everything that was seen in one file.
#[derive(Clone, Debug, PartialEq)]
pub struct FileFacts {
    /// Project-relative path with forward slashes.
    pub path: String,
    /// What it was read as.
    pub language: Language,
    /// Length of the text in UTF-8 bytes: where an edit that appends goes.
    pub length: u32,
    /// Whether the text ends with a line break, so that what is appended begins a line of its own. True of an empty text.
    pub ends_with_newline: bool,
    /// What could not be read, and why.
    pub problems: Vec<Problem>,
    /// Statements that were not read whole: rules about absence stay silent in them.
    pub partial: Vec<TextRange>,
    /// Where text was left out or made up so that the rest could be read: no finding stands on it.
    pub gaps: Vec<TextRange>,
    /// Ignore comments.
    pub suppressions: Vec<Suppression>,
    /// Imports.
    pub imports: Vec<Import>,
    /// Exports.
    pub exports: Vec<Export>,
    /// Top-level declarations; a [`DeclarationId`] is an index into this.
    pub declarations: Vec<Declaration>,
    /// Which imports and declarations are used where, as values.
    pub uses: Vec<NameUse>,
    /// Functions; a [`FunctionId`] is an index into this.
    pub functions: Vec<Function>,
    /// Calls of functions that may belong to the project.
    pub calls: Vec<Call>,
    /// Components and elements that are given something, as calls whose one argument is the object of attributes. Only in
    /// files that do not say that they run in the browser.
    pub elements: Vec<Call>,
    /// Writes to storage scripts can read.
    pub storage_writes: Vec<StorageWrite>,
    /// Reads from it.
    pub storage_reads: Vec<StorageRead>,
    /// Where SDKs keep their sessions.
    pub session_stores: Vec<SessionStoreChoice>,
    /// Cookies set.
    pub cookie_writes: Vec<CookieWrite>,
    /// Routes served.
    pub routes: Vec<Route>,
    /// Routers put under prefixes.
    pub mounts: Vec<Mount>,
    /// Bodies answered.
    pub responses: Vec<ResponseBody>,
    /// Request headers set.
    pub request_headers: Vec<RequestHeader>,
    /// URLs built.
    pub url_uses: Vec<UrlUse>,
    /// Response headers set.
    pub header_settings: Vec<HeaderSetting>,
    /// Where response headers are configured, or could be.
    pub header_homes: Vec<HeaderHome>,
    /// Policies for scripts of other origins.
    pub cors_policies: Vec<CorsPolicy>,
    /// Addresses without encryption that something is sent to.
    pub plain_addresses: Vec<PlainAddress>,
    /// Origins that the code requests from or loads from, with their scheme.
    pub origins: Vec<SmolStr>,
    /// Directives at the head of the file (`use client`, `use server`).
    pub directives: Vec<SmolStr>,
    /// Scripts a page loads, the `src` of its `<script>` elements; those that a browser extension's manifest, a build
    /// configuration or a table of routes names.
    pub script_sources: Vec<ScriptSource>,
    /// Parts that run on the server or at build time only: what stands behind conditions such as
    /// `typeof window === "undefined"`, the frontmatter of Astro, all of a component without a script for the browser.
    pub server_ranges: Vec<TextRange>,
    /// Imported names that a page rendered on the server hands to the browser: components with Astro's `client:`
    /// directives.
    pub islands: Vec<SmolStr>,
    /// Environment variables read.
    pub env_reads: Vec<EnvRead>,
    /// Environment variables given a value.
    pub env_variables: Vec<EnvVariable>,
    /// Environment variables that are only named.
    pub env_mentions: Vec<EnvMention>,
    /// What build settings hand to the browser.
    pub public_defines: Vec<PublicDefine>,
    /// Credentials that stand in the text.
    pub credentials: Vec<Credential>,
    /// Services talked to with a key.
    pub service_calls: Vec<ServiceCall>,
    /// Database models declared.
    pub models: Vec<Model>,
    /// Columns that every read of a model leaves out.
    pub hidden_columns: Vec<HiddenColumn>,
    /// Rows read.
    pub row_reads: Vec<RowRead>,
    /// Queries.
    pub queries: Vec<Query>,
    /// What is told once, for all queries, whose rows are meant: by what declares the models.
    pub central_scopes: Vec<Mapper>,
    /// Rows sorted out after they were read.
    pub row_filters: Vec<RowFilter>,
    /// What may decide whether code around a query goes on.
    pub checks: Vec<Check>,
    /// Names for the one who asks.
    pub caller_names: Vec<CallerName>,
    /// Functions that answer requests otherwise than by a route.
    pub entry_points: Vec<EntryPoint>,
    /// What code does that nobody should make it do without end, and what keeps count.
    pub deeds: Vec<Deed>,
    /// Data about people that forms ask for and types describe.
    pub data_fields: Vec<DataField>,
    /// Where data about people may leave to.
    pub outflows: Vec<Outflow>,
    /// What is done so that data about people ends, or gets to them.
    pub data_care: Vec<DataCare>,
    /// Limiters made.
    pub limiters: Vec<Limiter>,
    /// Settings by which an app believes whatever a client says of its own address.
    pub trusting_proxies: Vec<TextRange>,
    /// Whether the file configures a proxy that limits requests.
    pub limits_at_proxy: bool,
    /// Whether the file, which lists what version control leaves out, names `.env`; none for other files.
    pub ignores_env: Option<bool>,
    /// Rules of stores that clients talk to directly.
    pub access_rules: Vec<AccessRule>,
    /// Files that are deployed as such rules, when the file says which.
    pub deployed_rules: Vec<DeployedRules>,
    /// Columns taken off rows.
    pub column_removals: Vec<ColumnRemoval>,
    /// Whether version control tracks the file; none when that is not known. Nothing in the text tells: whoever reads the
    /// disk says it.
    pub is_tracked: Option<bool>,
    /// What the file changes of a database's schema.
    pub schema_changes: Vec<SchemaChange>,
    /// The schemas an HTTP API serves, when the file configures one; empty when it serves none.
    pub api_schemas: Option<Vec<SmolStr>>,
    /// The manifest, when the file is one.
    pub manifest: Option<PackageManifest>,
    /// Module settings, when the file has them.
    pub compiler_paths: Option<CompilerPaths>,
    /// The lockfile, when the file is one.
    pub lockfile: Option<Lockfile>,
    /// What it asks for, when the file is a Python manifest.
    pub requirements: Option<Requirements>,
    /// What it runs, when the file is a pipeline's.
    pub pipeline: Option<Pipeline>,
    /// Lockfiles that the file, which lists what version control leaves out, names.
    pub ignored_lockfiles: Vec<(SmolStr, TextRange)>,
    /// What it shows of privacy policies, terms and the like, and of what it asks people for.
    pub legal: LegalFacts,
}

impl FileFacts {
    /// Facts of a file in which nothing was seen.
    pub fn empty(path: impl Into<String>, language: Language) -> Self {
        Self {
            path: path.into(),
            language,
            length: 0,
            ends_with_newline: true,
            problems: Vec::new(),
            partial: Vec::new(),
            gaps: Vec::new(),
            suppressions: Vec::new(),
            imports: Vec::new(),
            exports: Vec::new(),
            declarations: Vec::new(),
            uses: Vec::new(),
            functions: Vec::new(),
            calls: Vec::new(),
            elements: Vec::new(),
            storage_writes: Vec::new(),
            storage_reads: Vec::new(),
            session_stores: Vec::new(),
            cookie_writes: Vec::new(),
            routes: Vec::new(),
            mounts: Vec::new(),
            responses: Vec::new(),
            request_headers: Vec::new(),
            url_uses: Vec::new(),
            header_settings: Vec::new(),
            header_homes: Vec::new(),
            cors_policies: Vec::new(),
            plain_addresses: Vec::new(),
            origins: Vec::new(),
            directives: Vec::new(),
            script_sources: Vec::new(),
            server_ranges: Vec::new(),
            islands: Vec::new(),
            env_reads: Vec::new(),
            env_variables: Vec::new(),
            env_mentions: Vec::new(),
            public_defines: Vec::new(),
            credentials: Vec::new(),
            service_calls: Vec::new(),
            models: Vec::new(),
            hidden_columns: Vec::new(),
            row_reads: Vec::new(),
            queries: Vec::new(),
            central_scopes: Vec::new(),
            row_filters: Vec::new(),
            checks: Vec::new(),
            caller_names: Vec::new(),
            entry_points: Vec::new(),
            deeds: Vec::new(),
            data_fields: Vec::new(),
            outflows: Vec::new(),
            data_care: Vec::new(),
            limiters: Vec::new(),
            trusting_proxies: Vec::new(),
            limits_at_proxy: false,
            ignores_env: None,
            access_rules: Vec::new(),
            deployed_rules: Vec::new(),
            column_removals: Vec::new(),
            is_tracked: None,
            schema_changes: Vec::new(),
            api_schemas: None,
            manifest: None,
            compiler_paths: None,
            lockfile: None,
            requirements: None,
            pipeline: None,
            ignored_lockfiles: Vec::new(),
            legal: LegalFacts::default(),
        }
    }

    /// Whether the code at `range` was read whole.
    pub fn certainty(&self, range: TextRange) -> Certainty {
        if self.partial.iter().any(|partial| partial.intersects(range)) {
            Certainty::Partial
        } else {
            Certainty::Complete
        }
    }

    /// The function with this id.
    pub fn function(&self, id: FunctionId) -> Option<&Function> {
        self.functions.get(id.0 as usize)
    }

    /// The function around all others that a function stands in; itself when there is none.
    pub fn outermost(&self, function: FunctionId) -> FunctionId {
        let mut at = function;
        while let Some(parent) = self.function(at).and_then(|function| function.parent) {
            at = parent;
        }
        at
    }

    /// Whether a function is another one, or stands in it.
    pub fn is_within(&self, function: FunctionId, outer: FunctionId) -> bool {
        let mut at = Some(function);
        for _ in 0..NESTING_LIMIT {
            match at {
                Some(id) if id == outer => return true,
                Some(id) => at = self.function(id).and_then(|function| function.parent),
                None => return false,
            }
        }
        false
    }
}
