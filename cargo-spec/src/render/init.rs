//! What `init` did, for people and programs.

use std::fmt::Write as _;

use serde::Serialize;

use super::style::{FAINT, GOOD, HEADING, paint};
use super::{Layout, json};
use crate::terminal::Verbosity;
use crate::verbs::init::{Action, Plan, Step};

/// The line for a workflow of GitHub Actions: the gate is a test, so the tests are all there is to run.
const CI: &str = "      - run: cargo test";

/// What was done, or would be.
pub fn render(plan: &Plan, dry_run: bool, layout: &Layout) -> String {
    let mut out = String::new();
    for step in &plan.steps {
        let word = paint(
            if step.action == Action::Keep { FAINT } else { GOOD },
            format!("{:>7}", word(step, dry_run)),
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

fn word(step: &Step, dry_run: bool) -> &'static str {
    match (&step.action, dry_run) {
        (Action::Keep, _) => "found",
        (Action::Write { before: None, .. }, false) => "created",
        (Action::Write { before: None, .. }, true) => "create",
        (Action::Write { before: Some(_), .. }, false) => "changed",
        (Action::Write { before: Some(_), .. }, true) => "change",
    }
}

/// What `init` prints for programs.
#[derive(Debug, Serialize)]
pub struct InitJson<'a> {
    version: u32,
    package: &'a str,
    dry_run: bool,
    steps: Vec<StepJson<'a>>,
}

#[derive(Debug, Serialize)]
struct StepJson<'a> {
    path: String,
    action: &'static str,
    what: &'a str,
}

impl<'a> InitJson<'a> {
    /// What was done, or would be.
    pub fn new(plan: &'a Plan, dry_run: bool) -> Self {
        let steps = plan.steps.iter().map(|step| StepJson {
            path: json::path_text(&step.path),
            action: word(step, dry_run),
            what: &step.what,
        });
        Self { version: json::VERSION, package: &plan.package, dry_run, steps: steps.collect() }
    }
}
