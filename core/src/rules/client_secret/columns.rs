//! Which columns of a database hold credentials, told by their names and types.
//!
//! Invariant: a column that only tells something about a credential (when it changed, whether there is one, its last four
//! digits) is none.

use crate::facts::ModelField;
use crate::names::words;

/// What a column holds, by how much its loss costs: the gravest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Credential {
    /// A password or what is kept of one.
    Password,
    /// What a second factor is computed from, or its backup codes.
    SecondFactor,
    /// A private key, an encryption key, a wallet's seed.
    PrivateKey,
    /// A key or secret of an API.
    ApiKey,
    /// A token that logs in, resets a password or confirms something.
    Token,
}

impl Credential {
    /// Whether nobody outside the server ever has a use for it.
    pub fn is_for_server_only(self) -> bool {
        matches!(self, Self::Password | Self::SecondFactor | Self::PrivateKey)
    }

    /// What an attacker does with it.
    pub fn risk(self) -> &'static str {
        match self {
            Self::Password => {
                "Whoever sees the response cracks the hash at leisure and logs in as that person, here and wherever the \
                 password was used again."
            }
            Self::SecondFactor => "Whoever sees the response computes the second factor and gets past it.",
            Self::PrivateKey => "Whoever sees the response decrypts or signs in the owner's name.",
            Self::ApiKey => "Whoever sees the response calls the API in the owner's name.",
            Self::Token => "Whoever sees the response uses the token in the owner's place until it expires.",
        }
    }
}

/// Words that make a name one about a credential.
const ABOUT: [&str; 46] = [
    "at",
    "on",
    "date",
    "time",
    "expires",
    "expiry",
    "expiration",
    "expire",
    "exp",
    "changed",
    "change",
    "updated",
    "created",
    "last",
    "count",
    "attempts",
    "attempt",
    "enabled",
    "required",
    "verified",
    "status",
    "type",
    "id",
    "ids",
    "url",
    "uri",
    "link",
    "prefix",
    "suffix",
    "hint",
    "masked",
    "mask",
    "display",
    "preview",
    "name",
    "label",
    "policy",
    "strength",
    "version",
    "length",
    "algorithm",
    "scheme",
    "public",
    "requested",
    "used",
    "failed",
];
/// Words at the beginning of names that hold yes or no.
const ASKING: [&str; 8] = ["is", "has", "show", "use", "needs", "can", "must", "require"];
/// Types that hold no text, as the schemas of the various mappers write them.
const NO_TEXT: [&str; 26] = [
    "boolean",
    "bool",
    "date",
    "datetime",
    "timestamp",
    "timestamptz",
    "timestamps",
    "time",
    "dateonly",
    "now",
    "float",
    "double",
    "decimal",
    "tinyint",
    "smallint",
    "serial",
    "enum",
    "pgenum",
    "objectid",
    "uuid",
    "real",
    "numeric",
    "interval",
    "mysqlenum",
    "virtual",
    "geometry",
];
/// Numbers, which hold no credential but a one-time code.
const NUMBERS: [&str; 6] = ["int", "integer", "bigint", "number", "biginteger", "mediumint"];

/// What a column holds, when it is a credential.
pub fn classify(field: &ModelField) -> Option<Credential> {
    let kind = field.kind.to_ascii_lowercase();
    if field.is_relation || NO_TEXT.contains(&kind.as_str()) || NUMBERS.contains(&kind.as_str()) {
        return None;
    }
    let own = field.name.rsplit('.').next().unwrap_or(&field.name);
    of_name(own)
}

/// Whether a column holds a credential, by its name and the type SQL gives it.
pub fn is_credential(name: &str, kind: &str) -> bool {
    let kind = kind.split([' ', '(', '[']).next().unwrap_or(kind);
    !NO_TEXT.contains(&kind) && !NUMBERS.contains(&kind) && of_name(name).is_some()
}

