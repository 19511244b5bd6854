//! How much a criterion asks for: SHALL, SHOULD, MAY (RFC 2119), and what says the same in prose.

/// What must be done, as people write it.
pub(crate) const MODALS: [&str; 10] =
    ["shall", "must", "will", "should", "ought to", "may", "might", "can", "cannot", "could"];

/// What stands for a modal verb in prose, and how much it binds.
pub(crate) const MODAL_PHRASES: [(&str, u8); 25] = [
    ("is recommended", 2),
    ("are recommended", 2),
    ("is encouraged", 2),
    ("are encouraged", 2),
    ("is advised", 2),
    ("are advised", 2),
    ("is expected to", 2),
    ("are expected to", 2),
    ("is supposed to", 2),
    ("are supposed to", 2),
    ("is desirable", 2),
    ("is preferred", 2),
    ("would be nice", 2),
    ("nice to have", 2),
    ("is able to", 1),
    ("are able to", 1),
    ("is allowed to", 1),
    ("are allowed to", 1),
    ("is permitted to", 1),
    ("are permitted to", 1),
    ("is optional", 1),
    ("are optional", 1),
    ("is not required to", 0),
    ("does not have to", 0),
    ("do not have to", 0),
];

/// How much a modal verb binds: it must, it should, it may. `None`: it is none.
pub(crate) fn strength(modal: &str) -> Option<u8> {
    let modal = modal.to_lowercase();
    if let Some((_, strength)) = MODAL_PHRASES.iter().find(|(phrase, _)| *phrase == modal) {
        return Some(*strength);
    }
    let is_negative = modal.ends_with("not");
    Some(match modal.split_whitespace().next()? {
        // Nothing is asked for.
        "need" | "needn't" => 0,
        "shall" | "must" | "will" | "cannot" | "shan't" | "mustn't" | "has" | "have" | "needs" | "is"
        | "are" => 3,
        "should" | "ought" | "shouldn't" | "recommended" => 2,
        // Who may not do something must not do it.
        "may" | "can" if is_negative => 3,
        "may" | "might" | "can" | "could" => 1,
        _ => return None,
    })
}
