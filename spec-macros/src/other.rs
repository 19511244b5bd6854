//! Other arguments for a linked function to work on, where its result offers no other value.

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};
use quote::quote;

use crate::signature::{Argument, is_punct, is_unnameable, is_word, may_drop};

/// A value that replaces an argument or a result of a function.
#[derive(Debug)]
pub(crate) struct Other {
    /// The text by which a report shows it.
    pub(crate) label: String,
    kind: OtherKind,
}

#[derive(Debug)]
enum OtherKind {
    /// An argument is another value of its type.
    Argument { name: Ident, ty: TokenStream, value: TokenStream },
    /// The receiver is returned as it is.
    Receiver(TokenTree),
}

/// The others of a function, by its arguments and what it returns.
pub(crate) fn arguments(arguments: &[Argument], result: &TokenStream) -> Vec<Other> {
    let receiver = arguments.first().filter(|first| is_word(&first.name, "self"));
    let receiver = receiver.filter(|receiver| receiver.is_returned_as(result));
    let receiver = receiver.map(|receiver| Other {
        label: "self, and nothing done".to_owned(),
        kind: OtherKind::Receiver(receiver.name.clone()),
    });
    receiver.into_iter().chain(arguments.iter().filter_map(Other::of)).collect()
}

impl Other {
    fn of(argument: &Argument) -> Option<Self> {
        let TokenTree::Ident(name) = &argument.name else { return None };
        // A name that begins with `_` is not meant to be used.
        if argument.is_mutable || name == "self" || name.to_string().starts_with('_') {
            return None;
        }
        let ty: TokenStream = argument.ty.iter().cloned().collect();
        // `&[impl AsRef<str>]` cannot be written where a variable is declared.
        if is_unnameable(&ty) {
            return None;
        }
        let (written, value) = other_value(&argument.ty, name)?;
        let name = name.clone();
        Some(Self { label: format!("{name} = {written}"), kind: OtherKind::Argument { name, ty, value } })
    }

    /// The statement in front of the body that makes the exchange, if that is asked.
    pub(crate) fn statement(&self, site: &str, number: usize, runtime: &Ident) -> TokenStream {
        let is_asked = quote! {
            ::#runtime::__private::may_be_asked() && ::#runtime::__private::is_other(#site, #number)
        };
        match &self.kind {
            OtherKind::Argument { name, ty, value } => quote! {
                #[cfg(debug_assertions)]
                let #name: #ty = if #is_asked { #value } else { #name };
            },
            OtherKind::Receiver(this) => quote! {
                #[cfg(debug_assertions)]
                if #is_asked {
                    return #this;
                }
            },
        }
    }
}

/// Another value of a type that is plain, or behind a reference: how it is written, and the expression. Nothing that would have to
/// be dropped: it would be dropped in another order.
fn other_value(ty: &[TokenTree], name: &Ident) -> Option<(String, TokenStream)> {
    const NUMBERS: [&str; 14] = [
        "i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16", "u32", "u64", "u128", "usize", "f32", "f64",
    ];
    let default = quote!(::core::default::Default::default());
    let written = match ty {
        [TokenTree::Ident(word)] if word == "bool" => return Some((format!("!{name}"), quote!(!#name))),
        [TokenTree::Ident(word)] if NUMBERS.contains(&&*word.to_string()) => "0",
        [TokenTree::Ident(option), angle, inner @ .., _] if option == "Option" && is_punct(angle, '<') => {
            if may_drop(inner) {
                return None;
            }
            "None"
        }
        [and, rest @ ..] if is_punct(and, '&') => match behind_lifetime(rest) {
            [TokenTree::Ident(word)] if word == "str" => "\"\"",
            [TokenTree::Group(slice)] if is_slice(slice) => "&[]",
            _ => return None,
        },
        _ => return None,
    };
    Some((written.to_owned(), default))
}

/// Is a group in a type a slice, and no array, which would have elements?
fn is_slice(group: &Group) -> bool {
    group.delimiter() == Delimiter::Bracket && !group.stream().into_iter().any(|token| is_punct(&token, ';'))
}

/// A type behind `&`, without its lifetime.
fn behind_lifetime(ty: &[TokenTree]) -> &[TokenTree] {
    match ty {
        [quote, TokenTree::Ident(_), rest @ ..] if is_punct(quote, '\'') => rest,
        rest => rest,
    }
}
