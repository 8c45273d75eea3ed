//! Response headers: what sets them, to what, and where more could be set; policies for other origins; addresses without
//! encryption.

use smol_str::SmolStr;

use crate::text::TextRange;

/// A response header is set.
#[derive(Clone, Debug, PartialEq)]
pub struct HeaderSetting {
    /// Lower-case header name.
    pub name: SmolStr,
    /// The text that is sent, with [`crate::csp::HOLE`] for parts that only a run tells; none when nothing is known of it.
    pub value: Option<SmolStr>,
    /// The whole entry or call.
    pub range: TextRange,
    /// The value alone, or the whole where it has no place of its own.
    pub value_range: TextRange,
    /// For which paths.
    pub scope: HeaderScope,
    /// What sets it.
    pub by: HeaderSource,
}

/// For which paths a header is set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HeaderScope {
    /// For every path.
    Everything,
    /// For paths like this one.
    Pattern(SmolStr),
    /// The file does not tell.
    Unknown,
}

impl HeaderScope {
    /// What a pattern of a configuration means.
    pub fn of_pattern(pattern: &str) -> Self {
        let bare: String = pattern.chars().filter(|letter| !matches!(letter, '(' | ')' | '^' | '$')).collect();
        match bare.trim() {
            "/*" | "/**" | "/.*" | "**" | "*" | "/:path*" | "/:path*{/}?" | "**/*" | "/" | "/:slug*" | "/:all*" => {
                Self::Everything
            }
            other => Self::Pattern(SmolStr::new(other)),
        }
    }
}

/// What sets a header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeaderSource {
    /// A program that answers a request.
    Code,
    /// `headers` in a configuration of Next.js, Nuxt or another framework.
    Framework,
    /// A library that sets a whole set of headers; the value is its default or made of its options.
    Library,
    /// The configuration of a host (Vercel, Netlify, Cloudflare, Firebase, Azure).
    Host,
    /// A web server or proxy in front of the app.
    Proxy,
    /// A `<meta http-equiv>` of a page.
    Meta,
}

/// A place where response headers are configured, or could be.
#[derive(Clone, Debug, PartialEq)]
pub struct HeaderHome {
    /// Whose configuration it is.
    pub kind: HomeKind,
    /// Where a finding about what is missing stands.
    pub range: TextRange,
    /// How headers for every path can be added.
    pub insertion: Option<HeaderInsertion>,
}

/// Whose configuration a [`HeaderHome`] is; the best place first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum HomeKind {
    /// `next.config`.
    Next,
    /// `nuxt.config`.
    Nuxt,
    /// `svelte.config` or the server hooks of SvelteKit.
    SvelteKit,
    /// `vercel.json`.
    Vercel,
    /// `netlify.toml`.
    Netlify,
    /// `_headers`.
    HeadersFile,
    /// `firebase.json`.
    Firebase,
    /// A call of a library that sets headers.
    Library,
    /// A web server's or proxy's configuration.
    Proxy,
}

/// An insertion that adds headers for every path.
#[derive(Clone, Debug, PartialEq)]
pub struct HeaderInsertion {
    /// Byte offset.
    pub at: u32,
    /// What is written there.
    pub style: HeaderStyle,
}

/// How headers are written at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeaderStyle {
    /// Entries `{ key, value },` before the first one of a list in a script.
    ScriptEntries,
    /// A method `headers()` as the first property of a configuration object in a script.
    NextMethod,
    /// `routeRules` as the first property of a configuration object in a script.
    NuxtRouteRules,
    /// Entries `{ "key", "value" },` before the first one of a list in JSON.
    JsonEntries,
    /// A property `headers` as the first one of an object in JSON, Vercel's way.
    VercelHeaders {
        /// Whether properties follow.
        has_more: bool,
    },
    /// The same, Firebase's way.
    FirebaseHeaders {
        /// Whether properties follow.
        has_more: bool,
    },
    /// A section `[[headers]]` at the end of a TOML file.
    NetlifySection,
    /// A block `/*` at the end of a `_headers` file.
    HeadersBlock,
    /// Lines of a `_headers` file below the pattern `/*`.
    HeadersLines,
}

/// A server tells which other sites' scripts may read its answers.
#[derive(Clone, Debug, PartialEq)]
pub struct CorsPolicy {
    /// Where the origin is allowed.
    pub range: TextRange,
    /// Which ones.
    pub origins: CorsOrigins,
    /// Whether requests may carry cookies.
    pub credentials: bool,
    /// Whether `range` is an entry `origin` that also takes a list.
    pub is_option: bool,
}

/// Which origins may read a server's answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CorsOrigins {
    /// `*`: everyone; browsers refuse it together with cookies.
    Any,
    /// Whoever asks: the request's own origin is sent back.
    Mirrored,
    /// Some, or nobody knows.
    Other,
}

/// An address without encryption, in a place where something is sent to it or run from it.
#[derive(Clone, Debug, PartialEq)]
pub struct PlainAddress {
    /// The address, as written.
    pub range: TextRange,
    /// Its scheme in the text (`http`, `ws`), when the address is written out here.
    pub scheme_range: Option<TextRange>,
    /// `http` or `ws`.
    pub scheme: &'static str,
    /// Lower-case host without port.
    pub host: SmolStr,
    /// What happens with it.
    pub purpose: AddressPurpose,
}

/// What happens with an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressPurpose {
    /// Something is requested from it or sent to it.
    Request,
    /// A form is sent to it.
    Form,
    /// The browser is sent there.
    Redirect,
    /// A script, style or frame is loaded from it.
    Resource,
    /// A setting that names it.
    Setting,
}
