//! Data about people that laws speak of, once for each app.

use super::super::{Context, Example, Gap, Rule, RuleMeta};
use super::{by_class, capital, laws, listed};
use crate::finding::{Finding, Fix, FixLevel, Message, Related, Severity};
use crate::names::personal::DataClass;
use crate::project::{DataItem, Kept, PersonalData, Project};

/// The rule.
pub static RULE: Rule = Rule { meta: &META, check, check_site: None };

static META: RuleMeta = RuleMeta {
    id: "regulated-data",
    gap: Gap::Privacy,
    launch_item: 9,
    title: "The app keeps data about people that laws speak of",
    severity: Severity::Info,
    fix: Some(FixLevel::Guide),
    cwe: &[359],
    owasp: &["A04:2021"],
    docs: "\
Takes stock of the data about people that an app keeps: health data, payment cards, children's data, biometric data, government \
identifiers, beliefs, bank accounts, precise locations, dates of birth, contact data. It reads database schemas (Prisma, SQL, Drizzle, \
Mongoose, TypeORM, Sequelize), and forms, validators and types where no schema says it.

One finding speaks for each app, at the column the strictest rules speak of, with one related place for each other class. It is \
information: the finding says what was found and which laws speak of such data. Whether one of them applies to you, and what follows, a \
lawyer decides.

A name counts only by its family and by whose it is: the cards of a board, the health of a service, the address of a wallet and the \
birthday of a pet are not meant.",
    bad: Example {
        path: "prisma/schema.prisma",
        code: "model Booking {\n  id           String  @id @default(cuid())\n  guestEmail   String\n  medicalNotes String?\n}\n",
    },
    sound: Example {
        path: "prisma/schema.prisma",
        code: "model Berth {\n  id            String @id @default(cuid())\n  label         String\n  pricePerNight Int\n}\n",
    },
    sources: &[
        "https://gdpr-info.eu/art-9-gdpr/",
        "https://www.hhs.gov/hipaa/for-professionals/privacy/laws-regulations/index.html",
        "https://www.pcisecuritystandards.org/document_library/",
        "https://www.ftc.gov/business-guidance/resources/complying-coppa-frequently-asked-questions",
        "https://oag.ca.gov/privacy/ccpa",
    ],
    since: "0.1.0",
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let file = context.file;
    if file.models.is_empty() && file.schema_changes.is_empty() && file.data_fields.is_empty() {
        return;
    }
    for group in told(context.project) {
        if group[0].1.path == file.path {
            findings.push(finding(context, &group));
        }
    }
}

/// What is said of each app: its classes with their first items, the gravest first. Groups are never empty.
fn told(project: &Project) -> Vec<Vec<(DataClass, &DataItem)>> {
    let groups = project.personal_data();
    let is_stored_somewhere = groups.iter().any(PersonalData::is_stored);
    let classes = |data| said(data, is_stored_somewhere);
    let all: Vec<Vec<(DataClass, &DataItem)>> = groups.iter().map(classes).collect();
    let stored: Vec<DataClass> = groups
        .iter()
        .flat_map(|data| &data.items)
        .filter(|item| item.kept == Kept::Stored)
        .map(|item| item.class)
        .collect();
    // A form of one app that fills the table of a shared package tells nothing new.
    let is_new = |group: &Vec<(DataClass, &DataItem)>| {
        group.iter().any(|(class, item)| item.kept == Kept::Stored || !stored.contains(class))
    };
    all.into_iter().filter(|group| !group.is_empty() && is_new(group)).collect()
}

/// The classes of one app that are worth a word. What only a form or a type tells counts where no schema was read, or where
/// it is of a graver kind.
fn said(data: &PersonalData, is_stored_somewhere: bool) -> Vec<(DataClass, &DataItem)> {
    let counts = |item: &&DataItem| {
        item.class < DataClass::FreeText
            && match item.kept {
                Kept::Stored => true,
                Kept::Asked => !is_stored_somewhere || item.class.is_special(),
                Kept::Described => !is_stored_somewhere && item.class.is_special(),
            }
    };
    by_class(data.items.iter().filter(counts))
}

