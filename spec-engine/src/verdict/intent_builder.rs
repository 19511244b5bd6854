//! Gathers what the criteria and their tests say now, as the lock will keep it.

use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;

use spec_model::catalog::{Catalog, Target};
use spec_model::diagnostic::{Code, Location, Severity};
use spec_model::hash::FastMap;
use spec_model::paths::relative;
use spec_model::source::Span;
use spec_model::spec::{Document, Fingerprint, Requirement};

use crate::intent::{AcceptanceRecord, Around, CriterionIntent, Intent, ItemState, Key, Stated};
use crate::ladder::{Verdict, VerdictIx};
use crate::links::{self, Link, Role};
use crate::snapshot::{Root, Snapshot};

/// Gathers what is intended, criterion by criterion.
pub(super) struct IntentBuilder<'a> {
    snapshot: &'a Snapshot,
    intent: Intent,
    /// The name of the spec root at hand.
    catalog_root: &'a str,
    /// The requirements that ask for something themselves. They come behind all criteria.
    statements: Vec<Stated>,
    /// The names of files, which many links stand in, by the texts of their paths.
    names: FastMap<Box<[u8]>, Arc<str>>,
}

/// A criterion that is asked for.
pub(super) struct Asked<'a> {
    pub(super) target: &'a Target<'a>,
    /// The words of the criterion.
    pub(super) wording: String,
    /// The verdict on it, and which it is.
    pub(super) verdict: (VerdictIx, &'a Verdict),
}

impl<'a> IntentBuilder<'a> {
    pub(super) fn new(snapshot: &'a Snapshot) -> Self {
        Self {
            snapshot,
            intent: Intent::default(),
            catalog_root: "",
            statements: Vec::new(),
            names: FastMap::with_capacity_and_hasher(snapshot.sources.len(), Default::default()),
        }
    }

    /// Adds a criterion with its links.
    pub(super) fn criterion(
        &mut self,
        catalog: &Catalog,
        Asked { target, wording, verdict: (verdict_ix, verdict) }: Asked<'_>,
    ) {
        let links = &verdict.links;
        let key = Key::new(self.catalog_root, &target.document.feature, verdict.id.as_str());
        let keeps_code = catalog.config.severity(Code::CodeChanged) > Severity::Allow;
        let (mut tests, mut helpers, mut code) = (Vec::new(), Vec::<ItemState>::new(), Vec::new());
        let mut known: HashSet<(Arc<str>, Arc<str>, Span)> = HashSet::new();
        code.reserve_exact(links.iter().filter(|link| link.item.role == Role::Implements).count());
        for link in links {
            let mut item = self.item(link);
            if link.item.role == Role::Implements {
                item.fingerprint = keeps_code.then(|| self.says(link));
                code.push(item);
            } else {
                for helper in link.item.helpers.iter().flat_map(|helpers| helpers.iter()) {
                    let used = ItemState {
                        name: Arc::clone(&helper.path),
                        tokens: Arc::clone(&helper.tokens),
                        helper: Some(Arc::clone(helper)),
                        ..item.clone()
                    };
                    // Of one file a helper is one value.
                    if known.insert((Arc::clone(&used.file), Arc::clone(&used.name), helper.location.span)) {
                        helpers.push(used);
                    }
                }
                for beyond in self.snapshot.beyond.of(link) {
                    let used = ItemState {
                        file: self.file(&beyond.location.path),
                        name: Arc::clone(&beyond.path),
                        tokens: Arc::clone(&beyond.tokens),
                        helper: Some(Arc::clone(beyond)),
                        ..item.clone()
                    };
                    if known.insert((Arc::clone(&used.file), Arc::clone(&used.name), beyond.location.span)) {
                        helpers.push(used);
                    }
                }
                tests.push(item);
            }
        }
        let (waiver, record) = (verdict.waiver.clone(), AcceptanceRecord::default());
        let context =
            target.criterion.map(|criterion| Around::of(target.document, target.requirement, criterion));
        let intent = CriterionIntent { key, wording, tests, helpers, code, waiver, context, record };
        let place = verdict.location.clone();
        self.intent.criteria.push(Stated { intent, place, verdict: Some(verdict_ix) });
    }

    /// Adds a requirement, if it asks for something itself.
    pub(super) fn requirement(&mut self, document: &Document, requirement: &Requirement) {
        let in_force = requirement.proposal.as_ref().and_then(|proposal| proposal.replaces.as_deref());
        let Some(wording) = in_force.unwrap_or(requirement).wording() else { return };
        let key = Key::new(self.catalog_root, &document.feature, requirement.id.as_str());
        let intent = CriterionIntent {
            key,
            wording,
            tests: Vec::new(),
            helpers: Vec::new(),
            code: Vec::new(),
            waiver: None,
            context: None,
            record: AcceptanceRecord::default(),
        };
        let place = Location::new(&document.source, requirement.span);
        self.statements.push(Stated { intent, place, verdict: None });
    }

    /// Returns the finished intent.
    pub(super) fn finish(mut self) -> Intent {
        for stated in self.statements {
            self.intent.criteria.push(stated);
        }
        self.intent
    }

    /// Begins with a catalog: its links that name no criterion come first.
    pub(super) fn begin(&mut self, root: &'a Root, links: Vec<Arc<Link>>) {
        self.catalog_root = &root.name;
        self.intent.criteria.reserve(root.catalog.criteria().count());
        for link in links {
            let item = self.item(&link);
            self.intent.unresolved_links.push((link.id.clone(), item));
        }
    }

    /// The fingerprint of what an item says. Few want to know.
    fn says(&self, link: &Link) -> Fingerprint {
        let text = self.snapshot.text(&link.location.path).unwrap_or_default();
        Fingerprint::of_tokens(&links::tokens_at(&String::from_utf8_lossy(text), link.item.span.start))
    }

    /// A file as the lock names it.
    fn file(&mut self, path: &Path) -> Arc<str> {
        let text = path.as_os_str().as_encoded_bytes();
        match self.names.get(text) {
            Some(file) => Arc::clone(file),
            None => {
                let file: Arc<str> = relative(path, &self.snapshot.workspace.root).into();
                self.names.insert(text.into(), Arc::clone(&file));
                file
            }
        }
    }

    fn item(&mut self, link: &Arc<Link>) -> ItemState {
        ItemState {
            file: self.file(&link.location.path),
            name: Arc::clone(&link.item.path),
            tokens: Arc::clone(&link.item.tokens),
            fingerprint: None,
            link: Some(Arc::clone(link)),
            helper: None,
        }
    }
}
