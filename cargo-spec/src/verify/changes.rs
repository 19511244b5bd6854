//! Finds the changes of criteria, tests, waivers, the lock and files since a base.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use spec_engine::Host;
use spec_engine::intent::Key;
use spec_engine::lock::FILE_NAME;
use spec_model::catalog::Catalog;

use super::touched::Touched;
use super::{Verified, VerifyProblem, Whole, Wrong};
use crate::board::Board;
use crate::context::Context;
use crate::diff::{Diff, DiffEntry, DiffSide, RevisionState, RuleChange, Subject, What};
use crate::error::Error;
use crate::layout::path_text;
use crate::on_disk;
use crate::revision::{self, WorkspacePlace, changed_files};
use crate::rules::{self, WorkspaceState};

/// The state that a task is compared with.
#[derive(Debug)]
pub struct Since<'a> {
    /// The place of the workspace.
    pub place: &'a WorkspacePlace,
    /// The name of the revision.
    pub name: &'a str,
    /// Its commit.
    pub commit: &'a str,
    /// The documents of the packages.
    pub catalogs: &'a [Catalog],
}

/// Adds what was done since a base that the task does not ask for. Returns the names of its criteria in the workspace.
///
/// # Errors
/// [`Error::Git`], if git cannot read the revision or tell what differs.
pub fn since(
    verified: &mut Verified,
    whole: &Whole<'_>,
    board: &Board,
    since: &Since<'_>,
    context: &Context<'_>,
) -> Result<HashSet<Key>, Error> {
    let WorkspacePlace { root, top, .. } = since.place;
    let top = top.as_deref().unwrap_or(root);
    let RevisionState { host: old_host, side: before, .. } =
        RevisionState::read(&context.host, since.place, since.commit, since.name)?;
    // A file that a sparse checkout leaves out counts.
    let whole_tree = revision::whole(root)?.map(Host::new);
    let host = whole_tree.as_ref().unwrap_or(&context.host);
    let now = DiffSide::working_tree(host, root);
    let own = keys(whole, board, &now);
    let diff = Diff::new(&before, &now);
    let unread = diff.gaps.iter().map(|gap| VerifyProblem {
        what: Wrong::NotLookedAt,
        subject: since.name.to_owned(),
        message: gap.clone(),
    });
    verified.problems.extend(unread);
    let mut reported = Vec::new();
    for entry in &diff.entries {
        if let Some(what) = wrong(entry, &own) {
            let message = message(entry);
            verified.problems.push(VerifyProblem { what, subject: subject(entry), message });
            reported.push(entry);
        }
    }
    let changed = changed_files(top, since.commit)?;
    let states = [WorkspaceState { host: &old_host, side: &before }, WorkspaceState { host, side: &now }];
    let rules = rules::changes(states[0], states[1], &changed);
    let mut inside: Vec<PathBuf> = whole.test_files(board).into_iter().map(real).collect();
    inside.extend([real(whole.judged.list.source.path()), root.join(FILE_NAME)]);
    // A problem that is told already is told once.
    inside.extend(reported.iter().flat_map(|entry| places(entry, root, since.catalogs)));
    inside.extend(rules.iter().map(|rule| real(&rule.file)));
    verified.problems.extend(rules.into_iter().map(|rule| of_rule(root, rule)));
    let packages = host.workspace(root).packages.into_iter().map(|package| package.folder);
    let tests = whole.test_files(board).into_iter().map(real).collect();
    let touched = Touched::new(whole, top, inside).of_packages(packages.collect(), tests, &changed);
    if whole.boundary.places.is_empty() {
        let reason = "which files it may touch: it names none, and no code implements its criteria";
        verified.unseen.push(reason.to_owned());
        return Ok(own);
    }
    let outside: Vec<_> = changed.iter().filter(|file| !touched.is_inside(file)).collect();
    let relative = |file: &Path| path_text(file.strip_prefix(top).unwrap_or(file));
    let outside: Vec<_> = outside.into_iter().map(|file| relative(file)).collect();
    verified.widening = touched.widening(&outside);
    verified.problems.extend(outside.into_iter().map(|subject| VerifyProblem {
        what: Wrong::FileOutside,
        subject,
        message: "it is outside of what the task may touch".to_owned(),
    }));
    Ok(own)
}

