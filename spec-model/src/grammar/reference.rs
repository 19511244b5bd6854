//! Parses a reference to one criterion, as people write it: in attributes, on the command line, as an item of a list.
//!
//! One grammar for all of them (design, §3): `checkout/REQ-3.2`, `1.2`, `R1.2`, `Requirement 1.2`, `US1/AC2`, slugs such as
//! `two-factor.otp-required`, and ranges (`3.1-3.4`). [`listed`](super::listed) reads lists of them.

use std::ops::{Range, RangeInclusive};

use nom::branch::alt;
use nom::bytes::complete::tag_no_case;
use nom::character::complete::{char, space0, space1};
use nom::combinator::{all_consuming, opt, recognize, verify};
use nom::sequence::{delimited, preceded};
use nom::{IResult, Parser};

use super::id::{self, Form};
use super::range::BETWEEN;
use crate::id::{Id, slug};

/// One thing that somebody refers to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The feature before the slash, as a slug.
    pub feature: Option<String>,
    /// The id that it names: canonical for the forms that are known, else as it is written.
    pub id: Id,
    /// The form in which it is written.
    pub form: Form,
    /// Its bytes in the text; all ids of a range (`3.1-3.4`) have those of the range.
    pub range: Range<usize>,
}

impl Reference {
    /// The id as documents define it: a bare number is that of a requirement, `REQ-1.2` for `1.2`.
    pub fn canonical(&self) -> Id {
        match self.form {
            Form::Number => Id::new(format!("REQ-{}", self.id)),
            _ => self.id.clone(),
        }
    }

    /// The canonical id, behind the feature if it names one.
    pub fn qualified(&self) -> String {
        match &self.feature {
            Some(feature) => format!("{feature}/{}", self.canonical()),
            None => self.canonical().to_string(),
        }
    }

    /// The number by which it may be known where criteria have no letters of their own: `1.2` of `1.2` and of `AC 1.2`.
    pub fn number(&self) -> Option<&str> {
        let written = self.id.as_str();
        match self.form {
            Form::Number => Some(written),
            _ => written
                .strip_prefix("AC-")
                .or_else(|| written.strip_prefix("AC"))
                .filter(|number| number.starts_with(|c: char| c.is_ascii_digit()) && number.contains('.')),
        }
    }
}

/// The reason why something is not a reference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The mistake, in one line, without the text itself.
    pub reason: String,
    /// Its bytes in the text.
    pub range: Range<usize>,
}

/// The most ids that one range may name.
pub const MAX_RANGE: u32 = 100;

/// The longest reference that a person writes, in bytes.
const MAX_LENGTH: usize = 256;

/// Reads a text that names one thing.
///
/// # Errors
///
/// When it names nothing, more than one thing, or is not an id in any form.
pub fn reference(text: &str) -> Result<Reference, Problem> {
    let whole = 0..text.len();
    let item = Item { text, start: 0 }.trim(char::is_whitespace);
    let mut references = item.read()?;
    match (references.pop(), references.is_empty()) {
        (Some(reference), true) => Ok(reference),
        (None, _) => Err(Problem { reason: "the id is empty".to_owned(), range: whole }),
        (Some(_), false) => {
            Err(Problem { reason: "this names several ids: write each on its own".to_owned(), range: whole })
        }
    }
}

/// The name of a feature as a slug, each folder in it by itself.
fn slugs(feature: &str) -> String {
    feature.split('/').map(slug).collect::<Vec<_>>().join("/")
}

/// A part of the text, with the offset of its first byte.
#[derive(Clone, Copy)]
pub(super) struct Item<'a> {
    pub(super) text: &'a str,
    pub(super) start: usize,
}

impl<'a> Item<'a> {
    pub(super) fn part(self, range: Range<usize>) -> Self {
        Self { text: &self.text[range.clone()], start: self.start + range.start }
    }

    pub(super) fn trim(self, margin: fn(char) -> bool) -> Self {
        let end = self.text.trim_end_matches(margin).len();
        let start = end - self.text[..end].trim_start_matches(margin).len();
        self.part(start..end)
    }

