//! `change-base-drift` by the lock: an open change has the accepted words of a criterion, and the document in force has others by now.
//!
//! The gate knows no history, but the lock. It reports a copy of old words, and nothing where the change has words of its own.

use std::collections::HashMap;

use spec_model::catalog::Catalog;
use spec_model::diagnostic::{Code, Diagnostic, Location};
use spec_model::id::Id;
use spec_model::source::Span;
use spec_model::{Criterion, Document, Requirement};

use crate::comparison::LockComparison;
use crate::intent::Key;
use crate::lock::AcceptedCriterion;

/// Reports each modified requirement of a catalog that would bring accepted words back. `root` is the name of its spec root.
pub(crate) fn change_base_drift(
    comparison: &LockComparison,
    catalog: &Catalog,
    root: &str,
) -> Vec<Diagnostic> {
    let Some(lock) = &comparison.lock else { return Vec::new() };
    let requirements = catalog
        .documents
        .iter()
        .flat_map(|document| document.requirements.iter().map(move |requirement| (&**document, requirement)));
    let modified: Vec<_> = requirements
        .filter_map(|(document, requirement)| {
            let stated = requirement.proposal.as_ref()?.replaces.as_deref()?;
            (!is_reported(document, requirement)).then_some(Modified { document, requirement, stated })
        })
        .collect();
    if modified.is_empty() {
        return Vec::new();
    }
    let accepted: HashMap<&Key, &AcceptedCriterion> =
        lock.criteria.iter().map(|it| (&it.intent.key, it)).collect();
    let mut found = Vec::new();
    for modified in modified {
        let Some((key, span)) = modified.stale(&accepted, root) else { continue };
        let title = &modified.requirement.title;
        let message = format!("the change has accepted words of “{title}” that are no longer in force");
        let mut finding = Diagnostic::new(Code::ChangeBaseDrift, message)
            .at(&modified.document.source, span)
            .concerning(comparison.name(&key))
            .label("archiving this brings the old words back")
            .help("take the new words over from the document in force");
        let lines = accepted.get(&key).and_then(|accepted| accepted.lines);
        if let (Some(lines), Some(source)) = (lines, &comparison.source) {
            finding = finding.related(Location::new(source, lines.words), "accepted");
        }
        found.push(finding);
    }
    found
}

/// A requirement that an open change modifies, and the one in force.
struct Modified<'a> {
    document: &'a Document,
    requirement: &'a Requirement,
    stated: &'a Requirement,
}

impl Modified<'_> {
    /// Its first part that says what was accepted, where something else is in force.
    fn stale(&self, accepted: &HashMap<&Key, &AcceptedCriterion>, root: &str) -> Option<(Key, Span)> {
        let stale = |id: &Id, now: Option<String>, proposed: Option<String>| {
            let key = Key::new(root, &self.document.feature, id.as_str());
            let before = &*accepted.get(&key)?.intent.wording;
            (now? != before && proposed? == before).then_some(key)
        };
        let Self { requirement, stated, .. } = self;
        if let Some(key) = stale(&requirement.id, stated.wording(), requirement.wording()) {
            return Some((key, requirement.statement.span()));
        }
        requirement.criteria.iter().find_map(|criterion| {
            let now = stated.criteria.iter().find(|other| other.id == criterion.id).map(Criterion::wording);
            Some((stale(&criterion.id, now, Some(criterion.wording()))?, criterion.span))
        })
    }
}

/// Is it reported already that the requirement has changed since?
fn is_reported(document: &Document, requirement: &Requirement) -> bool {
    let concerns = |finding: &Diagnostic| {
        finding.location.as_ref().is_some_and(|location| location.span == requirement.span)
    };
    document.diagnostics.iter().any(|finding| finding.code == Code::ChangeBaseDrift && concerns(finding))
}

#[cfg(test)]
mod tests {
    use crate::findings::testing::check_accepted;

    const DELTA: &str = "openspec/changes/loud/specs/tram/spec.md";
    const BASE: &str = "openspec/specs/tram/spec.md";

    /// A requirement, and what its two scenarios promise.
    fn ring(statement: &str, bend: &str, stop: &str) -> String {
        let scenario =
            |name: &str, then: &str| format!("#### Scenario: {name}\n- **WHEN** a\n- **THEN** {then}\n\n");
        format!("### Requirement: Ring\n{statement}\n\n{}{}", scenario("Bend", bend), scenario("Stop", stop))
    }

    /// Checks the findings when `accepted` was accepted, `now` is in force, and a change says `change`.
    #[track_caller]
    fn check(accepted: &str, now: &str, change: &str, expect: &str) {
        let base = |text: &str| format!("# Tram\n\n## Requirements\n\n{text}");
        let (before, after) = (base(accepted), base(now));
        let change = format!("## MODIFIED Requirements\n\n{change}");
        let test = b"#[test] #[spec(\"ring.bend\", \"ring.stop\")] fn a() { run(1); }";
        let before = [
            ("requirements.md", &b""[..]),
            (BASE, before.as_bytes()),
            (DELTA, change.as_bytes()),
            ("tests/a.rs", &test[..]),
        ];
        check_accepted(&before, &[(BASE, after.as_bytes())], expect);
    }

    #[test]
    fn accepted_words_that_a_change_brings_back_are_reported() {
        let accepted = ring("It SHALL ring.", "once", "once");
        let modified = ring("It SHALL ring.", "thrice", "once");
        check(&accepted, &accepted, &modified, "");
        // The scenario that the change leaves as it was.
        check(
            &accepted,
            &ring("It SHALL ring.", "once", "twice"),
            &modified,
            "criterion-changed openspec/changes/loud/specs/tram/spec.md:10, change-base-drift openspec/changes/loud/specs/tram/spec.md:10",
        );
        // The words of the requirement itself.
        check(
            &accepted,
            &ring("It SHALL ring out.", "once", "once"),
            &modified,
            "criterion-changed openspec/changes/loud/specs/tram/spec.md:3, change-base-drift openspec/changes/loud/specs/tram/spec.md:4",
        );
    }

    #[test]
    fn words_of_its_own_are_not_reported() {
        let accepted = ring("It SHALL ring.", "once", "once");
        let now = ring("It SHALL ring.", "once", "twice");
        for stop in ["twice", "thrice"] {
            check(
                &accepted,
                &now,
                &ring("It SHALL ring.", "thrice", stop),
                "criterion-changed openspec/changes/loud/specs/tram/spec.md:10",
            );
        }
    }
}
