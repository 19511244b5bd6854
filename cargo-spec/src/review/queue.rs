//! The queue of a review: each criterion that differs, with its tests.

use spec_engine::intent::{ChangeKind, ItemState, Key};
use spec_engine::verdict::{Findings, LockComparison, Rung};
use spec_model::diagnostic::Location;
use spec_model::{Code, Diagnostic};

use super::rests_on::RestsOn;
use crate::evidence::Ladder;

/// A criterion that differs from what was accepted.
#[derive(Clone, Debug)]
pub struct Item {
    /// Its name; of one that is gone, the name that it had.
    pub key: Key,
    /// The name that people write.
    pub name: String,
    /// The codes of its differences.
    pub codes: Vec<Code>,
    /// The text before; `None`: nobody has accepted it yet.
    pub before: Option<String>,
    /// The text now; `None`: it is gone.
    pub now: Option<String>,
    /// The reasons why it is weaker.
    pub reasons: Vec<String>,
    /// The gaps that its tests would not notice.
    pub thin: Vec<String>,
    /// Its tests that differ; of a new criterion, all of them.
    pub tests: Vec<ChangedTest>,
    /// The things that these tests rest on.
    pub rests_on: RestsOn,
    /// Its place; of one that is gone, none.
    pub place: Option<Location>,
    /// Does it say something else, while its tests say what was accepted?
    pub has_same_tests: bool,
    /// The rung that it stood on in the last run, or stands on without one; a requirement with criteria stands on none.
    pub rung: Option<Rung>,
    /// The criteria of which nothing differs but what is shown here too: a helper that their tests use as well. Who accepts this one
    /// accepts them.
    pub also: Vec<(Key, String)>,
}

/// A test that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedTest {
    /// Its name.
    pub name: String,
    /// Its file.
    pub file: String,
    /// Is it no test, but something that tests of the criterion use?
    pub is_helper: bool,
    /// Its line, if it is there.
    pub line: Option<usize>,
    /// The tokens that were accepted.
    pub before: Option<String>,
    /// Its tokens.
    pub now: Option<String>,
    /// The reasons why it is weaker.
    pub reasons: Vec<String>,
}

impl Item {
    /// Its key, and those of the criteria that are accepted with it.
    pub fn keys(&self) -> impl Iterator<Item = &Key> {
        std::iter::once(&self.key).chain(self.also.iter().map(|(key, _)| key))
    }

    /// The command that accepts it.
    pub fn command(&self) -> String {
        let names = std::iter::once(&self.name).chain(self.also.iter().map(|(_, name)| name));
        let command = names.fold("cargo spec accept".to_owned(), |command, name| command + " " + name);
        if self.has_same_tests { command + " --tests-unchanged REASON" } else { command }
    }

    /// Does nothing of it differ but what another one shows too?
    fn is_shown_by(&self, other: &Self) -> bool {
        let is_shown = |test: &ChangedTest| test.is_helper && other.tests.contains(test);
        self.before == self.now && self.codes.len() == self.tests.len() && self.tests.iter().all(is_shown)
    }

    /// The requirement that it belongs to, in its feature: those of one requirement can be accepted together.
    pub fn requirement(&self) -> &str {
        let key = self.key.as_str();
        key.rsplit_once('.').map_or(key, |(requirement, _)| requirement)
    }
}

