//! Scans a Rust file for links.

use std::cell::{OnceCell, RefCell};
use std::ops::Range;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use memchr::memmem;

use spec_model::conflict;
use spec_model::diagnostic::{Diagnostic, Location};
use spec_model::grammar::literal::string_value;
use spec_model::source::{Position, Span};

use super::attributes::{Attribute, Tokens};
use super::calls::{MacroCall, calls, is_called};
use super::condition::{Cfg, Condition};
use super::doubt;
use super::expansion::{Base, Expansion};
use super::findings;
use super::helpers::Helpers;
use super::imports::Names;
use super::items::{Surroundings, implementor, is_item, item};
use super::lexer::{self, Flaw, Lexed, TokenKind};
use super::macros::Macros;
use super::modules::{may_include, modules};
use super::normal;
use super::place::Cursor;
use super::standing::{Enclosing, macro_of, unreachable};
use super::{FileLinks, Link, LinkedItem, OwnNames, Role, Runs, TestState, Unnoticed};

thread_local! {
    /// The tokens of the file at hand: one allocation serves all files of a thread.
    static LEXED: RefCell<Lexed> = RefCell::default();
}

/// May a file have links, or include other files? Asked of its bytes, before anything else is done with them: a file that
/// has neither costs only this look.
pub fn concerns(bytes: &[u8]) -> bool {
    may_link(bytes) || may_include(bytes)
}

fn may_link(bytes: &[u8]) -> bool {
    // Made once: there are many files, and most are small.
    static SPEC: LazyLock<memmem::Finder<'static>> = LazyLock::new(|| memmem::Finder::new("spec"));
    SPEC.find(bytes).is_some()
}

/// The things to be found in a file.
#[derive(Clone, Copy, Debug)]
pub struct ScanOptions<'a> {
    /// The names that the package has of its own.
    pub own: &'a OwnNames,
    /// Is it asked what the tests say, and what they use? Only who compares that with a lock asks.
    pub with_words: bool,
}

/// Finds every link of a Rust file, and the files that it includes.
pub fn scan(path: &Arc<Path>, text: &str) -> FileLinks {
    scan_with(path, text, ScanOptions { own: &OwnNames::default(), with_words: true })
}

/// As [`scan`], with options.
pub fn scan_with(path: &Arc<Path>, text: &str, options: ScanOptions<'_>) -> FileLinks {
    let ScanOptions { own, with_words } = options;
    let may_link = may_link(text.as_bytes());
    if !may_link && !may_include(text.as_bytes()) {
        return FileLinks::default();
    }
    LEXED.with_borrow_mut(|lexed| {
        let flaw = lexer::lex(text, lexed);
        let may_conflict = lexed.may_conflict;
        let tokens = Tokens::new(text, lexed);
        let found = FileLinks { modules: modules(&tokens), ..FileLinks::default() };
        if !may_link {
            return found;
        }
        let mut scanner = Scanner {
            cursor: Cursor::new(path, text),
            tokens,
            test_attributes: &own.test_attributes,
            with_words,
            names: Names::of(&tokens, &own.runtimes),
            surroundings: Surroundings::default(),
            enclosing: Enclosing::default(),
            pending: OnceCell::new(),
            for_tests: Vec::new(),
            tests: Vec::new(),
            macros: OnceCell::new(),
            calls: OnceCell::new(),
            base: Base::default(),
            expansion: None,
            found,
        };
        scanner.run();
        if with_words {
            scanner.helpers();
        }
        let is_token = |at: usize| {
            let token = tokens.all.binary_search_by_key(&at, |token| token.start as usize);
            token.is_ok_and(|token| matches!(tokens.all[token].kind, TokenKind::Punct(_)))
        };
        if let Some(mark) = may_conflict.then(|| conflict::mark(text, is_token)).flatten() {
            scanner.push(mark, conflict::finding("the source"));
        }
        if let Some(flaw) = flaw {
            scanner.flaw(flaw);
        }
        scanner.found
    })
}

