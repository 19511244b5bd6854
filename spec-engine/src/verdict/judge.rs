//! Gives each criterion of a spec root its verdict, and asks the rules about everything that stands there.
//!
//! All verdicts of a workspace come first: what was accepted may give a criterion other links. The rules are asked afterwards.

use std::borrow::Cow;
use std::collections::HashSet;

use spec_model::catalog::Target;
use spec_model::diagnostic::{Code, Diagnostic, Location, Severity};
use spec_model::index::IndexVec;
use spec_model::spec::{Criterion, Requirement};

use super::demands::Demands;
use super::intent_builder::{Asked, IntentBuilder};
use super::join::Joined;
use super::task_lists::TaskLists;
use super::test_texts::TestTexts;
use super::waivers::{self, Waivers};
use crate::findings::rule::{CatalogUse, CriterionUse, PropertyUse, TestsUse};
use crate::findings::task_done_unproven::TaskClaim;
use crate::findings::{self, designs, task_lists};
use crate::ladder::{self, Proposed, Rung, Verdict, VerdictIx};
use crate::tasks::VerdictPlaces;
use crate::workspace::Workspace;

/// A spec root whose criteria have their verdicts.
pub(super) struct Judged<'a> {
    pub(super) joined: Joined<'a>,
    criteria: Vec<JudgedCriterion<'a>>,
    /// The problems with the demands and waivers of its `spec.toml`.
    configuration: Vec<Diagnostic>,
}

/// A criterion that is asked for.
struct JudgedCriterion<'a> {
    target: Target<'a>,
    verdict: VerdictIx,
    waived_at: Option<&'a Location>,
}

impl<'a> Judged<'a> {
    /// Adds the verdicts on the criteria of a root, and what these and their tests say now.
    pub(super) fn new(
        mut joined: Joined<'a>,
        verdicts: &mut IndexVec<VerdictIx, Verdict>,
        mut intent: Option<&mut IntentBuilder<'a>>,
    ) -> Self {
        let (catalog, root) = (joined.catalog, joined.root);
        if let Some(intent) = &mut intent {
            intent.begin(root, std::mem::take(&mut joined.unresolved_links));
        }
        let count = catalog.criteria().count();
        let (mut configuration, mut criteria) = (Vec::new(), Vec::with_capacity(count));
        verdicts.reserve(count);
        let demands = Demands::new(catalog, &mut configuration);
        let waivers = Waivers::new(catalog, &mut configuration);
        for (document_at, document) in catalog.documents.iter().enumerate() {
            let targets = Target::criteria_of(document_at, document);
            for target in targets.filter(|target| target.requirement.is_active()) {
                let (Some(criterion), Some(criterion_ix)) = (target.criterion, target.criterion_ix) else {
                    continue;
                };
                let mut links = std::mem::take(&mut joined.links[criterion_ix]);
                let rung = ladder::rung(&mut links);
                let mut verdict = Verdict {
                    feature: document.feature.clone(),
                    id: criterion.id.clone(),
                    is_id_shared: false,
                    text: criterion.text.as_str().to_owned(),
                    location: Location::new(&document.source, criterion.span),
                    rung,
                    required: demands.of(&target).filter(|_| target.requirement.needs_test()),
                    known_rung: None,
                    waiver: None,
                    links,
                    acceptance: Default::default(),
                    proposed: target.requirement.proposal.as_ref().map(Proposed::of),
                };
                let waiver = waivers.of(&target);
                waiver.into_iter().for_each(|waiver| waivers::apply(&mut verdict, waiver));
                let verdict_ix = verdicts.push(verdict);
                let waived_at = waiver.map(|waiver| &waiver.location);
                criteria.push(JudgedCriterion { target, verdict: verdict_ix, waived_at });
                if let Some(intent) = &mut intent
                    && let Some(wording) =
                        root.wordings.as_ref().and_then(|wordings| wordings[criterion_ix].clone())
                {
                    let verdict = (verdict_ix, &verdicts[verdict_ix]);
                    intent.criterion(catalog, Asked { target: &target, wording, verdict });
                }
            }
            if let Some(intent) = &mut intent {
                // Of what a change leaves of a requirement, the requirement that it modifies says the rest.
                let is_rest = |requirement: &&Requirement| {
                    requirement
                        .proposal
                        .as_ref()
                        .is_none_or(|proposal| !proposal.removes || !proposal.modifies)
                };
                let asked = document.requirements.iter().filter(|requirement| requirement.is_active());
                let asked = asked.filter(is_rest);
                asked.for_each(|requirement| intent.requirement(document, requirement));
            }
        }
        Self { joined, criteria, configuration }
    }

