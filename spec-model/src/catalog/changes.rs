//! Applies open changes of OpenSpec to the documents that they change.
//!
//! A change in progress is read as what it will be: its criteria have the ids that they will have once it is archived. What it modifies
//! stands in the place of what is in force; what it removes is marked; a renamed requirement has both names.
//!
//! `drift` finds what was reworded in the document in force after the change was written.

mod drift;

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use self::drift::Earlier;
use super::home::change_folder;
use crate::diagnostic::{Advice, Code, Diagnostic, Location};
use crate::files::Files;
use crate::id::{Id, slug};
use crate::nearest::nearest;
use crate::order::Order as _;
use crate::spec::{Delta, Document, Proposal, Requirement};

/// Puts the open changes among documents upon the others.
pub(super) fn apply(files: &dyn Files, root: &Path, documents: &mut [Arc<Document>]) {
    let changes: Vec<_> = documents
        .iter()
        .enumerate()
        .filter_map(|(at, document)| Some((at, ChangePlace::of(document.source.path())?)))
        .collect();
    if changes.is_empty() {
        return;
    }
    let paths: HashMap<PathBuf, usize> = documents
        .iter()
        .enumerate()
        .map(|(at, document)| (document.source.path().to_path_buf(), at))
        .collect();
    let is_change: HashSet<usize> = changes.iter().map(|(at, _)| *at).collect();
    let others = documents.iter().enumerate().filter(|(at, _)| !is_change.contains(at));
    let taken: HashSet<String> = others.map(|(_, document)| document.feature.clone()).collect();
    let mut touched = HashMap::new();
    for (at, place) in changes {
        let base_at = paths.get(&place.base).copied();
        let feature = match base_at {
            Some(base) => documents[base].feature.clone(),
            None if taken.contains(&place.capability) => {
                let path = place.base.strip_prefix(root).unwrap_or(&place.base);
                super::feature::long(path)
            }
            None => place.capability,
        };
        let mut base = base_at.map(|base| Arc::clone(&documents[base]));
        let change = Arc::make_mut(&mut documents[at]);
        change.feature = feature;
        let earlier = base.as_deref().and_then(|base| Earlier::read(files, change, base));
        let is_modified = |it: &&Requirement| it.delta == Some(Delta::Modified);
        let modified = change.requirements.iter().filter(is_modified).map(|it| it.id.clone()).collect();
        let (name, touched) = (place.change, &mut touched);
        Change { name, base: base.as_mut().map(Arc::make_mut), earlier, modified, touched }.apply(change);
        if let (Some(base_at), Some(base)) = (base_at, base) {
            documents[base_at] = base;
        }
    }
}

/// The place of a document of an open change.
struct ChangePlace {
    change: String,
    /// The feature that it changes.
    capability: String,
    /// The document that the change will be archived into.
    base: PathBuf,
}

impl ChangePlace {
    /// `…/openspec/changes/CHANGE/specs/CAPABILITY/spec.md`
    fn of(path: &Path) -> Option<Self> {
        let folder = change_folder(path)?;
        let change = folder.file_name()?.to_str()?.to_owned();
        let within = path.strip_prefix(folder).ok()?;
        let names: Vec<_> = within.iter().map(|name| name.to_str()).collect::<Option<_>>()?;
        let ["specs", folders @ .., "spec.md"] = &*names else { return None };
        if folders.is_empty() {
            return None;
        }
        let base = folder.parent()?.parent()?.join(within);
        let capability = folders.iter().map(|folder| slug(folder)).collect::<Vec<_>>().join("/");
        Some(Self { change, capability, base })
    }
}

/// The first change that touched a requirement, and its place: by feature and id.
type Touched = HashMap<(String, Id), (String, Location)>;

struct Change<'a> {
    name: String,
    /// The document in force, if there is one.
    base: Option<&'a mut Document>,
    /// That document as it was when the change was last edited, if that is known.
    earlier: Option<Earlier>,
    /// The requirements that the change modifies.
    modified: HashSet<Id>,
    touched: &'a mut Touched,
}

