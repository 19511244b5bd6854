//! The messages of the compiler, with the places that they are about.

use std::ops::Range;
use std::path::{Path, PathBuf};

use cargo_metadata::CompilerMessage;
use cargo_metadata::diagnostic::{Diagnostic, DiagnosticLevel, DiagnosticSpan};

/// Does it keep something from being built?
pub fn is_error(message: &Diagnostic) -> bool {
    matches!(message.level, DiagnosticLevel::Error | DiagnosticLevel::Ice)
}

/// Does it only say how many others there were?
pub fn counts_others(message: &Diagnostic) -> bool {
    message.spans.is_empty() && message.message.starts_with("aborting due to")
}

/// The place of an error, and those of the macros that it comes from.
pub fn places(span: &DiagnosticSpan, root: &Path) -> Vec<(PathBuf, Range<usize>)> {
    let (mut places, mut span) = (Vec::new(), span);
    loop {
        places.push((root.join(&span.file_name), span.byte_start as usize..span.byte_end as usize));
        match &span.expansion {
            Some(expansion) => span = &expansion.span,
            None => return places,
        }
    }
}

/// The first line of an error, with its place.
pub fn described(error: &CompilerMessage) -> String {
    let place = error.message.spans.iter().find(|span| span.is_primary);
    let place = place.map(|span| format!(" ({}:{})", span.file_name, span.line_start));
    let line = error.message.message.lines().next().unwrap_or_default();
    format!("{line}{}", place.unwrap_or_default())
}
