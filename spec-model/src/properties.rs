//! The correctness properties of the designs beside a catalog's documents: it resolves links to them, and lists their
//! criteria.
//!
//! A property is known by its number, as its design announces it: `Property 3`, or `checkout/Property 3` where several features have
//! one. A test of it counts for every criterion that it validates.

use std::collections::{HashMap, HashSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::catalog::{self, Catalog, CriterionIx, RequirementIx, ResolveError, Target};
use crate::design::{self, Cited, Design, Property};
use crate::files::Files;
use crate::grammar::property;
use crate::nearest::nearest;
use crate::order::Order as _;

/// The names of documents that design the feature of the documents beside them.
const FILE_NAMES: [&str; 2] = ["design.md", "plan.md"];

/// The number of other properties that are offered for one that does not exist.
const MAX_SIMILAR: usize = 3;

/// A property as a link names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PropertyName<'a> {
    /// The feature, where it is said.
    pub feature: Option<&'a str>,
    /// The number as it is written.
    pub number: &'a str,
}

/// Reads what a link names, if that is a property: `Property 3`, `checkout/Property 3`. `None`: it is an id, or nothing.
pub fn named(written: &str) -> Option<PropertyName<'_>> {
    let written = written.trim();
    let (feature, name) = match written.rsplit_once('/') {
        Some((feature, name)) => (Some(feature), name),
        None => (None, written),
    };
    // `REQ-1.2`: most links are ids, which begin otherwise than any word for a property.
    if !property::may_begin(name) {
        return None;
    }
    let announced = property::announced(name).filter(|announced| announced.title.is_empty())?;
    Some(PropertyName { feature, number: announced.number })
}

/// The designs beside the documents of a catalog, read.
#[derive(Debug, Default)]
pub struct Properties {
    /// Each with the place of the document that it stands beside.
    designs: Vec<(usize, Arc<Design>)>,
    /// The designs that could not be read.
    unreadable: Vec<(PathBuf, io::Error)>,
    /// The places of the properties with a number: design and place in it, the first of each design.
    by_number: HashMap<String, Vec<(usize, usize)>>,
}

/// A property with the document whose feature it is of.
#[derive(Clone, Copy, Debug)]
pub struct NamedProperty<'a> {
    /// Its design.
    pub design: &'a Design,
    /// The property.
    pub property: &'a Property,
    /// The place of the document in its catalog.
    pub document: usize,
}

impl Properties {
    /// Reads the designs beside the documents of a catalog. Who has none pays one look for each folder.
    pub fn read(files: &dyn Files, catalog: &Catalog) -> Self {
        Self::of(catalog, |path| Ok(design::read_if_exists(files, path)?.map(Arc::new)))
    }

    /// As [`Properties::read`], where somebody else reads the designs: `None` where there is none.
    pub fn of(catalog: &Catalog, read: impl Fn(&Path) -> io::Result<Option<Arc<Design>>>) -> Self {
        let mut found = Self::default();
        let mut folders: HashSet<&Path> = HashSet::new();
        for (at, document) in catalog.documents.iter().enumerate() {
            let Some(folder) = catalog::home(document.source.path()).filter(|folder| folders.insert(folder))
            else {
                continue;
            };
            for path in FILE_NAMES.map(|name| folder.join(name)) {
                match read(&path) {
                    Ok(Some(design)) => found.designs.push((at, design)),
                    Ok(None) => {}
                    Err(error) => found.unreadable.push((path, error)),
                }
            }
        }
        for (at, (_, design)) in found.designs.iter().enumerate() {
            for (place, property) in design.properties.iter().enumerate() {
                let places = found.by_number.entry(property.number.clone()).or_default();
                if places.last().is_none_or(|&(other, _)| other != at) {
                    places.push((at, place));
                }
            }
        }
        found
    }

