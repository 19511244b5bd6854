//! Reads the signature of a function from its tokens.

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};

use crate::item::Shape;

/// A function without its attributes and its body.
#[derive(Debug)]
pub(crate) struct Signature {
    /// It may run at compile time.
    pub(crate) is_const: bool,
    pub(crate) is_async: bool,
    /// It takes nothing, not even `self`.
    pub(crate) takes_nothing: bool,
    /// It takes something that it may change: `&mut`.
    pub(crate) may_change: bool,
    /// One of its arguments is a variable of its own that it may change: `mut`.
    pub(crate) has_variables: bool,
    /// The names of what it takes by value and may have to drop, in the order that it takes them; `None`: one of them has no name
    /// of its own.
    pub(crate) owned: Option<Vec<TokenTree>>,
    /// Its arguments that have a name of their own.
    pub(crate) arguments: Vec<Argument>,
    /// Its return type, if it states one.
    pub(crate) result: TokenStream,
}

/// An argument with a name of its own.
#[derive(Debug)]
pub(crate) struct Argument {
    /// Its name, or `self`.
    pub(crate) name: TokenTree,
    /// Is it a variable that the function may change: `mut`?
    pub(crate) is_mutable: bool,
    /// Its type; of `self`, what stands before the word.
    pub(crate) ty: Vec<TokenTree>,
}

impl Argument {
    fn of(argument: &[TokenTree]) -> Option<Self> {
        let argument = &argument[Shape::of(argument).attributes..];
        if let [before @ .., this] = argument
            && is_word(this, "self")
        {
            return Some(Self { name: this.clone(), is_mutable: false, ty: before.to_vec() });
        }
        let (argument, is_mutable) = match argument {
            [word, rest @ ..] if is_word(word, "mut") => (rest, true),
            rest => (rest, false),
        };
        match argument {
            [TokenTree::Ident(name), colon, ty @ ..] if is_punct(colon, ':') && name != "_" => {
                Some(Self { name: TokenTree::Ident(name.clone()), is_mutable, ty: ty.to_vec() })
            }
            _ => None,
        }
    }

    /// Is the receiver what a function returns: `&mut self` as `&mut Self`, `self` as `Self`?
    pub(crate) fn is_returned_as(&self, result: &TokenStream) -> bool {
        let result: Vec<_> = result.clone().into_iter().collect();
        let Some((last, before)) = result.split_last() else { return false };
        // `mut self` is `self`, and no `&mut self`.
        let own = if self.ty.len() == 1 { &[] } else { &*self.ty };
        let texts = |tokens: &[TokenTree]| tokens.iter().map(ToString::to_string).collect::<Vec<_>>();
        let is_shared = self.ty.len() == 1 && is_punct(&self.ty[0], '&');
        is_word(last, "Self") && if is_shared { texts(before) == ["&"] } else { texts(before) == texts(own) }
    }
}

impl Signature {
    /// Reads the tokens of a function between its attributes and its body.
    pub(crate) fn of(function: &[TokenTree]) -> Option<Self> {
        let keyword = function.iter().position(|token| is_word(token, "fn"))?;
        let (before, behind) = function.split_at(keyword);
        // Generics hold no parentheses that are not between other brackets, save those of `Fn(…)`: the arguments are the first
        // behind the closing angle bracket.
        let (mut depth, mut is_arrow, mut arguments) = (0_usize, false, None);
        for (at, token) in behind.iter().enumerate() {
            match token {
                TokenTree::Punct(punct) => match punct.as_char() {
                    '<' => depth += 1,
                    '>' if !is_arrow => depth = depth.saturating_sub(1),
                    _ => {}
                },
                TokenTree::Group(group) if depth == 0 && group.delimiter() == Delimiter::Parenthesis => {
                    arguments = Some((at, group));
                    break;
                }
                _ => {}
            }
            is_arrow = is_punct(token, '-');
        }
        let (at, arguments) = arguments?;
        let result = match &behind[at + 1..] {
            [minus, arrow, rest @ ..] if is_punct(minus, '-') && is_punct(arrow, '>') => {
                rest.iter().take_while(|token| !is_word(token, "where")).cloned().collect()
            }
            _ => TokenStream::new(),
        };
        Some(Self {
            is_const: before.iter().any(|token| is_word(token, "const")),
            is_async: before.iter().any(|token| is_word(token, "async")),
            takes_nothing: arguments.stream().is_empty(),
            may_change: takes_mut(&arguments.stream()),
            has_variables: has_variables(&arguments.stream()),
            owned: owned(&arguments.stream()),
            arguments: {
                let tokens: Vec<_> = arguments.stream().into_iter().collect();
                arguments_of(&tokens).filter_map(Argument::of).collect()
            },
            result,
        })
    }

