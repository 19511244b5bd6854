//! Writes a document's text as comment lines. The text cannot end the comment, reach a terminal or become code.

use unicode_width::UnicodeWidthStr as _;

use super::layout::CodeLayout;
use crate::terminal::push_visible;

/// Is a line an item of a list?
pub(super) fn is_item(line: &str) -> bool {
    item(line).is_some()
}

/// An item of a list without its mark.
pub(super) fn item(line: &str) -> Option<&str> {
    ["- ", "* ", "+ "].iter().find_map(|mark| line.strip_prefix(mark))
}

/// The words of a text on one line, with everything that a compiler or terminal could obey written as `\u{1b}`.
pub(super) fn one_line(text: &str) -> String {
    crate::text::one_line(text)
}

/// Folds a line at spaces, so that none is wider than `columns` if its words allow that; no line begins with what
/// Markdown would take for the mark of a list, a heading or a quote.
pub(super) fn fold(line: &str, columns: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in line.split(' ').filter(|word| !word.is_empty()) {
        match lines.last_mut() {
            Some(last) if last.width() + 1 + word.width() <= columns || is_mark(word) => {
                last.push(' ');
                last.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

fn is_mark(word: &str) -> bool {
    let number = word.trim_end_matches(['.', ')']);
    matches!(word, "-" | "*" | "+" | "|")
        || word.starts_with(['>', '#'])
        || (number.len() < word.len() && number.bytes().all(|b| b.is_ascii_digit()))
}

/// A line of documentation in which Markdown finds no fence, heading, list, table or tag of its own: `mark` makes those.
pub(super) fn quiet(line: &str) -> String {
    let mut quiet = String::with_capacity(line.len() + 2);
    let word = line.split(' ').next().unwrap_or_default();
    let number = word.trim_end_matches(['.', ')']);
    let is_fence = line.starts_with("```") || line.starts_with("~~~");
    let is_rule = !word.is_empty() && word.trim_matches(['-', '=', '*', '_']).is_empty();
    let rest = if is_mark(word) && number.len() < word.len() && !number.is_empty() {
        quiet.extend([number, "\\"]);
        &line[number.len()..]
    } else {
        if is_mark(word) || is_fence || is_rule || line.starts_with('|') {
            quiet.push('\\');
        }
        line
    };
    let mut is_code = false;
    let mut characters = rest.chars().peekable();
    while let Some(c) = characters.next() {
        is_code ^= c == '`';
        let opens = |next: &char| next.is_ascii_alphabetic() || matches!(next, '/' | '!' | '?');
        if c == '<' && !is_code && characters.peek().is_some_and(opens) && !quiet.ends_with('\\') {
            quiet.push('\\');
        }
        quiet.push(c);
    }
    quiet
}

/// The line that [`quiet`] makes this of; the line itself, if it makes this of none.
pub(super) fn unquiet(line: &str) -> String {
    if let Some(item) = item(line) {
        return format!("- {}", unquiet(item));
    }
    let mut bare = line.replace("\\<", "<");
    if let Some(mark) = bare.find('\\')
        && bare[..mark].bytes().all(|byte| byte.is_ascii_digit())
    {
        bare.remove(mark);
    }
    if quiet(&bare) == line { bare } else { line.to_owned() }
}

/// The lines of a comment: the first mark before the first line, the second before the others.
pub(super) fn comment(out: &mut String, layout: &CodeLayout, indent: usize, marks: [&str; 2], text: &str) {
    let [mark, hang] = marks;
    let lines = fold(text, layout.comment_columns(indent, mark.len()));
    if lines.is_empty() {
        push_line(out, indent, mark.trim_end(), "");
    }
    for (at, line) in lines.iter().enumerate() {
        push_line(out, indent, if at == 0 { mark } else { hang }, line);
    }
}

/// One line with its end.
pub(super) fn push_line(out: &mut String, indent: usize, mark: &str, text: &str) {
    out.extend(std::iter::repeat_n(' ', indent));
    out.push_str(mark);
    text.chars().for_each(|c| push_visible(out, c));
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_never_begins_with_a_mark_of_markdown() {
        assert_eq!(fold("from 1 - 2 # 3", 7), ["from 1 -", "2 # 3"]);
        assert_eq!(fold("see 12. more", 5), ["see 12.", "more"]);
    }

    #[test]
    fn a_line_of_documentation_is_a_paragraph() {
        let check = |line: &str, expect: &str| {
            assert_eq!(quiet(line), expect);
            assert_eq!(unquiet(expect), line);
        };
        check("THE shop SHALL sell", "THE shop SHALL sell");
        check("```rust", "\\```rust");
        check("~~~", "\\~~~");
        check("1. first", "1\\. first");
        check("12) first", "12\\) first");
        check("* a", "\\* a");
        check("- a", "\\- a");
        check("===", "\\===");
        check("| a | b |", "\\| a | b |");
        check("# a", "\\# a");
        check("<u class=a>b</u>", "\\<u class=a>b\\</u>");
        check("`Vec<u8>` < 3 and Vec<u8>", "`Vec<u8>` < 3 and Vec\\<u8>");
        check("<!-- a", "\\<!-- a");
        check("**bold** 1.5", "**bold** 1.5");
    }

    #[test]
    fn what_a_compiler_could_obey_is_written_out() {
        let mut out = String::new();
        comment(&mut out, &CodeLayout::default(), 0, ["/// ", "/// "], &one_line("a\rb \u{202e}c \u{1b}[0m"));
        assert_eq!(out, "/// a b \\u{202e}c \\u{1b}[0m\n");
    }
}
