//! When to try again, and when to stop. What it must do is written in `openspec/specs`.

use std::time::Duration;

use spec_runtime::spec;

/// The result of an attempt that did not succeed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// No answer at all.
    NoAnswer,
    /// The server answered with this status and perhaps named a delay.
    Status(u16, Option<Duration>),
}

/// Says how long to wait before the next attempt.
#[derive(Clone, Copy, Debug)]
pub struct RetryPolicy {
    /// The delay before the second attempt.
    pub first_delay: Duration,
    /// No delay of the policy's own is longer.
    pub longest_delay: Duration,
    /// The number of attempts in all.
    pub attempts: u32,
}

impl RetryPolicy {
    /// The delay before the next attempt, or `None` if there should be none.
    ///
    /// `failed` is the number of attempts that have failed so far, `failure` is what came of the last.
    #[spec("last-attempt.attempts-used-up", "lasting-failures.the-server-is-overloaded")]
    pub fn next_delay(&self, failed: u32, failure: Failure) -> Option<Duration> {
        if failed >= self.attempts || is_lasting(failure) {
            return None;
        }
        match failure {
            Failure::Status(429, Some(delay)) => Some(delay),
            _ => Some(self.growing_delay(failed)),
        }
    }

    #[spec("growing-delay.first-attempts-fail", "growing-delay.longest-delay")]
    fn growing_delay(&self, failed: u32) -> Duration {
        let factor = 2_u32.saturating_pow(failed.saturating_sub(1));
        self.first_delay.saturating_mul(factor).min(self.longest_delay)
    }
}

#[spec("lasting-failures.the-request-is-wrong")]
fn is_lasting(failure: Failure) -> bool {
    matches!(failure, Failure::Status(status @ 400..=499, _) if status != 408 && status != 429)
}

/// Keeps retries a small part of all requests.
#[derive(Clone, Copy, Debug, Default)]
pub struct RetryBudget {
    requests: u32,
}

impl RetryBudget {
    const REQUESTS_PER_RETRY: u32 = 10;

    const MOST_SAVED: u32 = 100 * Self::REQUESTS_PER_RETRY;

    /// Counts a request.
    #[spec("retry-budget/share-of-retries", "retry-budget/saved-budget.a-quiet-night")]
    pub fn request(&mut self) {
        self.requests = (self.requests + 1).min(Self::MOST_SAVED);
    }

    /// Returns whether a retry is allowed. One that is allowed is paid for.
    #[spec("retry-budget/share-of-retries")]
    pub fn retry(&mut self) -> bool {
        let paid = self.requests.checked_sub(Self::REQUESTS_PER_RETRY);
        self.requests = paid.unwrap_or(self.requests);
        paid.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // A unit test verifies a criterion just as an integration test does.
    #[test]
    #[spec("lasting-failures.the-request-is-wrong")]
    fn wrong_requests_are_not_tried_again() {
        let lasting = |status| is_lasting(Failure::Status(status, None));
        assert!([400, 401, 404, 407, 409, 428, 430, 499].into_iter().all(lasting));
        assert!(![399, 408, 429, 500, 503].into_iter().any(lasting));
        let policy = RetryPolicy {
            first_delay: Duration::from_millis(100),
            longest_delay: Duration::from_secs(5),
            attempts: 4,
        };
        assert_eq!(policy.next_delay(1, Failure::Status(404, None)), None);
    }
}
