//! The attribute on functions of every kind.

use std::cell::Cell;
use std::fmt::Debug;

use spec_runtime::spec;

#[spec("REQ-1.3")]
async fn asynchronous(value: u8) -> u8 {
    std::future::ready(value).await
}

#[spec("1.3")]
fn generic<T: Debug + ?Sized, const N: usize>(
    value: &T,
    _: [u8; N],
) -> impl Iterator<Item = char> + use<'_, T, N>
where
    [u8; N]: Sized,
{
    format!("{value:?}{N}").chars().collect::<Vec<_>>().into_iter()
}

#[spec("Requirement 1.3")]
const fn constant(value: u8) -> u8 {
    value * 2
}

#[spec("R1.3")]
extern "C" fn foreign(value: u8) -> u8 {
    value / 2
}

#[spec(r"REQ-2.1", r#"checkout/REQ-1.1"#, "stock/REQ-1.1", "\x46R-003")]
fn several() {}

#[spec("REQ-2.1")]
#[spec("REQ-1.3")]
fn twice() {}

#[spec("REQ-1.3")]
fn with_inner_attributes(value: Option<u8>) -> u8 {
    #![allow(clippy::unnecessary_wraps, reason = "inner attributes stay first")]
    #[spec("REQ-2.1")]
    fn inside(value: u8) -> u8 {
        value
    }
    inside(value.unwrap_or_default())
}

#[spec("REQ-1.3")]
#[must_use]
#[inline]
fn under_attributes() -> &'static str {
    "body"
}

struct Till(Cell<u8>);

impl Till {
    #[spec("REQ-1.3")]
    const PRICE: u8 = 7;

    #[spec("REQ-1.3")]
    fn method(&self) -> u8 {
        self.0.replace(Self::PRICE)
    }

    #[spec("REQ-1.3")]
    fn associated() -> Self {
        Self(Cell::new(1))
    }
}

trait Account {
    #[spec("REQ-1.3")]
    type Owner;

    #[spec("REQ-1.3")]
    const LIMIT: u8;

    #[spec("REQ-1.3")]
    const DEFAULT: u8 = 3;

    #[spec("REQ-1.3")]
    fn without_body(&self) -> Self::Owner;

    #[spec("REQ-1.3")]
    fn with_body(&self) -> u8 {
        Self::LIMIT + Self::DEFAULT
    }
}

impl Account for Till {
    #[spec("REQ-1.3")]
    type Owner = u8;

    #[spec("REQ-1.3")]
    const LIMIT: u8 = 9;

    #[spec("REQ-1.3")]
    fn without_body(&self) -> Self::Owner {
        self.0.get()
    }
}

/// A type that offers no value of its own.
struct Opaque(usize);

#[spec("REQ-1.3")]
fn of_unnameable_parts(parts: &[impl AsRef<str>], other: Option<&impl Copy>) -> Opaque {
    Opaque(parts.iter().map(|part| part.as_ref().len()).sum::<usize>() + usize::from(other.is_some()))
}

#[test]
#[spec("REQ-1.3")]
fn functions_do_what_they_did() {
    assert_eq!(of_unnameable_parts(&["a", "bc"], Some(&0_u8)).0, 4);
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    assert_eq!(std::pin::pin!(asynchronous(4)).as_mut().poll(&mut context), std::task::Poll::Ready(4));
    assert_eq!(generic("a", [0; 3]).collect::<String>(), "\"a\"3");
    const { assert!(constant(4) == 8) }
    assert_eq!((foreign(4), with_inner_attributes(Some(5)), under_attributes()), (2, 5, "body"));
    several();
    twice();
    let till = Till::associated();
    assert_eq!((till.method(), till.without_body(), till.with_body()), (1, 7, 12));
}
