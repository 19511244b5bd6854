//! The files of a revision that matter, written to a folder of their own.
//!
//! No checkout: no filter, no hook and no setting of the repository has a say, and its working tree is not touched. A few runs of git
//! read it all.

use std::collections::{BTreeMap, HashSet};
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Component, Path, PathBuf};
use std::process::{Child, Stdio};

use spec_model::Source;
use spec_model::config::Config;
use spec_model::files::{self, BESIDE, FileKind};

use super::git::{command, lacking};
use super::name::has;
use super::unchanged::Unchanged;
use crate::children::Temporary;
use crate::error::Error;
use crate::files::made;

/// What stood in a repository at a commit.
#[derive(Debug)]
pub struct Tree {
    /// The folder, which goes with this value.
    folder: Temporary,
    /// The submodules of which the working tree has not the commit: nothing is known of what is in them.
    pub submodules: Vec<PathBuf>,
    /// Symbolic links that lead out of the repository.
    pub strays: Vec<PathBuf>,
    /// The symbolic links that were made.
    links: Vec<PathBuf>,
}

impl Tree {
    /// The root of the repository in it.
    pub fn root(&self) -> &Path {
        self.folder.path()
    }
}

/// What a revision is written beside: the folders that are there as they were at the revision are not written, but linked to.
#[derive(Clone, Copy, Debug)]
pub enum Beside<'a> {
    /// Everything is written.
    Nothing,
    /// The working tree, by its root.
    WorkingTree(&'a Path),
    /// Another revision of the same repository, with its commit.
    Revision(&'a Tree, &'a str),
}

impl<'a> From<Option<&'a Path>> for Beside<'a> {
    fn from(working_tree: Option<&'a Path>) -> Self {
        working_tree.map_or(Self::Nothing, Self::WorkingTree)
    }
}

/// Writes the manifests, configurations, locks, documents and sources of a commit.
///
/// # Errors
/// [`Error::Git`], if git cannot read them; [`Error::PartialClone`], if they are not in this clone; [`Error::Write`], if they cannot be
/// written.
pub fn materialise(repository: &Path, commit: &str, beside: Beside<'_>) -> Result<Tree, Error> {
    let fill = |place: &Path| {
        made::sweep(place, PREFIX);
        let folder = tempfile::Builder::new().prefix(PREFIX).tempdir_in(place);
        let folder = folder.and_then(|folder| made::mark(folder.path()).map(|()| folder));
        let folder = folder.map_err(|reason| Error::Write { path: place.to_path_buf(), reason })?;
        let folder = Temporary::new(folder.keep());
        let mut tree = Tree { folder, submodules: Vec::new(), strays: Vec::new(), links: Vec::new() };
        tree.fill(repository, commit, beside, Path::new(""))?;
        tree.leave_strays_out(beside);
        Ok(tree)
    };
    match memory().map(fill) {
        // There may be little room.
        None | Some(Err(Error::Write { .. })) => fill(&std::env::temp_dir()),
        Some(filled) => filled,
    }
}

/// What the name of a folder begins with that a revision is written to.
const PREFIX: &str = "cargo-spec-";

/// A place for files that soon go again, where they never come to a disk, if nobody has named another one.
fn memory() -> Option<&'static Path> {
    let place = Path::new("/dev/shm");
    let is_free = cfg!(target_os = "linux") && std::env::var_os("TMPDIR").is_none();
    (is_free && place.is_dir()).then_some(place)
}

