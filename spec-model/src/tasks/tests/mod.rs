//! Tests of whole task lists.

mod habits;
mod kiro;
mod look_alikes;
mod named;
mod openspec;
mod promises;
mod speckit;
mod waves;

use super::*;

pub(in crate::tasks) fn list(text: &str) -> TaskList {
    read(Source::new("oven/tasks.md", text))
}

/// Compares the tasks of a list with what is expected, one line for each: the number, then what is special about the task.
#[track_caller]
pub(super) fn check(text: &str, expect: &[&str]) {
    let list = list(text);
    let found: Vec<_> = list.tasks.iter().map(|task| show(&list, task)).collect();
    assert_eq!(found, expect, "{text}");
}

/// A task on one line: `number state flags <parent @lines references …`.
pub(super) fn show(list: &TaskList, task: &Task) -> String {
    let mut parts = vec![list.number(task).unwrap_or("-").to_owned()];
    if task.state() != State::Open {
        parts.push(task.state().as_str().to_owned());
    }
    let flags =
        [(task.is_optional, "optional"), (task.is_parallel, "parallel"), (task.is_checkpoint, "checkpoint")];
    parts.extend(flags.iter().filter(|(is_set, _)| *is_set).map(|(_, flag)| (*flag).to_owned()));
    if let Some(parent) = task.parent {
        let parent = &list.tasks[parent];
        parts.push(format!("<{}", list.number(parent).map_or(parent.line.to_string(), str::to_owned)));
    }
    for reference in &task.references {
        let names = reference.names.iter().map(|name| match &name.feature {
            Some(feature) => format!("{feature}/{}", name.canonical()),
            None => name.canonical().to_string(),
        });
        parts.extend(names);
        parts.extend(reference.is_all.then(|| "*".to_owned()));
        parts.extend(reference.words.iter().map(|&words| format!("?{}", list.text(words))));
    }
    parts.extend(task.properties.iter().map(|property| format!("P{}", property.number)));
    parts.extend(task.depends.iter().map(|depends| format!("after:{}", depends.number)));
    parts.extend(task.boundary.iter().map(|&name| format!("in:{}", list.text(name))));
    parts.extend(task.paths.iter().map(|&path| list.text(path).to_owned()));
    parts.extend(task.gap.map(|gap| gap.as_str().to_owned()));
    parts.join(" ")
}

/// The codes of the findings, each with the text that it points at.
pub(super) fn findings(list: &TaskList) -> Vec<String> {
    let place = |finding: &Diagnostic| {
        finding.location.as_ref().map(|location| list.text(location.span).to_owned()).unwrap_or_default()
    };
    list.diagnostics.iter().map(|finding| format!("{}: {}", finding.code, place(finding))).collect()
}
