//! Runs the tests without a knock-out, to see whether they pass and how long they take.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{PoisonError, RwLock};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use spec_runtime::evidence::{MutantChange, MutantId, Sight};
use spec_runtime::order::KnockoutOrder;

use super::launch::{ProcessEnd, TestName, for_order, launch_and_listen};
use super::parallel::each;
use super::program::Program;
use crate::error::Error;
use crate::evidence::{Evidence, LinkPlace, Member, Run, SeenReturn, TestResult, state};

/// Runs of a test in processes of its own.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct BaselineRuns {
    /// The end of its process, each time.
    pub ended: Vec<ProcessEnd>,
    /// The output of the last run that failed.
    #[serde(default)]
    pub output: Option<String>,
    /// The duration of the first run.
    pub time: Duration,
    /// The linked functions that it executed.
    pub functions: Vec<BaselineFunction>,
    /// The operators that it evaluated, in a program of `prove --deep`: of each, the functions that it was evaluated for as a test. Where a
    /// process runs one test, there are none.
    #[serde(default)]
    pub reached: BTreeMap<u64, BTreeSet<String>>,
    /// Must nothing else run at the same time? It fails beside itself, and passes alone: it wants a port or a file for itself.
    pub is_shy: bool,
}

/// A linked function that a test executed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct BaselineFunction {
    /// The place of the first id.
    pub place: LinkPlace,
    /// The name by which the program knows it.
    pub key: String,
    /// Its name and line, if the link is that of what it is in.
    pub member: Option<Member>,
    /// The end of each execution of it as a test.
    pub runs: Vec<Finish>,
    /// The functions for which it ran as tests, where the process runs several.
    pub ran_for: Vec<String>,
    /// Can what it returns be told from its mutants?
    pub sight: Option<Seen>,
    /// The name of the type that it returns, empty if that has none; `None`: its body does nothing.
    pub returns: Option<String>,
    /// The ways in which it can be broken.
    pub mutants: Vec<Mutant>,
    /// The mutants that differ from its result at least once.
    pub differing: u64,
}

/// A way to break a function.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Mutant {
    /// The name by which the program knows it.
    id: String,
    /// Its text in Rust.
    pub label: String,
}

impl Mutant {
    /// Returns the id by which the program knows it; `None`: a damaged cache has told.
    pub fn id(&self) -> Option<MutantId> {
        self.id.parse().ok()
    }
}

/// The end of a function that may be a test.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Finish {
    /// As a test that passes, unless it is to panic.
    Returned,
    /// It panicked.
    Panicked,
    /// It returned an error, or never ended.
    Otherwise,
}

impl Finish {
    fn of(run: &Run) -> Self {
        match (state(run.end, false), state(run.end, true)) {
            (TestResult::Passed, _) => Self::Returned,
            (_, TestResult::Passed) => Self::Panicked,
            _ => Self::Otherwise,
        }
    }
}

/// The way in which a function's result was seen: [`Sight`], to be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Seen {
    /// See [`Sight::Compared`].
    Compared,
    /// See [`Sight::Opaque`].
    Opaque,
    /// See [`Sight::Effect`].
    Effect,
}

/// The first time limit of a test.
const LIMIT: Duration = Duration::from_secs(300);

impl BaselineRuns {
    /// Runs a test: once for its evidence, and twice as if something were knocked out that is not there. So a test that asks whether it is
    /// being watched is found out. Those two run at the same time, as they will when something is knocked out; a test that does not bear
    /// that is tried again when nothing else runs. `root` is what the paths of functions are relative to, `company` is held by whatever
    /// runs.
    ///
    /// # Errors
    /// If it cannot be started, or its evidence cannot be read.
    pub fn of(program: &Program, test: &TestName, root: &Path, company: &RwLock<()>) -> Result<Self, Error> {
        let together = {
            let _company = company.read().unwrap_or_else(PoisonError::into_inner);
            Self::attempt(program, test, root, 2)?
        };
        if together.passed() {
            return Ok(together);
        }
        let _alone = company.write().unwrap_or_else(PoisonError::into_inner);
        Ok(Self { is_shy: true, ..Self::attempt(program, test, root, 1)? })
    }

