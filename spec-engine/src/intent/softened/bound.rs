//! Bounds of numbers: a wider one asks for less.

use super::hunk::{Hunk, hunks};
use super::phrase::Phrases;
use super::quantity::{Bound, Place, Quantity, quantities};
use super::softening::{Kind, Softening, told};
use super::statement::Statement;
use super::unit::is_measured;
use crate::intent::words;

pub(super) fn compare(before: &Statement<'_>, now: &Statement<'_>, found: &mut Vec<Softening>) {
    let all_asked = |statement: &Statement<'_>| all(statement.asked(), statement.is_negative());
    let (mut old, mut new) = (all_asked(before), all_asked(now));
    let conditional = |quantity: &mut Quantity| quantity.place == Place::Condition;
    let inside: (Vec<_>, Vec<_>) =
        (old.extract_if(.., conditional).collect(), new.extract_if(.., conditional).collect());
    // A number of another kind may have come in the place of one: `up to 5 users`, `up to 5 MB`.
    let is_new = |quantity: &Quantity| {
        pairs(&new, &old).iter().any(|(new, other)| other.is_none() && new.bound == quantity.bound)
    };
    for (quantity, other) in pairs(&old, &new) {
        match other {
            Some(other) if is_wider(quantity, other) => say(found, quantity, other),
            // What is bound no more; a number that is not bound may be anything.
            None if matches!(quantity.bound, Bound::Upper | Bound::Lower)
                && quantity.place == Place::Asked
                // `at least one digit` is a digit.
                && !(quantity.bound == Bound::Lower && quantity.value <= 1.0 && !is_measured(&quantity.dimension))
                // What was asked for a share is asked for everything.
                && !matches!(&*quantity.dimension, "share of" | "percentile")
                && !is_absolute(before, now)
                && !is_new(quantity)
                // `more than 10 recipients`, `any recipient`
                && !(quantity.bound == Bound::Lower && number(now, "any") > number(before, "any")) =>
            {
                let message = format!("`{}` is not asked for any more", told(&quantity.text));
                found.push(Softening { kind: Kind::Bound, message });
            }
            _ => {}
        }
    }
    if let Some(word) = absolute(before, now) {
        let partners = pairs(&new, &old);
        let is_it = |quantity: &Quantity| quantity.bound == Bound::Upper || now.is_negative();
        let new = partners.iter().find(|(quantity, other)| other.is_none() && is_it(quantity));
        if let Some((quantity, _)) = new {
            let message = format!("`{word}` became `{}`", told(&quantity.text));
            found.push(Softening { kind: Kind::Bound, message });
        }
    }
    shares(before, now, &old, &new, found);
    nothing(before, now, found);
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
        let is_same = quantity.dimension == other.dimension && quantity.bound == other.bound;
        let is_after = quantity.text.to_lowercase().starts_with("after");
        // What is not whole is a value: `WHEN 12.34 EUR are paid`.
        let is_count = quantity.value.fract() == 0.0 && other.value.fract() == 0.0;
        let is_equal = quantity.value.to_bits() == other.value.to_bits();
        let is_narrower = match quantity.bound {
            // `at least 5`, `more than 5`
            Bound::Upper | Bound::Lower if is_equal => !is_after && is_loose(quantity) && is_strict(other),
            Bound::Upper if !is_after => other.value < quantity.value,
            Bound::Upper | Bound::Lower | Bound::Above => other.value > quantity.value,
            // `WHEN 3 attempts fail`: more of them are rarer.
            Bound::Exact => {
                counts
                    && (is_count || is_measured(&quantity.dimension))
                    && !quantity.dimension.is_empty()
                    && other.value > quantity.value
            }
            Bound::About | Bound::Unclear => false,
        };
        if is_same && is_narrower {
            say(found, quantity, other);
        }
    }
}

fn all<'a>(texts: impl Iterator<Item = &'a Phrases<'a>>, is_negative: bool) -> Vec<Quantity> {
    texts.flat_map(|text| quantities(text, is_negative)).collect()
}

fn say(found: &mut Vec<Softening>, before: &Quantity, now: &Quantity) {
    let message = format!("`{}` became `{}`", told(&before.text), told(&now.text));
    found.push(Softening { kind: Kind::Bound, message });
}

/// Whether a number has taken the place of another one.
type Rule<'a> = &'a dyn Fn(&Quantity, &Quantity) -> bool;

