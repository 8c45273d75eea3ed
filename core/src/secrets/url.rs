//! URLs with a password: database connection strings, mail and file servers, basic authentication.
//!
//! Invariant: only a password that could be one, for a host that others can reach, counts. Development machines and
//! documentation write such URLs all the time.

use super::candidate::{Candidate, Telling};
use super::pattern::ALNUM;
use super::{placeholder, random, tables};

/// The URL with a password whose `://` stands at byte `colon` of `text`.
pub(super) fn of_url(text: &str, colon: usize) -> Option<Candidate> {
    let bytes = text.as_bytes();
    let is_scheme = |byte: &u8| ALNUM.contains(*byte) || *byte == b'+';
    let length = bytes[..colon].iter().rev().take(LONGEST_SCHEME).take_while(|byte| is_scheme(byte)).count();
    let scheme = scheme_of(text.get(colon - length..colon)?)?;
    let start = colon - scheme.0.len();
    let authority_at = colon + "://".len();
    let authority = authority_of(text.get(authority_at..)?)?;
    let (user_info, host) = authority.rsplit_once('@')?;
    let (user, password) = user_info.split_once(':')?;
    let host = host_of(host);
    if !is_reachable(host) || is_documentation(host) || !is_password(user, password, scheme.1) {
        return None;
    }
    let end = authority_at + authority.len() + rest_length(&text[authority_at + authority.len()..]);
    Some(Candidate { detector: tables::by_id(scheme.1)?, range: start..end, jwt: None, telling: Telling::Url })
}

const LONGEST_SCHEME: usize = 24;
const LONGEST_AUTHORITY: usize = 400;
const LONGEST_REST: usize = 600;

const BASIC: &str = "basic-auth-url";
const DATABASE: &str = "database-connection-string";
const BROKER: &str = "broker-connection-string";
const MAIL: &str = "smtp-url";
const FILES: &str = "ftp-url";

/// Schemes with what their URLs with a password are.
const SCHEMES: &[(&str, &str)] = &[
    ("https", BASIC),
    ("http", BASIC),
    ("postgres", DATABASE),
    ("postgresql", DATABASE),
    ("postgresql+asyncpg", DATABASE),
    ("postgresql+psycopg", DATABASE),
    ("postgresql+psycopg2", DATABASE),
    ("mysql", DATABASE),
    ("mysql2", DATABASE),
    ("mysql+pymysql", DATABASE),
    ("mariadb", DATABASE),
    ("mongodb", DATABASE),
    ("mongodb+srv", DATABASE),
    ("mssql", DATABASE),
    ("sqlserver", DATABASE),
    ("clickhouse", DATABASE),
    ("cockroachdb", DATABASE),
    ("cassandra", DATABASE),
    ("neo4j", DATABASE),
    ("neo4j+s", DATABASE),
    ("bolt", DATABASE),
    ("redis", DATABASE),
    ("rediss", DATABASE),
    ("amqp", BROKER),
    ("amqps", BROKER),
    ("nats", BROKER),
    ("mqtt", BROKER),
    ("mqtts", BROKER),
    ("smtp", MAIL),
    ("smtps", MAIL),
    ("ftp", FILES),
    ("ftps", FILES),
    ("sftp", FILES),
];

fn scheme_of(before: &str) -> Option<(&'static str, &'static str)> {
    // `\nhttps://…` in a string: the escape's letter belongs to no scheme.
    let fits = |scheme: &str| before == scheme || before.strip_suffix(scheme).is_some_and(|rest| rest == "n");
    SCHEMES.iter().find(|(scheme, _)| fits(scheme)).copied()
}

/// What stands before the path of a URL, when it is all there and has a password in it.
fn authority_of(after: &str) -> Option<&str> {
    let stops = |byte: &u8| !byte.is_ascii_graphic() || b"/?#\"'`<>\\(){}$|^,;".contains(byte);
    let bytes = after.as_bytes();
    let length = bytes.iter().take(LONGEST_AUTHORITY).position(stops).unwrap_or(bytes.len().min(LONGEST_AUTHORITY));
    // A template goes on after these.
    if bytes.get(length).is_some_and(|byte| b"${}<\\".contains(byte)) && !bytes[length..].starts_with(b"\\n") {
        return None;
    }
    after.get(..length)
}

/// How far the path and query of a URL go.
fn rest_length(after: &str) -> usize {
    let stops = |byte: &u8| !byte.is_ascii_graphic() || b"\"'`<>\\(){}|^".contains(byte);
    let length = after.as_bytes().iter().take(LONGEST_REST).position(stops).unwrap_or(after.len().min(LONGEST_REST));
    let rest = after.get(..length).unwrap_or_default();
    rest.trim_end_matches(['.', ',', ';', ':', '!', '?']).len()
}

