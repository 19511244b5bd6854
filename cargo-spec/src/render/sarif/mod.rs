//! Findings for code scanning: [SARIF 2.1.0](https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html). Every code that a finding
//! may have is a rule; what a finding says is a result.

pub mod diff;
mod uri;

use std::path::Path;

use serde_json::{Value, json};
use spec_model::diagnostic::Location;
use spec_model::spec::Fingerprint;
use spec_model::visible::visible;
use spec_model::{Code, Diagnostic, Severity};

use super::json::{path_text, to_text};
use crate::report::Report;
use crate::verbs::check;

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/// What paths are relative to: the folder of the repository, which each reader knows by a path of its own.
const ROOT: &str = "REPOSITORY";

/// The log, with one run.
pub fn render(report: &Report) -> String {
    log(&report.findings, &|path| report.relative(path))
}

/// The log of what `check` finds.
pub fn check(report: &check::Report) -> String {
    log(&report.diagnostics, &|path| path_text(path.strip_prefix(&report.root).unwrap_or(path)))
}

/// How a path is shown: from the folder of the repository.
type Shown<'a> = &'a dyn Fn(&Path) -> String;

/// A log of some findings.
fn log(findings: &[Diagnostic], shown: Shown<'_>) -> String {
    let results: Vec<_> = findings.iter().map(|finding| result(shown, finding)).collect();
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": driver() },
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": { ROOT: { "description": { "text": "The folder of the repository." } } },
            "results": results,
        }],
    });
    to_text(&log)
}

fn driver() -> Value {
    let rules = Code::ALL.iter().map(|code| {
        json!({
            "id": code.as_str(),
            "shortDescription": { "text": code.description() },
            "defaultConfiguration": { "level": level(code.default_severity()) },
        })
    });
    json!({
        "name": "cargo spec",
        "version": env!("CARGO_PKG_VERSION"),
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "rules": rules.collect::<Vec<_>>(),
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
        Severity::Allow => "none",
    }
}

fn result(shown: Shown<'_>, finding: &Diagnostic) -> Value {
    let help = finding.help.as_deref().map(|help| format!("\n{}", lines(help))).unwrap_or_default();
    let mut result = json!({
        "ruleId": finding.code.as_str(),
        "ruleIndex": Code::ALL.iter().position(|code| *code == finding.code),
        "level": level(finding.severity),
        "message": { "text": format!("{}{help}", lines(&finding.message)) },
        "partialFingerprints": { "cargoSpecFinding/v1": fingerprint(shown, finding) },
    });
    let place = match (&finding.location, &finding.path) {
        (Some(location), _) => Some(physical(shown, location)),
        (None, Some(path)) => Some(json!({ "artifactLocation": artifact(shown, path) })),
        (None, None) => None,
    };
    if let Some(place) = place {
        result["locations"] = json!([{ "physicalLocation": place }]);
    }
    if !finding.related.is_empty() {
        let related = finding.related.iter().enumerate().map(|(id, related)| {
            json!({
                "id": id,
                "message": { "text": lines(&related.message) },
                "physicalLocation": physical(shown, &related.location),
            })
        });
        result["relatedLocations"] = Value::Array(related.collect());
    }
    result
}

/// What stays the same when lines are moved: what is wrong, with what, in which file.
fn fingerprint(shown: Shown<'_>, finding: &Diagnostic) -> String {
    let path = finding.path.as_deref().map(shown).unwrap_or_default();
    let subject = finding.subject.as_deref().unwrap_or(&finding.message);
    Fingerprint::as_written(&format!("{}\n{subject}\n{path}", finding.code)).to_string()
}

fn physical(shown: Shown<'_>, location: &Location) -> Value {
    json!({
        "artifactLocation": artifact(shown, &location.path),
        "region": {
            "startLine": location.start.line,
            "startColumn": location.start.column,
            "endLine": location.end.line,
            "endColumn": location.end.column,
        },
    })
}

fn artifact(shown: Shown<'_>, path: &Path) -> Value {
    let shown = shown(path);
    if Path::new(&shown).is_absolute() {
        json!({ "uri": uri::of_file(&shown) })
    } else {
        json!({ "uri": uri::relative(&shown), "uriBaseId": ROOT })
    }
}

/// Text of several lines, as it may be shown.
fn lines(text: &str) -> String {
    text.lines().map(visible).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;

    #[test]
    fn each_finding_is_a_result_of_a_rule() {
        let mut log: Value = serde_json::from_str(&render(&sample::report())).expect("it is JSON");
        let run = &mut log["runs"][0];
        let rules = run["tool"]["driver"]["rules"].take();
        for result in run["results"].as_array_mut().expect("they are a list") {
            // The number moves with every finding that is added to the table; what it leads to does not.
            let index = result.as_object_mut().expect("an object").remove("ruleIndex");
            let index = index.and_then(|index| usize::try_from(index.as_u64()?).ok()).expect("a number");
            assert_eq!(rules[index]["id"], result["ruleId"]);
        }
        insta::assert_json_snapshot!(run["results"]);
    }

    #[test]
    fn what_is_elsewhere_is_named_by_a_whole_uri() {
        let finding = Diagnostic::new(Code::NoDocuments, "nothing").about("/elsewhere/a b");
        let place =
            &result(&|path| sample::report().relative(path), &finding)["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"], json!({ "uri": "file:///elsewhere/a%20b" }));
    }
}
