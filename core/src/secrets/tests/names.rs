//! Values under names, placeholders and randomness, sound and bad.

use super::made::{Dice, blob};
use crate::secrets::pattern::{ALNUM, HEX, Set};
use crate::secrets::{is_placeholder, looks_random, of_named};

#[test]
fn random_values_under_strong_names_are_found() {
    let mut dice = Dice::new(11);
    for name in [
        "API_KEY",
        "apiKey",
        "clientSecret",
        "CLIENT_SECRET",
        "config.clientSecret",
        "encryptionKey",
        "ENCRYPTION_KEY",
        "adminPassword",
        "DB_PASSWORD",
        "authToken",
        "privateKey",
        "ACME_API_SECRET",
        "signing_key",
        "accessKey",
        "secret",
        "apikey",
        "API_KEY_PROD",
    ] {
        for value in [
            dice.run(ALNUM, 32),
            dice.run(ALNUM, 20),
            blob(32, &mut dice),
            dice.run(HEX, 64),
            dice.run(Set::ranges(b"!~"), 40)
                .replace(['"', '\'', '\\', '`', '(', ')', ',', '<', '>', '?', ':', ';', '[', ']', '{', '|', '}'], "q"),
        ] {
            let found = of_named(name, &value).unwrap_or_else(|| panic!("{name} of {} characters", value.len()));
            assert_eq!(found.detector.id, "generic-secret", "{name}");
            assert_eq!(found.range, 0..value.len());
            assert!(!found.redacted.contains(&value));
        }
    }
}

