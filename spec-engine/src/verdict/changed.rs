//! What differs from what was accepted, as findings.

use std::collections::{HashMap, HashSet};
use std::fmt;

use spec_model::diagnostic::{Code, Diagnostic};
use spec_model::waiver::Waiver;

use crate::comparison::LockComparison;
use crate::findings::criterion_moved::{self, Repairs};
use crate::intent::weakened::Weakening;
use crate::intent::{Change, ChangeKind, CriterionIntent, ItemState, Key, readable, words};
use crate::links::Role;

/// The findings, each with the criterion that decides how bad it is. `repairs`: what may be repaired, where the whole workspace is
/// looked at.
pub(super) fn findings(comparison: &LockComparison, repairs: Option<&Repairs<'_>>) -> Vec<(Key, Diagnostic)> {
    let mut findings: Vec<(Key, Diagnostic)> = Vec::new();
    let same_tests = comparison.with_same_tests();
    let mut of_key: HashMap<&Key, Vec<&CriterionIntent>> = HashMap::new();
    for meaning in comparison.now.intents() {
        of_key.entry(&meaning.key).or_default().push(meaning);
    }
    for group in groups(comparison, &of_key) {
        let Group { change, key, names } = group;
        let has_same_tests = change.now.is_some_and(|at| same_tests.contains(&at));
        let finding = diagnostic(comparison, change, &Accept(&names), has_same_tests);
        let place = match item(&change.kind).and_then(ItemState::location) {
            Some(place) => Some(place.clone()),
            None => comparison.place(change).cloned().or_else(|| comparison.accepted_at(change)),
        };
        let finding = match place {
            Some(place) => finding.located(place),
            None => finding.about(&comparison.path),
        };
        findings.push((key.clone(), finding.concerning(key.id())));
    }
    let moved = comparison.changes.iter().filter(|change| matches!(change.kind, ChangeKind::Moved(_)));
    let moved: Vec<_> = moved.filter_map(|change| Some((change, comparison.place(change)?))).collect();
    findings.extend(criterion_moved::criterion_moved(comparison, &moved, repairs));
    let keys: HashSet<&Key> = comparison.now.intents().map(|meaning| &meaning.key).collect();
    let left = comparison.links_of_gone().filter_map(|(gone, item)| {
        Some((gone.key.clone(), of_gone(comparison, gone, item, keys.contains(&gone.key))?))
    });
    findings.extend(left);
    findings
}

/// Changes that are one finding: a test may verify several criteria, and what is otherwise in it is told once.
struct Group<'a> {
    /// The first.
    change: &'a Change,
    key: &'a Key,
    /// The criteria that it concerns, by the names that people write.
    names: Vec<&'a str>,
}

/// What differs, but for what was only moved.
fn groups<'a>(
    comparison: &'a LockComparison,
    of_key: &HashMap<&Key, Vec<&CriterionIntent>>,
) -> Vec<Group<'a>> {
    let mut groups: Vec<Group<'a>> = Vec::new();
    let mut of_item: HashMap<(&str, &str, Code), usize> = HashMap::new();
    for change in comparison.changes.iter().filter(|change| !matches!(change.kind, ChangeKind::Moved(_))) {
        let Some(key) =
            comparison.after(change).or_else(|| comparison.before(change)).map(|meaning| &meaning.key)
        else {
            continue;
        };
        if let ChangeKind::TestRemoved(test) = &change.kind
            && of_key.get(key).is_some_and(|meanings| verify(meanings, test))
        {
            // The id is used twice, which is said: the test stands at the first.
            continue;
        }
        if let Some(item) = item(&change.kind) {
            let at = *of_item.entry((&item.file, &item.name, change.kind.code())).or_insert(groups.len());
            if let Some(group) = groups.get_mut(at) {
                group.names.push(comparison.name(key));
                continue;
            }
        }
        groups.push(Group { change, key, names: vec![comparison.name(key)] });
    }
    groups
}

