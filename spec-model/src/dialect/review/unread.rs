//! Finds text that reads like a requirement and was not read as one. This is the invariant of every dialect.
//!
//! Each sentence of the document is looked at once. It reads like a requirement where it begins with an id, has a modal, or is a scenario.
//! Then it begins a criterion, or belongs to something that the dialect has read or set aside; or it is told here. What begins with an
//! undefined id of a known family ([`Lead::is_familiar`]) is told even where it belongs to something else.

mod claims;
mod inner;
mod tables;
mod units;

use super::super::Reading;
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::grammar::clause::{self, Step};
use crate::grammar::id::Form;
use crate::grammar::lead::{self, Lead};
use crate::grammar::{likeness, retired, words};
use crate::hash::{FastMap, FastSet};
use crate::markdown::{Blocks, NodeId};
use crate::source::Span;

use claims::{Claim, Claims};
use units::{Unit, UnitPlace};

pub(super) fn review(blocks: &Blocks<'_>, reading: &Reading, found: &mut Vec<Diagnostic>) {
    let claims = Claims::of(blocks, reading, found);
    let ids = Ids::of(blocks, reading);
    let mut runs: Vec<Run> = Vec::new();
    // A run ends where something stands that is read.
    let mut is_open = false;
    // The beginning of the last row that begins with an id of the document: its cells say no more.
    let mut named = None;
    for unit in units::units(blocks) {
        // A cell of a row that is told already.
        if unit.row.is_some_and(|row| runs.last().is_some_and(|run| run.span.end > row.start)) {
            continue;
        }
        let lead = lead::lead(unit.text);
        let is_named = unit.row.is_some_and(|row| named == Some(row.start));
        if is_named && !lead.as_ref().is_some_and(|lead| ids.is_id(lead, &unit)) {
            continue;
        }
        if unit.is_row && lead.as_ref().is_some_and(|lead| ids.has(lead, &unit)) {
            named = Some(unit.span.start);
        }
        let Some((reason, of)) = reason(&unit, lead.as_ref(), &claims, &ids) else {
            is_open = false;
            continue;
        };
        let is_more = |run: &&mut Run| {
            is_open
                && run.reason == reason
                && run.parent == unit.parent
                && matches!(reason, Reason::Modal | Reason::Steps)
        };
        match runs.last_mut().filter(is_more) {
            Some(run) => {
                run.span.end = unit.span.end;
                run.count += 1;
            }
            None => runs.push(Run { span: unit.span, reason, of, parent: unit.parent, count: 1 }),
        }
        is_open = true;
    }
    let reported: Vec<Span> = runs.iter().map(|run| run.span).collect();
    let is_reported = |span: Span| {
        reported
            .get(reported.partition_point(|run| run.start < span.start))
            .is_some_and(|run| run.start < span.end)
    };
    found.extend(
        tables::review(blocks, reading)
            .chain(tables::review_lists(blocks, reading))
            .filter(|table| table.location.as_ref().is_none_or(|location| !is_reported(location.span))),
    );
    found.extend(runs.into_iter().map(|run| run.into_finding(blocks)));
}

/// The ids that the reading has given.
#[derive(Default)]
struct Ids<'a> {
    ids: FastSet<&'a str>,
    /// The text of the document about them.
    texts: FastMap<&'a str, &'a str>,
    /// Those that no document has in writing: the place of a criterion is its id.
    by_place: FastSet<&'a str>,
    /// The text before their numbers: `SEC-`.
    families: FastSet<&'a str>,
}

