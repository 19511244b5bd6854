use crate::dialect::read;
use crate::source::Source;
use crate::spec::Dialect;

/// The lines at which something unread is told.
fn lines(dialect: Dialect, text: &str) -> Vec<usize> {
    let document = read(Source::new("a.md", text), Some(dialect));
    let unread = document.diagnostics.iter().filter(|found| found.code.as_str() == "unread-text");
    unread.filter_map(|found| found.location.as_ref()).map(|location| location.start.line).collect()
}

/// Something is told at line 7 of a native document, whose line 7 this is.
fn native(line: &str) {
    let text = format!("# Mill\n\n## REQ-1: Grain\n\n- REQ-1.1: THE mill SHALL weigh grain\n\n{line}\n");
    let document = read(Source::new("a.md", text.as_str()), Some(Dialect::Native));
    let is_read = document.criteria().any(|(_, criterion)| {
        criterion.id.as_str() == "REQ-1.2"
            && criterion.text.as_str().ends_with("THE mill SHALL stop at night")
    });
    let reported = lines(Dialect::Native, &text);
    assert!(is_read || !reported.is_empty(), "{line:?}: {document:#?}");
}

#[test]
fn an_item_in_any_clothes_is_read_or_reported() {
    let marks = [
        "- ",
        "* ",
        "+ ",
        "1. ",
        "2) ",
        "\u{2022} ",
        "\u{2013} ",
        "\u{2014} ",
        "\u{25e6} ",
        "\u{b7} ",
        "-\u{a0}",
        "\u{200b}- ",
        "\u{feff}* ",
        "\0- ",
        "> - ",
        "> ",
        "> > 1. ",
        "        - ",
        "      ",
        "<details>\n- ",
        "<div>\n",
        "<p>",
        "<a id=\"x\"></a>",
        "- <!-- new --> ",
        "<!-- x --> ",
        "[^1]: ",
        "- [ ] ",
        "- [x] ",
        "\u{2705} ",
        "- \u{2705} ",
        "| ",
        "",
        "#### ",
        "- > ",
        "1. - ",
        "- - - ",
        "and:\n- ",
        "and:\n\n- ",
        "---\n- ",
        "**Notes**\n\n- ",
        "**Notes**\n- ",
        "Notes:\n",
        "    \u{2013} ",
        "\t- ",
        "[a]: ",
    ];
    for mark in marks {
        native(&format!("{mark}REQ-1.2: THE mill SHALL stop at night"));
        native(&format!("{mark}**REQ-1.2**: THE mill SHALL stop at night"));
        native(&format!("{mark}**REQ-1.2:** THE mill SHALL stop at night"));
        native(&format!("{mark}[REQ-1.2] THE mill SHALL stop at night"));
    }
}

#[test]
fn what_promises_something_without_an_id_is_reported_where_nothing_reads_it() {
    for line in [
        "- System MUST stop at night",
        "System MUST stop at night",
        "- **Night**: the mill shall stop",
        "| night | the mill SHALL stop |",
        "- WHEN it is night, the mill must stop",
        "- 系统必须停止",
        "- **Given** night, **When** the bell rings, **Then** the mill stops",
    ] {
        let table = if line.starts_with('|') { "| a | b |\n|---|---|\n" } else { "" };
        let text = format!(
            "## Functional Requirements\n\n- **FR-001**: System MUST grind\n\nMore:\n\n{table}{line}\n"
        );
        let expect = if table.is_empty() { 7 } else { 9 };
        assert_eq!(lines(Dialect::SpecKit, &text), [expect], "{line}");
    }
}

#[test]
fn sentences_behind_each_other_are_reported_together() {
    let text = "- **FR-001**: System MUST grind\n\nMore:\n\n- System MUST a\n- System MUST b\n\nAnd:\n\n- System MUST c\n";
    assert_eq!(lines(Dialect::SpecKit, text), [5, 10]);
}

