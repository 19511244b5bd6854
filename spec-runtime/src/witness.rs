//! Who ran what: the records that linked items leave when a run asks for evidence.
//!
//! What runs in the thread of a test runs for that test. On other threads it runs for it too where the process runs one test only
//! (nextest); elsewhere it is recorded without a test, and never guessed.
//!
//! When no run asks, each call of a linked function costs one relaxed load.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::HashSet;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;
use std::sync::atomic::{AtomicU8, AtomicU32, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::thread::{self, ThreadId};
use std::time::{SystemTime, UNIX_EPOCH};
use std::{env, process};

use crate::evidence::{EXTENSION, End, FOLDER, Place, Record};

/// Does a run ask for evidence?
static ASKED: AtomicU8 = AtomicU8::new(UNKNOWN);
const NO: u8 = 0;
const YES: u8 = 1;
const UNKNOWN: u8 = 2;

/// The file of this process, if it could be made.
static FILE: OnceLock<Option<Mutex<File>>> = OnceLock::new();
/// How many sites and entries have a number.
static SITES: AtomicU32 = AtomicU32::new(0);
static ENTRIES: AtomicU32 = AtomicU32::new(0);

thread_local! {
    /// The entry that this thread is in; 0: none.
    static ENTRY: Cell<u32> = const { Cell::new(0) };
    /// What has been recorded in it.
    static RECORDED: RefCell<HashSet<u32>> = RefCell::default();
}

/// A linked function.
#[derive(Debug)]
pub struct Site {
    file: &'static str,
    line: u32,
    column: u32,
    criteria: &'static [(&'static str, u64)],
    /// From 1; 0: none yet.
    number: AtomicU32,
}

impl Site {
    /// A function whose first id is written there, and the criteria with their fingerprints.
    pub const fn new(
        file: &'static str,
        line: u32,
        column: u32,
        criteria: &'static [(&'static str, u64)],
    ) -> Self {
        Self { file, line, column, criteria, number: AtomicU32::new(0) }
    }

    /// The function runs.
    #[inline]
    pub fn ran(&self) {
        if ASKED.load(Ordering::Relaxed) != NO {
            self.record();
        }
    }

    /// The function runs, and may be a test.
    #[inline]
    pub fn begin(&self) -> Option<Entry> {
        if ASKED.load(Ordering::Relaxed) == NO { None } else { self.enter() }
    }

    #[cold]
    fn record(&self) {
        let Some(file) = evidence() else { return };
        let site = self.number(file);
        let is_new = RECORDED.try_with(|recorded| recorded.borrow_mut().insert(site));
        // A thread that is ending has forgotten what it recorded.
        if is_new.unwrap_or(true) {
            let entry = ENTRY.try_with(Cell::get).ok().filter(|&entry| entry > 0);
            write(file, &Record::Ran { entry, site });
        }
    }

    #[cold]
    fn enter(&self) -> Option<Entry> {
        let file = evidence()?;
        if ENTRY.try_with(Cell::get).map_or(true, |entry| entry > 0) {
            self.record();
            return None;
        }
        let site = self.number(file);
        let number = ENTRIES.fetch_add(1, Ordering::Relaxed) + 1;
        let thread = thread::current();
        let name = Cow::Borrowed(thread.name().unwrap_or_default());
        write(file, &Record::Began { entry: number, site, thread: name });
        ENTRY.set(number);
        RECORDED.with_borrow_mut(HashSet::clear);
        Some(Entry { number, thread: thread.id() })
    }

    /// The number of the site in the file, which is told before it is used.
    fn number(&self, file: &Mutex<File>) -> u32 {
        let known = self.number.load(Ordering::Acquire);
        if known > 0 {
            return known;
        }
        // Under the lock of the file, so that two threads do not tell it twice.
        let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
        let known = self.number.load(Ordering::Acquire);
        if known > 0 {
            return known;
        }
        let number = SITES.fetch_add(1, Ordering::Relaxed) + 1;
        let place = Place { file: self.file.into(), line: self.line, column: self.column };
        let criteria = self.criteria.iter().map(|&(id, fingerprint)| (id.into(), fingerprint)).collect();
        append(&mut file, &Record::Site { number, place, criteria });
        self.number.store(number, Ordering::Release);
        number
    }
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
        if let Some(file) = evidence() {
            write(file, &Record::Ended { entry: self.number, end });
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

/// Where this process writes, if a run asks for it.
fn evidence() -> Option<&'static Mutex<File>> {
    let file = FILE.get_or_init(|| {
        let folder = env::var_os(FOLDER).filter(|folder| !folder.is_empty());
        let file = folder.and_then(|folder| match create(Path::new(&folder)) {
            Ok(file) => Some(Mutex::new(file)),
            Err(error) => {
                eprintln!("spec-runtime: no evidence can be written to {}: {error}", folder.display());
                None
            }
        });
        ASKED.store(if file.is_some() { YES } else { NO }, Ordering::Relaxed);
        file
    });
    file.as_ref()
}

fn create(folder: &Path) -> io::Result<File> {
    fs::create_dir_all(folder)?;
    let pid = process::id();
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos());
    // Numbers of processes come again, and clocks are set back.
    for attempt in 0..100 {
        let name = format!("{now:x}-{pid}-{attempt}.{EXTENSION}");
        let file = OpenOptions::new().append(true).create_new(true).open(folder.join(name));
        let mut file = match file {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => continue,
            file => file?,
        };
        let program = env::current_exe().unwrap_or_default();
        let record = Record::Process {
            pid,
            runs_one_test: env::var_os("NEXTEST_EXECUTION_MODE")
                .is_some_and(|mode| mode == "process-per-test"),
            program: program.to_string_lossy(),
        };
        file.write_all(record.to_string().as_bytes())?;
        return Ok(file);
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

fn write(file: &Mutex<File>, record: &Record<'_>) {
    append(&mut file.lock().unwrap_or_else(PoisonError::into_inner), record);
}

/// Adds a line in one write: whatever becomes of the process, the line is there or it is not.
fn append(file: &mut File, record: &Record<'_>) {
    // What cannot be written (a full disk) is missing evidence, which lets nothing pass.
    let _ = file.write_all(record.to_string().as_bytes());
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
