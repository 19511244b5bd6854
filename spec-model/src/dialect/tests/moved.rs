//! The invariant of every dialect, tried: one criterion of a document is moved, marked, indented, numbered or hyphenated in another way. Each
//! time it is a criterion with the right id and words, or a finding stands at its place; and no other criterion is lost without a word.

use std::collections::BTreeSet;
use std::path::Path;

use super::*;
use crate::diagnostic::Severity;
use crate::grammar::likeness;
use crate::markdown::plain;

/// Documents of all dialects beside the examples.
const WRITTEN: &[(&str, &str)] = &[
    (
        "requirements.md",
        "# Mill\n\nWhat the mill does.\n\n## REQ-1: Grain\n\n- REQ-1.1: THE mill SHALL weigh grain\n- REQ-1.2: WHEN a sack is full, THE mill SHALL ring\n- REQ-1.3: IF the sack tears, THEN THE mill SHALL stop\n\n## REQ-2: Night\n\nWords about the night.\n\n- REQ-2.1: THE mill SHALL rest\n\n## Notes\n\n- Wind is free\n",
    ),
    (
        "docs/limits.md",
        "# Limits\n\n- **SEC-001**: The mill shall lock its door\n- **SEC-002**: The mill shall keep its key\n- **SEC-003**: The mill shall count its keys\n\n| ID | Text |\n|----|------|\n| NFR-001 | The mill shall turn once a second |\n| NFR-002 | The mill shall stop within a minute |\n",
    ),
    (
        ".kiro/specs/mill/requirements.md",
        "# Requirements Document\n\n## Introduction\n\nA mill.\n\n## Requirements\n\n### Requirement 1: Grain\n\n**User Story:** As a miller, I want grain, so that I can grind.\n\n#### Acceptance Criteria\n\n1. WHEN a sack comes THEN THE mill SHALL weigh it\n2. WHILE it weighs, THE mill SHALL stand\n3. IF a sack tears THEN THE mill SHALL ring\n\n### Requirement 2: Night\n\n**User Story:** As a miller, I want rest.\n\n#### Acceptance Criteria\n\n1. WHEN it is night THE mill SHALL rest\n2. THE mill SHALL wake at dawn\n",
    ),
    (
        "specs/001-mill/spec.md",
        "# Feature Specification: Mill\n\n**Status**: Draft\n\n## User Scenarios & Testing\n\n### User Story 1 - Grind (Priority: P1)\n\nA miller grinds.\n\n**Why this priority**: Bread.\n\n**Acceptance Scenarios**:\n\n1. **Given** a sack, **When** it is full, **Then** the mill rings\n2. **Given** no sack, **When** the wind blows, **Then** the mill stands\n\n### Edge Cases\n\n- What if there is no wind?\n\n## Requirements\n\n### Functional Requirements\n\n- **FR-001**: System MUST weigh each sack\n- **FR-002**: System MUST ring when a sack is full\n- **FR-003**: Millers MUST be able to stop the mill\n\n### Key Entities\n\n- **Sack**: what holds grain\n\n## Success Criteria\n\n- **SC-001**: A sack is ground within an hour\n- **SC-002**: Nobody waits longer than a day\n\n## Assumptions\n\n- Wind blows\n",
    ),
    (
        "openspec/specs/mill/spec.md",
        "# Mill\n\n## Purpose\n\nTo grind.\n\n## Requirements\n\n### Requirement: Weigh\nThe mill SHALL weigh each sack.\n\n#### Scenario: Full\n- **WHEN** a sack is full\n- **THEN** the mill rings\n\n#### Scenario: Torn\n- **WHEN** a sack is torn\n- **THEN** the mill stops\n\n### Requirement: Rest\nThe mill SHALL rest at night.\n\n### Requirement: Wake\nThe mill SHALL wake at dawn.\n\n#### Scenario: Dawn\n- **GIVEN** a night\n- **WHEN** it ends\n- **THEN** the mill wakes\n",
    ),
];

