//! `gen` for programs.

use serde::Serialize;

use super::VERSION;
use super::shown_path;
use crate::outcome::{FileChange, GenOutcome, GeneratedTest, Leftover};

/// The output of `gen` for programs.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct GenJson<'a> {
    version: u32,
    packages: &'a [String],
    criteria: usize,
    is_written: bool,
    files: Vec<FileJson<'a>>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct FileJson<'a> {
    path: String,
    is_new: bool,
    is_removed: bool,
    added: Vec<TestJson<'a>>,
    removed: Vec<TestJson<'a>>,
    touched: Vec<TestJson<'a>>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct TestJson<'a> {
    id: &'a str,
    name: &'a str,
}

impl<'a> GenJson<'a> {
    /// The steps that were done, or would be.
    pub fn new(outcome: &'a GenOutcome) -> Self {
        let GenOutcome { plan, is_written, .. } = outcome;
        Self {
            version: VERSION,
            packages: &plan.packages,
            criteria: plan.criteria,
            is_written: *is_written,
            files: plan
                .files
                .iter()
                .filter(|file| file.is_changed() || !file.touched.is_empty())
                .map(FileJson::new)
                .collect(),
        }
    }
}

impl<'a> FileJson<'a> {
    fn new(file: &'a FileChange) -> Self {
        let tests = |tests: &'a [GeneratedTest]| {
            tests.iter().map(|GeneratedTest { id, name }| TestJson { id, name }).collect()
        };
        Self {
            path: shown_path(&file.path),
            is_new: file.before.is_none(),
            is_removed: file.rest == Leftover::Removed,
            added: tests(&file.added),
            removed: tests(&file.removed),
            touched: tests(&file.touched),
        }
    }
}
