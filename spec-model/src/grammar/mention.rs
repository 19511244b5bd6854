//! Finds the requirements that prose names: `as Requirement 1.2 asks`, `FR-003 to FR-005`, `(US1)`.

use std::ops::Range;

use super::id::{self, Form};
use super::listed;
use super::range::BETWEEN;
use super::reference::Reference;
use super::{lead, words};

/// Every requirement that a text names, in its order, with places in the text. A bare number names one only behind the word for it.
pub fn mentions(text: &str) -> Vec<Reference> {
    let mut found = Vec::new();
    let mut from = 0;
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let begins = c.is_alphabetic() && (!before.is_alphanumeric() || !before.is_ascii());
        before = c;
        if !begins || at < from {
            continue;
        }
        let Some(run) = run(&text[at..]) else { continue };
        let run = at + run.start..at + run.end;
        from = run.end;
        found.extend(listed::listed(&text[run.clone()]).references.into_iter().map(|reference| Reference {
            range: run.start + reference.range.start..run.start + reference.range.end,
            ..reference
        }));
    }
    found
}

/// The ids that a text begins with, or the numbers behind the word for a requirement.
fn run(text: &str) -> Option<Range<usize>> {
    let behind = if text.starts_with(|c: char| c.is_ascii_uppercase()) { id_end(text, false) } else { None };
    if let Some(end) = behind {
        return Some(0..end + further(&text[end..], false));
    }
    let behind = words::behind(text, words::OF_REQUIREMENTS, words::ends_here)
        .or_else(|| words::behind(text, words::REQUIREMENT, words::ends_here))?;
    let list = behind.trim_start_matches([' ', '\u{a0}', ':', '：', '#', '*', '_']);
    let start = text.len() - list.len();
    let end = start + id_end(list, true)?;
    Some(start..end + further(&text[end..], true))
}

/// Finds the end of the id that a text begins with.
fn id_end(text: &str, counts_numbers: bool) -> Option<usize> {
    let written = id::leading(text);
    let is_known = |written: &id::WrittenId| match written.form {
        Form::Number => counts_numbers,
        Form::Requirement | Form::Story => written.range.len() > 2,
        Form::Prefixed | Form::Name => {
            lead::is_familiar_prefix(lead::prefix(written.id.as_str())) && written.id.as_str().contains('-')
        }
    };
    written.iter().all(is_known).then(|| Some(written.last()?.range.end)).flatten()
}

/// Finds the end of a list or a range that goes on: `, 1.3 and 1.5-1.7`.
fn further(text: &str, counts_numbers: bool) -> usize {
    const JOINTS: [&str; 9] = [", and ", ", ", ",", "、", "，", " and ", " & ", " / ", " or "];
    let mut end = 0;
    loop {
        let rest = &text[end..];
        let joint = JOINTS.iter().chain(BETWEEN).find_map(|joint| {
            let behind = rest.trim_start_matches(' ').strip_prefix(joint.trim_start_matches(' '))?;
            let behind = behind.trim_start_matches([' ', '*', '_']);
            // A bare number goes on with what `FR-` begins in a range alone.
            let is_range = BETWEEN.contains(joint);
            let length = id_end(behind, counts_numbers || is_range)?;
            Some(rest.len() - behind.len() + length)
        });
        match joint {
            Some(length) => end += length,
            None => return end,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &str) {
        let found: Vec<_> = mentions(text).iter().map(|it| it.canonical().to_string()).collect();
        assert_eq!(found.join(" "), expect, "{text:?}");
    }

    #[test]
    fn what_prose_names_is_found() {
        check(
            "The cache (Requirement 1.2) serves Requirements 2.1, 2.3 and 4.",
            "REQ-1.2 REQ-2.1 REQ-2.3 REQ-4",
        );
        check("It meets FR-003, FR-005–FR-007 and SC-001", "FR-003 FR-005 FR-006 FR-007 SC-001");
        check("as REQ-1.2 asks; US1 comes first", "REQ-1.2 US1");
        check("要件 1.1、1.2 を満たす", "REQ-1.1 REQ-1.2");
        check("满足需求 3.1", "REQ-3.1");
        check("This design addresses Requirements 1-3 in full", "REQ-1 REQ-2 REQ-3");
    }

    #[test]
    fn numbers_and_names_are_no_mentions() {
        for text in
            ["", "Version 1.2 of UTF-8", "requirements of 3 users", "SHA-256 in 2.1 s", "R2 and H2", "the US"]
        {
            check(text, "");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_without_a_panic_and_every_place_is_in_it(text in "(Requirements? |FR-|[0-9]{1,2}|[., –-]| and |要件|US|\\PC){0,16}") {
            for reference in mentions(&text) {
                assert!(text.get(reference.range).is_some());
            }
        }
    }
}
