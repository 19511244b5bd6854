//! `context-changed` and `criterion-limited`: what stands around the criterion differs from what was accepted, or takes from it.

use spec_model::diagnostic::Diagnostic;

use super::rule::{ChangeUse, Rule};
use crate::intent::ChangeKind;

/// Reports it.
pub(crate) const RULE: Rule = Rule::Change(context_changed);

fn context_changed(change: &ChangeUse<'_>) -> Option<Diagnostic> {
    let ChangeKind::Context { new, gone } = &change.change.kind else { return None };
    let (code, names) = (change.change.kind.code(), &change.accept);
    let quoted = |text: &str| format!("\u{201c}{text}\u{201d}");
    if let Some((text, word)) = new.iter().find_map(|around| Some((&around.text, around.limit?))) {
        let message = format!("a sentence that nobody accepted limits {names}", names = names.names());
        let label = format!("{}: `{word}` takes from what it asks for", quoted(text));
        return Some(Diagnostic::new(code, message).label(label).helps(change.advice()));
    }
    let says = new.iter().map(|around| format!("it now says {}", quoted(&around.text)));
    let not = gone.iter().map(|text| format!("it no longer says {}", quoted(text)));
    let differs = says.chain(not).collect::<Vec<_>>().join("; ");
    let message = format!("the text around {} is not as it was accepted", names.names());
    Some(Diagnostic::new(code, message).label(differs).helps(change.advice()))
}

#[cfg(test)]
mod tests {
    use crate::findings::testing::{TEST, check_accepted};

    const LIST: &str = "1. WHEN x THEN the system SHALL y\n2. WHEN x THEN the system SHALL z\n";

    /// A document whose heading, and whose text before and below the criteria, is this.
    fn document(before: &str, title: &str, below: &str) -> String {
        format!("{before}### Requirement 1: {title}\n\n#### Acceptance Criteria\n\n{LIST}{below}")
    }

    /// Checks the findings, without places, when one document becomes another.
    #[track_caller]
    fn check_documents(before: &str, now: &str, expect: &str) {
        let file = |text: &'static str| ("requirements.md", text.as_bytes());
        let (before, now) = (before.to_owned().leak(), now.to_owned().leak());
        check_accepted(&[TEST, file(before)], &[file(now)], expect);
    }

    /// Checks the findings when the text around the criteria becomes this.
    #[track_caller]
    fn check(title: &str, below: &str, expect: &str) {
        check_documents(&document("", "A", ""), &document("", title, below), expect);
    }

    #[test]
    fn a_heading_that_takes_force_away_is_reported_once_for_all_below_it() {
        for title in [
            "A (later)",
            "A (optional)",
            "A – deferred",
            "A [not binding]",
            "A, planned",
            "A (phase 2)",
            "A (pilot shop)",
            "Optional: A",
            "A (nice to have)",
            "A (deferred to a lower priority)",
            "A (zurückgestellt)",
            "A（任意）",
        ] {
            check(title, "", "context-changed requirements.md:1");
        }
        for title in ["B", "Prices", "A and others", "A `code`", "A (Priority: P1)"] {
            check(title, "", "");
        }
    }

    #[test]
    fn a_sentence_that_names_a_criterion_and_limits_it_is_an_error() {
        for below in [
            "Criterion 1.2 is for regulars only.",
            "As agreed, REQ-1.2 is not before 2031.",
            "As agreed, REQ-1.2 holds until the end of 2027.",
            "Both REQ-1.1 and REQ-1.2 are deferred.",
            "Sums that are paid by card are exempt from REQ-1.2.",
            "All of Requirement 1 is optional.",
            "As agreed, REQ-1.2 does not apply to staff.",
            "Die Anforderung REQ-1.2 gilt nur für Stammkunden.",
            "**Note:** As agreed, REQ-1.2 is for regulars *only*.",
            "The work on REQ-1.2 is on hold.",
        ] {
            check("A", &format!("\nAbout.\n\n{below}\n"), "criterion-limited requirements.md:10");
        }
        for below in [
            "Sales asked for REQ-1.2.",
            "See REQ-1.2 as well.",
            "Should REQ-1.2 be optional?",
            "The design of REQ-1.2 is in the other document.",
        ] {
            check("A", &format!("\nAbout.\n\n{below}\n"), "");
        }
    }