    fn attempt(program: &Program, test: &TestName, root: &Path, at_once: usize) -> Result<Self, Error> {
        let mut baseline = Self::default();
        let folder = tempfile::tempdir().map_err(Error::Run)?;
        let order = KnockoutOrder {
            folder: Some(for_order(folder.path()).map_err(Error::Run)?),
            runs_one_test: test.name.is_some(),
            compares: true,
            ..KnockoutOrder::default()
        };
        let (ended, time, output) = launch_and_listen(program, test, &order, LIMIT).map_err(Error::Run)?;
        (baseline.ended, baseline.time, baseline.output) = (vec![ended], time, output);
        let evidence = Evidence::read(&[folder.path().to_path_buf()], root)?;
        let entry = |site: &Option<usize>| site.map(|site| evidence.sites[site].key.clone());
        let reached = evidence.reached.iter();
        baseline.reached = reached
            .map(|(operator, entries)| (*operator, entries.iter().filter_map(entry).collect()))
            .collect();
        baseline.functions = evidence
            .sites
            .iter()
            .enumerate()
            .map(|(number, site)| {
                let returned = evidence.returned.get(&number);
                BaselineFunction {
                    place: site.place.clone(),
                    key: site.key.clone(),
                    member: site.member.clone(),
                    runs: evidence.runs.iter().filter(|run| run.site == number).map(Finish::of).collect(),
                    ran_for: if test.name.is_some() { Vec::new() } else { evidence.entries_of(number) },
                    sight: returned.map(|returned| match returned.sight {
                        Sight::Compared => Seen::Compared,
                        Sight::Opaque => Seen::Opaque,
                        Sight::Effect => Seen::Effect,
                    }),
                    returns: returned.map(|returned| returned.name.clone()),
                    mutants: returned.map(mutants).unwrap_or_default(),
                    differing: returned.map_or(u64::MAX, |returned| returned.differing),
                }
            })
            .collect();
        let controls = each(at_once, &[(); 2], |()| baseline.control(program, test))?;
        controls.into_iter().for_each(|control| baseline.add(control));
        Ok(baseline)
    }

    /// Runs a test as if something were knocked out that is not there.
    ///
    /// # Errors
    /// If it cannot be started.
    pub fn control(&self, program: &Program, test: &TestName) -> Result<(ProcessEnd, Option<String>), Error> {
        let order = KnockoutOrder { mutant: Some(self.nothing()), ..KnockoutOrder::default() };
        let ran = launch_and_listen(program, test, &order, LIMIT).map_err(Error::Run)?;
        Ok((ran.0, ran.2))
    }

    /// Adds a run, and what it wrote if it failed.
    pub fn add(&mut self, (ended, output): (ProcessEnd, Option<String>)) {
        self.ended.push(ended);
        self.output = output.or_else(|| self.output.take());
    }

    /// A mutant that there is not, of a function that there is.
    fn nothing(&self) -> (String, MutantId) {
        let function = self.functions.iter().find(|function| !function.mutants.is_empty());
        let key = function.map_or("0:0 ", |function| &function.key);
        (key.to_owned(), MutantId { change: MutantChange::Instead, number: usize::MAX })
    }

    /// Did it pass each time?
    pub fn passed(&self) -> bool {
        self.ended.iter().all(|ended| *ended == ProcessEnd::Passed)
    }

    /// Did it pass once, and once not?
    pub fn is_flaky(&self) -> bool {
        !self.passed() && self.ended.contains(&ProcessEnd::Passed)
    }

    /// Returns its time limit when something is knocked out.
    pub fn limit(&self) -> Duration {
        Duration::from_secs(5) + self.time * 10
    }
}

fn mutants(returned: &SeenReturn) -> Vec<Mutant> {
    let mutants = returned.mutants.iter();
    mutants.map(|(id, label)| Mutant { id: id.to_string(), label: label.clone() }).collect()
}
