//! Requests to the site: GET only, bounded in size and time, and to allowed addresses only.
//!
//! Invariant: nothing is sent but GET requests with the headers the user gave, and those go to the page's own host only.

use std::io::Read as _;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs as _};
use std::path::Path;
use std::time::Duration;

use ureq::config::Config;
use ureq::http::Uri;
use ureq::tls::{PemItem, RootCerts, TlsConfig, parse_pem};
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Error};
use url::Url;

use super::address::{Allowed, refusal};
use crate::Failure;
use crate::args::Resolution;

/// How long one answer may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// What the user said about how to reach the site.
#[derive(Clone, Debug, Default)]
pub(super) struct Reach {
    pub(super) resolutions: Vec<Resolution>,
    pub(super) allow_private: bool,
    /// Names and values, for the page's own host.
    pub(super) headers: Vec<(String, String)>,
}

/// Asks a site for what it serves.
pub(super) struct Client {
    agent: Agent,
    resolutions: Vec<Resolution>,
    allowed: Allowed,
    headers: Vec<(String, String)>,
    own_host: String,
}

/// What came back.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    /// Names in lower case, in order.
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
}

impl Answer {
    /// The first value of a header; `name` in lower case.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The body as text; what is no UTF-8 becomes U+FFFD.
    pub(super) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

impl Client {
    /// A client for the site of `page`.
    ///
    /// # Errors
    /// A CA file that cannot be read or holds no certificate.
    pub(super) fn new(page: &Url, reach: &Reach, ca: Option<&Path>) -> Result<Self, Failure> {
        let own_host = page.host_str().unwrap_or_default().to_ascii_lowercase();
        let loopback = addresses(&own_host, page.port_or_known_default().unwrap_or(443), &reach.resolutions)
            .is_ok_and(|found| found.iter().any(|at| at.ip().to_canonical().is_loopback()));
        let allowed = Allowed { private: reach.allow_private, loopback };
        let agent = Agent::with_parts(
            config(ca)?,
            DefaultConnector::default(),
            Guard { resolutions: reach.resolutions.clone(), allowed },
        );
        Ok(Self { agent, resolutions: reach.resolutions.clone(), allowed, headers: reach.headers.clone(), own_host })
    }

    /// Asks for a URL, without following redirects; at most `most` bytes of the answer's body are taken.
    ///
    /// # Errors
    /// Words that say why there is no answer, or that it is larger than `most`.
    pub(super) fn get(&self, url: &Url, most: usize) -> Result<Answer, String> {
        let host = url.host_str().unwrap_or_default();
        // A proxy resolves names itself, so an address written out is looked at here.
        let literal = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>().ok();
        if let Some(words) = literal.and_then(|address| refusal(address, self.allowed)) {
            return Err(format!("It was not asked for: {words}."));
        }
        let mut request = self.agent.get(url.as_str());
        if host.eq_ignore_ascii_case(&self.own_host) {
            for (name, value) in &self.headers {
                request = request.header(name, value);
            }
        }
        let is_mapped = self.resolutions.iter().any(|known| known.host.eq_ignore_ascii_case(host));
        if is_mapped || literal.is_some_and(|address| address.is_loopback()) || host == "localhost" {
            request = request.config().proxy(None).build();
        }
        let response = request.call().map_err(|error| words(&error))?;
        let status = response.status().as_u16();
        let text = |value: &ureq::http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
        let headers = response.headers().iter().map(|(name, value)| (name.as_str().to_owned(), text(value))).collect();
        let mut body = Vec::new();
        let limit = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
        let mut reader = response.into_body().into_with_config().limit(u64::MAX).reader().take(limit);
        reader.read_to_end(&mut body).map_err(|error| format!("The answer broke off: {error}."))?;
        if body.len() > most {
            return Err(format!("It is larger than the {} MiB that are read.", most / 1024 / 1024));
        }
        Ok(Answer { status, headers, body })
    }
}

fn config(ca: Option<&Path>) -> Result<Config, Failure> {
    let builder = Agent::config_builder()
        .max_redirects(0)
        .http_status_as_error(false)
        .timeout_global(Some(PATIENCE))
        .user_agent(concat!("Seaworthy/", env!("CARGO_PKG_VERSION"), " (+", env!("CARGO_PKG_REPOSITORY"), ")"));
    let Some(ca) = ca else { return Ok(builder.build()) };
    let pem = std::fs::read(ca).map_err(|error| format!("{}: {error}", ca.display()))?;
    let certificates: Vec<_> = parse_pem(&pem)
        .filter_map(|item| match item {
            Ok(PemItem::Certificate(certificate)) => Some(certificate),
            _ => None,
        })
        .collect();
    if certificates.is_empty() {
        return Err(format!("{} holds no certificate in PEM form", ca.display()));
    }
    let tls = TlsConfig::builder().root_certs(RootCerts::new_with_certs(&certificates)).build();
    Ok(builder.tls_config(tls).build())
}

/// Resolves names, and refuses addresses that must not be reached. What a name resolves to here is what is connected to,
/// so a second answer of the name server cannot slip past.
#[derive(Debug)]
struct Guard {
    resolutions: Vec<Resolution>,
    allowed: Allowed,
}

impl Resolver for Guard {
    fn resolve(&self, uri: &Uri, _: &Config, _: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
        let host = uri.host().unwrap_or_default();
        let usual = if uri.scheme_str() == Some("https") { 443 } else { 80 };
        let found = addresses(host, uri.port_u16().unwrap_or(usual), &self.resolutions).map_err(Error::Io)?;
        let mut kept = self.empty();
        let mut refused = None;
        for address in found {
            match refusal(address.ip(), self.allowed) {
                Some(words) => refused = Some(words),
                None if kept.len() < 16 => kept.push(address),
                None => {}
            }
        }
        match (kept.is_empty(), refused) {
            (false, _) => Ok(kept),
            (true, Some(words)) => Err(Error::Io(std::io::Error::new(std::io::ErrorKind::PermissionDenied, words))),
            (true, None) => Err(Error::HostNotFound),
        }
    }
}

fn addresses(host: &str, port: u16, resolutions: &[Resolution]) -> std::io::Result<Vec<SocketAddr>> {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let known = resolutions.iter().filter(|known| known.host.eq_ignore_ascii_case(bare) && known.port == port);
    let known: Vec<SocketAddr> = known.map(|known| SocketAddr::new(known.address, port)).collect();
    if known.is_empty() { Ok((bare, port).to_socket_addrs()?.collect()) } else { Ok(known) }
}

/// Words for the user. Whatever a library says goes behind our own.
fn words(error: &Error) -> String {
    match error {
        Error::Io(inner) if inner.kind() == std::io::ErrorKind::PermissionDenied => {
            format!("It was not asked for: {inner}.")
        }
        Error::Io(inner) if inner.kind() == std::io::ErrorKind::ConnectionRefused => {
            "Nobody answers there (connection refused).".to_owned()
        }
        Error::HostNotFound => "Its name is not known.".to_owned(),
        Error::Timeout(_) => format!("It did not answer within {} seconds.", PATIENCE.as_secs()),
        Error::Tls(_) | Error::Rustls(_) => format!("Its certificate or TLS was not accepted: {error}."),
        other => format!("It could not be loaded: {other}."),
    }
}
