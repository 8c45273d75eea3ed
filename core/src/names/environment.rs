//! What the name of an environment variable says of its value.
//!
//! Invariant: words that mean "made to be public" beat every other; a name that tells nothing is [`EnvName::Plain`] or, when
//! it calls its value a key without saying which, [`EnvName::Key`].

use super::words;

/// What the name of a variable says of its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EnvName {
    /// Nothing secret: an address, a switch, a limit.
    Plain,
    /// Made to be public: an anonymous or publishable key, a site key, a measurement id.
    Public,
    /// A key or token whose kind the name does not tell.
    Key,
    /// A secret, by a word that others use for harmless things too, or a key of a service that sells only secret ones.
    Likely,
    /// A secret by its very name: `…_SECRET_KEY`, `…_SERVICE_ROLE_KEY`, `DATABASE_URL`.
    Secret,
}

/// Prefixes that make a bundler put a variable's value into client code, each with who says so. The longest that fits counts.
pub const PUBLIC_PREFIXES: [(&str, &str); 15] = [
    ("NEXT_PUBLIC_", "Next.js"),
    ("VITE_", "Vite"),
    ("REACT_APP_", "Create React App"),
    ("EXPO_PUBLIC_", "Expo"),
    ("NUXT_PUBLIC_", "Nuxt"),
    ("NUXT_ENV_", "Nuxt 2"),
    ("GATSBY_", "Gatsby"),
    ("VUE_APP_", "Vue CLI"),
    ("NG_APP_", "Angular"),
    ("STORYBOOK_", "Storybook"),
    ("WXT_", "WXT"),
    ("PLASMO_PUBLIC_", "Plasmo"),
    ("REDWOOD_ENV_", "RedwoodJS"),
    ("SNOWPACK_PUBLIC_", "Snowpack"),
    ("PUBLIC_", "SvelteKit and Astro"),
];

/// The prefix by which a variable is handed to the browser, and whose prefix it is.
pub fn public_prefix(name: &str) -> Option<(&'static str, &'static str)> {
    PUBLIC_PREFIXES.iter().copied().find(|(prefix, _)| name.len() > prefix.len() && name.starts_with(prefix))
}

/// What `name` says, its public prefix left aside.
pub fn classify(name: &str) -> EnvName {
    let bare = public_prefix(name).map_or(name, |(prefix, _)| &name[prefix.len()..]);
    let words = words(bare);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let has = |list: &[&str]| words.iter().any(|word| list.contains(word));
    let pair = |list: &[(&str, &str)]| words.windows(2).any(|two| list.contains(&(two[0], two[1])));
    if is_connection(&words) {
        return EnvName::Secret;
    }
    if has(&ABOUT) || words.first().is_some_and(|first| SWITCHES.contains(first)) || ends_as_setting(&words) {
        return EnvName::Plain;
    }
    if has(&PUBLIC) || pair(&PUBLIC_PAIRS) {
        return EnvName::Public;
    }
    if has(&SECRET) || pair(&SECRET_PAIRS) || words.concat().ends_with("servicerolekey") {
        return EnvName::Secret;
    }
    let is_key = has(&KEYS);
    if is_key && has(&SECRET_SERVICES) || has(&LIKELY) {
        return EnvName::Likely;
    }
    if is_key { EnvName::Key } else { EnvName::Plain }
}

/// Words for something made to be public.
const PUBLIC: [&str; 15] = [
    "anon",
    "anonymous",
    "publishable",
    "public",
    "sitekey",
    "recaptcha",
    "hcaptcha",
    "turnstile",
    "measurement",
    "dsn",
    "vapid",
    "pixel",
    "beacon",
    "analytics",
    "fingerprint",
];
const PUBLIC_PAIRS: [(&str, &str); 8] = [
    ("site", "key"),
    ("web", "key"),
    ("browser", "key"),
    ("client", "key"),
    ("client", "token"),
    ("write", "key"),
    ("search", "key"),
    ("maps", "key"),
];

