//! Patterns and lints of other people's crates. It is enough that this compiles.
#![forbid(unused_imports, unused_variables, dead_code)]
#![deny(unused_braces, unused_results, elided_lifetimes_in_paths, let_underscore_drop)]

use spec_runtime::spec;

/// Names that nothing around a body may take for its own.
#[expect(non_upper_case_globals, reason = "names of variables are what it is about")]
mod names {
    pub(super) const variant: u8 = 1;
    pub(super) static entry: u8 = 2;
    pub(super) const returned: u8 = 3;
}

use names::{entry, returned, variant};

/// Modules of the same names as those of the standard library, and types.
mod core {}
mod std {}
struct Option;
struct Result;

#[spec("REQ-1.3")]
fn fails(value: u8) -> ::std::result::Result<u8, Result> {
    if value == 0 { Err(Result) } else { Ok(value + variant + entry + returned) }
}

#[spec("REQ-1.3")]
fn may_be_a_test() -> ::std::result::Result<u8, Result> {
    fails(variant)
}

#[spec("REQ-1.3")]
#[track_caller]
fn tracks(Option: Option) -> u8 {
    variant + entry + returned
}

#[spec("REQ-1.3")]
async fn in_one_expression() -> u8 {
    ::std::future::ready(variant + entry + returned).await
}

struct Guard {
    is_armed: bool,
    label: String,
}

impl Drop for Guard {
    fn drop(&mut self) {
        assert!(!self.is_armed, "{}", self.label);
    }
}

impl Guard {
    #[spec("REQ-1.3")]
    fn disarmed(mut self) -> usize {
        let length = self.label.len();
        self.is_armed = false;
        length
    }

    #[spec("REQ-1.3")]
    async fn disarmed_later(mut self) -> usize {
        let length = ::std::future::ready(self.label.len()).await;
        self.is_armed = false;
        length
    }
}

#[test]
fn what_is_assigned_before_a_drop_is_assigned() {
    let guard = || Guard { is_armed: true, label: "a".to_owned() };
    assert_eq!(guard().disarmed(), 1);
    assert_eq!(at_once(guard().disarmed_later()), 1);
}

#[test]
fn names_are_those_of_the_crate() {
    assert_eq!(fails(1).ok(), Some(7));
    assert_eq!(may_be_a_test().ok(), Some(7));
    assert_eq!(tracks(Option), 6);
    assert!(fails(0).is_err());
    assert_eq!(at_once(in_one_expression()), 6);
}

fn at_once<T>(future: impl Future<Output = T>) -> T {
    let mut context = ::std::task::Context::from_waker(::std::task::Waker::noop());
    match ::std::pin::pin!(future).poll(&mut context) {
        ::std::task::Poll::Ready(value) => value,
        ::std::task::Poll::Pending => unreachable!("nothing is waited for"),
    }
}
