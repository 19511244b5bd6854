//! Reads the files of a user. No other place opens one.
//!
//! Whoever reads names the path and the [`FileKind`], and gets bytes or an error at once. A pipe, a socket, a device or a folder
//! is refused before it is opened: reading it might never end. A file beyond the limit of its kind is refused as well.
//!
//! A trait with the same functions can take the place of this module, where files come from elsewhere than from the disk.

use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

const MIB: u64 = 1024 * 1024;

/// What a file is read as, which decides how long it may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// A document of requirements.
    Document,
    /// `spec.toml`, `.gitattributes`, or a manifest.
    Settings,
    /// A Rust source.
    Source,
    /// `spec.lock` or `Cargo.lock`.
    Lock,
    /// A file that is read to be edited, whatever it is.
    Edited,
    /// What a run of the tests has left.
    Evidence,
    /// A test program.
    Program,
}

impl FileKind {
    /// The length that a file of this kind may have at most, in bytes.
    pub const fn limit(self) -> u64 {
        match self {
            Self::Settings => 16 * MIB,
            Self::Document | Self::Source => 64 * MIB,
            Self::Lock | Self::Edited => 256 * MIB,
            Self::Evidence => 1024 * MIB,
            Self::Program => 16 * 1024 * MIB,
        }
    }

    /// The kind in words, with its article.
    const fn described(self) -> &'static str {
        match self {
            Self::Document => "a document",
            Self::Settings => "a configuration file",
            Self::Source => "a Rust source",
            Self::Lock => "a lock file",
            Self::Edited => "a file that is edited",
            Self::Evidence => "a file of evidence",
            Self::Program => "a program",
        }
    }
}

/// Reads a file.
///
/// # Errors
/// If it cannot be read, is no regular file, or is longer than its kind may be.
pub fn read(path: &Path, kind: FileKind) -> io::Result<Vec<u8>> {
    let metadata = regular(path)?;
    let length = within_limit(metadata.len(), kind)?;
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or_default());
    // A file may grow meanwhile, and those of `/proc` do not know how long they are.
    File::open(path)?.take(kind.limit() + 1).read_to_end(&mut bytes)?;
    within_limit(bytes.len() as u64, kind)?;
    Ok(bytes)
}

/// Reads a file of text.
///
/// # Errors
/// As [`read`]; [`io::ErrorKind::InvalidData`], if it is not UTF-8.
pub fn read_text(path: &Path, kind: FileKind) -> io::Result<String> {
    String::from_utf8(read(path, kind)?)
        .map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "it is not UTF-8"))
}

