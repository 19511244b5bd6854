//! Classifies the headings and labels of a spec-kit document.

use super::items;
use super::words::{
    ASIDE, BESIDE, CONTEXT, COVERAGE, EDGE_CASES, MAIN, REQUIREMENTS, SCENARIOS, SCENARIOS_ALONE, TITLES,
};
use crate::grammar::heading::{self, Heading};
use crate::grammar::words;
use crate::markdown::{BlockKind, Blocks, NodeId};

/// The meaning of a heading, or of a label in bold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part<'a> {
    /// A user story.
    Story {
        /// Its canonical id, if it has a number.
        id: Option<String>,
        title: &'a str,
        priority: Option<&'a str>,
    },
    /// An item that is headed: `#### FR-001: Title`.
    Item {
        id: String,
        title: &'a str,
    },
    /// Acceptance scenarios.
    Scenarios,
    /// One scenario, by name.
    Scenario,
    EdgeCases,
    /// The headings that hold no criteria, whatever ids they name: clarifications, checklists.
    Aside,
    /// The headings that hold criteria only where they bear the id of a requirement: assumptions, entities.
    Context,
    /// Requirements that bear ids.
    Requirements,
    /// Anything else.
    Other,
}

/// The level of a label in bold: below every heading.
pub(super) const LABEL: u8 = 7;

/// The headings of a document, and the labels that stand in place of some.
pub(super) struct Parts<'a> {
    blocks: &'a Blocks<'a>,
    /// The title of the document.
    title: Option<NodeId>,
}

impl<'a> Parts<'a> {
    pub(super) fn new(blocks: &'a Blocks<'a>) -> Self {
        let first = blocks.nodes().iter().position(|node| matches!(node.kind, BlockKind::Heading(_)));
        Self { blocks, title: first.filter(|&first| blocks.node(first).kind == BlockKind::Heading(1)) }
    }

    /// The meaning of a block, and its level; none if it is no heading and no label that stands alone.
    pub(super) fn of(&self, node: NodeId) -> Option<(u8, Part<'a>)> {
        let content = self.blocks.content(node);
        match self.blocks.node(node).kind {
            BlockKind::Heading(level) if self.title == Some(node) => {
                Some((level, announced_by_title(content)))
            }
            BlockKind::Heading(level) => Some((level, announced(content))),
            BlockKind::Paragraph => Some((LABEL, announced(label(content)?))),
            _ => None,
        }
    }
}

/// The words of a paragraph that is all in bold, but for a colon behind it.
pub(super) fn label(content: &str) -> Option<&str> {
    let bare = content.trim_end_matches([':', '：', ' ']);
    let inner = bare.strip_prefix("**").or_else(|| bare.strip_prefix("__"))?;
    let inner = inner.strip_suffix("**").or_else(|| inner.strip_suffix("__"))?;
    let is_one = !inner.contains("**") && !inner.contains("__") && !inner.contains('\n');
    is_one.then_some(inner)
}

fn announced(content: &str) -> Part<'_> {
    let lower = content.to_lowercase();
    let (bare, priority) = without_priority(content);
    let heading = heading::heading(bare);
    if let Heading::Requirement { id, title, .. } = heading {
        let title = without_marks(title);
        return if id.starts_with("US") {
            Part::Story { id: Some(id), title, priority }
        } else {
            Part::Item { id, title }
        };
    }
    if is_one_of(&lower, COVERAGE) {
        Part::Aside
    } else if ends_in_one_of(&lower, SCENARIOS)
        || ends_in_one_of(&lower, words::CRITERIA)
        || is_alone(&lower, SCENARIOS_ALONE)
    {
        Part::Scenarios
    } else if ends_in_one_of(&lower, EDGE_CASES) {
        Part::EdgeCases
    } else if is_one_of(&lower, ASIDE) {
        Part::Aside
    } else if TITLES.iter().any(|title| lower.starts_with(title)) {
        Part::Other
    } else if priority.is_some() || is_story(&lower) {
        Part::Story { id: None, title: without_marks(bare), priority }
    } else if is_one_of(&lower, CONTEXT) || is_one_of(&lower, words::GLOSSARY) {
        Part::Context
    } else if is_scenario(&lower) {
        Part::Scenario
    } else if REQUIREMENTS.iter().any(|word| lower.contains(word)) {
        Part::Requirements
    } else {
        Part::Other
    }
}

