//! Joins links with the criteria that they name.

use std::path::Path;
use std::sync::Arc;

use spec_model::catalog::{Catalog, CriterionIx, ResolveError, Target};
use spec_model::diagnostic::{Code, Diagnostic};
use spec_model::hash::{FastMap, FastSet};
use spec_model::index::IndexVec;
use spec_model::properties::{self, NamedProperty, Properties, PropertyName};
use spec_model::source::Span;

use super::running::Running;
use crate::findings;
use crate::findings::rule::{Builds, FileUse, LinkFate, LinkUse};
use crate::links::{Helper, Link, Role};
use crate::snapshot::criterion_map::CriterionMap;
use crate::snapshot::{ReachedSource, Root, RootIx, Snapshot};
use crate::sources::Scanned;

impl Snapshot {
    /// Joins the links of all sources with the catalog of each root.
    pub(super) fn joined(&self) -> IndexVec<RootIx, Joined<'_>> {
        let shared = |root: &Root| root.shared.map(|shared| &self.roots[shared]);
        let mut joined: IndexVec<RootIx, _> = self.roots.map(|root| Joined::new(root, shared(root)));
        for ReachedSource { file, builds, way } in &self.sources {
            let package = &self.workspace.packages[file.package];
            let running = &mut Running::new(&package.features, way.clone());
            joined[self.of_package[file.package]].file(file, *builds, running);
        }
        for (at, root) in self.roots.enumerated() {
            let OfShared { links, tested_properties } = std::mem::take(&mut joined[at].of_shared);
            if let Some(shared) = root.shared {
                let shared = &mut joined[shared];
                links.into_iter().for_each(|(criterion, link)| shared.links[criterion].push(link));
                shared.tested_properties.extend(tested_properties);
            }
        }
        joined
    }
}

/// The target that an id names, and whether it is one of the shared documents.
type Named<'a> = Result<(Target<'a>, bool), ResolveError>;

/// The criteria and properties that an item names, shared ones or own ones: each counts once.
#[derive(Default)]
struct NamedByItem<'a> {
    by_id: Vec<(bool, CriterionIx)>,
    by_property: Vec<(bool, CriterionIx)>,
    properties: Vec<PropertyPlace<'a>>,
}

/// The place of a property: the path of its design, and its first byte there.
type PropertyPlace<'a> = (&'a Path, usize);

/// The links to the documents that a catalog shares.
#[derive(Default)]
struct OfShared<'a> {
    links: Vec<(CriterionIx, Arc<Link>)>,
    tested_properties: FastSet<PropertyPlace<'a>>,
}

/// One catalog with the links that name its criteria.
pub(super) struct Joined<'a> {
    pub(super) root: &'a Root,
    pub(super) catalog: &'a Catalog,
    /// The shared documents.
    pub(super) shared: Option<&'a Catalog>,
    /// The properties of their designs.
    shared_properties: Option<&'a Properties>,
    /// The properties of its designs that tests name.
    tested_properties: FastSet<PropertyPlace<'a>>,
    /// The links to the shared documents. It is handed on to their root.
    of_shared: OfShared<'a>,
    /// The links of each criterion.
    pub(super) links: CriterionMap<Vec<Arc<Link>>>,
    /// The targets that ids were found to name.
    resolved: FastMap<String, Named<'a>>,
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) has_links: bool,
    /// Links that name no criterion.
    pub(super) unresolved_links: Vec<Arc<Link>>,
}

impl<'a> Joined<'a> {
    fn new(root: &'a Root, shared: Option<&'a Root>) -> Self {
        let catalog = &*root.catalog;
        Self {
            root,
            catalog,
            shared: shared.map(|shared| &*shared.catalog),
            shared_properties: shared.map(|shared| &shared.properties),
            tested_properties: FastSet::default(),
            of_shared: OfShared::default(),
            links: CriterionMap::new(catalog, |_| Vec::new()),
            // Most criteria have a link.
            resolved: FastMap::with_capacity_and_hasher(catalog.criteria().count(), Default::default()),
            diagnostics: Vec::new(),
            has_links: false,
            unresolved_links: Vec::new(),
        }
    }

