//! The files on the disk.

use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::{FileKind, FileNode, Files, FolderEntry, NodeKind, within_limit};

/// The disk.
#[derive(Clone, Copy, Debug, Default)]
pub struct Disk;

impl Files for Disk {
    fn read(&self, path: &Path, kind: FileKind) -> io::Result<Vec<u8>> {
        read(path, kind)
    }

    fn read_into(&self, path: &Path, kind: FileKind, buffer: &mut Vec<u8>) -> io::Result<usize> {
        read_into(path, kind, buffer)
    }

    fn node(&self, path: &Path) -> io::Result<FileNode> {
        fs::metadata(path).map(|metadata| node(&metadata))
    }

    fn node_at(&self, path: &Path) -> io::Result<FileNode> {
        fs::symlink_metadata(path).map(|metadata| node(&metadata))
    }

    fn entries(&self, folder: &Path) -> io::Result<Vec<FolderEntry>> {
        let entry = |entry: io::Result<fs::DirEntry>| {
            let entry = entry?;
            Ok(FolderEntry { kind: kind_of(entry.file_type()?), name: entry.file_name() })
        };
        fs::read_dir(folder)?.map(entry).collect()
    }

    fn real(&self, path: &Path) -> io::Result<PathBuf> {
        path.canonicalize()
    }
}

fn node(metadata: &Metadata) -> FileNode {
    FileNode {
        kind: kind_of(metadata.file_type()),
        length: metadata.len(),
        modified: metadata.modified().ok(),
    }
}

fn kind_of(of: fs::FileType) -> NodeKind {
    match () {
        () if of.is_file() => NodeKind::File,
        () if of.is_dir() => NodeKind::Folder,
        () if of.is_symlink() => NodeKind::Link,
        () => NodeKind::Special,
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

/// Is a regular file one that the system would start? A link is none.
#[cfg(unix)]
pub fn is_program(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    fs::symlink_metadata(path)
        .is_ok_and(|metadata| metadata.is_file() && metadata.permissions().mode() & 0o111 != 0)
}

/// Is a file, by its name, one that the system would start?
#[cfg(not(unix))]
pub fn is_program(path: &Path) -> bool {
    path.extension().is_some_and(|extension| ["exe", "dll", "bat", "cmd"].iter().any(|own| extension == *own))
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
                let error = read(&at(name), kind).expect_err("it is not a file").to_string();
                assert_eq!(error, expect, "{name}");
                assert_eq!(read_text(&at(name), kind).expect_err("it is not a file").to_string(), expect);
                assert_eq!(
                    read_if_exists(&at(name), kind).expect_err("it is not a file").to_string(),
                    expect
                );
            }
            assert_eq!(is_readable(&at(name)).expect_err("it is not a file").to_string(), expect);
        }
        for name in ["dangling", "loop"] {
            assert!(read(&at(name), FileKind::Source).is_err(), "{name}");
        }
    }
}
