use insta::assert_snapshot;

use super::*;
use crate::diagnostic::Code;

/// A document in the place of a capability.
fn check(text: &str) -> String {
    listing(&read(Source::new("openspec/specs/cart/spec.md", text), None))
}

#[test]
fn a_scenario_is_a_criterion_with_its_steps() {
    assert_snapshot!(check(
        "# cart\n\n## Purpose\nTBD\n\n## Requirements\n### Requirement: Put in\nThe cart SHALL hold things.\n\n#### Scenario: One thing\n- **GIVEN** a cart\n- **WHEN** a thing is put in\n- **THEN** it SHALL hold:\n  - the thing\n  - its price\n\n```json\n{}\n```\n\n#### Scenario: Nothing\n\nWHEN nothing is put in\nTHEN nothing is held\n\n---\n\n<!-- later -->\n"
    ));
}

#[test]
fn a_requirement_without_scenarios_is_its_own_criterion() {
    assert_snapshot!(check(
        "### Requirement: Keep\nThe cart SHALL keep:\n- things\n- prices\n\nFor a day.\n\n### Requirement: Nothing said\n\n## Notes\n\nThe cart SHALL be red.\n"
    ));
}

#[test]
fn equal_names_under_one_parent_are_counted() {
    assert_snapshot!(check(
        "### Requirement: `max_items` *limit*\n\n#### Scenario: Full!\n- WHEN x\n- THEN y\n\n#### Scenario: full\n- WHEN x\n- THEN z\n\n#### Scenario: Full-2\n- WHEN x\n- THEN z\n\n### Requirement: maxitems: limit\nIt SHALL hold.\n\n### Requirement: ???\nIt SHALL hold.\n"
    ));
}

#[test]
fn names_and_keywords_may_be_in_other_languages() {
    assert_snapshot!(check(
        "## 需求\n\n### 需求：加入购物车\n系统必须保存。\n\n#### 场景:一件商品\n- **当** 加入商品\n- **那么** 购物车有一件\n\n### 要件: 保存\n\n#### シナリオ: 一つ\n- **WHEN** 追加する\n- **THEN** 保存する\n"
    ));
}

#[test]
fn a_change_says_what_it_does_to_its_requirements() {
    let text = "# Delta\n\n## ADDED Requirements\n### Requirement: A\nIt SHALL a.\n\n## MODIFIED Requirements\n### Requirement: B\n#### Scenario: S\n- WHEN x\n- THEN y\n\n## REMOVED Requirements\n### Requirement: C\n**Reason**: gone\n\n## RENAMED Requirements\n- FROM: `### Requirement: Old`\n- TO: `### Requirement: B`\n\n## Notes\n### Requirement: D\nIt SHALL d.\n";
    let document = read(Source::new("openspec/changes/x/specs/cart/spec.md", text), None);
    let deltas: Vec<_> = document
        .requirements
        .iter()
        .map(|requirement| (requirement.id.as_str(), requirement.delta))
        .collect();
    use crate::spec::Delta::{Added, Modified, Removed, Renamed};
    let expect = [
        ("a", Some(Added)),
        ("b", Some(Modified)),
        ("c", Some(Removed)),
        ("old", Some(Renamed)),
        ("d", None),
    ];
    assert_eq!(deltas, expect);
    assert_snapshot!(listing(&document));
}

#[test]
fn what_is_removed_asks_for_nothing_whatever_is_spelled_out() {
    assert_snapshot!(check(
        "## REMOVED Requirements\n### Requirement: C\nGone.\n\n#### Scenario: It is gone\n- WHEN x\n- THEN y\n\n### Requirement: D\n**Reason**: Nobody asked.\n\n#### Scenario: It is gone\n- WHEN x\n- THEN y\n"
    ));
}

#[test]
fn names_may_stand_behind_a_number() {
    let check = |text| listing(&read(Source::new("spec.md", text), Some(Dialect::OpenSpec)));
    assert_snapshot!(check(
        "## Requirement 1: A\n\n### Scenario 1 - B\n- WHEN x\n- THEN y\n\n### Scenario Outline: C\n- WHEN x\n- THEN y\n\n### Scenario planning\n- nothing\n"
    ));
}

#[test]
fn headings_in_a_fence_are_an_example() {
    assert_snapshot!(check(
        "### Requirement: A\nIt SHALL read:\n\n```markdown\n## REMOVED Requirements\n### Requirement: B\n#### Scenario: C\n- WHEN x\n```\n\n> #### Scenario: D\n\n#### Scenario: E\n- WHEN x\n- THEN y\n  ```\n  #### Scenario: F\n  ```\n"
    ));
}

