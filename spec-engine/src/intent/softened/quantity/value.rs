//! A number in a text, and what is said of it.

use crate::intent::softened::unit::number;

/// A number in a text.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::intent::softened) struct Quantity {
    /// In the basic unit of its dimension.
    pub(in crate::intent::softened) value: f64,
    /// What it measures: `time`, `size`, `share` …, or the noun behind it.
    pub(in crate::intent::softened) dimension: String,
    /// Which way it is bound.
    pub(in crate::intent::softened) bound: Bound,
    /// Do the words say that it is an upper or a lower bound, and is the number itself still inside? Nothing without such words.
    pub(in crate::intent::softened) said: Option<Said>,
    /// Where it stands.
    pub(in crate::intent::softened) place: Place,
    /// What bounds it, the number and its unit, as they are written.
    pub(in crate::intent::softened) text: String,
}

impl Quantity {
    /// Does a word before it bound it?
    pub(super) fn is_bound_by_word(&self) -> bool {
        matches!(self.bound, Bound::Upper | Bound::Lower)
            && self.text.starts_with(char::is_alphabetic)
            && self.text.split_whitespace().next().is_some_and(|word| number(&word.to_lowercase()).is_none())
    }
}

/// What the words at a number say, whatever that means for what is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::intent::softened) struct Said {
    pub(in crate::intent::softened) side: Side,
    /// The number itself is outside: `fewer than 10`. Of what is not counted only a mark says so for sure: who writes `less than 2 s`
    /// does not think of two seconds sharp.
    pub(in crate::intent::softened) is_strict: bool,
}

/// Which way a number is bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::intent::softened) enum Bound {
    /// So much, or less.
    Upper,
    /// So much, or more.
    Lower,
    /// So much.
    Exact,
    /// About so much.
    About,
    /// It tells which things are meant, those with more: `orders larger than 100 EUR`.
    Above,
    /// Whether more or less asks for more is not clear.
    Unclear,
}

/// Where a number stands in a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::intent::softened) enum Place {
    /// It is asked for.
    Asked,
    /// It says from where on, which nobody needs to say: `support between 10 and 100 users`.
    Start,
    /// It is in a condition at the end: `when the tank is below 10 %`.
    Condition,
    /// It is in an exception: `unless there are more than 1000`.
    Exception,
}

/// From which side a number is bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::intent::softened) enum Side {
    /// So much, or less.
    Upper,
    /// So much, or more.
    Lower,
}

impl Side {
    pub(super) fn other(self) -> Self {
        match self {
            Self::Upper => Self::Lower,
            Self::Lower => Self::Upper,
        }
    }

    pub(super) fn bound(self) -> Bound {
        match self {
            Self::Upper => Bound::Upper,
            Self::Lower => Bound::Lower,
        }
    }
}

/// A number with its unit.
#[derive(Clone, Debug)]
pub(super) struct Measure {
    /// In the basic unit of its dimension.
    pub(super) value: f64,
    /// What it measures.
    pub(super) dimension: String,
    /// Where it begins, its sign included.
    pub(super) start: usize,
    /// The word behind it and its unit; what is counted is not part of it.
    pub(super) end: usize,
}
