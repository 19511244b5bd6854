//! Derives the wrong values of a type: those of its parts. It asks the compiler of each part, and demands nothing of any.

use proc_macro2::{Delimiter, Group, Ident, Literal, TokenStream, TokenTree};
use quote::{format_ident, quote};

use crate::body::visibility;
use crate::item::Shape;
use crate::signature::{arguments_of, is_punct, is_word};

/// A struct, or a variant of an enum.
struct Shaped {
    /// `Self`, or `Self::Variant`.
    path: TokenStream,
    /// The text by which a report shows it.
    label: String,
    fields: Vec<Field>,
}

/// A field.
struct Field {
    /// Its name or its number.
    name: TokenTree,
    ty: TokenStream,
}

/// A type as it is declared.
struct Declared {
    name: Ident,
    /// Its parameters as they are declared, and as they are named.
    generics: (TokenStream, TokenStream),
    bounds: TokenStream,
    is_enum: bool,
    shapes: Vec<Shaped>,
}

/// The implementation for a type; a compile error where there can be none.
pub(crate) fn derive(item: &TokenStream, runtime: &Ident) -> TokenStream {
    let Some(declared) = Declared::of(item) else {
        return quote!(::core::compile_error! { "`Mutants` can be derived for structs and enums" });
    };
    let Declared { name, generics: (parameters, names), bounds, is_enum, shapes } = declared;
    let made = shapes.iter().map(|shape| shape.made(runtime));
    let same = shapes.iter().map(|shape| shape.same(runtime));
    let (near, spoil) = match &*shapes {
        [shape] if !is_enum => shape.spoiled(runtime),
        _ => (TokenStream::new(), TokenStream::new()),
    };
    let of = if is_enum { quote!(of_enum) } else { quote!(of_struct) };
    // An enum without variants has no value at all.
    let otherwise = (shapes.len() != 1).then(|| quote!(_ => ::core::option::Option::Some(false),));
    let has_fields = shapes.iter().any(|shape| !shape.fields.is_empty());
    let near = if is_enum && has_fields {
        let near = shapes.iter().map(|shape| shape.spoiled(runtime).0);
        quote! {{
            let ::core::option::Option::Some(mut number) = ::#runtime::__private::number_in_fields(number) else {
                return ::#runtime::__private::near_of_enum(number);
            };
            #(#near)*
            ::core::option::Option::None
        }}
    } else if is_enum {
        quote!(::#runtime::__private::near_of_enum(number))
    } else {
        quote!({ let mut number = number; #near ::core::option::Option::None })
    };
    let spoil = if is_enum && has_fields {
        let is_alone = shapes.len() == 1;
        let spoil = shapes.iter().map(|shape| shape.spoiled_as_variant(runtime, is_alone));
        quote! {{
            let ::core::option::Option::Some(mut number) = ::#runtime::__private::number_in_fields(number) else {
                return number == 0 && ::#runtime::__private::spoil_enum(self, spoil);
            };
            #(#spoil)*
            false
        }}
    } else if is_enum {
        quote!(number == 0 && ::#runtime::__private::spoil_enum(self, spoil))
    } else {
        quote!({ let mut number = number; #spoil false })
    };
    quote! {
        ::#runtime::__mutants! {
            #[automatically_derived]
            impl<#parameters> ::#runtime::__private::Variants for #name<#names> #bounds {
                fn variant(number: usize) -> ::core::option::Option<::#runtime::__private::Variant<Self>> {
                    let mut parts = ::#runtime::__private::Parts::#of(number);
                    #(#made)*
                    ::core::option::Option::None
                }

                fn is(&self, variant: &Self) -> ::core::option::Option<bool> {
                    match (self, variant) {
                        #(#same)*
                        #otherwise
                    }
                }

                fn near(number: usize) -> ::core::option::Option<::#runtime::__private::MutantLabel> {
                    #near
                }

                fn spoil(&mut self, number: usize, spoil: ::#runtime::__private::Spoil) -> bool {
                    #spoil
                }
            }
        }
    }
}

