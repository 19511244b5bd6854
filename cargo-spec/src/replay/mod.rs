//! Runs today's tests with the code of a revision. A test that passes there too shows nothing of what is new.
//!
//! 1. `tree`: the code of a commit, with the documents and tests of now (`items`: what of a source is of tests; `unit`: such a source
//!    joined; `manifest`: what they need; `sources`: which files are of tests);
//! 2. `build`: what of them compiles there;
//! 3. `asked`: what a command asks for, made ready;
//! 4. the join: how each test did that is new or says something else, or whose criterion does.

mod asked;
mod build;
mod items;
mod manifest;
mod sources;
mod tree;
mod unit;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use spec_engine::Host;
use spec_engine::intent::{ChangeKind, ItemState, Key, NowIx, Stated, changes};
use spec_engine::links::{Link, Role, TestState};
use spec_model::diagnostic::Location;

use crate::build_apart::BuildProgress;
use crate::children::Temporary;
use crate::diff::{DiffSide, RevisionState, without};
use crate::error::Error;
use crate::evidence::{Evidence, Ladder, TestResult};
use crate::on_disk;
use crate::revision::{WorkspacePlace, check_out, commit};
use crate::runner::Tests;
use crate::write::made;

pub use asked::{ReplayRequest, run};
use tree::Tree;

/// The result.
#[derive(Debug)]
pub struct Replay {
    /// The name of the commit.
    pub base: String,
    /// The criteria that are new or say something else, or whose tests do, in the order of the documents.
    pub criteria: Vec<Replayed>,
    /// The number of tests, of these criteria or others, whose words are as before: they were not replayed.
    pub unchanged: usize,
    /// The tests of unchanged criteria whose files git ignores: each test and its file. They have no state of before.
    pub unversioned: Vec<(String, String)>,
    /// The files that could not be looked at.
    pub gaps: Vec<String>,
    /// The root of the workspace.
    pub root: PathBuf,
}

/// The reason why tests of a criterion are replayed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ReplayReason {
    /// The criterion is new.
    CriterionNew,
    /// The criterion says something else.
    CriterionChanged,
    /// The criterion says what it said; some of its tests are new, or say something else.
    #[default]
    TestsChanged,
}

/// A criterion that is new, or says something else, or whose tests do.
#[derive(Debug)]
pub struct Replayed {
    /// Its name.
    pub key: Key,
    /// The reason why its tests are replayed.
    pub why: ReplayReason,
    /// Its place.
    pub place: Location,
    /// The tests that verify it.
    pub tests: Vec<ReplayedTest>,
}

/// A test that verifies it.
#[derive(Debug)]
pub struct ReplayedTest {
    /// Its path in its file.
    pub name: String,
    /// Its file, from the root of the workspace.
    pub file: String,
    /// The link.
    pub link: Option<Arc<Link>>,
    /// Its result with the code of before.
    pub outcome: Outcome,
}

/// The result of a test of now with the code of before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It passes there too: it has proven nothing.
    NeverFailed,
    /// It fails there.
    Failed,
    /// It cannot be built there, since what it uses was not there yet.
    NotBuilt(String),
    /// It does not run: it is ignored, or a stub.
    NotRun(&'static str),
    /// The reason why nothing is known of it.
    Unknown(String),
}

impl Outcome {
    /// The word for it, in text and JSON.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::NeverFailed => "never-failed",
            Self::Failed => "failed",
            Self::NotBuilt(_) => "not-built",
            Self::NotRun(_) => "not-run",
            Self::Unknown(_) => "unknown",
        }
    }

    /// Returns the reason, if there is one to give.
    pub fn reason(&self) -> Option<&str> {
        match self {
            Self::NeverFailed | Self::Failed => None,
            Self::NotRun(reason) => Some(reason),
            Self::NotBuilt(reason) | Self::Unknown(reason) => Some(reason),
        }
    }
}

