//! Where two parts differ, word by word. Forms of the same word are no difference: *a login*, *logins*; *is*, *are*.

use std::ops::Range;

use crate::criterion::lexicon::{LITTLE, form};
use crate::criterion::phrase::Phrases;

/// Words that stand in one place of the first part, and those that stand there in the second one. One of them may be none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Hunk {
    pub(super) before: Range<usize>,
    pub(super) now: Range<usize>,
}

impl Hunk {
    /// Is it only new?
    pub(super) fn is_added(&self) -> bool {
        self.before.is_empty()
    }

    /// Is it only gone?
    pub(super) fn is_gone(&self) -> bool {
        self.now.is_empty()
    }
}

/// So many pairs of words are compared at most: of parts that differ in more, all that differs is one difference.
const MAX_PAIRS: usize = 250_000;

/// The differences of two parts, in their order. Marks between words are none.
pub(super) fn hunks(before: &Phrases<'_>, now: &Phrases<'_>) -> Vec<Hunk> {
    let (one, two) = (forms(before), forms(now));
    let same = |(a, b): &(&(usize, &str), &(usize, &str))| a.1 == b.1;
    let front = one.iter().zip(&two).take_while(same).count();
    let back = one[front..].iter().rev().zip(two[front..].iter().rev()).take_while(same).count();
    let (middle, other) = (&one[front..one.len() - back], &two[front..two.len() - back]);
    let mut differences = Vec::new();
    middle_of(middle, other, front, &mut differences);
    let place =
        |forms: &[(usize, &str)], range: Range<usize>| match (forms.get(range.start), range.is_empty()) {
            (Some((start, _)), false) => *start..forms[range.end - 1].0 + 1,
            (Some((start, _)), true) => *start..*start,
            (None, _) => forms.last().map_or(0..0, |(last, _)| last + 1..last + 1),
        };
    let told = differences.into_iter();
    told.map(|(a, b)| Hunk { before: place(&one, a), now: place(&two, b) }).collect()
}

/// The differences in the middle, as ranges of forms, by the longest common subsequence.
fn middle_of(
    one: &[(usize, &str)],
    two: &[(usize, &str)],
    front: usize,
    differences: &mut Vec<(Range<usize>, Range<usize>)>,
) {
    let (n, m) = (one.len(), two.len());
    if n == 0 && m == 0 {
        return;
    }
    if n * m > MAX_PAIRS || n == 0 || m == 0 {
        differences.push((front..front + n, front..front + m));
        return;
    }
    // How much a common subsequence of the ends weighs: words that carry a meaning stay together.
    let weight = |word: &str| if LITTLE.contains(&word) { 1 } else { 2 };
    let mut length = vec![0_u32; (n + 1) * (m + 1)];
    let at = |i: usize, j: usize| i * (m + 1) + j;
    for i in (0..n).rev() {
        for j in (0..m).rev() {
            let apart = length[at(i + 1, j)].max(length[at(i, j + 1)]);
            length[at(i, j)] = if one[i].1 == two[j].1 {
                apart.max(length[at(i + 1, j + 1)] + weight(one[i].1))
            } else {
                apart
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let (mut from, mut to) = (0, 0);
    while i < n || j < m {
        let is_same = i < n && j < m && one[i].1 == two[j].1;
        if is_same && length[at(i, j)] == length[at(i + 1, j + 1)] + weight(one[i].1) {
            if (from, to) != (i, j) {
                differences.push((front + from..front + i, front + to..front + j));
            }
            (i, j) = (i + 1, j + 1);
            (from, to) = (i, j);
        } else if j == m || i < n && length[at(i + 1, j)] >= length[at(i, j + 1)] {
            i += 1;
        } else {
            j += 1;
        }
    }
    if (from, to) != (n, m) {
        differences.push((front + from..front + n, front + to..front + m));
    }
}

/// The words of a part without the marks between them: where each is, and its form.
fn forms<'a>(text: &'a Phrases<'_>) -> Vec<(usize, &'a str)> {
    let is_mark = |word: &str| matches!(word, "," | "." | ";" | ":" | "\"" | "“" | "”");
    let words = text.words.iter().enumerate().filter(|(_, (word, _))| !is_mark(word));
    words.map(|(at, (word, _))| (at, form(word))).collect()
}

/// Are all words of a text that carry a meaning in others?
pub(super) fn is_in(text: &Phrases<'_>, others: &[&Phrases<'_>]) -> bool {
    text.carried().all(|word| others.iter().any(|other| other.forms(word) > 0))
}
