//! Slices that are borrowed. They can be made shorter without a copy.

use std::borrow::Cow;
use std::mem;

use super::collections::{LESS, one_of};
use super::{Spoil, Variant, Variants, all, has_elements};

/// None, and one element, which is never dropped.
macro_rules! slices {
    ($($slice:ty, $label:literal, $empty:expr, $spoil:ident;)+) => {
        $(
            impl<T: Variants> Variants for $slice {
                fn variant(number: usize) -> Option<Variant<Self>> {
                    if number == 0 {
                        return Some(Variant::new(concat!($label, "[]"), $empty));
                    }
                    let Variant { value, label, .. } = one_of::<T>(number)?;
                    Some(Variant::new(format!(concat!($label, "[{}]"), label), Box::leak(Box::new([value]))))
                }

                has_elements!();

                fn near(number: usize) -> Option<Cow<'static, str>> {
                    near_slice(number)
                }

                fn spoil(&mut self, number: usize, spoil: Spoil) -> bool {
                    $spoil(self, number, spoil)
                }
            }
        )+
    };
}

slices! {
    &[T], "&", [].as_slice(), spoil_slice;
    &mut [T], "&mut ", [].as_mut_slice(), spoil_mut_slice;
}

/// The text of the near value with a number, of any slice.
pub(crate) fn near_slice(number: usize) -> Option<Cow<'static, str>> {
    [LESS, "it without its first element"].get(number).map(|&label| label.into())
}

/// Makes a slice shorter.
pub(crate) fn spoil_slice<'a, T>(slice: &mut &'a [T], number: usize, spoil: Spoil) -> bool {
    let whole: &'a [T] = slice;
    let parts = if number == 0 { whole.split_last() } else { whole.split_first() };
    spoil.put(slice, parts.map(|(_, rest)| rest))
}

/// The same for a slice that can be changed.
pub(crate) fn spoil_mut_slice<'a, T>(slice: &mut &'a mut [T], number: usize, spoil: Spoil) -> bool {
    if spoil == Spoil::Try || slice.is_empty() {
        return !slice.is_empty();
    }
    let whole: &'a mut [T] = mem::take(slice);
    let parts = if number == 0 { whole.split_last_mut() } else { whole.split_first_mut() };
    spoil.put(slice, parts.map(|(_, rest)| rest))
}
