//! Shows people the findings of `check`, many of one kind in short. The tally and the next step follow.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

use spec_engine::verdict::Rung;
use spec_model::{Code, Diagnostic, Severity};

use super::bounded::{MAX_LINES, push_more};
use super::sources::SourceLines;
use super::style::{self, BAD, DOUBTFUL, FAINT, HEADING, HELP, ID, paint};
use super::{diagnostic, explain, next};
use crate::layout::{Layout, Verbosity};
use crate::outcome::CheckOutcome;
use crate::text::{count, fold, lines, one_line, padding, shorten, width};

/// The limits on how many findings are shown.
#[derive(Clone, Copy)]
struct Limits {
    /// So many findings of one kind are shown one by one, each with all that it says.
    one_by_one: usize,
    /// Of the others of the kind, so many are shown in short.
    in_short: usize,
    /// Of criteria that are shown together, so many in each file …
    lines_per_file: usize,
    /// … of so many files.
    files: usize,
}

impl Limits {
    const fn new(one_by_one: usize, in_short: usize, lines_per_file: usize, files: usize) -> Self {
        Self { one_by_one, in_short, lines_per_file, files }
    }
}

/// The first that lets everything fit is used.
const LIMITS: [Limits; 5] = [
    Limits::new(10, 40, 10, 10),
    Limits::new(5, 20, 6, 6),
    Limits::new(3, 8, 5, 4),
    Limits::new(1, 3, 3, 2),
    Limits::new(1, 1, 1, 1),
];
/// Only so many findings of a rung are shown one by one: the line of each says all that there is to say.
const RUNGS_ONE_BY_ONE: usize = 3;

/// The findings, the tally and the next step; quietly, the tally alone.
pub fn render(report: &CheckOutcome, sources: &mut SourceLines<'_>, layout: &Layout) -> String {
    let mut end = tally(report);
    end.push_str(&explain::hint(&report.diagnostics, layout));
    end.push_str(&next::line(report.next().as_deref(), layout));
    let mut out = String::new();
    if layout.verbosity != Verbosity::Quiet {
        render_findings(&mut out, &report.diagnostics, sources, &layout.behind(&end));
        render_known(&mut out, &report.known, sources, layout);
    }
    out + &end
}

/// Lines that stay together, and how many findings they stand for.
struct Block {
    text: String,
    severity: Severity,
    findings: usize,
}

/// Findings of the same code and severity.
type Group<'a> = ((Code, Severity), Vec<&'a Diagnostic>);

/// First what is shown one by one, by path and line; then the rest of each kind in short; the rungs of criteria last, right
/// above the tally.
fn render_findings(
    out: &mut String,
    diagnostics: &[Diagnostic],
    sources: &mut SourceLines<'_>,
    layout: &Layout,
) {
    let start = |diagnostic: &Diagnostic| diagnostic.location.as_ref().map(|location| location.span.start);
    let mut sorted: Vec<_> = diagnostics.iter().collect();
    sorted.sort_by(|one, other| (&one.path, start(one)).cmp(&(&other.path, start(other))));
    if layout.verbosity == Verbosity::Verbose {
        sorted.iter().for_each(|diagnostic| out.push_str(&diagnostic::render(diagnostic, sources, layout)));
        return;
    }
    let room = MAX_LINES.saturating_sub(layout.used);
    let mut blocks = Vec::new();
    for limits in LIMITS {
        blocks = blocks_of(&sorted, limits, sources, layout);
        if blocks.iter().map(|block| lines(&block.text)).sum::<usize>() <= room {
            blocks.iter().for_each(|block| out.push_str(&block.text));
            return;
        }
    }
    // There are too many kinds: the errors first, and at least one.
    blocks.sort_by_key(|block| Reverse(block.severity));
    let (mut hidden, mut used) = (0, 0);
    for (at, block) in blocks.iter().enumerate() {
        used += lines(&block.text);
        if at == 0 || used < room {
            out.push_str(&block.text);
        } else {
            hidden += block.findings;
        }
    }
    if hidden > 0 {
        push_more(out, hidden, layout);
    }
}

