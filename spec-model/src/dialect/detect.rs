//! Detects the dialect of a document.

use std::cmp::Reverse;
use std::path::Path;

use super::definition::{Definition, Mark, MarkKind, Names, Place};
use super::{gherkin, marked, rows};
use crate::grammar::id::Form;
use crate::grammar::lead::{self, Lead};
use crate::markdown::{BlockKind, Blocks, Node};
use crate::order::Order as _;
use crate::spec::Dialect;

/// The definition of each dialect.
type Definitions = fn(Dialect) -> &'static Definition;

/// Recognises the dialect: by the place where only one has its documents, else by content, else by the name of the file.
pub(super) fn detect(path: &Path, blocks: &Blocks<'_>, of: Definitions) -> Dialect {
    let mut order = Dialect::ALL;
    order.order_by_key(|&dialect| Reverse(of(dialect).precedence));
    let names = Names::of(path);
    let places = order.into_iter().filter_map(|dialect| Some(((of(dialect).place)(&names)?, dialect)));
    let place = places.reduce(|best, other| if other.0 > best.0 { other } else { best });
    if let Some((Place::Numbered | Place::Own(_), dialect)) = place {
        return dialect;
    }
    let says_nothing = || place.filter(|&(place, _)| place > Place::Common || !bears_ids(blocks));
    let place = place.map(|(_, dialect)| dialect);
    by_content(blocks, place, order, of)
        .or_else(|| says_nothing().map(|(_, dialect)| dialect))
        .unwrap_or(Dialect::Native)
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

/// Each heading or label that a dialect claims is a vote. Where two have as many, the place decides, or else the first in `order`: the
/// others' headings may occur in a document of it.
fn by_content<const N: usize>(
    blocks: &Blocks<'_>,
    place: Option<Dialect>,
    order: [Dialect; N],
    of: Definitions,
) -> Option<Dialect> {
    // So many votes are enough for any document.
    const ENOUGH: usize = 100;
    let mut votes = [0_usize; N];
    let mark = |id| match blocks.node(id).kind {
        _ if marked::has_marker(blocks, id) => Some(MarkKind::Marker),
        BlockKind::Heading(_) => Some(MarkKind::Heading),
        BlockKind::Paragraph => Some(MarkKind::Label),
        _ => None,
    };
    let cast = blocks.roots().filter_map(|id| {
        let mark = Mark::new(mark(id)?, blocks.content(id));
        order.iter().position(|&dialect| (of(dialect).claims)(&mark))
    });
    for at in cast.take(ENOUGH) {
        votes[at] += 1;
    }
    let most = votes.iter().max().filter(|&&most| most > 0)?;
    let has_most =
        |dialect: &Dialect| order.iter().zip(votes).any(|(of, number)| of == dialect && number == *most);
    place.into_iter().chain(order).find(has_most)
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
