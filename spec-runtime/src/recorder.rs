//! The file that a process leaves its records in.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};
use std::{env, process};

use crate::evidence::{EXTENSION, ONE_TEST, Record, Sight};

/// The file of this process.
pub(crate) struct Evidence {
    file: File,
    /// The numbers of the sites that were told, by the addresses of their texts.
    sites: HashMap<usize, u32>,
    /// The numbers of those whose variants were told.
    described: HashSet<u32>,
    /// How many entries there were.
    entries: u32,
}

/// Texts of sites are told apart by where they are: each is written in one place of the program.
pub(crate) fn address(site: &'static str) -> usize {
    site.as_ptr().addr()
}

impl Evidence {
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

    /// Tells the variants of a site, once.
    pub(crate) fn describe(
        &mut self,
        site: u32,
        sight: Sight,
        variants: impl Iterator<Item = Cow<'static, str>>,
    ) {
        if self.described.insert(site) {
            self.append(&Record::Variants { site, sight, variants: variants.collect() });
        }
    }

    /// Adds a line in one write: whatever becomes of the process, the line is there or it is not.
    pub(crate) fn append(&mut self, record: &Record<'_>) {
        // What cannot be written (a full disk) is missing evidence, which lets nothing pass.
        let _ = self.file.write_all(record.to_string().as_bytes());
    }

    pub(crate) fn create(folder: &Path) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        let pid = process::id();
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos());
        // Numbers of processes come again, and clocks are set back.
        for attempt in 0..100 {
            let name = format!("{now:x}-{pid}-{attempt}.{EXTENSION}");
            let file = OpenOptions::new().append(true).create_new(true).open(folder.join(name));
            let file = match file {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => continue,
                file => file?,
            };
            let mut evidence = Self { file, sites: HashMap::new(), described: HashSet::new(), entries: 0 };
            let mode = env::var_os("NEXTEST_EXECUTION_MODE");
            evidence.append(&Record::Process {
                pid,
                runs_one_test: mode.is_some_and(|mode| mode == "process-per-test")
                    || env::var_os(ONE_TEST).is_some(),
                program: env::current_exe().unwrap_or_default().to_string_lossy(),
            });
            return Ok(evidence);
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }
}
