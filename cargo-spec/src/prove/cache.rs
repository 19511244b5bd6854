//! Keeps results of earlier runs in the target folder: a test program with the same bytes has the same results.
//!
//! Each line has a seal of its machine and user. What another machine, another user or an editor wrote is no knowledge.

use std::collections::{HashMap, HashSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use spec_model::files::{self, Disk, FileKind, Files as _, NodeKind};
use spec_model::spec::Fingerprint;
use xxhash_rust::xxh3::Xxh3;

use super::baseline::BaselineRuns;
use super::launch::{ProcessEnd, TestName};
use super::program::Program;
use super::seal::Seal;
use crate::write::own::{self, LineAppender};

/// A line of the file.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Line {
    key: String,
    known: Known,
    /// See [`Seal`].
    seal: String,
}

impl Line {
    fn new(seal: &Seal, key: String, known: Known) -> serde_json::Result<Self> {
        let mark = seal.of(&key, &serde_json::to_vec(&known)?);
        Ok(Self { key, known, seal: mark })
    }

    /// Reads a line; `None`: it is damaged, or has another seal.
    fn read(seal: &Seal, line: &[u8]) -> Option<Self> {
        let line: Self = serde_json::from_slice(line).ok()?;
        let known = serde_json::to_vec(&line.known).ok()?;
        (seal.of(&line.key, &known) == line.seal).then_some(line)
    }
}

/// Do the results of earlier runs count?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Earlier {
    /// They do.
    Count,
    /// Everything is run anew, and kept for later runs.
    Ignored,
}

/// The knowledge about a test.
#[derive(Clone, Debug, Serialize, Deserialize)]
enum Known {
    /// Its runs when nothing is knocked out.
    Baseline(BaselineRuns),
    /// Its end when something is knocked out.
    Ended(ProcessEnd),
    /// The earlier knowledge is wrong.
    Nothing,
}

/// The knowledge from earlier runs.
#[derive(Debug)]
pub struct Cache {
    path: PathBuf,
    seal: Seal,
    known: HashMap<String, Known>,
    /// The number of lines, also of those that are no knowledge.
    lines: usize,
    /// The fingerprints of the programs.
    programs: Vec<u64>,
    now: Mutex<Now>,
}

/// The additions of this run.
#[derive(Debug, Default)]
struct Now {
    lines: Option<LineAppender>,
    used: HashSet<String>,
}

impl Cache {
    /// Reads what is known of some programs. A file that cannot be read, or lines that are damaged, are no knowledge.
    ///
    /// # Errors
    /// If a program cannot be read.
    pub fn open(target: &Path, workspace: &Path, programs: &[Program], earlier: Earlier) -> io::Result<Self> {
        let name = Fingerprint::as_written(&workspace.to_string_lossy());
        let path = target.join("cargo-spec").join("knock-outs").join(format!("{name}.jsonl"));
        let text = files::read(&path, FileKind::Evidence).unwrap_or_default();
        let seal = Seal::of_this_machine();
        let all = || text.split_inclusive(|byte| *byte == b'\n');
        let known = all().filter(|_| earlier == Earlier::Count).filter_map(|line| Line::read(&seal, line));
        let known = known.map(|line| (line.key, line.known)).collect();
        let mut beside = HashMap::new();
        let programs = programs.iter().map(|program| fingerprint(program, &mut beside));
        let programs = programs.collect::<io::Result<_>>()?;
        let is_torn = text.last().is_some_and(|byte| *byte != b'\n');
        let now = Now { lines: appended(&path, is_torn).ok(), used: HashSet::new() };
        Ok(Self { path, seal, known, lines: all().count(), programs, now: Mutex::new(now) })
    }

    /// Returns the runs of a test when nothing is knocked out.
    pub fn baseline(&self, test: &TestName) -> Option<BaselineRuns> {
        match self.get(self.key(test, "")) {
            Some(Known::Baseline(baseline)) => Some(baseline.clone()),
            _ => None,
        }
    }

    /// Returns the end of a test when something is knocked out.
    pub fn ended(&self, test: &TestName, order: &str) -> Option<ProcessEnd> {
        match self.get(self.key(test, order)) {
            Some(Known::Ended(ended)) => Some(*ended),
            _ => None,
        }
    }

    /// Keeps what a test does. One that always fails may do so for reasons that lie elsewhere; one that passes and fails stays flaky until
    /// its program is another one.
    pub fn keep_baseline(&self, test: &TestName, baseline: &BaselineRuns) {
        if baseline.passed() || baseline.is_flaky() {
            self.keep(self.key(test, ""), Known::Baseline(baseline.clone()));
        }
    }

    /// Keeps how a test ends.
    pub fn keep_ended(&self, test: &TestName, order: &str, ended: ProcessEnd) {
        self.keep(self.key(test, order), Known::Ended(ended));
    }

