//! The stories of spec-kit that a heading of a task list names: `## Phase 3: User Story 1 - Pay (FR-001)`, `## US1–US3`.

use std::ops::Range;

use crate::grammar::id::Form;
use crate::grammar::mention;
use crate::grammar::range::BETWEEN;
use crate::grammar::reference::Reference;
use crate::grammar::words;
use crate::id::Id;
use crate::order::Order as _;

/// The stories whose tasks a heading has. It begins with them, or they stand behind the number of its phase.
pub(super) fn owned(title: &str) -> Vec<Reference> {
    const SIGNS: [&str; 5] = [":", "：", " - ", " – ", " — "];
    let lower = lower(title);
    let phase = SIGNS.iter().filter_map(|sign| Some((lower.find(sign)?, sign))).min();
    let phase = phase.filter(|(at, _)| lower[..*at].ends_with(|c: char| c.is_numeric()));
    let behind_phase = phase.map(|(at, sign)| &lower[at + sign.len()..]);
    let words = ["user stories"].iter().chain(words::STORY).chain(&["us"]);
    let behind = [Some(&*lower), behind_phase].into_iter().flatten().find_map(|text| {
        let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
        words.clone().find_map(|word| text.strip_prefix(word))
    });
    behind.map_or(Vec::new(), |behind| numbered(&lower, behind.trim_start_matches('s')))
}

/// Every story that a heading names, wherever it stands: `Foundational (US3)`.
pub(super) fn stories(title: &str) -> Vec<Reference> {
    let lower = lower(title);
    let mut found = Vec::new();
    for word in words::STORY.iter().chain(&["us", "user stories"]) {
        for (at, _) in lower.match_indices(word) {
            // The end of a range is read with it: `US1–US3`.
            let is_read = found.iter().any(|known: &Reference| known.range.contains(&at));
            if !is_read && !lower[..at].ends_with(|c: char| c.is_ascii_alphabetic()) {
                found.append(&mut numbered(&lower, lower[at + word.len()..].trim_start_matches('s')));
            }
        }
    }
    found
}

/// Every story, requirement and criterion that a heading names, each place once, in the order of the heading.
pub fn named_in_heading(title: &str) -> Vec<Reference> {
    let mut found = stories(title);
    let holds =
        |outer: &Range<usize>, inner: &Range<usize>| outer.start < inner.end && inner.start < outer.end;
    // A story that is read with its word stands at its number already.
    let others = mention::mentions(title).into_iter();
    let others: Vec<_> =
        others.filter(|other| !found.iter().any(|known| holds(&known.range, &other.range))).collect();
    found.extend(others);
    found.order_by_key(|name| (name.range.start, name.range.end, name.id.clone()));
    found.dedup();
    found
}

/// The title in lower case. Every letter keeps its place.
fn lower(title: &str) -> String {
    let small = |c: char| {
        let mut small = c.to_lowercase();
        small.next().filter(|it| it.len_utf8() == c.len_utf8() && small.next().is_none()).unwrap_or(c)
    };
    title.chars().map(small).collect()
}

/// The stories behind the word for one: `1`, ` 1 & 2`, `-1, 2 and 3`, ` 1-3`, `1 to US3`. `text` is the end of the title.
fn numbered(title: &str, text: &str) -> Vec<Reference> {
    /// A longer range is a slip.
    const MOST: u64 = 100;
    let mut found: Vec<(u64, Range<usize>)> = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        let (between, behind) = rest.split_at(at);
        let end = behind.find(|c: char| !c.is_ascii_digit()).unwrap_or(behind.len());
        let Ok(number) = behind[..end].parse::<u64>() else { break };
        let is_spaced = between.starts_with(' ');
        let between = between.trim().trim_end_matches('#');
        let word = ["user stories", "user story", "stories", "story", "us"].iter();
        let between = word.clone().find_map(|word| between.strip_suffix(word)).unwrap_or(between).trim();
        let is_sign = |c: char| c.is_whitespace() || matches!(c, ',' | '&' | '+' | '/' | '-' | '#');
        let is_list = between.split(is_sign).all(|word| matches!(word, "" | "and"));
        let last = found.last().cloned().filter(|_| BETWEEN.contains(&between));
        // `1 - 2FA` and `1 - 3 loaves` have a title behind the number.
        let is_word = behind[end..].starts_with(char::is_alphabetic);
        let is_dash = is_spaced && matches!(between, "-" | "–" | "—");
        let is_title = is_word || is_dash && behind[end..].trim_start().starts_with(char::is_alphabetic);
        if !is_list && last.is_none() || is_title && !found.is_empty() {
            break;
        }
        let start = title.len() - behind.len();
        let place = start..start + end;
        match last.filter(|(last, _)| (1..MOST).contains(&number.saturating_sub(*last))) {
            Some((first, from)) => {
                let whole = from.start..place.end;
                found.pop();
                found.extend((first..=number).map(|number| (number, whole.clone())));
            }
            None => found.push((number, place)),
        }
        rest = &behind[end..];
    }
    let reference = |(number, range)| Reference {
        feature: None,
        id: Id::new(format!("US{number}")),
        form: Form::Story,
        range,
    };
    found.into_iter().map(reference).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each id with the text that it was read from.
    #[track_caller]
    fn check(title: &str, expect: &str) {
        let found = named_in_heading(title);
        let shown: Vec<_> = found
            .iter()
            .map(|name| format!("{}<{}>", name.canonical(), &title[name.range.clone()]))
            .collect();
        assert_eq!(shown.join(" "), expect, "{title:?}");
    }

    #[test]
    fn a_heading_names_stories_and_requirements_at_their_places() {
        check("Phase 3: User Story 1 - Pay (FR-001, FR-002)", "US1<1> FR-001<FR-001> FR-002<FR-002>");
        check("User Stories 1 and 2", "US1<1> US2<2>");
        check("US1–US3: Bread", "US1<1–US3> US2<1–US3> US3<1–US3>");
        check("User Story 1 - 3 loaves", "US1<1>");
        check("User Story 1 - 2FA", "US1<1>");
        check("User Stories 1 - 3", "US1<1 - 3> US2<1 - 3> US3<1 - 3>");
        check("İ Foundational (US3)", "US3<3>");
        check("Setup", "");
        check("Phase 2", "");
    }

    #[test]
    fn the_tasks_of_a_story_stand_below_a_heading_that_begins_with_it() {
        let ids = |title: &str| owned(title).iter().map(|name| name.id.to_string()).collect::<Vec<_>>();
        assert_eq!(ids("Phase 3: User Story 1 - Pay (FR-001)"), ["US1"]);
        assert_eq!(ids("US1, US2"), ["US1", "US2"]);
        assert_eq!(ids("What US1 and US2 share"), [""; 0]);
    }
}
