//! Values that are made later: futures and iterators.

use std::borrow::Cow;
use std::pin::Pin;

use super::{Spoil, Variant, Variants};

/// Implements `Variants` for the results of async functions in traits.
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

                /// Its value cannot be looked at, but whether there is one may be known.
                fn is(&self, variant: &Self) -> Option<bool> {
                    match (self.size_hint(), variant.size_hint()) {
                        ((0, Some(0)), (0, Some(0))) => Some(true),
                        ((least, most), (length, _)) if least > length || most.is_some_and(|most| most < length) => {
                            Some(false)
                        }
                        _ => None,
                    }
                }

                fn near(number: usize) -> Option<Cow<'static, str>> {
                    (number == 0).then(|| "it without its first element".into())
                }

                /// Takes no element unless it is known to have one: an element may be made only when it is asked for.
                fn spoil(&mut self, _: usize, spoil: Spoil) -> bool {
                    let has_one = self.size_hint().0 > 0;
                    if has_one && spoil == Spoil::Do {
                        let _ = self.next();
                    }
                    has_one
                }
            }
        )+
    };
}

iterators!(dyn Iterator<Item = T> + Send + 'a, dyn Iterator<Item = T> + 'a);
