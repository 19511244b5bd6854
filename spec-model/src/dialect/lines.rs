//! Finds criteria that begin at a line inside of a block. Examples: `1.2 WHEN …` behind `1.1 WHEN …`, `**FR-002**: …`
//! directly below an item, `3. …` below a label.

use std::ops::Range;

use super::item::{self, Draft};
use crate::grammar::clause;
use crate::grammar::counting::{self, CountingMark};
use crate::grammar::id::Form;
use crate::grammar::{lead, likeness, odd};
use crate::markdown::{Blocks, MappedText, NodeId};

/// The drafts of a paragraph: a new one begins at each line with its own id, number or bullet, and where a line counts on. One also begins
/// at an EARS keyword when the one before is complete. Footnotes are none.
pub(super) fn of_paragraph(blocks: &Blocks<'_>, paragraph: NodeId) -> Vec<Draft> {
    let prose = blocks.prose(paragraph);
    let counted = counted(prose.as_str());
    let is_counted = |at: usize| counted.binary_search(&at).is_ok();
    let ranges =
        pieces(prose.as_str(), |before, at, line| is_counted(at) || begins_in_paragraph(before, line));
    let drafts = ranges.into_iter().filter_map(|range| {
        let is_counted = is_counted(range.start);
        let piece = prose.slice(range).trim();
        (!piece.is_empty()).then(|| unmarked(&piece, is_counted))
    });
    drafts.filter(|draft| !is_footnote(draft.prose.as_str())).collect()
}

/// Finds the beginnings of lines that count on from each other: `1: …`, `2: …`. What a sentence above them promises, they spell out.
fn counted(text: &str) -> Vec<usize> {
    let mut counted = Vec::new();
    let mut last: Option<(usize, CountingMark)> = None;
    let mut start = 0;
    for line in text.split('\n') {
        if let Some(mark) = counting::mark(line) {
            if let Some((before, _)) = last.filter(|(_, last)| mark.follows(last)) {
                counted.extend((counted.last() != Some(&before)).then_some(before));
                counted.push(start);
            }
            last = Some((start, mark));
        }
        start += line.len() + 1;
    }
    let above = counted.first().map_or("", |&first| &text[..first]);
    if likeness::has_modal(above) { Vec::new() } else { counted }
}

/// The drafts of a list item: its own, and one for each line in it that begins with an id or number of its own. What stands below
/// the item belongs to the last. None if it has no words.
pub(super) fn of_item(blocks: &Blocks<'_>, item: NodeId, number: Option<u64>) -> Vec<Draft> {
    let Some(mut whole) = item::of_item(blocks, item, number) else { return Vec::new() };
    whole.points.iter_mut().for_each(|point| *point = first(point));
    let mut last = number;
    let ranges = pieces(whole.prose.as_str(), |_, _, line| {
        // Below `1. …` as Markdown has it, `2、…`.
        let mark = counting::mark(line).filter(|mark| mark.is_certain && mark.number.is_some());
        let goes_on = mark.is_some_and(|mark| last.is_some_and(|last| mark.number == Some(last + 1)));
        last = mark.filter(|_| goes_on).map_or(last, |mark| mark.number);
        goes_on || begins_in_item(line)
    });
    if let [_] = ranges[..] {
        whole.prose = without_label(blocks, whole.prose);
        return vec![renumbered(with_number(whole))];
    }
    let mut drafts: Vec<_> = ranges
        .into_iter()
        .map(|range| unmarked(&without_label(blocks, whole.prose.slice(range).trim()), false))
        .collect();
    if let Some(first) = drafts.first_mut() {
        first.number = number.or(first.number);
        first.span.start = whole.span.start;
    }
    if let Some(last) = drafts.last_mut() {
        last.span.end = whole.span.end.max(last.span.end);
        (last.points, last.examples, last.attachments) = (whole.points, whole.examples, whole.attachments);
    }
    drafts
}

