//! Builds a workspace in a folder of its own, for `replay` and `prove --deep`.
//!
//! `manifest`: a manifest leads where it did; `messages`: the places of what the compiler refuses;
//! `progress`: how far it is.

mod manifest;
mod messages;
mod progress;

pub use manifest::{ManifestPlace, flat, lead_out};
pub use messages::{counts_others, described, is_error, places};
pub use progress::BuildProgress;
