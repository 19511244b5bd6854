//! Links meet criteria.

use std::collections::HashMap;
use std::sync::Arc;

use spec_model::catalog::{Catalog, CriterionIx, ResolveError, Target};
use spec_model::diagnostic::{Code, Diagnostic, Location};
use spec_model::source::Span;

use super::answer::Findings;
use super::criterion_map::CriterionMap;
use super::demands::Demands;
use super::intent_builder::{self, Asked, IntentBuilder, Wordings};
use super::lock_comparison::{self, Accepted};
use super::question::{Question, Scope};
use super::reach::{self, Builds};
use super::roots::Roots;
use super::running::Running;
use super::waivers::{self, Waivers};
use crate::Host;
use crate::findings::sink::Severities;
use crate::findings::{
    configuration, documents, duplicate_link, generated_tests, lock_missing, requirement_named, stand_in,
    undeclared_module, unmet, unresolved,
};
use crate::ladder::{self, Verdict};
use crate::links::{Helper, Link, Role};
use crate::sources::{Scanned, Scanning};
use crate::workspace::Workspace;

/// Joins the links of the packages of a workspace with the documents in force for them. `roots` finds where these are.
pub(super) fn join(
    host: &Host,
    workspace: &Workspace,
    roots: impl FnOnce() -> Roots + Send,
    question: &Question<'_>,
) -> Findings {
    let files = host.files();
    let packages = &*workspace.packages;
    // The documents and what was accepted are read while the sources are.
    let is_kept = lock_comparison::is_asked_for(files, &workspace.root, question);
    let scanning = Scanning { packages, with_words: is_kept };
    let (catalogs, roots, wordings, scanned, comparison) = std::thread::scope(|scope| {
        let accepted = scope.spawn(|| is_kept.then(|| Accepted::read(files, &workspace.root, question)));
        let reading = scope.spawn(|| {
            let mut roots = roots();
            let places = std::mem::take(&mut roots.places);
            let catalogs: Vec<_> = places.into_iter().map(|places| host.catalog(places).indexed()).collect();
            let asked = catalogs[..roots.asked].iter();
            let wordings: Vec<_> =
                asked.map(|catalog| is_kept.then(|| intent_builder::wordings(catalog))).collect();
            (catalogs, roots, wordings)
        });
        let scanned = reach::reached(host, host.sources(scanning), scanning, &workspace.generated);
        let read = reading.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        let (catalogs, roots, wordings) = read;
        let accepted = accepted.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        (catalogs, roots, wordings, scanned, accepted)
    });
    let shared = roots.shared.iter().map(|shared| shared.map(|at| &catalogs[at]));
    let mut joined: Vec<_> =
        catalogs.iter().zip(shared).map(|(catalog, shared)| Joined::new(catalog, shared)).collect();
    for (file, builds, way) in scanned {
        let package = &packages[file.package];
        joined[roots.of_package[file.package]].file(&file, builds, &mut Running::new(&package.features, way));
    }
    for (at, shared) in roots.shared.iter().enumerate() {
        let links = std::mem::take(&mut joined[at].of_shared);
        if let Some(shared) = *shared {
            for (at, link) in links {
                joined[shared].links[at].push(link);
            }
        }
    }
    joined.truncate(roots.asked);
    let catalogs = &catalogs[..roots.asked];
    // What is wrong with the manifests is told first: everything else rests on them.
    let mut findings = Findings::default();
    findings.sink().report(Severities::OfCodes, workspace.diagnostics.iter().cloned());
    let mut meant = comparison.is_some().then(|| IntentBuilder::new(files, &workspace.root));
    let names: Vec<_> = packages.iter().map(|package| &*package.name).collect();
    for (mut joined, wordings) in joined.into_iter().zip(wordings) {
        joined.diagnostics.extend(configuration::unknown_package(joined.catalog, &names));
        joined.finish(&mut findings, meant.as_mut().zip(wordings));
    }
    if question.scope == Scope::Workspace {
        findings
            .sink()
            .report(Severities::OfCodes, documents::unread_at_root(files, &workspace.root, catalogs));
    }
    if comparison.as_ref().is_none_or(|comparison| !comparison.is_there()) {
        findings
            .sink()
            .report(Severities::OfCodes, lock_missing::lock_missing(files, &workspace.root, catalogs));
    }
    if let (Some(comparison), Some(meant)) = (comparison, meant) {
        comparison.compare(files, meant.finish(), catalogs, &mut findings);
    }
    findings
}

