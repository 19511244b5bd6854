//! One document, read from its file.

use std::io;
use std::path::Path;

use crate::diagnostic::Code;
use crate::files::{FileKind, Files};
use crate::spec::{Dialect, Document};
use crate::{dialect, encoding};

/// Reads one document, whatever the configuration says; `dialect` is recognised when it is `None`.
///
/// # Errors
///
/// As [`Files::read`]. A document that is not UTF-8 is read as far as it goes.
pub fn read_document(files: &dyn Files, path: &Path, dialect: Option<Dialect>) -> io::Result<Document> {
    let (source, mut diagnostics) = encoding::source(path, files.read(path, FileKind::Document)?);
    let mut document = dialect::read(source, dialect);
    if !diagnostics.is_empty() {
        // A file that is no text holds no criteria either: said once.
        document.diagnostics.retain(|finding| finding.code != Code::NoCriteria);
    }
    diagnostics.append(&mut document.diagnostics);
    document.diagnostics = diagnostics;
    Ok(document)
}
