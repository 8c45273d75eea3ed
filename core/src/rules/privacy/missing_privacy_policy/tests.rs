use super::RULE;
use crate::rules::testing::{bad, sound};

const NEXT: (&str, &str) = ("package.json", "{\"name\":\"harbor\",\"dependencies\":{\"next\":\"16.0.0\"}}");
const VITE: (&str, &str) =
    ("package.json", "{\"name\":\"harbor\",\"dependencies\":{\"react\":\"19.0.0\",\"vite\":\"7.0.0\"}}");
const INDEX: (&str, &str) = ("index.html", "<div id=\"root\"></div>");
const SIGN_UP: (&str, &str) = (
    "src/Auth.tsx",
    "export function Auth() {\n  return <button onClick={() => supabase.auth.signUp({ email, password })}>Join</button>;\n}\n",
);

#[test]
fn finds_apps_without_a_policy() {
    let id = RULE.meta.id;
    bad(
        id,
        &[
            // Next.js and Clerk: the package makes accounts by itself.
            &[
                (
                    "package.json",
                    "{\"name\":\"harbor\",\"dependencies\":{«\"@clerk/nextjs\":\"6.0.0\"»,\"next\":\"16.0.0\"}}",
                ),
                ("app/page.tsx", "export default function Page() { return <h1>Hi</h1>; }"),
            ],
            // React with Supabase, one finding though two places ask.
            &[
                VITE,
                INDEX,
                (
                    "src/Auth.tsx",
                    "export function Auth() {\n  return <button onClick={() => «supabase.auth.signUp»({ email, password })}>Join</button>;\n}\n",
                ),
                ("src/Other.tsx", "export const join = () => supabase.auth.signInWithOtp({ email });\n"),
            ],
            // A link that leads nowhere.
            &[
                VITE,
                INDEX,
                SIGN_UP,
                (
                    "src/Footer.tsx",
                    "export const Footer = () => <footer>«<a href=\"#\" className=\"x\">»Privacy Policy</a></footer>;\n",
                ),
            ],
            // A link to a page that is not there.
            &[
                NEXT,
                (
                    "app/signup/page.tsx",
                    "export default function Page() { return <input type=\"email\" name=\"email\" />; }",
                ),
                (
                    "components/footer.tsx",
                    "import Link from 'next/link';\nexport const Footer = () => «<Link href=\"/privacy\">»Privacy</Link>;\n",
                ),
            ],
            // A list of links.
            &[
                VITE,
                INDEX,
                SIGN_UP,
                ("src/links.ts", "export const links = [«{ label: 'Privacy Policy', href: '#' }»];\n"),
            ],
            // Nuxt.
            &[
                ("package.json", "{\"dependencies\":{\"nuxt\":\"4.0.0\"}}"),
                (
                    "pages/register.vue",
                    "<template><form>«<input type=\"email\" v-model=\"email\">»</form></template>\n<script setup>const email = ref('')</script>",
                ),
            ],
            // SvelteKit with payments.
            &[
                ("package.json", "{\"dependencies\":{\"@sveltejs/kit\":\"2.0.0\",«\"stripe\":\"18.0.0\"»}}"),
                ("src/routes/+page.svelte", "<h1>Buy</h1>"),
            ],
            // A plain site that follows people.
            &[(
                "index.html",
                "<title>Harbor</title><script src=\"«https://www.googletagmanager.com/gtag/js?id=G-1»\"></script>",
            )],
            // Astro with a form for strangers; the link is to somebody else's policy.
            &[
                ("package.json", "{\"dependencies\":{\"astro\":\"5.0.0\"}}"),
                (
                    "src/pages/contact.astro",
                    "---\nconst a = 1;\n---\n<form>«<input name=\"email\" />»</form><a href=\"https://policies.google.com/privacy\">Privacy Policy</a>",
                ),
            ],
        ],
    );
}

