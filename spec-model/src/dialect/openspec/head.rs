//! Classifies the headings of an OpenSpec document.

use crate::grammar::{clause, likeness, words};
use crate::markdown::{BlockKind, Blocks, NodeId};
use crate::spec::Delta;

/// The meaning of a heading, or of a label in bold.
#[derive(Debug)]
pub(super) struct Head {
    pub(super) kind: HeadKind,
    /// 1 to 6; 7 for a label.
    pub(super) level: u8,
    /// The name, without what announces it.
    pub(super) name: String,
    /// It is no heading in Markdown: `###Scenario: Name`, `Requirement: Name`.
    pub(super) is_line: bool,
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

impl HeadKind {
    /// The heading that OpenSpec wants.
    pub(super) const fn heading(&self) -> &'static str {
        if matches!(self, Self::Scenario) { "#### Scenario" } else { "### Requirement" }
    }
}

pub(super) fn head(blocks: &Blocks<'_>, node: NodeId) -> Option<Head> {
    let content = blocks.content(node);
    let level = match blocks.node(node).kind {
        BlockKind::Heading(level) => level,
        BlockKind::Paragraph => return label(content).or_else(|| line(content)),
        BlockKind::Html { .. } => return tag(blocks.raw(node)),
        _ => return None,
    };
    let (kind, name) = announced(content)
        .or_else(|| Some((HeadKind::Delta(delta(content)?), content)))
        .or_else(|| Some((HeadKind::NearlyRequirement, nearly(content, words::REQUIREMENT)?)))
        .unwrap_or((HeadKind::Other, content));
    Some(Head { kind, level, name: name.trim().to_owned(), is_line: false })
}

/// Finds the beginnings of lines of paragraphs that read like headings, and the lines behind them.
pub(super) fn lines(blocks: &Blocks<'_>) -> Vec<usize> {
    let mut lines = Vec::new();
    for node in blocks.roots().filter(|&node| blocks.node(node).kind == BlockKind::Paragraph) {
        let mut start = blocks.node(node).content.start;
        for text in blocks.content(node).split_inclusive('\n') {
            let end = start + text.len();
            if line(text.trim()).is_some() {
                lines.extend([start, end]);
            }
            start = end;
        }
    }
    lines.dedup();
    lines
}

/// `###Requirement: Name`, `\### Scenario: Name`, `**Requirement:** Name`, `Scenario: Name`: a line that reads like a heading. What promises
/// something, or is a step, is no name.
pub(super) fn line(content: &str) -> Option<Head> {
    const LONGEST: usize = 160;
    let bare = content.trim_start_matches(['\\', '#', '*', '_', ' ']);
    let hashes = content.trim_start_matches('\\').len();
    let hashes = hashes - content.trim_start_matches('\\').trim_start_matches('#').len();
    let begins_in_capitals = !bare.starts_with(|c: char| c.is_lowercase() || !c.is_alphabetic());
    if !begins_in_capitals || content.len() > LONGEST || content.contains('\n') {
        return None;
    }
    let is_dressed = hashes > 0 || content.starts_with("**") && content.ends_with("**");
    let nearly = || {
        let scenario = || Some((HeadKind::Scenario, nearly(bare, words::SCENARIO)?));
        let requirement =
            || Some((HeadKind::Requirement, nearly(bare, words::REQUIREMENT).filter(|_| hashes > 0)?));
        scenario().or_else(requirement).filter(|_| is_dressed)
    };
    let (kind, name) = announced(bare).or_else(nearly)?;
    let name = name.trim_matches(['*', '_', '#', ' ']);
    let is_name = !name.is_empty()
        && !clause::is_whole(name)
        && !likeness::has_modal(name)
        && clause::step(name).is_none();
    let level = match (hashes, &kind) {
        (1..=6, _) => u8::try_from(hashes).unwrap_or(6),
        (_, HeadKind::Requirement) => 3,
        _ => 7,
    };
    is_name.then(|| Head { kind, level, name: name.to_owned(), is_line: true })
}

