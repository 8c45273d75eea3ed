//! The number or the security code of a payment card is stored.

use super::super::{Context, Example, Gap, Rule, RuleMeta};
use crate::facts::{Query, QueryAction, Value};
use crate::finding::{Finding, Fix, FixLevel, Message, Severity};
use crate::names::personal::card_secret;
use crate::project::Kept;
use crate::text::TextRange;

/// The rule.
pub static RULE: Rule = Rule { meta: &META, check, check_site: None };

static META: RuleMeta = RuleMeta {
    id: "card-data-stored",
    gap: Gap::Privacy,
    launch_item: 9,
    title: "The number or the security code of a payment card is stored",
    severity: Severity::Error,
    fix: Some(FixLevel::Guide),
    cwe: &[311, 359],
    owasp: &["A02:2021", "A04:2021"],
    docs: "\
Finds columns for whole card numbers and for security codes (CVV, CVC), and writes of them into tables whose schema is not known. The \
security code must not be stored after the payment, not even encrypted (PCI DSS 3.3.1.2): an error. Who stores card numbers takes on \
nearly all of PCI DSS (3.5.1): a warning, and an error beside a security code.

A payment provider's own fields (Stripe Elements, Checkout, Adyen's drop-in) keep both off your servers; you keep the customer's id and, to \
show it, brand and last four digits. Those stay silent, as do hashes, masks, tokens and the cards of boards, shops and libraries.",
    bad: Example {
        path: "prisma/schema.prisma",
        code: "model PaymentMethod {\n  id         String @id @default(cuid())\n  cardNumber String\n  cvv        String\n}\n",
    },
    sound: Example {
        path: "prisma/schema.prisma",
        code: "model PaymentMethod {\n  id               String @id @default(cuid())\n  stripeCustomerId String\n  cardBrand        String\n  cardLast4        String\n}\n",
    },
    sources: &[
        "https://www.pcisecuritystandards.org/document_library/",
        "https://docs.stripe.com/security/guide",
        "https://cwe.mitre.org/data/definitions/311.html",
    ],
    since: "0.1.0",
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let file = context.file;
    if !(file.models.is_empty() && file.schema_changes.is_empty()) {
        let items = context.project.personal_data().iter().flat_map(|data| &data.items);
        let stored: Vec<_> = items.filter(|item| item.kept == Kept::Stored).collect();
        for item in stored.iter().filter(|item| item.path == file.path) {
            let Some(is_code) = card_secret(own_name(&item.name), &item.owner) else { continue };
            let beside = |other: &&&crate::project::DataItem| {
                other.owner == item.owner && card_secret(own_name(&other.name), &other.owner) == Some(true)
            };
            let is_error = is_code || stored.iter().any(|other| beside(&other));
            findings.push(finding(context, &item.title(), item.range, is_code, is_error));
        }
    }
    for query in &file.queries {
        for (name, range, is_code) in written(context, query) {
            findings.push(finding(context, &format!("{}.{name}", query.model.name), range, is_code, is_code));
        }
    }
}

