//! Parses the arguments of the attribute: the ids, with the tokens to point at.

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use quote::quote_spanned;
use spec_model::grammar::literal::string_value;

/// An id as it is written.
#[derive(Debug)]
pub(crate) struct AttributeId {
    pub(crate) text: String,
    pub(crate) span: Span,
}

/// Something that is wrong, with the token to point at.
#[derive(Debug)]
pub(crate) struct Mistake {
    pub(crate) message: String,
    pub(crate) span: Span,
}

impl Mistake {
    pub(crate) fn new(span: Span, message: impl Into<String>) -> Self {
        Self { message: message.into(), span }
    }

    /// The compile error, as an item or a statement.
    pub(crate) fn into_tokens(self) -> TokenStream {
        let Self { message, span } = self;
        quote_spanned!(span=> ::core::compile_error! { #message })
    }
}

/// The arguments of `#[spec(…)]`.
#[derive(Debug, Default)]
pub(crate) struct AttributeArguments {
    pub(crate) ids: Vec<AttributeId>,
    /// Is what it stands on a test, though no attribute of a harness says so: `test`?
    pub(crate) is_test: bool,
    pub(crate) mistakes: Vec<Mistake>,
}

/// Reads `"REQ-3.1", "REQ-3.2", test`, and what is nothing of that kind.
pub(crate) fn read(arguments: TokenStream) -> AttributeArguments {
    const HELP: &str = "write each id as a string: `#[spec(\"REQ-1.2\")]`";
    let AttributeArguments { mut ids, mut is_test, mut mistakes } = AttributeArguments::default();
    let arguments: Vec<_> = arguments.into_iter().collect();
    let mut rest = arguments.as_slice();
    while !rest.is_empty() {
        let end = rest.iter().position(is_comma).unwrap_or(rest.len());
        let mut mistake = |token: &TokenTree, what| {
            mistakes.push(Mistake::new(token.span(), format!("{what}\n{HELP}")));
        };
        match &rest[..end] {
            [] => mistake(&rest[0], "an id is missing before this comma"),
            [TokenTree::Ident(word), TokenTree::Group(group)]
                if word == "unnoticed" && group.delimiter() == Delimiter::Parenthesis =>
            {
                if !says_what_and_why(group) {
                    mistakes.push(Mistake::new(group.span(), UNNOTICED));
                }
            }
            [TokenTree::Ident(word)] if word == "test" => is_test = true,
            [first, more @ ..] => match (id(first), more) {
                (None, _) => mistake(first, "this is not a string literal"),
                (Some(id), []) => ids.push(id),
                (Some(_), [second, ..]) => mistake(second, "a comma is missing before this"),
            },
        }
        rest = rest.get(end + 1..).unwrap_or_default();
    }
    if ids.is_empty() && mistakes.is_empty() {
        mistakes.push(Mistake::new(Span::call_site(), format!("no criterion is named\n{HELP}")));
    }
    AttributeArguments { ids, is_test, mistakes }
}

const UNNOTICED: &str = "this does not say what may go unnoticed, and why\n\
    write it so: `unnoticed(\"None\", reason = \"nothing was there to remove\")`";

/// Is it `("None", reason = "…")`? Whether there is such a variant, `cargo spec prove` tells.
fn says_what_and_why(group: &Group) -> bool {
    let tokens: Vec<_> = group.stream().into_iter().collect();
    match tokens.as_slice() {
        [variant, comma, TokenTree::Ident(reason), equals, why]
        | [variant, comma, TokenTree::Ident(reason), equals, why, _] => {
            let has_form = is_comma(comma)
                && reason == "reason"
                && matches!(equals, TokenTree::Punct(punct) if punct.as_char() == '=')
                && tokens.get(5).is_none_or(is_comma);
            has_form && id(variant).is_some() && id(why).is_some_and(|why| !why.text.trim().is_empty())
        }
        _ => false,
    }
}

/// The id of a string literal, also of one that comes out of a `macro_rules!` fragment.
pub(crate) fn id(token: &TokenTree) -> Option<AttributeId> {
    match token {
        TokenTree::Literal(literal) => {
            Some(AttributeId { text: string_value(&literal.to_string())?, span: literal.span() })
        }
        TokenTree::Group(group) if group.delimiter() == Delimiter::None => {
            let mut inner = group.stream().into_iter();
            inner.next().as_ref().and_then(id).filter(|_| inner.next().is_none())
        }
        _ => None,
    }
}

pub(crate) fn is_comma(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == ',')
}
