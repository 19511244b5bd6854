//! The state of a walk through a document: the current requirement, and the kind of the blocks below a heading.

use crate::dialect::Reading;
use crate::dialect::parts::Part;
use crate::grammar::clause::Step;
use crate::grammar::heading::{Behaviour, Heading};
use crate::hash::FastSet;
use crate::markdown::{Blocks, MappedText, NodeId};
use crate::spec::Requirement;

/// The rules in which the dialects differ.
#[derive(Clone, Copy, Debug)]
pub(in crate::dialect) struct Rules {
    /// A requirement with an id of its own and prose below it, but no list, is its own criterion.
    pub(in crate::dialect) prose_is_a_criterion: bool,
    /// A numbered section (`2.1 Title`) is a requirement where its list reads like one; otherwise only where a heading
    /// in it announces criteria.
    pub(in crate::dialect) numbers_are_requirements: bool,
}

/// The known facts about the headings before the document is walked.
#[derive(Debug, Default)]
pub(super) struct Heads {
    /// The title of the document, if it begins with an id and is no requirement: `# M3 — Foods`.
    pub(super) title: Option<usize>,
    /// The sections that a heading for criteria belongs to: the nearest one above it in level and place, whatever stands between.
    pub(super) owners: FastSet<usize>,
}

/// The kind of the blocks at hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Zone {
    /// Under no requirement.
    Outside,
    /// Under a requirement's heading: the story, and criteria where no heading announces them.
    Introduction,
    /// Under an unknown heading within a requirement.
    Group,
    /// Under a heading for criteria.
    Criteria,
    /// Notes, dependencies, examples.
    Aside,
    Glossary,
    /// The defect of a `bugfix.md`.
    Defect,
}

/// A requirement that is being read.
pub(super) struct Open {
    pub(super) level: u8,
    /// Its heading.
    pub(super) node: Option<NodeId>,
    pub(super) requirement: Requirement,
    /// The level of the heading that has announced criteria.
    pub(super) marked: Option<u8>,
    /// Blocks that are criteria if no heading announces any.
    pub(super) pending: Vec<NodeId>,
    /// Blocks in places for something else, in which items bear ids of the requirement.
    pub(super) late: Vec<NodeId>,
    /// Its own words: those behind `**Requirement**:` or `**Description:**`.
    pub(super) statement: Option<MappedText>,
    /// The step that the scenario in a list of steps has come to.
    pub(super) steps: Option<Step>,
    /// The number of its criteria that are gone and keep their numbers.
    pub(super) retired: u64,
    /// The end of its last block.
    pub(super) end: usize,
}

impl Open {
    /// The number that the next criterion has by its position.
    pub(super) fn position(&self) -> u64 {
        self.requirement.criteria.len() as u64 + self.retired + 1
    }
}

/// A walk through the parts of a document.
pub(super) struct Walk<'a> {
    pub(super) blocks: &'a Blocks<'a>,
    pub(super) parts: &'a [Part<'a>],
    pub(super) rules: Rules,
    /// A heading says `Requirement N` or the like.
    pub(super) has_requirements: bool,
    pub(super) is_bugfix: bool,
    pub(super) heads: Heads,
    /// The blocks at hand are criteria, and of no requirement.
    pub(super) is_unowned: bool,
    /// The heading above is `Requirements`: what its lists say is asked for, and belongs to no requirement.
    pub(super) is_announced: bool,
    pub(super) zone: Zone,
    pub(super) open: Option<Open>,
    /// The ids of the requirements that have a heading.
    pub(super) headed: FastSet<String>,
    /// The places where the requirements begin whose ids are written with the letter R alone.
    pub(super) shorts: FastSet<usize>,
    /// The places where the entries begin that only name things defined elsewhere.
    pub(super) mentions: FastSet<usize>,
    /// The ids of items that say something of their own, though a heading has them.
    pub(super) doubled: FastSet<String>,
    pub(super) reading: Reading,
}

impl<'a> Walk<'a> {
    /// A walk that has not begun.
    pub(super) fn new(
        blocks: &'a Blocks<'a>,
        parts: &'a [Part<'a>],
        rules: Rules,
        mentions: FastSet<usize>,
        heads: Heads,
    ) -> Self {
        let is_mention =
            |part: &&Part<'_>| part.node.is_some_and(|node| mentions.contains(&blocks.node(node).span.start));
        let defining = parts.iter().filter(|part| !is_mention(part));
        let headed = defining.filter_map(|part| match &part.heading {
            Heading::Requirement { id, .. } => Some(id.clone()),
            _ => None,
        });
        let mut headed: FastSet<_> = headed.collect();
        let is_half = |part: &Part<'_>| {
            matches!(part.heading, Heading::Behaviour(Behaviour::Expected | Behaviour::Unchanged))
        };
        let is_bugfix = headed.is_empty() && parts.iter().any(is_half);
        let (zone, open, reading) = (Zone::Outside, None, Reading::default());
        if let Some(title) = heads.title
            && let Heading::Requirement { id, .. } = &parts[title].heading
        {
            headed.remove(id);
        }
        let has_requirements = !headed.is_empty();
        let shorts = FastSet::default();
        Self {
            blocks,
            parts,
            rules,
            has_requirements,
            is_bugfix,
            heads,
            is_unowned: false,
            is_announced: false,
            zone,
            open,
            headed,
            shorts,
            mentions,
            doubled: FastSet::default(),
            reading,
        }
    }
}
