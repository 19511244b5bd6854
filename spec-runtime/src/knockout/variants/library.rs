//! Other types of the standard library.

use std::borrow::Cow;
use std::cell::{Cell, OnceCell, RefCell};
use std::cmp::Reverse;
use std::error::Error;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::num::{NonZero, Wrapping};
use std::ops::{ControlFlow, Range, RangeFrom, RangeInclusive, RangeTo, RangeToInclusive};
use std::sync::atomic::{
    AtomicBool, AtomicI32, AtomicI64, AtomicIsize, AtomicU32, AtomicU64, AtomicUsize, Ordering,
};
use std::sync::{Mutex, OnceLock, RwLock};
use std::task::Poll;
use std::time::{Duration, Instant, SystemTime};

use super::{Spoil, Variant, Variants, has_equality};

/// Types with a list of values, and a list of functions to a near one.
macro_rules! listed {
    ($($type:ty: [$($label:literal: $value:expr),+], [$($near:literal: $other:expr),*];)+) => {
        $(
            impl Variants for $type {
                fn variant(number: usize) -> Option<Variant<Self>> {
                    let values: &[(&'static str, fn() -> Option<Self>)] = &[$(($label, || $value)),+];
                    let (label, value) = values.get(number)?;
                    Some(Variant::new(*label, value()?))
                }

                has_equality!();

                fn near(number: usize) -> Option<Cow<'static, str>> {
                    let labels: &[&'static str] = &[$($near),*];
                    labels.get(number).map(|&label| label.into())
                }

                fn spoil(&mut self, number: usize, spoil: Spoil) -> bool {
                    let others: &[fn(Self) -> Option<Self>] = &[$($other),*];
                    let other = others.get(number).and_then(|other| other(*self));
                    spoil.put(self, other)
                }
            }
        )+
    };
}

const SECOND: Duration = Duration::from_secs(1);

listed! {
    Duration: ["Duration::ZERO": Some(Duration::ZERO), "Duration::MAX": Some(Duration::MAX)],
        ["it + 1 s": |it| it.checked_add(SECOND), "half of it": |it| (!it.is_zero()).then(|| it / 2)];
    SystemTime: ["UNIX_EPOCH": Some(SystemTime::UNIX_EPOCH), "now": Some(SystemTime::now())],
        ["it + 1 s": |it| it.checked_add(SECOND), "it - 1 s": |it| it.checked_sub(SECOND)];
    Instant: ["now": Some(Instant::now())],
        ["it + 1 s": |it| it.checked_add(SECOND), "it - 1 s": |it| it.checked_sub(SECOND)];
    Ipv4Addr: ["0.0.0.0": Some(Ipv4Addr::UNSPECIFIED), "127.0.0.1": Some(Ipv4Addr::LOCALHOST)],
        ["it + 1": |it| it.to_bits().checked_add(1).map(Self::from_bits)];
    Ipv6Addr: ["::": Some(Ipv6Addr::UNSPECIFIED), "::1": Some(Ipv6Addr::LOCALHOST)],
        ["it + 1": |it| it.to_bits().checked_add(1).map(Self::from_bits)];
    IpAddr: ["0.0.0.0": Some(Ipv4Addr::UNSPECIFIED.into()), "::1": Some(Ipv6Addr::LOCALHOST.into())],
        ["it + 1": |it| match it {
            IpAddr::V4(it) => it.to_bits().checked_add(1).map(|bits| Ipv4Addr::from_bits(bits).into()),
            IpAddr::V6(it) => it.to_bits().checked_add(1).map(|bits| Ipv6Addr::from_bits(bits).into()),
        }];
    SocketAddr: ["0.0.0.0:0": Some((Ipv4Addr::UNSPECIFIED, 0).into()), "[::1]:1": Some((Ipv6Addr::LOCALHOST, 1).into())],
        ["it with the next port": |it| Some((it.ip(), it.port().checked_add(1)?).into())];
}

/// Numbers that threads share.
macro_rules! atomic {
    ($($atomic:ident $inner:ident),+) => {
        $(
            impl Variants for $atomic {
                fn variant(number: usize) -> Option<Variant<Self>> {
                    Some($inner::variant(number)?.within(Self::new, concat!(stringify!($atomic), "::new")))
                }

                fn is(&self, variant: &Self) -> Option<bool> {
                    Some(self.load(Ordering::SeqCst) == variant.load(Ordering::SeqCst))
                }

                fn near(number: usize) -> Option<Cow<'static, str>> {
                    $inner::near(number)
                }

                fn spoil(&mut self, number: usize, spoil: Spoil) -> bool {
                    self.get_mut().spoil(number, spoil)
                }
            }
        )+
    };
}

atomic!(AtomicBool bool, AtomicU32 u32, AtomicU64 u64, AtomicUsize usize, AtomicI32 i32, AtomicI64 i64, AtomicIsize isize);

/// Numbers that are not zero.
macro_rules! nonzero {
    ($values:tt: $($number:ident),+) => {
        $(nonzero!(one $number $values);)+
    };
    (one $number:ident [$($label:literal: $value:expr),+]) => {
        listed! {
            NonZero<$number>: [$($label: NonZero::new($value)),+, "MAX": NonZero::new($number::MAX)],
                [
                    "it + 1": |it| NonZero::new(it.get().checked_add(1)?),
                    "it - 1": |it| NonZero::new(it.get().checked_sub(1)?)
                ];
        }
    };
}

nonzero!(["1": 1]: u8, u16, u32, u64, u128, usize);
nonzero!(["1": 1, "-1": -1]: i8, i16, i32, i64, i128, isize);

/// Types around others that are made of them, and seen through a function.
macro_rules! around {
    ($($type:ty, $inner:ty, $label:literal, $make:expr, $of:expr, $of_mut:expr;)+) => {
        $(
            impl<T: Variants> Variants for $type {
                fn variant(number: usize) -> Option<Variant<Self>> {
                    Some(<$inner>::variant(number)?.within($make, $label))
                }

                fn is(&self, variant: &Self) -> Option<bool> {
                    let of: fn(&Self, &Self) -> Option<bool> = $of;
                    of(self, variant)
                }

                fn near(number: usize) -> Option<Cow<'static, str>> {
                    <$inner>::near(number)
                }

                fn spoil(&mut self, number: usize, spoil: Spoil) -> bool {
                    let of: fn(&mut Self) -> Option<&mut $inner> = $of_mut;
                    of(self).is_some_and(|value| value.spoil(number, spoil))
                }
            }
        )+
    };
}

