//! Shows people what `gen` wrote, or would write.

use std::fmt::Write as _;

use super::bounded::push_each;
use super::patch::push_patch;
use super::style::{DOUBTFUL, FAINT, GOOD, ID, paint};
use crate::layout::{Layout, Verbosity};
use crate::outcome::{FileChange, GenOutcome, GenPlan, GeneratedTest, Leftover};
use crate::terminal::visible;
use crate::text::{count, padding, width};

/// The steps that were done, or would be.
pub fn render(outcome: &GenOutcome, layout: &Layout) -> String {
    let mut out = String::new();
    let GenOutcome { plan, is_written, shows_diff } = outcome;
    if *shows_diff {
        // Whoever asks for a diff reads it, or applies it: it is no list, and it is whole.
        plan.changed().for_each(|file| {
            let after = (file.rest != Leftover::Removed).then_some(&*file.after);
            push_patch(&mut out, &file.path, file.before.as_deref(), after, layout);
        });
        return out;
    }
    let files: Vec<_> = plan.changed().collect();
    let paths: Vec<_> = files.iter().map(|file| layout.shown(&file.path)).collect();
    let columns = paths.iter().map(|path| width(path)).max().unwrap_or(0);
    push_each(&mut out, files.iter().zip(&paths), layout, |out, (file, path)| {
        let word = match (&file.rest, file.before.is_some(), is_written) {
            (Leftover::Removed, _, true) => "removed",
            (Leftover::Removed, _, false) => "remove",
            (_, false, true) => "created",
            (_, false, false) => "create",
            (_, true, true) => "changed",
            (_, true, false) => "change",
        };
        let word = paint(GOOD, format!("{word:>7}"));
        let room = layout.columns.saturating_sub("created".len() + columns + 2 * GAP);
        let what = what(file, *is_written, room);
        let _ = writeln!(out, "{word}  {path}{}  {what}", padding(path, columns));
        if layout.verbosity == Verbosity::Verbose {
            file.added.iter().for_each(|test| push_test(out, test));
        }
    });
    if layout.verbosity == Verbosity::Quiet {
        return out;
    }
    push_each(&mut out, &plan.files, layout, |out, file| push_kept(out, file, layout));
    if !out.is_empty() {
        out.push('\n');
    }
    out.push_str(&summary(outcome));
    if let Some(package) = plan.host_of_shared.as_deref().filter(|_| plan.added().next().is_some()) {
        let package = visible(package);
        let _ = writeln!(
            out,
            "The packages share the documents of the workspace's root: `{package}` gets their tests, until `package = \"NAME\"` in `spec.toml` beside \
             them names another."
        );
    }
    out
}

/// The spaces between the columns.
const GAP: usize = 2;

/// The part that stays although it has lost its use, and why.
fn push_kept(out: &mut String, file: &FileChange, layout: &Layout) {
    let mut push = |why: String| {
        let _ = writeln!(out, "{}  {}  {why}", paint(DOUBTFUL, "   kept"), layout.shown(&file.path));
    };
    for test in &file.touched {
        let id = paint(ID, visible(&test.id));
        push(format!("{id} is gone, but `{}` was changed by hand: remove it yourself", test.name));
    }
    match &file.rest {
        Leftover::InUse | Leftover::Removed => {}
        Leftover::Bare => push(
            "no test is left in it, but its `mod` is not as it was generated: remove both yourself"
                .to_owned(),
        ),
        Leftover::Unused(names) => {
            let (imports, are, them) = match names.len() {
                1 => ("import", "is", "it"),
                _ => ("imports", "are", "them"),
            };
            let names: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
            let names = names.join(" and ");
            push(format!("its {imports} of {names} {are} not used any more: remove {them} yourself"));
        }
    }
}

