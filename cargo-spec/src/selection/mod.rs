//! Selects packages as cargo does: `--manifest-path`, `-p` and `--workspace`.

mod findings;
mod folders;
mod named;

use std::io;
use std::path::{Path, PathBuf};

use cargo_metadata::{Metadata, MetadataCommand};
use spec_engine::Host;
use spec_engine::verdict::{Findings, Severities};
use spec_model::Diagnostic;
use spec_model::catalog::{Catalog, ResolveError, Target, WORKSPACE};
use spec_model::files::{FileKind, Files};
use toml_edit::Document;

use crate::context::Context;
use crate::error::Error;
use crate::on_disk;

pub use self::findings::{Concern, of_selected};
pub use self::folders::{Folders, folders};
pub use self::named::Selection;

/// A package of the workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SelectedPackage {
    /// Its name.
    pub name: String,
    /// Its manifest.
    pub manifest: PathBuf,
    /// The folder of its manifest.
    pub folder: PathBuf,
    /// The folder of the workspace's manifest.
    pub workspace: PathBuf,
}

/// The manifest in force: that of `--manifest-path`, else the nearest one going up from the current folder.
///
/// # Errors
/// [`Error::NoSuchManifest`] if the path names nothing, [`Error::ManifestPath`] if it names no `Cargo.toml`, [`Error::NoManifest`] if there is none.
pub fn manifest(context: &Context<'_>) -> Result<PathBuf, Error> {
    if let Some(path) = &context.global.manifest_path {
        if !on_disk::exists(path) {
            return Err(Error::NoSuchManifest { path: path.clone() });
        }
        return if path.file_name().is_some_and(|name| name == "Cargo.toml") && on_disk::is_file(path) {
            std::path::absolute(path).map_err(Error::CurrentFolder)
        } else {
            Err(Error::ManifestPath { path: path.clone() })
        };
    }
    let folder = std::env::current_dir().map_err(Error::CurrentFolder)?;
    let manifest =
        folder.ancestors().map(|folder| folder.join("Cargo.toml")).find(|path| on_disk::is_file(path));
    manifest.ok_or(Error::NoManifest { folder })
}

/// The root of the workspace; without a manifest, the current folder.
pub fn root(context: &Context<'_>) -> PathBuf {
    match manifest(context) {
        Ok(manifest) => context.host.workspace(manifest.parent().unwrap_or(&manifest)).root,
        // The verb says what is wrong.
        Err(_) => std::env::current_dir().unwrap_or_default(),
    }
}

/// The one package that is meant.
///
/// # Errors
/// As [`packages`]; [`Error::SeveralPackages`] if more than one may be.
pub fn package(context: &Context<'_>) -> Result<SelectedPackage, Error> {
    let mut packages = packages(context)?;
    match (packages.pop(), packages.is_empty()) {
        (Some(package), true) => Ok(package),
        (last, _) => Err(Error::SeveralPackages {
            members: packages.into_iter().chain(last).map(|p| p.name).collect(),
        }),
    }
}

/// The answer of cargo about the workspace of a manifest, without its dependencies. Cargo is not asked if it would wait for a pipe or a device.
///
/// # Errors
/// [`Error::Workspace`], if cargo cannot read it; [`Error::Read`], if it would wait for a file of its own.
pub fn metadata(host: &Host, manifest: &Path) -> Result<Metadata, Error> {
    no_pipe_for_cargo(host.files(), manifest)?;
    let findings = host.workspace(manifest.parent().unwrap_or(manifest)).diagnostics;
    for path in findings.iter().filter_map(|finding| finding.path.as_deref()) {
        match host.files().read(path, FileKind::Settings) {
            Err(reason) if reason.kind() != io::ErrorKind::NotFound => {
                let (manifest, reason) = (path.to_path_buf(), reason.to_string());
                return Err(Error::Workspace { manifest, reason });
            }
            _ => {}
        }
    }
    let in_the_way = |reason: &dyn std::fmt::Display| Error::Workspace {
        manifest: manifest.to_path_buf(),
        reason: reason.to_string(),
    };
    MetadataCommand::new().manifest_path(manifest).no_deps().exec().map_err(|error| match error {
        cargo_metadata::Error::CargoMetadata { stderr } => in_the_way(&stderr.trim()),
        other => in_the_way(&other),
    })
}

