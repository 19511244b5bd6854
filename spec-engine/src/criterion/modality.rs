//! The force with which a criterion demands: SHALL, SHOULD, MAY (RFC 2119), and the same in prose.

use spec_model::grammar::modality::{self, Modality};

/// The word for a modal verb in prose, and how much it binds.
pub(crate) const MODAL_PHRASES: [(&str, Modality); 25] = [
    ("is recommended", Modality::Recommended),
    ("are recommended", Modality::Recommended),
    ("is encouraged", Modality::Recommended),
    ("are encouraged", Modality::Recommended),
    ("is advised", Modality::Recommended),
    ("are advised", Modality::Recommended),
    ("is expected to", Modality::Recommended),
    ("are expected to", Modality::Recommended),
    ("is supposed to", Modality::Recommended),
    ("are supposed to", Modality::Recommended),
    ("is desirable", Modality::Recommended),
    ("is preferred", Modality::Recommended),
    ("would be nice", Modality::Recommended),
    ("nice to have", Modality::Recommended),
    ("is able to", Modality::Optional),
    ("are able to", Modality::Optional),
    ("is allowed to", Modality::Optional),
    ("are allowed to", Modality::Optional),
    ("is permitted to", Modality::Optional),
    ("are permitted to", Modality::Optional),
    ("is optional", Modality::Optional),
    ("are optional", Modality::Optional),
    ("is not required to", Modality::Free),
    ("does not have to", Modality::Free),
    ("do not have to", Modality::Free),
];

/// Returns the force of a modal verb or phrase. `None`: it is none.
pub(crate) fn modality(modal: &str) -> Option<Modality> {
    let modal = modal.to_lowercase();
    if let Some((_, modality)) = MODAL_PHRASES.iter().find(|(phrase, _)| *phrase == modal) {
        return Some(*modality);
    }
    let first = modal.split_whitespace().next()?;
    Some(match first {
        "need" | "needn't" => Modality::Free,
        "shan't" | "mustn't" | "has" | "have" | "needs" | "is" | "are" => Modality::Required,
        "ought" | "shouldn't" | "recommended" => Modality::Recommended,
        // Who may not do something must not do it.
        "may" | "can" if modal.ends_with("not") => Modality::Required,
        _ => modality::modal(first)?.modality,
    })
}
