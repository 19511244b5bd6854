//! The one lexicon of English: word lists, and the common form of a word's forms.
//!
//! A list of words stands here, unless it is the table of one rule. Words of other languages are in
//! `foreign`, and the words of documents are in `grammar::words` of `spec-model`.

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

/// Words that a name can do without.
pub const ARTICLES: [&str; 3] = ["a", "an", "the"];

/// The words that people use for the subject of a document.
const SYSTEMS: [&str; 8] = ["system", "application", "app", "it", "service", "software", "program", "tool"];

/// Names that are one word, though a capital is inside.
pub const NAMES: &[&str] = &[
    "devops",
    "dynamodb",
    "github",
    "gitlab",
    "graphql",
    "hubspot",
    "javascript",
    "linkedin",
    "macos",
    "mongodb",
    "mysql",
    "nosql",
    "openapi",
    "openid",
    "paypal",
    "postgresql",
    "powershell",
    "sqlite",
    "typescript",
    "websocket",
    "websockets",
    "wordpress",
    "youtube",
];

/// Verbs that people join with `and`: `validate the input and return an error`.
const COMMON_VERBS: &str = "\
    abort accept achieve acquire add allow answer append apply assign authenticate authorize avoid block cancel \
    classify clear close compute continue convert create decrypt delete deliver deny deserialize detect disable \
    discard display emit enable encrypt enforce ensure establish evaluate exit expose extract fail generate hide \
    highlight identify ignore include indicate inform initialize insert invalidate keep leave list load log \
    maintain mark notify offer omit open overwrite parse perform permit persist preserve prevent print proceed \
    prompt provide publish raise read recalculate receive reconnect record redirect refuse reject release reload \
    remain remove rename render replace report request require reset resolve respond restore restrict resume \
    retain retrieve retry return revert revoke save send serialize set show skip start stop store suggest \
    terminate throw trigger update use validate verify wait warn write";

/// Verbs that are nouns as well, or adjectives: they are verbs before an article and the like.
const OTHER_VERBS: &str = "\
    alert apply batch call capture check complete count describe document download escape explain export filter \
    focus follow format group handle import increase limit link lock match move navigate order output place \
    position process queue rank reference refresh rotate run scale score select sign sort split submit switch sync \
    tag test track unlock upload warn work wrap";

/// Words that stand before what is done to, and are no verbs.
const DETERMINERS: &str = "a all an any each every how it its no on that the their them this to which with";

/// Words that begin a phrase or a clause that the words before it can do without.
const PHRASES: &str = "\
    about according across after against allowing along and around as asking at based because before \
    between but by containing covering describing during except explaining following for from having if \
    in including indicating instead into listing matching of on onto or over per showing so specifying \
    stating than that through to under unless until upon using via when whenever where whether which \
    while who whose with within without";

/// Words that something must follow.
const HANGING: &str = "\
    able according all and any are as at be been both but by can current did do does due each either \
    every fewer for from greater has have how if in includes including indicating into is its larger \
    longer more no not of older on only or other per shall smaller so than that their to up using via \
    was were what when whether which who will with without";

/// Lists of which one is enough.
pub(crate) const CHOICES: [&str; 7] =
    ["one of", "any of", "either", "at least one of", "one or more of", "some of", "or"];

/// Words behind which something is only named as an example.
pub(crate) const EXAMPLES: [&str; 3] = ["e . g", "e.g", "for example"];

/// Phrases that make an example of what stands behind them.
pub(crate) const LIKE: [&str; 7] =
    ["such as", "e . g .", "e.g", "for example", "for instance", "or similar", "like"];

/// Phrases that ask for one thing more.
pub(crate) const BESIDE: [&str; 6] =
    ["including", "along with", "together with", "as well as", "in addition to", "accompanied by"];

/// Verbs of an answer.
pub(crate) const ANSWERS: [&str; 8] =
    ["return", "returns", "respond", "responds", "reply", "replies", "answer", "answers"];

/// Verbs of a permission: whoever accepts either accepts both.
pub(crate) const PERMITS: [&str; 8] =
    ["accept", "accepts", "allow", "allows", "permit", "permits", "let", "lets"];

/// The words behind the `or` of a bound: `or more`.
pub(crate) const BOUNDS: [&str; 11] =
    ["more", "less", "fewer", "better", "higher", "lower", "later", "earlier", "equal", "above", "below"];

/// May a word stand before the verb?
pub fn is_adverb(word: &str) -> bool {
    const ADVERBS: &[&str] =
        &["also", "always", "first", "instead", "never", "only", "still", "then", "therefore", "thus"];
    ADVERBS.contains(&word)
        || word.len() > 4
            && word.ends_with("ly")
            && !["apply", "reply", "comply", "supply", "multiply", "rely"].contains(&word)
}

/// Does a word stand before a noun, or for one?
pub fn is_determiner(word: &str) -> bool {
    is_among(DETERMINERS, word) || is_among("he i she they we you", word)
}

/// Is the word a verb that people join with `and`, before a word that may be its object?
pub fn is_joined_verb(word: &str, next: &str) -> bool {
    let is_determined = is_among(DETERMINERS, next);
    is_among(COMMON_VERBS, word) || is_determined && is_among(OTHER_VERBS, word)
}

/// Does a word begin a phrase or a clause that the words before it can do without?
pub fn begins_phrase(word: &str) -> bool {
    is_among(PHRASES, word)
}

/// Must something follow a word?
pub fn hangs(word: &str) -> bool {
    is_among(HANGING, word)
}

/// Does it name the thing that a document is about?
pub fn is_system(word: &str) -> bool {
    SYSTEMS.contains(&word)
}

fn is_among(words: &str, word: &str) -> bool {
    words.split(' ').any(|other| other == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_that_are_joined_are_known_as_whole_words() {
        for verb in ["accept", "discard", "wait", "write"] {
            assert!(is_joined_verb(verb, "errors"), "{verb}");
        }
        for other in ["", "accep", "accept add", "user", "writes"] {
            assert!(!is_joined_verb(other, "the"), "{other:?}");
        }
        assert!(is_joined_verb("explain", "the") && !is_joined_verb("document", "types"));
        for verbs in [COMMON_VERBS, OTHER_VERBS, DETERMINERS, PHRASES, HANGING] {
            assert!(verbs.split(' ').is_sorted() && !verbs.contains("  "));
        }
    }
}
