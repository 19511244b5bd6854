//! `review` for programs: what differs, and the command that accepts it.

use serde::Serialize;
use spec_engine::verdict::Rung;

use super::shown_path;
use super::{LocationJson, VERSION};
use crate::review::{ChangedTest, Item};

/// The output of `review` for programs.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ReviewJson<'a> {
    version: u32,
    criteria: Vec<CriterionJson<'a>>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct CriterionJson<'a> {
    key: &'a str,
    changes: Vec<&'static str>,
    before: Option<&'a str>,
    after: Option<&'a str>,
    reasons: &'a [String],
    thin: &'a [String],
    has_same_tests: bool,
    rung: Option<&'static str>,
    path: Option<String>,
    location: Option<LocationJson>,
    tests: Vec<TestJson<'a>>,
    uses: Vec<UsedJson<'a>>,
    comments: &'a [String],
    also: Vec<&'a str>,
    accept: String,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct TestJson<'a> {
    item: &'a str,
    file: &'a str,
    is_helper: bool,
    before: Option<&'a str>,
    after: Option<&'a str>,
    reasons: &'a [String],
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct UsedJson<'a> {
    code: &'a str,
    file: &'a str,
}

impl<'a> ReviewJson<'a> {
    /// The differences.
    pub fn new(items: &'a [Item]) -> Self {
        Self { version: VERSION, criteria: items.iter().map(CriterionJson::new).collect() }
    }
}

impl<'a> CriterionJson<'a> {
    fn new(item: &'a Item) -> Self {
        Self {
            key: item.key.as_str(),
            changes: item.codes.iter().map(|code| code.as_str()).collect(),
            before: item.before.as_deref(),
            after: item.now.as_deref(),
            reasons: &item.reasons,
            thin: &item.thin,
            has_same_tests: item.has_same_tests,
            rung: item.rung.map(Rung::as_str),
            path: item.place.as_ref().map(|place| shown_path(&place.path)),
            location: item.place.as_ref().map(LocationJson::new),
            tests: item.tests.iter().map(TestJson::new).collect(),
            uses: item
                .rests_on
                .uses
                .iter()
                .map(|used| UsedJson { code: &used.code, file: &used.file })
                .collect(),
            comments: &item.rests_on.comments,
            also: item.also.iter().map(|(key, _)| key.as_str()).collect(),
            accept: item.command(),
        }
    }
}

impl<'a> TestJson<'a> {
    fn new(test: &'a ChangedTest) -> Self {
        Self {
            item: &test.name,
            file: &test.file,
            is_helper: test.is_helper,
            before: test.before.as_deref(),
            after: test.now.as_deref(),
            reasons: &test.reasons,
        }
    }
}
