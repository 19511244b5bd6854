//! What `pending!("REQ-3.2")` expands to: a call that fails with the criterion's words.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::quote;

use crate::arguments::{self, Mistake};
use crate::documents::{self, Documents};
use crate::prose;

/// The columns that the words are folded to.
const WIDTH: usize = 80;

/// Expands `path::to::spec_runtime, "REQ-3.2"`: the `macro_rules!` in the runtime knows its own path.
pub(crate) fn expand(input: TokenStream, documents: &Documents) -> TokenStream {
    let mut tokens = input.into_iter();
    let is_comma = |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ',');
    let runtime: TokenStream = tokens.by_ref().take_while(|token| !is_comma(token)).collect();
    let argument = tokens.next();
    let Some(id) = argument.as_ref().and_then(arguments::id) else {
        let span = argument.map_or_else(Span::call_site, |token| token.span());
        let mistake = "the criterion is missing\nwrite its id as a string: `pending!(\"REQ-1.2\")`";
        return Mistake::new(span, mistake).into_tokens();
    };
    let (name, words, place) = match documents.catalog() {
        None => (id.text, String::new(), String::new()),
        Some(catalog) => match documents::resolve(catalog, &id.text) {
            Err(message) => return Mistake::new(id.span, message).into_tokens(),
            Ok(target) => {
                let line = target.criterion.map_or(target.requirement.line, |criterion| criterion.line);
                let path = target.document.source.path();
                let path = path.strip_prefix(&catalog.root).unwrap_or(path).display().to_string();
                let words = target.criterion.map_or(target.requirement.title.as_str(), |c| c.text.as_str());
                (
                    catalog.qualified_id(&target),
                    prose::folded(words, WIDTH),
                    format!("{}:{line}", path.escape_debug()),
                )
            }
        },
    };
    quote!(#runtime::__private::pending(#name, #words, #place))
}
