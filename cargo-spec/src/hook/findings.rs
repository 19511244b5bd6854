//! Makes a reason of what `cargo spec check` has found: at most three findings, and the command that shows the rest.

use std::fmt::Write as _;
use std::path::Path;

use serde_json::Value;
use spec_model::Code;
use spec_model::diagnostic::Artifact;

use crate::todo::Actor;

/// So many findings are named.
const NAMED: usize = 3;

/// A text is cut to so many characters.
const LONGEST: usize = 300;

/// Is an error one that whoever works on the code can remove, or one that hides content of a document?
pub fn is_of_work(code: &str) -> bool {
    let code = Code::ALL.iter().find(|known| known.as_str() == code);
    code.is_some_and(|code| {
        // The next run of the tests makes evidence anew.
        let is_work = Actor::of(*code) == Actor::Anyone && code.artifact() != Artifact::Evidence;
        // `spec.toml` and the lock are for people: who may not change them cannot mend them.
        let is_for_people = matches!(code.artifact(), Artifact::Configuration | Artifact::Lock);
        code.hides_content() && !is_for_people || is_work
    })
}

/// The reason to go on working, if there is any. Paths are shown from a folder. `is_reported` says which codes count.
pub fn reason(check: &Value, folder: &Path, is_reported: impl Fn(&str) -> bool) -> Option<String> {
    let text = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).map(short);
    let findings = check.get("diagnostics").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let is_error = |finding: &&Value| finding.get("severity").and_then(Value::as_str) == Some("error");
    let code = |finding: &Value| finding.get("code").and_then(Value::as_str).unwrap_or_default().to_owned();
    let errors: Vec<_> =
        findings.iter().filter(is_error).filter(|finding| is_reported(&code(finding))).collect();
    if errors.is_empty() {
        return None;
    }
    let mut words =
        format!("`cargo spec check` finds {}:\n", crate::text::count(errors.len(), "error", "errors"));
    for finding in errors.iter().take(NAMED) {
        let path = finding.get("path").and_then(Value::as_str).map(Path::new);
        let path = path.map(|path| path.strip_prefix(folder).unwrap_or(path).display().to_string());
        let path = path.unwrap_or_default();
        let line = finding.pointer("/location/line").and_then(Value::as_u64);
        let line = line.map(|line| format!(":{line}")).unwrap_or_default();
        // Writing to a string cannot fail.
        let _ = writeln!(
            words,
            "- {} ({}, {path}{line})",
            text(finding, "message").unwrap_or_default(),
            code(finding)
        );
        if let Some(help) = text(finding, "help") {
            let _ = writeln!(words, "  {help}");
        }
    }
    words.push_str("`cargo spec next` shows what to do first");
    if errors.len() > NAMED {
        let _ = write!(words, ", and `cargo spec check` the other {}", errors.len() - NAMED);
    }
    words.push_str(". Change links, tests, code, task lists and designs only; ask a person for the rest.");
    Some(words)
}

fn short(text: &str) -> String {
    let mut chars = text.chars();
    let mut short: String = chars.by_ref().take(LONGEST).collect();
    if chars.next().is_some() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_reason_names_three_errors_and_counts_the_others() {
        let finding = |at: usize| json!({ "severity": "error", "code": "untested", "message": format!("m{at}"), "path": "/shop/a.md", "location": { "line": at } });
        let found = json!({ "diagnostics": (1..=5).map(finding).collect::<Vec<_>>() });
        let words = reason(&found, Path::new("/shop"), is_of_work).expect("a reason");
        assert!(
            words.contains("- m3 (untested, a.md:3)")
                && !words.contains("m4")
                && words.contains("the other 2"),
            "{words}"
        );
        assert_eq!(reason(&json!({ "diagnostics": [] }), Path::new(""), is_of_work), None);
        assert_eq!(reason(&json!({}), Path::new(""), is_of_work), None);
        let accepted =
            json!({ "diagnostics": [{ "severity": "error", "code": "criterion-changed", "message": "x" }] });
        assert_eq!(reason(&accepted, Path::new(""), is_of_work), None);
        for code in ["wave-cycle", "task-unknown-criterion", "malformed-design", "orphan"] {
            assert!(is_of_work(code), "{code}");
        }
        for code in ["test-weakened", "lock-missing", "config-syntax", "unknown"] {
            assert!(!is_of_work(code), "{code}");
        }
        let hidden = json!({ "diagnostics": [{ "severity": "error", "code": "unreadable-document", "message": "x" }] });
        assert!(reason(&hidden, Path::new(""), is_of_work).is_some());
    }
}
