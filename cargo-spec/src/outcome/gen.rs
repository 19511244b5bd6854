//! The result of `gen`: what it wrote, or would write.

use std::path::PathBuf;

/// A plan, and what became of it.
#[derive(Debug)]
pub struct GenOutcome {
    /// The steps that were to be done.
    pub plan: GenPlan,
    /// Was it done?
    pub is_written: bool,
    /// Show the changes themselves.
    pub shows_diff: bool,
}

/// The files that will be written, in this order: a file that declares a module comes after the module.
#[derive(Debug, Default)]
pub struct GenPlan {
    /// The packages that get stubs.
    pub packages: Vec<String>,
    /// The files that were looked at.
    pub files: Vec<FileChange>,
    /// The criteria that were looked at.
    pub criteria: usize,
    /// The number of them that are verified by nothing but stubs, …
    pub stubs: usize,
    /// … or by nothing but ignored tests.
    pub ignored: usize,
    /// The number of them that need no test, as `spec.toml` says.
    pub waived: usize,
    /// The package that gets the stubs of shared documents, if nobody said which.
    pub host_of_shared: Option<String>,
    /// The number of stubs left for criteria that are gone, if the stubs are not to be removed.
    pub gone: usize,
}

/// A file that may change.
#[derive(Debug)]
pub struct FileChange {
    /// The file.
    pub path: PathBuf,
    /// The present content; `None`: it does not exist.
    pub before: Option<String>,
    /// The new content.
    pub after: String,
    /// The stubs that are new, in document order.
    pub added: Vec<GeneratedTest>,
    /// The stubs whose criterion is gone, and which nobody has touched: they go.
    pub removed: Vec<GeneratedTest>,
    /// The stubs whose criterion is gone, and which somebody has touched: they stay.
    pub touched: Vec<GeneratedTest>,
    /// The rest of it after pruning.
    pub rest: Leftover,
}

/// The rest of a file after pruning.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Leftover {
    /// Nothing that the file could do without.
    #[default]
    InUse,
    /// Nothing but what every new file holds, so that the file goes.
    Removed,
    /// The same, but the file stays, as it is not declared in the way that is generated.
    Bare,
    /// Imports that nothing uses any more.
    Unused(Vec<&'static str>),
}

impl FileChange {
    /// Will it hold anything else than it does?
    pub fn is_changed(&self) -> bool {
        self.before.as_deref().unwrap_or_default() != self.after
    }
}

/// A test and the criterion that it is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GeneratedTest {
    /// The id that it names.
    pub id: String,
    /// The name of the function.
    pub name: String,
}

impl From<(String, String)> for GeneratedTest {
    fn from((id, name): (String, String)) -> Self {
        Self { id, name }
    }
}

impl GenPlan {
    /// Is there nothing to write?
    pub fn is_empty(&self) -> bool {
        self.changed().next().is_none()
    }

    /// The files that change.
    pub fn changed(&self) -> impl Iterator<Item = &FileChange> {
        self.files.iter().filter(|file| file.is_changed())
    }

    /// Every stub that has lost its criterion, but has been touched.
    pub fn touched(&self) -> impl Iterator<Item = &GeneratedTest> {
        self.files.iter().flat_map(|file| &file.touched)
    }

    /// Every stub that goes.
    pub fn removed(&self) -> impl Iterator<Item = &GeneratedTest> {
        self.files.iter().flat_map(|file| &file.removed)
    }

    /// Every stub that is new.
    pub fn added(&self) -> impl Iterator<Item = &GeneratedTest> {
        self.files.iter().flat_map(|file| &file.added)
    }
}
