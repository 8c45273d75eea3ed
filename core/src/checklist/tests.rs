use std::collections::BTreeMap;

use super::*;
use crate::config::ConfigFile;
use crate::project::Change;
use crate::recognise::analyse;

const TOKEN: (&str, &str) = ("src/login.ts", "localStorage.setItem('access_token', session.access_token);\n");
const SOUND_COOKIE: (&str, &str) = (
    "src/server.ts",
    "app.post('/login', (req, res) => {\n  res.cookie('session', createSession(req.body), { httpOnly: true, secure: true, sameSite: 'lax' });\n  res.end();\n});\n",
);

fn attested(item: u8, on: &str, valid_for: Option<&str>) -> Attestation {
    Attestation {
        item: ItemNumber::new(item).unwrap(),
        by: "Ada".into(),
        on: on.parse().unwrap(),
        note: "looked at".into(),
        link: None,
        valid_for: valid_for.map(|span| span.parse().unwrap()),
    }
}

fn listed(files: &[(&str, &str)], config: ConfigFile) -> Checklist {
    let mut project = Project::new(Config::new(config).unwrap());
    project.apply(files.iter().map(|(path, text)| Change::Set(Box::new(analyse(path, text)))));
    let judged: BTreeMap<String, Judgement> =
        files.iter().map(|(path, _)| ((*path).to_owned(), project.judge(path))).collect();
    let today = "2026-11-24".parse().unwrap();
    checklist(&Input { project: &project, judged: &judged, automation: &Automation::default(), unread: 0, today })
}

fn item(list: &Checklist, number: usize) -> &ItemResult {
    &list.items[number - 1]
}

fn with(attestations: Vec<Attestation>) -> ConfigFile {
    ConfigFile { attestations, ..ConfigFile::default() }
}

#[test]
fn an_empty_project_holds_nothing() {
    for files in [&[][..], &[("readme.json", "{}")], &[("package.json", "{\"name\":\"x\"}")]] {
        let list = listed(files, ConfigFile::default());
        assert_eq!(list.sum.tally, Tally::NothingSeen);
        assert!(list.items.iter().all(|result| result.verdict == Verdict::NotInspected), "{:#?}", list.items);
        assert!(!list.is_settled());
    }
}

#[test]
fn a_finding_makes_its_item_fall_short_with_its_place() {
    let list = listed(&[TOKEN], ConfigFile::default());
    let first = item(&list, 1);
    assert_eq!((first.verdict, first.reason.as_str()), (Verdict::FallsShort, "1 place is surely wrong"));
    assert_eq!((first.places[0].path.as_str(), first.places[0].rule), (TOKEN.0, "token-in-web-storage"));
    assert_eq!(list.sum.tally, Tally::NotSeaworthyYet);
    assert!(list.sum.sentence.starts_with("Not seaworthy yet: 1 of 10 items falls short"), "{}", list.sum.sentence);
}

#[test]
fn holding_is_earned_by_what_was_seen() {
    let list = listed(&[SOUND_COOKIE], ConfigFile::default());
    let first = item(&list, 1);
    assert_eq!(first.verdict, Verdict::Holds, "{first:#?}");
    assert_eq!(first.evidence[0], "1 session cookie is written by the server: 1 HttpOnly, 1 Secure, 1 with SameSite");
    // Signing in without a cookie that can be seen is no reason to hold.
    let bare = listed(
        &[("src/server.ts", "app.post('/login', (req, res) => { signIn(req, res); });\n")],
        ConfigFile::default(),
    );
    assert_eq!(item(&bare, 1).verdict, Verdict::NeedsWord);
    assert!(item(&bare, 1).reason.contains("/login"), "{}", item(&bare, 1).reason);
}