#[test]
fn another_heading_inside_ends_the_words_of_a_requirement() {
    assert_snapshot!(check(
        "### Requirement: A\nIt SHALL a.\n\n#### Notes\nNothing.\n\n### Requirement: B\nIt SHALL b.\n\n### Background\nIt SHALL c.\n"
    ));
}

#[test]
fn a_scenario_without_a_requirement_is_the_heading_s() {
    assert_snapshot!(check(
        "## Search\n\n**Scenario: Found**\n- WHEN x\n- THEN y\n\n#### Scenario: Lost\n- WHEN z\n- THEN y\n"
    ));
}

#[test]
fn early_documents_have_bare_statements_under_headings() {
    assert_snapshot!(check(
        "# Spec\n\n## Behaviour\n\n### Start\n\nWHEN it is run\nTHEN it starts:\n- first\n- second\n\n### Why\n\nWhen in doubt, ask.\n\n### Stop\n\nIF it fails\nTHEN it stops\n"
    ));
}

#[test]
fn a_heading_that_is_nearly_one_of_a_requirement_is_read_and_reported() {
    assert_snapshot!(check(
        "## Requirements\n\n### Requirement: A\nIt SHALL a.\n\n### Requirement Two\nIt SHALL b.\n\n### Requirement - C\n\n#### Scenario: D\n- WHEN x\n- THEN y\n\n### REQUIREMENT. E\nIt SHALL e.\n\n### Requirement overview\nWords.\n\n### F\nIt SHALL f.\n\n### G\n\n#### Scenario: H\n- WHEN x\n- THEN y\n\n### I\nWords.\n"
    ));
}

#[test]
fn another_heading_inside_is_a_scenario_where_steps_stand_below_it() {
    assert_snapshot!(check(
        "### Requirement: A\nIt SHALL a.\n\n#### Scenario: B\n- WHEN x\n- THEN y\n\n#### Edge case\n- **WHEN** z\n- **THEN** y\n\n#### Example\n- WHEN w\n- THEN y\n\n#### Details\nIt SHALL d.\n\nWords.\n\n#### Notes\nIt SHALL n.\n\n### Requirement: E\nIt SHALL e.\n\n#### Limits\n- It SHALL l.\n"
    ));
}

#[test]
fn what_stands_below_another_heading_is_accepted_with_its_requirement() {
    let text = "### Requirement: A\nIt SHALL a.\n\n#### Scenario: B\n- WHEN x\n- THEN y\n\n#### Details\nIt SHALL d.\n\nWords.\n\n### Requirement: E\nIt SHALL e.\n\n#### Limits\nIt SHALL l.\n";
    let document = read(Source::new("openspec/specs/cart/spec.md", text), None);
    assert_eq!(document.requirements[0].statement.as_str(), "It SHALL a.\nIt SHALL d.");
    assert_eq!(document.requirements[1].criteria[0].attachments[0].text.as_str(), "It SHALL l.");
}

#[test]
fn a_section_of_a_change_in_a_document_in_force_is_reported() {
    let text = "## REMOVED Requirements\n\n### Requirement: A\nIt SHALL a.\n\n## RENAMED Requirements\n- FROM: `### Requirement: B`\n- TO: `### Requirement: C`\n";
    for (path, count) in [
        ("openspec/specs/cart/spec.md", 2),
        ("a/openspec/specs/b/cart/spec.md", 2),
        ("openspec/changes/x/specs/cart/spec.md", 0),
        ("spec.md", 0),
    ] {
        let document = read(Source::new(path, text), Some(Dialect::OpenSpec));
        let reported = document.diagnostics.iter().filter(|found| found.code.as_str() == "misplaced-change");
        assert_eq!(reported.count(), count, "{path}");
    }
}

