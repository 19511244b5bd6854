//! The result of `tasks`.

use std::sync::Arc;

use spec_engine::tasks::Measured;
use spec_model::Diagnostic;
use spec_model::design::Design;
use spec_model::index::IndexVec;
use spec_model::tasks::{TaskIx, TaskList};

/// The task lists and designs of packages, or the files that somebody named.
#[derive(Debug, Default)]
pub struct TasksOutcome {
    /// The lists, in the order of their paths.
    pub lists: Vec<ListedTasks>,
    /// The designs beside them, in the order of their paths.
    pub designs: Vec<Arc<Design>>,
    /// The findings about them.
    pub diagnostics: Vec<Diagnostic>,
}

/// A task list, with what its tasks have come to.
#[derive(Debug)]
pub struct ListedTasks {
    /// The list.
    pub list: Arc<TaskList>,
    /// The measured state of each task without parts; of a file that somebody named, nothing is known.
    pub measured: Option<IndexVec<TaskIx, Option<Measured>>>,
    /// The ids of the criteria that each task is measured by, in the order of the documents; of a file that somebody named, none.
    pub criteria: IndexVec<TaskIx, Vec<String>>,
}

impl ListedTasks {
    /// The measured state of a task, if it is known.
    pub fn measured(&self, task: TaskIx) -> Option<Measured> {
        self.measured.as_ref().and_then(|measured| measured[task])
    }
}
