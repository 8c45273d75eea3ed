//! Links to policies and terms, and names of such pages.

use smol_str::SmolStr;

use super::kind_of_link;
use crate::facts::{LegalTrace, Shows};
use crate::policy::kind_of_address;
use crate::policy::prose::Page;
use crate::syntax::words::{NamedString, Words};

/// Companies whose policies a site links to because it uses them.
const OTHERS: [&str; 26] = [
    "google.com",
    "apple.com",
    "facebook.com",
    "meta.com",
    "stripe.com",
    "supabase.com",
    "supabase.io",
    "vercel.com",
    "microsoft.com",
    "openai.com",
    "anthropic.com",
    "auth0.com",
    "clerk.com",
    "github.com",
    "cloudflare.com",
    "linkedin.com",
    "twitter.com",
    "x.com",
    "mailchimp.com",
    "paypal.com",
    "posthog.com",
    "sentry.io",
    "resend.com",
    "aws.amazon.com",
    "mongodb.com",
    "cookiesandyou.com",
];

/// What strings are given to that lead somewhere.
const LEADS: [&str; 12] =
    ["href", "to", "url", "link", "push", "replace", "navigate", "redirect", "open", "pathname", "goto", "navigateto"];

/// Links and names in a script.
pub(super) fn in_words(words: &Words, found: &mut Vec<LegalTrace>) {
    for link in &words.links {
        let is_button = link.target.is_none();
        // A tab called "Privacy" is one of settings; a policy that opens in a window is called by its whole name.
        let names_text = !is_button || link.text.trim().contains(' ') || link.text.trim().chars().count() > 8;
        let kind = kind_of_link(link.target.as_deref(), &link.text).filter(|_| names_text);
        let Some(kind) = kind else { continue };
        if let Some(shows) = shows(link.target.as_deref(), link.is_scripted) {
            found.push(LegalTrace { kind, shows, range: link.range });
        }
    }
    found.extend(words.strings.iter().filter_map(named));
}

/// Links in markup.
pub(super) fn in_markup(page: &Page, found: &mut Vec<LegalTrace>) {
    for anchor in &page.anchors {
        let Some(kind) = kind_of_link(anchor.target.as_deref(), &anchor.text) else { continue };
        if let Some(shows) = shows(anchor.target.as_deref(), anchor.is_scripted) {
            found.push(LegalTrace { kind, shows, range: anchor.range });
        }
    }
}

/// One trace for each place; of two at one place, the one that shows more.
pub(super) fn put_in_order(found: &mut Vec<LegalTrace>) {
    found.sort_by_key(|trace| (trace.kind, trace.range));
    found.dedup();
}

/// Whether an address is that of another company.
pub(super) fn is_of_others(target: &str) -> bool {
    let Some((_, rest)) = target.split_once("//") else { return false };
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or(rest);
    OTHERS.iter().any(|other| host.strip_suffix(other).is_some_and(|before| before.is_empty() || before.ends_with('.')))
}

fn shows(target: Option<&str>, is_scripted: bool) -> Option<Shows> {
    let Some(target) = target else {
        return is_scripted.then_some(Shows::Page);
    };
    let is_empty = matches!(target, "" | "#" | "#!" | "/#") || target.starts_with("javascript:");
    if is_empty {
        return Some(if is_scripted { Shows::Page } else { Shows::Nowhere });
    }
    if target.starts_with("mailto:") || target.starts_with("tel:") || is_of_others(target) {
        return None;
    }
    if target.contains("//") {
        return Some(Shows::Elsewhere);
    }
    let is_file = target.rsplit('/').next().is_some_and(|name| name.contains('.'));
    // A part of the same page, a file that is not read, or an address that a script makes.
    if target.starts_with('#') || target.starts_with("/#") || is_file || is_scripted {
        return Some(Shows::Page);
    }
    Some(Shows::Inner(SmolStr::new(target)))
}

/// A string that names such a page: a route, an entry of a table, an address.
fn named(string: &NamedString) -> Option<LegalTrace> {
    let value = string.value.as_str();
    let given_to = string.given_to.as_str();
    let is_name = matches!(given_to, "path" | "slug" | "render" | "sendfile" | "route" | "name" | "page");
    if !(value.contains('/') || is_name && given_to != "name")
        || value.starts_with('@')
        || value.starts_with("./")
        || value.starts_with("../")
    {
        return None;
    }
    let kind = kind_of_address(value)?;
    let leads = LEADS.contains(&given_to) || value.contains("//");
    let shows = if leads { shows(Some(value), false)? } else { Shows::Page };
    Some(LegalTrace { kind, shows, range: string.range })
}
