//! The parts of a criterion.

use std::ops::Range;

/// The EARS pattern of a criterion (Mavin et al., *Easy Approach to Requirements Syntax*, RE'09), or what it is instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pattern {
    /// `THE system SHALL …`
    Ubiquitous,
    /// `WHEN … THE system SHALL …`
    Event,
    /// `WHILE … THE system SHALL …`
    State,
    /// `IF … THEN THE system SHALL …`
    Unwanted,
    /// `WHERE … THE system SHALL …`
    Optional,
    /// Two or more of them.
    Complex,
    /// `GIVEN … WHEN … THEN …`
    GivenWhenThen,
    /// None of them: prose, never lost.
    Plain,
}

impl Pattern {
    /// The name in the JSON of `cargo spec list`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ubiquitous => "ubiquitous",
            Self::Event => "event",
            Self::State => "state",
            Self::Unwanted => "unwanted",
            Self::Optional => "optional",
            Self::Complex => "complex",
            Self::GivenWhenThen => "given-when-then",
            Self::Plain => "plain",
        }
    }
}

/// A criterion, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    /// The pattern that the keywords make.
    pub pattern: Pattern,
    /// The parts, in the order of the text.
    pub parts: Vec<Part>,
}

impl Clause {
    /// The parts of one kind.
    pub fn of_kind(&self, kind: PartKind) -> impl Iterator<Item = &Part> {
        self.parts.iter().filter(move |part| part.kind == kind)
    }
}

/// One part of a clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its kind.
    pub kind: PartKind,
    /// Its bytes in the criterion's text, without the keyword before it (the modal is the keyword itself).
    /// [`crate::markdown::MappedText::source_span`] leads on to the bytes of the file.
    pub range: Range<usize>,
}

/// The kind of a [`Part`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartKind {
    /// WHERE: an optional feature.
    Feature,
    /// WHILE: a state.
    State,
    /// WHEN: a trigger.
    Trigger,
    /// IF: an unwanted condition.
    Condition,
    /// GIVEN (and what AND adds to it).
    Given,
    /// WHEN of a scenario (and what AND adds to it).
    When,
    /// THEN of a scenario (and what AND and BUT add to it).
    Then,
    /// The one who must do it.
    Subject,
    /// SHALL, SHALL NOT, MUST, SHOULD …
    Modal,
    /// The action that must be done.
    Response,
}

impl PartKind {
    /// The name in the JSON of `cargo spec show`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Feature => "feature",
            Self::State => "state",
            Self::Trigger => "trigger",
            Self::Condition => "condition",
            Self::Given => "given",
            Self::When => "when",
            Self::Then => "then",
            Self::Subject => "subject",
            Self::Modal => "modal",
            Self::Response => "response",
        }
    }
}
