//! Reads many files on as many threads as there are processors.

use std::thread;

/// The results for some items, in their order. Where there are few, this thread finds all of them.
pub fn in_parallel<I: Sync, T: Send>(items: &[I], each: impl Fn(&I) -> T + Sync) -> Vec<T> {
    /// So many are done before another thread has begun.
    const FEW: usize = 8;
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let threads = threads.min(items.len() / FEW).max(1);
    let share = items.len().div_ceil(threads).max(1);
    let each = &each;
    thread::scope(|scope| {
        let mut shares = items.chunks(share);
        let own = shares.next().unwrap_or_default();
        let others: Vec<_> =
            shares.map(|share| scope.spawn(move || share.iter().map(each).collect::<Vec<_>>())).collect();
        let mut all: Vec<T> = own.iter().map(each).collect();
        for other in others {
            all.extend(other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        all
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_in_the_order_of_the_items_however_many_there_are() {
        for count in [0, 1, 7, 8, 9, 100, 1001] {
            let items: Vec<usize> = (0..count).collect();
            let doubled: Vec<usize> = items.iter().map(|item| 2 * item).collect();
            assert_eq!(in_parallel(&items, |item| 2 * item), doubled);
        }
    }
}
