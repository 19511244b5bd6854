//! Says what a file offers to the tests of other files, and what its own tests use of others: an [`Outline`].

use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;

use spec_model::grammar::literal::string_value;
use spec_model::source::Span;

use super::{Helper, Helpers, Use, first};
use crate::links::attributes::Tokens;
use crate::links::imports::Names;
use crate::links::lexer::{self, Lexed, TokenKind};
use crate::links::mentions::{MentionForm, Word, word};
use crate::links::place::Cursor;

/// So long a string may be that names a file, in bytes.
const MAX_FILE_NAME: usize = 256;

/// The items that a file offers, and those that its tests use.
#[derive(Debug, Default)]
pub(crate) struct Outline {
    /// Its functions, constants and macros.
    pub(crate) items: Vec<OutlineItem>,
    /// The names that it imports.
    pub(crate) imports: Vec<Import>,
    /// Its inline modules: `a::b`.
    pub(crate) modules: HashSet<String>,
    /// The tests that were asked for, in their order.
    pub(crate) tests: Vec<Uses>,
}

/// A function, a constant or a macro.
#[derive(Debug)]
pub(crate) struct OutlineItem {
    /// The inline modules around it: `a::b`.
    pub(crate) module: String,
    /// The type or the trait that it is in; nothing, if it is in none.
    pub(crate) owner: String,
    pub(crate) name: String,
    pub(crate) is_macro: bool,
    pub(crate) helper: Arc<Helper>,
    pub(crate) uses: Uses,
}

/// The items that an item uses.
#[derive(Debug, Default)]
pub(crate) struct Uses {
    /// The inline modules around the item.
    pub(crate) module: String,
    /// Items of its own file.
    pub(crate) local: Vec<usize>,
    /// Paths that may lead to another file.
    pub(crate) paths: Vec<UsedPath>,
    /// The names behind a dot: methods and fields.
    pub(crate) members: Vec<String>,
    /// Strings that may name a file.
    pub(crate) files: Vec<String>,
    /// The snapshots that it is compared with: the name of each, or that of the test.
    pub(crate) snapshots: Vec<Option<String>>,
}

/// A path: `support::check`, `check!`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct UsedPath {
    pub(crate) names: Vec<String>,
    pub(crate) is_macro: bool,
}

/// A name that a file imports.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Import {
    /// The inline modules around it.
    pub(crate) module: String,
    pub(crate) path: Vec<String>,
    /// Its name here; `*`: everything.
    pub(crate) name: String,
}

/// The outline of a file. `tests` are the spans of those that are asked for. `ids` are the places of the ids in the file, in order.
pub(crate) fn outline(path: &Arc<Path>, text: &str, tests: &[Span], ids: &[usize]) -> Outline {
    let mut lexed = Lexed::default();
    lexer::lex(text, &mut lexed);
    let tokens = Tokens::new(text, &lexed);
    let names = Names::of(&tokens, &[]);
    let mut helpers = Helpers::of(tokens);
    let mut outline = Outline { modules: helpers.modules(), ..Outline::default() };
    for at in tokens.words(&["use"]) {
        let module = helpers.module_at(at);
        imports(&tokens, at, &module, &mut outline.imports);
    }
    let mut cursor = Cursor::new(path, text);
    for at in 0..helpers.all.len() {
        let (start, end, scope) = (helpers.all[at].start, helpers.all[at].end, helpers.all[at].scope);
        let owner = scope.map(|scope| &helpers.scopes[scope]).filter(|scope| !scope.is_module);
        let owner = owner.map_or("", |scope| scope.name).to_owned();
        let (name, kind) = (helpers.all[at].name.to_owned(), helpers.all[at].kind);
        let is_for_tests = helpers.is_for_tests(at);
        let uses = helpers.uses_of((start, end), &outline.imports, ids);
        let helper = helpers.helper(at, &names, &mut cursor, |_| is_for_tests);
        let (module, is_macro) = (uses.module.clone(), kind == Use::Macro);
        outline.items.push(OutlineItem { module, owner, name, is_macro, helper, uses });
    }
    for span in tests {
        let place = |offset: usize| tokens.all.partition_point(|token| (token.start as usize) < offset);
        let range = (place(span.start), place(span.end));
        outline.tests.push(helpers.uses_of(range, &outline.imports, ids));
    }
    outline
}

