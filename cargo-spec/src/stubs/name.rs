//! Names tests after criteria: first the promise, then the condition, as
//! `answers_409_conflict_when_address_is_already_taken`.

use spec_engine::criterion::lexicon::{begins_phrase, hangs, is_system};
use spec_model::spec::Fingerprint;

use super::scene::{Scene, Statement};
use super::words::{Words, words};

/// Names are no longer, unless it is for the last word.
const ROOM: usize = 60;
/// So much longer a name may be for its last word.
const LAST_WORD: usize = 6;
/// No name is longer.
pub(super) const MAX_NAME: usize = ROOM + LAST_WORD;

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
    if found.lost > 0 || parts.is_empty() || parts != found.words {
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

/// A name says what is promised, then when, as much as there is room for: each whole, or else up to the end of a phrase.
fn of_scene(scene: &Scene) -> Option<String> {
    let promises = scene.then.iter().map(promises).find(|promises| !promises.is_empty())?;
    let conditions = if scene.when.is_empty() { &scene.given } else { &scene.when };
    let conditions = conditions.iter().map(|text| self::conditions(text)).find(|found| !found.is_empty());
    let joint = format!("_{}_", scene.conjunction);
    let length = |promise: &[String], condition: &[String]| length(promise) + joint.len() + length(condition);
    let name = |promise: &[String], condition: &[String]| {
        format!("{}{joint}{}", promise.join("_"), condition.join("_"))
    };
    let conditions = conditions.unwrap_or_default();
    for (at, promise) in promises.iter().enumerate() {
        for (other, condition) in conditions.iter().enumerate() {
            let room = if at == 0 && other == 0 { MAX_NAME } else { ROOM };
            if length(promise, condition) <= room {
                return Some(name(promise, condition));
            }
        }
    }
    let shorter = with_phrases(&conditions);
    let pairs: Vec<_> = with_phrases(&promises)
        .into_iter()
        .flat_map(|promise| shorter.iter().map(move |condition| (promise.clone(), condition)))
        .collect();
    // A condition that is whole may be longer; of pairs of the same length, the one that promises more.
    let fits = |(promise, condition): &&(Vec<String>, &Vec<String>)| {
        length(promise, condition) <= if conditions.contains(condition) { MAX_NAME } else { ROOM }
    };
    let longest = pairs
        .iter()
        .filter(fits)
        .max_by_key(|(promise, condition)| (length(promise, condition), self::length(promise)));
    if let Some((promise, condition)) = longest {
        return Some(name(promise, condition));
    }
    let whole = promises.iter().find(|promise| self::length(promise) <= MAX_NAME);
    let shorter = || {
        let shorter = with_phrases(&promises).into_iter().filter(|promise| self::length(promise) <= ROOM);
        shorter.max_by_key(|promise| self::length(promise))
    };
    let promise = whole.cloned().or_else(shorter);
    let promise = promise.unwrap_or_else(|| cut(promises.last().map_or(&[], |last| last), ROOM));
    // A name as short as that says too little.
    if self::length(&promise) < ROOM / 2
        && let Some(condition) = conditions.last()
    {
        let condition = cut(condition, ROOM - joint.len() - self::length(&promise));
        if condition.len() > 2 {
            return Some(name(&promise, &condition));
        }
    }
    Some(promise.join("_"))
}

fn length(words: &[String]) -> usize {
    words.iter().map(|word| word.len() + 1).sum::<usize>().saturating_sub(1)
}

/// Returns the promises of a statement, in words: the whole, then without one dispensable thing after another. Who must keep it
/// is left out where it goes without saying: a `system` that does something.
fn promises(statement: &Statement) -> Vec<Vec<String>> {
    let is_about_itself = ["is", "are", "has", "have", "contains", "includes", "remains", "does not have"]
        .iter()
        .any(|verb| statement.predicate.split(' ').next() == Some(verb));
    let subject = words(&statement.subject);
    let says_subject = is_about_itself && !subject.words.last().is_some_and(|word| is_system(word));
    let whole = without_bound(&without_brackets(&statement.predicate));
    let mut promises: Vec<Vec<String>> = Vec::new();
    let mut add = |clause: &str| {
        let mut found = words(clause);
        if clause.len() < statement.predicate.len() {
            drop_hanging(&mut found.words);
        }
        if !found.speak() {
            return;
        }
        let mut promise = without_joint(found.words);
        if says_subject && subject.speak() {
            promise.splice(0..0, subject.words.iter().cloned());
        }
        // A sentence of prose has its subject inside: `the system returns an error`.
        if statement.subject.is_empty() && promise.len() > 2 && is_system(&promise[0]) {
            promise.remove(0);
        }
        if !promise.is_empty() && promises.last() != Some(&promise) {
            promises.push(promise);
        }
    };
    add(&whole);
    for marks in [&[':', ';', '—'][..], &[','], &['"', '“', '「']] {
        add(first_clause(&whole, marks));
    }
    promises
}

/// Returns the conditions of a promise, in words: the whole, then shorter.
fn conditions(text: &str) -> Vec<Vec<String>> {
    let whole = without_brackets(text);
    let found = words(&whole);
    if !found.speak() {
        return Vec::new();
    }
    let mut conditions = vec![without_joint(found.words)];
    let without_bound = without_bound(&whole);
    let clauses = [&[':', ';', '—'][..], &[',']].map(|marks| first_clause(&whole, marks));
    let shorter = [without_bound.as_str()].into_iter().chain(clauses).filter(|text| text.len() < whole.len());
    conditions.extend(shorter.map(|text| {
        let mut words = words(text).words;
        drop_hanging(&mut words);
        words
    }));
    conditions.extend(relative_clause(&whole));
    conditions
}

/// Texts, and each without the phrases at its end, as far as there is room for it.
fn with_phrases(texts: &[Vec<String>]) -> Vec<Vec<String>> {
    let mut all: Vec<Vec<String>> = Vec::new();
    for text in texts {
        let mut length = 0;
        for (end, word) in text.iter().enumerate() {
            if end > 1 && begins_phrase(word) {
                let mut words = text[..end].to_vec();
                // Before a preposition, the end of a verb hangs not: `signs in with a key`.
                if !matches!(text[end - 1].as_str(), "in" | "on") {
                    drop_hanging(&mut words);
                }
                // A verb that was joined, but not what it does.
                if let [.., joint, _] = &*words
                    && matches!(joint.as_str(), "and" | "or")
                {
                    words.truncate(words.len() - 2);
                }
                if words.len() > 1 && !all.contains(&words) {
                    all.push(words);
                }
            }
            length += word.len() + 1;
            if length > MAX_NAME {
                break;
            }
        }
        if length <= MAX_NAME {
            all.push(text.clone());
        }
    }
    all
}

/// As many of some words as there may be, up to the end of a phrase.
pub(super) fn up_to_phrase<'a>(words: &[&'a str], number: usize) -> Vec<&'a str> {
    let mut found: Vec<_> = words.iter().take(number).copied().collect();
    let bare = |word: &str| word.to_ascii_lowercase();
    if let Some(next) = words.get(number)
        && !begins_phrase(&bare(next))
        && let Some(phrase) = found.iter().rposition(|word| begins_phrase(&bare(word))).filter(|&at| at > 2)
    {
        found.truncate(phrase);
    }
    while found.len() < words.len() && found.len() > 3 && found.last().is_some_and(|word| hangs(&bare(word)))
    {
        found.pop();
    }
    found
}