/// What an id names, and whether it is one of the shared documents.
type Named<'a> = Result<(Target<'a>, bool), ResolveError>;

/// One catalog with the links that name its criteria.
struct Joined<'a> {
    catalog: &'a Catalog,
    /// The shared documents.
    shared: Option<&'a Catalog>,
    /// The links to shared criteria.
    of_shared: Vec<(CriterionIx, Arc<Link>)>,
    /// The links of each criterion.
    links: CriterionMap<Vec<Arc<Link>>>,
    /// What ids were found to name.
    resolved: HashMap<String, Named<'a>>,
    diagnostics: Vec<Diagnostic>,
    has_links: bool,
    /// Links that name no criterion.
    strays: Vec<Arc<Link>>,
}

impl<'a> Joined<'a> {
    fn new(catalog: &'a Catalog, shared: Option<&'a Catalog>) -> Self {
        Self {
            catalog,
            shared,
            of_shared: Vec::new(),
            links: CriterionMap::new(catalog, |_| Vec::new()),
            resolved: HashMap::new(),
            diagnostics: Vec::new(),
            has_links: false,
            strays: Vec::new(),
        }
    }

    fn file(&mut self, file: &Scanned, builds: Builds, running: &mut Running<'_>) {
        if builds == Builds::None {
            self.unreached(file);
            return;
        }
        if builds == Builds::Tests {
            self.diagnostics.extend(generated_tests::generated_tests(&file.path, &file.modules));
        }
        self.diagnostics.extend(file.diagnostics.iter().cloned());
        // The criteria that the item at hand names: items are told apart by their place.
        let mut item: Span = Span::default();
        let mut named: Vec<(bool, CriterionIx)> = Vec::new();
        for mut link in file.links.iter().cloned() {
            self.has_links = true;
            if builds == Builds::All {
                without_code(&mut link);
            }
            running.look_at(&mut link);
            // Where there is no document at all, that is said once, not of each link.
            if self.catalog.documents.is_empty() && self.shared.is_none() {
                break;
            }
            if std::mem::replace(&mut item, link.item.span) != link.item.span {
                named.clear();
            }
            if link.item.role == Role::Implements && (builds == Builds::Tests || link.item.is_for_tests) {
                self.diagnostics.push(stand_in::stand_in(&link));
                continue;
            }
            if !self.resolved.contains_key(&link.id) {
                let named = self.resolve(&link.id);
                self.resolved.insert(link.id.clone(), named);
            }
            match &self.resolved[&link.id] {
                Err(error) => {
                    self.diagnostics.push(unresolved::unresolved(&link, error));
                    self.strays.push(link);
                }
                &Ok((target, is_shared)) => match target.criterion_ix {
                    Some(criterion) if named.contains(&(is_shared, criterion)) => {
                        self.diagnostics.push(duplicate_link::duplicate_link(&link));
                    }
                    Some(criterion) => {
                        named.push((is_shared, criterion));
                        self.count(is_shared, criterion, link);
                    }
                    None if link.item.role == Role::Implements => {
                        for criterion in target.all_of_requirement() {
                            self.count(is_shared, criterion, Arc::clone(&link));
                        }
                    }
                    None => self.diagnostics.push(requirement_named::requirement_named(&link, &target)),
                },
            }
        }
        self.diagnostics.extend(running.findings());
    }

