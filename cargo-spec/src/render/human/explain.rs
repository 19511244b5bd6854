//! Shows people the explanation of a code, or all codes.

use std::fmt::Write as _;

use spec_model::diagnostic::Artifact;
use spec_model::{Code, Diagnostic, Severity};

use super::style::{BAD, DOUBTFUL, FAINT, HEADING, paint};

use crate::explanations::explanation;
use crate::layout::{Layout, Verbosity};
use crate::text::{fold, padding};

/// One code: what it is, its text, and what is true of it.
pub fn one(code: Code, layout: &Layout) -> String {
    let mut out = String::new();
    let name = format!("{}[{code}]", code.default_severity());
    push_folded(&mut out, &format!("{name}: {}", code.description()), "", layout);
    // A colour has no width, so it comes last.
    let style = if code.default_severity() == Severity::Error { BAD } else { DOUBTFUL };
    out = out.replacen(&name, &paint(style, &name).to_string(), 1);
    out.push('\n');
    push_text(&mut out, explanation(code), layout);
    out.push('\n');
    push_folded(&mut out, &properties(code), "", layout);
    out
}

/// Every code, with its severity and one line.
pub fn all(layout: &Layout) -> String {
    let mut out = String::new();
    let columns = Code::ALL.iter().map(|code| code.as_str().len()).max().unwrap_or(0);
    for &code in Code::ALL {
        let severity = code.default_severity();
        let indent = columns + 2 + "warning".len() + 2;
        let lines = fold(code.description(), layout.columns.saturating_sub(indent));
        let _ = write!(
            out,
            "{}{}  {}{}  ",
            paint(HEADING, code),
            padding(code.as_str(), columns),
            severity,
            padding(severity.as_str(), "warning".len()),
        );
        out.push_str(&lines.join(&format!("\n{}", " ".repeat(indent))));
        out.push('\n');
    }
    out
}

/// `cargo spec explain untested` says more: where somebody watches, and something is wrong. It names the first of the worst.
pub fn hint(findings: &[Diagnostic], layout: &Layout) -> String {
    let worst =
        findings.iter().map(|finding| finding.severity).max().filter(|worst| *worst >= Severity::Warning);
    let first = findings.iter().find(|finding| Some(finding.severity) == worst);
    match first {
        Some(first) if layout.is_watched && layout.verbosity != Verbosity::Quiet => {
            format!("{}\n", paint(FAINT, format!("`cargo spec explain {}` explains it.", first.code)))
        }
        _ => String::new(),
    }
}

/// Describes the properties of a code, in sentences.
fn properties(code: Code) -> String {
    let severity = match code.default_severity() {
        Severity::Error => "It is an error: it fails a run.",
        Severity::Warning => "It is a warning: it does not fail a run.",
        Severity::Note => "It is a note: it does not fail a run.",
        Severity::Allow => "It is off.",
    };
    let change = if code.hides_content() {
        "It hides content, so `[severity]` in `spec.toml` cannot lower it.".to_owned()
    } else {
        format!("`{code} = \"…\"` under `[severity]` in `spec.toml` changes that.")
    };
    let baseline = if code.is_baselinable() { "may" } else { "cannot" };
    let artifact = match code.artifact() {
        Artifact::Tasks => "a list of tasks".to_owned(),
        artifact @ (Artifact::Evidence | Artifact::Configuration) => format!("the {}", artifact.as_str()),
        artifact => format!("a {}", artifact.as_str()),
    };
    format!("{severity} {change} The baseline {baseline} record it. It concerns {artifact}.")
}

/// Paragraphs and items are folded to the width of the terminal; what is indented stays as it is.
fn push_text(out: &mut String, text: &str, layout: &Layout) {
    let mut paragraph = String::new();
    for line in text.lines().chain([""]) {
        let begins = line.is_empty() || line.starts_with("    ") || line.starts_with("- ");
        if begins && !paragraph.is_empty() {
            let indent = if paragraph.starts_with("- ") { "  " } else { "" };
            push_folded(out, &std::mem::take(&mut paragraph), indent, layout);
        }
        if line.is_empty() || line.starts_with("    ") {
            out.push_str(line);
            out.push('\n');
        } else {
            if !paragraph.is_empty() {
                paragraph.push(' ');
            }
            paragraph.push_str(line.trim());
        }
    }
    while out.ends_with("\n\n") {
        out.pop();
    }
}

fn push_folded(out: &mut String, text: &str, indent: &str, layout: &Layout) {
    for (at, line) in fold(text, layout.columns.saturating_sub(indent.len())).iter().enumerate() {
        let _ = writeln!(out, "{}{line}", if at == 0 { "" } else { indent });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> String {
        anstream::adapter::strip_str(text).to_string()
    }

    #[test]
    fn each_code_says_what_it_concerns() {
        let layout = Layout { columns: 400, ..Layout::default() };
        let concerns = |code: Code| {
            let text = plain(&one(code, &layout));
            let (_, behind) = text.split_once("It concerns ").expect("every code concerns something");
            behind.split('.').next().unwrap_or_default().to_owned()
        };
        let all: std::collections::BTreeSet<_> = Code::ALL.iter().map(|&code| concerns(code)).collect();
        let all: Vec<_> = all.iter().map(String::as_str).collect();
        assert_eq!(
            all,
            [
                "a design",
                "a document",
                "a link",
                "a list of tasks",
                "a lock",
                "a test",
                "the configuration",
                "the evidence"
            ]
        );
    }

    #[test]
    fn no_line_is_wider_than_the_terminal_but_for_examples() {
        let layout = Layout { columns: 60, ..Layout::default() };
        for &code in Code::ALL {
            let text = plain(&one(code, &layout));
            for line in text.lines().filter(|line| !line.starts_with("    ")) {
                assert!(crate::text::width(line) <= 60, "{code}: {line}");
            }
        }
    }

    #[test]
    fn every_code_has_a_line() {
        let text = plain(&all(&Layout { columns: 400, ..Layout::default() }));
        assert_eq!(text.lines().count(), Code::ALL.len());
    }

    #[test]
    fn the_worst_finding_is_named_where_somebody_watches() {
        let findings = [Code::NumberingGap, Code::CriterionNew, Code::Orphan, Code::Untested];
        let findings = findings.map(|code| Diagnostic::new(code, "something"));
        let watched = Layout { is_watched: true, ..Layout::default() };
        assert_eq!(plain(&hint(&findings, &watched)), "`cargo spec explain orphan` explains it.\n");
        assert_eq!(hint(&findings[1..2], &watched), "", "a note needs no explanation");
        assert_eq!(hint(&[], &watched), "");
        assert_eq!(hint(&findings, &Layout::default()), "", "nobody watches");
        let quiet = Layout { verbosity: Verbosity::Quiet, ..watched };
        assert_eq!(hint(&findings, &quiet), "");
    }
}
