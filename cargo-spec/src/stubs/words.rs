//! Makes words for names: ASCII, lower case, without Markdown marks and articles; and the third person of verbs.

use std::borrow::Cow;

use spec_engine::criterion::lexicon;
use spec_engine::criterion::tokenizer::{self, Grain};

/// The words of a text, ready for an identifier, and how much of the text they stand for.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Words {
    /// The words, articles left out. What is written together (`step-by-step`, `SpawnState`) is one of them.
    pub(super) words: Vec<String>,
    /// Letters and digits that are in the words.
    pub(super) spelled: usize,
    /// Letters and digits of scripts that ASCII cannot spell.
    pub(super) lost: usize,
}

impl Words {
    /// Do the words say most of what the text says?
    pub(super) fn speak(&self) -> bool {
        self.spelled > 0 && self.spelled >= self.lost
    }
}

/// The longest word that is written together; longer ones are paths and the like: there, each part is a word.
const MAX_COMPOUND: usize = 32;

/// Splits a text into words.
pub(super) fn words(text: &str) -> Words {
    let text = without_escapes(text);
    let mut found = Words::default();
    for word in tokenizer::words(&text, Grain::Written) {
        if is_negative(&text[..word.start], word.text) {
            found.words.push("minus".to_owned());
        }
        found.add(word.text);
    }
    found
}

/// Is a word a number below zero, with its sign or directly behind one? `3 - 5` and `1-5` have no sign.
fn is_negative(before: &str, word: &str) -> bool {
    const SIGNS: [char; 2] = ['-', '−'];
    let behind = before.strip_suffix(SIGNS);
    let digits = word.strip_prefix(SIGNS).or(behind.map(|_| word));
    let before = behind.unwrap_or(before);
    digits.is_some_and(|digits| digits.starts_with(|c: char| c.is_ascii_digit()))
        && (before.is_empty() || before.ends_with([' ', '(', '`']))
}

impl Words {
    /// Adds what is written together. A sign that ASCII cannot spell parts it.
    fn add(&mut self, written: &str) {
        let mut word = Word::default();
        for c in written.chars() {
            match c {
                // An apostrophe is inside a word: `user's`. A combining mark belongs to the letter before it.
                '\'' | '’' | '\u{300}'..='\u{36f}' => {}
                c if c.is_alphanumeric() => match spelled(c) {
                    Some(ascii) => {
                        word.part.push_str(&ascii);
                        self.spelled += 1;
                    }
                    None => {
                        self.lost += 1;
                        word.end(&mut self.words);
                    }
                },
                _ => word.end_part(),
            }
        }
        word.end(&mut self.words);
    }
}

/// Spells a letter or digit in ASCII; `None` for other scripts.
fn spelled(c: char) -> Option<Cow<'static, str>> {
    match c {
        c if c.is_ascii_alphanumeric() => Some(Cow::Owned(c.into())),
        c => ascii_of(c).map(Cow::Borrowed),
    }
}

/// A word that is being read.
#[derive(Default)]
struct Word {
    /// The parts that are read, in lower case.
    parts: Vec<String>,
    /// The part that is being read, as it is written.
    part: String,
}

impl Word {
    fn end_part(&mut self) {
        let part = std::mem::take(&mut self.part);
        if !part.is_empty() {
            self.parts.extend(humps(&part).iter().map(|hump| hump.to_ascii_lowercase()));
        }
    }

    fn end(&mut self, words: &mut Vec<String>) {
        self.end_part();
        let parts = std::mem::take(&mut self.parts);
        match &*parts {
            [] => {}
            [only] if lexicon::ARTICLES.contains(&only.as_str()) => {}
            parts if parts.iter().map(String::len).sum::<usize>() > MAX_COMPOUND => {
                words.extend(parts.iter().cloned());
            }
            parts => words.push(parts.join("_")),
        }
    }
}

/// The words that capitals part in one that is written together: `SpawnState`, `HTTPServer`. Names such as `GitHub`, `OAuth`,
/// `APIs` and `10 GHz` are one word.
pub(super) fn humps(word: &str) -> Vec<&str> {
    let bytes = word.as_bytes();
    let begins_hump = |&at: &usize| {
        let (before, here) = (bytes[at - 1], bytes[at]);
        let next = bytes.get(at + 1);
        let ends_acronym = next.is_some_and(u8::is_ascii_lowercase) && bytes[at + 1..] != *b"s";
        here.is_ascii_uppercase() && (!before.is_ascii_uppercase() || ends_acronym)
    };
    let mut starts = vec![0];
    starts.extend((1..word.len()).filter(begins_hump));
    let ends = starts.iter().skip(1).copied().chain([word.len()]);
    let humps: Vec<_> = starts.iter().zip(ends).map(|(&start, end)| &word[start..end]).collect();
    let is_one_word = humps.iter().any(|hump| hump.len() < 2)
        || lexicon::NAMES.contains(&word.to_ascii_lowercase().as_str());
    if is_one_word { vec![word] } else { humps }
}

/// A text without the characters that it names by their numbers: `\x1b`, `\u{202e}`.
fn without_escapes(text: &str) -> Cow<'_, str> {
    let mut pieces = text.split('\\');
    let first = pieces.next().unwrap_or_default();
    let mut bare = Cow::Borrowed(first);
    for piece in pieces {
        // The backslash parts words.
        bare.to_mut().push('\\');
        bare.to_mut().push_str(without_escape(piece));
    }
    bare
}

