//! What differs from what was accepted, as findings.

use std::collections::HashMap;

use super::{Kept, Verdict};
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::intent::{Change, Key, Kind, Linked, Meaning, Relink, words};

impl Kept {
    /// The links that name the number that a criterion had.
    pub fn relinks(&self) -> impl Iterator<Item = &Relink> {
        self.changes.iter().flat_map(|change| match &change.kind {
            Kind::Moved(relinks) => relinks.as_slice(),
            _ => &[],
        })
    }

    /// The criterion of a change, as it was accepted.
    pub fn before(&self, change: &Change) -> Option<&Meaning> {
        self.lock.as_ref()?.accepted.criteria.get(change.before?)
    }

    /// The criterion of a change, as it is.
    pub fn after(&self, change: &Change) -> Option<&Meaning> {
        self.now.criteria.get(change.now?)
    }

    /// What people write to name a criterion: its id, with the feature where the id alone says too little.
    pub fn name<'a>(&self, key: &'a Key) -> &'a str {
        if self.ambiguous.contains(key.id()) { key.qualified() } else { key.id() }
    }

    /// Where a criterion was accepted.
    fn accepted_at(&self, change: &Change) -> Option<Location> {
        let span = *self.lock.as_ref()?.spans.get(change.before?)?;
        Some(Location::new(self.source.as_ref()?, span))
    }
}

/// The findings, each with the criterion that decides how bad it is. `verdicts` are those of the criteria as they are.
pub(super) fn findings(kept: &Kept, verdicts: &[Verdict]) -> Vec<(Key, Diagnostic)> {
    let mut findings: Vec<(Key, Diagnostic)> = Vec::new();
    // A test may verify several criteria: what is otherwise in it is told once.
    let mut told: HashMap<(&str, &str, Code), usize> = HashMap::new();
    for change in &kept.changes {
        let Some(key) = kept.after(change).or_else(|| kept.before(change)).map(|meaning| &meaning.key) else {
            continue;
        };
        let (code, item) = (change.kind.code(), item(&change.kind));
        if let Some(item) = item
            && let Some(&at) = told.get(&(&*item.file, &*item.name, code))
        {
            let help: &mut Option<String> = &mut findings[at].1.help;
            if let Some(help) = help {
                // The command takes several ids.
                *help =
                    help.replacen("cargo spec accept ", &format!("cargo spec accept {} ", kept.name(key)), 1);
            }
            continue;
        }
        if let Some(item) = item {
            told.insert((&item.file, &item.name, code), findings.len());
        }
        let finding = Finding { kept, change, name: kept.name(key) };
        let finding = finding.diagnostic(change.now.map(|at| &verdicts[at].location));
        findings.push((key.clone(), finding.concerning(key.id())));
    }
    findings
}

/// The test or the code that a change is about.
fn item(kind: &Kind) -> Option<&Linked> {
    match kind {
        Kind::TestChanged { now, .. } | Kind::CodeChanged { now, .. } => Some(now),
        Kind::TestRemoved(test) => Some(test),
        Kind::New | Kind::Moved(_) | Kind::Reworded | Kind::Removed(_) => None,
    }
}

struct Finding<'a> {
    kept: &'a Kept,
    change: &'a Change,
    name: &'a str,
}

impl Finding<'_> {
    fn diagnostic(&self, criterion: Option<&Location>) -> Diagnostic {
        let name = self.name;
        let (before, after) = (self.kept.before(self.change), self.kept.after(self.change));
        let accept = format!("if it is meant, `cargo spec accept {name}`; else take the change back");
        let code = self.change.kind.code();
        let finding = match &self.change.kind {
            Kind::New => Diagnostic::new(code, format!("nobody has accepted {name} yet"))
                .help(format!("`cargo spec review` shows it, `cargo spec accept {name}` accepts it")),
            Kind::Moved(relinks) => {
                let old = before.map(|meaning| self.kept.name(&meaning.key)).unwrap_or_default();
                let links = match relinks.len() {
                    0 => String::new(),
                    1 => ", and a link still names it so".to_owned(),
                    several => format!(", and {several} links still name it so"),
                };
                Diagnostic::new(code, format!("{name} was accepted as {old}{links}"))
                    .help("`cargo spec check --fix` rewrites the links and `spec.lock`")
            }
            Kind::Reworded => {
                let (old, new) =
                    (before.map_or("", |old| &old.wording), after.map_or("", |new| &new.wording));
                Diagnostic::new(code, format!("{name} says something else than was accepted"))
                    .label(words::marked(old, new))
                    .help(accept)
            }
            Kind::Removed(tests) => {
                let mut finding = Diagnostic::new(code, format!("{name} was accepted, and is gone"))
                    .label(before.map_or("", |old| &old.wording).replace('\n', " "))
                    .help(format!("if it is meant, `cargo spec accept {name}`; else write it again"));
                for link in tests.iter().filter_map(|test| test.link.as_ref()) {
                    finding = finding.related(link.location.clone(), "this test is still there");
                }
                finding
            }
            Kind::TestChanged { before, now } => {
                Diagnostic::new(code, format!("the test `{}` of {name} is not as it was accepted", now.name))
                    .label(words::marked(&before.tokens, &now.tokens))
                    .help(accept)
            }
            Kind::TestRemoved(test) => {
                Diagnostic::new(code, format!("the test `{}` of {name} was accepted, and is gone", test.name))
                    .label(format!("it was in {}", test.file))
                    .help(accept)
            }
            Kind::CodeChanged { now, .. } => {
                let message =
                    format!("`{}` implements {name}, and is not as it was when that was accepted", now.name);
                Diagnostic::new(code, message)
                    .help(format!("`cargo spec accept {name}` keeps it as it is now"))
            }
        };
        let item = match &self.change.kind {
            Kind::TestChanged { now, .. } | Kind::CodeChanged { now, .. } => now.link.as_ref(),
            _ => None,
        };
        let accepted = self.kept.accepted_at(self.change);
        let place = item.map(|link| &link.location).or(criterion).cloned();
        match (place, accepted) {
            (Some(place), Some(accepted)) => finding.located(place).related(accepted, "this was accepted"),
            (Some(place), None) | (None, Some(place)) => finding.located(place),
            (None, None) => finding.about(&self.kept.path),
        }
    }
}
