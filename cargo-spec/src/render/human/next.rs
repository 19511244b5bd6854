//! Writes the last line of a verb: the next step.

use super::style::{HEADING, paint};

use crate::layout::{Layout, Verbosity};

/// `Next: …`, on a line of its own; nothing if there is nothing to do, and quietly.
pub fn line(next: Option<&str>, layout: &Layout) -> String {
    match next.filter(|_| layout.verbosity != Verbosity::Quiet) {
        Some(next) => format!("{}: {next}\n", paint(HEADING, "Next")),
        None => String::new(),
    }
}

/// The other steps to take, whatever is next.
pub fn also(what: &str, layout: &Layout) -> String {
    if layout.verbosity == Verbosity::Quiet { String::new() } else { format!("Also: {what}\n") }
}
