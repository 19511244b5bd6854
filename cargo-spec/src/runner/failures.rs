//! Counts failed tests in what a runner prints, because its exit code has no number.
//!
//! libtest ends each program with `test result: FAILED. 3 passed; 2 failed; …`, and cargo ends with `error: 2 targets failed:`. A program
//! may say nothing of that form, or be killed. Then there is a target more than there are such lines: then the number is not known. nextest
//! ends with `Summary [   0.012s] 5 tests run: 3 passed, 2 failed, 0 skipped`.

use std::collections::BTreeSet;

use crate::evidence::TestPanic;

/// The failures that were read so far.
#[derive(Debug, Default)]
pub(super) struct Failures {
    /// Programs that were started, and groups of tests in documentation, as cargo says.
    started: usize,
    /// Of how many the end was told, by the lines of libtest, and how many tests they ran.
    ended: usize,
    run: usize,
    /// The words of a program that refused its arguments.
    refused: Option<String>,
    /// Tests that ran, as nextest says.
    summary_run: Option<usize>,
    /// Tests that failed, by the lines of libtest.
    tests: usize,
    /// Programs in which tests failed, by the same lines.
    programs: usize,
    /// Programs that failed, as cargo says.
    targets: Option<usize>,
    /// Tests that failed, as nextest says.
    summary: Option<usize>,
    /// Their names.
    names: BTreeSet<String>,
    /// The places where tests panicked.
    panics: Vec<TestPanic>,
}

/// The place in one of the two outputs: what the next line of it goes on with.
#[derive(Debug, Default)]
pub(super) struct Stream {
    /// The list of a program's failed tests is being read.
    is_listing: bool,
    /// The panic whose message the next line is.
    panic: Option<usize>,
}

impl Failures {
    /// Reads a line of one of the two outputs.
    pub(super) fn line(&mut self, line: &str, stream: &mut Stream) {
        self.name(line.trim_end(), stream);
        let line = line.trim();
        self.panic(line, stream);
        self.started += usize::from(is_start(line));
        if REFUSED.iter().any(|words| line.starts_with(words)) {
            self.refused = line.strip_prefix("error: ").map(str::to_owned);
        }
        if let Some((_, result)) = line.strip_prefix("test result: ").and_then(|rest| rest.split_once(". ")) {
            let parts = || result.split("; ");
            let of = |word| parts().find_map(|part| number(part, word)).unwrap_or_default();
            self.ended += 1;
            self.run += of("passed") + of("failed") + of("measured");
        }
        if let Some(result) = line.strip_prefix("test result: FAILED. ") {
            let failed = result.split("; ").find_map(|part| number(part, "failed"));
            self.tests += failed.unwrap_or_default();
            self.programs += usize::from(failed.is_some_and(|failed| failed > 0));
        } else if let Some(targets) =
            line.strip_prefix("error: ").and_then(|rest| rest.strip_suffix(" failed:"))
        {
            let targets = number(targets, "targets").or_else(|| number(targets, "target"));
            self.targets = targets.or(self.targets);
        } else if let Some((_, run)) =
            line.strip_prefix("Summary [").and_then(|rest| rest.split_once(" run: "))
        {
            self.summary = summary(run);
            self.summary_run = counted(line);
        }
    }

    /// Reads the name of a test that failed: libtest lists them, indented, below `failures:`, and nextest says it of each.
    fn name(&mut self, line: &str, stream: &mut Stream) {
        let listed = line.strip_prefix("    ").filter(|name| !name.starts_with(' '));
        match listed {
            Some(name) if stream.is_listing => drop(self.names.insert(name.to_owned())),
            _ => {
                stream.is_listing = line == "failures:";
                self.names.extend(nextest_failure(line).map(str::to_owned));
            }
        }
    }

    /// Reads `thread 'a::b' (7) panicked at src/a.rs:1:2:`, and the line behind it.
    fn panic(&mut self, line: &str, stream: &mut Stream) {
        if let Some(panic) = stream.panic.take().and_then(|at| self.panics.get_mut(at)) {
            line.clone_into(&mut panic.message);
            return;
        }
        let Some((name, rest)) = line.strip_prefix("thread '").and_then(|rest| rest.split_once('\'')) else {
            return;
        };
        let Some((_, place)) = rest.split_once("panicked at ") else { return };
        let place = place.trim_end_matches(':').to_owned();
        stream.panic = Some(self.panics.len());
        self.panics.push(TestPanic { test: name.to_owned(), place, message: String::new() });
    }

