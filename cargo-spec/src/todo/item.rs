//! Collects the facts of one thing to do, for whoever does it.

use std::path::Path;
use std::sync::Arc;

use spec_engine::links::{Link, Role};
use spec_engine::verdict::Rung;
use spec_model::catalog::Catalog;
use spec_model::diagnostic::Location;
use spec_model::spec::About;

use super::{Actor, Todo, TodoState, TodoSubject, fit};
use crate::evidence::{Standing, TestResult};
use crate::next::NextStep;
use crate::review;

/// The next item, and the number of those that are left.
#[derive(Debug)]
pub struct NextOutcome {
    /// The one thing; `None`: nothing is left.
    pub item: Option<NextItem>,
    /// The number of things that are left for whoever works on the code, an agent too.
    pub for_you: usize,
    /// The number of things that only a person may do.
    pub for_person: usize,
}

/// The facts of one thing to do.
#[derive(Debug)]
pub struct NextItem {
    /// The actor who may do it.
    pub actor: Actor,
    /// The name of the criterion that it is about.
    pub id: Option<String>,
    /// The word for its rung.
    pub rung: Option<&'static str>,
    /// Its place: a path and a line.
    pub place: Option<String>,
    /// The reason why it is next.
    pub why: String,
    /// The words that were accepted, if they were others.
    pub before: Option<String>,
    /// The words of the criterion.
    pub now: Option<String>,
    /// The entries of the glossary that these use, each with its place.
    pub terms: Vec<(String, String)>,
    /// Its tests: places, and names.
    pub tests: Vec<(String, String)>,
    /// The task that it belongs to: its place, and its number or title.
    pub task: Option<(String, String)>,
    /// The code that implements it: places, and names.
    pub code: Vec<(String, String)>,
    /// The step to do.
    pub step: String,
    /// The command that shows that it is done.
    pub done: String,
    /// The command that shows all that is known of it.
    pub more: Option<String>,
}

impl NextOutcome {
    /// Finds the next item in a workspace. `shown`: a path as it is shown.
    pub fn new(known: &TodoState, shown: impl Fn(&Path) -> String) -> Self {
        let all = Todo::all(known);
        let facts = Facts { known, shown: &shown };
        Self {
            item: Todo::first(&all).map(|todo| facts.item(todo)),
            for_you: Todo::number(&all, Actor::Anyone),
            for_person: Todo::number(&all, Actor::Person),
        }
    }
}

/// The source of facts.
struct Facts<'a> {
    known: &'a TodoState,
    shown: &'a dyn Fn(&Path) -> String,
}

