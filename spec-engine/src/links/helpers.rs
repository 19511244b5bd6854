//! Finds the helpers of a test in its own file: functions, constants and macros, and what these use. A helper counts as
//! part of its test.
//!
//! A helper is found by its name: by the nearest one that bears it, where several do. What is imported, [`crate::snapshot`] follows:
//! `outline` says what each file offers for that.

pub(crate) mod outline;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use spec_model::diagnostic::Location;
use spec_model::order::Order as _;
use spec_model::source::Span;

use super::attributes::Tokens;
use super::imports::Names;
use super::items::{begins_item, implementor, item};
use super::lexer::TokenKind;
use super::mentions::{MentionForm, Word, word};
use super::normal::normal;
use super::place::Cursor;

/// So many helpers of one test are looked at; nobody uses more.
const MAX_HELPERS: usize = 256;

/// So many things of one file are known; nobody writes more. It keeps the time for any file in bounds.
const MAX_KNOWN: usize = 8_192;

/// Something that a test uses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Helper {
    /// Its path inside the file: `tests::check`.
    pub path: Arc<str>,
    /// Its place: its keyword and its name.
    pub location: Location,
    /// Its tokens, as those of a test: [`super::LinkedItem::tokens`].
    pub tokens: Arc<str>,
    /// Is it there in test builds only, as far as its file tells?
    pub is_for_tests: bool,
}

/// A module, an impl or a trait.
struct Scope<'a> {
    name: &'a str,
    keyword: usize,
    close: usize,
    parent: Option<usize>,
    is_module: bool,
}

/// Something that can be used.
struct Candidate<'a> {
    name: &'a str,
    kind: Use,
    /// Its first token, which may be that of an attribute; its keyword; and the one behind its last.
    start: usize,
    keyword: usize,
    end: usize,
    scope: Option<usize>,
    /// The helpers that it uses itself, once somebody has asked.
    uses: Option<Vec<usize>>,
    /// The helper that it is, once it was used.
    helper: Option<Arc<Helper>>,
}

/// The way in which something is used.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    /// `check`, `cases::ALL`
    Name,
    /// `.pays`, `Shop::pays`
    Method,
    /// `check!`
    Macro,
}

/// The helpers that the tests of a file can use.
pub(super) struct Helpers<'a> {
    tokens: Tokens<'a>,
    scopes: Vec<Scope<'a>>,
    all: Vec<Candidate<'a>>,
    by_name: HashMap<&'a str, Vec<usize>>,
    /// A bit for each name that there is, and few others: most words are none, and need not be looked up.
    bits: u128,
}

/// The bit of a name.
fn bit(name: &str) -> u128 {
    let byte = |byte: Option<&u8>| usize::from(byte.copied().unwrap_or_default());
    let (first, last) = (byte(name.as_bytes().first()), byte(name.as_bytes().last()));
    1 << ((first * 31 + last * 7 + name.len()) % 128)
}

impl<'a> Helpers<'a> {
    /// Finds it.
    pub(super) fn of(tokens: Tokens<'a>) -> Self {
        let mut found =
            Self { tokens, scopes: Vec::new(), all: Vec::new(), by_name: HashMap::new(), bits: 0 };
        let mut scope: Option<usize> = None;
        for at in 0..tokens.all.len() {
            while let Some(left) = scope.filter(|&scope| at >= found.scopes[scope].close) {
                scope = found.scopes[left].parent;
            }
            // Only a word may begin an item, and these are short.
            let token = tokens.all[at];
            if token.kind != TokenKind::Ident || token.end - token.start > 11 {
                continue;
            }
            let word = tokens.raw(at);
            match word {
                "mod" | "trait" | "impl" => {
                    let name = if word == "impl" { implementor(&tokens, at) } else { tokens.ident(at + 1) };
                    let is_one = if word == "impl" { begins_item(&tokens, at) } else { !name.is_empty() };
                    if let Some((_, close)) = item(&tokens, at).body.filter(|_| is_one) {
                        let is_module = word == "mod";
                        found.scopes.push(Scope { name, keyword: at, close, parent: scope, is_module });
                        scope = Some(found.scopes.len() - 1);
                    }
                }
                "fn" => {
                    let is_method = scope.is_some_and(|scope| !found.scopes[scope].is_module);
                    found.add(at, at, if is_method { Use::Method } else { Use::Name }, scope);
                }
                // `const NAME: …`, and neither `*const T` nor `<const N: usize>`.
                "const" | "static" if begins_constant(&tokens, at) => found.add(at, at, Use::Name, scope),
                "macro_rules" if tokens.is(at + 1, TokenKind::Punct(b'!')) => {
                    found.add(at, at, Use::Macro, scope);
                }
                _ => {}
            }
        }
        found
    }

