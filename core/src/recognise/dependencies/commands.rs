//! What a shell command does with packages: install them, or look for known vulnerabilities.

use crate::facts::PackageManager;

/// Programs and subcommands that look for known vulnerabilities.
const AUDITS: [&str; 18] = [
    "audit",
    "audit-ci",
    "better-npm-audit",
    "npm-audit-resolver",
    "check-audit",
    "pip-audit",
    "safety",
    "snyk",
    "osv-scanner",
    "trivy",
    "grype",
    "socket",
    "seaworthy",
    "dependency-check",
    "retire",
    "auditjs",
    "nodejsscan",
    "renovate",
];

/// Words in the name of a reusable action, or of a template, that look for known vulnerabilities.
const AUDITING_ACTIONS: [&str; 16] = [
    "dependency-review",
    "codeql-action",
    "snyk",
    "osv-scanner",
    "trivy",
    "anchore/scan-action",
    "socketdev",
    "audit",
    "seaworthy",
    "renovate",
    "dependency-check",
    "dependency-scanning",
    "grype",
    "fossa",
    "mend",
    "endorlabs",
];

/// Words in a command, or in the name of an action, that analyses the project's own code for holes.
const ANALYSES: [&str; 12] = [
    "codeql",
    "semgrep",
    "seaworthy",
    "sonarcloud",
    "sonarqube",
    "sonar-scanner",
    "bearer",
    "snyk code",
    "njsscan",
    "bandit",
    "devskim",
    "horusec",
];

/// What installs the project's packages in this line of shell, if anything.
pub(super) fn installs(line: &str) -> Option<PackageManager> {
    parts(line).find_map(|words| {
        let arguments = words.get(1..)?;
        let verb = arguments.iter().copied().find(|word| !word.starts_with('-'));
        let named = arguments.iter().filter(|word| !word.starts_with('-')).count();
        let is_global = arguments.iter().any(|word| matches!(*word, "-g" | "--global"));
        // `npm install some-tool` installs that tool.
        let alone = named <= 1 && !is_global;
        match (words[0], verb) {
            ("npm", Some("ci" | "clean-install")) if !is_global => Some(PackageManager::Npm),
            ("npm", Some("install" | "i")) if alone => Some(PackageManager::Npm),
            ("pnpm", Some("install" | "i")) if alone => Some(PackageManager::Pnpm),
            ("yarn", None | Some("install")) if alone => Some(PackageManager::Yarn),
            ("bun", Some("install" | "i")) if alone => Some(PackageManager::Bun),
            ("pip" | "pip3", Some("install")) if arguments.contains(&"-r") => Some(PackageManager::Pip),
            ("poetry", Some("install")) => Some(PackageManager::Poetry),
            ("uv", Some("sync")) => Some(PackageManager::Uv),
            ("pipenv", Some("install" | "sync")) if alone => Some(PackageManager::Pipenv),
            _ => None,
        }
    })
}

/// Whether a line of shell looks for known vulnerabilities.
pub(super) fn audits(line: &str) -> bool {
    let mut words = line.split(|character: char| !(character.is_ascii_alphanumeric() || "-_".contains(character)));
    words.any(|word| AUDITS.contains(&word))
}

/// Whether an action or template of this name looks for known vulnerabilities.
pub(super) fn is_auditing_action(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    AUDITING_ACTIONS.iter().any(|word| name.contains(word))
}

/// Whether a command, an action or a template of this name analyses the project's own code.
pub(super) fn analyses(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let name = name.split(" #").next().unwrap_or_default();
    !name.starts_with('#') && ANALYSES.iter().any(|word| name.contains(word))
}

/// The simple commands of a line, each as its words.
fn parts(line: &str) -> impl Iterator<Item = Vec<&str>> {
    let line = line.trim();
    let line = if line.starts_with('#') { "" } else { line };
    line.split(['&', ';', '|']).filter_map(|part| {
        let words: Vec<&str> =
            part.split_whitespace().skip_while(|word| word.contains('=') || *word == "sudo").collect();
        (!words.is_empty()).then_some(words)
    })
}
