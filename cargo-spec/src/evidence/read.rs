//! The records of a run, process by process.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use spec_model::paths::normal;
use spec_runtime::evidence::{End, MutantId, Record, Sight, Site};

use super::folder::{EvidenceProblem, Files, ProblemKind};
use super::implementer::Member;
use super::panics::TestPanic;
use super::proofs::ProofRecord;
use crate::error::Error;
use crate::on_disk;

/// The place of the first id of an attribute.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct LinkPlace {
    /// The file, absolute.
    pub file: PathBuf,
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
}

/// One execution of a function that may be a test.
#[derive(Debug)]
pub struct Run {
    /// The function.
    pub site: usize,
    /// The way in which it ended; `None`: it never did.
    pub end: Option<End>,
    /// The linked items that ran for it.
    pub ran: HashSet<usize>,
    /// Did nextest try the test again afterwards? Then the last attempt says how it did.
    pub is_retried: bool,
}

/// A linked function, as it was compiled.
#[derive(Debug)]
pub struct LinkedFunction {
    /// The place of the first id.
    pub place: LinkPlace,
    /// The name by which the program knows it.
    pub key: String,
    /// Its name and line, if the link is that of what it is in.
    pub member: Option<Member>,
    /// The criteria that it named, with the fingerprints of their texts.
    pub criteria: Vec<(String, u64)>,
}

/// The facts about the results of a linked function.
#[derive(Debug)]
pub struct SeenReturn {
    /// The way in which its results were seen.
    pub sight: Sight,
    /// The name of the type; empty, if that has none.
    pub name: String,
    /// The ways in which it can be broken, each with its text.
    pub mutants: Vec<(MutantId, String)>,
    /// The mutants that differ from its result at least once: the bit of the place of each.
    pub differing: u64,
}

/// The records that the processes of a run have left.
#[derive(Debug, Default)]
pub struct Evidence {
    /// The linked functions that were executed.
    pub sites: Vec<LinkedFunction>,
    /// The executions.
    pub runs: Vec<Run>,
    /// The items that ran on threads of which it is not known for which test they did.
    pub unattributed: HashSet<usize>,
    /// The results of the functions that were compared with their mutants.
    pub returned: HashMap<usize, SeenReturn>,
    /// The problems of the files.
    pub problems: Vec<EvidenceProblem>,
    /// The operators of `prove --deep` that were evaluated: each with the function that it was evaluated for as a test, if that is known.
    pub reached: HashMap<u64, HashSet<Option<usize>>>,
    /// The number of processes that left records.
    pub processes: usize,
    /// The results of knock-outs.
    pub proofs: Vec<ProofRecord>,
    /// Did all tests pass, also those that verify nothing? `None`: nobody told.
    pub all_passed: Option<bool>,
    /// The names of the tests that failed, as far as their runners print them.
    pub failed: Vec<String>,
    /// The places where tests panicked, as far as their runners print them.
    pub panics: Vec<TestPanic>,
    /// The fingerprints of the sources that the tests were built of, as far as runs told them.
    pub sources: Vec<String>,
    /// The number of tests in a run that has just ended, if its runner tells.
    pub number_run: Option<usize>,
}

impl Evidence {
    /// Reads every file of some folders: those of one run, or of several machines that ran some of the tests each. `root` is what
    /// the paths of sites are relative to.
    ///
    /// # Errors
    /// [`Error::Read`], if a folder or a file of it cannot be read.
    pub fn read(folders: &[PathBuf], root: &Path) -> Result<Self, Error> {
        Self::of(Files::read(folders)?, root)
    }

    /// Reads folders that somebody names. `is_own`: whether a fingerprint is that of the sources of now. A folder with results of other
    /// ones does not count.
    ///
    /// # Errors
    /// [`Error::Read`], if a folder or a file of it cannot be read.
    pub fn of_sources(
        folders: Vec<PathBuf>,
        root: &Path,
        is_own: &dyn Fn(&str) -> bool,
    ) -> Result<Self, Error> {
        let (mut good, mut refused) = (Vec::new(), Vec::new());
        for folder in folders {
            let evidence = Self::read(std::slice::from_ref(&folder), root)?;
            let is_foreign = evidence.sources.iter().any(|sources| !is_own(sources));
            if is_foreign { refused.push(folder) } else { good.push(folder) }
        }
        let mut evidence = if good.is_empty() { Self::default() } else { Self::read(&good, root)? };
        let refused = refused.into_iter().map(|path| EvidenceProblem { path, kind: ProblemKind::Foreign });
        evidence.problems.extend(refused);
        Ok(evidence)
    }

