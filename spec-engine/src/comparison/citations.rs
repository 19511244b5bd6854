//! Finds references of task lists and designs that use an earlier number of a criterion.
//!
//! Nothing but the numbers in them says which criteria they mean. They are therefore rewritten together with `spec.lock`, which knows the
//! old numbers: afterwards nothing has moved, so that nothing is rewritten twice. A document that names what was not there before was
//! written for the new numbers already, and stays.

use std::collections::{HashMap, HashSet};

use spec_model::diagnostic::{Edit, Location};
use spec_model::grammar::reference::Reference;
use spec_model::source::Span;

use super::LockComparison;
use super::citing::CitingDocument;
use super::repair::moves;
use super::respell::{number, respelled};
use crate::intent::Key;

/// The edits of the documents that name what moved, and the documents that stay.
#[derive(Debug, Default)]
pub struct CitationEdits {
    /// The edits, in the order of the documents and of the places.
    pub edits: Vec<CitationEdit>,
    /// The places that stay as they are.
    pub kept: Vec<KeptCitation>,
}

/// A place of a document that names something, and stays as it is.
#[derive(Clone, Debug)]
pub struct KeptCitation {
    /// The place.
    pub location: Location,
    /// The reason.
    pub why: WhyKept,
}

/// The reason why a place stays as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WhyKept {
    /// The document names this, which was not there before: it was written for the new numbers. The first place of each document.
    NamesNew(String),
    /// It is written in a form that nobody can write anew. It should name these.
    OtherForm(String),
}

/// A reference that is to name other numbers.
#[derive(Clone, Debug)]
pub struct CitationEdit {
    /// The text before the edit.
    pub before: String,
    /// The edit that replaces the text.
    pub edit: Edit,
}

/// Adds the edits of a document, or the place and the name for whose sake it stays.
fn push_edits(document: &CitingDocument, renames: &Renames, edits: &mut CitationEdits) {
    let qualified = document.names.values().flatten().filter_map(|name| name.feature.as_ref());
    let mut of_document: Vec<&String> = document.features.iter().collect();
    let own = of_document.len();
    for feature in qualified {
        if !of_document.contains(&feature) {
            of_document.push(feature);
        }
    }
    let named: Vec<_> = of_document
        .iter()
        .enumerate()
        .filter_map(|(at, feature)| {
            let renames = renames.get(&(document.root.clone(), (*feature).clone()))?;
            Some((*feature, at < own, renames))
        })
        .collect();
    let features: Vec<_> = named.iter().map(|(.., feature)| *feature).collect();
    if features.iter().all(|feature| feature.moves.is_empty()) {
        return;
    }
    let find = |name: &Reference| {
        let is_meant = |feature: &str, is_own| match &name.feature {
            Some(named) => named == feature,
            None => is_own,
        };
        let features = named.iter().enumerate().filter(|(_, (name, is_own, _))| is_meant(name, *is_own));
        let mut found = features.filter_map(|(at, (.., feature))| Some((at, feature.find(name)?)));
        // If two features have the id, it is not known which one is meant.
        found.next().filter(|_| found.next().is_none())
    };
    let mut renewed: HashSet<(usize, &str)> = HashSet::new();
    let mut kept = None;
    for (place, names) in &document.names {
        for (at, id) in names.iter().filter_map(find).filter(|(at, id)| features[*at].is_fresh(id)) {
            let touched = features[at].touched_by(id);
            if !touched.is_empty() {
                kept.get_or_insert((*place, id));
                renewed.extend(touched.into_iter().map(|requirement| (at, requirement)));
            }
        }
    }
    if let Some(((start, end), id)) = kept {
        let location = Location::new(&document.source, Span::new(start, end));
        edits.kept.push(KeptCitation { location, why: WhyKept::NamesNew(id.to_owned()) });
    }
    let mut last_end = 0;
    for (&(start, end), names) in &document.names {
        let Some(found) = names.iter().map(find).collect::<Option<Vec<_>>>() else { continue };
        // Of a range, what is gone goes.
        let is_left = |&(at, id): &(usize, &str)| {
            found.len() == 1 || !features[at].replaced.contains(id) || renewed.contains(&(at, parent(id)))
        };
        let new: Vec<&str> = found
            .iter()
            .copied()
            .filter(is_left)
            .map(|(at, id)| {
                let to = features[at].moves.get(id).filter(|_| !renewed.contains(&(at, parent(id))));
                to.map_or(id, |to| to)
            })
            .collect();
        let old: Vec<&str> = found.iter().map(|(_, id)| *id).collect();
        let span = Span::new(start, end);
        let names: Vec<_> = names.iter().collect();
        let Some(before) = document.source.text().get(span.range()).filter(|_| start >= last_end) else {
            continue;
        };
        if let Some(after) = respelled(before, &names, &old, &new) {
            let edit = Edit::new(Location::new(&document.source, span), after);
            edits.edits.push(CitationEdit { before: before.to_owned(), edit });
            last_end = end;
        } else if old != new {
            let location = Location::new(&document.source, span);
            edits.kept.push(KeptCitation { location, why: WhyKept::OtherForm(new.join(", ")) });
        }
    }
}

