use insta::assert_snapshot;

use super::*;

/// A document that the configuration says is native.
fn check(text: &str) -> String {
    listing(&read(Source::new("requirements.md", text), Some(Dialect::Native)))
}

#[test]
fn headed_requirements_have_criteria_with_and_without_ids() {
    assert_snapshot!(check(
        "# Shop\n\n## REQ-3: Pay\n\n- REQ-3.1: WHEN a THEN b SHALL c\n- REQ-3.2 — THE x SHALL y\n- REQ-3.3/4: THE x SHALL z\n\n## REQ-4: Ship\n\n- THE x SHALL y\n- THE x SHALL z\n\n### Notes\n\n- nothing\n"
    ));
}

#[test]
fn flat_lists_of_ids() {
    assert_snapshot!(check(
        "# SRS\n\n## Speed\n\n- **FR-038c**: The system shall a\n- FR-6b.1: The system shall b\n- **REQ-TRAQ-SYS-1** The system shall c\n- `REQ_X_v2`: The system shall d\n- REQ-001/002: The system shall e\n- nothing\n\n**NFR-001**: The system shall f\n\n## References\n\n- RFC-2119: words\n"
    ));
}

#[test]
fn a_table_of_ids() {
    assert_snapshot!(check(
        "| ID | Priority | Text |\n|---|---|---|\n| FR-01 | high | The system shall a |\n| **FR-02** | low | The system shall b |\n\n| Name | Text |\n|---|---|\n| x | y |\n"
    ));
}

#[test]
fn a_headed_requirement_with_prose_is_its_own_criterion() {
    assert_snapshot!(check(
        "## FR1: Accounts\n\n### FR1.1: Sign up\n\n- **Requirement**: The system shall sign up\n- **Input**: a name\n\n### FR1.2: Sign in\n\nThe system shall let in:\n\n- friends\n- family\n\n### FR1.3: The system shall log out\n"
    ));
}

#[test]
fn gherkin_in_a_fence_is_a_requirement_with_scenarios() {
    assert_snapshot!(check(
        "# Feeding\n\n```gherkin\nFeature: Feed the cat\n  So that it purrs\n\n  Background:\n    Given a cat\n\n  @slow @REQ-7.2\n  Scenario: Hungry\n    Given a hungry cat\n    # a remark\n    When I feed it\n    Then it purrs\n\n  Scenario Outline: Portions\n    When I give <n> fish\n    Then it is <mood>\n\n    Examples:\n      | n | mood  |\n      | 1 | awake |\n      | 9 | full  |\n```\n\n```rust\n// Scenario: none\n```\n"
    ));
}

#[test]
fn gherkin_below_a_requirement_belongs_to_it() {
    assert_snapshot!(check(
        "## REQ-2: Feed\n\n```gherkin\nScenario: Hungry\n  Given a text\n    \"\"\"\n    Scenario: inside\n    \"\"\"\n  Then it purrs\n```\n"
    ));
}

#[test]
fn a_table_below_a_criterion_holds_its_examples() {
    assert_snapshot!(check(
        "## REQ-1: Grade\n\n- REQ-1.1: THE x SHALL grade\n\n| points | grade |\n|---|---|\n| 10 | A |\n| 5 |\n"
    ));
}

#[test]
fn backgrounds_are_steps_of_the_scenarios_that_they_are_for() {
    assert_snapshot!(check(
        "```gherkin\nFeature: Cart\n  Background:\n    Given a shop\n  Scenario: Look\n    Then it is there\n  Rule: Money\n    Background:\n      Given money\n    Scenario: Pay\n      When I pay\n  Rule: None\n    Scenario: Beg\n      When I beg\n```\n"
    ));
}

#[test]
fn each_table_of_examples_has_a_header_of_its_own() {
    assert_snapshot!(check(
        "```gherkin\nScenario Outline: Add\n  Given <n> and <m>\n  Examples:\n    | n | m    |\n    | 1 | a\\|b |\n  Examples:\n    | m | o | n |\n    | 8 | 7 | 9 |\n```\n"
    ));
}

#[test]
fn items_with_ids_below_an_item_without_one_are_criteria() {
    assert_snapshot!(check(
        "## REQ-1: A\n\n- Log in\n  - REQ-1.1: THE x SHALL a\n  - REQ-1.2: THE x SHALL b\n- REQ-1.3: THE x SHALL c\n  - REQ-1.3.1: THE x SHALL d\n  - a point\n- THE x SHALL e\n  - a point\n"
    ));
}

