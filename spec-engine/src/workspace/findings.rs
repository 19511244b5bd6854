//! `unreadable-manifest`: it is unknown which files of a package are compiled.

use std::io;
use std::path::Path;

use spec_model::config::toml;
use spec_model::diagnostic::{Code, Diagnostic};
use spec_model::source::Source;

const HELP: &str = "which files of the package are compiled is not known: fix it, `cargo check` says more";

/// Reports a manifest that could not be read.
pub(super) fn unreadable(path: &Path, error: &io::Error) -> Diagnostic {
    let message = format!("a manifest could not be read: {error}");
    Diagnostic::new(Code::UnreadableManifest, message).about(path).help(HELP)
}

/// Reports a manifest that is not TOML.
pub(super) fn not_toml(source: &Source, mistake: &toml::SyntaxError) -> Diagnostic {
    let message = format!("a manifest is not TOML: {}", mistake.message);
    Diagnostic::new(Code::UnreadableManifest, message).at(source, mistake.span).help(HELP)
}

#[cfg(test)]
mod tests {
    use crate::findings::testing::{TEST, check};

    #[test]
    fn a_manifest_that_is_no_toml_is_reported_where_it_is_wrong() {
        let manifest: &[u8] = b"[package]\nname = \"a\"\nedition = 2021 2\n";
        check(&[("Cargo.toml", manifest), TEST], "unreadable-manifest Cargo.toml:3");
    }
}
