//! `prove --import` for programs.

use serde::Serialize;

use super::VERSION;
use super::linked::VerdictJson;
use crate::layout::path_text;
use crate::outcome::ImportOutcome;

/// The output of `prove --import` for programs.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ImportJson<'a> {
    version: u32,
    tried: usize,
    survived: usize,
    elsewhere: usize,
    criteria: Vec<SurvivedJson<'a>>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct SurvivedJson<'a> {
    #[serde(flatten)]
    verdict: VerdictJson<'a>,
    survivors: Vec<SurvivorJson<'a>>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct SurvivorJson<'a> {
    path: String,
    line: usize,
    column: usize,
    name: &'a str,
    replacement: &'a str,
}

impl<'a> ImportJson<'a> {
    /// Lists the criteria with survivors, in the order of the documents.
    pub fn new(outcome: &'a ImportOutcome) -> Self {
        let criteria = outcome.criteria.iter().map(|criterion| SurvivedJson {
            verdict: VerdictJson::new(&criterion.verdict),
            survivors: criterion
                .survivors
                .iter()
                .map(|(path, mutant)| SurvivorJson {
                    path: path_text(path),
                    line: mutant.line,
                    column: mutant.column,
                    name: &mutant.name,
                    replacement: &mutant.replacement,
                })
                .collect(),
        });
        Self {
            version: VERSION,
            tried: outcome.tried,
            survived: outcome.survived,
            elsewhere: outcome.elsewhere,
            criteria: criteria.collect(),
        }
    }
}
