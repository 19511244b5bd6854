//! Decides which headings are requirements, where they do not say so themselves.

use super::criteria;
use super::walk::{Heads, Walk, Zone};
use crate::dialect::parts::{self, Part};
use crate::grammar::heading::{self, Heading};
use crate::grammar::{lead, likeness, words};
use crate::hash::FastSet;
use crate::markdown::{BlockKind, Blocks, NodeId};

/// Looks at the headings of a document.
pub(super) fn heads(blocks: &Blocks<'_>, parts: &[Part<'_>]) -> Heads {
    let title = title(blocks, parts);
    Heads { title, owners: owners(parts, title) }
}

/// The title of a document that has other requirements, or nothing that is asked for directly below it. An id of a kind that is
/// known everywhere may head a document of one requirement.
fn title(blocks: &Blocks<'_>, parts: &[Part<'_>]) -> Option<usize> {
    let first = parts.iter().position(|part| part.node.is_some())?;
    let title = &parts[first];
    let Heading::Requirement { id, .. } = &title.heading else { return None };
    let is_alone = title.level == 1 && parts.iter().filter(|part| part.level == 1).count() == 1;
    if !is_alone {
        return None;
    }
    let is_below = |other: &str| other.strip_prefix(id.as_str()).is_some_and(|rest| rest.starts_with('.'));
    let mut others = parts[first + 1..].iter();
    let has_others = others.any(|part| match &part.heading {
        Heading::Requirement { id, .. } => !is_below(id) && !id.starts_with("AC"),
        _ => false,
    });
    let asks = || {
        title.body.iter().any(|&node| match blocks.node(node).kind {
            BlockKind::List(_) => criteria::reads_like_criteria(blocks, node),
            BlockKind::Paragraph => likeness::has_modal(blocks.content(node)),
            _ => false,
        })
    };
    let is_familiar = id.starts_with("US") || lead::is_familiar_prefix(lead::prefix(id));
    (has_others || !is_familiar && !asks()).then_some(first)
}

fn owners(parts: &[Part<'_>], title: Option<usize>) -> FastSet<usize> {
    let mut owners = FastSet::default();
    // The headings that the one at hand may belong to, each deeper than the one before.
    let mut open: Vec<usize> = Vec::new();
    for (index, part) in parts.iter().enumerate() {
        match part.heading {
            Heading::Criteria => {
                // People give `### Acceptance Criteria` the level of the numbered heading above it, too.
                let is_numbered =
                    |above: usize| matches!(parts[above].heading, Heading::Section { id: Some(_), .. });
                let is_above = |above: usize| match parts[above].level {
                    level if level == part.level => level >= 3 && is_numbered(above),
                    level => level < part.level,
                };
                let owner = open.iter().rfind(|&&above| is_above(above));
                let is_section = |owner: usize| {
                    matches!(parts[owner].heading, Heading::Section { .. }) || title == Some(owner)
                };
                owners.extend(owner.copied().filter(|&owner| is_section(owner)));
            }
            _ if part.level == parts::LABEL || part.level == 0 => {}
            Heading::Section { .. } | Heading::Requirement { .. } => {
                open.retain(|&above| parts[above].level < part.level);
                open.push(index);
            }
            _ => open.retain(|&above| parts[above].level < part.level),
        }
    }
    owners
}

impl Walk<'_> {
    /// Is the part a group of the criteria at hand, though its name is one that asides have: **Status**, **Scope**? It goes on
    /// counting, or what stands in it can be nothing else.
    pub(super) fn is_group(&self, part: &Part<'_>) -> bool {
        let Some(open) = self.open.as_ref().filter(|_| self.zone == Zone::Criteria) else {
            return false;
        };
        let text = part.node.map_or("", |node| self.blocks.content(node));
        if part.level <= open.level || heading::excludes(text) {
            return false;
        }
        let is_remark =
            words::word_at_start(&words::lower_start(heading::undress(text)), words::REMARK).is_some();
        part.body.iter().any(|&node| match self.blocks.node(node).kind {
            BlockKind::List(Some(first)) if first > 1 && first == open.position() => true,
            BlockKind::List(_) => !is_remark && criteria::reads_like_ears(self.blocks, node),
            _ => false,
        })
    }

    /// A heading that does not say so is a requirement where criteria or a story follow before the next heading; or,
    /// where no heading of the document says so, when it is numbered and a list below it promises something.
    pub(super) fn is_requirement(&self, index: usize) -> bool {
        let part = &self.parts[index];
        let Heading::Section { id, title } = &part.heading else { return false };
        let is_within = self.open.as_ref().is_some_and(|open| part.level > open.level);
        if part.level == 0 || part.level == parts::LABEL || part.level == 1 && self.has_requirements {
            return false;
        }
        let mut below = self.parts[index + 1..].iter().take_while(|below| {
            let is_heading = matches!(below.heading, Heading::Requirement { .. } | Heading::Section { .. });
            // People give `### Acceptance Criteria` the level of the numbered heading above it, too.
            let is_beside = id.is_some() && part.level >= 3 && below.heading == Heading::Criteria;
            (below.level > part.level || is_beside) && !(is_heading && below.level != parts::LABEL)
        });
        if !is_within
            && (self.heads.owners.contains(&index)
                || below.any(|below| matches!(below.heading, Heading::Criteria | Heading::Story)))
        {
            return true;
        }
        let kind = |node: NodeId| self.blocks.node(node).kind;
        let mut lists = part.body.iter().filter(|&&node| matches!(kind(node), BlockKind::List(_)));
        let has_story = || {
            let mut paragraphs = part.body.iter().filter(|&&node| kind(node) == BlockKind::Paragraph);
            paragraphs.any(|&node| heading::story(self.blocks.content(node)).is_some())
        };
        match id {
            None => !is_within && lists.next().is_some() && has_story(),
            Some(_) if is_within && self.has_requirements || !self.rules.numbers_are_requirements => false,
            Some(_) if part.level == parts::NUMBERED_LABEL => lists.next().is_some(),
            Some(_) => {
                let promises = |&node: &NodeId| criteria::reads_like_criteria(self.blocks, node);
                heading::is_story_title(title) || has_story() || !self.has_requirements && lists.any(promises)
            }
        }
    }
}
