//! Finds the root and the target folder of a workspace. It asks cargo only in unusual cases, because that takes as long
//! as a check.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

use spec_model::files::{FileKind, Files};

use super::metadata;
use crate::context::Context;
use crate::error::Error;

/// The folders of a workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folders {
    /// The folder of its manifest.
    pub root: PathBuf,
    /// The folder that cargo builds into.
    pub target: PathBuf,
}

/// Finds the folders of the workspace of a manifest. Cargo is asked only where it may build elsewhere than in `target`, or where a manifest
/// is wrong. See *Configuration* in The Cargo Book.
///
/// # Errors
/// As [`metadata`].
pub fn folders(context: &Context<'_>, manifest: &Path) -> Result<Folders, Error> {
    let workspace = context.host.workspace(manifest.parent().unwrap_or(manifest));
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| std::env::home_dir().map(|home| home.join(".cargo")));
    let here = std::env::current_dir().map_err(Error::CurrentFolder)?;
    let is_usual = workspace.diagnostics.is_empty()
        && builds_in_target(context.host.files(), &here, home.as_deref(), |name| std::env::var_os(name));
    if is_usual {
        let target = workspace.root.join("target");
        return Ok(Folders { root: workspace.root, target });
    }
    let metadata = metadata(&context.host, manifest)?;
    Ok(Folders { root: metadata.workspace_root.into(), target: metadata.target_directory.into() })
}

/// Does neither the environment nor a configuration of cargo name another folder to build into?
fn builds_in_target(
    files: &dyn Files,
    here: &Path,
    home: Option<&Path>,
    variable: impl Fn(&str) -> Option<OsString>,
) -> bool {
    let names_none = |path: PathBuf| match files.read_text(&path, FileKind::Settings) {
        Ok(text) => !["target-dir", "include"].iter().any(|key| text.contains(key)),
        Err(error) => error.kind() == io::ErrorKind::NotFound,
    };
    let above = here.ancestors().map(|folder| folder.join(".cargo"));
    let mut configured = above.chain(home.map(Path::to_path_buf));
    ["CARGO_TARGET_DIR", "CARGO_BUILD_TARGET_DIR"].into_iter().all(|name| variable(name).is_none())
        && configured
            .all(|folder| ["config.toml", "config"].map(|name| folder.join(name)).into_iter().all(names_none))
}

#[cfg(test)]
mod tests {
    use spec_model::files::Memory;

    use super::*;

    #[test]
    fn cargo_is_asked_where_something_may_name_another_folder() {
        let check = |file: &str, text: &str, set: &str, expect: bool| {
            let mut files = Memory::default();
            files.insert(file, text);
            let variable = |name: &str| (name == set).then(|| "/tmp".into());
            let found =
                builds_in_target(&files, Path::new("/shop/till"), Some(Path::new("/home/.cargo")), variable);
            assert_eq!(found, expect, "{file} {text} {set}");
        };
        let elsewhere = "[build]\ntarget-dir = \"/tmp\"\n";
        check("/shop/Cargo.toml", "", "", true);
        check("/shop/.cargo/config.toml", "[build]\njobs = 1\n", "", true);
        check("/other/.cargo/config.toml", elsewhere, "", true);
        check("/shop/Cargo.toml", "", "CARGO_HOME", true);
        check("/shop/till/.cargo/config.toml", elsewhere, "", false);
        check("/shop/.cargo/config", "build.target-dir = '/tmp'", "", false);
        check("/home/.cargo/config.toml", elsewhere, "", false);
        check("/.cargo/config.toml", "include = [\"other.toml\"]", "", false);
        check("/shop/Cargo.toml", "", "CARGO_TARGET_DIR", false);
        check("/shop/Cargo.toml", "", "CARGO_BUILD_TARGET_DIR", false);
    }
}
