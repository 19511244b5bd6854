//! What `gate!` runs: the engine of `cargo spec check`, over what is in force for one package.

extern crate std;

use std::collections::HashMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::string::{String, ToString};
use std::vec::Vec;

use spec_engine::verdict::{self, Findings, Rung, Verdict};
use spec_model::diagnostic::Location;
use spec_model::files::Disk;
use spec_model::visible::{visible, without_commands};
use spec_model::{Code, Diagnostic, Severity};

/// So many findings of one kind are shown, each of them in two lines.
const MAX_OF_A_CODE: usize = 30;

/// Checks the package that is tested. `compiled_in` is its folder at compile time; where it has moved since, as with tests that
/// were archived and run elsewhere, the folder that `CARGO_MANIFEST_DIR` names at run time is taken. `written` is the folder that its build
/// script writes to, if it has one: tests in there count too.
///
/// # Panics
///
/// If there is a finding that is an error, with the list of all of them.
#[track_caller]
pub fn check(compiled_in: &str, written: Option<&str>) {
    let folder =
        std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from(compiled_in), PathBuf::from);
    if let Some(report) = report(&verdict::check_package(&Disk, &folder, &sources(written)), &folder) {
        panic!("{}", without_commands(&report, "\\u{3a}"));
    }
}

/// The Rust files that a build script has written into a folder.
fn sources(folder: Option<&str>) -> Vec<PathBuf> {
    let entries = folder.and_then(|folder| std::fs::read_dir(folder).ok()).into_iter().flatten().flatten();
    let files = entries.map(|entry| entry.path());
    files.filter(|path| path.extension().is_some_and(|extension| extension == "rs")).collect()
}

/// What is missing, or `None` if nothing is.
fn report(findings: &Findings, folder: &Path) -> Option<String> {
    let is_error = |finding: &&Diagnostic| finding.severity == Severity::Error;
    let errors: Vec<_> = findings.diagnostics.iter().filter(is_error).collect();
    if errors.is_empty() && !findings.verdicts.is_empty() {
        return None;
    }
    let tested = findings.verdicts.iter().filter(|verdict| verdict.rung == Rung::Tested).count();
    let waived = findings.verdicts.iter().filter(|verdict| verdict.rung == Rung::Waived).count();
    let waived = if waived > 0 { std::format!(", {waived} are waived") } else { String::new() };
    let mut text =
        std::format!("{tested} of {} criteria have a test that would run{waived}\n", findings.verdicts.len());
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
    for code in codes {
        let of_code = || errors.iter().filter(|error| error.code == code);
        // Writing to a string cannot fail.
        let _ = writeln!(text, "\n{code} ({}): {}", of_code().count(), code.description());
        for error in of_code().take(MAX_OF_A_CODE) {
            finding(&mut text, error, &criteria, folder);
        }
        let more = of_code().count().saturating_sub(MAX_OF_A_CODE);
        if more > 0 {
            let _ = writeln!(text, "  … and {more} more (`cargo spec check -v` shows all)");
        }
        if let Some(help) = of_code().find_map(|error| error.help.as_deref()) {
            let _ = writeln!(text, "  help: {}", visible(help));
        }
    }
    text.push_str("\n`cargo spec check` shows each of these in its place, `cargo spec gen` writes the tests that are missing.\n");
    Some(text)
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