    fn add(&mut self, keyword: usize, at: usize, kind: Use, scope: Option<usize>) {
        if self.all.len() >= MAX_KNOWN {
            return;
        }
        let tokens = self.tokens;
        let item = item(&tokens, at);
        let start = first(&tokens, keyword);
        // A test is told by itself.
        if item.name.is_empty() || is_test(&tokens, start, keyword) {
            return;
        }
        let end = item.end.min(tokens.all.len());
        self.by_name.entry(item.name).or_default().push(self.all.len());
        self.bits |= bit(item.name);
        self.all.push(Candidate {
            name: item.name,
            kind,
            start,
            keyword,
            end,
            scope,
            uses: None,
            helper: None,
        });
    }

    /// Returns the helpers that a test uses, whose tokens these are, in the order of the file. `is_for_tests` says of a token whether test
    /// builds alone have it.
    pub(super) fn used_by(
        &mut self,
        names: &Names<'_>,
        cursor: &mut Cursor<'_>,
        (start, end): (usize, usize),
        is_for_tests: impl Fn(usize) -> bool,
    ) -> Option<Arc<[Arc<Helper>]>> {
        if self.all.is_empty() {
            return None;
        }
        let mut waiting = self.uses(start, end);
        waiting.truncate(MAX_HELPERS);
        let mut used: HashSet<usize> = waiting.iter().copied().collect();
        while let Some(at) = waiting.pop() {
            if used.len() >= MAX_HELPERS {
                break;
            }
            if self.all[at].uses.is_none() {
                let uses = self.uses(self.all[at].start, self.all[at].end);
                self.all[at].uses = Some(uses);
            }
            let new = self.all[at].uses.iter().flatten().copied();
            // A function of the test itself is a part of it.
            let is_outside = |at: usize| self.all[at].end <= start || end <= self.all[at].start;
            waiting.extend(new.filter(|&at| is_outside(at) && used.insert(at)));
        }
        let mut used: Vec<_> = used.into_iter().collect();
        used.order();
        let helpers = used.into_iter().map(|at| self.helper(at, names, cursor, &is_for_tests));
        let helpers: Vec<_> = helpers.collect();
        (!helpers.is_empty()).then(|| helpers.into())
    }

    /// Finds the items that some tokens use and that are not among them.
    fn uses(&self, start: usize, end: usize) -> Vec<usize> {
        let tokens = self.tokens;
        let (mut used, mut bound) = (Vec::new(), Vec::new());
        for at in start..end {
            let name = tokens.ident(at);
            if self.bits & bit(name) == 0 {
                continue;
            }
            let Some(candidates) = self.by_name.get(name).filter(|_| !name.is_empty()) else { continue };
            let usage = match word(&tokens, at) {
                Word::Binding => {
                    bound.push(name);
                    continue;
                }
                Word::Declaration => continue,
                Word::Use(usage) => usage,
            };
            let is_path = usage.form == MentionForm::Path;
            let is_it = |kind: Use| match kind {
                Use::Macro => usage.is_macro,
                Use::Method => matches!(usage.form, MentionForm::Member | MentionForm::Path),
                // Neither a field, nor the name of one.
                Use::Name => matches!(usage.form, MentionForm::Path | MentionForm::Bare),
            };
            let meant = candidates.iter().copied().filter(|&candidate| {
                let it = &self.all[candidate];
                is_it(it.kind) && (it.end <= start || end <= it.start)
            });
            let meant = self.of_type(meant.collect(), at, is_path);
            // A called name is a helper, whatever else bears it: `let shop = shop();`
            let is_sure = usage.is_called || is_path;
            used.extend(self.nearest(meant, at).into_iter().map(|candidate| (candidate, is_sure)));
        }
        let is_bound = |at: usize| bound.contains(&self.all[at].name);
        let used = used.into_iter().filter(|&(at, is_sure)| is_sure || !is_bound(at));
        let mut used: Vec<_> = used.map(|(at, _)| at).collect();
        used.order();
        used.dedup();
        used
    }

    /// Of several methods that bear one name, those of the type that a path names: `Shop::new`. If none is, all.
    fn of_type(&self, candidates: Vec<usize>, at: usize, is_path: bool) -> Vec<usize> {
        let owner = at.checked_sub(3).map_or("", |owner| self.tokens.ident(owner));
        let is_its = |candidate: &usize| {
            let scope = self.all[*candidate].scope.map(|scope| &self.scopes[scope]);
            scope.is_some_and(|scope| scope.name == owner)
        };
        if is_path && candidates.len() > 1 && candidates.iter().any(is_its) {
            return candidates.into_iter().filter(is_its).collect();
        }
        candidates
    }

