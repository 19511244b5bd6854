//! Parses headings, and labels in bold on a line of their own.

use super::id::{self, Form};
use super::lead::{self, Lead};
use super::{likeness, retired, words};

/// The meaning of a heading or label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Heading<'a> {
    /// A requirement: `Requirement 3: Title`, `需求 3：…`, `US-1: …`.
    Requirement {
        /// The canonical id.
        id: String,
        /// The text behind it.
        title: &'a str,
        /// The text where the number should be, when it is none: `1x` of `Requirement 1x`.
        malformed: Option<&'a str>,
    },
    /// `2.1 Title`, `Title`, `[HTTP-2] Title`: a requirement only where acceptance criteria follow.
    Section {
        /// The number or id, if there is one.
        id: Option<String>,
        /// The text behind it.
        title: &'a str,
    },
    /// Acceptance criteria.
    Criteria,
    /// A user story or objective.
    Story,
    /// One of the three parts of a `bugfix.md`.
    Behaviour(Behaviour),
    /// Terms.
    Glossary,
    /// Anything else whose lists are no criteria.
    Aside,
}

/// The parts of a `bugfix.md`, numbered from 1 in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Behaviour {
    /// The defect.
    Current = 1,
    /// The action that it should do.
    Expected = 2,
    /// The action that it must go on doing.
    Unchanged = 3,
}

/// Reads a heading.
pub(crate) fn heading(text: &str) -> Heading<'_> {
    let text = undress(retired::behind_tag(text).map_or(text, |at| &text[at..]));
    let lower = text.to_lowercase();
    let lead = lead::lead(text);
    if let Some(criterion) = lead.as_ref().and_then(|lead| criterion(text, lead)) {
        return criterion;
    }
    if let Some(named) = named(&lower) {
        return named;
    }
    if let Some(requirement) = requirement(text, &lower) {
        return requirement;
    }
    if let Some(familiar) = familiar(text) {
        return familiar;
    }
    let Some(lead) = lead else { return Heading::Section { id: None, title: text } };
    let title = undress(&text[lead.len..]);
    let written = lead.id.id.as_str();
    if lead.id.form == Form::Number {
        let lower = title.to_lowercase();
        if let Some(named) = named(&lower) {
            return named;
        }
        let id = format!("REQ-{written}");
        // `1. Requirement: Title`
        let word = words::word_at_start(&lower, words::REQUIREMENT);
        if let Some(title) = word.and_then(|word| behind(title, word).strip_prefix([':', '：'])) {
            return Heading::Requirement { id, title: title.trim(), malformed: None };
        }
        return Heading::Section { id: Some(id), title };
    }
    if lead.is_closed || lead.is_familiar() {
        return Heading::Requirement { id: written.to_owned(), title, malformed: None };
    }
    Heading::Section { id: Some(written.to_owned()), title }
}

/// A line without emphasis that is longer is no label; in bytes.
const LONGEST_LABEL: usize = 120;

/// The text of a label: text that is all in bold, or that is known and ends its line.
pub(crate) fn label(text: &str) -> Option<Heading<'_>> {
    let line = text.rsplit('\n').next()?.trim();
    let bare = line.trim_end_matches([':', '：', ' ']);
    let inner = bare.strip_prefix("**").or_else(|| bare.strip_prefix("__"));
    if let Some(inner) = inner.and_then(|inner| inner.strip_suffix("**").or_else(|| inner.strip_suffix("__")))
    {
        let is_one_span = !inner.contains("**");
        let is_alone = line.len() == text.trim().len();
        let heading = heading(inner);
        return (is_one_span && (is_alone || heading == Heading::Criteria)).then_some(heading);
    }
    if line.len() > LONGEST_LABEL {
        return None;
    }
    let lower = undress(line).to_lowercase();
    let is_criteria = words::word_at_start(&lower, words::CRITERIA)
        .is_some_and(|word| remark(&lower[word.len()..]).trim_end_matches([':', '：', '.']).is_empty());
    is_criteria.then_some(Heading::Criteria)
}

/// Does a heading, or a label, say that nothing below it is asked for: `2. Out of Scope`?
pub(crate) fn excludes(text: &str) -> bool {
    let text = undress(text);
    let text = lead::lead(text).map_or(text, |lead| undress(&text[lead.len..]));
    words::word_at_start(&words::lower_start(text), words::EXCLUDED).is_some()
}

