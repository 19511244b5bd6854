//! The text around a criterion that is a part of its meaning, compared.

use std::sync::Arc;

use spec_model::diagnostic::Location;
use spec_model::spec::{Criterion, Document, Requirement};

/// A sentence, a heading or an entry of the glossary around a criterion. Two are equal if they say the same, wherever they stand.
#[derive(Clone, Debug)]
pub struct Around {
    /// Its words; `§` stands for each id of its document.
    pub text: Arc<str>,
    /// The word in it that takes from what the criterion asks for, where it names the criterion.
    pub limit: Option<&'static str>,
    /// Its place, if it was read from a document.
    pub place: Option<Location>,
}

impl PartialEq for Around {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Around {}

impl Around {
    /// Collects the text around a criterion of a document.
    pub(crate) fn of(document: &Document, requirement: &Requirement, criterion: &Criterion) -> Vec<Self> {
        let found = document.around(requirement, criterion).map(|aside| Self {
            text: aside.text.as_str().into(),
            limit: aside.limit,
            place: Some(Location::new(&document.source, aside.span)),
        });
        let mut found: Vec<_> = found.collect();
        found.sort_by(|one, other| one.text.cmp(&other.text));
        found.dedup();
        found
    }

    /// Returns the words of some, a line each.
    pub(crate) fn texts(context: &[Self]) -> String {
        context.iter().map(|around| &*around.text).collect::<Vec<_>>().join("\n")
    }

    /// One as the lock keeps it.
    pub(crate) fn accepted(text: &str) -> Self {
        Self { text: text.into(), limit: None, place: None }
    }
}

/// Returns the text that is new around a criterion, and the text that is gone. That a document is no draft any more takes nothing.
pub(super) fn changes(before: &[Around], now: &[Around]) -> Option<(Vec<Around>, Vec<Arc<str>>)> {
    let is_state = |text: &str| ["status: ", "state: ", "stage: "].iter().any(|key| text.starts_with(key));
    let new = now.iter().filter(|around| !before.contains(around)).cloned();
    let gone = before.iter().filter(|around| !now.contains(around) && !is_state(&around.text));
    let (new, gone): (Vec<_>, Vec<_>) =
        (new.collect(), gone.map(|around| Arc::clone(&around.text)).collect());
    (!new.is_empty() || !gone.is_empty()).then_some((new, gone))
}
