//! Reads once from the environment whether to record evidence, compare results or knock something out.

use std::cell::Cell;
use std::env;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use crate::evidence::{COMPARE, FOLDER, KNOCK_OUT};
use crate::recorder::{Evidence, complain};

/// May anything be asked? Until the environment has been read it may.
static MAY_BE_ASKED: AtomicBool = AtomicBool::new(true);

static ORDERS: OnceLock<Control> = OnceLock::new();

thread_local! {
    /// See [`without_recording`].
    static IS_APART: Cell<bool> = const { Cell::new(false) };
}

/// What is asked.
#[derive(Default)]
pub(crate) struct Control {
    evidence: Option<Mutex<Evidence>>,
    /// Are functions to compare what they return with their variants?
    pub(crate) compares: bool,
    /// The place of the function that is knocked out, and the number of the variant.
    pub(crate) knocked_out: Option<(String, usize)>,
}

/// May anything be asked? One relaxed load.
///
/// Inlined without optimisation too: there each call within would cost more than the load.
#[inline(always)]
pub fn may_be_asked() -> bool {
    MAY_BE_ASKED.load(Ordering::Relaxed)
}

/// What is asked, if anything is.
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
        let is_asked = control.evidence.is_some() || control.knocked_out.is_some();
        MAY_BE_ASKED.store(is_asked, Ordering::Relaxed);
        control
    });
    (control.evidence.is_some() || control.knocked_out.is_some()).then_some(control)
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
        let folder = env::var_os(FOLDER).filter(|folder| !folder.is_empty());
        let evidence = folder.and_then(|folder| match Evidence::create(Path::new(&folder)) {
            Ok(evidence) => Some(Mutex::new(evidence)),
            Err(error) => {
                complain(Path::new(&folder), &error);
                None
            }
        });
        let knocked_out = env::var(KNOCK_OUT).ok().and_then(|order| {
            let (place, number) = order.rsplit_once('#')?;
            Some((place.to_owned(), number.parse().ok()?))
        });
        Self { evidence, compares: env::var_os(COMPARE).is_some(), knocked_out }
    }

    /// Where evidence is left, if it is.
    pub(crate) fn evidence(&self) -> Option<MutexGuard<'_, Evidence>> {
        Some(self.evidence.as_ref()?.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
