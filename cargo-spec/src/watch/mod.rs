//! Keeps the ladder up to date while somebody edits.
//!
//! 1. `events`: which files were touched, and what stands on standard input;
//! 2. `tree`: which of them differ from the state in which the tests last ran;
//! 3. `affected` decides which criteria that can break, and `trial` runs their tests;
//! 4. `standing`: the results of runs, joined with what is known without one.
//!
//! A change that comes while tests run stops them, and counts together with the one before. A change counts until its tests have run.

mod events;
mod standing;
mod tree;
mod trial;

use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use cargo_metadata::Metadata;
use spec_engine::verdict::{Findings, Rung, Verdict};
use spec_model::catalog::Places;
use spec_model::files::Disk;

use self::events::{Events, Happened};
use self::standing::{Key, Standings, key};
use self::tree::{Differing, Tree, is_written_by_people};
use self::trial::{Trial, TrialEnd};
use crate::affected::{self, Former, Packages};
use crate::args::BuildArgs;
use crate::children::{Stoppable, Temporary};
use crate::context::Context;
use crate::diff::DiffSide;
use crate::error::Error;
use crate::evidence::{Evidence, last};
use crate::focus;
use crate::hidden;
use crate::layout::path_text;
use crate::next::Situation;
use crate::on_disk;
use crate::outcome::{MovedCriterion, RoundEnd, WatchRound};
use crate::report::{Report, proofs};
use crate::runner::Runner;
use crate::selection;

/// The settings of the runs.
#[derive(Debug)]
pub struct Watched<'a> {
    /// The program that runs the tests.
    pub runner: Runner,
    /// The targets that cargo builds, and how it builds them.
    pub build: &'a BuildArgs,
}

/// The evidence of so many runs is kept. A test whose run is not among them counts as one of which nothing is known.
const MAX_RUNS: usize = 32;

/// While tests run, changes are looked at this often.
const TICK: Duration = Duration::from_millis(50);

/// Shows a round.
pub type Show<'a> = dyn FnMut(&WatchRound) -> Result<(), Error> + 'a;

/// Watches until the input ends.
///
/// # Errors
/// No manifest, nothing to read, a system that does not tell of files, output that cannot be written.
pub fn watch(context: &Context<'_>, watched: &Watched<'_>, show: &mut Show<'_>) -> Result<(), Error> {
    let manifest = on_disk::real(selection::manifest(context)?).map_err(Error::CurrentFolder)?;
    let metadata = selection::metadata(&context.host, &manifest)?;
    selection::something_to_read(&selection::catalogs(context)?)?;
    let mut watch = Watch::new(context, watched, manifest, metadata)?;
    let mut happened = watch.first(show)?;
    loop {
        if happened.is_end {
            return Ok(());
        }
        happened = match watch.look(&happened)? {
            true => watch.round(happened.wants_all, show)?,
            false => Happened::default(),
        };
        if happened.is_nothing() {
            happened = watch.events.wait();
        }
    }
}

struct Watch<'a> {
    context: &'a Context<'a>,
    watched: &'a Watched<'a>,
    manifest: PathBuf,
    metadata: Metadata,
    root: PathBuf,
    events: Events,
    /// The files as they were when the tests last ran.
    tree: Tree,
    /// The criteria, tests and links of that state.
    former: DiffSide,
    standings: Standings,
    /// The rungs that were shown last.
    shown: Vec<(Key, Rung)>,
    /// The files that were touched since.
    touched: BTreeSet<PathBuf>,
    /// The last run of all tests, and the runs of this watch.
    last: Option<PathBuf>,
    runs: Vec<Temporary>,
    /// The files that differ, as they were when they were last looked at, and their names for people.
    differing: Differing,
    files: Vec<String>,
    /// Was the last round one that ran nothing because something is wrong?
    is_stuck: bool,
}

impl<'a> Watch<'a> {
    fn new(
        context: &'a Context<'a>,
        watched: &'a Watched<'a>,
        manifest: PathBuf,
        metadata: Metadata,
    ) -> Result<Self, Error> {
        let root = metadata.workspace_root.clone().into_std_path_buf();
        let mut watch = Self {
            context,
            watched,
            manifest,
            metadata,
            events: Events::new()?,
            tree: Tree::default(),
            former: DiffSide::working_tree(&context.host, &root),
            standings: Standings::default(),
            shown: Vec::new(),
            touched: BTreeSet::new(),
            last: None,
            runs: Vec::new(),
            differing: Differing::new(),
            files: Vec::new(),
            is_stuck: false,
            root,
        };
        watch.watch_folder(&watch.root.clone())?;
        watch.watch_documents()?;
        Ok(watch)
    }

