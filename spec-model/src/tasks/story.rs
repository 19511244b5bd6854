//! The requirements that the text of a story of spec-kit names: `(FR-001, FR-002)`. A task of the story builds them, too.

use super::speckit;
use crate::grammar::reference::Reference;
use crate::spec::{Document, Requirement};

/// The number of marks of the deepest heading.
const DEEPEST: usize = 6;

/// Returns the names in the text of a story: below its heading, up to the next one of its level. A story without a heading has its item.
pub(super) fn cited(document: &Document, story: &Requirement) -> Vec<Reference> {
    let source = &document.source;
    let text = source.slice(story.span);
    let rest = source.text().get(story.span.start..).unwrap_or_default();
    let own = level(text).map_or(text, |level| section(rest, level));
    let shown = without_comments(own);
    let mut found = Vec::new();
    let mut from = 0;
    while let Some((place, mut names)) = speckit::next_named(&shown, from) {
        found.append(&mut names);
        from = place.end;
    }
    found
}

/// The level of a heading that a text begins with.
fn level(text: &str) -> Option<usize> {
    let level = text.len() - text.trim_start_matches('#').len();
    ((1..=DEEPEST).contains(&level) && text[level..].starts_with([' ', '\t'])).then_some(level)
}

/// Returns the text below the heading at its beginning, up to the next heading that is not below it.
fn section(text: &str, level: usize) -> &str {
    let mut end = text.find('\n').map_or(text.len(), |end| end + 1);
    let mut is_code = false;
    while let Some(line) = text[end..].split_inclusive('\n').next() {
        is_code ^= line.trim_start().starts_with("```");
        if !is_code && self::level(line).is_some_and(|other| other <= level) {
            break;
        }
        end += line.len();
    }
    &text[..end]
}

/// A text without the comments of HTML in it.
fn without_comments(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("<!--") {
        shown.push_str(&rest[..at]);
        rest = rest[at..].find("-->").map_or("", |end| &rest[at + end + 3..]);
    }
    shown.push_str(rest);
    shown
}
