//! Reads the bound of a number without bounding words, from the verb before it.

use std::ops::Range;

use super::value::{Bound, Measure};
use crate::criterion::phrase::Phrases;
use crate::criterion::unit::is_measured;

/// Verbs behind which a number says how much can be borne.
const CAPACITIES: [&str; 39] = [
    "accept",
    "accepts",
    "hold",
    "holds",
    "store",
    "stores",
    "tolerate",
    "tolerates",
    "support",
    "supports",
    "handle",
    "handles",
    "serve",
    "serves",
    "process",
    "processes",
    "sustain",
    "sustains",
    "withstand",
    "withstands",
    "detect",
    "detects",
    "ingest",
    "ingests",
    "lift",
    "lifts",
    "carry",
    "carries",
    "record",
    "records",
    "buffer",
    "buffers",
    "queue",
    "queues",
    "upload",
    "import",
    "export",
    "read",
    "accommodate",
];

/// Verbs of keeping and asking: a smaller number of things asks for less.
const KEEPING: [&str; 12] = [
    "keep",
    "keeps",
    "maintain",
    "maintains",
    "retain",
    "retains",
    "provide",
    "provides",
    "require",
    "requires",
    "offer",
    "offers",
];

/// The verbs of things that are in so many places: fewer are less.
const PLACES: [&str; 10] =
    ["region", "zone", "location", "language", "browser", "country", "copy", "format", "datacenter", "site"];

/// The verbs of things that can be used between the ends of a range that bounds them.
const RANGES: [&str; 16] = [
    "allow",
    "allows",
    "permit",
    "permits",
    "operate",
    "operates",
    "operable",
    "operational",
    "work",
    "works",
    "function",
    "functions",
    "adjustable",
    "configurable",
    "available",
    "open",
];

/// The verbs of things that go on for a time: longer is more.
const LASTING: [&str; 38] = [
    "keep",
    "keeps",
    "kept",
    "retain",
    "retains",
    "retained",
    "store",
    "stores",
    "stored",
    "preserve",
    "preserves",
    "preserved",
    "persist",
    "persists",
    "persisted",
    "archive",
    "archives",
    "archived",
    "available",
    "operate",
    "operates",
    "run",
    "runs",
    "last",
    "lasts",
    "survive",
    "survives",
    "maintain",
    "maintains",
    "maintained",
    "hold",
    "holds",
    "held",
    "remain",
    "remains",
    "valid",
    "support",
    "supported",
];

/// Verbs behind which a number says how much may be taken.
const TAKING: [&str; 25] = [
    "allow", "allows", "permit", "permits", "use", "uses", "take", "takes", "consume", "consumes", "cost",
    "costs", "wait", "waits", "delay", "delays", "spend", "spends", "need", "needs", "be", "is", "are",
    "lose", "loses",
];

/// Measures of which less is better, and those of which more is.
const COSTS: [&str; 10] = [
    "latency",
    "response time",
    "error rate",
    "failure rate",
    "downtime",
    "packet loss",
    "jitter",
    "overhead",
    "rto",
    "rpo",
];
const GAINS: [&str; 11] = [
    "availability",
    "available",
    "uptime",
    "coverage",
    "throughput",
    "accuracy",
    "precision",
    "recall",
    "success rate",
    "hit rate",
    "mtbf",
];

/// Verbs that a bound follows at once: `SHALL be more than 3`. Prepositions too: `in less than 3 s`.
const LINKS: [&str; 38] = [
    "be", "is", "are", "been", "being", "have", "has", "having", "contain", "contains", "take", "takes",
    "stay", "stays", "remain", "remains", "keep", "keeps", "reach", "reaches", "in", "by", "to", "at",
    "within", "include", "includes", "last", "lasts", "cost", "costs", "weigh", "weighs", "measure", "not",
    "require", "requires", "of",
];

/// Verbs that keep something in bounds: `keep the memory below 1 GB`.
const KEEPERS: [&str; 12] = [
    "keep",
    "keeps",
    "hold",
    "holds",
    "limit",
    "limits",
    "restrict",
    "restricts",
    "maintain",
    "maintains",
    "cap",
    "ensure",
];

/// The words before a place that belong to it: further away it is another matter.
fn near(at: usize) -> Range<usize> {
    const WORDS: usize = 48;
    at.saturating_sub(WORDS)..at
}

