//! Whole texts, sound, broken and hostile, through `parse`.

use super::*;
use crate::text::TextRange;
use std::collections::BTreeSet;
use swc_ecma_ast::{Ident, IdentName};
use swc_ecma_visit::{Visit, VisitWith};

/// The stack of Rust's plain threads: the smallest that the depth guard promises to be safe on.
const STACK: usize = 2 * 1024 * 1024;

#[derive(Default)]
struct Names(Vec<(String, TextRange)>);

impl Visit for Names {
    fn visit_ident(&mut self, node: &Ident) {
        self.0.push((node.sym.to_string(), range_of(node)));
    }
    fn visit_ident_name(&mut self, node: &IdentName) {
        self.0.push((node.sym.to_string(), range_of(node)));
    }
}

/// Parses and checks what holds for every text; gives the names found.
fn names(text: &str, language: Language) -> (Parsed, BTreeSet<String>) {
    let parsed = parse(text, language);
    let len = u32::try_from(text.len()).unwrap();
    let whole = TextRange::new(0, len);
    let mut found = Names::default();
    for unit in &parsed.units {
        assert!(whole.contains(unit.range), "{text}");
        assert!(unit.gaps.iter().all(|gap| whole.contains(*gap)), "{:?} {text}", unit.gaps);
        assert_eq!(unit.complete, unit.gaps.is_empty(), "{text}");
        unit.module.visit_with(&mut found);
    }
    for (name, range) in &found.0 {
        assert!(range.end <= len, "{name} {range:?} {text}");
        // A name that was made up has no place; any other stands where its range says.
        if name != "_$" && !range.is_empty() {
            assert!(range.slice(text).starts_with(name.as_str()), "{name} {range:?} {text}");
            assert_eq!(name_range(name, *range).slice(text), name, "{text}");
        }
    }
    for comment in &parsed.comments {
        assert!(
            comment.range.end <= len && comment.range.slice(text).contains(comment.text.as_str()),
            "{comment:?} {text}"
        );
    }
    assert!(parsed.problems.iter().all(|problem| whole.contains(problem.range)), "{:?} {text}", parsed.problems);
    assert!(parsed.coverage.analysed_bytes <= parsed.coverage.total_bytes);
    (parsed, found.0.into_iter().map(|(name, _)| name).collect())
}

fn has(text: &str, language: Language, wanted: &[&str]) {
    let (parsed, found) = names(text, language);
    assert!(!parsed.is_complete(), "nothing was found wrong: {text}");
    for name in wanted {
        assert!(found.contains(*name), "{name} is missing from {found:?}\n{text}\n{:?}", parsed.units[0].gaps);
    }
}

#[test]
fn sound_text_is_read_whole() {
    let table = [
        (Language::Tsx, "const a = <T,>(x: T) => <div title='it&apos;s' {...x}>don't {x}</div>;"),
        (Language::Tsx, "type F = <T>(x: T) => void;\nexport const f: F = (x) => { void x; };"),
        (Language::TypeScript, "const a = <string>b; @dec() class A<T> { private x?: T; @p() m() {} }"),
        (Language::TypeScript, "const re = /[/\\]}({`'\"]/g; const d = a / b / c; const t = `a${`b${c}`}`;"),
        (Language::JavaScript, "module.exports = function App() { return <div>{1}</div> }"),
        (Language::JavaScript, "with (a) { b = 010 }"),
        (Language::JavaScript, "#!/usr/bin/env node\nreturn_ = 1"),
        (Language::Jsx, "export default () => <><A.B c:d='e' /></>"),
        (Language::Declaration, "declare module 'x' { export function f(a: string): void }\nexport const y: number;"),
        (Language::TypeScript, "/*\n```js\n*/ const a = `\n<<<<<<< no marker\n=======\n`;"),
        (Language::JavaScript, ""),
    ];
    for (language, text) in table {
        let (parsed, _) = names(text, language);
        assert!(parsed.is_complete(), "{text}\n{:?}", parsed.problems);
        assert_eq!(parsed.coverage.analysed_bytes, parsed.coverage.total_bytes);
    }
}

