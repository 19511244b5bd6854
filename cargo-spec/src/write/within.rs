//! Checks that a path lies in the folder that a run may write to, also behind symbolic links.

use std::io;
use std::path::{Path, PathBuf};

use crate::error::Error;

/// The repository that a workspace is in; without one, the workspace itself.
#[derive(Debug)]
pub(super) struct Within {
    root: PathBuf,
}

impl Within {
    /// Finds it by a folder in it.
    pub(super) fn of(folder: &Path) -> Self {
        let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_path_buf());
        let repository = folder.ancestors().find(|folder| folder.join(".git").exists());
        Self { root: repository.unwrap_or(&folder).to_path_buf() }
    }

    /// A folder, wherever it is.
    pub(super) fn folder(folder: &Path) -> Self {
        Self { root: folder.canonicalize().unwrap_or_else(|_| folder.to_path_buf()) }
    }

    /// Returns the target of a path, through symbolic links; the path itself if nothing is there yet.
    ///
    /// # Errors
    /// [`Error::LeadsOut`], if a link leads out of the repository; [`Error::Write`], if it cannot be told where it leads.
    pub(super) fn target(&self, path: &Path) -> Result<PathBuf, Error> {
        let in_the_way = |reason: io::Error| Error::Write { path: path.to_path_buf(), reason };
        let written = std::path::absolute(path).map_err(in_the_way)?;
        let target = match path.symlink_metadata() {
            Ok(metadata) if metadata.is_symlink() => leads_to(path).map_err(in_the_way)?,
            _ => path.to_path_buf(),
        };
        let Some(existing) = target.ancestors().find(|part| part.symlink_metadata().is_ok()) else {
            return Ok(target);
        };
        // Relative paths end before the current folder.
        let existing = if existing.as_os_str().is_empty() { Path::new(".") } else { existing };
        let real = existing.canonicalize().map_err(in_the_way)?;
        // A member of the workspace may lie elsewhere; then no link is on the way to it.
        if real.starts_with(&self.root) || written.starts_with(&real) {
            return Ok(target);
        }
        Err(Error::LeadsOut { path: path.to_path_buf(), target: real })
    }
}

/// Returns the target of a link, also if nothing is there yet.
fn leads_to(link: &Path) -> io::Result<PathBuf> {
    match link.canonicalize() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let folder = link.parent().unwrap_or(Path::new("."));
            let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
            let there = folder.canonicalize()?.join(link.read_link()?);
            // A chain of links to nothing: whichever comes next is found when it is written.
            match there.symlink_metadata() {
                Ok(_) => Err(error),
                Err(_) => Ok(there),
            }
        }
        leads => leads,
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs;
    use std::os::unix::fs::symlink;

    use super::*;

    /// A repository with links in it and beside it; says for each path whether it may be written.
    #[test]
    fn what_leads_out_of_the_repository_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let top = folder.path().canonicalize().expect("it is there");
        let (repository, elsewhere) = (top.join("repository"), top.join("elsewhere"));
        for made in [
            repository.join(".git"),
            repository.join("member/src"),
            elsewhere.clone(),
            repository.join("real"),
        ] {
            fs::create_dir_all(made).expect("it is made");
        }
        fs::write(elsewhere.join("a.rs"), "a").expect("it is written");
        fs::write(repository.join("real/a.rs"), "a").expect("it is written");
        let link = |target: &str, name: &str| symlink(target, repository.join(name)).expect("it is linked");
        link("../elsewhere", "tests");
        link("../elsewhere/a.rs", "a.rs");
        link("../elsewhere/new.rs", "new.rs");
        link("../../elsewhere/spec.lock", "member/spec.lock");
        link("real", "inside");
        link("real/a.rs", "inside.rs");
        link("real/new.rs", "inside_new.rs");
        link("nothing/at/all.rs", "dangling.rs");
        symlink(&repository, top.join("by_link")).expect("it is linked");
        for (path, may) in [
            ("repository/tests/spec/main.rs", false),
            ("repository/tests/a.rs", false),
            ("repository/a.rs", false),
            ("repository/new.rs", false),
            ("repository/member/spec.lock", false),
            ("by_link/tests/spec/main.rs", false),
            ("repository/inside/spec/main.rs", true),
            ("repository/inside.rs", true),
            ("repository/inside_new.rs", true),
            ("repository/dangling.rs", true),
            ("repository/member/src/deep/new.rs", true),
            ("by_link/member/src/new.rs", true),
            ("elsewhere/member/src/new.rs", true),
        ] {
            for root in ["repository", "repository/member", "by_link"] {
                let answer = Within::of(&top.join(root)).target(&top.join(path));
                assert_eq!(answer.is_ok(), may, "{path} in {root}: {answer:?}");
            }
        }
    }
}
