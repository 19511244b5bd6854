//! Every place that a task list keeps.

use super::model::{Group, Task, TaskReference, Wave};
use super::walk::Draft;
use crate::diagnostic::Location;
use crate::source::{Source, Span};

/// Gives a list the places of a document that was read with other line ends. Tasks keep the lines that people see, so that each has its own.
pub(super) fn relocate(list: &mut Draft, source: &Source) {
    for_each(list, |span| *span = source.whole_characters(*span));
    for location in list.diagnostics.iter_mut().chain(&mut list.hiding).flat_map(|it| &mut it.location) {
        *location = Location::new(source, location.span);
    }
}

/// Calls `change` with each place of a list.
fn for_each(list: &mut Draft, mut change: impl FnMut(&mut Span)) {
    let Draft { groups, tasks, waves, checks, diagnostics, hiding } = list;
    for Group { title, .. } in groups {
        change(title);
    }
    for task in tasks {
        of_task(task, &mut change);
    }
    for Wave { span, tasks, .. } in waves {
        change(span);
        for task in tasks {
            change(&mut task.span);
            task.depends.iter_mut().for_each(|(_, span)| change(span));
        }
    }
    for check in checks {
        change(&mut check.text);
    }
    for finding in diagnostics.iter_mut().chain(hiding) {
        finding.location.iter_mut().for_each(|location| change(&mut location.span));
    }
}

fn of_task(task: &mut Task, change: &mut impl FnMut(&mut Span)) {
    change(&mut task.title);
    change(&mut task.span);
    task.number.iter_mut().for_each(&mut *change);
    task.mark.iter_mut().for_each(|mark| change(&mut mark.span));
    for TaskReference { span, names, words, problems, .. } in &mut task.references {
        change(span);
        words.iter_mut().chain(problems.iter_mut().map(|(span, _)| span)).for_each(&mut *change);
        for name in names {
            let mut span = Span::from(name.range.clone());
            change(&mut span);
            name.range = span.range();
        }
    }
    task.depends.iter_mut().for_each(|depends| change(&mut depends.span));
    task.properties.iter_mut().for_each(|property| change(&mut property.span));
    task.boundary.iter_mut().chain(&mut task.paths).for_each(change);
}
