mod habits;

use super::{Cited, Design, read};
use crate::source::Source;

fn design(text: &str) -> Design {
    read(Source::new(".kiro/specs/clock/design.md", text))
}

fn ids(cited: &[Cited]) -> String {
    cited.iter().map(|cited| cited.reference.canonical().to_string()).collect::<Vec<_>>().join(" ")
}

/// `expect`: each property as `number|title|line|what it validates`.
#[track_caller]
fn properties(text: &str, expect: &[&str]) {
    for text in [text.to_owned(), format!("\u{feff}{}", text.replace('\n', "\r\n"))] {
        let design = design(&text);
        let found = design
            .properties
            .iter()
            .map(|it| format!("{}|{}|{}|{}", it.number, it.title, it.line, ids(&it.validates)));
        assert_eq!(found.collect::<Vec<_>>(), expect, "{text:?}");
    }
}

/// `expect`: each row as `line|ids|number of targets`.
#[track_caller]
fn rows(text: &str, expect: &[&str]) {
    let design = design(text);
    let rows = design.rows.iter().filter(|row| !row.requirements.is_empty());
    let found = rows.map(|row| format!("{}|{}|{}", row.line, ids(&row.requirements), row.targets.len()));
    assert_eq!(found.collect::<Vec<_>>(), expect, "{text}");
}

/// `expect`: each path, with `/` behind folders.
#[track_caller]
fn tree(lines: &[&str], expect: &[&str]) {
    let text = format!("# Design\n\n```text\n{}\n```\n", lines.join("\n"));
    let design = design(&text);
    let entries = design.trees.iter().flat_map(|tree| &tree.entries);
    let found = entries.map(|entry| {
        assert!(entry.path.contains(text[entry.span.range()].trim_matches(['/', '.'])), "{entry:?}");
        format!("{}{}", entry.path, if entry.is_folder { "/" } else { "" })
    });
    assert_eq!(found.collect::<Vec<_>>(), expect, "{text}");
}

#[test]
fn properties_are_headings_paragraphs_lines_or_items() {
    let expect = ["1|The bell rings|3|REQ-1.1 REQ-1.2", "2|It stops|7|REQ-2"];
    for [first, second] in [
        ["### Property 1: The bell rings\n", "### Property 2: It stops\n"],
        ["#### 属性 1：The bell rings\n", "#### 属性 2：It stops\n"],
        ["**Property 1: The bell rings**\n", "**Property 2: It stops**\n"],
        ["**Property 1: The bell rings**", "**Property 2: It stops**"],
        ["**Property 1**: The bell rings\n", "**Property 2**: It stops\n"],
        ["Property 1: The bell rings", "Property 2: It stops"],
        ["Property 1: The bell rings\n", "Property 2: It stops\n"],
        ["- Property 1: The bell rings", "- Property 2: It stops"],
        ["1. **Property 1: The bell rings**", "2. **Property 2: It stops**"],
    ] {
        let pad = if first.ends_with('\n') { "" } else { "   " };
        let rest = if first.ends_with('\n') { "" } else { "\n" };
        let text = format!(
            "## Correctness Properties\n\n{first}\n{pad}*For any* alarm. **Validates: Requirements 1.1, 1.2**\n{rest}\n{second}\n{pad}**Validates: Requirement 2**\n"
        );
        properties(&text, &expect);
    }
}

#[test]
fn what_a_property_validates_may_go_on_or_stand_in_a_list_below() {
    for claim in [
        "**Validates: Requirements 1.1,\n1.2**",
        "**Validates: Requirements 1.1**\n\n**Validates: Requirements 1.2**",
        "**Validates:**\n\n- Requirement 1.1\n- Requirement 1.2",
        "**Validates:**\n- 1.1\n- 1.2",
        "*For any* bell, it rings.\n\n_Requirements: 1.1-1.2_",
        "> **验证需求：1.1、1.2**",
    ] {
        properties(
            &format!(
                "## Properties\n\n### Property 1: Bell\n\n{claim}\n\n## Errors\n\n**Validates: Requirement 9**\n"
            ),
            &["1|Bell|3|REQ-1.1 REQ-1.2"],
        );
    }
}

#[test]
fn numbers_are_text_and_may_be_missing_a_claim() {
    properties("# D\n\n**Property 1.1: A**\n\n## Properties\n\n**Property 2.10: B**\n", &["2.10|B|7|"]);
    properties("## Invariants\n\n### Property P1: A\n\n### Property 2a - B\n", &["P1|A|3|", "2a|B|5|"]);
}

