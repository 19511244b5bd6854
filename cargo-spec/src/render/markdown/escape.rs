//! Escapes text of documents for Markdown.

use crate::render::markup::entity;
use spec_model::visible::{push_visible, visible};

/// Text that is no markup, mentions nobody, refers to no issue and is no link.
pub(super) fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        push(&mut out, c);
        let next = rest.clone().next();
        // Renderers look for these in the text that is left when all markup is gone: nothing but a character between can part them.
        let starts_something = match c {
            '@' => true,
            '#' => next.is_some_and(|next| next.is_ascii_digit()),
            ':' => next.is_some_and(|next| {
                next == '/' || next == '+' || next == '-' || next.is_ascii_alphanumeric()
            }),
            'w' | 'W' => next == Some('.'),
            '-' => ends_with_word(&out, "gh-") && next.is_some_and(|next| next.is_ascii_digit()),
            _ => false,
        };
        if starts_something {
            out.push_str("&#8203;");
        }
    }
    out
}

/// Text inside of a block of HTML, on one line.
pub(super) fn in_html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match (entity(c), c) {
            (Some(entity), _) => out.push_str(entity),
            (None, '\n') => out.push_str("&#10;"),
            // Nothing reads it as a command of a log, as a cell or as a mention.
            (None, '[') => out.push_str("&#91;"),
            (None, '|') => out.push_str("&#124;"),
            (None, '@') => out.push_str("&#64;"),
            (None, c) => push_visible(&mut out, c),
        }
    }
    out
}

/// Text as code, in which nobody is mentioned.
pub(super) fn code(text: &str) -> String {
    if !text.is_empty() && text.trim() == text && !text.contains(['`', '|']) && visible(text) == text {
        return format!("`{text}`");
    }
    let mut out = String::from("<code>");
    text.chars().for_each(|c| push(&mut out, c));
    out.push_str("</code>");
    out
}

fn push(out: &mut String, c: char) {
    match c {
        '&' | '<' | '>' => out.push_str(entity(c).unwrap_or_default()),
        // A table ends its cells at this one before anything else is looked at.
        '|' => out.push_str("&#124;"),
        '\\' | '`' | '*' | '_' | '[' | ']' | '!' | '~' | '$' => {
            out.push('\\');
            out.push(c);
        }
        c => push_visible(out, c),
    }
}

fn ends_with_word(text: &str, word: &str) -> bool {
    let start = text.len().checked_sub(word.len());
    start.and_then(|start| text.get(start..)).is_some_and(|end| end.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_a_document_does_nothing() {
        let check = |plain: &str, expected: &str| assert_eq!(text(plain), expected);
        check("a | b", "a &#124; b");
        check("<script>&amp;</script>", "&lt;script&gt;&amp;amp;&lt;/script&gt;");
        check("**a** `b` _c_ $d$ ~~e~~ \\", "\\*\\*a\\*\\* \\`b\\` \\_c\\_ \\$d\\$ \\~\\~e\\~\\~ \\\\");
        check("![a](javascript:b)", "\\!\\[a\\](javascript:&#8203;b)");
        check("@somebody #12", "@&#8203;somebody #&#8203;12");
        check("https://a.b www.c", "https:&#8203;//a.b www&#8203;.c");
        check("GH-7 :tada:", "GH-&#8203;7 :&#8203;tada:");
        check("a\u{1b}b\u{202e}", "a\\u{1b}b\\u{202e}");
        check("注册: 系统", "注册: 系统");
    }

    #[test]
    fn code_is_code_whatever_is_in_it() {
        let check = |plain: &str, expected: &str| assert_eq!(code(plain), expected);
        check("a::b_c", "`a::b_c`");
        check("<b>", "`<b>`");
        check("a`b", "<code>a\\`b</code>");
        check("a|b\n", "<code>a&#124;b\\n</code>");
        check("##[group]", "<code>##\\[group\\]</code>");
    }
}
