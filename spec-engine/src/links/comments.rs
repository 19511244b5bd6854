//! Finds the comments of a piece of source. They are no tokens, so nothing compares them; people read them.

use super::lexer::{Lexed, lex};

/// The comments in a piece of Rust, line by line, without the blanks around them. Documentation is among them.
pub fn comments(text: &str) -> Vec<&str> {
    let mut lexed = Lexed::default();
    lex(text, &mut lexed);
    let ends = lexed.tokens().iter().map(|token| token.end as usize);
    let starts = lexed.tokens().iter().map(|token| token.start as usize);
    let gaps = std::iter::once(0).chain(ends).zip(starts.chain([text.len()]));
    let lines = gaps.filter_map(|(from, to)| text.get(from..to)).flat_map(str::lines);
    lines.map(str::trim).filter(|line| !line.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_between_tokens_is_a_comment_and_what_a_string_holds_is_none() {
        let text = "/// Pays.\n#[test]\nfn pays() {\n    // TODO: the real\n    // thing\n    f(\"// no\"); /* a\n    b */\n}\n// end";
        assert_eq!(comments(text), ["/// Pays.", "// TODO: the real", "// thing", "/* a", "b */", "// end"]);
        assert_eq!(comments("fn f() {}"), [""; 0]);
    }
}
