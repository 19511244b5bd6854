//! Draws the picture of the architecture from the text in ARCHITECTURE.md: `a -> b` is an arrow, `a: words` describes a
//! box.

use std::collections::HashMap;
use std::fmt::Write as _;

use super::{escaped, is_current};
use crate::REPOSITORY;

/// The size of a box, and the gaps between boxes, in pixels.
const BOX: (f64, f64) = (158.0, 52.0);
const GAP: (f64, f64) = (54.0, 18.0);
const MARGIN: f64 = 12.0;

/// A box: its words, and where it stands.
#[derive(Debug, Default)]
struct Node {
    name: String,
    words: String,
    column: usize,
    top: f64,
}

/// Boxes and arrows.
#[derive(Debug, Default)]
struct Diagram {
    nodes: Vec<Node>,
    arrows: Vec<(usize, usize)>,
}

impl Diagram {
    fn read(text: &str) -> Self {
        let (mut diagram, mut words) = (Self::default(), HashMap::new());
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            if let Some((name, meaning)) = line.split_once(": ") {
                words.insert(name.to_owned(), meaning.to_owned());
                continue;
            }
            let chain: Vec<_> = line.split("->").map(|name| diagram.node(name.trim())).collect();
            diagram.arrows.extend(chain.windows(2).map(|pair| (pair[0], pair[1])));
        }
        for node in &mut diagram.nodes {
            node.words = words.remove(&node.name).unwrap_or_default();
        }
        assert!(words.is_empty(), "no arrow names {words:?}");
        diagram.place();
        diagram
    }

    fn node(&mut self, name: &str) -> usize {
        self.nodes.iter().position(|node| node.name == name).unwrap_or_else(|| {
            self.nodes.push(Node { name: name.to_owned(), ..Node::default() });
            self.nodes.len() - 1
        })
    }

    /// Puts each box behind all that lead to it, at their middle height, and below the one above it.
    fn place(&mut self) {
        for _ in 0..self.nodes.len() {
            for (from, to) in &self.arrows {
                self.nodes[*to].column = self.nodes[*to].column.max(self.nodes[*from].column + 1);
            }
        }
        let last = self.nodes.iter().map(|node| node.column).max().unwrap_or_default();
        for column in 0..=last {
            let mut free: f64 = 0.0;
            for at in 0..self.nodes.len() {
                if self.nodes[at].column != column {
                    continue;
                }
                let before: Vec<_> = self
                    .arrows
                    .iter()
                    .filter(|(_, to)| *to == at)
                    .map(|(from, _)| self.nodes[*from].top)
                    .collect();
                let number = f64::from(u32::try_from(before.len().max(1)).expect("few arrows"));
                let top = free.max(before.iter().sum::<f64>() / number);
                self.nodes[at].top = top;
                free = top + BOX.1 + GAP.1;
            }
        }
    }

    fn drawn(&self) -> String {
        let left = |node: &Node| {
            MARGIN + (BOX.0 + GAP.0) * f64::from(u32::try_from(node.column).expect("few columns"))
        };
        let (mut body, mut right, mut bottom) = (String::new(), 0.0_f64, 0.0_f64);
        for (from, to) in &self.arrows {
            let (from, to) = (&self.nodes[*from], &self.nodes[*to]);
            let (x1, y1) = (left(from) + BOX.0, from.top + MARGIN + BOX.1 / 2.0);
            let (x2, y2) = (left(to) - 2.0, to.top + MARGIN + BOX.1 / 2.0);
            let bend = GAP.0 / 2.0;
            let _ = writeln!(
                body,
                "<path d=\"M{x1:.0} {y1:.0} C{:.0} {y1:.0} {:.0} {y2:.0} {x2:.0} {y2:.0}\"/>",
                x1 + bend,
                x2 - bend
            );
        }
        for (at, node) in self.nodes.iter().enumerate() {
            let (x, y) = (left(node), node.top + MARGIN);
            let is_input = !self.arrows.iter().any(|(_, to)| *to == at);
            let (class, middle) = (if is_input { "input" } else { "part" }, x + BOX.0 / 2.0);
            let _ = writeln!(
                body,
                "<rect class=\"{class}\" x=\"{x:.0}\" y=\"{y:.0}\" width=\"{:.0}\" height=\"{:.0}\" rx=\"6\"/>",
                BOX.0, BOX.1
            );
            let has_words = !node.words.is_empty();
            let _ = writeln!(
                body,
                "<text class=\"name\" x=\"{middle:.0}\" y=\"{:.0}\">{}</text>",
                y + if has_words { 22.0 } else { 31.0 },
                escaped(&node.name)
            );
            if has_words {
                let _ = writeln!(
                    body,
                    "<text x=\"{middle:.0}\" y=\"{:.0}\">{}</text>",
                    y + 40.0,
                    escaped(&node.words)
                );
            }
            (right, bottom) = (right.max(x + BOX.0), bottom.max(y + BOX.1));
        }
        let (width, height) = (right + MARGIN, bottom + MARGIN);
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" \
             viewBox=\"0 0 {width:.0} {height:.0}\" role=\"img\" aria-label=\"The architecture\">\n\
             <style>\n\
             text {{ font: 11px system-ui, 'DejaVu Sans', sans-serif; fill: #1f2328; text-anchor: middle; }}\n\
             .name {{ font-size: 14px; font-weight: bold; }}\n\
             rect {{ fill: #ddf4ff; stroke: #0969da; }}\n\
             .input {{ fill: #f6f8fa; stroke: #59636e; stroke-dasharray: 4 3; }}\n\
             path {{ fill: none; stroke: #59636e; stroke-width: 1.5; marker-end: url(#head); }}\n\
             </style>\n\
             <defs><marker id=\"head\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" orient=\"auto\">\
             <polygon points=\"0,0 8,4 0,8\" fill=\"#59636e\"/></marker></defs>\n\
             <rect width=\"100%\" height=\"100%\" style=\"fill: #ffffff; stroke: none\"/>\n\
             {body}</svg>\n"
        )
    }
}

#[test]
fn each_diagram_is_drawn_from_the_text_below_it() {
    let page = std::fs::read_to_string(REPOSITORY.join("ARCHITECTURE.md")).expect("it is there");
    let mut drawn = 0;
    for below in page.split("](docs/pictures/").skip(1) {
        let (name, rest) = below.split_once(')').expect("the link ends");
        let (_, text) = rest.split_once("```text\n").expect("the text of the diagram");
        let (text, _) = text.split_once("```").expect("it ends");
        let diagram = Diagram::read(text);
        let longest = diagram.nodes.iter().map(|node| node.words.len().max(node.name.len())).max();
        assert!(longest < Some(27), "words do not fit into a box: {diagram:?}");
        is_current(name, &diagram.drawn());
        drawn += 1;
    }
    assert!(drawn > 0, "ARCHITECTURE.md has pictures");
}

#[test]
fn a_box_stands_behind_all_that_lead_to_it() {
    let diagram = Diagram::read("a -> b -> c\na -> c\nd -> c\n\nb: the second\n");
    let columns: Vec<_> = diagram.nodes.iter().map(|node| (&*node.name, node.column)).collect();
    assert_eq!(columns, [("a", 0), ("b", 1), ("c", 2), ("d", 0)]);
    assert_eq!(diagram.nodes[1].words, "the second");
    assert!(diagram.nodes[3].top >= BOX.1, "boxes of a column do not overlap");
}
