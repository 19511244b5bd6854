//! Expands calls of a file's `macro_rules!` (The Rust Reference, *Macros By Example*).
//!
//! A link in the input of a macro stands on whatever the macro makes of it, or on nothing. So the macro is expanded, as far as can be done
//! without a parser: an expression or a type goes on to whatever the pattern says is behind it. Where a macro of the file cannot be
//! expanded, its input is taken as it is.

use std::cell::Cell;
use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

use super::attributes::Tokens;
use super::items::item;
use super::lexer::{Token, TokenKind};

/// So many tokens may be looked at for all expansions of a file; what would need more is not expanded.
const MAX_TOKENS: usize = 1_000_000;
/// So deep macros may call each other, as rustc lets them.
const MAX_DEPTH: usize = 128;
/// So deep brackets may stand in each other.
const MAX_BRACKETS: usize = 64;

/// The macros that a file defines.
#[derive(Debug, Default)]
pub(super) struct Macros<'a> {
    text: &'a str,
    all: HashMap<&'a str, Vec<Arm>>,
    /// The number of tokens that may still be looked at.
    room: Cell<usize>,
}

/// A pattern, and what it becomes. The brackets of each are counted from its own first token.
#[derive(Debug)]
struct Arm {
    pattern: Vec<Token>,
    body: Vec<Token>,
}

/// The tokens that the variables of a pattern stand for, or, in a repetition, such tokens once for each round.
#[derive(Debug, Default)]
struct Bindings<'a> {
    once: HashMap<&'a str, Range<usize>>,
    each: HashMap<&'a str, Rc<Vec<Bindings<'a>>>>,
}

impl<'a> Macros<'a> {
    /// Finds the macros of a file.
    pub(super) fn of(tokens: &Tokens<'a>) -> Self {
        let mut found = Self { text: tokens.text, all: HashMap::new(), room: Cell::new(MAX_TOKENS) };
        for at in 0..tokens.all.len() {
            if tokens.ident(at) != "macro_rules" || !tokens.is(at + 1, TokenKind::Punct(b'!')) {
                continue;
            }
            let name = tokens.ident(at + 2);
            if !name.is_empty() && matches!(tokens.kind(at + 3), Some(TokenKind::Open(_))) {
                found.all.insert(name, arms(tokens, at + 4, tokens.close(at + 3)));
            }
        }
        found
    }

    /// Does the file define a macro of this name?
    pub(super) fn defines(&self, name: &str) -> bool {
        self.all.contains_key(name)
    }

    /// The expansion of a macro for its input. `None`: that cannot be told.
    pub(super) fn expand(&self, name: &str, input: &[Token]) -> Option<Vec<Token>> {
        let before = self.room.get();
        let mut room = before;
        let expanded = self.expand_within(name, input, MAX_DEPTH, &mut room);
        // Another macro may well come to an end.
        self.room.set(if room == 0 { before / 2 } else { room });
        // A macro that is called again and again is not the whole of it.
        expanded.filter(|_| room > 0)
    }

    fn expand_within(
        &self,
        name: &str,
        input: &[Token],
        depth: usize,
        room: &mut usize,
    ) -> Option<Vec<Token>> {
        if depth == 0 {
            *room = 0;
        }
        let depth = depth.checked_sub(1)?;
        let input = own(input)?;
        for arm in self.all.get(name)? {
            let matcher = Matcher { text: self.text, pattern: &arm.pattern, input: &input };
            let mut bindings = Bindings::default();
            let end = matcher.sequence(0..arm.pattern.len(), 0..input.len(), None, &mut bindings, room);
            if end != Some(input.len()) {
                continue;
            }
            let mut out = Vec::new();
            let writer = Writer { text: self.text, body: &arm.body, input: &input };
            writer.write(0..arm.body.len(), &[&bindings], &mut out, room)?;
            return self.expand_inner(&own(&out)?, depth, room);
        }
        None
    }

