//! `list` for people.

use std::collections::HashMap;
use std::fmt::Write as _;

use spec_model::{Criterion, Document, Requirement};

use super::Layout;
use super::style::{FAINT, HEADING, ID, paint};
use super::text::{count, fold, one_line, padding, width};
use crate::terminal::{Verbosity, visible};

/// Below this many columns the text of a criterion stands under its id, not beside it.
const NARROW: usize = 60;
/// An id longer than this stands on a line of its own.
const LONGEST_ID: usize = 24;

/// The documents, with their requirements and criteria.
pub fn render(documents: &[&Document], layout: &Layout) -> String {
    let mut out = String::new();
    if layout.verbosity == Verbosity::Quiet {
        render_ids(&mut out, documents);
        return out;
    }
    for document in documents {
        render_document(&mut out, document, layout);
        out.push('\n');
    }
    let requirements = documents.iter().map(|document| document.requirements.len()).sum();
    let criteria = documents.iter().map(|document| document.criteria().count()).sum();
    let _ = writeln!(
        out,
        "{} in {} of {}",
        count(criteria, "criterion", "criteria"),
        count(requirements, "requirement", "requirements"),
        count(documents.len(), "document", "documents"),
    );
    out
}

/// The ids alone, in a form that names each criterion: qualified where several features have the same.
fn render_ids(out: &mut String, documents: &[&Document]) {
    let mut uses: HashMap<&str, usize> = HashMap::new();
    for (_, criterion) in documents.iter().flat_map(|document| document.criteria()) {
        *uses.entry(criterion.id.as_str()).or_default() += 1;
    }
    for document in documents {
        for (_, Criterion { id, .. }) in document.criteria() {
            if uses.get(id.as_str()).is_some_and(|&uses| uses > 1) {
                let _ = write!(out, "{}/", visible(&document.feature));
            }
            let _ = writeln!(out, "{}", visible(id.as_str()));
        }
    }
}

fn render_document(out: &mut String, document: &Document, layout: &Layout) {
    let feature = visible(&document.feature);
    let about = format!("{} · {}", document.dialect, layout.shown(document.source.path()));
    if width(&feature) + 2 + width(&about) <= layout.columns {
        let _ = writeln!(out, "{}  {}", paint(HEADING, feature), paint(FAINT, about));
    } else {
        let _ = writeln!(out, "{}\n{}", paint(HEADING, feature), paint(FAINT, about));
    }
    let ids = document.criteria().map(|(_, criterion)| width(&visible(criterion.id.as_str())));
    let id_columns = ids.filter(|&columns| columns <= LONGEST_ID).max().unwrap_or(0);
    for requirement in &document.requirements {
        if !is_its_own_criterion(requirement) {
            out.push('\n');
            render_heading(out, requirement, layout);
        }
        for criterion in &requirement.criteria {
            render_criterion(out, criterion, id_columns, layout);
        }
    }
}

/// Is the requirement one item that states a need, such as `FR-003`?
pub fn is_its_own_criterion(requirement: &Requirement) -> bool {
    matches!(&*requirement.criteria, [only] if only.id == requirement.id)
}

fn render_heading(out: &mut String, requirement: &Requirement, layout: &Layout) {
    let id = one_line(requirement.id.as_str());
    let title = one_line(&requirement.title);
    let indent = width(&id) + 2;
    let beside = indent + 8 <= layout.columns && width(&id) <= LONGEST_ID;
    let (first, rest) = if beside { ("  ", " ".repeat(indent)) } else { ("\n  ", "  ".to_owned()) };
    let _ = write!(out, "{}", paint(ID, &id));
    if !title.is_empty() {
        let lines = fold(&title, layout.columns.saturating_sub(width(&rest)));
        let styled: Vec<_> = lines.iter().map(|line| paint(HEADING, line)).collect();
        let _ = write!(out, "{first}{}", styled.join(&format!("\n{rest}")));
    }
    out.push('\n');
    if layout.verbosity == Verbosity::Verbose
        && let Some(story) = &requirement.story
    {
        for line in fold(&one_line(story.as_str()), layout.columns.saturating_sub(2)) {
            let _ = writeln!(out, "  {}", paint(FAINT, line));
        }
    }
}

