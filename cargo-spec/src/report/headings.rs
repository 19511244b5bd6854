//! Finds the requirement and document of each criterion.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use spec_model::catalog::Catalog;

use crate::evidence::{Ladder, Standing};

/// The requirements of the documents, by the place of each criterion.
#[derive(Debug, Default)]
pub struct Headings {
    of: HashMap<(Arc<Path>, usize), Heading>,
}

#[derive(Clone, Debug, Default)]
struct Heading {
    id: String,
    title: String,
    document: Option<String>,
}

/// The criteria of a document.
#[derive(Debug)]
pub struct Feature<'a> {
    /// The feature, as ids name it.
    pub name: &'a str,
    /// The name of the document.
    pub title: Option<&'a str>,
    /// The document.
    pub path: &'a Path,
    /// Its requirements that have criteria.
    pub requirements: Vec<RequirementSection<'a>>,
}

impl<'a> Feature<'a> {
    /// Every criterion.
    pub fn standings(&self) -> impl Iterator<Item = &'a Standing> {
        self.requirements.iter().flat_map(|requirement| requirement.standings.iter().copied())
    }
}

/// The criteria of a requirement.
#[derive(Debug)]
pub struct RequirementSection<'a> {
    /// Its id; a requirement that is its own criterion has none beside that.
    pub id: &'a str,
    /// The text of its heading.
    pub title: &'a str,
    /// Its criteria.
    pub standings: Vec<&'a Standing>,
}

impl Headings {
    /// Those of every criterion.
    pub fn new(catalogs: &[Catalog]) -> Self {
        let mut of = HashMap::new();
        for document in catalogs.iter().flat_map(|catalog| &catalog.documents) {
            for (requirement, criterion) in document.criteria() {
                let is_own = requirement.id == criterion.id;
                let heading = Heading {
                    id: if is_own { String::new() } else { requirement.id.as_str().to_owned() },
                    title: if is_own { String::new() } else { requirement.title.clone() },
                    document: document.title.as_ref().map(|title| title.as_str().to_owned()),
                };
                of.insert((Arc::clone(document.source.path()), criterion.span.start), heading);
            }
        }
        Self { of }
    }

    /// The criteria of a ladder, document by document and requirement by requirement, in their order.
    pub fn features<'a>(&'a self, ladder: &'a Ladder) -> Vec<Feature<'a>> {
        let mut features: Vec<Feature<'a>> = Vec::new();
        for standing in &ladder.standings {
            let location = &standing.verdict.location;
            let heading = self.of.get(&(Arc::clone(&location.path), location.span.start));
            let (id, title) = heading.map_or(("", ""), |heading| (&*heading.id, &*heading.title));
            if features.last().is_none_or(|feature| feature.path != &*location.path) {
                features.push(Feature {
                    name: &standing.verdict.feature,
                    title: heading.and_then(|heading| heading.document.as_deref()),
                    path: &location.path,
                    requirements: Vec::new(),
                });
            }
            let Some(feature) = features.last_mut() else { continue };
            match feature.requirements.last_mut() {
                Some(last) if (last.id, last.title) == (id, title) => last.standings.push(standing),
                _ => feature.requirements.push(RequirementSection { id, title, standings: vec![standing] }),
            }
        }
        features
    }
}
