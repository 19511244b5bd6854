//! Appends lines to an output, and stops at the number of lines that a person reads.

use std::fmt::Write as _;

use super::style::{FAINT, paint};

use crate::layout::{Layout, Verbosity};
use crate::text::lines;

/// So many lines of an output are shown, unless everything is asked for.
pub const MAX_LINES: usize = 60;

/// Appends each item of a list, until the output has enough lines; then how many there are beside. The first item is always shown.
///
/// `out` is the whole output so far: what stands in it leaves less room for the list.
pub fn push_each<T>(
    out: &mut String,
    items: impl IntoIterator<Item = T>,
    layout: &Layout,
    mut push: impl FnMut(&mut String, T),
) {
    let mut items = items.into_iter();
    let mut used = layout.used + lines(out);
    let mut is_first = true;
    while let Some(item) = items.next() {
        if used >= MAX_LINES && !is_first && layout.verbosity != Verbosity::Verbose {
            push_more(out, 1 + items.count(), layout);
            return;
        }
        is_first = false;
        let start = out.len();
        push(out, item);
        used += lines(&out[start..]);
    }
}

/// Adds the number of left out lines, and the command that shows them.
pub fn push_more(out: &mut String, number: usize, layout: &Layout) {
    let command = layout.verbose_command();
    // Writing to a string cannot fail.
    let _ = writeln!(out, "{}", paint(FAINT, format!("  … and {number} more (`{command}` shows all)")));
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
        assert!(many.ends_with("  … and 99940 more (`cargo spec check -v` shows all)\n"), "{many}");
        assert_eq!(shown(100, 7, Verbosity::Normal).lines().count(), 64);
        assert_eq!(shown(1_000, 1, Verbosity::Verbose).lines().count(), 1_000);
    }

    #[test]
    fn lists_of_one_output_share_its_lines() {
        let layout = Layout { command: "cargo spec test -- a".to_owned(), ..Layout::default() };
        let mut out = String::new();
        for _ in 0..3 {
            push_each(&mut out, 0..1_000, &layout, |out, _| {
                push_each(out, 0..1_000, &layout, |out, _| out.push_str("x\n"));
            });
        }
        assert!(lines(&out) <= MAX_LINES + 8, "{out}");
        assert!(out.contains("more (`cargo spec test -v -- a` shows all)"), "{out}");
        let mut behind = String::new();
        push_each(&mut behind, 0..1_000, &layout.behind(&out), |out, _| out.push_str("x\n"));
        assert_eq!(lines(&behind), 2);
    }
}
