//! Finds entries that only name what another place defines: in change logs, in tables that map requirements to tests,
//! in lists of related requirements.
//!
//! They are found where a reading has an id twice, or where a heading announces them. The document is then read again without them.

use super::Reading;
use super::item::{self, Draft};
use super::parts::Part;
use crate::grammar::heading::Heading;
use crate::grammar::{clause, lead, likeness, words};
use crate::hash::{FastMap, FastSet};
use crate::markdown::{BlockKind, Blocks, NodeId};
use crate::spec::Criterion;

/// The place of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum MentionPlace {
    /// A place where requirements are defined, as far as its heading says.
    Any,
    /// Under a heading for notes and the like.
    Aside,
    /// In a change log, a map of requirements, a list of related ones.
    Mentions,
}

/// One place at which a reading has an id.
struct Entry<'a> {
    id: &'a str,
    start: usize,
    place: MentionPlace,
    /// The block that it stands in.
    block: Option<NodeId>,
    /// Its words; none for the heading of a requirement.
    criterion: Option<&'a Criterion>,
    /// It belongs to a requirement with a heading.
    is_headed: bool,
    /// It says what shall be.
    promises: bool,
}

/// The beginnings of the entries that define nothing.
///
/// `doubled` are the ids of headings that items have as well, of which the reading has taken the headings.
pub(super) fn of(
    blocks: &Blocks<'_>,
    parts: &[Part<'_>],
    reading: &Reading,
    doubled: &FastSet<String>,
) -> FastSet<usize> {
    let announces = |part: &Part<'_>| part.node.is_some_and(|node| names_mentions(blocks.content(node)));
    if !has_duplicates(reading) && doubled.is_empty() && !parts.iter().skip(1).any(announces) {
        return FastSet::default();
    }
    let entries = entries(blocks, parts, reading);
    let mut by_id: FastMap<&str, Vec<usize>> = FastMap::default();
    for (at, entry) in entries.iter().enumerate() {
        by_id.entry(entry.id).or_default().push(at);
    }
    // For each entry the one that defines its id.
    let mut defined: Vec<usize> = (0..entries.len()).collect();
    for members in by_id.values() {
        let rank = |&&at: &&usize| {
            let entry = &entries[at];
            let is_remark = entry.criterion.is_some_and(is_remark);
            (entry.place, !entry.is_headed, !entry.promises, is_remark, entry.start)
        };
        if let Some(&first) = members.iter().min_by_key(rank) {
            members.iter().for_each(|&at| defined[at] = first);
        }
    }
    // The blocks that hold an entry which may define something.
    let is_named = |at: usize| {
        let (entry, other) = (&entries[at], &entries[defined[at]]);
        let is_elsewhere = defined[at] != at && entry.block.is_none_or(|block| other.block != Some(block));
        is_elsewhere
            && (has_same_words(entry, other) || !entry.promises && entry.criterion.is_some_and(is_remark))
    };
    let defining: FastSet<_> =
        (0..entries.len()).filter(|&at| !is_named(at)).filter_map(|at| entries[at].block).collect();
    // Those that hold one which does not.
    let naming: FastSet<_> =
        (0..entries.len()).filter(|&at| defined[at] != at).filter_map(|at| entries[at].block).collect();
    let is_mention = |at: usize| {
        let entry = &entries[at];
        let points = || entry.criterion.is_some_and(points_elsewhere);
        let is_among = || entry.block.is_some_and(|block| naming.contains(&block));
        let is_undefined = || {
            let is_silent = entry.place == MentionPlace::Mentions && !entry.promises && !entry.is_headed;
            is_silent && (points() || is_among())
        };
        let is_doubled = || entry.place == MentionPlace::Mentions && doubled.contains(entry.id);
        is_doubled()
            || defined[at] == at && is_undefined()
            || defined[at] != at
                && match entry.place {
                    MentionPlace::Mentions => true,
                    MentionPlace::Aside if !entry.promises => true,
                    _ => {
                        entry.criterion.is_some()
                            && !entry.is_headed
                            && entry.block.is_some_and(|block| !defining.contains(&block))
                    }
                }
    };
    // Those that begin together are one entry with several ids.
    let kept: FastSet<_> =
        (0..entries.len()).filter(|&at| !is_mention(at)).map(|at| entries[at].start).collect();
    entries.iter().map(|entry| entry.start).filter(|start| !kept.contains(start)).collect()
}

fn has_duplicates(reading: &Reading) -> bool {
    let mut ids = FastSet::default();
    reading.requirements.iter().any(|requirement| {
        let own = requirement.id.as_str();
        let is_again = !ids.insert(own);
        let mut below = requirement.criteria.iter().map(|criterion| criterion.id.as_str());
        is_again | below.any(|id| id != own && !ids.insert(id))
    })
}

fn entries<'a>(blocks: &Blocks<'_>, parts: &[Part<'_>], reading: &'a Reading) -> Vec<Entry<'a>> {
    let places = places(blocks, parts);
    let at = |start: usize| {
        let next = places.partition_point(|&(node, _)| blocks.node(node).span.start <= start);
        next.checked_sub(1).map(|at| places[at])
    };
    let place = |start: usize| {
        let place = at(start).map_or(MentionPlace::Any, |(_, place)| place);
        if place == MentionPlace::Any && is_below_mention(blocks, start) {
            MentionPlace::Mentions
        } else {
            place
        }
    };
    let mut entries = Vec::new();
    for requirement in &reading.requirements {
        let start = requirement.span.start;
        let is_flat = matches!(&requirement.criteria[..], [only] if only.id == requirement.id && only.span.start == start)
            && !at(start).is_some_and(|(node, _)| matches!(blocks.node(node).kind, BlockKind::Heading(_)));
        if !is_flat {
            let (id, place) = (requirement.id.as_str(), place(start));
            entries.push(Entry {
                id,
                start,
                place,
                block: None,
                criterion: None,
                is_headed: true,
                promises: false,
            });
        }
        for criterion in
            requirement.criteria.iter().filter(|criterion| is_flat || criterion.id != requirement.id)
        {
            let start = criterion.span.start;
            let text = criterion.text.as_str();
            entries.push(Entry {
                id: criterion.id.as_str(),
                start,
                place: place(start),
                block: at(start).map(|(node, _)| node),
                criterion: Some(criterion),
                is_headed: !is_flat,
                promises: likeness::has_modal(text) || clause::is_whole(text),
            });
        }
    }
    entries
}

