//! What `#[spec(…)]` expands to: the item as it is, with the criteria in its documentation.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::quote;
use spec_model::catalog::Catalog;

use crate::arguments::{self, Mistake, WrittenId};
use crate::documents::{self, Documents};
use crate::item::{Kind, Shape};
use crate::{prose, tracking, witness};

/// Expands the attribute. Whatever is wrong, the item is always there: what else is wrong with the crate is told as well.
pub(crate) fn expand(
    arguments: TokenStream,
    item: TokenStream,
    documents: &Documents,
    runtime: Option<&Ident>,
) -> TokenStream {
    let (ids, mut mistakes) = arguments::ids(arguments);
    let mut item: Vec<TokenTree> = item.into_iter().collect();
    let shape = Shape::of(&item);
    if let Some(runtime) = runtime {
        witness::witness(&mut item, &shape, &ids, documents.catalog(), runtime);
    }
    if let Some(catalog) = documents.catalog() {
        let documentation = documentation(&ids, catalog, &mut mistakes);
        tracking::track(&mut item, &shape, catalog);
        if !documentation.is_empty() {
            // Behind the attributes that are there: the item's own documentation comes first.
            item.splice(shape.attributes..shape.attributes, attribute_with(&documentation, &shape));
        }
    }
    let mut output: TokenStream = mistakes.into_iter().map(Mistake::into_tokens).collect();
    output.extend(item);
    output
}

/// The words of the criteria that are named, and a mistake for each id that names none or the same again.
fn documentation(ids: &[WrittenId], catalog: &Catalog, mistakes: &mut Vec<Mistake>) -> String {
    let mut documentation = String::new();
    if catalog.documents.is_empty() {
        mistakes.extend(ids.first().map(|id| Mistake::new(id.span, documents::none(catalog))));
        return documentation;
    }
    let mut named = Vec::new();
    for id in ids {
        match documents::resolve(catalog, &id.text) {
            Err(message) => mistakes.push(Mistake::new(id.span, message)),
            Ok(target) => {
                let name = catalog.qualified_id(&target);
                if named.contains(&name) {
                    let message = format!("`{name}` is named twice\ntake one of the two away");
                    mistakes.push(Mistake::new(id.span, message));
                } else {
                    documentation.push_str(&prose::documentation(catalog, &target));
                    named.push(name);
                }
            }
        }
    }
    documentation
}

/// The attribute that adds to an item's documentation, if it takes any.
fn attribute_with(documentation: &str, shape: &Shape) -> TokenStream {
    match shape.kind {
        Kind::MacroCall | Kind::ForeignBlock => TokenStream::new(),
        // Only where documentation is made: the program would not be the same.
        _ if shape.is_read_by_macros => quote!(#[cfg_attr(doc, doc = #documentation)]),
        _ => quote!(#[doc = #documentation]),
    }
}

#[cfg(test)]
mod tests;