/// The meaning of the title of a document: nothing, whatever its words are, unless it bears the id of a story or of a requirement.
fn announced_by_title(content: &str) -> Part<'_> {
    match announced(content) {
        Part::Story { id: Some(id), title, priority } => Part::Story { id: Some(id), title, priority },
        Part::Item { id, title } if items::is_known(&id) => Part::Item { id, title },
        _ => Part::Other,
    }
}

/// Is a heading, in lower case, one of these words, with no others than those that change nothing beside it? A remark may follow.
fn is_one_of(lower: &str, list: &[&str]) -> bool {
    let mut rest = lower;
    let mut is_found = false;
    loop {
        let behind = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
        let between = &rest[..rest.len() - behind.len()];
        if behind.is_empty() || is_found && begins_remark(between) {
            return is_found;
        }
        rest = if let Some(len) = word(behind, list) {
            is_found = true;
            &behind[len..]
        } else if let Some(word) = words::word_at_start(behind, BESIDE) {
            &behind[word.len()..]
        } else if behind.starts_with(char::is_numeric) {
            behind.trim_start_matches(char::is_numeric)
        } else {
            return false;
        }
    }
}

/// Does a heading end in one of these words, whatever stands before it?
fn ends_in_one_of(lower: &str, list: &[&str]) -> bool {
    list.iter().filter_map(|word| lower.find(word)).any(|at| is_one_of(&lower[at..], list))
}

/// Is a heading one of these words and nothing else, but for a remark?
fn is_alone(lower: &str, list: &[&str]) -> bool {
    let bare = lower.trim_start_matches(|c: char| !c.is_alphanumeric());
    words::word_at_start(bare, list).is_some_and(|word| {
        let rest = &bare[word.len()..];
        let behind = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
        behind.is_empty() || begins_remark(&rest[..rest.len() - behind.len()])
    })
}

/// Does a remark begin behind these marks: `Clarifications (resolved)`, `Clarifications: first`?
fn begins_remark(between: &str) -> bool {
    between.contains(['(', '（', '[', ':', '：', '–', '—']) || between.contains(" - ")
}

/// The length of the word of a list at the beginning of a text. It may have another ending than in the list.
fn word(text: &str, list: &[&str]) -> Option<usize> {
    const ENDING: usize = 3;
    let found = list.iter().filter(|word| text.starts_with(**word)).map(|word| word.len()).max()?;
    let rest = &text[found..];
    let is_spaced = text[..found].ends_with(|c: char| c.is_alphabetic() && (c as u32) < 0x0E00);
    let ending = rest.trim_start_matches(|c: char| c.is_alphabetic() && (c as u32) < 0x0E00);
    let ending = &rest[..rest.len() - ending.len()];
    match is_spaced {
        true => (ending.chars().count() <= ENDING).then_some(found + ending.len()),
        false => Some(found),
    }
}

/// `Primary User Story`, `User Story: Title`, `주요 사용자 스토리`; several stories are a section.
fn is_story(lower: &str) -> bool {
    let lower = lower.trim_start_matches(|c: char| !c.is_alphanumeric());
    let lower = MAIN.iter().find_map(|main| lower.strip_prefix(main)).unwrap_or(lower);
    words::word_at_start(lower, words::STORY).is_some_and(|word| word.chars().count() > 5 || !word.is_ascii())
}

/// `Scenario 1: Title`, `Scenario: Title`
fn is_scenario(lower: &str) -> bool {
    let lower = lower.trim_start_matches(|c: char| !c.is_alphanumeric());
    let rest = words::word_at_start(lower, words::SCENARIO).map(|word| lower[word.len()..].trim_start());
    let separates = |c: char| c.is_ascii_digit() || [':', '：', '-'].contains(&c);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(separates))
}

/// The heading without `(Priority: P1)`, in whatever language, and the priority.
fn without_priority(content: &str) -> (&str, Option<&str>) {
    for (open, _) in content.rmatch_indices(['(', '（', '[']).take(4) {
        let inner = &content[open..];
        let Some(inner) = inner.find([')', '）', ']']).map(|close| &inner[..close]) else { continue };
        let mut words = inner.split(|c: char| !c.is_ascii_alphanumeric());
        let is_priority =
            |word: &&str| matches!(word.as_bytes(), [b'P' | b'p', digit] if digit.is_ascii_digit());
        if let Some(priority) = words.find(is_priority) {
            return (content[..open].trim_end(), Some(priority));
        }
    }
    (content, None)
}

