//! Small projects, and what of them gets to the browser.

use super::EntryKind;
use crate::text::TextRange;
use crate::{Change, Config, Project, analyse};

type Files = &'static [(&'static str, &'static str)];

struct Case {
    name: &'static str,
    files: Files,
    /// The file, why, and the files the chain leads through.
    reached: &'static [(&'static str, EntryKind, &'static [&'static str])],
    not: &'static [&'static str],
}

fn project(files: Files) -> Project {
    let mut project = Project::new(Config::default());
    project.apply(files.iter().map(|(path, text)| Change::Set(Box::new(analyse(path, text)))));
    project
}

fn check(cases: &[Case]) {
    for Case { name, files, reached, not } in cases {
        let project = project(files);
        for (path, why, through) in *reached {
            let reach = project.client_reach(path).unwrap_or_else(|| panic!("{name}: {path} is not reached"));
            let chain: Vec<&str> = reach.chain.iter().map(|(path, _)| *path).collect();
            assert_eq!((reach.why, chain.as_slice()), (*why, *through), "{name}: {path}");
            assert_eq!(project.related_chain(path).len(), through.len().max(1), "{name}: {path}");
        }
        for path in *not {
            assert!(project.file(path).is_some(), "{name}: {path} is no file");
            assert_eq!(project.client_reach(path), None, "{name}: {path}");
        }
    }
}

