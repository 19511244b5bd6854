//! `cargo spec new "REQ-7: …"`: writes a criterion into a document, in the style of the others there.

mod line;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use spec_model::catalog::{Catalog, Places};
use spec_model::spec::Id;
use spec_model::{Dialect, Document};

use self::line::{Refusal, Wanted, Written};
use crate::after::After;
use crate::args::Format;
use crate::context::Context;
use crate::error::Error;
use crate::exit::{self, Exit};
use crate::layout::from_here;
use crate::on_disk;
use crate::outcome::NewOutcome;
use crate::render::{human, json};
use crate::terminal::Terminal;
use crate::{hidden, selection, write};

/// Write a criterion into a document, in the style of the others there.
#[derive(Debug, Args)]
pub struct NewArgs {
    /// The id and the words, `"REQ-7: The shop SHALL close at noon"`; or the words alone, which get the next free id.
    #[arg(value_name = "CRITERION")]
    pub criterion: String,
    /// The document to write to, where there are several; or a new one.
    #[arg(long, value_name = "FILE", conflicts_with = "feature")]
    pub file: Option<PathBuf>,
    /// The feature whose document to write to.
    #[arg(long, value_name = "NAME")]
    pub feature: Option<String>,
    /// Show what would be written, and write nothing.
    #[arg(long)]
    pub dry_run: bool,
}

/// Writes the criterion, unless it is there.
///
/// # Errors
/// Several documents, an id that is taken, a document in which it cannot be written safely.
pub fn run(new: &NewArgs, context: &Context<'_>, terminal: &mut Terminal) -> Result<Exit, Error> {
    let wanted = Wanted::read(&new.criterion).ok_or_else(|| Error::NotAdded {
        problem: "there are no words that could be a criterion".to_owned(),
        help: "write it as `cargo spec new \"REQ-7: The shop SHALL close at noon\"`".to_owned(),
    })?;
    let catalogs = selection::catalogs(context)?;
    let root = root(context)?;
    let document = document(new, &wanted, &catalogs)?;
    let outcome = match &document {
        Some(document) => add(&wanted, document, new.dry_run, context, &root)?,
        None => create(new, &wanted, context, &catalogs, &root)?,
    };
    match terminal.format {
        Format::Human => {
            let mut text = human::new::render(&outcome, &terminal.layout());
            if !outcome.dry_run {
                text += &After::new(&context.host, &root, None)?.render(None, &terminal.layout());
            }
            terminal.write(&text)?;
        }
        Format::Json => terminal.write(&json::to_text(&json::new::NewJson::new(&outcome)))?,
    }
    Ok(exit::CLEAN)
}

/// The folder of the workspace; without a manifest the current one.
fn root(context: &Context<'_>) -> Result<PathBuf, Error> {
    match selection::manifest(context) {
        Ok(manifest) => Ok(context.host.workspace(manifest.parent().unwrap_or(&manifest)).root),
        Err(Error::NoManifest { folder }) => Ok(folder),
        Err(error) => Err(error),
    }
}

/// The document to write to: the one that is named, the only one, or the only one that has the requirement. `None`: a new one.
fn document(new: &NewArgs, wanted: &Wanted, catalogs: &[Catalog]) -> Result<Option<Arc<Document>>, Error> {
    let all = catalogs.iter().flat_map(|catalog| &catalog.documents);
    let documents: Vec<&Arc<Document>> = all.collect();
    let names = |documents: &[&Arc<Document>]| {
        let paths = documents.iter().map(|document| format!("`{}`", from_here(document.source.path())));
        paths.collect::<Vec<_>>().join(", ")
    };
    if let Some(file) = &new.file {
        let file = std::path::absolute(file).map_err(Error::CurrentFolder)?;
        let real = |path: &Path| on_disk::real(path).unwrap_or_else(|_| path.to_path_buf());
        let named = documents.iter().find(|document| real(document.source.path()) == real(&file));
        return match named {
            Some(named) => Ok(Some(Arc::clone(named))),
            None if on_disk::exists(&file) => Err(Error::NotAdded {
                problem: format!("`{}` is not a document in force", from_here(&file)),
                help: format!("the documents are {}; `spec.toml` names others", names(&documents)),
            }),
            None => Ok(None),
        };
    }
    let feature = new.feature.as_ref().or(wanted.feature.as_ref());
    let of_feature: Vec<_> = match feature {
        Some(feature) => documents.iter().filter(|document| document.feature == *feature).copied().collect(),
        None => documents.clone(),
    };
    let has_requirement = |document: &&&Arc<Document>| {
        let id = wanted.id.as_ref().map(Id::as_str).unwrap_or_default();
        let parent = id.rsplit_once('.').map_or(id, |(parent, _)| parent);
        let mut requirements = document.requirements.iter();
        wanted.found(document).is_some() || requirements.any(|one| one.id.as_str() == parent)
    };
    match &*of_feature {
        [] if feature.is_some() => {
            let features: Vec<_> = documents.iter().map(|document| document.feature.clone()).collect();
            let problem = format!("no document is of the feature `{}`", feature.map_or("", String::as_str));
            Err(Error::Id { problem, candidates: features })
        }
        [] => Ok(None),
        [only] => Ok(Some(Arc::clone(only))),
        several => {
            let with_it: Vec<_> = several.iter().filter(has_requirement).copied().collect();
            match &*with_it {
                [one] => Ok(Some(Arc::clone(one))),
                _ => Err(Error::NotAdded {
                    problem: "there are several documents that it may belong to".to_owned(),
                    help: format!("choose one with `--file` or `--feature`: {}", names(several)),
                }),
            }
        }
    }
}

