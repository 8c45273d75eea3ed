//! `seaworthy agents doctor`: proves that what is installed works, on a planted gap in a folder of its own.
//!
//! Invariant: only commands that are exactly Seaworthy's are run, whatever a project's files hold.

use std::cell::LazyCell;
use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::read;
use super::targets::{CLAUDE_CODE_HOOK, CURSOR_HOOK, State, Target};
use crate::Failure;
use crate::args::AgentChoice;
use crate::output::deliver;
use crate::terminal::{DIM, ERROR, GOOD, clean};

const RULE: &str = "token-in-web-storage";
const PLANTED: &str = "export function keep(session: { access_token: string }) {\n  localStorage.setItem(\"access_token\", session.access_token);\n}\n";
/// A command that takes longer is no help to anyone.
const PATIENCE: Duration = Duration::from_secs(30);

/// Tries everything that is installed. 0 when all of it works, 1 when something does not, or nothing is installed.
pub(super) fn run(root: &Path, agent: AgentChoice) -> Result<u8, Failure> {
    let mut out = String::new();
    let mut worked = 0;
    let mut failed = 0;
    let targets = Target::of(agent);
    // Every file names the same server, so one start tells for all.
    let answered = LazyCell::new(server);
    let text_of = |path: &str| read(root, path).ok().flatten();
    let is_in = |target: &&Target| {
        target.state(text_of(target.path).as_deref()).is_ok_and(|state| matches!(state, State::All | State::Some))
    };
    for target in targets.iter().filter(is_in) {
        let text = text_of(target.path).unwrap_or_default();
        let tried = match target.path {
            ".claude/settings.json" if text.contains(&format!("\"{CLAUDE_CODE_HOOK}\"")) => claude_code(),
            ".cursor/hooks.json" if text.contains(&format!("\"{CURSOR_HOOK}\"")) => cursor(),
            ".claude/settings.json" | ".cursor/hooks.json" => {
                Err("its command is not the one that is installed, so it was not run".to_owned())
            }
            path if path.ends_with("mcp.json") => answered.clone(),
            _ => continue,
        };
        match tried {
            Ok(words) => {
                worked += 1;
                let _ = writeln!(out, "{GOOD}works{GOOD:#}   {}: {words}", target.path);
            }
            Err(words) => {
                failed += 1;
                let _ = writeln!(out, "{ERROR}FAILED{ERROR:#}  {}: {}", target.path, clean(&words));
            }
        }
    }
    if worked + failed == 0 {
        let _ = writeln!(out, "{DIM}No hook and no server is installed: seaworthy agents install{DIM:#}");
    }
    deliver(&out, None)?;
    Ok(u8::from(failed > 0 || worked == 0))
}

/// Plants a gap and tells Claude Code's hook of it as Claude Code does.
fn claude_code() -> Result<String, Failure> {
    let folder = planted()?;
    let event = json!({
        "hook_event_name": "PostToolUse", "tool_name": "Write", "cwd": folder.path(),
        "tool_input": { "file_path": folder.path().join("login.ts"), "content": PLANTED },
    });
    let began = Instant::now();
    let (code, _, told) = shell(CLAUDE_CODE_HOOK, folder.path(), &event)?;
    if code == Some(2) && told.contains(RULE) {
        return Ok(format!("the hook told of a planted gap in {} ms", began.elapsed().as_millis()));
    }
    Err(silent(code, &told))
}

/// Plants a gap in a repository and tells Cursor's hook that the agent stops.
fn cursor() -> Result<String, Failure> {
    let folder = planted()?;
    let made = Command::new("git").args(["init", "-q"]).current_dir(folder.path()).stdin(Stdio::null()).status();
    if !made.is_ok_and(|status| status.success()) {
        return Err("git cannot be run, and the hook asks it what changed".to_owned());
    }
    let event = json!({
        "hook_event_name": "stop", "status": "completed", "loop_count": 0, "workspace_roots": [folder.path()],
    });
    let began = Instant::now();
    let (code, told, complaint) = shell(CURSOR_HOOK, folder.path(), &event)?;
    let answer: Value = serde_json::from_str(&told).unwrap_or_default();
    if code == Some(0) && answer["followup_message"].as_str().is_some_and(|words| words.contains(RULE)) {
        return Ok(format!("the hook told of a planted gap in {} ms", began.elapsed().as_millis()));
    }
    Err(silent(code, &complaint))
}

