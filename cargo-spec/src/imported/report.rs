//! The survivors of a report: the mutation-testing-elements schema (which cargo-gamma writes too), or the outcomes of cargo-mutants.

use serde_json::Value;

/// A report of mutants.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MutationReport {
    /// The number of mutants that were tried.
    pub tried: usize,
    /// Those that no test caught.
    pub survivors: Vec<ReportedMutant>,
}

/// A mutant of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportedMutant {
    /// The file, as the report names it, with `/` between its parts.
    pub file: String,
    /// From 1.
    pub line: usize,
    /// From 1.
    pub column: usize,
    /// The name that the other tool gives to the change.
    pub name: String,
    /// The text that stood in the place of the original; empty, if there was none.
    pub replacement: String,
}

/// Reads a report; `None`: it has none of the known forms.
pub fn read_report(text: &[u8]) -> Option<MutationReport> {
    let value: Value = serde_json::from_slice(text).ok()?;
    if let Some(files) = value.get("files").and_then(Value::as_object) {
        let mut report = MutationReport::default();
        for (file, of) in files {
            for mutant in of.get("mutants").and_then(Value::as_array)? {
                report.element(file, mutant);
            }
        }
        return Some(report);
    }
    let outcomes = value.get("outcomes").and_then(Value::as_array)?;
    let mut report = MutationReport::default();
    outcomes.iter().for_each(|outcome| report.outcome(outcome));
    Some(report)
}

impl MutationReport {
    /// Adds a mutant of the mutation-testing-elements schema.
    fn element(&mut self, file: &str, mutant: &Value) {
        let status = text(mutant, "status");
        if !matches!(&*status, "Survived" | "NoCoverage" | "Killed" | "Timeout" | "RuntimeError") {
            return;
        }
        self.tried += 1;
        // cargo-gamma writes `Survived` for what it had to end, too: that was caught.
        let reason = text(mutant, "statusReason");
        let was_ended = ["timed out", "out of memory"].iter().any(|ended| reason.starts_with(ended));
        if matches!(&*status, "Survived" | "NoCoverage") && !was_ended {
            let (line, column) = position(mutant.get("location"));
            let (name, replacement) = (text(mutant, "mutatorName"), text(mutant, "replacement"));
            self.survivors.push(ReportedMutant { file: slashes(file), line, column, name, replacement });
        }
    }

    /// Adds an outcome of cargo-mutants. The first one is that of the tests without a mutant.
    fn outcome(&mut self, outcome: &Value) {
        let Some(mutant) = outcome.get("scenario").and_then(|scenario| scenario.get("Mutant")) else {
            return;
        };
        let summary = text(outcome, "summary");
        if !matches!(&*summary, "MissedMutant" | "CaughtMutant" | "Timeout") {
            return;
        }
        self.tried += 1;
        if summary == "MissedMutant" {
            let (line, column) = position(mutant.get("span"));
            let (name, replacement) = (text(mutant, "name"), text(mutant, "replacement"));
            let file = slashes(&text(mutant, "file"));
            self.survivors.push(ReportedMutant { file, line, column, name, replacement });
        }
    }
}

fn text(value: &Value, key: &str) -> String {
    value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn slashes(path: &str) -> String {
    path.replace('\\', "/")
}

/// The start of a place.
fn position(place: Option<&Value>) -> (usize, usize) {
    let start = place.and_then(|place| place.get("start"));
    let number = |key: &str| {
        let number = start.and_then(|start| start.get(key)).and_then(Value::as_u64);
        number.and_then(|number| usize::try_from(number).ok()).unwrap_or_default()
    };
    (number("line"), number("column"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn survivor(file: &str, line: usize, name: &str, replacement: &str) -> ReportedMutant {
        let (file, name, replacement) = (file.to_owned(), name.to_owned(), replacement.to_owned());
        ReportedMutant { file, line, column: 9, name, replacement }
    }

    #[test]
    fn survivors_are_read_from_each_form() {
        let elements = r#"{"schemaVersion":"2","files":{"src\\a.rs":{"language":"rust","source":"","mutants":[
            {"id":"1","mutatorName":"lt","replacement":"<=","status":"Survived","location":{"start":{"line":3,"column":9},"end":{"line":3,"column":10}}},
            {"id":"2","mutatorName":"lt","replacement":">","status":"Killed","location":{"start":{"line":3,"column":9}}},
            {"id":"4","mutatorName":"lt","status":"Survived","statusReason":"timed out: 5 s"},
            {"id":"3","mutatorName":"lt","status":"CompileError"}]}}}"#;
        let expect = MutationReport { tried: 3, survivors: vec![survivor("src/a.rs", 3, "lt", "<=")] };
        assert_eq!(read_report(elements.as_bytes()), Some(expect));
        let outcomes = r#"{"outcomes":[{"scenario":"Baseline","summary":"Success"},
            {"scenario":{"Mutant":{"name":"replace < with <= in f","file":"src/a.rs","replacement":"<=","span":{"start":{"line":7,"column":9}}}},"summary":"MissedMutant"},
            {"scenario":{"Mutant":{"name":"x","file":"src/a.rs"}},"summary":"Unviable"},
            {"scenario":{"Mutant":{"name":"x","file":"src/a.rs"}},"summary":"CaughtMutant"}]}"#;
        let missed = survivor("src/a.rs", 7, "replace < with <= in f", "<=");
        let expect = MutationReport { tried: 2, survivors: vec![missed] };
        assert_eq!(read_report(outcomes.as_bytes()), Some(expect));
    }

    #[test]
    fn other_texts_are_no_report() {
        for text in ["", "[]", "{}", "{\"files\":{\"a\":1}}", "{\"outcomes\":{}}", "minutes of a meeting"] {
            assert_eq!(read_report(text.as_bytes()), None, "{text}");
        }
    }

    /// JSON with the words of the forms at any place.
    fn json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<u64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            prop::sample::select(vec!["Survived", "MissedMutant", "src/a.rs", "", "../..", "ü"])
                .prop_map(Value::from),
        ];
        leaf.prop_recursive(6, 60, 6, |inner| {
            let key = prop::sample::select(vec![
                "files", "mutants", "status", "location", "start", "line", "column", "outcomes", "scenario",
                "Mutant", "summary", "span", "file", "name",
            ]);
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::hash_map(key.prop_map(str::to_owned), inner, 0..6)
                    .prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn no_input_makes_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..60), value in json()) {
            read_report(&bytes);
            if let Some(report) = read_report(value.to_string().as_bytes()) {
                prop_assert!(report.survivors.len() <= report.tried);
            }
        }
    }
}
