//! Builds and runs the tests of some criteria, until somebody stops it.

use std::path::Path;

use cargo_metadata::Metadata;
use spec_engine::verdict::Verdict;

use super::Watched;
use crate::children::Stoppable;
use crate::context::Context;
use crate::error::Error;
use crate::focus::Focus;
use crate::runner::{Ended, Tests};

/// The criteria whose tests are to run.
pub(super) struct Trial<'a> {
    pub(super) context: &'a Context<'a>,
    pub(super) watched: &'a Watched<'a>,
    pub(super) metadata: &'a Metadata,
    pub(super) manifest: &'a Path,
    pub(super) criteria: Vec<&'a Verdict>,
}

/// The end of a run.
pub(super) enum TrialEnd {
    /// The tests ran.
    Ran(Ended),
    /// They cannot be built: the errors, each in a line.
    DoesNotBuild(Vec<String>),
}

impl Trial<'_> {
    /// Runs the tests, which leave their evidence in a folder.
    ///
    /// # Errors
    /// A runner that cannot be started.
    pub(super) fn run(self, folder: &Path, stoppable: &Stoppable) -> Result<TrialEnd, Error> {
        let Watched { runner, build } = *self.watched;
        let focus = Focus { criteria: self.criteria, runner, build, arguments: &[], is_quiet: true };
        let packages = focus.packages(self.context, self.metadata);
        let plain = Tests {
            runner,
            manifest: self.manifest,
            packages: &packages,
            workspace: self.context.global.workspace,
            exclude: &self.context.global.exclude,
            build,
            arguments: &[],
            test_arguments: &[],
            quiet: true,
            lenient: false,
        };
        if let Some(errors) = plain.build_until(stoppable)? {
            return Ok(TrialEnd::DoesNotBuild(errors));
        }
        let (runner, for_runner, for_tests) = focus.selected(&plain);
        let tests = Tests { runner, arguments: &for_runner, test_arguments: &for_tests, ..plain };
        tests.execute_until(folder, stoppable).map(TrialEnd::Ran)
    }
}
