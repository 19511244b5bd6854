//! Bounds of numbers: a wider one asks for less.

use super::hunk::{Hunk, hunks};
use super::softening::{Softening, SofteningKind, excerpt};
use crate::criterion::phrase::Phrases;
use crate::criterion::quantity::{Bound, Quantity, QuantityPlace, is_rarer, is_wider, pairs, quantities};
use crate::criterion::statement::Statement;
use crate::criterion::unit::{self, is_measured};
use crate::intent::words;

pub(super) fn compare(before: &Statement<'_>, now: &Statement<'_>, found: &mut Vec<Softening>) {
    let all_asked = |statement: &Statement<'_>| all(statement.asked(), statement.is_negative());
    let (mut old, mut new) = (all_asked(before), all_asked(now));
    let conditional = |quantity: &mut Quantity| quantity.place == QuantityPlace::Condition;
    let inside: (Vec<_>, Vec<_>) =
        (old.extract_if(.., conditional).collect(), new.extract_if(.., conditional).collect());
    // A number of another kind may have come in the place of one: `up to 5 users`, `up to 5 MB`.
    let is_new = |quantity: &Quantity| {
        pairs(&new, &old).iter().any(|(new, other)| other.is_none() && new.bound == quantity.bound)
    };
    for (quantity, other) in pairs(&old, &new) {
        match other {
            Some(other) if is_wider(quantity, other) => push(found, quantity, other),
            // The number was bound and is not any more; a number that is not bound may be anything.
            None if matches!(quantity.bound, Bound::Upper | Bound::Lower)
                && quantity.place == QuantityPlace::Asked
                // `at least one digit` is a digit.
                && !(quantity.bound == Bound::Lower && quantity.value <= 1.0 && !is_measured(&quantity.dimension))
                // The request for a share is now one for everything.
                && !matches!(&*quantity.dimension, "share of" | "percentile")
                && !is_absolute(before, now)
                && !is_new(quantity)
                // `more than 10 recipients`, `any recipient`
                && !(quantity.bound == Bound::Lower && number(now, "any") > number(before, "any")) =>
            {
                let message = format!("`{}` is not asked for any more", excerpt(&quantity.text));
                found.push(Softening { kind: SofteningKind::Bound, message });
            }
            _ => {}
        }
    }
    if let Some(word) = absolute(before, now) {
        let partners = pairs(&new, &old);
        let is_it = |quantity: &Quantity| quantity.bound == Bound::Upper || now.is_negative();
        let new = partners.iter().find(|(quantity, other)| other.is_none() && is_it(quantity));
        if let Some((quantity, _)) = new {
            let message = format!("`{word}` became `{}`", excerpt(&quantity.text));
            found.push(Softening { kind: SofteningKind::Bound, message });
        }
    }
    shares(before, now, &old, &new, found);
    nothing(before, now, found);
    if found.iter().all(|softening| softening.kind != SofteningKind::Bound)
        && !before.is_negative()
        && !now.is_negative()
    {
        counted(before, now, found);
    }
    // In a condition it is the other way round: what holds in fewer cases asks for less. An example with another number is another
    // example.
    let is_example = before.is_scenario && texts(before.asked()) != texts(now.asked());
    if !is_example && is_alike(before, now) {
        let when = |statement: &Statement<'_>| all(statement.conditions.iter(), false);
        rarer(&when(before), &when(now), !before.is_scenario || fails(before), found);
        rarer(&inside.0, &inside.1, true, found);
    }
}

/// Conditions that hold in fewer cases, number by number.
fn rarer(old: &[Quantity], new: &[Quantity], counts: bool, found: &mut Vec<Softening>) {
    if old.len() != new.len() {
        return;
    }
    for (quantity, other) in old.iter().zip(new) {
        if is_rarer(quantity, other, counts) {
            push(found, quantity, other);
        }
    }
}

fn all<'a>(texts: impl Iterator<Item = &'a Phrases<'a>>, is_negative: bool) -> Vec<Quantity> {
    texts.flat_map(|text| quantities(text, is_negative)).collect()
}