#[test]
fn what_is_set_aside_may_say_must() {
    for (heading, may_be_loud) in
        [("Assumptions", false), ("Glossary", true), ("Out of Scope", true), ("Non-Goals", true)]
    {
        let text = format!(
            "- **FR-001**: System MUST grind\n\n## {heading}\n\n- Millers must wake early, and sleep\n- They should read\n"
        );
        assert_eq!(lines(Dialect::SpecKit, &text), [0; 0], "{heading}");
        // A modal in capitals is meant as one.
        let text = text.replace("and sleep", "and SHALL sleep");
        assert_eq!(lines(Dialect::SpecKit, &text).is_empty(), may_be_loud, "{heading}");
    }
    for heading in ["Introduction", "Notes", "Glossary", "Out of Scope", "Overview"] {
        let text = format!(
            "## {heading}\n\nMillers MUST wake early. They should read.\n\n## REQ-1: Grain\n\n- THE mill SHALL weigh grain\n"
        );
        assert_eq!(lines(Dialect::Native, &text), [0; 0], "{heading}");
    }
}

#[test]
fn an_id_of_a_known_family_is_reported_whatever_stands_above_it() {
    for id in ["FR-002", "NFR-1", "SC-003", "REQ-7", "AC-1"] {
        for heading in ["Notes", "Glossary", "Out of Scope", "Overview", "Examples", "Status"] {
            let text = format!(
                "## REQ-1: Grain\n\n- THE mill SHALL weigh grain\n\n## {heading}\n\n- **{id}**: Millers wake early\n"
            );
            for dialect in [Dialect::Native, Dialect::Kiro] {
                let document = read(Source::new("a.md", text.as_str()), Some(dialect));
                let is_read = document.criteria().any(|(_, criterion)| criterion.id.as_str() == id);
                assert!(is_read || lines(dialect, &text) == [7], "{dialect} {text}");
            }
        }
    }
}

#[test]
fn prose_is_no_requirement() {
    for line in [
        "If we run this, we should see a wheel.",
        "Millers must wake early.",
        "The mill will be old one day.",
        "See FR-001 for more.",
        "- FR-001: covered by a test",
        "因效应而漏测，对应表如下",
        "```\n- REQ-9: THE mill SHALL stop\n```",
        "<!-- REQ-9: THE mill SHALL stop -->",
        "<pre>\nREQ-9: THE mill SHALL stop\n</pre>",
    ] {
        let text = format!("- **FR-001**: System MUST grind\n\n{line}\n");
        assert_eq!(lines(Dialect::SpecKit, &text), [0; 0], "{line}");
    }
}

#[test]
fn what_became_a_part_of_its_neighbour_is_reported_with_it() {
    let text = "### Requirement 1: Grain\n\n#### Acceptance Criteria\n\n1. THE mill SHALL weigh\n1.2 THE mill SHALL stop\n\u{2013} THE mill SHALL turn\n";
    let document = read(Source::new("a.md", text), Some(Dialect::Kiro));
    let is_read = |text: &str| document.criteria().any(|(_, criterion)| criterion.text.as_str() == text);
    let unread = document.diagnostics.iter().filter(|found| found.code.as_str() == "unread-text");
    let related = unread.filter(|found| found.labels.len() == 1).count();
    assert!(related > 0 || is_read("THE mill SHALL stop") && is_read("THE mill SHALL turn"), "{document:#?}");
}

#[test]
fn a_sentence_that_a_line_below_makes_a_heading_is_reported() {
    for dialect in Dialect::ALL {
        let text = "## Requirement 1: Grain\n\n1. THE mill SHALL weigh\n\nTHE mill SHALL stop\n---\n\nWHEN it rains\nTHEN it turns\n---\n";
        let reported = lines(dialect, text);
        assert!(reported.contains(&5) && reported.contains(&8), "{dialect}: {reported:?}");
    }
    assert_eq!(lines(Dialect::Native, "REQ-1: Grain\n---\n\n- THE mill SHALL weigh\n\nNotes\n---\n"), [0; 0]);
}

#[test]
fn a_heading_without_its_blank_is_reported() {
    for (dialect, line) in [
        (Dialect::Kiro, "###Requirement 2: Bell"),
        (Dialect::Native, "##REQ-2: Bell"),
        (Dialect::SpecKit, "###User Story 2 - Bell"),
    ] {
        let text =
            format!("### Requirement: Grain\n\nIt SHALL weigh.\n\n{line}\n\nIt rings.\n\n#12 is a number\n");
        assert_eq!(lines(dialect, &text).last(), Some(&5), "{dialect}");
    }
}

