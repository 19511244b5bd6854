//! Finds problems of designs: of each by itself, and beside the documents of its feature.

use std::collections::HashMap;
use std::io;
use std::path::Path;
use std::sync::Arc;

use spec_model::Document;
use spec_model::artifact::known::Known;
use spec_model::catalog::{self, Catalog};
use spec_model::design::Design;
use spec_model::diagnostic::{Code, Diagnostic};

use super::of_designs;
use super::rule::DesignsUse;

/// The findings about designs, which are in the order of their paths.
///
/// If a document or a design may hide something, the two are not compared.
pub(crate) fn designs(catalog: &Catalog, designs: &[Arc<Design>]) -> Vec<Diagnostic> {
    if designs.is_empty() {
        return Vec::new();
    }
    let mut beside: HashMap<Option<&Path>, Vec<&Document>> = HashMap::new();
    for document in &catalog.documents {
        beside.entry(catalog::home(document.source.path())).or_default().push(document);
    }
    let mut found: Vec<_> = designs.iter().flat_map(|design| design.diagnostics.iter().cloned()).collect();
    for group in designs.chunk_by(|one, other| folder(one) == folder(other)) {
        let documents = group.first().and_then(|design| beside.get(&folder(design)));
        let documents = documents.map(Vec::as_slice).unwrap_or_default();
        let group: Vec<_> = group.iter().map(|design| &**design).collect();
        let findings = documents.iter().flat_map(|document| &document.diagnostics);
        let mut findings = findings.chain(group.iter().flat_map(|design| &design.diagnostics));
        let traces = group.iter().any(|design| design.traces_requirements());
        let has_requirements = documents.iter().any(|document| !document.requirements.is_empty());
        if traces && has_requirements && !findings.any(|finding| finding.code.hides_content()) {
            let known = Known::new(documents);
            found.extend(of_designs(&DesignsUse { designs: &group, documents, known: &known }));
        }
    }
    found
}

fn folder(design: &Design) -> Option<&Path> {
    design.source.path().parent()
}

/// A design that could not be read. It hides no criterion.
pub(crate) fn unread(path: &Path, error: &io::Error) -> Diagnostic {
    Diagnostic::new(Code::MalformedDesign, format!("the design could not be read: {error}"))
        .about(path)
        .help("nothing is known of it: make it a readable file, or remove it")
}

#[cfg(test)]
mod tests {
    use crate::findings::testing::{TEST, check};

    #[test]
    fn what_is_wrong_in_a_design_itself_is_found() {
        let design = b"# Design\n\n## Properties\n\n**Property 1: A**\n\n**Validates: Requirements TBD**\n";
        for path in [".kiro/specs/x/design.md", "openspec/changes/x/design.md", "specs/x/plan.md"] {
            check(&[(path, design), TEST], &format!("malformed-design {path}:7"));
        }
    }

    #[test]
    fn a_design_that_may_hide_something_is_not_compared() {
        let design =
            b"# Design\n\n## Traceability\n\n| Requirement | Part |\n|---|---|\n| 1.1 | a |\n\n```\n\
                       **Validates: Requirements 1.2**\n";
        check(&[("design.md", design), TEST], "unclosed-block design.md:9");
    }
}
