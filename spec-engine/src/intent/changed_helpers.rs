//! Compares what the tests of a criterion use with what they used.

use super::ItemState;
use super::attribute_order::is_same;
use super::changes::ChangeKind;
use super::renamed::Renames;
use super::weakened::{WeakeningKind as Way, weakened};

/// Tells what the tests of a criterion use that says something else. What they do not use any more, or use since, is told by themselves;
/// if they are as they were, something else has taken its name.
pub(super) fn helpers(
    old: &[ItemState],
    new: &[&ItemState],
    matched: &[Option<usize>],
    renames: &Renames<'_>,
    mut is_as_it_was: bool,
    say: &mut impl FnMut(ChangeKind),
) {
    for (before, now) in old.iter().zip(matched) {
        if let Some(now) = now.map(|at| new[at])
            && !is_same(&now.tokens, &renames.apply(&before.tokens))
        {
            // A file that is no source has no name in it, and is no test.
            let mut weakenings = match now.name.is_empty() {
                true => Vec::new(),
                false => weakened(&renames.apply(&before.tokens), &now.tokens),
            };
            // A helper that asserts nothing may return when it likes.
            weakenings
                .retain(|weakening| weakening.kind != Way::EarlyReturn || before.tokens.contains("assert"));
            say(ChangeKind::HelperChanged {
                before: Some(before.clone()),
                now: Some(now.clone()),
                weakenings,
            });
            is_as_it_was = false;
        }
    }
    if !is_as_it_was {
        return;
    }
    let gone =
        old.iter().zip(matched).filter(|(_, now)| now.is_none()).map(|(before, _)| (Some(before), None));
    // A helper in another file is not in an older lock; nor could the test use it without saying so.
    let is_beside = |helper: &ItemState| {
        let file = helper.link.as_ref().map(|link| &link.location.path);
        helper.helper.as_ref().is_none_or(|helper| file == Some(&helper.location.path))
    };
    let added = (0..new.len()).filter(|at| !matched.contains(&Some(*at)) && is_beside(new[*at]));
    let added = added.map(|at| (None, Some(new[at])));
    for (before, now) in gone.chain(added) {
        say(ChangeKind::HelperChanged { before: before.cloned(), now: now.cloned(), weakenings: Vec::new() });
    }
}
