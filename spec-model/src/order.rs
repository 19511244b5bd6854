//! Sorting, with little code for each type of item.
//!
//! The standard library's sort is compiled anew for each type and each key. Whoever depends on these crates pays for that in each build.
//! Here the items' numbers are sorted, by code that is compiled once.

use std::cmp::Ordering;

/// Sorts in place. Equal items keep their order.
pub trait Order<T> {
    /// Sorts by what a function makes of two items.
    fn order_by(&mut self, compare: impl Fn(&T, &T) -> Ordering);

    /// Sorts by a key of each item.
    fn order_by_key<K: Ord>(&mut self, key: impl Fn(&T) -> K) {
        self.order_by(|one, other| key(one).cmp(&key(other)));
    }

    /// Sorts by the order of the items themselves.
    fn order(&mut self)
    where
        T: Ord,
    {
        self.order_by(T::cmp);
    }
}

impl<T> Order<T> for [T] {
    fn order_by(&mut self, compare: impl Fn(&T, &T) -> Ordering) {
        if let Some(order) = ordered(self.len(), &|one, other| compare(&self[one], &self[other])) {
            put(order, &mut |one, other| self.swap(one, other));
        }
    }
}

/// The numbers of so many items in their order; `None`: they are in order.
fn ordered(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Option<Vec<usize>> {
    if (1..count).all(|at| compare(at - 1, at) != Ordering::Greater) {
        return None;
    }
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by(|one, other| compare(*one, *other));
    Some(order)
}

/// Brings each item to its place by exchanges. `order` has for each place the number of the item that belongs there.
fn put(mut order: Vec<usize>, swap: &mut dyn FnMut(usize, usize)) {
    for first in 0..order.len() {
        let mut place = first;
        // Around the circle, until the item that stood in the first place has its own.
        while order[place] != first {
            let from = order[place];
            swap(place, from);
            order[place] = place;
            place = from;
        }
        order[place] = place;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_sorts_as_the_standard_library_does(items in prop::collection::vec((0_u8..9, any::<u8>()), 0..40)) {
            let (mut ours, mut expect) = (items.clone(), items.clone());
            ours.order_by_key(|item| item.0);
            expect.sort_by_key(|item| item.0);
            prop_assert_eq!(&ours, &expect);
            ours.order();
            expect.sort();
            prop_assert_eq!(ours, expect);
        }
    }
}
