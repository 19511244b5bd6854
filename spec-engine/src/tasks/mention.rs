//! Finds out if the words around a path say that its file is only looked at: `see src/a.rs`, "import `Heat` from src/a.rs".
//!
//! Words that may also stand before a file that is edited are none of these: "extract it from src/a.rs", "files like src/a.rs".

use spec_model::source::{Source, Span};

/// The words before a file that is a pattern or a source of knowledge.
const BEFORE: &[&str] = &[
    "see",
    "see also",
    "cf.",
    "as in",
    "used by",
    "same as",
    "similar to",
    "according to",
    "based on",
    "described in",
    "documented in",
    "specified in",
    "mirror",
    "mirrors",
    "mirroring",
    "imported from",
    "reference:",
    "references:",
    "reference pattern:",
    "reference patterns:",
    "follow the pattern in",
    "follow the pattern of",
    "follow the patterns in",
    "follow the patterns of",
    "following the pattern in",
    "following the pattern of",
    "following the patterns in",
    "following the patterns of",
    "参考",
    "参照",
];

/// The words before a file that is looked for: "verify that src/a.rs exists". Whoever ensures it may make it.
const LOOKED_FOR: &[&str] =
    &["verify", "check", "confirm", "verify that", "check that", "confirm that", "whether", "check if"];

/// The words behind a file that something is imported from.
const IMPORTED: &[&str] = &["をインポート", "からインポート", "を参照", "を参考"];

/// Do the words around a path say that its file is only looked at?
pub(super) fn is_mention(source: &Source, path: Span) -> bool {
    let line = source.line_span(source.line(path.start));
    let text = source.text();
    let (Some(before), Some(after)) = (text.get(line.start..path.start), text.get(path.end..line.end)) else {
        return false;
    };
    is_only_named(before, after)
}

fn is_only_named(before: &str, after: &str) -> bool {
    let before = words_before(before).to_lowercase();
    let after = after.trim_start_matches(|c: char| c.is_whitespace() || is_mark(c));
    let ends_with = |words: &&str| {
        let rest = before.strip_suffix(*words);
        rest.is_some_and(|rest| !words.is_ascii() || !rest.ends_with(char::is_alphanumeric))
    };
    let is_import = before.ends_with(" from") && clause(&before).starts_with("import ");
    let is_looked_for = after.split(|c: char| !c.is_alphanumeric()).next().is_some_and(is_exists)
        && LOOKED_FOR.iter().any(ends_with);
    is_import
        || is_looked_for
        || BEFORE.iter().any(ends_with)
        || IMPORTED.iter().any(|words| after.starts_with(words))
}

fn is_exists(word: &str) -> bool {
    matches!(word, "exist" | "exists")
}

/// The last clause of a text, without the bullet before it.
fn clause(text: &str) -> &str {
    let clause = text.rsplit(['.', ';', ':', '—']).next().unwrap_or(text);
    clause.trim_start_matches(|c: char| !c.is_alphabetic())
}

/// The words before a path, without marks. In "see `a.rs` and `b.rs`", those before the first file stand before the second too.
fn words_before(text: &str) -> &str {
    let mut text = without_marks(text);
    while let Some(rest) =
        [" and", " or", ",", "&", "、", "と"].iter().find_map(|word| text.strip_suffix(word))
    {
        let rest = rest.trim_end().trim_end_matches(',');
        let (list, last) = rest.rsplit_once(char::is_whitespace).unwrap_or(("", rest));
        if !last.trim_matches(is_mark).contains(['/', '.']) {
            break;
        }
        text = without_marks(list);
    }
    text
}

fn without_marks(text: &str) -> &str {
    text.trim_end_matches(|c: char| c.is_whitespace() || is_mark(c))
}

/// Is it a sign that stands around a path?
fn is_mark(c: char) -> bool {
    matches!(c, '`' | '*' | '_' | '"' | '\'' | '(' | ')' | '[' | ']' | '“' | '”' | '（' | '）' | '「' | '」')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first `src/…` of a text.
    #[track_caller]
    fn check(text: &str, expect: bool) {
        let at = text.rfind("src/").expect("a path");
        let end = at + text[at..].find(".rs").expect("an extension") + ".rs".len();
        let source = Source::new("tasks.md", text);
        assert_eq!(is_mention(&source, Span::new(at, end)), expect, "{text}");
    }

    #[test]
    fn a_file_that_is_only_looked_at_is_a_mention() {
        for text in [
            "- [ ] 1. Bake (see `src/a.rs`)",
            "- [ ] 1. Bake as in src/a.rs",
            "- Mirror the shapes used by `oven/b.rs` and `src/a.rs`",
            "Reference patterns: `src/a.rs`.",
            "- Bake (see `oven/b.rs`, `src/a.rs`)",
            "- Follow the pattern in `src/a.rs`",
            "- Import `Heat` from `src/a.rs`",
            "  - `Heat`型（`src/a.rs`）をインポート",
            "- Add a check to oven.md — verify `src/a.rs` exists before it is lit",
            "- Check whether src/a.rs exists",
        ] {
            check(text, true);
        }
    }

    #[test]
    fn a_file_that_may_be_edited_is_none() {
        for text in [
            "- [ ] 1. Bake in src/a.rs",
            "- Extract the heat from `src/a.rs`",
            "- Remove the unused imports from src/a.rs",
            "- Update files like src/a.rs",
            "- Fix the pattern in src/a.rs",
            "- Bake in oven/b.rs and src/a.rs",
            "- If `src/a.rs` exists, remove it",
            "- Oversee src/a.rs",
            "- Ensure `src/a.rs` exists",
            "- Create src/a.rs if it does not exist",
            "- Bake as in the book, and change src/a.rs",
            "- See the book and src/a.rs",
            "src/a.rs",
        ] {
            check(text, false);
        }
    }
}