/// The documents of the repository's examples, and those above.
fn fixtures() -> Vec<(String, String)> {
    const EXAMPLES: &[&str] = &[
        "native/requirements.md",
        "kiro/.kiro/specs/session-store/requirements.md",
        "unfinished/.kiro/specs/checkout/requirements.md",
        "spec-kit/specs/001-recipe-scaling/spec.md",
        "openspec/openspec/specs/retry-policy/spec.md",
        "openspec/openspec/specs/retry-budget/spec.md",
    ];
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples");
    let example = |path: &&str| {
        let text = std::fs::read_to_string(examples.join(path)).expect("an example is there");
        (path.split_once('/').expect("it is in a folder").1.to_owned(), text)
    };
    let written = WRITTEN.iter().map(|&(path, text)| (path.to_owned(), text.to_owned()));
    written.chain(EXAMPLES.iter().map(example)).collect()
}

/// A criterion as it stands in its document.
struct Target {
    id: String,
    words: String,
    /// Its first and last line, from 0.
    lines: std::ops::Range<usize>,
    /// What stands before its words on its first line, the marker of its item left out.
    lead: String,
    /// The words and what follows on their line.
    rest: String,
}

fn words(text: &str) -> String {
    plain(text).replace(['*', '_', '`'], "")
}

/// Are the words those of a text, whatever pictures, tags and labels stand before them?
fn says(text: &str, said: &str) -> bool {
    let text = words(text);
    text.strip_suffix(said).is_some_and(|before| {
        let is_label = before.trim_end().ends_with([':', '>', '|', ')', '.']) && before.len() < 16;
        is_label || !before.contains(char::is_alphanumeric)
    })
}

/// The criteria of a document that stand on lines of their own.
fn targets(document: &Document) -> Vec<Target> {
    let lines: Vec<_> = document.source.text().lines().collect();
    let target = |(_, criterion): (&crate::spec::Requirement, &crate::spec::Criterion)| {
        let line = lines[criterion.line - 1];
        let item = line.trim_start().trim_start_matches(['-', '*', '|']).trim_start();
        let item = item.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches(". ");
        let first = criterion.text.as_str().lines().next().unwrap_or_default();
        let at = item.find(first).unwrap_or(0);
        Target {
            id: criterion.id.to_string(),
            words: words(criterion.text.as_str()),
            lines: criterion.line - 1..criterion.end_line,
            lead: item[..at].replace(" | ", ": "),
            rest: item[at..].trim_end_matches([' ', '|']).to_owned(),
        }
    };
    document.criteria().map(target).collect()
}

/// All of the short documents, and a few of the long ones.
fn some(path: &str, targets: Vec<Target>) -> Vec<Target> {
    let step = if WRITTEN.iter().any(|(written, _)| *written == path) { 2 } else { 8 };
    targets.into_iter().step_by(step).collect()
}

/// Is a criterion, of whatever id, in a document, or told at one of the lines?
fn is_read_or_told(
    document: &Document,
    target: &Target,
    id: Option<&str>,
    lines: &std::ops::Range<usize>,
) -> bool {
    let is_it = |(_, criterion): (&crate::spec::Requirement, &crate::spec::Criterion)| {
        says(criterion.text.as_str(), &target.words) && id.is_none_or(|id| criterion.id.as_str() == id)
    };
    // It may have become the title of a requirement, or what a requirement says above other criteria.
    let is_heading = |requirement: &crate::spec::Requirement| {
        words(&requirement.title) == target.words
            || words(requirement.statement.as_str()).contains(&target.words)
    };
    if document.criteria().any(is_it) || document.requirements.iter().any(is_heading) {
        return true;
    }
    document.diagnostics.iter().filter(|found| found.severity >= Severity::Warning).any(|found| {
        let related = found.related.iter().map(|related| &related.location);
        found.location.iter().chain(related).any(|at| at.start.line <= lines.end && at.end.line > lines.start)
    })
}

