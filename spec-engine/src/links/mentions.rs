//! Finds names in code, and how the tokens beside each use it.

use super::attributes::Tokens;
use super::lexer::TokenKind;

/// A word among tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// `let name`: a variable.
    Binding,
    /// `fn name`, `struct name` …: what is declared there.
    Declaration,
    /// A use of something.
    Use(Usage),
}

/// The way in which a word is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Usage {
    /// The tokens around it.
    pub(super) form: MentionForm,
    /// Is it `name!`?
    pub(super) is_macro: bool,
    /// Is it `name(`, `name!` or `name::`? No variable is used so, but for a closure.
    pub(super) is_called: bool,
}

/// The text around a word that is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MentionForm {
    /// `.name`
    Member,
    /// `owner::name`
    Path,
    /// `name:`, as of a field or an argument.
    Key,
    /// Nothing of these.
    Bare,
}

/// Returns the way in which the word at a place is used.
pub(super) fn word(tokens: &Tokens<'_>, at: usize) -> Word {
    let before = at.checked_sub(1).map_or("", |before| tokens.raw(before));
    match before {
        "let" => return Word::Binding,
        "mut" if at > 1 && tokens.raw(at - 2) == "let" => return Word::Binding,
        "fn" | "const" | "static" | "mod" | "struct" | "enum" | "trait" | "type" => return Word::Declaration,
        _ => {}
    }
    let is_colon = |at: usize| tokens.is(at, TokenKind::Punct(b':'));
    // `..ALL` begins with two dots.
    let is_member = before == "." && !(at > 1 && tokens.is(at - 2, TokenKind::Punct(b'.')));
    let form = match () {
        () if is_member => MentionForm::Member,
        () if before == ":" && at > 1 && is_colon(at - 2) => MentionForm::Path,
        () if is_colon(at + 1) && !is_colon(at + 2) => MentionForm::Key,
        () => MentionForm::Bare,
    };
    Word::Use(Usage {
        form,
        is_macro: tokens.is(at + 1, TokenKind::Punct(b'!')),
        is_called: matches!(tokens.kind(at + 1), Some(TokenKind::Open(b'(') | TokenKind::Punct(b'!' | b':'))),
    })
}
