//! Reads blocks that are criteria: lists, numbered paragraphs, tables, Gherkin.

use super::walk::{Open, Walk};
use super::{ids, own};
use crate::diagnostic::{Code, Diagnostic};
use crate::dialect::item::{self, Draft};
use crate::dialect::{attachment, body, gherkin, lines, mentions, rows};
use crate::grammar::clause::{self, Step};
use crate::grammar::heading::{self, Heading};
use crate::grammar::id::Form;
use crate::grammar::lead::{self, Lead};
use crate::grammar::{convention, likeness};
use crate::markdown::{BlockKind, Blocks, NodeId};
use crate::spec::{Criterion, Id, Retired};

impl Walk<'_> {
    /// A block of criteria. `above` is the block before it under the same heading.
    pub(super) fn criteria(&mut self, open: &mut Open, node: NodeId, above: Option<NodeId>) {
        match self.blocks.node(node).kind {
            BlockKind::List(_) if self.is_sub_list(open, node, above) => self.add_points(open, node),
            BlockKind::List(_) if self.labelled_items(open, node) => {}
            BlockKind::List(_) => self.items(open, node, false),
            BlockKind::Paragraph => {
                let known = open.requirement.criteria.len();
                for draft in lines::of_paragraph(self.blocks, node) {
                    let text = draft.prose.as_str();
                    let is_numbered = || {
                        draft.number.is_some()
                            || draft.is_marked
                            || lead::lead(text).is_some_and(|lead| lead.is_familiar())
                    };
                    if is_numbered() || likeness::reads_like_ears(text) || clause::is_reported(text) {
                        self.add(open, &draft, true);
                    }
                }
                let is_promise = || likeness::has_modal(self.blocks.content(node));
                if open.requirement.criteria.len() == known && is_promise() {
                    self.attach(open, node);
                }
            }
            BlockKind::Table => self.table(open, node),
            BlockKind::Code { .. } => {
                for scenario in gherkin::scenarios(self.blocks, node) {
                    let number = open.position();
                    let tag = scenario.tag.as_ref();
                    let id =
                        tag.cloned().unwrap_or_else(|| ids::criterion_id(&open.requirement, None, number));
                    open.requirement.criteria.push(scenario.into_criterion(self.blocks, id));
                }
                self.attach(open, node);
            }
            BlockKind::Quote => self.attach(open, node),
            _ => {}
        }
    }

    /// A block that is no criterion belongs to the one above it, or to the requirement itself.
    fn attach(&self, open: &mut Open, node: NodeId) {
        match open.requirement.criteria.last_mut() {
            Some(criterion) => criterion.attachments.extend(attachment::of_block(self.blocks, node)),
            None if open.pending.last() != Some(&node) => open.pending.push(node),
            None => {}
        }
    }

    /// The items of a list. Those below an item that bear ids of their own are criteria too; then the item above them is one if it has an
    /// id or promises something itself. Else it is a heading of sorts: `- **Errors**`. `is_below`: the list is one of those.
    fn items(&mut self, open: &mut Open, list: NodeId, is_below: bool) {
        let numbers = item::numbers(self.blocks, list);
        let are_steps = are_steps(self.blocks, list);
        for (item, number) in self.blocks.children(list).zip(numbers) {
            let mut drafts = lines::of_item(self.blocks, item, number);
            let more = if drafts.is_empty() { Vec::new() } else { drafts.split_off(1) };
            let Some(draft) = drafts.pop() else {
                // `- 1. WHEN …` is a list in a list.
                for list in self.lists_in_empty(item) {
                    self.items(open, list, is_below);
                }
                continue;
            };
            if are_steps {
                self.step(open, draft);
            } else {
                self.item(open, item, draft, is_below);
            }
            let within = lines::within_items(self.blocks, item);
            for draft in more.iter().chain(&within) {
                self.add(open, draft, true);
            }
        }
    }

    pub(super) fn item(&mut self, open: &mut Open, item: NodeId, mut draft: Draft, is_below: bool) {
        let below = self.own_items(open, item, &draft);
        // Asked of few items: it takes the sentence apart.
        let says_nothing = |text: &str| lead::lead(text).is_none() && !likeness::has_modal(text);
        let says_nothing = (is_below || !below.is_empty()) && says_nothing(draft.prose.as_str());
        if !below.is_empty() {
            draft.span = draft.prose.span();
            draft.points.clear();
        }
        match open.requirement.criteria.last_mut() {
            _ if open.marked.is_none() && heading::is_attribute(draft.prose.as_str()) => {}
            _ if says_nothing && !below.is_empty() => {}
            _ if mentions::is_list(&draft) => {}
            Some(before) if says_nothing && is_below => before.points.push(draft.prose),
            Some(before) if draft.number.is_none() && continues(before, &draft) => {
                self.join(before, &draft);
            }
            _ if below.is_empty() && self.is_word(item, &draft) => self.below_word(open, item, &draft),
            _ => self.add(open, &draft, false),
        }
        for list in below {
            self.items(open, list, true);
        }
    }

    /// The lists directly below an item.
    fn lists(&self, item: NodeId) -> Vec<NodeId> {
        let lists = self.blocks.children(item);
        lists.filter(|&list| matches!(self.blocks.node(list).kind, BlockKind::List(_))).collect()
    }

    /// The lists in an item without words. If its only list has one item without words, the lists in that.
    fn lists_in_empty(&self, item: NodeId) -> Vec<NodeId> {
        let mut lists = self.lists(item);
        while let [list] = lists[..] {
            let mut items = self.blocks.children(list);
            let (Some(only), None) = (items.next(), items.next()) else { break };
            if item::text_of_item(self.blocks, only).is_some() {
                break;
            }
            lists = self.lists(only);
        }
        lists
    }

    /// Is the item a word above criteria: `2. Registration`, and below it what shall be?
    fn is_word(&self, item: NodeId, draft: &Draft) -> bool {
        let text = draft.prose.as_str();
        let lists = || self.lists(item);
        !draft.points.is_empty()
            && !text.ends_with(['.', '。', '!', '?'])
            && lists().iter().all(|&list| most_items(self.blocks, list, likeness::reads_like_ears))
            && lead::lead(text).is_none()
            && !likeness::has_modal(text)
            && clause::step(text).is_none()
    }

    /// The criteria below a word. They are numbered below its number, if it has one.
    fn below_word(&mut self, open: &mut Open, item: NodeId, word: &Draft) {
        let mut position = 0;
        for list in self.lists(item) {
            for item in self.blocks.children(list).collect::<Vec<_>>() {
                for mut draft in lines::of_item(self.blocks, item, None) {
                    position += 1;
                    draft.below = word.number.map(|number| (number, position));
                    self.add(open, &draft, false);
                }
            }
        }
    }

    /// An item of a list of steps: a new scenario begins at GIVEN, and at WHEN where the one before has come to its THEN.
    fn step(&mut self, open: &mut Open, mut draft: Draft) {
        let begins = match clause::step(draft.prose.as_str()) {
            Some(Step::Given) => open.steps != Some(Step::Given),
            Some(Step::When) => open.steps.is_none_or(|step| step == Step::Then),
            _ => false,
        };
        match clause::step(draft.prose.as_str()) {
            Some(Step::More) | None => {}
            step => open.steps = step,
        }
        match open.requirement.criteria.last_mut() {
            Some(before) if !begins => self.join(before, &draft),
            _ => {
                draft.number = None;
                self.add(open, &draft, false);
                if let Some(criterion) = open.requirement.criteria.last_mut() {
                    criterion.is_scenario = true;
                }
            }
        }
    }

    /// The lists below an item whose items bear ids of the requirement: `REQ-1.2`, and where the item above them has no
    /// number itself, `1.2`.
    fn own_items(&self, open: &Open, item: NodeId, above: &Draft) -> Vec<NodeId> {
        let is_bullet = above.number.is_none() && lead::lead(above.prose.as_str()).is_none();
        let is_own = |item: NodeId| {
            let Some(text) = item::text_of_item(self.blocks, item) else { return false };
            let lead = lead::lead(text.as_str()).filter(|lead| ids::is_below(&open.requirement, &lead.id));
            lead.is_some_and(|lead| match lead.id.form {
                Form::Number => is_bullet,
                _ => ids::is_own_item(&open.requirement, text.as_str()),
            })
        };
        let mut lists: Vec<_> = self.blocks.children(item).collect();
        lists.retain(|&list| {
            matches!(self.blocks.node(list).kind, BlockKind::List(_))
                && self.blocks.children(list).any(is_own)
        });
        lists
    }

    /// `is_line`: the draft is a line of a paragraph, where a dotted number in front can only be an id.
    pub(super) fn add(&mut self, open: &mut Open, draft: &Draft, is_line: bool) {
        if self.mentions.contains(&draft.span.start) || convention::is_convention(draft.prose.as_str()) {
            return;
        }
        let position = open.position();
        let lead = lead::lead(draft.prose.as_str()).filter(|lead| {
            // `404: …` and `1.5 seconds …` are words; `1.5 …` under requirement 1 is an id.
            let is_amount = lead.id.form == Form::Number && !lead.id.id.as_str().contains('.');
            // `REQ-1 The mill shall …` below `REQ-1` begins with the id of the requirement itself.
            let is_its_own = || {
                lead.id.id == open.requirement.id && likeness::has_modal(&draft.prose.as_str()[lead.len..])
            };
            (lead.is_closed || is_line) && !is_amount
                || ids::is_below(&open.requirement, &lead.id)
                || is_its_own()
        });
        let number = draft.number.unwrap_or(position);
        if draft.is_retired(lead.as_ref()) {
            let written = lead.as_ref().map(|lead| &lead.id);
            let id = ids::criterion_id(&open.requirement, written, number);
            self.reading.retired.push(Retired { id, span: draft.span });
            open.retired += 1;
            return;
        }
        let words = lead.as_ref().map_or_else(|| draft.prose.clone(), |lead| draft.words(lead));
        if words.is_empty() {
            return;
        }
        // A list of related requirements may name the requirement itself.
        let is_named = |lead: &Lead<'_>| {
            let text = words.as_str();
            lead.id.id == open.requirement.id
                && (has_same_letters(text, &open.requirement.title)
                    || !likeness::has_modal(text) && mentions::announces(self.blocks, draft.span.start))
        };
        if position > 1 && lead.as_ref().is_some_and(is_named) {
            return;
        }
        // The requirement's own id is that of its first and only criterion.
        let is_shared = |lead: &&Lead<'_>| position > 1 && lead.id.id == open.requirement.id;
        if lead.as_ref().filter(is_shared).is_some() {
            self.report_shared(open, draft);
        }
        let written = lead.as_ref().filter(|lead| !is_shared(lead)).map(|lead| &lead.id);
        let first = match draft.below {
            Some((number, position)) if written.is_none() => {
                Id::new(format!("{}.{number}.{position}", open.requirement.id))
            }
            _ => ids::criterion_id(&open.requirement, written, number),
        };
        // `REQ-1.1/2` is two criteria with the same words.
        let more: Vec<_> =
            lead.iter().flat_map(|lead| &lead.more).map(|written| written.id.clone()).collect();
        for id in std::iter::once(first).chain(more) {
            let criterion = draft.clone().into_criterion(self.blocks, id, words.clone());
            open.requirement.criteria.push(criterion);
        }
    }

    fn report_shared(&mut self, open: &Open, draft: &Draft) {
        let id = &open.requirement.id;
        self.reading.diagnostics.push(
            Diagnostic::new(Code::MalformedId, format!("{id} is the id of the whole requirement"))
                .at(self.blocks.source(), draft.prose.span())
                .label("numbered by its position")
                .help(format!("give the criterion a number of its own: `{id}.1`")),
        );
    }

    /// A further step of the scenario above: a bullet of its own.
    fn join(&self, before: &mut Criterion, draft: &Draft) {
        before.text.push_line(&draft.prose);
        before.points.extend_from_slice(&draft.points);
        before.span.end = draft.span.end;
        before.end_line = body::last_line(self.blocks.source(), before.span);
    }

    /// A table whose rows bear ids holds criteria; any other one holds the examples of the criterion above it.
    fn table(&mut self, open: &mut Open, node: NodeId) {
        let rows = rows::of_table(self.blocks, node);
        if let Some(criterion) = open.requirement.criteria.last_mut().filter(|_| rows.is_empty())
            && criterion.examples.is_none()
        {
            criterion.examples = item::table(self.blocks, node);
            criterion.span.end = self.blocks.node(node).span.end.max(criterion.span.end);
            criterion.end_line = body::last_line(self.blocks.source(), criterion.span);
        }
        for (written, draft) in rows {
            if self.mentions.contains(&draft.span.start) {
                continue;
            }
            let id = ids::criterion_id(&open.requirement, Some(&written), 0);
            if draft.is_retired(None) {
                self.reading.retired.push(Retired { id, span: draft.span });
                continue;
            }
            let text = draft.prose.clone();
            open.requirement.criteria.push(draft.into_criterion(self.blocks, id, text));
        }
    }

    /// Bullets that belong to the criterion above: indented, though less than CommonMark asks for, or behind a colon.
    fn is_sub_list(&self, open: &Open, list: NodeId, above: Option<NodeId>) -> bool {
        let Some((above, criterion)) = above.zip(open.requirement.criteria.last()) else { return false };
        if self.blocks.node(list).kind != BlockKind::List(None)
            || !matches!(self.blocks.node(above).kind, BlockKind::List(Some(_)) | BlockKind::Paragraph)
        {
            return false;
        }
        let column = |node| self.blocks.source().position(self.blocks.node(node).span.start).column;
        column(list) > column(above) || criterion.text.as_str().ends_with([':', '：'])
    }

    fn add_points(&mut self, open: &mut Open, list: NodeId) {
        let Some(criterion) = open.requirement.criteria.last_mut() else { return };
        let points = item::points(self.blocks, list);
        criterion.points.extend(points.iter().map(lines::first));
        let end = criterion.points.last().map_or(0, |point| point.span().end);
        let within = lines::within_items(self.blocks, list);
        criterion.span.end = if within.is_empty() { self.blocks.node(list).span.end } else { end };
        criterion.end_line = body::last_line(self.blocks.source(), criterion.span);
        for draft in within {
            self.add(open, &draft, true);
        }
    }

    /// A list whose items are labels: `- **User Story:** …`, `- **Requirement**: …`, `- **Acceptance Criteria:**` with
    /// the criteria below.
    pub(super) fn labelled_items(&mut self, open: &mut Open, list: NodeId) -> bool {
        let mut found = false;
        let mut has_others = false;
        for item in self.blocks.children(list) {
            let Some(first) = self.blocks.children(item).next() else { continue };
            // Most items are no labels, which is seen at once.
            let content = self.blocks.content(first);
            if ids::is_own_item(&open.requirement, content) {
                has_others = true;
            }
            if !(content.starts_with(['*', '_']) || content.ends_with([':', '：'])) {
                continue;
            }
            let Some(text) = item::text_of_item(self.blocks, item) else { continue };
            if heading::label(text.as_str()) == Some(Heading::Criteria) {
                found = true;
                open.marked = Some(crate::dialect::parts::LABEL);
                let lists: Vec<_> = self.blocks.children(item).skip(1).collect();
                for child in lists {
                    self.criteria(open, child, None);
                }
            } else if open.requirement.story.is_none()
                && let Some(story) = self.story("", first)
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
        // A block that bears an id among labels is a criterion.
        if found && has_others {
            open.late.push(list);
        }
        found
    }
}

