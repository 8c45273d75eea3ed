//! The ten launch items: what each asks, and what only a person can say of it. Which rules speak to an item stands in the
//! rules' own metadata ([`RuleMeta::launch_item`](crate::RuleMeta::launch_item)) and nowhere else.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::rules::{Gap, RULES, RuleMeta};

/// The number of a launch item, 1 to 10.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemNumber(u8);

impl ItemNumber {
    /// The number as an item's; none when there is no such item.
    pub fn new(number: u8) -> Option<Self> {
        (1..=10).contains(&number).then_some(Self(number))
    }

    /// The number.
    pub const fn get(self) -> u8 {
        self.0
    }

    /// The item.
    pub fn item(self) -> &'static LaunchItem {
        &ITEMS[usize::from(self.0) - 1]
    }

    /// The item that a person names by its number or its id.
    ///
    /// # Errors
    /// There is none of that name; the words list all.
    pub fn named(name: &str) -> Result<Self, String> {
        let by_number = name.parse().ok().and_then(Self::new);
        let by_id = || ITEMS.iter().find(|item| item.id == name).map(|item| item.number);
        by_number.or_else(by_id).ok_or_else(|| {
            let ids: Vec<String> = ITEMS.iter().map(|item| format!("{} {}", item.number, item.id)).collect();
            format!("there is no launch item `{name}`; there are {}", ids.join(", "))
        })
    }
}

impl fmt::Display for ItemNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl Serialize for ItemNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u8(self.0)
    }
}

impl<'de> Deserialize<'de> for ItemNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = i64::deserialize(deserializer)?;
        let item = u8::try_from(number).ok().and_then(Self::new);
        item.ok_or_else(|| de::Error::custom(format!("there is no launch item {number}; they are numbered 1 to 10")))
    }
}

/// One of the ten things that have to hold before an app meets its users.
#[derive(Debug, PartialEq)]
pub struct LaunchItem {
    /// Its number.
    pub number: ItemNumber,
    /// Kebab-case, stable: for machines.
    pub id: &'static str,
    /// A few words.
    pub title: &'static str,
    /// One sentence that a person who does not program understands: what is asked, and why.
    pub question: &'static str,
    /// The families of gaps whose rules may speak to it.
    pub gaps: &'static [Gap],
    /// What a person says who attests to it: the part that no code shows.
    pub word: &'static str,
    /// Whether code alone can show that it holds. Where not, a person's word is always needed.
    pub shown_by_code: bool,
}

impl LaunchItem {
    /// The rules of this build that speak to the item.
    pub fn rules(&self) -> impl Iterator<Item = &'static RuleMeta> + use<> {
        let number = self.number.get();
        RULES.iter().map(|rule| rule.meta).filter(move |meta| meta.launch_item == number)
    }
}

/// The ten items, in order.
pub static ITEMS: [LaunchItem; 10] = [
    LaunchItem {
        number: ItemNumber(1),
        id: "session-cookies",
        title: "Logins are kept in protected cookies",
        question: "Is what keeps people signed in out of reach of scripts, so that one bad script cannot take over accounts?",
        gaps: &[Gap::TokenStorage, Gap::CookieFlags],
        word: "session tokens travel in HttpOnly, Secure, SameSite cookies, and none lies in web storage",
        shown_by_code: true,
    },
    LaunchItem {
        number: ItemNumber(2),
        id: "no-keys-in-browser",
        title: "No secret keys in the browser",
        question: "Is every secret key kept on the server, so that no visitor can read it and spend your money or your data?",
        gaps: &[Gap::ClientSecret],
        word: "the built site was searched for secret keys, and keys that had leaked were replaced",
        shown_by_code: true,
    },
    LaunchItem {
        number: ItemNumber(3),
        id: "tenant-isolation",
        title: "Customers see only their own data",
        question: "Does every question to the database say whose rows are meant, so that no customer can read another's?",
        gaps: &[Gap::TenantIsolation],
        word: "every query is kept to the customer who asks, by its condition or by the database's own rules",
        shown_by_code: true,
    },
    LaunchItem {
        number: ItemNumber(4),
        id: "rate-limits",
        title: "Rate limits where it hurts",
        question: "Is there a limit on how often anyone may try a login, a registration, or a call that costs you money?",
        gaps: &[Gap::RateLimit],
        word: "login, registration, costly and sensitive endpoints are limited, in code or in front of it",
        shown_by_code: true,
    },
    LaunchItem {
        number: ItemNumber(5),
        id: "https",
        title: "HTTPS everywhere, with HSTS",
        question: "Do browsers always talk to your site encrypted, also on the first visit through a hotel's Wi-Fi?",
        gaps: &[Gap::Headers],
        word: "every address of the site answers by HTTPS only and sends Strict-Transport-Security",
        shown_by_code: true,
    },
    LaunchItem {
        number: ItemNumber(6),
        id: "content-security-policy",
        title: "A Content-Security-Policy",
        question: "Does the site tell browsers which scripts may run, so that a smuggled one does not?",
        gaps: &[Gap::Headers],
        word: "the deployed site sends a Content-Security-Policy that stops scripts from elsewhere",
        shown_by_code: true,
    },
    LaunchItem {
        number: ItemNumber(7),
        id: "dependencies",
        title: "Packages pinned and audited",
        question: "Is it settled which packages get into the app, and are they checked for known holes before each release?",
        gaps: &[Gap::Dependency],
        word: "dependencies are pinned, and an audit of them runs before every deploy",
        shown_by_code: true,
    },
    LaunchItem {
        number: ItemNumber(8),
        id: "privacy-terms",
        title: "Privacy policy and terms fit the app",
        question: "Do your privacy policy and terms say what this app really does with people's data, under your own name?",
        gaps: &[Gap::Privacy],
        word: "privacy policy and terms were read against what the app does, by someone who may judge it",
        shown_by_code: false,
    },
    LaunchItem {
        number: ItemNumber(9),
        id: "regulated-data",
        title: "Regulated data and retention are known",
        question: "Do you know which data the law treats with special care, where it lies, and when you delete it?",
        gaps: &[Gap::Privacy],
        word: "it is written down which regulated data is kept, on what ground, and when it is deleted",
        shown_by_code: false,
    },
    LaunchItem {
        number: ItemNumber(10),
        id: "audit-log",
        title: "An audit log, and someone who is called",
        question: "Would you notice a break-in, and could you tell afterwards who did what?",
        gaps: &[Gap::AuditLog],
        word: "sensitive operations are recorded, and somebody is alerted when something is out of the ordinary",
        shown_by_code: false,
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_are_numbered_in_order_and_named_once() {
        for (at, item) in (1..).zip(&ITEMS) {
            assert_eq!(item.number.get(), at);
            assert_eq!(ItemNumber::named(item.id), Ok(item.number));
            assert_eq!(ItemNumber::named(&at.to_string()), Ok(item.number));
            assert!(item.question.ends_with('?') && !item.word.ends_with('.'), "{}", item.id);
            assert!(item.title.chars().count() <= 40, "{}: the table has no room for more", item.title);
        }
        assert!(ItemNumber::named("11").unwrap_err().contains("8 privacy-terms"));
    }

    #[test]
    fn every_rule_belongs_to_an_item_of_its_gap() {
        for rule in RULES {
            let item = ItemNumber::new(rule.meta.launch_item).unwrap_or_else(|| panic!("{}", rule.meta.id)).item();
            assert!(item.gaps.contains(&rule.meta.gap), "{} is of {:?}, item {}", rule.meta.id, rule.meta.gap, item.id);
        }
    }
}
