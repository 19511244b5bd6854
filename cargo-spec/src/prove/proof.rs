//! The outcome of the knock-outs of one criterion.

use std::sync::Arc;

use spec_engine::links::{Link, Unnoticed};
use spec_engine::verdict::{Rung, Verdict};
use spec_runtime::evidence::MutantChange;

use super::deep_proof::DeepProof;
use super::launch::ProcessEnd;
use crate::deep::OperatorMutant;
use crate::evidence::Implementer;

/// A criterion, and what the knock-outs of its code have shown.
#[derive(Debug)]
pub struct Proof {
    /// The criterion.
    pub verdict: Verdict,
    /// The rung where it stands now.
    pub rung: Rung,
    /// The reason why nothing was knocked out for it, if nothing was.
    pub refusal: Option<Refusal>,
    /// The percentage of the knock-outs of each function that must be noticed.
    pub threshold: u8,
    /// The implementing functions that its tests executed.
    pub items: Vec<ExecutedItem>,
    /// The links of those that its tests did not execute.
    pub not_run: Vec<Arc<Link>>,
    /// Must changed operators be caught?
    pub requires_deep: bool,
    /// The results of `--deep`, if that was asked for and its tests pass in that build.
    pub deep: Option<DeepProof>,
    /// The reason why its tests stayed as they were when its words changed, as people accepted it.
    pub tests_unchanged: Option<String>,
    /// Did one of its tests fail and pass on a retry, in the last run of all tests?
    pub was_flaky: bool,
    /// The output of one of its failed tests.
    pub output: Option<String>,
}

/// The reason why nothing was knocked out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It has no test that would run.
    NoTest,
    /// None of its tests ran.
    NotRun,
    /// A test fails without a knock-out.
    Failing(Arc<Link>),
    /// A test passed once and failed once, without a knock-out.
    Flaky(Arc<Link>),
    /// Nothing is linked to it as its implementation.
    NoImplementation,
    /// None of its tests ran any of the code that implements it.
    NotExecuted,
    /// Its only test, or code that implements it, can prove nothing: the item says why.
    InDoubt(Arc<Link>),
    /// The same tests and the same code belong to these criteria too: no run can tell them apart.
    SameAs(Vec<String>),
}

impl Refusal {
    /// The word for it, in JSON.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::NoTest => "no test",
            Self::NotRun => "not run",
            Self::Failing(_) => "failing",
            Self::Flaky(_) => "flaky",
            Self::NoImplementation => "no implementation",
            Self::NotExecuted => "not executed",
            Self::InDoubt(_) => "in doubt",
            Self::SameAs(_) => "indistinguishable",
        }
    }
}

/// An implementing function that was executed.
#[derive(Debug)]
pub struct ExecutedItem {
    /// The function.
    pub code: Implementer,
    /// The ways in which it was broken.
    pub variants: Vec<TriedVariant>,
    /// Is it unknown what it returns by itself?
    pub is_opaque: bool,
    /// The type that it returns, empty if that has no name; `None`: its body does nothing.
    pub returns: Option<String>,
}

/// A way in which an item was broken.
#[derive(Debug)]
pub struct TriedVariant {
    /// The change that was made.
    pub change: MutantChange,
    /// The value that it returned, or worked on, as it is written in Rust.
    pub label: String,
    /// The outcome of the change.
    pub outcome: KnockoutOutcome,
}

/// The outcome of a knock-out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KnockoutOutcome {
    /// A test failed.
    Caught {
        /// The end of its process.
        ended: ProcessEnd,
        /// The test.
        by: Arc<Link>,
    },
    /// All tests passed.
    Missed {
        /// The tests.
        by: Vec<Arc<Link>>,
    },
    /// All tests passed, and the source says why that is no matter.
    Accepted {
        /// The reason.
        reason: String,
    },
    /// It is what the item returned by itself each time.
    Equivalent,
}

impl ExecutedItem {
    /// Was it broken, and was as much of that noticed, or accepted, as must be? `threshold` is that in percent, of what it returns
    /// instead of its work. Of what it returns near to its result, all that is listed must be noticed.
    pub fn is_proven(&self, threshold: u8) -> bool {
        let number =
            |is: &dyn Fn(&TriedVariant) -> bool| self.variants.iter().filter(|variant| is(variant)).count();
        // That success becomes an error shows nothing of what it returns.
        let shown = number(&|variant| variant.is_settled() && variant.change != MutantChange::InsteadError);
        let missed_near = number(&|variant| variant.is_missed() && !variant.change.is_instead());
        let settled = number(&|variant| variant.is_settled() && variant.change.is_instead());
        let missed = number(&|variant| variant.is_missed() && variant.change.is_instead());
        shown > 0 && missed_near == 0 && settled * 100 >= (settled + missed) * usize::from(threshold)
    }

    /// Did a test notice that it was broken?
    pub fn is_caught(&self) -> bool {
        let is_caught = |variant: &TriedVariant| matches!(variant.outcome, KnockoutOutcome::Caught { .. });
        self.variants.iter().any(|variant| is_caught(variant) && variant.change != MutantChange::InsteadError)
    }