impl Tree {
    /// Writes what stood in a repository, and in its submodules as far as the working tree has them. `place` is its own in the tree.
    fn fill(
        &mut self,
        repository: &Path,
        commit: &str,
        beside: Beside<'_>,
        place: &Path,
    ) -> Result<(), Error> {
        let root = self.root().join(place);
        // Where a repository ends, so does the search for documents.
        let cannot = |path: &Path, reason| Error::Write { path: path.to_path_buf(), reason };
        fs::create_dir_all(root.join(".git")).map_err(|reason| cannot(&root, reason))?;
        // What is as it was may be a link to where it is.
        fs::write(root.join(BESIDE), self.folders_beside(beside)).map_err(|reason| cannot(&root, reason))?;
        let listed = command(repository, &["ls-tree", "-r", "-z", "--full-tree", commit]).output();
        let listed = listed.map_err(Error::Run)?;
        if !listed.status.success() {
            return Err(lacking(repository, "a folder of the revision", &listed.stderr));
        }
        let entries: Vec<_> = listed.stdout.split(|byte| *byte == 0).filter_map(parse).collect();
        let extensions = extensions(repository, &entries)?;
        // Documents are looked for without following links; a link may lead to what has changed, and git may be told not to look
        // whether a submodule has.
        let is_written =
            |entry: &Entry| entry.is_link || entry.is_module || is_document(&entry.path, &extensions);
        let written: Vec<_> =
            entries.iter().filter(|entry| is_written(entry)).map(|entry| &*entry.path).collect();
        let (unchanged, working_tree) = match beside {
            Beside::Nothing => (Unchanged::default(), None),
            Beside::WorkingTree(top) => (Unchanged::since(top, commit, &written), Some(top)),
            Beside::Revision(tree, other) => {
                (Unchanged::between(repository, tree.root(), other, commit, &written), None)
            }
        };
        let mut linked: HashSet<PathBuf> = HashSet::new();
        let (mut files, mut links) = (BTreeMap::new(), BTreeMap::new());
        for Entry { object, path, is_link, is_module } in entries {
            if is_module {
                let there = working_tree.map(|top| top.join(&path)).filter(|there| has(there, &object));
                match there {
                    Some(there) => {
                        self.fill(&there, &object, Beside::WorkingTree(&there), &place.join(path))?;
                    }
                    None => self.submodules.push(place.join(path)),
                }
            } else if is_link {
                links.insert(path, object);
            } else if is_source(&path) || is_document(&path, &extensions) {
                match unchanged.folder(&path) {
                    Some((folder, there))
                        if link(&root.join(&folder), &there, linked.insert(folder.clone())) => {}
                    _ => drop(files.insert(path, object)),
                }
            }
        }
        let mut made = PathBuf::new();
        read(repository, &files, |path, bytes| {
            // A source without links says nothing here, and there are many.
            if is_source(path) && !spec_engine::links::concerns(bytes) {
                return Ok(());
            }
            let path = root.join(path);
            let folder = path.parent().unwrap_or(&root);
            // They come in the order of their paths: most lie in the folder of the one before.
            if made != folder {
                fs::create_dir_all(folder).map_err(|reason| cannot(folder, reason))?;
                made = folder.to_path_buf();
            }
            fs::write(&path, bytes).map_err(|reason| cannot(&path, reason))
        })?;
        read(repository, &links, |path, target| {
            let path = place.join(path);
            let is_made = lead(self.folder.path(), &path, target);
            if is_made {
                self.links.push(path);
            } else {
                self.strays.push(path);
            }
            Ok(())
        })
    }

    /// The folders that links of this tree may lead to, one a line.
    fn folders_beside(&self, beside: Beside<'_>) -> String {
        let mut folders = files::read_text(&self.root().join(BESIDE), FileKind::Settings).unwrap_or_default();
        let (top, more) = match beside {
            Beside::Nothing => return folders,
            Beside::WorkingTree(top) => (top, String::new()),
            Beside::Revision(tree, _) => (
                tree.root(),
                files::read_text(&tree.root().join(BESIDE), FileKind::Settings).unwrap_or_default(),
            ),
        };
        folders.push_str(&more);
        folders.push_str(&top.to_string_lossy());
        folders.push('\n');
        folders
    }

    /// Leaves out the links that lead out of the repository by way of other ones, which their own text does not tell.
    fn leave_strays_out(&mut self, beside: Beside<'_>) {
        let beside = match beside {
            Beside::Nothing => None,
            Beside::WorkingTree(top) => Some(top),
            Beside::Revision(tree, _) => Some(tree.root()),
        };
        let inside = [Some(self.folder.path()), beside].into_iter().flatten();
        let inside: Vec<_> = inside.filter_map(|folder| folder.canonicalize().ok()).collect();
        for path in std::mem::take(&mut self.links) {
            let link = self.folder.path().join(&path);
            let leads_out = |there: PathBuf| !inside.iter().any(|folder| there.starts_with(folder));
            if link.canonicalize().is_ok_and(leads_out) && fs::remove_file(&link).is_ok() {
                self.strays.push(path);
            }
        }
    }
}

/// A file of a commit.
struct Entry {
    object: String,
    path: PathBuf,
    /// Is it a symbolic link? Its text is where it leads.
    is_link: bool,
    /// Is it a submodule?
    is_module: bool,
}

