//! Words of a text for names: ASCII, lower case, without Markdown marks and articles; and the third person of verbs.

/// The words of a text, ready for an identifier, and how much of the text they stand for.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Words {
    /// The words, articles left out.
    pub(super) words: Vec<String>,
    /// Letters and digits that are in the words.
    pub(super) comparison: usize,
    /// Letters and digits of scripts that ASCII cannot spell.
    pub(super) lost: usize,
}

impl Words {
    /// Do the words say most of what the text says?
    pub(super) fn speak(&self) -> bool {
        self.comparison > 0 && self.comparison >= self.lost
    }
}

/// Words that a name can do without.
const ARTICLES: [&str; 3] = ["a", "an", "the"];

/// Splits a text into words.
pub(super) fn words(text: &str) -> Words {
    let mut found = Words::default();
    let mut word = String::new();
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        match c {
            // What is escaped has no name: `\x1b`, `\u{202e}`.
            '\\' => {
                end(&mut word, &mut found.words);
                rest = without_escape(rest.as_str()).chars();
            }
            c if c.is_ascii_alphanumeric() => {
                word.push(c.to_ascii_lowercase());
                found.comparison += 1;
            }
            // An apostrophe is inside a word: `user's`.
            '\'' | '’' => {}
            c if c.is_alphanumeric() => match ascii_of(c) {
                Some(ascii) => {
                    word.push_str(ascii);
                    found.comparison += 1;
                }
                None => {
                    found.lost += 1;
                    end(&mut word, &mut found.words);
                }
            },
            // A combining mark belongs to the letter before it.
            '\u{300}'..='\u{36f}' => {}
            _ => end(&mut word, &mut found.words),
        }
    }
    end(&mut word, &mut found.words);
    found
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

fn end(word: &mut String, words: &mut Vec<String>) {
    let word = std::mem::take(word);
    if !word.is_empty() && !ARTICLES.contains(&word.as_str()) {
        words.push(word);
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

/// Words that may stand before the verb.
pub(super) fn is_adverb(word: &str) -> bool {
    const ADVERBS: &[&str] =
        &["also", "always", "first", "instead", "never", "only", "still", "then", "therefore", "thus"];
    ADVERBS.contains(&word)
        || word.len() > 4
            && word.ends_with("ly")
            && !["apply", "reply", "comply", "supply", "multiply", "rely"].contains(&word)
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
        // What is no verb in its base form stays: `SHALL responds`, `SHALL NOT`.
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

/// Verbs that people join with `and`: `validate the input and return an error`.
const COMMON_VERBS: &str = "\
    accept add allow answer apply assign block cancel clear close continue create delete deny disable \
    discard display emit enable ensure exit fail hide highlight ignore include indicate inform keep \
    leave list load log mark notify offer open persist preserve prevent print prompt provide publish \
    raise read record redirect refuse reject release reload remain remove render replace report request \
    require reset respond restore retain retry return revert save send set show skip start stop store \
    terminate trigger update use validate verify wait write";

/// Is the word one of the verbs that people join with `and`?
pub(super) fn is_common_verb(word: &str) -> bool {
    COMMON_VERBS.split(' ').any(|verb| verb == word)
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
    fn verbs_that_are_joined_are_known_as_whole_words() {
        for verb in ["accept", "discard", "wait", "write"] {
            assert!(is_common_verb(verb), "{verb}");
        }
        for other in ["", "accep", "accept add", "user", "writes"] {
            assert!(!is_common_verb(other), "{other:?}");
        }
        assert!(COMMON_VERBS.split(' ').is_sorted() && !COMMON_VERBS.contains("  "));
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
        check("the user's *e-mail*", &["users", "e", "mail"], 0);
        check("Übergröße façade", &["uebergroesse", "facade"], 0);
        check("cafe\u{301}", &["cafe"], 0);
        check("系统 API", &["api"], 2);
        check("\\x1b[2J, \\u{202e} and \\n in C:\\new", &["2j", "and", "n", "in", "c", "new"], 0);
    }
}
