//! `tasks` for programs.

pub mod brief;
pub mod next;
pub mod tick;
pub mod verify;
pub mod waves;

use serde::Serialize;
use spec_engine::tasks::Measured;
use spec_model::Span;
use spec_model::grammar::reference::Reference;
use spec_model::tasks::{Check, ReferenceKind, Task, TaskIx, TaskList, TaskReference, Wave};

use super::designs::DesignJson;
use super::{DiagnosticJson, VERSION};
use crate::board::Judged;
use crate::outcome::{ListedTasks, TasksOutcome};
use crate::render::json::shown_path;

/// The output of `tasks`.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct TasksJson<'a> {
    version: u32,
    documents: Vec<DocumentJson<'a>>,
    designs: Vec<DesignJson<'a>>,
    diagnostics: Vec<DiagnosticJson<'a>>,
}

impl<'a> TasksJson<'a> {
    /// The lists, and what is to be said about them.
    pub fn new(outcome: &'a TasksOutcome) -> Self {
        Self {
            version: VERSION,
            documents: outcome.lists.iter().map(DocumentJson::new).collect(),
            designs: outcome.designs.iter().map(|design| DesignJson::new(design)).collect(),
            diagnostics: outcome.diagnostics.iter().map(DiagnosticJson::new).collect(),
        }
    }
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct DocumentJson<'a> {
    path: String,
    dialect: &'static str,
    feature: &'a str,
    tasks: Vec<TaskJson<'a>>,
    waves: Vec<WaveJson<'a>>,
    checks: Vec<CheckJson<'a>>,
}

impl<'a> DocumentJson<'a> {
    fn new(listed: &'a ListedTasks) -> Self {
        let list = &*listed.list;
        Self {
            path: shown_path(list.source.path()),
            dialect: list.dialect.as_str(),
            feature: &list.feature,
            tasks: list
                .tasks
                .enumerated()
                .map(|(ix, task)| TaskJson::new(list, task, listed.measured(ix), &listed.criteria[ix]))
                .collect(),
            waves: list.waves.iter().map(WaveJson::new).collect(),
            checks: list.checks.iter().map(|check| CheckJson::new(list, check)).collect(),
        }
    }
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct TaskJson<'a> {
    id: Option<&'a str>,
    line: usize,
    end_line: usize,
    title: &'a str,
    mark: Option<char>,
    state: &'static str,
    measured: Option<&'static str>,
    criteria: &'a [String],
    optional: bool,
    parallel: bool,
    checkpoint: bool,
    parent: Option<&'a str>,
    parent_line: Option<usize>,
    group: Option<&'a str>,
    stories: Vec<&'a str>,
    references: Vec<ReferenceJson<'a>>,
    depends: Vec<&'a str>,
    boundary: Vec<&'a str>,
    paths: Vec<&'a str>,
    properties: Vec<&'a str>,
    gap: Option<&'static str>,
}

impl<'a> TaskJson<'a> {
    fn new(list: &'a TaskList, task: &'a Task, measured: Option<Measured>, criteria: &'a [String]) -> Self {
        let parent = task.parent.map(|parent| &list.tasks[parent]);
        let texts = |spans: &[Span]| spans.iter().map(|&span| list.text(span)).collect();
        let stories = task.references.iter().filter(|reference| reference.kind == ReferenceKind::Story);
        Self {
            id: list.number(task),
            line: task.line,
            end_line: task.end_line,
            title: list.title(task),
            mark: task.mark.map(|mark| mark.sign),
            state: task.state().as_str(),
            measured: measured.map(Measured::as_str),
            criteria,
            optional: task.is_optional,
            parallel: task.is_parallel,
            checkpoint: task.is_checkpoint,
            parent: parent.and_then(|parent| list.number(parent)),
            parent_line: parent.map(|parent| parent.line),
            group: list.group(task).map(|group| list.text(group.title)),
            stories: stories.flat_map(|story| &story.names).map(|name| name.id.as_str()).collect(),
            references: task.references.iter().map(|reference| ReferenceJson::new(list, reference)).collect(),
            depends: task.depends.iter().map(|depends| depends.number.as_str()).collect(),
            boundary: texts(&task.boundary),
            paths: texts(&task.paths),
            properties: task.properties.iter().map(|property| property.number.as_str()).collect(),
            gap: task.gap.map(spec_model::tasks::Gap::as_str),
        }
    }
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct ReferenceJson<'a> {
    text: &'a str,
    line: usize,
    kind: &'static str,
    ids: Vec<String>,
    words: Vec<&'a str>,
}

impl<'a> ReferenceJson<'a> {
    fn new(list: &'a TaskList, reference: &TaskReference) -> Self {
        let names = reference.names.iter().map(Reference::qualified);
        Self {
            text: list.text(reference.span),
            line: list.source.line(reference.span.start),
            kind: reference.kind.as_str(),
            ids: names.chain(reference.is_all.then(|| "*".to_owned())).collect(),
            words: reference.words.iter().map(|&words| list.text(words)).collect(),
        }
    }
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct WaveJson<'a> {
    id: Option<u64>,
    tasks: Vec<&'a str>,
    line: usize,
}

impl<'a> WaveJson<'a> {
    fn new(wave: &'a Wave) -> Self {
        let tasks = wave.tasks.iter().map(|task| task.number.as_str()).collect();
        Self { id: wave.id, tasks, line: wave.line }
    }
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct CheckJson<'a> {
    line: usize,
    text: &'a str,
    ticked: bool,
    group: Option<&'a str>,
}

impl<'a> CheckJson<'a> {
    fn new(list: &'a TaskList, check: &Check) -> Self {
        let group = check.group.map(|group| list.text(list.groups[group].title));
        Self { line: check.line, text: list.text(check.text), ticked: check.is_ticked, group }
    }
}

/// A task in a list of tasks.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct UnitJson<'a> {
    id: Option<&'a str>,
    line: usize,
    title: &'a str,
    state: &'static str,
    measured: Option<&'static str>,
    optional: bool,
}

impl<'a> UnitJson<'a> {
    fn new(judged: &'a Judged, task: TaskIx) -> Self {
        Self::of(&judged.list, &judged.list.tasks[task], judged.measured[task])
    }

    fn of(list: &'a TaskList, task: &'a Task, measured: Option<Measured>) -> Self {
        Self {
            id: list.number(task),
            line: task.line,
            title: list.title(task),
            state: task.state().as_str(),
            measured: measured.map(Measured::as_str),
            optional: task.is_optional,
        }
    }
}