impl Declared {
    fn of(item: &TokenStream) -> Option<Self> {
        let tokens: Vec<_> = item.clone().into_iter().collect();
        let tokens = &tokens[Shape::of(&tokens).attributes..];
        let tokens = &tokens[visibility(tokens)..];
        let [keyword, TokenTree::Ident(name), rest @ ..] = tokens else { return None };
        let is_enum = is_word(keyword, "enum");
        if !is_enum && !is_word(keyword, "struct") {
            return None;
        }
        let (generics, rest) = generics(rest);
        let is_body = |token: &TokenTree| matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
        let body = rest.iter().position(is_body);
        let before = &rest[..body.unwrap_or(rest.len())];
        let shapes = match body.map(|at| &rest[at]) {
            Some(TokenTree::Group(group)) if is_enum => {
                let tokens: Vec<_> = group.stream().into_iter().collect();
                arguments_of(&tokens)
                    .map(|variant| Shaped::of_variant(name, variant))
                    .collect::<Option<_>>()?
            }
            Some(TokenTree::Group(group)) => vec![Shaped::new(quote!(Self), name.to_string(), Some(group))],
            _ => {
                let fields = before.iter().find_map(|token| match token {
                    TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis => Some(group),
                    _ => None,
                });
                vec![Shaped::new(quote!(Self), name.to_string(), fields)]
            }
        };
        // `struct A(T) where T: B;`
        let bounds = before.iter().skip_while(|token| !is_word(token, "where"));
        let bounds = bounds.filter(|token| !is_punct(token, ';')).cloned().collect();
        Some(Self { name: name.clone(), generics, bounds, is_enum, shapes })
    }
}

/// The parameters of a type, and what is behind them.
fn generics(tokens: &[TokenTree]) -> ((TokenStream, TokenStream), &[TokenTree]) {
    if !tokens.first().is_some_and(|token| is_punct(token, '<')) {
        return ((TokenStream::new(), TokenStream::new()), tokens);
    }
    let (mut depth, mut is_arrow) = (0_usize, false);
    let end = tokens.iter().position(|token| {
        match token {
            TokenTree::Punct(punct) if punct.as_char() == '<' => depth += 1,
            TokenTree::Punct(punct) if punct.as_char() == '>' && !is_arrow => depth -= 1,
            _ => {}
        }
        is_arrow = is_punct(token, '-');
        depth == 0
    });
    let end = end.unwrap_or(tokens.len() - 1);
    let (mut declared, mut names) = (TokenStream::new(), TokenStream::new());
    for parameter in arguments_of(&tokens[1..end]) {
        let parameter = &parameter[Shape::of(parameter).attributes..];
        let before = without_default(parameter);
        let name = before.split(|token| is_punct(token, ':')).next().unwrap_or_default();
        let name = if name.first().is_some_and(|token| is_word(token, "const")) { &name[1..] } else { name };
        declared.extend(before.iter().cloned());
        declared.extend(quote!(,));
        names.extend(name.iter().cloned());
        names.extend(quote!(,));
    }
    ((declared, names), &tokens[end + 1..])
}

/// A parameter without its default: `T: Iterator<Item = u8>` of `T: Iterator<Item = u8> = Bytes`.
fn without_default(parameter: &[TokenTree]) -> &[TokenTree] {
    let (mut depth, mut is_arrow) = (0_usize, false);
    let default = parameter.iter().position(|token| {
        match token {
            TokenTree::Punct(punct) => match punct.as_char() {
                '<' => depth += 1,
                '>' if !is_arrow => depth = depth.saturating_sub(1),
                '=' if depth == 0 => return true,
                _ => {}
            },
            TokenTree::Group(_) | TokenTree::Ident(_) | TokenTree::Literal(_) => {}
        }
        is_arrow = is_punct(token, '-');
        false
    });
    &parameter[..default.unwrap_or(parameter.len())]
}

