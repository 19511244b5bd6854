use std::fmt::Write;

use super::*;

/// Every block on a line of its own: its depth, its kind, and its text with the span.
fn blocks(text: &str) -> String {
    let source = Source::new("a.md", text);
    let blocks = Blocks::new(&source);
    let mut out = String::new();
    for (id, node) in blocks.nodes().iter().enumerate() {
        let depth = std::iter::successors(node.parent, |&parent| blocks.node(parent).parent).count();
        let prose = blocks.prose(id);
        let text = if prose.is_empty() { blocks.content(id) } else { prose.as_str() };
        let Span { start, end } = node.span;
        writeln!(out, "{:indent$}{:?} {start}..{end} {text:?}", "", node.kind, indent = depth * 2)
            .expect("a string takes all");
    }
    out
}

#[test]
fn tight_and_loose_items_both_hold_paragraphs() {
    insta::assert_snapshot!(blocks("1. one\n   two\n2. [x] **b** c\n\n- a\n\n  b\n  - c\n"));
}

#[test]
fn quotes_comments_and_fences_are_distinguished() {
    insta::assert_snapshot!(blocks(
        "> a\n> > b\n> > c\n\nx <!-- gone\nstill --> y\n\n```gherkin x\nGiven\n```\n\n<!-- open\n"
    ));
}

#[test]
fn tables_headings_and_front_matter_have_their_content() {
    insta::assert_snapshot!(blocks(
        "---\na: 1\n---\n\nSet *ext*\n===\n\n## A `b` ##\n\n| a | b |\n|---|---|\n| `c` \\| d | e |\n"
    ));
}

#[test]
fn crlf_and_a_byte_order_mark_keep_offsets() {
    let source = Source::new("a.md", "\u{feff}# T\r\n\r\n1. one\r\n   two\r\n");
    let blocks = Blocks::new(&source);
    let prose = blocks.prose(blocks.nodes().len() - 1);
    assert_eq!(prose.as_str(), "one\ntwo");
    assert_eq!(source.slice(prose.source_span(4..7)), "two");
    assert_eq!(source.slice(prose.span()), "one\r\n   two");
}

#[test]
fn a_hundred_thousand_nested_lists_are_read() {
    let source = Source::new("a.md", "- ".repeat(100_000));
    assert!(!Blocks::new(&source).nodes().is_empty());
}
