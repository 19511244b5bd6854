//! What the criteria and their tests say now, as the lock will keep it.

use std::collections::HashMap;
use std::path::{Component, Path};
use std::sync::Arc;

use crate::catalog::{Catalog, Target};
use crate::diagnostic::{Code, Severity};
use crate::intent::{Intent, Key, Linked, Meaning};
use crate::links::{Link, Role};

/// What is meant, gathered criterion by criterion.
pub(super) struct Meant<'a> {
    /// The root of the workspace.
    root: &'a Path,
    pub(super) intent: Intent,
    /// The names of files, which many links stand in.
    files: HashMap<Arc<Path>, Arc<str>>,
}

impl<'a> Meant<'a> {
    pub(super) fn new(root: &'a Path) -> Self {
        Self { root, intent: Intent::default(), files: HashMap::new() }
    }

    /// Adds a criterion with its links.
    pub(super) fn criterion(&mut self, catalog: &Catalog, target: &Target<'_>, links: &[Arc<Link>]) {
        let Some(criterion) = target.criterion else { return };
        let key =
            Key::new(&relative(&catalog.root, self.root), &target.document.feature, criterion.id.as_str());
        let keeps_code = catalog.config.severity(Code::CodeChanged) > Severity::Allow;
        let (mut tests, mut code) = (Vec::new(), Vec::new());
        for link in links {
            let mut item = self.item(link);
            if link.item.role == Role::Implements {
                item.fingerprint = item.fingerprint.filter(|_| keeps_code);
                code.push(item);
            } else {
                tests.push(item);
            }
        }
        self.intent.criteria.push(Meaning { key, wording: criterion.wording(), tests, code });
    }

    /// Adds links that name no criterion.
    pub(super) fn strays(&mut self, links: Vec<Arc<Link>>) {
        for link in links {
            let item = self.item(&link);
            self.intent.strays.push((link.id.clone(), item));
        }
    }

    fn item(&mut self, link: &Arc<Link>) -> Linked {
        let path = &link.location.path;
        let file = match self.files.get(path) {
            Some(file) => Arc::clone(file),
            None => {
                let file: Arc<str> = relative(path, self.root).into();
                self.files.insert(Arc::clone(path), Arc::clone(&file));
                file
            }
        };
        Linked {
            file,
            name: Arc::clone(&link.item.path),
            tokens: Arc::clone(&link.item.tokens),
            fingerprint: Some(link.item.fingerprint),
            link: Some(Arc::clone(link)),
        }
    }
}

/// A path from a folder, with `/` between names, whatever the system writes; `..` leads out of the folder.
pub(super) fn relative(path: &Path, folder: &Path) -> String {
    let (mut path, mut folder) = (path.components().peekable(), folder.components().peekable());
    while path.peek().is_some() && path.peek() == folder.peek() {
        path.next();
        folder.next();
    }
    let up = folder.filter(|part| matches!(part, Component::Normal(_))).map(|_| "..".into());
    let names = path.map(|part| part.as_os_str().to_string_lossy());
    up.chain(names).collect::<Vec<_>>().join("/")
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
    }
}