/// The path within a document: `card.number`.
fn own_name(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

/// Card data that a query writes into a table whose schema does not tell of it.
fn written(context: &Context<'_>, query: &Query) -> Vec<(String, TextRange, bool)> {
    let (true, Value::Object(object)) =
        (matches!(query.action, QueryAction::Insert | QueryAction::Update), &query.written)
    else {
        return Vec::new();
    };
    let is_declared = |name: &str| {
        let mut items = context.project.personal_data().iter().flat_map(|data| &data.items);
        items.any(|item| item.kept == Kept::Stored && item.name == name)
    };
    let each = object.properties.iter().filter_map(|property| {
        let key = property.key.as_deref()?;
        let is_code = card_secret(key, &query.model.name)?;
        let is_plain = matches!(property.value, Value::Text(_) | Value::Nothing | Value::Bool(_));
        (!is_plain && !is_declared(key)).then(|| (key.to_owned(), property.range, is_code))
    });
    each.filter(|(_, range, _)| query.range.contains(*range)).collect()
}

fn finding(context: &Context<'_>, title: &str, range: TextRange, is_code: bool, is_error: bool) -> Finding {
    let (what, risk) = if is_code {
        (
            format!("The security code of a payment card is stored in `{title}`"),
            "Whoever gets at the table can pay with the cards. PCI DSS forbids to keep the code after the payment, even \
             encrypted; card networks fine for it.",
        )
    } else {
        (
            format!("Whole card numbers are stored in `{title}`"),
            "Whoever gets at the table can pay with the cards, and whoever stores card numbers has to meet nearly all of \
             PCI DSS.",
        )
    };
    let remedy = "Let the payment provider's own fields take the card (Stripe Elements or Checkout and their like), keep its \
                  customer or payment-method id, and drop the column together with what is in it.";
    Finding {
        rule: &META,
        path: context.file.path.clone(),
        range,
        severity: if is_error { Severity::Error } else { Severity::Warning },
        certainty: context.certainty(range),
        message: Message::new(what, risk, remedy),
        related: Vec::new(),
        fixes: vec![Fix::guide(
            "Let the payment provider take the card and keep only its id, brand and last four digits",
        )],
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::{bad, sound};

    #[test]
    fn stored_cards_are_found() {
        bad(
            RULE.meta.id,
            &[
                &[(
                    "prisma/schema.prisma",
                    "model Payment {\n  id Int @id\n  «cardNumber String»\n  «cvv String»\n  cardHolder String\n}\n",
                )],
                &[(
                    "src/schema.ts",
                    "import { pgTable, text } from \"drizzle-orm/pg-core\";\nexport const orders = pgTable(\"orders\", { «creditCardNumber: text(\"credit_card_number\")» });\n",
                )],
                &[(
                    "models/Card.js",
                    "const mongoose = require(\"mongoose\");\nmodule.exports = mongoose.model(\"CreditCard\", new mongoose.Schema({ «number: String», expiry: String, «cvc: String» }));\n",
                )],
                &[(
                    "src/card.entity.ts",
                    "import { Entity, Column } from \"typeorm\";\n@Entity()\nexport class PaymentCard {\n  «@Column() cardNumber: string;»\n  @Column() brand: string;\n}\n",
                )],
                &[(
                    "src/pay.ts",
                    "import { supabase } from \"./client\";\nexport async function pay(form) {\n  await supabase.from(\"payments\").insert({ «card_number: form.cardNumber», amount: form.amount });\n}\n",
                )],
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
                "create table payments (id uuid primary key, «card_number text not null», «card_cvv text»);",
            )]],
        );
    }

    #[test]
    fn what_pays_for_nothing_stays_silent() {
        sound(
            RULE.meta.id,
            &[
                &[(
                    "prisma/schema.prisma",
                    "model Payment {\n  id Int @id\n  cardLast4 String\n  cardBrand String\n  cardToken String\n  cardExpiry String\n}\n",
                )],
                &[("prisma/schema.prisma", "model Card {\n  id Int @id\n  number Int\n  boardId Int\n}\n")],
                &[(
                    "src/schema.ts",
                    "import { pgTable, text } from \"drizzle-orm/pg-core\";\nexport const giftCards = pgTable(\"gift_cards\", { cardNumber: text(\"card_number\") });\n",
                )],
                &[(
                    "models/Member.js",
                    "const mongoose = require(\"mongoose\");\nmodule.exports = mongoose.model(\"Member\", new mongoose.Schema({ membershipCardNumber: String, card_number_hash: String }));\n",
                )],
                &[("src/types.ts", "export interface CheckoutForm { cardNumber: string; cvv: string }\n")],
                &[(
                    "src/pay.ts",
                    "import { supabase } from \"./client\";\nexport async function pay(form) {\n  await supabase.from(\"payments\").insert({ card_last4: form.last4, stripe_payment_id: form.id });\n}\n",
                )],
            ],
        );
    }
}
