//! Quantifiers: all, most, some; always, usually; immediately, eventually.

use super::hunk::{Hunk, hunks};
use super::softening::{Softening, SofteningKind, excerpt};
use crate::criterion::phrase::Phrases;
use crate::criterion::statement::Statement;
use crate::criterion::unit;

/// Words of which the first list says more than the second.
const SCALES: [(&[&str], &[&str]); 9] = [
    (
        &["percentile", "p50", "p90", "p95", "p99", "p999"],
        &["average", "mean", "typical", "in general", "as a rule"],
    ),
    (
        &[
            "exactly",
            "exact",
            "equal",
            "equals",
            "identical",
            "verbatim",
            "precisely",
            "byte for byte",
            "bit for bit",
        ],
        &[
            "close to",
            "near",
            "similar",
            "similarly",
            "comparable",
            "alike",
            "resemble",
            "resembles",
            "like",
            "roughly",
            "approximately",
            "based on",
            "contain",
            "contains",
            "include",
            "includes",
            "hold",
            "holds",
            "mention",
            "mentions",
        ],
    ),
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
            "part of",
            "parts of",
            "portions of",
            "a portion of",
            "a subset of",
            "a sample of",
            "a selection of",
            "a majority of",
            "partially",
            "partly",
            "critical",
            "relevant",
        ],
    ),
    (&["always", "every", "never", "consistently", "constantly", "continuously"], SOMETIMES),
    (
        &[
            "immediately",
            "instantly",
            "synchronously",
            "instantaneously",
            "at once",
            "without delay",
            "right away",
            "in real time",
        ],
        &[
            "eventually",
            "soon",
            "later",
            "periodically",
            "asynchronously",
            "as soon as possible",
            "in due course",
            "at some point",
            "at a later time",
            "in a timely manner",
            "nightly",
            "batch",
            "within a reasonable time",
        ],
    ),
    (&["both"], &["either", "one"]),
    (&["only", "exclusively", "solely"], &["mainly", "primarily", "mostly", "also", "preferably"]),
    (&["most", "many"], &["some", "few", "several"]),
    (
        &["24/7", "around the clock", "at all times", "at any time", "day and night"],
        &[
            "8/5",
            "12/5",
            "16/5",
            "24/5",
            "8/7",
            "12/7",
            "business hours",
            "office hours",
            "working hours",
            "opening hours",
            "peak hours",
            "weekdays",
            "working days",
            "business days",
            "most of the time",
        ],
    ),
];

/// Not always.
pub(super) const SOMETIMES: &[&str] = &[
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
    "from time to time",
    "most of the time",
    "for the most part",
    "in most cases",
];

const UNIVERSAL: [&str; 4] = ["all", "every", "each", "any"];

/// The words that make fewer things of those behind them.
const QUALIFIERS: [&str; 30] = [
    "admin",
    "administrator",
    "premium",
    "paid",
    "paying",
    "registered",
    "authenticated",
    "authorized",
    "authorised",
    "verified",
    "internal",
    "external",
    "selected",
    "privileged",
    "enterprise",
    "pro",
    "existing",
    "adult",
    "active",
    "some",
    "certain",
    "trusted",
    "critical",
    "severe",
    "serious",
    "important",
    "major",
    "fatal",
    "large",
    "eligible",
];

/// The words that take a part out of what is behind them.
const PARTS: [&str; 16] = [
    "at least one of",
    "one of",
    "any of",
    "some of",
    "most of",
    "part of",
    "parts of",
    "a part of",
    "a portion of",
    "a subset of",
    "a sample of",
    "a selection of",
    "a majority of",
    "one or more of",
    "several of",
    "many of",
];

/// Does a word make fewer things of those behind it?
pub(super) fn qualifies(word: &str) -> bool {
    QUALIFIERS.contains(&word)
}

