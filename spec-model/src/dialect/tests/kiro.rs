use insta::assert_snapshot;

use super::*;

#[test]
fn a_document_as_kiro_writes_it() {
    assert_snapshot!(check(
        "# Requirements Document\n\n## Introduction\n\nWhy.\n\n- not a criterion\n\n## Glossary\n\n- **Cart**: what is bought\n\n\
         ## Requirements\n\n### Requirement 1: Add\n\n**User Story:** As a visitor, I want to add, so that I can buy.\n\n\
         #### Acceptance Criteria\n\n1. WHEN a visitor adds an item THEN the cart SHALL\n   hold it\n2. THE cart SHALL keep:\n   \
         - the price\n   - the name\n\n### Requirement 2\n\n#### Acceptance Criteria\n\n1. THE cart SHALL be empty at first\n"
    ));
}

#[test]
fn headings_and_labels_in_other_languages_and_of_other_levels() {
    assert_snapshot!(check(
        "## 需求 1：登录\n\n**用户故事：** 作为用户，我想登录。\n\n### 验收标准\n\n1. WHEN 用户登录 THEN 系统 SHALL 响应\n\n\
         ## 要件2\n\n**目的:** 利用者として\n\n##### 受け入れ基準\n\n1. システムは応答すること\n\n\
         ## Требование 3. Вход\n\n### Критерии приемки\n\n- Система должна отвечать\n\n\
         ## דרישה 4: כניסה\n\n### קריטריוני קבלה\n\n1. המערכת חייבת להגיב\n\n\
         ## 요구사항 5: 로그인\n\n#### 인수 기준\n\n1. WHEN 로그인 THEN 시스템 SHALL 응답\n"
    ));
}

#[test]
fn stories_with_criteria_under_labels_in_bold() {
    assert_snapshot!(check(
        "## User Stories\n\n### US-1: Catch\n**As a** developer  \n**I want to** catch\n\n**Acceptance Criteria:**\n1. Can catch\n2. Can rethrow\n\n\
         **Notes:**\n- not a criterion\n\n### 2. As a player\n**I want** sound\n\n**Acceptance Criteria**:\n\n- 2.1 Sound plays\n- 2.2 Sound stops\n"
    ));
}

#[test]
fn a_numbered_section_is_a_requirement_only_where_criteria_follow() {
    assert_snapshot!(check(
        "## 1. Overview\n\n## 2. Issues\n\n### 2.1 Leak\n\nIt leaks:\n\n- memory\n\n**Impact**:\n\n- slow\n\n**Acceptance Criteria**:\n\n\
         - Free it\n- Test it\n\n## 3. Success\n\n1. All is well\n"
    ));
}

#[test]
fn labels_with_numbers_above_plain_bullets() {
    assert_snapshot!(check(
        "### 1. Entrance\n\n**1.1 Login**\n- Ask for the name\n- Greet\n\n**1.2 Logout**\n- Say goodbye\n\n### Data\n- a field\n"
    ));
}

#[test]
fn ids_in_bullets_paragraphs_and_check_boxes() {
    assert_snapshot!(check(
        "### Requirement 1: A\n\n#### Acceptance Criteria\n\n1.1 WHEN a THEN b SHALL c\n1.2 WHEN d THEN e SHALL f\n\n1.3. THE x SHALL y\n\n\
         ### R2: B\n\n#### Acceptance Criteria\n\n- R2.1: WHEN a THEN b SHALL c\n- **R2.2**: THE x SHALL y\n\n\
         ### FR-3: C\n\n#### Acceptance Criteria\n\n* **FR-3.1:** THE x SHALL y\n* [FR-3.2] THE x SHALL z\n+ [ ] AC-3: THE x SHALL w\n\n\
         ### Requirement 4.1\n\n1. THE x SHALL y\n"
    ));
}

#[test]
fn a_number_in_the_words_is_no_id() {
    assert_snapshot!(check(
        "### Requirement 1\n\n#### Acceptance Criteria\n\n- 404: the page SHALL be friendly\n- 2.5 seconds SHALL be enough\n1. 3 tries SHALL be enough\n"
    ));
}

