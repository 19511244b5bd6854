//! Reads once from the environment whether to record evidence, compare results or knock something out.

use std::cell::Cell;
use std::env;
use std::ffi::OsString;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use crate::evidence::{FOLDER, MutantId};
use crate::order::KnockoutOrder;
use crate::recorder::{EvidenceFile, address, complain};

/// May anything be asked? Until the environment has been read it may.
static MAY_BE_ASKED: AtomicBool = AtomicBool::new(true);

static ORDERS: OnceLock<Control> = OnceLock::new();

thread_local! {
    /// See [`without_recording`].
    static IS_APART: Cell<bool> = const { Cell::new(false) };
    /// The address of the site that a value is made for, and whether its making entered that site: see [`making`].
    static MAKING: Cell<(usize, bool)> = const { Cell::new((0, false)) };
}

/// The request that controls the linked functions of this process.
#[derive(Default)]
pub(crate) struct Control {
    evidence: Option<Mutex<EvidenceFile>>,
    /// Are functions to compare what they return with their mutants?
    pub(crate) compares: bool,
    /// The key of the function that is broken, and its mutant.
    pub(crate) mutant: Option<(String, MutantId)>,
    /// The number of the operator that is changed.
    pub(crate) operator: Option<u64>,
}

/// May anything be asked? One relaxed load.
///
/// Inlined without optimisation too: there each call within would cost more than the load.
#[inline(always)]
pub fn may_be_asked() -> bool {
    MAY_BE_ASKED.load(Ordering::Relaxed)
}

/// Returns the request to this process, if there is one.
#[inline(always)]
pub(crate) fn control() -> Option<&'static Control> {
    if may_be_asked() { read() } else { None }
}

#[cold]
fn read() -> Option<&'static Control> {
    if IS_APART.get() {
        return None;
    }
    let control = ORDERS.get_or_init(|| {
        let control = without_recording(Control::of_the_environment);
        MAY_BE_ASKED.store(control.is_asked(), Ordering::Relaxed);
        control
    });
    control.is_asked().then_some(control)
}

/// Returns the request if it concerns a linked function with this site.
#[inline(always)]
pub(crate) fn control_of(site: &'static str) -> Option<&'static Control> {
    if may_be_asked() { read_for(site) } else { None }
}

#[cold]
fn read_for(site: &'static str) -> Option<&'static Control> {
    let (making, _) = MAKING.get();
    if making == address(site) {
        MAKING.set((making, true));
    }
    read()
}

/// Makes a value that a function is to return. `None`: making it runs the function itself, so that it is what the function does
/// anyway.
pub(crate) fn making<T>(site: &'static str, make: impl FnOnce() -> T) -> Option<T> {
    let outer = MAKING.replace((address(site), false));
    let value = make();
    let (_, is_entered) = MAKING.replace(outer);
    (!is_entered).then_some(value)
}

/// Runs what no test asked for: nothing is asked of what it runs in turn. Leaving evidence allocates, and even an allocator may
/// have a link.
pub(crate) fn without_recording<T>(run: impl FnOnce() -> T) -> T {
    let was_apart = IS_APART.replace(true);
    let result = run();
    IS_APART.set(was_apart);
    result
}

impl Control {
    fn of_the_environment() -> Self {
        let order = KnockoutOrder::of_the_environment().unwrap_or_default();
        let folder = env::var_os(FOLDER).filter(|folder| !folder.is_empty());
        let folder = order.folder.map(OsString::from).or(folder);
        let evidence =
            folder.and_then(|folder| match EvidenceFile::create(Path::new(&folder), order.runs_one_test) {
                Ok(evidence) => Some(Mutex::new(evidence)),
                Err(error) => {
                    complain(Path::new(&folder), &error);
                    None
                }
            });
        Self { evidence, compares: order.compares, mutant: order.mutant, operator: order.operator }
    }

    /// Is anything asked?
    fn is_asked(&self) -> bool {
        self.evidence.is_some() || self.mutant.is_some() || self.operator.is_some()
    }

    /// Opens the file that evidence goes into, if evidence is recorded.
    pub(crate) fn evidence(&self) -> Option<MutexGuard<'_, EvidenceFile>> {
        Some(self.evidence.as_ref()?.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
