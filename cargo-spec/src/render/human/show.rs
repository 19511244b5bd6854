//! Shows people one criterion or requirement.

use std::fmt::Write as _;

use spec_engine::links::{Role, TestState};
use spec_engine::verdict::{Rung, Verdict};
use spec_model::Criterion;
use spec_model::catalog::Target;
use spec_model::tasks::State;

use super::bounded::push_each;
use super::style::{self, DOUBTFUL, FAINT, HEADING, ID, paint};
use crate::layout::Layout;
use crate::report::{Matrix, MatrixRow, Report};
use crate::text::{fold, one_line, padding, step_lines, without_strong};

/// The columns of the words before what they name.
const NAME: usize = 10;

/// The thing that an id names, on one screen.
pub fn render(
    target: &Target<'_>,
    verdicts: &[Verdict],
    planned: Option<&Report>,
    layout: &Layout,
) -> String {
    let Target { document, requirement, criterion, .. } = *target;
    let mut out = String::new();
    let id = criterion.map_or(&requirement.id, |criterion| &criterion.id);
    let _ = writeln!(
        out,
        "{}  {}",
        paint(ID, one_line(id.as_str())),
        paint(HEADING, one_line(&requirement.title))
    );
    let line = criterion.map_or(requirement.line, |criterion| criterion.line);
    let place = format!("{}:{line}", layout.shown(document.source.path()));
    let _ = writeln!(
        out,
        "{}\n",
        paint(FAINT, format!("{place} · {} · {}", one_line(&document.feature), document.dialect))
    );
    match criterion {
        Some(criterion) => render_criterion(&mut out, criterion, layout),
        None => push_each(&mut out, &requirement.criteria, layout, |out, criterion| {
            named(out, criterion.id.as_str(), &without_strong(criterion.text.as_str()), layout);
        }),
    }
    push_each(&mut out, verdicts.iter().enumerate(), layout, |out, (at, verdict)| {
        let is_named = |verdict: &Verdict| row(planned, verdict).is_some_and(|(_, row)| !row.is_bare());
        let has_lines = |verdict: &Verdict| !verdict.links.is_empty() || is_named(verdict);
        let is_apart = |at: usize| verdicts.get(at).is_some_and(has_lines);
        if at == 0 || is_apart(at) || is_apart(at - 1) {
            out.push('\n');
        }
        render_verdict(out, verdict, layout);
        if let Some((matrix, row)) = row(planned, verdict) {
            render_planned(out, matrix, row, layout);
        }
    });
    if let Some(story) = &requirement.story {
        out.push('\n');
        named(&mut out, "story", story.as_str(), layout);
    }
    if let Some(priority) = &requirement.priority {
        named(&mut out, "priority", priority, layout);
    }
    out
}

fn render_criterion(out: &mut String, criterion: &Criterion, layout: &Layout) {
    let text = without_strong(criterion.text.as_str());
    let lines = if criterion.is_scenario { step_lines(&text) } else { vec![one_line(&text)] };
    let lines = lines.iter().flat_map(|line| fold(line, layout.columns.saturating_sub(2)));
    push_each(out, lines, layout, |out, line| {
        let _ = writeln!(out, "  {line}");
    });
    push_each(out, &criterion.points, layout, |out, point| {
        for (at, line) in fold(&one_line(point.as_str()), layout.columns.saturating_sub(4)).iter().enumerate()
        {
            let _ = writeln!(out, "{}{line}", if at == 0 { "  - " } else { "    " });
        }
    });
    out.push('\n');
    let clause = criterion.clause();
    named(out, "pattern", clause.pattern.as_str(), layout);
    push_each(out, &clause.parts, layout, |out, part| {
        named(out, part.kind.as_str(), &criterion.text.as_str()[part.range.clone()], layout);
    });
}

