//! The criterion, link or task at a place, and everything that belongs to it.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use spec_engine::links::Link;
use spec_engine::verdict::{Verdict, VerdictIx};
use spec_model::diagnostic::Location;
use spec_model::source::Span;
use spec_model::tasks::{self, Beside, Task, TaskList};

use super::editor::{EditorState, WorkspaceAnswer};
use super::params::AtPlace;

/// Something that an editor points at.
#[derive(Debug)]
pub struct TracedSubject<'a> {
    /// The engine's answer for its workspace.
    pub answer: &'a WorkspaceAnswer,
    /// The root of the workspace.
    pub root: &'a Path,
    /// Its kind.
    pub kind: SubjectKind<'a>,
    /// Its bytes.
    pub span: Span,
    /// The criteria that it is or names.
    pub verdicts: Vec<&'a Verdict>,
}

/// The kind of what an editor points at.
#[derive(Clone, Copy, Debug)]
pub enum SubjectKind<'a> {
    /// A criterion, in its document.
    Criterion,
    /// A requirement, in its document.
    Requirement,
    /// A link, in Rust.
    Link,
    /// A task.
    Task(&'a TaskList, &'a Task),
    /// A reference of a task.
    Reference,
}

/// A task, with the criteria that it names.
#[derive(Debug)]
pub struct TracedTask<'a> {
    /// Its list.
    pub list: &'a TaskList,
    /// The task.
    pub task: &'a Task,
    /// The criteria that it names.
    pub criteria: Vec<VerdictIx>,
}

/// Finds the subject at a place of a file, if there is one.
pub fn subject<'a>(editor: &'a EditorState, place: &AtPlace) -> Option<TracedSubject<'a>> {
    let path = place.text_document.path()?;
    let offset = editor.lines(&path).offset(place.position, editor.encoding);
    let found = |(root, answer): (&'a Path, &'a WorkspaceAnswer)| {
        let kinds = [in_document, in_task_list, in_source];
        kinds.iter().find_map(|kind| kind(root, answer, &path, offset))
    };
    editor.answers().find_map(found)
}

fn holds(span: Span, offset: usize) -> bool {
    (span.start..=span.end).contains(&offset)
}

/// A criterion or a requirement.
fn in_document<'a>(
    root: &'a Path,
    answer: &'a WorkspaceAnswer,
    path: &Path,
    offset: usize,
) -> Option<TracedSubject<'a>> {
    let here = || answer.findings.verdicts.iter().filter(|verdict| *verdict.location.path == *path);
    if let Some(verdict) = here().find(|verdict| holds(verdict.location.span, offset)) {
        let (kind, span) = (SubjectKind::Criterion, verdict.location.span);
        return Some(TracedSubject { answer, root, kind, span, verdicts: vec![verdict] });
    }
    let catalogs = answer.snapshot.catalogs();
    let documents = catalogs.iter().flat_map(|catalog| &catalog.documents);
    let document = documents.into_iter().find(|document| **document.source.path() == *path)?;
    let requirement = document.requirements.iter().find(|requirement| holds(requirement.span, offset))?;
    let is_its = |verdict: &&Verdict| {
        requirement.criteria.iter().any(|criterion| criterion.span == verdict.location.span)
    };
    let verdicts = here().filter(is_its).collect();
    Some(TracedSubject { answer, root, kind: SubjectKind::Requirement, span: requirement.span, verdicts })
}

/// A task, or one of its references.
fn in_task_list<'a>(
    root: &'a Path,
    answer: &'a WorkspaceAnswer,
    path: &Path,
    offset: usize,
) -> Option<TracedSubject<'a>> {
    let traced = tasks(answer).into_iter();
    let here = traced.filter(|traced| **traced.list.source.path() == *path);
    let TracedTask { list, task, criteria } =
        here.into_iter().find(|traced| holds(traced.task.span, offset))?;
    let verdicts = criteria.into_iter().map(|at| &answer.findings.verdicts[at]).collect();
    let names = task.references.iter().flat_map(|reference| &reference.names);
    let named = names.into_iter().find(|name| holds(name.range.clone().into(), offset));
    if let Some(named) = named {
        let id = named.canonical();
        let is_it = |verdict: &&Verdict| {
            let whole = verdict.id.as_str().strip_prefix(id.as_str());
            whole.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        let verdicts: Vec<_> = Vec::from_iter(verdicts);
        let own: Vec<&Verdict> = verdicts.iter().copied().filter(is_it).collect();
        let span = named.range.clone().into();
        let verdicts = if own.is_empty() { verdicts } else { own };
        return Some(TracedSubject { answer, root, kind: SubjectKind::Reference, span, verdicts });
    }
    Some(TracedSubject { answer, root, kind: SubjectKind::Task(list, task), span: task.title, verdicts })
}

/// The literal of a link.
fn in_source<'a>(
    root: &'a Path,
    answer: &'a WorkspaceAnswer,
    path: &Path,
    offset: usize,
) -> Option<TracedSubject<'a>> {
    let is_here = |link: &&Arc<Link>| *link.location.path == *path && holds(link.location.span, offset);
    let verdicts = answer.findings.verdicts.iter();
    let named = verdicts.filter_map(|verdict| Some((verdict, verdict.links.iter().find(is_here)?)));
    let named: Vec<_> = named.collect();
    let (_, link) = named.first()?;
    let verdicts = named.iter().map(|(verdict, _)| *verdict).collect();
    Some(TracedSubject { answer, root, kind: SubjectKind::Link, span: link.location.span, verdicts })
}

/// The tasks of all lists, each with the criteria that it names.
pub fn tasks(answer: &WorkspaceAnswer) -> Vec<TracedTask<'_>> {
    let place = |path, span: Span| (path, span.start);
    let verdicts = answer.findings.verdicts.enumerated();
    let known: HashMap<(&Path, usize), VerdictIx> =
        verdicts.map(|(at, verdict)| (place(&*verdict.location.path, verdict.location.span), at)).collect();
    let mut traced = Vec::new();
    for (catalog, list) in answer.snapshot.task_lists() {
        let beside = Beside::new(catalog.documents.iter().map(|document| &**document));
        let documents = beside.of(list);
        for ((_, task), named) in list.tasks.enumerated().zip(tasks::named(list, &documents).iter()) {
            let criteria = named.iter().filter_map(|named| {
                let document = documents.all()[named.document];
                let criterion = &document.requirements[named.requirement].criteria[named.criterion];
                known.get(&place(&**document.source.path(), criterion.span)).copied()
            });
            traced.push(TracedTask { list, task, criteria: criteria.collect() });
        }
    }
    traced
}

impl<'a> TracedSubject<'a> {
    /// The tasks that name one of its criteria.
    pub fn tasks(&self) -> Vec<TracedTask<'a>> {
        let is_named =
            |at: &VerdictIx| self.verdicts.iter().any(|verdict| is_same(verdict, self.answer, *at));
        let mut named = tasks(self.answer);
        named.retain(|traced| traced.criteria.iter().any(is_named));
        named
    }
}

fn is_same(verdict: &Verdict, answer: &WorkspaceAnswer, at: VerdictIx) -> bool {
    answer.findings.verdicts[at].location == verdict.location
}

/// Returns the place of a task, by its first line.
pub fn task_location(list: &TaskList, task: &Task) -> Location {
    Location::new(&list.source, task.title)
}
