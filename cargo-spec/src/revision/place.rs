//! Finds the place of a workspace in its repository.

use std::path::{Path, PathBuf};

use super::{Range, git};
use crate::context::Context;
use crate::error::Error;
use crate::on_disk;
use crate::selection;

/// The place of the workspace.
#[derive(Debug)]
pub struct WorkspacePlace {
    /// A folder that git knows.
    pub repository: PathBuf,
    /// The workspace's folder, from the root of the repository.
    pub folder: PathBuf,
    /// The workspace's folder.
    pub root: PathBuf,
    /// The root of the working tree; a bare repository has none.
    pub top: Option<PathBuf>,
}

impl WorkspacePlace {
    /// Finds it, and the repository that it is in.
    ///
    /// # Errors
    /// No manifest, no repository, or a bare one where a working tree is needed.
    pub fn find(context: &Context<'_>, range: &Range) -> Result<Self, Error> {
        // In a bare repository there is no file of it, and a manifest above it is another one's.
        let here = std::env::current_dir().map_err(Error::CurrentFolder)?;
        if context.global.manifest_path.is_none() && is_bare(&here) {
            if range.now.is_none() {
                let problem = "this repository is bare: there is no working tree; name two revisions";
                return Err(Error::Git(problem.to_owned()));
            }
            return Ok(Self { repository: here.clone(), folder: PathBuf::new(), root: here, top: None });
        }
        let manifest = selection::manifest(context)?;
        let workspace = context.host.workspace(manifest.parent().unwrap_or(&manifest));
        let root = on_disk::real(&workspace.root).map_err(Error::CurrentFolder)?;
        let top = git(&root, &["rev-parse", "--show-toplevel"])?;
        let top = Path::new(top.trim_end_matches(['\n', '\r']));
        let top = on_disk::real(top).map_err(Error::CurrentFolder)?;
        let folder = root.strip_prefix(&top).map(Path::to_path_buf).unwrap_or_default();
        Ok(Self { repository: root.clone(), folder, root, top: Some(top) })
    }
}

fn is_bare(folder: &Path) -> bool {
    git(folder, &["rev-parse", "--is-bare-repository"]).is_ok_and(|answer| answer.trim_end() == "true")
}
