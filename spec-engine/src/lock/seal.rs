//! The seal of an accepted criterion: tells lines that this tool wrote from lines that somebody wrote by hand.
//!
//! It covers all lines of one criterion, and no other one, so that branches which accept different criteria still merge. Where two
//! branches accept something of one criterion, `merge=union` leaves the seals of both: neither is then looked at. It finds what was
//! edited by hand, not what was made to look as if it was not.

use std::fmt::Write as _;

use spec_model::order::Order as _;
use spec_model::spec::Fingerprint;

use crate::intent::{Around, CriterionIntent, ItemState, Key};

/// The state of the seal on the lines of a criterion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seal {
    /// Not at all: an earlier version wrote them.
    Missing,
    /// As this tool wrote them.
    Whole,
    /// Two branches wrote them, and a merge kept the lines of both.
    Merged,
    /// Somebody edited them by hand.
    Broken,
}

/// The items of one kind as they are written: in the order of their files and names, each once.
pub(super) fn sorted(items: &[ItemState], is_code: bool) -> Vec<&ItemState> {
    let mut items: Vec<&ItemState> = items.iter().collect();
    items.order_by(|a, b| (&a.file, &a.name).cmp(&(&b.file, &b.name)));
    items.dedup_by(|a, b| a.is_called_as(b) && (is_code || a.tokens == b.tokens));
    items
}

/// The seal of what is written of a criterion.
pub(super) fn of(meaning: &CriterionIntent) -> Fingerprint {
    let wording = Fingerprint::as_written(&meaning.wording);
    let mut text = format!("{}\n{}\n{wording}\n", meaning.key, meaning.lineage());
    for (kind, items) in [("test", &meaning.tests), ("help", &meaning.helpers)] {
        for item in sorted(items, false) {
            let fingerprint = item.fingerprint.unwrap_or_else(|| Fingerprint::of_tokens(&item.tokens));
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{kind}\t{fingerprint}\t{}\t{}", item.file, item.name);
        }
    }
    for code in sorted(&meaning.code, true) {
        let fingerprint = code.fingerprint.map(|fingerprint| fingerprint.to_string()).unwrap_or_default();
        let _ = writeln!(text, "code\t{fingerprint}\t{}\t{}", code.file, code.name);
    }
    if let Some(context) = &meaning.context {
        let _ = writeln!(text, "near\t{}", Around::texts(context));
    }
    if let Some(waiver) = &meaning.waiver {
        let _ = writeln!(text, "waive\t{}\t{}", waiver.method, waiver.reason);
    }
    if let Some(reason) = &meaning.record.tests_unchanged {
        let _ = writeln!(text, "same\t{reason}");
    }
    Fingerprint::as_written(&text)
}

/// The seal of what is written of a criterion that is gone.
pub(super) fn of_gone(key: &Key, lineage: Fingerprint) -> Fingerprint {
    Fingerprint::as_written(&format!("{key}\n{lineage}\ngone\n"))
}