/// Does a heading announce requirements, and name none: `3. Functional Requirements`?
pub(crate) fn is_of_requirements(text: &str) -> bool {
    let lower = undress(text).to_lowercase();
    let bare = lower.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ' '));
    let kinds = [
        "non-functional ",
        "nonfunctional ",
        "functional ",
        "user ",
        "system ",
        "business ",
        "product ",
        "technical ",
    ];
    let bare = kinds.iter().find_map(|kind| bare.strip_prefix(kind)).unwrap_or(bare);
    words::word_at_start(bare, words::REQUIREMENTS).is_some_and(|word| remark(&bare[word.len()..]).is_empty())
}

/// The story behind its label: `As a …` of `**User Story:** As a …`; a story without a label is one too.
pub(crate) fn story(text: &str) -> Option<&str> {
    let bare = undress(text);
    let lower = words::lower_start(bare);
    let label =
        words::word_at_start(&lower, words::STORY).or_else(|| words::word_at_start(&lower, words::OBJECTIVE));
    if let Some(word) = label {
        let rest = behind(bare, word).trim_start_matches(['*', '_', ' ', '\t']);
        let rest = rest.strip_prefix([':', '：'])?;
        return Some(rest.trim_start_matches(['*', '_']).trim());
    }
    is_story(&lower.replace(['*', '_'], "")).then(|| text.trim())
}

/// Is a text an attribute of a requirement, which asks for nothing: `**Priority**: High`? The label is in bold.
pub(crate) fn is_attribute(text: &str) -> bool {
    let Some(label) = text.trim().strip_prefix("**") else { return false };
    let lower = words::lower_start(label);
    let rest = words::word_at_start(&lower, words::ATTRIBUTE).map(|word| &lower[word.len()..]);
    let is_label = rest.is_some_and(|rest| {
        let rest = remark_end(rest).trim_start();
        rest.starts_with("**:")
            || rest.starts_with("**：")
            || rest.starts_with(":**")
            || rest.starts_with("：**")
    });
    is_label && !likeness::has_modal(text)
}

/// The text behind a remark in brackets, if it begins with one.
fn remark_end(text: &str) -> &str {
    let inner = text.trim_start().strip_prefix('(');
    inner.and_then(|inner| inner.split_once(')')).map_or(text, |(_, behind)| behind)
}

/// The title itself begins a story: `As a player`.
pub(crate) fn is_story_title(title: &str) -> bool {
    is_story(&words::lower_start(title))
}

fn is_story(lower: &str) -> bool {
    words::AS_A.iter().any(|begin| lower.starts_with(begin))
}

/// A heading that is known by its words alone.
fn named(lower: &str) -> Option<Heading<'static>> {
    let begins = |list| words::word_at_start(lower, list).map(|word| lower[word.len()..].trim());
    let is = |list| begins(list).is_some_and(|rest| remark(rest).is_empty());
    if begins(words::CRITERIA).is_some() || matches!(lower, "criteria" | "acceptance" | "ac" | "acs") {
        Some(Heading::Criteria)
    } else if is(words::STORY) {
        Some(Heading::Story)
    } else if begins(words::CURRENT).is_some() {
        Some(Heading::Behaviour(Behaviour::Current))
    } else if begins(words::EXPECTED).is_some() {
        Some(Heading::Behaviour(Behaviour::Expected))
    } else if begins(words::UNCHANGED).is_some() {
        Some(Heading::Behaviour(Behaviour::Unchanged))
    } else if begins(words::GLOSSARY).is_some_and(|rest| remark(rest).chars().count() < 16) {
        Some(Heading::Glossary)
    } else if is(words::ASIDE) || is(words::EXCLUDED) || is(words::OBJECTIVE) {
        Some(Heading::Aside)
    } else {
        None
    }
}

