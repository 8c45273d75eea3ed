//! A file of environment variables with secrets in it is, or is about to be, in version control.

use super::super::{Context, Example, Gap, Rule, RuleMeta};
use super::hardcoded_secret::capitalised;
use super::uses::{article, detector_name};
use crate::facts::{EnvValue, EnvVariable};
use crate::finding::{Edit, Finding, Fix, FixLevel, Message, Severity};
use crate::names::environment::{EnvName, classify};
use crate::secrets::Exposure;
use crate::syntax::Language;

/// The rule.
pub static RULE: Rule = Rule { meta: &META, check, check_site: None };

static META: RuleMeta = RuleMeta {
    id: "secret-committed-in-env-file",
    gap: Gap::ClientSecret,
    launch_item: 2,
    title: "An environment file with secrets is in version control, or nothing keeps it out",
    severity: Severity::Error,
    fix: Some(FixLevel::Suggestion),
    cwe: &[538, 312],
    owasp: &["A05:2021", "A02:2021"],
    docs: "\
Finds secrets in `.env` files that version control holds, and in those that nothing keeps out of it. Files that `.gitignore` names and \
that were never added are where secrets belong, and are not looked at.

What is committed stays in the history of every clone, also after the file is deleted. Values that are made to be public, stand-ins \
(`your-key-here`, `changeme`), switches, addresses without passwords and databases on the developer's own machine stay silent, so a \
committed `.env` with public values only is fine, and so is an `.env.example` with stand-ins.",
    bad: Example {
        path: ".env",
        code: "DATABASE_URL=\"postgresql://harbor:t1de-And-c0mpass@db.harbor-logistics.net:5432/harbor\"\n",
    },
    sound: Example {
        path: ".env.example",
        code: "DATABASE_URL=\"postgresql://user:password@localhost:5432/harbor\"\nSTRIPE_SECRET_KEY=your-key-here\n",
    },
    sources: &[
        "https://www.npmjs.com/package/dotenv#should-i-commit-my-env-file",
        "https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/removing-sensitive-data-from-a-repository",
    ],
    since: "0.1.0",
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    if context.file.language != Language::Env {
        return;
    }
    for variable in &context.file.env_variables {
        if let Some(severity) = severity(context, variable) {
            findings.push(finding(context, variable, severity));
        }
    }
}

fn severity(context: &Context<'_>, variable: &EnvVariable) -> Option<Severity> {
    let is_tracked = context.file.is_tracked;
    match &variable.value {
        EnvValue::Credential(credential) => match (credential.detector.exposure, is_tracked) {
            (Exposure::Public | Exposure::Test, _) => None,
            // A token that names nobody, or that anyone may have.
            _ if credential.jwt.as_ref().is_some_and(crate::jwt::Jwt::is_public_key) => None,
            (_, Some(false)) => Some(Severity::Warning),
            (Exposure::Critical, _) => Some(Severity::Error),
            (Exposure::Secret, Some(true)) if !credential.detector.is_generic() => Some(Severity::Error),
            (Exposure::Secret, _) => Some(Severity::Warning),
        },
        EnvValue::Random if classify(&variable.name) >= EnvName::Likely => Some(Severity::Warning),
        _ => None,
    }
}

fn finding(context: &Context<'_>, variable: &EnvVariable, severity: Severity) -> Finding {
    let held = match &variable.value {
        EnvValue::Credential(credential) => {
            let name = detector_name(credential.detector);
            format!("{} {name} ({})", article(&name), credential.redacted)
        }
        _ => "a random value".to_owned(),
    };
    let (state, risk) = match context.file.is_tracked {
        Some(true) => (
            "in a file that git tracks",
            "Everyone who can read the repository has it, in every clone and in the history, also after the file is deleted.",
        ),
        Some(false) => (
            "in a file that git does not ignore",
            "The next `git add .` puts it into the history of every clone, where it stays.",
        ),
        None => (
            "in a file that nothing keeps out of version control",
            "Whoever gets the project's files gets the secret with them.",
        ),
    };
    let leak = match &variable.value {
        EnvValue::Credential(credential) => format!("{risk} {}", credential.detector.leak),
        _ => risk.to_owned(),
    };
    Finding {
        rule: &META,
        path: context.file.path.clone(),
        range: variable.name_range,
        severity,
        certainty: context.certainty(variable.range),
        message: Message::new(
            format!("{} {}: `{}`", capitalised(&held), state, variable.name),
            leak,
            "Take the file out of version control (`git rm --cached`), name it in `.gitignore`, and replace the secret: its history stays.",
        ),
        related: Vec::new(),
        fixes: fixes(context, variable),
    }
}

