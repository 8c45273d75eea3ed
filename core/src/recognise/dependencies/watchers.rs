//! Settings of robots that watch packages: Dependabot, Renovate, Snyk.

/// Whether the file sets one up.
pub(super) fn watches(path: &str, text: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    match name {
        "dependabot.yml" | "dependabot.yaml" | "renovate.json" | "renovate.json5" | ".renovaterc"
        | ".renovaterc.json" | ".snyk" | "osv-scanner.toml" => true,
        "package.json" => text.contains("\"renovate\""),
        _ => false,
    }
}
