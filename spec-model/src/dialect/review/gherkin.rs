//! Finds what Gherkin refuses in a Gherkin fence, and scenarios that ask for nothing.

use super::{Reviewed, Rule};
use crate::diagnostic::{Code, Diagnostic};
use crate::dialect::gherkin::{self, Problem};
use crate::markdown::Blocks;
use crate::source::Span;

/// Reports what Gherkin would refuse.
pub(super) const RULE: Rule = review;

fn review(document: &Reviewed<'_>, found: &mut Vec<Diagnostic>) {
    let &Reviewed { blocks, .. } = document;
    for id in 0..blocks.nodes().len() {
        if gherkin::is_gherkin(blocks, id) {
            let problems = gherkin::problems(blocks, id);
            found.extend(problems.into_iter().map(|(span, problem)| finding(blocks, span, problem)));
        }
    }
}

fn finding(blocks: &Blocks<'_>, span: Span, problem: Problem) -> Diagnostic {
    let (message, label, help) = match problem {
        Problem::NoScenario => (
            "this Gherkin has no scenario",
            "nothing in it is counted",
            "put `Scenario: Name` above the steps; or mark the fence as `text`, if it is an example",
        ),
        Problem::NoSteps => (
            "this scenario has no steps",
            "not counted as a criterion",
            "write its steps with Given, When and Then, or take it away",
        ),
        Problem::StepsOutside => (
            "this step is in no scenario",
            "Gherkin takes it for free text",
            "put `Scenario: Name` above it, and look whether the keyword above is spelled as Gherkin spells it",
        ),
        Problem::NoStep => (
            "Gherkin does not take this line for a step",
            "it begins with no keyword",
            "begin it with Given, When, Then, And or But, or write it on the line of the step above",
        ),
        Problem::LateBackground => (
            "a background is after a scenario",
            "Gherkin refuses it",
            "put it above the first scenario of the feature or rule",
        ),
        Problem::UnclosedText => (
            "this text of a step is never closed",
            "everything from here on is inside it",
            "close it with the same marks on a line of its own",
        ),
        Problem::Cells => (
            "this row has another number of cells than the one above",
            "Gherkin refuses it",
            "give each row of a table as many cells as its first one has; write a bar in a cell as `\\|`",
        ),
        Problem::NoStepAbove => (
            "this table or text is below no step",
            "Gherkin refuses it",
            "put the step that it belongs to above it",
        ),
        Problem::NoLanguage => (
            "this keyword is not English, and the fence does not say which language it is in",
            "Gherkin reads English here, and does not see it",
            "write the language into the first line of the fence: `# language: de`",
        ),
    };
    Diagnostic::new(Code::GherkinSyntax, message).at(blocks.source(), span).label(label).help(help)
}
