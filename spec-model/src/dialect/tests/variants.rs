//! One criterion among others, written in every way that people write. It is a criterion with its id and words, or a
//! finding is at its line. Its neighbours stay as they are.

use super::*;
use crate::diagnostic::Severity;

const WORDS: &str = "WHEN it is noon THE bakery SHALL close";

/// The bullets and numbers before an item, and what is no item at all.
const MARKS: &[&str] = &[
    "- ",
    "* ",
    "+ ",
    "2. ",
    "2) ",
    "1. ",
    "- [ ] ",
    "- [x] ",
    "• ",
    "– ",
    "— ",
    "· ",
    "◦ ",
    "▪ ",
    "→ ",
    "-\u{a0}",
    "•\u{a0}",
    "–\u{2003}",
    "\u{200b}- ",
    "\u{feff}- ",
    "\u{2060}",
    "\0- ",
    "- \0",
    "- \u{200b}",
    "- ✅ ",
    "✅ ",
    "- <a id=\"x\"></a>",
    "<a id=\"x\"></a>",
    "- <!-- new --> ",
    "<!-- new --> ",
    "- 2. ",
    "",
    "> - ",
    "> ",
    "#### ",
    "- <b></b>",
];

/// The ways to write an id, with `ID` in the place of it, and what parts it from the words.
const DRESSES: &[&str] = &[
    "ID: ",
    "**ID**: ",
    "**ID:** ",
    "__ID__: ",
    "*ID*: ",
    "`ID`: ",
    "[ID] ",
    "[ID]: ",
    "(ID) ",
    "**[ID]** ",
    "ID - ",
    "ID – ",
    "ID — ",
    "ID. ",
    "ID： ",
    "ID：",
    "**ID** ",
    "**ID** - ",
    "[ID](#x): ",
    "**[ID](a.md#x)**: ",
    "<b>ID</b>: ",
    "<a id=\"x\"></a>**ID**: ",
    "【ID】",
    "**✅ ID**: ",
    "~~ID~~ **ID**: ",
];

fn ids() -> Vec<String> {
    let mut ids = vec![
        "REQ-1.2".to_owned(),
        "R1.2".to_owned(),
        "Requirement 1.2".to_owned(),
        "ＲＥＱ－１.２".to_owned(),
    ];
    ids.extend("‐‑‒–—―−﹣－".chars().map(|dash| format!("REQ{dash}1.2")));
    for c in ['\u{200b}', '\u{ad}', '\u{2060}', '\u{feff}', '\0'] {
        ids.extend((0.."REQ-1.2".len()).map(|at| format!("{}{c}{}", &"REQ-1.2"[..at], &"REQ-1.2"[at..])));
    }
    ids
}

/// Is the second criterion there, with its id if it has one, or is something told at its line? What is no item may belong to
/// the criterion above it, or to the requirement.
fn is_kept(document: &Document, text: &str, id: Option<&str>, may_belong: bool) -> bool {
    let line = 1 + text[..text.find(WORDS).expect("the words are there")].matches('\n').count();
    let is_reported = document.diagnostics.iter().any(|found| {
        found.severity >= Severity::Warning
            && found.location.as_ref().is_some_and(|at| at.start.line <= line && line <= at.end.line)
    });
    let belongs = || {
        let texts = document.criteria().flat_map(|(_, it)| {
            Some(&it.text)
                .into_iter()
                .chain(&it.points)
                .chain(it.attachments.iter().map(|attachment| &attachment.text))
        });
        let statements = document.requirements.iter().map(|it| &it.statement);
        id.is_none() && may_belong && texts.chain(statements).any(|text| text.as_str().contains(WORDS))
    };
    match id_of(document, WORDS) {
        Some(found) => id.is_none_or(|id| id == found),
        None => is_reported || belongs(),
    }
}

/// The id of the criterion with these words, and no others. Signs before them may be theirs.
fn id_of<'a>(document: &'a Document, words: &str) -> Option<&'a str> {
    let is_it = |text: &str| {
        text.strip_suffix(words).is_some_and(|signs| !signs.contains("SHALL") && !signs.contains("REQ"))
    };
    document.criteria().find(|(_, it)| is_it(it.text.as_str())).map(|(_, it)| it.id.as_str())
}

/// Reads a document whose second criterion is written so, and looks for what is lost.
fn check(dialect: Dialect, line: &str, id: Option<&str>) {
    let is_prose =
        line.trim_start_matches(|c: char| c != '>' && !c.is_alphanumeric()).starts_with(['W', '>']);
    let has_mark = line.contains(['-', '*', '+', '•', '–', '—', '·', '◦', '▪', '→', '#', '.', ')']);
    let may_belong = line.starts_with([' ', '<']) || is_prose && (!has_mark || line.contains('>'));
    for (before, after) in [("\n", "\n"), ("\n\n", "\n\n")] {
        let text = format!(
            "# Bakery\n\n## REQ-1: Bread\n\n- REQ-1.1: THE bakery SHALL bake{before}{line}{after}- REQ-1.3: THE bakery SHALL sweep\n"
        );
        let document = read(Source::new("a.md", text.as_str()), Some(dialect));
        let is_kept = is_kept(&document, &text, id, may_belong);
        assert!(is_kept, "{dialect} {text:?}\n{}", listing(&document));
        for (id, words) in [("REQ-1.1", "THE bakery SHALL bake"), ("REQ-1.3", "THE bakery SHALL sweep")] {
            let is_there = id_of(&document, words) == Some(id);
            // Lines that Markdown joins are reported.
            let is_joined = id_of(&document, WORDS).is_none()
                && document.criteria().any(|(_, it)| it.text.as_str().contains(words));
            assert!(is_there || is_joined, "{id} {dialect} {text:?}\n{}", listing(&document));
        }
    }
}

