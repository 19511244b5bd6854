//! Shows a review: one screen for each criterion, printed line by line, so that screen readers can read it.

use std::fmt::Write as _;

use similar::{ChangeTag, TextDiff};
use spec_engine::intent::readable;
use spec_engine::intent::words::{Piece, Side, difference};
use spec_model::Code;

use super::bounded::push_each;
use super::style::{self, BAD, DOUBTFUL, FAINT, GOOD, HEADING, ID, paint};
use crate::acceptance::Refused;
use crate::layout::Layout;
use crate::review::{ChangedTest, Item, RestsOn};
use crate::terminal::visible;
use crate::text::{count, fold, shorten, width};

/// So many lines that are the same are shown on each side of those that differ.
const CONTEXT: usize = 2;

/// So many lines of a test are shown, unless all are asked for.
const MAX_LINES: usize = 8;

/// The screen of a criterion. `all`: of its tests every line.
pub fn screen(item: &Item, number: usize, total: usize, all: bool, layout: &Layout) -> String {
    let mut out = String::new();
    let position = format!("{number} of {total}");
    let what = item.codes.iter().map(|code| word(*code)).collect::<Vec<_>>();
    let what = deduplicated(what).join(", ");
    let _ = writeln!(
        out,
        "{}  {}  {}",
        paint(HEADING, position),
        paint(ID, visible(&item.name)),
        paint(worst(item), what)
    );
    let mut place = match &item.place {
        Some(place) => format!("{}:{}", layout.shown(&place.path), place.start.line),
        None => "it is in no document any more".to_owned(),
    };
    if let Some(rung) = item.rung {
        let is_wide = width(&place) + width(rung.as_str()) + 2 > layout.columns;
        let gap = if is_wide { "\n" } else { "  " };
        let _ = write!(place, "{gap}{}", paint(style::of(rung), rung));
    }
    let _ = writeln!(out, "{place}\n");
    match (&item.before, &item.now) {
        (Some(before), Some(now)) if before != now => {
            let pieces = difference(before, now);
            push_side(&mut out, "was", &pieces, Side::Now, layout);
            push_side(&mut out, "is", &pieces, Side::Before, layout);
        }
        (_, Some(now)) => push_text(&mut out, "is", now, layout),
        (Some(before), None) => push_text(&mut out, "was", before, layout),
        (None, None) => {}
    }
    push_reasons(&mut out, &item.reasons, layout);
    if item.has_same_tests {
        let text = "its tests say what they did: change one, or say that none needs to (`t`)";
        for line in fold(text, layout.columns) {
            let _ = writeln!(out, "{}", paint(DOUBTFUL, line));
        }
    }
    for thin in &item.thin {
        for line in fold(&visible(&format!("thin test: {thin}")), layout.columns) {
            let _ = writeln!(out, "{}", paint(DOUBTFUL, line));
        }
    }
    for test in &item.tests {
        push_test(&mut out, test, item.now.as_deref(), all, layout);
    }
    push_rests_on(&mut out, &item.rests_on, all, layout);
    if !item.also.is_empty() {
        let names = item.also.iter().map(|(_, name)| &**name).collect::<Vec<_>>().join(", ");
        out.push('\n');
        for line in fold(&visible(&format!("with it {names}, whose tests use it too")), layout.columns) {
            let _ = writeln!(out, "{line}");
        }
    }
    out
}

/// Renders the question, in lines that fit. `by_lines`: is a key read when Enter is pressed?
pub fn prompt(item: &Item, by_lines: bool, layout: &Layout) -> String {
    let requirement = item.requirement().rsplit('/').next().unwrap_or_default();
    let of_requirement = format!("ll of {}", visible(requirement));
    let keys = [
        ("a", "ccept"),
        ("r", "eject"),
        ("s", "kip"),
        ("A", &of_requirement),
        ("u", "ndo"),
        ("v", "iew"),
        ("q", "uit"),
        ("?", if by_lines { " and Enter" } else { "" }),
    ];
    let (mut out, mut used) = (String::from("\n"), 0);
    for (key, rest) in keys {
        let length = width(key) + width(rest) + 3;
        if used > 0 && used + length > layout.columns {
            out.push('\n');
            used = 0;
        }
        used += length;
        let _ = write!(out, "{}{rest} ", paint(HEADING, format!("[{key}]")));
    }
    out
}

