//! Makes the advice to accept something, and texts with their differences marked.

use spec_model::diagnostic::Advice;

use crate::intent::weakened::Weakening;
use crate::intent::{ItemState, readable, words};

/// The advice to accept something: the criteria that it concerns, of which there is at least one.
pub(crate) struct Accept<'a>(pub(crate) &'a [&'a str]);

impl<'a> Accept<'a> {
    /// So many criteria a command names.
    const MAX_NAMED: usize = 4;

    /// The name in the message: the first.
    pub(crate) fn name(&self) -> &'a str {
        self.0.first().copied().unwrap_or_default()
    }

    /// The names in a sentence: `REQ-1.1 and 3 more`.
    pub(crate) fn names(&self) -> String {
        match self.0.len() {
            0 | 1 => self.name().to_owned(),
            number => format!("{} and {} more", self.name(), number - 1),
        }
    }

    /// Advice that names the command, unless it would name too many criteria.
    pub(crate) fn advice(&self, advice: impl FnOnce(&Self) -> Vec<Advice>) -> Vec<Advice> {
        if self.0.len() <= Self::MAX_NAMED {
            return advice(self);
        }
        vec![
            Advice::run("cargo spec review", "shows it with all criteria that it concerns"),
            Advice::from("revert it if it is not intended"),
        ]
    }

    /// Advice to look at it, and to accept it.
    pub(crate) fn shown_first(&self) -> Vec<Advice> {
        self.advice(|accept| vec![Advice::run("cargo spec review", "shows it"), accept.command("accepts it")])
    }

    /// The command that accepts all of them, and the words behind it.
    pub(crate) fn command(&self, after: &'static str) -> Advice {
        Advice::run(format!("cargo spec accept {}", self.0.join(" ")), after)
    }
}

/// Two texts with the words marked in which they differ; where they differ in white space alone, both.
pub(crate) fn marked(old: &str, new: &str) -> String {
    let marked = words::marked(old, new);
    let is_marked = marked.contains("[-") || marked.contains("{+");
    if is_marked { marked } else { format!("[-{old}-] {{+{new}+}}") }
}

/// That something of the tests says something else.
pub(crate) fn otherwise(what: &str, before: &ItemState, now: &ItemState, weakenings: &[Weakening]) -> String {
    if weakenings.is_empty() {
        let marked = marked(&readable::text(&before.tokens), &readable::text(&now.tokens));
        return format!("{what} is not as it was accepted: {marked}");
    }
    let less: Vec<_> = weakenings.iter().map(|weakening| &*weakening.message).collect();
    format!("{what} checks less than was accepted: {}", less.join("; "))
}
