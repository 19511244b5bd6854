//! `cargo spec list`: what the documents say.

use std::path::{Path, PathBuf};

use clap::Args;
use spec_model::{Document, Source, dialect};

use crate::args::{Format, Global};
use crate::error::Error;
use crate::exit::{self, Exit};
use crate::render::human::sources::Sources;
use crate::render::{human, json};
use crate::selection;
use crate::terminal::{Terminal, Verbosity};

/// The arguments of `list`.
#[derive(Debug, Args)]
pub struct ListArgs {
    /// Documents to read on their own; without any, those of the package.
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
}

/// Lists the documents.
///
/// # Errors
/// A named file that cannot be read; no documents at all.
pub fn run(list: &ListArgs, global: &Global, terminal: &mut Terminal) -> Result<Exit, Error> {
    let mut catalogs = Vec::new();
    if list.files.is_empty() {
        catalogs = selection::catalogs(global)?;
        selection::something_to_read(&catalogs)?;
    }
    let files = list.files.iter().map(|file| read(file)).collect::<Result<Vec<_>, _>>()?;
    let documents = || catalogs.iter().flat_map(|catalog| &catalog.documents).chain(&files);
    let general = catalogs.iter().flat_map(|catalog| &catalog.diagnostics);
    let diagnostics = general.chain(documents().flat_map(|document| &document.diagnostics));
    match terminal.format {
        Format::Json => {
            terminal.write(&json::to_text(&json::list::ListJson::new(documents(), diagnostics)))?;
        }
        Format::Human => {
            let layout = terminal.layout();
            let documents: Vec<_> = documents().collect();
            terminal.write(&human::list::render(&documents, &layout))?;
            if terminal.verbosity != Verbosity::Quiet {
                let mut sources = Sources::default();
                for diagnostic in diagnostics {
                    terminal.remark(&human::diagnostic::render(diagnostic, &mut sources, &layout));
                }
            }
        }
    }
    Ok(exit::CLEAN)
}

/// Reads one document on its own, whatever the configuration says.
fn read(path: &Path) -> Result<Document, Error> {
    let bytes = std::fs::read(path).map_err(|reason| Error::Read { path: path.to_path_buf(), reason })?;
    let (source, mut diagnostics) = Source::from_bytes(path, bytes);
    let mut document = dialect::read(source, None);
    diagnostics.append(&mut document.diagnostics);
    document.diagnostics = diagnostics;
    Ok(document)
}
