//! Writes users' files so that a kill at any instant leaves each of them whole, old or new.
//!
//! A file is written under a temporary name in the same folder, which is then renamed. As that happens, the file is compared with what was
//! read of it: what somebody else wrote meanwhile is never overwritten. A killed run may leave a temporary file. A later run knows it by
//! its mark, and removes it. Nothing is written where a symbolic link leads out of the repository.
//!
//! 1. `within`: where a path leads to, and whether that may be written;
//! 2. `swap`: the new file in the place of the old one;
//! 3. `made`: temporary files, and folders that this command makes for itself, each with a mark;
//! 4. `output`: the file that a user names for a report;
//! 5. `file_lock`: one process at a time;
//! 6. `own`: what the command keeps for itself; `scratch`: a folder that it builds in, `mirror`: a copy of a folder in it;
//! 7. `splice`: edits of a text;
//! 8. `unfinished`: several files as one step.
//!
//! No other module of the command makes, changes or removes a file.

mod file_lock;
pub mod made;
pub mod mirror;
pub mod output;
pub mod own;
pub mod scratch;
mod splice;
mod swap;
pub mod unfinished;
mod within;

pub use file_lock::FileLock;
pub use splice::spliced;
use within::Within;

use std::collections::HashSet;
use std::fs::{self, Metadata};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use spec_engine::Host;
use spec_model::files::{self, Disk, FileKind, Files as _};
use tempfile::Builder;

use crate::error::Error;

/// The bytes of a file, or `None` if there is none.
///
/// # Errors
/// [`Error::Read`], if there is something but it cannot be read.
pub fn read_if_exists(path: &Path) -> Result<Option<Vec<u8>>, Error> {
    files::read_if_exists(path, FileKind::Edited)
        .map_err(|reason| Error::Read { path: path.to_path_buf(), reason })
}

/// The Rust files in a folder, in the order of their names; none if there is no folder.
///
/// # Errors
/// [`Error::Read`], if the folder cannot be read.
pub fn rust_files(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let in_the_way = |reason| Error::Read { path: folder.to_path_buf(), reason };
    let entries = match Disk.entries(folder) {
        Ok(entries) => entries,
        Err(reason) if reason.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(reason) => return Err(in_the_way(reason)),
    };
    let mut paths: Vec<_> = entries.into_iter().map(|entry| folder.join(entry.name)).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "rs") && path.is_file());
    paths.sort();
    Ok(paths)
}

/// Makes sure that a file holds what was read of it (`None`: that it did not exist).
///
/// # Errors
/// [`Error::ChangedMeanwhile`], if it holds something else; [`Error::Read`], if it cannot be read any more.
pub fn is_as_read(path: &Path, before: Option<&[u8]>) -> Result<(), Error> {
    if read_if_exists(path)?.as_deref() == before {
        Ok(())
    } else {
        Err(Error::ChangedMeanwhile { path: path.to_path_buf() })
    }
}

fn read_only() -> io::Error {
    io::Error::new(io::ErrorKind::PermissionDenied, "the file is read-only")
}

/// The writing of one run.
#[derive(Debug)]
pub struct Writing<'a> {
    /// Forgets what it knows of the files that are written.
    host: &'a Host,
    within: Within,
    /// The folders in which nothing is left of runs that were killed.
    swept: HashSet<PathBuf>,
}

impl<'a> Writing<'a> {
    /// The files that a run writes in the repository that a workspace belongs to.
    pub fn within(host: &'a Host, workspace: &Path) -> Self {
        Self { host, within: Within::of(workspace), swept: HashSet::new() }
    }

    /// The files that a run writes where its user points.
    fn below(host: &'a Host, folder: &Path) -> Self {
        Self { host, within: Within::folder(folder), swept: HashSet::new() }
    }

    /// Makes sure that a path leads to a place in the repository.
    ///
    /// # Errors
    /// [`Error::LeadsOut`], if it does not.
    pub fn stays_inside(&self, path: &Path) -> Result<(), Error> {
        self.within.target(path).map(drop)
    }