    /// Asks the rules about the documents, links, criteria and task lists of the root. Links at
    /// `explained` places are reported with what was accepted. Returns what ticked tasks claim as well.
    pub(super) fn findings(
        mut self,
        texts: &TestTexts<'_>,
        workspace: &Workspace,
        verdicts: &IndexVec<VerdictIx, Verdict>,
        explained: &HashSet<&Location>,
    ) -> (Vec<Diagnostic>, Vec<TaskClaim>) {
        let Joined { root, catalog, has_links, .. } = self.joined;
        let mut found: Vec<Diagnostic> = catalog.diagnostics.clone();
        found.extend(catalog.documents.iter().flat_map(|document| document.diagnostics.clone()));
        found.extend(task_lists::task_lists(catalog, self.joined.shared, &root.tasks));
        found.extend(designs::designs(catalog, &root.designs));
        found.extend(root.unread.iter().cloned());
        let is_explained = |finding: &Diagnostic| {
            finding.code == Code::Orphan && finding.location.as_ref().is_some_and(|at| explained.contains(at))
        };
        let of_links = std::mem::take(&mut self.joined.diagnostics).into_iter();
        found.extend(of_links.filter(|finding| !is_explained(finding)));
        found.extend(findings::of_catalog(&CatalogUse { catalog, has_links }));
        let properties = &root.properties;
        for property in properties.all() {
            let is_tested = self.joined.is_tested(&property);
            let asked = PropertyUse { catalog, properties, property, is_tested };
            found.extend(findings::of_property(&asked));
        }
        found.append(&mut self.configuration);
        let looks_at_tests = catalog.config.severity(Code::ThinTest) > Severity::Allow;
        for JudgedCriterion { target, verdict, waived_at } in &self.criteria {
            found.extend(findings::of_criterion(&CriterionUse {
                verdict: &verdicts[*verdict],
                name: &|| catalog.qualified_id(target),
                waiver: *waived_at,
            }));
            if looks_at_tests && let Some(criterion) = target.criterion {
                let verdict = &verdicts[*verdict];
                found.extend(of_tests(criterion, verdict, texts));
            }
        }
        let own = self.criteria.iter().map(|criterion| (criterion.verdict, &verdicts[criterion.verdict]));
        let lists = TaskLists {
            catalog,
            lists: &root.tasks,
            designs: &root.designs,
            workspace,
            places: VerdictPlaces::new(own),
            verdicts,
            has_links,
        };
        let (of_lists, claims) = if lists.lists.is_empty() { Default::default() } else { lists.findings() };
        found.extend(of_lists);
        (found, claims)
    }
}

/// Asks the rules about the tests of a criterion, if any of them would run.
fn of_tests(criterion: &Criterion, verdict: &Verdict, texts: &TestTexts<'_>) -> Vec<Diagnostic> {
    if verdict.rung != Rung::Tested || verdict.proposed.is_some() {
        return Vec::new();
    }
    // Emphasised text reads as the rest does.
    let is_plain = criterion.points.is_empty() && !verdict.text.contains("**");
    let wording = if is_plain { Cow::Borrowed(&*verdict.text) } else { Cow::Owned(criterion.wording()) };
    let wording = wording.split("\n> ").next().unwrap_or_default();
    findings::of_tests(&TestsUse { verdict, reasons: &texts.reasons(wording, verdict) }).collect()
}
