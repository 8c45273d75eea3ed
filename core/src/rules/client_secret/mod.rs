//! Gap: secrets that reach the browser, or that anyone with the code can read.

mod behind_route;
pub(super) mod columns;
pub mod credential_column_in_response;
pub mod development_leftover;
pub mod hardcoded_secret;
mod live;
pub mod privileged_key_in_client;
mod removed;
mod replace;
mod rows;
pub mod secret_committed_in_env_file;
pub mod secret_in_public_env;
pub mod server_secret_in_client_code;
pub mod source_map_exposed;
mod uses;
