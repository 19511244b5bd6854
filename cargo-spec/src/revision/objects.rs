//! The files of a revision, read from git's objects.
//!
//! No checkout: no filter, no hook and no setting of the repository has a say, and nothing is written. A few runs of git read it all:
//! one lists the objects, and one gives those that can say what is intended.

use std::collections::{BTreeMap, HashSet};
use std::ffi::{OsStr, OsString};
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Component, Path, PathBuf};
use std::process::{Child, Stdio};
use std::sync::Arc;

use spec_model::Source;
use spec_model::config::Config;
use spec_model::files::{FileKind, FileNode, Files, FolderEntry, NodeKind};
use spec_model::hash::FastMap;
use spec_model::parallel::in_parallel;

use super::git::{command, lacking};
use super::name::has;
use super::unchanged;
use crate::error::Error;

/// So many links are followed on the way to one file (`path_resolution(7)`).
const MAX_LINKS: usize = 40;

/// The files of a commit, at the paths that they have in the working tree.
#[derive(Debug)]
pub struct Objects {
    /// The root of the repository.
    top: PathBuf,
    /// The objects at the paths from there. The text of a path is hashed many times as fast as its parts.
    nodes: FastMap<OsString, Object>,
    /// The entries of each folder from there.
    folders: FastMap<OsString, Vec<FolderEntry>>,
    /// The submodules of which the working tree has not the commit: nothing is known of what is in them.
    pub submodules: Vec<PathBuf>,
    /// Symbolic links that lead out of the repository.
    pub outside_links: Vec<PathBuf>,
}

/// The object at a path.
#[derive(Debug)]
enum Object {
    /// A file that rarely says what is intended: its repository and object, to be read if somebody asks.
    Other(Arc<Path>, String),
    /// A file.
    File(Arc<[u8]>),
    /// A symbolic link, and where it leads to.
    Link(PathBuf),
}

impl Objects {
    /// Reads the manifests, configurations, locks, documents and sources of a commit. `top` is the root of the working tree, whose files
    /// are `now`: what did not change is read there.
    ///
    /// # Errors
    /// [`Error::Git`], if git cannot read them; [`Error::PartialClone`], if they are not in this clone.
    pub fn read(repository: &Path, commit: &str, top: &Path, now: &dyn Files) -> Result<Self, Error> {
        let (submodules, outside_links) = (Vec::new(), Vec::new());
        let mut objects = Self {
            top: top.to_path_buf(),
            nodes: FastMap::default(),
            folders: FastMap::default(),
            submodules,
            outside_links,
        };
        objects.fill(repository, commit, Path::new(""), now)?;
        objects.list();
        let links = objects.nodes.iter().filter(|(_, object)| matches!(object, Object::Link(_)));
        let links = links.map(|(path, _)| PathBuf::from(path));
        let leads_out = |path: &PathBuf| matches!(objects.walk(path, MAX_LINKS), Err(Way::LeadsOut));
        let mut outside_links: Vec<_> = links.filter(leads_out).collect();
        outside_links.sort();
        objects.outside_links = outside_links;
        Ok(objects)
    }

    /// The root of the repository.
    pub fn top(&self) -> &Path {
        &self.top
    }

