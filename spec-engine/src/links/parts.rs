//! Splits a Rust file into its items, each with its tokens and the names that it uses.
//!
//! An impl, a trait or a module is an item without its content. Each function in it is one. The functions in the input of a macro are items
//! too: `proptest! { … }`.

use std::collections::HashMap;

use spec_model::order::Order as _;
use spec_model::source::Span;

use super::attributes::Tokens;
use super::helpers::first;
use super::imports::Names;
use super::items::{Item, implementor, is_item, item};
use super::lexer::{self, Lexed, TokenKind};
use super::mentions::{MentionForm, Word, word};
use super::normal::{left_out_attribute, normal, rest};

/// So deep are modules and impls looked into; nobody nests deeper.
const MAX_DEPTH: usize = 64;

/// A name, or the end of the name of a file, by its number in a [`NameTable`]. The first one is the empty one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(u32);

/// The names of several files, each kept once.
#[derive(Debug, Default)]
pub struct NameTable(HashMap<Box<str>, Name>);

impl NameTable {
    /// The number of a name, which is new or known.
    pub fn name(&mut self, text: &str) -> Name {
        if text.is_empty() {
            return Name::default();
        }
        if let Some(known) = self.0.get(text) {
            return *known;
        }
        let name = Name(self.0.len() as u32 + 1);
        self.0.insert(text.into(), name);
        name
    }
}

/// An item of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemPart {
    /// Its path in the file, as [`super::LinkedItem::path`].
    pub path: String,
    /// The kind of the part.
    pub kind: ItemPartKind,
    /// The names by which others use it.
    pub defines: Vec<Name>,
    /// Do they stand for something else: `type A = B`, `use a as b`?
    pub is_alias: bool,
    /// The type or the trait that it is in.
    pub owner: Name,
    /// The trait that it is in, or whose impl: `Display` of `impl fmt::Display for Shop`.
    pub of_trait: Name,
    /// From its first attribute to its last token; of an impl, a trait or a module with all that is in it.
    pub span: Span,
    /// The first byte behind its attributes.
    pub start: usize,
    /// Its text, however it is laid out, as [`super::LinkedItem::tokens`].
    pub tokens: String,
    /// The names that it uses, each once.
    pub mentions: Vec<Mention>,
    /// The names of files that its strings end with.
    pub files: Vec<Name>,
}

/// The kind of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ItemPartKind {
    /// A function.
    Function,
    /// A type, a constant, a macro …: others use it by its name.
    Other,
    /// An impl or a trait, without what is in it.
    Header,
    /// An import that its file alone knows.
    Import,
    /// A part that concerns the whole module or file: its attributes, or an import of everything.
    Scope,
}

/// The use of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mention {
    /// The name.
    pub name: Name,
    /// The path in front of it: `Shop` of `Shop::new`, and of `Self::new` in an impl of it; nothing if that is no word, or if there is nothing.
    pub owner: Name,
    /// The tokens around it.
    pub form: MentionForm,
}

/// Splits a file.
pub fn parts(text: &str, table: &mut NameTable) -> Vec<ItemPart> {
    let mut lexed = Lexed::default();
    lexer::lex(text, &mut lexed);
    let tokens = Tokens::new(text, &lexed);
    let names = Names::of(&tokens, &[]);
    let mut splitter = Splitter { tokens, names, table, parts: Vec::new() };
    splitter.items((0, tokens.all.len()), &Scope::default());
    splitter.parts
}

/// The places that items stand in.
#[derive(Clone, Debug, Default)]
struct Scope<'a> {
    path: Vec<&'a str>,
    /// The type or the trait.
    owner: &'a str,
    of_trait: &'a str,
}

impl<'a> Scope<'a> {
    fn path(&self, name: &str) -> String {
        let parts = self.path.iter().copied().chain([name]).filter(|part| !part.is_empty());
        parts.collect::<Vec<_>>().join("::")
    }

    fn inner(&self, name: &'a str, owner: &'a str, of_trait: &'a str) -> Self {
        Self { path: self.path.iter().copied().chain([name]).collect(), owner, of_trait }
    }
}

