//! The text around criteria that is a part of their meaning: notes, exceptions, headings, the glossary.

use super::{Criterion, Document, Requirement};
use crate::source::Span;

/// Something that a document says of criteria, outside of their own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aside {
    /// Its words, without marks and layout. Each id of the document in it is `§`: criteria may be renumbered.
    pub text: String,
    /// The bytes of the block that it stands in.
    pub span: Span,
    /// The criteria that it is about.
    pub about: About,
    /// The word that takes from what the criterion asks for, where the criterion is named: `only`, `except`.
    pub limit: Option<&'static str>,
}

/// The criteria that an [`Aside`] is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    /// Those with these ids, or of the requirements with these ids.
    Ids(Vec<String>),
    /// Those that begin in these bytes.
    Within(Span),
    /// Those that use this term of the glossary, in small letters.
    Term(String),
}

impl Document {
    /// Returns the asides around a criterion, in the order of the document.
    pub fn around<'a>(
        &'a self,
        requirement: &'a Requirement,
        criterion: &'a Criterion,
    ) -> impl Iterator<Item = &'a Aside> {
        let mut words: Option<String> = None;
        self.asides.iter().filter(move |aside| match &aside.about {
            About::Ids(ids) => {
                ids.iter().any(|id| *id == criterion.id.as_str() || *id == requirement.id.as_str())
            }
            About::Within(span) => {
                let start = criterion.span.start;
                span.start <= start && start < span.end
            }
            About::Term(term) => {
                let words = words.get_or_insert_with(|| folded(&criterion.wording()));
                uses(words, term)
            }
        })
    }
}

/// A text in small letters, with a blank in place of what joins the words of a name: `free_limit`.
pub(crate) fn folded(text: &str) -> String {
    let blank = |c: char| if matches!(c, '_' | '-' | '\n') { ' ' } else { c };
    text.chars().map(blank).flat_map(char::to_lowercase).collect()
}

/// Does a text use a term? Its plural counts; a longer word that holds it does not.
fn uses(text: &str, term: &str) -> bool {
    let is_letter = |c: char| c.is_alphanumeric() && (c as u32) < 0x2E80;
    text.match_indices(term).any(|(at, _)| {
        let behind = &text[at + term.len()..];
        let behind = behind.strip_prefix('s').unwrap_or(behind);
        !text[..at].ends_with(is_letter) && !behind.starts_with(is_letter)
    })
}
