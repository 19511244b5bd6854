//! Finds the files of a commit that are the same now: git need not be asked for what they say.

use std::path::Path;
use std::sync::Arc;

use sha1::{Digest as _, Sha1};
use spec_model::files::{FileKind, Files};

/// Reads the file that is at a path now, if it has the bytes of an object of git.
///
/// Nothing else is trusted to tell: neither the index nor times, which a setting or a command can change.
/// An object's name is the hash of its kind, its length and its bytes (`gitdatamodel(7)`, "objects").
pub(super) fn bytes(files: &dyn Files, path: &Path, object: &str) -> Option<Arc<[u8]>> {
    let bytes = files.read(path, FileKind::Source).ok()?;
    is_named(&bytes, object).then(|| bytes.into())
}

/// Is an object called what git calls a file with these bytes? In a repository with names of SHA-256 none is.
fn is_named(bytes: &[u8], object: &str) -> bool {
    let mut hash = Sha1::new();
    hash.update(format!("blob {}\0", bytes.len()));
    hash.update(bytes);
    let named = hash.finalize();
    object.len() == 2 * named.len()
        && named.iter().zip(object.as_bytes().chunks(2)).all(|(byte, digits)| {
            std::str::from_utf8(digits).is_ok_and(|digits| u8::from_str_radix(digits, 16) == Ok(*byte))
        })
}

#[cfg(test)]
mod tests {
    use spec_model::files::Memory;

    use super::*;

    /// The names are those that `git hash-object` gives.
    #[test]
    fn a_file_is_taken_for_an_object_only_if_git_calls_it_so() {
        let mut files = Memory::default();
        files.insert("/a/empty.rs", "");
        files.insert("/a/tea.rs", "a cup of tea\n");
        let check = |path: &str, object: &str, expected: Option<&str>| {
            let found = bytes(&files, Path::new(path), object);
            assert_eq!(found.as_deref(), expected.map(str::as_bytes), "{path} {object}");
        };
        let (empty, tea) =
            ("e69de29bb2d1d6434b8b29ae775ad8c2e48c5391", "a38919d31fc34d3b2e0eab391f75c544199c2164");
        check("/a/empty.rs", empty, Some(""));
        check("/a/tea.rs", tea, Some("a cup of tea\n"));
        check("/a/tea.rs", empty, None);
        check("/a/gone.rs", empty, None);
        // A file that is listed, and in a repository whose names are longer.
        check("/a/tea.rs", &tea[..39], None);
        check("/a/empty.rs", &format!("{empty}{}", &empty[..24]), None);
        check("/a/empty.rs", "", None);
    }
}
