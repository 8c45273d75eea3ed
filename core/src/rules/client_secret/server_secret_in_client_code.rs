//! A secret of the server is read in, or handed to, code that runs in the browser.

use smol_str::SmolStr;

use super::super::{Context, Example, Gap, Rule, RuleMeta};
use crate::facts::{Call, EnvSource, FileFacts, Root, Value};
use crate::finding::{Finding, Fix, FixLevel, Message, Related, Severity};
use crate::names::environment::{EnvName, classify, public_prefix};
use crate::text::TextRange;

/// The rule.
pub static RULE: Rule = Rule { meta: &META, check, check_site: None };

static META: RuleMeta = RuleMeta {
    id: "server-secret-in-client-code",
    gap: Gap::ClientSecret,
    launch_item: 2,
    title: "A secret of the server is handed to, or read in, code that runs in the browser",
    severity: Severity::Error,
    fix: Some(FixLevel::Guide),
    cwe: &[200, 497],
    owasp: &["A01:2021", "A04:2021"],
    docs: "\
Finds secrets of the environment on their way to the browser without any public prefix: passed as a property of a client component, \
returned from `getServerSideProps` or a loader, answered by a route, written into the page's HTML. All of these send the value to every \
visitor.

It also finds secrets that are read in a module the browser loads. Bundlers put nothing in their place, so the code does not work there \
today; the usual next step, a public prefix, would publish the secret. The chain of imports from the page to the module is shown.

Modules that import `server-only`, server actions, route handlers and functions no page needs do not count.",
    bad: Example {
        path: "app/api/config/route.ts",
        code: "import { NextResponse } from \"next/server\";\n\nexport async function GET() {\n  return NextResponse.json({ url: process.env.API_URL, key: process.env.STRIPE_SECRET_KEY });\n}\n",
    },
    sound: Example {
        path: "app/api/config/route.ts",
        code: "import { NextResponse } from \"next/server\";\n\nexport async function GET() {\n  return NextResponse.json({ url: process.env.API_URL, billing: Boolean(process.env.STRIPE_SECRET_KEY) });\n}\n",
    },
    sources: &[
        "https://nextjs.org/docs/app/guides/data-security",
        "https://react.dev/reference/rsc/use-client#serializable-types",
        "https://nextjs.org/docs/pages/api-reference/functions/get-server-side-props",
    ],
    since: "0.1.0",
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let start = findings.len();
    for response in &context.file.responses {
        if let Some(leak) = leak_in(context, &response.body) {
            let range = leak.range.unwrap_or(response.body_range);
            findings.push(sent(context, range, &leak, "is answered to whoever asks"));
        }
    }
    for call in &context.file.elements {
        handed_over(context, call, findings);
    }
    for (number, function) in context.file.functions.iter().enumerate() {
        let name = function.name.as_deref();
        // What its answers were judged by already.
        let is_answered = context
            .file
            .responses
            .iter()
            .any(|response| response.function.is_some_and(|answering| answering.0 as usize == number));
        if is_answered || !name.is_some_and(is_data_function) || !is_exported(context.file, name) {
            continue;
        }
        for returned in &function.returns {
            if let Some(leak) = leak_in(context, returned) {
                let range = leak.range.unwrap_or(function.range);
                findings.push(sent(context, range, &leak, "is returned as data of the page"));
            }
        }
    }
    let sent: Vec<TextRange> = findings[start..].iter().map(|finding| finding.range).collect();
    for read in &context.file.env_reads {
        let is_secret = read.source == EnvSource::Process
            && public_prefix(&read.name).is_none()
            && classify(&read.name) >= EnvName::Likely;
        if is_secret
            && !sent.iter().any(|range| range.contains(read.range))
            && context.project.runs_in_browser(context.file, read.range, read.function)
        {
            findings.push(read_in_browser(context, read.range, &read.name));
        }
    }
}

/// A secret in a value that leaves the server.
struct Leak {
    name: SmolStr,
    /// The entry of the value that holds it.
    range: Option<TextRange>,
}

/// The secret variable that reaches a value as it is: not compared, not negated, not made a number or truth value of.
fn leak_in(context: &Context<'_>, value: &Value) -> Option<Leak> {
    direct(value, None).or_else(|| {
        if !value.any(&may_hold_a_setting) || !may_become_secret(context, value) {
            return None;
        }
        let expanded = context.project.expand(context.file, value);
        direct(&expanded, None).map(|leak| Leak { range: None, ..leak })
    })
}

