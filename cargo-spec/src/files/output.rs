//! The file that a user names for a report. Only a new one is written, or one that this command wrote and nobody has changed since.

use std::fs::{self, File, FileType, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::Duration;

use spec_model::files::{self, FileKind};

use spec_model::spec::Fingerprint;
use tempfile::NamedTempFile;

use super::{Writing, folder_of, read_if_exists};
use crate::error::Error;

/// A reader of a pipe opens it at once, or there is none.
const PATIENCE: Duration = Duration::from_secs(5);
/// Files that no report takes the place of, whatever was asked for.
const SOURCES: [&str; 5] = ["Cargo.toml", "Cargo.lock", "spec.toml", "spec.lock", ".gitattributes"];

/// Where the outputs of a workspace are written down.
#[derive(Debug)]
pub struct Outputs {
    /// The folder of what is known of them: a file for each.
    known: PathBuf,
}

impl Outputs {
    /// Those of a workspace, by its target folder.
    pub fn of(target: &Path) -> Self {
        Self { known: target.join("cargo-spec").join("outputs") }
    }

    /// Writes an output. A device or a pipe is written to; nothing takes its place. `is_forced`: also over a file that somebody else wrote.
    ///
    /// # Errors
    /// [`Error::NotOurs`], if something else is there; [`Error::Write`], if it cannot be written; [`Error::ChangedMeanwhile`].
    pub fn write(&self, path: &Path, text: &[u8], is_forced: bool) -> Result<(), Error> {
        let in_the_way = |reason| Error::Write { path: path.to_path_buf(), reason };
        let not_ours = |what| Error::NotOurs { path: path.to_path_buf(), what };
        let refuse = |what| Err(not_ours(what));
        if !folder_of(path).is_dir() {
            return Err(Error::NoFolder { path: path.to_path_buf(), folder: folder_of(path).to_path_buf() });
        }
        let metadata = match path.symlink_metadata() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            found => Some(found.map_err(in_the_way)?),
        };
        // `/dev/stdout` is a link to what the process was given.
        let leads_to = metadata.as_ref().and_then(|_| fs::metadata(path).ok());
        if leads_to.as_ref().is_some_and(|leads_to| is_stream(leads_to.file_type())) {
            return pour(path, text).map_err(in_the_way);
        }
        let before = match metadata {
            None => None,
            Some(metadata) if metadata.is_symlink() => {
                return refuse("it is a symbolic link; name the file itself");
            }
            Some(metadata) if metadata.is_dir() => return refuse("it is a folder"),
            Some(metadata) if !metadata.is_file() => return refuse("it is no regular file"),
            Some(_) => read_if_exists(path)?,
        };
        let is_source = path.extension().is_some_and(|extension| extension == "rs")
            || path.file_name().is_some_and(|name| SOURCES.iter().any(|source| name == *source));
        if is_source && before.is_some() {
            return refuse("it is a file of the package");
        }
        let note = self.note(path)?;
        let is_free = |before: &[u8]| before.is_empty() || is_forced || self.has_written(&note, before);
        if !before.as_deref().is_none_or(is_free) {
            return refuse(
                "this command did not write it, or somebody has changed it since; `--force` replaces it",
            );
        }
        Writing::below(folder_of(path)).replace(path, before.as_deref(), text)?;
        self.remember(&note, text).map_err(|reason| Error::Write { path: note, reason })
    }

    /// Where it is written down what was written to a path.
    fn note(&self, path: &Path) -> Result<PathBuf, Error> {
        let absolute = std::path::absolute(path).map_err(Error::CurrentFolder)?;
        let real = folder_of(&absolute).canonicalize().unwrap_or_else(|_| folder_of(&absolute).to_path_buf());
        let real = real.join(path.file_name().unwrap_or_default());
        Ok(self.known.join(Fingerprint::as_written(&real.to_string_lossy()).to_string()))
    }

    fn has_written(&self, note: &Path, bytes: &[u8]) -> bool {
        files::read_text(note, FileKind::Edited).is_ok_and(|known| known == fingerprint(bytes))
    }

    fn remember(&self, note: &Path, bytes: &[u8]) -> io::Result<()> {
        fs::create_dir_all(&self.known)?;
        let mut file = NamedTempFile::new_in(&self.known)?;
        file.write_all(fingerprint(bytes).as_bytes())?;
        file.persist(note).map(drop).map_err(|failed| failed.error)
    }
}

fn fingerprint(bytes: &[u8]) -> String {
    Fingerprint::as_written(&String::from_utf8_lossy(bytes)).to_string()
}