    /// The properties with a number, the first of each design.
    fn numbered(&self, number: &str) -> impl Iterator<Item = NamedProperty<'_>> {
        self.by_number.get(number).into_iter().flatten().map(|&(at, place)| {
            let (document, design) = &self.designs[at];
            NamedProperty { design, property: &design.properties[place], document: *document }
        })
    }

    /// The designs that could not be read, and why.
    pub fn unreadable(&self) -> impl Iterator<Item = (&Path, &io::Error)> {
        self.unreadable.iter().map(|(path, error)| (&**path, error))
    }

    /// Every property, in the order of the documents.
    pub fn all(&self) -> impl Iterator<Item = NamedProperty<'_>> {
        self.designs.iter().flat_map(|(document, design)| {
            let properties = design.properties.iter();
            properties.map(|property| NamedProperty { design, property, document: *document })
        })
    }

    /// Finds the property that a link names. Of two with one number in one design, the first counts.
    ///
    /// # Errors
    ///
    /// When no design has it, or when those of several features do.
    pub fn find(
        &self,
        catalog: &Catalog,
        name: &PropertyName<'_>,
    ) -> Result<NamedProperty<'_>, ResolveError> {
        let feature = |found: &NamedProperty<'_>| &*catalog.documents[found.document].feature;
        let is_meant = |found: &NamedProperty<'_>| name.feature.is_none_or(|wanted| wanted == feature(found));
        let mut found: Vec<_> = self.numbered(name.number).collect();
        let elsewhere: Vec<_> = found.iter().map(|found| self.name(catalog, found)).collect();
        found.retain(is_meant);
        match &*found {
            [only] => Ok(*only),
            [] => {
                let mut similar = elsewhere;
                if similar.is_empty() {
                    let numbers: Vec<_> =
                        self.all().filter(is_meant).map(|found| &*found.property.number).collect();
                    let near = nearest(name.number, numbers, MAX_SIMILAR);
                    similar.extend(near.into_iter().map(|number| format!("Property {number}")));
                }
                similar.truncate(MAX_SIMILAR);
                Err(ResolveError::Unknown { similar })
            }
            several => Err(ResolveError::Ambiguous {
                candidates: several
                    .iter()
                    .map(|found| format!("{}/Property {}", feature(found), found.property.number))
                    .collect(),
            }),
        }
    }

    /// The name by which a link should name a property: with its feature where others have the same number.
    pub fn name(&self, catalog: &Catalog, property: &NamedProperty<'_>) -> String {
        let number = &property.property.number;
        if self.numbered(number).any(|other| other.document != property.document) {
            format!("{}/Property {number}", catalog.documents[property.document].feature)
        } else {
            format!("Property {number}")
        }
    }
}

