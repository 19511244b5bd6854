//! Reads the graph of tasks that is drawn in a fence of Mermaid: `graph TD`, `T001 --> T002`, `A["1.1 Heat"] --> B["1.2 Bake"]`.

use std::collections::{HashMap, HashSet};

use super::graph;
use super::model::{Drawn, TaskList};
use super::numbers::Numbers;
use crate::diagnostic::Diagnostic;
use crate::grammar::task;
use crate::markdown::{BlockKind, Landmarks};
use crate::source::Span;

/// A node of a graph: what it is called, and what stands in it.
#[derive(Clone, Debug)]
struct Node<'a> {
    name: &'a str,
    label: Option<&'a str>,
}

/// An arrow, not yet known to be between tasks.
pub(super) struct Arrow {
    from: Vec<String>,
    to: Vec<String>,
    pub(super) span: Span,
}

/// The arrows of all graphs of a document.
pub(super) fn read(landmarks: &Landmarks<'_>) -> Vec<Arrow> {
    let mut arrows = Vec::new();
    for node in landmarks.all() {
        let BlockKind::Code { fenced: true, .. } = node.kind else { continue };
        let raw = landmarks.source().slice(node.span);
        let mut lines = raw.split('\n');
        let info = lines.next().unwrap_or_default().trim_start_matches(['`', '~']).trim();
        if !info.trim_matches(['{', '}', '.']).to_lowercase().starts_with("mermaid") {
            continue;
        }
        let mut names: HashMap<&str, &str> = HashMap::new();
        let mut found = Vec::new();
        let mut is_graph = false;
        for line in lines {
            let first = line.split_whitespace().next().unwrap_or_default();
            let is_head = matches!(first, "graph" | "flowchart");
            is_graph |= is_head;
            let is_other = matches!(
                first,
                "subgraph" | "end" | "style" | "classDef" | "class" | "click" | "linkStyle" | "direction"
            );
            if !is_graph || is_head || is_other || line.trim_start().starts_with("%%") {
                continue;
            }
            for statement in line.split(';') {
                let at = node.span.start + (statement.as_ptr().addr() - raw.as_ptr().addr());
                push(statement, at, &mut names, &mut found);
            }
        }
        // A node may bear its label at any of its places.
        for (from, to, span) in found {
            let called = |nodes: Vec<Node<'_>>| -> Vec<String> {
                let called =
                    |node: &Node<'_>| number(node.name, node.label.or_else(|| names.get(node.name).copied()));
                nodes.iter().map(called).collect()
            };
            arrows.push(Arrow { from: called(from), to: called(to), span });
        }
    }
    arrows
}

type Between<'a> = (Vec<Node<'a>>, Vec<Node<'a>>, Span);

/// Adds the arrows of a statement: `A & B --> C -->|why| D`.
fn push<'a>(
    statement: &'a str,
    at: usize,
    names: &mut HashMap<&'a str, &'a str>,
    found: &mut Vec<Between<'a>>,
) {
    let mut rest = statement;
    let mut before: Option<Vec<Node<'a>>> = None;
    loop {
        let Some((nodes, behind)) = nodes(rest) else { return };
        for node in &nodes {
            node.label.into_iter().for_each(|label| {
                names.insert(node.name, label);
            });
        }
        if let Some(from) = before.take() {
            let words = statement.trim();
            let start = at + (words.as_ptr().addr() - statement.as_ptr().addr());
            found.push((from, nodes.clone(), Span::new(start, start + words.len())));
        }
        let Some(behind) = arrow(behind) else { return };
        before = Some(nodes);
        rest = behind;
    }
}

