//! Parses string literals of Rust, as they are in source and in tokens.

/// The value of a string literal (Rust Reference, *String literals* and *Raw string literals*). `None`: rustc would not take it.
pub fn string_value(literal: &str) -> Option<String> {
    if let Some(raw) = literal.strip_prefix('r') {
        let inner = raw.trim_matches('#');
        return Some(inner.strip_prefix('"')?.strip_suffix('"')?.to_owned());
    }
    let inner = literal.strip_prefix('"')?.strip_suffix('"')?;
    if !inner.contains('\\') {
        return Some(inner.to_owned());
    }
    let mut value = String::with_capacity(inner.len());
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            value.push(c);
            continue;
        }
        match chars.next()? {
            'n' => value.push('\n'),
            'r' => value.push('\r'),
            't' => value.push('\t'),
            '0' => value.push('\0'),
            c @ ('\\' | '\'' | '"') => value.push(c),
            'x' => {
                let digits: String = chars.by_ref().take(2).collect();
                value.push(char::from(u8::from_str_radix(&digits, 16).ok()?));
            }
            'u' => {
                let digits: String =
                    chars.by_ref().skip(1).take_while(|&c| c != '}').filter(|&c| c != '_').collect();
                value.push(char::from_u32(u32::from_str_radix(&digits, 16).ok()?)?);
            }
            // A line break that is continued: it and the white space behind it do not count.
            '\n' | '\r' => {
                let rest = chars.as_str().trim_start();
                chars = rest.chars();
            }
            _ => return None,
        }
    }
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::string_value;

    #[test]
    fn string_literals_have_the_value_that_rustc_gives_them() {
        let check = |literal: &str, expect: Option<&str>| {
            assert_eq!(string_value(literal).as_deref(), expect, "{literal}");
        };
        check(r#""REQ-1""#, Some("REQ-1"));
        check(r##"r#"REQ-1"#"##, Some("REQ-1"));
        check(r#""\x52\u{45}Q\n\"\\""#, Some("REQ\n\"\\"));
        check("\"a\\\n   b\"", Some("ab"));
        check(r#""\q""#, None);
        check(r#""\u{110000}""#, None);
    }
}
