//! `task-number-twice`: two tasks of one list have the same number, so a reference to it is ambiguous.

use std::collections::HashMap;

use super::model::{Task, TaskIx, TaskList};
use crate::diagnostic::{Code, Diagnostic, Location};

/// So many numbers are told.
const SHOWN: usize = 5;

/// Reports the numbers that several tasks have: once for a list.
pub(super) fn number_twice(list: &TaskList) -> Option<Diagnostic> {
    let mut known: HashMap<&str, TaskIx> = HashMap::with_capacity(list.tasks.len());
    let mut twice: Vec<&str> = Vec::new();
    let mut first: Option<(&Task, &Task)> = None;
    for (ix, task) in list.tasks.enumerated() {
        let Some(number) = list.number(task) else { continue };
        let Some(&other) = known.get(number) else {
            known.insert(number, ix);
            continue;
        };
        first.get_or_insert((&list.tasks[other], task));
        if !twice.contains(&number) && twice.len() <= SHOWN {
            twice.push(number);
        }
    }
    let (other, task) = first?;
    let more = if twice.len() > SHOWN { ", …" } else { "" };
    twice.truncate(SHOWN);
    let noun = if twice.len() == 1 { "number" } else { "numbers" };
    let message = format!("several tasks have the {noun} {}{more}", twice.join(", "));
    let place = |task: &Task| Location::new(&list.source, task.number.unwrap_or(task.span));
    Some(
        Diagnostic::new(Code::TaskNumberTwice, message)
            .located(place(task))
            .label("this number is taken")
            .related(place(other), "by this task")
            .help("give each task a number of its own: a graph and `_Depends_` name tasks by number"),
    )
}

#[cfg(test)]
mod tests {
    use crate::tasks::tests::list;

    #[test]
    fn the_same_number_twice_is_reported_once_for_a_list() {
        let reported = |text: &str| {
            let found = list(text).diagnostics;
            found.iter().map(|finding| format!("{}: {}", finding.code, finding.message)).collect::<Vec<_>>()
        };
        assert_eq!(reported("- [ ] 1. a\n- [ ] 2. b\n"), [""; 0]);
        assert_eq!(
            reported("- [ ] 1. a\n- [ ] 1. b\n- [ ] 1. c\n"),
            ["task-number-twice: several tasks have the number 1"]
        );
        assert_eq!(
            reported("- [ ] T001 a\n- [ ] T002 b\n- [ ] T002 c\n- [ ] T001 d\n"),
            ["task-number-twice: several tasks have the numbers T002, T001"]
        );
        assert_eq!(reported("- [ ] a\n- [ ] a\n"), [""; 0]);
    }
}