    #[test]
    fn a_section_of_exceptions_is_about_what_it_names() {
        check("A", "\n## Exceptions\n\nSums by card: see REQ-1.2.\n", "context-changed requirements.md:10");
        check("A", "\n## Deferred\n\n- REQ-1.2\n", "criterion-limited requirements.md:10");
        check(
            "A",
            "\n## Exceptions\n\nOn Sundays the shop is closed.\n",
            "context-changed requirements.md:10",
        );
        let limits = "\n## Limits\n\nREQ-1.2 is for regulars only.\n";
        check("A", limits, "criterion-limited requirements.md:10");
        check("A", "\n## Change history\n\n- REQ-1.2 was only reworded\n", "");
        check("A", "\n## Out of scope\n\nRefunds, and other tills.\n", "");
    }

    #[test]
    fn a_note_that_names_none_is_about_all_of_its_section() {
        check("A", "\nNote: prices are in euros.\n", "context-changed requirements.md:8");
        check("A", "\nThe criteria above hold for regulars only.\n", "context-changed requirements.md:8");
        check("A", "\nThe shop was opened in 1990.\n", "");
    }

    #[test]
    fn front_matter_and_introductions_speak_for_the_whole_document() {
        let check = |before: &str, now: &str, expect: &str| {
            check_documents(&document(before, "A", ""), &document(now, "A", ""), expect);
        };
        check("# R\n\n", "---\nstatus: draft\n---\n\n# R\n\n", "context-changed requirements.md:1");
        check("---\nauthor: x\n---\n\n# R\n\n", "---\nauthor: y\n---\n\n# R\n\n", "");
        check("---\nstatus: draft\n---\n\n# R\n\n", "---\nstatus: approved\n---\n\n# R\n\n", "");
        let limited = "# R\n\nAll criteria below hold for the pilot shop only.\n\n";
        check("# R\n\n", limited, "context-changed requirements.md:3");
        check(limited, "# R\n\n", "context-changed requirements.md:7");
        check(limited, "# R\n\n**All criteria below**\nhold for the *pilot* shop only.\n\n", "");
        check("# R\n\nThe shop sells boks.\n\n", "# R\n\nThe shop sells only books.\n\n", "");
    }

    #[test]
    fn an_entry_of_the_glossary_is_about_who_uses_its_term() {
        let check = |before: &str, now: &str, expect: &str| {
            let glossary = |entries: &str| format!("## Glossary\n\n{entries}\n\n");
            check_documents(
                &document(&glossary(before), "A", ""),
                &document(&glossary(now), "A", ""),
                expect,
            );
        };
        check(
            "- **the system**: the till",
            "- **the system**: the till of the pilot",
            "context-changed requirements.md:3",
        );
        check("- *system* - 100", "- *system* - 1000", "context-changed requirements.md:3");
        check(
            "| Term | Value |\n|---|---|\n| system | 1 |",
            "| Term | Value |\n|---|---|\n| system | 2 |",
            "context-changed requirements.md:5",
        );
        check("- **tax**: 19 %", "- **tax**: 7 %", "");
        check("- **the system**: the till", "* __the system__:\n  the till", "");
    }

    #[test]
    fn new_criteria_beside_it_concern_nobody() {
        let before = document("", "A", "\nCriterion 1.2 is for regulars only.\n");
        let list = "1. WHEN x THEN the system SHALL y\n2. WHEN x THEN the system SHALL z\n3. WHEN x THEN the system SHALL w\n";
        let now = before.replace(LIST, list);
        check_documents(&before, &now, "untested requirements.md:7, criterion-new requirements.md:7");
    }

    #[test]
    fn a_lock_without_the_text_around_criteria_objects_to_nothing() {
        use crate::intent::CriterionIntent;
        use crate::lock::Lock;

        let accepted = crate::findings::testing::now(&[TEST]);
        let old = accepted.intents().map(|intent| CriterionIntent { context: None, ..intent.clone() });
        let lock = Lock::of(old).to_string();
        let text = document("", "A (later)", "");
        let found = crate::findings::testing::findings(&[
            TEST,
            ("requirements.md", text.as_bytes()),
            ("spec.lock", lock.as_bytes()),
        ]);
        assert!(found.diagnostics.is_empty(), "{:?}", found.diagnostics);
    }
}
