//! Places to fill in that stand between brackets: `[Company Name]`, `{{company}}`, `<YOUR EMAIL>`, `%NAME%`.
//!
//! Invariant: brackets alone are no mark. Every word between them must be one that templates ask for, or the first must tell
//! the author to put something in; `[email protected]`, `[1]` and links stay silent.

use super::fold::fold;
use super::{Mark, MarkKind, mark};

/// What opens and closes a place to fill in.
const PAIRS: [(&str, &str); 7] =
    [("{{", "}}"), ("[", "]"), ("<", ">"), ("{", "}"), ("%", "%"), ("__", "__"), ("【", "】")];
/// Longer ones are text.
const LONGEST: usize = 90;
/// More words are a sentence.
const MOST: usize = 9;

/// First words that tell the author to put something in.
const TELLS: [&str; 28] = [
    "insert",
    "your",
    "enter",
    "add",
    "fill",
    "specify",
    "replace",
    "ihr",
    "ihre",
    "ihren",
    "bitte",
    "einfügen",
    "hier",
    "votre",
    "vos",
    "insérer",
    "indiquer",
    "préciser",
    "tu",
    "su",
    "insertar",
    "indicar",
    "inserir",
    "seu",
    "sua",
    "הכנס",
    "הכניסו",
    "השלם",
];

/// What templates ask for.
const ASKED: [&str; 88] = [
    "company",
    "business",
    "name",
    "date",
    "address",
    "email",
    "e-mail",
    "mail",
    "phone",
    "telephone",
    "website",
    "site",
    "url",
    "domain",
    "app",
    "application",
    "product",
    "service",
    "country",
    "state",
    "city",
    "jurisdiction",
    "province",
    "entity",
    "organization",
    "organisation",
    "dpo",
    "owner",
    "representative",
    "street",
    "zip",
    "postcode",
    "vat",
    "contact",
    "firma",
    "firmenname",
    "unternehmen",
    "unternehmensname",
    "anschrift",
    "adresse",
    "datum",
    "straße",
    "ort",
    "plz",
    "stadt",
    "land",
    "telefon",
    "telefonnummer",
    "geschäftsführer",
    "société",
    "entreprise",
    "nom",
    "ville",
    "pays",
    "téléphone",
    "siret",
    "courriel",
    "empresa",
    "nombre",
    "fecha",
    "dirección",
    "correo",
    "ciudad",
    "país",
    "teléfono",
    "nif",
    "cif",
    "nome",
    "data",
    "endereço",
    "contato",
    "cidade",
    "telefone",
    "cnpj",
    "azienda",
    "indirizzo",
    "החברה",
    "חברה",
    "תאריך",
    "כתובת",
    "טלפון",
    "האתר",
    "אתר",
    "דוא\"ל",
    "מייל",
    "אימייל",
    "שם",
    "month",
];

/// Words that may stand between those.
const BETWEEN: [&str; 67] = [
    "of",
    "the",
    "and",
    "or",
    "legal",
    "full",
    "here",
    "our",
    "effective",
    "last",
    "updated",
    "support",
    "official",
    "registered",
    "number",
    "code",
    "link",
    "privacy",
    "protection",
    "officer",
    "incorporation",
    "day",
    "year",
    "inc",
    "llc",
    "ltd",
    "gmbh",
    "s",
    "a",
    "der",
    "die",
    "das",
    "des",
    "und",
    "nr",
    "name",
    "vollständige",
    "vollständiger",
    "vorname",
    "nachname",
    "de",
    "la",
    "le",
    "du",
    "l",
    "l'entreprise",
    "electrónico",
    "el",
    "del",
    "dell'azienda",
    "da",
    "do",
    "completo",
    "completa",
    "no",
    "o",
    "di",
    "של",
    "מלא",
    "electronico",
    "id",
    "tax",
    "publication",
    "mise",
    "jour",
    "social",
    "sociale",
];

/// Finds places to fill in.
pub(super) fn find(text: &str, folded: &str) -> Vec<Mark> {
    let mut found = Vec::new();
    for (open, close) in PAIRS {
        let mut from = 0;
        while let Some(at) = folded.get(from..).and_then(|rest| rest.find(open)).map(|at| from + at) {
            let start = at + open.len();
            from = start;
            let Some(inside) = inside(folded, start, close) else { continue };
            let end = start + inside.len() + close.len();
            if is_blank(inside, text.get(start..start + inside.len()).unwrap_or_default(), open)
                && !is_link(folded, at, end, open)
            {
                found.push(mark(text, at, end, MarkKind::Blank));
                from = end;
            }
        }
    }
    found
}

/// What stands between the brackets, when they close soon.
fn inside<'t>(folded: &'t str, start: usize, close: &str) -> Option<&'t str> {
    let mut limit = (start + LONGEST).min(folded.len());
    while !folded.is_char_boundary(limit) {
        limit -= 1;
    }
    let rest = &folded[start..limit];
    let inside = &rest[..rest.find(close)?];
    (!inside.trim().is_empty() && !inside.contains(['\n', '=', ';'])).then_some(inside)
}