struct Splitter<'a, 't> {
    tokens: Tokens<'a>,
    names: Names<'a>,
    table: &'t mut NameTable,
    parts: Vec<ItemPart>,
}

/// The known facts about an item beside its tokens.
struct Described<'a> {
    kind: ItemPartKind,
    name: &'a str,
    defines: Vec<&'a str>,
    /// The tokens that are not its own.
    left_out: Vec<(usize, usize)>,
}

impl<'a> Described<'a> {
    fn named(kind: ItemPartKind, name: &'a str) -> Self {
        Self { kind, name, defines: vec![name], left_out: Vec::new() }
    }

    fn unnamed(kind: ItemPartKind, defines: Vec<&'a str>) -> Self {
        Self { kind, name: "", defines, left_out: Vec::new() }
    }
}

impl<'a> Splitter<'a, '_> {
    /// The items between two tokens.
    fn items(&mut self, (start, end): (usize, usize), scope: &Scope<'a>) {
        let tokens = self.tokens;
        let mut at = start;
        while at < end {
            let first = at;
            if tokens.is(at, TokenKind::Punct(b'#')) && tokens.is(at + 1, TokenKind::Punct(b'!')) {
                let is_one = tokens.is(at + 2, TokenKind::Open(b'['));
                at = if is_one { tokens.close(at + 2) + 1 } else { at + 2 }.clamp(first + 1, end);
                self.push((first, at), &Described::unnamed(ItemPartKind::Scope, Vec::new()), scope);
                continue;
            }
            while at < end
                && tokens.is(at, TokenKind::Punct(b'#'))
                && tokens.is(at + 1, TokenKind::Open(b'['))
            {
                at = (tokens.close(at + 1) + 1).max(at + 2);
            }
            if at < end {
                at = self.item(first, at, end, scope).max(first + 1);
            }
        }
    }

    /// The item whose attributes begin at one token and whose own tokens at another; where it ends.
    fn item(&mut self, first: usize, at: usize, end: usize, scope: &Scope<'a>) -> usize {
        let tokens = self.tokens;
        let found = item(&tokens, at);
        if !is_item(found.keyword) {
            return self.call(first, at, end, scope);
        }
        let behind = found.end.min(end);
        let name = if found.keyword == "impl" { implementor(&tokens, at) } else { found.name };
        let body = found.body.filter(|_| scope.path.len() < MAX_DEPTH);
        match (found.keyword, body) {
            ("mod", Some((open, close))) => {
                let left_out = vec![(open + 1, close.min(end))];
                let header = Described { left_out, ..Described::named(ItemPartKind::Scope, name) };
                self.push((first, behind), &header, scope);
                self.items((open + 1, close.min(end)), &scope.inner(name, "", ""));
            }
            ("impl" | "trait", Some((open, close))) => {
                let of_trait = if found.keyword == "impl" { implemented(&tokens, at, open) } else { name };
                let left_out = vec![(open + 1, close.min(end))];
                let header = Described { left_out, ..Described::named(ItemPartKind::Header, name) };
                self.push((first, behind), &header, scope);
                self.items((open + 1, close.min(end)), &scope.inner(name, name, of_trait));
            }
            ("use", _) => {
                let words = (at + 1..behind).map(|at| tokens.ident(at));
                let is_name = |word: &&str| !matches!(*word, "" | "use" | "as" | "crate" | "self" | "super");
                let kind = match tokens.ident(at) {
                    _ if (at..behind).any(|at| tokens.is(at, TokenKind::Punct(b'*'))) => ItemPartKind::Scope,
                    "pub" => ItemPartKind::Other,
                    _ => ItemPartKind::Import,
                };
                self.push((first, behind), &Described::unnamed(kind, words.filter(is_name).collect()), scope);
            }
            ("fn", _) => self.function((first, behind), &found, scope),
            _ => self.push((first, behind), &Described::named(ItemPartKind::Other, name), scope),
        }
        behind
    }

    /// The call of a macro among items, with the functions in its input; or a token that begins nothing.
    fn call(&mut self, first: usize, at: usize, end: usize, scope: &Scope<'a>) -> usize {
        let tokens = self.tokens;
        let is_end = |at: usize| {
            matches!(tokens.kind(at), Some(TokenKind::Open(_) | TokenKind::Close(_) | TokenKind::Punct(b';')))
        };
        let open = (at..end).find(|&at| is_end(at)).unwrap_or(end);
        let is_call = (at..open).any(|at| tokens.is(at, TokenKind::Punct(b'!')));
        if !is_call || !matches!(tokens.kind(open), Some(TokenKind::Open(_))) {
            return open + 1;
        }
        let close = tokens.close(open).min(end);
        let (mut functions, mut inside) = (Vec::new(), open + 1);
        while inside < close {
            let found = (tokens.ident(inside) == "fn").then(|| item(&tokens, inside));
            match found.filter(|found| found.body.is_some() && !found.name.is_empty()) {
                Some(found) => {
                    functions.push((self::first(&tokens, inside).max(open + 1), found.end.min(close), found));
                    inside = found.end.max(inside + 1);
                }
                None => inside += 1,
            }
        }
        let mut defines: Vec<_> = (open + 1..close).map(|at| tokens.ident(at)).collect();
        defines.retain(|word| !word.is_empty());
        defines.order();
        defines.dedup();
        let left_out = functions.iter().map(|(from, to, _)| (*from, *to)).collect();
        let behind = close + 1 + usize::from(tokens.is(close + 1, TokenKind::Punct(b';')));
        let call = Described { kind: ItemPartKind::Other, name: "", defines, left_out };
        self.push((first, behind.min(end)), &call, scope);
        for (from, to, found) in functions {
            self.function((from, to), &found, scope);
        }
        behind
    }

    fn function(&mut self, (from, to): (usize, usize), found: &Item<'a>, scope: &Scope<'a>) {
        self.push((from, to), &Described::named(ItemPartKind::Function, found.name), scope);
        if let Some(part) = self.parts.last_mut() {
            part.tokens = normal(&self.tokens, &self.names, from, found);
        }
    }

    /// Adds an item.
    fn push(&mut self, (from, to): (usize, usize), described: &Described<'a>, scope: &Scope<'a>) {
        let tokens = self.tokens;
        let to = to.min(tokens.all.len()).max(from + 1);
        let defines = described.defines.iter().filter(|name| !name.is_empty());
        let defines = defines.map(|name| self.table.name(name)).collect();
        let (mentions, files) = self.mentions((from, to), &described.left_out, scope);
        let mut start = from;
        while start + 1 < to
            && tokens.is(start, TokenKind::Punct(b'#'))
            && tokens.is(start + 1, TokenKind::Open(b'['))
        {
            start = (tokens.close(start + 1) + 1).clamp(start + 1, to - 1);
        }
        self.parts.push(ItemPart {
            start: tokens.all[start].start as usize,
            path: scope.path(described.name),
            kind: described.kind,
            defines,
            is_alias: (from..to).any(|at| matches!(tokens.ident(at), "type" | "as"))
                && matches!(described.kind, ItemPartKind::Other | ItemPartKind::Import),
            owner: self.table.name(scope.owner),
            of_trait: self.table.name(scope.of_trait),
            span: Span::new(tokens.all[from].start as usize, tokens.all[to - 1].end as usize),
            tokens: rest(&tokens, &self.names, (from, to), &described.left_out),
            mentions,
            files,
        });
    }

    /// The names that some tokens use, and the files that their strings name.
    fn mentions(
        &mut self,
        (from, to): (usize, usize),
        mut left_out: &[(usize, usize)],
        scope: &Scope<'a>,
    ) -> (Vec<Mention>, Vec<Name>) {
        let tokens = self.tokens;
        let (mut found, mut files, mut bound) = (Vec::new(), Vec::new(), Vec::new());
        let (mut at, mut arguments) = (from, (0, 0));
        while at < to {
            if let Some(((out, behind), rest)) = left_out.split_first()
                && *out <= at
            {
                (at, left_out) = (at.max(*behind), rest);
                continue;
            }
            if let Some(behind) = left_out_attribute(&tokens, &self.names, at) {
                at = behind;
                continue;
            }
            let place = at;
            at += 1;
            if tokens.is(place, TokenKind::Str) {
                let string = tokens.raw(place);
                found.extend(captured(string).map(|name| (("", MentionForm::Bare, name), false)));
                files.extend(file_name(string));
                continue;
            }
            let name = tokens.ident(place);
            match word(&tokens, place) {
                _ if name.is_empty() => {}
                Word::Declaration if tokens.raw(place - 1) == "fn" => arguments = self.arguments(place, to),
                Word::Declaration => {}
                Word::Binding => bound.push(name),
                Word::Use(usage) if usage.form == MentionForm::Key => {
                    if (arguments.0..arguments.1).contains(&place) {
                        bound.push(name);
                    }
                }
                Word::Use(usage) => {
                    let owner = place.checked_sub(3).filter(|_| usage.form == MentionForm::Path);
                    let owner = owner.map_or("", |at| tokens.ident(at));
                    let owner = if owner == "Self" { scope.owner } else { owner };
                    let is_sure = usage.is_called || usage.form != MentionForm::Bare;
                    found.push(((owner, usage.form, name), is_sure));
                }
            }
        }
        bound.order();
        found.retain(|((_, _, name), is_sure)| *is_sure || bound.binary_search(name).is_err());
        found.order();
        found.dedup();
        files.order();
        files.dedup();
        let table = &mut *self.table;
        let mention = |((owner, form, name), _): ((&str, MentionForm, &str), bool)| Mention {
            name: table.name(name),
            owner: table.name(owner),
            form,
        };
        let mentions = found.into_iter().map(mention).collect();
        (mentions, files.into_iter().map(|file| self.table.name(file)).collect())
    }

    /// The tokens of the arguments of a function, whose name is at a place.
    fn arguments(&self, name: usize, end: usize) -> (usize, usize) {
        let tokens = self.tokens;
        // In the bounds of generic arguments there may be others: `F: Fn(u8)`.
        let is_open = |at: &usize| {
            tokens.is(*at, TokenKind::Open(b'('))
                && (*at == name + 1 || tokens.is(*at - 1, TokenKind::Punct(b'>')))
        };
        (name + 1..end).find(is_open).map_or((0, 0), |open| (open, tokens.close(open)))
    }
}

