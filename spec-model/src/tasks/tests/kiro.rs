use super::{check, findings, list};

#[test]
fn references_are_read_wherever_a_task_has_them() {
    for line in [
        "  - _Requirements: 1.2, 3.4_",
        "  - _Requirements: 1.2, 3.4",
        "  _Requirements: 1.2, 3.4_",
        "  - **Requirements: 1.2, 3.4**",
        "  - **Requirements**: 1.2, 3.4",
        "  - **Requirements:** 1.2, 3.4",
        "  - Requirements: 1.2, 3.4",
        "  - *Requirements: 1.2, 3.4*",
        "  - _Requirement: 1.2 and 3.4_",
        "  - (Requirements: 1.2, 3.4)",
        "  - [Requirements: 1.2, 3.4]",
        "  - Keep it warm _Requirements: 1.2, 3.4_",
        "  - Keep it warm (Requirements: 1.2, 3.4)",
        "    - deep\n      - _Requirements: 1.2, 3.4_",
        "  Keep it warm\n  - _Requirements: 1.2, 3.4_",
        "- _Requirements: 1.2, 3.4_",
        "_Requirements: 1.2, 3.4_",
        "  - _Requirements：1.2、3.4_",
        "  - _需求：1.2，3.4_",
        "  - _相关需求: 1.2, 3.4_",
        "  - _要件: 1.2, 3.4_",
        "  - _요구사항: 1.2, 3.4_",
        "  - _Требования: 1.2, 3.4_",
        "  - _Requisitos: 1.2, 3.4_",
        "  - _Exigences : 1.2, 3.4_",
        "  - _Anforderungen: 1.2, 3.4_",
        "  - **Validates: Requirements 1.2, 3.4**",
        "  - **验证: 需求 1.2, 3.4**",
        "  - **验证需求：1.2, 3.4**",
        "  - **検証要件: 1.2, 3.4**",
        "  - **Validates Requirements 1.2, 3.4**",
        "  - _Requirements: R1.2, Requirement 3.4_",
        "  - _Requirements: Req 1.2; REQ-3.4_",
        "  - <u>_Requirements: 1.2, 3.4_</u>",
        "\n  - _Requirements: 1.2, 3.4_",
        "  - `_Requirements: 1.2, 3.4_`",
    ] {
        let text = format!("- [ ] 1. Bake\n{line}\n");
        check(&text, &["1 REQ-1.2 REQ-3.4"]);
        check(&text.replace('\n', "\r\n"), &["1 REQ-1.2 REQ-3.4"]);
        check(&format!("\u{feff}{text}"), &["1 REQ-1.2 REQ-3.4"]);
    }
    check("- [ ] 1. Bake _Requirements: 1.2_\n", &["1 REQ-1.2"]);
    check("- [ ] 1. Bake (Requirements: 1.2, 1.3)\n", &["1 REQ-1.2 REQ-1.3"]);
    check("- [ ] 1.1 Bake — Requirements: 1.2\n", &["1.1 REQ-1.2"]);
    check("- [ ] 1.1 Bake [Req: 1.2]\n", &["1.1 REQ-1.2"]);
}

#[test]
fn lists_name_ranges_all_and_words() {
    let of = |list: &str, expect: &str| {
        check(&format!("- [ ] 1. Bake\n  - _Requirements: {list}_\n"), &[&format!("1 {expect}")]);
    };
    of("1.1-1.3", "REQ-1.1 REQ-1.2 REQ-1.3");
    of("1.1–1.2, 2", "REQ-1.1 REQ-1.2 REQ-2");
    of("All", "*");
    of("all (wiring)", "*");
    of("所有需求", "*");
    of("Setup", "?Setup");
    of("1.1, Warmth", "REQ-1.1 ?Warmth");
    of("NFR-3, FR-001", "NFR-3 FR-001");
    of("6 (caller side)", "REQ-6");
    of("1.1, Property 2-3", "REQ-1.1 P2 P3");
    of("bread/REQ-1.1", "bread/REQ-1.1");
}

#[test]
fn words_about_requirements_are_no_references() {
    for line in [
        "Requirements are in requirements.md",
        "验证：已知有效字段正确加载",
        "Validates that 3 loaves fit",
        "Verify: 3 loaves fit",
        "Tests: 31",
        "Requirement 1.2 is done elsewhere",
        "See _note: 1.2_",
        "Run `bake --requirements: 1.2`",
    ] {
        check(&format!("- [ ] 1. Bake\n  - {line}\n"), &["1"]);
    }
}

