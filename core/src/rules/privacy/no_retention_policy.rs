//! Data about people is kept for ever.

use super::super::{Context, Example, Gap, Rule, RuleMeta};
use super::duties::{Duty, Words, speak};
use crate::finding::{Finding, FixLevel, Severity};

/// The rule.
pub static RULE: Rule = Rule { meta: &META, check, check_site: None };

static META: RuleMeta = RuleMeta {
    id: "no-retention-policy",
    gap: Gap::Privacy,
    launch_item: 9,
    title: "Nothing ever deletes old data about people",
    severity: Severity::Info,
    fix: Some(FixLevel::Guide),
    cwe: &[359],
    owasp: &["A04:2021"],
    docs: "\
Finds apps with accounts that store data about people while nothing in the project deletes it by its age: no scheduled job, no query that \
deletes by a date, no expiring index, no function or page that speaks of retention, no policy that says how long data is kept.

What is not there cannot be stolen, and GDPR article 5(1)(e) wants personal data kept no longer than its purpose needs. The finding is \
information and speaks once for each app: jobs that run outside of the repository cannot be seen.",
    bad: Example {
        path: "prisma/schema.prisma",
        code: "model User {\n  id           String @id @default(cuid())\n  email        String @unique\n  passwordHash String\n}\n",
    },
    sound: Example {
        path: "prisma/schema.prisma",
        code: "model Berth {\n  id            String @id @default(cuid())\n  label         String\n  pricePerNight Int\n}\n",
    },
    sources: &[
        "https://gdpr-info.eu/art-5-gdpr/",
        "https://ico.org.uk/for-organisations/uk-gdpr-guidance-and-resources/data-protection-principles/a-guide-to-the-data-protection-principles/storage-limitation/",
    ],
    since: "0.1.0",
};

static WORDS: Words = Words {
    what: |place| format!("Nothing deletes old data about people: `{}` is kept for ever", place.title()),
    risk: "Whoever gets in takes the data of everybody who ever used the app. Laws such as GDPR article 5 want \
                 personal data kept no longer than needed.",
    remedy: "Decide for each table how long its rows are needed, let a scheduled job delete or anonymise what is older, \
                 and say so in the privacy policy.",
    guide: "Let a scheduled job delete or anonymise rows that are older than they are needed",
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    speak(context, Duty::Ends, &META, &WORDS, findings);
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::{bad, sound};

    const NEXT: (&str, &str) = ("package.json", "{\"dependencies\":{\"next\":\"16\",\"next-auth\":\"5\"}}");
    const USERS: (&str, &str) = ("prisma/schema.prisma", "model User {\n  id Int @id\n  email String\n}\n");

    #[test]
    fn data_that_never_goes_is_found() {
        bad(
            RULE.meta.id,
            &[
                &[
                    NEXT,
                    (
                        "prisma/schema.prisma",
                        "model User {\n  id Int @id\n  email String\n}\n«model Visit» {\n  diagnosis String\n}\n",
                    ),
                ],
                &[
                    ("package.json", "{\"dependencies\":{\"express\":\"5\",\"passport\":\"1\"}}"),
                    (
                        "models/User.js",
                        "const mongoose = require(\"mongoose\");\nmodule.exports = mongoose.model(\"User\", new mongoose.Schema({ «email: String», bio: String }));\n",
                    ),
                ],
                &[
                    NEXT,
                    (
                        "src/schema.ts",
                        "import { pgTable, text } from \"drizzle-orm/pg-core\";\nexport const users = pgTable(\"users\", { «email: text(\"email\")» });\n",
                    ),
                ],
                // A session that expires is not people's data.
                &[
                    ("src/routes/login.js", "app.post(\"/login\", login);"),
                    (
                        "prisma/schema.prisma",
                        "«model User» {\n  email String\n}\nmodel Session {\n  token String\n  expiresAt DateTime\n}\n",
                    ),
                    (
                        "src/session.ts",
                        "import { prisma } from \"./db\";\nexport const close = (token) => prisma.session.deleteMany({ where: { token } });",
                    ),
                ],
                &[(
                    "src/user.entity.ts",
                    "import { Entity, Column } from \"typeorm\";\n@Entity()\nexport class User {\n  «@Column() email: string;»\n  @Column() password: string;\n}\n",
                )],
            ],
        );
    }

    #[test]
    fn whatever_ends_data_counts() {
        sound(
            RULE.meta.id,
            &[
                &[
                    NEXT,
                    USERS,
                    (
                        "app/api/cron/cleanup/route.ts",
                        "import { prisma } from \"@/lib/prisma\";\nexport async function GET() {\n  await prisma.user.deleteMany({ where: { lastSeenAt: { lt: new Date(0) } } });\n  return Response.json({});\n}\n",
                    ),
                ],
                &[
                    NEXT,
                    (
                        "models/Event.js",
                        "const mongoose = require(\"mongoose\");\nconst schema = new mongoose.Schema({ email: String, createdAt: Date });\nschema.index({ createdAt: 1 }, { expireAfterSeconds: 3600 });\nmodule.exports = mongoose.model(\"User\", schema);\n",
                    ),
                ],
                &[
                    NEXT,
                    USERS,
                    (
                        "app/privacy/page.tsx",
                        "export default function Page() { return <p>We retain your data for 30 days.</p>; }\n",
                    ),
                ],
                &[NEXT, USERS, ("jobs/purge.ts", "export async function purgeInactive() {}\n")],
                &[NEXT, USERS, ("src/jobs.ts", "export async function anonymizeUsers() {}\n")],
                // Nobody signs in.
                &[("prisma/schema.prisma", "model Subscriber {\n  email String\n}\n")],
                // Nothing of people is stored.
                &[NEXT, ("prisma/schema.prisma", "model Post {\n  title String\n}\n")],
            ],
        );
    }
}