/// The rung, and a line for each test and item.
fn render_verdict(out: &mut String, verdict: &Verdict, layout: &Layout) {
    let id = one_line(verdict.id.as_str());
    let best = verdict.links.first().map(|link| link.item.role);
    let is_elsewhere = best == Some(Role::Verifies(TestState::Elsewhere));
    let (verb, what) = match verdict.rung {
        Rung::Untested => ("is", "untested"),
        Rung::Stub => ("has only", "a stub"),
        Rung::Ignored if is_elsewhere => ("has only", "tests of other systems"),
        Rung::Ignored => ("has only", "ignored tests"),
        rung => ("is", rung.as_str()),
    };
    let _ = write!(out, "  {} {verb} {}", paint(ID, id), paint(style::of(verdict.rung), what));
    if verdict.is_suspect() {
        let and = if verb == "is" { "and" } else { "and is" };
        let _ = write!(out, ", {and} {}: `cargo spec review` shows why", paint(DOUBTFUL, "suspect"));
    }
    out.push('\n');
    if let Some(waiver) = &verdict.waiver {
        named(out, "waived", &waiver.to_string(), layout);
    }
    push_each(out, &verdict.links, layout, |out, link| {
        let place = format!("{}:{}", layout.shown(&link.location.path), link.location.start.line);
        let _ = writeln!(out, "    {:NAME$} {place}  {}", link.item.role.as_str(), one_line(&link.item.path));
    });
}

/// The tasks, properties and sections that name a criterion, if there are any.
fn row<'a>(planned: Option<&'a Report>, verdict: &Verdict) -> Option<(&'a Matrix, &'a MatrixRow)> {
    let Report { matrix, ladder, .. } = planned?;
    Some((matrix, matrix.row_on(verdict, ladder)?))
}

/// A line for each task, property and section that names the criterion.
fn render_planned(out: &mut String, matrix: &Matrix, row: &MatrixRow, layout: &Layout) {
    push_each(out, matrix.tasks_of(row), layout, |out, task| {
        let measured =
            task.measured.map_or(String::new(), |measured| format!(", measured {}", measured.as_str()));
        let state = paint(FAINT, format!("(box {}{measured})", box_word(task.state)));
        let name = format!("{} {}", task.number.as_deref().unwrap_or_default(), without_strong(&task.title));
        let place = format!("{}:{}", layout.shown(&task.path), task.line);
        let _ = writeln!(out, "    {:NAME$} {place}  {} {state}", "task", one_line(name.trim()));
    });
    push_each(out, matrix.parts_of(row), layout, |out, part| {
        let place = format!("{}:{}", layout.shown(&part.path), part.line);
        let title = without_strong(&part.title);
        let (word, name) = match &part.property {
            Some(number) => ("property", format!("{number} {title}")),
            None => ("design", title),
        };
        let _ = writeln!(out, "    {word:NAME$} {place}  {}", one_line(name.trim()));
    });
}

/// The text of a box, in a word.
fn box_word(state: State) -> &'static str {
    if state == State::Done { "ticked" } else { state.as_str() }
}

/// A name, and what it names beside it, folded.
fn named(out: &mut String, name: &str, text: &str, layout: &Layout) {
    let name = one_line(name);
    let indent = 2 + NAME + 1;
    let lines = fold(&one_line(text), layout.columns.saturating_sub(indent));
    push_each(out, lines.iter().enumerate(), layout, |out, (at, line)| {
        let name = if at == 0 { &*name } else { "" };
        let _ = writeln!(out, "  {}{} {line}", paint(FAINT, name), padding(name, NAME));
    });
}

#[cfg(test)]
mod tests {
    use spec_engine::links::{Link, Role, TestState};
    use spec_model::diagnostic::Location;
    use spec_model::{Dialect, Document, Source, Span, dialect};

    use super::*;
    use crate::render::sample;

    const DOCUMENT: &str = "\
# Requirements

### Requirement 1: Register \u{202e}

**User Story:** As a visitor, I want an account, so that I can order

#### Acceptance Criteria

1. Whoever registers with an address that is already taken is told so, and keeps what was typed in
2. THE system SHALL keep the address
";

