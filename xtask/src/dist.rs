//! What people install, into `dist/`.

/// Builds it all.
pub fn run() -> anyhow::Result<()> {
    crate::extension::dist()
}
