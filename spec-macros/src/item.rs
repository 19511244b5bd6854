//! Finds the kind of an item from its first tokens. Nothing of it is parsed further, or printed anew.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use spec_model::grammar::harness::AttributePath;

/// The facts that the first tokens of an item state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Shape {
    /// The number of tokens in its attributes.
    pub(crate) attributes: usize,
    pub(crate) kind: ItemKind,
    /// Those of its attributes that may take the item away, its body with it: `cfg`, those of test harnesses, those of other
    /// macros. Items with the same ones share their fate.
    pub(crate) conditions: String,
    /// It is a test, as far as can be seen: an attribute above ours is gone.
    pub(crate) is_test: bool,
    /// Nothing may stand in its body but what is there: `#[naked]`.
    pub(crate) is_bare: bool,
    /// Who called it is asked in its body: `#[track_caller]`.
    pub(crate) tracks_caller: bool,
    /// Another macro sees its documentation. It may put that into the program, as those for command lines do.
    pub(crate) is_read_by_macros: bool,
    /// The attributes that are not known: the first and the last name of each.
    others: Vec<(String, String)>,
}

/// The kind of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ItemKind {
    /// A function or method with a body, which is its last token.
    Function,
    /// A constant with a value, also one of a trait or an impl.
    Constant,
    /// A trait, an impl or a module with its body, which is its last token.
    Container,
    /// Other items that stand in modules and blocks only: types, statics, imports.
    Free,
    /// A block of foreign items. It takes no documentation.
    ForeignBlock,
    /// Items that may also stand in traits, impls and foreign blocks, and have no body to add to.
    Associated,
    /// The call of a macro. It takes no documentation.
    MacroCall,
}

/// Attributes that leave the item and its documentation alone (The Rust Reference, *Built-in attributes index*); and our own.
const HARMLESS: [&str; 31] = [
    "allow",
    "automatically_derived",
    "clippy",
    "cold",
    "deny",
    "deprecated",
    "diagnostic",
    "doc",
    "expect",
    "export_name",
    "forbid",
    "global_allocator",
    "ignore",
    "inline",
    "link",
    "link_name",
    "link_section",
    "macro_export",
    "macro_use",
    "must_use",
    "no_mangle",
    "non_exhaustive",
    "path",
    "repr",
    "rustfmt",
    "should_panic",
    "spec",
    "target_feature",
    "track_caller",
    "used",
    "warn",
];

/// Derive macros that read no documentation: those of the standard library and serde.
const DEAF_DERIVES: [&str; 12] = [
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "Deserialize",
    "Eq",
    "Error",
    "Hash",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Serialize",
];

impl Shape {
    pub(crate) fn of(item: &[TokenTree]) -> Self {
        let mut shape = Self {
            attributes: 0,
            kind: ItemKind::Associated,
            conditions: String::new(),
            is_test: false,
            is_bare: false,
            tracks_caller: false,
            is_read_by_macros: false,
            others: Vec::new(),
        };
        while let [TokenTree::Punct(hash), TokenTree::Group(group), ..] = &item[shape.attributes..]
            && hash.as_char() == '#'
            && group.delimiter() == Delimiter::Bracket
        {
            shape.attribute(&bare(group.stream()));
            shape.attributes += 2;
        }
        shape.kind = kind(&item[shape.attributes..]);
        shape
    }

    /// Is it a test where the settings name attributes that make one?
    pub(crate) fn is_test_by(&self, configured: &[String]) -> bool {
        self.others.iter().any(|(root, name)| AttributePath { root, name }.is_one_of(configured))
    }

    /// Takes an attribute, without its `#[…]`, into account.
    fn attribute(&mut self, attribute: &[TokenTree]) {
        let path: Vec<_> = attribute.iter().map_while(path_part).collect();
        let (Some(first), Some(last)) = (path.first(), path.last()) else { return };
        match first.as_str() {
            "derive" => {
                let Some(TokenTree::Group(derived)) = attribute.get(1) else { return };
                let derived: Vec<_> = derived.stream().into_iter().collect();
                let mut names = derived
                    .split(|token| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ','))
                    .filter_map(|path| path.last());
                self.is_read_by_macros |=
                    names.any(|name| !DEAF_DERIVES.contains(&name.to_string().as_str()));
            }
            "cfg" | "cfg_attr" => {
                self.conditions.extend(attribute.iter().map(ToString::to_string));
            }
            // `#[unsafe(naked)]`
            "naked" | "unsafe" if attribute.iter().any(|token| token.to_string().contains("naked")) => {
                self.is_bare = true;
            }
            harmless if HARMLESS.contains(&harmless) => self.tracks_caller |= harmless == "track_caller",
            _ => {
                self.conditions.extend(path.iter().map(String::as_str));
                let path = AttributePath { root: first, name: last };
                let makes_a_test =
                    path.makes_a_test() && !(path.may_name_a_macro() && names_a_macro(attribute));
                self.is_test |= makes_a_test;
                self.is_read_by_macros |= !makes_a_test;
                if !makes_a_test {
                    self.others.push((first.clone(), last.clone()));
                }
            }
        }
    }
}

