//! Finds the items of a source that only tests have.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::PathBuf;

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use syn::spanned::Spanned as _;
use syn::{Attribute, ImplItem, Item, Meta};

use crate::rust_file::{self, shifted};

/// The items of a source that only tests have.
#[derive(Debug, Default)]
pub(super) struct TestItems {
    /// The items.
    pub(super) items: Vec<TestItem>,
    /// The beginning of the first item of each inline module, and the end of the module. Modules that only tests have are left out. The
    /// file itself is the one without a name.
    pub(super) modules: BTreeMap<Vec<String>, Range<usize>>,
    /// The files that such items name: `#[cfg(test)] mod tests;`, as paths beside the file.
    pub(super) files: Vec<DeclaredFile>,
    /// Is the whole file of tests: `#![cfg(test)]`?
    pub(super) is_whole: bool,
    /// Is there anything that not only tests have?
    pub(super) has_code: bool,
}

/// An item that only tests have.
#[derive(Debug)]
pub(super) struct TestItem {
    /// The inline module that it is in.
    pub(super) module: Vec<String>,
    /// Its bytes, from its first attribute.
    pub(super) range: Range<usize>,
    /// Does it make macros? They are known only to what stands below.
    pub(super) makes_macros: bool,
}

/// A module with a file of its own.
#[derive(Debug)]
pub(super) struct DeclaredFile {
    /// The inline modules that it is declared in, and its name.
    pub(super) path: Vec<String>,
    /// The value of `#[path = "…"]`.
    pub(super) named: Option<PathBuf>,
}

/// An item that can be left out of a source.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Part {
    /// Its path in the file: `tests::pays_once`; of an item without a name, that of what it is in.
    pub(super) path: String,
    /// Its bytes, from its first attribute.
    pub(super) range: Range<usize>,
}

impl TestItems {
    /// Finds them; `None`: the source does not parse.
    pub(super) fn of(text: &str) -> Option<Self> {
        let read = |file: &syn::File, offset| {
            let is_whole = file.attrs.iter().any(is_of_tests);
            let mut found = Self { is_whole, ..Self::default() };
            found.modules.insert(Vec::new(), start(&file.items, text.len(), offset)..text.len());
            found.walk(&file.items, &mut Vec::new(), offset);
            found
        };
        rust_file::read(text, read).ok()
    }

    fn walk(&mut self, items: &[Item], path: &mut Vec<String>, offset: usize) {
        for item in items {
            let attributes = attributes(item);
            let is_for_tests = attributes.iter().any(is_of_tests);
            if is_for_tests {
                let range = shifted(item.span().byte_range(), offset);
                let is_macro_use = |attribute: &Attribute| attribute.path().is_ident("macro_use");
                let makes_macros = matches!(item, Item::Macro(_)) || attributes.iter().any(is_macro_use);
                self.items.push(TestItem { module: path.clone(), range, makes_macros });
            } else {
                self.has_code |= !matches!(item, Item::Use(_) | Item::ExternCrate(_));
            }
            let Item::Mod(module) = item else { continue };
            path.push(module.ident.to_string());
            match &module.content {
                None if is_for_tests => {
                    self.files.push(DeclaredFile {
                        path: path.clone(),
                        named: rust_file::named_path(&module.attrs).map(PathBuf::from),
                    });
                }
                Some((braces, items)) if !is_for_tests => {
                    let end = braces.span.close().byte_range().start + offset;
                    self.modules.insert(path.clone(), start(items, end, offset)..end);
                    self.walk(items, path, offset);
                }
                _ => {}
            }
            path.pop();
        }
    }
}

/// Finds the beginning of the first item.
fn start(items: &[Item], end: usize, offset: usize) -> usize {
    items.first().map_or(end, |item| item.span().byte_range().start + offset)
}

/// The item around a byte that can be left out: a function, not its module or its impl. `None`: there is none.
pub(super) fn part(text: &str, at: usize) -> Option<Part> {
    rust_file::read(text, |file, offset| part_of(&file.items, at, offset)).ok()?
}

fn part_of(mut items: &[Item], at: usize, offset: usize) -> Option<Part> {
    let mut path = String::new();
    loop {
        let item = items.iter().find(|item| shifted(item.span().byte_range(), offset).contains(&at))?;
        match item {
            Item::Mod(module) => {
                push(&mut path, &module.ident);
                let Some((_, inner)) = &module.content else {
                    // Its file is not there.
                    return Some(Part { path, range: shifted(item.span().byte_range(), offset) });
                };
                items = inner;
            }
            Item::Macro(of) if let Some((name, range)) = function(of.mac.tokens.clone(), at, offset) => {
                push(&mut path, &name);
                return Some(Part { path, range });
            }
            Item::Impl(of) if of.trait_.is_none() => {
                let member = |member: &&ImplItem| shifted(member.span().byte_range(), offset).contains(&at);
                let range =
                    of.items.iter().find(member).map_or_else(|| item.span(), syn::spanned::Spanned::span);
                return Some(Part { path, range: shifted(range.byte_range(), offset) });
            }
            _ => {
                if let Item::Fn(function) = item {
                    push(&mut path, &function.sig.ident);
                }
                return Some(Part { path, range: shifted(item.span().byte_range(), offset) });
            }
        }
    }
}

