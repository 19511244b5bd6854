//! Shows people the requirements and criteria of `list`.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::Path;

use spec_model::config::ConfiguredWaiver;
use spec_model::{Criterion, Document, Requirement};

use super::bounded::push_each;
use super::style::{FAINT, HEADING, ID, paint};
use crate::layout::{Layout, Verbosity};
use crate::terminal::visible;
use crate::text::{count, fold, one_line, width, without_strong};

/// Below this many columns the text of a criterion stands under its id, not beside it.
const NARROW: usize = 60;
/// An id longer than this stands on a line of its own.
const LONGEST_ID: usize = 24;

/// The documents, with their requirements and criteria.
pub fn render(documents: &[&Document], waivers: &[&ConfiguredWaiver], layout: &Layout) -> String {
    let mut out = String::new();
    if layout.verbosity == Verbosity::Quiet {
        render_ids(&mut out, documents);
        return out;
    }
    push_each(&mut out, documents, layout, |out, document| {
        render_document(out, document, layout);
        out.push('\n');
    });
    if !waivers.is_empty() {
        render_waivers(&mut out, waivers, layout);
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

/// Lists the places where documents were looked for.
pub fn places(root: &Path, places: &[&str], layout: &Layout) -> String {
    let mut out = format!("\nlooked in {} for\n", layout.shown(root));
    for place in places {
        let _ = writeln!(out, "  {}", visible(place));
    }
    out
}

/// The criteria that `spec.toml` says are verified otherwise than by a test.
fn render_waivers(out: &mut String, waivers: &[&ConfiguredWaiver], layout: &Layout) {
    let _ = writeln!(out, "{}", paint(HEADING, "Waived"));
    push_each(out, waivers, layout, |out, ConfiguredWaiver { of, waiver, .. }| {
        let of = one_line(of);
        let indent = width(&of) + 4;
        let lines = fold(&one_line(&waiver.to_string()), layout.columns.saturating_sub(indent));
        let _ = writeln!(out, "  {}  {}", paint(ID, &of), lines.join(&format!("\n{:indent$}", "")));
    });
    out.push('\n');
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
    let id_columns = |bare: bool| {
        let meant = document.requirements.iter().filter(|requirement| is_bare(requirement) == bare);
        let ids = meant.flat_map(|requirement| &requirement.criteria);
        let columns = ids.map(|criterion| width(&visible(criterion.id.as_str())));
        columns.filter(|&columns| columns <= LONGEST_ID).max().unwrap_or(0)
    };
    let below_heading = Columns { margin: 2, id_columns: id_columns(false) };
    let bare = Columns { margin: 0, id_columns: id_columns(true) };
    let mut previous: Option<&Requirement> = None;
    push_each(out, &document.requirements, layout, |out, requirement| {
        if previous.is_none_or(|previous| !belong_together(previous, requirement)) {
            out.push('\n');
        }
        previous = Some(requirement);
        if is_bare(requirement) {
            requirement.criteria.iter().for_each(|criterion| render_criterion(out, criterion, bare, layout));
            return;
        }
        render_heading(out, requirement, layout);
        push_each(out, &requirement.criteria, layout, |out, criterion| {
            if criterion.id != requirement.id {
                render_criterion(out, criterion, below_heading, layout);
            } else if criterion.text.as_str() != requirement.title {
                render_lines(out, criterion, below_heading.margin, layout);
            }
        });
    });
}

/// Is the requirement one item without a heading, such as `FR-003: …`? It is its own criterion then.
fn is_bare(requirement: &Requirement) -> bool {
    requirement.title.is_empty() && matches!(&*requirement.criteria, [only] if only.id == requirement.id)
}

/// Are the two items of one list, such as `FR-001` and `FR-002`? The documents of most dialects have a list for each kind.
fn belong_together(one: &Requirement, other: &Requirement) -> bool {
    let kind = |requirement: &Requirement| {
        requirement.id.as_str().chars().take_while(|c| !c.is_ascii_digit()).collect::<String>()
    };
    is_bare(one) && is_bare(other) && kind(one) == kind(other)
}

/// The columns where ids and texts stand.
#[derive(Clone, Copy)]
struct Columns {
    /// The columns before an id.
    margin: usize,
    /// The columns of the widest id that a text stands beside.
    id_columns: usize,
}

impl Columns {
    /// The columns before a text that does not stand beside its id.
    const fn below(self) -> usize {
        self.margin + 2
    }

    /// The columns before a text that does.
    const fn beside(self) -> usize {
        self.margin + self.id_columns + 2
    }
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
    if let Some(proposal) = &requirement.proposal {
        let about = format!("proposed: {} {} it", one_line(&proposal.change), proposal.verb());
        for line in fold(&about, layout.columns.saturating_sub(2)) {
            let _ = writeln!(out, "  {}", paint(FAINT, line));
        }
    }
    if layout.verbosity == Verbosity::Verbose
        && let Some(story) = &requirement.story
    {
        for line in fold(&one_line(story.as_str()), layout.columns.saturating_sub(2)) {
            let _ = writeln!(out, "  {}", paint(FAINT, line));
        }
    }
}

fn render_criterion(out: &mut String, criterion: &Criterion, place: Columns, layout: &Layout) {
    let id = one_line(criterion.id.as_str());
    let _ = write!(out, "{:1$}{2}", "", place.margin, paint(ID, &id));
    if layout.columns < NARROW || width(&id) > place.id_columns {
        out.push('\n');
        render_lines(out, criterion, place.below(), layout);
        return;
    }
    let text_at = out.len();
    render_lines(out, criterion, place.beside(), layout);
    // The first line begins behind the id, not behind the margin.
    out.replace_range(text_at..text_at + place.margin + width(&id), "");
}

fn render_lines(out: &mut String, criterion: &Criterion, indent: usize, layout: &Layout) {
    let mut lines =
        fold(&one_line(&without_strong(criterion.text.as_str())), layout.columns.saturating_sub(indent));
    if layout.verbosity == Verbosity::Verbose {
        let about = format!("{} · line {}", criterion.clause().pattern.as_str(), criterion.line);
        lines.push(paint(FAINT, about));
    }
    for line in lines {
        let _ = writeln!(out, "{:indent$}{line}", "");
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
        let layout = Layout { columns, here: "/repo".into(), verbosity, ..Layout::default() };
        anstream::adapter::strip_str(&render(&[&document], &[], &layout)).to_string()
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

    /// A document in each dialect where requirements that are their own criterion stand among others.
    fn check_dialect(dialect: Dialect, text: &str) -> String {
        let document = dialect::read(Source::new("/repo/spec.md", text), Some(dialect));
        let layout = Layout { here: "/repo".into(), ..Layout::default() };
        anstream::adapter::strip_str(&render(&[&document], &[], &layout)).to_string()
    }

    #[test]
    fn a_native_requirement_without_items_keeps_its_title() {
        let text = "\
# Things

## REQ-1: First

- REQ-1.1: THE system SHALL do one.

## REQ-2: Second

THE system SHALL do two, and say how far it has got with it as soon as anybody asks.

## REQ-3: THE system SHALL do three.

- REQ-4: THE system SHALL do four.
- REQ-5: THE system SHALL do five.
";
        insta::assert_snapshot!(check_dialect(Dialect::Native, text), @r"
        spec  native · spec.md

        REQ-1  First
          REQ-1.1  THE system SHALL do one.

        REQ-2  Second
          THE system SHALL do two, and say how far it has got with it as soon as anybody
          asks.

        REQ-3  THE system SHALL do three.
          REQ-4    THE system SHALL do four.
          REQ-5    THE system SHALL do five.

        5 criteria in 3 requirements of 1 document
        ");
    }

    #[test]
    fn a_kiro_list_beside_the_requirements_stands_apart() {
        let text = "\
### Requirement 1: First

#### Acceptance Criteria

1. WHEN a visitor asks THEN the system SHALL answer

### Requirement 2: Second

The system SHALL work.

## Non-Functional Requirements

- NFR-1: The system SHALL answer within 200 ms
";
        insta::assert_snapshot!(check_dialect(Dialect::Kiro, text), @r"
        spec  kiro · spec.md

        REQ-1  First
          REQ-1.1  WHEN a visitor asks THEN the system SHALL answer

        REQ-2  Second
          The system SHALL work.

        NFR-1  The system SHALL answer within 200 ms

        3 criteria in 3 requirements of 1 document
        ");
    }

    #[test]
    fn the_lists_of_spec_kit_stand_apart() {
        let text = "\
### User Story 1 - Register (Priority: P1)

**Acceptance Scenarios**:

1. **Given** a visitor, **When** they register, **Then** they have an account

### Functional Requirements

- **FR-001**: The system MUST send a mail
- **FR-010**: The system MUST check the address, and MUST tell the visitor what is wrong with it

### Measurable Outcomes

- **SC-001**: 95 % of the visitors have an account after one minute
";
        insta::assert_snapshot!(check_dialect(Dialect::SpecKit, text), @r"
        spec  spec-kit · spec.md

        US1  Register
          US1.1  Given a visitor, When they register, Then they have an account

        FR-001  The system MUST send a mail
        FR-010  The system MUST check the address, and MUST tell the visitor what is
                wrong with it

        SC-001  95 % of the visitors have an account after one minute

        4 criteria in 4 requirements of 1 document
        ");
    }

    #[test]
    fn an_openspec_requirement_without_scenarios_keeps_its_title() {
        let text = "\
## Requirements

### Requirement: Register

The system SHALL register visitors.

#### Scenario: Address free

- **WHEN** a visitor registers
- **THEN** they have an account

### Requirement: Sign in

The system SHALL let members in.

### Requirement: A name that is longer than any column for ids

The system SHALL let members out.
";
        insta::assert_snapshot!(check_dialect(Dialect::OpenSpec, text), @r"
        spec  openspec · spec.md

        register  Register
          register.address-free  WHEN a visitor registers THEN they have an account

        sign-in  Sign in
          The system SHALL let members in.

        a-name-that-is-longer-than-any-column-for-ids
          A name that is longer than any column for ids
          The system SHALL let members out.

        3 criteria in 3 requirements of 1 document
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
