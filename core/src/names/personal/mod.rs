//! What a name says about the data of people behind it: which class of data the law treats by itself, if any.
//!
//! Invariant: a name is evidence only by its word family and by whose it is. `card` of a board is no payment card, `health`
//! of a service is nobody's, `address` of a wallet or a machine is no home; what is not sure is no class at all.

mod families;

use std::collections::HashSet;
use std::sync::LazyLock;

use families::{
    ABOUT, CARD_CONTEXT, DEEDS, FAMILIES, FLAGS, Family, GIFT_CARDS, NOBODY, PEOPLE_CONTEXT, PLACE_CONTEXT, SCRAMBLED,
    TREES,
};

use super::words;

/// A class of data that laws speak of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DataClass {
    /// Diagnoses, medication, allergies, medical notes.
    Health,
    /// The number or the security code of a payment card.
    PaymentCard,
    /// Data of children and of those who answer for them.
    Children,
    /// Faces, voices and fingerprints as measures of a body.
    Biometric,
    /// Numbers by which a state knows a person.
    GovernmentId,
    /// Religion, origin, politics, sexual life, convictions.
    Belief,
    /// Numbers of bank accounts.
    BankAccount,
    /// Where a person is, to the metre.
    Location,
    /// When a person was born.
    BirthDate,
    /// Names, addresses, telephone numbers.
    Contact,
    /// What people write about people.
    FreeText,
}

impl DataClass {
    /// As a sentence names it.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Health => "health data",
            Self::PaymentCard => "payment card data",
            Self::Children => "data of children",
            Self::Biometric => "biometric data",
            Self::GovernmentId => "government identifiers",
            Self::Belief => "data on beliefs, origin or private life",
            Self::BankAccount => "bank account numbers",
            Self::Location => "precise locations of people",
            Self::BirthDate => "dates of birth",
            Self::Contact => "contact data",
            Self::FreeText => "free text about people",
        }
    }

    /// Whether laws or contracts ask for more than they ask for any data of people.
    pub fn is_special(self) -> bool {
        self < Self::BirthDate
    }
}

/// The class of a column, field or property, by its name and by that of what it belongs to (a model, a type, a form; may be
/// empty).
pub fn class_of(name: &str, owner: &str) -> Option<DataClass> {
    let name_words = words(name);
    let words = Words::new(&name_words);
    if !words.0.iter().any(|word| begins_phrase(word)) {
        return None;
    }
    let owner_words = super::words(owner);
    let owner = Words::new(&owner_words);
    let is_about = words.is_about();
    let is_it = |family: &&Compiled| {
        let is_meant = if is_about { says_so_itself(family, &words) } else { fits(family, &words, &owner) };
        is_meant && !denied(family.class, &words, &owner)
    };
    COMPILED.iter().find(is_it).map(|family| family.class)
}

/// Whether a name is that of a payment card's whole number or of its security code, which nobody may keep; `Some(true)` for
/// the security code. Last digits, brands, tokens and what is hashed or encrypted are neither.
pub fn card_secret(name: &str, owner: &str) -> Option<bool> {
    if class_of(name, owner) != Some(DataClass::PaymentCard) {
        return None;
    }
    let words = words(name);
    let words = Words::new(&words);
    if words.is_among(SCRAMBLED) {
        return None;
    }
    let is_code = words.has_any(&["cvv", "cvc", "cvv2", "cvc2", "cvn", "csc"]) || words.says("security code");
    let is_number = ["card number", "credit card", "debit card", "pan", "card no", "card num"];
    let is_number = is_number.iter().any(|phrase| words.says(phrase)) || words.0 == ["number"];
    (is_code || is_number && !words.has_any(&["expiry", "expiration", "exp", "month", "year", "holder", "name"]))
        .then_some(is_code)
}

/// Whether a name is that of a password, in clear or not.
pub fn is_password(name: &str) -> bool {
    let words = words(name);
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    // `mustChangePassword`, `isWeakPassword`, `resetPassword`: a yes or no, or a deed.
    let begins_otherwise = words.first().is_some_and(|first| stands_in(FLAGS, first) || stands_in(DEEDS, first));
    !begins_otherwise
        && has(&["password", "passwd", "passphrase", "pwd"])
        && !words.iter().any(|word| stands_in(ABOUT, word))
        && !has(&["error", "errors", "strength", "policy", "reset", "length", "rules", "field", "input", "visible"])
}