    /// Adds what `prove` has left in a folder, if there is one.
    ///
    /// # Errors
    /// [`Error::Read`], if a file cannot be read.
    pub fn with_proofs(mut self, folder: &Path) -> Result<Self, Error> {
        if on_disk::is_folder(folder) {
            let files = Files::read(&[folder.to_path_buf()])?;
            self.proofs.extend(files.proofs);
            // An empty folder is a run that had nothing to prove.
            let problems = files.problems.into_iter();
            self.problems.extend(problems.filter(|problem| problem.kind != ProblemKind::Nothing));
        }
        Ok(self)
    }

    /// The files with linked functions that a build script has written: `target/debug/build/NAME-0123456789abcdef/out/x.rs`.
    pub fn generated(&self) -> Vec<PathBuf> {
        let is_of_build = |file: &Path| {
            let mut above = file.ancestors().skip(1).filter_map(Path::file_name);
            above.by_ref().any(|name| name == "out") && above.nth(1).is_some_and(|name| name == "build")
        };
        let mut files: Vec<_> = self.sites.iter().map(|site| &site.place.file).cloned().collect();
        files.retain(|file| is_of_build(file));
        files.sort_unstable();
        files.dedup();
        files
    }

    /// Returns the names of the functions that ran a linked one as tests.
    pub fn entries_of(&self, site: usize) -> Vec<String> {
        let runs = self.runs.iter().filter(|run| run.ran.contains(&site));
        runs.map(|run| self.sites[run.site].key.clone()).collect()
    }

    fn of(files: Files, root: &Path) -> Result<Self, Error> {
        let Files { processes, outcomes, proofs, problems } = files;
        let all_passed = (!outcomes.is_empty()).then(|| outcomes.iter().all(|outcome| outcome.all_passed));
        let mut sources: Vec<_> = outcomes.iter().filter_map(|outcome| outcome.sources.clone()).collect();
        sources.sort();
        sources.dedup();
        let mut failed: Vec<_> = outcomes.into_iter().flat_map(|outcome| outcome.failed).collect();
        failed.sort();
        failed.dedup();
        let evidence = Self { problems, all_passed, failed, sources, proofs, ..Self::default() };
        let mut reader = Reader { evidence, numbers: HashMap::new(), attempts: Vec::new(), root };
        for (path, text) in processes {
            reader.process(&path, &text);
        }
        reader.retried();
        Ok(reader.evidence)
    }
}

struct Reader<'a> {
    evidence: Evidence,
    /// The number of each site, by what it says of itself.
    numbers: HashMap<String, usize>,
    /// The runs that were an attempt of a test: its name, the number of the attempt, the runs.
    attempts: Vec<(String, u32, Range<usize>)>,
    root: &'a Path,
}

/// The facts from the records of a process so far.
#[derive(Default)]
struct Process {
    sites: HashMap<u32, usize>,
    entries: HashMap<u32, usize>,
    /// The functions that ran outside of any entry.
    elsewhere: HashSet<usize>,
    /// The attempt that it is, and its test.
    attempt: Option<(String, u32)>,
}

