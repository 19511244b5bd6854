//! A test that is new or changed, beside the words of its criteria. Reading both is how people find thin tests.

use similar::{ChangeTag, TextDiff};
use spec_engine::intent::{ItemState, readable};

/// The test, and what it verifies.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TestBeside {
    /// Its path in its file.
    pub name: String,
    /// Its file.
    pub file: String,
    /// The words of its criteria.
    pub wordings: Vec<String>,
    /// Its lines as they were; `None`: it is new.
    pub before: Option<Vec<String>>,
    /// Its lines.
    pub now: Vec<String>,
    /// The reasons why it is weaker.
    pub reasons: Vec<String>,
}

impl TestBeside {
    /// A test beside a criterion that it verifies.
    pub fn new(wording: &str, before: Option<&ItemState>, now: &ItemState) -> Self {
        Self {
            name: now.name.to_string(),
            file: now.file.to_string(),
            wordings: vec![wording.to_owned()],
            before: before.map(|before| readable::lines(&before.tokens)),
            now: readable::lines(&now.tokens),
            reasons: Vec::new(),
        }
    }

    /// The lines that a person reads. Of a changed test each begins with a mark: `-` is gone, `+` is new.
    pub fn lines(&self) -> Vec<String> {
        let Some(before) = &self.before else { return self.now.clone() };
        let [before, now] =
            [before, &self.now].map(|lines| lines.iter().map(String::as_str).collect::<Vec<_>>());
        let diff = TextDiff::from_slices(&before, &now);
        let line = |change: similar::Change<&str>| {
            let mark = match change.tag() {
                ChangeTag::Delete => '-',
                ChangeTag::Insert => '+',
                ChangeTag::Equal => ' ',
            };
            format!("{mark} {}", change.value())
        };
        diff.iter_all_changes().map(line).collect()
    }
}