/// Whether a name is that of a whole person: `user`, `currentUser`, `customer`, `newPatient`.
pub fn is_person(name: &str) -> bool {
    const KINDS: [&str; 14] = [
        "user",
        "users",
        "customer",
        "customers",
        "patient",
        "patients",
        "profile",
        "employee",
        "employees",
        "student",
        "students",
        "person",
        "contact",
        "lead",
    ];
    const BEFORE: [&str; 14] = [
        "current", "new", "created", "updated", "existing", "db", "auth", "found", "the", "my", "session", "saved",
        "logged", "in",
    ];
    let words = words(name);
    let Some((last, before)) = words.split_last() else { return false };
    KINDS.contains(&last.as_str()) && before.iter().all(|word| BEFORE.contains(&word.as_str()))
}

/// Whether a name is that of a deed, page or route that deletes someone's account: `deleteAccount`, `delete_user`.
pub fn names_erasure(name: &str) -> bool {
    let words = words(name);
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    has(&[
        "delete",
        "remove",
        "destroy",
        "erase",
        "close",
        "deactivate",
        "anonymize",
        "anonymise",
        "purge",
        "wipe",
        "soft",
    ]) && has(&["account", "user", "users", "profile", "me", "customer", "myself", "gdpr"])
        && !has(&["from", "role", "roles", "picture", "avatar", "image", "photo", "session", "token", "bank", "linked"])
        || has(&["gdpr", "erasure"]) && has(&["request", "delete", "erasure", "erase"])
}

/// Whether a name is that of a deed, page or route that gives someone their data: `exportMyData`, `download-data`.
pub fn names_export(name: &str) -> bool {
    let words = words(name);
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    has(&["export", "download", "takeout", "exporter", "exports"])
        && has(&[
            "data", "account", "user", "users", "profile", "gdpr", "personal", "my", "me", "all", "csv", "json",
            "excel",
        ])
        || has(&["takeout", "portability"])
}

/// A cheap look before names are taken apart: whether [`class_of`], [`is_password`] or [`is_person`] may say anything.
pub fn may_tell(name: &str, of: &str) -> bool {
    class_of(name, of).is_some() || is_password(name) || is_person(name)
}

/// A cheap look before phrases are compared: whether some phrase begins with a word, as most names have no such word.
fn begins_phrase(word: &str) -> bool {
    static FIRST: LazyLock<HashSet<String>> = LazyLock::new(|| {
        let phrases = COMPILED.iter().flat_map(|family| family.sure.iter().chain(&family.hints));
        phrases.flat_map(|phrase| [phrase[0].to_owned(), phrase.concat()]).collect()
    });
    let known = |word: &str| FIRST.contains(word);
    known(word) || word.strip_suffix('s').is_some_and(known)
}

/// The words of a name, asked for families.
struct Words<'a>(Vec<&'a str>);

impl<'a> Words<'a> {
    fn new(words: &'a [String]) -> Self {
        Self(words.iter().map(String::as_str).collect())
    }

    fn has_any(&self, list: &[&str]) -> bool {
        self.0.iter().any(|word| list.contains(word))
    }

    /// Whether one of its words is among those of a text.
    fn is_among(&self, text: &str) -> bool {
        self.0.iter().any(|word| stands_in(text, word))
    }

    /// Whether the words of a phrase stand in it one after the other.
    fn says(&self, phrase: &str) -> bool {
        self.holds(&phrase.split(' ').collect::<Vec<_>>())
    }

    /// The same of a phrase that is taken apart; a name may run its words together.
    fn holds(&self, phrase: &[&str]) -> bool {
        let fits = |word: &str, part: &str| word == part || word.strip_suffix('s') == Some(part);
        let in_row =
            self.0.windows(phrase.len()).any(|row| row.iter().zip(phrase).all(|(word, part)| fits(word, part)));
        in_row || phrase.len() > 1 && self.0.iter().any(|word| runs_together(word, phrase))
    }

