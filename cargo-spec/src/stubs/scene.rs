//! What a criterion says, as a test would tell it: given, when, then.

use std::ops::Range;

use spec_model::grammar::modality;
use spec_model::spec::{Clause, Part, PartKind, Pattern};

use super::lines::one_line;
use super::words::{is_adverb, is_common_verb, third_person};

/// The three acts of a test.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Scene {
    /// What holds before: states, optional features, GIVEN steps.
    pub(super) given: Vec<String>,
    /// What happens: triggers, unwanted conditions, WHEN steps.
    pub(super) when: Vec<String>,
    /// What must follow, as a statement in the present tense.
    pub(super) then: Vec<Statement>,
    /// The conditions are states or optional features: the name says `while` or `where`.
    pub(super) conjunction: &'static str,
}

/// `the system SHALL answer 409` as a statement: `the system` and `answers 409`.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Statement {
    /// Who; empty if the text does not say.
    pub(super) subject: String,
    /// What they do, in the third person.
    pub(super) predicate: String,
}

impl Statement {
    /// The whole sentence.
    pub(super) fn sentence(&self) -> String {
        let sentence = format!("{} {}", self.subject, self.predicate);
        sentence.trim().trim_end_matches('.').to_owned()
    }
}

/// Tells what a text says.
pub(super) fn scene(text: &str, clause: &Clause) -> Scene {
    let words = |part: &Part| trimmed(&one_line(text.get(part.range.clone()).unwrap_or_default()));
    let all = |kinds: &[PartKind]| -> Vec<String> {
        let parts = clause.parts.iter().filter(|part| kinds.contains(&part.kind));
        parts.map(words).filter(|words| !words.is_empty()).collect()
    };
    let conditions = [PartKind::Trigger, PartKind::Condition, PartKind::When];
    let mut then: Vec<_> = all(&[PartKind::Then]).iter().map(|step| statement(step)).collect();
    if clause.pattern == Pattern::Plain {
        then.push(statement(&first_sentence(&one_line(text))));
    } else if let [response, ..] = &*all(&[PartKind::Response]) {
        let first = |kind| all(&[kind]).into_iter().next().unwrap_or_default();
        then.push(in_third_person(&first(PartKind::Subject), &first(PartKind::Modal), response));
    }
    let when = all(&conditions);
    let conjunction = match () {
        () if !when.is_empty() => "when",
        () if clause.of_kind(PartKind::State).next().is_some() => "while",
        () if clause.of_kind(PartKind::Feature).next().is_some() => "where",
        () => "given",
    };
    Scene { given: all(&[PartKind::Feature, PartKind::State, PartKind::Given]), when, then, conjunction }
}

/// The offsets at which a clause is best broken into lines: before each of its parts but the modal and the response.
pub(super) fn breaks(text: &str, clause: &Clause) -> Vec<usize> {
    let mut at = Vec::new();
    let mut end = 0;
    for part in &clause.parts {
        let Range { start, end: behind } = part.range.clone();
        let joint = matches!(part.kind, PartKind::Modal | PartKind::Response);
        if end > 0
            && !joint
            && let Some(gap) = text.get(end..start)
        {
            // The comma stays with what it ends, the keyword goes with what it begins.
            at.extend(gap.find(char::is_whitespace).map(|space| end + space));
        }
        end = behind.max(end);
    }
    at
}

/// A statement from a sentence of prose: what stands before `shall`, `must`, `should` or `will` is its subject.
fn statement(sentence: &str) -> Statement {
    let words: Vec<_> = sentence.split(' ').collect();
    let modal = words.iter().position(|word| is_modal(word));
    let Some(modal) = modal else {
        return Statement { subject: String::new(), predicate: trimmed(sentence) };
    };
    in_third_person(&words[..modal].join(" "), words[modal], &words[modal + 1..].join(" "))
}

/// `the system`, `SHALL NOT`, `answer` → `the system` and `does not answer`. In other languages than English, the words
/// stay as they are.
fn in_third_person(subject: &str, modal: &str, response: &str) -> Statement {
    let subject = without_capitals(subject);
    let response = adverbial_last(&trimmed(response));
    let mut words: Vec<_> = response.split(' ').map(str::to_owned).collect();
    let is_english = modal.split(' ').any(is_modal);
    if !is_english || response.is_empty() {
        return Statement { predicate: trimmed(&format!("{modal} {response}")), subject };
    }
    let plural = is_plural(&subject);
    let says = |word: &str| modal.split(' ').any(|other| bare(other) == word);
    let negated = says("not") || bare(&words[0]) == "not" && !words.remove(0).is_empty();
    let verb = words.iter().position(|word| !is_adverb(&bare(word))).unwrap_or(0);
    if let Some(word) = words.get(verb).cloned() {
        let end = word.trim_end_matches([':', ',', ';']).len();
        let (base, mark) = (bare(&word[..end]), &word[end..]);
        let is_word = base.bytes().all(|b| b.is_ascii_alphabetic() || b == b'-') && !base.is_empty();
        match (negated, &*base) {
            (true, "be") => words[verb] = format!("{} not", conjugated(&base, plural)),
            (true, _) => words.insert(0, if plural { "do not" } else { "does not" }.to_owned()),
            (false, _) if is_word => words[verb] = format!("{}{mark}", conjugated(&base, plural)),
            (false, _) => {}
        }
    }
    if says("never") {
        words.insert(0, "never".to_owned());
    }
    let words = joined_verbs(&words, verb + 1, negated, plural);
    Statement { subject, predicate: set_off_bound(&words.join(" ")) }
}