#[test]
fn what_stands_before_a_broken_end_is_read() {
    let endings = [
        "class Last { method() { kept(",
        "type Last = { kept: string; b",
        "kept(first, { a: 1, b: [2, ",
        "kept.",
        "kept?.",
        "const kept =",
        "const [kept, set] = useState<",
        "const { kept, other",
        "import { kept, b",
        "import kept from",
        "export { kept",
        "export default function kept",
        "if (kept",
        "if (kept) { a() } else",
        "for (const kept of",
        "for (let kept = 0; ",
        "while (kept) {",
        "do { kept()",
        "switch (kept) { case",
        "try { kept(); } catch (e",
        "try { kept()",
        "const a = kept ? b",
        "const a = kept ?? ",
        "const a = `x ${kept} y",
        "const a = `x ${kept",
        "const a = kept + 'never closed",
        "kept(); /* never closed",
        "kept(); // a comment",
        "function f() { return kept &&",
        "const f = async (kept: string, b",
        "const f = (kept) =>",
        "const a = { kept: 1, b",
        "const a = { kept: 1, 'b",
        "const a = { kept() { return",
        "const a = <div>{kept}</div",
        "const a = <div>{kept}<p className=\"x",
        "const a = <div>{kept}<p className=",
        "const a = <div>{kept}<p class",
        "const a = <div>{kept}<",
        "const a = <div>{kept}</",
        "const a = <div>{kept} some te",
        "const a = <><A b={kept} {...",
        "return_(<ul>{list.map((kept) => (<li key={",
        "@Controller('x') class A { @Get() kept(",
        "enum Kept { kept = 1, B",
        "interface A { kept: string; b(",
        "const a = kept as",
        "const a = new kept(",
        "const a = kept / ",
        "const a = /re/.test(kept) && /unfinish",
        "export const kept = async () => { await",
        "throw kept",
        "label: for (;;) { kept(",
    ];
    for ending in endings {
        let text = format!(
            "import {{ z }} from \"z\";\nconst 健全 = fetch(\"/x\"); // 😀\r\n\nfunction before() {{ return inner(); }}\n{ending}"
        );
        let (parsed, found) = names(&text, Language::Tsx);
        assert!(!parsed.units.is_empty());
        for name in ["z", "健全", "fetch", "before", "inner", "kept"] {
            assert!(found.contains(name), "{name} is missing: {ending}");
        }
    }
}

#[test]
fn damage_in_the_middle_leaves_the_rest() {
    let before = "const before = 1;\nexport function broken() {\n  const first = start();\n";
    let after = "\n  const last = finish();\n  return <p>{last}</p>;\n}\n\nexport const after = other();\n";
    let damages = [
        "  foo(;",
        "  const x = ;",
        "  }\n  }",
        "  call(a, b;",
        "  x)",
        "  const o = { a: 1 b: 2 };",
        "  ]",
        "  </div>",
        "  const y = await db.",
        "  if (a {\n    b();\n  }",
        "  const el = <div><b>half</div>;",
        "  this is prose, not code.",
        "  const z = `never closed;",
        "  const q = 'open;",
        "  return (\n    <ul>\n      <li>half\n    </ul>\n  );",
        "  foo({ a: [1, 2 });",
        "  const s = {\n    a: 1,\n    b: {\n      c: 2,\n  };",
        "  function () {}",
        "  import {",
        "  db.query(\"select\"\n",
        "  a ? b;",
        "  @",
        "  #",
        "  ...",
        "  <<<<<<< HEAD\n",
        "  const 1a = 2;",
    ];
    for damage in damages {
        let text = format!("{before}{damage}{after}");
        has(&text, Language::Tsx, &["before", "first", "start", "after", "other"]);
    }
}

#[test]
fn markers_and_fences_are_no_code() {
    has(
        "<<<<<<< HEAD\nconst ours = 1;\n=======\nconst theirs = 2;\n>>>>>>> main\nuse_(ours);\n",
        Language::TypeScript,
        &["ours", "theirs", "use_"],
    );
    has(
        "const a = (\n  <div>\n<<<<<<< HEAD\n    <Ours />\n=======\n    <Theirs />\n>>>>>>> main\n  </div>\n);\n",
        Language::Tsx,
        &["a", "Ours", "Theirs"],
    );
    has("```tsx\nconst inside = 1;\n```\n", Language::Tsx, &["inside"]);
    has(
        "Here is the updated file:\n\n```ts\nimport x from \"y\";\nconst inside = x();\n```\n\nThis changes the code.\n",
        Language::TypeScript,
        &["x", "inside"],
    );
}

