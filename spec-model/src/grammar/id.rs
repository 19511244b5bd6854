//! Parses ids as documents write them: `REQ-3.2`, `FR-038c`, `US-1`, `User Story 1`, `Requirement 1.2`, `1.2`.
//!
//! An id is a *prefix* and a *number*. What counts as one (design, §3):
//!
//! - a number is groups of digits joined by dots, each with letters behind it if there are any: `1`, `1.2`, `6b.1`;
//! - a prefix begins with capitals, and a digit has to follow sooner or later: `FR-003`, `REQ-TRAQ-SYS-1`, `REQ_X_v2`;
//!   behind the number there may be more words: `FR-038-integ-a`;
//! - `R`, `Req` and `Requirement` are the prefix `REQ-`, `US` and `User Story` are `US`; other prefixes stay as written;
//! - what follows a slash shares the prefix: `REQ-001/002`;
//! - `AC 1.2`, `Criterion 1.2` and `Acceptance Criterion 1.2` are `AC-1.2`;
//! - hyphens of every kind are `-`, and characters that nobody sees are no part of it.

use std::ops::Range;

use nom::branch::alt;
use nom::bytes::complete::{tag, take_while, take_while1};
use nom::character::complete::{char, digit1, one_of, space1};
use nom::combinator::{map, not, opt, peek, recognize, value, verify};
use nom::error::{Error, ErrorKind};
use nom::multi::{many0_count, many1_count};
use nom::sequence::{pair, preceded, terminated};
use nom::{IResult, Parser};

use super::odd;
use crate::id::Id;

/// An id in a text, with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenId {
    /// Its canonical form. A bare number stays one: what it counts is for the dialect to say.
    pub id: Id,
    /// The form in which it is written.
    pub form: Form,
    /// Its bytes in the text; of the second id of `REQ-001/002` those of `002`.
    pub range: Range<usize>,
}

/// The form in which an id is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// `1`, `1.2`
    Number,
    /// `R1.2`, `Req 1`, `Requirement 1.2`, `REQ-1.2`
    Requirement,
    /// `US1`, `US-1.2`, `User Story 1`
    Story,
    /// Any other prefix: `FR-003`
    Prefixed,
    /// Any other name, which only a reference can be: `two-factor.otp-required`
    Name,
}

/// The ids that a text begins with: none, one, or several joined by slashes (`REQ-001/002`). Text before them is not
/// skipped; what follows begins at the `end` of the last range.
pub fn leading(text: &str) -> Vec<WrittenId> {
    if !may_begin(text) {
        return Vec::new();
    }
    let Some(regular) = odd::regular(text, 4 * MAX_LENGTH) else { return regular_leading(text) };
    let mut ids = regular_leading(&regular.text);
    for written in &mut ids {
        written.range = regular.range(written.range.clone());
    }
    ids
}

/// May a text begin with an id? Most do not, which is seen at once by their first word and what stands behind it.
pub(super) fn may_begin(text: &str) -> bool {
    /// The words that a space may part from their number.
    const WORDS: &[&str] =
        &["requirement", "req", "r", "user", "us", "acceptance", "criterion", "criteria", "ac"];
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let word = &text[..letters];
    match text.as_bytes().get(letters) {
        // A digit, what joins it, or a character that may be in the place of one or of none.
        Some(b'0'..=b'9' | b'-' | b'_' | b'.') => true,
        Some(next) if !next.is_ascii() || next.is_ascii_control() => true,
        Some(_) => WORDS.iter().any(|one| one.eq_ignore_ascii_case(word)),
        None => false,
    }
}

/// [`leading`], of a text without odd characters.
fn regular_leading(text: &str) -> Vec<WrittenId> {
    let Ok((mut rest, (form, canonical))) = id(text) else { return Vec::new() };
    let mut ids = vec![WrittenId { id: Id::new(canonical), form, range: 0..text.len() - rest.len() }];
    while let Ok((after, (form, canonical))) = another(&ids[ids.len() - 1], rest) {
        let start = text.len() - rest.len() + 1;
        ids.push(WrittenId { id: Id::new(canonical), form, range: start..text.len() - after.len() });
        rest = after;
    }
    ids
}

/// The only id of a text, when there is nothing else in it.
pub fn whole(text: &str) -> Option<WrittenId> {
    let mut ids = leading(text);
    let only = ids.pop().filter(|_| ids.is_empty())?;
    (only.range == (0..text.len())).then_some(only)
}

/// The longest id that a person writes, in bytes.
const MAX_LENGTH: usize = 128;

/// One id: its form and its canonical text.
pub fn id(input: &str) -> IResult<&str, (Form, String)> {
    let requirement =
        preceded(requirement_word, numbered).map(|number| (Form::Requirement, format!("REQ-{number}")));
    let story = preceded(story_word, numbered).map(|number| (Form::Story, format!("US{number}")));
    let criterion = preceded(criterion_word, numbered).map(|number| (Form::Prefixed, format!("AC-{number}")));
    let prefixed = map(prefixed, |written: &str| (Form::Prefixed, written.to_owned()));
    let number = map(terminated(number, boundary), |number: &str| (Form::Number, number.to_owned()));
    verify(alt((requirement, story, criterion, prefixed, number)), |(_, id)| id.len() <= MAX_LENGTH)
        .parse(input)
}

