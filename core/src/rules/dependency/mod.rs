//! Packages nobody audits or pins: what a manifest asks for, what a lockfile settles, what a pipeline checks.

#[cfg(feature = "dependencies")]
pub mod install_script_risk;
#[cfg(feature = "dependencies")]
pub mod known_vulnerable_dependency;
#[cfg(feature = "dependencies")]
pub mod missing_lockfile;
#[cfg(feature = "dependencies")]
pub mod no_audit_in_ci;
#[cfg(feature = "dependencies")]
pub mod several_lockfiles;
#[cfg(feature = "dependencies")]
mod shared;
#[cfg(feature = "dependencies")]
mod specifier;
pub mod third_party_script_without_integrity;
#[cfg(feature = "dependencies")]
pub mod unknown_package;
#[cfg(feature = "dependencies")]
pub mod unpinned_dependency;

#[cfg(feature = "dependencies")]
use shared::{asked, is_showcase, listed};
