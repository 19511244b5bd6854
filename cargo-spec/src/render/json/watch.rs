//! `watch` for programs: an object for each round.

use serde::Serialize;
use spec_engine::verdict::Rung;

use super::VERSION;
use crate::evidence::Standing;
use crate::outcome::{MovedCriterion, WatchRound};

/// The output of one round of `watch` for programs.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct WatchJson<'a> {
    version: u32,
    files: &'a [String],
    end: &'static str,
    problems: &'a [String],
    affected: usize,
    tests: usize,
    milliseconds: u64,
    moved: Vec<MovedJson<'a>>,
    criteria: Vec<WatchedCriterionJson<'a>>,
    next: Option<String>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct MovedJson<'a> {
    feature: &'a str,
    id: &'a str,
    before: Option<&'static str>,
    now: Option<&'static str>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct WatchedCriterionJson<'a> {
    feature: &'a str,
    id: &'a str,
    rung: &'static str,
    required: &'static str,
    is_below: bool,
}

impl<'a> WatchJson<'a> {
    /// The JSON form of a round.
    pub fn new(round: &'a WatchRound) -> Self {
        Self {
            version: VERSION,
            files: &round.files,
            end: round.end.as_str(),
            problems: round.end.problems(),
            affected: round.number_affected,
            tests: round.number_tests,
            milliseconds: u64::try_from(round.time.as_millis()).unwrap_or(u64::MAX),
            moved: round.moved.iter().map(MovedJson::new).collect(),
            criteria: round.report.ladder.standings.iter().map(WatchedCriterionJson::new).collect(),
            next: round.report.next(),
        }
    }
}

impl<'a> MovedJson<'a> {
    fn new(moved: &'a MovedCriterion) -> Self {
        let MovedCriterion { feature, id, before, now, .. } = moved;
        Self { feature, id, before: before.map(Rung::as_str), now: now.map(Rung::as_str) }
    }
}

impl<'a> WatchedCriterionJson<'a> {
    fn new(standing: &'a Standing) -> Self {
        Self {
            feature: &standing.verdict.feature,
            id: standing.verdict.id.as_str(),
            rung: standing.rung.as_str(),
            required: standing.required().as_str(),
            is_below: standing.is_below(),
        }
    }
}
