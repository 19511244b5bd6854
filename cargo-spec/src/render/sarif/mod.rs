//! Findings for code scanning: [SARIF 2.1.0](https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html). Each
//! code is a rule, and each finding a result. A waived criterion is a suppressed result, with the reason.

pub mod diff;
mod uri;

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Value, json};
use spec_engine::verdict::{Rung, Verdict};
use spec_model::diagnostic::{Fix, Location};
use spec_model::spec::Fingerprint;
use spec_model::visible::visible;
use spec_model::waiver::Waiver;
use spec_model::{Code, Diagnostic, Severity};

use super::json::to_text;
use crate::layout::path_text;
use crate::outcome::CheckOutcome;
use crate::report::Report;

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/// The folder that paths are relative to: that of the repository, which each reader knows by a path of its own.
const ROOT: &str = "REPOSITORY";

/// The log, with one run.
pub fn render(report: &Report) -> String {
    let standings = report.ladder.standings.iter();
    let waived = standings.filter(|standing| standing.rung == Rung::Waived).map(|standing| &standing.verdict);
    log(&report.findings, waived, &|path| report.relative(path))
}

/// The log of what `check` finds.
pub fn check(report: &CheckOutcome) -> String {
    log(&report.diagnostics, &report.waived, &|path| {
        path_text(path.strip_prefix(&report.root).unwrap_or(path))
    })
}

/// Shows a path: from the folder of the repository.
type Shown<'a> = &'a dyn Fn(&Path) -> String;

/// A log of some findings, and of criteria that are waived.
fn log<'a>(
    findings: &[Diagnostic],
    waived: impl IntoIterator<Item = &'a Verdict>,
    shown: Shown<'_>,
) -> String {
    let findings = findings.iter().map(|finding| result(shown, finding));
    let waived =
        waived.into_iter().filter_map(|verdict| Some(suppressed(shown, verdict, verdict.waiver.as_ref()?)));
    let results: Vec<_> = findings.chain(waived).collect();
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
    let help = finding.advice_text().map(|help| format!("\n{}", lines(&help))).unwrap_or_default();
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
        let mut location = json!({ "physicalLocation": place });
        if !finding.label.is_empty() {
            location["message"] = json!({ "text": lines(&finding.label) });
        }
        result["locations"] = json!([location]);
    }
    if !finding.labels.is_empty() {
        let related = finding.labels.iter().enumerate().map(|(id, label)| {
            json!({
                "id": id,
                "message": { "text": lines(&label.text) },
                "physicalLocation": physical(shown, &label.location),
            })
        });
        result["relatedLocations"] = Value::Array(related.collect());
    }
    if !finding.fixes.is_empty() {
        result["fixes"] = finding.fixes.iter().map(|fix| fixed(shown, fix)).collect();
    }
    result
}

/// A change that a reader may offer: all files together.
fn fixed(shown: Shown<'_>, fix: &Fix) -> Value {
    let mut files: BTreeMap<&Path, Vec<Value>> = BTreeMap::new();
    for edit in &fix.edits {
        files.entry(&edit.location.path).or_default().push(json!({
            "deletedRegion": physical(shown, &edit.location)["region"],
            "insertedContent": { "text": edit.replacement },
        }));
    }
    let changes = files.into_iter().map(|(path, replacements)| {
        json!({ "artifactLocation": artifact(shown, path), "replacements": replacements })
    });
    json!({
        "description": { "text": lines(&fix.title) },
        "artifactChanges": changes.collect::<Vec<_>>(),
        "properties": { "applicability": fix.applicability.as_str() },
    })
}

