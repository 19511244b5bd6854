//! What there is to look at: each criterion that differs, with its tests.

use spec_model::Code;
use spec_model::diagnostic::Location;
use spec_model::intent::{Key, Kind, Linked};
use spec_model::verdict::{Findings, Kept, Rung};

use crate::evidence::Ladder;

/// A criterion that differs from what was accepted.
#[derive(Clone, Debug)]
pub struct Item {
    /// Its name; of one that is gone, the name that it had.
    pub key: Key,
    /// What people write to name it.
    pub name: String,
    /// What differs.
    pub codes: Vec<Code>,
    /// What it said; `None`: nobody has accepted it yet.
    pub before: Option<String>,
    /// What it says; `None`: it is gone.
    pub now: Option<String>,
    /// What makes it weaker.
    pub reasons: Vec<String>,
    /// Its tests that differ; of a new criterion, all of them.
    pub tests: Vec<Test>,
    /// Where it is; of one that is gone, nowhere.
    pub place: Option<Location>,
    /// The rung that it stood on in the last run, or stands on without one; a requirement with criteria stands on none.
    pub rung: Option<Rung>,
}

/// A test that differs.
#[derive(Clone, Debug)]
pub struct Test {
    /// Its name.
    pub name: String,
    /// Its file.
    pub file: String,
    /// Its line, if it is there.
    pub line: Option<usize>,
    /// The tokens that were accepted.
    pub before: Option<String>,
    /// Its tokens.
    pub now: Option<String>,
    /// What makes it weaker.
    pub reasons: Vec<String>,
}

impl Item {
    /// The requirement that it belongs to, in its feature: those of one requirement can be accepted together.
    pub fn requirement(&self) -> &str {
        let key = self.key.as_str();
        key.rsplit_once('.').map_or(key, |(requirement, _)| requirement)
    }
}

/// What differs, in the order of the documents; what is gone last. What has only moved asks nobody anything. `ladder` is of the last
/// run, if there was one.
pub fn queue(findings: &Findings, kept: &Kept, ladder: Option<&Ladder>) -> Vec<Item> {
    let mut items = Vec::new();
    for changes in kept.changes.chunk_by(|a, b| (a.before, a.now) == (b.before, b.now)) {
        let (before, after) = (kept.before(&changes[0]), kept.after(&changes[0]));
        let Some(key) = after.or(before).map(|meaning| &meaning.key) else { continue };
        let at = changes[0].now;
        let mut item = Item {
            key: key.clone(),
            name: kept.name(key).to_owned(),
            codes: Vec::new(),
            before: before.map(|meaning| meaning.wording.clone()),
            now: after.map(|meaning| meaning.wording.clone()),
            reasons: Vec::new(),
            tests: Vec::new(),
            place: at.map(|at| findings.place(at).clone()),
            rung: at.and_then(|at| match ladder {
                Some(ladder) => Some(ladder.standings.get(at)?.rung),
                None => Some(findings.verdicts.get(at)?.rung),
            }),
        };
        for change in changes {
            match &change.kind {
                Kind::Moved(_) => continue,
                Kind::New => item
                    .tests
                    .extend(after.iter().flat_map(|meaning| &meaning.tests).map(|new| test(None, Some(new)))),
                Kind::Reworded(softenings) => {
                    item.reasons.extend(softenings.iter().map(|softening| softening.message.clone()));
                }
                Kind::Removed(tests) => item.tests.extend(tests.iter().map(|old| test(Some(old), Some(old)))),
                Kind::TestChanged { before, now, weakenings } => {
                    let reasons = weakenings.iter().map(|weakening| weakening.message.clone()).collect();
                    item.tests.push(Test { reasons, ..test(Some(before), Some(now)) });
                }
                Kind::TestNew(new) => item.tests.push(test(None, Some(new))),
                Kind::TestRemoved(old) => item.tests.push(test(Some(old), None)),
                Kind::CodeChanged { .. } => {}
            }
            item.codes.push(change.kind.code());
        }
        if !item.codes.is_empty() {
            items.push(item);
        }
    }
    items
}

fn test(before: Option<&Linked>, now: Option<&Linked>) -> Test {
    let item = now.or(before);
    let text = |of: fn(&Linked) -> &str| item.map(of).unwrap_or_default().to_owned();
    Test {
        name: text(|item| &item.name),
        file: text(|item| &item.file),
        line: now.and_then(|item| item.link.as_ref()).map(|link| link.location.start.line),
        before: before.map(|item| item.tokens.to_string()),
        now: now.map(|item| item.tokens.to_string()),
        reasons: Vec::new(),
    }
}
