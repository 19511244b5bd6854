//! Finds the variants of a return type, by the compiler's choice of methods. It works for any type, also a generic one,
//! and demands nothing of it. Each step of [`Probe`] has a method `table` for the types that it knows. Other types are
//! left to the next step, which it dereferences to.

use std::any::type_name;
use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

use super::variants::{Spoil, Variant, Variants, near_slice, spoil_mut_slice, spoil_slice};

/// The variants of a list of labels and values.
macro_rules! among {
    ($($label:literal: $value:expr),+) => {
        |number| {
            let mut at = 0;
            $(
                if number == at {
                    return Some(Variant::new($label, $value));
                }
                at += 1;
            )+
            let _ = at;
            None
        }
    };
}

/// The operations that exist for a type.
#[derive(Debug)]
pub struct Table<T> {
    /// The function that it is asked for.
    pub(super) site: &'static str,
    /// Its name; empty, if it has none.
    pub(super) name: &'static str,
    /// Its variants, by number, until there is none.
    pub(super) variant: fn(usize) -> Option<Variant<T>>,
    /// Returns whether a value is the same as a variant, if there is a way to tell.
    pub(super) is: Option<fn(&T, &T) -> Option<bool>>,
    /// Writes each near value by its number, until there are no more.
    pub(super) near: fn(usize) -> Option<Cow<'static, str>>,
    /// Makes a value a near one. Says whether it can.
    pub(super) spoil: fn(&mut T, usize, Spoil) -> bool,
    /// Returns whether two values are the same variant, if the type has several.
    pub(super) is_like: Option<fn(&T, &T) -> bool>,
    /// Its errors, by number, until there is none.
    pub(super) error: fn(usize) -> Option<Variant<T>>,
    /// Is a value an error?
    pub(super) is_error: fn(&T) -> bool,
    /// Returns whether two errors are the same, if there is a way to tell.
    pub(super) is_same_error: fn(&T, &T) -> Option<bool>,
}

impl<T> Table<T> {
    /// There is nothing.
    pub(super) fn nothing() -> Self {
        Self {
            site: "",
            name: type_name::<T>(),
            variant: |_| None,
            is: None,
            near: |_| None,
            spoil: |_, _, _| false,
            is_like: None,
            error: |_| None,
            is_error: |_| false,
            is_same_error: |_, _| None,
        }
    }

    fn new(variant: fn(usize) -> Option<Variant<T>>, is: Option<fn(&T, &T) -> Option<bool>>) -> Self {
        Self { variant, is, ..Self::nothing() }
    }

    /// With the errors that there are.
    pub fn with(self, Errors { error, is_error, is_same_error }: Errors<T>) -> Self {
        Self { error, is_error, is_same_error, ..self }
    }

    /// Returns the table of a result that is not seen: it can be neither compared nor spoiled.
    pub(super) fn unseen(self) -> Self {
        Self { is: None, near: |_| None, is_like: None, is_same_error: |_, _| None, ..self }
    }
}

impl<T: Variants> Table<T> {
    pub(super) fn of() -> Self {
        let is_like: Option<fn(&T, &T) -> bool> = if T::IS_ENUM { Some(T::is_like) } else { None };
        Self { near: T::near, spoil: T::spoil, is_like, ..Self::new(T::variant, Some(T::is)) }
    }
}

/// The errors that there are for a type, if it is a result.
#[derive(Debug)]
pub struct Errors<T> {
    error: fn(usize) -> Option<Variant<T>>,
    is_error: fn(&T) -> bool,
    is_same_error: fn(&T, &T) -> Option<bool>,
}

impl<T> Clone for Table<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Table<T> {}

