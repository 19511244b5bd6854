use super::{check, findings, list};

#[test]
fn tags_stories_and_ids_among_the_words_are_read() {
    check(
        "- [ ] T001 [P] [US1] Heat in src/oven/heat.rs\n- [x] T002 [US3+US4] Bake (depends on T001)\n",
        &["T001 parallel US1 src/oven/heat.rs", "T002 done US3 US4 after:T001"],
    );
    check(
        "- [ ] **T003** [P] Bake per FR-001, NFR-002 and SC-003\n",
        &["T003 parallel FR-001 NFR-002 SC-003"],
    );
    check("- [ ] T004 Bake (FR-001 to FR-003)\n", &["T004 FR-001 FR-002 FR-003"]);
    check("- [ ] T005 Bake (FR-001/002; FR-038-stats)\n", &["T005 FR-001 FR-002 FR-038-stats"]);
    check("- [ ] T006 Bake FR-001–FR-003\n", &["T006 FR-001 FR-002 FR-003"]);
    check(
        "- [ ] T007 Bake (depends on T001-T003, T005)\n",
        &["T007 after:T001 after:T002 after:T003 after:T005"],
    );
    check("- [ ] T008 [US-1] [US2, US3] Bake\n", &["T008 US1 US2 US3"]);
    check("- [ ] T009 Bake (waits for US6, is no SCENE-1 or XFR-001)\n", &["T009"]);
    check("- [ ] T010 [P][US1] Bake\n", &["T010 parallel US1"]);
    check("- [ ] T011 Bake\n  - FR-009 asks for it\n", &["T011 FR-009"]);
    check("- [ ] T012 Bake (depends on: T001)\n", &["T012 after:T001"]);
    check("- [ ] T013 Bake FR‑007システム\n", &["T013 FR-007"]);
}

#[test]
fn what_converge_appends_says_what_is_wrong() {
    check("- [ ] T042 Heat the oven per FR-003 (missing)\n", &["T042 FR-003 missing"]);
    check("- [ ] T043 Tell the baker per US1/AC2 (partial)\n", &["T043 US1.2 partial"]);
    check(
        "- [ ] T044 Drop the bell per FR-004 | US1/AC2 (contradicts)\n",
        &["T044 FR-004 US1.2 contradicts"],
    );
    check("- [ ] T045 Remove the horn (unrequested)\n", &["T045"]);
}

#[test]
fn headings_may_name_tasks() {
    check(
        "### [X] T001: Heat\n\nwords per FR-001\n\n### T002: Bake\n\n**Type**: x\n\n## Done\n",
        &["T001 done FR-001", "T002"],
    );
    check("## タスク9: 焼く\n\nwords\n", &["9"]);
    check("## Task 1: Heat\n\n- [ ] 1.1 Light\n\n## Task 2: Bake\n\n- [x] 2.1 Wait\n", &["1.1", "2.1 done"]);
    check("- [ ] Task 1: Heat\n\n### Task 1: notes\n\nwords\n", &["1"]);
    check("### Phase 2 (T004-T010)\n\nwords\n", &[]);
}

#[test]
fn an_open_question_is_reported() {
    let list =
        list("- [ ] T001 Bake [NEEDS CLARIFICATION: how long?]\n- [ ] T002 Say `[NEEDS CLARIFICATION]`\n");
    assert_eq!(findings(&list), ["needs-clarification: [NEEDS CLARIFICATION: how long?]"]);
    let list = super::list(
        "**Needs**: [NEEDS CLARIFICATION: which\noven?]\n\n- [ ] T001 Bake\n\n```text\n[NEEDS CLARIFICATION: no]\n```\n<!-- [NEEDS CLARIFICATION: no] -->\n",
    );
    assert_eq!(findings(&list), ["needs-clarification: [NEEDS CLARIFICATION: which\noven?]"]);
}

#[test]
fn paths_have_a_folder_and_an_extension() {
    for (words, expect) in [
        ("in `src/oven/heat.rs`", " src/oven/heat.rs"),
        ("in ./src/heat.rs.", " src/heat.rs"),
        ("in src/heat.rs:12, and (src/cool.rs)", " src/heat.rs src/cool.rs"),
        ("in app/(shop)/[id]/+page.svelte", " app/(shop)/[id]/+page.svelte"),
        ("in `tests/a.py::test_b`", " tests/a.py"),
        ("in .github/workflows/ci.yml", " .github/workflows/ci.yml"),
        ("in `src\\oven\\heat.rs` and .\\src\\cool.rs", " src\\oven\\heat.rs src\\cool.rs"),
        ("by `\\d+.\\w` and a\\_b.rs, C:\\oven\\heat.rs, \\\\host\\a.rs", ""),
        ("see https://example.org/a.html", ""),
        ("in src/**/*.rs, {dir}/a.rs, heat.rs and src/", ""),
        ("and/or, 1/2, 24/7, I/O", ""),
    ] {
        check(&format!("- [ ] T001 Bake {words}\n"), &[&format!("T001{expect}")]);
    }
}
