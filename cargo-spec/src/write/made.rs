//! Makes temporary files and folders beside users' files, and removes them again. Each bears a mark that names the
//! process which made it. Without a mark it belongs to somebody else, whatever its name and age.
//!
//! The mark of a folder is a file in it. That of a temporary file is a symbolic link beside it. It is there before the file and goes after
//! it: a link comes to be in one step, with all that it says. So a kill at any instant leaves nothing without its mark.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use spec_model::files::{self, FileKind};
use spec_model::spec::Fingerprint;
use tempfile::{Builder, NamedTempFile};

/// The name of the mark in a folder.
const MARK: &str = ".made-by-cargo-spec";
/// The text that it begins with; then comes the owner.
const TEXT: &str = "cargo spec made this folder for itself, and removes it with all that is in it.\n";
/// The beginning of the names of temporary files and of their marks.
const PREFIX: &str = ".cargo-spec-";
/// The extension of a temporary file.
const TEMPORARY: &str = "tmp";
/// The extension of its mark.
const BESIDE: &str = "by";
/// The target of the link that marks a temporary file: it leads nowhere; then comes the owner.
const LEADS: &str = "made by cargo spec, process ";

/// Marks a folder that was just made.
///
/// # Errors
/// If that cannot be written.
pub fn mark(folder: &Path) -> io::Result<()> {
    let mut file = fs::OpenOptions::new().write(true).create_new(true).open(folder.join(MARK))?;
    writeln!(file, "{TEXT}{}", owner().unwrap_or_default())
}

/// Makes a folder for this command, in the place of one that an earlier run has left.
///
/// # Errors
/// If there is something that this command has not made, or if the folder cannot be made.
pub fn make(folder: &Path) -> io::Result<()> {
    remove(folder)?;
    if let Some(parent) = folder.parent() {
        fs::create_dir_all(parent)?;
    }
    fs::create_dir(folder)?;
    mark(folder)
}

/// Removes a folder with all that is in it, if this command has made it. That there is none is no error.
///
/// # Errors
/// If there is something that this command has not made, or that cannot be removed.
pub fn remove(folder: &Path) -> io::Result<()> {
    match folder.symlink_metadata() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
        Ok(_) if owner_of_folder(folder).is_some() => fs::remove_dir_all(folder),
        Ok(_) => {
            Err(io::Error::other("there is something that this command did not make: remove it yourself"))
        }
    }
}

/// A temporary file, with its mark. Both go with this value.
#[derive(Debug)]
pub(super) struct Temporary {
    /// The file, first: it goes before its mark.
    pub(super) file: NamedTempFile,
    /// The mark; `None`: the system has no links, or does not say who this process is.
    pub(super) mark: Option<NamedTempFile<()>>,
}

/// Makes a temporary file in a folder. `builder` says what else it is like.
///
/// # Errors
/// If it cannot be made.
pub(super) fn temporary(folder: &Path, builder: &Builder<'_, '_>) -> io::Result<Temporary> {
    let mark = owner().and_then(|owner| mark_beside(folder, &format!("{LEADS}{owner}")).ok());
    let file = match &mark {
        None => {
            let suffix = format!(".{TEMPORARY}");
            builder.clone().prefix(PREFIX).suffix(&suffix).tempfile_in(folder)?
        }
        Some(mark) => {
            let path = mark.path().with_extension(TEMPORARY);
            let name = path.file_name().unwrap_or_default();
            builder.clone().prefix(name).rand_bytes(0).tempfile_in(folder)?
        }
    };
    Ok(Temporary { file, mark })
}

/// Makes the mark of a temporary file that is to be.
#[cfg(unix)]
fn mark_beside(folder: &Path, text: &str) -> io::Result<NamedTempFile<()>> {
    let make = |path: &Path| std::os::unix::fs::symlink(text, path);
    Builder::new().prefix(PREFIX).suffix(&format!(".{BESIDE}")).make_in(folder, make)
}

/// Elsewhere not everybody may make links.
#[cfg(not(unix))]
fn mark_beside(_folder: &Path, _text: &str) -> io::Result<NamedTempFile<()>> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Removes the folders that killed runs have left in a place. Where the system does not say whether a process is gone, its folders stay.
/// `prefix` only says where to look for a mark.
pub fn sweep(place: &Path, prefix: &str) {
    for path in begins_with(place, prefix) {
        if owner_of_folder(&path).is_some_and(|owner| is_gone(&owner)) {
            // Another user's may not be removed.
            let _ = fs::remove_dir_all(&path);
        }
    }
}

