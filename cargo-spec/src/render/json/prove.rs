//! `prove` for programs.

use serde::Serialize;
use spec_runtime::evidence::MutantChange;

use super::VERSION;
use super::linked::{FunctionJson, LinkJson, VerdictJson};
use super::operators::DeepJson;
use crate::outcome::ProveOutcome;
use crate::prove::{ExecutedItem, KnockoutOutcome, ProcessEnd, Proof, Refusal, TriedVariant};

/// The output of `prove` for programs.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ProveJson<'a> {
    version: u32,
    runs: usize,
    criteria: Vec<ProofJson<'a>>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct ProofJson<'a> {
    #[serde(flatten)]
    verdict: VerdictJson<'a>,
    rung: &'static str,
    required: &'static str,
    is_below: bool,
    is_flaky: bool,
    refusal: Option<&'static str>,
    tests_unchanged: Option<&'a str>,
    same_as: &'a [String],
    items: Vec<ItemJson<'a>>,
    not_run: Vec<LinkJson<'a>>,
    deep: Option<DeepJson<'a>>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct ItemJson<'a> {
    #[serde(flatten)]
    function: FunctionJson<'a>,
    proven: bool,
    is_tried: bool,
    r#type: Option<&'a str>,
    variants: Vec<VariantJson<'a>>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct VariantJson<'a> {
    returns: &'a str,
    change: &'static str,
    outcome: &'static str,
    reason: Option<&'a str>,
    tests: Vec<LinkJson<'a>>,
}

impl<'a> ProveJson<'a> {
    /// Lists the results of each criterion, in the order of the documents.
    pub fn new(report: &'a ProveOutcome) -> Self {
        Self { version: VERSION, runs: report.runs, criteria: report.listed().map(ProofJson::new).collect() }
    }
}

impl<'a> ProofJson<'a> {
    fn new(proof: &'a Proof) -> Self {
        Self {
            verdict: VerdictJson::new(&proof.verdict),
            rung: proof.rung.as_str(),
            required: proof.required().as_str(),
            is_below: proof.is_below(),
            is_flaky: proof.was_flaky || matches!(proof.refusal, Some(Refusal::Flaky(_))),
            refusal: proof.refusal.as_ref().map(Refusal::as_str),
            tests_unchanged: proof.tests_unchanged.as_deref(),
            same_as: match &proof.refusal {
                Some(Refusal::SameAs(others)) => others,
                _ => &[],
            },
            not_run: proof.not_run.iter().map(|link| LinkJson::new(link)).collect(),
            deep: proof.deep.as_ref().map(|deep| DeepJson::new(deep, &proof.verdict)),
            items: proof.items.iter().map(|item| ItemJson::new(item, proof.threshold)).collect(),
        }
    }
}

impl<'a> ItemJson<'a> {
    fn new(item: &'a ExecutedItem, threshold: u8) -> Self {
        Self {
            function: FunctionJson::new(&item.code),
            proven: item.is_proven(threshold),
            is_tried: !item.is_not_tried(),
            r#type: item.returns.as_deref(),
            variants: item.variants.iter().map(VariantJson::new).collect(),
        }
    }
}

impl<'a> VariantJson<'a> {
    fn new(variant: &'a TriedVariant) -> Self {
        let (outcome, tests) = match &variant.outcome {
            KnockoutOutcome::Caught { ended: ProcessEnd::TimedOut, by } => {
                ("timed-out", std::slice::from_ref(by))
            }
            KnockoutOutcome::Caught { ended: ProcessEnd::Aborted, by } => {
                ("aborted", std::slice::from_ref(by))
            }
            KnockoutOutcome::Caught { by, .. } => ("caught", std::slice::from_ref(by)),
            KnockoutOutcome::Missed { by } => ("missed", by.as_slice()),
            KnockoutOutcome::Accepted { .. } => ("accepted", [].as_slice()),
            KnockoutOutcome::Equivalent => ("equivalent", [].as_slice()),
        };
        let reason = match &variant.outcome {
            KnockoutOutcome::Accepted { reason } => Some(&**reason),
            _ => None,
        };
        Self {
            returns: &variant.label,
            change: match variant.change {
                MutantChange::Instead => "instead",
                MutantChange::InsteadError => "error instead",
                MutantChange::Near | MutantChange::Turned | MutantChange::Inside => "near",
                MutantChange::OtherError => "other error",
                MutantChange::Argument => "argument",
            },
            outcome,
            reason,
            tests: tests.iter().map(|link| LinkJson::new(link)).collect(),
        }
    }
}