/// What a column of this name holds, whatever its type.
pub fn of_name(name: &str) -> Option<Credential> {
    let all = words(name);
    let words: Vec<&str> = all.iter().map(String::as_str).collect();
    let has = |list: &[&str]| words.iter().any(|word| list.contains(word));
    let pair = |first: &[&str], second: &[&str]| {
        words.windows(2).any(|pair| first.contains(&pair[0]) && second.contains(&pair[1]))
    };
    if words == ["id", "token"] {
        return Some(Credential::Token);
    }
    if has(&ABOUT) || words.first().is_some_and(|first| ASKING.contains(first)) {
        return None;
    }
    let is_token = has(&["token", "tokens", "jwt"]);
    let is_password = has(&["password", "passwd", "pwd", "passwordhash", "passwort", "passphrase", "hashedpassword"])
        || words == ["pass"];
    if is_password || words == ["salt"] || pair(&["pass"], &["word", "hash"]) {
        let is_other = is_token || has(&["code", "otp", "link", "question", "rule", "rules"]);
        return Some(if is_other { Credential::Token } else { Credential::Password });
    }
    let is_factor = has(&["totp", "mfa", "otp", "2fa", "tfa", "twofactor", "authenticator"])
        || pair(&["two", "2"], &["factor", "fa"]);
    if is_factor && has(&["secret", "seed"]) || pair(&["backup", "recovery"], &["code", "codes"]) {
        return Some(Credential::SecondFactor);
    }
    if pair(&["private", "encryption", "signing", "master"], &["key"])
        || has(&["mnemonic"])
        || pair(&["seed"], &["phrase"])
    {
        return Some(Credential::PrivateKey);
    }
    let is_key = pair(&["api", "secret", "access"], &["key", "keys"])
        || pair(&["client", "webhook", "signing", "app", "api", "consumer", "shared"], &["secret", "secrets"])
        || has(&["apikey", "secretkey", "clientsecret"]);
    if is_key {
        return Some(Credential::ApiKey);
    }
    let grants = [
        "access",
        "refresh",
        "oauth",
        "bearer",
        "auth",
        "session",
        "reset",
        "verification",
        "verify",
        "confirmation",
        "confirm",
        "activation",
        "magic",
        "remember",
        "login",
        "forgot",
        "recovery",
    ];
    (is_token && words.len() > 1 && has(&grants)).then_some(Credential::Token)
}

#[cfg(test)]
mod tests {
    use super::{Credential, of_name};

    #[test]
    fn names_tell_credentials() {
        let table = [
            ("password", Some(Credential::Password)),
            ("passwordHash", Some(Credential::Password)),
            ("password_hash", Some(Credential::Password)),
            ("hashedPassword", Some(Credential::Password)),
            ("encrypted_password", Some(Credential::Password)),
            ("pwd", Some(Credential::Password)),
            ("salt", Some(Credential::Password)),
            ("twoFactorSecret", Some(Credential::SecondFactor)),
            ("totp_secret", Some(Credential::SecondFactor)),
            ("mfaSecret", Some(Credential::SecondFactor)),
            ("backupCodes", Some(Credential::SecondFactor)),
            ("privateKey", Some(Credential::PrivateKey)),
            ("encryption_key", Some(Credential::PrivateKey)),
            ("apiKey", Some(Credential::ApiKey)),
            ("apiKeyHash", Some(Credential::ApiKey)),
            ("clientSecret", Some(Credential::ApiKey)),
            ("webhook_secret", Some(Credential::ApiKey)),
            ("passwordResetToken", Some(Credential::Token)),
            ("resetToken", Some(Credential::Token)),
            ("refresh_token", Some(Credential::Token)),
            ("id_token", Some(Credential::Token)),
            ("access_token", Some(Credential::Token)),
            ("passwordResetCode", Some(Credential::Token)),
            ("passwordChangedAt", None),
            ("passwordResetExpires", None),
            ("hasPassword", None),
            ("isTwoFactorEnabled", None),
            ("twoFactorEnabled", None),
            ("lastPasswordChange", None),
            ("passwordHint", None),
            ("displaySecretKey", None),
            ("publicKey", None),
            ("accessTokenExpires", None),
            ("refreshTokenExpiresAt", None),
            ("apiKeyId", None),
            ("apiKeyPrefix", None),
            ("token", None),
            ("maxTokens", None),
            ("inviteToken", None),
            ("passport", None),
            ("passenger", None),
            ("accessKeyId", None),
            ("key", None),
            ("secretary", None),
        ];
        for (name, expected) in table {
            assert_eq!(of_name(name), expected, "{name}");
        }
    }
}
