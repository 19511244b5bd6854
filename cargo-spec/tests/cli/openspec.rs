//! Open changes of OpenSpec, before they are archived and after.

use std::fs;

use serde_json::{Value, json};

use crate::{MANIFEST, TestCrate};

const TRAM: &str = "openspec/specs/tram/spec.md";
const LOUDER: &str = "openspec/changes/louder/specs/tram/spec.md";

const IN_FORCE: &str = "\
# Tram

## Requirements

### Requirement: Ring
The tram SHALL ring.

#### Scenario: Bend
- **WHEN** a bend comes
- **THEN** the bell rings

### Requirement: Whistle
The tram SHALL whistle.

#### Scenario: Fog
- **WHEN** fog comes
- **THEN** it whistles
";

const CHANGE: &str = "\
## ADDED Requirements

### Requirement: Light
The tram SHALL light its lamps.

#### Scenario: Dusk
- **WHEN** dusk comes
- **THEN** the lamps are lit

## MODIFIED Requirements

### Requirement: Ring
The tram SHALL ring twice.

#### Scenario: Bend
- **WHEN** a bend comes
- **THEN** the bell rings twice

## REMOVED Requirements

### Requirement: Whistle
**Reason**: nobody hears it
";

/// The criteria in force once the change is archived.
const ARCHIVED: &str = "\
# Tram

## Requirements

### Requirement: Ring
The tram SHALL ring twice.

#### Scenario: Bend
- **WHEN** a bend comes
- **THEN** the bell rings twice

### Requirement: Light
The tram SHALL light its lamps.

#### Scenario: Dusk
- **WHEN** dusk comes
- **THEN** the lamps are lit
";

/// A crate with its gate, and tests of some criteria.
fn tram(files: &[(&str, &str)], linked: &[&str]) -> TestCrate {
    let test = |(at, id): (usize, &&str)| {
        format!("#[test]\n#[spec_runtime::spec(\"{id}\")]\nfn t{at}() {{\n    assert_eq!(1, 1);\n}}\n")
    };
    let tests: String = linked.iter().enumerate().map(test).collect();
    let tests = format!("spec_runtime::gate!();\n\n{tests}");
    let own =
        [("Cargo.toml", MANIFEST), ("src/lib.rs", ""), (".git/HEAD", ""), ("tests/tram.rs", tests.as_str())];
    TestCrate::with(&[&own, files].concat())
}

#[track_caller]
fn codes(place: &TestCrate, expect: &[&str]) -> Option<i32> {
    let answer = place.run("check --format json");
    let json: Value = serde_json::from_str(&answer.out).expect("it is JSON");
    let codes: Vec<_> =
        json["diagnostics"].as_array().into_iter().flatten().filter_map(|it| it["code"].as_str()).collect();
    assert_eq!(codes, expect, "{}", answer.out);
    answer.code
}

#[test]
fn what_an_open_change_proposes_is_listed_as_proposed() {
    let place = tram(&[(TRAM, IN_FORCE), (LOUDER, CHANGE)], &[]);
    let answer = place.run("list --format json");
    assert_eq!(answer.code, Some(0), "{}", answer.err);
    let json: Value = serde_json::from_str(&answer.out).expect("it is JSON");
    let documents = json["documents"].as_array().into_iter().flatten();
    let requirements = documents.flat_map(|it| it["requirements"].as_array().into_iter().flatten());
    let found: Vec<_> = requirements
        .map(|it| json!([it["criteria"][0]["id"], it["criteria"][0]["proposed"], it["does"]]))
        .collect();
    assert_eq!(
        found,
        [
            json!(["light.dusk", true, "adds"]),
            json!(["ring.bend", true, "modifies"]),
            json!(["whistle.fog", false, "removes"]),
        ]
    );
    insta::assert_snapshot!(place.run("list").out, @r"
    tram  openspec · openspec/changes/louder/specs/tram/spec.md

    light  Light
      proposed: louder adds it
      light.dusk  WHEN dusk comes THEN the lamps are lit

    ring  Ring
      proposed: louder modifies it
      ring.bend   WHEN a bend comes THEN the bell rings twice

    tram  openspec · openspec/specs/tram/spec.md

    whistle  Whistle
      proposed: louder removes it
      whistle.fog  WHEN fog comes THEN it whistles

    3 criteria in 3 requirements of 2 documents
    ");
}

#[test]
fn what_an_open_change_proposes_or_removes_needs_no_test() {
    let place = tram(&[(TRAM, IN_FORCE), (LOUDER, CHANGE)], &[]);
    assert_eq!(codes(&place, &[]), Some(0));
    assert_eq!(place.run("gen --check").code, Some(0));
    // Without the change, it is.
    let place = tram(&[(TRAM, IN_FORCE)], &[]);
    assert_eq!(codes(&place, &["untested", "untested"]), Some(1));
}

#[test]
fn the_tests_of_what_a_change_removes_are_reported() {
    let place = tram(&[(TRAM, IN_FORCE), (LOUDER, CHANGE)], &["ring.bend", "whistle.fog", "light.dusk"]);
    assert_eq!(codes(&place, &["proposed-change"]), Some(0));
}

#[test]
fn archiving_a_change_changes_no_link() {
    let linked = ["ring.bend", "tram/light.dusk"];
    let place = tram(&[(TRAM, IN_FORCE), (LOUDER, CHANGE)], &linked);
    assert_eq!(codes(&place, &[]), Some(0));
    let archive = place.path("openspec/changes/archive/2031-01-01-louder");
    fs::create_dir_all(archive.parent().expect("it has one")).expect("folders can be made");
    fs::rename(place.path("openspec/changes/louder"), archive).expect("folders can be moved");
    fs::write(place.path(TRAM), ARCHIVED).expect("files can be written");
    assert_eq!(codes(&place, &[]), Some(0));
}

#[test]
fn the_lock_keeps_what_is_in_force_until_the_change_is_archived() {
    let place = tram(&[(TRAM, IN_FORCE)], &["ring.bend", "whistle.fog"]);
    assert_eq!(place.run("accept --all").code, Some(0));
    fs::create_dir_all(place.path("openspec/changes/louder/specs/tram")).expect("folders can be made");
    fs::write(place.path(LOUDER), CHANGE).expect("files can be written");
    assert_eq!(codes(&place, &["proposed-change", "criterion-new", "criterion-new"]), Some(0));
    fs::remove_dir_all(place.path("openspec/changes")).expect("folders can be removed");
    fs::write(place.path(TRAM), ARCHIVED).expect("files can be written");
    let answer = place.run("check --format json");
    assert!(answer.out.contains("criterion-changed"), "{}", answer.out);
}

#[test]
fn stubs_are_written_for_what_a_change_proposes() {
    let place = tram(&[(TRAM, IN_FORCE), (LOUDER, CHANGE)], &[]);
    let answer = place.run("gen");
    assert_eq!(answer.code, Some(0), "{}", answer.err);
    insta::assert_snapshot!(answer.out, @r"
    created  tests/spec/tram.rs  2 stubs: light.dusk, ring.bend
    created  tests/spec/main.rs  declares the modules

    `cargo test` fails now, until each of these tests is written.
    Next: `cargo spec test` shows whether they are met
    ");
}
