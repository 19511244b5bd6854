//! The boundary that no symbolic link may lead out of.

use std::io;
use std::path::{Path, PathBuf};

use super::Files;

/// A folder that no symbolic link may lead out of.
#[derive(Clone, Debug, Default)]
pub struct FolderBoundary {
    /// Its real path. The folder itself may lie behind a link.
    real: Option<PathBuf>,
}

impl FolderBoundary {
    /// The boundary of a folder.
    pub fn of(files: &dyn Files, folder: &Path) -> Self {
        Self { real: files.real(folder).ok() }
    }

    /// Makes sure that a path does not lead out of the folder. A link that leads nowhere is for its reader to find.
    ///
    /// # Errors
    /// Says where the path leads to, if it leads out.
    pub fn holds(&self, files: &dyn Files, path: &Path) -> io::Result<()> {
        let Ok(real) = files.real(path) else { return Ok(()) };
        if self.real.as_ref().is_none_or(|folder| real.starts_with(folder)) {
            return Ok(());
        }
        let to = real.to_string_lossy();
        let message = format!("it is a link that leads out of the repository, to `{}`", to.escape_debug());
        Err(io::Error::new(io::ErrorKind::PermissionDenied, message))
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs;

    use super::*;
    use crate::files::Disk;

    #[test]
    fn a_link_leads_out_of_a_folder_only_if_its_end_lies_elsewhere() {
        use std::os::unix::fs::symlink;
        let outer = tempfile::tempdir().expect("a folder");
        let at = |name: &str| outer.path().join(name);
        fs::create_dir_all(at("top/docs")).expect("it is made");
        fs::create_dir_all(at("top-2")).expect("it is made");
        for name in ["top/docs/a.md", "top-2/b.md"] {
            fs::write(at(name), "").expect("it is written");
        }
        symlink("top", at("door")).expect("it is linked");
        symlink("docs/a.md", at("top/inside.md")).expect("it is linked");
        symlink("../top-2/b.md", at("top/outside.md")).expect("it is linked");
        symlink("../top-2", at("top/elsewhere")).expect("it is linked");
        symlink("../top/docs", at("top/round-about")).expect("it is linked");
        for name in ["top/docs/a.md", "top/inside.md", "top/round-about/a.md", "top/gone.md"] {
            for top in ["top", "door"] {
                assert!(FolderBoundary::of(&Disk, &at(top)).holds(&Disk, &at(name)).is_ok(), "{name}");
            }
        }
        for name in ["top/outside.md", "top/elsewhere/b.md", "door/outside.md"] {
            for top in ["top", "door"] {
                let error = FolderBoundary::of(&Disk, &at(top))
                    .holds(&Disk, &at(name))
                    .expect_err("it leads out")
                    .to_string();
                assert!(error.ends_with("top-2/b.md`"), "{name}: {error}");
            }
        }
    }
}
