//! The definition of a dialect, which its file contains beside its reader.

use std::cell::OnceCell;
use std::path::Path;

use super::Reading;
use crate::grammar::heading::{self, Heading};
use crate::grammar::words;
use crate::markdown::Blocks;

/// A dialect, as its file defines it.
pub(super) struct Definition {
    /// The places where its documents are looked for when `spec.toml` names none.
    pub(super) places: &'static [&'static str],
    /// Says how much the place of a document speaks for the dialect.
    pub(super) place: fn(&Names<'_>) -> Option<Place>,
    /// Says whether a heading or label is one that documents of the dialect have.
    pub(super) claims: fn(&Mark<'_>) -> bool,
    /// Its rank: the higher one is taken if two dialects claim the same heading, or have as many headings.
    pub(super) precedence: u8,
    /// Finds the offsets at which paragraphs are split before they are read; they ascend.
    pub(super) lines: Option<fn(&Blocks<'_>) -> Vec<usize>>,
    /// Reads a document.
    pub(super) read: fn(&Blocks<'_>) -> Reading,
    /// Advice for a document without criteria: what they look like.
    pub(super) form: &'static str,
}

/// The weight that the place of a document has for a dialect, least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    /// A file of such a name may be of another dialect, if it bears ids.
    Common,
    /// A file of such a name is of this dialect, unless its headings say otherwise.
    Named,
    /// The same, and it lies in a folder of the dialect's tool.
    NamedWithin,
    /// File and folder are named as only this dialect does it, whatever the headings say.
    Numbered,
    /// It lies in a folder that the dialect has to itself, so many folders deep: the innermost one decides.
    Own(usize),
}

/// The names that lead to a document.
pub(super) struct Names<'a> {
    /// The folders, outermost first.
    pub(super) folders: Vec<&'a str>,
    /// The file.
    pub(super) file: &'a str,
}

impl<'a> Names<'a> {
    pub(super) fn of(path: &'a Path) -> Self {
        let folders = path.parent().into_iter().flatten();
        Self {
            folders: folders.map(|folder| folder.to_str().unwrap_or_default()).collect(),
            file: path.file_name().and_then(|name| name.to_str()).unwrap_or_default(),
        }
    }

    /// The innermost folder of a name, if what stands behind it is right.
    pub(super) fn own(&self, name: &str, is_right: impl Fn(&[&str]) -> bool) -> Option<Place> {
        let is_own = |&at: &usize| self.folders[at] == name && is_right(&self.folders[at + 1..]);
        (0..self.folders.len()).rev().find(is_own).map(Place::Own)
    }
}

/// The kinds of words that may tell a dialect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MarkKind {
    /// A block with a marker of OpenFastTrace or of a rule.
    Marker,
    /// A heading.
    Heading,
    /// A paragraph, which may be a label.
    Label,
}

/// A heading, label or marker.
pub(super) struct Mark<'a> {
    pub(super) kind: MarkKind,
    /// Its text in lower case, without what stands around it.
    pub(super) lower: String,
    text: &'a str,
    heading: OnceCell<Option<Heading<'a>>>,
}

impl<'a> Mark<'a> {
    pub(super) fn new(kind: MarkKind, text: &'a str) -> Self {
        let bare = match kind {
            MarkKind::Marker => "",
            MarkKind::Heading => text.trim(),
            MarkKind::Label => text.trim_start_matches(['*', '_']),
        };
        Self { kind, lower: bare.to_lowercase(), text, heading: OnceCell::new() }
    }

    /// The thing that it announces.
    pub(super) fn heading(&self) -> Option<&Heading<'a>> {
        let read = || match self.kind {
            MarkKind::Marker => None,
            MarkKind::Heading => Some(heading::heading(self.text)),
            MarkKind::Label => heading::label(self.text),
        };
        self.heading.get_or_init(read).as_ref()
    }

    /// The text behind one of some words, if a heading begins with it; in lower case.
    pub(super) fn behind(&self, words: &[&str]) -> Option<&str> {
        let lower = (self.kind == MarkKind::Heading).then_some(&*self.lower)?;
        words::word_at_start(lower, words).map(|word| lower[word.len()..].trim_start())
    }

    /// Does a heading give a name to something: `Requirement: Name`?
    pub(super) fn names(&self, words: &[&str]) -> bool {
        self.behind(words).is_some_and(|rest| rest.starts_with([':', '：']))
    }
}