/// As [`scan_with`], where other files define macros that the file calls: `definitions` is the text of them.
pub(crate) fn scan_beside(
    path: &Arc<Path>,
    text: &str,
    definitions: &str,
    options: ScanOptions<'_>,
) -> FileLinks {
    let mut found = scan_with(path, &format!("{text}\n{definitions}"), options);
    let is_own = |location: &Location| location.span.start < text.len();
    found.links.retain(|link| is_own(&link.location));
    found.diagnostics.retain(|finding| finding.location.as_ref().is_none_or(is_own));
    found
}

/// The tokens of an item of a file, given its first byte: of a test, what [`LinkedItem::tokens`] is. Nothing if no item begins there.
pub fn tokens_at(text: &str, start: usize) -> String {
    LEXED.with_borrow_mut(|lexed| {
        lexer::lex(text, lexed);
        let tokens = Tokens::new(text, lexed);
        let Some(first) = tokens.all.iter().position(|token| token.start as usize == start) else {
            return String::new();
        };
        let mut behind = first;
        while tokens.is(behind, TokenKind::Punct(b'#')) && tokens.is(behind + 1, TokenKind::Open(b'[')) {
            behind = (tokens.close(behind + 1) + 1).min(tokens.all.len());
        }
        normal::normal(&tokens, &Names::of(&tokens, &[]), first, &item(&tokens, behind))
    })
}

pub(super) struct Scanner<'a> {
    pub(super) cursor: Cursor<'a>,
    pub(super) tokens: Tokens<'a>,
    /// The attributes that the settings say make a test.
    pub(super) test_attributes: &'a [String],
    /// Is it asked what the tests say?
    pub(super) with_words: bool,
    pub(super) names: Names<'a>,
    pub(super) surroundings: Surroundings<'a>,
    pub(super) enclosing: Enclosing,
    /// The calls of `pending!`; looked for when there is a test.
    pub(super) pending: OnceCell<Vec<usize>>,
    /// The tokens between which everything is there for tests alone.
    pub(super) for_tests: Vec<(usize, usize)>,
    /// The tests, each with its links and its tokens.
    pub(super) tests: Vec<(Range<usize>, (usize, usize))>,
    /// The macros of the file; looked for when a link stands in the input of one.
    pub(super) macros: OnceCell<Macros<'a>>,
    /// The calls of its own macros; looked for when a test stands in the body of one.
    pub(super) calls: OnceCell<Vec<MacroCall>>,
    /// The facts of the file about the place of these tokens, if a macro has made them.
    pub(super) base: Base,
    /// The macro whose input is looked at, if it was expanded.
    pub(super) expansion: Option<Expansion<'a>>,
    pub(super) found: FileLinks,
}

/// The text for a linked item of which only a macro knows what it becomes.
pub(crate) const OF_A_MACRO: &str = "a part of the input of a macro";

impl<'a> Scanner<'a> {
    pub(super) fn run(&mut self) {
        if let Some((name, span)) = self.names.passed_on {
            self.push(span, findings::passed_on(name));
        }
        let mut attributes = Vec::new();
        // The tokens before it have been looked at.
        let mut at = 0;
        for &landmark in self.tokens.landmarks {
            let landmark = landmark as usize;
            if landmark < at {
                continue;
            }
            at = landmark;
            self.surroundings.advance(&self.tokens, at);
            attributes.clear();
            if self.begins_inner_attribute(at) {
                self.tokens.attribute(at + 1, &mut attributes);
                if self.is_never(&attributes) {
                    self.surroundings.never_here(self.tokens.all.len());
                }
                if self.is_for_tests(&attributes) {
                    self.surroundings.for_tests_here(self.tokens.all.len());
                    self.for_tests.push((at, self.surroundings.close().unwrap_or(self.tokens.all.len())));
                }
                // The number of cases of the tests of a `proptest!` block.
                let of_block = attributes.iter().find(|attribute| attribute.name == "proptest_config");
                if let (Some(attribute), Some(open)) = (of_block, at.checked_sub(1)) {
                    self.surroundings.conditional(attribute.arguments, self.tokens.close(open));
                }
                for condition in self.conditions(&attributes) {
                    self.surroundings.conditional_here(condition, self.tokens.all.len());
                }
            }
            if !self.begins_attribute(at) {
                continue;
            }
            while self.begins_attribute(at) {
                self.tokens.attribute(at, &mut attributes);
                at = (self.tokens.close(at + 1) + 1).min(self.tokens.all.len());
            }
            self.attributes(&attributes, landmark, at);
        }
    }

