//! `cargo spec prove`: knocks out the code that implements each criterion, and shows which tests catch it.

use std::collections::HashSet;
use std::env;
use std::ffi::{OsStr, OsString};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::thread;

use cargo_metadata::Metadata;
use clap::Args;
use spec_engine::verdict::{Verdict, VerdictIx};
use spec_model::catalog::Catalog;
use spec_model::files::{self, FileKind};
use spec_model::index::IndexVec;
use spec_model::spec::Fingerprint;

use crate::after;
use crate::args::{BelowArgs, BuildArgs, Format, split};
use crate::build_apart::BuildProgress;
use crate::children;
use crate::context::Context;
use crate::deep::{Deep, DeepRequest, OperatorScope};
use crate::diff::{DiffSide, RevisionState};
use crate::error::Error;
use crate::evidence::{Evidence, ItemPlaces, Ladder, last};
use crate::exit::{self, Exit};
use crate::hidden;
use crate::imported::{attributed, read_report};
use crate::layout::Verbosity;
use crate::next::Situation;
use crate::outcome::{ImportOutcome, ProveOutcome};
use crate::prove::program::Program;
use crate::prove::{Cache, Changes, DeepProof, Earlier, Progress, Proof, Shown, Trials, Twins};
use crate::render::{human, json};
use crate::report::{proofs, tests_unchanged};
use crate::revision::{Range, WorkspacePlace};
use crate::runner::{Runner, Tests};
use crate::selection::{self, Selection};
use crate::terminal::Terminal;
use crate::write::{FileLock, own};

/// Break the code that implements each criterion at run time, and show which tests catch it.
#[derive(Debug, Args)]
pub struct ProveArgs {
    /// Only these criteria, requirements or features: `REQ-1.2`, `checkout` …
    #[arg(value_name = "ID")]
    pub only: Vec<String>,
    /// The criteria that are listed.
    #[command(flatten)]
    pub listed: BelowArgs,
    /// The number of tests to run at once; by default as many as there are processors.
    #[arg(short, long, value_name = "N", value_parser = jobs)]
    pub jobs: Option<NonZeroUsize>,
    /// Only the k-th of n parts of the criteria: `1/4`.
    #[arg(long, value_name = "K/N")]
    pub shard: Option<Shard>,
    /// The percentage of the knock-outs of a function that the tests must catch; all, if neither this nor `spec.toml` says otherwise.
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(1..=100))]
    pub threshold: Option<u8>,
    /// Also change single operators in the code of each criterion, in a copy that is built once. `crate` changes also what that code calls in its crate.
    #[arg(long, value_enum, value_name = "SCOPE", num_args = 0..=1, require_equals = true, default_missing_value = "linked")]
    pub deep: Option<OperatorScope>,
    /// Run nothing, but show the criteria whose code the survivors of another tool are in. Its report is mutation-testing JSON, or
    /// `outcomes.json` of cargo-mutants.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["deep", "evidence", "since", "shard", "fresh", "cached"])]
    pub import: Option<PathBuf>,
    /// Run all tests anew. Without this, results of earlier runs count for programs with the same bytes, but not where `CI` is set.
    #[arg(long)]
    pub fresh: bool,
    /// Count results of earlier runs also where `CI` is set.
    #[arg(long, conflicts_with = "fresh")]
    pub cached: bool,
    /// Only criteria that have changed since a git revision, with their tests or the code that implements them.
    #[arg(long, value_name = "REV")]
    pub since: Option<String>,
    /// Keep what is shown in this folder as well, beside what is in it, for `cargo spec report --evidence DIR`.
    #[arg(long, value_name = "DIR")]
    pub evidence: Option<PathBuf>,
    /// The packages and targets that cargo builds, and the way.
    #[command(flatten)]
    pub build: BuildArgs,
    /// Passed on to the tests. `-- A -- B` passes A on to `cargo test`, and B to the tests.
    #[arg(last = true, value_name = "ARGS")]
    pub arguments: Vec<OsString>,
}

impl ProveArgs {
    /// Returns whether results of earlier runs count. In CI they may come from a restored target folder whose content nobody knows.
    fn earlier(&self, ci: Option<&OsStr>) -> Earlier {
        let is_ci = ci.is_some_and(|value| !value.is_empty() && value != "false" && value != "0");
        if self.fresh || is_ci && !self.cached { Earlier::Ignored } else { Earlier::Count }
    }
}