/// Are the items of a list the steps of scenarios, one in each: `- Given …`, `- When …`, `- Then …`?
pub(in crate::dialect) fn are_steps(blocks: &Blocks<'_>, list: NodeId) -> bool {
    let mut has_then = false;
    let mut is_first = true;
    // Those that may be whole scenarios, which is only asked where all the rest are steps.
    let mut begins = Vec::new();
    for item in blocks.children(list) {
        let Some(text) = item::text_of_item(blocks, item) else { return false };
        match clause::step(text.as_str()) {
            Some(Step::Given | Step::When) => begins.push(text),
            Some(Step::Then) => has_then = true,
            Some(Step::More) if !is_first => {}
            _ => return false,
        }
        if is_first && has_then {
            return false;
        }
        is_first = false;
    }
    has_then && !begins.iter().any(|text| clause::is_whole(text.as_str()))
}

/// Are the letters and digits of two texts the same?
fn has_same_letters(one: &str, other: &str) -> bool {
    fn letters(text: &str) -> impl Iterator<Item = char> + '_ {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
    }
    letters(one).eq(letters(other))
}

/// Is the draft a further step of a scenario whose steps are bullets: THEN, AND and BUT always, WHEN behind GIVEN?
fn continues(before: &Criterion, draft: &Draft) -> bool {
    match clause::marked_step(draft.prose.as_str()) {
        Some(Step::Then | Step::More) => clause::marked_step(before.text.as_str()).is_some(),
        Some(Step::When) => before
            .text
            .as_str()
            .lines()
            .all(|line| matches!(clause::marked_step(line), Some(Step::Given | Step::More))),
        _ => false,
    }
}

/// Most items of a list are EARS sentences.
pub(super) fn reads_like_ears(blocks: &Blocks<'_>, list: NodeId) -> bool {
    most_items(blocks, list, likeness::reads_like_ears)
}

/// Most items of a list say what shall be.
pub(super) fn reads_like_criteria(blocks: &Blocks<'_>, list: NodeId) -> bool {
    most_items(blocks, list, likeness::has_modal)
}

fn most_items(blocks: &Blocks<'_>, list: NodeId, test: fn(&str) -> bool) -> bool {
    let mut balance = 0_i64;
    for item in blocks.children(list) {
        let text = item::text_of_item(blocks, item);
        balance += if text.is_some_and(|text| test(text.as_str())) { 1 } else { -1 };
    }
    balance > 0
}