impl<'a> Ids<'a> {
    fn of(blocks: &Blocks<'_>, reading: &'a Reading) -> Self {
        let mut ids = Self::default();
        for requirement in &reading.requirements {
            ids.add(requirement.id.as_str());
            ids.texts.entry(requirement.id.as_str()).or_insert(&requirement.title);
            for criterion in &requirement.criteria {
                ids.add(criterion.id.as_str());
                ids.texts.insert(criterion.id.as_str(), criterion.text.as_str());
                let words = criterion.text.span().start.max(criterion.span.start);
                let before = blocks.source().slice(Span::new(criterion.span.start, words));
                let is_below = criterion.id.as_str().strip_prefix(requirement.id.as_str());
                if !before.contains(char::is_alphabetic) && is_below.is_some_and(|rest| rest.starts_with('.'))
                {
                    ids.by_place.insert(criterion.id.as_str());
                }
            }
        }
        ids.ids.extend(reading.retired.iter().map(|retired| retired.id.as_str()));
        ids
    }

    fn add(&mut self, id: &'a str) {
        self.ids.insert(id);
        self.families.insert(family(id));
    }

    /// Is it an id of a known family, or of one that the document has, with words behind it?
    fn is_id(&self, lead: &Lead<'_>, unit: &Unit<'_>) -> bool {
        let words = &unit.text[lead.len..];
        // `FR-3 The mill shall …`, but not `FR-3 shall be open`.
        let is_apart = || {
            let is_sentence = words.starts_with(|c: char| c.is_uppercase() || !c.is_ascii());
            unit.is_item || is_sentence && likeness::promises(words)
        };
        (lead.is_closed || !lead.is_short && lead.is_familiar() && is_apart())
            && lead.id.form != Form::Number
            && self.is_known(lead)
            && words.contains(char::is_alphanumeric)
    }

    /// Is an id of a known family, or of one that the document has?
    fn is_known(&self, lead: &Lead<'_>) -> bool {
        let family = family(lead.id.id.as_str());
        lead.is_familiar() || family.ends_with(['-', '_']) && self.families.contains(family)
    }

    /// The id that a text is, with no words behind it, if nothing has it.
    fn bare(&self, lead: &Lead<'_>, unit: &Unit<'_>) -> Option<String> {
        let id = lead.id.id.as_str();
        let is_bare = !unit.text[lead.len..].contains(char::is_alphanumeric);
        let is_requirement = matches!(lead.id.form, Form::Prefixed | Form::Requirement) && !lead.is_short;
        let is_id = is_bare && is_requirement && lead.more.is_empty() && self.is_known(lead);
        (is_id && !unit.is_quoted && !self.ids.contains(id)).then(|| id.to_owned())
    }

    /// The id that a text begins with in small letters, if nothing has it in capitals.
    fn small(&self, unit: &Unit<'_>) -> Option<String> {
        let (id, is_closed) = lead::in_small_letters(unit.text)?;
        let id = id.as_str();
        let is_known = lead::is_familiar_prefix(lead::prefix(id)) || self.families.contains(family(id));
        let is_meant = is_known && (is_closed || likeness::promises(unit.text));
        (is_meant && !self.ids.contains(id)).then(|| id.to_owned())
    }

    /// The id that a text begins with, if nothing has it.
    fn undefined(&self, lead: &Lead<'_>, unit: &Unit<'_>) -> Option<String> {
        let id = lead.id.id.as_str();
        (self.is_id(lead, unit) && !self.ids.contains(id)).then(|| id.to_owned())
    }

    /// The id that a text begins with. A criterion has it by its place, and the text promises something of its own.
    fn taken(&self, lead: &Lead<'_>, unit: &Unit<'_>) -> Option<String> {
        let id = lead.id.id.as_str();
        let is_taken = self.is_id(lead, unit) && self.by_place.contains(id);
        (is_taken && likeness::has_modal(&unit.text[lead.len..])).then(|| id.to_owned())
    }
}

