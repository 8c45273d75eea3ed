//! A pipeline that installs packages while nothing in the project looks for known vulnerabilities.

use super::super::{Context, Example, Gap, Rule, RuleMeta};
use crate::facts::{PackageManager, Pipeline, PipelineStep, PipelineStyle};
use crate::finding::{Edit, Finding, Fix, FixLevel, Message, Severity};
use crate::text::TextRange;

/// The rule.
pub static RULE: Rule = Rule { meta: &META, check, check_site: None };

static META: RuleMeta = RuleMeta {
    id: "no-audit-in-ci",
    gap: Gap::Dependency,
    launch_item: 7,
    title: "CI installs packages and nothing looks for known vulnerabilities",
    severity: Severity::Warning,
    fix: Some(FixLevel::Suggestion),
    cwe: &[1395, 1104],
    owasp: &["A06:2021"],
    docs: "\
Finds projects whose pipelines (GitHub Actions, GitLab, CircleCI, Azure, Bitbucket) install packages while nothing audits them. Holes become \
known long after a package was chosen; what nobody looks for stays open until someone else finds it.

An audit is `npm audit` and its kin, pip-audit, audit-ci, Snyk, OSV-Scanner, Trivy, Grype, Socket, CodeQL, GitHub's dependency review, GitLab's \
dependency scanning, Seaworthy itself; Dependabot and Renovate count as well. One finding speaks for the project, at the first step that \
installs. Silent: projects without a pipeline in the repository. Alerts that are switched on in a host's settings cannot be seen; ignore the \
rule where they are.",
    bad: Example {
        path: ".github/workflows/ci.yml",
        code: "on: [push]\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v5\n      - run: npm ci\n      - run: npm run build\n",
    },
    sound: Example {
        path: ".github/workflows/ci.yml",
        code: "on: [push]\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v5\n      - run: npm ci\n      - run: npm audit --omit=dev --audit-level=high\n      - run: npm run build\n",
    },
    sources: &[
        "https://docs.npmjs.com/cli/v11/commands/npm-audit",
        "https://docs.github.com/en/code-security/dependabot",
        "https://owasp.org/Top10/A06_2021-Vulnerable_and_Outdated_Components/",
    ],
    since: "0.1.0",
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(pipeline) = &context.file.pipeline else { return };
    let Some(step) = pipeline.steps.first() else { return };
    let own = rank(&context.file.path);
    let is_first =
        |(file, pipeline): &(&crate::FileFacts, &Pipeline)| !pipeline.steps.is_empty() && rank(&file.path) < own;
    let audits = context.project.pipelines().any(|(_, pipeline)| pipeline.audits) || scripts_audit(context);
    if audits || context.project.pipelines().any(|one| is_first(&one)) {
        return;
    }
    findings.push(Finding {
        rule: &META,
        path: context.file.path.clone(),
        range: step.range,
        severity: Severity::Warning,
        certainty: context.certainty(step.range),
        message: Message::new(
            "The pipeline installs packages, and nothing in the project looks for known vulnerabilities",
            "Holes in packages become known, with instructions, after you chose them; attackers try them on every site within days.",
            format!("Let the pipeline run `{}` after the install, or switch on Dependabot or Renovate.", command(step.manager)),
        ),
        related: Vec::new(),
        fixes: fixes(context, pipeline, step),
    });
}

/// Where a person would add an audit: a pipeline whose name says that it checks, then the first by path.
fn rank(path: &str) -> (bool, &str) {
    let name = path.rsplit('/').next().unwrap_or(path);
    let mut words = name.split(|character: char| !character.is_ascii_alphanumeric());
    (!words.any(|word| ["ci", "check", "checks", "test", "tests", "build"].contains(&word)), path)
}

/// Whether a script of a manifest audits: a pipeline may run it under any name.
fn scripts_audit(context: &Context<'_>) -> bool {
    let scripts =
        context.project.files().filter_map(|file| file.manifest.as_ref()).flat_map(|manifest| &manifest.scripts);
    let words = ["audit", "snyk", "osv-scanner", "trivy", "seaworthy"];
    scripts.into_iter().any(|(_, command)| command.split([' ', ':']).any(|word| words.contains(&word)))
}

/// What audits the packages a manager installs.
fn command(manager: PackageManager) -> &'static str {
    match manager {
        PackageManager::Npm | PackageManager::Deno => "npm audit --omit=dev --audit-level=high",
        PackageManager::Pnpm => "pnpm audit --prod --audit-level high",
        PackageManager::Yarn => "yarn npm audit --environment production --severity high",
        PackageManager::Bun => "bun audit",
        PackageManager::Pip
        | PackageManager::Poetry
        | PackageManager::Uv
        | PackageManager::Pipenv
        | PackageManager::Pdm => "pipx run pip-audit",
    }
}

