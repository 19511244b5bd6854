//! Parses the first line of a task: `- [x] 1.2 Title`, `- [ ]* **T004b** [P] [US1] Title`, `### [X] T001: Title`.

use std::ops::Range;

use nom::branch::alt;
use nom::bytes::complete::{tag, take_while, take_while_m_n, take_while1};
use nom::character::complete::{anychar, char, digit1, one_of, satisfy, space0, space1};
use nom::combinator::{eof, map, not, opt, peek, recognize, value, verify};
use nom::multi::{many0_count, many1_count};
use nom::sequence::{delimited, pair, preceded, terminated};
use nom::{IResult, Parser};

use super::check_box::{CheckBox, check_box, drawn_box, is_blank, is_done};
use super::odd;
use super::words::{self, FirstLetters};

/// The beginning of a task.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Head {
    /// The box; a heading that names a task may have none.
    pub(crate) check_box: Option<CheckBox>,
    /// The number or id, as it is written.
    pub(crate) number: Option<Range<usize>>,
    /// The number stands in front of the words like one of a sentence: `5 tests`.
    pub(crate) is_loose: bool,
    /// A star says that the task may be left out, or its title does.
    pub(crate) is_optional: bool,
    /// `[P]` or `(P)` says that the task may be done beside its neighbours.
    pub(crate) is_parallel: bool,
    /// The words behind all that.
    pub(crate) title: Range<usize>,
}

/// Reads the first line of an item, from its bullet on. None where no box follows the bullet.
pub(crate) fn item(line: &str) -> Option<Head> {
    let (behind, ordinal, (sign, inner)) = match bullet(line) {
        Ok((rest, ordinal)) => {
            let (behind, check_box) = alt((check_box, drawn_box)).parse(rest).ok()?;
            (behind, ordinal, check_box)
        }
        // A box that is drawn begins an item by itself.
        Err(_) => {
            let (behind, check_box) = drawn_box(line).ok()?;
            (behind, None, check_box)
        }
    };
    let ordinal = ordinal.map(|number| place(line, number));
    let check_box = CheckBox { sign, inner: place(line, inner) };
    let mut reader =
        Reader { line, rest: behind, head: Head { check_box: Some(check_box), ..Head::default() } };
    reader.read();
    let mut head = reader.head;
    // `[P] tasks = …` explains a tag, `[1]` is a note, and `[D] 1.2 …` is a task with a sign of its own.
    if sign.is_alphanumeric() && !is_done(sign) && head.number.is_none() {
        return None;
    }
    if head.number.is_none() && ordinal.is_some() {
        head.number = ordinal;
    }
    Some(head)
}

/// Reads the text of a heading that names a task by an id or by the word for one: `[X] T001: Title`, `Task 9: Title`.
pub(crate) fn heading(text: &str) -> Option<Head> {
    let (rest, check_box) = opt(check_box).parse(text).ok()?;
    let check_box = check_box.map(|(sign, inner)| CheckBox { sign, inner: place(text, inner) });
    let mut reader = Reader { line: text, rest, head: Head { check_box, ..Head::default() } };
    let is_named = reader.read();
    let Head { number: Some(number), check_box, .. } = &reader.head else { return None };
    let is_meant = is_named || text[number.clone()].starts_with('T') || check_box.is_some();
    is_meant.then_some(reader.head)
}

fn place(line: &str, part: &str) -> Range<usize> {
    let start = part.as_ptr().addr() - line.as_ptr().addr();
    start..start + part.len()
}

/// Returns the text behind the bullet that a line begins with.
pub(crate) fn behind_bullet(line: &str) -> Option<&str> {
    bullet(line).ok().map(|(behind, _)| behind)
}

/// The bullet of an item, and the number that it is. In front of a box the blank may be missing.
fn bullet(input: &str) -> IResult<&str, Option<&str>> {
    let sign = map(recognize(one_of("-*+")), |_| None);
    let odd = map(recognize(verify(anychar, |&c| odd::is_bullet(c))), |_| None);
    let number = terminated(take_while_m_n(1, 4, |c: char| c.is_ascii_digit()), one_of(".)"));
    let (rest, number) = alt((sign, map(number, Some), odd)).parse(input)?;
    let (rest, _) = alt((space1, peek(alt((tag("["), tag("\\["), tag("［")))))).parse(rest)?;
    Ok((rest, number))
}

