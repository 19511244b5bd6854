//! The functions of a file, each with what can be changed in it.

use std::ops::Range;
use std::path::{Path, PathBuf};

use syn::punctuated::Punctuated;
use syn::spanned::Spanned as _;
use syn::visit::{self, Visit};
use syn::{Attribute, Block, ImplItemFn, Item, ItemFn, ItemMod, Meta, ReturnType, Signature, TraitItemFn};

use super::mutation::Mutation;
use super::walk::{LeftAlone, Walked, walk};
use crate::rust_file::{self, NotRust, shifted};

/// A function with a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Function {
    /// Its name.
    pub(super) name: String,
    /// Its bytes, from its signature to the end of its body.
    pub(super) range: Range<usize>,
    /// The names of the functions and methods that it calls.
    pub(super) calls: Vec<String>,
    /// The changes in it, in the order of the text.
    pub(super) mutations: Vec<Mutation>,
    /// The parts of it that are left alone.
    pub(super) left_alone: Vec<LeftAlone>,
}

/// The functions of a file, in the order of the text.
///
/// # Errors
/// If it does not parse.
pub(super) fn functions(text: &str) -> Result<Vec<Function>, NotRust> {
    rust_file::read(text, |file, offset| {
        let mut finder = Finder { text, offset, found: Vec::new() };
        finder.visit_file(file);
        finder.found
    })
}

struct Finder<'a> {
    text: &'a str,
    offset: usize,
    found: Vec<Function>,
}

impl Finder<'_> {
    fn add(&mut self, attributes: &[Attribute], signature: &Signature, block: &Block) {
        let is_test = |attribute: &Attribute| {
            attribute.path().segments.last().is_some_and(|segment| segment.ident == "test")
        };
        if attributes.iter().any(is_test) {
            return;
        }
        // An attribute in front may be left out of the span of a link.
        let start = shifted(signature.span().byte_range(), self.offset).start;
        let range = start..shifted(block.span().byte_range(), self.offset).end;
        let refused = if signature.constness.is_some() {
            Some("the compiler may evaluate a `const fn`")
        } else if matches!(signature.safety, syn::Safety::Unsafe(_)) {
            Some("it is an `unsafe fn`")
        } else {
            None
        };
        let returns = matches!(signature.output, ReturnType::Type(..));
        let mut walked = match refused {
            Some(reason) => {
                Walked { left_alone: vec![LeftAlone { at: range.start, reason }], ..Walked::default() }
            }
            None => walk(block, returns, self.text, self.offset),
        };
        walked.mutations.sort_by_key(|mutation| (mutation.place.start, mutation.span.start));
        let mut calls = Calls::default();
        calls.visit_block(block);
        calls.0.sort_unstable();
        calls.0.dedup();
        self.found.push(Function {
            name: signature.ident.to_string(),
            range,
            calls: calls.0,
            mutations: walked.mutations,
            left_alone: walked.left_alone,
        });
    }
}

impl<'ast> Visit<'ast> for Finder<'_> {
    fn visit_item_fn(&mut self, of: &'ast ItemFn) {
        self.add(&of.attrs, &of.sig, &of.block);
        visit::visit_item_fn(self, of);
    }

    fn visit_impl_item_fn(&mut self, of: &'ast ImplItemFn) {
        self.add(&of.attrs, &of.sig, &of.block);
        visit::visit_impl_item_fn(self, of);
    }

    fn visit_trait_item_fn(&mut self, of: &'ast TraitItemFn) {
        if let Some(block) = &of.default {
            self.add(&of.attrs, &of.sig, block);
        }
        visit::visit_trait_item_fn(self, of);
    }

    fn visit_item_mod(&mut self, of: &'ast ItemMod) {
        if !is_for_tests(&of.attrs) {
            visit::visit_item_mod(self, of);
        }
    }
}

/// The files of modules that a file declares for test builds only. A module may be a file, or a folder with all that is in it.
pub(super) fn modules_for_tests(text: &str, path: &Path) -> Vec<PathBuf> {
    let stem = path.file_stem().unwrap_or_default();
    let holder = path.parent().unwrap_or(path);
    let own = if ["lib", "main", "mod"].iter().any(|name| stem == *name) {
        holder.to_path_buf()
    } else {
        holder.join(stem)
    };
    let read = rust_file::read(text, |file, _| {
        let modules = file.items.iter().filter_map(|item| match item {
            Item::Mod(of) if of.content.is_none() && is_for_tests(&of.attrs) => Some(of),
            _ => None,
        });
        let files = modules.flat_map(|of| {
            let name = of.ident.to_string();
            let folder = own.join(&name);
            match rust_file::named_path(&of.attrs) {
                Some(named) => vec![holder.join(named)],
                None => vec![folder.with_extension("rs"), folder],
            }
        });
        files.collect()
    });
    read.unwrap_or_default()
}

/// Do attributes leave an item out of every build but that of tests?
fn is_for_tests(attributes: &[Attribute]) -> bool {
    let conditions = attributes.iter().filter(|attribute| attribute.path().is_ident("cfg"));
    { conditions }
        .any(|attribute| attribute.parse_args::<Meta>().is_ok_and(|condition| needs_test(&condition)))
}

fn needs_test(condition: &Meta) -> bool {
    let parts = |list: &syn::MetaList| {
        list.parse_args_with(Punctuated::<Meta, syn::Token![,]>::parse_terminated).unwrap_or_default()
    };
    match condition {
        Meta::Path(path) => path.is_ident("test"),
        Meta::List(list) if list.path.is_ident("all") => parts(list).iter().any(needs_test),
        Meta::List(list) if list.path.is_ident("any") => {
            let parts = parts(list);
            !parts.is_empty() && parts.iter().all(needs_test)
        }
        _ => false,
    }
}

/// The names that a body calls.
#[derive(Default)]
struct Calls(Vec<String>);

impl<'ast> Visit<'ast> for Calls {
    fn visit_expr_path(&mut self, of: &'ast syn::ExprPath) {
        // A function may be handed on too: `map(parsed)`.
        self.0.extend(of.path.segments.last().map(|segment| segment.ident.to_string()));
        visit::visit_expr_path(self, of);
    }

    fn visit_expr_method_call(&mut self, of: &'ast syn::ExprMethodCall) {
        self.0.push(of.method.to_string());
        visit::visit_expr_method_call(self, of);
    }
}