fn push(found: &mut Vec<Softening>, before: &Quantity, now: &Quantity) {
    let message = format!("`{}` became `{}`", excerpt(&before.text), excerpt(&now.text));
    found.push(Softening { kind: SofteningKind::Bound, message });
}

/// Counts a word in the requests.
fn number(statement: &Statement<'_>, word: &str) -> usize {
    statement.asked().map(|text| text.count(word)).sum()
}

/// A word that said more than any number and is gone: `SHALL NOT lose any message` became `SHALL NOT lose more than 1 % of them`.
fn absolute(before: &Statement<'_>, now: &Statement<'_>) -> Option<&'static str> {
    let gone =
        |words: &[&'static str]| words.iter().find(|word| number(before, word) > number(now, word)).copied();
    if let Some(word) = gone(&["immediately", "instantly", "at once", "without delay"]) {
        return Some(word);
    }
    match (before.is_negative(), now.is_negative()) {
        (true, true) => gone(&["any"]),
        (true, false) => gone(&["never"]).or_else(|| gone(&["not"])),
        _ => None,
    }
}

/// Has a word come in the place of a number that says more than any number: *immediately*, *all*?
fn is_absolute(before: &Statement<'_>, now: &Statement<'_>) -> bool {
    const WORDS: [&str; 18] = [
        "forever",
        "for ever",
        "indefinitely",
        "permanently",
        "immediately",
        "instantly",
        "at once",
        "real time",
        "all",
        "every",
        "each",
        "always",
        "never",
        "no",
        "24/7",
        "around the clock",
        "24 hours a day",
        "7 days a week",
    ];
    // A thing that must not be at all: `SHALL NOT lose any message`.
    let is_none = now.is_negative() && number(now, "any") > number(before, "any");
    is_none || WORDS.iter().any(|word| number(now, word) > number(before, word))
}

/// A share is enough now: `answer within 50 ms`, `answer within 50 ms at the 95th percentile`.
fn shares(
    before: &Statement<'_>,
    now: &Statement<'_>,
    old: &[Quantity],
    new: &[Quantity],
    found: &mut Vec<Softening>,
) {
    let is_share = |quantity: &&Quantity| {
        matches!(&*quantity.dimension, "percentile" | "share of") && quantity.bound == Bound::Lower
    };
    let Some(share) = new.iter().find(is_share) else { return };
    if old.iter().any(|old| old.dimension.starts_with("share") || old.dimension == "percentile") {
        return;
    }
    let is_new = |(old, new): (&Phrases<'_>, &Phrases<'_>)| {
        let all = hunks(old, new);
        let is_more = |hunk: &Hunk| matches!(new.word(hunk.now.start), "and" | "or" | "with");
        !all.is_empty() && all.iter().all(Hunk::is_added) && !all.iter().any(is_more)
            || matches!(&*all, [hunk] if matches!(old.word(hunk.before.start), "all" | "every") && hunk.before.len() == 1)
    };
    if before.asked().zip(now.asked()).any(is_new) {
        let message = format!("`{}` is enough", excerpt(&share.text));
        found.push(Softening { kind: SofteningKind::Bound, message });
    }
}

/// Nothing became a little, or any number a large one: `no downtime`, `at most 5 minutes of downtime`.
fn nothing(before: &Statement<'_>, now: &Statement<'_>, found: &mut Vec<Softening>) {
    for (old, new) in before.asked().zip(now.asked()) {
        let all = hunks(old, new);
        let [hunk] = &*all else { continue };
        let is_none = hunk.before.len() == 1 && matches!(old.word(hunk.before.start), "no" | "zero");
        let text = new.slice(hunk.now.start, hunk.now.end);
        let upper = |quantity: &Quantity| quantity.bound == Bound::Upper && quantity.value > 0.0;
        let lower = |quantity: &Quantity| {
            matches!(quantity.bound, Bound::Lower | Bound::Above) && quantity.value > 1.0
        };
        // `any recipient`, `more than 10 recipients`
        let is_any = hunk.before.len() == 1 && old.word(hunk.before.start) == "any" && !before.is_negative();
        let has = |is_it: &dyn Fn(&Quantity) -> bool| quantities(&Phrases::of(text), false).iter().any(is_it);
        if is_none && has(&upper) || is_any && has(&lower) {
            let message = format!("`{}` became `{}`", old.word(hunk.before.start), excerpt(text));
            found.push(Softening { kind: SofteningKind::Bound, message });
        }
    }
}

