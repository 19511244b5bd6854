//! Numbers and other plain values.

use std::borrow::Cow;
use std::cmp::Ordering;

use super::{Spoil, Variant, Variants, has_equality};

impl Variants for () {
    fn variant(number: usize) -> Option<Variant<Self>> {
        (number == 0).then(|| Variant { is_effect: true, ..Variant::new("()", ()) })
    }

    has_equality!();
}

/// Spoils plain values: takes the labels, and a function of the value and the number.
macro_rules! nears {
    ($value:ident, $number:ident, [$($label:literal),+], $near:expr) => {
        fn near(number: usize) -> Option<Cow<'static, str>> {
            [$($label),+].get(number).map(|&label| label.into())
        }

        fn spoil(&mut self, $number: usize, spoil: Spoil) -> bool {
            let $value = *self;
            spoil.put(self, $near)
        }
    };
}

macro_rules! near_number {
    () => {
        nears!(
            value,
            number,
            ["it + 1", "it - 1"],
            match number {
                0 => value.checked_add(1),
                _ => value.checked_sub(1),
            }
        );
    };
}

/// Numbers that have a sign, which tests may look at alone.
macro_rules! near_signed {
    () => {
        near_number!();

        const IS_ENUM: bool = true;

        fn is_like(&self, other: &Self) -> bool {
            self.signum() == other.signum()
        }
    };
}

macro_rules! near_float {
    () => {
        const IS_ENUM: bool = true;

        fn is_like(&self, other: &Self) -> bool {
            self.partial_cmp(&0.0) == other.partial_cmp(&0.0)
        }

        nears!(value, number, ["it + 1.0", "it - 1.0"], {
            let other = if number == 0 { value + 1.0 } else { value - 1.0 };
            // Far away the next number is more than one away, and nothing is near to what is no number.
            [other, value * 2.0].into_iter().find(|other| value.is_finite() && *other != value)
        });
    };
}

macro_rules! near_bool {
    () => {
        nears!(value, _number, ["!it"], Some(!value));
    };
}

macro_rules! near_char {
    () => {
        nears!(value, _number, ["next character to it"], char::from_u32(u32::from(value) + 1));
    };
}

macro_rules! near_ordering {
    () => {
        nears!(value, _number, ["it.reverse()"], (value != Ordering::Equal).then(|| value.reverse()));
    };
}

/// Types with a list of values, each with the macro that spoils it.
macro_rules! listed {
    ($($type:ty, $near:ident: [$($value:expr),+];)+) => {
        $(
            impl Variants for $type {
                fn variant(number: usize) -> Option<Variant<Self>> {
                    const LABELS: &[&str] = &[$(stringify!($value)),+];
                    let label = *LABELS.get(number)?;
                    Some(Variant::new(label, [$($value),+][number]))
                }

                has_equality!();
                $near!();
            }
        )+
    };
}

listed! {
    bool, near_bool: [true, false];
    char, near_char: ['\0', 'x'];
    u8, near_number: [0, 1, u8::MAX];
    u16, near_number: [0, 1, u16::MAX];
    u32, near_number: [0, 1, u32::MAX];
    u64, near_number: [0, 1, u64::MAX];
    u128, near_number: [0, 1, u128::MAX];
    usize, near_number: [0, 1, usize::MAX];
    i8, near_signed: [0, 1, -1, i8::MIN, i8::MAX];
    i16, near_signed: [0, 1, -1, i16::MIN, i16::MAX];
    i32, near_signed: [0, 1, -1, i32::MIN, i32::MAX];
    i64, near_signed: [0, 1, -1, i64::MIN, i64::MAX];
    i128, near_signed: [0, 1, -1, i128::MIN, i128::MAX];
    isize, near_signed: [0, 1, -1, isize::MIN, isize::MAX];
    f32, near_float: [0.0, 1.0, -1.0, f32::MIN, f32::MAX];
    f64, near_float: [0.0, 1.0, -1.0, f64::MIN, f64::MAX];
    Ordering, near_ordering: [Ordering::Less, Ordering::Equal, Ordering::Greater];
}
