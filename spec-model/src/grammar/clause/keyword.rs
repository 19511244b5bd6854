//! The keywords of EARS and Given/When/Then in many languages, with the marks around them.

use std::collections::HashMap;
use std::sync::LazyLock;

use nom::bytes::complete::{take_while, take_while_m_n};
use nom::{IResult, Parser};

use super::modal::is_upper;

/// The meaning of a keyword.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    Given,
    When,
    If,
    While,
    Where,
    Then,
    And,
    But,
    /// The article that begins a subject.
    The,
    /// `FOR ALL`: the sentence is a property.
    ForAll,
}

/// The style in which a keyword is written, the loudest last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Style {
    /// In ordinary letters: a keyword only where a clause begins.
    Quiet,
    /// In capitals.
    Capitals,
    /// In emphasis, in backticks, or with a colon behind it.
    Dressed,
}

/// A keyword at the beginning of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Keyword {
    pub(super) word: Word,
    pub(super) style: Style,
    /// Its bytes, with the marks around it and the colon behind it.
    pub(super) len: usize,
}

/// Words of scripts that have spaces, in lower case; of two that begin alike the longer one stands first.
const SPACED: &[(Word, &[&str])] = &[
    (Word::ForAll, &["for all", "for any", "for every", "for each"]),
    (
        Word::Given,
        &[
            "given that",
            "given",
            "dado que",
            "dada",
            "dado",
            "dados",
            "dadas",
            "étant donné que",
            "étant donné",
            "angenommen",
            "gegeben",
            "dato",
            "дано",
            "допустим",
            "задано",
            "바탕으로",
            "전제",
            "조건",
            "주어진",
            "cho rằng",
            "בהינתן",
            "بفرض",
        ],
    ),
    (
        Word::When,
        &[
            "whenever",
            "when",
            "quando",
            "cuando",
            "lorsque",
            "quand",
            "wenn",
            "когда",
            "коли",
            "kiedy",
            "khi",
            "כאשר",
            "عندما",
        ],
    ),
    (Word::If, &["if", "se", "si", "falls", "если", "якщо", "jeśli", "만약", "만일", "nếu", "אם", "إذا"]),
    (
        Word::While,
        &[
            "while",
            "enquanto",
            "mientras",
            "während",
            "solange",
            "tant que",
            "mentre",
            "пока",
            "поки",
            "trong khi",
            "בזמן",
        ],
    ),
    (Word::Where, &["where", "onde", "donde", "où", "где", "де", "היכן"]),
    (
        Word::Then,
        &[
            "then",
            "então",
            "entao",
            "entonces",
            "alors",
            "dann",
            "allora",
            "тогда",
            "тоді",
            "то",
            "wtedy",
            "그러면",
            "그때",
            "결과",
            "thì",
            "אז",
            "אזי",
            "فإن",
        ],
    ),
    (Word::And, &["and", "e", "y", "et", "und", "и", "і", "та", "oraz", "그리고", "và", "וגם"]),
    (Word::But, &["but", "mas", "pero", "mais", "aber", "но", "але", "하지만", "nhưng", "אבל"]),
    (Word::The, &["the"]),
];

/// Words of scripts without spaces.
const UNSPACED: &[(Word, &[&str])] = &[
    (
        Word::Given,
        &[
            "给定",
            "給定",
            "假设",
            "假設",
            "假如",
            "假定",
            "前置条件",
            "前置條件",
            "前提条件",
            "前提",
            "与えられた",
        ],
    ),
    (Word::When, &["每当", "每當", "当", "當", "実行時", "実行", "操作"]),
    (Word::If, &["如果", "倘若", "若", "もし"]),
    (Word::While, &["在此期间", "在此期間"]),
    (
        Word::Then,
        &[
            "那么",
            "那麼",
            "则",
            "則",
            "期待される結果",
            "期待結果",
            "预期结果",
            "預期結果",
            "その結果",
            "結果",
            "ならば",
            "その場合",
        ],
    ),
    (Word::And, &["并且", "並且", "而且", "以及", "同时", "同時", "かつ", "また", "且"]),
    (Word::But, &["但是", "但", "しかし", "ただし"]),
];