#[test]
fn sound_values_under_strong_names_are_not_found() {
    for (name, value) in [
        ("password", "Password is required"),
        ("password", "password"),
        ("password", "Passwort vergessen?"),
        ("passwordPlaceholder", "Enter your password"),
        ("secretKey", "stripe"),
        ("API_KEY", "apiKey"),
        ("API_KEY", "NEXT_PUBLIC_API_KEY"),
        ("api_key", "x-api-key"),
        ("apiKey", "your-api-key"),
        ("apiKey", "YOUR_API_KEY_HERE"),
        ("apiKey", "process.env.API_KEY"),
        ("apiKey", "${API_KEY}"),
        ("apiKey", "test-api-key-12345"),
        ("apiKey", "sk-..."),
        ("secret", "auth.login.secret.label"),
        ("secret", "kubernetes-secret-provider-v2"),
        ("accessKey", "settings.apiKeys.accessKeyTitle"),
        ("privateKey", "/etc/ssl/private/server.key"),
        ("clientSecret", "https://login.northwind.io/oauth2/secret"),
        ("clientSecret", "projects/northwind/secrets/client-secret/versions/3"),
        ("secret", "flex items-center justify-between px-4 py-2"),
        ("secret", "bg-primary-500/20"),
        ("password", "correct-horse-battery-staple"),
        ("password", "INVALID_PASSWORD_RESET_TOKEN"),
        ("password", "passwordResetTokenExpiredError"),
        ("apiSecret", "2026-01-01T00:00:00.000Z"),
        ("apiSecret", "1234567890123456"),
        ("secret", "00000000-0000-0000-0000-000000000000"),
        ("secret", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"),
        ("secret", "image/svg+xml;charset=utf-8"),
        ("secret", "M10 20L30 40H50V60C10 20 30 40 50 60Z"),
        ("secret", "v1.2.3-beta.4+build.567"),
        // What CSS modules make of a class's name.
        ("secret", "_secret_1oa8v_70"),
        ("apiKey", "Settings_apiKey__q3Zx8"),
        ("secret", ""),
    ] {
        let found = of_named(name, value).map(|found| found.detector.id);
        assert_eq!(found, None, "{name}: {value}");
    }
}

#[test]
fn names_of_something_else_do_not_make_a_value_secret() {
    let mut dice = Dice::new(12);
    let value = dice.run(ALNUM, 32);
    for name in [
        "publicApiKey",
        "PUBLISHABLE_API_KEY",
        "siteKey",
        "apiKeyUrl",
        "passwordHash",
        "passwordLabel",
        "secretName",
        "buildHash",
        "id",
        "recaptchaSecretLabel",
        "firebaseApiKey",
        "cacheAccessKey",
        "apiKeyPlaceholder",
        "testPassword",
        "key",
        "token",
        "nonce",
        "docsearchApiKey",
        "accessKeyId",
        "passwordRegex",
        "translationSecret",
        "integrity",
    ] {
        let found = of_named(name, &value).map(|found| found.detector.id);
        assert!(found.is_none_or(|id| id != "generic-secret"), "{name} is {found:?}");
    }
}

#[test]
fn a_value_that_gives_itself_away_needs_no_name() {
    let key = format!("sk_live_{}", Dice::new(13).run(ALNUM, 24));
    assert_eq!(of_named("whatever", &key).unwrap().detector.id, "stripe-secret-key");
    assert_eq!(of_named("whatever", &format!(" {key}\n")).unwrap().detector.id, "stripe-secret-key");
    assert_eq!(of_named("whatever", &format!("see {key}")), None);
}

#[test]
fn a_google_key_is_told_by_its_name() {
    let key = format!("AIza{}", Dice::new(14).run(ALNUM, 35));
    for (name, id) in [
        ("apiKey", "google-api-key"),
        ("NEXT_PUBLIC_FIREBASE_API_KEY", "google-api-key"),
        ("GOOGLE_MAPS_KEY", "google-api-key"),
        ("VITE_GEMINI_API_KEY", "google-gemini-key"),
        ("GOOGLE_GENERATIVE_AI_API_KEY", "google-gemini-key"),
        ("genAI", "google-gemini-key"),
    ] {
        assert_eq!(of_named(name, &key).unwrap().detector.id, id, "{name}");
    }
}

#[test]
fn placeholders_are_known() {
    for value in [
        "",
        "x",
        "your-api-key",
        "YOUR_KEY",
        "<token>",
        "[PASSWORD]",
        "{token}",
        "%TOKEN%",
        "$TOKEN",
        "${TOKEN}",
        "{{ token }}",
        "xxxx",
        "XXXXXXXXXXXX",
        "sk-xxxxxxxxxxxxxxxx",
        "sk-...",
        "sk-\u{2026}",
        "changeme",
        "change-me-please",
        "REPLACE_ME",
        "todo",
        "TODO",
        "example",
        "example-key",
        "process.env.KEY",
        "import.meta.env.VITE_KEY",
        "aaaaaaaa",
        "12345678",
        "abcdefgh",
        "abc123abc123abc123",
        "a1b2c3d4e5f6g7h8",
        "0123456789abcdef0123456789abcdef",
        "deadbeefdeadbeef",
        "****************",
        "my-secret",
        "mysecretkey",
        "supersecret",
        "super-secret-jwt-key",
        "test-key",
        "dummy",
        "placeholder",
        "null",
        "undefined",
        "none",
        "password",
        "insert-key",
        "fake-token",
        "changeThisInProduction",
        "some-secret-value",
    ] {
        assert!(is_placeholder(value), "{value}");
    }
    let mut dice = Dice::new(15);
    let mut taken = 0;
    for length in [16, 20, 24, 32, 40, 64, 100] {
        for set in [ALNUM, HEX] {
            taken += (0..200).filter(|_| is_placeholder(&dice.run(set, length))).count();
        }
    }
    assert!(taken <= 8, "{taken} of 2800 random values are taken for placeholders");
}

#[test]
fn random_and_other_texts_are_told_apart() {
    let mut dice = Dice::new(16);
    for length in [20, 24, 32, 40, 64] {
        let missed = (0..300).filter(|_| !looks_random(&dice.run(ALNUM, length))).count();
        assert!(missed <= 6, "{missed} of 300 with {length} characters");
        let missed = (0..300).filter(|_| !looks_random(&blob(length, &mut dice))).count();
        assert!(missed <= 10, "{missed} of 300 with {length} bytes");
    }
    let uuid = [8, 4, 4, 4, 12].map(|length| dice.run(HEX, length)).join("-");
    let integrity = format!("sha384-{}", blob(48, &mut dice));
    let id = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, "User:1234567890123");
    for value in [
        uuid.as_str(),
        integrity.as_str(),
        id.as_str(),
        "#ff00aa",
        "2026-11-24T10:00:00Z",
        "1.22.333-rc.4",
        "auth.errors.invalidCredentials",
        "kebab-case-identifier-with-words",
        "snake_case_identifier_with_words",
        "camelCaseIdentifierWithManyWords",
        "SCREAMING_SNAKE_CASE_IDENTIFIER",
        "PascalCaseComponentName2",
        "/api/v1/users/settings",
        "./src/components/Button.tsx",
        "https://northwind.io/a/b/c",
        "application/vnd.openxmlformats",
        "data:image/png;base64,iVBORw0KGgo",
        "text-gray-500",
        "hover:bg-blue-600",
        "user@northwind.io",
        "1234567890123456789",
        "getServerSideTranslations",
        "handleSubmitButtonClick",
        "X-Requested-With-Header",
        "onboarding-step-2-completed",
        "aes-256-gcm-with-random-iv",
        "utf8mb4_unicode_520_ci",
        "short1A",
        "com.northwind.app.service.v2",
    ] {
        assert!(!looks_random(value), "{value}");
    }
}