/// Starts the server as an agent does and asks it for its tools.
fn server() -> Result<String, Failure> {
    let folder = planted()?;
    let mut command = Command::new("seaworthy");
    command.args(["mcp", "--root"]).arg(folder.path());
    let mut child = start(&mut command, folder.path())?;
    let version = json!({
        "jsonrpc": "2.0", "id": 1, "method": "initialize",
        "params": { "protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": { "name": "doctor", "version": "1" } },
    });
    let ready = json!({ "jsonrpc": "2.0", "method": "notifications/initialized" });
    let tools = json!({ "jsonrpc": "2.0", "id": 2, "method": "tools/list" });
    let asked = child.stdin.take().map(|mut input| {
        let written = writeln!(input, "{version}\n{ready}\n{tools}");
        (written, input)
    });
    let output = child.stdout.take();
    let lines = std::thread::spawn(move || {
        output.map_or(Vec::new(), |output| BufReader::new(output).lines().map_while(Result::ok).take(2).collect())
    });
    let deadline = Instant::now() + PATIENCE;
    while !lines.is_finished() && Instant::now() < deadline {
        std::thread::sleep(Duration::from_millis(5));
    }
    drop(asked);
    end(&mut child);
    let lines: Vec<String> = lines.join().unwrap_or_default();
    let answer: Value = lines.get(1).and_then(|line| serde_json::from_str(line).ok()).unwrap_or_default();
    match answer["result"]["tools"].as_array() {
        Some(tools) if !tools.is_empty() => Ok(format!("the server answered with {} tools", tools.len())),
        _ => Err("the server did not answer".to_owned()),
    }
}

fn planted() -> Result<tempfile::TempDir, Failure> {
    let folder = tempfile::Builder::new().prefix("seaworthy-doctor-").tempdir();
    let folder = folder.map_err(|error| format!("cannot make a folder to try it in: {error}"))?;
    let written = std::fs::write(folder.path().join("login.ts"), PLANTED);
    written.map_err(|error| format!("cannot plant a gap: {error}"))?;
    Ok(folder)
}

fn silent(code: Option<i32>, told: &str) -> Failure {
    let told: Vec<&str> = told.lines().take(3).collect();
    let code = code.map_or_else(|| "by a signal".to_owned(), |code| format!("with exit code {code}"));
    format!("the hook ended {code} and told nothing of a planted gap. {}", told.join(" "))
}

/// Runs a command as agents run their hooks: in a shell, with the event on its standard input.
fn shell(line: &str, folder: &Path, event: &Value) -> Result<(Option<i32>, String, String), Failure> {
    let mut command = if cfg!(windows) {
        let mut command = Command::new("cmd");
        command.args(["/C", line]);
        command
    } else {
        let mut command = Command::new("sh");
        command.args(["-c", line]);
        command
    };
    let mut child = start(&mut command, folder)?;
    if let Some(mut input) = child.stdin.take() {
        // A command that is not there reads nothing, which its exit code tells.
        drop(input.write_all(event.to_string().as_bytes()));
    }
    let readers = (gather(child.stdout.take()), gather(child.stderr.take()));
    let deadline = Instant::now() + PATIENCE;
    let status = loop {
        match child.try_wait() {
            Ok(Some(status)) => break status,
            Ok(None) if Instant::now() < deadline => std::thread::sleep(Duration::from_millis(2)),
            _ => {
                end(&mut child);
                return Err(format!("`{line}` gave no answer in {} s", PATIENCE.as_secs()));
            }
        }
    };
    Ok((status.code(), readers.0.join().unwrap_or_default(), readers.1.join().unwrap_or_default()))
}

fn gather(output: Option<impl std::io::Read + Send + 'static>) -> std::thread::JoinHandle<String> {
    std::thread::spawn(move || {
        let mut text = String::new();
        if let Some(output) = output {
            // What is no text tells nothing.
            drop(output.take(1024 * 1024).read_to_string(&mut text));
        }
        text
    })
}

fn start(command: &mut Command, folder: &Path) -> Result<Child, Failure> {
    command.current_dir(folder).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let name = command.get_program().to_string_lossy().into_owned();
    command.spawn().map_err(|error| format!("`{name}` cannot be run: {error}"))
}

fn end(child: &mut Child) {
    // It may have ended by itself.
    drop(child.kill());
    drop(child.wait());
}
