//! Conditions: one more condition asks for less.

use std::ops::Range;

use super::hunk::{Hunk, hunks, is_in};
use super::softening::{Softening, SofteningKind, excerpt};
use super::{hedge, quantifier};
use crate::criterion::phrase::Phrases;
use crate::criterion::statement::Statement;
use crate::criterion::unit;
use crate::intent::words;

/// The words that begin a condition in the middle of a sentence.
const WORDS: [&str; 24] = [
    "unless",
    "except",
    "only if",
    "only when",
    "only while",
    "only where",
    "provided that",
    "provided",
    "on condition that",
    "on the condition that",
    "as long as",
    "so long as",
    "in case",
    "in the event",
    "subject to",
    "assuming",
    "if",
    "when",
    "whenever",
    "while",
    "where",
    "other than",
    "excluding",
    "with the exception of",
];

/// Those that take something out.
const EXCEPTIONS: [&str; 6] =
    ["except", "other than", "excluding", "with the exception of", "apart from", "aside from"];

/// The words that say the same as WHEN or WHILE, or only in which order things are done.
const TIMES: [&str; 8] =
    ["after", "once", "upon", "during", "following", "as soon as", "until", "throughout"];

/// Verbs whose object may begin as a condition does: `check if it is valid`, `record when it was paid`.
const ASKING: [&str; 22] = [
    "check",
    "checks",
    "verify",
    "verifies",
    "determine",
    "determines",
    "decide",
    "decides",
    "see",
    "know",
    "test",
    "tests",
    "ask",
    "asks",
    "record",
    "records",
    "indicate",
    "indicates",
    "show",
    "shows",
    "tell",
    "tells",
];

/// Nouns that a clause with WHERE or WHEN explains: `the page where it was found`.
const EXPLAINED: [&str; 12] = [
    "page", "place", "screen", "field", "point", "position", "country", "time", "date", "moment", "step",
    "line",
];

pub(super) fn compare(before: &Statement<'_>, now: &Statement<'_>, found: &mut Vec<Softening>) {
    let mut push = |message: String| found.push(Softening { kind: SofteningKind::Condition, message });
    let (old, new) = (Number::of(before), Number::of(now));
    if new.strict > old.strict && new.all > old.all {
        let added = added(before, now);
        // Words that stood in another place before are no new condition.
        let known: Vec<_> = before.conditions.iter().chain(before.asked()).chain(&before.lead).collect();
        let is_known = |added: &&str| is_in(&Phrases::of(added), &known);
        if let Some(added) = added.filter(|added| !is_known(added) && !has_moved(before, now)) {
            push(format!("the condition `{}` was added", excerpt(added)));
        }
        return;
    }
    if new.all > old.all || new.strict == old.strict {
        for (old, new) in before.asked().zip(now.asked()) {
            if let Some(added) = restricted(old, new) {
                push(format!("the condition `{}` was added", excerpt(added)));
            }
        }
    }
    // One that has become narrower: `a user logs in` … `a user logs in and is an administrator`.
    if before.conditions.len() == now.conditions.len() {
        for (old, new) in before.conditions.iter().zip(&now.conditions) {
            narrower(old, new, false).into_iter().for_each(&mut push);
        }
    }
    for (old, new) in before.asked().zip(now.asked()) {
        let (old_starts, new_starts) = (starts(old), starts(new));
        let is_alike = old_starts.len() == new_starts.len();
        if let (true, Some(old_start), Some(new_start)) = (is_alike, old_starts.first(), new_starts.first()) {
            let (from, to) = (
                Phrases::of(old.slice(old_start.at, old_start.end)),
                Phrases::of(new.slice(new_start.at, new_start.end)),
            );
            let is_exception = EXCEPTIONS.iter().any(|word| from.is_at(0, word));
            let excerpt = if is_exception || from.is_at(0, "unless") {
                more_exceptions(&from, &to, is_exception).or_else(|| either_excepts(&from, &to)).or_else(
                    || {
                        let more = one_more(&excepted(&from)?, &excepted(&to)?)?.join(" ");
                        Some(format!("the exception is wider by `{}`", excerpt(&more)))
                    },
                )
            } else {
                narrower(&from, &to, true)
            };
            excerpt.into_iter().for_each(&mut push);
        }
    }
}