    /// Takes the places where tests panicked, in the order in which they were printed.
    pub(super) fn panics(&mut self) -> Vec<TestPanic> {
        std::mem::take(&mut self.panics)
    }

    /// Returns the number of tests that ran, if every program said so.
    pub(super) fn run(&self) -> Option<usize> {
        self.summary_run.or_else(|| (self.ended > 0 && self.ended >= self.started).then_some(self.run))
    }

    /// The words of a program that does not take its arguments.
    pub(super) fn refused(&self) -> Option<&str> {
        self.refused.as_deref()
    }

    /// The names of the tests that failed, as far as they were printed.
    pub(super) fn names(self) -> Vec<String> {
        self.names.into_iter().collect()
    }

    /// The number of tests that failed, if it is known.
    pub(super) fn number(&self) -> Option<usize> {
        match (self.summary, self.targets) {
            (Some(failed), _) => Some(failed),
            (None, Some(targets)) if targets == self.programs => Some(self.tests),
            (None, None) if self.run() == Some(0) => Some(0),
            _ => None,
        }
    }
}

/// `FAIL [   0.012s] (2/5) shop::spec module::test`: the name of the test, of one that nextest says to have failed.
fn nextest_failure(line: &str) -> Option<&str> {
    const WORDS: [&str; 4] = ["FAIL", "TIMEOUT", "ABORT", "SIG"];
    let (word, rest) = line.trim_start().split_once(" [")?;
    let (time, rest) = rest.split_once("] ")?;
    let is_time = time.trim_start_matches(['>', ' ']).starts_with(|c: char| c.is_ascii_digit());
    (is_time && WORDS.iter().any(|own| word.starts_with(own))).then(|| rest.rsplit(' ').next())?
}

/// The words of libtest about an argument that it does not know, or that lacks its value.
const REFUSED: [&str; 3] =
    ["error: Unrecognized option: ", "error: Argument to option ", "error: argument for "];

/// `Running tests/a.rs (target/debug/deps/a-0123)`, or `Doc-tests shop`
fn is_start(line: &str) -> bool {
    line.starts_with("Doc-tests ") || line.starts_with("Running ") && line.ends_with(')')
}

/// `Summary [   0.012s] 5 tests run: …`, or `5/7 tests run: …` where the run was cut short
fn counted(line: &str) -> Option<usize> {
    let (_, run) = line.split_once("] ")?;
    run.split([' ', '/']).next()?.parse().ok()
}

/// `3 passed (1 slow), 1 failed, 1 timed out, 0 skipped`
fn summary(run: &str) -> Option<usize> {
    let mut failed = 0;
    for part in run.split(", ").filter(|part| part.starts_with(|c: char| c.is_ascii_digit())) {
        let (number, word) = part.split_once(' ')?;
        if !["passed", "skipped", "leaky", "slow", "flaky"].iter().any(|fine| word.starts_with(fine)) {
            failed += number.parse::<usize>().ok()?;
        }
    }
    Some(failed)
}

