use crate::facts::{AskedFor, Shows};
use crate::policy::LegalKind::{Privacy, Terms};

#[test]
fn links_and_routes_are_told_apart() {
    let inner = |path: &str| Shows::Inner(path.into());
    for (path, text, expected) in [
        ("a.tsx", "const A = () => <a href=\"/privacy\">x</a>;", Some((Privacy, inner("/privacy")))),
        ("a.tsx", "const A = () => <Link to={`${base}/terms`}>x</Link>;", Some((Terms, inner("/terms")))),
        ("a.tsx", "const A = () => <a href=\"#\">Terms &amp; Conditions</a>;", Some((Terms, Shows::Nowhere))),
        ("a.tsx", "const A = () => <a href=\"#\" onClick={open}>Terms of Use</a>;", Some((Terms, Shows::Page))),
        ("a.tsx", "const A = () => <a href={t.url}>{t('footer.privacyPolicy')}</a>;", Some((Privacy, Shows::Page))),
        ("a.tsx", "const A = () => <a href=\"https://harbor.net/privacy\">x</a>;", Some((Privacy, Shows::Elsewhere))),
        ("a.tsx", "const A = () => <a href=\"https://stripe.com/privacy\">x</a>;", None),
        ("a.tsx", "const A = () => <button onClick={f}>Privacy</button>;", None),
        ("a.ts", "router.push('/privacy');", Some((Privacy, inner("/privacy")))),
        ("a.ts", "const routes = [{ path: '/privacy', component: P }];", Some((Privacy, Shows::Page))),
        ("a.ts", "const ROUTES = { PRIVACY: '/legal/privacy' };", Some((Privacy, Shows::Page))),
        ("a.ts", "import { x } from '@/lib/privacy';", None),
        (
            "a.vue",
            "<template><router-link to=\"/privacy\">x</router-link></template>",
            Some((Privacy, inner("/privacy"))),
        ),
        ("a.html", "<a href=\"\">Datenschutz</a>", Some((Privacy, Shows::Nowhere))),
        ("next.json", "{\"a\":\"/terms\"}", Some((Terms, Shows::Page))),
    ] {
        let facts = crate::analyse(path, text);
        let found: Vec<_> = facts.legal.traces.iter().map(|trace| (trace.kind, trace.shows.clone())).collect();
        let found: Vec<_> = found.into_iter().fold(Vec::new(), |mut all, one| {
            if !all.contains(&one) {
                all.push(one);
            }
            all
        });
        assert_eq!(found, expected.into_iter().collect::<Vec<_>>(), "{text}");
    }
}

#[test]
fn what_people_are_asked_for_is_seen() {
    for (path, text, expected) in [
        ("a.ts", "auth.signUp({ email, password });", Some(AskedFor::Account)),
        ("a.ts", "authClient.signUp.email({ email });", Some(AskedFor::Account)),
        ("a.ts", "createUserWithEmailAndPassword(auth, email, password);", Some(AskedFor::Account)),
        ("a.ts", "signIn('google');", Some(AskedFor::Account)),
        ("a.ts", "signIn('credentials', { email });", None),
        ("a.tsx", "const A = () => <SignUp />;", Some(AskedFor::Account)),
        ("a.tsx", "const A = () => <Input type=\"password\" />;", Some(AskedFor::Password)),
        ("a.tsx", "const A = () => <input name=\"email\" />;", Some(AskedFor::Contact)),
        ("a.tsx", "const A = () => <input name=\"email\" type=\"hidden\" />;", None),
        ("a.html", "<input type=tel>", Some(AskedFor::Contact)),
        ("a.html", "<input type=text name=q>", None),
    ] {
        let found: Vec<_> = crate::analyse(path, text).legal.asked.iter().map(|asked| asked.what).collect();
        assert_eq!(found, expected.into_iter().collect::<Vec<_>>(), "{text}");
    }
}
