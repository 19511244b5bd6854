//! Parses a test file: its items, their links and its imports. No other module parses Rust with `syn`.

use std::collections::HashSet;
use std::ops::Range;
use std::path::Path;

use proc_macro2::{TokenStream, TokenTree};
use spec_engine::links::{self, Role};
use syn::parse::{ParseStream, Parser as _};
use syn::spanned::Spanned as _;
use syn::{Attribute, Item, UseTree};

/// Rust that is nested deeper than this is not read: the parser recurses.
const MAX_DEPTH: usize = 200;
/// Other nesting (`!!!!x`) recurses too, on a stack that has room for it.
const STACK: usize = 128 << 20;

/// Why a file cannot be spliced.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct NotRust {
    /// The problem.
    pub message: String,
    /// The bytes that are wrong.
    pub range: Range<usize>,
}

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
        std::thread::scope(|scope| {
            let parser = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, || parse(text));
            let parsed = parser.ok().and_then(|thread| thread.join().ok());
            let gave_up =
                || NotRust { message: "the file could not be parsed".to_owned(), range: 0..text.len() };
            parsed.unwrap_or_else(|| Err(gave_up()))
        })
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

/// The offset at which the Rust of a file begins: behind the byte order mark and the `#!` line.
fn prelude(text: &str) -> usize {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    match text[start..].strip_prefix("#!") {
        Some(rest) if !rest.trim_start().starts_with('[') => {
            start + 2 + rest.find('\n').unwrap_or(rest.len())
        }
        _ => start,
    }
}

fn parse(text: &str) -> Result<TestFile, NotRust> {
    let start = prelude(text);
    let outside = |range: Range<usize>| start + range.start..start + range.end;
    let tokens: TokenStream = text[start..].parse().map_err(|error: proc_macro2::LexError| NotRust {
        message: "this is not valid Rust: a bracket or a quote is not closed, or closed twice".to_owned(),
        range: outside(error.span().byte_range()),
    })?;
    if let Some(range) = too_deep(&tokens) {
        return Err(NotRust { message: "this is nested too deeply".to_owned(), range: outside(range) });
    }
    // One item after another: the trees of all of them at once would take much room.
    let items = |input: ParseStream<'_>| {
        Attribute::parse_inner(input)?;
        let mut found = TestFile::default();
        while !input.is_empty() {
            let mut read = read_item(&input.parse()?, &mut found);
            read.range = outside(read.range);
            found.items.push(read);
        }
        Ok(found)
    };
    let mut found = items.parse2(tokens).map_err(|error| NotRust {
        message: format!("this is not valid Rust: {error}"),
        range: outside(error.span().byte_range()),
    })?;
    for link in links::scan(&Path::new("").into(), text).links {
        if link.item.role == Role::Implements {
            continue;
        }
        let items = &mut found.items;
        let at = items.partition_point(|item| item.range.end <= link.location.span.start);
        if let Some(item) = items.get_mut(at).filter(|item| item.range.contains(&link.location.span.start)) {
            item.ids.push(link.id.clone());
        }
    }
    Ok(found)
}

fn too_deep(tokens: &TokenStream) -> Option<Range<usize>> {
    let mut open = vec![tokens.clone().into_iter()];
    while let Some(last) = open.last_mut() {
        match last.next() {
            Some(TokenTree::Group(group)) if open.len() > MAX_DEPTH => {
                return Some(group.span_open().byte_range());
            }
            Some(TokenTree::Group(group)) => open.push(group.stream().into_iter()),
            Some(_) => {}
            None => {
                open.pop();
            }
        }
    }
    None
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
            read.path = item.attrs.iter().find_map(path_attribute);
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

fn path_attribute(attribute: &Attribute) -> Option<String> {
    let syn::Meta::NameValue(pair) = &attribute.meta else { return None };
    let syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(path), .. }) = &pair.value else { return None };
    attribute.path().is_ident("path").then(|| path.value())
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
