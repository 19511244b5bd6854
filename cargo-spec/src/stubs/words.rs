//! Makes words for names: ASCII, lower case, without Markdown marks and articles; and the third person of verbs.

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

/// Words that a name can do without.
const ARTICLES: [&str; 3] = ["a", "an", "the"];
/// What is written together is longer only in paths and the like: there, each part is a word.
const MAX_COMPOUND: usize = 32;

/// Splits a text into words.
pub(super) fn words(text: &str) -> Words {
    let mut found = Words::default();
    let mut word = Word::default();
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        match c {
            // What is escaped has no name: `\x1b`, `\u{202e}`.
            '\\' => {
                word.end(&mut found.words);
                rest = without_escape(rest.as_str()).chars();
            }
            c if c.is_ascii_alphanumeric() => {
                word.part.push(c);
                found.spelled += 1;
            }
            // An apostrophe is inside a word: `user's`.
            '\'' | '’' => {}
            c if c.is_alphanumeric() => match ascii_of(c) {
                Some(ascii) => {
                    word.part.push_str(ascii);
                    found.spelled += 1;
                }
                None => {
                    found.lost += 1;
                    word.end(&mut found.words);
                }
            },
            // A combining mark belongs to the letter before it.
            '\u{300}'..='\u{36f}' => {}
            '-' | '‐' | '‑' | '_' | '/' | '.' if rest.as_str().starts_with(char::is_alphanumeric) => {
                word.end_part();
            }
            _ => word.end(&mut found.words),
        }
    }
    word.end(&mut found.words);
    found
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
            [only] if ARTICLES.contains(&only.as_str()) => {}
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
    const NAMES: &[&str] = &[
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
    let is_one_word =
        humps.iter().any(|hump| hump.len() < 2) || NAMES.contains(&word.to_ascii_lowercase().as_str());
    if is_one_word { vec![word] } else { humps }
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

/// Does a word stand before a noun, or for one?
pub(super) fn is_determiner(word: &str) -> bool {
    is_among(DETERMINERS, word) || is_among("he i she they we you", word)
}

/// Is the word a verb that people join with `and`, before a word that may be its object?
pub(super) fn is_joined_verb(word: &str, next: &str) -> bool {
    let is_determined = is_among(DETERMINERS, next);
    is_among(COMMON_VERBS, word) || is_determined && is_among(OTHER_VERBS, word)
}

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

/// Does a word begin a phrase or a clause that the words before it can do without?
pub(super) fn begins_phrase(word: &str) -> bool {
    is_among(PHRASES, word)
}

/// Must something follow a word?
pub(super) fn hangs(word: &str) -> bool {
    is_among(HANGING, word)
}

fn is_among(words: &str, word: &str) -> bool {
    words.split(' ').any(|other| other == word)
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
        check("Übergröße façade", &["uebergroesse", "facade"], 0);
        check("cafe\u{301}", &["cafe"], 0);
        check("系统 API", &["api"], 2);
        check("\\x1b[2J, \\u{202e} and \\n in C:\\new", &["2j", "and", "n", "in", "c", "new"], 0);
    }
}
