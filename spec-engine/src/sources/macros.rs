//! Finds macros that one file calls and another one defines.
//!
//! Most workspaces have no link near such a macro, and are not looked at again.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use memchr::memmem;

use spec_model::diagnostic::Diagnostic;
use spec_model::files::{FileKind, Files};

use super::walk::{self, Kept, Scanned, Scanning};
use crate::links::{self, FileLinks, Link, MacroCall, MacroUses, ModuleDeclaration, is_called, macro_uses};
use crate::workspace::Package;

/// So often the files are looked through for macros that call macros.
const MAX_ROUNDS: usize = 4;

/// The macros of the files in which something that is asked for occurs, each with its package.
type Uses = BTreeMap<PathBuf, (usize, MacroUses)>;

/// The known facts about the macros that files share. After an edit, only that file is looked through again.
#[derive(Debug, Default)]
pub(crate) struct SharedMacros {
    known: Option<Known>,
    /// The results for files that call macros of others.
    expanded: HashMap<PathBuf, Expanded>,
    /// The files that changed since.
    stale: HashSet<PathBuf>,
}

/// The places where the requested macros are defined and called.
#[derive(Debug)]
struct Known {
    /// The ids that the links name.
    asked: Asked,
    /// The same, and the macros that call them.
    wanted: BTreeSet<String>,
    uses: Uses,
}

/// The macros that links ask for.
#[derive(Debug, PartialEq, Eq)]
struct Asked {
    names: BTreeSet<String>,
    /// Has one of them a test in its body? Then it matters who calls it.
    has_uncalled: bool,
}

/// The content of a file with the definitions of the macros that it calls.
#[derive(Debug)]
struct Expanded {
    definitions: String,
    with_words: bool,
    links: Vec<Arc<Link>>,
    diagnostics: Vec<Diagnostic>,
}

impl SharedMacros {
    /// Forgets everything: other files may be there now.
    pub(crate) fn forget_all(&mut self) {
        *self = Self::default();
    }

    /// Notes that files were written.
    pub(crate) fn forget(&mut self, paths: impl IntoIterator<Item = PathBuf>) {
        self.stale.extend(paths);
    }

    /// Expands macros that other files define. Finds out whether any file calls those with a test in their body. `package_of`: the package
    /// of a file that the walk has found.
    pub(crate) fn look_around(
        &mut self,
        files: &Kept,
        scanned: &mut [Arc<Scanned>],
        scanning: Scanning<'_>,
        package_of: impl Fn(&Path) -> Option<usize>,
    ) {
        let stale = std::mem::take(&mut self.stale);
        self.expanded.retain(|path, _| !stale.contains(path));
        let asked = Asked::of(scanned);
        if asked.names.is_empty() {
            self.forget_all();
            return;
        }
        let known = self.known.take().filter(|known| known.asked == asked);
        let known = known.and_then(|known| known.again(files, &stale, package_of));
        let known = self.known.insert(known.unwrap_or_else(|| Known::find(files, scanning.packages, asked)));
        let definitions = definitions(&known.uses);
        for file in scanned.iter_mut() {
            expand(file, scanning, &definitions, &mut self.expanded);
        }
        // Who calls what in a file whose path is computed cannot be known.
        if scanned.iter().any(|file| file.modules.contains(&ModuleDeclaration::Unknown)) {
            return;
        }
        let calls: Vec<&MacroCall> = known.calls().collect();
        for file in scanned {
            drop_uncalled(file, &calls);
        }
    }
}

impl Asked {
    fn of(scanned: &[Arc<Scanned>]) -> Self {
        let unknown = scanned.iter().flat_map(|file| &file.unknown_macros).map(String::as_str);
        let uncalled: BTreeSet<_> = scanned.iter().flat_map(|file| uncalled_macros(file)).collect();
        let has_uncalled = !uncalled.is_empty();
        Self { names: unknown.chain(uncalled).map(str::to_owned).collect(), has_uncalled }
    }
}

impl Known {
    /// Looks through all files, again for each macro that calls one that is asked for.
    fn find(files: &Kept, packages: &[Package], asked: Asked) -> Self {
        let (wanted, found) = (asked.names.clone(), uses(files, packages, &asked.names));
        let mut known = Self { asked, wanted, uses: found };
        for _ in 1..MAX_ROUNDS {
            let wanted = known.with_callers(&known.wanted);
            if wanted.len() == known.wanted.len() {
                break;
            }
            (known.uses, known.wanted) = (uses(files, packages, &wanted), wanted);
        }
        known
    }

    /// Looks through files that have changed. `None`: something else is asked for now.
    fn again(
        mut self,
        files: &Kept,
        stale: &HashSet<PathBuf>,
        package_of: impl Fn(&Path) -> Option<usize>,
    ) -> Option<Self> {
        let search = Search::new(&self.wanted);
        for path in stale {
            self.uses.remove(path);
            let Some(package) = package_of(path) else { continue };
            let read = files.read(path, FileKind::Source).ok();
            if let Some(found) = read.and_then(|bytes| search.uses_in(&bytes)) {
                self.uses.insert(path.clone(), (package, found));
            }
        }
        let mut wanted = self.asked.names.clone();
        for _ in 1..MAX_ROUNDS {
            wanted = self.with_callers(&wanted);
        }
        (wanted == self.wanted).then_some(self)
    }