/// Steps, each with the one behind it and what it says of itself.
macro_rules! steps {
    ($($(#[$doc:meta])* $step:ident => $next:ident)+) => {
        $(
            $(#[$doc])*
            pub struct $step<T>($next<T>);

            impl<T> $step<T> {
                /// Asks.
                pub const fn of() -> Self {
                    Self($next::of())
                }
            }

            impl<T> Deref for $step<T> {
                type Target = $next<T>;

                fn deref(&self) -> &$next<T> {
                    &self.0
                }
            }

            impl<T> fmt::Debug for $step<T> {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.write_str(std::any::type_name::<Self>())
                }
            }
        )+
    };
}

steps! {
    /// Types that are known, part by part.
    Probe => OfComparable
    /// Known types around one that is not, but has a default and `==`.
    OfComparable => OfDefault
    /// Known types around one that is not, but has a default.
    OfDefault => Bare
    /// Known types around one of which nothing is known.
    Bare => Comparable
    /// Types with a default and `==`.
    Comparable => WithDefault
    /// Types with a default.
    WithDefault => Unknown
}

/// All others.
#[derive(Debug)]
pub struct Unknown<T>(PhantomData<fn() -> T>);

impl<T> Unknown<T> {
    const fn of() -> Self {
        Self(PhantomData)
    }

    /// There is nothing.
    pub fn table(&self) -> Table<T> {
        Table::nothing()
    }

    /// There is nothing.
    pub fn errors(&self) -> Errors<T> {
        Errors { error: |_| None, is_error: |_| false, is_same_error: |_, _| None }
    }
}

impl<T: Variants> Probe<T> {
    /// Returns the table of a known type.
    pub fn table(&self) -> Table<T> {
        Table::of()
    }
}

impl<T, E: Variants> Probe<Result<T, E>> {
    /// Known errors.
    pub fn errors(&self) -> Errors<Result<T, E>> {
        Errors {
            error: |number| Some(E::variant(number)?.within(Err, "Err")),
            is_error: Result::is_err,
            is_same_error: |error, other| match (error, other) {
                (Err(error), Err(other)) => error.is(other),
                _ => None,
            },
        }
    }
}

impl<T, E: Default + PartialEq> OfComparable<Result<T, E>> {
    /// An error with a default and `==`.
    pub fn errors(&self) -> Errors<Result<T, E>> {
        Errors {
            error: among!("Err(Default::default())": Err(E::default())),
            is_error: Result::is_err,
            is_same_error: |error, other| Some(error.as_ref().err() == other.as_ref().err()),
        }
    }
}

impl<T, E: Default> OfDefault<Result<T, E>> {
    /// An error with a default.
    pub fn errors(&self) -> Errors<Result<T, E>> {
        Errors {
            error: among!("Err(Default::default())": Err(E::default())),
            is_error: Result::is_err,
            is_same_error: |_, _| None,
        }
    }
}

impl<T, E> Bare<Result<T, E>> {
    /// An error of which nothing is known.
    pub fn errors(&self) -> Errors<Result<T, E>> {
        Errors { error: |_| None, is_error: Result::is_err, is_same_error: |_, _| None }
    }
}

fn option<T: Default>(number: usize) -> Option<Variant<Option<T>>> {
    among!("None": None, "Some(Default::default())": Some(T::default()))(number)
}

fn result<T: Default, E>(number: usize) -> Option<Variant<Result<T, E>>> {
    among!("Ok(Default::default())": Ok(T::default()))(number)
}

fn vec<T: Default>(number: usize) -> Option<Variant<Vec<T>>> {
    among!("vec![]": Vec::new(), "vec![Default::default()]": vec![T::default()])(number)
}

fn default<T: Default>(number: usize) -> Option<Variant<T>> {
    among!("Default::default()": T::default())(number)
}

impl<T: Default + PartialEq> OfComparable<Option<T>> {
    /// Returns the table of an option.
    pub fn table(&self) -> Table<Option<T>> {
        Table::new(option, Some(|value, variant| Some(value == variant)))
    }
}

impl<T: Default + PartialEq, E> OfComparable<Result<T, E>> {
    /// Returns the table of a result; no variant is an error.
    pub fn table(&self) -> Table<Result<T, E>> {
        Table::new(result, Some(|value, variant| Some(value.as_ref().ok() == variant.as_ref().ok())))
    }
}

impl<T: Default + PartialEq> OfComparable<Vec<T>> {
    /// Returns the table of a vector.
    pub fn table(&self) -> Table<Vec<T>> {
        Table::new(vec, Some(|value, variant| Some(value == variant)))
    }
}

impl<'a, T: Default + PartialEq> OfComparable<&'a T> {
    /// Returns the table of a borrowed value, which is never dropped.
    pub fn table(&self) -> Table<&'a T> {
        Table::new(
            among!("&Default::default()": Box::leak(Box::new(T::default()))),
            Some(|value, variant| Some(value == variant)),
        )
    }
}

impl<T: Default> OfDefault<Option<T>> {
    /// Returns the table of an option: it can tell `None`.
    pub fn table(&self) -> Table<Option<T>> {
        Table::new(option, Some(|value, variant| absent(value.as_ref(), variant.as_ref())))
    }
}

impl<T: Default, E> OfDefault<Result<T, E>> {
    /// Returns the table of a result: it can tell an error.
    pub fn table(&self) -> Table<Result<T, E>> {
        Table::new(result, Some(|value, variant| absent(value.as_ref().ok(), variant.as_ref().ok())))
    }
}

impl<T: Default> OfDefault<Vec<T>> {
    /// Returns the table of a vector: it can tell an empty one.
    pub fn table(&self) -> Table<Vec<T>> {
        Table::new(vec, Some(|value, variant| absent(value.first(), variant.first())))
    }
}

impl<T> Bare<Option<T>> {
    /// Returns the table of an option.
    pub fn table(&self) -> Table<Option<T>> {
        Table::new(among!("None": None), Some(|value, _| Some(value.is_none())))
    }
}

impl<T> Bare<Vec<T>> {
    /// Returns the table of a vector.
    pub fn table(&self) -> Table<Vec<T>> {
        Table::new(among!("vec![]": Vec::new()), Some(|value, _| Some(value.is_empty())))
    }
}

impl<'a, T> Bare<&'a [T]> {
    /// The table of a slice: it can be empty, and shorter.
    pub fn table(&self) -> Table<&'a [T]> {
        let table =
            Table::new(among!("&[]": [].as_slice()), Some(|value: &&'a [T], _| Some(value.is_empty())));
        Table { near: near_slice, spoil: spoil_slice, ..table }
    }
}

impl<'a, T> Bare<&'a mut [T]> {
    /// The table of a slice that can be changed: it can be empty, and shorter.
    pub fn table(&self) -> Table<&'a mut [T]> {
        let table = Table::new(
            among!("&mut []": [].as_mut_slice()),
            Some(|value: &&'a mut [T], _| Some(value.is_empty())),
        );
        Table { near: near_slice, spoil: spoil_mut_slice, ..table }
    }
}

impl<T, E> Bare<Result<Option<T>, E>> {
    /// Returns the table of a result with an option.
    pub fn table(&self) -> Table<Result<Option<T>, E>> {
        Table::new(among!("Ok(None)": Ok(None)), Some(|value, _| Some(matches!(value, Ok(None)))))
    }
}

impl<T: Default + PartialEq> Comparable<T> {
    /// Returns the table of a type with a default.
    pub fn table(&self) -> Table<T> {
        Table::new(default, Some(|value, variant| Some(value == variant)))
    }
}

impl<T: Default> WithDefault<T> {
    /// Returns the table of a type that has a default and cannot be compared.
    pub fn table(&self) -> Table<T> {
        Table::new(default, None)
    }
}

/// Returns whether two values are the same if one of them is missing. Where both are there, it cannot tell.
fn absent<T>(value: Option<&T>, variant: Option<&T>) -> Option<bool> {
    match (value, variant) {
        (Some(_), Some(_)) => None,
        (value, variant) => Some(value.is_none() && variant.is_none()),
    }
}
