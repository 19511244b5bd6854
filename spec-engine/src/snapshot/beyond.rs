//! Finds what tests use beyond their own files: items of other modules, files that they name, and snapshots.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use memchr::memmem;

use spec_model::parallel::in_parallel;
use spec_model::source::Span;

use super::data_files::DataFiles;
use super::module_tree::{Found, ModuleTree};
use super::reach::{Declared, ReachedSource};
use crate::findings::rule::Builds;
use crate::host::Host;
use crate::links::{Helper, Link, Outline, Role, Uses, outline};
use crate::sources::Scanned;
use crate::workspace::Workspace;

/// So many things of other files one test uses; nobody uses more.
const MAX_USED: usize = 256;

/// The beginning of a test: its file, and its first byte there.
type TestPlace = (Arc<Path>, usize);

/// The helpers of each test beyond its own file.
#[derive(Debug, Default)]
pub(crate) struct BeyondFiles(HashMap<TestPlace, Vec<Arc<Helper>>>);

impl BeyondFiles {
    /// Returns the helpers of the test of a link. A file that is no source has no path in it.
    pub(crate) fn of(&self, link: &Link) -> &[Arc<Helper>] {
        if self.0.is_empty() {
            return &[];
        }
        let place = (Arc::clone(&link.location.path), link.item.span.start);
        self.0.get(&place).map_or(&[], Vec::as_slice)
    }

    /// Looks at the tests of all sources. Each module is read once, whatever uses it.
    pub(super) fn find(
        host: &Host,
        workspace: &Workspace,
        sources: &[ReachedSource],
        declared: &[Declared],
    ) -> Self {
        let tree = ModuleTree::new(host, sources, declared);
        let data = DataFiles { files: host.files(), root: &workspace.root };
        let has_macros = sources.iter().any(|source| {
            source.builds == Builds::Tests && memmem::find(&source.file.text, b"macro_use").is_some()
        });
        let asked: Vec<(&Scanned, Vec<&Link>)> = sources
            .iter()
            .filter(|source| source.builds != Builds::None)
            .map(|source| (&*source.file, tests(&source.file)))
            .filter(|(file, tests)| !tests.is_empty() && (has_macros || looks_beyond(file)))
            .collect();
        let outlines = in_parallel(&asked, |(file, tests)| {
            let spans: Vec<Span> = tests.iter().map(|link| link.item.span).collect();
            let mut ids: Vec<usize> = file.links.iter().map(|link| link.location.span.start).collect();
            ids.sort_unstable();
            let read = || Some(outline(&file.path, str::from_utf8(&file.text).ok()?, &spans, &ids));
            host.outlines().with_tests(&file.path, &spans, read)
        });
        let mut known = HashMap::new();
        let mut beyond = Self::default();
        for ((file, tests), outline) in asked.iter().zip(&outlines) {
            let Some(outline) = outline else { continue };
            let package = &workspace.packages[file.package].folder;
            for (link, uses) in tests.iter().zip(&outline.tests) {
                let mut search = Search {
                    tree: &tree,
                    data: &data,
                    package,
                    used: BTreeSet::new(),
                    files: BTreeSet::new(),
                };
                search.test(outline, uses, link);
                let found = search.helpers(&file.path, &mut known);
                if !found.is_empty() {
                    beyond.0.insert((Arc::clone(&file.path), link.item.span.start), found);
                }
            }
        }
        beyond
    }
}

/// The tests of a file, each once.
fn tests(file: &Scanned) -> Vec<&Link> {
    let mut tests: Vec<&Link> = file.links.iter().map(|link| &**link).collect();
    tests.retain(|link| matches!(link.item.role, Role::Verifies(_)));
    tests.dedup_by_key(|link| link.item.span.start);
    tests
}

/// May a file use something of another one? A look at its bytes, which most files do not pass. The ids of its links look as names of
/// files do.
fn looks_beyond(file: &Scanned) -> bool {
    let text = &*file.text;
    let has = |word: &str| memmem::find(text, word.as_bytes()).is_some();
    let is_of_id = |at: usize| {
        let id = file.links.partition_point(|link| link.location.span.end <= at);
        file.links.get(id).is_some_and(|link| link.location.span.start <= at)
    };
    !file.modules.is_empty()
        || has("crate::")
        || has("super::")
        || has("_snapshot!")
        || memchr::memchr_iter(b'"', text)
            .any(|quote| ends_as_a_file_name(&text[..quote]) && !is_of_id(quote))
        || memmem::find_iter(text, b"include_").next().is_some()
        || memchr::memchr_iter(b'/', text).any(|at| is_in_a_path(text, at) && !is_of_id(at))
}

/// Does a string that ends here end as the name of a file does?
fn ends_as_a_file_name(text: &[u8]) -> bool {
    let ending = text.iter().rev().take(11).position(|byte| !byte.is_ascii_alphanumeric());
    ending.is_some_and(|length| length > 0 && text[text.len() - 1 - length] == b'.')
}