/// Removes the temporary files that killed runs have left in a place, as [`sweep`] removes folders.
pub(super) fn sweep_files(place: &Path) {
    for mark in begins_with(place, PREFIX) {
        if owner_by_link(&mark).is_some_and(|owner| is_gone(&owner)) {
            let file = mark.with_extension(TEMPORARY);
            let is_file = file.symlink_metadata().is_ok_and(|metadata| metadata.is_file());
            if !is_file || fs::remove_file(&file).is_ok() {
                let _ = fs::remove_file(&mark);
            }
        }
    }
}

/// Lists the files in a place whose names begin so.
fn begins_with(place: &Path, prefix: &str) -> impl Iterator<Item = PathBuf> {
    let entries = fs::read_dir(place).into_iter().flatten().flatten();
    let named =
        entries.filter(move |entry| entry.file_name().as_encoded_bytes().starts_with(prefix.as_bytes()));
    named.map(|entry| entry.path())
}

/// Returns the maker of a folder; `None`: not this command.
fn owner_of_folder(folder: &Path) -> Option<String> {
    let mark = folder.join(MARK);
    let is_folder = folder.symlink_metadata().ok()?.is_dir();
    let metadata = mark.symlink_metadata().ok()?;
    let is_mark = metadata.is_file() && metadata.len() < 1_000;
    let text = (is_folder && is_mark).then(|| files::read_text(&mark, FileKind::Edited).ok())??;
    Some(text.strip_prefix(TEXT)?.trim_end().to_owned())
}

/// Returns the maker of a temporary file, by its mark; `None`: that is none.
fn owner_by_link(mark: &Path) -> Option<String> {
    mark.extension().filter(|extension| *extension == BESIDE)?;
    let text = mark.read_link().ok()?;
    Some(text.to_str()?.strip_prefix(LEADS)?.to_owned())
}

/// This process, and where it runs: `4711-0123abcd`. `None` where the system does not say.
fn owner() -> Option<String> {
    machine().map(|machine| format!("{}-{machine}", std::process::id()))
}

/// Is it certain that the process of `4711-0123abcd` is gone?
fn is_gone(owner: &str) -> bool {
    let parts = owner.split_once('-');
    let process = parts.and_then(|(process, _)| process.parse::<u32>().ok());
    let is_here = parts.is_some_and(|(_, there)| machine().is_some_and(|here| there == here));
    process.is_some_and(|process| is_here && !Path::new("/proc").join(process.to_string()).exists())
}

/// Returns the identity of this start of this machine, and this container on it: only there, a number of a process always means the same
/// process. `None` where the system does not say.
fn machine() -> Option<String> {
    let start = fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
    let container = fs::read_link("/proc/self/ns/pid").ok()?;
    Path::new("/proc").join(std::process::id().to_string()).exists().then_some(())?;
    let fingerprint = Fingerprint::of(&format!("{}{}", start.trim(), container.display()));
    Some(fingerprint.to_string()[..8].to_owned())
}

/// A process of this machine that is gone, as marks name it.
#[cfg(all(test, target_os = "linux"))]
pub(crate) fn gone() -> String {
    let mut gone = std::process::Command::new("true").spawn().expect("it runs");
    gone.wait().expect("it ends");
    format!("{}-{}", gone.id(), machine().expect("Linux says it"))
}

/// Leaves a folder marked as that of a process which is gone.
#[cfg(all(test, target_os = "linux"))]
pub(crate) fn leave(folder: &Path) {
    fs::write(folder.join(MARK), format!("{TEXT}{}\n", gone())).expect("it is written");
}