/// A sign that people set before a title to be seen: `🔧`, `✅`, `⚠`.
fn is_picture(c: char) -> bool {
    matches!(c, '\u{2600}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}')
        || matches!(c, '\u{231a}'..='\u{23ff}' | '\u{25a0}'..='\u{25ff}')
}

/// The way through a line.
struct Reader<'a> {
    line: &'a str,
    rest: &'a str,
    head: Head,
}

impl<'a> Reader<'a> {
    /// Reads what stands behind the box. Says whether the word for a task stands before the number.
    fn read(&mut self) -> bool {
        self.star();
        self.tags();
        let is_named = self.decorated_number();
        self.tags();
        if self.head.number.clone().is_some_and(|number| is_task_id(&self.line[number])) {
            while self.skip(tag_of_words).is_some() {
                self.rest = self.rest.trim_start_matches(is_blank);
            }
        }
        let words = self.rest.trim();
        let title = words.trim_end_matches(['*', '_']);
        // Emphasis that opens within the title also closes there.
        let opens = |pair: &[u8]| matches!(pair, b"**" | b"__" | b" _" | b" *");
        let is_within = title.as_bytes().windows(2).any(opens);
        let title = if is_within { words } else { title };
        self.head.title = place(self.line, title);
        self.head.is_optional |= says_optional(title);
        self.head.is_parallel |= ["(P)", "[P]", "（P）"].iter().any(|tag| title.ends_with(tag));
        is_named
    }

