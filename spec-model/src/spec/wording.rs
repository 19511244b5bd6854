//! What a criterion says, as people accept it: its words without marks and layout.

use super::Criterion;
use super::fingerprint::words;
use crate::grammar::clause;

impl Criterion {
    /// What it says, so that two texts are equal if they ask for the same with the same words: emphasis, code marks and line
    /// breaks are gone. The steps of a scenario are a line each; a sub-point is a further line that begins with `- `, a row of
    /// the examples one that begins with `| `.
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
        wording
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
    fn steps_are_a_line_each_however_they_are_wrapped() {
        let written = "# Pay\n\n## Requirements\n\n### Requirement: Pay\n\nThe shop SHALL be paid.\n\n#### Scenario: Paid\n\n- **GIVEN** a cart\n  of books\n- **WHEN** it is paid\n- **THEN** it is empty\n";
        let scenario = "GIVEN a cart of books\nWHEN it is paid\nTHEN it is empty";
        check(written, Dialect::OpenSpec, &[scenario]);
    }
}