    /// Makes sure that a path leads to a place in the repository, and to no file with a read-only mark.
    ///
    /// # Errors
    /// [`Error::LeadsOut`]; [`Error::Write`], if the file is read-only.
    fn may_be_written(&self, path: &Path) -> Result<(), Error> {
        let target = self.within.target(path)?;
        let is_read_only = fs::metadata(&target).is_ok_and(|metadata| metadata.permissions().readonly());
        if is_read_only {
            return Err(Error::Write { path: path.to_path_buf(), reason: read_only() });
        }
        Ok(())
    }

    /// Makes `after` the content of a file that held `before` when it was read (`None`: that did not exist).
    ///
    /// Folders that are missing are made. A symbolic link stays one: the file that it leads to is written. Permissions stay.
    /// Nothing is written if nothing would change.
    ///
    /// # Errors
    /// [`Error::ChangedMeanwhile`], if the file is not as it was read; [`Error::LeadsOut`], if a link leads out of the repository;
    /// [`Error::Write`], if the system (or the file's own read-only mark) does not let it be written. The file is then as it was.
    pub fn replace(&mut self, path: &Path, before: Option<&[u8]>, after: &[u8]) -> Result<(), Error> {
        is_as_read(path, before)?;
        if before == Some(after) {
            return Ok(());
        }
        let target = self.within.target(path)?;
        let folder = folder_of(&target);
        let missing: Vec<_> = folder.ancestors().take_while(|folder| !folder.exists()).collect();
        // Before anything is written: on a full disk, that makes room.
        if self.swept.insert(folder.to_path_buf()) {
            made::sweep_files(folder);
        }
        let written = fs::create_dir_all(folder).and_then(|()| write(folder, &target, before, after));
        let reason = match written {
            Ok(true) => {
                missing.iter().rev().for_each(|folder| self.host.forget(folder));
                [path, &target].iter().for_each(|path| self.host.forget(path));
                return Ok(());
            }
            Ok(false) => None,
            Err(reason) => Some(reason),
        };
        // Folders that were made for nothing go again; one that somebody has put something into stays.
        missing.iter().for_each(|folder| drop(fs::remove_dir(folder)));
        match reason.filter(|reason| reason.kind() != io::ErrorKind::AlreadyExists) {
            Some(reason) => Err(Error::Write { path: path.to_path_buf(), reason }),
            None => Err(Error::ChangedMeanwhile { path: path.to_path_buf() }),
        }
    }

    /// Removes a file that held `before` when it was read.
    ///
    /// # Errors
    /// As [`Self::replace`].
    pub fn remove(&self, path: &Path, before: &[u8]) -> Result<(), Error> {
        is_as_read(path, Some(before))?;
        self.stays_inside(folder_of(path))?;
        let removed = fs::metadata(path).and_then(|metadata| match metadata.permissions().readonly() {
            true => Err(read_only()),
            false => fs::remove_file(path),
        });
        self.host.forget(path);
        removed.map_err(|reason| Error::Write { path: path.to_path_buf(), reason })
    }

