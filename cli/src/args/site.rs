//! `seaworthy site` as it is typed.

use std::net::IpAddr;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::FailOn;

pub(super) const EXAMPLES: &str = "\
Examples:
  seaworthy site https://app.example.com                     after a deploy
  seaworthy site https://preview.example.com --header \"Authorization: Bearer $TOKEN\"
  seaworthy site https://shop.test:8443 --resolve shop.test:8443:127.0.0.1 --ca test-ca.pem
  seaworthy site recording.har --format html --output page.html
  seaworthy site dist --url https://app.example.com          before a deploy: the built folder

Only GET requests are sent, to the page's own site; HTTP_PROXY, HTTPS_PROXY and NO_PROXY are heeded. What only a browser sees
(storage, cookies set by scripts, what scripts load later) the browser extension inspects.

Exit codes:
  0  nothing at or above --fail-on
  1  findings at or above --fail-on
  2  the call or its input is wrong, or the page could not be reached";

#[derive(Args)]
pub(crate) struct SiteArguments {
    /// A URL (http:// or https://), a HAR file, or a folder with index.html
    #[arg(value_name = "URL|HAR|FOLDER")]
    pub(crate) target: String,
    /// How to report
    #[arg(long, value_enum, default_value_t = SiteFormat::Text)]
    pub(crate) format: SiteFormat,
    /// Write to a file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Exit with 1 if there is a finding of this severity or worse
    #[arg(long, value_enum, default_value_t = FailOn::Warning)]
    pub(crate) fail_on: FailOn,
    /// Where the site of a folder will stand
    #[arg(long, value_name = "URL")]
    pub(crate) url: Option<String>,
    /// Send a header with every request to the page's own host
    #[arg(long, value_name = "NAME: VALUE", value_parser = header)]
    pub(crate) header: Vec<(String, String)>,
    /// Take this address for a host, as curl does
    #[arg(long, value_name = "HOST:PORT:ADDRESS")]
    pub(crate) resolve: Vec<Resolution>,
    /// Trust the certificates in this PEM file, and no others
    #[arg(long, value_name = "FILE")]
    pub(crate) ca: Option<PathBuf>,
    /// Reach addresses of private networks too
    #[arg(long)]
    pub(crate) allow_private: bool,
    /// Use this configuration
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
}

/// A header as curl takes it. The error repeats nothing of it: it may hold a token.
fn header(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once(':').ok_or("it is not of the form NAME: VALUE")?;
    let is_token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    if name.is_empty() || !name.chars().all(is_token) || value.chars().any(char::is_control) {
        return Err("it is not of the form NAME: VALUE".to_owned());
    }
    Ok((name.to_owned(), value.trim().to_owned()))
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SiteFormat {
    Text,
    Json,
    Sarif,
    Markdown,
    Html,
}

/// A host and port that the user gave the address of, as curl's `--resolve` takes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Resolution {
    /// In lower case.
    pub(crate) host: String,
    /// Its port.
    pub(crate) port: u16,
    /// Where it is.
    pub(crate) address: IpAddr,
}

impl std::str::FromStr for Resolution {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let form = || format!("'{text}' is not of the form HOST:PORT:ADDRESS");
        let (host, rest) = text.split_once(':').ok_or_else(form)?;
        let (port, address) = rest.split_once(':').ok_or_else(form)?;
        let address = address.trim_start_matches('[').trim_end_matches(']');
        Ok(Self {
            host: host.to_ascii_lowercase(),
            port: port.parse().map_err(|_| form())?,
            address: address.parse().map_err(|_| form())?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resolutions_are_read_as_curl_reads_them() {
        let read = "Shop.test:8443:127.0.0.1".parse::<Resolution>();
        assert_eq!(read, Ok(Resolution { host: "shop.test".into(), port: 8443, address: [127, 0, 0, 1].into() }));
        assert!("shop.test:80:[::1]".parse::<Resolution>().is_ok());
        for text in ["", "shop.test", "shop.test:80", "shop.test:x:127.0.0.1", "shop.test:80:nowhere"] {
            assert!(text.parse::<Resolution>().is_err(), "{text}");
        }
    }
}
