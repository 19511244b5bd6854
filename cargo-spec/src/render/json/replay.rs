//! `replay` for programs.

use serde::Serialize;

use super::shown_path;
use super::{LocationJson, VERSION};
use crate::replay::{Outcome, Replay, ReplayReason, Replayed, ReplayedTest};

/// The output of `replay` for programs.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ReplayJson<'a> {
    version: u32,
    base: &'a str,
    criteria: Vec<CriterionJson<'a>>,
    unchanged: usize,
    unversioned: Vec<UnversionedJson<'a>>,
    gaps: &'a [String],
    tally: TallyJson,
    fails: bool,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct CriterionJson<'a> {
    key: &'a str,
    change: &'static str,
    path: String,
    location: LocationJson,
    tests: Vec<TestJson<'a>>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct TestJson<'a> {
    item: &'a str,
    file: &'a str,
    outcome: &'static str,
    reason: Option<&'a str>,
    location: Option<LocationJson>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct UnversionedJson<'a> {
    item: &'a str,
    file: &'a str,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct TallyJson {
    never_failed: usize,
    failed: usize,
    not_built: usize,
    not_run: usize,
    unknown: usize,
}

impl<'a> ReplayJson<'a> {
    /// Lists the results of the tests.
    pub fn new(replay: &'a Replay) -> Self {
        let number = |word: &str| replay.number(|outcome: &Outcome| outcome.as_str() == word);
        Self {
            version: VERSION,
            base: &replay.base,
            criteria: replay.criteria.iter().map(CriterionJson::new).collect(),
            unchanged: replay.unchanged,
            unversioned: replay
                .unversioned
                .iter()
                .map(|(item, file)| UnversionedJson { item, file })
                .collect(),
            gaps: &replay.gaps,
            tally: TallyJson {
                never_failed: number("never-failed"),
                failed: number("failed"),
                not_built: number("not-built"),
                not_run: number("not-run"),
                unknown: number("unknown"),
            },
            fails: replay.fails(),
        }
    }
}

impl<'a> CriterionJson<'a> {
    fn new(criterion: &'a Replayed) -> Self {
        Self {
            key: criterion.key.as_str(),
            change: match criterion.why {
                ReplayReason::CriterionNew => "criterion-added",
                ReplayReason::CriterionChanged => "criterion-changed",
                ReplayReason::TestsChanged => "tests-changed",
            },
            path: shown_path(&criterion.place.path),
            location: LocationJson::new(&criterion.place),
            tests: criterion.tests.iter().map(TestJson::new).collect(),
        }
    }
}

impl<'a> TestJson<'a> {
    fn new(test: &'a ReplayedTest) -> Self {
        Self {
            item: &test.name,
            file: &test.file,
            outcome: test.outcome.as_str(),
            reason: test.outcome.reason(),
            location: test.link.as_ref().map(|link| LocationJson::new(&link.location)),
        }
    }
}
