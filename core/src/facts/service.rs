//! Services of other companies that code talks to with a key.

use smol_str::SmolStr;

use super::{FunctionId, Value};
use crate::text::TextRange;

/// Code talks to a service with a key: it constructs an SDK's client, or requests the service's API.
#[derive(Clone, Debug, PartialEq)]
pub struct ServiceCall {
    /// The construction or request, up to its arguments.
    pub range: TextRange,
    /// The whole call.
    pub call: TextRange,
    /// The function it stands in.
    pub function: Option<FunctionId>,
    /// The service.
    pub service: &'static Service,
    /// The key it is given; unknown when none can be seen.
    pub key: Value,
    /// Where the key stands.
    pub key_range: Option<TextRange>,
    /// The setting by which the SDK is told to run in a browser all the same (`dangerouslyAllowBrowser`).
    pub allows_browser: Option<TextRange>,
    /// Whether it is a request made by hand, and not an SDK.
    pub is_request: bool,
    /// For a request made by hand, what would have to change if a route of the project made it instead.
    pub request: Option<ServiceRequest>,
}

/// A request to a service whose address is a literal.
#[derive(Clone, Debug, PartialEq)]
pub struct ServiceRequest {
    /// The address.
    pub url: SmolStr,
    /// Where the address stands, with its quotes.
    pub url_range: TextRange,
    /// The upper-case method.
    pub method: SmolStr,
    /// The header that carries the key, as written.
    pub header: SmolStr,
    /// What stands before the key in the header: `Bearer `.
    pub scheme: SmolStr,
    /// What to delete so that the header is gone.
    pub header_range: TextRange,
}

/// A service that is paid for, or trusted, by a key.
#[derive(Debug, PartialEq, Eq)]
pub struct Service {
    /// Its name, as people say it.
    pub name: &'static str,
    /// Which keys it takes.
    pub key: ServiceKey,
    /// What somebody with the key can do, as a sentence.
    pub leak: &'static str,
    /// Where keys are made and revoked.
    pub keys_page: &'static str,
}

/// Which keys a service takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServiceKey {
    /// A key that must stay on the server.
    Server,
    /// None it is given in code: it takes its rights from where it runs, and has no business in a browser.
    Ambient,
    /// A key that may be public, or one that must not: its value or name tells.
    Either,
}