/// `2 failed`
fn number(text: &str, word: &str) -> Option<usize> {
    text.strip_suffix(word)?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(lines: &[&str], expect: Option<usize>) {
        let (mut failures, mut stream) = (Failures::default(), Stream::default());
        lines.iter().for_each(|line| failures.line(line, &mut stream));
        assert_eq!(failures.number(), expect, "{lines:?}");
    }

    const FAILED: &str =
        "test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s";

    #[test]
    fn failed_tests_are_counted_in_what_libtest_and_cargo_say() {
        check(&[FAILED, "test result: ok. 1 passed; 0 failed;", "error: 1 target failed:"], Some(2));
        check(&[FAILED, FAILED, "error: 2 targets failed:", "    `--test a`"], Some(4));
        check(&[FAILED], None);
        check(&[], None);
    }

    #[test]
    fn where_a_program_failed_without_a_word_the_number_is_not_known() {
        check(&[FAILED, "error: 2 targets failed:"], None);
        check(&["test result: FAILED. 0 passed; 0 failed;", "error: 1 target failed:"], None);
    }

    #[test]
    fn how_many_tests_ran_is_known_where_every_program_says_so() {
        let check = |lines: &[&str], expect: Option<usize>| {
            let (mut failures, mut stream) = (Failures::default(), Stream::default());
            lines.iter().for_each(|line| failures.line(line, &mut stream));
            assert_eq!(failures.run(), expect, "{lines:?}");
        };
        let (started, none) = (
            "     Running tests/a.rs (target/debug/deps/a-0123)",
            "test result: ok. 0 passed; 0 failed; 1 ignored; 0 measured; 4 filtered out; finished in 0.00s",
        );
        check(&[started, FAILED], Some(5));
        check(&[started, none, "   Doc-tests a", none], Some(0));
        check(&[started, none, started], None);
        check(&[], None);
        check(
            &["     Summary [   0.000s] 0 tests run: 0 passed, 4 skipped", "error: no tests to run"],
            Some(0),
        );
        check(&["Summary [   1.2s] 1 test run: 1 passed, 0 skipped"], Some(1));
        check(&["Summary [   1.2s] 2/7 tests run: 1 passed, 1 failed, 0 skipped"], Some(2));
    }

    #[test]
    fn a_program_that_refuses_its_arguments_says_so() {
        let check = |line: &str, expect: bool| {
            let mut failures = Failures::default();
            failures.line(line, &mut Stream::default());
            assert_eq!(failures.refused().is_some(), expect, "{line}");
        };
        check("error: Unrecognized option: 'nonsense'", true);
        check("error: Argument to option 'skip' missing", true);
        check("error: argument for --test-threads must be a number > 0 (error: invalid digit)", true);
        check("error: test failed, to rerun pass `--lib`", false);
    }

    #[test]
    fn a_line_of_the_other_output_is_no_message_of_a_panic() {
        let (mut failures, mut out, mut err) = (Failures::default(), Stream::default(), Stream::default());
        failures.line("thread 'a::b' (7) panicked at src/a.rs:1:2:", &mut out);
        failures.line("error: 1 target failed:", &mut err);
        failures.line("  left is not right", &mut out);
        let panics: Vec<_> =
            failures.panics().into_iter().map(|it| (it.test, it.place, it.message)).collect();
        let expect = ["a::b", "src/a.rs:1:2", "left is not right"].map(str::to_owned);
        assert_eq!(panics, [expect.into()]);
    }

    #[test]
    fn the_failed_tests_are_named() {
        let check = |text: &str, expect: &[&str]| {
            let (mut failures, mut stream) = (Failures::default(), Stream::default());
            text.lines().for_each(|line| failures.line(line, &mut stream));
            assert_eq!(failures.names(), expect, "{text}");
        };
        let libtest = "running 2 tests\ntest a::b ... FAILED\ntest c ... ok\n\nfailures:\n\n---- a::b stdout ----\n\n    noise\n\n\nfailures:\n    a::b\n    src/lib.rs - f (line 3)\n\ntest result: FAILED. 0 passed; 2 failed\n    `--test x`\n";
        check(libtest, &["a::b", "src/lib.rs - f (line 3)"]);
        let nextest = "        PASS [   0.004s] (1/3) shop::spec fine\n        FAIL [   0.012s] (2/3) shop::spec module::test\n\
                       SIGABRT [   0.012s] shop dies\n     TIMEOUT [  60.012s] shop waits\n        SLOW [> 60.000s] shop slow\n\
                       TRY 1 FAIL [   0.1s] shop again\n     Summary [   0.012s] 3 tests run: 1 passed, 2 failed\n";
        check(nextest, &["dies", "module::test", "waits"]);
        check("failures:\n\ntest result: ok.\n    a\n", &[]);
    }

    #[test]
    fn the_summary_of_nextest_says_it_too() {
        check(&["     Summary [   0.012s] 5 tests run: 3 passed, 2 failed, 0 skipped"], Some(2));
        check(
            &["Summary [   1.2s] 6 tests run: 3 passed (1 slow, 1 leaky), 1 failed, 2 timed out, 4 skipped"],
            Some(3),
        );
        check(&["Summary [   1.2s] 1 test run: 1 passed, 0 skipped"], Some(0));
    }
}
