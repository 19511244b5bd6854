//! The amount of code in the change that a document is about: the differences in the linked files since before the document was there.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use spec_engine::Host;
use spec_model::files::FileKind;

use crate::evidence::Standing;
use crate::on_disk;
use crate::revision::git;

/// So many states before documents are compared with; of a document that is younger than that many others nothing is said.
const MAX_STATES: usize = 50;

/// The lines that were added or removed for each document, in the files that are linked to its criteria. Each document is given with these.
/// A document that git does not know is not among them. One run of git finds where documents begin, and one for each such state what
/// differs.
pub(super) fn lines<'a>(
    host: &Host,
    root: &Path,
    documents: &[(&'a Path, &[&Standing])],
) -> HashMap<&'a Path, usize> {
    let mut found = HashMap::new();
    let Some(top) = git(root, &["rev-parse", "--show-toplevel"]).ok() else { return found };
    let top = Path::new(top.trim_end_matches('\n'));
    let paths: Vec<_> = documents.iter().filter_map(|(path, _)| path.to_str()).collect();
    let mut of_log = vec![
        "log",
        "--reverse",
        "--diff-filter=A",
        "--no-renames",
        "--format=%x01%H",
        "--name-only",
        "-z",
        "--",
    ];
    of_log.extend(paths);
    let Some(log) = git(root, &of_log).ok().filter(|_| !documents.is_empty()) else { return found };
    let mut first: HashMap<PathBuf, &str> = HashMap::new();
    for commit in log.split('\u{1}').skip(1) {
        let mut names = commit.split(['\0', '\n']).filter(|name| !name.is_empty());
        let Some(commit) = names.next() else { continue };
        names.for_each(|name| {
            first.entry(top.join(name)).or_insert(commit);
        });
    }
    let mut real_files = RealFiles::default();
    let mut states: HashMap<&str, Option<HashMap<PathBuf, usize>>> = HashMap::new();
    for (path, criteria) in documents {
        let real = on_disk::real(path).unwrap_or_else(|_| path.to_path_buf());
        let Some(commit) = first.get(&real) else { continue };
        if states.len() == MAX_STATES && !states.contains_key(commit) {
            continue;
        }
        let state = states.entry(commit).or_insert_with(|| since(root, top, commit));
        let lines = files(criteria).into_iter().filter_map(|file| match state {
            Some(state) => state.get(&real_files.of(file)).copied(),
            None => host.files().read(file, FileKind::Source).ok().map(|bytes| super::size::lines(&bytes)),
        });
        found.insert(*path, lines.sum());
    }
    found
}

/// Finds where files are without links on the way, each folder once: a link is followed name by name.
#[derive(Default)]
struct RealFiles<'a> {
    folders: HashMap<&'a Path, PathBuf>,
}

impl<'a> RealFiles<'a> {
    fn of(&mut self, file: &'a Path) -> PathBuf {
        let real = |path: &Path| on_disk::real(path).unwrap_or_else(|_| path.to_path_buf());
        let (Some(folder), Some(name)) = (file.parent(), file.file_name()) else { return real(file) };
        if on_disk::is_link(file) {
            return real(file);
        }
        self.folders.entry(folder).or_insert_with(|| real(folder)).join(name)
    }
}

/// The files with links to some criteria.
fn files<'a>(criteria: &[&'a Standing]) -> BTreeSet<&'a Path> {
    let links = criteria.iter().flat_map(|standing| &standing.verdict.links);
    links.map(|link| &*link.location.path).collect()
}

/// The lines that were added or removed in each Rust file since before a commit. Before the first one there was nothing: `None`, and every
/// line is new.
fn since(root: &Path, top: &Path, commit: &str) -> Option<HashMap<PathBuf, usize>> {
    let parent = git(root, &["rev-parse", "--verify", "--quiet", &format!("{commit}^")]).ok()?;
    let parent = parent.trim_end();
    let diff = ["diff", "--numstat", "--no-renames", "--no-ext-diff", "--no-textconv", "-z", parent, "--"];
    let text = git(top, &[&diff[..], &["*.rs"]].concat()).unwrap_or_default();
    let lines = text.split('\0').filter_map(|line| {
        let mut parts = line.splitn(3, '\t');
        let (added, removed) = (parts.next()?.parse::<usize>().ok()?, parts.next()?.parse::<usize>().ok()?);
        Some((top.join(parts.next()?), added + removed))
    });
    Some(lines.collect())
}
