//! Annotations of a GitHub workflow: each finding at its place in the files of a pull request. The worst come first,
//! because GitHub shows ten of a kind and step. See
//! [workflow commands](https://docs.github.com/actions/reference/workflow-commands-for-github-actions).

use std::fmt::Write as _;
use std::path::Path;

use spec_model::visible::visible;
use spec_model::{Diagnostic, Severity};

use super::{human, tally};
use crate::layout::path_text;
use crate::outcome::CheckOutcome;
use crate::report::Report;
use crate::terminal::plain;

/// A line for each finding, and one that counts.
pub fn render(report: &Report) -> String {
    let others = report.other_failures();
    let others = others.map(|others| format!("::error title=cargo spec::{}\n", message(&others)));
    let findings = annotations(&report.findings, &tally::line(report), &|path| report.shown(path));
    others.unwrap_or_default() + &findings
}

/// The same of what `check` finds.
pub fn check(report: &CheckOutcome) -> String {
    let shown = |path: &Path| path_text(path.strip_prefix(&report.root).unwrap_or(path));
    annotations(&report.diagnostics, plain(&human::check::tally(report)).trim_end(), &shown)
}

/// Shows a path: from the folder of the repository.
type Shown<'a> = &'a dyn Fn(&Path) -> String;

fn annotations(findings: &[Diagnostic], tally: &str, shown: Shown<'_>) -> String {
    let mut findings: Vec<_> = findings.iter().collect();
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    let mut out: String = findings.into_iter().map(|finding| annotation(shown, finding)).collect();
    let _ = writeln!(out, "::notice title=cargo spec::{}", message(tally));
    out
}

fn annotation(shown: Shown<'_>, finding: &Diagnostic) -> String {
    let command = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note | Severity::Allow => "notice",
    };
    let mut properties = Vec::new();
    if let Some(path) = &finding.path {
        properties.push(("file", shown(path)));
    }
    if let Some(location) = &finding.location {
        properties.push(("line", location.start.line.to_string()));
        properties.push(("endLine", location.end.line.to_string()));
        // Columns are of one line only.
        if location.start.line == location.end.line {
            properties.push(("col", location.start.column.to_string()));
            properties.push(("endColumn", location.end.column.to_string()));
        }
    }
    let subject = finding.subject.as_deref().unwrap_or("cargo spec");
    properties.push(("title", format!("{subject}: {}", finding.code)));
    let properties: Vec<_> =
        properties.into_iter().map(|(key, value)| format!("{key}={}", property(&value))).collect();
    let mut lines = vec![finding.message.clone()];
    lines.extend((!finding.label.is_empty()).then(|| finding.label.clone()));
    lines.extend(finding.labels.iter().map(|label| {
        let line = label.location.start.line;
        format!("{}: {}:{line}", label.text, shown(&label.location.path))
    }));
    lines.extend(finding.advice_text().iter().map(|help| format!("help: {help}")));
    let lines: Vec<_> = lines.iter().flat_map(|text| text.lines()).map(message).collect();
    format!("::{command} {}::{}\n", properties.join(","), lines.join("%0A"))
}

/// Text behind `::`, on one line.
fn message(text: &str) -> String {
    visible(text).replace('%', "%25")
}

/// Text between commas.
fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;

    #[test]
    fn each_finding_is_a_line_with_its_place() {
        insta::assert_snapshot!(render(&sample::report()));
    }
}
