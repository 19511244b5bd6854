//! GitHub spec-kit.

use super::Reading;
use crate::markdown::Outline;

pub(super) fn read(_outline: &Outline<'_>) -> Reading {
    Reading::default()
}
