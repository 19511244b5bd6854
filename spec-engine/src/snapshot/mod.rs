//! Everything that one question needs, read once and unchanging: a [`Snapshot`].
//!
//! 1. `question`: what is asked;
//! 2. `roots`: which documents are in force for which package; `criterion_map`: a value for each criterion of them;
//! 3. `reach`: which of the scanned files a target includes; `fate`: what a test asks for, to run;
//! 4. `beyond`: what tests use of other files; `module_tree`: which item a path names; `data_files`: fixtures and snapshots.
//!
//! A [`Host`] makes it, and reads nothing again that stayed as it was. An answer asks the snapshot alone.

mod beyond;
pub(crate) mod criterion_map;
mod data_files;
pub(crate) mod fate;
mod module_tree;
mod question;
mod reach;
mod roots;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use spec_model::catalog::{Catalog, Places, Target};
use spec_model::design::{self, Design};
use spec_model::diagnostic::Diagnostic;
use spec_model::files::{FileKind, Files};
use spec_model::index::IndexVec;
use spec_model::parallel::in_parallel;
use spec_model::paths::relative;
use spec_model::properties::Properties;
use spec_model::tasks::{self, TaskList};

use crate::Host;
use crate::findings::lock_missing::ATTRIBUTES;
use crate::findings::{designs, documents, task_lists};
use crate::lock::{FILE_NAME, HandEdits, LockFile};
use crate::sources::{Scanning, walk};
use crate::workspace::test_settings::TestSettings;
use crate::workspace::{Package, Workspace};
use beyond::BeyondFiles;
use criterion_map::CriterionMap;
use roots::Roots;

pub use question::{Compare, Question, Scope};
pub(crate) use reach::ReachedSource;
pub(crate) use roots::RootIx;

/// The words of a catalog's criteria, as far as they are asked for.
pub(crate) type Wordings = CriterionMap<Option<String>>;

/// The documents of one spec root, with what was read of them.
#[derive(Debug)]
pub(crate) struct Root {
    pub(crate) catalog: Arc<Catalog>,
    /// The correctness properties of the designs beside its documents.
    pub(crate) properties: Properties,
    /// The spec root from the root of the workspace, as keys name it.
    pub(crate) name: String,
    /// The root whose documents it shares.
    pub(crate) shared: Option<RootIx>,
    /// Is it asked about? Else it is there for links to what it shares.
    pub(crate) is_asked: bool,
    /// The words of its criteria, if that is asked.
    pub(crate) wordings: Option<Wordings>,
    /// The task lists beside its documents, if it is asked about.
    pub(crate) tasks: Vec<Arc<TaskList>>,
    /// The designs of its documents, if it is asked about.
    pub(crate) designs: Vec<Arc<Design>>,
    /// The task lists and designs that could not be read.
    pub(crate) unread: Vec<Diagnostic>,
}

/// Everything that one question needs, each file read once.
#[derive(Debug, Default)]
pub struct Snapshot {
    pub(crate) scope: Scope,
    pub(crate) compare: Compare,
    pub(crate) workspace: Workspace,
    /// The spec roots, those that are asked about first.
    pub(crate) roots: IndexVec<RootIx, Root>,
    /// Of each package: its root.
    pub(crate) of_package: Vec<RootIx>,
    /// The sources that have something to say, in the order of their paths.
    pub(crate) sources: Vec<ReachedSource>,
    /// The helpers that tests use beyond their files, if their text is asked for.
    pub(crate) beyond: BeyondFiles,
    /// The accepted criteria, if that is asked.
    pub(crate) accepted: Option<Arc<LockFile>>,
    /// The documents at the root of the workspace, where no catalog has its own root there.
    pub(crate) documents_of_root: Vec<PathBuf>,
    /// The text of `.gitattributes`, where there is no lock.
    pub(crate) attributes: Option<io::Result<Vec<u8>>>,
    /// The settings that make the tests show less.
    pub(crate) test_settings: TestSettings,
    /// That there is nothing to ask about.
    pub(crate) no_documents: Option<Diagnostic>,
}