    /// Whether a name only tells something about such data: that it was confirmed, how many there are, whether to show it.
    fn is_about(&self) -> bool {
        self.0.iter().skip(1).any(|word| stands_in(ABOUT, word))
            || self.0.len() > 1
                && (stands_in(FLAGS, self.0[0]) || matches!(self.0.last(), Some(&("id" | "ids" | "at"))))
    }
}

/// `cardnumber` of `card number`.
fn runs_together(word: &str, parts: &[&str]) -> bool {
    let mut rest = word;
    for part in parts {
        let Some(after) = rest.strip_prefix(part) else { return false };
        rest = after;
    }
    rest.is_empty()
}

/// A family with its phrases taken apart.
struct Compiled {
    class: DataClass,
    sure: Vec<Vec<&'static str>>,
    hints: Vec<Vec<&'static str>>,
    owners: Vec<Vec<&'static str>>,
}

static COMPILED: LazyLock<Vec<Compiled>> = LazyLock::new(|| {
    let apart = |text: &'static str| text.split(", ").map(|phrase| phrase.split(' ').collect()).collect();
    let compiled = |family: &Family| Compiled {
        class: family.class,
        sure: apart(family.sure),
        hints: apart(family.hints),
        owners: apart(family.owners),
    };
    FAMILIES.iter().map(compiled).collect()
});

fn fits(family: &Compiled, words: &Words<'_>, owner: &Words<'_>) -> bool {
    if family.sure.iter().any(|phrase| words.holds(phrase)) {
        return true;
    }
    // The name of a hint alone needs an owner that is about the same.
    family.hints.iter().any(|phrase| words.holds(phrase)) && family.owners.iter().any(|phrase| owner.holds(phrase))
}

/// Whether a phrase has the very word by which a name would else only say something about data: `blood type`, `national id`.
fn says_so_itself(family: &Compiled, words: &Words<'_>) -> bool {
    let is_about = |part: &str| stands_in(ABOUT, part) || stands_in(FLAGS, part) || part == "id";
    family.sure.iter().any(|phrase| phrase.iter().any(|part| is_about(part)) && words.holds(phrase))
}

/// Whether a word stands in a text of words.
fn stands_in(text: &str, word: &str) -> bool {
    text.split(' ').any(|other| other == word)
}

/// Whether what a name says is not meant: of a gift card, a wallet, a machine, an animal.
fn denied(class: DataClass, words: &Words<'_>, owner: &Words<'_>) -> bool {
    let about_nobody = owner.is_among(NOBODY) || words.is_among(NOBODY);
    match class {
        DataClass::PaymentCard => words.is_among(GIFT_CARDS) || owner.is_among(GIFT_CARDS),
        DataClass::Contact => {
            about_nobody
                || words.has_any(&["ip", "mac", "wallet", "contract", "memory", "server", "host", "bind", "listen"])
                || owner.has_any(&["wallet", "token", "nft", "contract", "transaction", "block", "network", "server"])
        }
        DataClass::Biometric => {
            words.has_any(&[
                "device",
                "browser",
                "key",
                "cert",
                "certificate",
                "ssh",
                "error",
                "query",
                "file",
                "visitor",
            ]) || owner.has_any(&["device", "browser", "key", "certificate", "error", "issue", "file", "session"])
        }
        DataClass::Location => {
            !(owner.is_among(PEOPLE_CONTEXT) || owner.is_among(PLACE_CONTEXT) || words.is_among(PEOPLE_CONTEXT))
        }
        DataClass::Health | DataClass::BirthDate | DataClass::GovernmentId => about_nobody,
        DataClass::FreeText => !owner.is_among(PEOPLE_CONTEXT),
        // A child of a tree, not of a parent.
        DataClass::Children => about_nobody || owner.is_among(TREES),
        DataClass::BankAccount | DataClass::Belief => about_nobody && !owner.is_among(CARD_CONTEXT),
    }
}

#[cfg(test)]
mod tests;
