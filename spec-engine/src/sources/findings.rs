//! `unreadable-source` and `unlexable-source`: the links of a source file are unknown.

use std::io;
use std::path::Path;

use spec_model::diagnostic::{Code, Diagnostic};

/// Reports a source that could not be read.
pub(super) fn unreadable(path: &Path, error: &io::Error) -> Diagnostic {
    Diagnostic::new(Code::UnreadableSource, format!("a source could not be read: {error}"))
        .about(path)
        .help("links in it are unknown: make it readable, or remove it from the package")
}

/// Reports a source that is not UTF-8. One that cannot be split into tokens is reported where it is scanned.
pub(super) fn not_utf8(path: &Path) -> Diagnostic {
    Diagnostic::new(Code::UnlexableSource, "a source file is not UTF-8: links in it may be missed")
        .about(path)
        .help("save it as UTF-8, as rustc wants it")
}

#[cfg(test)]
mod tests {
    use crate::findings::testing::check;

    #[test]
    fn a_source_that_is_not_utf_8_is_reported_and_its_links_count() {
        let source: &[u8] = b"#[test] #[spec(\"REQ-1.1\", \"REQ-1.2\")] fn t() {} // \xff";
        check(&[("tests/a.rs", source)], "unlexable-source tests/a.rs");
    }

    #[test]
    fn a_source_with_an_open_string_is_reported_where_it_begins() {
        check(
            &[("tests/a.rs", b"#[test] #[spec(\"REQ-1.1\", \"REQ-1.2\")] fn t() {}\nfn f() { \"")],
            "unlexable-source tests/a.rs:2",
        );
    }
}