fn jobs(text: &str) -> Result<NonZeroUsize, &'static str> {
    text.parse().map_err(|_| "it is a number from 1 on")
}

/// A part of the criteria.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    /// Its number, from 1.
    number: usize,
    /// The number of parts.
    of: usize,
}

impl FromStr for Shard {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const FORM: &str = "write it as `1/4`";
        let (number, of) = text.split_once('/').ok_or(FORM)?;
        let shard = Self { number: number.parse().map_err(|_| FORM)?, of: of.parse().map_err(|_| FORM)? };
        if (1..=shard.of).contains(&shard.number) {
            Ok(shard)
        } else {
            Err("the first number is 1 at least, and the second at most")
        }
    }
}

/// Proves what can be.
///
/// # Errors
/// No manifest, nothing to read, an id that names nothing, tests that do not build or cannot be started.
pub fn run(prove: &ProveArgs, context: &Context<'_>, terminal: &mut Terminal) -> Result<Exit, Error> {
    let manifest = selection::manifest(context)?;
    let metadata = selection::metadata(&context.host, &manifest)?;
    let catalogs = selection::catalogs(context)?;
    selection::something_to_read(&catalogs)?;
    let wanted = Selection::new(&prove.only, &catalogs)?.criteria(&catalogs);
    let findings =
        selection::of_selected(context.host.check(manifest.parent().unwrap_or(&manifest)), context)?;
    // Nothing is built only to be refused.
    hidden::refuse(findings.hiding.iter())?;
    if let Some(report) = &prove.import {
        let requires_deep = catalogs.iter().any(|catalog| catalog.config.requires_deep);
        let is_wanted = |verdict: &&Verdict| {
            wanted.as_ref().is_none_or(|wanted| wanted.contains(&(&*verdict.feature, verdict.id.as_str())))
        };
        let verdicts: Vec<_> = findings.verdicts.iter().filter(is_wanted).cloned().collect();
        let outcome = import(report, &verdicts, &metadata, context, requires_deep)?;
        match terminal.format {
            Format::Human => terminal.write(&human::import::render(&outcome, &terminal.layout()))?,
            Format::Json => terminal.write(&json::to_text(&json::import::ImportJson::new(&outcome)))?,
        }
        return Ok(if outcome.fails() { exit::FINDINGS } else { exit::CLEAN });
    }
    let situation =
        Situation::of(&findings).in_workspace(&context.host, metadata.workspace_root.as_std_path());
    let unchanged = tests_unchanged(&findings);
    let items = ItemPlaces::of(findings.verdicts.as_slice());
    let twins = Twins::of(findings.verdicts.as_slice().iter());
    let runs_of_tests =
        last::runs(metadata.target_directory.as_std_path(), metadata.workspace_root.as_std_path());
    let flaky = flaky(&findings.verdicts, &runs_of_tests, metadata.workspace_root.as_std_path());
    let is_wanted = |verdict: &Verdict| {
        wanted.as_ref().is_none_or(|wanted| wanted.contains(&(&*verdict.feature, verdict.id.as_str())))
    };
    let root = metadata.workspace_root.as_std_path();
    let changes = prove.since.as_deref().map(|revision| since(revision, root, context)).transpose()?;
    let has_changed = |verdict: &Verdict| changes.as_ref().is_none_or(|changes| changes.concern(verdict));
    let all: Vec<Verdict> = findings.verdicts.iter().cloned().collect();
    let verdicts = findings.verdicts.into_iter().filter(is_wanted).filter(has_changed).enumerate();
    let in_shard = |at: usize| prove.shard.is_none_or(|shard| at % shard.of == shard.number - 1);
    let verdicts: Vec<_> = verdicts.filter(|(at, _)| in_shard(*at)).map(|(_, verdict)| verdict).collect();
    let (runner_arguments, test_arguments) = split(&prove.arguments);
    let tests = Tests {
        runner: Runner::Cargo,
        manifest: &manifest,
        packages: &context.global.packages,
        workspace: context.global.workspace,
        exclude: &context.global.exclude,
        build: &prove.build,
        arguments: runner_arguments,
        test_arguments,
        quiet: terminal.verbosity == Verbosity::Quiet,
        lenient: false,
    };
    let sources = proofs::SourcesFingerprint::built(root, || tests.build())
        .map_err(|error| after::failed_build(error, &context.host, root))?;
    let programs = Program::all(&tests)?;
    let target = metadata.target_directory.as_std_path();
    let earlier = prove.earlier(env::var_os("CI").as_deref());
    let cache = Cache::open(target, root, &programs, earlier).map_err(Error::Run)?;
    children::end_with_this_command().map_err(Error::Run)?;
    let progress = Progress::new(terminal.verbosity != Verbosity::Quiet);
    let requires_deep = catalogs.iter().any(|catalog| catalog.config.requires_deep);
    let trials = Trials {
        requires_deep,
        programs: &programs,
        cache: &cache,
        root,
        threshold: prove.threshold.unwrap_or_else(|| threshold(&catalogs)),
        jobs: prove.jobs.or_else(|| thread::available_parallelism().ok()).map_or(1, NonZeroUsize::get),
        progress: &progress,
    };
    let shown = trials.prove(verdicts, &items, &twins)?;
    let Shown { mut proofs, mut runs } = shown;
    if let Some(scope) = prove.deep.or(requires_deep.then_some(OperatorScope::Linked)) {
        let named = Fingerprint::as_written(&root.to_string_lossy()).to_string();
        let folder = target.join("cargo-spec").join("deep").join(named);
        let building = BuildProgress::new(terminal.verbosity != Verbosity::Quiet);
        let request = DeepRequest {
            metadata: &metadata,
            root,
            folder: &folder,
            scope,
            is_fresh: earlier == Earlier::Ignored,
            progress: &building,
        };
        runs += deepen(&request, &trials, &tests, (&items, &all), &mut proofs)?;
    }
    cache.sweep();
    for proof in &mut proofs {
        let name = format!("{}/{}", proof.verdict.feature, proof.verdict.id);
        proof.tests_unchanged = unchanged.get(&*name).cloned();
        proof.was_flaky = flaky.contains(&name);
    }
    // If the target folder can hold nothing, the run is as good; reports do not know of it.
    let after = last::number(&runs_of_tests);
    let _ = sources.keep(&proofs::kept(target, root), root, &proofs, after);
    if let Some(folder) = &prove.evidence {
        sources.keep(folder, root, &proofs, None)?;
    }
    let outcome = ProveOutcome { proofs, situation, runs, below: prove.listed.below };
    match terminal.format {
        Format::Human => {
            let text = human::prove::render(&outcome, &terminal.layout());
            terminal.write(&text)?;
        }
        Format::Json => terminal.write(&json::to_text(&json::prove::ProveJson::new(&outcome)))?,
    }
    Ok(if outcome.fails() { exit::FINDINGS } else { exit::CLEAN })
}

