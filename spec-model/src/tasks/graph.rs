//! `wave-cycle`, `wave-unknown-task` and `wave-stale`: what the order of tasks says, in a graph and in `_Depends_`, cannot be.

use std::collections::{HashMap, HashSet};

use super::model::{State, Task, TaskIx, TaskList};
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::grammar::task;
use crate::index::Index as _;
use crate::nearest::nearest;
use crate::source::Span;

/// Reports what is wrong with the order of the tasks of a list.
pub(super) fn order(list: &TaskList) -> Vec<Diagnostic> {
    let has_order = !list.waves.is_empty() || list.tasks.iter().any(|task| !task.depends.is_empty());
    if !has_order {
        return Vec::new();
    }
    let order = Order::new(list);
    let mut found = order.unknown();
    found.extend(order.cycles());
    found.extend(order.backwards());
    found.extend(order.stale());
    found
}

/// A task waits for another one, as a place says.
struct Edge {
    from: TaskIx,
    to: TaskIx,
    span: Span,
}

struct Order<'a> {
    list: &'a TaskList,
    by_number: HashMap<String, TaskIx>,
    edges: Vec<Edge>,
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

impl<'a> Order<'a> {
    fn new(list: &'a TaskList) -> Self {
        let mut by_number = HashMap::new();
        for (ix, task) in list.tasks.enumerated() {
            if let Some(number) = list.number(task) {
                by_number.entry(folded(number)).or_insert(ix);
            }
        }
        let mut order = Self { list, by_number, edges: Vec::new() };
        for (from, task) in list.tasks.enumerated() {
            let targets =
                task.depends.iter().filter_map(|depends| Some((order.find(&depends.number)?, depends.span)));
            let edges: Vec<_> = targets.map(|(to, span)| Edge { from, to, span }).collect();
            order.edges.extend(edges);
        }
        for task in list.waves.iter().flat_map(|wave| &wave.tasks) {
            let Some(from) = order.find(&task.number) else { continue };
            for (number, span) in &task.depends {
                if let Some(to) = order.find(number) {
                    order.edges.push(Edge { from, to, span: *span });
                }
            }
        }
        order.edges.sort_by_key(|edge| edge.from);
        order
    }

    fn find(&self, number: &str) -> Option<TaskIx> {
        self.by_number.get(&folded(number)).copied()
    }

