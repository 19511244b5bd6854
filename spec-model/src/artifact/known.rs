//! The ids of the documents beside a task list or a design. It resolves the references there.

use std::collections::{HashMap, HashSet};

use crate::grammar::id::{self, Form};
use crate::grammar::reference::Reference;
use crate::nearest::{is_same_but_last, nearest};
use crate::spec::{Document, NoteKind};

/// A requirement, or one of its criteria: places of the document, the requirement and the criterion.
pub type Unit = (usize, usize, Option<usize>);

/// The requirement or criterion that an id names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReferenceTarget {
    /// A requirement or a criterion.
    Unit(Unit),
    /// Something that is gone, or a clause of a defect.
    Other,
}

/// The ids of some documents. A reference without a feature is one of them, whatever their features.
#[derive(Debug)]
pub struct Known<'a> {
    by_id: HashMap<String, Option<Unit>>,
    by_number: HashMap<&'a str, Unit>,
    /// The ids as they are written, for suggestions.
    names: Vec<&'a str>,
    /// The letters that ids begin with: `req`, `fr`.
    families: HashSet<String>,
    features: HashSet<&'a str>,
    /// The ids of each feature, for references that name it; of the only one there is they are these.
    by_feature: HashMap<&'a str, Self>,
    /// The criteria of the only requirement: a list beside it numbers them alone.
    only: Option<(usize, usize, usize)>,
    /// A document describes a defect in clauses that bear numbers and are no criteria.
    has_defect: bool,
}