    /// Adds what stood in a repository, and in its submodules as far as the working tree has them. `place` is its own in the tree.
    fn fill(&mut self, repository: &Path, commit: &str, place: &Path, now: &dyn Files) -> Result<(), Error> {
        let listed = command(repository, &["ls-tree", "-r", "-z", "--full-tree", commit]).output();
        let listed = listed.map_err(Error::Run)?;
        if !listed.status.success() {
            return Err(lacking(repository, "a folder of the revision", &listed.stderr));
        }
        let entries: Vec<_> = listed.stdout.split(|byte| *byte == 0).filter_map(parse).collect();
        let extensions = extensions(repository, &entries)?;
        let other: Arc<Path> = repository.into();
        let (mut wanted, mut files) = (BTreeMap::new(), Vec::new());
        let mut links: HashSet<PathBuf> = HashSet::new();
        for Listed { object, path, is_link, is_module } in entries {
            if is_module {
                let there = self.top.join(place).join(&path);
                if has(&there, &object) {
                    self.fill(&there, &object, &place.join(path), now)?;
                } else {
                    self.submodules.push(place.join(path));
                }
            } else if is_link {
                links.insert(path.clone());
                wanted.insert(path, object);
            } else if is_source(&path) || is_document(&path, &extensions) {
                files.push((path, object));
            } else {
                self.nodes.insert(place.join(path).into(), Object::Other(Arc::clone(&other), object));
            }
        }
        let folder = self.top.join(place);
        let known = in_parallel(&files, |(path, object)| unchanged::bytes(now, &folder.join(path), object));
        for ((path, object), known) in files.into_iter().zip(known) {
            match known {
                Some(bytes) => drop(self.nodes.insert(place.join(path).into(), Object::File(bytes))),
                None => drop(wanted.insert(path, object)),
            }
        }
        read(repository, &wanted, |path, bytes| {
            let object = match links.contains(path) {
                true => Object::Link(self::path(bytes).unwrap_or_default()),
                false => Object::File(bytes.into()),
            };
            self.nodes.insert(place.join(path).into(), object);
            Ok(())
        })
    }

    /// Lists the folders.
    fn list(&mut self) {
        let mut folders: FastMap<OsString, Vec<FolderEntry>> = FastMap::default();
        // The search for documents ends where the repository ends.
        let git = FolderEntry { name: ".git".into(), kind: NodeKind::Folder };
        folders.insert(OsString::new(), vec![git]);
        for (path, object) in &self.nodes {
            let kind = match object {
                Object::Link(_) => NodeKind::Link,
                Object::Other(..) | Object::File(_) => NodeKind::File,
            };
            let mut below = Some((Path::new(path), kind));
            while let Some((path, kind)) = below.take() {
                let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else { break };
                let is_new = !folders.contains_key(folder.as_os_str());
                folders
                    .entry(folder.as_os_str().to_owned())
                    .or_default()
                    .push(FolderEntry { name: name.to_owned(), kind });
                below = is_new.then_some((folder, NodeKind::Folder));
            }
        }
        self.folders = folders;
    }

    /// A path from the root of the repository on, without the links on its way but for the last name.
    fn inside(&self, path: &Path) -> Result<PathBuf, Way> {
        let own = path.strip_prefix(&self.top).map_err(|_| Way::LeadsNowhere)?;
        let (Some(folder), Some(name)) = (own.parent(), own.file_name()) else { return Ok(PathBuf::new()) };
        Ok(self.walk(folder, MAX_LINKS)?.join(name))
    }

    /// A path from the root of the repository on, without links, the last name included.
    fn walk(&self, path: &Path, links_left: usize) -> Result<PathBuf, Way> {
        let mut there = PathBuf::new();
        let mut parts = path.components();
        while let Some(part) = parts.next() {
            match part {
                Component::Normal(name) => there.push(name),
                Component::CurDir => {}
                Component::ParentDir if there.pop() => {}
                _ => return Err(Way::LeadsOut),
            }
            if let Some(Object::Link(target)) = self.nodes.get(there.as_os_str()) {
                there.pop();
                let Some(links_left) = links_left.checked_sub(1) else { return Err(Way::LeadsNowhere) };
                return self.walk(&there.join(target).join(parts.as_path()), links_left);
            }
        }
        Ok(there)
    }

    fn object(&self, own: &Path) -> io::Result<FileNode> {
        let (kind, length) = match self.nodes.get(own.as_os_str()) {
            Some(Object::Link(_)) => (NodeKind::Link, 0),
            Some(Object::File(bytes)) => (NodeKind::File, bytes.len() as u64),
            Some(Object::Other(..)) => (NodeKind::File, 0),
            None if self.folders.contains_key(own.as_os_str()) || own == Path::new(".git") => {
                (NodeKind::Folder, 0)
            }
            None => return Err(io::ErrorKind::NotFound.into()),
        };
        Ok(FileNode { kind, length, modified: None })
    }