impl Reader<'_> {
    /// Takes the records of a process.
    fn process(&mut self, path: &Path, text: &str) {
        let mut problem =
            |kind| self.evidence.problems.push(EvidenceProblem { path: path.to_path_buf(), kind });
        if !text.ends_with('\n') {
            problem(ProblemKind::HalfWritten);
        }
        let mut lines = text.split_inclusive('\n').filter_map(|line| line.strip_suffix('\n'));
        let runs_one_test = match lines.next().map(Record::parse) {
            Some(Some(Record::Process { runs_one_test, .. })) => runs_one_test,
            Some(_) => return problem(ProblemKind::Unreadable(lines.count() + 1)),
            None => return,
        };
        self.evidence.processes += 1;
        let first = self.evidence.runs.len();
        let mut process = Process::default();
        let unreadable = lines.filter(|line| self.record(line, &mut process).is_none()).count();
        if unreadable > 0 {
            let kind = ProblemKind::Unreadable(unreadable);
            self.evidence.problems.push(EvidenceProblem { path: path.to_path_buf(), kind });
        }
        if let Some((test, number)) = process.attempt.take() {
            self.attempts.push((test, number, first..self.evidence.runs.len()));
        }
        let runs = &mut self.evidence.runs[first..];
        if runs_one_test {
            // Whatever runs in the process runs for its test.
            runs.iter_mut().for_each(|run| run.ran.extend(&process.elsewhere));
        } else {
            self.evidence.unattributed.extend(process.elsewhere);
        }
    }

    /// Marks the runs of every attempt but the last one of each test.
    fn retried(&mut self) {
        let mut last: HashMap<&str, u32> = HashMap::new();
        for (test, number, _) in &self.attempts {
            let known = last.entry(test).or_default();
            *known = (*known).max(*number);
        }
        for (test, number, runs) in &self.attempts {
            let is_retried = last.get(&**test).is_some_and(|last| number < last);
            self.evidence.runs[runs.clone()].iter_mut().for_each(|run| run.is_retried = is_retried);
        }
    }

    /// Takes a record; `None`: it is none, or speaks of what no record before it has told.
    fn record(&mut self, line: &str, process: &mut Process) -> Option<()> {
        match Record::parse(line)? {
            Record::Process { .. } => return None,
            Record::Attempt { number, test } => process.attempt = Some((test.into_owned(), number)),
            Record::Site { number, site } => {
                let site = self.site(&site)?;
                process.sites.insert(number, site);
            }
            Record::Began { entry, site, .. } => {
                let site = *process.sites.get(&site)?;
                process.entries.insert(entry, self.evidence.runs.len());
                self.evidence.runs.push(Run { site, end: None, ran: HashSet::new(), is_retried: false });
            }
            Record::Ended { entry, end } => {
                let run = *process.entries.get(&entry)?;
                self.evidence.runs[run].end = Some(end);
            }
            Record::Ran { entry: Some(entry), site } => {
                let (run, site) = (*process.entries.get(&entry)?, *process.sites.get(&site)?);
                self.evidence.runs[run].ran.insert(site);
            }
            Record::Ran { entry: None, site } => {
                process.elsewhere.insert(*process.sites.get(&site)?);
            }
            Record::Mutants { site, sight, returns, mutants } => {
                let mutants =
                    mutants.into_iter().map(|(mutant, label)| (mutant, label.into_owned())).collect();
                let returned = SeenReturn { sight, name: returns.into_owned(), mutants, differing: 0 };
                self.evidence.returned.entry(*process.sites.get(&site)?).or_insert(returned);
            }
            Record::Returned { site, differing, .. } => {
                let returned = self.evidence.returned.get_mut(process.sites.get(&site)?)?;
                returned.differing |= differing;
            }
            Record::Reached { entry, operator } => {
                let run =
                    entry.map(|entry| process.entries.get(&entry).copied().ok_or(())).transpose().ok()?;
                let test = run.map(|run| self.evidence.runs[run].site);
                self.evidence.reached.entry(operator).or_default().insert(test);
            }
        }
        Some(())
    }

    fn site(&mut self, text: &str) -> Option<usize> {
        if let Some(&number) = self.numbers.get(text) {
            return Some(number);
        }
        let Site { line, column, file, within, criteria } = Site::parse(text)?;
        let place = LinkPlace { file: here(self.root, file), line: line as usize, column: column as usize };
        let criteria = criteria.into_iter().map(|(id, fingerprint)| (id.to_owned(), fingerprint)).collect();
        let member = within.map(|(name, line)| Member { name: name.to_owned(), line: line as usize });
        let key = Site::key(text).to_owned();
        self.evidence.sites.push(LinkedFunction { place, key, member, criteria });
        let number = self.evidence.sites.len() - 1;
        self.numbers.insert(text.to_owned(), number);
        Some(number)
    }
}

/// A file of a site on this machine. It is relative to the workspace's root, but for packages outside of it. The machine that compiled it
/// wrote it as its system writes paths. Where another machine's checkout is, only its own paths tell: a file that is not here is looked for
/// under the root. The longest end of its path that leads to a file counts.
fn here(root: &Path, file: &str) -> PathBuf {
    // `#[path = "../shared.rs"]` gives the compiler a path with `..` in it.
    let own = normal(&root.join(file));
    if on_disk::is_file(&own) {
        return own;
    }
    let parts: Vec<_> = file.split(['/', '\\']).filter(|part| !part.is_empty() && *part != ".").collect();
    let ends = (0..parts.len()).filter(|&from| !parts[from..].contains(&".."));
    let mut paths = ends.map(|from| root.join(parts[from..].iter().collect::<PathBuf>()));
    paths.find(|path| on_disk::is_file(path)).unwrap_or(own)
}

#[cfg(test)]
mod tests {
    use super::*;

    use std::fs;

    use spec_runtime::evidence::EXTENSION;

    const SITES: &str = "site\t1\t3:8 tests/a.rs\\t\\ta/REQ-1=1\nsite\t2\t9:12 src/lib.rs\\t\\ta/REQ-1=1\n";