/// Every way to write the item of a criterion in its place.
fn written(target: &Target) -> Vec<(String, Option<String>)> {
    let (lead, rest) = (&target.lead, &target.rest);
    let mut ways: Vec<(String, Option<String>)> = Vec::new();
    let markers = [
        "- ",
        "* ",
        "+ ",
        "1. ",
        "7) ",
        "12. ",
        "",
        "\u{2022} ",
        "\u{b7} ",
        "\u{2013} ",
        "\u{2014} ",
        "\u{25aa} ",
        "> ",
        "> - ",
        "> > ",
        "- [ ] ",
        "- [x] ",
        "-\u{a0}",
        "\u{200b}- ",
        "- \u{200b}",
        "\u{feff}- ",
        "- \0",
        "- \u{2705} ",
        "- <!-- new --> ",
        "<!-- new --> ",
        "- <a id=\"x\"></a>",
        "<a name=x></a> ",
        "- - ",
        "1. - ",
        "[^1]: ",
        "| ",
        "# ",
        "#### ",
        "###### ",
        "<p>",
        "<li>",
        "\\- ",
        "a) ",
        "(1) ",
        "-",
        "1.",
        "**Note:** ",
    ];
    for marker in markers {
        ways.push((format!("{marker}{lead}{rest}"), None));
    }
    for indent in ["  ", "   ", "    ", "      ", "        ", "\t", "\t\t", " \t "] {
        for marker in ["- ", "1. ", "", "* "] {
            ways.push((format!("{indent}{marker}{lead}{rest}"), None));
        }
    }
    let around = [
        ("<details>\n", "\n</details>"),
        ("<div>\n\n", "\n\n</div>"),
        ("<details><summary>x</summary>\n\n", "\n</details>"),
        ("\n\n", ""),
        ("\n", ""),
        ("", "\n---"),
        ("---\n", ""),
        ("More:\n\n", ""),
        ("**More:**\n", ""),
        ("**More**\n\n", ""),
        ("#### More\n\n", ""),
        ("> **Note**\n> ", ""),
        ("| a | b |\n|---|---|\n| x | ", " |"),
    ];
    for (before, after) in around {
        for marker in ["- ", "1. ", ""] {
            ways.push((format!("{before}{marker}{lead}{rest}{after}"), None));
        }
    }
    let bare = lead.trim_matches(['*', ':', ' ', '`', '[', ']']);
    if bare.contains(|c: char| c.is_ascii_digit()) && !bare.contains(' ') {
        let dresses = [
            "**#**: ",
            "**#:** ",
            "#: ",
            "# ",
            "[#] ",
            "`#`: ",
            "__#__: ",
            "*#*: ",
            "(#) ",
            "# - ",
            "# \u{2013} ",
            "# \u{2014} ",
            "#. ",
            "**[#]** ",
            "**#** ",
            "#\u{ff1a}",
            "\u{2705} **#**: ",
            "<a id=\"a\"></a>**#**: ",
            "\u{200b}#: ",
            "<b>#</b>: ",
            "**# **: ",
            "#:",
            "** #**: ",
            "#) ",
            "#\u{a0}: ",
        ];
        for dress in dresses {
            for marker in ["- ", "", "1. "] {
                ways.push((format!("{marker}{}{rest}", dress.replace('#', bare)), None));
            }
        }
        for hyphen in [
            "\u{2010}",
            "\u{2011}",
            "\u{2012}",
            "\u{2013}",
            "\u{2014}",
            "\u{2015}",
            "\u{2212}",
            "_",
            " ",
            "",
            "\u{ad}-",
            "-\u{200b}",
        ] {
            ways.push((format!("- **{}**: {rest}", bare.replace('-', hyphen)), None));
        }
        for other in ["77", "077", "7.7", "1.77", "77a"] {
            let prefix = bare.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
            ways.push((format!("- **{prefix}{other}**: {rest}"), None));
        }
    }
    ways
}

/// The places that a criterion is moved to, as numbers of lines.
fn places(lines: &[&str], target: &Target) -> Vec<usize> {
    let mut places: BTreeSet<usize> = (0..=lines.len()).step_by(1 + lines.len() / 40).collect();
    places.extend([0, 1, lines.len(), target.lines.start, target.lines.end]);
    places.into_iter().collect()
}

