//! Measures how large the documents are beside what they ask for. The note fails nothing.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use spec_engine::Host;
use spec_model::catalog::Catalog;
use spec_model::diagnostic::Location;
use spec_model::files::{FileKind, Files};
use spec_model::markdown::{BlockKind, Blocks};
use spec_model::{Dialect, Document, Span};

use super::change;
use crate::evidence::{Ladder, Standing};
use crate::prove::Changes;
use crate::revision::git;

/// Lines of documents for each criterion, in tenths, in the repositories of other people: a quarter of the specs has fewer than the first
/// number. Half of them have fewer than the second, three quarters fewer than the third.
///
/// Measured on 125 requirement documents of public repositories, in which `cargo spec list` finds criteria. (Kiro 46, OpenSpec 42, spec-kit
/// 26, native 11): the line ends of the document and of those [`BESIDE`] it, divided by its criteria.
const QUARTILES: [(Dialect, [usize; 3]); 4] = [
    (Dialect::Kiro, [135, 171, 230]),
    (Dialect::SpecKit, [114, 149, 202]),
    (Dialect::OpenSpec, [88, 175, 355]),
    (Dialect::Native, [141, 161, 415]),
];

/// The documents beside one of requirements that people write, or have written, for the same feature.
const BESIDE: [&str; 7] =
    ["design.md", "tasks.md", "plan.md", "research.md", "data-model.md", "quickstart.md", "proposal.md"];

/// A section of so many lines is worth a word, if it says nothing that can be checked.
const LONG: usize = 10;

/// The time for which nobody may have touched a criterion, as git reads it.
const LONG_AGO: &str = "--before=1 year ago";

/// The size of the documents.
#[derive(Debug, Default)]
pub struct Size {
    /// Each document with criteria, in their order.
    pub documents: Vec<DocumentSize>,
    /// The criteria that nobody has touched in a year, by their ids, with their places; `None`: no history tells.
    pub untouched: Option<Vec<(String, Location)>>,
    /// The sections that say nothing that can be checked, the longest first.
    pub silent: Vec<SilentSection>,
}

/// The size of a document, with those beside it.
#[derive(Debug)]
pub struct DocumentSize {
    /// The feature.
    pub feature: String,
    /// The document.
    pub path: PathBuf,
    /// The way that it is written.
    pub dialect: Dialect,
    /// Its lines, and those of the documents beside it.
    pub lines: usize,
    /// The number of these documents.
    pub files: usize,
    /// Its criteria.
    pub criteria: usize,
    /// The lines of the code and the tests that are linked to them.
    pub code: usize,
    /// The lines of the change that the documents are about: those added or removed in the files that are linked to its criteria. They
    /// count from before the document was there. `None`: no history tells.
    pub changed: Option<usize>,
}

impl DocumentSize {
    /// Lines for each criterion, in tenths.
    pub fn per_criterion(&self) -> usize {
        10 * self.lines / self.criteria.max(1)
    }

    /// Lines for each line of the change, in hundredths; `None`: no history tells, or nothing has changed.
    pub fn per_changed_line(&self) -> Option<usize> {
        (100 * self.lines).checked_div(self.changed?)
    }

    /// Lines for each line of linked code and tests, in hundredths; `None`: there is no code.
    pub fn per_line(&self) -> Option<usize> {
        (100 * self.lines).checked_div(self.code)
    }

    /// The quartiles of other people's documents of its dialect, in tenths of lines for each criterion.
    pub fn quartiles(&self) -> [usize; 3] {
        QUARTILES.iter().find(|(dialect, _)| *dialect == self.dialect).map_or([0; 3], |(_, all)| *all)
    }
}

/// A section that says nothing that can be checked.
#[derive(Debug)]
pub struct SilentSection {
    /// The words of its heading.
    pub title: String,
    /// Its document.
    pub path: PathBuf,
    /// The line of its heading, from 1.
    pub line: usize,
    /// Its lines.
    pub lines: usize,
}

impl Size {
    /// Measures the documents of some catalogs. `root` is the workspace's folder.
    pub(super) fn of(host: &Host, catalogs: &[Catalog], ladder: &Ladder, root: &Path) -> Self {
        let mut size = Self::default();
        let mut counted: HashSet<PathBuf> = HashSet::new();
        let mut linked = Vec::new();
        let mut standings: HashMap<&Path, Vec<&Standing>> = HashMap::new();
        for standing in &ladder.standings {
            standings.entry(&standing.verdict.location.path).or_default().push(standing);
        }
        for document in catalogs.iter().flat_map(|catalog| &catalog.documents) {
            let path = document.source.path();
            let Some(own) = standings.get(&**path) else { continue };
            let mut of_document = DocumentSize {
                feature: document.feature.clone(),
                path: path.to_path_buf(),
                dialect: document.dialect,
                lines: lines(document.source.text().as_bytes()),
                files: 1,
                criteria: own.len(),
                code: code(host.files(), own),
                changed: None,
            };
            linked.push((&**path, own.as_slice()));
            for beside in BESIDE.iter().filter_map(|name| Some(path.parent()?.join(name))) {
                let is_new = beside != **path && !counted.contains(&beside);
                let Some(bytes) =
                    is_new.then(|| host.files().read(&beside, FileKind::Document).ok()).flatten()
                else {
                    continue;
                };
                of_document.lines += lines(&bytes);
                of_document.files += 1;
                counted.insert(beside);
            }
            size.documents.push(of_document);
            size.silent.extend(silent(document));
        }
        let changed = change::lines(host, root, &linked);
        for document in &mut size.documents {
            document.changed = changed.get(&*document.path).copied();
        }
        size.silent.sort_by_key(|section| std::cmp::Reverse(section.lines));
        size.untouched = untouched(root, ladder);
        size
    }
}

