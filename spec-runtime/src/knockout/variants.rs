//! Wrong values of known types: those of cargo-mutants, and a few more that are cheap. A value that may be right by
//! chance is no use.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap, HashSet, LinkedList, VecDeque};
use std::hash::{BuildHasher, Hash};
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;

/// A value to return instead of the right one.
#[derive(Debug)]
pub struct Variant<T> {
    /// It.
    pub value: T,
    /// How it is written in Rust.
    pub label: Cow<'static, str>,
    /// It says nothing but that the work is done: what it differs in is that it is not.
    pub is_effect: bool,
}

impl<T> Variant<T> {
    /// A value that could be the right one.
    pub fn new(label: impl Into<Cow<'static, str>>, value: T) -> Self {
        Self { value, label: label.into(), is_effect: false }
    }

    /// The value within another.
    fn within<U>(self, around: impl FnOnce(T) -> U, name: &str) -> Variant<U> {
        Variant::new(format!("{name}({})", self.label), around(self.value))
    }
}

/// A type with wrong values.
pub trait Variants: Sized {
    /// The one with a number, until there is none.
    fn variant(number: usize) -> Option<Variant<Self>>;

    /// Is this value the same as another one, which is a variant? `None`: it cannot be told.
    fn is(&self, variant: &Self) -> Option<bool>;
}

/// Whether parts are the same, one by one.
pub(super) fn all(mut parts: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    parts
        .try_fold(Some(true), |all, part| match part {
            Some(false) => Err(Some(false)),
            Some(true) => Ok(all),
            None => Ok(None),
        })
        .unwrap_or_else(|different| different)
}

/// What has `==` all through.
macro_rules! has_equality {
    () => {
        fn is(&self, variant: &Self) -> Option<bool> {
            Some(self == variant)
        }
    };
}

/// Elements in their order; a variant has one at most, so that the order of a set is no matter.
macro_rules! has_elements {
    ($element:pat => $is:expr) => {
        fn is(&self, variant: &Self) -> Option<bool> {
            if self.len() != variant.len() {
                return Some(false);
            }
            all(self.iter().zip(variant.iter()).map(|$element| $is))
        }
    };
    () => {
        has_elements!((element, other) => element.is(other));
    };
}

impl Variants for () {
    fn variant(number: usize) -> Option<Variant<Self>> {
        (number == 0).then(|| Variant { is_effect: true, ..Variant::new("()", ()) })
    }

    has_equality!();
}

/// Types with a list of values.
macro_rules! listed {
    ($($type:ty: [$($value:expr),+];)+) => {
        $(
            impl Variants for $type {
                fn variant(number: usize) -> Option<Variant<Self>> {
                    const LABELS: &[&str] = &[$(stringify!($value)),+];
                    let label = *LABELS.get(number)?;
                    Some(Variant::new(label, [$($value),+][number]))
                }

                has_equality!();
            }
        )+
    };
}

listed! {
    bool: [true, false];
    char: ['\0', 'x'];
    u8: [0, 1, u8::MAX];
    u16: [0, 1, u16::MAX];
    u32: [0, 1, u32::MAX];
    u64: [0, 1, u64::MAX];
    u128: [0, 1, u128::MAX];
    usize: [0, 1, usize::MAX];
    i8: [0, 1, -1, i8::MIN, i8::MAX];
    i16: [0, 1, -1, i16::MIN, i16::MAX];
    i32: [0, 1, -1, i32::MIN, i32::MAX];
    i64: [0, 1, -1, i64::MIN, i64::MAX];
    i128: [0, 1, -1, i128::MIN, i128::MAX];
    isize: [0, 1, -1, isize::MIN, isize::MAX];
    f32: [0.0, 1.0, -1.0, f32::MIN, f32::MAX];
    f64: [0.0, 1.0, -1.0, f64::MIN, f64::MAX];
    Ordering: [Ordering::Less, Ordering::Equal, Ordering::Greater];
}