    /// The names of macros, and of those that call them.
    fn with_callers(&self, names: &BTreeSet<String>) -> BTreeSet<String> {
        let calls = self.calls().filter(|call| self.asked.has_uncalled && names.contains(&call.name));
        names.iter().cloned().chain(calls.filter_map(|call| call.within.clone())).collect()
    }

    fn calls(&self) -> impl Iterator<Item = &MacroCall> {
        self.uses.values().flat_map(|(_, uses)| &uses.calls)
    }
}

/// A search for macros by their names.
struct Search<'a> {
    wanted: &'a BTreeSet<String>,
    finders: Vec<memmem::Finder<'a>>,
}

impl<'a> Search<'a> {
    fn new(wanted: &'a BTreeSet<String>) -> Self {
        Self { wanted, finders: wanted.iter().map(|name| memmem::Finder::new(name.as_bytes())).collect() }
    }

    /// The macros of a file, if something that is wanted occurs in it.
    fn uses_in(&self, bytes: &[u8]) -> Option<MacroUses> {
        if !self.finders.iter().any(|finder| finder.find(bytes).is_some()) {
            return None;
        }
        let text = std::str::from_utf8(bytes).ok()?;
        Some(macro_uses(text, |name| self.wanted.contains(name)))
    }
}

/// Looks through all files for definitions and calls.
fn uses(files: &Kept, packages: &[Package], wanted: &BTreeSet<String>) -> Uses {
    let search = Search::new(wanted);
    let found = Mutex::new(Uses::new());
    walk::walk(files, packages, &|path, package, buffer| {
        let length = files.read_into(path, FileKind::Source, buffer).ok()?;
        if let Some(uses) = search.uses_in(&buffer[..length]) {
            let mut found = found.lock().unwrap_or_else(PoisonError::into_inner);
            found.insert(path.to_path_buf(), (package, uses));
        }
        None
    });
    found.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// Of each package and macro, the definitions of the file that defines it. Where several do, nobody knows which one is meant.
fn definitions(uses: &Uses) -> HashMap<(usize, &str), Option<&str>> {
    let mut of = HashMap::new();
    for (package, uses) in uses.values() {
        for name in &uses.defined {
            of.entry((*package, &**name))
                .and_modify(|known| *known = None)
                .or_insert(Some(&*uses.definitions));
        }
    }
    of
}

/// Scans a file with the definitions of the macros that it calls, unless it was scanned with the same.
fn expand(
    file: &mut Arc<Scanned>,
    scanning: Scanning<'_>,
    definitions: &HashMap<(usize, &str), Option<&str>>,
    expanded: &mut HashMap<PathBuf, Expanded>,
) {
    let found = |name: &String| {
        let own = definitions.get(&(file.package, &**name)).copied();
        // A macro that another package exports has one name in the workspace.
        own.or_else(|| {
            let mut all =
                (0..scanning.packages.len()).filter_map(|package| definitions.get(&(package, &**name)));
            all.next().copied().filter(|_| all.next().is_none())
        })
        .flatten()
    };
    let texts: BTreeSet<&str> = file.unknown_macros.iter().filter_map(found).collect();
    if texts.is_empty() {
        return;
    }
    let (definitions, with_words): (String, _) = (texts.into_iter().collect(), scanning.with_words);
    let is_same = |known: &&Expanded| known.definitions == definitions && known.with_words == with_words;
    if expanded.get(&*file.path).filter(is_same).is_none() {
        let Ok(text) = str::from_utf8(&file.text) else { return };
        let found = links::scan_beside(&file.path, text, &definitions, scanning.options(file.package));
        let FileLinks { links, diagnostics, .. } = found;
        expanded.insert(file.path.to_path_buf(), Expanded { definitions, with_words, links, diagnostics });
    }
    if let Some(known) = expanded.get(&*file.path) {
        let file = Arc::make_mut(file);
        (file.links, file.diagnostics) = (known.links.clone(), known.diagnostics.clone());
    }
}

/// The macros of a file that have tests in their body and are not called in it.
fn uncalled_macros(file: &Scanned) -> impl Iterator<Item = &str> {
    let runs = file.links.iter().filter_map(|link| link.item.runs.as_deref());
    runs.filter_map(|runs| runs.uncalled_macro.as_deref())
}

/// Says of tests that are written in the body of a macro that they never run, if nothing calls it.
fn drop_uncalled(file: &mut Arc<Scanned>, calls: &[&MacroCall]) {
    if uncalled_macros(file).next().is_none() {
        return;
    }
    for link in &mut Arc::make_mut(file).links {
        let runs = link.item.runs.as_deref();
        let Some(name) = runs.and_then(|runs| runs.uncalled_macro.clone()) else { continue };
        if is_called(&name, calls) {
            continue;
        }
        let item = &mut Arc::make_mut(link).item;
        let runs = item.runs.as_deref().cloned().unwrap_or_default();
        let why = format!("it is written in the macro `{name}`, which nothing calls");
        item.runs = Some(Arc::new(links::Runs { never: runs.never.clone().or(Some(why)), ..runs }));
    }
}