    /// Is there no way to break it that could count?
    pub fn is_not_tried(&self) -> bool {
        self.missed().next().is_none()
            && self.variants.iter().all(|variant| variant.change == MutantChange::InsteadError)
    }

    /// Is every value that it could be made to return what it returned by itself? An error in place of its work is none of these.
    fn is_equivalent(&self) -> bool {
        let mut values =
            self.variants.iter().filter(|variant| variant.change != MutantChange::InsteadError).peekable();
        self.missed().next().is_none()
            && values.peek().is_some()
            && values.all(|variant| variant.outcome == KnockoutOutcome::Equivalent)
    }

    /// Is it linked by a link?
    fn is_of(&self, link: &Link) -> bool {
        self.code.link.location == link.location
    }

    fn accepts(&self, variant: &str) -> bool {
        let is_it = |known: &&TriedVariant| known.label == variant;
        self.variants
            .iter()
            .find(is_it)
            .is_some_and(|it| matches!(it.outcome, KnockoutOutcome::Accepted { .. }))
    }

    /// Lists the changes that nobody noticed.
    pub fn missed(&self) -> impl Iterator<Item = &TriedVariant> {
        self.variants.iter().filter(|variant| variant.is_missed())
    }
}

impl TriedVariant {
    fn is_missed(&self) -> bool {
        matches!(self.outcome, KnockoutOutcome::Missed { .. })
    }

    /// Did a test notice it, or does the source say why it may be missed?
    pub(super) fn is_settled(&self) -> bool {
        matches!(self.outcome, KnockoutOutcome::Caught { .. } | KnockoutOutcome::Accepted { .. })
    }
}

impl Proof {
    /// The rung that it must stand on.
    pub fn required(&self) -> Rung {
        self.verdict.required.unwrap_or(Rung::Proven)
    }

    /// Does it stand too low? Not where nothing could be tried, unless the configuration says how high it must stand.
    pub fn is_below(&self) -> bool {
        let is_excused = self.verdict.required.is_none() && self.is_only_not_tried();
        self.rung < self.required() && !self.is_known() && !is_excused
    }

    /// Is all that stands in the way that there is nothing to try?
    pub fn is_only_not_tried(&self) -> bool {
        let mut unproven = self.unproven().peekable();
        self.refusal.is_none() && unproven.peek().is_some() && unproven.all(ExecutedItem::is_not_tried)
    }

    /// Does it stand lower than is required, and the baseline knows?
    pub fn is_known(&self) -> bool {
        self.rung < self.required() && self.verdict.is_known_on(self.rung)
    }

    /// Is it proven: was every function that its tests executed knocked out? Did a test notice something, and did as little go unnoticed as
    /// may?
    pub fn is_proven(&self) -> bool {
        self.refusal.is_none()
            && self.unproven().next().is_none()
            && self.items.iter().any(ExecutedItem::is_caught)
            && !self.is_kept_by_operators()
    }

    /// Do changed operators stand in the way: was one missed, or none tried, where they must be caught?
    pub fn is_kept_by_operators(&self) -> bool {
        let is_bad =
            |deep: &DeepProof| deep.refusal.is_some() || deep.missed().next().is_some() || deep.is_empty();
        self.requires_deep && self.deep.as_ref().is_some_and(is_bad)
    }

    /// Takes the results of `--deep`.
    pub fn deepen(&mut self, deep: DeepProof) {
        self.deep = Some(deep);
        if self.rung == Rung::Proven && self.is_kept_by_operators() {
            self.rung = Rung::Exercised;
        }
    }

    /// The functions that stand in the way. Those that could not make a difference do not. Those that nothing is known of do not either, if
    /// they are part of something that a test noticed.
    pub fn unproven(&self) -> impl Iterator<Item = &ExecutedItem> {
        let is_caught = |link: &Arc<Link>| self.items.iter().any(|item| item.is_of(link) && item.is_caught());
        self.items.iter().filter(move |item| {
            let is_no_matter = item.is_equivalent() || item.is_not_tried() && is_caught(&item.code.link);
            !item.is_proven(self.threshold) && !is_no_matter
        })
    }

    /// Lists the changes that a link wrongly says may go unnoticed. They are caught, or are no variant of anything that it links.
    pub fn idle(&self) -> impl Iterator<Item = (&Arc<Link>, &Unnoticed)> {
        let is_first =
            move |at: usize, link: &Arc<Link>| !self.items[..at].iter().any(|item| item.is_of(link));
        let links = self.items.iter().map(|item| &item.code.link).enumerate();
        let links = links.filter(move |(at, link)| is_first(*at, link)).map(|(_, link)| link);
        let accepted = links
            .flat_map(|link| link.item.unnoticed.iter().flat_map(|all| all.iter()).map(move |it| (link, it)));
        accepted.filter(move |(link, accepted)| {
            let name = &*accepted.variant;
            match &self.deep {
                // Nothing is known of operators that were not changed.
                None if OperatorMutant::is_label(name) => false,
                Some(deep) if OperatorMutant::is_label(name) => !deep.may_excuse(&self.verdict, link, name),
                _ => !self.items.iter().any(|item| item.is_of(link) && item.accepts(name)),
            }
        })
    }
}
