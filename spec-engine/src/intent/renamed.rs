//! Finds helpers that have another name and the same body, so that their users count as unchanged.

use std::borrow::Cow;

use super::{ItemState, tokens};

/// The new names.
#[derive(Debug, Default)]
pub(super) struct Renames<'a>(Vec<(&'a str, &'a str)>);

impl<'a> Renames<'a> {
    /// Finds them. `matched` says of each of the helpers before which of those now it is.
    pub(super) fn of(before: &'a [ItemState], now: &[&'a ItemState], matched: &[Option<usize>]) -> Self {
        let own = |helper: &'a ItemState| helper.name.rsplit("::").next().unwrap_or_default();
        let pairs = before.iter().zip(matched).filter_map(|(old, at)| Some((old, now[(*at)?])));
        let renamed = pairs.filter(|(old, new)| old.tokens == new.tokens && own(old) != own(new));
        let renamed = renamed.map(|(old, new)| (own(old), own(new)));
        // A name that something else bears now means that.
        Self(renamed.filter(|(name, _)| !now.iter().any(|other| own(other) == *name)).collect())
    }

    /// Tokens with the names of now.
    pub(super) fn apply<'t>(&self, tokens: &'t str) -> Cow<'t, str> {
        if !self.0.iter().any(|(name, _)| tokens.contains(name)) {
            return Cow::Borrowed(tokens);
        }
        let mut all = tokens::split(tokens);
        for token in &mut all {
            if let Some((_, now)) = self.0.iter().find(|(name, _)| name == token) {
                (*now).clone_into(token);
            }
        }
        Cow::Owned(all.join(" "))
    }
}