/// Reads the report of another tool, and finds the criteria of its survivors.
fn import(
    path: &Path,
    verdicts: &[Verdict],
    metadata: &Metadata,
    context: &Context<'_>,
    is_required: bool,
) -> Result<ImportOutcome, Error> {
    let text = files::read(path, FileKind::Evidence)
        .map_err(|reason| Error::Read { path: path.to_path_buf(), reason })?;
    let report = read_report(&text).ok_or_else(|| Error::NoMutationReport { path: path.to_path_buf() })?;
    let members = metadata.workspace_packages();
    let folders = members.iter().filter_map(|package| package.manifest_path.parent());
    let folders = [metadata.workspace_root.as_path()].into_iter().chain(folders);
    let folders: Vec<_> = folders.map(|folder| folder.as_std_path().to_path_buf()).collect();
    let (criteria, elsewhere) = attributed(context.host.files(), &folders, verdicts, &report);
    let (tried, survived) = (report.tried, report.survivors.len());
    Ok(ImportOutcome { criteria, tried, survived, elsewhere, is_required })
}

/// Builds the copy with changed operators, and tries them. Returns the number of test runs.
fn deepen(
    request: &DeepRequest<'_>,
    trials: &Trials<'_>,
    tests: &Tests<'_>,
    (items, all): (&ItemPlaces, &[Verdict]),
    proofs: &mut [Proof],
) -> Result<usize, Error> {
    let make = own::make_folder(request.folder);
    make.map_err(|reason| Error::Write { path: request.folder.to_path_buf(), reason })?;
    let _turn = FileLock::take(request.folder);
    let verdicts: Vec<_> =
        proofs.iter().filter(|proof| proof.refusal.is_none()).map(|proof| proof.verdict.clone()).collect();
    // The switches of all criteria: so the copy stays as it is, whichever of them are asked for.
    let deep = Deep::build(request, all, tests)?;
    request.progress.end();
    let refused = |reason: &String| DeepProof { refusal: Some(reason.clone()), ..DeepProof::default() };
    let mut tried = Vec::new();
    let mut runs = 0;
    if deep.broken.is_none() {
        let apart = Tests { manifest: &deep.manifest, arguments: &deep.arguments, lenient: true, ..*tests };
        let programs = Program::all(&apart)?;
        let target = request.folder;
        let earlier = if request.is_fresh { Earlier::Ignored } else { Earlier::Count };
        let cache = Cache::open(target, request.root, &programs, earlier).map_err(Error::Run)?;
        let trials = Trials { programs: &programs, cache: &cache, ..*trials };
        let neighbours = neighbours(&verdicts, all, &deep);
        (tried, runs) = trials.deepen(&verdicts, &neighbours, items, &deep)?;
        cache.sweep();
    }
    let mut tried = tried.into_iter();
    for proof in proofs.iter_mut().filter(|proof| proof.refusal.is_none()) {
        let of_proof = match &deep.broken {
            Some(reason) => Some(refused(reason)),
            None => tried.next(),
        };
        of_proof.into_iter().for_each(|of_proof| proof.deepen(of_proof));
    }
    Ok(runs)
}

