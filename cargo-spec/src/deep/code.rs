//! The text of a file, as the families of operators ask for it.

use std::collections::HashSet;
use std::ops::Range;

use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::{Expr, ExprBinary, Stmt};

use super::mutation::{Change, Mutation};
use crate::rust_file::shifted;
use crate::text::{one_line, shorten};

/// So much of a text is part of a name.
const SHOWN: usize = 48;

/// The text of a file, and what is known of one of its functions.
pub(super) struct Code<'a> {
    /// The text.
    pub(super) text: &'a str,
    /// The offset of spans in it.
    pub(super) offset: usize,
    /// The variables that get their first value after their declaration. That must stay.
    pub(super) set_late: HashSet<String>,
}

impl Code<'_> {
    /// The bytes of a span.
    pub(super) fn range(&self, span: Span) -> Range<usize> {
        shifted(span.byte_range(), self.offset)
    }

    /// The bytes of a part.
    pub(super) fn range_of(&self, part: &impl Spanned) -> Range<usize> {
        self.range(part.span())
    }

    /// The bytes from the beginning of a part up to a token in it.
    pub(super) fn range_between(&self, part: &impl Spanned, token: Span) -> Range<usize> {
        self.range_of(part).start..self.range(token).start
    }

    /// Does a part begin with an attribute?
    pub(super) fn has_attribute(&self, part: &impl Spanned) -> bool {
        self.text.get(self.range_of(part)).is_some_and(|text| text.starts_with('#'))
    }

    /// The text of a part for people, on one line and not long.
    pub(super) fn shown(&self, range: Range<usize>) -> String {
        shorten(&one_line(self.text.get(range).unwrap_or_default().trim()), SHOWN)
    }

    /// The tokens of a part on one line; `None`: a literal in it has several lines.
    pub(super) fn on_one_line(&self, part: &impl Spanned) -> Option<String> {
        let tokens: proc_macro2::TokenStream = self.text.get(self.range_of(part))?.parse().ok()?;
        let line = tokens.to_string();
        (!line.contains(['\n', '\r'])).then_some(line)
    }

    /// Another expression in the place of one.
    pub(super) fn instead(&self, whole: &Expr, names: (&str, &str), other: String) -> Mutation {
        let (before, after) = names;
        let span = self.range_of(whole);
        let is_prefix = after.is_empty();
        let label = if is_prefix { format!("remove {before}") } else { format!("{before} → {after}") };
        let place = if is_prefix { span.start..span.start + before.len() } else { span.clone() };
        Mutation { span, change: Change::Instead(other), place, inserted: after.to_owned(), label }
    }

    /// Another operator between two operands.
    pub(super) fn other_operator(&self, whole: &Expr, binary: &ExprBinary, other: &str) -> Option<Mutation> {
        let (left, right) = (self.on_one_line(&binary.left)?, self.on_one_line(&binary.right)?);
        let place = self.range_of(&binary.op);
        Some(Mutation {
            span: self.range_of(whole),
            change: Change::Instead(format!("({left}) {other} ({right})")),
            label: format!("{} → {other}", self.text.get(place.clone())?),
            place,
            inserted: other.to_owned(),
        })
    }

    /// The opposite of a condition.
    pub(super) fn negated(&self, condition: &Expr, keyword: &str) -> Option<Mutation> {
        let line = self.on_one_line(condition)?;
        let span = self.range_of(condition);
        let shown = self.shown(span.clone());
        Some(Mutation {
            change: Change::Instead(format!("!({line})")),
            label: format!("{keyword}{shown} → {keyword}!({shown})"),
            place: span.clone(),
            inserted: format!("!({})", self.text.get(span.clone())?),
            span,
        })
    }

    /// No statement in the place of one.
    pub(super) fn skipped(&self, statement: &Stmt) -> Mutation {
        let span = self.range_of(statement);
        Mutation {
            change: Change::Skipped,
            place: span.clone(),
            inserted: String::new(),
            label: format!("delete {}", self.shown(span.clone())),
            span,
        }
    }

    /// A loop that is left as its body begins.
    pub(super) fn left(&self, start: usize, head: &str) -> Mutation {
        let place = start..start;
        Mutation {
            span: place.clone(),
            change: Change::Left,
            place,
            inserted: " break;".to_owned(),
            label: format!("skip {head}"),
        }
    }

    /// Does a place get its first value here?
    pub(super) fn is_set_late(&self, place: &Expr) -> bool {
        let Expr::Path(path) = place else { return false };
        path.path.get_ident().is_some_and(|name| self.set_late.contains(&name.to_string()))
    }
}
