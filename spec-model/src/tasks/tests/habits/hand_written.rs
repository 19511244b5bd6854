//! Lists that people write by hand.

use super::super::{findings, list};
use super::check_all;

#[test]
fn ids_of_requirements_stand_anywhere() {
    check_all(&[
        (
            "# TODO\n\n* [ ] REQ-1.2: implement the login\n* [x] FR-003 – export\n* [ ] Sort the list for REQ-2\n",
            &["- REQ-1.2", "- done FR-003", "- REQ-2"],
        ),
        (
            "- [ ] 1.1 Heat\n  - Implements: REQ-1.1\n- [ ] 1.2 Bake\n  - Covers: 1.1\n- [ ] 1.3 Eat\n  - Satisfies: REQ-1\n- [ ] 1.4 Wash\n  - Traces to: 1.2\n- [ ] 1.5 Dry\n  - Refs: REQ-1.3\n- [ ] 1.6 Sleep\n  - Fulfills: REQ-1.4\n- [ ] 1.7 Rise\n  - Related requirements: 1.5\n",
            &[
                "1.1 REQ-1.1",
                "1.2 REQ-1.1",
                "1.3 REQ-1",
                "1.4 REQ-1.2",
                "1.5 REQ-1.3",
                "1.6 REQ-1.4",
                "1.7 REQ-1.5",
            ],
        ),
        (
            "- [ ] 1.1 Heat\n  - Requirements 1.1, 1.2\n- [ ] 1.2 Bake\n  - Ref: Requirements 1.3\n- [ ] 1.3 Eat\n  - Satisfies Requirement 1.4\n- [ ] 1.4 Wash\n  - Req. 1.5\n",
            &["1.1 REQ-1.1 REQ-1.2", "1.2 REQ-1.3", "1.3 REQ-1.4", "1.4 REQ-1.5"],
        ),
        (
            "- [ ] 1. Heat {Requirements: 1.1}\n- [ ] 2. Bake <!-- Requirements: 1.2 -->\n- [ ] 3. Eat 【Requirements: 1.3】\n- [ ] 4. Wash | Requirements: 1.4\n",
            &["1 REQ-1.1", "2", "3 REQ-1.3", "4 REQ-1.4"],
        ),
    ]);
}

#[test]
fn numbers_have_many_forms() {
    check_all(&[
        (
            "1. [ ] Heat (REQ-1.2)\n2. [x] Bake\n   - _Requirements: 1.1_\n3. [ ] Eat\n",
            &["1 REQ-1.2", "2 done REQ-1.1", "3"],
        ),
        (
            "- [ ] (1.1) Heat\n- [ ] [1.2] Bake\n- [ ] 1.3: Eat\n- [ ] 1.4 | Wash\n",
            &["1.1", "1.2", "1.3", "1.4"],
        ),
        (
            "- [ ] SETUP-01: Heat\n- [ ] P1-T02: Bake\n- [x] A3. Eat\n- [ ] T1.2: Wash\n",
            &["SETUP-01", "P1-T02", "A3 done", "T1.2"],
        ),
        ("- [ ] #12 Heat\n- [ ] Fix #13\n", &["-", "-"]),
        (
            "- [ ] 1. Heat @ann #kitchen est:2h due 2031-01-01\n- [ ] 2. Bake ⏳ 3h 🔺\n- [ ] 3. Eat (2 pts)\n",
            &["1", "2", "3"],
        ),
        (
            "- [ ] 1. Heat the oven\n      until it is hot,\n      as the guide says\n  - _Requirements: 1.1,\n    1.2_\n- [ ] 2. Bake\n",
            &["1 REQ-1.1 REQ-1.2", "2"],
        ),
        ("> - [ ] 1. Heat\n>   - _Requirements: 1.1_\n>\n> - [x] 2. Bake\n", &["1 REQ-1.1", "2 done"]),
    ]);
}

#[test]
fn boxes_have_many_forms() {
    check_all(&[
        (
            "- ☐ 1. Heat\n  - _Requirements: 1.1_\n- ☑ 2. Bake\n- ☒ 3. Eat\n",
            &["1 REQ-1.1", "2 done", "3 done"],
        ),
        ("☐ 1. Heat\n☑ 2. Bake\n", &["1", "2 done"]),
        (
            "- [✓] 1. Heat\n- [✔] 2. Bake\n- [✅] 3. Eat\n- [/] 4. Wash\n",
            &["1 done", "2 done", "3 done", "4 started"],
        ),
        ("- ✅ It heats\n- ❌ It cools\n- [ ] 1. Heat\n", &["1"]),
    ]);
}

#[test]
fn boxes_that_are_not_read_are_reported() {
    for text in [
        "| Done | Task | Requirements |\n|---|---|---|\n| [ ] | 1.1 Heat | 1.1 |\n| [x] | 1.2 Bake | 1.2 |\n",
        "| Task | Done |\n|---|---|\n| 1.1 Heat | [ ] |\n",
        "1.1 Heat [ ]\n",
        "[ ] 1.1 Heat\n",
        "- <input type=\"checkbox\"> 1.1 Heat\n",
        "- [ ] \n- [ ]\n",
    ] {
        let list = list(text);
        let found = findings(&list);
        assert!(
            found.iter().any(|it| it.starts_with("malformed-task")),
            "{text:?}: {found:?}, {:?}",
            list.tasks
        );
    }
    for text in [
        "| Sign | Meaning |\n|---|---|\n| [ ] | open |\n| [x] | done |\n",
        "- [ ] 1.1 Heat\n\nLegend:\n\n[ ] open\n[x] done\n",
        "- [ ] 1.1 Heat\n- Pending: [ ]\n- Done: [x]\n",
        "- [ ] 1.1 Heat, `[ ] 1.2`\n",
        "```\n[ ] 1.1 Heat\n```\n",
    ] {
        assert_eq!(findings(&list(text)), Vec::<String>::new(), "{text:?}");
    }
}
