//! The words that structure a document, in the languages that people write documents in.
//!
//! All are lower-case; a heading or label is compared in lower case, from its first letter on.

mod about;
mod beside;
mod design;
mod named;
#[cfg(feature = "tasks")]
mod tasks;

pub(crate) use about::{
    ADJECTIVES, BEFORE_NAME, BEFORE_REASON, CHANGED, KEY_WORDS, MEANS, MENTIONS, OBLIGATION, REQUIREMENTS,
};
pub(crate) use beside::{ASIDE, ATTRIBUTE, DESCRIBES, DOCUMENT, EXCLUDED, GLOSSARY, REMARK, RETIRED, STATES};
pub(crate) use design::{NO_REQUIREMENT, NUMBERS, OF_PROPERTIES, REFLECTION, TRACES, WEIGHS};
pub(crate) use named::{EVERYTHING, OF_REQUIREMENTS, PROPERTIES, PROPERTY, VALIDATES};
#[cfg(feature = "tasks")]
pub(crate) use tasks::{
    BEFORE_CHECKPOINT, BOUNDARY_LABELS, BOX_STATES, CHECK_LIST, CHECKPOINT, DEPENDS_LABELS, OPTIONAL,
    REQUIREMENT_LABELS, TASK,
};

/// The words that head numbered requirements: `Requirement 3`, `需求 3`.
pub(crate) const REQUIREMENT: &[&str] = &[
    "requirement",
    "requerimiento",
    "requirimento",
    "requisito",
    "requisito funcional",
    "requisit",
    "exigence",
    "anforderung",
    "requisiti",
    "vereiste",
    "требование",
    "вимога",
    "wymaganie",
    "požadavek",
    "požiadavka",
    "cerință",
    "cerința",
    "követelmény",
    "vaatimus",
    "kravet",
    "krav",
    "gereksinim",
    "απαίτηση",
    "yêu cầu",
    "persyaratan",
    "kebutuhan",
    "ข้อกำหนด",
    "ความต้องการ",
    "आवश्यकता",
    "المتطلب",
    "متطلب",
    "דרישה",
    "需求",
    "要求事項",
    "要求",
    "要件",
    "요구사항",
    "요구 사항",
    "req",
];

/// The words that head numbered user stories; their criteria are `US3.1`.
pub(crate) const STORY: &[&str] = &[
    "user story",
    "user-story",
    "userstory",
    "story",
    "história de usuário",
    "história do usuário",
    "história de utilizador",
    "historia de usuario",
    "récit utilisateur",
    "benutzergeschichte",
    "anwendergeschichte",
    "storia utente",
    "gebruikersverhaal",
    "пользовательская история",
    "история пользователя",
    "користувацька історія",
    "історія користувача",
    "historia użytkownika",
    "historyjka użytkownika",
    "uživatelský příběh",
    "kullanıcı hikayesi",
    "câu chuyện người dùng",
    "cerita pengguna",
    "قصة المستخدم",
    "סיפור משתמש",
    "用户故事",
    "用戶故事",
    "使用者故事",
    "ユーザーストーリー",
    "ユーザストーリー",
    "사용자 스토리",
    "사용자 이야기",
    "유저 스토리",
];

/// The words that head the scenarios of a requirement: `Scenario: Name`.
pub(crate) const SCENARIO: &[&str] = &[
    "scenario",
    "escenario",
    "cenário",
    "scénario",
    "szenario",
    "сценарий",
    "сценарій",
    "scenariusz",
    "תרחיש",
    "场景",
    "場景",
    "情境",
    "シナリオ",
    "시나리오",
    "kịch bản",
];

/// The labels of a story beside [`STORY`] (`**Objective:** As a …`); never a heading of a numbered story.
pub(crate) const OBJECTIVE: &[&str] = &[
    "objective",
    "objetivo",
    "objectif",
    "ziel",
    "obiettivo",
    "цель",
    "мета",
    "מטרה",
    "目标",
    "目標",
    "目的",
    "목표",
    "목적",
];

/// The words that begin a story without a label.
pub(crate) const AS_A: &[&str] = &[
    "as a ",
    "as an ",
    "as the ",
    "como ",
    "en tant que ",
    "en tant qu'",
    "als ",
    "come ",
    "як ",
    "как ",
    "jako ",
    "là một ",
    "với tư cách ",
    "sebagai ",
    "作为",
    "作為",
    "身為",
];

