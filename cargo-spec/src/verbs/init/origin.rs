//! Decides where the package gets `spec-runtime` from.

use std::path::{Component, Path, PathBuf};

use spec_model::files::{FileKind, read_text};

use super::InitArgs;
use crate::error::Error;
use crate::manifest::{self, RUNTIME, RuntimeOrigin};
use crate::on_disk;
use crate::percent;
use crate::selection::SelectedPackage;
use crate::write;

/// The repository that this command was built from, and the commit.
const BUILT_FROM_GIT: Option<(&str, &str)> =
    match (option_env!("BUILT_FROM_GIT"), option_env!("BUILT_FROM_REVISION")) {
        (Some(url), Some(revision)) => Some((url, revision)),
        _ => None,
    };
/// The version, if this command was built from a package of a registry.
const BUILT_FROM_REGISTRY: Option<&str> = option_env!("BUILT_FROM_REGISTRY");

/// The first of these that says where the runtime comes from:
///
/// 1. the arguments;
/// 2. the package's manifest;
/// 3. the workspace's manifest;
/// 4. the record that the build of this command has left;
/// 5. the record that cargo has left, where it installed this command.
///
/// A folder of this machine is named only if somebody asks for it.
///
/// # Errors
/// [`Error::NoRuntime`], if the folder of `--path` does not hold the runtime; [`Error::NoOrigin`], if nothing says it.
pub(super) fn choose(init: &InitArgs, package: &SelectedPackage) -> Result<RuntimeOrigin, Error> {
    if let Some(folder) = &init.path {
        let runtime = runtime_in(folder).ok_or_else(|| Error::NoRuntime { folder: folder.clone() })?;
        let runtime = std::path::absolute(&runtime).map_err(Error::CurrentFolder)?;
        let shown = if folder.is_relative() { relative(&runtime, &package.folder) } else { runtime };
        return Ok(RuntimeOrigin::Path(manifest_path(&shown)));
    }
    if let Some(url) = &init.git {
        return Ok(RuntimeOrigin::Git { url: url.clone(), revision: None });
    }
    let own = write::read_if_exists(&package.manifest)?.unwrap_or_default();
    if let Some(origin) = manifest::known_origin(&String::from_utf8_lossy(&own)) {
        return Ok(origin);
    }
    let root = write::read_if_exists(&package.workspace.join("Cargo.toml"))?.unwrap_or_default();
    if manifest::workspace_has_runtime(&String::from_utf8_lossy(&root)) {
        return Ok(RuntimeOrigin::Workspace);
    }
    built_from().or_else(installed_from).ok_or_else(|| Error::NoOrigin { clone: clone_on_disk() })
}

/// The origin that the build of this command has recorded.
fn built_from() -> Option<RuntimeOrigin> {
    let git = BUILT_FROM_GIT.map(|(url, revision)| RuntimeOrigin::git(url, revision));
    git.or_else(|| BUILT_FROM_REGISTRY.map(|version| RuntimeOrigin::Version(version.to_owned())))
}

/// The origin that cargo recorded when it installed this command.
fn installed_from() -> Option<RuntimeOrigin> {
    origin_in(&installed_record()?)
}

/// The record of cargo beside the folder of the program.
fn installed_record() -> Option<String> {
    let program = std::env::current_exe().ok()?;
    read_text(&program.parent()?.parent()?.join(".crates.toml"), FileKind::Settings).ok()
}

/// The clone that this command was installed from, or that its program lies in, if it still holds the runtime.
fn clone_on_disk() -> Option<PathBuf> {
    let holds_runtime = |folder: &&Path| runtime_in(folder).is_some();
    let clone_above = |path: &Path| path.ancestors().find(holds_runtime).map(Path::to_path_buf);
    let installed = installed_record().and_then(|record| clone_above(&folder_in(&record)?));
    installed.or_else(|| clone_above(&std::env::current_exe().ok()?))
}