    pub(super) fn range(self) -> Range<usize> {
        self.start..self.start + self.text.len()
    }

    fn problem<T>(self, reason: impl Into<String>) -> Result<T, Problem> {
        Err(Problem { reason: reason.into(), range: self.range() })
    }

    pub(super) fn reference(self, feature: Option<&str>, id: impl Into<String>, form: Form) -> Reference {
        Reference { feature: feature.map(slugs), id: Id::new(id), form, range: self.range() }
    }

    /// Reads one item: an id, a range, or ids that share a prefix. Nothing when it is empty.
    pub(super) fn read(self) -> Result<Vec<Reference>, Problem> {
        if self.text.is_empty() {
            return Ok(Vec::new());
        }
        if is_bare_number(self.text) {
            return Ok(vec![self.reference(None, self.text, Form::Number)]);
        }
        if self.text.len() > MAX_LENGTH {
            return self.problem(format!("an id has at most {MAX_LENGTH} bytes"));
        }
        let Some(slash) = self.text.find('/') else { return self.read_id(self, None) };
        let read = self.qualified(slash);
        // A feature may be named after several folders: `payments/checkout/REQ-1`.
        let mut others = self.text.match_indices('/').skip(1).map(|(slash, _)| self.qualified(slash));
        if read.is_ok() { read } else { others.find(Result::is_ok).unwrap_or(read) }
    }

    /// Reads an id behind the feature that ends at a slash.
    fn qualified(self, slash: usize) -> Result<Vec<Reference>, Problem> {
        let (feature, rest) = (self.part(0..slash), self.part(slash + 1..self.text.len()));
        let shares_prefix = id::whole(feature.text.trim_end())
            .is_some_and(|id| id.form != Form::Number || rest.text.starts_with(|c: char| c.is_ascii_digit()));
        if shares_prefix {
            return self.read_id(self, None);
        }
        if feature.text.is_empty() || rest.text.is_empty() {
            return self.problem("a qualified id is `feature/ID`, with both parts");
        }
        let mut start = 0;
        for name in feature.text.split('/') {
            feature.part(start..start + name.len()).name()?;
            start += name.len() + 1;
        }
        self.read_id(rest, Some(feature.text))
    }

    /// Reads what stands behind the feature.
    fn read_id(self, id: Self, feature: Option<&str>) -> Result<Vec<Reference>, Problem> {
        if let Some((form, first, last)) = range(id.text) {
            return match expand(&first, &last) {
                Ok(ids) => Ok(ids.map(|id| self.reference(feature, id, form)).collect()),
                Err(reason) => id.problem(reason),
            };
        }
        if let Ok((_, (form, id))) = all_consuming(with_scenario).parse(id.text) {
            return Ok(vec![self.reference(feature, id, form)]);
        }
        let written = id::leading(id.text);
        match written.as_slice() {
            [only] if only.range.end == id.text.len() => {
                Ok(vec![self.reference(feature, only.id.as_str(), only.form)])
            }
            [.., last] if last.range.end == id.text.len() => {
                let each = written.iter().map(|written| {
                    id.part(written.range.clone()).reference(feature, written.id.as_str(), written.form)
                });
                Ok(each.collect())
            }
            _ => {
                id.name()?;
                Ok(vec![self.reference(feature, id.text, Form::Name)])
            }
        }
    }

    /// Is it a name? Words of letters and digits of any script, with `-`, `_`, `.`, `~` and `+` between them.
    fn name(self) -> Result<(), Problem> {
        let is_joint = |c: char| matches!(c, '-' | '_' | '.' | '~' | '+');
        if let Some((at, c)) = self.text.char_indices().find(|&(_, c)| !c.is_alphanumeric() && !is_joint(c)) {
            let bad = self.part(at..at + c.len_utf8());
            return match c {
                '/' => bad.problem("an id has no empty part between two slashes"),
                c if c.is_whitespace() => self.problem("an id holds no white space"),
                c => bad.problem(format!("`{}` is not part of any id", c.escape_debug())),
            };
        }
        if !self.text.starts_with(char::is_alphanumeric) {
            return self.problem("an id begins with a letter or a digit");
        }
        if self.text.ends_with(['.', '-', '_']) || self.text.contains("..") {
            return self.problem("something is missing behind the dot or hyphen");
        }
        Ok(())
    }
}