impl Host {
    /// Reads what a question about the workspace of a folder needs.
    pub fn snapshot(&self, folder: &Path, question: &Question<'_>) -> Snapshot {
        let files = self.files();
        let places_of = |packages: &[Package]| {
            Places::for_packages(files, packages.iter().map(|package| &*package.folder))
        };
        let mut workspace = Workspace::of(files, folder);
        workspace.generated = question.generated.to_vec();
        if question.platform.is_some() {
            workspace = workspace.for_platform(question.platform);
        }
        if question.scope == Scope::Workspace {
            let folders: Vec<_> = workspace.packages.iter().map(|package| package.folder.clone()).collect();
            let roots =
                || Roots::new(Places::for_packages(files, folders.iter().map(|folder| &**folder)), None);
            return Snapshot::read(self, workspace, roots, question);
        }
        let own = Places::for_package(files, folder);
        if own.documents.is_empty() && own.diagnostics.is_empty() {
            let none = documents::no_documents(&own.root, &own.config, &own.looked_in);
            return Snapshot { no_documents: Some(none), ..Snapshot::default() };
        }
        let is_meant = |places: &Places| {
            places.rests_on(&own.root)
                || own.shared.as_ref().is_some_and(|shared| places.rests_on(&shared.root))
        };
        let packages = std::mem::take(&mut workspace.packages);
        let members = places_of(&packages).into_iter().zip(packages);
        let (places, packages): (_, Vec<_>) = members.filter(|(places, _)| is_meant(places)).unzip();
        workspace.packages = packages;
        Snapshot::read(self, workspace, || Roots::new(places, Some(own)), question)
    }
}

impl Snapshot {
    /// Reads documents, sources and what was accepted, all at once. `roots` finds where the documents are.
    fn read(
        host: &Host,
        workspace: Workspace,
        roots: impl FnOnce() -> Roots + Send,
        question: &Question<'_>,
    ) -> Self {
        let files = host.files();
        let is_compared = is_compared(files, &workspace.root, question);
        let edits = if question.compare == Compare::Never { HandEdits::Read } else { HandEdits::Refuse };
        let packages = &workspace.packages[..];
        let elsewhere = host.elsewhere(packages, is_compared);
        let scanning = Scanning { packages, with_words: is_compared, elsewhere };
        let ((roots, of_package), (sources, beyond), accepted) = std::thread::scope(|scope| {
            let accepted = scope.spawn(|| is_compared.then(|| host.lock(&workspace.root, edits)));
            let reading = scope.spawn(|| read_roots(host, roots(), &workspace.root, is_compared));
            let walked = host.sources(scanning);
            let (sources, declared) = reach::reached(host, walked, scanning, &workspace.generated);
            let beyond = match is_compared {
                true => BeyondFiles::find(host, &workspace, &sources, &declared),
                false => BeyondFiles::default(),
            };
            let read = reading.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            let accepted = accepted.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            (read, (sources, beyond), accepted)
        });
        let (scope, compare) = (question.scope, question.compare);
        let mut snapshot = Self {
            scope,
            compare,
            workspace,
            roots,
            of_package,
            sources,
            beyond,
            accepted,
            ..Self::default()
        };
        snapshot.look_around(files);
        snapshot
    }

    /// Reads what tells of documents that nobody reads, and of a lock that is missing.
    fn look_around(&mut self, files: &dyn Files) {
        let (catalogs, root) = (self.catalogs(), &self.workspace.root);
        let has_own = catalogs.is_empty() || catalogs.iter().any(|catalog| catalog.root == *root);
        let documents_of_root = if self.scope == Scope::Workspace && !has_own {
            Places::of_root(files, root).documents
        } else {
            Vec::new()
        };
        let has_lock = self.accepted.as_ref().is_some_and(|accepted| accepted.is_there());
        let attributes = (!has_lock).then(|| {
            files.read_if_exists(&root.join(ATTRIBUTES), FileKind::Settings).map(Option::unwrap_or_default)
        });
        let test_settings = TestSettings::of(files, root, &self.workspace.packages);
        (self.documents_of_root, self.attributes) = (documents_of_root, attributes);
        self.test_settings = test_settings;
    }

