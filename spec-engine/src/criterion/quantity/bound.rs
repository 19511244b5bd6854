//! Reads the bound of a number from the words before and behind it.

use super::number::measure;
use super::value::{Bound, BoundSide, BoundWords, Measure, Relation};
use super::verbs;
use crate::criterion::foreign;
use crate::criterion::phrase::Phrases;
use crate::criterion::unit::{is_measured, number};

/// The meaning of a phrase before a number.
#[derive(Clone, Copy, Debug)]
struct Before {
    side: BoundSide,
    start: usize,
    manner: Manner,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Manner {
    /// It has a negation of its own: `no more than`.
    Firm,
    /// It always bounds: `at most`.
    Plain,
    /// It bounds, or it tells which things are meant: `orders larger than`.
    Comparative,
    /// It bounds some kinds of numbers: `for 3 days`, `over 90 %`.
    Loose,
}

/// The words before a number that may not be exceeded.
const UPPER: [&str; 34] = [
    "≤",
    "⩽",
    "<",
    "±",
    "plus or minus",
    "at most",
    "at the most",
    "at maximum",
    "up to",
    "a maximum of",
    "maximum of",
    "maximum",
    "max",
    "within",
    "to within",
    "accurate to",
    "a tolerance of",
    "tolerance of",
    "an error of",
    "error of",
    "a limit of",
    "limit of",
    "limited to",
    "capped at",
    "a cap of",
    "a ceiling of",
    "at or below",
    "at or under",
    "equal to or less than",
    "not exceed",
    "not exceeding",
    "not to exceed",
    "not above",
    "not over",
];

/// The words before a number that must be reached.
const LOWER: [&str; 22] = [
    "≥",
    "⩾",
    ">",
    "at least",
    "at the least",
    "at the very least",
    "at minimum",
    "at a minimum",
    "a minimum of",
    "minimum of",
    "minimum",
    "min",
    "a floor of",
    "at or above",
    "at or over",
    "equal to or greater than",
    "equal to or more than",
    "upwards of",
    "in excess of",
    "not below",
    "not under",
    "not short of",
];

/// Prepositions and verbs that bound some kinds of numbers only.
const LOOSE: [(&str, BoundSide); 10] = [
    ("in", BoundSide::Upper),
    ("after", BoundSide::Upper),
    ("under", BoundSide::Upper),
    ("below", BoundSide::Upper),
    ("exceeds", BoundSide::Lower),
    ("exceed", BoundSide::Lower),
    ("exceeding", BoundSide::Lower),
    ("above", BoundSide::Lower),
    ("over", BoundSide::Lower),
    ("for", BoundSide::Lower),
];

const LESS: [&str; 10] =
    ["less", "fewer", "lower", "smaller", "shorter", "earlier", "sooner", "younger", "lighter", "cheaper"];

const MORE: [&str; 11] = [
    "more", "greater", "higher", "larger", "bigger", "longer", "later", "older", "heavier", "wider", "taller",
];

const ABOUT: [&str; 8] = ["about", "around", "roughly", "approximately", "some", "circa", "nearly", "almost"];

/// The longest phrase that ends before a place.
fn phrase(text: &Phrases<'_>, at: usize) -> Option<Before> {
    // `<=` is two marks.
    if text.is_before(at, "< =") {
        return Some(Before { side: BoundSide::Upper, start: at - 2, manner: Manner::Plain });
    }
    if text.is_before(at, "> =") {
        return Some(Before { side: BoundSide::Lower, start: at - 2, manner: Manner::Plain });
    }
    if let Some(before) = comparative(text, at) {
        return Some(before);
    }
    let longest = |phrases: &[&'static str]| {
        let here = phrases.iter().filter(|phrase| text.is_before(at, phrase));
        here.map(|phrase| (phrase.split(' ').count(), phrase.starts_with("not"))).max()
    };
    let of = |(words, is_negative), side| {
        let manner = if is_negative { Manner::Firm } else { Manner::Plain };
        Before { side, start: at - words, manner }
    };
    let either = |english: &[&'static str], foreign: &[&'static str]| longest(english).max(longest(foreign));
    match (either(&UPPER, foreign::UPPER), either(&LOWER, foreign::LOWER)) {
        (Some(upper), lower) if lower < Some(upper) => return Some(of(upper, BoundSide::Upper)),
        (_, Some(lower)) => return Some(of(lower, BoundSide::Lower)),
        _ => {}
    }
    let loose = LOOSE.iter().find(|(word, _)| text.is_before(at, word)).map(|(_, side)| *side);
    let is_foreign = || foreign::BEFORE_TIMES.iter().any(|word| text.is_before(at, word));
    let side = loose.or_else(|| is_foreign().then_some(BoundSide::Upper))?;
    Some(Before { side, start: at - 1, manner: Manner::Loose })
}

/// `more than`, `no longer than`, `less than or equal to`
fn comparative(text: &Phrases<'_>, at: usize) -> Option<Before> {
    let mut than = at.checked_sub(1)?;
    if text.is_before(at, "or equal to") {
        than = at.checked_sub(4)?;
    }
    let word = than.checked_sub(1).filter(|_| text.word(than) == "than")?;
    // `no more often than once every 5 minutes`
    let is_frequency = matches!(text.word(word), "often" | "frequently");
    let word = if is_frequency { word.checked_sub(1)? } else { word };
    let side = match text.word(word) {
        less if LESS.contains(&less) => BoundSide::Upper,
        more if MORE.contains(&more) => BoundSide::Lower,
        // `faster than 2 s` takes less, `faster than 30 km/h` is more.
        speed @ ("faster" | "quicker" | "slower") => {
            let is_time = measure(text, at).is_some_and(|measure| measure.dimension == "time");
            if is_time == (speed == "slower") { BoundSide::Lower } else { BoundSide::Upper }
        }
        _ => return None,
    };
    let is_negated = text.is_before(word, "no") || text.is_before(word, "not");
    Some(if is_negated {
        Before { side: side.other(), start: word - 1, manner: Manner::Firm }
    } else {
        Before { side, start: word, manner: Manner::Comparative }
    })
}

/// Does a phrase that bounds a number end before a place?
pub(super) fn is_behind(text: &Phrases<'_>, at: usize) -> bool {
    phrase(text, at).is_some()
}

/// From which side something is bound, whatever it is, and where that begins.
pub(super) fn nearest(text: &Phrases<'_>, at: usize) -> Option<(BoundSide, usize)> {
    phrase(text, at).filter(|before| before.manner != Manner::Loose).map(|before| (before.side, before.start))
}

/// The way in which a number is bound.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reading {
    pub(super) bound: Bound,
    /// The beginning of the words that bound it.
    pub(super) start: usize,
    /// The word behind it, and behind what bounds it.
    pub(super) end: usize,
    pub(super) bound_words: Option<BoundWords>,
    /// The values of which the words are true.
    pub(super) relation: Option<Relation>,
}

