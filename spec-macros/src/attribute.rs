//! Expands `#[spec(…)]`: the item as it is, with the criteria in its documentation.

use std::collections::BTreeSet;
use std::path::PathBuf;

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::quote;
use spec_model::catalog::{Catalog, Target};

use crate::arguments::{self, AttributeArguments, AttributeId, Mistake};
use crate::documents::{self, CrateDocuments};
use crate::item::{ItemKind, Shape};
use crate::{compilation, instrument, prose, tracking};

/// Expands the attribute. Whatever is wrong, the item is always there: what else is wrong with the crate is told as well.
pub(crate) fn expand(
    arguments: TokenStream,
    item: TokenStream,
    documents: &CrateDocuments,
    runtime: Option<&Ident>,
) -> TokenStream {
    let AttributeArguments { ids, is_test, mut mistakes } = arguments::read(arguments);
    let mut item: Vec<TokenTree> = item.into_iter().collect();
    let mut shape = Shape::of(&item);
    let catalog = documents.catalog();
    shape.is_test |=
        is_test || catalog.is_some_and(|catalog| shape.is_test_by(&catalog.config.test_attributes));
    let mut designs = BTreeSet::new();
    let targets = catalog.map(|catalog| targets(&ids, documents, catalog, &mut mistakes, &mut designs));
    let targets = targets.unwrap_or_default();
    if let (Some(runtime), Some(first)) = (runtime, ids.first())
        && compilation::makes_a_program()
    {
        instrument::instrument(&mut item, &shape, first.span, &targets, runtime);
    }
    if let Some(catalog) = catalog {
        tracking::track(&mut item, &shape, catalog, &designs);
        let documentation: String =
            targets.iter().map(|(target, name)| prose::documentation(target, name)).collect();
        if !documentation.is_empty() {
            // Behind the attributes that are there: the item's own documentation comes first.
            item.splice(shape.attributes..shape.attributes, attribute_with(&documentation, &shape));
        }
    }
    let mut output: TokenStream = mistakes.into_iter().map(Mistake::into_tokens).collect();
    output.extend(item);
    output
}

/// Finds the targets of the ids, with the names that tell them apart. An id that names nothing, or the same again, is a mistake. A property
/// stands for the criteria that it validates; its design is added to `designs`.
fn targets<'a>(
    ids: &[AttributeId],
    documents: &CrateDocuments,
    catalog: &'a Catalog,
    mistakes: &mut Vec<Mistake>,
    designs: &mut BTreeSet<PathBuf>,
) -> Vec<(Target<'a>, String)> {
    let mut targets: Vec<(Target<'a>, String)> = Vec::new();
    if catalog.is_empty() {
        mistakes.extend(ids.first().map(|id| Mistake::new(id.span, documents::none(catalog))));
        return targets;
    }
    let mut of_properties: Vec<(Target<'a>, String)> = Vec::new();
    for id in ids {
        if let Some(property) = documents.property(&id.text) {
            match property {
                Err(message) => mistakes.push(Mistake::new(id.span, message)),
                Ok(property) => {
                    designs.insert(property.design.source.path().to_path_buf());
                    let criteria = property.criteria(catalog).into_iter();
                    of_properties.extend(criteria.map(|target| (target, catalog.qualified_id(&target))));
                }
            }
            continue;
        }
        match documents::resolve(catalog, &id.text) {
            Err(message) => mistakes.push(Mistake::new(id.span, message)),
            Ok(target) => {
                let name = catalog.qualified_id(&target);
                if targets.iter().any(|(_, known)| *known == name) {
                    let message = format!("`{name}` is named twice\nremove one of the two");
                    mistakes.push(Mistake::new(id.span, message));
                } else {
                    targets.push((target, name));
                }
            }
        }
    }
    for (target, name) in of_properties {
        if !targets.iter().any(|(_, known)| *known == name) {
            targets.push((target, name));
        }
    }
    targets
}

/// The attribute that adds to an item's documentation, if it takes any.
fn attribute_with(documentation: &str, shape: &Shape) -> TokenStream {
    match shape.kind {
        ItemKind::MacroCall | ItemKind::ForeignBlock => TokenStream::new(),
        // Only where documentation is made: the program would not be the same.
        _ if shape.is_read_by_macros => quote!(#[cfg_attr(doc, doc = #documentation)]),
        _ => quote!(#[doc = #documentation]),
    }
}

#[cfg(test)]
mod tests;
