//! Parses ranges of ids before the words of one item: `**FR-011** to **FR-013**`, `FR-1 – FR-3:`.

use super::id::{self, Form, WrittenId};
use crate::id::Id;

/// The most ids that a range may have. What is longer is a slip, or names something else.
const MOST: u64 = 100;

/// The words that may stand between the first id of a range and the last, lower-case.
pub(crate) const BETWEEN: &[&str] = &[
    "through", "thru", "until", "up to", "to", "bis", "à", "al", "a", "至", "到", "から", "...", "..", "…",
    "~", "～", "〜", "–", "—", "−", "-",
];

/// The ids behind the first one, up to the last, and what stands behind that. `rest` is the text behind the first id. Behind the last,
/// emphasis or a bracket closes, or a colon stands: `FR-1 to FR-3 are gone` is a sentence.
pub(super) fn range<'a>(first: &WrittenId, rest: &'a str) -> Option<(Vec<WrittenId>, &'a str)> {
    let (more, behind) = up_to(first, rest)?;
    let closes = behind.trim_start_matches([' ', '\t']);
    let is_closed = closes.starts_with([':', '：', '*', '_', '`', ']', ')', '】', '）']);
    is_closed.then_some((more, behind))
}

/// The ids of a text that is a range and nothing else, as cells are.
pub(crate) fn whole(text: &str) -> Option<Vec<WrittenId>> {
    let text = text.trim_start_matches(is_mark);
    let ids = id::leading(text);
    let [first] = &ids[..] else { return None };
    let (more, behind) = up_to(first, &text[first.range.end..])?;
    let is_whole = behind.trim_start_matches(is_mark).is_empty();
    is_whole.then(|| std::iter::once(first.clone()).chain(more).collect())
}

/// The ids behind the first one, up to the last, and what stands behind that.
fn up_to<'a>(first: &WrittenId, rest: &'a str) -> Option<(Vec<WrittenId>, &'a str)> {
    if first.form == Form::Number {
        return None;
    }
    let behind = rest.trim_start_matches(is_mark);
    let letter = behind.chars().next()?.to_lowercase().next()?;
    let mut between = BETWEEN.iter().filter(|between| between.starts_with(letter));
    let between = between.find(|between| begins_with(behind, between))?;
    let is_word = between.ends_with(char::is_alphabetic) && between.is_ascii();
    let behind = behind.get(between.len()..)?;
    if is_word && !behind.starts_with(is_mark) {
        return None;
    }
    let behind = behind.trim_start_matches(is_mark);
    let ids = id::leading(behind);
    let [last] = &ids[..] else { return None };
    let more = ids_between(first, last)?;
    Some((more, &behind[last.range.end..]))
}

/// Does a text begin with a word in lower case, in whatever case it is written?
fn begins_with(text: &str, word: &str) -> bool {
    let mut chars = text.chars().flat_map(char::to_lowercase);
    word.chars().all(|expect| chars.next() == Some(expect))
}

/// Emphasis, brackets and blanks around the ids of a range.
fn is_mark(c: char) -> bool {
    matches!(c, '*' | '_' | '`' | '[' | ']' | ' ' | '\t' | '\u{a0}')
}

/// The ids behind the first one, the last included.
fn ids_between(first: &WrittenId, last: &WrittenId) -> Option<Vec<WrittenId>> {
    let (stem, from) = number(first.id.as_str())?;
    let (other, to) = number(last.id.as_str())?;
    let (start, end): (u64, u64) = (from.parse().ok()?, to.parse().ok()?);
    let is_range = stem == other && start < end && end - start < MOST;
    is_range.then(|| {
        let width = from.len();
        let id = |number: u64| Id::new(format!("{stem}{number:0width$}"));
        (start + 1..=end).map(|number| WrittenId { id: id(number), ..last.clone() }).collect()
    })
}

/// The text before the last number of an id, and that number.
fn number(id: &str) -> Option<(&str, &str)> {
    let stem = id.trim_end_matches(|c: char| c.is_ascii_digit());
    (stem.len() < id.len() && !stem.is_empty()).then(|| id.split_at(stem.len()))
}

#[cfg(test)]
mod tests {
    use crate::grammar::lead;

    #[test]
    fn a_range_before_words_is_all_of_its_ids() {
        for (text, expect, words) in [
            ("**FR-011** to **FR-013**: It rings", &["FR-011", "FR-012", "FR-013"][..], "It rings"),
            ("**FR-011**–**FR-013**: It rings", &["FR-011", "FR-012", "FR-013"], "It rings"),
            ("FR-1 through FR-3: It rings", &["FR-1", "FR-2", "FR-3"], "It rings"),
            ("**FR-09 - FR-11**: It rings", &["FR-09", "FR-10", "FR-11"], "It rings"),
            ("**FR-1..FR-2**: It rings", &["FR-1", "FR-2"], "It rings"),
            ("**FR-1 … FR-2:** It rings", &["FR-1", "FR-2"], "It rings"),
            ("[FR-1] bis [FR-2]: It rings", &["FR-1", "FR-2"], "It rings"),
            ("`SEC-1` to `SEC-2`: It rings", &["SEC-1", "SEC-2"], "It rings"),
            ("**FR-1**至**FR-2**：It rings", &["FR-1", "FR-2"], "It rings"),
            ("REQ-1.1 to REQ-1.3: It rings", &["REQ-1.1", "REQ-1.2", "REQ-1.3"], "It rings"),
            ("FR-1: to FR-3: It rings", &["FR-1"], "to FR-3: It rings"),
            ("**FR-3** to **FR-1**: It rings", &["FR-3"], "to **FR-1**: It rings"),
            ("**FR-1** to **SC-3**: It rings", &["FR-1"], "to **SC-3**: It rings"),
            ("**FR-1** to **FR-900**: It rings", &["FR-1"], "to **FR-900**: It rings"),
            ("**FR-1** to the bell", &["FR-1"], "to the bell"),
        ] {
            let lead = lead::lead(text).expect(text);
            let ids = std::iter::once(&lead.id).chain(&lead.more).map(|written| written.id.as_str());
            assert_eq!(ids.collect::<Vec<_>>(), expect, "{text}");
            assert_eq!(&text[lead.len..], words, "{text}");
        }
    }
}