const NEXT: (&str, &str) = ("package.json", r#"{ "dependencies": { "next": "15" } }"#);

#[test]
fn next_app_folder() {
    check(&[
        Case {
            name: "client components and what they bring along",
            files: &[
                NEXT,
                (
                    "app/page.tsx",
                    "import { db } from '../lib/db'; import Form from './form'; import { fmt } from '../lib/fmt';
                     export default async function Page() { return <Form a={await db.x()}>{fmt(1)}</Form> }",
                ),
                (
                    "app/form.tsx",
                    "'use client'; import { save } from './actions'; import { call } from '@/lib/api'; import type { T } from '../lib/types';
                     import { U } from '../lib/types2'; import { dead } from '../lib/dead';
                     export default function Form(p: U) { return <a onClick={() => { save(); call() }}/> } function x() { dead() }",
                ),
                (
                    "app/actions.ts",
                    "'use server'; import { db } from '../lib/db'; export async function save() { db.x() }",
                ),
                ("app/api/x/route.ts", "import { db } from '../../../lib/db'; export function GET() { return db.x() }"),
                ("lib/api.ts", "import { base } from './base'; export const call = () => fetch(base);"),
                ("lib/base.ts", "export const base = '/api';"),
                ("lib/db.ts", "import { guard } from './guarded'; export const db = connect(guard);"),
                ("lib/guarded.ts", "import 'server-only'; export const guard = 1;"),
                ("lib/types.ts", "export type T = 1; export const t = 1;"),
                ("lib/types2.ts", "export type U = 1; export const t = 1;"),
                ("lib/dead.ts", "export const dead = () => 1;"),
                ("lib/fmt.ts", "export const fmt = (x) => x;"),
            ],
            reached: &[
                ("app/form.tsx", EntryKind::ClientComponent, &[]),
                ("lib/api.ts", EntryKind::ClientComponent, &["app/form.tsx"]),
                ("lib/base.ts", EntryKind::ClientComponent, &["app/form.tsx", "lib/api.ts"]),
            ],
            not: &[
                "app/page.tsx",
                "app/actions.ts",
                "app/api/x/route.ts",
                "lib/db.ts",
                "lib/guarded.ts",
                "lib/types.ts",
                "lib/types2.ts",
                "lib/dead.ts",
                "lib/fmt.ts",
            ],
        },
    ]);
}

#[test]
fn what_stays_on_the_server() {
    check(&[
        Case {
            name: "server-only ends a chain",
            files: &[
                NEXT,
                ("a.tsx", "'use client'; import { guard } from './guarded'; export const A = () => guard();"),
                ("guarded.ts", "import 'server-only'; import { db } from './db'; export const guard = () => db;"),
                ("db.ts", "export const db = connect();"),
            ],
            reached: &[("a.tsx", EntryKind::ClientComponent, &[])],
            not: &["guarded.ts", "db.ts"],
        },
        Case {
            name: "what only the server runs",
            files: &[
                NEXT,
                (
                    "a.tsx",
                    "'use client'; import { url } from './url'; export const A = () => url();
                     if (process.env.NEXT_RUNTIME === 'nodejs') { const { stop } = await import('./stop'); stop(); }",
                ),
                (
                    "url.ts",
                    "import { host } from './host'; export function url() { if (typeof window !== 'undefined') return ''; return host() }",
                ),
                ("host.ts", "export const host = () => 1;"),
                ("stop.ts", "export const stop = () => 1;"),
            ],
            reached: &[("url.ts", EntryKind::ClientComponent, &["a.tsx"])],
            not: &["host.ts", "stop.ts"],
        },
        Case {
            name: "what is loaded later is loaded",
            files: &[
                NEXT,
                (
                    "a.tsx",
                    "'use client'; import dynamic from 'next/dynamic'; const Chart = dynamic(() => import('./chart'));
                     const List = React.lazy(() => import('./list')); const w = () => new Worker(new URL('./work.ts', import.meta.url));
                     export const A = () => <><Chart/><List/>{w()}</>;",
                ),
                ("chart.tsx", "import { draw } from './draw'; export default function Chart() { return draw() }"),
                ("list.tsx", "export default function List() { return 1 }"),
                ("draw.ts", "export const draw = () => 1;"),
                ("work.ts", "import { heavy } from './heavy'; onmessage = () => heavy();"),
                ("heavy.ts", "export function heavy() {}"),
            ],
            reached: &[
                ("draw.ts", EntryKind::ClientComponent, &["a.tsx", "chart.tsx"]),
                ("list.tsx", EntryKind::ClientComponent, &["a.tsx"]),
                ("heavy.ts", EntryKind::ClientComponent, &["a.tsx", "work.ts"]),
            ],
            not: &[],
        },
    ]);
}

#[test]
fn names_are_followed_one_by_one() {
    check(&[
        Case {
            name: "only what is needed of a module counts",
            files: &[
                NEXT,
                ("a.tsx", "'use client'; import { fmt } from './user'; export const A = () => fmt();"),
                (
                    "user.ts",
                    "import { db } from './db'; import { log } from './log'; import { pad } from './pad'; import { t } from './t';
                     const K = t(); function helper() { return pad(K) } function inner() { return db.x() }
                     export async function load() { return inner() } export function fmt() { return helper() }
                     export const get = cache(async () => db.y()); log('loaded');",
                ),
                ("db.ts", "export const db = 1;"),
                ("log.ts", "export const log = console.log;"),
                ("pad.ts", "export const pad = (x) => x;"),
                ("t.ts", "export const t = () => 1;"),
            ],
            reached: &[
                ("pad.ts", EntryKind::ClientComponent, &["a.tsx", "user.ts"]),
                ("log.ts", EntryKind::ClientComponent, &["a.tsx", "user.ts"]),
                ("t.ts", EntryKind::ClientComponent, &["a.tsx", "user.ts"]),
            ],
            not: &["db.ts"],
        },
        Case {
            name: "through barrels to the file that has the name",
            files: &[
                NEXT,
                (
                    "a.tsx",
                    "'use client'; import { one, renamed, Part, Kind } from './lib'; import * as all from './all'; import * as some from './some';
                     export const A = () => <Part x={one} y={renamed} z={[all, some.x, Kind.A]}/>;",
                ),
                (
                    "lib/index.ts",
                    "export * from './one'; export * from './two'; export { three as renamed } from './three'; import Part from './part';
                     export { Part }; export { four } from './four'; export * from './deep';",
                ),
                ("lib/one.ts", "export const one = 1;"),
                ("lib/two.ts", "export const two = 2;"),
                ("lib/three.ts", "export const three = 3;"),
                ("lib/four.ts", "export const four = 4;"),
                ("lib/part.tsx", "export default () => 1;"),
                ("lib/deep.ts", "export * from './deeper';"),
                ("lib/deeper.ts", "export enum Kind { A }"),
                ("all.ts", "export { a } from './all-a'; export * from './all-b';"),
                ("all-a.ts", "export const a = 1;"),
                ("all-b.ts", "export const b = 1;"),
                ("some.ts", "export { x } from './some-x'; export { y } from './some-y';"),
                ("some-x.ts", "export const x = 1;"),
                ("some-y.ts", "export const y = 1;"),
            ],
            reached: &[
                ("lib/one.ts", EntryKind::ClientComponent, &["a.tsx", "lib/index.ts"]),
                ("lib/three.ts", EntryKind::ClientComponent, &["a.tsx", "lib/index.ts"]),
                ("lib/part.tsx", EntryKind::ClientComponent, &["a.tsx", "lib/index.ts"]),
                ("lib/deeper.ts", EntryKind::ClientComponent, &["a.tsx", "lib/index.ts", "lib/deep.ts"]),
                ("all-a.ts", EntryKind::ClientComponent, &["a.tsx", "all.ts"]),
                ("all-b.ts", EntryKind::ClientComponent, &["a.tsx", "all.ts"]),
                ("some-x.ts", EntryKind::ClientComponent, &["a.tsx", "some.ts"]),
            ],
            not: &["lib/two.ts", "lib/four.ts", "some-y.ts"],
        },
        Case {
            name: "imports for effects, CommonJS and cycles",
            files: &[
                NEXT,
                (
                    "a.tsx",
                    "'use client'; import './setup'; import { old } from './old'; import { b } from './b'; export const A = () => [old(), b];",
                ),
                ("setup.ts", "import { init } from './init'; init(); export { unused } from './unused';"),
                ("init.ts", "export const init = () => 1;"),
                ("unused.ts", "export const unused = 1;"),
                ("old.js", "const dep = require('./dep'); function old() { return dep } module.exports = { old };"),
                ("dep.js", "exports.x = 1;"),
                ("b.ts", "import { c } from './c'; export const b = c; export * from './c';"),
                ("c.ts", "export * from './b'; export const c = 1;"),
            ],
            reached: &[
                ("init.ts", EntryKind::ClientComponent, &["a.tsx", "setup.ts"]),
                ("dep.js", EntryKind::ClientComponent, &["a.tsx", "old.js"]),
                ("c.ts", EntryKind::ClientComponent, &["a.tsx", "b.ts"]),
            ],
            not: &["unused.ts"],
        },
        Case {
            name: "packages of a workspace",
            files: &[
                ("package.json", r#"{ "name": "root" }"#),
                ("apps/web/package.json", r#"{ "dependencies": { "next": "15", "@acme/ui": "*" } }"#),
                ("packages/ui/package.json", r#"{ "name": "@acme/ui", "exports": { ".": "./src/index.ts", "./*": "./src/*.ts" } }"#),
                ("apps/web/src/app/a.tsx", "'use client'; import { Button } from '@acme/ui'; import { x } from '@acme/ui/x'; f(Button, x);"),
                ("packages/ui/src/index.ts", "export { Button } from './button'; export { Mail } from './mail';"),
                ("packages/ui/src/button.tsx", "export const Button = () => 1;"),
                ("packages/ui/src/mail.tsx", "export const Mail = () => 1;"),
                ("packages/ui/src/x.ts", "export const x = 1;"),
            ],
            reached: &[
                ("packages/ui/src/button.tsx", EntryKind::ClientComponent, &["apps/web/src/app/a.tsx", "packages/ui/src/index.ts"]),
                ("packages/ui/src/x.ts", EntryKind::ClientComponent, &["apps/web/src/app/a.tsx"]),
            ],
            not: &["packages/ui/src/mail.tsx"],
        },
    ]);
}

#[test]
fn next_pages_folder() {
    check(&[Case {
        name: "what only data functions use goes with them",
        files: &[
            NEXT,
            (
                "pages/index.tsx",
                "import { db } from '../lib/db'; import { session } from '../lib/session'; import { View } from '../lib/view';
                 import { track } from '../lib/track'; const client = session(); function query() { return db.x(client) }
                 export const getServerSideProps = wrap(async () => query()); export default function Page() { return <View/> }
                 Page.getInitialProps = () => track();",
            ),
            ("pages/api/save.ts", "import { db } from '../../lib/db'; export default function handler() { db.x() }"),
            ("pages/_document.tsx", "import { csp } from '../lib/csp'; export default function D() { return csp }"),
            ("src/pages/about.tsx", "export default () => 1;"),
            ("pages/helper.ts", "export const x = 1;"),
            ("lib/db.ts", "export const db = 1;"),
            ("lib/session.ts", "export const session = () => 1;"),
            ("lib/view.tsx", "export const View = () => 1;"),
            ("lib/track.ts", "export const track = () => 1;"),
            ("lib/csp.ts", "export const csp = 1;"),
        ],
        reached: &[
            ("pages/index.tsx", EntryKind::NextPage, &[]),
            ("src/pages/about.tsx", EntryKind::NextPage, &[]),
            ("lib/view.tsx", EntryKind::NextPage, &["pages/index.tsx"]),
            ("lib/track.ts", EntryKind::NextPage, &["pages/index.tsx"]),
        ],
        not: &["lib/db.ts", "lib/session.ts", "lib/csp.ts", "pages/api/save.ts", "pages/_document.tsx", "pages/helper.ts"],
    }]);
}

#[test]
fn pages_that_load_scripts() {
    check(&[
        Case {
            name: "Vite",
            files: &[
                ("web/package.json", r#"{ "devDependencies": { "vite": "6" } }"#),
                (
                    "web/index.html",
                    "<script type=module src=/src/main.tsx></script><script src='https://x.test/a.js'></script>",
                ),
                ("web/src/main.tsx", "import App from './App'; render(<App/>);"),
                ("web/src/App.tsx", "export default () => 1;"),
                ("web/public/theme.js", "document.x = 1;"),
                ("web/vite.config.ts", "import { x } from './plugin'; export default x;"),
                ("web/plugin.ts", "export const x = 1;"),
                ("server/index.js", "const x = require('./x'); x();"),
                ("server/x.js", "module.exports = () => 1;"),
            ],
            reached: &[
                ("web/src/main.tsx", EntryKind::PageScript, &["web/index.html"]),
                ("web/src/App.tsx", EntryKind::PageScript, &["web/index.html", "web/src/main.tsx"]),
                ("web/public/theme.js", EntryKind::PublicFile, &[]),
            ],
            not: &["web/vite.config.ts", "web/plugin.ts", "server/index.js", "server/x.js"],
        },
        Case {
            name: "plain pages",
            files: &[
                (
                    "site/index.html",
                    "<script src='js/app.js?v=2'></script><script type=module>import { x } from './js/x.js'; x();</script>",
                ),
                ("site/js/app.js", "function go() { fetch('/x') }"),
                ("site/js/x.js", "export const x = () => 1;"),
                ("site/js/y.js", "export const y = () => 1;"),
            ],
            reached: &[
                ("site/index.html", EntryKind::Page, &[]),
                ("site/js/app.js", EntryKind::PageScript, &["site/index.html"]),
                ("site/js/x.js", EntryKind::Page, &["site/index.html"]),
            ],
            not: &["site/js/y.js"],
        },
        Case {
            name: "Create React App, Vue and Angular start by convention",
            files: &[
                ("a/package.json", r#"{ "dependencies": { "react-scripts": "5" } }"#),
                ("a/src/index.js", "import App from './App'; App();"),
                ("a/src/App.js", "export default function App() {}"),
                ("b/package.json", r#"{ "devDependencies": { "@vue/cli-service": "5" } }"#),
                ("b/src/main.js", "import App from './App.vue'; App();"),
                (
                    "b/src/App.vue",
                    "<template><user-card/></template><script>import UserCard from './UserCard.vue'; export default { components: { UserCard } }</script>",
                ),
                ("b/src/UserCard.vue", "<script setup>import { api } from './api'; const go = () => api()</script>"),
                ("b/src/api.js", "export const api = () => 1;"),
                ("c/package.json", r#"{ "dependencies": { "@angular/platform-browser": "19" } }"#),
                ("c/src/main.ts", "import { App } from './app'; bootstrap(App);"),
                (
                    "c/src/app.ts",
                    "import { Api } from './api'; @Component({}) export class App { constructor(private api: Api) {} }",
                ),
                ("c/src/api.ts", "@Injectable() export class Api {}"),
                ("d/package.json", r#"{ "dependencies": { "express": "5" } }"#),
                ("d/src/index.js", "import App from './App'; App();"),
                ("d/src/App.js", "export default function App() {}"),
            ],
            reached: &[
                ("a/src/App.js", EntryKind::AppStart, &["a/src/index.js"]),
                ("b/src/api.js", EntryKind::AppStart, &["b/src/main.js", "b/src/App.vue", "b/src/UserCard.vue"]),
                ("c/src/api.ts", EntryKind::AppStart, &["c/src/main.ts", "c/src/app.ts"]),
            ],
            not: &["d/src/index.js", "d/src/App.js"],
        },
    ]);
}

#[test]
fn routes_of_frameworks() {
    check(&[
        Case {
            name: "SvelteKit",
            files: &[
                ("package.json", r#"{ "devDependencies": { "@sveltejs/kit": "2" } }"#),
                ("src/routes/(app)/+page.svelte", "<script lang=ts>import Card from '$lib/Card.svelte'; import type { T } from '$lib/t';</script><Card/>"),
                ("src/routes/+layout.ts", "import { load as l } from '$lib/load'; export const load = () => l();"),
                ("src/routes/+page.server.ts", "import { db } from '$lib/server/db'; export const load = () => db;"),
                ("src/routes/api/+server.ts", "import { fmt } from '$lib/fmt'; export const GET = () => fmt();"),
                ("src/hooks.server.ts", "import { fmt } from '$lib/fmt'; export const handle = () => fmt();"),
                ("src/lib/Card.svelte", "<script>import { ask } from './todo.remote'</script>{ask()}"),
                ("src/lib/load.ts", "import { db } from './server/db'; export const load = () => db;"),
                ("src/lib/server/db.ts", "export const db = 1;"),
                ("src/lib/todo.remote.ts", "import { fmt } from './fmt'; export const ask = query(() => fmt());"),
                ("src/lib/fmt.ts", "export const fmt = () => 1;"),
                ("src/lib/t.ts", "export type T = 1;"),
                ("static/x.js", "x();"),
            ],
            reached: &[
                ("src/lib/Card.svelte", EntryKind::SvelteKitRoute, &["src/routes/(app)/+page.svelte"]),
                ("src/lib/load.ts", EntryKind::SvelteKitRoute, &["src/routes/+layout.ts"]),
                ("static/x.js", EntryKind::PublicFile, &[]),
            ],
            not: &["src/routes/+page.server.ts", "src/routes/api/+server.ts", "src/lib/server/db.ts", "src/lib/fmt.ts", "src/lib/t.ts", "src/lib/todo.remote.ts"],
        },
        Case {
            name: "Nuxt",
            files: &[
                ("package.json", r#"{ "dependencies": { "nuxt": "3" } }"#),
                ("pages/index.vue", "<script setup>import { go } from '~/lib/go'; go()</script>"),
                ("plugins/a.ts", "export default defineNuxtPlugin(() => {})"),
                ("plugins/b.server.ts", "export default defineNuxtPlugin(() => {})"),
                ("server/api/x.ts", "import { db } from '../../lib/db'; export default defineEventHandler(() => db);"),
                ("lib/go.ts", "export const go = () => 1;"),
                ("lib/db.ts", "export const db = 1;"),
            ],
            reached: &[("lib/go.ts", EntryKind::NuxtApp, &["pages/index.vue"]), ("plugins/a.ts", EntryKind::NuxtApp, &[])],
            not: &["plugins/b.server.ts", "server/api/x.ts", "lib/db.ts"],
        },
        Case {
            name: "Remix and React Router",
            files: &[
                ("package.json", r#"{ "devDependencies": { "@react-router/dev": "7" } }"#),
                (
                    "app/routes/a.tsx",
                    "import { db } from '../db'; import { s } from '../s.server'; import { c } from '../c'; import { fmt } from '../fmt';
                     export async function loader() { return [db, s] } export const action = async () => db; export async function clientLoader() { return c() }
                     export default function A() { return fmt() }",
                ),
                ("app/routes/resource.ts", "import { db } from '../db'; export const loader = () => db;"),
                ("app/routes.ts", "import { route } from '@react-router/dev/routes'; export default [route('/b', './views/b.tsx')];"),
                ("app/views/b.tsx", "import { db } from '../db'; import { b } from '../b'; export const loader = () => db; export default () => b;"),
                ("app/b.ts", "export const b = 1;"),
                ("app/db.ts", "export const db = connect();"),
                ("app/s.server.ts", "export const s = 1;"),
                ("app/c.ts", "export const c = () => 1;"),
                ("app/fmt.ts", "export const fmt = () => 1;"),
                ("app/entry.server.tsx", "import { db } from './db'; export default () => db;"),
            ],
            reached: &[
                ("app/routes/a.tsx", EntryKind::RemixRoute, &[]),
                ("app/c.ts", EntryKind::RemixRoute, &["app/routes/a.tsx"]),
                ("app/fmt.ts", EntryKind::RemixRoute, &["app/routes/a.tsx"]),
                ("app/b.ts", EntryKind::RemixRoute, &["app/routes.ts", "app/views/b.tsx"]),
            ],
            not: &["app/db.ts", "app/s.server.ts", "app/routes/resource.ts", "app/entry.server.tsx", "app/routes.ts"],
        },
    ]);
}

#[test]
fn routes_of_more_frameworks() {
    check(&[
        Case {
            name: "TanStack Start",
            files: &[
                ("package.json", r#"{ "dependencies": { "@tanstack/react-start": "1" } }"#),
                (
                    "src/routes/index.tsx",
                    "import { createServerFn } from '@tanstack/react-start'; import { db } from '../db'; import { fmt } from '../fmt';
                     const get = createServerFn({ method: 'GET' }).validator((x) => x).handler(async () => db.x());
                     export const Route = createFileRoute('/')({ loader: () => get(), component: () => fmt() });",
                ),
                ("src/db.ts", "export const db = 1;"),
                ("src/fmt.ts", "export const fmt = () => 1;"),
            ],
            reached: &[("src/fmt.ts", EntryKind::TanStackRoute, &["src/routes/index.tsx"])],
            not: &["src/db.ts"],
        },
        Case {
            name: "Astro",
            files: &[
                ("package.json", r#"{ "dependencies": { "astro": "5" } }"#),
                (
                    "src/pages/index.astro",
                    "---\nimport { db } from '../db'; import Card from '../Card'; import { Plain } from '../Plain'; const x = db();\n---\n\
                     <Card client:load x={x}/><Plain/><script>import { go } from '../go'; go();</script><script src=\"../own.ts\"></script>",
                ),
                ("src/pages/server.astro", "---\nimport { db } from '../db'; db();\n---\n<p>{db}</p>"),
                ("src/Card.tsx", "import { in_card } from './in-card'; export default () => in_card();"),
                ("src/in-card.ts", "export const in_card = () => 1;"),
                ("src/Plain.tsx", "export const Plain = () => 1;"),
                ("src/go.ts", "export const go = () => 1;"),
                ("src/own.ts", "own();"),
                ("src/db.ts", "export const db = () => 1;"),
            ],
            reached: &[
                ("src/pages/index.astro", EntryKind::Page, &[]),
                ("src/in-card.ts", EntryKind::AstroIsland, &["src/pages/index.astro", "src/Card.tsx"]),
                ("src/go.ts", EntryKind::Page, &["src/pages/index.astro"]),
                ("src/own.ts", EntryKind::PageScript, &["src/pages/index.astro"]),
            ],
            not: &["src/db.ts", "src/Plain.tsx", "src/pages/server.astro"],
        },
        Case {
            name: "Gatsby",
            files: &[
                ("package.json", r#"{ "dependencies": { "gatsby": "5" } }"#),
                ("src/pages/index.js", "import { db } from '../db'; export async function getServerData() { return db } export default () => 1;"),
                ("gatsby-browser.js", "import './wrap';"),
                ("gatsby-node.js", "import { db } from './src/db'; db();"),
                ("wrap.js", "x();"),
                ("src/db.js", "export const db = 1;"),
            ],
            reached: &[("src/pages/index.js", EntryKind::GatsbyPage, &[]), ("wrap.js", EntryKind::AppStart, &["gatsby-browser.js"])],
            not: &["src/db.js", "gatsby-node.js"],
        },
    ]);
}

#[test]
fn what_is_shipped_otherwise() {
    check(&[
        Case {
            name: "apps for phones",
            files: &[
                ("package.json", r#"{ "dependencies": { "expo": "52", "expo-router": "4" } }"#),
                ("app/index.tsx", "import { go } from '../lib/go'; export default () => go();"),
                ("app/hello+api.ts", "import { db } from '../lib/db'; export function GET() { return db }"),
                ("lib/go.ts", "export const go = () => 1;"),
                ("lib/db.ts", "export const db = 1;"),
            ],
            reached: &[("lib/go.ts", EntryKind::Screen, &["app/index.tsx"])],
            not: &["app/hello+api.ts", "lib/db.ts"],
        },
        Case {
            name: "desktop apps",
            files: &[
                ("package.json", r#"{ "devDependencies": { "electron": "33" } }"#),
                ("src/main.ts", "import { db } from './db'; db();"),
                ("src/preload.ts", "import { bridge } from './bridge'; bridge();"),
                ("src/renderer/index.html", "<script type=module src=./ui.ts></script>"),
                ("src/renderer/ui.ts", "x();"),
                ("src/bridge.ts", "export const bridge = () => 1;"),
                ("src/db.ts", "export const db = () => 1;"),
            ],
            reached: &[
                ("src/bridge.ts", EntryKind::Window, &["src/preload.ts"]),
                ("src/renderer/ui.ts", EntryKind::PageScript, &["src/renderer/index.html"]),
            ],
            not: &["src/main.ts", "src/db.ts"],
        },
        Case {
            name: "browser extensions and service workers",
            files: &[
                ("package.json", r#"{ "devDependencies": { "wxt": "0.19" } }"#),
                ("entrypoints/background.ts", "import { x } from '../x'; x();"),
                ("x.ts", "export const x = () => 1;"),
                ("old/manifest.json", r#"{ "manifest_version": 3, "background": { "service_worker": "src/bg.js" } }"#),
                ("old/src/bg.js", "y();"),
                ("src/service-worker.ts", "z();"),
                ("scripts/build.ts", "z();"),
            ],
            reached: &[
                ("x.ts", EntryKind::Extension, &["entrypoints/background.ts"]),
                ("old/src/bg.js", EntryKind::Extension, &["old/manifest.json"]),
                ("src/service-worker.ts", EntryKind::ServiceWorker, &[]),
            ],
            not: &["scripts/build.ts"],
        },
    ]);
}

#[test]
fn parts_of_a_file_are_told_apart() {
    for (path, text, marks) in [
        (
            "lib/user.ts",
            "const a = 'TOP'; export function fmt() { return 'LIVE' + helper() } export async function load() { return 'DEAD' }
             function helper() { return 'LIVE' } async function act() { 'use server'; return 'DEAD' } start('LIVE', () => 'LIVE'); if (typeof window === 'undefined') go('DEAD');
             export const get = cache('LIVE', async () => 'DEAD'); export { act };",
            [("LIVE", true), ("DEAD", false)],
        ),
        (
            "pages/index.tsx",
            "import { fmt } from '../lib/user'; export default function Page() { fmt(); return 'LIVE' }
             export async function getServerSideProps() { return inner() } const inner = make('DEAD', () => 'DEAD'); const kept = make('LIVE');",
            [("LIVE", true), ("DEAD", false)],
        ),
        (
            "src/x.astro",
            "---\nconst a = 'DEAD'; function f() { return 'DEAD' }\n---\n<script>const b = 'LIVE'; go('LIVE')</script>",
            [("LIVE", true), ("DEAD", false)],
        ),
        ("lib/other.ts", "export const a = 'DEAD';", [("DEAD", false), ("LIVE", true)]),
    ] {
        let mut project = project(&[
            NEXT,
            ("lib/user.ts", ""),
            ("pages/index.tsx", "import { fmt } from '../lib/user'; export default () => fmt();"),
        ]);
        project.apply([Change::Set(Box::new(analyse(path, text)))]);
        let file = project.file(path).unwrap();
        for (word, expected) in marks {
            for (at, _) in text.match_indices(word) {
                let at = u32::try_from(at).unwrap();
                let range = TextRange::new(at, at + 4);
                let around = file.functions.iter().enumerate().filter(|(_, function)| function.range.contains(range));
                let innermost = around.min_by_key(|(_, function)| function.range.len());
                let function = innermost.map(|(id, _)| crate::facts::FunctionId(u32::try_from(id).unwrap()));
                assert_eq!(project.runs_in_browser(file, range, function), expected, "{path}: {word} at {at}");
            }
        }
    }
}

#[test]
fn each_step_of_a_chain_needs_the_next() {
    let project = project(&[
        ("a.tsx", "'use client'; import { one } from './lib'; export const A = () => one;"),
        ("b.tsx", "'use client'; import { C } from './c'; export const B = C;"),
        ("c.tsx", "import { two } from './lib'; import { other } from './one'; export const C = two + other;"),
        ("lib.ts", "export { one } from './one'; export { two } from './two';"),
        ("one.ts", "export const one = 1; export function other() { return 2 } export function third() {}"),
        ("two.ts", "export const two = 2;"),
    ]);
    let chain = |path: &str, word: &str| -> Option<Vec<String>> {
        let file = project.file(path)?;
        let declaration = file.declarations.iter().find(|one| one.exported_as.iter().any(|name| name == word))?;
        let reach = project.client_reach_at(file, declaration.range, None)?;
        Some(reach.chain.iter().map(|(path, _)| (*path).to_owned()).collect())
    };
    for (path, word, expected) in [
        ("one.ts", "one", Some(vec!["a.tsx", "lib.ts"])),
        ("two.ts", "two", Some(vec!["b.tsx", "c.tsx", "lib.ts"])),
        ("one.ts", "other", Some(vec!["b.tsx", "c.tsx"])),
        ("one.ts", "third", None),
    ] {
        let seen = chain(path, word);
        assert_eq!(seen, expected.map(|chain| chain.into_iter().map(str::to_owned).collect()), "{word}");
    }
}

#[test]
fn files_that_export_each_other_end() {
    let stars = (0..24).fold(String::new(), |text, other| text + &format!("export * from './f{other}'; "));
    let mut project = project(&[("a.tsx", "'use client'; import { x, y } from './f0'; export const A = () => x(y);")]);
    project.apply((0..24).map(|number| {
        let own = if number == 23 { "export const y = 1;" } else { "" };
        Change::Set(Box::new(analyse(&format!("f{number}.ts"), &format!("{stars}{own}"))))
    }));
    assert!(project.client_reach("f23.ts").is_some());
}

#[test]
fn a_live_page_is_in_the_browser() {
    let mut project = project(&[("a.js", "x();")]);
    assert_eq!(project.client_reach("a.js"), None);
    project.set_deployed(true);
    let reach = project.client_reach("a.js").unwrap();
    assert_eq!((reach.why, reach.chain.len()), (EntryKind::Deployed, 0));
    assert_eq!(project.client_reach("b.js"), None);
}

#[test]
fn a_chain_tells_its_places() {
    let entry = "'use client'; import { b } from './b'; export const A = () => b;";
    let project = project(&[
        ("a.tsx", "'use client'; import { b } from './b'; export const A = () => b;"),
        ("b.ts", "import { c } from './c'; export const b = c;"),
        ("c.ts", "export const c = 1;"),
    ]);
    let chain = project.related_chain("c.ts");
    let seen: Vec<(&str, &str)> = chain.iter().map(|place| (place.path.as_str(), place.note.as_str())).collect();
    assert_eq!(
        seen,
        [("a.tsx", "a client component (`use client`) brings in `b.ts` here"), ("b.ts", "which brings in `c.ts` here"),]
    );
    assert_eq!(chain[0].range.slice(entry), "import { b } from './b';");
}

#[test]
fn reach_kept_up_to_date_is_the_one_built_anew() {
    let mut kept = project(&[
        NEXT,
        ("a.tsx", "'use client'; import { b } from './b'; export const A = () => b();"),
        ("b.ts", "import { c } from './c'; export const b = () => 1; export const d = () => c();"),
        ("c.ts", "export const c = () => 1;"),
        ("index.html", "<p>"),
        ("main.ts", "import './c';"),
    ]);
    let mut seen = Vec::new();
    for (path, text) in [
        ("b.ts", "import { c } from './c';\n\nexport const b = () => 2; export const d = () => c();"),
        ("b.ts", "import { c } from './c'; export const b = () => c(); export const d = () => c();"),
        ("a.tsx", "import { b } from './b'; export const A = () => b();"),
        ("index.html", "<script src=main.ts></script>"),
        ("main.ts", "import type {} from './c';"),
        ("a.tsx", "'use client'; import type { b } from './b'; export const A = () => b();"),
        ("a.tsx", "'use client'; import * as n from './b'; export const A = () => n.d();"),
        ("b.ts", "export { c as d } from './c';"),
        ("b.ts", "'use server'; export { c as d } from './c';"),
        ("package.json", "{}"),
    ] {
        kept.apply([Change::Set(Box::new(analyse(path, text)))]);
        let mut anew = Project::new(Config::default());
        anew.apply(kept.files().map(|facts| Change::Set(Box::new(facts.clone()))));
        assert_eq!(kept.index.reach, anew.index.reach, "after {path}: {text}");
        seen.push(kept.client_reach("c.ts").is_some());
    }
    assert_eq!(seen, [false, true, false, true, false, false, true, true, false, false]);
}
