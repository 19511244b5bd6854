//! Runs the body of a function, or a mutant of it.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::mutants::mutants;
use super::probe::Table;
use super::variants::Spoil;
use crate::control::{Control, control, control_of, making, may_be_asked, without_recording};
use crate::evidence::{MutantChange, MutantId, Sight, Site};
use crate::trace;

thread_local! {
    /// The linked functions that run in this thread, from [`before`] to [`after`], where functions are compared: the innermost is the
    /// last. `None`: all is known of that one.
    static RUNNING: RefCell<Vec<Option<Watch>>> = const { RefCell::new(Vec::new()) };
}

/// The facts that the macros know about a function.
#[derive(Clone, Copy, Debug)]
pub struct Function {
    /// See [`Site`].
    pub site: &'static str,
    /// The body is, or may be, an effect.
    pub is_effect: bool,
    /// The source text of each argument that another argument can replace.
    pub arguments: &'static [&'static str],
}

/// See `Function`.
pub const fn function(site: &'static str, is_effect: bool, arguments: &'static [&'static str]) -> Function {
    Function { site, is_effect, arguments }
}

/// Runs before the body of a linked function: returns a value in its place, if there is one. Otherwise
/// returns what [`after`] needs to know, if anything is asked.
///
/// Code that is generic over the body is compiled once per function. Code that takes a table is compiled once per type. Both stay as short
/// as they can.
#[cold]
pub fn before<T>(function: Function, table: Table<T>) -> Result<Option<Table<T>>, T> {
    let Some(control) = control_of(function.site) else { return Ok(None) };
    if let Some(value) = instead(control, function.site, table) {
        return Err(value);
    }
    if control.compares {
        let watch = Watch::new(control, &function, table);
        let _ = RUNNING.try_with(|running| running.borrow_mut().push(watch));
    }
    let table = Table { site: function.site, ..table };
    Ok((control.compares || is_spoiled_by(control, function.site).is_some()).then_some(table))
}

/// Runs the body of a linked function, which can run once only: what it returns may be a part of what it was given.
#[inline]
pub fn run<T>(body: impl FnOnce() -> T) -> T {
    let unwinding = Unwinding;
    let value = body();
    std::mem::forget(unwinding);
    value
}

/// Runs after the body of a linked function: spoils its result, or records the mutants that differ from it.
#[cold]
pub fn after<T>(table: Table<T>, value: &mut T) {
    if let Some(watch) = ended() {
        watch.saw(&mut |mutant| differs(table, mutant, value));
    }
    if let Some(control) = control() {
        spoil(control, table, value);
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
pub async fn watched<T>(function: Function, table: fn() -> Table<T>, body: impl Future<Output = T>) -> T {
    let Some(control) = control_of(function.site) else { return body.await };
    let table = Table { site: function.site, ..table() };
    let mut watch = Awaited(if control.compares { Watch::new(control, &function, table) } else { None });
    let mut value = body.await;
    if let Some(watch) = watch.0.take() {
        watch.saw(&mut |mutant| differs(table, mutant, &mut value));
    }
    spoil(control, table, &mut value);
    value
}

/// The value that a linked function is to return instead of its work.
#[inline]
pub fn knocked_out<T>(site: &'static str, table: fn() -> Table<T>) -> Option<T> {
    instead(control_of(site)?, site, table())
}

/// The same, where it is not seen what the body returns.
#[cold]
pub fn knocked_out_unseen<T>(function: Function, table: Table<T>) -> Option<T> {
    let control = control_of(function.site)?;
    let value = instead(control, function.site, table);
    if value.is_none() {
        is_unseen(control, Function { is_effect: false, ..function }, table.unseen());
    }
    value
}

/// Is a linked function that returns nothing to do nothing?
#[inline]
pub fn is_knocked_out(site: &'static str) -> bool {
    control_of(site).is_some_and(|control| does_nothing(control, site))
}

#[cold]
fn does_nothing(control: &'static Control, site: &'static str) -> bool {
    let table = Table::<()>::of();
    let is_knocked_out = instead(control, site, table).is_some();
    if !is_knocked_out {
        is_unseen(control, Function { site, is_effect: true, arguments: &[] }, table);
    }
    is_knocked_out
}

/// A linked function runs whose result cannot be named: only its arguments can be others.
#[cold]
pub fn ran_on(function: Function) {
    if let Some(control) = control_of(function.site) {
        trace::record(control, function.site);
        is_unseen(control, function, Table::<()> { name: "", ..Table::nothing() });
    }
}

/// Is a linked function to work on another argument, or to return its receiver, by the number of that?
#[inline]
pub fn is_other(site: &'static str, number: usize) -> bool {
    control_of(site).is_some_and(|control| {
        ordered(control, site) == Some(MutantId { change: MutantChange::Argument, number })
    })
}

/// So many elements are taken of an iterator at most, to leave none: it may have no end.
const ELEMENTS: usize = 10_000;

/// Runs the body of a linked function that returns some iterator. If that is asked, takes the first element away, or all of them.
/// `first`: the number of the first of these two ways.
#[inline]
pub fn iterate<I: Iterator>(site: &'static str, first: usize, body: impl FnOnce() -> I) -> I {
    let mut iterator = body();
    if may_be_asked() {
        let taken = if is_other(site, first) {
            1
        } else if is_other(site, first + 1) {
            ELEMENTS
        } else {
            0
        };
        // An element that cannot be made without a panic proves nothing.
        let _ = aside(|| iterator.by_ref().take(taken).for_each(drop));
    }
    iterator
}

/// Leaves the evidence that a function runs; and the value that it is to return, if it is knocked out.
#[cold]
fn instead<T>(control: &Control, site: &'static str, table: Table<T>) -> Option<T> {
    trace::record(control, site);
    let mutant = ordered(control, site)?;
    // Making the value is no work of the function, whatever runs for it.
    match mutant.change {
        MutantChange::Instead => aside(|| (table.variant)(mutant.number)),
        MutantChange::InsteadError => aside(|| (table.error)(mutant.number)),
        _ => return None,
    }
    .flatten()
    .map(|variant| variant.value)
}

/// The mutant of a function that runs in its place.
fn ordered(control: &Control, site: &'static str) -> Option<MutantId> {
    let (key, mutant) = control.mutant.as_ref()?;
    (Site::key(site) == key).then_some(*mutant)
}

/// The same, if it spoils what the body returns.
fn is_spoiled_by(control: &Control, site: &'static str) -> Option<MutantId> {
    ordered(control, site)
        .filter(|mutant| !mutant.change.is_instead() && mutant.change != MutantChange::Argument)
}

/// Spoils what a function returned, if that is asked.
fn spoil<T>(control: &Control, table: Table<T>, value: &mut T) {
    let Some(mutant) = is_spoiled_by(control, table.site) else { return };
    aside(|| match mutant.change {
        MutantChange::Near => {
            (table.spoil)(value, mutant.number, Spoil::Do);
        }
        change => {
            let other = match change {
                MutantChange::OtherError => other_error(table, mutant.number, value),
                change => other_variant(table, change, mutant.number, value),
            };
            if let Some(other) = other {
                *value = other;
            }
        }
    });
}

/// A value to put in the place of another one: one of another variant of its type, or another one of the same.
fn other_variant<T>(table: Table<T>, change: MutantChange, number: usize, value: &T) -> Option<T> {
    let (is_like, is) = (table.is_like?, table.is?);
    let other = (table.variant)(number)?.value;
    let is_other = match change {
        MutantChange::Turned => !is_like(value, &other),
        _ => is_like(value, &other) && is(value, &other) == Some(false),
    };
    is_other.then_some(other)
}

/// Another error in place of the right one, if a value is an error, and not that one.
fn other_error<T>(table: Table<T>, number: usize, value: &T) -> Option<T> {
    let error = (table.error)(number)?.value;
    ((table.is_error)(value) && (table.is_same_error)(value, &error) == Some(false)).then_some(error)
}

fn sight<T>(is_effect: bool, table: &Table<T>) -> Sight {
    match &table.is {
        _ if is_effect => Sight::Effect,
        Some(_) => Sight::Compared,
        None => Sight::Opaque,
    }
}

/// Returns whether a mutant makes a difference to the result of a function.
fn differs<T>(table: Table<T>, mutant: MutantId, value: &mut T) -> bool {
    match mutant.change {
        MutantChange::Instead => {
            // A value whose making runs the function itself is what that returns anyway.
            let Some(variant) = making(table.site, || (table.variant)(mutant.number)) else { return false };
            variant.is_some_and(|variant| match table.is {
                Some(is) if !variant.is_effect => is(value, &variant.value) != Some(true),
                // A value that cannot be compared counts as another value.
                _ => true,
            })
        }
        MutantChange::InsteadError => !(table.is_error)(value),
        MutantChange::Near => (table.spoil)(value, mutant.number, Spoil::Try),
        MutantChange::OtherError => other_error(table, mutant.number, value).is_some(),
        MutantChange::Argument => true,
        change => other_variant(table, change, mutant.number, value).is_some(),
    }
}

/// A function runs that returns where nobody sees it: every mutant counts as another value.
fn is_unseen<T>(control: &'static Control, function: Function, table: Table<T>) {
    if control.compares
        && let Some(watch) = Watch::new(control, &function, table)
    {
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

/// A function whose result is compared with its mutants.
struct Watch {
    control: &'static Control,
    site: &'static str,
    sight: Sight,
    mutants: &'static [MutantId],
}

impl Watch {
    /// `None`: all is known.
    fn new<T>(control: &'static Control, function: &Function, table: Table<T>) -> Option<Self> {
        let (site, sight) = (function.site, sight(function.is_effect, &table));
        let known = without_recording(|| control.evidence()?.mutants(site));
        let mutants = match known {
            Some(mutants) if trace::differing(site) == Some(all(mutants.len())) => return None,
            Some(mutants) => mutants,
            None => {
                // Making values runs code of others, which is not to wait for what is locked.
                let mutants = mutants(sight, table, function.arguments);
                without_recording(|| Some(control.evidence()?.describe(site, sight, table.name, mutants)))?
            }
        };
        Some(Self { control, site, sight, mutants })
    }

    /// `differs`: whether a mutant would have made a difference to what the function returned.
    fn saw(self, differs: &mut dyn FnMut(MutantId) -> bool) {
        let known = trace::differing(self.site).unwrap_or_default();
        let mut differing = known;
        for (place, mutant) in self.mutants.iter().enumerate() {
            let bit = 1 << place;
            let is_seen = self.sight == Sight::Compared || mutant.change != MutantChange::Instead;
            // A comparison that panics counts as another value.
            if differing & bit == 0 && (!is_seen || aside(|| differs(*mutant)).unwrap_or(true)) {
                differing |= bit;
            }
        }
        self.record_returns(differing);
    }

    /// It panicked, or was given up: no value in its place would have done that, and there is nothing to spoil.
    fn gave_up(self) {
        let known = trace::differing(self.site).unwrap_or_default();
        let is_other =
            |mutant: &MutantId| mutant.change.is_instead() || mutant.change == MutantChange::Argument;
        let others = self.mutants.iter().enumerate().filter(|(_, mutant)| is_other(mutant));
        let differing = others.fold(known, |differing, (place, _)| differing | 1 << place);
        self.record_returns(differing);
    }

    fn record_returns(&self, differing: u64) {
        if trace::differing(self.site) == Some(differing) {
            return;
        }
        without_recording(|| {
            if let Some(mut evidence) = self.control.evidence() {
                trace::returned(&mut evidence, self.site, differing);
            }
        });
    }
}

/// The bits of so many mutants.
fn all(number: usize) -> u64 {
    u64::MAX.checked_shr(u32::try_from(64 - number).unwrap_or_default()).unwrap_or_default()
}

/// Runs code of others that the test did not ask for. `None`: it panics.
pub(super) fn aside<T>(run: impl FnOnce() -> T) -> Option<T> {
    without_recording(|| catch_unwind(AssertUnwindSafe(run)).ok())
}
