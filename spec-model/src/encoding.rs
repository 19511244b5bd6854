//! The finding that a file is not UTF-8.

use std::path::Path;

use crate::diagnostic::{Code, Diagnostic};
use crate::source::Source;

/// A source of bytes as they were read from disk, and what is wrong with them. See [`Source::from_bytes`].
pub fn source(path: impl AsRef<Path>, bytes: Vec<u8>) -> (Source, Vec<Diagnostic>) {
    let (source, first) = Source::from_bytes(path, bytes);
    let finding = first.map(|first| {
        Diagnostic::new(Code::NotUtf8, "the document is not UTF-8")
            .at(&source, first)
            .label("the first byte that is not")
            .help("save the document as UTF-8; everything else in it was read")
    });
    let findings = finding.into_iter().collect();
    (source, findings)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_that_are_not_utf_8_are_one_finding() {
        let codes = |bytes: &[u8]| -> Vec<_> {
            source("a.md", bytes.to_vec()).1.into_iter().map(|finding| finding.code).collect()
        };
        assert_eq!(codes(b"ab\xff\xfecd\xe2\x82"), [Code::NotUtf8]);
        assert_eq!(codes("ü".as_bytes()), []);
    }
}
