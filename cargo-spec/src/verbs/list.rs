//! `cargo spec list`: what the documents say.

use std::path::{Path, PathBuf};

use clap::Args;
use spec_model::catalog::Catalog;
use spec_model::{Document, Source, dialect};

use crate::args::{Format, Global};
use crate::error::Error;
use crate::exit::{self, Exit};
use crate::render::sources::Sources;
use crate::render::{self, json};
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
/// A named file that cannot be read.
pub fn run(list: &ListArgs, _global: &Global, terminal: &mut Terminal) -> Result<Exit, Error> {
    let mut catalog = Catalog::default();
    if list.files.is_empty() {
        catalog = Catalog::for_package(&std::env::current_dir().map_err(Error::CurrentFolder)?);
    }
    for file in &list.files {
        catalog.documents.push(read(file)?);
    }
    let diagnostics = catalog.documents.iter().flat_map(|document| &document.diagnostics);
    let diagnostics = catalog.diagnostics.iter().chain(diagnostics);
    match terminal.format {
        Format::Json => {
            terminal.write(&json::to_text(&json::ListJson::new(&catalog.documents, diagnostics)))?;
        }
        Format::Human => {
            let layout = terminal.layout();
            terminal.write(&render::list::render(&catalog.documents, &layout))?;
            if terminal.verbosity != Verbosity::Quiet {
                let mut sources = Sources::default();
                for diagnostic in diagnostics {
                    terminal.remark(&render::diagnostic::render(diagnostic, &mut sources, &layout));
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
