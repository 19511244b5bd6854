//! The criteria of `openspec/specs/retry-policy/spec.md`.

use std::time::Duration;

use patient_retry::{Failure, RetryPolicy};
use spec_runtime::spec;

const POLICY: RetryPolicy = RetryPolicy {
    first_delay: Duration::from_millis(100),
    longest_delay: Duration::from_secs(5),
    attempts: 4,
};

/// growing-delay.first-attempts-fail
#[test]
#[spec("growing-delay.first-attempts-fail")]
fn each_delay_is_twice_the_last() {
    let delays = [1, 2, 3].map(|failed| POLICY.next_delay(failed, Failure::NoAnswer));
    assert_eq!(delays, [100, 200, 400].map(|delay| Some(Duration::from_millis(delay))));
}

/// growing-delay.longest-delay
#[test]
#[spec("growing-delay.longest-delay")]
fn no_delay_is_above_the_longest() {
    let patient = RetryPolicy { attempts: u32::MAX, ..POLICY };
    let delay = |failed| patient.next_delay(failed, Failure::Status(503, None)).unwrap();
    assert_eq!(delay(6), Duration::from_millis(3200));
    for failed in [7, 8, 40, 1_000_000] {
        assert_eq!(delay(failed), Duration::from_secs(5), "after {failed} attempts");
    }
}

/// last-attempt.attempts-used-up
#[test]
#[spec("last-attempt.attempts-used-up")]
fn the_fourth_failure_is_the_last() {
    assert_eq!(POLICY.next_delay(3, Failure::NoAnswer), Some(Duration::from_millis(400)));
    assert_eq!(POLICY.next_delay(4, Failure::NoAnswer), None);
    assert_eq!(POLICY.next_delay(4, Failure::Status(429, Some(Duration::ZERO))), None);
}

/// lasting-failures.the-server-is-overloaded
#[test]
#[spec("lasting-failures.the-server-is-overloaded")]
fn the_server_may_name_the_delay() {
    for seconds in [1, 5, 3600] {
        let delay = Duration::from_secs(seconds);
        assert_eq!(POLICY.next_delay(1, Failure::Status(429, Some(delay))), Some(delay));
    }
}