/// `Requirement 3: Title` in any language, also `Non-functional requirement 3`, `Requirement FR-3`, `User Story 3`.
fn requirement<'a>(text: &'a str, lower: &str) -> Option<Heading<'a>> {
    let kinds = [("non-functional ", "NFR"), ("non functional ", "NFR"), ("functional ", "FR"), ("", "REQ")];
    let (kind, prefix) = kinds.into_iter().find(|(kind, _)| lower.starts_with(kind))?;
    let (text, lower) = (text.get(kind.len()..)?, &lower[kind.len()..]);
    let (rest, prefix, separator) = if let Some(word) = words::word_at_start(lower, words::REQUIREMENT) {
        (behind(text, word), prefix, "-")
    } else {
        (behind(text, words::word_at_start(lower, words::STORY)?), "US", "")
    };
    // `REQ-AUTH-001`, of which `REQ` is a part.
    if rest.starts_with(['-', '_'])
        && let [written, ..] = &id::leading(text)[..]
        && written.form == Form::Prefixed
    {
        let (id, title) = (written.id.to_string(), undress(&text[written.range.end..]));
        return Some(Heading::Requirement { id, title, malformed: None });
    }
    let rest =
        rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '#' | '№' | '-' | '_' | '.'));
    if let Some((number, title)) = ideographic(rest) {
        let id = format!("{prefix}{separator}{number}");
        return Some(Heading::Requirement { id, title: undress(title), malformed: None });
    }
    let ids = id::leading(rest);
    if let Some(written) = ids.first() {
        let title = undress(&rest[written.range.end..]);
        let id = match written.form {
            Form::Number => format!("{prefix}{separator}{}", written.id),
            _ => written.id.to_string(),
        };
        let number = written.id.as_str();
        let letters = number.len() - number.trim_end_matches(|c: char| c.is_ascii_lowercase()).len();
        if written.form != Form::Number || letters < 2 {
            let (letter, title) = extension(&rest[written.range.end..]).unwrap_or(("", title));
            return Some(Heading::Requirement { id: format!("{id}{letter}"), title, malformed: None });
        }
    }
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let written = rest[..rest.find([' ', ':', '：']).unwrap_or(rest.len())].trim_end_matches('.');
    (digits > 0).then(|| Heading::Requirement {
        id: format!("{prefix}{separator}{}", &rest[..digits]),
        title: undress(&rest[written.len()..]),
        malformed: Some(written),
    })
}

/// The text that belongs to the number before it: `-B` of `Requirement 2-B: Title`; and the title behind it.
fn extension(text: &str) -> Option<(&str, &str)> {
    let behind = text.strip_prefix(['-', '_'])?;
    let digits = behind.trim_start_matches(|c: char| c.is_ascii_digit());
    let rest = if digits.len() < behind.len() {
        digits
    } else {
        behind.strip_prefix(|c: char| c.is_ascii_alphabetic())?
    };
    let ends = !rest.starts_with(char::is_alphanumeric);
    ends.then(|| (&text[..text.len() - rest.len()], undress(rest)))
}

/// Returns the text that stands in a heading in place of a requirement's number: `X` of `Requirement X: Title`. A word of more than three
/// letters is the title of one without a number. So is a word in small letters.
pub(crate) fn unnumbered(text: &str) -> Option<&str> {
    let text = undress(text);
    let lower = words::lower_start(text);
    let word =
        words::word_at_start(&lower, words::REQUIREMENT).filter(|word| text.is_char_boundary(word.len()))?;
    let (written, _) = text[word.len()..].split_once([':', '：'])?;
    let written = written.trim_start_matches(['#', '-', '_', ' ']).trim_end();
    let is_digit = |c: char| c.is_ascii_digit();
    let is_letter = written.chars().count() == 1
        && written.starts_with(char::is_alphanumeric)
        && !written.starts_with(is_digit);
    let are_capitals =
        (2..=3).contains(&written.len()) && written.bytes().all(|byte| byte.is_ascii_uppercase());
    ((is_letter || are_capitals) && heading(text) == Heading::Section { id: None, title: text })
        .then_some(written)
}

/// `Acceptance Criterion 2: Title`, `AC 4.1`.
fn criterion<'a>(text: &'a str, lead: &Lead<'_>) -> Option<Heading<'a>> {
    if !lead.id.id.as_str().starts_with("AC-") {
        return None;
    }
    let is_worded = text[..lead.len].contains(char::is_whitespace)
        && text[lead.id.range.clone()].contains(char::is_whitespace);
    let (id, title) = (lead.id.id.to_string(), undress(&text[lead.len..]));
    is_worded.then_some(Heading::Requirement { id, title, malformed: None })
}