/// The words that begin like a keyword of [`UNSPACED`] and are other words: the current one, of course, several.
const OTHERS: &[&str] =
    &["当前", "當前", "当然", "當然", "当日", "當日", "当地", "當地", "若干", "则是", "操作者"];

/// The keyword that a text begins with.
pub(super) fn keyword(text: &str) -> Option<Keyword> {
    let (_, keyword) = dressed(text).ok()?;
    keyword
}

/// `WHEN`, `**When**`, `` `WHEN` ``, `**WHEN:**`, `**When**:`
fn dressed(text: &str) -> IResult<&str, Option<Keyword>> {
    let (rest, open) = take_while(is_mark).parse(text)?;
    let Some((word, len)) = word(rest, !open.is_empty()) else { return Ok((text, None)) };
    let written = &rest[..len];
    let (rest, inner_colon) = colon(&rest[len..])?;
    let (rest, close) = if open.is_empty() { (rest, "") } else { take_while(is_mark).parse(rest)? };
    let (rest, outer_colon) = colon(rest)?;
    let has_colon = !inner_colon.is_empty() || !outer_colon.is_empty();
    let style = if !close.is_empty() || has_colon && word != Word::The {
        Style::Dressed
    } else if is_upper(written) {
        Style::Capitals
    } else {
        Style::Quiet
    };
    Ok((rest, Some(Keyword { word, style, len: text.len() - rest.len() })))
}

fn is_mark(c: char) -> bool {
    matches!(c, '*' | '_' | '`')
}

fn colon(text: &str) -> IResult<&str, &str> {
    take_while_m_n(0, 1, |c| matches!(c, ':' | '：')).parse(text)
}

/// The word at the beginning of a text, and its length.
fn word(text: &str, is_dressed: bool) -> Option<(Word, usize)> {
    static SPACED_INDEX: LazyLock<Index<Word>> = LazyLock::new(|| Index::of(SPACED));
    static UNSPACED_INDEX: LazyLock<Index<Word>> = LazyLock::new(|| Index::of(UNSPACED));
    let spaced =
        SPACED_INDEX.beginning(text).iter().find_map(|&(one, word)| Some((word, phrase(one, text)?)));
    spaced.or_else(|| {
        // These are ordinary words, and step names only in emphasis.
        let is_noun =
            |one: &str| matches!(one, "操作" | "実行" | "結果" | "前提" | "また" | "同时" | "同時" | "以及");
        let mut found = UNSPACED_INDEX.beginning(text).iter().filter(|(one, _)| text.starts_with(one));
        let &(one, word) = found.find(|(one, _)| is_dressed || !is_noun(one))?;
        (!OTHERS.iter().any(|other| text.starts_with(other))).then_some((word, one.len()))
    })
}