#[test]
fn a_criterion_reaches_to_the_end_of_what_is_below_it() {
    assert_snapshot!(check(
        "### Requirement 1\n\n#### Acceptance Criteria\n\n1. THE x SHALL answer:\n   ```json\n   {}\n   ```\n\n2. THE x SHALL keep:\n  - one\n  - two\n\
         3. THE x SHALL say:\n- three\n4. ✅ THE x SHALL stop\n\n   | a | b |\n   |---|---|\n   | 1 | 2 |\n"
    ));
}

#[test]
fn several_lists_of_criteria_in_one_requirement() {
    assert_snapshot!(check(
        "### Requirement 1\n\n#### Acceptance Criteria\n\n**Good days**\n\n1. THE x SHALL y\n\n**Bad days**\n\n2. THE x SHALL z\n\n#### Notes\n\n- nothing\n\n\
         #### Acceptance Criteria (more)\n\n3. THE x SHALL w\n"
    ));
}

#[test]
fn without_a_heading_for_criteria_the_lists_of_the_introduction_are_they() {
    assert_snapshot!(check(
        "### Requirement 1: A\n- Must load\n- Must save\n\n### Requirement 2: B\n\nTHE x SHALL y.\n\n### Requirement 3: C\n\n- **User Story:** As a user\n- **Acceptance Criteria:**\n  1. THE x SHALL z\n\n## NFR-1: Speed\n\n- THE x SHALL be fast\n"
    ));
}

#[test]
fn fences_quotes_comments_and_front_matter_hold_no_criteria() {
    assert_snapshot!(check(
        "---\n1: THE x SHALL y\n---\n\n### Requirement 1\n\n#### Acceptance Criteria\n\n```\n1. THE x SHALL y\n### Requirement 9\n```\n\n> 1. THE x SHALL y\n\n\
         <!--\n2. THE x SHALL y\n-->\n\n3. THE x SHALL <!-- not --> z\n"
    ));
}

#[test]
fn lists_outside_of_requirements_are_no_criteria() {
    assert_snapshot!(check(
        "## Goals\n\n1. THE x SHALL be liked\n\n### Requirement 1\n\n1. THE x SHALL y\n\n## Non-Functional Requirements\n\n### Speed\n\n1. **Time**: WHEN x THEN y SHALL z\n\n## Out of Scope\n\n- WHEN x THEN y SHALL z\n\n- **NFR-7**: THE x SHALL w\n"
    ));
}

#[test]
fn a_bugfix_has_expected_and_unchanged_behaviour() {
    assert_snapshot!(check(
        "# Bugfix\n\n## Bug Analysis\n\n### Current Behavior (Defect)\n\n1.1 WHEN a THEN the x crashes\n1.2 WHEN b THEN the x hangs\n\n\
         ### Expected Behavior (Correct)\n\n2.1 WHEN a THEN the x SHALL answer\n\n2.2 WHEN b THEN the x SHALL answer\n\n\
         ### Unchanged Behavior (Regression Prevention)\n\n3.1 WHEN c THEN the x SHALL CONTINUE TO work\n"
    ));
    assert_snapshot!(check(
        "## Expected Behavior\n\n1. WHEN a THEN the x SHALL answer\n\n## Unchanged Behavior\n\n- 3.1 WHEN c THEN the x SHALL CONTINUE TO work\n"
    ));
}

#[test]
fn crlf_tabs_and_a_byte_order_mark_change_nothing() {
    assert_snapshot!(check(
        "\u{feff}### Requirement 1\r\n\r\n#### Acceptance Criteria\r\n\r\n1.\tTHE x SHALL\r\n\ty\r\n2.\tTHE x SHALL z:\r\n\t-\tone\r\n"
    ));
}

#[test]
fn a_list_of_ones_is_numbered_by_its_order() {
    assert_snapshot!(check("### Requirement 1\n\n1. THE x SHALL y\n1. THE x SHALL z\n"));
}

#[test]
fn a_table_under_a_heading_for_criteria() {
    assert_snapshot!(check(
        "### Requirement 1\n\n#### Acceptance Criteria\n\n| ID | Criterion | Priority |\n|---|---|---|\n| 1.1 | THE x SHALL y | high |\n| 1.2 | THE x SHALL z | low |\n"
    ));
}