/// A prefix that is known everywhere, and a number behind a blank: `NFR 1: Speed`.
fn familiar(text: &str) -> Option<Heading<'_>> {
    let (prefix, behind) = text.split_once([' ', '\u{a0}'])?;
    let written = id::leading(behind).into_iter().next().filter(|written| written.form == Form::Number)?;
    let is_familiar = prefix != "AC" && lead::is_familiar_prefix(prefix);
    let id = format!("{prefix}-{}", written.id);
    is_familiar.then(|| Heading::Requirement {
        id,
        title: undress(&behind[written.range.end..]),
        malformed: None,
    })
}

/// A number from 1 to 99 in Chinese numerals, and what stands behind it: `十二：…`.
fn ideographic(text: &str) -> Option<(u32, &str)> {
    const DIGITS: &str = "一二三四五六七八九";
    let end = text.find(|c: char| c != '十' && !DIGITS.contains(c)).unwrap_or(text.len());
    let (numeral, rest) = text.split_at(end);
    let digit = |text: &str, none: u32| match text {
        "" => Some(none),
        _ => DIGITS.chars().zip(1..).find(|(c, _)| text.chars().eq([*c])).map(|(_, digit)| digit),
    };
    let number = match numeral.split_once('十') {
        Some((tens, ones)) => digit(tens, 1)? * 10 + digit(ones, 0)?,
        None => digit(numeral, 0)?,
    };
    // `要件一覧` is a list of requirements.
    (number > 0 && !rest.starts_with(char::is_alphanumeric)).then_some((number, rest))
}

/// The text without emphasis, pictures and punctuation around it. Brackets and quotes at its end belong to it.
pub(crate) fn undress(text: &str) -> &str {
    let mut rest = text;
    // A sign before white space separates, a sign behind it begins a word: `: .env`, `- --json`.
    let mut is_behind_space = false;
    while let Some(c) = rest.chars().next() {
        let behind = &rest[c.len_utf8()..];
        let separates = match c {
            '[' | '(' | '（' | '`' | '"' | '“' => false,
            '*' | '_' | '#' | '~' | ':' => true,
            _ if c.is_ascii_punctuation() => !is_behind_space || behind.starts_with(char::is_whitespace),
            _ => !c.is_alphanumeric(),
        };
        if !separates {
            break;
        }
        is_behind_space = c.is_whitespace();
        rest = behind;
    }
    let text = rest;
    text.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '#' | ':' | '：'))
}

/// The rest of the words behind a known one when a remark in brackets is taken away.
fn remark(rest: &str) -> &str {
    let rest = rest.trim();
    if rest.starts_with(['(', '（', '[', '/', '-', '–', '—']) { "" } else { rest }
}