/// The meanings of the keys.
pub const HELP: &str = "
a  accept: this is intended; it is written to spec.lock at once
r  reject: shows how to revert it, and goes on; comes again as long as it differs
s  skip: comes again the next time
A  accept everything of this requirement
t  accept: the words were changed, and no test needs to be; asks why
f  accept although there is no test, or a stub, or one that failed; asks why
u  undo the last answer
v  view all of the tests
q  quit: what was accepted stays accepted
If a key does nothing by itself, press Enter after it.
";

/// The message for a key without a meaning.
pub const UNKNOWN: &str = "unknown key: `?` lists the keys\n";

/// The question for the reason that `spec.lock` keeps.
pub const WHY: &str = "why? spec.lock keeps the words (Enter alone: not accepted): ";

/// The message when no reason was given.
pub const NO_REASON: &str = "not accepted: nothing was said\n";

/// The message when somebody has edited the text that a screen shows.
pub const EDITED: &str = "not accepted: it was edited while this screen was shown; `q`, then `cargo spec review` shows it as it is\n";

/// The message when an acceptance was undone.
pub const REVERTED: &str = "reverted: spec.lock is as it was before\n";

/// Names the criteria that were accepted just now.
pub fn accepted(names: &[&str], layout: &Layout) -> String {
    let lines = fold(&format!("accepted {}", visible(&names.join(", "))), layout.columns);
    lines.iter().map(|line| format!("{}\n", paint(GOOD, line))).collect()
}

/// Says how to take a change back.
pub fn rejected(item: &Item, lock: &str, layout: &Layout) -> String {
    let mut out = String::new();
    match (&item.place, &item.before) {
        (Some(place), Some(before)) if item.now.as_ref() != Some(before) => {
            let path = layout.shown(&place.path);
            let _ = writeln!(out, "write again in {path}:{}:", place.start.line);
            push_quoted(&mut out, before, layout);
            let _ = writeln!(out, "or look at what was changed there: git diff -- {}", quoted(&path));
        }
        (Some(place), None) => {
            let path = layout.shown(&place.path);
            let _ = writeln!(
                out,
                "remove it from {path}:{}, or have a test written for it: cargo spec gen {}",
                place.start.line,
                visible(&item.name)
            );
        }
        (None, Some(before)) => {
            out.push_str("write it again:\n");
            push_quoted(&mut out, before, layout);
        }
        _ => {}
    }
    for test in &item.tests {
        // The tests of a criterion that is gone may be as they were.
        if test.before.is_some() && test.before != test.now {
            let file = visible(&test.file);
            let what = if test.is_helper { visible(&test.name) } else { "the test".into() };
            let _ = writeln!(out, "revert {what}: git restore --patch -- {}", quoted(&file));
        }
    }
    if item.before.is_some() {
        let _ = writeln!(out, "what was accepted stays in {lock}");
    }
    out
}

fn push_quoted(out: &mut String, text: &str, layout: &Layout) {
    for line in text.lines().flat_map(|line| fold(&visible(line), layout.columns.saturating_sub(4))) {
        let _ = writeln!(out, "    {line}");
    }
}

/// A path as a shell takes it.
fn quoted(path: &str) -> String {
    let is_plain = path.chars().all(|c| c.is_alphanumeric() || "/._-".contains(c));
    if is_plain { path.to_owned() } else { format!("'{}'", path.replace('\'', "'\\''")) }
}

/// The words for what differs.
pub fn word(code: Code) -> &'static str {
    match code {
        Code::CriterionNew => "new",
        Code::CriterionSoftened => "softened",
        Code::CriterionChanged => "changed",
        Code::CriterionLimited => "limited",
        Code::ContextChanged => "changed around",
        Code::CriterionRemoved => "gone",
        Code::TestWeakened => "a weaker test",
        Code::TestChanged => "another test",
        Code::TestRemoved => "a test less",
        Code::CodeChanged => "other code",
        other => other.as_str(),
    }
}

