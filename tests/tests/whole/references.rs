//! Checks that the references of all artifacts follow criteria that are renumbered.

use crate::test_crate::TestCrate;

const DOCUMENT: &str = "\
# Requirements Document

### Requirement 1: Heat

#### Acceptance Criteria

1. WHEN it is lit THE oven SHALL warm
2. WHEN it is warm THE oven SHALL ring
3. WHEN it is hot THE oven SHALL glow

### Requirement 2: Bake

#### Acceptance Criteria

1. WHEN it rings THE baker SHALL bake
2. WHEN it is done THE baker SHALL eat
";

const TASKS: &str = "\
# Implementation Plan

- [x] 1. Warm the oven
  - _Requirements: 1.1, R1.2_
- [ ] 2. Ring, from 1.2 seconds on
  - [ ] 2.1 The bell
    - _Requirements: 1.1-1.3, REQ-1.3, 2_
  - [ ]* 2.2 Test it
    - **Property 1: Bells**
    - **Validates: Requirements 1.2, 1.3**
- [ ] 3. Bake
  - _Requirements: 2, 2.1, 2.1-2.2_
";

const DESIGN: &str = "\
# Design

The oven of version 1.2 rings, as Requirement 1.2 asks.

## Correctness Properties

### Property 1: Bells

For any oven, it rings.

**Validates: Requirements 1.2, 2.1**

## Requirements Traceability

| Requirement | Component |
|---|---|
| 1.2 | Bell 1.2 |
| 1.3, 2 | Lamp |
";

fn oven(name: &str) -> TestCrate {
    let test = |(requirement, n): (usize, usize)| {
        format!(
            "\n#[test]\n#[spec(\"REQ-{requirement}.{n}\")]\nfn rule_{requirement}_{n}() {{\n    assert_eq!({n}, {n} * {requirement} / {requirement});\n}}\n"
        )
    };
    let tests: String = [(1, 1), (1, 2), (1, 3), (2, 1), (2, 2)].into_iter().map(test).collect();
    let place = TestCrate::package(
        name,
        &[
            (".kiro/specs/oven/requirements.md", DOCUMENT),
            (".kiro/specs/oven/tasks.md", TASKS),
            (".kiro/specs/oven/design.md", DESIGN),
            ("tests/rules.rs", &format!("use spec_runtime::spec;\n{tests}")),
        ],
    );
    place.spec("accept --all").succeeds();
    place
}

fn files(place: &TestCrate) -> [String; 4] {
    [".kiro/specs/oven/tasks.md", ".kiro/specs/oven/design.md", "tests/rules.rs", "spec.lock"]
        .map(|path| place.read(path))
}

/// Checks what becomes of tasks and design, and that a second run changes nothing.
#[track_caller]
fn check(place: &TestCrate, document: &str, tasks: &[(&str, &str)], design: &[(&str, &str)]) {
    let replaced = |text: &str, edits: &[(&str, &str)]| {
        edits.iter().fold(text.to_owned(), |text, (from, to)| {
            assert!(text.contains(from), "{from}");
            text.replacen(from, to, 1)
        })
    };
    place.write(".kiro/specs/oven/requirements.md", document);
    place.spec("check --fix").says_nothing_of("criterion-moved");
    let after = files(place);
    assert_eq!(after[0], replaced(TASKS, tasks));
    assert_eq!(after[1], replaced(DESIGN, design));
    place.spec("check --fix").says_nothing_of("→");
    assert_eq!(files(place), after);
}

/// One criterion comes before the others of the first requirement that follow the first.
fn with_one_more() -> String {
    DOCUMENT
        .replace("3. WHEN it is hot", "4. WHEN it is hot")
        .replace("2. WHEN it is warm", "2. WHEN it smokes THE oven SHALL stop\n3. WHEN it is warm")
}