/// The trait of an impl whose body opens at a token: `Display` of `impl<T> fmt::Display for Shop<T>`; nothing, if it has none.
fn implemented<'a>(tokens: &Tokens<'a>, at: usize, open: usize) -> &'a str {
    let (mut name, mut angles) = ("", 0_usize);
    for at in at + 1..open {
        match tokens.kind(at) {
            Some(TokenKind::Punct(b'<')) => angles += 1,
            Some(TokenKind::Punct(b'>')) if !tokens.is(at - 1, TokenKind::Punct(b'-')) => {
                angles = angles.saturating_sub(1);
            }
            Some(TokenKind::Ident) if angles == 0 => match tokens.ident(at) {
                // `for<'a>` is a part of a type.
                "for" if !tokens.is(at + 1, TokenKind::Punct(b'<')) => return name,
                "where" => return "",
                word => name = word,
            },
            _ => {}
        }
    }
    ""
}

/// The names that a format string takes from around it: `count` of `"{count:>3}"`.
fn captured(string: &str) -> impl Iterator<Item = &str> {
    string.split('{').skip(1).filter_map(|rest| {
        let end = rest.find(|letter: char| !letter.is_alphanumeric() && letter != '_')?;
        let is_name = rest[..end].starts_with(|letter: char| letter.is_alphabetic() || letter == '_');
        (is_name && rest[end..].starts_with([':', '}'])).then(|| &rest[..end])
    })
}

/// The name of the file that a string is the path of, as far as it looks like one.
fn file_name(string: &str) -> Option<&str> {
    let inner = string.trim_start_matches('r').trim_matches('#').trim_matches('"');
    let name = inner.rsplit(['/', '\\']).next()?;
    let is_path = name.contains('.') || inner.contains('/');
    let is_one = is_path && inner.len() <= 256 && name.len() > 1 && !inner.contains(['\n', '{']);
    is_one.then_some(name)
}