/// The purpose of a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// It bounds what is asked for: `SHALL be larger than 3`.
    Bound,
    /// It tells which things are meant: `SHALL compress files larger than 3 MB`.
    Filter,
}

/// The purpose of the comparison that begins at a place.
pub(super) fn role(text: &Phrases<'_>, at: usize, is_upper: bool) -> Role {
    let verb = text.behind_modal();
    if near(at).filter(|&at| at >= verb).any(|at| is_relative(text, at)) {
        return Role::Filter;
    }
    let Some(last) = at.checked_sub(1) else { return Role::Bound };
    let word = text.word(last);
    let is_verb = verb > 0 && (last <= verb || last == verb + 1 && text.word(verb).ends_with("ly"));
    let is_link = LINKS.contains(&word) || CAPACITIES.contains(&word) || word == "for" && lasts(text, last);
    let is_kept = near(last).filter(|&at| at >= verb).any(|at| KEEPERS.contains(&text.word(at)));
    // Who is to do it stands before the verb: `files larger than 3 MB SHALL be compressed`.
    let is_subject = verb > 0 && at < verb;
    let is_bound = !is_subject && (is_verb || is_link || is_kept) || is_upper && word == "with";
    if is_bound { Role::Bound } else { Role::Filter }
}

/// `requests that take`, but not `ensure that it takes`
fn is_relative(text: &Phrases<'_>, at: usize) -> bool {
    match text.word(at) {
        "who" | "which" | "whose" => true,
        "that" => !matches!(
            text.word(at.wrapping_sub(1)),
            "ensure"
                | "ensures"
                | "guarantee"
                | "guarantees"
                | "so"
                | "such"
                | "verify"
                | "sure"
                | "require"
                | ""
        ),
        _ => false,
    }
}

/// Is one of some verbs at a place, and no noun: `the upload`?
fn is_verb(text: &Phrases<'_>, at: usize, verbs: &[&str]) -> bool {
    let before = at.checked_sub(1).map_or("", |before| text.word(before));
    verbs.contains(&text.word(at))
        && !matches!(before, "the" | "a" | "an" | "of" | "each" | "every" | "per" | "its")
}

/// Does a verb stand somewhere before that says what can be borne: `accept files up to 10 MB`?
pub(super) fn is_borne(text: &Phrases<'_>, at: usize) -> bool {
    // `be able to record two programmes`
    near(at).any(|at| {
        CAPACITIES.contains(&text.word(at)) || text.is_at(at, "able to") || text.is_at(at, "capable of")
    })
}

/// Does a verb stand somewhere before that says what may be taken: `use up to 10 litres`?
pub(super) fn takes(text: &Phrases<'_>, at: usize) -> bool {
    near(at).any(|at| TAKING.contains(&text.word(at)))
}

/// `falls below`, `is above`
pub(super) fn moves(text: &Phrases<'_>, at: usize) -> bool {
    let verbs = [
        "is", "are", "be", "fall", "falls", "drop", "drops", "dips", "sinks", "goes", "go", "rise", "rises",
        "climbs", "stay", "stays", "remain", "remains",
    ];
    at > 0 && verbs.contains(&text.word(at - 1))
}

/// Is it a measure of which the smaller is the better one: `an accuracy of 2 m`?
pub(super) fn is_exact(text: &Phrases<'_>, measure: &Measure) -> bool {
    let words = ["accuracy", "precision", "resolution", "error", "tolerance", "latency", "deviation"];
    !measure.dimension.starts_with("share") && near(measure.start).any(|at| words.contains(&text.word(at)))
}

/// Does something go on for a time that is told at a place?
pub(super) fn lasts(text: &Phrases<'_>, at: usize) -> bool {
    near(at).any(|at| LASTING.contains(&text.word(at)))
}

/// `limit uploads to 5 MB`
pub(super) fn is_limited(text: &Phrases<'_>, at: usize) -> bool {
    matches!(text.word(at - 1), "to" | "at")
        && near(at - 1).any(|at| {
            matches!(
                text.word(at),
                "limit" | "limits" | "restrict" | "restricts" | "cap" | "caps" | "restricted"
            )
        })
}

/// Is more of a range better, as it can be used all over it?
pub(super) fn is_usable(text: &Phrases<'_>, at: usize) -> bool {
    is_borne(text, at) || near(at).any(|at| RANGES.contains(&text.word(at)))
}

