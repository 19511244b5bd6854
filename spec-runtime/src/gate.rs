//! Runs `gate!`: the engine of `cargo spec check`, for one package.

extern crate std;

use std::collections::HashMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::string::{String, ToString};
use std::vec::Vec;

use spec_engine::Host;
use spec_engine::verdict::{Findings, Question, Rung, Scope, Verdict};
use spec_model::diagnostic::{Advice, Location};
use spec_model::files::{Disk, Files as _};
use spec_model::visible::{visible, without_commands};
use spec_model::{Code, Diagnostic, Severity};

/// So many findings of one kind are shown, each of them in two lines.
const MAX_OF_A_CODE: usize = 30;

/// All of them together have about so many lines …
const MAX_LINES: usize = 60;

/// … and so many helps.
const MAX_HELPS: usize = 6;

/// Checks the package that is tested. `compiled_in` is its folder at compile time; where archived tests run elsewhere, it is the folder
/// that `CARGO_MANIFEST_DIR` names at run time. `written` is the folder that its build script writes to, if it has one: tests in there
/// count too.
///
/// # Panics
///
/// If there is a finding that is an error, with the list of all of them.
#[track_caller]
pub fn check(compiled_in: &str, written: Option<&str>) {
    let folder =
        std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from(compiled_in), PathBuf::from);
    let question = Question { scope: Scope::Package, generated: &sources(written), ..Question::default() };
    if let Some(report) = report(&Host::default().ask(&folder, &question), &folder) {
        panic!("{}", without_commands(&report, "\\u{3a}"));
    }
}

/// The Rust files that a build script has written into a folder.
fn sources(folder: Option<&str>) -> Vec<PathBuf> {
    let Some(folder) = folder.map(Path::new) else { return Vec::new() };
    let files = Disk.entries(folder).unwrap_or_default().into_iter().map(|entry| folder.join(entry.name));
    files.filter(|path| path.extension().is_some_and(|extension| extension == "rs")).collect()
}

/// Describes the missing things, or returns `None` if nothing is missing.
fn report(findings: &Findings, folder: &Path) -> Option<String> {
    let is_error = |finding: &&Diagnostic| finding.severity == Severity::Error;
    let errors: Vec<_> = findings.diagnostics.iter().filter(is_error).collect();
    if errors.is_empty() && !findings.verdicts.is_empty() {
        return None;
    }
    let mut text = tally(findings.verdicts.as_slice());
    if errors.is_empty() {
        text.push_str("\nthe documents hold no criterion, so that nothing is checked\n");
    }
    let criteria = findings.verdicts.iter().map(|verdict| (place(&verdict.location), verdict)).collect();
    let mut codes: Vec<Code> = Vec::new();
    for error in &errors {
        if !codes.contains(&error.code) {
            codes.push(error.code);
        }
    }
    // Each code gets its share of the lines, and two of them for what it has in common.
    let share = (MAX_LINES / codes.len().max(1)).saturating_sub(4) / 2;
    let most = share.clamp(1, MAX_OF_A_CODE);
    let mut printed: Vec<&[Advice]> = Vec::new();
    for &code in &codes {
        let of_code = || errors.iter().filter(|error| error.code == code);
        // Writing to a string cannot fail.
        let _ = writeln!(text, "\n{code} ({}): {}", of_code().count(), code.description());
        for error in of_code().take(most) {
            finding(&mut text, error, &criteria, folder);
        }
        let more = of_code().count().saturating_sub(most);
        if more > 0 {
            let _ = writeln!(text, "  … and {more} more (`cargo spec check -v` shows all)");
        }
        // The last line gives the advice for a missing test.
        let advice = of_code().map(|error| &*error.advice).filter(|_| code != Code::Untested);
        for advice in advice {
            if let Some(help) = Advice::text(advice)
                && !printed.contains(&advice)
                && printed.len() < MAX_HELPS
            {
                printed.push(advice);
                let _ = writeln!(text, "  help: {}", visible(&help));
            }
        }
    }
    let write = ", `cargo spec gen` writes the tests that are missing";
    let write = if codes.contains(&Code::Untested) { write } else { "" };
    let _ = writeln!(text, "\n`cargo spec check` shows each of these in its place{write}.");
    Some(text)
}

/// Counts the criteria with a test, and the criteria that need none.
fn tally(verdicts: &[Verdict]) -> String {
    let on = |rung: Rung| verdicts.iter().filter(|verdict| verdict.rung == rung).count();
    let (total, tested) = (verdicts.len(), on(Rung::Tested));
    let criteria = if total == 1 { "criterion" } else { "criteria" };
    let have = if tested == 1 || total == 1 { "has" } else { "have" };
    let waived = match on(Rung::Waived) {
        0 => String::new(),
        1 => ", 1 is waived".to_string(),
        more => std::format!(", {more} are waived"),
    };
    std::format!("{tested} of {total} {criteria} {have} a test that would run{waived}\n")
}

/// The criteria by their places.
type Criteria<'a> = HashMap<(&'a Path, usize), &'a Verdict>;

fn place(location: &Location) -> (&Path, usize) {
    (&location.path, location.span.start)
}

