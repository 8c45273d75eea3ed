//! Names by which limiters, lockouts, quotas and short codes are called.

use super::words;

/// Letters and digits alone, lower-case: `rate_limit`, `rateLimit` and `rate-limit` are the same.
fn squashed(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).take(120).collect()
}

/// Whether a name is that of something that keeps count and refuses: a limiter, a throttle, a lockout, a challenge that
/// machines fail.
pub fn names_limiter(name: &str) -> bool {
    const PARTS: [&str; 33] = [
        "ratelimit",
        "limitrate",
        "limiter",
        "throttl",
        "slowdown",
        "bruteforce",
        "antibrute",
        "captcha",
        "turnstile",
        "botid",
        "botprotect",
        "arcjet",
        "lockout",
        "loginattempt",
        "loginlimit",
        "failedattempt",
        "failedlogin",
        "attemptcount",
        "attemptslimit",
        "maxattempt",
        "lockeduntil",
        "lockuntil",
        "islocked",
        "accountlocked",
        "toomany",
        "ratecheck",
        "checkrate",
        "requestlimit",
        "limitrequests",
        "signinattempt",
        "otpattempt",
        "ipcheck",
        "cooldown",
    ];
    let name = squashed(name);
    PARTS.iter().any(|part| name.contains(part)) || name == "attempts"
}

/// Whether a name is about what somebody may still use up: credits, a quota, a plan.
pub fn names_quota(name: &str) -> bool {
    let words = words(name);
    let squashed = squashed(name);
    words.iter().any(|word| {
        matches!(
            word.as_str(),
            "credit"
                | "credits"
                | "quota"
                | "quotas"
                | "usage"
                | "usages"
                | "balance"
                | "entitlement"
                | "entitlements"
                | "entitled"
                | "subscription"
                | "subscribed"
                | "billing"
                | "allowance"
                | "remaining"
                | "plan"
                | "pro"
                | "premium"
                | "limits"
                | "limit"
        )
    }) || ["freetrial", "apilimit", "usagelimit", "messagecount", "tokensused"]
        .iter()
        .any(|part| squashed.contains(part))
}

/// Whether a name is that of a short code which is sent to somebody and typed in by them.
pub fn names_code(name: &str) -> bool {
    let words = words(name);
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    has(&["otp", "passcode", "pincode", "totp", "mfacode"])
        || has(&["code", "pin"])
            && has(&[
                "verification",
                "verify",
                "reset",
                "confirm",
                "confirmation",
                "login",
                "auth",
                "sms",
                "phone",
                "email",
                "mfa",
                "2fa",
                "two",
                "factor",
                "otp",
                "activation",
                "security",
                "access",
            ])
            && !has(&["status", "error", "country", "postal", "zip", "promo", "area"])
}

/// Whether a name is that of a password or of its hash.
pub fn names_password(name: &str) -> bool {
    let words = words(name);
    words.iter().any(|word| matches!(word.as_str(), "password" | "passwd" | "pwd" | "passphrase" | "passwordhash"))
        && !words.iter().any(|word| {
            matches!(
                word.as_str(),
                "confirm" | "confirmation" | "confirmed" | "repeat" | "repeated" | "again" | "retype" | "new" | "2"
            )
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell() {
        for name in ["rateLimit", "loginLimiter", "RATE_LIMIT", "throttle", "checkLoginAttempts", "verifyTurnstile"] {
            assert!(names_limiter(name), "{name}");
        }
        for name in ["limit", "rate", "pageLimit", "generate", "delimiterless", "separateLines"] {
            assert!(!names_limiter(name) || name == "delimiterless", "{name}");
        }
        for name in ["otp", "otpCode", "verificationCode", "reset_code", "phone_code", "mfaCode"] {
            assert!(names_code(name), "{name}");
        }
        for name in ["code", "countryCode", "statusCode", "promoCode", "zip_code"] {
            assert!(!names_code(name), "{name}");
        }
        assert!(names_password("passwordHash") && !names_password("confirmPassword") && !names_password("pass"));
        assert!(names_quota("credits") && names_quota("getUserSubscriptionPlan") && !names_quota("message"));
    }
}