    /// `#![…]`
    fn begins_inner_attribute(&self, at: usize) -> bool {
        self.tokens.is(at, TokenKind::Punct(b'#'))
            && self.tokens.is(at + 1, TokenKind::Punct(b'!'))
            && self.tokens.is(at + 2, TokenKind::Open(b'['))
    }

    /// Do attributes leave out of every build what they are on?
    fn is_never(&self, attributes: &[Attribute<'a>]) -> bool {
        attributes.iter().any(|attribute| {
            let (start, end) = attribute.arguments;
            attribute.name == "cfg" && self.tokens.predicate(start, end) == Condition::Never
        })
    }

    /// Do attributes leave what they are on out of every build but that of tests: `cfg(test)`, `cfg(all(test, …))`?
    fn is_for_tests(&self, attributes: &[Attribute<'a>]) -> bool {
        attributes.iter().any(|attribute| {
            let (start, end) = attribute.arguments;
            attribute.name == "cfg" && self.tokens.needs_test(start, end)
        })
    }

    /// The conditions under which attributes have it compiled what they are on, but those that always hold.
    fn conditions(&self, attributes: &[Attribute<'a>]) -> Vec<(usize, usize)> {
        let cfgs = attributes.iter().filter(|attribute| attribute.name == "cfg" && attribute.length == 1);
        let may_fail =
            |(start, end): &(usize, usize)| self.tokens.predicate(*start, *end) != Condition::Always;
        cfgs.map(|attribute| attribute.arguments).filter(may_fail).collect()
    }

    /// The conditions of what stands here, as a part of what its tests say: those of which nobody knows whether they hold.
    pub(super) fn conditions_here(&self) -> String {
        let is_unknown =
            |&(start, end): &(usize, usize)| self.tokens.predicate(start, end) == Condition::Unknown;
        let own = normal::conditions(&self.tokens, self.surroundings.conditions().filter(is_unknown));
        format!("{}{own}", self.base.conditions)
    }

    /// The conditions under which what stands here is compiled.
    pub(super) fn under_here(&self) -> Vec<Cfg> {
        let tokens = self.tokens;
        let is_cfg = |&(start, _): &(usize, usize)| start >= 2 && tokens.ident(start - 2) == "cfg";
        let own = self.surroundings.conditions().filter(is_cfg);
        let own = own.map(|(start, end)| Cfg::read(&tokens, start, end));
        self.base.under.iter().cloned().chain(own).collect()
    }

    /// Returns the conditions under which a test runs that has these attributes.
    fn runs(&mut self, attributes: &[Attribute<'a>], first: usize) -> Runs {
        let tokens = self.tokens;
        let mut under = self.under_here();
        let (mut makes, mut needs_harness, mut tool) = (Vec::new(), self.surroundings.is_tests(), None);
        for attribute in attributes {
            let (start, end) = attribute.arguments;
            let not_applied = || attribute.applies(&tokens).map(|applies| Cfg::Not(Box::new(applies)));
            match attribute.name {
                "cfg" if attribute.length == 1 => {
                    let predicate = Cfg::read(&tokens, start, end);
                    under.push(Cfg::Any(not_applied().into_iter().chain([predicate]).collect()));
                }
                "ignore" if attribute.condition == Condition::Unknown => under.extend(not_applied()),
                // Ignored by all but another tool: `cfg_attr(not(miri), ignore)`.
                "ignore" => {
                    let predicate = attribute.predicate(&tokens).filter(Cfg::names_a_tool);
                    under.extend(predicate.map(|predicate| Cfg::Not(Box::new(predicate))));
                }
                _ if attribute.makes_a_test(&tokens, &[]) => {
                    needs_harness = true;
                    makes.push(attribute.applies(&tokens).unwrap_or(Cfg::All(Vec::new())));
                    if attribute.root == "kani" {
                        tool = Some("cargo kani");
                    }
                }
                _ => {}
            }
        }
        if !makes.is_empty() {
            under.push(Cfg::Any(makes));
        }
        under.retain(|cfg| cfg.condition() != Condition::Always);
        let around = self.enclosing.around(&tokens, first);
        let body = around.iter().find(|&&open| macro_of(&tokens, open) == Some("macro_rules"));
        let uncalled_macro = body.map(|&open| tokens.ident(open - 1)).filter(|name| {
            let macros = self.macros.get_or_init(|| Macros::of(&tokens));
            let calls = self.calls.get_or_init(|| calls(&tokens, |name| macros.defines(name)));
            !is_called(name, calls)
        });
        let uncalled_macro = uncalled_macro.map(str::to_owned);
        // Who calls a function that says itself that it is a test is not known.
        let unreachable = || unreachable(&tokens, around, &self.surroundings);
        let never = needs_harness.then(|| self.base.never.clone().or_else(unreachable)).flatten();
        let dropped = || self.expansion.as_ref().map(Expansion::drops);
        let never = dropped().or(never);
        Runs { under, never, uncalled_macro, needs_harness, tool }
    }

    fn begins_attribute(&self, at: usize) -> bool {
        self.tokens.is(at, TokenKind::Punct(b'#')) && self.tokens.is(at + 1, TokenKind::Open(b'['))
    }

    /// Reads the attributes between two tokens, for the item behind them.
    fn attributes(&mut self, attributes: &[Attribute<'a>], first: usize, behind: usize) {
        let (never, for_tests) = (self.is_never(attributes), self.is_for_tests(attributes));
        let has_links = attributes.iter().any(|attribute| self.names.is_spec(attribute));
        let conditions = self.conditions(attributes);
        if !has_links && !never && !for_tests && conditions.is_empty() {
            self.foreign(attributes);
            return;
        }
        let item = item(&self.tokens, behind);
        if never && let Some((_, close)) = item.body {
            self.surroundings.never(close);
        }
        let is_for_tests = for_tests || self.surroundings.is_for_tests();
        if for_tests && let Some((open, close)) = item.body {
            self.surroundings.for_tests(close);
            self.for_tests.push((open, close));
        }
        // A block is a branch of `cfg_if!`.
        let is_module = item.keyword == "mod" || self.tokens.is(behind, TokenKind::Open(b'{'));
        if let Some((_, close)) = item.body.filter(|_| is_module) {
            for condition in conditions {
                self.surroundings.conditional(condition, close);
            }
        }
        if !has_links {
            self.foreign(attributes);
            return;
        }
        self.expand_around(first);
        if self.is_expanded(attributes) {
            return;
        }
        let name = if item.keyword == "impl" { implementor(&self.tokens, behind) } else { item.name };
        let path = Arc::from(self.surroundings.path(name));
        let end_token = item.end.clamp(first + 1, self.tokens.all.len());
        let end = self.tokens.all[end_token - 1].end as usize;
        let span = Span::new(self.tokens.all[first].start as usize, end);
        let span = self.base.span(&self.tokens, (first, item.end)).unwrap_or(span);
        let makes_a_test = |attribute: &Attribute<'_>| {
            (attribute.condition != Condition::Never || attribute.root == "kani")
                && attribute.makes_a_test(&self.tokens, self.test_attributes)
        };
        let is_test =
            item.keyword == "fn" && (attributes.iter().any(makes_a_test) || self.surroundings.is_tests());
        let expects_panic = attributes.iter().any(|attribute| attribute.name == "should_panic");
        let (tokens, mut runs) = (OnceCell::new(), None);
        let known = self.found.links.len();
        for attribute in attributes {
            if !self.names.is_spec(attribute) {
                continue;
            }
            let is_test = is_test || item.keyword == "fn" && self.says_test(attribute);
            if is_test && runs.is_none() {
                runs = Some(Arc::new(self.runs(attributes, first)));
            }
            let runs = runs.clone().filter(|_| is_test);
            let role = match &runs {
                Some(runs) => {
                    let never = never && runs.tool.is_none() || attribute.condition == Condition::Never;
                    Role::Verifies(self.state(attributes, never, runs, item.body))
                }
                None => Role::Implements,
            };
            if attribute.condition == Condition::Unknown {
                self.push(attribute.span, findings::conditional());
                continue;
            }
            if let (Role::Implements, Some(expansion)) = (role, &self.expansion) {
                let finding = findings::left_out(expansion.name);
                self.push(attribute.span, finding);
                continue;
            }
            let unnoticed = self.unnoticed(attribute);
            let is_of_a_macro = !is_item(item.keyword) && self.is_in_a_macro(first);
            let unseen = if is_of_a_macro { Some(OF_A_MACRO) } else { item.unseen() };
            let path = Arc::clone(&path);
            let tokens: Arc<str> = match role {
                Role::Implements => Arc::default(),
                Role::Verifies(_) if !self.with_words => Arc::default(),
                Role::Verifies(_) => Arc::clone(tokens.get_or_init(|| {
                    (self.conditions_here() + &normal::normal(&self.tokens, &self.names, first, &item)).into()
                })),
            };
            self.ids(
                attribute,
                &LinkedItem {
                    path,
                    span,
                    ids_at: None,
                    role,
                    tokens,
                    helpers: None,
                    expects_panic,
                    doubt: match role {
                        Role::Implements => doubt::of_code(&self.tokens, first..end_token, item.keyword),
                        Role::Verifies(_) => doubt::of_test(&self.tokens, first..end_token, attributes),
                    },
                    is_for_tests,
                    is_linked_for_tests: attribute
                        .predicate(&self.tokens)
                        .is_some_and(|cfg| cfg.needs_test()),
                    unseen,
                    unnoticed,
                    runs,
                },
            );
        }
        self.join_ids(known);
        if tokens.get().is_some() {
            let end = item.end.min(self.tokens.all.len());
            self.tests.push((known..self.found.links.len(), (first, end)));
        }
    }

    /// Gives each link of an item the places of all its ids. `first`: the number of its first link.
    fn join_ids(&mut self, first: usize) {
        let links = &mut self.found.links[first..];
        if links.len() < 2 {
            return;
        }
        let ids_at: Arc<[Position]> = links.iter().map(|link| link.location.start).collect();
        // Nobody else has seen them yet.
        for link in links.iter_mut().filter_map(Arc::get_mut) {
            link.item.ids_at = Some(Arc::clone(&ids_at));
        }
    }

    /// Finds out what the tests use.
    fn helpers(&mut self) {
        if self.tests.is_empty() {
            return;
        }
        let mut helpers = Helpers::of(self.tokens);
        for (links, tokens) in &self.tests {
            let is_for_tests =
                |at: usize| self.for_tests.iter().any(|&(open, close)| open <= at && at < close);
            let used = helpers.used_by(&self.names, &mut self.cursor, *tokens, is_for_tests);
            for link in used.iter().flat_map(|_| links.clone()) {
                // Nobody else has seen it yet.
                if let Some(link) = Arc::get_mut(&mut self.found.links[link]) {
                    link.item.helpers.clone_from(&used);
                }
            }
        }
    }

    /// The ids that an attribute names.
    fn ids(&mut self, attribute: &Attribute<'a>, item: &LinkedItem) {
        let (mut at, end) = attribute.arguments;
        if at >= end {
            self.malformed(attribute.span, "`#[spec]` names no criterion");
        }
        while at < end {
            let comma = self.tokens.until_comma(at, end);
            let token = self.tokens.all[at];
            let literal = self.tokens.raw(at);
            match (token.kind, comma - at) {
                (TokenKind::Str, 1) if self.is_expanded_at(token) => {}
                (TokenKind::Str, 1) => match string_value(literal) {
                    Some(id) => {
                        let location = self.cursor.location(token.span());
                        self.found.links.push(Arc::new(Link { id, location, item: item.clone() }));
                    }
                    None => self.malformed(token.span(), "this string has an escape that Rust does not know"),
                },
                (TokenKind::Punct(b'$'), _) => self.push(attribute.span, findings::of_a_macro()),
                (TokenKind::Punct(b','), _) => {
                    self.malformed(token.span(), "an id is missing before the comma");
                }
                (TokenKind::Ident, _) if self.tokens.is_unnoticed(at) => {}
                (TokenKind::Ident, 1) if self.tokens.ident(at) == "test" => {}
                _ => {
                    let last = self.tokens.all[(comma.max(at + 1) - 1).min(end - 1)];
                    let span = Span::new(token.start as usize, last.end as usize);
                    self.malformed(span, "`#[spec]` takes ids as string literals");
                }
            }
            at = comma + 1;
        }
    }

    /// Does an attribute of ours say itself that it stands on a test: `#[spec("REQ-1.2", test)]`?
    fn says_test(&self, attribute: &Attribute<'a>) -> bool {
        let (mut at, end) = attribute.arguments;
        while at < end {
            let comma = self.tokens.until_comma(at, end);
            if comma == at + 1 && self.tokens.ident(at) == "test" {
                return true;
            }
            at = comma + 1;
        }
        false
    }

    /// Reads the changes that may go unnoticed by an attribute.
    fn unnoticed(&mut self, attribute: &Attribute<'a>) -> Option<Arc<[Unnoticed]>> {
        let (start, end) = attribute.arguments;
        let mut all = Vec::new();
        let tokens = self.tokens;
        for at in (start..end).filter(|&at| tokens.is_unnoticed(at)) {
            match tokens.unnoticed(at, end) {
                Ok(unnoticed) => all.push(unnoticed),
                Err(span) => self.push(span, findings::malformed_unnoticed()),
            }
        }
        (!all.is_empty()).then(|| all.into())
    }

    fn malformed(&mut self, span: Span, message: &str) {
        self.push(span, findings::malformed(message));
    }

    /// An attribute of our name that comes from another crate.
    fn foreign(&mut self, attributes: &[Attribute<'a>]) {
        let Some((root, _)) = self.names.foreign else { return };
        let foreign = attributes.iter().find(|attribute| {
            let (start, end) = attribute.arguments;
            self.names.is_foreign(attribute) && (start..end).any(|at| self.tokens.is(at, TokenKind::Str))
        });
        if let Some(attribute) = foreign {
            self.push(attribute.span, findings::foreign(root));
        }
    }

    /// Returns the worth of a test.
    fn state(
        &self,
        attributes: &[Attribute<'a>],
        never: bool,
        runs: &Runs,
        body: Option<(usize, usize)>,
    ) -> TestState {
        let ignored = attributes.iter().any(|attribute| {
            attribute.name == "ignore" && attribute.length == 1 && attribute.condition == Condition::Always
        });
        if never || ignored || runs.tool.is_none() && self.surroundings.is_never() {
            return TestState::Ignored;
        }
        let (open, close) = body.unwrap_or((0, 0));
        let pending = self.pending.get_or_init(|| {
            let is_call = |&at: &usize| {
                self.tokens.is(at + 1, TokenKind::Punct(b'!')) && self.names.is_pending(self.tokens.ident(at))
            };
            (0..self.tokens.all.len()).filter(is_call).collect()
        });
        let next = pending.partition_point(|&at| at < open);
        if pending.get(next).is_some_and(|&at| at < close) { TestState::Stub } else { TestState::Live }
    }

    fn flaw(&mut self, flaw: Flaw) {
        let (message, span) = match flaw {
            Flaw::UnclosedString(span) => ("a string is never closed", span),
            Flaw::UnclosedComment(span) => ("a comment is never closed", span),
            Flaw::Unbalanced(span) => ("a bracket has no partner", span),
        };
        self.push(span, findings::unlexable(message));
    }

    pub(super) fn push(&mut self, span: Span, diagnostic: Diagnostic) {
        let location = self.cursor.location(span);
        self.found.diagnostics.push(diagnostic.located(location));
    }
}
