//! AWS Kiro: `### Requirement 1: Title`, `**User Story:**`, `#### Acceptance Criteria`, numbered EARS lines; and
//! `bugfix.md` with its current, expected and unchanged behaviour.

use super::Reading;
use super::headed::{self, Rules};
use crate::markdown::Blocks;

pub(super) fn read(blocks: &Blocks<'_>) -> Reading {
    headed::read(blocks, Rules { prose_is_a_criterion: false, numbers_are_requirements: true })
}
