//! Parses what a line validates: `**Validates: Requirements 1.2**`, `验证需求：1.3`, `_Requirements: 1.1_`.

use std::ops::Range;

use super::id::Form;
use super::listed::{self, Listed};
use super::words;

/// The list behind a label that says which requirements are validated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The bytes of the list in the text, up to the end of its line.
    pub range: Range<usize>,
    /// The references in the list; places count from the beginning of the list.
    pub listed: Listed,
}

/// Reads the first claim of a line. It stands at the beginning, behind marks of a list and of emphasis. Or it stands where emphasis or a
/// bracket opens.
pub fn claim(line: &str) -> Option<Claim> {
    let first = line.len() - line.trim_start_matches(is_mark).len();
    if let Some(claim) = at(line, first, true) {
        return Some(claim);
    }
    let is_opening = |c: char| matches!(c, '*' | '_' | '(' | '（');
    // A sentence that begins so is as good as a line.
    let begins_sentence = |at: usize, c: char| c == ' ' && line[..at].ends_with('.');
    let mut openings = line
        .char_indices()
        .skip_while(|&(at, _)| at < first)
        .filter(|&(at, c)| is_opening(c) || begins_sentence(at, c));
    let mut tries = 0;
    openings.find_map(|(start, c)| {
        let start = start + c.len_utf8();
        // A line with more labels that name nothing is none that a person wrote.
        let is_label = tries < MOST_LABELS
            && words::behind(&line[start..], words::VALIDATES, words::ends_here).is_some();
        tries += usize::from(is_label);
        is_label.then(|| at(line, start, false)).flatten()
    })
}

/// The number of labels that are looked at in a line.
const MOST_LABELS: usize = 8;

/// Is a line nothing but such a label, so that the list stands below it: `**Validates:**`?
pub fn is_bare_label(line: &str) -> bool {
    let text = line.trim_start_matches(is_mark);
    let verb = words::behind(text, words::VALIDATES, words::ends_here);
    let behind = verb.map_or(text, |behind| behind.trim_start_matches(is_mark));
    let words = words::behind(behind, words::OF_REQUIREMENTS, words::ends_here)
        .or_else(|| words::behind(behind, words::REQUIREMENT, words::ends_here));
    let behind = match (verb, words) {
        (_, Some(behind)) => behind,
        (Some(behind), None) => behind,
        (None, None) => return false,
    };
    is_set_off(behind) && behind.trim_start_matches(is_mark).is_empty()
}

/// Finds the place where a line validates requirements and names none that can be read: `TBD` of `**Validates: Requirements TBD**`.
pub fn names_nothing(line: &str) -> Option<Range<usize>> {
    let text = line.trim_start_matches(is_mark);
    let verb = words::behind(text, words::VALIDATES, words::ends_here)?;
    let behind = verb.trim_start_matches(is_mark);
    let list = words::behind(behind, words::OF_REQUIREMENTS, words::ends_here)
        .or_else(|| words::behind(behind, words::REQUIREMENT, words::ends_here))?;
    let is_label = is_set_off(verb) || is_set_off(list);
    let list = list.trim_start_matches(is_mark);
    let range = line.len() - list.len()..line.trim_end_matches(|c: char| is_mark(c) || c == ')').len();
    (is_label && !range.is_empty() && claim(line).is_none()).then_some(range)
}

/// The claim whose label begins at an offset. A label of requirements alone (`Requirements: 1.1`) is one where it begins the line.
fn at(line: &str, start: usize, begins_line: bool) -> Option<Claim> {
    let text = &line[start..];
    let verb = words::behind(text, words::VALIDATES, words::ends_here);
    let (behind, is_named) = match verb {
        Some(behind) => (behind.trim_start_matches(is_mark), is_set_off(behind)),
        None if begins_line => (text, false),
        None => return None,
    };
    let of_requirements = words::behind(behind, words::OF_REQUIREMENTS, words::ends_here)
        .or_else(|| words::behind(behind, words::REQUIREMENT, ends_in_plural).map(without_ending));
    let list = match of_requirements {
        Some(list) if verb.is_some() || is_set_off(list) => list,
        None if is_named => behind,
        // `Validates FR-001`: letters say that it is an id.
        None if begins_line && verb.is_some() && begins_with_id(behind) => behind,
        _ => return None,
    };
    let list = list.trim_start_matches(is_mark);
    let range = line.len() - list.len()..line.trim_end().len();
    let listed = listed::listed(line.get(range.clone())?);
    let names = !listed.references.is_empty() || listed.all.is_some();
    let begins_so = listed.references.first().is_none_or(|first| {
        line[range.start..range.start + first.range.start].chars().all(|c| !c.is_alphanumeric())
            || of_requirements.is_some()
    });
    (names && begins_so).then_some(Claim { range, listed })
}