/// A number that ends the id: `1.2` of `R1.2`, but not of `R1.2-draft`.
fn numbered(input: &str) -> IResult<&str, &str> {
    terminated(number, (boundary, not(peek(extension)))).parse(input)
}

/// `6b.1`: digits with letters behind them if there are any, joined by dots. A full stop is not part of it.
pub(crate) fn number(input: &str) -> IResult<&str, &str> {
    recognize(pair(group, many0_count(preceded(char('.'), group)))).parse(input)
}

fn group(input: &str) -> IResult<&str, &str> {
    recognize(pair(digit1, take_while(|c: char| c.is_ascii_lowercase()))).parse(input)
}

/// `FR-003`, `NFR1.1`, `REQ-TRAQ-SYS-1`, `FR-038-integ-a`: capitals, then words and numbers; one digit at least.
fn prefixed(input: &str) -> IResult<&str, &str> {
    let capitals = take_while1(|c: char| c.is_ascii_uppercase());
    let body = recognize((capitals, opt(number), many0_count(alt((extension, dotted)))));
    let body = verify(body, |id: &str| id.bytes().any(|b| b.is_ascii_digit()));
    terminated(alt((mixed, body)), boundary).parse(input)
}

/// `A11Y-001`, `I18N-2`: a digit within the prefix does not count as the number.
fn mixed(input: &str) -> IResult<&str, &str> {
    let capitals = || take_while1(|c: char| c.is_ascii_uppercase());
    let prefix = (capitals(), many1_count(pair(digit1, capitals())));
    let body = recognize((prefix, many1_count(alt((extension, dotted)))));
    verify(body, |id: &str| {
        id.split_once(['-', '_']).is_some_and(|(_, rest)| rest.bytes().any(|b| b.is_ascii_digit()))
    })
    .parse(input)
}

/// `-integ`, `_v2`, `-6b`
fn extension(input: &str) -> IResult<&str, &str> {
    recognize(pair(one_of("-_"), word)).parse(input)
}

/// `.1`, `.1a`
fn dotted(input: &str) -> IResult<&str, &str> {
    recognize(pair(char('.'), group)).parse(input)
}

fn word(input: &str) -> IResult<&str, &str> {
    take_while1(|c: char| c.is_ascii_alphanumeric()).parse(input)
}

/// No word goes on here. Letters of other scripts may follow an id without a space: `FR-001システム`.
fn boundary(input: &str) -> IResult<&str, ()> {
    not(peek(word)).parse(input)
}

/// `Requirement `, `Req-`, `REQ_`, `R`
fn requirement_word(input: &str) -> IResult<&str, ()> {
    let word = alt((no_case("requirement"), no_case("req"), no_case("r")));
    value((), pair(word, separator)).parse(input)
}

/// `User Story `, `US-`, `US`
fn story_word(input: &str) -> IResult<&str, ()> {
    let words = recognize((no_case("user"), alt((space1, recognize(one_of("-_")))), no_case("story")));
    value((), pair(alt((words, no_case("us"))), separator)).parse(input)
}

/// `AC `, `Criterion `, `Acceptance Criterion #`: with white space, for `AC-1` is an id as it is.
fn criterion_word(input: &str) -> IResult<&str, ()> {
    let acceptance = opt(pair(no_case("acceptance"), space1));
    let words = recognize((acceptance, alt((no_case("criterion"), no_case("criteria")))));
    value((), (alt((words, tag("AC"))), space1, opt(char('#')))).parse(input)
}

/// A word in ASCII letters of any case.
fn no_case(word: &'static str) -> impl Fn(&str) -> IResult<&str, &str> {
    move |input| {
        let written = input.get(..word.len()).filter(|written| written.eq_ignore_ascii_case(word));
        match written {
            Some(written) => Ok((&input[word.len()..], written)),
            None => Err(nom::Err::Error(Error::new(input, ErrorKind::Tag))),
        }
    }
}

/// The marks that may stand between a word and its number.
fn separator(input: &str) -> IResult<&str, &str> {
    alt((space1, recognize(one_of("-_")), recognize(|i| Ok((i, ()))))).parse(input)
}

/// `/002` or `/REQ-002`, behind an id.
fn another<'a>(previous: &WrittenId, input: &'a str) -> IResult<&'a str, (Form, String)> {
    let bare = map(terminated(number, boundary), |number| {
        (previous.form, replace_number(previous.id.as_str(), number))
    });
    preceded(char('/'), alt((bare, id))).parse(input)
}

