//! `next` for programs.

use serde::Serialize;

use super::VERSION;
use crate::todo::Actor;
use crate::todo::fit::{ItemLimits, NAME, STEP, around_change, head, tail};
use crate::todo::item::{NextItem, NextOutcome};

/// The output of `next`.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct TodoJson<'a> {
    version: u32,
    next: Option<ItemJson<'a>>,
    for_you: usize,
    for_person: usize,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct ItemJson<'a> {
    actor: &'static str,
    id: Option<String>,
    rung: Option<&'static str>,
    place: Option<String>,
    why: String,
    before: Option<String>,
    now: Option<String>,
    terms: Vec<LineJson>,
    task: Option<LineJson>,
    tests: Vec<LineJson>,
    code: Vec<LineJson>,
    step: String,
    done: &'a str,
    more: Option<&'a str>,
    is_cut: bool,
}

/// Something that stands in a line of a file.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct LineJson {
    place: String,
    text: String,
}

impl LineJson {
    /// A task: its place, and its number or title.
    pub(super) fn new((place, text): &(String, String), measure: ItemLimits) -> Self {
        Self { place: tail(place, measure.words.min(2 * NAME)), text: head(text, measure.words.min(NAME)) }
    }
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
            task: item.task.as_ref().map(|task| LineJson::new(task, measure)),
            tests: lines(&item.tests, measure.places, NAME),
            code: lines(&item.code, measure.places, NAME),
            step: head(&item.step, STEP.min(4 * measure.words)),
            done: &item.done,
            more: item.more.as_deref(),
            is_cut: false,
        };
        json.is_cut = !json.is_whole(item);
        json
    }

    /// Is everything of the item in it, with all its words?
    fn is_whole(&self, item: &NextItem) -> bool {
        let is_same = |lines: &[LineJson], all: &[(String, String)]| {
            lines
                .iter()
                .map(|line| (&line.place, &line.text))
                .eq(all.iter().map(|(place, text)| (place, text)))
        };
        self.id == item.id
            && self.place == item.place
            && self.why == item.why
            && self.before == item.before
            && self.now == item.now
            && self.step == item.step
            && is_same(self.task.as_slice(), item.task.as_slice())
            && is_same(&self.terms, &item.terms)
            && is_same(&self.tests, &item.tests)
            && is_same(&self.code, &item.code)
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
                task: lines.first().cloned(),
                tests: lines.clone(),
                code: lines,
                step: text(5),
                // A command holds a name only if it is short.
                done: format!("cargo spec prove {}", "x".repeat(NAME)),
                more: Some(format!("cargo spec show {}", "x".repeat(NAME))),
            }
        }
    }

    const MOST: ItemLimits = ItemLimits { words: LIMIT, places: 8, terms: 4 };

    fn is_cut(item: NextItem) -> bool {
        let json =
            to_text(&TodoJson::new(&NextOutcome { item: Some(item), for_you: 1, for_person: 0 }, MOST));
        let json: serde_json::Value = serde_json::from_str(&json).expect("it is JSON");
        json["next"]["is_cut"].as_bool().expect("it says so")
    }

    fn item() -> NextItem {
        let line = || vec![("a.rs:1".to_owned(), "name".to_owned())];
        NextItem {
            actor: Actor::Anyone,
            id: Some("REQ-1.1".to_owned()),
            rung: Some("stub"),
            place: Some("a.md:1".to_owned()),
            why: "a test of it fails".to_owned(),
            before: Some("old".to_owned()),
            now: Some("new".to_owned()),
            terms: line(),
            task: line().pop(),
            tests: line(),
            code: line(),
            step: "write it".to_owned(),
            done: "cargo spec test".to_owned(),
            more: None,
        }
    }

    #[test]
    fn it_says_of_each_text_that_it_was_shortened() {
        assert!(!is_cut(item()));
        let long = || "x".repeat(2 * LIMIT);
        let shorten: [fn(&mut NextItem, String); 14] = [
            |item, text| item.id = Some(text),
            |item, text| item.place = Some(text),
            |item, text| item.why = text,
            |item, text| item.before = Some(text),
            |item, text| item.now = Some(text),
            |item, text| item.step = text,
            |item, text| item.terms[0].0 = text,
            |item, text| item.terms[0].1 = text,
            |item, text| item.task = Some((text, String::new())),
            |item, text| item.task = Some((String::new(), text)),
            |item, text| item.tests[0].0 = text,
            |item, text| item.tests[0].1 = text,
            |item, text| item.code[0].0 = text,
            |item, text| item.code[0].1 = text,
        ];
        for (at, shorten) in shorten.into_iter().enumerate() {
            let mut item = item();
            shorten(&mut item, long());
            assert!(is_cut(item), "{at}");
        }
        let mut item = item();
        item.code = vec![item.code[0].clone(); 9];
        assert!(is_cut(item), "places are left out");
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