/// The text behind a word that begins the text in lower case.
fn behind<'a>(text: &'a str, word: &str) -> &'a str {
    text.char_indices().nth(word.chars().count()).map_or("", |(at, _)| &text[at..])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, id: &str, title: &str) {
        match heading(text) {
            Heading::Requirement { id: found, title: found_title, .. } => {
                assert_eq!((found.as_str(), found_title), (id, title));
            }
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn requirements_are_headed_in_many_ways() {
        check("Requirement 1: Title", "REQ-1", "Title");
        check("**Requirement 1**", "REQ-1", "");
        check("🔐 Requirement 2 - Two words", "REQ-2", "Two words");
        check("Requirement 1.1 Title", "REQ-1.1", "Title");
        check("REQUIREMENT #3 — Title", "REQ-3", "Title");
        check("Requirement FR-3: Title", "FR-3", "Title");
        check("Req 4. Title", "REQ-4", "Title");
        check("R5: Title", "REQ-5", "Title");
        check("REQ-6: Title", "REQ-6", "Title");
        check("FR-7 Title", "FR-7", "Title");
        check("NFR1.2: Title", "NFR1.2", "Title");
        check("NFR 1: Title", "NFR-1", "Title");
        check("AC 4.1: Title", "AC-4.1", "Title");
        check("Acceptance Criterion 2: Title", "AC-2", "Title");
        check("Criterion 3", "AC-3", "");
        check("REQ-AUTH-001: Title", "REQ-AUTH-001", "Title");
        check("**REQ-TRAM-DOOR-1** — Title", "REQ-TRAM-DOOR-1", "Title");
        check("REQ‑AUTH–001 Title", "REQ-AUTH-001", "Title");
        check("Requirement REQ-AUTH-001: Title", "REQ-AUTH-001", "Title");
        check("Requirement 2-B: Title", "REQ-2-B", "Title");
        check("Requirement 2-Bee: Title", "REQ-2", "Bee: Title");
        check("Requirement 2 - B", "REQ-2", "B");
        check("US-8: Title", "US8", "Title");
        check("User Story 9 – Title", "US9", "Title");
        check("Non-Functional Requirement 2: Title", "NFR-2", "Title");
        check("1. Requirement: Title", "REQ-1", "Title");
        check("需求 3：标题", "REQ-3", "标题");
        check("需求十二：标题", "REQ-12", "标题");
        check("要件1: 題名", "REQ-1", "題名");
        check("요구사항 2: 제목", "REQ-2", "제목");
        check("Требование 4. Заголовок", "REQ-4", "Заголовок");
        check("דרישה 5: כותרת", "REQ-5", "כותרת");
        check("Requisito 6: Título", "REQ-6", "Título");
    }

    #[test]
    fn a_number_with_rubbish_behind_it_is_reported() {
        let expect = Heading::Requirement { id: "REQ-1".into(), title: "Title", malformed: Some("1xy") };
        assert_eq!(heading("Requirement 1xy: Title"), expect);
    }

    #[test]
    fn letters_in_the_place_of_a_number_are_reported() {
        let check = |text: &str, expect: Option<&str>| assert_eq!(unnumbered(text), expect, "{text}");
        check("Requirement X: Title", Some("X"));
        check("**Requirement TBD:** Title", Some("TBD"));
        check("Requirement 1: Title", None);
        check("Requirement: Title", None);
        check("Requirement overview: all", None);
        check("Requirement 一: Title", None);
        check("需求文档：花园", None);
        check("Requirement doc: all", None);
    }

    #[test]
    fn other_headings_are_known_by_their_words() {
        assert_eq!(heading("Acceptance Criteria (EARS)"), Heading::Criteria);
        assert_eq!(heading("✅ 验收标准"), Heading::Criteria);
        assert_eq!(heading("1.1 Acceptance Criteria"), Heading::Criteria);
        assert_eq!(heading("Glossary"), Heading::Glossary);
        assert_eq!(heading("2. Out of Scope"), Heading::Aside);
        assert_eq!(heading("Expected Behavior (Correct)"), Heading::Behaviour(Behaviour::Expected));
        assert_eq!(heading("Status page"), Heading::Section { id: None, title: "Status page" });
        assert_eq!(heading("要件一覧"), Heading::Section { id: None, title: "要件一覧" });
        assert_eq!(heading("P1 - Must have"), Heading::Section { id: None, title: "P1 - Must have" });
        assert_eq!(heading("Requirements"), Heading::Section { id: None, title: "Requirements" });
        assert_eq!(heading("2.1 Title"), Heading::Section { id: Some("REQ-2.1".into()), title: "Title" });
    }

    #[test]
    fn a_label_is_bold_and_alone_or_known() {
        assert_eq!(label("**Acceptance Criteria:**"), Some(Heading::Criteria));
        assert_eq!(label("**Acceptance Criteria**:"), Some(Heading::Criteria));
        assert_eq!(label("Acceptance criteria:"), Some(Heading::Criteria));
        assert_eq!(label("**As a** user\n**Acceptance Criteria**"), Some(Heading::Criteria));
        assert_eq!(label("**Notes:**"), Some(Heading::Aside));
        assert_eq!(label("**Severity**: high"), None);
        assert_eq!(label("Acceptance criteria are below."), None);
    }

    #[test]
    fn an_attribute_asks_for_nothing() {
        for (text, expect) in [
            ("**Priority**: High", true),
            ("**Priority:** P1", true),
            ("**优先级：** 高", true),
            ("**Priority** (MoSCoW): Must", false),
            ("**Verification (method)**: test", true),
            ("Priority: High", false),
            ("**Status**: the system SHALL show it", false),
            ("**Priorities** are shown", false),
            ("**Note**: x", false),
        ] {
            assert_eq!(is_attribute(text), expect, "{text}");
        }
    }

    #[test]
    fn a_story_is_read_with_and_without_a_label() {
        assert_eq!(story("**User Story:** As a user"), Some("As a user"));
        assert_eq!(story("**Objective**: As a user"), Some("As a user"));
        assert_eq!(story("**用户故事：** 作为用户"), Some("作为用户"));
        assert_eq!(story("**As a** user"), Some("**As a** user"));
        assert_eq!(story("Storybook is used"), None);
    }
}