/// Counts lines, as git does.
pub(super) fn lines(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte == b'\n').count()
        + usize::from(!bytes.is_empty() && !bytes.ends_with(b"\n"))
}

/// The lines of the items that are linked to some criteria, each once.
fn code(files: &dyn Files, standings: &[&Standing]) -> usize {
    let links = standings.iter().flat_map(|standing| &standing.verdict.links);
    let items = links.map(|link| (link.location.path.as_os_str(), link.item.span.start, link.item.span.end));
    let mut items: Vec<_> = items.collect();
    items.sort_unstable();
    items.dedup();
    let of_file = items.chunk_by(|one, other| one.0 == other.0).map(|items| {
        let text = files.read(Path::new(items[0].0), FileKind::Source).unwrap_or_default();
        items.iter().map(|&(_, start, end)| text.get(start..end).map_or(0, lines)).sum::<usize>()
    });
    of_file.sum()
}

/// The outermost sections of a document in which there is neither a requirement nor a criterion.
fn silent(document: &Document) -> Vec<SilentSection> {
    let blocks = Blocks::new(&document.source);
    let headings = blocks.nodes().iter().enumerate().filter_map(|(id, node)| match node.kind {
        BlockKind::Heading(level) if node.parent.is_none() => Some((id, level, node.span)),
        _ => None,
    });
    let headings: Vec<_> = headings.collect();
    let requirements = document.requirements.iter().map(|requirement| requirement.span.start);
    let criteria = document.criteria().map(|(_, criterion)| criterion.span.start);
    let mut starts: Vec<usize> = requirements.chain(criteria).collect();
    starts.sort_unstable();
    let outlines = headings.iter().map(|&(_, level, span)| (level, span.start));
    let ends = section_ends(&outlines.collect::<Vec<_>>(), document.source.text().len());
    let (mut found, mut behind) = (Vec::new(), 0);
    for ((id, _, span), end) in headings.iter().zip(ends) {
        let first = starts.partition_point(|start| *start < span.start);
        let is_silent = starts.get(first).is_none_or(|start| *start >= end);
        if is_silent && span.start >= behind {
            behind = end;
            let section = document.source.slice(Span::new(span.start, end)).trim_end();
            let number = lines(section.as_bytes());
            if number >= LONG {
                found.push(SilentSection {
                    title: blocks.prose(*id).as_str().to_owned(),
                    path: document.source.path().to_path_buf(),
                    line: document.source.line(span.start),
                    lines: number,
                });
            }
        }
    }
    found
}

/// Finds the end of each section: at the next heading of its level, or of a higher one. `headings` have their levels and where they begin.
fn section_ends(headings: &[(u8, usize)], end: usize) -> Vec<usize> {
    let mut ends = vec![end; headings.len()];
    let mut open: Vec<usize> = Vec::new();
    for (at, &(level, start)) in headings.iter().enumerate() {
        while let Some(last) = open.pop_if(|last| headings[*last].0 >= level) {
            ends[last] = start;
        }
        open.push(at);
    }
    ends
}

/// The criteria whose lines are as they were a year ago. One run of git tells whether there was anything then, a second one what differs.
fn untouched(root: &Path, ladder: &Ladder) -> Option<Vec<(String, Location)>> {
    let commit = git(root, &["rev-list", "-1", LONG_AGO, "HEAD"]).ok()?;
    let commit = commit.trim_end();
    if commit.is_empty() {
        return Some(Vec::new());
    }
    let mut paths: Vec<&Path> =
        ladder.standings.iter().map(|standing| &*standing.verdict.location.path).collect();
    paths.dedup();
    let changes = Changes::in_files(commit, root, &paths).ok()?;
    let same = ladder.standings.iter().map(|standing| &standing.verdict).filter(|verdict| {
        let location = &verdict.location;
        !changes.touch(&location.path, location.start.line..=location.end.line)
    });
    Some(same.map(|verdict| (verdict.id.as_str().to_owned(), verdict.location.clone())).collect())
}