/// Does a line read like a requirement by itself?
fn would_be_taken(target: &Target, line: &str) -> bool {
    const FAMILIES: &[&str] = &["FR-", "NFR-", "SC-", "REQ-", "AC-", "US"];
    let has_id =
        FAMILIES.iter().any(|family| target.lead.contains(family)) && line.contains(target.lead.trim());
    has_id || likeness::promises(&target.rest) || crate::grammar::clause::is_whole(&target.rest)
}

struct Tried {
    count: usize,
    silent: Vec<String>,
}

impl Tried {
    /// Reads a document with new lines in the place of some.
    fn try_it(
        &mut self,
        path: &str,
        dialect: Dialect,
        before: &[&str],
        way: &str,
        after: &[&str],
        target: &Target,
        id: Option<&str>,
    ) {
        let text = [before.join("\n"), way.to_owned(), after.join("\n")].join("\n");
        let text = text.trim_start_matches('\n');
        let dropped = before.join("\n").len() + 1 + way.len() + 1 + after.join("\n").len() - text.len();
        let start = before.len().saturating_sub(dropped);
        let document = read(Source::new(path, text), Some(dialect));
        self.count += 1;
        let lines = start..start + way.lines().count().max(1) + 1;
        if !is_read_or_told(&document, target, id, &lines) {
            self.silent.push(format!(
                "{dialect} {} as {way:?} behind {:?}",
                target.id,
                before.last().unwrap_or(&"")
            ));
        }
    }
}

#[test]
fn a_criterion_that_is_written_in_another_way_is_read_or_told() {
    let mut tried = Tried { count: 0, silent: Vec::new() };
    for (path, text) in fixtures() {
        let document = read(Source::new(path.as_str(), text.as_str()), None);
        let lines: Vec<_> = text.lines().collect();
        for target in some(&path, targets(&document)).iter().filter(|target| target.lines.len() == 1) {
            let (before, after) = (&lines[..target.lines.start], &lines[target.lines.end..]);
            for (way, id) in written(target) {
                if would_be_taken(target, &way) {
                    tried.try_it(&path, document.dialect, before, &way, after, target, id.as_deref());
                }
            }
        }
    }
    assert!(tried.count > 1_000, "{}", tried.count);
    assert!(
        tried.silent.is_empty(),
        "{} of {}:\n{}",
        tried.silent.len(),
        tried.count,
        tried.silent.join("\n")
    );
}

#[test]
fn a_criterion_that_is_moved_is_read_or_told() {
    let mut tried = Tried { count: 0, silent: Vec::new() };
    for (path, text) in fixtures() {
        let document = read(Source::new(path.as_str(), text.as_str()), None);
        let lines: Vec<_> = text.lines().collect();
        for target in &some(&path, targets(&document)) {
            let item = &lines[target.lines.clone()];
            if target.lines.len() == 1 && !would_be_taken(target, item[0]) {
                continue;
            }
            let others: Vec<_> =
                lines[..target.lines.start].iter().chain(&lines[target.lines.end..]).copied().collect();
            for place in places(&others, target) {
                let (before, after) = others.split_at(place.min(others.len()));
                // What goes on directly below would become a part of it in every reading.
                let next = after.iter().find(|line| !line.trim().is_empty());
                let goes_on = match after.first() {
                    Some(line) => !line.is_empty() && !line.starts_with(['#', '-', '1']),
                    None => false,
                };
                let is_cut = after.first().is_some_and(|line| line.starts_with([' ', '|']));
                let is_headed = item[0].starts_with('#') && next.is_some_and(|line| !line.starts_with('#'));
                let ways = [item.join("\n"), format!("\n{}\n", item.join("\n"))];
                let is_inside = is_cut || is_headed;
                for item in ways.iter().skip(usize::from(goes_on)).take(if is_inside { 0 } else { 2 }) {
                    tried.try_it(&path, document.dialect, before, item, after, target, None);
                }
            }
        }
    }
    assert!(tried.count > 1_000, "{}", tried.count);
    assert!(
        tried.silent.is_empty(),
        "{} of {}:\n{}",
        tried.silent.len(),
        tried.count,
        tried.silent.join("\n")
    );
}
