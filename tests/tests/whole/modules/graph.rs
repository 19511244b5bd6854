//! The graph of modules: which file uses what another one defines, read from the sources of the crates.
//!
//! A re-export is no use of its own: a path through it leads to the file that defines the item.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fs;
use std::path::Path;

use syn::Item;
use syn::buffer::Cursor;
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};

use crate::REPOSITORY;

/// The most re-exports that a path may lead through.
const MOST_FORWARDS: usize = 16;

/// A path as somebody writes it, segment by segment.
type Written = Vec<String>;

/// One module with a file of its own. Inline modules are tests and lists of re-exports: they are not read.
pub(super) struct Module {
    /// Its path from the name of the crate on: `cargo_spec::verbs::gen`.
    pub(super) name: String,
    /// The module that declares it.
    pub(super) parent: Option<usize>,
    /// Every path that the file writes out, imports with their whole path.
    pub(super) paths: BTreeSet<Written>,
    children: HashMap<String, usize>,
    /// The thing that each import gives a name to, re-exports among them.
    pub(super) imports: HashMap<String, Written>,
    globs: Vec<Written>,
    items: HashSet<String>,
    forwards: HashSet<String>,
}

/// The modules of several crates, and which one uses which.
pub(super) struct Graph {
    pub(super) modules: Vec<Module>,
    /// The modules that each module uses, by their places in `modules`.
    pub(super) uses: Vec<BTreeSet<usize>>,
    roots: HashMap<String, usize>,
}

/// The thing that a name stands for.
#[derive(Clone, Copy)]
enum Named {
    Module(usize),
    /// An item that this module defines.
    Item(usize),
}

/// One item, and the paths within it.
struct ReadItem {
    item: Item,
    paths: Vec<Written>,
}

struct Source(Vec<ReadItem>);

impl Parse for Source {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        input.call(syn::Attribute::parse_inner)?;
        let mut items = Vec::new();
        while !input.is_empty() {
            let start = input.cursor();
            let item = input.parse()?;
            let mut paths = Vec::new();
            paths_within(start, Some(input.cursor()), &[], &mut paths);
            items.push(ReadItem { item, paths });
        }
        Ok(Self(items))
    }
}

/// Collects the paths between two places; those of a `use` tree with what stands before the brace.
fn paths_within(mut at: Cursor, end: Option<Cursor>, prefix: &[String], paths: &mut Vec<Written>) {
    let mut is_after_dot = false;
    while !at.eof() && end != Some(at) {
        if let Some((ident, mut rest)) = at.ident() {
            if ident == "as" && !prefix.is_empty() {
                at = rest.ident().map_or(rest, |(_, rest)| rest);
                continue;
            }
            let mut path = [prefix, &[ident.unraw().to_string()]].concat();
            let mut tree = None;
            while let Some(next) = after_colons(rest) {
                let Some((ident, next)) = next.ident() else {
                    tree = next.any_group();
                    break;
                };
                path.push(ident.unraw().to_string());
                rest = next;
            }
            if let Some((within, _, _, next)) = tree {
                paths_within(within, None, &path, paths);
                rest = next;
            } else if !is_after_dot {
                paths.push(path);
            }
            (at, is_after_dot) = (rest, false);
        } else if let Some((within, _, _, rest)) = at.any_group() {
            // `pub(in crate::dialect)` uses nothing.
            if within.ident().is_none_or(|(ident, _)| ident != "in") {
                paths_within(within, None, prefix, paths);
            }
            (at, is_after_dot) = (rest, false);
        } else if let Some((_, rest)) = at.token_tree() {
            is_after_dot = at.punct().is_some_and(|(punct, _)| punct.as_char() == '.');
            at = rest;
        } else {
            break;
        }
    }
}

/// The text behind `::`.
fn after_colons(at: Cursor<'_>) -> Option<Cursor<'_>> {
    let (first, at) = at.punct()?;
    let (second, rest) = at.punct()?;
    (first.as_char() == ':' && second.as_char() == ':').then_some(rest)
}

/// Returns whether an item is built for tests alone.
fn is_of_tests(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute.parse_args::<syn::Meta>().is_ok_and(|condition| match &condition {
                syn::Meta::Path(path) => path.is_ident("test"),
                syn::Meta::List(list) => {
                    list.path.is_ident("all") && list.tokens.to_string().starts_with("test")
                }
                syn::Meta::NameValue(_) => false,
            })
    })
}

