//! `seaworthy site`: what the browser extension says of a page, in the terminal: of a live URL, a HAR file or a folder.
//!
//! Invariant: the one command that reaches a network, and only the site it was given.

mod address;
mod client;
mod folder;
mod har;
mod page;
mod robots;
mod text;
mod visit;

use std::fs;
use std::io::IsTerminal as _;
use std::path::Path;

use seaworthy_core::Config;
use seaworthy_core::report::{SitePage, site_html, site_json, site_markdown, site_sarif};
use seaworthy_core::site::{PageScript, SiteReport, Snapshot, inspect};
use url::Url;

use crate::Failure;
use crate::args::{SiteArguments, SiteFormat};
use crate::output::{deliver, deliver_exactly};
use crate::terminal::{clean, width};

/// A HAR larger than this is refused, in bytes.
const LARGEST_HAR: u64 = 512 * 1024 * 1024;

/// Inspects a page and prints the report. The exit code is 1 for findings at or above `--fail-on`.
pub(crate) fn run(arguments: &SiteArguments) -> Result<u8, Failure> {
    let config = configuration(arguments)?;
    let snapshot = take(arguments)?;
    let report = inspect(&snapshot, &config);
    write(arguments, &snapshot, &report)?;
    Ok(u8::from(report.findings.iter().any(|finding| arguments.fail_on.is_met_by(finding.severity))))
}

fn take(arguments: &SiteArguments) -> Result<Snapshot, Failure> {
    if let Some(url) = web_address(&arguments.target)? {
        let reach = client::Reach {
            resolutions: arguments.resolve.clone(),
            allow_private: arguments.allow_private,
            headers: arguments.header.clone(),
        };
        let shows = std::io::stderr().is_terminal();
        let progress = |at: &str| {
            if shows {
                let line: String = clean(at).chars().take(width().saturating_sub(10)).collect();
                anstream::eprint!("\r\x1b[2KReading {line}");
            }
        };
        let taken = visit::visit(&url, &reach, arguments.ca.as_deref(), &progress);
        if shows {
            anstream::eprint!("\r\x1b[2K");
        }
        return taken;
    }
    let path = Path::new(&arguments.target);
    if path.is_dir() {
        return folder::read(path, &site_of(arguments, path));
    }
    let found = path.metadata().map_err(|_| {
        format!(
            "{} is neither a URL (http:// or https://) nor a file or folder that is there",
            clean(&arguments.target)
        )
    })?;
    if found.len() > LARGEST_HAR {
        return Err(format!("{}: larger than the {} MiB that are read", path.display(), LARGEST_HAR / 1024 / 1024));
    }
    let bytes = fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let text = String::from_utf8(bytes).map_err(|_| format!("{}: it is no UTF-8 text", path.display()))?;
    har::read(&text).map_err(|words| format!("{}: {words}", path.display()))
}

/// The target as a web address; none when it is a path.
fn web_address(target: &str) -> Result<Option<Url>, Failure> {
    let is_address = ["http://", "https://"]
        .iter()
        .any(|scheme| target.get(..scheme.len()).is_some_and(|head| head.eq_ignore_ascii_case(scheme)));
    if !is_address {
        return Ok(None);
    }
    let url = Url::parse(target).map_err(|error| format!("{}: {error}", clean(target)))?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(
            "a URL with a name or password in it ends up in reports; give it with --header \"Authorization: …\"".into(),
        );
    }
    Ok(Some(url))
}

/// Where the site of a folder will stand; a reserved name (RFC 2606) when nobody says.
fn site_of(arguments: &SiteArguments, folder: &Path) -> String {
    if let Some(url) = &arguments.url {
        return url.trim_end_matches('/').to_owned();
    }
    let name = fs::canonicalize(folder).ok().and_then(|path| Some(path.file_name()?.to_string_lossy().into_owned()));
    let name: String = name
        .unwrap_or_default()
        .to_ascii_lowercase()
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect();
    let name = name.trim_matches('-');
    format!("https://{}.invalid", if name.is_empty() { "site" } else { name })
}

fn configuration(arguments: &SiteArguments) -> Result<Config, Failure> {
    let Some(path) = &arguments.config else { return Ok(Config::default()) };
    seaworthy_workspace::config::load(path).map_err(|problem| problem.to_string())
}

fn write(arguments: &SiteArguments, snapshot: &Snapshot, report: &SiteReport) -> Result<(), Failure> {
    let none: &[PageScript] = &[];
    let url = snapshot.url.split(['?', '#']).next().unwrap_or_default();
    let page = SitePage {
        version: env!("CARGO_PKG_VERSION"),
        url,
        report,
        scripts: snapshot.scripts.value().map_or(none, Vec::as_slice),
    };
    let made = match arguments.format {
        SiteFormat::Text => text::text(&page, width()),
        SiteFormat::Json => site_json(&page),
        SiteFormat::Sarif => site_sarif(&page),
        SiteFormat::Markdown => site_markdown(&page),
        SiteFormat::Html => site_html(&page),
    };
    match (&arguments.output, arguments.format) {
        (file, SiteFormat::Text) => deliver(&made, file.as_deref()),
        (Some(file), _) => deliver(&made, Some(file)),
        (None, _) => deliver_exactly(&made),
    }
}
