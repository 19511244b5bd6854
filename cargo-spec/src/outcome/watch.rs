//! A round of `watch`: what changed, what ran, and how the criteria stand.

use std::time::Duration;

use spec_engine::verdict::Rung;

use crate::report::Report;

/// One round: a change, and what came of it.
#[derive(Debug)]
pub struct WatchRound {
    /// The files that have changed, from the root of the workspace. None: it is the first round, or somebody wanted all tests to run.
    pub files: Vec<String>,
    /// The end of it.
    pub end: RoundEnd,
    /// The number of criteria that the change can break.
    pub number_affected: usize,
    /// The number of their tests.
    pub number_tests: usize,
    /// The time that the round took.
    pub time: Duration,
    /// The criteria that stand on another rung than before the round.
    pub moved: Vec<MovedCriterion>,
    /// Was something in the way in the round before?
    pub was_stuck: bool,
    /// The standing of all criteria.
    pub report: Report,
}

impl WatchRound {
    /// Is there nothing to say about it?
    pub fn is_quiet(&self) -> bool {
        let is_beginning = self.files.is_empty() && !self.was_stuck;
        match self.end {
            RoundEnd::Running => true,
            RoundEnd::NothingToRun => self.moved.is_empty() && !self.was_stuck && !is_beginning,
            _ => false,
        }
    }
}

/// The end of a round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RoundEnd {
    /// It has not ended: the tests are built and run.
    Running,
    /// The tests ran.
    Ran,
    /// No test is concerned.
    NothingToRun,
    /// The last run was of these sources, so that nothing had to run.
    Known,
    /// The tests cannot be built: the errors, each in a line.
    DoesNotBuild(Vec<String>),
    /// Something may be hidden, or could not be read, so that nothing was run: the problems, each in a line.
    CouldNotRun(Vec<String>),
}

impl RoundEnd {
    /// The word for it, in JSON.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Ran => "ran",
            Self::NothingToRun => "nothing-to-run",
            Self::Known => "known",
            Self::DoesNotBuild(_) => "does-not-build",
            Self::CouldNotRun(_) => "could-not-run",
        }
    }

    /// The problems that kept tests from running.
    pub fn problems(&self) -> &[String] {
        match self {
            Self::DoesNotBuild(problems) | Self::CouldNotRun(problems) => problems,
            _ => &[],
        }
    }
}

/// A criterion that stands on another rung.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MovedCriterion {
    /// The feature that it belongs to.
    pub feature: String,
    /// Its id.
    pub id: String,
    /// Has a criterion of another feature the same id?
    pub is_id_shared: bool,
    /// The rung before; `None`: it was not there.
    pub before: Option<Rung>,
    /// The rung now; `None`: it is gone.
    pub now: Option<Rung>,
}

/// The kind of news that a moved criterion is, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RungNews {
    /// A test of it fails.
    Fails,
    /// Its tests do not pass, as there are none, or none that ran.
    BelowPassing,
    /// It stands lower than before, or is gone.
    Fell,
    /// It stands higher than before, or is new.
    Rose,
}

impl MovedCriterion {
    /// Returns the kind of news that it is.
    pub fn news(&self) -> RungNews {
        match (self.before, self.now) {
            (_, Some(Rung::Failing)) => RungNews::Fails,
            (_, Some(now)) if now < Rung::Passing => RungNews::BelowPassing,
            (_, None) => RungNews::Fell,
            (Some(before), Some(now)) if now < before => RungNews::Fell,
            _ => RungNews::Rose,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worst_news_comes_first() {
        let check = |before, now, expect| {
            let (feature, id) = (String::new(), String::new());
            let moved = MovedCriterion { feature, id, is_id_shared: false, before, now };
            assert_eq!(moved.news(), expect, "{before:?} {now:?}");
        };
        check(Some(Rung::Proven), Some(Rung::Failing), RungNews::Fails);
        check(None, Some(Rung::Failing), RungNews::Fails);
        check(Some(Rung::Untested), Some(Rung::Stub), RungNews::BelowPassing);
        check(Some(Rung::Passing), Some(Rung::Untested), RungNews::BelowPassing);
        check(Some(Rung::Proven), Some(Rung::Passing), RungNews::Fell);
        check(Some(Rung::Untested), None, RungNews::Fell);
        check(Some(Rung::Failing), Some(Rung::Passing), RungNews::Rose);
        check(None, Some(Rung::Exercised), RungNews::Rose);
        assert!(RungNews::Fails < RungNews::BelowPassing && RungNews::Fell < RungNews::Rose);
        assert!(RungNews::BelowPassing < RungNews::Fell);
    }
}
