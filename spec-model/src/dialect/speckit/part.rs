//! What headings and labels announce in a document of spec-kit.

use crate::grammar::heading::{self, Heading};
use crate::grammar::words;
use crate::markdown::{Kind, NodeId, Outline};

/// What a heading, or a label in bold, announces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part<'a> {
    /// A user story.
    Story {
        /// Its canonical id, if it has a number.
        id: Option<String>,
        title: &'a str,
        priority: Option<&'a str>,
    },
    /// An item that is headed: `#### FR-001: Title`.
    Item {
        id: String,
        title: &'a str,
    },
    /// Acceptance scenarios.
    Scenarios,
    /// One scenario, by name.
    Scenario,
    EdgeCases,
    /// What holds no criteria, whatever ids it names: clarifications, checklists.
    Aside,
    /// What holds criteria only where they bear the id of a requirement: assumptions, entities.
    Context,
    /// Anything else.
    Other,
}

/// The level of a label in bold: below every heading.
pub(super) const LABEL: u8 = 7;

/// What a block announces, and its level; none if it is no heading and no label that stands alone.
pub(super) fn part<'a>(outline: &'a Outline<'_>, node: NodeId) -> Option<(u8, Part<'a>)> {
    let content = outline.content(node);
    match outline.node(node).kind {
        Kind::Heading(level) => Some((level, announced(content))),
        Kind::Paragraph => Some((LABEL, announced(label(content)?))),
        _ => None,
    }
}

/// The words of a paragraph that is all in bold, but for a colon behind it.
fn label(content: &str) -> Option<&str> {
    let bare = content.trim_end_matches([':', '：', ' ']);
    let inner = bare.strip_prefix("**").or_else(|| bare.strip_prefix("__"))?;
    let inner = inner.strip_suffix("**").or_else(|| inner.strip_suffix("__"))?;
    let is_one = !inner.contains("**") && !inner.contains("__") && !inner.contains('\n');
    is_one.then_some(inner)
}

fn announced(content: &str) -> Part<'_> {
    let lower = content.to_lowercase();
    let (bare, priority) = without_priority(content);
    let heading = heading::heading(bare);
    if let Heading::Requirement { id, title, .. } = heading {
        let title = without_marks(title);
        return if id.starts_with("US") {
            Part::Story { id: Some(id), title, priority }
        } else {
            Part::Item { id, title }
        };
    }
    let has = |list: &[&str]| list.iter().any(|word| lower.contains(word));
    if has(SCENARIOS) || has(words::CRITERIA) {
        Part::Scenarios
    } else if has(EDGE_CASES) {
        Part::EdgeCases
    } else if has(ASIDE) {
        Part::Aside
    } else if priority.is_some() || is_story(&lower) {
        Part::Story { id: None, title: without_marks(bare), priority }
    } else if has(CONTEXT) {
        Part::Context
    } else if is_scenario(&lower) {
        Part::Scenario
    } else {
        Part::Other
    }
}

/// `Primary User Story`, `User Story: Title`, `주요 사용자 스토리`; several stories are a section.
fn is_story(lower: &str) -> bool {
    let lower = lower.trim_start_matches(|c: char| !c.is_alphanumeric());
    let lower = MAIN.iter().find_map(|main| lower.strip_prefix(main)).unwrap_or(lower);
    words::word_at_start(lower, words::STORY).is_some_and(|word| word.chars().count() > 5 || !word.is_ascii())
}

/// `Scenario 1: Title`, `Scenario: Title`
fn is_scenario(lower: &str) -> bool {
    let lower = lower.trim_start_matches(|c: char| !c.is_alphanumeric());
    let rest = words::word_at_start(lower, words::SCENARIO).map(|word| lower[word.len()..].trim_start());
    let separates = |c: char| c.is_ascii_digit() || [':', '：', '-'].contains(&c);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(separates))
}