    /// Of several that bear one name, those of the innermost scope that holds a token; if none does, all.
    fn nearest(&self, candidates: Vec<usize>, at: usize) -> Vec<usize> {
        if candidates.len() < 2 {
            return candidates;
        }
        let depth = |candidate: &usize| {
            let (mut scope, mut depth) = (self.all[*candidate].scope, 0);
            let holds = scope.is_none_or(|scope| self.holds(scope, at));
            while let Some(inner) = scope {
                (scope, depth) = (self.scopes[inner].parent, depth + 1);
            }
            holds.then_some(depth)
        };
        match candidates.iter().filter_map(depth).max() {
            Some(deepest) => {
                candidates.into_iter().filter(|candidate| depth(candidate) == Some(deepest)).collect()
            }
            None => candidates,
        }
    }

    fn holds(&self, scope: usize, at: usize) -> bool {
        let open = self.tokens.all.get(self.scopes[scope].close).map_or(0, |close| close.mate as usize);
        open < at && at < self.scopes[scope].close
    }

    fn helper(
        &mut self,
        at: usize,
        names: &Names<'_>,
        cursor: &mut Cursor<'_>,
        is_for_tests: impl Fn(usize) -> bool,
    ) -> Arc<Helper> {
        if let Some(known) = &self.all[at].helper {
            return Arc::clone(known);
        }
        let (tokens, it) = (self.tokens, &self.all[at]);
        let mut path = vec![it.name];
        let mut scope = it.scope;
        while let Some(inner) = scope {
            path.push(self.scopes[inner].name);
            scope = self.scopes[inner].parent;
        }
        path.reverse();
        let place = |at: usize| tokens.all[at.min(tokens.all.len() - 1)];
        let name = (it.keyword..it.end).find(|&at| tokens.ident(at) == it.name).unwrap_or(it.keyword);
        let span = Span::new(place(it.keyword).start as usize, place(name).end as usize);
        let helper = Arc::new(Helper {
            path: path.join("::").into(),
            location: cursor.location(span),
            tokens: normal(&tokens, names, it.start, &item(&tokens, it.keyword)).into(),
            is_for_tests: is_for_tests(it.keyword),
        });
        self.all[at].helper = Some(Arc::clone(&helper));
        helper
    }
}

/// Does `const` or `static` begin an item with a name?
fn begins_constant(tokens: &Tokens<'_>, at: usize) -> bool {
    let name = if tokens.ident(at + 1) == "mut" { at + 2 } else { at + 1 };
    let is_behind_type = at > 0 && matches!(tokens.raw(at - 1), "*" | "<" | "," | "&");
    !tokens.ident(name).is_empty() && tokens.is(name + 1, TokenKind::Punct(b':')) && !is_behind_type
}

/// The first token of the item whose keyword is at a place: what stands before it belongs to it, and so do its attributes.
pub(super) fn first(tokens: &Tokens<'_>, keyword: usize) -> usize {
    let mut at = keyword;
    loop {
        let Some(before) = at.checked_sub(1) else { return at };
        at = match (tokens.kind(before), tokens.raw(before)) {
            (_, "pub" | "async" | "unsafe" | "const" | "extern" | "default") => before,
            (Some(TokenKind::Str), _) if before > 0 && tokens.raw(before - 1) == "extern" => before - 1,
            (Some(TokenKind::Close(close)), _) => {
                let open = tokens.all[before].mate as usize;
                let Some(mark) = open.checked_sub(1).filter(|mark| *mark < before) else { return at };
                match (close, tokens.raw(mark)) {
                    (b')', "pub") | (b']', "#") => mark,
                    _ => return at,
                }
            }
            _ => return at,
        };
    }
}