    fn skip<T>(&mut self, parser: impl FnOnce(&'a str) -> IResult<&'a str, T>) -> Option<T> {
        let (behind, found) = parser(self.rest).ok()?;
        self.rest = behind;
        Some(found)
    }

    /// The star that says that a task is optional: `* `, `\* `.
    fn star(&mut self) {
        self.head.is_optional |= self.skip(star).is_some();
        self.rest = self.rest.trim_start_matches(is_blank);
    }

    /// `[P]`, `(P)`, `[US1]`, and emphasis or code before them.
    fn tags(&mut self) {
        loop {
            self.rest = self.rest.trim_start_matches(is_blank);
            // Most lines have none.
            if !self.rest.starts_with(['[', '(', '*', '`', '_', '\\', '（', '【']) {
                return;
            }
            if self.skip(parallel).is_some() {
                self.head.is_parallel = true;
            } else if self.skip(story).is_none() {
                return;
            }
        }
    }

    /// The number, also behind pictures and in brackets: `🔧 1. Set up`, `[T001] Set up`.
    fn decorated_number(&mut self) -> bool {
        let before = self.rest;
        let is_named = self.number();
        if self.head.number.is_some() {
            return is_named;
        }
        let is_between = |c: char| is_picture(c) || is_blank(c) || odd::is_invisible(c);
        let behind = before.trim_start_matches(is_between);
        let is_bracketed = behind.starts_with(['(', '[']);
        if behind.len() == before.len() && !is_bracketed {
            return is_named;
        }
        self.rest = if is_bracketed { &behind[1..] } else { behind };
        let is_named = self.number();
        let closes = |end: usize| self.line[end..].starts_with([')', ']']);
        let number = self.head.number.clone();
        if number.is_some_and(|number| !self.head.is_loose && (!is_bracketed || closes(number.end))) {
            return is_named;
        }
        (self.head.number, self.head.is_loose, self.rest) = (None, false, before);
        false
    }

    /// The number or the id, what marks it, and what stands between it and the words.
    fn number(&mut self) -> bool {
        let before = self.rest;
        let open = self.skip(marks).unwrap_or_default().len();
        let rest = self.rest;
        let is_named = self.skip(task_word).is_some();
        let Some(number) = self.skip(number).map(str::len) else {
            self.rest = if is_named { rest } else { before };
            self.rest = before;
            return false;
        };
        let number_start = self.line.len() - (self.rest.len() + number);
        let written = &self.line[number_start..number_start + number];
        let behind = self.rest;
        let star = behind.starts_with('*') && (open == 0 || behind.starts_with("***"));
        let marks = behind.trim_start_matches('\\').trim_start_matches(['*', '_', '`', '~']);
        let closes = behind.len() - marks.len() - usize::from(star);
        let points = marks.trim_start_matches(['.', ':', '：', ')', '、', '．', ']', '）']);
        let has_point = points.len() < marks.len();
        let words = points.trim_start_matches(['*', '_', '`', '~']);
        let is_word = !words.starts_with(|c: char| c.is_whitespace()) && !words.is_empty();
        let dash = words.trim_start_matches(is_blank).strip_prefix(['-', '–', '—', '|', '·']);
        let dash = dash.filter(|rest| rest.starts_with(is_blank));
        let is_set_off = is_named || has_point || closes > 0 && open > 0 || dash.is_some();
        let is_digits = written.starts_with(|c: char| c.is_ascii_digit());
        let is_joined = is_word && !has_point && closes == 0;
        // `5x`, `100%`, `580+` and `3/4` are amounts; letters of other scripts may follow an id at once.
        let is_amount = is_joined && (is_digits || words.starts_with(|c: char| c.is_ascii()));
        // A tag or a star in the place of a blank: `1.2[P]`.
        let is_amount = is_amount && !star && !words.starts_with(['[', '(']);
        // `5x faster` is an amount as well.
        let has_letter = written.ends_with(|c: char| c.is_ascii_lowercase());
        let is_amount = is_amount || is_digits && has_letter && !is_set_off && !written.contains('.');
        let is_known =
            is_digits || is_task_id(written) || is_set_off && is_closed_id(written) || is_long_id(written);
        if is_amount || !is_known {
            self.rest = before;
            return false;
        }
        self.head.number = Some(number_start..number_start + number);
        self.head.is_optional |= star;
        self.head.is_loose = is_digits && !is_set_off && !written.contains('.') && !star;
        self.rest = dash.unwrap_or(words);
        is_named
    }
}

/// `* ` or `\\* ` before the words.
fn star(input: &str) -> IResult<&str, ()> {
    let end = alt((value((), space1), value((), eof)));
    value((), (space0, opt(char('\\')), char('*'), not(char('*')), end)).parse(input)
}

fn marks(input: &str) -> IResult<&str, &str> {
    take_while(|c| matches!(c, '*' | '_' | '`' | '~')).parse(input)
}

/// `[P]`, `(P)`, `**[P]**`, `` `[P]` ``
fn parallel(input: &str) -> IResult<&str, ()> {
    let tag = alt((tag("[P]"), tag("(P)"), tag("[p]"), tag("（P）"), tag("【P】"), tag("\\[P\\]")));
    value(
        (),
        delimited(
            take_while(|c| matches!(c, '*' | '`' | '_')),
            tag,
            take_while(|c| matches!(c, '*' | '`' | '_')),
        ),
    )
    .parse(input)
}

/// `[US1]`, `[US3+US4]`: what is between the brackets.
pub(crate) fn story(input: &str) -> IResult<&str, &str> {
    let is_part =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | ',' | ' ' | '/' | '&' | '–' | '_');
    let inner = verify(take_while1(is_part), |inner: &str| {
        inner.starts_with("US") && inner.contains(|c: char| c.is_ascii_digit())
    });
    delimited(
        take_while(|c| matches!(c, '*' | '`')),
        delimited(one_of("[("), inner, one_of("])")),
        take_while(|c| matches!(c, '*' | '`')),
    )
    .parse(input)
}

/// `[Polish]`, `[Edge Case]`: words in brackets that no target of a link follows.
fn tag_of_words(input: &str) -> IResult<&str, ()> {
    let inner = take_while_m_n(1, 30, |c: char| {
        c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '/' | ':' | '&')
    });
    value((), terminated(delimited(char('['), inner, char(']')), peek(space1))).parse(input)
}

/// The word for a task, before its number: `Task 3`, `任务 3`, `タスク9`.
fn task_word(input: &str) -> IResult<&str, ()> {
    let none = || nom::Err::Error(nom::error::Error::new(input, nom::error::ErrorKind::Tag));
    if !OF_TASK.may_begin(input) {
        return Err(none());
    }
    let lower = words::lower_start(input);
    let word = words::word_at_start(&lower, words::TASK).ok_or_else(none)?;
    let length = input.char_indices().map(|(at, _)| at).nth(word.chars().count()).unwrap_or(input.len());
    // `TASK-12` is an id as it is.
    let is_id =
        input[..length].bytes().all(|b| b.is_ascii_uppercase()) && input[length..].starts_with(['-', '_']);
    if is_id {
        return Err(nom::Err::Error(nom::error::Error::new(input, nom::error::ErrorKind::Not)));
    }
    let (rest, _) =
        take_while(|c: char| is_blank(c) || matches!(c, '#' | '-' | '_')).parse(&input[length..])?;
    value((), peek(verify(anychar, |c: &char| c.is_ascii_digit() || *c == 'T'))).parse(rest)
}

