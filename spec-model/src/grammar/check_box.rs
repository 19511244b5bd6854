//! Parses the box of a task: `[ ]`, `[x]`, and the drawn `☐`.

use std::ops::Range;

use nom::branch::alt;
use nom::bytes::complete::take_while;
use nom::character::complete::{anychar, char, one_of};
use nom::combinator::{not, opt, peek, recognize, rest, verify};
use nom::sequence::{delimited, terminated};
use nom::{IResult, Parser};

use super::odd;
use super::words;

/// A check box and its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CheckBox {
    /// The sign between the brackets; a blank where there is none.
    pub(crate) sign: char,
    /// The text between the brackets; empty where not even a blank is.
    pub(crate) inner: Range<usize>,
}

/// Is a sign the one for done? The letter of other scripts that looks like it is one too, and so are ticks.
pub(crate) fn is_done(sign: char) -> bool {
    matches!(sign, 'x' | 'X' | 'х' | 'Х' | '✓' | '✔' | '✅' | '☑' | '☒')
}

/// A box that is drawn and not ticked: one sign, which is box and state at once.
pub(crate) const DRAWN_OPEN: char = '☐';
/// The same, ticked.
pub(crate) const DRAWN_DONE: char = '☑';

/// `[ ]`, `[x]`, `\[x\]`, `［ ］`: brackets with one sign between them at most, which no target of a link follows.
pub(super) fn check_box(input: &str) -> IResult<&str, (char, &str)> {
    let open = (opt(char('\\')), alt((char('['), char('［'))));
    let close = (opt(char('\\')), alt((char(']'), char('］'))));
    let sign = verify(anychar, |&c: &char| !is_blank(c) && !matches!(c, ']' | '[' | '］' | '\\' | '\n'));
    let inner = recognize((take_while(is_blank), opt(sign), take_while(is_blank)));
    let (rest, inner) = delimited(open, inner, close).parse(input)?;
    not(peek(one_of("(:["))).parse(rest)?;
    let sign = inner.chars().find(|&c| !is_blank(c)).unwrap_or(' ');
    Ok((rest, (sign, inner)))
}

/// `☐`, `☑`, `☒` before a title: box and sign at once. `☐ = open` and `☐ open` explain the sign.
pub(super) fn drawn_box(input: &str) -> IResult<&str, (char, &str)> {
    let sign = recognize(one_of([DRAWN_OPEN, DRAWN_DONE, '☒'].as_slice()));
    let is_title = |title: &str| {
        let lower = title.trim().to_lowercase();
        lower.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '*' | '`' | '['))
            && !words::BOX_STATES.contains(&&*lower)
    };
    let title = verify(rest, |title: &str| title.starts_with(is_blank) && is_title(title));
    let (behind, inner) = terminated(sign, peek(title)).parse(input)?;
    Ok((behind, (inner.chars().next().unwrap_or(DRAWN_OPEN), inner)))
}

pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace() && c != '\n' || odd::is_invisible(c)
}
