//! A part of a Markdown file, between markers. What a person wrote around it stays.

use std::ops::Range;

/// The line before our words.
pub(super) const BEGIN: &str = "<!-- cargo-spec begin -->";
/// The line behind them.
pub(super) const END: &str = "<!-- cargo-spec end -->";

/// The bytes of the section with its markers, if it is there. A marker is a line of its own that no fenced code holds: others are words.
///
/// # Errors
/// A first marker that no second one follows: what would be ours, only its writer knows.
fn find(text: &str) -> Result<Option<Range<usize>>, String> {
    let (mut start, mut fence, mut at) = (None, None, 0);
    for (number, line) in (1..).zip(text.split_inclusive('\n')) {
        let bare = line.trim();
        let sign = ["```", "~~~"].into_iter().find(|sign| bare.starts_with(sign));
        match (fence, sign) {
            (None, Some(_)) => fence = sign,
            (Some(_), _) if fence == sign && bare.trim_start_matches(['`', '~']).is_empty() => fence = None,
            (Some(_), _) => {}
            (None, None) if bare == BEGIN => start = Some((at, number)),
            (None, None) if bare == END => {
                if let Some((start, _)) = start {
                    return Ok(Some(start..at + line.trim_end().len()));
                }
            }
            (None, None) => {}
        }
        at += line.len();
    }
    match start {
        Some((_, number)) => {
            Err(format!("`{BEGIN}` in line {number} has no `{END}` behind it: add it, or delete that line"))
        }
        None => Ok(None),
    }
}

/// The text with these words in its section: where it stands, or at the end.
///
/// # Errors
/// A section that does not end.
pub(super) fn with(text: &str, words: &str) -> Result<String, String> {
    let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let words = format!("{BEGIN}\n{}\n{END}", words.trim_end()).replace('\n', line_end);
    Ok(match find(text)? {
        Some(range) => format!("{}{words}{}", &text[..range.start], &text[range.end..]),
        None if text.is_empty() => words + line_end,
        None => {
            // A file whose last line does not end keeps that, so that it can be restored.
            match text.ends_with('\n') {
                true => format!("{text}{line_end}{words}{line_end}"),
                false => format!("{text}{line_end}{line_end}{words}"),
            }
        }
    })
}

/// The text without its section, and without the blank line before it; `None`: there is none.
///
/// # Errors
/// A section that does not end.
pub(super) fn without(text: &str) -> Result<Option<String>, String> {
    let Some(range) = find(text)? else { return Ok(None) };
    let (before, behind) = (&text[..range.start], &text[range.end..]);
    if behind.is_empty() {
        let before =
            before.strip_suffix("\r\n\r\n").or_else(|| before.strip_suffix("\n\n")).unwrap_or(before);
        return Ok(Some(before.to_owned()));
    }
    let behind = behind.strip_prefix("\r\n").or_else(|| behind.strip_prefix('\n')).unwrap_or(behind);
    let before = match before.strip_suffix("\r\n\r\n").map(|before| (before, "\r\n")) {
        Some((before, end)) => format!("{before}{end}"),
        None => before.strip_suffix("\n\n").map_or_else(|| before.to_owned(), |before| format!("{before}\n")),
    };
    Ok(Some(format!("{before}{behind}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_around_a_section_stay_and_it_is_written_once() {
        for text in
            ["", "# Mine\n", "# Mine\r\n\r\nWords.\r\n", "# Mine\n\nBehind\n", "# Mine", "# Mine\r\nEnd"]
        {
            let once = with(text, "ours\nmore\n").expect("it ends");
            assert_eq!(with(&once, "ours\nmore").as_ref(), Ok(&once));
            assert!(once.starts_with(text), "{once:?}");
            assert_eq!(without(&once), Ok(Some(text.to_owned())), "{once:?}");
        }
        let between = format!("a\n{BEGIN}\nold\n{END}\nb\n");
        assert_eq!(with(&between, "new"), Ok(format!("a\n{BEGIN}\nnew\n{END}\nb\n")));
        assert_eq!(without(&between), Ok(Some("a\nb\n".to_owned())));
        assert_eq!(without("a"), Ok(None));
    }

    #[test]
    fn a_marker_within_words_or_code_is_no_marker() {
        for text in [
            format!("The markers `{BEGIN}` and `{END}` are ours.\n"),
            format!("```markdown\n{BEGIN}\nexample\n{END}\n```\n"),
            format!("~~~\n```\n{BEGIN}\n{END}\n~~~\n"),
            format!("{END}\n"),
        ] {
            assert_eq!(without(&text), Ok(None), "{text}");
            let once = with(&text, "ours").expect("it ends");
            assert_eq!(with(&once, "ours").as_ref(), Ok(&once));
            assert_eq!(without(&once), Ok(Some(text)));
        }
        let torn = format!("mine\n{BEGIN}\nwords\n");
        assert!(with(&torn, "ours").is_err_and(|why| why.contains("in line 2")));
        assert!(without(&torn).is_err());
        // The one that a second marker follows is ours.
        let both = format!("{torn}{BEGIN}\nold\n{END}\n");
        assert_eq!(without(&both), Ok(Some(torn)));
    }
}
