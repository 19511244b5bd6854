//! `check`: the findings, many of one kind together, then the tally and the next step.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::Path;

use spec_model::verdict::Rung;
use spec_model::{Code, Diagnostic, Severity};

use super::sources::Sources;
use super::style::{self, BAD, DOUBTFUL, FAINT, HEADING, HELP, ID, paint};
use super::text::{count, one_line, padding, shorten, width};
use super::{Layout, diagnostic};
use crate::terminal::Verbosity;
use crate::verbs::check::Report;

/// So many findings of one kind are shown one by one; more are shown together.
const ONE_BY_ONE: usize = 3;
/// Of findings that are shown together, so many in each file …
const LINES_PER_FILE: usize = 10;
/// … of so many files.
const FILES: usize = 10;

/// The findings, the tally and the next step; quietly, the tally alone.
pub fn render(report: &Report, sources: &mut Sources, layout: &Layout) -> String {
    let mut out = String::new();
    if layout.verbosity != Verbosity::Quiet {
        render_findings(&mut out, &report.diagnostics, sources, layout);
    }
    render_tally(&mut out, report);
    if layout.verbosity != Verbosity::Quiet
        && let Some(next) = report.next()
    {
        let _ = writeln!(out, "{}: {next}", paint(HEADING, "Next"));
    }
    out
}

fn render_findings(out: &mut String, diagnostics: &[Diagnostic], sources: &mut Sources, layout: &Layout) {
    type Kind = (Code, Severity);
    let mut kinds: HashMap<Kind, Vec<&Diagnostic>> = HashMap::new();
    for diagnostic in diagnostics {
        kinds.entry((diagnostic.code, diagnostic.severity)).or_default().push(diagnostic);
    }
    for diagnostic in diagnostics {
        let kind = (diagnostic.code, diagnostic.severity);
        let one_by_one = layout.verbosity == Verbosity::Verbose
            || kinds.get(&kind).is_none_or(|alike| alike.len() <= ONE_BY_ONE);
        if one_by_one {
            // Those that were shown together are gone from the map.
            if layout.verbosity == Verbosity::Verbose || kinds.contains_key(&kind) {
                out.push_str(&diagnostic::render(diagnostic, sources, layout));
            }
        } else if let Some(alike) = kinds.remove(&kind) {
            render_together(out, &alike, sources, layout);
        }
    }
}

/// Many findings of one kind: what they have in common once, then a line for each, file by file.
fn render_together(out: &mut String, alike: &[&Diagnostic], sources: &mut Sources, layout: &Layout) {
    let Some(first) = alike.first() else { return };
    let word = format!("{}[{}]", first.severity, first.code);
    let style = if first.severity == Severity::Error { BAD } else { DOUBTFUL };
    let mut description = first.code.description().trim_end_matches('.').to_owned();
    if let Some(letter) = description.get_mut(..1) {
        letter.make_ascii_lowercase();
    }
    let mut files: Vec<(Option<&Path>, Vec<&Diagnostic>)> = Vec::new();
    for &diagnostic in alike {
        let path = diagnostic.path.as_deref();
        match files.iter_mut().find(|(known, _)| *known == path) {
            Some((_, own)) => own.push(diagnostic),
            None => files.push((path, vec![diagnostic])),
        }
    }
    let title = format!("{description} ({} times)", alike.len());
    let _ = writeln!(out, "{}{}", paint(style, word), paint(HEADING, format!(": {title}")));
    let lines = alike.iter().filter_map(|diagnostic| Some(diagnostic.location.as_ref()?.start.line));
    let gutter = lines.max().unwrap_or(1).to_string().len();
    for (path, own) in files.iter().take(FILES) {
        render_file(out, *path, own, gutter, sources, layout);
    }
    let hidden: usize = files.iter().skip(FILES).map(|(_, own)| own.len()).sum();
    if hidden > 0 {
        let files = count(files.len() - FILES, "more file", "more files");
        let _ = writeln!(out, "{:gutter$} … and {hidden} in {files}", "");
    }
    if let Some(help) = &first.help
        && alike.iter().all(|diagnostic| diagnostic.help.as_ref() == Some(help))
    {
        let _ = writeln!(out, "{}: {}", paint(HELP, "help"), one_line(help));
    }
    out.push('\n');
}