impl Replay {
    /// The tests, each once, though they may verify several criteria: how many did as asked.
    pub fn number(&self, is_meant: impl Fn(&Outcome) -> bool) -> usize {
        let tests = self.criteria.iter().flat_map(|criterion| &criterion.tests);
        let meant = tests.filter(|test| is_meant(&test.outcome)).map(|test| (&test.file, &test.name));
        meant.collect::<HashSet<_>>().len()
    }

    /// Has a test proven nothing, or could something not be looked at?
    pub fn fails(&self) -> bool {
        !self.gaps.is_empty()
            || self.number(|outcome| matches!(outcome, Outcome::NeverFailed | Outcome::Unknown(_))) > 0
    }
}

/// The request.
#[derive(Debug)]
pub struct ReplayPlan<'a> {
    /// The place of the workspace.
    pub place: &'a WorkspacePlace,
    /// The name of the commit.
    pub name: String,
    /// The revision.
    pub revision: &'a str,
    /// The packages that are asked for; `None`: all of them.
    pub meant: Option<PackageSelection>,
    /// The folder for all that is made; what is left of a run that was killed is removed.
    pub folder: &'a Path,
    /// The display of the progress.
    pub progress: &'a BuildProgress,
    /// The criteria whose tests are meant; `None`: those of all.
    pub criteria: Option<&'a HashSet<Key>>,
}

/// Some packages of a workspace.
#[derive(Debug)]
pub struct PackageSelection {
    /// Their folders.
    pub folders: Vec<PathBuf>,
    /// The documents in force for them.
    pub documents: Vec<PathBuf>,
}

/// Replays the tests of now. `begin` is called when there is something to build. `tests` are those of the working tree.
///
/// # Errors
/// [`Error::Git`], if the revision cannot be read; [`Error::Run`], if cargo cannot be started, or the folder cannot be written;
/// [`Error::Replay`], if nothing can be built there.
pub fn replay(
    host: &Host,
    wanted: &ReplayPlan<'_>,
    tests: &Tests<'_>,
    begin: impl FnOnce(),
) -> Result<Replay, Error> {
    let WorkspacePlace { root, .. } = wanted.place;
    let old = RevisionState::read(host, wanted.place, wanted.revision, wanted.revision)?.side;
    let now = DiffSide::working_tree(host, root);
    let gaps = old.gaps.iter().chain(&now.gaps).cloned().collect();
    let base = wanted.name.clone();
    let mut replay = Replay {
        base,
        criteria: Vec::new(),
        unchanged: 0,
        unversioned: Vec::new(),
        gaps,
        root: root.clone(),
    };
    let packages = host.workspace(root).packages;
    let is_meant = |test: &ItemState| {
        let file = root.join(&*test.file);
        wanted.meant.as_ref().is_none_or(|meant| {
            sources::package_of(&file, &packages).is_some_and(|(own, _)| meant.folders.contains(&own.folder))
        })
    };
    let mut changed = changed(&old, &now, wanted, is_meant);
    replay.unversioned = without_unversioned(&mut changed, wanted.place)?;
    let verifying = changed.iter().flat_map(|(at, change)| change.tests(&now.intent.criteria[*at]));
    let verifying: Vec<_> = verifying.filter(|test| is_meant(test)).collect();
    let outcomes = if verifying.is_empty() {
        None
    } else {
        begin();
        Some(Outcomes::of(wanted, tests, &verifying, &mut replay.gaps)?)
    };
    for (at, change) in &changed {
        let stated = &now.intent.criteria[*at];
        let test = |test: &ItemState| ReplayedTest {
            name: test.name.to_string(),
            file: test.file.to_string(),
            link: test.link.clone(),
            outcome: match &outcomes {
                Some(outcomes) if is_meant(test) => outcomes.of_test(test, wanted),
                _ => Outcome::NotRun("its package is not asked for"),
            },
        };
        let tests = change.tests(stated).map(test).collect();
        let (key, place) = (stated.intent.key.clone(), stated.place.clone());
        replay.criteria.push(Replayed { key, why: change.why, place, tests });
    }
    let of = |test: &ItemState| (test.file.to_string(), test.name.to_string());
    let mut replayed: HashSet<_> = verifying.iter().map(|test| of(test)).collect();
    replayed.extend(replay.unversioned.iter().map(|(test, file)| (file.clone(), test.clone())));
    let all = now.intent.criteria.iter().flat_map(|stated| &stated.intent.tests);
    let unchanged: HashSet<_> = all.filter(|test| is_meant(test)).map(of).collect();
    replay.unchanged = unchanged.difference(&replayed).count();
    Ok(replay)
}

