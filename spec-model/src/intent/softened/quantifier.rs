//! All, most, some; always, usually; immediately, eventually.

use super::phrase::Phrases;
use super::statement::Statement;
use super::{Kind, Softening};

/// Words of which the first list says more than the second.
const SCALES: [(&[&str], &[&str]); 6] = [
    (
        &["all", "every", "each", "any", "both", "entire", "whole", "full", "complete"],
        &[
            "some",
            "most",
            "many",
            "several",
            "few",
            "selected",
            "certain",
            "various",
            "partial",
            "important",
            "main",
            "first",
            "one",
        ],
    ),
    (
        &["always", "every", "never", "consistently"],
        &[
            "usually",
            "normally",
            "generally",
            "typically",
            "often",
            "sometimes",
            "mostly",
            "rarely",
            "seldom",
            "occasionally",
        ],
    ),
    (
        &["immediately", "instantly", "synchronously"],
        &["eventually", "soon", "later", "periodically", "asynchronously"],
    ),
    (&["both"], &["either", "one"]),
    (&["only", "exclusively", "solely"], &["mainly", "primarily", "mostly", "also"]),
    (&["most", "many"], &["some", "few", "several"]),
];

pub(super) fn compare(before: &Statement<'_>, now: &Statement<'_>, found: &mut Vec<Softening>) {
    for (old, new) in before.asked().zip(now.asked()) {
        for (strong, weak) in SCALES {
            if let Some(message) = became(old, new, strong, weak) {
                found.push(Softening { kind: Kind::Quantifier, message });
                break;
            }
        }
        if let Some(message) = less(old, new) {
            found.push(Softening { kind: Kind::Quantifier, message });
        }
        // What one of several does is enough.
        if let Some(message) = became(
            old,
            new,
            &["all of", "each of", "every one of"],
            &["any of", "one of", "some of", "most of"],
        ) {
            found.push(Softening { kind: Kind::Quantifier, message });
        }
    }
    // A condition that needs everything holds less often than one that needs anything.
    for (old, new) in before.conditions.iter().zip(&now.conditions) {
        if let Some(message) =
            became(old, new, &["any", "either", "a single"], &["all", "both", "every", "most", "several"])
        {
            found.push(Softening { kind: Kind::Quantifier, message });
        }
    }
}

/// One strong word less, or one word in its place that leaves something out: `all fields`, `required fields`.
fn less(before: &Phrases<'_>, now: &Phrases<'_>) -> Option<String> {
    const GONE: [&str; 7] = ["immediately", "instantly", "always", "only", "exclusively", "exactly", "both"];
    const REPLACED: [&str; 4] = ["all", "every", "each", "any"];
    const HARMLESS: [&str; 9] = ["the", "a", "an", "all", "every", "each", "any", "its", "no"];
    let (old, new) = (before.words.len(), now.words.len());
    let front = (0..old.min(new)).take_while(|&at| before.word(at) == now.word(at)).count();
    let back = (0..old.min(new) - front)
        .take_while(|&at| before.word(old - 1 - at) == now.word(new - 1 - at))
        .count();
    let word = before.word(front);
    match (old - front - back, new - front - back) {
        (1, 0) if GONE.contains(&word) => Some(format!("`{word}` is gone")),
        (1, 1) if REPLACED.contains(&word) && !HARMLESS.contains(&now.word(front)) => {
            Some(format!("`{word}` became `{}`", now.word(front)))
        }
        _ => None,
    }
}

/// A strong word that is there less often, and a weak one that is there more often: what became what.
fn became(before: &Phrases<'_>, now: &Phrases<'_>, strong: &[&str], weak: &[&str]) -> Option<String> {
    let gone = strong.iter().find(|word| now.count(word) < before.count(word))?;
    let number = |text: &Phrases<'_>| weak.iter().map(|word| text.count(word)).sum::<usize>();
    if number(now) <= number(before) {
        return None;
    }
    // Another strong word in its place is no difference: `all` for `every`.
    let strength = |text: &Phrases<'_>| strong.iter().map(|word| text.count(word)).sum::<usize>();
    if strength(now) >= strength(before) {
        return None;
    }
    let new = weak.iter().find(|word| now.count(word) > before.count(word))?;
    Some(format!("`{gone}` became `{new}`"))
}