#[test]
fn what_only_speaks_of_properties_is_none() {
    let real = "## Correctness Properties\n\n### Property 1: Bell\n\n**Validates: Requirements 1.1**\n";
    for beside in [
        "## Testing\n\n1. **Property 1 (Bell)**: try it\n2. **Property 1: Bell** again\n",
        "## Testing\n\n- Property 1: many bells\n",
        "## Testing\n\n**Property 1: Bell**\n",
        "## Testing\n\n### Property 1: Bell\n",
        "## Testing\n\nProperty 4: generate bells\n",
        "## Testing\n\n| Property | Test |\n|---|---|\n| Property 1: Bell | a |\n",
        "```\n### Property 7: In a fence\n```\n",
        "<!--\n### Property 7: In a comment\n-->\n",
    ] {
        properties(&format!("{real}\n{beside}"), &["1|Bell|3|REQ-1.1"]);
    }
    let reflection = "## Correctness Properties\n\n### Property Reflection\n\nProperty 3: the same as property 1\n\n- Property 2.2 and 2.3 are one\n\n";
    properties(&format!("{reflection}### Property 1: Bell\n"), &["1|Bell|9|"]);
    properties(&format!("{reflection}### Properties\n\nProperty 1: Bell\n"), &["1|Bell|11|"]);
}

#[test]
fn numbered_headings_that_claim_something_are_properties_of_their_section() {
    properties(
        "## Correctness Properties\n\n### P1: Bell\n\nValidates: 1.1\n\n### 2. Stop\n\nValidates: 1.2\n\n### 3. Remarks\n\nNone.\n",
        &["P1|Bell|3|REQ-1.1", "2|Stop|7|REQ-1.2"],
    );
    properties("## Components\n\n### 1. Bell\n\nValidates: 1.1\n", &[]);
}

#[test]
fn a_statement_has_no_line_of_requirements() {
    let design = design(
        "## Properties\n\n### Property 1: Bell\n\n*For any* bell,\nit rings.\n\n**Validates: Requirements 1.1**\n",
    );
    let (ix, property) = design.properties().next().expect("there is a property");
    assert_eq!(property.statement.as_str(), "*For any* bell,\nit rings.");
    assert_eq!((property.line, property.end_line), (3, 8));
    assert_eq!(design.property(ix).number, "1");
    assert!(design.traces_requirements());
}

#[test]
fn rows_trace_requirements_below_their_heading() {
    for heading in [
        "## Requirements Traceability",
        "## 5. Requirement Traceability Matrix",
        "### 要件トレーサビリティ",
        "## 需求追溯",
        "## Rastreabilidade de Requisitos",
        "## Trazabilidad",
        "## 📊 Traceability",
        "**Requirements Traceability**",
        "## Requirements Coverage",
        "## Requirements Traceability\n\n### Matrix",
    ] {
        let line = heading.lines().count() + 4;
        rows(
            &format!(
                "{heading}\n\n| Requirement | Summary | Parts |\n|---|---|---|\n| 1.1-1.2, 2 | Bell | `Bell` |\n| Req 3: Stop | - | Hammer |\n| Speed | x | y |\n\n## Else\n\n| 1.1 | a |\n|---|---|\n| 4.1 | b |\n"
            ),
            &[&format!("{line}|REQ-1.1 REQ-1.2 REQ-2|2"), &format!("{}|REQ-3|1", line + 1)],
        );
    }
    rows(
        "## Requirement Map\n\n| 要件 | 部品 |\n|---|---|\n| 1 | a |\n| 2, 3 | b |\n",
        &["5|REQ-1|1", "6|REQ-2 REQ-3|1"],
    );
    rows("## Traceability\n\n| Component | Requirements |\n|---|---|\n| Bell | 1.1 |\n", &[]);
    rows("## Checklist\n\n| Requirement | Done |\n|---|---|\n| AC1: Hash | yes |\n", &[]);
    rows("## Requirements\n\n| Requirement | Status |\n|---|---|\n| 1.1 | ok |\n| Be fast | ok |\n", &[]);
}