pub(super) fn compare(before: &Statement<'_>, now: &Statement<'_>, found: &mut Vec<Softening>) {
    let is_negative = before.is_negative() || now.is_negative();
    let is_forbidden = before.is_negative() && now.is_negative();
    for (old, new) in before.asked().zip(now.asked()) {
        let from = found.len();
        for (strong, weak) in SCALES {
            if let Some(message) = became(old, new, strong, weak) {
                found.push(Softening { kind: SofteningKind::Quantifier, message });
                break;
            }
        }
        // Who must not lose all of it may lose some of it.
        if let Some(message) =
            became(old, new, &["any"], &["all", "every", "each", "both"]).filter(|_| is_forbidden)
        {
            found.push(Softening { kind: SofteningKind::Quantifier, message });
        }
        // The act of one of several is enough.
        if let Some(message) = became(
            old,
            new,
            &["all of", "each of", "every one of"],
            &["any of", "one of", "some of", "most of"],
        ) {
            found.push(Softening { kind: SofteningKind::Quantifier, message });
        }
        let all = hunks(old, new);
        let is_reported = found.len() > from;
        if let Some(message) = less(old, new, &all).filter(|_| !is_reported) {
            found.push(Softening { kind: SofteningKind::Quantifier, message });
        }
        if found.len() > from {
            continue;
        }
        let fewer = fewer(old, new, &all).or_else(|| if is_negative { None } else { gone(old, new, &all) });
        if let Some(message) = fewer {
            found.push(Softening { kind: SofteningKind::Quantifier, message });
        }
    }
    // A condition that needs everything holds less often than one that needs anything.
    for (old, new) in before.conditions.iter().zip(&now.conditions) {
        if let Some(message) =
            became(old, new, &["any", "either", "a single"], &["all", "both", "every", "most", "several"])
        {
            found.push(Softening { kind: SofteningKind::Quantifier, message });
        }
    }
}

/// One strong word less, or a few words in its place that leave something out: `all fields`, `required fields`.
fn less(before: &Phrases<'_>, now: &Phrases<'_>, all: &[Hunk]) -> Option<String> {
    const GONE: [&str; 9] = [
        "immediately",
        "instantly",
        "always",
        "only",
        "exclusively",
        "both",
        "exactly",
        "precisely",
        "verbatim",
    ];
    const HARMLESS: [&str; 9] = ["the", "a", "an", "its", "their", "your", "this", "these", "of"];
    const STRONG: [&str; 9] = ["all", "every", "each", "any", "no", "both", "per", "once", "daily"];
    let [hunk] = all else { return None };
    if hunk.before.len() != 1 {
        return None;
    }
    let word = before.word(hunk.before.start);
    let behind = before.word(hunk.before.end);
    match hunk.now.len() {
        // `both coins and notes` are coins and notes.
        0 if word == "both" && (hunk.before.end..before.words.len()).any(|at| before.word(at) == "and") => {
            None
        }
        0 if word == "only" && matches!(behind, "if" | "when" | "while" | "after" | "one") => None,
        // `exactly 3` is 3.
        0 if unit::number(behind).is_some() => None,
        0 if GONE.contains(&word) => Some(format!("`{word}` is gone")),
        1..=3 if UNIVERSAL.contains(&word) => {
            let added: Vec<_> = hunk.now.clone().map(|at| now.word(at)).collect();
            let is_less = added.iter().all(|word| !STRONG.contains(word) && unit::number(word).is_none())
                && added.iter().any(|word| !HARMLESS.contains(word));
            is_less.then(|| format!("`{word}` became `{}`", excerpt(now.slice(hunk.now.start, hunk.now.end))))
        }
        _ => None,
    }
}

/// `every failed login`, `failed logins`: who says *every* means none to be left out.
fn gone(before: &Phrases<'_>, now: &Phrases<'_>, all: &[Hunk]) -> Option<String> {
    let is_it = |hunk: &&Hunk| {
        let word = before.word(hunk.before.start);
        let mut rest = hunk.before.clone().skip(1).map(|at| before.word(at));
        let behind = before.word(hunk.before.end);
        hunk.is_gone()
            && matches!(word, "all" | "every" | "each")
            && rest.all(|word| matches!(word, "of" | "the" | "single"))
            // `all 3`, `each other`, `every 5 minutes`
            && unit::number(behind).is_none()
            && !matches!(behind, "other" | "time" | "times" | "the" | "day" | "hour" | "minute" | "")
    };
    let hunk = all.iter().find(is_it)?;
    let is_harmless = |other: &Hunk| {
        other == hunk
            || other.is_added() && !matches!(now.word(other.now.start), "and" | "or" | "the" | "a" | "an")
    };
    all.iter().all(is_harmless).then(|| format!("`{}` is gone", before.word(hunk.before.start)))
}

