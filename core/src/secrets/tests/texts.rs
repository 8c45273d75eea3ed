//! Tokens, keys and connection strings that are no row of parts, sound and bad.

use super::ids;
use super::made::{Dice, blob, jwt};
use crate::secrets::pattern::ALNUM;
use crate::secrets::{pem, scan, url};

#[test]
fn tokens_are_told_apart_by_their_claims() {
    let mut dice = Dice::new(1);
    for (claims, expected) in [
        (r#"{"iss":"supabase","ref":"abcd","role":"service_role","iat":1,"exp":2}"#, Some("supabase-service-role-key")),
        (r#"{"iss":"supabase","ref":"abcd","role":"anon","iat":1,"exp":2}"#, Some("supabase-anon-key")),
        (r#"{"sub":"42","exp":2}"#, Some("json-web-token")),
        (r#"{"iss":"supabase-demo","role":"service_role","exp":2}"#, None),
        (r#"{"sub":"1234567890","name":"John Doe","iat":1516239022}"#, None),
    ] {
        let token = jwt(claims, &mut dice);
        for text in
            [format!("k='{token}'"), format!("K={token}\n"), format!("Bearer {token}."), format!("\\n{token}\\n")]
        {
            let found = scan(&text);
            assert_eq!(found.first().map(|found| found.detector.id), expected, "{claims}");
            assert!(found.iter().all(|found| found.jwt.is_some() && found.range.len() == token.len()));
        }
    }
}

#[test]
fn look_alikes_of_tokens_are_not_found() {
    let mut dice = Dice::new(2);
    let token = jwt(r#"{"sub":"42"}"#, &mut dice);
    let unsigned = format!("{}.", &token[..token.rfind('.').unwrap()]);
    let made_up = format!("{}.{}", &token[..token.rfind('.').unwrap()], "x".repeat(43));
    for text in [
        unsigned,
        made_up,
        format!("a{token}"),
        format!("{token}.{}", "a".repeat(30)),
        token.replace('.', "-"),
        format!("'{}{token}'", blob(90, &mut dice)),
    ] {
        assert_eq!(ids(&text), Vec::<&str>::new());
    }
}

const LABELS: [(&str, &str); 6] = [
    ("PRIVATE KEY", "private-key"),
    ("RSA PRIVATE KEY", "private-key"),
    ("EC PRIVATE KEY", "private-key"),
    ("DSA PRIVATE KEY", "private-key"),
    ("OPENSSH PRIVATE KEY", "openssh-private-key"),
    ("PGP PRIVATE KEY BLOCK", "pgp-private-key"),
];

#[test]
fn private_keys_are_found_however_their_lines_end() {
    let mut dice = Dice::new(3);
    for (label, id) in LABELS {
        for line_end in ["\n", "\r\n", "\\n", "\\r\\n", "\\\\n", "\n    ", "\\n\" +\n  \"", "',\n'", " "] {
            let key = pem::sample(label, line_end, &mut || dice.byte());
            let text = format!("const key = \"{key}\";");
            let found = scan(&text);
            assert_eq!(found.iter().map(|found| found.detector.id).collect::<Vec<_>>(), [id], "{label} {line_end:?}");
            assert_eq!(found[0].range, 13..13 + key.len());
        }
    }
}

#[test]
fn private_keys_of_service_accounts_and_encoded_ones_are_found() {
    let mut dice = Dice::new(4);
    let key = pem::sample("PRIVATE KEY", "\\n", &mut || dice.byte());
    let account = format!(r#"{{"type": "service_account", "private_key_id": "0", "private_key": "{key}\n"}}"#);
    assert_eq!(ids(&account), ["google-service-account-key"]);
    let key = pem::sample("RSA PRIVATE KEY", "\n", &mut || dice.byte());
    let encoded = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, key);
    assert_eq!(ids(&format!("KEY={encoded}\n")), ["private-key"]);
    assert_eq!(ids(&format!("KEY=A{encoded}\n")), Vec::<&str>::new());
}

#[test]
fn templates_and_parts_of_private_keys_are_not_found() {
    let mut dice = Dice::new(5);
    let sound = pem::sample("PRIVATE KEY", "\n", &mut || dice.byte());
    let body = "A".repeat(200);
    for text in [
        sound.replace("-----END PRIVATE KEY-----", ""),
        sound.replacen("-----END PRIVATE", "-----END PUBLIC", 1),
        // A line less: the length that the key tells does not fit.
        sound.lines().enumerate().filter(|(at, _)| *at != 3).fold(String::new(), |text, (_, line)| text + line + "\n"),
        sound.replace("PRIVATE KEY", "PUBLIC KEY"),
        sound.replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY"),
        sound.replace("PRIVATE KEY", "CERTIFICATE"),
        format!("-----BEGIN PRIVATE KEY-----\n{body}\n-----END PRIVATE KEY-----"),
        "-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----".to_owned(),
        "-----BEGIN PRIVATE KEY-----\nYOUR KEY\n-----END PRIVATE KEY-----".to_owned(),
        "s.replace('-----BEGIN PRIVATE KEY-----', '').replace('-----END PRIVATE KEY-----', '')".to_owned(),
        "`-----BEGIN PRIVATE KEY-----\\n${key}\\n-----END PRIVATE KEY-----`".to_owned(),
    ] {
        assert_eq!(ids(&text), Vec::<&str>::new(), "{text}");
    }
}

#[test]
fn urls_with_passwords_are_found() {
    let password = Dice::new(6).run(ALNUM, 14);
    let ids_of_urls =
        ["database-connection-string", "broker-connection-string", "smtp-url", "ftp-url", "basic-auth-url"];
    for id in ids_of_urls {
        let url = url::sample(id, &password);
        for (before, after) in [("'", "'"), ("DATABASE_URL=", "\n"), ("url: \"", "\","), ("jdbc:", " "), ("\\n", "\\n")]
        {
            let text = format!("{before}{url}{after}");
            let found = scan(&text);
            assert_eq!(found.iter().map(|found| found.detector.id).collect::<Vec<_>>(), [id], "{before}{after}");
            assert_eq!(found[0].range, before.len()..before.len() + url.len());
        }
    }
    for (scheme, rest) in [
        ("mongodb+srv", "app:{}@cluster0.ab1cd.mongodb.net/?retryWrites=true"),
        ("redis", ":{}@eu1-fair-cat-40011.upstash.io:40011"),
        ("rediss", "default:{}@eu1-fair-cat-40011.upstash.io:40011"),
        ("mysql", "app:{}%40x@10.20.30.40:3306/app"),
        ("postgres", "postgres.abcdefgh:{}@aws-0-eu-central-1.pooler.supabase.com:6543/postgres"),
        ("mongodb", "app:{}@a.northwind.io:27017,b.northwind.io:27017/app"),
    ] {
        let url = format!("{scheme}://{}", rest.replace("{}", &password));
        assert_eq!(ids(&format!("x = '{url}'")), ["database-connection-string"], "{scheme}");
    }
}

#[test]
fn urls_of_development_and_documentation_are_not_found() {
    let password = Dice::new(7).run(ALNUM, 14);
    for (id, host) in [
        ("localhost:5432", ""),
        ("127.0.0.1", ""),
        ("db", ":5432"),
        ("postgres", ""),
        ("host.docker.internal", ""),
        ("db.example.com", ""),
        ("your-host.neon.tech", ""),
        ("[::1]", ":5432"),
        ("${HOST}", ""),
        ("app.local", ""),
        ("HOST", ""),
    ] {
        assert_eq!(ids(&format!("'postgres://app:{password}@{id}{host}/app'")), Vec::<&str>::new(), "{id}");
    }
    for user_info in [
        "app:password",
        "app:PASSWORD",
        "postgres:postgres",
        "user:pass",
        "app:app",
        "app:changeme",
        "app:${PASSWORD}",
        "app:<password>",
        "app:[PASSWORD]",
        "app:$PASSWORD",
        "app:***",
        "app:xxxxxxxx",
        "app:your-password",
        "app:%s",
        "app:%(password)s",
        "user:secret",
        "root:example",
        "app:{password}",
        "app:\" + password + \"",
        "app:",
        "app",
        ":",
        "me:hunter2",
        "USER:PASSWORD",
        "admin:Password123",
        "<user>:<pass>",
        "app:db_password",
    ] {
        assert_eq!(ids(&format!("\"postgres://{user_info}@db.northwind.io/app\"")), Vec::<&str>::new(), "{user_info}");
    }
    for url in [
        "https://user:pass123@files.northwind.io",
        "http://a:b@c.d",
        "https://northwind.io/@me:x",
        "https://cdn.northwind.io/npm/vue@3",
        "https://fonts.northwind.io/css?family=A:wght@400",
        "https://me:letmein@northwind.io",
        "https://x-access-token:${TOKEN}@github.com",
    ] {
        assert_eq!(ids(&format!("'{url}'")), Vec::<&str>::new(), "{url}");
    }
}

#[test]
fn a_token_in_a_url_is_named_as_what_it_is() {
    let mut dice = Dice::new(8);
    let random = dice.run(ALNUM, 30);
    let token = format!("ghp_{random}{}", crate::secrets::checksum::checksum(&random));
    let text = format!("git clone https://me:{token}@github.com/me/app.git");
    let found = scan(&text);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].detector.id, &text[found[0].range.clone()]), ("github-personal-access-token", token.as_str()));
    assert!(!found[0].redacted.contains(&random));
}

#[test]
fn finds_come_in_order_and_do_not_overlap() {
    let mut dice = Dice::new(9);
    let mut text = String::new();
    for _ in 0..20 {
        let token = jwt(r#"{"sub":"1"}"#, &mut dice);
        text = text + "a = '" + &token + "'; b = 'sk_live_" + &dice.run(ALNUM, 24) + "';\n";
    }
    let found = scan(&text);
    assert_eq!(found.len(), 40);
    assert!(found.windows(2).all(|pair| pair[0].range.end <= pair[1].range.start));
}

#[test]
fn texts_of_every_kind_are_read() {
    for text in [
        "",
        "\u{0}",
        "eyJ",
        "é://ü:ö@ä",
        "-----BEGIN ",
        "-----BEGIN é",
        "https://a:b\u{2026}@c.de",
        "LS0tLS1CRUdJTi=",
        "\\",
        "\\u00",
    ] {
        assert_eq!(ids(text), Vec::<&str>::new(), "{text}");
    }
}
