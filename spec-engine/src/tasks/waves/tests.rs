use std::path::Path;

use proptest::prelude::*;
use spec_model::index::IndexVec;
use spec_model::source::Source;
use spec_model::tasks::{TaskIx, TaskList};

use super::*;
use crate::tasks::boundary::boundaries;
use crate::tasks::spelling::Spelling;

fn plan(text: &str) -> (TaskList, Plan) {
    let list = spec_model::tasks::read(Source::new("tasks.md", text));
    let implementing: IndexVec<TaskIx, Vec<String>> = list.tasks.map(|_| Vec::new());
    let spelling = Spelling::new(Path::new("/w"), Path::new("/w"), std::iter::empty(), std::iter::empty());
    let plan = Plan::of(&list, &boundaries(&list, &[], &implementing, &spelling));
    (list, plan)
}

/// The waves of a list, as `1.1 1.2 | 1.3`.
#[track_caller]
fn check(text: &str, expect: &str) {
    let (list, plan) = plan(text);
    let name = |ix: &TaskIx| list.number(&list.tasks[*ix]).unwrap_or("-");
    let wave = |wave: &PlannedWave| wave.tasks.iter().map(name).collect::<Vec<_>>().join(" ");
    let waves: Vec<_> = plan.waves.iter().map(wave).collect();
    assert_eq!(waves.join(" | "), expect, "{text}");
}

#[test]
fn without_marks_tasks_follow_each_other() {
    check("- [ ] 1. Bread\n  - [ ] 1.1 Bake\n  - [ ] 1.2 Slice\n- [ ] 2. Milk\n", "1.1 | 1.2 | 2");
}

#[test]
fn marked_neighbours_are_one_wave() {
    check(
        "## Phase 1\n\n- [ ] T001 Make\n- [ ] T002 [P] Bake\n- [ ] T003 [P] Slice\n- [ ] T004 Sell\n\n## Phase 2\n\n- [ ] T005 [P] Wash\n",
        "T001 | T002 T003 | T004 | T005",
    );
}

#[test]
fn the_mark_of_a_task_is_that_of_its_parts() {
    check(
        "- [ ] 1. (P) Bread\n  - [ ] 1.1 Bake\n  - [ ] 1.2 Slice\n- [ ] 2. (P) Milk\n- [ ] 3. Tea\n  - [ ] 3.1 Boil\n  - [ ] 3.2 Pour\n",
        "1.1 1.2 2 | 3.1 | 3.2",
    );
}

#[test]
fn a_checkpoint_parts_marked_neighbours() {
    check("- [ ] 1. (P) Bake\n- [ ] 2. Checkpoint - look at it\n- [ ] 3. (P) Slice\n", "1 | 3");
}

#[test]
fn a_task_waits_for_those_that_it_names_and_for_no_other() {
    check(
        "- [ ] 1. Bread\n- [ ] 2. Milk\n  - _Depends: 1_\n- [ ] 3. Tea\n  - _Depends: 1_\n- [ ] 4. Sale\n  - _Depends: 2, 3_\n",
        "1 | 2 3 | 4",
    );
}

#[test]
fn who_waits_for_a_task_waits_for_all_of_its_parts() {
    check(
        "- [ ] 1. Bread\n  - [ ] 1.1 (P) Bake\n  - [ ] 1.2 (P) Slice\n- [ ] 2. (P) Sale\n  - _Depends: 1_\n",
        "1.1 1.2 | 2",
    );
}

#[test]
fn tasks_that_wait_for_each_other_begin_in_the_order_of_the_document() {
    check("- [ ] 1. Bread\n  - _Depends: 2_\n- [ ] 2. Milk\n  - _Depends: 1_\n- [ ] 3. Tea\n", "1 | 2 | 3");
}

#[test]
fn the_written_graph_comes_before_all_else() {
    let graph = "```json\n{\"waves\": [{\"id\": 0, \"tasks\": [\"2\", \"3\"]}, {\"id\": 1, \"tasks\": [\"1\"]}]}\n```\n";
    check(
        &format!(
            "- [ ] 1. Bread\n- [ ] 2. Milk\n- [ ] 3. Tea\n- [ ] 4. Sale\n\n## Task Dependency Graph\n\n{graph}"
        ),
        "2 3 | 1 | 4",
    );
}

#[test]
fn two_tasks_in_one_file_are_parted_with_the_reason() {
    let text = "- [ ] T001 [P] Bake in src/oven.rs\n- [ ] T002 [P] Heat in src/oven.rs\n- [ ] T003 [P] Sell in src/till.rs\n";
    check(text, "T001 T003 | T002");
    let (_, plan) = plan(text);
    let splits: Vec<_> = plan.waves[1].splits.iter().map(|split| split.place.as_str()).collect();
    assert_eq!(splits, ["src/oven.rs"]);
}

