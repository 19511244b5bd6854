//! `gen` for programs.

use serde::Serialize;

use super::{VERSION, path_text};
use crate::verbs::r#gen::{FileChange, Outcome, Test};

/// What `gen` prints for programs.
#[derive(Debug, Serialize)]
pub struct GenJson<'a> {
    version: u32,
    packages: &'a [String],
    criteria: usize,
    is_written: bool,
    files: Vec<FileJson<'a>>,
}

#[derive(Debug, Serialize)]
struct FileJson<'a> {
    path: String,
    is_new: bool,
    added: Vec<TestJson<'a>>,
}

#[derive(Debug, Serialize)]
struct TestJson<'a> {
    id: &'a str,
    name: &'a str,
}

impl<'a> GenJson<'a> {
    /// What was done, or would be.
    pub fn new(outcome: &'a Outcome) -> Self {
        let Outcome { plan, is_written, .. } = outcome;
        Self {
            version: VERSION,
            packages: &plan.packages,
            criteria: plan.criteria,
            is_written: *is_written,
            files: plan.files.iter().map(FileJson::new).collect(),
        }
    }
}

impl<'a> FileJson<'a> {
    fn new(file: &'a FileChange) -> Self {
        let added = file.added.iter().map(|Test { id, name }| TestJson { id, name });
        Self { path: path_text(&file.path), is_new: file.before.is_none(), added: added.collect() }
    }
}
