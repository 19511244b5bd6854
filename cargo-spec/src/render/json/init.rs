//! `init` for programs.

use serde::Serialize;

use super::VERSION;
use super::shown_path;
use crate::outcome::InitPlan;

/// The output of `init` for programs.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct InitJson<'a> {
    version: u32,
    package: &'a str,
    dry_run: bool,
    steps: Vec<StepJson<'a>>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct StepJson<'a> {
    path: String,
    action: &'static str,
    what: &'a str,
}

impl<'a> InitJson<'a> {
    /// The steps that were done, or would be.
    pub fn new(plan: &'a InitPlan, dry_run: bool) -> Self {
        let steps = plan.steps.iter().map(|step| StepJson {
            path: shown_path(&step.path),
            action: step.word(dry_run),
            what: &step.what,
        });
        Self { version: VERSION, package: &plan.package, dry_run, steps: steps.collect() }
    }
}
