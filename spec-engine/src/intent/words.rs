//! Compares two texts word by word.

use std::borrow::Cow;
use std::cmp::Ordering;

use spec_model::order::Order as _;

use super::alignment::differences;
use crate::criterion::tokenizer::{self, Grain, Word};

/// A piece of the difference of two texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece<'a> {
    /// The text that it is in.
    pub side: Side,
    /// Words with what stands between them.
    pub text: &'a str,
    /// Does white space stand before it?
    pub is_spaced: bool,
}

/// One of two texts that something is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// In both.
    Both,
    /// In the first only: it is gone.
    Before,
    /// In the second only: it is new.
    Now,
}

/// So many pairs of words are compared at most: of texts that differ in more, everything is gone and everything is new.
const MAX_PAIRS: usize = 4_000_000;

/// Lists the words that are gone and those that are new, in the order of the second text; lost ones come first. A shortest difference by
/// the longest common subsequence of words.
pub fn difference<'a>(before: &'a str, now: &'a str) -> Vec<Piece<'a>> {
    let (one, two) = (split(before), split(now));
    let mut pieces = Pieces { before, now, all: Vec::new() };
    let mut both = 0;
    for (gone, new) in differences(&one, &two, |_| 1, MAX_PAIRS) {
        pieces.push(Side::Both, &two[both..new.start]);
        pieces.push(Side::Before, &one[gone]);
        both = new.end;
        pieces.push(Side::Now, &two[new]);
    }
    pieces.push(Side::Both, &two[both..]);
    pieces.all
}

/// Returns the likeness of two texts, from 0 to 1: the share of their words that both have, in any order.
pub fn likeness(one: &str, other: &str) -> f64 {
    let words = |text| split(text).into_iter().map(|word| word.text).collect();
    share(words(one), words(other))
}

/// The share of the words of two lists that both have, in any order.
pub(super) fn share(mut one: Vec<&str>, mut other: Vec<&str>) -> f64 {
    let total = one.len() + other.len();
    if total == 0 {
        return 1.0;
    }
    one.order();
    other.order();
    let (mut a, mut b, mut common) = (0, 0, 0_u32);
    while a < one.len() && b < other.len() {
        match one[a].cmp(other[b]) {
            Ordering::Less => a += 1,
            Ordering::Greater => b += 1,
            Ordering::Equal => (a, b, common) = (a + 1, b + 1, common + 1),
        }
    }
    2.0 * f64::from(common) / f64::from(u32::try_from(total).unwrap_or(u32::MAX))
}

/// A difference on one line, as `git diff --word-diff` writes it: `within [-50-]{+500+} ms`. Of what is the same only the words
/// beside a difference are told.
pub fn marked(before: &str, now: &str) -> String {
    /// So many words are told.
    const CONTEXT: usize = 4;
    /// So long it gets, in characters: whoever wants more looks at both texts.
    const MAX: usize = 280;
    let pieces = difference(before, now);
    let mut text = String::new();
    for (at, piece) in pieces.iter().enumerate() {
        if piece.is_spaced && !text.is_empty() {
            text.push(' ');
        }
        match piece.side {
            Side::Before => text.extend(["[-", &*line(piece.text), "-]"]),
            Side::Now => text.extend(["{+", &*line(piece.text), "+}"]),
            Side::Both => {
                let words: Vec<_> = piece.text.split_whitespace().collect();
                let (first, last) = (at == 0, at + 1 == pieces.len());
                let room = if first || last { CONTEXT } else { 2 * CONTEXT };
                if words.len() <= room + 1 {
                    text.push_str(&words.join(" "));
                    continue;
                }
                let begin = if first { &[][..] } else { &words[..CONTEXT] };
                let end = if last { &[][..] } else { &words[words.len() - CONTEXT..] };
                let excerpt = [begin, &["…"], end].concat();
                text.push_str(&excerpt.join(" "));
            }
        }
    }
    if let Some((end, _)) = text.char_indices().nth(MAX) {
        text.truncate(end);
        text.push_str(" …");
    }
    text
}

fn line(text: &str) -> Cow<'_, str> {
    if text.contains('\n') { Cow::Owned(text.replace('\n', " ")) } else { Cow::Borrowed(text) }
}

/// Everything that is written together is one word.
fn split(text: &str) -> Vec<Word<'_>> {
    tokenizer::words(text, Grain::Written)
}

struct Pieces<'a> {
    before: &'a str,
    now: &'a str,
    all: Vec<Piece<'a>>,
}

impl<'a> Pieces<'a> {
    fn push(&mut self, side: Side, words: &[Word<'a>]) {
        let (Some(first), Some(last)) = (words.first(), words.last()) else { return };
        let text = if side == Side::Before { self.before } else { self.now };
        let text = &text[first.start..last.end()];
        self.all.push(Piece { side, text, is_spaced: first.is_spaced });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(before: &str, now: &str, expect: &str) {
        assert_eq!(marked(before, now), expect);
    }

    #[test]
    fn what_differs_is_marked_with_a_few_words_around_it() {
        check("answer within 50 ms", "answer within 500 ms", "answer within [-50-] {+500+} ms");
        check("a b", "a b", "a b");
        check("", "a", "{+a+}");
        check(
            "one two three four five six SHALL go",
            "one two three four five six SHOULD go",
            "… three four five six [-SHALL-] {+SHOULD+} go",
        );
        check("go.", "go, then stop.", "go{+, then stop+}.");
        check("当用户登录", "当客户登录", "当[-用-]{+客+}户登录");
    }

    #[test]
    fn numbers_and_units_are_words_of_their_own() {
        check("99.9 % of e-mails", "99.5 % of e-mails", "[-99.9-]{+99.5+} % of e-mails");
        check("50ms", "500ms", "[-50ms-]{+500ms+}");
    }

    #[test]
    fn likeness_is_the_share_of_common_words() {
        assert!((likeness("a b c d", "d c b a") - 1.0).abs() < 1e-9);
        assert!((likeness("a b", "a c") - 0.5).abs() < 1e-9);
        assert!(likeness("a", "b") < 1e-9);
    }

    proptest::proptest! {
        #[test]
        fn the_pieces_of_each_side_make_its_text(one in "[abc ,.]{0,24}", two in "[abc ,.]{0,24}") {
            let pieces = difference(&one, &two);
            let side = |gone: Side| -> String {
                pieces.iter().filter(|piece| piece.side != gone).flat_map(|piece| piece.text.chars()).filter(|c| *c != ' ').collect()
            };
            assert_eq!(side(Side::Before), two.replace(' ', ""));
            assert_eq!(side(Side::Now), one.replace(' ', ""));
        }
    }
}
