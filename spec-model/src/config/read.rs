//! Turns the tree of `spec.toml` into a [`Config`], and collects its mistakes.

use super::toml::{self, KeyValue, TomlTable, Value};
use super::{Config, Demand, DialectPattern, DocumentPattern};
use crate::diagnostic::{Advice, Code, Diagnostic, Location, Severity};
use crate::nearest::nearest;
use crate::order::Order as _;
use crate::source::{Source, Span};
use crate::spec::Dialect;

const KEYS: [&str; 9] =
    ["documents", "dialect", "package", "require", "gen", "prove", "tests", "severity", "waive"];
/// The rungs that a run can be required to reach.
const REQUIREMENTS: [&str; 3] = ["passing", "exercised", "proven"];
/// Attributes of the language, and ours, that stand on what is no test: to name one of them would make tests of code.
const NO_TESTS: [&str; 12] = [
    "allow",
    "cfg",
    "cfg_attr",
    "deny",
    "derive",
    "doc",
    "expect",
    "ignore",
    "inline",
    "must_use",
    "should_panic",
    "spec",
];
const SEVERITIES: [Severity; 4] = [Severity::Allow, Severity::Note, Severity::Warning, Severity::Error];

pub(super) fn read(source: &Source) -> (Config, Vec<Diagnostic>) {
    let (root, errors) = toml::read(source.text());
    let mut reader = Reader { source, config: Config::default(), diagnostics: Vec::new() };
    for error in errors {
        let mut diagnostic = Diagnostic::new(Code::ConfigSyntax, error.message).at(source, error.span);
        if let Some(first) = error.first {
            diagnostic = diagnostic.related(Location::new(source, first), "it is here already");
        }
        reader.diagnostics.push(diagnostic);
    }
    reader.root(&root);
    // A table of TOML has no order; people read from top to bottom.
    reader.config.waivers.order_by_key(|waiver| waiver.location.span);
    reader.diagnostics.order_by_key(|diagnostic| diagnostic.location.as_ref().map(|location| location.span));
    (reader.config, reader.diagnostics)
}