/// The blocks of a document, in order, and where each stands.
fn places(blocks: &Blocks<'_>, parts: &[Part<'_>]) -> Vec<(NodeId, MentionPlace)> {
    let mut places = Vec::new();
    let mut above: Vec<(u8, MentionPlace)> = Vec::new();
    let mut is_title = true;
    for part in parts {
        let mut place = MentionPlace::Any;
        if let Some(node) = part.node {
            let text = blocks.content(node);
            // The title of a document says what it is about.
            let names = !std::mem::take(&mut is_title) && names_mentions(text);
            let own = match part.heading {
                _ if names => MentionPlace::Mentions,
                Heading::Aside | Heading::Glossary => MentionPlace::Aside,
                _ => MentionPlace::Any,
            };
            above.retain(|&(level, _)| level < part.level);
            above.push((part.level, own));
            // A requirement below a heading for notes is one; one in a change log is not.
            place = above.iter().map(|&(_, place)| place).max().unwrap_or(MentionPlace::Any);
            places.push((node, place));
        }
        let mut behind = place;
        for &node in &part.body {
            places.push((node, behind));
            let text = blocks.content(node);
            let is_label = blocks.node(node).kind == BlockKind::Paragraph
                && text.trim_end().trim_end_matches(['*', '_']).ends_with([':', '：'])
                && names_mentions(text);
            behind = if is_label { MentionPlace::Mentions } else { place };
        }
    }
    places
}

