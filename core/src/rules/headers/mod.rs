//! Gap: pages and answers without HTTPS, and without the headers by which browsers protect them.

mod app;
pub mod cors_allows_any_origin_with_credentials;
mod fixes;
pub mod insecure_url;
mod live;
pub mod missing_companion_headers;
pub mod missing_csp;
pub mod missing_hsts;
pub mod weak_csp;
pub mod weak_hsts;

#[cfg(test)]
mod tests;

/// Whether a file lies aside of what is deployed: tests, documentation, examples, tools.
fn is_aside(path: &str) -> bool {
    const FOLDERS: [&str; 20] = [
        "test",
        "tests",
        "__tests__",
        "__mocks__",
        "mocks",
        "e2e",
        "cypress",
        "playwright",
        "docs",
        "doc",
        "example",
        "examples",
        "fixtures",
        "stories",
        ".storybook",
        "scripts",
        "benchmarks",
        "templates",
        "vendor",
        "node_modules",
    ];
    let name = path.rsplit('/').next().unwrap_or(path);
    [".test.", ".spec.", ".stories.", ".cy.", ".d.ts", "mock", "fixture"].iter().any(|part| name.contains(part))
        || path.split('/').any(|folder| folder != name && FOLDERS.contains(&folder))
}
