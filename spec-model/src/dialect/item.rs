//! Turns list items, paragraphs and table rows into criteria.

use super::{attachment, body};
use crate::diagnostic::{Code, Diagnostic};
use crate::grammar::lead::{self, Lead};
use crate::grammar::{clause, convention, likeness, retired};
use crate::markdown::{BlockKind, Blocks, MappedText, NodeId};
use crate::source::{Source, Span};
use crate::spec::{Attachment, Criterion, Examples, Id};

/// A criterion before it has an id.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    /// The number of its list marker.
    pub(super) number: Option<u64>,
    /// It is an item whose mark Markdown takes for text: `• `.
    pub(super) is_marked: bool,
    /// The number of the item above it, which only names what is below, and its own place there.
    pub(super) below: Option<(u64, u64)>,
    /// Its words, with the id in front of them if there is one.
    pub(super) prose: MappedText,
    /// A mark that its words do not hold says that it is gone: `| ~~FR-2~~ | … |`.
    pub(super) is_gone: bool,
    /// The id of its row is written with the letter R alone, as those of risks are.
    pub(super) is_short: bool,
    /// All of its bytes.
    pub(super) span: Span,
    /// The list below it.
    pub(super) points: Vec<MappedText>,
    /// The table below it.
    pub(super) examples: Option<Examples>,
    /// The other blocks below it.
    pub(super) attachments: Vec<Attachment>,
}

impl Draft {
    /// Words without anything below them.
    pub(super) fn of_words(prose: MappedText, span: Span) -> Self {
        Self {
            number: None,
            is_marked: false,
            below: None,
            prose,
            is_gone: false,
            is_short: false,
            span,
            points: Vec::new(),
            examples: None,
            attachments: Vec::new(),
        }
    }

    /// The words without the id in front of them.
    pub(super) fn words(&self, lead: &Lead<'_>) -> MappedText {
        let all = self.prose.as_str();
        let mut words = MappedText::default();
        if let Some(at) = all.find(lead.open_marks).filter(|_| !lead.open_marks.is_empty()) {
            words.push(&self.prose.slice(at..at + lead.open_marks.len()));
        }
        if lead.len < all.len() {
            words.push(&self.prose.slice(lead.len..all.len()));
        }
        words
    }

    /// Is only the number left of it? `lead` is the id before its words.
    pub(super) fn is_retired(&self, lead: Option<&Lead<'_>>) -> bool {
        let Some(lead) = lead else { return self.is_gone || retired::is_retired(self.prose.as_str()) };
        let words = self.words(lead);
        // `~~FR-2~~ **FR-3**: …` has a new number.
        let is_renumbered = || lead::lead(words.as_str()).is_some_and(|next| next.is_closed);
        lead.is_gone && !is_renumbered() || retired::is_retired(words.as_str())
    }

    /// The criterion, once its id and its words are known.
    pub(super) fn into_criterion(self, blocks: &Blocks<'_>, id: Id, text: MappedText) -> Criterion {
        let source = blocks.source();
        Criterion {
            id,
            text,
            is_scenario: false,
            span: self.span,
            line: source.line(self.span.start),
            end_line: body::last_line(source, self.span),
            points: self.points,
            examples: self.examples,
            attachments: self.attachments,
        }
    }
}

/// The draft of a list item, unless it has no words.
pub(super) fn of_item(blocks: &Blocks<'_>, item: NodeId, number: Option<u64>) -> Option<Draft> {
    let prose = text_of_item(blocks, item)?;
    Some(Draft {
        number,
        is_marked: false,
        below: None,
        prose,
        is_gone: false,
        is_short: false,
        span: blocks.node(item).span,
        points: points(blocks, item),
        examples: blocks.children(item).find_map(|child| table(blocks, child)),
        attachments: attachment::of_item(blocks, item),
    })
}

/// The words of an item: its paragraphs up to the first block of another kind.
pub(super) fn text_of_item(blocks: &Blocks<'_>, item: NodeId) -> Option<MappedText> {
    let mut prose = MappedText::default();
    for child in blocks.children(item) {
        match blocks.node(child).kind {
            BlockKind::Paragraph => prose.push_line(&blocks.prose(child)),
            BlockKind::Heading(_) if prose.is_empty() => prose.push_line(&blocks.prose(child)),
            BlockKind::Html { .. } if is_comment(blocks, child) => {}
            _ => break,
        }
    }
    (!prose.as_str().trim().is_empty()).then_some(prose)
}