/// That a link means a criterion which is gone. `is_taken`: has another one its number?
fn of_gone(
    comparison: &LockComparison,
    gone: &CriterionIntent,
    item: &ItemState,
    is_taken: bool,
) -> Option<Diagnostic> {
    let link = item.link.as_ref()?;
    let (name, words) = (comparison.name(&gone.key), excerpt(&gone.wording));
    let message = format!("`{name}` is gone: it was accepted as \"{words}\"");
    let mut finding = Diagnostic::new(Code::Orphan, message).located(link.location.clone());
    if is_taken {
        finding = finding.label(format!("{name} is another criterion now; this link does not count for it"));
    }
    let what = if link.item.role == Role::Implements { "take the link away" } else { "delete the test" };
    Some(finding.help(format!("{what}, or link `{}` to what it is for; then {}", item.name, Accept(&[name]))))
}

/// Says whether a test verifies one of several criteria.
fn verify(meanings: &[&CriterionIntent], test: &ItemState) -> bool {
    meanings.iter().any(|meaning| meaning.tests.iter().any(|own| own.is_called_as(test)))
}

/// The first words of a text, on one line.
fn excerpt(text: &str) -> String {
    const MAX: usize = 60;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(MAX) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

/// The advice to accept something: the criteria that it concerns, of which there is at least one.
struct Accept<'a>(&'a [&'a str]);

impl Accept<'_> {
    /// So many criteria a command names.
    const MAX_NAMED: usize = 4;

    /// The name in the message: the first.
    fn name(&self) -> &str {
        self.0.first().copied().unwrap_or_default()
    }

    /// Advice that names the command, unless it would name too many criteria.
    fn advice(&self, words: impl FnOnce(&Self) -> String) -> String {
        if self.0.len() <= Self::MAX_NAMED {
            return words(self);
        }
        "`cargo spec review` shows it with all criteria that it concerns; take it back if it is not meant"
            .to_owned()
    }
}

/// The command: it takes several ids.
impl fmt::Display for Accept<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`cargo spec accept {}`", self.0.join(" "))
    }
}

/// The test or the code that a change is about.
fn item(kind: &ChangeKind) -> Option<&ItemState> {
    match kind {
        ChangeKind::TestChanged { now, .. } | ChangeKind::CodeChanged { now, .. } => Some(now),
        ChangeKind::HelperChanged { before, now, .. } => now.as_ref().or(before.as_ref()),
        ChangeKind::TestNew(test) | ChangeKind::TestRemoved(test) => Some(test),
        ChangeKind::New
        | ChangeKind::Moved(_)
        | ChangeKind::Reworded(_)
        | ChangeKind::Removed(_)
        | ChangeKind::Waived { .. } => None,
    }
}

/// Two texts with the words marked in which they differ; where they differ in white space alone, both.
fn marked(old: &str, new: &str) -> String {
    let marked = words::marked(old, new);
    let is_marked = marked.contains("[-") || marked.contains("{+");
    if is_marked { marked } else { format!("[-{old}-] {{+{new}+}}") }
}

/// That something of the tests says something else.
fn otherwise(what: &str, before: &ItemState, now: &ItemState, weakenings: &[Weakening]) -> String {
    if weakenings.is_empty() {
        let marked = marked(&readable::text(&before.tokens), &readable::text(&now.tokens));
        return format!("{what} is not as it was accepted: {marked}");
    }
    let less: Vec<_> = weakenings.iter().map(|weakening| &*weakening.message).collect();
    format!("{what} checks less than was accepted: {}", less.join("; "))
}