fn deduplicated(mut words: Vec<&'static str>) -> Vec<&'static str> {
    words.dedup();
    words
}

fn worst(item: &Item) -> anstyle::Style {
    let is_bad = |code: &Code| {
        matches!(
            code,
            Code::CriterionSoftened
                | Code::CriterionLimited
                | Code::CriterionRemoved
                | Code::TestWeakened
                | Code::TestRemoved
        )
    };
    match () {
        () if item.codes.iter().any(is_bad) => BAD,
        () if item.codes == [Code::CriterionNew] => GOOD,
        () => DOUBTFUL,
    }
}

/// The words before a text, and the spaces before its further lines.
const LABEL: usize = 6;

fn push_text(out: &mut String, label: &str, text: &str, layout: &Layout) {
    let mut label = label;
    for line in text.lines() {
        for line in fold(&visible(line), layout.columns.saturating_sub(LABEL)) {
            let _ = writeln!(out, "{}{line}", paint(FAINT, format!("{label:<LABEL$}")));
            label = "";
        }
    }
}

/// One side of a difference: what the other side does not have is marked.
fn push_side(out: &mut String, label: &str, pieces: &[Piece<'_>], other: Side, layout: &Layout) {
    let mut text = String::new();
    for piece in pieces.iter().filter(|piece| piece.side != other) {
        if piece.is_spaced && !text.is_empty() {
            text.push(' ');
        }
        match piece.side {
            Side::Both => text.push_str(piece.text),
            Side::Before => text.extend(["[-", piece.text, "-]"]),
            Side::Now => text.extend(["{+", piece.text, "+}"]),
        }
    }
    push_text(out, label, &text, layout);
}

fn push_reasons(out: &mut String, reasons: &[String], layout: &Layout) {
    for reason in reasons {
        let mut mark = "!";
        for line in fold(&visible(reason), layout.columns.saturating_sub(LABEL + 2)) {
            let _ = writeln!(out, "{:LABEL$}{}", "", paint(BAD, format!("{mark} {line}")));
            mark = " ";
        }
    }
}

/// `criterion`: what its criterion says, unless that is gone.
fn push_test(out: &mut String, test: &ChangedTest, criterion: Option<&str>, all: bool, layout: &Layout) {
    let line = test.line.map(|line| format!(":{line}")).unwrap_or_default();
    let what = if test.is_helper { "its tests use" } else { "test" };
    let state = match &test.now {
        None => "  is gone",
        Some(_) if criterion.is_none() => "  is still there",
        Some(_) => "",
    };
    let (name, place) = (visible(&test.name), format!("{}{line}", visible(&test.file)));
    let is_wide = width(what) + width(&name) + width(&place) + width(state) + 3 > layout.columns;
    let gap = if is_wide { "\n     " } else { "  " };
    let _ =
        writeln!(out, "\n{what} {}{gap}{}{}", paint(HEADING, name), paint(FAINT, place), paint(BAD, state));
    let lines = |tokens: &Option<String>| tokens.as_deref().map(readable::lines).unwrap_or_default();
    let (before, now) = (lines(&test.before), lines(&test.now));
    let diff = TextDiff::from_slices(
        &before.iter().map(String::as_str).collect::<Vec<_>>(),
        &now.iter().map(String::as_str).collect::<Vec<_>>(),
    )
    .iter_all_changes()
    .map(|change| (change.tag(), change.value().to_owned()))
    .collect::<Vec<_>>();
    let shown = shown(&diff, all);
    let mut left_out = 0;
    for (at, (tag, text)) in diff.iter().enumerate() {
        if !shown[at] {
            left_out += 1;
            continue;
        }
        push_gap(out, &mut left_out);
        let (mark, style) = match tag {
            ChangeTag::Delete => ('-', BAD),
            ChangeTag::Insert => ('+', GOOD),
            ChangeTag::Equal => (' ', FAINT),
        };
        let (text, columns) = (visible(text), layout.columns.saturating_sub(4));
        // A difference may stand at the end of a line: it is shown whole.
        let lines = match tag {
            ChangeTag::Equal => vec![shorten(&text, columns)],
            _ => {
                let indent = text.len() - text.trim_start().len();
                let folded = fold(text.trim_start(), columns.saturating_sub(indent));
                folded.into_iter().map(|line| format!("{:indent$}{line}", "")).collect()
            }
        };
        for line in lines {
            let _ = writeln!(out, "  {}", paint(style, format!("{mark} {line}")));
        }
    }
    push_gap(out, &mut left_out);
    push_reasons(out, &test.reasons, layout);
}

/// Adds the things that tests rest on, and the words of their comments; unless all is asked for, the first lines of each.
fn push_rests_on(out: &mut String, rests_on: &RestsOn, all: bool, layout: &Layout) {
    let uses = rests_on.uses.iter().map(|used| match used.code.is_empty() {
        true => visible(&used.file).into_owned(),
        false => format!("{}  {}", visible(&used.code), paint(FAINT, visible(&used.file))),
    });
    let comments = rests_on.comments.iter().map(|comment| visible(comment).into_owned());
    let lists = [("its tests use", uses.collect::<Vec<_>>()), ("comments in its tests", comments.collect())];
    for (heading, lines) in lists.iter().filter(|(_, lines)| !lines.is_empty()) {
        let _ = writeln!(out, "\n{heading}");
        let room = if all { lines.len() } else { CONTEXT * 2 };
        for line in lines.iter().take(room) {
            let _ = writeln!(out, "    {}", shorten(line, layout.columns.saturating_sub(4)));
        }
        push_gap(out, &mut lines.len().saturating_sub(room));
    }
}

fn push_gap(out: &mut String, left_out: &mut usize) {
    if *left_out > 0 {
        let lines = if *left_out == 1 { "line" } else { "lines" };
        let _ = writeln!(out, "  {}", paint(FAINT, format!("  … {left_out} {lines}")));
    }
    *left_out = 0;
}

/// Marks the shown lines of a difference: those that differ, with a few around them; the first ones if there are too many.
fn shown(diff: &[(ChangeTag, String)], all: bool) -> Vec<bool> {
    let is_near = |at: usize| {
        let around = at.saturating_sub(CONTEXT)..(at + CONTEXT + 1).min(diff.len());
        diff[around].iter().any(|(tag, _)| *tag != ChangeTag::Equal)
    };
    let is_new = diff.iter().all(|(tag, _)| *tag != ChangeTag::Equal)
        || diff.iter().all(|(tag, _)| *tag == ChangeTag::Equal);
    let mut room = if all { usize::MAX } else { MAX_LINES };
    let mut take = |at: usize| {
        let is_shown = all || (is_new || is_near(at)) && room > 0;
        room -= usize::from(is_shown && !all);
        is_shown
    };
    (0..diff.len()).map(&mut take).collect()
}

/// Explains why criteria were not accepted.
pub fn refused(refused: &[Refused]) -> String {
    let mut out = String::new();
    for Refused { key, reason, help } in refused {
        let _ = writeln!(out, "{}: {} {}", paint(BAD, "not accepted"), visible(key.id()), visible(reason));
        let _ = writeln!(out, "{}; `f` accepts it all the same", visible(help));
    }
    out
}

/// The last lines.
pub fn farewell(accepted: usize, left: usize, layout: &Layout) -> String {
    let number = format!("{} accepted", count(accepted, "criterion", "criteria"));
    let line = match (accepted, left) {
        (0, 0) => "nothing to review: everything is as it was accepted".to_owned(),
        (_, 0) => format!("{number}, nothing is left"),
        _ => format!("{number}, {left} left"),
    };
    fold(&line, layout.columns).iter().map(|line| format!("{line}\n")).collect()
}

/// The advice on what belongs into the repository after an acceptance.
pub const COMMIT: &str = "commit spec.lock with what was accepted";

/// Without a terminal: what there is, and the commands that accept it.
pub fn list(items: &[Item], layout: &Layout) -> String {
    if items.is_empty() {
        return "nothing to review: everything is as it was accepted\n".to_owned();
    }
    let mut out = String::new();
    push_each(&mut out, items.iter().enumerate(), layout, |out, (at, item)| {
        out.push_str(&screen(item, at + 1, items.len(), false, layout));
        let _ = writeln!(out, "\n      {}\n", visible(&item.command()));
    });
    let _ = writeln!(
        out,
        "{} to review; in a terminal `cargo spec review` asks about each",
        count(items.len(), "criterion", "criteria")
    );
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_at_the_end_of_a_long_line_is_shown() {
        let test = |value: &str| {
            format!(
                "# [ test ] fn _ ( ) {{ assert_eq ! ( store . look_up ( the_token_of ( the_member ) , minutes ( 12 * 60 ) ) , {value} ) ; }}"
            )
        };
        let test = ChangedTest {
            name: "a".to_owned(),
            file: "tests/a.rs".to_owned(),
            is_helper: false,
            line: Some(1),
            before: Some(test("None")),
            now: Some(test("Some ( ANNA )")),
            reasons: Vec::new(),
        };
        let mut out = String::new();
        push_test(&mut out, &test, Some(""), false, &Layout { columns: 40, ..Layout::default() });
        let out = crate::terminal::plain(&out);
        let changed = |mark: &str| {
            let lines = out.lines().map(str::trim_start).filter(|line| line.starts_with(mark));
            lines.map(|line| line[1..].trim()).collect::<Vec<_>>().join(" ")
        };
        assert!(changed("-").ends_with("minutes(12 * 60)), None);"), "{out}");
        assert!(changed("+").ends_with("minutes(12 * 60)), Some(ANNA));"), "{out}");
        assert!(out.lines().all(|line| line.chars().count() <= 40), "{out}");
    }
}