/// Each number of before with the one that has taken its place: the next one that measures the same.
fn pairs<'a>(before: &'a [Quantity], now: &'a [Quantity]) -> Vec<(&'a Quantity, Option<&'a Quantity>)> {
    let mut is_taken = vec![false; now.len()];
    let mut partners: Vec<Option<usize>> = vec![None; before.len()];
    let same = |a: &Quantity, b: &Quantity| a.dimension == b.dimension;
    let equal = |a: &Quantity, b: &Quantity| {
        same(a, b) && a.bound == b.bound && a.value.to_bits() == b.value.to_bits()
    };
    // What is counted may be called otherwise.
    let is_count = |quantity: &Quantity| {
        let dimension = &*quantity.dimension;
        !is_measured(dimension) && !matches!(dimension, "period" | "percentile" | "date" | "time of day")
    };
    let counts = |a: &Quantity, b: &Quantity| {
        is_count(a) && is_count(b) && a.bound == b.bound && a.bound != Bound::Exact
    };
    let rules: [Rule<'_>; 4] = [&equal, &|a, b| same(a, b) && a.bound == b.bound, &same, &counts];
    for is_it in rules {
        for (at, quantity) in before.iter().enumerate().filter(|(_, quantity)| !quantity.text.is_empty()) {
            if partners[at].is_none() {
                partners[at] = (0..now.len()).find(|&other| !is_taken[other] && is_it(quantity, &now[other]));
                if let Some(other) = partners[at] {
                    is_taken[other] = true;
                }
            }
        }
    }
    before.iter().zip(partners).map(|(quantity, at)| (quantity, at.map(|at| &now[at]))).collect()
}

fn is_wider(before: &Quantity, now: &Quantity) -> bool {
    if before.text.eq_ignore_ascii_case(&now.text) {
        return false;
    }
    // Units are converted: a rounding is no difference.
    let is_same = (before.value - now.value).abs() <= 1e-9 * before.value.abs().max(now.value.abs());
    let side = |quantity: &Quantity| quantity.said.map(|said| said.side);
    match (before.bound, now.bound) {
        (Bound::Upper | Bound::Lower, Bound::Upper | Bound::Lower) if is_same && is_strict(before) => {
            before.bound != now.bound && side(before) != side(now)
                || before.bound == now.bound && is_loose(now)
        }
        (Bound::Upper, Bound::Upper) => !is_same && now.value > before.value,
        (Bound::Lower, Bound::Lower) => !is_same && now.value < before.value,
        // Words that bound from the same side, which way they are meant is not clear: `hold at most 10`, `hold fewer than 10`.
        (Bound::Upper, Bound::Lower) | (Bound::Lower, Bound::Upper)
            if side(before).is_some() && side(before) == side(now) =>
        {
            false
        }
        (Bound::Above, Bound::Above) => !is_same && now.value > before.value,
        // `Python 3.8 and higher` is more than `Python 3.8`.
        (Bound::Exact, Bound::Lower) => !now.text.contains(" and "),
        (Bound::Exact, Bound::Upper | Bound::About) => true,
        // `retry 3 times`, `retry up to 3 times`
        (Bound::Exact, Bound::Unclear) => now.text.to_lowercase().starts_with("up to"),
        (Bound::Upper, Bound::About) => now.value >= before.value || is_same,
        (Bound::Lower, Bound::About) => now.value <= before.value || is_same,
        (Bound::Upper, Bound::Lower) | (Bound::Lower, Bound::Upper) => true,
        _ => false,
    }
}

/// Is the number itself outside of what is allowed: `fewer than 10`?
fn is_strict(quantity: &Quantity) -> bool {
    quantity.said.is_some_and(|said| said.is_strict)
}

/// Do words say that it is inside: `at most 10`?
fn is_loose(quantity: &Quantity) -> bool {
    quantity.said.is_some_and(|said| !said.is_strict)
}

/// How often a word is in what is asked for.
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
    const WORDS: [&str; 14] = [
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
    // What must not be at all: `SHALL NOT lose any message`.
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
        let message = format!("`{}` is enough", told(&share.text));
        found.push(Softening { kind: Kind::Bound, message });
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
            let message = format!("`{}` became `{}`", old.word(hunk.before.start), told(text));
            found.push(Softening { kind: Kind::Bound, message });
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