#[test]
fn a_tree_becomes_paths() {
    tree(
        &[
            "src/",
            "├── bell/",
            "│   ├── mod.rs   # the bell",
            "│   └── clapper.rs",
            "└── main.rs",
            "",
            "tests/",
            "└── bell.rs (new)",
        ],
        &[
            "src/",
            "src/bell/",
            "src/bell/mod.rs",
            "src/bell/clapper.rs",
            "src/main.rs",
            "tests/",
            "tests/bell.rs",
        ],
    );
    tree(
        &[".", "|-- src/", "|   |-- a.rs", "|   `-- b/", "|       `-- c.rs", "`-- x.toml"],
        &["src/", "src/a.rs", "src/b/", "src/b/c.rs", "x.toml"],
    );
    tree(
        &["app/(auth)/", "└── [id]/", "    └── page.tsx"],
        &["app/(auth)/", "app/(auth)/[id]/", "app/(auth)/[id]/page.tsx"],
    );
    tree(&["specs/[###-feature]/", "├── plan.md", "└── tasks.md", "src/", "└── a.rs"], &["src/", "src/a.rs"]);
    tree(&["The clock", "├── a.rs", "└── src/"], &["a.rs", "src/"]);
    tree(&["src/", "├── ...", "└── a.rs"], &["src/", "src/a.rs"]);
    tree(&["Help", "├── Getting started", "│   ├── First steps", "│   └── Next steps"], &[]);
    tree(&["┌───┐", "│ a ├── b", "└───┘"], &[]);
    tree(&["graph TD", "  a --> b"], &[]);
}

#[test]
fn sections_say_which_requirements_they_name() {
    let text = "# Design\n\nMeets Requirements 1-2.\n\n## Bell\n\n_Requirements: 1.1, 1.2_\n\n| Field | Detail |\n|---|---|\n| Requirements | 3.1, 3.2 |\n\n## Parts\n\n| Part | Req Coverage |\n|---|---|\n| Bell | 1.1 |\n\nFR-003 too, in 1.5 s.\n\n## Rest\n\nNothing.\n";
    let design = design(text);
    let found = design.sections.iter().map(|it| format!("{}|{}|{}", it.title, it.line, ids(&it.cites)));
    assert_eq!(
        found.collect::<Vec<_>>(),
        [
            "Design|1|REQ-1 REQ-2",
            "Bell|5|REQ-1.1 REQ-1.2 REQ-3.1 REQ-3.2",
            "Parts|13|REQ-1.1 FR-003",
            "Rest|21|",
        ]
    );
    for cited in design.sections.iter().flat_map(|section| &section.cites) {
        assert!(text[cited.span.range()].contains(|c: char| c.is_ascii_digit()), "{cited:?}");
    }
}

#[test]
fn what_cannot_be_read_is_reported() {
    for (text, place) in [
        ("## Properties\n\n### Property 1: A\n\n**Validates: Requirements TBD**\n", "TBD"),
        ("## Properties\n\n### Property 1: A\n\n**Validates: Requirements 1.4-1.2**\n", "1.4-1.2"),
        ("## Properties\n\n```\n### Property 1: A\n", "```"),
        ("## Properties\n\n<!--\n**Validates: Requirements 1.2**\n", "<!--"),
    ] {
        let design = design(text);
        let [finding] = &design.diagnostics[..] else { panic!("{text:?}: {:?}", design.diagnostics) };
        let span = finding.location.as_ref().map(|location| location.span).expect("it has a place");
        assert_eq!(&text[span.range()], place, "{text:?}");
    }
    for text in ["", "```\nlet x;\n", "Validates: the form", "**Validates: Requirements 1.2**"] {
        assert!(design(text).diagnostics.is_empty(), "{text:?}");
    }
}

proptest::proptest! {
    #[test]
    fn any_text_is_read_without_a_panic_and_every_place_is_in_it(
        pieces in proptest::collection::vec("#{1,4} |Property 1: a|\\*\\*|Validates: |Requirements 1\\.1-1\\.3, 2|\n|\n\n|\r\n|\r|- |> |\\| |\\|---\\|---\\|\n|```\n|├── |│   |a/|`|<!--|-->|属性 2：|Traceability\n|\\PC|\u{feff}", 0..40)
    ) {
        let text = pieces.concat();
        let design = design(&text);
        let cited = design.properties.iter().flat_map(|it| &it.validates)
            .chain(design.rows.iter().flat_map(|it| &it.requirements))
            .chain(design.sections.iter().flat_map(|it| &it.cites))
            .map(|it| it.span);
        let spans = design.properties.iter().map(|it| it.span)
            .chain(design.rows.iter().map(|it| it.span))
            .chain(design.trees.iter().flat_map(|it| it.entries.iter().map(|it| it.span).chain([it.span])))
            .chain(design.sections.iter().map(|it| it.span))
            .chain(cited);
        for span in spans {
            assert!(text.get(span.range()).is_some(), "{span:?} of {text:?}");
        }
        let lines = design.source.line_count();
        assert!(design.properties.iter().all(|it| it.line <= it.end_line && it.end_line <= lines));
    }
}