impl<'a> NamedProperty<'a> {
    /// The criteria that the property validates: of a requirement that is named as a whole, all. Each once, in their order.
    pub fn criteria<'c>(&self, catalog: &'c Catalog) -> Vec<Target<'c>> {
        let mut places: Vec<CriterionIx> = Vec::new();
        for cited in &self.property.validates {
            let Ok(target) = self.target(catalog, cited) else { continue };
            match target.criterion_ix {
                Some(place) => places.push(place),
                None => places.extend(target.all_of_requirement()),
            }
        }
        places.order();
        places.dedup();
        let target = |place: CriterionIx| {
            let RequirementIx { document, requirement } = place.requirement;
            let found = catalog.documents.get(document)?;
            Target::new((document, &**found), requirement, Some(place.criterion))
        };
        places.into_iter().filter_map(target).collect()
    }

    /// The references in it that no document defines.
    pub fn unknown(&self, catalog: &Catalog) -> impl Iterator<Item = (&'a Cited, ResolveError)> {
        self.property.validates.iter().filter_map(|cited| Some((cited, self.target(catalog, cited).err()?)))
    }

    /// The target, of its own feature where it says none.
    fn target<'c>(&self, catalog: &'c Catalog, cited: &Cited) -> Result<Target<'c>, ResolveError> {
        let mut reference = cited.reference.clone();
        if reference.feature.is_none() {
            reference.feature = Some(catalog.documents[self.document].feature.clone());
        }
        catalog.find(&reference)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::Memory;

    const REQUIREMENTS: &str = "# Requirements\n\n### Requirement 1: Bread\n\n#### Acceptance Criteria\n\n1. THE oven SHALL bake\n\
         2. THE oven SHALL ring\n\n### Requirement 2: Rolls\n\n#### Acceptance Criteria\n\n1. THE oven SHALL cool\n";

    fn catalog(designs: &[(&str, &str)]) -> (Catalog, Properties) {
        let mut files = Memory::default();
        for (feature, design) in designs {
            files.insert(format!("/w/.kiro/specs/{feature}/requirements.md"), REQUIREMENTS);
            files.insert(format!("/w/.kiro/specs/{feature}/design.md"), *design);
        }
        let catalog = Catalog::load(&files, Path::new("/w"));
        let properties = Properties::read(&files, &catalog);
        (catalog, properties)
    }

    const DESIGN: &str = "# Design\n\n## Correctness Properties\n\n### Property 1: Heat\n\n*For any* loaf, it is warm.\n\n\
         **Validates: Requirements 1.1, 2, 9.9**\n\n### Property 2: Ring\n\nIt rings.\n\n**Validates: Requirements 1.2**\n";

    #[test]
    fn a_link_names_a_property_by_its_number() {
        let name = |written| named(written).map(|name| (name.feature, name.number));
        assert_eq!(name("Property 3"), Some((None, "3")));
        assert_eq!(name("checkout/Property 3"), Some((Some("checkout"), "3")));
        assert_eq!(name(" property 1.2 "), Some((None, "1.2")));
        for other in
            ["REQ-1.2", "1.2", "Property", "Property 3: Title", "properties.read-again", "3", "", "/"]
        {
            assert_eq!(name(other), None, "{other}");
        }
    }

    #[test]
    fn a_property_stands_for_every_criterion_that_it_validates() {
        let (catalog, properties) = catalog(&[("bread", DESIGN)]);
        let criteria = |number: &str| {
            let name = format!("Property {number}");
            let found = properties.find(&catalog, &named(&name).expect("a name")).expect("it is there");
            assert_eq!(properties.name(&catalog, &found), name);
            let criteria: Vec<_> =
                found.criteria(&catalog).iter().map(|target| target.id().to_string()).collect();
            let unknown: Vec<_> =
                found.unknown(&catalog).map(|(cited, _)| cited.reference.id.to_string()).collect();
            (criteria.join(" "), unknown.join(" "))
        };
        assert_eq!(criteria("1"), ("REQ-1.1 REQ-2.1".to_owned(), "9.9".to_owned()));
        assert_eq!(criteria("2"), ("REQ-1.2".to_owned(), String::new()));
    }

    #[test]
    fn a_number_that_several_features_have_needs_the_feature() {
        let (catalog, properties) = catalog(&[("bread", DESIGN), ("rolls", DESIGN)]);
        let find = |written: &str| {
            let found = properties.find(&catalog, &named(written).expect("a name"));
            found.map(|found| properties.name(&catalog, &found))
        };
        assert_eq!(find("rolls/Property 2"), Ok("rolls/Property 2".to_owned()));
        let candidates = ["bread/Property 2", "rolls/Property 2"].map(str::to_owned).into();
        assert_eq!(find("Property 2"), Err(ResolveError::Ambiguous { candidates }));
        let similar = ["bread/Property 2", "rolls/Property 2"].map(str::to_owned).into();
        assert_eq!(find("cake/Property 2"), Err(ResolveError::Unknown { similar }));
    }

    #[test]
    fn who_has_no_design_has_no_properties() {
        let (catalog, properties) = catalog(&[]);
        assert_eq!(properties.all().count(), 0);
        assert!(matches!(
            properties.find(&catalog, &named("Property 1").expect("a name")),
            Err(ResolveError::Unknown { .. })
        ));
    }
}
