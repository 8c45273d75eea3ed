//! The files `seaworthy init` writes.

/// A configuration in which every line is a comment: it changes nothing until a person wants it to.
pub(super) const CONFIGURATION: &str = r#"# What Seaworthy cannot know of this project by itself. Every line is optional.
# All of it: https://github.com/seaworthy-dev/seaworthy/blob/main/docs/configuration.md

# Paths that are not checked, beside what .gitignore leaves out.
# ignore = ["src/generated/**"]

# A rule's severity, or that of all rules of a gap: "off", "info", "warning" or "error". `seaworthy rules` lists them.
# [rules]
# token-in-url = "warning"

# The same for some paths.
# [[overrides]]
# paths = ["scripts/**"]
# rules = { hardcoded-secret = "info" }

# What your own names mean.
# [names]
# session-cookies = ["my_sid"]
# tokens = ["ticket"]
# not-tokens = ["designToken"]

# What no tool can see, on a person's word. `seaworthy attest 8 --by … --note …` writes it.
# [[attestations]]
# item = 8
# by = "Ada"
# on = 2026-11-01
# note = "privacy policy and terms were read against what the app does"
# valid-for = "1 year"

# Reviews that were done. `seaworthy review penetration-test --by …` writes it.
# [[reviews]]
# kind = "penetration-test"
# on = 2026-11-01
# by = "Some Company"
"#;

/// A workflow for GitHub: code scanning, annotations, the checklist as a summary.
pub(super) const WORKFLOW: &str = r#"# Checks every change with Seaworthy: findings on the code scanning page, the launch checklist in the summary.
name: Seaworthy

on:
  push:
    branches: [main]
  pull_request:
  workflow_dispatch:

permissions:
  contents: read
  security-events: write

jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - name: Install Seaworthy
        run: cargo install --locked --git https://github.com/seaworthy-dev/seaworthy seaworthy # better with --tag or --rev
      - name: Look for gaps
        run: seaworthy check --format sarif --fail-on never --output seaworthy.sarif
      - name: Show them in code scanning
        # A pull request from a fork may not write there.
        if: github.event_name != 'pull_request' || github.event.pull_request.head.repo.full_name == github.repository
        uses: github/codeql-action/upload-sarif@v3
        with:
          sarif_file: seaworthy.sarif
      - name: The launch checklist
        run: seaworthy checklist --format markdown >> "$GITHUB_STEP_SUMMARY"
      - name: Fail on errors
        run: seaworthy check --format github --fail-on error
"#;