/// The attributes and the name of what defines an item.
fn definition(item: &Item) -> Option<(&[syn::Attribute], &syn::Ident)> {
    Some(match item {
        Item::Const(item) => (&item.attrs, &item.ident),
        Item::Enum(item) => (&item.attrs, &item.ident),
        Item::Fn(item) => (&item.attrs, &item.sig.ident),
        Item::Macro(item) => (&item.attrs, item.ident.as_ref()?),
        Item::Static(item) => (&item.attrs, &item.ident),
        Item::Struct(item) => (&item.attrs, &item.ident),
        Item::Trait(item) => (&item.attrs, &item.ident),
        Item::Type(item) => (&item.attrs, &item.ident),
        Item::Union(item) => (&item.attrs, &item.ident),
        _ => return None,
    })
}

impl Graph {
    /// Reads the crates, each from its `src/lib.rs` on.
    pub(super) fn read(crates: &[&str]) -> Self {
        let mut graph = Self { modules: Vec::new(), uses: Vec::new(), roots: HashMap::new() };
        for folder in crates {
            let name = folder.replace('-', "_");
            let source = REPOSITORY.join(folder).join("src");
            let root = graph.add(&source.join("lib.rs"), &source, &name, None);
            graph.roots.insert(name, root);
        }
        graph.uses = (0..graph.modules.len()).map(|module| graph.uses_of(module)).collect();
        graph
    }

