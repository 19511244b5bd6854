//! `textDocument/semanticTokens/full`: the keywords, conditions, bounds and modals of the clauses of a document.

use serde_json::{Map, Value, json};
use spec_engine::criterion::written_bounds;
use spec_model::source::Span;
use spec_model::spec::{Criterion, Document, PartKind};

use super::editor::EditorState;
use super::params;
use super::positions::{LineIndex, PositionEncoding};
use crate::json_rpc::RpcError;

/// A part of a clause that has a colour of its own. Later ones stand over earlier ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shade {
    Condition,
    Keyword,
    Modal,
    Bound,
}

/// The names of the shades, in their order: types of the protocol, which every theme has colours for.
pub const LEGEND: [&str; 4] = ["parameter", "keyword", "modifier", "number"];

/// The tokens of a document.
///
/// # Errors
/// Parameters of another method.
pub fn answer(editor: &EditorState, params: Map<String, Value>) -> Result<Value, RpcError> {
    let params::OfDocument { text_document } = params::read(params)?;
    let Some(path) = text_document.path() else { return Ok(Value::Null) };
    let document = editor.answers().find_map(|(_, answer)| {
        let catalogs = answer.snapshot.catalogs();
        let mut documents = catalogs.into_iter().flat_map(|catalog| &catalog.documents);
        documents.find(|document| **document.source.path() == *path)
    });
    let lines = editor.lines(&path);
    let tokens = document.map(|document| tokens(document)).unwrap_or_default();
    Ok(json!({ "data": encoded(&lines, &tokens, editor.encoding) }))
}

/// The tokens of a document, in the order of their places.
fn tokens(document: &Document) -> Vec<(Span, Shade)> {
    let mut tokens = Vec::new();
    for (_, criterion) in document.criteria() {
        let mut shades: Vec<(Span, Shade)> = shades(criterion);
        shades.sort_by_key(|(_, shade)| *shade as u8);
        tokens.extend(painted(document.source.text(), &shades));
    }
    tokens.sort_unstable_by_key(|(span, _)| *span);
    tokens.dedup_by(|next, one| next.0.start < one.0.end);
    tokens
}

/// The shaded places of a criterion, which may lie over each other.
fn shades(criterion: &Criterion) -> Vec<(Span, Shade)> {
    let text = criterion.text.as_str();
    let mut shades = Vec::new();
    let mut shade = |range: std::ops::Range<usize>, shade| {
        let own = text[range.clone()].trim();
        let start = range.start + text[range].find(own).unwrap_or_default();
        if !own.is_empty() {
            // A place may lead to words elsewhere, such as the background of a scenario.
            let span = criterion.text.source_span(start..start + own.len());
            if span.start < span.end && span.end - span.start < 2 * own.len() + 16 {
                shades.push((span, shade));
            }
        }
    };
    let mut last = 0;
    for part in criterion.clause().parts {
        let has_keyword = !matches!(part.kind, PartKind::Subject | PartKind::Modal | PartKind::Response);
        if has_keyword && last <= part.range.start {
            let before = &text[last..part.range.start];
            let word = before.trim_end().rfind([' ', '\n', ',']).map_or(0, |at| at + 1);
            shade(last + word..part.range.start, Shade::Keyword);
        }
        match part.kind {
            PartKind::Modal => shade(part.range.clone(), Shade::Modal),
            _ if has_keyword => shade(part.range.clone(), Shade::Condition),
            _ => {}
        }
        last = part.range.end;
    }
    for bound in written_bounds(text) {
        shade(bound.range, Shade::Bound);
    }
    shades
}

/// The stretches of one shade, where later shades lie over earlier ones. No stretch goes over the end of a line.
fn painted(text: &str, shades: &[(Span, Shade)]) -> Vec<(Span, Shade)> {
    let start = shades.iter().map(|(span, _)| span.start).min().unwrap_or_default();
    let end = shades.iter().map(|(span, _)| span.end).max().unwrap_or_default().min(text.len());
    let mut colours: Vec<Option<Shade>> = vec![None; end.saturating_sub(start)];
    for (span, shade) in shades {
        colours[span.start - start..span.end.min(end) - start].fill(Some(*shade));
    }
    let mut stretches: Vec<(Span, Shade)> = Vec::new();
    for (at, colour) in colours.into_iter().enumerate().map(|(at, colour)| (start + at, colour)) {
        let Some(shade) = colour.filter(|_| !matches!(text.as_bytes()[at], b'\n' | b'\r')) else { continue };
        match stretches.last_mut() {
            Some((span, last)) if span.end == at && *last == shade => span.end = at + 1,
            _ => stretches.push((Span::new(at, at + 1), shade)),
        }
    }
    let trimmed = stretches.into_iter().filter_map(|(span, shade)| {
        let own = text.get(span.range())?;
        let start = span.start + own.len() - own.trim_start().len();
        let span = Span::new(start, start + own.trim().len());
        (!span.is_empty()).then_some((span, shade))
    });
    trimmed.collect()
}

/// Five numbers for each token: lines and units from the one before it, its length, its type, and no modifiers.
fn encoded(lines: &LineIndex, tokens: &[(Span, Shade)], encoding: PositionEncoding) -> Vec<usize> {
    let (mut line, mut character) = (0, 0);
    let mut data = Vec::with_capacity(tokens.len() * 5);
    for (span, shade) in tokens {
        let range = lines.range(*span, encoding);
        let start = range.start;
        if range.end.line != start.line {
            continue;
        }
        let from = if start.line == line { start.character - character } else { start.character };
        data.extend([start.line - line, from, range.end.character - start.character, *shade as usize, 0]);
        (line, character) = (start.line, start.character);
    }
    data
}

#[cfg(test)]
mod tests {
    use spec_model::{Dialect, Source, dialect};

    use super::*;

    /// The tokens of a criterion, each as its shade and its text.
    #[track_caller]
    fn check(criterion: &str, expect: &[(&str, Shade)]) {
        let text = format!("### Requirement 1: A\n\n#### Acceptance Criteria\n\n1. {criterion}\n");
        let document = dialect::read(Source::new("/a/requirements.md", text.clone()), Some(Dialect::Kiro));
        let found = tokens(&document);
        let found: Vec<_> = found.iter().map(|(span, shade)| (&text[span.range()], *shade)).collect();
        assert_eq!(found, expect);
    }

    #[test]
    fn the_parts_of_a_clause_have_shades_of_their_own() {
        check(
            "WHEN a visitor waits THEN the system SHALL answer within 200 ms",
            &[
                ("WHEN", Shade::Keyword),
                ("a visitor waits", Shade::Condition),
                ("SHALL", Shade::Modal),
                ("within 200 ms", Shade::Bound),
            ],
        );
    }

    #[test]
    fn a_bound_lies_over_the_condition_that_it_is_a_part_of() {
        check(
            "IF more than 5\n   tries fail THEN the system SHALL NOT go on",
            &[
                ("IF", Shade::Keyword),
                ("more than 5", Shade::Bound),
                ("tries fail", Shade::Condition),
                ("SHALL NOT", Shade::Modal),
            ],
        );
    }

    #[test]
    fn what_follows_no_pattern_has_no_tokens() {
        check("nothing of the kind", &[]);
    }
}
