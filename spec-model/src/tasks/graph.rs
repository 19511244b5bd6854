//! `wave-cycle`, `wave-unknown-task` and `wave-stale`: the order of tasks, in a graph or in `_Depends_`, is impossible.

use std::cmp::Ordering;
use std::collections::HashSet;

use super::model::{GroupIx, State, Task, TaskIx, TaskList};
use super::numbers::{Numbered, Numbers};
use super::ranks::Ranks;
use crate::diagnostic::{Advice, Code, Diagnostic, Location};
use crate::index::{Index as _, IndexVec};
use crate::nearest::{is_same_but_last, nearest};
use crate::order::Order as _;
use crate::source::Span;

/// Reports what is wrong with the order of the tasks of a list.
pub(super) fn order(list: &TaskList) -> Vec<Diagnostic> {
    let has_order = !list.waves.is_empty()
        || !list.drawn.is_empty()
        || list.tasks.iter().any(|task| !task.depends.is_empty());
    if !has_order {
        return Vec::new();
    }
    let order = Order::new(list);
    let mut found = order.unknown();
    let (cycles, cyclic) = order.cycles();
    found.extend(cycles);
    found.extend(order.backwards(&cyclic));
    found.extend(order.stale());
    found
}

/// A task waits for another one, or for those below a heading, as a place says.
struct Edge {
    from: TaskIx,
    to: Numbered,
    span: Span,
}

struct Order<'a> {
    list: &'a TaskList,
    numbers: Numbers,
    groups_above: IndexVec<GroupIx, Option<GroupIx>>,
    edges: Vec<Edge>,
}

impl<'a> Order<'a> {
    fn new(list: &'a TaskList) -> Self {
        let numbers = Numbers::new(list);
        let mut edges = Vec::new();
        for (from, task) in list.tasks.enumerated() {
            let named = task.depends.iter().map(|depends| (&*depends.number, depends.span));
            edges.extend(
                named.filter_map(|(number, span)| Some(Edge { from, to: numbers.find(number)?, span })),
            );
        }
        for task in list.waves.iter().flat_map(|wave| &wave.tasks) {
            let Some(Numbered::Task(from)) = numbers.find(&task.number) else { continue };
            let named = task.depends.iter();
            edges
                .extend(named.filter_map(|(number, span)| {
                    Some(Edge { from, to: numbers.find(number)?, span: *span })
                }));
        }
        for drawn in &list.drawn {
            let Some(Numbered::Task(from)) = numbers.find(&drawn.task) else { continue };
            edges.extend(numbers.find(&drawn.before).map(|to| Edge { from, to, span: drawn.span }));
        }
        edges.order_by_key(|edge| edge.from);
        Self { list, numbers, groups_above: list.groups_above(), edges }
    }

