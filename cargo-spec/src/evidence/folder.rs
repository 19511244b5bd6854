//! Lists the evidence files of several folders, each once.

use std::collections::{HashMap, HashSet};
use std::io;
use std::path::{Path, PathBuf};

use spec_model::files::{self, Disk, FileKind, Files as _, NodeKind};
use spec_runtime::evidence::{EXTENSION, VERSION};

use super::outcome::{self, RunOutcome};
use super::proofs::{self, ProofRecord};
use crate::error::Error;

/// A problem of evidence, beside its records.
#[derive(Debug, PartialEq, Eq)]
pub struct EvidenceProblem {
    /// The file or folder.
    pub path: PathBuf,
    /// The kind of the problem.
    pub kind: ProblemKind,
}

/// The kind of a problem.
#[derive(Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// A folder without any evidence.
    Nothing,
    /// So many lines that are no records.
    Unreadable(usize),
    /// It ends in the middle of a line.
    HalfWritten,
    /// It has the form of this version.
    Version(String),
    /// It is another one again, or the beginning of it.
    Duplicate(PathBuf),
    /// It is of programs that were built of other sources, and none of it counts.
    Foreign,
}

/// The files of some folders.
#[derive(Debug, Default)]
pub(super) struct Files {
    /// Of each process, the records.
    pub(super) processes: Vec<(PathBuf, String)>,
    /// The outcomes of runs.
    pub(super) outcomes: Vec<RunOutcome>,
    /// The results of knock-outs.
    pub(super) proofs: Vec<ProofRecord>,
    /// The problems of the files.
    pub(super) problems: Vec<EvidenceProblem>,
}

impl Files {
    /// Reads the files of folders and of those in them.
    ///
    /// # Errors
    /// [`Error::Read`], if a folder or a file cannot be read.
    pub(super) fn read(folders: &[PathBuf]) -> Result<Self, Error> {
        let mut files = Self::default();
        // One folder may be named twice, or lie in another one.
        let mut known = HashSet::new();
        for folder in folders {
            let mut is_empty = true;
            for path in files_below(folder)? {
                let is = |extension| path.extension().is_some_and(|own| own == extension);
                let (is_process, is_outcome) = (is(EXTENSION), is(outcome::EXTENSION));
                let is_proof = is(proofs::EXTENSION);
                is_empty &= !(is_process || is_proof);
                if !(is_process || is_outcome || is_proof) || !known.insert(path.clone()) {
                    continue;
                }
                let text = text(&path)?;
                if is_process {
                    files.processes.push((path, text));
                } else if is_proof {
                    files.take_proofs(&path, &text);
                } else {
                    files.outcomes.extend(outcome::parse(&text));
                }
            }
            if is_empty {
                files.problem(folder, ProblemKind::Nothing);
            }
        }
        files.tell_duplicates();
        files.tell_versions();
        Ok(files)
    }

    fn problem(&mut self, path: &Path, kind: ProblemKind) {
        self.problems.push(EvidenceProblem { path: path.to_path_buf(), kind });
    }

    /// Takes what `prove` has left.
    fn take_proofs(&mut self, path: &Path, text: &str) {
        let (records, unreadable) = proofs::parse(text);
        self.proofs.extend(records);
        if unreadable > 0 {
            self.problem(path, ProblemKind::Unreadable(unreadable));
        }
    }

    /// Leaves out what is there already. Files are the same if their bytes are: records told twice say no more than once. A name holds the
    /// time to the nanosecond, and the process. Of two files of one name, a shorter one may be a copy that was made too early.
    fn tell_duplicates(&mut self) {
        let mut processes = std::mem::take(&mut self.processes);
        // The longer first, so that each beginning comes after what it is the beginning of; those of one length in their order.
        processes.sort_by_key(|(_, text)| std::cmp::Reverse(text.len()));
        let mut by_text: HashMap<&str, &Path> = HashMap::new();
        let mut by_name: HashMap<_, Vec<(&Path, &str)>> = HashMap::new();
        let mut duplicates: HashMap<PathBuf, PathBuf> = HashMap::new();
        for (path, text) in &processes {
            let namesakes = by_name.entry(path.file_name()).or_default();
            let whole = namesakes.iter().find(|(_, whole)| whole.starts_with(text.as_str()));
            if let Some(known) = by_text.get(text.as_str()).copied().or(whole.map(|(path, _)| *path)) {
                duplicates.insert(path.clone(), known.to_path_buf());
                continue;
            }
            by_text.insert(text, path);
            namesakes.push((path, text));
        }
        processes.sort();
        for (path, text) in processes {
            match duplicates.remove(&path) {
                Some(known) => self.problem(&path, ProblemKind::Duplicate(known)),
                None => self.processes.push((path, text)),
            }
        }
    }

    /// Leaves out what has the form of another version.
    fn tell_versions(&mut self) {
        for (path, text) in std::mem::take(&mut self.processes) {
            match other_version(&text) {
                Some(version) => self.problem(&path, ProblemKind::Version(version)),
                None => self.processes.push((path, text)),
            }
        }
    }
}

