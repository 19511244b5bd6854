//! `cargo spec tasks`.

use crate::{ACCOUNTS, TestCrate};

const TASKS: &str = "\
# Plan

## Phase 1: Accounts

- [x] 1. Accounts
  - [x] 1.1 Store the account of a visitor who registers, with the address in lower case and the name as it is
    - Keep it in `src/store/accounts.rs`
    - _Requirements: 1.1-1.2_
  - [ ]* 1.2 Write the property test
    - **Property 1: an address is taken once**
    - **Validates: Requirements 1.2**

- [?] 2. (P) Tell the visitor
  - _Depends: 1.1_
";

#[test]
fn the_tasks_of_the_package_are_listed_for_people() {
    let place = TestCrate::package(&[
        (".kiro/specs/accounts/requirements.md", ACCOUNTS),
        (".kiro/specs/accounts/tasks.md", TASKS),
    ]);
    let answer = place.run("tasks");
    assert_eq!(answer.code, Some(0));
    insta::assert_snapshot!(answer.out, @r#"
    accounts  kiro · .kiro/specs/accounts/tasks.md

    Phase 1: Accounts
      [x] 1               Accounts
        [x] 1.1  phantom    Store the account of a visitor who registers, with the
                            address in lower case and the name as it is
                            REQ-1.1, REQ-1.2
        [ ] 1.2  open       Write the property test
                            REQ-1.2, Property 1 · optional
      [?] 2    unjudged   Tell the visitor
                          parallel · after 1.1

    4 tasks in 1 list, 2 ticked; measured: 1 open, 1 phantom, 1 unjudged
    "#);
    insta::assert_snapshot!(answer.err, @r#"
    warning[malformed-task]: `[?]` is not a known state of a task
      --> .kiro/specs/accounts/tasks.md:13:1
       |
    13 | - [?] 2. (P) Tell the visitor
       | ^^^^ neither open nor done
    help: write `[ ]` for an open task, `[x]` for one that is done, `[-]` for one
          that was begun
    "#);
}

const CHANGE: &str = "\
## ADDED Requirements

### Requirement: Door alarm
The oven SHALL ring when its door is open.

#### Scenario: Left open
- **WHEN** the door is open for an hour
- **THEN** it rings

### Requirement: Heat
The oven SHALL heat.

#### Scenario: Lit
- **WHEN** it is lit
- **THEN** it warms
";

#[test]
fn the_tasks_of_an_open_change_are_measured_by_what_the_change_asks_for() {
    let tasks =
        "## 1. Door alarm\n\n- [x] 1.1 Wire it\n\n## 2. Rest\n\n- [ ] 2.1 Cover `Lit`\n- [ ] 2.2 Write\n";
    let place = TestCrate::package(&[
        ("openspec/changes/loud/specs/oven/spec.md", CHANGE),
        ("openspec/changes/loud/tasks.md", tasks),
        ("tests/heat.rs", "#[test] #[spec(\"heat.lit\")] fn lit() { assert!(oven::is_lit()); }"),
    ]);
    insta::assert_snapshot!(place.run("tasks").out, @"
    loud  openspec · openspec/changes/loud/tasks.md

    1. Door alarm
      [x] 1.1  phantom    Wire it
                          door-alarm.left-open

    2. Rest
      [ ] 2.1  started    Cover `Lit`
                          heat.lit
      [ ] 2.2  unjudged   Write

    3 tasks in 1 list, 1 ticked; measured: 1 started, 1 phantom, 1 unjudged
    ");
    let answer = place.run("tasks --format json");
    let json: serde_json::Value = serde_json::from_str(&answer.out).expect("it is JSON");
    assert_eq!(json["documents"][0]["tasks"][1]["criteria"], serde_json::json!(["heat.lit"]));
    let answer = place.run("show door-alarm.left-open");
    assert!(answer.out.contains("tasks.md:3  1.1 Wire it (box ticked, measured phantom)"), "{}", answer.out);
}

#[test]
fn a_file_that_is_named_is_read_on_its_own() {
    let place = TestCrate::with(&[("plan/tasks.md", TASKS)]);
    let answer = place.run("tasks plan/tasks.md --format json");
    assert_eq!(answer.code, Some(0), "{}", answer.err);
    let json: serde_json::Value = serde_json::from_str(&answer.out).expect("it is JSON");
    let list = &json["documents"][0];
    assert_eq!((list["path"].as_str(), list["feature"].as_str()), (Some("plan/tasks.md"), Some("plan")));
    let task = &list["tasks"][1];
    assert_eq!(
        (task["id"].as_str(), task["line"].as_u64(), task["end_line"].as_u64()),
        (Some("1.1"), Some(6), Some(8))
    );
    assert_eq!((task["parent"].as_str(), task["parent_line"].as_u64()), (Some("1"), Some(5)));
    assert_eq!(task["group"], "Phase 1: Accounts");
    assert_eq!(task["references"][0]["ids"], serde_json::json!(["REQ-1.1", "REQ-1.2"]));
    assert_eq!(task["paths"], serde_json::json!(["src/store/accounts.rs"]));
    assert_eq!(list["tasks"][2]["properties"], serde_json::json!(["1"]));
    assert_eq!(list["tasks"][3]["state"], "unknown-mark");
    assert_eq!(json["diagnostics"][0]["code"], "malformed-task");
}

#[test]
fn a_list_that_is_not_there_could_not_be_read() {
    let place = TestCrate::with(&[]);
    assert_eq!(place.run("tasks tasks.md").code, Some(2));
    assert_eq!(place.run("tasks").code, Some(2));
}

const DESIGN: &str = "\
# Design

## Correctness Properties

### Property 1: An address is taken once

*For any* address, the second account is refused.

**Validates: Requirements 1.1-1.2**

## Requirements Traceability

| Requirement | Parts |
|---|---|
| 1.1, 1.2 | `Store` |

```text
src/
└── store.rs
```
";

#[test]
fn a_design_has_its_properties_rows_and_files() {
    let place = TestCrate::with(&[("plan/design.md", DESIGN)]);
    let answer = place.run("tasks plan/design.md --format json");
    assert_eq!(answer.code, Some(0), "{}", answer.err);
    let json: serde_json::Value = serde_json::from_str(&answer.out).expect("it is JSON");
    assert_eq!(json["documents"], serde_json::json!([]));
    let design = &json["designs"][0];
    assert_eq!((design["path"].as_str(), design["feature"].as_str()), (Some("plan/design.md"), Some("plan")));
    let ids = serde_json::json!(["REQ-1.1", "REQ-1.2"]);
    let property = serde_json::json!({
        "number": "1", "title": "An address is taken once", "line": 5, "end_line": 9, "validates": ids,
    });
    assert_eq!(design["properties"], serde_json::json!([property]));
    let row =
        serde_json::json!({ "requirement": "1.1, 1.2", "ids": ids, "line": 15, "targets": ["`Store`"] });
    assert_eq!(design["traceability"], serde_json::json!([row]));
    assert_eq!(design["files"], serde_json::json!(["src/store.rs"]));
}

#[test]
fn the_designs_of_the_package_stand_behind_its_tasks() {
    let place = TestCrate::package(&[
        (".kiro/specs/accounts/requirements.md", ACCOUNTS),
        (".kiro/specs/accounts/design.md", DESIGN),
    ]);
    let answer = place.run("tasks");
    assert_eq!(answer.code, Some(0), "{}", answer.err);
    insta::assert_snapshot!(answer.out, @r"
    accounts  design · .kiro/specs/accounts/design.md
      Property 1  An address is taken once
        REQ-1.1, REQ-1.2
      1 row of traceability

    0 tasks in 0 lists, 0 ticked
    ");
}

const PARALLEL: &str = "\
# Plan

## Phase 1: Accounts

- [x] 1. Accounts
  - [x] 1.1 Store the account of a visitor
    - Lower the case of the address
    - _Requirements: 1.1_
- [ ] 2. (P) Refuse it in `src/store.rs`
  - _Requirements: 1.2_
- [ ] 3. (P) Log it in `src/store.rs`
- [ ] 4. (P) Name it in `src/lib.rs`
";

fn parallel() -> TestCrate {
    TestCrate::package(&[
        (".kiro/specs/accounts/requirements.md", ACCOUNTS),
        (".kiro/specs/accounts/design.md", DESIGN),
        (".kiro/specs/accounts/tasks.md", PARALLEL),
    ])
}

#[test]
fn waves_part_tasks_that_would_meet_in_a_file() {
    let answer = parallel().run("tasks waves");
    assert_eq!(answer.code, Some(0), "{}", answer.err);
    insta::assert_snapshot!(answer.out, @r"
    accounts  3 waves, as the marks for parallel tasks say
    Wave 1
      1.1  phantom  Store the account of a visitor
    Wave 2
      2  open  Refuse it in `src/store.rs`
      4  open  Name it in `src/lib.rs`
    Wave 3
      3  open  Log it in `src/store.rs`
        3 cannot run beside 2: both edit src/store.rs
    ");
    let json = parallel().run("tasks waves --format json");
    let json: serde_json::Value = serde_json::from_str(&json.out).expect("it is JSON");
    assert_eq!(json["lists"][0]["basis"], "marks");
    assert_eq!(json["lists"][0]["waves"][2]["splits"][0]["place"], "src/store.rs");
}

#[test]
fn the_next_tasks_are_those_that_wait_for_nothing_that_is_open() {
    let answer = parallel().run("tasks next");
    assert_eq!(answer.code, Some(0), "{}", answer.err);
    insta::assert_snapshot!(answer.out, @r"
    accounts  0 of 4 done
      ready  1.1  Store the account of a visitor (ticked, but phantom)
      2, 3, 4 wait for 1.1
    no test results yet: a task counts as done only when its tests ran
    Next: `cargo spec test`
    ");
    let other = parallel().run("tasks next otherwise");
    assert_eq!(other.code, Some(2));
    assert!(other.err.contains("did you mean `accounts`?"), "{}", other.err);
}

#[test]
fn a_brief_has_what_the_task_needs_and_says_what_it_stands_for() {
    let answer = parallel().run("tasks brief 1.1");
    assert_eq!(answer.code, Some(0), "{}", answer.err);
    insta::assert_snapshot!(answer.out, @r"
    # Task 1.1: Store the account of a visitor

    .kiro/specs/accounts/tasks.md:6, box: done, measured: phantom

    - Lower the case of the address
    - _Requirements: 1.1_

    ## Criteria

    - `REQ-1.1` (untested): WHEN a visitor registers THEN the system SHALL answer
      `201 Created`

    ## Properties

    - Property 1: An address is taken once. *For any* address, the second account is
      refused.

    ## Design

    - Requirements Traceability (.kiro/specs/accounts/design.md:11)

    ## Done when

    `cargo spec tasks verify 1.1` says that it is done.

    This brief replaces 42 lines of documents.
    ");
    let unknown = parallel().run("tasks brief 1.2");
    assert_eq!(unknown.code, Some(2));
    assert!(unknown.err.contains("did you mean"), "{}", unknown.err);
}

#[test]
fn a_brief_names_the_ids_that_no_document_defines_and_says_what_to_do() {
    let place = TestCrate::package(&[
        (".kiro/specs/coins/requirements.md", COINS),
        (".kiro/specs/coins/tasks.md", "- [x] 1. Count\n  - _Requirements: 1.9, nosuch/REQ-1.2_\n"),
    ]);
    let answer = place.run("tasks brief 1");
    assert_eq!(answer.code, Some(0), "{}", answer.err);
    insta::assert_snapshot!(answer.out, @r"
    # Task 1: Count

    .kiro/specs/coins/tasks.md:1, box: done, measured: phantom

    - _Requirements: 1.9, nosuch/REQ-1.2_

    ## Done when

    The task is not done while no document defines `REQ-1.9`, `nosuch/REQ-1.2`.
    `cargo spec list` shows the ids: name the right one in the task, or ask a person
    to write the criterion down.

    Then `cargo spec tasks verify 1` says that it is done.

    This brief replaces 8 lines of documents.
    ");
    let json = place.run("tasks brief 1 --format json");
    let json: serde_json::Value = serde_json::from_str(&json.out).expect("it is JSON");
    assert_eq!(json["undefined"], serde_json::json!(["REQ-1.9", "nosuch/REQ-1.2"]));
}

const COINS: &str = "### Requirement 1: Coins\n\n#### Acceptance Criteria\n\n1. THE till SHALL count coins\n2. THE till SHALL sort coins\n";

#[test]
fn tasks_of_two_documents_that_edit_one_file_are_not_both_ready() {
    let place = TestCrate::package(&[
        (".kiro/specs/coins/requirements.md", COINS),
        (".kiro/specs/coins/tasks.md", "- [ ] 1. Count in `src/till.rs`\n  - _Requirements: 1_\n"),
        (".kiro/specs/notes/requirements.md", COINS),
        (".kiro/specs/notes/tasks.md", "- [ ] 1. Count notes in `.\\src\\till.rs`\n  - _Requirements: 1_\n"),
    ]);
    let answer = place.run("tasks next");
    insta::assert_snapshot!(answer.out, @r"
    coins  0 of 1 done
      ready  1  Count in `src/till.rs`
    notes  0 of 1 done
      1 cannot run beside coins/1: both edit src/till.rs
    no test results yet: a task counts as done only when its tests ran
    Next: `cargo spec tasks brief coins/1`
    ");
    let json = place.run("tasks next --format json");
    let json: serde_json::Value = serde_json::from_str(&json.out).expect("it is JSON");
    let meeting = &json["lists"][1]["meeting"][0];
    let one = place.run("tasks next coins");
    assert!(
        one.out.contains("Next: `cargo spec tasks brief coins/1`") && !one.out.contains("notes"),
        "{}",
        one.out
    );
    let other = place.run("tasks next notes");
    assert!(other.out.contains("1 cannot run beside coins/1"), "{}", other.out);
    assert_eq!((meeting["other"].as_str(), meeting["other_feature"].as_str()), (Some("1"), Some("coins")));
}

#[test]
fn a_task_with_parts_is_begun_when_one_of_them_is_and_may_touch_what_they_may() {
    let graph = "```json\n{\"waves\": [[\"1\", \"2\"]]}\n```\n";
    let tasks = format!(
        "- [ ] 1. Count\n  - [-] 1.1 Bronze in `src/till.rs`\n  - [ ] 1.2 Silver\n- [ ] 2. Sort in `src/till.rs`\n\n{graph}"
    );
    let place = TestCrate::package(&[
        (".kiro/specs/coins/requirements.md", COINS),
        (".kiro/specs/coins/tasks.md", &tasks),
    ]);
    let answer = place.run("tasks next");
    insta::assert_snapshot!(answer.out, @r"
    coins  0 of 2 done
      begun  1  Count
      2 cannot run beside 1: both edit src/till.rs
    no test results yet: a task counts as done only when its tests ran
    Next: `cargo spec test`
    ");
}

#[test]
fn features_of_one_name_are_distinguished_by_their_folders() {
    let tasks = "- [ ] T001 Count\n- [ ] T002 Sort\n";
    let place = TestCrate::package(&[
        (".kiro/specs/sales/coins/requirements.md", COINS),
        (".kiro/specs/sales/coins/tasks.md", tasks),
        (".kiro/specs/bank/coins/requirements.md", COINS),
        (".kiro/specs/bank/coins/tasks.md", &tasks.replace("T002", "T001")),
    ]);
    let answer = place.run("tasks brief sales/coins/t2");
    assert_eq!(answer.code, Some(0), "{}", answer.err);
    assert!(answer.out.starts_with("# Task T002: Sort"), "{}", answer.out);
    for (task, expect) in [
        ("coins/T002", "# Task T002: Sort"),
        ("T001", "several lists have a task T001"),
        ("bank/coins/T001", "several tasks of one list have the number T001, in the lines 1 and 2"),
        ("oven/T001", "no task list belongs to a feature `oven`"),
        ("T7", "no task has the number T7"),
    ] {
        let answer = place.run(&format!("tasks brief {task}"));
        assert!(format!("{}{}", answer.out, answer.err).contains(expect), "{task}: {}", answer.err);
    }
}

#[test]
fn a_brief_never_drops_words_of_criteria_and_says_what_it_leaves_out() {
    use std::fmt::Write as _;
    for number in [1, 12, 30, 80] {
        let mut requirements = "### Requirement 1: Coins\n\n#### Acceptance Criteria\n\n".to_owned();
        let mut design = "# Design\n\n".to_owned();
        let mut body = String::new();
        for n in 1..=number {
            let words = "with the greatest care, one by one, until each of them lies where it belongs";
            let _ = writeln!(requirements, "{n}. THE till SHALL count coin {n} {words}");
            let _ = writeln!(design, "## Part {n} (Requirement 1.{n})\n\nIt counts.\n");
            let _ = writeln!(body, "  - Step {n}, in `src/part{n}.rs`");
        }
        let tasks = format!("- [ ] 1. Count\n{body}  - _Requirements: 1_\n");
        let place = TestCrate::package(&[
            (".kiro/specs/coins/requirements.md", &requirements),
            (".kiro/specs/coins/design.md", &design),
            (".kiro/specs/coins/tasks.md", &tasks),
        ]);
        let answer = place.run("tasks brief 1");
        let text = answer.out.split_whitespace().collect::<Vec<_>>().join(" ");
        for n in 1..=number {
            assert!(text.contains(&format!("count coin {n} with the greatest care, one by one, until each of them lies where it belongs")), "{n}\n{}", answer.out);
        }
        let lines = answer.out.lines().count();
        assert!(lines <= 60 || number == 80, "{lines} lines of {number} criteria\n{}", answer.out);
        let last = answer.out.lines().last().unwrap_or_default();
        assert!(last.starts_with("This brief replaces ") && last.ends_with(" lines of documents."), "{last}");
        if number > 12 {
            assert!(answer.out.contains("of the task: .kiro/specs/coins/tasks.md:1"), "{}", answer.out);
            assert!(answer.out.contains(" more: .kiro/specs/coins/design.md"), "{}", answer.out);
            assert!(answer.out.contains(" more: `cargo spec tasks brief --format json`"), "{}", answer.out);
        }
    }
}

#[test]
fn a_task_is_measured_by_the_criteria_of_the_feature_that_it_names() {
    let place = TestCrate::package(&[
        (".kiro/specs/coins/requirements.md", COINS),
        (".kiro/specs/coins/tasks.md", "- [x] 1. Count\n  - _Requirements: cups/REQ-1.1_\n"),
        (".kiro/specs/cups/requirements.md", &COINS.replace("coins", "cups")),
        ("tests/spec.rs", "#[test]\n#[spec_runtime::spec(\"coins/REQ-1.1\")]\nfn counts() {}\n"),
    ]);
    let json = |command: &str| -> serde_json::Value {
        serde_json::from_str(&place.run(command).out).expect("it is JSON")
    };
    let brief = json("tasks brief 1 --format json");
    assert_eq!(brief["criteria"][0]["text"], "THE till SHALL count cups");
    assert_eq!(brief["criteria"][0]["rung"], "untested");
    assert_eq!(json("tasks --format json")["documents"][0]["tasks"][0]["measured"], "phantom");
}