fn fixes(context: &Context<'_>, variable: &EnvVariable) -> Vec<Fix> {
    let mut fixes = Vec::new();
    let name = context.file.path.rsplit('/').next().unwrap_or(&context.file.path);
    // In a template the value is what is wrong; the file itself belongs into version control.
    if is_template(name) {
        fixes.push(Fix {
            title: format!("Take the value of `{}` out of the template", variable.name),
            level: FixLevel::Suggestion,
            edits: vec![Edit { path: context.file.path.clone(), range: variable.value_range, text: String::new() }],
        });
    }
    fixes.push(Fix::guide(
        "Take the file out of version control, name it in .gitignore, and replace the secret at its provider",
    ));
    fixes
}

fn is_template(name: &str) -> bool {
    ["example", "sample", "template", "dist", "defaults"].iter().any(|word| name.contains(word))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::jwt::tests::token;
    use crate::rules::testing::{bad, sound};

    fn random(length: usize) -> String {
        "q7Rk2ZpX9vLw4TnB8sYd3Fg6HjMc5Nae1UoiKxWzPbVtQyLrS0DfGhJm".chars().cycle().take(length).collect()
    }

    #[test]
    fn finds_secrets_that_git_holds() {
        let stripe = format!("sk_{}_{}", "live", random(48));
        let service = token(
            r#"{"iss":"supabase","ref":"abcdefghijklmnopqrst","role":"service_role","iat":1700000000,"exp":2015000000}"#,
        );
        for (path, text) in [
            (".env", format!("«STRIPE_SECRET_KEY»={stripe}\nPORT=3000\n")),
            (".env.production", format!("«SUPABASE_SERVICE_ROLE_KEY»=\"{service}\"\n")),
            ("apps/web/.env.local", format!("export «JWT_SECRET»='{}'\n", random(40))),
            (
                ".env",
                "«DATABASE_URL»=postgres://harbor:t1de-And-c0mpass@db.harbor-logistics.net:5432/harbor\n".to_owned(),
            ),
            (".env.example", format!("«STRIPE_SECRET_KEY»={stripe}\n")),
        ] {
            bad(RULE.meta.id, &[&[(path, text.as_str())]]);
        }
    }

    #[test]
    fn is_silent_about_what_may_be_committed() {
        let anon =
            token(r#"{"iss":"supabase","ref":"abcdefghijklmnopqrst","role":"anon","iat":1700000000,"exp":2015000000}"#);
        for (path, text) in [
            (".env", format!("VITE_SUPABASE_URL=https://abcdefghijklmnopqrst.supabase.co\nVITE_SUPABASE_PUBLISHABLE_KEY=\"{anon}\"\nVITE_SUPABASE_PROJECT_ID=abcdefghijklmnopqrst\n")),
            (".env.example", "STRIPE_SECRET_KEY=sk_test_...\nJWT_SECRET=changeme\nOPENAI_API_KEY=your-openai-api-key\nAUTH_SECRET=\n".to_owned()),
            (".env.development", "DATABASE_URL=postgresql://postgres:postgres@localhost:5432/dev\nREDIS_URL=redis://localhost:6379\n".to_owned()),
            (".env", "AUTH_SECRET=${SECRET_FROM_VAULT}\nAPI_KEY=op://vault/item/field\n".to_owned()),
            (".env", "NODE_ENV=production\nLOG_LEVEL=info\nAPP_NAME=\"Harbor Logistics\"\nMAX_TOKENS=4096\n".to_owned()),
        ] {
            sound(RULE.meta.id, &[&[(path, text.as_str())]]);
        }
    }
}
