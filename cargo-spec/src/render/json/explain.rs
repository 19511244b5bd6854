//! `explain` for programs.

use serde::Serialize;
use spec_model::Code;

use super::VERSION;
use crate::explanations::explanation;

/// The output of `explain` for programs.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ExplainJson {
    version: u32,
    codes: Vec<CodeJson>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct CodeJson {
    code: &'static str,
    description: &'static str,
    explanation: &'static str,
    severity: &'static str,
    concerns: &'static str,
    hides_content: bool,
    may_be_in_baseline: bool,
}

impl ExplainJson {
    /// The known facts about some codes.
    pub fn new(codes: &[Code]) -> Self {
        let codes = codes.iter().map(|&code| CodeJson {
            code: code.as_str(),
            description: code.description(),
            explanation: explanation(code).trim_end(),
            severity: code.default_severity().as_str(),
            concerns: code.artifact().as_str(),
            hides_content: code.hides_content(),
            may_be_in_baseline: code.is_baselinable(),
        });
        Self { version: VERSION, codes: codes.collect() }
    }
}
