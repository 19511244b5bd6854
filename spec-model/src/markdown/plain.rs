//! Extracts the words of inline Markdown, without the marks.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// The text that stands before the words while they are read. So nothing in it can begin a list, a heading or a fence.
const GUARD: &str = "x ";

/// The words of a text of one block: without the marks of emphasis and code, and without escapes. Each run of white space (line breaks and
/// `<br>` too) one space. The target of a link stands behind its words; what is struck through keeps its tildes, since it means something
/// else without them.
pub fn plain(text: &str) -> String {
    let line = format!("{GUARD}{}", join_lines(text.trim()));
    let mut plain = String::with_capacity(line.len());
    for event in Parser::new_ext(&line, Options::empty()) {
        match event {
            Event::Text(words) | Event::Code(words) => plain.push_str(&words),
            Event::InlineHtml(tag) | Event::Html(tag) if is_line_break(&tag) => plain.push(' '),
            Event::InlineHtml(tag) | Event::Html(tag) => plain.push_str(&tag),
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) if dest_url.is_empty() => {
            }
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                plain.push_str(&dest_url);
                plain.push(' ');
            }
            Event::End(TagEnd::Link | TagEnd::Image) => {}
            Event::SoftBreak | Event::HardBreak => plain.push(' '),
            _ => {}
        }
    }
    let mut words = plain.split_whitespace();
    words.next();
    words.collect::<Vec<_>>().join(" ")
}

/// The words of a text of one block as a person reads them in a comment: without the marks of emphasis, without escapes and without
/// the targets of links and the mark of a note (`[!NOTE]`). Code keeps its backticks, and line breaks stay line breaks.
pub fn readable(text: &str) -> String {
    if !text.contains(['*', '_', '[', '\\', '<', '&', '~']) {
        return text.to_owned();
    }
    let lines: Vec<_> = text.lines().map(readable_line).collect();
    lines.join("\n")
}

fn readable_line(text: &str) -> String {
    let guarded = format!("{GUARD}{text}");
    let mut words = String::with_capacity(guarded.len());
    for (event, range) in Parser::new_ext(&guarded, Options::empty()).into_offset_iter() {
        match event {
            Event::Text(text) => words.push_str(&text),
            Event::Code(_) => words.push_str(&guarded[range]),
            Event::InlineHtml(tag) | Event::Html(tag) if is_line_break(&tag) => words.push(' '),
            Event::InlineHtml(tag) | Event::Html(tag) => words.push_str(&tag),
            Event::SoftBreak | Event::HardBreak => words.push(' '),
            _ => {}
        }
    }
    let words = words.strip_prefix(GUARD).unwrap_or(&words).trim();
    let parts = words.split('`').enumerate();
    let parts = parts.map(|(at, part)| if at % 2 == 0 { without_loose_marks(part) } else { part.to_owned() });
    let words = parts.collect::<Vec<_>>().join("`").replace("[`", "`").replace("`]", "`");
    let is_kind =
        |kind: &str| kind.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-');
    match words.strip_prefix("[!").and_then(|rest| rest.split_once(']')) {
        Some((kind, rest)) if is_kind(kind) => rest.trim().to_owned(),
        _ => words,
    }
}

/// A text without marks of strong emphasis that belong to no pair: one end of it stands elsewhere.
fn without_loose_marks(text: &str) -> String {
    let mut bare = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("**") {
        bare.push_str(before);
        let is_inside = |c: char| !c.is_whitespace();
        let is_operator = before.ends_with(is_inside) && behind.starts_with(char::is_alphanumeric)
            || before.ends_with(' ') && behind.starts_with(' ');
        if is_operator {
            bare.push_str("**");
        }
        rest = behind;
    }
    bare.push_str(rest);
    bare
}

/// The text on one line. The backslash of a hard line break goes with its line end.
fn join_lines(text: &str) -> String {
    let mut joined = String::with_capacity(text.len());
    for line in text.lines() {
        let backslashes = line.len() - line.trim_end_matches('\\').len();
        let end = line.len() - backslashes % 2;
        let is_last = line.as_ptr().addr() + line.len() == text.as_ptr().addr() + text.len();
        joined.push_str(if is_last { line } else { &line[..end] });
        joined.push(' ');
    }
    joined
}

fn is_line_break(tag: &str) -> bool {
    let name = tag.trim_start_matches('<').trim_end_matches('>').trim_end_matches('/').trim();
    name.eq_ignore_ascii_case("br")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: &str) {
        assert_eq!(plain(text), expect, "{text:?}");
    }

    #[test]
    fn marks_go_and_words_stay() {
        check("**WHEN** a *user* _logs_ __in__", "WHEN a user logs in");
        check("answer `409 Conflict` within 200 ms", "answer 409 Conflict within 200 ms");
        check("**a**b", "ab");
        check("snake_case and 2 * 3 * 4", "snake_case and 2 * 3 * 4");
        check("`a_b_c` and `**`", "a_b_c and **");
        check("R&amp;D \\*literal\\*", "R&D *literal*");
        check("~~not any more~~", "~~not any more~~");
    }

    #[test]
    fn a_person_reads_words_and_code_without_marks() {
        for (text, expect) in [
            ("**AND** a *user* _logs_ __in__", "AND a user logs in"),
            ("answer `a * b ** c` and snake_case", "answer `a * b ** c` and snake_case"),
            ("see [RFC 9110](https://example.org) and [`Vec`]", "see RFC 9110 and `Vec`"),
            ("[!NOTE] It changes", "It changes"),
            ("a <role> and \\*stars\\* of R&amp;D", "a <role> and *stars* of R&D"),
            ("Constraint**: The system", "Constraint: The system"),
            ("the tool **refuses", "the tool refuses"),
            ("2 ** 3 and 2**3", "2 ** 3 and 2**3"),
            ("1. one<br>two", "1. one two"),
            ("- one *a*\n- two", "- one a\n- two"),
            ("", ""),
        ] {
            assert_eq!(readable(text), expect, "{text:?}");
        }
    }

    #[test]
    fn line_breaks_of_every_kind_are_one_space() {
        for text in ["a b", "a\nb", "a  \nb", "a\\\nb", "a<br>b", "a <BR /> b", "a\r\nb", "\ta\u{a0}b\n"] {
            check(text, "a b");
        }
        check("ends with \\", "ends with \\");
    }

    #[test]
    fn a_text_cannot_begin_a_block() {
        check("1. one", "1. one");
        check("# heading", "# heading");
        check("- 5 ms", "- 5 ms");
        check("a\n- 5 ms", "a - 5 ms");
        check("> 5 ms", "> 5 ms");
        check("```\ncode\n```", "code");
        check("[a]: b", "[a]: b");
        check("", "");
    }

    #[test]
    fn the_target_of_a_link_is_one_of_its_words() {
        check("see [RFC 9110](https://example.org/9110)", "see https://example.org/9110 RFC 9110");
        check("a `<id>` or <id>", "a <id> or <id>");
    }
}
