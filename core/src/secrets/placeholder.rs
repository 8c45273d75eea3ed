//! Values that stand in for a credential: placeholders, made-up samples and the examples of vendors.
//!
//! Invariant: what vendors generate is never taken for made up; each test on structure holds of random text with a
//! chance of less than one in a thousand.

use super::random;

/// Whether `value`, a whole string, stands in for a credential: `your-api-key`, `<token>`, `xxxx`, `changeme`, `sk-...`,
/// `${TOKEN}`, `process.env.TOKEN`, `todo`, repeated or sequential characters.
pub fn is_placeholder(value: &str) -> bool {
    let value = value.trim();
    if value.len() < 3 || is_template(value) {
        return true;
    }
    let lower = value.to_ascii_lowercase();
    WHOLE.contains(&lower.as_str()) || has_stand_in_word(&lower) || is_made_up(value) || is_known_example(value)
}

/// Whether a text that should be random was made up: few different characters, sequences, repetitions, words.
pub(super) fn is_made_up(value: &str) -> bool {
    // The end of a long value tells no more, and every test here is by the length.
    let bytes = &value.as_bytes()[..value.len().min(LONGEST)];
    bytes.is_empty()
        || has_few_characters(bytes)
        || is_sequence(bytes)
        || is_periodic(bytes)
        || has_stand_in_word(&value.get(..bytes.len()).unwrap_or(value).to_ascii_lowercase())
        || random::is_wordy(value)
}

/// Whether it is a well-known example of a vendor's documentation, by its hash: the text itself would set off every
/// scanner that reads this file.
pub(super) fn is_known_example(value: &str) -> bool {
    EXAMPLES.contains(&fnv1a(value.as_bytes()))
}

/// Whether a lower-case text has a word in it that nobody generates.
pub(super) fn has_stand_in_word(lower: &str) -> bool {
    WORDS.iter().any(|word| lower.contains(word))
}

const LONGEST: usize = 160;

const WORDS: &[&str] = &[
    "your-",
    "your_",
    "your ",
    "yourapi",
    "yourkey",
    "yoursecret",
    "yourtoken",
    "yourpass",
    "yourown",
    "yourproject",
    "youracc",
    "my-secret",
    "my_secret",
    "mysecret",
    "my-api",
    "my_api",
    "myapikey",
    "my-key",
    "my_key",
    "mytoken",
    "my-token",
    "my_token",
    "my-super",
    "supersecret",
    "super-secret",
    "super_secret",
    "example",
    "placeholder",
    "changeme",
    "change-me",
    "change_me",
    "change-this",
    "change_this",
    "changethis",
    "replaceme",
    "replace-",
    "replace_",
    "dummy",
    "sample",
    "xxxx",
    "insert-",
    "insert_",
    "redacted",
    "masked",
    "put-your",
    "put_your",
    "enter-",
    "enter_",
    "todo-",
    "todo_",
    "fixme",
    "fake-",
    "fake_",
    "fakekey",
    "faketoken",
    "fakesecret",
    "mock-",
    "mock_",
    "mocked",
    "test-key",
    "test_key",
    "testkey",
    "test-token",
    "test_token",
    "testtoken",
    "test-secret",
    "test_secret",
    "testsecret",
    "test-api",
    "test_api",
    "testapi",
    "foobar",
    "lorem",
    "not-a-",
    "not_a_",
    "notareal",
    "not-real",
    "not_real",
    "notreal",
    "invalid",
    "-here",
    "_here",
    "keyhere",
    "tokenhere",
    "secrethere",
    "deadbeef",
    "undefined",
    "apikey",
    "api-key",
    "api_key",
    "secretkey",
    "secret-key",
    "secret_key",
    "accesskey",
    "accesstoken",
    "access_token",
    "access-token",
    "some-secret",
    "some_secret",
    "some-key",
    "some_key",
    "goes-here",
    "hunter2",
    "password",
    "qwerty",
    "asdfgh",
    "unittest",
    "unit-test",
    "development",
    "1234567",
    "abcdefg",
    "abc123",
];

