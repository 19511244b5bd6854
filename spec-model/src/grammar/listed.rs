//! Parses lists of references, as tasks, properties and tables have them: `1.2, 3.1-3.4`, `Requirements 1.1 and 1.3`,
//! `All`, `Req 1: Title`, `6 (caller side)`.

use std::ops::Range;

use super::id::{self, Form};
use super::reference::{self, Item, Problem, Reference};
use super::words;

/// The requirements and criteria that a list names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listed {
    /// The requirements and criteria, in the order of the list; ranges are expanded.
    pub references: Vec<Reference>,
    /// The correctness properties, by number: `Property 1-3`.
    pub properties: Vec<ListedProperty>,
    /// The place where it says that it leaves none out: `All`, `все требования`.
    pub all: Option<Range<usize>>,
    /// The words that name nothing: `Setup`.
    pub words: Vec<Range<usize>>,
    /// Words that look like ids and name none, or not all that they say: a range that counts backwards.
    pub problems: Vec<Problem>,
}

/// A correctness property that a list names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedProperty {
    /// Its number as it is written; of a range, each.
    pub number: String,
    /// Its bytes in the text; all numbers of a range have those of the range.
    pub range: Range<usize>,
}

/// Reads a list. The label before it (`_Requirements:_`) is no part of it.
pub fn listed(text: &str) -> Listed {
    let mut listed = Listed::default();
    // Behind `Properties 2, 3` a number is that of a property.
    let mut names_properties = false;
    for item in split(Item { text, start: 0 }.trim(is_margin)) {
        let item = without_comment(item.trim(is_margin));
        if item.text.is_empty() {
            continue;
        }
        // `.2` lacks its requirement.
        let before = &text[..item.start];
        if before.ends_with('.')
            && !before.ends_with("..")
            && item.text.starts_with(|c: char| c.is_ascii_digit())
        {
            listed.words.push(item.start - 1..item.start + item.text.len());
            continue;
        }
        let is_number = item.text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-'));
        if let Some(numbers) = behind(item, words::PROPERTIES).filter(starts_with_number) {
            names_properties = listed.push_properties(numbers);
        } else if names_properties && is_number {
            listed.push_properties(item);
        } else if let Some(numbers) = behind(item, words::PROPERTY).filter(starts_with_number) {
            listed.push_properties(numbers);
        } else {
            names_properties = false;
            listed.push(item);
        }
    }
    listed
}

impl Listed {
    /// Adds what an item names that is no property.
    fn push(&mut self, item: Item<'_>) {
        let criteria = behind(item, words::OF_REQUIREMENTS);
        let bare = criteria.or_else(|| behind(item, words::REQUIREMENT));
        // `Acceptance Criteria 1.1` is no id of its own here.
        let problem = match read(criteria.filter(|criteria| !criteria.text.is_empty()).unwrap_or(item)) {
            Ok(mut read) => return self.references.append(&mut read),
            Err(problem) => problem,
        };
        if words::EVERYTHING.contains(&&*item.text.to_lowercase()) {
            self.all.get_or_insert(item.range());
            return;
        }
        let found = bare.and_then(|bare| read(bare).ok()).or_else(|| each_word(bare.unwrap_or(item)));
        if let Some(mut read) = found.or_else(|| titled(item)).or_else(|| titled(bare?)) {
            return self.references.append(&mut read);
        }
        match problem.zip(reference::ends(bare.unwrap_or(item))) {
            Some((problem, ends)) => {
                self.references.extend(ends);
                self.problems.push(problem);
            }
            None => self.words.push(item.range()),
        }
    }

    /// Adds the properties that an item names. Does it name any?
    fn push_properties(&mut self, item: Item<'_>) -> bool {
        match item.read() {
            Ok(read) => {
                let numbers = read.into_iter().map(|Reference { id, range, .. }| ListedProperty {
                    number: id.as_str().to_owned(),
                    range,
                });
                let before = self.properties.len();
                self.properties.extend(numbers);
                self.properties.len() > before
            }
            Err(problem) => {
                // `Property 3: Title`
                let number = id::leading(item.text).into_iter().next();
                let Some(number) = number else {
                    self.problems.push(problem);
                    return false;
                };
                let range = item.start + number.range.start..item.start + number.range.end;
                self.properties.push(ListedProperty { number: number.id.as_str().to_owned(), range });
                true
            }
        }
    }
}