/// The function around a byte, among the tokens of a macro that makes several: `proptest! { … }`.
fn function(tokens: TokenStream, at: usize, offset: usize) -> Option<(Ident, Range<usize>)> {
    let (mut start, mut name, mut is_named) = (None, None, false);
    let mut inner = None;
    for token in tokens {
        let range = shifted(token.span().byte_range(), offset);
        let from = *start.get_or_insert(range.start);
        match token {
            TokenTree::Ident(ident) if is_named => name = Some(ident),
            TokenTree::Ident(ident) => {
                is_named = ident == "fn";
                continue;
            }
            TokenTree::Group(group) => {
                if range.contains(&at) {
                    inner = Some(group.stream());
                }
                if group.delimiter() == Delimiter::Brace {
                    let named = name.take();
                    if let Some(name) = named.filter(|_| (from..range.end).contains(&at)) {
                        return Some((name, from..range.end));
                    }
                    start = None;
                }
            }
            // Arguments of the macro end there, as do items without a body.
            TokenTree::Punct(punct) if punct.as_char() == ';' => (start, name) = (None, None),
            _ => {}
        }
        is_named = false;
    }
    function(inner?, at, offset)
}

fn push(path: &mut String, name: &Ident) {
    if !path.is_empty() {
        path.push_str("::");
    }
    path.push_str(&name.to_string());
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::ExternCrate(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::ForeignMod(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::TraitAlias(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Union(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

/// Is it `#[cfg(test)]`, `#[cfg(all(test, …))]`, or an attribute of test functions: `#[test]`, `#[tokio::test]`, `#[rstest]`?
fn is_of_tests(attribute: &Attribute) -> bool {
    if attribute.path().is_ident("cfg") {
        let Meta::List(list) = &attribute.meta else { return false };
        return demands_test(list.tokens.clone());
    }
    let last = attribute.path().segments.last();
    last.is_some_and(|segment| {
        let name = segment.ident.to_string();
        name == "test" || name == "rstest" || name == "test_case" || name.ends_with("_test")
    })
}

/// Does a condition hold for tests alone? One of several, or the contrary of one, does not.
fn demands_test(tokens: TokenStream) -> bool {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let TokenTree::Ident(name) = token else { continue };
        let holds = match tokens.peek() {
            Some(TokenTree::Group(group)) => name == "all" && demands_test(group.stream()),
            _ => name == "test",
        };
        if holds {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = "\u{feff}pub fn a() {}\n\n/// Only there.\n#[cfg(all(test, unix))]\nfn b() {}\n\n#[cfg(not(test))]\nmod c {\n    #[tokio::test]\n    async fn d() {}\n    #[cfg(test)]\n    #[path = \"x.rs\"]\n    mod e;\n}\n\n#[cfg(test)]\nmod tests {\n    fn f() { let x = 1; }\n    impl A {\n        fn g() {}\n    }\n}\n";

    #[test]
    fn what_only_tests_have_is_found_in_every_inline_module() {
        let found = TestItems::of(SOURCE).expect("it parses");
        let text = |item: &TestItem| format!("{} {}", item.module.join("::"), &SOURCE[item.range.clone()]);
        let texts = found.items.iter().map(text);
        let starts: Vec<_> = texts.map(|text| text.lines().next().unwrap_or_default().to_owned()).collect();
        assert_eq!(starts, [" /// Only there.", "c #[tokio::test]", "c #[cfg(test)]", " #[cfg(test)]"]);
        assert_eq!(found.files[0].path, ["c", "e"]);
        assert_eq!(found.files[0].named.as_deref(), Some(std::path::Path::new("x.rs")));
        assert_eq!(found.modules.keys().map(|path| path.join("::")).collect::<Vec<_>>(), ["", "c"]);
        let inner = &found.modules[&vec!["c".to_owned()]];
        assert!(SOURCE[inner.start..].starts_with("#[tokio::test]"));
        assert!(SOURCE[inner.end..].starts_with("}\n\n#[cfg(test)]"));
        assert!(found.has_code && !found.is_whole);
        let whole = TestItems::of("#![cfg(test)]\nuse a;\n#[test]\nfn b() {}\n").expect("it parses");
        assert!(whole.is_whole && !whole.has_code);
    }

    #[test]
    fn a_function_can_be_left_out_and_a_module_cannot() {
        let check = |at: &str, expect: Option<(&str, &str)>| {
            let part = part(SOURCE, SOURCE.find(at).expect("it is there"));
            let part = part.as_ref().map(|part| (&*part.path, &SOURCE[part.range.clone()]));
            assert_eq!(part, expect, "{at}");
        };
        check("let x", Some(("tests::f", "fn f() { let x = 1; }")));
        check("fn g", Some(("tests", "fn g() {}")));
        check("async fn", Some(("c::d", "#[tokio::test]\n    async fn d() {}")));
        check("mod tests", None);
        check("mod e", Some(("c::e", "#[cfg(test)]\n    #[path = \"x.rs\"]\n    mod e;")));
    }

    #[test]
    fn one_function_of_several_in_a_macro_can_be_left_out() {
        let text = "mod a {\n    block! {\n        #![config(X { a: 1 })]\n        let b = 1;\n        /// Docs.\n        #[test]\n        fn b(x in 0..9) { if x == 1 { c() } }\n        #[spec(\"REQ-1.9\")]\n        pub(crate) async fn d() -> T { e() }\n        mod f { fn g() { h() } }\n    }\n}\n";
        let check = |at: &str, path: &str, from: &str, to: &str| {
            let part = part(text, text.find(at).expect("it is there")).expect("it is in an item");
            let own = &text[part.range];
            assert!(part.path == path && own.starts_with(from) && own.ends_with(to), "{at}: {own}");
        };
        check("c()", "a::b", "/// Docs.", "{ c() } }");
        check("#[test]", "a::b", "/// Docs.", "{ c() } }");
        check("\"REQ", "a::d", "#[spec", "{ e() }");
        check("h()", "a::g", "fn g", "{ h() }");
        check("block", "a", "block", "}");
    }
}