/// Mode, kind and object, a tab, and the path. A path that leads out of the folder is none.
fn parse(entry: &[u8]) -> Option<Entry> {
    let tab = entry.iter().position(|byte| *byte == b'\t')?;
    let mut fields = std::str::from_utf8(&entry[..tab]).ok()?.split(' ');
    let (mode, kind, object) = (fields.next()?, fields.next()?, fields.next()?);
    let path = path(&entry[tab + 1..])?;
    let is_inside = path.components().all(|part| matches!(part, Component::Normal(name) if name != ".git"));
    let (is_link, is_module) = (mode == "120000", kind == "commit");
    is_inside.then(|| Entry { object: object.to_owned(), path, is_link, is_module })
}

/// Makes the symbolic link that a commit has, if it leads to something in the repository. Says whether it does.
#[cfg(unix)]
fn lead(root: &Path, path: &Path, target: &[u8]) -> bool {
    let Some(target) = self::path(target) else { return false };
    let mut there = path.parent().map(Path::to_path_buf).unwrap_or_default();
    for part in target.components() {
        match part {
            Component::Normal(name) => there.push(name),
            Component::CurDir => {}
            Component::ParentDir if there.pop() => {}
            _ => return false,
        }
    }
    let link = root.join(path);
    let parent = link.parent().unwrap_or(root);
    fs::create_dir_all(parent).and_then(|()| std::os::unix::fs::symlink(target, &link)).is_ok()
}

/// Elsewhere not everybody may make links.
#[cfg(not(unix))]
fn lead(_root: &Path, _path: &Path, _target: &[u8]) -> bool {
    false
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
    Some(PathBuf::from(OsStr::from_bytes(bytes)))
}

#[cfg(not(unix))]
pub(super) fn path(bytes: &[u8]) -> Option<PathBuf> {
    std::str::from_utf8(bytes).ok().map(PathBuf::from)
}

fn is_source(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "rs")
}

/// Can a file that is no source say what is meant?
fn is_document(path: &Path, extensions: &HashSet<OsString>) -> bool {
    let names = ["Cargo.toml", "spec.toml", "spec.lock"];
    path.file_name().is_some_and(|name| names.iter().any(|known| name == *known))
        || path.extension().is_some_and(|extension| extensions.contains(extension))
}

/// How the names of documents end: as usual, and as any `spec.toml` says.
fn extensions(repository: &Path, entries: &[Entry]) -> Result<HashSet<OsString>, Error> {
    let mut extensions: HashSet<OsString> = ["md", "markdown"].map(OsString::from).into();
    let is_one =
        |entry: &&Entry| !entry.is_link && entry.path.file_name().is_some_and(|name| name == "spec.toml");
    let configurations =
        entries.iter().filter(is_one).map(|entry| (entry.path.clone(), entry.object.clone()));
    read(repository, &configurations.collect(), |path, bytes| {
        let (config, _) = Config::read(&Source::from_bytes(path, bytes.to_vec()).0);
        let patterns = config.documents.iter().map(|pattern| Path::new(&pattern.glob));
        extensions.extend(patterns.filter_map(Path::extension).map(OsStr::to_owned));
        Ok(())
    })?;
    extensions.remove(OsStr::new("rs"));
    Ok(extensions)
}

/// Reads some objects, and hands each on with its path.
fn read(
    repository: &Path,
    files: &BTreeMap<PathBuf, String>,
    take: impl FnMut(&Path, &[u8]) -> Result<(), Error>,
) -> Result<(), Error> {
    if files.is_empty() {
        return Ok(());
    }
    let mut cat = command(repository, &["cat-file", "--batch"]);
    let mut child =
        cat.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().map_err(Error::Run)?;
    let read = pour(&mut child, repository, files, take);
    // It ends when its input does; what it says of that was read.
    let _ = child.kill();
    let _ = child.wait();
    read
}

fn pour(
    child: &mut Child,
    repository: &Path,
    files: &BTreeMap<PathBuf, String>,
    mut take: impl FnMut(&Path, &[u8]) -> Result<(), Error>,
) -> Result<(), Error> {
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
                return Err(lacking(repository, &format!("`{}`", path.display()), b""));
            };
            bytes.clear();
            let read = output.by_ref().take(size + 1).read_to_end(&mut bytes).map_err(Error::Run)?;
            if read as u64 != size + 1 {
                return Err(Error::Git(format!("`{}` could not be read", path.display())));
            }
            bytes.pop();
            take(path, &bytes)?;
        }
        Ok(())
    })
}