/// Words for something that must stay secret.
const SECRET: [&str; 8] =
    ["secret", "secrets", "private", "password", "passwd", "credentials", "signing", "encryption"];
const SECRET_PAIRS: [(&str, &str); 9] = [
    ("service", "role"),
    ("service", "key"),
    ("service", "account"),
    ("access", "keyid"),
    ("admin", "key"),
    ("admin", "token"),
    ("master", "key"),
    ("root", "key"),
    ("bot", "token"),
];
/// Words that mean a secret more often than not.
const LIKELY: [&str; 5] = ["pwd", "passphrase", "pass", "salt", "pat"];
/// Words for a key.
const KEYS: [&str; 6] = ["key", "token", "apikey", "keys", "tokens", "sid"];

/// Services whose keys are all secret: models, mail, messages, money, code.
const SECRET_SERVICES: [&str; 62] = [
    "openai",
    "anthropic",
    "claude",
    "gpt",
    "chatgpt",
    "gemini",
    "groq",
    "grok",
    "xai",
    "mistral",
    "cohere",
    "replicate",
    "huggingface",
    "hf",
    "deepseek",
    "perplexity",
    "openrouter",
    "together",
    "fireworks",
    "elevenlabs",
    "deepgram",
    "assemblyai",
    "stability",
    "fal",
    "voyage",
    "tavily",
    "serpapi",
    "firecrawl",
    "apify",
    "pinecone",
    "langsmith",
    "resend",
    "sendgrid",
    "mailgun",
    "postmark",
    "brevo",
    "sendinblue",
    "mailchimp",
    "mailersend",
    "twilio",
    "vonage",
    "telegram",
    "slack",
    "discord",
    "plaid",
    "braintree",
    "lemonsqueezy",
    "polar",
    "github",
    "gitlab",
    "notion",
    "airtable",
    "hubspot",
    "aws",
    "cloudflare",
    "vercel",
    "netlify",
    "heroku",
    "digitalocean",
    "upstash",
    "neon",
    "turso",
];

/// What is about a secret and is none: its place, name, length, age.
const ABOUT: [&str; 31] = [
    "enabled",
    "enable",
    "disabled",
    "disable",
    "length",
    "min",
    "max",
    "ttl",
    "expiry",
    "expires",
    "expiration",
    "lifetime",
    "limit",
    "count",
    "rules",
    "policy",
    "regex",
    "pattern",
    "placeholder",
    "label",
    "hint",
    "message",
    "title",
    "description",
    "header",
    "reset",
    "forgot",
    "minutes",
    "seconds",
    "days",
    "version",
];
const SWITCHES: [&str; 9] = ["is", "has", "show", "hide", "use", "allow", "skip", "enable", "disable"];

/// What a name's last word makes of it, whatever comes before: `SECRET_URL` is an address, `AWS_REGION` a region.
const SETTINGS: [&str; 29] = [
    "url",
    "uri",
    "host",
    "hostname",
    "port",
    "domain",
    "endpoint",
    "origin",
    "base",
    "path",
    "route",
    "name",
    "id",
    "ids",
    "region",
    "bucket",
    "env",
    "environment",
    "mode",
    "model",
    "user",
    "username",
    "email",
    "from",
    "to",
    "channel",
    "scope",
    "scopes",
    "type",
];

fn ends_as_setting(words: &[&str]) -> bool {
    match words {
        // An AWS access key id opens nothing by itself, and is half of what does.
        [.., "access", "key", "id"] => false,
        // Whoever has the address of a webhook may post to it, but that is what forms in the browser do as well.
        [.., last] => SETTINGS.contains(last),
        [] => true,
    }
}

