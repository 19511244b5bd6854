//! Wrong values of known types: those of cargo-mutants, and a few more that are cheap. A value that may be right by
//! chance is no use.
//!
//! A value can also be *spoiled*: what a function returned becomes something near to it. Each type has few ways, from the
//! smallest change on.
//!
//! `plain` has numbers and the like, `text` what text becomes, `around` types around one other, `slices` those that are borrowed; `collections` has those around many, `lazy`
//! what is made later, `library` other types of the standard library.

mod around;
mod collections;
mod lazy;
mod library;
mod plain;
mod slices;
mod text;

use std::borrow::Cow;

pub(super) use slices::{near_slice, spoil_mut_slice, spoil_slice};

/// A value to return instead of the right one.
#[derive(Debug)]
pub struct Variant<T> {
    /// It.
    pub value: T,
    /// Its text in Rust.
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
    pub(super) fn within<U>(self, around: impl FnOnce(T) -> U, name: &str) -> Variant<U> {
        Variant::new(format!("{name}({})", self.label), around(self.value))
    }
}

/// A type with wrong values.
pub trait Variants: Sized {
    /// The one with a number, until there is none.
    fn variant(number: usize) -> Option<Variant<Self>>;

    /// Is this value the same as another one, which is a variant? `None`: it cannot be told.
    fn is(&self, variant: &Self) -> Option<bool>;

    /// Is it one of several variants of its type, like `Some` and `None`?
    const IS_ENUM: bool = false;

    /// Is this the same variant of its type as another value?
    fn is_like(&self, _other: &Self) -> bool {
        true
    }

    /// Writes the near value with a number, of `it`, until there is none.
    fn near(_number: usize) -> Option<Cow<'static, str>> {
        None
    }

    /// Makes this the near value with a number. Says whether there is such a value, and it is another one.
    fn spoil(&mut self, _number: usize, _spoil: Spoil) -> bool {
        false
    }
}

/// The choice to spoil a value, or only to ask whether that is possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spoil {
    /// It stays as it is.
    Try,
    /// It becomes another one.
    Do,
}

impl Spoil {
    /// Makes a value another one, if there is one.
    pub fn put<T>(self, value: &mut T, other: Option<T>) -> bool {
        let is_other = other.is_some();
        if let (Self::Do, Some(other)) = (self, other) {
            *value = other;
        }
        is_other
    }
}

/// Writes a near value of a part: `it + 1` of `it.0` is `it.0 + 1`.
pub(super) fn near_part(near: &str, part: &str) -> Cow<'static, str> {
    near.replacen("it", part, 1).into()
}

/// Returns whether parts are the same, one by one.
pub(super) fn all(mut parts: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    parts
        .try_fold(Some(true), |all, part| match part {
            Some(false) => Err(Some(false)),
            Some(true) => Ok(all),
            None => Ok(None),
        })
        .unwrap_or_else(|different| different)
}

/// Implements the comparison for types that have `==` in every part.
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

use {has_elements, has_equality};

