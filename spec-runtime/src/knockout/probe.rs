//! Finds the variants of a return type, by the compiler's choice of methods. It works for any type, also a generic one,
//! and demands nothing of it. Each step of [`Probe`] has a method `table` for the types that it knows. Other types are
//! left to the next step, which it dereferences to.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

use super::variants::{Variant, Variants};

/// What there is for a type.
#[derive(Debug)]
pub struct Table<T> {
    /// Its variants, by number, until there is none.
    pub variant: fn(usize) -> Option<Variant<T>>,
    /// Whether a value is the same as a variant, if there is a way to tell.
    pub is: Option<fn(&T, &T) -> Option<bool>>,
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
        Table { variant: |_| None, is: None }
    }
}

impl<T: Variants> Probe<T> {
    /// What there is for a known type.
    pub fn table(&self) -> Table<T> {
        Table { variant: T::variant, is: Some(T::is) }
    }
}

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
    /// What there is for an option.
    pub fn table(&self) -> Table<Option<T>> {
        Table { variant: option, is: Some(|value, variant| Some(value == variant)) }
    }
}

impl<T: Default + PartialEq, E> OfComparable<Result<T, E>> {
    /// What there is for a result; no variant is an error.
    pub fn table(&self) -> Table<Result<T, E>> {
        Table {
            variant: result,
            is: Some(|value, variant| Some(value.as_ref().ok() == variant.as_ref().ok())),
        }
    }
}

impl<T: Default + PartialEq> OfComparable<Vec<T>> {
    /// What there is for a vector.
    pub fn table(&self) -> Table<Vec<T>> {
        Table { variant: vec, is: Some(|value, variant| Some(value == variant)) }
    }
}

impl<T: Default> OfDefault<Option<T>> {
    /// What there is for an option: that there is none can be told.
    pub fn table(&self) -> Table<Option<T>> {
        Table { variant: option, is: Some(|value, variant| absent(value.as_ref(), variant.as_ref())) }
    }
}

impl<T: Default, E> OfDefault<Result<T, E>> {
    /// What there is for a result: that it is an error can be told.
    pub fn table(&self) -> Table<Result<T, E>> {
        Table {
            variant: result,
            is: Some(|value, variant| absent(value.as_ref().ok(), variant.as_ref().ok())),
        }
    }
}

impl<T: Default> OfDefault<Vec<T>> {
    /// What there is for a vector: that it is empty can be told.
    pub fn table(&self) -> Table<Vec<T>> {
        Table { variant: vec, is: Some(|value, variant| absent(value.first(), variant.first())) }
    }
}

impl<T> Bare<Option<T>> {
    /// What there is for an option.
    pub fn table(&self) -> Table<Option<T>> {
        Table { variant: among!("None": None), is: Some(|value, _| Some(value.is_none())) }
    }
}

impl<T> Bare<Vec<T>> {
    /// What there is for a vector.
    pub fn table(&self) -> Table<Vec<T>> {
        Table { variant: among!("vec![]": Vec::new()), is: Some(|value, _| Some(value.is_empty())) }
    }
}

impl<T, E> Bare<Result<Option<T>, E>> {
    /// What there is for a result with an option.
    pub fn table(&self) -> Table<Result<Option<T>, E>> {
        Table { variant: among!("Ok(None)": Ok(None)), is: Some(|value, _| Some(matches!(value, Ok(None)))) }
    }
}

impl<T: Default + PartialEq> Comparable<T> {
    /// What there is for a type with a default.
    pub fn table(&self) -> Table<T> {
        Table { variant: default, is: Some(|value, variant| Some(value == variant)) }
    }
}

impl<T: Default> WithDefault<T> {
    /// What there is for a type with a default that cannot be compared.
    pub fn table(&self) -> Table<T> {
        Table { variant: default, is: None }
    }
}

/// Whether two values are the same, if one of them is missing; where both are there, it cannot be told.
fn absent<T>(value: Option<&T>, variant: Option<&T>) -> Option<bool> {
    match (value, variant) {
        (Some(_), Some(_)) => None,
        (value, variant) => Some(value.is_none() && variant.is_none()),
    }
}