/// Text: none, and some that nobody expects.
const TEXTS: [(&str, &str); 2] = [("\"\"", ""), ("\"xyzzy\"", "xyzzy")];

/// Types that text becomes.
macro_rules! text {
    ($($type:ty),+) => {
        $(
            impl Variants for $type {
                fn variant(number: usize) -> Option<Variant<Self>> {
                    let (label, text) = *TEXTS.get(number)?;
                    Some(Variant::new(format!("{label}.into()"), text.into()))
                }

                has_equality!();
            }
        )+
    };
}

text!(String, Box<str>, Rc<str>, Arc<str>, Cow<'_, str>, std::path::PathBuf, std::ffi::OsString);

impl Variants for &str {
    fn variant(number: usize) -> Option<Variant<Self>> {
        let (label, text) = *TEXTS.get(number)?;
        Some(Variant::new(label, text))
    }

    has_equality!();
}

impl<T> Variants for &[T] {
    fn variant(number: usize) -> Option<Variant<Self>> {
        (number == 0).then(|| Variant::new("&[]", [].as_slice()))
    }

    fn is(&self, _: &Self) -> Option<bool> {
        Some(self.is_empty())
    }
}

impl<T> Variants for &mut [T] {
    fn variant(number: usize) -> Option<Variant<Self>> {
        (number == 0).then(|| Variant::new("&mut []", [].as_mut_slice()))
    }

    fn is(&self, _: &Self) -> Option<bool> {
        Some(self.is_empty())
    }
}

impl<T: Variants> Variants for Option<T> {
    fn variant(number: usize) -> Option<Variant<Self>> {
        match number.checked_sub(1) {
            None => Some(Variant::new("None", None)),
            Some(number) => Some(T::variant(number)?.within(Some, "Some")),
        }
    }

    fn is(&self, variant: &Self) -> Option<bool> {
        match (self, variant) {
            (Some(value), Some(variant)) => value.is(variant),
            (value, variant) => Some(value.is_none() && variant.is_none()),
        }
    }
}

impl<T: Variants, E> Variants for Result<T, E> {
    fn variant(number: usize) -> Option<Variant<Self>> {
        let value = T::variant(number)?;
        let is_effect = value.is_effect;
        Some(Variant { is_effect, ..value.within(Ok, "Ok") })
    }

    fn is(&self, variant: &Self) -> Option<bool> {
        match (self, variant) {
            (Ok(value), Ok(variant)) => value.is(variant),
            // No variant is an error.
            _ => Some(false),
        }
    }
}

/// Types around one other.
macro_rules! around {
    ($($type:ident),+) => {
        $(
            impl<T: Variants> Variants for $type<T> {
                fn variant(number: usize) -> Option<Variant<Self>> {
                    Some(T::variant(number)?.within($type::new, concat!(stringify!($type), "::new")))
                }

                fn is(&self, variant: &Self) -> Option<bool> {
                    (**self).is(variant)
                }
            }
        )+
    };
}

around!(Box, Rc, Arc);

/// Collections: none, and one element.
macro_rules! collections {
    ($($type:ident<T $(: $bound:ident $(+ $bounds:ident)*)?>),+) => {
        $(
            impl<T: Variants $(+ $bound $(+ $bounds)*)?> Variants for $type<T> {
                fn variant(number: usize) -> Option<Variant<Self>> {
                    match number {
                        0 => Some(Variant::new(concat!(stringify!($type), "::new()"), Self::new())),
                        1 => Some(T::variant(0)?.one(stringify!($type))),
                        _ => None,
                    }
                }

                has_elements!();
            }
        )+
    };
}

impl<T> Variant<T> {
    /// A collection of the value alone.
    fn one<C: FromIterator<T>>(self, name: &str) -> Variant<C> {
        Variant::new(format!("{name}::from_iter([{}])", self.label), C::from_iter([self.value]))
    }
}

collections!(VecDeque<T>, LinkedList<T>, BTreeSet<T: Ord>, BinaryHeap<T: Ord>);

impl<T: Variants> Variants for Vec<T> {
    fn variant(number: usize) -> Option<Variant<Self>> {
        match number {
            0 => Some(Variant::new("vec![]", Self::new())),
            1 => {
                let Variant { value, label, .. } = T::variant(0)?;
                Some(Variant::new(format!("vec![{label}]"), vec![value]))
            }
            _ => None,
        }
    }

    has_elements!();
}

impl<T: Variants + Hash + Eq, S: BuildHasher + Default> Variants for HashSet<T, S> {
    fn variant(number: usize) -> Option<Variant<Self>> {
        match number {
            0 => Some(Variant::new("HashSet::default()", Self::default())),
            1 => Some(T::variant(0)?.one("HashSet")),
            _ => None,
        }
    }

    has_elements!();
}

impl<K: Variants + Hash + Eq, V: Variants, S: BuildHasher + Default> Variants for HashMap<K, V, S> {
    fn variant(number: usize) -> Option<Variant<Self>> {
        match number {
            0 => Some(Variant::new("HashMap::default()", Self::default())),
            1 => Some(<(K, V)>::variant(0)?.one("HashMap")),
            _ => None,
        }
    }

    has_elements!(((key, value), (other_key, other)) => all([key.is(other_key), value.is(other)].into_iter()));
}

impl<K: Variants + Ord, V: Variants> Variants for BTreeMap<K, V> {
    fn variant(number: usize) -> Option<Variant<Self>> {
        match number {
            0 => Some(Variant::new("BTreeMap::new()", Self::new())),
            1 => Some(<(K, V)>::variant(0)?.one("BTreeMap")),
            _ => None,
        }
    }

    has_elements!(((key, value), (other_key, other)) => all([key.is(other_key), value.is(other)].into_iter()));
}

impl<T: Variants, const N: usize> Variants for [T; N] {
    fn variant(number: usize) -> Option<Variant<Self>> {
        if N == 0 {
            return None;
        }
        let label = format!("[{}; {N}]", T::variant(number)?.label);
        let mut values = Vec::with_capacity(N);
        for _ in 0..N {
            values.push(T::variant(number)?.value);
        }
        Some(Variant::new(label, values.try_into().ok()?))
    }

    has_elements!();
}

/// Parts that change together, until none has another value.
macro_rules! tuples {
    ($(($($part:ident $own:ident $other:ident)+))+) => {
        $(
            impl<$($part: Variants),+> Variants for ($($part,)+) {
                fn variant(number: usize) -> Option<Variant<Self>> {
                    let mut is_new = false;
                    let mut label = String::new();
                    let value = ($({
                        let part = match $part::variant(number) {
                            Some(part) => {
                                is_new = true;
                                part
                            }
                            None => $part::variant(0)?,
                        };
                        label.push_str(&part.label);
                        label.push_str(", ");
                        part.value
                    },)+);
                    // One part alone keeps its comma, as Rust writes it.
                    let parts = [$(stringify!($part)),+].len();
                    let label = if parts == 1 { label.trim_end() } else { label.trim_end_matches(", ") };
                    is_new.then(|| Variant::new(format!("({label})"), value))
                }

                fn is(&self, variant: &Self) -> Option<bool> {
                    let ($($own,)+) = self;
                    let ($($other,)+) = variant;
                    all([$($own.is($other)),+].into_iter())
                }
            }
        )+
    };
}

tuples! { (A a x) (A a x B b y) (A a x B b y C c z) (A a x B b y C c z D d w) }

/// What an async function of a trait returns.
macro_rules! futures {
    ($($future:ty),+) => {
        $(
            impl<'a, T: Variants + Send + 'a> Variants for Pin<Box<$future>> {
                fn variant(number: usize) -> Option<Variant<Self>> {
                    let Variant { value, label, is_effect } = T::variant(number)?;
                    let label = format!("async {{ {label} }}");
                    Some(Variant { is_effect, ..Variant::new(label, Box::pin(std::future::ready(value)) as Self) })
                }

                fn is(&self, _: &Self) -> Option<bool> {
                    None
                }
            }
        )+
    };
}

futures!(dyn Future<Output = T> + Send + 'a, dyn Future<Output = T> + 'a);

/// Iterators of any type: none, and one element.
macro_rules! iterators {
    ($($iterator:ty),+) => {
        $(
            impl<'a, T: Variants + Send + 'a> Variants for Box<$iterator> {
                fn variant(number: usize) -> Option<Variant<Self>> {
                    match number {
                        0 => Some(Variant::new("Box::new([].into_iter())", Box::new(std::iter::empty()) as Self)),
                        1 => {
                            let Variant { value, label, .. } = T::variant(0)?;
                            let label = format!("Box::new([{label}].into_iter())");
                            Some(Variant::new(label, Box::new(std::iter::once(value)) as Self))
                        }
                        _ => None,
                    }
                }

                /// What is in it cannot be looked at, but whether something is may be known.
                fn is(&self, variant: &Self) -> Option<bool> {
                    match (self.size_hint(), variant.size_hint()) {
                        ((0, Some(0)), (0, Some(0))) => Some(true),
                        ((least, most), (length, _)) if least > length || most.is_some_and(|most| most < length) => {
                            Some(false)
                        }
                        _ => None,
                    }
                }
            }
        )+
    };
}

iterators!(dyn Iterator<Item = T> + Send + 'a, dyn Iterator<Item = T> + 'a);

#[cfg(test)]
mod tests {
    use super::*;

    fn check<T: Variants>(expect: &str) {
        let labels: Vec<_> =
            (0..100).map_while(|number| T::variant(number)).map(|variant| variant.label).collect();
        assert_eq!(labels.join(" | "), expect);
    }

    #[test]
    fn every_known_type_has_values_that_are_written_as_in_rust() {
        check::<()>("()");
        check::<bool>("true | false");
        check::<u8>("0 | 1 | u8::MAX");
        check::<i32>("0 | 1 | -1 | i32::MIN | i32::MAX");
        check::<f64>("0.0 | 1.0 | -1.0 | f64::MIN | f64::MAX");
        check::<&str>("\"\" | \"xyzzy\"");
        check::<String>("\"\".into() | \"xyzzy\".into()");
        check::<Option<bool>>("None | Some(true) | Some(false)");
        check::<Result<(), ()>>("Ok(())");
        check::<Result<Option<char>, ()>>("Ok(None) | Ok(Some('\\0')) | Ok(Some('x'))");
        check::<Vec<u8>>("vec![] | vec![0]");
        check::<&[Vec<()>]>("&[]");
        check::<HashMap<u8, bool>>("HashMap::default() | HashMap::from_iter([(0, true)])");
        check::<BTreeSet<u8>>("BTreeSet::new() | BTreeSet::from_iter([0])");
        check::<[bool; 2]>("[true; 2] | [false; 2]");
        check::<[u8; 0]>("");
        check::<(bool, u8)>("(true, 0) | (false, 1) | (true, u8::MAX)");
        check::<(u8,)>("(0,) | (1,) | (u8::MAX,)");
        check::<Box<bool>>("Box::new(true) | Box::new(false)");
        check::<Ordering>("Ordering::Less | Ordering::Equal | Ordering::Greater");
        check::<Pin<Box<dyn Future<Output = Result<(), ()>> + Send>>>("async { Ok(()) }");
        check::<Box<dyn Iterator<Item = u8>>>("Box::new([].into_iter()) | Box::new([0].into_iter())");
    }

    #[test]
    fn only_what_says_nothing_but_done_is_an_effect() {
        fn check<T: Variants>(number: usize, expect: bool) {
            let variant = T::variant(number).expect("there is one");
            assert_eq!(variant.is_effect, expect, "{}", variant.label);
        }
        check::<()>(0, true);
        check::<Result<(), u8>>(0, true);
        check::<Result<bool, u8>>(0, false);
        check::<Option<()>>(1, false);
    }
}