/// The files that cargo and rustup look for in a folder and all above it (The Cargo Book, *Configuration*; The rustup book, *Overrides*).
const OF_CARGO: [(&str, FileKind); 5] = [
    (".cargo/config.toml", FileKind::Settings),
    (".cargo/config", FileKind::Settings),
    ("rust-toolchain.toml", FileKind::Settings),
    ("rust-toolchain", FileKind::Settings),
    ("Cargo.lock", FileKind::Lock),
];

/// Refuses to start cargo where it would wait for a pipe or a device, or read without end. What else is wrong, cargo says better.
fn no_pipe_for_cargo(files: &dyn Files, manifest: &Path) -> Result<(), Error> {
    let here = std::env::current_dir().map_err(Error::CurrentFolder)?;
    let (above, own) = (here.ancestors(), manifest.ancestors().skip(1));
    let others = own.filter(|folder| !here.starts_with(folder));
    for (folder, (name, kind)) in above.chain(others).flat_map(|folder| OF_CARGO.map(|file| (folder, file))) {
        let path = folder.join(name);
        match files.read(&path, kind) {
            Err(reason) if matches!(reason.kind(), io::ErrorKind::Other | io::ErrorKind::FileTooLarge) => {
                return Err(Error::Read { path, reason });
            }
            _ => {}
        }
    }
    Ok(())
}

/// The packages that are meant, in the order of the workspace: those of `-p`; for `--workspace`, or at the root of a workspace without a
/// package, all but those of `--exclude`; else the one of the manifest.
///
/// # Errors
/// No manifest, one that cargo cannot read, a name that no member has.
pub fn packages(context: &Context<'_>) -> Result<Vec<SelectedPackage>, Error> {
    let manifest = manifest(context)?;
    packages_of(&metadata(&context.host, &manifest)?, &manifest, context)
}

/// As [`packages`], where cargo was asked already what the workspace of the manifest is.
///
/// # Errors
/// A name that no member has.
pub fn packages_of(
    metadata: &Metadata,
    manifest: &Path,
    context: &Context<'_>,
) -> Result<Vec<SelectedPackage>, Error> {
    let workspace = metadata.workspace_root.clone().into_std_path_buf();
    let members = metadata.workspace_packages().into_iter().map(|package| {
        let manifest = package.manifest_path.clone().into_std_path_buf();
        let folder = manifest.parent().unwrap_or(&workspace).to_path_buf();
        SelectedPackage { name: package.name.to_string(), manifest, folder, workspace: workspace.clone() }
    });
    let members: Vec<_> = members.collect();
    let mut named = context.global.packages.iter().chain(&context.global.exclude);
    if let Some(name) = named.find(|&name| members.iter().all(|member| member.name != *name)) {
        let members = members.into_iter().map(|member| member.name).collect();
        return Err(Error::UnknownPackage { name: name.clone(), members });
    }
    if context.global.packages.is_empty() {
        let own = members.iter().find(|member| same_file(&member.manifest, manifest));
        return Ok(match own {
            Some(own) if !context.global.workspace => vec![own.clone()],
            _ => {
                members.into_iter().filter(|member| !context.global.exclude.contains(&member.name)).collect()
            }
        });
    }
    Ok(members.into_iter().filter(|member| context.global.packages.contains(&member.name)).collect())
}