/// Lists the differences, in the order of the documents; lost criteria last. What has only moved asks nobody anything. `ladder` is of the
/// last run, if there was one.
pub fn queue(
    findings: &Findings,
    comparison: &LockComparison,
    ladder: Option<&Ladder>,
    is_wanted: impl Fn(&Key) -> bool,
) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    let same_tests = comparison.with_same_tests();
    for changes in comparison.changes.chunk_by(|a, b| (a.before, a.now) == (b.before, b.now)) {
        let (before, after) = (comparison.before(&changes[0]), comparison.after(&changes[0]));
        let key = after.or(before).map(|meaning| &meaning.key).filter(|key| is_wanted(key));
        let Some(key) = key else { continue };
        let at = changes[0].now;
        let verdict = at.and_then(|at| comparison.now.criteria[at].verdict);
        let mut item = Item {
            key: key.clone(),
            name: comparison.name(key).to_owned(),
            codes: Vec::new(),
            before: before.map(|meaning| meaning.wording.clone()),
            now: after.map(|meaning| meaning.wording.clone()),
            reasons: Vec::new(),
            thin: thin(findings, comparison.place(&changes[0])),
            tests: Vec::new(),
            rests_on: RestsOn::default(),
            place: comparison.place(&changes[0]).cloned(),
            has_same_tests: at.is_some_and(|at| same_tests.contains(&at)),
            rung: verdict.map(|verdict| match ladder {
                Some(ladder) => ladder.standings[verdict].rung,
                None => findings.verdicts[verdict].rung,
            }),
            also: Vec::new(),
        };
        for change in changes {
            match &change.kind {
                ChangeKind::Moved(_) => continue,
                ChangeKind::New => item
                    .tests
                    .extend(after.iter().flat_map(|meaning| &meaning.tests).map(|new| test(None, Some(new)))),
                ChangeKind::Reworded(softenings) => {
                    item.reasons.extend(softenings.iter().map(|softening| softening.message.clone()));
                }
                ChangeKind::Context { new, gone } => {
                    let says =
                        new.iter().map(|around| format!("the text around it says now: {}", around.text));
                    let not =
                        gone.iter().map(|text| format!("the text around it does not say any more: {text}"));
                    item.reasons.extend(says.chain(not));
                }
                ChangeKind::Removed(tests) => {
                    item.tests.extend(tests.iter().map(|old| test(Some(old), Some(old))));
                }
                ChangeKind::TestChanged { before, now, weakenings } => {
                    let reasons = weakenings.iter().map(|weakening| weakening.message.clone()).collect();
                    item.tests.push(ChangedTest { reasons, ..test(Some(before), Some(now)) });
                }
                ChangeKind::HelperChanged { before, now, weakenings } => {
                    let reasons = weakenings.iter().map(|weakening| weakening.message.clone()).collect();
                    let helper = test(before.as_ref(), now.as_ref());
                    item.tests.push(ChangedTest { reasons, is_helper: true, ..helper });
                }
                ChangeKind::TestNew(new) => item.tests.push(test(None, Some(new))),
                ChangeKind::TestRemoved(old) => item.tests.push(test(Some(old), None)),
                ChangeKind::Waived { before, now } => item.reasons.push(match (before, now) {
                    (_, Some(waiver)) => format!("no test asked for: verified by {waiver}"),
                    (Some(waiver), None) => format!("asks for a test again; it was verified by {waiver}"),
                    (None, None) => continue,
                }),
                ChangeKind::CodeChanged { .. } => {}
            }
            item.codes.push(change.kind.code());
        }
        if item.codes.is_empty() {
            continue;
        }
        match items.iter_mut().find(|known| item.is_shown_by(known)) {
            Some(known) => known.also.push((item.key, item.name)),
            None => items.push(item),
        }
    }
    items
}

/// Returns the reasons why the tests of the criterion at a place are thin.
fn thin(findings: &Findings, place: Option<&Location>) -> Vec<String> {
    let is_its = |finding: &&Diagnostic| {
        finding.code == Code::ThinTest && finding.labels.first().map(|label| &label.location) == place
    };
    let message = |finding: &Diagnostic| {
        let (_, message) = finding.message.split_once(": ").unwrap_or(("", &finding.message));
        message.to_owned()
    };
    findings.diagnostics.iter().filter(is_its).map(message).collect()
}

fn test(before: Option<&ItemState>, now: Option<&ItemState>) -> ChangedTest {
    let item = now.or(before);
    let text = |of: fn(&ItemState) -> &str| item.map(of).unwrap_or_default().to_owned();
    ChangedTest {
        name: text(|item| &item.name),
        file: text(|item| &item.file),
        is_helper: false,
        line: now.and_then(ItemState::location).map(|place| place.start.line),
        before: before.map(|item| item.tokens.to_string()),
        now: now.map(|item| item.tokens.to_string()),
        reasons: Vec::new(),
    }
}
