use super::{check, findings, list};

#[test]
fn code_comments_and_front_matter_hold_no_tasks() {
    check(
        "---\na: |\n  - [ ] 9. no\n---\n\n```\n- [ ] 8. no\n```\n\n<!--\n- [ ] 7. no\n-->\n\n- [ ] 1. yes\n",
        &["1"],
    );
    check("~~~md\n- [ ] 8. no\n~~~\n- [ ] 1. yes <!-- _Requirements: 1.1_ -->\n", &["1"]);
    check(
        "<details>\n<summary>more</summary>\n- [ ] 1. yes\n</details>\n\n<details>\n\n- [ ] 2. yes\n\n</details>\n",
        &["1", "2"],
    );
    check("- [ ] 1. yes\n\n        - [ ] 1.1 deep\n", &["1", "1.1 <1"]);
}

#[test]
fn check_lists_beside_numbered_tasks_are_none_of_them() {
    let text = "## Tasks\n\n- [ ] 1. Bake\n  - [ ] Heat\n\n## Success Criteria\n\n- [x] It smells\n  - [ ] good\n- [ ] It rises\n";
    check(text, &["1", "- <1"]);
    let list = list(text);
    let checks: Vec<_> = list.checks.iter().map(|check| (list.text(check.text), check.is_ticked)).collect();
    assert_eq!(checks, [("It smells", true), ("good", false), ("It rises", false)]);
    check("- [ ] 1. Bake\n- [ ] 2. Eat\n\n## Status Markers\n\n- [x] 1 Baked\n- [ ] 2 Eaten\n", &["1", "2"]);
    check("- [ ] T1 Bake\n\n## T2: the checklist\n\n- [ ] T2 Eat\n", &["T1", "T2"]);
    check("## Acceptance criteria\n\n- [ ] 1. Bake\n- [ ] 2. Eat\n", &["1", "2"]);
    check("## Oven\n\n- [ ] Heat\n\n## Shelf\n\n- [ ] Saw\n- [ ] 2. Nail\n", &["-", "-", "2"]);
}

#[test]
fn legends_and_tables_hold_no_tasks() {
    check(
        "- [P] tasks = other files\n- **[US1]**: a story\n- `[ ]` open\n\n| 1.1 | - [ ] x |\n|--|--|\n| [x] | 1 |\n\n- [ ] T001 Bake\n",
        &["T001"],
    );
    check("No boxes here\n\n- 1.1 Bake\n", &[]);
}

#[test]
fn amounts_are_no_numbers_of_tasks() {
    check("- [ ] 5 loaves\n- [ ] 580+ crumbs\n- [ ] 3 knives\n", &["-", "-", "-"]);
    check("- [ ] 1 Heat\n- [ ] 2 Bake\n- [ ] 3 Eat\n- [ ] 90 crumbs\n", &["1", "2", "3", "-"]);
    check("- [ ] T001 Heat\n- [ ] 2 knives\n", &["T001", "-"]);
}

#[test]
fn a_fence_without_an_end_is_reported_where_it_hides_tasks() {
    assert_eq!(findings(&list("- [ ] 1. a\n\n```\n- [ ] 2. b\n")), ["malformed-task: ```"]);
    assert_eq!(findings(&list("- [ ] 1. a\n\n```\nwords\n")), [""; 0]);
    assert_eq!(findings(&list("<!--\n- [ ] 2. b\n")), ["malformed-task: <!--"]);
    assert_eq!(findings(&list("- [ ] 1. a\n<<<<<<< ours\n- [ ] 2. b\n")), ["malformed-task: <<<<<<< ours"]);
}

#[test]
fn lines_end_where_people_see_them() {
    let text = "# Plan\n\n- [ ] 1. Heat\n  - _Requirements: 1.1_\n- [x] 2. Bake\n";
    for end in ["\r", "\u{85}", "\u{2028}"] {
        let text = text.replace('\n', end);
        check(&text, &["1 REQ-1.1", "2 done"]);
        assert_eq!(list(&text).tasks.iter().map(|task| task.line).collect::<Vec<_>>(), [3, 5], "{end:?}");
    }
}