/// The words that stand above acceptance criteria.
pub(crate) const CRITERIA: &[&str] = &[
    "acceptance criteria",
    "acceptance criterion",
    "acceptance criterias",
    "acceptance requirements",
    "acceptance conditions",
    "ears criteria",
    "ears requirements",
    "critérios de aceitação",
    "critérios de aceite",
    "critério de aceitação",
    "criterios de aceptación",
    "criterios de aceptacion",
    "criteris d'acceptació",
    "critères d'acceptation",
    "critères d’acceptation",
    "criteri di accettazione",
    "criterii de acceptare",
    "akzeptanzkriterien",
    "abnahmekriterien",
    "acceptatiecriteria",
    "acceptanskriterier",
    "acceptkriterier",
    "akseptansekriterier",
    "hyväksymiskriteerit",
    "elfogadási kritériumok",
    "критерии приемки",
    "критерии приёмки",
    "критерии принятия",
    "критерии приема",
    "критерии приёма",
    "критерії прийняття",
    "критерії приймання",
    "kryteria akceptacji",
    "akceptační kritéria",
    "kritéria přijetí",
    "akceptačné kritériá",
    "kabul kriterleri",
    "κριτήρια αποδοχής",
    "tiêu chí chấp nhận",
    "tiêu chí nghiệm thu",
    "kriteria penerimaan",
    "เกณฑ์การยอมรับ",
    "स्वीकृति मानदंड",
    "معايير القبول",
    "קריטריוני קבלה",
    "תנאי קבלה",
    "קריטריונים לקבלה",
    "קריטריוני הקבלה",
    "验收标准",
    "验收准则",
    "验收条件",
    "接受标准",
    "接受准则",
    "驗收標準",
    "驗收準則",
    "驗收條件",
    "接受標準",
    "受け入れ基準",
    "受入基準",
    "受入れ基準",
    "受け入れ条件",
    "受入条件",
    "受入れ条件",
    "受け入れ要件",
    "인수 기준",
    "인수기준",
    "인수 조건",
    "인수조건",
    "수용 기준",
    "수용 조건",
    "수락 기준",
    "수락 조건",
    "승인 기준",
    "허용 기준",
    "완료 조건",
    "완료 기준",
    "검수 기준",
    "승인 조건",
];

/// The labels of the reason for which a change removes a requirement.
pub(crate) const REASON: &[&str] =
    &["reason", "razón", "motivo", "raison", "grund", "причина", "原因", "理由", "이유", "사유"];

/// The labels of the words of a requirement among its attributes: `**Requirement**: …`.
pub(crate) const STATEMENT: &[&str] = &[
    "requirement",
    "statement",
    "requirement statement",
    "requirement text",
    "criterion",
    "criteria",
    "description",
    "text",
];

/// The headings of the column of a table that holds the ids of its rows.
pub(crate) const ID_COLUMN: &[&str] = &[
    "id",
    "ids",
    "ref",
    "key",
    "code",
    "identifier",
    "req",
    "req id",
    "req. id",
    "req no",
    "req #",
    "requirement id",
    "number",
    "no",
    "nr",
    "#",
    "kennung",
    "编号",
    "編號",
    "番号",
    "번호",
    "ид",
];

/// The sections of a `bugfix.md`: the defect.
pub(crate) const CURRENT: &[&str] = &[
    "current behavior",
    "current behaviour",
    "actual behavior",
    "actual behaviour",
    "defect",
    "当前行为",
    "現行行為",
    "目前行為",
    "當前行為",
    "現在の動作",
    "現在の挙動",
    "現状の動作",
    "현재 동작",
    "текущее поведение",
    "поточна поведінка",
    "comportamento atual",
    "comportamiento actual",
    "comportement actuel",
    "aktuelles verhalten",
    "התנהגות נוכחית",
    "hành vi hiện tại",
];

/// The sections of a `bugfix.md`: what it should do instead.
pub(crate) const EXPECTED: &[&str] = &[
    "expected behavior",
    "expected behaviour",
    "correct behavior",
    "correct behaviour",
    "desired behavior",
    "desired behaviour",
    "期望行为",
    "预期行为",
    "期望行為",
    "預期行為",
    "期待される動作",
    "期待される挙動",
    "期待動作",
    "기대 동작",
    "예상 동작",
    "ожидаемое поведение",
    "очікувана поведінка",
    "comportamento esperado",
    "comportamiento esperado",
    "comportement attendu",
    "erwartetes verhalten",
    "התנהגות צפויה",
    "hành vi mong đợi",
];

