//! Reads the documents, and names their features.

use std::io;
use std::path::{Path, PathBuf};

use super::{Catalog, Documents, Places, STANDARD_PLACES, changes, feature, glob};
use crate::config::{Config, DocumentPattern};
use crate::diagnostic::{Code, Diagnostic};
use crate::files::{Files, FolderBoundary};
use crate::parallel::in_parallel;
use crate::spec::Dialect;

pub(super) fn load(files: &dyn Files, memo: &Documents, places: Places) -> Catalog {
    let Places {
        root,
        repository,
        config_path,
        config,
        documents: inputs,
        mut diagnostics,
        looked_in,
        is_of_workspace,
        ..
    } = places;
    let repository = FolderBoundary::of(files, &repository);
    // Globs are relative to the folder of `spec.toml`, which may be above the root.
    let configured = config_path.as_deref().and_then(Path::parent).unwrap_or(&root);
    diagnostics.extend(unused_dialects(&config, configured, &inputs));
    let (mut documents, mut dialects) = (Vec::with_capacity(inputs.len()), Vec::with_capacity(inputs.len()));
    let read = |path: &PathBuf| {
        let dialect = dialect_of(&config, configured, path);
        let read = repository.holds(files, path).and_then(|()| memo.read(files, path, dialect));
        (dialect, read)
    };
    for (path, (dialect, read)) in inputs.iter().zip(in_parallel(&inputs, read)) {
        match read {
            Ok(document) => {
                documents.push(document);
                dialects.push(dialect);
            }
            Err(problem) => diagnostics.push(unreadable(path, &described(files, path, &problem))),
        }
    }
    let named: Vec<_> = config.documents.iter().map(|pattern| &*pattern.glob).collect();
    let globs = if named.is_empty() { &STANDARD_PLACES[..] } else { &named };
    feature::name(&root, globs, &mut documents, &mut diagnostics);
    memo.keep(dialects, &documents);
    changes::apply(files, &root, &mut documents);
    Catalog {
        root,
        config_path,
        config,
        documents,
        diagnostics,
        looked_in,
        inputs,
        is_of_workspace,
        ..Catalog::default()
    }
}

/// The dialect that the configuration gives a document.
fn dialect_of(config: &Config, root: &Path, path: &Path) -> Option<Dialect> {
    let fits = |pattern: &DocumentPattern| names(pattern, root, path);
    let found = config.dialects.iter().find(|of| of.documents.as_ref().is_none_or(fits));
    found.map(|of| of.dialect)
}

/// A finding for each dialect that is given to no document.
/// Without `documents`, other packages below the folder have documents that are not known here.
fn unused_dialects(config: &Config, root: &Path, inputs: &[PathBuf]) -> Vec<Diagnostic> {
    if config.documents.is_empty() {
        return Vec::new();
    }
    let patterns = config.dialects.iter().filter_map(|of| of.documents.as_ref());
    let unused = patterns.filter(|pattern| !inputs.iter().any(|path| names(pattern, root, path)));
    let reported = unused.map(|pattern| {
        let message =
            format!("`{}` names no document, so its dialect is of none", pattern.glob.escape_debug());
        Diagnostic::new(Code::ConfigMissingDocument, message)
            .located(pattern.location.clone())
            .help("it is compared with the documents that are in force, from the folder of `spec.toml` on")
    });
    reported.collect()
}

fn names(pattern: &DocumentPattern, root: &Path, path: &Path) -> bool {
    glob::matches(&pattern.glob, path.strip_prefix(root).unwrap_or(path))
}

fn described(files: &dyn Files, path: &Path, error: &io::Error) -> String {
    let is_link = files.node(path).is_err() && files.exists(path);
    match error.kind() {
        io::ErrorKind::PermissionDenied if error.raw_os_error().is_some() => {
            "reading it is not permitted".to_owned()
        }
        io::ErrorKind::NotFound if is_link => "it is a link that leads nowhere".to_owned(),
        _ if is_link => "it is a link that leads back to itself".to_owned(),
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        _ => error.to_string(),
    }
}

fn unreadable(path: &Path, problem: &str) -> Diagnostic {
    Diagnostic::new(Code::UnreadableDocument, format!("a document could not be read: {problem}"))
        .about(path)
        .help("its criteria are unknown, so nothing that rests on them is checked: fix it or remove it")
}
