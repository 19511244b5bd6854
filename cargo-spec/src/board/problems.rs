//! Finds the errors that make an order of tasks wrong: tasks that wait for each other, and tasks that nobody has.

use spec_model::{Code, Diagnostic, Severity};

use super::Board;

/// The errors of the order of the lists, or of those of one feature.
pub fn problems<'a>(board: &'a Board, feature: Option<&str>) -> Vec<&'a Diagnostic> {
    let lists = board.lists.iter().filter(|judged| feature.is_none_or(|feature| judged.is_of(feature)));
    let paths: Vec<_> = lists.map(|judged| judged.list.source.path()).collect();
    let is_asked = |finding: &&Diagnostic| {
        finding.severity == Severity::Error
            && matches!(finding.code, Code::WaveCycle | Code::WaveUnknownTask)
            && finding.location.as_ref().is_some_and(|place| paths.contains(&&place.path))
    };
    board.diagnostics.iter().filter(is_asked).collect()
}