/// Do some words before a number leave it outside?
fn is_strict(text: &Phrases<'_>, before: Before, end: usize, measure: &Measure) -> bool {
    let is_sharp = |word: &str| matches!(word, "<" | ">");
    let is_counted = !is_measured(&measure.dimension) || measure.dimension.starts_with("share");
    match before.manner {
        Manner::Firm => false,
        Manner::Plain => is_sharp(text.word(before.start)) && text.word(before.start + 1) != "=",
        Manner::Comparative => is_counted && text.word(end.wrapping_sub(1)) == "than",
        Manner::Loose => is_counted && !matches!(text.word(before.start), "in" | "after" | "for"),
    }
}

/// Returns the values of which a phrase before a number is true; `end` is the place behind the phrase.
fn relation(text: &Phrases<'_>, before: Before, end: usize, measure: &Measure) -> Option<Relation> {
    let (inside, outside) = match before.side {
        BoundSide::Upper => (Relation::AtMost, Relation::Below),
        BoundSide::Lower => (Relation::AtLeast, Relation::Above),
    };
    let first = text.word(before.start);
    Some(match before.manner {
        Manner::Firm => inside,
        Manner::Plain if matches!(first, "<" | ">") && text.word(before.start + 1) != "=" => outside,
        Manner::Plain => inside,
        // `less than or equal to`
        Manner::Comparative if text.word(end.wrapping_sub(1)) != "than" => inside,
        Manner::Comparative => outside,
        Manner::Loose => match first {
            // From that one on; `after 3` may be a chapter.
            "after" if measure.dimension.is_empty() => return None,
            "after" => Relation::AtLeast,
            "in" | "for" => inside,
            _ => outside,
        },
    })
}