/// Finds the scenarios in a paragraph that holds their label among other words: behind `**Acceptance Scenarios**:` or a line
/// `Acceptance scenarios:`.
pub(super) fn behind_label(text: &str) -> Option<usize> {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let colon = line.find([':', '：']);
        let bold = line.strip_prefix("**").and_then(|rest| rest.find("**")).map(|at| at + 4);
        let end = match (bold, colon) {
            (Some(bold), _) => Some(bold),
            (None, Some(colon)) if line[colon..].chars().skip(1).all(char::is_whitespace) => Some(colon),
            _ => None,
        };
        if let Some(end) = end
            && end < 80
            && announced(line[..end].trim_matches(['*', ' ', ':', '：'])) == Part::Scenarios
        {
            let behind = line[end..].trim_start_matches([':', '：', ' ']);
            return Some(start + line.len() - behind.len());
        }
        start += line.len();
    }
    None
}

/// A title without emphasis around it.
fn without_marks(title: &str) -> &str {
    title.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '-' | '–' | '—' | ':' | '：'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn story(content: &str, expect: (Option<&str>, &str, Option<&str>)) {
        match announced(content) {
            Part::Story { id, title, priority } => {
                assert_eq!((id.as_deref(), title, priority), expect, "{content}");
            }
            other => panic!("{content}: {other:?}"),
        }
    }

    #[test]
    fn stories_are_headed_in_many_ways() {
        story("User Story 1 - Pay (Priority: P1)", (Some("US1"), "Pay", Some("P1")));
        story("User Story 2 — Pay by card (P2) 🎯 MVP", (Some("US2"), "Pay by card", Some("P2")));
        story("US-3: Pay", (Some("US3"), "Pay", None));
        story("ユーザーストーリー4: 支払い (優先度: P1)", (Some("US4"), "支払い", Some("P1")));
        story("사용자 스토리 5 - 결제 (Priority: P3)", (Some("US5"), "결제", Some("P3")));
        story("使用者故事 6 - 付款（優先級：P1）", (Some("US6"), "付款", Some("P1")));
        story("História de Usuário 7 - Pagar (Prioridade: P1)", (Some("US7"), "Pagar", Some("P1")));
        story("Primary User Story", (None, "Primary User Story", None));
        story("2. Pay (with a card) (Priority: P1)", (None, "2. Pay (with a card)", Some("P1")));
    }

    #[test]
    fn scenarios_begin_behind_their_label() {
        let check = |text: &str, expect: Option<&str>| {
            assert_eq!(behind_label(text).map(|at| &text[at..]), expect, "{text}");
        };
        check("**Independent Test**: x\n**Acceptance Scenarios**:", Some(""));
        check("**Acceptance Scenarios**: Given a", Some("Given a"));
        check("**Acceptance Scenarios:**\nGiven a", Some("\nGiven a"));
        check("**Acceptance Scenarios**: **Given** a", Some("**Given** a"));
        check("Acceptance scenarios:\nGiven a", Some("\nGiven a"));
        check("The acceptance scenarios are below", None);
        check("**Why**: acceptance scenarios: x", None);
    }

    #[test]
    fn other_headings_are_known_by_their_words() {
        for (content, expect) in [
            ("Acceptance Scenarios", Part::Scenarios),
            ("验收场景", Part::Scenarios),
            ("Acceptance Criteria", Part::Scenarios),
            ("Edge Cases & Errors", Part::EdgeCases),
            ("엣지 케이스 (Edge Cases)", Part::EdgeCases),
            ("Review & Acceptance Checklist", Part::Aside),
            ("~~Clarifications Needed~~ (Resolved)", Part::Aside),
            ("Key Entities *(include if needed)*", Part::Context),
            ("Scenario 1: Happy path", Part::Scenario),
            ("Requirements *(mandatory)*", Part::Requirements),
            ("User Scenarios & Testing *(mandatory)*", Part::Other),
            ("Measurable Outcomes", Part::Requirements),
            ("User Stories", Part::Other),
        ] {
            assert_eq!(announced(content), expect, "{content}");
        }
        assert_eq!(announced("FR-001: Title"), Part::Item { id: "FR-001".to_owned(), title: "Title" });
    }
}
