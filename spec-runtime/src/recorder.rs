//! Writes the file in which a process leaves its records.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};
use std::{env, process};

use crate::evidence::{EXTENSION, MutantId, Record, Sight};

/// The file of this process.
pub(crate) struct EvidenceFile {
    /// `None`: a line could not be written, and none is after it.
    file: Option<File>,
    path: PathBuf,
    /// The number of bytes in the whole lines of the file.
    length: u64,
    /// The numbers of the sites that were told, by the addresses of their texts.
    sites: HashMap<usize, u32>,
    /// The mutants of those whose mutants were told, by the same addresses.
    described: HashMap<usize, &'static [MutantId]>,
    /// The number of entries so far.
    entries: u32,
}

/// Texts of sites are told apart by where they are: each is written in one place of the program.
pub(crate) fn address(site: &'static str) -> usize {
    site.as_ptr().addr()
}

impl EvidenceFile {
    /// The number of a site, which is told before it is used.
    pub(crate) fn number(&mut self, site: &'static str) -> u32 {
        if let Some(&number) = self.sites.get(&address(site)) {
            return number;
        }
        let number = u32::try_from(self.sites.len() + 1).unwrap_or(u32::MAX);
        self.append(&Record::Site { number, site: site.into() });
        self.sites.insert(address(site), number);
        number
    }

    /// The number of the next entry.
    pub(crate) fn next_entry(&mut self) -> u32 {
        self.entries += 1;
        self.entries
    }

    /// Tells the mutants of a site, once.
    pub(crate) fn describe(
        &mut self,
        site: &'static str,
        sight: Sight,
        returns: &'static str,
        mutants: Vec<(MutantId, Cow<'static, str>)>,
    ) -> &'static [MutantId] {
        if let Some(known) = self.mutants(site) {
            return known;
        }
        let ids: Vec<_> = mutants.iter().map(|(mutant, _)| *mutant).collect();
        // As long as the process lives, once for each linked function that it runs.
        let ids: &'static [MutantId] = ids.leak();
        self.described.insert(address(site), ids);
        let site = self.number(site);
        self.append(&Record::Mutants { site, sight, returns: returns.into(), mutants });
        ids
    }

    /// The mutants of a site, if they were told.
    pub(crate) fn mutants(&self, site: &'static str) -> Option<&'static [MutantId]> {
        self.described.get(&address(site)).copied()
    }

    /// Adds a line in one write: whatever becomes of the process, the line is there or it is not.
    pub(crate) fn append(&mut self, record: &Record<'_>) {
        let line = record.to_string();
        if let Some(file) = &mut self.file
            && let Err(error) = file.write_all(line.as_bytes())
        {
            complain(&self.path, &error);
            self.break_off();
            return;
        }
        self.length += line.len() as u64;
    }

    /// A line could not be written (a full disk). The last line tells that lines are missing. It lacks its end, as it does when a process
    /// is killed: a file can be made shorter on a full disk too.
    fn break_off(&mut self) {
        if let Some(file) = self.file.take()
            && file.metadata().is_ok_and(|metadata| metadata.len() == self.length)
        {
            let _ = file.set_len(self.length.saturating_sub(1));
        }
    }

    pub(crate) fn create(folder: &Path, runs_one_test: bool) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        let pid = process::id();
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos());
        // Numbers of processes come again, and clocks are set back.
        for attempt in 0..100 {
            let path = folder.join(format!("{now:x}-{pid}-{attempt}.{EXTENSION}"));
            let file = OpenOptions::new().append(true).create_new(true).open(&path);
            let file = match file {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => continue,
                file => file?,
            };
            let mut evidence = Self {
                file: Some(file),
                path,
                length: 0,
                sites: HashMap::new(),
                described: HashMap::new(),
                entries: 0,
            };
            let mode = env::var_os("NEXTEST_EXECUTION_MODE");
            evidence.append(&Record::Process {
                pid,
                runs_one_test: runs_one_test || mode.is_some_and(|mode| mode == "process-per-test"),
                program: env::current_exe().unwrap_or_default().to_string_lossy(),
            });
            if let Some((number, test)) = attempt_of_test() {
                evidence.append(&Record::Attempt { number, test: test.into() });
            }
            return Ok(evidence);
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }
}

/// Returns the attempt that the process is, and its test by run, program and name. Only nextest tries tests again.
fn attempt_of_test() -> Option<(u32, String)> {
    let variable = |name: &str| env::var(name).ok();
    let number = |name: &str| variable(name)?.parse::<u32>().ok();
    let is_one_of_several = number("NEXTEST_TOTAL_ATTEMPTS")? > 1;
    let parts = ["NEXTEST_RUN_ID", "NEXTEST_BINARY_ID", "NEXTEST_TEST_NAME"].map(variable);
    let [Some(run), Some(program), Some(test)] = parts else { return None };
    is_one_of_several.then_some((number("NEXTEST_ATTEMPT")?, format!("{run}:{program}${test}")))
}

/// Says that there is no evidence, or no more. A harness that keeps back what tests print does not keep this back: it takes what
/// `eprint!` prints only.
pub(crate) fn complain(path: &Path, error: &io::Error) {
    let _ = writeln!(io::stderr(), "spec-runtime: no evidence can be written to {}: {error}", path.display());
}