/// Is an adverbial gone, in the place of which a condition may have come: `vibrate on incoming calls`?
fn has_moved(before: &Statement<'_>, now: &Statement<'_>) -> bool {
    let prepositions = ["on", "upon", "at", "during", "after", "following", "in"];
    before.asked().zip(now.asked()).any(|(old, new)| {
        let all = hunks(old, new);
        all.iter().any(|hunk| hunk.is_gone() && prepositions.contains(&old.word(hunk.before.start)))
    })
}

/// The number of conditions, wherever they stand.
struct Number {
    strict: usize,
    /// With those that say only what comes after what.
    all: usize,
}

impl Number {
    fn of(statement: &Statement<'_>) -> Self {
        let before = statement.conditions.len();
        let mut number = Self { strict: before, all: before };
        // Before other conditions there are only their keywords.
        let lead = statement.lead.iter().filter(|_| before == 0);
        for start in statement.asked().chain(lead).flat_map(starts) {
            number.strict += usize::from(start.is_strict);
            number.all += 1;
        }
        number
    }
}

/// The beginning of a condition.
#[derive(Clone, Copy, Debug)]
struct Start {
    at: usize,
    /// The word behind it: the end, or that of the brackets it stands in.
    end: usize,
    is_strict: bool,
}

/// Finds the beginnings of conditions in a text.
fn starts(text: &Phrases<'_>) -> Vec<Start> {
    let mut starts = Vec::new();
    let mut at = 0;
    while at < text.words.len() {
        let longest = |words: &[&'static str]| {
            let here = words.iter().filter(|phrase| text.is_at(at, phrase));
            here.map(|phrase| phrase.split(' ').count()).max()
        };
        let (strict, time) = (longest(&WORDS), longest(&TIMES));
        let Some(length) = strict.max(time) else {
            at += 1;
            continue;
        };
        // `where possible` is a hedge, `check if` has an object.
        if !hedge::begins(text, at) && !is_object(text, at) {
            let is_bracketed = text.is_before(at, "(");
            let close = (at..text.words.len()).find(|&at| is_bracketed && text.word(at) == ")");
            starts.push(Start { at, end: close.unwrap_or(text.words.len()), is_strict: strict.is_some() });
        }
        at += length;
    }
    starts
}

/// Is what begins at a place the object of a verb, or the explanation of a noun?
fn is_object(text: &Phrases<'_>, at: usize) -> bool {
    let before = at.checked_sub(1).map_or("", |before| text.word(before));
    let next = text.word(at + 1);
    // `SHALL check if`, but not `a check if`
    let is_asked = || {
        let is_verb = || {
            at >= 2 && matches!(text.word(at - 2), "to" | "and" | "," | "then" | "not")
                || at >= 1 && at - 1 == text.behind_modal()
        };
        ASKING.contains(&before) && is_verb() || matches!(before, "of" | "about")
    };
    match text.word(at) {
        "if" | "while" => is_asked(),
        "when" => is_asked() || EXPLAINED.contains(&before),
        "where" => is_asked() || EXPLAINED.contains(&before.trim_end_matches('s')),
        // `the provided value`
        "provided" => {
            matches!(
                before,
                "the" | "a" | "any" | "all" | "is" | "are" | "be" | "was" | "were" | "its" | "as"
            ) || !matches!(next, "that" | "the" | "a" | "an" | "it" | "they" | "there" | "no")
        }
        // `including or excluding`
        "excluding" | "assuming" => matches!(before, "or" | "and" | "for" | "by" | "of"),
        // `at once`, `exactly once`, `once a day`
        "once" => {
            matches!(before, "at" | "exactly" | "only" | "than" | "most" | "least")
                || matches!(next, "a" | "per" | "every" | "daily" | "" | "." | ",")
                    && !is_clause(text, at + 1)
        }
        "following" => matches!(before, "the" | "of"),
        _ => false,
    }
}

/// `once a user has paid`, but not `once a day`
fn is_clause(text: &Phrases<'_>, at: usize) -> bool {
    (at..text.words.len()).any(|at| matches!(text.word(at), "is" | "are" | "has" | "have" | "was"))
}