fn finding(context: &Context<'_>, classes: &[(DataClass, &DataItem)]) -> Finding {
    let place = classes[0].1;
    let named: Vec<String> =
        classes.iter().map(|(class, item)| format!("{} (`{}`)", class.title(), item.title())).collect();
    let is_kept = classes.iter().any(|(_, item)| item.kept == Kept::Stored);
    let verb = if is_kept { "The app keeps" } else { "The app asks for" };
    let related = classes[1..].iter().map(|(class, item)| Related {
        path: item.path.clone(),
        range: item.range,
        note: capital(class.title()),
    });
    let remedy = if classes.iter().any(|(class, _)| class.is_special()) {
        "Write down why each of these is needed, who may read it and when it is deleted; keep none that is not needed. Ask a \
         lawyer which of the laws apply before launch."
    } else {
        "Say in the privacy policy what is kept, why and for how long, and be able to hand it out and to delete it when \
         somebody asks."
    };
    Finding {
        rule: &META,
        path: place.path.clone(),
        range: place.range,
        severity: Severity::Info,
        certainty: context.certainty(place.range),
        message: Message::new(
            format!("{verb} {}", listed(&named, 6)),
            format!(
                "Laws speak of such data: {}. Which of them apply depends on who runs the app, for whom and where.",
                laws::of(classes.iter().map(|(class, _)| *class))
            ),
            remedy,
        ),
        related: related.collect(),
        fixes: vec![Fix::guide("List what is kept of people, why, who may read it, and when it is deleted")],
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::{bad, sound};

    #[test]
    fn found_once_at_the_gravest_place() {
        bad(
            RULE.meta.id,
            &[
                &[(
                    "prisma/schema.prisma",
                    "model Visit {\n  «diagnosis String»\n  email String\n}\nmodel User {\n  email String\n  ssn String\n}\n",
                )],
                &[("prisma/schema.prisma", "model User {\n  id Int @id\n  «email String»\n}\n")],
                &[(
                    "src/schema.ts",
                    "import { pgTable, text, date } from \"drizzle-orm/pg-core\";\nexport const children = pgTable(\"children\", { «first_name: text(\"first_name\")», birthDate: date(\"birth_date\") });\n",
                )],
                &[(
                    "models/User.js",
                    "const mongoose = require(\"mongoose\");\nmodule.exports = mongoose.model(\"User\", new mongoose.Schema({ name: String, «passportNumber: { type: String }» }));\n",
                )],
                &[(
                    "src/user.entity.ts",
                    "import { Entity, Column } from \"typeorm\";\n@Entity()\nexport class Employee {\n  «@Column() iban: string;»\n  @Column() email: string;\n}\n",
                )],
                // No schema: what a form asks for.
                &[(
                    "src/Checkout.jsx",
                    "export function Checkout() { return <form>«<input name=\"cardNumber\" autoComplete=\"cc-number\" />»</form>; }\n",
                )],
                &[("src/types.ts", "export interface Patient { id: string; «medication: string» }\n")],
                // Two apps are told apart.
                &[
                    ("a/package.json", "{\"dependencies\":{\"express\":\"5\"}}"),
                    ("a/prisma/schema.prisma", "model User {\n  «email String»\n}\n"),
                    ("b/package.json", "{\"dependencies\":{\"express\":\"5\"}}"),
                    ("b/prisma/schema.prisma", "model Driver {\n  «latitude Float»\n}\n"),
                ],
            ],
        );
    }

    #[cfg(feature = "sql")]
    #[test]
    fn found_in_sql() {
        bad(
            RULE.meta.id,
            &[&[(
                "supabase/migrations/1_a.sql",
                "create table patients (id uuid primary key, «blood_type text», email text);",
            )]],
        );
    }

    #[test]
    fn sound_names_stay_silent() {
        sound(
            RULE.meta.id,
            &[
                &[(
                    "prisma/schema.prisma",
                    "model Card {\n  id Int @id\n  number Int\n  title String\n}\nmodel Board {\n  cards Card[]\n}\n",
                )],
                &[(
                    "prisma/schema.prisma",
                    "model Monitor {\n  health String\n  healthCheckUrl String\n  status String\n  ipAddress String\n}\n",
                )],
                &[(
                    "src/schema.ts",
                    "import { pgTable, text } from \"drizzle-orm/pg-core\";\nexport const wallets = pgTable(\"wallets\", { address: text(\"address\"), token: text(\"token\") });\n",
                )],
                &[(
                    "models/Pet.js",
                    "const mongoose = require(\"mongoose\");\nmodule.exports = mongoose.model(\"Pet\", new mongoose.Schema({ name: String, birthDate: Date, breed: String }));\n",
                )],
                &[(
                    "src/tree.ts",
                    "export interface TreeNode { children: TreeNode[]; condition: string }\nexport interface LayoutProps { children: unknown; email: string }\n",
                )],
                &[(
                    "src/Search.jsx",
                    "export function Search() { return <input name=\"q\" type=\"search\" placeholder=\"email\" />; }\n",
                )],
                &[("tests/fixtures/schema.prisma", "model User {\n  email String\n}\n")],
            ],
        );
    }
}
