//! `affected` for programs.

use serde::Serialize;

use super::linked::LinkJson;
use super::shown_path;
use super::test::TestJson;
use super::{LocationJson, VERSION};
use crate::affected::{Affected, AffectedCriterion, ChangedItem, ItemPlace, OtherFile, Reason};
use crate::focus;
use crate::report::Report;

/// The output of `affected` for programs.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AffectedJson<'a> {
    version: u32,
    base: &'a str,
    evidence: &'static str,
    looked_at: usize,
    criteria: Vec<CriterionJson<'a>>,
    changes: Vec<ChangeJson<'a>>,
    other_files: Vec<OtherFileJson<'a>>,
    gaps: &'a [String],
    filters: FiltersJson,
    run: Option<TestJson<'a>>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct CriterionJson<'a> {
    key: &'a str,
    id: &'a str,
    feature: &'a str,
    path: String,
    location: LocationJson,
    reasons: Vec<ReasonJson<'a>>,
    tests: Vec<LinkJson<'a>>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct ReasonJson<'a> {
    why: &'static str,
    #[serde(flatten)]
    item: PlaceJson<'a>,
    way: Vec<PlaceJson<'a>>,
}

#[derive(Debug, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct PlaceJson<'a> {
    item: Option<&'a str>,
    file: Option<&'a str>,
    line: Option<usize>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct ChangeJson<'a> {
    #[serde(flatten)]
    item: PlaceJson<'a>,
    how: &'static str,
    has_reached: bool,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct OtherFileJson<'a> {
    file: &'a str,
    is_of_build: bool,
    is_named: bool,
    is_judged: bool,
    is_artifact: bool,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct FiltersJson {
    nextest: String,
    cargo: Vec<String>,
}

impl<'a> AffectedJson<'a> {
    /// The criteria, and how their tests did if they ran.
    pub fn new(affected: &'a Affected, report: Option<&'a Report>) -> Self {
        Self {
            version: VERSION,
            base: &affected.base,
            evidence: affected.evidence.as_str(),
            looked_at: affected.looked_at,
            criteria: affected.criteria.iter().map(CriterionJson::new).collect(),
            changes: affected.changes.iter().map(ChangeJson::new).collect(),
            other_files: affected.other_files.iter().map(OtherFileJson::new).collect(),
            gaps: &affected.gaps,
            filters: FiltersJson {
                nextest: focus::nextest(affected.tests()),
                cargo: focus::cargo(affected.tests()),
            },
            run: report.map(TestJson::new),
        }
    }
}

impl<'a> CriterionJson<'a> {
    fn new(criterion: &'a AffectedCriterion) -> Self {
        let verdict = &criterion.verdict;
        Self {
            key: &criterion.key,
            id: verdict.id.as_str(),
            feature: &verdict.feature,
            path: shown_path(&verdict.location.path),
            location: LocationJson::new(&verdict.location),
            reasons: criterion.reasons.iter().map(ReasonJson::new).collect(),
            tests: criterion.tests().map(|test| LinkJson::new(test)).collect(),
        }
    }
}

impl<'a> ReasonJson<'a> {
    fn new(reason: &'a Reason) -> Self {
        Self {
            why: reason.why.as_str(),
            item: reason.item.as_ref().map(PlaceJson::new).unwrap_or_default(),
            way: reason.way.iter().map(PlaceJson::new).collect(),
        }
    }
}

impl<'a> PlaceJson<'a> {
    fn new(place: &'a ItemPlace) -> Self {
        let item = Some(&*place.name).filter(|name| !name.is_empty());
        Self { item, file: Some(&place.file), line: place.line }
    }
}

impl<'a> ChangeJson<'a> {
    fn new(change: &'a ChangedItem) -> Self {
        let ChangedItem { place, how, has_reached } = change;
        Self { item: PlaceJson::new(place), how: how.as_str(), has_reached: *has_reached }
    }
}

impl<'a> OtherFileJson<'a> {
    fn new(other: &'a OtherFile) -> Self {
        let OtherFile { file, is_of_build, is_named, is_judged, is_artifact } = other;
        Self {
            file,
            is_of_build: *is_of_build,
            is_named: *is_named,
            is_judged: *is_judged,
            is_artifact: *is_artifact,
        }
    }
}
