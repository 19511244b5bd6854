//! Finds the package that gets the stubs of a spec root.

use std::path::{Path, PathBuf};

use cargo_metadata::{DependencyKind, Metadata, Package, TargetKind};
use spec_model::catalog::{Catalog, Places};
use spec_model::files::{FileKind, Files};

use crate::context::Context;
use crate::error::Error;
use crate::gate_file;
use crate::manifest::RUNTIME;
use crate::on_disk;
use crate::selection;
use crate::stubs::CodeLayout;

/// A package, as far as its stubs depend on it.
#[derive(Clone, Debug)]
pub(super) struct Host {
    /// Its name.
    pub(super) name: String,
    /// Its folder.
    pub(super) folder: PathBuf,
    /// The name that it has for `spec-runtime`.
    pub(super) runtime: String,
    /// Is `proptest` among what its tests can use?
    pub(super) has_proptest: bool,
    /// The way in which it lays out its code.
    pub(super) layout: CodeLayout,
}

impl Host {
    /// The first file of the test target that holds the stubs.
    pub(super) fn main_file(&self) -> PathBuf {
        self.folder.join(gate_file::PATH)
    }
}

/// Chooses the package that gets the stubs of a catalog: the one that was named or that `spec.toml` names, that of the manifest, or the
/// only one with the runtime.
///
/// # Errors
/// None, or several; a package without the runtime, or in which the test target cannot be made.
pub(super) fn choose(
    catalog: &Catalog,
    meant: &[&selection::SelectedPackage],
    metadata: &Metadata,
    context: &Context<'_>,
) -> Result<Host, Error> {
    let members = metadata.workspace_packages();
    let is_only = members.len() == 1;
    let host = |package: &Package| host_of(context, package, is_only);
    let by_name = |name: &str| members.iter().copied().find(|member| member.name.as_str() == name);
    let folder = |package: &Package| {
        package.manifest_path.as_std_path().parent().map(Path::to_path_buf).unwrap_or_default()
    };
    if let ([package], false) = (meant, context.global.packages.is_empty()) {
        return by_name(&package.name).map_or_else(|| Err(no_runtime(&package.name, is_only)), host);
    }
    if let Some(name) = &catalog.config.package {
        return match by_name(name) {
            Some(member) => host(member),
            None => Err(Error::ConfiguredPackage {
                name: name.clone(),
                config: catalog.config_path.clone().unwrap_or_default(),
                members: members.iter().map(|member| member.name.to_string()).collect(),
            }),
        };
    }
    if let [package] = meant
        && let Some(member) = by_name(&package.name)
        && runtime(member).is_some()
    {
        return host(member);
    }
    let candidates: Vec<_> = members
        .iter()
        .copied()
        .filter(|member| {
            runtime(member).is_some()
                && Places::for_package(context.host.files(), &folder(member)).rests_on(&catalog.root)
        })
        .collect();
    match (&*candidates, meant) {
        ([only], _) => host(only),
        // Packages with documents of their own share these: the first of them gets the tests, unless `spec.toml` names another.
        ([first, ..], _)
            if catalog.is_of_workspace
                && has_own(context, candidates.iter().map(|member| folder(member)), catalog) =>
        {
            host(first)
        }
        ([], [package]) => Err(no_runtime(&package.name, is_only)),
        ([], _) => {
            Err(Error::NoHost { members: members.iter().map(|member| member.name.to_string()).collect() })
        }
        _ => Err(Error::SeveralHosts {
            candidates: candidates.iter().map(|member| member.name.to_string()).collect(),
        }),
    }
}

/// Has each of some packages documents of its own?
fn has_own(context: &Context<'_>, mut folders: impl Iterator<Item = PathBuf>, catalog: &Catalog) -> bool {
    folders.all(|folder| Places::for_package(context.host.files(), &folder).root != catalog.root)
}

fn no_runtime(package: &str, is_only: bool) -> Error {
    Error::NoRuntimeDependency { package: package.to_owned(), is_only }
}

/// The name that a package has for the runtime, and whether that comes with the gate.
fn runtime(package: &Package) -> Option<(String, bool)> {
    let for_tests = package.dependencies.iter().filter(|dependency| dependency.kind != DependencyKind::Build);
    let runtimes: Vec<_> = for_tests.filter(|dependency| dependency.name == RUNTIME).collect();
    let named = runtimes.first()?.rename.clone().unwrap_or_else(|| RUNTIME.to_owned());
    let has_gate =
        runtimes.iter().any(|dependency| dependency.features.iter().any(|feature| feature == "gate"));
    Some((named.replace('-', "_"), has_gate))
}

fn host_of(context: &Context<'_>, package: &Package, is_only: bool) -> Result<Host, Error> {
    let name = package.name.to_string();
    let (runtime, has_gate) = runtime(package).ok_or_else(|| no_runtime(&name, is_only))?;
    let folder = package.manifest_path.as_std_path().parent().map(Path::to_path_buf).unwrap_or_default();
    let has_proptest = package.dependencies.iter().any(|dependency| {
        dependency.name == "proptest"
            && dependency.rename.is_none()
            && dependency.kind != DependencyKind::Build
            && !dependency.optional
    });
    let layout = layout(context.host.files(), &folder.join("tests").join("spec"));
    let host = Host { name, folder, runtime, has_proptest, layout };
    let main = host.main_file();
    if on_disk::exists(&main) {
        // Another run may have made it after cargo was asked.
        let is_target = is_target(package, &main) || {
            let again = selection::metadata(&context.host, package.manifest_path.as_std_path())?;
            again.packages.iter().any(|again| again.id == package.id && is_target(again, &main))
        };
        if !is_target {
            return Err(Error::NoTestTarget { package: host.name, path: main });
        }
    } else if on_disk::exists(host.folder.join("tests/spec.rs")) {
        return Err(Error::TestTargetTaken { path: host.folder.join("tests/spec.rs"), main });
    } else if !has_gate {
        return Err(no_runtime(&host.name, is_only));
    }
    Ok(host)
}

/// Returns the layout of rustfmt for the files of a folder: as the nearest `.rustfmt.toml` or `rustfmt.toml` says, going up.
fn layout(files: &dyn Files, folder: &Path) -> CodeLayout {
    let names = [".rustfmt.toml", "rustfmt.toml"];
    let mut paths = folder.ancestors().flat_map(|folder| names.map(|name| folder.join(name)));
    let nearest = paths.find(|path| files.is_file(path));
    let text = nearest.and_then(|path| files.read_text(&path, FileKind::Settings).ok());
    text.map_or_else(CodeLayout::default, |text| CodeLayout::read(&text))
}

/// Does cargo compile the file as a test target of its own?
fn is_target(package: &Package, main: &Path) -> bool {
    let mut targets = package.targets.iter();
    targets.any(|target| target.kind.contains(&TargetKind::Test) && target.src_path.as_std_path() == main)
}