/// A criterion whose tests are replayed.
#[derive(Debug, Default)]
struct Changed {
    /// The reason for the replay. Of a criterion that is new or says something else, all tests are meant.
    why: ReplayReason,
    /// The names of its tests that are new or say something else, each with its file.
    tests: HashSet<(String, String)>,
}

impl Changed {
    /// Returns the tests of it that are meant.
    fn tests<'a>(&self, stated: &'a Stated) -> impl Iterator<Item = &'a ItemState> {
        let is_meant = |test: &&ItemState| {
            self.why != ReplayReason::TestsChanged
                || self.tests.contains(&(test.name.to_string(), test.file.to_string()))
        };
        stated.intent.tests.iter().filter(is_meant)
    }
}

/// Takes those changed tests of unchanged criteria away whose files git ignores. A revision has no such file, so nothing shows
/// whether they are new.
fn without_unversioned(
    changed: &mut BTreeMap<NowIx, Changed>,
    place: &WorkspacePlace,
) -> Result<Vec<(String, String)>, Error> {
    if changed.values().all(|change| change.tests.is_empty()) {
        return Ok(Vec::new());
    }
    let files = sources::Files::of(place)?;
    let mut taken = BTreeSet::new();
    changed.retain(|_, change| {
        if change.why != ReplayReason::TestsChanged {
            return true;
        }
        change.tests.retain(|test| {
            let is_known = files.has(&place.root.join(&test.1));
            if !is_known {
                taken.insert(test.clone());
            }
            is_known
        });
        !change.tests.is_empty()
    });
    Ok(taken.into_iter().collect())
}

/// The criteria whose tests are replayed, in the order of the documents.
fn changed(
    old: &DiffSide,
    now: &DiffSide,
    wanted: &ReplayPlan<'_>,
    is_meant: impl Fn(&ItemState) -> bool,
) -> BTreeMap<NowIx, Changed> {
    let mut changed: BTreeMap<NowIx, Changed> = BTreeMap::new();
    for change in changes(&old.intent.as_before(), &now.intent) {
        // Of a requirement that asks for something itself there are no tests.
        let at = change.now.filter(|at| now.intent.criteria[*at].verdict.is_some());
        let Some(at) = at else { continue };
        let stated = &now.intent.criteria[at];
        let is_named = wanted.criteria.is_some_and(|criteria| criteria.contains(&stated.intent.key));
        let is_any = wanted.criteria.is_none() || is_named;
        match change.kind {
            _ if !is_any => {}
            ChangeKind::New => changed.entry(at).or_default().why = ReplayReason::CriterionNew,
            ChangeKind::Reworded(_) => changed.entry(at).or_default().why = ReplayReason::CriterionChanged,
            ChangeKind::TestNew(test) | ChangeKind::TestChanged { now: test, .. } => {
                changed.entry(at).or_default().tests.insert((test.name.to_string(), test.file.to_string()));
            }
            _ => {}
        }
    }
    changed.retain(|at, _| {
        let stated = &now.intent.criteria[*at];
        let place = &*stated.place.path;
        let is_of_meant = |meant: &PackageSelection| meant.documents.iter().any(|document| document == place);
        let tests = &stated.intent.tests;
        let is_untested = tests.is_empty() && wanted.meant.as_ref().is_none_or(is_of_meant);
        is_untested || tests.iter().any(&is_meant)
    });
    changed
}

