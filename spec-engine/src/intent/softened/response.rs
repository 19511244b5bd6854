//! Responses that ask for less, or for something else as well.

use std::ops::Range;

use super::hunk::{Hunk, hunks};
use super::softening::{Softening, SofteningKind, excerpt};
use super::{condition, hedge};
use crate::criterion::lexicon::{ANSWERS, BESIDE, BOUNDS, CHOICES, EXAMPLES, LIKE, PERMITS};
use crate::criterion::phrase::Phrases;
use crate::criterion::statement::Statement;
use crate::criterion::unit;
use crate::intent::words;

/// So much alike are two pieces if one is the other: from 0 to 1.
const ALIKE: f64 = 0.6;

pub(super) fn compare(before: &Statement<'_>, now: &Statement<'_>, found: &mut Vec<Softening>) {
    let is_negative = before.is_negative() && now.is_negative();
    let mut has_alternative = false;
    if before.is_negative() == now.is_negative() {
        for (old, new) in before.responses.iter().zip(&now.responses) {
            let message = alternative(old, new, is_negative);
            if let Some(message) = message.or_else(|| example(old, new).filter(|_| !is_negative)) {
                found.push(Softening { kind: SofteningKind::Alternative, message });
                has_alternative = true;
            }
        }
    }
    let dropped = |gone: &str| {
        let message = format!("`{}` is not asked for any more", excerpt(gone));
        Softening { kind: SofteningKind::Response, message }
    };
    // Steps and sentences.
    // Words that are gone from their place may stand elsewhere: as often as before.
    let number =
        |statement: &Statement<'_>, word: &str| statement.asked().map(|text| text.forms(word)).sum::<usize>();
    let is_said = |gone: &str| {
        let gone = Phrases::of(gone);
        let is_there = |word: &str| number(now, word) >= number(before, word);
        gone.carried().all(is_there)
    };
    if let Some(gone) = gone(&texts(&before.responses), &texts(&now.responses)) {
        if !is_said(gone) {
            found.push(dropped(gone));
        }
    } else if before.responses.len() == now.responses.len() && !has_alternative {
        for (old, new) in before.responses.iter().zip(&now.responses) {
            if condition::has_fewer_exceptions(old, new) {
                continue;
            }
            let gone = gone(&pieces(old, is_negative), &pieces(new, is_negative));
            if let Some(gone) = gone.filter(|gone| !is_said(gone)) {
                found.push(dropped(gone));
            } else if let Some(gone) = cut(old, new, is_negative) {
                found.push(dropped(gone));
            }
        }
    }
    // Of a list of which one is enough, each point is an alternative.
    let is_choice = |statement: &Statement<'_>| {
        statement.responses.last().is_some_and(|text| CHOICES.iter().any(|phrase| text.has(phrase)))
    };
    if is_choice(before) && is_choice(now) {
        if let Some(new) = gone(&texts(&now.points), &texts(&before.points)) {
            let message = format!("`{}` will do as well", excerpt(new));
            found.push(Softening { kind: SofteningKind::Alternative, message });
        }
    } else if let Some(gone) = gone(&texts(&before.points), &texts(&now.points)) {
        found.push(dropped(gone));
    }
    if now.rows.len() < before.rows.len()
        && let Some(row) = before.rows.iter().find(|row| !now.rows.contains(row))
    {
        found.push(dropped(row));
    }
}

fn texts<'a>(all: &[Phrases<'a>]) -> Vec<&'a str> {
    all.iter().map(|text| text.text).collect()
}

fn is_inside(conditions: &[Range<usize>], at: usize) -> bool {
    conditions.iter().any(|condition| condition.contains(&at))
}

/// Does a word join two things that are both asked for?
fn is_joint(text: &Phrases<'_>, at: usize, conditions: &[Range<usize>], is_negative: bool) -> bool {
    // `between 8 and 64`
    if text.word(at) == "and" && unit::number(text.word(at + 1)).is_some() && text.has("between") {
        return false;
    }
    // `when it is dark and cold` is one condition.
    if at > 0 && is_inside(conditions, at) && !matches!(text.word(at + 1), "shall" | "must") {
        return matches!(text.word(at), ";" | ",");
    }
    match text.word(at) {
        "and" | ";" | "," | "then" | "plus" => true,
        "or" | "nor" => is_negative,
        _ => false,
    }
}

/// The things that a response asks for.
fn pieces<'a>(text: &Phrases<'a>, is_negative: bool) -> Vec<&'a str> {
    let mut pieces = Vec::new();
    // Who is to do it stands before the verb.
    let verb = text.behind_modal();
    let mut start = verb;
    let conditions = condition::ranges(text);
    // A full stop, and not a dot in a name.
    let is_stop = |at: usize| {
        text.word(at) == "." && text.words.get(at + 1).is_some_and(|(_, next)| *next > text.words[at].1 + 1)
    };
    let is_example = |at: usize| EXAMPLES.iter().any(|phrase| text.is_at(at, phrase));
    let end = (verb..text.words.len()).find(|&at| is_example(at)).unwrap_or(text.words.len());
    for at in verb..=end {
        if at == end || is_joint(text, at, &conditions, is_negative) || is_stop(at) && at + 1 < end {
            let piece = text.slice(start, at);
            let words = Phrases::of(piece);
            // A condition is none of them.
            let is_other = condition::begins(&words, 0) || hedge::is_all(&words);
            if !piece.is_empty() && !is_other {
                pieces.push(piece);
            }
            start = at + 1;
        }
    }
    pieces
}

