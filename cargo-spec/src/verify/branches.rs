//! Finds branches that collide, before they are merged.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::Path;

use spec_engine::intent::Key;
use spec_engine::lock::FILE_NAME;
use spec_engine::tasks::Place;

use super::works::{self, TaskAt};
use crate::board::Board;
use crate::context::Context;
use crate::diff::{Diff, DiffEntry, RevisionState, Subject, What};
use crate::error::Error;
use crate::layout::path_text;
use crate::revision::{WorkspacePlace, changed_between, commit, conflicts, merge_base};

/// The report on some branches.
#[derive(Debug)]
pub struct Branches {
    /// Their names, as they were given.
    pub names: Vec<String>,
    /// The places where two of them collide.
    pub collisions: Vec<Collision>,
    /// Files that every task touches and two of them changed, which git merges by itself.
    pub contended: Vec<Collision>,
    /// The things that could not be looked at.
    pub gaps: Vec<String>,
}

/// A place where two branches collide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Collision {
    /// The one.
    pub one: String,
    /// The other.
    pub other: String,
    /// The kind of collision.
    pub what: Kind,
    /// A file, the name of a criterion, or a task with its feature.
    pub subject: String,
    /// The tasks that may touch the file, with their features.
    pub tasks: Vec<String>,
}

/// The kinds of collisions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Git cannot merge a file by itself.
    Text,
    /// Both say something else of a criterion.
    Criterion,
    /// Both add a test for a criterion.
    Test,
    /// Both work on a task.
    Task,
    /// Both touch a file, though git would merge it.
    File,
    /// The one touches a file that a task of the other may touch, and none of its own.
    Boundary,
}

impl Kind {
    /// The word for it, in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Criterion => "criterion",
            Self::Test => "test",
            Self::Task => "task",
            Self::File => "file",
            Self::Boundary => "boundary",
        }
    }
}

impl Branches {
    /// Does a branch collide with another one, or could something not be looked at?
    pub fn fails(&self) -> bool {
        !self.collisions.is_empty() || !self.gaps.is_empty()
    }
}

/// Compares each branch with each other one, from where the two parted.
///
/// # Errors
/// [`Error::Git`], if there is no such branch, or git cannot tell.
pub fn branches(
    names: &[String],
    board: &Board,
    place: &WorkspacePlace,
    context: &Context<'_>,
) -> Result<Branches, Error> {
    let mut found =
        Branches { names: names.to_vec(), collisions: Vec::new(), contended: Vec::new(), gaps: Vec::new() };
    let mut reader = Reader { place, context, known: HashMap::new() };
    let top = place.top.as_deref().unwrap_or(&place.root);
    for (at, one) in names.iter().enumerate() {
        for other in &names[at + 1..] {
            let mut pair: Vec<(Kind, String, Vec<String>)> = Vec::new();
            let base = merge_base(&place.repository, one, other)?;
            let tips = [commit(&place.repository, one)?, commit(&place.repository, other)?];
            let conflicting = conflicts(&place.repository, &tips[0], &tips[1])?;
            for file in &conflicting {
                pair.push((Kind::Text, path_text(file), tasks(board, top, file)));
            }
            let [mine, theirs] = [
                reader.changes(board, &base, &tips[0], one, &mut found.gaps)?,
                reader.changes(board, &base, &tips[1], other, &mut found.gaps)?,
            ];
            // Two who say the same agree.
            let differs = |entry: &DiffEntry, other: &DiffEntry| {
                (entry.what, &entry.after) != (other.what, &other.after)
            };
            let said = mine
                .criteria
                .into_iter()
                .filter(|(key, entry)| theirs.criteria.get(key).is_some_and(|other| differs(entry, other)));
            pair.extend(said.map(|(key, _)| (Kind::Criterion, key.to_string(), Vec::new())));
            let tested = mine.tests.iter().filter(|(key, tests)| {
                theirs.tests.get(*key).is_some_and(|others| tests.is_disjoint(others))
            });
            pair.extend(tested.map(|(key, _)| (Kind::Test, key.to_string(), Vec::new())));
            let both = mine.tasks.intersection(&theirs.tasks);
            pair.extend(both.map(|task| (Kind::Task, works::name(board, *task), Vec::new())));
            let between = |before: &str, now: &str| changed_between(&place.repository, before, now);
            let (mut files, mut files_too) = (between(&base, &tips[0])?, between(&base, &tips[1])?);
            // An equal change in both was made once.
            let differing: HashSet<_> = between(&tips[0], &tips[1])?.into_iter().collect();
            files.retain(|file| differing.contains(file));
            files_too.retain(|file| differing.contains(file));
            // Documents are compared by what they say, and git merges what else they say.
            let is_document = |file: &Path| {
                file.extension().is_some_and(|extension| extension == "md") || file.ends_with(FILE_NAME)
            };
            let both = files.iter().filter(|file| files_too.contains(*file));
            for file in both.filter(|file| !conflicting.contains(*file) && !is_document(file)) {
                pair.push((Kind::File, path_text(file), tasks(board, top, file)));
            }
            for (files, others, own, of_other) in [
                (&files, &files_too, &mine.tasks, &theirs.tasks),
                (&files_too, &files, &theirs.tasks, &mine.tasks),
            ] {
                for file in files.iter().filter(|file| !others.contains(*file) && !is_document(file)) {
                    let touching: BTreeSet<_> = works::touching(board, top, file).collect();
                    let theirs: Vec<_> = touching.intersection(of_other).collect();
                    if touching.is_disjoint(own) && !theirs.is_empty() {
                        let theirs = theirs.into_iter().map(|task| works::name(board, *task)).collect();
                        pair.push((Kind::Boundary, path_text(file), theirs));
                    }
                }
            }
            for (what, subject, tasks) in pair {
                let is_shared = matches!(what, Kind::File | Kind::Boundary)
                    && Place::File(subject.clone()).is_contended();
                let list = if is_shared { &mut found.contended } else { &mut found.collisions };
                list.push(Collision { one: one.clone(), other: other.clone(), what, subject, tasks });
            }
        }
    }
    found.gaps.sort();
    found.gaps.dedup();
    Ok(found)
}