/// Is a block a comment, which nobody sees?
pub(super) fn is_comment(blocks: &Blocks<'_>, node: NodeId) -> bool {
    matches!(blocks.node(node).kind, BlockKind::Html { .. })
        && blocks.raw(node).trim_start().starts_with("<!--")
}

/// Returns the blocks of a requirement that ask for something: those in which something shall be.
pub(super) fn statement(blocks: &Blocks<'_>, nodes: &[NodeId]) -> MappedText {
    let mut statement = MappedText::default();
    for &node in nodes {
        let text = body::text(blocks, &[node]);
        let is_prose =
            matches!(blocks.node(node).kind, BlockKind::Paragraph | BlockKind::List(_) | BlockKind::Quote);
        if is_prose && likeness::has_modal(text.as_str()) {
            statement.push_line(&text);
        }
    }
    statement
}

/// The numbers of the items of a list: as they are written, or none for bullets. Where all are written alike (`1.`, `1.`, as Markdown
/// allows), they are counted.
pub(super) fn numbers(blocks: &Blocks<'_>, list: NodeId) -> Vec<Option<u64>> {
    let items: Vec<_> = blocks.children(list).collect();
    let BlockKind::List(Some(first)) = blocks.node(list).kind else { return vec![None; items.len()] };
    let written: Vec<_> = items.iter().map(|&item| blocks.number(item)).collect();
    if written.len() > 1 && written.iter().all(|&number| number == Some(first)) {
        return (0..).take(items.len()).map(|index| first.checked_add(index)).collect();
    }
    written
}

/// Every item of the lists below a node, in document order.
pub(super) fn points(blocks: &Blocks<'_>, node: NodeId) -> Vec<MappedText> {
    (node + 1..blocks.node(node).end)
        .filter(|&id| matches!(blocks.node(id).kind, BlockKind::Item { .. }))
        .filter_map(|id| text_of_item(blocks, id))
        .collect()
}

/// The items of the lists below an item. Those of some lists, which stand there in order, are left out with what is below them.
pub(super) fn points_without(blocks: &Blocks<'_>, node: NodeId, others: &[NodeId]) -> Vec<MappedText> {
    let mut others = others.iter().peekable();
    let mut points = Vec::new();
    let mut id = node + 1;
    while id < blocks.node(node).end {
        if others.next_if(|&&other| other == id).is_some() {
            id = blocks.node(id).end;
            continue;
        }
        if matches!(blocks.node(id).kind, BlockKind::Item { .. }) {
            points.extend(text_of_item(blocks, id));
        }
        id += 1;
    }
    points
}

/// A table as examples: the header's cells and the rows' cells.
pub(super) fn table(blocks: &Blocks<'_>, node: NodeId) -> Option<Examples> {
    if blocks.node(node).kind != BlockKind::Table {
        return None;
    }
    let mut examples = Examples::default();
    for row in blocks.children(node) {
        let cells: Vec<_> = blocks.children(row).map(|cell| blocks.prose(cell).as_str().to_owned()).collect();
        if blocks.node(row).kind == (BlockKind::Row { header: true }) {
            examples.columns = cells;
        } else {
            examples.rows.push(cells);
        }
    }
    for row in &mut examples.rows {
        row.resize(examples.columns.len(), String::new());
    }
    Some(examples)
}

/// A finding for each item with a modal and no id, in a list whose other items have ids: it is not counted. `id` is one of those.
pub(super) fn without_id(source: &Source, items: &[Draft], id: &Id) -> impl Iterator<Item = Diagnostic> {
    let unnumbered = items.iter().filter(|draft| {
        let text = draft.prose.as_str();
        clause::has_modal(text) && lead::broken(text).is_none() && !convention::is_convention(text)
    });
    unnumbered.map(move |draft| {
        Diagnostic::new(Code::StrayCriteria, "this item has no id, as the others of the list have")
            .at(source, draft.prose.span())
            .label("not counted as a criterion")
            .help(format!(
                "put an id in front of it, as `{id}` has one; or reword it, if it asks for nothing"
            ))
    })
}
