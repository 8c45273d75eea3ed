//! What names say about whether people sign in.

use super::words;

/// Packages people sign in with that no word of their name tells.
const SIGN_IN: [&str; 17] = [
    "@descope/nextjs-sdk",
    "@frontegg/nextjs",
    "@kinde-oss/kinde-auth-nextjs",
    "@logto/next",
    "@ory/client",
    "@stackframe/stack",
    "@supabase/auth-helpers-nextjs",
    "@supabase/ssr",
    "@workos-inc/authkit-nextjs",
    "aws-amplify",
    "express-jwt",
    "iron-session",
    "keycloak-js",
    "lucia",
    "oidc-client-ts",
    "passport",
    "supertokens-node",
];

/// Whether a package is one that people sign in with.
pub fn signs_in(package: &str) -> bool {
    // No `oauth`: most such packages talk to another company's API.
    const WORDS: [&str; 7] = ["auth", "auth0", "clerk", "passport", "session", "stytch", "nextauth"];
    SIGN_IN.contains(&package) || words(package).iter().any(|word| WORDS.contains(&word.as_str()))
}

/// Whether a path leads to where people sign in.
pub fn is_login_path(path: &str) -> bool {
    const NAMES: [&str; 12] = [
        "login",
        "signin",
        "sign-in",
        "sign_in",
        "log-in",
        "logon",
        "signup",
        "sign-up",
        "register",
        "anmelden",
        "connexion",
        "oauth",
    ];
    let is_name = |part: &str| NAMES.iter().any(|name| part.eq_ignore_ascii_case(name));
    path.split('/').any(|part| is_name(part.split('.').next().unwrap_or(part)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_to_sign_in_are_known_by_their_path() {
        for (path, expected) in [
            ("/api/auth/login", true),
            ("app/(auth)/sign-in/page.tsx", true),
            ("src/pages/Login.tsx", true),
            ("/blog/loginless-apps", false),
            ("/cash-register-setup", false),
        ] {
            assert_eq!(is_login_path(path), expected, "{path}");
        }
    }

    #[test]
    fn packages_to_sign_in_with_are_known_by_their_name() {
        for (name, expected) in [
            ("next-auth", true),
            ("@clerk/nextjs", true),
            ("express-session", true),
            ("@auth0/nextjs-auth0", true),
            ("better-auth", true),
            ("author-tools", false),
            ("intuit-oauth", false),
            ("react", false),
        ] {
            assert_eq!(signs_in(name), expected, "{name}");
        }
    }
}
