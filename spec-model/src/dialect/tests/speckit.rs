use insta::assert_snapshot;

use super::*;

/// A document in the place of a feature.
fn check(text: &str) -> String {
    listing(&read(Source::new("specs/001-cart/spec.md", text), Some(Dialect::SpecKit)))
}

#[test]
fn a_document_as_the_template_has_it() {
    assert_snapshot!(check(
        "# Feature Specification: Cart\n\n**Feature Branch**: `001-cart`\n\n## User Scenarios & Testing *(mandatory)*\n\n### User Story 1 - Put in (Priority: P1)\n\nA buyer puts things in.\n\n**Why this priority**: it comes first.\n\n**Independent Test**: put in.\n\n**Acceptance Scenarios**:\n\n1. **Given** a cart, **When** a thing is put in, **Then** it is held\n2. **Given** a cart,\n   **When** nothing is put in,\n   **Then** it is empty\n   - and stays so\n\n---\n\n### Edge Cases\n\n- What happens when it is full?\n- How is a lost cart found?\n\n## Requirements *(mandatory)*\n\n### Functional Requirements\n\n- **FR-001**: System MUST hold things\n- **FR-002**: System MUST count: [NEEDS CLARIFICATION: what?]\n  - things\n  - prices\n\n### Key Entities\n\n- **Cart**: holds things\n\n## Success Criteria *(mandatory)*\n\n### Measurable Outcomes\n\n- **SC-001**: 90% of buyers buy\n\n## Assumptions\n\n1. Buyers buy\n"
    ));
}

#[test]
fn the_older_template_has_one_story() {
    assert_snapshot!(check(
        "## User Scenarios & Testing\n\n### Primary User Story\nAs a buyer, I want a cart.\n\n### Acceptance Scenarios\n1. **Given** a, **When** b, **Then** c\n2. **Given** d, **When** e, **Then** f\n\n### Edge Cases\n- What if?\n\n## Review & Acceptance Checklist\n- [ ] No [NEEDS CLARIFICATION] markers remain\n- [x] FR-001: looked at\n"
    ));
}

#[test]
fn stories_are_headed_in_other_ways_and_languages() {
    assert_snapshot!(check(
        "### US-2: Pay\n\n- Given a, when b, then c\n\n### ユーザーストーリー 3 — 支払い (優先度: P2) 🎯\n\n**受け入れシナリオ**:\n\n1. **前提条件**: a、**実行時**: b、**期待結果**: c\n\n### 用户故事 4 - 付款（优先级：P1）\n\n**验收场景**：\n\n1. **当** a，**则** b\n\n### Return it (Priority: P3)\n\n#### Acceptance Scenarios\n\n* GIVEN a WHEN b THEN c\n"
    ));
}

#[test]
fn a_scenario_may_have_a_line_an_item_or_a_paragraph_for_each_step() {
    assert_snapshot!(check(
        "### User Story 1 - A\n\n**Acceptance Scenarios**:\n\n- **Given** a\n- **And** b\n- **When** c\n- **Then** d\n- **Given** e\n- **When** f\n- **Then** g\n  - h\n\n### User Story 2 - B\n\n**Acceptance Scenarios**:\n\n**Given** a\n**When** b\n**Then** c\n\nGiven d\n\nWhen e\n\nThen f\n\n### User Story 3 - C\n\n**Acceptance Scenarios**:\n\n**Scenario 1: First**\n- **Given** a\n- **When** b\n- **Then** c\n\n**Second**:\n- **When** d\n- **Then** e\n\n### User Story 4 - D\n\n#### Acceptance Scenarios\n\n1. **First**\n   - **Given** a\n   - **When** b\n   - **Then** c\n2. It is said in prose\n\n#### Scenario 3: Third\n\nGiven a, when b, then c\n"
    ));
}

#[test]
fn scenarios_begin_behind_their_label_wherever_it_stands() {
    assert_snapshot!(check(
        "### User Story 1 - A\n\n**Independent Test**: x\n**Acceptance Scenarios**:\n1. **Given** a, **When** b, **Then** c\n\n### User Story 2 - B\n\nAcceptance scenarios:\nGiven a, when b, then c\n\n### User Story 3 - C\n\n- **Acceptance Scenarios**:\n  1. **Given** a, **When** b, **Then** c\n  2. **Given** d\n     - **When** e\n     - **Then** f\n- **Notes**: none\n"
    ));
}

#[test]
fn what_stands_below_another_label_is_a_scenario_only_where_it_is_written_as_one() {
    assert_snapshot!(check(
        "### User Story 1 - A\n\n**Acceptance Scenarios**:\n\n1. It is so\n\n**Buyers**:\n\n1. **Given** a, **When** b, **Then** c\n2. Another thought\n\n**Technical notes**: see below\n\n- not this\n\n**FR-001**: System MUST d\n"
    ));
}

#[test]
fn scenarios_keep_the_numbers_that_are_written() {
    assert_snapshot!(check(
        "### User Story 1 - A\n\n**Acceptance Scenarios**:\n\n1. **Given** a, **Then** b\n\n2. **Given** c, **Then** d\n\nMore:\n\n1. **Given** e, **Then** f\n\n### User Story 2 - B\n\n**Acceptance Criteria**:\n\n- **AC2**: Given a, when b, then c\n- **US2.5**: Given a, when b, then d\n- 2.7 Given a, when b, then e\n- Given a, when b, then f\n"
    ));
}

#[test]
fn items_bear_ids_in_many_ways() {
    assert_snapshot!(check(
        "## Requirements\n\n- **FR-001 (Login)**: a\n- **FR-002**：b\n- **FR-008a**: c\n- **FR-1.2:** d\n- **FR-038-integ-a**: e\n- ~~**FR-003**: f~~\n- [ ] **NFR-001** g\n- FR-004: h\n- FR-005 System MUST i\n- Group\n  - **UI-001**: j\n  - **UI-002**: k\n  - **A11Y-001**: k\n- **FR-006/007**: l\n\n**FR-009**: m\n- n\n\n**SC-001**: o\n**SC-002**: p\n\n#### FR-010: Export\n\nSystem MUST export:\n\n- q\n\n#### FR-011: System MUST import\n\n| ID | Requirement | Priority |\n|---|---|---|\n| FR-012 | System MUST r | P1 |\n| **FR-013** | System MUST s | P2 |\n"
    ));
}

#[test]
fn what_only_names_an_id_is_no_item() {
    assert_snapshot!(check(
        "## Clarifications\n\n### Session 2026-01-01\n\n- Q1: What of FR-001? → A: nothing\n- FR-002: asked\n\n## Requirements\n\n- **FR-001**: a\n- FR-001, FR-002: covered elsewhere\n- **P1**: first\n- **UTF-8**: text\n- The FR-002 is gone\n\n> - **FR-003**: quoted\n\n```\n- **FR-004**: fenced\n```\n\n<!-- - **FR-005**: commented -->\n\n| ID | Test |\n|---|---|\n| FR-001 | a test |\n\n## Assumptions\n\n- **A-001**: b\n- **A-002**: c\n"
    ));
}