/// Finds the place where a word that names nothing is nearly a number: `1.x` in `1.x`, `2.? (open)`, `.2`, `１．２`, `1.{2`.
pub fn half_number(word: &str) -> Option<Range<usize>> {
    let end = word.find(char::is_whitespace).unwrap_or(word.len());
    let (first, last) = word[..end].split_once(['.', '．'])?;
    let is_wide = |c: char| matches!(c, '０'..='９');
    let is_digits = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || is_wide(c));
    let is_half =
        matches!(last, "x" | "X" | "n" | "N" | "y" | "?" | "??" | "*" | "xx" | "…" | "_") || last.is_empty();
    let is_set = last.starts_with(['{', '[', '(']) && last[1..].starts_with(|c: char| c.is_ascii_digit());
    let is_number = match is_digits(first) {
        true => is_half || is_set || is_digits(last),
        false => first.is_empty() && is_digits(last),
    };
    is_number.then_some(0..end)
}

/// White space, and the marks of emphasis, code and quotation that stand around a list and its items.
fn is_margin(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '_' | '*' | '`' | '"' | '\'' | '[' | ']' | '\\' | '.' | '。' | '#' | '§' | ':' | '：')
}

fn starts_with_number(item: &Item<'_>) -> bool {
    item.text.starts_with(|c: char| c.is_ascii_digit())
        || item.text.starts_with('P') && item.text[1..].starts_with(|c: char| c.is_ascii_digit())
}