#[test]
fn what_stands_before_and_around_is_read() {
    check(
        "- [ ] 2.3 Bake\n  - _Depends: 1.1, 2.2_\n  - _Boundary: Oven, Shelf (upper, lower)_\n",
        &["2.3 after:1.1 after:2.2 in:Oven in:Shelf (upper, lower)"],
    );
    check(
        "- [ ] 2.3 (P) Bake\n  - _Requirements: 1.1_\n  - _Boundary: `Oven`_\n  - _Depends: 1.1_\n",
        &["2.3 parallel REQ-1.1 after:1.1 in:Oven"],
    );
    check(
        "- [ ] 2 Bake _Requirements: 1.1_ _Boundary: oven_core_ _Depends: 1_\n",
        &["2 REQ-1.1 after:1 in:oven_core"],
    );
    for value in [
        "_Depends: 1.1-1.3_",
        "_Depends on: 1.1, 1.2, 1.3_",
        "**Depends on**: 1.1, 1.2 and 1.3",
        "_Depends: Task 1.1, Task 1.2, 1.3_",
        "Dependencies: 1.1, 1.2, 1.3",
        "_依赖: 1.1、1.2、1.3_",
        "_依存: 1.1, 1.2, 1.3_",
        "_Depends：1.1, 1.2, 1.3_",
        "Depends on tasks 1.1, 1.2 and 1.3",
    ] {
        check(&format!("- [ ] 2.3 Bake\n  - {value}\n"), &["2.3 after:1.1 after:1.2 after:1.3"]);
    }
    for value in [
        "_Depends: none_",
        "_Depends: -_",
        "_Depends: other-spec: 2.1_",
        "_Depends: other-spec/2.1_",
        "_Depends: N/A_",
    ] {
        check(&format!("- [ ] 2.3 Bake\n  - {value}\n"), &["2.3"]);
    }
    check("- [ ] 2.3 Bake\n  - _Depends: 1.1 (schema), other-spec: 2.1_\n", &["2.3 after:1.1"]);
}

#[test]
fn properties_are_named_in_sub_items_and_titles() {
    for line in [
        "**Property 3: it rises**",
        "**Property 3**: it rises",
        "Property 3: it rises",
        "**属性 3：面团发酵**",
        "**プロパティ 3: 膨らむ**",
        "_Properties: 3_",
        "**Property #3: it rises**",
    ] {
        check(
            &format!("- [ ]* 1.2 Test\n  - {line}\n  - **Validates: Requirements 1.1**\n"),
            &["1.2 optional REQ-1.1 P3"],
        );
    }
    check("- [ ] 1.2 🧪 Property 3：it rises\n", &["1.2 P3"]);
    check("- [ ] 1.2 Write a test for Property 3\n", &["1.2 P3"]);
    check("- [ ] 1.2 Test\n  - Properties 1, 2\n", &["1.2 P1 P2"]);
    check("- [ ] 1.2 Property tests\n  - Property-based, 100 cases\n", &["1.2"]);
}

#[test]
fn a_task_is_a_part_of_another_by_indentation_or_by_number() {
    check(
        "- [ ] 1. Bake\n  - [x] 1.1 Heat\n    - [ ] 1.1.1 Light\n  - [ ] 1.2 Knead\n- [ ] 2. Eat\n",
        &["1", "1.1 done <1", "1.1.1 <1.1", "1.2 <1", "2"],
    );
    check(
        "- [ ] 1. Bake\n- [ ] 1.1 Heat\n\n## Later\n\n- [ ] 1.2 Knead\n- [ ] 1.2.1 Fold\n- [ ] 10. Eat\n- [ ] 10.1 Chew\n",
        &["1", "1.1 <1", "1.2 <1", "1.2.1 <1.2", "10", "10.1 <10"],
    );
    check("- [ ] Bake\n    - [ ] Heat\n\t- [ ] Knead\n- [ ] Eat\n", &["-", "- <1", "- <1", "-"]);
    check("1. [ ] Bake\n   - [ ] 1.1 Heat\n2. [x] Eat\n", &["1", "1.1 <1", "2 done"]);
    check("- Bread\n  - [ ] 1.1 Heat\n", &["1.1"]);
    check("- [ ] 1. Bake\n\nSome words\n\n  - [ ] 5.1 Heat\n", &["1", "5.1"]);
    check("> - [ ] 1. Bake\n>   - [ ] 1.1 Heat\n", &["1", "1.1 <1"]);
}

