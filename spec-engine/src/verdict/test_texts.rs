//! Finds the text of tests, of what they use, and of the code beside them.

use std::borrow::Cow;
use std::cell::RefCell;
use std::path::Path;
use std::sync::Arc;

use memchr::memmem;
use spec_model::hash::{FastMap, FastSet};
use spec_model::properties;
use spec_model::source::Span;

use crate::findings::rule::Builds;
use crate::ladder::Verdict;
use crate::links::{self, FileLinks, Link, Role, ScanOptions, TestState};
use crate::snapshot::{ReachedSource, Snapshot};
use crate::thin::{TestSources, ThinReason, may_copy, reasons};

/// More criteria than these on one test, and its failure says of none of them that it is broken.
const MAX_CRITERIA: usize = 3;

/// The texts of the tests of a snapshot.
pub(super) struct TestTexts<'a> {
    snapshot: &'a Snapshot,
    /// The number of criteria of each test that names too many, by its file and its place there.
    crowded: FastMap<(&'a Path, usize), usize>,
    /// Those of them that were reported: each is once, at the first criterion that has no other test.
    reported: RefCell<FastSet<(Arc<Path>, usize)>>,
    /// Files whose helpers were looked for, where nothing was accepted.
    scanned: RefCell<FastMap<Arc<Path>, FileLinks>>,
}

impl<'a> TestTexts<'a> {
    pub(super) fn new(snapshot: &'a Snapshot) -> Self {
        let mut crowded = FastMap::default();
        for source in &snapshot.sources {
            let of_item = source.file.links.chunk_by(|one, other| one.item.span == other.item.span);
            for links in of_item.filter(|links| links.len() > MAX_CRITERIA) {
                let criteria = links.iter().filter(|link| properties::named(&link.id).is_none());
                let number = criteria.map(|link| &*link.id).collect::<FastSet<_>>().len();
                if number > MAX_CRITERIA {
                    crowded.insert((&*source.file.path, links[0].item.span.start), number);
                }
            }
        }
        Self { snapshot, crowded, reported: RefCell::default(), scanned: RefCell::default() }
    }

    /// Returns the reasons why the tests of a criterion are thin, given its words.
    pub(super) fn reasons(&self, text: &str, verdict: &Verdict) -> Vec<ThinReason> {
        let tests: Vec<&Arc<Link>> = verdict.links.iter().filter(|link| is_live(link)).collect();
        let mut sources = self.sources(&tests, &verdict.links);
        let mut found = reasons(text, &sources);
        // If nothing was accepted, nobody has looked for the helpers of the tests.
        if !found.is_empty() && tests.iter().any(|test| test.item.tokens.is_empty()) {
            tests.iter().for_each(|test| self.look_for_helpers(test, &mut sources));
            found = reasons(text, &sources);
        }
        found.extend(self.crowded(&tests));
        found
    }

    /// Says that a test verifies many criteria, if that is all that verifies this one.
    fn crowded(&self, tests: &[&Arc<Link>]) -> Option<ThinReason> {
        let of = |test: &&Arc<Link>| self.crowded.get(&(&*test.location.path, test.item.span.start)).copied();
        let number = tests.iter().map(of).collect::<Option<Vec<_>>>()?.into_iter().next()?;
        let place = (Arc::clone(&tests[0].location.path), tests[0].item.span.start);
        if !self.reported.borrow_mut().insert(place) {
            return None;
        }
        Some(ThinReason::new(
            format!("its test verifies {number} criteria at once, so a failure does not say which is broken"),
            "give this criterion a test of its own",
        ))
    }

    fn sources<'s>(&'s self, tests: &[&'s Arc<Link>], links: &'s [Arc<Link>]) -> TestSources<'s> {
        let mut sources = TestSources::default();
        for test in tests {
            if test.item.tokens.is_empty() {
                let text = self.text(test).filter(|text| text.contains("fn "));
                sources.is_partial |= text.is_none();
                sources.tests.extend(text.map(Cow::Borrowed));
                continue;
            }
            sources.tests.push(Cow::Borrowed(&*test.item.tokens));
            let own = test.item.helpers.iter().flat_map(|helpers| helpers.iter());
            for helper in own.chain(self.snapshot.beyond.of(test)) {
                // A file that is no source is known by its hash alone.
                sources.is_partial |= helper.path.is_empty();
                sources.helpers.push(Cow::Borrowed(&*helper.tokens));
            }
        }
        // Most tests work nothing out.
        if may_copy(&sources.tests) {
            let code = links.iter().filter(|link| link.item.role == Role::Implements);
            sources.code = code.filter_map(|link| self.text(link)).map(Cow::Borrowed).collect();
        }
        sources
    }

    /// The source of the item of a link.
    fn text(&self, link: &Link) -> Option<&'a str> {
        let Span { start, end } = link.item.span;
        std::str::from_utf8(self.snapshot.text(&link.location.path)?.get(start..end)?).ok()
    }

    /// Adds what a test uses of its file. What it may use of others makes the sources partial.
    fn look_for_helpers(&self, test: &Link, sources: &mut TestSources<'_>) {
        let path = &test.location.path;
        let Some(ReachedSource { file, builds, .. }) = self.snapshot.source(path) else { return };
        let has = |word: &[u8]| memmem::find(&file.text, word).is_some();
        let is_all_tests = *builds == Builds::Tests;
        sources.is_partial |= has(b"_snapshot!")
            || has(b"include_")
            || has(b"read_to_string")
            || is_all_tests && (!file.modules.is_empty() || has(b"crate::") || has(b"super::"));
        let mut scanned = self.scanned.borrow_mut();
        let links = scanned.entry(Arc::clone(path)).or_insert_with(|| {
            let own = &self.snapshot.workspace.packages[file.package].own_names;
            links::scan_with(
                path,
                &String::from_utf8_lossy(&file.text),
                ScanOptions { own, with_words: true },
            )
        });
        let known = links.links.iter().find(|link| link.item.span == test.item.span);
        sources.is_partial |= known.is_none();
        for helper in known.into_iter().flat_map(|link| link.item.helpers.iter()).flat_map(|all| all.iter()) {
            if is_all_tests || helper.is_for_tests {
                sources.helpers.push(Cow::Owned(helper.tokens.to_string()));
            }
        }
    }
}

fn is_live(link: &Link) -> bool {
    link.item.role == Role::Verifies(TestState::Live)
}
