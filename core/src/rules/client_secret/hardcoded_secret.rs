//! A secret stands in the code.

use super::super::{Context, Example, Gap, Rule, RuleMeta};
use super::replace::replace_by_env_read;
use super::uses::{article, detector_name};
use crate::facts::{Credential, CredentialPlace};
use crate::finding::{Finding, Fix, FixLevel, Message, Severity};
use crate::jwt::Jwt;
use crate::names::words;
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
        if credential.name.as_deref().is_some_and(names_an_example) {
            continue;
        }
        if let Some(severity) = severity(credential) {
            findings.push(finding(context, credential, severity));
        }
    }
}

/// `placeholder: "…"`: what a form shows to say what belongs there.
fn names_an_example(name: &str) -> bool {
    words(name).iter().any(|word| matches!(word.as_str(), "placeholder" | "example" | "sample" | "hint" | "mask"))
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
    credential.detector.is_generic() || credential.detector.id == "signing-secret" && credential.literal.is_none()
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
        what.push_str(", role ");
        what.push_str(role);
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
    fixes.push(Fix::guide(format!("Replace the key: {}", detector.rotate)));
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

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::jwt::tests::token;
    use crate::rules::testing::{bad, sound};

    /// Text that nobody could take for a word, the same in every run.
    fn random(length: usize) -> String {
        let mut state = 0x2545_f491_4f6c_dd1d_u64;
        let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        let mut next = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            char::from(alphabet[usize::try_from(state % 62).unwrap()])
        };
        (0..length).map(|_| next()).collect()
    }

    fn stripe() -> String {
        format!("sk_{}_51{}", "live", random(97))
    }

    fn service_role() -> String {
        token(
            r#"{"iss":"supabase","ref":"abcdefghijklmnopqrst","role":"service_role","iat":1700000000,"exp":2015000000}"#,
        )
    }

    fn one(path: &str, text: &str) {
        bad(RULE.meta.id, &[&[(path, text)]]);
    }

    #[test]
    fn finds_credentials_by_their_looks() {
        let (stripe, service) = (stripe(), service_role());
        one("src/pay.ts", &format!("const stripe = new Stripe(\"«{stripe}»\");"));
        one("src/pay.jsx", &format!("export const Pay = () => <Form secretKey=\"«{stripe}»\" />;"));
        one("src/admin.ts", &format!("export const admin = createClient(url, `«{service}»`);"));
        one("src/App.vue", &format!("<script setup>\nconst key = '«{stripe}»'\n</script>"));
        one("docker-compose.yml", &format!("services:\n  web:\n    environment:\n      STRIPE: «{stripe}»\n"));
        one("public/index.html", &format!("<script>window.KEY = \"«{service}»\"</script>"));
        one("config/prod.json", &format!("{{ \"stripe\": {{ \"secretKey\": \"«{stripe}»\" }} }}"));
        one("src/a.ts", &format!("// const old = \"«{stripe}»\"\nexport {{}};"));
        one("src/broken.ts", &format!("const key = \"«{stripe}»\";\nexport function half( {{"));
        one("supabase/functions/mail/index.ts", &format!("const key = \"«{service}»\";"));
    }

    #[test]
    fn joins_what_is_put_together() {
        let stripe = stripe();
        let (first, second) = stripe.split_at(12);
        one("src/pay.ts", &format!("const key = «\"{first}\" + '{second}'»;"));
        one("src/pay.ts", &format!("const key = \"«\\x73{}»\";", &stripe[1..]));
    }

    #[test]
    fn finds_what_signs() {
        for (path, text) in [
            ("server/a.js", r#"const jwt = require("jsonwebtoken"); const t = jwt.sign({ id: 1 }, "«shhhh»");"#),
            (
                "server/a.ts",
                r#"import jwt from "jsonwebtoken"; const SECRET = "«my-app-secret»"; export const read = (t) => jwt.verify(t, SECRET);"#,
            ),
            (
                "server/a.ts",
                r#"import session from "express-session"; app.use(session({ secret: "«keyboard cat»", resave: false }));"#,
            ),
            (
                "server/a.ts",
                r#"import jwt from "jsonwebtoken"; jwt.sign({}, process.env.JWT_SECRET || "«dev-secret»");"#,
            ),
            ("server/a.ts", r#"import cookieParser from "cookie-parser"; app.use(cookieParser("«harbor»"));"#),
            (
                "lib/a.ts",
                r#"import { SignJWT } from "jose"; const key = new TextEncoder().encode(process.env.KEY ?? "«harbor-jwt»"); export const make = (p) => new SignJWT(p).setIssuedAt().sign(key);"#,
            ),
            (
                "lib/a.ts",
                r#"import { createHmac } from "node:crypto"; export const mac = (b) => createHmac("sha256", "«webhook-key»").update(b);"#,
            ),
            ("src/a.ts", r#"import Koa from "koa"; const app = new Koa(); app.keys = «["harbor-cookies"]»;"#),
            ("src/a.ts", r#"import { jwt } from "hono/jwt"; app.use("/x/*", jwt({ secret: "«it-is-very-secret»" }));"#),
        ] {
            one(path, text);
        }
    }

    #[test]
    fn finds_random_values_under_strong_names() {
        let value = random(40);
        one("src/a.ts", &format!("export const config = {{ encryptionKey: \"«{value}»\" }};"));
        one("src/a.ts", &format!("process.env.SESSION_SECRET = process.env.SESSION_SECRET ?? \"«{value}»\";"));
    }

    #[test]
    fn is_silent_about_public_keys_and_stand_ins() {
        let anon =
            token(r#"{"iss":"supabase","ref":"abcdefghijklmnopqrst","role":"anon","iat":1700000000,"exp":2015000000}"#);
        let publishable = format!("pk_{}_51{}", "live", random(97));
        let firebase = format!("AI{}{}", "zaSy", random(33));
        let supabase = format!("sb_publishable_{}_{}", random(22), random(8));
        for (path, text) in [
            ("src/supabase.ts", format!("export const db = createClient(url, \"{anon}\");")),
            ("src/supabase.ts", format!("export const db = createClient(url, \"{supabase}\");")),
            ("src/pay.ts", format!("loadStripe(\"{publishable}\");")),
            ("src/firebase.ts", format!("initializeApp({{ apiKey: \"{firebase}\", projectId: \"x\" }});")),
            ("src/a.ts", "const key = \"sk_live_xxxxxxxxxxxxxxxxxxxxxxxx\"; const secret = \"your-secret-key-here\";".to_owned()),
            ("src/a.ts", "const messages = { password: \"Password is required\", apiKeyPlaceholder: \"sk-...\" };".to_owned()),
            ("src/a.ts", "const integrity = \"sha384-oqVuAfXRKap7fdgcCY5uykM6+R9GqQ8K/uxy9rx7HNQlGYl1kPzQho1wx4JwY8wC\";".to_owned()),
            ("src/a.ts", "const id = \"3f2504e0-4f89-11d3-9a0c-0305e82c3301\"; const secretId = \"3f2504e0-4f89-11d3-9a0c-0305e82c3301\";".to_owned()),
            ("src/a.ts", "import jwt from \"jsonwebtoken\"; jwt.sign({}, process.env.JWT_SECRET!); jwt.verify(t, secret);".to_owned()),
            ("src/a.ts", "export const DATABASE_URL = \"postgresql://postgres:postgres@localhost:5432/app\";".to_owned()),
            (".env", format!("STRIPE_SECRET_KEY={}\n", stripe())),
            ("src/theme.js", "const sizes = [\"xs\", \"sm\"]; exports.keys = sizes; t.keys = [\"md\"];".to_owned()),
        ] {
            sound(RULE.meta.id, &[&[(path, text.as_str())]]);
        }
    }
}