/// Describes the changes to a file, in so many columns; `-v` lists every test.
fn what(file: &FileChange, is_written: bool, columns: usize) -> String {
    let number = |tests: &[GeneratedTest]| count(tests.len(), "stub", "stubs");
    let removed = match is_written {
        true => format!("{} removed: ", number(&file.removed)),
        false => format!("would remove {}: ", number(&file.removed)),
    };
    let mut what = String::new();
    let mut used = 0;
    for (lead, tests) in [(format!("{}: ", number(&file.added)), &file.added), (removed, &file.removed)] {
        if tests.is_empty() {
            continue;
        }
        let lead = if what.is_empty() { lead } else { format!("; {lead}") };
        what.push_str(&lead);
        used += width(&lead);
        used += push_ids(&mut what, tests, columns.saturating_sub(used));
    }
    match () {
        () if !what.is_empty() => what,
        () if file.path.ends_with("Cargo.toml") => {
            paint(FAINT, "adds the dev-dependency `proptest` for the properties")
        }
        () if file.rest == Leftover::Removed => paint(FAINT, "no test is left in it"),
        () if file.before.as_ref().is_some_and(|before| before.len() > file.after.len()) => {
            paint(FAINT, "declares the modules that are left")
        }
        () => paint(FAINT, "declares the modules"),
    }
}

/// As many ids as there is room for, but one at least, and the number of the others; the columns that they take.
fn push_ids(out: &mut String, tests: &[GeneratedTest], columns: usize) -> usize {
    let more = |shown: usize| match tests.len() - shown {
        0 => String::new(),
        number => format!(" and {number} more"),
    };
    let ids: Vec<_> = tests.iter().map(|test| visible(&test.id)).collect();
    let ends = ids.iter().scan(0, |end, id| {
        *end += width(id) + if *end == 0 { 0 } else { ", ".len() };
        Some(*end)
    });
    let ends: Vec<_> = ends.collect();
    let fits = |shown: &usize| ends[shown - 1] + more(*shown).len() <= columns;
    let shown = (1..=ids.len()).rev().find(fits).unwrap_or(1);
    let painted: Vec<_> = ids.iter().take(shown).map(|id| paint(ID, id)).collect();
    let more = more(shown);
    let _ = write!(out, "{}{more}", painted.join(", "));
    ends[shown - 1] + more.len()
}

fn push_test(out: &mut String, test: &GeneratedTest) {
    let _ = writeln!(out, "           {}  {}", paint(ID, visible(&test.id)), test.name);
}

fn summary(outcome: &GenOutcome) -> String {
    let GenOutcome { plan, is_written, .. } = outcome;
    match (plan.is_empty(), is_written) {
        (true, _) => nothing_to_add(plan),
        (false, false) => format!("{}{}", would_do(plan), left_over(plan)),
        (false, true) => {
            let mut text = removed(plan).map(|removed| format!("Removed {removed}.\n")).unwrap_or_default();
            text.push_str(&left_over(plan));
            if plan.added().next().is_some() {
                text.push_str("`cargo test` fails now, until each of these tests is written.\n");
            }
            text
        }
    }
}

/// Describes the changes that a run would make that is allowed to write.
fn would_do(plan: &GenPlan) -> String {
    let removed = removed(plan);
    let verb = if removed.is_some() { "gen --prune" } else { "gen" };
    let added = match plan.added().count() {
        0 => None,
        added => {
            let criteria = count(plan.criteria, "criterion", "criteria");
            Some(format!("add {} for {criteria}", count(added, "stub", "stubs")))
        }
    };
    let does: Vec<_> = added.into_iter().chain(removed.map(|removed| format!("remove {removed}"))).collect();
    let does = if does.is_empty() { "declare the modules".to_owned() } else { does.join(" and ") };
    format!("Nothing was written. `cargo spec {verb}` would {does}.\n")
}

/// Describes the removed parts, if there are any.
fn removed(plan: &GenPlan) -> Option<String> {
    let files = plan.files.iter().filter(|file| file.rest == Leftover::Removed).count();
    let stubs = match plan.removed().count() {
        0 => None,
        1 => Some("1 stub whose criterion is gone".to_owned()),
        number => Some(format!("{number} stubs whose criteria are gone")),
    };
    let files = (files > 0).then(|| format!("{} without any test", count(files, "file", "files")));
    let parts: Vec<_> = stubs.into_iter().chain(files).collect();
    (!parts.is_empty()).then(|| parts.join(", and "))
}

/// Counts the stubs that have lost their criterion, if it was not asked for them to go.
fn left_over(plan: &GenPlan) -> String {
    let prune = "`cargo spec gen --prune` removes";
    match plan.gone {
        0 => String::new(),
        1 => format!("The criterion of 1 stub is gone: {prune} it, unless it was changed.\n"),
        number => {
            format!("The criteria of {number} stubs are gone: {prune} those that are unchanged.\n")
        }
    }
}

