//! The model of a document, in any dialect.

mod aside;
mod dialect;
mod fingerprint;
mod proposal;
mod wording;

pub use crate::grammar::clause::{Clause, Part, PartKind, Pattern};
pub use crate::id::{Id, slug};
#[cfg(feature = "tasks")]
pub(crate) use aside::folded;
pub use aside::{About, Aside};
pub use dialect::Dialect;
pub(crate) use dialect::table_of_dialects;
pub use fingerprint::is_unspaced;
pub use fingerprint::{Fingerprint, NoFingerprint};
pub use proposal::Proposal;

use std::borrow::Cow;

use crate::diagnostic::Diagnostic;
use crate::grammar;
use crate::markdown::MappedText;
use crate::source::{Source, Span};

/// One requirements document, read.
#[derive(Clone, Debug)]
pub struct Document {
    /// Its text.
    pub source: Source,
    /// The way that it is written.
    pub dialect: Dialect,
    /// The feature that it specifies, as a slug: `checkout` of `.kiro/specs/checkout/requirements.md`.
    pub feature: String,
    /// Its first heading, if it has one.
    pub title: Option<MappedText>,
    /// Its requirements, in document order.
    pub requirements: Vec<Requirement>,
    /// Its parts that are kept without being testable: edge cases, glossary entries, clarifications.
    pub notes: Vec<Note>,
    /// The items of which only the number is left.
    pub retired: Vec<Retired>,
    /// The text around its criteria that is a part of their meaning. The macros do not ask for it.
    pub asides: Vec<Aside>,
    /// Further ids of what it defines, each with the id that it stands for: those that an open change gives, or takes.
    pub aliases: Vec<(Id, Id)>,
    /// The findings that a person should know, in document order.
    pub diagnostics: Vec<Diagnostic>,
}

impl Document {
    /// Every criterion, in document order, with its requirement.
    pub fn criteria(&self) -> impl Iterator<Item = (&Requirement, &Criterion)> {
        self.requirements.iter().flat_map(|requirement| {
            requirement.criteria.iter().map(move |criterion| (requirement, criterion))
        })
    }
}

/// A headed statement of need.
#[derive(Clone, Debug)]
pub struct Requirement {
    /// Its canonical id: `REQ-3`, `US1`, `FR-003`, `two-factor-authentication`.
    pub id: Id,
    /// The words of the heading behind the id; empty when there are none.
    pub title: String,
    /// The bytes of its heading, or of the item that it is.
    pub span: Span,
    /// The first line of `span`, from 1.
    pub line: usize,
    /// `As a …, I want …, so that …`.
    pub story: Option<MappedText>,
    /// `P1` of `(Priority: P1)`.
    pub priority: Option<String>,
    /// The change that a change document makes to it.
    pub delta: Option<Delta>,
    /// The change that an open change proposes for it. Its catalog knows.
    pub proposal: Option<Proposal>,
    /// Its own request, beside its criteria: the blocks below its heading in which something shall be. Empty where it is its own
    /// criterion.
    pub statement: MappedText,
    /// Its criteria, in document order. A requirement without sub-items is its own single criterion.
    pub criteria: Vec<Criterion>,
}

impl Requirement {
    /// One of which nothing is known yet but its heading.
    pub(crate) fn new(id: Id, title: String, span: Span, source: &Source) -> Self {
        Self {
            id,
            title,
            span,
            line: source.line(span.start),
            story: None,
            priority: None,
            delta: None,
            proposal: None,
            statement: MappedText::default(),
            criteria: Vec::new(),
        }
    }

    /// Has it one criterion, which is itself?
    pub fn is_its_own_criterion(&self) -> bool {
        self.criteria.iter().any(|criterion| criterion.id == self.id)
    }

    /// Must tests verify its criteria? Not while an open change adds or removes it.
    pub fn needs_test(&self) -> bool {
        self.proposal.is_none()
    }

