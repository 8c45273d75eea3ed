//! What crosses the network: routes, responses, requests, headers and URLs.

use smol_str::SmolStr;

use super::{FunctionId, Value};
use crate::text::TextRange;

/// The server answers requests at a path.
#[derive(Clone, Debug, PartialEq)]
pub struct Route {
    /// The registration (or the exported handler).
    pub range: TextRange,
    /// Upper-case method, or `ANY`.
    pub method: SmolStr,
    /// The path as far as this file tells it.
    pub path: SmolStr,
    /// The handlers in order: middleware first, the last one answers.
    pub handlers: Vec<Value>,
    /// What a finding about the route marks: the registration up to its arguments, or the signature of the function.
    pub head: TextRange,
    /// What it is registered on, as written: `app`; empty when no call registers it.
    pub written_on: SmolStr,
    /// Where one more handler can be put in front of the last one, by a registration that takes several: byte offset.
    pub before_handler: Option<u32>,
    /// The statement, when the registration is all it does.
    pub statement: Option<TextRange>,
    /// What is said of it besides: decorators of the method and its class, options.
    pub said: Vec<Value>,
    /// What it is registered on, whose mounts give the path its beginning; unknown when the path is whole.
    pub router: Value,
}

/// A router is put under a prefix of another: `app.use("/api", router)`.
#[derive(Clone, Debug, PartialEq)]
pub struct Mount {
    /// What it is mounted on.
    pub on: Value,
    /// The prefix, as far as this file tells it.
    pub prefix: SmolStr,
    /// The mounted router.
    pub router: Value,
    /// The options it is mounted with; unknown when there are none.
    pub options: Value,
}

/// A handler answers with a body.
#[derive(Clone, Debug, PartialEq)]
pub struct ResponseBody {
    /// The expression that answers.
    pub range: TextRange,
    /// The function it stands in.
    pub function: Option<FunctionId>,
    /// The body.
    pub body: Value,
    /// The body expression alone.
    pub body_range: TextRange,
    /// What kind of answer it is.
    pub kind: ResponseKind,
    /// The component that is handed the props; unknown for other kinds.
    pub component: Value,
    /// How the same answer could set a cookie as well, where one insertion does it.
    pub cookie_insertion: Option<CookieInsertion>,
}

/// What kind of answer carries a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResponseKind {
    /// The answer of a handler to a request.
    Body,
    /// What a page is rendered from, which the framework sends along: loaders, server-side properties.
    PageData,
    /// What a server action returns.
    Action,
    /// What a procedure of a typed API returns.
    Procedure,
    /// What a server component hands to the component it names, which may run in the browser.
    Props,
}

/// An insertion that makes an answer set a session cookie.
#[derive(Clone, Debug, PartialEq)]
pub struct CookieInsertion {
    /// Byte offset.
    pub at: u32,
    /// The text; `$NAME` stands for the cookie's name and `$VALUE` for the expression of its value.
    pub template: &'static str,
}

/// A request header is set to something.
#[derive(Clone, Debug, PartialEq)]
pub struct RequestHeader {
    /// The place of the header's value.
    pub range: TextRange,
    /// Lower-case header name.
    pub name: SmolStr,
    /// What is sent.
    pub value: Value,
    /// The function it stands in.
    pub function: Option<FunctionId>,
}

/// A URL is built and gone to, or handed out: a redirect, a link, a navigation, a request.
#[derive(Clone, Debug, PartialEq)]
pub struct UrlUse {
    /// The URL expression.
    pub range: TextRange,
    /// What happens with it.
    pub kind: UrlKind,
    /// The query and fragment parameters whose values are not literals, by name.
    pub parameters: Vec<(SmolStr, Value)>,
    /// The text of the URL before the first parameter, as far as it is known.
    pub base: SmolStr,
    /// The function it stands in.
    pub function: Option<FunctionId>,
}

/// What happens with a URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UrlKind {
    /// The server sends the browser there.
    Redirect,
    /// A script of the page goes there.
    Navigation,
    /// A script or server requests it.
    Request,
    /// A WebSocket or event stream, which cannot carry headers in browsers.
    Socket,
}
