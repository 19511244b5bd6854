//! Modal verbs of other languages.

use spec_model::grammar::modality::Modality;

use super::softening::{Softening, SofteningKind, excerpt};
use crate::criterion::foreign::modal_verbs;

/// Compares two wordings that have no modal verb of English.
pub(super) fn compare(before: &str, now: &str, found: &mut Vec<Softening>) {
    let (old, new) = (modal_verbs(before), modal_verbs(now));
    let message = match (&*old, &*new) {
        // A plain statement must hold.
        ([], [one]) if one.modality < Modality::Required => format!("`{}` was added", excerpt(&one.word)),
        _ if old.len() == new.len() => {
            let mut pairs = old.iter().zip(&new);
            let Some((old, new)) = pairs.find(|(old, new)| new.modality < old.modality) else { return };
            if old.word == new.word {
                format!("`{}` obliges to less, as the words around it say", excerpt(&new.word))
            } else {
                format!("`{}` became `{}`", excerpt(&old.word), excerpt(&new.word))
            }
        }
        _ => return,
    };
    found.push(Softening { kind: SofteningKind::Modal, message });
}
