//! Normalises a test for acceptance: its tokens, in any layout.

use super::attributes::Tokens;
use super::imports::Names;
use super::items::Item;
use super::lexer::TokenKind;

/// Operators of several characters: one token each where nothing stands between the characters. Shifts are none, because two
/// brackets of generic arguments look like one.
const OPERATORS: [&str; 21] = [
    "..=", "...", "::", "->", "=>", "==", "!=", "<=", ">=", "&&", "||", "+=", "-=", "*=", "/=", "%=", "^=",
    "&=", "|=", "..", "<-",
];

/// The tokens of an item, joined by single spaces.
///
/// Comments are none. Left out are `#[spec(…)]` and documentation, and commas before a closing bracket and behind the block of a match arm.
/// So are braces around the one expression of a match arm or closure: rustfmt adds and removes them. The item's own name is `_`. Every
/// other token counts.
pub(super) fn normal(tokens: &Tokens<'_>, names: &Names<'_>, first: usize, item: &Item<'_>) -> String {
    write(tokens, names, (first, item.end), Some(item), &[])
}

/// The same of any tokens, without some of them, which are in order.
pub(super) fn rest(
    tokens: &Tokens<'_>,
    names: &Names<'_>,
    range: (usize, usize),
    left_out: &[(usize, usize)],
) -> String {
    write(tokens, names, range, None, left_out)
}

fn write(
    tokens: &Tokens<'_>,
    names: &Names<'_>,
    (first, end): (usize, usize),
    named: Option<&Item<'_>>,
    mut left_out: &[(usize, usize)],
) -> String {
    let end = end.min(tokens.all.len());
    let mut writer = Writer { tokens, text: String::new(), dropped: Vec::new() };
    let mut named = named.filter(|item| !item.name.is_empty());
    let mut at = first;
    while at < end {
        if let Some(((from, to), behind)) = left_out.split_first()
            && *from <= at
        {
            (at, left_out) = (at.max(*to), behind);
            continue;
        }
        if let Some(behind) = left_out_attribute(tokens, names, at) {
            at = behind;
            continue;
        }
        if named.is_some_and(|item| tokens.ident(at) == item.keyword) {
            named = None;
            writer.push(tokens.raw(at));
            writer.push("_");
            at += 2;
            continue;
        }
        at = writer.token(at);
    }
    writer.text
}

/// The index behind a link or documentation that begins at a token: they say nothing of what the item does.
pub(super) fn left_out_attribute(tokens: &Tokens<'_>, names: &Names<'_>, at: usize) -> Option<usize> {
    if !(tokens.is(at, TokenKind::Punct(b'#')) && tokens.is(at + 1, TokenKind::Open(b'['))) {
        return None;
    }
    let mut attributes = Vec::new();
    tokens.attribute(at, &mut attributes);
    let is_left_out = !attributes.is_empty()
        && attributes.iter().all(|attribute| names.is_spec(attribute) || attribute.name == "doc");
    is_left_out.then(|| (tokens.close(at + 1) + 1).max(at + 2))
}

/// The conditions of what an item stands in, as if they stood on the item itself. Each has a space behind it. They are given by their
/// arguments: `unix` of `#[cfg(unix)]`.
pub(super) fn conditions(tokens: &Tokens<'_>, conditions: impl Iterator<Item = (usize, usize)>) -> String {
    let mut text = String::new();
    for (first, last) in conditions {
        let (mut at, end) = (first.saturating_sub(2), (last + 1).min(tokens.all.len()));
        let mut writer = Writer { tokens, text: String::new(), dropped: Vec::new() };
        while at < end {
            at = writer.token(at);
        }
        text.push_str("# [ ");
        text.push_str(&writer.text);
        text.push_str(" ] ");
    }
    text
}

struct Writer<'a> {
    tokens: &'a Tokens<'a>,
    text: String,
    /// The closing braces that are left out, and whether a comma stands for them.
    dropped: Vec<(usize, bool)>,
}

