//! Blocks that are criteria: lists, numbered paragraphs, tables, Gherkin.

use super::{Open, Walk, ids, own};
use crate::dialect::gherkin;
use crate::dialect::item::{self, Draft};
use crate::grammar::heading::{self, Heading};
use crate::grammar::id::Form;
use crate::grammar::{lead, likeness};
use crate::markdown::{Kind, NodeId, Outline};

impl Walk<'_> {
    /// A block of criteria. `above` is the block before it under the same heading.
    pub(super) fn criteria(&mut self, open: &mut Open, node: NodeId, above: Option<NodeId>) {
        match self.outline.node(node).kind {
            Kind::List(_) if self.is_sub_list(open, node, above) => self.add_points(open, node),
            Kind::List(_) if self.labelled_items(open, node) => {}
            Kind::List(_) => {
                let numbers = item::numbers(self.outline, node);
                for (item, number) in self.outline.children(node).zip(numbers) {
                    if let Some(draft) = item::of_item(self.outline, item, number) {
                        self.add(open, draft);
                    }
                }
            }
            Kind::Paragraph => {
                for draft in item::of_lines(self.outline, node) {
                    let text = draft.prose.as_str();
                    let is_numbered = lead::lead(text).is_some_and(|lead| lead.is_familiar());
                    if is_numbered || likeness::reads_like_ears(text) {
                        self.add(open, draft);
                    }
                }
            }
            Kind::Table => self.table(open, node),
            Kind::Code { .. } => {
                for scenario in gherkin::scenarios(self.outline, node) {
                    let number = open.requirement.criteria.len() as u64 + 1;
                    let tag = scenario.tag.as_ref();
                    let id =
                        tag.cloned().unwrap_or_else(|| ids::criterion_id(&open.requirement, None, number));
                    open.requirement.criteria.push(scenario.into_criterion(self.outline, id));
                }
            }
            _ => {}
        }
    }

    fn add(&mut self, open: &mut Open, draft: Draft) {
        let position = open.requirement.criteria.len() as u64 + 1;
        let lead = lead::lead(draft.prose.as_str()).filter(|lead| {
            // `404: …` and `1.5 seconds …` are words; `1.5 …` under requirement 1 is an id.
            let is_amount = lead.id.form == Form::Number && !lead.id.id.as_str().contains('.');
            lead.is_closed && !is_amount || ids::is_below(&open.requirement, &lead.id)
        });
        let words = lead.as_ref().map_or_else(|| draft.prose.clone(), |lead| draft.words(lead));
        if words.is_empty() {
            return;
        }
        let written = lead.as_ref().map(|lead| &lead.id);
        let id = ids::criterion_id(&open.requirement, written, draft.number.unwrap_or(position));
        open.requirement.criteria.push(draft.into_criterion(self.outline, id, words));
    }

    /// A table whose rows bear ids holds criteria; any other one holds the examples of the criterion above it.
    fn table(&mut self, open: &mut Open, node: NodeId) {
        let rows = item::of_table(self.outline, node);
        if let Some(criterion) = open.requirement.criteria.last_mut().filter(|_| rows.is_empty()) {
            criterion.examples = criterion.examples.take().or_else(|| item::table(self.outline, node));
        }
        for (written, draft) in rows {
            let id = ids::criterion_id(&open.requirement, Some(&written), 0);
            let text = draft.prose.clone();
            open.requirement.criteria.push(draft.into_criterion(self.outline, id, text));
        }
    }

    /// Bullets that belong to the criterion above: indented, though less than CommonMark asks for, or behind a colon.
    fn is_sub_list(&self, open: &Open, list: NodeId, above: Option<NodeId>) -> bool {
        let Some((above, criterion)) = above.zip(open.requirement.criteria.last()) else { return false };
        if self.outline.node(list).kind != Kind::List(None)
            || !matches!(self.outline.node(above).kind, Kind::List(Some(_)) | Kind::Paragraph)
        {
            return false;
        }
        let column = |node| self.outline.source().position(self.outline.node(node).span.start).column;
        column(list) > column(above) || criterion.text.as_str().ends_with([':', '：'])
    }

    fn add_points(&self, open: &mut Open, list: NodeId) {
        let Some(criterion) = open.requirement.criteria.last_mut() else { return };
        criterion.points.append(&mut item::points(self.outline, list));
        criterion.span.end = self.outline.node(list).span.end;
        criterion.end_line = item::last_line(self.outline.source(), criterion.span);
    }

    /// A list whose items are labels: `- **User Story:** …`, `- **Requirement**: …`, `- **Acceptance Criteria:**` with
    /// the criteria below.
    pub(super) fn labelled_items(&mut self, open: &mut Open, list: NodeId) -> bool {
        let mut found = false;
        for item in self.outline.children(list) {
            let Some(text) = item::text_of_item(self.outline, item) else { continue };
            if heading::label(text.as_str()) == Some(Heading::Criteria) {
                found = true;
                open.is_marked = true;
                let lists: Vec<_> = self.outline.children(item).skip(1).collect();
                for child in lists {
                    self.criteria(open, child, None);
                }
            } else if open.requirement.story.is_none()
                && let Some(story) =
                    self.outline.children(item).next().and_then(|first| self.story("", first))
            {
                found = true;
                open.requirement.story = Some(story);
            } else if open.statement.is_none()
                && let Some(statement) = own::statement(&text)
            {
                found = true;
                open.statement = Some(statement);
            }
        }
        found
    }
}

/// Most items of a list say what shall be.
pub(super) fn reads_like_criteria(outline: &Outline<'_>, list: NodeId) -> bool {
    let mut balance = 0_i64;
    for item in outline.children(list) {
        let text = item::text_of_item(outline, item);
        balance += if text.is_some_and(|text| likeness::has_modal(text.as_str())) { 1 } else { -1 };
    }
    balance > 0
}
