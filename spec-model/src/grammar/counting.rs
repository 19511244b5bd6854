//! Parses the counting mark of an item, also those that Markdown does not know: `1.`, `1、`, `①`, `(a)`, `iv.`, `１．`,
//! `第1条`.

use super::odd;

/// The mark that a text begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CountingMark {
    /// The numerals that it counts in, and the marks around them.
    style: Style,
    /// The number, where it is written in figures.
    pub(crate) number: Option<u64>,
    /// The number that letters stand for: by the alphabet, and as a Roman number.
    letters: [Option<u64>; 2],
    /// No prose begins a line with it: `①`, `1、`, `(1)`, and not `1 -` or `a.`.
    pub(crate) is_certain: bool,
    /// The number of bytes before the words, white space included.
    pub(crate) len: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Style {
    open: Option<char>,
    figures: Figures,
    close: Option<char>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Figures {
    /// Digits of any script.
    Digits,
    /// A sign that is a whole number: `①`, `Ⅳ`.
    Sign,
    /// `一`, which words begin with too.
    Han,
    Lower,
    Upper,
}

impl CountingMark {
    /// Is it a sign that is a whole number: `①`?
    pub(crate) fn is_sign(&self) -> bool {
        self.style.figures == Figures::Sign
    }

    /// Does it count on from another mark of its kind? A mark that nobody takes for prose may leave numbers out.
    pub(crate) fn follows(&self, before: &Self) -> bool {
        let is_next = |(this, before): (&Option<u64>, &Option<u64>)| {
            this.zip(*before).is_some_and(|(this, before)| this == before + 1 || this == 1 && before == 1)
        };
        let numbers = self.number.zip(before.number);
        self.style == before.style
            && (is_next((&self.number, &before.number))
                || self.is_certain && numbers.is_some_and(|(this, before)| this > before)
                || self.letters.iter().zip(&before.letters).any(is_next))
    }
}

/// Reads the mark that a text begins with.
pub(crate) fn mark(text: &str) -> Option<CountingMark> {
    let text_behind = text.trim_start_matches(odd::is_invisible);
    let first = text_behind.chars().next()?;
    let open = OPEN.iter().find(|&&(open, _)| open == first).copied();
    let rest = open.map_or(text_behind, |(open, _)| &text_behind[open.len_utf8()..]);
    // `[x]` is a box.
    let (figures, number, letters, rest) =
        figures(rest).filter(|(_, number, ..)| number.is_some() || first != '[')?;
    let (close, rest) = match open {
        Some((_, "")) => (None, rest),
        Some((_, closes)) => {
            let close = rest.chars().next().filter(|&c| closes.contains(c))?;
            (Some(close), rest[close.len_utf8()..].trim_start_matches([':', '：', '.', '、']))
        }
        None => close(figures, rest)?,
    };
    let words = rest.trim_start_matches(|c: char| c.is_whitespace() || odd::is_invisible(c));
    let is_apart = words.len() < rest.len();
    let is_wide = figures == Figures::Sign || close.is_some_and(|close| !close.is_ascii() && close != '°');
    let is_glued = || {
        let mut behind = words.chars();
        let is_dressed = words.starts_with(['*', '_', '`', '~', '"']);
        let mut word = || behind.next().is_some_and(char::is_alphabetic);
        is_dressed || word() && (word() || !words.starts_with(|c: char| c.is_ascii()))
    };
    let may_be_glued = is_wide
        || figures == Figures::Digits && matches!(close, Some('.' | ')' | ']' | ':')) && is_glued()
        || open.is_some_and(|(open, _)| open != '#' && open != '[') && is_glued();
    if words.is_empty() || !is_apart && !may_be_glued {
        return None;
    }
    // A year in brackets, a footnote, an initial and a reference are prose.
    let is_certain = match (open, figures, close) {
        (_, Figures::Sign, _) => true,
        (Some(('#' | '[' | '{', _)), ..) => false,
        (Some(_), figures, _) | (None, figures, Some(')' | '）' | '、' | '．' | '\\' | '\u{20e3}')) => {
            matches!(figures, Figures::Digits | Figures::Han)
        }
        _ => false,
    };
    let style = Style { open: open.map(|(open, _)| open), figures, close };
    Some(CountingMark { style, number, letters, is_certain, len: text.len() - words.len() })
}

/// The brackets that may stand before the figures, and what closes them then.
const OPEN: &[(char, &str)] = &[
    ('(', ")）"),
    ('（', "）)"),
    ('[', "]"),
    ('［', "］"),
    ('【', "】"),
    ('〔', "〕"),
    ('〈', "〉"),
    ('《', "》"),
    ('{', "}"),
    ('第', "条條項项款点點个個"),
    ('#', ""),
];

/// The series that a mark counts in, its number, and the two that a letter may stand for. Then the text behind.
type Counted<'a> = (Figures, Option<u64>, [Option<u64>; 2], &'a str);

