//! Finds the tasks and headings of a list by their numbers, in any spelling: `T01` is `t001`.

use std::collections::HashMap;

use super::model::{GroupIx, TaskIx, TaskList};
use crate::grammar::task;
use crate::index::IndexVec;

/// The task or group that a number names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Numbered {
    /// A task.
    Task(TaskIx),
    /// A numbered heading: it stands for all tasks below it.
    Group(GroupIx),
}

/// The tasks and headings of a list by their numbers. Where several have one number, it is that of the first; a task comes before a heading.
#[derive(Clone, Debug)]
pub struct Numbers(HashMap<String, Numbered>);

impl Numbers {
    /// The numbers of a list.
    pub fn new(list: &TaskList) -> Self {
        let tasks = list.tasks.enumerated();
        let tasks = tasks.filter_map(|(ix, task)| Some((folded(list.number(task)?), Numbered::Task(ix))));
        let groups = list.groups.enumerated().filter_map(|(ix, group)| {
            let number = group_number(list.text(group.title))?;
            Some((number, Numbered::Group(ix)))
        });
        let mut numbers = HashMap::new();
        for (number, named) in tasks.chain(groups) {
            numbers.entry(number).or_insert(named);
        }
        Self(numbers)
    }

    /// Are two numbers one, however each is written?
    pub fn is_one(number: &str, other: &str) -> bool {
        folded(number) == folded(other)
    }

    /// Finds the task or group with a number.
    pub fn find(&self, number: &str) -> Option<Numbered> {
        self.0.get(&folded(number)).copied()
    }
}

impl TaskList {
    /// A task and all that it is a part of, from the task up.
    pub fn with_parents(&self, task: TaskIx) -> impl Iterator<Item = TaskIx> + '_ {
        std::iter::successors(Some(task), |&task| self.tasks[task].parent)
    }

    /// A task and all of its parts, in document order.
    pub fn parts_of(&self, task: TaskIx) -> Vec<TaskIx> {
        let mut is_within: IndexVec<TaskIx, bool> = self.tasks.map(|_| false);
        // Parents stand above their parts.
        for (ix, part) in self.tasks.enumerated() {
            is_within[ix] = ix == task || part.parent.is_some_and(|parent| is_within[parent]);
        }
        self.tasks.indices().filter(|&ix| is_within[ix]).collect()
    }

    /// Of each task: does it have parts?
    pub fn has_parts(&self) -> IndexVec<TaskIx, bool> {
        let mut has_parts = self.tasks.map(|_| false);
        self.tasks.iter().filter_map(|task| task.parent).for_each(|parent| has_parts[parent] = true);
        has_parts
    }

    /// The heading that each heading stands below.
    pub fn groups_above(&self) -> IndexVec<GroupIx, Option<GroupIx>> {
        let mut above: Vec<GroupIx> = Vec::new();
        let each = self.groups.enumerated().map(|(ix, group)| {
            while above.last().is_some_and(|&last| self.groups[last].level >= group.level) {
                above.pop();
            }
            let parent = above.last().copied();
            above.push(ix);
            parent
        });
        each.collect()
    }
}

/// A number as it is compared: in small letters, without zeros before it.
fn folded(number: &str) -> String {
    let lower = number.to_lowercase();
    let letters = lower.trim_end_matches(|c: char| !c.is_ascii_alphabetic() && c != '-');
    let (letters, digits) =
        if letters.len() < lower.len() { lower.split_at(letters.len()) } else { ("", &*lower) };
    let bare = digits.trim_start_matches('0');
    let letters = letters.trim_end_matches('-');
    if bare.starts_with(|c: char| c.is_ascii_digit()) {
        format!("{letters}{bare}")
    } else {
        format!("{letters}{digits}")
    }
}

/// The number of a heading that groups tasks: `1` of `1. Setup` and of `Task 1: Setup`.
fn group_number(title: &str) -> Option<String> {
    if let Some(number) = task::heading(title).and_then(|head| head.number) {
        return Some(folded(&title[number]));
    }
    let end = title.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(title.len());
    let number = title[..end].trim_end_matches('.');
    (!number.is_empty()).then(|| folded(number))
}
