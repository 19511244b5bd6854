//! The modal verbs of English, and how strongly each demands (RFC 2119). Every list of them is taken from here.

/// The force with which a sentence asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Modality {
    /// Nothing: `need not`.
    Free,
    /// It is allowed, or possible: MAY.
    Optional,
    /// It is asked for, if nothing speaks against it: SHOULD.
    Recommended,
    /// It is asked for: SHALL, MUST.
    Required,
}

/// A modal verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Modal {
    /// In lower case.
    pub word: &'static str,
    /// With `not` behind it.
    pub negated: &'static str,
    /// The force with which it asks.
    pub modality: Modality,
    /// Requirements are written with it.
    pub is_key_word: bool,
    /// Prose uses it as often: `If it rains, we should go`.
    pub is_common: bool,
}

impl Modal {
    /// Is it one of SHALL, MUST and WILL, which say the same?
    pub fn is_order(&self) -> bool {
        self.is_key_word && self.modality == Modality::Required
    }
}

macro_rules! modals {
    ($($word:literal: $modality:ident, $is_key_word:literal, $is_common:literal;)*) => {
        /// The modal verbs.
        pub const MODALS: &[Modal] = &[$(Modal {
            word: $word,
            negated: concat!($word, " not"),
            modality: Modality::$modality,
            is_key_word: $is_key_word,
            is_common: $is_common,
        }),*];
    };
}

// The word: how much it asks for, whether requirements are written with it, whether prose uses it as often.
modals! {
    "shall": Required, true, false;
    "must": Required, true, false;
    "will": Required, true, true;
    "should": Recommended, true, true;
    "ought to": Recommended, false, true;
    "may": Optional, true, true;
    "might": Optional, false, true;
    "can": Optional, false, true;
    // Who cannot do something must not be able to.
    "cannot": Required, false, true;
    "could": Optional, false, true;
}

/// The modal verb that a word is, in whatever case it is written.
pub fn modal(word: &str) -> Option<&'static Modal> {
    MODALS.iter().find(|modal| modal.word.eq_ignore_ascii_case(word))
}

/// Is a word a verb that sentences of requirements ask with: SHALL, MUST, WILL, SHOULD?
pub fn asks(word: &str) -> bool {
    modal(word).is_some_and(|modal| modal.is_key_word && modal.modality >= Modality::Recommended)
}

/// The verbs that requirements are written with.
pub(crate) fn key_words() -> impl Iterator<Item = &'static Modal> {
    MODALS.iter().filter(|modal| modal.is_key_word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_modal_is_known_in_any_case() {
        assert_eq!(modal("SHALL").map(|modal| modal.negated), Some("shall not"));
        assert!(asks("Must") && asks("should") && !asks("may") && !asks("can") && !asks("mustard"));
        assert!(Modality::Free < Modality::Optional && Modality::Recommended < Modality::Required);
    }

    #[test]
    fn every_verb_is_lower_case() {
        assert!(MODALS.iter().all(|modal| modal.word == modal.word.to_lowercase()));
    }
}