    /// Expands the macros that are called in what a macro has made.
    fn expand_inner(&self, tokens: &[Token], depth: usize, room: &mut usize) -> Option<Vec<Token>> {
        let whole = Tokens { text: self.text, all: tokens, landmarks: &[] };
        let (mut out, mut at) = (Vec::with_capacity(tokens.len()), 0);
        while at < tokens.len() {
            let is_call = whole.is(at + 1, TokenKind::Punct(b'!'))
                && matches!(whole.kind(at + 2), Some(TokenKind::Open(_)))
                && self.defines(whole.ident(at));
            let close = if is_call { whole.close(at + 2) } else { at };
            let inner = is_call.then(|| {
                self.expand_within(whole.ident(at), &tokens[at + 3..close.max(at + 3)], depth, room)
            });
            match inner.flatten() {
                Some(mut inner) => {
                    out.append(&mut inner);
                    at = close + 1;
                    at += usize::from(whole.is(at, TokenKind::Punct(b';')));
                }
                None => {
                    out.push(tokens[at]);
                    at += 1;
                }
            }
        }
        own(&out)
    }
}

/// `(pattern) => { body };` and more of these.
fn arms(tokens: &Tokens<'_>, mut at: usize, end: usize) -> Vec<Arm> {
    let mut arms = Vec::new();
    while at < end {
        let is_arm = matches!(tokens.kind(at), Some(TokenKind::Open(_)));
        let pattern = at + 1..tokens.close(at).max(at + 1);
        let open = pattern.end + 3;
        let has_arrow =
            tokens.is(open - 2, TokenKind::Punct(b'=')) && tokens.is(open - 1, TokenKind::Punct(b'>'));
        if !is_arm || !has_arrow || !matches!(tokens.kind(open), Some(TokenKind::Open(_))) {
            break;
        }
        let body = open + 1..tokens.close(open).max(open + 1);
        at = body.end + 1;
        at += usize::from(tokens.is(at, TokenKind::Punct(b';')));
        if let (Some(pattern), Some(body)) = (tokens.all.get(pattern), tokens.all.get(body))
            && let (Some(pattern), Some(body)) = (own(pattern), own(body))
        {
            arms.push(Arm { pattern, body });
        }
    }
    arms
}

/// Tokens with brackets that are counted from the first of them. `None`: some have no partner, or are too deep.
fn own(tokens: &[Token]) -> Option<Vec<Token>> {
    let mut tokens = tokens.to_vec();
    let mut open: Vec<usize> = Vec::new();
    for at in 0..tokens.len() {
        match tokens[at].kind {
            TokenKind::Open(_) if open.len() < MAX_BRACKETS => open.push(at),
            TokenKind::Open(_) => return None,
            TokenKind::Close(_) => {
                let partner = open.pop()?;
                tokens[partner].mate = u32::try_from(at).ok()?;
                tokens[at].mate = u32::try_from(partner).ok()?;
            }
            _ => {}
        }
    }
    open.is_empty().then_some(tokens)
}

/// Takes from the tokens that may still be looked at. `None`: they are used up.
fn spend(room: &mut usize, tokens: usize) -> Option<()> {
    *room = room.saturating_sub(tokens);
    (*room > 0).then_some(())
}

/// A part of a pattern or of a body that begins with `$`.
enum Dollar<'a> {
    /// `$name`
    Variable(&'a str),
    /// `$( … ) , *`: what is repeated, the separator, the mark, and where it ends.
    Repetition { inner: Range<usize>, separator: Range<usize>, mark: u8, end: usize },
}

