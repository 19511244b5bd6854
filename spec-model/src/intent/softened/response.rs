//! What is asked for: less of it, or something else as well.

use super::phrase::Phrases;
use super::statement::Statement;
use super::{Kind, Softening, condition, hedge, told};
use crate::intent::words;

/// So much alike are two pieces if one is the other: from 0 to 1.
const ALIKE: f64 = 0.6;

/// Lists of which one is enough.
const CHOICES: [&str; 7] =
    ["one of", "any of", "either", "at least one of", "one or more of", "some of", "or"];

pub(super) fn compare(before: &Statement<'_>, now: &Statement<'_>, found: &mut Vec<Softening>) {
    let is_negative = before.is_negative() && now.is_negative();
    let mut has_alternative = false;
    if before.is_negative() == now.is_negative() {
        for (old, new) in before.responses.iter().zip(&now.responses) {
            if let Some(message) = alternative(old, new, is_negative) {
                found.push(Softening { kind: Kind::Alternative, message });
                has_alternative = true;
            }
        }
    }
    let dropped = |gone: &str| {
        let message = format!("`{}` is not asked for any more", told(gone));
        Softening { kind: Kind::Response, message }
    };
    // Steps and sentences.
    if let Some(gone) = gone(&texts(&before.responses), &texts(&now.responses)) {
        found.push(dropped(gone));
    } else if before.responses.len() == now.responses.len() && !has_alternative {
        for (old, new) in before.responses.iter().zip(&now.responses) {
            if let Some(gone) = gone(&pieces(old, is_negative), &pieces(new, is_negative)) {
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
            let message = format!("`{}` will do as well", told(new));
            found.push(Softening { kind: Kind::Alternative, message });
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

/// What joins two things that are both asked for.
fn is_joint(text: &Phrases<'_>, at: usize, is_negative: bool) -> bool {
    match text.word(at) {
        "and" | ";" | "," | "then" | "plus" => true,
        "or" | "nor" => is_negative,
        _ => false,
    }
}

/// Words behind which something is only named as an example.
const EXAMPLES: [&str; 3] = ["e . g", "e.g", "for example"];

/// The things that a response asks for.
fn pieces<'a>(text: &Phrases<'a>, is_negative: bool) -> Vec<&'a str> {
    let mut pieces = Vec::new();
    // Who is to do it stands before the verb.
    let verb = text.behind_modal();
    let mut start = verb;
    let is_example = |at: usize| EXAMPLES.iter().any(|phrase| text.is_at(at, phrase));
    let end = (verb..text.words.len()).find(|&at| is_example(at)).unwrap_or(text.words.len());
    for at in verb..=end {
        if at == end || is_joint(text, at, is_negative) || text.word(at) == "." && at + 1 < end {
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

/// What is gone, if there is less than before and all that is left was there.
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
    let (old, new) = (before.words.len(), now.words.len());
    let front = (0..old.min(new)).take_while(|&at| before.word(at) == now.word(at)).count();
    let back = (0..old.min(new) - front)
        .take_while(|&at| before.word(old - 1 - at) == now.word(new - 1 - at))
        .count();
    let (gone, added) = (old - front - back, new - front - back);
    let (weak, strong) = if is_negative { ("and", "or") } else { ("or", "and") };
    let is_weak = |at: usize| now.word(at) == weak || !is_negative && now.word(at) == "and/or";
    if gone == 1 && added == 1 && before.word(front) == strong && is_weak(front) {
        return Some(format!("`{strong}` became `{}`", now.word(front)));
    }
    if is_negative || gone > 0 && !(gone == 1 && matches!(before.word(front), "," | ".")) {
        return None;
    }
    let is_bound = |at: usize| {
        matches!(
            now.word(at + 1),
            "more" | "less" | "fewer" | "better" | "higher" | "lower" | "later" | "earlier" | "equal"
        )
    };
    // The alternative may stand before what was there: `log or reject`.
    let at = (front..new - back).find(|&at| is_weak(at) && !is_bound(at))?;
    let (from, to) = if at == front || at + 1 < new - back { (at + 1, new - back) } else { (front, at) };
    Some(format!("`{}` will do as well", told(now.slice(from, to))))
}