/// The items of a list: between commas, semicolons, line ends, `and` and `&`. Those within parentheses are one with what stands before them.
fn split(list: Item<'_>) -> Vec<Item<'_>> {
    const WORDS: &[&str] = &["and", "und", "et", "y", "e", "и", "і", "і", "och", "ve", "và", "dan"];
    let text = list.text;
    let count = |open: char, close: char| text.matches([open, close]).count();
    let is_even = text.matches(['(', '（']).count() * 2 == count('(', ')') + count('（', '）');
    let (mut items, mut start, mut depth) = (Vec::new(), 0, 0_usize);
    for (at, c) in text.char_indices() {
        match c {
            // `(1.1, 1.2)` is a list, `1.1 (a, b)` a remark.
            '(' | '（' if is_even && !text[start..at].trim_matches(is_margin).is_empty() => depth += 1,
            ')' | '）' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > 0 || at < start {
            continue;
        }
        let rest = &text[at..];
        let width = match c {
            ',' | ';' | '、' | '，' | '；' | '&' | '\n' | '|' | '·' | '•' | '+' => c.len_utf8(),
            '和' | '及' | '與' | '与' | 'と' => c.len_utf8(),
            '<' => ["<br>", "<br/>", "<br />"]
                .iter()
                .find(|tag| rest.starts_with(**tag))
                .map_or(0, |tag| tag.len()),
            ' ' if rest.starts_with(" / ") => 3,
            ' ' => {
                let word = rest[1..].split(' ').next().unwrap_or_default();
                let is_last = rest.len() == 1 + word.len();
                if WORDS.contains(&word) && !is_last { word.len() + 1 } else { 0 }
            }
            _ => 0,
        };
        if width > 0 {
            items.push(list.part(start..at));
            start = at + width;
        }
    }
    items.push(list.part(start.min(text.len())..text.len()));
    items.into_iter().map(|item| item.trim(|c| is_margin(c) || matches!(c, '(' | '（'))).collect()
}

/// Without a remark in parentheses at its end: `1.2 (partly)`.
fn without_comment(item: Item<'_>) -> Item<'_> {
    let text = item.text;
    let end = if text.ends_with([')', '）']) { text.find(['(', '（']) } else { None };
    let end = end.filter(|&end| end > 0).unwrap_or(text.trim_end_matches([')', '）']).len());
    item.part(0..end).trim(is_margin)
}

/// Returns the text behind one of the words that may begin an item, in any case or in the plural.
fn behind<'a>(item: Item<'a>, words: &[&str]) -> Option<Item<'a>> {
    const LONGEST_ENDING: usize = 3;
    // Most items are numbers.
    if item.text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let rest = words::behind(item.text, words, |word, rest| {
        let ending = rest.chars().take_while(|c| c.is_alphabetic()).count();
        words::ends_here(word, rest) || ending <= LONGEST_ENDING
    })?;
    // `requirements/REQ-1.2`: a feature may be named like the word.
    if rest.starts_with('/') {
        return None;
    }
    let is_spaced = item.text[..item.text.len() - rest.len()].ends_with(|c: char| (c as u32) < 0x0E00);
    let rest = if is_spaced { rest.trim_start_matches(char::is_alphabetic) } else { rest };
    let start = item.text.len() - rest.len();
    Some(item.part(start..item.text.len()).trim(is_margin))
}

/// Reads one item that is ids and nothing else. Names are none.
fn read(item: Item<'_>) -> Result<Vec<Reference>, Option<Problem>> {
    let read = item.read()?;
    if read.iter().all(|reference| reference.form != Form::Name) {
        return Ok(read);
    }
    // `fr-003`
    let upper = item.text.to_ascii_uppercase();
    let is_id = item.text.contains(['-', '_']) && upper != item.text;
    match id::whole(&upper).filter(|written| is_id && written.form == Form::Prefixed) {
        Some(written) => Ok(vec![item.reference(None, written.id.as_str(), written.form)]),
        None => Err(None),
    }
}

/// Each word of an item read by itself, if each is an id: `1.2 1.3`.
fn each_word(item: Item<'_>) -> Option<Vec<Reference>> {
    let mut references = Vec::new();
    for word in item.text.split_whitespace() {
        let start = word.as_ptr().addr() - item.text.as_ptr().addr();
        references.append(&mut read(item.part(start..start + word.len())).ok()?);
    }
    (!references.is_empty()).then_some(references)
}

/// The ids before a title: `Req 1: Title`, `1. Title`, `1.2 title`.
fn titled(item: Item<'_>) -> Option<Vec<Reference>> {
    const SIGNS: [&str; 7] = [":", "：", " - ", " – ", " — ", ". ", ") "];
    let at = SIGNS.iter().filter_map(|sign| item.text.find(sign)).min();
    let before = |at| {
        let id = without_comment(item.part(0..at).trim(is_margin));
        let bare = behind(id, words::OF_REQUIREMENTS).or_else(|| behind(id, words::REQUIREMENT));
        read(id).or_else(|problem| bare.map_or(Err(problem), read)).ok()
    };
    let set_off = at.and_then(before).filter(|read| !read.is_empty());
    set_off.or_else(|| {
        let written = id::leading(item.text);
        let last = written.last()?;
        // `3 days`
        let is_id = written.iter().all(|id| id.form != Form::Number || id.id.as_str().contains('.'));
        let is_apart = item.text[last.range.end..].starts_with(|c: char| !c.is_ascii_punctuation());
        let reference = |written: &id::WrittenId| {
            item.part(written.range.clone()).reference(None, written.id.as_str(), written.form)
        };
        (is_id && is_apart).then(|| written.iter().map(reference).collect())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `expect`: each reference with the text that it was read from; `P` before properties, `?` before words, `!` before problems.
    #[track_caller]
    fn check(text: &str, expect: &[&str]) {
        let listed = listed(text);
        let shown = |range: &Range<usize>| &text[range.clone()];
        let name = |it: &Reference| match &it.feature {
            Some(feature) => format!("{feature}/{}", it.canonical()),
            None => it.canonical().to_string(),
        };
        let references = listed.references.iter().map(|it| format!("{} <- {}", name(it), shown(&it.range)));
        let properties = listed.properties.iter().map(|it| format!("P{} <- {}", it.number, shown(&it.range)));
        let all = listed.all.as_ref().map(|_| "*".to_owned());
        let words = listed.words.iter().map(|range| format!("?{}", shown(range)));
        let problems = listed.problems.iter().map(|it| format!("!{}: {}", it.reason, shown(&it.range)));
        let found = references.chain(properties).chain(all).chain(words).chain(problems);
        assert_eq!(found.collect::<Vec<_>>(), expect, "{text:?}");
    }

    /// The ids alone.
    #[track_caller]
    fn ids(text: &str, expect: &str) {
        let ids: Vec<_> = listed(text).references.iter().map(|it| it.canonical().to_string()).collect();
        assert_eq!(ids.join(" "), expect, "{text:?}");
    }

    #[test]
    fn each_id_of_a_list_has_its_place() {
        check("1.2, 3.1-3.2", &["REQ-1.2 <- 1.2", "REQ-3.1 <- 3.1-3.2", "REQ-3.2 <- 3.1-3.2"]);
        check("_1.2, **4**_", &["REQ-1.2 <- 1.2", "REQ-4 <- 4"]);
        check("1.1、NFR-1", &["REQ-1.1 <- 1.1", "NFR-1 <- NFR-1"]);
        check(
            "1.2 (partly), FR-1; shop/US1/AC2",
            &["REQ-1.2 <- 1.2", "FR-1 <- FR-1", "shop/US1.2 <- shop/US1/AC2"],
        );
        check("REQ-001/002", &["REQ-001 <- REQ-001", "REQ-002 <- 002"]);
        check("Requirements 1.1 and 1.3", &["REQ-1.1 <- 1.1", "REQ-1.3 <- 1.3"]);
        check("", &[]);
        check(" , ;", &[]);
    }

    #[test]
    fn lists_are_written_in_many_forms() {
        for text in [
            "1.1, 1.2",
            "1.1 1.2",
            "1.1 / 1.2",
            "1.1/1.2",
            "1.1 and 1.2",
            "1.1 & 1.2",
            "1.1; 1.2",
            "1.1 | 1.2",
            "1.1\n1.2",
            "1.1<br>1.2",
            "1.1<br/>1.2",
            "1.1、1.2",
            "1.1，1.2。",
            "1.1 и 1.2",
            "1.1 et 1.2",
            "1.1 y 1.2",
            "1.1和1.2",
            "(1.1, 1.2)",
            "[1.1], [1.2]",
            "`1.1`, `1.2`",
            "R1.1, R1.2",
            "REQ-1.1, REQ-1.2",
            "Req 1.1, Req 1.2",
            "Requirement 1.1, Requirement 1.2",
            "Requirements: 1.1, 1.2",
            "Requisitos 1.1, 1.2",
            "Requisito 1.1, 1.2",
            "Требования 1.1, 1.2",
            "Anforderungen 1.1 und 1.2",
            "Exigences 1.1, 1.2",
            "Acceptance Criteria 1.1, 1.2",
            "需求 1.1、1.2",
            "需求1.1, 1.2",
            "要件 1.1, 要件 1.2",
            "요구사항 1.1, 1.2",
            "1.1-1.2",
            "1.1 – 1.2",
            "1.1—1.2",
            "1.1..1.2",
            "1.1...1.2",
            "1.1~1.2",
            "1.1〜1.2",
            "1.1～1.2",
            "1.1 to 1.2",
            "1.1 through 1.2",
            "1.1 bis 1.2",
            "1.1至1.2",
            "1.1から1.2",
            "1.1-2",
            "1.1: Log in, 1.2: Log out",
            "1.1 log in, 1.2 log out",
            "1.1 (log in, and stay), 1.2",
            "1.1（部分）、1.2",
            "#1.1, §1.2",
            "1.1, 1.2.",
        ] {
            ids(text, "REQ-1.1 REQ-1.2");
        }
        ids("1-3", "REQ-1 REQ-2 REQ-3");
        ids("1, 2", "REQ-1 REQ-2");
        ids("Req 1: Sign in", "REQ-1");
        ids("1. A/B separation", "REQ-1");
        ids("1: 結帳", "REQ-1");
        ids("REQ-SAF-001〜002", "REQ-SAF-001 REQ-SAF-002");
        ids("FR-001..FR-003", "FR-001 FR-002 FR-003");
        ids("US1, US-2, User Story 3", "US1 US2 US3");
        ids("fr-003, nfr-1", "FR-003 NFR-1");
        ids("US1/AC2, Requirement 1 AC 2", "US1.2 REQ-1.2");
    }

    #[test]
    fn a_feature_may_be_named_like_the_word_for_requirements() {
        check("requirements/REQ-1.1", &["requirements/REQ-1.1 <- requirements/REQ-1.1"]);
        check("requirement/1.1, 1.2", &["requirement/REQ-1.1 <- requirement/1.1", "REQ-1.2 <- 1.2"]);
        check("Requirements: requirements/1.1", &["requirements/REQ-1.1 <- requirements/1.1"]);
        check("Requirements / 1.1", &["REQ-1.1 <- 1.1"]);
    }

    #[test]
    fn words_name_nothing_and_are_kept() {
        check("1.1, Setup", &["REQ-1.1 <- 1.1", "?Setup"]);
        check("Development efficiency", &["?Development efficiency"]);
        check("All scraper requirements", &["?All scraper requirements"]);
        check("N/A", &["?N/A"]);
        check("3 days", &["?3 days"]);
        for text in
            ["All", "all", "All requirements", "все требования", "全部", "すべて", "all (wiring)", "_All_"]
        {
            check(text, &["*"]);
        }
    }

    #[test]
    fn properties_in_a_list_are_reported_from_requirements() {
        check("1.1, Property 2, 1.3", &["REQ-1.1 <- 1.1", "REQ-1.3 <- 1.3", "P2 <- 2"]);
        check("1.1, Property 1-2", &["REQ-1.1 <- 1.1", "P1 <- 1-2", "P2 <- 1-2"]);
        check("Properties 2, 3", &["P2 <- 2", "P3 <- 3"]);
        check("Property 3: Order", &["P3 <- 3"]);
        check("属性 1、属性 2", &["P1 <- 1", "P2 <- 2"]);
    }

    #[test]
    fn a_range_that_names_too_much_or_nothing_is_a_problem() {
        check(
            "1.1-1.999999999",
            &[
                "REQ-1.1 <- 1.1-1.999999999",
                "REQ-1.999999999 <- 1.1-1.999999999",
                "!the range names more than 100 ids: 1.1-1.999999999",
            ],
        );
        check(
            "1.4-1.2",
            &["REQ-1.4 <- 1.4-1.2", "REQ-1.2 <- 1.4-1.2", "!the range counts backwards: 1.4-1.2"],
        );
        check(
            "1.1-2.3",
            &[
                "REQ-1.1 <- 1.1-2.3",
                "REQ-2.3 <- 1.1-2.3",
                "!a range stays below one requirement: write one range for each: 1.1-2.3",
            ],
        );
        ids("REQ-2024-001", "REQ-2024-001");
        ids("FR-038-integ-a", "FR-038-integ-a");
    }

    proptest::proptest! {
        #[test]
        fn any_list_is_read_without_a_panic_and_every_place_is_in_it(text in "([A-Z]{1,3}-?|[0-9]{1,3}|[./ ,_–:()-]|（|）|<br>| and |Property|Requirements|all|ü|需求|\\PC){0,16}") {
            let listed = listed(&text);
            let references = listed.references.into_iter().map(|it| it.range);
            let properties = listed.properties.into_iter().map(|it| it.range);
            let problems = listed.problems.into_iter().map(|it| it.range);
            for range in references.chain(properties).chain(problems).chain(listed.words) {
                assert!(text.get(range).is_some());
            }
        }
    }
}