impl Ids<'_> {
    /// Has the document the id that a text begins with?
    fn has(&self, lead: &Lead<'_>, unit: &Unit<'_>) -> bool {
        self.is_id(lead, unit) && self.ids.contains(lead.id.id.as_str())
    }

    /// The id that a text begins with, if the document has it, and the text promises something in other words.
    fn again(&self, lead: &Lead<'_>, unit: &Unit<'_>) -> Option<String> {
        const ENOUGH: usize = 8;
        let id = lead.id.id.as_str();
        let (words, other) = (&unit.text[lead.len..], letters(self.texts.get(id)?));
        let names_more = || lead::lead(words).is_some_and(|next| next.is_familiar());
        if retired::is_retired(words) || names_more() {
            return None;
        }
        // A row may repeat the words beside other cells; what is left out at the end is no other word.
        let is_new = |words: &str| {
            let words = letters(words);
            words != other && !(words.len() >= ENOUGH && other.starts_with(&words))
        };
        let cells: Vec<&str> = if unit.is_row { words.split('|').collect() } else { vec![words] };
        cells.into_iter().any(|cell| likeness::promises(cell) && is_new(cell)).then(|| id.to_owned())
    }
}

/// The letters and digits of a text, in lower case.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The text before the number of an id.
fn family(id: &str) -> &str {
    id.trim_end_matches(|c: char| c.is_ascii_digit() || c.is_ascii_lowercase() || c == '.')
}

/// The reason why a sentence is reported.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Reason {
    /// It begins with an id that nothing else has.
    Id(String),
    /// It begins with an id that a criterion has by its place.
    Taken(String),
    /// It begins with an id that the document has with other words.
    Again(String),
    /// It is an id without words.
    Bare(String),
    /// It begins with an id in small letters.
    Small(String),
    /// It says what shall be.
    Modal,
    /// It is a scenario.
    Steps,
    /// It is the heading of a requirement or scenario, but stands inside of an item.
    Heading,
    /// A line of `---` below it makes it a heading.
    Underlined,
    /// It would be a heading, but no blank stands behind its `#`.
    NoBlank,
}

/// Sentences behind each other that are told together.
struct Run {
    span: Span,
    reason: Reason,
    /// The criterion that it was made a part of.
    of: Option<Span>,
    parent: Option<NodeId>,
    count: usize,
}

impl Run {
    fn into_finding(self, blocks: &Blocks<'_>) -> Diagnostic {
        let what = match &self.reason {
            Reason::Id(id) => format!("this begins with the id {id}, but no criterion has it"),
            Reason::Taken(id) => format!("this begins with the id {id}, which another one has by its place"),
            Reason::Again(id) => {
                format!("this says of {id} what shall be, but the document defines {id} elsewhere")
            }
            Reason::Bare(id) => format!("the id {id} is here without words, and no criterion has it"),
            Reason::Small(id) => {
                format!("this begins with the id {id} in small letters, which is read as no id")
            }
            Reason::Modal if self.count > 1 => {
                format!("{} sentences say what shall be, but are no criteria", self.count)
            }
            Reason::Modal => "this sentence says what shall be, but is no criterion".to_owned(),
            Reason::Heading => "a heading is inside of a list item, and ends nothing".to_owned(),
            Reason::Underlined => "the line below makes this sentence a heading".to_owned(),
            Reason::NoBlank => "this is no heading: a blank is missing behind `#`".to_owned(),
            Reason::Steps => "this reads like a scenario, but is no criterion".to_owned(),
        };
        let help = match self.reason {
            Reason::Bare(_) => {
                "write the words behind it, or remove it; a retired criterion keeps its number as `~~FR-3~~`"
            }
            Reason::Small(_) => "write the id in capitals, or reword the sentence",
            Reason::Heading => "begin the line of the heading at the margin, behind an empty line",
            Reason::Underlined => "put an empty line before the `---` below it",
            Reason::NoBlank => "write `### Title`, not `###Title`",
            Reason::Again(_) => {
                "change the criterion itself, if this is intended; or reword this without the modal"
            }
            _ => {
                "put it among the criteria of a requirement, with an id as the others have; if it asks for nothing, reword it or head it `Notes`"
            }
        };
        let source = blocks.source();
        let mut finding = Diagnostic::new(Code::UnreadText, what).at(source, self.span);
        if let Some(of) = self.of {
            finding = finding.related(Location::new(source, of), "read as a part of this criterion");
        }
        finding.label("not counted").help(help)
    }
}

