//! The output of a verb for programs, as it is handed on.

use serde_json::{Value, json};

/// So many findings are handed on: a model can act on a few.
const MAX_FINDINGS: usize = 20;

/// The output of a verb.
#[derive(Debug)]
pub enum Printed {
    /// Its JSON. That something was found is an answer too.
    Answer(Value),
    /// The reason why it could not run, with its help.
    Error(String),
}

/// Reads what a verb has printed to standard output and standard error.
pub fn read(output: &[u8], errors: &[u8]) -> Printed {
    let Ok(answer @ Value::Object(_)) = serde_json::from_slice(output) else {
        let words = String::from_utf8_lossy(errors);
        return Printed::Error(match words.trim() {
            "" => "the command printed nothing".to_owned(),
            words => words.to_owned(),
        });
    };
    let Some(error) = answer.get("error").filter(|error| error.is_object()) else {
        return Printed::Answer(answer);
    };
    let text = |key: &str| error.get(key).and_then(Value::as_str);
    let message = text("message").unwrap_or("the command could not run");
    Printed::Error(match text("help") {
        Some(help) => format!("{message}\nhelp: {help}"),
        None => message.to_owned(),
    })
}

/// An answer without the findings that are too many, errors first. It says how many were left out.
pub fn shorten(mut answer: Value) -> Value {
    let Some(findings) = answer.get_mut("diagnostics").and_then(Value::as_array_mut) else { return answer };
    let too_many = findings.len().saturating_sub(MAX_FINDINGS);
    if too_many > 0 {
        let rank = |finding: &Value| match finding.get("severity").and_then(Value::as_str) {
            Some("error") => 0,
            Some("warning") => 1,
            _ => 2,
        };
        findings.sort_by_key(rank);
        findings.truncate(MAX_FINDINGS);
        answer["left_out"] = json!({ "diagnostics": too_many, "help": "`cargo spec check` prints them all" });
    }
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_read_in_words_with_its_help() {
        let check =
            |output: &str, errors: &str, expect: &str| match read(output.as_bytes(), errors.as_bytes()) {
                Printed::Error(words) => assert_eq!(words, expect),
                Printed::Answer(answer) => panic!("{answer}"),
            };
        check("{\"version\":1,\"error\":{\"message\":\"a\",\"help\":\"b\"}}", "", "a\nhelp: b");
        check("{\"version\":1,\"error\":{\"message\":\"a\",\"help\":null}}", "", "a");
        check("", "error: wrong\n", "error: wrong");
        check("no JSON", "", "the command printed nothing");
    }

    #[test]
    fn of_many_findings_the_errors_are_handed_on() {
        let finding = |severity: &str| json!({ "severity": severity });
        let mut findings = vec![finding("note"); 30];
        findings.push(finding("error"));
        let short = shorten(json!({ "version": 1, "diagnostics": findings }));
        let kept = short["diagnostics"].as_array().expect("a list");
        assert_eq!((kept.len(), &kept[0]), (MAX_FINDINGS, &finding("error")));
        assert_eq!(short["left_out"]["diagnostics"], 11);
        let few = json!({ "version": 1, "diagnostics": [finding("note")] });
        assert_eq!(shorten(few.clone()), few);
    }
}
