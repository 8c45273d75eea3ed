//! How a page is come to: HTTPS, and the promise of it.

use super::super::answer::Answer;
use super::super::facts::SiteFacts;
use super::super::place::Place;
use crate::headers::{Hsts, SIX_MONTHS};
use crate::names::address::is_on_https_only_list;

/// `strict-transport-security`.
pub(super) fn hsts(facts: &SiteFacts, answer: &Answer) -> &'static str {
    if !facts.is_https {
        return "hsts-not-implemented-no-https";
    }
    if is_on_https_only_list(&facts.host) {
        return "hsts-preloaded";
    }
    match answer.get("strict-transport-security").map(Hsts::parse) {
        None => "hsts-not-implemented",
        Some(None) => "hsts-header-invalid",
        Some(Some(hsts)) if hsts.max_age < SIX_MONTHS => "hsts-implemented-max-age-less-than-six-months",
        Some(Some(_)) => "hsts-implemented-max-age-at-least-six-months",
    }
}

/// `redirection`; none when nobody began at plain HTTP.
pub(super) fn redirection(route: &[Answer]) -> Option<&'static str> {
    let places: Vec<Place> = route.iter().filter_map(|answer| Place::of(&answer.url)).collect();
    let (first, last) = (places.first()?, places.last()?);
    if first.scheme != "http" {
        return None;
    }
    Some(match places.get(1) {
        None => "redirection-missing",
        Some(_) if last.scheme != "https" => "redirection-not-to-https",
        Some(next) if next.scheme == "http" => "redirection-not-to-https-on-initial-redirection",
        Some(next) if next.host != first.host => "redirection-off-host-from-http",
        Some(_) => "redirection-to-https",
    })
}
