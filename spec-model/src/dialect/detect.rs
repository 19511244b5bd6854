//! Which dialect a document is written in.

use std::path::Path;

use super::{gherkin, marked, rows};
use crate::grammar::heading::{self, Heading};
use crate::grammar::id::Form;
use crate::grammar::lead::{self, Lead};
use crate::grammar::words;
use crate::markdown::{BlockKind, Blocks, Node};
use crate::spec::Dialect;

/// Recognises the dialect: by the place where only one has its documents, else by content, else by the name of the file.
pub(super) fn detect(path: &Path, blocks: &Blocks<'_>) -> Dialect {
    if let Some(dialect) = by_folder(path) {
        return dialect;
    }
    let place = by_name(path);
    // A `requirements.md` need not be Kiro's.
    let says_nothing = || place.filter(|&place| place != Dialect::Kiro || !bears_ids(blocks));
    by_content(blocks, place).or_else(says_nothing).unwrap_or(Dialect::Native)
}

/// Does a document without telling headings hold ids of its own, or Gherkin? That is native.
fn bears_ids(blocks: &Blocks<'_>) -> bool {
    let is_id = |lead: Lead<'_>| lead.is_closed && matches!(lead.id.form, Form::Prefixed | Form::Requirement);
    let begins = |id| lead::lead(blocks.content(id)).is_some_and(is_id);
    let is_own = |(id, node): (usize, &Node)| match node.kind {
        BlockKind::Paragraph => node.quotes == 0 && begins(id),
        BlockKind::Row { header: false } => {
            let first = blocks.children(id).next().map(|cell| blocks.content(cell));
            first.and_then(rows::row_ids).is_some_and(|ids| ids.ids.iter().any(|id| id.form != Form::Number))
        }
        BlockKind::Code { .. } => gherkin::is_gherkin(blocks, id),
        _ => false,
    };
    marked::is_marked(blocks) || blocks.nodes().iter().enumerate().any(is_own)
}