around! {
    Cell<T>, T, "Cell::new", Cell::new, |_, _| None, |it| Some(it.get_mut());
    RefCell<T>, T, "RefCell::new", RefCell::new,
        |it, other| it.try_borrow().ok()?.is(&*other.try_borrow().ok()?), |it| Some(it.get_mut());
    Mutex<T>, T, "Mutex::new", Mutex::new,
        |it, other| it.try_lock().ok()?.is(&*other.try_lock().ok()?), |it| it.get_mut().ok();
    RwLock<T>, T, "RwLock::new", RwLock::new,
        |it, other| it.try_read().ok()?.is(&*other.try_read().ok()?), |it| it.get_mut().ok();
    OnceCell<T>, T, "OnceCell::from", OnceCell::from,
        |it, other| it.get().map_or(Some(false), |it| it.is(other.get()?)), OnceCell::get_mut;
    OnceLock<T>, T, "OnceLock::from", OnceLock::from,
        |it, other| it.get().map_or(Some(false), |it| it.is(other.get()?)), OnceLock::get_mut;
    Reverse<T>, T, "Reverse", Reverse, |it, other| it.0.is(&other.0), |it| Some(&mut it.0);
    Wrapping<T>, T, "Wrapping", Wrapping, |it, other| it.0.is(&other.0), |it| Some(&mut it.0);
}

/// Ranges from and to.
macro_rules! ranges {
    ($($range:ident, $make:expr, $label:literal, $ends:expr;)+) => {
        $(
            impl<T: Variants + Clone> Variants for $range<T> {
                fn variant(number: usize) -> Option<Variant<Self>> {
                    let (start, end) = (T::variant(number)?, T::variant(number)?);
                    Some(Variant::new(format!($label, start.label, end.label), $make(start.value, end.value)))
                }

                fn is(&self, variant: &Self) -> Option<bool> {
                    let ends: fn(&Self) -> (T, T) = $ends;
                    let ((start, end), (other_start, other_end)) = (ends(self), ends(variant));
                    super::all([start.is(&other_start), end.is(&other_end)].into_iter())
                }

                fn near(number: usize) -> Option<Cow<'static, str>> {
                    Some(super::near_part(&T::near(number)?, "it.end"))
                }

                fn spoil(&mut self, number: usize, spoil: Spoil) -> bool {
                    let ends: fn(&Self) -> (T, T) = $ends;
                    let (start, mut end) = ends(self);
                    let is_other = end.spoil(number, Spoil::Do);
                    spoil.put(self, is_other.then(|| $make(start, end)))
                }
            }
        )+
    };
}

ranges! {
    Range, |start, end| start..end, "{}..{}", |it| (it.start.clone(), it.end.clone());
    RangeInclusive, RangeInclusive::new, "{}..={}", |it| (it.start().clone(), it.end().clone());
}