    /// Checks the facts read of processes: of each run its end and the lines that ran; the unattributed; the problems.
    fn check(processes: &[&str], expect: &str) {
        let folder = tempfile::tempdir().expect("a folder");
        for (at, text) in processes.iter().enumerate() {
            fs::write(folder.path().join(format!("{at}.{EXTENSION}")), text).expect("it is written");
        }
        let folders = [folder.path().to_path_buf()];
        let evidence = Evidence::read(&folders, Path::new("/repo")).expect("it can be read");
        let line = |site: &usize| evidence.sites[*site].place.line;
        let lines = |sites: &HashSet<usize>| {
            let mut lines: Vec<_> = sites.iter().map(line).collect();
            lines.sort_unstable();
            format!("{lines:?}")
        };
        let runs =
            evidence.runs.iter().map(|run| format!("{}: {:?} {}", line(&run.site), run.end, lines(&run.ran)));
        let reported = format!(
            "{}; elsewhere {}; {:?}",
            runs.collect::<Vec<_>>().join(", "),
            lines(&evidence.unattributed),
            evidence.problems.iter().map(|problem| &problem.kind).collect::<Vec<_>>()
        );
        assert_eq!(reported, expect);
    }

    #[test]
    fn what_ran_in_the_thread_of_a_test_ran_for_it() {
        let text =
            format!("spec-evidence\t2\t7\tmany\tx\n{SITES}began\t1\t1\tt\nran\t1\t2\nended\t1\treturned\n");
        check(&[&text], "3: Some(Returned) [9]; elsewhere []; []");
    }

    #[test]
    fn what_ran_on_other_threads_ran_for_the_only_test_of_a_process_and_for_no_other() {
        let text =
            format!("spec-evidence\t2\t7\tmany\tx\n{SITES}began\t1\t1\tt\nran\t-\t2\nended\t1\tpanicked\n");
        check(&[&text], "3: Some(Panicked) []; elsewhere [9]; []");
        check(&[&text.replace("many", "one")], "3: Some(Panicked) [9]; elsewhere []; []");
    }

    #[test]
    fn of_several_attempts_of_a_test_the_last_one_says_how_it_did() {
        let attempt = |number: u32, test: &str, end: &str| {
            let head = format!("spec-evidence\t2\t{number}\tone\tx\nattempt\t{number}\t{test}\n");
            format!("{head}{SITES}began\t1\t1\tt\nended\t1\t{end}\n")
        };
        let retried = |processes: &[String]| {
            let folder = tempfile::tempdir().expect("a folder");
            for (at, text) in processes.iter().enumerate() {
                fs::write(folder.path().join(format!("{at}.{EXTENSION}")), text).expect("it is written");
            }
            let evidence = Evidence::read(&[folder.path().to_path_buf()], Path::new("/repo"));
            let evidence = evidence.expect("it can be read");
            let mut reported: Vec<_> =
                evidence.runs.iter().map(|run| format!("{:?} {}", run.end, run.is_retried)).collect();
            reported.sort();
            reported.join(", ")
        };
        let (first, second) = (attempt(1, "r:a$t", "panicked"), attempt(2, "r:a$t", "returned"));
        let expect = "Some(Panicked) true, Some(Returned) false";
        assert_eq!(retried(&[first.clone(), second.clone()]), expect);
        assert_eq!(retried(&[second.clone(), first.clone()]), expect, "whichever file comes first");
        let (other, next) = (attempt(1, "r:a$u", "panicked"), attempt(2, "s:a$t", "returned"));
        assert_eq!(retried(&[other, second]), "Some(Panicked) false, Some(Returned) false", "another test");
        assert_eq!(retried(&[first, next]), "Some(Panicked) false, Some(Returned) false", "another run");
    }

    #[test]
    fn a_test_without_an_end_never_ended_and_a_torn_line_is_none() {
        let text = format!("spec-evidence\t2\t7\tmany\tx\n{SITES}began\t1\t1\tt\nran\t1\t2\nended\t1\tretur");
        check(&[&text], "3: None [9]; elsewhere []; [HalfWritten]");
        check(&["spec-evid"], "; elsewhere []; [HalfWritten]");
        check(&["spec-evidence\t9"], "; elsewhere []; [HalfWritten]");
        check(&["spec-evidence\t9\t7\tmany\tx\n"], "; elsewhere []; [Version(\"9\")]");
        check(&["spec-evidence\t2\t7\tmany\tx\nbegan\t1\t1\tt\n???\n"], "; elsewhere []; [Unreadable(2)]");
        check(&["minutes of a meeting\n"], "; elsewhere []; [Unreadable(1)]");
    }
}
