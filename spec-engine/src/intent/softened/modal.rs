//! Modals: SHALL, SHOULD, MAY (RFC 2119), and the same in prose.

use super::softening::{Softening, SofteningKind, excerpt};
use spec_model::grammar::modality::Modality;

use crate::criterion::modality::modality;
use crate::criterion::statement::Statement;

pub(super) fn compare(before: &Statement<'_>, now: &Statement<'_>, found: &mut Vec<Softening>) {
    let weaker = |found: &mut Vec<Softening>, old: &str, new: &str| {
        // A plain statement must hold.
        let was = if old.is_empty() { Some(Modality::Required) } else { modality(old) };
        let (Some(was), Some(is)) = (was, modality(new)) else { return };
        if is < was {
            let message = match old {
                "" => format!("`{}` was added", excerpt(new)),
                old => format!("`{}` became `{}`", excerpt(old), excerpt(new)),
            };
            found.push(Softening { kind: SofteningKind::Modal, message });
        }
    };
    weaker(found, before.modal, now.modal);
    // A ban and a duty are another matter in general. But who only strikes out the `not` allows what was forbidden.
    if modality(before.modal) == modality(now.modal) && is_turned(before, now) {
        let message = if before.modal.eq_ignore_ascii_case(now.modal) {
            "`never` is gone".to_owned()
        } else {
            format!("`{}` became `{}`", excerpt(before.modal), excerpt(now.modal))
        };
        found.push(Softening { kind: SofteningKind::Modal, message });
        return;
    }
    // Each further sentence has its own.
    if before.responses.len() == now.responses.len() {
        for (old, new) in before.responses.iter().zip(&now.responses).skip(1) {
            weaker(found, old.modal().unwrap_or_default(), new.modal().unwrap_or_default());
        }
    }
}

/// Is a prohibition an order now, with all other words as they were?
fn is_turned(before: &Statement<'_>, now: &Statement<'_>) -> bool {
    let words = |statement: &Statement<'_>| -> Vec<String> {
        let parts = statement.lead.iter().chain(&statement.conditions).chain(statement.asked());
        let words = parts.flat_map(|text| text.words.iter().map(|(word, _)| word.clone()));
        words.chain(statement.rows.iter().map(|row| (*row).to_owned())).collect()
    };
    // The subject and the verb are one part, with the modal verb between them.
    let (mut old, new) = (words(before), words(now));
    let is_not = |word: &String| matches!(&**word, "not" | "never");
    if !before.is_negative() || now.is_negative() || old.iter().filter(|word| is_not(word)).count() != 1 {
        return false;
    }
    old.retain(|word| !is_not(word));
    old == new
}
