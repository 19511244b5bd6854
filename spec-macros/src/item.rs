//! The shape of an item, as far as it can be told from its first tokens. Nothing of it is parsed further, or printed anew.

use proc_macro2::{Delimiter, TokenTree};

/// What the first tokens of an item say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shape {
    /// How many tokens its attributes are.
    pub(crate) attributes: usize,
    pub(crate) kind: Kind,
    /// It has a `#[cfg]`, so it may not be there at all.
    pub(crate) is_conditional: bool,
    /// It has the attribute of a test harness, so it is there in test builds only.
    pub(crate) is_test: bool,
}

/// What an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A function or method with a body, which is its last token.
    Function,
    /// What stands in modules and blocks only: types, traits, impls, modules, statics, imports.
    Free,
    /// What may stand in traits and impls too and has no body to add to.
    Associated,
    /// The call of a macro: it takes no documentation.
    MacroCall,
}

impl Shape {
    pub(crate) fn of(item: &[TokenTree]) -> Self {
        let mut at = 0;
        let (mut is_conditional, mut is_test) = (false, false);
        while let [TokenTree::Punct(hash), TokenTree::Group(group), ..] = &item[at..]
            && hash.as_char() == '#'
            && group.delimiter() == Delimiter::Bracket
        {
            let words: Vec<_> = group.stream().into_iter().map_while(path_word).collect();
            is_conditional |= words.first().is_some_and(|word| word == "cfg");
            is_test |= words.last().is_some_and(|word| word == "test" || word == "rstest");
            at += 2;
        }
        Self { attributes: at, kind: kind(&item[at..]), is_conditional, is_test }
    }
}

/// The words of an attribute's path.
fn path_word(token: TokenTree) -> Option<String> {
    match token {
        TokenTree::Ident(word) => Some(word.to_string()),
        TokenTree::Punct(punct) if punct.as_char() == ':' => Some(String::new()),
        _ => None,
    }
}

fn kind(item: &[TokenTree]) -> Kind {
    let mut tokens = item.iter().peekable();
    while let Some(token) = tokens.next() {
        let TokenTree::Ident(word) = token else { continue };
        match word.to_string().as_str() {
            "fn" => {
                let has_body = matches!(item.last(), Some(TokenTree::Group(body)) if body.delimiter() == Delimiter::Brace);
                return if has_body { Kind::Function } else { Kind::Associated };
            }
            "struct" | "enum" | "union" | "trait" | "impl" | "mod" | "static" | "use" | "macro_rules" => {
                return Kind::Free;
            }
            "type" => return Kind::Associated,
            // `const X`, but also `const fn`.
            "const" => {
                let next = tokens.peek().map(ToString::to_string);
                if !matches!(next.as_deref(), Some("fn" | "unsafe" | "async" | "extern")) {
                    return Kind::Associated;
                }
            }
            "pub" | "unsafe" | "async" | "extern" | "default" | "safe" | "auto" => {}
            _ => return Kind::MacroCall,
        }
    }
    Kind::Associated
}
