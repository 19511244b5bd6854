//! Tests of what each dialect makes of small documents.

mod beside;
mod conventions;
mod counting;
mod kiro;
mod marked;
mod mentions;
mod merged;
mod moved;
mod native;
mod openspec;
mod promises;
mod speckit;
mod speckit_variants;
mod variants;

use std::fmt::Write;

use super::{Dialect, read};
use crate::source::Source;
use crate::spec::Document;

/// The content of a document: its dialect, then each requirement and each criterion with its lines.
fn check(text: &str) -> String {
    listing(&read(Source::new("requirements.md", text), None))
}

fn listing(document: &Document) -> String {
    let mut out = format!("{}\n", document.dialect);
    let mut line = |text: String| writeln!(out, "{}", text.trim_end()).expect("a string takes all");
    for requirement in &document.requirements {
        line(format!("{} {}", requirement.id, requirement.title));
        if let Some(story) = &requirement.story {
            line(format!("  ({})", story.as_str()));
        }
        for criterion in &requirement.criteria {
            let text = criterion.text.as_str().replace('\n', " / ");
            let lines = match criterion.end_line - criterion.line {
                0 => criterion.line.to_string(),
                _ => format!("{}-{}", criterion.line, criterion.end_line),
            };
            line(format!("  {} [{lines}] {text}", criterion.id));
            for point in &criterion.points {
                line(format!("    - {}", point.as_str()));
            }
            if let Some(examples) = &criterion.examples {
                line(format!("    {:?} {:?}", examples.columns, examples.rows));
            }
        }
    }
    for note in &document.notes {
        line(format!("{:?} [{}] {}", note.kind, note.line, note.text.as_str()));
    }
    for diagnostic in &document.diagnostics {
        line(format!("{}: {}", diagnostic.code, diagnostic.message));
    }
    out
}