impl Helpers<'_> {
    /// The paths of all inline modules.
    fn modules(&self) -> HashSet<String> {
        let modules = self.scopes.iter().enumerate().filter(|(_, scope)| scope.is_module);
        modules.map(|(at, _)| self.module_of(Some(at))).collect()
    }

    /// The inline modules around a token.
    fn module_at(&self, at: usize) -> String {
        // Of those that hold it the innermost begins last.
        self.module_of((0..self.scopes.len()).rev().find(|&scope| self.holds(scope, at)))
    }

    fn module_of(&self, mut scope: Option<usize>) -> String {
        let mut names = Vec::new();
        while let Some(at) = scope {
            if self.scopes[at].is_module {
                names.push(self.scopes[at].name);
            }
            scope = self.scopes[at].parent;
        }
        names.reverse();
        names.join("::")
    }

    /// Is an item there in test builds only, as its attributes and those of the modules around it say?
    fn is_for_tests(&self, at: usize) -> bool {
        let mut keywords = vec![self.all[at].keyword];
        let mut scope = self.all[at].scope;
        while let Some(around) = scope {
            keywords.push(self.scopes[around].keyword);
            scope = self.scopes[around].parent;
        }
        keywords.into_iter().any(|keyword| needs_test(&self.tokens, keyword))
    }

    /// Finds the names that some tokens use. Of names without a path those count that are imported, and macros. An id names no file.
    fn uses_of(&self, (start, end): (usize, usize), imports: &[Import], ids: &[usize]) -> Uses {
        let tokens = self.tokens;
        let mut found =
            Uses { module: self.module_at(start), local: self.uses(start, end), ..Uses::default() };
        let has_all = imports.iter().any(|import| import.name == "*");
        let is_imported = |name: &str| has_all || imports.iter().any(|import| import.name == name);
        let is_colon = |at: usize| tokens.is(at, TokenKind::Punct(b':'));
        let mut at = start;
        while at < end.min(tokens.all.len()) {
            let place = at;
            at += 1;
            if tokens.is(place, TokenKind::Str) {
                if ids.binary_search(&(tokens.all[place].start as usize)).is_ok() {
                    continue;
                }
                found.files.extend(string_value(tokens.raw(place)).filter(|name| may_name_a_file(name)));
                continue;
            }
            let name = tokens.ident(place);
            let Word::Use(usage) = word(&tokens, place) else { continue };
            if name.is_empty() || usage.form == MentionForm::Path {
                continue;
            }
            if usage.form == MentionForm::Member {
                found.members.push(name.to_owned());
                continue;
            }
            let mut names = vec![name.to_owned()];
            while is_colon(at) && is_colon(at + 1) && !tokens.ident(at + 2).is_empty() {
                names.push(tokens.ident(at + 2).to_owned());
                at += 3;
            }
            let is_macro = tokens.is(at, TokenKind::Punct(b'!'));
            if is_macro && names.last().is_some_and(|name| name.ends_with("_snapshot")) {
                found.snapshots.extend(snapshot(&tokens, at + 1));
            } else if names.len() > 1 || is_macro || is_imported(name) {
                found.paths.push(UsedPath { names, is_macro });
            }
        }
        found
    }
}

/// The snapshot that an assertion of insta is compared with, whose bracket is at `open`: its name, or that of the test; none, if it stands
/// in the source.
fn snapshot(tokens: &Tokens<'_>, open: usize) -> Option<Option<String>> {
    let Some(TokenKind::Open(_)) = tokens.kind(open) else { return None };
    if (open..tokens.close(open)).any(|at| tokens.is(at, TokenKind::Punct(b'@'))) {
        return None;
    }
    let is_named = tokens.is(open + 1, TokenKind::Str) && tokens.is(open + 2, TokenKind::Punct(b','));
    Some(if is_named { string_value(tokens.raw(open + 1)) } else { None })
}

/// Does a string look like the name of a file?
fn may_name_a_file(text: &str) -> bool {
    let is_long = text.len() > MAX_FILE_NAME || text.len() < 3;
    let ending =
        text.rsplit(['/', '\\']).next().and_then(|name| name.rsplit_once('.')).map(|(_, ending)| ending);
    let has_ending = ending.is_some_and(|ending| {
        (1..=10).contains(&ending.len()) && ending.bytes().all(|byte| byte.is_ascii_alphanumeric())
    });
    !is_long
        && (has_ending || text.contains('/'))
        && !text.contains(['\n', '{', '*', '?', '<', '>', '|', ':'])
}

/// Do the attributes of the item at a keyword leave it out of every build but that of tests?
fn needs_test(tokens: &Tokens<'_>, keyword: usize) -> bool {
    let (mut at, mut attributes) = (first(tokens, keyword), Vec::new());
    while at < keyword && tokens.is(at, TokenKind::Punct(b'#')) && tokens.is(at + 1, TokenKind::Open(b'[')) {
        tokens.attribute(at, &mut attributes);
        at = (tokens.close(at + 1) + 1).max(at + 2);
    }
    attributes.iter().any(|attribute| {
        let (start, end) = attribute.arguments;
        attribute.name == "cfg" && tokens.needs_test(start, end)
    })
}

