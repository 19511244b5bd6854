//! Attributes survivors to the criteria whose linked code they are in, by file and line.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use spec_engine::links::Role;
use spec_engine::verdict::Verdict;
use spec_model::files::{FileKind, Files};

use super::report::{MutationReport, ReportedMutant};

/// A criterion with the survivors in its code.
#[derive(Debug)]
pub struct CriterionSurvivors {
    /// The criterion.
    pub verdict: Verdict,
    /// The survivors, each with its file.
    pub survivors: Vec<(PathBuf, ReportedMutant)>,
}

/// The criteria with survivors, and how many survivors are in code of no criterion. `folders` are those that a report may name files from.
pub fn attributed(
    files: &dyn Files,
    folders: &[PathBuf],
    verdicts: &[Verdict],
    report: &MutationReport,
) -> (Vec<CriterionSurvivors>, usize) {
    let mut lines: HashMap<PathBuf, Vec<usize>> = HashMap::new();
    let mut of_criteria: Vec<CriterionSurvivors> = Vec::new();
    let mut is_known = vec![false; report.survivors.len()];
    for verdict in verdicts {
        let mut found = Vec::new();
        for (at, mutant) in report.survivors.iter().enumerate() {
            let links = verdict.links.iter().filter(|link| link.item.role == Role::Implements);
            let holding = { links }.find(|link| {
                let path = &*link.location.path;
                if !is_file(path, &mutant.file, folders) {
                    return false;
                }
                let starts = lines.entry(path.to_path_buf()).or_insert_with(|| line_starts(files, path));
                let line = |byte: usize| starts.partition_point(|start| *start <= byte);
                let span = link.item.span.range();
                (line(span.start)..=line(span.end)).contains(&mutant.line)
            });
            if let Some(link) = holding {
                is_known[at] = true;
                found.push((link.location.path.to_path_buf(), mutant.clone()));
            }
        }
        if !found.is_empty() {
            of_criteria.push(CriterionSurvivors { verdict: verdict.clone(), survivors: found });
        }
    }
    (of_criteria, is_known.iter().filter(|is_known| !**is_known).count())
}

/// Does a report name a file so?
fn is_file(path: &Path, name: &str, folders: &[PathBuf]) -> bool {
    folders.iter().any(|folder| folder.join(name) == path)
}

/// The offsets at which the lines of a file start.
fn line_starts(files: &dyn Files, path: &Path) -> Vec<usize> {
    let text = files.read(path, FileKind::Source).unwrap_or_default();
    let breaks = text.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1);
    [0].into_iter().chain(breaks).collect()
}
