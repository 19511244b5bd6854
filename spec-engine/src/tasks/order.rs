//! Which tasks wait for which: as the written graph says, else `_Depends_`, else `[P]`, else the order of the document.
//!
//! What is scheduled is a *unit*: a task without parts, or one that the graph names with all of its parts.

use std::collections::{BTreeSet, HashMap};

use spec_model::index::{Index as _, IndexVec};
use spec_model::tasks::{GroupIx, Numbered, Numbers, TaskIx, TaskList};

/// What an order of tasks rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// The graph that the list has.
    Graph,
    /// The tasks that tasks name, for all others the document.
    Depends,
    /// The marks `[P]` and `(P)`, for all others the document.
    Marks,
    /// The order of the document alone.
    Document,
}

impl Basis {
    /// The word for it, in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Graph => "graph",
            Self::Depends => "depends",
            Self::Marks => "marks",
            Self::Document => "document",
        }
    }
}

/// The order of the units of a list.
#[derive(Clone, Debug)]
pub struct Order {
    /// What it rests on.
    pub basis: Basis,
    /// The units in document order, each with its step. A unit waits for all that it names, or for all units of earlier steps.
    pub steps: Vec<(TaskIx, usize)>,
    /// What each unit waits for by name.
    pub named: IndexVec<TaskIx, Vec<TaskIx>>,
    /// The run of each unit: it does not wait for its neighbours in there. Without names it waits for all earlier runs.
    runs: Vec<usize>,
}

impl Order {
    /// The order of a list.
    pub fn of(list: &TaskList) -> Self {
        let numbers = Numbers::new(list);
        let waves = wave_of_each(list, &numbers);
        let units = units(list, &waves);
        let named = named(list, &numbers, &units);
        let depends = named.iter().any(|named| !named.is_empty());
        let basis = match () {
            () if waves.iter().any(Option::is_some) => Basis::Graph,
            () if depends => Basis::Depends,
            () if units.iter().any(|&unit| list.tasks[unit].is_parallel) => Basis::Marks,
            () => Basis::Document,
        };
        let runs = match basis {
            Basis::Graph => graph_runs(&units, &waves),
            _ => runs(list, &units),
        };
        let steps = steps(&units, &runs, &named, basis);
        Self { basis, steps, named, runs }
    }

    /// The units that are not done, each with the units that it waits for and that are not done either.
    pub fn waiting(&self, is_done: impl Fn(TaskIx) -> bool) -> Vec<(TaskIx, Vec<TaskIx>)> {
        let units = || self.steps.iter().map(|(unit, _)| *unit).zip(self.runs.iter().copied());
        // The first runs that have a unit which is not done: whoever stands behind waits for them.
        let open: Vec<(TaskIx, usize)> = units().filter(|(unit, _)| !is_done(*unit)).collect();
        let first_run = open.iter().map(|(_, run)| *run).min().unwrap_or(0);
        let first: Vec<TaskIx> =
            open.iter().filter(|(_, run)| *run == first_run).map(|(unit, _)| *unit).collect();
        let blocking = |unit: TaskIx, run: usize| -> Vec<TaskIx> {
            let named = self.named[unit].iter().copied().filter(|&other| !is_done(other));
            let is_by_run = self.basis == Basis::Graph || self.named[unit].is_empty();
            let by_run = first.iter().copied().filter(|_| is_by_run && first_run < run);
            let mut blocking: Vec<_> = named.chain(by_run).collect();
            blocking.sort_unstable();
            blocking.dedup();
            blocking
        };
        open.iter().map(|&(unit, run)| (unit, blocking(unit, run))).collect()
    }
}