/// A criterion that asks for no test, because somebody accepted that it is verified otherwise.
fn suppressed(shown: Shown<'_>, verdict: &Verdict, waiver: &Waiver) -> Value {
    let message = format!("{} is waived: it is verified by {}", verdict.id, waiver.method);
    let mut finding = Diagnostic::new(Code::Untested, message)
        .located(verdict.location.clone())
        .concerning(format!("{}/{}", verdict.feature, verdict.id));
    finding.severity = Severity::Allow;
    let mut result = result(shown, &finding);
    result["kind"] = json!("notApplicable");
    let reason = visible(&waiver.reason);
    result["suppressions"] = json!([{ "kind": "external", "status": "accepted", "justification": reason }]);
    result
}

/// The part that stays the same when lines are moved: what is wrong, with what, in which file.
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
    use spec_model::diagnostic::Edit;
    use spec_model::waiver::Method;

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
    fn a_waived_criterion_is_a_suppressed_result_with_the_reason() {
        let mut report = sample::report();
        let standing = &mut report.ladder.standings.iter_mut().nth(3).expect("there are more");
        standing.rung = Rung::Waived;
        standing.verdict.waiver =
            Some(Waiver { method: Method::Inspection, reason: "a person\u{1b}[2J looks".to_owned() });
        let log: Value = serde_json::from_str(&render(&report)).expect("it is JSON");
        let results = log["runs"][0]["results"].as_array().expect("they are a list").clone();
        let waived: Vec<_> = results.iter().filter(|result| !result["suppressions"].is_null()).collect();
        assert_eq!((waived.len(), results.len()), (1, 1 + report.findings.len()));
        assert_eq!(waived[0]["ruleId"], "untested");
        assert_eq!((&waived[0]["kind"], &waived[0]["level"]), (&json!("notApplicable"), &json!("none")));
        assert_eq!(waived[0]["message"]["text"], "REQ-2.1 is waived: it is verified by inspection");
        assert_eq!(
            waived[0]["suppressions"],
            json!([{ "kind": "external", "status": "accepted", "justification": "a person\\u{1b}[2J looks" }])
        );
        assert_eq!(
            waived[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"],
            "requirements.md"
        );
    }

    #[test]
    fn a_fix_is_offered_with_what_it_replaces() {
        let source = spec_model::Source::new("/w/tests/a.rs", "#[spec(\"REQ-1.9\")]");
        let location = Location::new(&source, spec_model::Span::new(7, 16));
        let edits = vec![Edit::new(location.clone(), "\"REQ-1.1\"")];
        let fix = Fix::needs_person("name `REQ-1.1`", edits);
        let finding = Diagnostic::new(Code::Orphan, "nothing").located(location).fix(fix);
        let fix = &result(&|path| path_text(path), &finding)["fixes"][0];
        assert_eq!(fix["description"]["text"], "name `REQ-1.1`");
        let replaced = &fix["artifactChanges"][0]["replacements"][0];
        assert_eq!(
            (&replaced["deletedRegion"]["startColumn"], &replaced["deletedRegion"]["endColumn"]),
            (&json!(8), &json!(17))
        );
        assert_eq!(replaced["insertedContent"]["text"], "\"REQ-1.1\"");
        assert_eq!(fix["properties"]["applicability"], "needs-person");
    }

    #[test]
    fn what_the_caret_says_and_what_other_places_say_is_shown() {
        let source = spec_model::Source::new("/w/a.md", "one two");
        let location = |start, end| Location::new(&source, spec_model::Span::new(start, end));
        let finding = Diagnostic::new(Code::DuplicateId, "twice")
            .located(location(4, 7))
            .label("used again")
            .related(location(0, 3), "first used here");
        let result = result(&|path| path_text(path), &finding);
        assert_eq!(result["locations"][0]["message"]["text"], "used again");
        assert_eq!(result["relatedLocations"][0]["message"]["text"], "first used here");
    }

    #[test]
    fn what_is_elsewhere_is_named_by_a_whole_uri() {
        let finding = Diagnostic::new(Code::NoDocuments, "nothing").about("/elsewhere/a b");
        let place =
            &result(&|path| sample::report().relative(path), &finding)["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"], json!({ "uri": "file:///elsewhere/a%20b" }));
    }
}