const MORE_TASKS: [(&str, &str); 4] = [
    ("1.1, R1.2", "1.1, R1.3"),
    ("1.1-1.3, REQ-1.3, 2", "1.1, 1.3, 1.4, REQ-1.4, 2"),
    ("Requirements 1.2, 1.3", "Requirements 1.3, 1.4"),
    ("2, 2.1, 2.1-2.2", "2, 2.1, 2.1-2.2"),
];
const MORE_DESIGN: [(&str, &str); 4] = [
    ("as Requirement 1.2", "as Requirement 1.3"),
    ("Requirements 1.2, 2.1", "Requirements 1.3, 2.1"),
    ("| 1.2 | Bell 1.2", "| 1.3 | Bell 1.2"),
    ("| 1.3, 2 |", "| 1.4, 2 |"),
];

#[test]
fn an_inserted_criterion_renumbers_tasks_and_designs_once() {
    let place = oven("references-inserted");
    check(&place, &with_one_more(), &MORE_TASKS, &MORE_DESIGN);
    // Only the new criterion has no test and no task.
    place
        .spec("check")
        .exits(1)
        .says("no test verifies REQ-1.2")
        .says("no task names REQ-1.2")
        .says_nothing_of("renumbered");
    place.edit(".kiro/specs/oven/tasks.md", "1.1, R1.3", "1.1, R1.2, R1.3");
    place.edit("tests/rules.rs", "\"REQ-1.1\"", "\"REQ-1.1\", \"REQ-1.2\"");
    place.spec("accept --all").succeeds();
    place.spec("check").succeeds().says_nothing_of("tasks.md").says_nothing_of("renumbered");
    let after = files(&place);
    place.spec("check --fix").succeeds();
    assert_eq!(files(&place), after);
}

#[test]
fn two_criteria_that_changed_places_do_so_everywhere_at_once() {
    let place = oven("references-swapped");
    let swapped = DOCUMENT.replace("2. WHEN it is warm THE oven SHALL ring\n", "").replace(
        "3. WHEN it is hot THE oven SHALL glow\n",
        "2. WHEN it is hot THE oven SHALL glow\n3. WHEN it is warm THE oven SHALL ring\n",
    );
    check(
        &place,
        &swapped,
        &[
            ("1.1, R1.2", "1.1, R1.3"),
            ("1.1-1.3, REQ-1.3, 2", "1.1, 1.3, 1.2, REQ-1.2, 2"),
            ("Requirements 1.2, 1.3", "Requirements 1.3, 1.2"),
        ],
        &[
            ("as Requirement 1.2", "as Requirement 1.3"),
            ("Requirements 1.2, 2.1", "Requirements 1.3, 2.1"),
            ("| 1.2 | Bell 1.2", "| 1.3 | Bell 1.2"),
            ("| 1.3, 2 |", "| 1.2, 2 |"),
        ],
    );
    place.spec("check").succeeds();
}

#[test]
fn a_requirement_that_moved_as_a_whole_is_named_by_its_new_number() {
    let place = oven("references-requirement");
    let moved = DOCUMENT.replace(
        "### Requirement 2: Bake",
        "### Requirement 2: Buy\n\n#### Acceptance Criteria\n\n1. WHEN it is Monday THE baker SHALL buy flour\n\n### Requirement 3: Bake",
    );
    check(
        &place,
        &moved,
        &[("REQ-1.3, 2_", "REQ-1.3, 3_"), ("2, 2.1, 2.1-2.2", "3, 3.1, 3.1-3.2")],
        &[("Requirements 1.2, 2.1", "Requirements 1.2, 3.1"), ("| 1.3, 2 |", "| 1.3, 3 |")],
    );
}

