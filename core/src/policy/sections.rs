//! What a privacy policy usually has to speak of, and whether a text does: a list for people to go through.
//!
//! Sources: GDPR, articles 13 and 14 (eur-lex.europa.eu/eli/reg/2016/679/oj); California Civil Code 1798.130 (a) (5) (CCPA);
//! 16 CFR 312.4 (COPPA). Invariant: presence is told by words alone, so it is information and never a verdict.

/// A part of a privacy policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Section {
    /// Who is responsible (GDPR, article 13 (1) (a)).
    Responsible,
    /// How to reach them.
    Contact,
    /// Which data.
    Data,
    /// What for (13 (1) (c)).
    Purpose,
    /// On which legal ground (13 (1) (c)).
    LegalBasis,
    /// Who receives it (13 (1) (e)).
    Recipients,
    /// How long it is kept (13 (2) (a)).
    Retention,
    /// Which rights people have (13 (2) (b)).
    Rights,
    /// That they may complain to an authority (13 (2) (d)).
    Complaint,
    /// That they may say no to a sale of their data (CCPA).
    Sale,
    /// What holds for children (COPPA).
    Children,
}

impl Section {
    /// Every part, in the order in which policies have them.
    pub const ALL: [Self; 11] = [
        Self::Responsible,
        Self::Contact,
        Self::Data,
        Self::Purpose,
        Self::LegalBasis,
        Self::Recipients,
        Self::Retention,
        Self::Rights,
        Self::Complaint,
        Self::Sale,
        Self::Children,
    ];

    /// What it says, as a clause.
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Responsible => "who is responsible",
            Self::Contact => "how to reach them",
            Self::Data => "which data is collected",
            Self::Purpose => "what for",
            Self::LegalBasis => "on which legal ground",
            Self::Recipients => "who receives it",
            Self::Retention => "how long it is kept",
            Self::Rights => "which rights people have",
            Self::Complaint => "where they can complain",
            Self::Sale => "whether data is sold",
            Self::Children => "what holds for children",
        }
    }
}

/// Words that stand for each part, in lower case; English, German, French, Spanish, Portuguese, Hebrew.
const WORDS: [(Section, &[&str]); 11] = [
    (
        Section::Responsible,
        &[
            "controller",
            "who we are",
            "is operated by",
            "is run by",
            "(\"we\"",
            "(“we”",
            "we, ",
            "verantwortlich",
            "responsable du traitement",
            "responsable del tratamiento",
            "controlador",
            "אחראי",
            "בעלת האתר",
            "מפעילת האתר",
        ],
    ),
    (
        Section::Contact,
        &[
            "@",
            "contact us",
            "kontakt",
            "contactez",
            "contáctenos",
            "contate",
            "entre em contato",
            "צור קשר",
            "ליצור קשר",
            "לפנות אלינו",
        ],
    ),
    (
        Section::Data,
        &[
            "we collect",
            "data we process",
            "information you provide",
            "we process",
            "erheben",
            "verarbeiten",
            "données collectées",
            "nous collectons",
            "nous traitons",
            "recopilamos",
            "recogemos",
            "tratamos",
            "coletamos",
            "recolhemos",
            "אנו אוספים",
            "המידע שנאסף",
            "מידע שאנו",
        ],
    ),
    (
        Section::Purpose,
        &[
            "how we use",
            "we use your",
            "we use the",
            "purpose",
            "in order to",
            "zweck",
            "finalité",
            "pour vous",
            "finalidad",
            "utilizamos",
            "usamos",
            "finalidade",
            "מטרות",
            "לצורך",
            "אנו משתמשים",
        ],
    ),
    (
        Section::LegalBasis,
        &[
            "legal basis",
            "lawful basis",
            "legal ground",
            "legitimate interest",
            "rechtsgrundlage",
            "art. 6",
            "base légale",
            "base juridique",
            "base legal",
            "base jurídica",
            "intérêt légitime",
            "interés legítimo",
            "legítimo interesse",
            "בסיס חוקי",
            "הסכמתך",
        ],
    ),
    (
        Section::Recipients,
        &[
            "third part",
            "share your",
            "we share",
            "service provider",
            "recipients",
            "processors",
            "subprocessors",
            "dritte",
            "empfänger",
            "auftragsverarbeit",
            "destinataires",
            "sous-traitant",
            "prestataires",
            "terceros",
            "encargados",
            "terceiros",
            "operadores",
            "צדדים שלישיים",
            "צד שלישי",
        ],
    ),
    (
        Section::Retention,
        &[
            "retain",
            "retention",
            "how long",
            "we keep",
            "until you delete",
            "aufbewahr",
            "speicherdauer",
            "gelöscht",
            "durée de conservation",
            "conservons",
            "conservées",
            "conservamos",
            "plazo de conservación",
            "conservación",
            "retenção",
            "mantemos",
            "armazenamos",
            "שמירת המידע",
            "נשמר",
            "תקופת",
        ],
    ),
    (
        Section::Rights,
        &[
            "your rights",
            "right to access",
            "right of access",
            "you may request",
            "you can request",
            "delete your",
            "ihre rechte",
            "auskunft",
            "vos droits",
            "droit d'accès",
            "droit d’accès",
            "sus derechos",
            "derecho de acceso",
            "derechos",
            "seus direitos",
            "direito",
            "הזכויות שלך",
            "זכויותיך",
            "זכות לעיין",
            "זכות עיון",
        ],
    ),
    (
        Section::Complaint,
        &[
            "supervisory authority",
            "data protection authority",
            "lodge a complaint",
            "aufsichtsbehörde",
            "beschwerde",
            "cnil",
            "autorité de contrôle",
            "réclamation",
            "autoridad de control",
            "agencia española",
            "anpd",
            "autoridade",
            "הרשות להגנת הפרטיות",
        ],
    ),
    (
        Section::Sale,
        &[
            "do not sell",
            "don't sell",
            "don’t sell",
            "not sell",
            "never sell",
            "sale of personal",
            "ccpa",
            "verkaufen",
            "vendons pas",
            "no vendemos",
            "não vendemos",
            "לא נמכור",
            "איננו מוכרים",
        ],
    ),
    (
        Section::Children,
        &[
            "children",
            "under 13",
            "under the age",
            "under 16",
            "minors",
            "kinder",
            "enfants",
            "mineurs",
            "menores",
            "crianças",
            "ילדים",
            "קטינים",
        ],
    ),
];

/// The parts a text in lower case speaks of.
pub(super) fn present(folded: &str) -> Vec<Section> {
    let stands = |word: &&str| memchr::memmem::find(folded.as_bytes(), word.as_bytes()).is_some();
    let said = WORDS.iter().filter(|(_, words)| words.iter().any(stands));
    said.map(|(section, _)| *section).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_in_lower_case() {
        assert_eq!(WORDS.map(|(section, _)| section), Section::ALL);
        for words in WORDS.iter().flat_map(|(_, words)| *words) {
            assert_eq!(super::super::fold::fold(words), *words);
        }
    }

    #[test]
    fn parts_are_told_by_their_words() {
        assert_eq!(present("nothing of it"), []);
        let found = present("we collect your name. you may lodge a complaint with the cnil. we keep it for a year.");
        assert_eq!(found, [Section::Data, Section::Retention, Section::Complaint]);
    }
}
