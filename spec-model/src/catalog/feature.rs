//! Names features after their documents' places, so that no other document changes a name.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;

use super::glob;
use crate::diagnostic::{Code, Diagnostic};
use crate::order::Order as _;
use crate::spec::{Document, slug};

/// Files that are named alike in each feature's folder: the folder names the feature.
const ALIKE: [&str; 5] = ["requirements", "bugfix", "spec", "readme", "index"];

/// Folders that hold documents of any feature: they name none.
const COMMON: [&str; 4] = [".kiro", ".specify", "openspec", "specs"];

/// Names the features of documents. `globs` are the places that they were found in, in their order.
///
/// Below the part of a glob without wildcards, the folders name the feature: `checkout`, or `payments/checkout`. A `bugfix.md` beside a
/// `requirements.md` is `checkout-bugfix`. So the links of a feature stay its own when a bug in it gets a document. Where two places give
/// one name, the document in the later place is named after all of its folders.
pub(super) fn name(
    root: &Path,
    globs: &[&str],
    documents: &mut [Arc<Document>],
    found: &mut Vec<Diagnostic>,
) {
    let own = |document: &Document| document.source.path().strip_prefix(root).ok().map(Path::to_path_buf);
    let mut order: Vec<(usize, usize)> = Vec::with_capacity(documents.len());
    let mut names: Vec<String> = Vec::with_capacity(documents.len());
    for (at, document) in documents.iter().enumerate() {
        let path = own(document);
        let place = path.as_ref().and_then(|path| globs.iter().position(|glob| glob::matches(glob, path)));
        let feature =
            path.as_ref().map(|path| short(path, place.map(|place| globs[place]).unwrap_or_default()));
        names.push(feature.filter(|feature| !feature.is_empty()).unwrap_or_else(|| document.feature.clone()));
        if path.is_some() {
            order.push((place.unwrap_or(globs.len()), at));
        }
    }
    let bugfixes: Vec<_> = documents.iter().map(|document| is_bugfix(document)).collect();
    let required = names.iter().zip(&bugfixes).filter(|(_, is_bugfix)| !**is_bugfix);
    let required: HashSet<String> = required.map(|(name, _)| name.clone()).collect();
    for (name, _) in names.iter_mut().zip(&bugfixes).filter(|(_, is_bugfix)| **is_bugfix) {
        if required.contains(name) {
            name.push_str("-bugfix");
        }
    }
    order.order();
    let mut taken: HashSet<String> = names.iter().cloned().collect();
    let mut first: HashMap<String, usize> = HashMap::new();
    for (_, at) in order {
        let feature = names[at].clone();
        let Some(&other) = first.get(&feature) else {
            first.insert(feature, at);
            continue;
        };
        let whole = own(&documents[at]).map(|path| long(&path)).unwrap_or_default();
        let numbered = || (2..).map(|number| format!("{feature}-{number}"));
        let mut others = Some(whole).into_iter().filter(|whole| !whole.is_empty()).chain(numbered());
        let is_free = |name: &String| !taken.contains(name);
        let Some(name) = others.find(is_free) else { continue };
        let there = documents[other].source.path();
        let there = there.strip_prefix(root).unwrap_or(there).to_string_lossy();
        let message = format!("the feature `{feature}` has a document already: `{}`", there.escape_debug());
        let help =
            format!("until one of the two is renamed, the ids of this one are qualified as `{name}/…`");
        let here = documents[at].source.path();
        found.push(Diagnostic::new(Code::DuplicateFeature, message).about(here).help(help));
        taken.insert(name.clone());
        names[at] = name;
    }
    for (document, name) in documents.iter_mut().zip(names) {
        // A document that was named before is shared with whoever read it then.
        if document.feature != name {
            Arc::make_mut(document).feature = name;
        }
    }
}

fn is_bugfix(document: &Document) -> bool {
    document.source.path().file_name().is_some_and(|name| name == "bugfix.md")
}

/// The name of the feature of a document that a glob names.
fn short(path: &Path, glob: &str) -> String {
    let names = || glob.split('/').filter(|name| !name.is_empty() && *name != ".");
    let fixed = names().take_while(|name| !name.contains(['*', '?'])).count();
    let is_one = fixed == names().count();
    let folders: Vec<_> =
        path.parent().into_iter().flat_map(Path::iter).map(|name| name.to_string_lossy()).collect();
    // A glob that names one file is in no place of its own: its folder names the feature, unless it is one for all.
    let from = if is_one { folders.len().saturating_sub(1) } else { fixed };
    let is_common = |name: &str| COMMON.contains(&name) || is_one && matches!(name, "docs" | "doc");
    let own = folders.iter().skip(from).filter(|name| !is_common(name));
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let is_alike = ALIKE.iter().any(|alike| stem.eq_ignore_ascii_case(alike));
    let mut parts: Vec<_> = own.map(|name| slug(name)).filter(|name| !name.is_empty()).collect();
    if is_one && !is_alike {
        parts.clear();
    }
    if parts.is_empty() || !is_alike {
        parts.push(slug(&stem));
    }
    parts.join("/")
}

