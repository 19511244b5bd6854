//! The tests of now with the code of before: a test that passes there too has shown nothing of what is new.
//!
//! 1. `tree`: the code of a commit, with the documents and tests of now (`items`: what of a source is of tests; `unit`: such a source
//!    joined; `manifest`: what they need);
//! 2. `build`: what of them compiles there;
//! 3. the join: how each test did that verifies a criterion which is new or says something else.

mod build;
mod items;
mod manifest;
mod tree;
mod unit;

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use spec_model::diagnostic::Location;
use spec_model::intent::{Kind, Linked, changes};
use spec_model::links::{Link, Role, TestState};

use crate::children::Temporary;
use crate::diff::Side;
use crate::error::Error;
use crate::evidence::{Evidence, Ladder, State};
use crate::revision::{Place, check_out, commit};
use crate::runner::Tests;

use tree::Tree;

/// What has come of it.
#[derive(Debug)]
pub struct Replay {
    /// What the commit is called.
    pub base: String,
    /// The criteria that are new or say something else, in the order of the documents.
    pub criteria: Vec<Replayed>,
    /// What could not be looked at.
    pub gaps: Vec<String>,
    /// The root of the workspace.
    pub root: PathBuf,
}

/// A criterion that is new, or says something else.
#[derive(Debug)]
pub struct Replayed {
    /// Its name.
    pub key: String,
    /// Is it new? Else it was changed.
    pub is_new: bool,
    /// Where it is.
    pub place: Location,
    /// The tests that verify it.
    pub tests: Vec<Test>,
}

/// A test that verifies it.
#[derive(Debug)]
pub struct Test {
    /// Its path in its file.
    pub name: String,
    /// Its file, from the root of the workspace.
    pub file: String,
    /// The link.
    pub link: Option<Arc<Link>>,
    /// How it did with the code of before.
    pub outcome: Outcome,
}

/// How a test of now does with the code of before.
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
    /// Why nothing is known of it.
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

    /// Why, where there is something to say.
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
        meant.collect::<std::collections::HashSet<_>>().len()
    }

    /// Has a test proven nothing, or could one not be looked at?
    pub fn fails(&self) -> bool {
        self.number(|outcome| matches!(outcome, Outcome::NeverFailed | Outcome::Unknown(_))) > 0
    }
}

/// What is asked for.
#[derive(Debug)]
pub struct Wanted<'a> {
    /// Where the workspace is.
    pub place: &'a Place,
    /// What the commit is called.
    pub name: String,
    /// The revision.
    pub revision: &'a str,
    /// The folder for all that is made; what is left of a run that was killed is removed.
    pub folder: &'a Path,
}

/// Replays the tests of now. `begin` is called when there is something to build. `tests` are those of the working tree.
///
/// # Errors
/// [`Error::Git`], if the revision cannot be read; [`Error::Run`], if cargo cannot be started, or the folder cannot be written;
/// [`Error::Workspace`], if nothing can be built there.
pub fn replay(wanted: &Wanted<'_>, tests: &Tests<'_>, begin: impl FnOnce(usize)) -> Result<Replay, Error> {
    let Place { repository, folder, root, top } = wanted.place;
    let old = Side::revision(repository, wanted.revision, folder, root, top.as_deref())?;
    let now = Side::working_tree(root);
    let gaps = old.gaps.iter().chain(&now.gaps).cloned().collect();
    let mut replay = Replay { base: wanted.name.clone(), criteria: Vec::new(), gaps, root: root.clone() };
    let mut meant = Vec::new();
    for change in changes(&old.intent, &now.intent) {
        let Some(at) = change.now.filter(|at| *at < now.testable) else { continue };
        let is_new = match change.kind {
            Kind::New => true,
            Kind::Reworded(_) => false,
            _ => continue,
        };
        meant.push((at, is_new));
    }
    meant.sort_unstable();
    let number = meant.iter().map(|(at, _)| now.intent.criteria[*at].tests.len()).sum::<usize>();
    let outcomes = if number == 0 {
        None
    } else {
        begin(number);
        Some(Outcomes::of(wanted, tests)?)
    };
    for (at, is_new) in meant {
        let meaning = &now.intent.criteria[at];
        let test = |test: &Linked| Test {
            name: test.name.to_string(),
            file: test.file.to_string(),
            link: test.link.clone(),
            outcome: outcomes
                .as_ref()
                .map_or(Outcome::NotRun("it is not there"), |all| all.of_test(test, &replay.base)),
        };
        let tests = meaning.tests.iter().map(test).collect();
        let key = meaning.key.to_string();
        replay.criteria.push(Replayed { key, is_new, place: now.places[at].clone(), tests });
    }
    Ok(replay)
}

