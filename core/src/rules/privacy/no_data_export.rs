//! People cannot have a copy of their data.

use super::super::{Context, Example, Gap, Rule, RuleMeta};
use super::duties::{Duty, Words, speak};
use crate::finding::{Finding, FixLevel, Severity};

/// The rule.
pub static RULE: Rule = Rule { meta: &META, check, check_site: None };

static META: RuleMeta = RuleMeta {
    id: "no-data-export",
    gap: Gap::Privacy,
    launch_item: 9,
    title: "Nothing in the app gives people a copy of their data",
    severity: Severity::Info,
    fix: Some(FixLevel::Guide),
    cwe: &[359],
    owasp: &["A04:2021"],
    docs: "\
Finds apps with accounts that store data about people while nothing in the project hands it out: no function, route or page that exports \
or downloads data.

People may ask for a copy of what is kept of them (GDPR articles 15 and 20, CCPA 1798.110, LGPD article 18), within a month or so. Without \
an export somebody has to gather it from every table by hand. The finding is information and speaks once for each app; whoever answers \
such requests by hand can say so with an ignore comment.",
    bad: Example {
        path: "prisma/schema.prisma",
        code: "model User {\n  id           String @id @default(cuid())\n  email        String @unique\n  passwordHash String\n}\n",
    },
    sound: Example {
        path: "prisma/schema.prisma",
        code: "model Berth {\n  id            String @id @default(cuid())\n  label         String\n  pricePerNight Int\n}\n",
    },
    sources: &["https://gdpr-info.eu/art-15-gdpr/", "https://gdpr-info.eu/art-20-gdpr/", "https://oag.ca.gov/privacy/ccpa"],
    since: "0.1.0",
};

static WORDS: Words = Words {
    what: |place| {
        format!("Nothing in the app gives people a copy of their data (`{}` and what belongs to it)", place.owner)
    },
    risk: "People may ask for a copy under laws such as GDPR articles 15 and 20 and the CCPA, and the answer is due \
                 within about a month. No attacker gains by it; a regulator may ask.",
    remedy: "Write one function that gathers all rows of a person as JSON, and offer it in the account's settings or \
                 run it when somebody asks.",
    guide: "Write an export of all rows that belong to a person",
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    speak(context, Duty::Copy, &META, &WORDS, findings);
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::{bad, sound};

    const NEXT: (&str, &str) = ("package.json", "{\"dependencies\":{\"next\":\"16\",\"next-auth\":\"5\"}}");
    const USERS: (&str, &str) = ("prisma/schema.prisma", "model User {\n  id Int @id\n  email String\n}\n");

    #[test]
    fn data_without_a_way_out_is_found() {
        bad(
            RULE.meta.id,
            &[
                &[NEXT, ("prisma/schema.prisma", "«model User» {\n  email String\n}\n")],
                &[
                    ("app/login/page.tsx", "export default function Page() { return null; }\n"),
                    (
                        "src/schema.ts",
                        "import { pgTable, text } from \"drizzle-orm/pg-core\";\nexport const users = pgTable(\"users\", { «email: text(\"email\")» });\n",
                    ),
                ],
                &[(
                    "models/User.js",
                    "const mongoose = require(\"mongoose\");\nmodule.exports = mongoose.model(\"User\", new mongoose.Schema({ «email: String», password: String }));\n",
                )],
                &[
                    NEXT,
                    ("prisma/schema.prisma", "«model User» {\n  email String\n}\n"),
                    ("src/files.ts", "export function downloadImage() {}\nexport function exportPng() {}\n"),
                ],
                &[(
                    "src/user.entity.ts",
                    "import { Entity, Column } from \"typeorm\";\n@Entity()\nexport class User {\n  «@Column() email: string;»\n  @Column() password: string;\n}\n",
                )],
            ],
        );
    }

    #[test]
    fn whatever_hands_data_out_counts() {
        sound(
            RULE.meta.id,
            &[
                &[NEXT, USERS, ("src/account.ts", "export async function exportMyData() {}\n")],
                &[
                    NEXT,
                    USERS,
                    (
                        "app/api/account/export-data/route.ts",
                        "export async function GET() { return Response.json({}); }\n",
                    ),
                ],
                &[
                    NEXT,
                    USERS,
                    (
                        "server.js",
                        "const express = require(\"express\");\nconst app = express();\napp.get(\"/gdpr/export-user\", (req, res) => res.end());\n",
                    ),
                ],
                &[
                    NEXT,
                    USERS,
                    (
                        "src/Settings.tsx",
                        "import { supabase } from \"./client\";\nexport const Settings = () => <button onClick={() => supabase.rpc(\"export_user_data\")} />;\n",
                    ),
                ],
                &[
                    NEXT,
                    USERS,
                    (
                        "src/csv.ts",
                        "import { exportToCsv } from \"./lib\";\nexport const save = () => downloadCsv();\n",
                    ),
                ],
                &[("prisma/schema.prisma", "model Subscriber {\n  email String\n}\n")],
            ],
        );
    }
}