/// Does a condition begin at a place?
pub(super) fn begins(text: &Phrases<'_>, at: usize) -> bool {
    WORDS.iter().any(|phrase| text.is_at(at, phrase)) && !is_object(text, at)
}

/// The conditions inside a text, without those that say only what comes after what.
pub(super) fn ranges(text: &Phrases<'_>) -> Vec<Range<usize>> {
    let starts = starts(text).into_iter().filter(|start| start.is_strict);
    // One that reaches the end holds those behind it.
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for start in starts {
        if ranges.last().is_none_or(|last| last.end <= start.at) {
            ranges.push(start.at..start.end);
        }
    }
    ranges
}

/// The condition that was not there.
fn added<'a>(before: &Statement<'_>, now: &Statement<'a>) -> Option<&'a str> {
    if now.conditions.len() > before.conditions.len() {
        let known: Vec<&str> = before.conditions.iter().map(|condition| condition.text).collect();
        let is_new = |text: &&str| known.iter().all(|known| words::likeness(known, text) < 0.6);
        let mut conditions = now.conditions.iter().map(|condition| condition.text);
        return conditions.find(is_new).or_else(|| now.conditions.last().map(|condition| condition.text));
    }
    let old: Vec<_> = before.asked().collect();
    for text in now.asked() {
        // A step or a sentence more may have conditions of its own.
        let alike = old.iter().map(|old| (words::likeness(old.text, text.text), old));
        let Some((likeness, old)) = alike.max_by(|a, b| a.0.total_cmp(&b.0)) else { continue };
        let all = hunks(old, text);
        let number = starts(old).iter().filter(|start| start.is_strict).count();
        let strict: Vec<_> = starts(text).into_iter().filter(|start| start.is_strict).collect();
        if likeness < 0.4 || strict.len() <= number {
            continue;
        }
        // So may one thing more that is asked for: `and, if it fails, alert the operator`.
        let is_own = |start: &&Start| {
            let hunk = all.iter().find(|hunk| hunk.now.contains(&start.at));
            hunk.is_some_and(|hunk| {
                matches!(text.word(hunk.now.start), "and" | "then" | "plus" | "but" | "also")
            })
        };
        if let Some(start) = strict.iter().rfind(|start| !is_own(start)) {
            return Some(text.slice(start.at, text.words.len()));
        }
    }
    None
}

/// Finds the words that are new in a response, if they take cases out: `only on Sundays`, `after a check`.
fn restricted<'a>(before: &Phrases<'_>, now: &Phrases<'a>) -> Option<&'a str> {
    let all = hunks(before, now);
    if !all.iter().all(Hunk::is_added) {
        return None;
    }
    let restricts = |at: usize| {
        let is_only = now.word(at) == "only"
            && matches!(now.word(at + 1), "for" | "on" | "in" | "during" | "after" | "from" | "at");
        is_only
            || ["after", "once", "upon", "during", "apart from", "aside from", "but not on", "but not for"]
                .iter()
                .any(|phrase| now.is_at(at, phrase))
                && starts(now).iter().any(|start| start.at == at)
                // `after 3 days` is a number.
                && unit::number(now.word(at + 1)).is_none()
            || ["apart from", "aside from", "but not on", "but not for", "but not in"]
                .iter()
                .any(|phrase| now.is_at(at, phrase))
    };
    // `for registered users only`
    let is_last = |hunk: &Hunk| {
        now.word(hunk.now.end - 1) == "only"
            && matches!(now.word(hunk.now.start), "for" | "on" | "in" | "during" | "at")
    };
    let restricts = |hunk: &&Hunk| hunk.now.len() > 1 && (restricts(hunk.now.start) || is_last(hunk));
    let hunk = all.iter().find(restricts)?;
    Some(now.slice(hunk.now.start, hunk.now.end))
}