fn render_file(
    out: &mut String,
    path: Option<&Path>,
    own: &[&Diagnostic],
    gutter: usize,
    sources: &mut Sources,
    layout: &Layout,
) {
    if let Some(path) = path {
        let _ = writeln!(out, "{:gutter$}{} {}", "", paint(FAINT, "-->"), layout.shown(path));
    }
    let subject = |diagnostic: &Diagnostic| one_line(diagnostic.subject.as_deref().unwrap_or_default());
    let shown = &own[..own.len().min(LINES_PER_FILE)];
    let columns = shown.iter().map(|diagnostic| width(&subject(diagnostic))).max().unwrap_or(0);
    for diagnostic in shown {
        let location = diagnostic.location.as_ref();
        let line = location.map(|location| location.start.line.to_string()).unwrap_or_default();
        let subject = subject(diagnostic);
        let text = match location.and_then(|location| sources.excerpt(&location.path, location.span)) {
            Some(excerpt) if !subject.is_empty() => one_line(&excerpt.text[excerpt.range]),
            _ => one_line(&diagnostic.message),
        };
        let gap = if columns == 0 { "" } else { "  " };
        let used = gutter + 3 + columns + gap.len();
        let text = shorten(&text, layout.columns.saturating_sub(used));
        let _ = writeln!(
            out,
            "{} {}{}{gap}{text}",
            paint(FAINT, format!("{line:>gutter$} |")),
            paint(ID, &subject),
            padding(&subject, columns),
        );
    }
    if own.len() > shown.len() {
        let rest = format!("{:gutter$} | … and {} more (`-v` shows all)", "", own.len() - shown.len());
        let _ = writeln!(out, "{}", paint(FAINT, rest));
    }
}