/// The sections of a `bugfix.md`: what must stay as it is.
pub(crate) const UNCHANGED: &[&str] = &[
    "unchanged behavior",
    "unchanged behaviour",
    "preserved behavior",
    "preserved behaviour",
    "regression prevention",
    "不变行为",
    "保持不变",
    "不變行為",
    "変更されない動作",
    "変更しない動作",
    "不変の動作",
    "維持される動作",
    "변경되지 않는 동작",
    "변경되지 않아야",
    "유지되는 동작",
    "неизменное поведение",
    "неизменяемое поведение",
    "незмінна поведінка",
    "comportamento inalterado",
    "comportamiento sin cambios",
    "comportement inchangé",
    "unverändertes verhalten",
    "התנהגות ללא שינוי",
    "hành vi không đổi",
];

/// The longest of `words` that `text` (lower case) begins with, where the word ends too: what follows is no letter,
/// unless the word is of a script that puts no space between words.
pub(crate) fn word_at_start<'w>(text: &str, words: &[&'w str]) -> Option<&'w str> {
    let first = text.as_bytes().first()?;
    let mut longest: Option<&str> = None;
    // A plain loop, and the first byte first: this runs for every heading, in builds without optimisation too.
    for word in words {
        if word.as_bytes().first() == Some(first)
            && longest.is_none_or(|longest| longest.len() < word.len())
            && text.strip_prefix(*word).is_some_and(|rest| ends_here(word, rest))
        {
            longest = Some(word);
        }
    }
    longest
}

/// The beginning of a text in lower case, long enough for every word here.
pub(crate) fn lower_start(text: &str) -> String {
    const CHARS: usize = 48;
    let end = text.len().min(CHARS);
    match text.as_bytes()[..end].is_ascii() {
        true => text[..end].to_ascii_lowercase(),
        false => text.chars().take(CHARS).flat_map(char::to_lowercase).collect(),
    }
}

/// The two letters that some words begin with: most texts begin with others.
#[cfg(feature = "tasks")]
pub(crate) struct FirstLetters {
    /// By the first letter, a bit for each second one.
    seconds: [u32; 128],
}

#[cfg(feature = "tasks")]
impl FirstLetters {
    /// The letters of lists of words.
    pub(crate) const fn of(lists: &[&[&str]]) -> Self {
        let (mut seconds, mut list) = ([0; 128], 0);
        while list < lists.len() {
            let mut at = 0;
            while at < lists[list].len() {
                let word = lists[list][at].as_bytes();
                if word[0].is_ascii() {
                    // Behind a word of one letter, anything may stand.
                    seconds[word[0] as usize] |= if word.len() > 1 { Self::bit(word[1]) } else { u32::MAX };
                }
                at += 1;
            }
            list += 1;
        }
        Self { seconds }
    }

    /// The bit of a second letter in lower case. All that are no ASCII letters share one.
    const fn bit(letter: u8) -> u32 {
        if letter.is_ascii_lowercase() { 1 << (letter - b'a') } else { 1 << 31 }
    }

    /// May a text begin with a word, in any case? Of other scripts each may.
    pub(crate) fn may_begin(&self, text: &str) -> bool {
        let mut bytes = text.bytes().map(|byte| byte.to_ascii_lowercase());
        let (first, second) = (bytes.next(), bytes.next());
        let Some(first) = first else { return false };
        let Some(seconds) = self.seconds.get(usize::from(first)) else { return true };
        match second {
            Some(second) if second.is_ascii() => seconds & Self::bit(second) != 0,
            _ => *seconds != 0,
        }
    }
}

/// Returns the text behind the longest of `words` (lower case) that a text begins with, in any case. `is_whole`: does the word end there?
pub(crate) fn behind<'a>(text: &'a str, words: &[&str], is_whole: fn(&str, &str) -> bool) -> Option<&'a str> {
    // A plain loop, and the first bytes first: this runs for every line of a task list.
    let first = first_lower_byte(text)?;
    let second = text.as_bytes().get(1).filter(|second| first.is_ascii() && second.is_ascii());
    let second = second.map(u8::to_ascii_lowercase);
    let mut shortest: Option<&str> = None;
    for word in words {
        let word_bytes = word.as_bytes();
        let differs = |second: u8| word_bytes.get(1).is_some_and(|&byte| byte != second);
        if word_bytes.first() != Some(&first) || second.is_some_and(differs) {
            continue;
        }
        if let Some(rest) = behind_word(text, word)
            && is_whole(word, rest)
            && shortest.is_none_or(|shortest| rest.len() < shortest.len())
        {
            shortest = Some(rest);
        }
    }
    shortest
}