#[test]
fn what_an_open_block_hides_is_reported() {
    let hidden = "## REQ-2: Floor\n\n- REQ-2.1: THE mill SHALL sweep\n";
    let begins = [
        "<pre>",
        "<PRE >",
        "<script>",
        "<style media=x>",
        "<textarea>",
        "<?draft",
        "<!DRAFT",
        "<![CDATA[",
        "<!-- draft",
        "```",
        "~~~~ text",
    ];
    for begin in begins {
        let text = format!("## REQ-1: Grain\n\n- THE mill SHALL weigh\n\n{begin}\nan example\n\n{hidden}");
        let document = read(Source::new("a.md", text.as_str()), Some(Dialect::Native));
        let found = document.diagnostics.iter().find(|found| found.code.as_str() == "unclosed-block");
        let line = found.and_then(|found| found.location.as_ref()).map(|location| location.start.line);
        assert_eq!(line, Some(5), "{begin}");
    }
    // One that is closed by the end of the next.
    for (begin, end) in [("<pre>", "</pre>"), ("<!-- draft", "-->"), ("```", "```")] {
        let next = if begin == "```" { "```rust" } else { begin };
        let text = format!(
            "## REQ-1: Grain\n\n- THE mill SHALL weigh\n\n{begin}\nan example\n\n{hidden}\n{next}\nx\n{end}\n"
        );
        assert_eq!(lines(Dialect::Native, &text), [8, 10], "{begin}");
    }
}

#[test]
fn nul_bytes_are_reported() {
    let text = format!("## REQ-1: Grain\n\n- THE mill SHALL weigh\n\n{}", "\0".repeat(100));
    let document = read(Source::new("a.md", text.as_str()), Some(Dialect::Native));
    assert_eq!(
        document.diagnostics.iter().map(|found| found.code.as_str()).collect::<Vec<_>>(),
        ["nul-bytes"]
    );
}

#[test]
fn an_id_that_a_criterion_has_by_its_place_is_reported_where_other_words_have_it() {
    for (quote, count) in [
        ("> REQ-1.2: THE mill SHALL stop", 1),
        ("> **REQ-1.2**: THE mill SHALL stop", 1),
        ("- REQ-1.2: THE mill SHALL stop", 0),
        ("> REQ-1.2 says why", 0),
        ("> REQ-1.2: see there", 0),
    ] {
        let text =
            format!("## REQ-1: Grain\n\n1. THE mill SHALL weigh\n\n   {quote}\n\n2. THE mill SHALL rest\n");
        let document = read(Source::new("requirements.md", text.as_str()), Some(Dialect::Native));
        let ids: Vec<_> = document.criteria().map(|(_, it)| it.id.as_str()).collect();
        let reported = document.diagnostics.iter().filter(|it| it.message.contains("by its place")).count();
        assert_eq!(reported, count, "{text}{ids:?}{:?}", document.diagnostics);
    }
}

#[test]
fn a_table_of_steps_is_reported() {
    for (header, count) in [
        ("| Given | When | Then |", 1),
        ("| **Given** | **When** | **Then** |", 1),
        ("| # | When | Then |", 1),
        ("| When | The mill shall |", 1),
        ("| Name | When | Where |", 0),
        ("| Given name | Family name | When |", 0),
    ] {
        for (dialect, above) in [
            (Dialect::SpecKit, "### User Story 1 - Grind (Priority: P1)\n\n**Acceptance Scenarios**:\n\n"),
            (
                Dialect::Kiro,
                "### Requirement 1: Grind\n\n#### Acceptance Criteria\n\n1. THE mill SHALL grind\n\n## More\n\n",
            ),
            (Dialect::OpenSpec, "### Requirement: Grind\nIt SHALL grind.\n\n## Table\n\n"),
        ] {
            let columns = header.matches('|').count() - 1;
            let row = |cell: &str| format!("|{}", format!("{cell}|").repeat(columns));
            let text = format!("{above}{header}\n{}\n{}\n", row("---"), row("a sack"));
            let document = read(Source::new("spec.md", text.as_str()), Some(dialect));
            let reported = document.diagnostics.iter().filter(|it| it.message.contains("this table")).count();
            assert_eq!(reported, count, "{text}{:?}", document.diagnostics);
        }
    }
}