/// Adds the names that the declaration at a `use` brings in.
fn imports(tokens: &Tokens<'_>, at: usize, module: &str, found: &mut Vec<Import>) {
    let mut path: Vec<&str> = Vec::new();
    // The length of the path when each brace was opened.
    let mut depths: Vec<usize> = Vec::new();
    let mut add = |path: &[&str], name: &str| {
        let path =
            if path.len() > 1 && path.last() == Some(&"self") { &path[..path.len() - 1] } else { path };
        let name = if name == "self" { path.last().copied().unwrap_or_default() } else { name };
        let (module, path) = (module.to_owned(), path.iter().map(|name| (*name).to_owned()).collect());
        found.push(Import { module, path, name: name.to_owned() });
    };
    let mut at = at + 1;
    while let Some(kind) = tokens.kind(at) {
        match kind {
            TokenKind::Ident if tokens.ident(at) == "as" => {
                add(&path, tokens.ident(at + 1));
                path.truncate(depths.last().copied().unwrap_or(0));
                at += 1;
            }
            TokenKind::Ident => {
                path.push(tokens.ident(at));
                let goes_on = tokens.is(at + 1, TokenKind::Punct(b':')) || tokens.ident(at + 1) == "as";
                if !goes_on {
                    add(&path, tokens.ident(at));
                    path.truncate(depths.last().copied().unwrap_or(0));
                }
            }
            TokenKind::Open(b'{') => depths.push(path.len()),
            TokenKind::Close(b'}') => {
                depths.pop();
                path.truncate(depths.last().copied().unwrap_or(0));
            }
            TokenKind::Punct(b'*') => {
                add(&path, "*");
                path.truncate(depths.last().copied().unwrap_or(0));
            }
            TokenKind::Punct(b':' | b',') => {}
            _ => break,
        }
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imports_are_known_by_their_whole_paths() {
        let path: Arc<Path> = Arc::from(Path::new("tests/a.rs"));
        let text = "use crate::support::{self, check as c, deep::*}; mod inner { use super::x; }";
        let found = outline(&path, text, &[], &[]).imports;
        let shown = found
            .iter()
            .map(|import| format!("{}>{}={}", import.module, import.path.join("::"), import.name));
        assert_eq!(
            shown.collect::<Vec<_>>(),
            [
                ">crate::support=support",
                ">crate::support::check=c",
                ">crate::support::deep=*",
                "inner>super::x=x"
            ]
        );
    }

    #[test]
    fn a_test_uses_paths_members_files_and_snapshots() {
        let path: Arc<Path> = Arc::from(Path::new("tests/a.rs"));
        let text = "use crate::support::check; fn t() { check(1); common::b::run(); each!(2); shop.pays(); let e = include_str!(\"../x.txt\"); insta::assert_snapshot!(\"named\", e); insta::assert_debug_snapshot!(e); assert_snapshot!(e, @\"1\"); local(); }";
        let start = text.find("fn t").expect("it is there");
        let found = outline(&path, text, &[Span::new(start, text.len())], &[]);
        let uses = &found.tests[0];
        let paths: Vec<_> = uses.paths.iter().map(|path| path.names.join("::")).collect();
        assert_eq!(paths, ["check", "common::b::run", "each", "include_str"]);
        assert_eq!((&*uses.members, &*uses.files), (&["pays".to_owned()][..], &["../x.txt".to_owned()][..]));
        assert_eq!(uses.snapshots, [Some("named".to_owned()), None]);
    }

    #[test]
    fn an_id_names_no_file_and_the_same_string_elsewhere_does() {
        let path: Arc<Path> = Arc::from(Path::new("tests/a.rs"));
        let text = "#[spec(\"tea/REQ-1.2\")] fn t() { read(\"tea/REQ-1.2\"); }";
        let id = text.find('"').expect("it is there");
        let files =
            |ids: &[usize]| outline(&path, text, &[Span::new(0, text.len())], ids).tests.remove(0).files;
        assert_eq!(files(&[id]), ["tea/REQ-1.2"]);
        assert_eq!(files(&[]).len(), 2);
    }

    #[test]
    fn strings_that_name_files_have_an_ending_or_a_folder() {
        for text in ["../x.txt", "tests/data/a.json", "tests/data/plain"] {
            assert!(may_name_a_file(text), "{text}");
        }
        for text in ["it is.", "a", "{name}.txt", "https://example.org/x.txt", "words\nmore.txt"] {
            assert!(!may_name_a_file(text), "{text}");
        }
    }
}
