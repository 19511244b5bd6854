//! `tasks tick` for programs.

use serde::Serialize;

use crate::outcome::{TickOutcome, TickedBox};
use crate::render::json::VERSION;
use crate::render::json::shown_path;

/// The output of `tasks tick`.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct TickJson<'a> {
    version: u32,
    dry_run: bool,
    lacks_run: Option<&'a str>,
    boxes: Vec<BoxJson<'a>>,
}

impl<'a> TickJson<'a> {
    /// The boxes that say something else.
    pub fn new(outcome: &'a TickOutcome) -> Self {
        let boxes = outcome.boxes.iter().map(BoxJson::new).collect();
        Self { version: VERSION, dry_run: outcome.is_dry, lacks_run: outcome.lacks_run, boxes }
    }
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct BoxJson<'a> {
    path: String,
    line: usize,
    id: Option<&'a str>,
    title: &'a str,
    before: char,
    after: char,
    why: &'a str,
    measured: Option<&'a str>,
}

impl<'a> BoxJson<'a> {
    fn new(ticked: &'a TickedBox) -> Self {
        Self {
            path: shown_path(&ticked.path),
            line: ticked.line,
            id: ticked.number.as_deref(),
            title: &ticked.title,
            before: ticked.before,
            after: ticked.after,
            why: ticked.why.as_str(),
            measured: ticked.measured,
        }
    }
}
