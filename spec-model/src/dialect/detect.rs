//! Which dialect a document is written in.

use std::path::Path;

use super::Dialect;
use crate::markdown::{Kind, Outline};

/// Recognises the dialect by content first, by place where the content leaves it open.
pub(super) fn detect(path: &Path, outline: &Outline<'_>) -> Dialect {
    by_content(outline).or_else(|| by_place(path)).unwrap_or(Dialect::Native)
}

/// Each heading that only one dialect has is a vote.
fn by_content(outline: &Outline<'_>) -> Option<Dialect> {
    let mut votes = [0_usize; Dialect::ALL.len()];
    for (id, node) in outline.nodes().iter().enumerate() {
        if let Kind::Heading(_) = node.kind
            && let Some(dialect) = heading(outline.content(id))
        {
            votes[dialect as usize] += 1;
        }
    }
    let most = votes.iter().max().filter(|&&most| most > 0)?;
    Dialect::ALL.into_iter().find(|&dialect| votes[dialect as usize] == *most)
}

/// The dialect that has headings like this one.
fn heading(text: &str) -> Option<Dialect> {
    let text = text.to_lowercase();
    let behind = |prefix: &str| text.strip_prefix(prefix).map(str::trim_start);
    if text.starts_with("acceptance criteria") {
        return Some(Dialect::Kiro);
    }
    if let Some(rest) = behind("requirement") {
        return match rest.chars().next()? {
            ':' => Some(Dialect::OpenSpec),
            '0'..='9' => Some(Dialect::Kiro),
            _ => None,
        };
    }
    if behind("scenario").is_some_and(|rest| rest.starts_with(':')) {
        return Some(Dialect::OpenSpec);
    }
    let speckit = ["user story ", "feature specification", "acceptance scenarios", "functional requirements"];
    if speckit.iter().any(|prefix| text.starts_with(prefix)) {
        return Some(Dialect::SpecKit);
    }
    None
}

/// The dialect whose documents lie in such a place.
fn by_place(path: &Path) -> Option<Dialect> {
    let folders: Vec<_> = path.parent()?.iter().filter_map(|folder| folder.to_str()).collect();
    let file = path.file_name()?.to_str()?;
    if folders.contains(&".kiro") || file == "bugfix.md" {
        Some(Dialect::Kiro)
    } else if folders.contains(&"openspec") {
        Some(Dialect::OpenSpec)
    } else if folders.iter().rev().nth(1) == Some(&"specs") && file == "spec.md" {
        Some(Dialect::SpecKit)
    } else {
        None
    }
}