#[test]
fn what_every_task_touches_is_reported_and_parts_nobody() {
    let text = "- [ ] T001 [P] Name it in src/lib.rs\n- [ ] T002 [P] Name it in src/lib.rs\n";
    check(text, "T001 T002");
    let (_, plan) = plan(text);
    let contended: Vec<_> =
        plan.contended.iter().map(|(place, tasks)| (place.as_str(), tasks.len())).collect();
    assert_eq!(contended, [("src/lib.rs", 2)]);
}

#[test]
fn ten_thousand_tasks_in_a_row_are_no_deep_recursion() {
    let text: String = (1..=10_000).map(|n| format!("- [ ] {n}. Bake\n  - _Depends: {}_\n", n - 1)).collect();
    let (_, plan) = plan(&text);
    assert_eq!(plan.waves.len(), 10_000);
}

#[test]
fn a_number_is_known_however_it_is_written() {
    for (depends, expect) in
        [("T1", "T001 | T002 T003"), ("t001", "T001 | T002 T003"), ("T001", "T001 | T002 T003")]
    {
        check(
            &format!(
                "- [ ] T001 Make\n- [ ] T002 Bake (depends on {depends})\n- [ ] T003 Slice (depends on {depends})\n"
            ),
            expect,
        );
    }
    let graph = "```json\n{\"waves\": [[\"t2\", \"T03\"], [\"T1\"]]}\n```\n";
    check(&format!("- [ ] T001 Make\n- [ ] T002 Bake\n- [ ] T003 Slice\n\n{graph}"), "T002 T003 | T001");
}

#[test]
fn who_waits_for_a_numbered_heading_waits_for_all_tasks_below_it() {
    let shelf =
        "## 2. Shelf\n\n- [ ] 2.1 (P) Board\n  - _Depends: 1_\n- [ ] 2.2 (P) Nail\n  - _Depends: 1.1_\n";
    check(
        &format!("## 1. Oven\n\n- [ ] 1.1 (P) Bake\n- [ ] 1.2 Slice\n  - _Depends: 1.1_\n\n{shelf}"),
        "1.1 | 1.2 2.2 | 2.1",
    );
    check(
        &format!(
            "## 1. Oven\n\n### Heat\n\n- [ ] 1.1 (P) Bake\n\n### Cold\n\n- [ ] 1.2 Slice\n  - _Depends: 1.1_\n\n{shelf}"
        ),
        "1.1 | 1.2 2.2 | 2.1",
    );
    let graph = "```json\n{\"waves\": [[2], [1]]}\n```\n";
    check(
        &format!("## 1. Oven\n\n- [ ] 1.1 Bake\n\n## 2. Shelf\n\n- [ ] 2.1 Board\n- [ ] 2.2 Nail\n\n{graph}"),
        "2.1 2.2 | 1.1",
    );
}

#[test]
fn inside_a_wave_of_the_graph_tasks_wait_for_those_that_they_name() {
    let tasks = |one: &str, two: &str, three: &str| {
        format!(
            "- [ ] 1. Bread\n  - {one}\n- [ ] 2. Milk\n  - {two}\n- [ ] 3. Tea\n  - {three}\n\n```json\n{{\"waves\": [{{\"id\": 0, \"tasks\": [1, 2]}}, {{\"id\": 1, \"tasks\": [3]}}]}}\n```\n"
        )
    };
    check(&tasks("a", "b", "c"), "1 2 | 3");
    check(&tasks("a", "_Depends: 1_", "c"), "1 | 2 | 3");
    check(&tasks("_Depends: 2_", "b", "c"), "2 | 1 | 3");
    check(&tasks("_Depends: 2_", "_Depends: 1_", "c"), "1 | 2 | 3");
    check(&tasks("_Depends: 3_", "b", "c"), "1 2 | 3");
}

#[test]
fn who_waits_for_a_task_further_down_keeps_nobody_before_it_waiting() {
    check("- [ ] 1. Bread\n  - _Depends: 3_\n- [ ] 2. Milk\n- [ ] 3. Tea\n", "2 | 3 | 1");
    check(
        "- [ ] 1. Bread\n  - _Depends: 2_\n- [ ] 2. Milk\n  - _Depends: 4_\n- [ ] 3. Tea\n- [ ] 4. Salt\n- [ ] 5. Rest\n",
        "3 | 4 | 2 | 1 | 5",
    );
}

