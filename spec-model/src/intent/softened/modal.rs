//! SHALL, SHOULD, MAY (RFC 2119).

use super::statement::Statement;
use super::{Kind, Softening, told};

/// How much a modal verb binds: it must, it should, it may. `None`: it is none.
fn strength(modal: &str) -> Option<u8> {
    let modal = modal.to_lowercase();
    let is_negative = modal.ends_with("not");
    Some(match modal.split_whitespace().next()? {
        "shall" | "must" | "will" | "cannot" | "shan't" | "mustn't" | "has" | "have" | "needs" | "is"
        | "are" => 3,
        "should" | "ought" | "shouldn't" | "recommended" => 2,
        // Who may not do something must not do it.
        "may" | "can" if is_negative => 3,
        "may" | "might" | "can" | "could" => 1,
        _ => return None,
    })
}

pub(super) fn compare(before: &Statement<'_>, now: &Statement<'_>, found: &mut Vec<Softening>) {
    let mut weaker = |old: &str, new: &str| {
        // What is simply said to be so must be so.
        let was = if old.is_empty() { Some(3) } else { strength(old) };
        let (Some(was), Some(is)) = (was, strength(new)) else { return };
        if is < was {
            let message = match old {
                "" => format!("`{}` was added", told(new)),
                old => format!("`{}` became `{}`", told(old), told(new)),
            };
            found.push(Softening { kind: Kind::Modal, message });
        }
    };
    weaker(before.modal, now.modal);
    // Each further sentence has its own.
    if before.responses.len() == now.responses.len() {
        for (old, new) in before.responses.iter().zip(&now.responses).skip(1) {
            weaker(old.modal().unwrap_or_default(), new.modal().unwrap_or_default());
        }
    }
}
