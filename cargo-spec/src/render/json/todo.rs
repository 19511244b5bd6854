//! `next` for programs.

use serde::Serialize;

use super::VERSION;
use crate::todo::Actor;
use crate::todo::fit::{DEED, ItemLimits, NAME, around_change, head, tail};
use crate::todo::item::{NextItem, NextOutcome};

/// The output of `next`.
#[derive(Debug, Serialize)]
pub struct TodoJson<'a> {
    version: u32,
    next: Option<ItemJson<'a>>,
    for_you: usize,
    for_person: usize,
}

#[derive(Debug, Serialize)]
struct ItemJson<'a> {
    actor: &'static str,
    id: Option<String>,
    rung: Option<&'static str>,
    place: Option<String>,
    why: String,
    before: Option<String>,
    now: Option<String>,
    terms: Vec<LineJson>,
    tests: Vec<LineJson>,
    code: Vec<LineJson>,
    deed: String,
    done: &'a str,
    more: Option<&'a str>,
    is_cut: bool,
}

/// Something that stands in a line of a file.
#[derive(Debug, Serialize)]
struct LineJson {
    place: String,
    text: String,
}

impl<'a> TodoJson<'a> {
    /// The item, and how much is left.
    pub fn new(next: &'a NextOutcome, measure: ItemLimits) -> Self {
        Self {
            version: VERSION,
            next: next.item.as_ref().map(|item| ItemJson::new(item, measure)),
            for_you: next.for_you,
            for_person: next.for_person,
        }
    }
}

impl<'a> ItemJson<'a> {
    fn new(item: &'a NextItem, measure: ItemLimits) -> Self {
        let (before, now) = (item.before.as_deref(), item.now.as_deref());
        let words = |text: Option<&str>, other: Option<&str>| match (text, other) {
            (Some(text), Some(other)) => Some(around_change(text, other, measure.words)),
            (text, _) => text.map(|text| head(text, measure.words)),
        };
        let lines = |lines: &[(String, String)], number: usize, limit: usize| {
            let line = |(place, text): &(String, String)| LineJson {
                place: tail(place, measure.words.min(2 * NAME)),
                text: head(text, limit),
            };
            lines.iter().take(number).map(line).collect::<Vec<_>>()
        };
        let mut json = Self {
            actor: match item.actor {
                Actor::Anyone => "you",
                Actor::Person => "person",
            },
            id: item.id.as_deref().map(|id| head(id, NAME)),
            rung: item.rung,
            place: item.place.as_deref().map(|place| tail(place, measure.words.min(2 * NAME))),
            why: head(&item.why, measure.words.min(200)),
            before: words(before, now),
            now: words(now, before),
            terms: lines(&item.terms, measure.terms, measure.words / 2),
            tests: lines(&item.tests, measure.places, NAME),
            code: lines(&item.code, measure.places, NAME),
            deed: head(&item.deed, DEED.min(4 * measure.words)),
            done: &item.done,
            more: item.more.as_deref(),
            is_cut: false,
        };
        let is_whole = json.before.as_deref() == before
            && json.now.as_deref() == now
            && json.terms.iter().map(|term| &term.text).eq(item.terms.iter().map(|(_, text)| text))
            && (json.tests.len(), json.code.len()) == (item.tests.len(), item.code.len());
        json.is_cut = !is_whole;
        json
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::render::human;
    use crate::render::json::to_text;
    use crate::terminal::length;
    use crate::todo::fit::{LIMIT, fit};

    fn hostile(most: usize) -> impl Strategy<Value = String> {
        let letters =
            vec!['a', ' ', '`', '"', '\\', '[', ':', '#', '\n', '注', '\u{1b}', '\u{e0001}', '\u{202e}'];
        prop::collection::vec(prop::sample::select(letters), 0..most).prop_map(String::from_iter)
    }

    prop_compose! {
        fn items()(
            texts in prop::collection::vec(hostile(900), 6),
            lines in prop::collection::vec((hostile(300), hostile(300)), 0..12),
            is_person in any::<bool>(),
        ) -> NextItem {
            let text = |at: usize| texts[at].clone();
            NextItem {
                actor: if is_person { Actor::Person } else { Actor::Anyone },
                id: Some(text(0)),
                rung: Some("exercised"),
                place: Some(text(1)),
                why: text(2),
                before: Some(text(3)),
                now: Some(text(4)),
                terms: lines.clone(),
                tests: lines.clone(),
                code: lines,
                deed: text(5),
                // A command holds a name only if it is short.
                done: format!("cargo spec prove {}", "x".repeat(NAME)),
                more: Some(format!("cargo spec show {}", "x".repeat(NAME))),
            }
        }
    }

    proptest! {
        #[test]
        fn every_item_fits_in_both_forms(item in items()) {
            let next = NextOutcome { item: Some(item), for_you: 10_000, for_person: 10_000 };
            let json = fit(|measure| to_text(&TodoJson::new(&next, measure)), length);
            prop_assert!(json.len() <= LIMIT, "{} bytes: {}", json.len(), json);
            prop_assert!(serde_json::from_str::<serde_json::Value>(&json).is_ok());
            let human = fit(|measure| human::todo::render(&next, measure), length);
            prop_assert!(length(&human) <= LIMIT, "{} bytes: {}", length(&human), human);
        }
    }
}