#[test]
fn references_wait_as_long_as_links_do() {
    let place = oven("references-blocked");
    let without = DOCUMENT
        .replace("2. WHEN it is warm THE oven SHALL ring\n", "")
        .replace("3. WHEN it is hot", "2. WHEN it is hot");
    place.write(".kiro/specs/oven/requirements.md", without);
    let before = files(&place);
    place.spec("check --fix").exits(1).says("error[criterion-removed]");
    assert_eq!(files(&place), before);
    place.edit("tests/rules.rs", "#[spec(\"REQ-1.2\")]\n", "");
    place.spec("accept REQ-1.2 --dry-run").says("REQ-1.3 → REQ-1.2");
    place.spec("accept REQ-1.2").says("REQ-1.3 → REQ-1.2").says("1.1-1.3 → 1.1-1.2");
    let after = files(&place);
    // The references to the lost criterion stay: a person has to say what is meant now.
    assert!(
        after[0].contains("1.1, R1.2_")
            && after[1].contains("| 1.2, 2 |")
            && after[0].contains("1.1-1.2, REQ-1.2, 2_"),
        "{after:?}"
    );
    place.spec("check --fix");
    assert_eq!(files(&place), after);
}

#[test]
fn a_document_that_was_written_for_the_new_numbers_stays() {
    let place = oven("references-written");
    let tasks = MORE_TASKS.iter().fold(TASKS.to_owned(), |text, (from, to)| text.replacen(from, to, 1));
    place.write(".kiro/specs/oven/tasks.md", &tasks);
    place.write(".kiro/specs/oven/requirements.md", with_one_more());
    place.edit("tests/rules.rs", "\"REQ-1.3\"", "\"REQ-1.4\"");
    place.edit("tests/rules.rs", "\"REQ-1.2\"", "\"REQ-1.3\"");
    place.spec("check").says("REQ-1.4 is new, so this names the new numbers already, and stays");
    place.spec("check --fix");
    assert_eq!(place.read(".kiro/specs/oven/tasks.md"), tasks);
    assert!(place.read(".kiro/specs/oven/design.md").contains("| 1.4, 2 |"));
}

const STORIES: &str = "\
# Feature Specification: Pay

## User Scenarios & Testing

### User Story 1 - Pay (Priority: P1)

**Acceptance Scenarios**:

1. **Given** a basket, **When** it is paid, **Then** it is sent

### User Story 2 - Refund (Priority: P2)

**Acceptance Scenarios**:

1. **Given** a parcel, **When** it comes back, **Then** its price is paid back

## Requirements

- **FR-001**: The shop MUST keep each receipt
";

const STORY_TASKS: &str = "\
# Tasks: Pay

## Phase 3: User Story 1 - Pay (FR-001)

- [ ] T001 [US1] Take the money
- [ ] T002 Send the parcel

## Phase 4: User Stories 1 and 2

- [ ] T003 Refund
";

#[test]
fn headings_of_task_lists_follow_their_stories_whatever_else_they_name() {
    let test = |id: &str, n: usize| {
        format!("\n#[test]\n#[spec(\"{id}\")]\nfn rule_{n}() {{\n    assert_eq!({n}, {n});\n}}\n")
    };
    let tests = [test("US1.1", 1), test("US2.1", 2), test("FR-001", 3)].concat();
    let place = TestCrate::package(
        "references-stories",
        &[
            ("specs/001-pay/spec.md", STORIES),
            ("specs/001-pay/tasks.md", STORY_TASKS),
            ("tests/rules.rs", &format!("use spec_runtime::spec;\n{tests}")),
        ],
    );
    place.spec("accept --all").succeeds();
    let new = "### User Story 1 - Look (Priority: P1)\n\n**Acceptance Scenarios**:\n\n1. **Given** a shop, **When** it opens, **Then** its goods are shown\n\n### User Story 2 - Pay";
    let moved = STORIES.replace("User Story 2", "User Story 3").replace("### User Story 1 - Pay", new);
    place.write("specs/001-pay/spec.md", moved);
    place
        .spec("check --fix")
        .says_nothing_of("criterion-moved")
        .says("tasks.md:3  1 → 2")
        .says("tasks.md:5  US1 → US2")
        .says("tasks.md:8  1 → 2")
        .says("tasks.md:8  2 → 3");
    let expect = STORY_TASKS
        .replace("User Story 1 - Pay", "User Story 2 - Pay")
        .replace("[US1]", "[US2]")
        .replace("Stories 1 and 2", "Stories 2 and 3");
    assert_eq!(place.read("specs/001-pay/tasks.md"), expect);
}
