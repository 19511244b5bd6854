//! What headings announce in a document of OpenSpec.

use crate::grammar::words;
use crate::markdown::{Kind, NodeId, Outline};
use crate::spec::Delta;

/// What a heading, or a label in bold, announces.
#[derive(Debug)]
pub(super) struct Head {
    pub(super) kind: HeadKind,
    /// 1 to 6; 7 for a label.
    pub(super) level: u8,
    /// The name, without what announces it.
    pub(super) name: String,
}

#[derive(Debug)]
pub(super) enum HeadKind {
    Delta(Delta),
    Requirement,
    /// `Requirement` without its colon, with a name behind it.
    NearlyRequirement,
    Scenario,
    Other,
}

pub(super) fn head(outline: &Outline<'_>, node: NodeId) -> Option<Head> {
    let content = outline.content(node);
    let level = match outline.node(node).kind {
        Kind::Heading(level) => level,
        Kind::Paragraph => return label(content),
        _ => return None,
    };
    let (kind, name) = announced(content)
        .or_else(|| Some((HeadKind::Delta(delta(content)?), content)))
        .or_else(|| Some((HeadKind::NearlyRequirement, nearly(content)?)))
        .unwrap_or((HeadKind::Other, content));
    Some(Head { kind, level, name: name.trim().to_owned() })
}

/// `**Scenario: Name**` in place of a heading.
fn label(content: &str) -> Option<Head> {
    let inner =
        content.strip_prefix("**")?.strip_suffix("**").filter(|inner| !inner.contains(['*', '\n']))?;
    let (kind, name) = announced(inner)?;
    matches!(kind, HeadKind::Scenario).then(|| Head { kind, level: 7, name: name.trim().to_owned() })
}

/// `Requirement: Name`, `Scenario: Name`; in other languages too.
fn announced(content: &str) -> Option<(HeadKind, &str)> {
    let content = content.trim_start_matches(|c: char| !c.is_alphanumeric());
    let lower = content.to_lowercase();
    let requirement = || Some((HeadKind::Requirement, behind(content, &lower, words::REQUIREMENT)?));
    requirement().or_else(|| Some((HeadKind::Scenario, behind(content, &lower, words::SCENARIO)?)))
}

/// What stands behind one of the words and a colon. A number may stand between them, which a dash may follow too.
fn behind<'a>(content: &'a str, lower: &str, list: &[&'static str]) -> Option<&'a str> {
    let word = words::word_at_start(lower, list)?;
    let (at, _) = content.char_indices().nth(word.chars().count())?;
    let rest = content[at..].trim_start();
    let rest = ["Outline", "outline"].iter().find_map(|outline| rest.strip_prefix(outline)).unwrap_or(rest);
    let name = rest.trim_start_matches(|c: char| c.is_ascii_digit() || [' ', '.', '#', '*'].contains(&c));
    let has_number = rest[..rest.len() - name.len()].contains(|c: char| c.is_ascii_digit());
    let dash = || name.strip_prefix(['-', '–', '—']).filter(|_| has_number);
    name.strip_prefix([':', '：']).or_else(dash)
}

/// What a section does: `ADDED Requirements`, `新增需求`.
fn delta(content: &str) -> Option<Delta> {
    const WORDS: [(Delta, &[&str]); 4] = [
        (Delta::Added, &["added", "新增", "追加", "추가", "añadid", "adicionad", "добавлен"]),
        (Delta::Modified, &["modified", "修改", "变更", "變更", "変更", "수정", "modificad", "измен"]),
        (
            Delta::Removed,
            &["removed", "移除", "删除", "刪除", "削除", "삭제", "제거", "eliminad", "removid", "удал"],
        ),
        (
            Delta::Renamed,
            &["renamed", "重命名", "改名", "名称変更", "이름 변경", "renombrad", "renomead", "переимен"],
        ),
    ];
    let lower = content.trim().to_lowercase();
    let names_requirements =
        lower.contains("requirement") || words::REQUIREMENT.iter().any(|word| lower.contains(word));
    let found = WORDS.into_iter().find(|(_, words)| words.iter().any(|word| lower.starts_with(word)));
    found.filter(|_| names_requirements).map(|(delta, _)| delta)
}

/// The name in `Requirement Two`, `Requirement - Two`: what follows the word and no colon. A number alone is no name.
fn nearly(content: &str) -> Option<&str> {
    let content = content.trim_start_matches(|c: char| !c.is_alphanumeric());
    let word = words::word_at_start(&words::lower_start(content), words::REQUIREMENT)?;
    let (at, _) = content.char_indices().nth(word.chars().count())?;
    let name = content[at..].trim_start_matches(|c: char| !c.is_alphanumeric() && c != '`');
    let is_apart = name.len() < content[at..].len();
    (is_apart && name.contains(char::is_alphabetic)).then_some(name)
}