/// Are the arguments of an attribute the name of a macro: `(bake!)`?
fn names_a_macro(attribute: &[TokenTree]) -> bool {
    let arguments = attribute.iter().find_map(|token| match token {
        TokenTree::Group(group) => group.stream().into_iter().last(),
        _ => None,
    });
    matches!(arguments, Some(TokenTree::Punct(mark)) if mark.as_char() == '!')
}

/// Tokens without the invisible brackets that a `macro_rules!` puts around what it took for a `meta`.
fn bare(tokens: TokenStream) -> Vec<TokenTree> {
    let tokens = tokens.into_iter();
    tokens
        .flat_map(|token| match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::None => bare(group.stream()),
            token => vec![token],
        })
        .collect()
}

/// A part of an attribute's path.
fn path_part(token: &TokenTree) -> Option<String> {
    match token {
        TokenTree::Ident(word) => Some(word.to_string()),
        TokenTree::Punct(punct) if punct.as_char() == ':' => Some(":".to_owned()),
        _ => None,
    }
}

/// The kind of an item, from its tokens without attributes.
fn kind(item: &[TokenTree]) -> ItemKind {
    let ends_in_block = item.last().and_then(braces).is_some();
    for (at, token) in item.iter().enumerate() {
        let TokenTree::Ident(word) = token else { continue };
        let next = item.get(at + 1);
        let is_next = |word: &str| next.is_some_and(|next| next.to_string() == word);
        match word.to_string().as_str() {
            "macro_rules" => return ItemKind::Free,
            _ if is_next("!") => return ItemKind::MacroCall,
            "fn" if ends_in_block => return ItemKind::Function,
            "fn" | "type" => return ItemKind::Associated,
            "trait" | "impl" | "mod" if ends_in_block => return ItemKind::Container,
            "struct" | "enum" | "union" | "trait" | "impl" | "mod" | "use" => return ItemKind::Free,
            "static" => {
                return if equals_sign(item).is_some() { ItemKind::Free } else { ItemKind::Associated };
            }
            // `const X`, but also `const fn`.
            "const" if ["fn", "unsafe", "async", "extern"].into_iter().any(is_next) => {}
            "const" => {
                return if equals_sign(item).is_some() { ItemKind::Constant } else { ItemKind::Associated };
            }
            "extern" if is_next("crate") => return ItemKind::Free,
            "pub" | "unsafe" | "async" | "extern" | "default" | "safe" | "auto" | "crate" => {}
            _ => return ItemKind::MacroCall,
        }
    }
    if ends_in_block { ItemKind::ForeignBlock } else { ItemKind::Associated }
}

/// Returns the group between braces, also where a `macro_rules!` took it for a `block`.
pub(crate) fn braces(token: &TokenTree) -> Option<Group> {
    let TokenTree::Group(group) = token else { return None };
    match group.delimiter() {
        Delimiter::Brace => Some(group.clone()),
        Delimiter::None => {
            let mut inner = group.stream().into_iter();
            inner.next().as_ref().and_then(braces).filter(|_| inner.next().is_none())
        }
        _ => None,
    }
}

