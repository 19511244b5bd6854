//! Parses the text before the words of a criterion: `1.1`, `**FR-001**:`, `[REQ-3.2]`, `R1.1:`.

use std::ops::Range;

use nom::bytes::complete::take_while;
use nom::{IResult, Parser};

use super::id::{self, Form, WrittenId};
use super::{odd, range, retired};
use crate::id::Id;

/// The ids or the number before the words of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Lead<'a> {
    /// The first id; for a bare number, the number.
    pub(crate) id: WrittenId,
    /// The others of `REQ-001/002`, or of `FR-001 to FR-003`.
    pub(crate) more: Vec<WrittenId>,
    /// The marks that open before the id and close behind more than the id: `**` in `**FR-1 Title**: text`.
    pub(crate) open_marks: &'a str,
    /// Something besides white space parts it from the words: a colon, a dash, the end of the emphasis.
    pub(crate) is_closed: bool,
    /// It is written with the letter R alone, which names other things too, such as risks: `R2`, `R-2`.
    pub(crate) is_short: bool,
    /// It is struck through, or a tag before it says that it is gone: `~~**FR-002**~~`, `[REMOVED] FR-002`.
    pub(crate) is_gone: bool,
    /// The number of bytes before the words.
    pub(crate) len: usize,
}

/// Reads the id before the words of an item, if there is one. Bullets that are none in Markdown, anchors, pictures and check
/// boxes before it are no words.
pub(crate) fn lead(text: &str) -> Option<Lead<'_>> {
    // Most texts begin with a word, which is seen at once.
    if begins_bare(text) && !id::may_begin(text) {
        return None;
    }
    if let Some(at) = retired::behind_tag(text) {
        let lead = lead(&text[at..])?;
        return Some(Lead { len: at + lead.len, is_gone: true, ..lead });
    }
    let (rest, open) = front(text);
    let mut ids = id::leading(rest).into_iter();
    let first = ids.next()?;
    let more: Vec<_> = ids.collect();
    let (written, rest) = rest.split_at(more.last().unwrap_or(&first).range.end);
    let range = if more.is_empty() { range::range(&first, rest) } else { None };
    let (more, rest) = range.unwrap_or((more, rest));
    if first.form != Form::Number
        && rest.strip_prefix('.').is_some_and(|rest| rest.starts_with(char::is_alphanumeric))
    {
        return None; // `REQ-1.x`
    }
    let (rest, bracket) = closing_marks(without_tags(rest)).ok()?;
    let target = rest.strip_prefix('(').filter(|_| open.contains('[') && bracket.contains(']'));
    let rest = target.and_then(|target| target.split_once(')')).map_or(rest, |(_, behind)| behind);
    let rest = without_tags(rest).trim_start_matches(if target.is_some() { &['*', '_'][..] } else { &[] });
    let (rest, between) = separator(rest).ok()?;
    // `FR-1; FR-2` are two names.
    let (rest, between) = match rest.strip_prefix([';', '；']).filter(|_| between.is_empty()) {
        Some(behind) if id::leading(front(behind).0).is_empty() => (behind.trim_start(), ";"),
        _ => (rest, between),
    };
    let (words, late) = if bracket.is_empty() { late_marks(rest, open) } else { (rest, "") };
    // `**FR-1 **: x`
    let words = if late.is_empty() { words } else { separator(words).ok()?.0 };
    let closes = !bracket.is_empty() || !late.is_empty();
    let is_apart = between.contains(|c: char| !c.is_whitespace() && !odd::is_invisible(c));
    let is_closed =
        closes && !open.is_empty() && target.is_none() || is_apart || retired::begins_with_tag(words);
    // `**FR-001(Login)**: …`
    let is_name = |c| !open.is_empty() && matches!(c, '(' | '（' | '「' | '【');
    // Behind an id of Latin letters a word of another script may follow without a space: `FR-001システム`.
    if !is_closed && between.is_empty() && words.starts_with(|c: char| !c.is_alphanumeric() && !is_name(c)) {
        return None;
    }
    let is_amount =
        first.form == Form::Number && first.id.as_str().ends_with(|c: char| c.is_ascii_lowercase());
    if !is_closed && (is_amount || between.is_empty() && first.form == Form::Number && !words.is_empty()) {
        return None; // `1.5x faster`, `5秒`
    }
    let words = words.trim_start();
    // `Criterion 1 is met` is a sentence, `P1` a priority, `[C4](…)` a link to something else.
    let is_sentence = || first.form == Form::Prefixed && written.contains(char::is_whitespace);
    if !is_closed && !words.is_empty() && is_sentence() || is_priority(first.id.as_str()) {
        return None;
    }
    let number = written.strip_prefix(['R', 'r']).map(|rest| rest.trim_start_matches(['-', '_', ' ']));
    let is_short = number.is_some_and(|number| number.starts_with(|c: char| c.is_ascii_digit()));
    let open_marks = if closes { "" } else { open };
    let is_gone = open.contains("~~") && (bracket.contains("~~") || late.contains("~~"));
    let len = text.len() - words.len();
    let lead = Lead { id: first, more, open_marks, is_closed, is_short, is_gone, len };
    (target.is_none() || lead.is_familiar()).then_some(lead)
}