    /// Does it return nothing?
    pub(crate) fn returns_nothing(&self) -> bool {
        let mut result = self.result.clone().into_iter();
        match result.next() {
            None => true,
            Some(TokenTree::Group(unit)) => {
                unit.delimiter() == Delimiter::Parenthesis
                    && unit.stream().is_empty()
                    && result.next().is_none()
            }
            Some(_) => false,
        }
    }
}

/// Is there a `&mut`, with a lifetime or without, anywhere in arguments?
fn takes_mut(arguments: &TokenStream) -> bool {
    let (mut is_behind_and, mut is_behind_quote) = (false, false);
    arguments.clone().into_iter().any(|token| {
        let is_mut = is_behind_and && is_word(&token, "mut");
        let is_nested = matches!(&token, TokenTree::Group(group) if takes_mut(&group.stream()));
        // `& 'a mut`: a quote and a name stand between.
        is_behind_and = is_punct(&token, '&') || is_behind_and && (is_punct(&token, '\'') || is_behind_quote);
        is_behind_quote = is_punct(&token, '\'');
        is_mut || is_nested
    })
}

/// See [`Signature::has_variables`].
fn has_variables(arguments: &TokenStream) -> bool {
    let tokens: Vec<_> = arguments.clone().into_iter().collect();
    arguments_of(&tokens).any(|argument| {
        let pattern = argument.split(|token| is_punct(token, ':')).next().unwrap_or_default();
        // `&mut self` is no variable of its own.
        !pattern.first().is_some_and(|token| is_punct(token, '&')) && holds_mut(pattern)
    })
}

/// Is there a `mut` anywhere in a pattern?
fn holds_mut(pattern: &[TokenTree]) -> bool {
    pattern.iter().any(|token| match token {
        TokenTree::Group(group) => holds_mut(&group.stream().into_iter().collect::<Vec<_>>()),
        token => is_word(token, "mut"),
    })
}

/// See [`Signature::owned`].
fn owned(arguments: &TokenStream) -> Option<Vec<TokenTree>> {
    let tokens: Vec<_> = arguments.clone().into_iter().collect();
    let mut names = Vec::new();
    let mut nameless = 0;
    for argument in arguments_of(&tokens) {
        let attributes = Shape::of(argument).attributes;
        let argument = match &argument[attributes..] {
            [word, rest @ ..] if is_word(word, "mut") => rest,
            rest => rest,
        };
        match argument {
            [this] if is_word(this, "self") => names.push(this.clone()),
            [TokenTree::Ident(name), colon, kind @ ..] if is_punct(colon, ':') && name != "_" => {
                if may_drop(kind) {
                    names.push(TokenTree::Ident(name.clone()));
                }
            }
            // `&self`, a pattern around references: what it is bound to needs no dropping, or cannot be told.
            [and, ..] if is_punct(and, '&') => {}
            _ => nameless += 1,
        }
    }
    (nameless == 0 || nameless == 1 && names.is_empty()).then_some(names)
}

/// The arguments, one by one.
pub(crate) fn arguments_of(tokens: &[TokenTree]) -> impl Iterator<Item = &[TokenTree]> {
    let (mut depth, mut is_arrow) = (0_usize, false);
    let is_end = move |token: &TokenTree| {
        match token {
            TokenTree::Punct(punct) => match punct.as_char() {
                '<' => depth += 1,
                '>' if !is_arrow => depth = depth.saturating_sub(1),
                ',' if depth == 0 => return true,
                _ => {}
            },
            TokenTree::Group(_) | TokenTree::Ident(_) | TokenTree::Literal(_) => {}
        }
        is_arrow = is_punct(token, '-');
        false
    };
    tokens.split(is_end).filter(|argument| !argument.is_empty())
}