/// Finds things that had no end and have one now, or had figures and are vague: `all loans`, `up to 20 loans`; `status 404`,
/// `an error status`.
fn counted(before: &Statement<'_>, now: &Statement<'_>, found: &mut Vec<Softening>) {
    const ENDLESS: [&str; 10] = [
        "all",
        "every",
        "each",
        "until",
        "till",
        "forever",
        "indefinitely",
        "permanently",
        "continuously",
        "as long as",
    ];
    const VAGUE: [&str; 13] = [
        "several",
        "some",
        "many",
        "multiple",
        "various",
        "few",
        "numerous",
        "enough",
        "sufficient",
        "adequate",
        "a number of",
        "different",
        "more",
    ];
    const CLASSES: [&str; 14] = [
        "error",
        "failure",
        "failing",
        "client",
        "redirect",
        "success",
        "successful",
        "appropriate",
        "suitable",
        "proper",
        "non-zero",
        "nonzero",
        "4xx",
        "5xx",
    ];
    let is_number = |word: &str| unit::number(word).is_some() || matches!(word, "once" | "twice");
    for (old, new) in before.asked().zip(now.asked()) {
        for Hunk { before: gone, now: come } in hunks(old, new) {
            let had = gone.clone().find(|&at| is_number(old.word(at)));
            let has = come.clone().any(|at| is_number(new.word(at)));
            let is_endless =
                gone.start < gone.end && ENDLESS.iter().any(|words| old.is_at(gone.start, words));
            // `every 5 minutes`, `each day`
            let is_often = is_number(old.word(gone.start + 1)) || unit::is_unit(old.word(gone.start + 1));
            let is_least =
                ["at least", "all", "every"].iter().any(|words| come.clone().any(|at| new.is_at(at, words)));
            let is_code = had.is_some_and(|at| {
                let near = at.saturating_sub(2)..at;
                near.into_iter()
                    .any(|at| matches!(old.word(at), "status" | "code" | "http" | "error" | "exit"))
            });
            let is_vague = VAGUE.iter().any(|words| come.clone().any(|at| new.is_at(at, words)));
            // A class in the place of a code: `404`, `an error status`.
            let is_class = is_code && CLASSES.iter().any(|word| new.count(word) > old.count(word));
            let is_less = is_endless && had.is_none() && !is_often && has && !is_least
                || had.is_some() && !has && (is_vague || is_class);
            if is_less {
                let (old, new) = (old.slice(gone.start, gone.end), new.slice(come.start, come.end));
                let message = match new {
                    "" => format!("`{}` is not asked for any more", excerpt(old)),
                    new => format!("`{}` became `{}`", excerpt(old), excerpt(new)),
                };
                found.push(Softening { kind: SofteningKind::Bound, message });
            }
        }
    }
}

fn texts<'a>(all: impl Iterator<Item = &'a Phrases<'a>>) -> Vec<&'a str> {
    all.map(|text| text.text).collect()
}

/// Is about the same asked for, under about the same conditions?
fn is_alike(before: &Statement<'_>, now: &Statement<'_>) -> bool {
    let text = |statement: &Statement<'_>| texts(statement.asked()).join(" ");
    words::likeness(&text(before), &text(now)) > 0.5
}

/// Does a condition count what goes wrong?
fn fails(statement: &Statement<'_>) -> bool {
    let fails = ["attempt", "attempts", "fail", "fails", "failed", "failures", "errors", "wrong", "invalid"];
    statement.conditions.iter().any(|text| text.first(&fails).is_some())
}
