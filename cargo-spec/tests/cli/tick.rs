//! `cargo spec tasks tick`.

use crate::{ACCOUNTS, TestCrate};

/// A list in which only boxes may change: line ends, escapes and signs of each kind.
const BOXES: &str = "# Plan\r\n\r\n- [x] 1. Accounts\r\n  - \\[X\\] 1.1 Store\r\n    - _Requirements: 1.1_\r\n  - [x]* 1.2 Test\r\n    - _Requirements: 1.2_\r\n  - [X] 1.3 Tell `[x]`\r\n\r\n## Task 2: Later\r\n\r\n- [?] 3. Perhaps\r\n- [ ] 4. Review\r\n";

#[test]
fn a_tick_that_nothing_stands_behind_is_taken_back_and_nothing_else_changes() {
    let place = TestCrate::package(&[
        (".kiro/specs/accounts/requirements.md", ACCOUNTS),
        (".kiro/specs/accounts/tasks.md", BOXES),
    ]);
    let answer = place.run("tasks tick --proven --dry-run");
    assert_eq!(answer.code, Some(0), "{}", answer.err);
    assert!(
        answer.out.contains("-- [x] 1. Accounts\n-  - \\[X\\] 1.1 Store\n+- [ ] 1. Accounts\n"),
        "{}",
        answer.out
    );
    assert!(answer.err.contains("3 unticked"), "{}", answer.err);
    assert_eq!(place.read(".kiro/specs/accounts/tasks.md"), BOXES);
    let answer = place.run("tasks tick --proven");
    assert_eq!(answer.code, Some(0), "{}", answer.err);
    let expect = BOXES
        .replace("[x] 1. ", "[ ] 1. ")
        .replace("\\[X\\] 1.1", "\\[ \\] 1.1")
        .replace("[x]* 1.2", "[ ]* 1.2");
    assert_eq!(place.read(".kiro/specs/accounts/tasks.md"), expect);
    let answer = place.run("tasks tick --proven");
    assert_eq!(answer.out, "no box changes\n");
    assert_eq!(place.read(".kiro/specs/accounts/tasks.md"), expect);
}

#[test]
fn a_parent_follows_its_leaves_but_for_those_that_are_optional() {
    let check = |list: &str, expect: &str| {
        let place = TestCrate::package(&[
            (".kiro/specs/accounts/requirements.md", ACCOUNTS),
            (".kiro/specs/accounts/tasks.md", list),
        ]);
        let answer = place.run("tasks tick --proven");
        assert_eq!(answer.code, Some(0), "{}", answer.err);
        assert_eq!(place.read(".kiro/specs/accounts/tasks.md"), expect);
    };
    check(
        "- [ ] 1. Rise\n  - [x] 1.1 Mix\n  - [ ]* 1.2 Taste\n",
        "- [x] 1. Rise\n  - [x] 1.1 Mix\n  - [ ]* 1.2 Taste\n",
    );
    check("- [X] 1. Rise\n  - [x] 1.1 Mix\n", "- [X] 1. Rise\n  - [x] 1.1 Mix\n");
    check(
        "- [-] 1. Rise\n  - [x] 1.1 Mix\n  - [ ] 1.2 Wait\n",
        "- [-] 1. Rise\n  - [x] 1.1 Mix\n  - [ ] 1.2 Wait\n",
    );
    check("- [x] 1. Rise\n  - [ ]* 1.1 Taste\n", "- [x] 1. Rise\n  - [ ]* 1.1 Taste\n");
    check(
        "- [x] 1. Rise\n  - [x] 1.1 Mix\n    - [~] 1.1.1 Weigh\n",
        "- [ ] 1. Rise\n  - [ ] 1.1 Mix\n    - [~] 1.1.1 Weigh\n",
    );
}

#[test]
fn nothing_is_ticked_while_tasks_may_be_hidden() {
    let list = "- [x] 1. Store\n  - _Requirements: 1.1_\n\n```\n- [ ] 2. Tell\n";
    let place = TestCrate::package(&[
        (".kiro/specs/accounts/requirements.md", ACCOUNTS),
        (".kiro/specs/accounts/tasks.md", list),
    ]);
    let answer = place.run("tasks tick --proven");
    assert_eq!(answer.code, Some(2), "{}", answer.out);
    assert!(answer.err.contains("code fence never ends"), "{}", answer.err);
    assert_eq!(place.read(".kiro/specs/accounts/tasks.md"), list);
}