pub(super) struct Reader<'a> {
    pub(super) source: &'a Source,
    pub(super) config: Config,
    diagnostics: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn root(&mut self, root: &TomlTable) {
        for (key, entry) in root.iter() {
            let value = &entry.value;
            match key {
                "documents" => self.documents(value),
                "dialect" => self.dialects(value),
                "package" => {
                    self.config.package = self.string(value, "`package`").map(str::to_owned);
                    self.config.package_location = Some(Location::new(self.source, value.span));
                }
                "require" => self.require(value),
                "gen" => self.each(value, "`gen`", Self::generation),
                "prove" => self.each(value, "`prove`", Self::proving),
                "tests" => self.each(value, "`tests`", Self::tests),
                "severity" => self.each(value, "`severity`", Self::severity),
                "waive" => self.each(value, "`waive`", Self::waiver),
                _ => self.unknown(entry.key_span, "a key of `spec.toml`", key, &KEYS),
            }
        }
    }

    fn each(&mut self, value: &Value, name: &str, mut read: impl FnMut(&mut Self, &str, &KeyValue)) {
        match value.as_table() {
            Some(table) => table.iter().for_each(|(key, entry)| read(self, key, entry)),
            None => self.wrong_type(value, name, "a table"),
        }
    }

    fn documents(&mut self, value: &Value) {
        let Some(values) = value.as_array() else {
            return self.wrong_type(value, "`documents`", "an array of strings");
        };
        for value in values {
            let Some(glob) = self.string(value, "each of `documents`") else { continue };
            let pattern = self.pattern(glob, value.span);
            self.config.documents.extend(pattern);
        }
        if values.is_empty() {
            self.report(
                value.span,
                "`documents` names no document: take the key out to use the standard places",
            );
        }
    }

    /// A glob of documents, if nothing is wrong with it.
    fn pattern(&mut self, glob: &str, span: Span) -> Option<DocumentPattern> {
        if let Some(problem) = glob_problem(glob) {
            self.report(span, problem);
            return None;
        }
        let glob = glob.strip_prefix("./").unwrap_or(glob).to_owned();
        Some(DocumentPattern { glob, location: Location::new(self.source, span) })
    }

    fn dialects(&mut self, value: &Value) {
        let Some(table) = value.as_table() else {
            if value.as_str().is_none() {
                return self.wrong_type(value, "`dialect`", "a string or a table");
            }
            let dialect = self.dialect(value);
            let of_all = dialect.map(|dialect| DialectPattern { documents: None, dialect });
            return self.config.dialects.extend(of_all);
        };
        for (glob, entry) in table.iter() {
            let documents = self.pattern(glob, entry.key_span);
            let dialect = self.dialect(&entry.value);
            let found = documents.zip(dialect);
            self.config.dialects.extend(
                found.map(|(documents, dialect)| DialectPattern { documents: Some(documents), dialect }),
            );
        }
        // A table is sorted by its keys.
        let start =
            |of: &DialectPattern| of.documents.as_ref().map(|documents| documents.location.span.start);
        self.config.dialects.order_by_key(start);
    }

    fn dialect(&mut self, value: &Value) -> Option<Dialect> {
        let name = self.string(value, "a dialect")?;
        let dialect = Dialect::ALL.into_iter().find(|dialect| dialect.as_str() == name);
        if dialect.is_none() {
            self.unknown(value.span, "a dialect", name, &Dialect::ALL.map(Dialect::as_str));
        }
        dialect
    }

    fn require(&mut self, value: &Value) {
        match value.as_table() {
            Some(table) => table.iter().for_each(|(of, entry)| {
                self.demand((of != "*").then_some(of), entry.key_span, &entry.value);
            }),
            None if value.as_str().is_some() => self.demand(None, value.span, value),
            None => self.wrong_type(value, "`require`", "a string or a table"),
        }
    }

    fn demand(&mut self, of: Option<&str>, span: Span, value: &Value) {
        let Some(name) = self.string(value, "what is required") else { return };
        match REQUIREMENTS.into_iter().find(|rung| *rung == name) {
            Some(rung) => {
                let location = Location::new(self.source, span);
                self.config.require.push(Demand { of: of.map(str::to_owned), rung, location });
            }
            None => {
                self.unknown(value.span, "a rung that a run can be required to reach", name, &REQUIREMENTS);
            }
        }
    }

    fn generation(&mut self, key: &str, entry: &KeyValue) {
        match key {
            "async" => {}
            "properties" => {
                match entry.value.as_bool() {
                    Some(are_written) => self.config.without_properties = !are_written,
                    None => self.wrong_type(&entry.value, "`properties`", "`true` or `false`"),
                }
                return;
            }
            _ => return self.unknown(entry.key_span, "a key of `[gen]`", key, &["async", "properties"]),
        }
        let Some(attribute) = self.string(&entry.value, "`async`") else { return };
        if is_attribute(attribute) {
            self.config.async_test = Some(attribute.to_owned());
        } else {
            self.report(entry.value.span, "`async` is the attribute of a test, such as `tokio::test`");
        }
    }

    fn proving(&mut self, key: &str, entry: &KeyValue) {
        match key {
            "threshold" => {}
            "deep" => {
                let Some(word) = self.string(&entry.value, "`deep`") else { return };
                match word {
                    "require" => self.config.requires_deep = true,
                    "show" => {}
                    other => {
                        let other = other.to_owned();
                        self.unknown(entry.value.span, "a value of `deep`", &other, &["require", "show"]);
                    }
                }
                return;
            }
            _ => return self.unknown(entry.key_span, "a key of `[prove]`", key, &["threshold", "deep"]),
        }
        match entry.value.kind {
            toml::ValueKind::Integer(percent @ 1..=100) => self.config.threshold = u8::try_from(percent).ok(),
            _ => self.report(entry.value.span, "`threshold` is a percentage: an integer from 1 to 100"),
        }
    }

    fn tests(&mut self, key: &str, entry: &KeyValue) {
        if key != "attributes" {
            return self.unknown(entry.key_span, "a key of `[tests]`", key, &["attributes"]);
        }
        let Some(values) = entry.value.as_array() else {
            return self.wrong_type(&entry.value, "`attributes`", "an array of strings");
        };
        for value in values {
            let Some(path) = self.string(value, "each of `attributes`") else { continue };
            // With the brackets that it is written in, or without.
            let name = path.strip_prefix("#[").and_then(|path| path.strip_suffix(']')).unwrap_or(path).trim();
            if !is_attribute(name) || name.contains('(') {
                let message = "each of `attributes` is the path of an attribute, such as `my_test`";
                self.report(value.span, message);
            } else if NO_TESTS.contains(&name) {
                self.report(value.span, format!("`{name}` does not make a test of a function"));
            } else {
                self.config.test_attributes.push(name.to_owned());
            }
        }
    }

    fn severity(&mut self, key: &str, entry: &KeyValue) {
        let code = Code::ALL.iter().copied().find(|code| code.as_str() == key);
        if code.is_none() {
            let codes: Vec<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
            self.unknown(entry.key_span, "the code of a finding", key, &codes);
        }
        let Some(name) = self.string(&entry.value, "a severity") else { return };
        match SEVERITIES.into_iter().find(|severity| severity.as_str() == name) {
            Some(severity) if severity < Severity::Error && code.is_some_and(Code::stays_an_error) => {
                let (why, help) = if code.is_some_and(Code::hides_content) {
                    (
                        "more may be hidden than the finding says",
                        "fix what is found, or name other documents in `documents`",
                    )
                } else {
                    (
                        "nothing is compared with a `spec.lock` that cannot be read",
                        "repair `spec.lock`, and remove this line",
                    )
                };
                let message = format!("`{key}` stays an error: {why}");
                let finding = Diagnostic::new(Code::ConfigUnknown, message).at(self.source, entry.value.span);
                self.diagnostics.push(finding.help(help));
            }
            Some(severity) => self.config.severities.extend(code.map(|code| (code, severity))),
            None => self.unknown(entry.value.span, "a severity", name, &SEVERITIES.map(Severity::as_str)),
        }
    }

    pub(super) fn string<'v>(&mut self, value: &'v Value, name: &str) -> Option<&'v str> {
        let text = value.as_str();
        if text.is_none() {
            self.wrong_type(value, name, "a string");
        }
        text
    }

    pub(super) fn wrong_type(&mut self, value: &Value, name: &str, wanted: &str) {
        self.report(value.span, format!("{name} is {wanted}, not {}", value.description()));
    }

    pub(super) fn unknown(&mut self, span: Span, what: &str, written: &str, known: &[&str]) {
        let advice = match nearest(written, known.iter().copied(), 1).first() {
            Some(name) => Advice::choose([*name]),
            None if known.len() <= 12 => format!("it is one of: {}", known.join(", ")).into(),
            None => Advice::run("cargo spec check", "prints the code of each finding"),
        };
        self.report(span, format!("`{}` is not {what}", written.escape_debug()));
        if let Some(diagnostic) = self.diagnostics.last_mut() {
            diagnostic.advice.push(advice);
        }
    }

    pub(super) fn report(&mut self, span: Span, message: impl Into<String>) {
        self.diagnostics.push(Diagnostic::new(Code::ConfigUnknown, message).at(self.source, span));
    }
}

