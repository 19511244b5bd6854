//! A number in a text, with its unit and its bound.

use std::ops::Range;

use crate::criterion::unit::number;

/// A number in a text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Quantity {
    /// In the basic unit of its dimension.
    pub(crate) value: f64,
    /// The subject of the measure: `time`, `size`, `share` …, or the noun behind it.
    pub(crate) dimension: String,
    /// The direction in which it is bound.
    pub(crate) bound: Bound,
    /// Do the words say that it is an upper or a lower bound, and is the number itself still inside? Nothing without such words.
    pub(crate) bound_words: Option<BoundWords>,
    /// The values of which the words are true, and their places; nothing without such words.
    pub(crate) written: Option<Written>,
    /// Its place.
    pub(crate) place: QuantityPlace,
    /// The words of the bound, the number and its unit, as they are written.
    pub(crate) text: String,
}

impl Quantity {
    /// Does a word before it bound it?
    pub(super) fn is_bound_by_word(&self) -> bool {
        matches!(self.bound, Bound::Upper | Bound::Lower)
            && self.text.starts_with(char::is_alphabetic)
            && self.text.split_whitespace().next().is_some_and(|word| number(&word.to_lowercase()).is_none())
    }
}

/// The meaning of the words at a number, whatever it implies for the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct BoundWords {
    pub(crate) side: BoundSide,
    /// The number itself is outside: `fewer than 10`. Of what is not counted only a mark says so for sure: who writes `less than 2 s`
    /// does not think of two seconds sharp.
    pub(crate) is_strict: bool,
}

/// The direction in which a number is bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bound {
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
    /// It is not clear whether more or less asks for more.
    Unclear,
}

/// The place of a number in a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum QuantityPlace {
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
pub(crate) enum BoundSide {
    /// So much, or less.
    Upper,
    /// So much, or more.
    Lower,
}

impl BoundSide {
    pub(super) fn other(self) -> Self {
        match self {
            Self::Upper => Self::Lower,
            Self::Lower => Self::Upper,
        }
    }

    /// Returns the values that are within it, the number itself among them.
    pub(super) fn relation(self) -> Relation {
        match self {
            Self::Upper => Relation::AtMost,
            Self::Lower => Relation::AtLeast,
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
pub(crate) struct Measure {
    /// In the basic unit of its dimension.
    pub(crate) value: f64,
    /// The subject of the measure.
    pub(crate) dimension: String,
    /// Its beginning, with its sign.
    pub(crate) start: usize,
    /// The word behind it and its unit; what is counted is not part of it.
    pub(crate) end: usize,
}

/// The values that the words at a number are true of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// The number, and less: `at most 5`.
    AtMost,
    /// Less than the number: `fewer than 5`.
    Below,
    /// The number, and more: `at least 5`.
    AtLeast,
    /// More than the number: `more than 5`.
    Above,
    /// The number alone: `exactly 5`.
    Exactly,
    /// Both numbers, and what is between them: `between 1 and 5`.
    Between,
}

impl Relation {
    /// The values that the words are not true of, if these are on one side.
    pub(crate) fn negated(self) -> Option<Self> {
        match self {
            Self::AtMost => Some(Self::Above),
            Self::Below => Some(Self::AtLeast),
            Self::AtLeast => Some(Self::Below),
            Self::Above => Some(Self::AtMost),
            Self::Exactly | Self::Between => None,
        }
    }
}

/// The words that bound a number, while a text is read.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Written {
    pub(crate) relation: Relation,
    /// In bytes, as the other places.
    pub(crate) range: Range<usize>,
    pub(crate) number: Range<usize>,
    pub(crate) upper: Option<Range<usize>>,
}
