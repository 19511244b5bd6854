//! Finds the criteria that each task names, in the documents beside its list.
//!
//! A task that names nothing serves what the task names that it is a part of; else what the heading names above it.

use std::collections::HashMap;

use super::model::{Group, GroupIx, Task, TaskIx, TaskList};
use super::story;
use super::titles::Titles;
use crate::artifact::known::{Known, ReferenceTarget, Unit};
use crate::grammar::range::BETWEEN;
use crate::grammar::words;
use crate::index::IndexVec;
use crate::order::Order as _;
use crate::spec::{Dialect, Document};

/// A criterion of some documents, by the places of the document, the requirement and the criterion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Named {
    /// The place of the document among those that were given.
    pub document: usize,
    /// The place of the requirement in the document.
    pub requirement: usize,
    /// The place of the criterion in the requirement.
    pub criterion: usize,
}

/// The criteria that each task names, in the order of the documents, each once.
///
/// Who names a requirement names all of it; who names a story of spec-kit names its scenarios, and the requirements that its text names.
pub fn named(list: &TaskList, beside: &[&Document]) -> IndexVec<TaskIx, Vec<Named>> {
    let mut reader = Reader {
        beside,
        known: Known::new(beside),
        titles: if list.dialect == Dialect::OpenSpec { Titles::new(beside) } else { Titles::default() },
        of_stories: HashMap::new(),
    };
    let above = list.groups_above();
    let mut of_groups: IndexVec<GroupIx, Vec<Named>> = list.groups.map(|_| Vec::new());
    for (ix, group) in list.groups.enumerated() {
        let own = reader.of_group(list, group);
        of_groups[ix] = match above[ix] {
            Some(above) if own.is_empty() => of_groups[above].clone(),
            _ => own,
        };
    }
    let mut found: IndexVec<TaskIx, Vec<Named>> = list.tasks.map(|_| Vec::new());
    for (ix, task) in list.tasks.enumerated() {
        let own = reader.of_task(list, task);
        found[ix] = match (task.parent, task.group) {
            _ if !own.is_empty() || task.is_checkpoint || !task.references.is_empty() => own,
            (Some(parent), _) => found[parent].clone(),
            (None, Some(group)) => of_groups[group].clone(),
            (None, None) => own,
        };
    }
    found
}

struct Reader<'a> {
    beside: &'a [&'a Document],
    known: Known<'a>,
    titles: Titles<'a>,
    /// The criteria of a requirement and of what its text names, by the places of the document and the requirement.
    of_stories: HashMap<(usize, usize), Vec<Named>>,
}

impl Reader<'_> {
    fn of_task(&mut self, list: &TaskList, task: &Task) -> Vec<Named> {
        let mut found = Vec::new();
        for reference in &task.references {
            if reference.is_all {
                found.extend(self.everything());
            }
            for name in &reference.names {
                if let Some(ReferenceTarget::Unit(unit)) = self.known.find(name) {
                    self.push(unit, &mut found);
                }
            }
        }
        for unit in self.titles.named_in(list.text(task.span)) {
            self.push(unit, &mut found);
        }
        sorted(found)
    }

    /// What a heading names: `## Phase 3: User Story 1 - Heat`, and in OpenSpec the name of a requirement.
    fn of_group(&mut self, list: &TaskList, group: &Group) -> Vec<Named> {
        let title = list.text(group.title);
        let mut found = Vec::new();
        for unit in self.titles.named_in(title) {
            self.push(unit, &mut found);
        }
        if list.dialect == Dialect::SpecKit {
            for number in story_of_heading(title) {
                if let Some(unit) = self.known.with_id(&format!("US{number}")) {
                    self.push(unit, &mut found);
                }
            }
        }
        sorted(found)
    }

    fn push(&mut self, (document, requirement, criterion): Unit, found: &mut Vec<Named>) {
        match criterion {
            Some(criterion) => found.push(Named { document, requirement, criterion }),
            None => found.extend_from_slice(self.of_requirement(document, requirement)),
        }
    }

    fn of_requirement(&mut self, document: usize, requirement: usize) -> &[Named] {
        let (beside, known) = (self.beside, &self.known);
        self.of_stories.entry((document, requirement)).or_insert_with(|| {
            let mut found: Vec<_> = all_of(beside, document, requirement).collect();
            let story = &beside[document].requirements[requirement];
            if beside[document].dialect == Dialect::SpecKit && story.id.as_str().starts_with("US") {
                for name in story::cited(beside[document], story) {
                    match known.find(&name) {
                        Some(ReferenceTarget::Unit((document, requirement, Some(criterion)))) => {
                            found.push(Named { document, requirement, criterion });
                        }
                        Some(ReferenceTarget::Unit((document, requirement, None))) => {
                            found.extend(all_of(beside, document, requirement));
                        }
                        Some(ReferenceTarget::Other) | None => {}
                    }
                }
            }
            found
        })
    }

    fn everything(&self) -> impl Iterator<Item = Named> {
        let requirements = self.beside.iter().enumerate().flat_map(|(at, document)| {
            (0..document.requirements.len()).map(move |requirement| (at, requirement))
        });
        requirements.flat_map(|(document, requirement)| all_of(self.beside, document, requirement))
    }
}

