//! Times of tasks that a benchmark runs itself.

use std::time::{Duration, Instant};

/// The time that a task takes.
pub fn time(task: impl FnOnce()) -> Duration {
    let start = Instant::now();
    task();
    start.elapsed()
}

/// The median of some times.
///
/// # Panics
/// If there are none.
pub fn median(times: impl Iterator<Item = Duration>) -> Duration {
    let mut times: Vec<_> = times.collect();
    times.sort();
    times[times.len() / 2]
}
