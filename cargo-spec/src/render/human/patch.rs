//! Shows the change of a file as a unified diff, which `git apply` takes.

use std::fmt::Write as _;
use std::path::Path;

use similar::TextDiff;

use super::style::{BAD, FAINT, GOOD, paint};
use crate::layout::Layout;
use crate::outcome::FileDraft;
use crate::terminal::visible;

/// The changes of some files.
pub fn render(files: &[FileDraft], layout: &Layout) -> String {
    let mut out = String::new();
    for FileDraft { path, before, after } in files {
        push_patch(&mut out, path, before.as_deref(), Some(after), layout);
    }
    out
}

/// The change of a file. `None`: it does not exist before, or afterwards.
pub fn push_patch(out: &mut String, path: &Path, before: Option<&str>, after: Option<&str>, layout: &Layout) {
    let path = layout.shown(path);
    let name = |side: &str, text: Option<&str>| match text {
        Some(_) => format!("{side}/{path}"),
        None => "/dev/null".to_owned(),
    };
    let (old, new) = (name("a", before), name("b", after));
    let diff = TextDiff::from_lines(before.unwrap_or_default(), after.unwrap_or_default());
    let diff = diff.unified_diff().context_radius(3).header(&old, &new).to_string();
    for line in diff.lines() {
        let style = match line.as_bytes().first() {
            Some(b'+') => GOOD,
            Some(b'-') => BAD,
            Some(b'@') => FAINT,
            _ => {
                let _ = writeln!(out, "{}", visible(line));
                continue;
            }
        };
        let _ = writeln!(out, "{}", paint(style, visible(line)));
    }
}
