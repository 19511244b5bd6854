//! Finds the marks of a merge conflict. The lines between them belong to neither branch, so nothing there counts.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::diagnostic::{Advice, Code, Diagnostic};
use crate::source::Span;

/// The first line that begins or ends a conflict. Its first byte has to be text, and nothing quoted.
///
/// A line of seven `=` is no mark by itself: in Markdown it makes a heading of the line above.
pub fn mark(text: &str, is_text: impl Fn(usize) -> bool) -> Option<Span> {
    // Made once: hardly any file has them.
    static MARKS: LazyLock<[Finder<'static>; 2]> = LazyLock::new(|| ["<<<<<<<", ">>>>>>>"].map(Finder::new));
    const LENGTH: usize = 7;
    let bytes = text.as_bytes();
    let is_mark = |&at: &usize| {
        let begins = at == 0 || bytes[at - 1] == b'\n';
        begins && matches!(bytes.get(at + LENGTH), None | Some(b' ' | b'\r' | b'\n')) && is_text(at)
    };
    let first = MARKS.iter().filter_map(|mark| mark.find_iter(bytes).find(is_mark)).min()?;
    let line = text[first..].lines().next().unwrap_or_default();
    Some(Span::new(first, first + line.len()))
}

/// The message about it; the place is not in it yet.
pub fn finding(of: &str) -> Diagnostic {
    Diagnostic::new(Code::ConflictMarks, format!("{of} has the marks of a merge conflict"))
        .label("two branches contradict each other here")
        .help("keep what is intended and remove the marks")
        .help(Advice::run("cargo spec review", "").after("then"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_stands_at_the_beginning_of_a_line_and_is_seven_long() {
        let check = |text: &str, expect: Option<&str>| {
            let found = mark(text, |_| true).map(|span| &text[span.range()]);
            assert_eq!(found, expect, "{text}");
        };
        check("a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> topic\n", Some("<<<<<<< HEAD"));
        check("a\r\n<<<<<<<\r\n", Some("<<<<<<<"));
        // Somebody has taken the first away, and forgotten the last.
        check("a\n=======\nc\n>>>>>>> topic", Some(">>>>>>> topic"));
        check("Heading\n=======\n", None);
        check("a <<<<<<< b\n <<<<<<< c\n<<<<<<<< d\n<<<<<<\n", None);
        assert_eq!(mark("<<<<<<< a\n<<<<<<< b", |at| at > 0), Some(Span::new(10, 19)));
        assert_eq!(mark("<<<<<<< a", |_| false), None);
    }
}