/// Ranges with one end.
macro_rules! half_ranges {
    ($($range:ident, $end:ident, $make:expr, $label:literal;)+) => {
        $(
            impl<T: Variants> Variants for $range<T> {
                fn variant(number: usize) -> Option<Variant<Self>> {
                    let Variant { value, label, .. } = T::variant(number)?;
                    Some(Variant::new(format!($label, label), $make(value)))
                }

                fn is(&self, variant: &Self) -> Option<bool> {
                    self.$end.is(&variant.$end)
                }

                fn near(number: usize) -> Option<Cow<'static, str>> {
                    Some(super::near_part(&T::near(number)?, concat!("it.", stringify!($end))))
                }

                fn spoil(&mut self, number: usize, spoil: Spoil) -> bool {
                    self.$end.spoil(number, spoil)
                }
            }
        )+
    };
}

half_ranges! {
    RangeFrom, start, |start| RangeFrom { start }, "{}..";
    RangeTo, end, |end| RangeTo { end }, "..{}";
    RangeToInclusive, end, |end| RangeToInclusive { end }, "..={}";
}

impl<T: Variants> Variants for Poll<T> {
    fn variant(number: usize) -> Option<Variant<Self>> {
        match number.checked_sub(1) {
            None => Some(Variant::new("Poll::Pending", Self::Pending)),
            Some(number) => Some(T::variant(number)?.within(Self::Ready, "Poll::Ready")),
        }
    }

    fn is(&self, variant: &Self) -> Option<bool> {
        match (self, variant) {
            (Self::Ready(value), Self::Ready(variant)) => value.is(variant),
            (value, variant) => Some(value.is_pending() && variant.is_pending()),
        }
    }

    const IS_ENUM: bool = true;

    fn is_like(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Ready(value), Self::Ready(other)) => value.is_like(other),
            (value, other) => value.is_pending() && other.is_pending(),
        }
    }

    fn near(number: usize) -> Option<Cow<'static, str>> {
        Some(format!("Poll::Ready({})", T::near(number)?).into())
    }

    fn spoil(&mut self, number: usize, spoil: Spoil) -> bool {
        match self {
            Self::Ready(value) => value.spoil(number, spoil),
            Self::Pending => false,
        }
    }
}

impl<B: Variants, C: Variants> Variants for ControlFlow<B, C> {
    fn variant(number: usize) -> Option<Variant<Self>> {
        match number {
            0 => Some(C::variant(0)?.within(Self::Continue, "ControlFlow::Continue")),
            _ => Some(B::variant(number - 1)?.within(Self::Break, "ControlFlow::Break")),
        }
    }

    fn is(&self, variant: &Self) -> Option<bool> {
        match (self, variant) {
            (Self::Continue(value), Self::Continue(variant)) => value.is(variant),
            (Self::Break(value), Self::Break(variant)) => value.is(variant),
            _ => Some(false),
        }
    }

    const IS_ENUM: bool = true;

    fn is_like(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Continue(value), Self::Continue(other)) => value.is_like(other),
            (Self::Break(value), Self::Break(other)) => value.is_like(other),
            _ => false,
        }
    }

    fn near(number: usize) -> Option<Cow<'static, str>> {
        Some(format!("ControlFlow::Break({})", B::near(number)?).into())
    }

    fn spoil(&mut self, number: usize, spoil: Spoil) -> bool {
        match self {
            Self::Break(value) => value.spoil(number, spoil),
            Self::Continue(_) => false,
        }
    }
}

/// Errors that can be made of text, seen as text.
macro_rules! errors {
    ($($error:ty, $label:literal, $make:expr;)+) => {
        $(
            impl Variants for $error {
                fn variant(number: usize) -> Option<Variant<Self>> {
                    (number == 0).then(|| Variant::new($label, $make))
                }

                fn is(&self, variant: &Self) -> Option<bool> {
                    Some(self.to_string() == variant.to_string())
                }
            }
        )+
    };
}

errors! {
    Box<dyn Error>, "\"xyzzy\".into()", "xyzzy".into();
    Box<dyn Error + Send + Sync>, "\"xyzzy\".into()", "xyzzy".into();
}

impl Variants for io::Error {
    fn variant(number: usize) -> Option<Variant<Self>> {
        const KINDS: [(&str, io::ErrorKind); 3] = [
            ("NotFound.into()", io::ErrorKind::NotFound),
            ("PermissionDenied.into()", io::ErrorKind::PermissionDenied),
            ("InvalidData.into()", io::ErrorKind::InvalidData),
        ];
        let (label, kind) = *KINDS.get(number)?;
        Some(Variant::new(label, kind.into()))
    }

    fn is(&self, variant: &Self) -> Option<bool> {
        Some(self.kind() == variant.kind())
    }
}