    /// The text of a source that has something to say.
    pub(crate) fn text(&self, path: &Path) -> Option<&[u8]> {
        self.source(path).map(|source| &*source.file.text)
    }

    /// A source that has something to say.
    pub(crate) fn source(&self, path: &Path) -> Option<&ReachedSource> {
        let text = walk::text(path);
        let at = self.sources.binary_search_by(|source| walk::text(&source.file.path).cmp(text)).ok()?;
        Some(&self.sources[at])
    }

    /// The catalogs that are asked about.
    pub fn catalogs(&self) -> Vec<&Catalog> {
        self.roots.iter().filter(|root| root.is_asked).map(|root| &*root.catalog).collect()
    }

    /// The task lists beside the documents that are asked about, each with the catalog of these.
    pub fn task_lists(&self) -> impl Iterator<Item = (&Catalog, &TaskList)> {
        let roots = self.roots.iter().filter(|root| root.is_asked);
        roots.flat_map(|root| root.tasks.iter().map(|list| (&*root.catalog, &**list)))
    }
}

/// Will it be asked what was accepted in a workspace? That is decided once: a lock may come meanwhile.
fn is_compared(files: &dyn Files, root: &Path, question: &Question<'_>) -> bool {
    question.compare != Compare::IfLocked || files.exists(&root.join(FILE_NAME))
}

/// Reads the documents of roots.
fn read_roots(
    host: &Host,
    roots: Roots,
    workspace: &Path,
    is_compared: bool,
) -> (IndexVec<RootIx, Root>, Vec<RootIx>) {
    let read = |(_, root): (RootIx, roots::RootPlaces)| {
        let catalog = host.catalog(root.places);
        let wordings = (is_compared && root.is_asked).then(|| wordings(&catalog));
        let name = relative(&catalog.root, workspace);
        let properties = host.properties(&catalog);
        let mut unread = Vec::new();
        let (tasks, designs) = if root.is_asked {
            (read_tasks(host, &catalog, &mut unread), read_designs(host, &catalog, &mut unread))
        } else {
            Default::default()
        };
        Root {
            catalog,
            properties,
            name,
            shared: root.shared,
            is_asked: root.is_asked,
            wordings,
            tasks,
            designs,
            unread,
        }
    };
    (roots.places.into_enumerated().map(read).collect(), roots.of_package)
}

/// Reads the task lists beside the documents of a catalog.
fn read_tasks(host: &Host, catalog: &Catalog, unread: &mut Vec<Diagnostic>) -> Vec<Arc<TaskList>> {
    let places = tasks::all_places(host.files(), catalog);
    unread.extend(places.foreign.iter().map(|(path, error)| task_lists::unread(path, error)));
    let mut lists = Vec::new();
    for (path, list) in places.own.iter().zip(in_parallel(&places.own, |path| host.task_list(path))) {
        match list {
            Ok(list) => lists.push(list),
            Err(error) => unread.push(task_lists::unread(path, &error)),
        }
    }
    lists
}

/// Reads the designs of a catalog.
fn read_designs(host: &Host, catalog: &Catalog, unread: &mut Vec<Diagnostic>) -> Vec<Arc<Design>> {
    let places = design::all_places(host.files(), catalog);
    unread.extend(places.foreign.iter().map(|(path, error)| designs::unread(path, error)));
    let mut read = Vec::new();
    for (path, design) in places.own.iter().zip(in_parallel(&places.own, |path| host.design(path))) {
        match design {
            Ok(design) => read.push(design),
            Err(error) => unread.push(designs::unread(path, &error)),
        }
    }
    read
}

/// Finds out what the criteria of a catalog say.
fn wordings(catalog: &Catalog) -> Wordings {
    let wording = |target: &Target<'_>| {
        let criterion = target.criterion.filter(|_| target.requirement.is_active())?;
        Some(target.requirement.in_force(criterion).wording())
    };
    CriterionMap::new(catalog, wording)
}