fn direct(value: &Value, range: Option<TextRange>) -> Option<Leak> {
    match value {
        Value::Object(object) => {
            object.properties.iter().find_map(|property| direct(&property.value, Some(property.range)))
        }
        Value::Array(parts) | Value::Concat(parts) | Value::Choice(parts) => {
            parts.iter().find_map(|part| direct(part, range))
        }
        Value::Call(call) if call.callee.is_global("JSON", &["stringify"]) => {
            call.arguments.iter().find_map(|argument| direct(argument, range))
        }
        Value::Ref(_) => {
            let (name, source) = EnvSource::of(value)?;
            let is_secret =
                source != EnvSource::PublicModule && public_prefix(name).is_none() && classify(name) >= EnvName::Likely;
            is_secret.then(|| Leak { name: name.clone(), range })
        }
        _ => None,
    }
}

/// Whether knowing more of a value could show a secret where [`direct`] looks: something imported, or what a function of
/// the project returns. Rows of a database, the usual answer, are neither, and expanding them is what takes time.
fn may_become_secret(context: &Context<'_>, value: &Value) -> bool {
    let any = |parts: &[Value]| parts.iter().any(|part| may_become_secret(context, part));
    match value {
        Value::Object(object) => object.properties.iter().any(|property| may_become_secret(context, &property.value)),
        Value::Array(parts) | Value::Concat(parts) | Value::Choice(parts) => any(parts),
        Value::Call(call) if call.callee.is_global("JSON", &["stringify"]) => any(&call.arguments),
        Value::Call(call) => context.project.function_of(context.file, &call.callee).is_some(),
        Value::Ref(reference) => match &reference.root {
            Root::Module(_) => true,
            Root::Value(inner) => may_become_secret(context, inner),
            _ => false,
        },
        _ => false,
    }
}

/// Functions whose result a framework sends to the page.
fn is_data_function(name: &str) -> bool {
    matches!(name, "getServerSideProps" | "getStaticProps" | "getInitialProps" | "loader" | "load")
}

fn is_exported(file: &FileFacts, name: Option<&str>) -> bool {
    file.exports.iter().any(|export| Some(export.name.as_str()) == name)
}

/// Properties of a component that runs in the browser, and HTML that is written.
fn handed_over(context: &Context<'_>, element: &Call, findings: &mut Vec<Finding>) {
    let Some(attributes) = element.arguments.first().and_then(Value::object) else { return };
    // Code that runs in the browser has no secrets of the server to hand over.
    if !attributes.properties.iter().any(|attribute| attribute.value.any(&may_hold_a_setting))
        || context.project.runs_in_browser(context.file, element.range, element.function)
    {
        return;
    }
    let is_html = attributes.get("dangerouslySetInnerHTML").is_some();
    let component = if is_html { None } else { client_component(context, &element.callee) };
    if !is_html && component.is_none() {
        return;
    }
    for attribute in &attributes.properties {
        let Some(leak) = leak_in(context, &attribute.value) else { continue };
        let range = leak.range.filter(|range| attribute.range.contains(*range)).unwrap_or(attribute.range);
        let way =
            if is_html { "is written into the page" } else { "is passed to a component that runs in the browser" };
        let mut finding = sent(context, range, &leak, way);
        finding.related.extend(component.clone());
        findings.push(finding);
    }
}

/// A cheap look: the environment itself, or something imported that may hold it.
fn may_hold_a_setting(value: &Value) -> bool {
    match value {
        Value::Ref(reference) => match &reference.root {
            Root::Global(name) => name == "process",
            Root::Module(_) => !reference.path.is_empty(),
            _ => false,
        },
        _ => false,
    }
}

/// Where a component says that it runs in the browser.
fn client_component(context: &Context<'_>, callee: &Value) -> Option<Related> {
    let (file, function) = context.project.function_of(context.file, callee)?;
    let range = file.function(function)?.range;
    let is_client = file.path != context.file.path && context.project.runs_in_browser(file, range, Some(function));
    let head = TextRange::new(range.start, range.end.min(range.start + 24));
    is_client.then(|| Related {
        path: file.path.clone(),
        range: head,
        note: "this component runs in the browser, so its properties are sent there".to_owned(),
    })
}

fn sent(context: &Context<'_>, range: TextRange, leak: &Leak, way: &str) -> Finding {
    Finding {
        rule: &META,
        path: context.file.path.clone(),
        range,
        severity: Severity::Error,
        certainty: context.certainty(range),
        message: Message::new(
            format!("The server's secret `{}` {way}", leak.name),
            "Every visitor gets it with the page's data and can use it as the server does.",
            "Use the secret on the server and hand over only the result; replace the key if this was ever deployed.",
        ),
        related: Vec::new(),
        fixes: vec![Fix::guide("Take the value out, do the work that needs it on the server, and replace the key")],
    }
}