    /// The same through links.
    fn at(&self, path: &Path) -> io::Result<PathBuf> {
        let own = path.strip_prefix(&self.top).map_err(|_| io::ErrorKind::NotFound)?;
        self.walk(own, MAX_LINKS).map_err(|_| io::ErrorKind::NotFound.into())
    }
}

/// The reason why a path leads to nothing in the repository.
#[derive(Debug)]
enum Way {
    LeadsOut,
    LeadsNowhere,
}

impl Files for Objects {
    fn read(&self, path: &Path, kind: FileKind) -> io::Result<Vec<u8>> {
        match self.nodes.get(self.at(path)?.as_os_str()) {
            Some(Object::File(bytes)) if bytes.len() as u64 > kind.limit() => Err(io::Error::new(
                io::ErrorKind::FileTooLarge,
                "it is longer than a file of its kind may be",
            )),
            Some(Object::File(bytes)) => Ok(bytes.to_vec()),
            Some(Object::Other(repository, object)) => {
                let output = command(repository, &["cat-file", "blob", object]).output()?;
                match output.status.success() {
                    true => Ok(output.stdout),
                    false => Err(io::Error::other("git cannot read it")),
                }
            }
            _ if self.node(path)?.kind == NodeKind::Folder => {
                Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder"))
            }
            _ => Err(io::ErrorKind::NotFound.into()),
        }
    }

    fn node(&self, path: &Path) -> io::Result<FileNode> {
        self.object(&self.at(path)?)
    }

    fn node_at(&self, path: &Path) -> io::Result<FileNode> {
        self.object(&self.inside(path).map_err(|_| io::ErrorKind::NotFound)?)
    }

    fn entries(&self, folder: &Path) -> io::Result<Vec<FolderEntry>> {
        let own = self.at(folder)?;
        match self.folders.get(own.as_os_str()) {
            Some(entries) => Ok(entries.clone()),
            None if self.nodes.contains_key(own.as_os_str()) => Err(io::ErrorKind::NotADirectory.into()),
            None => Err(io::ErrorKind::NotFound.into()),
        }
    }

    fn real(&self, path: &Path) -> io::Result<PathBuf> {
        let own = self.at(path)?;
        self.object(&own)?;
        Ok(self.top.join(own))
    }
}

/// A file of a commit.
struct Listed {
    object: String,
    path: PathBuf,
    /// Is it a symbolic link? Its text is where it leads.
    is_link: bool,
    /// Is it a submodule?
    is_module: bool,
}

/// Mode, kind and object, a tab, and the path. A path that leads out of the folder is none.
fn parse(entry: &[u8]) -> Option<Listed> {
    let tab = entry.iter().position(|byte| *byte == b'\t')?;
    let mut fields = std::str::from_utf8(&entry[..tab]).ok()?.split(' ');
    let (mode, kind, object) = (fields.next()?, fields.next()?, fields.next()?);
    let path = path(&entry[tab + 1..])?;
    let is_inside = path.components().all(|part| matches!(part, Component::Normal(name) if name != ".git"));
    let (is_link, is_module) = (mode == "120000", kind == "commit");
    is_inside.then(|| Listed { object: object.to_owned(), path, is_link, is_module })
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

/// Can a file say what is meant, in a working tree whose `spec.toml` nobody has read?
pub(super) fn says_what_is_meant(path: &Path) -> bool {
    is_source(path) || is_document(path, &["md", "markdown", "feature"].map(OsString::from).into())
}

/// Can a file that is no source say what is meant?
fn is_document(path: &Path, extensions: &HashSet<OsString>) -> bool {
    let names = ["Cargo.toml", "spec.toml", "spec.lock"];
    path.file_name().is_some_and(|name| names.iter().any(|known| name == *known))
        || path.extension().is_some_and(|extension| extensions.contains(extension))
}

/// Returns the extensions of documents: the usual ones, and those that any `spec.toml` names.
fn extensions(repository: &Path, entries: &[Listed]) -> Result<HashSet<OsString>, Error> {
    let mut extensions: HashSet<OsString> = ["md", "markdown"].map(OsString::from).into();
    let is_one =
        |entry: &&Listed| !entry.is_link && entry.path.file_name().is_some_and(|name| name == "spec.toml");
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
pub(super) fn read(
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
