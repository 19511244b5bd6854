//! Runs the tests of some criteria, and no others.
//!
//! 1. `filter`: these tests, as nextest and `cargo test` select them.

mod filter;

use std::collections::HashSet;
use std::ffi::OsString;
use std::path::Path;
use std::sync::Arc;

use cargo_metadata::Metadata;
use spec_engine::links::Link;
use spec_engine::verdict::Verdict;

pub use filter::{Filter, cargo, is_run, nextest};

use crate::args::{BuildArgs, split};
use crate::context::Context;
use crate::error::Error;
use crate::evidence::Evidence;
use crate::on_disk;
use crate::report::{Report, proofs};
use crate::runner::{Runner, Tests};
use crate::selection;

/// The criteria whose tests are to run, and how.
#[derive(Debug)]
pub struct Focus<'a> {
    /// The criteria.
    pub criteria: Vec<&'a Verdict>,
    /// The program that runs the tests.
    pub runner: Runner,
    /// The targets that cargo builds, and how it builds them.
    pub build: &'a BuildArgs,
    /// The arguments that are passed on to the runner and to the tests.
    pub arguments: &'a [OsString],
    /// Is only said what matters most?
    pub is_quiet: bool,
}

impl Focus<'_> {
    /// The tests of the criteria that would run.
    pub fn tests(&self) -> impl Iterator<Item = &Arc<Link>> {
        self.criteria.iter().flat_map(|verdict| &verdict.links).filter(|link| is_run(link))
    }

    /// The packages that the command line names, else those that the tests are in.
    pub fn packages(&self, context: &Context<'_>, metadata: &Metadata) -> Vec<String> {
        match context.global.packages.is_empty() && !context.global.workspace {
            true => packages(self.tests(), metadata),
            false => context.global.packages.clone(),
        }
    }

    /// The runner, its arguments and those of the tests, which select the tests of the criteria.
    pub fn selected(&self, plain: &Tests<'_>) -> (Runner, Vec<OsString>, Vec<OsString>) {
        let (mut for_runner, mut for_tests) = (plain.arguments.to_vec(), plain.test_arguments.to_vec());
        if plain.is_nextest() {
            for_runner.extend(["-E".into(), nextest(self.tests()).into()]);
            return (Runner::Nextest, for_runner, for_tests);
        }
        let names = cargo(self.tests()).into_iter().map(OsString::from);
        for_tests = names.chain(for_tests).collect();
        (Runner::Cargo, for_runner, for_tests)
    }
}

/// Runs the tests of the criteria. What they show is of these criteria alone, so that the last run of all stays what it is.
///
/// # Errors
/// Tests that do not build, a runner that cannot be started, evidence that cannot be read.
pub fn execute(
    focus: &Focus<'_>,
    context: &Context<'_>,
    (manifest, metadata): (&Path, &Metadata),
) -> Result<Report, Error> {
    let root = metadata.workspace_root.as_std_path();
    let packages = focus.packages(context, metadata);
    let (runner_arguments, test_arguments) = split(focus.arguments);
    let plain = Tests {
        runner: focus.runner,
        manifest,
        packages: &packages,
        workspace: context.global.workspace,
        exclude: &context.global.exclude,
        build: focus.build,
        arguments: runner_arguments,
        test_arguments,
        quiet: focus.is_quiet,
        lenient: false,
    };
    plain.build()?;
    let (runner, for_runner, for_tests) = focus.selected(&plain);
    let tests = Tests { runner, arguments: &for_runner, test_arguments: &for_tests, ..plain };
    let folder = tempfile::tempdir().map_err(Error::Run)?;
    let ended = tests.execute(folder.path())?;
    let evidence = match on_disk::is_empty(folder.path()).map_err(Error::Run)? {
        false => Evidence::read(&[folder.path().to_path_buf()], root)?,
        true => Evidence::default(),
    };
    let (all_passed, failed, number_run) = (Some(ended.all_passed), ended.names, ended.run);
    let mut evidence = Evidence { all_passed, failed, number_run, panics: ended.panics, ..evidence };
    // The next step says it, with what is needed here.
    evidence.problems.clear();
    // Results of knock-outs of these sources still hold.
    let target = metadata.target_directory.as_std_path();
    let evidence = evidence.with_proofs(&proofs::kept(target, root))?;
    // The tests took their time, and may have written something themselves.
    context.host.forget_all();
    let mut findings =
        selection::of_selected(context.host.check(manifest.parent().unwrap_or(manifest)), context)?;
    let name = |verdict: &&Verdict| (verdict.feature.clone(), verdict.id.to_string());
    let meant: HashSet<_> = focus.criteria.iter().map(name).collect();
    let verdicts = std::mem::take(&mut findings.verdicts).into_iter();
    findings.verdicts = verdicts.filter(|verdict| meant.contains(&name(&verdict))).collect();
    Ok(Report::new(&context.host, findings, &evidence, &selection::catalogs(context)?, root))
}

/// The packages that the tests are in.
fn packages<'a>(tests: impl Iterator<Item = &'a Arc<Link>>, metadata: &Metadata) -> Vec<String> {
    let members = metadata.workspace_packages();
    let package = |path: &Path| {
        let around = members.iter().filter_map(|member| {
            let folder = member.manifest_path.parent()?;
            path.starts_with(folder).then_some((folder.as_str().len(), member.name.to_string()))
        });
        around.max().map(|(_, name)| name)
    };
    let mut packages: Vec<_> = tests.filter_map(|test: &Arc<Link>| package(&test.location.path)).collect();
    packages.sort();
    packages.dedup();
    packages
}
