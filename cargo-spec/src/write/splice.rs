//! Edits a text byte for byte.

use std::path::Path;

use spec_model::diagnostic::Edit;
use spec_model::source::Span;

use crate::error::Error;

/// The text with some edits, which are in the order of their places. No byte beside them changes.
///
/// # Errors
/// [`Error::ChangedMeanwhile`], if an edit leads out of the text, or into another one.
pub fn spliced(path: &Path, before: &[u8], edits: &[&Edit]) -> Result<Vec<u8>, Error> {
    let changed = || Error::ChangedMeanwhile { path: path.to_path_buf() };
    let mut after = Vec::with_capacity(before.len() + 64);
    let mut copied = 0;
    for edit in edits {
        let Span { start, end } = edit.location.span;
        let kept = before.get(copied..start).filter(|_| start <= end && end <= before.len());
        after.extend_from_slice(kept.ok_or_else(changed)?);
        after.extend_from_slice(edit.replacement.as_bytes());
        copied = end;
    }
    after.extend_from_slice(before.get(copied..).ok_or_else(changed)?);
    Ok(after)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use spec_model::Source;
    use spec_model::diagnostic::Location;

    use super::*;

    fn edit(text: &str, start: usize, end: usize, replacement: &str) -> Edit {
        Edit::new(Location::new(&Source::new("a", text), Span::new(start, end)), replacement)
    }

    #[test]
    fn an_edit_outside_of_the_text_is_refused() {
        let edit = edit("one two", 4, 7, "2");
        let error = spliced(Path::new("a"), b"one", &[&edit]).expect_err("the file is shorter");
        assert!(matches!(error, Error::ChangedMeanwhile { .. }));
    }

    proptest! {
        #[test]
        fn no_byte_beside_the_edits_changes(text in "[a-zé\r\n]{0,30}", at in 0..30usize, length in 0..5usize, new in "[A-Z]{0,3}") {
            let start = text.floor_char_boundary(at.min(text.len()));
            let end = text.floor_char_boundary((start + length).min(text.len()));
            let edit = edit(&text, start, end, &new);
            let after = spliced(Path::new("a"), text.as_bytes(), &[&edit]).expect("it fits");
            let expected = format!("{}{new}{}", &text[..start], &text[end..]);
            prop_assert_eq!(String::from_utf8_lossy(&after), expected);
        }
    }
}
