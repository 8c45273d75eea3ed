//! A secret stands in the code.

use super::super::{Context, Example, Gap, Rule, RuleMeta};
use super::replace::replace_by_env_read;
use super::uses::{article, detector_name};
use crate::facts::{Credential, CredentialPlace};
use crate::finding::{Finding, Fix, FixLevel, Message, Severity};
use crate::jwt::Jwt;
use crate::secrets::Exposure;
use crate::syntax::Language;

/// The rule.
pub static RULE: Rule = Rule { meta: &META, check, check_site: Some(super::live::check) };

/// What the live half needs of the rule.
pub(super) static META: RuleMeta = RuleMeta {
    id: "hardcoded-secret",
    gap: Gap::ClientSecret,
    launch_item: 2,
    title: "A secret stands in the code",
    severity: Severity::Error,
    fix: Some(FixLevel::Suggestion),
    cwe: &[798, 540],
    owasp: &["A07:2021", "A02:2021"],
    docs: "\
Finds credentials that stand in code, configuration or a page's scripts: keys of more than 150 kinds by the form their vendors give \
them, with checksums where there are any; JSON Web Tokens by what they say of themselves (Supabase's `service_role` opens everything, \
`anon` is made to be public); private keys; addresses with passwords; the texts that sign sessions and tokens; and, where the name is \
strong enough, long random values.

Code is copied: to every clone, fork and build log, and, when a page imports it, to every visitor. Keys that are made to be public \
(Stripe's publishable key, Supabase's anonymous key, Firebase's web key, a Sentry DSN, a site key) stay silent, and so do stand-ins, \
vendors' documentation examples, hashes and identifiers. Strings put together from parts are joined first.

On a live page the same is looked for in its scripts, its inline data and its storage. Reports show no more than the first and last \
four characters.",
    bad: Example {
        path: "server/auth.ts",
        code: "import jwt from \"jsonwebtoken\";\n\nexport function issue(user: { id: string }) {\n  return jwt.sign({ sub: user.id }, \"harbor-signing-secret\", { expiresIn: \"1h\" });\n}\n",
    },
    sound: Example {
        path: "server/auth.ts",
        code: "import jwt from \"jsonwebtoken\";\n\nexport function issue(user: { id: string }) {\n  return jwt.sign({ sub: user.id }, process.env.JWT_SECRET!, { expiresIn: \"1h\" });\n}\n",
    },
    sources: &[
        "https://cwe.mitre.org/data/definitions/798.html",
        "https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html",
        "https://supabase.com/docs/guides/api/api-keys",
    ],
    since: "0.1.0",
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    // Environment files are where secrets belong; whether they may be read by others is another rule's question.
    if context.file.language == Language::Env {
        return;
    }
    for credential in &context.file.credentials {
        if let Some(severity) = severity(credential) {
            findings.push(finding(context, credential, severity));
        }
    }
}

/// How grave it is that this stands in a text others can read; none when it may.
pub(super) fn severity(credential: &Credential) -> Option<Severity> {
    let severity = match credential.detector.exposure {
        Exposure::Public | Exposure::Test => return None,
        Exposure::Critical => Severity::Error,
        Exposure::Secret => match &credential.jwt {
            Some(jwt) => of_token(jwt)?,
            None if is_told_by_name_alone(credential) => Severity::Warning,
            None => Severity::Error,
        },
    };
    // What is commented out is still there to read, but it may be an example as well.
    Some(if credential.place == CredentialPlace::Comment { Severity::Warning } else { severity })
}

/// A token that ran out long ago, or that names nobody, opens nothing.
fn of_token(jwt: &Jwt) -> Option<Severity> {
    const MONTH: f64 = 30.0 * 86_400.0;
    let is_lasting = jwt.lifetime().is_none_or(|seconds| seconds > MONTH);
    (jwt.names_subject && is_lasting && !jwt.is_public_key()).then_some(Severity::Warning)
}

fn is_told_by_name_alone(credential: &Credential) -> bool {
    // The text after `||` signs only where the variable is missing: on the developer's machine, or in a deployment that
    // somebody forgot to configure.
    credential.detector.id == "generic-secret"
        || credential.detector.id == "signing-secret" && credential.literal.is_none()
}

fn finding(context: &Context<'_>, credential: &Credential, severity: Severity) -> Finding {
    let detector = credential.detector;
    let name = detector_name(detector);
    let in_browser = context.project.runs_in_browser(context.file, credential.range, credential.function);
    let place = match (in_browser, credential.place) {
        (true, _) => "stands in code that every visitor loads",
        (false, CredentialPlace::Comment) => "stands in a comment",
        (false, CredentialPlace::Code) => "stands in the code",
    };
    let mut what = format!("{} {name} {place}: {}", capitalised(article(&name)), credential.redacted);
    if let Some(role) = credential.jwt.as_ref().filter(|jwt| jwt.is_service_key()).and_then(|jwt| jwt.role.as_deref()) {
        what.push_str(&format!(", role {role}"));
    }
    let remedy = if in_browser {
        "Replace the key at its provider now, and let the page ask a route of your server that holds the new one."
    } else {
        "Read it from the environment, and replace the key at its provider: whoever has the code has it."
    };
    let mut fixes = Vec::new();
    if !in_browser {
        fixes.extend(replace_by_env_read(context, credential));
    }
    fixes.push(Fix {
        title: format!("Replace the key: {}", detector.rotate),
        level: FixLevel::Guide,
        edits: Vec::new(),
    });
    Finding {
        rule: &META,
        path: context.file.path.clone(),
        range: credential.range,
        severity,
        certainty: context.certainty(credential.range),
        message: Message::new(what, detector.leak, remedy),
        related: if in_browser { context.project.related_chain(&context.file.path) } else { Vec::new() },
        fixes,
    }
}

pub(super) fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
