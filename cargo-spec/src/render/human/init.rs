//! Shows people what `init` did.

use std::fmt::Write as _;

use super::style::{FAINT, GOOD, HEADING, paint};
use crate::layout::{Layout, Verbosity};
use crate::manifest::DependencyScope;
use crate::outcome::{FileAction, InitPlan};
use crate::text::{padding, width};

/// The line for a workflow of GitHub Actions: the gate is a test, so the tests are all there is to run.
const CI: &str = "      - run: cargo test";

/// The way to link code if only tests may know the runtime.
const TESTS_ONLY: &str = "      #[cfg_attr(test, spec_runtime::spec(\"REQ-1.1\"))]";

/// The tests that see such a link.
const UNIT_TESTS: &str = "Only unit tests see this link: those in `src/`. `cargo spec gen` writes to `tests/spec/`. Move a test into\n\
                          `src/`, beside the code, for `cargo spec prove` to prove that code.";

/// The longest path in the column of paths; the words about a file stand behind it.
const LONGEST_PATH: usize = 40;

/// The steps that were done, or would be.
pub fn render(plan: &InitPlan, dry_run: bool, layout: &Layout) -> String {
    let mut out = String::new();
    let paths: Vec<_> = plan.steps.iter().map(|step| layout.shown(&step.path)).collect();
    let columns = paths.iter().map(|path| width(path)).max().unwrap_or(0).min(LONGEST_PATH);
    for (step, path) in plan.steps.iter().zip(&paths) {
        let style = if step.action == FileAction::Keep { FAINT } else { GOOD };
        let word = paint(style, format!("{:>7}", step.word(dry_run)));
        let _ = writeln!(out, "{word}  {path}{}  {}", padding(path, columns), paint(FAINT, &step.what));
    }
    if layout.verbosity == Verbosity::Quiet {
        return out;
    }
    if dry_run && !plan.is_empty() {
        out.push_str("\nNothing was written. Without `--dry-run` it is.\n");
        return out;
    }
    if plan.scope == Some(DependencyScope::Tests) {
        let _ = writeln!(
            out,
            "\n{}:\n\n{TESTS_ONLY}\n\n{UNIT_TESTS}",
            paint(HEADING, "On code that implements a criterion")
        );
    }
    if plan.scope.is_none() {
        return out;
    }
    let _ = writeln!(out, "\n{} (`.github/workflows/*.yml`):\n\n{CI}", paint(HEADING, "In CI"));
    out.push('\n');
    out
}
