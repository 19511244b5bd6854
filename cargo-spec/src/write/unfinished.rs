//! Writes several files as one step. Where a run is stopped between two of them, the next one completes it.
//!
//! Before the first file is written, all of them are written down in one file beside `spec.lock`; it goes behind the last one.

use std::path::{Component, Path, PathBuf};

use spec_engine::Host;

use super::{Writing, made, read_if_exists};
use crate::error::Error;

/// The file that says what is to be written.
const FILE_NAME: &str = ".cargo-spec-unfinished";
/// The text that it begins with, for whoever finds it.
const HEAD: &str =
    "`cargo spec` was stopped while it wrote several files; `cargo spec check --fix` writes the rest.\n";
/// So many lines of a file are named.
const MAX_LINES: usize = 5;

/// A file, what it holds, and what it is to hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replacement {
    /// The file.
    pub path: PathBuf,
    /// Its content.
    pub before: Vec<u8>,
    /// The new content.
    pub after: Vec<u8>,
}

/// The rest of a run that was stopped.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Completed {
    /// The files that were written now.
    pub written: Vec<PathBuf>,
    /// The files that somebody has changed since, with the lines that they do not have: before, and after.
    pub changed: Vec<(PathBuf, Vec<(String, String)>)>,
}

/// Writes files of a workspace. Where the run is stopped, it leaves what a later run needs to write the rest.
///
/// # Errors
/// As [`Writing::replace`]; a file that is read-only is found before anything is written. [`Error::PartlyWritten`], if files were written
/// before. These stay, and the next run writes the rest.
pub fn replace_all(host: &Host, root: &Path, files: &[Replacement]) -> Result<(), Error> {
    let mut writing = Writing::within(host, root);
    let list = root.join(FILE_NAME);
    let text = encoded(root, files).filter(|_| files.len() > 1);
    if let Some(text) = &text {
        files.iter().try_for_each(|file| writing.may_be_written(&file.path))?;
        writing.replace(&list, None, text)?;
    }
    for (at, file) in files.iter().enumerate() {
        let written = writing.replace(&file.path, Some(&file.before), &file.after);
        match (written, &text) {
            (Err(reason), Some(text)) if at == 0 => {
                writing.remove(&list, text)?;
                return Err(reason);
            }
            (Err(reason), Some(_)) => {
                return Err(Error::PartlyWritten { reason: Box::new(reason), written: at });
            }
            (written, _) => written?,
        }
    }
    text.map_or(Ok(()), |text| writing.remove(&list, &text))
}

/// Is there something left of a run that was stopped?
pub fn is_there(root: &Path) -> bool {
    read(root).is_ok_and(|found| found.is_some())
}