/// `P0` to `P9`, which rank requirements and name none.
fn is_priority(id: &str) -> bool {
    matches!(id.as_bytes(), [b'P', digit] if digit.is_ascii_digit())
}

/// The text where an id of a familiar kind should stand, if it is none: `REQ-`, `REQ-1.x`, `FR-1x2y`, as bytes of the text.
pub(crate) fn broken(text: &str) -> Option<Range<usize>> {
    let (rest, _) = front(text);
    let capitals = prefix(rest);
    let is_known = FAMILIAR.contains(&capitals);
    if let Some(len) = parted(rest, capitals).filter(|_| is_known) {
        let start = text.len() - rest.len();
        return Some(start..start + len);
    }
    let behind = rest[capitals.len()..].strip_prefix(['-', '_']).filter(|_| is_known)?;
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/');
    let tail = behind.find(|c| !is_part(c)).unwrap_or(behind.len());
    let written = rest[..capitals.len() + 1 + tail].trim_end_matches('.');
    // A word of its own (`AC-coupled inputs`) is none that was meant to be one.
    let ends = rest[written.len()..].trim_start_matches(['*', '_', '`', ']', ')', '.']);
    let is_meant = behind[..tail].contains(|c: char| c.is_ascii_digit()) || ends.starts_with([':', '：']);
    let ids = id::leading(written);
    let is_whole = ids.last().is_some_and(|last| last.range.end == written.len());
    let start = text.len() - rest.len();
    (is_meant && !is_whole).then(|| start..start + written.len())
}

/// The length of what would be an id with a hyphen, before a colon: `FR 003:`, `**FR#3**:`, `NFR/3:`.
fn parted(text: &str, capitals: &str) -> Option<usize> {
    // `PR #12: …` names a change.
    if matches!(capitals, "PR" | "TR" | "IR") || !id::leading(text).is_empty() {
        return None;
    }
    let behind = text[capitals.len()..].strip_prefix([' ', '#', '/', '\u{a0}', ':'])?;
    let behind = behind.strip_prefix('#').unwrap_or(behind);
    let digits = behind.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let ends = digits.trim_start_matches(['*', '_', '`', ']', ')']);
    let is_meant = behind.len() > digits.len() && ends.trim_start().starts_with([':', '：', '–', '—']);
    is_meant.then(|| text.len() - digits.len())
}

/// The id that a text begins with in small letters, `fr-45: …`, in capitals; and whether something parts it from words.
pub(crate) fn in_small_letters(text: &str) -> Option<(Id, bool)> {
    const LONGEST: usize = 200;
    let (rest, _) = front(text);
    let letters = &rest[..rest.find(|c: char| !c.is_ascii_alphabetic())?];
    let capitals = letters.to_ascii_uppercase();
    let behind = &rest[letters.len()..];
    let has_number = behind.starts_with(['-', '_']) && behind[1..].starts_with(|c: char| c.is_ascii_digit());
    if capitals == letters || letters.len() < 2 || !has_number || !id::leading(rest).is_empty() {
        return None;
    }
    let end = (0..=LONGEST.min(behind.len())).rev().find(|&end| behind.is_char_boundary(end))?;
    let start = text.len() - rest.len();
    let written = format!("{}{capitals}{}", &text[..start], &behind[..end]);
    let lead = lead(&written)?;
    Some((lead.id.id, lead.is_closed)).filter(|_| written[lead.len..].contains(char::is_alphanumeric))
}