    fn verdicts(document: &Document) -> Vec<Verdict> {
        let tests = Source::new("/repo/tests/spec/accounts.rs", "\n#[spec(\"REQ-1.1\")]\n");
        let link = |path: &str, role| {
            let id = "REQ-1.1".to_owned();
            let item = sample::item(path, role);
            Link { id, location: Location::new(&tests, Span::new(8, 17)), item }.into()
        };
        let verdict = |criterion: &Criterion| Verdict {
            feature: document.feature.clone(),
            id: criterion.id.clone(),
            is_id_shared: false,
            text: criterion.text.as_str().to_owned(),
            location: Location::new(&document.source, criterion.span),
            rung: Rung::Ignored,
            acceptance: Default::default(),
            proposed: None,
            required: None,
            known_rung: None,
            waiver: None,
            links: vec![
                link("rejects_a_taken_address", Role::Verifies(TestState::Ignored)),
                link("answers\u{1b}[2J", Role::Verifies(TestState::Stub)),
                link("Accounts::register", Role::Implements),
            ],
        };
        document.criteria().take(1).map(|(_, criterion)| verdict(criterion)).collect()
    }

    fn document() -> Document {
        let path = "/repo/.kiro/specs/accounts/requirements.md";
        dialect::read(Source::new(path, DOCUMENT), Some(Dialect::Kiro))
    }

    fn check(criterion: Option<usize>, columns: usize) -> String {
        let document = document();
        let target = Target::new((0, &document), 0, criterion).expect("a requirement");
        let layout = Layout { columns, here: "/repo".into(), ..Layout::default() };
        anstream::adapter::strip_str(&render(&target, &verdicts(&document), None, &layout)).to_string()
    }

