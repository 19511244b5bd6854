//! Reads a test file: its items, their links and its imports.

use std::collections::HashSet;
use std::ops::Range;
use std::path::Path;

use spec_engine::links::{self, Role};
use syn::spanned::Spanned as _;
use syn::{Item, UseTree};

use crate::rust_file::{self, NotRust};

/// An item of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TestItem {
    /// Its bytes, from its first attribute or line of documentation on.
    pub(super) range: Range<usize>,
    /// The ids that it, or something in it, verifies, as they are written.
    pub(super) ids: Vec<String>,
    /// Its name, if it is a function.
    pub(super) function: Option<String>,
    /// Is it a `use`, an `extern crate` or nothing that a module could not stand before?
    pub(super) is_import: bool,
    /// The module that it declares, and whether that is in a file of its own.
    pub(super) module: Option<(String, bool)>,
    /// The file that a `#[path = "…"]` names.
    pub(super) path: Option<String>,
}

/// The items of a file.
#[derive(Debug, Default)]
pub(super) struct TestFile {
    /// In the order of the file.
    pub(super) items: Vec<TestItem>,
    /// Every name that a new function could collide with.
    pub(super) names: HashSet<String>,
    /// The names that the file has for things of other crates: (`spec_runtime::spec`, `spec`); the second is `*` for all of a crate.
    pub(super) imports: Vec<(String, String)>,
}

impl TestFile {
    /// Reads a file.
    ///
    /// # Errors
    /// [`NotRust`] with the place, if it does not parse.
    pub(super) fn parse(text: &str) -> Result<Self, NotRust> {
        let mut found = rust_file::read_items(text, |file: &mut Self, item, offset| {
            let mut read = read_item(item, file);
            read.range = rust_file::shifted(read.range, offset);
            file.items.push(read);
        })?;
        found.add_links(text);
        Ok(found)
    }

    /// Adds the ids that each item verifies.
    fn add_links(&mut self, text: &str) {
        for link in links::scan(&Path::new("").into(), text).links {
            let (items, place) = (&mut self.items, link.location.span.start);
            let at = items.partition_point(|item| item.range.end <= place);
            let item = items.get_mut(at).filter(|item| item.range.contains(&place));
            if let Some(item) = item.filter(|_| link.item.role != Role::Implements) {
                item.ids.push(link.id.clone());
            }
        }
    }

    /// The name that the file has for a thing of another crate; the full path where it does not import it.
    pub(super) fn name_of(&self, krate: &str, thing: &str) -> String {
        let full = format!("{krate}::{thing}");
        let all = format!("{krate}::*");
        let found = self.imports.iter().find_map(|(path, name)| match path {
            path if *path == full => Some(name.clone()),
            path if *path == all => Some(thing.to_owned()),
            _ => None,
        });
        found.unwrap_or(full)
    }
}

fn read_item(item: &Item, file: &mut TestFile) -> TestItem {
    let mut read = TestItem {
        range: item.span().byte_range(),
        ids: Vec::new(),
        function: None,
        is_import: matches!(item, Item::Use(_) | Item::ExternCrate(_)),
        module: None,
        path: None,
    };
    let name = match item {
        Item::Fn(item) => {
            read.function = Some(item.sig.ident.to_string());
            Some(&item.sig.ident)
        }
        Item::Mod(item) => {
            let name = item.ident.to_string();
            read.module = Some((name.trim_start_matches("r#").to_owned(), item.content.is_none()));
            read.path = rust_file::named_path(&item.attrs);
            Some(&item.ident)
        }
        Item::Const(item) => Some(&item.ident),
        Item::Static(item) => Some(&item.ident),
        Item::Struct(item) => Some(&item.ident),
        Item::Enum(item) => Some(&item.ident),
        Item::Use(item) => {
            imports(&item.tree, "", &mut file.imports);
            file.names.extend(file.imports.iter().map(|(_, name)| name.clone()));
            None
        }
        _ => None,
    };
    file.names.extend(name.map(ToString::to_string));
    read
}

fn imports(tree: &UseTree, path: &str, found: &mut Vec<(String, String)>) {
    let under = |name: &dyn std::fmt::Display| {
        if path.is_empty() { name.to_string() } else { format!("{path}::{name}") }
    };
    match tree {
        UseTree::Path(tree) => imports(&tree.tree, &under(&tree.ident), found),
        UseTree::Name(name) => found.push((under(&name.ident), name.ident.to_string())),
        UseTree::Rename(name) => found.push((under(&name.ident), name.rename.to_string())),
        UseTree::Glob(_) => found.push((under(&"*"), "*".to_owned())),
        UseTree::Group(group) => group.items.iter().for_each(|tree| imports(tree, path, found)),
    }
}