/// Does a heading or a label announce what only names requirements: `Requirements Traceability Matrix`, `Related requirements:`?
fn names_mentions(text: &str) -> bool {
    const LONGEST: usize = 64;
    let lower = text.to_lowercase();
    let bare = lower.trim_matches(|c: char| !c.is_alphanumeric());
    let mut words = bare.char_indices().zip(std::iter::once(' ').chain(bare.chars()));
    bare.len() <= LONGEST
        && words.any(|((at, c), before)| {
            let begins = c.is_alphabetic() && (!before.is_alphanumeric() || !c.is_ascii());
            begins && words::word_at_start(&bare[at..], words::MENTIONS).is_some()
        })
}

/// Does an item above the one that begins there announce it: `- Related requirements:` with a list below?
fn is_below_mention(blocks: &Blocks<'_>, start: usize) -> bool {
    let nodes = blocks.nodes();
    let next = nodes.partition_point(|node| node.span.start <= start);
    let Some(mut node) = next.checked_sub(1) else { return false };
    let mut is_own = true;
    loop {
        if matches!(nodes[node].kind, BlockKind::Item { .. }) && !std::mem::take(&mut is_own) {
            let text = item::text_of_item(blocks, node);
            if text.is_some_and(|text| names_mentions(text.as_str())) {
                return true;
            }
        }
        match nodes[node].parent {
            Some(parent) => node = parent,
            None => return false,
        }
    }
}

/// Does a label say that the items below it, of which one begins there, only name requirements?
pub(super) fn announces(blocks: &Blocks<'_>, start: usize) -> bool {
    let root = |mut node: NodeId| {
        while let Some(parent) = blocks.node(node).parent {
            node = parent;
        }
        node
    };
    let next = blocks.nodes().partition_point(|node| node.span.start <= start);
    let own = next.checked_sub(1).map(root);
    let above = own.and_then(|own| own.checked_sub(1)).map(root);
    let is_label = |node: NodeId| {
        let text = blocks.content(node).trim_end().trim_end_matches(['*', '_']);
        blocks.node(node).kind == BlockKind::Paragraph && text.ends_with([':', '：']) && names_mentions(text)
    };
    above.is_some_and(is_label) || is_below_mention(blocks, start)
}

/// Is it an item that announces requirements, above a list of their ids and nothing else?
pub(super) fn is_list(draft: &Draft) -> bool {
    let text = draft.prose.as_str().trim_end().trim_end_matches(['*', '_']);
    !draft.points.is_empty()
        && text.ends_with([':', '：'])
        && names_mentions(text)
        && draft.points.iter().all(|point| lead::whole(point.as_str()).is_some())
}

/// Does an entry only repeat what the other says?
fn has_same_words(entry: &Entry<'_>, other: &Entry<'_>) -> bool {
    let letters = |criterion: &Criterion| {
        let text = criterion.text.as_str().chars().filter(|c| c.is_alphanumeric());
        text.flat_map(char::to_lowercase).collect::<String>()
    };
    entry.criterion.zip(other.criterion).is_some_and(|(entry, other)| letters(entry) == letters(other))
}

/// Does an entry say something about a requirement: the test that covers it, what was done with it?
pub(super) fn is_remark(criterion: &Criterion) -> bool {
    const FEW: usize = 3;
    criterion.text.as_str().split_whitespace().count() <= FEW || points_elsewhere(criterion)
}

/// Does an entry name a test or a file, another id, or a change?
fn points_elsewhere(criterion: &Criterion) -> bool {
    let is_pointer = |text: &str| {
        let is_path = |word: &str| {
            word.contains("::") || word.contains('/') || word.contains('_') || has_extension(word)
        };
        text.split_whitespace().any(is_path) || !text.contains(char::is_alphabetic)
    };
    let text = criterion.text.as_str();
    let lower = words::lower_start(text.trim_start_matches(|c: char| !c.is_alphanumeric()));
    is_pointer(text)
        || criterion.attachments.iter().any(|cell| is_pointer(cell.text.as_str()))
        || lead::whole(text).is_some()
        || words::word_at_start(&lower, words::CHANGED).is_some()
}

/// `weigh.rs`, `` `weigh.feature` ``
fn has_extension(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    word.rsplit_once('.').is_some_and(|(name, extension)| {
        !name.is_empty()
            && (1..=7).contains(&extension.len())
            && extension.bytes().all(|b| b.is_ascii_lowercase())
    })
}
