//! AWS Kiro.

use super::Reading;
use crate::markdown::{Kind, Outline};
use crate::spec::{Criterion, Id, Requirement};

pub(super) fn read(outline: &Outline<'_>) -> Reading {
    let source = outline.source();
    let mut reading = Reading::default();
    for id in outline.roots() {
        let node = outline.node(id);
        match node.kind {
            Kind::Heading(_) => {
                let text = outline.content(id);
                let Some(rest) = text.strip_prefix("Requirement ") else { continue };
                let (number, title) = rest.split_once(':').unwrap_or((rest, ""));
                reading.requirements.push(Requirement {
                    id: Id::new(format!("REQ-{}", number.trim())),
                    title: title.trim().to_owned(),
                    span: node.span,
                    line: source.line(node.span.start),
                    story: None,
                    priority: None,
                    delta: None,
                    criteria: Vec::new(),
                });
            }
            Kind::List(Some(_)) => {
                let Some(requirement) = reading.requirements.last_mut() else { continue };
                for item in outline.children(id) {
                    let Some(text) = outline.children(item).next() else { continue };
                    let span = outline.node(item).span;
                    requirement.criteria.push(Criterion {
                        id: Id::new(format!(
                            "{}.{}",
                            requirement.id,
                            outline.number(item).unwrap_or_default()
                        )),
                        text: outline.prose(text),
                        span,
                        line: source.line(span.start),
                        end_line: source.line(span.end.saturating_sub(1)),
                        points: Vec::new(),
                        examples: None,
                    });
                }
            }
            _ => {}
        }
    }
    reading
}
