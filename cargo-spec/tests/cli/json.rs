//! The JSON that programs read, held against its documentation.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::{ACCOUNTS, Place};

fn keys(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(entries) => {
            for (key, value) in entries {
                found.insert(key.clone());
                keys(value, found);
            }
        }
        Value::Array(values) => values.iter().for_each(|value| keys(value, found)),
        _ => {}
    }
}

#[test]
fn every_key_is_documented() {
    let documentation = include_str!("../../../docs/json.md");
    let words: BTreeSet<_> = documentation.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
    let twice = ACCOUNTS.replace("2. IF", "1. IF");
    let place = Place::package(&[("requirements.md", ACCOUNTS), ("twice.md", &twice)]);
    let runs = ["list twice.md", "show REQ-1", "check", "init --dry-run", "show nothing"];
    for arguments in runs {
        let answer = place.run(&format!("{arguments} --format json"));
        let json = serde_json::from_str(&answer.out).expect("it is JSON");
        let mut found = BTreeSet::new();
        keys(&json, &mut found);
        assert!(found.contains("version"), "{arguments}: {answer:?}");
        for key in found {
            assert!(words.contains(&*key), "docs/json.md says nothing about `{key}` of `{arguments}`");
        }
    }
}