#[test]
fn a_heading_below_the_one_for_criteria_groups_them_and_one_beside_it_ends_them() {
    assert_snapshot!(check(
        "### Requirement 1\n\n#### Acceptance Criteria\n\n##### Good days\n\n- it works\n\n#### Technical Considerations\n\n- a cache\n\n\
         #### Errors\n\n2. IF x THEN THE y SHALL z\n"
    ));
}

#[test]
fn steps_in_bullets_of_their_own_are_one_criterion() {
    assert_snapshot!(check(
        "### Requirement 1\n\n#### Acceptance Criteria\n\n- **Given** a\n- **When** b\n- **Then** c\n- **And** d\n- **Given** e\n- **Then** f\n- WHEN a\n- THEN b SHALL c\n"
    ));
}

#[test]
fn a_line_may_bear_the_number_of_another_requirement() {
    assert_snapshot!(check(
        "### Requirement 3\n\n#### Acceptance Criteria\n\n1.1 THE x SHALL y\n\n1.2 THE x SHALL z\n"
    ));
}

#[test]
fn the_place_decides_between_dialects_where_the_headings_do_not() {
    let text = "### User Story 1 - Sing\n\n**Acceptance Criteria**\n\n1. a\n";
    for (path, dialect) in [("requirements.md", Dialect::Kiro), ("specs/a/spec.md", Dialect::SpecKit)] {
        assert_eq!(read(Source::new(path, text), None).dialect, dialect, "{path}");
    }
    for (path, dialect) in [
        (".kiro/specs/a/requirements.md", Dialect::Kiro),
        ("bugfix.md", Dialect::Kiro),
        ("openspec/specs/a/spec.md", Dialect::OpenSpec),
        ("specs/a/spec.md", Dialect::SpecKit),
        ("README.md", Dialect::Native),
    ] {
        assert_eq!(read(Source::new(path, "words"), None).dialect, dialect, "{path}");
    }
}

#[test]
fn a_heading_for_criteria_beside_a_numbered_one_belongs_to_it() {
    assert_snapshot!(check(
        "## 2 Issues\n\n### 2.1 Leak\n\n- memory\n\n### Acceptance Criteria\n\n- Free it\n\n### 2.2 Talk\n\n- words\n"
    ));
}

#[test]
fn titles_above_numbered_items_are_no_criteria() {
    assert_snapshot!(check(
        "### Requirement 1: A\n\n#### Acceptance Criteria\n\n- **Happy path**\n  - 1.1 WHEN a THEN the x SHALL b\n- **Errors**\n  - 1.2 IF c THEN the x SHALL d\n"
    ));
}

#[test]
fn criteria_may_be_headings_or_labels() {
    assert_snapshot!(check(
        "### Requirement 4: A\n\n#### AC 4.1: With a card\n\nGiven a\nWhen b\nThen c\n\n#### AC 4.2\n\nWHEN d THEN the x SHALL e\n\n#### AC 4.3: It is shut\n\n\
         #### AC-4: Steps\n\n- Given a\n- When b\n- Then c\n\n#### AC 4.5: (removed)\n\n#### Acceptance Criterion 6: It does f\n\n- g\n- h\n\n\
         ### Requirement 5: B\n\n**AC 5.1**: Given a, when b, then c\n\n**AC 5.2: A name**\n\nTHE x SHALL d\n\n### Requirement 6: C\n\n#### 6.1 A name\n\nTHE x SHALL e\n\n\
         #### Criterion 2\n\nTHE x SHALL f\n"
    ));
}

#[test]
fn a_list_that_goes_on_below_a_label_goes_on() {
    assert_snapshot!(check(
        "### Requirement 1: A\n\n#### Acceptance Criteria\n\n**Good days:**\n1. THE x SHALL a\n2. THE x SHALL b\n\n**Status:**\n3. THE x SHALL c\n4. THE x SHALL d\n\n\
         **Scope**\n\n5. it does e\n\n**Timeline**\n\n- THE x SHALL f\n\n**Notes**\n\n- THE y SHALL g\n"
    ));
}