/// The drafts that begin inside of the items below a node, each behind the words of its item.
pub(super) fn within_items(blocks: &Blocks<'_>, node: NodeId) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for text in item::points(blocks, node) {
        let ranges = pieces(text.as_str(), |_, _, line| begins_in_item(line)).into_iter().skip(1);
        drafts.extend(ranges.map(|range| unmarked(&text.slice(range).trim(), false)));
    }
    drafts
}

/// The words of an item up to the first line that is a criterion of its own.
pub(super) fn first(text: &MappedText) -> MappedText {
    let mut ranges = pieces(text.as_str(), |_, _, line| begins_in_item(line));
    if ranges.len() == 1 { text.clone() } else { text.slice(ranges.swap_remove(0)).trim() }
}

/// The words of an item without a label behind them that stands at the margin, above what follows: `**More:**`.
pub(super) fn without_label(blocks: &Blocks<'_>, prose: MappedText) -> MappedText {
    let text = prose.as_str();
    let Some(at) = text.trim_end().rfind('\n') else { return prose };
    let line = text[at + 1..].trim_end();
    let bare = line.trim_end_matches([':', '：']);
    let inner = bare.strip_prefix("**").and_then(|inner| inner.strip_suffix("**"));
    let is_label = inner.is_some_and(|inner| {
        !inner.contains("**") && (bare.len() < line.len() || inner.ends_with([':', '：']))
    });
    let is_at_margin = || {
        let (source, offset) = (blocks.source(), prose.source_offset(at + 1));
        source.line_span(source.line(offset)).start == offset
    };
    if is_label && !likeness::has_modal(line) && is_at_margin() { prose.slice(0..at) } else { prose }
}

/// The ranges of a text, each from a line that begins a criterion to the next; the line ends between them are in none. `begins` is asked with
/// the words before, the place of the line, and the line.
fn pieces(text: &str, mut begins: impl FnMut(&str, usize, &str) -> bool) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut start = 0;
    for at in memchr::memchr_iter(b'\n', text.as_bytes()) {
        let line = &text[at + 1..];
        let line = &line[..line.find('\n').unwrap_or(line.len())];
        if begins(&text[start..at], at + 1, line) {
            ranges.push(start..at);
            start = at + 1;
        }
    }
    ranges.push(start..text.len());
    ranges
}

fn begins_in_paragraph(before: &str, line: &str) -> bool {
    let numbered = lead::lead(line).is_some_and(|lead| lead.is_familiar());
    numbered
        || likeness::begins_with_keyword(line) && likeness::has_modal(before)
        || is_footnote(line)
        || begins_marked(line, is_criterion)
}

/// Words that are wrapped may begin a line with an id: `… as in / FR-2: the other`. They are no criterion unless they promise
/// something, or the id is in bold.
fn begins_in_item(line: &str) -> bool {
    let numbered = || {
        lead::lead(line).is_some_and(|lead| {
            let words = &line[lead.len..];
            let is_set_off = lead.is_closed && (line.starts_with("**") || is_criterion(words));
            lead.is_familiar()
                && !words.is_empty()
                && if lead.id.form == Form::Number { begins_sentence(words) } else { is_set_off }
        })
    };
    numbered() || begins_marked(line, begins_sentence)
}

/// Is the line an item whose mark Markdown does not take for one, with the words of a criterion?
fn begins_marked(line: &str, is_criterion: fn(&str) -> bool) -> bool {
    let (_, len) = marker(line, true);
    let words = &line[len..];
    len > 0 && (is_criterion(words) || has_id(words))
}

fn has_id(words: &str) -> bool {
    lead::lead(words).is_some_and(|lead| lead.is_closed && lead.is_familiar())
}

fn is_criterion(words: &str) -> bool {
    begins_sentence(words) || likeness::has_modal(words) || clause::is_whole(words)
}

/// It begins as only a criterion does: with an EARS keyword in capitals.
fn begins_sentence(words: &str) -> bool {
    likeness::begins_with_keyword(words) || likeness::reads_like_ears(words) && !words.starts_with("SHALL")
}

