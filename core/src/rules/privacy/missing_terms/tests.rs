use super::RULE;
use crate::finding::Severity;
use crate::rules::testing::{bad, sound};
use crate::{Change, Config, Project, analyse};

const PRIVACY: (&str, &str) =
    ("app/privacy/page.tsx", "export default function Page() { return <h1>Privacy Policy</h1>; }");
const JOIN: &str = "export const join = () => supabase.auth.signUp({ email, password });\n";

#[test]
fn finds_apps_without_terms() {
    bad(
        RULE.meta.id,
        &[
            &[("package.json", "{\"dependencies\":{\"next\":\"16.0.0\",«\"stripe\":\"18.0.0\"»}}"), PRIVACY],
            &[
                ("package.json", "{\"dependencies\":{\"next\":\"16.0.0\"}}"),
                PRIVACY,
                ("app/join.tsx", "export const join = () => «supabase.auth.signUp»({ email, password });\n"),
            ],
            &[
                ("package.json", "{\"dependencies\":{\"next\":\"16.0.0\"}}"),
                PRIVACY,
                ("app/join.tsx", JOIN),
                ("app/footer.tsx", "export const F = () => «<a href=\"\">»Terms of Service</a>;"),
            ],
            &[
                ("package.json", "{\"dependencies\":{\"@sveltejs/kit\":\"2.0.0\"}}"),
                (
                    "src/routes/register/+page.svelte",
                    "<form>«<input type=\"email\" name=\"email\">»</form><a href=\"/datenschutz.pdf\">Datenschutz</a>",
                ),
            ],
            &[("index.html", "<script>auth.createUserWithEmailAndPassword(a, b, c);</script>«<a href=\"#\">»AGB</a>")],
        ],
    );
}

#[test]
fn is_silent_where_there_are_terms_or_none_are_owed() {
    let next = ("package.json", "{\"dependencies\":{\"next\":\"16.0.0\"}}");
    let join = ("app/join.tsx", JOIN);
    for terms in [
        ("app/terms/page.tsx", "export default function Page() { return <h1>Terms of Service</h1>; }"),
        ("app/agb/page.tsx", "export default function Page() { return <h1>AGB</h1>; }"),
        ("app/footer.tsx", "export const F = () => <a href=\"https://harbor.example/terms\">Terms</a>;"),
        ("app/routes.ts", "export const routes = { terms: '/termos-de-uso' };"),
        ("content/terms.mdx", "# Terms of Use"),
    ] {
        sound(RULE.meta.id, &[&[next, join, terms]]);
    }
    sound(
        RULE.meta.id,
        &[
            // Visitors who are followed are owed a policy, and no terms.
            &[
                ("package.json", "{\"dependencies\":{\"next\":\"16.0.0\",\"posthog-js\":\"1.0.0\"}}"),
                ("app/page.tsx", ""),
            ],
            &[next, ("app/contact/page.tsx", "export default () => <input type=\"email\" />;")],
        ],
    );
}

#[test]
fn it_warns_where_people_pay() {
    for (packages, severity) in [
        ("\"@clerk/nextjs\":\"6.0.0\"", Severity::Info),
        ("\"@clerk/nextjs\":\"6.0.0\",\"stripe\":\"18.0.0\"", Severity::Warning),
    ] {
        let manifest = format!("{{\"dependencies\":{{\"next\":\"16.0.0\",{packages}}}}}");
        let mut project = Project::new(Config::default());
        let files = [("package.json", manifest.as_str()), ("app/page.tsx", "")];
        project.apply(files.map(|(path, text)| Change::Set(Box::new(analyse(path, text)))));
        let found = project.judge("package.json").findings;
        let found: Vec<_> =
            found.iter().filter(|finding| finding.rule.id == RULE.meta.id).map(|finding| finding.severity).collect();
        assert_eq!(found, [severity], "{packages}");
    }
}