    fn resolve(&self, id: &str) -> Named<'a> {
        let target = self.catalog.resolve_beside(self.shared, id)?;
        let is_shared = self.shared.is_some_and(|shared| shared.holds(&target));
        Ok((target, is_shared))
    }

    /// Counts a link for the criterion that it names.
    fn count(&mut self, is_shared: bool, at: CriterionIx, link: Arc<Link>) {
        if is_shared {
            self.of_shared.push((at, link));
        } else {
            self.links[at].push(link);
        }
    }

    /// A file that no target includes: what is linked there does not count, nor what is wrong with it, unless it could not be
    /// read: then it is not known what it includes either.
    fn unreached(&mut self, file: &Scanned) {
        let unreadable = |finding: &&Diagnostic| finding.code == Code::UnreadableSource;
        self.diagnostics.extend(file.diagnostics.iter().filter(unreadable).cloned());
        let mut tests = file.links.iter().filter(|link| matches!(link.item.role, Role::Verifies(_)));
        let Some(link) = tests.next() else { return };
        self.diagnostics.push(undeclared_module::undeclared_module(&file.path, link, tests.count()));
    }

    fn finish(mut self, findings: &mut Findings, mut meant: Option<(&mut IntentBuilder<'_>, Wordings)>) {
        let catalog = self.catalog;
        if let Some((meant, _)) = &mut meant {
            meant.begin(catalog, std::mem::take(&mut self.strays));
        }
        let mut diagnostics: Vec<Diagnostic> = catalog.diagnostics.clone();
        diagnostics.extend(catalog.documents.iter().flat_map(|document| document.diagnostics.clone()));
        diagnostics.append(&mut self.diagnostics);
        if catalog.documents.is_empty() && self.has_links {
            diagnostics.push(documents::no_documents(&catalog.root, &catalog.config, &catalog.looked_in));
        }
        let demands = Demands::new(catalog, &mut diagnostics);
        let waivers = Waivers::new(catalog, &mut diagnostics);
        for (document_at, document) in catalog.documents.iter().enumerate() {
            let criteria = Target::criteria_of(document_at, document);
            for target in criteria.filter(|target| target.requirement.is_active()) {
                let (Some(criterion), Some(criterion_ix)) = (target.criterion, target.criterion_ix) else {
                    continue;
                };
                let mut links = std::mem::take(&mut self.links[criterion_ix]);
                let rung = ladder::rung(&mut links);
                let mut verdict = Verdict {
                    feature: document.feature.clone(),
                    id: criterion.id.clone(),
                    text: criterion.text.as_str().to_owned(),
                    location: Location::new(&document.source, criterion.span),
                    rung,
                    required: demands.of(&target),
                    owed: None,
                    waiver: None,
                    links,
                    is_suspect: false,
                };
                if let Some(waiver) = waivers.of(&target) {
                    diagnostics.extend(waivers::apply(&mut verdict, waiver));
                }
                diagnostics.extend(unmet::unmet(&verdict, || catalog.qualified_id(&target)));
                let verdict_ix = findings.verdicts.push(verdict);
                if let Some((meant, wordings)) = &mut meant
                    && let Some(wording) = wordings[criterion_ix].take()
                {
                    let verdict = (verdict_ix, &findings.verdicts[verdict_ix]);
                    meant.criterion(catalog, Asked { target: &target, wording, verdict });
                }
            }
            if let Some((meant, _)) = &mut meant {
                let asked = document.requirements.iter().filter(|requirement| requirement.is_active());
                asked.for_each(|requirement| meant.requirement(document, requirement));
            }
        }
        findings.sink().report(Severities::Of(&catalog.config), diagnostics);
    }
}

/// Takes the code that is tested from what a test uses: that is not a part of the test.
fn without_code(link: &mut Arc<Link>) {
    let is_code = |helpers: &Arc<[Arc<Helper>]>| helpers.iter().any(|helper| !helper.is_for_tests);
    if link.item.helpers.as_ref().is_some_and(is_code) {
        let link = Arc::make_mut(link);
        let helpers = link.item.helpers.take();
        let of_tests = helpers.iter().flat_map(|helpers| helpers.iter()).filter(|helper| helper.is_for_tests);
        link.item.helpers = Some(of_tests.cloned().collect());
    }
}