    fn name(&self, task: TaskIx) -> &'a str {
        self.list.number(&self.list.tasks[task]).unwrap_or_default()
    }

    /// The numbers that no task has, and no heading that groups tasks.
    fn unknown(&self) -> Vec<Diagnostic> {
        let list = self.list;
        let own =
            list.tasks.iter().flat_map(|task| &task.depends).map(|depends| (&*depends.number, depends.span));
        let waves = list.waves.iter().flat_map(|wave| &wave.tasks);
        let in_graph = waves.flat_map(|task| {
            let depends = task.depends.iter().map(|(number, span)| (&**number, *span));
            depends.chain([(&*task.number, task.span)])
        });
        let mut reported = HashSet::new();
        let unknown = own.chain(in_graph).filter(|(number, _)| self.numbers.find(number).is_none());
        unknown
            .filter(|(number, _)| reported.insert((*number).to_owned()))
            .map(|(number, span)| unknown_task(list, number, span))
            .collect()
    }

    /// Returns the name of a number in a message.
    fn written(&self, to: Numbered) -> &'a str {
        match to {
            Numbered::Task(task) => self.name(task),
            Numbered::Group(group) => self.list.text(self.list.groups[group].title),
        }
    }

    /// The headings above a task, the innermost first.
    fn groups(&self, task: TaskIx) -> impl Iterator<Item = GroupIx> + '_ {
        std::iter::successors(self.list.tasks[task].group, |&group| self.groups_above[group])
    }

    /// Is one a part of the other? Who waits for what it is a part of waits for the other parts.
    fn is_within(&self, edge: &Edge) -> bool {
        match edge.to {
            Numbered::Task(to) if to == edge.from => false,
            Numbered::Task(to) => {
                self.list.with_parents(edge.from).any(|ix| ix == to)
                    || self.list.with_parents(to).any(|ix| ix == edge.from)
            }
            Numbered::Group(to) => self.groups(edge.from).any(|group| group == to),
        }
    }

    /// Tasks that wait for each other; with the edges by which they do.
    fn cycles(&self) -> (Vec<Diagnostic>, HashSet<usize>) {
        let nodes = Nodes::new(self);
        let mut state = vec![Visit::New; nodes.next.len()];
        let mut found = Vec::new();
        let mut closing = HashSet::new();
        let mut within = HashSet::new();
        for root in 0..nodes.next.len() {
            if state[root] != Visit::New {
                continue;
            }
            // The nodes on the way, each with the edge that led there and the next of its own.
            let mut way: Vec<(usize, Option<usize>, usize)> = vec![(root, None, 0)];
            state[root] = Visit::OnTheWay(0);
            while let Some((node, _, at)) = way.last_mut() {
                let Some(&(to, edge)) = nodes.next[*node].get(*at) else {
                    state[*node] = Visit::Done;
                    way.pop();
                    continue;
                };
                *at += 1;
                match state[to] {
                    Visit::New => {
                        state[to] = Visit::OnTheWay(way.len());
                        way.push((to, edge, 0));
                    }
                    Visit::OnTheWay(from) => {
                        let edges = way[from + 1..].iter().filter_map(|(_, edge, _)| *edge).chain(edge);
                        let edges: Vec<usize> = edges.collect();
                        if edges.last().is_some_and(|last| closing.insert(*last)) {
                            found.extend(self.cycle(&edges));
                            within.extend(edges);
                        }
                    }
                    Visit::Done => {}
                }
            }
        }
        (found, within)
    }

    fn cycle(&self, edges: &[usize]) -> Option<Diagnostic> {
        /// More numbers are no help.
        const SHOWN: usize = 8;
        let edge = &self.edges[*edges.last()?];
        let numbers: Vec<_> =
            edges.iter().take(SHOWN).map(|edge| self.name(self.edges[*edge].from)).collect();
        let more = if edges.len() > SHOWN { ", …" } else { "" };
        let message = match &*numbers {
            [only] => format!("the task {only} waits for itself"),
            _ => format!(
                "the tasks {}{more} wait for each other, so none of them can begin",
                numbers.join(", ")
            ),
        };
        let found = Diagnostic::new(Code::WaveCycle, message)
            .at(&self.list.source, edge.span)
            .concerning(self.name(edge.from))
            .label(format!("{} waits for {} here", self.name(edge.from), self.written(edge.to)))
            .help("remove one of these dependencies");
        Some(found)
    }

    /// Tasks that the graph does not have behind one that they wait for; `cyclic` edges are told already.
    fn backwards(&self, cyclic: &HashSet<usize>) -> Vec<Diagnostic> {
        let spans = Spans::new(self);
        let reported = self.edges.iter().enumerate().filter_map(|(at, edge)| {
            let wave = spans.first[edge.from]?;
            let last = match edge.to {
                Numbered::Task(to) => spans.last[to],
                Numbered::Group(to) => spans.last_of_group[to],
            }?;
            let is_within = self.is_within(edge) || edge.to == Numbered::Task(edge.from);
            let where_to = match wave.cmp(&last) {
                _ if is_within => return None,
                Ordering::Less => "a later wave",
                Ordering::Equal if !cyclic.contains(&at) => "the same wave",
                _ => return None,
            };
            let (from, to) = (self.name(edge.from), self.written(edge.to));
            let wave = &self.list.waves[spans.places[wave]];
            let found = Diagnostic::new(
                Code::WaveCycle,
                format!("{from} waits for {to}, which the graph has in {where_to}"),
            )
            .at(&self.list.source, edge.span)
            .concerning(from)
            .label(format!("{from} waits for {to} here"))
            .related(Location::new(&self.list.source, wave.span), format!("{from} is in this wave"))
            .help("move one of the two in the graph, or remove the dependency");
            Some(found)
        });
        reported.collect()
    }

    /// Open tasks that the graph does not have: neither they nor what they are a part of.
    fn stale(&self) -> Option<Diagnostic> {
        /// More numbers are no help.
        const SHOWN: usize = 8;
        let list = self.list;
        let graph = list.waves.first()?;
        let in_graph = list.waves.iter().flat_map(|wave| &wave.tasks);
        let named: HashSet<Numbered> = in_graph.filter_map(|task| self.numbers.find(&task.number)).collect();
        let has_parts = list.has_parts();
        let is_named = |ix: TaskIx| {
            list.with_parents(ix).any(|ix| named.contains(&Numbered::Task(ix)))
                || self.groups(ix).any(|group| named.contains(&Numbered::Group(group)))
        };
        let is_asked = |task: &Task| {
            let is_open = !matches!(task.state(), State::Done | State::Started);
            is_open && task.number.is_some() && !task.is_checkpoint && !task.is_optional
        };
        let missing =
            list.tasks.enumerated().filter(|&(ix, task)| is_asked(task) && !has_parts[ix] && !is_named(ix));
        let missing: Vec<_> = missing.map(|(ix, _)| self.name(ix)).collect();
        if missing.is_empty() || named.is_empty() {
            return None;
        }
        let more = missing.len().saturating_sub(SHOWN);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let shown = &missing[..missing.len().min(SHOWN)];
        let message = format!("the graph does not have the open tasks {}{more}", shown.join(", "));
        Some(
            Diagnostic::new(Code::WaveStale, message)
                .at(&list.source, graph.span)
                .label("the graph begins here")
                .help("update the graph, so that it has every open task"),
        )
    }
}