/// The text is an id and nothing else.
pub(crate) fn whole(text: &str) -> Option<WrittenId> {
    let lead = lead(text.trim())?;
    (lead.len == text.trim().len()).then_some(lead.id)
}

/// Does a text begin with a letter or a digit, so that nothing stands before its id?
fn begins_bare(text: &str) -> bool {
    text.as_bytes().first().is_some_and(u8::is_ascii_alphanumeric)
}

/// The text before an id that is none of the words, without the marks that open directly before it; and these marks.
fn front(text: &str) -> (&str, &str) {
    if begins_bare(text) {
        return (text, "");
    }
    let (mut rest, mut open) = (text, "");
    loop {
        let (behind, found) = marks(rest).unwrap_or((rest, ""));
        let boxed = found.strip_suffix('[').and_then(|_| check_box(behind));
        if let Some(behind) = boxed {
            (rest, open) = (behind, "");
            continue;
        }
        open = if found.is_empty() { open } else { found };
        let behind = without_tags(without_signs(behind));
        if behind.len() == rest.len() {
            return (rest, open);
        }
        rest = behind;
    }
}

/// The text behind a check box, less its opening bracket.
fn check_box(text: &str) -> Option<&str> {
    text.strip_prefix([' ', 'x', 'X', '-', '~'])?.strip_prefix("] ")
}

/// The text without the white space, pictures, bullets and invisible characters that it begins with.
fn without_signs(text: &str) -> &str {
    let is_sign = |c: char| {
        c.is_whitespace()
            || odd::is_invisible(c)
            || odd::is_bullet(c)
            || !c.is_ascii()
                && !c.is_alphanumeric()
                && !matches!(c, '\u{80}'..='\u{2012}' | '\u{2016}'..='\u{201f}' | '\u{2030}'..='\u{206f}' | '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ffef}')
    };
    let rest = text.trim_start_matches(is_sign);
    // `-` before a blank that Markdown does not take for one.
    let behind = rest.strip_prefix(['-', '*', '+']).unwrap_or(rest);
    let is_bullet =
        behind.starts_with(|c: char| c.is_whitespace() && (!c.is_ascii() || rest.len() < text.len()));
    if is_bullet { behind.trim_start_matches(is_sign) } else { rest }
}

/// The text without the tags that it begins with: `<a id="fr-1"></a>`, `</b>`.
fn without_tags(text: &str) -> &str {
    let mut rest = text;
    while let Some(tag) = rest.strip_prefix('<')
        && tag.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/')
        && let Some((inner, behind)) = tag.split_once('>')
        && !inner.contains(['<', '\n', ':'])
    {
        rest = behind;
    }
    rest
}

/// `**`, `` ` ``, `[` and the like before an id.
fn marks(text: &str) -> IResult<&str, &str> {
    take_while(|c| matches!(c, '*' | '_' | '`' | '~' | '[' | '(' | '【' | '（' | '「')).parse(text)
}

/// The same behind it.
fn closing_marks(text: &str) -> IResult<&str, &str> {
    take_while(|c| matches!(c, '*' | '_' | '`' | '~' | ']' | ')' | '】' | '）' | '」')).parse(text)
}

/// The marks behind the separator that close what opened before the id: `**FR-1:** text`.
fn late_marks<'a>(text: &'a str, open: &str) -> (&'a str, &'a str) {
    let mut rest = text;
    for mark in open.chars().rev() {
        let closing = match mark {
            '[' => ']',
            '(' => ')',
            '【' => '】',
            '（' => '）',
            '「' => '」',
            mark => mark,
        };
        let Some(behind) = rest.strip_prefix(closing) else { return (text, "") };
        rest = behind;
    }
    (rest, &text[..text.len() - rest.len()])
}