fn host_of(host: &str) -> &str {
    if host.starts_with('[') {
        return host;
    }
    host.split(':').next().unwrap_or_default()
}

/// Whether others can reach it: a name with a dot, or an address that is not of this machine.
fn is_reachable(host: &str) -> bool {
    let lower = host.to_ascii_lowercase();
    let ends = [".local", ".localhost", ".test", ".invalid", ".example", ".docker.internal", ".localdomain", ".lan"];
    let labels = lower.split('.').filter(|label| !label.is_empty());
    labels.count() > 1
        && !lower.starts_with("127.")
        && !lower.starts_with("0.")
        && !lower.starts_with("localhost")
        && !ends.iter().any(|end| lower.ends_with(end))
        && lower.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_'))
        // The last label is no word of code, as in `http://a:b@c.d`.
        && lower.rsplit('.').next().is_some_and(|last| last.len() > 1 || last.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Hosts that stand for one's own.
fn is_documentation(host: &str) -> bool {
    const WORDS: &[&str] = &[
        "example",
        "your",
        "yourhost",
        "yourdomain",
        "mydomain",
        "myhost",
        "myserver",
        "domain",
        "host",
        "hostname",
        "server",
        "servername",
        "foo",
        "bar",
        "test",
        "some",
        "company",
        "acme",
        "xxx",
        "xxxx",
        "xxxxx",
        "cluster",
        "abc",
        "sub",
        "site",
        "website",
        "localhost",
        "dbhost",
        "endpoint",
        "placeholder",
    ];
    let lower = host.to_ascii_lowercase();
    placeholder::has_stand_in_word(&lower) || lower.split(['.', '-']).any(|label| WORDS.contains(&label))
}

fn is_password(user: &str, password: &str, kind: &str) -> bool {
    let length = password.len();
    if length < 5 || password.eq_ignore_ascii_case(user) || is_common(password) || placeholder::is_placeholder(password)
    {
        return false;
    }
    // `%s`, `%(password)s`, `%PASSWORD%`; real passwords escape single characters as `%40`.
    if password.starts_with('%') && !password[1..].bytes().take(2).all(|byte| byte.is_ascii_hexdigit()) {
        return false;
    }
    let mixed = password.bytes().any(|byte| !byte.is_ascii_alphabetic()) && random::classes(password) > 1;
    let user_is_stand_in = is_common(user) || placeholder::is_placeholder(user);
    match kind {
        BASIC | FILES => length >= 8 && mixed && !(user_is_stand_in && length < 16),
        _ => mixed || (length >= 10 && !user_is_stand_in),
    }
}

/// Passwords and users of documentation and of development machines.
fn is_common(word: &str) -> bool {
    const COMMON: &[&str] = &[
        "password",
        "passwd",
        "pass",
        "pwd",
        "passw0rd",
        "p4ssw0rd",
        "postgres",
        "postgresql",
        "root",
        "admin",
        "administrator",
        "secret",
        "secrets",
        "example",
        "user",
        "username",
        "users",
        "login",
        "test",
        "tests",
        "testing",
        "tester",
        "guest",
        "mysql",
        "mariadb",
        "mongo",
        "mongodb",
        "redis",
        "default",
        "sa",
        "dev",
        "develop",
        "development",
        "local",
        "prisma",
        "hunter2",
        "letmein",
        "qwerty",
        "welcome",
        "dbuser",
        "dbpass",
        "dbpassword",
        "db_user",
        "db_pass",
        "db_password",
        "mypassword",
        "mypass",
        "secure",
        "token",
        "apikey",
        "name",
        "bob",
        "alice",
        "joe",
        "john",
        "foo",
        "bar",
        "foobar",
        "s3cret",
        "s3cr3t",
        "supersecret",
        "rabbitmq",
        "clickhouse",
        "neo4j",
        "minioadmin",
        "strongpassword",
        "somepassword",
        "userpass",
        "userpassword",
        "pw",
    ];
    let lower = word.to_ascii_lowercase();
    let bare = lower.trim_end_matches(|character: char| !character.is_ascii_alphabetic());
    COMMON.contains(&lower.as_str()) || COMMON.contains(&bare) || lower.contains("password") || lower.contains("passwd")
}

/// A URL with a password, for the tests.
#[cfg(test)]
pub(super) fn sample(id: &str, password: &str) -> String {
    let (scheme, host) = match id {
        BASIC => ("https", "artifacts.northwind.io/repo"),
        BROKER => ("amqps", "hawk.rmq.cloudamqp.com/vhost"),
        MAIL => ("smtps", "mail.northwind.io:465"),
        FILES => ("sftp", "files.northwind.io/in"),
        _ => ("postgresql", "ep-cool-darkness.eu-central-1.aws.neon.tech/app?sslmode=require"),
    };
    format!("{scheme}://owner:{password}@{host}")
}