/// The series that the mark counts in, its number, and the text behind.
fn figures(text: &str) -> Option<Counted<'_>> {
    const LONGEST: usize = 3;
    let digits = text.chars().take_while(|&c| digit(c).is_some());
    let (count, len) = digits.fold((0, 0), |(count, len), c| (count + 1, len + c.len_utf8()));
    if (1..=LONGEST).contains(&count) {
        let number = text.chars().take(count).filter_map(digit).fold(0, |number, digit| number * 10 + digit);
        return Some((Figures::Digits, Some(number), [None; 2], &text[len..]));
    }
    let first = text.chars().next()?;
    if let Some(number) = sign(first) {
        return Some((Figures::Sign, Some(number), [None; 2], &text[first.len_utf8()..]));
    }
    if let Some(at) = HAN.chars().position(|han| han == first) {
        let behind = &text[first.len_utf8()..];
        return Some((Figures::Han, Some(at as u64 + 1), [None; 2], behind));
    }
    let letters = &text[..text.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(text.len())];
    let figures = if first.is_ascii_lowercase() { Figures::Lower } else { Figures::Upper };
    let lower = letters.to_ascii_lowercase();
    let alphabet = lower.bytes().next().filter(|_| lower.len() == 1).map(|byte| u64::from(byte - b'a') + 1);
    let numbers = [alphabet, roman(&lower)];
    let is_even = letters.chars().all(|c| c.is_ascii_lowercase() == first.is_ascii_lowercase());
    (is_even && numbers != [None; 2]).then(|| (figures, None, numbers, &text[letters.len()..]))
}

/// The numbers up to ten.
const HAN: &str = "一二三四五六七八九十";

/// The bracket that closes figures and that nothing has opened, and the text behind.
fn close(figures: Figures, text: &str) -> Option<(Option<char>, &str)> {
    // `1️⃣`
    let text = text.trim_start_matches('\u{fe0f}');
    let bare = text.trim_start_matches([' ', '\u{a0}']);
    let first = bare.chars().next()?;
    let behind = &bare[first.len_utf8()..];
    let is_apart = bare.len() < text.len();
    match first {
        '\\' if !is_apart => {
            let escaped = behind.strip_prefix(['.', ')', '-', ']', ':'])?;
            Some((Some('\\'), escaped))
        }
        '.' | '．' if !is_apart => Some((Some(first), behind.trim_start_matches([')', '）', '-', ':']))),
        ')' | '）' | ']' | '】' | '、' | '\u{20e3}' if !is_apart => {
            Some((Some(first), behind.trim_start_matches(['.', ':', '：'])))
        }
        '°' | 'º' | '/' if !is_apart && figures == Figures::Digits => Some((Some(first), behind)),
        ':' | '：' | '-' | '–' | '—' | '―' | '−' | '－' => Some((Some(first), behind)),
        _ if figures == Figures::Sign => Some((None, text)),
        _ => None,
    }
}

/// The value of a digit of a script that counts by tens.
fn digit(c: char) -> Option<u64> {
    const ZEROS: &[u32] = &[0x30, 0x660, 0x6f0, 0x966, 0x9e6, 0xe50, 0xff10];
    let digit = |&zero: &u32| (u32::from(c).checked_sub(zero)).filter(|&digit| digit < 10).map(u64::from);
    ZEROS.iter().find_map(digit)
}