impl<'a> Known<'a> {
    /// The ids of documents. Their places are those in the list.
    pub fn new(beside: &[&'a Document]) -> Self {
        Self::with_others(beside, beside.len())
    }

    /// The ids of the first documents; those of the others too, for references that name their features.
    pub fn with_others(all: &[&'a Document], own: usize) -> Self {
        let places = || all.iter().copied().enumerate();
        let mut known = Self::of(&places().take(own).collect::<Vec<_>>());
        let mut by_feature: HashMap<&str, Vec<(usize, &Document)>> = HashMap::new();
        let first = if known.features.len() > 1 { 0 } else { own };
        for (at, document) in places().skip(first) {
            by_feature.entry(&*document.feature).or_default().push((at, document));
        }
        known.by_feature =
            by_feature.into_iter().map(|(feature, documents)| (feature, Self::of(&documents))).collect();
        known
    }

    fn of(beside: &[(usize, &'a Document)]) -> Self {
        let mut known = Self {
            by_id: HashMap::new(),
            by_number: HashMap::new(),
            names: Vec::new(),
            families: HashSet::new(),
            features: beside.iter().map(|(_, document)| &*document.feature).collect(),
            by_feature: HashMap::new(),
            only: None,
            has_defect: false,
        };
        if let [(at, document)] = beside
            && let [requirement] = &*document.requirements
            && !requirement.is_its_own_criterion()
        {
            known.only = Some((*at, 0, requirement.criteria.len()));
        }
        for &(document_at, document) in beside {
            known.has_defect |= document.notes.iter().any(|note| note.kind == NoteKind::CurrentBehaviour);
            for (at, requirement) in document.requirements.iter().enumerate() {
                known.add(requirement.id.as_str(), Some((document_at, at, None)));
                for (criterion_at, criterion) in requirement.criteria.iter().enumerate() {
                    if criterion.id != requirement.id {
                        known.add(criterion.id.as_str(), Some((document_at, at, Some(criterion_at))));
                    }
                }
            }
            document.retired.iter().for_each(|retired| known.add(retired.id.as_str(), None));
        }
        known
    }

    fn add(&mut self, id: &'a str, unit: Option<Unit>) {
        let folded = folded(id);
        if !self.families.contains(family(&folded)) {
            self.families.insert(family(&folded).to_owned());
        }
        if let (Some(unit), Some(number)) = (unit, number(id)) {
            self.by_number.entry(number).or_insert(unit);
        }
        self.by_id.entry(folded).or_insert(unit);
        self.names.push(id);
    }

    /// Finds what a reference names. `None`: nothing in these documents.
    pub fn find(&self, name: &Reference) -> Option<ReferenceTarget> {
        self.of_feature(name.feature.as_deref())?.find_here(name)
    }

    /// The ids among which a reference is looked for. `None`: it names a feature that is not there.
    fn of_feature(&self, feature: Option<&str>) -> Option<&Self> {
        match feature {
            Some(feature) => {
                self.by_feature.get(feature).or_else(|| self.features.contains(feature).then_some(self))
            }
            None => Some(self),
        }
    }

    fn find_here(&self, name: &Reference) -> Option<ReferenceTarget> {
        let found = self.by_id.get(&folded_name(name));
        if let Some(found) = found {
            return Some(found.map_or(ReferenceTarget::Other, ReferenceTarget::Unit));
        }
        let written = name.id.as_str();
        let is_clause = self.has_defect && name.form == Form::Number && written.starts_with("1.");
        if let Some(place) = self.of_only(name) {
            return place.map(ReferenceTarget::Unit);
        }
        let by_number = name.number().and_then(|number| self.by_number.get(number));
        by_number
            .map(|&unit| ReferenceTarget::Unit(unit))
            .or_else(|| is_clause.then_some(ReferenceTarget::Other))
    }

    /// Finds the target of `AC-2` where there is one requirement: its second criterion, or nothing. `None`: the name is no such number.
    fn of_only(&self, name: &Reference) -> Option<Option<Unit>> {
        let (document, requirement, count) = self.only?;
        let number = name.id.as_str().strip_prefix("AC-").filter(|_| name.form == Form::Prefixed)?;
        let place = number.parse::<usize>().ok()?.checked_sub(1).filter(|place| *place < count);
        Some(place.map(|place| (document, requirement, Some(place))))
    }

    /// Is a criterion the second with its id? Whoever names the id names the first.
    pub fn is_second(&self, id: &str, unit: Unit) -> bool {
        // A requirement that is its own criterion has the id as a requirement.
        let is_other =
            |first: Unit| (first.0, first.1) != (unit.0, unit.1) || first.2.is_some() && first != unit;
        self.with_id(id).is_some_and(is_other)
    }

    /// Finds what has an id.
    pub(crate) fn with_id(&self, id: &str) -> Option<Unit> {
        self.by_id.get(&folded(id)).copied().flatten()
    }

    /// Is a name one of those that the documents would define? Of other letters, or of another feature, they say nothing.
    pub fn judges(&self, name: &Reference) -> bool {
        self.of_feature(name.feature.as_deref()).is_some_and(|known| known.is_of_family(name))
    }

    /// Has a name the letters that ids here have?
    pub fn is_of_family(&self, name: &Reference) -> bool {
        self.families.contains(family(&folded_name(name)))
            || self.of_only(name).is_some()
            || name.form == Form::Number && !self.by_number.is_empty()
    }

    /// Is the feature of a name one of those that are known here, if it has one?
    pub fn has_feature(&self, name: &Reference) -> bool {
        self.of_feature(name.feature.as_deref()).is_some()
    }

    /// The id that was probably meant, as people would write it here.
    pub fn near(&self, name: &Reference) -> Option<String> {
        let near = self.of_feature(name.feature.as_deref())?.near_here(name)?;
        Some(name.feature.as_deref().map_or_else(|| near.to_owned(), |feature| format!("{feature}/{near}")))
    }

    fn near_here(&self, name: &Reference) -> Option<&'a str> {
        let written = name.canonical();
        let names = self.names.iter().copied().filter(|other| is_same_but_last(written.as_str(), other));
        let near = nearest(written.as_str(), names, 1).into_iter().next()?;
        Some(if name.form == Form::Number { near.strip_prefix("REQ-").unwrap_or(near) } else { near })
    }
}

/// Small letters, digits and dots, for `REQ-1.2`, `R1.2` and `req_1.2` are one.
pub fn folded(id: &str) -> String {
    with_folded(String::with_capacity(id.len()), id)
}

/// The same of [`Reference::canonical`].
fn folded_name(name: &Reference) -> String {
    let id = name.id.as_str();
    match name.form {
        Form::Number => {
            let mut folded = String::with_capacity("req".len() + id.len());
            folded.push_str("req");
            with_folded(folded, id)
        }
        _ => folded(id),
    }
}

/// Adds an id behind what is there.
fn with_folded(mut folded: String, id: &str) -> String {
    for c in id.chars().filter(|c| !matches!(c, '-' | '_' | ' ')) {
        match c.is_ascii() {
            true => folded.push(c.to_ascii_lowercase()),
            false => folded.extend(c.to_lowercase()),
        }
    }
    folded
}

/// The letters that an id begins with.
fn family(folded: &str) -> &str {
    &folded[..folded.find(|c: char| c.is_ascii_digit()).unwrap_or(folded.len())]
}

/// `1.2` of `FR-1.2`.
pub fn number(id: &str) -> Option<&str> {
    let start = id.find(|c: char| c.is_ascii_digit())?;
    let (rest, number) = id::number(&id[start..]).ok()?;
    rest.is_empty().then_some(number)
}