impl Writer<'_> {
    fn push(&mut self, token: &str) {
        if !self.text.is_empty() {
            self.text.push(' ');
        }
        // rustc reads a line end of two characters in a string as one (The Rust Reference, *CRLF normalization*).
        for (number, line) in token.split("\r\n").enumerate() {
            if number > 0 {
                self.text.push('\n');
            }
            self.text.push_str(line);
        }
    }

    /// Writes the token at a place, or leaves it out. Where the next one is.
    fn token(&mut self, at: usize) -> usize {
        let tokens = self.tokens;
        match tokens.kind(at) {
            Some(TokenKind::Punct(b',')) if self.is_layout(at) => at + 1,
            Some(TokenKind::Punct(_)) => {
                let length = self.operator(at);
                let (start, end) = (tokens.all[at].start as usize, tokens.all[at + length - 1].end as usize);
                self.push(&tokens.text[start..end]);
                at + length
            }
            Some(TokenKind::Open(b'{')) if self.is_single_expression(at) => {
                let close = tokens.close(at);
                let is_arm = self.is_behind_arrow(at);
                let is_last = matches!(tokens.kind(close + 1), None | Some(TokenKind::Close(_)));
                let has_comma = tokens.is(close + 1, TokenKind::Punct(b','));
                self.dropped.push((close, is_arm && !is_last && !has_comma));
                at + 1
            }
            Some(TokenKind::Close(b'}')) if self.dropped.last().is_some_and(|(close, _)| *close == at) => {
                if let Some((_, true)) = self.dropped.pop() {
                    self.push(",");
                }
                at + 1
            }
            _ => {
                self.push(tokens.raw(at));
                at + 1
            }
        }
    }

    /// Counts the tokens of the operator that begins here.
    fn operator(&self, at: usize) -> usize {
        let start = self.tokens.all[at].start as usize;
        let is_it = |operator: &&&str| {
            self.tokens.text[start..].starts_with(**operator)
                && (at..at + operator.len())
                    .all(|at| matches!(self.tokens.kind(at), Some(TokenKind::Punct(_))))
        };
        OPERATORS.iter().find(is_it).map_or(1, |operator| operator.len())
    }

    fn is_behind_arrow(&self, at: usize) -> bool {
        at >= 2
            && self.tokens.is(at - 1, TokenKind::Punct(b'>'))
            && self.tokens.is(at - 2, TokenKind::Punct(b'='))
    }

    /// Is a comma there for the layout alone?
    fn is_layout(&self, at: usize) -> bool {
        let tokens = self.tokens;
        if at > 0 && tokens.is(at - 1, TokenKind::Close(b'}')) {
            // Behind the block of a match arm; where its braces are left out, the comma counts.
            let open = tokens.all[at - 1].mate as usize;
            if self.is_behind_arrow(open) && !self.is_single_expression(open) {
                return true;
            }
        }
        match tokens.kind(at + 1) {
            Some(TokenKind::Close(b')')) => {
                let open = tokens.all[at + 1].mate as usize;
                let is_call = open > 0
                    && match tokens.kind(open - 1) {
                        Some(TokenKind::Ident) => {
                            !matches!(tokens.raw(open - 1), "in" | "return" | "match" | "if" | "break")
                        }
                        Some(TokenKind::Punct(byte)) => {
                            byte == b'!' || byte == b'>' && !self.is_behind_arrow(open)
                        }
                        Some(TokenKind::Close(_)) => true,
                        _ => false,
                    };
                // `(a,)` is a tuple, `(a)` is none.
                is_call || tokens.until_comma(open + 1, at) < at
            }
            Some(TokenKind::Close(_)) => true,
            _ => false,
        }
    }

    /// Do braces hold the one expression of a match arm or a closure?
    fn is_single_expression(&self, open: usize) -> bool {
        let tokens = self.tokens;
        let is_closure = open > 0 && tokens.is(open - 1, TokenKind::Punct(b'|'));
        let close = tokens.close(open);
        if !is_closure && !self.is_behind_arrow(open) || close <= open + 1 || close >= tokens.all.len() {
            return false;
        }
        let mut at = open + 1;
        while at < close {
            match tokens.all[at].kind {
                TokenKind::Punct(b';') => return false,
                TokenKind::Open(_) => at = tokens.close(at).max(at) + 1,
                _ => at += 1,
            }
        }
        !matches!(tokens.raw(open + 1), "let" | "#")
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::sync::Arc;

    use crate::links::scan;

    fn normal(test: &str) -> String {
        let path: Arc<Path> = Arc::from(Path::new("tests/a.rs"));
        let text = format!("use spec_runtime::spec;\n#[test]\n#[spec(\"REQ-1\")]\n{test}");
        scan(&path, &text).links.first().map(|link| link.item.tokens.to_string()).unwrap_or_default()
    }

    fn check(test: &str, expect: &str) {
        assert_eq!(normal(test), format!("# [ test ] {expect}"));
    }

    fn same(one: &str, other: &str) {
        assert_eq!(normal(one), normal(other));
    }

    fn different(one: &str, other: &str) {
        assert_ne!(normal(one), normal(other));
    }

    #[test]
    fn layout_comments_and_the_own_name_do_not_count() {
        check(
            "fn pays() { assert_eq!(a::b(1), 2..=3); } fn other() {}",
            "fn _ ( ) { assert_eq ! ( a :: b ( 1 ) , 2 ..= 3 ) ; }",
        );
        same("fn a() { x(); }", "/// Pays.\n#[doc = \"twice\"]\nfn b() {\n    // now\n    x();\n}");
        same("fn a() { x(1, 2); y([1]); (1, 2); }", "fn a() { x(\n1,\n2,\n); y([1,]); (1, 2,); }");
        same(
            "fn a() { match x { A => b(), B => { c(); } C => d } }",
            "fn a() { match x { A => { b() } B => { c(); }, C => d, } }",
        );
        same("fn a() { x(|y| y + 1) }", "fn a() { x(|y| { y + 1 }) }");
    }

    #[test]
    fn every_other_token_counts() {
        different("fn a() { x(1); }", "fn a() { x(2); }");
        different("fn a() { x(\"a b\"); }", "fn a() { x(\"a  b\"); }");
        different("fn a() { (x,); }", "fn a() { (x); }");
        different("fn a() { a == b; }", "fn a() { a = b; }");
        different("fn a() { let a = & &b; }", "fn a() { let a = &&b; }");
        different("fn a() { x(|y| { y; }) }", "fn a() { x(|y| y) }");
        different("#[ignore] fn a() {}", "fn a() {}");
        different("fn a() -> X {}", "fn a() {}");
    }

    #[test]
    fn conditions_of_what_it_stands_in_count() {
        let path: Arc<Path> = Arc::from(Path::new("tests/a.rs"));
        let check = |head: &str, expect: &str| {
            let text = format!("{head}\n#[test]\n#[spec_runtime::spec(\"REQ-1\")]\nfn a() {{}}\n}}");
            let links = scan(&path, &text).links;
            assert_eq!(&*links[0].item.tokens, format!("{expect}# [ test ] fn _ ( ) {{ }}"), "{head}");
        };
        check("mod x {", "");
        check("#[cfg(test)] mod x {", "");
        check("#[cfg(feature = \"slow\")] mod x {", "# [ cfg ( feature = \"slow\" ) ] ");
        check(
            "#![cfg(not(windows))]\n#[cfg(all(test, unix))]\nmod x {",
            "# [ cfg ( not ( windows ) ) ] # [ cfg ( all ( test , unix ) ) ] ",
        );
        check("#[cfg(unix)] mod other {} mod x {", "");
        check("mod x { #![cfg(unix)]", "# [ cfg ( unix ) ] ");
        check(
            "proptest! { #![proptest_config(with_cases(9))]",
            "# [ proptest_config ( with_cases ( 9 ) ) ] ",
        );
        check("mod y { proptest! { #![proptest_config(with_cases(9))] } }\nmod x {", "");
    }

    #[test]
    fn other_links_do_not_count() {
        same("#[spec(\"REQ-2\")] fn a() {}", "#[cfg_attr(test, spec(\"REQ-3\"))] fn a() {}");
    }
}