/// The documents in force for the packages that are meant: one catalog for each spec root. Without a manifest, those of
/// the current folder.
///
/// # Errors
/// As [`packages`].
pub fn catalogs(context: &Context<'_>) -> Result<Vec<Catalog>, Error> {
    let mut folders = Vec::new();
    match manifest(context) {
        // The usual case is answered without asking cargo, which takes its time.
        Ok(manifest)
            if context.global.packages.is_empty()
                && !context.global.workspace
                && is_package(context.host.files(), &manifest) =>
        {
            folders.extend(manifest.parent().map(Path::to_path_buf));
        }
        Ok(manifest) => {
            let own = manifest.parent().unwrap_or(&manifest);
            let is_named = !context.global.packages.is_empty() || !context.global.exclude.is_empty();
            let workspace = context.host.workspace(own);
            if !is_named {
                folders.push(own.to_path_buf());
            }
            if is_named || !workspace.diagnostics.is_empty() {
                folders.extend(packages(context)?.into_iter().map(|package| package.folder));
            } else {
                folders.extend(workspace.packages.into_iter().map(|package| package.folder));
            }
        }
        Err(Error::NoManifest { folder })
            if context.global.packages.is_empty() && !context.global.workspace =>
        {
            folders.push(folder);
        }
        Err(error) => return Err(error),
    }
    Ok(context.host.catalogs(folders.iter().map(PathBuf::as_path)))
}

/// A catalog, and what an id names in it.
pub type CatalogAnswer<'a> = (&'a Catalog, Result<Target<'a>, ResolveError>);

/// Asks each catalog for an id. Of one package, its own documents come before those of the workspace: if they define the id, the others are
/// not asked.
pub fn answers<'a>(catalogs: &'a [Catalog], written: &str) -> Vec<CatalogAnswer<'a>> {
    let mut answers: Vec<CatalogAnswer<'a>> =
        catalogs.iter().map(|catalog| (catalog, catalog.resolve(written))).collect();
    let mut own = answers.iter().filter(|(catalog, _)| !catalog.is_of_workspace);
    if let (Some((_, answer)), None) = (own.next(), own.next())
        && !matches!(answer, Err(ResolveError::Unknown { .. }))
    {
        answers.retain(|(catalog, _)| !catalog.is_of_workspace);
    }
    answers
}

/// Leaves out what a workspace's root defines, where a package's own document defines it too. The id says a feature.
pub fn nearest(found: &mut Vec<(&Catalog, Target<'_>)>, written: &str) {
    if found.len() > 1 && written.contains('/') && found.iter().any(|(catalog, _)| !catalog.is_of_workspace) {
        found.retain(|(catalog, _)| !catalog.is_of_workspace);
    }
}

/// The names that tell the things apart that an id was found to name.
pub fn names(found: &[(&Catalog, Target<'_>)]) -> Vec<String> {
    let is_several = found.iter().any(|(catalog, _)| !catalog.is_of_workspace);
    let name = |(catalog, target): &(&Catalog, Target<'_>)| {
        let prefix = if catalog.is_of_workspace && is_several { WORKSPACE } else { "" };
        format!("{prefix}{}/{}", target.document.feature, target.id())
    };
    found.iter().map(name).collect()
}

/// Is there a document, or at least something to say about why there is none?
///
/// # Errors
/// [`Error::NothingToRead`] with the places where documents were looked for.
pub fn something_to_read(catalogs: &[Catalog]) -> Result<(), Error> {
    if catalogs.iter().any(|catalog| !catalog.documents.is_empty() || !catalog.diagnostics.is_empty()) {
        return Ok(());
    }
    Err(Error::NothingToRead {
        looked_in: catalogs.iter().flat_map(|catalog| catalog.looked_in.clone()).collect(),
    })
}

/// Findings with the severities that the configuration wants; what it allows is left out.
pub fn as_configured<'a>(
    catalog: &Catalog,
    findings: impl Iterator<Item = &'a Diagnostic>,
) -> Vec<Diagnostic> {
    let mut configured = Findings::default();
    configured.report(Severities::Of(&catalog.config), findings.cloned());
    configured.diagnostics
}

/// Has a manifest a package of its own? One that cannot be read is left to cargo, whose message is better.
fn is_package(files: &dyn Files, manifest: &Path) -> bool {
    let text = files.read_text(manifest, FileKind::Settings).unwrap_or_default();
    Document::parse(text.as_str()).is_ok_and(|document| document.as_table().contains_key("package"))
}

fn same_file(one: &Path, other: &Path) -> bool {
    one == other || matches!((on_disk::real(one), on_disk::real(other)), (Ok(one), Ok(other)) if one == other)
}
