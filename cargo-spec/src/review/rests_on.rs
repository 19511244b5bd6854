//! Finds what the tests of a criterion rest on beside their own code. A reader of a test does not see it.

use std::collections::HashMap;
use std::path::Path;

use spec_engine::intent::{CriterionIntent, ItemState, readable};
use spec_engine::links::comments;
use spec_engine::verdict::LockComparison;

use super::{ChangedTest, Item};

/// The things that tests rest on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RestsOn {
    /// The things that they use: constants, functions, mocks, fixtures and snapshots.
    pub uses: Vec<Used>,
    /// The words of the comments in them, line by line.
    pub comments: Vec<String>,
}

/// Something that tests use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Used {
    /// Its code on one line; of a fixture or a snapshot, nothing.
    pub code: String,
    /// Its file.
    pub file: String,
}

/// Finds what the tests of each criterion rest on. `text` reads a source.
pub fn rest(items: &mut [Item], comparison: &LockComparison, text: &dyn Fn(&Path) -> Option<String>) {
    let intents: HashMap<_, _> = comparison.now.intents().map(|intent| (&intent.key, intent)).collect();
    for item in items {
        let intent = intents.get(&item.key);
        item.rests_on = intent.map(|intent| RestsOn::of(intent, &item.tests, text)).unwrap_or_default();
    }
}

impl RestsOn {
    /// Finds the things that the shown tests of a criterion rest on, but for those that are shown too.
    fn of(intent: &CriterionIntent, shown: &[ChangedTest], text: &dyn Fn(&Path) -> Option<String>) -> Self {
        let is_shown = |item: &&ItemState| {
            shown.iter().any(|test| test.now.is_some() && test.name == *item.name && test.file == *item.file)
        };
        let tests: Vec<_> = intent.tests.iter().filter(is_shown).collect();
        if tests.is_empty() {
            return Self::default();
        }
        let used = |helper: &ItemState| Used {
            code: if helper.name.is_empty() { String::new() } else { code(helper) },
            file: helper.file.to_string(),
        };
        let uses = intent.helpers.iter().filter(|helper| !is_shown(helper)).map(used).collect();
        let links = tests.iter().filter_map(|test| test.link.as_ref());
        let comments = links
            .filter_map(|link| {
                let text = text(&link.location.path)?;
                let own = text.get(link.item.span.start..link.item.span.end)?;
                Some(comments(own).into_iter().map(str::to_owned).collect::<Vec<_>>())
            })
            .flatten()
            .collect();
        Self { uses, comments }
    }
}

/// The code of a helper, with its own name in it.
fn code(helper: &ItemState) -> String {
    let name = helper.name.rsplit("::").next().unwrap_or_default();
    let code = readable::text(&helper.tokens);
    code.replacen(" _", &format!(" {name}"), 1)
}