/// Each heading or label that only one dialect has is a vote. Where two have as many, the place decides, or else the
/// one named first here wins: the others' headings may occur in a document of it.
fn by_content(blocks: &Blocks<'_>, place: Option<Dialect>) -> Option<Dialect> {
    const ORDER: [Dialect; 4] = [Dialect::SpecKit, Dialect::Kiro, Dialect::OpenSpec, Dialect::Native];
    // So many votes are enough for any document.
    const ENOUGH: usize = 100;
    let mut votes = [0_usize; ORDER.len()];
    let cast = blocks.roots().filter_map(|id| match blocks.node(id).kind {
        _ if marked::has_marker(blocks, id) => Some(Dialect::Native),
        BlockKind::Heading(_) => by_heading(blocks.content(id)),
        BlockKind::Paragraph => by_label(blocks.content(id)),
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
        // `AC 1.2: Title` is a criterion, wherever it stands.
        Heading::Requirement { id, .. } if lead::prefix(&id) == "AC" => None,
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

/// The dialect that has a folder to itself: `.kiro/…`, `openspec/specs/…`, `openspec/changes/…`, `.specify/…`,
/// `specs/012-name/spec.md`. Of the first four the innermost decides.
fn by_folder(path: &Path) -> Option<Dialect> {
    let folders: Vec<_> = path.parent()?.iter().map(|folder| folder.to_str().unwrap_or_default()).collect();
    let of_folder = |(at, &folder): (usize, &&str)| match folder {
        ".kiro" => Some(Dialect::Kiro),
        "openspec" => {
            matches!(folders.get(at + 1), Some(&("specs" | "changes"))).then_some(Dialect::OpenSpec)
        }
        ".specify" => Some(Dialect::SpecKit),
        _ => None,
    };
    let numbered = || match folders[..] {
        [.., "specs", folder] if path.file_name()? == "spec.md" => {
            is_numbered(folder).then_some(Dialect::SpecKit)
        }
        _ => None,
    };
    folders.iter().enumerate().rev().find_map(of_folder).or_else(numbered)
}

/// Is a folder named as spec-kit names those of its features: `012-name`, `20260131-153000-name`?
fn is_numbered(folder: &str) -> bool {
    folder.split_once('-').is_some_and(|(number, name)| {
        number.len() >= 3 && number.bytes().all(|b| b.is_ascii_digit()) && !name.is_empty()
    })
}

/// The dialect whose documents have such a name, among others, or lie somewhere in such a folder.
fn by_name(path: &Path) -> Option<Dialect> {
    match path.file_name()?.to_str()? {
        "spec.md" if path.iter().any(|folder| folder == "openspec") => Some(Dialect::OpenSpec),
        "bugfix.md" | "requirements.md" => Some(Dialect::Kiro),
        "spec.md" => Some(Dialect::SpecKit),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::Dialect;
    use crate::dialect::read;
    use crate::source::Source;

    /// A document that only one dialect writes so, for each.
    const TELLING: [(&str, Dialect); 5] = [
        ("# Shop\n\n## REQ-1: Pay\n\n- THE shop SHALL ask\n", Dialect::Native),
        ("### Requirement 1: Pay\n\n1. THE shop SHALL ask\n", Dialect::Kiro),
        ("### REQ-1: Pay\n\n#### Acceptance Criteria\n\n1. THE shop SHALL ask\n", Dialect::Kiro),
        ("### Requirement: Pay\n\nThe shop SHALL ask\n", Dialect::OpenSpec),
        ("### User Story 1 - Pay\n\n1. **Given** a, **When** b, **Then** c\n", Dialect::SpecKit),
    ];

    fn check(path: &str, text: &str, expect: Dialect) {
        assert_eq!(read(Source::new(path, text), None).dialect, expect, "{path}: {text}");
    }

    #[test]
    fn what_a_document_says_counts_more_than_its_name() {
        for path in
            ["requirements.md", "docs/checkout.md", "docs/bugfix.md", "specs/a/spec.md", "a/12-b/spec.md"]
        {
            for (text, dialect) in TELLING {
                check(path, text, dialect);
            }
        }
    }

    #[test]
    fn a_place_that_one_dialect_has_to_itself_counts_more_than_what_a_document_says() {
        for (path, dialect) in [
            (".kiro/specs/a/requirements.md", Dialect::Kiro),
            ("crates/b/.kiro/specs/c/a/bugfix.md", Dialect::Kiro),
            ("openspec/specs/a/spec.md", Dialect::OpenSpec),
            ("openspec/changes/b/specs/001-a/spec.md", Dialect::OpenSpec),
            ("specs/001-a/spec.md", Dialect::SpecKit),
            ("/home/b/specs/0120-a-c/spec.md", Dialect::SpecKit),
            ("specs/20260131-153000-a/spec.md", Dialect::SpecKit),
            (".specify/specs/a/spec.md", Dialect::SpecKit),
            ("openspec/.kiro/specs/a/requirements.md", Dialect::Kiro),
        ] {
            for (text, _) in TELLING {
                check(path, text, dialect);
            }
        }
    }

    #[test]
    fn a_name_counts_when_the_document_says_nothing() {
        let text = "# Shop\n\n- THE shop SHALL ask\n";
        check("docs/checkout.md", text, Dialect::Native);
        check("docs/requirements.md", text, Dialect::Kiro);
        check("specs/a/spec.md", text, Dialect::SpecKit);
        check("specs/1-a/spec.md", text, Dialect::SpecKit);
        check("openspec/a/spec.md", text, Dialect::OpenSpec);
    }

    #[test]
    fn ids_and_gherkin_without_telling_headings_are_native_by_any_name() {
        for path in ["requirements.md", "docs/requirements.md"] {
            check(path, "# Shop\n\n- SEC-001: The shop shall ask\n", Dialect::Native);
            check(path, "| ID | Text |\n|--|--|\n| SEC-001 | The shop shall ask |\n", Dialect::Native);
            check(path, "```gherkin\nScenario: a\n  Given b\n```\n", Dialect::Native);
        }
    }
}
