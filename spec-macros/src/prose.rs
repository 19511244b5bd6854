//! A criterion's words, for people: as documentation, and as the message of a stub.

use spec_model::catalog::Target;
use spec_model::visible::{push_visible, visible};

/// The paragraph that an item's documentation gets: the id, the title, the words.
pub(crate) fn documentation(target: &Target<'_>, name: &str) -> String {
    let title = target.requirement.title.trim();
    let words = target.criterion.map(|criterion| criterion.text.as_str()).unwrap_or_default();
    let mut text = format!("\n\n**{}**", literal(name));
    if !title.is_empty() {
        text.push_str(" · ");
        text.push_str(&literal(title));
    }
    if !words.is_empty() && words != title {
        text.push_str("\n\n");
        text.push_str(&literal(words));
    }
    text.push('\n');
    text
}

/// Markdown that rustdoc shows as it stands: no link, no HTML, no address becomes anything else, so that no lint of the crate
/// has anything to say about it. Emphasis and code stay.
fn literal(markdown: &str) -> String {
    let mut text = String::with_capacity(markdown.len() + 8);
    let mut in_code = false;
    for line in markdown.lines().map(str::trim_start) {
        if !text.is_empty() {
            text.push('\n');
        }
        // What would begin a list, a quote, a heading or a fence in documentation is text here.
        if line.starts_with(['#', '>', '-', '+', '=', '|', '~']) || line.starts_with("```") {
            text.push('\\');
        }
        for c in line.chars() {
            match c {
                '`' => in_code = !in_code,
                '[' | ']' | '<' | '>' if !in_code => text.push('\\'),
                // `http://…`
                '/' if !in_code && text.ends_with(':') => text.push('\\'),
                _ => {}
            }
            if c == '\t' { text.push(' ') } else { push_visible(&mut text, c) }
        }
    }
    if in_code {
        text = text.replace('`', "\\`");
    }
    text
}

/// The words folded to lines of at most `width` characters, each behind four spaces; control characters shown.
pub(crate) fn folded(words: &str, width: usize) -> String {
    let mut folded = String::with_capacity(words.len() + 32);
    for line in words.lines() {
        let mut column = usize::MAX;
        for word in line.split_whitespace() {
            let word = visible(word);
            let length = word.chars().count();
            if column.saturating_add(1 + length) > width {
                folded.push_str(if folded.is_empty() { "    " } else { "\n    " });
                column = length;
            } else {
                folded.push(' ');
                column += 1 + length;
            }
            folded.push_str(&word);
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documentation_stays_text() {
        let check = |markdown: &str, expect: &str| assert_eq!(literal(markdown), expect);
        check("see [Foo] at http://x.y", "see \\[Foo\\] at http:\\//x.y");
        check("a <script> in `<code> [x]`", "a \\<script\\> in `<code> [x]`");
        check("# no heading\n- no list", "\\# no heading\n\\- no list");
        check("an `open mark", "an \\`open mark");
        check("esc \u{1b}[31m\ttab", "esc \\u{1b}\\[31m tab");
        check("a\n    no code", "a\nno code");
    }

    #[test]
    fn words_are_folded_and_escapes_are_shown() {
        assert_eq!(folded("one two three", 8), "    one two\n    three");
        assert_eq!(folded("a\n\u{1b}[31mb \u{202e}c", 80), "    a\n    \\u{1b}[31mb \\u{202e}c");
    }
}
