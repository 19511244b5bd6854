//! Finds requirements that were reworded after an open change was written against them.
//!
//! The files tell how the document in force read when the change was last committed. Where they know no history, nothing is reported.

use super::{Change, renamed_id};
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::dialect;
use crate::encoding;
use crate::files::Files;
use crate::id::Id;
use crate::source::Span;
use crate::spec::{Delta, Document, Fingerprint, Requirement};

/// A document in force as it was when a change was last edited.
pub(super) struct Earlier(Document);

impl Earlier {
    /// Reads it, if the change rests on what is in force.
    pub(super) fn read(files: &dyn Files, change: &Document, base: &Document) -> Option<Self> {
        let rests = |requirement: &Requirement| !matches!(requirement.delta, None | Some(Delta::Added));
        if !change.requirements.iter().any(rests) {
            return None;
        }
        let path = base.source.path();
        let bytes = files.at_last_commit_of(change.source.path(), change.source.text(), path)?;
        let (source, _) = encoding::source(path, bytes);
        Some(Self(dialect::read(source, Some(base.dialect))))
    }

    fn find(&self, id: &Id) -> Option<&Requirement> {
        self.0.requirements.iter().find(|requirement| requirement.id == *id)
    }
}

impl Change<'_> {
    /// Reports that a requirement in force says something else than when the change was last edited.
    pub(super) fn report_reworded(
        &self,
        change: &mut Document,
        requirement: &Requirement,
        stated: &Requirement,
    ) {
        let Some(before) = self.earlier.as_ref().and_then(|earlier| earlier.find(&stated.id)) else { return };
        let proposed = (requirement.delta == Some(Delta::Modified)).then_some(requirement);
        let Some(part) = reworded(before, stated, proposed) else { return };
        let title = requirement.title.split(" → ").next().unwrap_or_default().trim();
        let message = format!("“{title}” was reworded after the change was written");
        let (label, help) = advice(requirement.delta);
        let mut finding = Diagnostic::new(Code::ChangeBaseDrift, message)
            .at(&change.source, requirement.span)
            .concerning(requirement.id.as_str())
            .label(label)
            .help(help);
        if let Some(base) = self.base.as_deref() {
            finding = finding.related(Location::new(&base.source, part), "says something else since");
        }
        change.diagnostics.push(finding);
    }
}

/// The words at the caret, and what to do.
const fn advice(delta: Option<Delta>) -> (&'static str, &'static str) {
    match delta {
        Some(Delta::Removed) => (
            "the removal was written for other words",
            "read what is in force now; if it is still to go, add a line to the reason, and commit the change",
        ),
        Some(Delta::Renamed) => (
            "the new name was written for other words",
            "read what is in force now; if the name still fits, edit the change to say so, and commit it",
        ),
        _ => (
            "archiving this takes the new words away",
            "take the new words over from the document in force, and commit the change",
        ),
    }
}

/// The first part of a requirement in force that is not as it was. A modification does not take it over. A criterion that is gone since is
/// reported at the heading, if the modification still has it.
fn reworded(before: &Requirement, stated: &Requirement, proposed: Option<&Requirement>) -> Option<Span> {
    let is_as_it_was = |part: &Part<'_>| says(before, part.id) == Some(part.says);
    let Some(proposed) = proposed else {
        return parts(stated).find(|part| !is_as_it_was(part)).map(|part| part.span);
    };
    let in_change = |part: &Part<'_>| {
        let id = part.id.map(|id| renamed_id(id, &stated.id, &proposed.id));
        says(proposed, id.as_ref())
    };
    let keeps_one = parts(stated).any(|part| part.id.is_some() && in_change(&part).is_some());
    let is_lost = |part: &Part<'_>| {
        // It is reported as a scenario that the change lacks.
        let is_lacking = part.id.is_some() && keeps_one && in_change(part).is_none();
        let is_reported = is_lacking && says(before, part.id).is_none();
        !is_as_it_was(part) && in_change(part) != Some(part.says) && !is_reported
    };
    let comes_back =
        |part: Part<'_>| part.id.is_some() && says(stated, part.id).is_none() && in_change(&part).is_some();
    let lost = parts(stated).find(is_lost).map(|part| part.span);
    lost.or_else(|| parts(before).any(comes_back).then_some(stated.span))
}

/// A part that a requirement asks for: by itself, or with a criterion.
struct Part<'a> {
    /// The criterion.
    id: Option<&'a Id>,
    says: Fingerprint,
    span: Span,
}

/// Its statement, if it has one, and its criteria.
fn parts(requirement: &Requirement) -> impl Iterator<Item = Part<'_>> {
    let own = requirement.wording().map(|wording| Part {
        id: None,
        says: Fingerprint::as_written(&wording),
        span: requirement.statement.span(),
    });
    let criteria = requirement.criteria.iter().map(|criterion| Part {
        id: Some(&criterion.id),
        says: Fingerprint::as_written(&criterion.wording()),
        span: criterion.span,
    });
    own.into_iter().chain(criteria)
}

/// Returns the words of a part of a requirement, if it has that part.
fn says(requirement: &Requirement, id: Option<&Id>) -> Option<Fingerprint> {
    parts(requirement).find(|part| part.id == id).map(|part| part.says)
}

#[cfg(test)]
mod tests;