/// `[text](address)`, `[text][id]`, `[id]: address`, and what a script computes.
fn is_link(folded: &str, start: usize, end: usize, open: &str) -> bool {
    let after = folded.get(end..).unwrap_or_default();
    let before = folded.get(..start).unwrap_or_default();
    open == "[" && (after.starts_with(['(', '[']) || after.starts_with(": http") || before.ends_with(['!', ']']))
        || before.ends_with('$')
}

fn is_blank(inside: &str, written: &str, open: &str) -> bool {
    let words: Vec<String> = words_of(inside);
    let asked = |word: &String| ASKED.contains(&word.as_str());
    let known = |word: &String| asked(word) || BETWEEN.contains(&word.as_str()) || TELLS.contains(&word.as_str());
    if words.is_empty() {
        return open == "[" && is_line(inside);
    }
    if words.len() > MOST {
        return false;
    }
    let tells = words.len() > 1 && TELLS.contains(&words[0].as_str());
    let all = words.iter().all(known) && words.iter().any(asked);
    match open {
        // Without more, such signs mean other things too: only what is wholly known counts.
        "<" | "{" | "%" | "__" => {
            all && (words.len() > 1 || written == written.to_uppercase()) && !written.contains('.')
        }
        _ => all || tells,
    }
}

/// `[____]` and `[•]`, which ask for something without saying what.
fn is_line(inside: &str) -> bool {
    let inside = inside.trim();
    !inside.is_empty() && inside.chars().all(|character| matches!(character, '_' | '•' | '●' | ' '))
}

/// The words between the brackets: `company_name`, `companyName` and `Company Name` alike.
fn words_of(inside: &str) -> Vec<String> {
    let parts = inside.split(|character: char| {
        character.is_whitespace() || matches!(character, '_' | '/' | ',' | ':' | '&' | '.' | '(' | ')' | '|')
    });
    let folded =
        parts.map(|part| fold(part.trim_matches(['-', '"', '\'', '*', '“', '”']))).filter(|part| !part.is_empty());
    folded.flat_map(|word| split(&word)).collect()
}

/// Words that are written together: `companyname` (from `companyName`), `company-name`.
fn split(word: &str) -> Vec<String> {
    if ASKED.contains(&word) || BETWEEN.contains(&word) || TELLS.contains(&word) {
        return vec![word.to_owned()];
    }
    if word.contains('-') {
        return word.split('-').map(str::to_owned).collect();
    }
    let cut = word.char_indices().map(|(at, _)| at).skip(1).find(|at| {
        let (one, other) = word.split_at(*at);
        (ASKED.contains(&one) || TELLS.contains(&one)) && ASKED.contains(&other)
    });
    cut.map_or_else(|| vec![word.to_owned()], |at| vec![word[..at].to_owned(), word[at..].to_owned()])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        find(text, &fold(text)).into_iter().map(|mark| mark.range.slice(text).to_owned()).collect()
    }

    #[test]
    fn places_to_fill_in_are_found() {
        for (text, expected) in [
            ("[Company Name] is", "[Company Name]"),
            ("at [YOUR EMAIL ADDRESS].", "[YOUR EMAIL ADDRESS]"),
            ("[Insert the date on which it was last changed]", "[Insert the date on which it was last changed]"),
            ("Hello {{company}}", "{{company}}"),
            ("Hello {{ companyName }}", "{{ companyName }}"),
            ("the <YOUR COMPANY> app", "<YOUR COMPANY>"),
            ("by {COMPANY_NAME}", "{COMPANY_NAME}"),
            ("Last updated: [date]", "[date]"),
            ("in [State/Country]", "[State/Country]"),
            ("[Firmenname], [Straße], [PLZ Ort]", "[Firmenname]"),
            ("par [Nom de l'entreprise]", "[Nom de l'entreprise]"),
            ("de [Nombre de la empresa]", "[Nombre de la empresa]"),
            ("é [SEU NOME COMPLETO]", "[SEU NOME COMPLETO]"),
            ("[שם החברה] מכבדת", "[שם החברה]"),
            ("call %COMPANY_NAME%", "%COMPANY_NAME%"),
            ("on [____]", "[____]"),
        ] {
            assert_eq!(found(text).first().map(String::as_str), Some(expected), "{text}");
        }
    }

    #[test]
    fn other_brackets_are_none() {
        for text in [
            "[email\u{a0}protected]",
            "[email protected]",
            "[1] [a] [sic]",
            "[Contact us](https://a.example)",
            "[Privacy Policy][pp]",
            "[name]: https://a.example",
            "info [at] harbor [dot] example",
            "a < b and c > d",
            "<name>",
            "{company}",
            "[&_p]:leading-7",
            "`${company}`",
            "[the parties agree as follows]",
            "10% of the date 20%",
            "[",
            "{{",
        ] {
            assert_eq!(found(text), Vec::<String>::new(), "{text}");
        }
    }
}
