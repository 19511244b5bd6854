//! The properties and sections of a design that name a criterion.

use std::collections::HashMap;

use spec_model::artifact::known::{folded, number};
use spec_model::design::{Cited, Design, Property, Section};
use spec_model::grammar::id::Form;

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
pub struct Naming {
    /// By ids, however they are spelled.
    by_id: HashMap<String, Vec<usize>>,
    /// By bare numbers, which name a criterion whatever letters its id has.
    by_number: HashMap<String, Vec<usize>>,
}

impl Naming {
    /// Remembers what a part names.
    pub fn push(&mut self, part: PropertyOrSection<'_>, place: usize) {
        for Cited { reference, .. } in part.cites() {
            let places = match reference.form {
                Form::Number => self.by_number.entry(reference.id.to_string()).or_default(),
                _ => self.by_id.entry(folded(reference.canonical().as_str())).or_default(),
            };
            if places.last() != Some(&place) {
                places.push(place);
            }
        }
    }

    /// The parts that name a criterion, each once, in the order in which they were pushed.
    pub fn of(&self, id: &str) -> Vec<usize> {
        let names = id.match_indices('.').map(|(at, _)| &id[..at]).chain([id]);
        let of_name = |name: &str| {
            let by_number = number(name).and_then(|number| self.by_number.get(number));
            self.by_id.get(&folded(name)).into_iter().chain(by_number).flatten().copied().collect::<Vec<_>>()
        };
        let mut places: Vec<usize> = names.flat_map(of_name).collect();
        places.sort_unstable();
        places.dedup();
        places
    }
}

#[cfg(test)]
mod tests {
    use spec_model::design;
    use spec_model::source::Source;

    use super::*;

    #[test]
    fn a_part_names_a_criterion_however_its_id_is_spelled() {
        let check = |written: &str, id: &str, expect: bool| {
            let design =
                design::read(Source::new("design.md", format!("## Oven\n\n_Requirements: {written}_\n")));
            let mut naming = Naming::default();
            PropertyOrSection::all(&design).enumerate().for_each(|(place, part)| naming.push(part, place));
            assert_eq!(!naming.of(id).is_empty(), expect, "{written} names {id}");
        };
        for (written, id) in [
            ("1.2", "REQ-1.2"),
            ("R1.2", "REQ-1.2"),
            ("req-1.2", "REQ-1.2"),
            ("1", "REQ-1.2"),
            ("1.2", "FR-1.2"),
            ("FR-1.2", "FR-1.2"),
            ("FR-003", "FR-003"),
        ] {
            check(written, id, true);
        }
        for (written, id) in
            [("1.1", "REQ-1.2"), ("2", "REQ-1.2"), ("NFR-1.2", "FR-1.2"), ("FR-003", "SC-003")]
        {
            check(written, id, false);
        }
    }
}