#[test]
fn a_section_between_a_requirement_without_a_number_and_its_criteria_shifts_no_id() {
    for between in ["", "#### Background story\n\nwords\n\n", "#### Fix\n\n- a\n\n#### More\n\nwords\n\n"] {
        let listing = check(&format!(
            "## Requirements\n\n### Lend\n\n{between}#### Acceptance Criteria\n\n1. THE x SHALL a\n\n### Return\n\n#### Acceptance Criteria\n\n1. THE x SHALL b\n"
        ));
        assert!(
            listing.contains("REQ-1 Lend\n  REQ-1.1 [") && listing.contains("REQ-2 Return\n  REQ-2.1 ["),
            "{listing}"
        );
    }
}

#[test]
fn steps_in_a_plain_list_are_one_criterion() {
    assert_snapshot!(check(
        "### Requirement 1: A\n\n#### Acceptance Criteria\n\n- Given a\n- When b\n- Then c\n- And d\n\n- When e\n- Then f\n\n\
         ### Requirement 2: B\n\n#### Acceptance Criteria\n\n1. Given a\n2. When b\n3. Then c\n\n\
         ### Requirement 3: C\n\n#### Acceptance Criteria\n\n- When a, the x shall b\n- When c, the x shall d\n\n\
         ### Requirement 4: D\n\n#### Acceptance Criteria\n\n- 假如 a\n- 當 b\n- 那麼 c\n"
    ));
}

#[test]
fn what_people_see_as_items_are_items() {
    assert_snapshot!(check(
        "### Requirement 1: A\n\n#### Acceptance Criteria\n\n1. <!-- new --> WHEN a THE x SHALL b\n2. THE x SHALL c\n1.3 THE x SHALL d\n\n\
         ### Requirement 2: B\n\n#### Acceptance Criteria\n\n- [ ] 1. THE x SHALL a\n- [x] 2. THE x SHALL b[^1]\n\n[^1]: THE y SHALL c\n\n\
         ### Requirement 3: C\n\n#### Acceptance Criteria\n\n1. THE x SHALL a\n2. Registration\n   1. WHEN b THE x SHALL c\n   2. IF d THEN THE x SHALL e\n3. THE x SHALL f\n\n\
         ### Requirement 4: D\n\n#### Acceptance Criteria\n\n4.1. THE x SHALL do:\n\n- soak\n- wait\n  4.2. THE x SHALL a\n  4.3. THE x SHALL b\n\n\
         ### Requirement 5: E\n\n#### Acceptance Criteria\n\n• THE x SHALL a\n• THE x SHALL b\n"
    ));
}

#[test]
fn a_heading_that_promises_keeps_its_words_above_a_body() {
    let text = "WHEN a THEN the system SHALL lock the account";
    for (body, more, attached) in [
        ("Implementation detail: a counter in the cache.", "", 1),
        ("See also the wiki.\n\nAnd the board.", "", 2),
        ("The system SHALL tell the owner.", "\nThe system SHALL tell the owner.", 0),
        ("The system SHALL tell the owner.\n\nSee the wiki.", "\nThe system SHALL tell the owner.", 1),
        ("", "", 0),
    ] {
        for mark in ["####", "#####"] {
            let text_of_document = format!("### Requirement 1: Login\n\n{mark} AC 1.1: {text}\n\n{body}\n");
            let document =
                read(Source::new("requirements.md", text_of_document.as_str()), Some(Dialect::Kiro));
            let criteria: Vec<_> = document.criteria().map(|(_, criterion)| criterion).collect();
            let [criterion] = &criteria[..] else { panic!("{text_of_document}\n{}", listing(&document)) };
            assert_eq!(criterion.id.as_str(), "REQ-1.1");
            assert_eq!(criterion.text.as_str(), format!("{text}{more}"), "{body}");
            assert_eq!(criterion.attachments.len(), attached, "{body}");
        }
    }
}

#[test]
fn a_heading_that_only_names_a_criterion_gives_way_to_its_body() {
    let listing =
        check("### Requirement 1: Login\n\n#### AC 1.1: With a card\n\nWHEN a THEN the system SHALL b\n");
    assert!(listing.contains("] WHEN a THEN the system SHALL b\n"), "{listing}");
}