/// Adds the criterion to a document, unless it is there.
fn add(
    wanted: &Wanted,
    document: &Document,
    dry_run: bool,
    context: &Context<'_>,
    root: &Path,
) -> Result<NewOutcome, Error> {
    let path = document.source.path().to_path_buf();
    if let Some(found) = wanted.found(document) {
        let (id, line, text) = (found.id.as_str().to_owned(), found.line, wanted.text.clone());
        return Ok(NewOutcome { path, line, id, text, added: Vec::new(), is_first: false, dry_run: false });
    }
    // If something may be hidden, so may the id.
    hidden::refuse(document.diagnostics.iter())?;
    let before = write::read_if_exists(&path)?;
    if before.as_deref() != Some(document.source.text().as_bytes()) {
        return Err(Error::ChangedMeanwhile { path });
    }
    let written = wanted.add_to(document).map_err(|refusal| refused(&refusal, wanted, document))?;
    finish(wanted, &path, before.as_deref(), written, dry_run, context, root)
}

/// Creates a first document with the criterion.
fn create(
    new: &NewArgs,
    wanted: &Wanted,
    context: &Context<'_>,
    catalogs: &[Catalog],
    root: &Path,
) -> Result<NewOutcome, Error> {
    let path = match &new.file {
        Some(file) => std::path::absolute(file).map_err(Error::CurrentFolder)?,
        None => first_place(context, catalogs)?,
    };
    let places =
        Places::of_root(context.host.files(), catalogs.first().map_or(root, |catalog| &catalog.root));
    if !places.takes(context.host.files(), &path) {
        return Err(Error::NotAdded {
            problem: format!(
                "`{}` would not be a document: it is in no place of documents",
                from_here(&path)
            ),
            help: "`requirements.md` is one, and what `documents` in `spec.toml` names".to_owned(),
        });
    }
    if write::read_if_exists(&path)?.is_some() {
        return Err(Error::NotAdded {
            problem: format!(
                "`{}` exists, but `spec.toml` does not count it as a document",
                from_here(&path)
            ),
            help: "name another document with `--file`, or add this one to `documents` in `spec.toml`"
                .to_owned(),
        });
    }
    finish(wanted, &path, None, wanted.first(), new.dry_run, context, root)
}

/// Returns the place of a first document: where `init` would write it.
fn first_place(context: &Context<'_>, catalogs: &[Catalog]) -> Result<PathBuf, Error> {
    let folder = match selection::manifest(context) {
        Ok(manifest) => manifest.parent().map(Path::to_path_buf),
        Err(_) => catalogs.first().map(|catalog| catalog.root.clone()),
    };
    Ok(folder.unwrap_or_default().join("requirements.md"))
}

/// Writes the document.
fn finish(
    wanted: &Wanted,
    path: &Path,
    before: Option<&[u8]>,
    written: Written,
    dry_run: bool,
    context: &Context<'_>,
    root: &Path,
) -> Result<NewOutcome, Error> {
    if !dry_run {
        write::Writing::within(&context.host, root).replace(path, before, written.text.as_bytes())?;
    }
    let Written { added, id, line, .. } = written;
    let (path, text, is_first) = (path.to_path_buf(), wanted.text.clone(), before.is_none());
    Ok(NewOutcome { path, line, id, text, added, is_first, dry_run })
}

/// Explains why nothing was written.
fn refused(refusal: &Refusal, wanted: &Wanted, document: &Document) -> Error {
    let path = from_here(document.source.path());
    let id = wanted.id.as_ref().map(Id::as_str).unwrap_or_default();
    match refusal {
        Refusal::Taken { line, next } => Error::Id {
            problem: format!("`{id}` is taken: {path}:{line}"),
            candidates: next.iter().cloned().collect(),
        },
        Refusal::Next(next) => Error::Id {
            problem: format!(
                "`{id}` cannot be the next one: its requirement in `{path}` numbers criteria by their places"
            ),
            candidates: vec![next.clone()],
        },
        Refusal::NoRequirement => Error::NotAdded {
            problem: format!("`{path}` has no requirement that `{id}` could be a criterion of"),
            help: "add the requirement first, or leave the id out: then the next free one is taken"
                .to_owned(),
        },
        Refusal::NoWay if document.dialect == Dialect::OpenSpec => Error::NotAdded {
            problem: format!(
                "`{path}` is written as OpenSpec, where a requirement has a name and a scenario"
            ),
            help:
                "add `### Requirement: NAME`, the words, and below them `#### Scenario: NAME` with its steps"
                    .to_owned(),
        },
        Refusal::NoWay => Error::NotAdded {
            problem: format!(
                "`{path}` ({}) has no place in which a line would be read as this criterion and nothing else would change",
                document.dialect.as_str()
            ),
            help: "write it into the document yourself; `cargo spec list` shows what is read".to_owned(),
        },
    }
}

#[cfg(test)]
mod tests;
