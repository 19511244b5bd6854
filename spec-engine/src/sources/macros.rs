//! The macros that files share: what one file calls, another one defines.
//!
//! Most workspaces have no link near such a macro, and are not looked at again.

use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use memchr::memmem;

use spec_model::files::{FileKind, Files};

use super::walk::{self, Kept, Scanned, Scanning};
use crate::links::{self, MacroCall, MacroUses, ModuleDeclaration, is_called, macro_uses};
use crate::workspace::Package;

/// So often the files are looked through for macros that call macros.
const MAX_ROUNDS: usize = 4;

/// The macros of the files in which something that is asked for occurs, each with its package.
type Uses = Vec<(usize, PathBuf, MacroUses)>;

/// Expands macros that other files define, and finds out whether any file calls those that have a test in their body.
pub(crate) fn look_around(files: &Kept, scanned: &mut [Arc<Scanned>], scanning: Scanning<'_>) {
    let unknown = scanned.iter().flat_map(|file| &file.unknown_macros).map(String::as_str);
    let uncalled: BTreeSet<_> =
        scanned.iter().flat_map(|file| uncalled_macros(file)).map(str::to_owned).collect();
    let mut wanted: BTreeSet<String> = unknown.map(str::to_owned).chain(uncalled.iter().cloned()).collect();
    if wanted.is_empty() {
        return;
    }
    let mut uses = uses(files, scanning.packages, &wanted);
    for _ in 1..MAX_ROUNDS {
        let calls = uses.iter().flat_map(|(.., uses)| &uses.calls);
        let more: Vec<_> = calls.filter_map(|call| call.within.clone()).collect();
        let known = wanted.len();
        wanted.extend(more);
        if wanted.len() == known || uncalled.is_empty() {
            break;
        }
        uses = self::uses(files, scanning.packages, &wanted);
    }
    let definitions = definitions(&uses);
    for file in scanned.iter_mut() {
        expand(file, scanning, &definitions);
    }
    let calls: Vec<MacroCall> = uses.into_iter().flat_map(|(.., uses)| uses.calls).collect();
    // Who calls what in a file whose path is computed cannot be known.
    if scanned.iter().any(|file| file.modules.contains(&ModuleDeclaration::Unknown)) {
        return;
    }
    for file in scanned {
        drop_uncalled(file, &calls);
    }
}

/// The macros of a file that have tests in their body and are not called in it.
fn uncalled_macros(file: &Scanned) -> impl Iterator<Item = &str> {
    let runs = file.links.iter().filter_map(|link| link.item.runs.as_deref());
    runs.filter_map(|runs| runs.uncalled_macro.as_deref())
}

/// Looks through all files for definitions and calls.
fn uses(files: &Kept, packages: &[Package], wanted: &BTreeSet<String>) -> Uses {
    let finders: Vec<_> = wanted.iter().map(|name| memmem::Finder::new(name.as_bytes())).collect();
    let found = Mutex::new(Vec::new());
    walk::walk(files, packages, &|path, package, buffer| {
        let length = files.read_into(path, FileKind::Source, buffer).ok()?;
        let bytes = &buffer[..length];
        if finders.iter().any(|finder| finder.find(bytes).is_some()) {
            let text = std::str::from_utf8(bytes).ok()?;
            let uses = macro_uses(text, |name| wanted.contains(name));
            found.lock().unwrap_or_else(PoisonError::into_inner).push((package, path.to_path_buf(), uses));
        }
        None
    });
    let mut found = found.into_inner().unwrap_or_else(PoisonError::into_inner);
    found.sort_by(|(_, one, _), (_, other, _)| one.cmp(other));
    found
}

/// Of each package and macro, the definitions of the file that defines it. Where several do, nobody knows which one is meant.
fn definitions(uses: &Uses) -> HashMap<(usize, &str), Option<&str>> {
    let mut of = HashMap::new();
    for (package, _, uses) in uses {
        for name in &uses.defined {
            of.entry((*package, &**name))
                .and_modify(|known| *known = None)
                .or_insert(Some(&*uses.definitions));
        }
    }
    of
}

/// Scans a file again, with the definitions of the macros that it calls.
fn expand(
    file: &mut Arc<Scanned>,
    scanning: Scanning<'_>,
    definitions: &HashMap<(usize, &str), Option<&str>>,
) {
    let found = |name: &String| {
        let own = definitions.get(&(file.package, &**name)).copied();
        // What another package exports has one name in the workspace.
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
    let Ok(text) = str::from_utf8(&file.text) else { return };
    let texts: String = texts.into_iter().collect();
    let found = links::scan_beside(&file.path, text, &texts, scanning.options(file.package));
    let file = Arc::make_mut(file);
    (file.links, file.diagnostics) = (found.links, found.diagnostics);
}

/// Says of tests that are written in the body of a macro that they never run, if nothing calls it.
fn drop_uncalled(file: &mut Arc<Scanned>, calls: &[MacroCall]) {
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