/// `1`, `1.2`: what most references are, without letters, signs and ranges.
fn is_bare_number(text: &str) -> bool {
    const SHORT: usize = 32;
    let is_group = |group: &[u8]| !group.is_empty() && group.iter().all(u8::is_ascii_digit);
    text.len() <= SHORT && text.as_bytes().split(|b| *b == b'.').all(is_group)
}

/// `US1/AC2`, `Requirement 1 AC 2`, `User Story 1, scenario 2`: a criterion by its place below its requirement.
fn with_scenario(input: &str) -> IResult<&str, (Form, String)> {
    let parent = verify(id::id, |(form, _)| matches!(form, Form::Story | Form::Requirement));
    let word = (
        opt(tag_no_case("acceptance ")),
        alt((tag_no_case("ac"), tag_no_case("scenario"), tag_no_case("criterion"))),
    );
    let joint = delimited(space0, opt(char('/')), space0);
    let scenario = preceded((joint, word, alt((space1, recognize(char('-')), space0))), id::number);
    (parent, scenario).map(|((form, parent), scenario)| (form, format!("{parent}.{scenario}"))).parse(input)
}

/// The canonical ends of a range: `3.1-3.4`, `FR-001..FR-005`, `REQ-3.1 to 3.4`, `1 – 4`.
///
/// A hyphen is also part of ids: between a prefixed id and a bare number it means a range only when the number has a dot. `REQ-3.1-3.4` is
/// a range, `REQ-2024-001` an id.
fn range(text: &str) -> Option<(Form, String, String)> {
    BETWEEN.iter().flat_map(|sign| text.match_indices(sign)).find_map(|(at, sign)| {
        let (before, behind) = (&text[..at], &text[at + sign.len()..]);
        let is_word = sign.starts_with(|c: char| c.is_alphabetic() && (c as u32) < 0x0E00);
        let is_apart = before.ends_with(char::is_whitespace) && behind.starts_with(char::is_whitespace);
        if is_word && !is_apart {
            return None;
        }
        let first = id::whole(before.trim_end())?;
        let last = id::whole(behind.trim_start())?;
        let (from, to) = (first.id.as_str(), last.id.as_str());
        let joins = sign == "-" && !before.ends_with(' ');
        let to = match last.form {
            Form::Number if first.form == Form::Number || !joins || to.contains('.') => {
                id::replace_number(from, to)
            }
            form if form == first.form && form != Form::Number && stem(from) == stem(to) => to.to_owned(),
            _ => return None,
        };
        Some((first.form, from.to_owned(), to))
    })
}

/// The ends of a range that counts from one requirement to another: `1.4-2.1`.
pub(super) fn ends(item: Item<'_>) -> Option<[Reference; 2]> {
    let (form, first, last) = range(Some(item.text).filter(|text| text.len() <= MAX_LENGTH)?)?;
    Some([item.reference(None, first, form), item.reference(None, last, form)])
}

fn stem(id: &str) -> &str {
    id.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.')
}

/// Every id from the first to the last.
fn expand(first: &str, last: &str) -> Result<impl Iterator<Item = String>, &'static str> {
    let (Some((stem, from)), Some((last_stem, to))) = (counted(first), counted(last)) else {
        return Err("a range counts from number to number");
    };
    if stem != last_stem {
        return Err("a range stays below one requirement: write one range for each");
    }
    let numbers = number_range(from, to)?;
    let (stem, width) = (stem.to_owned(), from.len());
    Ok(numbers.map(move |number| format!("{stem}{number:0width$}")))
}

