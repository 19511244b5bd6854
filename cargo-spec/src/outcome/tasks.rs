//! What `tasks` shows.

use spec_model::Diagnostic;
use spec_model::tasks::TaskList;

/// The task lists of packages, or those of files that somebody named.
#[derive(Debug, Default)]
pub struct TasksOutcome {
    /// The lists, in the order of their paths.
    pub lists: Vec<TaskList>,
    /// What is to be said about them.
    pub diagnostics: Vec<Diagnostic>,
}