/// The problem with a glob, if there is one.
fn glob_problem(glob: &str) -> Option<&'static str> {
    let mut names = glob.split('/');
    if glob.is_empty() {
        Some("the name of a document is empty")
    } else if glob.contains('\\') {
        Some("names are joined by `/`, on every system")
    } else if glob.starts_with('/') || names.next().is_some_and(|name| name.ends_with(':')) {
        Some("a document is named relative to the folder of `spec.toml`")
    } else if glob.split('/').any(|name| name == "..") {
        Some("documents stay below the folder of `spec.toml`: put the file into a folder above all of them")
    } else if glob.split('/').any(|name| name.contains("**") && name != "**") {
        Some("`**` stands for whole folders: write `**/*.md`")
    } else {
        None
    }
}

/// `tokio::test`, or with arguments `tokio::test(flavor = "multi_thread")`.
fn is_attribute(text: &str) -> bool {
    let (path, arguments) = text.split_at(text.find('(').unwrap_or(text.len()));
    let is_name = |name: &str| {
        name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    };
    let closed = arguments.is_empty() || arguments.ends_with(')');
    path.split("::").all(is_name)
        && closed
        && !arguments.contains(|c: char| c.is_control() || "[]#".contains(c))
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use super::*;

    /// Each finding as `line:column code: message [text] (help)`.
    fn findings(text: &str) -> String {
        let source = Source::new("spec.toml", text);
        let mut out = String::new();
        for found in read(&source).1 {
            let help = found.advice_text().map(|help| format!(" ({help})")).unwrap_or_default();
            let location = found.location.expect("every finding in a configuration has its place");
            let (line, column) = (location.start.line, location.start.column);
            let text = source.slice(location.span);
            writeln!(out, "{line}:{column} {}: {} [{text}]{help}", found.code, found.message)
                .expect("a string takes everything");
        }
        out
    }

    #[test]
    fn every_key_is_read() {
        let source = Source::new(
            "spec.toml",
            "documents = [\"./a.md\", \"docs/**/*.md\"]\ndialect = \"spec-kit\"\npackage = \"shop\"\n\n[gen]\nasync = \"tokio::test\"\n\n[severity]\nnumbering-gap = \"error\"\nuntested = \"allow\"\n",
        );
        let (config, diagnostics) = Config::read(&source);
        assert_eq!(diagnostics, []);
        let globs: Vec<_> = config.documents.iter().map(|pattern| pattern.glob.as_str()).collect();
        assert_eq!(globs, ["a.md", "docs/**/*.md"]);
        assert_eq!(config.documents[1].location.start.column, 24);
        assert_eq!(config.dialects, [DialectPattern { documents: None, dialect: Dialect::SpecKit }]);
        assert_eq!(config.package.as_deref(), Some("shop"));
        assert_eq!(config.async_test.as_deref(), Some("tokio::test"));
        assert_eq!(config.severity(Code::NumberingGap), Severity::Error);
        assert_eq!(config.severity(Code::Untested), Severity::Allow);
        assert_eq!(config.severity(Code::Orphan), Severity::Error);
    }

    #[test]
    fn a_dialect_may_be_given_for_each_glob() {
        let text = "[dialect]\n\"./docs/*.md\" = \"kiro\"\n\"**/*.md\" = \"native\"\n";
        let (config, diagnostics) = Config::read(&Source::new("spec.toml", text));
        assert_eq!(diagnostics, []);
        let of =
            |pattern: &DialectPattern| (pattern.documents.as_ref()?.glob.clone(), pattern.dialect).into();
        let found: Vec<_> = config.dialects.iter().filter_map(of).collect();
        assert_eq!(found, [("docs/*.md".to_owned(), Dialect::Kiro), ("**/*.md".to_owned(), Dialect::Native)]);
        let wrong = "[dialect]\n\"../a.md\" = \"kiro\"\n\"a.md\" = \"kirro\"\n\"b.md\" = 1\n";
        insta::assert_snapshot!(findings(wrong), @r#"
        2:1 config-unknown: documents stay below the folder of `spec.toml`: put the file into a folder above all of them ["../a.md"]
        3:10 config-unknown: `kirro` is not a dialect ["kirro"] (did you mean `kiro`?)
        4:10 config-unknown: a dialect is a string, not an integer [1]
        "#);
    }

    #[test]
    fn an_empty_file_is_the_default() {
        assert_eq!(Config::read(&Source::new("spec.toml", "")), (Config::default(), Vec::new()));
    }

    #[test]
    fn what_is_required_is_a_rung_that_a_run_can_reach() {
        let read = |text: &str| read(&Source::new("spec.toml", text));
        let required = |text: &str| {
            let require = read(text).0.require.into_iter();
            require.map(|Demand { of, rung, .. }| (of.unwrap_or_default(), rung)).collect::<Vec<_>>()
        };
        assert_eq!(required("require = \"exercised\""), [(String::new(), "exercised")]);
        let table = "[require]\n\"*\" = \"passing\"\n\"a/REQ-1\" = \"proven\"\nb = \"exercised\"";
        assert_eq!(
            required(table),
            [(String::new(), "passing"), ("a/REQ-1".to_owned(), "proven"), ("b".to_owned(), "exercised")]
        );
        let (config, findings) = read("require = \"exercized\"");
        assert_eq!((config.require, findings[0].code), (Vec::new(), Code::ConfigUnknown));
        assert_eq!(findings[0].advice_text().as_deref(), Some("did you mean `exercised`?"));
        assert_eq!(read("require = 1").1[0].code, Code::ConfigUnknown);
        assert_eq!(read("[require]\na = 1").1[0].code, Code::ConfigUnknown);
    }

    #[test]
    fn changed_operators_are_required_or_shown() {
        let read = |text: &str| read(&Source::new("spec.toml", text));
        assert!(read("[prove]\ndeep = \"require\"").0.requires_deep);
        let (config, findings) = read("[prove]\ndeep = \"show\"");
        assert!(!config.requires_deep && findings.is_empty());
        for wrong in ["deep = \"required\"", "deep = true"] {
            let (config, findings) = read(&format!("[prove]\n{wrong}"));
            assert_eq!((config.requires_deep, findings[0].code), (false, Code::ConfigUnknown), "{wrong}");
        }
    }

    #[test]
    fn a_threshold_is_a_percentage() {
        let read = |text: &str| read(&Source::new("spec.toml", text));
        assert_eq!(read("[prove]\nthreshold = 80").0.threshold, Some(80));
        for wrong in
            ["threshold = 0", "threshold = 101", "threshold = \"80\"", "threshold = 0.8", "treshold = 80"]
        {
            let (config, findings) = read(&format!("[prove]\n{wrong}"));
            assert_eq!((config.threshold, findings[0].code), (None, Code::ConfigUnknown), "{wrong}");
        }
    }

    #[test]
    fn no_finding_that_stays_an_error_becomes_less() {
        for &code in Code::ALL {
            for severity in SEVERITIES {
                let (config, findings) = {
                    let text = format!("[severity]\n{code} = \"{}\"\n", severity.as_str());
                    read(&Source::new("spec.toml", text))
                };
                let is_refused = code.stays_an_error() && severity < Severity::Error;
                assert_eq!(findings.len(), usize::from(is_refused), "{code} {severity:?}");
                let expect = if is_refused { Severity::Error } else { severity };
                assert_eq!(config.severity(code), expect, "{code} {severity:?}");
            }
        }
    }

    #[test]
    fn what_is_not_known_is_reported_with_the_nearest_that_is() {
        let text = "document = []\ndialect = \"kirro\"\nx = 1\n[gen]\nasinc = \"a\"\n[severity]\norphn = \"error\"\norphan = \"warn\"\nstub = \"x\"\nqqqqqqqqq = \"note\"\n";
        insta::assert_snapshot!(findings(text), @r#"
        1:1 config-unknown: `document` is not a key of `spec.toml` [document] (did you mean `documents`?)
        2:11 config-unknown: `kirro` is not a dialect ["kirro"] (did you mean `kiro`?)
        3:1 config-unknown: `x` is not a key of `spec.toml` [x] (it is one of: documents, dialect, package, require, gen, prove, tests, severity, waive)
        5:1 config-unknown: `asinc` is not a key of `[gen]` [asinc] (did you mean `async`?)
        7:1 config-unknown: `orphn` is not the code of a finding [orphn] (did you mean `orphan`?)
        8:10 config-unknown: `warn` is not a severity ["warn"] (did you mean `warning`?)
        9:8 config-unknown: `x` is not a severity ["x"] (it is one of: allow, note, warning, error)
        10:1 config-unknown: `qqqqqqqqq` is not the code of a finding [qqqqqqqqq] (`cargo spec check` prints the code of each finding)
        "#);
    }

    #[test]
    pub(super) fn wrong_types_are_reported() {
        let text =
            "documents = \"a.md\"\ndialect = 1\npackage = [\"a\"]\ngen = true\n[severity]\norphan = false\n";
        insta::assert_snapshot!(findings(text), @r#"
        1:13 config-unknown: `documents` is an array of strings, not a string ["a.md"]
        2:11 config-unknown: `dialect` is a string or a table, not an integer [1]
        3:11 config-unknown: `package` is a string, not an array [["a"]]
        4:7 config-unknown: `gen` is a table, not a boolean [true]
        6:10 config-unknown: a severity is a string, not a boolean [false]
        "#);
    }

    #[test]
    fn documents_stay_below_the_folder() {
        let text = "documents = [\"../a.md\", \"/etc/passwd\", 'a\\b', \"a/../../b\", \"\", \"C:/a\", \"a**\", 1, \"ok.md\"]";
        insta::assert_snapshot!(findings(text), @r#"
        1:14 config-unknown: documents stay below the folder of `spec.toml`: put the file into a folder above all of them ["../a.md"]
        1:25 config-unknown: a document is named relative to the folder of `spec.toml` ["/etc/passwd"]
        1:40 config-unknown: names are joined by `/`, on every system ['a\b']
        1:47 config-unknown: documents stay below the folder of `spec.toml`: put the file into a folder above all of them ["a/../../b"]
        1:60 config-unknown: the name of a document is empty [""]
        1:64 config-unknown: a document is named relative to the folder of `spec.toml` ["C:/a"]
        1:72 config-unknown: `**` stands for whole folders: write `**/*.md` ["a**"]
        1:79 config-unknown: each of `documents` is a string, not an integer [1]
        "#);
    }

    #[test]
    fn an_empty_list_of_documents_is_a_mistake() {
        insta::assert_snapshot!(findings("documents = []"), @"1:13 config-unknown: `documents` names no document: take the key out to use the standard places [[]]");
    }

    #[test]
    fn what_makes_a_test_is_a_list_of_paths() {
        let source =
            Source::new("spec.toml", "[tests]\nattributes = [\"my_test\", \"crate::probe\", \"#[check]\"]\n");
        let (config, diagnostics) = Config::read(&source);
        assert_eq!(
            (config.test_attributes.join(" ").as_str(), &*diagnostics),
            ("my_test crate::probe check", &[][..])
        );
        insta::assert_snapshot!(findings("[tests]\nattributes = \"a\"\nattribute = []\n"), @r#"
        2:14 config-unknown: `attributes` is an array of strings, not a string ["a"]
        3:1 config-unknown: `attribute` is not a key of `[tests]` [attribute] (did you mean `attributes`?)
        "#);
        insta::assert_snapshot!(findings("[tests]\nattributes = [1, \"a b\", \"a(1)\", \"\", \"derive\", \"ok\"]"), @r#"
        2:15 config-unknown: each of `attributes` is a string, not an integer [1]
        2:18 config-unknown: each of `attributes` is the path of an attribute, such as `my_test` ["a b"]
        2:25 config-unknown: each of `attributes` is the path of an attribute, such as `my_test` ["a(1)"]
        2:33 config-unknown: each of `attributes` is the path of an attribute, such as `my_test` [""]
        2:37 config-unknown: `derive` does not make a test of a function ["derive"]
        "#);
        insta::assert_snapshot!(findings("tests = [\"my_test\"]"), @r#"1:9 config-unknown: `tests` is a table, not an array [["my_test"]]"#);
    }

    #[test]
    fn an_async_attribute_is_a_path_and_nothing_else() {
        for text in ["tokio::test", "test", "tokio::test(flavor = \"multi_thread\")", "async_std::test"] {
            assert!(is_attribute(text), "{text}");
        }
        for text in ["", "tokio::", "a b", "a]\n#[b", "a(]", "a()x", "1a", "a::test(\u{1b})"] {
            assert!(!is_attribute(text), "{text}");
        }
    }

    #[test]
    fn a_file_that_is_not_toml_says_so_and_the_rest_is_in_force() {
        let text = "dialect = \npackage = \"a\"\npackage = \"b\"\n";
        insta::assert_snapshot!(findings(text), @r#"
        1:11 config-syntax: a value is missing here []
        3:1 config-syntax: this key is given twice: `package` [package]
        "#);
        assert_eq!(read(&Source::new("spec.toml", text)).0.package.as_deref(), Some("a"));
    }
}
