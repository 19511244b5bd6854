//! The requirements and scenarios that tasks of OpenSpec name: by the words of their names or by their ids, anywhere in a sentence.
//!
//! They bear no numbers, so that a name counts where its words stand one behind the other. A name of few words is also an ordinary phrase:
//! it counts where quotes or emphasis set it off, or the word `Requirement` or `Scenario` stands before it.

use std::collections::HashMap;

use crate::artifact::known::Unit;
use crate::order::Order as _;
use crate::spec::{Dialect, Document, is_unspaced};

/// So many words make a name of a requirement, and of a scenario, that no sentence has by chance.
const OF_REQUIREMENT: usize = 2;
const OF_SCENARIO: usize = 3;
/// In a script without spaces each character is a word here, and two make one.
const UNSPACED: usize = 2;

/// The names that a change has, by their first words.
#[derive(Debug, Default)]
pub(super) struct Titles<'a> {
    ids: Vec<&'a str>,
    by_first: HashMap<String, Vec<Title>>,
}

/// One way to name a requirement or a scenario.
#[derive(Debug)]
struct Title {
    words: Vec<String>,
    unit: Unit,
    /// It is known as it is, in any sentence.
    is_plain: bool,
}

impl<'a> Titles<'a> {
    /// The names of some documents, by their places in the list.
    pub(super) fn new(beside: &[&'a Document]) -> Self {
        let mut titles = Self::default();
        let changes = beside.iter().enumerate().filter(|(_, it)| it.dialect == Dialect::OpenSpec);
        for (document_at, document) in changes {
            for (at, requirement) in document.requirements.iter().enumerate() {
                let id = requirement.id.as_str();
                titles.ids.push(id);
                titles.add(id, (document_at, at, None), OF_REQUIREMENT);
                for (place, criterion) in requirement.criteria.iter().enumerate() {
                    let whole = criterion.id.as_str();
                    let Some(scenario) = whole.strip_prefix(id).and_then(|rest| rest.strip_prefix('.'))
                    else {
                        continue;
                    };
                    let unit = (document_at, at, Some(place));
                    titles.ids.push(whole);
                    titles.add(whole, unit, OF_REQUIREMENT);
                    titles.add(scenario, unit, OF_SCENARIO);
                }
            }
        }
        titles
    }

    fn add(&mut self, name: &str, unit: Unit, enough: usize) {
        let words: Vec<_> = words(name).into_iter().map(|word| word.text).collect();
        let unspaced = words.iter().filter(|word| word.chars().all(is_unspaced)).count();
        let is_plain = words.len() - unspaced + unspaced / UNSPACED >= enough;
        if let Some(first) = words.first().cloned() {
            self.by_first.entry(first).or_default().push(Title { words, unit, is_plain });
        }
    }

    /// The ids of all requirements and scenarios.
    pub(super) fn ids(&self) -> impl Iterator<Item = &'a str> {
        self.ids.iter().copied()
    }

    /// Finds the requirements and scenarios that a text names, each once. A scenario that is named with its requirement is meant alone.
    pub(super) fn named_in(&self, text: &str) -> Vec<Unit> {
        if self.by_first.is_empty() {
            return Vec::new();
        }
        let printed = words(text);
        // Of each stretch of words: all that bears the name.
        let mut found: Vec<Vec<Unit>> = Vec::new();
        let mut at = 0;
        while at < printed.len() {
            let here = self.by_first.get(&printed[at].text).map(Vec::as_slice).unwrap_or_default();
            let here = here.iter().filter(|title| is_said(title, text, &printed[at..], printed[..at].last()));
            let longest = here.clone().map(|title| title.words.len()).max();
            if let Some(length) = longest {
                found
                    .push(here.filter(|title| title.words.len() == length).map(|title| title.unit).collect());
            }
            at += longest.unwrap_or(1);
        }
        let requirements: Vec<_> = found
            .iter()
            .flatten()
            .filter(|unit| unit.2.is_none())
            .map(|&(document, at, _)| (document, at))
            .collect();
        let mut units: Vec<Unit> = Vec::new();
        for mut same in found {
            // Of scenarios with one name that of the requirement is meant which is named too.
            if same.len() > 1 {
                same.retain(|unit| unit.2.is_none() || requirements.contains(&(unit.0, unit.1)));
            }
            units.extend(same);
        }
        units.order();
        units.dedup();
        let has_scenario = |unit: &Unit| {
            units.iter().any(|other| other.2.is_some() && (other.0, other.1) == (unit.0, unit.1))
        };
        units.iter().filter(|unit| unit.2.is_some() || !has_scenario(unit)).copied().collect()
    }
}

/// Do the words of a text begin with a name, set off where it has to be?
fn is_said(title: &Title, text: &str, printed: &[Word], before: Option<&Word>) -> bool {
    let Some(own) = printed.get(..title.words.len()) else { return false };
    if own.iter().zip(&title.words).any(|(own, word)| own.text != *word) {
        return false;
    }
    let (Some(first), Some(last)) = (own.first(), own.last()) else { return false };
    let (lead, rest) = (&text[..first.start], &text[last.end..]);
    // `login-page` is no `login`; a feature may stand before a slash.
    let is_part = |joints: &[char], mut there: [Option<char>; 2]| {
        let other = there[1].take();
        there[0].is_some_and(|c| joints.contains(&c))
            && other.is_some_and(|c| c.is_alphanumeric() && !is_unspaced(c))
    };
    let (mut ahead, mut behind) = (lead.chars().rev(), rest.chars());
    if is_part(&['-', '_', '.'], [ahead.next(), ahead.next()])
        || is_part(&['-', '_', '.', '/'], [behind.next(), behind.next()])
    {
        return false;
    }
    let is_labelled = before.is_some_and(|before| {
        let is_gap = |c: char| matches!(c, ' ' | ':' | '*' | '_' | '`' | '"' | '“' | '‘' | '\'');
        matches!(&*before.text, "requirement" | "scenario")
            && text[before.end..first.start].chars().all(is_gap)
    });
    let is_quote =
        |c: char| matches!(c, '"' | '\'' | '`' | '“' | '”' | '‘' | '’' | '«' | '»' | '*' | '_' | '「' | '」');
    title.is_plain || is_labelled || lead.ends_with(is_quote) && rest.starts_with(is_quote)
}

/// A word in small letters, with its place.
struct Word {
    text: String,
    start: usize,
    end: usize,
}

/// The words of a text: runs of letters and digits; of scripts without spaces each character.
fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut goes_on = false;
    for (at, c) in text.char_indices() {
        if !c.is_alphanumeric() {
            goes_on = false;
            continue;
        }
        let end = at + c.len_utf8();
        let lower = c.to_lowercase().filter(|c| c.is_alphanumeric());
        match words.last_mut().filter(|_| goes_on && !is_unspaced(c)) {
            Some(word) => {
                word.text.extend(lower);
                word.end = end;
            }
            None => words.push(Word { text: lower.collect(), start: at, end }),
        }
        goes_on = !is_unspaced(c);
    }
    words
}
