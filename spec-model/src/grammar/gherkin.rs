//! The block keywords of Gherkin in many languages (`gherkin-languages.json`).

/// The keyword that begins a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keyword {
    Feature,
    Rule,
    Background,
    /// `Scenario`, `Example`, `Scenario Outline`
    Scenario,
    Examples,
}

/// The words of English. They may be followed by words in another language.
const ENGLISH: &[(Keyword, &[&str])] = &[
    (Keyword::Feature, &["Feature", "Business Need", "Ability"]),
    (Keyword::Rule, &["Rule"]),
    (Keyword::Background, &["Background"]),
    (Keyword::Scenario, &["Scenario", "Example", "Scenario Outline", "Scenario Template"]),
    (Keyword::Examples, &["Examples", "Scenarios"]),
];

/// The words of other languages.
const OTHERS: &[(Keyword, &[&str])] = &[
    (
        Keyword::Feature,
        &[
            "Funktionalität",
            "Funktion",
            "Fonctionnalité",
            "Característica",
            "Necesidad del negocio",
            "Requisito",
            "Funcionalidade",
            "Caracteristica",
            "Funzionalità",
            "Esigenza di Business",
            "Abilità",
            "Functionaliteit",
            "Функция",
            "Функциональность",
            "Функционал",
            "Свойство",
            "Фича",
            "Функціонал",
            "Właściwość",
            "Funkcja",
            "Aspekt",
            "Potrzeba biznesowa",
            "Požadavek",
            "Özellik",
            "Egenskap",
            "תכונה",
            "Tính năng",
            "Fitur",
            "功能",
            "フィーチャ",
            "機能",
            "기능",
        ],
    ),
    (
        Keyword::Rule,
        &[
            "Regel",
            "Règle",
            "Regla",
            "Regla de negocio",
            "Regra",
            "Regola",
            "Правило",
            "Zasada",
            "Reguła",
            "Pravidlo",
            "Kural",
            "כלל",
            "Aturan",
            "规则",
            "規則",
            "ルール",
            "규칙",
        ],
    ),
    (
        Keyword::Background,
        &[
            "Grundlage",
            "Hintergrund",
            "Voraussetzungen",
            "Vorbedingungen",
            "Contexte",
            "Antecedentes",
            "Contexto",
            "Cenário de Fundo",
            "Cenario de Fundo",
            "Fundo",
            "Contesto",
            "Achtergrond",
            "Предыстория",
            "Контекст",
            "Передумова",
            "Założenia",
            "Pozadí",
            "Kontext",
            "Geçmiş",
            "Bakgrund",
            "רקע",
            "Bối cảnh",
            "Dasar",
            "背景",
            "배경",
        ],
    ),
    (
        Keyword::Scenario,
        &[
            "Szenario",
            "Beispiel",
            "Szenariogrundriss",
            "Szenarien",
            "Scénario",
            "Exemple",
            "Plan du scénario",
            "Plan du Scénario",
            "Escenario",
            "Ejemplo",
            "Esquema del escenario",
            "Cenário",
            "Cenario",
            "Exemplo",
            "Esquema do Cenário",
            "Esquema do Cenario",
            "Delineação do Cenário",
            "Delineacao do Cenario",
            "Esempio",
            "Schema dello scenario",
            "Voorbeeld",
            "Abstract Scenario",
            "Сценарий",
            "Пример",
            "Структура сценария",
            "Шаблон сценария",
            "Сценарій",
            "Приклад",
            "Структура сценарію",
            "Scenariusz",
            "Przykład",
            "Szablon scenariusza",
            "Scénář",
            "Příklad",
            "Náčrt Scénáře",
            "Osnova scénáře",
            "Senaryo",
            "Örnek",
            "Senaryo taslağı",
            "Abstrakt Scenario",
            "Scenariomall",
            "תרחיש",
            "דוגמא",
            "תבנית תרחיש",
            "Tình huống",
            "Kịch bản",
            "Khung tình huống",
            "Khung kịch bản",
            "Skenario",
            "Skenario konsep",
            "Garis Besar Skenario",
            "Contoh",
            "场景",
            "剧本",
            "场景大纲",
            "剧本大纲",
            "場景",
            "劇本",
            "場景大綱",
            "劇本大綱",
            "シナリオ",
            "シナリオアウトライン",
            "シナリオテンプレート",
            "シナリオテンプレ",
            "テンプレ",
            "시나리오",
            "시나리오 개요",
        ],
    ),
    (
        Keyword::Examples,
        &[
            "Beispiele",
            "Exemples",
            "Ejemplos",
            "Exemplos",
            "Cenários",
            "Cenarios",
            "Esempi",
            "Voorbeelden",
            "Примеры",
            "Приклади",
            "Przykłady",
            "Příklady",
            "Örnekler",
            "Exempel",
            "דוגמאות",
            "Dữ liệu",
            "例子",
            "例",
            "サンプル",
            "예",
        ],
    ),
];

/// The keyword that a line begins with, whether it is English, and what stands behind its colon.
pub(crate) fn keyword(line: &str) -> Option<(Keyword, bool, &str)> {
    let (word, name) = line.split_once([':', '：'])?;
    let of = |table: &[(Keyword, &[&str])]| {
        table.iter().find(|(_, words)| words.contains(&word)).map(|&(keyword, _)| keyword)
    };
    let found =
        of(ENGLISH).map(|keyword| (keyword, true)).or_else(|| of(OTHERS).map(|keyword| (keyword, false)));
    found.map(|(keyword, is_english)| (keyword, is_english, name.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_begin_with_a_keyword_in_many_languages() {
        for (line, expect) in [
            ("Feature: Cart", Some((Keyword::Feature, true, "Cart"))),
            ("Scenario Outline: Add", Some((Keyword::Scenario, true, "Add"))),
            ("Szenario: Leer", Some((Keyword::Scenario, false, "Leer"))),
            ("Plan du scénario: Vide", Some((Keyword::Scenario, false, "Vide"))),
            ("シナリオ: 空", Some((Keyword::Scenario, false, "空"))),
            ("Examples:", Some((Keyword::Examples, true, ""))),
            ("Given a: b", None),
            ("Senario: typo", None),
        ] {
            assert_eq!(keyword(line), expect, "{line}");
        }
    }
}
