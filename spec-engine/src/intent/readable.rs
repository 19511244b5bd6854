//! Writes tokens as people write them.

/// Tokens on one line, with as much space between them as rustfmt leaves.
pub fn line<'a>(tokens: impl IntoIterator<Item = &'a str>) -> String {
    let mut text = String::new();
    let (mut last, mut before_last) = ("", "");
    // The angle brackets that are open: those behind `::` or the name of a type.
    let mut angles = 0_usize;
    for token in tokens {
        let is_angle = token == "<" && (last == "::" || last.starts_with(char::is_uppercase))
            || angles > 0 && matches!(token, ">" | "<")
            || angles > 0 && last == "<";
        if !last.is_empty() && !is_angle && is_spaced(before_last, last, token) {
            text.push(' ');
        }
        match token {
            "<" if is_angle => angles += 1,
            ">" if is_angle => angles = angles.saturating_sub(1),
            ";" | "{" => angles = 0,
            _ => {}
        }
        text.push_str(token);
        (before_last, last) = (last, token);
    }
    text
}

/// Normalised tokens on one line.
pub fn text(tokens: &str) -> String {
    let tokens = super::tokens::split(tokens);
    line(tokens.iter().map(String::as_str))
}

/// Does space stand between two tokens?
fn is_spaced(before_last: &str, last: &str, token: &str) -> bool {
    let is_word =
        |token: &str| token.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '"' | '\''));
    match (last, token) {
        (_, "," | ";" | "." | "?" | ")" | "]" | ":" | "::" | "..")
        | ("(" | "[" | "." | "::" | "#" | ".." | "..=", _) => false,
        (_, "..=") => false,
        ("!", "(" | "[") => false,
        ("!", "{") => true,
        ("!", _) => before_last == "=",
        (last, "!") if is_word(last) => matches!(last, "return" | "in" | "if" | "while" | "match"),
        (_, "!") => last != "#",
        (last, "(" | "[") => {
            !is_word(last) && !matches!(last, ")" | "]" | ">")
                || matches!(last, "in" | "if" | "match" | "return" | "while" | "let" | "for")
        }
        ("&" | "*" | "-", _) if !is_word(before_last) && !matches!(before_last, ")" | "]") => false,
        _ => true,
    }
}

/// Tokens on several lines, indented by what they stand in: a line for each statement.
pub fn lines(tokens: &str) -> Vec<String> {
    let (mut lines, mut line, mut depth) = (Vec::new(), Vec::new(), 0_usize);
    // The brackets that are open, and those around each brace.
    let (mut brackets, mut around) = (0_usize, Vec::new());
    let end = |line: &mut Vec<String>, depth: usize, lines: &mut Vec<String>| {
        if !line.is_empty() {
            lines.push(format!("{}{}", "    ".repeat(depth), self::line(line.iter().map(String::as_str))));
            line.clear();
        }
    };
    for token in super::tokens::split(tokens) {
        match &*token {
            "(" | "[" => brackets += 1,
            ")" | "]" => brackets = brackets.saturating_sub(1),
            _ => {}
        }
        let is_attribute = token == "]" && line.first().is_some_and(|first: &String| first == "#");
        match &*token {
            "}" => {
                end(&mut line, depth, &mut lines);
                depth = depth.saturating_sub(1);
                brackets = around.pop().unwrap_or_default();
                line.push(token);
            }
            "{" => {
                line.push(token);
                end(&mut line, depth, &mut lines);
                depth += 1;
                around.push(std::mem::take(&mut brackets));
            }
            ";" if brackets == 0 => {
                line.push(token);
                end(&mut line, depth, &mut lines);
            }
            _ => {
                if line.first().is_some_and(|first| first == "}")
                    && !matches!(&*token, ")" | "," | ";" | "." | "else" | "?")
                {
                    end(&mut line, depth, &mut lines);
                }
                line.push(token);
                if is_attribute && brackets == 0 {
                    end(&mut line, depth, &mut lines);
                }
            }
        }
    }
    end(&mut line, depth, &mut lines);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(tokens: &str, expect: &str) {
        assert_eq!(lines(tokens).join("\n"), expect);
    }

    #[test]
    fn tokens_look_like_rust() {
        check(
            "# [ test ] fn _ ( ) { let mut a = b . c ( & d , - 1 ) ; assert_eq ! ( a [ 0 ] , x :: Y :: < Z > ( 2 .. 3 ) ? ) ; if ! a { return ; } else { b ( ) } }",
            "#[test]\nfn _() {\n    let mut a = b.c(&d, -1);\n    assert_eq!(a[0], x::Y::<Z>(2..3)?);\n    if !a {\n        return;\n    } else {\n        b()\n    }\n}",
        );
        check(
            "fn _ ( ) { check ( \"a b\" , | x | { y ( ) ; } ) ; }",
            "fn _() {\n    check(\"a b\", | x | {\n        y();\n    });\n}",
        );
    }
}