/// The text behind the number of a character that a backslash escapes.
fn without_escape(text: &str) -> &str {
    let is_hexadecimal =
        |digits: &str| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    if let Some((digits, rest)) = text.strip_prefix("u{").and_then(|rest| rest.split_once('}'))
        && is_hexadecimal(digits)
    {
        return rest;
    }
    match text.strip_prefix('x').and_then(|rest| rest.split_at_checked(2)) {
        Some((digits, rest)) if is_hexadecimal(digits) => rest,
        _ => text,
    }
}

/// A Latin letter as ASCII spells it, in lower case; `None` for other scripts.
fn ascii_of(c: char) -> Option<&'static str> {
    const SPELLED: &[(&str, &str)] = &[
        ("a", "àáâãåāăąǎȁȃạảấầẩẫậắằẳẵặ"),
        ("ae", "äæ"),
        ("b", "ḃḅ"),
        ("c", "çćĉċč"),
        ("d", "ďđðḍ"),
        ("e", "èéêëēĕėęěẹẻẽếềểễệ"),
        ("f", "ƒ"),
        ("g", "ĝğġģǧ"),
        ("h", "ĥħḥ"),
        ("i", "ìíîïĩīĭįıịỉǐ"),
        ("j", "ĵ"),
        ("k", "ķǩ"),
        ("l", "ĺļľŀłḷ"),
        ("n", "ñńņňŋ"),
        ("o", "òóôõøōŏőơọỏốồổỗộớờởỡợǒ"),
        ("oe", "öœ"),
        ("r", "ŕŗř"),
        ("s", "śŝşšșṣ"),
        ("ss", "ß"),
        ("t", "ţťŧțṭ"),
        ("th", "þ"),
        ("u", "ùúûũūŭůűųưụủứừửữựǔ"),
        ("ue", "ü"),
        ("w", "ŵẁẃẅ"),
        ("y", "ýÿŷỳỵỷỹ"),
        ("z", "źżžẓ"),
    ];
    let lower = c.to_lowercase().next().unwrap_or(c);
    SPELLED.iter().find(|(_, letters)| letters.contains(lower)).map(|(ascii, _)| *ascii)
}

/// The third person of a verb in its base form: `answer` → `answers`, `be` → `is`.
pub(super) fn third_person(verb: &str) -> String {
    let consonant_y = || {
        let before = verb.strip_suffix('y')?;
        let last = before.chars().last()?;
        (!"aeiou".contains(last)).then(|| format!("{before}ies"))
    };
    match verb {
        "be" | "is" => return "is".to_owned(),
        "have" | "has" => return "has".to_owned(),
        // A word that is no verb in its base form stays: `SHALL responds`, `SHALL NOT`.
        "are" | "was" | "not" | "no" | "" => return verb.to_owned(),
        _ => {}
    }
    if !verb.bytes().all(|b| b.is_ascii_alphabetic() || b == b'-') {
        return verb.to_owned();
    }
    let hissing = ["ss", "us", "x", "z", "ch", "sh", "o"].iter().any(|end| verb.ends_with(end));
    match consonant_y() {
        Some(verb) => verb,
        None if hissing => format!("{verb}es"),
        None if verb.ends_with('s') => verb.to_owned(),
        None => format!("{verb}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_get_their_third_person() {
        let check = |verb: &str, expected: &str| assert_eq!(third_person(verb), expected);
        check("answer", "answers");
        check("pass", "passes");
        check("notify", "notifies");
        check("display", "displays");
        check("fix", "fixes");
        check("go", "goes");
        check("be", "is");
        check("have", "has");
        check("responds", "responds");
        check("focus", "focuses");
        check("2xx", "2xx");
    }

    #[test]
    fn words_are_ascii_and_say_what_they_could_not_spell() {
        let check = |text: &str, expected: &[&str], lost| {
            let found = words(text);
            assert_eq!(
                (&*found.words, found.lost),
                (&*expected.iter().map(|&w| w.to_owned()).collect::<Vec<_>>(), lost)
            );
        };
        check("answer `409 Conflict`", &["answer", "409", "conflict"], 0);
        check("the user's *e-mail*", &["users", "e_mail"], 0);
        check("a step-by-step guide, 1.5 kB", &["step_by_step", "guide", "1_5", "kb"], 0);
        check("`SpawnStateJson` of GitHub", &["spawn_state_json", "of", "github"], 0);
        check("IDs, HTTPServer and APIs on iOS", &["ids", "http_server", "and", "apis", "on", "ios"], 0);
        check("e.g. - 3/4 - `a.rs`", &["e_g", "3_4", "a_rs"], 0);
        check(
            "src/very/long/path/to/some/deeply/nested/file.rs",
            &["src", "very", "long", "path", "to", "some", "deeply", "nested", "file", "rs"],
            0,
        );
        check(
            "at least -5 or −3 degrees, 1-2",
            &["at", "least", "minus", "5", "or", "minus", "3", "degrees", "1_2"],
            0,
        );
        check("Übergröße façade", &["uebergroesse", "facade"], 0);
        check("cafe\u{301}", &["cafe"], 0);
        check("系统 API", &["api"], 2);
        check("\\x1b[2J, \\u{202e} and \\n in C:\\new", &["2j", "and", "n", "in", "c", "new"], 0);
    }
}
