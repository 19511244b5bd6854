//! The words that take from what a criterion asks for, in the languages of the documents.

use std::collections::HashMap;
use std::sync::LazyLock;

/// The weight of a word by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Strength {
    /// With the id of a criterion beside it, it takes from that.
    Limits,
    /// It may do so.
    Qualifies,
}

use Strength::{Limits, Qualifies};

/// The words and phrases in small letters.
const WORDS: &[(&str, Strength)] = &[
    ("only", Limits),
    ("solely", Limits),
    ("exclusively", Limits),
    ("except", Limits),
    ("excepted", Limits),
    ("exception", Limits),
    ("exceptions", Limits),
    ("exempt", Limits),
    ("exempted", Limits),
    ("exempts", Limits),
    ("exemption", Limits),
    ("exemptions", Limits),
    ("exclude", Limits),
    ("excluded", Limits),
    ("excludes", Limits),
    ("excluding", Limits),
    ("deferred", Limits),
    ("defer", Limits),
    ("postponed", Limits),
    ("not before", Limits),
    ("no earlier than", Limits),
    ("not until", Limits),
    ("until", Limits),
    ("unless", Limits),
    ("optional", Limits),
    ("not binding", Limits),
    ("non-binding", Limits),
    ("nonbinding", Limits),
    ("not mandatory", Limits),
    ("non-mandatory", Limits),
    ("not required", Limits),
    ("not enforced", Limits),
    ("suspended", Limits),
    ("waived", Limits),
    ("withdrawn", Limits),
    ("on hold", Limits),
    ("out of scope", Limits),
    ("not apply", Limits),
    ("not applicable", Limits),
    ("no longer", Limits),
    ("not yet", Limits),
    ("may be ignored", Limits),
    ("can be ignored", Limits),
    ("may be skipped", Limits),
    ("can be skipped", Limits),
    ("apart from", Limits),
    ("with the exception", Limits),
    ("limited to", Limits),
    ("restricted to", Limits),
    ("relaxed", Limits),
    ("obsolete", Limits),
    ("superseded", Limits),
    ("non-normative", Limits),
    ("not normative", Limits),
    ("nice to have", Limits),
    ("nice-to-have", Limits),
    ("later", Qualifies),
    ("optionally", Qualifies),
    ("other than", Qualifies),
    ("informative", Qualifies),
    ("informational", Qualifies),
    ("deprecated", Qualifies),
    ("draft", Qualifies),
    ("proposed", Qualifies),
    ("proposal", Qualifies),
    ("rejected", Qualifies),
    ("abandoned", Qualifies),
    ("cancelled", Qualifies),
    ("canceled", Qualifies),
    ("retired", Qualifies),
    ("inactive", Qualifies),
    ("disabled", Qualifies),
    ("paused", Qualifies),
    ("parked", Qualifies),
    ("future", Qualifies),
    ("planned", Qualifies),
    ("aspirational", Qualifies),
    ("best effort", Qualifies),
    ("best-effort", Qualifies),
    ("where possible", Qualifies),
    ("if possible", Qualifies),
    ("where practical", Qualifies),
    ("temporarily", Qualifies),
    ("temporary", Qualifies),
    ("for now", Qualifies),
    ("for the time being", Qualifies),
    ("pilot", Qualifies),
    ("provisional", Qualifies),
    ("tentative", Qualifies),
    ("experimental", Qualifies),
    ("stretch", Qualifies),
    ("backlog", Qualifies),
    ("icebox", Qualifies),
    ("wishlist", Qualifies),
    ("could have", Qualifies),
    ("won't have", Qualifies),
    ("recommended", Qualifies),
    ("guideline", Qualifies),
    ("guidelines", Qualifies),
    ("guidance", Qualifies),
    ("tbd", Qualifies),
    ("wip", Qualifies),
    ("phase", Qualifies),
    ("as of", Qualifies),
    ("starting", Qualifies),
    ("effective", Qualifies),
    ("applies", Qualifies),
    ("apply", Qualifies),
    ("without", Qualifies),
    ("ignore", Qualifies),
    ("ignored", Qualifies),
    ("skip", Qualifies),
    ("skipped", Qualifies),
    ("not", Qualifies),
    ("no", Qualifies),
    ("never", Qualifies),
    ("cannot", Qualifies),
    ("nur", Limits),
    ("außer", Limits),
    ("ausgenommen", Limits),
    ("ausnahme", Limits),
    ("ausnahmen", Limits),
    ("zurückgestellt", Limits),
    ("verschoben", Limits),
    ("unverbindlich", Limits),
    ("nicht verbindlich", Limits),
    ("erst ab", Limits),
    ("später", Qualifies),
    ("entwurf", Qualifies),
    ("nicht", Qualifies),
    ("seulement", Limits),
    ("uniquement", Limits),
    ("sauf", Limits),
    ("excepté", Limits),
    ("reporté", Limits),
    ("différé", Limits),
    ("facultatif", Limits),
    ("optionnel", Limits),
    ("plus tard", Qualifies),
    ("solo", Limits),
    ("sólo", Limits),
    ("solamente", Limits),
    ("excepto", Limits),
    ("salvo", Limits),
    ("aplazado", Limits),
    ("opcional", Limits),
    ("más tarde", Qualifies),
    ("apenas", Limits),
    ("somente", Limits),
    ("exceto", Limits),
    ("adiado", Limits),
    ("только", Limits),
    ("кроме", Limits),
    ("необязательно", Limits),
    ("отложено", Limits),
    ("позже", Qualifies),
    ("任意", Limits),
    ("オプション", Limits),
    ("のみ", Limits),
    ("を除く", Limits),
    ("除く", Limits),
    ("例外", Limits),
    ("延期", Limits),
    ("保留", Limits),
    ("可选", Limits),
    ("可選", Limits),
    ("仅", Limits),
    ("僅", Limits),
    ("除外", Limits),
    ("推迟", Limits),
    ("暂不", Limits),
    ("暫不", Limits),
    ("草案", Qualifies),
    ("以后", Qualifies),
    ("後で", Qualifies),
    ("선택", Limits),
    ("제외", Limits),
    ("나중", Qualifies),
];