/// May something of a type have to be dropped? Not references and numbers.
pub(crate) fn may_drop(kind: &[TokenTree]) -> bool {
    const PLAIN: [&str; 17] = [
        "bool", "char", "f32", "f64", "i128", "i16", "i32", "i64", "i8", "isize", "u128", "u16", "u32",
        "u64", "u8", "usize", "str",
    ];
    match kind {
        [TokenTree::Ident(name)] => !PLAIN.contains(&&*name.to_string()),
        [first, ..] => !is_punct(first, '&') && !is_punct(first, '*'),
        [] => false,
    }
}

pub(crate) fn is_word(token: &TokenTree, word: &str) -> bool {
    matches!(token, TokenTree::Ident(ident) if ident == word)
}

pub(crate) fn is_punct(token: &TokenTree, punct: char) -> bool {
    matches!(token, TokenTree::Punct(other) if other.as_char() == punct)
}

/// Does a type hold `impl` or `!`, which can be named where a function returns and nowhere else?
pub(crate) fn is_unnameable(result: &TokenStream) -> bool {
    let mut tokens = result.clone().into_iter().peekable();
    let is_never = tokens.peek().is_some_and(|token| is_punct(token, '!'));
    is_never
        || tokens.any(|token| match token {
            TokenTree::Group(group) => is_unnameable(&group.stream()),
            token => is_word(&token, "impl"),
        })
}

/// Is a return type some iterator: `impl Iterator<Item = u8>`? A trait of that name may be another one, if it has a path.
pub(crate) fn is_iterator(result: &TokenStream) -> bool {
    const ITERATORS: [&str; 3] = ["Iterator", "DoubleEndedIterator", "ExactSizeIterator"];
    let mut tokens = result.clone().into_iter();
    let is_some = tokens.next().is_some_and(|token| is_word(&token, "impl"));
    is_some && tokens.next().is_some_and(|token| ITERATORS.iter().any(|name| is_word(&token, name)))
}

/// May a return type be a `Result`, which may have any name? Not if it is one of those that everybody knows.
pub(crate) fn may_be_result(result: &TokenStream) -> bool {
    const OTHERS: [&str; 27] = [
        "Arc", "Box", "Cow", "HashMap", "HashSet", "Option", "Rc", "Self", "String", "Vec", "bool", "char",
        "dyn", "f32", "f64", "i128", "i16", "i32", "i64", "i8", "isize", "u128", "u16", "u32", "u64", "u8",
        "usize",
    ];
    match result.clone().into_iter().next() {
        Some(TokenTree::Ident(first)) => !OTHERS.contains(&&*first.to_string()),
        // `::std::io::Result<()>`, `<T as U>::V`
        Some(TokenTree::Punct(first)) => matches!(first.as_char(), ':' | '<'),
        // A tuple, an array, or nothing. What a `macro_rules!` put here may be anything.
        Some(TokenTree::Group(first)) => first.delimiter() == Delimiter::None,
        Some(TokenTree::Literal(_)) | None => false,
    }
}

