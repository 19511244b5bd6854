//! Reads every Rust file of the packages once and scans it, on as many threads as there are processors.
//!
//! Files that cargo can compile count, so `.gitignore` does not matter: only folders that cannot hold sources of the package are passed
//! over: those whose name begins with a dot, `target` beside a manifest, `node_modules`, caches and folders of other packages. A cache has
//! a `CACHEDIR.TAG`, as cargo marks its own.

use std::cmp::Ordering;
use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use spec_model::catalog::repository_of;
use spec_model::diagnostic::Diagnostic;
use spec_model::files::{FileKind, Files, FolderBoundary, Memo, NodeKind};
use spec_model::order::Order as _;
use spec_model::source::Source;

use super::{Elsewhere, findings};
use crate::links::{self, FileLinks, Link, ModuleDeclaration, ScanOptions};
use crate::workspace::Package;

/// Files that are each read once.
pub(crate) type Kept = Memo<Arc<dyn Files>>;

/// The known facts about one Rust file: only of those that link, include others or could not be read.
#[derive(Clone, Debug)]
pub(crate) struct Scanned {
    pub(crate) path: Arc<Path>,
    /// Its content.
    pub(crate) text: Arc<[u8]>,
    /// The package that it lies in.
    pub(crate) package: usize,
    pub(crate) links: Vec<Arc<Link>>,
    pub(crate) modules: Vec<ModuleDeclaration>,
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// The macros that have links in their input and are not defined in the file.
    pub(crate) unknown_macros: Vec<String>,
}

/// The number of files that one thread takes at a time.
const BATCH: usize = 64;

enum Job {
    Folder { path: PathBuf, package: usize, is_root: bool },
    Files { paths: Vec<PathBuf>, package: usize },
}

/// The state that the threads share.
struct Queue {
    jobs: Vec<Job>,
    /// The number of threads at work: as long as one is, there may be more to do.
    busy: usize,
    /// Linked folders that were entered: links may run in circles.
    entered: HashSet<PathBuf>,
}

struct Shared<'a> {
    files: &'a Kept,
    packages: &'a [Package],
    each: Each<'a>,
    queue: Mutex<Queue>,
    changed: Condvar,
}

/// The step for each file, given its package and room for its bytes.
type Each<'a> = &'a (dyn Fn(&Path, usize, &mut Vec<u8>) -> Option<Arc<Scanned>> + Sync);

/// The sources that are scanned, and the purpose.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scanning<'a> {
    /// The packages whose sources they are.
    pub(crate) packages: &'a [Package],
    /// Is it asked what the tests say?
    pub(crate) with_words: bool,
    /// The sources that another host has scanned.
    pub(crate) elsewhere: Option<&'a Elsewhere>,
}

impl<'a> Scanning<'a> {
    /// Returns the options to scan a source of a package.
    pub(crate) fn options(self, package: usize) -> ScanOptions<'a> {
        ScanOptions { own: &self.packages[package].own_names, with_words: self.with_words }
    }
}

/// The result for the files that a walk found.
#[derive(Debug, Default)]
pub(crate) struct Walked {
    /// Those that have something to say, in the order of their paths.
    pub(crate) found: Vec<Arc<Scanned>>,
    /// The others, in no order.
    pub(crate) silent: Vec<PathBuf>,
}

impl Walked {
    /// Returns the place of a file among the others. Their texts are compared, which are of different lengths for the most part.
    pub(crate) fn silent_position(&self, path: &Path) -> Option<usize> {
        self.silent.iter().position(|known| text(known) == text(path))
    }

    /// Has a file nothing to say?
    pub(crate) fn is_silent(&self, path: &Path) -> bool {
        self.silent_position(path).is_some()
    }

    /// Returns the place of a file among those with links or findings, or the place where it would be.
    pub(crate) fn position(&self, path: &Path) -> Result<usize, usize> {
        position(&self.found, path)
    }
}

/// The place of a file among some in order, or the place where it would be.
pub(super) fn position(found: &[Arc<Scanned>], path: &Path) -> Result<usize, usize> {
    found.binary_search_by(|scanned| text(&scanned.path).cmp(text(path)))
}