/// The heading without `(Priority: P1)`, in whatever language, and the priority.
fn without_priority(content: &str) -> (&str, Option<&str>) {
    for (open, _) in content.rmatch_indices(['(', '（', '[']).take(4) {
        let inner = &content[open..];
        let Some(inner) = inner.find([')', '）', ']']).map(|close| &inner[..close]) else { continue };
        let mut words = inner.split(|c: char| !c.is_ascii_alphanumeric());
        let is_priority =
            |word: &&str| matches!(word.as_bytes(), [b'P' | b'p', digit] if digit.is_ascii_digit());
        if let Some(priority) = words.find(is_priority) {
            return (content[..open].trim_end(), Some(priority));
        }
    }
    (content, None)
}

/// Where the scenarios begin in a paragraph that holds the label for them among other words: behind `**Acceptance
/// Scenarios**:` or a line `Acceptance scenarios:`.
pub(super) fn behind_label(text: &str) -> Option<usize> {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let colon = line.find([':', '：']);
        let bold = line.strip_prefix("**").and_then(|rest| rest.find("**")).map(|at| at + 4);
        let end = match (bold, colon) {
            (Some(bold), _) => Some(bold),
            (None, Some(colon)) if line[colon..].chars().skip(1).all(char::is_whitespace) => Some(colon),
            _ => None,
        };
        if let Some(end) = end
            && end < 80
            && announced(line[..end].trim_matches(['*', ' ', ':', '：'])) == Part::Scenarios
        {
            let behind = line[end..].trim_start_matches([':', '：', ' ', '*']);
            return Some(start + line.len() - behind.len());
        }
        start += line.len();
    }
    None
}

/// A title without emphasis around it.
fn without_marks(title: &str) -> &str {
    title.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '-' | '–' | '—' | ':' | '：'))
}

const MAIN: &[&str] = &["primary ", "main ", "主な", "主要な", "主要", "주요 ", "основная "];

const SCENARIOS: &[&str] = &[
    "acceptance scenario",
    "acceptance test",
    "受け入れシナリオ",
    "受入シナリオ",
    "受入れシナリオ",
    "受け入れテスト",
    "验收场景",
    "验收情景",
    "验收情境",
    "验收测试",
    "接受场景",
    "驗收場景",
    "驗收情境",
    "驗收情景",
    "인수 시나리오",
    "수용 시나리오",
    "수락 시나리오",
    "승인 시나리오",
    "허용 시나리오",
    "cenários de aceita",
    "cenários de aceite",
    "cenario de aceita",
    "escenarios de aceptaci",
    "scénarios d'acceptation",
    "scénarios d’acceptation",
    "scenari di accettazione",
    "akzeptanzszenari",
    "abnahmeszenari",
    "acceptatiescenario",
    "сценарии прием",
    "сценарии приём",
    "сценарии принятия",
    "приемочные сценарии",
    "приёмочные сценарии",
    "сценарії прийм",
    "сценарії прийняття",
    "scenariusze akceptac",
    "kabul senaryo",
    "kịch bản chấp nhận",
    "kịch bản nghiệm thu",
    "skenario penerimaan",
    "תרחישי קבלה",
];

const EDGE_CASES: &[&str] = &[
    "edge case",
    "edge-case",
    "corner case",
    "エッジケース",
    "境界ケース",
    "边界情况",
    "边界条件",
    "边界案例",
    "边缘情况",
    "边缘场景",
    "邊界情況",
    "邊界案例",
    "邊緣情況",
    "엣지 케이스",
    "예외 상황",
    "경계 사례",
    "경계 조건",
    "casos extremos",
    "casos de borda",
    "casos limite",
    "casos límite",
    "casos de borde",
    "cas limites",
    "casi limite",
    "randfälle",
    "grenzfälle",
    "граничные случаи",
    "крайние случаи",
    "краевые случаи",
    "пограничные случаи",
    "граничні випадки",
    "przypadki brzegowe",
    "uç durum",
    "trường hợp biên",
    "kasus tepi",
    "מקרי קצה",
];

const ASIDE: &[&str] = &[
    "clarification",
    "checklist",
    "execution status",
    "execution flow",
    "quick guidelines",
    "content quality",
    "requirement completeness",
    "feature readiness",
    "open question",
    "traceability",
    "revision history",
    "change log",
    "changelog",
    "明確化",
    "クラリフィケーション",
    "チェックリスト",
    "未解決",
    "澄清",
    "检查清单",
    "檢查清單",
    "查核清單",
    "명확화",
    "체크리스트",
    "esclarecimento",
    "aclaracion",
    "clarificaç",
    "уточнения",
    "чек-лист",
    "уточнення",
];

