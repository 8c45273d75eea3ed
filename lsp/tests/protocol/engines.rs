//! Engines that make a test's point: with fixes, slow, counting, panicking.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use seaworthy_core::{
    Certainty, Edit, FileFacts, Finding, Fix, FixLevel, Judgement, Message, Project, Severity, analyse,
};
use seaworthy_lsp::Engine;

/// A line that is found.
pub const BAD: &str = "localStorage.setItem('token', token);\n";
/// A line that is not.
pub const SOUND: &str = "localStorage.setItem('theme', t);\n";

/// Counts analyses, each of which takes `milliseconds`.
pub fn slow(milliseconds: u64) -> (Engine, Arc<AtomicUsize>) {
    let count = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&count);
    let analyse = move |path: &str, text: &str| {
        counter.fetch_add(1, Ordering::SeqCst);
        std::thread::sleep(Duration::from_millis(milliseconds));
        analyse(path, text)
    };
    (Engine::new(analyse, Project::judge), count)
}

/// Panics at a text that holds `PANIC`.
pub fn panicking() -> Engine {
    let analyse = |path: &str, text: &str| {
        assert!(!text.contains("PANIC"), "a test's own panic");
        analyse(path, text)
    };
    Engine::new(analyse, Project::judge)
}

fn fix(title: &str, level: FixLevel, edits: Vec<Edit>) -> Fix {
    Fix { title: title.into(), level, edits }
}

/// Gives each finding a safe fix, a suggestion, a guide, and one that reaches into `src/other.ts`.
pub fn fixing() -> Engine {
    let judge = |project: &Project, path: &str| -> Judgement {
        let mut judgement = project.judge(path);
        for finding in &mut judgement.findings {
            let edit = |text: &str| Edit { path: path.into(), range: finding.range, text: text.into() };
            let there =
                Edit { path: "src/other.ts".into(), range: seaworthy_core::TextRange::new(0, 5), text: "OTHER".into() };
            finding.fixes = vec![
                fix("Look at the manual", FixLevel::Guide, Vec::new()),
                fix("Keep it in a cookie", FixLevel::Suggestion, vec![edit("cookie()")]),
                fix("Remove it", FixLevel::Safe, vec![edit("gone()")]),
                fix("Move it", FixLevel::Safe, vec![edit("moved()"), there]),
            ];
        }
        judgement
    };
    Engine::new(analyse, judge)
}

/// Its one fix also makes the file `new/.env.example`, of two parts.
pub fn making() -> Engine {
    let judge = |project: &Project, path: &str| -> Judgement {
        let mut judgement = project.judge(path);
        for finding in &mut judgement.findings {
            let part = |text: &str| Edit {
                path: "new/.env.example".into(),
                range: seaworthy_core::TextRange::empty(0),
                text: text.into(),
            };
            let here = Edit { path: path.into(), range: finding.range, text: "gone()".into() };
            finding.fixes.clear();
            if project.file("new/.env.example").is_some() {
                continue;
            }
            finding.fixes = vec![fix("Move it", FixLevel::Suggestion, vec![part("ONE=\n"), here, part("TWO=\n")])];
        }
        judgement
    };
    Engine::new(analyse, judge)
}

/// Finds something in every environment file that git tracks.
pub fn tracking() -> Engine {
    let judge = |project: &Project, path: &str| -> Judgement {
        let mut judgement = Judgement::default();
        if project.file(path).is_some_and(|file| file.is_tracked == Some(true)) {
            judgement.findings.push(Finding {
                rule: seaworthy_core::RULES[0].meta,
                path: path.into(),
                range: seaworthy_core::TextRange::new(0, 1),
                severity: Severity::Error,
                certainty: Certainty::Complete,
                message: Message::new("tracked", "", ""),
                related: Vec::new(),
                fixes: Vec::new(),
            });
        }
        judgement
    };
    Engine::new(analyse, judge)
}

/// Its safe fix uncovers the next finding on the same place, three deep: `token_3` becomes `token_2` and so on.
pub fn nested() -> Engine {
    let judge = |project: &Project, path: &str| -> Judgement {
        let mut judgement = project.judge(path);
        let writes = project.file(path).map(|file| file.storage_writes.clone()).unwrap_or_default();
        for finding in &mut judgement.findings {
            let write = writes.iter().find(|write| write.range == finding.range).unwrap();
            let key = write.key.text().unwrap();
            let next = match key.rsplit_once('_').map(|(_, depth)| depth) {
                Some("3") => "localStorage.setItem('token_2')",
                Some("2") => "localStorage.setItem('token_1')",
                _ => "done()",
            };
            let edit = Edit { path: path.into(), range: finding.range, text: next.into() };
            finding.fixes = vec![fix("Peel", FixLevel::Safe, vec![edit])];
        }
        judgement
    };
    Engine::new(analyse, judge)
}

/// Facts of nothing, to show that the engine is asked at all.
pub fn blind() -> Engine {
    Engine::new(
        |path, _| FileFacts::empty(path, seaworthy_core::syntax::Language::TypeScript),
        |_, _| Judgement::default(),
    )
}
