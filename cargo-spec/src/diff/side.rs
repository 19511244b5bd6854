//! One of the two states that are compared.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use spec_engine::Host;
use spec_engine::intent::Intent;
use spec_engine::lock::Lock;
use spec_engine::verdict::{Compare, Findings, LockComparison, Question};
use spec_model::catalog::Places;
use spec_model::files::Files;
use spec_model::{Code, Diagnostic, Severity};

use crate::error::Error;
use crate::on_disk;
use crate::revision::{Objects, whole};

/// The intent at a revision, or in the working tree.
#[derive(Debug)]
pub struct DiffSide {
    /// The name of the state.
    pub name: String,
    /// The root of the workspace.
    pub root: PathBuf,
    /// The intent of the state.
    pub intent: Intent,
    /// The accepted criteria; `None`: there is no lock, or none that can be read.
    pub lock: Option<Arc<Lock>>,
    /// The files that could not be looked at.
    pub gaps: Vec<String>,
    /// The files that could not be looked at only if this is the state now: documents in which nothing is found.
    pub gaps_now: Vec<String>,
}

impl DiffSide {
    /// The working tree as it stands in its folder.
    pub fn working_tree(host: &Host, root: &Path) -> Self {
        Self::new(host, "the working tree".to_owned(), root)
    }

    /// The working tree, with what a sparse checkout leaves out of it.
    ///
    /// # Errors
    /// [`Error::Git`], if git does not have that.
    pub fn whole_tree(host: &Host, root: &Path) -> Result<Self, Error> {
        let files = whole(root)?.map(Host::new);
        Ok(Self::working_tree(files.as_ref().unwrap_or(host), root))
    }

    /// A revision, given its files and a host of them. `now` knows the working tree. `place` is the workspace's folder in the repository,
    /// and `root` the same now, which paths are shown from.
    pub(super) fn of_objects(
        now: &Host,
        (objects, host): (&Objects, &Host),
        revision: &str,
        place: &Path,
        root: &Path,
    ) -> Self {
        let top = objects.top();
        let mut side = Self::new(host, revision.to_owned(), root);
        let places = Inside::of(now, root);
        for path in objects.submodules.iter().filter(|path| places.has_any_in(&top.join(path))) {
            side.gaps.push(without(top, path, revision));
        }
        for path in objects.outside_links.iter().filter(|path| path.starts_with(place)) {
            side.gaps.push(format!("`{}` leads out of the repository at `{revision}`", path.display()));
        }
        let files: &dyn Files = objects;
        if !files.is_file(&root.join("Cargo.toml")) {
            side.gaps.push(format!("at `{revision}` there is no Cargo.toml where the workspace is now"));
        }
        side
    }

    fn new(host: &Host, name: String, root: &Path) -> Self {
        let mut findings = host.ask(root, &Question { compare: Compare::Never, ..Question::default() });
        let gaps = unread(&findings, root, &name, |code| !says_nothing_is_there(code));
        let gaps_now = unread(&findings, root, &name, says_nothing_is_there);
        let (intent, lock) = match findings.comparison.take() {
            Some(LockComparison { now, lock, source, .. }) => (now, lock.filter(|_| source.is_some())),
            None => (Intent::default(), None),
        };
        Self { name, root: root.to_path_buf(), intent, lock, gaps, gaps_now }
    }
}

/// The message about a submodule whose commit is not there.
pub(crate) fn without(top: &Path, path: &Path, revision: &str) -> String {
    let path = path.display();
    let fetch = match on_disk::exists(top.join(path.to_string()).join(".git")) {
        true => format!("git -C {path} fetch"),
        false => format!("git submodule update --init {path}"),
    };
    format!("the submodule `{path}` at `{revision}`: its commit is not in this clone; `{fetch}` brings it")
}

/// The part of the workspace that may be in a submodule now.
struct Inside {
    packages: Vec<PathBuf>,
    documents: Vec<PathBuf>,
}

impl Inside {
    fn of(host: &Host, root: &Path) -> Self {
        let packages: Vec<_> =
            host.workspace(root).packages.into_iter().map(|package| package.folder).collect();
        let places = Places::for_packages(host.files(), packages.iter().map(PathBuf::as_path));
        let documents = places.iter().flat_map(Places::all_documents).cloned().collect();
        Self { packages, documents }
    }

    fn has_any_in(&self, folder: &Path) -> bool {
        self.packages.iter().chain(&self.documents).any(|path| path.starts_with(folder))
    }
}

/// The findings that keep documents, sources or the lock from being read. `hides`: whether a finding that hides content counts.
fn unread(findings: &Findings, folder: &Path, name: &str, hides: impl Fn(Code) -> bool) -> Vec<String> {
    let is_lock = |finding: &&Diagnostic| {
        matches!(finding.code, Code::LockConflict | Code::LockDamaged | Code::LockVersion)
            && finding.severity == Severity::Error
            && hides(finding.code)
    };
    let hiding = findings.hiding.iter().filter(|finding| hides(finding.code));
    let found = hiding.chain(findings.diagnostics.iter().filter(is_lock));
    let reported = found.map(|finding| {
        let path = finding.path.as_deref();
        let path = path.map(|path| path.strip_prefix(folder).unwrap_or(path).display().to_string());
        format!("{} at `{name}`: {}", path.unwrap_or_default(), finding.message)
    });
    reported.collect()
}

/// Says a finding that nothing is there, and not that something may be hidden? Before a change, that is how documents begin.
fn says_nothing_is_there(code: Code) -> bool {
    matches!(
        code,
        Code::NoDocuments
            | Code::EmptyDocument
            | Code::NoCriteria
            | Code::UnreadDocument
            | Code::ConfigUnknown
    )
}