/// Something more that makes fewer things of those that are meant: `every order`, `every paid order`.
fn fewer(before: &Phrases<'_>, now: &Phrases<'_>, all: &[Hunk]) -> Option<String> {
    const NONE: [&str; 4] = ["no", "zero", "none", "without"];
    const LITTLE: [&str; 14] = [
        "minimal",
        "little",
        "low",
        "few",
        "fewer",
        "limited",
        "reduced",
        "negligible",
        "acceptable",
        "some",
        "minor",
        "less",
        "only",
        "rare",
    ];
    // `no downtime`, `minimal downtime`
    if let [hunk] = all
        && hunk.before.len() == 1
        && NONE.contains(&before.word(hunk.before.start))
        && hunk.now.clone().any(|at| LITTLE.contains(&now.word(at)))
    {
        return Some(format!(
            "`{}` became `{}`",
            before.word(hunk.before.start),
            excerpt(now.slice(hunk.now.start, hunk.now.end))
        ));
    }
    if all.is_empty() || !all.iter().all(Hunk::is_added) {
        return None;
    }
    let verb = now.behind_modal();
    let narrows = |hunk: &&Hunk| {
        let (at, words) = (hunk.now.start, hunk.now.len());
        let is_universal = |at: usize| UNIVERSAL.contains(&now.word(at));
        let words_of = |range: std::ops::Range<usize>| range.map(|at| now.word(at));
        let is_harmless = |word: &str| {
            matches!(word, "of" | "the" | "single" | "and" | "other" | "or" | "its" | "a")
                || unit::number(word).is_some()
        };
        let is_behind =
            at > 0 && is_universal(at - 1) && words <= 3 && !words_of(hunk.now.clone()).any(is_harmless);
        let is_relative = matches!(
            now.word(at),
            "that"
                | "which"
                | "who"
                | "whose"
                | "over"
                | "above"
                | "below"
                | "larger"
                | "older"
                | "marked"
                | "belonging"
        ) && at >= 2
            && (is_universal(at - 2) || at >= 3 && is_universal(at - 3));
        let is_part = PARTS.iter().any(|part| {
            let length = part.split(' ').count();
            now.is_at(at, part) && (words == length || words == length + 1 && now.word(at + length) == "the")
        });
        let is_subject =
            words == 1 && at < verb && at <= 1 && qualifies(now.word(at)) && now.word(at + 1).ends_with('s');
        is_behind || is_relative || is_part || is_subject
    };
    let hunk = all.iter().find(narrows)?;
    Some(format!("it is asked only of `{}`", excerpt(now.slice(hunk.now.start, hunk.now.end + 1))))
}

/// A strong word that is there less often, and a weak one that is there more often: what became what.
fn became(before: &Phrases<'_>, now: &Phrases<'_>, strong: &[&str], weak: &[&str]) -> Option<String> {
    let gone = strong.iter().find(|word| now.count(word) < before.count(word))?;
    // `at most 3` is no `most`.
    let count = |text: &Phrases<'_>, word: &str| match word {
        "most" => text.count(word) - text.count("at most"),
        word => text.count(word),
    };
    let number = |text: &Phrases<'_>| weak.iter().map(|word| count(text, word)).sum::<usize>();
    if number(now) <= number(before) {
        return None;
    }
    // Another strong word in its place is no difference: `all` for `every`.
    let strength = |text: &Phrases<'_>| strong.iter().map(|word| text.count(word)).sum::<usize>();
    if strength(now) >= strength(before) {
        return None;
    }
    let new = weak.iter().find(|word| count(now, word) > count(before, word))?;
    Some(format!("`{gone}` became `{new}`"))
}