    #[test]
    fn a_criterion_is_shown_with_its_parts_and_its_links() {
        insta::assert_snapshot!(check(Some(0), 80), @r"
        REQ-1.1  Register \u{202e}
        .kiro/specs/accounts/requirements.md:9 · accounts · kiro

          Whoever registers with an address that is already taken is told so, and keeps
          what was typed in

          pattern    plain

          REQ-1.1 has only ignored tests
            ignored    tests/spec/accounts.rs:2  rejects_a_taken_address
            stub       tests/spec/accounts.rs:2  answers\u{1b}[2J
            code       tests/spec/accounts.rs:2  Accounts::register

          story      As a visitor, I want an account, so that I can order
        ");
    }

    #[test]
    fn what_is_very_long_ends_after_enough_lines() {
        let many =
            |line: &str| (1..=400).map(|number| line.replace('#', &number.to_string())).collect::<String>();
        for text in [
            format!("## REQ-1: Many\n\n{}", many("- REQ-1.#: THE mill SHALL weigh # sacks\n")),
            format!("## REQ-1: Points\n\n- REQ-1.1: THE mill SHALL weigh:\n{}", many("  - sack #\n")),
            format!("## REQ-1: Long\n\n- REQ-1.1: THE mill SHALL weigh {}\n", many("sack # and then ")),
        ] {
            let document = dialect::read(Source::new("/repo/requirements.md", text), Some(Dialect::Native));
            for criterion in [None, Some(0)] {
                let target = Target::new((0, &document), 0, criterion).expect("a requirement");
                let text = render(&target, &[], None, &Layout { columns: 60, ..Layout::default() });
                assert!(text.lines().count() < 70, "{text}");
                assert!(
                    target.requirement.criteria.len() < 9 || criterion.is_some() || text.contains("more ("),
                    "{text}"
                );
            }
        }
    }

    #[test]
    fn lines_of_the_source_are_joined_and_steps_stay_apart() {
        let check = |dialect, text: &str| {
            let document = dialect::read(Source::new("/repo/spec.md", text), Some(dialect));
            let target = Target::criteria_of(0, &document).next().expect("a criterion");
            let layout = Layout { columns: 50, here: "/repo".into(), ..Layout::default() };
            let text = anstream::adapter::strip_str(&render(&target, &[], None, &layout)).to_string();
            text.split("\n\n").nth(1).unwrap_or_default().to_owned()
        };
        let text = "## REQ-1: Read\n\n- REQ-1.1: THE library SHALL read an amount as a number of the\n  smallest unit\n";
        insta::assert_snapshot!(check(Dialect::Native, text), @r"
        THE library SHALL read an amount as a number of
        the smallest unit
        ");
        let text = "## Requirements\n\n### Requirement: Read\n\n#### Scenario: One\n\n- **WHEN** an amount\n  is read\n- **THEN** it is a number\n";
        insta::assert_snapshot!(check(Dialect::OpenSpec, text), @r"
        WHEN an amount is read
        THEN it is a number
        ");
    }

    #[test]
    fn a_line_for_each_criterion_that_nothing_is_linked_to() {
        let document = document();
        let target = Target::new((0, &document), 0, None).expect("a requirement");
        let linked = verdicts(&document).remove(0);
        let bare = |rung| Verdict { rung, links: Vec::new(), ..linked.clone() };
        let verdicts = [bare(Rung::Untested), bare(Rung::Untested), linked.clone(), bare(Rung::Stub)];
        let text = render(&target, &verdicts, None, &Layout::default());
        let text = anstream::adapter::strip_str(&text).to_string();
        let shown: Vec<_> = text.split("\n\n").skip(2).take(3).collect();
        insta::assert_snapshot!(shown.join("\n\n"), @r"
        REQ-1.1 is untested
        REQ-1.1 is untested

        REQ-1.1 has only ignored tests
          ignored    /repo/tests/spec/accounts.rs:2  rejects_a_taken_address
          stub       /repo/tests/spec/accounts.rs:2  answers\u{1b}[2J
          code       /repo/tests/spec/accounts.rs:2  Accounts::register

        REQ-1.1 has only a stub
        ");
        assert_eq!(target.requirement.criteria[0].id.as_str(), "REQ-1.1");
    }

    #[test]
    fn a_suspect_criterion_is_reported_beside_its_rung() {
        let document = document();
        let target = Target::new((0, &document), 0, None).expect("a requirement");
        let mut verdict = verdicts(&document).remove(0);
        verdict.acceptance = spec_engine::verdict::Acceptance::Suspect;
        let tested = Verdict { rung: Rung::Tested, links: Vec::new(), ..verdict.clone() };
        let text = render(&target, &[verdict, tested], None, &Layout { columns: 80, ..Layout::default() });
        let text = anstream::adapter::strip_str(&text).to_string();
        let printed: Vec<_> = text.lines().filter(|line| line.contains("suspect")).collect();
        insta::assert_snapshot!(printed.join("\n"));
    }

    #[test]
    fn a_narrow_terminal_folds_every_part() {
        insta::assert_snapshot!(check(Some(0), 40), @r"
        REQ-1.1  Register \u{202e}
        .kiro/specs/accounts/requirements.md:9 · accounts · kiro

          Whoever registers with an address that
          is already taken is told so, and keeps
          what was typed in

          pattern    plain

          REQ-1.1 has only ignored tests
            ignored    tests/spec/accounts.rs:2  rejects_a_taken_address
            stub       tests/spec/accounts.rs:2  answers\u{1b}[2J
            code       tests/spec/accounts.rs:2  Accounts::register

          story      As a visitor, I want an
                     account, so that I can
                     order
        ");
    }

    #[test]
    fn a_requirement_is_shown_with_its_criteria() {
        insta::assert_snapshot!(check(None, 120), @r"
        REQ-1  Register \u{202e}
        .kiro/specs/accounts/requirements.md:3 · accounts · kiro

          REQ-1.1    Whoever registers with an address that is already taken is told so, and keeps what was typed in
          REQ-1.2    THE system SHALL keep the address

          REQ-1.1 has only ignored tests
            ignored    tests/spec/accounts.rs:2  rejects_a_taken_address
            stub       tests/spec/accounts.rs:2  answers\u{1b}[2J
            code       tests/spec/accounts.rs:2  Accounts::register

          story      As a visitor, I want an account, so that I can order
        ");
    }
}
