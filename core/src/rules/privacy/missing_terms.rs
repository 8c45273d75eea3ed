//! An app has accounts or takes payments and no terms.

use super::super::{Context, Example, Gap, Rule, RuleMeta};
use super::owed::{Reason, owed};
use crate::finding::{Finding, Fix, FixLevel, Message, Related, Severity};
use crate::policy::LegalKind;

/// The rule.
pub static RULE: Rule = Rule { meta: &META, check, check_site: None };

static META: RuleMeta = RuleMeta {
    id: "missing-terms",
    gap: Gap::Privacy,
    launch_item: 8,
    title: "People make accounts or pay, and no terms say on what conditions",
    severity: Severity::Warning,
    fix: Some(FixLevel::Guide),
    cwe: &[],
    owasp: &[],
    docs: "\
Finds apps with pages in which people make accounts or pay, in a project that has no terms (of service, of use, of sale) and links to \
none. A warning where people pay or where a link to the terms leads nowhere; information otherwise, since no law asks every site for \
terms. Sellers in the EU owe buyers facts before they order (Directive 2011/83/EU, article 6), and those usually stand in the terms.

What silences `missing-privacy-policy` silences it too. It is told once for each app.",
    bad: Example {
        path: "index.html",
        code: "<!doctype html>\n<title>Harbor</title>\n<script>auth.signUp({ email, password });</script>\n<a href=\"/privacy.html\">Privacy</a>\n<a href=\"#\">Terms of Service</a>\n",
    },
    sound: Example {
        path: "src/Footer.tsx",
        code: "export function Footer() {\n  return (\n    <footer>\n      <a href=\"/terms\">Terms of Service</a>\n    </footer>\n  );\n}\n",
    },
    sources: &["https://eur-lex.europa.eu/eli/dir/2011/83/art_6/oj", "https://stripe.com/docs/get-started/checklist/website"],
    since: "0.1.0",
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(owed) = owed(context, LegalKind::Terms) else { return };
    if !matches!(owed.place.reason, Reason::Account | Reason::SignUp | Reason::Payment) && !owed.is_paid {
        return;
    }
    let what = match (&owed.promise, owed.is_paid) {
        (Some(_), _) => "The link to the terms leads nowhere, and the project has none",
        (None, true) => "People pay in this app, and the project has no terms",
        (None, false) => "People make accounts here, and the project has no terms",
    };
    let range = owed.promise.map_or(owed.place.range, |promise| promise.range);
    let related = owed.promise.map(|_| Related {
        path: owed.place.path.to_owned(),
        range: owed.place.range,
        note: "where people are bound by them".to_owned(),
    });
    findings.push(Finding {
        rule: &META,
        path: context.file.path.clone(),
        range,
        severity: if owed.promise.is_some() || owed.is_paid { Severity::Warning } else { Severity::Info },
        certainty: context.certainty(range),
        message: Message::new(
            what,
            "When something goes wrong, nothing says what was agreed: who may use it, what it costs, how to cancel, what you are liable for.",
            "Put terms on a page of their own and link them where people sign up or pay. What they have to say for you, a lawyer decides.",
        ),
        related: related.into_iter().collect(),
        fixes: vec![Fix::guide("Add terms, and link them where people sign up or pay")],
    });
}

#[cfg(test)]
mod tests;
