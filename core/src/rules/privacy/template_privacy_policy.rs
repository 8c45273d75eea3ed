//! A privacy policy or terms that were not filled in, or that are not about this app.

use super::super::headers::is_aside;
use super::super::{Context, Example, Gap, Rule, RuleMeta};
use crate::facts::FileFacts;
use crate::finding::{Finding, Fix, FixLevel, Message, Severity};
use crate::policy::{Fault, FaultKind, LegalKind, Services, faults};
use crate::project::Project;
use crate::site::{SiteFacts, SiteVerdict, Subject};

/// The rule.
pub static RULE: Rule = Rule { meta: &META, check, check_site: Some(check_site) };

/// How many further places are named.
const MOST: usize = 8;
const RISK: &str = "A text that is not about this site tells people nothing true about their data; to an authority it is worth no more \
                    than none.";
const REMEDY: &str = "Say who you are, what this app really does, and since when. Then let a lawyer look at it.";

static META: RuleMeta = RuleMeta {
    id: "template-privacy-policy",
    gap: Gap::Privacy,
    launch_item: 8,
    title: "A privacy policy, terms or an imprint is a template that was not filled in",
    severity: Severity::Warning,
    fix: Some(FixLevel::Guide),
    cwe: &[],
    owasp: &[],
    docs: "\
Reads policies, terms, cookie policies and imprints (pages, components, Markdown and MDX, translations; English, German, French, \
Spanish, Portuguese, Hebrew) and finds those that were not finished: places to fill in (`[Company Name]`, `{{company}}`, `XXXX`), filler \
text, names and addresses that belong to nobody (`privacy@yourcompany.com`, Max Mustermann), words of a template or of a chat that speak \
to the author, dates that are none. One finding for each text, at the first such place; the others are named beside it.

As information, where the text is finished otherwise: a date that is today's on every visit (`new Date()`), so that nobody can tell \
which version they agreed to; services that the text names and the project was not seen to use.

On a live page it reads the texts that the page links to.

It reads words and no law: a text without findings is not thereby a good one. Let a lawyer look at it.",
    bad: Example {
        path: "app/privacy/page.tsx",
        code: "export default function Privacy() {\n  return (\n    <main>\n      <h1>Privacy Policy</h1>\n      <p>[Company Name] collects your name and your mail address.</p>\n      <p>Write to privacy@yourcompany.com.</p>\n    </main>\n  );\n}\n",
    },
    sound: Example {
        path: "app/privacy/page.tsx",
        code: "export default function Privacy() {\n  return (\n    <main>\n      <h1>Privacy Policy</h1>\n      <p>Harbor Berths Ltd collects your name and your mail address to book berths for you.</p>\n      <p>Write to privacy@harbor-berths.net.</p>\n    </main>\n  );\n}\n",
    },
    sources: &["https://eur-lex.europa.eu/eli/reg/2016/679/art_13/oj", "https://www.ftc.gov/business-guidance/privacy-security"],
    since: "0.1.0",
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let file = context.file;
    let Some(text) = file.legal.text.as_ref().filter(|_| !is_aside(&file.path)) else { return };
    let all = faults(text, &services(context.project));
    let (unfinished, other): (Vec<Fault>, Vec<Fault>) = all.into_iter().partition(|fault| fault.kind.is_unfinished());
    let kind = text.kind.map_or("text", LegalKind::in_words);
    if !unfinished.is_empty() {
        findings.push(finding(
            context,
            Severity::Warning,
            &unfinished,
            &left_open(kind, &unfinished[0].what, unfinished.len()),
        ));
        return;
    }
    let telling =
        |fault: &Fault| matches!(fault.kind, FaultKind::ClockDate | FaultKind::UnusedService | FaultKind::OddDate);
    let other: Vec<Fault> = other.into_iter().filter(telling).collect();
    if let Some(first) = other.first() {
        let what = format!("The {kind} may not fit: {}", first.what);
        findings.push(finding(context, Severity::Info, &other, &what));
    }
}

/// On a live page: the texts it links to.
fn check_site(facts: &SiteFacts, verdicts: &mut Vec<SiteVerdict>) {
    for link in &facts.legal {
        // A page that a script fills shows little of its text, so that none is called short or somebody else's.
        let is_open = |fault: &Fault| {
            fault.kind.is_unfinished() && !matches!(fault.kind, FaultKind::OtherName | FaultKind::TooShort)
        };
        let found = link.text.iter().flat_map(|text| faults(text, &Services::default()));
        let open: Vec<String> = found.filter(is_open).map(|fault| fault.what).collect();
        let Some(first) = open.first() else { continue };
        let what = left_open(link.kind.in_words(), first, open.len());
        verdicts.push(SiteVerdict {
            subject: Subject::Resource { url: link.url.clone(), what: "link".to_owned() },
            severity: Severity::Warning,
            message: Message::new(what, RISK, REMEDY),
            evidence: open.iter().skip(1).take(MOST).cloned().collect(),
        });
    }
}

fn left_open(kind: &str, first: &str, places: usize) -> String {
    let verb = if kind == LegalKind::Terms.in_words() { "are" } else { "is" };
    match places {
        1 => format!("The {kind} {verb} not finished: {first}"),
        more => format!("The {kind} {verb} not finished in {more} places: {first}"),
    }
}

fn finding(context: &Context<'_>, severity: Severity, faults: &[Fault], what: &str) -> Finding {
    let range = place(context.file, &faults[0]);
    let related = faults
        .iter()
        .skip(1)
        .take(MOST)
        .map(|fault| context.here(place(context.file, fault), fault.what.clone()))
        .collect();
    Finding {
        rule: &META,
        path: context.file.path.clone(),
        range,
        severity,
        certainty: context.certainty(range),
        message: Message::new(what, RISK, REMEDY),
        related,
        fixes: vec![Fix::guide("Fill in what is open, and take out what is not about this app")],
    }
}

/// What is missing is told at the beginning of the text.
fn place(file: &FileFacts, fault: &Fault) -> crate::text::TextRange {
    if fault.range.is_empty() { crate::text::TextRange::new(0, file.length.min(1)) } else { fault.range }
}

/// What the whole project was seen to use: a policy speaks for all its apps.
fn services(project: &Project) -> Services {
    let mut services = Services::default();
    for file in project.files() {
        if let Some(manifest) = &file.manifest {
            manifest.dependencies.iter().for_each(|dependency| services.add_package(&dependency.name));
            services.names.extend(manifest.name.as_ref().map(ToString::to_string));
        }
        file.origins.iter().for_each(|origin| services.add_address(origin));
        file.script_sources.iter().for_each(|script| services.add_address(&script.url));
        // Code without a manifest, as edge functions are, imports by address: `npm:stripe@14`, `https://esm.sh/stripe`.
        for import in &file.imports {
            let name = import.specifier.trim_start_matches("npm:").trim_start_matches("https://esm.sh/");
            let end = name.char_indices().skip(1).find(|(_, letter)| *letter == '@').map_or(name.len(), |(at, _)| at);
            services.add_package(&name[..end]);
        }
    }
    services
}

#[cfg(test)]
mod tests;
