//! Writes the file that a user names for a report. It replaces only a file that this command wrote and nobody changed.

use std::fs::{self, File, FileType, Metadata, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::Duration;

use spec_engine::Host;
use spec_model::catalog::Places;
use spec_model::files::{self, Disk, FileKind};
use spec_model::paths::normal;
use spec_model::spec::Fingerprint;

use super::{Writing, folder_of, own, read_if_exists};
use crate::error::Error;

/// A reader of a pipe opens it at once, or there is none.
const PATIENCE: Duration = Duration::from_secs(5);
/// The extensions of sources, manifests, configurations and locks. No form of a report does.
const SOURCES: [&str; 3] = ["rs", "toml", "lock"];
/// The folders of tools that keep documents of their own in them.
const TOOLS: [&str; 3] = [".kiro", ".specify", "openspec"];
/// The files that tools keep beside the document of a feature.
const BESIDE: [&str; 7] =
    ["design.md", "tasks.md", "plan.md", "proposal.md", "research.md", "data-model.md", "quickstart.md"];
/// Links to what a process was given. All other links to a stream may be somebody's trap.
const GIVEN: [&str; 2] = ["/dev/fd", "/proc/self/fd"];

/// The record of a workspace's outputs, and of the files that none of them may replace.
#[derive(Debug)]
pub struct Outputs {
    /// The target folder.
    target: PathBuf,
    /// The repository, which no link leads out of.
    repository: Option<PathBuf>,
    /// The places where documents are read.
    places: Vec<Places>,
}

impl Outputs {
    /// Those of a workspace, by its target folder and the places of all its documents.
    pub fn of(target: &Path, places: Vec<Places>) -> Self {
        let repository = places.first().map(|places| places.repository.clone());
        Self { target: target.to_path_buf(), repository, places }
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
        let is_link = metadata.as_ref().is_some_and(Metadata::is_symlink);
        let leads_to = metadata.as_ref().filter(|_| !is_link || is_given(path));
        let leads_to = leads_to.and_then(|_| fs::metadata(path).ok());
        if leads_to.is_some_and(|leads_to| is_stream(leads_to.file_type())) {
            return pour(path, text).map_err(in_the_way);
        }
        let real = real(path)?;
        if let Some(what) = self.is_kept(path, &real) {
            return refuse(what);
        }
        let before = match metadata {
            None => None,
            Some(metadata) if metadata.is_symlink() => {
                return refuse("it is a symbolic link; name the file itself");
            }
            Some(metadata) if metadata.is_dir() => return refuse("it is a folder"),
            Some(metadata) if !metadata.is_file() => return refuse("it is not a regular file"),
            Some(_) => read_if_exists(path)?,
        };
        let note = self.note(&real);
        let is_free = |before: &[u8]| before.is_empty() || is_forced || self.has_written(&note, before);
        if !before.as_deref().is_none_or(is_free) {
            return refuse("this command did not write it, or it was changed since; `--force` replaces it");
        }
        Writing::below(&Host::default(), folder_of(path)).replace(path, before.as_deref(), text)?;
        Self::remember(&note, text).map_err(|reason| Error::Write { path: note, reason })
    }

    /// Returns the reason why no report may stand at a path, whatever was asked for, and whatever is there.
    fn is_kept(&self, path: &Path, real: &Path) -> Option<&'static str> {
        let name = real.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
        let is_in = |folder: &str| real.iter().any(|part| part.eq_ignore_ascii_case(folder));
        let extension = Path::new(&*name).extension();
        let is_read = |path: &Path| self.places.iter().any(|places| places.takes(&Disk, path));
        let is_beside = || {
            let documents = self.places.iter().flat_map(Places::all_documents);
            documents
                .filter_map(|document| document.parent()?.canonicalize().ok())
                .any(|folder| folder == folder_of(real))
        };
        if is_in(".git") {
            Some("git keeps its own files there")
        } else if name.starts_with(".git")
            || extension.is_some_and(|extension| SOURCES.iter().any(|source| extension == *source))
        {
            Some("a file of that name belongs to the package")
        } else if is_read(real) || TOOLS.into_iter().any(is_in) || BESIDE.contains(&&*name) && is_beside() {
            Some("a file of that name is a document, or is among documents")
        } else if self.leads_out(path, real) {
            Some("a symbolic link on the way to it leads out of the repository")
        } else {
            None
        }
    }

    /// Does a path of the repository lead out of it? The target folder may be anywhere.
    fn leads_out(&self, path: &Path, real: &Path) -> bool {
        let canonical = |folder: &Path| folder.canonicalize().unwrap_or_else(|_| folder.to_path_buf());
        let Some((repository, path)) = self.repository.as_deref().zip(std::path::absolute(path).ok()) else {
            return false;
        };
        let path = normal(&path);
        let is_named = path.starts_with(repository) || path.starts_with(canonical(repository));
        is_named && !real.starts_with(canonical(repository)) && !real.starts_with(canonical(&self.target))
    }

    /// The folder of what is known of outputs: a file for each.
    fn known(&self) -> PathBuf {
        self.target.join("cargo-spec").join("outputs")
    }

    /// Returns the file that records what was written to a path.
    fn note(&self, real: &Path) -> PathBuf {
        self.known().join(Fingerprint::as_written(&real.to_string_lossy()).to_string())
    }

    fn has_written(&self, note: &Path, bytes: &[u8]) -> bool {
        files::read_text(note, FileKind::Edited).is_ok_and(|known| known == fingerprint(bytes))
    }

    fn remember(note: &Path, bytes: &[u8]) -> io::Result<()> {
        own::replace(note, fingerprint(bytes).as_bytes())
    }
}

