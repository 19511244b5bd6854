//! The properties and sections of a design that name a criterion.

use std::collections::HashMap;

use spec_model::design::{Cited, Design, Property, Section};

/// A property or a section of a design.
#[derive(Clone, Copy, Debug)]
pub enum PropertyOrSection<'a> {
    /// A property.
    Property(&'a Property),
    /// A section that is no property.
    Section(&'a Section),
}

impl<'a> PropertyOrSection<'a> {
    /// The parts of a design: its properties, then its sections.
    pub fn all(design: &'a Design) -> impl Iterator<Item = Self> {
        let is_in = |property: &Property, line| (property.line..=property.end_line).contains(&line);
        let is_property = move |line: usize| design.properties.iter().any(|property| is_in(property, line));
        let sections =
            design.sections.iter().filter(|section| section.level > 0 && !section.cites.is_empty());
        let sections = sections.filter(move |section| !is_property(section.line));
        design.properties.iter().map(Self::Property).chain(sections.map(Self::Section))
    }

    /// The number of a property.
    pub fn number(self) -> Option<&'a str> {
        match self {
            Self::Property(property) => Some(&property.number),
            Self::Section(_) => None,
        }
    }

    /// Its heading.
    pub fn title(self) -> &'a str {
        match self {
            Self::Property(property) => &property.title,
            Self::Section(section) => &section.title,
        }
    }

    /// Its first line, from 1.
    pub fn line(self) -> usize {
        match self {
            Self::Property(property) => property.line,
            Self::Section(section) => section.line,
        }
    }

    /// The text of a property.
    pub fn statement(self) -> &'a str {
        match self {
            Self::Property(property) => property.statement.as_str(),
            Self::Section(_) => "",
        }
    }

    fn cites(self) -> &'a [Cited] {
        match self {
            Self::Property(property) => &property.validates,
            Self::Section(section) => &section.cites,
        }
    }
}

/// The parts that name a criterion, or the requirement of one, by their places.
#[derive(Debug, Default)]
pub struct Naming(HashMap<String, Vec<usize>>);

impl Naming {
    /// Remembers what a part names.
    pub fn push(&mut self, part: PropertyOrSection<'_>, place: usize) {
        for cited in part.cites() {
            let places = self.0.entry(cited.reference.canonical().to_string()).or_default();
            if places.last() != Some(&place) {
                places.push(place);
            }
        }
    }

    /// The parts that name a criterion, each once, in the order in which they were pushed.
    pub fn of(&self, id: &str) -> Vec<usize> {
        let requirements = id.match_indices('.').map(|(at, _)| &id[..at]);
        let mut places: Vec<usize> =
            requirements.chain([id]).filter_map(|name| self.0.get(name)).flatten().copied().collect();
        places.sort_unstable();
        places.dedup();
        places
    }
}