const WHOLE: &[&str] = &[
    "key",
    "token",
    "secret",
    "secrets",
    "test",
    "todo",
    "none",
    "null",
    "nil",
    "true",
    "false",
    "default",
    "demo",
    "change",
    "fake",
    "mock",
    "value",
    "string",
    "text",
    "here",
    "fill",
    "n/a",
    "tbd",
    "empty",
    "user",
    "username",
    "admin",
    "root",
    "pass",
    "passwd",
    "pwd",
    "postgres",
    "guest",
    "foo",
    "bar",
    "baz",
    "abc",
    "dev",
    "local",
    "bearer",
    "basic",
    "hidden",
    "private",
    "public",
    "keyboard cat",
    "shhh",
    "shhhh",
    "shhhhh",
];

/// FNV-1a hashes, 64 bits, of examples in vendors' documentation.
const EXAMPLES: &[u64] = &[
    // The account key of every Azurite emulator (learn.microsoft.com, "Connect to Azurite with SDKs and tools").
    0x3f9d_1c99_6e62_0b67,
    // Keys of Stripe's documentation (docs.stripe.com, "API keys").
    0xddd1_9c48_6d09_5d84,
    0x67e7_33c2_f903_5757,
    0x4b81_4e2c_7456_0377,
    // The first accounts of every Hardhat and Anvil node (hardhat.org, "Hardhat Network").
    0x1794_84c6_f508_b654,
    0x5924_ff5c_475b_0cd8,
    0x9978_d89a_4ce4_9339,
];

fn is_template(value: &str) -> bool {
    const PARTS: &[&str] = &[
        "${",
        "{{",
        "}}",
        "#{",
        "<%",
        "%>",
        "process.env",
        "import.meta",
        "os.environ",
        "os.getenv",
        "getenv(",
        "env(",
        "...",
        "\u{2026}",
        "***",
        "\u{2022}\u{2022}",
        "deno.env",
        "secrets.",
    ];
    let bytes = value.as_bytes();
    let enclosed = |open: u8, close: u8| bytes.first() == Some(&open) && bytes.last() == Some(&close);
    enclosed(b'<', b'>')
        || enclosed(b'[', b']')
        || enclosed(b'{', b'}')
        || enclosed(b'(', b')')
        || enclosed(b'%', b'%')
        || is_variable(value)
        || PARTS.iter().any(|part| value.contains(part))
}

/// `$TOKEN` of a shell, `@Microsoft.KeyVault(…)`.
fn is_variable(value: &str) -> bool {
    value.strip_prefix('$').is_some_and(|name| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
    })
}

fn has_few_characters(bytes: &[u8]) -> bool {
    let different = (0..=u8::MAX).filter(|byte| bytes.contains(byte)).count();
    let repeats = bytes.chunk_by(|a, b| a == b).map(<[u8]>::len).max().unwrap_or_default();
    let few = match bytes.len() {
        0..4 => 1,
        4..8 => 2,
        8..12 => 3,
        12..24 => 4,
        24..40 => 6,
        _ => 8,
    };
    different <= few || repeats >= 6 || (repeats >= 4 && bytes.len() < 24)
}

/// `1234567890`, `abcdefgh`, and the two woven together: `a1b2c3d4`.
fn is_sequence(bytes: &[u8]) -> bool {
    let follows = |a: u8, b: u8| a.is_ascii_alphanumeric() && (a + 1 == b || (a == b'9' && b == b'0'));
    let share = |stride: usize| {
        let steps = bytes.len().saturating_sub(stride);
        let following = (0..steps).filter(|at| follows(bytes[*at], bytes[at + stride])).count();
        (following, steps)
    };
    let (next, steps) = share(1);
    let (woven, woven_steps) = share(2);
    (steps >= 3 && next * 2 >= steps) || (woven_steps >= 6 && woven * 5 >= woven_steps * 4)
}

/// The same few characters over and over.
fn is_periodic(bytes: &[u8]) -> bool {
    let longest = (bytes.len() / 2).min(20);
    (2..=longest).any(|period| bytes.iter().zip(&bytes[period..]).all(|(a, b)| a == b))
}

fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}
