//! Lists of Kiro, cc-sdd, spec-kit, OpenSpec and BMAD, with the habits of their users.

use super::check_all;

#[test]
fn lists_of_kiro_and_cc_sdd() {
    check_all(&[
        (
            "# Implementation Plan\n\n- [x] 1. Set up the oven\n  - Create `src/oven.rs`\n  - _Requirements: 1.1, 1.2_\n\n- [ ]* 1.1 Property test\n  - **Property 1: It heats**\n  - **Validates: Requirements 1.1**\n\n- [ ] 2. Checkpoint - all tests pass\n  - Ask the user if questions arise.\n",
            &["1 done REQ-1.1 REQ-1.2 src/oven.rs", "1.1 optional <1 REQ-1.1 P1", "2 checkpoint"],
        ),
        (
            "- [ ] 🔧 1. Set up the oven\n  - _Requirements: 1.1_\n- [x] ✅ 1.1 Write the test\n- [ ] 🚧 **1.2** Bake\n- [ ] 🧪 Task 2: Taste\n",
            &["1 REQ-1.1", "1.1 done <1", "1.2 <1", "2"],
        ),
        (
            "- [ ] 1. Heat the oven (Req 2.1)\n- [ ] 2. Bake [Requirement 3]\n- [ ] 3. Cool (Requirements 1.1, 1.2)\n- [ ] 4. Eat [Reqs 1.3-1.4]\n- [ ] 5. Wash (REQ-4.1)\n- [ ] 6. Dry (REQ-4.2, REQ-4.3)\n- [ ] 7. Sleep [R5.1]\n",
            &[
                "1 REQ-2.1",
                "2 REQ-3",
                "3 REQ-1.1 REQ-1.2",
                "4 REQ-1.3 REQ-1.4",
                "5 REQ-4.1",
                "6 REQ-4.2 REQ-4.3",
                "7 REQ-5.1",
            ],
        ),
        (
            "- [ ] 1. Heat the oven → Requirements 1.1\n- [ ] 2. Bake → REQ-1.2\n- [ ] 3. Cool => Req 1.3\n- [ ] 4. Eat -> Requirement 2\n- [ ] 5. Wash\n  - → Requirements 1.4, 1.5\n- [ ] 6. Read a -> b and write 2.1\n",
            &["1 REQ-1.1", "2 REQ-1.2", "3 REQ-1.3", "4 REQ-2", "5 REQ-1.4 REQ-1.5", "6"],
        ),
        (
            "- [ ] 1. Foundation: the oven\n- [ ] 1.1 (P) Heat it\n  - Reaches 200 degrees\n  - _Requirements: 1.1_\n  - _Boundary: Heater_\n- [ ] 1.2 (P) Light it\n  - _Requirements: 1.2_\n  - _Boundary: Lamp_\n- [ ] 2. Integration\n- [ ] 2.1 Wire both\n  - _Requirements: 1.1, 1.2_\n  - _Depends: 1.1, 1.2_\n",
            &[
                "1",
                "1.1 parallel <1 REQ-1.1 in:Heater",
                "1.2 parallel <1 REQ-1.2 in:Lamp",
                "2",
                "2.1 <2 REQ-1.1 REQ-1.2 after:1.1 after:1.2",
            ],
        ),
        (
            "## Tasks\n\n- [ ] 1. Oven\n    - [ ] 1.1 Heat\n        - _Requirements: 1.1_\n    - [-] 1.2 Light\n        - _Requirements: 1.2_\n\n## Notes\n\n- Tasks marked with `*` are optional\n- Requirements 9.9 is elsewhere\n",
            &["1", "1.1 <1 REQ-1.1", "1.2 started <1 REQ-1.2"],
        ),
        (
            "- [ ] 1. Oven\n\t- [ ] 1.1 Heat\n\t\t- _Requirements: 1.1_\n\t- [ ] 1.2 Light\n\t\t- Details\n\t\t- _Requirements: 1.2_\n",
            &["1", "1.1 <1 REQ-1.1", "1.2 <1 REQ-1.2"],
        ),
        (
            "- [ ] **1. Oven**\n  - **1.1** is a remark\n  - [ ] **1.1 Heat** — _Requirements: 1.1_\n  - [ ] **1.2 Light** — _Requirements: 1.2; Design: 2.1_\n",
            &["1", "1.1 <1 REQ-1.1", "1.2 <1 REQ-1.2 ?Design: 2.1"],
        ),
        ("- [x] ~~1. Oven~~\n- [x] ~~**2.** Bake~~ (dropped)\n- [ ] 3. Eat\n", &["1 done", "2 done", "3"]),
    ]);
}