    /// Watches a folder with all below it. Watching begins before the files are read, so that no change is missed.
    fn watch_folder(&mut self, folder: &Path) -> Result<(), Error> {
        for folder in self.tree.add(self.context.host.files(), folder) {
            self.events.hear_of(&folder)?;
        }
        Ok(())
    }

    /// Watches the documents that lie elsewhere.
    fn watch_documents(&mut self) -> Result<(), Error> {
        let files = self.context.host.files();
        let packages = self.context.host.workspace(&self.root).packages;
        let places = Places::for_packages(files, packages.iter().map(|package| &*package.folder));
        let folders = places.iter().flat_map(Places::all_documents).filter_map(|path| path.parent());
        let elsewhere: BTreeSet<_> =
            folders.filter(|folder| !folder.starts_with(&self.root)).map(Path::to_path_buf).collect();
        elsewhere.iter().try_for_each(|folder| self.watch_folder(folder))
    }

    /// The first round: what the last run has shown, if it was of these sources; else all tests run.
    fn first(&mut self, show: &mut Show<'_>) -> Result<Happened, Error> {
        let (target, root) = (self.metadata.target_directory.as_std_path(), &*self.root);
        let runs = last::runs(target, root);
        let evidence = last::read(&runs, root)?;
        let now = proofs::sources_now(root);
        let is_current = |evidence: &Evidence| {
            !evidence.sources.is_empty() && evidence.sources.iter().all(|built| *built == now)
        };
        let Some(evidence) = evidence.filter(is_current) else { return self.round(true, show) };
        self.last = last::last(&runs);
        let begun = Instant::now();
        let Some(findings) = self.readable(&begun, show)? else { return Ok(Happened::default()) };
        self.standings.take_all(findings.verdicts.clone(), &evidence);
        self.show(findings, RoundEnd::Known, (0, 0), begun, show)?;
        Ok(Happened::default())
    }

    /// Looks at the files that may have changed, and forgets what is known of them. Says whether there is anything to do.
    fn look(&mut self, happened: &Happened) -> Result<bool, Error> {
        let host = &self.context.host;
        if happened.is_lost {
            self.touched.extend(self.tree.below(&self.root));
            host.forget_all();
            self.watch_folder(&self.root.clone())?;
        }
        for path in &happened.touched {
            host.forget(path);
            path.parent().into_iter().for_each(|folder| host.forget(folder));
            self.touched.insert(path.clone());
            let is_folder = on_disk::is_folder(path);
            // A folder that came or went takes its files along, and only the folder is told of.
            if is_folder || self.tree.forget_folder(path) {
                self.touched.extend(self.tree.below(path));
                host.forget_all();
            }
            if is_folder {
                let mut new = Tree::default();
                new.add(host.files(), path);
                self.touched.extend(new.below(path));
                for folder in new.folders() {
                    self.events.hear_of(folder)?;
                }
                self.tree.know_folders(&new);
            }
        }
        let differing = self.tree.differing(host.files(), &self.touched);
        let has_changed = differing != self.differing;
        // A file that is as it was again has changed, too.
        let before = std::mem::replace(&mut self.differing, differing);
        let files: BTreeSet<_> = before.keys().chain(self.differing.keys()).collect();
        let shown = |path: &&PathBuf| path_text(path.strip_prefix(&self.root).unwrap_or(path));
        self.files = files.iter().map(shown).collect();
        Ok(has_changed || happened.wants_all)
    }