/// The other criteria that have code in common with some.
fn neighbours(verdicts: &[Verdict], all: &[Verdict], deep: &Deep) -> Vec<Verdict> {
    let numbers = |verdict: &Verdict| deep.mutants_of(verdict).into_iter().map(|mutant| mutant.number);
    let wanted: HashSet<u64> = verdicts.iter().flat_map(numbers).collect();
    let is_other = |verdict: &&Verdict| !verdicts.iter().any(|own| own.location == verdict.location);
    let has_common = |verdict: &&Verdict| numbers(verdict).any(|number| wanted.contains(&number));
    all.iter().filter(is_other).filter(has_common).cloned().collect()
}

/// The criteria with a test that failed and passed on a retry, in the last run of all tests. Where nothing can be read of that, there are none.
fn flaky(verdicts: &IndexVec<VerdictIx, Verdict>, runs: &Path, root: &Path) -> HashSet<String> {
    let evidence = last::last(runs).and_then(|folder| Evidence::read(&[folder], root).ok());
    let Some(evidence) = evidence else { return HashSet::new() };
    let standings = Ladder::new(verdicts.clone(), &evidence).standings;
    let flaky = standings.iter().filter(|standing| standing.is_flaky());
    flaky.map(|standing| format!("{}/{}", standing.verdict.feature, standing.verdict.id)).collect()
}

/// Finds the changes since a revision: in lines, and in intent.
fn since(revision: &str, root: &Path, context: &Context<'_>) -> Result<Changes, Error> {
    let changes = Changes::since(revision, root)?;
    let place = WorkspacePlace::find(context, &Range::read(revision, None))?;
    let before = RevisionState::read(&context.host, &place, revision, revision)?;
    Ok(changes.with_intent(&before.side, &DiffSide::working_tree(&context.host, root)))
}

/// Returns the percentage that must be noticed by the configuration. Of several, the strictest counts.
fn threshold(catalogs: &[Catalog]) -> u8 {
    catalogs.iter().map(|catalog| catalog.config.threshold.unwrap_or(100)).max().unwrap_or(100)
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Only {
        #[command(flatten)]
        prove: ProveArgs,
    }

    #[test]
    fn earlier_results_count_unless_a_ci_system_runs_or_somebody_asks() {
        let check = |flags: &[&str], ci: Option<&str>, expect| {
            let prove = Only::try_parse_from([&["prove"], flags].concat()).expect("they are flags").prove;
            assert_eq!(prove.earlier(ci.map(OsStr::new)), expect, "{flags:?} {ci:?}");
        };
        check(&[], None, Earlier::Count);
        check(&[], Some("true"), Earlier::Ignored);
        check(&[], Some("false"), Earlier::Count);
        check(&[], Some(""), Earlier::Count);
        check(&["--cached"], Some("true"), Earlier::Count);
        check(&["--fresh"], None, Earlier::Ignored);
    }
}