/// `DATABASE_URL`, `MONGODB_URI`, `REDIS_URL`: addresses that hold a user and a password.
fn is_connection(words: &[&str]) -> bool {
    let is_address =
        matches!(words.last(), Some(&("url" | "uri" | "dsn"))) || words.ends_with(&["connection", "string"]);
    let stores =
        ["database", "db", "postgres", "postgresql", "mysql", "mongodb", "mongo", "redis", "amqp", "rabbitmq", "mssql"];
    // `FIREBASE_DATABASE_URL` and `SUPABASE_DB_URL`'s REST twin are addresses anyone may know.
    is_address
        && words.iter().any(|word| stores.contains(word))
        && !words.iter().any(|word| matches!(*word, "firebase" | "rest" | "http" | "https" | "api" | "public"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_what_they_hold() {
        for (expected, names) in [
            (
                EnvName::Secret,
                &[
                    "NEXT_PUBLIC_STRIPE_SECRET_KEY",
                    "VITE_SUPABASE_SERVICE_ROLE_KEY",
                    "REACT_APP_JWT_SECRET",
                    "NEXT_PUBLIC_DATABASE_URL",
                    "EXPO_PUBLIC_PRIVATE_KEY",
                    "VITE_ADMIN_PASSWORD",
                    "NUXT_PUBLIC_AUTH_SECRET",
                    "MONGODB_URI",
                    "VITE_GOOGLE_CLIENT_SECRET",
                    "PUBLIC_SUPABASE_SERVICE_KEY",
                ][..],
            ),
            (
                EnvName::Likely,
                &[
                    "NEXT_PUBLIC_OPENAI_API_KEY",
                    "VITE_GEMINI_API_KEY",
                    "REACT_APP_RESEND_API_KEY",
                    "NEXT_PUBLIC_GITHUB_TOKEN",
                    "VITE_TWILIO_AUTH_TOKEN",
                    "VITE_SMTP_PASS",
                ],
            ),
            (
                EnvName::Public,
                &[
                    "NEXT_PUBLIC_SUPABASE_ANON_KEY",
                    "NEXT_PUBLIC_STRIPE_PUBLISHABLE_KEY",
                    "NEXT_PUBLIC_STRIPE_PUBLIC_KEY",
                    "VITE_RECAPTCHA_SITE_KEY",
                    "NEXT_PUBLIC_GA_MEASUREMENT_ID_KEY",
                    "NEXT_PUBLIC_SENTRY_DSN",
                    "NEXT_PUBLIC_VAPID_PUBLIC_KEY",
                    "VITE_GOOGLE_MAPS_KEY",
                    "VITE_SEGMENT_WRITE_KEY",
                ],
            ),
            (
                EnvName::Key,
                &[
                    "NEXT_PUBLIC_FIREBASE_API_KEY",
                    "VITE_TMDB_API_KEY",
                    "NEXT_PUBLIC_MAPBOX_TOKEN",
                    "NEXT_PUBLIC_POSTHOG_KEY",
                    "REACT_APP_STRIPE_KEY",
                ],
            ),
            (
                EnvName::Plain,
                &[
                    "NEXT_PUBLIC_APP_URL",
                    "NEXT_PUBLIC_ENABLE_PASSWORD_LOGIN",
                    "NEXT_PUBLIC_PASSWORD_MIN_LENGTH",
                    "VITE_SECRET_NAME",
                    "NEXT_PUBLIC_DISABLE_SECRET_SANTA",
                    "NEXT_PUBLIC_GOOGLE_CLIENT_ID",
                    "VITE_FIREBASE_DATABASE_URL",
                    "NEXT_PUBLIC_RESET_PASSWORD_PATH",
                    "NEXT_PUBLIC_VERSION",
                ],
            ),
        ] {
            for name in names {
                assert_eq!(classify(name), expected, "{name}");
            }
        }
    }

    #[test]
    fn prefixes_are_found() {
        assert_eq!(public_prefix("NEXT_PUBLIC_A").map(|found| found.0), Some("NEXT_PUBLIC_"));
        assert_eq!(public_prefix("PUBLIC_A").map(|found| found.0), Some("PUBLIC_"));
        assert_eq!(public_prefix("PUBLIC_"), None);
        assert_eq!(public_prefix("VITE"), None);
    }
}
