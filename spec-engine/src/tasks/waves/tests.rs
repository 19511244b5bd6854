use std::path::Path;

use spec_model::index::IndexVec;
use spec_model::source::Source;
use spec_model::tasks::{TaskIx, TaskList};

use super::*;
use crate::tasks::boundary::boundaries;
use crate::tasks::spelling::Spelling;

fn plan(text: &str) -> (TaskList, Plan) {
    let list = spec_model::tasks::read(Source::new("tasks.md", text));
    let implementing: IndexVec<TaskIx, Vec<String>> = list.tasks.map(|_| Vec::new());
    let spelling = Spelling::new(Path::new("/w"), Path::new("/w"), std::iter::empty());
    let plan = Plan::of(&list, &boundaries(&list, &[], &implementing, &spelling));
    (list, plan)
}

/// The waves of a list, as `1.1 1.2 | 1.3`.
#[track_caller]
fn check(text: &str, expect: &str) {
    let (list, plan) = plan(text);
    let name = |ix: &TaskIx| list.number(&list.tasks[*ix]).unwrap_or("-");
    let wave = |wave: &Wave| wave.tasks.iter().map(name).collect::<Vec<_>>().join(" ");
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
fn what_every_task_touches_is_told_and_parts_nobody() {
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
