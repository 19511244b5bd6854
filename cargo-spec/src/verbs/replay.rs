//! `cargo spec replay BASE`: the tests of now with the code of a revision, so that a test that could never fail is found.

use std::ffi::OsString;

use clap::Args;
use spec_model::Code;
use spec_model::catalog::Catalog;
use spec_model::spec::Fingerprint;

use crate::args::{BuildArgs, Format, split};
use crate::children;
use crate::context::Context;
use crate::error::Error;
use crate::exit::{self, Exit};
use crate::hidden;
use crate::layout::Verbosity;
use crate::render::{human, json};
use crate::replay::{PackageSelection, Progress, Wanted, replay};
use crate::revision::{Range, WorkspacePlace, merge_base};
use crate::runner::{Runner, Tests};
use crate::selection;
use crate::terminal::Terminal;
use crate::write::{FileLock, own};

/// Run the tests of now with the code of a revision: one that passes there too shows nothing of what is new.
#[derive(Debug, Args)]
pub struct ReplayArgs {
    /// The revision whose code is to be tested; `BASE...` is where the branch began.
    #[arg(value_name = "BASE")]
    pub base: String,
    /// What runs the tests.
    #[arg(long, value_enum, default_value_t, value_name = "RUNNER")]
    pub runner: Runner,
    /// What cargo builds, and how.
    #[command(flatten)]
    pub build: BuildArgs,
    /// Passed on to the tests. `-- A -- B` passes A on to the runner, and B to the tests.
    #[arg(last = true, value_name = "ARGS")]
    pub arguments: Vec<OsString>,
}

/// Builds and runs the tests of the working tree with the code of the revision.
///
/// # Errors
/// No repository, no such revision, nothing that could be built there.
pub fn run(arguments: &ReplayArgs, context: &Context<'_>, terminal: &mut Terminal) -> Result<Exit, Error> {
    let range = Range::read(&arguments.base, None).to_working_tree("tests")?;
    let place = WorkspacePlace::find(context, &range)?;
    let manifest = selection::manifest(context)?.canonicalize().map_err(Error::CurrentFolder)?;
    let metadata = selection::metadata(&context.host, &manifest)?;
    let catalogs = selection::catalogs(context)?;
    selection::something_to_read(&catalogs)?;
    let packages = selection::packages_of(&metadata, &manifest, context)?;
    // Nothing is built only to be refused. A source that cannot be read is left out, and said so, as what does not compile is.
    let found = selection::of_selected(context.host.check(manifest.parent().unwrap_or(&manifest)), context)?;
    let of_sources = [Code::UnlexableSource, Code::UnreadableSource];
    hidden::refuse(found.hiding.iter().filter(|finding| !of_sources.contains(&finding.code)))?;
    let real = |path: &std::path::Path| path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    let meant = (packages.len() < metadata.workspace_packages().len()).then(|| PackageSelection {
        folders: packages.iter().map(|package| real(&package.folder)).collect(),
        documents: catalogs.iter().flat_map(Catalog::inputs).map(real).collect(),
    });
    let revision = match range.from_merge_base {
        true => merge_base(&place.repository, &range.before, "HEAD")?,
        false => range.before.clone(),
    };
    // Several workspaces may share a target folder.
    let own = Fingerprint::as_written(&place.root.to_string_lossy()).to_string();
    let folder = metadata.target_directory.as_std_path().join("cargo-spec").join("replay").join(own);
    children::end_with_this_command().map_err(Error::Run)?;
    own::make_folder(&folder).map_err(|reason| Error::Write { path: folder.clone(), reason })?;
    let _turn = FileLock::take(&folder);
    let (runner_arguments, test_arguments) = split(&arguments.arguments);
    let tests = Tests {
        runner: arguments.runner,
        manifest: &manifest,
        packages: &context.global.packages,
        workspace: context.global.workspace,
        exclude: &context.global.exclude,
        build: &arguments.build,
        arguments: runner_arguments,
        test_arguments,
        quiet: true,
        lenient: true,
    };
    let progress = Progress::new(terminal.verbosity != Verbosity::Quiet);
    let wanted = Wanted {
        place: &place,
        name: range.before.clone(),
        revision: &revision,
        meant,
        folder: &folder,
        progress: &progress,
    };
    let replayed = replay(&context.host, &wanted, &tests, || {
        if terminal.verbosity != Verbosity::Quiet {
            terminal.remark(&human::replay::begun(&range.before));
        }
    });
    progress.end();
    let replayed = replayed?;
    match terminal.format {
        Format::Human => {
            let text = human::replay::render(&replayed, &terminal.layout());
            terminal.write(&text)?;
        }
        Format::Json => terminal.write(&json::to_text(&json::replay::ReplayJson::new(&replayed)))?,
    }
    Ok(if replayed.fails() { exit::FINDINGS } else { exit::CLEAN })
}
