//! The functions that `#[derive(Mutants)]` calls: values of a type, made from the tables of its parts.

use std::borrow::Cow;
use std::cell::Cell;
use std::mem;

use super::probe::Table;
use super::variants::{self, near_part};
pub use super::variants::{Spoil, Variant, Variants};

/// The text by which a report shows a value.
pub type MutantLabel = Cow<'static, str>;

/// So many near values of a part are tried.
const NEARS: usize = 8;

/// So many values of an enum are looked through for another one.
const MOST: usize = 64;

/// So deep in values of derived types are values made and spoiled: a type may hold itself, and of each level there are several for each
/// of the next.
const DEEPEST: usize = 3;

/// The same for the first value of a type: there is one alone for each of the next level.
const DEEPEST_FIRST: usize = 5;

/// The depth to which the value with a number is made.
const fn deepest(number: usize) -> usize {
    if number == 0 { DEEPEST_FIRST } else { DEEPEST }
}

thread_local! {
    static DEPTH: Cell<usize> = const { Cell::new(0) };
}

/// Comes up again, also where making a value panics.
struct Deeper;

impl Drop for Deeper {
    fn drop(&mut self) {
        DEPTH.set(DEPTH.get() - 1);
    }
}

/// Asks for something of a part of a type; nothing where that is too deep.
fn of_part<R>(deepest: usize, ask: impl FnOnce() -> Option<R>) -> Option<R> {
    if DEPTH.get() >= deepest {
        return None;
    }
    DEPTH.set(DEPTH.get() + 1);
    let _deeper = Deeper;
    ask()
}

/// Puts the value with a number together. The parts of a struct change together, until none has another value. Of each variant of
/// an enum there is one value.
#[derive(Debug)]
pub struct Parts {
    /// The number of the value of each part.
    number: usize,
    /// The number of values still to skip before the requested one.
    left: usize,
    /// Has a part a value with the number?
    is_new: bool,
    label: String,
}

impl Parts {
    /// Of a struct.
    pub const fn of_struct(number: usize) -> Self {
        Self { number, left: 0, is_new: number == 0, label: String::new() }
    }

    /// Of an enum.
    pub const fn of_enum(number: usize) -> Self {
        Self { number: 0, left: number, is_new: true, label: String::new() }
    }

    /// The value of a part.
    pub fn part<T>(&mut self, table: Table<T>) -> Option<T> {
        let part = of_part(deepest(self.number), || (table.variant)(self.number));
        self.is_new |= part.is_some();
        let Variant { value, label, .. } = part.or_else(|| {
            // It was asked for already.
            if self.number == 0 { None } else { of_part(DEEPEST_FIRST, || (table.variant)(0)) }
        })?;
        if !self.label.is_empty() {
            self.label.push_str(", ");
        }
        self.label.push_str(&label);
        Some(value)
    }

    /// The whole, if it is the one that is asked for.
    pub fn whole<T>(&mut self, name: &'static str, made: Option<T>) -> Option<Variant<T>> {
        let label = mem::take(&mut self.label);
        let label = if label.is_empty() { name.to_owned() } else { format!("{name}({label})") };
        let made = made.filter(|_| self.is_new)?;
        if self.left > 0 {
            self.left -= 1;
            return None;
        }
        Some(Variant::new(label, made))
    }
}

impl<T> Table<T> {
    /// Returns whether two values are the same.
    pub fn same(&self, value: &T, other: &T) -> Option<bool> {
        self.is.and_then(|is| is(value, other))
    }

    /// Writes the near value with a number, if it belongs to this part. Otherwise counts on to the next part.
    pub fn near_part(&self, number: &mut usize, part: &str) -> Option<MutantLabel> {
        let nears = self.nears();
        if *number < nears {
            return Some(near_part(&of_part(DEEPEST, || (self.near)(*number))?, part));
        }
        *number -= nears;
        None
    }

    /// The same for spoiling it.
    pub fn spoil_part(&self, value: &mut T, number: &mut usize, spoil: Spoil) -> Option<bool> {
        let nears = self.nears();
        if *number < nears {
            return of_part(DEEPEST, || Some((self.spoil)(value, *number, spoil)));
        }
        *number -= nears;
        None
    }

    /// Counts on to the next part, of a variant that a value is not. Returns whether the near value is one of this part.
    pub fn skip_part(&self, number: &mut usize) -> bool {
        let nears = self.nears();
        let is_of_part = *number < nears;
        *number = number.saturating_sub(nears);
        is_of_part
    }

    /// Counts the near values of a part.
    fn nears(&self) -> usize {
        (0..NEARS).map_while(|number| of_part(DEEPEST, || (self.near)(number))).count()
    }
}

/// Returns whether all parts are the same.
pub fn all(parts: &[Option<bool>]) -> Option<bool> {
    variants::all(parts.iter().copied())
}

/// The number of a near value of an enum among those of its fields; `None`: it is none of these. An enum within another derived type
/// has none: an enum that holds itself has too many fields to look through at each level.
pub fn number_in_fields(number: usize) -> Option<usize> {
    if DEPTH.get() > 0 { None } else { number.checked_sub(1) }
}

/// Writes the near value of an enum.
pub fn near_of_enum(number: usize) -> Option<MutantLabel> {
    (number == 0).then(|| "another variant than it".into())
}

/// Makes a value of an enum another one.
pub fn spoil_enum<T: Variants>(value: &mut T, spoil: Spoil) -> bool {
    let mut others: Vec<_> = (0..MOST).map_while(T::variant).map(|other| other.value).collect();
    others.retain(|other| T::is(value, other) == Some(false));
    // Of each variant there is one value: one of another variant comes before another one of the same.
    others.sort_by_key(|other| mem::discriminant(other) == mem::discriminant(value));
    let other = others.into_iter().next();
    spoil.put(value, other)
}
