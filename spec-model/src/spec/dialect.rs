//! The ways of writing requirement documents.

use std::fmt;

/// A way of writing requirement documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// `## REQ-3: Title` and whatever bears ids of the form `PREFIX-NUMBER`.
    Native,
    /// AWS Kiro: `### Requirement 1: Title`, `#### Acceptance Criteria`.
    Kiro,
    /// GitHub spec-kit: `### User Story 1 - Title (Priority: P1)`, `FR-001`.
    SpecKit,
    /// OpenSpec: `### Requirement: Name`, `#### Scenario: Name`.
    OpenSpec,
}

impl Dialect {
    /// Every dialect.
    pub const ALL: [Self; 4] = [Self::Native, Self::Kiro, Self::SpecKit, Self::OpenSpec];

    /// The name in configuration and JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Native => "native",
            Self::Kiro => "kiro",
            Self::SpecKit => "spec-kit",
            Self::OpenSpec => "openspec",
        }
    }
}

impl fmt::Display for Dialect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