    fn file(&mut self, file: &Scanned, builds: Builds, running: &mut Running<'_>) {
        if builds == Builds::None {
            self.unreached(file);
            return;
        }
        self.diagnostics.extend(findings::of_file(&FileUse { file, builds }));
        self.diagnostics.extend(file.diagnostics.iter().cloned());
        // The criteria that the item at hand names: items are told apart by their place.
        let mut item: Span = Span::default();
        let mut named = NamedByItem::default();
        for mut link in file.links.iter().cloned() {
            self.has_links = true;
            if builds == Builds::All {
                without_code(&mut link);
            }
            running.look_at(&mut link);
            // If there is no document at all, that is said once, not of each link.
            if self.catalog.documents.is_empty() && self.shared.is_none() {
                break;
            }
            if std::mem::replace(&mut item, link.item.span) != link.item.span {
                named = NamedByItem::default();
            }
            if link.item.role == Role::Implements && (builds == Builds::Tests || link.item.is_for_tests) {
                self.report(&link, LinkFate::ForTests);
                continue;
            }
            if !self.resolved.contains_key(&link.id) {
                if let Some(name) = properties::named(&link.id) {
                    self.property(&name, &link, &mut named);
                    continue;
                }
                let named = self.resolve(&link.id);
                self.resolved.insert(link.id.clone(), named);
            }
            match &self.resolved[&link.id] {
                Err(error) => {
                    let asked = LinkUse { link: &link, fate: LinkFate::Unresolved(error) };
                    self.diagnostics.extend(findings::of_link(&asked));
                    self.unresolved_links.push(link);
                }
                &Ok((target, is_shared)) => match target.criterion_ix {
                    Some(criterion) if named.by_id.contains(&(is_shared, criterion)) => {
                        self.report(&link, LinkFate::Repeated);
                    }
                    Some(criterion) => {
                        named.by_id.push((is_shared, criterion));
                        self.report(&link, LinkFate::Counts);
                        if !named.by_property.contains(&(is_shared, criterion)) {
                            self.count(is_shared, criterion, link);
                        }
                    }
                    None if link.item.role == Role::Implements => {
                        self.report(&link, LinkFate::Counts);
                        for criterion in target.all_of_requirement() {
                            self.count(is_shared, criterion, Arc::clone(&link));
                        }
                    }
                    None => self.report(&link, LinkFate::Requirement(&target)),
                },
            }
        }
        self.diagnostics.extend(running.findings());
    }

    fn report(&mut self, link: &Link, fate: LinkFate<'_>) {
        self.diagnostics.extend(findings::of_link(&LinkUse { link, fate }));
    }

    /// Counts a link to a property for every criterion that it validates and that the item does not name otherwise.
    fn property(&mut self, name: &PropertyName<'_>, link: &Arc<Link>, named: &mut NamedByItem<'a>) {
        let own = self.root.properties.find(self.catalog, name).map(|found| (found, self.catalog, false));
        let shared = self.shared_properties.zip(self.shared);
        let found = match (own, shared) {
            (Err(unknown @ ResolveError::Unknown { .. }), Some((properties, catalog))) => {
                let found = properties.find(catalog, name).map(|found| (found, catalog, true));
                found.map_err(|error| match error {
                    ResolveError::Unknown { .. } => unknown,
                    error => error,
                })
            }
            (own, _) => own,
        };
        match found {
            Err(error) => self.report(link, LinkFate::Unresolved(&error)),
            Ok((found, catalog, is_shared)) => {
                let place: PropertyPlace<'a> = (found.design.source.path(), found.property.span.start);
                if named.properties.contains(&place) {
                    self.report(link, LinkFate::Repeated);
                    return;
                }
                named.properties.push(place);
                if matches!(link.item.role, Role::Verifies(_)) {
                    let shared = &mut self.of_shared.tested_properties;
                    let tested = if is_shared { shared } else { &mut self.tested_properties };
                    tested.insert(place);
                }
                self.report(link, LinkFate::Counts);
                for criterion in found.criteria(catalog).iter().filter_map(|target| target.criterion_ix) {
                    let place = (is_shared, criterion);
                    if !named.by_id.contains(&place) && !named.by_property.contains(&place) {
                        named.by_property.push(place);
                        self.count(is_shared, criterion, Arc::clone(link));
                    }
                }
            }
        }
    }

    fn resolve(&self, id: &str) -> Named<'a> {
        let target = self.catalog.resolve_beside(self.shared, id)?;
        let is_shared = self.shared.is_some_and(|shared| shared.holds(&target));
        Ok((target, is_shared))
    }

    /// Counts a link for the criterion that it names.
    fn count(&mut self, is_shared: bool, at: CriterionIx, link: Arc<Link>) {
        if is_shared {
            self.of_shared.links.push((at, link));
        } else {
            self.links[at].push(link);
        }
    }

    /// A file that no target includes: what is linked there does not count, nor what is wrong with it, unless it could not be
    /// read: then it is not known what it includes either.
    fn unreached(&mut self, file: &Scanned) {
        let unreadable = |finding: &&Diagnostic| finding.code == Code::UnreadableSource;
        self.diagnostics.extend(file.diagnostics.iter().filter(unreadable).cloned());
        self.diagnostics.extend(findings::of_file(&FileUse { file, builds: Builds::None }));
    }

    /// Does a test name a property of its designs?
    pub(super) fn is_tested(&self, property: &NamedProperty<'_>) -> bool {
        let place = (&**property.design.source.path(), property.property.span.start);
        self.tested_properties.contains(&place)
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