fn fixes(context: &Context<'_>, pipeline: &Pipeline, step: &PipelineStep) -> Vec<Fix> {
    let guide = Fix::guide("Run an audit after the install, or switch on Dependabot or Renovate");
    let (PipelineStyle::GitHub, Some((at, indent))) = (pipeline.style, &step.next) else { return vec![guide] };
    let text = format!("{indent}- name: Look for known vulnerabilities\n{indent}  run: {}\n", command(step.manager));
    let edit = Edit { path: context.file.path.clone(), range: TextRange::empty(*at), text };
    let title = "Look for known vulnerabilities after the install".to_owned();
    vec![Fix { title, level: FixLevel::Suggestion, edits: vec![edit] }, guide]
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::{bad, mends, sound};

    fn workflow(steps: &str) -> String {
        format!("on: [push]\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n{steps}")
    }

    #[test]
    fn finds_pipelines_that_only_install() {
        for steps in [
            "      - run: «npm ci»\n      - run: npm test\n",
            "      - name: Install\n        run: «pnpm install --frozen-lockfile»\n        env:\n          A: b\n\n      - run: x\n",
            "      - run: |\n          npm i -g pnpm\n          «cd web && yarn install»\n          yarn build\n",
            "      - run: «bun install»\n",
            "      - run: «pip install -r requirements.txt»\n",
            "      - name: npm audit\n        run: «npm install»\n",
        ] {
            bad(RULE.meta.id, &[&[(".github/workflows/ci.yml", &workflow(steps))]]);
        }
        bad(
            RULE.meta.id,
            &[
                &[(".gitlab-ci.yml", "build:\n  script:\n    - «npm ci»\n    - npm run build\n")],
                &[(
                    ".circleci/config.yml",
                    "jobs:\n  build:\n    steps:\n      - checkout\n      - run:\n          name: Install\n          command: «yarn»\n",
                )],
                // One finding for the project.
                &[
                    (".github/workflows/a.yml", &workflow("      - run: «npm ci»\n")),
                    (".github/workflows/b.yml", &workflow("      - run: npm ci\n")),
                ],
                &[
                    (".github/workflows/a.yml", &workflow("      - run: npm ci\n")),
                    (".github/workflows/ci.yml", &workflow("      - run: «npm ci»\n")),
                ],
            ],
        );
    }

    #[test]
    fn is_silent_where_something_looks() {
        let install = workflow("      - run: npm ci\n");
        for steps in [
            "      - run: npm ci\n      - run: npm audit --audit-level=high\n",
            "      - run: pnpm install\n      - uses: google/osv-scanner-action@v2\n",
            "      - run: npm ci\n      - uses: github/codeql-action/analyze@v3\n",
            "      - run: npx audit-ci --high\n      - run: yarn\n",
            "      - uses: actions/setup-node@v4\n      - run: npm run build\n",
            "      - run: npm install -g vercel\n",
            "      - run: npm ci\n   broken: [\n",
        ] {
            sound(RULE.meta.id, &[&[(".github/workflows/ci.yml", &workflow(steps))]]);
        }
        for (path, text) in [
            (".github/dependabot.yml", "version: 2\nupdates: []\n"),
            ("renovate.json", "{}"),
            (".github/workflows/scan.yml", "jobs:\n  a:\n    steps:\n      - uses: snyk/actions/node@master\n"),
            ("package.json", "{\"scripts\": {\"check\": \"npm audit && eslint .\"}}"),
            ("package.json", "{\"renovate\": {\"extends\": []}}"),
        ] {
            sound(RULE.meta.id, &[&[(".github/workflows/ci.yml", &install), (path, text)]]);
        }
        sound(RULE.meta.id, &[&[("deploy/compose.yml", "services:\n  a:\n    command: npm ci\n")]]);
    }

    #[test]
    fn the_step_is_added_after_the_install() {
        let before = workflow(
            "      - name: Install\n        run: npm ci\n        env:\n          A: b\n\n      - run: npm test\n",
        );
        let after = workflow(
            "      - name: Install\n        run: npm ci\n        env:\n          A: b\n      - name: Look for known vulnerabilities\n        run: npm audit --omit=dev --audit-level=high\n\n      - run: npm test\n",
        );
        mends(RULE.meta.id, &[(&[(".github/workflows/ci.yml", &before)], &after)]);
    }
}