impl Facts<'_> {
    fn item(&self, todo: &Todo<'_>) -> NextItem {
        let (standing, change) = match todo.subject {
            TodoSubject::Criterion(standing) => {
                (Some(standing), self.known.change(&standing.verdict.location))
            }
            TodoSubject::Change(change) => {
                (change.place.as_ref().and_then(|place| self.known.standing(place)), Some(change))
            }
            TodoSubject::Finding(_) | TodoSubject::Workspace => (None, None),
        };
        let id = match (standing, change) {
            (Some(standing), _) => Some(standing.verdict.name().into_owned()),
            (None, change) => change.map(|change| change.name.clone()),
        };
        // A name that is too long for a command stands in none.
        let name =
            id.as_deref().filter(|id| fit::length(id) <= fit::NAME && !id.contains(char::is_whitespace));
        let reworded = change.filter(|change| change.now != change.before && change.before.is_some());
        let now = match (standing, reworded.or(change)) {
            (Some(standing), _) if reworded.is_none() => Some(standing.verdict.text.clone()),
            // As the lock keeps words, so that only what was changed differs.
            (_, change) => change.and_then(|change| change.now.clone()),
        };
        NextItem {
            actor: todo.actor,
            rung: standing.map(|standing| standing.rung.as_str()),
            place: self.place(todo, standing),
            why: why(todo),
            before: reworded.and_then(|change| change.before.clone()),
            now,
            terms: standing.map(|standing| self.terms(&standing.verdict.location)).unwrap_or_default(),
            tests: standing
                .map(|standing| self.links(standing, |role| role != Role::Implements))
                .unwrap_or_default(),
            task: standing.and_then(|standing| self.task(standing)),
            code: standing
                .map(|standing| self.links(standing, |role| role == Role::Implements))
                .unwrap_or_default(),
            step: step(todo, name),
            done: done(todo, name),
            more: name.filter(|_| standing.is_some()).map(|name| format!("cargo spec show {name}")),
            id,
        }
    }

    fn place(&self, todo: &Todo<'_>, standing: Option<&Standing>) -> Option<String> {
        let place = match todo.subject {
            TodoSubject::Finding(finding) => match (&finding.location, &finding.path) {
                (Some(location), _) => location,
                (None, Some(path)) => return Some((self.shown)(path)),
                (None, None) => return None,
            },
            TodoSubject::Change(change) => change.place.as_ref()?,
            TodoSubject::Criterion(_) | TodoSubject::Workspace => &standing?.verdict.location,
        };
        Some(self.at(place))
    }

    fn task(&self, standing: &Standing) -> Option<(String, String)> {
        let board = &self.known.board;
        let (list, task) = self.known.task(standing)?;
        let judged = &board.lists[list];
        let place = judged.list.source.path();
        let place = format!("{}:{}", (self.shown)(place), judged.list.tasks[task].line);
        let number = judged.list.number(&judged.list.tasks[task]);
        let name = number.map_or(judged.name(task).to_owned(), |number| judged.argument(board, number));
        Some((place, name))
    }

    fn at(&self, place: &Location) -> String {
        format!("{}:{}", (self.shown)(&place.path), place.start.line)
    }

    /// The entries of the glossary that the criterion at a place uses.
    fn terms(&self, place: &Location) -> Vec<(String, String)> {
        let targets = self.known.catalogs.iter().flat_map(Catalog::criteria);
        let is_it = |path: &Path, span| *path == *place.path && span == place.span;
        let found = targets.filter_map(|target| Some((target, target.criterion?)));
        let mut found =
            found.filter(|(target, criterion)| is_it(target.document.source.path(), criterion.span));
        let Some((target, criterion)) = found.next() else { return Vec::new() };
        let asides = target.document.around(target.requirement, criterion);
        let terms = asides.filter(|aside| matches!(aside.about, About::Term(_)));
        terms
            .map(|aside| (self.at(&Location::new(&target.document.source, aside.span)), aside.text.clone()))
            .collect()
    }

    fn links(&self, standing: &Standing, is_asked: impl Fn(Role) -> bool) -> Vec<(String, String)> {
        let links = standing.verdict.links.iter().filter(|link| is_asked(link.item.role));
        let is_bad = |link: &&Arc<Link>| {
            standing.tests.iter().any(|test| {
                test.link.location == link.location
                    && matches!(test.state, TestResult::Failed | TestResult::NeverEnded)
            })
        };
        let (bad, good): (Vec<_>, Vec<_>) = links.partition(is_bad);
        bad.into_iter()
            .chain(good)
            .map(|link| (self.at(&link.location), link.item.path.to_string()))
            .collect()
    }
}

/// Explains why something is next.
fn why(todo: &Todo<'_>) -> String {
    let words = match (&todo.step, todo.subject) {
        (_, TodoSubject::Finding(finding)) => {
            return format!("{} ({})", finding.message, finding.code.as_str());
        }
        (NextStep::SameTests(_), _) => "its words were changed, and its tests were not",
        (_, TodoSubject::Change(change)) => return differs(change),
        (NextStep::Untested, _) => "no test verifies it",
        (NextStep::Proposed, _) => "an open change asks for it, and no test verifies it",
        (NextStep::Stub, _) => "its test is a stub, which fails until somebody writes it",
        (NextStep::Failing, _) => "a test of it fails",
        (NextStep::Flaky, _) => "a test of it passes only sometimes",
        (NextStep::Missed, TodoSubject::Criterion(standing)) => return missed(standing),
        (_, TodoSubject::Criterion(standing)) => {
            let is_asked_by_proof = standing.is_below_in_proof && standing.verdict.required.is_none();
            let required = if is_asked_by_proof { Rung::Proven } else { standing.required() };
            return format!("it is `{}`, and `{}` is required", standing.rung.as_str(), required.as_str());
        }
        (NextStep::Moved | NextStep::MovedInLock, _) => "criteria were renumbered",
        (NextStep::LinksOfGone(_), _) => "tests or code are linked to a criterion that is gone",
        (NextStep::SetUp(_), _) => "no package depends on `spec-runtime`, so no test can be linked",
        (NextStep::Build, _) => "the tests do not build",
        (NextStep::OtherTests, _) => "a test fails that verifies no criterion",
        (NextStep::Missed, TodoSubject::Workspace) => "`cargo spec prove` changed code, and no test noticed",
        (_, TodoSubject::Workspace) => "it is not known what the tests show",
    };
    words.to_owned()
}