#[test]
fn a_criterion_with_an_id_is_never_lost() {
    for dialect in [Dialect::Native, Dialect::Kiro] {
        for mark in MARKS {
            // A heading with an id that is gone is no heading of another.
            for dress in DRESSES.iter().filter(|dress| *mark != "#### " || !dress.contains('~')) {
                check(dialect, &format!("{mark}{}{WORDS}", dress.replace("ID", "REQ-1.2")), Some("REQ-1.2"));
            }
        }
        for id in ids() {
            for dress in DRESSES {
                check(dialect, &format!("- {}{WORDS}", dress.replace("ID", &id)), Some("REQ-1.2"));
            }
        }
    }
}

#[test]
fn a_criterion_without_an_id_is_never_lost() {
    for dialect in [Dialect::Native, Dialect::Kiro] {
        for mark in MARKS {
            for indentation in 0..9 {
                check(dialect, &format!("{}{mark}{WORDS}", " ".repeat(indentation)), None);
            }
        }
    }
}

#[test]
fn a_criterion_is_never_lost_below_another_heading() {
    let heads = [
        "### Notes",
        "### Status",
        "### Scope",
        "### Anything",
        "**Notes**",
        "**Status:**",
        "**Anything**",
        "### Acceptance Criteria",
        "**Acceptance Criteria:**",
        "#### Glossary",
        "## Anything",
        "## Notes",
        "# Anything",
        "---",
        "words",
        "words:",
        "**Priority**: High",
        "**Description:** all of this",
        "### Acceptance",
        "The bakery SHALL do all of this:",
        "**User Story:** As a baker, I want bread",
        "### Out of Scope",
        "- words\n",
        "1. words\n",
        "| a | b |\n|---|---|\n| c | d |",
    ];
    for dialect in [Dialect::Native, Dialect::Kiro] {
        for head in heads {
            for mark in ["- ", "2. ", "• ", "", "> - "] {
                for dress in ["ID: ", "**ID**: ", ""] {
                    let dress = dress.replace("ID", "REQ-1.2");
                    let id = (!dress.is_empty()).then_some("REQ-1.2");
                    let is_excluded =
                        head.contains("Out of Scope") || head.contains("Glossary") || head.contains("Notes");
                    // The item above a quote has the number by its position.
                    let is_taken = head.ends_with(" words\n") && mark.starts_with('>');
                    if (id.is_some() || !is_excluded) && !is_taken {
                        check_below(dialect, head, &format!("{mark}{dress}{WORDS}"), id);
                    }
                }
            }
        }
    }
}

fn check_below(dialect: Dialect, head: &str, line: &str, id: Option<&str>) {
    let text =
        format!("# Bakery\n\n## REQ-1: Bread\n\n- REQ-1.1: THE bakery SHALL bake\n\n{head}\n\n{line}\n");
    let document = read(Source::new("a.md", text.as_str()), Some(dialect));
    let is_kept = is_kept(&document, &text, id, line.starts_with(['W', '>']));
    assert!(is_kept, "{dialect} {text:?}\n{}", listing(&document));
    assert_eq!(id_of(&document, "THE bakery SHALL bake"), Some("REQ-1.1"), "{text}");
}

#[test]
fn a_title_that_promises_is_a_criterion_beside_those_with_other_ids() {
    for (text, expect) in [
        ("#### SEC-1: The door shall lock\n\n- SEC-2: The key shall turn\n", &["SEC-1", "SEC-2"][..]),
        ("## REQ-1.1: THE door SHALL lock\n\n- REQ-1.2: THE key SHALL turn\n", &["REQ-1.1", "REQ-1.2"]),
        ("## **SEC-1**: The door shall lock\n\n1. SEC-2: The key shall turn\n", &["SEC-1", "SEC-2"]),
        ("## REQ-1: The door shall lock\n\n- REQ-1.1: The key shall turn\n", &["REQ-1.1"]),
        ("## REQ-1: The door shall lock\n\n1. The key shall turn\n", &["REQ-1.1"]),
        ("## REQ-1: Doors\n\n- SEC-2: The key shall turn\n", &["SEC-2"]),
    ] {
        let document = read(Source::new("requirements.md", text), Some(Dialect::Native));
        let ids: Vec<_> = document.criteria().map(|(_, criterion)| criterion.id.as_str()).collect();
        assert_eq!(ids, expect, "{text}");
    }
}

#[test]
fn a_label_at_the_margin_below_an_item_is_none_of_its_words() {
    for (dialect, id) in [(Dialect::Native, "REQ-1"), (Dialect::SpecKit, "FR-001")] {
        for (below, is_apart) in [
            ("**More:**\n", true),
            ("**More**:\n\n", true),
            ("**Mehr：**\n", true),
            ("and\n**More:**\n", true),
            ("  **More:**\n", false),
            ("**more**\n", false),
            ("**It MUST:**\n", false),
        ] {
            let text =
                format!("## Requirements\n\n- **{id}**: It MUST ring\n{below}- **{id}2**: It MUST stop\n");
            let document = read(Source::new("a.md", text.as_str()), Some(dialect));
            let words: Vec<_> = document.criteria().map(|(_, criterion)| criterion.text.as_str()).collect();
            assert_eq!(words.len(), 2, "{text}");
            assert_eq!(!words[0].contains("**"), is_apart, "{text}{words:?}");
        }
    }
}
