//! Answers of servers: a response's headers, looked up as browsers do, and the cookies in it.
//!
//! Invariant: names are compared without regard to case; of a cookie's value only its length goes on from here.

use super::snapshot::{ResourceKind, Response};

/// A response with its headers by lower-case name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// The URL that was asked for.
    pub url: String,
    /// HTTP status.
    pub status: u16,
    /// Names in lower case and values, in order, without `Set-Cookie`.
    pub headers: Vec<(String, String)>,
    /// The cookies it sets; none where the taker could not see them.
    pub cookies: Option<Vec<SetCookie>>,
    /// Whether it was asked for anew, without the user's session.
    pub is_rerequested: bool,
}

/// A cookie as a server sets it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SetCookie {
    /// Its name as sent.
    pub name: String,
    /// Length of the value in bytes.
    pub value_len: usize,
    /// `HttpOnly`.
    pub http_only: bool,
    /// `Secure`.
    pub secure: bool,
    /// `SameSite` in lower case as sent; none when it is not said.
    pub same_site: Option<String>,
    /// `Path` as sent.
    pub path: Option<String>,
    /// `Domain` as sent, without a leading dot, lower case.
    pub domain: Option<String>,
    /// Whether it lives on when the browser is closed: `Max-Age` or `Expires`.
    pub is_kept: bool,
    /// `Max-Age` in seconds.
    pub max_age: Option<i64>,
}

impl Answer {
    /// Reads a response.
    pub fn read(response: &Response) -> Self {
        let is_cookie = |name: &str| name.eq_ignore_ascii_case("set-cookie");
        let headers = response.headers.iter().filter(|(name, _)| !is_cookie(name));
        // Firefox hands several in one value, one a line.
        let lines = response.headers.iter().filter(|(name, _)| is_cookie(name)).flat_map(|(_, value)| value.lines());
        let cookies: Vec<SetCookie> = lines.filter_map(SetCookie::parse).collect();
        let are_seen = response.shows_set_cookie || !cookies.is_empty();
        Self {
            url: response.url.clone(),
            status: response.status,
            headers: headers.map(|(name, value)| (name.to_ascii_lowercase(), value.clone())).collect(),
            cookies: are_seen.then_some(cookies),
            is_rerequested: response.is_rerequested,
        }
    }

    /// The first value of a header.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(own, _)| own == name).map(|(_, value)| value.trim())
    }

    /// Every value of a header, in order.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.headers.iter().filter(move |(own, _)| own == name).map(|(_, value)| value.trim())
    }
}

impl SetCookie {
    /// Reads the value of a `Set-Cookie` header (RFC 6265bis, section 5.6); none without a name.
    pub fn parse(line: &str) -> Option<Self> {
        let mut parts = line.split(';');
        let (name, value) = parts.next()?.split_once('=')?;
        let mut cookie = Self { name: name.trim().to_owned(), value_len: value.trim().len(), ..Self::default() };
        for part in parts {
            let (attribute, value) = part.split_once('=').unwrap_or((part, ""));
            let value = value.trim();
            match attribute.trim().to_ascii_lowercase().as_str() {
                "httponly" => cookie.http_only = true,
                "secure" => cookie.secure = true,
                "samesite" => cookie.same_site = Some(value.to_ascii_lowercase()),
                "path" => cookie.path = Some(value.to_owned()),
                "domain" => cookie.domain = Some(value.trim_start_matches('.').to_ascii_lowercase()),
                "expires" => cookie.is_kept = true,
                "max-age" => {
                    cookie.is_kept = true;
                    cookie.max_age = value.parse().ok();
                }
                _ => {}
            }
        }
        (!cookie.name.is_empty()).then_some(cookie)
    }
}

/// The answers that led to the page, redirects first; the last is the document's own. Empty when no headers were seen.
pub(super) fn route(responses: &[Response]) -> Vec<Answer> {
    let documents = responses.iter().filter(|response| response.kind == ResourceKind::Document);
    documents.map(Answer::read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cookies_are_read_as_browsers_do() {
        let cookie = SetCookie::parse("__Host-sid = abc ; Path=/; HTTPONLY; Secure; SameSite=Lax; Max-Age=60").unwrap();
        assert_eq!((cookie.name.as_str(), cookie.value_len, cookie.max_age), ("__Host-sid", 3, Some(60)));
        assert!(cookie.http_only && cookie.secure && cookie.is_kept && cookie.domain.is_none());
        assert_eq!(cookie.same_site.as_deref(), Some("lax"));
        let wide = SetCookie::parse("sid=x; domain=.Acme.dev; expires=Wed, 21 Oct 2099 07:28:00 GMT").unwrap();
        assert_eq!((wide.domain.as_deref(), wide.is_kept), (Some("acme.dev"), true));
        for broken in ["", "; Secure", "no-equals", "=value"] {
            assert_eq!(SetCookie::parse(broken), None, "{broken}");
        }
    }

    #[test]
    fn cookies_that_a_browser_hides_are_not_called_absent() {
        let response = |headers: &[(&str, &str)], shows_set_cookie| {
            let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
            Answer::read(&Response { headers, shows_set_cookie, ..Response::default() })
        };
        assert_eq!(response(&[("X-A", "1")], false).cookies, None);
        assert_eq!(response(&[("X-A", "1")], true).cookies, Some(Vec::new()));
        let both = response(&[("Set-Cookie", "a=1\nb=2")], false);
        assert_eq!(both.cookies.map(|cookies| cookies.len()), Some(2));
        assert_eq!(response(&[("X-A", "1"), ("x-a", " 2 ")], false).all("x-a").collect::<Vec<_>>(), ["1", "2"]);
    }
}
