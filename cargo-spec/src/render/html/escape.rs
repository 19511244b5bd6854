//! Escapes text of documents for HTML.

use std::collections::HashSet;

use crate::render::markup::escaped as text;
use crate::text::{step_lines, without_strong};

/// The words of a criterion: each step of a scenario on a line, code as code.
pub(super) fn statement(words: &str) -> String {
    let lines = step_lines(words).into_iter().map(|line| with_code(&without_strong(&line)));
    lines.collect::<Vec<_>>().join("<br>")
}

/// A line with what stands between backticks as code.
fn with_code(line: &str) -> String {
    let parts: Vec<_> = line.split('`').collect();
    // The last one is not closed, if the number of parts is even.
    let closed = parts.len() - (parts.len() + 1) % 2;
    let mut out = String::new();
    for (at, part) in parts.iter().enumerate() {
        match at {
            _ if at >= closed => out += &format!("`{}", text(part)),
            _ if at % 2 == 1 => out += &format!("<code>{}</code>", text(part)),
            _ => out += &text(part),
        }
    }
    out
}

/// The ids of the elements of a page: what a link to a criterion names.
#[derive(Debug, Default)]
pub(super) struct Anchors {
    taken: HashSet<String>,
}

impl Anchors {
    /// The id for a criterion: no two of a page have the same, whatever they are called.
    pub(super) fn of(&mut self, feature: &str, id: &str) -> String {
        let part = |text: &str| -> String {
            text.chars().map(|c| if c.is_alphanumeric() || c == '.' || c == '-' { c } else { '_' }).collect()
        };
        let name = format!("{}/{}", part(feature), part(id));
        let others = (2_usize..).map(|number| format!("{name}~{number}"));
        let free = std::iter::once(name.clone()).chain(others).find(|name| !self.taken.contains(name));
        let anchor = free.unwrap_or(name);
        self.taken.insert(anchor.clone());
        anchor
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_of_a_document_is_text() {
        assert_eq!(
            text("<script>alert('\"&')</script>"),
            "&lt;script&gt;alert(&#39;&quot;&amp;&#39;)&lt;/script&gt;"
        );
        assert_eq!(text("\u{1b}[2J\u{202e}a"), "\\u{1b}[2J\\u{202e}a");
    }

    #[test]
    fn code_is_code_and_steps_are_lines() {
        let check = |words: &str, expected: &str| assert_eq!(statement(words), expected);
        check("**WHEN** `a<b` THEN `c` d", "WHEN <code>a&lt;b</code> THEN <code>c</code> d");
        check("a ` b", "a ` b");
        check("`a` ` b", "<code>a</code> ` b");
        check("Given a\nWhen b", "Given a<br>When b");
    }

    #[test]
    fn no_two_criteria_have_one_anchor() {
        let mut anchors = Anchors::default();
        let mut of = |feature: &str, id: &str| anchors.of(feature, id);
        assert_eq!(of("a", "REQ-1.1"), "a/REQ-1.1");
        assert_eq!(of("a", "REQ-1.1"), "a/REQ-1.1~2");
        assert_eq!(of("a b", "注\"册"), "a_b/注_册");
        assert_eq!(of("a\tb", "注<册"), "a_b/注_册~2");
    }
}