/// `1`, `1.2.3`, `2a`, `T001`, `T045a`, `T047.5`, `T-79`, `TASK-12`.
fn number(input: &str) -> IResult<&str, &str> {
    let groups = |input| {
        let letter = recognize(terminated(satisfy(|c| c.is_ascii_lowercase()), not(alphanumeric)));
        let group = || take_while_m_n(1, 5, |c: char| c.is_ascii_digit());
        recognize((group(), many0_count(preceded(char('.'), group())), opt(letter))).parse(input)
    };
    let prefix = recognize(many1_count(terminated(
        take_while_m_n(1, 6, |c: char| c.is_ascii_uppercase()),
        opt(one_of("-_")),
    )));
    let further = pair(one_of("-_"), pair(take_while_m_n(1, 4, |c: char| c.is_ascii_uppercase()), digit1));
    let further = alt((value((), pair(opt(one_of("-.")), digit1)), value((), further)));
    let prefixed = recognize((prefix, digit1, many0_count(further), opt(letters)));
    terminated(alt((prefixed, groups)), not(alphanumeric)).parse(input)
}

fn alphanumeric(input: &str) -> IResult<&str, char> {
    satisfy(|c| c.is_ascii_alphanumeric()).parse(input)
}

fn letters(input: &str) -> IResult<&str, &str> {
    recognize(terminated(take_while_m_n(1, 2, |c: char| c.is_ascii_lowercase()), not(alphanumeric)))
        .parse(input)
}

/// `T001`, `T-79`: the ids of spec-kit.
fn is_task_id(written: &str) -> bool {
    let rest = written.strip_prefix('T').unwrap_or_default();
    rest.trim_start_matches(['-', '_']).starts_with(|c: char| c.is_ascii_digit())
}

/// An id that is one only where a colon, a stop or emphasis sets it off: `F1:`. Those of requirements are references.
fn is_closed_id(written: &str) -> bool {
    !is_reference(written)
}

/// An id that is one wherever it stands: `TASK-12`, `CHK001`.
fn is_long_id(written: &str) -> bool {
    let letters = written.trim_end_matches(|c: char| !c.is_ascii_uppercase());
    let digits = written[letters.len()..].trim_start_matches(['-', '_']);
    let is_counted = digits.len() >= 3 && digits.starts_with('0');
    !is_reference(written) && (written.contains('-') && written.starts_with("TASK") || is_counted)
}

fn is_reference(written: &str) -> bool {
    let letters = &written[..written.find(|c: char| !c.is_ascii_uppercase()).unwrap_or(written.len())];
    matches!(letters, "FR" | "NFR" | "SC" | "US" | "REQ" | "AC" | "R")
}

static OF_TASK: FirstLetters = FirstLetters::of(&[words::TASK]);
static OF_OPTIONAL: FirstLetters = FirstLetters::of(&[words::OPTIONAL]);
static OF_CHECKPOINT: FirstLetters =
    FirstLetters::of(&[words::CHECKPOINT, words::BEFORE_CHECKPOINT, &["phase "]]);

/// Does a title begin or end with the word for optional: `(Optional) …`, `Optional: …`, `… (optional)`?
fn says_optional(title: &str) -> bool {
    let bare = title.trim_start_matches(['*', '_', '`']);
    let inner = bare.trim_start_matches(['(', '[', '（', '【', '［']);
    let begins = || {
        let lower = words::lower_start(inner);
        words::word_at_start(&lower, words::OPTIONAL).is_some_and(|word| {
            let behind = lower[word.len()..].trim_start_matches(['*', '_', '`']);
            behind.starts_with([')', ']', '）', '】', '］']) && inner.len() < bare.len()
                || behind.starts_with([':', '：'])
        })
    };
    let end = title.trim_end_matches(['*', '_', '`', '.']);
    // Most titles have none. The wide one begins with this byte.
    let opens = memchr::memchr3(b'(', b'[', 0xef, end.as_bytes()).and_then(|_| end.rfind(['(', '（', '[']));
    let last = opens.map(|at| &end[at..]).filter(|last| last.len() <= 40);
    OF_OPTIONAL.may_begin(inner) && begins()
        || last.is_some_and(|last| {
            let lower = last.trim_matches(['(', ')', '（', '）', '[', ']', '*']).to_lowercase();
            words::OPTIONAL.contains(&lower.as_str())
        })
}