/// The id that shares the prefix of another one: `REQ-001` and `002` are `REQ-002`, `REQ-3.1` and `2` are `REQ-3.2`.
pub(super) fn replace_number(id: &str, number: &str) -> String {
    let mut stem = id.trim_end_matches(|c: char| c.is_ascii_lowercase());
    for _ in 0..=number.matches('.').count() {
        stem = stem.trim_end_matches('.').trim_end_matches(|c: char| c.is_ascii_digit());
    }
    format!("{stem}{number}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: &[(&str, &str)]) {
        let ids = leading(text);
        let ids: Vec<_> = ids.iter().map(|id| (id.id.as_str(), &text[id.range.clone()])).collect();
        assert_eq!(ids, expect, "{text:?}");
    }

    #[test]
    fn every_prefix_that_people_write_is_kept() {
        for id in [
            "FR-003",
            "FR-038c",
            "FR-6b.1",
            "FR-008a",
            "FR-038-integ-a",
            "NFR-001",
            "SC-001",
            "UI-001",
            "NFR1.1",
            "REQ-TRAQ-SYS-1",
            "REQ_X_v2",
            "REQ-2024-001",
            "A-001",
            "A11Y-001",
            "FR1",
        ] {
            check(id, &[(id, id)]);
            check(&format!("{id}: text"), &[(id, id)]);
            check(&format!("{id}. Text"), &[(id, id)]);
            check(&format!("{id}システムは"), &[(id, id)]);
        }
    }

    #[test]
    fn the_words_for_a_requirement_are_one_prefix() {
        for written in
            ["R1.2", "Requirement 1.2", "REQ-1.2", "Req 1.2", "requirement-1.2", "REQ1.2", "req_1.2"]
        {
            check(&format!("{written}: text"), &[("REQ-1.2", written)]);
        }
        check("REQ-001 Title", &[("REQ-001", "REQ-001")]);
        check("REQ-3-draft", &[("REQ-3-draft", "REQ-3-draft")]);
    }

    #[test]
    fn the_words_for_a_story_are_one_prefix() {
        for written in ["US1", "US-1", "User Story 1", "user story 1", "User-Story-1"] {
            check(&format!("{written} - Title"), &[("US1", written)]);
        }
        check("US-1.2", &[("US1.2", "US-1.2")]);
    }

    #[test]
    fn the_words_for_a_criterion_are_one_prefix() {
        for written in ["AC 1.2", "Criterion 1.2", "criterion #1.2", "Acceptance Criterion 1.2"] {
            check(&format!("{written}: text"), &[("AC-1.2", written)]);
        }
        check("AC-1.2: text", &[("AC-1.2", "AC-1.2")]);
        check("ac 220: text", &[]);
    }

    #[test]
    fn what_the_eye_takes_for_an_id_is_one() {
        check("FR\u{2011}001: text", &[("FR-001", "FR\u{2011}001")]);
        check("REQ–AUTH–001/002 text", &[("REQ-AUTH-001", "REQ–AUTH–001"), ("REQ-AUTH-002", "002")]);
        check("User\u{a0}Story\u{a0}1", &[("US1", "User\u{a0}Story\u{a0}1")]);
        check("REQ-\u{0}1.2: text", &[("REQ-1.2", "REQ-\u{0}1.2")]);
        check("FR-001—text", &[("FR-001", "FR-001")]);
    }

    #[test]
    fn a_bare_number_stays_one_and_ends_before_a_full_stop() {
        check("1.2 Text", &[("1.2", "1.2")]);
        check("3. Text", &[("3", "3")]);
        check("12", &[("12", "12")]);
    }

    #[test]
    fn a_slash_shares_the_prefix() {
        check("REQ-001/002: text", &[("REQ-001", "REQ-001"), ("REQ-002", "002")]);
        check("REQ-3.1/2/4.5", &[("REQ-3.1", "REQ-3.1"), ("REQ-3.2", "2"), ("REQ-4.5", "4.5")]);
        check("FR-1/NFR-2", &[("FR-1", "FR-1"), ("NFR-2", "NFR-2")]);
        check("FR-1/or", &[("FR-1", "FR-1")]);
    }

    #[test]
    fn prose_is_no_id() {
        for text in [
            "",
            "THE system",
            "Requirements 1",
            "3rdParty x",
            "A",
            "FR-",
            "-1",
            "Rome",
            "H2O",
            "E2E-tests",
            "users 1",
            "v2",
            "User Story",
        ] {
            check(text, &[]);
        }
    }

    proptest::proptest! {
        #[test]
        fn what_is_passed_over_at_a_glance_is_no_id(
            text in "(?i:requirement|req|r|user|us|acceptance|criteri(on|a)|ac|fr|a11y)?[ _.#/-]{0,2}[A-Zr0-9./_ü\u{a0} -]{0,12}"
        ) {
            assert!(may_begin(&text) || regular_leading(&text).is_empty(), "{text:?}");
        }

        #[test]
        fn any_text_is_read_without_a_panic_and_ranges_ascend(text in "[A-Zr0-9./_ü -]{0,24}") {
            let mut end = 0;
            for id in leading(&text) {
                assert!(end <= id.range.start && id.range.start < id.range.end, "{text:?}");
                end = id.range.end;
                assert!(text.get(id.range).is_some());
            }
        }
    }
}
