//! Modals: SHALL, and the words that people write in its place.

use std::sync::LazyLock;

use super::keyword::{Index, phrase};
use crate::grammar::modality::key_words;

/// A modal at the beginning of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Modal {
    /// Its bytes.
    pub(super) len: usize,
    /// It binds as it is written. `shall` does in lower case too, and so do those of other languages, which nobody writes in capitals; the
    /// others are ordinary words, but for two cases. They are written in capitals (RFC 8174), or a keyword before them begins a
    /// requirement.
    pub(super) binds: bool,
    /// Its language puts it behind the verb.
    pub(super) trails: bool,
}

/// The modals of English, of two that begin alike the longer one first.
fn english() -> impl Iterator<Item = &'static str> {
    ["shall continue to"].into_iter().chain(key_words().flat_map(|modal| [modal.negated, modal.word]))
}

/// Words of other languages that have spaces, longest first.
const OTHERS: &[&str] = &[
    "não deve",
    "não deverá",
    "deverão",
    "deverá",
    "devem",
    "deve",
    "no debe",
    "deberán",
    "deberá",
    "deben",
    "debe",
    "devono",
    "ne doit pas",
    "doivent",
    "doit",
    "darf nicht",
    "müssen",
    "muss",
    "sollen",
    "soll",
    "не должна",
    "не должен",
    "не должно",
    "не должны",
    "должна",
    "должен",
    "должно",
    "должны",
    "не повинна",
    "не повинен",
    "повинна",
    "повинен",
    "повинно",
    "повинні",
    "phải",
];

/// Words of scripts without spaces that stand before the verb (Chinese).
const BEFORE: &[&str] =
    &["不得", "不应", "不應", "必须", "必須", "应当", "應當", "应该", "應該", "应", "應", "须", "須"];

/// Behind these, 应 ends a word that is no modal: 响应 answers, 对应 corresponds, 效应 is an effect.
const OF_OTHER_WORDS: &[char] = &[
    '对', '對', '响', '響', '适', '適', '反', '效', '供', '相', '感', '呼', '照', '回', '报', '報', '顺',
    '順', '答',
];

/// Endings of Japanese verbs, which stand behind what must be done.
const BEHIND: &[&str] = &[
    "しなければならない",
    "しなければなりません",
    "なければならない",
    "なければなりません",
    "してはならない",
    "してはなりません",
    "てはならない",
    "てはなりません",
    "するものとする",
    "ものとする",
    "べきである",
];

/// The endings that follow the Korean 해야, 어야, 받아야 …
const KOREAN: &[&str] = &["한다", "합니다", "하며", "하고", "함", "할"];

/// A modal that is the end of a verb, and so begins inside of a word.
pub(super) fn ending(text: &str) -> Option<Modal> {
    let first = text.chars().next().filter(|&c| c > '\u{3000}')?;
    let japanese = || BEHIND.iter().find(|word| text.starts_with(**word)).map(|word| word.len());
    let korean = || {
        let rest = matches!(first, '가'..='힣').then(|| &text[first.len_utf8()..])?;
        let rest = rest.strip_prefix('야')?.strip_prefix(' ')?;
        let verb = KOREAN.iter().find(|verb| rest.starts_with(**verb))?;
        Some(text.len() - rest.len() + verb.len())
    };
    let len = japanese().or_else(korean)?;
    Some(Modal { len, binds: true, trails: true })
}

/// The modal that a text begins with. `previous` stands before it, and `is_japanese` says that the text has kana: 必須 is a noun
/// there.
pub(super) fn modal(text: &str, previous: char, is_japanese: bool) -> Option<Modal> {
    static WORDS_INDEX: LazyLock<Index<bool>> = LazyLock::new(|| {
        english().map(|word| (word, true)).chain(OTHERS.iter().map(|&word| (word, false))).collect()
    });
    static BEFORE_INDEX: LazyLock<Index<()>> = LazyLock::new(|| Index::of(&[((), BEFORE)]));
    let mut words = WORDS_INDEX.beginning(text).iter();
    let word = words.find_map(|&(word, is_english)| Some((phrase(word, text)?, is_english)));
    if let Some((len, is_english)) = word {
        let first = text[..len].split(char::is_whitespace).next().unwrap_or_default();
        let binds = !is_english || first.eq_ignore_ascii_case("shall") || is_upper(first);
        return Some(Modal { len, binds, trails: false });
    }
    let mut before = BEFORE_INDEX.beginning(text).iter().filter(|_| !is_japanese);
    let len = before.find(|(word, ())| text.starts_with(word))?.0.len();
    // 应用 is an application, 應用 is one too.
    let rest = &text[len..];
    let is_other = text.starts_with(['应', '應'])
        && (OF_OTHER_WORDS.contains(&previous)
            || rest.starts_with(['用', '答', '急', '对', '對', '变', '變']));
    (!is_other).then_some(Modal { len, binds: true, trails: false })
}

/// All letters are capitals, and there are two at least.
pub(super) fn is_upper(word: &str) -> bool {
    let mut letters = word.chars().filter(|c| c.is_alphabetic());
    let count = letters.clone().count();
    count > 1 && letters.all(char::is_uppercase)
}
