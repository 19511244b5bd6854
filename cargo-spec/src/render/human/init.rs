//! What `init` did, for people and programs.

use std::fmt::Write as _;

use super::Layout;
use super::style::{FAINT, GOOD, HEADING, paint};
use crate::terminal::Verbosity;
use crate::verbs::init::{Action, Plan};

/// The line for a workflow of GitHub Actions: the gate is a test, so the tests are all there is to run.
const CI: &str = "      - run: cargo test";

/// What was done, or would be.
pub fn render(plan: &Plan, dry_run: bool, layout: &Layout) -> String {
    let mut out = String::new();
    for step in &plan.steps {
        let word = paint(
            if step.action == Action::Keep { FAINT } else { GOOD },
            format!("{:>7}", step.word(dry_run)),
        );
        let _ = writeln!(out, "{word}  {}  {}", layout.shown(&step.path), paint(FAINT, &step.what));
    }
    if layout.verbosity == Verbosity::Quiet {
        return out;
    }
    if dry_run && !plan.is_empty() {
        out.push_str("\nNothing was written. Without `--dry-run` it is.\n");
        return out;
    }
    let _ = writeln!(out, "\n{} (`.github/workflows/*.yml`):\n\n{CI}", paint(HEADING, "In CI"));
    let _ = writeln!(
        out,
        "\n{}: `cargo spec gen` writes a failing test for each criterion, then `cargo test`.",
        paint(HEADING, "Next")
    );
    out
}
