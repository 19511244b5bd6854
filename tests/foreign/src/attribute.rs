//! Puts the attribute on every function. Nothing is printed anew, and no line moves, so that places stay as they were.

use anyhow::Result;
use proc_macro2::Span;
use quote::{ToTokens, quote};
use syn::visit::{self, Visit};
use syn::{AttrStyle, Attribute, ImplItemFn, ItemFn, Signature, TraitItemFn, Visibility};

const ATTRIBUTE: &str = "#[spec_runtime::spec(\"REQ-1\")] ";

/// The source with the attribute on each of its functions: free, associated or nested, with a body or without. Returns it with
/// their number.
pub(crate) fn on_every_function(source: &str) -> Result<(String, usize)> {
    let mut functions = Functions::default();
    functions.visit_file(&syn::parse_file(source)?);
    // The byte order mark is no part of what syn counts.
    let start = source.len() - source.trim_start_matches('\u{feff}').len();
    let mut linked = source.to_owned();
    functions.0.sort_unstable();
    for &at in functions.0.iter().rev() {
        linked.insert_str(start + at, ATTRIBUTE);
    }
    Ok((linked, functions.0.len()))
}

/// The places where attributes can stand.
#[derive(Default)]
struct Functions(Vec<usize>);

impl Functions {
    /// Every other function gets it above its attributes, the others below.
    fn add(&mut self, attributes: &[Attribute], visibility: &Visibility, signature: &Signature) {
        let is_above = self.0.len().is_multiple_of(2);
        let above =
            attributes.iter().find(|attribute| is_above && matches!(attribute.style, AttrStyle::Outer));
        let first = match above {
            Some(attribute) => start(attribute),
            None => start(&quote!(#visibility #signature)),
        };
        self.0.push(first.byte_range().start);
    }
}

/// The first token's place.
fn start(tokens: &impl ToTokens) -> Span {
    tokens.to_token_stream().into_iter().next().map_or_else(Span::call_site, |token| token.span())
}

impl<'ast> Visit<'ast> for Functions {
    fn visit_item_fn(&mut self, function: &'ast ItemFn) {
        self.add(&function.attrs, &function.vis, &function.sig);
        visit::visit_item_fn(self, function);
    }

    fn visit_impl_item_fn(&mut self, function: &'ast ImplItemFn) {
        self.add(&function.attrs, &function.vis, &function.sig);
        visit::visit_impl_item_fn(self, function);
    }

    fn visit_trait_item_fn(&mut self, function: &'ast TraitItemFn) {
        self.add(&function.attrs, &Visibility::Inherited, &function.sig);
        visit::visit_trait_item_fn(self, function);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_function_has_it_on_a_line_that_was_there() {
        let source = "\
/// ü
#[inline]
pub fn a() { unsafe fn b() {} }
trait C {
    fn d();
    #[must_use] fn e(&self) {}
}
impl C { pub(crate) const fn f() {} }
";
        let (linked, functions) = on_every_function(source).expect("it is Rust");
        let expect = "\
@/// ü
#[inline]
pub fn a() { @unsafe fn b() {} }
trait C {
    @fn d();
    #[must_use] @fn e(&self) {}
}
impl C { @pub(crate) const fn f() {} }
";
        assert_eq!(linked.replace(ATTRIBUTE, "@"), expect);
        assert_eq!(functions, 5);
    }
}
