//! Finds text in which no keyword counts: brackets, quotes and code.

use std::ops::Range;

use crate::order::Order as _;

/// The opening brackets, and what closes them.
const PAIRS: [(char, char); 7] =
    [('(', ')'), ('（', '）'), ('[', ']'), ('"', '"'), ('“', '”'), ('「', '」'), ('『', '』')];

/// The outermost ranges, in order. A bracket, quote or backtick without its other half is an ordinary character.
pub(super) fn ranges(text: &str) -> Vec<Range<usize>> {
    let code = code(text);
    let mut spans = code.iter().peekable();
    let mut ranges: Vec<Range<usize>> = Vec::new();
    // The open ones, as an index into the pairs and an offset; and how many there are of each pair.
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut counts = [0_usize; PAIRS.len()];
    for (at, c) in text.char_indices() {
        if c.is_ascii_alphanumeric() || c == ' ' {
            continue;
        }
        while spans.next_if(|span| span.end <= at).is_some() {}
        if spans.peek().is_some_and(|span| span.start <= at) {
            continue;
        }
        let closed = PAIRS.iter().zip(counts).position(|(&(_, close), count)| close == c && count > 0);
        if let Some(closed) = closed {
            // A mark that was opened after its partner has no other half.
            while let Some((pair, start)) = open.pop() {
                counts[pair] -= 1;
                if pair == closed {
                    while ranges.pop_if(|inner| inner.start > start).is_some() {}
                    ranges.push(start..at + c.len_utf8());
                    break;
                }
            }
        } else if let Some(pair) = PAIRS.iter().position(|&(open, _)| open == c) {
            counts[pair] += 1;
            open.push((pair, at));
        }
    }
    merge(code, ranges)
}

/// Code spans (CommonMark §6.1): a run of backticks up to the next run of the same length. Runs of more than three are
/// ordinary characters here.
fn code(text: &str) -> Vec<Range<usize>> {
    const LONGEST: usize = 3;
    let bytes = text.as_bytes();
    let run = |at: usize| bytes[at..].iter().take_while(|&&byte| byte == b'`').count();
    let mut runs = Vec::new();
    let mut from = 0;
    while let Some(at) = memchr::memchr(b'`', &bytes[from..]).map(|at| from + at) {
        runs.push((at, run(at)));
        from = at + run(at);
    }
    // From the back, so that the next run of each length is known.
    let mut next = [None; LONGEST + 1];
    let mut partner = vec![None; runs.len()];
    for (index, &(_, length)) in runs.iter().enumerate().rev().filter(|(_, run)| run.1 <= LONGEST) {
        partner[index] = next[length].replace(index);
    }
    let mut spans = Vec::new();
    let mut index = 0;
    while index < runs.len() {
        match partner[index] {
            Some(close) => {
                spans.push(runs[index].0..runs[close].0 + runs[close].1);
                index = close + 1;
            }
            None => index += 1,
        }
    }
    spans
}

/// Both in order, without what lies in another one.
fn merge(code: Vec<Range<usize>>, brackets: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut all = [code, brackets].concat();
    all.order_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
    let mut end = 0;
    all.retain(|range| {
        let is_outermost = range.start >= end;
        end = end.max(range.end);
        is_outermost
    });
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: &[&str]) {
        let found: Vec<_> = ranges(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, expect, "{text}");
    }

    #[test]
    fn brackets_quotes_and_code_are_opaque() {
        check(
            "a (b, (c)) d `e, f` \"g, h\" 「i、j」（k）",
            &["(b, (c))", "`e, f`", "\"g, h\"", "「i、j」", "（k）"],
        );
        check("``a ` b`` c", &["``a ` b``"]);
        check("(a `)` b)", &["(a `)` b)"]);
    }

    #[test]
    fn a_half_is_an_ordinary_character() {
        check("a ( b, c", &[]);
        check("a ) b (c)", &["(c)"]);
        check("6\" (a, b)", &["(a, b)"]);
        check("` a (b)", &["(b)"]);
    }
}
