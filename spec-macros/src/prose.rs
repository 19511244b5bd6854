//! Writes a criterion's words for people: as documentation, and as the message of a stub.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use spec_model::catalog::Target;
use spec_model::visible::{push_visible, visible, without_commands};

/// The paragraphs that an item's documentation gets: the id, the title, the words.
pub(crate) fn documentation(target: &Target<'_>, name: &str) -> String {
    let title = target.requirement.title.trim();
    let words = target.criterion.map(|criterion| criterion.text.as_str()).unwrap_or_default();
    paragraphs(name, title, words)
}

fn paragraphs(name: &str, title: &str, words: &str) -> String {
    // An id is no Markdown: nothing in it is emphasis.
    let mut text = format!("\n\n**{}**", escaped(name.trim()));
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

/// Markdown of which documentation shows the text as it stands: one line, in which only emphasis is still markup.
///
/// Every other mark is escaped. So nothing becomes code, which `cargo test` would run, nor a tag, a link or an entity. Ticks are escaped
/// too; what stands between them is not emphasis.
fn literal(markdown: &str) -> String {
    let markdown = markdown.trim();
    let mut spans = code_spans(markdown).into_iter().peekable();
    let mut text = String::with_capacity(markdown.len() + 16);
    let mut at = 0;
    while at < markdown.len() {
        while spans.next_if(|span| span.end <= at).is_some() {}
        let rest = &markdown[at..];
        let length = if let Some(span) = spans.peek().filter(|span| span.start == at) {
            let code = &markdown[span.clone()];
            text.push_str(&escaped(code));
            code.len()
        } else if rest.starts_with(['*', '_']) {
            let run = &rest[..rest.len() - rest.trim_start_matches(['*', '_']).len()];
            let is_end = |c: Option<char>| c.is_none_or(char::is_whitespace);
            // Between blanks it would be the star of a list, or a line across.
            let is_apart =
                is_end(markdown[..at].chars().next_back()) && is_end(rest[run.len()..].chars().next());
            text.push_str(&if is_apart { Cow::Owned(escaped(run)) } else { Cow::Borrowed(run) });
            run.len()
        } else if rest.starts_with('\\') && rest[1..].starts_with(|c: char| c.is_ascii_punctuation()) {
            text.push_str(&rest[..2]);
            2
        } else {
            let next = spans.peek().map_or(rest.len(), |span| span.start - at);
            let marks = rest.char_indices().skip(1).find(|(_, c)| matches!(c, '*' | '_' | '\\'));
            let words = marks.map_or(rest.len(), |(found, _)| found).min(next);
            push_escaped(&mut text, &rest[..words]);
            words
        };
        at += length;
    }
    text
}

/// Text without any markup.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    push_escaped(&mut out, text);
    out
}

/// Appends words with one blank for all that is between them, and each mark escaped.
fn push_escaped(out: &mut String, text: &str) {
    let mut shown = String::new();
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        if c.is_whitespace() {
            if !out.ends_with(' ') {
                out.push(' ');
            }
            shown.clear();
            continue;
        }
        shown.clear();
        shown.extend(out.chars().next_back());
        let before = shown.len();
        push_visible(&mut shown, c);
        // `REQ-1.2` is one word.
        let is_within_word = matches!(c, '-' | '.')
            && out.ends_with(|c: char| c.is_ascii_alphanumeric())
            && characters.peek().is_some_and(char::is_ascii_alphanumeric);
        for c in shown[before..].chars() {
            let is_mark = c.is_ascii_punctuation() && !matches!(c, ',' | ';' | '/' | '?' | '%');
            if is_mark && !is_within_word {
                out.push('\\');
            }
            out.push(c);
        }
    }
}

/// Finds the code between ticks in a text: from a run of ticks to the next run of the same length.
fn code_spans(text: &str) -> Vec<Range<usize>> {
    let mut spans = Vec::new();
    let mut closing: HashMap<usize, Vec<usize>> = HashMap::new();
    let mut runs = Vec::new();
    let mut at = 0;
    while let Some(tick) = text[at..].find('`').map(|found| at + found) {
        let length = text[tick..].len() - text[tick..].trim_start_matches('`').len();
        let is_escaped = text[..tick].bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 1;
        runs.push((tick, length, is_escaped));
        closing.entry(length).or_default().push(tick);
        at = tick + length;
    }
    let mut end = 0;
    for (tick, length, is_escaped) in runs {
        // Behind a backslash the first tick opens nothing, the others do.
        let (open, length) = if is_escaped { (tick + 1, length - 1) } else { (tick, length) };
        if length == 0 || open < end {
            continue;
        }
        let Some(ticks) = closing.get(&length) else { continue };
        if let Some(&close) = ticks.get(ticks.partition_point(|close| *close <= tick)) {
            end = close + length;
            spans.push(open..end);
        }
    }
    spans
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
    without_commands(&folded, "\\u{3a}").into_owned()
}

#[cfg(test)]
mod tests;