/// The output about findings, which are in the order of their places.
fn blocks_of(
    sorted: &[&Diagnostic],
    limits: Limits,
    sources: &mut SourceLines<'_>,
    layout: &Layout,
) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut kinds: BTreeMap<_, Vec<&Diagnostic>> = BTreeMap::new();
    for diagnostic in sorted {
        kinds.entry((diagnostic.code, diagnostic.severity)).or_default().push(diagnostic);
    }
    let (rungs, mut others): (Vec<Group<'_>>, Vec<Group<'_>>) =
        kinds.into_iter().partition(|((code, _), alike)| is_rung(*code) && alike.len() > RUNGS_ONE_BY_ONE);
    let mut shown: HashMap<_, _> = others.iter().map(|(kind, _)| (*kind, 0)).collect();
    for diagnostic in sorted {
        if let Some(shown) = shown.get_mut(&(diagnostic.code, diagnostic.severity))
            && *shown < limits.one_by_one
        {
            *shown += 1;
            let text = diagnostic::render(diagnostic, sources, layout);
            blocks.push(Block { text, severity: diagnostic.severity, findings: 1 });
        }
    }
    others.retain(|(_, alike)| alike.len() > limits.one_by_one);
    for (kind, alike) in others {
        let (mut text, rest) = (String::new(), &alike[limits.one_by_one..]);
        render_in_short(&mut text, kind, rest, limits, layout);
        blocks.push(Block { text, severity: kind.1, findings: rest.len() });
    }
    for (kind, alike) in rungs {
        let mut text = String::new();
        render_together(&mut text, kind, &alike, limits, sources, layout);
        blocks.push(Block { text, severity: kind.1, findings: alike.len() });
    }
    blocks
}

/// Lists the findings that the baseline knows, for who wants to see everything. It fails nothing: whatever it was, it is shown as a note.
fn render_known(out: &mut String, known: &[Diagnostic], sources: &mut SourceLines<'_>, layout: &Layout) {
    if known.is_empty() || layout.verbosity != Verbosity::Verbose {
        return;
    }
    let _ = writeln!(out, "{}\n", paint(HEADING, "Known (baseline)"));
    for finding in known {
        let note = Diagnostic { severity: Severity::Note, ..finding.clone() };
        out.push_str(&diagnostic::render(&note, sources, layout));
    }
}

/// Is the finding a rung of the ladder? The id and the line of the criterion say all that there is to say then.
fn is_rung(code: Code) -> bool {
    matches!(code, Code::Untested | Code::Stub | Code::Ignored)
}

/// `error[code]: title`
fn render_title(out: &mut String, (code, severity): (Code, Severity), title: &str) {
    let style = if severity == Severity::Error { BAD } else { DOUBTFUL };
    let word = paint(style, format!("{severity}[{code}]"));
    let _ = writeln!(out, "{word}{}", paint(HEADING, format!(": {title}")));
}

/// The rest of a kind after enough of it was shown one by one: of each the place, what is wrong and what to do.
fn render_in_short(
    out: &mut String,
    kind: (Code, Severity),
    rest: &[&Diagnostic],
    limits: Limits,
    layout: &Layout,
) {
    let command = layout.verbose_command();
    render_title(out, kind, &format!("{} more, in short (`{command}` shows each in full)", rest.len()));
    for diagnostic in rest.iter().take(limits.in_short) {
        let place = match (&diagnostic.location, &diagnostic.path) {
            (Some(location), _) => {
                let (line, column) = (location.start.line, location.start.column);
                format!("{}:{line}:{column}: ", layout.shown(&location.path))
            }
            (None, Some(path)) => format!("{}: ", layout.shown(path)),
            (None, None) => String::new(),
        };
        let help = diagnostic.advice_text();
        let help = help.as_deref().and_then(|help| help.lines().next());
        let help = help.map(|help| format!(" ({})", one_line(help))).unwrap_or_default();
        let text = format!("{place}{}{help}", one_line(&diagnostic.message));
        for (at, line) in fold(&text, layout.columns.saturating_sub(4)).iter().enumerate() {
            let _ = writeln!(out, "{}{line}", if at == 0 { "  " } else { "    " });
        }
    }
    if rest.len() > limits.in_short {
        let left = rest.len() - limits.in_short;
        let _ = writeln!(out, "{}", paint(FAINT, format!("  … and {left} more")));
    }
    out.push('\n');
}

/// Many criteria on one rung: what they have in common once, then a line for each, file by file.
fn render_together(
    out: &mut String,
    kind: (Code, Severity),
    alike: &[&Diagnostic],
    limits: Limits,
    sources: &mut SourceLines<'_>,
    layout: &Layout,
) {
    let Some(first) = alike.first() else { return };
    let mut description = kind.0.description().trim_end_matches('.').to_owned();
    if let Some(letter) = description.get_mut(..1) {
        letter.make_ascii_lowercase();
    }
    let command = layout.verbose_command();
    let title = format!("{description} ({} times; `{command}` shows each in full)", alike.len());
    render_title(out, kind, &title);
    let lines = alike.iter().filter_map(|diagnostic| Some(diagnostic.location.as_ref()?.start.line));
    let gutter = lines.max().unwrap_or(1).to_string().len();
    // They are in the order of their paths.
    let files: Vec<_> = alike.chunk_by(|one, other| one.path == other.path).collect();
    for own in files.iter().take(limits.files) {
        render_file(out, own, gutter, limits, sources, layout);
    }
    let hidden: usize = files.iter().skip(limits.files).map(|own| own.len()).sum();
    if hidden > 0 {
        let files = count(files.len() - limits.files, "more file", "more files");
        let _ = writeln!(out, "{:gutter$} … and {hidden} in {files}", "");
    }
    if let Some(help) = first.advice_text()
        && alike.iter().all(|diagnostic| diagnostic.advice == first.advice)
    {
        let _ = writeln!(out, "{}: {}", paint(HELP, "help"), one_line(&help));
    }
    out.push('\n');
}

