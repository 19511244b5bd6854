//! Runs the body of a function, or returns a variant in its place.

use std::borrow::Cow;
use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::probe::Table;
use super::variants::Variants;
use crate::control::{Control, control, may_be_asked, without_recording};
use crate::evidence::{Sight, Site};
use crate::trace;

/// How many variants a mask tells apart.
const MOST: usize = u64::BITS as usize;

thread_local! {
    /// The linked functions that run in this thread, from [`before`] to [`after`], where functions are compared: the innermost is the
    /// last. `None`: all is known of that one.
    static RUNNING: RefCell<Vec<Option<Watch>>> = const { RefCell::new(Vec::new()) };
}

/// What comes before the body of a linked function: a variant that is returned in its place, if there is one.
/// `is_effect`: the body is, or may be, an effect.
///
/// What is generic over the body is compiled for each function anew, what takes a table for each type: the less they do themselves,
/// the better.
#[cold]
pub fn before<T>(site: &'static str, is_effect: bool, table: Table<T>) -> Option<T> {
    let control = control()?;
    let variant = instead(control, site, table);
    if variant.is_none() && control.compares {
        let watch = Watch::new(control, site, sight(is_effect, &table), &|number| label(table, number));
        let _ = RUNNING.try_with(|running| running.borrow_mut().push(watch));
    }
    variant
}

/// Runs the body of a linked function, which can run once only: what it returns may be a part of what it was given.
#[inline]
pub fn run<T>(body: impl FnOnce() -> T) -> T {
    let unwinding = Unwinding;
    let value = body();
    std::mem::forget(unwinding);
    value
}

/// What comes after the body of a linked function: tells which variants differ from what it returned.
#[cold]
pub fn after<T>(table: Table<T>, value: &T) {
    if let Some(watch) = ended() {
        watch.saw(&|number| differs(table, number, value));
    }
}

/// Takes the innermost function that runs.
fn ended() -> Option<Watch> {
    if !control()?.compares {
        return None;
    }
    RUNNING.try_with(|running| running.borrow_mut().pop()).ok()??
}

/// The body of a function panics.
struct Unwinding;

impl Drop for Unwinding {
    #[inline]
    fn drop(&mut self) {
        if may_be_asked() {
            gave_up();
        }
    }
}

#[cold]
fn gave_up() {
    if let Some(watch) = ended() {
        watch.gave_up();
    }
}

/// The same for the body of an async function, which asks itself whether it is [`knocked_out`].
pub async fn watched<T>(
    site: &'static str,
    is_effect: bool,
    table: fn() -> Table<T>,
    body: impl Future<Output = T>,
) -> T {
    let Some(control) = control() else { return body.await };
    let table = table();
    let watch = Watch::new(control, site, sight(is_effect, &table), &|number| label(table, number));
    let mut watch = Awaited(watch);
    let value = body.await;
    if let Some(watch) = watch.0.take() {
        watch.saw(&|number| differs(table, number, &value));
    }
    value
}

/// The variant that a linked function is to return instead of its work.
#[inline]
pub fn knocked_out<T>(site: &'static str, table: fn() -> Table<T>) -> Option<T> {
    instead(control()?, site, table())
}

/// The same, where it is not seen what the body returns.
#[cold]
pub fn knocked_out_unseen<T>(site: &'static str, table: Table<T>) -> Option<T> {
    let control = control()?;
    let variant = instead(control, site, table);
    if variant.is_none() {
        is_unseen(control, site, Sight::Opaque, table);
    }
    variant
}

/// Is a linked function that returns nothing to do nothing?
#[inline]
pub fn is_knocked_out(site: &'static str) -> bool {
    control().is_some_and(|control| does_nothing(control, site))
}

#[cold]
fn does_nothing(control: &'static Control, site: &'static str) -> bool {
    let table = Table::<()> { variant: Variants::variant, is: None };
    let is_knocked_out = instead(control, site, table).is_some();
    if !is_knocked_out {
        is_unseen(control, site, Sight::Effect, table);
    }
    is_knocked_out
}