    /// Is how a test ends known since this run alone?
    pub fn is_new(&self, test: &TestName, order: &str) -> bool {
        !matches!(self.known.get(&self.key(test, order)), Some(Known::Ended(_)))
    }

    /// Forgets what a test does.
    pub fn forget(&self, test: &TestName, order: &str) {
        self.keep(self.key(test, order), Known::Nothing);
    }

    fn key(&self, test: &TestName, order: &str) -> String {
        format!("{:016x} {} {order}", self.programs[test.program], test.name.as_deref().unwrap_or_default())
    }

    fn get(&self, key: String) -> Option<&Known> {
        let known = self.known.get(&key)?;
        self.now.lock().unwrap_or_else(PoisonError::into_inner).used.insert(key);
        Some(known)
    }

    fn keep(&self, key: String, known: Known) {
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        now.used.insert(key.clone());
        let line = Line::new(&self.seal, key, known).and_then(|line| serde_json::to_vec(&line));
        if let (Some(lines), Ok(mut line)) = (&mut now.lines, line) {
            line.push(b'\n');
            // A result that cannot be kept is found out again.
            let _ = lines.add(&line);
        }
    }

    /// Forgets what this run had no use for, if that has become the greater part.
    pub fn sweep(self) {
        let now = self.now.into_inner().unwrap_or_else(PoisonError::into_inner);
        if self.lines < 2 * now.used.len() + 1_000 {
            return;
        }
        // With what this run, and another one at the same time, has added.
        let text = files::read(&self.path, FileKind::Evidence).unwrap_or_default();
        let is_used = |line: &&[u8]| {
            let line = Line::read(&self.seal, line);
            line.is_some_and(|line| now.used.contains(&line.key) || !self.known.contains_key(&line.key))
        };
        let lines: Vec<_> = text.split_inclusive(|byte| *byte == b'\n').filter(is_used).collect();
        // Of what was found out again and again, the last counts.
        let mut seen = HashSet::new();
        let key = |line: &[u8]| Line::read(&self.seal, line).map(|line| line.key);
        let last: Vec<_> =
            lines.into_iter().rev().filter(|line| key(line).is_some_and(|key| seen.insert(key))).collect();
        let text = last.into_iter().rev().collect::<Vec<_>>().concat();
        // As above.
        let _ = own::replace(&self.path, &text);
    }
}

/// Opens a file to add lines. `is_torn`: a run that was killed has left half of one.
fn appended(path: &Path, is_torn: bool) -> io::Result<LineAppender> {
    let mut lines = LineAppender::open(path)?;
    if is_torn {
        lines.add(b"\n")?;
    }
    Ok(lines)
}

/// Returns the identity of a program: its bytes, its arguments; and the other programs that it could start. `beside`: what is known of
/// folders of those.
fn fingerprint(program: &Program, beside: &mut HashMap<PathBuf, u64>) -> io::Result<u64> {
    let mut hash = Xxh3::new();
    hash.update(&files::read(&program.path, FileKind::Program)?);
    hash.update(format!("{:?}", program.arguments()).as_bytes());
    // `target/debug/deps/spec-0123`, which may start `target/debug/command`.
    if let Some(folder) = program.path.parent().and_then(Path::parent) {
        let others = beside.entry(folder.to_path_buf()).or_insert_with(|| programs_in(folder));
        hash.update(&others.to_le_bytes());
    }
    Ok(hash.digest())
}

/// The fingerprint of the programs in a folder. Their times say nothing: clocks are set back.
fn programs_in(folder: &Path) -> u64 {
    let entries = Disk.entries(folder).unwrap_or_default().into_iter();
    let paths = entries.filter(|entry| entry.kind == NodeKind::File).map(|entry| folder.join(entry.name));
    let mut programs: Vec<_> = paths.filter(|path| files::is_program(path)).collect();
    programs.sort_unstable();
    let mut hash = Xxh3::new();
    for path in programs {
        hash.update(path.as_os_str().as_encoded_bytes());
        hash.update(&files::read(&path, FileKind::Program).unwrap_or_default());
    }
    hash.digest()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_counts_where_it_was_written_and_as_it_was_written() {
        let seal = Seal::new("a machine", "ann");
        let line = Line::new(&seal, "0123 a #0".to_owned(), Known::Ended(ProcessEnd::Passed));
        let line = serde_json::to_string(&line.expect("it is a line")).expect("it is JSON");
        let is_read = |seal: &Seal, line: &str| Line::read(seal, line.as_bytes()).is_some();
        assert!(is_read(&seal, &line));
        assert!(!is_read(&Seal::new("another machine", "ann"), &line));
        assert!(!is_read(&Seal::new("a machine", "bob"), &line));
        assert!(!is_read(&seal, &line.replace("Passed", "Failed")));
        assert!(!is_read(&seal, &line.replace("#0", "#1")));
        assert!(!is_read(&seal, &line[1..]));
    }
}