fn render_file(
    out: &mut String,
    own: &[&Diagnostic],
    gutter: usize,
    limits: Limits,
    sources: &mut SourceLines<'_>,
    layout: &Layout,
) {
    if let Some(path) = own.first().and_then(|first| first.path.as_ref()) {
        let _ = writeln!(out, "{:gutter$}{} {}", "", paint(FAINT, "-->"), layout.shown(path));
    }
    let subject = |diagnostic: &Diagnostic| one_line(diagnostic.subject.as_deref().unwrap_or_default());
    let shown = &own[..own.len().min(limits.lines_per_file)];
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
        let text = shorten(&text, layout.room(layout.columns.saturating_sub(used)));
        let _ = writeln!(
            out,
            "{} {}{}{gap}{text}",
            paint(FAINT, format!("{line:>gutter$} |")),
            paint(ID, &subject),
            padding(&subject, columns),
        );
    }
    if own.len() > shown.len() {
        let rest = format!("{:gutter$} | … and {} more", "", own.len() - shown.len());
        let _ = writeln!(out, "{}", paint(FAINT, rest));
    }
}

/// `; 2 suspect`
pub(super) fn suspect(number: usize) -> String {
    if number == 0 {
        return String::new();
    }
    format!("; {}", paint(DOUBTFUL, format!("{number} suspect")))
}

/// `; 12 known findings (baseline)`
pub(super) fn known(number: usize) -> String {
    if number == 0 {
        return String::new();
    }
    format!("; {}", paint(FAINT, format!("{} (baseline)", count(number, "known finding", "known findings"))))
}

/// `12 criteria: 10 tested, 2 untested; 2 errors`, on a line of its own.
pub fn tally(report: &CheckOutcome) -> String {
    let mut out = String::new();
    render_tally(&mut out, report);
    out
}