/// The bound of a number, and the words from there to behind it.
pub(super) fn bound(text: &Phrases<'_>, measure: &Measure, is_negative: bool) -> Reading {
    let (at, end) = (measure.start, measure.end);
    let plain = |bound, start, end| Reading { bound, start, end, bound_words: None, relation: None };
    let bound_words = |side, is_strict| Some(BoundWords { side, is_strict });
    let flipped = |side: BoundSide| if is_negative { side.other() } else { side }.bound();
    if let Some((side, words)) = behind(text, measure) {
        // A number that must not be `3 or more` must be fewer than 3.
        let relation = Some(side.relation());
        return Reading {
            bound_words: bound_words(side, is_negative),
            relation,
            ..plain(flipped(side), at, words)
        };
    }
    // A word or two may stand between: `at least the last 3`, `a maximum file size of 5 MB`.
    for gap in 0..=3 {
        let Some(place) = at.checked_sub(gap) else { break };
        if gap > 0 && number(text.word(place)).is_some() {
            break;
        }
        let Some(before) = phrase(text, place) else { continue };
        let is_named = text.word(before.start).starts_with(['m', 'a']) && text.is_before(at, "of");
        if gap > 2 && !is_named {
            continue;
        }
        if let Some(bound) = read(text, before, gap, measure, is_negative) {
            let is_outside = is_strict(text, before, place, measure);
            let is_turned = is_negative && before.manner != Manner::Firm;
            let bound_words = bound_words(before.side, is_outside != is_turned);
            let relation = relation(text, before, place, measure);
            return Reading { bound_words, relation, ..plain(bound, before.start, end) };
        }
    }
    if ABOUT.iter().any(|word| text.is_before(at, word)) {
        return plain(Bound::About, at - 1, end);
    }
    if at > 0 && verbs::is_limited(text, at) {
        return plain(flipped(BoundSide::Upper), at, end);
    }
    if text.is_before(at, "exactly") {
        let bound = verbs::plain(text, measure, is_negative);
        return Reading { relation: Some(Relation::Exactly), ..plain(bound, at - 1, end) };
    }
    // `The maximum response time SHALL be 2 s`
    if matches!(text.word(at.wrapping_sub(1)), "be" | "is" | "are")
        && let Some(bound) = verbs::named(text, measure)
    {
        let relation = if bound == Bound::Lower { Relation::AtLeast } else { Relation::AtMost };
        return Reading { relation: Some(relation), ..plain(bound, at, end) };
    }
    plain(verbs::plain(text, measure, is_negative), at, end)
}

/// The meaning of a phrase about a number; nothing if it does not bound such a one.
fn read(
    text: &Phrases<'_>,
    before: Before,
    gap: usize,
    measure: &Measure,
    is_negative: bool,
) -> Option<Bound> {
    let dimension = &*measure.dimension;
    let flipped = if is_negative { before.side.other() } else { before.side }.bound();
    let start = before.start;
    match before.manner {
        Manner::Firm => Some(before.side.bound()),
        Manner::Plain => {
            let first = text.word(start);
            if first == "within" && dimension.is_empty() {
                return None;
            }
            // `up to` says how much can be borne, or how much may be taken.
            let is_most = matches!(first, "up" | "within" | "a" | "maximum" | "max");
            if before.side == BoundSide::Upper && is_most && (dimension != "time" || first == "up") {
                if verbs::is_borne(text, start) {
                    return Some(if is_negative { Bound::Upper } else { Bound::Lower });
                }
                if first == "up" && !verbs::takes(text, start) {
                    return Some(Bound::Unclear);
                }
            }
            Some(flipped)
        }
        Manner::Comparative => Some(match verbs::role(text, start, before.side == BoundSide::Upper) {
            // `handle loads of less than 5 t`, but `hold fewer than 10 entries` says it of the verb itself.
            verbs::Role::Bound
                if before.side == BoundSide::Upper
                    && dimension != "time"
                    && verbs::is_borne(text, start.saturating_sub(1)) =>
            {
                if is_negative {
                    Bound::Upper
                } else {
                    Bound::Lower
                }
            }
            verbs::Role::Bound => flipped,
            verbs::Role::Filter if before.side == BoundSide::Lower => Bound::Above,
            verbs::Role::Filter if is_measured(dimension) && dimension != "size" => flipped,
            verbs::Role::Filter if verbs::is_borne(text, start) => Bound::Lower,
            verbs::Role::Filter => Bound::Unclear,
        }),
        Manner::Loose => match text.word(start) {
            // `in 2 s`, but `in 2 files` bounds nothing, and `in at most the last 2 s` says it otherwise.
            "in" => (dimension == "time" && gap == 0).then_some(flipped),
            word if foreign::BEFORE_TIMES.contains(&word) => {
                (dimension == "time" && gap == 0).then_some(flipped)
            }
            // Who waits longer may do so for either reason; who bears more attempts bears more.
            "after" => match dimension {
                "time" => Some(Bound::Exact),
                _ => (gap == 0).then_some(flipped),
            },
            "for" => (dimension == "time" && gap == 0)
                .then(|| if verbs::lasts(text, start) { flipped } else { Bound::Exact }),
            "exceed" | "exceeds" => Some(flipped),
            "over" | "above" | "exceeding" if is_measured(dimension) && !verbs::moves(text, start) => {
                match verbs::role(text, start, false) {
                    verbs::Role::Bound => Some(flipped),
                    verbs::Role::Filter => Some(Bound::Above),
                }
            }
            _ => (is_measured(dimension) || gap == 0 && (dimension.is_empty() || verbs::moves(text, start)))
                .then_some(flipped),
        },
    }
}

