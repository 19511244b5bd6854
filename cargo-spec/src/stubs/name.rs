//! Names of tests: what the criterion promises, then when: `answers_409_conflict_when_address_is_already_taken`.

use spec_model::spec::Fingerprint;

use super::scene::{Scene, Statement};
use super::words::{Words, words};

/// Names are no longer, unless it is for the last word.
const ROOM: usize = 60;
/// So much longer a name may be for its last word.
const LAST_WORD: usize = 6;
/// No name is longer.
pub(super) const MAX_NAME: usize = ROOM + LAST_WORD;
/// The response keeps at least this much of a name that is too long, however much there is to say about the condition.
const MIN_RESPONSE: usize = 30;

/// The name of the test of a criterion.
///
/// `scenario` is the name that the document gives it, which is better than any that could be made. Where neither it nor
/// the text says anything in Latin letters, the id is the name.
pub(super) fn test_name(scenario: Option<&str>, scene: &Scene, id: &str) -> String {
    let scenario = scenario.map(words).filter(Words::speak);
    let name = match scenario {
        Some(scenario) => cut(&scenario.words, ROOM).join("_"),
        None => of_scene(scene).unwrap_or_else(|| of_id(id)),
    };
    valid(name)
}

/// An id as a name: `REQ-3.2` is `req_3_2`. What ASCII cannot spell is told apart by its fingerprint.
pub(super) fn of_id(id: &str) -> String {
    let found = words(id);
    let mut parts = cut(&found.words, ROOM - 9);
    if found.lost > 0 || parts.is_empty() || parts.len() < found.words.len() {
        if parts.is_empty() {
            parts.push("criterion".to_owned());
        }
        parts.push(short_hash(id));
    }
    parts.join("_")
}

/// Eight digits that stand for a text.
pub(super) fn short_hash(text: &str) -> String {
    Fingerprint::of(text).to_string()[..8].to_owned()
}

/// Is it a word that Rust keeps for itself, in any edition?
pub(super) fn is_keyword(name: &str) -> bool {
    name == "gen" || name == "_" || syn::parse_str::<syn::Ident>(name).is_err()
}

fn valid(name: String) -> String {
    if name.starts_with(|c: char| c.is_ascii_digit()) {
        return cut(&format!("test_{name}").split('_').map(str::to_owned).collect::<Vec<_>>(), ROOM)
            .join("_");
    }
    if is_keyword(&name) { format!("{name}_holds") } else { name }
}

fn of_scene(scene: &Scene) -> Option<String> {
    let promised = scene.then.iter().map(promise).find(Words::speak)?;
    let conditions = if scene.when.is_empty() { &scene.given } else { &scene.when };
    let condition =
        conditions.iter().map(|condition| (condition, words(condition))).find(|(_, words)| words.speak());
    let length = |words: &[String]| words.iter().map(|word| word.len() + 1).sum::<usize>().saturating_sub(1);
    let Some((text, condition)) = condition else {
        return Some(cut(&promised.words, ROOM).join("_"));
    };
    let joint = format!("_{}_", scene.conjunction);
    let mut condition = condition.words;
    if length(&promised.words) + joint.len() + length(&condition) > ROOM {
        condition = relative_clause(text).unwrap_or_else(|| words(&without_bound(text)).words);
    }
    let mut promised = promised.words;
    if length(&promised) + joint.len() + length(&condition) > ROOM
        && let Some(end) =
            promised.iter().position(|word| word == "and" || word == "or").filter(|&end| end > 1)
    {
        promised.truncate(end);
    }
    let room = ROOM.saturating_sub(joint.len() + length(&condition)).max(MIN_RESPONSE);
    let promised = cut(&promised, room);
    let room = ROOM.saturating_sub(joint.len() + length(&promised));
    let condition = cut(&condition, room);
    let promised = promised.join("_");
    // A condition of one word out of many (`when_user`) says nothing.
    let says_nothing = condition.is_empty() || condition.len() == 1 && words(text).words.len() > 2;
    Some(if says_nothing { promised } else { format!("{promised}{joint}{}", condition.join("_")) })
}

/// The words of a promise. Who must keep it is left out where it goes without saying: a `system` that does something.
fn promise(statement: &Statement) -> Words {
    let is_about_itself = ["is", "are", "has", "have", "contains", "includes", "remains", "does not have"]
        .iter()
        .any(|verb| statement.predicate.split(' ').next() == Some(verb));
    let subject = words(&statement.subject);
    let says_subject = is_about_itself && !subject.words.last().is_some_and(|word| is_system(word));
    let clause = first_clause(&statement.predicate);
    let mut found = words(&without_bound(clause));
    if clause.len() < statement.predicate.len() {
        drop_hanging(&mut found.words);
    }
    if says_subject && subject.speak() {
        found.words.splice(0..0, subject.words);
    }
    // A sentence of prose has its subject inside: `the system returns an error`.
    if statement.subject.is_empty() && found.words.len() > 2 && is_system(&found.words[0]) {
        found.words.remove(0);
    }
    found
}

