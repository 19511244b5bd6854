//! Which dialect a document is written in.

use std::path::Path;

use super::{Dialect, gherkin};
use crate::grammar::heading::{self, Heading};
use crate::grammar::id::Form;
use crate::grammar::lead::{self, Lead};
use crate::grammar::words;
use crate::markdown::{Kind, Outline};

/// Recognises the dialect by content first, by place where the content leaves it open.
pub(super) fn detect(path: &Path, outline: &Outline<'_>) -> Dialect {
    let place = by_place(path);
    // A `requirements.md` need not be Kiro's.
    let says_nothing = || place.filter(|&place| place != Dialect::Kiro || !bears_ids(outline));
    by_content(outline, place).or_else(says_nothing).unwrap_or(Dialect::Native)
}

/// Does a document without telling headings hold ids of its own, or Gherkin? That is native.
fn bears_ids(outline: &Outline<'_>) -> bool {
    let is_id = |lead: Lead<'_>| lead.is_closed && matches!(lead.id.form, Form::Prefixed | Form::Requirement);
    let begins = |id| lead::lead(outline.content(id)).is_some_and(is_id);
    outline.nodes().iter().enumerate().any(|(id, node)| match node.kind {
        Kind::Paragraph => node.quotes == 0 && begins(id),
        Kind::Row { header: false } => {
            let first = outline.children(id).next().map(|cell| outline.content(cell));
            first.and_then(lead::whole).is_some_and(|id| id.form != Form::Number)
        }
        Kind::Code { .. } => gherkin::is_gherkin(outline, id),
        _ => false,
    })
}

/// Each heading or label that only one dialect has is a vote. Where two have as many, the place decides, or else the
/// one named first here wins: the others' headings may occur in a document of it.
fn by_content(outline: &Outline<'_>, place: Option<Dialect>) -> Option<Dialect> {
    const ORDER: [Dialect; 4] = [Dialect::SpecKit, Dialect::Kiro, Dialect::OpenSpec, Dialect::Native];
    // So many votes are enough for any document.
    const ENOUGH: usize = 100;
    let mut votes = [0_usize; ORDER.len()];
    let cast = outline.roots().filter_map(|id| match outline.node(id).kind {
        Kind::Heading(_) => by_heading(outline.content(id)),
        Kind::Paragraph => by_label(outline.content(id)),
        _ => None,
    });
    for dialect in cast.take(ENOUGH) {
        votes[dialect as usize] += 1;
    }
    let most = votes.iter().max().filter(|&&most| most > 0)?;
    place.into_iter().chain(ORDER).find(|&dialect| votes[dialect as usize] == *most)
}

/// The dialect that has headings like this one.
fn by_heading(text: &str) -> Option<Dialect> {
    let lower = text.trim().to_lowercase();
    let behind = |words| words::word_at_start(&lower, words).map(|word| lower[word.len()..].trim_start());
    if behind(words::REQUIREMENT).is_some_and(|rest| rest.starts_with([':', '：'])) {
        return Some(Dialect::OpenSpec);
    }
    if behind(words::SCENARIO).is_some_and(|rest| rest.starts_with([':', '：'])) {
        return Some(Dialect::OpenSpec);
    }
    if behind(words::STORY).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit())) {
        return Some(Dialect::SpecKit);
    }
    if ["added requirements", "modified requirements", "removed requirements", "renamed requirements"]
        .contains(&lower.as_str())
    {
        return Some(Dialect::OpenSpec);
    }
    if ["feature specification", "acceptance scenarios", "user scenarios"]
        .iter()
        .any(|name| lower.starts_with(name))
    {
        return Some(Dialect::SpecKit);
    }
    match heading::heading(text) {
        Heading::Criteria => Some(Dialect::Kiro),
        Heading::Behaviour(_) => Some(Dialect::Kiro),
        // `Requirement 1: Title`; `REQ-1: Title` is an id, and native.
        Heading::Requirement { .. }
            if behind(words::REQUIREMENT).is_some_and(|rest| !rest.starts_with(['-', '_'])) =>
        {
            Some(Dialect::Kiro)
        }
        Heading::Requirement { .. } => Some(Dialect::Native),
        _ => None,
    }
}

/// The dialect that has labels like this one.
fn by_label(text: &str) -> Option<Dialect> {
    let lower = text.trim_start_matches(['*', '_']).to_lowercase();
    if lower.starts_with("acceptance scenarios") {
        return Some(Dialect::SpecKit);
    }
    match heading::label(text) {
        Some(Heading::Criteria) => Some(Dialect::Kiro),
        _ => None,
    }
}

/// The dialect whose documents lie in such a place.
fn by_place(path: &Path) -> Option<Dialect> {
    let folders: Vec<_> = path.parent()?.iter().filter_map(|folder| folder.to_str()).collect();
    let file = path.file_name()?.to_str()?;
    if folders.contains(&".kiro") || file == "bugfix.md" || file == "requirements.md" {
        Some(Dialect::Kiro)
    } else if folders.contains(&"openspec") {
        Some(Dialect::OpenSpec)
    } else if file == "spec.md" {
        Some(Dialect::SpecKit)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use crate::Dialect;
    use crate::dialect::read;
    use crate::source::Source;

    fn check(path: &str, text: &str, expect: Dialect) {
        assert_eq!(read(Source::new(path, text), None).dialect, expect, "{path}: {text}");
    }

    #[test]
    fn what_a_document_says_counts_more_than_where_it_lies() {
        for path in
            ["requirements.md", "docs/checkout.md", ".kiro/specs/a/requirements.md", "specs/a/spec.md"]
        {
            check(path, "# Shop\n\n## REQ-1: Pay\n\n- THE shop SHALL ask\n", Dialect::Native);
            check(path, "### Requirement 1: Pay\n\n1. THE shop SHALL ask\n", Dialect::Kiro);
            check(
                path,
                "### REQ-1: Pay\n\n#### Acceptance Criteria\n\n1. THE shop SHALL ask\n",
                Dialect::Kiro,
            );
            check(path, "### Requirement: Pay\n\nThe shop SHALL ask\n", Dialect::OpenSpec);
            check(
                path,
                "### User Story 1 - Pay\n\n1. **Given** a, **When** b, **Then** c\n",
                Dialect::SpecKit,
            );
        }
    }

    #[test]
    fn where_it_lies_counts_when_it_says_nothing() {
        let text = "# Shop\n\n- THE shop SHALL ask\n";
        check("docs/checkout.md", text, Dialect::Native);
        check(".kiro/specs/a/requirements.md", text, Dialect::Kiro);
        check("specs/a/spec.md", text, Dialect::SpecKit);
        check("openspec/specs/a/spec.md", text, Dialect::OpenSpec);
    }

    #[test]
    fn ids_and_gherkin_without_telling_headings_are_native_wherever_they_lie() {
        for path in ["requirements.md", ".kiro/specs/a/requirements.md"] {
            check(path, "# Shop\n\n- SEC-001: The shop shall ask\n", Dialect::Native);
            check(path, "| ID | Text |\n|--|--|\n| SEC-001 | The shop shall ask |\n", Dialect::Native);
            check(path, "```gherkin\nScenario: a\n  Given b\n```\n", Dialect::Native);
        }
    }
}