/// Leaves a temporary file of a process that is gone, with its mark.
#[cfg(all(test, target_os = "linux"))]
pub(super) fn leave_file(place: &Path) {
    let mark = mark_beside(place, &format!("{LEADS}{}", gone())).and_then(|mark| Ok(mark.keep()?));
    let (_, mark) = mark.expect("it is made");
    fs::write(mark.with_extension(TEMPORARY), "").expect("it is written");
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Something in a place, as of years ago: a folder with these files, or a file.
    fn old(place: &Path, name: &str, files: &[(&str, &str)]) -> PathBuf {
        let path = place.join(name);
        if files.is_empty() {
            fs::write(&path, "").expect("it is written");
        } else {
            fs::create_dir(&path).expect("it is made");
        }
        for (name, text) in files {
            fs::write(path.join(name), text).expect("it is written");
        }
        let long_ago = std::time::SystemTime::UNIX_EPOCH;
        fs::File::open(&path).and_then(|path| path.set_modified(long_ago)).expect("its time can be set");
        path
    }

    #[test]
    fn without_a_mark_nothing_is_removed_whatever_it_is_called_and_however_old_it_is() {
        let place = tempfile::tempdir().expect("a folder");
        let folders = [
            old(place.path(), "cargo-spec-fork", &[("a.rs", "")]),
            old(place.path(), "cargo-spec-other", &[(MARK, "another mark\n")]),
            old(place.path(), "cargo-spec-cut-off", &[(MARK, &TEXT[..20])]),
        ];
        let others = [
            // Nobody knows whose these are.
            old(place.path(), "cargo-spec-nobody", &[(MARK, TEXT)]),
            old(place.path(), "cargo-spec-elsewhere", &[(MARK, &format!("{TEXT}1-00000000\n"))]),
            old(place.path(), ".cargo-spec-1-00000000-abcdef.tmp", &[]),
            old(place.path(), ".cargo-spec-notes.tmp", &[]),
            old(place.path(), ".cargo-spec-abcdef.by", &[]),
            old(place.path(), "cargo-spec-abcdef.tmp", &[]),
        ];
        sweep(place.path(), "cargo-spec-");
        sweep_files(place.path());
        assert!(folders.iter().chain(&others).all(|path| path.exists()));
        for folder in &folders {
            assert!(make(folder).is_err());
            assert!(remove(folder).is_err() && folder.exists());
        }
    }

    #[test]
    fn what_this_command_made_is_made_anew() {
        let place = tempfile::tempdir().expect("a folder");
        let folder = place.path().join("a/tree");
        for _ in 0..2 {
            make(&folder).expect("it is made");
            fs::write(folder.join("rest"), "").expect("it is written");
        }
        remove(&folder).expect("it is removed");
        remove(&folder).expect("there is nothing to remove");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn what_a_process_made_is_removed_when_it_is_gone_and_not_before() {
        use std::os::unix::fs::symlink;
        let place = tempfile::tempdir().expect("a folder");
        let path = |name: &str| place.path().join(name);
        let check = |owner: &str, expect: bool| {
            for name in ["cargo-spec-a", "notes"] {
                fs::create_dir_all(path(name)).expect("it is made");
                fs::write(path(name).join(MARK), format!("{TEXT}{owner}\n")).expect("it is written");
            }
            // Killed before the file was there, while it was, and after it had gone.
            for name in ["a", "b", "c.d"] {
                let _ = fs::remove_file(path(&format!(".cargo-spec-{name}.by")));
                symlink(format!("{LEADS}{owner}"), path(&format!(".cargo-spec-{name}.by")))
                    .expect("it is linked");
            }
            let files = [".cargo-spec-a.tmp", ".cargo-spec-c.d.tmp", ".cargo-spec-e.tmp", "a.rs"];
            files.iter().for_each(|name| fs::write(path(name), "").expect("it is written"));
            sweep(place.path(), "cargo-spec-");
            sweep_files(place.path());
            let marks = [".cargo-spec-a.by", ".cargo-spec-b.by", ".cargo-spec-c.d.by"];
            for name in ["cargo-spec-a", files[0], files[1]].into_iter().chain(marks) {
                assert_eq!(path(name).symlink_metadata().is_err(), expect, "{owner}: {name}");
            }
            for name in ["notes", files[2], files[3]] {
                assert!(path(name).exists(), "{owner}: {name}");
            }
        };
        check(&owner().expect("Linux says it"), false);
        check("1-00000000", false);
        check("", false);
        check(&gone(), true);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_mark_leads_to_no_folder_and_through_no_link() {
        use std::os::unix::fs::symlink;
        let place = tempfile::tempdir().expect("a folder");
        let path = |name: &str| place.path().join(name);
        fs::create_dir(path(".cargo-spec-a.tmp")).expect("it is made");
        fs::write(path("mine"), "mine").expect("it is written");
        symlink("mine", path(".cargo-spec-b.tmp")).expect("it is linked");
        for name in [".cargo-spec-a.by", ".cargo-spec-b.by"] {
            symlink(format!("{LEADS}{}", gone()), path(name)).expect("it is linked");
        }
        sweep_files(place.path());
        for name in [".cargo-spec-a.tmp", ".cargo-spec-b.tmp", "mine"] {
            assert!(path(name).symlink_metadata().is_ok(), "{name}");
        }
    }

    #[test]
    fn a_temporary_file_goes_with_its_mark() {
        let place = tempfile::tempdir().expect("a folder");
        let count = || fs::read_dir(place.path()).expect("it can be read").count();
        let temporary = temporary(place.path(), &Builder::new()).expect("it is made");
        assert_eq!(count(), 1 + usize::from(temporary.mark.is_some()));
        assert_eq!(temporary.mark.is_some(), cfg!(target_os = "linux"));
        sweep_files(place.path());
        assert!(temporary.file.path().exists());
        drop(temporary);
        assert_eq!(count(), 0);
    }
}