/// The first byte of a text in lower case; `None` if its first letter is several in lower case.
fn first_lower_byte(text: &str) -> Option<u8> {
    let first = text.chars().next()?;
    if first.is_ascii() {
        return text.as_bytes().first().map(u8::to_ascii_lowercase);
    }
    let mut lower = first.to_lowercase();
    let first = lower.next().filter(|_| lower.next().is_none())?;
    first.encode_utf8(&mut [0; 4]).bytes().next()
}

/// Returns the text behind a word (lower case) that a text begins with, in any case.
fn behind_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let mut rest = text.chars();
    for expected in word.chars() {
        let mut lower = rest.next()?.to_lowercase();
        if lower.next() != Some(expected) || lower.next().is_some() {
            return None;
        }
    }
    Some(rest.as_str())
}

/// Does no letter go on behind a word, as far as its script puts spaces between words?
pub(crate) fn ends_here(word: &str, rest: &str) -> bool {
    let spaced = |c: char| c.is_alphabetic() && (c as u32) < 0x0E00;
    !(word.ends_with(spaced) && rest.starts_with(spaced))
}

/// Labels behind which OpenFastTrace says something about an item (its user guide, *Specification Item*).
pub(crate) const TRACED: &[&str] = &["needs", "covers", "depends", "tags", "status", "rationale", "comment"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_ends_where_its_script_says_so() {
        assert_eq!(word_at_start("requirement 1", REQUIREMENT), Some("requirement"));
        assert_eq!(word_at_start("requirements:", REQUIREMENT), None);
        assert_eq!(word_at_start("验收标准清单", CRITERIA), Some("验收标准"));
        assert_eq!(word_at_start("noted", ASIDE), None);
    }

    #[test]
    fn the_beginning_of_a_text_is_the_same_whatever_its_letters_are() {
        for text in [
            "",
            "Requirement",
            "Требование 1",
            "İstek",
            "Straße",
            &"Ab ".repeat(40),
            &"Ab ".repeat(15).replace('b', "ß"),
        ] {
            let expect: String = text.chars().take(48).flat_map(char::to_lowercase).collect();
            assert_eq!(lower_start(text), expect);
            let whole = text.chars().next().filter(|first| first.to_lowercase().count() == 1);
            assert_eq!(first_lower_byte(text), whole.and_then(|_| expect.bytes().next()), "{text}");
        }
        assert_eq!(behind("ТРЕБОВАНИЕ 1", REQUIREMENT, ends_here), Some(" 1"));
        assert_eq!(behind("Requirement 1", REQUIREMENT, ends_here), Some(" 1"));
        assert_eq!(behind("İ", &["i̇"], ends_here), None);
        // The second letter tells most words apart, where there is one.
        assert_eq!(behind("R 1", &["req", "r", "r."], ends_here), Some(" 1"));
        assert_eq!(behind("RÉCIT 1", &["recit", "récit"], ends_here), Some(" 1"));
    }

    #[cfg(feature = "tasks")]
    #[test]
    fn two_letters_tell_that_a_text_begins_with_no_word() {
        let letters = FirstLetters::of(&[&["req", "récit"], &["a"]]);
        for (text, expect) in [
            ("", false),
            ("Req", true),
            ("r", true),
            ("Rat", false),
            ("RÉ", true),
            ("Été", true),
            ("A b", true),
        ] {
            assert_eq!(letters.may_begin(text), expect, "{text}");
        }
    }

    #[test]
    fn every_word_is_lower_case() {
        for word in [
            REQUIREMENT,
            STORY,
            OBJECTIVE,
            AS_A,
            SCENARIO,
            CRITERIA,
            ATTRIBUTE,
            DESCRIBES,
            DOCUMENT,
            GLOSSARY,
            ASIDE,
            REMARK,
            EXCLUDED,
            RETIRED,
            STATES,
            BEFORE_REASON,
            CHANGED,
            MENTIONS,
            KEY_WORDS,
            MEANS,
            ADJECTIVES,
            OBLIGATION,
            REQUIREMENTS,
            BEFORE_NAME,
            REASON,
            CURRENT,
            EXPECTED,
            UNCHANGED,
            PROPERTY,
            PROPERTIES,
            EVERYTHING,
            OF_REQUIREMENTS,
            VALIDATES,
            REQUIREMENT_LABELS,
            DEPENDS_LABELS,
            BOUNDARY_LABELS,
            TASK,
            BOX_STATES,
            CHECKPOINT,
            CHECK_LIST,
            BEFORE_CHECKPOINT,
            OPTIONAL,
            NUMBERS,
            OF_PROPERTIES,
            REFLECTION,
            TRACES,
        ]
        .concat()
        {
            assert_eq!(word, word.to_lowercase());
        }
    }
}
