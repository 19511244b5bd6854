//! The task lists and designs beside requirements, with the ids that they name.

use std::collections::BTreeMap;
use std::ops::Range;

use spec_model::design::Design;
use spec_model::grammar::reference::Reference;
use spec_model::source::Source;
use spec_model::tasks::{TaskList, named_in_heading};

/// A task list or a design, with the requirements and criteria that it names.
#[derive(Debug)]
pub struct CitingDocument {
    pub(super) source: Source,
    /// The spec root, from the root of the workspace.
    pub(super) root: String,
    /// The features of the requirements beside it.
    pub(super) features: Vec<String>,
    /// The names in it, by their place; several at once stand in a range.
    pub(super) names: BTreeMap<(usize, usize), Vec<Reference>>,
}

impl CitingDocument {
    /// Collects the names in a task list. `root` and `features` are those of the requirements beside it.
    pub fn of_tasks(list: &TaskList, root: &str, features: Vec<String>) -> Self {
        let mut document = Self::new(&list.source, root, features);
        let named = list.tasks.iter().flat_map(|task| &task.references);
        named.for_each(|reference| document.add(reference.names.iter().map(|name| (&name.range, name))));
        for group in &list.groups {
            let mut names = named_in_heading(list.text(group.title));
            for name in &mut names {
                name.range = group.title.start + name.range.start..group.title.start + name.range.end;
            }
            document.add(names.iter().map(|name| (&name.range, name)));
        }
        document
    }

    /// Collects the names in a design: in its properties, its tables and its sections.
    pub fn of_design(design: &Design, root: &str, features: Vec<String>) -> Self {
        let mut document = Self::new(&design.source, root, features);
        let properties = design.properties.iter().map(|property| &property.validates);
        let rows = design.rows.iter().map(|row| &row.requirements);
        let sections = design.sections.iter().map(|section| &section.cites);
        for cited in properties.chain(rows).chain(sections) {
            let ranges: Vec<_> = cited.iter().map(|cited| cited.span.range()).collect();
            document.add(ranges.iter().zip(cited.iter().map(|cited| &cited.reference)));
        }
        document
    }

    fn new(source: &Source, root: &str, features: Vec<String>) -> Self {
        Self { source: source.clone(), root: root.to_owned(), features, names: BTreeMap::new() }
    }

    /// Adds the names of one place of the document. What is there already stays.
    fn add<'a>(&mut self, names: impl Iterator<Item = (&'a Range<usize>, &'a Reference)>) {
        let mut added: BTreeMap<(usize, usize), Vec<Reference>> = BTreeMap::new();
        for (range, name) in names {
            added.entry((range.start, range.end)).or_default().push(name.clone());
        }
        for (place, names) in added {
            self.names.entry(place).or_insert(names);
        }
    }
}