/// One run of what runs the tests.
struct Run {
    packages: Vec<String>,
    workspace: bool,
    arguments: Vec<OsString>,
}

impl Run {
    fn of<'a>(&'a self, tests: &Tests<'a>) -> Tests<'a> {
        Tests {
            packages: &self.packages,
            workspace: self.workspace,
            exclude: if self.workspace { tests.exclude } else { &[] },
            arguments: &self.arguments,
            ..*tests
        }
    }
}

/// The results of the tests with the code of before.
struct Outcomes {
    tree: Tree,
    states: HashMap<(PathBuf, String), TestResult>,
    built: build::Built,
    /// The names of the tests that would run, where one did not; `None`: not all programs tell them.
    listed: Option<Vec<String>>,
    /// The message of the runner about what went wrong.
    printed: Option<String>,
}

impl Outcomes {
    fn of(
        wanted: &ReplayPlan<'_>,
        tests: &Tests<'_>,
        verifying: &[&ItemState],
        gaps: &mut Vec<String>,
    ) -> Result<Self, Error> {
        let top = wanted.place.top.as_deref().unwrap_or(&wanted.place.root);
        let commit = commit(&wanted.place.repository, wanted.revision)?;
        let (checkout, evidence) = (wanted.folder.join("tree"), wanted.folder.join("evidence"));
        for folder in [&checkout, &evidence] {
            let made = made::make(folder);
            made.map_err(|reason| Error::Write { path: folder.clone(), reason })?;
        }
        let _temporary = [Temporary::new(checkout.clone()), Temporary::new(evidence.clone())];
        let missing = check_out(top, &commit, &checkout)?;
        let missing: Vec<_> = missing.iter().map(|path| without(top, path, &wanted.name)).collect();
        let tree = Tree::new(&checkout, wanted.place, &wanted.name)?;
        let own = tests.manifest.strip_prefix(top).unwrap_or(Path::new("Cargo.toml"));
        let manifest = tree.scratch.root().join(own);
        let mut arguments = tests.own_target(&wanted.folder.join("target"));
        arguments.extend(tests.arguments.iter().cloned());
        // At the commit the package of the manifest may not be there yet, nor those that are asked for.
        let packages = tree.packages_called(tests.packages).filter(|_| on_disk::is_file(&manifest));
        let is_any = packages.is_some();
        let packages = packages.unwrap_or_default();
        let tests = Tests { manifest: &manifest, packages: &packages, arguments: &arguments, ..*tests };
        let built = if is_any { build::build(&tests, &tree, wanted) } else { Ok(build::Built::default()) };
        // If cargo cannot even begin, the reason may be a missing file.
        let built = built.map_err(|error| missing.first().cloned().map_or(error, Error::Git))?;
        let missing = missing.into_iter().filter(|gap| !gaps.contains(gap)).collect::<Vec<_>>();
        gaps.extend(missing);
        let mut runs = Vec::new();
        if is_any && built.broken.is_empty() {
            runs.push(Run {
                packages: packages.clone(),
                workspace: tests.workspace,
                arguments: arguments.clone(),
            });
        }
        for (package, selectors) in &built.programs {
            let arguments = selectors.iter().chain(&arguments).cloned().collect();
            runs.push(Run { packages: vec![package.clone()], workspace: false, arguments });
        }
        let mut printed = None;
        let number = verifying.len();
        let tests_of_now = if number == 1 { "1 test" } else { &*format!("{number} tests") };
        wanted.progress.begin(format!("running {tests_of_now}, and those beside"));
        for run in &runs {
            printed =
                run.of(&tests).execute_apart(&evidence, &|line| wanted.progress.hear(line))?.or(printed);
        }
        let evidence = if on_disk::is_folder(&evidence) {
            Evidence::read(&[evidence], &tree.workspace)?
        } else {
            Evidence::default()
        };
        let mut states = HashMap::new();
        for test in
            Ladder::new(tree.verifying(), &evidence).standings.into_iter().flat_map(|standing| standing.tests)
        {
            let file = test.link.location.path.to_path_buf();
            states.insert((file, test.link.item.path.to_string()), test.state);
        }
        let mut outcomes = Self { tree, states, built, listed: None, printed };
        let is_missing = |test: &&ItemState| {
            let key = outcomes.key(test);
            outcomes.states.get(&key) == Some(&TestResult::NotRun)
                && !outcomes.built.left_out.contains_key(&key)
        };
        if verifying.iter().any(is_missing) {
            let listed: Option<Vec<_>> =
                runs.iter().map(|run| run.of(&tests).list()).collect::<Result<_, _>>()?;
            outcomes.listed = listed.map(|lists| lists.concat());
        }
        Ok(outcomes)
    }

