//! Runs the body of a function, or returns a variant in its place.

use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::probe::Table;
use super::variants::Variants;
use crate::control::{Control, control, without_recording};
use crate::evidence::{Sight, Site};
use crate::trace;

/// How many variants a mask tells apart.
const MOST: usize = u64::BITS as usize;

/// Runs the body of a linked function, or returns a variant in its place. `is_effect`: the work is, or may be, an effect.
///
/// This is compiled for each function anew, what takes a table for each type: the less they do themselves, the better.
#[inline]
pub fn intercept<T>(
    site: &'static str,
    is_effect: bool,
    table: fn() -> Table<T>,
    body: impl FnOnce() -> T,
) -> T {
    let watch = match control() {
        None => None,
        Some(control) => match before(control, site, is_effect, &table) {
            Before::Variant(variant) => return variant,
            Before::Work(watch) => watch,
        },
    };
    let value = body();
    if let Some(watch) = watch {
        saw(watch, table, &value);
    }
    value
}

/// What comes before the work.
enum Before<'a, T> {
    /// A variant in its place.
    Variant(T),
    /// Nothing; and whether what it returns is to be seen.
    Work(Option<Watch<'a>>),
}

#[cold]
fn before<'a, T>(
    control: &'static Control,
    site: &'static str,
    is_effect: bool,
    table: &'a fn() -> Table<T>,
) -> Before<'a, T> {
    match instead(control, site, *table) {
        Some(variant) => Before::Variant(variant),
        None => Before::Work(Watch::new(control, site, sight(is_effect, &table()), table)),
    }
}

/// Tells which variants differ from what the function returned.
fn saw<T>(watch: Watch<'_>, table: fn() -> Table<T>, value: &T) {
    let Table { variant, is } = table();
    watch.saw(&|number| {
        let variant = variant(number)?;
        Some(match is {
            Some(is) if !variant.is_effect => is(value, &variant.value) != Some(true),
            // What cannot be compared counts as another value.
            _ => true,
        })
    });
}

/// The same for the body of an async function, which asks itself whether it is [`knocked_out`].
pub async fn watched<T>(
    site: &'static str,
    is_effect: bool,
    table: fn() -> Table<T>,
    body: impl Future<Output = T>,
) -> T {
    let Some(control) = control() else { return body.await };
    let watch = Watch::new(control, site, sight(is_effect, &table()), &table);
    let value = body.await;
    if let Some(watch) = watch {
        saw(watch, table, &value);
    }
    value
}

/// The variant that a linked function is to return instead of its work.
#[inline]
pub fn knocked_out<T>(site: &'static str, table: fn() -> Table<T>) -> Option<T> {
    instead(control()?, site, table)
}

/// The same, where it is not seen what the body returns.
#[inline]
pub fn knocked_out_unseen<T>(site: &'static str, table: fn() -> Table<T>) -> Option<T> {
    let control = control()?;
    let variant = instead(control, site, table);
    if variant.is_none() {
        drop(Watch::new(control, site, Sight::Opaque, &table));
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
    let table: fn() -> Table<()> = || Table { variant: Variants::variant, is: None };
    let is_knocked_out = instead(control, site, table).is_some();
    if !is_knocked_out {
        drop(Watch::new(control, site, Sight::Effect, &table));
    }
    is_knocked_out
}

/// Leaves the evidence that a function runs; and the variant that it is to return, if it is knocked out.
#[cold]
fn instead<T>(control: &Control, site: &'static str, table: fn() -> Table<T>) -> Option<T> {
    let number = number_instead(control, site)?;
    (table().variant)(number).map(|variant| variant.value)
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

/// How variants are written, whatever the type.
trait Labels {
    fn label(&self, number: usize) -> Option<Cow<'static, str>>;
}

impl<T> Labels for fn() -> Table<T> {
    fn label(&self, number: usize) -> Option<Cow<'static, str>> {
        (self().variant)(number).map(|variant| variant.label)
    }
}

/// What a function returns is to be compared with its variants.
struct Watch<'a> {
    control: &'static Control,
    site: &'static str,
    sight: Sight,
    labels: &'a (dyn Labels + Sync),
}

impl<'a> Watch<'a> {
    fn new(
        control: &'static Control,
        site: &'static str,
        sight: Sight,
        labels: &'a (dyn Labels + Sync),
    ) -> Option<Self> {
        if !control.compares || trace::differing(site) == Some(u64::MAX) {
            return None;
        }
        Some(Self { control, site, sight, labels })
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
        std::mem::forget(self);
    }

    fn record_returns(&self, differing: u64) {
        without_recording(|| {
            // The labels are made first: making them runs code of others, which is not to wait for itself.
            let labels: Vec<_> =
                (0..MOST).map_while(|number| aside(|| self.labels.label(number)).flatten()).collect();
            if let Some(mut evidence) = self.control.evidence() {
                let site = evidence.number(self.site);
                evidence.describe(site, self.sight, labels.into_iter());
                trace::returned(&mut evidence, self.site, differing);
            }
        });
    }
}

/// It panicked, or was given up: no variant would have done that.
impl Drop for Watch<'_> {
    fn drop(&mut self) {
        self.record_returns(u64::MAX);
    }
}

/// Runs code of others that the test did not ask for. `None`: it panics.
fn aside<T>(run: impl FnOnce() -> T) -> Option<T> {
    without_recording(|| catch_unwind(AssertUnwindSafe(run)).ok())
}
