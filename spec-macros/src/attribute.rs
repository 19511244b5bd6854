//! What `#[spec(…)]` expands to: the item as it is, with the criteria in its documentation.

use proc_macro2::{TokenStream, TokenTree};
use quote::quote;

use crate::arguments::{self, Mistake};
use crate::documents::{self, Documents};
use crate::item::{Kind, Shape};
use crate::{prose, tracking};

/// Expands the attribute. Whatever is wrong, the item is always there: what else is wrong with the crate is told as well.
pub(crate) fn expand(arguments: TokenStream, item: TokenStream, documents: &Documents) -> TokenStream {
    let (ids, mut mistakes) = arguments::ids(arguments);
    let mut item: Vec<TokenTree> = item.into_iter().collect();
    if let Some(catalog) = documents.catalog() {
        let mut named = Vec::new();
        let mut documentation = String::new();
        for id in ids {
            let target = match documents::resolve(catalog, &id.text) {
                Ok(target) => target,
                Err(message) => {
                    mistakes.push(Mistake::new(id.span, message));
                    continue;
                }
            };
            let name = catalog.qualified_id(&target);
            if named.contains(&name) {
                mistakes.push(Mistake::new(
                    id.span,
                    format!("`{name}` is named twice\ntake one of the two away"),
                ));
                continue;
            }
            documentation.push_str(&prose::documentation(catalog, &target));
            named.push(name);
        }
        let shape = Shape::of(&item);
        tracking::track(&mut item, shape, catalog);
        if shape.kind != Kind::MacroCall && !documentation.is_empty() {
            // Behind the attributes that are there: the item's own documentation comes first.
            item.splice(shape.attributes..shape.attributes, quote!(#[doc = #documentation]));
        }
    }
    let mut output: TokenStream = mistakes.into_iter().map(Mistake::into_tokens).collect();
    output.extend(item);
    output
}