#[test]
fn what_is_marked_as_gone_keeps_its_id_and_asks_for_nothing() {
    let scenario = "#### Scenario: Full\n- **WHEN** a sack is full\n- **THEN** it rings\n";
    let live = format!("### Requirement: Live\nIt SHALL live.\n\n{scenario}");
    let weigh = "It SHALL weigh.";
    let all = &["weigh", "weigh.full"][..];
    for (heading, words, scenario, gone) in [
        ("Requirement: ~~Weigh~~", weigh, scenario, all),
        ("~~Requirement: Weigh~~", weigh, scenario, all),
        ("**~~Requirement: Weigh~~**", weigh, scenario, all),
        ("Requirement: Weigh (removed)", weigh, scenario, all),
        ("Requirement: Weigh (Deprecated in v2)", weigh, scenario, all),
        ("Requirement: [REMOVED] Weigh", weigh, scenario, all),
        ("Requirement: ~~Weigh~~ (removed)", weigh, scenario, all),
        ("Requirement: Weigh", "~~It SHALL weigh.~~", "", &["weigh"]),
        ("Requirement: Weigh", "*(removed)*", "", &["weigh"]),
        ("Requirement: Weigh", "N/A", "", &["weigh"]),
        ("Requirement: Weigh", "Deprecated, see Rest.", "", &["weigh"]),
        (
            "Requirement: Weigh",
            weigh,
            "#### Scenario: ~~Full~~\n- **WHEN** a\n- **THEN** b\n",
            &["weigh.full"],
        ),
        (
            "Requirement: Weigh",
            weigh,
            "#### ~~Scenario: Full~~\n- **WHEN** a\n- **THEN** b\n",
            &["weigh.full"],
        ),
        (
            "Requirement: Weigh",
            weigh,
            "#### Scenario: Full (removed)\n- **WHEN** a\n- **THEN** b\n",
            &["weigh.full"],
        ),
        ("Requirement: Weigh", weigh, "#### Scenario: Full (deprecated)\n", &["weigh.full"]),
        ("Requirement: Weigh", weigh, "#### Scenario: Full\n\nN/A\n", &["weigh.full"]),
        (
            "Requirement: Weigh",
            weigh,
            "#### Scenario: Full\n- ~~**WHEN** a~~\n- ~~**THEN** b~~\n",
            &["weigh.full"],
        ),
        ("Requirement: Weigh", weigh, "#### Scenario: Full (cancelled)\n- **WHEN** a\n- **THEN** b\n", &[]),
        ("Requirement: Obsolete", weigh, scenario, &[]),
        ("Requirement: Weigh", "It SHALL ~~weigh~~ ring.", scenario, &[]),
    ] {
        let text = format!("## Requirements\n\n### {heading}\n{words}\n\n{scenario}\n{live}");
        let document = read(Source::new("openspec/specs/mill/spec.md", text.as_str()), None);
        let found: Vec<_> = document.retired.iter().map(|retired| retired.id.as_str()).collect();
        assert_eq!(found, gone, "{text}");
        let criteria: Vec<_> = document.criteria().map(|(_, criterion)| criterion.id.as_str()).collect();
        assert!(criteria.contains(&"live.full"), "{text}");
        assert!(!criteria.iter().any(|id| gone.contains(id)), "{criteria:?} of {text}");
        assert!(document.diagnostics.is_empty(), "{:?} of {text}", document.diagnostics);
    }
}

