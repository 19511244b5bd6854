//! Words that several files know, and what the forms of a word have in common.

/// What must be done, as people write it.
pub(super) const MODALS: [&str; 10] =
    ["shall", "must", "will", "should", "ought to", "may", "might", "can", "cannot", "could"];

/// What stands for a modal verb in prose, and how much it binds.
pub(super) const MODAL_PHRASES: [(&str, u8); 25] = [
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

/// Words that carry no meaning of their own.
pub(super) const LITTLE: [&str; 46] = [
    "a", "an", "the", "it", "its", "they", "them", "their", "this", "that", "these", "those", "is", "are",
    "be", "was", "were", "been", "has", "have", "had", "to", "of", "in", "on", "at", "by", "for", "with",
    "and", "or", "if", "when", "while", "where", "then", "as", "do", "does", "he", "she", "who", "which",
    "also", "shall", "must",
];

/// What forms of the same word have in common.
pub(super) fn form(word: &str) -> &str {
    match word {
        "are" | "is" => "is",
        "were" | "was" => "was",
        "has" | "have" => "have",
        "a" | "an" => "a",
        "shall" | "must" | "will" => "shall",
        _ if word.len() > 3
            && !word.ends_with("ss")
            && !word.ends_with("us")
            && !word.ends_with("always") =>
        {
            // `entry`, `entries`
            if let Some(stem) = word.strip_suffix("ies").or_else(|| word.strip_suffix('y')) {
                return stem;
            }
            let stem =
                word.strip_suffix("es").filter(|stem| stem.ends_with(['x', 'h']) || stem.ends_with("ss"));
            stem.or_else(|| word.strip_suffix('s')).unwrap_or(word)
        }
        _ => word,
    }
}
