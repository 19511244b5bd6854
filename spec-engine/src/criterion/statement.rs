//! Takes a wording apart into its conditions, subject, modal and response.

use spec_model::grammar::clause;
use spec_model::order::Order as _;
use spec_model::spec::{PartKind, Pattern};

use super::lexicon::form;
use super::phrase::Phrases;
use super::unit::is_unit;

/// The meaning of a wording.
#[derive(Debug)]
pub(crate) struct Statement<'a> {
    /// The text before all clauses: `Ideally, the shop SHALL …`.
    pub(crate) lead: Option<Phrases<'a>>,
    /// Is it told in steps, as an example?
    pub(crate) is_scenario: bool,
    /// When it holds: WHERE, WHILE, WHEN, IF, GIVEN.
    pub(crate) conditions: Vec<Phrases<'a>>,
    /// SHALL, SHOULD …: nothing in prose without one.
    pub(crate) modal: &'a str,
    /// The request itself: the response and who is to give it, or the steps behind THEN; of prose, all of it.
    pub(crate) responses: Vec<Phrases<'a>>,
    /// The list below it.
    pub(crate) points: Vec<Phrases<'a>>,
    /// The rows of the table below it.
    pub(crate) rows: Vec<&'a str>,
}

impl<'a> Statement<'a> {
    pub(crate) fn of(wording: &'a str) -> Self {
        let is_main = |line: &&str| !line.starts_with("- ") && !line.starts_with("| ");
        let length = wording.split_inclusive('\n').take_while(is_main).map(str::len).sum();
        let (main, below) = wording.split_at(length);
        let main = main.trim_end();
        let clause = if main.contains('\n') { clause::scenario(main) } else { clause::parse(main) };
        let lead = clause.parts.iter().map(|part| part.range.start).min().unwrap_or(0);
        let mut statement = Self {
            lead: (lead > 0).then(|| Phrases::of(&main[..lead])),
            is_scenario: clause.pattern == Pattern::GivenWhenThen,
            conditions: Vec::new(),
            modal: "",
            responses: Vec::new(),
            points: below.lines().filter_map(|line| line.strip_prefix("- ")).map(Phrases::of).collect(),
            rows: below.lines().filter(|line| line.starts_with("| ")).collect(),
        };
        let mut subject = None;
        for part in &clause.parts {
            let text = &main[part.range.clone()];
            match part.kind {
                PartKind::Feature
                | PartKind::State
                | PartKind::Trigger
                | PartKind::Condition
                | PartKind::Given
                | PartKind::When => statement.conditions.push(Phrases::of(text)),
                PartKind::Subject => subject = Some(part.range.start),
                PartKind::Modal if statement.modal.is_empty() => statement.modal = text,
                PartKind::Modal => {}
                PartKind::Then => statement.responses.push(Phrases::of(text)),
                // Who is to do it is part of it: `all servers SHALL answer`.
                PartKind::Response => {
                    let start = subject.take().unwrap_or(part.range.start);
                    let text = &main[start.min(part.range.start)..part.range.end];
                    statement.responses.push(Phrases::of(text));
                }
            }
        }
        if statement.responses.is_empty() {
            statement.conditions.clear();
            statement.responses = sentences(main);
        }
        if statement.modal.is_empty() {
            statement.modal = statement.responses.iter().find_map(Phrases::modal).unwrap_or_default();
        }
        statement
    }

    /// Does it forbid something?
    pub(crate) fn is_negative(&self) -> bool {
        let modal = self.modal.to_lowercase();
        modal.ends_with("not")
            || modal.ends_with("n't")
            || modal.ends_with("never")
            || self.responses.iter().any(|text| text.has("never"))
    }

    /// Is it about the same as another one? Of what the shorter one asks for, the other one has to name a good part.
    pub(crate) fn is_about(&self, other: &Self) -> bool {
        /// So many words in ten.
        const SHARE: usize = 5;
        let words = |statement: &Self| -> Vec<String> {
            let asked = statement.asked().flat_map(Phrases::carried).chain(statement.rows.iter().copied());
            // Numbers and units may change.
            let asked =
                asked.filter(|word| !word.starts_with(|c: char| c.is_ascii_digit()) && !is_unit(word));
            let mut words: Vec<_> = asked.map(|word| form(word).to_owned()).collect();
            words.order();
            words
        };
        let (one, two) = (words(self), words(other));
        let (short, long) = if one.len() < two.len() { (&one, &two) } else { (&two, &one) };
        let common = short.iter().filter(|word| long.binary_search(word).is_ok()).count();
        10 * common >= SHARE * short.len()
    }

    /// Everything that is asked for.
    pub(crate) fn asked(&self) -> impl Iterator<Item = &Phrases<'a>> {
        self.responses.iter().chain(&self.points)
    }
}

/// The sentences of prose.
fn sentences(text: &str) -> Vec<Phrases<'_>> {
    let mut sentences = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.match_indices(['.', '!', '?']).map(|(at, mark)| at + mark.len());
        let end = { end }.find(|&end| rest[end..].starts_with(char::is_whitespace)).unwrap_or(rest.len());
        sentences.push(Phrases::of(rest[..end].trim()));
        rest = rest[end..].trim_start();
    }
    sentences
}
