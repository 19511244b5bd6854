//! Finds the documents that the tasks of a list refer to: those beside it, and those of features that they name.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

use super::model::TaskList;
use super::places::NAMES;
use crate::catalog::home;
use crate::nearest::nearest;
use crate::spec::Document;

/// The documents that the tasks of a list refer to, for each list.
#[derive(Debug)]
pub struct Beside<'a> {
    by_home: HashMap<&'a Path, Vec<&'a Document>>,
    by_path: HashMap<&'a Path, &'a Document>,
    by_feature: BTreeMap<&'a str, Vec<&'a Document>>,
}

impl<'a> Beside<'a> {
    /// Takes the documents of a catalog.
    pub fn new(documents: impl IntoIterator<Item = &'a Document>) -> Self {
        let mut beside =
            Self { by_home: HashMap::new(), by_path: HashMap::new(), by_feature: BTreeMap::new() };
        for document in documents {
            let path = document.source.path();
            beside.by_path.insert(path, document);
            if let Some(home) = home(path) {
                beside.by_home.entry(home).or_default().push(document);
            }
            beside.by_feature.entry(&*document.feature).or_default().push(document);
        }
        beside
    }

    /// Adds documents that references name only with their feature: those of the workspace's root. A feature of the package comes first.
    #[must_use]
    pub fn with_shared(mut self, documents: impl IntoIterator<Item = &'a Document>) -> Self {
        let mut shared: BTreeMap<&str, Vec<&Document>> = BTreeMap::new();
        for document in documents {
            shared.entry(&*document.feature).or_default().push(document);
        }
        for (feature, documents) in shared {
            self.by_feature.entry(feature).or_insert(documents);
        }
        self
    }

    /// The documents of a list: those of its folder, of a story the one that it is itself. Those of features that it names follow.
    pub fn of(&self, list: &TaskList) -> ListDocuments<'a> {
        let mut documents = ListDocuments::beside(self.own(list));
        let fields = list.tasks.iter().flat_map(|task| &task.references);
        let names = fields.flat_map(|field| &field.names);
        let features: BTreeSet<&str> = names.filter_map(|name| name.feature.as_deref()).collect();
        for feature in features {
            if !self.by_feature.contains_key(feature)
                && let Some(near) = nearest(feature, self.by_feature.keys().copied(), 1).into_iter().next()
            {
                documents.near.insert(feature.to_owned(), near);
                documents.push(self.by_feature.get(near));
            }
            documents.push(self.by_feature.get(feature));
        }
        documents
    }

    fn own(&self, list: &TaskList) -> &[&'a Document] {
        let path = list.source.path();
        let is_named = path.file_name().is_some_and(|name| NAMES.iter().any(|other| name == *other));
        match path.parent() {
            _ if !is_named => self.by_path.get(&**path).map(std::slice::from_ref).unwrap_or_default(),
            Some(folder) => self.by_home.get(folder).map(Vec::as_slice).unwrap_or_default(),
            None => &[],
        }
    }
}

/// The documents of one list: those beside it, then those of the other features that its references name.
#[derive(Clone, Debug)]
pub struct ListDocuments<'a> {
    all: Vec<&'a Document>,
    own: usize,
    /// Of the features that do not exist, those that were probably meant.
    near: BTreeMap<String, &'a str>,
}

impl<'a> ListDocuments<'a> {
    /// The documents beside a list alone.
    pub fn beside(own: &[&'a Document]) -> Self {
        Self { all: own.to_vec(), own: own.len(), near: BTreeMap::new() }
    }

    /// Those beside the list.
    pub fn own(&self) -> &[&'a Document] {
        &self.all[..self.own]
    }

    /// All of them, those beside the list first.
    pub fn all(&self) -> &[&'a Document] {
        &self.all
    }

    /// The feature that was probably meant by one that does not exist.
    pub(crate) fn near_feature(&self, feature: &str) -> Option<&'a str> {
        self.near.get(feature).copied()
    }

    /// Adds the documents of a feature, unless there are some of it.
    fn push(&mut self, documents: Option<&Vec<&'a Document>>) {
        let documents = documents.map(Vec::as_slice).unwrap_or_default();
        if let [first, ..] = documents
            && !self.all.iter().any(|known| known.feature == first.feature)
        {
            self.all.extend(documents);
        }
    }
}
