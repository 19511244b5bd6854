//! What a return type can be made to be, chosen by the compiler where the function stands: by autoref, so that any type will do,
//! also a generic one, and nothing is asked of it (Dtolnay, *Autoref-based stable specialization*). Of several traits with the same
//! method the one is taken whose `Self` has most references.

use std::fmt;
use std::marker::PhantomData;

use super::variants::{Variant, Variants};

/// The variants of a type, by number, until there is none.
pub type VariantsOf<T> = fn(usize) -> Option<Variant<T>>;

/// A type.
pub struct Probe<T>(PhantomData<fn() -> T>);

impl<T> Probe<T> {
    /// Asks for what there is.
    pub const NEW: Self = Self(PhantomData);
}

impl<T> fmt::Debug for Probe<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(std::any::type_name::<Self>())
    }
}

/// Types that are known, part by part.
pub trait Known<T> {
    /// What they can be made to be.
    fn variants(&self) -> VariantsOf<T>;
}

impl<T: Variants> Known<T> for &&&&Probe<T> {
    fn variants(&self) -> VariantsOf<T> {
        T::variant
    }
}

/// Known types around one that is not, but has a default.
pub trait OfDefault<T> {
    /// What they can be made to be.
    fn variants(&self) -> VariantsOf<T>;
}

impl<T: Default> OfDefault<Option<T>> for &&&Probe<Option<T>> {
    fn variants(&self) -> VariantsOf<Option<T>> {
        |number| match number {
            0 => Some(Variant::new("None", None)),
            1 => Some(Variant::new("Some(Default::default())", Some(T::default()))),
            _ => None,
        }
    }
}

impl<T: Default, E> OfDefault<Result<T, E>> for &&&Probe<Result<T, E>> {
    fn variants(&self) -> VariantsOf<Result<T, E>> {
        |number| (number == 0).then(|| Variant::new("Ok(Default::default())", Ok(T::default())))
    }
}

impl<T: Default> OfDefault<Vec<T>> for &&&Probe<Vec<T>> {
    fn variants(&self) -> VariantsOf<Vec<T>> {
        |number| match number {
            0 => Some(Variant::new("vec![]", Vec::new())),
            1 => Some(Variant::new("vec![Default::default()]", vec![T::default()])),
            _ => None,
        }
    }
}

/// Known types around one of which nothing is known.
pub trait Bare<T> {
    /// What they can be made to be.
    fn variants(&self) -> VariantsOf<T>;
}

impl<T> Bare<Option<T>> for &&Probe<Option<T>> {
    fn variants(&self) -> VariantsOf<Option<T>> {
        |number| (number == 0).then(|| Variant::new("None", None))
    }
}

impl<T> Bare<Vec<T>> for &&Probe<Vec<T>> {
    fn variants(&self) -> VariantsOf<Vec<T>> {
        |number| (number == 0).then(|| Variant::new("vec![]", Vec::new()))
    }
}

impl<T, E> Bare<Result<Option<T>, E>> for &&Probe<Result<Option<T>, E>> {
    fn variants(&self) -> VariantsOf<Result<Option<T>, E>> {
        |number| (number == 0).then(|| Variant::new("Ok(None)", Ok(None)))
    }
}

/// Types with a default.
pub trait WithDefault<T> {
    /// What they can be made to be.
    fn variants(&self) -> VariantsOf<T>;
}

impl<T: Default> WithDefault<T> for &Probe<T> {
    fn variants(&self) -> VariantsOf<T> {
        |number| (number == 0).then(|| Variant::new("Default::default()", T::default()))
    }
}

/// All others.
pub trait Nothing<T> {
    /// Nothing.
    fn variants(&self) -> VariantsOf<T> {
        |_| None
    }
}

impl<T> Nothing<T> for Probe<T> {}

/// Whether two values are equal.
pub type Equal<T> = fn(&T, &T) -> bool;

/// Types with `==`.
pub trait MayCompare<T> {
    /// It.
    fn equal(&self) -> Option<Equal<T>>;
}

impl<T: PartialEq> MayCompare<T> for &Probe<T> {
    fn equal(&self) -> Option<Equal<T>> {
        Some(T::eq)
    }
}

/// All others.
pub trait Uncomparable<T> {
    /// Nothing.
    fn equal(&self) -> Option<Equal<T>> {
        None
    }
}

impl<T> Uncomparable<T> for Probe<T> {}
