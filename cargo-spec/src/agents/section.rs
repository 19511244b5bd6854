//! A part of a Markdown file, between markers. What a person wrote around it stays.

/// The line before our words.
pub(super) const BEGIN: &str = "<!-- cargo-spec begin -->";
/// The line behind them.
pub(super) const END: &str = "<!-- cargo-spec end -->";

/// The bytes of the section with its markers, if both are there.
fn find(text: &str) -> Option<std::ops::Range<usize>> {
    let start = text.find(BEGIN)?;
    let end = start + text[start..].find(END)? + END.len();
    Some(start..end)
}

/// The text with these words in its section: where it stands, or at the end.
pub(super) fn with(text: &str, words: &str) -> String {
    let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let words = format!("{BEGIN}\n{}\n{END}", words.trim_end()).replace('\n', line_end);
    match find(text) {
        Some(range) => format!("{}{words}{}", &text[..range.start], &text[range.end..]),
        None if text.is_empty() => words + line_end,
        None => {
            // A file whose last line does not end keeps that, so that it can be restored.
            match text.ends_with('\n') {
                true => format!("{text}{line_end}{words}{line_end}"),
                false => format!("{text}{line_end}{line_end}{words}"),
            }
        }
    }
}

/// The text without its section, and without the blank line before it; `None`: there is none.
pub(super) fn without(text: &str) -> Option<String> {
    let range = find(text)?;
    let (before, behind) = (&text[..range.start], &text[range.end..]);
    if behind.is_empty() {
        let before =
            before.strip_suffix("\r\n\r\n").or_else(|| before.strip_suffix("\n\n")).unwrap_or(before);
        return Some(before.to_owned());
    }
    let behind = behind.strip_prefix("\r\n").or_else(|| behind.strip_prefix('\n')).unwrap_or(behind);
    let before = match before.strip_suffix("\r\n\r\n").map(|before| (before, "\r\n")) {
        Some((before, end)) => format!("{before}{end}"),
        None => before.strip_suffix("\n\n").map_or_else(|| before.to_owned(), |before| format!("{before}\n")),
    };
    Some(format!("{before}{behind}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_around_a_section_stay_and_it_is_written_once() {
        for text in
            ["", "# Mine\n", "# Mine\r\n\r\nWords.\r\n", "# Mine\n\nBehind\n", "# Mine", "# Mine\r\nEnd"]
        {
            let once = with(text, "ours\nmore\n");
            assert_eq!(with(&once, "ours\nmore"), once);
            assert!(once.starts_with(text), "{once:?}");
            assert_eq!(without(&once).as_deref(), Some(text), "{once:?}");
        }
        let between = format!("a\n{BEGIN}\nold\n{END}\nb\n");
        assert_eq!(with(&between, "new"), format!("a\n{BEGIN}\nnew\n{END}\nb\n"));
        assert_eq!(without(&between).as_deref(), Some("a\nb\n"));
        assert_eq!(without("a"), None);
    }
}
