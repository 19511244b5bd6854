//! JUnit's XML for CI systems: a suite for each feature, a case for each criterion.
//!
//! A criterion whose tests did not run is skipped; whatever else stands too low is a failure. What is wrong beside the rungs
//! is a suite of its own, in which each case is an error.

use std::fmt::Write as _;

use spec_engine::links::Link;
use spec_engine::verdict::Rung;
use spec_model::{Diagnostic, Severity};

use super::tally;
use crate::evidence::Standing;
use crate::report::{Feature, Report, is_of_a_rung};
use crate::text::{one_line, without_strong};

use crate::render::markup::{escaped, escaped_lines};

/// The results of a case.
#[derive(Default)]
struct Cases {
    xml: String,
    total: usize,
    failures: usize,
    errors: usize,
    skipped: usize,
}

/// The document.
pub fn render(report: &Report) -> String {
    let mut suites = Cases::default();
    for feature in report.headings.features(&report.ladder) {
        let cases = criteria(report, &feature);
        suites.add_suite(&one_line(feature.name), &report.shown(feature.path), &cases);
    }
    let findings = findings(report);
    if findings.total > 0 {
        suites.add_suite("cargo spec", "", &findings);
    }
    let Cases { xml, total, failures, errors, skipped } = suites;
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <testsuites name=\"cargo spec\" tests=\"{total}\" failures=\"{failures}\" errors=\"{errors}\" skipped=\"{skipped}\" time=\"0\">\n\
         {xml}</testsuites>\n"
    )
}

impl Cases {
    fn add_suite(&mut self, name: &str, file: &str, cases: &Self) {
        let Self { xml, total, failures, errors, skipped } = cases;
        let file = if file.is_empty() { String::new() } else { format!(" file=\"{}\"", escaped(file)) };
        let _ = write!(
            self.xml,
            "  <testsuite name=\"{}\"{file} tests=\"{total}\" failures=\"{failures}\" errors=\"{errors}\" skipped=\"{skipped}\" time=\"0\">\n{xml}  </testsuite>\n",
            escaped(name)
        );
        self.total += total;
        self.failures += failures;
        self.errors += errors;
        self.skipped += skipped;
    }

    /// `inside`: an element, with the text that says more.
    fn add(
        &mut self,
        class: &str,
        name: &str,
        place: (&str, usize),
        inside: Option<(&str, &str, &str, &str)>,
    ) {
        self.total += 1;
        let (file, line) = place;
        let _ = write!(self.xml, "    <testcase classname=\"{}\" name=\"{}\"", escaped(class), escaped(name));
        if !file.is_empty() {
            let _ = write!(self.xml, " file=\"{}\" line=\"{line}\"", escaped(file));
        }
        self.xml.push_str(" time=\"0\"");
        match inside {
            None => self.xml.push_str("/>\n"),
            Some((element, kind, message, more)) => {
                let kind =
                    if kind.is_empty() { String::new() } else { format!(" type=\"{}\"", escaped(kind)) };
                let _ = writeln!(
                    self.xml,
                    ">\n      <{element} message=\"{}\"{kind}>{}</{element}>\n    </testcase>",
                    escaped(message),
                    escaped_lines(more)
                );
            }
        }
    }
}

fn criteria(report: &Report, feature: &Feature<'_>) -> Cases {
    let mut cases = Cases::default();
    for standing in feature.standings() {
        let verdict = &standing.verdict;
        let statement = without_strong(&one_line(&verdict.text));
        let name = format!("{} {statement}", one_line(verdict.id.as_str()));
        let file = report.shown(&verdict.location.path);
        let place = (&*file, verdict.location.start.line);
        let message = message(report, standing);
        let more = more(report, standing);
        let inside = match standing.rung {
            Rung::Waived => {
                cases.skipped += 1;
                Some(("skipped", "", &*message, &*more))
            }
            _ if !standing.is_short() && standing.is_flaky() => {
                Some(("flakyFailure", "flaky", "a test failed, and passed when it was tried again", &*more))
            }
            _ if !standing.is_short() => None,
            _ if standing.is_known() => {
                cases.skipped += 1;
                Some(("skipped", "", &*message, &*more))
            }
            Rung::Ignored | Rung::Tested => {
                cases.skipped += 1;
                Some(("skipped", "", &*message, &*more))
            }
            rung => {
                cases.failures += 1;
                Some(("failure", rung.as_str(), &*message, &*more))
            }
        };
        cases.add(&one_line(feature.name), &name, place, inside);
    }
    cases
}

/// Explains why a criterion stands too low, or is waived.
fn message(report: &Report, standing: &Standing) -> String {
    let id = standing.verdict.id.as_str();
    let is_about = |finding: &&Diagnostic| {
        finding.subject.as_deref() == Some(id)
            && finding.severity == Severity::Error
            && is_of_a_rung(finding.code)
            && finding.location.as_ref() == Some(&standing.verdict.location)
    };
    if let Some(waiver) = standing.verdict.waiver.as_ref().filter(|_| standing.rung == Rung::Waived) {
        return one_line(&format!("waived: verified by {waiver}"));
    }
    match report.findings.iter().chain(&report.known).find(is_about) {
        Some(finding) => one_line(&finding.message),
        None => format!("{} is {}, but must be {}", one_line(id), standing.rung, standing.required()),
    }
}

/// The criterion, its tests and its code, line by line.
fn more(report: &Report, standing: &Standing) -> String {
    let location = &standing.verdict.location;
    let mut lines = vec![one_line(&standing.verdict.text)];
    lines.push(format!("criterion: {}:{}", report.shown(&location.path), location.start.line));
    let mut line = |what: &str, link: &Link, state: &str| {
        let place = format!("{}:{}", report.shown(&link.location.path), link.location.start.line);
        lines.push(format!("{what}: {place} {} ({state})", one_line(&link.item.path)));
    };
    for test in &standing.tests {
        line("test", &test.link, test.state.as_str());
    }
    for (link, ran) in &standing.implementations {
        line("code", link, &tally::ran(link, *ran));
    }
    for missed in &standing.missed {
        let place = tally::place(report, &missed.code);
        lines.push(format!("missed: {place} {}", tally::missed(missed)));
    }
    lines.join("\n")
}

fn findings(report: &Report) -> Cases {
    let mut cases = Cases::default();
    for finding in report.general().filter(|finding| finding.severity == Severity::Error) {
        let file = finding.path.as_deref().map(|path| report.shown(path)).unwrap_or_default();
        let line = finding.location.as_ref().map_or(1, |location| location.start.line);
        let message = one_line(&finding.message);
        cases.errors += 1;
        let help = finding.advice_text().unwrap_or_default();
        let inside = Some(("error", finding.code.as_str(), &*message, &*help));
        cases.add("cargo spec", &format!("{}: {message}", finding.code), (&file, line), inside);
    }
    if let Some(others) = report.other_failures() {
        cases.errors += 1;
        let others = one_line(&others);
        let inside = Some(("error", "failing", &*others, ""));
        cases.add("cargo spec", "every test passes", ("", 0), inside);
    }
    cases
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;

    #[test]
    fn each_criterion_is_a_case() {
        insta::assert_snapshot!(render(&sample::report()));
    }
}