/// Reads what begins at a `$`.
fn dollar<'a>(tokens: &Tokens<'a>, at: usize) -> Option<Dollar<'a>> {
    if !tokens.is(at, TokenKind::Punct(b'$')) {
        return None;
    }
    if !tokens.is(at + 1, TokenKind::Open(b'(')) {
        return Some(tokens.ident(at + 1)).filter(|name| !name.is_empty()).map(Dollar::Variable);
    }
    let close = tokens.close(at + 1);
    // No separator, or one of one or two characters.
    (close + 1..close + 4).find_map(|behind| match tokens.kind(behind)? {
        TokenKind::Punct(mark @ (b'*' | b'+' | b'?')) => Some(Dollar::Repetition {
            inner: at + 2..close,
            separator: close + 1..behind,
            mark,
            end: behind + 1,
        }),
        _ => None,
    })
}

struct Matcher<'m> {
    text: &'m str,
    pattern: &'m [Token],
    input: &'m [Token],
}

impl<'m> Matcher<'m> {
    fn raw(&self, token: Token) -> &'m str {
        &self.text[token.span().range()]
    }

    fn pattern(&self) -> Tokens<'m> {
        Tokens { text: self.text, all: self.pattern, landmarks: &[] }
    }

    fn input(&self) -> Tokens<'m> {
        Tokens { text: self.text, all: self.input, landmarks: &[] }
    }

    /// Finds the places where the input goes on behind the match of a part of the pattern. `follow` is what comes behind that part.
    fn sequence(
        &self,
        part: Range<usize>,
        input: Range<usize>,
        follow: Option<Token>,
        bindings: &mut Bindings<'m>,
        room: &mut usize,
    ) -> Option<usize> {
        let pattern = self.pattern();
        let (mut at, mut read) = (part.start, input.start);
        while at < part.end {
            spend(room, 1)?;
            match dollar(&pattern, at) {
                Some(Dollar::Variable(name)) => {
                    let fragment = pattern.ident(at + 3);
                    at += 4;
                    let stop = if at < part.end { Some(self.pattern[at]) } else { follow };
                    let end = self.fragment(fragment, read..input.end, stop)?;
                    bindings.once.insert(name, read..end);
                    read = end;
                }
                Some(Dollar::Repetition { inner, separator, mark, end }) => {
                    let behind = if end < part.end { Some(self.pattern[end]) } else { follow };
                    let rounds = self.rounds(&inner, &separator, mark, read..input.end, behind, room);
                    let (rounds, next) = rounds?;
                    if mark == b'+' && rounds.is_empty() {
                        return None;
                    }
                    let rounds = Rc::new(rounds);
                    for name in variables(&pattern, inner) {
                        bindings.each.insert(name, Rc::clone(&rounds));
                    }
                    (at, read) = (end, next);
                }
                None if read >= input.end => return None,
                None => match (self.pattern[at].kind, self.input[read].kind) {
                    (TokenKind::Open(one), TokenKind::Open(other)) if one == other => {
                        let (close, end) = (pattern.close(at), self.input().close(read));
                        let inner = self.sequence(at + 1..close, read + 1..end, None, bindings, room)?;
                        if inner != end {
                            return None;
                        }
                        (at, read) = (close + 1, end + 1);
                    }
                    _ if self.raw(self.pattern[at]) == self.raw(self.input[read]) => {
                        (at, read) = (at + 1, read + 1);
                    }
                    _ => return None,
                },
            }
        }
        Some(read)
    }

    /// The rounds of a repetition, as many as there are, and where the input goes on.
    fn rounds(
        &self,
        inner: &Range<usize>,
        separator: &Range<usize>,
        mark: u8,
        input: Range<usize>,
        behind: Option<Token>,
        room: &mut usize,
    ) -> Option<(Vec<Bindings<'m>>, usize)> {
        let (mut rounds, mut read) = (Vec::new(), input.start);
        let follow = self.pattern[separator.clone()].first().copied().or(behind);
        while read < input.end {
            spend(room, 1)?;
            let from = match separator.len() {
                length if length == 0 || rounds.is_empty() => read,
                length => {
                    let there = self.input.get(read..read + length).unwrap_or_default();
                    let is_there = there.len() == length
                        && there
                            .iter()
                            .zip(&self.pattern[separator.clone()])
                            .all(|(one, other)| self.raw(*one) == self.raw(*other));
                    if !is_there {
                        break;
                    }
                    read + length
                }
            };
            let mut bindings = Bindings::default();
            let next = self.sequence(inner.clone(), from..input.end, follow, &mut bindings, room);
            let Some(next) = next.filter(|&next| next > from) else { break };
            rounds.push(bindings);
            read = next;
            if mark == b'?' {
                break;
            }
        }
        Some((rounds, read))
    }

    /// Finds the end of a fragment of the input.
    fn fragment(&self, kind: &str, input: Range<usize>, stop: Option<Token>) -> Option<usize> {
        let tokens = self.input();
        let at = input.start;
        let tree = |at: usize| match tokens.kind(at) {
            Some(TokenKind::Open(_)) => tokens.close(at) + 1,
            _ => at + 1,
        };
        if kind == "vis" {
            let is_pub = at < input.end && tokens.ident(at) == "pub";
            let has_place = is_pub && at + 1 < input.end && tokens.is(at + 1, TokenKind::Open(b'('));
            return Some(if has_place { tree(at + 1) } else { at + usize::from(is_pub) });
        }
        let first = tokens.kind(at).filter(|_| at < input.end)?;
        let end = match (kind, first) {
            ("ident", TokenKind::Ident) if tokens.raw(at) != "_" => at + 1,
            ("lifetime", TokenKind::Lifetime) | ("literal", TokenKind::Str | TokenKind::Literal) => at + 1,
            ("literal", TokenKind::Ident) if matches!(tokens.raw(at), "true" | "false") => at + 1,
            ("literal", TokenKind::Punct(b'-')) if tokens.is(at + 1, TokenKind::Literal) => at + 2,
            ("tt", TokenKind::Close(_)) => return None,
            ("tt", _) | ("block", TokenKind::Open(b'{')) => tree(at),
            ("item", _) => {
                let mut begin = at;
                while tokens.is(begin, TokenKind::Punct(b'#')) && tokens.is(begin + 1, TokenKind::Open(b'['))
                {
                    begin = tree(begin + 1);
                }
                let found = item(&tokens, begin);
                if found.keyword.is_empty() {
                    return None;
                }
                found.end
            }
            ("meta", TokenKind::Ident) => input.end,
            ("expr" | "expr_2021" | "ty" | "pat" | "pat_param" | "path" | "stmt", _) => {
                self.until(input.clone(), stop, matches!(kind, "ty" | "path"))
            }
            _ => return None,
        };
        (end > at && end <= input.end).then_some(end)
    }

    /// The end of an expression, a type or a pattern: what the pattern says comes behind it, outside of brackets.
    fn until(&self, input: Range<usize>, stop: Option<Token>, has_angles: bool) -> usize {
        let (tokens, mut angles, mut at) = (self.input(), 0_usize, input.start);
        while at < input.end {
            let token = self.input[at];
            let is_stop = stop.is_some_and(|stop| self.raw(stop) == self.raw(token));
            if is_stop && angles == 0 && at > input.start {
                return at;
            }
            match token.kind {
                TokenKind::Open(_) => at = tokens.close(at),
                TokenKind::Punct(b'<') if has_angles => angles += 1,
                TokenKind::Punct(b'>') if has_angles => angles = angles.saturating_sub(1),
                _ => {}
            }
            at += 1;
        }
        input.end
    }
}