/// The wave that the graph has each task in.
fn wave_of_each(list: &TaskList, numbers: &Numbers) -> IndexVec<TaskIx, Option<usize>> {
    let mut waves: IndexVec<TaskIx, Option<usize>> = list.tasks.map(|_| None);
    let mut of_groups: IndexVec<GroupIx, Option<usize>> = list.groups.map(|_| None);
    let mut rank = HashMap::new();
    for (at, wave) in list.waves.iter().enumerate() {
        let next = rank.len();
        let rank = *rank.entry(wave.id.ok_or(at)).or_insert(next);
        for named in wave.tasks.iter().filter_map(|task| numbers.find(&task.number)) {
            match named {
                Numbered::Task(task) => waves[task].get_or_insert(rank),
                Numbered::Group(group) => of_groups[group].get_or_insert(rank),
            };
        }
    }
    // Headings and parents stand above what is below them.
    let above = list.groups_above();
    for ix in list.groups.indices() {
        of_groups[ix] = of_groups[ix].or_else(|| of_groups[above[ix]?]);
    }
    let mut is_named: IndexVec<TaskIx, bool> = list.tasks.map(|_| false);
    for (ix, task) in list.tasks.enumerated() {
        is_named[ix] = waves[ix].is_some() || task.parent.is_some_and(|parent| is_named[parent]);
        if !is_named[ix]
            && let Some(rank) = task.group.and_then(|group| of_groups[group])
        {
            (waves[ix], is_named[ix]) = (Some(rank), true);
        }
    }
    waves
}

/// The tasks that are scheduled, in document order: those without parts, and those that the graph names. Checkpoints are none.
fn units(list: &TaskList, waves: &IndexVec<TaskIx, Option<usize>>) -> Vec<TaskIx> {
    let has_parts = list.has_parts();
    let mut is_within: IndexVec<TaskIx, bool> = list.tasks.map(|_| false);
    let mut has_named_part: IndexVec<TaskIx, bool> = list.tasks.map(|_| false);
    for (ix, task) in list.tasks.enumerated() {
        let parents = task.parent.filter(|_| waves[ix].is_some()).into_iter();
        parents.flat_map(|parent| list.with_parents(parent)).for_each(|ix| has_named_part[ix] = true);
    }
    let is_group = |ix: TaskIx| waves[ix].is_some() && !has_named_part[ix];
    for (ix, task) in list.tasks.enumerated() {
        // Parents stand above their parts.
        is_within[ix] = task.parent.is_some_and(|parent| is_within[parent] || is_group(parent));
    }
    list.tasks
        .enumerated()
        .filter(|&(ix, task)| !task.is_checkpoint && !is_within[ix] && (!has_parts[ix] || is_group(ix)))
        .map(|(ix, _)| ix)
        .collect()
}

/// What each unit waits for by name: itself, its graph or what it is a part of says so. Who waits for a task waits for its parts.
fn named(list: &TaskList, numbers: &Numbers, units: &[TaskIx]) -> IndexVec<TaskIx, Vec<TaskIx>> {
    let mut below: IndexVec<TaskIx, Vec<TaskIx>> = list.tasks.map(|_| Vec::new());
    let mut below_group: IndexVec<GroupIx, Vec<TaskIx>> = list.groups.map(|_| Vec::new());
    let above = list.groups_above();
    for &unit in units {
        list.with_parents(unit).for_each(|ix| below[ix].push(unit));
        let groups = std::iter::successors(list.tasks[unit].group, |&group| above[group]);
        groups.for_each(|group| below_group[group].push(unit));
    }
    let mut graph: HashMap<TaskIx, Vec<&str>> = HashMap::new();
    for task in list.waves.iter().flat_map(|wave| &wave.tasks) {
        if let Some(Numbered::Task(ix)) = numbers.find(&task.number) {
            graph.entry(ix).or_default().extend(task.depends.iter().map(|(number, _)| &**number));
        }
    }
    let mut named: IndexVec<TaskIx, Vec<TaskIx>> = list.tasks.map(|_| Vec::new());
    for &unit in units {
        let mut found = BTreeSet::new();
        for ix in list.with_parents(unit) {
            let own = list.tasks[ix].depends.iter().map(|depends| &*depends.number);
            let graph = graph.get(&ix).into_iter().flatten().copied();
            for target in own.chain(graph).filter_map(|number| numbers.find(number)) {
                let targets = match target {
                    Numbered::Task(task) => &below[task],
                    Numbered::Group(group) => &below_group[group],
                };
                found.extend(targets.iter().copied().filter(|&other| other != unit));
            }
        }
        named[unit] = found.into_iter().collect();
    }
    named
}