/// Returns the reading of a text behind the requirement "Weigh" and its scenario "Full".
fn behind_a_scenario(text: &str) -> String {
    let text = format!(
        "### Requirement: Weigh\nThe mill SHALL weigh.\n\n#### Scenario: Full\n- **WHEN** a sack is full\n- **THEN** the mill rings\n{text}\n"
    );
    let listing = listing(&read(Source::new("a.md", text), Some(Dialect::OpenSpec)));
    listing.lines().skip(2).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_name_in_place_of_a_heading_begins_what_it_names_and_is_reported() {
    for (name, is_read) in [
        ("\n**Requirement: Log**\n\n@", true),
        ("\n**Requirement: Log**\n@", true),
        ("\nRequirement: Log\n@", true),
        ("\n**Requirement:** Log\n\n@", true),
        ("\n__Requirement: Log__\n@", true),
        ("\n###Requirement: Log\n@", true),
        ("\n###Requirement Log\n\n@", true),
        ("\n\\### Requirement: Log\n\n@", true),
        ("\n<h3>Requirement: Log</h3>\n\n@", true),
        ("\nsome words\n###Requirement: Log\n@", true),
        ("###Requirement: Log\n@", false),
        ("Requirement: Log\n@", false),
        ("- **Requirement: Log**\n@", false),
        ("- ### Requirement: Log\n\n@", false),
        ("\n> ### Requirement: Log\n>\n> @", false),
    ] {
        let listing = behind_a_scenario(&name.replace('@', "The mill SHALL log."));
        let scenario = listing.lines().find(|line| line.contains("weigh.full")).unwrap_or_default();
        assert!(!scenario.contains("Log") && !scenario.contains("log"), "{name}\n{listing}");
        let log = listing
            .lines()
            .any(|line| line.starts_with("  log [") && line.ends_with("] The mill SHALL log."));
        assert_eq!(log, is_read, "{name}\n{listing}");
        assert!(listing.contains("malformed-heading"), "{name}\n{listing}");
    }
    for (name, is_read) in [
        ("\nScenario: Torn\n@", true),
        ("\n*Scenario: Torn*\n\n@", true),
        ("\n**Scenario**: Torn\n@", true),
        ("\n**Scenario Torn**\n@", true),
        ("\n####Scenario: Torn\n@", true),
        ("\n####Scenario - Torn\n\n@", true),
        ("\n场景：Torn\n@", true),
        ("Scenario: Torn\n@", false),
        ("- **Scenario: Torn**\n@", false),
        ("- Scenario: Torn\n  - one\n@", false),
        ("####Scenario: Torn\n@", false),
    ] {
        let listing =
            behind_a_scenario(&name.replace('@', "- **WHEN** a sack tears\n- **THEN** the mill stops"));
        let scenario = listing.lines().find(|line| line.contains("weigh.full")).unwrap_or_default();
        assert!(!scenario.contains("tears") && !scenario.contains("Torn"), "{name}\n{listing}");
        assert_eq!(listing.contains("weigh.torn ["), is_read, "{name}\n{listing}");
        assert!(listing.contains("malformed-heading"), "{name}\n{listing}");
    }
}

#[test]
fn a_named_statement_in_one_line_is_reported() {
    for line in [
        "- **Scenario: Torn** WHEN a sack tears THEN the mill stops",
        "\nScenario: WHEN a sack tears THEN the mill stops",
        "\n**Requirement: Log** — the mill SHALL log",
        "- Requirement: the mill SHALL log",
    ] {
        let listing = behind_a_scenario(line);
        assert!(listing.contains("malformed-heading"), "{line}\n{listing}");
    }
}

#[test]
fn a_label_above_what_a_requirement_says_is_no_name() {
    insta::assert_snapshot!(listing(&read(
        Source::new(
            "a.md",
            "### Requirement: Weigh\n**Requirement**: the mill SHALL weigh.\n\nIn every scenario: the mill rings.\n\n#### Scenario: Full\nSome words on the\nscenario: they end\n\n- **WHEN** a sack is full\n- **THEN** the mill rings\n",
        ),
        Some(Dialect::OpenSpec)
    )), @"
    openspec
    weigh Weigh
      weigh.full [6-11] Some words on the / scenario: they end / **WHEN** a sack is full / **THEN** the mill rings
    ");
}

#[test]
fn what_stands_behind_the_steps_of_a_scenario_and_is_none_is_reported() {
    let above = "### Requirement: Weigh\nIt SHALL weigh.\n\n#### Scenario: Full\n- **WHEN** a sack is full\n- **THEN** the mill rings\n";
    for (below, is_reported) in [
        ("- THE mill SHALL stop", true),
        ("\nThe mill SHALL stop.", true),
        ("\n> The mill SHALL stop.", true),
        ("\n系统必须停止", true),
        ("\n- Night\n  - the mill SHALL stop", true),
        ("- [2] The mill MUST stop", true),
        ("- **AND** the mill SHALL stop", false),
        ("  - the mill SHALL stop", false),
        ("\nSee the handbook.", false),
        ("- the mill will stop", false),
    ] {
        let text = format!("{above}{below}\n");
        let document = read(Source::new("a.md", text.as_str()), Some(Dialect::OpenSpec));
        let reported =
            document.diagnostics.iter().filter(|found| found.code == Code::MalformedHeading).count();
        assert_eq!(reported, usize::from(is_reported), "{text}{:?}", document.diagnostics);
    }
}

#[test]
fn a_plain_name_above_steps_is_reported() {
    let above = "### Requirement: Weigh\nIt SHALL weigh.\n\n#### Scenario: Full\n- **WHEN** a sack is full\n- **THEN** the mill rings\n";
    for (name, is_reported) in [
        ("scenario: Empty", true),
        ("Scenario Empty", true),
        ("Scenario 2", true),
        ("- scenario: Empty", true),
        ("*Scenario Empty*", true),
        ("场景 空", true),
        ("In this scenario the mill stops", false),
        ("Empty sacks", false),
    ] {
        for gap in ["", "\n"] {
            let text =
                format!("{above}{gap}{name}\n{gap}- **WHEN** a sack is empty\n- **THEN** the mill stops\n");
            let document = read(Source::new("a.md", text.as_str()), Some(Dialect::OpenSpec));
            let reported = document.diagnostics.iter().any(|found| found.code == Code::MalformedHeading);
            assert_eq!(reported, is_reported, "{text}");
        }
    }
}