/// Finds the words that are new in a condition, if they make it rarer and all else is the same.
///
/// `is_last`: the condition ends the sentence, and what follows it may be more of the response: `when it is paid and send a receipt`.
fn narrower(before: &Phrases<'_>, now: &Phrases<'_>, is_last: bool) -> Option<String> {
    let all = hunks(before, now);
    if is_last {
        let is_time = TIMES.iter().any(|word| before.is_at(0, word));
        if is_time || all.iter().any(|hunk| is_action(before, &hunk.before) || is_action(now, &hunk.now)) {
            return None;
        }
    }
    // One of the alternatives is gone, or both are needed.
    if let [hunk] = &*all {
        let is_or = |at: usize| before.word(at) == "or";
        if hunk.is_gone() && (is_or(hunk.before.start) || is_or(hunk.before.end.saturating_sub(1))) {
            return Some(format!(
                "it does not hold any more for `{}`",
                excerpt(before.slice(hunk.before.start, hunk.before.end))
            ));
        }
        if hunk.before.len() == 1
            && is_or(hunk.before.start)
            && hunk.now.len() == 1
            && now.word(hunk.now.start) == "and"
        {
            return Some("in the condition `or` became `and`".to_owned());
        }
    }
    // `any detector`, `any two detectors`
    let more = |hunk: &&Hunk| {
        let is_one = hunk.is_added()
            && matches!(now.word(hunk.now.start.wrapping_sub(1)), "any" | "at least")
            || hunk.before.len() == 1 && matches!(before.word(hunk.before.start), "a" | "an" | "any" | "one");
        let is_more = unit::number(now.word(hunk.now.end.wrapping_sub(1))).is_some_and(|number| number > 1.0);
        is_one && is_more && hunk.now.len() <= 2
    };
    if let ([hunk], true) = (&*all, all.iter().any(|hunk| more(&hunk))) {
        return Some(format!(
            "the condition needs `{}`",
            excerpt(now.slice(hunk.now.start, hunk.now.end + 1))
        ));
    }
    if all.is_empty() || !all.iter().all(Hunk::is_added) {
        return None;
    }
    let narrows = |hunk: &&Hunk| {
        let (first, last) = (now.word(hunk.now.start), now.word(hunk.now.end.saturating_sub(1)));
        let has = |word: &str| hunk.now.clone().any(|at| now.word(at) == word);
        let is_joined = hunk.now.len() > 1 && (first == "and" || last == "and");
        let is_reported = matches!(
            first,
            "with"
                | "without"
                | "who"
                | "which"
                | "whose"
                | "twice"
                | "during"
                | "while"
                | "when"
                | "if"
                | "after"
                | "within"
                | "but"
        ) || now.is_at(hunk.now.start, "for more than")
            || now.is_at(hunk.now.start, "for the") && now.word(hunk.now.end.saturating_sub(1)) == "time"
            || now.is_at(hunk.now.start, "for at least")
            || now.is_at(hunk.now.start, "for longer than")
            || now.is_at(hunk.now.start, "more than");
        let is_often = unit::number(first).is_some() && matches!(last, "times");
        let is_again =
            matches!(first, "repeatedly" | "again" | "twice" | "thrice" | "continuously" | "persistently");
        let is_one = hunk.now.len() == 1 && (quantifier::qualifies(first) || is_again);
        // `any input`, `any positive input`
        let is_kind = hunk.now.len() == 1
            && hunk.now.start > 0
            && now.word(hunk.now.start - 1) == "any"
            && unit::number(first).is_none()
            && !matches!(first, "of" | "single" | "other" | "further" | "the" | "kind");
        (is_joined || is_often || is_reported && hunk.now.len() > 1 || is_one || is_kind)
            && !has("or")
            && !has("not")
    };
    let hunk = all.iter().find(narrows)?;
    Some(format!("the condition is narrower by `{}`", excerpt(now.slice(hunk.now.start, hunk.now.end))))
}

/// Do some words at the end tell what is to be done?
fn is_action(text: &Phrases<'_>, range: &Range<usize>) -> bool {
    let is_end = (range.end..text.words.len()).all(|at| matches!(text.word(at), "." | "!"));
    // `except on ports 80 and 443`
    is_end && range.len() > 2 && !describes(text, range)
}

/// Do some words tell how something is, rather than what is to be done: `and the user is an administrator`?
fn describes(text: &Phrases<'_>, range: &Range<usize>) -> bool {
    let is_verb =
        |word: &str| matches!(word, "is" | "are" | "was" | "were" | "has" | "have" | "does" | "do" | "can");
    let is_noun = |word: &str| {
        matches!(
            word,
            "the" | "a" | "an" | "no" | "it" | "its" | "they" | "there" | "this" | "that" | "not" | "only"
        )
    };
    let is_joint = matches!(text.word(range.start), "and" | "or");
    !is_joint || is_noun(text.word(range.start + 1)) || range.clone().any(|at| is_verb(text.word(at)))
}

