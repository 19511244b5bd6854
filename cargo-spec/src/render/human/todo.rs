//! `next` for people: one item, the word for each of its facts in front.

use std::fmt::Write as _;

use super::style::{FAINT, HEADING, ID, paint};
use crate::text::{one_line, without_strong};
use crate::todo::Actor;
use crate::todo::fit::{ItemLimits, NAME, STEP, around_change, head, tail};
use crate::todo::item::{NextItem, NextOutcome};

/// The item, then how much is left, and for whom.
pub fn render(next: &NextOutcome, measure: ItemLimits) -> String {
    let mut out = String::new();
    match &next.item {
        Some(item) => push_item(&mut out, item, measure),
        None => out += "nothing is left to do\n",
    }
    let review = if next.for_person > 0 { " (`cargo spec review`)" } else { "" };
    let _ = writeln!(out, "for you {}, for a person {}{review}", next.for_you, next.for_person);
    out
}

fn push_item(out: &mut String, item: &NextItem, measure: ItemLimits) {
    let id = item.id.as_deref().map(|id| paint(ID, head(&one_line(id), NAME)));
    let place = item.place.as_deref().map(|place| tail(place, 2 * NAME.min(measure.words)));
    let parts = id.into_iter().chain(item.rung.map(str::to_owned)).chain(place);
    let parts: Vec<_> = parts.collect();
    if !parts.is_empty() {
        let _ = writeln!(out, "{}", parts.join("  "));
    }
    let statement = |text: &str| without_strong(&one_line(text));
    let (before, now) = (item.before.as_deref().map(statement), item.now.as_deref().map(statement));
    match (&before, &now) {
        (Some(before), Some(now)) => {
            push(out, "was", &around_change(before, now, measure.words));
            push(out, "is", &around_change(now, before, measure.words));
        }
        (Some(before), None) => push(out, "was", &head(before, measure.words)),
        (None, Some(now)) => push(out, "is", &head(now, measure.words)),
        (None, None) => {}
    }
    for (place, text) in item.terms.iter().take(measure.terms) {
        push(out, "term", &format!("{}  {}", head(&one_line(text), measure.words / 2), tail(place, NAME)));
    }
    if let Some((place, name)) = &item.task {
        let name = head(&one_line(name), measure.words.min(NAME));
        push(out, "task", &format!("{}  {name}", tail(place, measure.words.min(2 * NAME))));
    }
    for (word, links) in [("test", &item.tests), ("code", &item.code)] {
        for (place, name) in links.iter().take(measure.places) {
            push(
                out,
                word,
                &format!("{}  {}", tail(place, measure.words.min(2 * NAME)), head(&one_line(name), NAME)),
            );
        }
        let more = links.len().saturating_sub(measure.places);
        if more > 0 && measure.places > 0 {
            push(out, word, &format!("and {more} more"));
        }
    }
    push(out, "why", &head(&one_line(&item.why), measure.words.min(200)));
    let heading = paint(HEADING, "Next");
    let _ = match item.actor {
        Actor::Anyone => writeln!(out, "{heading}: {}", head(&one_line(&item.step), STEP)),
        Actor::Person => writeln!(out, "{heading}, for a person: {}", head(&one_line(&item.step), STEP)),
    };
    let _ = writeln!(out, "Done when: `{}`", item.done);
    if let Some(more) = &item.more {
        let _ = writeln!(out, "{}", paint(FAINT, format!("all of it: `{more}`")));
    }
}

fn push(out: &mut String, word: &str, text: &str) {
    let _ = writeln!(out, "  {word:<4}  {text}");
}