/// Says why nothing is to be written, and which steps are left to do by hand.
fn nothing_to_add(plan: &GenPlan) -> String {
    let GenPlan { criteria, stubs, ignored, waived, .. } = *plan;
    let tested = criteria.saturating_sub(waived);
    let mut text = match (tested, waived) {
        (0, 0) => "Nothing to add: there is no criterion".to_owned(),
        (0, 1) => "Nothing to add: the criterion is waived".to_owned(),
        (0, _) => format!("Nothing to add: each of {waived} criteria is waived"),
        (1, 0) => "Nothing to add: the criterion has a test".to_owned(),
        (_, 0) => format!("Nothing to add: each of {tested} criteria has a test"),
        (1, _) => "Nothing to add: 1 criterion has a test".to_owned(),
        _ => format!("Nothing to add: {tested} criteria have a test"),
    };
    for (number, what) in [(stubs, "still a stub"), (ignored, "ignored")] {
        let _ = match (number, tested) {
            (0, _) => Ok(()),
            (_, 1) => write!(text, ", which is {what}"),
            _ => write!(text, ", {number} of them {what}"),
        };
    }
    if tested > 0 && waived > 0 {
        let _ = write!(text, "; {waived} {} waived", if waived == 1 { "is" } else { "are" });
    }
    text.push_str(".\n");
    text.push_str(&left_over(plan));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_ids_are_shown_as_there_is_room_for() {
        let check = |number: usize, columns, expected: &str| {
            let tests: Vec<_> =
                (1..=number).map(|id| GeneratedTest { id: format!("R-{id}"), name: String::new() }).collect();
            let mut out = String::new();
            let used = push_ids(&mut out, &tests, columns);
            let out = anstream::adapter::strip_str(&out).to_string();
            assert_eq!((&*out, used), (expected, expected.len()));
        };
        check(2, 8, "R-1, R-2");
        check(3, 8, "R-1 and 2 more");
        check(3, 13, "R-1, R-2, R-3");
        check(9, 25, "R-1, R-2, R-3 and 6 more");
        check(2, 0, "R-1 and 1 more");
    }

    #[test]
    fn what_is_waived_is_not_said_to_have_a_test() {
        let check = |criteria, waived, stubs, expected: &str| {
            let text = nothing_to_add(&GenPlan { criteria, waived, stubs, ..GenPlan::default() });
            assert_eq!(text.lines().next(), Some(expected));
        };
        check(1, 1, 0, "Nothing to add: the criterion is waived.");
        check(3, 3, 0, "Nothing to add: each of 3 criteria is waived.");
        check(2, 1, 0, "Nothing to add: 1 criterion has a test; 1 is waived.");
        check(2, 1, 1, "Nothing to add: 1 criterion has a test, which is still a stub; 1 is waived.");
        check(5, 2, 0, "Nothing to add: 3 criteria have a test; 2 are waived.");
        check(5, 2, 1, "Nothing to add: 3 criteria have a test, 1 of them still a stub; 2 are waived.");
    }

    #[test]
    fn a_stub_is_not_passed_off_as_a_test() {
        let check = |criteria, stubs, ignored, expected: &str| {
            let text = nothing_to_add(&GenPlan { criteria, stubs, ignored, ..GenPlan::default() });
            assert_eq!(text.lines().next(), Some(expected));
        };
        check(0, 0, 0, "Nothing to add: there is no criterion.");
        check(1, 0, 0, "Nothing to add: the criterion has a test.");
        check(1, 1, 0, "Nothing to add: the criterion has a test, which is still a stub.");
        check(1, 0, 1, "Nothing to add: the criterion has a test, which is ignored.");
        check(2, 0, 0, "Nothing to add: each of 2 criteria has a test.");
        check(2, 2, 0, "Nothing to add: each of 2 criteria has a test, 2 of them still a stub.");
        check(
            9,
            2,
            1,
            "Nothing to add: each of 9 criteria has a test, 2 of them still a stub, 1 of them ignored.",
        );
    }
}
