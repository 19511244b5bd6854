//! The model of a task list, in any way of writing.

use crate::diagnostic::Diagnostic;
use crate::grammar::check_box::{DRAWN_DONE, DRAWN_OPEN, is_done};
use crate::grammar::reference::Reference;
use crate::index::IndexVec;
use crate::source::{Source, Span};
use crate::spec::Dialect;

crate::index_type! {
    /// A task of a [`TaskList`].
    pub struct TaskIx;
    /// A heading of a [`TaskList`].
    pub struct GroupIx;
}

/// One task list, read. Words are spans of its text: [`TaskList::text`] has them.
#[derive(Clone, Debug)]
pub struct TaskList {
    /// Its text.
    pub source: Source,
    /// The way that it is written.
    pub dialect: Dialect,
    /// The feature whose tasks it lists, as a slug: `checkout` of `.kiro/specs/checkout/tasks.md`.
    pub feature: String,
    /// Its headings, in document order.
    pub groups: IndexVec<GroupIx, Group>,
    /// Its tasks, in document order.
    pub tasks: IndexVec<TaskIx, Task>,
    /// The graph of parallel work, if it has one.
    pub waves: Vec<Wave>,
    /// The arrows between tasks in graphs that are drawn.
    pub drawn: Vec<Drawn>,
    /// The boxes that are no tasks: check lists and success criteria beside numbered tasks.
    pub checks: Vec<Check>,
    /// The findings that a person should know, in document order.
    pub diagnostics: Vec<Diagnostic>,
    /// The finding that says that tasks may be there which were not read: a block without an end, or the marks of a merge.
    pub hiding: Option<Diagnostic>,
}

impl TaskList {
    /// The words of a span.
    pub fn text(&self, span: Span) -> &str {
        self.source.slice(span)
    }

    /// The number or id of a task as it is written, without marks.
    pub fn number(&self, task: &Task) -> Option<&str> {
        task.number.map(|number| self.text(number))
    }

    /// The words of a task's first line, without number and tags.
    pub fn title(&self, task: &Task) -> &str {
        self.text(task.title)
    }

    /// The innermost heading above a task.
    pub fn group(&self, task: &Task) -> Option<&Group> {
        task.group.map(|group| &self.groups[group])
    }
}

/// A heading of a task list.
#[derive(Clone, Debug)]
pub struct Group {
    /// Its words.
    pub title: Span,
    /// Its level, from 1 to 6.
    pub level: u8,
    /// Its line, from 1.
    pub line: usize,
}

/// One task: a box, or a heading that names one.
#[derive(Clone, Debug)]
pub struct Task {
    /// The number or id, as it is written.
    pub number: Option<Span>,
    /// The words of its first line, without number and tags.
    pub title: Span,
    /// The bytes of its own lines, without those of the tasks below it.
    pub span: Span,
    /// Its first line, from 1.
    pub line: usize,
    /// The last line of its own, from 1.
    pub end_line: usize,
    /// The mark in its box. A heading may have none.
    pub mark: Option<Mark>,
    /// A star or a word says that it may be left out.
    pub is_optional: bool,
    /// `[P]` or `(P)` says that it may be done beside its neighbours.
    pub is_parallel: bool,
    /// It is a pause in which people look at what there is, and asks for nothing.
    pub is_checkpoint: bool,
    /// The task that it is a part of.
    pub parent: Option<TaskIx>,
    /// The innermost heading above it.
    pub group: Option<GroupIx>,
    /// The requirements, criteria and stories that it names.
    pub references: Vec<TaskReference>,
    /// The tasks that have to be done before it.
    pub depends: Vec<Depends>,
    /// The components that it may touch, as they are written.
    pub boundary: Vec<Span>,
    /// The files that it names, as they are written.
    pub paths: Vec<Span>,
    /// The correctness properties that it names.
    pub properties: Vec<PropertyReference>,
    /// The gap that spec-kit's `converge` found when it appended the task.
    pub gap: Option<Gap>,
}

impl Task {
    /// Returns the state that its box shows.
    pub fn state(&self) -> State {
        self.mark.map_or(State::Open, Mark::state)
    }
}

/// The mark in a box.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The sign between the brackets; a blank if there is none.
    pub sign: char,
    /// The place of the mark.
    pub span: Span,
}

impl Mark {
    /// Returns the state that it stands for. `-` and `~` are Kiro's.
    pub fn state(self) -> State {
        match self.sign {
            ' ' | DRAWN_OPEN => State::Open,
            '-' | '/' => State::Started,
            '~' => State::Queued,
            sign if is_done(sign) => State::Done,
            _ => State::UnknownMark,
        }
    }