/// A text up to the first of some marks, if enough stands before it.
fn first_clause<'a>(text: &'a str, marks: &[char]) -> &'a str {
    let ends = |&(at, mark): &(usize, &str)| {
        let number = text[..at].split_whitespace().count();
        let is_decimal = mark == "," && text[at + mark.len()..].starts_with(|c: char| c.is_ascii_digit());
        number >= 3 && !is_decimal || number == 2 && matches!(mark, ":" | ";")
    };
    text.match_indices(marks).find(ends).map_or(text, |(end, _)| &text[..end])
}

/// A text without what stands in brackets, if something else is left. What is in code stays.
fn without_brackets(text: &str) -> String {
    let mut bare = String::with_capacity(text.len());
    let (mut depth, mut in_code, mut before) = (0_usize, false, ' ');
    for c in text.chars() {
        in_code ^= c == '`';
        // `find()` and `a[0]` are names.
        let opens = !in_code && (matches!(c, '(' | '[') && !before.is_alphanumeric() || c == '（');
        match c {
            _ if opens || depth > 0 && matches!(c, '(' | '[') => depth += 1,
            ')' | ']' | '）' if depth > 0 => depth -= 1,
            c if depth == 0 => bare.push(c),
            _ => {}
        }
        before = c;
    }
    let is_enough = depth == 0 && words(&bare).words.len() > 1;
    if is_enough { bare.split_whitespace().collect::<Vec<_>>().join(" ") } else { text.to_owned() }
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
    if length(words) <= room + LAST_WORD && words.len() > 1 {
        return without_joint(words.to_vec());
    }
    let mut kept = Vec::new();
    let mut length = 0;
    for word in words {
        let joint = usize::from(!kept.is_empty());
        if length + joint + word.len() > room {
            break;
        }
        length += joint + word.len();
        kept.push(word.clone());
    }
    if kept.is_empty()
        && let Some(word) = words.first()
    {
        kept.push(word[..room.min(word.len())].to_owned());
    }
    if let Some(next) = words.get(kept.len()) {
        // The topic of the last phrase may be the very word that there is no room for.
        let phrase = kept.iter().rposition(|word| begins_phrase(word)).filter(|&at| at > 1);
        if let Some(phrase) = phrase.filter(|_| !begins_phrase(next)) {
            kept.truncate(phrase);
        }
        drop_hanging(&mut kept);
    }
    kept
}

/// Removes the joint at the end of a text that named something unspeakable.
fn without_joint(mut words: Vec<String>) -> Vec<String> {
    while words.last().is_some_and(|word| matches!(word.as_str(), "and" | "or")) {
        words.pop();
    }
    words
}

fn drop_hanging(words: &mut Vec<String>) {
    while words.len() > 1 && words.last().is_some_and(|word| hangs(word)) {
        words.pop();
    }
}

#[cfg(test)]
mod tests;