/// Is a title that of a checkpoint: `Checkpoint - …`, `Final checkpoint`, `检查点：…`? `Checkpoint manager` is a thing.
pub(crate) fn is_checkpoint(title: &str) -> bool {
    let bare = title.trim_start_matches(|c: char| !c.is_alphanumeric());
    if !OF_CHECKPOINT.may_begin(bare) {
        return false;
    }
    let mut lower = words::lower_start(bare);
    if let Some(word) = words::word_at_start(&lower, words::BEFORE_CHECKPOINT) {
        lower = lower[word.len()..].trim_start().to_owned();
    } else if let Some(rest) = lower.strip_prefix("phase ") {
        lower = rest.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start().to_owned();
    }
    let Some(word) = words::word_at_start(&lower, words::CHECKPOINT) else { return false };
    let behind = &lower[word.len()..];
    let next = behind.trim_start();
    let is_latin = word.is_ascii();
    !is_latin
        || next.is_empty()
        || !next.starts_with(|c: char| c.is_alphabetic())
        || !behind.starts_with(' ')
        || {
            // The case is lost: what follows in capitals is a sentence of its own.
            let at = bare.len() - bare.trim_start_matches(|c: char| c != 'C' && c != 'c').len();
            bare[at..].split_whitespace().nth(1).is_some_and(|word| word.starts_with(char::is_uppercase))
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The sign, the number, the flags and the title.
    fn check(line: &str, expect: &str) {
        let shown = item(line).map(|head| {
            let number = head.number.map(|number| &line[number]).unwrap_or("-");
            let sign = head.check_box.as_ref().map_or('?', |it| it.sign);
            let flags = [(head.is_optional, '*'), (head.is_parallel, 'P'), (head.is_loose, '~')];
            let flags: String = flags.iter().filter(|it| it.0).map(|it| it.1).collect();
            format!("{sign}|{number}|{flags}|{}", &line[head.title])
        });
        assert_eq!(shown.as_deref().unwrap_or("none"), expect, "{line:?}");
    }

    #[test]
    fn a_number_is_read_in_every_form() {
        for line in [
            "- [x] 1.2 Bake",
            "- [x] 1.2. Bake",
            "* [x] 1.2: Bake",
            "+ [x] **1.2** Bake",
            "- [x] **1.2 Bake**",
            "- \\[x\\] 1.2 Bake",
            "- [x] Task 1.2: Bake",
            "- [x] 1.2 - Bake",
            "- [x] 1.2) Bake",
            "-[x] 1.2 Bake",
            "- [x]1.2 Bake",
            "- [ x ] 1.2 Bake",
            "- [x]  __1.2__: Bake",
        ] {
            check(line, "x|1.2||Bake");
        }
        check("- [ ] 3 Bake", " |3|~|Bake");
        check("- [ ] 3. Bake", " |3||Bake");
        check("2. [ ] Bake", " |2||Bake");
        check("- [ ] Bake", " |-||Bake");
        check("- [] Bake", " |-||Bake");
        check("- [ ] 任务 3：揉面", " |3||揉面");
        check("- [ ] タスク9 焼く", " |9||焼く");
    }

    #[test]
    fn ids_of_spec_kit_keep_their_letters() {
        check("- [ ] T001 Bake", " |T001||Bake");
        check("- [ ] T004b [P] [US1] Bake", " |T004b|P|Bake");
        check("- [ ] **T-79** Bake", " |T-79||Bake");
        check("- [X] T047.5 [US2] Bake", "X|T047.5||Bake");
        check("- [X] [P] T001 [US1+US2] Bake", "X|T001|P|Bake");
        check("- [ ] CHK001 Bake", " |CHK001||Bake");
        check("- [ ] TASK-12: Bake", " |TASK-12||Bake");
        check("- [ ] F1: Bake", " |F1||Bake");
        check("- [ ] T003 [US2] [Polish] [Edge Case] Bake", " |T003||Bake");
        check("- [ ] T003 [bread](a.md)", " |T003||[bread](a.md)");
        check("- [ ] FR-001: Bake", " |-||FR-001: Bake");
    }

    #[test]
    fn words_with_digits_are_no_ids() {
        for words in [
            "100% coverage",
            "580+ tests",
            "3D view",
            "5x faster",
            "S3 bucket",
            "SHA256 sums",
            "H2 database",
            "Tests pass",
            "T-shirts",
            "2FA login",
            "I18N",
        ] {
            check(&format!("- [ ] {words}"), &format!(" |-||{words}"));
        }
        check("- [ ] 5 tests", " |5|~|tests");
    }

    #[test]
    fn optional_is_reported_in_many_ways() {
        for line in [
            "- [ ]* 1.2 Bake",
            "- [ ]\\* 1.2 Bake",
            "- [ ] * 1.2 Bake",
            "- [ ] 1.2* Bake",
            "- [ ] 1.2*. Bake",
        ] {
            check(line, " |1.2|*|Bake");
        }
        check("- [ ] 1.2 (Optional) Bake", " |1.2|*|(Optional) Bake");
        check("- [ ] 1.2 Bake (optional)", " |1.2|*|Bake (optional)");
        check("- [ ] 1.2 Optional parts", " |1.2||Optional parts");
        check("- [ ] 1.2 (P) Bake", " |1.2|P|Bake");
        check("- [ ] 1. (P) Bake", " |1|P|Bake");
    }

    #[test]
    fn what_looks_like_a_box_is_none() {
        for line in [
            "- [P] tasks = other files",
            "- [US1] a story",
            "- [x](a.md)",
            "- [ ]: a",
            "- [1] a note",
            "text [ ] 1.2",
            "- [xx] 1",
            "- x",
            "",
        ] {
            check(line, "none");
        }
        check("- [-] 1.2 Bake", "-|1.2||Bake");
        check("- [~] 1.2 Bake", "~|1.2||Bake");
        check("- [?] Bake", "?|-||Bake");
        check("- [D] 1.2 Bake", "D|1.2||Bake");
    }

    #[test]
    fn a_heading_names_a_task_by_an_id_or_the_word() {
        let number =
            |text: &str| heading(text).and_then(|head| head.number.map(|number| text[number].to_owned()));
        for (text, expect) in [
            ("[X] T001: Bake", Some("T001")),
            ("T002: Bake", Some("T002")),
            ("Task 9: Bake", Some("9")),
            ("タスク9: Bake", Some("9")),
            ("[ ] 1.2 Bake", Some("1.2")),
            ("1. Setup", None),
            ("Tasks", None),
            ("Phase 2 (T004-T010)", None),
            ("Task Summary", None),
        ] {
            assert_eq!(number(text).as_deref(), expect, "{text:?}");
        }
    }

    #[test]
    fn a_checkpoint_is_reported_from_a_thing_of_that_name() {
        for title in [
            "Checkpoint - all is well",
            "Checkpoint",
            "Final checkpoint",
            "**Checkpoint**: x",
            "检查点 - 测试",
            "Phase 1 Checkpoint: x",
            "Checkpoint Ensure all",
            "Checkpoint 2",
        ] {
            assert!(is_checkpoint(title), "{title}");
        }
        for title in ["Checkpoint manager", "Add a checkpoint", "Checkpointing", "Final touches"] {
            assert!(!is_checkpoint(title), "{title}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_line_is_read_without_a_panic(line in "(- |\\* |[0-9]\\. |\\[|\\]|[ xX~-]|\\*|\\\\|T[0-9]|[0-9.]|Task |\\(P\\)|\\[US1\\]|ü|\\PC){0,12}") {
            for head in item(&line).into_iter().chain(heading(&line)) {
                assert!(line.get(head.title).is_some());
                assert!(head.number.is_none_or(|number| line.get(number).is_some_and(|number| !number.is_empty())));
            }
            is_checkpoint(&line);
        }
    }
}