/// The nodes before an arrow, and what stands behind them.
fn nodes(text: &str) -> Option<(Vec<Node<'_>>, &str)> {
    let mut nodes = Vec::new();
    let mut rest = text.trim_start();
    loop {
        let end = rest.char_indices().find(|&(at, c)| {
            let is_dash = c == '-' && rest[at + 1..].starts_with(['-', '.', '>']);
            is_dash || c == '=' || !(c.is_alphanumeric() || matches!(c, '_' | '.' | '-'))
        });
        let end = end.map_or(rest.len(), |(at, _)| at);
        if end == 0 {
            return None;
        }
        let (name, behind) = rest.split_at(end);
        let (label, behind) = label(behind);
        nodes.push(Node { name, label });
        // `:::urgent` is a class.
        let behind = behind.trim_start();
        let behind = behind.strip_prefix(":::").map_or(behind, |class| {
            class.trim_start_matches(|c: char| c.is_alphanumeric() || matches!(c, '_' | '-')).trim_start()
        });
        match behind.strip_prefix('&') {
            Some(more) => rest = more.trim_start(),
            None => return Some((nodes, behind)),
        }
    }
}

/// The words in the brackets behind a node.
fn label(text: &str) -> (Option<&str>, &str) {
    let close = match text.chars().next() {
        Some('[') => ']',
        Some('(') => ')',
        Some('{') => '}',
        _ => return (None, text),
    };
    let is_quoted = text.trim_start_matches(['[', '(', '{']).starts_with('"');
    let end = match is_quoted {
        true => text.match_indices('"').nth(1).and_then(|(at, _)| Some(at + text[at..].find(close)?)),
        false => text.find(close),
    };
    let Some(end) = end else { return (None, text) };
    let behind = text[end..].trim_start_matches([']', ')', '}']);
    let is_mark = |c: char| matches!(c, '[' | '(' | '{' | ']' | ')' | '}' | '"' | '/' | '\\');
    (Some(text[..end].trim_matches(is_mark).trim()), behind)
}

/// Returns the text behind an arrow, if one that has a head comes next: `-->`, `==>`, `-.->`, `-- why -->`, `-->|why|`.
fn arrow(text: &str) -> Option<&str> {
    let text = text.trim_start();
    if !text.starts_with(['-', '=']) {
        return None;
    }
    let behind = text[text.find('>')? + 1..].trim_start();
    match behind.strip_prefix('|') {
        Some(label) => Some(&label[label.find('|')? + 1..]),
        None => Some(behind),
    }
}

/// The number that a node bears: in its label, else in its name, where `_` may stand for a dot.
fn number(name: &str, label: Option<&str>) -> String {
    let labelled = label.and_then(|label| {
        let head = task::heading(label).and_then(|head| Some(label[head.number?].to_owned()));
        let first =
            || label.split([' ', ':', '<', ',']).next().map(|word| word.trim_end_matches('.').to_owned());
        head.or_else(|| first().filter(|word| word.contains(|c: char| c.is_ascii_digit())))
    });
    labelled.unwrap_or_else(|| name.to_owned())
}

/// The number of a task that a node bears, if a task has it.
fn known(numbers: &Numbers, written: &str) -> Option<String> {
    let dotted = written.replace('_', ".");
    let bare = dotted.trim_start_matches(|c: char| c.is_ascii_alphabetic()).trim_start_matches(['.', '-']);
    [written, &*dotted, bare].into_iter().find(|number| numbers.find(number).is_some()).map(str::to_owned)
}

/// The nodes that look like tasks of the list, and are none: `T099`, `4.7`. A graph that names no task is about something else.
pub(super) fn unknown(arrows: &[Arrow], list: &TaskList) -> Vec<Diagnostic> {
    if arrows.is_empty() {
        return Vec::new();
    }
    let numbers = Numbers::new(list);
    let is_task = |node: &String| known(&numbers, node).is_some();
    let nodes = |arrow: &Arrow| arrow.from.iter().chain(&arrow.to).cloned().collect::<Vec<_>>();
    if !arrows.iter().any(|arrow| arrow.from.iter().any(is_task) && arrow.to.iter().any(is_task)) {
        return Vec::new();
    }
    let looks_like_one = |node: &str| {
        let digits = node.strip_prefix(['T', 't']).unwrap_or(node);
        let is_number = digits.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'_'));
        is_number
            && digits.starts_with(|c: char| c.is_ascii_digit())
            && (digits.len() < node.len() || digits.contains(['.', '_']))
    };
    let mut reported = HashSet::new();
    let mut found = Vec::new();
    for arrow in arrows {
        for node in nodes(arrow) {
            if !is_task(&node) && looks_like_one(&node) && reported.insert(node.clone()) {
                found.push(graph::unknown_task(list, &node, arrow.span));
            }
        }
    }
    found
}

