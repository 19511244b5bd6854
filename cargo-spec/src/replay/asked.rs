//! The request of a `replay`.

use std::collections::HashSet;
use std::ffi::OsString;
use std::path::Path;

use spec_engine::intent::Key;
use spec_model::Code;
use spec_model::catalog::Catalog;
use spec_model::spec::Fingerprint;

use super::{PackageSelection, Replay, ReplayPlan, replay};
use crate::args::{BuildArgs, split};
use crate::build_apart::BuildProgress;
use crate::children;
use crate::context::Context;
use crate::error::Error;
use crate::hidden;
use crate::on_disk;
use crate::revision::{Range, WorkspacePlace, merge_base};
use crate::runner::{Runner, Tests};
use crate::selection;
use crate::write::{FileLock, own};

/// The revision to replay, and how.
#[derive(Debug)]
pub struct ReplayRequest<'a> {
    /// The revision whose code is to be tested; `BASE...` is where the branch began.
    pub base: &'a str,
    /// The criteria whose tests are meant; `None`: those of all.
    pub criteria: Option<&'a HashSet<Key>>,
    /// The program that runs the tests.
    pub runner: Runner,
    /// The targets that cargo builds, and how it builds them.
    pub build: &'a BuildArgs,
    /// Passed on to the tests.
    pub arguments: &'a [OsString],
    /// Is only said what matters most?
    pub is_quiet: bool,
}

/// Builds and runs the tests of the working tree with the code of the revision. `begin` is called with the name of the revision when there
/// is something to build.
///
/// # Errors
/// No repository, no such revision, nothing that could be built there.
pub fn run(
    request: &ReplayRequest<'_>,
    context: &Context<'_>,
    begin: impl FnOnce(&str),
) -> Result<Replay, Error> {
    let range = Range::read(request.base, None).to_working_tree("tests")?;
    let place = WorkspacePlace::find(context, &range)?;
    let manifest = on_disk::real(selection::manifest(context)?).map_err(Error::CurrentFolder)?;
    let metadata = selection::metadata(&context.host, &manifest)?;
    let catalogs = selection::catalogs(context)?;
    selection::something_to_read(&catalogs)?;
    let packages = selection::packages_of(&metadata, &manifest, context)?;
    // Nothing is built only to be refused. A source that cannot be read is left out, and said so, as what does not compile is.
    let found = selection::of_selected(context.host.check(manifest.parent().unwrap_or(&manifest)), context)?;
    let of_sources = [Code::UnlexableSource, Code::UnreadableSource];
    hidden::refuse(found.hiding.iter().filter(|finding| !of_sources.contains(&finding.code)))?;
    let real = |path: &Path| on_disk::real(path).unwrap_or_else(|_| path.to_path_buf());
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
    let (runner_arguments, test_arguments) = split(request.arguments);
    let tests = Tests {
        runner: request.runner,
        manifest: &manifest,
        packages: &context.global.packages,
        workspace: context.global.workspace,
        exclude: &context.global.exclude,
        build: request.build,
        arguments: runner_arguments,
        test_arguments,
        quiet: true,
        lenient: true,
    };
    let progress = BuildProgress::new(!request.is_quiet);
    let wanted = ReplayPlan {
        place: &place,
        name: range.before.clone(),
        revision: &revision,
        meant,
        folder: &folder,
        progress: &progress,
        criteria: request.criteria,
    };
    let replayed = replay(&context.host, &wanted, &tests, || begin(&range.before));
    progress.end();
    replayed
}
