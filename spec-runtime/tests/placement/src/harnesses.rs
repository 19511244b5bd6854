//! The attribute among those of test harnesses, above and below them.

use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use proptest::prelude::*;
use rstest::rstest;
use spec_runtime::spec;

#[test]
#[spec("checkout/REQ-1.1")]
fn below_test() {}

#[spec("checkout/REQ-1.2")]
#[test]
fn above_test() {}

/// Documented.
#[spec("stock/REQ-1.1")]
#[test]
#[should_panic(expected = "as it should")]
fn between() {
    panic!("as it should");
}

#[test]
#[spec("stock/REQ-1.2")]
fn with_a_result() -> Result<(), std::num::ParseIntError> {
    assert_eq!("1".parse::<u8>()?, 1);
    Ok(())
}

#[tokio::test]
#[spec("FR-003")]
async fn below_tokio() {
    tokio::task::yield_now().await;
}

#[spec("FR-012b")]
#[tokio::test(flavor = "current_thread")]
async fn above_tokio() {
    tokio::task::yield_now().await;
}

static CASES: AtomicUsize = AtomicUsize::new(0);

#[rstest]
#[case(1)]
#[case(2)]
#[spec("REQ-3.1")]
fn below_rstest(#[case] value: usize) {
    CASES.fetch_add(value, Relaxed);
    assert!(CASES.load(Relaxed) <= 3);
}

#[spec("REQ-3.1")]
#[rstest]
#[case::one(1)]
#[case::two(2)]
fn above_rstest(#[case] value: u8) {
    assert!(value > 0);
}

proptest! {
    #[test]
    #[spec("REQ-3.2")]
    fn below_test_in_proptest(value in 0_u8..10) {
        prop_assert!(value < 10);
    }

    #[spec("REQ-3.2")]
    #[test]
    fn above_test_in_proptest(value in any::<bool>(), other in "[a-z]*") {
        prop_assert!(value || other.len() == other.chars().count());
    }
}
