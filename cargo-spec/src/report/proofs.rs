//! Keeps the results of `cargo spec prove` for reports, and reads them again.
//!
//! A whole program notices a knock-out or does not. So its result counts as long as no source, manifest and lock has changed, and no word
//! of the criterion.

use std::collections::{HashMap, HashSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use spec_engine::links::Link;
use spec_engine::verdict::{Rung, Verdict};
use spec_model::files::{self, Disk, FileKind, Files as _, FolderEntry, NodeKind};
use spec_model::spec::Fingerprint;

use crate::error::Error;
use crate::evidence::{
    Evidence, Implementer, ItemRecord, Ladder, Missed, MissedRecord, ProofRecord, TestResult, last,
};
use crate::layout::path_text;
use crate::on_disk;
use crate::prove::{KnockoutOutcome, Proof};
use crate::write::own;

/// The folder in which the proofs of a workspace are kept, until it is proven again.
pub fn kept(target: &Path, root: &Path) -> PathBuf {
    last::runs(target, root).join("proofs")
}

/// The sources that are proven: all of a workspace, by their fingerprint.
#[derive(Debug)]
pub struct SourcesFingerprint(String);

impl SourcesFingerprint {
    /// As they are when something is built of them: once more, if one is edited meanwhile, or cargo writes its lock.
    ///
    /// # Errors
    /// [`Error::Read`], if one cannot be read; what building returns.
    pub fn built(root: &Path, build: impl Fn() -> Result<(), Error>) -> Result<Self, Error> {
        let now = || sources(root).map_err(|reason| Error::Read { path: root.to_path_buf(), reason });
        let mut before = now()?;
        for _ in 0..3 {
            build()?;
            let after = now()?;
            if after == before {
                break;
            }
            before = after;
        }
        Ok(Self(before))
    }

    /// Their fingerprint, as records keep it.
    pub fn fingerprint(&self) -> &str {
        &self.0
    }

    /// Keeps what has been shown of some criteria, each in a file of its own: several runs at once, and those of several machines,
    /// are not in each other's way.
    ///
    /// # Errors
    /// [`Error::Write`], if that cannot be kept.
    pub fn keep(
        &self,
        folder: &Path,
        root: &Path,
        proofs: &[Proof],
        after: Option<u64>,
    ) -> Result<(), Error> {
        let in_the_way = |path: &Path, reason| Error::Write { path: path.to_path_buf(), reason };
        own::make_folder(folder).map_err(|reason| in_the_way(folder, reason))?;
        for proof in proofs {
            let mut record = record(proof, root, &self.0);
            record.after = after;
            let name = Fingerprint::as_written(&format!("{}/{}", record.feature, record.id));
            let path = folder.join(format!("{name}.{}", crate::evidence::proofs::EXTENSION));
            let line = serde_json::to_vec(&record).map(|text| [&*text, b"\n"].concat());
            let written = line.map_err(io::Error::from).and_then(|line| own::replace(&path, &line));
            written.map_err(|reason| in_the_way(&path, reason))?;
        }
        Ok(())
    }
}

fn record(proof: &Proof, root: &Path, sources: &str) -> ProofRecord {
    let verdict = &proof.verdict;
    let mut record = ProofRecord::new(&verdict.feature, verdict.id.as_str(), words(verdict), sources);
    record.rung = proof.rung.as_str().to_owned();
    record.is_below = proof.is_below();
    for item in &proof.items {
        for variant in &item.variants {
            if let KnockoutOutcome::Missed { by } = &variant.outcome {
                record.missed.push(MissedRecord {
                    item: linked(&item.code.link, root),
                    member: item.code.member.clone(),
                    variant: variant.label.clone(),
                    tests: by.iter().map(|test| linked(test, root)).collect(),
                });
            }
        }
    }
    record
}

fn linked(link: &Link, root: &Path) -> ItemRecord {
    let file = &*link.location.path;
    ItemRecord { file: path_text(file.strip_prefix(root).unwrap_or(file)), path: link.item.path.to_string() }
}

fn words(verdict: &Verdict) -> String {
    Fingerprint::as_written(&verdict.text).to_string()
}

/// Lifts the criteria that are proven, and says of the others what was missed. Where no test run is known, the runs of `prove`
/// count. What was proven of other sources, or other words, shows nothing: whether there is such a proof is the answer.
pub(crate) fn lift(ladder: &mut Ladder, evidence: &Evidence, root: &Path, sources: &str) -> bool {
    let records = &evidence.proofs;
    if records.is_empty() {
        return false;
    }
    let has_run = evidence.processes > 0 || evidence.all_passed.is_some();
    let mut of: HashMap<(&str, &str), Vec<&ProofRecord>> = HashMap::new();
    for record in records {
        of.entry((&record.feature, &record.id)).or_default().push(record);
    }
    let mut has_outdated = false;
    for standing in &mut ladder.standings {
        let verdict = &standing.verdict;
        let Some(all) = of.get(&(&*verdict.feature, verdict.id.as_str())) else { continue };
        let words = words(verdict);
        let current: Vec<_> =
            all.iter().filter(|record| record.sources == sources && record.words == words).collect();
        if current.is_empty() {
            has_outdated = true;
            continue;
        }
        let missed = current.iter().flat_map(|record| &record.missed);
        let missed: Vec<_> = missed.filter_map(|record| found(verdict, record, root)).collect();
        // Two machines may not agree: then it is not proven.
        let reached = current.iter().map(|record| rung(&record.rung)).min().unwrap_or(Rung::Tested);
        if standing.rung == Rung::Exercised && reached == Rung::Proven {
            standing.rung = Rung::Proven;
        } else if standing.rung == Rung::Tested && !has_run && reached > Rung::Tested {
            standing.rung = reached;
            if reached >= Rung::Passing {
                standing.tests.iter_mut().for_each(|test| test.state = TestResult::Passed);
            }
        }
        standing.missed = missed;
        standing.is_below_in_proof = current.iter().any(|record| record.is_below);
    }
    has_outdated
}

/// By feature and id, the criteria whose tests passed in a run of `prove`. The run was after the last one of all tests, with the sources as
/// they are.
pub fn passed_since(
    evidence: &Evidence,
    verdicts: &[Verdict],
    target: &Path,
    root: &Path,
) -> HashSet<(String, String)> {
    let after = last::number(&last::runs(target, root));
    let candidates: Vec<_> = evidence
        .proofs
        .iter()
        .filter(|record| record.after == after && rung(&record.rung) >= Rung::Passing)
        .collect();
    if candidates.is_empty() {
        return HashSet::new();
    }
    let sources = sources_now(root);
    let wordings: HashMap<(&str, &str), String> =
        verdicts.iter().map(|verdict| ((&*verdict.feature, verdict.id.as_str()), words(verdict))).collect();
    let is_current = |record: &&&ProofRecord| {
        record.sources == sources
            && wordings.get(&(&*record.feature, &*record.id)).is_some_and(|words| *words == record.words)
    };
    let current = candidates.iter().filter(is_current);
    current.map(|record| (record.feature.clone(), record.id.clone())).collect()
}

/// The rung of that name.
fn rung(name: &str) -> Rung {
    Rung::ALL.into_iter().find(|rung| rung.as_str() == name).unwrap_or(Rung::Untested)
}

/// The item that a record speaks of, where it is now.
fn found(verdict: &Verdict, record: &MissedRecord, root: &Path) -> Option<Missed> {
    let find =
        |item: &ItemRecord| verdict.links.iter().find(|link| linked(link, root) == *item).map(Arc::clone);
    Some(Missed {
        code: Implementer { link: find(&record.item)?, member: record.member.clone() },
        variant: record.variant.clone(),
        tests: record.tests.iter().filter_map(find).collect(),
    })
}

/// The fingerprint of the sources as they are; empty, if one cannot be read.
pub(crate) fn sources_now(root: &Path) -> String {
    sources(root).unwrap_or_default()
}

/// Is a fingerprint that of the same Rust sources and manifests as another one? Cargo's lock may differ: where it is in no commit, each
/// machine makes its own.
pub(crate) fn is_same_code(fingerprint: &str, other: &str) -> bool {
    let code = |fingerprint: &str| fingerprint.rsplit('.').next().map(str::to_owned);
    code(fingerprint) == code(other)
}

/// The fingerprint of every Rust source, manifest and lock below a folder, a dot, and that without the locks. What cargo makes and what is
/// hidden is left out, and links are not followed.
fn sources(root: &Path) -> io::Result<String> {
    let (mut files, mut folders) = (Vec::new(), vec![root.to_path_buf()]);
    while let Some(folder) = folders.pop() {
        for FolderEntry { name, kind } in Disk.entries(&folder)? {
            let entry = folder.join(&name);
            let is_hidden = name.to_string_lossy().starts_with('.');
            let is_folder = kind == NodeKind::Folder;
            if is_folder && !is_hidden && name != "target" && !on_disk::exists(entry.join("CACHEDIR.TAG")) {
                folders.push(entry);
            } else if kind == NodeKind::File
                && (entry.extension().is_some_and(|extension| extension == "rs")
                    || name == "Cargo.toml"
                    || name == "Cargo.lock")
            {
                files.push(entry);
            }
        }
    }
    files.sort();
    let (mut all, mut code) = (String::new(), String::new());
    for file in files {
        let text = files::read(&file, FileKind::Lock)?;
        let name = path_text(file.strip_prefix(root).unwrap_or(&file));
        // Git may write other line ends on another machine.
        let text = String::from_utf8_lossy(&text).replace("\r\n", "\n");
        let line = format!("{name}\n{}\n", Fingerprint::as_written(&text));
        all += &line;
        if file.file_name().is_some_and(|name| name != "Cargo.lock") {
            code += &line;
        }
    }
    Ok(format!("{}.{}", Fingerprint::as_written(&all), Fingerprint::as_written(&code)))
}