/// Words by the letter that they begin with, so that most places of a text cost one look-up.
pub(super) struct Index<T> {
    /// For each letter of ASCII its words.
    ascii: [Vec<(&'static str, T)>; 128],
    others: HashMap<char, Vec<(&'static str, T)>>,
}

impl<T: Copy> Index<T> {
    pub(super) fn of(table: &[(T, &[&'static str])]) -> Self {
        let pairs = table.iter().flat_map(|&(meaning, words)| words.iter().map(move |&word| (word, meaning)));
        pairs.collect()
    }

    /// The words that begin as a text does.
    pub(super) fn beginning(&self, text: &str) -> &[(&'static str, T)] {
        let first = first(text);
        let words = self.ascii.get(first as usize).or_else(|| self.others.get(&first));
        words.map_or(&[], Vec::as_slice)
    }
}

impl<T> FromIterator<(&'static str, T)> for Index<T> {
    fn from_iter<I: IntoIterator<Item = (&'static str, T)>>(words: I) -> Self {
        let mut index = Self { ascii: std::array::from_fn(|_| Vec::new()), others: HashMap::new() };
        for (word, meaning) in words {
            let first = first(word);
            match index.ascii.get_mut(first as usize) {
                Some(known) => known.push((word, meaning)),
                None => index.others.entry(first).or_default().push((word, meaning)),
            }
        }
        index
    }
}

/// The first letter of a text in lower case.
fn first(text: &str) -> char {
    match text.chars().next() {
        Some(c) if c.is_ascii() => c.to_ascii_lowercase(),
        Some(c) => c.to_lowercase().next().unwrap_or(c),
        None => ' ',
    }
}

/// The length of a phrase (lower case, single spaces) at the beginning of a text, if a word ends there. The text may have any case and any
/// white space.
pub(super) fn phrase(phrase: &str, text: &str) -> Option<usize> {
    let mut rest = text;
    for expect in phrase.chars() {
        let mut chars = rest.chars();
        let c = chars.next()?;
        if expect == ' ' {
            if !c.is_whitespace() {
                return None;
            }
            rest = rest.trim_start();
        } else {
            let is_same = if c.is_ascii() {
                c.to_ascii_lowercase() == expect
            } else {
                c == expect || c.to_lowercase().eq(std::iter::once(expect))
            };
            if !is_same {
                return None;
            }
            rest = chars.as_str();
        }
    }
    let goes_on = |c: char| c.is_alphanumeric() && !is_unspaced(c) || matches!(c, '\'' | '’');
    let mut after = rest.chars();
    let is_joined = match after.next() {
        // `IF-THEN`, `if_else`, `when/then`: parts of another word.
        Some('-' | '_' | '/') => after.next().is_some_and(char::is_alphanumeric),
        Some(c) => goes_on(c),
        None => false,
    };
    (!is_joined).then(|| text.len() - rest.len())
}

/// A character of a script that puts no space between words.
pub(super) fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{0e00}'..='\u{0e7f}' | '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ff9d}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: Option<(Word, Style, &str)>) {
        let found = keyword(text).map(|found| (found.word, found.style, &text[..found.len]));
        assert_eq!(found, expect, "{text}");
    }

    #[test]
    fn keywords_are_dressed_in_many_ways() {
        check("WHEN x", Some((Word::When, Style::Capitals, "WHEN")));
        check("When x", Some((Word::When, Style::Quiet, "When")));
        check("**When** x", Some((Word::When, Style::Dressed, "**When**")));
        check("**WHEN:** x", Some((Word::When, Style::Dressed, "**WHEN:**")));
        check("**WHEN**: x", Some((Word::When, Style::Dressed, "**WHEN**:")));
        check("`And` x", Some((Word::And, Style::Dressed, "`And`")));
        check("_Given_ x", Some((Word::Given, Style::Dressed, "_Given_")));
        check("Given: x", Some((Word::Given, Style::Dressed, "Given:")));
        check("THE: x", Some((Word::The, Style::Capitals, "THE:")));
        check("**When the user clicks**", Some((Word::When, Style::Quiet, "**When")));
    }

    #[test]
    fn keywords_of_other_languages_are_known() {
        check("当用户", Some((Word::When, Style::Quiet, "当")));
        check("**當** 作者", Some((Word::When, Style::Dressed, "**當**")));
        check("**前提条件**: x", Some((Word::Given, Style::Dressed, "**前提条件**:")));
        check("**実行時**：x", Some((Word::When, Style::Dressed, "**実行時**：")));
        check("QUANDO o", Some((Word::When, Style::Capitals, "QUANDO")));
        check("**Então** o", Some((Word::Then, Style::Dressed, "**Então**")));
        check("КОГДА x", Some((Word::When, Style::Capitals, "КОГДА")));
        check("WHENユーザー", Some((Word::When, Style::Capitals, "WHEN")));
    }

    #[test]
    fn other_words_are_none() {
        for text in [
            "whence",
            "IF-THEN",
            "when_done",
            "GIVEN/WHEN",
            "if's",
            "当前页",
            "若干",
            "操作を",
            "",
            "**",
            "thereby",
        ] {
            check(text, None);
        }
    }
}
