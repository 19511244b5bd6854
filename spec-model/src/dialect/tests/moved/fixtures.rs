//! The documents whose criteria are rewritten.

use std::path::Path;

/// Documents of all dialects beside the examples.
pub(super) const WRITTEN: &[(&str, &str)] = &[
    (
        "requirements.md",
        "# Mill\n\nWhat the mill does.\n\n## REQ-1: Grain\n\n- REQ-1.1: THE mill SHALL weigh grain\n- REQ-1.2: WHEN a sack is full, THE mill SHALL ring\n- REQ-1.3: IF the sack tears, THEN THE mill SHALL stop\n\n## REQ-2: Night\n\nWords about the night.\n\n- REQ-2.1: THE mill SHALL rest\n\n## Notes\n\n- Wind is free\n",
    ),
    (
        "docs/limits.md",
        "# Limits\n\n- **SEC-001**: The mill shall lock its door\n- **SEC-002**: The mill shall keep its key\n- **SEC-003**: The mill shall count its keys\n\n| ID | Text |\n|----|------|\n| NFR-001 | The mill shall turn once a second |\n| NFR-002 | The mill shall stop within a minute |\n",
    ),
    (
        ".kiro/specs/mill/requirements.md",
        "# Requirements Document\n\n## Introduction\n\nA mill.\n\n## Requirements\n\n### Requirement 1: Grain\n\n**User Story:** As a miller, I want grain, so that I can grind.\n\n#### Acceptance Criteria\n\n1. WHEN a sack comes THEN THE mill SHALL weigh it\n2. WHILE it weighs, THE mill SHALL stand\n3. IF a sack tears THEN THE mill SHALL ring\n\n### Requirement 2: Night\n\n**User Story:** As a miller, I want rest.\n\n#### Acceptance Criteria\n\n1. WHEN it is night THE mill SHALL rest\n2. THE mill SHALL wake at dawn\n",
    ),
    (
        "specs/001-mill/spec.md",
        "# Feature Specification: Mill\n\n**Status**: Draft\n\n## User Scenarios & Testing\n\n### User Story 1 - Grind (Priority: P1)\n\nA miller grinds.\n\n**Why this priority**: Bread.\n\n**Acceptance Scenarios**:\n\n1. **Given** a sack, **When** it is full, **Then** the mill rings\n2. **Given** no sack, **When** the wind blows, **Then** the mill stands\n\n### Edge Cases\n\n- What if there is no wind?\n\n## Requirements\n\n### Functional Requirements\n\n- **FR-001**: System MUST weigh each sack\n- **FR-002**: System MUST ring when a sack is full\n- **FR-003**: Millers MUST be able to stop the mill\n\n### Key Entities\n\n- **Sack**: what holds grain\n\n## Success Criteria\n\n- **SC-001**: A sack is ground within an hour\n- **SC-002**: Nobody waits longer than a day\n\n## Assumptions\n\n- Wind blows\n",
    ),
    (
        "openspec/specs/mill/spec.md",
        "# Mill\n\n## Purpose\n\nTo grind.\n\n## Requirements\n\n### Requirement: Weigh\nThe mill SHALL weigh each sack.\n\n#### Scenario: Full\n- **WHEN** a sack is full\n- **THEN** the mill rings\n\n#### Scenario: Torn\n- **WHEN** a sack is torn\n- **THEN** the mill stops\n\n### Requirement: Rest\nThe mill SHALL rest at night.\n\n### Requirement: Wake\nThe mill SHALL wake at dawn.\n\n#### Scenario: Dawn\n- **GIVEN** a night\n- **WHEN** it ends\n- **THEN** the mill wakes\n",
    ),
];

/// The documents of the repository's examples, and those above.
pub(super) fn fixtures() -> Vec<(String, String)> {
    const EXAMPLES: &[&str] = &[
        "native/requirements.md",
        "kiro/.kiro/specs/session-store/requirements.md",
        "unfinished/.kiro/specs/checkout/requirements.md",
        "spec-kit/specs/001-recipe-scaling/spec.md",
        "openspec/openspec/specs/retry-policy/spec.md",
        "openspec/openspec/specs/retry-budget/spec.md",
    ];
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples");
    let example = |path: &&str| {
        let text = std::fs::read_to_string(examples.join(path)).expect("an example is there");
        (path.split_once('/').expect("it is in a folder").1.to_owned(), text)
    };
    let written = WRITTEN.iter().map(|&(path, text)| (path.to_owned(), text.to_owned()));
    written.chain(EXAMPLES.iter().map(example)).collect()
}