/// Reads the bound behind a number: `3 or more`, `5 s at most`, `3+`.
fn behind(text: &Phrases<'_>, measure: &Measure) -> Option<(BoundSide, usize)> {
    let end = measure.end;
    if text.word(end) == "+" {
        return Some((BoundSide::Lower, end + 1));
    }
    // The noun may stand between: `6 sensors at least`.
    let is_word = |at: &usize| {
        let word = text.word(*at);
        word.starts_with(char::is_alphabetic)
            && !matches!(word, "or" | "and" | "at" | "in" | "of" | "with" | "to" | "for")
    };
    let is_counted = !is_measured(&measure.dimension) && !measure.dimension.is_empty();
    let noun = if is_counted { (end..end + 2).take_while(is_word).count() } else { 0 };
    if let Some(joint) = (end..=end + noun).find(|&at| matches!(text.word(at), "or" | "and")) {
        let side = match text.word(joint + 1) {
            less if LESS.contains(&less) => Some(BoundSide::Upper),
            more if MORE.contains(&more) => Some(BoundSide::Lower),
            "below" | "under" => Some(BoundSide::Upper),
            // An accuracy of 2 m is better than one of 5 m.
            "better" if verbs::is_exact(text, measure) => Some(BoundSide::Upper),
            "above" | "over" | "better" | "up" => Some(BoundSide::Lower),
            _ => None,
        };
        if let Some(side) = side {
            return Some((side, joint + 2));
        }
    }
    for at in end..=end + noun {
        let phrase = [
            ("at most", BoundSide::Upper),
            ("at the most", BoundSide::Upper),
            ("at maximum", BoundSide::Upper),
            ("maximum", BoundSide::Upper),
            ("max", BoundSide::Upper),
            ("at least", BoundSide::Lower),
            ("at the least", BoundSide::Lower),
            ("at minimum", BoundSide::Lower),
            ("minimum", BoundSide::Lower),
        ];
        let foreign =
            |phrases: &'static [&'static str], side| phrases.iter().map(move |phrase| (*phrase, side));
        let phrase = phrase
            .into_iter()
            .chain(foreign(foreign::UPPER_BEHIND, BoundSide::Upper))
            .chain(foreign(foreign::LOWER_BEHIND, BoundSide::Lower))
            .find(|(phrase, _)| text.is_at(at, phrase));
        if let Some((phrase, side)) = phrase {
            let behind = at + phrase.split(' ').count();
            // The words behind it are bound by it: `in 2 s at least 3`.
            let is_free = !text.word(behind).starts_with(char::is_alphanumeric)
                || !(matches!(text.word(behind), "of" | "a" | "an" | "once" | "twice")
                    || number(text.word(behind)).is_some());
            if is_free {
                return Some((side, behind));
            }
        }
    }
    None
}
