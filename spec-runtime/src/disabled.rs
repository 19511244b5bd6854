//! The recorder and the switch without a standard library: nothing is recorded, and nothing is knocked out.

use core::marker::PhantomData;

/// A linked function runs.
#[inline]
pub fn ran(_site: &'static str) {}

/// A linked function runs that may be a test.
#[inline]
pub fn begin(_site: &'static str) {}

/// What there would be for a type.
#[derive(Debug)]
pub struct Probe<T>(PhantomData<fn() -> T>);

impl<T> Probe<T> {
    /// Asks.
    #[inline]
    pub const fn of() -> Self {
        Self(PhantomData)
    }

    /// There is nothing.
    #[inline]
    pub const fn table(self) -> Self {
        self
    }
}

/// No.
#[inline]
pub fn is_knocked_out(_site: &'static str) -> bool {
    false
}

/// No.
#[inline]
pub fn knocked_out<T>(_site: &'static str, _table: fn() -> Probe<T>) -> Option<T> {
    None
}

/// No.
#[inline]
pub const fn may_be_asked() -> bool {
    false
}

/// No.
#[inline]
pub fn knocked_out_unseen<T>(_site: &'static str, _table: Probe<T>) -> Option<T> {
    None
}

/// No variant.
#[inline]
pub const fn before<T>(_site: &'static str, _is_effect: bool, _table: Probe<T>) -> Option<T> {
    None
}

/// Nothing.
#[inline]
pub fn after<T>(_table: Probe<T>, _value: &T) {}

/// Runs the body.
#[inline]
pub fn run<T>(body: impl FnOnce() -> T) -> T {
    body()
}

/// Runs the body.
#[inline]
pub fn watched<T>(
    _site: &'static str,
    _is_effect: bool,
    _table: fn() -> Probe<T>,
    body: impl Future<Output = T>,
) -> impl Future<Output = T> {
    body
}