#[test]
fn what_is_gone_keeps_its_number_and_asks_for_nothing() {
    assert_snapshot!(check(
        "## REQ-1: A\n\n- REQ-1.1: THE x SHALL a\n- ~~REQ-1.2: THE x SHALL b~~\n- REQ-1.3: *(removed)*\n- THE x SHALL d\n\n## REQ-2: B (removed)\n\n- THE x SHALL e\n\n\
         ## REQ-3: C\n\n1. N/A\n2. THE x SHALL f\n\n## Others\n\n- **FR-1**: THE x SHALL g\n- ~~**FR-2**~~: see FR-1\n- **FR-3**: THE x SHALL h\n"
    ));
}

#[test]
fn an_item_that_bears_an_id_is_a_criterion_whatever_stands_above_the_list() {
    for above in [
        "**Description:** The x shall do all of this.",
        "**Statement**: all of this",
        "The x shall meet all of the following:",
        "**Requirement**: x\n\n**Rationale**: y",
        "**Description:**",
        "**Notes:**",
        "### Notes",
        "### Anything",
        "- **Description:** all of this",
    ] {
        let blank = if above.starts_with('-') { "\n" } else { "\n\n" };
        let listing = check(&format!(
            "## REQ-1: A\n\n{above}{blank}- REQ-1.1: THE x SHALL a\n- **REQ-1.2**: it does b\n"
        ));
        let ids = ["  REQ-1.1 [", "  REQ-1.2 ["];
        assert!(
            ids.iter().all(|id| listing.contains(id)) && !listing.contains("  REQ-1 ["),
            "{above}\n{listing}"
        );
    }
}

#[test]
fn an_item_needs_no_colon_behind_its_id() {
    for above in [
        "The x shall meet all of the following:",
        "**Description:** The x shall do all of this.",
        "**Requirement**: The x shall do all of this:",
        "### Notes",
        "### Anything",
        "- **Description:** all of this",
    ] {
        for (first, second) in [
            ("- REQ-1.1 THE x SHALL a", "- REQ-1.2 The x shall b"),
            ("- REQ-1.1 The x shall a", "- **REQ-1.2**: The x shall b"),
            ("1. REQ-1.1 a is done", "2. REQ-1.2 b is done"),
            ("- [ ] REQ-1.1 The x shall a", "- [ ] REQ-1.2 The x shall b"),
        ] {
            let blank = if above.starts_with('-') { "\n" } else { "\n\n" };
            let listing = check(&format!("## REQ-1: A\n\n{above}{blank}{first}\n{second}\n"));
            let ids = ["  REQ-1.1 [", "  REQ-1.2 ["];
            assert!(
                ids.iter().all(|id| listing.contains(id)) && !listing.contains("  REQ-1 ["),
                "{above}\n{first}\n{listing}"
            );
        }
    }
}

#[test]
fn an_item_that_speaks_of_a_criterion_is_no_second_one() {
    let listing = check(
        "## REQ-1: A\n\n- REQ-1.1: THE x SHALL a\n- REQ-1.2: THE x SHALL b\n\n### Notes\n\n- REQ-1.1 came from the board\n",
    );
    assert_eq!(listing.matches("  REQ-1.1 [").count(), 1, "{listing}");
    assert!(!listing.contains("duplicate"), "{listing}");
}

#[test]
fn attributes_ask_for_nothing() {
    assert_snapshot!(check(
        "## REQ-1: A\n**Priority**: High\n**Category**: Desk\n\n### REQ-1.1: B\n- it does b\n\n## REQ-2: C\n\n- **Priority**: Low\n- it does c\n\n\
         ## REQ-3: D\n\n**Priority**: Low\nIt does d.\n\n## REQ-4: E\n\n**Status**: open\n"
    ));
}

#[test]
fn two_prefixes_of_one_document_are_distinguished() {
    assert_snapshot!(check(
        "## R1: A\n\n- R1.1: THE x SHALL a\n- THE x SHALL b\n\n## REQ-1: B\n\n- REQ-1.1: THE x SHALL c\n\n## R2: C\n\n- THE x SHALL d\n"
    ));
    assert_snapshot!(check("## R1: A\n\n- R1.1: THE x SHALL a\n"));
}

#[test]
fn a_title_that_begins_with_an_id_is_a_requirement_only_where_it_asks_for_something() {
    let check = |text: &str, expect: &str| {
        let document = read(Source::new("docs/a.md", text), None);
        let ids: Vec<_> = document.criteria().map(|(_, criterion)| criterion.id.as_str()).collect();
        assert_eq!(ids.join(" "), expect, "{text}\n{}", listing(&document));
    };
    check("# M3 — Food\n\n## Goal\n\nEat.\n\n## Acceptance\n\n1. bread\n2. soup\n", "REQ-1.1 REQ-1.2");
    check("# F21: Food\n\n## REQ-1: A\n\n- THE x SHALL a\n", "REQ-1.1");
    check("# REQ-7: Food\n\nWhy.\n\n## REQ-1: A\n\n- THE x SHALL a\n", "REQ-1.1");
    check("# REQ-7: Food\n\n- THE x SHALL a\n", "REQ-7.1");
    check("# SYS-7: Food\n\nThe x shall a.\n", "SYS-7");
    check("# REQ-1: A\n\n- THE x SHALL a\n\n# REQ-2: B\n\n- THE x SHALL b\n", "REQ-1.1 REQ-2.1");
    check("# FR-1: A\n\n## FR-1.1: B\n\n- THE x SHALL b\n", "FR-1.1.1");
}