/// Is a slash one between the names of a path, and not one of a comment or of a division?
fn is_in_a_path(text: &[u8], at: usize) -> bool {
    let is_name = |byte: Option<&u8>| {
        byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_'))
    };
    is_name(at.checked_sub(1).and_then(|before| text.get(before))) && is_name(text.get(at + 1))
}

/// A search for the helpers that one test uses.
struct Search<'a> {
    tree: &'a ModuleTree<'a>,
    data: &'a DataFiles<'a>,
    package: &'a Path,
    /// The items, each by its file and its place there.
    used: BTreeSet<(PathBuf, usize)>,
    /// Files that are no sources.
    files: BTreeSet<PathBuf>,
}

impl Search<'_> {
    fn test(&mut self, outline: &Outline, uses: &Uses, link: &Link) {
        let file = &link.location.path;
        let (mut members, mut types) = (BTreeSet::new(), BTreeSet::new());
        let mut waiting: Vec<(PathBuf, usize)> = Vec::new();
        let mut modules = self.tree.names(file);
        modules.extend(uses.module.split("::").filter(|name| !name.is_empty()).map(str::to_owned));
        let test = link.item.path.rsplit("::").next().unwrap_or_default();
        self.files.extend(self.data.snapshots(uses, file, &modules, test));
        self.uses(file, uses, &mut waiting, &mut members, &mut types);
        for local in local(outline, uses) {
            let uses = &outline.items[local].uses;
            self.files.extend(self.data.snapshots(uses, file, &modules, test));
            self.uses(file, uses, &mut waiting, &mut members, &mut types);
        }
        loop {
            while let Some((file, at)) = waiting.pop() {
                if self.used.len() >= MAX_USED {
                    return;
                }
                let Some(outline) = self.tree.outline(&file) else { continue };
                let is_for_tests = self.tree.is_for_tests(&file) || outline.items[at].helper.is_for_tests;
                if !is_for_tests || !self.used.insert((file.clone(), at)) {
                    continue;
                }
                types.insert(file.clone());
                let uses = &outline.items[at].uses;
                waiting.extend(uses.local.iter().map(|local| (file.clone(), *local)));
                self.uses(&file, uses, &mut waiting, &mut members, &mut types);
            }
            // A method is called on a value of a type that stands in one of these files.
            for file in &types {
                let Some(outline) = self.tree.outline(file) else { continue };
                let methods = outline.items.iter().enumerate().filter(|(_, item)| !item.owner.is_empty());
                let called = methods.filter(|(_, item)| members.contains(&item.name));
                let called = called.map(|(at, _)| (file.clone(), at));
                waiting.extend(called.filter(|item| !self.used.contains(item)));
            }
            let is_for_tests = |(file, at): &(PathBuf, usize)| {
                let outline = self.tree.outline(file);
                self.tree.is_for_tests(file)
                    || outline.is_some_and(|outline| outline.items[*at].helper.is_for_tests)
            };
            waiting.retain(is_for_tests);
            if waiting.is_empty() {
                return;
            }
        }
    }

    /// Takes up what an item uses of other files.
    fn uses(
        &mut self,
        file: &Path,
        uses: &Uses,
        waiting: &mut Vec<(PathBuf, usize)>,
        members: &mut BTreeSet<String>,
        types: &mut BTreeSet<PathBuf>,
    ) {
        members.extend(uses.members.iter().cloned());
        self.files.extend(self.data.named(uses, self.package, file));
        for path in &uses.paths {
            let mut found = self.tree.resolve(file, &uses.module, &path.names);
            if found.is_empty() && path.is_macro && path.names.len() == 1 {
                found = self.tree.macros(file, &path.names[0]);
            }
            for found in found {
                match found {
                    Found::Item(file, at) => waiting.push((file, at)),
                    Found::Type(file, _) => drop(types.insert(file)),
                    Found::Module(..) => {}
                }
            }
        }
    }

    /// Returns the found helpers, as the lock keeps them, but for those in the file of the test.
    fn helpers(self, own: &Path, known: &mut HashMap<PathBuf, Option<Arc<Helper>>>) -> Vec<Arc<Helper>> {
        let mut helpers = Vec::new();
        for (file, at) in self.used.iter().filter(|(file, _)| file != own) {
            helpers.extend(self.tree.outline(file).map(|outline| Arc::clone(&outline.items[*at].helper)));
        }
        for file in self.files {
            let helper = known.entry(file).or_insert_with_key(|file| self.data.helper(file));
            helpers.extend(helper.clone());
        }
        helpers
    }
}

/// The items of its own file that a test uses, and what these use there.
fn local(outline: &Outline, uses: &Uses) -> BTreeSet<usize> {
    let (mut found, mut waiting) = (BTreeSet::new(), uses.local.clone());
    while let Some(at) = waiting.pop() {
        if found.insert(at) {
            waiting.extend(&outline.items[at].uses.local);
        }
    }
    found
}

#[cfg(test)]
mod tests;
