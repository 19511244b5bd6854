//! The reason for a thin test that a rule finds.

/// The reason why tests are thin, and the advice that would make them thicker.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct ThinReason {
    /// The missing part, in one line.
    pub(crate) message: String,
    /// The advice on what to add.
    pub(crate) advice: String,
}

impl ThinReason {
    pub(crate) fn new(message: String, advice: impl Into<String>) -> Self {
        Self { message, advice: advice.into() }
    }
}