/// Returns the reason why a sentence has to be reported, if it has, and the criterion that it is in.
fn reason(
    unit: &Unit<'_>,
    lead: Option<&Lead<'_>>,
    claims: &Claims<'_>,
    ids: &Ids<'_>,
) -> Option<(Reason, Option<Span>)> {
    let words = unit.start + lead.map_or(0, |lead| lead.len).min(unit.text.len() - 1);
    let claim = claims.at(words);
    let mut begin = claims.begin_in(unit.span).peekable();
    if begin.peek().is_some() {
        if claim != Some(Claim::Reported)
            && unit.place != UnitPlace::Heading
            && let Some(reason) = reason_of_id(unit, lead, ids)
        {
            return Some((reason, None));
        }
        let id = lead.and_then(|lead| ids.undefined(lead, unit));
        // `AC-3` may be the third criterion of the requirement.
        let is_position = |id: &str, other| {
            matches!(lead::prefix(id), "AC" | "AS" | "SC" | "TC") && number(id) == number(other)
        };
        let id = id.filter(|id| claim != Some(Claim::Reported) && begin.all(|other| !is_position(id, other)));
        return id.map(|id| (Reason::Id(id), None));
    }
    // The other cells of a row that is a criterion belong to it.
    if !unit.is_inner && unit.row.is_some_and(|row| claims.begin_in(row).next().is_some()) {
        return None;
    }
    let reason = reason_of(unit, lead, claim, ids)?;
    let is_part = matches!(claim, Some(Claim::Words | Claim::Part | Claim::Silent));
    Some((reason, claims.criterion_before(words).filter(|_| is_part)))
}

/// An id that is written so that it is read as none, or that has no words.
fn reason_of_id(unit: &Unit<'_>, lead: Option<&Lead<'_>>, ids: &Ids<'_>) -> Option<Reason> {
    match lead {
        Some(lead) => ids.bare(lead, unit).map(Reason::Bare),
        None => ids.small(unit).map(Reason::Small),
    }
}

