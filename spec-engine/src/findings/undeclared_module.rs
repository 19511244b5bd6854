//! `undeclared-module`: a test stands in a file that no target includes.

use std::path::Path;

use spec_model::diagnostic::{Code, Diagnostic};

use crate::links::Link;

/// Reports a file by the first test in it. `more`: how many links to tests it has besides.
pub(crate) fn undeclared_module(file: &Path, link: &Link, more: usize) -> Diagnostic {
    let name = file.file_stem().unwrap_or_default().to_string_lossy();
    let message = match more {
        0 => format!("no target includes this file, so the test `{}` never runs", link.item.path),
        more => format!(
            "no target includes this file, so `{}` and {more} more links to tests never run",
            link.item.path
        ),
    };
    Diagnostic::new(Code::UndeclaredModule, message)
        .located(link.location.clone())
        .help(format!("declare it where it belongs: `mod {};`", name.escape_debug()))
}