/// `Scenario C`, `scenario: C`, `Scenario` above steps: a name without marks.
pub(super) fn plain(content: &str) -> Option<Head> {
    const LONGEST: usize = 80;
    let bare = content.trim_matches(['*', '_', '#', ' ']);
    let name = announced(bare)
        .filter(|(kind, _)| matches!(kind, HeadKind::Scenario))
        .map(|(_, name)| name)
        .or_else(|| nearly(bare, words::SCENARIO))
        .or_else(|| {
            let rest =
                bare.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, ':' | '：' | ' ' | '#'));
            words::SCENARIO.contains(&&*rest.to_lowercase()).then_some(bare)
        })?;
    let is_name = content.len() <= LONGEST
        && !content.ends_with(['.', '。', ','])
        && !likeness::has_modal(name)
        && clause::step(name.trim()).is_none();
    is_name.then(|| Head { kind: HeadKind::Scenario, level: 7, name: name.trim().to_owned(), is_line: true })
}

/// Does a line name a requirement or scenario, and go on with what it promises or with its steps: `**Requirement: Name** The mill SHALL …`?
pub(super) fn is_whole(content: &str) -> bool {
    let bare = content.trim_start_matches(['\\', '#', '*', '_', ' ']);
    announced(bare).is_some_and(|(_, behind)| {
        let behind = behind.trim_start_matches(['*', '_', ' ']);
        likeness::promises(behind) || clause::is_whole(behind)
    })
}

/// `<h3>Requirement: Name</h3>`
fn tag(html: &str) -> Option<Head> {
    let inner = html.trim().strip_prefix("<h").or_else(|| html.trim().strip_prefix("<H"))?;
    let (_, inner) =
        inner.split_once('>').filter(|(level, _)| level.starts_with(|c: char| c.is_ascii_digit()))?;
    let (inner, behind) = inner.split_once('<')?;
    line(inner.trim()).filter(|_| behind.ends_with('>') && !behind.contains('<'))
}

/// `**Scenario: Name**` in place of a heading.
fn label(content: &str) -> Option<Head> {
    let inner =
        content.strip_prefix("**")?.strip_suffix("**").filter(|inner| !inner.contains(['*', '\n']))?;
    let (kind, name) = announced(inner)?;
    matches!(kind, HeadKind::Scenario).then(|| Head {
        kind,
        level: 7,
        name: name.trim().to_owned(),
        is_line: false,
    })
}

/// `Requirement: Name`, `Scenario: Name`; in other languages too.
fn announced(content: &str) -> Option<(HeadKind, &str)> {
    let content = content.trim_start_matches(|c: char| !c.is_alphanumeric());
    let lower = content.to_lowercase();
    let requirement = || Some((HeadKind::Requirement, behind(content, &lower, words::REQUIREMENT)?));
    requirement().or_else(|| Some((HeadKind::Scenario, behind(content, &lower, words::SCENARIO)?)))
}

/// The text behind one of the words and a colon. A number may stand between them, which a dash may follow too.
fn behind<'a>(content: &'a str, lower: &str, list: &[&'static str]) -> Option<&'a str> {
    let word = words::word_at_start(lower, list)?;
    let (at, _) = content.char_indices().nth(word.chars().count())?;
    let rest = content[at..].trim_start();
    let rest = ["Outline", "outline"].iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest);
    let name = rest.trim_start_matches(|c: char| c.is_ascii_digit() || [' ', '.', '#', '*'].contains(&c));
    let has_number = rest[..rest.len() - name.len()].contains(|c: char| c.is_ascii_digit());
    let dash = || name.strip_prefix(['-', '–', '—']).filter(|_| has_number);
    name.strip_prefix([':', '：']).or_else(dash)
}

/// The action of a section: `ADDED Requirements`, `新增需求`.
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

/// The name in `Requirement Two`, `Requirement - Two`: what follows one of the words and no colon. A number alone is no name.
fn nearly<'a>(content: &'a str, list: &[&'static str]) -> Option<&'a str> {
    let content = content.trim_start_matches(|c: char| !c.is_alphanumeric());
    let word = words::word_at_start(&words::lower_start(content), list)?;
    let (at, _) = content.char_indices().nth(word.chars().count())?;
    let name = content[at..].trim_start_matches(|c: char| !c.is_alphanumeric() && c != '`');
    let is_apart = name.len() < content[at..].len();
    (is_apart && name.contains(char::is_alphabetic)).then_some(name)
}