/// One finding: what, and where; of a criterion its id and its words.
fn finding(text: &mut String, finding: &Diagnostic, criteria: &Criteria<'_>, folder: &Path) {
    let path = finding.location.as_ref().map(|location| &location.path).or(finding.path.as_ref());
    let path = path
        .map(|path| visible(&path.strip_prefix(folder).unwrap_or(path).display().to_string()).into_owned());
    let line = finding.location.as_ref().map(|location| std::format!(":{}", location.start.line));
    let written = std::format!("{}{}", path.unwrap_or_default(), line.unwrap_or_default());
    let says_its_words = matches!(finding.code, Code::Untested | Code::Stub | Code::Ignored);
    let location = finding.location.as_ref().filter(|_| says_its_words && finding.subject.is_some());
    let criterion = location.and_then(|location| criteria.get(&place(location)));
    let what = match criterion {
        Some(criterion) => std::format!("{}  {}", criterion.id, first_words(&criterion.text)),
        None => finding.message.clone(),
    };
    // Writing to a string cannot fail.
    let _ = writeln!(text, "  {}\n      {written}", visible(&what));
}

/// As much of a text as one line can show.
fn first_words(text: &str) -> String {
    const WIDTH: usize = 90;
    let mut words = String::new();
    for word in text.split_whitespace() {
        if words.chars().count() + word.chars().count() > WIDTH {
            words.push_str(" …");
            break;
        }
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(word);
    }
    words
}

#[cfg(test)]
mod tests {
    use std::vec;

    use spec_model::Source;
    use spec_model::Span;
    use spec_model::spec::Id;

    use super::*;

    fn findings(rungs: &[Rung], diagnostics: Vec<Diagnostic>) -> Findings {
        let document = Source::new("/shop/requirements.md", "- REQ-1: it SHALL work\n");
        let verdict = |&rung: &Rung| Verdict {
            feature: "requirements".to_string(),
            id: Id::new("REQ-1"),
            is_id_shared: false,
            text: "it SHALL work".to_string(),
            location: Location::new(&document, Span::new(0, 4)),
            rung,
            acceptance: Default::default(),
            proposed: None,
            required: None,
            known_rung: None,
            waiver: None,
            links: Vec::new(),
        };
        Findings { verdicts: rungs.iter().map(verdict).collect(), diagnostics, ..Findings::default() }
    }

    fn finding(code: Code, help: &str) -> Diagnostic {
        Diagnostic::new(code, "something is wrong").about("/shop/requirements.md").help(help.to_owned())
    }

    fn text(rungs: &[Rung], diagnostics: Vec<Diagnostic>) -> String {
        report(&findings(rungs, diagnostics), Path::new("/shop")).expect("there is an error")
    }

    #[test]
    fn the_first_line_counts_in_words_that_fit() {
        use Rung::{Stub, Tested, Waived};
        let check = |rungs: &[Rung], expect: &str| {
            let text = text(rungs, vec![finding(Code::Stub, "write it")]);
            assert_eq!(text.lines().next(), Some(expect));
        };
        check(&[Stub], "0 of 1 criterion has a test that would run");
        check(&[Stub, Tested], "1 of 2 criteria has a test that would run");
        check(&[Stub, Tested, Tested, Waived], "2 of 4 criteria have a test that would run, 1 is waived");
        check(&[Stub, Waived, Waived], "0 of 3 criteria have a test that would run, 2 are waived");
    }

    #[test]
    fn gen_is_named_where_a_test_is_missing_and_nowhere_else() {
        let check = |code: Code, expect: bool| {
            let text = text(&[Rung::Stub], vec![finding(code, "do something")]);
            assert_eq!(text.contains("cargo spec gen"), expect, "{text}");
            assert!(
                text.ends_with(".\n") && text.contains("`cargo spec check` shows each of these"),
                "{text}"
            );
        };
        check(Code::Untested, true);
        for code in [Code::Stub, Code::Ignored, Code::Orphan, Code::EmptyDocument, Code::LockDamaged] {
            check(code, false);
        }
    }

    #[test]
    fn each_help_is_there_once() {
        let of = |code, help: &str| finding(code, help);
        let text = text(
            &[Rung::Stub],
            vec![
                of(Code::Untested, "`cargo spec gen REQ-1` writes a failing test for it"),
                of(Code::Stub, "write it"),
                of(Code::Orphan, "did you mean `REQ-1`?"),
                of(Code::Orphan, "did you mean `REQ-2`?"),
                of(Code::Orphan, "did you mean `REQ-1`?"),
                of(Code::Ignored, "write it"),
            ],
        );
        let helps: Vec<_> = text.lines().filter(|line| line.starts_with("  help: ")).collect();
        assert_eq!(
            helps,
            ["  help: write it", "  help: did you mean `REQ-1`?", "  help: did you mean `REQ-2`?"]
        );
    }

    #[test]
    fn however_much_is_found_the_text_is_short() {
        let each = |number: usize| {
            let codes = Code::ALL.iter().flat_map(|&code| vec![code; number]);
            codes.enumerate().map(|(at, code)| finding(code, &std::format!("help {at}"))).collect::<Vec<_>>()
        };
        let one: Vec<_> = (0..500).map(|at| finding(Code::Orphan, &std::format!("help {at}"))).collect();
        let lines = text(&[Rung::Stub], one).lines().count();
        assert!(lines <= 70, "{lines} lines");
        let some: Vec<_> = each(100).into_iter().filter(|error| error.severity == Severity::Error).collect();
        let some = some.into_iter().take(500).collect();
        let lines = text(&[Rung::Stub], some).lines().count();
        assert!(lines <= 70, "{lines} lines");
    }
}
