//! Turns the lines of a document into tasks: which line begins one, what belongs to it, and its parent.

use std::collections::{HashMap, HashSet};

use super::boxes::Loose;
use super::lines::{Line, LineKind, lines};
use super::model::{Check, Group, GroupIx, Mark, Task, TaskIx, TaskList, Wave};
use super::places::NAMES;
use super::{bmad, boxes, cited, kiro, paths, speckit, unread};
use crate::artifact;
use crate::diagnostic::{Code, Diagnostic};
use crate::grammar::check_box::is_done;
use crate::grammar::task::{self, Head};
use crate::grammar::words;
use crate::index::Index as _;
use crate::markdown::Landmarks;
use crate::order::Order as _;
use crate::source::{Source, Span};
use crate::spec::Dialect;

/// A list that does not have its text yet.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub(super) groups: Vec<Group>,
    pub(super) tasks: Vec<Task>,
    pub(super) waves: Vec<Wave>,
    pub(super) checks: Vec<Check>,
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) hiding: Option<Diagnostic>,
}

impl Draft {
    pub(super) fn into_list(self, source: Source) -> TaskList {
        let Self { groups, tasks, waves, checks, diagnostics, hiding } = self;
        let mut list = TaskList {
            dialect: Dialect::Native,
            feature: artifact::feature(source.path(), &NAMES),
            source,
            groups: groups.into(),
            tasks: tasks.into(),
            waves,
            drawn: Vec::new(),
            checks,
            diagnostics,
            hiding,
        };
        list.dialect = dialect(&list);
        list
    }
}

/// The way of writing: by the folder that only one has, else by the numbers and labels of the tasks.
fn dialect(list: &TaskList) -> Dialect {
    let folders: Vec<_> = list.source.path().iter().filter_map(|name| name.to_str()).collect();
    if folders.contains(&".kiro") {
        return Dialect::Kiro;
    }
    if folders.contains(&".specify") {
        return Dialect::SpecKit;
    }
    if folders.windows(2).any(|pair| pair == ["openspec", "changes"]) {
        return Dialect::OpenSpec;
    }
    if list.tasks.iter().any(|task| speckit::is_its(list, task)) {
        return Dialect::SpecKit;
    }
    if list.tasks.iter().any(kiro::is_its) {
        return Dialect::Kiro;
    }
    let is_grouped = |task: &Task| {
        let group = list.group(task).map(|group| list.text(group.title)).unwrap_or_default();
        let number = list.number(task).and_then(|number| number.split_once('.'));
        number.is_some_and(|(first, _)| group.strip_prefix(first).is_some_and(|rest| rest.starts_with('.')))
    };
    if list.tasks.iter().any(is_grouped) { Dialect::OpenSpec } else { Dialect::Native }
}

/// A task that is open: more of its lines may follow.
struct Open {
    task: usize,
    indent: usize,
    /// It stands in a quote.
    is_quoted: bool,
}

impl Open {
    /// Is a line indented less than what belongs to the task, by that many columns?
    fn ends_before(&self, line: &Line<'_>, columns: usize) -> bool {
        line.columns(self.is_quoted) < self.indent + columns
    }
}

/// A heading that names a task, as long as it is not known whether boxes follow.
struct HeadingTask<'a> {
    head: Head,
    line: Line<'a>,
    level: u8,
    group: usize,
    /// The number of tasks before it.
    at: usize,
}

struct Walk<'b, 'a> {
    landmarks: &'b Landmarks<'a>,
    draft: Draft,
    open: Vec<Open>,
    /// The innermost headings by level.
    above: Vec<GroupIx>,
    /// The latest task of each number.
    by_number: HashMap<&'a str, usize>,
    headings: Vec<HeadingTask<'a>>,
    /// The last number that counts tasks.
    last: u32,
    /// There are tasks with ids: `T001`.
    has_ids: bool,
    /// The line before is words that the next one may go on.
    goes_on: bool,
    /// Boxes that cannot be read.
    odd: Vec<Span>,
    /// Boxes that begin no item.
    loose: Vec<Loose>,
}

/// Finds the tasks of a document, and reads what each of them says.
pub(super) fn walk(landmarks: &Landmarks<'_>) -> Draft {
    let lines = lines(landmarks);
    let mut walk = Walk {
        landmarks,
        draft: Draft::default(),
        open: Vec::new(),
        above: Vec::new(),
        by_number: HashMap::new(),
        headings: Vec::new(),
        last: 0,
        has_ids: false,
        goes_on: false,
        odd: Vec::new(),
        loose: Vec::new(),
    };
    for line in &lines {
        walk.line(line);
    }
    walk.add_headings(&lines);
    walk.sort_out();
    walk.read(&lines);
    walk.draft.diagnostics.extend(boxes::unread(landmarks, &walk.loose));
    walk.draft
}

