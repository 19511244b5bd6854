//! Finds the item that a path in one file names in another, without compiling: through `mod`, `use`, globs and `include!`.

use std::cell::RefCell;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use spec_model::files::FileKind;
use spec_model::hash::FastMap;

use super::reach::{Declared, ReachedSource};
use crate::findings::rule::Builds;
use crate::host::Host;
use crate::links::{Outline, outline};

/// So many imports of imports are followed.
const MAX_DEPTH: usize = 8;

/// The item or module that a path leads to.
#[derive(Clone, Debug)]
pub(super) enum Found {
    /// A module: its file, and the inline modules there.
    Module(PathBuf, String),
    /// An item, by its place in the outline of its file.
    Item(PathBuf, usize),
    /// A type with functions.
    Type(PathBuf, String),
}

/// The modules of the packages.
pub(super) struct ModuleTree<'a> {
    host: &'a Host,
    children: ByPath<'a, Vec<&'a Declared>>,
    parents: ByPath<'a, Vec<&'a Declared>>,
    builds: ByPath<'a, Builds>,
    /// The meaning of each name that was asked for.
    resolved: RefCell<FastMap<NameKey, Vec<Found>>>,
    /// The names that were asked for on the way to one of them. Globs ask for the same again and again, and may lead round in a circle: what
    /// is known of those is not all that there is of them.
    on_the_way: RefCell<FastMap<NameKey, Vec<Found>>>,
}

/// By the text of a path, which is hashed many times as fast as its parts.
type ByPath<'a, T> = FastMap<&'a OsStr, T>;

/// A file, the inline modules there, and a name.
type NameKey = (OsString, String, String);

impl<'a> ModuleTree<'a> {
    pub(super) fn new(host: &'a Host, sources: &'a [ReachedSource], declared: &'a [Declared]) -> Self {
        let (mut children, mut parents) = (ByPath::<Vec<_>>::default(), ByPath::<Vec<_>>::default());
        for module in declared {
            children.entry(module.parent.as_os_str()).or_default().push(module);
            parents.entry(module.file.as_os_str()).or_default().push(module);
        }
        let builds = sources.iter().map(|source| (source.file.path.as_os_str(), source.builds)).collect();
        let (resolved, on_the_way) = (RefCell::default(), RefCell::default());
        Self { host, children, parents, builds, resolved, on_the_way }
    }

    /// Returns the items that a file offers; nothing, if it cannot be read.
    pub(super) fn outline(&self, file: &Path) -> Option<Arc<Outline>> {
        let read = || {
            let text = self.host.files().read_text(file, FileKind::Source).ok()?;
            Some(outline(&Arc::from(file), &text, &[], &[]))
        };
        self.host.outlines().of(file, read)
    }

    /// Is a file there in test builds only?
    pub(super) fn is_for_tests(&self, file: &Path) -> bool {
        match self.builds.get(file.as_os_str()) {
            Some(builds) => *builds == Builds::Tests,
            None => self
                .parents
                .get(file.as_os_str())
                .is_some_and(|all| all.iter().all(|module| module.is_for_tests)),
        }
    }

    /// The names of the modules that lead to a file, outermost first.
    pub(super) fn names(&self, file: &Path) -> Vec<String> {
        let (mut names, mut file) = (Vec::new(), file);
        while let Some(module) = self.parents.get(file.as_os_str()).and_then(|all| all.first()) {
            if names.len() > MAX_DEPTH {
                break;
            }
            names.push(module.name.clone());
            names.extend(module.within.rsplit("::").filter(|name| !name.is_empty()).map(str::to_owned));
            file = &module.parent;
        }
        names.reverse();
        names
    }

    /// Finds the items that a path names which stands in a module of a file.
    pub(super) fn resolve(&self, file: &Path, module: &str, path: &[String]) -> Vec<Found> {
        self.resolve_to(file, module, path, MAX_DEPTH)
    }

    fn resolve_to(&self, file: &Path, module: &str, path: &[String], depth: usize) -> Vec<Found> {
        let Some(depth) = depth.checked_sub(1) else { return Vec::new() };
        let mut at = vec![Found::Module(file.to_path_buf(), module.to_owned())];
        for (number, name) in path.iter().enumerate() {
            at = match name.as_str() {
                "crate" | "$crate" if number == 0 => self.roots(file),
                "self" if number == 0 => at,
                "super" => at.iter().flat_map(|found| self.above(found)).collect(),
                name => at.iter().flat_map(|found| self.step(found, name, depth)).collect(),
            };
            if at.is_empty() {
                break;
            }
        }
        at
    }

    /// The macros of a name in the modules beside a file, and in those around it.
    pub(super) fn macros(&self, file: &Path, name: &str) -> Vec<Found> {
        let mut around = vec![file];
        while let Some(module) =
            around.last().and_then(|file| self.parents.get(file.as_os_str())).and_then(|all| all.first())
        {
            if around.len() > MAX_DEPTH {
                break;
            }
            around.push(&module.parent);
        }
        let beside = around.iter().flat_map(|file| self.children.get(file.as_os_str()).into_iter().flatten());
        let beside: Vec<&Path> =
            beside.map(|module| &*module.file).filter(|file| self.is_for_tests(file)).collect();
        let mut found = Vec::new();
        for file in around.into_iter().skip(1).chain(beside) {
            let Some(outline) = self.outline(file) else { continue };
            let items = outline.items.iter().enumerate();
            let macros = items.filter(|(_, item)| item.is_macro && item.name == name);
            found.extend(macros.map(|(at, _)| Found::Item(file.to_path_buf(), at)));
        }
        found
    }

