//! Aligns two lists, and finds the entries of one without a partner in the other.
//!
//! The engine brings no crate for this: it compares weighted words (`weight`), which the line differences of `similar` cannot, and whoever
//! uses the gate compiles it. The command shows texts line by line with `similar`.

use std::ops::Range;

/// The ranges of two lists that differ, in their order, by a heaviest common subsequence.
///
/// `weight` says how much two equal items count. Of lists with more than `max_pairs` pairs between what is equal at both ends, all
/// that stands there differs.
pub(crate) fn differences<T: PartialEq>(
    one: &[T],
    two: &[T],
    weight: impl Fn(&T) -> u32,
    max_pairs: usize,
) -> Vec<(Range<usize>, Range<usize>)> {
    let front = one.iter().zip(two).take_while(|(a, b)| a == b).count();
    let (rest, other) = (&one[front..], &two[front..]);
    let back = rest.iter().rev().zip(other.iter().rev()).take_while(|(a, b)| a == b).count();
    let (rest, other) = (&rest[..rest.len() - back], &other[..other.len() - back]);
    let moved = |range: Range<usize>| front + range.start..front + range.end;
    middle(rest, other, weight, max_pairs).into_iter().map(|(a, b)| (moved(a), moved(b))).collect()
}

/// The differences of lists that differ at their beginning and at their end.
fn middle<T: PartialEq>(
    one: &[T],
    two: &[T],
    weight: impl Fn(&T) -> u32,
    max_pairs: usize,
) -> Vec<(Range<usize>, Range<usize>)> {
    let (n, m) = (one.len(), two.len());
    let mut differences = Vec::new();
    if n == 0 || m == 0 || n.saturating_mul(m) > max_pairs {
        if n + m > 0 {
            differences.push((0..n, 0..m));
        }
        return differences;
    }
    // The weight of the heaviest common subsequence from each pair on.
    let at = |i: usize, j: usize| i * (m + 1) + j;
    let mut heaviest = vec![0_u32; (n + 1) * (m + 1)];
    for i in (0..n).rev() {
        for j in (0..m).rev() {
            let apart = heaviest[at(i + 1, j)].max(heaviest[at(i, j + 1)]);
            heaviest[at(i, j)] = if one[i] == two[j] {
                apart.max(heaviest[at(i + 1, j + 1)] + weight(&one[i]))
            } else {
                apart
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let (mut from, mut to) = (0, 0);
    while i < n || j < m {
        let is_same = i < n && j < m && one[i] == two[j];
        if is_same && heaviest[at(i, j)] == heaviest[at(i + 1, j + 1)] + weight(&one[i]) {
            if (from, to) != (i, j) {
                differences.push((from..i, to..j));
            }
            (i, j) = (i + 1, j + 1);
            (from, to) = (i, j);
        } else if j == m || i < n && heaviest[at(i + 1, j)] >= heaviest[at(i, j + 1)] {
            i += 1;
        } else {
            j += 1;
        }
    }
    if (from, to) != (n, m) {
        differences.push((from..n, to..m));
    }
    differences
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(one: &str, two: &str, expect: &[(Range<usize>, Range<usize>)]) {
        let (one, two): (Vec<_>, Vec<_>) = (one.chars().collect(), two.chars().collect());
        let weight = |c: &char| if c.is_uppercase() { 3 } else { 1 };
        assert_eq!(differences(&one, &two, weight, 1_000), expect, "{one:?} {two:?}");
    }

    #[test]
    fn what_has_no_partner_differs() {
        check("abc", "abc", &[]);
        check("", "", &[]);
        check("abc", "axc", &[(1..2, 1..2)]);
        check("ac", "abc", &[(1..1, 1..2)]);
        check("abcd", "ad", &[(1..3, 1..1)]);
        check("abxcd", "ayczd", &[(1..3, 1..2), (4..4, 3..4)]);
    }

    #[test]
    fn what_weighs_more_stays_together() {
        check("abX", "Xab", &[(0..2, 0..0), (3..3, 1..3)]);
    }

    proptest::proptest! {
        #[test]
        fn what_is_between_the_differences_is_equal(one in "[abC]{0,12}", two in "[abC]{0,12}", max in 0_usize..40) {
            let (one, two): (Vec<_>, Vec<_>) = (one.chars().collect(), two.chars().collect());
            let found = differences(&one, &two, |_| 1, max);
            let rest = |all: &[char], gone: Vec<Range<usize>>| -> String {
                let is_gone = |at: usize| gone.iter().any(|range| range.contains(&at));
                all.iter().enumerate().filter(|(at, _)| !is_gone(*at)).map(|(_, c)| *c).collect()
            };
            let (gone, new): (Vec<_>, Vec<_>) = found.into_iter().unzip();
            assert_eq!(rest(&one, gone), rest(&two, new));
        }
    }
}
