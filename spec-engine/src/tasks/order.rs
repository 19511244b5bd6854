//! The order in which tasks wait: as the written graph says, else `_Depends_`, else `[P]`, else the order of the document.
//!
//! A *unit* is scheduled: a task without parts, or one that the graph names with all of its parts.

use std::collections::{BTreeSet, HashMap};

use spec_model::index::{Index as _, IndexVec};
use spec_model::tasks::{GroupIx, Numbered, Numbers, Ranks, TaskIx, TaskList};

/// The basis of an order of tasks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// The graph that the list has, in waves.
    Graph,
    /// The graph that the list draws, for all other tasks the document.
    Drawn,
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
            Self::Graph | Self::Drawn => "graph",
            Self::Depends => "depends",
            Self::Marks => "marks",
            Self::Document => "document",
        }
    }
}

/// The order of the units of a list.
#[derive(Clone, Debug)]
pub struct UnitOrder {
    /// The basis that it rests on.
    pub basis: Basis,
    /// The units in document order, each with its step. A unit waits for all that it names, or for all units of earlier steps.
    pub steps: Vec<(TaskIx, usize)>,
    waits: IndexVec<TaskIx, Waits>,
    /// The run of each unit: it does not wait for its neighbours in there.
    runs: Vec<usize>,
}

/// The tasks that a unit waits for.
#[derive(Clone, Debug, Default)]
struct Waits {
    /// The units that it names.
    named: Vec<TaskIx>,
    /// It waits for all units of earlier runs.
    is_by_run: bool,
}

impl UnitOrder {
    /// The order of a list.
    pub fn of(list: &TaskList) -> Self {
        let numbers = Numbers::new(list);
        let ranks = Ranks::new(list, &numbers);
        let units = units(list, &ranks.own);
        let mut waits = waits(list, &numbers, &units);
        let basis = match () {
            () if ranks.own.iter().any(Option::is_some) => Basis::Graph,
            () if !list.drawn.is_empty() => Basis::Drawn,
            () if waits.iter().any(|waits| !waits.named.is_empty()) => Basis::Depends,
            () if units.iter().any(|&unit| is_parallel(list, unit)) => Basis::Marks,
            () => Basis::Document,
        };
        let runs = match basis {
            Basis::Graph => {
                waits.iter_mut().for_each(|waits| waits.is_by_run = true);
                graph_runs(&units, &ranks.of_task, &waits)
            }
            _ => later_runs(&units, runs(list, &units), &waits, |_, _| true),
        };
        let steps = steps(&units, &runs, &waits, basis);
        Self { basis, steps, waits, runs }
    }

