//! Paths as URIs: [RFC 3986](https://www.rfc-editor.org/rfc/rfc3986), and for absolute ones RFC 8089.

use std::fmt::Write as _;

/// An absolute path with `/` between its parts.
pub(super) fn of_file(path: &str) -> String {
    format!("file:///{}", relative(path.trim_start_matches('/')))
}

/// A relative path with `/` between its parts. A colon in its first part would make that a scheme.
pub(super) fn relative(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_means_something_in_a_uri_is_escaped() {
        assert_eq!(relative("docs/a b#c?d%e:f\u{e9}.md"), "docs/a%20b%23c%3Fd%25e%3Af%C3%A9.md");
        assert_eq!(of_file("/home/a b/c.md"), "file:///home/a%20b/c.md");
        assert_eq!(of_file("C:/a.md"), "file:///C%3A/a.md");
    }
}
