//! Expands `pending!("REQ-3.2")`: a call that fails with the criterion's words.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::quote;
use spec_model::visible::visible;

use crate::arguments::{self, Mistake};
use crate::documents::{self, CrateDocuments};
use crate::prose;

/// The columns that the words are folded to.
const WIDTH: usize = 80;

/// Expands `path::to::spec_runtime, "REQ-3.2"`: the `macro_rules!` in the runtime knows its own path.
pub(crate) fn expand(input: TokenStream, documents: &CrateDocuments) -> TokenStream {
    let mut tokens = input.into_iter();
    let runtime: TokenStream = tokens.by_ref().take_while(|token| !arguments::is_comma(token)).collect();
    match message(tokens, documents) {
        Ok([name, words, place]) => quote!(#runtime::__private::pending(#name, #words, #place)),
        Err(mistake) => {
            // An expression of any type, as the call is, so that there is no second error.
            let mistake = mistake.into_tokens();
            quote!({ #mistake ::core::unreachable!() })
        }
    }
}

/// Writes the message of the call: the criterion's id, its words and its place.
fn message(
    mut tokens: impl Iterator<Item = TokenTree>,
    documents: &CrateDocuments,
) -> Result<[String; 3], Mistake> {
    let argument = tokens.next();
    let Some(id) = argument.as_ref().and_then(arguments::id) else {
        let span = argument.map_or_else(Span::call_site, |token| token.span());
        let mistake = "the criterion is missing\nwrite its id as a string: `pending!(\"REQ-1.2\")`";
        return Err(Mistake::new(span, mistake));
    };
    if let Some(more) = tokens.find(|token| !arguments::is_comma(token)) {
        let mistake = "a stub is for one criterion\nwrite a test for each";
        return Err(Mistake::new(more.span(), mistake));
    }
    let Some(catalog) = documents.catalog() else { return Ok([id.text, String::new(), String::new()]) };
    if let Some(property) = documents.property(&id.text) {
        let property = property.map_err(|message| Mistake::new(id.span, message))?;
        let path = catalog.relative(property.design.source.path()).display().to_string();
        let (statement, line) = (property.property.statement.as_str(), property.property.line);
        let words = if statement.is_empty() { &property.property.title } else { statement };
        return Ok([id.text, prose::folded(words, WIDTH), format!("{}:{line}", visible(&path))]);
    }
    let target = documents::resolve(catalog, &id.text).map_err(|message| Mistake::new(id.span, message))?;
    let line = target.criterion.map_or(target.requirement.line, |criterion| criterion.line);
    let path = target.document.source.path();
    let path = catalog.relative(path).display().to_string();
    let words =
        target.criterion.map_or(target.requirement.title.as_str(), |criterion| criterion.text.as_str());
    Ok([catalog.qualified_id(&target), prose::folded(words, WIDTH), format!("{}:{line}", visible(&path))])
}
