//! Lists that lost members: a case that is not heard any more, and a thing that is not supported any more.

use super::softening::{Softening, SofteningKind, excerpt};
use crate::criterion::phrase::Phrases;
use crate::criterion::statement::Statement;

/// A list with a slash between its members has so many of them: `50 km/h` is none.
const MIN_SLASHED: usize = 3;

/// Words in a part that turn its meaning around: then fewer members ask for more.
const NEGATIONS: [&str; 7] = ["unless", "except", "not", "no", "never", "without", "neither"];

pub(super) fn compare(before: &Statement<'_>, now: &Statement<'_>, found: &mut Vec<Softening>) {
    // Another rule has named what is gone.
    if !found.is_empty() || before.is_negative() || now.is_negative() {
        return;
    }
    let of_conditions = pairs(&before.conditions, &now.conditions)
        .filter_map(|(old, new)| lost(&choice(old)?, &members(new)));
    let of_responses =
        pairs(&before.responses, &now.responses).filter_map(|(old, new)| lost(&slashed(old)?, &members(new)));
    let lost = of_conditions.chain(of_responses).next();
    found.extend(lost.map(|lost| Softening {
        kind: SofteningKind::Quantifier,
        message: format!("`{}` is not in the list any more", excerpt(&lost)),
    }));
}

/// The parts of two statements side by side, if there are as many.
fn pairs<'a, 't>(
    old: &'a [Phrases<'t>],
    new: &'a [Phrases<'t>],
) -> impl Iterator<Item = (&'a Phrases<'t>, &'a Phrases<'t>)> {
    let number = if old.len() == new.len() { old.len() } else { 0 };
    old.iter().zip(new).take(number)
}

/// The members of a list of which any one will do, if it is one.
fn choice(text: &Phrases<'_>) -> Option<Vec<Vec<String>>> {
    let is_turned = NEGATIONS.iter().any(|word| text.has(word));
    let is_list = text.has("or") || slashed(text).is_some();
    (is_list && !is_turned).then(|| members(text))
}

/// The members of a text that has a list with slashes: `Linux/macOS/Windows`.
fn slashed(text: &Phrases<'_>) -> Option<Vec<Vec<String>>> {
    // An address has digits in it or is cut by dots, and the parts of a format of dates are letters such as `dd` and `mm`.
    let is_name = |part: &str| {
        part.chars().all(char::is_alphabetic)
            && part.contains(|c: char| !"dmyhs".contains(c.to_ascii_lowercase()))
    };
    let is_list = |word: &str| word.split('/').count() >= MIN_SLASHED && word.split('/').all(is_name);
    text.words.iter().any(|(word, _)| is_list(word)).then(|| members(text))
}

/// Splits a text into the words between its commas, slashes and `or`.
fn members(text: &Phrases<'_>) -> Vec<Vec<String>> {
    let mut members = vec![Vec::new()];
    for (word, _) in &text.words {
        if matches!(&**word, "," | "or" | "/") {
            members.push(Vec::new());
            continue;
        }
        for (number, part) in word.split('/').enumerate() {
            if number > 0 {
                members.push(Vec::new());
            }
            if let Some(member) = members.last_mut()
                && !part.is_empty()
            {
                member.push(part.to_owned());
            }
        }
    }
    members.retain(|member| !member.is_empty());
    members
}

/// The members that are gone, if all others stand where they stood.
fn lost(old: &[Vec<String>], new: &[Vec<String>]) -> Option<String> {
    let ([old_first, .., old_last], [new_first, ..]) = (old, new) else { return None };
    let new_last = new.last()?;
    // The words before and behind the list belong to the member next to them.
    let before = old_first.iter().zip(new_first).take_while(|(old, new)| old == new).count();
    let behind = old_last.iter().rev().zip(new_last.iter().rev()).take_while(|(old, new)| old == new).count();
    let inner = |list: &[Vec<String>]| -> Vec<Vec<String>> {
        let mut list = list.to_vec();
        if let Some(last) = list.last_mut() {
            last.truncate(last.len() - behind.min(last.len()));
        }
        if let Some(first) = list.first_mut() {
            first.drain(..before.min(first.len()));
        }
        list
    };
    let (old, new) = (inner(old), inner(new));
    if new.len() >= old.len() {
        return None;
    }
    let mut left = new.iter().peekable();
    let gone: Vec<String> = old
        .iter()
        .filter(|member| left.next_if(|next| next == member).is_none())
        .map(|member| member.join(" "))
        .collect();
    (left.peek().is_none() && gone.iter().all(|member| !member.is_empty())).then(|| gone.join(", "))
}