/// The edits of the documents that name criteria which had a name that `is_meant`.
pub fn citation_edits(comparison: &LockComparison, is_meant: impl Fn(&Key) -> bool) -> CitationEdits {
    let renames = renames(comparison, &moves(comparison, is_meant));
    let mut edits = CitationEdits::default();
    comparison.citing.iter().for_each(|document| push_edits(document, &renames, &mut edits));
    edits
}

/// The features by spec root and name.
type Renames = HashMap<FeaturePlace, Feature>;

/// The place of a feature's criteria, and its name.
type FeaturePlace = (String, String);

/// The ids of one feature, as they were and as they are.
#[derive(Debug, Default)]
struct Feature {
    /// The moves of criteria, and of requirements whose criteria all moved.
    moves: HashMap<String, String>,
    /// The ids that were accepted or known, and those that are new, by how they are compared.
    ids: HashMap<String, String>,
    /// The same by their numbers alone.
    numbers: HashMap<String, String>,
    /// The ids that were lost and have left their number to another one.
    replaced: HashSet<String>,
    /// The ids that were not there before.
    fresh: HashSet<String>,
    /// The requirements that exchange criteria: each with the others.
    neighbours: HashMap<String, HashSet<String>>,
}

impl Feature {
    /// Finds the id that a reference names, as the feature has it.
    fn find(&self, name: &Reference) -> Option<&str> {
        let id = self.ids.get(&name.canonical().as_str().to_ascii_lowercase());
        let by_number = || name.number().and_then(|number| self.numbers.get(number));
        id.or_else(by_number).map(String::as_str)
    }

    fn is_fresh(&self, id: &str) -> bool {
        self.fresh.contains(id)
    }

    /// The requirements whose numbers hang together with that of an id, if any of them moved.
    fn touched_by(&self, id: &str) -> HashSet<&str> {
        let mut touched = HashSet::new();
        let mut next = vec![parent(id)];
        while let Some(requirement) = next.pop() {
            let Some((requirement, neighbours)) = self.neighbours.get_key_value(requirement) else {
                continue;
            };
            if touched.insert(requirement.as_str()) {
                next.extend(neighbours.iter().map(String::as_str));
            }
        }
        touched
    }

    fn add(&mut self, id: &str) {
        self.ids.entry(id.to_ascii_lowercase()).or_insert_with(|| id.to_owned());
        self.numbers.entry(number(id).to_owned()).or_insert_with(|| id.to_owned());
    }
}

/// The requirement of a criterion; one without parts is its own.
fn parent(id: &str) -> &str {
    id.rsplit_once('.').map_or(id, |(parent, _)| parent)
}