#[test]
fn is_silent_where_there_is_one() {
    let auth = ("app/auth.tsx", "export const join = () => supabase.auth.signUp({ email, password });\n");
    let id = RULE.meta.id;
    for policy in [
        ("app/privacy/page.tsx", "export default function Page() { return <h1>Privacy Policy</h1>; }"),
        ("content/legal/privacy.mdx", "# Privacy Policy"),
        ("public/datenschutz.html", "<h1>Datenschutzerklärung</h1>"),
        (
            "app/footer.tsx",
            "export const F = () => <a href=\"https://www.iubenda.com/privacy-policy/123\">Privacy</a>;",
        ),
        ("app/footer.tsx", "export const F = () => <a href=\"https://harbor.notion.site/abc123\">Privacy Policy</a>;"),
        ("app/footer.tsx", "export const F = () => <a href={links.policy}>Privacy Policy</a>;"),
        ("app/footer.tsx", "export const F = () => <button onClick={open}>Política de Privacidade</button>;"),
        ("app/footer.tsx", "export const F = () => <a href=\"/legal/privacy.pdf\">Privacy</a>;"),
        ("app/routes.tsx", "export const routes = [{ path: 'privacy', element: <Privacy /> }];"),
        ("app/routes.tsx", "export const R = () => <Route path=\"/politica-de-privacidad\" element={<P />} />;"),
        ("server.js", "app.get('/privacy', (req, res) => res.render('privacy'));"),
        ("app/legal/page.tsx", "export default function Legal() { return <h1>Legal</h1>; }"),
        ("vercel.json", "{\"redirects\":[{\"source\":\"/privacy\",\"destination\":\"https://harbor.example/p\"}]}"),
        ("site/src/pages/privacy.astro", "<h1>Privacy</h1>"),
    ] {
        sound(id, &[&[NEXT, ("app/page.tsx", "export default () => <p />;"), auth, policy]]);
    }
    // A page for any address may hold it, where something links to it.
    let link = ("app/footer.tsx", "export const F = () => <Link href=\"/privacy\">Privacy</Link>;");
    sound(id, &[&[NEXT, auth, link, ("app/[slug]/page.tsx", "export default () => <p />;")]]);
    sound(id, &[&[NEXT, auth, link, ("pages/[...path].tsx", "export default () => <p />;")]]);
}

#[test]
fn is_silent_where_none_is_owed() {
    let join = "export const join = () => supabase.auth.signUp({ email, password });\n";
    sound(
        RULE.meta.id,
        &[
            // A library, an API, an app in which people only log in, an admin tool, documentation, a site that asks nothing.
            &[("package.json", "{\"name\":\"auth-kit\",\"version\":\"1.0.0\",\"main\":\"a.js\"}"), ("a.js", join)],
            &[
                ("package.json", "{\"dependencies\":{\"express\":\"5.0.0\",\"stripe\":\"18.0.0\"}}"),
                ("server.js", join),
            ],
            &[
                NEXT,
                (
                    "app/login/page.tsx",
                    "export default () => <form><input type=\"email\" /><input type=\"password\" /></form>;",
                ),
            ],
            &[
                (
                    "package.json",
                    "{\"name\":\"harbor-admin\",\"dependencies\":{\"next\":\"16.0.0\",\"@clerk/nextjs\":\"6.0.0\"}}",
                ),
                ("app/page.tsx", ""),
            ],
            &[
                (
                    "package.json",
                    "{\"dependencies\":{\"next\":\"16.0.0\",\"nextra\":\"4.0.0\",\"posthog-js\":\"1.0.0\"}}",
                ),
                ("pages/index.mdx", ""),
            ],
            &[NEXT, ("app/page.tsx", "export default () => <h1>Hi</h1>;")],
            &[
                NEXT,
                ("app/page.tsx", ""),
                ("app/settings/page.tsx", "export default () => <input type=\"email\" name=\"email\" />;"),
            ],
            // A file that could not be read whole may hold the link.
            &[NEXT, ("app/auth.tsx", join), ("app/footer.tsx", "export const F = () => <a href=\"/privacy\" <<< ;")],
        ],
    );
}