/// The arrows between tasks of a list. A graph whose nodes are no tasks is about something else.
pub(super) fn drawn(arrows: &[Arrow], list: &TaskList) -> Vec<Drawn> {
    if arrows.is_empty() {
        return Vec::new();
    }
    let numbers = Numbers::new(list);
    let known = |written: &String| known(&numbers, written);
    let mut found = Vec::new();
    for arrow in arrows {
        for before in arrow.from.iter().filter_map(known) {
            for task in arrow.to.iter().filter_map(known) {
                found.push(Drawn { task, before: before.clone(), span: arrow.span });
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use crate::tasks::tests::list;

    /// The arrows between tasks, each as `before>task`.
    #[track_caller]
    fn check(graph: &str, expect: &str) {
        let tasks = "- [ ] T001 a\n- [ ] T002 b\n- [ ] T003 c\n- [ ] 1.1 d\n- [ ] 1.2 e\n";
        let list = list(&format!("{tasks}\n```mermaid\n{graph}\n```\n"));
        let found: Vec<_> =
            list.drawn.iter().map(|drawn| format!("{}>{}", drawn.before, drawn.task)).collect();
        assert_eq!(found.join(" "), expect, "{graph}");
        assert!(list.drawn.iter().all(|drawn| graph.contains(list.text(drawn.span))), "{graph}");
    }

    #[test]
    fn arrows_are_read_in_every_form() {
        check("graph TD\n  T001 --> T002 --> T003", "T001>T002 T002>T003");
        check("flowchart LR\n  T1-->T2; T2 -->|then| T3", "T1>T2 T2>T3");
        check("graph TD\n  T001 & T002 --> T003", "T001>T003 T002>T003");
        check(
            "graph TD\n  T001 -- when done --> T002\n  T002 -.-> T003\n  T001 ==> T003",
            "T001>T002 T002>T003 T001>T003",
        );
        check(
            "graph TD\n  A[\"1.1 Heat (all)\"] --> B[1.2: Bake]\n  B --> C(T003 Sell):::late",
            "1.1>1.2 1.2>T003",
        );
        check("graph TD\n  A[Task 1.1] --> 1.2\n  t1_1 --> T1_2", "1.1>1.2 1.1>1.2");
        check("graph TD\n  subgraph One\n  %% T001 --> T002\n  T002\n  end\n  style T001 fill:#fff", "");
    }

    #[test]
    fn nodes_that_look_like_tasks_and_are_none_are_reported() {
        let check = |graph: &str, expect: &[&str]| {
            let list =
                list(&format!("- [ ] T001 a\n- [ ] T002 b\n- [ ] 1.1 c\n\n```mermaid\n{graph}\n```\n"));
            let found =
                list.diagnostics.iter().map(|finding| format!("{} {}", finding.code, finding.message));
            assert_eq!(found.collect::<Vec<_>>(), expect, "{graph}");
        };
        let unknown = |number: &str| format!("wave-unknown-task no task has the number {number}");
        check("graph TD\n  T001 --> T002 --> T099\n  T099 --> T001", &[&unknown("T099")]);
        check("graph TD\n  T001 --> T002\n  A[4.7 Bake] --> T002", &[&unknown("4.7")]);
        check("graph TD\n  T001 --> T002\n  Setup --> T001\n  B[3 loaves] --> T001\n  P2 --> T002", &[]);
        check("graph TD\n  T098 --> T099", &[]);
    }

    #[test]
    fn other_pictures_are_no_graphs_of_tasks() {
        check("sequenceDiagram\n  T001->>T002: asks", "");
        check("graph TD\n  Oven --> Shelf\n  Oven --- T001", "");
        check("graph TD\n  A --", "");
        check("graph TD\n  A[\"x --> T001", "");
    }
}