#[test]
fn every_prefix_of_a_program_is_read() {
    let program = "// 注\nimport { db, type A } from \"./db\";\r\nimport * as x from 'x';\n@Injectable()\nexport class Service<T extends A> {\n  private readonly cache = new Map<string, T[]>();\n  constructor(private db: Db, @Inject() b?: B) {}\n  async find({ id, ...rest }: { id: string }, n = 1): Promise<T | null> {\n    if (!id) { throw new Error(`no ${id ?? \"id\"} 😀`); } else if (rest.a) return null;\n    for (const [k, v] of this.cache) { log(k / 2, /[/`]x/.test(v)); }\n    try { await this.db.find({ where: { id, 'a-b': [1, 2] } }); } catch { /* no */ } finally { done(); }\n    switch (id) { case 'a': break; default: return x ? y : z; }\n    do { n++; } while (n < 3);\n    return (await db.q`select ${id}`)[0] as T;\n  }\n}\ntype M = { [K in keyof A]?: A[K] extends string ? never : K };\nenum E { A = 1, B }\nexport default function Page({ a }: Props) {\n  const [s, set] = useState<string | null>(null);\n  return (\n    <Layout title=\"漢\" {...a} on={() => set((p) => !p)}>\n      {s && <p className={`a ${s}`}>Don't {a.b?.c} &amp; stop</p>}\n      {list.map((i) => (<li key={i}>{i}</li>))}\n      <></>\n    </Layout>\n  );\n}\n";
    let (parsed, _) = names(program, Language::Tsx);
    assert!(parsed.is_complete(), "{:?}", parsed.problems);
    let mut read = 0u64;
    let mut total = 0u64;
    for cut in (0..program.len()).filter(|cut| program.is_char_boundary(*cut)) {
        let (parsed, _) = names(&program[..cut], Language::Tsx);
        read += u64::from(parsed.coverage.analysed_bytes);
        total += cut as u64;
    }
    assert!(read * 100 >= total * 98, "only {read} of {total} bytes were read");
}

#[test]
fn scripts_in_markup_have_places_in_the_file() {
    let table = [
        (
            Language::Vue,
            "<template>漢<a @click=\"kept(1)\">x</a></template>\r\n<script setup lang=\"ts\">\r\nconst a: T = kept2(\r\n</script>\n<style>b{}</style>",
            vec!["kept", "kept2"],
        ),
        (
            Language::Svelte,
            "<script context=\"module\">export const kept = 1</script>\n<script>let kept2 = kept;</script>\n{#if kept < 1}😀{/if}",
            vec!["kept", "kept2"],
        ),
        (
            Language::Astro,
            "---\nimport kept from '../x.astro';\nconst { kept2 } = Astro.props;\n---\n<p>{kept}</p><script>kept3()</script>",
            vec!["kept", "kept2", "kept3"],
        ),
        (
            Language::Html,
            "<!doctype html><p title='é'>😀</p><script type=\"module\">kept()</script><script type=importmap>{}</script>",
            vec!["kept"],
        ),
    ];
    for (language, text, wanted) in table {
        let (_, found) = names(text, language);
        for name in wanted {
            assert!(found.contains(name), "{name} is missing from {found:?} in {text}");
        }
    }
}

#[test]
fn too_long_a_text_is_refused() {
    let text = "a;".repeat(guard::MAX_BYTES / 2 + 1);
    for language in [Language::JavaScript, Language::Html] {
        let parsed = parse(&text, language);
        assert!(parsed.units.is_empty() && parsed.problems[0].kind == ProblemKind::TooLarge);
    }
}

