//! The word families of data about people: phrases of lower-case words.
//!
//! Sources: HIPAA's identifiers (45 CFR 164.514(b)(2)), PCI DSS v4.0.1 (table of account data), GDPR articles 4 and 9, COPPA
//! (16 CFR 312.2), CPRA's sensitive personal information (Cal. Civ. Code 1798.140(ae)).

use super::DataClass;

/// Names of one class: phrases with commas between them.
pub struct Family {
    /// The class.
    pub class: DataClass,
    /// Phrases that tell by themselves.
    pub sure: &'static str,
    /// Phrases that tell within what is named for the same.
    pub hints: &'static str,
    /// What that is.
    pub owners: &'static str,
}

/// The graver ones first: the first that fits decides.
pub const FAMILIES: &[Family] = &[
    Family {
        class: DataClass::Health,
        sure: "diagnosis, diagnoses, diagnostic result, medication, medicament, prescription, dosage, allergy, \
               allergies, symptom, medical note, medical history, medical record, medical condition, medical info, \
               medical information, medical report, medical data, medical file, medical need, medical insurance, \
               medical certificate, health condition, health record, health note, health history, health issue, \
               health insurance, health data, health info, health information, health concern, chronic disease, \
               chronic condition, blood type, blood group, blood pressure, blood glucose, blood sugar, heart rate, \
               heartrate, bmi, body mass index, vaccination, immunization, immunisation, surgeries, past \
               surgery, pregnant, pregnancy, is pregnant, disability, disabilities, mental health, therapy note, \
               session note clinical, treatment plan, icd10, icd code, hiv status, lab result, test result medical, \
               menstrual, calories burned, sleep hours, mood score, injury, injuries, clinical note, \
               patient note, dietary restriction, emergency contact medical, allergien, diagnose, krankheit, alergia, \
               alergias, diagnostico",
        hints: "condition, treatment, note, observation, result, temperature, pulse, weight, height, complaint, \
               finding, reason, procedure, mood, summary, history",
        owners: "patient, medical, clinical, health record, health log, diagnosis, prescription, vital, symptom, \
               appointment patient, lab result, treatment, mood entry, mood log",
    },
    Family {
        class: DataClass::PaymentCard,
        sure: "card number, card num, card no, credit card, debit card, credit card number, cvv, cvc, cvv2, cvc2, \
               card cvv, card cvc, card security code, card expiry, card expiration, card holder, cardholder, card \
               exp",
        hints: "pan, security code, number, expiry, expiration, exp month, exp year, csc, cvn",
        owners: "credit card, debit card, payment card, bank card, card detail, card info",
    },
    Family {
        class: DataClass::Children,
        sure: "child name, child first name, child last name, child age, child birth date, child birthday, child dob, \
               child date of birth, children name, children age, kid name, kid age, baby name, baby birth date, baby \
               birthday, parent email, parent phone, parent consent, parental consent, guardian name, \
               guardian email, guardian phone, guardian consent, legal guardian, is minor, minor name, mother name, \
               father name, parent contact",
        hints: "name, first name, last name, age, birthday, dob, date of birth, birth date, grade, gender, school, \
               photo",
        owners: "child, children, kid, kids, baby, babies, pupil, toddler, infant, minor",
    },
    Family {
        class: DataClass::Biometric,
        sure: "face embedding, face encoding, face descriptor, face template, face vector, face id data, facial \
               recognition, facial data, facial scan, facial feature, voiceprint, voice print, voice embedding, iris \
               scan, iris template, retina scan, palm print, biometric data, biometric template, biometric hash, \
               fingerprint template, fingerprint data, fingerprint scan, fingerprint image",
        hints: "fingerprint, embedding, template",
        owners: "biometric, face, employee, attendance, patient",
    },
    Family {
        class: DataClass::GovernmentId,
        sure: "ssn, social security, social security number, social insurance number, passport number, passport no, \
               passport, national id, national identity, national id number, national insurance, identity card, \
               identity number, identity document, id card number, id card, id number, driver license, drivers \
               license, driver licence, driving licence, driving license, license number driver, aadhaar, aadhar, pan \
               card, cpf, curp, dni, nie number, bsn, pesel, personnummer, codice fiscale, teudat zehut, taxpayer id, \
               visa number, nric, steuer id",
        hints: "tax id, tax number, tin, nif, nin, itin, document number, license number, rut, rg",
        owners: "user, person, patient, employee, customer, driver, tenant applicant, applicant, guest",
    },
    Family {
        class: DataClass::Belief,
        sure: "religion, religious belief, ethnicity, ethnic origin, racial origin, sexual orientation, sexual \
               preference, political opinion, political view, political affiliation, trade union, union membership, \
               criminal record, criminal history, gender identity, immigration status, citizenship \
               status, caste",
        hints: "conviction, race, sexuality, orientation, politics",
        owners: "user, person, patient, employee, profile, applicant, candidate, student, member",
    },
    Family {
        class: DataClass::BankAccount,
        sure: "iban, bank account, bank account number, routing number, sort code bank, account number bank, bank \
               number, swift code, swift bic, bic code, bank details",
        hints: "account number, account no, sort code, swift, bic, ifsc, ifsc code",
        owners: "bank, payout, payment method, payment detail, vendor, employee, beneficiary",
    },
    Family {
        class: DataClass::Location,
        sure: "latitude, longitude, geolocation, gps location, gps coordinate, gps lat, gps lng, current location, \
               last location, home location, live location, last known location, check in lat, check in location, \
               coordinate",
        hints: "lat, lng, lon, location, geo",
        owners: "user, driver, courier, rider, employee, patient, check in, checkin, attendance, track",
    },
    Family {
        class: DataClass::BirthDate,
        sure: "date of birth, birth date, birthdate, birthday, dob, birth year, year of birth, born on, date birth, \
               data nascimento, fecha nacimiento, geburtsdatum, geburtstag, date naissance",
        hints: "born, age",
        owners: "user, person, patient, student, member, profile, employee, customer, guest",
    },
    Family {
        class: DataClass::Contact,
        sure: "email, e mail, email address, mail address, phone, phone number, telephone, mobile number, mobile \
               phone, cell phone, whatsapp, first name, firstname, last name, lastname, full name, fullname, surname, \
               given name, family name, middle name, maiden name, home address, postal address, street address, \
               shipping address, billing address, delivery address, mailing address, residential address, street, \
               address line, address line 1, address 1, address 2, address1, address2, telefono, telefone, telefon, \
               endereco, direccion, apellido, sobrenome, nachname, vorname",
        hints: "address, name, mobile, tel, contact, zip, postcode, postal code, city, nome, nombre",
        owners: "user, person, patient, customer, profile, employee, contact, lead, guest, student, member, client, \
               applicant, candidate, subscriber, attendee, order, shipping, checkout, address, tenant applicant, \
               driver, volunteer, donor, signup, register, registration",
    },
    Family {
        class: DataClass::FreeText,
        sure: "bio, biography, about me",
        hints: "note, comment, message, remark, description, feedback",
        owners: "user, person, patient, customer, profile, employee, contact, lead, guest, student, client, applicant, \
               candidate",
    },
];

