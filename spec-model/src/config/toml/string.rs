//! Parses strings in the four ways of quoting, and keys.

use nom::Parser;
use nom::branch::alt;
use nom::bytes::complete::{tag, take_while, take_while1};
use nom::combinator::map;

use super::parse::{Bad, Parsed, fail};

/// `"basic"`, `'literal'`, `"""…"""` or `'''…'''`.
pub(super) fn string(input: &str) -> Parsed<'_, String> {
    alt((multi_line('"'), multi_line('\''), single_line)).parse(input)
}

/// One part of a key: bare or quoted on one line.
pub(super) fn key(input: &str) -> Parsed<'_, String> {
    let bare = take_while1(|c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    alt((map(bare, str::to_owned), single_line)).parse(input)
}

/// `"basic"` or `'literal'`
fn single_line(input: &str) -> Parsed<'_, String> {
    alt((delimited_by("\""), delimited_by("'"))).parse(input)
}

/// `"""…"""` or `'''…'''`; a line end right behind the opening quotes does not count.
fn multi_line<'a>(quote: char) -> impl Parser<&'a str, Output = String, Error = Bad<'a>> {
    let quotes = if quote == '"' { "\"\"\"" } else { "'''" };
    move |input: &'a str| {
        let (body, _) = tag(quotes).parse(input)?;
        let body = body.strip_prefix("\r\n").or_else(|| body.strip_prefix('\n')).unwrap_or(body);
        text(input, body, quotes)
    }
}

fn delimited_by<'a>(quote: &'static str) -> impl Parser<&'a str, Output = String, Error = Bad<'a>> {
    move |input: &'a str| {
        let (body, _) = tag(quote).parse(input)?;
        text(input, body, quote)
    }
}

/// The text up to the closing quotes. `opening` is where the string begins, for a string that never ends.
fn text<'a>(opening: &'a str, body: &'a str, quotes: &'static str) -> Parsed<'a, String> {
    let multi_line = quotes.len() == 3;
    let quote = quotes.chars().next().unwrap_or('"');
    let mut text = String::new();
    let mut rest = body;
    loop {
        let plain = |c: char| c != quote && c != '\\' && (c == '\t' || !c.is_control());
        let (after, run): (_, &str) = take_while(plain).parse(rest)?;
        text.push_str(run);
        rest = after;
        if rest.starts_with(quotes) {
            // Two more quotes may stand right before the closing ones.
            let spare =
                if multi_line { rest.chars().skip(3).take(2).take_while(|&c| c == quote).count() } else { 0 };
            text.push_str(&rest[..spare]);
            return Ok((&rest[quotes.len() + spare..], text));
        }
        match rest.chars().next() {
            None => return fail(opening, "this string never ends"),
            Some('\\') if quote == '"' => rest = escape(rest, &mut text, multi_line)?.0,
            Some('\n') | Some('\r') if !multi_line => {
                return fail(opening, "this string does not end on its line");
            }
            Some('\r') if !rest.starts_with("\r\n") => return fail(rest, "a carriage return is alone"),
            Some(c) if c.is_control() && !matches!(c, '\n' | '\r') && c.is_ascii() => {
                return fail(rest, "a control character is written as an escape, such as `\\u001b`");
            }
            Some('\r') => {
                text.push_str("\r\n");
                rest = &rest[2..];
            }
            Some(c) => {
                text.push(c);
                rest = &rest[c.len_utf8()..];
            }
        }
    }
}

/// The escape that a backslash begins.
fn escape<'a>(input: &'a str, text: &mut String, multi_line: bool) -> Parsed<'a, ()> {
    let mut behind = input.chars();
    behind.next();
    let c = match behind.next() {
        Some('b') => '\u{8}',
        Some('t') => '\t',
        Some('n') => '\n',
        Some('f') => '\u{c}',
        Some('r') => '\r',
        Some('e') => '\u{1b}',
        Some('"') => '"',
        Some('\\') => '\\',
        Some('x') => return code_point(input, text, 2),
        Some('u') => return code_point(input, text, 4),
        Some('U') => return code_point(input, text, 8),
        Some(' ' | '\t' | '\r' | '\n') if multi_line => return line_end(input),
        _ => {
            return fail(
                input,
                "this is not an escape: a backslash is written `\\\\`, or the string in single quotes",
            );
        }
    };
    text.push(c);
    Ok((behind.as_str(), ()))
}

/// `\u00e9`
fn code_point<'a>(input: &'a str, text: &mut String, digits: usize) -> Parsed<'a, ()> {
    let hex = input.get(2..2 + digits).filter(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit()));
    match hex.and_then(|hex| u32::from_str_radix(hex, 16).ok()).and_then(char::from_u32) {
        Some(c) => {
            text.push(c);
            Ok((&input[2 + digits..], ()))
        }
        None => fail(input, "this is not the number of a character"),
    }
}

/// A backslash at the end of a line: it, the line end and all white space behind it do not count.
fn line_end(input: &str) -> Parsed<'_, ()> {
    let rest = input[1..].trim_start_matches([' ', '\t']);
    if !rest.starts_with('\n') && !rest.starts_with("\r\n") {
        return fail(
            input,
            "this is not an escape: a backslash is written `\\\\`, or the string in single quotes",
        );
    }
    Ok((rest.trim_start_matches([' ', '\t', '\r', '\n']), ()))
}