/// Is it something that is written to, and holds nothing: a pipe, a terminal, `/dev/null`?
#[cfg(unix)]
fn is_stream(kind: FileType) -> bool {
    use std::os::unix::fs::FileTypeExt as _;
    kind.is_fifo() || kind.is_char_device()
}

#[cfg(not(unix))]
fn is_stream(_kind: FileType) -> bool {
    false
}

/// Writes to a pipe or a device. Opening a pipe that nobody reads would last for ever.
fn pour(path: &Path, text: &[u8]) -> io::Result<()> {
    let (sender, receiver) = mpsc::channel();
    let stream = path.to_path_buf();
    std::thread::spawn(move || sender.send(OpenOptions::new().write(true).open(stream)));
    let opened = receiver.recv_timeout(PATIENCE);
    let mut file: File =
        opened.map_err(|_| io::Error::new(io::ErrorKind::TimedOut, "nobody reads from this pipe"))??;
    match file.write_all(text) {
        // Whoever read has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Place(tempfile::TempDir);

    impl Place {
        fn new() -> Self {
            Self(tempfile::tempdir().expect("a folder"))
        }

        fn path(&self, name: &str) -> PathBuf {
            self.0.path().join(name)
        }

        fn write(&self, name: &str, text: &str, is_forced: bool) -> Result<(), Error> {
            Outputs::of(&self.path("target")).write(&self.path(name), text.as_bytes(), is_forced)
        }

        fn read(&self, name: &str) -> String {
            fs::read_to_string(self.path(name)).expect("it is there")
        }
    }

    #[test]
    fn a_new_file_and_its_own_are_written() {
        let place = Place::new();
        fs::create_dir(place.path("a")).expect("it is made");
        place.write("a/report.html", "one", false).expect("it is new");
        place.write("a/report.html", "two", false).expect("it wrote it");
        fs::write(place.path("empty"), "").expect("it is written");
        place.write("empty", "one", false).expect("nothing is in it");
        assert_eq!(place.read("a/report.html"), "two");
    }

    #[test]
    fn what_somebody_wrote_is_replaced_only_by_force() {
        let place = Place::new();
        fs::write(place.path("notes.md"), "mine").expect("it is written");
        assert!(matches!(place.write("notes.md", "ours", false), Err(Error::NotOurs { .. })));
        assert_eq!(place.read("notes.md"), "mine");
        place.write("notes.md", "ours", true).expect("it is asked for");
        fs::write(place.path("notes.md"), "ours, and a remark").expect("it is written");
        assert!(matches!(place.write("notes.md", "again", false), Err(Error::NotOurs { .. })));
        assert_eq!(place.read("notes.md"), "ours, and a remark");
    }

    #[test]
    fn no_force_replaces_a_folder_or_a_file_of_the_package() {
        let place = Place::new();
        fs::create_dir(place.path("folder")).expect("it is made");
        for name in ["lib.rs", "Cargo.toml", "spec.lock", "spec.toml"] {
            fs::write(place.path(name), "mine").expect("it is written");
            assert!(matches!(place.write(name, "ours", true), Err(Error::NotOurs { .. })), "{name}");
            assert_eq!(place.read(name), "mine");
        }
        assert!(matches!(place.write("folder", "ours", true), Err(Error::NotOurs { .. })));
    }

    #[test]
    fn a_folder_that_is_not_there_is_named_and_not_made() {
        let place = Place::new();
        fs::write(place.path("file"), "").expect("it is written");
        for name in ["nowhere/report.html", "no/where/report.html", "file/report.html"] {
            let refused = place.write(name, "ours", true);
            assert!(matches!(refused, Err(Error::NoFolder { .. })), "{name}: {refused:?}");
        }
        assert!(!place.path("nowhere").exists() && !place.path("no").exists());
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_no_way_to_another_file_and_a_device_stays_one() {
        use std::os::unix::fs::{FileTypeExt as _, symlink};
        let place = Place::new();
        fs::write(place.path("mine"), "").expect("it is written");
        symlink("mine", place.path("link")).expect("it is linked");
        symlink("nothing", place.path("dangling")).expect("it is linked");
        for name in ["link", "dangling"] {
            assert!(matches!(place.write(name, "ours", true), Err(Error::NotOurs { .. })), "{name}");
        }
        assert_eq!(place.read("mine"), "");
        let outputs = Outputs::of(&place.path("target"));
        outputs.write(Path::new("/dev/null"), b"ours", false).expect("it can be written to");
        let kind = fs::metadata("/dev/null").expect("it is there").file_type();
        assert!(kind.is_char_device());
        if Path::new("/dev/full").exists() {
            assert!(matches!(
                outputs.write(Path::new("/dev/full"), b"ours", false),
                Err(Error::Write { .. })
            ));
        }
    }
}