/// How the tests did with the code of before.
struct Outcomes {
    workspace: PathBuf,
    states: HashMap<(PathBuf, String), State>,
    built: build::Built,
}

impl Outcomes {
    fn of(wanted: &Wanted<'_>, tests: &Tests<'_>) -> Result<Self, Error> {
        let top = wanted.place.top.as_deref().unwrap_or(&wanted.place.root);
        let commit = commit(&wanted.place.repository, wanted.revision)?;
        let (checkout, evidence) = (wanted.folder.join("tree"), wanted.folder.join("evidence"));
        for folder in [&checkout, &evidence] {
            if folder.exists() {
                fs::remove_dir_all(folder).map_err(Error::Run)?;
            }
        }
        let _temporary = [Temporary::new(checkout.clone()), Temporary::new(evidence.clone())];
        check_out(top, &commit, &checkout)?;
        let tree = Tree::new(&checkout, wanted.place, &wanted.name)?;
        let own = tests.manifest.strip_prefix(top).unwrap_or(Path::new("Cargo.toml"));
        let manifest = tree.root.join(own);
        let mut arguments = vec!["--target-dir".into(), wanted.folder.join("target").into_os_string()];
        arguments.extend(tests.arguments.iter().cloned());
        let tests = Tests { manifest: &manifest, arguments: &arguments, ..*tests };
        let built = build::build(&tests, &tree)?;
        if built.broken.is_empty() {
            tests.execute_apart(&evidence)?;
        }
        for (package, selectors) in &built.programs {
            let arguments: Vec<_> = selectors.iter().chain(&arguments).cloned().collect();
            let packages = [package.clone()];
            let tests = Tests { packages: &packages, workspace: false, arguments: &arguments, ..tests };
            tests.execute_apart(&evidence)?;
        }
        let evidence = if evidence.is_dir() {
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
        Ok(Self { workspace: tree.workspace.clone(), states, built })
    }

    fn of_test(&self, test: &Linked, base: &str) -> Outcome {
        let role = test.link.as_ref().map(|link| link.item.role);
        match role {
            Some(Role::Verifies(TestState::Stub)) => return Outcome::NotRun("it is a stub"),
            Some(Role::Verifies(TestState::Ignored)) => return Outcome::NotRun("it is ignored"),
            _ => {}
        }
        let key = (self.workspace.join(&*test.file), test.name.to_string());
        if let Some(message) = self.built.left_out.get(&key) {
            return Outcome::NotBuilt(message.clone());
        }
        match self.states.get(&key) {
            Some(State::Passed) => Outcome::NeverFailed,
            Some(State::Failed | State::NeverEnded) => Outcome::Failed,
            None => Outcome::NotBuilt(format!("its code is not there at {base}")),
            Some(State::NotRun) => match self.broken(&key.0) {
                Some(message) => Outcome::Unknown(message.to_owned()),
                None => Outcome::Unknown("it did not run there".to_owned()),
            },
        }
    }

    /// What keeps the target of a file from being built.
    fn broken(&self, file: &Path) -> Option<&str> {
        let is_below = |target: &&PathBuf| target.parent().is_some_and(|folder| file.starts_with(folder));
        let target =
            self.built.broken.keys().filter(is_below).max_by_key(|target| target.components().count());
        self.built.broken.get(target?).map(String::as_str)
    }
}