fn is_system(word: &str) -> bool {
    ["system", "application", "app", "it", "service", "software", "program", "tool"].contains(&word)
}

/// A predicate up to the first mark that ends a clause or begins a quotation, if enough stands before it.
fn first_clause(predicate: &str) -> &str {
    let ends = |(at, mark): (usize, &str)| {
        let number = predicate[..at].split_whitespace().count();
        let is_decimal = predicate[at + mark.len()..].starts_with(|c: char| c.is_ascii_digit());
        number >= 3 && !is_decimal || number == 2 && matches!(mark, ":" | ";" | "(" | "[")
    };
    let end = predicate.match_indices([':', ';', '(', '[', ',', '"', '“']).find(|&found| ends(found));
    end.map_or(predicate, |(end, _)| &predicate[..end])
}

/// A predicate without `within 200 ms`, if something is left.
fn without_bound(predicate: &str) -> String {
    let Some(at) = predicate.find(" within ") else { return predicate.to_owned() };
    let rest = &predicate[at + " within ".len()..];
    let enough = predicate[..at].contains(' ');
    let is_number = |word: &&str| word.starts_with(|c: char| c.is_ascii_digit());
    let words: Vec<_> = rest.split(' ').collect();
    if !enough || !words.first().is_some_and(is_number) {
        return predicate.to_owned();
    }
    // The number and its unit go with it, or both numbers: `3 to 5 seconds`.
    let is_range =
        matches!(words.get(1), Some(&("to" | "and" | "or"))) && words.get(2).is_some_and(is_number);
    let behind = words.get(if is_range { 4 } else { 2 }..).unwrap_or_default().join(" ");
    format!("{} {behind}", &predicate[..at])
}

/// `a visitor registers with an address that is already taken` in short: `address is already taken`.
fn relative_clause(condition: &str) -> Option<Vec<String>> {
    let relatives = [" that ", " which ", " who ", " whose "];
    let (at, relative) = relatives.iter().find_map(|relative| Some((condition.find(relative)?, relative)))?;
    let noun = condition[..at].split(' ').next_back()?;
    let found = words(&format!("{noun} {}", &condition[at + relative.len()..]));
    (found.words.len() > 2 && found.speak()).then_some(found.words)
}

/// As many words as there is room for, up to the end of a phrase.
fn cut(words: &[String], room: usize) -> Vec<String> {
    let length = words.iter().map(|word| word.len() + 1).sum::<usize>().saturating_sub(1);
    if length <= room + LAST_WORD && words.len() > 2 {
        // What is left of a text that named something unspeakable may end on its joint.
        let end = words.iter().rposition(|word| word != "and" && word != "or").map_or(0, |last| last + 1);
        return words[..end].to_vec();
    }
    let mut comparison = Vec::new();
    let mut length = 0;
    for word in words {
        let joint = usize::from(!comparison.is_empty());
        if length + joint + word.len() > room {
            break;
        }
        length += joint + word.len();
        comparison.push(word.clone());
    }
    if comparison.is_empty()
        && let Some(word) = words.first()
    {
        comparison.push(word[..room.min(word.len())].to_owned());
    }
    if let Some(next) = words.get(comparison.len()) {
        // What the last phrase is about may be the very word that there is no room for.
        let phrase = comparison.iter().rposition(|word| begins_phrase(word)).filter(|&at| at > 1);
        if let Some(phrase) = phrase.filter(|_| !begins_phrase(next)) {
            comparison.truncate(phrase);
        }
        drop_hanging(&mut comparison);
    }
    comparison
}

/// Does a word begin a phrase or a clause that the words before it can do without?
fn begins_phrase(word: &str) -> bool {
    const WORDS: &[&str] = &[
        "about",
        "across",
        "after",
        "against",
        "and",
        "around",
        "as",
        "at",
        "because",
        "before",
        "between",
        "but",
        "by",
        "during",
        "except",
        "for",
        "from",
        "if",
        "in",
        "including",
        "into",
        "of",
        "on",
        "onto",
        "or",
        "over",
        "so",
        "than",
        "that",
        "through",
        "to",
        "under",
        "unless",
        "until",
        "upon",
        "using",
        "via",
        "when",
        "where",
        "which",
        "while",
        "who",
        "whose",
        "with",
        "within",
        "without",
    ];
    WORDS.contains(&word)
}

fn drop_hanging(words: &mut Vec<String>) {
    while words.len() > 1 && words.last().is_some_and(|word| hangs(word)) {
        words.pop();
    }
}

fn hangs(word: &str) -> bool {
    const HANGING: &[&str] = &[
        "and", "any", "are", "as", "at", "be", "been", "but", "by", "can", "did", "do", "does", "each",
        "fewer", "for", "from", "greater", "has", "have", "if", "in", "into", "is", "its", "larger",
        "longer", "not", "of", "older", "on", "or", "per", "shall", "smaller", "so", "than", "that", "their",
        "to", "was", "when", "which", "who", "will", "with", "without",
    ];
    HANGING.contains(&word)
}

#[cfg(test)]
mod tests;
