//! `wave-overlap`: two tasks that are to be done at the same time would both edit one file.

use std::collections::HashSet;

use spec_model::diagnostic::{Advice, Code, Diagnostic, Location};
use spec_model::index::IndexVec;
use spec_model::tasks::{Numbered, Numbers, State, TaskIx, TaskList};

use super::rule::{Rule, TaskListUse};
use crate::tasks::{Basis, Boundary, Place, Plan, Split};

/// Reports it for each task that meets another one.
pub(crate) const RULE: Rule = Rule::TaskList(wave_overlap);

fn wave_overlap(list: &TaskListUse<'_>) -> Vec<Diagnostic> {
    let tasks = &list.list.tasks;
    // Only a graph or marks say that tasks are to be done at the same time.
    let has_graph = !list.list.waves.is_empty() || !list.list.drawn.is_empty();
    if !has_graph && !tasks.iter().any(|task| task.is_parallel) {
        return Vec::new();
    }
    let boundaries = open_files(list);
    let plan = Plan::of(list.list, &boundaries);
    let drawn = drawn(list.list);
    let is_meant = |split: &&Split| {
        let both = [split.task, split.other];
        match plan.basis {
            Basis::Graph => true,
            Basis::Drawn if both.iter().all(|ix| drawn.contains(ix)) => true,
            _ => are_marked(list.list, split),
        }
    };
    plan.waves
        .iter()
        .flat_map(|wave| &wave.splits)
        .filter(is_meant)
        .map(|split| overlap(list, split))
        .collect()
}

/// The tasks of the graph that is drawn. Those that no arrow parts are done at the same time.
fn drawn(list: &TaskList) -> HashSet<TaskIx> {
    let numbers = Numbers::new(list);
    let ends = list.drawn.iter().flat_map(|drawn| [&drawn.task, &drawn.before]);
    let tasks = ends.filter_map(|number| match numbers.find(number)? {
        Numbered::Task(task) => Some(task),
        Numbered::Group(_) => None,
    });
    tasks.collect()
}

/// Say marks that two tasks are done at the same time: their own, or those of two tasks that they are parts of?
fn are_marked(list: &TaskList, split: &Split) -> bool {
    let marked = |ix: TaskIx| list.with_parents(ix).find(|&ix| list.tasks[ix].is_parallel);
    match (marked(split.task), marked(split.other)) {
        (Some(one), Some(other)) => one != other,
        _ => false,
    }
}

/// The files that open tasks may touch: those that they name, and those where their criteria are implemented.
fn open_files(list: &TaskListUse<'_>) -> IndexVec<TaskIx, Boundary> {
    let all = (list.boundaries)(list);
    let of_open = |(ix, mut boundary): (TaskIx, Boundary)| {
        let mut with_parents = list.list.with_parents(ix);
        let is_done = with_parents.any(|ix| list.list.tasks[ix].state() == State::Done);
        boundary.places.retain(|place, _| !is_done && matches!(place, Place::File(_)));
        boundary
    };
    all.into_enumerated().map(of_open).collect()
}

fn overlap(list: &TaskListUse<'_>, Split { task, other, place }: &Split) -> Diagnostic {
    let title = |ix: TaskIx| {
        let task = &list.list.tasks[ix];
        list.list.number(task).unwrap_or(list.list.title(task)).escape_debug().to_string()
    };
    let location = |ix: TaskIx| {
        let task = &list.list.tasks[ix];
        Location::new(&list.list.source, task.number.unwrap_or(task.title))
    };
    let (one, other_one, file) = (title(*other), title(*task), place.as_str().escape_debug());
    let message =
        format!("the tasks {one} and {other_one} are to be done at the same time, and both edit {file}");
    Diagnostic::new(Code::WaveOverlap, message)
        .located(location(*task))
        .concerning(other_one)
        .label(format!("edits {file} too"))
        .related(location(*other), "at the same time as this one")
        .help("do one after the other")
        .help(Advice::run(
            "cargo spec tasks waves",
            "shows an order in which no two tasks of a wave edit one file",
        ))
}

#[cfg(test)]
mod tests {
    use crate::findings::testing::{TEST, check};

    #[track_caller]
    fn reported(tasks: &str, more: &[(&str, &[u8])], lines: &[usize]) {
        let mut files = vec![TEST, ("tasks.md", tasks.as_bytes())];
        files.extend(more);
        let reported: Vec<_> = lines.iter().map(|line| format!("wave-overlap tasks.md:{line}")).collect();
        check(&files, &reported.join(", "));
    }