fn read_in_browser(context: &Context<'_>, range: TextRange, name: &str) -> Finding {
    Finding {
        rule: &META,
        path: context.file.path.clone(),
        range,
        severity: Severity::Warning,
        certainty: context.certainty(range),
        message: Message::new(
            format!("The server's secret `{name}` is read in code that runs in the browser"),
            "There it is undefined, so this does not work; giving it a public prefix, the usual next step, would publish it.",
            "Move what needs it to the server (a route handler, a server action) and import `server-only` in modules that must stay there.",
        ),
        related: context.project.related_chain(&context.file.path),
        fixes: vec![Fix::guide("Move what needs the secret to the server and call it from here")],
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::{bad, sound};

    #[test]
    fn finds_secrets_on_their_way_to_the_browser() {
        bad(
            RULE.meta.id,
            &[
                &[(
                    "server/a.js",
                    r#"app.get("/config", (req, res) => { res.json({ «apiKey: process.env.OPENAI_API_KEY» }); });"#,
                )],
                &[(
                    "app/api/token/route.ts",
                    r"export async function GET() { return Response.json({ «key: process.env.DEEPGRAM_API_KEY» }); }",
                )],
                &[(
                    "pages/index.tsx",
                    r"export async function getServerSideProps() { return { props: { «db: process.env.DATABASE_URL» } }; } export default function Page() { return null; }",
                )],
                &[(
                    "app/routes/home.tsx",
                    r"export const loader = async () => ({ ENV: { «STRIPE_SECRET_KEY: process.env.STRIPE_SECRET_KEY» } });",
                )],
                &[
                    ("package.json", r#"{ "dependencies": { "next": "15.0.0" } }"#),
                    (
                        "app/page.tsx",
                        r#"import { Chat } from "./chat"; export default function Page() { return <Chat «apiKey={process.env.OPENAI_API_KEY}» />; }"#,
                    ),
                    ("app/chat.tsx", r#""use client"; export function Chat({ apiKey }) { return null; }"#),
                ],
                &[(
                    "app/layout.tsx",
                    r"export default function Layout() { return <script dangerouslySetInnerHTML={{ __html: `window.ENV = ${JSON.stringify({ «KEY: process.env.SESSION_SECRET» })}` }} />; }",
                )],
                &[
                    ("package.json", r#"{ "dependencies": { "next": "15.0.0" } }"#),
                    (
                        "app/pay.tsx",
                        r#""use client"; import { charge } from "../lib/pay"; export function Pay() { return charge(1); }"#,
                    ),
                    ("lib/pay.ts", r"export const charge = (n) => call(n, «process.env.STRIPE_SECRET_KEY»);"),
                ],
            ],
        );
    }

    #[test]
    fn is_silent_about_what_stays_on_the_server() {
        sound(
            RULE.meta.id,
            &[
                &[(
                    "server/a.js",
                    r#"app.get("/config", (req, res) => { res.json({ url: process.env.API_URL, hasKey: !!process.env.OPENAI_API_KEY, id: process.env.GOOGLE_CLIENT_ID }); });"#,
                )],
                &[(
                    "app/api/a/route.ts",
                    r"export async function GET() { const r = await fetch(URL, { headers: { Authorization: `Bearer ${process.env.OPENAI_API_KEY}` } }); return Response.json(await r.json()); }",
                )],
                &[
                    ("package.json", r#"{ "dependencies": { "next": "15.0.0" } }"#),
                    (
                        "app/page.tsx",
                        r#"import { Table } from "./table"; export default function Page() { return <Table source={process.env.DATABASE_URL} />; }"#,
                    ),
                    (
                        "app/table.tsx",
                        r"export async function Table({ source }) { const rows = await query(source); return null; }",
                    ),
                ],
                &[
                    ("package.json", r#"{ "dependencies": { "next": "15.0.0" } }"#),
                    (
                        "app/pay.tsx",
                        r#""use client"; import { charge } from "./actions"; export function Pay() { return charge(1); }"#,
                    ),
                    (
                        "app/actions.ts",
                        r#""use server"; export const charge = async (n) => call(n, process.env.STRIPE_SECRET_KEY);"#,
                    ),
                ],
                &[
                    ("package.json", r#"{ "dependencies": { "next": "15.0.0" } }"#),
                    (
                        "app/pay.tsx",
                        r#""use client"; import type { Charge } from "../lib/pay"; export function Pay(c: Charge) { return null; }"#,
                    ),
                    (
                        "lib/pay.ts",
                        r"export type Charge = number; export const charge = (n) => call(n, process.env.STRIPE_SECRET_KEY);",
                    ),
                ],
                &[(
                    "pages/index.tsx",
                    r"export async function getServerSideProps() { const rows = await query(process.env.DATABASE_URL); return { props: { rows } }; } export default function Page() { return null; }",
                )],
            ],
        );
    }
}