/// Is a paragraph a list that Markdown does not see: does it begin with the mark of an item, or another line of it, before the words of a
/// criterion?
pub(super) fn is_marked(paragraph: &str) -> bool {
    let (_, len) = marker(paragraph, false);
    let is_item = |line: &str| begins_marked(line.trim_start(), is_criterion);
    len > 0 && len < paragraph.len()
        || paragraph.split('\n').skip(1).any(is_item)
        || !counted(paragraph).is_empty()
}

/// `[^1]: …`
fn is_footnote(text: &str) -> bool {
    text.strip_prefix("[^")
        .and_then(|name| name.split_once(']'))
        .is_some_and(|(_, rest)| rest.starts_with(':'))
}

/// The number in the mark of an item that Markdown takes for text, and the length of the mark: `• `, `- ` with a blank of another kind, `3.
/// `, `①`, and several of them. Prose may begin with `1: `, too: then it is one before the words of a criterion, or where it is `counted`.
pub(super) fn marker(text: &str, is_counted: bool) -> (Option<u64>, usize) {
    let is_blank = |c: char| c.is_whitespace() || odd::is_invisible(c);
    let is_mark = |mark: &CountingMark, words: &str| {
        is_counted || mark.is_certain || is_criterion(words) || has_id(words)
    };
    let mut number = None;
    let mut is_numbered = false;
    let mut rest = text;
    loop {
        let bare = rest.trim_start_matches(odd::is_invisible);
        let plain = || plain_number(bare).filter(|(_, behind)| behind.starts_with(is_blank));
        let behind = if let Some((plain, behind)) = plain().filter(|_| !is_numbered) {
            (number, is_numbered) = (Some(plain), true);
            Some(behind)
        } else if let Some(mark) =
            counting::mark(bare).filter(|mark| !is_numbered && is_mark(mark, &bare[mark.len..]))
        {
            (number, is_numbered) = (mark.number, true);
            rest = &bare[mark.len..];
            continue;
        } else {
            bare.strip_prefix(|c: char| odd::is_bullet(c) || matches!(c, '-' | '*' | '+'))
        };
        match behind.filter(|behind| behind.starts_with(is_blank)) {
            Some(behind) => {
                rest = behind.trim_start_matches(is_blank);
                let boxed = ["[ ] ", "[x] ", "[X] "].iter().find_map(|mark| rest.strip_prefix(mark));
                rest = boxed.unwrap_or(rest);
            }
            None => break,
        }
    }
    (number, text.len() - rest.len())
}

/// The number of an item as Markdown has it, `3.` or `3)`, and what stands behind.
fn plain_number(text: &str) -> Option<(u64, &str)> {
    let digits = text.find(|c: char| !c.is_ascii_digit()).filter(|digits| (1..=3).contains(digits))?;
    Some((text[..digits].parse().ok()?, text[digits..].strip_prefix(['.', ')'])?))
}

/// A draft without the mark in front of its words.
fn unmarked(piece: &MappedText, is_counted: bool) -> Draft {
    let (number, len) = marker(piece.as_str(), is_counted);
    let words = if len > 0 { piece.slice(len..piece.as_str().len()) } else { piece.clone() };
    renumbered(Draft { number, is_marked: len > 0, ..Draft::of_words(words, piece.span()) })
}

/// `~~FR-2~~ **FR-3**: …` without the id that was struck through.
fn renumbered(draft: Draft) -> Draft {
    let text = draft.prose.as_str();
    let old = text.contains("~~").then(|| lead::lead(text)).flatten().filter(|old| old.is_gone);
    match old.filter(|old| lead::lead(&text[old.len..]).is_some_and(|new| new.is_closed)) {
        Some(old) => Draft { prose: draft.prose.slice(old.len..text.len()), ..draft },
        None => draft,
    }
}

