//! People cannot have their account deleted.

use super::super::{Context, Example, Gap, Rule, RuleMeta};
use super::duties::{Duty, Words, speak};
use crate::finding::{Finding, FixLevel, Severity};

/// The rule.
pub static RULE: Rule = Rule { meta: &META, check, check_site: None };

static META: RuleMeta = RuleMeta {
    id: "no-account-deletion",
    gap: Gap::Privacy,
    launch_item: 9,
    title: "Nothing in the app deletes an account",
    severity: Severity::Info,
    fix: Some(FixLevel::Guide),
    cwe: &[359],
    owasp: &["A04:2021"],
    docs: "\
Finds apps with accounts that store data about people while nothing in the project deletes an account: no query that deletes or anonymises \
a user, no `DELETE` route for one, no call of a sign-in service that does, no hosted account page (Clerk's `UserProfile`, Better Auth's \
settings), no function or page of that name.

People may ask to be deleted (GDPR article 17, CCPA 1798.105, LGPD article 18), and app stores want a way to do it in the app. By hand in the \
database, half of it is forgotten. The finding is information and speaks once for each app.",
    bad: Example {
        path: "prisma/schema.prisma",
        code: "model User {\n  id           String @id @default(cuid())\n  email        String @unique\n  passwordHash String\n}\n",
    },
    sound: Example {
        path: "prisma/schema.prisma",
        code: "model Berth {\n  id            String @id @default(cuid())\n  label         String\n  pricePerNight Int\n}\n",
    },
    sources: &[
        "https://gdpr-info.eu/art-17-gdpr/",
        "https://oag.ca.gov/privacy/ccpa",
        "https://developer.apple.com/support/offering-account-deletion-in-your-app/",
    ],
    since: "0.1.0",
};

static WORDS: Words = Words {
    what: |place| format!("Nothing in the app deletes an account (`{}` and what belongs to it)", place.owner),
    risk: "People may ask to be deleted under laws such as GDPR article 17 and the CCPA. Done by hand in the database, \
                 part of it is forgotten, and what is left can still leak.",
    remedy: "Offer a way to delete the account: delete or anonymise the row and all that belongs to it, end its sessions, \
                 and delete it at the services that got a copy.",
    guide: "Offer a way to delete an account with all that belongs to it",
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    speak(context, Duty::Deletion, &META, &WORDS, findings);
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::{bad, sound};

    const NEXT: (&str, &str) = ("package.json", "{\"dependencies\":{\"next\":\"16\",\"next-auth\":\"5\"}}");
    const USERS: (&str, &str) = ("prisma/schema.prisma", "model User {\n  id Int @id\n  email String\n}\n");

    #[test]
    fn accounts_that_stay_are_found() {
        bad(
            RULE.meta.id,
            &[
                &[
                    NEXT,
                    (
                        "prisma/schema.prisma",
                        "model Visit {\n  diagnosis String\n}\n«model User» {\n  email String\n}\n",
                    ),
                ],
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
                // Something else of a user is deleted.
                &[
                    NEXT,
                    ("prisma/schema.prisma", "«model User» {\n  email String\n}\nmodel Post {\n  title String\n}\n"),
                    (
                        "src/posts.ts",
                        "import { prisma } from \"./db\";\nexport const removePost = (id) => prisma.post.delete({ where: { id } });\nexport function removeUserRole() {}\n",
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
    fn whatever_deletes_accounts_counts() {
        sound(
            RULE.meta.id,
            &[
                &[
                    NEXT,
                    USERS,
                    (
                        "src/account.ts",
                        "import { prisma } from \"./db\";\nexport const gone = (id) => prisma.user.delete({ where: { id } });\n",
                    ),
                ],
                &[
                    NEXT,
                    USERS,
                    (
                        "src/account.ts",
                        "import { prisma } from \"./db\";\nexport const gone = (id) => prisma.user.update({ where: { id }, data: { deletedAt: new Date() } });\n",
                    ),
                ],
                &[
                    NEXT,
                    USERS,
                    (
                        "src/account.ts",
                        "import { admin } from \"./supabase\";\nexport const gone = (id) => admin.auth.admin.deleteUser(id);\n",
                    ),
                ],
                &[
                    NEXT,
                    USERS,
                    (
                        "src/auth.ts",
                        "import { betterAuth } from \"better-auth\";\nexport const auth = betterAuth({ user: { deleteUser: { enabled: true } } });\n",
                    ),
                ],
                &[
                    NEXT,
                    USERS,
                    (
                        "app/account/page.tsx",
                        "import { UserProfile } from \"@clerk/nextjs\";\nexport default function Page() { return <UserProfile />; }\n",
                    ),
                ],
                &[
                    NEXT,
                    USERS,
                    ("app/settings/delete-account/page.tsx", "export default function Page() { return null; }\n"),
                ],
                &[
                    NEXT,
                    USERS,
                    (
                        "server.js",
                        "const express = require(\"express\");\nconst app = express();\napp.delete(\"/users/:id\", (req, res) => res.end());\n",
                    ),
                ],
                &[("prisma/schema.prisma", "model Subscriber {\n  email String\n}\n")],
            ],
        );
    }
}