/// The words by the first word of each; those without blanks between words by nothing.
static BY_FIRST_WORD: LazyLock<HashMap<&str, Vec<&(&str, Strength)>>> = LazyLock::new(|| {
    let mut words: HashMap<&str, Vec<_>> = HashMap::new();
    for known in WORDS {
        let first = if known.0.starts_with(is_spaced) { first_word(known.0) } else { "" };
        words.entry(first).or_default().push(known);
    }
    words
});

/// The first word of a text, in small letters, that takes from something: where it stands, and how much it says.
///
/// Common words count only if `is_about` says that the text is about criteria.
pub(super) fn find(text: &str, is_about: bool) -> Option<(usize, &'static str, Strength)> {
    let mut best: Option<(usize, &'static str, Strength)> = None;
    let mut offer = |at: usize, &(word, strength): &(&'static str, Strength)| {
        let rank = |at: usize, word: &str, strength| (strength != Limits, at, usize::MAX - word.len());
        let is_better =
            best.is_none_or(|(known_at, known, is)| rank(at, word, strength) < rank(known_at, known, is));
        if is_better && (is_about || !is_common(word)) {
            best = Some((at, word, strength));
        }
    };
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let begins = is_spaced(c) && !is_spaced(before);
        before = c;
        let known = if begins { BY_FIRST_WORD.get(first_word(&text[at..])) } else { None };
        for known in known.into_iter().flatten() {
            let is_it = text[at..].strip_prefix(known.0).is_some_and(|rest| !rest.starts_with(is_spaced));
            if is_it {
                offer(at, known);
            }
        }
    }
    if !text.is_ascii() {
        for known in BY_FIRST_WORD.get("").into_iter().flatten() {
            text.find(known.0).into_iter().for_each(|at| offer(at, known));
        }
    }
    best
}

/// The letters that a text begins with.
fn first_word(text: &str) -> &str {
    &text[..text.find(|c: char| !is_spaced(c)).unwrap_or(text.len())]
}

/// Is it a letter of a script that puts blanks between words?
fn is_spaced(c: char) -> bool {
    c.is_alphanumeric() && (c as u32) < 0x2E80
}

/// Is it a word that any sentence may have?
fn is_common(word: &str) -> bool {
    matches!(
        word,
        "not"
            | "no"
            | "never"
            | "cannot"
            | "nicht"
            | "without"
            | "apply"
            | "applies"
            | "starting"
            | "effective"
            | "as of"
            | "recommended"
            | "ignore"
            | "ignored"
            | "skip"
            | "skipped"
            | "disabled"
            | "inactive"
            | "rejected"
            | "cancelled"
            | "canceled"
            | "other than"
            | "unless"
            | "not required"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_whole_and_in_small_letters() {
        assert!(WORDS.iter().all(|(word, _)| *word == word.to_lowercase()));
        assert_eq!(find("the commonly used", true), None);
        assert_eq!(find("for regulars only", false), Some((13, "only", Limits)));
        assert_eq!(find("it is not for children", false), None);
        assert_eq!(find("it is not for children", true), Some((6, "not", Qualifies)));
        assert_eq!(find("これは任意です", false).map(|found| found.1), Some("任意"));
    }
}
