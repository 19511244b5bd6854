//! The work of a function, or something wrong in its place.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::probe::Table;
use super::variants::Variants;
use crate::evidence::{Sight, Site};
use crate::orders::{Orders, orders};
use crate::witness;

/// How many variants a mask tells apart.
const MOST: usize = u64::BITS as usize;

thread_local! {
    /// Is this thread comparing? What runs for that runs for nobody.
    static IS_COMPARING: Cell<bool> = const { Cell::new(false) };
}

/// Runs the body of a linked function, or returns a variant in its place. `is_effect`: the work is, or may be, an effect.
#[inline]
pub fn work<T>(site: &'static str, is_effect: bool, table: Table<T>, body: impl FnOnce() -> T) -> T {
    let watch = match before(site, is_effect, table) {
        Before::Variant(variant) => return variant,
        Before::Work(watch) => watch,
    };
    let value = body();
    if let Some(watch) = watch {
        watch.saw(&value);
    }
    value
}

/// What comes before the work.
enum Before<T> {
    /// A variant in its place.
    Variant(T),
    /// Nothing; and whether what it returns is to be seen.
    Work(Option<Watch<T>>),
}

/// Apart from [`work`], which is compiled for each function anew.
fn before<T>(site: &'static str, is_effect: bool, table: Table<T>) -> Before<T> {
    let Some(orders) = orders() else { return Before::Work(None) };
    match instead(orders, site, &table) {
        Some(variant) => Before::Variant(variant),
        None => Before::Work(Watch::new(orders, site, is_effect, table)),
    }
}

/// The same for the body of an async function, which asks itself whether it is [`knocked_out`].
pub async fn watched<T>(
    site: &'static str,
    is_effect: bool,
    table: Table<T>,
    body: impl Future<Output = T>,
) -> T {
    let Some(orders) = orders() else { return body.await };
    let watch = Watch::new(orders, site, is_effect, table);
    let value = body.await;
    if let Some(watch) = watch {
        watch.saw(&value);
    }
    value
}

/// The variant that a linked function is to return instead of its work.
#[inline]
pub fn knocked_out<T>(site: &'static str, table: Table<T>) -> Option<T> {
    instead(orders()?, site, &table)
}

/// The same, where it is not seen what the body returns.
#[inline]
pub fn knocked_out_unseen<T>(site: &'static str, table: Table<T>) -> Option<T> {
    let orders = orders()?;
    let variant = instead(orders, site, &table);
    if variant.is_none() {
        drop(Watch::new(orders, site, false, Table { is: None, ..table }));
    }
    variant
}

/// Is a linked function that returns nothing to do nothing?
#[inline]
pub fn is_knocked_out(site: &'static str) -> bool {
    let Some(orders) = orders() else { return false };
    let table = Table::<()> { variant: Variants::variant, is: None };
    if instead(orders, site, &table).is_some() {
        return true;
    }
    drop(Watch::new(orders, site, true, table));
    false
}

/// Leaves the evidence that a function runs; and the variant that it is to return, if it is knocked out.
#[cold]
fn instead<T>(orders: &Orders, site: &'static str, table: &Table<T>) -> Option<T> {
    if is_comparing() {
        return None;
    }
    witness::record(orders, site);
    let (place, number) = orders.knocked_out.as_ref()?;
    if Site::key(site) == place { (table.variant)(*number).map(|variant| variant.value) } else { None }
}

fn is_comparing() -> bool {
    IS_COMPARING.try_with(Cell::get).unwrap_or(true)
}

/// What a function returns is to be compared with its variants.
struct Watch<T> {
    orders: &'static Orders,
    site: &'static str,
    sight: Sight,
    table: Table<T>,
}

impl<T> Watch<T> {
    fn new(orders: &'static Orders, site: &'static str, is_effect: bool, table: Table<T>) -> Option<Self> {
        if !orders.compares || is_comparing() || witness::differing(site) == Some(u64::MAX) {
            return None;
        }
        let sight = match table.is {
            _ if is_effect => Sight::Effect,
            Some(_) => Sight::Compared,
            None => Sight::Opaque,
        };
        Some(Self { orders, site, sight, table })
    }

    /// Tells which variants differ from what the function returned.
    fn saw(self, value: &T) {
        let known = witness::differing(self.site);
        let mut differing = known.unwrap_or_default();
        if self.sight == Sight::Compared
            && let Some(is) = self.table.is
        {
            for number in 0..MOST {
                let bit = 1 << number;
                if differing & bit == 0 {
                    let differs = aside(|| {
                        (self.table.variant)(number)
                            .map(|variant| variant.is_effect || is(value, &variant.value) != Some(true))
                    });
                    match differs {
                        Some(None) => break,
                        Some(Some(false)) => {}
                        // What cannot be compared counts as another value.
                        Some(Some(true)) | None => differing |= bit,
                    }
                }
            }
        } else {
            differing = u64::MAX;
        }
        if known != Some(differing) {
            self.tell(differing);
        }
        std::mem::forget(self);
    }

    fn tell(&self, differing: u64) {
        let labels = || {
            (0..MOST).map_while(|number| {
                aside(|| (self.table.variant)(number).map(|variant| variant.label)).flatten()
            })
        };
        // The labels are made first: making them runs code of others, which may want to leave evidence.
        let labels: Vec<_> = labels().collect();
        if let Some(mut evidence) = self.orders.evidence() {
            let site = evidence.number(self.site);
            evidence.describe(site, self.sight, labels.into_iter());
            witness::returned(&mut evidence, self.site, differing);
        }
    }
}

/// It panicked, or was given up: no variant would have done that.
impl<T> Drop for Watch<T> {
    fn drop(&mut self) {
        self.tell(u64::MAX);
    }
}

/// Runs code of others that the test did not ask for: no evidence comes of it. `None`: it panics.
fn aside<T>(run: impl FnOnce() -> T) -> Option<T> {
    let _ = IS_COMPARING.try_with(|is_comparing| is_comparing.set(true));
    let result = catch_unwind(AssertUnwindSafe(run)).ok();
    let _ = IS_COMPARING.try_with(|is_comparing| is_comparing.set(false));
    result
}
