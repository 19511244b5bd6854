use std::path::Path;

use crate::catalog::Catalog;
use crate::files::Memory;
use crate::spec::Requirement;

/// A document in force: requirements with their scenarios, as `Ring: Bend, Stop`.
fn requirements(list: &[&str]) -> String {
    let requirement = |line: &&str| {
        let (name, scenarios) = line.split_once(": ").unwrap_or((line, ""));
        let scenario = |name: &str| {
            format!("\n#### Scenario: {name}\n- **WHEN** a {name} comes\n- **THEN** it answers\n")
        };
        let scenarios = scenarios.split(", ").filter(|name| !name.is_empty()).map(scenario);
        format!("\n### Requirement: {name}\nThe tram SHALL {name}.\n{}", scenarios.collect::<String>())
    };
    list.iter().map(requirement).collect()
}

fn base(list: &[&str]) -> String {
    format!("# Tram\n\n## Purpose\nTrams.\n\n## Requirements\n{}", requirements(list))
}

fn catalog(files: &[(&str, String)]) -> Catalog {
    let mut memory = Memory::default();
    memory.insert("/r/Cargo.toml", "[package]\nname = \"r\"\n");
    memory.insert("/r/.git/HEAD", "");
    for (path, text) in files {
        memory.insert(Path::new("/r/openspec").join(path), text.as_str());
    }
    Catalog::for_package(&memory, Path::new("/r"))
}

fn state(requirement: &Requirement) -> String {
    requirement.proposal.as_ref().map_or("in force".to_owned(), |it| format!("{} {}", it.change, it.verb()))
}

/// `expect`: each criterion as `feature/id: state`, then each finding as `code path`.
#[track_caller]
fn check(files: &[(&str, String)], expect: &[&str]) {
    let catalog = catalog(files);
    let criteria = catalog.criteria().filter_map(|target| {
        Some(format!("{}/{}: {}", target.document.feature, target.criterion?.id, state(target.requirement)))
    });
    let found =
        catalog.documents.iter().flat_map(|document| &document.diagnostics).chain(&catalog.diagnostics);
    let found = found.map(|it| {
        let path = it.path.as_deref().unwrap_or(Path::new("")).strip_prefix("/r/openspec");
        format!("{} {}", it.code, path.map(|path| path.display().to_string()).unwrap_or_default())
    });
    let mut all: Vec<_> = criteria.collect();
    all.sort();
    all.extend(found);
    assert_eq!(all, expect);
}

/// The thing that an id names.
#[track_caller]
fn resolves(catalog: &Catalog, written: &str, expect: &str) {
    let target = catalog.resolve(written).unwrap_or_else(|error| panic!("{written}: {error:?}"));
    assert_eq!(format!("{}/{}", target.document.feature, target.id()), expect, "{written}");
}

const TRAM: &str = "specs/tram/spec.md";
const LOUDER: &str = "changes/louder/specs/tram/spec.md";
const SOFTER: &str = "changes/softer/specs/tram/spec.md";

fn section(name: &str, list: &[&str]) -> String {
    format!("## {name} Requirements\n{}", requirements(list))
}

#[test]
fn what_a_change_adds_and_modifies_has_the_ids_that_it_will_have() {
    let change =
        format!("{}\n{}", section("ADDED", &["Light: Dusk"]), section("MODIFIED", &["Ring: Bend, Fog"]));
    check(
        &[(TRAM, base(&["Ring: Bend", "Stop: Red"])), (LOUDER, change.clone())],
        &[
            "tram/light.dusk: louder adds",
            "tram/ring.bend: louder modifies",
            "tram/ring.fog: louder modifies",
            "tram/stop.red: in force",
        ],
    );
    // Archiving it changes no id.
    let before = catalog(&[(TRAM, base(&["Ring: Bend", "Stop: Red"])), (LOUDER, change)]);
    let after = catalog(&[(TRAM, base(&["Ring: Bend, Fog", "Stop: Red", "Light: Dusk"]))]);
    for id in ["ring.bend", "ring.fog", "light.dusk", "stop.red", "tram/ring.fog", "ring", "light"] {
        let expect = format!("tram/{}", after.resolve(id).expect("it is there").id());
        resolves(&before, id, &expect);
    }
}

#[test]
fn a_change_of_a_new_capability_stands_for_itself() {
    check(
        &[(TRAM, base(&["Ring: Bend"])), ("changes/x/specs/bus/spec.md", section("ADDED", &["Honk: Bend"]))],
        &["bus/honk.bend: x adds", "tram/ring.bend: in force"],
    );
    check(
        &[("changes/x/specs/shore/bus/spec.md", section("ADDED", &["Honk: Bend"]))],
        &["shore/bus/honk.bend: x adds"],
    );
}

#[test]
fn what_a_change_removes_is_in_force_and_marked() {
    check(
        &[(TRAM, base(&["Ring: Bend", "Stop: Red"])), (LOUDER, section("REMOVED", &["Ring"]))],
        &["tram/ring.bend: louder removes", "tram/stop.red: in force"],
    );
}

