//! What a rule finds.

/// Why tests are thin, and what would make them thicker.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct ThinReason {
    /// What is missing, in one line.
    pub(crate) message: String,
    /// What to add.
    pub(crate) advice: String,
}

impl ThinReason {
    pub(crate) fn new(message: String, advice: impl Into<String>) -> Self {
        Self { message, advice: advice.into() }
    }
}