    fn name(&self, task: TaskIx) -> &'a str {
        self.list.number(&self.list.tasks[task]).unwrap_or_default()
    }

    /// The numbers that no task has, and no heading that groups tasks.
    fn unknown(&self) -> Vec<Diagnostic> {
        let list = self.list;
        let groups: HashSet<String> =
            list.groups.iter().filter_map(|group| group_number(list.text(group.title))).collect();
        let own =
            list.tasks.iter().flat_map(|task| &task.depends).map(|depends| (&*depends.number, depends.span));
        let waves = list.waves.iter().flat_map(|wave| &wave.tasks);
        let in_graph = waves.flat_map(|task| {
            let depends = task.depends.iter().map(|(number, span)| (&**number, *span));
            depends.chain([(&*task.number, task.span)])
        });
        let mut told = HashSet::new();
        let unknown = own.chain(in_graph).filter(|(number, _)| {
            let folded = folded(number);
            !self.by_number.contains_key(&folded) && !groups.contains(&folded)
        });
        unknown
            .filter(|(number, _)| told.insert((*number).to_owned()))
            .map(|(number, span)| {
                let near = nearest(number, list.tasks.iter().filter_map(|task| list.number(task)), 1);
                let help = near.first().map_or_else(
                    || "name a task of this list, or take the number away".to_owned(),
                    |near| format!("did you mean {near}?"),
                );
                Diagnostic::new(
                    Code::WaveUnknownTask,
                    format!("no task has the number {}", number.escape_debug()),
                )
                .at(&list.source, span)
                .concerning(number)
                .label("names no task of this list")
                .help(help)
            })
            .collect()
    }

    /// Tasks that wait for each other.
    fn cycles(&self) -> Vec<Diagnostic> {
        let count = self.list.tasks.len();
        // Of each task: where its edges begin.
        let mut starts = vec![0; count + 1];
        self.edges.iter().for_each(|edge| starts[edge.from.at() + 1] += 1);
        (0..count).for_each(|at| starts[at + 1] += starts[at]);
        let mut state = vec![Visit::New; count];
        let mut found = Vec::new();
        for root in 0..count {
            if state[root] != Visit::New {
                continue;
            }
            // The tasks on the way, each with the next of its edges.
            let mut way = vec![(root, starts[root])];
            state[root] = Visit::OnTheWay(0);
            while let Some((task, next)) = way.last_mut() {
                let Some(edge) = self.edges[..starts[*task + 1]].get(*next) else {
                    state[*task] = Visit::Done;
                    way.pop();
                    continue;
                };
                *next += 1;
                let to = edge.to.at();
                match state[to] {
                    Visit::New => {
                        state[to] = Visit::OnTheWay(way.len());
                        way.push((to, starts[to]));
                    }
                    Visit::OnTheWay(from) => {
                        found.push(self.cycle(way[from..].iter().map(|(task, _)| TaskIx::new(*task)), edge));
                    }
                    Visit::Done => {}
                }
            }
        }
        found
    }

    fn cycle(&self, tasks: impl Iterator<Item = TaskIx>, edge: &Edge) -> Diagnostic {
        /// More numbers are no help.
        const SHOWN: usize = 8;
        let mut numbers: Vec<_> = tasks.map(|task| self.name(task)).collect();
        let count = numbers.len();
        numbers.truncate(SHOWN);
        let more = if count > SHOWN { ", …" } else { "" };
        let message = match &*numbers {
            [only] => format!("the task {only} waits for itself"),
            _ => format!(
                "the tasks {}{more} wait for each other, so none of them can begin",
                numbers.join(", ")
            ),
        };
        Diagnostic::new(Code::WaveCycle, message)
            .at(&self.list.source, edge.span)
            .concerning(self.name(edge.from))
            .label(format!("{} waits for {} here", self.name(edge.from), self.name(edge.to)))
            .help("take one of these dependencies away")
    }

    /// The wave of each task, where there is one graph.
    fn waves(&self) -> HashMap<TaskIx, usize> {
        let mut waves = HashMap::new();
        let is_one = self.list.waves.windows(2).all(|pair| pair[0].id < pair[1].id);
        for (at, wave) in self.list.waves.iter().enumerate().filter(|_| is_one) {
            for task in wave.tasks.iter().filter_map(|task| self.find(&task.number)) {
                waves.entry(task).or_insert(at);
            }
        }
        waves
    }

    /// Tasks that the graph has before one that they wait for.
    fn backwards(&self) -> Vec<Diagnostic> {
        let waves = self.waves();
        let is_backwards = |edge: &&Edge| matches!((waves.get(&edge.from), waves.get(&edge.to)), (Some(from), Some(to)) if from < to);
        let told = self.edges.iter().filter(is_backwards).map(|edge| {
            let (from, to) = (self.name(edge.from), self.name(edge.to));
            let wave = &self.list.waves[waves[&edge.from]];
            Diagnostic::new(
                Code::WaveCycle,
                format!("{from} waits for {to}, which the graph has in a later wave"),
            )
            .at(&self.list.source, edge.span)
            .concerning(from)
            .label(format!("{from} waits for {to} here"))
            .related(Location::new(&self.list.source, wave.span), format!("{from} is in this wave"))
            .help("move one of the two in the graph, or take the dependency away")
        });
        told.collect()
    }

    /// Open tasks that the graph does not have: neither they nor what they are a part of.
    fn stale(&self) -> Option<Diagnostic> {
        /// More numbers are no help.
        const SHOWN: usize = 8;
        let list = self.list;
        let graph = list.waves.first()?;
        let named: HashSet<TaskIx> = list
            .waves
            .iter()
            .flat_map(|wave| &wave.tasks)
            .filter_map(|task| self.find(&task.number))
            .collect();
        let parents: HashSet<TaskIx> = list.tasks.iter().filter_map(|task| task.parent).collect();
        let is_named = |ix: TaskIx| {
            std::iter::successors(Some(ix), |&ix| list.tasks[ix].parent).any(|ix| named.contains(&ix))
        };
        let is_asked = |task: &Task| {
            let is_open = !matches!(task.state(), State::Done | State::Started);
            is_open && task.number.is_some() && !task.is_checkpoint && !task.is_optional
        };
        let missing = list
            .tasks
            .enumerated()
            .filter(|&(ix, task)| is_asked(task) && !parents.contains(&ix) && !is_named(ix));
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
                .help("write the graph anew, so that whoever works in parallel sees every task"),
        )
    }
}

/// How far the search for cycles has come with a task.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Visit {
    New,
    /// Its place on the way.
    OnTheWay(usize),
    Done,
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
    fn tasks_that_wait_for_each_other_are_told_once() {
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
    fn a_graph_that_contradicts_the_tasks_is_told() {
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
    fn a_number_that_no_task_has_is_told() {
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
    fn open_tasks_that_the_graph_does_not_have_are_told_once() {
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
