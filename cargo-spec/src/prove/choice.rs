//! Chooses what is tried of a function.

use spec_runtime::evidence::MutantChange;

use super::plan::KnockoutTarget;

/// One thing to try: a function of a criterion, and what is done to it.
pub(super) struct Trial<'a> {
    /// The function.
    pub(super) target: &'a KnockoutTarget<'a>,
    /// The change that is tried.
    pub(super) kind: TrialKind,
}

/// The change that is made to a function.
pub(super) enum TrialKind {
    /// One mutant, which counts.
    Each(usize),
    /// Near values of a result, of which one must be noticed: it is looked at in one way or the other.
    Near {
        /// They.
        near: Vec<usize>,
        /// Is the result told by its variant alone?
        turned: Turned,
    },
    /// Some mutants of which one is noticed; where none is, that shows nothing: nobody knows what an argument is for.
    AnyOfMaybe(Vec<usize>),
}

/// Other variants of the type, in place of that of the result: `None` for any `Some`, and `Some` for `None`.
#[derive(Default)]
pub(super) struct Turned {
    /// One of each variant, if the function returned several. Tests that look at the variant alone notice all of these.
    pub(super) variants: Vec<usize>,
    /// Other values in the same variant. Tests that look at the variant alone notice none of these.
    pub(super) inside: Vec<usize>,
}

/// Lists the trials of a function.
pub(super) fn trials<'a>(target: &'a KnockoutTarget<'a>) -> Vec<Trial<'a>> {
    let mutants = target.function.mutants.iter().enumerate();
    let mutants: Vec<_> = mutants.filter_map(|(at, mutant)| Some((at, mutant.id()?.change))).collect();
    let of =
        |change: MutantChange| mutants.iter().filter(move |(_, other)| *other == change).map(|(at, _)| *at);
    let differing = |at: &usize| target.differs(*at);
    let mut kinds: Vec<_> =
        of(MutantChange::Instead).chain(of(MutantChange::InsteadError)).map(TrialKind::Each).collect();
    let near: Vec<_> = of(MutantChange::Near).filter(differing).collect();
    let has_value = !near.is_empty() || of(MutantChange::Instead).any(|at| target.differs(at));
    // If it never returned anything but errors, they must be the right ones.
    if !of(MutantChange::InsteadError).any(|at| target.differs(at)) {
        kinds.extend(of(MutantChange::OtherError).filter(differing).map(TrialKind::Each));
    }
    let arguments: Vec<_> = of(MutantChange::Argument).collect();
    let mut turned = Turned::default();
    // Each variant makes a difference if the function returned several.
    if of(MutantChange::Turned).all(|at| target.differs(at)) {
        turned.variants = of(MutantChange::Turned).collect();
        turned.inside = of(MutantChange::Inside).filter(differing).collect();
    }
    if !near.is_empty() {
        kinds.push(TrialKind::Near { near, turned });
    }
    if !has_value && !arguments.is_empty() {
        kinds.push(TrialKind::AnyOfMaybe(arguments));
    }
    kinds.into_iter().map(|kind| Trial { target, kind }).collect()
}
