//! The laws and contracts that speak of a class of data, as context: whether one applies depends on who runs the app, for
//! whom and where.
//!
//! Sources: HIPAA (45 CFR 160 and 164), PCI DSS v4.0.1, COPPA (16 CFR 312), GDPR (Regulation (EU) 2016/679), BIPA (740 ILCS 14),
//! CCPA as amended by CPRA (Cal. Civ. Code 1798.100 ff.), LGPD (Lei 13.709/2018), PIPEDA (S.C. 2000, c. 5), Israel's Privacy
//! Protection Law 5741-1981.

use crate::names::personal::DataClass;

/// What asks for more care for a class than for any data of people; none where nothing does.
pub fn special(class: DataClass) -> Option<&'static str> {
    match class {
        DataClass::Health => {
            Some("HIPAA (for US providers, insurers and their contractors) and GDPR article 9 for health data")
        }
        DataClass::PaymentCard => Some("PCI DSS for card data"),
        DataClass::Children => Some("COPPA (US, under 13) and GDPR article 8 for children's data"),
        DataClass::Biometric => Some("GDPR article 9 and Illinois' BIPA for biometric data"),
        DataClass::Belief => Some("GDPR article 9 for beliefs, origin and private life"),
        DataClass::GovernmentId | DataClass::BankAccount => {
            Some("CPRA and US breach laws for government and account numbers")
        }
        DataClass::Location => Some("CPRA for precise locations"),
        DataClass::BirthDate | DataClass::Contact | DataClass::FreeText => None,
    }
}

/// What speaks of any data of people.
pub const GENERAL: &str = "GDPR (EU, UK), CCPA/CPRA (California), LGPD (Brazil), PIPEDA (Canada) and Israel's Privacy \
                           Protection Law for personal data";

/// The laws that speak of these classes, as a list for a sentence.
pub fn of(classes: impl Iterator<Item = DataClass>) -> String {
    let mut all: Vec<&str> = Vec::new();
    for law in classes.filter_map(special) {
        if !all.contains(&law) {
            all.push(law);
        }
    }
    all.push(GENERAL);
    all.join("; ")
}
