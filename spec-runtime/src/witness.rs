//! Who ran what: the records that linked items leave when a run asks for evidence.
//!
//! What runs in the thread of a test runs for that test. On other threads it runs for it too where the process runs one test only
//! (nextest); elsewhere it is recorded without a test, and never guessed.
//!
//! When no run asks, each call of a linked function costs one relaxed load.

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::thread::{self, ThreadId};
use std::time::{SystemTime, UNIX_EPOCH};
use std::{env, process};

use crate::evidence::{EXTENSION, End, FOLDER, Record};

/// Does a run ask for evidence?
static ASKED: AtomicU8 = AtomicU8::new(UNKNOWN);
const NO: u8 = 0;
const YES: u8 = 1;
const UNKNOWN: u8 = 2;

static EVIDENCE: OnceLock<Option<Mutex<Evidence>>> = OnceLock::new();

thread_local! {
    /// The entry that this thread is in; 0: none.
    static ENTRY: Cell<u32> = const { Cell::new(0) };
    /// What has been recorded in it.
    static RECORDED: RefCell<HashSet<usize>> = RefCell::default();
}

/// A linked function runs. `site`: see [`evidence::Site`](crate::evidence::Site).
#[inline]
pub fn ran(site: &'static str) {
    if ASKED.load(Ordering::Relaxed) != NO {
        record(site);
    }
}

/// A linked function runs that may be a test.
#[inline]
pub fn begin(site: &'static str) -> Option<Entry> {
    if ASKED.load(Ordering::Relaxed) == NO { None } else { enter(site) }
}

#[cold]
fn record(site: &'static str) {
    let Some(evidence) = evidence() else { return };
    let is_new = RECORDED.try_with(|recorded| recorded.borrow_mut().insert(address(site)));
    // A thread that is ending has forgotten what it recorded.
    if is_new.unwrap_or(true) {
        let entry = ENTRY.try_with(Cell::get).ok().filter(|&entry| entry > 0);
        let mut evidence = evidence.lock().unwrap_or_else(PoisonError::into_inner);
        let site = evidence.number(site);
        evidence.append(&Record::Ran { entry, site });
    }
}

#[cold]
fn enter(site: &'static str) -> Option<Entry> {
    let evidence = evidence()?;
    if ENTRY.try_with(Cell::get).map_or(true, |entry| entry > 0) {
        record(site);
        return None;
    }
    let thread = thread::current();
    let mut evidence = evidence.lock().unwrap_or_else(PoisonError::into_inner);
    let site = evidence.number(site);
    evidence.entries += 1;
    let entry = evidence.entries;
    evidence.append(&Record::Began { entry, site, thread: thread.name().unwrap_or_default().into() });
    drop(evidence);
    ENTRY.set(entry);
    RECORDED.with_borrow_mut(HashSet::clear);
    Some(Entry { number: entry, thread: thread.id() })
}

/// A test that has begun; it ends when this is dropped.
#[derive(Debug)]
pub struct Entry {
    number: u32,
    thread: ThreadId,
}

impl Entry {
    /// The test returns an error.
    #[cold]
    pub fn fail(self) {
        self.end(End::Failed);
        std::mem::forget(self);
    }

    fn end(&self, end: End) {
        if let Some(evidence) = evidence() {
            let mut evidence = evidence.lock().unwrap_or_else(PoisonError::into_inner);
            evidence.append(&Record::Ended { entry: self.number, end });
        }
        // A future may be dropped elsewhere.
        if thread::current().id() == self.thread {
            let _ = ENTRY.try_with(|entry| entry.set(0));
            let _ = RECORDED.try_with(|recorded| recorded.borrow_mut().clear());
        }
    }
}

impl Drop for Entry {
    fn drop(&mut self) {
        self.end(if thread::panicking() { End::Panicked } else { End::Returned });
    }
}

/// Texts of sites are told apart by where they are: each is written in one place of the program.
fn address(site: &'static str) -> usize {
    site.as_ptr().addr()
}

/// The file of this process.
struct Evidence {
    file: File,
    /// The numbers of the sites that were told, by the addresses of their texts.
    sites: HashMap<usize, u32>,
    /// How many entries there were.
    entries: u32,
}

impl Evidence {
    /// The number of a site, which is told before it is used.
    fn number(&mut self, site: &'static str) -> u32 {
        if let Some(&number) = self.sites.get(&address(site)) {
            return number;
        }
        let number = u32::try_from(self.sites.len() + 1).unwrap_or(u32::MAX);
        self.append(&Record::Site { number, site: site.into() });
        self.sites.insert(address(site), number);
        number
    }

    /// Adds a line in one write: whatever becomes of the process, the line is there or it is not.
    fn append(&mut self, record: &Record<'_>) {
        // What cannot be written (a full disk) is missing evidence, which lets nothing pass.
        let _ = self.file.write_all(record.to_string().as_bytes());
    }
}

/// Where this process writes, if a run asks for it.
fn evidence() -> Option<&'static Mutex<Evidence>> {
    let evidence = EVIDENCE.get_or_init(|| {
        let folder = env::var_os(FOLDER).filter(|folder| !folder.is_empty());
        let evidence = folder.and_then(|folder| match Evidence::create(Path::new(&folder)) {
            Ok(evidence) => Some(Mutex::new(evidence)),
            Err(error) => {
                complain(Path::new(&folder), &error);
                None
            }
        });
        ASKED.store(if evidence.is_some() { YES } else { NO }, Ordering::Relaxed);
        evidence
    });
    evidence.as_ref()
}

#[expect(clippy::print_stderr, reason = "there is nobody else to tell it to; the run goes on")]
fn complain(folder: &Path, error: &io::Error) {
    eprintln!("spec-runtime: no evidence can be written to {}: {error}", folder.display());
}

impl Evidence {
    fn create(folder: &Path) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        let pid = process::id();
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos());
        // Numbers of processes come again, and clocks are set back.
        for attempt in 0..100 {
            let name = format!("{now:x}-{pid}-{attempt}.{EXTENSION}");
            let file = OpenOptions::new().append(true).create_new(true).open(folder.join(name));
            let file = match file {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => continue,
                file => file?,
            };
            let mut evidence = Self { file, sites: HashMap::new(), entries: 0 };
            let mode = env::var_os("NEXTEST_EXECUTION_MODE");
            evidence.append(&Record::Process {
                pid,
                runs_one_test: mode.is_some_and(|mode| mode == "process-per-test"),
                program: env::current_exe().unwrap_or_default().to_string_lossy(),
            });
            return Ok(evidence);
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }
}

/// Whether what a test returned is a failure: by autoref, so that any type will do.
#[derive(Debug)]
pub struct Returned<'a, T>(pub &'a T);

/// A `Result`.
pub trait MayFail {
    /// Is it an `Err`?
    fn is_failure(&self) -> bool;
}

impl<T, E> MayFail for Returned<'_, Result<T, E>> {
    fn is_failure(&self) -> bool {
        self.0.is_err()
    }
}

/// Anything else.
pub trait CannotFail {
    /// No.
    fn is_failure(&self) -> bool {
        false
    }
}

impl<T> CannotFail for &Returned<'_, T> {}
