//! What the criteria and their tests say now, as the lock will keep it.

use std::collections::{HashMap, HashSet};
use std::path::{Component, Path};
use std::sync::Arc;

use spec_model::catalog::{Catalog, Target};
use spec_model::diagnostic::{Code, Location, Severity};
use spec_model::files::{FileKind, Files};
use spec_model::source::Span;
use spec_model::spec::{Document, Fingerprint, Requirement};

use super::criterion_map::CriterionMap;
use crate::intent::{CriterionIntent, Intent, ItemState, Key, Record, Stated};
use crate::ladder::{Verdict, VerdictIx};
use crate::links::{self, Link, Role};

/// What is meant, gathered criterion by criterion.
pub(super) struct IntentBuilder<'a> {
    files: &'a dyn Files,
    /// The root of the workspace.
    root: &'a Path,
    intent: Intent,
    /// The spec root of the catalog at hand, from there.
    catalog_root: String,
    /// What the requirements say that ask for something themselves. They come behind all criteria.
    statements: Vec<Stated>,
    /// The names of files, which many links stand in, by the texts of their paths.
    names: HashMap<Box<[u8]>, Arc<str>>,
}

/// What the criteria of a catalog say, as far as they are asked for.
pub(super) type Wordings = CriterionMap<Option<String>>;

/// Finds out what the criteria of a catalog say.
pub(super) fn wordings(catalog: &Catalog) -> Wordings {
    let wording = |target: &Target<'_>| {
        target.criterion.filter(|_| target.requirement.is_active()).map(|criterion| criterion.wording())
    };
    CriterionMap::new(catalog, wording)
}

/// A criterion that is asked for.
pub(super) struct Asked<'a> {
    pub(super) target: &'a Target<'a>,
    /// What it says.
    pub(super) wording: String,
    /// The verdict on it, and which it is.
    pub(super) verdict: (VerdictIx, &'a Verdict),
}

impl<'a> IntentBuilder<'a> {
    pub(super) fn new(files: &'a dyn Files, root: &'a Path) -> Self {
        Self {
            files,
            root,
            intent: Intent::default(),
            catalog_root: String::new(),
            statements: Vec::new(),
            names: HashMap::new(),
        }
    }

    /// Adds a criterion with its links.
    pub(super) fn criterion(
        &mut self,
        catalog: &Catalog,
        Asked { target, wording, verdict: (verdict_ix, verdict) }: Asked<'_>,
    ) {
        let links = &verdict.links;
        let key = Key::new(&self.catalog_root, &target.document.feature, verdict.id.as_str());
        let keeps_code = catalog.config.severity(Code::CodeChanged) > Severity::Allow;
        let (mut tests, mut helpers, mut code) = (Vec::new(), Vec::<ItemState>::new(), Vec::new());
        let mut known: HashSet<(Arc<str>, Arc<str>, Span)> = HashSet::new();
        code.reserve_exact(links.iter().filter(|link| link.item.role == Role::Implements).count());
        for link in links {
            let mut item = self.item(link);
            if link.item.role == Role::Implements {
                item.fingerprint = keeps_code.then(|| says(self.files, link));
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
                tests.push(item);
            }
        }
        let (waiver, record) = (verdict.waiver.clone(), Record::default());
        let intent = CriterionIntent { key, wording, tests, helpers, code, waiver, record };
        let place = verdict.location.clone();
        self.intent.criteria.push(Stated { intent, place, verdict: Some(verdict_ix) });
    }

    /// Adds a requirement, if it asks for something itself.
    pub(super) fn requirement(&mut self, document: &Document, requirement: &Requirement) {
        let Some(wording) = requirement.wording() else { return };
        let key = Key::new(&self.catalog_root, &document.feature, requirement.id.as_str());
        let intent = CriterionIntent {
            key,
            wording,
            tests: Vec::new(),
            helpers: Vec::new(),
            code: Vec::new(),
            waiver: None,
            record: Record::default(),
        };
        let place = Location::new(&document.source, requirement.span);
        self.statements.push(Stated { intent, place, verdict: None });
    }

    /// What is meant.
    pub(super) fn finish(mut self) -> Intent {
        for stated in self.statements {
            self.intent.criteria.push(stated);
        }
        self.intent
    }

    /// Begins with a catalog: its links that name no criterion come first.
    pub(super) fn begin(&mut self, catalog: &Catalog, links: Vec<Arc<Link>>) {
        self.catalog_root = relative(&catalog.root, self.root);
        for link in links {
            let item = self.item(&link);
            self.intent.strays.push((link.id.clone(), item));
        }
    }

    fn item(&mut self, link: &Arc<Link>) -> ItemState {
        let path = &link.location.path;
        let text = path.as_os_str().as_encoded_bytes();
        let file = match self.names.get(text) {
            Some(file) => Arc::clone(file),
            None => {
                let file: Arc<str> = relative(path, self.root).into();
                self.names.insert(text.into(), Arc::clone(&file));
                file
            }
        };
        ItemState {
            file,
            name: Arc::clone(&link.item.path),
            tokens: Arc::clone(&link.item.tokens),
            fingerprint: None,
            link: Some(Arc::clone(link)),
            helper: None,
        }
    }
}

/// The fingerprint of what an item says. It is read again: few want to know.
fn says(files: &dyn Files, link: &Link) -> Fingerprint {
    let text = files.read_text(&link.location.path, FileKind::Source).unwrap_or_default();
    Fingerprint::of_tokens(&links::tokens_at(&text, link.item.span.start))
}

/// A path from a folder, with `/` between names, whatever the system writes; `..` leads out of the folder.
pub(super) fn relative(path: &Path, folder: &Path) -> String {
    if let Some(below) = below(path, folder) {
        return below.to_owned();
    }
    let (mut path, mut folder) = (path.components().peekable(), folder.components().peekable());
    while path.peek().is_some() && path.peek() == folder.peek() {
        path.next();
        folder.next();
    }
    let up = folder.filter(|part| matches!(part, Component::Normal(_))).map(|_| "..".into());
    let names = path.map(|part| part.as_os_str().to_string_lossy());
    up.chain(names).collect::<Vec<_>>().join("/")
}

/// The same of a path that goes on where that of the folder ends, as nearly all do.
fn below<'a>(path: &'a Path, folder: &Path) -> Option<&'a str> {
    let (path, folder) = (path.as_os_str().as_encoded_bytes(), folder.as_os_str().as_encoded_bytes());
    let below = path.strip_prefix(folder)?.strip_prefix(b"/")?;
    let mut before = b'/';
    for &byte in below {
        // `//`, `/./` and `/../` are ways to another place, and names rarely begin with a dot.
        if byte == b'\\' || before == b'/' && matches!(byte, b'/' | b'.') {
            return None;
        }
        before = byte;
    }
    str::from_utf8(below).ok().filter(|_| before != b'/')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_told_from_the_root_of_the_workspace() {
        let check = |path: &str, folder: &str, expect: &str| {
            assert_eq!(relative(Path::new(path), Path::new(folder)), expect);
        };
        check("/w/a/b.rs", "/w", "a/b.rs");
        check("/w", "/w", "");
        check("/other/b.rs", "/w/x", "../../other/b.rs");
        check("/w/b", "/w/x/y", "../../b");
        check("/w/a/../b/./c.rs", "/w", "a/../b/c.rs");
        check("/wide/b.rs", "/w", "../wide/b.rs");
    }
}
