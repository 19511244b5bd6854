//! Where the package shall take `spec-runtime` from.

use std::path::{Component, Path, PathBuf};

use super::InitArgs;
use crate::error::Error;
use crate::files;
use crate::manifest::{self, Origin, RUNTIME};
use crate::selection::Package;
use spec_model::files::{FileKind, read_text};

/// The folder that this command was built from.
const BUILT_FROM: &str = env!("CARGO_MANIFEST_DIR");

/// What the arguments say; else what the workspace says; else the folder that this command was built from, if it is a
/// checkout that is still there.
///
/// # Errors
/// [`Error::NoRuntime`], if the folder of `--path` does not hold the runtime; [`Error::NoOrigin`], if nothing says it.
pub(super) fn choose(init: &InitArgs, package: &Package) -> Result<Origin, Error> {
    if let Some(folder) = &init.path {
        let runtime = runtime_in(folder).ok_or_else(|| Error::NoRuntime { folder: folder.clone() })?;
        let runtime = std::path::absolute(&runtime).map_err(Error::CurrentFolder)?;
        let shown = if folder.is_relative() { relative(&runtime, &package.folder) } else { runtime };
        return Ok(Origin::Path(manifest_path(&shown)));
    }
    if let Some(url) = &init.git {
        return Ok(Origin::Git(url.clone()));
    }
    let root = files::read_if_exists(&package.workspace.join("Cargo.toml"))?.unwrap_or_default();
    if manifest::workspace_has_runtime(&String::from_utf8_lossy(&root)) {
        return Ok(Origin::Workspace);
    }
    let checkout =
        Path::new(BUILT_FROM).parent().filter(|folder| !is_cargos_own(folder)).and_then(runtime_in);
    checkout.map(|runtime| Origin::Path(manifest_path(&runtime))).ok_or(Error::NoOrigin)
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

/// Is it a folder that cargo keeps for itself, and clears when it likes (`~/.cargo/git/checkouts`)?
fn is_cargos_own(folder: &Path) -> bool {
    let parts: Vec<_> = folder.components().map(Component::as_os_str).collect();
    parts
        .windows(2)
        .any(|pair| pair[0] == "git" && pair[1] == "checkouts" || pair[0] == "registry" && pair[1] == "src")
}

/// The way from one folder to another, both absolute.
fn relative(to: &Path, from: &Path) -> PathBuf {
    // Links and `..` have no simple way back.
    let (Ok(to), Ok(from)) = (to.canonicalize(), from.canonicalize()) else { return to.to_path_buf() };
    let shared = to.components().zip(from.components()).take_while(|(one, other)| one == other).count();
    let up = from.components().skip(shared).map(|_| Component::ParentDir);
    up.chain(to.components().skip(shared)).collect()
}

/// A path as manifests write it, with `/` on every system.
fn manifest_path(path: &Path) -> String {
    crate::render::json::path_text(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_cargo_clears_is_not_depended_on() {
        assert!(is_cargos_own(Path::new("/home/a/.cargo/git/checkouts/cargo-spec-1a2b/3c4d")));
        assert!(!is_cargos_own(Path::new("/home/a/git/cargo-spec")));
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