/// The version of the records of a process, if it is another one.
fn other_version(text: &str) -> Option<String> {
    let version = text.strip_prefix("spec-evidence\t")?.split(['\t', '\n']).next()?;
    let is_number = !version.is_empty() && version.bytes().all(|byte| byte.is_ascii_digit());
    // Without a tab behind it, the number may be half of one.
    let is_whole = text.contains(&format!("\t{version}\t"));
    (is_number && is_whole && version != VERSION.to_string()).then(|| version.to_owned())
}

fn text(path: &Path) -> Result<String, Error> {
    let bytes = files::read(path, FileKind::Evidence).map_err(in_the_way(path))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn in_the_way(path: &Path) -> impl FnOnce(io::Error) -> Error {
    let path = path.to_path_buf();
    move |reason| Error::Read { path, reason }
}

/// The files in a folder and in those below it, in the order of their paths. Links to folders are not followed.
fn files_below(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let (mut files, mut folders) = (Vec::new(), vec![folder.to_path_buf()]);
    while let Some(folder) = folders.pop() {
        for entry in Disk.entries(&folder).map_err(in_the_way(&folder))? {
            let path = folder.join(&entry.name);
            if entry.kind == NodeKind::Folder {
                folders.push(path);
            } else {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    const RECORDS: &str = "spec-evidence\t2\t7\tone\tx\nsite\t1\t3:8 tests/a.rs\n";

    /// Reads folders of files; of those without a problem the names are told, then the problems.
    fn check(folders: &[&[(&str, &str)]], expect: &str) {
        let root = tempfile::tempdir().expect("a folder");
        let folders = folders.iter().enumerate().map(|(at, files)| {
            let folder = root.path().join(at.to_string());
            fs::create_dir(&folder).expect("it is made");
            for (name, text) in *files {
                let path = folder.join(name);
                fs::create_dir_all(path.parent().expect("a folder")).expect("it is made");
                fs::write(path, text).expect("it is written");
            }
            folder
        });
        let files = Files::read(&folders.collect::<Vec<_>>()).expect("they can be read");
        let shown = |path: &Path| path.strip_prefix(root.path()).expect("it is below").display().to_string();
        let mut reported: Vec<_> = files.processes.iter().map(|(path, _)| shown(path)).collect();
        reported.extend(files.problems.iter().map(|EvidenceProblem { path, kind }| match kind {
            ProblemKind::Duplicate(other) => format!("{} is {}", shown(path), shown(other)),
            other => format!("{}: {other:?}", shown(path)),
        }));
        let passed: Vec<_> = files.outcomes.iter().map(|outcome| outcome.all_passed).collect();
        reported.extend((!passed.is_empty()).then(|| format!("{passed:?}")));
        assert_eq!(reported.join("; "), expect);
    }

    #[test]
    fn the_files_of_all_folders_and_of_those_below_them_are_read() {
        let outcomes =
            [("a.spec-run", "spec-run\t3\tpassed\nend\n"), ("b.spec-run", "spec-run\t3\tfailed\nend\n")];
        let other = RECORDS.replace("one", "many");
        check(
            &[
                &[("a.spec-evidence", RECORDS), outcomes[0], outcomes[1]],
                &[("b/c.spec-evidence", &other), ("d.txt", "?")],
            ],
            "0/a.spec-evidence; 1/b/c.spec-evidence; [true, false]",
        );
    }

    #[test]
    fn a_file_that_is_there_twice_counts_once() {
        check(
            &[&[("a.spec-evidence", RECORDS)], &[("a.spec-evidence", RECORDS), ("b.spec-evidence", RECORDS)]],
            "0/a.spec-evidence; 1/a.spec-evidence is 0/a.spec-evidence; 1/b.spec-evidence is 0/a.spec-evidence",
        );
    }

    #[test]
    fn the_beginning_of_a_file_counts_for_nothing_beside_the_file_and_only_there() {
        let half = &RECORDS[..RECORDS.len() - 4];
        let files: [&[_]; 3] =
            [&[("a.spec-evidence", half)], &[("a.spec-evidence", RECORDS)], &[("b.spec-evidence", half)]];
        check(&files[..2], "1/a.spec-evidence; 0/a.spec-evidence is 1/a.spec-evidence");
        check(&files[1..], "0/a.spec-evidence; 1/b.spec-evidence");
        let other = RECORDS.replace("3:8", "9:8");
        check(&[files[1], &[("a.spec-evidence", &other)]], "0/a.spec-evidence; 1/a.spec-evidence");
    }

    #[test]
    fn folders_without_evidence_and_files_of_other_versions_are_reported() {
        let newer = RECORDS.replace("\t2\t7", "\t12\t7");
        check(&[&[("a.txt", ""), ("a.spec-run", "spec-run\t9\tgood\n")]], "0: Nothing");
        check(&[&[("a.spec-evidence", &newer)]], "0/a.spec-evidence: Version(\"12\")");
    }
}
