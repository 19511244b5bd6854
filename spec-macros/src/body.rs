//! Finds the body of a function, and inserts code into it. Nothing of it is parsed further, or printed anew.

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};

use crate::item::{Shape, braces};

/// The inner attributes of a function's body, which nothing may stand before, and the rest.
pub(crate) fn attributes_of(body: &Group) -> (TokenStream, TokenStream) {
    let tokens: Vec<_> = body.stream().into_iter().collect();
    split(&tokens, inner_attributes(&tokens))
}

/// Splits a function's body into the part before its first statement (inner attributes and items) and the rest.
pub(crate) fn statements_of(body: &Group) -> (TokenStream, TokenStream) {
    let tokens: Vec<_> = body.stream().into_iter().collect();
    let mut behind = inner_attributes(&tokens);
    while let Some(length) = item_length(&tokens[behind..]) {
        behind += length;
    }
    split(&tokens, behind)
}

fn split(tokens: &[TokenTree], at: usize) -> (TokenStream, TokenStream) {
    let (before, behind) = tokens.split_at(at);
    (before.iter().cloned().collect(), behind.iter().cloned().collect())
}

/// Counts the tokens of the inner attributes that a body begins with.
fn inner_attributes(tokens: &[TokenTree]) -> usize {
    let mut behind = 0;
    while let [TokenTree::Punct(hash), TokenTree::Punct(bang), TokenTree::Group(group), ..] =
        &tokens[behind..]
        && (hash.as_char(), bang.as_char(), group.delimiter()) == ('#', '!', Delimiter::Bracket)
    {
        behind += 3;
    }
    behind
}

/// Counts the tokens of `pub` and `pub(…)`.
pub(crate) fn visibility(item: &[TokenTree]) -> usize {
    match item {
        [TokenTree::Ident(word), TokenTree::Group(scope), ..]
            if word == "pub" && scope.delimiter() == Delimiter::Parenthesis =>
        {
            2
        }
        [TokenTree::Ident(word), ..] if word == "pub" => 1,
        _ => 0,
    }
}

/// The items of a body that holds nothing else, inner attributes in front of the first.
pub(crate) fn items_of(body: &Group) -> Vec<Vec<TokenTree>> {
    let tokens: Vec<_> = body.stream().into_iter().collect();
    let (attributes, mut rest) = tokens.split_at(inner_attributes(&tokens));
    let mut items = vec![attributes.to_vec()];
    while !rest.is_empty() {
        let length = item_length(rest).unwrap_or_else(|| call_length(rest));
        let (item, behind) = rest.split_at(length);
        items.push(item.to_vec());
        rest = behind;
    }
    items
}

/// Counts the tokens of a macro call, or of anything else that is no known item.
fn call_length(tokens: &[TokenTree]) -> usize {
    let is_end = |token: &TokenTree| match token {
        TokenTree::Punct(punct) => punct.as_char() == ';',
        token => braces(token).is_some(),
    };
    tokens.iter().position(is_end).map_or(tokens.len(), |end| end + 1)
}

/// Counts the tokens of the first item, its attributes included; `None`: the tokens begin with a statement.
fn item_length(tokens: &[TokenTree]) -> Option<usize> {
    let attributes = Shape::of(tokens).attributes;
    let start = attributes + visibility(&tokens[attributes..]);
    let item = &tokens[start..];
    let word = match item.first()? {
        TokenTree::Ident(word) => word.to_string(),
        _ => return None,
    };
    let is_next = |words: &[&str]| item.get(1).is_some_and(|next| words.contains(&&*next.to_string()));
    const FUNCTION: [&str; 4] = ["fn", "unsafe", "async", "extern"];
    let has_body = match word.as_str() {
        "fn" | "struct" | "enum" | "impl" | "trait" | "mod" | "extern" => true,
        "unsafe" if is_next(&["fn", "impl", "trait", "extern", "mod"]) => true,
        "async" if is_next(&["fn", "unsafe"]) => true,
        "const" if is_next(&FUNCTION) => true,
        // These have a value, whatever braces are in it.
        "const" if matches!(item.get(1), Some(TokenTree::Ident(_))) => false,
        "use" | "static" | "type" => false,
        _ => return None,
    };
    let (mut angles, mut is_arrow) = (0_usize, false);
    for (at, token) in item.iter().enumerate() {
        match token {
            TokenTree::Punct(punct) => match punct.as_char() {
                ';' => return Some(start + at + 1),
                '<' => angles += 1,
                '>' if !is_arrow => angles = angles.saturating_sub(1),
                _ => {}
            },
            // Between angle brackets they are an argument: `-> Array<{ N }>`.
            token if has_body && angles == 0 && braces(token).is_some() => return Some(start + at + 1),
            _ => {}
        }
        is_arrow = matches!(token, TokenTree::Punct(punct) if punct.as_char() == '-');
    }
    None
}

/// Tokens between braces, in the place of others.
pub(crate) fn block(span: Span, tokens: TokenStream) -> TokenTree {
    let mut group = Group::new(Delimiter::Brace, tokens);
    group.set_span(span);
    TokenTree::Group(group)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_begin_behind_inner_attributes_and_items() {
        let check = |body: &str, expect: &str| {
            let body: TokenStream = body.parse().expect("it is Rust");
            let (_, statements) = statements_of(&Group::new(Delimiter::Brace, body));
            let expect: TokenStream = expect.parse().expect("it is Rust");
            assert_eq!(statements.to_string(), expect.to_string());
        };
        check("", "");
        check("a(); fn b() {}", "a(); fn b() {}");
        check("#![allow(x)] use a::{b}; const C: D = E { f }; fn g() -> H<{ 1 }> {} i", "i");
        check("#[cfg(x)] struct A; /// Doc\nstruct B(u8); struct C { d: u8 } a", "a");
        check("pub(crate) async unsafe fn a() {} unsafe impl B for C {} static D: E = F {}; g", "g");
        check("fn a<T>() -> B<{ 1 }, T> where T: Fn() -> C, { d } e", "e");
        check("async move { a }", "async move { a }");
        check("unsafe { a }", "unsafe { a }");
        check("const { a }", "const { a }");
        check("#[allow(x)] let a = 1; a", "#[allow(x)] let a = 1; a");
        check("type_name(x); a", "type_name(x); a");
        check("pub const A: B = B { c }; pub(in d) struct E; f", "f");
    }

    #[test]
    fn a_body_of_items_is_distinguished() {
        let body = "#![x] pub const A: B = B { c: 1 }; #[d] pub(crate) fn e() -> F<{ 1 }> {} g! { h } i!(j); type K = L; macro_rules! m { () => {} } default fn n() {}";
        let items = items_of(&Group::new(Delimiter::Brace, body.parse().expect("it is Rust")));
        let items: Vec<_> =
            items.into_iter().map(|item| item.into_iter().collect::<TokenStream>().to_string()).collect();
        let expect = [
            "#![x]",
            "pub const A: B = B { c: 1 };",
            "#[d] pub(crate) fn e() -> F<{ 1 }> {}",
            "g! { h }",
            "i!(j);",
            "type K = L;",
            "macro_rules! m { () => {} }",
            "default fn n() {}",
        ];
        let expect = expect.map(|item| item.parse::<TokenStream>().expect("it is Rust").to_string());
        assert_eq!(items, expect);
    }
}
