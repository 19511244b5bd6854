//! The moves that wait until a person has accepted a removal.

use spec_engine::intent::Key;

/// A criterion that has the number of one that is gone, which nobody has accepted yet.
#[derive(Debug, PartialEq, Eq)]
pub struct Waiting {
    /// As it is called.
    pub key: Key,
    /// The one that is gone.
    pub lost: Key,
    /// The next step.
    pub help: String,
}