impl Shaped {
    fn of_variant(name: &Ident, variant: &[TokenTree]) -> Option<Self> {
        let variant = &variant[Shape::of(variant).attributes..];
        let TokenTree::Ident(own) = variant.first()? else { return None };
        let fields = match variant.get(1) {
            Some(TokenTree::Group(group)) => Some(group),
            _ => None,
        };
        Some(Self::new(quote!(Self::#own), format!("{name}::{own}"), fields))
    }

    fn new(path: TokenStream, label: String, fields: Option<&Group>) -> Self {
        let tokens: Vec<_> = fields.map(|group| group.stream().into_iter().collect()).unwrap_or_default();
        let is_named = fields.is_some_and(|group| group.delimiter() == Delimiter::Brace);
        let fields = arguments_of(&tokens).enumerate().filter_map(|(number, field)| {
            let field = &field[Shape::of(field).attributes..];
            let field = &field[visibility(field)..];
            Some(match field {
                [name, colon, ty @ ..] if is_named && is_punct(colon, ':') => {
                    Field { name: name.clone(), ty: ty.iter().cloned().collect() }
                }
                _ if is_named => return None,
                ty => Field {
                    name: TokenTree::Literal(Literal::usize_unsuffixed(number)),
                    ty: ty.iter().cloned().collect(),
                },
            })
        });
        Self { path, label, fields: fields.collect() }
    }

    /// Returns the value with the number that is asked, if it is one of this shape.
    fn made(&self, runtime: &Ident) -> TokenStream {
        let Self { path, label, fields } = self;
        let fields = fields.iter().map(|Field { name, ty }| {
            quote!(#name: parts.part(::#runtime::__private::Probe::<#ty>::of().table())?)
        });
        quote! {
            let made = (|| ::core::option::Option::Some(#path { #(#fields),* }))();
            if let ::core::option::Option::Some(made) = parts.whole(#label, made) {
                return ::core::option::Option::Some(made);
            }
        }
    }

    /// Compares two values of this shape.
    fn same(&self, runtime: &Ident) -> TokenStream {
        let Self { path, fields, .. } = self;
        let bound = |prefix: &str| {
            let names = (0..fields.len()).map(|number| format_ident!("{prefix}{number}"));
            names.collect::<Vec<_>>()
        };
        let (own, other) = (bound("own"), bound("other"));
        let names: Vec<_> = fields.iter().map(|field| &field.name).collect();
        let types = fields.iter().map(|field| &field.ty);
        quote! {
            (#path { #(#names: #own),* }, #path { #(#names: #other),* }) => {
                let parts: &[::core::option::Option<bool>] =
                    &[#(::#runtime::__private::Probe::<#types>::of().table().same(#own, #other)),*];
                ::#runtime::__private::all(parts)
            }
        }
    }

    /// The statement that spoils a field of a value of this variant. For other values, it counts on to the next variant.
    fn spoiled_as_variant(&self, runtime: &Ident, is_alone: bool) -> TokenStream {
        let Self { path, fields, .. } = self;
        if fields.is_empty() {
            return TokenStream::new();
        }
        let own: Vec<_> = (0..fields.len()).map(|number| format_ident!("own{number}")).collect();
        let names = fields.iter().map(|field| &field.name);
        let types: Vec<_> = fields.iter().map(|field| &field.ty).collect();
        // The only variant is the value's own.
        let others = (!is_alone).then(|| {
            quote! {
                _ => {
                    #(if ::#runtime::__private::Probe::<#types>::of().table().skip_part(&mut number) {
                        return false;
                    })*
                }
            }
        });
        quote! {
            match self {
                #path { #(#names: #own),* } => {
                    #(if let ::core::option::Option::Some(is_other) =
                        ::#runtime::__private::Probe::<#types>::of().table().spoil_part(#own, &mut number, spoil)
                    {
                        return is_other;
                    })*
                }
                #others
            }
        }
    }

    /// The statements that find the near value with a number, and that spoil a field.
    fn spoiled(&self, runtime: &Ident) -> (TokenStream, TokenStream) {
        let fields = self.fields.iter().map(|Field { name, ty }| {
            let label = match self.label.contains("::") {
                true => format!("{}.{name}", self.label),
                false => format!("it.{name}"),
            };
            let table = quote!(::#runtime::__private::Probe::<#ty>::of().table());
            let near = quote! {
                if let ::core::option::Option::Some(near) = #table.near_part(&mut number, #label) {
                    return ::core::option::Option::Some(near);
                }
            };
            let spoil = quote! {
                if let ::core::option::Option::Some(is_other) = #table.spoil_part(&mut self.#name, &mut number, spoil) {
                    return is_other;
                }
            };
            (near, spoil)
        });
        fields.unzip()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_declared_without_their_defaults_and_named_without_their_bounds() {
        let check = |text: &str, expect: [&str; 2]| {
            let tokens: Vec<_> = text.parse::<TokenStream>().expect("it is Rust").into_iter().collect();
            let ((declared, names), _) = generics(&tokens);
            let plain = |tokens: TokenStream| tokens.to_string().replace(' ', "");
            assert_eq!([plain(declared), plain(names)], expect, "{text}");
        };
        check("{}", ["", ""]);
        check("<T, 'a, const N: usize = 3>", ["T,'a,constN:usize,", "T,'a,N,"]);
        check("<T: Iterator<Item = u8> = Bytes>", ["T:Iterator<Item=u8>,", "T,"]);
        check("<F: Fn(u8) -> u8 = fn(u8) -> u8>", ["F:Fn(u8)->u8,", "F,"]);
    }
}