/// The names of the variables of a part of a pattern or a body.
fn variables<'m>(tokens: &Tokens<'m>, part: Range<usize>) -> impl Iterator<Item = &'m str> {
    let tokens = *tokens;
    part.filter(move |&at| tokens.is(at, TokenKind::Punct(b'$')))
        .filter_map(move |at| Some(tokens.ident(at + 1)).filter(|name| !name.is_empty()))
}

/// The tokens of a variable in each round, if it is not known already in which round this is.
fn repeated<'b, 'm>(scopes: &[&'b Bindings<'m>], name: &str) -> Option<&'b Rc<Vec<Bindings<'m>>>> {
    let knows = |scope: &&&Bindings<'_>| scope.once.contains_key(name) || scope.each.contains_key(name);
    scopes.iter().rev().find(knows).and_then(|scope| scope.each.get(name))
}

struct Writer<'m> {
    text: &'m str,
    body: &'m [Token],
    input: &'m [Token],
}

impl<'m> Writer<'m> {
    /// Writes a part of the body. `scopes` are the bindings, those of the innermost repetition last.
    fn write(
        &self,
        part: Range<usize>,
        scopes: &[&Bindings<'m>],
        out: &mut Vec<Token>,
        room: &mut usize,
    ) -> Option<()> {
        let body = Tokens { text: self.text, all: self.body, landmarks: &[] };
        let mut at = part.start;
        while at < part.end {
            spend(room, 1)?;
            match dollar(&body, at) {
                Some(Dollar::Variable(name)) => {
                    let bound = scopes.iter().rev().find_map(|scope| scope.once.get(name));
                    match bound {
                        Some(bound) => {
                            spend(room, bound.len())?;
                            out.extend_from_slice(&self.input[bound.clone()]);
                        }
                        // `$crate`, and what is no variable of the pattern.
                        None => out.push(self.body[at + 1]),
                    }
                    at += 2;
                }
                Some(Dollar::Repetition { inner, separator, end, .. }) => {
                    let rounds = variables(&body, inner.clone()).find_map(|name| repeated(scopes, name))?;
                    for (number, round) in rounds.iter().enumerate() {
                        if number > 0 {
                            out.extend_from_slice(&self.body[separator.clone()]);
                        }
                        let scopes: Vec<_> = scopes.iter().copied().chain([round]).collect();
                        self.write(inner.clone(), &scopes, out, room)?;
                    }
                    at = end;
                }
                None => {
                    out.push(self.body[at]);
                    at += 1;
                }
            }
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::links::lexer::{Lexed, lex};

    /// The expansion of the last macro call of a text.
    #[track_caller]
    fn check(text: &str, expect: &str) {
        let mut lexed = Lexed::default();
        lex(text, &mut lexed);
        let tokens = Tokens::new(text, &lexed);
        let macros = Macros::of(&tokens);
        let call = (0..tokens.all.len())
            .rev()
            .find(|&at| macros.defines(tokens.ident(at)) && tokens.is(at + 1, TokenKind::Punct(b'!')));
        let call = call.expect("a macro is called");
        let expanded = macros.expand(tokens.ident(call), &tokens.all[call + 3..tokens.close(call + 2)]);
        let words = expanded.map(|expanded| {
            let words: Vec<_> = expanded.iter().map(|token| &text[token.span().range()]).collect();
            words.join(" ")
        });
        assert_eq!(words.as_deref().unwrap_or("?"), expect, "{text}");
    }

    #[test]
    fn every_kind_of_fragment_is_taken() {
        check(
            "macro_rules! m { ($a:ident, $b:literal, $c:tt) => { $c $b $a }; } m!(x, -1, [y z])",
            "[ y z ] - 1 x",
        );
        check(
            "macro_rules! m { ($a:expr => $b:expr) => { ($b, $a) }; } m!(f(1, 2) + 3 => [4])",
            "( [ 4 ] , f ( 1 , 2 ) + 3 )",
        );
        check(
            "macro_rules! m { ($a:ty, $b:path) => { $b $a }; } m!(Map<u8, Vec<u8>>, a::b)",
            "a : : b Map < u8 , Vec < u8 > >",
        );
        check(
            "macro_rules! m { ($v:vis fn $a:ident $b:block) => { $v fn $a () $b }; } m!(pub(crate) fn x { 1 })",
            "pub ( crate ) fn x ( ) { 1 }",
        );
        check("macro_rules! m { ($v:vis $a:ident) => { $a }; } m!(x)", "x");
        check(
            "macro_rules! m { ($i:item) => { $i }; } m! { #[a] fn b() -> u8 { 1 } }",
            "# [ a ] fn b ( ) - > u8 { 1 }",
        );
        check(
            "macro_rules! m { (#[$a:meta] $l:lifetime) => { #[$a] $l }; } m!(#[spec(\"X\")] 'a)",
            "# [ spec ( \"X\" ) ] 'a",
        );
    }

    #[test]
    fn repetitions_nest_and_have_separators() {
        check("macro_rules! m { ($($a:ident),* $(,)?) => { $($a;)* }; } m!(x, y, z,)", "x ; y ; z ;");
        check(
            "macro_rules! m { ($($a:ident = $b:expr);+) => { $($b),+ }; } m!(x = 1; y = 2 + 3)",
            "1 , 2 + 3",
        );
        check(
            "macro_rules! m { ($($a:ident: [$($b:literal),*];)*) => { $( $( $a $b )* )* }; } m!(x: [1, 2]; y: []; z: [3];)",
            "x 1 x 2 z 3",
        );
        check(
            "macro_rules! m { ($(#[$a:meta])* $n:ident) => { $(#[$a])* $n }; } m!(#[a] #[b(c)] x)",
            "# [ a ] # [ b ( c ) ] x",
        );
        check("macro_rules! m { ($a:ident; $($b:ident)*) => { $( $a $b )* }; } m!(x; y z)", "x y x z");
        check("macro_rules! m { ($($a:ident => $b:expr),*) => { $($b)* }; } m!(x => 1, y => 2)", "1 2");
    }

    #[test]
    fn the_first_pattern_that_fits_counts_and_macros_call_each_other() {
        let text = "macro_rules! m { (skip $($a:tt)*) => {}; ($($a:tt)*) => { m!(skip $($a)*); k } } ";
        check(&format!("{text} m!(a b)"), "k");
        check(
            "macro_rules! n { ($a:ident) => { $a $a } } macro_rules! m { ($a:ident) => { n! { $a } other!($a) } } m!(x)",
            "x x other ! ( x )",
        );
        check("macro_rules! m { () => { 1 }; (a) => { 2 } } m!(a)", "2");
        check("macro_rules! m { (a) => { $crate::b } } m!(a)", "crate : : b");
    }

    #[test]
    fn what_cannot_be_expanded_is_no_expansion() {
        check("macro_rules! m { (a) => { 1 } } m!(b)", "?");
        check("macro_rules! m { ($($a:tt)*) => { m!($($a)* $($a)*) } } m!(x)", "?");
        check("macro_rules! m { ($a:unknown) => { 1 } } m!(b)", "?");
    }

    proptest::proptest! {
        #[test]
        fn any_macro_is_expanded_without_a_panic(
            pattern in "(\\$[ab]:(ident|tt|expr|item|vis|meta|ty)|\\$\\(|\\)[,;]?[*+?]|[a-c,;#]|\\[|\\]| ){0,12}",
            body in "(\\$[ab]|\\$\\(|\\)[,;]?[*+?]|[a-c,;#]|m!\\(|\\)| ){0,12}",
            input in "([a-c,;#<>]|\\(|\\)|fn a\\(\\) \\{\\}|pub|\\[|\\]|\"x\"| ){0,12}",
        ) {
            let text = format!("macro_rules! m {{ ({pattern}) => {{ {body} }} }} m!({input})");
            let mut lexed = Lexed::default();
            lex(&text, &mut lexed);
            let tokens = Tokens::new(&text, &lexed);
            let macros = Macros::of(&tokens);
            for at in (0..tokens.all.len()).filter(|&at| matches!(tokens.kind(at), Some(TokenKind::Open(_)))) {
                if let Some(input) = tokens.all.get(at + 1..tokens.close(at)) {
                    macros.expand("m", input);
                }
            }
        }
    }
}