    /// Removes the folders above a file that was removed, as far as nothing is in them; `root` stays.
    pub fn remove_empty_folders(&self, path: &Path, root: &Path) {
        let above = path.ancestors().skip(1).take_while(|folder| *folder != root && folder.starts_with(root));
        for folder in above {
            self.host.forget(folder);
            // A folder with something in it cannot be removed, nor can those above it.
            if fs::remove_dir(folder).is_err() {
                return;
            }
        }
    }
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Says whether the file was as it was read, and so was written.
fn write(folder: &Path, target: &Path, before: Option<&[u8]>, after: &[u8]) -> io::Result<bool> {
    let existing = before.map(|_| fs::metadata(target)).transpose()?;
    // The mark goes last.
    let made::Temporary { file, mark: _mark } = write_aside(folder, after, existing.as_ref())?;
    match before {
        None => file.persist_noclobber(target).map(|_| true).map_err(|failed| failed.error),
        Some(before) => swap::swap(file, target, before),
    }
}

/// Writes a temporary file beside the one that it will replace, with its permissions.
fn write_aside(folder: &Path, bytes: &[u8], existing: Option<&Metadata>) -> io::Result<made::Temporary> {
    let mut builder = Builder::new();
    let new_file_permissions;
    match existing.map(Metadata::permissions) {
        Some(permissions) if permissions.readonly() => {
            return Err(read_only());
        }
        Some(_) => {}
        None => {
            new_file_permissions = permissions_of_new_files();
            if let Some(permissions) = new_file_permissions {
                builder.permissions(permissions);
            }
        }
    }
    let mut temporary = made::temporary(folder, &builder).map_err(without_path)?;
    // Past the wrapper, whose errors name the temporary file.
    let file = temporary.file.as_file_mut();
    file.write_all(bytes)?;
    if let Some(existing) = existing {
        file.set_permissions(existing.permissions())?;
    }
    file.sync_all()?;
    Ok(temporary)
}

/// An error of the system without the path of the temporary file, which says nothing to anybody.
fn without_path(error: io::Error) -> io::Error {
    let inner = error.get_ref().and_then(|wrapper| wrapper.source()?.downcast_ref::<io::Error>());
    inner.and_then(io::Error::raw_os_error).map_or(error, io::Error::from_raw_os_error)
}

/// Returns the permissions of a new file, before the user's mask: a temporary file would else be its owner's alone.
#[cfg(unix)]
fn permissions_of_new_files() -> Option<fs::Permissions> {
    use std::os::unix::fs::PermissionsExt as _;
    Some(fs::Permissions::from_mode(0o666))
}

#[cfg(not(unix))]
fn permissions_of_new_files() -> Option<fs::Permissions> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).expect("the folder can be read");
        entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect()
    }

    #[test]
    fn a_new_file_comes_with_its_folders_and_leaves_nothing_beside_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("tests/spec/main.rs");
        Writing::within(&Host::default(), folder.path())
            .replace(&path, None, b"fn main() {}\n")
            .expect("it is written");
        assert_eq!(fs::read(&path).expect("it is there"), b"fn main() {}\n");
        assert_eq!(names(path.parent().expect("a folder")), ["main.rs"]);
    }

    #[test]
    fn what_somebody_wrote_meanwhile_is_never_overwritten() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.rs");
        fs::write(&path, "theirs").expect("it is written");
        for before in [None, Some(b"old".as_slice())] {
            let error = Writing::within(&Host::default(), folder.path())
                .replace(&path, before, b"ours")
                .expect_err("it must not be written");
            assert!(matches!(error, Error::ChangedMeanwhile { .. }), "{error}");
        }
        assert_eq!(fs::read(&path).expect("it is there"), b"theirs");
        assert_eq!(names(folder.path()), ["a.rs"]);
    }

    #[test]
    fn a_file_is_removed_only_if_it_is_as_it_was_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.rs");
        fs::write(&path, "theirs").expect("it is written");
        let error =
            Writing::within(&Host::default(), folder.path()).remove(&path, b"old").expect_err("it must stay");
        assert!(matches!(error, Error::ChangedMeanwhile { .. }), "{error}");
        assert_eq!(names(folder.path()), ["a.rs"]);
        Writing::within(&Host::default(), folder.path()).remove(&path, b"theirs").expect("it is removed");
        assert_eq!(names(folder.path()), Vec::<String>::new());
        assert!(matches!(
            Writing::within(&Host::default(), folder.path()).remove(&path, b"theirs"),
            Err(Error::ChangedMeanwhile { .. })
        ));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn what_a_killed_run_has_left_is_removed_before_anything_is_written() {
        let folder = tempfile::tempdir().expect("a folder");
        made::leave_file(folder.path());
        assert_eq!(names(folder.path()).len(), 2);
        Writing::within(&Host::default(), folder.path())
            .replace(&folder.path().join("a.rs"), None, b"ours")
            .expect("it is written");
        assert_eq!(names(folder.path()), ["a.rs"]);
    }

    #[cfg(unix)]
    #[test]
    fn folders_that_were_made_for_nothing_go_again_and_the_error_names_the_file() {
        let folder = tempfile::tempdir().expect("a folder");
        // No name of a file is so long.
        let path = folder.path().join("tests").join("spec").join("a".repeat(300));
        let error = Writing::within(&Host::default(), folder.path())
            .replace(&path, None, b"ours")
            .expect_err("it cannot be written");
        assert!(matches!(error, Error::Write { .. }), "{error}");
        assert_eq!(names(folder.path()), Vec::<String>::new());
    }

    #[cfg(unix)]
    #[test]
    fn permissions_and_links_stay_and_read_only_is_respected() {
        use std::os::unix::fs::{PermissionsExt as _, symlink};
        let folder = tempfile::tempdir().expect("a folder");
        let (path, link) = (folder.path().join("a.rs"), folder.path().join("link.rs"));
        fs::write(&path, "old").expect("it is written");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("it is set");
        symlink("a.rs", &link).expect("it is linked");
        Writing::within(&Host::default(), folder.path())
            .replace(&link, Some(b"old"), b"new")
            .expect("it is written");
        assert!(fs::symlink_metadata(&link).expect("it is there").is_symlink());
        assert_eq!(fs::read(&path).expect("it is there"), b"new");
        assert_eq!(fs::metadata(&path).expect("it is there").permissions().mode() & 0o777, 0o640);

        fs::set_permissions(&path, fs::Permissions::from_mode(0o440)).expect("it is set");
        let error = Writing::within(&Host::default(), folder.path())
            .replace(&path, Some(b"new"), b"newer")
            .expect_err("it is read-only");
        assert_eq!(error.to_string(), format!("cannot write `{}`: the file is read-only", path.display()));
        assert_eq!(fs::read(&path).expect("it is there"), b"new");
    }

    #[test]
    fn no_edit_is_lost_beside_an_editor_that_saves_all_the_time() {
        const EDITS: usize = 150;
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.rs");
        let is_over = std::sync::atomic::AtomicBool::new(false);
        fs::write(&path, "").expect("it is written");
        std::thread::scope(|scope| {
            // It keeps what was typed, and saves that with whatever else it finds in the file.
            scope.spawn(|| {
                let mut typed = Vec::new();
                for at in 0..EDITS {
                    typed.push(format!("// edit {at}\n"));
                    let text = fs::read_to_string(&path).expect("it is there");
                    let others = text.split_inclusive('\n').filter(|line| !line.starts_with("// edit "));
                    let text: String = others.map(str::to_owned).chain(typed.iter().cloned()).collect();
                    let aside = folder.path().join("aside");
                    fs::write(&aside, text).and_then(|()| fs::rename(&aside, &path)).expect("it is saved");
                }
                is_over.store(true, std::sync::atomic::Ordering::Relaxed);
            });
            while !is_over.load(std::sync::atomic::Ordering::Relaxed) {
                let before = fs::read(&path).expect("it is there");
                let mut after = b"fn stub() {}\n".to_vec();
                after.extend_from_slice(&before);
                match Writing::within(&Host::default(), folder.path()).replace(&path, Some(&before), &after) {
                    Ok(()) | Err(Error::ChangedMeanwhile { .. }) => {}
                    Err(error) => panic!("{error}"),
                }
            }
        });
        let text = fs::read_to_string(&path).expect("it is there");
        for at in 0..EDITS {
            assert_eq!(text.lines().filter(|line| *line == format!("// edit {at}")).count(), 1, "edit {at}");
        }
    }
}