/// What is joined to the first verb, from `at` on: `and SHALL log it` becomes `and logs it`.
fn joined_verbs(words: &[String], at: usize, negated: bool, plural: bool) -> Vec<String> {
    let mut joined: Vec<String> = words.iter().take(at).cloned().collect();
    let mut rest = words.iter().skip(at).peekable();
    while let Some(word) = rest.next() {
        let last = joined.last().map(String::as_str).unwrap_or_default();
        let is_joint = matches!(&*bare(last), "and" | "or" | "then" | "but");
        let next = rest.peek().map(|next| bare(next)).unwrap_or_default();
        // `show a toast` in a list of verbs; but `list` or `report` may be a noun.
        let is_listed = last.ends_with(',') && matches!(&*next, "a" | "an" | "the");
        if is_joint && is_modal(word) && !next.is_empty() {
            rest.next();
            joined.push(match (&*next, plural) {
                ("not", true) => "do not".to_owned(),
                ("not", false) => "does not".to_owned(),
                (verb, _) => conjugated(verb, plural),
            });
        } else if (is_joint || is_listed) && !negated && is_common_verb(word) {
            joined.push(conjugated(word, plural));
        } else {
            joined.push(word.clone());
        }
    }
    joined
}

fn conjugated(verb: &str, plural: bool) -> String {
    match (verb, plural) {
        ("be", true) => "are".to_owned(),
        (_, true) => verb.to_owned(),
        _ => third_person(verb),
    }
}

/// A word without emphasis, in lower case.
fn bare(word: &str) -> String {
    word.trim_matches(['*', '_']).to_ascii_lowercase()
}

fn is_modal(word: &str) -> bool {
    modality::asks(&bare(word))
}

/// `THE SYSTEM` as it stands in the middle of a sentence: `the system`.
fn without_capitals(subject: &str) -> String {
    let lowered = |word: &str| match word {
        "THE" | "The" | "A" | "AN" | "An" | "SYSTEM" | "System" | "APPLICATION" | "EVERY" | "Every"
        | "EACH" | "Each" | "ALL" | "All" | "ANY" | "Any" | "NO" | "No" => word.to_ascii_lowercase(),
        _ => word.to_owned(),
    };
    subject.split(' ').map(lowered).collect::<Vec<_>>().join(" ")
}

/// `within 5 seconds, acknowledge it` with the verb first: `acknowledge it within 5 seconds`.
fn adverbial_last(response: &str) -> String {
    const PREPOSITIONS: &[&str] =
        &["after", "at", "before", "by", "during", "for", "in", "on", "upon", "when", "within"];
    let first = response.split(' ').next().unwrap_or_default();
    match response.split_once(", ") {
        Some((adverbial, rest)) if PREPOSITIONS.contains(&&*bare(first)) => format!("{rest} {adverbial}"),
        _ => response.to_owned(),
    }
}

/// `answers within 200 ms` keeps its bound behind a comma where something stands before it.
fn set_off_bound(predicate: &str) -> String {
    match predicate.find(" within ") {
        Some(at)
            if predicate[..at].contains(' ')
                && !predicate[..at].ends_with([',', ';'])
                && predicate[at + 8..].starts_with(|c: char| c.is_ascii_digit()) =>
        {
            format!("{},{}", &predicate[..at], &predicate[at..])
        }
        _ => predicate.to_owned(),
    }
}

/// Do several do it? `Users`, `API keys`; but not `the bus`, `AWS`.
fn is_plural(subject: &str) -> bool {
    let last = subject.split(' ').next_back().unwrap_or_default().trim_matches(['*', '_', '`']);
    last.len() > 3
        && last.bytes().skip(1).all(|b| b.is_ascii_lowercase())
        && last.ends_with('s')
        && !["ss", "us", "is", "ics"].iter().any(|end| last.ends_with(end))
}

/// A part without the punctuation around it.
fn trimmed(text: &str) -> String {
    text.trim_matches([' ', ',', ';', ':']).to_owned()
}

/// The text up to its first full stop that ends a sentence.
fn first_sentence(text: &str) -> String {
    match text.find(". ") {
        Some(end) if end > 10 => text[..end].to_owned(),
        _ => text.to_owned(),
    }
}