fn render_criterion(out: &mut String, criterion: &Criterion, id_columns: usize, layout: &Layout) {
    let id = one_line(criterion.id.as_str());
    let text = one_line(criterion.text.as_str());
    let beside = layout.columns >= NARROW && width(&id) <= id_columns;
    let indent = if beside { 2 + id_columns + 2 } else { 4 };
    let _ = write!(out, "  {}", paint(ID, &id));
    let mut lines = fold(&text, layout.columns.saturating_sub(indent));
    if layout.verbosity == Verbosity::Verbose {
        let about = format!("{} · line {}", criterion.clause().pattern.as_str(), criterion.line);
        lines.push(paint(FAINT, about));
    }
    for (at, line) in lines.iter().enumerate() {
        if at == 0 && beside {
            let _ = writeln!(out, "{}  {line}", padding(&id, id_columns));
        } else if at == 0 {
            let _ = writeln!(out, "\n{}{line}", " ".repeat(indent));
        } else {
            let _ = writeln!(out, "{}{line}", " ".repeat(indent));
        }
    }
}

#[cfg(test)]
mod tests {
    use spec_model::{Dialect, Source, dialect};

    use super::*;

    const DOCUMENT: &str = "\
# Requirements

### Requirement 1: Register with an address that nobody has used before

#### Acceptance Criteria

1. WHEN a visitor registers with an address that is already taken THEN the system SHALL answer `409 Conflict` within 200 ms
2. 当用户提交注册表单时，系统应当在两百毫秒之内返回成功的响应，并且把这次注册写入审计日志。

### Requirement 2: Show \u{1b}[31mred

#### Acceptance Criteria

1. THE system SHALL show `\u{202e}` as it is
";

    fn check(columns: usize, verbosity: Verbosity) -> String {
        let document = dialect::read(
            Source::new("/repo/.kiro/specs/accounts/requirements.md", DOCUMENT),
            Some(Dialect::Kiro),
        );
        let layout = Layout { columns, here: "/repo".into(), verbosity };
        anstream::adapter::strip_str(&render(&[&document], &layout)).to_string()
    }

    #[test]
    fn on_a_narrow_terminal_the_text_stands_under_the_id() {
        insta::assert_snapshot!(check(40, Verbosity::Normal), @r"
        accounts
        kiro · .kiro/specs/accounts/requirements.md

        REQ-1  Register with an address that
               nobody has used before
          REQ-1.1
            WHEN a visitor registers with an
            address that is already taken THEN
            the system SHALL answer `409
            Conflict` within 200 ms
          REQ-1.2
            当用户提交注册表单时，系统应当在两百
            毫秒之内返回成功的响应，并且把这次注
            册写入审计日志。

        REQ-2  Show \u{1b}[31mred
          REQ-2.1
            THE system SHALL show `\u{202e}` as
            it is

        3 criteria in 2 requirements of 1 document
        ");
    }

    #[test]
    fn on_a_usual_terminal_the_text_stands_beside_the_id() {
        insta::assert_snapshot!(check(80, Verbosity::Normal), @r"
        accounts  kiro · .kiro/specs/accounts/requirements.md

        REQ-1  Register with an address that nobody has used before
          REQ-1.1  WHEN a visitor registers with an address that is already taken THEN
                   the system SHALL answer `409 Conflict` within 200 ms
          REQ-1.2  当用户提交注册表单时，系统应当在两百毫秒之内返回成功的响应，并且把这
                   次注册写入审计日志。

        REQ-2  Show \u{1b}[31mred
          REQ-2.1  THE system SHALL show `\u{202e}` as it is

        3 criteria in 2 requirements of 1 document
        ");
    }

    #[test]
    fn on_a_wide_terminal_lines_are_longer() {
        insta::assert_snapshot!(check(120, Verbosity::Normal), @r"
        accounts  kiro · .kiro/specs/accounts/requirements.md

        REQ-1  Register with an address that nobody has used before
          REQ-1.1  WHEN a visitor registers with an address that is already taken THEN the system SHALL answer `409 Conflict`
                   within 200 ms
          REQ-1.2  当用户提交注册表单时，系统应当在两百毫秒之内返回成功的响应，并且把这次注册写入审计日志。

        REQ-2  Show \u{1b}[31mred
          REQ-2.1  THE system SHALL show `\u{202e}` as it is

        3 criteria in 2 requirements of 1 document
        ");
    }

    #[test]
    fn quiet_is_the_ids_alone() {
        insta::assert_snapshot!(check(80, Verbosity::Quiet), @r"
        REQ-1.1
        REQ-1.2
        REQ-2.1
        ");
    }
}
