//! The differences in intent, as SARIF results.

use spec_model::{Code, Diagnostic};

use super::log;
use crate::diff::{Diff, DiffEntry, What};
use crate::layout::path_text;

/// The log, with a result for everything that has a rule. What is new or gone from the code has none.
pub fn render(diff: &Diff) -> String {
    let findings: Vec<_> = diff.entries.iter().filter_map(finding).collect();
    log(&findings, [], &|path| path_text(path.strip_prefix(&diff.root).unwrap_or(path)))
}

fn finding(entry: &DiffEntry) -> Option<Diagnostic> {
    let code = match entry.what {
        What::CriterionSoftened => Code::CriterionSoftened,
        What::CriterionLimited => Code::CriterionLimited,
        What::CriterionChanged => Code::CriterionChanged,
        What::ContextChanged => Code::ContextChanged,
        What::CriterionRemoved => Code::CriterionRemoved,
        What::CriterionAdded => Code::CriterionNew,
        What::CriterionMoved => Code::CriterionMoved,
        What::TestWeakened => Code::TestWeakened,
        What::TestChanged => Code::TestChanged,
        What::TestRemoved => Code::TestRemoved,
        What::WaiverAdded => Code::WaiverNew,
        What::WaiverChanged => Code::WaiverChanged,
        What::WaiverRemoved => Code::WaiverRemoved,
        What::LockEdited => Code::LockDamaged,
        What::TestAdded | What::LinkRemoved | What::LinkAdded | What::BaselineGrown | What::RuleChanged => {
            return None;
        }
    };
    let item = entry.item.as_ref().map(|(name, _)| format!(" `{name}`")).unwrap_or_default();
    let reasons =
        if entry.reasons.is_empty() { String::new() } else { format!(": {}", entry.reasons.join("; ")) };
    let finding = Diagnostic::new(code, format!("{}{item} {}{reasons}", entry.subject, entry.what.as_str()))
        .concerning(entry.subject.to_string());
    Some(match &entry.place {
        Some(place) => finding.located(place.clone()),
        None => finding,
    })
}
