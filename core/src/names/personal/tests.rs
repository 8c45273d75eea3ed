use super::*;

#[test]
fn classes_are_told_by_family_and_owner() {
    use DataClass::{
        BankAccount, Belief, Biometric, BirthDate, Children, Contact, GovernmentId, Health, Location, PaymentCard,
    };
    for (name, owner, expected) in [
        ("medicalNotes", "Booking", Some(Health)),
        ("diagnosis", "Visit", Some(Health)),
        ("blood_type", "donors", Some(Health)),
        ("national_id", "Employee", Some(GovernmentId)),
        ("notes", "patients", Some(Health)),
        ("health", "Service", None),
        ("healthCheckUrl", "Service", None),
        ("status", "health_checks", None),
        ("cardNumber", "payments", Some(PaymentCard)),
        ("card_cvv", "orders", Some(PaymentCard)),
        ("number", "credit_cards", Some(PaymentCard)),
        ("card", "Board", None),
        ("cardId", "Comment", None),
        ("cardNumber", "GiftCard", None),
        ("loyaltyCardNumber", "Customer", None),
        ("cardBrand", "Subscription", None),
        ("childName", "Enrollment", Some(Children)),
        ("first_name", "children", Some(Children)),
        ("children", "Layout", None),
        ("childrenCount", "Node", None),
        ("faceEmbedding", "Employee", Some(Biometric)),
        ("fingerprint", "Device", None),
        ("browserFingerprint", "Session", None),
        ("ssn", "Employee", Some(GovernmentId)),
        ("passportNumber", "Guest", Some(GovernmentId)),
        ("passportId", "Guest", None),
        ("cpf", "clientes", Some(GovernmentId)),
        ("religion", "profiles", Some(Belief)),
        ("race", "Track", None),
        ("iban", "Payout", Some(BankAccount)),
        ("latitude", "drivers", Some(Location)),
        ("latitude", "Store", None),
        ("dateOfBirth", "User", Some(BirthDate)),
        ("birth_date", "pets", None),
        ("email", "User", Some(Contact)),
        ("skipperEmail", "Booking", Some(Contact)),
        ("emailVerified", "User", None),
        ("emailTemplate", "Campaign", None),
        ("email_sent_at", "Reminder", None),
        ("phone", "", Some(Contact)),
        ("address", "User", Some(Contact)),
        ("address", "Wallet", None),
        ("ipAddress", "Session", None),
        ("name", "Project", None),
        ("price", "Product", None),
        ("", "", None),
    ] {
        assert_eq!(class_of(name, owner), expected, "{owner}.{name}");
    }
}

#[test]
fn only_whole_cards_are_secret() {
    for (name, owner, expected) in [
        ("cardNumber", "Payment", Some(false)),
        ("credit_card_number", "users", Some(false)),
        ("cvv", "payment_methods", Some(true)),
        ("cardCvc", "Order", Some(true)),
        ("number", "credit_cards", Some(false)),
        ("cardLast4", "Payment", None),
        ("card_number_hash", "Payment", None),
        ("maskedCardNumber", "Payment", None),
        ("cardToken", "Payment", None),
        ("cardBrand", "Payment", None),
        ("cardHolderName", "Payment", None),
        ("cardExpiry", "Payment", None),
        ("giftCardNumber", "Order", None),
        ("creditCardId", "Order", None),
    ] {
        assert_eq!(card_secret(name, owner), expected, "{owner}.{name}");
    }
}

#[test]
fn people_and_passwords_are_known() {
    for name in ["user", "currentUser", "newUser", "customer", "dbUser", "patient"] {
        assert!(is_person(name), "{name}");
    }
    for name in ["userId", "users_count", "userRole", "setUser", "router", "isUser"] {
        assert!(!is_person(name), "{name}");
    }
    assert!(is_password("password") && is_password("newPassword") && is_password("hashedPassword"));
    assert!(!is_password("passwordError") && !is_password("passwordResetUrl") && !is_password("pass"));
}
