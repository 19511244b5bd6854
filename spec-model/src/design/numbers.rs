//! Finds properties that no link can name: without a number that can be read, or with that of an earlier one.

use std::collections::HashMap;
use std::ops::Range;

use super::lines::{Line, LinePlace};
use super::model::Property;
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::grammar::{claim, listed, property, words};
use crate::source::Source;

/// The findings about the numbers of properties, and about half numbers in what they validate.
pub(super) fn review(lines: &[Line], properties: &[Property], source: &Source) -> Vec<Diagnostic> {
    let mut found: Vec<_> = twice(properties, source).collect();
    for (at, line) in lines.iter().enumerate() {
        let report = |reason: String, range: Range<usize>, help: &'static str| {
            Diagnostic::new(Code::MalformedDesign, reason)
                .at(source, line.text.source_span(range))
                .label("not understood")
                .help(help)
        };
        let text = line.text.as_str();
        if let Some(word) = unread(text).filter(|_| is_claimed(&lines[at + 1..])) {
            let reason = format!(
                "`{}` is no number of a property, so it is not read",
                text[word.clone()].escape_debug()
            );
            found.push(report(reason, word, "write the number in digits: `Property 3: Title`"));
        }
        if !may_claim(text) {
            continue;
        }
        let Some(claim) = claim::claim(text) else { continue };
        for word in claim.listed.words {
            let Some(number) = listed::half_number(&text[claim.range.clone()][word.clone()]) else {
                continue;
            };
            let start = claim.range.start + word.start;
            let range = start + number.start..start + number.end;
            let reason = format!("`{}` names no criterion", text[range.clone()].escape_debug());
            let help = "write `1` for all of requirement 1, or the numbers of its criteria: `1.1, 1.2`";
            found.push(report(reason, range, help));
        }
    }
    found
}

/// Only what has a dot holds a half number.
fn may_claim(text: &str) -> bool {
    memchr::memchr(b'.', text.as_bytes()).is_some()
}

/// The properties whose number an earlier one has.
fn twice<'a>(properties: &'a [Property], source: &'a Source) -> impl Iterator<Item = Diagnostic> + 'a {
    let mut first: HashMap<&str, &Property> = HashMap::new();
    properties.iter().filter(|property| property.is_of_all || !property.validates.is_empty()).filter_map(
        move |property| {
            let earlier = *first.entry(&property.number).or_insert(property);
            if earlier.span == property.span {
                return None;
            }
            let number = property.number.escape_debug();
            let place = |property: &Property| Location::new(source, source.line_span(property.line));
            let finding =
                Diagnostic::new(Code::MalformedDesign, format!("two properties have the number {number}"))
                    .located(place(property))
                    .label("this number is taken")
                    .related(place(earlier), "by this property")
                    .help(format!(
                        "give each property a number of its own: `Property {number}` names the first"
                    ));
            Some(finding)
        },
    )
}

/// The word in the place of a number, where a line announces a property: `five` of `#### Property five: Title`.
fn unread(text: &str) -> Option<Range<usize>> {
    let bare = text.trim_start_matches(['*', '_', '#', ' ']);
    if !property::may_begin(bare) || property::announced(text).is_some() {
        return None;
    }
    let behind = words::behind(bare, words::PROPERTY, words::ends_here)?.strip_prefix(' ')?;
    let word = behind.trim_start();
    let end = word.find(|c: char| !c.is_alphanumeric())?;
    let start = text.len() - word.len();
    // `Property tests: …` is a heading of its own.
    let is_number = |word: &str| {
        words::NUMBERS.contains(&&*word.to_lowercase()) || word.bytes().all(|byte| b"IVX".contains(&byte))
    };
    (end > 0 && is_number(&word[..end]) && word[end..].starts_with([':', '：'])).then_some(start..start + end)
}

/// Does a line below say which requirements are validated, before the next heading or property?
fn is_claimed(below: &[Line]) -> bool {
    let is_next = |line: &&Line| {
        matches!(line.place, LinePlace::Heading(_)) || property::announced(line.text.as_str()).is_some()
    };
    let mut own = below.iter().take_while(|line| !is_next(line));
    own.any(|line| claim::claim(line.text.as_str()).is_some())
}

#[cfg(test)]
mod tests {
    use crate::design::read;
    use crate::source::Source;

    #[track_caller]
    fn check(properties: &str, expect: &[&str]) {
        let design =
            read(Source::new("design.md", format!("# Design\n\n## Correctness Properties\n\n{properties}")));
        let found: Vec<_> = design
            .diagnostics
            .iter()
            .map(|it| format!("{} {}", it.location.as_ref().map_or(0, |place| place.start.line), it.message))
            .collect();
        assert_eq!(found, expect, "{properties}");
    }

    #[test]
    fn a_property_that_is_not_numbered_in_digits_is_reported() {
        check(
            "### Property five: A\n\nFor any x, y.\n\n**Validates: Requirements 1.1**\n",
            &["5 `five` is no number of a property, so it is not read"],
        );
        check("### Property 5: A\n\nFor any x, y.\n\n**Validates: Requirements 1.1**\n", &[]);
        check("**Property Tests:**\n\n**Validates: Requirements 1.1**\n", &[]);
        check("### Property tests: how\n\nThey run.\n\n### B\n\n**Validates: Requirements 1.1**\n", &[]);
        check("### Property-based tests\n\n**Validates: Requirements 1.1**\n", &[]);
    }

    #[test]
    fn a_half_number_is_reported() {
        check("### Property 1: A\n\n**Validates: Requirements 1.x, 1.2**\n", &["7 `1.x` names no criterion"]);
    }

    #[test]
    fn a_number_that_two_properties_have_is_reported_at_the_second() {
        let property =
            |number: &str| format!("### Property {number}: A\n\n**Validates: Requirements 1.1**\n\n");
        check(&[property("1"), property("2")].concat(), &[]);
        check(
            &[property("1"), property("2"), property("2")].concat(),
            &["13 two properties have the number 2"],
        );
    }
}