/// Returns the item that is gone, if there are fewer than before and all that are left were there.
fn gone<'a>(before: &[&'a str], now: &[&str]) -> Option<&'a str> {
    if now.len() >= before.len() {
        return None;
    }
    let mut left: Vec<&'a str> = before.to_vec();
    for piece in now {
        let alike = left.iter().enumerate().map(|(at, old)| (words::likeness(old, piece), at));
        let (likeness, at) = alike.max_by(|a, b| a.0.total_cmp(&b.0))?;
        if likeness < ALIKE {
            return None;
        }
        left.remove(at);
    }
    left.first().copied()
}

/// The alternative that was added, if all else is the same; or AND that became OR.
fn alternative(before: &Phrases<'_>, now: &Phrases<'_>, is_negative: bool) -> Option<String> {
    let (weak, strong) = if is_negative { ("and", "or") } else { ("or", "and") };
    let is_weak = |at: usize| now.word(at) == weak || !is_negative && now.word(at) == "and/or";
    // `either … or` and `both … and` are `or` and `and`.
    let is_little = |text: &Phrases<'_>, range: &Range<usize>| {
        range.clone().all(|at| matches!(text.word(at), "either" | "both"))
    };
    let conditions = condition::ranges(now);
    let mut all = hunks(before, now);
    all.retain(|hunk| !(is_little(before, &hunk.before) && is_little(now, &hunk.now)));
    if let [hunk] = &*all {
        let is_joint = hunk.before.len() == 1 && before.word(hunk.before.start) == strong;
        // Who accepts either accepts both.
        let is_free = !is_inside(&conditions, hunk.now.start) && now.first(&PERMITS).is_none();
        if is_joint && hunk.now.len() == 1 && is_weak(hunk.now.start) && is_free {
            return Some(format!("`{strong}` became `{}`", now.word(hunk.now.start)));
        }
    }
    if is_negative || !all.iter().all(Hunk::is_added) {
        return None;
    }
    let is_bound = |at: usize| BOUNDS.contains(&now.word(at + 1));
    all.iter().find_map(|hunk| {
        let Range { start, end } = hunk.now.clone();
        // `and stores or sends it` is one thing more; `when a or b is pressed` holds more often.
        if now.word(start) == strong || is_inside(&conditions, start) {
            return None;
        }
        // The alternative may stand before what was there: `log or reject`.
        let at = hunk.now.clone().find(|&at| is_weak(at) && !is_bound(at))?;
        let (from, to) = if at == start || at + 1 < end { (at + 1, end) } else { (start, at) };
        Some(format!("`{}` will do as well", excerpt(now.slice(from, to))))
    })
}

/// Finds a request that is an example now: `in a format such as plain text`.
fn example(before: &Phrases<'_>, now: &Phrases<'_>) -> Option<String> {
    let phrase = LIKE.into_iter().find(|phrase| now.count(phrase) > before.count(phrase))?;
    let at = (0..now.words.len()).find(|&at| now.is_at(at, phrase))? + phrase.split(' ').count();
    let at = if now.word(at) == "," { at + 1 } else { at };
    let word = now.word(at);
    let is_known = !word.is_empty() && before.has(word) && !matches!(word, "the" | "a" | "an" | "its");
    is_known.then(|| format!("`{}` is only an example", excerpt(now.slice(at, at + 1))))
}

/// Returns the words that were cut out, if nothing else is changed: a member of a list, or more about an answer: `with a reason`.
fn cut<'a>(before: &Phrases<'a>, now: &Phrases<'_>, is_negative: bool) -> Option<&'a str> {
    let mut all = hunks(before, now);
    // A comma may have become an `and`.
    all.retain(|hunk| !(hunk.is_added() && hunk.now.len() == 1 && now.word(hunk.now.start) == "and"));
    let [hunk] = &*all else { return None };
    let Range { start, end } = hunk.before.clone();
    let is_example = EXAMPLES.iter().any(|phrase| before.is_at(start, phrase));
    let conditions = condition::ranges(before);
    if !hunk.is_gone()
        || is_example
        || (start..end).any(|at| hedge::begins(before, at))
        || is_inside(&conditions, end - 1)
    {
        return None;
    }
    // A list, from whichever side it is cut.
    let joins = |at: usize| is_joint(before, at, &conditions, is_negative);
    let is_first = start > before.behind_modal() && before.word(end) == ",";
    let is_member = joins(start) || joins(end - 1) || is_first || start > 0 && joins(start - 1) && joins(end);
    let is_answer = before.is_at(start, "with") && ANSWERS.iter().any(|verb| before.has(verb));
    let is_more = !is_negative && (is_answer || BESIDE.iter().any(|phrase| before.is_at(start, phrase)));
    let is_something = Phrases::of(before.slice(start, end)).carried().next().is_some();
    (is_something && (is_member || is_more)).then(|| before.slice(start, end))
}
