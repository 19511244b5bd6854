//! `lock-conflict`, `lock-damaged` and `lock-version`: `spec.lock` cannot be used as it is.

use spec_model::diagnostic::{Advice, Code, Diagnostic, Location};
use spec_model::source::{Source, Span};

use super::read::VERSION;

/// Reports the marks that a merge has left.
pub(super) fn marks(source: &Source, span: Span) -> Diagnostic {
    Diagnostic::new(Code::LockConflict, "`spec.lock` has the marks of a conflict")
        .at(source, span)
        .label("two branches have accepted different things here")
        .help("keep the intended lines and remove the marks")
        .help(Advice::run("cargo spec review", "").after("then"))
}

/// Reports two lines that contradict each other.
pub(super) fn twice(source: &Source, span: Span, first: Span, message: &str) -> Diagnostic {
    Diagnostic::new(Code::LockConflict, message)
        .at(source, span)
        .label("two branches have accepted different things")
        .related(Location::new(source, first), "the other one is here")
        .help("keep the intended line")
        .help(Advice::run("cargo spec review", "").after("then"))
}

/// Reports a first line that this version does not read.
pub(super) fn version(source: &Source, span: Span, line: &str) -> Diagnostic {
    let is_version = line.strip_prefix("version ").is_some_and(|number| number.parse::<u64>().is_ok());
    if !is_version {
        return damaged(source, span, "this file does not begin with a version");
    }
    Diagnostic::new(Code::LockVersion, "`spec.lock` has the form of another version")
        .at(source, span)
        .label(format!("this version reads `{VERSION}`"))
        .help("update `cargo spec` and `spec-runtime` to the version that has written it")
}

/// Reports a line that this tool has not written so.
pub(super) fn damaged(source: &Source, span: Span, label: &str) -> Diagnostic {
    Diagnostic::new(Code::LockDamaged, "`spec.lock` is damaged")
        .at(source, span)
        .label(label)
        .help(Advice::run("git checkout -- spec.lock", "restores what was committed"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lock::read;

    /// Checks the findings about a lock: the code and the line.
    #[track_caller]
    fn check(text: &str, expect: &str) {
        let found = read(&Source::new("spec.lock", text)).expect_err("it is not in order");
        let reported = found.iter().map(|finding| {
            let line = finding.location.as_ref().map_or(0, |location| location.start.line);
            assert!(!finding.advice.is_empty() && !finding.label.is_empty(), "{finding:?}");
            format!("{} {line}", finding.code)
        });
        assert_eq!(reported.collect::<Vec<_>>().join(", "), expect);
    }

    const HEAD: &str = "# What people have accepted. Kept by `cargo spec accept`, not by hand.\n";

    #[test]
    fn the_marks_of_a_merge_are_a_conflict() {
        check(&format!("{HEAD}version 1\n\n<<<<<<< ours\n\n# end\n"), "lock-conflict 4");
    }

    #[test]
    fn two_texts_of_one_criterion_are_a_conflict() {
        let line =
            |text: &str| format!("a/1\ttext\t{}\t{text}\n", spec_model::spec::Fingerprint::as_written(text));
        let text = format!("{HEAD}version 1\n\n[a/1]\n{}{}\n# end\n", line("x"), line("y"));
        check(&text, "lock-conflict 6");
    }

    #[test]
    fn another_version_is_named_and_none_is_damage() {
        check(&format!("{HEAD}version 2\n\n# end\n"), "lock-version 2");
        check("words\n# end\n", "lock-damaged 1");
    }

    #[test]
    fn a_line_that_nobody_writes_is_damage() {
        check(&format!("{HEAD}version 1\n\nwords\n\n# end\n"), "lock-damaged 4");
    }
}
