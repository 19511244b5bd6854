//! Runs many small jobs at once, and returns their results in the order of the jobs.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// Does something with each of some things, on as many threads as are wanted. Returns the results in the order of the things. After an
/// error nothing more is begun.
///
/// # Errors
/// The first one.
pub(super) fn each<T: Sync, R: Send, E: Send>(
    jobs: usize,
    things: &[T],
    run: impl Fn(&T) -> Result<R, E> + Sync,
) -> Result<Vec<R>, E> {
    let next = AtomicUsize::new(0);
    let results: Mutex<Vec<(usize, Result<R, E>)>> = Mutex::default();
    let work = || {
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(thing) = things.get(at) else { return };
            let result = run(thing);
            if result.is_err() {
                next.store(things.len(), Ordering::Relaxed);
            }
            results.lock().unwrap_or_else(PoisonError::into_inner).push((at, result));
        }
    };
    thread::scope(|scope| {
        for _ in 0..jobs.clamp(1, things.len().max(1)) {
            scope.spawn(work);
        }
    });
    let mut results = results.into_inner().unwrap_or_else(PoisonError::into_inner);
    results.sort_by_key(|(at, _)| *at);
    results.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_what_was_asked() {
        let things: Vec<u32> = (0..100).collect();
        for jobs in [0, 1, 7, 200] {
            let doubled = each(jobs, &things, |thing| Ok::<_, ()>(thing * 2));
            assert_eq!(doubled, Ok((0..100).map(|thing| thing * 2).collect()));
        }
        assert_eq!(each(4, &[] as &[u32], |_| Ok::<u32, ()>(1)), Ok(vec![]));
    }

    #[test]
    fn nothing_is_begun_after_an_error() {
        let begun = AtomicUsize::new(0);
        let result = each(1, &[1, 2, 3], |thing| {
            begun.fetch_add(1, Ordering::Relaxed);
            if *thing == 2 { Err(*thing) } else { Ok(()) }
        });
        assert_eq!((result, begun.into_inner()), (Err(2), 2));
    }
}
