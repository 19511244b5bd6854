//! A mutant that can be tried, and code that is left alone.

use std::ops::Range;
use std::path::PathBuf;

use super::mutation::Mutation;
use super::operators::is_boundary;

/// A changed operator, at a place.
#[derive(Clone, Debug)]
pub struct OperatorMutant {
    /// The number that switches it on.
    pub number: u64,
    /// The file, absolute.
    pub file: PathBuf,
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    /// The function that it is in.
    pub function: String,
    /// Its name: `< → <=`.
    pub label: String,
    /// The lines of the source, without what they all are indented by.
    pub before: String,
    /// The lines as they would be; empty, if nothing is left of them.
    pub after: String,
    /// Does it move a bound by one?
    pub is_boundary: bool,
    /// The reason why it is not built, if it is not.
    pub withdrawn: Option<Withdrawal>,
    /// Its place in the text, for the join with reports of others.
    pub place: Range<usize>,
    /// The fingerprint of its function and its place in it.
    pub(super) key: String,
    pub(super) mutation: Mutation,
}

/// The reason why a changed operator is not built.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withdrawal {
    /// The message of the compiler.
    pub message: String,
    /// Was it withdrawn with all of its function, for the message does not tell what is to blame?
    pub is_guess: bool,
}

/// Code that is left alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotTried {
    /// The file, absolute.
    pub file: PathBuf,
    /// From 1.
    pub line: usize,
    /// The function.
    pub function: String,
    /// The reason.
    pub reason: String,
}

impl OperatorMutant {
    /// A mutant of a function in a text.
    pub(super) fn new(
        text: &str,
        file: &std::path::Path,
        function: &str,
        number: u64,
        mutation: Mutation,
    ) -> Self {
        let place = mutation.place.clone();
        let start = text[..place.start].rfind('\n').map_or(0, |at| at + 1);
        let end = text[place.end..].find('\n').map_or(text.len(), |at| place.end + at);
        let before = outdented(&text[start..end]);
        let after =
            outdented(&[&text[start..place.start], &mutation.inserted, &text[place.end..end]].concat());
        let (line, column) = position(text, place.start);
        let boundary = mutation.label.split_once(" → ");
        Self {
            number,
            file: file.to_path_buf(),
            line,
            column,
            function: function.to_owned(),
            label: mutation.label.clone(),
            before,
            after,
            is_boundary: boundary.is_some_and(|(before, after)| is_boundary(before, after)),
            withdrawn: None,
            place,
            key: String::new(),
            mutation,
        }
    }
}

impl OperatorMutant {
    /// Is a text the name of a changed operator, and not that of a value?
    pub fn is_label(text: &str) -> bool {
        text.contains(" → ") || ["delete ", "skip ", "remove "].iter().any(|word| text.starts_with(word))
    }

    /// The mutants of an expression, as if it were all of a function.
    #[cfg(test)]
    pub(crate) fn of_line(line: &str) -> Vec<Self> {
        Self::of_text(&format!("fn f() {{\n    {line}\n}}\n"))
    }

    /// The mutants of the functions in a text.
    #[cfg(test)]
    pub(crate) fn of_text(text: &str) -> Vec<Self> {
        let functions = super::functions::functions(text).expect("it is Rust");
        let mutations = functions.into_iter().flat_map(|function| function.mutations);
        mutations.map(|mutation| Self::new(text, std::path::Path::new("a.rs"), "f", 1, mutation)).collect()
    }
}

/// Lines without the spaces that all of them begin with, and without those at their ends. The first line is as deep as any.
fn outdented(lines: &str) -> String {
    let depth = |line: &str| line.len() - line.trim_start().len();
    let least = lines.lines().filter(|line| !line.trim().is_empty()).map(depth).min().unwrap_or_default();
    let lines = lines.lines().map(|line| line.get(least..).unwrap_or_default().trim_end());
    lines.collect::<Vec<_>>().join("\n").trim_end().to_owned()
}

/// The line and the column of a byte, from 1.
pub(super) fn position(text: &str, at: usize) -> (usize, usize) {
    let before = &text[..at];
    let line = before.matches('\n').count() + 1;
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    (line, before[start..].chars().count() + 1)
}