#[test]
fn lists_of_spec_kit() {
    check_all(&[
        (
            "## Phase 1: Setup\n\n- [ ] T001 Create src/lib.rs\n- [x] T002 [P] Configure lints\n\n## Phase 3: User Story 1 - Heat (P1) 🎯 MVP\n\n- [ ] T010 [P] [US1] Test in tests/heat.rs\n- [ ] T011 [US1] Heat in src/heat.rs (depends on T010)\n\n**Checkpoint**: it heats\n",
            &[
                "T001 src/lib.rs",
                "T002 done parallel",
                "T010 parallel US1 tests/heat.rs",
                "T011 US1 after:T010 src/heat.rs",
            ],
        ),
        (
            "- [ ] T001 [Story: US3] Heat\n- [ ] T002 [Story US1] Bake\n- [ ] T003 (US2) Eat\n- [ ] T004 [P] (Story: US2) Wash\n- [ ] T005 [US-4] Dry\n- [ ] T006 [story: US1, US2] Sleep\n",
            &["T001 US3", "T002 US1", "T003 US2", "T004 parallel US2", "T005 US4", "T006 US1 US2"],
        ),
        (
            "- [ ] **T001** [P] Heat in `src/heat.rs`\n- [ ] **T002**: Bake per FR-003\n- [ ] `T003` Eat (FR-001, FR-002)\n- [ ] T004: Wash [FR-004]\n",
            &["T001 parallel src/heat.rs", "T002 FR-003", "T003 FR-001 FR-002", "T004 FR-004"],
        ),
        (
            "- [ ] [T001] [P] Heat\n- [ ] (T002) Bake\n- [ ] [T003] [US1] Eat\n",
            &["T001 parallel", "T002", "T003 US1"],
        ),
        (
            "- [ ] T001 Heat\n- [ ] T002 Bake (after T001)\n- [ ] T003 Eat [depends: T001, T002]\n- [ ] T004 Wash (requires T003)\n- [ ] T005 Dry [blocked by T004]\n  - Blocked by: T003\n",
            &[
                "T001",
                "T002 after:T001",
                "T003 after:T001 after:T002",
                "T004 after:T003",
                "T005 after:T004 after:T003",
            ],
        ),
        (
            "## Convergence\n\n- [ ] T042 Add a lamp per FR-003 (missing)\n- [ ] T043 Fix the door per US1/AC2 (partial)\n",
            &["T042 FR-003 missing", "T043 US1.2 partial"],
        ),
        (
            "### Parallel Example\n\n```bash\n- [ ] T001 not a task\n```\n\n## Format: `[ID] [P?] [Story] Description`\n\n- **[P]**: Can run in parallel\n- [P] tasks = different files, no dependencies\n- [ ] T001 The only one\n",
            &["T001"],
        ),
    ]);
}

#[test]
fn lists_of_openspec_and_bmad() {
    check_all(&[
        (
            "## 1. Implementation\n\n- [x] 1.1 Add `src/oven.rs`\n- [ ] 1.2 Light the Lamp requirement\n\n## 2. Validation\n\n- [ ] 2.1 Run `openspec validate --strict`\n",
            &["1.1 done src/oven.rs", "1.2", "2.1"],
        ),
        (
            "# Tasks: add-oven\n\n### 1) Oven\n- [x] 1.1) Heat\n- [x] 1.2) Light\n\n### 2) Docs\n- [ ] 2.1) Write README.md\n",
            &["1.1 done", "1.2 done", "2.1"],
        ),
        (
            "# Story 1.2: Heat\n\nStatus: Approved\n\n## Acceptance Criteria\n\n1. It heats\n2. It cools\n\n## Tasks / Subtasks\n\n- [x] Task 1: Heater (AC: 1)\n  - [x] Subtask 1.1: wire it\n  - [x] Subtask 1.2: test it\n- [ ] Task 2: Cooler (AC 2)\n- [ ] Task 3: Both (AC1, AC2)\n- [ ] Task 4: Door [AC: #1, #2]\n",
            &["1 done AC-1", "1.1 done <1", "1.2 done <1", "2 AC-2", "3 AC-1 AC-2", "4 AC-1 AC-2"],
        ),
        (
            "### Task 1: Heater\n\n**Files:** src/heat.rs\n\n- [ ] Step 1: Write the failing test\n- [ ] Step 2: Run it\n\n### Task 2: Cooler\n\n- [ ] Step 1: Write the failing test\n",
            &["-", "-", "-"],
        ),
    ]);
}
