//! Shows people what `new` wrote.

use std::fmt::Write as _;

use super::style::{FAINT, GOOD, ID, paint};
use crate::layout::Layout;
use crate::outcome::NewOutcome;
use crate::terminal::visible;

/// The document, and the lines that were added.
pub fn render(new: &NewOutcome, layout: &Layout) -> String {
    let mut out = String::new();
    let style = if new.added.is_empty() { FAINT } else { GOOD };
    let word = paint(style, format!("{:>7}", new.word()));
    let path = layout.shown(&new.path);
    let _ = writeln!(out, "{word}  {path}:{}  {}", new.line, paint(ID, visible(&new.id)));
    for line in &new.added {
        let _ = writeln!(out, "         {} {}", paint(FAINT, "+"), visible(line));
    }
    if new.dry_run {
        out.push_str("\nNothing was written. Without `--dry-run` it is.\n");
    }
    out
}