/// Reports the change of a rule, and the next step.
fn of_rule(root: &Path, RuleChange { file, what }: RuleChange) -> VerifyProblem {
    let subject = path_text(file.strip_prefix(root).unwrap_or(&file));
    let message = format!("{what}; restore it, or have a person commit it apart from the task");
    VerifyProblem { what: Wrong::RulesChanged, subject, message }
}

/// The names of the criteria of a task.
fn keys(whole: &Whole<'_>, board: &Board, now: &DiffSide) -> HashSet<Key> {
    let standings = &board.report.ladder.standings;
    let places = whole.criteria.iter().map(|&ix| {
        let location = &standings[ix].verdict.location;
        (real(&location.path), location.span.start)
    });
    let places: HashSet<_> = places.collect();
    let stated = now.intent.criteria.iter().filter(|stated| stated.verdict.is_some());
    let is_own =
        |place: &spec_model::diagnostic::Location| places.contains(&(real(&place.path), place.span.start));
    stated.filter(|stated| is_own(&stated.place)).map(|stated| stated.intent.key.clone()).collect()
}

/// Finds the part of an entry that a task may not change. Its own tests are its own; that they show something, replaying them tells.
fn wrong(entry: &DiffEntry, own: &HashSet<Key>) -> Option<Wrong> {
    let is_of_others = match &entry.subject {
        Subject::Criteria(keys) => keys.iter().any(|key| !own.contains(key)),
        Subject::Named(_) => true,
    };
    match entry.what {
        What::CriterionSoftened | What::CriterionLimited => Some(Wrong::CriterionSoftened),
        What::CriterionRemoved => Some(Wrong::CriterionRemoved),
        What::TestWeakened => is_of_others.then_some(Wrong::TestWeakened),
        What::TestRemoved => is_of_others.then_some(Wrong::TestRemoved),
        What::WaiverAdded | What::WaiverChanged => Some(Wrong::WaiverAdded),
        What::LockEdited | What::BaselineGrown => Some(Wrong::LockEdited),
        What::RuleChanged => Some(Wrong::RulesChanged),
        _ => None,
    }
}

fn subject(entry: &DiffEntry) -> String {
    match &entry.item {
        Some((name, file)) => format!("`{name}` in {file} ({})", entry.subject),
        None => entry.subject.to_string(),
    }
}

/// Describes the mistake in an entry, and the next step.
fn message(entry: &DiffEntry) -> String {
    let what = match entry.what {
        What::CriterionSoftened | What::CriterionLimited => "it asks for less",
        What::CriterionRemoved => "it is gone",
        What::TestWeakened => "it checks less",
        What::TestRemoved => "it is gone, or no longer verifies this",
        What::WaiverAdded => "it needs no test any more, as `spec.toml` says",
        What::WaiverChanged => "`spec.toml` has another reason why it needs no test",
        _ => "the lock has lines that nobody accepted",
    };
    let next = match (&entry.subject, entry.what) {
        (_, What::LockEdited | What::BaselineGrown) => {
            "restore it: `cargo spec accept` and `cargo spec baseline` write it, for a person".to_owned()
        }
        (Subject::Criteria(keys), _) => {
            let ids: Vec<_> = keys.iter().map(Key::as_str).collect();
            format!("restore it, or have a person run `cargo spec accept {}`", ids.join(" "))
        }
        (Subject::Named(_), _) => "restore it, or have a person decide".to_owned(),
    };
    match &*entry.reasons {
        [] => format!("{what}; {next}"),
        reasons => format!("{what}: {}; {next}", reasons.join("; ")),
    }
}

/// The files that an entry is about.
fn places(entry: &DiffEntry, root: &Path, catalogs: &[Catalog]) -> Vec<PathBuf> {
    match entry.what {
        // The place where it stood is not known any more.
        What::CriterionRemoved => catalogs.iter().flat_map(Catalog::inputs).map(real).collect(),
        What::WaiverAdded | What::WaiverChanged => catalogs
            .iter()
            .flat_map(Catalog::inputs)
            .filter(|path| path.ends_with("spec.toml"))
            .map(real)
            .collect(),
        _ => {
            let place = entry.place.iter().map(|place| real(&place.path));
            place.chain(entry.item.iter().map(|(_, file)| root.join(file))).collect()
        }
    }
}

/// A path without links, as git tells it.
fn real(path: &Path) -> PathBuf {
    on_disk::real(path).unwrap_or_else(|_| path.to_path_buf())
}
