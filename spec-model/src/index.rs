//! Vectors with an index type of their own: the index of a test finds no criterion.

use std::fmt;
use std::marker::PhantomData;
use std::ops;
use std::slice;
use std::vec;

/// A place in an [`IndexVec`]. [`index_type!`](crate::index_type) declares one.
pub trait Index: Copy + Eq {
    /// The index of a place, counted from 0.
    fn new(at: usize) -> Self;

    /// The place, counted from 0.
    fn at(self) -> usize;
}

/// Declares types of indices.
///
/// ```
/// use spec_model::index::IndexVec;
///
/// spec_model::index_type! {
///     /// A shelf of a shop.
///     pub struct ShelfIx;
/// }
/// let mut shelves: IndexVec<ShelfIx, &str> = IndexVec::default();
/// let bread = shelves.push("bread");
/// assert_eq!(shelves[bread], "bread");
/// ```
///
/// An index of another type is a mistake that the compiler finds:
///
/// ```compile_fail
/// # use spec_model::index::IndexVec;
/// # spec_model::index_type! { struct ShelfIx; struct TillIx; }
/// # let shelves: IndexVec<ShelfIx, &str> = IndexVec::default();
/// # let mut tills: IndexVec<TillIx, &str> = IndexVec::default();
/// let first = tills.push("the first till");
/// shelves[first];
/// ```
#[macro_export]
macro_rules! index_type {
    ($($(#[$doc:meta])* $visibility:vis struct $name:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $visibility struct $name(usize);

        impl $crate::index::Index for $name {
            fn new(at: usize) -> Self {
                Self(at)
            }

            fn at(self) -> usize {
                self.0
            }
        }
    )+};
}

/// A vector that is asked by indices of one type.
pub struct IndexVec<I, T> {
    values: Vec<T>,
    indices: PhantomData<fn(I)>,
}

impl<I: Index, T> IndexVec<I, T> {
    /// Adds a value behind the others, and says where it is.
    pub fn push(&mut self, value: T) -> I {
        self.values.push(value);
        I::new(self.values.len() - 1)
    }

    /// Makes room for as many more.
    pub fn reserve(&mut self, more: usize) {
        self.values.reserve(more);
    }

    /// Counts the values.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Is there no value?
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// The value at an index, if there is one.
    pub fn get(&self, at: I) -> Option<&T> {
        self.values.get(at.at())
    }

    /// The values, in their order.
    pub fn iter(&self) -> slice::Iter<'_, T> {
        self.values.iter()
    }

    /// The values, to be changed.
    pub fn iter_mut(&mut self) -> slice::IterMut<'_, T> {
        self.values.iter_mut()
    }

    /// The indices, in their order.
    pub fn indices(&self) -> impl ExactSizeIterator<Item = I> + DoubleEndedIterator + use<I, T> {
        (0..self.values.len()).map(I::new)
    }

    /// The values with their indices.
    pub fn enumerated(&self) -> impl ExactSizeIterator<Item = (I, &T)> + DoubleEndedIterator {
        self.values.iter().enumerate().map(|(at, value)| (I::new(at), value))
    }

    /// The values with their indices, for whoever takes them.
    pub fn into_enumerated(self) -> impl ExactSizeIterator<Item = (I, T)> + DoubleEndedIterator {
        self.values.into_iter().enumerate().map(|(at, value)| (I::new(at), value))
    }

    /// As many values, each made of one of these, under the same indices.
    pub fn map<'a, U>(&'a self, each: impl FnMut(&'a T) -> U) -> IndexVec<I, U> {
        self.values.iter().map(each).collect()
    }

    /// The values without their indices.
    pub fn as_slice(&self) -> &[T] {
        &self.values
    }
}

impl<I: Index, T> ops::Index<I> for IndexVec<I, T> {
    type Output = T;

    fn index(&self, at: I) -> &T {
        &self.values[at.at()]
    }
}

impl<I: Index, T> ops::IndexMut<I> for IndexVec<I, T> {
    fn index_mut(&mut self, at: I) -> &mut T {
        &mut self.values[at.at()]
    }
}

impl<I, T> Default for IndexVec<I, T> {
    fn default() -> Self {
        Self::from(Vec::new())
    }
}

impl<I, T> From<Vec<T>> for IndexVec<I, T> {
    fn from(values: Vec<T>) -> Self {
        Self { values, indices: PhantomData }
    }
}

impl<I, T> FromIterator<T> for IndexVec<I, T> {
    fn from_iter<V: IntoIterator<Item = T>>(values: V) -> Self {
        Self::from(Vec::from_iter(values))
    }
}

impl<I, T> IntoIterator for IndexVec<I, T> {
    type Item = T;
    type IntoIter = vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.values.into_iter()
    }
}

impl<'a, I, T> IntoIterator for &'a IndexVec<I, T> {
    type Item = &'a T;
    type IntoIter = slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.values.iter()
    }
}

impl<'a, I, T> IntoIterator for &'a mut IndexVec<I, T> {
    type Item = &'a mut T;
    type IntoIter = slice::IterMut<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.values.iter_mut()
    }
}

impl<I, T: Clone> Clone for IndexVec<I, T> {
    fn clone(&self) -> Self {
        Self::from(self.values.clone())
    }
}

impl<I, T: PartialEq> PartialEq for IndexVec<I, T> {
    fn eq(&self, other: &Self) -> bool {
        self.values == other.values
    }
}

impl<I, T: Eq> Eq for IndexVec<I, T> {}

impl<I, T: fmt::Debug> fmt::Debug for IndexVec<I, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.values.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    crate::index_type! {
        struct ShelfIx;
    }

    #[test]
    fn values_are_found_under_the_indices_that_they_were_given() {
        let mut shelves: IndexVec<ShelfIx, &str> = ["bread", "milk"].into_iter().collect();
        let tea = shelves.push("tea");
        assert_eq!((shelves[tea], tea.at(), shelves.len()), ("tea", 2, 3));
        assert_eq!(shelves.indices().map(|at| shelves[at]).collect::<Vec<_>>(), ["bread", "milk", "tea"]);
        let lengths = shelves.map(|what| what.len());
        assert!(shelves.enumerated().all(|(at, what)| lengths[at] == what.len()));
        shelves[tea] = "coffee";
        assert_eq!(shelves.as_slice(), ["bread", "milk", "coffee"]);
        assert_eq!(lengths.get(ShelfIx::new(3)), None);
    }
}
