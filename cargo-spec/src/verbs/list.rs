//! `cargo spec list`: lists the requirements and criteria of the documents.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use spec_model::catalog::{Catalog, read_document};
use spec_model::{Code, Diagnostic, Document, Severity};

use crate::args::Format;
use crate::context::Context;
use crate::error::Error;
use crate::exit::{self, Exit};
use crate::hidden;
use crate::layout::Verbosity;
use crate::render::human::sources::SourceLines;
use crate::render::{human, json};
use crate::selection;
use crate::terminal::Terminal;

/// List the requirements and criteria of the documents.
#[derive(Debug, Args)]
pub struct ListArgs {
    /// Documents to read on their own; without any, those of the package.
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
}

/// Lists the documents, with what is wrong in them. What is wrong in a document that was named does not fail the verb: `check` judges.
/// Of the package's documents, whatever may hide a criterion does, and so does an error in the configuration. One that cannot be
/// read could not run. All is listed before.
///
/// # Errors
/// A named file that cannot be read; no documents at all.
pub fn run(list: &ListArgs, context: &Context<'_>, terminal: &mut Terminal) -> Result<Exit, Error> {
    let mut catalogs = Vec::new();
    if list.files.is_empty() {
        catalogs = selection::catalogs(context)?;
        selection::something_to_read(&catalogs)?;
    }
    let files = list.files.iter().map(|file| read(context, file)).collect::<Result<Vec<_>, _>>()?;
    let mut diagnostics: Vec<_> = catalogs.iter().flat_map(findings).collect();
    let exit = exit_of(&catalogs, &diagnostics);
    diagnostics.extend(files.iter().flat_map(|document| document.diagnostics.iter().cloned()));
    let documents: Vec<_> = catalogs
        .iter()
        .flat_map(|catalog| &catalog.documents)
        .chain(&files)
        .map(|document| &**document)
        .collect();
    let waivers: Vec<_> = catalogs.iter().flat_map(|catalog| &catalog.config.waivers).collect();
    match terminal.format {
        Format::Json => {
            terminal.write(&json::to_text(&json::list::ListJson::new(&documents, &waivers, &diagnostics)))?;
        }
        Format::Human => {
            let layout = terminal.layout();
            let text = human::list::render(&documents, &waivers, &layout);
            terminal.write(&text)?;
            if layout.verbosity == Verbosity::Verbose {
                for catalog in &catalogs {
                    terminal.write(&human::list::places(&catalog.root, &catalog.places(), &layout))?;
                }
            }
            let mut sources = SourceLines::of(context.host.files());
            let is_shown = |finding: &&Diagnostic| {
                finding.severity == Severity::Error || layout.verbosity != Verbosity::Quiet
            };
            let shown = diagnostics.iter().filter(is_shown);
            terminal.remark(&human::diagnostic::render_all(shown, &mut sources, &layout.behind(&text)));
        }
    }
    Ok(exit)
}

/// Returns the exit code after the documents of packages were listed, by the findings about them.
fn exit_of(catalogs: &[Catalog], diagnostics: &[Diagnostic]) -> Exit {
    let configured = |catalog| selection::as_configured(catalog, catalog.diagnostics.iter());
    if diagnostics.iter().any(|finding| finding.code == Code::UnreadableDocument) {
        exit::COULD_NOT_RUN
    } else if catalogs.iter().flat_map(configured).any(|finding| finding.severity == Severity::Error) {
        exit::FINDINGS
    } else {
        hidden::exit(diagnostics, exit::CLEAN)
    }
}

/// The findings about the configuration and the documents.
fn findings(catalog: &Catalog) -> Vec<Diagnostic> {
    let of_documents = catalog.documents.iter().flat_map(|document| &document.diagnostics);
    selection::as_configured(catalog, catalog.diagnostics.iter().chain(of_documents))
}

/// Reads one document on its own, whatever the configuration says.
fn read(context: &Context<'_>, path: &Path) -> Result<Arc<Document>, Error> {
    read_document(context.host.files(), path, None)
        .map(Arc::new)
        .map_err(|reason| Error::Read { path: path.to_path_buf(), reason })
}