fn renames(comparison: &LockComparison, moves: &[(Key, Key)]) -> Renames {
    let Some(lock) = comparison.lock.as_deref() else { return Renames::new() };
    let now: HashSet<&Key> = comparison.now.intents().map(|intent| &intent.key).collect();
    let there: HashSet<(&str, &str)> = now.iter().map(|key| (key.root(), key.feature())).collect();
    let to_of: HashMap<&Key, &Key> = moves.iter().map(|(from, to)| (from, to)).collect();
    // A feature that is gone by its name has another one: its folder was renamed.
    let mut renamed: HashMap<(&str, &str), &str> = HashMap::new();
    for (from, to) in moves.iter().filter(|(from, _)| !there.contains(&(from.root(), from.feature()))) {
        renamed.entry((from.root(), from.feature())).or_insert(to.feature());
    }
    let feature_of = |key: &Key| {
        let feature = renamed.get(&(key.root(), key.feature())).copied().unwrap_or(key.feature());
        (key.root().to_owned(), feature.to_owned())
    };
    let gone: HashSet<&Key> = comparison
        .changes
        .iter()
        .filter(|change| change.now.is_none())
        .filter_map(|change| Some(&comparison.before(change)?.key))
        .collect();
    let mut renames = Renames::new();
    let mut requirements: HashMap<(FeaturePlace, &str), Option<Option<&str>>> = HashMap::new();
    let accepted: HashSet<&Key> = lock.intents().map(|intent| &intent.key).collect();
    for &key in &accepted {
        let place = feature_of(key);
        let feature = renames.entry(place.clone()).or_default();
        feature.add(key.id());
        let is_part = parent(key.id()) != key.id();
        if is_part {
            feature.add(parent(key.id()));
        }
        let to = to_of.get(key).copied().filter(|to| (to.root(), to.feature()) == (&*place.0, &*place.1));
        if let Some(to) = to.filter(|to| to.id() != key.id()) {
            feature.moves.insert(key.id().to_owned(), to.id().to_owned());
            let (one, other) = (parent(key.id()).to_owned(), parent(to.id()).to_owned());
            feature.neighbours.entry(other.clone()).or_default().insert(one.clone());
            feature.neighbours.entry(one).or_default().insert(other);
        }
        // All criteria that are left have to go the same way.
        if is_part && !gone.contains(key) {
            let way = to.map(|to| parent(to.id()));
            let known = requirements.entry((place, parent(key.id()))).or_insert(Some(way));
            *known = known.filter(|known| *known == way);
        }
    }
    for ((place, requirement), way) in requirements {
        if let (Some(Some(to)), Some(feature)) = (way, renames.get_mut(&place))
            && to != requirement
        {
            feature.moves.insert(requirement.to_owned(), to.to_owned());
        }
    }
    let taken: HashSet<&Key> = moves.iter().map(|(_, to)| to).collect();
    for key in gone.iter().filter(|key| taken.contains(**key)) {
        if let Some(feature) = renames.get_mut(&feature_of(key)) {
            feature.replaced.insert(key.id().to_owned());
        }
    }
    let known: HashSet<&Key> = accepted.iter().copied().chain(&lock.known).collect();
    let parents: HashSet<((&str, &str), &str)> =
        known.iter().map(|key| ((key.root(), key.feature()), parent(key.id()))).collect();
    for key in now.iter().filter(|key| !known.contains(**key)) {
        let Some(feature) = renames.get_mut(&(key.root().to_owned(), key.feature().to_owned())) else {
            continue;
        };
        let whole = parent(key.id());
        let is_new = !parents.contains(&((key.root(), key.feature()), whole));
        for id in [Some(key.id()), Some(whole).filter(|_| is_new)].into_iter().flatten() {
            if !feature.ids.contains_key(&id.to_ascii_lowercase()) {
                feature.add(id);
                feature.fresh.insert(id.to_owned());
            }
        }
    }
    renames
}