/// The progress of the search for cycles at a task.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Visit {
    New,
    /// Its place on the way.
    OnTheWay(usize),
    Done,
}

/// The order in which things wait, in a graph without shortcuts: tasks begin and end, and headings end.
///
/// A part begins when what it is a part of may begin; a task ends when it has begun and all its parts have ended.
struct Nodes {
    /// Of each node, the nodes that it waits for, each with the edge that says so.
    next: Vec<Vec<(usize, Option<usize>)>>,
}

impl Nodes {
    fn new(order: &Order<'_>) -> Self {
        let (tasks, groups) = (&order.list.tasks, &order.list.groups);
        let begin = TaskIx::at;
        let end = |task: TaskIx| tasks.len() + task.at();
        let end_of_group = |group: GroupIx| 2 * tasks.len() + group.at();
        let mut next = vec![Vec::new(); 2 * tasks.len() + groups.len()];
        for (at, edge) in order.edges.iter().enumerate().filter(|(_, edge)| !order.is_within(edge)) {
            let to = match edge.to {
                Numbered::Task(to) => end(to),
                Numbered::Group(to) => end_of_group(to),
            };
            next[begin(edge.from)].push((to, Some(at)));
        }
        for (ix, task) in tasks.enumerated() {
            next[end(ix)].push((begin(ix), None));
            if let Some(parent) = task.parent {
                next[begin(ix)].push((begin(parent), None));
                next[end(parent)].push((end(ix), None));
            }
            if let Some(group) = task.group {
                next[end_of_group(group)].push((end(ix), None));
            }
        }
        for (ix, above) in order.groups_above.enumerated() {
            if let Some(above) = above {
                next[end_of_group(*above)].push((end_of_group(ix), None));
            }
        }
        Self { next }
    }
}

/// The waves in which tasks begin and end, if there is one graph. Parts without a wave are in that of what they are parts of.
struct Spans {
    /// The wave in which each task begins.
    first: IndexVec<TaskIx, Option<usize>>,
    /// The last wave that each task has parts in.
    last: IndexVec<TaskIx, Option<usize>>,
    last_of_group: IndexVec<GroupIx, Option<usize>>,
    /// The place of each wave in the list.
    places: Vec<usize>,
}

