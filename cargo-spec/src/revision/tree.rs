//! The files of a revision that matter, written to a folder of their own.
//!
//! No checkout: no filter, no hook and no setting of the repository has a say, and its working tree is not touched. Two runs of git read
//! it all.

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Component, Path, PathBuf};
use std::process::{Child, Stdio};

use tempfile::TempDir;

use super::git::command;
use super::unchanged::Unchanged;
use crate::error::Error;

/// What stood in a repository at a commit.
#[derive(Debug)]
pub struct Tree {
    /// The folder, which goes with this value.
    folder: TempDir,
    /// The submodules, which git keeps elsewhere: nothing is known of what is in them.
    pub submodules: Vec<PathBuf>,
}

impl Tree {
    /// The root of the repository in it.
    pub fn root(&self) -> &Path {
        self.folder.path()
    }
}

/// Writes the manifests, configurations, locks, documents and sources of a commit. What stands in a working tree as it was there is
/// not written but linked to.
///
/// # Errors
/// [`Error::Git`], if git cannot read them; [`Error::Run`], if they cannot be written.
pub fn materialise(repository: &Path, commit: &str, working_tree: Option<&Path>) -> Result<Tree, Error> {
    let folder = tempfile::Builder::new().prefix("cargo-spec-").tempdir().map_err(Error::Run)?;
    // Where a repository ends, so does the search for documents.
    fs::create_dir(folder.path().join(".git")).map_err(Error::Run)?;
    let listed =
        command(repository, &["ls-tree", "-r", "-z", "--full-tree", commit]).output().map_err(Error::Run)?;
    if !listed.status.success() {
        return Err(Error::Git(String::from_utf8_lossy(&listed.stderr).trim_end().to_owned()));
    }
    let mut tree = Tree { folder, submodules: Vec::new() };
    let mut files: BTreeMap<PathBuf, String> = BTreeMap::new();
    let unchanged = working_tree.map(|top| Unchanged::since(top, commit)).unwrap_or_default();
    let mut linked: HashSet<PathBuf> = HashSet::new();
    for entry in listed.stdout.split(|byte| *byte == 0) {
        let Some((kind, object, path)) = parse(entry) else { continue };
        match kind {
            "commit" => tree.submodules.push(path),
            "blob" if matters(&path) => match unchanged.folder(&path) {
                Some((folder, there))
                    if link(&tree.root().join(&folder), &there, linked.insert(folder.clone())) => {}
                _ => drop(files.insert(path, object)),
            },
            _ => {}
        }
    }
    read(repository, &files, tree.root())?;
    Ok(tree)
}

/// Mode, kind and object, a tab, and the path. A path that leads out of the folder is none.
fn parse(entry: &[u8]) -> Option<(&str, String, PathBuf)> {
    let tab = entry.iter().position(|byte| *byte == b'\t')?;
    let mut fields = std::str::from_utf8(&entry[..tab]).ok()?.split(' ');
    let (mode, kind, object) = (fields.next()?, fields.next()?, fields.next()?);
    let path = path(&entry[tab + 1..])?;
    let is_inside = path.components().all(|part| matches!(part, Component::Normal(name) if name != ".git"));
    // What a symbolic link leads to is read where it stands.
    (is_inside && mode != "120000").then(|| (kind, object.to_owned(), path))
}

/// Links to a folder, if that is not done yet. Says whether it is there.
#[cfg(unix)]
fn link(here: &Path, there: &Path, is_new: bool) -> bool {
    let parent = here.parent().unwrap_or(here);
    !is_new || fs::create_dir_all(parent).and_then(|()| std::os::unix::fs::symlink(there, here)).is_ok()
}

/// Elsewhere not everybody may make links.
#[cfg(not(unix))]
fn link(_here: &Path, _there: &Path, _is_new: bool) -> bool {
    false
}

#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "elsewhere not every name is one")]
pub(super) fn path(bytes: &[u8]) -> Option<PathBuf> {
    use std::os::unix::ffi::OsStrExt as _;
    Some(PathBuf::from(std::ffi::OsStr::from_bytes(bytes)))
}

#[cfg(not(unix))]
pub(super) fn path(bytes: &[u8]) -> Option<PathBuf> {
    std::str::from_utf8(bytes).ok().map(PathBuf::from)
}

/// Can a file say what is meant?
fn matters(path: &Path) -> bool {
    let is_named = path
        .file_name()
        .is_some_and(|name| ["Cargo.toml", "spec.toml", "spec.lock"].iter().any(|known| name == *known));
    is_named
        || path
            .extension()
            .is_some_and(|extension| extension == "md" || extension == "rs" || extension == "markdown")
}

/// Reads the objects of some files, and writes those that matter.
fn read(repository: &Path, files: &BTreeMap<PathBuf, String>, root: &Path) -> Result<(), Error> {
    let mut cat = command(repository, &["cat-file", "--batch"]);
    let mut child =
        cat.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().map_err(Error::Run)?;
    let written = pour(&mut child, files, root);
    // It ends when its input does; what it says of that was read.
    let _ = child.kill();
    let _ = child.wait();
    written
}

fn pour(child: &mut Child, files: &BTreeMap<PathBuf, String>, root: &Path) -> Result<(), Error> {
    let (Some(mut input), Some(output)) = (child.stdin.take(), child.stdout.take()) else { return Ok(()) };
    std::thread::scope(|scope| {
        // It answers while it is asked: neither may wait for the other.
        scope.spawn(move || {
            let asked = files.values().map(|object| format!("{object}\n")).collect::<String>();
            let _ = input.write_all(asked.as_bytes());
        });
        let mut output = BufReader::with_capacity(1 << 16, output);
        let mut bytes = Vec::new();
        for path in files.keys() {
            let mut header = String::new();
            output.read_line(&mut header).map_err(Error::Run)?;
            let size = header.trim_end().rsplit(' ').next().and_then(|size| size.parse::<u64>().ok());
            let Some(size) = size.filter(|_| header.contains(" blob ")) else {
                return Err(Error::Git(format!(
                    "`{}` is not in this clone: it was cloned without all of its objects; `git fetch --refetch` brings them",
                    path.display()
                )));
            };
            bytes.clear();
            let read = output.by_ref().take(size + 1).read_to_end(&mut bytes).map_err(Error::Run)?;
            if read as u64 != size + 1 {
                return Err(Error::Git(format!("`{}` could not be read", path.display())));
            }
            bytes.pop();
            let is_source = path.extension().is_some_and(|extension| extension == "rs");
            // A source without links says nothing here, and there are many.
            if is_source && !spec_model::links::concerns(&bytes) {
                continue;
            }
            let path = root.join(path);
            let folder = path.parent().unwrap_or(root);
            fs::create_dir_all(folder).and_then(|()| fs::write(&path, &bytes)).map_err(Error::Run)?;
        }
        Ok(())
    })
}