/// The name after all folders of a document.
pub(super) fn long(path: &Path) -> String {
    let folders = path.parent().into_iter().flat_map(Path::iter);
    let mut parts: Vec<_> =
        folders.map(|name| slug(&name.to_string_lossy())).filter(|name| !name.is_empty()).collect();
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    if parts.is_empty() || !ALIKE.iter().any(|alike| stem.eq_ignore_ascii_case(alike)) {
        parts.push(slug(&stem));
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::STANDARD_PLACES;
    use crate::source::Source;

    /// The features of documents in the order of their paths.
    fn features(globs: &[&str], paths: &[&str]) -> Vec<String> {
        let mut paths = paths.to_vec();
        paths.sort_unstable();
        let read = |path: &&str| {
            Arc::new(crate::dialect::read(Source::new(Path::new("/root").join(path), "# A\n"), None))
        };
        let mut documents: Vec<_> = paths.iter().map(read).collect();
        name(Path::new("/root"), globs, &mut documents, &mut Vec::new());
        documents
            .iter()
            .zip(&paths)
            .map(|(document, path)| format!("{} = {path}", document.feature))
            .collect()
    }

    #[track_caller]
    fn check(globs: &[&str], expect: &[&str]) {
        let paths: Vec<_> = expect.iter().filter_map(|line| Some(line.split_once(" = ")?.1)).collect();
        assert_eq!(features(globs, &paths), expect);
    }

    #[test]
    fn a_feature_is_named_after_its_folder_with_those_above_it() {
        check(
            &STANDARD_PLACES,
            &[
                "checkout = .kiro/specs/checkout/requirements.md",
                "v1/pay-now-bugfix = .kiro/specs/v1/Pay now/bugfix.md",
                "v1/pay-now = .kiro/specs/v1/Pay now/requirements.md",
                "007-oven = .specify/specs/007-oven/spec.md",
                "shore/north/bell = openspec/specs/shore/north/bell/spec.md",
                "requirements = requirements.md",
                "001-ferry = specs/001-ferry/spec.md",
            ],
        );
        check(
            &["docs/specs/**/*.md"],
            &[
                "payments/checkout = docs/specs/payments/checkout.md",
                "payments/refund = docs/specs/payments/refund/README.md",
                "top = docs/specs/top.md",
            ],
        );
        check(
            &["docs/pay/requirements.md", "docs/requirements.md"],
            &["pay = docs/pay/requirements.md", "requirements = docs/requirements.md"],
        );
        check(&["docs/a.md", "specs/b.md"], &["a = docs/a.md", "b = specs/b.md"]);
        check(
            &["**/requirements.md"],
            &["loans = .kiro/specs/loans/requirements.md", "requirements = requirements.md"],
        );
        check(
            &["openspec/specs/*/spec.md", "openspec/changes/*/specs/*/spec.md"],
            &[
                "louder/bell = openspec/changes/louder/specs/bell/spec.md",
                "bell = openspec/specs/bell/spec.md",
            ],
        );
    }

    #[test]
    fn a_document_in_a_later_place_takes_nobodys_name() {
        check(
            &STANDARD_PLACES,
            &[
                "checkout = .kiro/specs/checkout/requirements.md",
                "docs = docs/requirements.md",
                "openspec/specs/checkout = openspec/specs/checkout/spec.md",
                "requirements = requirements.md",
                "specs/checkout = specs/checkout/spec.md",
            ],
        );
        check(&["a/*.md", "b/*.md"], &["x = a/x.md", "b/x = b/x.md"]);
        // Names that only their punctuation tells apart.
        check(&["specs/*/spec.md"], &["a-b = specs/a b/spec.md", "specs/a-b = specs/a-b/spec.md"]);
    }

    #[test]
    fn a_new_folder_renames_no_other_feature() {
        for globs in [&[".kiro/specs/**/requirements.md"][..], &["**/requirements.md"], &STANDARD_PLACES] {
            let old = [".kiro/specs/lend/requirements.md", ".kiro/specs/v1/pay/requirements.md"];
            let before = features(globs, &old);
            for new in ["a", "lend/a", "v0/lend", "v1/a/pay", "v1", "zoo/lend", "a/v1/pay"] {
                let new = format!(".kiro/specs/{new}/requirements.md");
                let after = features(globs, &[&old[..], &[&new]].concat());
                assert!(before.iter().all(|line| after.contains(line)), "{before:?} {after:?}");
            }
        }
    }
}
