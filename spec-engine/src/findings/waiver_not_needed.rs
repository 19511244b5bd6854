//! `waiver-not-needed`: a criterion is waived, though a test verifies it.

use spec_model::diagnostic::{Code, Diagnostic, Location};

use crate::ladder::{Rung, Verdict};
use crate::links::Role;

/// Reports a waiver, which stands at `place`, of a criterion that a test verifies.
pub(crate) fn waiver_not_needed(verdict: &Verdict, place: Location) -> Option<Diagnostic> {
    let test = verdict.links.iter().find(|link| link.item.role != Role::Implements);
    test.map(|test| {
        let (id, path) = (&verdict.id, &test.item.path);
        let (message, help) = if verdict.rung == Rung::Stub {
            (
                format!("{id} is waived, and its stub `{path}` fails all the same"),
                "remove the stub, or the waiver and write the test",
            )
        } else {
            (
                format!("{id} is waived, but the test `{path}` verifies it"),
                "remove the waiver: the test says more",
            )
        };
        Diagnostic::new(Code::WaiverNotNeeded, message)
            .located(place)
            .concerning(id.as_str())
            .related(test.location.clone(), "this one")
            .help(help)
    })
}
