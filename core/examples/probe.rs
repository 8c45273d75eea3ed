//! probe
use seaworthy_core::syntax::{Language, ProblemKind, parse};
use std::time::Instant;
fn walk(d: &std::path::Path, out: &mut Vec<std::path::PathBuf>) {
    for e in std::fs::read_dir(d).unwrap().flatten() {
        let p = e.path();
        if p.is_dir() {
            let n = p.file_name().unwrap().to_string_lossy().to_string();
            if n != "node_modules" && n != ".git" {
                walk(&p, out)
            }
        } else {
            out.push(p)
        }
    }
}
fn main() {
    let a: Vec<String> = std::env::args().skip(1).collect();
    if a[0] == "corpus" {
        let mut f = vec![];
        for d in &a[1..] {
            walk(std::path::Path::new(d), &mut f)
        }
        let (mut n, mut bytes, mut prob, mut deep) = (0, 0, 0, 0);
        let t = Instant::now();
        for p in f {
            let l = Language::from_path(&p.to_string_lossy());
            if !l.is_script() {
                continue;
            }
            let Ok(t) = std::fs::read_to_string(&p) else { continue };
            n += 1;
            bytes += t.len();
            let r = parse(&t, l);
            if !r.is_complete() {
                prob += 1;
                let q = &r.problems[0];
                if q.kind != ProblemKind::Syntax {
                    deep += 1
                }
                println!("{} {:?} {} units {}", p.display(), q.kind, q.message, r.units.len());
                for q in r.problems.iter().take(3) {
                    println!(
                        "   {:?} {:?}",
                        q.range,
                        &t[q.range.start as usize..].chars().take(60).collect::<String>()
                    );
                }
            }
        }
        println!("{n} files {bytes} bytes {prob} problems {deep} deep {:?}", t.elapsed());
    } else if a[0] == "one" {
        let text = std::fs::read_to_string(&a[1]).unwrap();
        let cut: usize = a[2].parse().unwrap();
        let t = match a[3].as_str() {
            "middle" => format!("{}{}", &text[..cut], &text[cut + 120..]),
            "stray" => {
                let token =
                    ["}", ")", "<div>", "{", "(", "foo bar baz", "`", "const a =", "import {", "]", "</b>", "'"]
                        [cut % 12];
                format!("{} {token} {}", &text[..cut], &text[cut..])
            }
            _ => text[..cut].to_string(),
        };
        let p = parse(&t, Language::from_path(&a[1]));
        println!(
            "--- around:\n{}\n>>>>CUT<<<<\n{}\n---",
            &t[cut.saturating_sub(300)..cut],
            &t[cut..(cut + 300).min(t.len())]
        );
        println!("len {} coverage {:?}", t.len(), p.coverage);
        for q in &p.problems {
            println!("problem {:?} {}", q.range, q.message)
        }
        for g in &p.units[0].gaps {
            let x = g.slice(&t);
            println!(
                "gap {:?} {:?} ... {:?}",
                g,
                x.chars().take(150).collect::<String>(),
                x.chars().rev().take(80).collect::<String>().chars().rev().collect::<String>()
            )
        }
    } else {
        let n: usize = a[1].parse().unwrap();
        let stack: usize = a[2].parse().unwrap();
        let only = a.get(3).cloned();
        if a[0] == "names" {
            for (n, _) in shapes() {
                println!("{n}")
            }
            return;
        }
        for (name, make) in shapes() {
            if let Some(o) = &only {
                if o != name {
                    continue;
                }
            }
            let t = make(n);
            let t2 = t.clone();
            let _ = t2;
            let st = Instant::now();
            let h = std::thread::Builder::new()
                .stack_size(stack * 1024)
                .spawn(move || {
                    let r = parse(&t, Language::Tsx);
                    let r2 = parse(&t, Language::TypeScript);
                    for u in r.units.iter().chain(&r2.units) {
                        struct V(usize);
                        impl swc_ecma_visit::Visit for V {
                            fn visit_ident(&mut self, _: &swc_ecma_ast::Ident) {
                                self.0 += 1;
                            }
                        }
                        let mut v = V(0);
                        swc_ecma_visit::VisitWith::visit_with(&u.module, &mut v);
                        std::hint::black_box(v.0);
                    }
                    let k = |r: &seaworthy_core::syntax::Parsed| {
                        r.problems.first().map(|p| (p.kind, p.message.clone(), p.range.start))
                    };
                    (k(&r), k(&r2))
                })
                .unwrap();
            println!("{name}: {:?} {:?}", h.join().unwrap(), st.elapsed());
        }
    }
}
type Make = Box<dyn Fn(usize) -> String>;
fn r(a: &'static str, m: &'static str, z: &'static str) -> Make {
    Box::new(move |n| format!("{}{}{}", a.repeat(n), m, z.repeat(n)))
}
fn shapes() -> Vec<(&'static str, Make)> {
    vec![
        ("fn", r("(function(){", "", "})()")),
        ("parens", r("(", "1", ")")),
        ("curried", r("a=>", "1", "")),
        ("ternary", r("a?b:", "1", "")),
        ("ternary2", r("a?", "1", ":b")),
        ("chain", r("a.b().", "c", "")),
        ("plus", r("a+", "1", "")),
        ("elseif", r("if(a){}else ", "{}", "")),
        ("elseif2", r("if(a);else ", ";", "")),
        ("comma", r("a,", "1", "")),
        ("not", r("!", "1", "")),
        ("minus", r("- ", "1", "")),
        ("typeof", r("typeof ", "1", "")),
        ("new", r("new ", "A", "")),
        ("await", r("await ", "1", "")),
        ("tpl", r("`${", "1", "}`")),
        ("jsx", r("<a>", "", "</a>")),
        ("jsxexpr", r("<a>{", "1", "}</a>")),
        ("jsxattr", r("<a b=", "'1'", "/>")),
        ("generics", Box::new(|n| format!("type X={}B{}", "A<".repeat(n), " >".repeat(n)))),
        ("genericscomma", Box::new(|n| format!("type X={}B{}", "A<C,".repeat(n), " >".repeat(n)))),
        ("union", Box::new(|n| format!("type X={}B", "A|".repeat(n)))),
        ("arrtype", Box::new(|n| format!("type X=A{}", "[]".repeat(n)))),
        ("opt", r("a?.", "b", "")),
        ("optcall", Box::new(|n| format!("a{}", "?.()".repeat(n)))),
        ("calls", Box::new(|n| format!("a{}", "()".repeat(n)))),
        ("index", Box::new(|n| format!("a{}", "[0]".repeat(n)))),
        ("tagged", Box::new(|n| format!("a{}", "``".repeat(n)))),
        ("bang", Box::new(|n| format!("a{};", "!".repeat(n)))),
        ("objpat", Box::new(|n| format!("const {}b{} = x", "{a:".repeat(n), "}".repeat(n)))),
        ("arrpat", Box::new(|n| format!("const {}b{} = x", "[".repeat(n), "]".repeat(n)))),
        ("obj", Box::new(|n| format!("x={}1{}", "{a:".repeat(n), "}".repeat(n)))),
        ("arr", r("[", "1", "]")),
        ("block", r("{", "", "}")),
        ("assign", r("a=", "1", "")),
        ("exp", r("a**", "1", "")),
        ("label", r("a:", ";", "")),
        ("ifif", r("if(a)", ";", "")),
        ("ifnl", r("if(a)\n", ";", "")),
        ("forfor", r("for(;;)", ";", "")),
        ("dodo", Box::new(|n| format!("{};{}", "do ".repeat(n), " while(1)".repeat(n)))),
        ("fntype", Box::new(|n| format!("type X={}A", "(a:B)=>".repeat(n)))),
        ("cond", Box::new(|n| format!("type X={}A", "A extends B?C:".repeat(n)))),
        ("keyof", Box::new(|n| format!("type X={}A", "keyof ".repeat(n)))),
        ("tuple", Box::new(|n| format!("type X={}A{}", "[".repeat(n), "]".repeat(n)))),
        ("typelit", Box::new(|n| format!("type X={}A{}", "{a:".repeat(n), "}".repeat(n)))),
        ("parenarrow", r("(a)=>", "1", "")),
        ("parenarrow2", r("(a=", "1", ")=>1")),
        ("class", r("class A{a(){", "", "}}")),
        ("classx", r("class extends ", "A", "{}")),
        ("arrowblock", r("()=>{", "", "}")),
        ("callback", r("f(()=>{", "", "})")),
        ("async", r("async()=>", "1", "")),
        ("yield", Box::new(|n| format!("function*g(){{{}1}}", "yield ".repeat(n)))),
        ("switch", r("switch(a){case 1:", "", "}")),
        ("try", r("try{", "", "}finally{}")),
        ("ns", r("namespace A{", "", "}")),
        ("as", Box::new(|n| format!("a{}", " as b".repeat(n)))),
        ("nullish", r("a??", "1", "")),
        ("and", r("a&&", "1", "")),
        ("in", r("a in ", "1", "")),
        ("lt", r("a<", "1", "")),
        ("cast", r("<a>", "b", "")),
        ("deco", Box::new(|n| format!("{}class A{{}}", "@a ".repeat(n)))),
        ("decofn", r("@(class{a(){", "", "}})class B{}")),
        ("regexhide", Box::new(|n| "x={}\n/'/;((((".repeat(n))),
        ("regexhide2", Box::new(|n| "{}\n/`/;(`".repeat(n))),
        ("divhide", Box::new(|n| "x=a++ /`/(`/1".repeat(n))),
        ("jsxhide", Box::new(|n| "f(x) <a>'</a>(((((\n".repeat(n))),
        ("genhide", Box::new(|n| "type A=<T>(x:T)=>void;((\n".repeat(n))),
        ("asyncarrow", r("async(a=", "1", ")=>1")),
        ("mixed", r("[{a:(b,c=>{return ", "1", "})}]")),
        ("importt", Box::new(|n| format!("type X={}A{}", "import('a').B<".repeat(n), " >".repeat(n)))),
        ("tpltype", Box::new(|n| format!("type X={}A{}", "`${".repeat(n), "}`".repeat(n)))),
        ("infer", Box::new(|n| format!("type X=A extends {}A?1:2", "infer ".repeat(n)))),
        ("qual", Box::new(|n| format!("type X=A{}", ".B".repeat(n)))),
        ("nsdot", Box::new(|n| format!("namespace A{}{{}}", ".B".repeat(n)))),
        ("open(", Box::new(|n| "(".repeat(n))),
        ("open[{", Box::new(|n| "[{a:".repeat(n))),
        ("open<", Box::new(|n| "<a ".repeat(n))),
        ("ltfn", Box::new(|n| "a<b,".repeat(n))),
        ("callarg", r("f(a,", "1", ")")),
        ("qcolon", r("a?(b):c?(d):", "1", "")),
        ("arrowq", r("a?(b)=>c:", "1", "")),
        ("arrowq2", r("a?(b,", "1", ")=>c:d")),
        ("gencall", Box::new(|n| format!("{}b{}", "f<a,".repeat(n), ">(1)".repeat(n)))),
    ]
}
