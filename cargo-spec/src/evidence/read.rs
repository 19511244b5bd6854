//! The records of a run, process by process.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use spec_runtime::evidence::{EXTENSION, End, Record, Sight, Site};

use crate::error::Error;

/// Where the first id of an attribute is written.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Place {
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
    /// How it ended; `None`: it never did.
    pub end: Option<End>,
    /// The linked items that ran for it.
    pub ran: HashSet<usize>,
}

/// A linked function, as it was compiled.
#[derive(Debug)]
pub struct LinkedFunction {
    /// Where the first id is.
    pub place: Place,
    /// The place as the program knows it, to name it to the program.
    pub key: String,
    /// The criteria that it named, with the fingerprints of their texts.
    pub criteria: Vec<(String, u64)>,
}

/// What a linked function was seen to return.
#[derive(Debug)]
pub struct Returned {
    /// How it was seen.
    pub sight: Sight,
    /// What it can be made to return instead.
    pub variants: Vec<String>,
    /// Which of that differs from what it returned at least once: the bit of the number of each.
    pub differing: u64,
}

/// What the processes of a run have left.
#[derive(Debug, Default)]
pub struct Evidence {
    /// The linked functions that were executed.
    pub sites: Vec<LinkedFunction>,
    /// The executions.
    pub runs: Vec<Run>,
    /// The items that ran on threads of which it is not known for which test they did.
    pub unattributed: HashSet<usize>,
    /// What those returned that were compared with their variants.
    pub returned: HashMap<usize, Returned>,
    /// Lines that are no records: of another version, or half written.
    pub unreadable: usize,
    /// How many processes left records.
    pub processes: usize,
}

impl Evidence {
    /// Reads every file of a folder. `root` is what the paths of sites are relative to.
    ///
    /// # Errors
    /// [`Error::Read`], if the folder or a file of it cannot be read.
    pub fn read(folder: &Path, root: &Path) -> Result<Self, Error> {
        let in_the_way = |path: &Path| {
            let path = path.to_path_buf();
            move |reason| Error::Read { path, reason }
        };
        let entries = match fs::read_dir(folder) {
            Err(reason) if reason.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            entries => entries.map_err(in_the_way(folder))?,
        };
        let paths = entries.map(|entry| Ok(entry.map_err(in_the_way(folder))?.path()));
        let mut paths = paths.collect::<Result<Vec<_>, Error>>()?;
        paths.retain(|path| path.extension().is_some_and(|extension| extension == EXTENSION));
        paths.sort();
        let mut reader = Reader { evidence: Self::default(), numbers: HashMap::new(), root };
        for path in paths {
            let bytes = fs::read(&path).map_err(in_the_way(&path))?;
            reader.process(&String::from_utf8_lossy(&bytes));
        }
        Ok(reader.evidence)
    }
}

struct Reader<'a> {
    evidence: Evidence,
    /// The number of each site, by what it says of itself.
    numbers: HashMap<String, usize>,
    root: &'a Path,
}

/// What the records of a process have told so far.
#[derive(Default)]
struct Process {
    sites: HashMap<u32, usize>,
    entries: HashMap<u32, usize>,
    /// What ran outside of any entry.
    elsewhere: HashSet<usize>,
}