const CONTEXT: &[&str] = &[
    "assumption",
    "key entit",
    "out of scope",
    "out-of-scope",
    "non-goal",
    "dependencies",
    "glossary",
    "references",
    "前提条件",
    "前提",
    "仮定",
    "主要エンティティ",
    "キーエンティティ",
    "対象外",
    "スコープ外",
    "依存関係",
    "假设",
    "假設",
    "关键实体",
    "關鍵實體",
    "核心实体",
    "范围外",
    "範圍外",
    "超出范围",
    "超出範圍",
    "依赖",
    "相依",
    "가정",
    "핵심 엔티티",
    "주요 엔티티",
    "범위 외",
    "제외 범위",
    "premissas",
    "suposições",
    "supuestos",
    "suposiciones",
    "entidades",
    "fora do escopo",
    "fora de escopo",
    "fuera de alcance",
    "fuera del alcance",
    "hypothèses",
    "annahmen",
    "предположения",
    "допущения",
    "сущности",
    "припущення",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn story(content: &str, expect: (Option<&str>, &str, Option<&str>)) {
        match announced(content) {
            Part::Story { id, title, priority } => {
                assert_eq!((id.as_deref(), title, priority), expect, "{content}");
            }
            other => panic!("{content}: {other:?}"),
        }
    }

    #[test]
    fn stories_are_headed_in_many_ways() {
        story("User Story 1 - Pay (Priority: P1)", (Some("US1"), "Pay", Some("P1")));
        story("User Story 2 — Pay by card (P2) 🎯 MVP", (Some("US2"), "Pay by card", Some("P2")));
        story("US-3: Pay", (Some("US3"), "Pay", None));
        story("ユーザーストーリー4: 支払い (優先度: P1)", (Some("US4"), "支払い", Some("P1")));
        story("사용자 스토리 5 - 결제 (Priority: P3)", (Some("US5"), "결제", Some("P3")));
        story("使用者故事 6 - 付款（優先級：P1）", (Some("US6"), "付款", Some("P1")));
        story("História de Usuário 7 - Pagar (Prioridade: P1)", (Some("US7"), "Pagar", Some("P1")));
        story("Primary User Story", (None, "Primary User Story", None));
        story("2. Pay (with a card) (Priority: P1)", (None, "2. Pay (with a card)", Some("P1")));
    }

    #[test]
    fn scenarios_begin_behind_their_label() {
        let check = |text: &str, expect: Option<&str>| {
            assert_eq!(behind_label(text).map(|at| &text[at..]), expect, "{text}");
        };
        check("**Independent Test**: x\n**Acceptance Scenarios**:", Some(""));
        check("**Acceptance Scenarios**: Given a", Some("Given a"));
        check("**Acceptance Scenarios:**\nGiven a", Some("\nGiven a"));
        check("Acceptance scenarios:\nGiven a", Some("\nGiven a"));
        check("The acceptance scenarios are below", None);
        check("**Why**: acceptance scenarios: x", None);
    }

    #[test]
    fn other_headings_are_known_by_their_words() {
        for (content, expect) in [
            ("Acceptance Scenarios", Part::Scenarios),
            ("验收场景", Part::Scenarios),
            ("Acceptance Criteria", Part::Scenarios),
            ("Edge Cases & Errors", Part::EdgeCases),
            ("엣지 케이스 (Edge Cases)", Part::EdgeCases),
            ("Review & Acceptance Checklist", Part::Aside),
            ("~~Clarifications Needed~~ (Resolved)", Part::Aside),
            ("Key Entities *(include if needed)*", Part::Context),
            ("Scenario 1: Happy path", Part::Scenario),
            ("Requirements *(mandatory)*", Part::Other),
            ("User Scenarios & Testing *(mandatory)*", Part::Other),
            ("Measurable Outcomes", Part::Other),
            ("User Stories", Part::Other),
        ] {
            assert_eq!(announced(content), expect, "{content}");
        }
        assert_eq!(announced("FR-001: Title"), Part::Item { id: "FR-001".to_owned(), title: "Title" });
    }
}