impl Spans {
    fn new(order: &Order<'_>) -> Self {
        let list = order.list;
        let ranks = Ranks::new(list, &order.numbers);
        let of_task = if ranks.is_one { ranks.of_task } else { list.tasks.map(|_| None) };
        let (mut first, mut last) = (of_task.clone(), of_task);
        let mut last_of_group: IndexVec<GroupIx, Option<usize>> = list.groups.map(|_| None);
        for ix in list.tasks.indices().rev() {
            let task = &list.tasks[ix];
            if let Some(parent) = task.parent {
                last[parent] = last[parent].max(last[ix]);
                first[parent] = first[parent].into_iter().chain(first[ix]).min();
            }
            if let Some(group) = task.group {
                last_of_group[group] = last_of_group[group].max(last[ix]);
            }
        }
        for ix in list.groups.indices().rev() {
            if let Some(above) = order.groups_above[ix] {
                last_of_group[above] = last_of_group[above].max(last_of_group[ix]);
            }
        }
        Self { first, last, last_of_group, places: ranks.places }
    }
}

/// A finding about a number that no task has.
pub(super) fn unknown_task(list: &TaskList, number: &str, span: Span) -> Diagnostic {
    let numbers = list.tasks.iter().filter_map(|task| list.number(task));
    let near = nearest(number, numbers.filter(|other| is_same_but_last(number, other)), 1);
    let advice = near.first().map_or_else(
        || "name a task of this list, or remove the number".into(),
        |near| Advice::choose([*near]),
    );
    Diagnostic::new(Code::WaveUnknownTask, format!("no task has the number {}", number.escape_debug()))
        .at(&list.source, span)
        .concerning(number)
        .label("names no task of this list")
        .help(advice)
}

#[cfg(test)]
mod tests {
    use crate::tasks::tests::list;

    #[track_caller]
    fn check(text: &str, expect: &[&str]) {
        let found = list(text).diagnostics;
        let found: Vec<_> =
            found.iter().map(|finding| format!("{}: {}", finding.code, finding.message)).collect();
        assert_eq!(found, expect, "{text}");
    }

    /// A list of three tasks, of which each has the fields behind it, and a graph.
    fn three(fields: [&str; 3], graph: &str) -> String {
        let tasks: String =
            (1..).zip(fields).map(|(n, field)| format!("- [ ] 1.{n} Bake\n  - {field}\n")).collect();
        format!("- [ ] 1. Bread\n{tasks}\n```json\n{graph}\n```\n")
    }

    #[test]
    fn tasks_that_wait_for_each_other_are_reported_once() {
        check(
            &three(["_Depends: 1.3_", "_Depends: 1.1_", "_Depends: 1.2_"], ""),
            &["wave-cycle: the tasks 1.1, 1.3, 1.2 wait for each other, so none of them can begin"],
        );
        check(
            &three(["_Depends: 1.1_", "a", "_Depends: 1.1, 1.2_"], ""),
            &["wave-cycle: the task 1.1 waits for itself"],
        );
        check(&three(["a", "_Depends: 1.1_", "_Depends: 1.1, 1.2_"], ""), &[]);
    }

    #[test]
    fn a_graph_that_contradicts_the_tasks_is_reported() {
        let graph = r#"{"waves": [["1.1", "1.2"], ["1.3"]]}"#;
        check(&three(["a", "a", "_Depends: 1.1_"], graph), &[]);
        check(
            &three(["_Depends: 1.3_", "a", "a"], graph),
            &["wave-cycle: 1.1 waits for 1.3, which the graph has in a later wave"],
        );
        let graph = r#"{"waves": [{"id": 0, "tasks": [{"id": "1.1", "depends_on": ["1.2"]}, {"id": "1.2", "depends_on": ["1.1"]}, "1.3"]}]}"#;
        check(
            &three(["a", "a", "a"], graph),
            &["wave-cycle: the tasks 1.1, 1.2 wait for each other, so none of them can begin"],
        );
    }