/// May there be no other value for what a function returns? Not where it is a type that everybody knows, or one around such.
pub(crate) fn offers_nothing(result: &TokenStream) -> bool {
    const AROUND: [&str; 3] = ["Option", "Result", "Vec"];
    const KNOWN: [&str; 18] = [
        "String", "bool", "char", "f32", "f64", "i128", "i16", "i32", "i64", "i8", "isize", "str", "u128",
        "u16", "u32", "u64", "u8", "usize",
    ];
    let is_known = |word: &Ident| KNOWN.contains(&&*word.to_string());
    let mut tokens = result.clone().into_iter();
    loop {
        match tokens.next() {
            Some(TokenTree::Ident(word)) if AROUND.contains(&&*word.to_string()) => {}
            Some(TokenTree::Ident(word)) => return !is_known(&word),
            Some(TokenTree::Punct(punct)) if matches!(punct.as_char(), '<' | '&') => {}
            // A lifetime has a name.
            Some(TokenTree::Punct(punct)) if punct.as_char() == '\'' => drop(tokens.next()),
            Some(TokenTree::Group(group)) => {
                return match group.stream().into_iter().next() {
                    Some(TokenTree::Ident(word)) => !is_known(&word),
                    Some(_) => true,
                    // `()`
                    None => false,
                };
            }
            _ => return true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(function: &str, expect: &str) {
        let tokens: Vec<_> = function.parse::<TokenStream>().expect("it is Rust").into_iter().collect();
        let Signature {
            is_const,
            is_async,
            takes_nothing,
            may_change,
            has_variables,
            owned,
            arguments: _,
            result,
        } = Signature::of(&tokens).expect("it is a function");
        let words = [
            (is_const, "const "),
            (is_async, "async "),
            (takes_nothing, "() "),
            (may_change, "changes "),
            (has_variables, "mut "),
        ];
        let words: String = words.into_iter().filter(|(is, _)| *is).map(|(_, word)| word).collect();
        let owned = match owned {
            Some(owned) => owned.iter().map(|name| format!("{name} ")).collect(),
            None => "? ".to_owned(),
        };
        assert_eq!(format!("{words}{owned}-> {result}"), expect, "{function}");
    }

    #[test]
    fn arguments_and_result_are_reported_from_generics_and_bounds() {
        check("fn a()", "() -> ");
        check("pub const unsafe extern \"C\" fn a(&self) -> u8", "const -> u8");
        check(
            "async fn a<T: Fn(u8) -> Vec<u8>, const N: usize>() -> [T; N] where T: Fn() -> u8",
            "async () -> [T ; N]",
        );
        check("fn a<F>(f: F) -> Result<(), E> where F: Fn()", "f -> Result < () , E >");
    }

    #[test]
    fn what_may_be_changed_is_reported_from_what_may_be_dropped() {
        check("fn a(&mut self, b: u8) -> u8", "changes -> u8");
        check("fn a(b: &'static mut [u8])", "changes -> ");
        check("fn a(b: Pin<&mut B>, c: impl Fn(&u8) -> D)", "changes b c -> ");
        check("fn a(mut self, #[allow(x)] mut b: B<C, D>, d: &E, e: u8)", "mut self b -> ");
        check("fn a(&self, b: *mut B)", "-> ");
        check("fn a(self: Box<Self>)", "self -> ");
        check("fn a((b, c): (B, C))", "-> ");
        check("fn a((b, mut c): (B, &mut C), d: &D)", "changes mut -> ");
        check("fn a((b, c): (B, C), d: D)", "? -> ");
        check("fn a(_: B, c: C)", "? -> ");
    }

    #[test]
    fn a_result_may_have_any_name_but_those_that_everybody_knows() {
        let check = |result: &str, expect| {
            assert_eq!(may_be_result(&result.parse().expect("it is Rust")), expect, "{result}");
        };
        for result in
            ["Result<(), E>", "io::Result<()>", "::std::io::Result<()>", "Outcome", "<T as U>::V", "ExitCode"]
        {
            check(result, true);
        }
        for other in
            ["", "()", "(u8, u8)", "[u8; 2]", "&str", "Self", "u8", "usize", "Option<u8>", "*const u8"]
        {
            check(other, false);
        }
    }

    #[test]
    fn types_that_cannot_be_named_elsewhere_are_noticed() {
        let check = |result: &str, expect| {
            assert_eq!(is_unnameable(&result.parse().expect("it is Rust")), expect, "{result}");
        };
        check("u8", false);
        check("Result<!, E>", false);
        check("!", true);
        check("impl Iterator<Item = u8>", true);
        check("Option<(u8, impl Copy)>", true);
    }

    #[test]
    fn some_iterator_is_known_by_its_name() {
        let check = |result: &str, expect| {
            assert_eq!(is_iterator(&result.parse().expect("it is Rust")), expect, "{result}");
        };
        check("impl Iterator<Item = u8> + '_", true);
        check("impl ExactSizeIterator<Item = u8> + use<'_>", true);
        check("impl other::Iterator<Item = u8>", false);
        check("Option<impl Iterator<Item = u8>>", false);
        check("impl Fn(u8) -> u8", false);
    }
}
