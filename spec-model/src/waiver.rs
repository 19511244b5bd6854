//! A waiver: a criterion is verified without a test.

use std::fmt;

/// The way in which a waived criterion is verified, with the reason that was given.
///
/// ```
/// use spec_model::waiver::{Method, Waiver};
///
/// let waiver = Waiver { method: Method::Measurement, reason: "asked in the yearly survey".to_owned() };
/// assert_eq!(waiver.to_string(), "measurement: asked in the yearly survey");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Waiver {
    /// The method of verification.
    pub method: Method,
    /// The reason why no test verifies the criterion, in one line.
    pub reason: String,
}

/// The ways to verify a requirement without a test of the code.
///
/// Three of the classical methods (inspection, analysis, demonstration) and measurement, for figures that only use shows. The
/// fourth classical method, test, needs no waiver.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Method {
    /// Somebody looks at it.
    Inspection,
    /// It follows from a calculation, a model or an argument.
    Analysis,
    /// It is measured in use.
    Measurement,
    /// Somebody shows that it works.
    Demonstration,
}

impl Method {
    /// Every method.
    pub const ALL: [Self; 4] = [Self::Inspection, Self::Analysis, Self::Measurement, Self::Demonstration];

    /// The word for it, in configuration, `spec.lock` and JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Inspection => "inspection",
            Self::Analysis => "analysis",
            Self::Measurement => "measurement",
            Self::Demonstration => "demonstration",
        }
    }

    /// Finds a method by its word.
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.as_str() == word)
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Waiver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.method, self.reason)
    }
}
