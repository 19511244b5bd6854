//! The wording of a criterion, as people accept it: its words without marks and layout.

use super::fingerprint::words;
use super::{Criterion, Requirement};
use crate::grammar::clause;

impl Criterion {
    /// Returns its words, equal for two texts that ask for the same with the same words: without emphasis, code marks and line breaks. The
    /// steps of a scenario are a line each; a sub-point is a further line that begins with `- `; a row of the examples begins with `| `,
    /// any other block with `> `.
    pub fn wording(&self) -> String {
        let text = self.text.as_str();
        let mut wording = if self.is_scenario { steps(text) } else { words(text) };
        for point in &self.points {
            wording.push_str("\n- ");
            wording.push_str(&words(point.as_str()));
        }
        let examples = self.examples.iter();
        for row in examples.flat_map(|examples| std::iter::once(&examples.columns).chain(&examples.rows)) {
            wording.push_str("\n|");
            for cell in row {
                wording.push(' ');
                wording.push_str(&words(cell));
                wording.push_str(" |");
            }
        }
        for attachment in &self.attachments {
            wording.push_str("\n> ");
            let text = attachment.text.as_str();
            if attachment.is_code {
                wording.push_str(&text.split_whitespace().collect::<Vec<_>>().join(" "));
            } else {
                wording.push_str(&words(text));
            }
        }
        wording
    }
}

impl Requirement {
    /// The words of its own, beside its criteria, as [`Criterion::wording`] says it; none, if it leaves all to them.
    pub fn wording(&self) -> Option<String> {
        let wording = words(self.statement.as_str());
        (!wording.is_empty()).then_some(wording)
    }
}

/// A line for each step; what begins with no word of a step goes on with the one before.
fn steps(text: &str) -> String {
    let mut steps: Vec<String> = Vec::new();
    for line in text.lines() {
        match steps.last_mut() {
            Some(step) if clause::step(line).is_none() => {
                step.push('\n');
                step.push_str(line);
            }
            _ => steps.push(line.to_owned()),
        }
    }
    let lines = steps.iter().map(|step| words(step)).filter(|step| !step.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use crate::source::Source;
    use crate::{Dialect, dialect};

    fn check(document: &str, dialect: Dialect, expect: &[&str]) {
        let document = dialect::read(Source::new("requirements.md", document), Some(dialect));
        let wordings: Vec<_> = document.criteria().map(|(_, criterion)| criterion.wording()).collect();
        assert_eq!(wordings, expect);
    }

    #[test]
    fn marks_and_line_breaks_are_gone() {
        let written = "# R\n\n## REQ-1: Pay\n\n1. THE shop **SHALL** answer\n   with `409`\n2. THE *shop* SHALL close\n";
        check(written, Dialect::Native, &["THE shop SHALL answer with 409", "THE shop SHALL close"]);
    }

    #[test]
    fn points_are_part_of_what_is_asked_for() {
        let written = "# R\n\n## REQ-1: Pay\n\n1. THE shop SHALL show\n   - the _price_\n   - the tax\n";
        check(written, Dialect::Native, &["THE shop SHALL show\n- the price\n- the tax"]);
    }

    #[test]
    fn code_quotes_and_other_cells_are_part_of_what_is_asked_for() {
        let written = "# R\n\n## REQ-1: Pay\n\n1. THE shop SHALL answer:\n\n   ```json\n   {\"wait\":  5}\n   ```\n\n   > within *a* day\n\n   <!-- aside -->\n2. THE shop SHALL close\n";
        let answer = "THE shop SHALL answer:\n> ```json {\"wait\": 5} ```\n> within a day";
        check(written, Dialect::Native, &[answer, "THE shop SHALL close"]);
        let below = "# R\n\n## REQ-1: Pay\n\n1. THE shop SHALL answer:\n\n```\nten\n```\n";
        check(below, Dialect::Native, &["THE shop SHALL answer:\n> ``` ten ```"]);
        let table = "# R\n\n## REQ-1: Pay\n\n| id | criterion | max |\n|---|---|---|\n| REQ-1.1 | THE shop SHALL wait | 5 s |\n";
        check(table, Dialect::Native, &["THE shop SHALL wait\n> 5 s"]);
    }

    #[test]
    fn a_requirement_asks_for_what_it_says_beside_its_criteria() {
        let check = |document: &str, dialect: Dialect, expect: &[Option<&str>]| {
            let document = dialect::read(Source::new("requirements.md", document), Some(dialect));
            let wordings: Vec<_> = document.requirements.iter().map(super::Requirement::wording).collect();
            assert_eq!(wordings.iter().map(Option::as_deref).collect::<Vec<_>>(), expect);
        };
        let scenario = "#### Scenario: Paid\n\n- **WHEN** it is paid\n- **THEN** it is empty\n";
        let open =
            |body: &str| format!("# Pay\n\n## Requirements\n\n### Requirement: Pay\n\n{body}\n\n{scenario}");
        check(&open("The shop **SHALL** be\npaid."), Dialect::OpenSpec, &[Some("The shop SHALL be paid.")]);
        check(&open("It is about money."), Dialect::OpenSpec, &[None]);
        let native =
            |list: &str| format!("# R\n\n## REQ-1: Pay\n\nTHE shop SHALL answer within 50 ms.\n\n{list}");
        check(
            &native("- REQ-1.1: THE shop SHALL close\n"),
            Dialect::Native,
            &[Some("THE shop SHALL answer within 50 ms.")],
        );
        check(&native(""), Dialect::Native, &[None]);
        let kiro = "### Requirement 1\n\n**User Story:** As a user, I want what the shop shall do, so that I pay.\n\n#### Acceptance Criteria\n\n1. THE shop SHALL close\n";
        check(kiro, Dialect::Kiro, &[None]);
    }

    #[test]
    fn steps_are_a_line_each_however_they_are_wrapped() {
        let written = "# Pay\n\n## Requirements\n\n### Requirement: Pay\n\nThe shop SHALL be paid.\n\n#### Scenario: Paid\n\n- **GIVEN** a cart\n  of books\n- **WHEN** it is paid\n- **THEN** it is empty\n";
        let scenario = "GIVEN a cart of books\nWHEN it is paid\nTHEN it is empty";
        check(written, Dialect::OpenSpec, &[scenario]);
    }
}