    #[test]
    fn a_task_that_waits_for_another_one_of_its_wave_is_reported() {
        let graph = r#"{"waves": [{"id": 0, "tasks": ["1.1", "1.2"]}, {"id": 1, "tasks": ["1.3"]}]}"#;
        check(
            &three(["a", "_Depends: 1.1_", "_Depends: 1.1_"], graph),
            &["wave-cycle: 1.2 waits for 1.1, which the graph has in the same wave"],
        );
        check(&three(["_Depends: 1.1_", "a", "a"], graph), &["wave-cycle: the task 1.1 waits for itself"]);
        let graph = r#"{"waves": [["1"], ["2"]]}"#;
        check(
            &format!(
                "- [ ] 1. a\n  - [ ] 1.1 b\n    - _Depends: 2_\n- [ ] 2. c\n  - [ ] 2.1 d\n\n```json\n{graph}\n```\n"
            ),
            &["wave-cycle: 1.1 waits for 2, which the graph has in a later wave"],
        );
    }

    #[test]
    fn tasks_wait_for_each_other_through_what_they_are_parts_of() {
        let two = |one: &str, other: &str| {
            format!(
                "- [ ] 1. a\n  - [ ] 1.1 b\n    - {one}\n  - [ ] 1.2 c\n- [ ] 2. d\n  - [ ] 2.1 e\n    - {other}\n"
            )
        };
        check(
            &two("_Depends: 2_", "_Depends: 1_"),
            &["wave-cycle: the tasks 1.1, 2.1 wait for each other, so none of them can begin"],
        );
        check(&two("_Depends: 2_", "_Depends: 1.2_"), &[]);
        // Who waits for what it is a part of waits for the other parts.
        check(&two("_Depends: 1_", "_Depends: 1.2_"), &[]);
        let of_parent = |one: &str, other: &str| {
            format!("- [ ] 1. a\n  - {one}\n- [ ] 2. b\n  - {other}\n  - [ ] 2.1 c\n    - [ ] 2.1.1 d\n")
        };
        for part in ["2.1", "2.1.1", "2"] {
            check(
                &of_parent(&format!("_Depends: {part}_"), "_Depends: 1_"),
                &["wave-cycle: the tasks 1, 2 wait for each other, so none of them can begin"],
            );
        }
        check(
            "## 1. Oven\n\n- [ ] 1.1 a\n  - _Depends: 2_\n\n## 2. Shelf\n\n- [ ] 2.1 b\n  - _Depends: 1_\n",
            &["wave-cycle: the tasks 1.1, 2.1 wait for each other, so none of them can begin"],
        );
    }

    #[test]
    fn a_circle_in_a_drawn_graph_is_told() {
        let graph = "```mermaid\ngraph TD\n  T001 --> T002\n  T002 --> T001\n```\n";
        check(
            &format!("- [ ] T001 a\n- [ ] T002 b\n\n{graph}"),
            &["wave-cycle: the tasks T001, T002 wait for each other, so none of them can begin"],
        );
    }

    #[test]
    fn a_number_that_no_task_has_is_reported() {
        check(&three(["a", "a", "_Depends: 1.4_"], ""), &["wave-unknown-task: no task has the number 1.4"]);
        check(
            &three(["a", "a", "a"], r#"{"waves": [["1.1", "1.2"], ["1.3", "9"]]}"#),
            &["wave-unknown-task: no task has the number 9"],
        );
        check(
            "- [ ] T01 a\n- [ ] T002 b (depends on T001, T002b)\n",
            &["wave-unknown-task: no task has the number T002b"],
        );
        check("## 1. Oven\n\n- [ ] 1.1 a\n\n## 2. Shelf\n\n- [ ] 2.1 b\n  - _Depends: 1_\n", &[]);
    }

    #[test]
    fn open_tasks_that_the_graph_does_not_have_are_reported_once() {
        check(
            &three(["a", "a", "a"], r#"{"waves": [["1.1"]]}"#),
            &["wave-stale: the graph does not have the open tasks 1.2, 1.3"],
        );
        check(&three(["a", "a", "a"], r#"{"waves": [["1"]]}"#), &[]);
        check(
            "- [ ] 1. a\n- [x] 2. b\n- [ ]* 3. c\n- [ ] 4. Checkpoint\n\n```json\n{\"waves\": [[1]]}\n```\n",
            &[],
        );
    }
}
