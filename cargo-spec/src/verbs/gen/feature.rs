//! Plans the stubs of one feature: its criteria without a test, spliced into its test file.

use std::collections::HashMap;

use spec_model::catalog::{Catalog, Target, WORKSPACE};
use spec_model::properties::{self, NamedProperty, Properties, PropertyName};
use spec_model::{Criterion, Dialect, Document};

use crate::rust_file::NotRust;
use crate::stubs::{self, DocumentPlace, Placed, Setting, Spliced, Stub, TestOrder, Wanted};

/// The text of a feature's test file with the stubs that are missing.
///
/// `names` are the documents in force for the package that gets the tests; `is_shared`: is the document one of those that it shares?
pub(super) fn splice(
    (names, is_shared): (&Catalog, bool),
    document: &Document,
    (missing, untested): (&[Target<'_>], &Untested<'_>),
    existing: &str,
    setting: &Setting,
) -> Result<Spliced, NotRust> {
    let places: HashMap<usize, DocumentPlace> = document
        .requirements
        .iter()
        .enumerate()
        .flat_map(|(at, requirement)| requirement.criteria.iter().map(move |criterion| (at, criterion)))
        .enumerate()
        .map(|(number, (requirement, criterion))| {
            (criterion.span.start, DocumentPlace { requirement, criterion: number })
        })
        .collect();
    let place_of_target = |target: &Target<'_>| {
        let is_here = target.document.source.path() == document.source.path();
        let criterion = target.criterion.filter(|_| is_here)?;
        places.get(&criterion.span.start).copied()
    };
    // The properties of the design stand behind all criteria.
    let end = document.requirements.len();
    let place_of_property = |at: usize| DocumentPlace { requirement: end, criterion: places.len() + at };
    let place_of = |id: &str| match properties::named(id) {
        Some(name) => untested.place(&name).map(place_of_property),
        None => names.resolve(id).ok().and_then(|target| place_of_target(&target)),
    };
    let headings = document.requirements.iter().map(|requirement| match &*requirement.criteria {
        // A requirement that is its own criterion needs no heading: its test says it all.
        [only] if only.id == requirement.id => String::new(),
        _ if requirement.title.is_empty() => requirement.id.to_string(),
        _ => format!("{} · {}", requirement.id, requirement.title),
    });
    let headings = headings.chain(["Correctness properties of the design".to_owned()]).collect();
    let order = TestOrder { headings, place_of: &place_of };
    let mut placed: Vec<Placed> = Vec::new();
    // If one id must say its feature, its neighbours that are new say it too.
    let named: Vec<_> = missing.iter().map(|target| names.name_in(is_shared, target)).collect();
    let is_qualified = missing.iter().zip(&named).any(|(target, name)| name != target.id().as_str());
    let of_workspace = if is_shared && is_qualified { WORKSPACE } else { "" };
    for target in missing {
        let (Some(place), Some(criterion)) = (place_of_target(target), target.criterion) else { continue };
        // An id that is there twice is a finding of `check`; its first criterion gets the test.
        let id = match is_qualified {
            true => format!("{of_workspace}{}/{}", document.feature, target.id()),
            false => target.id().to_string(),
        };
        if place_of(&id) == Some(place) {
            placed.push(Placed { place, stub: Stub::new(wanted(id, target, criterion)) });
        }
    }
    for (at, (name, property)) in untested.missing() {
        let stub = Stub::of_property(wanted_of_property(name, &property));
        placed.push(Placed { place: place_of_property(at), stub });
    }
    stubs::splice(existing, &placed, &order, setting)
}

/// The correctness properties of a feature's design.
#[derive(Default)]
pub(super) struct Untested<'a> {
    /// Each with the name by which a link names it, and whether it is left out: a test names it, or nobody asks for it.
    properties: Vec<(String, NamedProperty<'a>, bool)>,
}

impl<'a> Untested<'a> {
    /// The properties of the design beside a document that validate a criterion.
    pub(super) fn of(
        catalog: &Catalog,
        properties: &'a Properties,
        document: usize,
        is_left_out: impl Fn(&NamedProperty<'_>) -> bool,
    ) -> Self {
        let own = properties.all().filter(|property| property.document == document);
        let counts = own.filter(|property| !property.criteria(catalog).is_empty());
        let named = counts.filter_map(|property| {
            let name = properties.name(catalog, &property);
            let found = properties.find(catalog, &properties::named(&name)?).ok()?;
            (found.property.span == property.property.span).then(|| (name, property, is_left_out(&property)))
        });
        Self { properties: named.collect() }
    }

    /// Those of which a skeleton is to be written, with their places.
    fn missing(&self) -> impl Iterator<Item = (usize, (&str, NamedProperty<'a>))> {
        let all = self.properties.iter().enumerate();
        all.filter(|(_, (.., is_left_out))| !is_left_out)
            .map(|(at, (name, property, _))| (at, (&**name, *property)))
    }

    /// The place of the property that a link names.
    fn place(&self, name: &PropertyName<'_>) -> Option<usize> {
        self.properties.iter().position(|(_, property, _)| property.property.number == name.number)
    }
}

fn wanted_of_property(name: &str, found: &NamedProperty<'_>) -> Wanted {
    let cited = found.property.validates.iter().map(|cited| cited.reference.canonical().to_string());
    Wanted {
        id: name.to_owned(),
        title: found.property.title.clone(),
        text: found.property.statement.as_str().to_owned(),
        points: vec![format!("Validates: {}", cited.collect::<Vec<_>>().join(", "))],
        ..Wanted::default()
    }
}

fn wanted(id: String, target: &Target<'_>, criterion: &Criterion) -> Wanted {
    let is_scenario = target.document.dialect == Dialect::OpenSpec;
    let scenario = criterion
        .id
        .as_str()
        .rsplit_once('.')
        .filter(|_| is_scenario)
        .map(|(_, name)| name.replace('-', " "));
    Wanted {
        id,
        title: target.requirement.title.clone(),
        scenario,
        text: criterion.text.as_str().to_owned(),
        is_scenario: criterion.is_scenario,
        points: criterion.points.iter().map(|point| point.as_str().to_owned()).collect(),
        examples: criterion.examples.clone(),
    }
}