/// Shapes that recurse in the parser, each `n` times.
fn hostile(n: usize) -> Vec<String> {
    let around = |open: &str, inner: &str, close: &str| format!("{}{inner}{}", open.repeat(n), close.repeat(n));
    vec![
        around("(function(){", "", "})()"),
        around("(", "1", ")"),
        around("a=>", "1", ""),
        around("a?b:", "1", ""),
        around("a?", "1", ":b"),
        around("a.b().", "c", ""),
        around("a+", "1", ""),
        around("if(a){}else ", "{}", ""),
        around("if(a);else ", ";", ""),
        around("!", "1", ""),
        around("- ", "1", ""),
        around("typeof ", "1", ""),
        around("new ", "A", ""),
        around("await ", "1", ""),
        around("`${", "1", "}`"),
        around("<a>", "", "</a>"),
        around("<a>{", "1", "}</a>"),
        around("<a b=", "'1'", "/>"),
        around("type X=A<", "B", ">"),
        around("a?.", "b", ""),
        around("x={a:", "1", "}"),
        around("[", "1", "]"),
        around("{", "", "}"),
        around("a=", "1", ""),
        around("a**", "1", ""),
        around("a:", ";", ""),
        around("if(a)", ";", ""),
        around("if(a)\n", ";", ""),
        around("for(;;)", ";", ""),
        around("(a)=>", "1", ""),
        around("(a=", "1", ")=>1"),
        around("class A{a(){", "", "}}"),
        around("()=>{", "", "}"),
        around("f(()=>{", "", "})"),
        around("async()=>", "1", ""),
        around("switch(a){case 1:", "", "}"),
        around("try{", "", "}finally{}"),
        around("a??", "1", ""),
        around("a<", "1", ""),
        around("@(class{a(){", "", "}})class B{}"),
        around("[{a:(b,c=>{return ", "1", "})}]"),
        "(".repeat(n),
        "[{a:".repeat(n),
        "<a ".repeat(n),
        "a<b,".repeat(n),
        format!("a{};", "!".repeat(n)),
        format!("a{}", "[0]".repeat(n)),
        format!("a{}", "()".repeat(n)),
        format!("a{}", "``".repeat(n)),
        format!("const {}b{} = x", "[".repeat(n), "]".repeat(n)),
        format!("const {}b{} = x", "{a:".repeat(n), "}".repeat(n)),
        format!("type X={}B{}", "A<".repeat(n), " >".repeat(n)),
        format!("type X={}B{}", "A<C,".repeat(n), " >".repeat(n)),
        format!("type X=A{}", "[]".repeat(n)),
        format!("type X={}A", "(a:B)=>".repeat(n)),
        format!("type X={}A", "A extends B?C:".repeat(n)),
        format!("type X={}A", "keyof ".repeat(n)),
        format!("type X={}A{}", "{a:".repeat(n), "}".repeat(n)),
        format!("{}class A{{}}", "@a ".repeat(n)),
        // Brackets behind what may be a division or a regular expression, an element or a comparison.
        "x={}\n/'/;((((".repeat(n),
        "{}\n/`/;(`".repeat(n),
        "x=a++ /`/(`/1".repeat(n),
        "f(x) <a>'</a>(((((\n".repeat(n),
        "type A=<T>(x:T)=>void;((\n".repeat(n),
        "type A=<T>(x:T)=>void;\n".repeat(n),
        "}\n".repeat(n),
        "<<<<<<< a\n".repeat(n),
        "```\n".repeat(n),
        "`".repeat(n),
        "\\".repeat(n),
        "@".repeat(n),
        "/*".repeat(n),
        "</a>".repeat(n),
        "\u{feff}".repeat(n),
        "漢 ".repeat(n),
    ]
}

#[test]
fn hostile_nesting_never_overflows_a_small_stack() {
    for n in [90, 250, 700, 100_000] {
        for text in hostile(n) {
            let worker = std::thread::Builder::new().stack_size(STACK).spawn(move || {
                for language in [Language::Tsx, Language::TypeScript, Language::JavaScript] {
                    for unit in parse(&text, language).units {
                        unit.module.visit_with(&mut Names::default());
                    }
                }
            });
            assert!(worker.unwrap().join().is_ok());
        }
    }
}

#[test]
fn deep_nesting_is_named() {
    let texts =
        [format!("{}1{}", "(".repeat(100_000), ")".repeat(100_000)), "a=>".repeat(100_000), "`${".repeat(100_000)];
    for text in texts {
        let parsed = parse(&text, Language::Tsx);
        assert_eq!(parsed.problems[0].kind, ProblemKind::TooDeep);
        assert!(parsed.units.is_empty());
    }
}

#[test]
fn usual_depth_is_no_problem() {
    let nested = format!("{}1{}", "f(() => { g({ a: [".repeat(12), "] }) })".repeat(12));
    let chain = format!("z{}", ".string().min(1)\n".repeat(400));
    let sum = format!("a = {}''", "'line' +\n".repeat(1500));
    let statements = "const a = b(c)\nif (a) { b() } else { c() }\n".repeat(5000);
    let unions = format!("type A = {}'z'", "'some-name' |\n".repeat(2000));
    for text in [nested, chain, sum, statements, unions] {
        let parsed = parse(&text, Language::TypeScript);
        assert!(parsed.is_complete(), "{:?} {}", parsed.problems, &text[..60]);
    }
}
