//! Checks reports for programs against the schemas that programs rely on.

use std::path::Path;
use std::process::Command;

use serde_json::Value;
use spec_reports::{REPOSITORY, Shop};

fn read(path: impl AsRef<Path>) -> Value {
    let text = std::fs::read_to_string(path).expect("it is there");
    serde_json::from_str(&text).expect("it is JSON")
}

/// Demands that a text is as a schema wants it, and that it is not so when a piece of it is missing.
fn check(schema: &Value, text: &str, piece: &str) {
    let validator = jsonschema::validator_for(schema).expect("it is a schema");
    let mut json: Value = serde_json::from_str(text).expect("it is JSON");
    let errors: Vec<_> = validator.iter_errors(&json).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    let (parent, key) = piece.rsplit_once('/').expect("a pointer");
    let parent = json.pointer_mut(parent).and_then(Value::as_object_mut).expect("it is there");
    assert!(parent.remove(key).is_some());
    assert!(!validator.is_valid(&json), "a schema that lets everything pass shows nothing");
}

#[test]
fn the_json_is_as_its_schema_says() {
    let schema = read(REPOSITORY.join("docs/schemas/test.json"));
    check(&schema, &Shop::new(&["checkout"]).report("json"), "/criteria/0/rung");
}

#[test]
fn the_sarif_is_as_the_schema_of_2_1_0_says() {
    let metadata = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version=1"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    let metadata: Value = serde_json::from_slice(&metadata.stdout).expect("cargo writes JSON");
    let packages = metadata["packages"].as_array().expect("there are packages");
    let manifest = packages.iter().find(|package| package["name"] == "serde-sarif").expect("it is fetched");
    let manifest = manifest["manifest_path"].as_str().expect("a path");
    let mut schema = read(Path::new(manifest).with_file_name("src/schema.json"));
    // As it is published, it holds a bracket that is never opened, which not every reader of expressions bears with.
    for definition in ["run", "toolComponent"] {
        let language = schema.pointer_mut(&format!("/definitions/{definition}/properties/language/pattern"));
        *language.expect("it is there") = "^[a-zA-Z]{2}(-[a-zA-Z]{2})?$".into();
    }
    let shop = Shop::new(&["checkout"]);
    check(&schema, &shop.report("sarif"), "/runs/0/tool/driver/name");
    let sarif = shop.waive("REQ-1.3").report("sarif");
    check(&schema, &sarif, "/runs/0/tool/driver/name");
    let json: Value = serde_json::from_str(&sarif).expect("it is JSON");
    let results = json["runs"][0]["results"].as_array().expect("results");
    let waived = results.iter().find(|result| !result["suppressions"].is_null()).expect("it is waived");
    assert_eq!(waived["suppressions"][0]["kind"], "external");
}
