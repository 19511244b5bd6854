//! Finds the names that a file gives to the attribute `spec` and the macro `pending`.

use std::collections::HashSet;

use spec_model::source::Span;

use super::attributes::{Attribute, Tokens};
use super::lexer::TokenKind;

/// The crate that the attribute comes from.
const CRATE: &str = "spec_runtime";

/// The names that the `use` declarations of a file give, wherever they stand: a rename counts in the whole file.
#[derive(Clone, Debug, Default)]
pub(super) struct Names<'a> {
    /// Names of the crate beside its own.
    roots: HashSet<&'a str>,
    /// Bare names of the attribute beside its own.
    attributes: HashSet<&'a str>,
    /// Bare names of `pending!` beside its own.
    pending: HashSet<&'a str>,
    /// The attribute `spec` was imported from another crate: its name, and where.
    pub(super) foreign: Option<(&'a str, Span)>,
    /// The attribute is passed on under another name, which other files may use: that name, and where.
    pub(super) passed_on: Option<(&'a str, Span)>,
}

impl<'a> Names<'a> {
    /// `runtimes`: the names under which the package knows the crate.
    pub(super) fn of(tokens: &Tokens<'a>, runtimes: &'a [String]) -> Self {
        let mut names = Self { roots: runtimes.iter().map(String::as_str).collect(), ..Self::default() };
        // Names of the crate first: `use spec_runtime as sr; use sr::spec as s;` may come in any order.
        let mut leaves = Vec::new();
        for at in tokens.words(&["use", "extern"]) {
            self::leaves(tokens, at, &mut leaves);
        }
        for leaf in &leaves {
            if leaf.length == 1 && names.is_crate(leaf.root) {
                names.roots.insert(leaf.name);
            }
        }
        // Nothing else has both: so begins a file of stubs in a package that knows the crate under another name.
        let brings = |root: &str, last: &str| {
            leaves.iter().any(|leaf| leaf.length == 2 && leaf.root == root && leaf.last == last)
        };
        let runtime = leaves
            .iter()
            .find(|leaf| leaf.length == 2 && leaf.last == "pending" && brings(leaf.root, "spec"));
        names.roots.extend(runtime.map(|leaf| leaf.root));
        for leaf in &leaves {
            names.add(leaf);
        }
        names
    }

    fn add(&mut self, leaf: &Leaf<'a>) {
        if leaf.length < 2 {
            return;
        }
        let ours = self.is_root(leaf.root);
        match leaf.last {
            "spec" if ours && leaf.name == "spec" => {}
            "spec" if ours => {
                self.attributes.insert(leaf.name);
                if leaf.public {
                    self.passed_on = Some((leaf.name, leaf.span));
                }
            }
            "pending" if ours => drop(self.pending.insert(leaf.name)),
            _ if leaf.name == "spec" && !ours => self.foreign = Some((leaf.root, leaf.span)),
            _ => {}
        }
    }

    fn is_root(&self, root: &str) -> bool {
        matches!(root, "crate" | "self" | "super") || self.is_crate(root)
    }

    fn is_crate(&self, root: &str) -> bool {
        root == CRATE || self.roots.contains(root)
    }

    /// Is it our attribute?
    pub(super) fn is_spec(&self, attribute: &Attribute<'_>) -> bool {
        if attribute.length == 1 {
            match attribute.name {
                "spec" => self.foreign.is_none(),
                name => self.attributes.contains(name),
            }
        } else {
            attribute.name == "spec" && self.is_root(attribute.root)
        }
    }

    /// Is it an attribute of the name `spec` that is imported from another crate?
    pub(super) fn is_foreign(&self, attribute: &Attribute<'_>) -> bool {
        attribute.length == 1 && attribute.name == "spec" && self.foreign.is_some()
    }

    /// Is it a name of the macro `pending`?
    pub(super) fn is_pending(&self, name: &str) -> bool {
        name == "pending" || self.pending.contains(name)
    }
}

/// One name that a `use` declaration brings in.
struct Leaf<'a> {
    /// The first and the last word of its path, and how many there are.
    root: &'a str,
    last: &'a str,
    length: usize,
    name: &'a str,
    public: bool,
    span: Span,
}

/// Adds the names that the declaration at a `use` or `extern` brings in: its tree without its braces.
fn leaves<'a>(tokens: &Tokens<'a>, at: usize, leaves: &mut Vec<Leaf<'a>>) {
    let mut at = at;
    let public = at > 0 && (tokens.ident(at - 1) == "pub" || tokens.is(at - 1, TokenKind::Close(b')')));
    if tokens.raw(at) == "extern" {
        at += 1;
        if tokens.ident(at) != "crate" {
            return;
        }
    }
    at += 1;
    let mut path: Vec<&'a str> = Vec::new();
    // The length of the path when each brace was opened.
    let mut depths: Vec<usize> = Vec::new();
    let mut add = |path: &mut Vec<&'a str>, name: Option<&'a str>, at: usize| {
        drop_self(path);
        let (root, last) =
            (path.first().copied().unwrap_or_default(), path.last().copied().unwrap_or_default());
        let name = name.unwrap_or(last);
        leaves.push(Leaf { root, last, length: path.len(), name, public, span: tokens.all[at].span() });
    };
    while let Some(kind) = tokens.kind(at) {
        match kind {
            // Another declaration, which is read by itself: this one is not closed.
            TokenKind::Ident if matches!(tokens.raw(at), "use" | "extern") => break,
            TokenKind::Ident if tokens.ident(at) == "as" => {
                let name = tokens.ident(at + 1);
                add(&mut path, Some(name), at + 1 - usize::from(name.is_empty()));
                path.truncate(depths.last().copied().unwrap_or(0));
                at += 1;
            }
            TokenKind::Ident => {
                path.push(tokens.ident(at));
                let goes_on = tokens.is(at + 1, TokenKind::Punct(b':')) || tokens.ident(at + 1) == "as";
                if !goes_on {
                    add(&mut path, None, at);
                    path.truncate(depths.last().copied().unwrap_or(0));
                }
            }
            TokenKind::Open(b'{') => depths.push(path.len()),
            TokenKind::Close(b'}') => {
                if depths.pop().is_none() {
                    break;
                }
                path.truncate(depths.last().copied().unwrap_or(0));
            }
            TokenKind::Punct(b':' | b',' | b'*') => {}
            _ => break,
        }
        at += 1;
    }
}

/// `use a::b::{self}` brings in `b`.
fn drop_self(path: &mut Vec<&str>) {
    if path.len() > 1 && path.last() == Some(&"self") {
        path.pop();
    }
}
