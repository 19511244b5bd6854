//! What `tasks` shows.

use std::sync::Arc;

use spec_model::Diagnostic;
use spec_model::design::Design;
use spec_model::tasks::TaskList;

/// The task lists and designs of packages, or the files that somebody named.
#[derive(Debug, Default)]
pub struct TasksOutcome {
    /// The lists, in the order of their paths.
    pub lists: Vec<Arc<TaskList>>,
    /// The designs beside them, in the order of their paths.
    pub designs: Vec<Design>,
    /// What is to be said about them.
    pub diagnostics: Vec<Diagnostic>,
}