#[test]
fn a_renamed_requirement_has_both_names() {
    let renamed =
        "## RENAMED Requirements\n\n- FROM: `### Requirement: Ring`\n- TO: `### Requirement: Ring out`\n";
    let open = catalog(&[(TRAM, base(&["Ring: Bend"])), (LOUDER, renamed.to_owned())]);
    for id in ["ring.bend", "ring-out.bend", "tram/ring-out.bend"] {
        resolves(&open, id, "tram/ring.bend");
    }
    resolves(&open, "ring-out", "tram/ring.bend");
    let both = format!("{renamed}\n{}", section("MODIFIED", &["Ring out: Bend, Fog"]));
    let open = catalog(&[(TRAM, base(&["Ring: Bend"])), (LOUDER, both)]);
    for id in ["ring.bend", "ring-out.bend"] {
        resolves(&open, id, "tram/ring-out.bend");
    }
    resolves(&open, "ring-out.fog", "tram/ring-out.fog");
}

#[test]
fn a_heading_that_is_not_in_force_is_reported() {
    for (name, list) in [("MODIFIED", "Rings: Bend"), ("REMOVED", "Rings")] {
        let ids = if name == "MODIFIED" {
            &["tram/ring.bend: in force", "tram/rings.bend: louder adds"][..]
        } else {
            &["tram/ring.bend: in force"]
        };
        let finding = format!("change-header-missing {LOUDER}");
        check(
            &[(TRAM, base(&["Ring: Bend"])), (LOUDER, section(name, &[list]))],
            &[ids, &[finding.as_str()]].concat(),
        );
    }
    let renamed =
        "## RENAMED Requirements\n\n- FROM: `### Requirement: Rang`\n- TO: `### Requirement: Ring out`\n";
    check(
        &[(TRAM, base(&["Ring: Bend"])), (LOUDER, renamed.to_owned())],
        &["tram/ring.bend: in force", &format!("change-header-missing {LOUDER}")],
    );
    // Case and marks of a heading are none of its name.
    check(
        &[(TRAM, base(&["Ring: Bend"])), (LOUDER, section("MODIFIED", &["`ring`: Bend"]))],
        &["tram/ring.bend: louder modifies"],
    );
}

#[test]
fn a_change_of_what_has_changed_since_is_reported() {
    let drift = format!("change-base-drift {LOUDER}");
    check(
        &[(TRAM, base(&["Ring: Bend, Stop"])), (LOUDER, section("MODIFIED", &["Ring: Bend, Fog"]))],
        &[
            "tram/ring.bend: louder modifies",
            "tram/ring.fog: louder modifies",
            "tram/ring.stop: louder removes",
            &drift,
        ],
    );
    check(
        &[(TRAM, base(&["Ring: Bend"])), (LOUDER, section("ADDED", &["Ring: Bend"]))],
        &["tram/ring.bend: louder modifies", &drift],
    );
    let renamed =
        "## RENAMED Requirements\n\n- FROM: `### Requirement: Ring`\n- TO: `### Requirement: Stop`\n";
    check(
        &[(TRAM, base(&["Ring: Bend", "Stop: Red"])), (LOUDER, renamed.to_owned())],
        &["tram/ring.bend: in force", "tram/stop.red: in force", &drift],
    );
    // Written anew: none of the scenarios is kept.
    check(
        &[(TRAM, base(&["Ring: Bend"])), (LOUDER, section("MODIFIED", &["Ring: Fog"]))],
        &["tram/ring.bend: louder removes", "tram/ring.fog: louder modifies"],
    );
}

#[test]
fn two_changes_of_one_requirement_are_reported() {
    let overlap = format!("change-overlap {SOFTER}");
    check(
        &[
            (TRAM, base(&["Ring: Bend"])),
            (LOUDER, section("MODIFIED", &["Ring: Bend"])),
            (SOFTER, section("MODIFIED", &["Ring: Bend, Fog"])),
        ],
        &["tram/ring.bend: louder modifies", "tram/ring.fog: softer adds", &overlap],
    );
    check(
        &[
            (TRAM, base(&["Ring: Bend"])),
            (LOUDER, section("REMOVED", &["Ring"])),
            (SOFTER, section("MODIFIED", &["Ring: Bend"])),
        ],
        &["tram/ring.bend: louder removes", "tram/ring.bend: softer adds", &overlap],
    );
    check(
        &[
            (TRAM, base(&["Ring: Bend"])),
            (LOUDER, section("MODIFIED", &["Ring: Bend"])),
            (SOFTER, section("REMOVED", &["Ring"])),
        ],
        &["tram/ring.bend: louder modifies", &overlap],
    );
    check(
        &[(LOUDER, section("ADDED", &["Ring: Bend"])), (SOFTER, section("ADDED", &["Stop: Red"]))],
        &["tram/ring.bend: louder adds", "tram/stop.red: softer adds"],
    );
}

#[test]
fn an_archived_change_is_history() {
    check(
        &[
            (TRAM, base(&["Ring: Bend"])),
            ("changes/archive/2031-01-01-louder/specs/tram/spec.md", section("MODIFIED", &["Ring: Fog"])),
        ],
        &["tram/ring.bend: in force"],
    );
}