/// The folder in a record of cargo: `"cargo-spec-cli 0.1.0 (path+file:///FOLDER)" = ["cargo-spec"]`.
fn folder_in(record: &str) -> Option<PathBuf> {
    let path = source_in(record)?.strip_prefix("path+file://")?;
    // On Windows: `path+file:///C:/FOLDER`.
    Some(PathBuf::from(percent::decoded(if cfg!(windows) { path.trim_start_matches('/') } else { path })?))
}

/// The source of this command in a record of cargo.
fn source_in(record: &str) -> Option<&str> {
    let start = format!("\"{} {} (", env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"));
    Some(record.lines().find_map(|line| line.strip_prefix(&start))?.split_once(")\"")?.0)
}

/// The origin in a record of cargo: `"cargo-spec-cli 0.1.0 (git+URL#REVISION)" = ["cargo-spec"]`.
fn origin_in(record: &str) -> Option<RuntimeOrigin> {
    let source = source_in(record)?;
    if source.starts_with("registry+") || source.starts_with("sparse+") {
        return Some(RuntimeOrigin::Version(env!("CARGO_PKG_VERSION").to_owned()));
    }
    let (url, revision) = source.strip_prefix("git+")?.split_once('#')?;
    Some(RuntimeOrigin::git(url.split('?').next()?, revision))
}

/// The runtime's folder: the one that is named, or the one of that name in it.
fn runtime_in(folder: &Path) -> Option<PathBuf> {
    let is_runtime = |folder: &PathBuf| {
        let manifest = read_text(&folder.join("Cargo.toml"), FileKind::Settings).unwrap_or_default();
        let name = format!("name = \"{RUNTIME}\"");
        manifest.lines().any(|line| line.trim() == name)
    };
    [folder.join(RUNTIME), folder.to_path_buf()].into_iter().find(is_runtime)
}

/// The way from one folder to another, both absolute.
fn relative(to: &Path, from: &Path) -> PathBuf {
    // Links and `..` have no simple way back.
    let (Ok(to), Ok(from)) = (on_disk::real(to), on_disk::real(from)) else { return to.to_path_buf() };
    let shared = to.components().zip(from.components()).take_while(|(one, other)| one == other).count();
    let up = from.components().skip(shared).map(|_| Component::ParentDir);
    up.chain(to.components().skip(shared)).collect()
}

/// A path as manifests write it, with `/` on every system.
fn manifest_path(path: &Path) -> String {
    crate::layout::path_text(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cargo_records_of_an_installation_says_where_it_comes_from() {
        let check = |source: &str, expect: Option<RuntimeOrigin>| {
            let own = concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION"));
            let record = format!(
                "[v1]\n\"bat 0.1.0 (git+https://no#1)\" = []\n\"{own} ({source})\" = [\"cargo-spec\"]\n"
            );
            assert_eq!(origin_in(&record), expect, "{source}");
            let folder = source
                .strip_prefix("path+file:///home")
                .map(|rest| format!("/home{}", rest.replace("%20", " ")));
            assert_eq!(
                folder_in(&record).as_deref(),
                folder.as_deref().map(Path::new).filter(|_| !cfg!(windows)),
                "{source}"
            );
        };
        let git = |url| Some(RuntimeOrigin::git(url, "abc"));
        check("git+https://example.org/spec.git#abc", git("https://example.org/spec.git"));
        check("git+ssh://git@example.org/spec?branch=main#abc", git("ssh://git@example.org/spec"));
        check("path+file:///home/me/spec", None);
        check("path+file:///home/my%20code/spec", None);
        let version = Some(RuntimeOrigin::Version(env!("CARGO_PKG_VERSION").to_owned()));
        check("registry+https://github.com/rust-lang/crates.io-index", version.clone());
        check("sparse+https://index.crates.io/", version);
        assert_eq!(origin_in("no record at all"), None);
    }

    #[test]
    fn the_way_to_a_neighbour_goes_up_and_down() {
        let folder = tempfile::tempdir().expect("a folder");
        let (from, to) = (folder.path().join("shop/core"), folder.path().join("spec/spec-runtime"));
        std::fs::create_dir_all(&from).expect("it is made");
        std::fs::create_dir_all(&to).expect("it is made");
        assert_eq!(relative(&to, &from), Path::new("../../spec/spec-runtime"));
    }
}