    /// Runs the tests that the change can break, and shows how the criteria stand. Returns what happened meanwhile.
    fn round(&mut self, all: bool, show: &mut Show<'_>) -> Result<Happened, Error> {
        let begun = Instant::now();
        let context = self.context;
        if let Ok(metadata) = selection::metadata(&context.host, &self.manifest) {
            self.metadata = metadata;
        }
        self.watch_documents()?;
        let Some(findings) = self.readable(&begun, show)? else { return Ok(Happened::default()) };
        let now = DiffSide::working_tree(&context.host, &self.root);
        let all = all || self.standings.is_empty();
        let meant: HashSet<Key> = match all {
            true => findings.verdicts.iter().map(key).collect(),
            false => self.affected(&now, &findings)?,
        };
        self.standings.doubt(&meant);
        let criteria: Vec<&Verdict> =
            findings.verdicts.iter().filter(|verdict| meant.contains(&key(verdict))).collect();
        let tests: HashSet<_> = criteria
            .iter()
            .flat_map(|verdict| &verdict.links)
            .filter(|link| focus::is_run(link))
            .map(|link| (&link.location.path, link.item.span.start))
            .collect();
        let numbers = (meant.len(), tests.len());
        if tests.is_empty() {
            self.complete(now);
            self.show(findings, RoundEnd::NothingToRun, numbers, begun, show)?;
            return Ok(Happened::default());
        }
        let verdicts = findings.verdicts.clone();
        self.show(findings, RoundEnd::Running, numbers, begun, show)?;
        let folder = tempfile::tempdir().map_err(Error::Run)?;
        let folder = Temporary::new(folder.keep());
        let criteria = verdicts.iter().filter(|verdict| meant.contains(&key(verdict))).collect();
        let trial = Trial {
            context,
            watched: self.watched,
            metadata: &self.metadata,
            manifest: &self.manifest,
            criteria,
        };
        let stoppable = Stoppable::default();
        let (end, happened) = std::thread::scope(|scope| {
            let run = scope.spawn(|| trial.run(folder.path(), &stoppable));
            let mut happened = Happened::default();
            while !run.is_finished() {
                happened.merge(self.events.wait_at_most(TICK));
                let is_edited = self.tree.is_edited(&Disk, &happened.touched, &self.differing);
                if happened.is_end || happened.wants_all || is_edited {
                    stoppable.stop();
                    break;
                }
            }
            (run.join(), happened)
        });
        let end = end
            .unwrap_or_else(|_| Err(Error::Run(std::io::Error::other("the run of the tests ended early"))));
        if stoppable.is_stopped() {
            let wants_all = happened.wants_all || all;
            return Ok(Happened { wants_all, ..happened });
        }
        let (happened, now) = self.after_run(happened, now);
        let findings = self.findings()?;
        let end = match end {
            Ok(TrialEnd::Ran(ended)) => {
                let evidence = Evidence::read(&[folder.path().to_path_buf()], &self.root).unwrap_or_default();
                self.standings.take(verdicts, &evidence, &meant, ended.panics);
                self.runs.push(folder);
                let surplus = self.runs.len().saturating_sub(MAX_RUNS);
                self.runs.drain(..surplus);
                self.complete(now);
                RoundEnd::Ran
            }
            Ok(TrialEnd::DoesNotBuild(errors)) => RoundEnd::DoesNotBuild(errors),
            Err(error) => RoundEnd::CouldNotRun(lines_of(&error)),
        };
        self.show(findings, end, numbers, begun, show)?;
        Ok(happened)
    }

    /// The files that tests have written themselves are known from now on, also where a test names one. What people write is a change.
    fn after_run(&mut self, mut happened: Happened, now: DiffSide) -> (Happened, DiffSide) {
        // Of what was written last is told a moment later.
        happened.merge(self.events.wait_at_most(TICK));
        let (edited, written): (BTreeSet<_>, BTreeSet<_>) = happened
            .touched
            .into_iter()
            .partition(|path| is_written_by_people(path) || on_disk::is_folder(path));
        let host = &self.context.host;
        written.iter().for_each(|path| host.forget(path));
        let written = self.tree.differing(host.files(), &written);
        let now = if written.is_empty() { now } else { DiffSide::working_tree(host, &self.root) };
        self.tree.take(written);
        (Happened { touched: edited, ..happened }, now)
    }

    /// The state of now is the one that the tests last ran in.
    fn complete(&mut self, now: DiffSide) {
        self.former = now;
        self.tree.take(std::mem::take(&mut self.differing));
        self.touched.clear();
    }

    /// The criteria that the change can break.
    fn affected(&self, now: &DiffSide, findings: &Findings) -> Result<HashSet<Key>, Error> {
        let host = &self.context.host;
        let folders: Vec<_> =
            self.last.iter().cloned().chain(self.runs.iter().map(|run| run.path().to_path_buf())).collect();
        // Evidence that another run has taken away is no longer known.
        let evidence = Evidence::read(&folders, &self.root).ok().filter(|_| !folders.is_empty());
        let files = self.tree.former(self.differing.keys());
        let former = Former {
            intended: &self.former,
            files: &files,
            differing: self.differing.keys().cloned().collect(),
            known: &|| Ok(self.tree.sources_with(&self.differing)),
        };
        let evidence = evidence.as_ref().map(|evidence| (evidence, false));
        let packages = Packages::of(&self.metadata);
        let affected =
            affected::find_between(host, &former, now, findings.verdicts.clone(), evidence, &packages)?;
        Ok(affected.criteria.iter().map(|criterion| key(&criterion.verdict)).collect())
    }

    fn findings(&self) -> Result<Findings, Error> {
        let folder = self.manifest.parent().unwrap_or(&self.manifest);
        selection::of_selected(self.context.host.check(folder), self.context)
    }

    /// The findings without a run; `None`: something may be hidden, which is shown.
    fn readable(&mut self, begun: &Instant, show: &mut Show<'_>) -> Result<Option<Findings>, Error> {
        let refused = |findings: &Findings| hidden::refuse(findings.hiding.iter());
        let (findings, problem) = match self.findings() {
            Ok(findings) => match refused(&findings) {
                Ok(()) => return Ok(Some(findings)),
                Err(error) => (findings, error),
            },
            Err(error) => (Findings::default(), error),
        };
        self.show(findings, RoundEnd::CouldNotRun(lines_of(&problem)), (0, 0), *begun, show)?;
        Ok(None)
    }