#[test]
fn what_a_project_has_not_does_not_apply() {
    let list =
        listed(&[("src/page.tsx", "export default function Page() { return <h1>Hi</h1>; }\n")], ConfigFile::default());
    assert_eq!(item(&list, 1).verdict, Verdict::NotApplicable, "{:#?}", item(&list, 1));
    assert_eq!(item(&list, 3).verdict, Verdict::NotApplicable, "{:#?}", item(&list, 3));
    assert!(item(&list, 3).reason.contains("no database"), "{}", item(&list, 3).reason);
    let manifest = ("package.json", r#"{"dependencies":{"pg":"8.0.0"}}"#);
    let list = listed(&[("src/a.ts", "run();\n"), manifest], ConfigFile::default());
    assert_eq!(item(&list, 3).verdict, Verdict::NotInspected, "a database nobody could look into is not none");
}

#[test]
fn an_item_without_rules_is_not_inspected() {
    let list = listed(&[SOUND_COOKIE], ConfigFile::default());
    for result in list.items.iter().filter(|result| result.item.rules().next().is_none()) {
        assert_eq!(result.verdict, Verdict::NotInspected, "{}", result.item.id);
        assert_eq!(result.reason, "no rule of this version looks at it");
    }
}

#[test]
fn an_attestation_settles_what_code_does_not_show_and_silences_nothing() {
    let list =
        listed(&[TOKEN, SOUND_COOKIE], with(vec![attested(1, "2026-11-01", None), attested(8, "2026-11-01", None)]));
    assert_eq!(item(&list, 1).verdict, Verdict::FallsShort);
    assert_eq!(item(&list, 1).reason, "attested, but 1 place is surely wrong");
    assert_eq!(item(&list, 8).verdict, Verdict::Holds);
    assert!(item(&list, 8).reason.starts_with("on a person's word"), "{}", item(&list, 8).reason);
}

#[test]
fn an_attestation_ends() {
    for (on, valid_for, counts) in [
        ("2025-11-24", None, true),
        ("2025-11-23", None, false),
        ("2026-10-01", Some("1 month"), false),
        ("2026-11-24", Some("1 day"), true),
        ("2026-11-25", None, false),
    ] {
        let list = listed(&[SOUND_COOKIE], with(vec![attested(8, on, valid_for)]));
        assert_eq!((item(&list, 8).is_attested, item(&list, 8).verdict == Verdict::Holds), (counts, counts), "{on}");
        assert!(item(&list, 8).attestation.is_some());
    }
    // A newer one that no longer counts does not take the place of one that does.
    let list =
        listed(&[SOUND_COOKIE], with(vec![attested(8, "2026-01-01", None), attested(8, "2026-10-01", Some("1 week"))]));
    assert!(item(&list, 8).is_attested);
}

#[test]
fn what_was_set_aside_or_lowered_is_told() {
    let aside = (
        "src/login.ts",
        "// seaworthy-ignore token-in-web-storage: kiosk\nlocalStorage.setItem('access_token', session.access_token);\n",
    );
    let list = listed(&[aside, SOUND_COOKIE], ConfigFile::default());
    let first = item(&list, 1);
    assert_eq!((first.verdict, first.set_aside), (Verdict::Holds, 1));
    assert!(
        first.evidence.contains(&"1 finding was set aside with a reason in the code".to_owned()),
        "{:?}",
        first.evidence
    );
    let off = |text: &str| ConfigFile { rules: serde_json::from_str(text).unwrap(), ..ConfigFile::default() };
    let list = listed(&[TOKEN, SOUND_COOKIE], off(r#"{"token-in-web-storage":"info"}"#));
    assert_eq!(item(&list, 1).verdict, Verdict::Holds, "information alone does not fall short");
    assert!(item(&list, 1).evidence.iter().any(|one| one.ends_with("lowered in seaworthy.toml: token-in-web-storage")));
    let part = r#"{"overrides":[{"paths":["src/login.ts"],"rules":{"token-storage":"off"}}]}"#;
    let list = listed(&[TOKEN, SOUND_COOKIE], serde_json::from_str(part).unwrap());
    let told = "switched off or lowered for some paths in seaworthy.toml: token-in-url, token-in-web-storage";
    assert!(item(&list, 1).evidence.iter().any(|one| one.starts_with(told)), "{:?}", item(&list, 1).evidence);
    let list = listed(&[TOKEN, SOUND_COOKIE], off(r#"{"token-storage":"off","cookie-flags":"off"}"#));
    assert_eq!(item(&list, 1).verdict, Verdict::NotInspected);
}

#[test]
fn queries_are_counted_by_whose_rows_they_touch() {
    let schema = (
        "prisma/schema.prisma",
        "model User {\n  id String @id\n}\nmodel Invoice {\n  id String @id\n  userId String\n}\n",
    );
    let sound = (
        "app/api/invoices/route.ts",
        "import { prisma } from '@/lib/prisma';\nexport async function GET() {\n  const session = await auth();\n  return Response.json(await prisma.invoice.findMany({ where: { userId: session.user.id } }));\n}\n",
    );
    let list = listed(&[schema, sound], ConfigFile::default());
    let third = item(&list, 3);
    assert_eq!(third.verdict, Verdict::Holds, "{third:#?}");
    assert!(third.evidence[0].starts_with("1 query on 2 models whose rows belong to someone, 1 of them"), "{third:#?}");
}

#[test]
fn verdict_sentences_read_as_people_speak() {
    let all = listed(&[SOUND_COOKIE], with((1..=10).map(|number| attested(number, "2026-11-01", None)).collect()));
    assert_eq!(all.sum.tally, Tally::Seaworthy, "{:#?}", all.items);
    assert!(all.is_settled() && all.sum.sentence.starts_with("Seaworthy: "), "{}", all.sum.sentence);
    let some = listed(&[SOUND_COOKIE], with((2..=10).map(|number| attested(number, "2026-11-01", None)).collect()));
    assert_eq!(some.sum.tally, Tally::Seaworthy);
    let overdue = ConfigFile {
        reviews: vec![Review {
            kind: ReviewKind::PenetrationTest,
            on: "2024-01-01".parse().unwrap(),
            by: "Others".into(),
            note: None,
            link: None,
        }],
        ..ConfigFile::default()
    };
    let list = listed(&[TOKEN], overdue);
    assert!(list.sum.sentence.ends_with(" 1 review is overdue."), "{}", list.sum.sentence);
}
