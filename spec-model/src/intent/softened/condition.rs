//! Conditions: what holds under one more asks for less.

use super::phrase::Phrases;
use super::statement::Statement;
use super::{Kind, Softening, told};
use crate::intent::words;

/// What begins a condition in the middle of a sentence.
const WORDS: [&str; 14] = [
    "unless",
    "except",
    "only if",
    "only when",
    "only while",
    "provided that",
    "as long as",
    "if",
    "when",
    "whenever",
    "while",
    "where",
    "other than",
    "excluding",
];

pub(super) fn compare(before: &Statement<'_>, now: &Statement<'_>, found: &mut Vec<Softening>) {
    let (old, new) = (number(before), number(now));
    if new > old {
        let added = added(before, now).unwrap_or_default();
        let message = if added.is_empty() {
            "a condition was added".to_owned()
        } else {
            format!("the condition `{}` was added", told(added))
        };
        found.push(Softening { kind: Kind::Condition, message });
        return;
    }
    // One that has become narrower: `a user logs in` … `a user logs in and is an administrator`.
    if before.conditions.len() == now.conditions.len() {
        for (old, new) in before.conditions.iter().zip(&now.conditions) {
            if let Some(more) = narrower(old, new) {
                let message = format!("the condition is narrower by `{}`", told(more));
                found.push(Softening { kind: Kind::Condition, message });
            }
        }
    }
}

/// How many conditions there are, wherever they stand.
fn number(statement: &Statement<'_>) -> usize {
    let inside: usize = statement.asked().map(|text| starts(text).len()).sum();
    statement.conditions.len() + inside
}

/// Where conditions begin in a text.
fn starts(text: &Phrases<'_>) -> Vec<usize> {
    let mut starts = Vec::new();
    let mut at = 0;
    while at < text.words.len() {
        let phrase = WORDS.iter().filter(|phrase| text.is_at(at, phrase)).max_by_key(|phrase| phrase.len());
        match phrase {
            // `where possible` is a hedge.
            Some(phrase) if !super::hedge::begins(text, at) => {
                starts.push(at);
                at += phrase.split(' ').count();
            }
            _ => at += 1,
        }
    }
    starts
}

/// Does a condition begin at a place?
pub(super) fn begins(text: &Phrases<'_>, at: usize) -> bool {
    WORDS.iter().any(|phrase| text.is_at(at, phrase))
}

/// The condition that was not there.
fn added<'a>(before: &Statement<'_>, now: &Statement<'a>) -> Option<&'a str> {
    let known: Vec<&str> = before.conditions.iter().map(|condition| condition.text).collect();
    let is_new = |text: &&str| known.iter().all(|known| words::likeness(known, text) < 0.6);
    let mut conditions = now.conditions.iter().map(|condition| condition.text);
    if let Some(new) = conditions.find(is_new) {
        return Some(new);
    }
    let has = |text: &Phrases<'_>| before.asked().any(|old| starts(old).len() >= starts(text).len());
    let text = now.asked().find(|text| !starts(text).is_empty() && !has(text))?;
    let start = *starts(text).last()?;
    Some(text.slice(start, text.words.len()))
}

/// What a condition has more than before, if all else is the same and AND joins it.
fn narrower<'a>(before: &Phrases<'_>, now: &Phrases<'a>) -> Option<&'a str> {
    let (old, new) = (before.words.len(), now.words.len());
    if new <= old + 1 {
        return None;
    }
    let front = (0..old).take_while(|&at| before.word(at) == now.word(at)).count();
    let back = (0..old - front).take_while(|&at| before.word(old - 1 - at) == now.word(new - 1 - at)).count();
    if front + back < old {
        return None;
    }
    let is_joined = now.word(front) == "and"
        || now.word(front) == "," && now.word(front + 1) == "and"
        || now.word(new - back - 1) == "and";
    let adds_or = (front..new - back).any(|at| now.word(at) == "or");
    (is_joined && !adds_or).then(|| now.slice(front, new - back))
}
