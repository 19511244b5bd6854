//! The criteria of `openspec/specs/retry-budget/spec.md`.

use patient_retry::RetryBudget;
use spec_runtime::spec;

fn after(requests: u32) -> RetryBudget {
    let mut budget = RetryBudget::default();
    (0..requests).for_each(|_| budget.request());
    budget
}

/// share-of-retries.budget-left
#[test]
#[spec("share-of-retries.budget-left")]
fn ten_requests_pay_for_one_retry() {
    let mut budget = after(10);
    assert!(budget.retry());
    assert!(!budget.retry());
}

/// share-of-retries.budget-used-up
#[test]
#[spec("share-of-retries.budget-used-up")]
fn nine_requests_pay_for_none() {
    let mut budget = after(9);
    assert!(!budget.retry());
    budget.request();
    assert!(budget.retry(), "a retry that was refused costs nothing");
}

/// saved-budget.a-quiet-night
#[test]
#[spec("saved-budget.a-quiet-night")]
fn a_quiet_night_saves_a_hundred_retries() {
    let mut budget = after(10_000);
    let allowed = (0..1000).filter(|_| budget.retry()).count();
    assert_eq!(allowed, 100);
}