fn reason_of(
    unit: &Unit<'_>,
    lead: Option<&Lead<'_>>,
    claim: Option<Claim>,
    ids: &Ids<'_>,
) -> Option<Reason> {
    if claim == Some(Claim::Reported) {
        return None;
    }
    if unit.place == UnitPlace::Underlined && (likeness::promises(unit.text) || is_scenario(unit.text)) {
        return Some(Reason::Underlined);
    }
    if unit.place == UnitPlace::NoBlank && (announces(unit.text) || lead.is_some()) {
        return Some(Reason::NoBlank);
    }
    if claim == Some(Claim::Other) && unit.place != UnitPlace::Text {
        return None;
    }
    // `R2` names other things too, and a label of a story names those that are about it.
    let is_beside = matches!(claim, Some(Claim::Aside | Claim::Beside));
    let is_story = |lead: &Lead<'_>| claim == Some(Claim::Aside) && lead.id.form == Form::Story;
    let is_name = is_beside && lead.is_some_and(|lead| lead.is_short || is_story(lead));
    if !is_name && lead.is_some_and(|lead| ids.is_id(lead, unit)) {
        let id = lead.and_then(|lead| ids.undefined(lead, unit)).map(Reason::Id);
        let taken = || lead.and_then(|lead| ids.taken(lead, unit)).map(Reason::Taken);
        let is_free = is_beside || claim.is_none();
        let again = || lead.filter(|_| is_free).and_then(|lead| ids.again(lead, unit)).map(Reason::Again);
        return id.or_else(taken).or_else(again);
    }
    if unit.place == UnitPlace::Text
        && !matches!(claim, Some(Claim::Aside | Claim::Other))
        && let Some(reason) = reason_of_id(unit, lead, ids)
    {
        return Some(reason);
    }
    if unit.place == UnitPlace::Heading && unit.parent.is_some() && announces(unit.text) {
        return Some(Reason::Heading);
    }
    let is_numbered = || lead.is_some_and(Lead::is_familiar);
    let is_apart = unit.is_quoted || unit.row.is_some() || unit.parent.is_some();
    let may_promise = match claim {
        None => !gives_reason(unit.text) || is_form(unit.text),
        Some(Claim::Words) => unit.is_marked,
        Some(Claim::Part) => {
            unit.is_inner || unit.is_marked && is_numbered() || is_apart && is_form(unit.text)
        }
        Some(Claim::Silent) => true,
        Some(Claim::Statement) => (unit.parent.is_some() || unit.is_marked) && is_form(unit.text),
        // A sentence in the form of a criterion and nothing else is one, whatever stands above it.
        Some(Claim::Aside) => !unit.is_excluded && is_form(unit.text),
        Some(Claim::Beside) => {
            let is_question = unit.text.trim_end().ends_with(['?', '？']);
            !unit.is_excluded && (is_form(unit.text) || !is_question && likeness::is_loud(unit.text))
        }
        Some(Claim::Other) => unit.is_marked && is_form(unit.text),
        Some(Claim::Reported) => false,
    };
    if !may_promise {
        return None;
    }
    if likeness::promises(unit.text) && !is_about_documents(unit.text) {
        return Some(Reason::Modal);
    }
    is_scenario(unit.text).then_some(Reason::Steps)
}

/// Is it in the form of a criterion, which no prose has: EARS with its keyword in capitals, or a whole scenario?
fn is_form(text: &str) -> bool {
    let is_for_any = || matches!(text.get(..8), Some("For any " | "For all "));
    // The quick checks come first.
    (is_for_any() || likeness::begins_with_keyword(text)) && likeness::reads_like_ears(text)
        || is_scenario(text)
}

/// Is it a reason, or a story, behind its label: `**Why this priority**: …`?
fn gives_reason(text: &str) -> bool {
    let Some((label, _)) = text.strip_prefix("**").and_then(|text| text.split_once("**")) else {
        return false;
    };
    let label = label.to_lowercase();
    label.starts_with("why")
        || words::word_at_start(&label, words::STORY).is_some()
        || words::REASON.iter().any(|word| label.contains(word))
}

/// Does a sentence say what a document is about: `This document describes how requirements shall be written`? What the document itself shall
/// be is no such sentence.
fn is_about_documents(text: &str) -> bool {
    let lower = words::lower_start(text.trim_start_matches(|c: char| !c.is_alphanumeric()));
    let Some(subject) = words::word_at_start(&lower, words::DOCUMENT) else { return false };
    let rest = lower[subject.len()..].trim_start_matches([' ', '*', '_']);
    words::word_at_start(rest, words::DESCRIBES).is_some()
}

/// Does a sentence hold a whole scenario?
fn is_scenario(text: &str) -> bool {
    matches!(clause::step(text), Some(Step::Given | Step::When)) && clause::is_whole(text)
}

/// Does a heading announce a requirement or a scenario?
fn announces(text: &str) -> bool {
    let lower = words::lower_start(text);
    let mut lists = [words::REQUIREMENT, words::SCENARIO, words::STORY, words::CRITERIA].into_iter();
    lists.any(|list| words::word_at_start(&lower, list).is_some())
}

/// The last number of an id.
fn number(id: &str) -> &str {
    let digits = id.trim_end_matches(|c: char| !c.is_ascii_digit());
    digits[digits.trim_end_matches(|c: char| c.is_ascii_digit()).len()..].trim_start_matches('0')
}

#[cfg(test)]
mod tests;
