//! The rungs of the ladder, and the verdict on one criterion.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use spec_model::diagnostic::Location;
use spec_model::hash::FastMap;
use spec_model::index::IndexVec;
use spec_model::order::Order as _;
use spec_model::spec::{Id, Proposal};
use spec_model::waiver::Waiver;

use crate::links::{Link, Role, TestState};

spec_model::index_type! {
    /// A verdict of an answer.
    pub struct VerdictIx;
}

/// The open change of OpenSpec that a criterion is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposed {
    /// The name of the change.
    pub change: String,
    /// It takes the criterion away.
    pub removes: bool,
}

impl Proposed {
    /// Reads the meaning of a requirement's proposal for its criteria.
    pub(crate) fn of(proposal: &Proposal) -> Self {
        Self { change: proposal.change.clone(), removes: proposal.removes }
    }
}

/// The progress of one criterion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The feature of its document.
    pub feature: String,
    /// Its canonical id.
    pub id: Id,
    /// Has a criterion of another feature the same id?
    pub is_id_shared: bool,
    /// Its words.
    pub text: String,
    /// Its place: its document, and all of its bytes there.
    pub location: Location,
    /// The best that any test shows.
    pub rung: Rung,
    /// The rung that `spec.toml` demands of it, if it demands one.
    pub required: Option<Rung>,
    /// The rung that the baseline knows it to stand on: there it may stay, but not below.
    pub known_rung: Option<Rung>,
    /// The way in which it is verified instead of by a test, if `spec.toml` says so.
    pub waiver: Option<Waiver>,
    /// The tests that verify it, best first, then the items that implement it.
    pub links: Vec<Arc<Link>>,
    /// The relation of it and its tests to those that people accepted.
    pub acceptance: Acceptance,
    /// The open change that adds, modifies or removes it.
    pub proposed: Option<Proposed>,
}

/// The relation of a criterion and its tests to those that people accepted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Acceptance {
    /// They are as accepted, or nobody accepts anything here.
    #[default]
    Accepted,
    /// It or one of its tests is new, and nobody has accepted that yet.
    New,
    /// It or one of its tests says something else than was accepted.
    Suspect,
}

impl Acceptance {
    /// The word for it, in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::New => "new",
            Self::Suspect => "suspect",
        }
    }

    /// The word beside a rung. Of what is new, only a proof needs one: it rests on a test that nobody accepted.
    pub fn mark(self, rung: Rung) -> Option<&'static str> {
        match self {
            Self::Suspect => Some("suspect"),
            Self::New if rung == Rung::Proven => Some("not accepted"),
            Self::Accepted | Self::New => None,
        }
    }
}

impl Verdict {
    /// The name for people: its id, with the feature where another feature has the same id.
    pub fn name(&self) -> Cow<'_, str> {
        shown_id(&self.feature, self.id.as_str(), self.is_id_shared)
    }

    /// Does it, or one of its tests, say something else than was accepted?
    pub fn is_suspect(&self) -> bool {
        self.acceptance == Acceptance::Suspect
    }

    /// May it stand on a rung, as far as the baseline says? A test that fails is never known.
    pub fn is_known_on(&self, rung: Rung) -> bool {
        rung != Rung::Failing && self.known_rung.is_some_and(|known_rung| rung >= known_rung)
    }

    /// Has it a stub and nothing better that would run, and the baseline knows? Then the stub may fail.
    pub fn has_known_stub(&self) -> bool {
        let is_stub = |link: &Arc<Link>| link.item.role == Role::Verifies(TestState::Stub);
        self.rung < Rung::Tested && self.is_known_on(self.rung) && self.links.iter().any(is_stub)
    }
}

/// Shows people the id of a criterion, with its feature where another feature has the same id.
pub fn shown_id<'a>(feature: &str, id: &'a str, is_shared: bool) -> Cow<'a, str> {
    if is_shared { Cow::Owned(format!("{feature}/{id}")) } else { Cow::Borrowed(id) }
}

/// Finds the ids that criteria of several features have.
pub(crate) fn mark_shared_ids(verdicts: &mut IndexVec<VerdictIx, Verdict>) {
    let mut features: FastMap<&str, (&str, bool)> = FastMap::default();
    for Verdict { feature, id, .. } in verdicts.iter() {
        let (first, is_shared) = features.entry(id.as_str()).or_insert((feature, false));
        *is_shared |= first != feature;
    }
    let is_shared = |verdict: &Verdict| features.get(verdict.id.as_str()).is_some_and(|(_, shared)| *shared);
    let shared: Vec<_> = verdicts.iter().map(is_shared).collect();
    for (verdict, is_shared) in verdicts.into_iter().zip(shared) {
        verdict.is_id_shared = is_shared;
    }
}

/// The rungs of the ladder, worst to best. Those up to [`Rung::Tested`] are told without running a test, the others by the
/// evidence that a run leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rung {
    /// No test verifies the criterion.
    Untested,
    /// Only stubs do.
    Stub,
    /// Only ignored tests (and stubs) do.
    Ignored,
    /// A test that would run does; nothing is known of it yet.
    Tested,
    /// A test that verifies it fails.
    Failing,
    /// Every test that verifies it passes.
    Passing,
    /// One of them has run code that implements it.
    Exercised,
    /// They fail when that code is knocked out.
    Proven,
    /// Beside the ladder: it is verified otherwise than by a test. It meets every demand, and never counts as proven.
    Waived,
}

impl Rung {
    /// Every rung, worst first; `waived`, which is beside the ladder, last.
    pub const ALL: [Self; 9] = [
        Self::Untested,
        Self::Stub,
        Self::Ignored,
        Self::Tested,
        Self::Failing,
        Self::Passing,
        Self::Exercised,
        Self::Proven,
        Self::Waived,
    ];

    /// The order in which people read them: the best first, and `waived` last.
    pub fn best_first() -> impl Iterator<Item = Self> {
        let (waived, ladder) = Self::ALL.split_last().unwrap_or((&Self::Waived, &[]));
        ladder.iter().rev().copied().chain([*waived])
    }

    /// The word for it, in text and JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Untested => "untested",
            Self::Stub => "stub",
            Self::Ignored => "ignored",
            Self::Tested => "tested",
            Self::Failing => "failing",
            Self::Passing => "passing",
            Self::Exercised => "exercised",
            Self::Proven => "proven",
            Self::Waived => "waived",
        }
    }
}

impl fmt::Display for Rung {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The rung that the links of a criterion lift it to. They are put in order: tests before code, the best test first.
pub(crate) fn rung(links: &mut [Arc<Link>]) -> Rung {
    links.order_by_key(|link| std::cmp::Reverse(worth(link.item.role)));
    match links.first().map(|link| link.item.role) {
        Some(Role::Verifies(TestState::Live)) => Rung::Tested,
        Some(Role::Verifies(TestState::Ignored | TestState::Elsewhere)) => Rung::Ignored,
        Some(Role::Verifies(TestState::Stub)) => Rung::Stub,
        _ => Rung::Untested,
    }
}

/// Returns the worth of a link for its criterion: tests before code, the best test first.
fn worth(role: Role) -> u8 {
    match role {
        Role::Verifies(TestState::Live) => 4,
        Role::Verifies(TestState::Elsewhere) => 3,
        Role::Verifies(TestState::Ignored) => 2,
        Role::Verifies(TestState::Stub) => 1,
        Role::Implements => 0,
    }
}