    /// The units that are not done, each with the units that it waits for: those that are not done either, and keep others waiting.
    pub fn waiting(
        &self,
        is_done: impl Fn(TaskIx) -> bool,
        keeps_waiting: impl Fn(TaskIx) -> bool,
    ) -> Vec<(TaskIx, Vec<TaskIx>)> {
        let units = || self.steps.iter().map(|(unit, _)| *unit).zip(self.runs.iter().copied());
        let open = || units().filter(|(unit, _)| !is_done(*unit));
        // The first run with a unit that keeps others waiting: whoever stands behind waits for its units.
        let blocking = || open().filter(|(unit, _)| keeps_waiting(*unit));
        let first_run = blocking().map(|(_, run)| run).min().unwrap_or(0);
        let first: Vec<TaskIx> =
            blocking().filter(|(_, run)| *run == first_run).map(|(unit, _)| unit).collect();
        let waits_for = |(unit, run): (TaskIx, usize)| {
            let waits = &self.waits[unit];
            let named = waits.named.iter().copied().filter(|&other| !is_done(other) && keeps_waiting(other));
            let by_run = first.iter().copied().filter(|_| waits.is_by_run && first_run < run);
            let mut waits_for: Vec<_> = named.chain(by_run).collect();
            waits_for.sort_unstable();
            waits_for.dedup();
            (unit, waits_for)
        };
        open().map(waits_for).collect()
    }
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

/// Returns the units that each unit waits for, as itself, its graph or the task above it says. Who waits for a task waits for its parts;
/// who names none, or something that is no unit as a checkpoint is, waits for what stands before it.
fn waits(list: &TaskList, numbers: &Numbers, units: &[TaskIx]) -> IndexVec<TaskIx, Waits> {
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
    // Who stands in a drawn graph waits for what the graph says, and for nothing else.
    let mut is_drawn: IndexVec<TaskIx, bool> = list.tasks.map(|_| false);
    for drawn in &list.drawn {
        for number in [&drawn.task, &drawn.before] {
            if let Some(Numbered::Task(ix)) = numbers.find(number) {
                is_drawn[ix] = true;
            }
        }
        if let Some(Numbered::Task(ix)) = numbers.find(&drawn.task) {
            graph.entry(ix).or_default().push(&drawn.before);
        }
    }
    let mut waits: IndexVec<TaskIx, Waits> = list.tasks.map(|_| Waits::default());
    for &unit in units {
        let (mut found, mut names_others) = (BTreeSet::new(), false);
        for ix in list.with_parents(unit) {
            let own = list.tasks[ix].depends.iter().map(|depends| &*depends.number);
            let graph = graph.get(&ix).into_iter().flatten().copied();
            for target in own.chain(graph).filter_map(|number| numbers.find(number)) {
                let targets = match target {
                    Numbered::Task(task) => &below[task],
                    Numbered::Group(group) => &below_group[group],
                };
                names_others |= targets.is_empty();
                found.extend(targets.iter().copied().filter(|&other| other != unit));
            }
        }
        let is_free = list.with_parents(unit).any(|ix| is_drawn[ix]);
        let is_by_run = names_others || found.is_empty() && !is_free;
        waits[unit] = Waits { is_by_run, named: found.into_iter().collect() };
    }
    waits
}

/// The runs of units, each of which is at least as late as those of the units that it names: whoever follows in the document does not wait
/// for a unit that waits for something further down.
fn later_runs(
    units: &[TaskIx],
    runs: Vec<usize>,
    waits: &IndexVec<TaskIx, Waits>,
    counts: impl Fn(TaskIx, TaskIx) -> bool,
) -> Vec<usize> {
    let counts = &counts;
    let names = |unit: TaskIx| waits[unit].named.iter().copied().filter(move |&name| counts(unit, name));
    let mut run_of = waits.map(|_| 0);
    units.iter().zip(&runs).for_each(|(&unit, &run)| run_of[unit] = run);
    let is_late = |unit: TaskIx| names(unit).any(|name| run_of[name] > run_of[unit]);
    if !units.iter().copied().any(is_late) {
        return runs;
    }
    let (mut open, mut behind) = (waits.map(|_| 0_usize), waits.map(|_| Vec::new()));
    for &unit in units {
        open[unit] = names(unit).count();
        names(unit).for_each(|name| behind[name].push(unit));
    }
    // Units that wait for each other in a circle stay where they are.
    let mut ready: Vec<TaskIx> = units.iter().copied().filter(|&unit| open[unit] == 0).collect();
    while let Some(unit) = ready.pop() {
        for who in std::mem::take(&mut behind[unit]) {
            run_of[who] = run_of[who].max(run_of[unit]);
            open[who] -= 1;
            if open[who] == 0 {
                ready.push(who);
            }
        }
    }
    units.iter().map(|&unit| run_of[unit]).collect()
}

/// The runs that a graph has, its waves. A unit that it lacks has a run of its own: before the wave that waits for it, else behind all waves.
fn graph_runs(
    units: &[TaskIx],
    ranks: &IndexVec<TaskIx, Option<usize>>,
    waits: &IndexVec<TaskIx, Waits>,
) -> Vec<usize> {
    let mut needed = ranks.clone();
    let mut in_graph: Vec<_> = units.iter().filter_map(|&unit| Some((ranks[unit]?, unit))).collect();
    in_graph.sort_unstable();
    for (rank, unit) in in_graph {
        let mut open = vec![unit];
        while let Some(unit) = open.pop() {
            for &name in waits[unit].named.iter().filter(|&&name| needed[name].is_none()) {
                open.push(name);
            }
            needed[unit].get_or_insert(rank);
        }
    }
    let key = |(at, &unit): (usize, &TaskIx)| match (ranks[unit], needed[unit]) {
        (Some(rank), _) => (rank, true, 0),
        (None, Some(rank)) => (rank, false, at),
        (None, None) => (usize::MAX, false, at),
    };
    let keys: Vec<_> = units.iter().enumerate().map(key).collect();
    let sorted: BTreeSet<_> = keys.iter().copied().collect();
    let runs: HashMap<_, _> = sorted.into_iter().zip(0..).collect();
    let runs = keys.iter().map(|key| runs[key]).collect();
    let is_free = |unit: TaskIx| ranks[unit].is_none();
    later_runs(units, runs, waits, |unit, name| is_free(unit) && is_free(name))
}

/// Each unit one step behind the last that it waits for. Neighbours in a run do not wait for each other. Where units wait for each other in a
/// circle, the first begins.
fn steps(
    units: &[TaskIx],
    runs: &[usize],
    waits: &IndexVec<TaskIx, Waits>,
    basis: Basis,
) -> Vec<(TaskIx, usize)> {
    let count = units.len();
    // The units in the order of their runs, and the place of each in there.
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by_key(|&at| runs[at]);
    let mut node = waits.map(|_| None);
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
        let (run, waits) = (runs[at], &waits[units[at]]);
        if waits.is_by_run && run > 0 {
            wait(place, end(run - 1));
        }
        for (other, other_run) in waits.named.iter().filter_map(|&name| node[name]) {
            // The order that a graph gives to its waves stands.
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

/// Has a unit a mark, or a task that it is a part of?
fn is_parallel(list: &TaskList, unit: TaskIx) -> bool {
    list.with_parents(unit).any(|ix| list.tasks[ix].is_parallel)
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
            let is_run =
                is_parallel(list, last) && is_parallel(list, unit) && one.group == other.group && is_adjacent;
            run += usize::from(!is_run);
        }
        runs.push(run);
        last = Some(unit);
    }
    runs
}
