//! Finds the wave that the written graph has each task in.

use std::collections::{HashMap, HashSet};

use super::model::{GroupIx, TaskIx, TaskList};
use super::numbers::{Numbered, Numbers};
use crate::index::IndexVec;

/// The waves of tasks, counted from 0 in the order in which they are to be done.
#[derive(Clone, Debug)]
pub struct Ranks {
    /// The wave that names each task. Where none does, that of the task it is a part of, or of a heading above it.
    pub own: IndexVec<TaskIx, Option<usize>>,
    /// The wave of each task: its own, else that of what it is a part of.
    pub of_task: IndexVec<TaskIx, Option<usize>>,
    /// The wave of the tasks below each heading, where a heading is named.
    pub of_group: IndexVec<GroupIx, Option<usize>>,
    /// The place of each wave in [`TaskList::waves`]: of several with one id in one graph, that of the first.
    pub places: Vec<usize>,
    /// Has each wave an id of its own? Else there are several graphs, or may be.
    pub is_one: bool,
}

impl Ranks {
    /// The waves of a list.
    pub fn new(list: &TaskList, numbers: &Numbers) -> Self {
        let Order { order, places, is_one } = order(list);
        let mut own: IndexVec<TaskIx, Option<usize>> = list.tasks.map(|_| None);
        let mut of_group: IndexVec<GroupIx, Option<usize>> = list.groups.map(|_| None);
        for (wave, &rank) in list.waves.iter().zip(&order) {
            for named in wave.tasks.iter().filter_map(|task| numbers.find(&task.number)) {
                match named {
                    Numbered::Task(task) => own[task].get_or_insert(rank),
                    Numbered::Group(group) => of_group[group].get_or_insert(rank),
                };
            }
        }
        // Headings and parents stand above what is below them.
        let above = list.groups_above();
        for ix in list.groups.indices() {
            of_group[ix] = of_group[ix].or_else(|| of_group[above[ix]?]);
        }
        let mut of_task = own.clone();
        for (ix, task) in list.tasks.enumerated() {
            let parent = task.parent.and_then(|parent| of_task[parent]);
            if of_task[ix].is_none() && parent.is_none() {
                own[ix] = task.group.and_then(|group| of_group[group]);
            }
            of_task[ix] = own[ix].or(parent);
        }
        Self { own, of_task, of_group, places, is_one }
    }
}

/// The order of the waves of a list.
struct Order {
    /// The rank of each wave.
    order: Vec<usize>,
    /// The first wave of each rank.
    places: Vec<usize>,
    /// Has each wave an id of its own?
    is_one: bool,
}

/// Returns the order of the waves of a list. Ids count where every wave has its own; else each graph comes behind the one before it, and
/// waves of a graph with one id are one.
fn order(list: &TaskList) -> Order {
    let mut ranks: HashMap<(usize, u64), usize> = HashMap::new();
    let mut places = Vec::new();
    let mut order = Vec::with_capacity(list.waves.len());
    for (at, wave) in list.waves.iter().enumerate() {
        let key = wave.id.map(|id| (wave.graph, id));
        let known = key.and_then(|key| ranks.get(&key)).copied();
        let rank = known.unwrap_or(places.len());
        if known.is_none() {
            places.push(at);
            key.into_iter().for_each(|key| {
                ranks.insert(key, rank);
            });
        }
        order.push(rank);
    }
    let ids: HashSet<u64> = list.waves.iter().filter_map(|wave| wave.id).collect();
    let is_one = ids.len() == list.waves.iter().filter(|wave| wave.id.is_some()).count();
    if ranks.len() == list.waves.len() {
        places.sort_by_key(|&at| (list.waves[at].graph * usize::from(!is_one), list.waves[at].id));
        places.iter().enumerate().for_each(|(rank, &at)| order[at] = rank);
    }
    Order { order, places, is_one }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tasks::tests::list;

    /// The wave of each task, `-` for none.
    #[track_caller]
    fn check(graph: &str, expect: &str) {
        let tasks =
            "## 1. Oven\n\n- [ ] 1.1 a\n- [ ] 1.2 b\n\n## Rest\n\n- [ ] 2 c\n  - [ ] 2.1 d\n  - [ ] 2.2 e\n";
        let list = list(&format!("{tasks}\n```json\n{{\"waves\": {graph}}}\n```\n"));
        let ranks = Ranks::new(&list, &Numbers::new(&list));
        let found = ranks.of_task.iter().map(|rank| rank.map_or("-".to_owned(), |rank| rank.to_string()));
        assert_eq!(found.collect::<Vec<_>>().join(" "), expect, "{graph}");
    }

    #[test]
    fn waves_are_in_the_order_of_their_ids_or_of_the_document() {
        check("[[\"1.1\"], [\"1.2\", \"2\"]]", "0 1 1 1 1");
        check("[{\"id\": 7, \"tasks\": [\"1.2\"]}, {\"id\": 3, \"tasks\": [\"1.1\"]}]", "0 1 - - -");
        check("[{\"id\": 1, \"tasks\": [\"1.2\"]}, {\"id\": 1, \"tasks\": [\"2.1\"]}]", "- 0 - 0 -");
    }

    #[test]
    fn a_graph_comes_behind_the_one_before_it() {
        check("[[\"1.1\"], [\"1.2\"]]}\n```\n\n```json\n{\"waves\": [[\"2.1\"], [\"2.2\"]]", "0 1 - 2 3");
        check(
            "[{\"id\": 2, \"tasks\": [\"1.1\"]}, {\"id\": 1, \"tasks\": [\"1.2\"]}]}\n```\n\n```json\n{\"waves\": [{\"id\": 1, \"tasks\": [\"2\"]}]",
            "1 0 2 2 2",
        );
        // Graphs whose waves are counted on are one.
        check(
            "[{\"id\": 2, \"tasks\": [\"1.1\"]}]}\n```\n\n```json\n{\"waves\": [{\"id\": 1, \"tasks\": [\"2\"]}]",
            "1 - 0 0 0",
        );
    }

    #[test]
    fn a_part_is_in_the_wave_of_the_task_unless_a_wave_names_it() {
        check("[[\"2\"], [\"2.2\"]]", "- - 0 0 1");
        check("[[\"2.2\"], [\"2\"]]", "- - 1 1 0");
        check("[[\"2\"], [\"1\"]]", "1 1 0 0 0");
        check("[[\"1.2\"], [\"1\"]]", "1 0 - - -");
    }
}