/// Leaves the evidence that a function runs; and the variant that it is to return, if it is knocked out.
#[cold]
fn instead<T>(control: &Control, site: &'static str, table: Table<T>) -> Option<T> {
    let number = number_instead(control, site)?;
    (table.variant)(number).map(|variant| variant.value)
}

fn number_instead(control: &Control, site: &'static str) -> Option<usize> {
    trace::record(control, site);
    let (place, number) = control.knocked_out.as_ref()?;
    (Site::key(site) == place).then_some(*number)
}

fn sight<T>(is_effect: bool, table: &Table<T>) -> Sight {
    match &table.is {
        _ if is_effect => Sight::Effect,
        Some(_) => Sight::Compared,
        None => Sight::Opaque,
    }
}

/// How a variant is written; `None`: there is none of that number.
fn label<T>(table: Table<T>, number: usize) -> Option<Cow<'static, str>> {
    (table.variant)(number).map(|variant| variant.label)
}

/// Whether a variant differs from what a function returned; `None`: there is none of that number.
fn differs<T>(table: Table<T>, number: usize, value: &T) -> Option<bool> {
    let variant = (table.variant)(number)?;
    Some(match table.is {
        Some(is) if !variant.is_effect => is(value, &variant.value) != Some(true),
        // What cannot be compared counts as another value.
        _ => true,
    })
}

/// A function runs that returns where nobody sees it: every variant counts as another value.
fn is_unseen<T>(control: &'static Control, site: &'static str, sight: Sight, table: Table<T>) {
    if let Some(watch) = Watch::new(control, site, sight, &|number| label(table, number)) {
        watch.gave_up();
    }
}

/// An async function that is watched.
struct Awaited(Option<Watch>);

/// It panicked, or was given up.
impl Drop for Awaited {
    fn drop(&mut self) {
        if let Some(watch) = self.0.take() {
            watch.gave_up();
        }
    }
}

/// What a function returns is to be compared with its variants.
struct Watch {
    control: &'static Control,
    site: &'static str,
    sight: Sight,
    /// How the variants are written; `None`: that was told.
    labels: Option<Vec<Cow<'static, str>>>,
}

impl Watch {
    /// `None`: nobody asks, or all is known.
    fn new(
        control: &'static Control,
        site: &'static str,
        sight: Sight,
        label: &dyn Fn(usize) -> Option<Cow<'static, str>>,
    ) -> Option<Self> {
        if !control.compares || trace::differing(site) == Some(u64::MAX) {
            return None;
        }
        let is_described = control.evidence().is_some_and(|evidence| evidence.is_described(site));
        // Making labels runs code of others, which is not to wait for what is locked.
        let labels = || (0..MOST).map_while(|number| aside(|| label(number)).flatten()).collect();
        Some(Self { control, site, sight, labels: (!is_described).then(labels) })
    }

    /// `differs`: whether the variant with a number differs from what the function returned; `None`: there is no such variant.
    fn saw(self, differs: &dyn Fn(usize) -> Option<bool>) {
        let known = trace::differing(self.site);
        let mut differing = known.unwrap_or_default();
        if self.sight == Sight::Compared {
            for number in 0..MOST {
                let bit = 1 << number;
                if differing & bit == 0 {
                    match aside(|| differs(number)) {
                        Some(None) => break,
                        Some(Some(false)) => {}
                        Some(Some(true)) | None => differing |= bit,
                    }
                }
            }
        } else {
            differing = u64::MAX;
        }
        if known != Some(differing) {
            self.record_returns(differing);
        }
    }

    /// It panicked, or was given up: no variant would have done that.
    fn gave_up(self) {
        self.record_returns(u64::MAX);
    }

    fn record_returns(self, differing: u64) {
        without_recording(|| {
            if let Some(mut evidence) = self.control.evidence() {
                let site = evidence.number(self.site);
                if let Some(labels) = self.labels {
                    evidence.describe(site, self.sight, labels);
                }
                trace::returned(&mut evidence, self.site, differing);
            }
        });
    }
}

/// Runs code of others that the test did not ask for. `None`: it panics.
fn aside<T>(run: impl FnOnce() -> T) -> Option<T> {
    without_recording(|| catch_unwind(AssertUnwindSafe(run)).ok())
}
