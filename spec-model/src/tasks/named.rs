//! Finds the criteria that each task names, in the documents beside its list.

use super::model::{TaskIx, TaskList};
use crate::artifact::known::{Known, Target};
use crate::index::IndexVec;
use crate::spec::Document;

/// A criterion of some documents, by the places of the document, the requirement and the criterion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Named {
    /// The place of the document among those that were given.
    pub document: usize,
    /// The place of the requirement in the document.
    pub requirement: usize,
    /// The place of the criterion in the requirement.
    pub criterion: usize,
}

/// The criteria that each task names, in the order of the documents, each once. Who names a requirement or a story names all of it.
pub fn named(list: &TaskList, beside: &[&Document]) -> IndexVec<TaskIx, Vec<Named>> {
    let known = Known::new(beside);
    let of_requirement = |document: usize, requirement: usize| {
        let count = beside[document].requirements[requirement].criteria.len();
        (0..count).map(move |criterion| Named { document, requirement, criterion })
    };
    let everything = || {
        let requirements = beside.iter().enumerate().flat_map(|(at, document)| {
            (0..document.requirements.len()).map(move |requirement| (at, requirement))
        });
        requirements.flat_map(|(document, requirement)| of_requirement(document, requirement))
    };
    list.tasks.map(|task| {
        let mut found = Vec::new();
        for reference in &task.references {
            if reference.is_all {
                found.extend(everything());
            }
            for target in reference.names.iter().filter_map(|name| known.find(name)) {
                match target {
                    Target::Unit((document, requirement, Some(criterion))) => {
                        found.push(Named { document, requirement, criterion });
                    }
                    Target::Unit((document, requirement, None)) => {
                        found.extend(of_requirement(document, requirement));
                    }
                    Target::Other => {}
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    })
}