/// Finds the `=` of a constant or static. Its type may hold others, between angle brackets.
pub(crate) fn equals_sign(item: &[TokenTree]) -> Option<usize> {
    let (mut depth, mut is_arrow) = (0_usize, false);
    for (at, token) in item.iter().enumerate() {
        let TokenTree::Punct(punct) = token else {
            is_arrow = false;
            continue;
        };
        match punct.as_char() {
            '=' if depth == 0 => return Some(at),
            '<' => depth += 1,
            '>' if !is_arrow => depth = depth.saturating_sub(1),
            _ => {}
        }
        is_arrow = punct.as_char() == '-';
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(item: &str) -> Shape {
        let tokens: TokenStream = item.parse().expect("it is Rust");
        Shape::of(&tokens.into_iter().collect::<Vec<_>>())
    }

    #[test]
    fn every_kind_of_item_is_reported_from_its_first_tokens() {
        let check = |kind: ItemKind, items: &[&str]| {
            for item in items {
                assert_eq!(shape(item).kind, kind, "{item}");
            }
        };
        check(
            ItemKind::Function,
            &[
                "fn a() {}",
                "pub(crate) const unsafe extern \"C\" fn a<T>(x: T) -> T where T: Copy { x }",
                "async fn a() {}",
                "default unsafe fn a() {}",
                "#[test] #[should_panic(expected = \"x\")] fn a() {}",
                "/// Doc\nextern fn a() {}",
            ],
        );
        check(
            ItemKind::Constant,
            &["const A: u8 = 1;", "pub const A: [u8; { 1 }] = [1];", "const _: () = assert!(true);"],
        );
        check(
            ItemKind::Free,
            &[
                "pub struct A;",
                "enum A { B }",
                "union A { b: u8 }",
                "use a::b;",
                "static mut A: u8 = 1;",
                "macro_rules! a { () => {} }",
                "extern crate a;",
                "pub(in crate::a) struct A;",
            ],
        );
        check(
            ItemKind::Container,
            &[
                "unsafe impl A for B {}",
                "impl<T> A<T> {}",
                "pub trait A: B {}",
                "auto trait A {}",
                "mod a { fn b() {} }",
            ],
        );
        check(ItemKind::ForeignBlock, &["extern \"C\" {}", "unsafe extern { fn a(); }"]);
        check(
            ItemKind::Associated,
            &["fn a();", "fn a() -> [u8; { 1 }];", "type A = B;", "const A: u8;", "pub static A: u8;", ""],
        );
        check(ItemKind::MacroCall, &["a! { fn b() {} }", "a::b!();", "union!();", "default! {}"]);
    }

    #[test]
    fn the_value_of_a_constant_begins_behind_the_sign_that_is_not_in_its_type() {
        for item in [
            "const A: u8 = 1 == 1;",
            "const A: fn(u8) -> Box<dyn Iterator<Item = u8>> = a;",
            "const A: B<{ 1 >= 2 }, C = D> = E { f: 1 };",
        ] {
            let tokens: Vec<_> = item.parse::<TokenStream>().expect("it is Rust").into_iter().collect();
            let sign = equals_sign(&tokens).expect("it has a value");
            let before: TokenStream = tokens[..sign].iter().cloned().collect();
            let expect: TokenStream = item
                .rsplit_once(" = ")
                .map(|(before, _)| before.parse().expect("it is Rust"))
                .expect("a value");
            assert_eq!(before.to_string(), expect.to_string());
        }
    }

    #[test]
    fn what_a_macro_has_put_invisible_brackets_around_is_seen() {
        let invisible =
            |tokens: &str| TokenTree::Group(Group::new(Delimiter::None, tokens.parse().expect("it is Rust")));
        let [meta, body] = [invisible("track_caller"), invisible("{ b() }")];
        let shape = Shape::of(&quote::quote!(#[#meta] fn a() #body).into_iter().collect::<Vec<_>>());
        assert!(shape.tracks_caller);
        assert_eq!(shape.kind, ItemKind::Function);
    }

    #[test]
    fn what_may_take_an_item_away_is_remembered() {
        let check = |item: &str, expect: &str| assert_eq!(shape(item).conditions, expect, "{item}");
        check("/// Doc\n#[inline] #[must_use = \"x\"] #[clippy::x] #[derive(A)] fn a() {}", "");
        check("#[test] #[ignore] fn a() {}", "test");
        check("#[tokio::test(flavor = \"x\")] fn a() {}", "tokio::test");
        check("#[cfg(unix)] #[wasm_bindgen] fn a() {}", "cfg(unix)wasm_bindgen");
    }

    #[test]
    fn macros_that_may_read_the_documentation_are_noticed() {
        let check = |item: &str, expect: bool| assert_eq!(shape(item).is_read_by_macros, expect, "{item}");
        check("#[derive(Debug, serde::Serialize, std::hash::Hash,)] struct A;", false);
        check("#[cfg(unix)] #[rstest] #[tokio::test] fn a() {}", false);
        check("#[derive(Debug, clap::Parser)] struct A;", true);
        check("#[pyfunction] fn a() {}", true);
    }
}
