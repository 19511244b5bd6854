//! Finds branches that collide, before they are merged.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use spec_engine::intent::Key;
use spec_engine::lock::FILE_NAME;
use spec_engine::tasks::Place;

use crate::board::Board;
use crate::context::Context;
use crate::diff::{Diff, Entry, Side, Subject, What};
use crate::error::Error;
use crate::layout::path_text;
use crate::on_disk;
use crate::revision::{WorkspacePlace, changed_between, commit, conflicts, merge_base};

/// What there is to say of some branches.
#[derive(Debug)]
pub struct Branches {
    /// Their names, as they were given.
    pub names: Vec<String>,
    /// Where two of them collide.
    pub collisions: Vec<Collision>,
    /// Files that every task touches and two of them changed, which git merges by itself.
    pub contended: Vec<Collision>,
    /// What could not be looked at.
    pub gaps: Vec<String>,
}

/// Where two branches collide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Collision {
    /// The one.
    pub one: String,
    /// The other.
    pub other: String,
    /// The kind of collision.
    pub what: Kind,
    /// A file, or the name of a criterion.
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
    /// Both touch a file, though git would merge it.
    File,
}

impl Kind {
    /// The word for it, in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Criterion => "criterion",
            Self::File => "file",
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
    let mut reader = Reader { place, context, sides: HashMap::new() };
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
            let [mut changed, changed_too] = [
                reader.criteria(&base, &tips[0], one, &mut found.gaps)?,
                reader.criteria(&base, &tips[1], other, &mut found.gaps)?,
            ];
            // Two who say the same agree.
            let differs =
                |entry: &Entry, other: &Entry| (entry.what, &entry.after) != (other.what, &other.after);
            changed.retain(|key, entry| changed_too.get(key).is_some_and(|other| differs(entry, other)));
            pair.extend(changed.into_keys().map(|key| (Kind::Criterion, key, Vec::new())));
            let files = changed_between(&place.repository, &base, &tips[0])?;
            let files_too = changed_between(&place.repository, &base, &tips[1])?;
            // Documents are compared by what they say, and git merges what else they say.
            let is_document = |file: &Path| {
                file.extension().is_some_and(|extension| extension == "md") || file.ends_with(FILE_NAME)
            };
            let both = files.into_iter().filter(|file| files_too.contains(file));
            for file in both.filter(|file| !conflicting.contains(file) && !is_document(file)) {
                pair.push((Kind::File, path_text(&file), tasks(board, top, &file)));
            }
            for (what, subject, tasks) in pair {
                let is_reported_only = what == Kind::File && Place::File(subject.clone()).is_contended();
                let list = if is_reported_only { &mut found.contended } else { &mut found.collisions };
                list.push(Collision { one: one.clone(), other: other.clone(), what, subject, tasks });
            }
        }
    }
    found.gaps.sort();
    found.gaps.dedup();
    Ok(found)
}

/// Reads what commits mean, each once.
struct Reader<'a> {
    place: &'a WorkspacePlace,
    context: &'a Context<'a>,
    sides: HashMap<String, Side>,
}

impl Reader<'_> {
    fn read(&mut self, commit: &str, name: &str) -> Result<(), Error> {
        if !self.sides.contains_key(commit) {
            let WorkspacePlace { repository, folder, root, .. } = self.place;
            let mut side = Side::revision(&self.context.host, repository, commit, folder, root)?;
            name.clone_into(&mut side.name);
            self.sides.insert(commit.to_owned(), side);
        }
        Ok(())
    }

    /// The criteria of which a commit says something else than its base, by their names.
    fn criteria(
        &mut self,
        base: &str,
        tip: &str,
        name: &str,
        gaps: &mut Vec<String>,
    ) -> Result<BTreeMap<String, Entry>, Error> {
        self.read(base, base)?;
        self.read(tip, name)?;
        let (Some(before), Some(now)) = (self.sides.get(base), self.sides.get(tip)) else {
            return Ok(BTreeMap::new());
        };
        let diff = Diff::new(before, now);
        gaps.extend(diff.gaps.iter().cloned());
        let mut criteria = BTreeMap::new();
        for entry in diff.entries.into_iter().filter(|entry| is_of_criterion(entry.what)) {
            if let Subject::Criteria(keys) = &entry.subject {
                let keys: Vec<_> = entry.was.iter().chain(keys).map(Key::to_string).collect();
                criteria.extend(keys.into_iter().map(|key| (key, entry.clone())));
            }
        }
        Ok(criteria)
    }
}

fn is_of_criterion(what: What) -> bool {
    matches!(
        what,
        What::CriterionSoftened
            | What::CriterionChanged
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
    let mut tasks = Vec::new();
    for judged in &board.lists {
        let list = judged.list.source.path();
        let list = on_disk::real(list).unwrap_or_else(|_| list.to_path_buf());
        let folders: Vec<_> = list.ancestors().skip(1).filter(|folder| folder.starts_with(top)).collect();
        let is_it = |place: &Place| match place {
            Place::File(path) => folders.iter().any(|folder| folder.join(path) == top.join(file)),
            Place::Component(_) => false,
        };
        for (task, boundary) in judged.boundaries.enumerated() {
            if boundary.places.keys().any(is_it) {
                tasks.push(format!("{}/{}", judged.feature, judged.name(task)));
            }
        }
    }
    tasks
}
