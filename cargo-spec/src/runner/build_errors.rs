//! The errors of a build, each in a line.

use std::io::Cursor;
use std::process::Output;

use cargo_metadata::Message;
use cargo_metadata::diagnostic::{Diagnostic, DiagnosticLevel};

use crate::text::one_line;

/// The errors of the compiler, `src/lib.rs:3:5: cannot find value ...`; where it has none, those of cargo.
pub(super) fn of(output: &Output) -> Vec<String> {
    let messages = Message::parse_stream(Cursor::new(&output.stdout)).filter_map(Result::ok);
    let errors = messages.filter_map(|message| match message {
        Message::CompilerMessage(message) => error(&message.message),
        _ => None,
    });
    let mut found: Vec<String> = Vec::new();
    // A library is compiled twice, for itself and for its unit tests.
    errors.for_each(|error| {
        if !found.contains(&error) {
            found.push(error);
        }
    });
    if found.is_empty() {
        let printed = String::from_utf8_lossy(&output.stderr);
        let lines = printed.lines().map(str::trim).filter(|line| line.starts_with("error"));
        found.extend(lines.map(one_line));
    }
    if found.is_empty() {
        found.push("cargo does not say why the tests cannot be built".to_owned());
    }
    found
}

/// An error with its place; `None`: it is none, or only counts the others.
fn error(diagnostic: &Diagnostic) -> Option<String> {
    let is_error = matches!(diagnostic.level, DiagnosticLevel::Error | DiagnosticLevel::Ice);
    let message = one_line(&diagnostic.message);
    let is_count = message.starts_with("aborting due to");
    let place = diagnostic.spans.iter().find(|span| span.is_primary);
    let place = place
        .map(|span| format!("{}:{}:{}: ", one_line(&span.file_name), span.line_start, span.column_start));
    (is_error && !is_count).then(|| format!("{}{message}", place.unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use std::process::ExitStatus;

    use super::*;

    fn check(stdout: &str, stderr: &str, expect: &[&str]) {
        let output = Output { status: ExitStatus::default(), stdout: stdout.into(), stderr: stderr.into() };
        assert_eq!(of(&output), expect);
    }

    fn message(level: &str, text: &str, spans: &str) -> String {
        let target = r#"{"kind":["lib"],"crate_types":["lib"],"name":"a","src_path":"/a/src/lib.rs","edition":"2024","doc":true,"doctest":true,"test":true}"#;
        let diagnostic = format!(
            r#"{{"message":"{text}","code":null,"level":"{level}","spans":[{spans}],"children":[],"rendered":null}}"#
        );
        format!(
            r#"{{"reason":"compiler-message","package_id":"a","manifest_path":"/a/Cargo.toml","target":{target},"message":{diagnostic}}}"#
        ) + "\n"
    }

    #[test]
    fn each_error_is_a_line_with_its_place_and_none_comes_twice() {
        let span = r#"{"file_name":"src/lib.rs","byte_start":0,"byte_end":1,"line_start":3,"line_end":3,"column_start":5,"column_end":6,"is_primary":true,"text":[],"label":null,"suggested_replacement":null,"suggestion_applicability":null,"expansion":null}"#;
        let error = message("error", "cannot find value `x`", span);
        let warning = message("warning", "unused", span);
        let count = message("error", "aborting due to 1 previous error", "");
        check(
            &format!("{warning}{error}{count}{error}"),
            "error: could not compile `a`",
            &["src/lib.rs:3:5: cannot find value `x`"],
        );
    }

    #[test]
    fn where_the_compiler_never_ran_the_words_of_cargo_are_the_errors() {
        check(
            "",
            "    Updating index\nerror: failed to parse manifest\n",
            &["error: failed to parse manifest"],
        );
        check("", "", &["cargo does not say why the tests cannot be built"]);
    }
}
