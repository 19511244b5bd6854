//! `tasks waves` for programs.

use serde::Serialize;
use spec_model::Diagnostic;
use spec_model::tasks::TaskIx;

use super::UnitJson;
use crate::board::{Board, Judged};
use crate::render::json::shown_path;
use crate::render::json::{DiagnosticJson, VERSION};

/// The output of `tasks waves`.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct WavesJson<'a> {
    version: u32,
    lists: Vec<ListJson<'a>>,
    diagnostics: Vec<DiagnosticJson<'a>>,
}

impl<'a> WavesJson<'a> {
    /// The waves of each list, and what is wrong with them.
    pub fn new(board: &'a Board, problems: &[&'a Diagnostic]) -> Self {
        let diagnostics = problems.iter().map(|problem| DiagnosticJson::new(problem)).collect();
        Self { version: VERSION, lists: board.lists.iter().map(ListJson::new).collect(), diagnostics }
    }
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct ListJson<'a> {
    path: String,
    feature: &'a str,
    basis: &'static str,
    waves: Vec<WaveJson<'a>>,
    contended: Vec<ContendedJson<'a>>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct WaveJson<'a> {
    tasks: Vec<UnitJson<'a>>,
    splits: Vec<SplitJson<'a>>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct SplitJson<'a> {
    task: &'a str,
    other: &'a str,
    place: String,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct ContendedJson<'a> {
    place: String,
    tasks: Vec<&'a str>,
}

impl<'a> ListJson<'a> {
    fn new(judged: &'a Judged) -> Self {
        let plan = judged.plan();
        let name = |task: TaskIx| judged.name(task);
        Self {
            path: shown_path(judged.list.source.path()),
            feature: &judged.feature,
            basis: plan.basis.as_str(),
            waves: plan
                .waves
                .iter()
                .map(|wave| WaveJson {
                    tasks: wave.tasks.iter().map(|&task| UnitJson::new(judged, task)).collect(),
                    splits: wave
                        .splits
                        .iter()
                        .map(|split| SplitJson {
                            task: name(split.task),
                            other: name(split.other),
                            place: split.place.as_str().to_owned(),
                        })
                        .collect(),
                })
                .collect(),
            contended: plan
                .contended
                .iter()
                .map(|(place, tasks)| ContendedJson {
                    place: place.as_str().to_owned(),
                    tasks: tasks.iter().map(|&task| name(task)).collect(),
                })
                .collect(),
        }
    }
}