/// Begins a text with an id that has a familiar prefix, and names it nothing but ids?
fn begins_with_id(text: &str) -> bool {
    let text = text.trim_end_matches(['*', '_', '.', ')', ' ']);
    let listed = listed::listed(text);
    let is_id = |reference: &super::reference::Reference| reference.form != Form::Number;
    let is_last = |reference: &super::reference::Reference| reference.range.end == text.len();
    listed.words.is_empty()
        && listed.references.last().is_some_and(is_last)
        && listed.references.iter().all(is_id)
}

/// Marks of lists, quotes and emphasis, and the colon behind a label.
fn is_mark(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '*' | '_' | '-' | '+' | '>' | '`' | ':' | '：' | '(' | '（' | '[' | '•' | '✅')
}

/// Does a colon follow, behind the end of emphasis?
fn is_set_off(behind: &str) -> bool {
    behind.trim_start_matches(['*', '_', '`', ' ']).starts_with([':', '：'])
}

/// `requirement` of `requirements`
fn ends_in_plural(word: &str, rest: &str) -> bool {
    words::ends_here(word, rest) || rest.chars().take_while(|c| c.is_alphabetic()).count() <= 3
}

fn without_ending(rest: &str) -> &str {
    rest.trim_start_matches(|c: char| c.is_alphabetic() && (c as u32) < 0x0E00)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, expect: &str) {
        let claim = claim(line);
        let ids = claim.iter().flat_map(|claim| &claim.listed.references);
        let ids: Vec<_> = ids.map(|it| it.canonical().to_string()).collect();
        assert_eq!(ids.join(" "), expect, "{line:?}");
    }

    #[test]
    fn a_claim_is_written_in_many_forms() {
        for line in [
            "**Validates: Requirements 1.2, 1.3**",
            "**Validates: Requirements 1.2 and 1.3**",
            "**Validates:** Requirements 1.2, 1.3",
            "**Validates**: Requirements 1.2, 1.3",
            "*Validates: Requirements 1.2, 1.3*",
            "_Validates: Requirements 1.2-1.3_",
            "Validates: Requirement 1.2, 1.3",
            "Validates Requirements 1.2, 1.3",
            "- **Validates: Requirements 1.2, 1.3**",
            "> **Validates: 1.2, 1.3**",
            "Validates: 1.2, 1.3",
            "VALIDATES: REQUIREMENTS 1.2, 1.3",
            "*For any* key the door opens. **Validates: Requirements 1.2, 1.3**",
            "The door opens (Validates: Requirements 1.2, 1.3)",
            "**Requirements: 1.2, 1.3**",
            "_Requirements: 1.2, 1.3_",
            "**Related Requirements**: 1.2, 1.3",
            "**Requirements Validated: 1.2, 1.3**",
            "**Verifies: REQ-1.2, REQ-1.3**",
            "**Implements Requirements 1.2, 1.3**",
            "**验证需求**: 1.2, 1.3",
            "**验证需求：1.2、1.3**",
            "**验证: 需求 1.2, 1.3**",
            "**验证：需求 1.2, 1.3**",
            "**验证需求: Requirements 1.2, 1.3**",
            "**验证需求**：需求 1.2, 1.3",
            "**検証要件**: 1.2, 1.3",
            "**検証: 要件 1.2, 1.3**",
            "**検証対象: 要件 1.2, 1.3**",
            "**Valida: Requisitos 1.2, 1.3**",
            "**Valida: Requisitos 1.2 e 1.3**",
            "**Valide : Exigences 1.2, 1.3**",
            "**Validiert: Anforderungen 1.2, 1.3**",
            "**Проверяет: Требования 1.2, 1.3**",
            "**검증: 요구사항 1.2, 1.3**",
        ] {
            check(line, "REQ-1.2 REQ-1.3");
        }
        check("**Validates: FR-001, US2.1**", "FR-001 US2.1");
        check("Validates FR-001, FR-002", "FR-001 FR-002");
        check("For any oven, it heats. Validates: Requirements 1.1", "REQ-1.1");
    }

    #[test]
    fn a_label_alone_says_that_a_list_follows() {
        for line in [
            "**Validates:**",
            "Validates:",
            "**Validates: Requirements:**",
            "- Requirements:",
            "**验证需求：**",
        ] {
            assert!(is_bare_label(line), "{line}");
        }
        for line in ["", "Validates", "Validates: 1.2", "Requirements", "Validates: the form"] {
            assert!(!is_bare_label(line), "{line}");
        }
    }

    #[test]
    fn prose_claims_nothing() {
        for line in [
            "",
            "The form validates requirements before saving",
            "Validates that 1.2 seconds pass",
            "- Validates operations spec completeness",
            "**検証方法**: ランダムなリクエスト",
            "Requirements 1.2 and 1.3 are met by the cache",
            "Requirements are in requirements.md",
            "**Validates: Requirements**",
            "Source: https://example.org/1.2",
            "Tests 3 cases",
            "Implements FR-001 by a cache",
            "It heats. Validates the form",
        ] {
            check(line, "");
        }
    }
}
