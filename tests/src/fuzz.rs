//! The bodies of the fuzz targets: what must hold of any input at all. `cargo test` tries them too, on seeds and at random.

use std::path::Path;

use spec_model::{Dialect, Source, dialect};

/// Any bytes are a document: reading it does not panic, and every place that is told lies in its text.
///
/// # Panics
/// If a promise does not hold.
pub fn read_document(bytes: &[u8]) {
    let dialects = Dialect::ALL.into_iter().map(Some).chain([None]);
    for dialect in dialects {
        let (source, _) = Source::from_bytes(Path::new("specs/any/spec.md"), bytes.to_vec());
        let document = dialect::read(source, dialect);
        let text = document.source.text();
        let lines = document.source.line(text.len());
        let mut last = 0;
        for (requirement, criterion) in document.criteria() {
            let spans = [requirement.span, criterion.span];
            for span in spans {
                assert!(text.get(span.start..span.end).is_some(), "{span:?} is not in the text");
            }
            assert!(!criterion.id.as_str().is_empty() && !criterion.text.as_str().trim().is_empty());
            assert!((1..=lines).contains(&criterion.line) && criterion.line <= criterion.end_line);
            assert!(criterion.span.start >= last, "criteria are in the order of the document");
            last = criterion.span.start;
            let words = criterion.text.as_str();
            for part in criterion.clause().parts {
                assert!(words.get(part.range.clone()).is_some(), "{:?} is not in {words:?}", part.range);
            }
        }
        for diagnostic in &document.diagnostics {
            assert!(!diagnostic.message.is_empty());
            if let Some(location) = &diagnostic.location {
                assert!(text.get(location.span.start..location.span.end).is_some(), "{diagnostic:?}");
            }
        }
        let is_told = document.diagnostics.iter().any(|found| found.severity == spec_model::Severity::Error);
        assert!(is_told || document.criteria().next().is_some(), "no criteria and no word about it");
    }
}
