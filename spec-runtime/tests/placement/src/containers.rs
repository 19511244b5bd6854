//! The functions of a linked impl, trait or module are recorded, and behave as before.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::str::FromStr;

use spec_runtime::spec;

#[derive(Debug, Clone, PartialEq, Eq)]
struct Shelf<T, const N: usize>([Option<T>; N]);

#[spec("REQ-2.1")]
impl<T, const N: usize> Shelf<T, N>
where
    T: Clone + fmt::Debug,
{
    /// The number of items that fit.
    const ROOM: usize = { N };

    const fn room() -> usize {
        Self::ROOM
    }

    #[must_use = "a shelf that is full gives the thing back"]
    fn put(mut self, thing: T) -> Result<Self, T> {
        let Some(place) = self.0.iter_mut().find(|place| place.is_none()) else { return Err(thing) };
        *place = Some(thing);
        Ok(self)
    }

    fn things(&self) -> impl Iterator<Item = &T> + use<'_, T, N> {
        self.0.iter().flatten()
    }

    fn first_mut(&mut self) -> Option<&mut T> {
        self.0.iter_mut().flatten().next()
    }

    async fn later(&self) -> usize {
        std::future::ready(self.things().count()).await
    }

    fn soon(&self) -> Pin<Box<dyn Future<Output = usize> + '_>> {
        Box::pin(self.later())
    }

    #[spec("REQ-2.1")]
    fn twice(&self) -> usize {
        fn double(number: usize) -> usize {
            number * 2
        }
        double(self.things().count())
    }

    unsafe fn unchecked(&self, at: usize) -> &T {
        // SAFETY: who calls knows that there is one.
        unsafe { self.0.get_unchecked(at).as_ref().unwrap_unchecked() }
    }

    extern "C" fn number(number: u8) -> u8 {
        number
    }
}

#[spec("REQ-2.1")]
impl FromStr for Shelf<char, 3> {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.chars().try_fold(Self([None; 3]), |shelf, letter| shelf.put(letter).map_err(String::from))
    }
}

#[spec("REQ-2.1")]
trait Named {
    type Name: AsRef<str>;
    const LETTERS: usize = 4;

    fn name(&self) -> Self::Name;

    fn short(&self) -> String {
        self.name().as_ref().chars().take(Self::LETTERS).collect()
    }

    fn boxed(self) -> Box<dyn Fn() -> String>
    where
        Self: Sized + 'static,
    {
        Box::new(move || self.short())
    }
}

impl Named for i32 {
    type Name = String;

    fn name(&self) -> String {
        format!("number {self}")
    }
}

#[spec("REQ-2.1")]
mod tools {
    //! Inner attributes stay in front.
    #![allow(dead_code)]

    use std::cell::Cell;

    thread_local! {
        static CALLS: Cell<u32> = const { Cell::new(0) };
    }

    macro_rules! constant {
        ($name:ident $value:literal) => {
            pub(super) fn $name() -> u8 {
                $value
            }
        };
    }

    constant!(seven 7);

    pub(super) fn call() -> u32 {
        CALLS.with(|calls| {
            calls.set(calls.get() + 1);
            calls.get()
        })
    }

    pub(super) mod inner {
        pub(in crate::containers) struct Counter(pub(in crate::containers) u8);

        impl Counter {
            pub(in crate::containers) fn next(&mut self) -> u8 {
                self.0 += 1;
                self.0
            }
        }

        impl Default for Counter {
            fn default() -> Self {
                Self(1)
            }
        }
    }

    #[cfg(test)]
    mod tests {
        #[test]
        fn a_test_in_it_is_no_implementation() {
            assert_eq!(super::seven(), 7);
        }
    }
}

#[test]
fn functions_of_linked_impls_do_their_work() {
    let shelf: Shelf<char, 3> = "abc".parse().expect("they fit");
    assert_eq!("abcd".parse::<Shelf<char, 3>>(), Err("d".to_owned()));
    assert_eq!(shelf.things().collect::<String>(), "abc");
    assert_eq!((shelf.twice(), Shelf::<char, 3>::room(), Shelf::<char, 3>::number(5)), (6, 3, 5));
    // SAFETY: there are three.
    assert_eq!(unsafe { *shelf.unchecked(2) }, 'c');
    let mut copy = shelf.clone();
    *copy.first_mut().expect("there is one") = 'z';
    assert_ne!(copy, shelf);
    drop((shelf.soon(), shelf.later()));
}

#[test]
fn functions_of_linked_traits_and_modules_do_their_work() {
    assert_eq!((42.short(), 42.boxed()()), ("numb".to_owned(), "numb".to_owned()));
    assert_eq!((tools::seven(), tools::call(), tools::call()), (7, 1, 2));
    let mut counter = tools::inner::Counter::default();
    assert_eq!((counter.next(), counter.next()), (2, 3));
}