/// Words by which a name only says something about data.
pub const ABOUT: &str = "count counts enabled disabled required verified verification verify confirmed confirmation sent status type \
     template templates settings setting provider preference preferences notification notifications token tokens code \
     url link error errors label placeholder field fields column columns schema validator regex pattern format opt \
     optin subject body html queue job jobs campaign campaigns domain domains config service handler client sender \
     from list icon component visible visibility limit changed updated log logs event events index expires expiry \
     attempts otp exists available prefix suffix length test tests key keys interval summary reminder reminders \
     alerts alert subscribed unsubscribed permission permissions message content ref feature response result results option options mask \
     masked brand last4 network fingerprint";

/// First words of what is only true or false.
pub const FLAGS: &str = "is has show hide needs use can should must was were did will allow allows send on get set no";

/// First words of what is done with such data.
pub const DEEDS: &str =
    "change changed reset update updated forgot forgotten verify check compare validate generate hash require force";

/// What has children that are nobody's.
pub const TREES: &str = "dependency dependencies node nodes tree component element graph relation edge menu folder category process \
     route item block prompt task page span trace";

/// Cards that pay for nothing, or only in one shop.
pub const GIFT_CARDS: &str = "gift loyalty member membership business id identity sim library score report flash playing vaccination rate time \
     index board kanban game deck graphics video sd";

/// What makes a number lose its meaning.
pub const SCRAMBLED: &str = "last4 last hash hashed masked mask token tokens tokenized encrypted cipher brand fingerprint 4 ending stripe \
     type id bin suffix truncated";

/// What is no person.
pub const NOBODY: &str = "pet pets animal animals dog cat horse cattle livestock plant plants fish device vehicle car machine server \
     instance monitor endpoint crop";

/// What payments are made with.
pub const CARD_CONTEXT: &str = "payment bank payout billing";

/// What is a person, or is kept for each.
pub const PEOPLE_CONTEXT: &str = "user users profile profiles person people patient patients customer customers employee employees driver drivers \
     courier rider riders student students member members contact contacts lead leads guest guests client clients \
     applicant candidate worker staff passenger child children visitor";

/// What is kept of where people are.
pub const PLACE_CONTEXT: &str = "checkin checkins attendance tracking track ride rides clock punch position positions";
