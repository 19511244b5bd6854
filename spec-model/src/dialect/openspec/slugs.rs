//! Makes ids from names.

use std::collections::{HashMap, HashSet};

use crate::source::Span;
use crate::spec::slug;

/// The slugs that have been given under one parent.
#[derive(Default)]
pub(super) struct Slugs {
    taken: HashSet<String>,
    /// The number of requests for each, and the place of the first.
    asked: HashMap<String, (usize, Span)>,
}

impl Slugs {
    /// The slug of a name, emphasis and code marks left out. A second equal one ends in `-2`, and a name without letters
    /// is known by its position (design, §3). Where the name was given before, that is told too.
    pub(super) fn of(&mut self, name: &str, span: Span) -> (String, Option<Span>) {
        let mut slug = slug(&name.replace(['*', '_', '`'], ""));
        let has_name = !slug.is_empty();
        if !has_name {
            slug = (self.taken.len() + 1).to_string();
        }
        let first = self.asked.get(&slug).map(|&(_, first)| first).filter(|_| has_name);
        loop {
            let (asked, _) = self.asked.entry(slug.clone()).or_insert((0, span));
            *asked += 1;
            let unique = if *asked == 1 { slug.clone() } else { format!("{slug}-{asked}") };
            if self.taken.insert(unique.clone()) {
                return (unique, first);
            }
        }
    }
}
