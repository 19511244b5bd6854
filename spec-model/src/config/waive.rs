//! Reads the table `[waive]`.

use super::read::Reader;
use super::toml::{KeyValue, TomlTable};
use crate::diagnostic::Location;
use crate::waiver::{Method, Waiver};

/// A waiver as `spec.toml` writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfiguredWaiver {
    /// The criterion, or the requirement with all of its criteria, as it is written.
    pub of: String,
    /// The way in which it is verified instead.
    pub waiver: Waiver,
    /// The place where its id is written.
    pub location: Location,
}

const KEYS: [&str; 2] = ["by", "reason"];

impl Reader<'_> {
    /// Reads `"REQ-1.2" = { by = "…", reason = "…" }`. A waiver that is not complete is not in force.
    pub(super) fn waiver(&mut self, of: &str, entry: &KeyValue) {
        let Some(table) = entry.value.as_table() else {
            return self.wrong_type(&entry.value, "a waiver", "a table with `by` and `reason`");
        };
        // `REQ-1.2 = …` without quotes is `2` in a table `REQ-1`.
        if let Some((key, _)) = table.iter().find(|(_, entry)| entry.value.as_table().is_some()) {
            return self.report(entry.key_span, format!("write an id with a dot in quotes: \"{of}.{key}\""));
        }
        for (key, entry) in table.iter().filter(|(key, _)| !KEYS.contains(key)) {
            self.unknown(entry.key_span, "a key of a waiver", key, &KEYS);
        }
        let (method, reason) = (self.method(table, entry), self.reason(table, entry));
        let (Some(method), Some(reason)) = (method, reason) else { return };
        let location = Location::new(self.source, entry.key_span);
        let waiver = Waiver { method, reason };
        self.config.waivers.push(ConfiguredWaiver { of: of.to_owned(), waiver, location });
    }

    fn method(&mut self, table: &TomlTable, waiver: &KeyValue) -> Option<Method> {
        let Some(value) = table.get("by") else {
            let known = Method::ALL.map(Method::as_str).join("\", \"");
            self.report(waiver.key_span, format!("the waiver has no `by`: write by = \"{known}\""));
            return None;
        };
        let word = self.string(value, "`by`")?;
        let method = Method::named(word);
        if method.is_none() {
            self.unknown(value.span, "a method of a waiver", word, &Method::ALL.map(Method::as_str));
        }
        method
    }

    fn reason(&mut self, table: &TomlTable, waiver: &KeyValue) -> Option<String> {
        let Some(value) = table.get("reason") else {
            self.report(waiver.key_span, "the waiver has no `reason`: say why no test verifies this");
            return None;
        };
        let reason = self.string(value, "`reason`")?;
        let reason = reason.split_whitespace().collect::<Vec<_>>().join(" ");
        if reason.is_empty() {
            self.report(value.span, "the reason is empty: say why no test verifies this");
            return None;
        }
        Some(reason)
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use crate::config::Config;
    use crate::source::Source;

    fn check(text: &str, expect: &str) {
        let source = Source::new("spec.toml", text);
        let (config, findings) = Config::read(&source);
        let mut out = String::new();
        for waiver in config.waivers {
            let _ = writeln!(out, "{} {}", waiver.of, waiver.waiver);
        }
        for finding in findings {
            let line = finding.location.map(|location| location.start.line).unwrap_or_default();
            let _ = writeln!(out, "{line} {}: {}", finding.code, finding.message);
        }
        assert_eq!(out.trim_end(), expect, "{text}");
    }

    #[test]
    fn a_waiver_has_a_method_and_a_reason() {
        check(
            "[waive]\n\"SC-001\" = { by = \"measurement\", reason = \"the  yearly\\nsurvey\" }\n",
            "SC-001 measurement: the yearly survey",
        );
        check(
            "[waive.\"REQ-1.2\"]\nby = \"inspection\"\nreason = \"a person looks\"\n[waive.REQ-2]\nby = \"analysis\"\nreason = \"x\"\n",
            "REQ-1.2 inspection: a person looks\nREQ-2 analysis: x",
        );
    }

    #[test]
    fn an_id_with_a_dot_needs_quotes() {
        check(
            "[waive]\nREQ-1.2 = { by = \"analysis\", reason = \"x\" }\n",
            "2 config-unknown: write an id with a dot in quotes: \"REQ-1.2\"",
        );
    }

    #[test]
    fn a_waiver_that_is_not_complete_is_reported_and_not_in_force() {
        check(
            "[waive]\nA-1 = { by = \"demonstration\" }\n",
            "2 config-unknown: the waiver has no `reason`: say why no test verifies this",
        );
        check(
            "[waive]\nA-1 = { reason = \"x\" }\n",
            "2 config-unknown: the waiver has no `by`: write by = \"inspection\", \"analysis\", \"measurement\", \"demonstration\"",
        );
        check(
            "[waive]\nA-1 = { by = \"tests\", reason = \"x\" }\n",
            "2 config-unknown: `tests` is not a method of a waiver",
        );
        check(
            "[waive]\nA-1 = { by = \"analysis\", reason = \" \" }\n",
            "2 config-unknown: the reason is empty: say why no test verifies this",
        );
        check(
            "[waive]\nA-1 = \"no test\"\n",
            "2 config-unknown: a waiver is a table with `by` and `reason`, not a string",
        );
        check("waive = true\n", "1 config-unknown: `waive` is a table, not a boolean");
        check(
            "[waive]\nA-1 = { by = \"analysis\", reason = \"x\", until = \"May\" }\n",
            "A-1 analysis: x\n2 config-unknown: `until` is not a key of a waiver",
        );
    }
}
