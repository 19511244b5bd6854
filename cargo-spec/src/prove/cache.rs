//! What is known from earlier runs, kept in the target folder: a test program that is the same, byte by byte, does the same.

use std::collections::{HashMap, HashSet};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use spec_model::spec::Fingerprint;
use tempfile::NamedTempFile;
use xxhash_rust::xxh3::Xxh3;

use super::baseline::Baseline;
use super::launch::{Ended, TestName};
use super::program::Program;

/// A line of the file.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Line {
    key: String,
    known: Known,
}

/// What is known of a test.
#[derive(Clone, Debug, Serialize, Deserialize)]
enum Known {
    /// What it does when nothing is knocked out.
    Baseline(Baseline),
    /// What it does when something is.
    Ended(Ended),
    /// What was known before is not so.
    Nothing,
}

/// What is known.
#[derive(Debug)]
pub struct Cache {
    path: PathBuf,
    known: HashMap<String, Known>,
    /// The fingerprints of the programs.
    programs: Vec<u64>,
    now: Mutex<Now>,
}

/// What this run adds.
#[derive(Debug, Default)]
struct Now {
    file: Option<File>,
    used: HashSet<String>,
}

impl Cache {
    /// Reads what is known of some programs. A file that cannot be read, or lines that are damaged, are no knowledge.
    ///
    /// # Errors
    /// If a program cannot be read.
    pub fn open(target: &Path, workspace: &Path, programs: &[Program]) -> io::Result<Self> {
        let name = Fingerprint::as_written(&workspace.to_string_lossy());
        let path = target.join("cargo-spec").join("knock-outs").join(format!("{name}.jsonl"));
        let text = fs::read(&path).unwrap_or_default();
        let lines = text.split_inclusive(|byte| *byte == b'\n');
        let known = lines.filter_map(|line| serde_json::from_slice::<Line>(line).ok());
        let known = known.map(|line| (line.key, line.known)).collect();
        let programs = programs.iter().map(fingerprint).collect::<io::Result<_>>()?;
        let now = Now { file: appended(&path).ok(), used: HashSet::new() };
        Ok(Self { path, known, programs, now: Mutex::new(now) })
    }

    /// What a test does when nothing is knocked out.
    pub fn baseline(&self, test: &TestName) -> Option<Baseline> {
        match self.get(self.key(test, "")) {
            Some(Known::Baseline(baseline)) => Some(baseline.clone()),
            _ => None,
        }
    }

    /// How a test ends when something is knocked out.
    pub fn ended(&self, test: &TestName, order: &str) -> Option<Ended> {
        match self.get(self.key(test, order)) {
            Some(Known::Ended(ended)) => Some(*ended),
            _ => None,
        }
    }

    /// Keeps what a test does. One that does not pass may do so for reasons that lie elsewhere.
    pub fn keep_baseline(&self, test: &TestName, baseline: &Baseline) {
        if baseline.passed() {
            self.keep(self.key(test, ""), Known::Baseline(baseline.clone()));
        }
    }

    /// Keeps how a test ends.
    pub fn keep_ended(&self, test: &TestName, order: &str, ended: Ended) {
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
        if let (Some(file), Ok(mut line)) = (&mut now.file, serde_json::to_vec(&Line { key, known })) {
            line.push(b'\n');
            // What cannot be kept is found out again.
            let _ = file.write_all(&line);
        }
    }

    /// Forgets what this run had no use for, if that has become the greater part.
    pub fn sweep(self) {
        let now = self.now.into_inner().unwrap_or_else(PoisonError::into_inner);
        if self.known.len() < 2 * now.used.len() + 1_000 {
            return;
        }
        let lines = self.known.into_iter().filter(|(key, _)| now.used.contains(key));
        let lines = lines.filter_map(|(key, known)| serde_json::to_vec(&Line { key, known }).ok());
        let text: Vec<u8> = lines
            .flat_map(|mut line| {
                line.push(b'\n');
                line
            })
            .collect();
        let folder = self.path.parent().unwrap_or(&self.path);
        let replaced = NamedTempFile::new_in(folder).and_then(|mut file| {
            file.write_all(&text)?;
            file.persist(&self.path).map_err(io::Error::from)
        });
        // As above.
        drop(replaced);
    }
}

fn appended(path: &Path) -> io::Result<File> {
    fs::create_dir_all(path.parent().unwrap_or(path))?;
    OpenOptions::new().append(true).create(true).open(path)
}

/// What a program is: its bytes, its arguments; and which other programs it could start, by their sizes and times.
fn fingerprint(program: &Program) -> io::Result<u64> {
    let mut hash = Xxh3::new();
    hash.update(&fs::read(&program.path)?);
    hash.update(format!("{:?}", program.arguments()).as_bytes());
    // `target/debug/deps/spec-0123`, which may start `target/debug/command`.
    let beside = program.path.parent().and_then(Path::parent);
    let others = beside.and_then(|folder| fs::read_dir(folder).ok()).into_iter().flatten().flatten();
    let mut others: Vec<_> = others.filter_map(|other| stamp(&other)).collect();
    others.sort_unstable();
    others.iter().for_each(|other| hash.update(other.as_bytes()));
    Ok(hash.digest())
}

/// What tells a program from what it was before, without reading it.
fn stamp(entry: &fs::DirEntry) -> Option<String> {
    let (name, metadata) = (entry.file_name(), entry.metadata().ok()?);
    let name = name.to_string_lossy();
    let is_program = metadata.is_file() && !name.starts_with('.') && !name.ends_with(".d");
    is_program.then(|| format!("{name} {} {:?}", metadata.len(), metadata.modified().ok()))
}