#[test]
fn the_lines_of_a_task_end_before_its_parts() {
    let lines = |text: &str, expect: &[(usize, usize)]| {
        let list = list(text);
        let found: Vec<_> = list.tasks.iter().map(|task| (task.line, task.end_line)).collect();
        assert_eq!(found, expect, "{text}");
    };
    lines(
        "- [ ] 1. Bake\n  - warm\n\n  - [ ] 1.1 Heat\n    more\n\n- [ ] 2. Eat\n\nWords\n",
        &[(1, 2), (4, 5), (7, 7)],
    );
    lines("- [ ] 1. Bake\n  ```\n  - [ ] 9. no\n  ```\n  - warm\n", &[(1, 5)]);
    lines("- [ ] 1. Bake\ngoes on\n- [ ] 2. Eat\n", &[(1, 2), (3, 3)]);
    lines("- [ ] 1. Bake\n\n> aside\n\n| a | b |\n|--|--|\n| 1 | 2 |\n", &[(1, 1)]);
}

#[test]
fn states_and_flags_are_reported() {
    check(
        "- [x] 1. a\n- [X] 2. b\n- [-] 3. c\n- [~] 4. d\n- [ ]* 5. e\n- [х] 6. f\n",
        &["1 done", "2 done", "3 started", "4 queued", "5 optional", "6 done"],
    );
    check(
        "- [ ] 4. Checkpoint - look\n- [ ] 5. Final checkpoint\n- [x] 6. 检查点：看\n- [ ] 7. Checkpoint store\n",
        &["4 checkpoint", "5 checkpoint", "6 done checkpoint", "7"],
    );
    let list = list("- [!] 1. a\n- [] 2. b\n");
    assert_eq!(findings(&list), ["malformed-task: - [!", "malformed-task: - ["]);
}

#[test]
fn a_list_of_ids_goes_on_in_the_next_lines() {
    for lines in [
        "  - _Requirements: 1.1,\n    1.2,\n    1.3_",
        "  - _Requirements: 1.1, 1.2,\n    1.3_",
        "  _Requirements: 1.1\n  1.2, 1.3_",
        "  - **Requirements: 1.1,\n    1.2, 1.3**",
        "  - Requirements: 1.1,\n    1.2,\n    1.3",
        "  - (Requirements: 1.1,\n    1.2, 1.3)",
        "  - **Validates: Requirements 1.1,\n    1.2, 1.3**",
        "  - _需求：1.1、\n    1.2、1.3_",
        "  - Keep it warm (Requirements: 1.1,\n    REQ-1.2 and 1.3)",
    ] {
        let text = format!("- [ ] 1. Bake\n{lines}\n- [ ] 2. Sell\n");
        let expect = ["1 REQ-1.1 REQ-1.2 REQ-1.3", "2"];
        check(&text, &expect);
        check(&text.replace('\n', "\r\n"), &expect);
    }
}

#[test]
fn a_list_of_ids_that_is_whole_takes_nothing_of_the_next_line() {
    for lines in [
        "  - _Requirements: 1.1_\n    1.2 is done elsewhere",
        "  - _Requirements: 1.1,_\n    1.2",
        "  - Requirements: 1.1\n    1.2",
        "  - _Requirements: 1.1,\n\n    1.2_",
        "  - _Requirements: 1.1,\n    - 1.2",
        "  - _Requirements: 1.1,\n    and whatever the version 1.2 has_",
        "  - _Boundary: Oven,\n    1.2_\n  - _Requirements: 1.1_",
    ] {
        let found = list(&format!("- [ ] 1. Bake\n{lines}\n"));
        let names: Vec<_> =
            found.tasks.iter().flat_map(|task| &task.references).flat_map(|it| &it.names).collect();
        assert_eq!(names.iter().map(|name| name.id.as_str()).collect::<Vec<_>>(), ["1.1"], "{lines:?}");
    }
}

#[test]
fn a_range_that_does_not_name_what_it_says_is_reported() {
    for (range, is_reported) in
        [("1.3-1.1", true), ("1.2-2.1", true), ("1.1-1.999", true), ("1.1-1.3", false), ("Setup", false)]
    {
        let list = list(&format!("- [ ] 1. Bake\n  - _Requirements: 4, {range}_\n"));
        let expect: Vec<_> = is_reported.then(|| format!("malformed-task: {range}")).into_iter().collect();
        assert_eq!(findings(&list), expect, "{range}");
    }
}