impl<'a> Walk<'_, 'a> {
    fn line(&mut self, line: &Line<'a>) {
        match line.kind {
            LineKind::Blank => self.goes_on = false,
            LineKind::Heading(level) => self.heading(line, level),
            LineKind::Skipped => {
                self.extend(line);
                self.goes_on = false;
            }
            LineKind::Text => match task::item(line.text) {
                Some(head) => {
                    self.loose.extend(Loose::empty(line, &head));
                    self.item(line, head);
                }
                None => {
                    self.odd.extend(unread::odd_box(line));
                    self.loose.extend(Loose::of(line));
                    self.extend(line);
                    self.goes_on = true;
                }
            },
        }
    }

    fn heading(&mut self, line: &Line<'a>, level: u8) {
        self.open.clear();
        self.goes_on = false;
        let group = self.draft.groups.len();
        self.draft.groups.push(Group { title: line.span(0..line.text.len()), level, line: line.number });
        let groups = &self.draft.groups;
        self.above.retain(|above| groups[above.at()].level < level);
        self.above.push(GroupIx::new(group));
        if let Some(head) = task::heading(line.text) {
            let at = self.draft.tasks.len();
            self.headings.push(HeadingTask { head, line: *line, level, group, at });
        }
    }

    /// Words belong to the tasks that are indented less. They belong to the last one if they go on with its sentence.
    fn extend(&mut self, line: &Line<'a>) {
        let is_bullet = line.text.starts_with(['-', '*', '+', '#', '|']) && !line.text.starts_with("**")
            || line.text.starts_with(|c: char| c.is_ascii_digit());
        let is_lazy = self.goes_on && line.kind == LineKind::Text && !is_bullet;
        // A field at the margin right below a task is its field, whatever the list says.
        let is_field = self.goes_on && kiro::is_field(line.text);
        if !is_lazy {
            while self.open.last().is_some_and(|open| open.ends_before(line, 1)) {
                if is_field && self.open.last().is_some_and(|open| open.indent == line.indent) {
                    break;
                }
                self.open.pop();
            }
        }
        if let Some(open) = self.open.last() {
            let task = &mut self.draft.tasks[open.task];
            task.end_line = line.number;
            task.span.end = line.end().max(task.span.end);
        }
    }

    fn item(&mut self, line: &Line<'a>, mut head: Head) {
        if head.is_loose && !self.counts(line, &head) {
            head.title.start = head.number.take().map_or(head.title.start, |number| number.start);
        }
        while self.open.last().is_some_and(|open| open.ends_before(line, 2)) {
            self.open.pop();
        }
        let at = self.draft.tasks.len();
        let number = head.number.clone().map(|number| &line.text[number]);
        let above = || {
            let (above, _) = number?.rsplit_once('.')?;
            self.by_number
                .get(above)
                .copied()
                .filter(|_| above.bytes().all(|b| b.is_ascii_digit() || b == b'.'))
        };
        let parent = self.open.last().map(|open| open.task).or_else(above);
        if let Some(number) = number {
            self.by_number.insert(number, at);
            self.last = number.split('.').next().and_then(|first| first.parse().ok()).unwrap_or(self.last);
            self.has_ids |= number.starts_with(|c: char| c.is_ascii_uppercase());
        }
        let group = self.above.last().copied();
        let task = new_task(line, &head, parent.map(TaskIx::new), group);
        self.draft.tasks.push(task);
        self.open.push(Open { task: at, indent: line.indent, is_quoted: line.quote.is_some() });
        self.goes_on = true;
    }

    /// Is a number without a mark one that counts tasks? It goes on where the numbers before it end.
    fn counts(&self, line: &Line<'a>, head: &Head) -> bool {
        const GAP: u32 = 2;
        let number = head.number.clone().and_then(|number| line.text[number].parse::<u32>().ok());
        number.is_some_and(|number| !self.has_ids && number <= self.last + GAP)
    }

    /// Makes tasks of the headings that name one and have no boxes below them.
    fn add_headings(&mut self, lines: &[Line<'a>]) {
        let headings = std::mem::take(&mut self.headings);
        if headings.is_empty() {
            return;
        }
        let numbers: HashSet<&str> = self.by_number.keys().copied().collect();
        let mut added: Vec<(usize, Task)> = Vec::new();
        for HeadingTask { head, line, level, group, at } in headings {
            let next = self.draft.groups[group + 1..].iter().find(|next| next.level <= level);
            let end = next.map_or(lines.len(), |next| next.line - 1);
            let has_boxes = self.draft.tasks.get(at).is_some_and(|task| task.line <= end);
            let number = head.number.clone().map(|number| &line.text[number]).unwrap_or_default();
            if has_boxes || head.check_box.is_none() && numbers.contains(number) {
                continue;
            }
            let last = lines[line.number - 1..end].iter().rev().find(|line| line.kind != LineKind::Blank);
            let mut task = new_task(&line, &head, None, Some(GroupIx::new(group)));
            // The heading is the task, and stands below those above it.
            task.group = outer(&self.draft.groups, group);
            if let Some(last) = last {
                task.end_line = last.number;
                task.span.end = last.end().max(task.span.end);
            }
            added.push((at, task));
        }
        self.insert(added);
    }

    /// Puts tasks before those that have been the first of theirs so far.
    fn insert(&mut self, added: Vec<(usize, Task)>) {
        if added.is_empty() {
            return;
        }
        let old = std::mem::take(&mut self.draft.tasks);
        let mut moved = Vec::with_capacity(old.len());
        let mut added = added.into_iter().peekable();
        for (at, task) in old.into_iter().enumerate() {
            while let Some((_, task)) = added.next_if(|(before, _)| *before <= at) {
                self.draft.tasks.push(task);
            }
            moved.push(self.draft.tasks.len());
            self.draft.tasks.push(task);
        }
        self.draft.tasks.extend(added.map(|(_, task)| task));
        for task in &mut self.draft.tasks {
            task.parent = task.parent.map(|parent| TaskIx::new(moved[parent.at()]));
        }
    }

    /// Takes the boxes of check lists out: those without a number in a section without numbers, where tasks bear numbers.
    fn sort_out(&mut self) {
        let tasks = &self.draft.tasks;
        let is_top = |task: &&Task| task.parent.is_none();
        let top = tasks.iter().filter(is_top).count();
        let numbered = tasks.iter().filter(is_top).filter(|task| task.number.is_some()).count();
        if numbered == 0 {
            return;
        }
        // If few tasks bear numbers, only a section that is headed as a check list is one.
        let is_numbered = numbered * 2 >= top;
        let source = self.landmarks.source();
        let groups = &self.draft.groups;
        let title = |group: Option<GroupIx>| group.map_or("", |group| source.slice(groups[group.at()].title));
        // `5. Validation` counts on with the tasks.
        let is_counted = |group| title(group).starts_with(|c: char| c.is_ascii_digit());
        let is_headed = |group: Option<GroupIx>| {
            let lower = title(group).to_lowercase();
            !is_counted(group) && words::CHECK_LIST.iter().any(|words| lower.contains(words))
        };
        // Each section is looked at once: that above all headings is the first.
        let place = |group: Option<GroupIx>| group.map_or(0, |group| group.at() + 1);
        let sections = || std::iter::once(None).chain((0..groups.len()).map(|at| Some(GroupIx::new(at))));
        let headed: Vec<bool> = sections().map(is_headed).collect();
        let numbered = || tasks.iter().filter_map(|task| Some((task.group, source.slice(task.number?))));
        // The numbers of a check list count its own items: others have them, too.
        let is_any_headed = headed.contains(&true);
        let others = numbered().filter(|&(group, _)| is_any_headed && !headed[place(group)]);
        let others: HashSet<_> = others.map(|(_, number)| number).collect();
        let mut of_tasks = vec![false; headed.len()];
        for (group, number) in numbered() {
            of_tasks[place(group)] |= !headed[place(group)] || !others.contains(number);
        }
        let is_check_list =
            |group: Option<GroupIx>| is_numbered && !is_counted(group) || headed[place(group)];
        let is_list: Vec<bool> =
            sections().map(|group| !of_tasks[place(group)] && is_check_list(group)).collect();
        if !tasks.iter().any(|task| is_list[place(task.group)]) {
            return;
        }
        let mut moved: Vec<Option<TaskIx>> = Vec::with_capacity(tasks.len());
        let mut kept = Vec::with_capacity(tasks.len());
        for mut task in std::mem::take(&mut self.draft.tasks) {
            let above = task.parent.map(|parent| moved[parent.at()]);
            let is_check = is_list[place(task.group)] && above.is_none_or(|parent| parent.is_none());
            if is_check {
                moved.push(None);
                let is_ticked = task.mark.is_some_and(|mark| is_done(mark.sign));
                self.draft.checks.push(Check {
                    is_ticked,
                    text: task.title,
                    line: task.line,
                    group: task.group,
                });
            } else {
                task.parent = above.flatten();
                moved.push(Some(TaskIx::new(kept.len())));
                kept.push(task);
            }
        }
        self.draft.tasks = kept;
    }

    /// Reads what each task says in the lines of its own.
    fn read(&mut self, lines: &[Line<'a>]) {
        let source = self.landmarks.source();
        let mut tasks = std::mem::take(&mut self.draft.tasks);
        for at in 0..tasks.len() {
            let (first, last) = (tasks[at].line, own_end(&tasks, at));
            let own = &lines[first - 1..last.max(first)];
            let end = own.iter().rev().find(|line| line.kind != LineKind::Blank);
            let task = &mut tasks[at];
            if let Some(end) = end {
                task.end_line = end.number;
                task.span.end = end.end().max(task.span.start);
            }
            for (place, line) in own.iter().enumerate() {
                if matches!(line.kind, LineKind::Blank | LineKind::Skipped) {
                    continue;
                }
                let is_first = place == 0;
                kiro::read(task, &with_continuation(source, &own[place..], is_first), is_first);
                speckit::read(task, line, is_first);
                bmad::read(task, line, is_first);
                cited::read(task, line, is_first);
                paths::read(task, line);
            }
            task.references.order_by_key(|reference| reference.span.start);
            report_references(&mut self.draft.diagnostics, source, task);
            if let Some(mark) = task.mark {
                report_mark(&mut self.draft.diagnostics, source, task, mark);
            }
        }
        if !tasks.is_empty() {
            self.draft.diagnostics.extend(self.odd.iter().map(|&span| unread::finding(source, span)));
        }
        self.draft.tasks = tasks;
    }
}

/// The last line before the next task that lies in the lines of a task, or its last line.
fn own_end(tasks: &[Task], at: usize) -> usize {
    let end = tasks[at].end_line;
    tasks.get(at + 1).map_or(end, |next| if next.line <= end { next.line - 1 } else { end })
}

/// The first of some lines, with those in which its list of ids goes on: `_Requirements: 1.1,` and below it `1.2_`.
fn with_continuation<'a>(source: &'a Source, lines: &[Line<'a>], is_first: bool) -> Line<'a> {
    let mut whole = lines[0];
    for next in &lines[1..] {
        let is_text = next.kind == LineKind::Text && next.quote.is_none();
        if !is_text || !kiro::goes_on(whole.text, is_first, next.text) {
            break;
        }
        whole.text = source.slice(Span::new(whole.start, next.end()));
        whole.signs = whole.signs.and(next.signs);
    }
    whole
}

/// Reports what looks like ids and does not name all that it says.
fn report_references(found: &mut Vec<Diagnostic>, source: &Source, task: &Task) {
    for (span, reason) in task.references.iter().flat_map(|reference| &reference.problems) {
        let finding =
            Diagnostic::new(Code::MalformedTask, format!("a task names no criteria here: {reason}"))
                .at(source, *span)
                .label("not read as a whole")
                .help("write each id, or a range below one requirement: `1.1-1.3`");
        found.push(finding);
    }
}

fn report_mark(found: &mut Vec<Diagnostic>, source: &Source, task: &Task, mark: Mark) {
    let finding = |message: String, label: &str| {
        Diagnostic::new(Code::MalformedTask, message)
            .at(source, Span::new(task.span.start, mark.span.end.max(task.span.start)))
            .label(label)
            .help("write `[ ]` for an open task, `[x]` for one that is done, `[-]` for one that was begun")
    };
    if mark.span.is_empty() {
        found.push(finding("the box of a task holds nothing, not even a blank".to_owned(), "read as open"));
    } else if mark.state() == super::State::UnknownMark {
        let message = format!("`[{}]` is not a known state of a task", mark.sign.escape_debug());
        found.push(finding(message, "neither open nor done"));
    }
}

fn new_task(line: &Line<'_>, head: &Head, parent: Option<TaskIx>, group: Option<GroupIx>) -> Task {
    let mark = head.check_box.as_ref().map(|check_box| {
        let inner = check_box.inner.clone();
        Mark { sign: check_box.sign, span: line.span(inner) }
    });
    Task {
        number: head.number.clone().map(|number| line.span(number)),
        title: line.span(head.title.clone()),
        span: line.span(0..line.text.len()),
        line: line.number,
        end_line: line.number,
        mark,
        is_optional: head.is_optional,
        is_parallel: head.is_parallel,
        is_checkpoint: task::is_checkpoint(&line.text[head.title.clone()]),
        parent,
        group,
        references: Vec::new(),
        depends: Vec::new(),
        boundary: Vec::new(),
        paths: Vec::new(),
        properties: Vec::new(),
        gap: None,
    }
}

/// The innermost heading above a heading.
fn outer(groups: &[Group], group: usize) -> Option<GroupIx> {
    let level = groups[group].level;
    groups[..group].iter().rposition(|above| above.level < level).map(GroupIx::new)
}