/// The marks that part an id from the words: white space, a colon of any width, a full stop, a dash, an ideographic comma.
fn separator(text: &str) -> IResult<&str, &str> {
    take_while(|c: char| {
        matches!(c, ':' | '：' | '.' | '．' | '、' | ',' | '-' | '–' | '—' | '|' | '·')
            || c.is_whitespace()
            || odd::is_invisible(c)
    })
    .parse(text)
}

/// The prefixes that requirement documents use everywhere.
const FAMILIAR: &[&str] =
    &["REQ", "FR", "NFR", "AC", "SR", "UR", "BR", "TR", "SC", "UC", "RF", "RNF", "IR", "PR"];

impl Lead<'_> {
    /// Is it an id of a kind that requirement documents use everywhere? Then it needs no colon.
    pub(crate) fn is_familiar(&self) -> bool {
        match self.id.form {
            Form::Number => self.id.id.as_str().contains('.'),
            Form::Requirement | Form::Story => true,
            Form::Prefixed | Form::Name => FAMILIAR.contains(&prefix(self.id.id.as_str())),
        }
    }
}

/// Is this a prefix that requirement documents use everywhere?
pub(crate) fn is_familiar_prefix(prefix: &str) -> bool {
    FAMILIAR.contains(&prefix)
}

/// The capitals that an id begins with.
pub(crate) fn prefix(id: &str) -> &str {
    &id[..id.find(|c: char| !c.is_ascii_uppercase()).unwrap_or(id.len())]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The canonical id, whether it is closed, and the words behind it.
    fn check(text: &str, expect: Option<(&str, bool, &str)>) {
        let found = lead(text);
        let found = found.as_ref().map(|lead| (lead.id.id.as_str(), lead.is_closed, &text[lead.len..]));
        assert_eq!(found, expect, "{text}");
    }

    #[test]
    fn ids_before_the_words_are_read_in_all_their_clothes() {
        check("1.1 WHEN x", Some(("1.1", false, "WHEN x")));
        check("1.1. WHEN x", Some(("1.1", true, "WHEN x")));
        check("**1.1** x", Some(("1.1", true, "x")));
        check("R1.1: x", Some(("REQ-1.1", true, "x")));
        check("- x", None);
        check("**FR-1.1**: x", Some(("FR-1.1", true, "x")));
        check("**FR-1.1:** x", Some(("FR-1.1", true, "x")));
        check("[REQ-3.2] x", Some(("REQ-3.2", true, "x")));
        check("REQ-TRAQ-SYS-1 — x", Some(("REQ-TRAQ-SYS-1", true, "x")));
        check("**FR-1.1 **: x", Some(("FR-1.1", true, "x")));
        check("REQ_X_v2: x", Some(("REQ_X_v2", true, "x")));
        check("FR-6b.1： x", Some(("FR-6b.1", true, "x")));
        check("REQ-001/002: x", Some(("REQ-001", true, "x")));
        check("FR-1; x", Some(("FR-1", true, "x")));
        check("FR-1; FR-2; FR-3", None);
        check("FR-001システム", Some(("FR-001", false, "システム")));
        check("**FR-001(Login)**: x", Some(("FR-001", false, "(Login)**: x")));
        check("**FR-001（Login）**：x", Some(("FR-001", false, "（Login）**：x")));
        check("US-1", Some(("US1", false, "")));
    }

    #[test]
    fn marks_of_the_words_stay_with_the_words() {
        check("FR-2.1: `print` - writes", Some(("FR-2.1", true, "`print` - writes")));
        check("FR-4.1 — `open` rings", Some(("FR-4.1", true, "`open` rings")));
        check("FR-8.1: __both__ rise", Some(("FR-8.1", true, "__both__ rise")));
        check("AC1: **Given** a", Some(("AC1", true, "**Given** a")));
        check("FR-8.1: (maybe) x", Some(("FR-8.1", true, "(maybe) x")));
        check("**FR-8.1:** `x` y", Some(("FR-8.1", true, "`x` y")));
        check("**FR-8.1**: *x* y", Some(("FR-8.1", true, "*x* y")));
        check("[**FR-8.1**]: [x] y", Some(("FR-8.1", true, "[x] y")));
    }

    #[test]
    fn what_stands_before_an_id_is_none_of_the_words() {
        for before in [
            "<a id=\"fr-1\"></a>",
            "<a name='x'/> ",
            "✅ ",
            "⚠️ ",
            "• ",
            "– ",
            "-\u{a0}",
            "\u{200b}- ",
            "\u{200b}",
            "\0",
            "[ ] ",
            "[x] ",
            "✅ **IMPORTANT** ",
        ] {
            let expect = if before.contains("IMPORTANT") { None } else { Some(("FR-001", true, "x")) };
            check(&format!("{before}FR-001: x"), expect);
            check(&format!("{before}**FR-001**: x"), expect);
        }
        check("**✅ FR-001**: x", Some(("FR-001", true, "x")));
        check("<b>FR-001</b>: x", Some(("FR-001", true, "x")));
        check("<https://example.org> FR-001", None);
    }

    #[test]
    fn a_link_is_an_id_where_its_kind_is_familiar() {
        check("[FR-001](a.md#fr-001): x", Some(("FR-001", true, "x")));
        check("**[FR-001](a.md)** x", Some(("FR-001", false, "x")));
        check("[C4](https://c4model.com): x", None);
    }

    #[test]
    fn priorities_are_no_ids() {
        check("P1 - Must have", None);
        check("**P2**: x", None);
        check("P-1: x", Some(("P-1", true, "x")));
    }

    #[test]
    fn words_that_only_look_like_ids_are_words() {
        check("AC 220 V shall do", None);
        check("Criterion 1 is met", None);
        check("1.5x faster", None);
        check("5秒以内", None);
        check("Phase1: x", None);
        check("The API", None);
        check("API calls", None);
    }

    #[test]
    fn an_id_in_small_letters_is_seen() {
        let check = |text: &str, expect: Option<(&str, bool)>| {
            let found = in_small_letters(text);
            assert_eq!(found.as_ref().map(|(id, is_closed)| (id.as_str(), *is_closed)), expect, "{text}");
        };
        check("fr-45: x", Some(("FR-45", true)));
        check("**nfr-3.1** x", Some(("NFR-3.1", true)));
        check("✅ Sc-001 — x", Some(("SC-001", true)));
        check("uc_2 x", Some(("UC_2", false)));
        for text in
            ["FR-45: x", "req-1: x", "fr-45", "fr-x: y", "fr45: x", "a-1: x", "x fr-1: y", "ac-coupled"]
        {
            check(text, None);
        }
    }

    #[test]
    fn what_was_meant_to_be_an_id_is_reported_from_words() {
        let check = |text: &str, expect: Option<&str>| {
            assert_eq!(broken(text).map(|range| &text[range]), expect, "{text}");
        };
        check("REQ-: x", Some("REQ-"));
        check("**FR-**: x", Some("FR-"));
        check("REQ-1.x: x", Some("REQ-1.x"));
        check("REQ-TBD: x", Some("REQ-TBD"));
        check("FR-1.2.x does", Some("FR-1.2.x"));
        check("FR 003: x", Some("FR 003"));
        check("**FR#3**: x", Some("FR#3"));
        check("NFR/3: x", Some("NFR/3"));
        check("FR #3 — x", Some("FR #3"));
        for text in [
            "REQ-1.2: x",
            "REQ-1.: x",
            "FR-003. X",
            "FR-038-integ-a: x",
            "AC-coupled inputs",
            "REQ-001/002: x",
            "X-: x",
            "FR-001システム",
            "PR #12: x",
            "AC 220 V shall do",
            "AC 1.2: x",
            "FR 3 is open",
            "SC/FR: x",
        ] {
            check(text, None);
        }
    }

    #[test]
    fn marks_that_hold_more_than_the_id_are_reported() {
        let lead = lead("**FR-1 Login**: x").expect("it has an id");
        assert_eq!((lead.open_marks, lead.len), ("**", 7));
    }

    #[test]
    fn a_cell_holds_an_id_and_nothing_else() {
        assert_eq!(whole(" **FR-1** ").map(|id| id.id), Some(Id::new("FR-1")));
        assert_eq!(whole("FR-1 x"), None);
    }
}