/// The runs that a graph has, its waves; a unit that it lacks comes behind all of them, one after another.
fn graph_runs(units: &[TaskIx], waves: &IndexVec<TaskIx, Option<usize>>) -> Vec<usize> {
    let mut behind = waves.iter().flatten().max().map_or(0, |last| last + 1);
    let run = |&unit: &TaskIx| {
        waves[unit].unwrap_or_else(|| {
            behind += 1;
            behind - 1
        })
    };
    units.iter().map(run).collect()
}

/// Each unit one step behind the last that it waits for. Who names nobody waits for all earlier runs; neighbours in a run do not wait
/// for each other. A graph has every unit behind all earlier runs. Where units wait for each other in a circle, the first begins.
fn steps(
    units: &[TaskIx],
    runs: &[usize],
    named: &IndexVec<TaskIx, Vec<TaskIx>>,
    basis: Basis,
) -> Vec<(TaskIx, usize)> {
    let count = units.len();
    // The units in the order of their runs, and the place of each in there.
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by_key(|&at| runs[at]);
    let mut node = named.map(|_| None);
    order.iter().enumerate().for_each(|(place, &at)| node[units[at]] = Some((place, runs[at])));
    // The nodes are the units, and behind them the ends of the runs.
    let end = |run: usize| count + run;
    let ends = runs.iter().max().map_or(0, |last| last + 1);
    let mut waiting = vec![0_usize; count + ends];
    let mut behind: Vec<Vec<usize>> = vec![Vec::new(); count + ends];
    let mut wait = |who: usize, for_whom: usize| {
        waiting[who] += 1;
        behind[for_whom].push(who);
    };
    for (place, &at) in order.iter().enumerate() {
        let (run, names) = (runs[at], &named[units[at]]);
        let is_by_run = basis == Basis::Graph || names.is_empty();
        if is_by_run && run > 0 {
            wait(place, end(run - 1));
        }
        for (other, other_run) in names.iter().filter_map(|&name| node[name]) {
            // What a graph says of its waves stands.
            if basis != Basis::Graph || other_run == run {
                wait(place, other);
            }
        }
        wait(end(run), place);
    }
    (1..ends).for_each(|run| wait(end(run), end(run - 1)));
    let mut steps = vec![0_usize; count + ends];
    let mut is_done = vec![false; count + ends];
    let mut first_open = 0;
    let mut ready: Vec<usize> = (0..count + ends).filter(|&at| waiting[at] == 0).collect();
    loop {
        while let Some(at) = ready.pop() {
            if std::mem::replace(&mut is_done[at], true) {
                continue;
            }
            let next = if at < count { steps[at] + 1 } else { steps[at] };
            for &who in &behind[at] {
                if is_done[who] {
                    continue;
                }
                steps[who] = steps[who].max(next);
                waiting[who] = waiting[who].saturating_sub(1);
                if waiting[who] == 0 {
                    ready.push(who);
                }
            }
        }
        while first_open < count && is_done[first_open] {
            first_open += 1;
        }
        if first_open == count {
            break;
        }
        ready.push(first_open);
    }
    let mut found: Vec<_> = order.iter().copied().zip(steps).collect();
    found.sort_unstable();
    found.into_iter().map(|(at, step)| (units[at], step)).collect()
}

/// The run that each unit belongs to: neighbours with a mark below one heading, or a unit by itself.
fn runs(list: &TaskList, units: &[TaskIx]) -> Vec<usize> {
    let mut run = 0;
    let mut runs = Vec::with_capacity(units.len());
    let mut last: Option<TaskIx> = None;
    for &unit in units {
        if let Some(last) = last {
            let (one, other) = (&list.tasks[last], &list.tasks[unit]);
            let is_adjacent =
                !(last.at() + 1..unit.at()).any(|between| list.tasks.as_slice()[between].is_checkpoint);
            let is_run = one.is_parallel && other.is_parallel && one.group == other.group && is_adjacent;
            run += usize::from(!is_run);
        }
        runs.push(run);
        last = Some(unit);
    }
    runs
}