/// The changes of a branch since it parted from another one.
struct Changes {
    /// The criteria of which it says something else.
    criteria: BTreeMap<Key, DiffEntry>,
    /// The tests that it adds, by their criteria: each with its file.
    tests: BTreeMap<Key, BTreeSet<(String, String)>>,
    /// The tasks that it worked on.
    tasks: BTreeSet<TaskAt>,
}

/// Reads what commits mean, each once.
struct Reader<'a> {
    place: &'a WorkspacePlace,
    context: &'a Context<'a>,
    known: HashMap<String, RevisionState>,
}

impl Reader<'_> {
    fn read(&mut self, commit: &str, name: &str) -> Result<(), Error> {
        if !self.known.contains_key(commit) {
            let read = RevisionState::read(&self.context.host, self.place, commit, name)?;
            self.known.insert(commit.to_owned(), read);
        }
        Ok(())
    }

    /// Finds the changes of a commit from its base.
    fn changes(
        &mut self,
        board: &Board,
        base: &str,
        tip: &str,
        name: &str,
        gaps: &mut Vec<String>,
    ) -> Result<Changes, Error> {
        self.read(base, base)?;
        self.read(tip, name)?;
        let mut changes =
            Changes { criteria: BTreeMap::new(), tests: BTreeMap::new(), tasks: BTreeSet::new() };
        let (Some(before), Some(now)) = (self.known.get(base), self.known.get(tip)) else {
            return Ok(changes);
        };
        let diff = Diff::new(&before.side, &now.side);
        gaps.extend(diff.gaps.iter().cloned());
        for entry in diff.entries {
            let Subject::Criteria(keys) = &entry.subject else { continue };
            let keys: Vec<_> = entry.was.iter().chain(keys).cloned().collect();
            if is_of_criterion(entry.what) {
                changes.criteria.extend(keys.into_iter().map(|key| (key, entry.clone())));
            } else if let (What::TestAdded, Some(test)) = (entry.what, &entry.item) {
                keys.into_iter().for_each(|key| {
                    changes.tests.entry(key).or_default().insert(test.clone());
                });
            }
        }
        changes.tasks = works::begun(board, &before.host, &now.host);
        Ok(changes)
    }
}

fn is_of_criterion(what: What) -> bool {
    matches!(
        what,
        What::CriterionSoftened
            | What::CriterionLimited
            | What::CriterionChanged
            | What::ContextChanged
            | What::CriterionRemoved
            | What::CriterionAdded
            | What::CriterionMoved
            | What::WaiverAdded
            | What::WaiverChanged
            | What::WaiverRemoved
    )
}

/// The tasks that may touch a file, with their features.
fn tasks(board: &Board, top: &Path, file: &Path) -> Vec<String> {
    works::touching(board, top, file).map(|task| works::name(board, task)).collect()
}