impl Change<'_> {
    fn apply(mut self, change: &mut Document) {
        let mut requirements = std::mem::take(&mut change.requirements);
        // OpenSpec renames first: what is modified has the new name.
        requirements.order_by_key(|requirement| requirement.delta != Some(Delta::Renamed));
        let mut renamed: HashMap<Id, Id> = HashMap::new();
        for requirement in requirements {
            let is_first = self.touch(change, &requirement);
            match requirement.delta {
                Some(Delta::Renamed) => self.rename(change, &requirement, is_first, &mut renamed),
                Some(Delta::Removed) => self.remove(change, requirement, is_first),
                delta => {
                    let name = renamed.get(&requirement.id).unwrap_or(&requirement.id).clone();
                    self.put(change, requirement, &name, delta, is_first);
                }
            }
        }
        change.requirements.order_by_key(|requirement| requirement.span.start);
    }

    /// Notes that a requirement is touched. Is this the first change that does so?
    fn touch(&mut self, change: &mut Document, requirement: &Requirement) -> bool {
        let key = (change.feature.clone(), requirement.id.clone());
        let here = Location::new(&change.source, requirement.span);
        let (name, there) = self.touched.entry(key).or_insert_with(|| (self.name.clone(), here));
        if *name == self.name {
            return true;
        }
        let message = format!("two open changes touch the requirement “{}”", requirement.title);
        change.diagnostics.push(
            Diagnostic::new(Code::ChangeOverlap, message)
                .at(&change.source, requirement.span)
                .concerning(requirement.id.as_str())
                .label(format!("`{name}` touches it too; whichever is archived last wins"))
                .related(there.clone(), "there")
                .help(
                    "join the two changes, or archive one and write the other against what is in force then",
                ),
        );
        false
    }

    /// The requirement in force with an id.
    fn in_force(&mut self, id: &Id) -> Option<&mut Requirement> {
        let base = self.base.as_deref_mut()?;
        base.requirements
            .iter_mut()
            .find(|requirement| requirement.id == *id && requirement.proposal.is_none())
    }

    fn rename(
        &mut self,
        change: &mut Document,
        requirement: &Requirement,
        is_first: bool,
        renamed: &mut HashMap<Id, Id>,
    ) {
        let Some((_, new)) = requirement.title.split_once(" → ") else { return };
        let new = Id::new(slug(new));
        if self.in_force(&new).is_some() {
            self.report_there(change, requirement, "the new name is that of another requirement in force");
        }
        let old = requirement.id.clone();
        let Some(stated) = self.in_force(&old) else {
            if is_first {
                self.report_missing(change, requirement);
            }
            return;
        };
        let stated = stated.clone();
        if !self.modified.contains(&new) {
            self.report_reworded(change, requirement, &stated);
        }
        let ids = stated.criteria.iter().map(|criterion| &criterion.id).chain([&old]);
        let aliases: Vec<_> = ids.map(|id| (renamed_id(id, &old, &new), id.clone())).collect();
        if let Some(base) = self.base.as_deref_mut() {
            base.aliases.extend(aliases);
        }
        renamed.insert(new, old);
    }

    fn remove(&mut self, change: &mut Document, requirement: Requirement, is_first: bool) {
        let proposal = Proposal { change: self.name.clone(), removes: true, modifies: false, replaces: None };
        match self.in_force(&requirement.id) {
            Some(stated) => {
                stated.proposal = Some(proposal);
                let stated = stated.clone();
                self.report_reworded(change, &requirement, &stated);
            }
            None => {
                if is_first {
                    self.report_missing(change, &requirement);
                }
                if self.base.is_none() {
                    change.requirements.push(requirement);
                }
            }
        }
    }

    /// Puts what is added or modified in the place of what is in force under a name.
    fn put(
        &mut self,
        change: &mut Document,
        mut requirement: Requirement,
        name: &Id,
        delta: Option<Delta>,
        is_first: bool,
    ) {
        let mut proposal =
            Proposal { change: self.name.clone(), removes: false, modifies: false, replaces: None };
        match self.in_force(name).map(|stated| stated.clone()) {
            Some(stated) => {
                if delta == Some(Delta::Added) {
                    self.report_there(change, &requirement, "what is added is in force already");
                }
                self.supersede(change, &requirement, &stated);
                proposal.modifies = true;
                proposal.replaces = Some(Box::new(stated));
            }
            None if delta == Some(Delta::Modified) && is_first => self.report_missing(change, &requirement),
            None => {}
        }
        if !is_first {
            // The words of the other change about it stand.
            let feature = &change.feature;
            requirement.criteria.retain(|criterion| {
                self.touched
                    .get(&(feature.clone(), criterion.id.clone()))
                    .is_none_or(|(other, _)| *other == self.name)
            });
        }
        for criterion in &requirement.criteria {
            let key = (change.feature.clone(), criterion.id.clone());
            let place = Location::new(&change.source, criterion.span);
            self.touched.entry(key).or_insert_with(|| (self.name.clone(), place));
        }
        requirement.proposal = Some(proposal);
        if is_first || !requirement.criteria.is_empty() {
            change.requirements.push(requirement);
        }
    }

    /// Takes what is modified out of the document in force. What the change leaves out will be gone.
    fn supersede(&mut self, change: &mut Document, requirement: &Requirement, stated: &Requirement) {
        let (old, new) = (stated.id.clone(), requirement.id.clone());
        let has = |id: &Id| requirement.criteria.iter().any(|criterion| criterion.id == *id);
        let is_left = |id: &Id| !has(&renamed_id(id, &old, &new));
        let left = stated.criteria.iter().filter(|criterion| is_left(&criterion.id));
        let left: Vec<_> = left.cloned().collect();
        let kept = stated.criteria.len() - left.len();
        if old != new {
            let ids =
                stated.criteria.iter().map(|criterion| &criterion.id).filter(|id| !is_left(id)).chain([&old]);
            change.aliases.extend(ids.map(|id| (id.clone(), renamed_id(id, &old, &new))));
        }
        self.report_reworded(change, requirement, stated);
        // What is added and in force already is reported as that.
        let is_modified = requirement.delta != Some(Delta::Added);
        if let (Some(dropped), true) = (left.first(), is_modified && kept > 0) {
            let name = dropped.id.as_str().rsplit('.').next().unwrap_or_default();
            let base = self.base.as_deref().map(|base| Location::new(&base.source, dropped.span));
            let message = format!(
                "the modified requirement “{}” lacks the scenario `{name}`, which is in force",
                requirement.title
            );
            let mut finding = Diagnostic::new(Code::ChangeBaseDrift, message)
                .at(&change.source, requirement.span)
                .concerning(requirement.id.as_str())
                .label("archiving this removes the scenario")
                .help(
                    "copy the scenario from the document in force; or remove it there first, if it is to go",
                );
            if let Some(base) = base {
                finding = finding.related(base, "in force");
            }
            change.diagnostics.push(finding);
        }
        let Some(base) = self.base.as_deref_mut() else { return };
        if left.is_empty() {
            base.requirements.retain(|requirement| requirement.id != old || requirement.proposal.is_some());
        } else if let Some(stated) = base.requirements.iter_mut().find(|requirement| requirement.id == old) {
            stated.criteria = left;
            let change = self.name.clone();
            stated.proposal = Some(Proposal { change, removes: true, modifies: true, replaces: None });
        }
    }

    fn report_missing(&self, change: &mut Document, requirement: &Requirement) {
        let name = requirement.title.split(" → ").next().unwrap_or_default();
        let message = format!("the change names a requirement that is not in force: “{}”", name.trim());
        let names = self.base.as_deref().into_iter().flat_map(|base| &base.requirements);
        let near = nearest(name, names.map(|requirement| requirement.title.as_str()), 1);
        let advice = match near.first() {
            Some(near) => {
                vec![Advice::choose([*near]), "The heading has to be that of the document in force".into()]
            }
            None => vec!["write it below `## ADDED Requirements`, if it is new; else give it the heading that is in force".into()],
        };
        change.diagnostics.push(
            Diagnostic::new(Code::ChangeHeaderMissing, message)
                .at(&change.source, requirement.span)
                .concerning(requirement.id.as_str())
                .label("nothing in force has this heading")
                .helps(advice),
        );
    }

    /// Reports that the document in force has become something else than the change expects.
    fn report_there(&mut self, change: &mut Document, requirement: &Requirement, message: &str) {
        change.diagnostics.push(
            Diagnostic::new(Code::ChangeBaseDrift, message)
                .at(&change.source, requirement.span)
                .concerning(requirement.id.as_str())
                .label("the document in force has changed since")
                .help("put it below `## MODIFIED Requirements`, with all that is in force; or give it another name"),
        );
    }
}

/// The id of a criterion, or of the requirement itself, once the requirement has another name.
fn renamed_id(id: &Id, old: &Id, new: &Id) -> Id {
    let rest = id.as_str().strip_prefix(old.as_str()).unwrap_or_default();
    Id::new(format!("{new}{rest}"))
}

#[cfg(test)]
mod tests;
