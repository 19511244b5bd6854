//! `no-documents`, and `unread-document` of a workspace's root.

use std::path::{Path, PathBuf};

use spec_model::catalog::{Catalog, looked_for};
use spec_model::config::Config;
use spec_model::diagnostic::{Code, Diagnostic};

use super::rule::{CatalogUse, Rule};

/// Reports the documents at the root of a workspace that are in force for none of its packages: each of them has documents of its own.
pub(crate) fn unread_at_root(documents: &[PathBuf], catalogs: &[&Catalog]) -> Vec<Diagnostic> {
    let is_read = |path: &Path| catalogs.iter().any(|catalog| catalog.inputs().any(|read| read == path));
    let unread = documents.iter().filter(|path| !is_read(path)).map(|path| {
        let message = "the document is not read: each package of the workspace has documents of its own";
        Diagnostic::new(Code::UnreadDocument, message).about(path).help(
            "write a `spec.toml` beside the workspace's manifest, whose `documents` name this one and those of the packages",
        )
    });
    unread.collect()
}

/// Reports that links name criteria of no document at all.
pub(crate) const RULE: Rule = Rule::Catalog(|CatalogUse { catalog, has_links }| {
    (catalog.documents.is_empty() && *has_links)
        .then(|| no_documents(&catalog.root, &catalog.config, &catalog.looked_in))
});

/// Nothing to check: says where documents were looked for.
pub(crate) fn no_documents(root: &Path, config: &Config, looked_in: &[PathBuf]) -> Diagnostic {
    Diagnostic::new(Code::NoDocuments, "there is no requirements document")
        .about(root.join("Cargo.toml"))
        .help(looked_for(config, looked_in))
}

#[cfg(test)]
mod tests {
    use crate::findings::testing::{TEST, check};

    #[test]
    fn links_without_any_document_are_reported() {
        check(&[("requirements.md", b""), TEST], "no-documents Cargo.toml");
    }
}