/// Reads a file, if there is one.
///
/// # Errors
/// As [`read`].
pub fn read_if_exists(path: &Path, kind: FileKind) -> io::Result<Option<Vec<u8>>> {
    match read(path, kind) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Reads a file that is known to be a regular one into a buffer, and returns its length. The buffer may be longer.
///
/// It is not asked how long the file is, which would cost as much as reading a small one.
///
/// # Errors
/// If it cannot be read, or is longer than its kind may be.
pub fn read_into(path: &Path, kind: FileKind, buffer: &mut Vec<u8>) -> io::Result<usize> {
    const ROOM: usize = 64 * 1024;
    let mut file = File::open(path)?;
    let mut length = 0;
    loop {
        within_limit(length as u64, kind)?;
        if buffer.len() < length + ROOM {
            buffer.resize((2 * length).max(length + ROOM), 0);
        }
        match file.read(&mut buffer[length..]) {
            Ok(0) => return Ok(length),
            Ok(more) => length += more,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// Makes sure that a path leads to a regular file that may be opened. Its length does not matter.
///
/// # Errors
/// If it does not.
pub fn is_readable(path: &Path) -> io::Result<()> {
    regular(path)?;
    File::open(path).map(drop)
}

/// A file in a folder's `.git` that names other folders, one a line, which links may lead to as well.
///
/// Whoever copies a revision out of git writes it where the copy links to folders that are the same elsewhere. No revision can
/// hold a file of this name: git stores nothing in `.git`.
pub const BESIDE: &str = ".git/cargo-spec-beside";

/// A folder that no symbolic link may lead out of.
#[derive(Clone, Debug, Default)]
pub struct Boundary {
    /// Its real path, and those of the folders [beside](BESIDE) it. The folder itself may lie behind a link.
    real: Vec<PathBuf>,
}

impl Boundary {
    /// The boundary of a folder.
    pub fn of(folder: &Path) -> Self {
        let beside = read_text(&folder.join(BESIDE), FileKind::Settings).unwrap_or_default();
        let folders = beside.lines().map(Path::new).chain([folder]);
        Self { real: folders.filter_map(|folder| folder.canonicalize().ok()).collect() }
    }

    /// Makes sure that a path does not lead out of the folder. A link that leads nowhere is for its reader to find.
    ///
    /// # Errors
    /// Says where the path leads to, if it leads out.
    pub fn holds(&self, path: &Path) -> io::Result<()> {
        let Ok(real) = path.canonicalize() else { return Ok(()) };
        if self.real.is_empty() || self.real.iter().any(|folder| real.starts_with(folder)) {
            return Ok(());
        }
        let to = real.to_string_lossy();
        let message = format!("it is a link that leads out of the repository, to `{}`", to.escape_debug());
        Err(io::Error::new(io::ErrorKind::PermissionDenied, message))
    }
}

/// Asked before a file is opened: to open a pipe waits for whoever writes into it.
fn regular(path: &Path) -> io::Result<Metadata> {
    let metadata = fs::metadata(path)?;
    if metadata.is_file() {
        return Ok(metadata);
    }
    if metadata.is_dir() {
        return Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder"));
    }
    Err(io::Error::other(format!("it is {}, not a file", special(&metadata))))
}

#[cfg(unix)]
fn special(metadata: &Metadata) -> &'static str {
    use std::os::unix::fs::FileTypeExt as _;
    let is = metadata.file_type();
    match () {
        () if is.is_fifo() => "a named pipe",
        () if is.is_socket() => "a socket",
        () if is.is_char_device() || is.is_block_device() => "a device",
        () => "something else",
    }
}

#[cfg(not(unix))]
fn special(_: &Metadata) -> &'static str {
    "something else"
}

fn within_limit(length: u64, kind: FileKind) -> io::Result<u64> {
    if length <= kind.limit() {
        return Ok(length);
    }
    let (limit, what) = (kind.limit() / MIB, kind.described());
    let message = format!("it is longer than {limit} MiB, the most that {what} may have");
    Err(io::Error::new(io::ErrorKind::FileTooLarge, message))
}

#[cfg(test)]
mod tests {
    use super::*;

    const KINDS: [FileKind; 7] = [
        FileKind::Edited,
        FileKind::Document,
        FileKind::Settings,
        FileKind::Source,
        FileKind::Lock,
        FileKind::Evidence,
        FileKind::Program,
    ];

    #[test]
    fn a_file_is_read_as_it_is() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.md");
        for text in ["", "a", &"line\n".repeat(50_000)] {
            fs::write(&path, text).expect("it is written");
            for kind in KINDS {
                assert_eq!(read_text(&path, kind).expect("it is read"), text);
                let mut buffer = vec![b'x'; 3];
                let length = read_into(&path, kind, &mut buffer).expect("it is read");
                assert_eq!(&buffer[..length], text.as_bytes());
            }
        }
        assert!(is_readable(&path).is_ok());
        assert_eq!(read_if_exists(&folder.path().join("b.md"), FileKind::Lock).expect("it is none"), None);
    }

    #[test]
    fn a_file_beyond_its_limit_is_refused_without_being_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.md");
        // The file has holes: it takes no room.
        let file = File::create(&path).expect("it is written");
        for kind in KINDS {
            if file.set_len(kind.limit() + 1).is_err() {
                continue;
            }
            let error = read(&path, kind).expect_err("it is too long");
            assert_eq!(error.kind(), io::ErrorKind::FileTooLarge, "{error}");
        }
        file.set_len(FileKind::Settings.limit() + 1).expect("its length is set");
        let error = read_into(&path, FileKind::Settings, &mut Vec::new()).expect_err("it is too long");
        assert_eq!(
            error.to_string(),
            "it is longer than 16 MiB, the most that a configuration file may have"
        );
    }

    #[cfg(unix)]
    #[test]
    fn what_is_no_file_is_refused_at_once() {
        use std::os::unix::{fs::symlink, net::UnixListener};
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        let _socket = UnixListener::bind(at("socket")).expect("it is bound");
        symlink("/dev/zero", at("zero")).expect("it is linked");
        symlink("zero", at("link-to-link")).expect("it is linked");
        symlink("gone", at("dangling")).expect("it is linked");
        symlink("loop", at("loop")).expect("it is linked");
        fs::create_dir(at("folder")).expect("it is made");
        let cases = [
            ("socket", "it is a socket, not a file"),
            ("zero", "it is a device, not a file"),
            ("link-to-link", "it is a device, not a file"),
            ("folder", "it is a folder"),
        ];
        for (name, expect) in cases {
            for kind in KINDS {
                let error = read(&at(name), kind).expect_err("it is no file").to_string();
                assert_eq!(error, expect, "{name}");
                assert_eq!(read_text(&at(name), kind).expect_err("it is no file").to_string(), expect);
                assert_eq!(read_if_exists(&at(name), kind).expect_err("it is no file").to_string(), expect);
            }
            assert_eq!(is_readable(&at(name)).expect_err("it is no file").to_string(), expect);
        }
        for name in ["dangling", "loop"] {
            assert!(read(&at(name), FileKind::Source).is_err(), "{name}");
        }
    }

    #[cfg(unix)]
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
                assert!(Boundary::of(&at(top)).holds(&at(name)).is_ok(), "{name}");
            }
        }
        for name in ["top/outside.md", "top/elsewhere/b.md", "door/outside.md"] {
            for top in ["top", "door"] {
                let error = Boundary::of(&at(top)).holds(&at(name)).expect_err("it leads out").to_string();
                assert!(error.ends_with("top-2/b.md`"), "{name}: {error}");
            }
        }
    }
}
