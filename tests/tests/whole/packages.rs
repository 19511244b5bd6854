//! Checks the crates as packages: each contains what a registry and its readers need.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::REPOSITORY;

/// The folders of the crates that are for others.
const CRATES: [&str; 5] = ["spec-model", "spec-engine", "spec-macros", "spec-runtime", "cargo-spec"];

/// The answer of cargo about the packages in the folders, in their order.
fn packages() -> Vec<Value> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["metadata", "--offline", "--no-deps", "--format-version=1"]).current_dir(&*REPOSITORY);
    let output = cargo.output().expect("cargo runs");
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("it is JSON");
    let all = metadata["packages"].as_array().expect("they are a list");
    let find = |name: &str| {
        let manifest = REPOSITORY.join(name).join("Cargo.toml");
        let is_it = |package: &&Value| package["manifest_path"].as_str().map(Path::new) == Some(&manifest);
        all.iter().find(is_it).unwrap_or_else(|| panic!("{name} is no package")).clone()
    };
    CRATES.map(find).to_vec()
}

fn text<'a>(package: &'a Value, key: &str) -> &'a str {
    package[key].as_str().unwrap_or_else(|| panic!("{} has no {key}", package["name"]))
}

fn list<'a>(package: &'a Value, key: &str) -> Vec<&'a str> {
    let values = package[key].as_array().unwrap_or_else(|| panic!("{} has no {key}", package["name"]));
    values.iter().filter_map(Value::as_str).collect()
}

#[test]
fn every_package_says_what_it_is_and_how_it_may_be_used() {
    for (package, folder) in packages().iter().zip(CRATES.map(|name| REPOSITORY.join(name))) {
        let name = text(package, "name");
        assert_eq!(text(package, "license"), "MIT OR Apache-2.0", "{name}");
        assert!(text(package, "repository").starts_with("https://"), "{name}");
        assert!(text(package, "description").len() > 20, "{name}");
        assert!((1..=5).contains(&list(package, "keywords").len()), "{name}");
        assert!(list(package, "keywords").iter().all(|word| word.len() <= 20), "{name}");
        assert!(!list(package, "categories").is_empty(), "{name}");
        assert!(folder.join(text(package, "readme")).is_file(), "{name}");
        assert!(package["publish"].is_null(), "{name}");
        assert_eq!(package["metadata"]["docs"]["rs"]["all-features"], true, "{name}");
        for licence in ["LICENSE-MIT", "LICENSE-APACHE"] {
            let [own, first] = [folder.join(licence), REPOSITORY.join(licence)].map(|path| read(&path));
            assert_eq!(own, first, "{name}: {licence}");
        }
    }
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn the_packages_belong_together_in_one_version() {
    for package in packages() {
        let version = format!("={}", text(&package, "version"));
        let dependencies = package["dependencies"].as_array().expect("they are a list");
        // One that is there for tests alone, and has no version, is left out of the package.
        let ours = dependencies.iter().filter(|own| !own["path"].is_null() && own["kind"] != "dev");
        for dependency in ours {
            assert_eq!(dependency["req"], *version, "{} needs {}", package["name"], dependency["name"]);
        }
    }
}

#[test]
fn what_is_packed_has_the_licences_and_a_readme() {
    for package in packages() {
        let name = text(&package, "name");
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(["package", "--list", "--offline", "--allow-dirty", "--package", name]);
        let output = cargo.current_dir(&*REPOSITORY).output().expect("cargo runs");
        let files = String::from_utf8(output.stdout).expect("it is text");
        for file in ["Cargo.toml", "README.md", "LICENSE-MIT", "LICENSE-APACHE", "src/lib.rs"] {
            assert!(files.lines().any(|line| line == file), "{name} has no {file}:\n{files}");
        }
    }
}