/// Is everything outside of a range refused: `allow only temperatures from 50 to 250 degrees`?
pub(super) fn is_exclusive(text: &Phrases<'_>, at: usize) -> bool {
    near(at).any(|at| matches!(text.word(at), "only" | "exclusively" | "solely"))
}

/// Returns the bound that the name of a number states: `the minimum length SHALL be 8`. Of a maximum, which may be a limit or a promise,
/// only if less is surely better.
pub(super) fn named(text: &Phrases<'_>, measure: &Measure) -> Option<Bound> {
    let has = |words: &[&str]| near(measure.start).any(|at| words.contains(&text.word(at)));
    if has(&["minimum", "min"]) {
        return Some(Bound::Lower);
    }
    let is_cost = matches!(&*measure.dimension, "time" | "share") && !has(&["size", "age", "load"])
        || has(&["attempts", "failures", "errors", "defects", "retries"]);
    has(&["maximum", "max"]).then_some(if is_cost { Bound::Upper } else { Bound::Unclear })
}

/// Are so many to do it: `two reviewers SHALL approve`? What goes wrong so often is no such thing.
fn is_subject(text: &Phrases<'_>, measure: &Measure) -> bool {
    let verb = text.behind_modal();
    let fails = ["failed", "attempts", "failures", "errors", "invalid", "wrong", "missed"];
    measure.start == 0 && verb > 0 && !(0..verb).any(|at| fails.contains(&text.word(at)))
}

/// The meaning of a number that nothing bounds.
pub(super) fn plain(text: &Phrases<'_>, measure: &Measure, is_negative: bool) -> Bound {
    if is_negative {
        return Bound::Exact;
    }
    let (at, dimension) = (measure.start, &*measure.dimension);
    if is_example(text, at) || is_price(measure) {
        return Bound::Exact;
    }
    // `99.9 % of all requests`, `99.9 % availability`
    if dimension == "share of" || dimension == "share" && GAINS.contains(&text.word(measure.end)) {
        return Bound::Lower;
    }
    // `24 hours a day`
    if dimension == "time per second" {
        let is_lasting = measure.value >= 0.999
            || ["staffed", "open", "reachable", "monitored", "online"].iter().any(|word| text.has(word))
            || lasts(text, at);
        return if is_lasting { Bound::Lower } else { Bound::Exact };
    }
    let is_rate = dimension.ends_with("per second");
    let is_verb_near =
        |verbs: &[&str], room: usize| (1..=room).any(|back| at >= back && is_verb(text, at - back, verbs));
    // `support Python 3.9` counts nothing.
    if !matches!(dimension, "time" | "") && is_verb_near(&CAPACITIES, 3) {
        return Bound::Lower;
    }
    let is_count = !is_measured(dimension) && !is_rate && !matches!(dimension, "" | "times");
    let is_able = text.is_before(at.saturating_sub(1), "able to");
    let is_somewhere = text.is_before(at, "in") && PLACES.contains(&dimension);
    if is_count && (is_verb_near(&KEEPING, 1) || is_able || is_somewhere || is_subject(text, measure)) {
        return Bound::Lower;
    }
    if is_measured(dimension) && is_exact(text, measure) && text.is_before(at, "of") {
        return Bound::Upper;
    }
    let is_said = |measures: &[&str]| {
        measures.iter().any(|measure| near(at).any(|place| text.is_at(place, measure)))
            && !near(at).any(|place| matches!(text.word(place), "exceed" | "exceeds" | "default"))
    };
    if is_measured(dimension) || is_rate {
        if is_said(&COSTS) {
            return Bound::Upper;
        }
        if is_said(&GAINS) && dimension != "time" {
            return Bound::Lower;
        }
    }
    Bound::Exact
}

/// Is a number one of many that could stand in its place: `prices like 12.34 EUR`?
fn is_example(text: &Phrases<'_>, at: usize) -> bool {
    ["like", "such as", "e.g", "e.g .", "e . g .", "for example", "for example ,", "for instance", "as"]
        .iter()
        .any(|phrase| text.is_before(at, phrase))
}

/// Is it a sum of money to the cent, which is an example of one?
fn is_price(measure: &Measure) -> bool {
    matches!(&*measure.dimension, "eur" | "euro" | "usd" | "dollar" | "gbp" | "chf")
        && measure.value.fract() != 0.0
}