/// The value of a sign that is a whole number.
fn sign(c: char) -> Option<u64> {
    // The first sign, its value, and how many count on from it.
    const SIGNS: &[(u32, u64, u32)] = &[
        (0x2460, 1, 20),  // ①
        (0x2474, 1, 20),  // ⑴
        (0x2488, 1, 20),  // ⒈
        (0x249c, 1, 26),  // ⒜
        (0x24b6, 1, 26),  // Ⓐ
        (0x24d0, 1, 26),  // ⓐ
        (0x24eb, 11, 10), // ⓫
        (0x24f5, 1, 10),  // ⓵
        (0x2776, 1, 10),  // ❶
        (0x2780, 1, 10),  // ➀
        (0x278a, 1, 10),  // ➊
        (0x2160, 1, 12),  // Ⅰ
        (0x2170, 1, 12),  // ⅰ
        (0x3220, 1, 10),  // ㈠
        (0x3251, 21, 15), // ㉑
        (0x3280, 1, 10),  // ㊀
    ];
    let value = |&(first, value, count): &(u32, u64, u32)| {
        let behind = u32::from(c).checked_sub(first).filter(|&behind| behind < count)?;
        Some(value + u64::from(behind))
    };
    SIGNS.iter().find_map(value)
}

/// The value of a Roman number up to 39.
fn roman(text: &str) -> Option<u64> {
    const ONES: [&str; 10] = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"];
    let tens = text.len() - text.trim_start_matches('x').len();
    let ones = ONES.iter().position(|&ones| ones == &text[tens..])?;
    (tens <= 3 && !text.is_empty()).then_some((tens * 10 + ones) as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The number, whether no prose begins so, and the words behind.
    fn check(text: &str, expect: Option<(Option<u64>, bool, &str)>) {
        let found = mark(text);
        let found = found.map(|mark| (mark.number, mark.is_certain, &text[mark.len..]));
        assert_eq!(found, expect, "{text:?}");
    }

    #[test]
    fn every_way_to_count_is_a_mark() {
        for text in [
            "1、x y",
            "①x y",
            "１）x y",
            "(1) x y",
            "（１）x y",
            "1\\. x y",
            "1️⃣ x y",
            "第1条 x y",
            "一、x y",
            "٢) x y",
            "㉑ x y",
        ] {
            let number = if text.starts_with('٢') {
                2
            } else if text.starts_with('㉑') {
                21
            } else {
                1
            };
            check(text, Some((Some(number), true, "x y")));
        }
        for text in ["1. x y", "1: x y", "1 - x y", "1– x y", "1/ x y", "[1] x y", "#1 x y", "1.xy"] {
            check(text, Some((Some(1), false, text.trim_start_matches(|c: char| c != 'x'))));
        }
        for text in ["a. x y", "(b) x y", "IV. x y", "xii) x y", "Z: x y"] {
            check(text, Some((None, false, "x y")));
        }
    }

    #[test]
    fn words_and_amounts_are_no_marks() {
        for text in [
            "",
            "1",
            "1.5 s",
            "1.5x y",
            "1.x y",
            "2024. x",
            "3 items",
            "1-2 x",
            "1/2 x",
            "a b",
            "an. x",
            "Mc. x",
            "(see 1) x",
            "[x] y",
            "[^1]: y",
            "[1](a.md)",
            "#12",
            "(1)",
            "一个用户",
            "vim. x",
            "3rd: x",
            "10:30 x",
            "e.g. x",
            "- x",
            "第一 x",
        ] {
            check(text, None);
        }
    }

    #[test]
    fn a_mark_counts_on_from_one_of_its_kind() {
        let follows = |before: &str, next: &str| {
            let mark = |text: &str| mark(&format!("{text} words here")).expect("it is a mark");
            mark(next).follows(&mark(before))
        };
        for (before, next) in [
            ("1:", "2:"),
            ("a.", "b."),
            ("i.", "ii."),
            ("iv)", "v)"),
            ("h.", "i."),
            ("①", "②"),
            ("(1)", "(4)"),
            ("1、", "1、"),
        ] {
            assert!(follows(before, next), "{before} {next}");
        }
        for (before, next) in
            [("1:", "3:"), ("1:", "2."), ("a.", "B."), ("b.", "a."), ("2、", "1、"), ("i.", "iii.")]
        {
            assert!(!follows(before, next), "{before} {next}");
        }
    }
}
