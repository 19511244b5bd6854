//! Modal verbs of other languages.

use spec_model::grammar::modality::Modality;

use super::softening::{Softening, SofteningKind};
use crate::criterion::foreign::modalities;

/// Compares two wordings that have no modal verb of English.
pub(super) fn compare(before: &str, now: &str, found: &mut Vec<Softening>) {
    let (old, new) = (modalities(before), modalities(now));
    let is_weaker = match (&*old, &*new) {
        // What is simply said to be so must be so.
        ([], [one]) => *one < Modality::Required,
        _ => old.len() == new.len() && old.iter().zip(&new).any(|(old, new)| new < old),
    };
    if is_weaker {
        let message = "the modal verb obliges to less".to_owned();
        found.push(Softening { kind: SofteningKind::Modal, message });
    }
}