#[test]
fn a_sentence_about_the_document_is_no_requirement() {
    for (text, is_reported) in [
        ("This document describes how requirements shall be written.", false),
        ("This specification defines what the mill MUST do.", false),
        ("**This section** lists what shall be weighed.", false),
        ("Dieses Dokument beschreibt, was die Mühle MUST do.", false),
        ("This document shall be kept for ten years.", true),
        ("This documentation describes nothing, and the mill SHALL stop.", true),
        ("The mill describes what it SHALL weigh and SHALL stop.", true),
    ] {
        let text = format!("# Mill\n\n{text}\n\n## REQ-1: Grain\n\n- REQ-1.1: THE mill SHALL weigh grain\n");
        assert_eq!(!lines(Dialect::Native, &text).is_empty(), is_reported, "{text}");
    }
}

#[test]
fn an_item_with_a_familiar_id_is_reported_under_every_heading() {
    for heading in ["Notes", "Introduction", "Overview", "Out of Scope", "Assumptions", "Anything"] {
        for item in [
            "- REQ-2 The mill SHALL stop",
            "- NFR-3 The mill shall be quick",
            "- **FR-4** The mill must stop",
            "* FR-5 stops at night",
            "1. REQ-6 It stops.",
            "- [ ] SC-7 Nine of ten stop",
        ] {
            let text =
                format!("## REQ-1: Grain\n\n- REQ-1.1: THE mill SHALL weigh\n\n## {heading}\n\n{item}\n");
            let document = read(Source::new("a.md", text.as_str()), Some(Dialect::Native));
            let is_read = document.criteria().any(|(_, criterion)| criterion.line == 7);
            let mut found = document.diagnostics.iter();
            let is_reported = found.any(|found| {
                matches!(found.code.as_str(), "unread-text" | "stray-criteria")
                    && found.location.as_ref().is_some_and(|location| location.start.line == 7)
            });
            assert!(is_read || is_reported, "{heading}: {item}");
        }
    }
}

#[test]
fn prose_that_speaks_of_an_id_is_not_reported() {
    for prose in [
        "REQ-2 and REQ-3 were asked for by the board.",
        "The board asked for two things, which are\nREQ-2 and REQ-3.",
        "- The board asked for two things, which are\n  REQ-2 and REQ-3.",
    ] {
        let text = format!("## REQ-1: Grain\n\n- REQ-1.1: THE mill SHALL weigh\n\n## Notes\n\n{prose}\n");
        assert_eq!(lines(Dialect::Native, &text), [0; 0], "{prose}");
    }
}

#[test]
fn a_table_below_a_criterion_whose_columns_are_steps_is_reported() {
    for (header, is_reported) in [
        ("| Given | When | Then |", true),
        ("| sacks | stones | minutes |", false),
        ("| When | price | Then |", true),
    ] {
        for (dialect, above) in [
            (Dialect::Native, "## REQ-1: Grind\n\n- REQ-1.1: THE mill SHALL grind\n\n"),
            (
                Dialect::Kiro,
                "### Requirement 1: Grind\n\n#### Acceptance Criteria\n\n1. THE mill SHALL grind\n\n",
            ),
            (
                Dialect::OpenSpec,
                "### Requirement: Grind\nIt SHALL grind.\n\n#### Scenario: Full\n- **WHEN** full\n- **THEN** it grinds\n\n",
            ),
        ] {
            let text = format!("{above}{header}\n|---|---|---|\n| a sack | it falls | it rings |\n");
            assert_eq!(!lines(dialect, &text).is_empty(), is_reported, "{text}");
        }
    }
}

