//! `check --fix --dry-run` for programs.

use serde::Serialize;

use super::VERSION;
use super::shown_path;
use crate::outcome::FileDraft;

/// The files that would be written.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct FixJson<'a> {
    version: u32,
    files: Vec<FileJson<'a>>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct FileJson<'a> {
    path: String,
    before: Option<&'a str>,
    after: &'a str,
}

impl<'a> FixJson<'a> {
    /// The files that would change.
    pub fn new(files: &'a [FileDraft]) -> Self {
        let files = files.iter().map(|file| FileJson {
            path: shown_path(&file.path),
            before: file.before.as_deref(),
            after: &file.after,
        });
        Self { version: VERSION, files: files.collect() }
    }
}
