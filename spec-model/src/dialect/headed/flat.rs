//! Reads text outside of any requirement. An item, paragraph or table row with its own id is a requirement; what only
//! reads like a criterion is reported.

use super::walk::{Walk, Zone};
use crate::diagnostic::{Code, Diagnostic};
use crate::dialect::item::{self, Draft};
use crate::dialect::{gherkin, lines, mentions, rows};
use crate::grammar::id::{Form, WrittenId};
use crate::grammar::lead::{self, Lead};
use crate::grammar::{clause, convention, likeness};
use crate::markdown::{BlockKind, MappedText, NodeId};
use crate::source::Span;
use crate::spec::{Id, Requirement, Retired};

impl Walk<'_> {
    pub(super) fn flat(&mut self, node: NodeId) {
        match self.blocks.node(node).kind {
            BlockKind::List(_) => self.flat_list(node),
            BlockKind::Paragraph => {
                for draft in lines::of_paragraph(self.blocks, node) {
                    self.flat_draft(&draft);
                }
            }
            BlockKind::Table => {
                for (written, draft) in rows::of_table(self.blocks, node) {
                    let is_familiar = lead::is_familiar_prefix(lead::prefix(written.id.as_str()));
                    let is_mention = self.mentions.contains(&draft.span.start);
                    // `R-2` below `## Risks` is none.
                    let is_named = is_familiar && !draft.is_short;
                    if is_mention || self.zone != Zone::Outside && !is_named {
                        continue;
                    }
                    if written.form != Form::Number && draft.is_retired(None) {
                        self.reading.retired.push(Retired { id: written.id, span: draft.span });
                    } else if written.form != Form::Number {
                        let text = draft.prose.clone();
                        self.add_flat(&[written], draft.is_short, &draft, &text);
                    }
                }
            }
            BlockKind::Code { .. } => self.features(node),
            _ => {}
        }
    }

    /// A list, its sub-lists included: an item with an id may stand below one without.
    fn flat_list(&mut self, list: NodeId) {
        let before = self.reading.requirements.len();
        let mut unnumbered = Vec::new();
        let mut id = list + 1;
        while id < self.blocks.node(list).end {
            let is_item = matches!(self.blocks.node(id).kind, BlockKind::Item { .. });
            let drafts = if is_item { lines::of_item(self.blocks, id, None) } else { Vec::new() };
            for draft in drafts {
                if !self.flat_draft(&draft) && !convention::is_convention(draft.prose.as_str()) {
                    unnumbered.push(draft);
                }
            }
            id += 1;
        }
        if self.zone != Zone::Outside {
            return;
        }
        if let Some(last) = self.reading.requirements[before..].last() {
            let source = self.blocks.source();
            self.reading.diagnostics.extend(item::without_id(source, &unnumbered, &last.id));
        } else if self.is_unowned && !unnumbered.is_empty()
            || self.is_announced && unnumbered.iter().any(|draft| clause::has_modal(draft.prose.as_str()))
            || unnumbered.iter().any(|draft| likeness::reads_like_ears(draft.prose.as_str()))
        {
            self.report_stray(list);
        }
    }

    /// Is the draft a requirement of its own?
    fn flat_draft(&mut self, draft: &Draft) -> bool {
        let is_own = |lead: &Lead<'_>| {
            lead.id.form != Form::Number
                && lead.is_closed
                && (self.zone == Zone::Outside || lead.is_familiar() && !lead.is_short)
        };
        let Some(lead) = lead::lead(draft.prose.as_str()).filter(is_own) else { return false };
        if self.mentions.contains(&draft.span.start) {
            return true;
        }
        if draft.is_retired(Some(&lead)) {
            let ids = std::iter::once(lead.id).chain(lead.more);
            let retired = ids.map(|written| Retired { id: written.id, span: draft.span });
            self.reading.retired.extend(retired);
            return true;
        }
        let words = draft.words(&lead);
        let is_short = lead.is_short;
        let ids: Vec<_> = std::iter::once(lead.id).chain(lead.more).collect();
        if !words.is_empty() {
            self.add_flat(&ids, is_short, draft, &words);
        }
        true
    }

    /// Each id is a requirement with itself as its only criterion. What was headed elsewhere is only mentioned here.
    fn add_flat(&mut self, ids: &[WrittenId], is_short: bool, draft: &Draft, text: &MappedText) {
        let span = draft.span;
        for written in ids {
            let criterion = draft.clone().into_criterion(self.blocks, written.id.clone(), text.clone());
            if self.headed.contains(written.id.as_str()) {
                if !mentions::is_remark(&criterion) {
                    self.doubled.insert(written.id.to_string());
                }
                continue;
            }
            if is_short {
                self.shorts.insert(span.start);
            }
            let mut requirement = self.requirement(written.id.clone(), "", span);
            requirement.criteria.push(criterion);
            self.reading.requirements.push(requirement);
        }
    }

    /// A fence of Gherkin under no requirement: each feature is one.
    fn features(&mut self, node: NodeId) {
        let mut feature: Option<(Option<(String, Span)>, Requirement)> = None;
        for scenario in gherkin::scenarios(self.blocks, node) {
            if feature.as_ref().is_none_or(|(of, _)| *of != scenario.feature) {
                self.reading.requirements.extend(feature.take().map(|(_, requirement)| requirement));
                let (title, span) =
                    scenario.feature.clone().unwrap_or((String::new(), self.blocks.node(node).span));
                let id = Id::new(self.next_id());
                feature = Some((scenario.feature.clone(), self.requirement(id, &title, span)));
            }
            let Some((_, requirement)) = &mut feature else { continue };
            let position = requirement.criteria.len() + 1;
            let id =
                scenario.tag.clone().unwrap_or_else(|| Id::new(format!("{}.{position}", requirement.id)));
            requirement.criteria.push(scenario.into_criterion(self.blocks, id));
        }
        self.reading.requirements.extend(feature.map(|(_, requirement)| requirement));
    }

    fn report_stray(&mut self, list: NodeId) {
        let span = self.blocks.node(list).span;
        let source = self.blocks.source();
        let first = source.line_span(source.line(span.start));
        self.reading.diagnostics.push(
            Diagnostic::new(Code::StrayCriteria, "this list reads like acceptance criteria but belongs to no requirement")
                .at(source, Span::new(span.start, first.end.max(span.start)))
                .label("not counted as criteria")
                .help("put a heading such as `### Requirement 1: Title` above it, or reword what is not a criterion"),
        );
    }
}
