//! Lists that are never longer than somebody reads.

use std::fmt::Write as _;

use super::Layout;
use super::style::{FAINT, paint};
use crate::terminal::Verbosity;

/// So many lines of a list are shown, unless everything is asked for.
pub const MAX_LINES: usize = 60;

/// Appends each item of a list, until there are enough lines; then how many there are beside.
pub fn push_each<T>(
    out: &mut String,
    items: impl IntoIterator<Item = T>,
    layout: &Layout,
    mut push: impl FnMut(&mut String, T),
) {
    let mut items = items.into_iter();
    let mut lines = 0;
    while let Some(item) = items.next() {
        if lines >= MAX_LINES && layout.verbosity != Verbosity::Verbose {
            push_more(out, 1 + items.count());
            return;
        }
        let start = out.len();
        push(out, item);
        lines += out[start..].matches('\n').count();
    }
}

fn push_more(out: &mut String, number: usize) {
    // Writing to a string cannot fail.
    let _ = writeln!(out, "{}", paint(FAINT, format!("  … and {number} more (`-v` shows all)")));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(items: usize, lines: usize, verbosity: Verbosity) -> String {
        let mut out = String::new();
        let layout = Layout { verbosity, ..Layout::default() };
        push_each(&mut out, 0..items, &layout, |out, _| out.push_str(&"x\n".repeat(lines)));
        anstream::adapter::strip_str(&out).to_string()
    }

    #[test]
    fn a_list_ends_after_enough_lines_and_says_how_much_is_left() {
        assert_eq!(shown(60, 1, Verbosity::Normal).lines().count(), 60);
        let many = shown(100_000, 1, Verbosity::Normal);
        assert_eq!(many.lines().count(), 61);
        assert!(many.ends_with("  … and 99940 more (`-v` shows all)\n"), "{many}");
        assert_eq!(shown(100, 7, Verbosity::Normal).lines().count(), 64);
        assert_eq!(shown(1_000, 1, Verbosity::Verbose).lines().count(), 1_000);
    }
}
