//! The result of a rule: the way in which a criterion asks for less, and the words for it.

/// A way in which a criterion asks for less than before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Softening {
    /// The way in which it is softer.
    pub kind: SofteningKind,
    /// The weaker part, on one line.
    pub message: String,
}

/// The ways in which a criterion can ask for less.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SofteningKind {
    /// SHALL became SHOULD or MAY.
    Modal,
    /// A number may be larger, or smaller, than before, or is bound no more.
    Bound,
    /// It holds only under one more condition.
    Condition,
    /// Something else will do as well.
    Alternative,
    /// Something is not asked for any more.
    Response,
    /// It holds for fewer things, or less often.
    Quantifier,
    /// A word takes away from what is said: *about*, *try to*, *where possible*.
    Hedge,
}

impl SofteningKind {
    /// The word for it, in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Modal => "modal",
            Self::Bound => "bound",
            Self::Condition => "condition",
            Self::Alternative => "alternative",
            Self::Response => "response",
            Self::Quantifier => "quantifier",
            Self::Hedge => "hedge",
        }
    }
}

/// A text in a message: not too long, and on one line.
pub(super) fn excerpt(text: &str) -> String {
    const MAX: usize = 48;
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(MAX) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