impl Reader<'_> {
    /// Takes the records of a process.
    fn process(&mut self, text: &str) {
        let mut lines = text.split_inclusive('\n').filter_map(|line| line.strip_suffix('\n'));
        let runs_one_test = match lines.next().and_then(Record::parse) {
            Some(Record::Process { runs_one_test, .. }) => runs_one_test,
            _ => {
                self.evidence.unreadable += 1;
                return;
            }
        };
        self.evidence.processes += 1;
        let first = self.evidence.runs.len();
        let mut process = Process::default();
        for line in lines {
            if self.record(line, &mut process).is_none() {
                self.evidence.unreadable += 1;
            }
        }
        let runs = &mut self.evidence.runs[first..];
        if runs_one_test {
            // Whatever runs in the process runs for its test.
            runs.iter_mut().for_each(|run| run.ran.extend(&process.elsewhere));
        } else {
            self.evidence.unattributed.extend(process.elsewhere);
        }
    }

    /// Takes a record; `None`: it is none, or speaks of what no record before it has told.
    fn record(&mut self, line: &str, process: &mut Process) -> Option<()> {
        match Record::parse(line)? {
            Record::Process { .. } => return None,
            Record::Site { number, site } => {
                let site = self.site(&site)?;
                process.sites.insert(number, site);
            }
            Record::Began { entry, site, .. } => {
                let site = *process.sites.get(&site)?;
                process.entries.insert(entry, self.evidence.runs.len());
                self.evidence.runs.push(Run { site, end: None, ran: HashSet::new() });
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
            Record::Variants { site, sight, variants } => {
                let variants = variants.into_iter().map(Cow::into_owned).collect();
                let returned = Returned { sight, variants, differing: 0 };
                self.evidence.returned.entry(*process.sites.get(&site)?).or_insert(returned);
            }
            Record::Returned { site, differing, .. } => {
                let returned = self.evidence.returned.get_mut(process.sites.get(&site)?)?;
                returned.differing |= differing;
            }
        }
        Some(())
    }

    fn site(&mut self, text: &str) -> Option<usize> {
        if let Some(&number) = self.numbers.get(text) {
            return Some(number);
        }
        let Site { line, column, file, criteria } = Site::parse(text)?;
        let place = Place { file: self.root.join(file), line: line as usize, column: column as usize };
        let criteria = criteria.into_iter().map(|(id, fingerprint)| (id.to_owned(), fingerprint)).collect();
        let key = text.split('\t').next().unwrap_or_default().to_owned();
        self.evidence.sites.push(LinkedFunction { place, key, criteria });
        let number = self.evidence.sites.len() - 1;
        self.numbers.insert(text.to_owned(), number);
        Some(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SITES: &str = "site\t1\t3:8 tests/a.rs\\ta/REQ-1=1\nsite\t2\t9:12 src/lib.rs\\ta/REQ-1=1\n";

    /// What is read of processes: of each run its end and the lines of what ran; what is unattributed; what is unreadable.
    fn check(processes: &[&str], expect: &str) {
        let folder = tempfile::tempdir().expect("a folder");
        for (at, text) in processes.iter().enumerate() {
            fs::write(folder.path().join(format!("{at}.{EXTENSION}")), text).expect("it is written");
        }
        let evidence = Evidence::read(folder.path(), Path::new("/repo")).expect("it can be read");
        let line = |site: &usize| evidence.sites[*site].place.line;
        let lines = |sites: &HashSet<usize>| {
            let mut lines: Vec<_> = sites.iter().map(line).collect();
            lines.sort_unstable();
            format!("{lines:?}")
        };
        let runs =
            evidence.runs.iter().map(|run| format!("{}: {:?} {}", line(&run.site), run.end, lines(&run.ran)));
        let told = format!(
            "{}; elsewhere {}; {} unreadable",
            runs.collect::<Vec<_>>().join(", "),
            lines(&evidence.unattributed),
            evidence.unreadable
        );
        assert_eq!(told, expect);
    }

    #[test]
    fn what_ran_in_the_thread_of_a_test_ran_for_it() {
        let text =
            format!("spec-evidence\t1\t7\tmany\tx\n{SITES}began\t1\t1\tt\nran\t1\t2\nended\t1\treturned\n");
        check(&[&text], "3: Some(Returned) [9]; elsewhere []; 0 unreadable");
    }

    #[test]
    fn what_ran_on_other_threads_ran_for_the_only_test_of_a_process_and_for_no_other() {
        let text =
            format!("spec-evidence\t1\t7\tmany\tx\n{SITES}began\t1\t1\tt\nran\t-\t2\nended\t1\tpanicked\n");
        check(&[&text], "3: Some(Panicked) []; elsewhere [9]; 0 unreadable");
        check(&[&text.replace("many", "one")], "3: Some(Panicked) [9]; elsewhere []; 0 unreadable");
    }

    #[test]
    fn a_test_without_an_end_never_ended_and_a_torn_line_is_none() {
        let text = format!("spec-evidence\t1\t7\tmany\tx\n{SITES}began\t1\t1\tt\nran\t1\t2\nended\t1\tretur");
        check(&[&text], "3: None [9]; elsewhere []; 0 unreadable");
        check(&["spec-evid"], "; elsewhere []; 1 unreadable");
        check(&["spec-evidence\t9\t7\tmany\tx\n"], "; elsewhere []; 1 unreadable");
        check(&["spec-evidence\t1\t7\tmany\tx\nbegan\t1\t1\tt\n???\n"], "; elsewhere []; 2 unreadable");
    }
}