#[test]
fn what_gherkin_refuses_is_reported() {
    let check = |text: &str, expect: &[&str]| {
        let document = read(Source::new("a.md", format!("```gherkin\n{text}\n```\n")), Some(Dialect::Native));
        let reported = document.diagnostics.iter().filter(|it| it.code == crate::Code::GherkinSyntax);
        let reported: Vec<_> = reported.map(|it| it.message.as_str()).collect();
        assert_eq!(reported, expect, "{text}");
    };
    let good = "Feature: A\n  So that b\n  Background:\n    Given a text\n      \"\"\"\n      Scenario: none\n      \"\"\"\n  \
                Scenario: B\n    What it is about\n    When c\n    * d\n    And e\n      | a | b |\n      | 1 | 2 |\n    Then f";
    check(good, &[]);
    check("Scenario: A\n  Given a\n\nScenario: B\n", &["this scenario has no steps"]);
    check("Scenario: A\n  some words\n", &["this scenario has no steps"]);
    check("Given a\nWhen b\nThen c", &["this step is in no scenario"; 3]);
    check("# nothing", &[]);
    check("Feature: A\n  words", &["this Gherkin has no scenario"]);
    check(
        "Scenario: A\n  Given a\n  but not really\n  or so",
        &["Gherkin does not take this line for a step"],
    );
    check("Scenario: A\n  Given a\nBackground:\n  Given b", &["a background is after a scenario"]);
    check("Scenario: A\n  Given a\n  \"\"\"\n  b", &["this text of a step is never closed"]);
    check(
        "Scenario Outline: A\n  Given <a>\n  Examples:\n    | a |\n    | 1 | 2 |",
        &["this row has another number of cells than the one above"],
    );
    let no_language = "this keyword is not English, and the fence does not say which language it is in";
    check("Szenario: Leer\n  Angenommen ein Korb\n  Wenn nichts\n  Dann leer", &[no_language]);
    check("# language: en\nSzenario: Leer\n  Angenommen nichts\nSzenario: Voll\n  Dann voll", &[no_language]);
    check("# language: de\nSzenario: Leer\n  Angenommen ein Korb", &[]);
    check("#language:de\n\nSzenario: Leer\n  Angenommen ein Korb", &[]);
    check("Scenario: A\n  Given a text\n  \"\"\"\n  Szenario: B\n  \"\"\"\n  Then b", &[]);
    let no_step = "this table or text is below no step";
    for data in ["\"\"\"\n    words\n    \"\"\"", "```\n    words\n    ```", "| a |"] {
        check(&format!("Background:\n    {data}\nScenario: A\n  Given a"), &[no_step]);
        check(&format!("Background:\n    Given a\n    {data}\nScenario: A\n  Given a"), &[]);
        check(&format!("Scenario: A\n    {data}\n    Given a"), &[no_step]);
        check(&format!("# language: de\nSzenario: A\n    {data}\n    Angenommen a"), &[no_step]);
        check(&format!("# language: de\nGrundlage:\n    {data}\nSzenario: A\n    Dann a"), &[no_step]);
    }
    check(
        "# language: fr\nFonctionnalité: Panier\n  Scénario: Vide\n    Soit un panier\n    Alors rien",
        &[],
    );
}

#[test]
fn what_a_background_holds_besides_steps_is_no_part_of_its_scenarios() {
    for data in ["\"\"\"\nwords\n\"\"\"", "| words |", "some words"] {
        let text =
            format!("```gherkin\nFeature: A\nBackground:\n{data}\nGiven b\nScenario: C\nThen d\n```\n");
        let document = read(Source::new("a.md", text), Some(Dialect::Native));
        let words: Vec<_> = document.criteria().map(|(_, criterion)| criterion.text.as_str()).collect();
        assert_eq!(words, ["Given b\nThen d"], "{data}");
    }
}

#[test]
fn gherkin_in_other_languages_is_read() {
    assert_snapshot!(check(
        "```gherkin\nFunktionalität: Korb\n  Grundlage:\n    Angenommen ein Laden\n  Szenario: Leer\n    Dann ist er leer\n```\n\n\
         ```gherkin\n機能: かご\n  シナリオ: 空\n    前提 かご\n    ならば 空\n```\n"
    ));
}
