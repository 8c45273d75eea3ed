use super::RULE;
use crate::rules::testing::{bad, sound};

#[test]
fn finds_texts_that_were_not_filled_in() {
    bad(
        RULE.meta.id,
        &[
            &[(
                "app/privacy/page.tsx",
                "export default () => <p>Privacy Policy of «[Company Name]», written on [Date].</p>;",
            )],
            &[(
                "content/legal/terms.mdx",
                "# Terms of Service\n\nThese terms are between you and «[Your Company]» and say on what conditions you may use the app.\n",
            )],
            &[(
                "src/pages/datenschutz.astro",
                "---\nconst a = 1;\n---\n<h1>Datenschutzerklärung</h1><p>Verantwortlich ist «Max Mustermann», {name}.</p>",
            )],
            &[(
                "src/views/PrivacyPolicy.vue",
                "<template><h1>Privacy Policy</h1><p>{{ company }} writes. «Lorem ipsum» it is.</p></template>",
            )],
            &[(
                "src/routes/terms/+page.svelte",
                "<h1>Terms of Use</h1><p>Write to «legal@yourcompany.com», {user.name}.</p>",
            )],
            &[("public/impressum.html", "<h1>Impressum</h1><p>«[Firmenname]», [Straße]</p>")],
            &[(
                "messages/es.json",
                "{\"privacidad\":{\"a\":\"Política de privacidad de «[Nombre de la empresa]», que es responsable del tratamiento de sus datos personales y que los utiliza para gestionar su cuenta en esta aplicación según la ley vigente en cada momento y lugar, y nada más que eso, sin otra finalidad.\"}}",
            )],
            // As information: a date that is today's.
            &[(
                "src/pages/Terms.tsx",
                "export const T = () => <p>Terms of Service. Last updated: {«new Date()».toLocaleDateString()}. You agree to be kind.</p>;",
            )],
            // A service that nothing uses.
            &[
                ("package.json", "{\"dependencies\":{\"@supabase/supabase-js\":\"2.0.0\"}}"),
                (
                    "src/pages/Privacy.tsx",
                    "export const P = () => <p>Privacy Policy. Data lies with Supabase; payments go to «Stripe».</p>;",
                ),
            ],
        ],
    );
}

#[test]
fn is_silent_on_texts_that_are_finished_or_none() {
    sound(
        RULE.meta.id,
        &[
            &[(
                "app/privacy/page.tsx",
                "export default () => <p className=\"[&_p]:mt-2\">Privacy Policy of {company.name}. Call {phone}.</p>;",
            )],
            &[(
                "src/views/Privacy.vue",
                "<template><h1>Privacy Policy</h1><p>{{ companyName }} writes to {{ email }}.</p></template>",
            )],
            &[("src/app/privacy/privacy.component.html", "<h1>Privacy Policy</h1><p>{{ company }}</p>")],
            &[("templates/privacy.html", "<h1>Privacy Policy</h1><p>{{ company_name }}</p>")],
            &[("components/PrivacySettings.tsx", "export const P = () => <p>[Company Name]</p>;")],
            &[("docs/legal/privacy.md", "# Privacy Policy\n\n[Company Name]")],
            &[(
                "src/pages/Terms.tsx",
                "export const T = () => <p>Terms of Service. © {new Date().getFullYear()} Harbor. <input placeholder=\"name@harbor.net\" /></p>;",
            )],
            &[("emails/welcome.tsx", "export const W = () => <p>Hello [Name], write to you@example.com</p>;")],
            &[("locales/en.json", "{\"privacy\":\"Privacy\",\"terms\":{\"title\":\"Terms of [name]\"}}")],
            &[("src/terms.ts", "export const terms = ['net 30', 'net 60'];")],
        ],
    );
}