/// The criteria of a requirement.
fn all_of(beside: &[&Document], document: usize, requirement: usize) -> impl Iterator<Item = Named> + use<> {
    let count = beside[document].requirements[requirement].criteria.len();
    (0..count).map(move |criterion| Named { document, requirement, criterion })
}

fn sorted(mut found: Vec<Named>) -> Vec<Named> {
    found.order();
    found.dedup();
    found
}

/// The numbers of the stories whose tasks a heading has: it begins with them, or they stand behind the number of its phase. One that merely
/// mentions stories has none.
fn story_of_heading(title: &str) -> Vec<String> {
    const SIGNS: [&str; 5] = [":", "：", " - ", " – ", " — "];
    let lower = title.to_lowercase();
    let phase = SIGNS.iter().filter_map(|sign| Some((lower.find(sign)?, sign))).min();
    let phase = phase.filter(|(at, _)| lower[..*at].ends_with(|c: char| c.is_numeric()));
    let behind_phase = phase.map(|(at, sign)| &lower[at + sign.len()..]);
    let words = ["user stories"].iter().chain(words::STORY).chain(&["us"]);
    let behind = [Some(&*lower), behind_phase].into_iter().flatten().find_map(|text| {
        let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
        words.clone().find_map(|word| text.strip_prefix(word))
    });
    let behind = behind.map(|behind| behind.trim_start_matches('s'));
    behind.map_or(Vec::new(), story_numbers)
}

/// The numbers behind the word for a story: `1`, ` 1 & 2`, `-1, 2 and 3`, ` 1-3`, `1 to US3`.
pub(super) fn story_numbers(text: &str) -> Vec<String> {
    /// A longer range is a slip.
    const MOST: u64 = 100;
    let mut numbers: Vec<u64> = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        let (between, behind) = rest.split_at(at);
        let end = behind.find(|c: char| !c.is_ascii_digit()).unwrap_or(behind.len());
        let Ok(number) = behind[..end].parse::<u64>() else { break };
        let between = between.to_lowercase();
        let between = between.trim().trim_end_matches('#');
        let word = ["user stories", "user story", "stories", "story", "us"].iter();
        let between = word.clone().find_map(|word| between.strip_suffix(word)).unwrap_or(between).trim();
        let is_sign = |c: char| c.is_whitespace() || matches!(c, ',' | '&' | '+' | '/' | '-' | '#');
        let is_list = between.split(is_sign).all(|word| matches!(word, "" | "and"));
        let last = numbers.last().copied().filter(|_| BETWEEN.contains(&between));
        // `1 - 2FA` is a title behind a number.
        let is_word = behind[end..].starts_with(char::is_alphabetic);
        if !is_list && last.is_none() || is_word && !numbers.is_empty() {
            break;
        }
        match last.filter(|last| (1..MOST).contains(&number.saturating_sub(*last))) {
            Some(last) => numbers.extend(last + 1..=number),
            None => numbers.push(number),
        }
        rest = &behind[end..];
    }
    numbers.into_iter().map(|number| number.to_string()).collect()
}