/// Is every file that a stopped run left as it was before it, or as it is to be?
///
/// # Errors
/// [`Error::Read`].
pub fn is_completable(root: &Path) -> Result<bool, Error> {
    for file in read(root)?.into_iter().flat_map(|(_, files)| files) {
        let now = read_if_exists(&file.path)?;
        if now.as_ref() != Some(&file.before) && now.as_ref() != Some(&file.after) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The files that are still to be written of a run that was stopped.
///
/// # Errors
/// [`Error::Read`].
pub fn left(root: &Path) -> Result<Vec<Replacement>, Error> {
    let Some((_, files)) = read(root)? else { return Ok(Vec::new()) };
    let mut left = Vec::new();
    for file in files {
        if read_if_exists(&file.path)?.as_ref() == Some(&file.before) {
            left.push(file);
        }
    }
    Ok(left)
}

/// Writes the rest of a run that was stopped. A file that somebody has changed since stays as it is.
///
/// # Errors
/// As [`Writing::replace`].
pub fn complete(host: &Host, root: &Path) -> Result<Completed, Error> {
    let mut completed = Completed::default();
    let Some((text, files)) = read(root)? else { return Ok(completed) };
    let mut writing = Writing::within(host, root);
    for file in files {
        let now = read_if_exists(&file.path)?;
        if now.as_ref() == Some(&file.before) {
            writing.replace(&file.path, Some(&file.before), &file.after)?;
            completed.written.push(file.path);
        } else if now.as_ref() != Some(&file.after) {
            let lines = differing(&file.before, &file.after);
            completed.changed.push((file.path, lines));
        }
    }
    // The run that was stopped may have left more than its list.
    made::sweep_files(root);
    writing.remove(&root.join(FILE_NAME), &text)?;
    Ok(completed)
}

/// The bytes of a list, and what is in it.
type Listed = (Vec<u8>, Vec<Replacement>);

/// The list; `None`: there is none that this command has written.
fn read(root: &Path) -> Result<Option<Listed>, Error> {
    let text = read_if_exists(&root.join(FILE_NAME))?;
    Ok(text.and_then(|text| decoded(root, &text).map(|files| (text, files))))
}

/// The list as bytes; `None`, if a file is not in the workspace.
fn encoded(root: &Path, files: &[Replacement]) -> Option<Vec<u8>> {
    let mut text = HEAD.as_bytes().to_vec();
    for Replacement { path, before, after } in files {
        let path = path.strip_prefix(root).ok()?.to_str()?;
        text.extend(format!("{} {} {}\n", path.len(), before.len(), after.len()).bytes());
        [path.as_bytes(), before, after].iter().for_each(|part| text.extend_from_slice(part));
        text.push(b'\n');
    }
    Some(text)
}

fn decoded(root: &Path, text: &[u8]) -> Option<Vec<Replacement>> {
    let mut rest = text.strip_prefix(HEAD.as_bytes())?;
    let mut files = Vec::new();
    while !rest.is_empty() {
        let end = rest.iter().position(|byte| *byte == b'\n')?;
        let (line, behind) = rest.split_at(end);
        rest = &behind[1..];
        let lengths = std::str::from_utf8(line).ok()?.split(' ');
        let mut parts = Vec::new();
        for length in lengths {
            let (part, behind) = rest.split_at_checked(length.parse().ok()?)?;
            parts.push(part);
            rest = behind;
        }
        rest = rest.strip_prefix(b"\n")?;
        let [path, before, after] = &*parts else { return None };
        let path = Path::new(std::str::from_utf8(path).ok()?);
        let is_below = path.components().all(|part| matches!(part, Component::Normal(_)));
        let path = is_below.then(|| root.join(path))?;
        files.push(Replacement { path, before: before.to_vec(), after: after.to_vec() });
    }
    Some(files)
}

/// The first lines that differ.
fn differing(before: &[u8], after: &[u8]) -> Vec<(String, String)> {
    let (before, after) = (String::from_utf8_lossy(before), String::from_utf8_lossy(after));
    let lines = before.lines().zip(after.lines()).filter(|(one, other)| one != other);
    lines.map(|(one, other)| (one.trim().to_owned(), other.trim().to_owned())).take(MAX_LINES).collect()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn file(root: &Path, path: &str, before: &str, after: &str) -> Replacement {
        fs::create_dir_all(root.join(path).parent().expect("a folder")).expect("it is made");
        fs::write(root.join(path), before).expect("it is written");
        Replacement { path: root.join(path), before: before.into(), after: after.into() }
    }

    #[test]
    fn what_was_stopped_between_two_files_is_completed_and_what_somebody_changed_stays() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().canonicalize().expect("it is there");
        let files = [
            file(&root, "a.md", "1\n", "2\n"),
            file(&root, "with space/b.md", "2\n\n", "3\n\n"),
            file(&root, "c.md", "one\n3\n", "one\n4\n"),
        ];
        let text = encoded(&root, &files).expect("all are in it");
        assert_eq!(decoded(&root, &text).as_deref(), Some(&files[..]));
        fs::write(root.join(FILE_NAME), &text).expect("it is written");
        fs::write(root.join("a.md"), "2\n").expect("it is written");
        fs::write(root.join("c.md"), "mine\n").expect("it is written");
        assert!(is_there(&root));
        assert_eq!(left(&root).expect("it can be read"), files[1..2]);
        let completed = complete(&Host::default(), &root).expect("it is completed");
        assert_eq!(completed.written, [files[1].path.clone()]);
        assert_eq!(completed.changed, [(files[2].path.clone(), vec![("3".to_owned(), "4".to_owned())])]);
        let read = |path: &str| fs::read_to_string(root.join(path)).expect("it is there");
        assert_eq!([read("a.md"), read("with space/b.md"), read("c.md")], ["2\n", "3\n\n", "mine\n"]);
        assert!(!is_there(&root) && !root.join(FILE_NAME).exists());
    }

    #[test]
    fn no_list_of_somebody_else_is_followed() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path();
        for text in
            ["", "notes", HEAD.trim_end(), &format!("{HEAD}5 0 1\n../ax\n"), &format!("{HEAD}1 9 9\na")]
        {
            fs::write(root.join(FILE_NAME), text).expect("it is written");
            assert_eq!(complete(&Host::default(), root).expect("nothing is done"), Completed::default());
            assert_eq!(fs::read_to_string(root.join(FILE_NAME)).expect("it stays"), text);
        }
    }

    #[test]
    fn whoever_is_stopped_by_a_later_file_is_told_what_was_written() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().canonicalize().expect("it is there");
        let files = [file(&root, "a.md", "1", "2"), file(&root, "b.md", "1", "2")];
        fs::write(root.join("b.md"), "mine").expect("it is written");
        let error = replace_all(&Host::default(), &root, &files).expect_err("somebody changed it");
        assert!(matches!(error, Error::PartlyWritten { written: 1, .. }), "{error}");
        assert!(error.help().is_some_and(|help| help.contains("`cargo spec check --fix` writes the rest")));
        assert!(is_there(&root));
    }

    #[test]
    fn nothing_is_written_where_one_of_the_files_is_read_only() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().canonicalize().expect("it is there");
        let files = [file(&root, "a.md", "1", "2"), file(&root, "b.md", "1", "2")];
        let metadata = fs::metadata(root.join("b.md")).expect("it is there");
        let mut permissions = metadata.permissions();
        permissions.set_readonly(true);
        fs::set_permissions(root.join("b.md"), permissions).expect("it is set");
        let error = replace_all(&Host::default(), &root, &files).expect_err("one is read-only");
        assert!(error.to_string().contains("b.md`: the file is read-only"), "{error}");
        assert_eq!(fs::read(root.join("a.md")).expect("it is there"), b"1");
        assert!(!is_there(&root));
    }

    #[test]
    fn nothing_is_left_where_all_or_none_was_written() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().canonicalize().expect("it is there");
        let files = [file(&root, "a.md", "1", "2"), file(&root, "b.md", "1", "2")];
        fs::write(root.join("a.md"), "mine").expect("it is written");
        replace_all(&Host::default(), &root, &files).expect_err("somebody changed it");
        assert!(!root.join(FILE_NAME).exists());
        fs::write(root.join("a.md"), "1").expect("it is written");
        replace_all(&Host::default(), &root, &files).expect("all are as they were");
        assert_eq!(fs::read(root.join("b.md")).expect("it is there"), b"2");
        assert!(!root.join(FILE_NAME).exists());
    }
}
