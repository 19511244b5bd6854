//! The functions that implement a criterion, as evidence names them.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use spec_engine::links::Link;

/// A function that implements something: by its own link, or by that of its impl, trait or module.
#[derive(Clone, Debug)]
pub struct Implementer {
    /// The link.
    pub link: Arc<Link>,
    /// The function, if the link is not its own.
    pub member: Option<Member>,
}

/// A function in an impl, a trait or a module that has a link.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Member {
    /// Its name.
    pub name: String,
    /// Its line, from 1.
    pub line: usize,
}

impl Implementer {
    /// The name of the function; `…`, if a macro gives it.
    pub fn name(&self) -> &str {
        let own = self.link.item.path.rsplit("::").next().unwrap_or_default();
        let name = self.member.as_ref().map_or(own, |member| &member.name);
        if name.is_empty() { "…" } else { name }
    }

    /// Its line, or that of the link that is its own.
    pub fn line(&self) -> usize {
        self.member.as_ref().map_or(self.link.location.start.line, |member| member.line)
    }
}
