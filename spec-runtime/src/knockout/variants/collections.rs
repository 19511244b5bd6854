//! Types around many others.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap, HashSet, LinkedList, VecDeque};
use std::hash::{BuildHasher, Hash};
use std::mem;

use super::{Spoil, Variant, Variants, all, has_elements};

/// A collection has so many variants of one element at most.
const ELEMENTS: usize = 2;

/// The element of the variant with a number, from 1.
pub(super) fn one_of<T: Variants>(number: usize) -> Option<Variant<T>> {
    if number > ELEMENTS { None } else { T::variant(number - 1) }
}

/// Collections: none, and one element.
macro_rules! collections {
    ($near:ident: $($type:ident<T $(: $bound:ident $(+ $bounds:ident)*)?>),+) => {
        $(
            impl<T: Variants $(+ $bound $(+ $bounds)*)?> Variants for $type<T> {
                fn variant(number: usize) -> Option<Variant<Self>> {
                    match number {
                        0 => Some(Variant::new(concat!(stringify!($type), "::new()"), Self::new())),
                        number => Some(one_of::<T>(number)?.one(stringify!($type))),
                    }
                }

                has_elements!();
                $near!();
            }
        )+
    };
}

/// Spoils a list: one element less, all others, and in reverse order. Whoever looks for one of many sees the second, whoever
/// looks at the order alone the third.
macro_rules! near_list {
    () => {
        fn near(number: usize) -> Option<Cow<'static, str>> {
            [LESS, OTHERS, REVERSE].get(number).map(|&label| label.into())
        }

        fn spoil(&mut self, number: usize, spoil: Spoil) -> bool {
            match (number, spoil) {
                (0, Spoil::Try) => !self.is_empty(),
                (0, Spoil::Do) => self.pop_back_of().is_some(),
                (2, _) => {
                    let mut pairs = self.iter().zip(self.iter().rev());
                    let is_other = pairs.any(|(element, other)| element.is(other) == Some(false));
                    if is_other && spoil == Spoil::Do {
                        let mut elements: Vec<_> = mem::take(self).into_iter().collect();
                        elements.reverse();
                        self.extend(elements);
                    }
                    is_other
                }
                _ => self.iter_mut().filter_map(|element| is_other(element, spoil).then_some(())).count() > 0,
            }
        }
    };
}

/// Spoils a collection without an order: all elements are others.
macro_rules! near_set {
    () => {
        fn near(number: usize) -> Option<Cow<'static, str>> {
            (number == 0).then(|| OTHERS.into())
        }

        fn spoil(&mut self, _: usize, spoil: Spoil) -> bool {
            let is_other = !self.is_empty();
            if spoil == Spoil::Do {
                let elements = mem::take(self).into_iter();
                *self = elements.filter_map(other).collect();
            }
            is_other
        }
    };
}

pub(super) const LESS: &str = "it without its last element";
const OTHERS: &str = "another value for each element of it";
const REVERSE: &str = "it in reverse order";

/// A collection that has a last element.
trait Last {
    /// Takes it away.
    fn pop_back_of(&mut self) -> Option<()>;
}

impl<T> Last for Vec<T> {
    fn pop_back_of(&mut self) -> Option<()> {
        self.pop().map(drop)
    }
}

impl<T> Last for VecDeque<T> {
    fn pop_back_of(&mut self) -> Option<()> {
        self.pop_back().map(drop)
    }
}

impl<T> Last for LinkedList<T> {
    fn pop_back_of(&mut self) -> Option<()> {
        self.pop_back().map(drop)
    }
}

/// Another element instead of one.
fn other<T: Variants>(mut element: T) -> Option<T> {
    is_other(&mut element, Spoil::Do).then_some(element)
}

/// Makes an element another one: not the next one, which may be there as well.
fn is_other<T: Variants>(element: &mut T, spoil: Spoil) -> bool {
    let others = (0..8).map_while(T::variant).collect::<Vec<_>>().into_iter().rev();
    let other = others.map(|other| other.value).find(|other| T::is(element, other) == Some(false));
    spoil.put(element, other)
}

impl<T> Variant<T> {
    /// A collection of the value alone.
    fn one<C: FromIterator<T>>(self, name: &str) -> Variant<C> {
        Variant::new(format!("{name}::from_iter([{}])", self.label), C::from_iter([self.value]))
    }
}

collections!(near_list: VecDeque<T>, LinkedList<T>);
collections!(near_set: BTreeSet<T: Ord>, BinaryHeap<T: Ord>);

impl<T: Variants> Variants for Vec<T> {
    fn variant(number: usize) -> Option<Variant<Self>> {
        match number {
            0 => Some(Variant::new("vec![]", Self::new())),
            number => {
                let Variant { value, label, .. } = one_of::<T>(number)?;
                Some(Variant::new(format!("vec![{label}]"), vec![value]))
            }
        }
    }

    has_elements!();
    near_list!();
}

impl<T: Variants + Hash + Eq, S: BuildHasher + Default> Variants for HashSet<T, S> {
    fn variant(number: usize) -> Option<Variant<Self>> {
        match number {
            0 => Some(Variant::new("HashSet::default()", Self::default())),
            number => Some(one_of::<T>(number)?.one("HashSet")),
        }
    }

    has_elements!();
    near_set!();
}

impl<K: Variants + Hash + Eq, V: Variants, S: BuildHasher + Default> Variants for HashMap<K, V, S> {
    fn variant(number: usize) -> Option<Variant<Self>> {
        match number {
            0 => Some(Variant::new("HashMap::default()", Self::default())),
            number => Some(one_of::<(K, V)>(number)?.one("HashMap")),
        }
    }

    has_elements!(((key, value), (other_key, other)) => all([key.is(other_key), value.is(other)].into_iter()));
    near_set!();
}

impl<K: Variants + Ord, V: Variants> Variants for BTreeMap<K, V> {
    fn variant(number: usize) -> Option<Variant<Self>> {
        match number {
            0 => Some(Variant::new("BTreeMap::new()", Self::new())),
            number => Some(one_of::<(K, V)>(number)?.one("BTreeMap")),
        }
    }

    has_elements!(((key, value), (other_key, other)) => all([key.is(other_key), value.is(other)].into_iter()));
    near_set!();
}
