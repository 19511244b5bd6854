//! Types around one other, or around a few.

use std::borrow::Cow;
use std::rc::Rc;
use std::sync::Arc;

use super::{Spoil, Variant, Variants, all, has_elements, near_part};

/// Makes a borrowed value, and never drops it: whatever is borrowed from it stays.
macro_rules! leaked {
    ($($reference:ty, $label:literal;)+) => {
        $(
            impl<T: Variants> Variants for $reference {
                fn variant(number: usize) -> Option<Variant<Self>> {
                    let Variant { value, label, .. } = T::variant(number)?;
                    Some(Variant::new(format!(concat!($label, "{}"), label), Box::leak(Box::new(value)) as Self))
                }

                fn is(&self, variant: &Self) -> Option<bool> {
                    (**self).is(variant)
                }
            }
        )+
    };
}

leaked! {
    &T, "&";
    &mut T, "&mut ";
}

/// Slices that are owned.
macro_rules! boxed {
    ($($slice:ty),+) => {
        $(
            impl<T: Variants> Variants for $slice {
                fn variant(number: usize) -> Option<Variant<Self>> {
                    let Variant { value, label, .. } = Vec::<T>::variant(number)?;
                    Some(Variant::new(format!("{label}.into()"), value.into()))
                }

                has_elements!();
            }
        )+
    };
}

boxed!(Box<[T]>, Rc<[T]>, Arc<[T]>);

impl<T: Variants + Clone> Variants for Cow<'_, [T]> {
    fn variant(number: usize) -> Option<Variant<Self>> {
        let Variant { value, label, .. } = Vec::<T>::variant(number)?;
        Some(Variant::new(format!("{label}.into()"), value.into()))
    }

    has_elements!();

    fn near(number: usize) -> Option<Cow<'static, str>> {
        Vec::<T>::near(number)
    }

    fn spoil(&mut self, number: usize, spoil: Spoil) -> bool {
        self.to_mut().spoil(number, spoil)
    }
}

impl<T: Variants> Variants for Option<T> {
    fn variant(number: usize) -> Option<Variant<Self>> {
        match number.checked_sub(1) {
            None => Some(Variant::new("None", None)),
            Some(number) => Some(T::variant(number)?.within(Some, "Some")),
        }
    }

    fn is(&self, variant: &Self) -> Option<bool> {
        match (self, variant) {
            (Some(value), Some(variant)) => value.is(variant),
            (value, variant) => Some(value.is_none() && variant.is_none()),
        }
    }

    const IS_ENUM: bool = true;

    fn is_like(&self, other: &Self) -> bool {
        match (self, other) {
            (Some(value), Some(other)) => value.is_like(other),
            (value, other) => value.is_none() && other.is_none(),
        }
    }

    fn near(number: usize) -> Option<Cow<'static, str>> {
        Some(format!("Some({})", T::near(number)?).into())
    }

    fn spoil(&mut self, number: usize, spoil: Spoil) -> bool {
        self.as_mut().is_some_and(|value| value.spoil(number, spoil))
    }
}

impl<T: Variants, E> Variants for Result<T, E> {
    fn variant(number: usize) -> Option<Variant<Self>> {
        let value = T::variant(number)?;
        let is_effect = value.is_effect;
        Some(Variant { is_effect, ..value.within(Ok, "Ok") })
    }

    fn is(&self, variant: &Self) -> Option<bool> {
        match (self, variant) {
            (Ok(value), Ok(variant)) => value.is(variant),
            // No variant is an error.
            _ => Some(false),
        }
    }

    const IS_ENUM: bool = true;

    fn is_like(&self, other: &Self) -> bool {
        match (self, other) {
            (Ok(value), Ok(other)) => value.is_like(other),
            (value, other) => value.is_err() && other.is_err(),
        }
    }

    fn near(number: usize) -> Option<Cow<'static, str>> {
        Some(format!("Ok({})", T::near(number)?).into())
    }

    fn spoil(&mut self, number: usize, spoil: Spoil) -> bool {
        self.as_mut().is_ok_and(|value| value.spoil(number, spoil))
    }
}

