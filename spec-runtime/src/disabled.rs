//! The recorder and the switch without a standard library: nothing is recorded, and nothing is knocked out.

use core::marker::PhantomData;

/// Runs the body.
#[inline]
pub fn iterate<I: Iterator>(_site: &'static str, _first: usize, body: impl FnOnce() -> I) -> I {
    body()
}

/// No.
#[inline]
pub const fn on(_operator: u64) -> bool {
    false
}

/// A linked function runs.
#[inline]
pub fn ran(_site: &'static str) {}

/// A linked function runs that may be a test.
#[inline]
pub fn begin(_site: &'static str) {}

/// Stands for the table of a type, which is not made here.
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

    /// There is nothing.
    #[inline]
    pub const fn errors(self) -> Self {
        self
    }

    /// There is nothing.
    #[inline]
    pub const fn with(self, _errors: Self) -> Self {
        self
    }
}

/// The facts that the macros know about a function.
#[derive(Clone, Copy, Debug)]
pub struct Function {
    /// The place of the function.
    pub site: &'static str,
    /// The body is, or may be, an effect.
    pub is_effect: bool,
    /// The source text of each argument that another argument can replace.
    pub arguments: &'static [&'static str],
}

/// See [`Function`].
pub const fn function(site: &'static str, is_effect: bool, arguments: &'static [&'static str]) -> Function {
    Function { site, is_effect, arguments }
}

/// No.
#[inline]
pub fn is_knocked_out(_site: &'static str) -> bool {
    false
}

/// No.
#[inline]
pub fn is_other(_site: &'static str, _number: usize) -> bool {
    false
}

/// A linked function runs.
#[inline]
pub fn ran_on(_function: Function) {}

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
pub fn knocked_out_unseen<T>(_function: Function, _table: Probe<T>) -> Option<T> {
    None
}

/// Nothing.
///
/// # Errors
/// Never.
#[inline]
pub const fn before<T>(_function: Function, _table: Probe<T>) -> Result<Option<Probe<T>>, T> {
    Ok(None)
}

/// Nothing.
#[inline]
pub fn after<T>(_table: Probe<T>, _value: &mut T) {}

/// Runs the body.
#[inline]
pub fn run<T>(body: impl FnOnce() -> T) -> T {
    body()
}

/// Runs the body.
#[inline]
pub fn watched<T>(
    _function: Function,
    _table: fn() -> Probe<T>,
    body: impl Future<Output = T>,
) -> impl Future<Output = T> {
    body
}