    /// Shows a round.
    fn show(
        &mut self,
        mut findings: Findings,
        end: RoundEnd,
        (number_affected, number_tests): (usize, usize),
        begun: Instant,
        show: &mut Show<'_>,
    ) -> Result<(), Error> {
        let host = &self.context.host;
        let mut situation = match end {
            RoundEnd::DoesNotBuild(_) => Situation::of_failed_build(&findings),
            _ => Situation::of(&findings).in_workspace(host, &self.root),
        };
        let is_readable = findings.hiding.is_empty() && !matches!(end, RoundEnd::CouldNotRun(_));
        let ladder = match is_readable {
            true => {
                let verdicts = std::mem::take(&mut findings.verdicts);
                self.standings.ladder(verdicts, (&self.root, self.metadata.target_directory.as_std_path()))
            }
            // How the criteria stand is not known: as they did before.
            false => self.standings.last(),
        };
        situation.look_at_run(&ladder.standings);
        let now: Vec<(Key, Rung)> =
            ladder.standings.iter().map(|standing| (key(&standing.verdict), standing.rung)).collect();
        let moved = match end {
            RoundEnd::Running | RoundEnd::DoesNotBuild(_) | RoundEnd::CouldNotRun(_) => Vec::new(),
            _ => moved(&std::mem::replace(&mut self.shown, now.clone()), &now),
        };
        let was_stuck = self.is_stuck;
        if end != RoundEnd::Running {
            self.is_stuck = !end.problems().is_empty();
        }
        let report = Report {
            situation,
            ladder,
            findings: findings.diagnostics,
            known: findings.known,
            panics: self.standings.panics().to_vec(),
            // Evidence is kept in one place for all: its own problems are no matter here.
            processes: 1,
            root: self.root.clone(),
            ..Report::default()
        };
        let files = self.files.clone();
        let time = begun.elapsed();
        show(&WatchRound { files, end, number_affected, number_tests, time, moved, was_stuck, report })
    }
}

/// The criteria that stand elsewhere, or are gone: the worst news first, and what is alike in the order of the documents.
fn moved(before: &[(Key, Rung)], now: &[(Key, Rung)]) -> Vec<MovedCriterion> {
    // At first, everything is new.
    if before.is_empty() {
        return Vec::new();
    }
    let rung_in =
        |all: &[(Key, Rung)], key: &Key| all.iter().find(|(other, _)| other == key).map(|(_, rung)| *rung);
    let moved = |key: &Key, before: Option<Rung>, now: Option<Rung>| MovedCriterion {
        feature: key.0.clone(),
        id: key.1.clone(),
        is_id_shared: false,
        before,
        now,
    };
    let there = now.iter().map(|(key, rung)| moved(key, rung_in(before, key), Some(*rung)));
    let gone = before.iter().filter(|(key, _)| rung_in(now, key).is_none());
    let gone = gone.map(|(key, rung)| moved(key, Some(*rung), None));
    let mut all: Vec<_> = there.filter(|moved| moved.before != moved.now).chain(gone).collect();
    all.sort_by_key(MovedCriterion::news);
    for one in &mut all {
        let mut keys = before.iter().chain(now).map(|((feature, id), _)| (feature, id));
        one.is_id_shared = keys.any(|(feature, id)| *id == one.id && *feature != one.feature);
    }
    all
}

/// The problems, each in a line.
fn lines_of(error: &Error) -> Vec<String> {
    error.each().iter().map(ToString::to_string).collect()
}

#[cfg(test)]
mod tests {
    use spec_engine::verdict::shown_id;

    use super::*;

    #[test]
    fn what_has_moved_is_shown_with_its_feature_where_another_one_has_the_id() {
        let all = |rungs: [Rung; 3]| -> Vec<(Key, Rung)> {
            let keys = [("pay", "REQ-1"), ("sell", "REQ-1"), ("sell", "REQ-2")];
            let keys = keys.map(|(feature, id)| (feature.to_owned(), id.to_owned()));
            keys.into_iter().zip(rungs).collect()
        };
        let before = all([Rung::Untested; 3]);
        let names = |now: &[(Key, Rung)]| -> Vec<String> {
            let moved = moved(&before, now).into_iter();
            moved.map(|one| shown_id(&one.feature, &one.id, one.is_id_shared).into_owned()).collect()
        };
        assert_eq!(names(&all([Rung::Passing, Rung::Untested, Rung::Passing])), ["pay/REQ-1", "REQ-2"]);
        // Also of one that is gone.
        assert_eq!(names(&before[1..]), ["pay/REQ-1"]);
    }
}