fn render_tally(out: &mut String, report: &Report) {
    let on = |rung| (report.number(rung), rung);
    let rungs = Rung::ALL.into_iter().rev().map(on).filter(|(number, _)| *number > 0);
    let rungs: Vec<_> =
        rungs.map(|(number, rung)| paint(style::of(rung), format!("{number} {rung}"))).collect();
    let _ = write!(out, "{}", paint(HEADING, count(report.rungs.len(), "criterion", "criteria")));
    if !rungs.is_empty() {
        let _ = write!(out, ": {}", rungs.join(", "));
    }
    let number = |severity| report.diagnostics.iter().filter(|finding| finding.severity == severity).count();
    let (errors, warnings) = (number(Severity::Error), number(Severity::Warning));
    if errors > 0 {
        let _ = write!(out, "; {}", paint(BAD, count(errors, "error", "errors")));
    }
    if warnings > 0 {
        let _ = write!(out, "; {}", paint(DOUBTFUL, count(warnings, "warning", "warnings")));
    }
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use spec_model::{Source, Span};

    use super::*;

    /// As many untested criteria, of two documents.
    fn report(untested: usize) -> (Report, Sources) {
        let mut sources = Sources::default();
        let mut report = Report::default();
        for (path, number) in [("/repo/docs/a.md", untested), ("/repo/docs/b.md", 2)] {
            let mut text = "# Requirements\n".to_owned();
            let mut spans = Vec::new();
            for at in 1..=number {
                let start = text.len();
                let _ = write!(text, "{at}. WHEN 用户 {at} asks THEN the system SHALL answer `{at}`");
                spans.push(Span::new(start, text.len()));
                text.push('\n');
            }
            let source = Source::new(path, text);
            for (at, span) in spans.into_iter().enumerate() {
                let id = format!("REQ-1.{}", at + 1);
                let finding = Diagnostic::new(Code::Untested, format!("no test verifies `{id}`"));
                let help = "`cargo spec gen` writes a stub".to_owned();
                report.diagnostics.push(finding.at(&source, span).concerning(id).help(help));
            }
            sources.insert(source);
        }
        report.rungs = vec![Rung::Untested; report.diagnostics.len()];
        report.rungs.extend([Rung::Tested; 3]);
        (report, sources)
    }

    fn check(untested: usize, columns: usize, verbosity: Verbosity) -> String {
        let (report, mut sources) = report(untested);
        let layout = Layout { columns, here: "/repo".into(), verbosity };
        anstream::adapter::strip_str(&render(&report, &mut sources, &layout)).to_string()
    }

    #[test]
    fn few_findings_are_shown_one_by_one() {
        insta::assert_snapshot!(check(1, 80, Verbosity::Normal), @r"
        error[untested]: no test verifies `REQ-1.1`
         --> docs/a.md:2:1
          |
        2 | 1. WHEN 用户 1 asks THEN the system SHALL answer `1`
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        help: `cargo spec gen` writes a stub

        error[untested]: no test verifies `REQ-1.1`
         --> docs/b.md:2:1
          |
        2 | 1. WHEN 用户 1 asks THEN the system SHALL answer `1`
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        help: `cargo spec gen` writes a stub

        error[untested]: no test verifies `REQ-1.2`
         --> docs/b.md:3:1
          |
        3 | 2. WHEN 用户 2 asks THEN the system SHALL answer `2`
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        help: `cargo spec gen` writes a stub

        6 criteria: 3 tested, 3 untested; 3 errors
        Next: `cargo spec gen` writes a failing test for each untested criterion
        ");
    }

    #[test]
    fn many_findings_of_one_kind_are_shown_together() {
        insta::assert_snapshot!(check(300, 60, Verbosity::Normal), @r"
        error[untested]: no test verifies the criterion (302 times)
           --> docs/a.md
          2 | REQ-1.1   1. WHEN 用户 1 asks THEN the system SHALL a…
          3 | REQ-1.2   2. WHEN 用户 2 asks THEN the system SHALL a…
          4 | REQ-1.3   3. WHEN 用户 3 asks THEN the system SHALL a…
          5 | REQ-1.4   4. WHEN 用户 4 asks THEN the system SHALL a…
          6 | REQ-1.5   5. WHEN 用户 5 asks THEN the system SHALL a…
          7 | REQ-1.6   6. WHEN 用户 6 asks THEN the system SHALL a…
          8 | REQ-1.7   7. WHEN 用户 7 asks THEN the system SHALL a…
          9 | REQ-1.8   8. WHEN 用户 8 asks THEN the system SHALL a…
         10 | REQ-1.9   9. WHEN 用户 9 asks THEN the system SHALL a…
         11 | REQ-1.10  10. WHEN 用户 10 asks THEN the system SHALL…
            | … and 290 more (`-v` shows all)
           --> docs/b.md
          2 | REQ-1.1  1. WHEN 用户 1 asks THEN the system SHALL an…
          3 | REQ-1.2  2. WHEN 用户 2 asks THEN the system SHALL an…
        help: `cargo spec gen` writes a stub

        305 criteria: 3 tested, 302 untested; 302 errors
        Next: `cargo spec gen` writes a failing test for each untested criterion
        ");
    }

    #[test]
    fn quiet_is_the_tally_and_verbose_is_everything() {
        insta::assert_snapshot!(check(300, 80, Verbosity::Quiet), @r"305 criteria: 3 tested, 302 untested; 302 errors");
        assert_eq!(check(300, 80, Verbosity::Verbose).matches("error[untested]").count(), 302);
    }

    #[test]
    fn a_clean_workspace_is_told_to_run_its_tests() {
        let report = Report { rungs: vec![Rung::Tested], ..Report::default() };
        let text = render(&report, &mut Sources::default(), &Layout::default());
        insta::assert_snapshot!(anstream::adapter::strip_str(&text), @r"
        1 criterion: 1 tested
        Next: `cargo test` says whether they are met
        ");
    }
}