fn number_range(from: &str, to: &str) -> Result<RangeInclusive<u32>, &'static str> {
    let (Ok(from), Ok(to)) = (from.parse::<u32>(), to.parse::<u32>()) else {
        return Err("the numbers of the range are too large");
    };
    match to.checked_sub(from) {
        None => Err("the range counts backwards"),
        Some(count) if count >= MAX_RANGE => Err("the range names more than 100 ids"),
        Some(_) => Ok(from..=to),
    }
}

/// `REQ-3.` and `12` of `REQ-3.12`.
fn counted(id: &str) -> Option<(&str, &str)> {
    let stem = id.trim_end_matches(|c: char| c.is_ascii_digit());
    (stem.len() < id.len()).then(|| id.split_at(stem.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(reference: &Reference) -> String {
        let feature = reference.feature.as_deref().map(|feature| format!("{feature}/")).unwrap_or_default();
        format!("{feature}{}", reference.id)
    }

    fn check(text: &str, expect: &str) {
        let got = reference(text)
            .map(|reference| show(&reference))
            .unwrap_or_else(|problem| format!("{} ({:?})", problem.reason, &text[problem.range]));
        assert_eq!(got, expect, "{text:?}");
    }

    #[test]
    fn one_criterion_has_many_spellings() {
        for text in
            ["REQ-1.2", "R1.2", "Requirement 1.2", "req-1.2", " REQ-1.2 ", "Requirement 1 AC 2", "R1/AC2"]
        {
            check(text, "REQ-1.2");
        }
        for text in
            ["US1.2", "US1/AC2", "us-1/ac-2", "User Story 1 AC 2", "User Story 1 / Acceptance scenario 2"]
        {
            check(text, "US1.2");
        }
        check("1.2", "1.2");
        check("FR-003", "FR-003");
        check("fr-003", "fr-003");
    }

    #[test]
    fn a_feature_qualifies_an_id() {
        check("checkout/REQ-3.2", "checkout/REQ-3.2");
        check("Check out/REQ-3.2", "an id holds no white space (\"Check out\")");
        check("Checkout/3.2", "checkout/3.2");
        check("checkout/US1/AC2", "checkout/US1.2");
        check("Payments/Checkout/3.2", "payments/checkout/3.2");
        check("v1/payments/checkout/US1/AC2", "v1/payments/checkout/US1.2");
        check("a/b/c", "a/b/c");
        check("結帳/需求.情境", "結帳/需求.情境");
    }

    #[test]
    fn slugs_and_rule_names_are_kept_as_they_are() {
        for text in ["two-factor.otp-required", "減色.最近-2", "destructors.scope", "req~cli.help~1", "c++.a"]
        {
            check(text, text);
        }
    }

    #[test]
    fn each_mistake_is_reported_by_itself() {
        check("", "the id is empty (\"\")");
        check("  ", "the id is empty (\"  \")");
        check("REQ 1 or so", "an id holds no white space (\"REQ 1 or so\")");
        check("REQ-1!", "`!` is not part of any id (\"!\")");
        check("a\u{1b}[31m", "`\\u{1b}` is not part of any id (\"\\u{1b}\")");
        check("../../etc/passwd", "an id begins with a letter or a digit (\"..\")");
        check("a//c", "an id has no empty part between two slashes (\"/\")");
        check("checkout/", "a qualified id is `feature/ID`, with both parts (\"checkout/\")");
        check("REQ-3.", "something is missing behind the dot or hyphen (\"REQ-3.\")");
        check("REQ-001/002", "this names several ids: write each on its own (\"REQ-001/002\")");
        check("3.1-3.4", "this names several ids: write each on its own (\"3.1-3.4\")");
        check(&"x".repeat(300), &format!("an id has at most 256 bytes ({:?})", "x".repeat(300)));
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_without_a_panic_and_every_place_is_in_it(text in "([A-Z]{1,3}-?|[0-9]{1,3}|[./ ,_–:-]|and|US|AC|ü|\\PC){0,16}") {
            let range = reference(&text).map_or_else(|problem| problem.range, |reference| reference.range);
            assert!(text.get(range).is_some());
        }
    }
}
