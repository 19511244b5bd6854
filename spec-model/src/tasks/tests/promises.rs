use proptest::prelude::*;

use super::{list, read, show};
use crate::Source;

/// Pieces of which task lists are made, and what goes wrong in them.
fn documents() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "- [ ] ",
        "- [x] ",
        "- [-] ",
        "* [ ]* ",
        "1. [ ] ",
        "- \\[x\\] ",
        "- [?] ",
        "- [] ",
        "  ",
        "    ",
        "\t",
        "\n",
        "\n\n",
        "\n  - ",
        "1.",
        "1.1 ",
        "2.3 ",
        "T001 ",
        "Task 4: ",
        "[P] ",
        "(P) ",
        "[US1] ",
        "_Requirements: 1.1, 2_",
        "**Validates: Requirements 3.1-3.2**",
        "_Depends: 1.1_",
        "_Boundary: a_b, C_",
        "**Property 2: x**",
        "src/a.rs",
        "FR-001 ",
        "(AC: 1-2)",
        "## ",
        "### T002: ",
        "```\n",
        "~~~json\n",
        "{\"waves\": [[1], ",
        "]}",
        "```mermaid\ngraph TD\n",
        "T001 --> 1\n",
        "A[\"1. ü\"] & T2 -->|x| ",
        "<!-- ",
        " -->",
        "> ",
        "| a |",
        "---\n",
        "# Title\n",
        "words ",
        "ü需求：1 ",
        "\u{2028}",
        "\u{feff}",
        "<details>\n",
        "[NEEDS CLARIFICATION: x]",
        "Checkpoint ",
        "*",
        "_",
        "(",
        "[",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_document_is_read_without_a_panic_and_every_place_is_in_it(text in documents()) {
        let list = list(&text);
        let mut last = 0;
        for task in &list.tasks {
            let names = task.references.iter().flat_map(|reference| &reference.names).map(|name| name.range.clone().into());
            let spans = [Some(task.span), Some(task.title), task.number, task.mark.map(|mark| mark.span)].into_iter().flatten();
            let spans = spans
                .chain(task.references.iter().map(|reference| reference.span))
                .chain(names)
                .chain(task.depends.iter().map(|depends| depends.span))
                .chain(task.properties.iter().map(|property| property.span))
                .chain(task.boundary.iter().copied())
                .chain(task.paths.iter().copied());
            for span in spans {
                prop_assert!(text.get(span.range()).is_some(), "{:?} of {}", span, show(&list, task));
                prop_assert!(task.span.start <= span.start, "{:?} of {}", span, show(&list, task));
            }
            prop_assert!(task.line > last && task.line <= task.end_line, "{}", show(&list, task));
            last = task.line;
            prop_assert!(task.parent.is_none_or(|parent| list.tasks[parent].line < task.line));
        }
        for finding in &list.diagnostics {
            prop_assert!(finding.location.as_ref().is_none_or(|location| text.get(location.span.range()).is_some()));
        }
        prop_assert!(list.drawn.iter().all(|drawn| text.get(drawn.span.range()).is_some()));
        for wave in &list.waves {
            prop_assert!(wave.tasks.iter().all(|task| text.get(task.span.range()).is_some()));
        }
    }

    #[test]
    fn line_ends_and_a_byte_order_mark_change_nothing_but_places(text in documents()) {
        let text = text.replace(['\u{2028}', '\u{feff}'], "");
        let shown = |text: &str| {
            let list = list(text);
            list.tasks.iter().map(|task| format!("{} {}-{}", show(&list, task), task.line, task.end_line)).collect::<Vec<_>>()
        };
        let plain = shown(&text);
        prop_assert_eq!(&plain, &shown(&text.replace('\n', "\r\n")));
        prop_assert_eq!(&plain, &shown(&format!("\u{feff}{text}")));
    }

    #[test]
    fn every_box_is_a_task_or_an_item_of_a_check_list(
        boxes in prop::collection::vec(("( {0,4}|\t)", "[-*+]|[0-9]{1,2}\\.", "\\[[ xX~-]\\]", "( [0-9](\\.[0-9]){0,2}\\.?| T0[0-9]{2}|)", "[a-z]{1,8}"), 1..12)
    ) {
        let lines = boxes.iter().map(|(indent, bullet, sign, number, words)| format!("{indent}{bullet} {sign}{number} {words}\n"));
        let text: String = lines.collect();
        let list = list(&text);
        prop_assert_eq!(list.tasks.len() + list.checks.len(), boxes.len(), "{}", text);
    }
}

#[test]
fn a_long_list_is_read_in_one_pass() {
    let text: String = (0..20_000).map(|n| format!("- [ ] {n}. Bake\n  - _Requirements: {n}.1_\n")).collect();
    let list = read(Source::new("tasks.md", text));
    assert_eq!(list.tasks.len(), 20_000);
}

#[test]
fn a_name_in_a_graph_ends_where_a_character_does() {
    let text = "- [ ] 1. Bake\n\n```json\n{\"waves\": [[\"1\u{2029}2\u{85}\", \"\u{2028}\"]]}\n```\n";
    let list = list(text);
    let tasks = list.waves.iter().flat_map(|wave| &wave.tasks);
    assert!(tasks.map(|task| task.span).all(|span| text.get(span.range()).is_some()));
}