fn diagnostic(
    comparison: &LockComparison,
    change: &Change,
    accept: &Accept<'_>,
    has_same_tests: bool,
) -> Diagnostic {
    let (before, after) = (comparison.before(change), comparison.after(change));
    let name = accept.name();
    let advice = match has_same_tests && matches!(change.kind, ChangeKind::Reworded(_)) {
        true => format!(
            "change its tests too, then {accept}; if none needs to, `cargo spec accept {name} --tests-unchanged REASON`"
        ),
        false => accept.advice(|accept| format!("if it is meant, {accept}; else take the change back")),
    };
    let code = change.kind.code();
    match &change.kind {
        ChangeKind::New | ChangeKind::Moved(_) => {
            Diagnostic::new(code, format!("nobody has accepted {name} yet"))
                .help(accept.advice(|accept| format!("`cargo spec review` shows it, {accept} accepts it")))
        }
        ChangeKind::Reworded(softenings) => {
            let (old, new) = (before.map_or("", |old| &old.wording), after.map_or("", |new| &new.wording));
            let marked = marked(old, new);
            if softenings.is_empty() {
                let message = format!("{name} says something else than was accepted: {marked}");
                return Diagnostic::new(code, message).help(advice);
            }
            let less: Vec<_> = softenings.iter().map(|softening| &*softening.message).collect();
            Diagnostic::new(code, format!("{name} asks for less than was accepted: {}", less.join("; ")))
                .label(marked)
                .help(advice)
        }
        ChangeKind::Removed(tests) => {
            let mut finding = Diagnostic::new(code, format!("{name} was accepted, and is gone"))
                .help(format!("if it is meant, {accept}; else write it again"));
            for link in tests.iter().filter_map(|test| test.link.as_ref()) {
                finding = finding.related(link.location.clone(), "this link still means it");
            }
            finding
        }
        ChangeKind::TestChanged { before, now, weakenings } => {
            let what = format!("the test `{}` of {name}", now.name);
            Diagnostic::new(code, otherwise(&what, before, now, weakenings)).help(advice)
        }
        ChangeKind::HelperChanged { before: Some(before), now: Some(now), weakenings } => {
            let what = format!("`{}`, which tests of {name} use,", now.name);
            Diagnostic::new(code, otherwise(&what, before, now, weakenings)).help(advice)
        }
        ChangeKind::HelperChanged { before: Some(helper), .. } => {
            let message =
                format!("`{}`, which tests of {name} use, is gone from {}", helper.name, helper.file);
            Diagnostic::new(code, message).label("what it does now is not under lock").help(advice)
        }
        ChangeKind::HelperChanged { now: helper, .. } => {
            let helper = helper.as_ref().map_or("", |helper| &helper.name);
            let message = format!("tests of {name} use a `{helper}` that nobody has accepted");
            Diagnostic::new(code, message).help(advice)
        }
        ChangeKind::TestNew(test) => {
            let message = format!("nobody has accepted the test `{}` of {name} yet", test.name);
            Diagnostic::new(code, message)
                .help(accept.advice(|accept| format!("`cargo spec review` shows it, {accept} accepts it")))
        }
        ChangeKind::TestRemoved(test) => {
            let message =
                format!("the test `{}` of {name} was accepted, and is gone from {}", test.name, test.file);
            Diagnostic::new(code, message).help(advice)
        }
        ChangeKind::Waived { before, now } => {
            let (old, new) = (shown(before.as_ref()), shown(now.as_ref()));
            let message = match (before, now) {
                (None, _) => format!("{name} is waived, and nobody has accepted that ({new})"),
                (_, None) => format!("{name} is waived no more (it was by {old})"),
                _ => format!("{name} is waived otherwise than was accepted: {}", marked(&old, &new)),
            };
            Diagnostic::new(code, message).help(advice)
        }
        ChangeKind::CodeChanged { now, .. } => {
            let message =
                format!("`{}` implements {name}, and is not as it was when that was accepted", now.name);
            Diagnostic::new(code, message)
                .help(accept.advice(|accept| format!("{accept} keeps it as it is now")))
        }
    }
}

/// What a change of a waiver is called in messages: `measurement: asked in the yearly survey`.
fn shown(waiver: Option<&Waiver>) -> String {
    waiver.map(|waiver| waiver.to_string().escape_debug().to_string()).unwrap_or_default()
}