    /// The sign that the box has once it says whether the task is done. A drawn box stays one.
    pub fn sign_if(self, is_done: bool) -> char {
        let is_drawn = matches!(self.sign, DRAWN_OPEN | DRAWN_DONE | '☒');
        match (is_drawn, is_done) {
            (true, true) => DRAWN_DONE,
            (true, false) => DRAWN_OPEN,
            (false, true) => 'x',
            (false, false) => ' ',
        }
    }
}

/// The state that the box of a task shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// `[ ]`
    Open,
    /// `[x]`
    Done,
    /// `[-]`
    Started,
    /// `[~]`
    Queued,
    /// Any other sign.
    UnknownMark,
}

impl State {
    /// The word for it, in text and JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Done => "done",
            Self::Started => "started",
            Self::Queued => "queued",
            Self::UnknownMark => "unknown-mark",
        }
    }
}

/// One place of a task that names requirements.
#[derive(Clone, Debug)]
pub struct TaskReference {
    /// The bytes of the list, without its label.
    pub span: Span,
    /// The relation to the requirements that it names.
    pub kind: ReferenceKind,
    /// The names in it. The ranges are those of the document; all ids of a range (`1.1-1.3`) have those of the range.
    pub names: Vec<Reference>,
    /// It says that every requirement is meant.
    pub is_all: bool,
    /// Words that name nothing: `Setup`.
    pub words: Vec<Span>,
    /// The words that look like ids and do not name all that they say, each with the reason: `1.3-1.1`.
    pub problems: Vec<(Span, String)>,
}

/// The relation of a reference to a requirement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReferenceKind {
    /// `_Requirements: 1.2_`, `(AC: 2)`: the task builds it.
    Requirements,
    /// `**Validates: Requirements 1.2**`: the task tests it.
    Validates,
    /// `[US1]`: the task is a part of the story.
    Story,
    /// `FR-003` among the words.
    Functional,
}

impl ReferenceKind {
    /// The word for it in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Requirements => "requirements",
            Self::Validates => "validates",
            Self::Story => "story",
            Self::Functional => "functional",
        }
    }
}

/// A task that has to be done before another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Depends {
    /// Its number.
    pub number: String,
    /// Its place; all numbers of a range have the bytes of the range.
    pub span: Span,
}

/// A correctness property that a task names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PropertyReference {
    /// Its number.
    pub number: String,
    /// The place of the reference.
    pub span: Span,
}

/// The state of the code that spec-kit's `converge` notes in a task that it appends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gap {
    /// `(missing)`
    Missing,
    /// `(partial)`
    Partial,
    /// `(contradicts)`
    Contradicts,
    /// `(unrequested)`
    Unrequested,
}

impl Gap {
    /// Every gap, by the word for it.
    pub const ALL: [(&'static str, Self); 4] = [
        ("missing", Self::Missing),
        ("partial", Self::Partial),
        ("contradicts", Self::Contradicts),
        ("unrequested", Self::Unrequested),
    ];

    /// The word for it, in documents and JSON.
    pub fn as_str(self) -> &'static str {
        Self::ALL.iter().find(|(_, gap)| *gap == self).map_or("", |(word, _)| word)
    }
}

/// Tasks that can be done at the same time, as a graph says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wave {
    /// Its name in the graph; a wave that is a bare list has its place, from 0.
    pub id: Option<u64>,
    /// The bytes of its object or list.
    pub span: Span,
    /// Its line, from 1.
    pub line: usize,
    /// The graph that it belongs to, from 0: a document may have one for each phase.
    pub graph: usize,
    /// Its tasks.
    pub tasks: Vec<WaveTask>,
}

/// A task that a wave names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaveTask {
    /// Its number, as it is written.
    pub number: String,
    /// The place of the task in the graph.
    pub span: Span,
    /// The numbers of the tasks that it waits for, where the graph says so.
    pub depends: Vec<(String, Span)>,
}

/// An arrow of a drawn graph, between two tasks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawn {
    /// The number of the task that waits.
    pub task: String,
    /// The number of the task that it waits for.
    pub before: String,
    /// The statement that has the arrow.
    pub span: Span,
}

/// A box that is no task: an item of a check list.
#[derive(Clone, Copy, Debug)]
pub struct Check {
    /// Is it ticked?
    pub is_ticked: bool,
    /// Its words.
    pub text: Span,
    /// Its line, from 1.
    pub line: usize,
    /// The innermost heading above it.
    pub group: Option<GroupIx>,
}
