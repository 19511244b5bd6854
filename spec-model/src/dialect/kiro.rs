//! AWS Kiro: `### Requirement 1: Title`, `**User Story:**`, `#### Acceptance Criteria`, numbered EARS lines; and
//! `bugfix.md` with its current, expected and unchanged behaviour.

use super::Reading;
use super::definition::{Definition, Mark, MarkKind, Names, Place};
use super::headed::{self, Rules};
use crate::grammar::heading::Heading;
use crate::grammar::words;
use crate::markdown::Blocks;

pub(super) const DEFINITION: Definition = Definition {
    places: &[".kiro/specs/**/requirements.md", ".kiro/specs/**/bugfix.md"],
    place,
    claims,
    precedence: 2,
    lines: None,
    read,
    form: "head each requirement with `### Requirement 1: Title`, and list its criteria under `#### Acceptance Criteria`",
};

fn read(blocks: &Blocks<'_>) -> Reading {
    headed::read(blocks, Rules { prose_is_a_criterion: false, numbers_are_requirements: true })
}

/// `.kiro/…`. A `requirements.md` need not be Kiro's.
fn place(names: &Names<'_>) -> Option<Place> {
    let is_named = || matches!(names.file, "bugfix.md" | "requirements.md").then_some(Place::Common);
    names.own(".kiro", |_| true).or_else(is_named)
}

fn claims(mark: &Mark<'_>) -> bool {
    if mark.names(words::REQUIREMENT) || mark.names(words::SCENARIO) {
        return false;
    }
    match mark.heading() {
        Some(Heading::Criteria) => true,
        Some(Heading::Behaviour(_)) => mark.kind == MarkKind::Heading,
        // `Requirement 1: Title`; `REQ-1: Title` is an id, and native.
        Some(Heading::Requirement { .. }) => {
            mark.behind(words::REQUIREMENT).is_some_and(|rest| !rest.starts_with(['-', '_']))
        }
        _ => false,
    }
}