fn render_tally(out: &mut String, report: &CheckOutcome) {
    let on = |rung| (report.number(rung), rung);
    let rungs = Rung::best_first().map(on).filter(|(number, _)| *number > 0);
    let rungs: Vec<_> =
        rungs.map(|(number, rung)| paint(style::of(rung), format!("{number} {rung}"))).collect();
    let _ = write!(out, "{}", paint(HEADING, count(report.rungs.len(), "criterion", "criteria")));
    if !rungs.is_empty() {
        let _ = write!(out, ": {}", rungs.join(", "));
    }
    out.push_str(&suspect(report.suspect));
    let number = |severity| report.diagnostics.iter().filter(|finding| finding.severity == severity).count();
    let (errors, warnings) = (number(Severity::Error), number(Severity::Warning));
    if errors > 0 {
        let _ = write!(out, "; {}", paint(BAD, count(errors, "error", "errors")));
    }
    if warnings > 0 {
        let _ = write!(out, "; {}", paint(DOUBTFUL, count(warnings, "warning", "warnings")));
    }
    out.push_str(&known(report.known.len()));
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;
    use std::path::Path;

    use spec_model::{Source, Span};

    use super::*;
    use crate::next::Situation;

    /// As many untested criteria, of two documents.
    fn report(untested: usize) -> (CheckOutcome, SourceLines<'static>) {
        let mut sources = SourceLines::default();
        let mut report = CheckOutcome::default();
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
        report.situation = Situation::of_diagnostics(&report.diagnostics);
        (report, sources)
    }

    fn check(untested: usize, columns: usize, verbosity: Verbosity) -> String {
        let (report, mut sources) = report(untested);
        let layout = Layout { columns, here: "/repo".into(), verbosity, ..Layout::default() };
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
        error[untested]: no test verifies the criterion (302 times; `cargo spec check -v` shows each in full)
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
            | … and 290 more
           --> docs/b.md
          2 | REQ-1.1  1. WHEN 用户 1 asks THEN the system SHALL an…
          3 | REQ-1.2  2. WHEN 用户 2 asks THEN the system SHALL an…
        help: `cargo spec gen` writes a stub

        305 criteria: 3 tested, 302 untested; 302 errors
        Next: `cargo spec gen` writes a failing test for each untested criterion
        ");
    }

    #[test]
    fn however_much_is_found_the_output_is_short_and_ends_in_the_next_step() {
        for (kinds, number) in [(1, 20_000), (2, 300), (5, 12), (Code::ALL.len(), 1), (Code::ALL.len(), 100)]
        {
            let (mut report, mut sources) = report(if number > 100 { number } else { 1 });
            let path = Path::new("/repo/docs/a.md");
            let location = report.diagnostics[0].location.clone().expect("a place");
            assert_eq!(&*location.path, path);
            for &code in &Code::ALL[..kinds] {
                let finding = Diagnostic::new(code, format!("this is {code}"));
                let finding = finding.located(location.clone()).help("do something about it");
                let finding = finding.related(location.clone(), "see there");
                report.diagnostics.extend(std::iter::repeat_n(finding, number));
            }
            report.situation = Situation::of_diagnostics(&report.diagnostics);
            let layout = Layout { here: "/repo".into(), ..Layout::default() };
            let text = anstream::adapter::strip_str(&render(&report, &mut sources, &layout)).to_string();
            assert!(lines(&text) <= MAX_LINES, "{} lines of {kinds} × {number}:\n{text}", lines(&text));
            assert!(text.contains("`cargo spec check -v`"), "{text}");
            let last = text.lines().next_back().unwrap_or_default();
            assert!(last.starts_with("Next: "), "{text}");
            assert!(text.starts_with("error"), "{text}");
        }
    }

    #[test]
    fn each_of_a_dozen_other_findings_keeps_its_place_and_its_help() {
        let (mut report, mut sources) = (CheckOutcome::default(), SourceLines::default());
        for path in ["/repo/tests/b.rs", "/repo/tests/a.rs"] {
            let text: String = (1..=6).map(|at| format!("#[spec(\"REQ-{at}\")]\n")).collect();
            let source = Source::new(path, text);
            for number in (1..=6).rev() {
                let start = (number - 1) * 17 + 7;
                let span = Span::new(start, start + 7);
                report.diagnostics.push(
                    Diagnostic::new(Code::Orphan, format!("no document defines `REQ-{number}`"))
                        .at(&source, span)
                        .help(format!("did you mean `REQ-1.{number}`?\nor another")),
                );
            }
            sources.insert(source);
        }
        report.situation = Situation::of_diagnostics(&report.diagnostics);
        let layout = Layout { columns: 60, here: "/repo".into(), ..Layout::default() };
        let text = anstream::adapter::strip_str(&render(&report, &mut sources, &layout)).to_string();
        let places = text.lines().filter_map(|line| line.split_once("--> ")).map(|(_, place)| place);
        let places: Vec<_> = places.collect();
        assert_eq!((places.len(), places[0], places[4]), (5, "tests/a.rs:1:8", "tests/a.rs:5:8"));
        let (_, rest) = text.split_at(text.find("error[orphan]: 7 more").expect("the rest"));
        insta::assert_snapshot!(rest, @r"
        error[orphan]: 7 more, in short (`cargo spec check -v` shows each in full)
          tests/a.rs:6:8: no document defines `REQ-6` (did you
            mean `REQ-1.6`?)
          tests/b.rs:1:8: no document defines `REQ-1` (did you
            mean `REQ-1.1`?)
          tests/b.rs:2:8: no document defines `REQ-2` (did you
            mean `REQ-1.2`?)
          tests/b.rs:3:8: no document defines `REQ-3` (did you
            mean `REQ-1.3`?)
          tests/b.rs:4:8: no document defines `REQ-4` (did you
            mean `REQ-1.4`?)
          tests/b.rs:5:8: no document defines `REQ-5` (did you
            mean `REQ-1.5`?)
          tests/b.rs:6:8: no document defines `REQ-6` (did you
            mean `REQ-1.6`?)

        0 criteria; 12 errors
        Next: fix what the errors name, then `cargo spec check`
        ");
    }

    #[test]
    fn quiet_is_the_tally_and_verbose_is_everything() {
        insta::assert_snapshot!(check(300, 80, Verbosity::Quiet), @r"305 criteria: 3 tested, 302 untested; 302 errors");
        assert_eq!(check(300, 80, Verbosity::Verbose).matches("error[untested]").count(), 302);
    }

    #[test]
    fn a_clean_workspace_is_reported_to_run_its_tests() {
        let report = CheckOutcome { rungs: vec![Rung::Tested], ..CheckOutcome::default() };
        let text = render(&report, &mut SourceLines::default(), &Layout::default());
        insta::assert_snapshot!(anstream::adapter::strip_str(&text), @r"
        1 criterion: 1 tested
        Next: `cargo spec test` shows whether they are met
        ");
    }
}