/// Returns the place of a file, or where it would be, without the links on the way to it.
fn real(path: &Path) -> Result<PathBuf, Error> {
    let absolute = std::path::absolute(path).map_err(Error::CurrentFolder)?;
    let folder = folder_of(&absolute).canonicalize().unwrap_or_else(|_| folder_of(&absolute).to_path_buf());
    Ok(folder.join(path.file_name().unwrap_or_default()))
}

/// Is it the name that the system has for what this process was given to write to?
fn is_given(path: &Path) -> bool {
    let is_number =
        path.file_name().is_some_and(|name| name.as_encoded_bytes().iter().all(u8::is_ascii_digit));
    Standard::of(path).is_some()
        || is_number
            && path.parent().is_some_and(|folder| GIVEN.iter().any(|given| folder == Path::new(given)))
}

/// A stream of this process that a path names. It need not be a pipe or a device: a shell may have led it into a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standard {
    /// `/dev/stdout`.
    Output,
    /// `/dev/stderr`.
    Error,
}

impl Standard {
    /// The stream that a path names.
    pub fn of(path: &Path) -> Option<Self> {
        let is = |name: &str, number: &str| {
            let names = GIVEN.iter().map(|folder| Path::new(folder).join(number));
            cfg!(unix) && (path == Path::new(name) || names.into_iter().any(|given| given == path))
        };
        match () {
            () if is("/dev/stdout", "1") => Some(Self::Output),
            () if is("/dev/stderr", "2") => Some(Self::Error),
            () => None,
        }
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
    use spec_model::files::Disk;

    use super::*;

    struct Temporary(tempfile::TempDir);

    impl Temporary {
        fn new() -> Self {
            Self(tempfile::tempdir().expect("a folder"))
        }

        fn path(&self, name: &str) -> PathBuf {
            self.0.path().join(name)
        }

        fn write(&self, name: &str, text: &str, is_forced: bool) -> Result<(), Error> {
            self.outputs().write(&self.path(name), text.as_bytes(), is_forced)
        }

        fn outputs(&self) -> Outputs {
            Outputs::of(&self.path("target"), vec![Places::for_package(&Disk, self.0.path())])
        }

        /// A file of somebody, in folders that are made.
        fn has(&self, name: &str) {
            fs::create_dir_all(folder_of(&self.path(name))).expect("they are made");
            fs::write(self.path(name), "mine").expect("it is written");
        }

        fn read(&self, name: &str) -> String {
            fs::read_to_string(self.path(name)).expect("it is there")
        }
    }

    #[test]
    fn a_new_file_and_its_own_are_written() {
        let place = Temporary::new();
        fs::create_dir(place.path("a")).expect("it is made");
        place.write("a/report.html", "one", false).expect("it is new");
        place.write("a/report.html", "two", false).expect("it wrote it");
        fs::write(place.path("empty"), "").expect("it is written");
        place.write("empty", "one", false).expect("nothing is in it");
        assert_eq!(place.read("a/report.html"), "two");
    }

    #[test]
    fn what_somebody_wrote_is_replaced_only_by_force() {
        let place = Temporary::new();
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
        let place = Temporary::new();
        fs::create_dir(place.path("folder")).expect("it is made");
        let names = [
            "src/lib.rs",
            "build.RS",
            "Cargo.toml",
            "Cargo.lock",
            "spec.toml",
            "spec.lock",
            ".gitattributes",
            ".gitignore",
            ".cargo/config.toml",
            ".git/config",
            ".git/hooks/pre-commit",
            "a/.git",
        ];
        for name in names {
            place.has(name);
            assert!(matches!(place.write(name, "ours", true), Err(Error::NotOurs { .. })), "{name}");
            assert_eq!(place.read(name), "mine");
            // Nor does one come to be there.
            fs::remove_file(place.path(name)).expect("it is removed");
            assert!(matches!(place.write(name, "ours", true), Err(Error::NotOurs { .. })), "{name}");
            assert!(!place.path(name).exists(), "{name}");
        }
        assert!(matches!(place.write("folder", "ours", true), Err(Error::NotOurs { .. })));
    }

    #[test]
    fn no_force_replaces_a_document_or_what_stands_beside_it() {
        let check = |configuration: &str, documents: &[&str], free: &[&str]| {
            let place = Temporary::new();
            fs::create_dir(place.path(".git")).expect("it is made");
            if !configuration.is_empty() {
                fs::write(place.path("spec.toml"), configuration).expect("it is written");
            }
            documents.iter().chain(free).for_each(|name| place.has(name));
            for name in documents {
                assert!(matches!(place.write(name, "ours", true), Err(Error::NotOurs { .. })), "{name}");
                assert_eq!(place.read(name), "mine", "{name}");
            }
            for name in free {
                assert!(matches!(place.write(name, "ours", false), Err(Error::NotOurs { .. })), "{name}");
                place.write(name, "ours", true).unwrap_or_else(|error| panic!("{name}: {error}"));
            }
        };
        check("", &["requirements.md"], &["report.md", "docs/report.md", "design.md.html"]);
        check(
            "",
            &["docs/requirements.md", "member/requirements.md"],
            &["docs/report.md", "docs/report.html"],
        );
        check(
            "",
            &[".kiro/specs/a/requirements.md", ".kiro/specs/a/design.md", ".kiro/steering/tech.md"],
            &["a.md"],
        );
        check(
            "",
            &["specs/001-a/spec.md", "specs/001-a/plan.md", "specs/001-a/tasks.md"],
            &["specs/report.md"],
        );
        check(
            "",
            &["openspec/specs/a/spec.md", "openspec/project.md", "openspec/changes/a/tasks.md"],
            &["tasks.md"],
        );
        check(
            "documents = [\"rules/**/*.txt\"]\n",
            &["rules/a.txt", "rules/b/c.txt"],
            &["rules/a.html", "a.txt"],
        );
        // A document that is not there yet would be read as one.
        let place = Temporary::new();
        fs::create_dir(place.path("docs")).expect("it is made");
        for name in ["requirements.md", "docs/requirements.md", "docs/../requirements.md"] {
            assert!(matches!(place.write(name, "ours", true), Err(Error::NotOurs { .. })), "{name}");
        }
    }

    #[test]
    fn a_folder_that_is_not_there_is_named_and_not_made() {
        let place = Temporary::new();
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
        let place = Temporary::new();
        fs::write(place.path("mine"), "").expect("it is written");
        symlink("mine", place.path("link")).expect("it is linked");
        symlink("nothing", place.path("dangling")).expect("it is linked");
        for name in ["link", "dangling"] {
            assert!(matches!(place.write(name, "ours", true), Err(Error::NotOurs { .. })), "{name}");
        }
        assert_eq!(place.read("mine"), "");
        let outputs = place.outputs();
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
    #[cfg(unix)]
    #[test]
    fn no_link_leads_to_a_pipe_or_a_device_or_out_of_the_repository() {
        use std::os::unix::fs::symlink;
        let place = Temporary::new();
        fs::create_dir(place.path(".git")).expect("it is made");
        let made = std::process::Command::new("mkfifo").arg(place.path("pipe")).status();
        assert!(made.expect("it runs").success());
        symlink("pipe", place.path("to-a-pipe")).expect("it is linked");
        symlink("/dev/null", place.path("to-a-device")).expect("it is linked");
        symlink("to-a-device", place.path("to-a-link")).expect("it is linked");
        symlink("/dev/stderr", place.path("to-a-stream")).expect("it is linked");
        let elsewhere = tempfile::tempdir().expect("a folder");
        symlink(elsewhere.path(), place.path("out")).expect("it is linked");
        for name in ["to-a-pipe", "to-a-device", "to-a-link", "to-a-stream", "out/report.html"] {
            for is_forced in [false, true] {
                let refused = place.write(name, "ours", is_forced);
                assert!(matches!(refused, Err(Error::NotOurs { .. })), "{name}: {refused:?}");
            }
        }
        assert_eq!(fs::read_dir(elsewhere.path()).expect("it can be read").count(), 0);
        // A target folder may be on another disk, and so is what a user names elsewhere.
        symlink(elsewhere.path(), place.path("target")).expect("it is linked");
        place.write("target/report.html", "ours", false).expect("it is new");
        let path = elsewhere.path().join("other.html");
        place.outputs().write(&path, b"ours", false).expect("it is new");
    }

    #[test]
    fn only_the_names_of_what_a_process_was_given_are_links_that_are_followed() {
        let check = |path: &str, expect: bool| assert_eq!(is_given(Path::new(path)), expect, "{path}");
        for path in
            ["/dev/stdout", "/dev/stderr", "/dev/fd/63", "/proc/self/fd/1", "/dev//fd/2", "/dev/./stdout"]
        {
            check(path, cfg!(unix));
        }
        for path in
            ["/dev/fd/x", "/dev/fd", "/proc/1/fd/1", "dev/stdout", "/dev/std", "/tmp/stdout", "/dev/fd/1/2"]
        {
            check(path, false);
        }
        assert_eq!(Standard::of(Path::new("/proc/self/fd/2")), cfg!(unix).then_some(Standard::Error));
        assert_eq!(Standard::of(Path::new("/dev/fd/11")), None);
    }
}