    const NAMED: &str = "- [ ] 9. Rest\n  - _Requirements: 1_\n";

    #[test]
    fn parallel_tasks_that_name_one_file_meet_there() {
        let tasks = |one: &str, other: &str| {
            format!(
                "- [ ] 1. (P) Bake in {one}\n  - _Requirements: 1_\n- [ ] 2. (P) Heat in {other}\n  - _Requirements: 1_\n"
            )
        };
        reported(&tasks("src/oven.rs", "`./src/oven.rs`"), &[], &[3]);
        reported(&tasks("src/oven.rs", "src/heat.rs"), &[], &[]);
        reported(&tasks("src/oven.rs", "`src\\oven.rs`"), &[], &[3]);
        let design: (&str, &[u8]) =
            ("design.md", b"# Design\n\n```\nshop/\n\xe2\x94\x94\xe2\x94\x80\xe2\x94\x80 src/\n    \xe2\x94\x94\xe2\x94\x80\xe2\x94\x80 oven.rs\n```\n");
        reported(&tasks("oven.rs", "shop/src/oven.rs"), &[design], &[3]);
        // Whoever has no mark comes one after the other; what is done meets nobody; manifests are everybody's.
        reported(&tasks("src/oven.rs", "src/oven.rs").replacen("(P) ", "", 1), &[], &[]);
        reported(&tasks("src/oven.rs", "src/oven.rs").replacen("[ ]", "[x]", 1), &[], &[]);
        reported(&tasks("Cargo.toml", "Cargo.toml"), &[], &[]);
    }

    #[test]
    fn tasks_that_no_arrow_parts_meet_in_a_drawn_graph() {
        let graph = |arrows: &str| {
            format!(
                "- [ ] 1. Knead in src/dough.rs\n  - _Requirements: 1_\n- [ ] 2. Bake in src/oven.rs\n  - _Requirements: 1_\n- [ ] 3. Heat in src/oven.rs\n  - _Requirements: 1_\n\n```mermaid\ngraph TD\n{arrows}\n```\n"
            )
        };
        reported(&graph("T1 --> T2\nT1 --> T3"), &[], &[5]);
        reported(&graph("T1 --> T2 --> T3"), &[], &[]);
        reported(&graph("T1 --> T2"), &[], &[]);
    }

    #[test]
    fn parts_of_marked_tasks_meet() {
        let tasks = |first: &str, second: &str| {
            format!(
                "- [ ] 1. {first}Bread\n  - [ ] 1.1 Bake in src/oven.rs\n    - _Requirements: 1_\n- [ ] 2. {second}Heat\n  - [ ] 2.1 Light src/oven.rs\n    - _Requirements: 1_\n"
            )
        };
        reported(&tasks("(P) ", "(P) "), &[], &[5]);
        reported(&tasks("(P) ", ""), &[], &[]);
    }

    #[test]
    fn tasks_of_one_wave_meet_where_their_criteria_are_implemented() {
        let graph = |first: &str, second: &str| {
            format!(
                "- [ ] 1. Bake\n  - _Requirements: 1.1_\n- [ ] 2. Heat\n  - _Requirements: 1.2_\n{NAMED}\n## Task Dependency Graph\n\n```json\n{{\"waves\": [{{\"id\": 0, \"tasks\": [{first}]}}, {{\"id\": 1, \"tasks\": [{second}]}}]}}\n```\n"
            )
        };
        let both: (&str, &[u8]) =
            ("src/oven.rs", b"#[spec(\"REQ-1.1\")] fn a() {}\n#[spec(\"REQ-1.2\")] fn b() {}\n");
        let lib: (&str, &[u8]) = ("src/lib.rs", b"mod oven;\nmod heat;\n");
        reported(&graph("\"1\", \"2\"", "\"9\""), &[lib, both], &[3]);
        reported(&graph("\"1\"", "\"2\", \"9\""), &[lib, both], &[5]);
        let one: (&str, &[u8]) = ("src/oven.rs", b"#[spec(\"REQ-1.1\")] fn a() {}\n");
        let other: (&str, &[u8]) = ("src/heat.rs", b"#[spec(\"REQ-1.2\")] fn b() {}\n");
        reported(&graph("\"1\", \"2\"", "\"9\""), &[lib, one, other], &[]);
    }
}