#[test]
fn the_ids_of_a_table_may_stand_in_any_column_that_is_headed_so() {
    let check = |table: &str, expect: &str| {
        let text = format!("## REQ-1: Grind\n\n- REQ-1.1: THE mill SHALL grind\n\n{table}\n");
        let document = read(Source::new("a.md", text.as_str()), Some(Dialect::Native));
        let found: Vec<_> = document
            .criteria()
            .skip(1)
            .map(|(_, it)| format!("{} {}", it.id, it.text.as_str().replace('\n', " / ")))
            .collect();
        assert_eq!(found.join("; "), expect, "{table}");
    };
    let rows = "\n|---|---|---|\n";
    check(
        &format!("| # | ID | Statement |{rows}| 1 | FR-7 | The mill MUST stop |"),
        "FR-7 The mill MUST stop",
    );
    check(
        &format!("| Area | Ref | Text |{rows}| Night | FR-7 | The mill MUST stop |"),
        "FR-7 The mill MUST stop",
    );
    check(
        &format!("| Statement | Rank | ID |{rows}| The mill MUST stop | 2 | FR-7 |"),
        "FR-7 The mill MUST stop",
    );
    check(
        &format!("| ID | Text | Rank |{rows}| FR-7 to FR-9 | It MUST stop | 2 |"),
        "FR-7 It MUST stop; FR-8 It MUST stop; FR-9 It MUST stop",
    );
    // A table that maps tests to requirements defines none.
    check(&format!("| Test | ID | State |{rows}| stops | FR-7 | green |"), "");
    check(
        &format!("| ID | When | Then |{rows}| FR-7 | it is night | it stops |"),
        "FR-7 When it is night / Then it stops",
    );
    check(
        &format!("| When | Then | ID |{rows}| it is night | it stops | FR-7 |"),
        "FR-7 When it is night / Then it stops",
    );
    check(
        &format!("| ID | When | Then |{rows}| FR-7 | When it is night | 止まる |"),
        "FR-7 When it is night / Then 止まる",
    );
}

#[test]
fn an_id_with_another_sign_than_a_hyphen_is_reported() {
    for id in ["FR 7", "FR#7", "NFR/7", "SC #7", "FR;7"] {
        for dialect in [Dialect::Native, Dialect::Kiro, Dialect::SpecKit] {
            let text = format!(
                "# A\n\n## Requirement 1: Grind\n\n### Acceptance Criteria\n\n1. THE mill SHALL grind\n\n- {id}: The mill MUST stop\n"
            );
            let document = read(Source::new("a.md", text.as_str()), Some(dialect));
            let is_reported = document
                .diagnostics
                .iter()
                .any(|found| found.location.as_ref().is_some_and(|at| at.start.line == 9));
            assert!(is_reported || id == "FR;7", "{dialect} {id}");
        }
    }
}

#[test]
fn a_second_statement_with_an_id_of_any_family_is_reported() {
    for second in [
        "SEC-3: the mill SHALL stop",
        "**A11Y-2**: the bell MUST ring",
        "PERF_1 — it SHALL stop",
        "LOG.2: it MUST ring",
    ] {
        for between in ["; ", ". ", "<br>", "<br>- "] {
            let text = format!("## REQ-1: Grind\n\n- REQ-1.1: THE mill SHALL grind{between}{second}\n");
            assert_eq!(lines(Dialect::Native, &text), [3], "{text}");
        }
    }
    assert_eq!(
        lines(Dialect::Native, "## REQ-1: Grind\n\n- REQ-1.1: THE mill SHALL grind, as SEC-3: asks for\n"),
        [0; 0]
    );
}

#[test]
fn a_call_out_is_reported_as_any_quote() {
    for mark in ["[!NOTE]", "[!IMPORTANT]", "[!warning]-"] {
        let text = format!(
            "## Requirement 1: Grind\n\n1. THE mill SHALL grind\n\n> {mark}\n> THE mill SHALL stop\n"
        );
        for dialect in [Dialect::Native, Dialect::Kiro] {
            assert_eq!(lines(dialect, &text), [6], "{dialect} {mark}");
        }
    }
}

#[test]
fn steps_that_stand_in_a_list_or_in_indented_lines_are_reported() {
    for (steps, is_reported) in [
        ("- Given night\n- When a bell rings\n- Then the mill stops\n", true),
        ("* **When** a bell rings\n* **Then** the mill stops\n", true),
        (
            "    Scenario: Night\n      Given night\n      When a bell rings\n      Then the mill stops\n",
            true,
        ),
        ("- `given`: what is there\n- `when`: what happens\n- `then`: what follows\n", false),
        ("- When it rains, look\n- See the handbook\n", false),
        ("    when = 1\n    then = 2\n", false),
    ] {
        let text = format!("## REQ-1: Grain\n\n- REQ-1.1: THE mill SHALL weigh\n\n## Night\n\n{steps}");
        assert_eq!(!lines(Dialect::Native, &text).is_empty(), is_reported, "{text}");
    }
}