    /// Reads a module and those that it declares, whose files stand in a folder.
    fn add(&mut self, file: &Path, folder: &Path, name: &str, parent: Option<usize>) -> usize {
        let text = fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let source: Source =
            syn::parse_str(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let place = self.modules.len();
        self.modules.push(Module {
            name: name.to_owned(),
            parent,
            paths: BTreeSet::new(),
            children: HashMap::new(),
            imports: HashMap::new(),
            globs: Vec::new(),
            items: HashSet::new(),
            forwards: HashSet::new(),
        });
        for ReadItem { item, paths } in source.0 {
            let module = &mut self.modules[place];
            match &item {
                Item::Use(import) if !is_of_tests(&import.attrs) => {
                    let is_forward = !matches!(import.vis, syn::Visibility::Inherited);
                    module.import(&import.tree, &mut Vec::new(), is_forward);
                    if !is_forward {
                        let is_path = |path: &Written| !matches!(path[0].as_str(), "use" | "as");
                        module.paths.extend(paths.into_iter().filter(is_path));
                    }
                }
                Item::Mod(child) if child.content.is_none() && !is_of_tests(&child.attrs) => {
                    let child = child.ident.unraw().to_string();
                    let (flat, nested) =
                        (folder.join(format!("{child}.rs")), folder.join(&child).join("mod.rs"));
                    let file = if flat.exists() { flat } else { nested };
                    let of = self.add(&file, &folder.join(&child), &format!("{name}::{child}"), Some(place));
                    self.modules[place].children.insert(child, of);
                }
                Item::Use(_) | Item::Mod(_) => {}
                item => {
                    if let Some((attributes, ident)) = definition(item) {
                        if is_of_tests(attributes) {
                            continue;
                        }
                        module.items.insert(ident.unraw().to_string());
                    }
                    module.paths.extend(paths);
                }
            }
        }
        place
    }

    /// The modules that a module uses, itself not among them.
    fn uses_of(&self, module: usize) -> BTreeSet<usize> {
        let of = &self.modules[module];
        let is_name = |path: &Written| path.len() > 1 || of.forwards.contains(&path[0]);
        let used = of.paths.iter().filter(|path| is_name(path)).filter_map(|path| self.user(module, path));
        used.filter(|&used| used != module).collect()
    }

    /// The module that defines what a path leads to, or the last one on the way that is known.
    fn user(&self, module: usize, path: &[String]) -> Option<usize> {
        match self.resolve(module, path, MOST_FORWARDS)? {
            Named::Module(module) | Named::Item(module) => Some(module),
        }
    }

    fn resolve(&self, module: usize, path: &[String], forwards: usize) -> Option<Named> {
        let (first, rest) = path.split_first()?;
        let mut named = match first.as_str() {
            "crate" => Named::Module(self.root_of(module)),
            "self" => Named::Module(module),
            "super" => Named::Module(self.modules[module].parent?),
            name => self
                .named(module, name, path.len() > 1, forwards)
                .or_else(|| self.roots.get(name).map(|&root| Named::Module(root)))?,
        };
        for name in rest {
            let Named::Module(module) = named else { break };
            named = match name.as_str() {
                "self" => named,
                "super" => Named::Module(self.modules[module].parent?),
                name => match self.named(module, name, true, forwards) {
                    Some(named) => named,
                    None => break,
                },
            };
        }
        Some(named)
    }

    /// The thing that a name stands for in a module.
    fn named(&self, module: usize, name: &str, may_be_module: bool, forwards: usize) -> Option<Named> {
        let of = &self.modules[module];
        let forwards = forwards.checked_sub(1)?;
        if let Some(&child) = of.children.get(name).filter(|_| may_be_module) {
            return Some(Named::Module(child));
        }
        if of.items.contains(name) {
            return Some(Named::Item(module));
        }
        if let Some(path) = of.imports.get(name) {
            return self.resolve(module, path, forwards);
        }
        of.globs.iter().find_map(|path| match self.resolve(module, path, forwards)? {
            Named::Module(other) => self.named(other, name, true, forwards),
            Named::Item(_) => None,
        })
    }

    fn root_of(&self, module: usize) -> usize {
        self.modules[module].parent.map_or(module, |parent| self.root_of(parent))
    }

    /// The circles among some modules, each with more than one member.
    pub(super) fn circles(members: &[usize], uses: &[BTreeSet<usize>]) -> Vec<Vec<usize>> {
        let reached: BTreeMap<usize, BTreeSet<usize>> =
            members.iter().map(|&member| (member, reach(member, uses))).collect();
        let mut circles = BTreeSet::new();
        for (&member, reached_of) in &reached {
            let circle: Vec<usize> = reached_of
                .iter()
                .copied()
                .filter(|other| reached.get(other).is_some_and(|of| of.contains(&member)))
                .collect();
            if circle.len() > 1 {
                circles.insert(circle);
            }
        }
        circles.into_iter().collect()
    }

    /// The siblings below one module, and which sibling uses which, with whatever stands below each.
    pub(super) fn siblings(&self, parent: usize) -> (Vec<usize>, Vec<BTreeSet<usize>>) {
        let mut uses = vec![BTreeSet::new(); self.modules.len()];
        for (module, used) in self.uses.iter().enumerate() {
            let Some(of) = self.below(parent, module) else { continue };
            let others = used.iter().filter_map(|&used| self.below(parent, used));
            uses[of].extend(others.filter(|&other| other != of));
        }
        (self.modules[parent].children.values().copied().collect(), uses)
    }

    /// Every use of a module by another one, as their names.
    pub(super) fn edges(&self) -> impl Iterator<Item = (&str, &str)> {
        let edges = self.uses.iter().enumerate();
        edges.flat_map(move |(module, used)| {
            used.iter().map(move |&used| (&*self.modules[module].name, &*self.modules[used].name))
        })
    }

    /// Returns whether a module has modules below it.
    pub(super) fn is_folder(&self, module: usize) -> bool {
        !self.modules[module].children.is_empty()
    }

    /// The child of a module below which another one stands.
    fn below(&self, parent: usize, module: usize) -> Option<usize> {
        let above = self.modules[module].parent?;
        if above == parent { Some(module) } else { self.below(parent, above) }
    }
}

/// Whatever a module uses, directly or through others.
fn reach(from: usize, uses: &[BTreeSet<usize>]) -> BTreeSet<usize> {
    let (mut reached, mut next) = (BTreeSet::new(), vec![from]);
    while let Some(module) = next.pop() {
        next.extend(uses[module].iter().filter(|&&used| reached.insert(used)));
    }
    reached
}

impl Module {
    /// Notes what an import gives a name to.
    fn import(&mut self, tree: &syn::UseTree, path: &mut Written, is_forward: bool) {
        let note = |module: &mut Self, name: String, path: Written| {
            if is_forward {
                module.forwards.insert(name.clone());
            }
            module.imports.insert(name, path);
        };
        match tree {
            syn::UseTree::Path(tree) => {
                path.push(tree.ident.unraw().to_string());
                self.import(&tree.tree, path, is_forward);
                path.pop();
            }
            syn::UseTree::Name(name) if name.ident == "self" => {
                let name = path.last().cloned().unwrap_or_default();
                note(self, name, path.clone());
            }
            syn::UseTree::Name(name) => {
                let name = name.ident.unraw().to_string();
                let path = [&**path, std::slice::from_ref(&name)].concat();
                note(self, name, path);
            }
            syn::UseTree::Rename(tree) => {
                let own = (tree.ident != "self").then(|| tree.ident.unraw().to_string());
                let path = path.iter().cloned().chain(own).collect();
                note(self, tree.rename.unraw().to_string(), path);
            }
            syn::UseTree::Glob(_) => self.globs.push(path.clone()),
            syn::UseTree::Group(group) => {
                for tree in &group.items {
                    self.import(tree, path, is_forward);
                }
            }
        }
    }
}
