//! Records which test ran which linked item, when a run asks for evidence.
//!
//! Code that runs in the thread of a test runs for that test. On other threads it runs for it too where the process runs one test only
//! (nextest, `cargo spec prove`); elsewhere it is recorded without a test, and never guessed.
//!
//! When no run asks, each call of a linked function costs one relaxed load.

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};
use std::thread::{self, ThreadId};

use crate::control::{Control, control_of, without_recording};
use crate::evidence::{End, Record};
use crate::recorder::{EvidenceFile, address};

thread_local! {
    /// The entry that this thread is in; 0: none.
    static ENTRY: Cell<u32> = const { Cell::new(0) };
    /// The recorded items that ran, by the addresses of their sites. Of each: how far its results differed from its
    /// mutants.
    static RECORDED: RefCell<HashMap<usize, Option<u64>>> = RefCell::default();
    /// The recorded operators that ran.
    static REACHED: RefCell<HashSet<u64>> = RefCell::default();
}

/// A linked function runs. `site`: see [`evidence::Site`](crate::evidence::Site).
#[inline]
pub fn ran(site: &'static str) {
    if let Some(control) = control_of(site) {
        record(control, site);
    }
}

/// A linked function runs that may be a test.
#[inline]
pub fn begin(site: &'static str) -> Option<Entry> {
    let control = control_of(site)?;
    without_recording(|| enter(control, site))
}

#[cold]
pub(crate) fn record(control: &Control, site: &'static str) {
    without_recording(|| leave(control, site));
}

fn leave(control: &Control, site: &'static str) {
    let is_new = RECORDED.try_with(|recorded| {
        let mut recorded = recorded.borrow_mut();
        !recorded.contains_key(&address(site)) && recorded.insert(address(site), None).is_none()
    });
    // A thread that is ending has forgotten what it recorded.
    if is_new.unwrap_or(true)
        && let Some(mut evidence) = control.evidence()
    {
        let site = evidence.number(site);
        evidence.append(&Record::Ran { entry: entry(), site });
    }
}

/// An operator is evaluated that may be changed.
pub(crate) fn reached(control: &Control, operator: u64) {
    without_recording(|| {
        let is_new = REACHED.try_with(|reached| reached.borrow_mut().insert(operator));
        if is_new.unwrap_or(true)
            && let Some(mut evidence) = control.evidence()
        {
            evidence.append(&Record::Reached { entry: entry(), operator });
        }
    });
}

/// The mutants of a function that are known to differ from what it returned in this entry.
pub(crate) fn differing(site: &'static str) -> Option<u64> {
    RECORDED.try_with(|recorded| recorded.borrow().get(&address(site)).copied().flatten()).ok().flatten()
}

/// A function returned; says so unless nothing about it is new.
pub(crate) fn returned(evidence: &mut EvidenceFile, site: &'static str, differing: u64) {
    let is_new = RECORDED.try_with(|recorded| {
        let mut recorded = recorded.borrow_mut();
        let known = recorded.entry(address(site)).or_default();
        let is_new = known.is_none_or(|known| known | differing != known);
        *known = Some(known.unwrap_or_default() | differing);
        is_new
    });
    if is_new.unwrap_or(true) {
        let site = evidence.number(site);
        evidence.append(&Record::Returned { entry: entry(), site, differing });
    }
}

/// The entry that this thread is in, if it is in one.
pub(crate) fn entry() -> Option<u32> {
    ENTRY.try_with(Cell::get).ok().filter(|&entry| entry > 0)
}

#[cold]
fn enter(control: &'static Control, site: &'static str) -> Option<Entry> {
    if ENTRY.try_with(Cell::get).map_or(true, |entry| entry > 0) {
        record(control, site);
        return None;
    }
    let thread = thread::current();
    let mut evidence = control.evidence()?;
    let site = evidence.number(site);
    let entry = evidence.next_entry();
    evidence.append(&Record::Began { entry, site, thread: thread.name().unwrap_or_default().into() });
    drop(evidence);
    ENTRY.set(entry);
    RECORDED.with_borrow_mut(HashMap::clear);
    REACHED.with_borrow_mut(HashSet::clear);
    Some(Entry { control, number: entry, thread: thread.id() })
}

/// A test that has begun; it ends when this is dropped.
#[expect(missing_debug_implementations, reason = "only what the macros expand to sees it")]
pub struct Entry {
    control: &'static Control,
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
        without_recording(|| {
            if let Some(mut evidence) = self.control.evidence() {
                evidence.append(&Record::Ended { entry: self.number, end });
            }
            // A future may be dropped elsewhere.
            if thread::current().id() == self.thread {
                let _ = ENTRY.try_with(|entry| entry.set(0));
                let _ = RECORDED.try_with(|recorded| recorded.borrow_mut().clear());
                let _ = REACHED.try_with(|reached| reached.borrow_mut().clear());
            }
        });
    }
}

impl Drop for Entry {
    fn drop(&mut self) {
        self.end(if thread::panicking() { End::Panicked } else { End::Returned });
    }
}

/// Finds out whether the result of a test is a failure: by autoref, so that any type will do.
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