    fn key(&self, test: &ItemState) -> (PathBuf, String) {
        (self.tree.workspace.join(&*test.file), test.name.to_string())
    }

    fn of_test(&self, test: &ItemState, wanted: &ReplayPlan<'_>) -> Outcome {
        let role = test.link.as_ref().map(|link| link.item.role);
        match role {
            Some(Role::Verifies(TestState::Stub)) => return Outcome::NotRun("it is a stub"),
            Some(Role::Verifies(TestState::Ignored)) => return Outcome::NotRun("it is ignored"),
            Some(Role::Verifies(TestState::Elsewhere)) => {
                return Outcome::NotRun("it runs on other systems only");
            }
            _ => {}
        }
        let key = self.key(test);
        if let Some(message) = self.built.left_out.get(&key) {
            return match self.built.has_no_criterion(&key) {
                true => Outcome::Unknown(message.clone()),
                false => Outcome::NotBuilt(message.clone()),
            };
        }
        let state = self.states.get(&key);
        match state {
            Some(TestResult::Passed) => return Outcome::NeverFailed,
            Some(TestResult::Failed | TestResult::NeverEnded) => return Outcome::Failed,
            Some(TestResult::NotRun) | None => {}
        }
        if let Some(reason) = self.tree.unknown(&key.0) {
            return Outcome::Unknown(reason.to_owned());
        }
        if !self.tree.files.has(&wanted.place.root.join(&*test.file)) {
            return Outcome::Unknown("git ignores its file, which is therefore not there".to_owned());
        }
        if state.is_none() {
            let message = self.built.around(&key.0, &key.1).map(str::to_owned);
            let not_there = || format!("its code is not there at {}", wanted.name);
            return Outcome::NotBuilt(message.unwrap_or_else(not_there));
        }
        if let Some(message) = self.broken(&key.0) {
            return Outcome::Unknown(message.to_owned());
        }
        if self.listed.as_ref().is_some_and(|listed| !listed.iter().any(|name| is_of(name, &key.1))) {
            return Outcome::NotRun("a condition or an argument leaves it out");
        }
        let printed = self.printed.iter().flat_map(|printed| printed.lines());
        let printed =
            printed.map(str::trim).find(|line| line.starts_with("error") && !line.contains("test failed"));
        let printed = printed.map(|line| format!(": {line}")).unwrap_or_default();
        Outcome::Unknown(format!("it did not run there{printed}"))
    }

    /// The message that keeps the target of a file from being built.
    fn broken(&self, file: &Path) -> Option<&str> {
        let is_below = |target: &&PathBuf| target.parent().is_some_and(|folder| file.starts_with(folder));
        let target =
            self.built.broken.keys().filter(is_below).max_by_key(|target| target.components().count());
        // The files that every target needs may not compile.
        target
            .and_then(|target| self.built.broken.get(target))
            .or(self.built.broken.values().next())
            .map(String::as_str)
    }
}

/// Can a test have a name, of which its path in its file is a part: `module::tests::pays::case_1`?
fn is_of(name: &str, path: &str) -> bool {
    format!("::{name}::").contains(&format!("::{path}::"))
}
