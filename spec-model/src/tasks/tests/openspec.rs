use super::{check, list};
use crate::Dialect;

#[test]
fn groups_are_headings_and_the_same_number_may_stand_twice() {
    let text = "## 1. Oven\n\n- [x] 1.1 Heat\n  - [x] wire\n- [ ] 1.2 Bake\n\n## 2. Shelf\n\n- [ ] 1.1 Saw\n";
    check(text, &["1.1 done", "- done <1.1", "1.2", "1.1"]);
    let list = list(text);
    let group = |at: usize| list.group(&list.tasks.as_slice()[at]).map(|group| list.text(group.title));
    assert_eq!((group(0), group(3)), (Some("1. Oven"), Some("2. Shelf")));
    assert_eq!(list.dialect, Dialect::OpenSpec);
}

#[test]
fn escaped_boxes_are_boxes() {
    check("- \\[x\\] 1.1 Heat\n- \\[ \\] 1.2 Bake\n", &["1.1 done", "1.2"]);
}

#[test]
fn a_story_of_bmad_names_its_own_criteria() {
    check(
        "- [x] **Task 2: Heat** (AC: 2, 4)\n  - [ ] Light\n- [ ] Task 3: Bake (AC: 1-3)\n- [ ] Task 4 (AC: #5)\n",
        &["2 done AC-2 AC-4", "- <2", "3 AC-1 AC-2 AC-3", "4 AC-5"],
    );
    check("- [ ] Task 5: Eat (AC: all)\n- [ ] Task 6: Eat (ACs: 1 and 2)\n", &["5 *", "6 AC-1 AC-2"]);
}

#[test]
fn the_dialect_is_reported_by_the_place_and_by_what_tasks_say() {
    let dialect = |path: &str, text: &str| super::read(crate::Source::new(path, text)).dialect;
    assert_eq!(dialect("a/.kiro/specs/b/tasks.md", "- [ ] T001 x\n"), Dialect::Kiro);
    assert_eq!(dialect("openspec/changes/b/tasks.md", "- [ ] x\n"), Dialect::OpenSpec);
    assert_eq!(dialect("specs/001-b/tasks.md", "- [ ] T001 x\n"), Dialect::SpecKit);
    assert_eq!(dialect("specs/b/tasks.md", "- [ ] 1. x\n  - _Requirements: 1.1_\n"), Dialect::Kiro);
    assert_eq!(dialect("tasks.md", "- [ ] x\n"), Dialect::Native);
}