#[test]
fn who_waits_for_a_checkpoint_waits_for_all_before_it() {
    check(
        "- [ ] 1. Bread\n- [ ] 2. Milk\n- [ ] 3. Checkpoint - look at it\n- [ ] 4. Tea\n  - _Depends: 1, 3_\n- [ ] 5. Salt\n  - _Depends: 1_\n",
        "1 | 2 5 | 4",
    );
}

#[test]
fn a_part_that_no_wave_names_is_in_the_wave_of_its_task() {
    let tasks = "- [ ] 1. Bread\n  - [ ] 1.1 Bake\n  - [ ] 1.2 Slice\n- [ ] 2. Milk\n";
    for (graph, expect) in [
        ("[[\"1\"], [\"1.2\", \"2\"]]", "1.1 | 1.2 2"),
        ("[[\"1.2\", \"2\"], [\"1\"]]", "1.2 2 | 1.1"),
        ("[{\"id\": 2, \"tasks\": [\"1\"]}, {\"id\": 1, \"tasks\": [\"2\"]}]", "2 | 1"),
    ] {
        check(&format!("{tasks}\n```json\n{{\"waves\": {graph}}}\n```\n"), expect);
    }
}

#[test]
fn a_folder_overlaps_with_the_files_in_it() {
    check(
        "- [ ] 1. (P) Bake\n  - _Boundary: src/oven/_\n- [ ] 2. (P) Heat in `src/oven/heat.rs`\n- [ ] 3. (P) Sell in `src/till.rs`\n",
        "1 3 | 2",
    );
}

#[test]
fn a_drawn_graph_says_what_its_tasks_wait_for() {
    let tasks = "- [ ] T001 Make\n- [ ] T002 Bake\n- [ ] T003 Slice\n- [ ] T004 Sell\n";
    for (graph, expect) in [
        ("T001 --> T002\n  T001 --> T003", "T001 | T002 T003 | T004"),
        ("T003 --> T001\n  T002 --> T004", "T002 T003 | T001 T004"),
        ("T002 --> T003", "T001 T002 | T003 | T004"),
    ] {
        check(&format!("{tasks}\n```mermaid\ngraph TD\n  {graph}\n```\n"), expect);
    }
}

/// A list of tasks, each with numbers that it waits for, with or without a mark; all wait for tasks of lower `rank`.
fn any_list() -> impl Strategy<Value = String> {
    let task =
        (any::<bool>(), prop::collection::vec(any::<prop::sample::Index>(), 0..3), any::<u8>(), 0..4_u8);
    (prop::collection::vec(task, 1..12), any::<bool>()).prop_map(|(tasks, has_graph)| {
        let mut text = String::new();
        let mut waves = [const { Vec::new() }; 4];
        for (at, (is_parallel, names, rank, wave)) in tasks.iter().enumerate() {
            let before = |other: &usize| (tasks[*other].3, tasks[*other].2, *other) < (*wave, *rank, at);
            let names = names.iter().map(|index| index.index(tasks.len())).filter(before);
            let names: Vec<_> = names.map(|other| (other + 1).to_string()).collect();
            let mark = if *is_parallel { "(P) " } else { "" };
            text += &format!("- [ ] {}. {mark}Bake\n", at + 1);
            if !names.is_empty() {
                text += &format!("  - _Depends: {}_\n", names.join(", "));
            }
            if *rank > 40 {
                waves[usize::from(*wave)].push(format!("\"{}\"", at + 1));
            }
        }
        if has_graph {
            let waves: Vec<_> = waves.iter().map(|wave| format!("[{}]", wave.join(", "))).collect();
            text += &format!("\n```json\n{{\"waves\": [{}]}}\n```\n", waves.join(", "));
        }
        text
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    /// `tasks waves` and `tasks next` agree: when all earlier waves are done, nothing that the tasks of a wave wait for is open.
    #[test]
    fn whatever_a_task_waits_for_is_in_an_earlier_wave(text in any_list()) {
        let (list, plan) = plan(&text);
        let order = UnitOrder::of(&list);
        let mut done: IndexVec<TaskIx, bool> = list.tasks.map(|_| false);
        let contradicts = list.diagnostics.iter().any(|finding| finding.code.as_str() == "wave-cycle");
        for wave in &plan.waves {
            let waiting = order.waiting(|ix| done[ix], |_| true);
            for (task, waits) in waiting.iter().filter(|(task, _)| wave.tasks.contains(task)) {
                prop_assert!(contradicts || waits.is_empty(), "{:?} waits for {:?}\n{}", task, waits, text);
            }
            wave.tasks.iter().for_each(|&ix| done[ix] = true);
        }
        prop_assert!(done.iter().all(|done| *done), "{}", text);
    }
}