/// Types around one other.
macro_rules! around {
    ($($type:ident $inner:ident),+) => {
        $(
            impl<T: Variants> Variants for $type<T> {
                fn variant(number: usize) -> Option<Variant<Self>> {
                    Some(T::variant(number)?.within($type::new, concat!(stringify!($type), "::new")))
                }

                fn is(&self, variant: &Self) -> Option<bool> {
                    (**self).is(variant)
                }

                const IS_ENUM: bool = T::IS_ENUM;

                fn is_like(&self, other: &Self) -> bool {
                    (**self).is_like(other)
                }

                fn near(number: usize) -> Option<Cow<'static, str>> {
                    T::near(number)
                }

                fn spoil(&mut self, number: usize, spoil: Spoil) -> bool {
                    $inner(self).is_some_and(|value| value.spoil(number, spoil))
                }
            }
        )+
    };
}

around!(Box inside, Rc inside_rc, Arc inside_arc);

fn inside<T>(value: &mut Box<T>) -> Option<&mut T> {
    Some(value)
}

/// Returns the inner value to change; a shared value stays as it is.
fn inside_rc<T>(value: &mut Rc<T>) -> Option<&mut T> {
    Rc::get_mut(value)
}

fn inside_arc<T>(value: &mut Arc<T>) -> Option<&mut T> {
    Arc::get_mut(value)
}

impl<T: Variants, const N: usize> Variants for [T; N] {
    fn variant(number: usize) -> Option<Variant<Self>> {
        if N == 0 {
            return None;
        }
        let label = format!("[{}; {N}]", T::variant(number)?.label);
        let mut values = Vec::with_capacity(N);
        for _ in 0..N {
            values.push(T::variant(number)?.value);
        }
        Some(Variant::new(label, values.try_into().ok()?))
    }

    has_elements!();

    fn near(number: usize) -> Option<Cow<'static, str>> {
        Some(format!("{} for each element of it", near_part(&T::near(number)?, "x")).into())
    }

    fn spoil(&mut self, number: usize, spoil: Spoil) -> bool {
        let spoiled = self.iter_mut().filter_map(|value| value.spoil(number, spoil).then_some(()));
        spoiled.count() > 0
    }
}

/// A part has so many near values at most.
const NEARS: usize = 8;

/// Parts that change together, until none has another value.
macro_rules! tuples {
    ($(($($part:ident $own:ident $other:ident)+))+) => {
        $(
            impl<$($part: Variants),+> Variants for ($($part,)+) {
                fn variant(number: usize) -> Option<Variant<Self>> {
                    let mut is_new = false;
                    let mut label = String::new();
                    let value = ($({
                        let part = match $part::variant(number) {
                            Some(part) => {
                                is_new = true;
                                part
                            }
                            None => $part::variant(0)?,
                        };
                        label.push_str(&part.label);
                        label.push_str(", ");
                        part.value
                    },)+);
                    // One part alone keeps its comma, as Rust writes it.
                    let parts = [$(stringify!($part)),+].len();
                    let label = if parts == 1 { label.trim_end() } else { label.trim_end_matches(", ") };
                    is_new.then(|| Variant::new(format!("({label})"), value))
                }

                fn is(&self, variant: &Self) -> Option<bool> {
                    let ($($own,)+) = self;
                    let ($($other,)+) = variant;
                    all([$($own.is($other)),+].into_iter())
                }

                fn near(number: usize) -> Option<Cow<'static, str>> {
                    let (mut number, mut place) = (number, 0);
                    $(
                        let nears = (0..NEARS).map_while($part::near).count();
                        if number < nears {
                            return Some(near_part(&$part::near(number)?, &format!("it.{place}")));
                        }
                        number -= nears;
                        place += 1;
                    )+
                    let _ = (number, place);
                    None
                }

                fn spoil(&mut self, number: usize, spoil: Spoil) -> bool {
                    let mut number = number;
                    let ($($own,)+) = self;
                    $(
                        let nears = (0..NEARS).map_while($part::near).count();
                        if number < nears {
                            return $own.spoil(number, spoil);
                        }
                        number -= nears;
                    )+
                    let _ = number;
                    false
                }
            }
        )+
    };
}

tuples! { (A a x) (A a x B b y) (A a x B b y C c z) (A a x B b y C c z D d w) }
