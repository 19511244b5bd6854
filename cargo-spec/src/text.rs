//! Lays out words on lines: columns, folding and alignment, also of wide characters.

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use spec_model::grammar::clause::begins_with_step;
use spec_model::visible::push_visible;

/// The columns that a text takes; it must be [visible](crate::terminal::visible) already.
pub fn width(text: &str) -> usize {
    text.width()
}

/// A document's text on one line: [visible](crate::terminal::visible), and every run of white space one space.
pub fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        word.chars().for_each(|c| push_visible(&mut line, c));
    }
    line
}

/// A text without the marks of strong emphasis around its words (`**WHEN** a visitor …`). What is in code stays.
pub fn without_strong(text: &str) -> String {
    let mut bare = String::with_capacity(text.len());
    let mut open = None;
    let mut in_code = false;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if in_code || !rest.starts_with("**") {
            in_code ^= c == '`';
            bare.push(c);
            rest = &rest[c.len_utf8()..];
            continue;
        }
        rest = &rest[2..];
        match open {
            Some(start) if bare.len() > start + 2 && !bare.ends_with(char::is_whitespace) => {
                bare.drain(start..start + 2);
                open = None;
            }
            _ => {
                if rest.starts_with(|c: char| !c.is_whitespace()) {
                    open = Some(bare.len());
                }
                bare.push_str("**");
            }
        }
    }
    bare
}

/// A text on lines: those of its steps (lines that begin with Given, When, Then, And or But) stay. All other line breaks are spaces.
pub fn step_lines(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        let line = one_line(line);
        match lines.last_mut() {
            _ if line.is_empty() => {}
            Some(last) if !begins_with_step(&line) => {
                last.push(' ');
                last.push_str(&line);
            }
            _ => lines.push(line),
        }
    }
    lines
}

/// A visible line, shortened to so many columns; `…` stands for what was cut.
pub fn shorten(line: &str, columns: usize) -> String {
    if width(line) <= columns {
        return line.to_owned();
    }
    let mut short = String::new();
    let mut used = 1;
    for c in line.chars() {
        used += c.width().unwrap_or(0);
        if used > columns {
            break;
        }
        short.push(c);
    }
    short.truncate(short.trim_end().len());
    short.push('…');
    short
}

/// A visible line, folded to lines of so many columns: at spaces, between wide characters, and inside a word only if it
/// is longer than a line.
pub fn fold(line: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(8);
    let mut lines = Vec::new();
    let (mut current, mut used) = (String::new(), 0);
    for word in line.split(' ') {
        let mut space = usize::from(!current.is_empty());
        for chunk in chunks(word, columns) {
            let needed = width(chunk);
            if used + space + needed > columns && !current.is_empty() {
                lines.push(std::mem::take(&mut current));
                (used, space) = (0, 0);
            }
            if space == 1 {
                current.push(' ');
            }
            current.push_str(chunk);
            used += space + needed;
            space = 0;
        }
    }
    if !current.is_empty() || lines.is_empty() {
        lines.push(current);
    }
    lines
}

/// A word in parts that a line break may come between, none wider than a line.
fn chunks(word: &str, columns: usize) -> Vec<&str> {
    let mut chunks = Vec::new();
    let (mut start, mut used, mut after_wide) = (0, 0, false);
    for (at, c) in word.char_indices() {
        let needed = c.width().unwrap_or(0);
        let wide = needed > 1;
        // A mark that closes something (`。`, `」`, `，`) stays with the word before it.
        let breaks = (wide && !closes(c)) || (after_wide && !wide && c.is_alphanumeric());
        if at > start && (breaks || used + needed > columns) {
            chunks.push(&word[start..at]);
            (start, used) = (at, 0);
        }
        used += needed;
        after_wide = wide;
    }
    chunks.push(&word[start..]);
    chunks
}

fn closes(c: char) -> bool {
    matches!(
        c,
        '。' | '，'
            | '、'
            | '；'
            | '：'
            | '！'
            | '？'
            | '」'
            | '』'
            | '）'
            | '】'
            | '》'
            | '〉'
            | '〕'
            | '］'
            | '｝'
    )
}

/// The spaces that bring a visible text to so many columns.
pub fn padding(text: &str, columns: usize) -> String {
    " ".repeat(columns.saturating_sub(width(text)))
}

/// `1 criterion`, `2 criteria`.
pub fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// Counts the lines of a text.
pub fn lines(text: &str) -> usize {
    text.bytes().filter(|byte| *byte == b'\n').count()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn lines_are_folded_at_spaces_and_between_wide_characters() {
        let check = |line: &str, columns, expected: &[&str]| assert_eq!(fold(line, columns), expected);
        check("", 10, &[""]);
        check("one two three", 10, &["one two", "three"]);
        check("ab abcdefghijkl m", 10, &["ab", "abcdefghij", "kl m"]);
        check("系统应当返回错误。", 10, &["系统应当返", "回错误。"]);
        check("当用户 submits 表单", 10, &["当用户", "submits 表", "单"]);
    }

    #[test]
    fn steps_keep_their_lines_and_other_breaks_are_spaces() {
        assert_eq!(
            step_lines("Given a\n  cart\r\n**When** it is\nsold\n"),
            ["Given a cart", "**When** it is sold"]
        );
    }

    #[test]
    fn the_marks_of_strong_emphasis_go_and_others_stay() {
        let check = |text: &str, expected: &str| assert_eq!(without_strong(text), expected);
        check("**WHEN** a **visitor** asks", "WHEN a visitor asks");
        check("**Given** `a ** b`, **When** 2 ** 3", "Given `a ** b`, When 2 ** 3");
        check("**open, and *never* closed ** `**`", "**open, and *never* closed ** `**`");
        check("用**户**", "用户");
        check("2 **3 and **four**", "2 **3 and four");
        check("**", "**");
        check("a ****", "a ****");
    }

    #[test]
    fn a_shortened_line_ends_in_an_ellipsis_and_is_not_too_wide() {
        assert_eq!(shorten("one two three", 13), "one two three");
        assert_eq!(shorten("one two three", 9), "one two…");
        assert_eq!(shorten("系统应当", 6), "系统…");
    }

    proptest! {
        #[test]
        fn folding_loses_no_character_and_keeps_to_the_width(text in "\\PC{0,80}", columns in 8_usize..40) {
            let line = one_line(&text);
            let lines = fold(&line, columns);
            let bare = |text: &str| text.replace(' ', "");
            prop_assert_eq!(bare(&lines.concat()), bare(&line));
            for line in lines {
                prop_assert!(line.chars().map(|c| c.width().unwrap_or(0)).sum::<usize>() <= columns + 1, "{line:?}");
            }
        }
    }
}