#[cfg(test)]
mod tests {
    use std::cell::{Cell, OnceCell, RefCell};
    use std::cmp::{Ordering, Reverse};
    use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap, HashSet, LinkedList, VecDeque};
    use std::error::Error;
    use std::io;
    use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
    use std::num::{NonZeroI64, NonZeroU8, Wrapping};
    use std::ops::{ControlFlow, Range, RangeFrom, RangeInclusive, RangeTo, RangeToInclusive};
    use std::path::PathBuf;
    use std::pin::Pin;
    use std::rc::Rc;
    use std::sync::atomic::AtomicU64;
    use std::sync::{Arc, Mutex, OnceLock, RwLock};
    use std::task::Poll;
    use std::time::{Duration, Instant, SystemTime};

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
        check::<Vec<u8>>("vec![] | vec![0] | vec![1]");
        check::<&[Vec<()>]>("&[] | &[vec![]] | &[vec![()]]");
        check::<&mut [u8]>("&mut [] | &mut [0] | &mut [1]");
        check::<HashMap<u8, bool>>(
            "HashMap::default() | HashMap::from_iter([(0, true)]) | HashMap::from_iter([(1, false)])",
        );
        check::<BTreeSet<u8>>("BTreeSet::new() | BTreeSet::from_iter([0]) | BTreeSet::from_iter([1])");
        check::<[bool; 2]>("[true; 2] | [false; 2]");
        check::<[u8; 0]>("");
        check::<(bool, u8)>("(true, 0) | (false, 1) | (true, u8::MAX)");
        check::<(u8,)>("(0,) | (1,) | (u8::MAX,)");
        check::<Box<bool>>("Box::new(true) | Box::new(false)");
        check::<Ordering>("Ordering::Less | Ordering::Equal | Ordering::Greater");
        check::<Pin<Box<dyn Future<Output = Result<(), ()>> + Send>>>("async { Ok(()) }");
        check::<Box<dyn Iterator<Item = u8>>>("Box::new([].into_iter()) | Box::new([0].into_iter())");
    }

    /// A type has so many variants at least, and so many near values.
    fn has<T: Variants>(variants: usize, nears: usize) {
        let name = std::any::type_name::<T>();
        assert!((0..20).map_while(T::variant).count() >= variants, "{name}");
        assert!((0..20).map_while(T::near).count() >= nears, "{name}");
    }

    #[test]
    fn types_of_the_standard_library_have_other_values() {
        has::<SystemTime>(2, 2);
        has::<Instant>(1, 2);
        has::<Duration>(2, 2);
        has::<NonZeroU8>(2, 2);
        has::<NonZeroI64>(2, 2);
        has::<IpAddr>(2, 1);
        has::<Ipv4Addr>(2, 1);
        has::<Ipv6Addr>(2, 1);
        has::<SocketAddr>(2, 1);
        has::<Range<u8>>(2, 2);
        has::<RangeInclusive<u8>>(2, 2);
        has::<RangeFrom<u8>>(2, 2);
        has::<RangeTo<u8>>(2, 2);
        has::<RangeToInclusive<u8>>(2, 2);
        has::<Ordering>(3, 1);
        has::<Poll<u8>>(4, 2);
        has::<ControlFlow<u8, bool>>(4, 2);
        has::<Cell<u8>>(3, 2);
        has::<RefCell<u8>>(3, 2);
        has::<OnceCell<u8>>(3, 2);
        has::<OnceLock<u8>>(3, 2);
        has::<Mutex<u8>>(3, 2);
        has::<RwLock<u8>>(3, 2);
        has::<AtomicU64>(3, 2);
        has::<Box<u8>>(3, 2);
        has::<Rc<u8>>(3, 2);
        has::<Arc<u8>>(3, 2);
        has::<Box<[u8]>>(2, 0);
        has::<Rc<str>>(2, 2);
        has::<Cow<'_, str>>(2, 2);
        has::<Cow<'_, [u8]>>(2, 3);
        has::<[u8; 3]>(3, 2);
        has::<Vec<u8>>(2, 3);
        has::<VecDeque<u8>>(2, 3);
        has::<LinkedList<u8>>(2, 3);
        has::<BinaryHeap<u8>>(2, 1);
        has::<BTreeMap<u8, u8>>(2, 1);
        has::<HashMap<u8, u8>>(2, 1);
        has::<BTreeSet<u8>>(2, 1);
        has::<HashSet<u8>>(2, 1);
        has::<Wrapping<u8>>(3, 2);
        has::<Reverse<u8>>(3, 2);
        has::<&u8>(3, 0);
        has::<&mut u8>(3, 0);
        has::<&str>(2, 2);
        has::<&[u8]>(3, 2);
        has::<&mut [u8]>(3, 2);
        has::<PathBuf>(2, 2);
        has::<io::Error>(3, 0);
        has::<Box<dyn Error>>(1, 0);
        has::<Box<dyn Iterator<Item = u8>>>(2, 1);
        has::<Pin<Box<dyn Future<Output = u8>>>>(3, 0);
    }

    /// Each value that cargo-mutants 27.1 has for a type is one of ours.
    fn has_those_of_cargo_mutants<const N: usize, T: Variants + PartialEq + std::fmt::Debug>(theirs: [T; N]) {
        let ours: Vec<_> = (0..20).map_while(T::variant).map(|variant| variant.value).collect();
        for their in theirs {
            assert!(ours.contains(&their), "{their:?} is not among {ours:?}");
        }
    }

    #[test]
    fn values_of_cargo_mutants_are_tried_type_by_type() {
        // In the order of the tests in its `fnvalue.rs`; what it knows more is in the next test.
        has_those_of_cargo_mutants::<_, Result<bool, ()>>([Ok(true), Ok(false)]);
        has_those_of_cargo_mutants::<_, Result<Result<bool, ()>, ()>>([Ok(Ok(true)), Ok(Ok(false))]);
        has_those_of_cargo_mutants::<_, u16>([0, 1]);
        has_those_of_cargo_mutants::<_, isize>([0, 1, -1]);
        has_those_of_cargo_mutants([NonZeroI64::new(-1).expect("-1"), NonZeroI64::new(1).expect("1")]);
        has_those_of_cargo_mutants([NonZeroU8::MIN]);
        has_those_of_cargo_mutants([()]);
        has_those_of_cargo_mutants::<_, Result<(), u8>>([Ok(())]);
        has_those_of_cargo_mutants([None, Some(0_usize), Some(1)]);
        has_those_of_cargo_mutants([Box::new(0_usize), Box::new(1)]);
        has_those_of_cargo_mutants([vec![], vec![String::new()], vec!["xyzzy".to_owned()]]);
        has_those_of_cargo_mutants([0.0_f32, 1.0, -1.0]);
        has_those_of_cargo_mutants([&String::new(), &"xyzzy".to_owned()]);
        has_those_of_cargo_mutants([&true, &false]);
        has_those_of_cargo_mutants([&mut true, &mut false]);
        has_those_of_cargo_mutants([[0_u8; 256], [1; 256]]);
        has_those_of_cargo_mutants([Arc::new(String::new()), Arc::new("xyzzy".to_owned())]);
        has_those_of_cargo_mutants([Rc::new(String::new()), Rc::new("xyzzy".to_owned())]);
        let sets = [BTreeSet::new(), BTreeSet::from([String::new()]), BTreeSet::from(["xyzzy".to_owned()])];
        has_those_of_cargo_mutants(sets);
        has_those_of_cargo_mutants([Cow::Borrowed(""), Cow::Borrowed("xyzzy")]);
        has_those_of_cargo_mutants([[].as_slice(), &[0_u8], &[1]]);
        has_those_of_cargo_mutants([[].as_mut_slice(), &mut [0_u8], &mut [1]]);
        has_those_of_cargo_mutants([VecDeque::new(), VecDeque::from([0_u8]), VecDeque::from([1])]);
    }

    #[test]
    fn parts_change_together_where_cargo_mutants_combines_all() {
        let ours = (0..20).map_while(<(bool, usize)>::variant).map(|variant| variant.value);
        let ours: Vec<_> = ours.collect();
        let theirs = [(true, 0), (true, 1), (false, 0), (false, 1)];
        let missing: Vec<_> = theirs.into_iter().filter(|their| !ours.contains(their)).collect();
        assert_eq!(missing, [(true, 1), (false, 0)]);
    }

    #[test]
    fn a_sign_is_a_variant_of_a_number() {
        assert_eq!([i32::IS_ENUM, f64::IS_ENUM, u32::IS_ENUM], [true, true, false]);
        assert!((-7).is_like(&-1) && !(-7).is_like(&7) && !0.is_like(&1));
        assert!((-0.5).is_like(&f64::MIN) && !0.5.is_like(&-0.5));
    }

    #[test]
    fn a_variant_is_told_from_others_around_the_same_value() {
        assert!(Some(1_u8).is_like(&Some(2)) && !Some(1_u8).is_like(&None));
        assert!(!Some(Some(1_u8)).is_like(&Some(None)));
        assert!(Err::<u8, _>('a').is_like(&Err('b')) && !Ok(1_u8).is_like(&Err('a')));
        assert!(!Poll::Ready(1_u8).is_like(&Poll::Pending));
        assert!(!ControlFlow::<_, u8>::Break(1_u8).is_like(&ControlFlow::Continue(1)));
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

    /// The near values of a value.
    fn nears<T: Variants + Clone + std::fmt::Debug>(value: &T, expect: &str) {
        let near = (0..20).map_while(|number| Some((number, T::near(number)?)));
        let near = near.map(|(number, label)| {
            let mut other = value.clone();
            assert!(other.spoil(number, Spoil::Try) == other.spoil(number, Spoil::Do), "{label}");
            format!("{label}: {other:?}")
        });
        assert_eq!(near.collect::<Vec<_>>().join(" | "), expect);
    }

    #[test]
    fn a_value_is_spoiled_a_little() {
        nears(&6_u32, "it + 1: 7 | it - 1: 5");
        nears(&0_u8, "it + 1: 1 | it - 1: 0");
        nears(&true, "!it: false");
        nears(&"tea", "it without its last character: \"te\" | x for each character of it: \"xxx\"");
        nears(&"", "it without its last character: \"\" | x for each character of it: \"\"");
        let list = "it without its last element: [] | another value for each element of it: [255] | it in reverse order: [1]";
        nears(&vec![1_u8], list);
        let list = "it without its last element: [1] | another value for each element of it: [255, 255] | it in reverse order: [2, 1]";
        nears(&vec![1_u8, 2], list);
        nears(&Some(1_u8), "Some(it + 1): Some(2) | Some(it - 1): Some(0)");
        nears(&(1_u8, 'a'), "it.0 + 1: (2, 'a') | it.0 - 1: (0, 'a') | next character to it.1: (1, 'b')");
        nears(&[1_u8, 2].as_slice(), "it without its last element: [1] | it without its first element: [2]");
        nears(&BTreeSet::from([1_u8, 2]), "another value for each element of it: {255}");
        nears(&Ok::<_, ()>(1_u8), "Ok(it + 1): Ok(2) | Ok(it - 1): Ok(0)");
    }
}
