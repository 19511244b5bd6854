//! `show` for programs.

use serde::Serialize;
use spec_engine::verdict::Verdict;
use spec_model::catalog::Target;
use spec_model::markdown::MappedText;
use spec_model::{Criterion, Diagnostic, Requirement, Source};

use super::linked::WaiverJson;
use super::matrix::PlannedJson;
use super::{CriterionJson, DiagnosticJson, LocationJson, VERSION};

use super::shown_path;
use crate::report::Report;

/// The output of `show` for programs.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ShowJson<'a> {
    version: u32,
    path: String,
    dialect: &'static str,
    feature: &'a str,
    requirement: HeadJson<'a>,
    /// The criterion that was named; all of the requirement's, if that was.
    criteria: Vec<WholeCriterionJson<'a>>,
    links_of_removed: Vec<DiagnosticJson<'a>>,
    diagnostics: Vec<DiagnosticJson<'a>>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct HeadJson<'a> {
    id: &'a str,
    title: &'a str,
    line: usize,
    story: Option<&'a str>,
    priority: Option<&'a str>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct WholeCriterionJson<'a> {
    #[serde(flatten)]
    criterion: CriterionJson<'a>,
    parts: Vec<PartJson<'a>>,
    points: Vec<&'a str>,
    rung: Option<&'static str>,
    is_suspect: Option<bool>,
    waiver: Option<WaiverJson<'a>>,
    links: Vec<LinkJson<'a>>,
    #[serde(flatten)]
    planned: PlannedJson<'a>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct LinkJson<'a> {
    role: &'static str,
    item: &'a str,
    path: String,
    location: LocationJson,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct PartJson<'a> {
    kind: &'static str,
    text: &'a str,
}

impl<'a> ShowJson<'a> {
    /// Lists the target of an id, and its references. Then the links that mean a criterion which had this id and is gone, and what may hide
    /// more.
    pub fn new(
        target: &Target<'a>,
        verdicts: &'a [Verdict],
        planned: Option<&'a Report>,
        gone: &'a [Diagnostic],
        errors: &'a [Diagnostic],
    ) -> Self {
        let Target { document, requirement, criterion, .. } = *target;
        let source = &document.source;
        let criteria = match criterion {
            Some(criterion) => vec![WholeCriterionJson::new(criterion, source, verdicts, planned)],
            None => {
                let criteria = requirement.criteria.iter();
                criteria
                    .map(|criterion| WholeCriterionJson::new(criterion, source, verdicts, planned))
                    .collect()
            }
        };
        Self {
            version: VERSION,
            path: shown_path(document.source.path()),
            dialect: document.dialect.as_str(),
            feature: &document.feature,
            requirement: HeadJson::new(requirement),
            criteria,
            links_of_removed: gone.iter().map(DiagnosticJson::new).collect(),
            diagnostics: errors.iter().map(DiagnosticJson::new).collect(),
        }
    }
}

impl<'a> HeadJson<'a> {
    fn new(requirement: &'a Requirement) -> Self {
        Self {
            id: requirement.id.as_str(),
            title: &requirement.title,
            line: requirement.line,
            story: requirement.story.as_ref().map(MappedText::as_str),
            priority: requirement.priority.as_deref(),
        }
    }
}

impl<'a> WholeCriterionJson<'a> {
    fn new(
        criterion: &'a Criterion,
        source: &Source,
        verdicts: &'a [Verdict],
        planned: Option<&'a Report>,
    ) -> Self {
        let is_on =
            |verdict: &&Verdict| verdict.location.span == criterion.span && verdict.id == criterion.id;
        let verdict = verdicts.iter().find(is_on);
        let links = verdict.into_iter().flat_map(|verdict| &verdict.links).map(|link| LinkJson {
            role: link.item.role.as_str(),
            item: &link.item.path,
            path: shown_path(&link.location.path),
            location: LocationJson::new(&link.location),
        });
        let row = verdict.zip(planned).and_then(|(verdict, planned)| {
            Some((&planned.matrix, planned.matrix.row_on(verdict, &planned.ladder)?))
        });
        let text = criterion.text.as_str();
        let part =
            |part: spec_model::spec::Part| PartJson { kind: part.kind.as_str(), text: &text[part.range] };
        Self {
            criterion: CriterionJson::new(criterion, source),
            parts: criterion.clause().parts.into_iter().map(part).collect(),
            points: criterion.points.iter().map(MappedText::as_str).collect(),
            rung: verdict.map(|verdict| verdict.rung.as_str()),
            is_suspect: verdict.map(Verdict::is_suspect),
            waiver: verdict.and_then(|verdict| verdict.waiver.as_ref()).map(WaiverJson::new),
            links: links.collect(),
            planned: row.map_or_else(PlannedJson::default, |(matrix, row)| PlannedJson::new(matrix, row)),
        }
    }
}

#[cfg(test)]
mod tests {
    use spec_engine::links::{Link, Role, TestState};
    use spec_engine::verdict::Rung;
    use spec_model::diagnostic::Location;
    use spec_model::{Dialect, Source, Span, dialect};

    use super::*;
    use crate::render::sample;

    #[test]
    fn a_criterion_comes_with_its_requirement_and_its_links() {
        let text = "### Requirement 1: Register\n\n#### Acceptance Criteria\n\n1. Nobody registers twice\n";
        let document = dialect::read(Source::new("/repo/requirements.md", text), Some(Dialect::Kiro));
        let requirement = &document.requirements[0];
        let criterion = &requirement.criteria[0];
        let tests = Source::new("/repo/src/lib.rs", "\n#[spec(\"REQ-1.1\")]\n");
        let link = Link {
            id: "REQ-1.1".to_owned(),
            location: Location::new(&tests, Span::new(8, 17)),
            item: sample::item("tests::registers_once", Role::Verifies(TestState::Stub)),
        };
        let verdict = Verdict {
            feature: document.feature.clone(),
            id: criterion.id.clone(),
            is_id_shared: false,
            text: criterion.text.as_str().to_owned(),
            location: Location::new(&document.source, criterion.span),
            rung: Rung::Stub,
            acceptance: spec_engine::verdict::Acceptance::Suspect,
            proposed: None,
            required: None,
            known_rung: None,
            waiver: None,
            links: vec![link.into()],
        };
        let target = Target::new((0, &document), 0, Some(0)).expect("there is a criterion");
        let shown = serde_json::to_string_pretty(&ShowJson::new(&target, &[verdict], None, &[], &[]));
        insta::assert_snapshot!(shown.expect("it is JSON"), @r#"
        {
          "version": 1,
          "path": "/repo/requirements.md",
          "dialect": "kiro",
          "feature": "requirements",
          "requirement": {
            "id": "REQ-1",
            "title": "Register",
            "line": 1,
            "story": null,
            "priority": null
          },
          "criteria": [
            {
              "id": "REQ-1.1",
              "line": 5,
              "end_line": 5,
              "text": "Nobody registers twice",
              "pattern": "plain",
              "parts": [],
              "points": [],
              "rung": "stub",
              "is_suspect": true,
              "waiver": null,
              "links": [
                {
                  "role": "stub",
                  "item": "tests::registers_once",
                  "path": "/repo/src/lib.rs",
                  "location": {
                    "start": 8,
                    "end": 17,
                    "line": 2,
                    "column": 8,
                    "end_line": 2,
                    "end_column": 17
                  }
                }
              ],
              "tasks": [],
              "properties": [],
              "sections": []
            }
          ],
          "links_of_removed": [],
          "diagnostics": []
        }
        "#);
    }
}