/// Describes what `prove` did to the code of a criterion, and no test noticed.
fn missed(standing: &Standing) -> String {
    let first = standing.missed.first().map_or_else(String::new, |missed| {
        format!("`{}` did `{}` instead of its work, and no test noticed", missed.code.name(), missed.variant)
    });
    match standing.missed.len() {
        0 | 1 => first,
        ways => format!("{first}; {} more", ways - 1),
    }
}

/// Describes the difference of a criterion from the accepted one.
fn differs(change: &review::Item) -> String {
    let tests = change.tests.iter().flat_map(|test| &test.reasons);
    let reasons: Vec<_> = change.reasons.iter().chain(tests).map(String::as_str).collect();
    let mut codes: Vec<_> = change.codes.iter().map(|code| code.as_str()).collect();
    codes.dedup();
    match &*reasons {
        [] => format!("it differs from what was accepted: {}", codes.join(", ")),
        reasons => format!("it differs from what was accepted: {}", reasons.join("; ")),
    }
}

/// Describes the step to do. `name`: that of the criterion, where a command can hold it.
fn step(todo: &Todo<'_>, name: Option<&str>) -> String {
    let behind = name.map(|name| format!(" {name}")).unwrap_or_default();
    match (&todo.step, todo.subject) {
        (NextStep::Untested | NextStep::Proposed, _) => {
            format!("`cargo spec gen{behind}` writes its failing test; then write the test and the code")
        }
        (NextStep::Stub, _) => "write the test in place of `pending!`, then the code".to_owned(),
        (NextStep::Failing, _) => {
            "make the failing test pass; change the code, not what the test asks for".to_owned()
        }
        (NextStep::SameTests(_), _) => format!(
            "change a test so that it checks the new words; if none needs to, ask a person to run `cargo spec accept{behind} --tests-unchanged REASON`"
        ),
        (_, TodoSubject::Change(_)) => format!("ask a person to run `cargo spec review{behind}`"),
        (NextStep::Moved, _) => {
            "`cargo spec check --fix --links` names the new numbers in the links".to_owned()
        }
        (NextStep::MovedInLock, _) => {
            "ask a person to run `cargo spec check --fix`, which moves the numbers in `spec.lock`".to_owned()
        }
        (NextStep::LinksOfGone(_), _) => {
            "delete these tests and links, or link them to other criteria: `cargo spec check` names them"
                .to_owned()
        }
        (step, TodoSubject::Finding(finding)) => {
            let advice = finding.advice_text().unwrap_or_else(|| step.words());
            match todo.actor {
                Actor::Anyone => advice,
                Actor::Person => format!("ask a person: {advice}"),
            }
        }
        (step, _) => step.words(),
    }
}

/// The command that shows that it is done.
fn done(todo: &Todo<'_>, name: Option<&str>) -> String {
    let behind = name.map(|name| format!(" {name}")).unwrap_or_default();
    match (&todo.step, todo.subject) {
        (_, TodoSubject::Criterion(standing))
            if standing.rung == Rung::Exercised || standing.is_below_in_proof =>
        {
            format!("cargo spec prove{behind}")
        }
        (_, TodoSubject::Criterion(_)) => format!("cargo spec test{behind}"),
        (NextStep::SameTests(_), _) => "cargo spec check".to_owned(),
        (_, TodoSubject::Change(_)) => format!("cargo spec review{behind}"),
        (_, TodoSubject::Finding(_))
        | (NextStep::Moved | NextStep::MovedInLock | NextStep::LinksOfGone(_) | NextStep::SetUp(_), _) => {
            "cargo spec check".to_owned()
        }
        (_, TodoSubject::Workspace) => "cargo spec test".to_owned(),
    }
}