/// Do attributes between two tokens make a test of what stands behind them?
fn is_test(tokens: &Tokens<'_>, start: usize, end: usize) -> bool {
    let (mut at, mut attributes) = (start, Vec::new());
    while at < end && tokens.is(at, TokenKind::Punct(b'#')) && tokens.is(at + 1, TokenKind::Open(b'[')) {
        tokens.attribute(at, &mut attributes);
        at = (tokens.close(at + 1) + 1).max(at + 2);
    }
    attributes.iter().any(|attribute| attribute.makes_a_test(tokens, &[]))
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::sync::Arc;

    use crate::links::scan;

    /// The helpers of the first test of a file, by their paths.
    fn check(file: &str, expect: &[&str]) {
        let path: Arc<Path> = Arc::from(Path::new("tests/a.rs"));
        let links = scan(&path, &format!("use spec_runtime::spec;\n{file}")).links;
        let helpers = links[0].item.helpers.iter().flat_map(|helpers| helpers.iter());
        assert_eq!(helpers.map(|helper| &*helper.path).collect::<Vec<_>>(), expect, "{file}");
    }

    const TEST: &str = "#[test] #[spec(\"REQ-1\")] fn t() ";

    #[test]
    fn what_a_test_uses_and_what_that_uses_is_found() {
        check(
            &format!(
                "{TEST} {{ check(1); }} fn check(n: u32) {{ ALL.iter(); }} const ALL: &[u32] = &[1]; fn other() {{}}"
            ),
            &["check", "ALL"],
        );
        check(
            &format!("{TEST} {{ each!(1); }} macro_rules! each {{ ($n:expr) => {{ assert!($n > 0) }} }}"),
            &["each"],
        );
        check(
            &format!(
                "{TEST} {{ Shop::new().pays(); }} impl Shop {{ fn new() -> Self {{}} fn pays(&self) {{}} fn closes() {{}} }}"
            ),
            &["Shop::new", "Shop::pays"],
        );
        check(&format!("{TEST} {{ one(); }} fn one() {{ two() }} fn two() {{ one() }}"), &["one", "two"]);
        check(
            &format!(
                "{TEST} {{ for _ in 0..CASES {{ Policy {{ ..POLICY }} }} }} const CASES: u32 = 9; const POLICY: P = P;"
            ),
            &["CASES", "POLICY"],
        );
        check(&format!("{TEST} {{ x.map(parse); }} pub(crate) async fn parse() {{}}"), &["parse"]);
    }

    #[test]
    fn what_only_looks_like_a_use_is_none() {
        check(
            &format!(
                "{TEST} {{ cart.total(); let price = 1; Order {{ sum: price }}; }} fn total() {{}} fn price() {{}} fn sum() {{}}"
            ),
            &[],
        );
        check(&format!("{TEST} {{ fn inner() {{}} inner(); }} fn inner() {{}}"), &["inner"]);
        check(&format!("{TEST} {{ u() }} #[test] fn u() {{}} fn v<const N: usize>(n: *const T) {{}}"), &[]);
        check(&format!("{TEST} {{ N; T; v(); }} fn v<const N: usize>(n: *const T) {{}}"), &["v"]);
    }

    #[test]
    fn a_variable_may_bear_the_name_of_what_is_called() {
        check(
            &format!(
                "{TEST} {{ let shop = shop(); {{ let check = 1; }} check(shop); }} fn shop() {{}} fn check() {{}}"
            ),
            &["shop", "check"],
        );
        check(&format!("{TEST} {{ let all = all!(1); }} macro_rules! all {{ () => {{}} }}"), &["all"]);
    }

    #[test]
    fn of_one_name_the_nearest_is_meant() {
        check(
            &format!("{TEST} {{ Foo::new(); }} impl Foo {{ fn new() {{}} }} impl Bar {{ fn new() {{}} }}"),
            &["Foo::new"],
        );
        check(
            &format!("{TEST} {{ x.pay(); }} impl Foo {{ fn pay() {{}} }} impl Bar {{ fn pay() {{}} }}"),
            &["Foo::pay", "Bar::pay"],
        );
        check(
            &format!(
                "fn check() {{}} mod a {{ fn check() {{}} {TEST} {{ check() }} }} mod b {{ fn check() {{}} }}"
            ),
            &["a::check"],
        );
        check(
            &format!("fn check() {{}} mod a {{ {TEST} {{ check() }} }} mod b {{ fn check() {{}} }}"),
            &["check"],
        );
        check(&format!("mod a {{ {TEST} {{ b::check() }} mod b {{ fn check() {{}} }} }}"), &["a::b::check"]);
    }

    #[test]
    fn what_tests_alone_have_is_reported_from_code() {
        let file = format!(
            "fn pay() {{}} #[cfg(test)] mod tests {{ {TEST} {{ pay(); check(); }} fn check() {{}} }}"
        );
        let path: Arc<Path> = Arc::from(Path::new("src/lib.rs"));
        let links = scan(&path, &format!("use spec_runtime::spec;\n{file}")).links;
        let helpers = links[0].item.helpers.as_ref().expect("there are some");
        let reported = helpers
            .iter()
            .map(|helper| (&*helper.path, helper.is_for_tests, helper.location.start.line, &*helper.tokens));
        assert_eq!(
            reported.collect::<Vec<_>>(),
            [("pay", false, 2, "fn _ ( ) { }"), ("tests::check", true, 2, "fn _ ( ) { }")]
        );
    }

    proptest::proptest! {
        #[test]
        fn any_tokens_have_helpers_or_none(text in "(fn |const |static |mod |impl |macro_rules! |pub |#\\[test\\] |[a-c] |[(){}\\[\\];:!,<>*=.] ){0,40}") {
            let path: Arc<Path> = Arc::from(Path::new("tests/a.rs"));
            let _ = scan(&path, &format!("{TEST} {{ a(); b!(); c.a(); }} {text}"));
        }
    }
}