    /// Does it ask for something? What a change takes away or renames does not, whatever is written below it.
    pub fn is_active(&self) -> bool {
        !matches!(self.delta, Some(Delta::Removed | Delta::Renamed))
    }
}

/// One testable statement: the unit that everything counts.
#[derive(Clone, Debug)]
pub struct Criterion {
    /// Its canonical id: `REQ-3.2`, `US1.2`, `FR-003`, `two-factor-authentication.otp-required`.
    pub id: Id,
    /// Its words, without list marker and number.
    pub text: MappedText,
    /// Its words are the steps of a scenario, each on a line of its own; else they are sentences.
    pub is_scenario: bool,
    /// All of its bytes, list marker and sub-points included.
    pub span: Span,
    /// The first line of `span`, from 1.
    pub line: usize,
    /// The last line of `span`, from 1.
    pub end_line: usize,
    /// The list below it, item by item.
    pub points: Vec<MappedText>,
    /// The table of examples below it.
    pub examples: Option<Examples>,
    /// The blocks below it that are none of these: code, quotes, further paragraphs; of a row of a table, its other cells.
    pub attachments: Vec<Attachment>,
}

/// A block that belongs to a criterion, and is no sentence of it.
#[derive(Clone, Debug)]
pub struct Attachment {
    /// Its text.
    pub text: MappedText,
    /// Is it code, in which no mark is one of emphasis?
    pub is_code: bool,
}

impl Criterion {
    /// Parses the words: the EARS pattern or the steps, with the parts. Parsed when asked for.
    pub fn clause(&self) -> Clause {
        let text = self.text.as_str();
        if self.is_scenario { grammar::clause::scenario(text) } else { grammar::clause::parse(text) }
    }

    /// Its words as the document shows them: with the number before them that nothing sets off from them (`- 1.7 Text`). The number of a
    /// list marker (`7. Text`) is none of the words. Nor is an id behind which a colon or the end of emphasis stands. `source` is the
    /// document's.
    pub fn text_as_shown(&self, source: &Source) -> Cow<'_, str> {
        // The words of a scenario may begin elsewhere, with the background.
        let words = self.text.span().start.max(self.span.start);
        let before = source.slice(Span::new(self.span.start, words));
        let number = before.trim_start_matches(['-', '*', '+']).trim();
        let is_bare = before.starts_with(['-', '*', '+'])
            && number.ends_with(|c: char| c.is_ascii_digit())
            && number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        if is_bare {
            Cow::Owned(format!("{number} {}", self.text.as_str()))
        } else {
            Cow::Borrowed(self.text.as_str())
        }
    }

    /// The hash of its normalised text.
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(self.text.as_str())
    }
}

/// A table of examples: each row is a case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Examples {
    /// The names of the columns.
    pub columns: Vec<String>,
    /// The cells of each row, as many as there are columns.
    pub rows: Vec<Vec<String>>,
}

/// The change that a section of an OpenSpec change makes to the requirements in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delta {
    /// `## ADDED Requirements`
    Added,
    /// `## MODIFIED Requirements`
    Modified,
    /// `## REMOVED Requirements`
    Removed,
    /// `## RENAMED Requirements`
    Renamed,
}

/// An item that is gone and keeps its number: `~~**FR-002**: …~~`, `3. *(removed)*`. No test is asked for it.
#[derive(Clone, Debug)]
pub struct Retired {
    /// The id that nothing else may have.
    pub id: Id,
    /// All of its bytes.
    pub span: Span,
}

/// Something that a document says beside its criteria.
#[derive(Clone, Debug)]
pub struct Note {
    /// The kind of the note.
    pub kind: NoteKind,
    /// Its words.
    pub text: MappedText,
    /// Its first line, from 1.
    pub line: usize,
}

/// The kind of a [`Note`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoteKind {
    /// An edge case, often a question.
    EdgeCase,
    /// A glossary entry.
    Term,
    /// The defect that a `bugfix.md` describes.
    CurrentBehaviour,
}
