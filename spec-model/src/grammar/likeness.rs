//! Guesses whether a text reads like a criterion, for lists under no heading for criteria.

use super::{clause, modality};
use crate::spec::PartKind;

/// The EARS and Gherkin keywords that a sentence begins with, in capitals.
const KEYWORDS: &[&str] = &["WHEN", "IF", "WHILE", "WHERE", "GIVEN", "THE", "FOR ALL", "FOR ANY"];

/// The text says that something shall be so, in any language that clauses are read in.
pub(crate) fn has_modal(text: &str) -> bool {
    clause::parse(text).of_kind(PartKind::Modal).next().is_some()
}

/// The text begins with a keyword in capitals: `WHEN …`, `**IF** …`, `THE system …`.
pub(crate) fn begins_with_keyword(text: &str) -> bool {
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    KEYWORDS.iter().any(|keyword| {
        text.strip_prefix(keyword).is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
    })
}

/// The text is an EARS sentence: a keyword in capitals and a modal, or a `SHALL` in capitals.
pub(crate) fn reads_like_ears(text: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric()).any(|word| word == "SHALL")
        || begins_with_keyword(text) && has_modal(text)
}

/// The text says that something shall be so, by a modal that prose does not use: `If it rains, we should go` is not a requirement.
pub(crate) fn promises(text: &str) -> bool {
    let is_quiet = |modal: &str| {
        let first = modal.trim_matches(['*', '_']).split_whitespace().next().unwrap_or_default();
        !first.contains(char::is_uppercase) && modality::modal(first).is_some_and(|modal| modal.is_common)
    };
    first_modal(text).is_some_and(|modal| !is_quiet(modal) || begins_with_keyword(text))
}

/// Is the first word of a text that says what shall be one in capitals: `MUST`, `SHALL`?
pub(crate) fn is_loud(text: &str) -> bool {
    first_modal(text).is_some_and(|modal| {
        let word = modal.split_whitespace().next().unwrap_or_default();
        word.contains(char::is_uppercase) && !word.contains(char::is_lowercase)
    })
}

fn first_modal(text: &str) -> Option<&str> {
    let clause = clause::parse(text);
    clause.of_kind(PartKind::Modal).next().map(|part| &text[part.range.clone()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_criterion_is_reported_from_prose() {
        assert!(reads_like_ears("WHEN x THEN the system shall y"));
        assert!(reads_like_ears("✅ THE System SHALL y"));
        assert!(reads_like_ears("**IF** x **THEN** the system must y"));
        assert!(!reads_like_ears("When x, somebody looks"));
        assert!(!reads_like_ears("The MARSHALL plan"));
        assert!(has_modal("系统必须响应"));
        assert!(!has_modal("mustard"));
    }
}