/// `- [ ] 2. WHEN …`: the number behind the box is that of the item.
fn with_number(draft: Draft) -> Draft {
    let text = draft.prose.as_str();
    let plain = plain_number(text)
        .filter(|(_, behind)| draft.number.is_none() && behind.starts_with(char::is_whitespace));
    let (_, len) = marker(text, false);
    match plain {
        Some((number, _)) if len < text.len() => {
            Draft { number: Some(number), prose: draft.prose.slice(len..text.len()), ..draft }
        }
        _ => draft,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Source;

    /// The drafts of the first block, as `number words`.
    fn check(text: &str, expect: &[&str]) {
        let source = Source::new("a.md", text);
        let blocks = Blocks::new(&source);
        let is_list = matches!(blocks.node(0).kind, crate::markdown::BlockKind::List(_));
        let drafts = if is_list { of_item(&blocks, 1, None) } else { of_paragraph(&blocks, 0) };
        let found: Vec<_> = drafts
            .iter()
            .map(|draft| {
                let number = draft.number.map(|number| format!("{number} ")).unwrap_or_default();
                format!("{number}{}", draft.prose.as_str().replace('\n', " / "))
            })
            .collect();
        assert_eq!(found, expect, "{text}");
    }

    #[test]
    fn a_list_that_markdown_does_not_see_is_one() {
        check(
            "**Giving back:**\n3. WHEN a THE b SHALL c\n4. THE b SHALL d\n   at once",
            &["**Giving back:**", "3 WHEN a THE b SHALL c", "4 THE b SHALL d / at once"],
        );
        check("• THE b SHALL c\n• THE b SHALL d", &["THE b SHALL c", "THE b SHALL d"]);
        check("– REQ-1.2: THE b SHALL c", &["REQ-1.2: THE b SHALL c"]);
        check("\u{200b}- REQ-1.2: THE b SHALL c", &["REQ-1.2: THE b SHALL c"]);
        check("-\u{a0}REQ-1.2: THE b SHALL c\n-\u{a0}REQ-1.3: d", &["REQ-1.2: THE b SHALL c", "REQ-1.3: d"]);
    }

    #[test]
    fn an_item_ends_where_a_line_begins_another() {
        check(
            "- REQ-1.1: THE b SHALL c\n-\u{a0}REQ-1.2: THE b SHALL d",
            &["REQ-1.1: THE b SHALL c", "REQ-1.2: THE b SHALL d"],
        );
        check("- **FR-1**: b\n  more\n**FR-2**: c", &["**FR-1**: b / more", "**FR-2**: c"]);
        check(
            "- wait\n  9.8. THE b SHALL c\n  9.9. THE b SHALL d",
            &["wait", "9.8. THE b SHALL c", "9.9. THE b SHALL d"],
        );
        check("- THE b SHALL c\n1.3 THE b SHALL d", &["THE b SHALL c", "1.3 THE b SHALL d"]);
    }

    #[test]
    fn words_that_are_wrapped_stay_together() {
        for text in [
            "- THE b SHALL do as in\n  FR-2: no more",
            "- THE b SHALL wait for\n  3. of May",
            "- THE b – or c\n  – SHALL d",
            "- THE b SHALL take\n  1.5 seconds",
            "- THE b SHALL see\n  REQ-1.2 and go on",
        ] {
            let words = text.trim_start_matches("- ").replace("\n  ", " / ");
            check(text, &[&words]);
        }
        check("When a\n– b – it is c", &["When a / – b – it is c"]);
    }

    #[test]
    fn a_number_behind_a_box_is_that_of_the_item() {
        check("- [ ] 1. WHEN a THE b SHALL c", &["1 WHEN a THE b SHALL c"]);
        check("- [x] 12) THE b SHALL c", &["12 THE b SHALL c"]);
        check("- [x] 12 items SHALL do", &["12 items SHALL do"]);
    }

    #[test]
    fn a_footnote_is_no_criterion() {
        check("[^1]: WHEN a THE b SHALL c", &[]);
        check("THE b SHALL c\n[^1]: THE d SHALL e", &["THE b SHALL c"]);
    }
}