/// Does something with every Rust file of the packages.
pub(crate) fn walk(files: &Kept, packages: &[Package], each: Each<'_>) -> Walked {
    let jobs = packages.iter().enumerate();
    let jobs =
        jobs.map(|(package, of)| Job::Folder { path: of.folder.clone(), package, is_root: true }).collect();
    let shared = Shared {
        files,
        packages,
        each,
        queue: Mutex::new(Queue { jobs, busy: 0, entered: HashSet::new() }),
        changed: Condvar::new(),
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(8);
    std::thread::scope(|scope| {
        let workers: Vec<_> = (1..threads).map(|_| scope.spawn(|| work(&shared))).collect();
        let mut all = work(&shared);
        for worker in workers {
            // A thread that panicked would have done so here as well.
            let mut walked = worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            all.found.append(&mut walked.found);
            all.silent.append(&mut walked.silent);
        }
        // Each thread has sorted what it has: they are merged.
        all.found.order_by(|one, other| in_order(one, other));
        keep(files, &all.found);
        all
    })
}

impl Shared<'_> {
    fn lock(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next job, or `None` when everything is done.
    fn next(&self) -> Option<Job> {
        let mut queue = self.lock();
        loop {
            if let Some(job) = queue.jobs.pop() {
                queue.busy += 1;
                return Some(job);
            }
            if queue.busy == 0 {
                self.changed.notify_all();
                return None;
            }
            queue = self.changed.wait(queue).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn done(&self, jobs: Vec<Job>) {
        let mut queue = self.lock();
        queue.busy -= 1;
        queue.jobs.extend(jobs);
        self.changed.notify_all();
    }
}

fn work(shared: &Shared<'_>) -> Walked {
    let Walked { mut found, mut silent } = Walked::default();
    let mut buffer = Vec::new();
    while let Some(job) = shared.next() {
        let mut jobs = Vec::new();
        match job {
            Job::Folder { path, package, is_root } => {
                if let Err(error) = enter(&path, package, is_root, shared, &mut jobs, &mut found) {
                    found.push(Arc::new(unreadable(path, package, &error)));
                }
            }
            Job::Files { paths, package } => {
                for path in paths {
                    match (shared.each)(&path, package, &mut buffer) {
                        Some(scanned) => found.push(scanned),
                        None => silent.push(path),
                    }
                }
            }
        }
        shared.done(jobs);
    }
    found.order_by(|one, other| in_order(one, other));
    Walked { found, silent }
}

/// Paths are compared by their text, which is many times as fast as part by part.
pub(crate) fn in_order(one: &Scanned, other: &Scanned) -> Ordering {
    text(&one.path).cmp(text(&other.path))
}

/// The text of a path.
pub(crate) fn text(path: &Path) -> &[u8] {
    path.as_os_str().as_encoded_bytes()
}

/// Lists a folder: what is in it becomes jobs. A source that is a pipe or a device is found at once, and never opened.
fn enter(
    folder: &Path,
    package: usize,
    is_root: bool,
    shared: &Shared<'_>,
    jobs: &mut Vec<Job>,
    found: &mut Vec<Arc<Scanned>>,
) -> io::Result<()> {
    let mut files = Vec::new();
    let mut folders = Vec::new();
    for entry in shared.files.entries(folder)? {
        let name = entry.name.to_string_lossy();
        if name == "CACHEDIR.TAG" || name == "Cargo.toml" && !is_root {
            return Ok(());
        }
        // Elsewhere `target` may be a module.
        if name.starts_with('.') || name == "node_modules" || is_root && name == "target" {
            continue;
        }
        let path = folder.join(&entry.name);
        let mut kind = entry.kind;
        if kind == NodeKind::Link {
            // A link that leads nowhere is no source.
            let Ok(node) = shared.files.node(&path) else { continue };
            kind = node.kind;
            let is_source =
                kind == NodeKind::File && path.extension().is_some_and(|extension| extension == "rs");
            if is_source
                && let Err(error) =
                    boundary_of(shared.files, &shared.packages[package].folder).holds(shared.files, &path)
            {
                found.push(Arc::new(unreadable(path, package, &error)));
                continue;
            }
            if kind == NodeKind::Folder {
                if let Err(error) = within_repository(shared.files, &path, &shared.packages[package].folder) {
                    found.extend(error.map(|error| Arc::new(unreadable(path, package, &error))));
                    continue;
                }
                if !is_new(&path, shared) {
                    continue;
                }
            }
        }
        if kind == NodeKind::Folder {
            folders.push(Job::Folder { path, package, is_root: false });
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            if kind == NodeKind::File {
                files.push(path);
            } else {
                found.push(Arc::new(unreadable(path, package, &io::Error::other("it is not a file"))));
            }
        }
    }
    jobs.append(&mut folders);
    let mut files = files.into_iter().peekable();
    while files.peek().is_some() {
        jobs.push(Job::Files { paths: files.by_ref().take(BATCH).collect(), package });
    }
    Ok(())
}

fn boundary_of(files: &dyn Files, package: &Path) -> FolderBoundary {
    FolderBoundary::of(files, &repository_of(files, package))
}

/// Makes sure that a linked folder does not lead out of the repository. It is an error where cargo looks for sources; elsewhere in a
/// package there may be data, or what another tool has built.
fn within_repository(files: &dyn Files, link: &Path, package: &Path) -> Result<(), Option<io::Error>> {
    const SOURCES: [&str; 4] = ["src", "tests", "benches", "examples"];
    boundary_of(files, package).holds(files, link).map_err(|error| {
        let place = link.strip_prefix(package).ok().and_then(|own| own.iter().next());
        place.is_some_and(|place| SOURCES.iter().any(|name| place == *name)).then_some(error)
    })
}

/// Has a linked folder not been entered yet, and does it not hold the link itself?
fn is_new(link: &Path, shared: &Shared<'_>) -> bool {
    let (Ok(target), Some(Ok(holder))) =
        (shared.files.real(link), link.parent().map(|holder| shared.files.real(holder)))
    else {
        return false;
    };
    !holder.starts_with(&target) && shared.lock().entered.insert(target)
}

/// Reads and scans a file, and keeps its text for who asks for it again.
pub(crate) fn file(
    files: &Kept,
    path: &Path,
    package: usize,
    scanning: Scanning<'_>,
    buffer: &mut Vec<u8>,
) -> Option<Arc<Scanned>> {
    let scanned = one_of_many(files, path, package, scanning, buffer);
    keep(files, scanned.as_slice());
    scanned
}

/// Keeps the texts of files, once it is known how many there are.
fn keep(files: &Kept, scanned: &[Arc<Scanned>]) {
    // A file that cannot be read has no text.
    let texts = scanned.iter().filter(|file| !file.text.is_empty());
    files.keep_all(scanned.len(), texts.map(|file| (&*file.path, &file.text)));
}

/// Reads and scans a file. `buffer` is room for it, of any length, to be used again.
pub(crate) fn one_of_many(
    files: &Kept,
    path: &Path,
    package: usize,
    scanning: Scanning<'_>,
    buffer: &mut Vec<u8>,
) -> Option<Arc<Scanned>> {
    let bytes = match files.read_into(path, FileKind::Source, buffer) {
        Ok(length) => &buffer[..length],
        Err(error) => return Some(Arc::new(unreadable(path.to_path_buf(), package, &error))),
    };
    if !links::concerns(bytes) {
        return None;
    }
    if let Some(same) = scanning.elsewhere.and_then(|elsewhere| elsewhere.same(path, bytes, package)) {
        return Some(same);
    }
    let scanned = scan(files, path, bytes, scanning.options(package))?;
    Some(Arc::new(Scanned { package, ..scanned }))
}

fn scan(files: &Kept, path: &Path, bytes: &[u8], options: ScanOptions<'_>) -> Option<Scanned> {
    let own = path;
    let path: Arc<Path> = Arc::from(path);
    let found = match std::str::from_utf8(bytes) {
        Ok(text) => links::scan_with(&path, text, options),
        Err(_) => {
            let (source, _) = Source::from_bytes(Arc::clone(&path), bytes.to_vec());
            let mut found = links::scan_with(&path, source.text(), options);
            found.diagnostics.push(findings::not_utf8(&path));
            found
        }
    };
    let FileLinks { links, modules, diagnostics, unknown_macros } = found;
    if links.is_empty() && modules.is_empty() && diagnostics.is_empty() {
        files.keep(own, bytes);
        return None;
    }
    Some(Scanned { path, text: bytes.into(), package: 0, links, modules, diagnostics, unknown_macros })
}

fn unreadable(path: PathBuf, package: usize, error: &io::Error) -> Scanned {
    let diagnostic = findings::unreadable(&path, error);
    Scanned {
        path: path.into(),
        text: Arc::default(),
        package,
        links: Vec::new(),
        modules: Vec::new(),
        diagnostics: vec![diagnostic],
        unknown_macros: Vec::new(),
    }
}