/// An exception more.
fn more_exceptions(before: &Phrases<'_>, now: &Phrases<'_>, is_list: bool) -> Option<String> {
    let all = hunks(before, now);
    if all.is_empty() || !all.iter().all(Hunk::is_added) {
        return None;
    }
    let joins = |word: &str| word == "or" || is_list && word == "and";
    // `except 408, and log them`: behind the comma is what is to be done as well. What is only listed is compared one by one.
    let is_own = |at: usize| is_list && now.word(at) == "and" && now.is_before(at, ",");
    let is_more = |hunk: &&Hunk| {
        (joins(now.word(hunk.now.start)) || joins(now.word(hunk.now.end.saturating_sub(1))))
            && !is_own(hunk.now.start)
    };
    let hunk = all.iter().find(is_more)?;
    Some(format!("the exception is wider by `{}`", excerpt(now.slice(hunk.now.start, hunk.now.end))))
}

/// `unless a card is shown and a code is typed`: one of both is enough now.
fn either_excepts(before: &Phrases<'_>, now: &Phrases<'_>) -> Option<String> {
    let all = hunks(before, now);
    let [Hunk { before: old, now: new }] = &*all else { return None };
    let is_and = old.len() == 1 && before.word(old.start) == "and";
    let is_or = new.len() == 1 && now.word(new.start) == "or";
    let is_clause = before.is_at(0, "unless")
        || ["except when", "except if", "except while"].iter().any(|words| before.is_at(0, words));
    (is_clause && is_and && is_or).then(|| "in the exception `and` became `or`".to_owned())
}

/// The cases that an exception at the beginning of a text takes out, each with its words: `except 408, 425 and 429`.
fn excepted<'a>(text: &'a Phrases<'_>) -> Option<Vec<Vec<&'a str>>> {
    let phrase = EXCEPTIONS.iter().find(|phrase| text.is_at(0, phrase))?;
    let words = (phrase.split(' ').count()..text.words.len()).map(|at| text.word(at));
    let mut all = vec![Vec::new()];
    for word in words {
        match (word, all.last_mut()) {
            ("," | "and" | "or", _) => all.push(Vec::new()),
            ("." | "`" | "\"" | "the" | "a" | "an", _) | (_, None) => {}
            (word, Some(last)) => last.push(word),
        }
    }
    all.retain(|one| !one.is_empty());
    Some(all)
}

/// Finds the additional member of the second list, if it has everything of the first one. It has to be of the same kind: behind an
/// exception may stand what is to be done as well.
fn one_more<'a>(before: &[Vec<&str>], now: &'a [Vec<&'a str>]) -> Option<&'a Vec<&'a str>> {
    if !before.iter().all(|one| now.contains(one)) {
        return None;
    }
    let is_number = |one: &[&str]| one.iter().all(|word| unit::number(word).is_some());
    let is_alike = |one: &&Vec<&str>| {
        before.iter().any(|old| old.len() == one.len() && is_number(old) == is_number(one))
    };
    now.iter().filter(|one| !before.contains(one)).find(is_alike)
}

/// Is the only difference that an exception takes out less than before? That asks for more.
pub(super) fn has_fewer_exceptions(before: &Phrases<'_>, now: &Phrases<'_>) -> bool {
    let split = |text: &Phrases<'_>| {
        let start = starts(text).into_iter().next()?.at;
        let words: Vec<_> = text.words[..start].iter().map(|(word, _)| word.clone()).collect();
        Some((words, start))
    };
    let (Some((old_head, old)), Some((new_head, new))) = (split(before), split(now)) else { return false };
    let (from, to) =
        (Phrases::of(before.slice(old, before.words.len())), Phrases::of(now.slice(new, now.words.len())));
    let (Some(from), Some(to)) = (excepted(&from), excepted(&to)) else { return false };
    old_head == new_head && one_more(&to, &from).is_some()
}
