//! The native dialect: `## REQ-3: Title` with criteria in a list below; flat lists and tables of ids of the form
//! `PREFIX-NUMBER`; Gherkin in fences.

use super::Reading;
use super::headed::{self, Rules};
use crate::markdown::Outline;

pub(super) fn read(outline: &Outline<'_>) -> Reading {
    headed::read(outline, Rules { prose_is_a_criterion: true, numbers_are_requirements: false })
}
