//! Word lists that several files share, and the common form of a word's forms.

use spec_model::grammar::modality::{self, Modal};

/// Words that carry no meaning of their own.
pub(crate) const LITTLE: [&str; 46] = [
    "a", "an", "the", "it", "its", "they", "them", "their", "this", "that", "these", "those", "is", "are",
    "be", "was", "were", "been", "has", "have", "had", "to", "of", "in", "on", "at", "by", "for", "with",
    "and", "or", "if", "when", "while", "where", "then", "as", "do", "does", "he", "she", "who", "which",
    "also", "shall", "must",
];

/// The words that may stand behind a number and are not what it counts.
pub(crate) const NO_NOUNS: [&str; 30] = [
    "a", "an", "and", "as", "at", "before", "after", "but", "by", "for", "from", "if", "in", "is", "of",
    "on", "or", "per", "so", "that", "the", "then", "to", "when", "while", "with", "are", "shall", "must",
    "until",
];

/// The stem that forms of the same word have in common.
pub(crate) fn form(word: &str) -> &str {
    match word {
        "are" | "is" => "is",
        "were" | "was" => "was",
        "has" | "have" => "have",
        "a" | "an" => "a",
        _ if modality::modal(word).is_some_and(Modal::is_order) => "shall",
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