    /// The files that the targets begin with which include a file.
    fn roots(&self, file: &Path) -> Vec<Found> {
        let (mut roots, mut waiting, mut seen) = (Vec::new(), vec![file], 0);
        while let Some(file) = waiting.pop() {
            seen += 1;
            match self.parents.get(file.as_os_str()) {
                Some(parents) if seen < 64 => waiting.extend(parents.iter().map(|module| &*module.parent)),
                _ => roots.push(Found::Module(file.to_path_buf(), String::new())),
            }
        }
        roots
    }

    /// The modules around a module.
    fn above(&self, found: &Found) -> Vec<Found> {
        let Found::Module(file, module) = found else { return Vec::new() };
        if !module.is_empty() {
            let outer = module.rsplit_once("::").map_or("", |(outer, _)| outer);
            return vec![Found::Module(file.clone(), outer.to_owned())];
        }
        let parents = self.parents.get(file.as_os_str()).into_iter().flatten();
        parents.map(|module| Found::Module(module.parent.clone(), module.within.clone())).collect()
    }

    /// Finds the meaning of a name in a module, or behind a type.
    fn step(&self, found: &Found, name: &str, depth: usize) -> Vec<Found> {
        match found {
            Found::Item(..) => Vec::new(),
            Found::Type(file, owner) => {
                let Some(outline) = self.outline(file) else { return Vec::new() };
                let items = outline.items.iter().enumerate();
                let own = items.filter(|(_, item)| item.owner == *owner && item.name == name);
                own.map(|(at, _)| Found::Item(file.clone(), at)).collect()
            }
            Found::Module(file, module) => self.step_in_module(file, module, name, depth),
        }
    }

    fn step_in_module(&self, file: &Path, module: &str, name: &str, depth: usize) -> Vec<Found> {
        let key = (file.as_os_str().to_owned(), module.to_owned(), name.to_owned());
        if let Some(known) = self.resolved.borrow().get(&key).or(self.on_the_way.borrow().get(&key)) {
            return known.clone();
        }
        let is_asked_for = self.on_the_way.borrow().is_empty();
        self.on_the_way.borrow_mut().insert(key.clone(), Vec::new());
        let found = self.look_up(file, module, name, depth);
        if is_asked_for {
            self.on_the_way.borrow_mut().clear();
            self.resolved.borrow_mut().insert(key, found.clone());
        } else {
            self.on_the_way.borrow_mut().insert(key, found.clone());
        }
        found
    }

    fn look_up(&self, file: &Path, module: &str, name: &str, depth: usize) -> Vec<Found> {
        if let Some(child) = self.child(file, module, name) {
            return vec![Found::Module(child, String::new())];
        }
        let Some(outline) = self.outline(file) else { return Vec::new() };
        let inner = if module.is_empty() { name.to_owned() } else { format!("{module}::{name}") };
        if outline.modules.contains(&inner) {
            return vec![Found::Module(file.to_path_buf(), inner)];
        }
        let own = || outline.items.iter().enumerate().filter(|(_, item)| item.module == module);
        let items = own().filter(|(_, item)| item.owner.is_empty() && item.name == name);
        let items: Vec<_> = items.map(|(at, _)| Found::Item(file.to_path_buf(), at)).collect();
        if !items.is_empty() {
            return items;
        }
        if own().any(|(_, item)| item.owner == name) {
            return vec![Found::Type(file.to_path_buf(), name.to_owned())];
        }
        let imports = || outline.imports.iter().filter(|import| import.module == module);
        let named = imports().filter(|import| import.name == name && import.path != [name.to_owned()]);
        let named: Vec<_> =
            named.flat_map(|import| self.resolve_to(file, module, &import.path, depth)).collect();
        if !named.is_empty() {
            return named;
        }
        let included = self.children.get(file.as_os_str()).into_iter().flatten();
        let included = included.filter(|child| child.name.is_empty() && child.within == module);
        let included = included.map(|child| Found::Module(child.file.clone(), String::new()));
        let all = imports().filter(|import| import.name == "*");
        let globs = all.flat_map(|import| self.resolve_to(file, module, &import.path, depth));
        let Some(depth) = depth.checked_sub(1) else { return Vec::new() };
        included.chain(globs).flat_map(|found| self.step(&found, name, depth)).collect()
    }

    /// The file of a module that a file declares.
    fn child(&self, file: &Path, module: &str, name: &str) -> Option<PathBuf> {
        let children = self.children.get(file.as_os_str()).into_iter().flatten();
        let mut named =
            children.filter(|child| child.within == module && child.name == name && !name.is_empty());
        let is_there = |child: &&&Declared| {
            self.builds.contains_key(child.file.as_os_str()) || self.host.files().is_file(&child.file)
        };
        named.find(is_there).map(|child| child.file.clone())
    }
}
