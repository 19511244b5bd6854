//! A change of files that makes a finding go away.

use super::Location;

/// A change of files that makes a finding go away, or brings that nearer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// Its action, in the imperative, on one line.
    pub title: String,
    /// The one who may apply it.
    pub applicability: Applicability,
    /// The text that it replaces: all of it or nothing. No two edits of a file overlap.
    pub edits: Vec<Edit>,
}

/// The one who may apply a fix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Applicability {
    /// `check --fix` applies it: nothing is lost, and nobody has to choose.
    Safe,
    /// A person has to decide whether it is meant.
    NeedsPerson,
}

impl Applicability {
    /// The word for it, in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::NeedsPerson => "needs-person",
        }
    }
}

/// A text in place of another, in one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The file and the bytes that go; an empty span inserts.
    pub location: Location,
    /// The text that comes.
    pub replacement: String,
}

impl Fix {
    /// A fix that `check --fix` applies.
    pub fn safe(title: impl Into<String>, edits: Vec<Edit>) -> Self {
        Self { title: title.into(), applicability: Applicability::Safe, edits }
    }

    /// A fix that a person decides on.
    pub fn needs_person(title: impl Into<String>, edits: Vec<Edit>) -> Self {
        Self { title: title.into(), applicability: Applicability::NeedsPerson, edits }
    }
}

impl Edit {
    /// Replaces the text of a place.
    pub fn new(location: Location, replacement: impl Into<String>) -> Self {
        Self { location, replacement: replacement.into() }
    }
}
